"""The keys that a claim's file may have beside its files, each with what reads it."""

from typing import Any

from ...budget import Budget
from ...dataset import read_point
from ...domain import read_constraints
from ...network import MEASURES
from ...reader import integer, rational
from ...values import Constraint, Values
from ...verdict import Malformed, shown
from .rule import Files, Key


def domain(value: Any, files: Files, budget: Budget) -> list[Constraint]:
    """Return the constraints on inputs; none is all of Q^p."""
    return read_constraints(value, files["network"].inputs, budget)


def outputs(value: Any, files: Files, budget: Budget) -> list[Constraint]:
    """Return the constraints on outputs, at least one."""
    wanted = read_constraints(value, files["network"].outputs, budget)
    if not wanted:
        raise Malformed("outputs must state at least one constraint")
    return wanted


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
    found = rational(value, "a radius", budget)
    if found[0] < 0:
        raise Malformed("a radius must be at least 0")
    return found


def _number(name: str, least: int, most: int) -> Key:
    return lambda value, _files, _budget: integer(value, name, least, most)


_KEYS: dict[str, Key] = {
    **{key.__name__: key for key in (domain, outputs, attained, measure, labels, radius)},
    **{name: _number(name, 0, 10**18) for name in ("bound", "count")},
    **{name: _number(name, 1, 10**6) for name in ("comparisons", "depth")},
}


def named(*names: str) -> dict[str, Key]:
    """Return the keys of these names, each with what reads it."""
    return {name: _KEYS[name] for name in names}
