"""Values on wires, integers and affine forms in the inputs, and the one rule of inference about them.

Whatever makes them pays here for the work, and for the memory of what it makes: no caller can forget it. Who lets
values go sets the budget's bits back.
"""

from collections.abc import Sequence
from math import gcd
from typing import Any

from .budget import MAX_WIDTH, Budget, price, price_of_divisor
from .network import Node
from .verdict import Malformed, Rejected, shown


class Form(dict[int, int]):
    """An affine form: a factor for each variable that it depends on, and the constant under ``CONSTANT``.

    ``bits`` is the length of its longest number.
    """

    __slots__ = ("bits",)
    bits: int


Value = int | Form
"""An integer, or an affine form."""

Values = list[Any]
"""Numerators over one positive common denominator, which comes last and is an integer."""

Constraint = tuple[Value, str]
"""A primitive value and how it stands to 0: ``">="``, ``">"`` or ``"="``."""

CONSTANT = -1
_NUMBER, TERM, _FORM = 320, 800, 1024  # the bits that the interpreter keeps around a number, a term, a form


def made(terms: dict[int, int], budget: Budget) -> Form:
    """Return a form of these terms, after paying for its memory."""
    form = Form(terms)
    form.bits = max([factor.bit_length() for factor in terms.values()])
    budget.hold(memory(form))
    return form


def inputs(width: int, budget: Budget) -> Values:
    """Return the inputs themselves as values."""
    budget.spend(40 * width)
    return [*[made({position: 1, CONSTANT: 0}, budget) for position in range(width)], 1]


def memory(value: Value) -> int:
    """Return the bits of memory that a value takes."""
    if isinstance(value, int):
        return _NUMBER + value.bit_length()
    return _FORM + len(value) * (TERM + value.bits)


def longest(values: Sequence[Value]) -> int:
    """Return the bits of the longest integer in the values."""
    return max([value.bit_length() if isinstance(value, int) else value.bits for value in values])


def length(values: Values) -> int:
    """Return the bits of the longest value if all are numbers, else 0."""
    try:
        return max(map(int.bit_length, values))
    except TypeError:  # that of a form: it has no length of its own
        return 0


def mapped(node: Node, values: Values, bits: int, budget: Budget) -> Values:
    """Return w . v + b for each row of an affine map, over its scale; ``bits``: of the longest number if all are."""
    denominator = values[CONSTANT]
    budget.spend(price(denominator.bit_length(), node.bits))
    if not bits:
        forms = [combined((*pairs, (CONSTANT, constant)), values, budget) for pairs, constant in node.rows]
        return [*forms, denominator * node.scale]
    budget.spend(node.size * (price(bits, node.bits) - 1))  # the visit paid for small numbers
    budget.hold(len(node.rows) * (bits + node.bits + _NUMBER))
    found = [sum([w * values[p] for p, w in pairs], constant * denominator) for pairs, constant in node.rows]
    return [*found, denominator * node.scale]


def walked(node: Node, values: Values, bits: int, measure: int, budget: Budget) -> tuple[Node, int]:
    """Return where the branches from a node lead if all values are numbers, and the operations on the way there."""
    count, denominator = 0, values[CONSTANT]
    while node.kind == "branch":
        budget.spend(node.size if bits <= 64 >= node.bits else 2 * node.size * price(bits, node.bits))
        ((pairs, constant),) = node.rows
        total = constant * denominator
        for position, weight in pairs:
            total += weight * values[position]
        count += node.own[measure]
        node = node.below[1] if total >= 0 else node.below[0]
    return node, count


def combined(pairs: Sequence[tuple[int, int]], values: Sequence[Value], budget: Budget) -> Value:
    """Return the sum of weight times value over pairs (position, weight)."""
    budget.spend(20 + 10 * len(pairs))
    steps = terms = bits = 0
    for position, weight in pairs:
        value, length = values[position], weight.bit_length()
        if isinstance(value, int):
            steps += price(value.bit_length(), length)
        else:
            steps += len(value) * (5 + price(value.bits, length))
            terms, bits = terms + len(value), max(bits, value.bits + length)
    budget.spend(steps)
    budget.room(min(terms, MAX_WIDTH) * (bits + TERM))
    total, sums = 0, dict[int, int]()
    for position, weight in pairs:
        value = values[position]
        if isinstance(value, int):
            total += weight * value
        else:
            for variable, factor in value.items():
                sums[variable] = sums.get(variable, 0) + weight * factor
    sums[CONSTANT] = sums.get(CONSTANT, 0) + total
    if 0 in sums.values():
        sums = {variable: factor for variable, factor in sums.items() if factor or variable == CONSTANT}
    if len(sums) == 1:
        budget.hold(memory(sums[CONSTANT]))
        return sums[CONSTANT]
    return made(sums, budget)


def multiple(weight: int, value: Value, budget: Budget) -> Value:
    """Return weight times value."""
    return combined([(0, weight)], [value], budget)


def at(value: Value, point: Sequence[int], bits: int, budget: Budget) -> int:
    """Return what a value is at a point of numbers of so many bits, the last their denominator, times that."""
    budget.spend(20 + (2 + price(longest([value]), bits)) * (1 if isinstance(value, int) else len(value)))
    if isinstance(value, int):
        return value * point[-1]
    return sum([factor * point[variable] for variable, factor in value.items()])  # CONSTANT is the last position


def inside(region: Sequence[Constraint], point: Sequence[int], budget: Budget) -> bool:
    """Return whether a point satisfies all constraints."""
    bits = longest(point)
    return all(true((at(value, point, bits, budget), relation)) for value, relation in region)


def true(constraint: Constraint) -> bool:
    """Return whether a constraint is one on a number, and holds."""
    value, relation = constraint
    if not isinstance(value, int):
        return False
    return value > 0 if relation == ">" else value >= 0 if relation == ">=" else value == 0


def false(constraint: Constraint) -> bool:
    """Return whether a constraint is one on a number, and does not hold."""
    return isinstance(constraint[0], int) and not true(constraint)


def primitive(value: Value, budget: Budget) -> Value:
    """Return the positive multiple whose numbers are integers without a common factor."""
    if isinstance(value, int):
        return (value > 0) - (value < 0)
    common = _divisor(0, value, budget)
    return value if common == 1 else _divided(value, common, budget)


def reduced(values: Values, budget: Budget) -> Values:
    """Return the same values over their least common denominator."""
    common = values[-1]
    for value in values:
        if common == 1:
            return values
        common = _divisor(common, value, budget)
    return [_divided(value, common, budget) for value in values]


def must_contradict(region: Sequence[Constraint], numbers: list[Any], budget: Budget, *added: Constraint) -> None:
    """Refuse unless the multipliers show that no point satisfies the region with the added constraint.

    The combination must be identically negative, or identically 0 with a positive multiplier on a strict constraint.
    """
    total, strict = summed(region, numbers, budget, *added)
    if not isinstance(total, int):
        raise Rejected("the combination still depends on the input")
    must_be_negative(total, strict)


def must_be_negative(total: int, strict: bool) -> None:
    """Refuse unless what a sum of constraints does not pass contradicts that they all hold."""
    if total > 0 or (total == 0 and not strict):
        raise Rejected(f"the combination is {'positive' if total else '0 without a strict constraint'}")


def summed(region: Sequence[Constraint], numbers: list[Any], budget: Budget, *added: Constraint) -> tuple[Value, bool]:
    """Return the sum of multipliers times constraints, and whether a strict one has a positive multiplier.

    ``numbers`` are a multiplier for the added constraint, if there is one, then an index into the region and its
    multiplier in turn, indices increasing.
    """
    budget.spend(60 + 8 * len(numbers))
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
    return combined(used, [value for value, _ in constraints], budget), strict


def _divisor(common: int, value: Value, budget: Budget) -> int:
    """Return the greatest common divisor of a number and a value's."""
    numbers = [value] if isinstance(value, int) else [*value.values()]
    for place, number in enumerate(numbers):
        if common == 1:
            break
        if 0 < common < 1 << 64:  # now it is short, all others are looked at in one go
            budget.spend((len(numbers) - place) * (2 + price(64, longest([value]))))
            return gcd(common, *numbers[place:])
        budget.spend(2 + price_of_divisor(common.bit_length(), number.bit_length()))
        common = gcd(common, number)
    return common


def _divided(value: Value, common: int, budget: Budget) -> Value:
    terms = 1 if isinstance(value, int) else len(value)
    budget.spend(20 + terms * (1 + 3 * price(longest([value]), common.bit_length())))
    if isinstance(value, int):
        budget.hold(memory(value))
        return value // common
    budget.room(memory(value))
    return made({variable: factor // common for variable, factor in value.items()}, budget)
