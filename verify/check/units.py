"""Units: coordinates of a relu that stay open as variables between bounds, and the bound of a form in them."""

from collections.abc import Sequence
from typing import NamedTuple

from .budget import Budget, price
from .intervals import Box
from .packing import FIELD, LIMIT, Row, apart, fields, row_with
from .values import CONSTANT, TERM, Form, Value, memory, multiple
from .verdict import Rejected


class Group(NamedTuple):
    """The units of one hint: the number of the first one, and the digits that rows have for those that are not 0.

    There are no such ``places`` where a unit is no longer 0 that was left out: an empty region can make it so. A
    product with a row of a unit counts ``size`` at most.
    """

    first: int
    places: dict[int, int] | None
    size: int


class Line(NamedTuple):
    """The standard slopes of a unit: for a factor above 0 factor * above // span, else factor // denominator or 0.

    It is 0 if the unit is not ``steep``, and then nothing is left. As slopes are rounded down, what they leave, factor
    * max(t, 0) - slope * denominator * t, is greatest at the end t = ``top``. The last two are those of the unit's
    row; without one, ``most`` is more than any sum of rows may have.
    """

    denominator: int
    scale: int
    top: int
    above: int
    span: int
    steep: bool
    parts: tuple[tuple[int, int], ...]
    most: int


class Unit(NamedTuple):
    """v = max(0, form / denominator), where low <= scale * form / denominator <= high in the region.

    The form is one in the inputs and the units before; unit j is variable p + j of forms with p inputs. Its numbers
    beside the form have at most so many ``bits``. Those of ``group`` came with the same hint. ``row`` is the form
    again, without units that are 0, if that is of use. There is no ``line`` if the unit is 0 in the region.
    """

    form: Form
    denominator: int
    scale: int
    low: int
    high: int
    bits: int
    group: Group = Group(0, None, 0)
    row: Row | None = None
    line: Line | None = None

    def memory(self) -> int:
        """Return the bits of memory that it takes beside its form."""
        numbers = (self.denominator, self.scale, self.low, self.high, *(self.line[2:5] if self.line else ()))
        return _UNIT + sum(map(int.bit_length, numbers)) + (self.row.memory() if self.row else 0)

    def between(self, low: int, high: int, budget: Budget) -> "Unit":
        """Return the unit between these bounds, where they are better than its own."""
        return self.bounded(max(self.low, low), min(self.high, high), budget)

    def bounded(self, low: int, high: int, budget: Budget) -> "Unit":
        """Return the unit between these bounds."""
        below, ends = self.denominator, max(low.bit_length(), high.bit_length())
        budget.spend(20 + price(below.bit_length(), ends))
        bits = max(self.bits, ends)
        row = self.row if bits <= FIELD else None
        if low < 0 < high:
            slopes = high, high, below * (high - low), high > -low
        elif high > 0:
            slopes = max(low, high), 1, below, True
        else:
            slopes = low, 0, 1, False
        line = Line(below, self.scale, *slopes, *(row[:2] if row else ((), LIMIT))) if slopes[0] > 0 else None
        return self._replace(low=low, high=high, bits=bits, line=line, row=row)

    def standard(self, factor: int) -> int:
        """Return the slope that is taken where a hint names none."""
        line = self.line
        if not line:
            return 0
        return factor * line.above // line.span if factor > 0 else factor // line.denominator if line.steep else 0

    def greatest(self, factor: int, slope: int) -> int:
        """Return a number that factor * v - slope * form does not pass: between the ends and 0 it is linear."""
        low, high, sloped = self.low, self.high, slope * self.denominator
        most = max(((factor if low > 0 else 0) - sloped) * low, ((factor if high > 0 else 0) - sloped) * high)
        return -(-(max(most, 0) if low < 0 < high else most) // self.scale)


Units = tuple[Unit, ...]
"""The units of an execution in their order."""

_UNIT = 6144  # the bits that the interpreter keeps around a unit


def bound(
    form: Value,
    units: Sequence[Unit],
    slopes: dict[int, int],
    inputs: Box,
    budget: Budget,
    shape: Row | None,
    times: int = 1,
) -> tuple[int, int, bool]:
    """Return a number that a multiple of a form does not pass, over a denominator, and whether a strict end is in it.

    The units are replaced, the last one first, then each input is put at the end of its interval that makes the form
    greatest. ``shape`` is the form as a row, if that is of use: where no slope is named.
    """
    budget.spend(20 + 4 * len(slopes))
    left = _by_rows(shape, times, units, budget) if shape and not slopes else None
    if left is None:
        budget.spend((len(form) if isinstance(form, Form) else 0) + (len(units) >> 3))
        units = units[: max([max(form) - inputs.width if isinstance(form, Form) else -1, -1, *slopes]) + 1]
        form = form if times == 1 else multiple(times, form, budget)
        left = _one_by_one(form, units, slopes, inputs.width, budget)
    sums, bits = left
    constant, strict = sums.pop(CONSTANT), False
    budget.spend(price(bits, inputs.denominator.bit_length()))
    budget.spend(len(sums) * (3 + price(bits, inputs.bits)))
    total = constant * inputs.denominator
    for variable, factor in sums.items():
        if factor:
            if (variable, factor > 0) not in inputs.ends:
                raise Rejected(f"input {variable} has no {'greatest' if factor > 0 else 'least'} value in the region")
            end, open_end = inputs.ends[variable, factor > 0]
            total += factor * end
            strict = strict or open_end
    return total, inputs.denominator, strict


def _by_rows(shape: Row, times: int, units: Sequence[Unit], budget: Budget) -> tuple[dict[int, int], int] | None:
    """Return what is left when units are replaced by standard slopes, with the bits of its numbers.

    The units of a hint are replaced together: none of them depends on another. None where a row is too short for it.
    """
    budget.spend(10 + (shape.size * (32 + times.bit_length() + shape.most.bit_length()) >> 10))
    sums, most = {group: times * digits for group, digits in shape.parts}, abs(times) * shape.most
    constant, last = 0, len(units)
    while last and most < LIMIT:
        last, places, size = units[last - 1].group
        if places is None:
            return None
        budget.spend(8)
        digits = sums.pop(last, 0)
        if not digits:
            continue
        budget.spend(20 + len(places))
        added, *factors = apart(digits, 1 + len(places), budget)
        lines = [(factor, units[number].line) for number, factor in zip(places, factors, strict=True) if factor]
        budget.spend(len(lines) * (4 + (size * (32 + most.bit_length()) >> 10)))
        constant += added
        for factor, line in lines:
            if not line:
                continue
            below, scale, top, above, span, steep, parts, longest = line
            if factor < 0 and not steep:
                continue
            slope = factor * above // span if factor > 0 else factor // below
            constant -= (slope * below - factor) * top // scale
            most += abs(slope) * longest
            for group, row in parts:
                sums[group] = sums.get(group, 0) + slope * row
    if most >= LIMIT:
        return None
    left = sums.get(-1, 0)
    budget.spend(2 * fields(left))
    budget.room(2 * fields(left) * TERM)
    added, *rest = apart(left, fields(left), budget)
    return {CONSTANT: constant + added, **dict(enumerate(rest))}, max(FIELD, constant.bit_length())


def row_of(form: Value, units: Sequence[Unit], width: int, budget: Budget) -> Row | None:
    """Return a form as a row: a group for each hint that made units, one of the inputs; one has the constant first."""
    if isinstance(form, int):
        return None
    budget.spend(90 + 10 * len(form))
    budget.room(3 * len(form) * TERM)
    groups, sizes = dict[int, dict[int, int]](), {-1: 1 + width}
    for variable, factor in form.items():
        if variable >= width:
            first, places, _ = units[variable - width].group
            if places is None:
                return None
            if variable - width in places:
                groups.setdefault(first, {})[places[variable - width]] = factor
                sizes[first] = len(places)
        elif variable != CONSTANT:
            groups.setdefault(-1, {})[1 + variable] = factor
    groups.setdefault(next(iter(groups), -1), {})[0] = form[CONSTANT]
    return row_with(groups, sizes, form.bits)


def grouped(units: Sequence[Unit], first: int, budget: Budget) -> list[Unit]:
    """Return units of one hint as a group, with places for those that are not 0."""
    budget.spend(20 + 20 * len(units))
    numbers = [number for number, unit in enumerate(units, first) if unit.line]
    places = dict(zip(numbers, range(1, 1 + len(numbers)), strict=True))
    group = Group(first, places, max([unit.row.size for unit in units if unit.row], default=0))
    return [unit._replace(group=group) for unit in units]


def _one_by_one(
    form: Value, units: Sequence[Unit], slopes: dict[int, int], width: int, budget: Budget
) -> tuple[dict[int, int], int]:
    """Return what is left when units are replaced, the last one first, with the bits of its numbers."""
    budget.spend(4 * len(units))
    if isinstance(form, int):
        sums, bits = {CONSTANT: form}, form.bit_length()
    else:
        budget.spend(len(form))
        budget.room(2 * memory(form))
        sums, bits = dict(form), form.bits
    for number in range(len(units) - 1, -1, -1):
        factor = sums.pop(width + number, 0)
        if number in slopes or (factor and units[number].line):
            added = _replace(units[number], factor, slopes.get(number), sums, bits, budget)
            bits = 1 + max(bits, added)
    return sums, bits


def _replace(unit: Unit, factor: int, slope: int | None, sums: dict[int, int], bits: int, budget: Budget) -> int:
    """Put slope * form and a constant in the place of factor * v; return the bits of the longest number added."""
    ends = max(unit.low.bit_length(), unit.high.bit_length(), unit.scale.bit_length())
    own, long = unit.denominator.bit_length(), factor.bit_length()
    budget.spend(30 + 5 * price(long + ends, own + ends))
    if slope is None:
        slope = unit.standard(factor)
    size = slope.bit_length()
    budget.spend(3 * price(size, own) + 9 * price(max(size + own, long) + ends, ends))
    sums[CONSTANT] += unit.greatest(factor, slope)
    longest: int = size + unit.form.bits
    if slope:
        budget.spend(len(unit.form) * (1 + price(size, unit.form.bits)))
        budget.room((len(sums) + len(unit.form)) * (TERM + max(bits, longest)))
        for variable, weight in unit.form.items():
            sums[variable] = sums.get(variable, 0) + slope * weight
    return max(longest, long + ends, size + own + ends)


def own_bounds(unit: Unit, units: Sequence[Unit], inputs: Box, most: int, budget: Budget) -> tuple[int, int]:
    """Return the checker's own bounds of what comes before a unit, times its scale, rounded outwards.

    ``most`` is the greatest denominator of all units.
    """
    denominator, longest = unit.denominator, most.bit_length()
    budget.spend(36 + 3 * price(longest, denominator.bit_length()) + 2 * price(longest, unit.scale.bit_length()))
    finer = -(-most // denominator)
    ends = []
    for sign in (-1, 1):
        total, below, _ = bound(unit.form, units, {}, inputs, budget, unit.row, sign * unit.scale * finer)
        ends.append(rounded_up(total, below, finer, denominator, budget))
    return -ends[0], ends[1]


def greatest_denominator(units: Sequence[Unit], budget: Budget) -> int:
    """Return the greatest denominator of units, 1 if there is none."""
    budget.spend(len(units))
    return max([unit.denominator for unit in units], default=1)


def rounded_up(total: int, first: int, second: int, third: int, budget: Budget) -> int:
    """Return total / (first * second * third), rounded up; the divisors are positive."""
    bits = first.bit_length() + second.bit_length() + third.bit_length()
    budget.spend(20 + 2 * price(bits, bits) + 3 * price(total.bit_length(), bits))
    return -(-total // (first * second * third))
