"""The operators of ONNX that are made of steps: signs, thresholds, and rounding where the values are bounded."""

from fractions import Fraction
from math import ceil, floor
from typing import Any

from constructions.model.network import Affine, Concatenate, Form, Network, Relu, Step, chain
from exchange.exact_arrays import FLOATS
from exchange.onnx.fold import checked
from exchange.onnx.node import Operation, Operator
from exchange.onnx.values import INTEGERS, ROW, Value

MAX_STAIRS = 1024
"""The most steps that one number is rounded by."""

_ONE, _ZERO = Fraction(1), Fraction(0)


def stairs(operation: Operation, value: Value, base: Fraction, steps: list[tuple[Fraction, Fraction, bool]]) -> Network:
    """Return the network ``base + sum of w [x >= t]`` of each number x, for steps (t, w, closed); a step that is not
    closed is ``[x > t]``, which is ``1 - [t - x >= 0]``."""
    width = value.size
    operation.charge(width * max(1, len(steps)) * 2 * ROW)
    if not steps:
        return Affine([Form(width, (), ())] * width, [base] * width)
    rows, bias, sums = [], [], []
    for place in range(width):
        for bound, _, closed in steps:
            rows.append(Form(width, (place,), (_ONE if closed else -_ONE,)))
            bias.append(-bound if closed else bound)
    total = base + sum([weight for _, weight, closed in steps if not closed], _ZERO)
    count = len(steps)
    weights = [weight if closed else -weight for _, weight, closed in steps]
    sums = [Form(width * count, range(place * count, (place + 1) * count), weights) for place in range(width)]
    return chain(Affine(rows, bias), Step(width * count), Affine(sums, [total] * width))


def rounded_down(operation: Operation, value: Value, how: str, kind: str) -> Value:
    """Return each number rounded to an integer, one step for each integer that it may be.

    Args:
        operation: whose value it is.
        value: a computed value, whose bounds must be known.
        how: ``floor``, ``ceil``, ``even`` (to the nearest one, a tie to the even one) or ``zero`` (towards 0).
        kind: the type of the result.

    Raises:
        BadInput: if it may be arbitrarily small or large, or any of more than ``MAX_STAIRS`` integers.
    """
    low, high = operation.tape.bounds_of(value.name)
    if low is None or high is None:
        operation.refuse(
            "it rounds a value without bounds, which is no network of finitely many steps",
            advice=": put a Clip before it",
            of_query=": let the query bound all inputs",
        )
    first, last = [_integer(bound, how) for bound in (low, high)]
    if last - first > MAX_STAIRS:
        operation.refuse(f"it rounds to {last - first + 1:,} integers, and {MAX_STAIRS:,} are the most that are read")
    steps = [(*_edge(number, how), number) for number in range(first + 1, last + 1)]
    network = stairs(operation, value, Fraction(first), [(bound, _ONE, closed) for bound, closed, _ in steps])
    result = operation.value(value.shape, network, [value], kind)
    operation.tape.bounds[result.name] = (Fraction(first), Fraction(last))
    return operation.in_range(result)


def _integer(value: Fraction, how: str) -> int:
    """Return the integer that a number is rounded to.

    >>> [_integer(Fraction(-3, 2), how) for how in ("floor", "ceil", "even", "zero")]
    [-2, -1, -2, -1]
    """
    if how == "even":
        return round(value)
    if how == "zero":
        return int(value)
    return floor(value) if how == "floor" else ceil(value)


def _edge(number: int, how: str) -> tuple[Fraction, bool]:
    """Return from where on the rounded value is at least ``number``, and whether there already.

    >>> _edge(1, "even"), _edge(2, "even"), _edge(-1, "zero"), _edge(3, "ceil")
    ((Fraction(1, 2), False), (Fraction(3, 2), True), (Fraction(-2, 1), False), (Fraction(2, 1), False))
    """
    if how == "even":
        return number - Fraction(1, 2), number % 2 == 0
    if how == "ceil" or (how == "zero" and number <= 0):
        return Fraction(number - 1), False
    return Fraction(number), True


_HOW = {"Ceil": "ceil", "Floor": "floor", "Round": "even"}


def _round(operation: Operation) -> Value:
    """One step for each integer that the value may be rounded to, which must be bounded, as by a Clip."""
    value, how = operation.operand(0), _HOW[operation.kind]
    if value.is_constant:
        numbers = [Fraction(_integer(entry, how)) for entry in operation.exact(value, "operand 0").reshape(-1).tolist()]
        return checked(operation, numbers, value.shape, value.kind)
    return rounded_down(operation, value, how, value.kind)


def _sign(operation: Operation) -> Value:
    """``[x >= 0] + [x > 0] - 1``."""
    value = operation.computed(0)
    network = stairs(operation, value, -_ONE, [(_ZERO, _ONE, True), (_ZERO, _ONE, False)])
    return operation.in_range(operation.value(value.shape, network, [value]))


def _bent_steps(operation: Operation, value: Value, bends: list[tuple[int, Fraction, Fraction]]) -> Value:
    """Return the sum over bends (sign s, bound t, jump j) of ``s (relu(s x - t) + j [s x > t])``."""
    width = value.size
    operation.charge(4 * width * len(bends) * ROW)
    parts: list[Network] = []
    for sign, bound, _ in bends:
        ahead = Affine([Form(width, (place,), (sign,)) for place in range(width)], [-bound] * width)
        behind = Affine([Form(width, (place,), (-sign,)) for place in range(width)], [bound] * width)
        parts += [chain(ahead, Relu(width)), chain(behind, Step(width))]
    rows, total = [], _ZERO
    for place in range(width):
        pairs: list[tuple[int, Any]] = []
        for number, (sign, _, jump) in enumerate(bends):
            pairs += [(2 * number * width + place, sign), ((2 * number + 1) * width + place, -sign * jump)]
        kept = [(index, weight) for index, weight in pairs if weight]
        rows.append(Form(2 * len(bends) * width, [index for index, _ in kept], [weight for _, weight in kept]))
    total = sum([sign * jump for sign, _, jump in bends], _ZERO)
    return operation.value(value.shape, chain(Concatenate(parts), Affine(rows, [total] * width)), [value])


def _thresholded_relu(operation: Operation) -> Value:
    """x where x > alpha, else 0: ``relu(x - alpha) + alpha [x > alpha]``."""
    value, alpha = operation.computed(0), operation.number("alpha", 1.0)
    return _bent_steps(operation, value, [(1, alpha, alpha)])


def _shrink(operation: Operation) -> Value:
    """``x - bias`` above lambd, ``x + bias`` below -lambd, else 0."""
    value = operation.computed(0)
    if value.kind not in FLOATS:
        operation.refuse(f"it is read of floats only, not of {value.kind}")
    bound, bias = operation.number("lambd", 0.5), operation.number("bias", 0.0)
    if bound < 0:
        operation.refuse("lambd must be at least 0")
    return _bent_steps(operation, value, [(1, bound, bound - bias), (-1, bound, bound - bias)])


def to_integers(operation: Operation, value: Value, kind: str) -> Value:
    """Return a computed value cast to integers: cut towards 0, or as it is if it is one of integers or truth values."""
    if value.kind == "bool" or value.kind in INTEGERS:
        return operation.in_range(Value(value.shape, kind, value.name))
    return rounded_down(operation, value, "zero", kind)


STAIRS: dict[str, Operator] = {
    "Ceil": Operator(_round, 13, folds=True),
    "Floor": Operator(_round, 13, folds=True),
    "Round": Operator(_round, 22, folds=True),
    "Shrink": Operator(_shrink, 9, "bias lambd"),
    "Sign": Operator(_sign, 13),
    "ThresholdedRelu": Operator(_thresholded_relu, 22, "alpha"),
}
"""The operators of this module."""
