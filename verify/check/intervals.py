"""The intervals of inputs that the constraints of a region on one input alone leave."""

from collections.abc import Sequence
from typing import NamedTuple

from .budget import Budget, common_denominator, over, price
from .values import CONSTANT, TERM, Constraint


class Box(NamedTuple):
    """The ends of intervals: by input, and whether it is the greater end, its numerator and whether it is strict.

    No numerator is longer than ``bits``.
    """

    width: int
    ends: dict[tuple[int, bool], tuple[int, bool]]
    denominator: int
    bits: int = 1


def narrowed(wider: Box, region: Sequence[Constraint], budget: Budget) -> Box:
    """Return what the constraints on one input alone leave of its interval."""
    budget.spend(20 + 12 * len(region))
    new: dict[tuple[int, bool], tuple[int, int, bool]] = {}
    for value, relation in region:
        if isinstance(value, int) or len(value) != 2 or max(value) >= wider.width:
            continue
        variable, strict = max(value), relation == ">"
        factor = value[variable]
        number, below = (-value[CONSTANT], factor) if factor > 0 else (value[CONSTANT], -factor)
        for upper in (False, True) if relation == "=" else (factor < 0,):
            end, also = wider.ends.get((variable, upper), (0, False))
            old = new.get((variable, upper), (end, wider.denominator, also))
            budget.spend(40 + 2 * price(value.bits, max(old[0].bit_length(), old[1].bit_length())))
            closer = (old[0] * below - number * old[1]) * (1 if upper else -1)
            known = (variable, upper) in new or (variable, upper) in wider.ends
            if not known or closer > 0 or (closer == 0 and strict):
                budget.hold(2 * TERM)
                new[variable, upper] = (number, below, strict)
    if not new:
        return wider
    budget.spend(12 * len(wider.ends))
    denominators = [wider.denominator] * (1 + len(wider.ends)) + [below for _, below, _ in new.values()]
    common = common_denominator(denominators, budget)
    ends = {key: (over((end, wider.denominator), common, budget), strict) for key, (end, strict) in wider.ends.items()}
    for key, (number, below, strict) in new.items():
        ends[key] = over((number, below), common, budget), strict
    return Box(wider.width, ends, common, max([end.bit_length() for end, _ in ends.values()]))
