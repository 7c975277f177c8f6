"""Domains: the inputs that a claim speaks of, as numbered linear constraints."""

from typing import Any

from .budget import Budget, price
from .network import read_row, scaled
from .reader import entries, rational
from .values import CONSTANT, Constraint, Value, Values, longest, multiple, primitive
from .verdict import Malformed, shown

_RELATIONS = {">=": (1, ">="), ">": (1, ">"), "=": (1, "="), "<=": (-1, ">="), "<": (-1, ">")}
_FORM = 2048  # the bits that the interpreter keeps around a small form


def read_constraints(value: object, width: int, budget: Budget) -> list[Constraint]:
    """Return constraints ``w . z RELATION b`` as primitive values and how they stand to 0."""
    found: list[Constraint] = []
    for number, entry in enumerate(entries(value, "constraints")):
        try:
            row, relation, bound = entries(entry, "a constraint", 3)
            if type(relation) is not str or relation not in _RELATIONS:
                raise Malformed(f"the relation must be one of {' '.join(_RELATIONS)}, not {shown(relation)}")
            pairs, (above, below) = read_row(row, width), rational(bound, "the bound")
            ((weights, constant),), _ = scaled([pairs], [(-above, below)], budget)
        except Malformed as error:
            raise Malformed(f"constraint {number}: {error}") from None
        form: Value = {**dict(weights), CONSTANT: constant} if weights else constant
        sign, kind = _RELATIONS[relation]
        found.append((primitive(multiple(sign, form, budget), budget), kind))
    return found


def everywhere(width: int, budget: Budget) -> Values:
    """Return the inputs themselves as values."""
    budget.spend(width)
    budget.room(width * _FORM)
    return [*[{position: 1, CONSTANT: 0} for position in range(width)], 1]


def ball(center: Values, radius: tuple[int, int], strict: bool, budget: Budget) -> list[Constraint]:
    """Return |z_j - x_j| <= r (or < r) for every coordinate: constraints 2 j from below and 2 j + 1 from above."""
    above, below = radius
    relation = ">" if strict else ">="
    *numbers, denominator = center
    budget.spend(len(center))
    bits, more = longest(center), longest(radius)
    budget.spend(4 * len(numbers) * price(bits, more))
    budget.hold(2 * len(numbers) * (2 * (bits + more) + _FORM))
    found: list[Constraint] = []
    slack, unit = above * denominator, denominator * below
    for position, number in enumerate(numbers):
        middle = number * below
        found.append((primitive({position: unit, CONSTANT: slack - middle}, budget), relation))
        found.append((primitive({position: -unit, CONSTANT: slack + middle}, budget), relation))
    return found


def integers(hint: list[Any], length: int) -> Values:
    """Return the point in a hint: after its name a positive denominator, then that many numerators."""
    if len(hint) != 2 + length or not all([type(number) is int for number in hint[1:]]) or hint[1] < 1:
        raise Malformed(f"the hint must hold a positive denominator and {length} numerators, all integers")
    return [*hint[2:], hint[1]]
