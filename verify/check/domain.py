"""Domains: the inputs that a claim speaks of, as numbered linear constraints."""

from typing import Any

from .budget import Budget, price
from .network import read_row, scaled
from .reader import entries, rational
from .values import CONSTANT, Constraint, Value, Values, longest, made, multiple, primitive
from .verdict import Malformed, shown

_RELATIONS = {">=": (1, ">="), ">": (1, ">"), "=": (1, "="), "<=": (-1, ">="), "<": (-1, ">")}


def read_constraints(value: object, width: int, budget: Budget) -> list[Constraint]:
    """Return constraints ``w . z RELATION b`` as primitive values and how they stand to 0."""
    found: list[Constraint] = []
    for number, entry in enumerate(entries(value, "constraints")):
        budget.spend(100)
        try:
            row, relation, bound = entries(entry, "a constraint", 3)
            if type(relation) is not str or relation not in _RELATIONS:
                raise Malformed(f"the relation must be one of {' '.join(_RELATIONS)}, not {shown(relation)}")
            pairs, (above, below) = read_row(row, width, budget), rational(bound, "the bound", budget)
            ((weights, constant),), _ = scaled([pairs], [(-above, below)], budget)
        except Malformed as error:
            raise error.at(f"constraint {number}") from None
        form: Value = made({**dict(weights), CONSTANT: constant}, budget) if weights else constant
        sign, kind = _RELATIONS[relation]
        found.append((primitive(multiple(sign, form, budget), budget), kind))
    return found


def ball(center: Values, radius: tuple[int, int], strict: bool, budget: Budget) -> list[Constraint]:
    """Return |z_j - x_j| <= r (or < r) for every coordinate: constraints 2 j from below and 2 j + 1 from above."""
    above, below = radius
    relation = ">" if strict else ">="
    *numbers, denominator = center
    bits, more = longest(center), longest(radius)
    budget.spend(60 + len(numbers) * (130 + 4 * price(bits, more)))
    found: list[Constraint] = []
    slack, unit = above * denominator, denominator * below
    for position, number in enumerate(numbers):
        middle = number * below
        for sign in (1, -1):
            form = made({position: sign * unit, CONSTANT: slack - sign * middle}, budget)
            found.append((primitive(form, budget), relation))
    return found


def integers(hint: list[Any], *lengths: int) -> Values:
    """Return the points in a hint: after its name a positive denominator, then so many numerators."""
    if len(hint) - 2 not in lengths or hint[1] < 1:
        several = " or ".join(map(str, lengths))
        raise Malformed(f"the hint {hint[0]} must hold a positive denominator and {several} numerators")
    return [*hint[2:], hint[1]]
