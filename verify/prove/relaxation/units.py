"""Units, coordinates of a relu left open as variables, and the exact bound of a form (docs/reference/format.md, 5)."""

from collections.abc import Iterable, Mapping, Sequence as Items
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from verify.prove.integer_forms import CONSTANT, Bound, Value
from verify.prove.relaxation.packing import HALF, Packed, digits_of

SCALE = 1 << 16
"""The scale of the bounds of units: they are rounded outward to so many parts."""


class Unit(NamedTuple):
    """v = max(0, form / denominator) with low <= scale * form / denominator <= high; the form is in older variables.

    Units from ``first`` on are as old as this one; ``packed`` is the form again, if it can be packed.
    """

    form: dict[int, int]
    denominator: int
    scale: int
    low: int
    high: int
    first: int
    packed: Packed | None = None

    @property
    def is_open(self) -> bool:
        """Whether both sides are possible as far as the bounds say."""
        return self.low < 0 < self.high

    def within(self, low: int, high: int) -> "Unit":
        """Return the unit with these bounds where they are tighter."""
        return self._replace(low=max(low, self.low), high=min(high, self.high))

    def standard(self, factor: int) -> int:
        """Return the slope that the checker takes where no hint names one."""
        if self.high <= 0:
            return 0
        if self.low >= 0 or (factor <= 0 and self.high > -self.low):
            return factor // self.denominator
        return factor * self.high // (self.denominator * (self.high - self.low)) if factor > 0 else 0

    def added(self, factor: int, slope: int) -> int:
        """Return the constant that factor * v - slope * form does not pass."""
        low, high, against = self.low, self.high, slope * self.denominator
        most = max(factor * max(low, 0) - against * low, factor * max(high, 0) - against * high)
        return -(-(max(most, 0) if low < 0 < high else most) // self.scale)


class Inputs:
    """The ends of the inputs' intervals over one denominator, and which of them are strict.

    >>> ends = Inputs.of(1, {(0, True): (-1, 2, False), (0, False): (1, 3, True)})
    >>> ends.ends, ends.denominator
    ({(0, True): (-3, False), (0, False): (2, True)}, 6)
    """

    def __init__(self, width: int, ends: dict[tuple[int, bool], tuple[int, bool]], denominator: int) -> None:
        self.width, self.ends, self.denominator = width, ends, denominator

    @classmethod
    def of(cls, width: int, found: Mapping[tuple[int, bool], tuple[int, int, bool]]) -> "Inputs":
        """Return the intervals with these ends: for (input, whether it is the smaller end) a ratio and strictness."""
        common = lcm(1, *[below for _, below, _ in found.values()])
        ends = {key: (above * (common // below), strict) for key, (above, below, strict) in found.items()}
        return cls(width, ends, common)

    def narrowed(self, bound: Bound) -> "Inputs":
        """Return what a constraint on one input alone leaves, as the checker has it.

        >>> Inputs.of(1, {(0, True): (0, 1, False)}).narrowed(({0: -2, CONSTANT: 1}, ">")).ends
        {(0, True): (0, False), (0, False): (1, True)}
        """
        value, relation = bound
        assert isinstance(value, dict)
        variable = max(value)
        end, strict = Fraction(-value[CONSTANT], value[variable]), relation == ">"
        found = {key: (above, self.denominator, also) for key, (above, also) in self.ends.items()}
        for below in (True, False) if relation == "=" else (value[variable] > 0,):
            known = found.get((variable, below))
            old = end if known is None else Fraction(*known[:2])
            if known is None or (end > old if below else end < old) or (end == old and strict):
                found[variable, below] = (*end.as_integer_ratio(), strict)
        return Inputs.of(self.width, found)

    def bounded(self) -> bool:
        """Return whether every input has both ends."""
        return len(self.ends) == 2 * self.width


def bound(form: Value, units: Items[Unit], slopes: Mapping[int, int], inputs: Inputs) -> tuple[int, bool] | None:
    """Return what a form does not pass, times the denominator of the inputs, and whether a strict end is in it.

    Units are replaced, the last one first, by slope * form and a constant; then each input is put at the end of its
    interval. None if an input has no such end.

    >>> unit = Unit({0: 1, CONSTANT: 0}, 1, 1, -1, 1, 0)
    >>> inputs = Inputs.of(1, {(0, True): (-1, 1, False), (0, False): (1, 1, False)})
    >>> bound({1: 2, 0: -1, CONSTANT: 0}, [unit], {}, inputs)
    (1, False)
    """
    if isinstance(form, int):
        return form * inputs.denominator, False
    sums = dict(form)
    width = inputs.width
    for number in range(len(units) - 1, -1, -1):
        factor = sums.pop(width + number, 0)
        slope = slopes.get(number)
        if not factor and slope is None:
            continue
        unit = units[number]
        if slope is None:
            slope = unit.standard(factor)
        sums[CONSTANT] += unit.added(factor, slope)
        if slope:
            for variable, weight in unit.form.items():
                sums[variable] = sums.get(variable, 0) + slope * weight
    return _at_ends(sums, inputs)


def _at_ends(sums: dict[int, int], inputs: Inputs) -> tuple[int, bool] | None:
    """Return a form in the inputs at the ends that make it greatest, and whether one is strict; None without an end."""
    total, strict = sums.pop(CONSTANT) * inputs.denominator, False
    for variable, factor in sums.items():
        if factor:
            end = inputs.ends.get((variable, factor < 0))
            if end is None:
                return None
            total += factor * end[0]
            strict = strict or end[1]
    return total, strict


class _Step(NamedTuple):
    """What stands in the place of a unit by standard slopes: ``Unit.standard`` and ``Unit.added``, worked out before.

    A slope is factor * high // span for a factor above 0; for one below 0 it is factor // denominator if the unit is
    ``steep``, else nothing is left. As slopes are rounded down, what is left is greatest at ``high``.
    """

    high: int
    span: int
    denominator: int
    steep: bool
    most: int
    parts: tuple[tuple[int, int], ...]


class Older:
    """Units that are there already, made ready for many forms: group by group, the last one first."""

    def __init__(self, units: Items[Unit]) -> None:
        self.units = units
        self.groups: list[tuple[int, int, list[_Step | None] | None]] = []
        last = len(units)
        while last:
            first = units[last - 1].first
            plain = all([unit.packed is not None and unit.low <= max(unit.high, 0) for unit in units[first:last]])
            steps = [_step(unit) for unit in units[first:last]] if plain else None
            self.groups.append((first, last, steps))
            last = first


def _step(unit: Unit) -> _Step | None:
    """Return what stands in the place of a unit; None for one that is 0."""
    assert unit.packed is not None
    low, high, below = unit.low, unit.high, unit.denominator
    if high <= 0:
        return None
    on = low >= 0
    span = below * (high if on else high - low)  # factor * high // span is factor // denominator of one that is on
    return _Step(high, span, below, on or high > -low, unit.packed.most, unit.packed.parts)


def bound_of_packed(form: Packed, times: int, older: Older, inputs: Inputs) -> tuple[int, bool] | None:
    """Return what ``bound`` says of a multiple of a form by standard slopes, all units of an age at once.

    Raises:
        OverflowError: if a unit is not packed, or out of the ordinary, or a number too long.
    """
    sums, most, constant = {group: times * part for group, part in form.parts}, abs(times) * form.most, 0
    for first, last, steps in older.groups:
        digits = sums.pop(first, 0)
        if not digits:
            continue
        if most >= HALF or steps is None:
            raise OverflowError
        scale = older.units[first].scale
        for step, factor in zip(steps, digits_of(digits, last - first), strict=True):
            if not factor or step is None:
                continue
            high, span, below, steep, size, parts = step
            if factor > 0:
                slope = factor * high // span
            elif steep:
                slope = factor // below
            else:
                continue
            constant -= (slope * below - factor) * high // scale
            if slope:
                most += abs(slope) * size
                for group, part in parts:
                    sums[group] = sums.get(group, 0) + slope * part
    if most >= HALF:
        raise OverflowError
    rest = digits_of(sums.get(-1, 0), inputs.width + 1)
    return _at_ends({CONSTANT: rest[0] + constant, **dict(enumerate(rest[1:]))}, inputs)


def between(unit: Unit, older: Older, coarsest: int, inputs: Inputs) -> tuple[int, int] | None:
    """Return the checker's own bounds of what comes before a unit, times its scale, rounded outward.

    Args:
        unit: the unit, with whatever bounds.
        older: the units that are older.
        coarsest: the greatest denominator of all that there are.
        inputs: the intervals of the inputs.
    """
    finer = -(-coarsest // unit.denominator)
    ends = []
    for times in (-unit.scale * finer, unit.scale * finer):
        found = _bound_of_multiple(unit, times, older, inputs)
        if found is None:
            return None
        ends.append(-(-found[0] // (inputs.denominator * finer * unit.denominator)))
    return -ends[0], ends[1]


def _bound_of_multiple(unit: Unit, times: int, older: Older, inputs: Inputs) -> tuple[int, bool] | None:
    if unit.packed is not None:
        try:
            return bound_of_packed(unit.packed, times, older, inputs)
        except OverflowError:
            pass
    return bound({variable: times * weight for variable, weight in unit.form.items()}, older.units, {}, inputs)


def refreshed(units: Items[Unit], numbers: Iterable[int], inputs: Inputs) -> tuple[Unit, ...]:
    """Return the units with bounds of these ones anew, in their order, as a hint ``own`` has it."""
    found = list(units)
    coarsest = max([unit.denominator for unit in units], default=1)
    older = Older(())
    for number in numbers:
        unit = found[number]
        if unit.first != len(older.units):
            older = Older(found[: unit.first])
        ends = between(unit, older, coarsest, inputs)
        if ends is not None:
            found[number] = unit.within(*ends)
    return tuple(found)
