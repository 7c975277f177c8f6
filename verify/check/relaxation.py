"""The rule that bounds a sum of constraints, and the hints that make units, find bounds of them, split at them."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from .budget import Budget, price
from .intervals import Box
from .units import Unit, Units, bound, greatest_denominator, grouped, own_bounds, rounded_up, row_of
from .values import CONSTANT, TERM, Constraint, Value, made, multiple, must_be_negative, primitive, reduced, summed
from .verdict import Malformed, Rejected, shown


def must_contradict_by_bounds(
    region: Sequence[Constraint], units: Units, inputs: Box, numbers: list[Any], budget: Budget, *added: Constraint
) -> None:
    """Refuse unless multipliers and slopes show that no point satisfies the region with the added constraint.

    ``numbers`` are as those of ``must_contradict``, but a pair with a negative number -1 - j is the slope of unit j.
    """
    total, strict, _ = _combined(region, units, inputs, numbers, budget, *added)
    must_be_negative(total, strict)


def _combined(
    region: Sequence[Constraint], units: Units, inputs: Box, numbers: list[Any], budget: Budget, *added: Constraint
) -> tuple[int, bool, int]:
    """Return the bound of a combination of constraints as a numerator, whether it is strict, and the denominator."""
    budget.spend(60 + 8 * len(numbers))
    budget.hold(TERM * len(numbers))
    slopes: dict[int, int] = {}
    place, last = len(added), len(units)
    while place + 1 < len(numbers) and numbers[place] < 0:
        number = -1 - numbers[place]
        if number >= last:
            raise Rejected(f"unit {shown(number)} is not there, or out of order; there are {len(units)}")
        slopes[number] = numbers[place + 1]
        place, last = place + 2, number
    form, positive = summed(region, [*numbers[: len(added)], *numbers[place:]], budget, *added)
    shape = row_of(form, units, inputs.width, budget) if units and not slopes else None
    total, below, strict = bound(form, units, slopes, inputs, budget, shape)
    return total, strict or positive, below


def relaxed(
    hint: list[Any],
    found: list[Any],
    forms: Sequence[Value],
    denominator: int,
    units: Units,
    inputs: Box,
    budget: Budget,
) -> list[tuple[int, Unit]]:
    """Return the units that a hint ``relax`` makes of open places of a relu, with the places.

    ``found`` is None where a place is open, and ``forms`` are those of the wires over the denominator.
    """
    if len(hint) < 2 or hint[1] < 1:
        raise Malformed("the hint relax takes a scale of at least 1, and places")
    budget.spend(100 + 4 * len(found) + 10 * len(hint))
    budget.hold(TERM * len(found))
    places = hint[2:] or [place for place, value in enumerate(found) if value is None]
    last, new, most = -1, list[Unit](), greatest_denominator(units, budget)
    for place in places:
        if not last < place < len(found) or found[place] is not None:
            raise Rejected(f"place {shown(place)} is not open, or out of order")
        last = place
        budget.spend(200)
        form, below = reduced([forms[place], denominator], budget)
        size = max(below.bit_length(), hint[1].bit_length())
        shape = row_of(form, units, inputs.width, budget)
        unit = Unit(form, below, hint[1], 0, 0, size, row=shape)
        new.append(unit.bounded(*own_bounds(unit, units, inputs, most, budget), budget))
    return [*zip(places, grouped(new, len(units), budget), strict=True)]


def owned(hint: list[Any], units: Units, region: Sequence[Constraint], inputs: Box, budget: Budget) -> Units:
    """Return the units with what a hint ``own`` makes of their bounds."""
    if len(hint) > 2 and len(hint) % 2 == 0:
        raise Malformed("the hint own takes nothing, a unit, or a unit, a multiplier and pairs")
    budget.spend(160 + 4 * len(units))
    if len(hint) == 1:
        return tuple(_all_anew(units, inputs, budget))
    found, number = list(units), _number(hint[1], units)
    unit = found[number]
    if len(hint) > 2:
        unit = _bounded(number, hint[2:], units, region, inputs, budget)
    else:
        unit = _anew(unit, units, inputs, greatest_denominator(units, budget), budget)
    found[number] = unit
    if unit.line and number not in (unit.group.places or ()):  # 0 it is no longer, in a region that is empty
        bare = unit.group._replace(places=None)
        found = [unit._replace(group=bare) if unit.group.first == bare.first else unit for unit in found]
    return tuple(found)


def _anew(unit: Unit, units: Sequence[Unit], inputs: Box, most: int, budget: Budget) -> Unit:
    """Return a unit with the better of its bounds and the checker's own ones."""
    return unit.between(*own_bounds(unit, units, inputs, most, budget), budget)


def _all_anew(units: Units, inputs: Box, budget: Budget) -> list[Unit]:
    """Return the units with new bounds of all that are open, and thinner rows where many have become 0."""
    found, thinner, most = list[Unit](), set[int](), greatest_denominator(units, budget)
    budget.spend(10 * len(units))
    for first, members in groupby(units, lambda unit: unit.group.first):
        budget.spend(60)
        new = list[Unit]()
        for unit in members:
            if thinner and unit.row and any([group in thinner for group, _ in unit.row.parts]):
                row = row_of(unit.form, found, inputs.width, budget) if unit.line else None
                budget.hold(row.memory() if row else 0)
                unit = unit._replace(row=row).bounded(unit.low, unit.high, budget)
            if unit.low < 0 < unit.high:
                unit = _anew(unit, found, inputs, most, budget)
            new.append(unit)
        places = new[0].group.places
        if places is not None and 4 * sum([unit.line is not None for unit in new]) <= 3 * len(places):
            new = grouped(new, first, budget)
            thinner.add(first)
        found += new
    return found


def _bounded(
    number: int, numbers: list[Any], units: Units, region: Sequence[Constraint], inputs: Box, budget: Budget
) -> Unit:
    """Return a unit with one bound by multipliers and slopes: from above by a positive first multiplier."""
    unit, sign = units[number], numbers[0]
    if not sign:
        raise Rejected("the multiplier of the unit must not be 0")
    added = (multiple(1 if sign > 0 else -1, unit.form, budget), ">=")
    total, _, below = _combined(region, units, inputs, [abs(sign), *numbers[1:]], budget, added)
    budget.spend(price(total.bit_length(), unit.scale.bit_length()))
    end = rounded_up(total * unit.scale, below, abs(sign), unit.denominator, budget)
    return unit.between(unit.low, end, budget) if sign > 0 else unit.between(-end, unit.high, budget)


def halved(units: Units, number: int, budget: Budget) -> tuple[Units, Units]:
    """Return the units on both sides of a split at one of them, where its form is negative and where it is not."""
    before, unit, after = units[:number], units[number], units[number + 1 :]
    below, above = unit.between(unit.low, 0, budget), unit.between(0, unit.high, budget)
    return (*before, below, *after), (*before, above, *after)


def divider(hint: list[Any], units: Units, width: int, budget: Budget) -> tuple[Value, Units, Units]:
    """Return the form at which a hint ``unit`` or ``divide`` splits, and the units below and above."""
    budget.spend(40 + 10 * len(hint) + 4 * len(units))
    name, *numbers = hint
    if name == "unit":
        if len(numbers) != 1:
            raise Malformed("the hint unit takes a unit and nothing else")
        number = _number(numbers[0], units)
        return (primitive(units[number].form, budget), *halved(units, number, budget))
    if len(numbers) < 3 or len(numbers) % 2 == 0:
        raise Malformed("the hint divide takes a constant and pairs, at least one")
    terms, previous = {CONSTANT: numbers[0]}, -len(units) - 1
    for key, factor in zip(numbers[1::2], numbers[2::2], strict=True):
        if not previous < key < width or not factor:
            raise Rejected(f"variable {shown(key)} is not there, out of order, or has the factor 0")
        terms[key if key >= 0 else width - 1 - key] = factor
        previous = key
    return primitive(made(terms, budget), budget), units, units


def _number(number: int, units: Units) -> int:
    if not 0 <= number < len(units):
        raise Rejected(f"there is no unit {shown(number)}; there are {len(units)}")
    return number
