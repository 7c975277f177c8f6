"""Units: coordinates of a relu that stay open as variables between bounds, and the bound of a form in them."""

from collections.abc import Sequence
from typing import NamedTuple

from .budget import Budget, price
from .intervals import Box
from .packing import FIELD, LIMIT, Row, apart, fields, row_with
from .values import CONSTANT, TERM, Form, Value, memory, multiple
from .verdict import Rejected


class Line(NamedTuple):
    """The standard slopes of a unit: for a factor above 0 factor * above // span, else factor // denominator or 0.

    It is 0 if the unit is not ``steep``, and then nothing is left. As slopes are rounded down, what they leave, factor
    * max(t, 0) - slope * denominator * t, is greatest at the end t = ``top``; that is 0 if the unit is 0 in the region.
    """

    top: int
    above: int
    span: int
    steep: bool


class Unit(NamedTuple):
    """v = max(0, form / denominator), where low <= scale * form / denominator <= high in the region.

    The form is one in the inputs and the units before; unit j is variable p + j of forms with p inputs. Its numbers
    beside the form have at most so many ``bits``. Those of ``group`` came with the same hint. ``row`` is the form
    again, if that is of use.
    """

    form: Form
    denominator: int
    scale: int
    low: int
    high: int
    bits: int
    group: range = range(0)
    row: Row | None = None
    line: Line = Line(0, 0, 1, False)

    def memory(self) -> int:
        """Return the bits of memory that it takes beside its form and its row."""
        numbers = (self.denominator, self.scale, self.low, self.high, *self.line)
        return _UNIT + sum(map(int.bit_length, numbers))

    def between(self, low: int, high: int, budget: Budget) -> "Unit":
        """Return the unit between these bounds, where they are better than its own."""
        return self.bounded(max(self.low, low), min(self.high, high), budget)

    def bounded(self, low: int, high: int, budget: Budget) -> "Unit":
        """Return the unit between these bounds."""
        below, ends = self.denominator, max(low.bit_length(), high.bit_length())
        budget.spend(20 + price(below.bit_length(), ends))
        if low < 0 < high:
            line = Line(high, high, below * (high - low), high > -low)
        elif high > 0:
            line = Line(max(low, high), 1, below, True)
        else:
            line = Line(max(low, 0), 0, 1, False)
        bits = max(self.bits, ends)
        return self._replace(low=low, high=high, bits=bits, line=line, row=self.row if bits <= FIELD else None)

    def standard(self, factor: int) -> int:
        """Return the slope that is taken where a hint names none."""
        _, above, span, steep = self.line
        return factor * above // span if factor > 0 else factor // self.denominator if steep else 0

    def greatest(self, factor: int, slope: int) -> int:
        """Return a number that factor * v - slope * form does not pass: between the ends and 0 it is linear."""
        low, high, sloped = self.low, self.high, slope * self.denominator
        most = max(((factor if low > 0 else 0) - sloped) * low, ((factor if high > 0 else 0) - sloped) * high)
        return -(-(max(most, 0) if low < 0 < high else most) // self.scale)


Units = tuple[Unit, ...]
"""The units of an execution in their order."""

_UNIT = 4096  # the bits that the interpreter keeps around a unit


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
    budget.spend(20 + (len(form) if isinstance(form, Form) else 0) + (len(units) >> 3) + 4 * len(slopes))
    units = units[: max([max(form) - inputs.width if isinstance(form, Form) else -1, -1, *slopes]) + 1]
    left = _by_rows(shape, times, units, budget) if shape and not slopes else None
    if left is None:
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
    budget.spend(20 + shape.size * price(times.bit_length(), FIELD))
    sums, most = {group: times * digits for group, digits in shape.parts}, abs(times) * shape.most
    constant, last = 0, len(units)
    while last and most < LIMIT:
        first = units[last - 1].group.start
        budget.spend(60 + last - first)
        added, *factors = apart(sums.pop(first, 0), 1 + last - first, budget)
        pairs = zip(units[first:last], factors, strict=True)
        ready = [(unit, factor) for unit, factor in pairs if factor and unit.line.top]
        budget.spend(8 * len(ready))
        constant, last, multiples = constant + added, first, list[tuple[int, Row]]()
        for (_, below, scale, _, _, _, _, row, (top, above, span, steep)), factor in ready:
            if row is None:
                return None
            if factor < 0 and not steep:
                continue
            slope = factor * above // span if factor > 0 else factor // below
            constant -= (slope * below - factor) * top // scale
            if slope:
                multiples.append((slope, row))
        budget.spend(sum([row.size for _, row in multiples]) * (32 + most.bit_length()) >> 9)
        most += sum([abs(slope) for slope, _ in multiples]) * max([row.most for _, row in multiples], default=0)
        for slope, row in multiples:
            for group, digits in row.parts:
                sums[group] = sums.get(group, 0) + slope * digits
    if most >= LIMIT:
        return None
    left = sums.get(-1, 0)
    budget.spend(4 * fields(left))
    budget.room(2 * fields(left) * TERM)
    added, *rest = apart(left, fields(left), budget)
    return {CONSTANT: constant + added, **dict(enumerate(rest))}, max(FIELD, constant.bit_length())


def row_of(form: Value, units: Sequence[Unit], width: int, budget: Budget) -> Row | None:
    """Return a form as a row: a group for each hint that made units, one of the inputs; one has the constant first."""
    if isinstance(form, int):
        return None
    budget.spend(100 + 24 * len(form))
    budget.room(3 * len(form) * TERM)
    groups, inputs = dict[range, dict[int, int]](), range(-1, width)
    for variable, factor in form.items():
        if variable >= width:
            group = units[variable - width].group
            groups.setdefault(group, {})[1 + variable - width - group.start] = factor
        elif variable != CONSTANT:
            groups.setdefault(inputs, {})[1 + variable] = factor
    groups.setdefault(next(iter(groups), inputs), {})[0] = form[CONSTANT]
    return row_with(groups, form.bits)


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
        if number in slopes or (factor and units[number].line.top):
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


def own_bounds(unit: Unit, units: Sequence[Unit], inputs: Box, budget: Budget) -> tuple[int, int]:
    """Return the checker's own bounds of what comes before a unit, times its scale, rounded outwards."""
    budget.spend(40 + len(units))
    form, denominator, longest = unit.form, unit.denominator, max([unit.bits for unit in units], default=1)
    budget.spend(3 * price(longest, denominator.bit_length()) + 2 * price(longest, unit.scale.bit_length()))
    finer = -(-max([unit.denominator for unit in units], default=1) // denominator)
    ends = []
    for sign in (-1, 1):
        total, below, _ = bound(form, units, {}, inputs, budget, unit.row, sign * unit.scale * finer)
        ends.append(rounded_up(total, below, finer, denominator, budget))
    return -ends[0], ends[1]


def rounded_up(total: int, first: int, second: int, third: int, budget: Budget) -> int:
    """Return total / (first * second * third), rounded up; the divisors are positive."""
    bits = first.bit_length() + second.bit_length() + third.bit_length()
    budget.spend(30 + 2 * price(bits, bits) + 3 * price(total.bit_length(), bits))
    return -(-total // (first * second * third))
