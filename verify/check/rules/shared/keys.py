"""The keys that a claim's file may have beside its files, each with what reads it."""

from typing import Any

from ...budget import Budget
from ...dataset import read_point
from ...domain import read_constraints
from ...network import MEASURES
from ...reader import entries, integer, rational
from ...values import Constraint, Values
from ...verdict import Malformed, shown
from .rule import Files, Key

_LIST = 1024  # the bits that a list takes beside what is in it


def domain(value: Any, files: Files, budget: Budget) -> list[Constraint]:
    """Return the constraints on inputs; none is all of Q^p."""
    return read_constraints(value, files["network"].inputs, budget)


def outputs(value: Any, files: Files, budget: Budget) -> list[Constraint]:
    """Return the constraints on outputs, at least one."""
    wanted = read_constraints(value, files["network"].outputs, budget)
    if not wanted:
        raise Malformed("outputs must state at least one constraint")
    return wanted


def unsafe(value: Any, files: Files, budget: Budget) -> list[list[Constraint]]:
    """Return polyhedra, each a list of constraints on the inputs followed by the outputs."""
    width, found = files["network"].inputs + files["network"].outputs, []
    for number, entry in enumerate(entries(value, "unsafe")):
        budget.spend(60)
        budget.hold(_LIST)
        try:
            found.append(read_constraints(entry, width, budget))
        except Malformed as error:
            raise error.at(f"polyhedron {number}") from None
    return found


def attained(value: Any, files: Files, budget: Budget) -> Values | None:
    """Return the point at which something is attained, if one is named."""
    return None if value is None else read_point(value, "attained", files["network"].inputs, budget)


def measure(value: Any, _files: Files, _budget: Budget) -> int:
    """Return the place of a measure among ``MEASURES``."""
    if type(value) is not str or value not in MEASURES:
        raise Malformed(f"measure must be one of {', '.join(MEASURES)}, not {shown(value)}")
    return MEASURES.index(value)


def labels(value: Any, _files: Files, _budget: Budget) -> bool:
    """Return whether labels stand for unit vectors."""
    if type(value) is not str or value not in ("as given", "one-hot"):
        raise Malformed(f'labels must be "as given" or "one-hot", not {shown(value)}')
    return value == "one-hot"


def radius(value: Any, _files: Files, budget: Budget) -> tuple[int, int]:
    """Return a radius of at least 0, numerator and denominator."""
    return _not_negative(value, "a radius", budget)


def tolerance(value: Any, _files: Files, budget: Budget) -> tuple[int, int]:
    """Return a tolerance of at least 0, numerator and denominator."""
    return _not_negative(value, "the tolerance", budget)


def mean(value: Any, _files: Files, budget: Budget) -> tuple[int, int]:
    """Return a mean that is more than 0, numerator and denominator."""
    found = rational(value, "the mean", budget)
    if found[0] <= 0:
        raise Malformed("the mean must be more than 0")
    return found


def _not_negative(value: Any, what: str, budget: Budget) -> tuple[int, int]:
    found = rational(value, what, budget)
    if found[0] < 0:
        raise Malformed(f"{what} must be at least 0")
    return found


def _number(name: str, least: int, most: int) -> Key:
    return lambda value, _files, _budget: integer(value, name, least, most)


_KEYS: dict[str, Key] = {
    **{key.__name__: key for key in (domain, outputs, unsafe, attained, measure, labels, radius, tolerance, mean)},
    **{name: _number(name, 0, 10**18) for name in ("bound", "count")},
    **{name: _number(name, 1, 10**6) for name in ("comparisons", "depth", "operations", "units")},
}


def named(*names: str) -> dict[str, Key]:
    """Return the keys of these names, each with what reads it."""
    return {name: _KEYS[name] for name in names}
