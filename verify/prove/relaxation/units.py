"""Units as the checker has them (docs/reference/format.md, Relaxation), found and bounded by its own code."""

from collections.abc import Callable, Mapping, Sequence as Items
from math import lcm

from verify.check.budget import Budget
from verify.check.intervals import Box, narrowed as narrowed_by
from verify.check.relaxation import owned, relaxed
from verify.check.units import Unit, bound as bound_of, row_of
from verify.check.values import Form, made
from verify.check.verdict import Malformed, Rejected
from verify.prove.integer_forms import Bound, Value

SCALE = 1 << 16
"""The scale of the bounds of units: they are rounded outward to so many parts."""


class Free(Budget):
    """A budget that does not end; ``check`` is called wherever the checker would count steps, and may raise."""

    def __init__(self, check: Callable[[], object] = lambda: None) -> None:
        super().__init__()
        self.check = check

    def spend(self, steps: int) -> None:
        """Go on."""
        self.check()

    def hold(self, bits: int) -> None:
        """Go on."""

    def room(self, bits: int) -> None:
        """Go on."""


FREE = Free()
"""Such a budget for what takes no time."""


def box(width: int, found: Mapping[tuple[int, bool], tuple[int, int, bool]]) -> Box:
    """Return intervals: for (input, whether it is the greater end) a numerator, a denominator, and strictness.

    >>> box(1, {(0, False): (-1, 2, False), (0, True): (1, 3, True)})
    Box(width=1, ends={(0, False): (-3, False), (0, True): (2, True)}, denominator=6, bits=2)
    """
    common = lcm(1, *[below for _, below, _ in found.values()])
    ends = {key: (above * (common // below), strict) for key, (above, below, strict) in found.items()}
    return Box(width, ends, common, max([end.bit_length() for end, _ in ends.values()], default=1))


def narrowed(inputs: Box, constraint: Bound) -> Box:
    """Return what a constraint on one input alone leaves of the intervals.

    >>> narrowed(box(1, {(0, False): (0, 1, False)}), ({0: -2, -1: 1}, ">")).ends
    {(0, False): (0, False), (0, True): (1, True)}
    """
    return narrowed_by(inputs, [(formed(constraint[0]), constraint[1])], FREE)


def formed(value: Value) -> int | Form:
    """Return a value as the checker has it."""
    return value if isinstance(value, int) else made(value, FREE)


def bound(form: Value, units: Items[Unit], slopes: dict[int, int], inputs: Box) -> tuple[int, bool] | None:
    """Return what a form does not pass, times the denominator of the inputs, and whether a strict end is in it.

    None if an input has no such end, or a number is longer than the checker takes.

    >>> unit = Unit(made({0: 1, -1: 0}, FREE), 1, 1, 0, 0, 1).bounded(-1, 1, FREE)
    >>> bound({1: 2, 0: -1, -1: 0}, [unit], {}, box(1, {(0, False): (-1, 1, False), (0, True): (1, 1, False)}))
    (1, False)
    """
    value = formed(form)
    try:
        shape = row_of(value, units, inputs.width, FREE) if units and not slopes else None
        total, _, strict = bound_of(value, units, slopes, inputs, FREE, shape)
    except (Malformed, Rejected):
        return None
    return total, strict


def relaxed_units(
    forms: Items[Value], denominator: int, units: Items[Unit], inputs: Box, check: Callable[[], object]
) -> list[Unit] | None:
    """Return the units that come of the forms of a relu, those that are no numbers; None as for ``bound``."""
    found = [None if isinstance(form, dict) else 0 for form in forms]
    values = [formed(form) for form in forms]
    try:
        new = relaxed(["relax", SCALE], found, values, denominator, tuple(units), inputs, Free(check))
    except (Malformed, Rejected):
        return None
    return [unit for _, unit in new]


def is_open(unit: Unit) -> bool:
    """Return whether both sides of a unit are possible as far as its bounds say."""
    return unit.low < 0 < unit.high


def within(unit: Unit, low: int, high: int) -> Unit:
    """Return the unit with these bounds where they are tighter."""
    return unit.between(low, high, FREE)


def refreshed(units: Items[Unit], inputs: Box) -> tuple[Unit, ...]:
    """Return the units with bounds anew of all that are open, as a hint ``own`` has it."""
    try:
        return owned(["own"], tuple(units), [], inputs, FREE)
    except (Malformed, Rejected):  # without bounds
        return tuple(units)
