"""Values on wires, integers and affine forms in the inputs, and the one rule of inference about them.

Whatever multiplies or divides pays for it here: the budget is an argument, and no caller can forget it.
"""

from collections.abc import Sequence
from math import gcd
from typing import Any

from .budget import MAX_WIDTH, Budget, price
from .network import Node
from .verdict import Malformed, Rejected, shown

Value = int | dict[int, int]
"""An integer; or an affine form, a factor for each variable that it depends on and the constant under ``CONSTANT``."""

Values = list[Any]
"""Numerators over one positive common denominator, which comes last and is an integer."""

Constraint = tuple[Value, str]
"""A primitive value and how it stands to 0: ``">="``, ``">"`` or ``"="``."""

CONSTANT = -1
OBJECT = 256
"""The bits that the interpreter keeps around a number."""

_TERM = 1024  # the bits that the interpreter keeps around a term of a form


def mapped(node: Node, values: Values, bits: int, terms: int, budget: Budget) -> Values:
    """Return w . v + b for each row of a node, over its scale; the values have at most these bits and terms."""
    budget.spend(node.size * terms * price(bits, node.bits))
    budget.room(len(node.rows) * terms * (bits + node.bits + OBJECT))
    denominator = values[-1]
    return [_sum(pairs, values, constant * denominator) for pairs, constant in node.rows]


def tested(branch: Node, values: Values, bits: int, terms: int, budget: Budget) -> Value:
    """Return w . v - t of a branch, as ``mapped`` does."""
    budget.spend(branch.size * terms * price(bits, branch.bits))
    ((pairs, constant),) = branch.rows
    return _sum(pairs, values, constant * values[-1])


def summed(pairs: Sequence[tuple[int, int]], values: Sequence[Value], steps: int, budget: Budget) -> Value:
    """Return the sum of weight times value over pairs (position, weight), which takes so many steps."""
    budget.spend(steps)
    return _sum(pairs, values)


def combined(pairs: Sequence[tuple[int, int]], values: Sequence[Value], budget: Budget) -> Value:
    """Return the sum of weight times value over pairs (position, weight), whatever the values are."""
    terms = bits = 0
    for position, weight in pairs:
        value = values[position]
        budget.spend(_cost(value, weight.bit_length()))
        if not isinstance(value, int):
            terms, bits = terms + len(value), max(bits, longest([value]) + weight.bit_length())
    budget.room(min(terms, MAX_WIDTH) * (bits + _TERM))
    return _sum(pairs, values)


def multiple(weight: int, value: Value, budget: Budget) -> Value:
    """Return weight times value."""
    return combined([(0, weight)], [value], budget)


def at(value: Value, point: Sequence[int], budget: Budget) -> int:
    """Return what a value is at a point given by numerators and their denominator, times that denominator."""
    return _at(value, point, longest(point), budget)


def inside(region: Sequence[Constraint], point: Sequence[int], budget: Budget) -> bool:
    """Return whether a point satisfies all constraints."""
    bits = longest(point)
    return all(true((_at(value, point, bits, budget), relation)) for value, relation in region)


def true(constraint: Constraint) -> bool:
    """Return whether a constraint is one on a number, and holds."""
    value, relation = constraint
    if not isinstance(value, int):
        return False
    return value > 0 if relation == ">" else value >= 0 if relation == ">=" else value == 0


def primitive(value: Value, budget: Budget) -> Value:
    """Return the positive multiple whose numbers are integers without a common factor."""
    if isinstance(value, int):
        return (value > 0) - (value < 0)
    common = _divisor(0, value, budget)
    return value if common == 1 else _divided(value, common, budget)


def reduced(values: Values, budget: Budget) -> Values:
    """Return the same values over their least common denominator, so that equal points are equal lists."""
    common = values[-1]
    for value in values:
        if common == 1:
            return values
        common = _divisor(common, value, budget)
    budget.spend(len(values) * price(common.bit_length(), longest(values)))
    return [value // common if isinstance(value, int) else _divided(value, common, budget) for value in values]


def longest(values: Sequence[Value]) -> int:
    """Return the bits of the longest integer in the values."""
    return max(
        [v.bit_length() if isinstance(v, int) else max([factor.bit_length() for factor in v.values()]) for v in values]
    )


def must_contradict(region: list[Constraint], numbers: list[Any], budget: Budget, *added: Constraint) -> None:
    """Refuse unless the multipliers show that no point satisfies the region with the added constraint.

    ``numbers`` are a multiplier for the added constraint, if there is one, then an index into the region and its
    multiplier in turn, indices increasing. The combination must be identically negative, or identically 0 with a
    positive multiplier on a strict constraint.
    """
    for number in numbers:
        if type(number) is not int:
            raise Malformed("a hint holds something that is not an integer")
    used = [(0, numbers[0])] if added and numbers else []
    constraints = list(added)
    previous = -1
    if len(numbers) % 2 != len(added):
        raise Malformed("a hint must have a multiplier for each constraint")
    for place in range(len(added), len(numbers), 2):
        index = numbers[place]
        if not previous < index < len(region):
            raise Rejected(f"constraint {shown(index)} is not there, or out of order; the region has {len(region)}")
        used.append((len(constraints), numbers[place + 1]))
        constraints.append(region[index])
        previous = index
    strict = False
    for position, multiplier in used:
        relation = constraints[position][1]
        if multiplier < 0 and relation != "=":
            raise Rejected(f"the multiplier {shown(multiplier)} of an inequality is negative")
        strict = strict or (relation == ">" and multiplier > 0)
    total = combined(used, [value for value, _ in constraints], budget)
    if not isinstance(total, int):
        raise Rejected("the combination still depends on the input")
    if total > 0 or (total == 0 and not strict):
        raise Rejected(f"the combination is {'positive' if total else '0 without a strict constraint'}")


def _sum(pairs: Sequence[tuple[int, int]], values: Sequence[Value], total: int = 0) -> Value:
    terms: dict[int, int] = {}
    for position, weight in pairs:
        value = values[position]
        if isinstance(value, int):
            total += weight * value
        else:
            for variable, factor in value.items():
                terms[variable] = terms.get(variable, 0) + weight * factor
    if not terms:
        return total
    terms[CONSTANT] += total
    if 0 in terms.values():
        terms = {variable: factor for variable, factor in terms.items() if factor or variable == CONSTANT}
        if len(terms) == 1:
            return terms[CONSTANT]
    return terms


def _at(value: Value, point: Sequence[int], bits: int, budget: Budget) -> int:
    budget.spend(_cost(value, bits))
    if isinstance(value, int):
        return value * point[-1]
    return sum([factor * point[variable] for variable, factor in value.items()])  # CONSTANT is the last position


def _cost(value: Value, bits: int) -> int:
    """Return how many steps the products of a value with a number of these bits count, and what is done about them."""
    return 10 + 2 * price(longest([value]), bits) * (1 if isinstance(value, int) else len(value))


def _divisor(common: int, value: Value, budget: Budget) -> int:
    """Return the greatest common divisor of a number and a value's; for long ones it takes twice a product's time."""
    for number in [value] if isinstance(value, int) else value.values():
        if common == 1:
            break
        budget.spend(2 * price(common.bit_length(), number.bit_length()))
        common = gcd(common, number)
    return common


def _divided(form: dict[int, int], common: int, budget: Budget) -> Value:
    budget.spend(len(form) * price(common.bit_length(), longest([form])))
    return {variable: factor // common for variable, factor in form.items()}
