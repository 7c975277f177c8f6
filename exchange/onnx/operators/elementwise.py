"""The operators of ONNX that work number by number: sums, multiples, and what is made of Relus."""

from fractions import Fraction
from functools import reduce
from math import floor, isqrt, prod
from typing import Any

import numpy as np

from constructions.model.network import Affine, Concatenate, Form, Identity, Relu, chain
from constructions.model.rational import bits_of
from exchange.exact_arrays import FLOATS, scaled
from exchange.onnx.bounds import ANY, Bounds
from exchange.onnx.fold import afford, checked, truncated_quotient
from exchange.onnx.node import Operation, Operator, row
from exchange.onnx.values import ROW, Shape, Tape, Value, constant


def combination(operation: Operation, values: list[Value], factors: list[Fraction]) -> Value:
    """Return the sum of multiples of values, each stretched to their common shape."""
    shape = operation.broadcast(values)
    rows, bias, operands = combined_rows(operation, values, factors, shape)
    if not operands:
        return checked(operation, bias, shape, operation.common_kind(values))
    return operation.affine(rows, bias, operands, shape)


def _wires(operation: Operation, values: list[Value], factors: list[Fraction]) -> Value:
    """Return such a sum as wires that are part of something else: the range of its type is not asked for."""
    shape = operation.broadcast(values)
    rows, bias, operands = combined_rows(operation, values, factors, shape)
    return operation.value(shape, Affine(rows, bias), operands)


def combined_rows(
    operation: Operation, values: list[Value], factors: list[Fraction], shape: Shape
) -> tuple[list[Form], list[Fraction], list[Value]]:
    """Return the rows and the bias of such a sum, and the computed values side by side that it is made on."""
    operation.common_kind(values)
    operands = [value for value in values if not value.is_constant]
    width, begin = sum([value.size for value in operands]), 0
    columns: list[tuple[list[int], Fraction]] = []
    bias: list[Fraction] = [Fraction(0)] * prod(shape)
    for value, factor in zip(values, factors, strict=True):
        if value.is_constant:
            added = np.broadcast_to(operation.exact(value, "constant"), shape).reshape(-1).tolist()
            afford(operation, len(added), bits_of(added), bits_of(bias))
            bias = [total + factor * entry for total, entry in zip(bias, added, strict=True)]
        else:
            columns.append(((np.broadcast_to(value.places(), shape) + begin).reshape(-1).tolist(), factor))
            begin += value.size
    if not operands:
        return [], bias, []
    cells = zip(*[places for places, _ in columns], strict=True)
    weights = [factor for _, factor in columns]
    return [row(width, list(zip(cell, weights, strict=True))) for cell in cells], bias, operands


def _add(operation: Operation) -> Value:
    """An affine map of both; sums and differences of integers stay within their type, or are refused."""
    sign = Fraction(-1 if operation.kind == "Sub" else 1)
    return combination(operation, [operation.operand(0), operation.operand(1)], [Fraction(1), sign])


def _sum(operation: Operation) -> Value:
    """An affine map of all operands, each stretched to their common shape."""
    values = operation.all_operands()
    factor = Fraction(1, len(values)) if operation.kind == "Mean" else Fraction(1)
    return combination(operation, values, [factor] * len(values))


def _neg(operation: Operation) -> Value:
    """An affine map."""
    return combination(operation, [operation.operand(0)], [Fraction(-1)])


def multiplied(operation: Operation, left: Value, right: Value) -> Value:
    """Return the products of two values, one of which must be a constant, number by number."""
    shape, kind = operation.broadcast([left, right]), operation.common_kind([left, right])
    if left.is_constant and right.is_constant:
        first, second = [_stretched(operation, value, shape) for value in (left, right)]
        afford(operation, len(first), bits_of(first), bits_of(second))
        return checked(operation, [a * b for a, b in zip(first, second, strict=True)], shape, kind)
    if not left.is_constant and not right.is_constant:
        operation.refuse("the product of two computed values is read only if one is a truth value cast to a number")
    value, factors = (left, right) if right.is_constant else (right, left)
    return _multiple(operation, value, _stretched(operation, factors, shape), shape)


def _div(operation: Operation) -> Value:
    """An affine map if the divisor is a constant without zeros; constants of integers are divided towards 0."""
    left, right = operation.operand(0), operation.operand(1)
    shape, kind = operation.broadcast([left, right]), operation.common_kind([left, right])
    if not right.is_constant:
        operation.refuse("the divisor must be a constant without zeros, not a computed value")
    divisors = _stretched(operation, right, shape)
    if not all(divisors):
        operation.refuse("the divisor must be a constant without zeros")
    if not left.is_constant:
        return _multiple(operation, left, [1 / Fraction(divisor) for divisor in divisors], shape)
    numbers = _stretched(operation, left, shape)
    afford(operation, len(numbers), bits_of(numbers), bits_of(divisors))
    pairs = zip(numbers, divisors, strict=True)
    if kind in FLOATS:
        return checked(operation, [a / b for a, b in pairs], shape, kind)
    return checked(operation, [truncated_quotient(a, b) for a, b in pairs], shape, kind)


def _stretched(operation: Operation, value: Value, shape: Shape) -> list[Any]:
    numbers: list[Any] = np.broadcast_to(operation.exact(value, "constant"), shape).reshape(-1).tolist()
    return numbers


def _multiple(operation: Operation, value: Value, factors: list[Fraction], shape: Shape) -> Value:
    places = np.broadcast_to(value.places(), shape).reshape(-1).tolist()
    rows = [row(value.size, [(place, factor)]) for place, factor in zip(places, factors, strict=True)]
    return operation.affine(rows, [Fraction(0)] * len(rows), [value], shape)


def _of_constants(operation: Operation) -> Value:
    """A constant, if its operands are constants; a root that is no rational number is refused."""
    values = operation.all_operands()
    if not all([value.is_constant for value in values]):
        operation.refuse("of a computed value it is not read, of constants alone")
    shape, kind = operation.broadcast(values), values[0].kind
    columns = [_stretched(operation, value, shape) for value in values]
    truncated, found = bool(operation.attributes.get("fmod", 0)), []
    for entries in zip(*columns, strict=True):
        times = int(abs(entries[1])) if operation.kind == "Pow" else 1
        afford(operation, 1, bits_of(entries), bits_of(entries[:1]) * times)
        number = _constant_function(operation.kind, [Fraction(entry) for entry in entries], truncated)
        if number is None:
            operation.refuse(f"of {' and '.join([str(entry)[:40] for entry in entries])} there is no exact result")
        found.append(number)
    return checked(operation, found, shape, kind)


def _constant_function(kind: str, given: list[Fraction], truncated: bool) -> Fraction | None:
    """Return a function of constants where it is a rational number.

    >>> _constant_function("Sqrt", [Fraction(9, 4)], False), _constant_function("Sqrt", [Fraction(2)], False)
    (Fraction(3, 2), None)
    """
    first = given[0]
    if kind == "Reciprocal":
        return 1 / first if first else None
    if kind == "Sqrt":
        if first < 0:
            return None
        root = Fraction(isqrt(first.numerator), isqrt(first.denominator))
        return root if root * root == first else None
    second = given[1]
    if kind == "Pow":
        whole = second.denominator == 1 and (first != 0 or second >= 0)
        return Fraction(first) ** int(second) if whole else None
    if not second:
        return None
    quotient = first / second
    return first - second * (int(quotient) if truncated else floor(quotient))


def _relu(operation: Operation) -> Value:
    """A layer of Relus."""
    value = operation.computed(0)
    operation.charge(value.size * ROW)
    return operation.value(value.shape, Relu(value.size), [value])


def bent(operation: Operation, value: Value, slopes: list[tuple[Fraction, Fraction]]) -> Value:
    """Return ``a x`` below 0 and ``b x`` above it, for slopes (a, b) of each number: ``a x + (b - a) relu(x)``.

    Where x is bounded, its least and its largest number are at the ends or at 0.
    """
    width = value.size
    operation.charge(3 * width * ROW)
    both = Concatenate((Identity(width), Relu(width)))
    rows = [row(2 * width, [(place, a), (width + place, b - a)]) for place, (a, b) in enumerate(slopes)]
    result = operation.value(value.shape, chain(both, Affine(rows, [Fraction(0)] * width)), [value])
    low, high = operation.tape.bounds_of(value.name)
    if low is not None and high is not None:
        ends = [(a if x < 0 else b) * x for x in (low, min(max(low, Fraction(0)), high), high) for a, b in set(slopes)]
        operation.tape.bounds[result.name] = (min(ends), max(ends))
    return result


def absolute(operation: Operation, value: Value) -> Value:
    """Return the size of each number."""
    return bent(operation, value, [(Fraction(-1), Fraction(1))] * value.size)


def _abs(operation: Operation) -> Value:
    """``-x`` below 0, ``x`` above it: the identity and a Relu."""
    return operation.in_range(absolute(operation, operation.computed(0)))


def _leaky_relu(operation: Operation) -> Value:
    """``alpha x`` below 0, ``x`` above it: the identity and a Relu."""
    value, slope = operation.computed(0), operation.number("alpha", 0.01)
    return bent(operation, value, [(slope, Fraction(1))] * value.size)


def _prelu(operation: Operation) -> Value:
    """``slope x`` below 0, ``x`` above it, for a slope that is a constant."""
    value, slope = operation.computed(0), operation.stored(1, "slope")
    operation.common_kind([value, slope])
    if operation.broadcast([value, slope]) != value.shape:
        operation.refuse(f"slope of the shape {list(slope.shape)} does not fit {list(value.shape)}")
    slopes = [(a, Fraction(1)) for a in _stretched(operation, slope, value.shape)]
    return operation.in_range(bent(operation, value, slopes))


def _clip(operation: Operation) -> Value:
    """``min(max(x, low), high)``, which is ``low + relu(x - low) - relu(x - high)`` if low <= high, else high."""
    low, high = _bound(operation, 1, "min"), _bound(operation, 2, "max")
    return clipped(operation, operation.computed(0), low, high)


def _hard_sigmoid(operation: Operation) -> Value:
    """``min(max(alpha x + beta, 0), 1)``."""
    value = operation.computed(0)
    alpha, beta = operation.number("alpha", 0.2), operation.number("beta", 0.5)
    operation.charge(2 * value.size * ROW)
    line = operation.value(value.shape, scaled([alpha] * value.size, [beta] * value.size), [value])
    return clipped(operation, line, Fraction(0), Fraction(1))


def clipped(operation: Operation, value: Value, low: Fraction | None, high: Fraction | None) -> Value:
    """Return each number within these bounds, None where there is none."""
    result = _clipped(operation, value, low, high)
    if result is not value:
        least = low if low is None or high is None else min(low, high)
        operation.tape.bounds[result.name] = (least, high)
    return result


def _clipped(operation: Operation, value: Value, low: Fraction | None, high: Fraction | None) -> Value:
    width = value.size
    operation.charge(4 * width * ROW)
    if low is None and high is None:
        return value
    if low is not None and high is not None and low >= high:
        return operation.affine([Form(width, (), ())] * width, [high] * width, [value], value.shape)
    if low is not None and high is not None:
        below = [Form(width, (place,), (1,)) for place in range(width)]
        cut = chain(Affine(below * 2, [-low] * width + [-high] * width), Relu(2 * width))
        rows = [Form(2 * width, (place, width + place), (1, -1)) for place in range(width)]
        return operation.value(value.shape, chain(cut, Affine(rows, [low] * width)), [value])
    sign, bound = (Fraction(1), low) if low is not None else (Fraction(-1), high)
    assert bound is not None  # one of the two is there
    first, last = scaled([sign] * width, [-sign * bound] * width), scaled([sign] * width, [bound] * width)
    return operation.value(value.shape, chain(first, Relu(width), last), [value])


def _bound(operation: Operation, number: int, name: str) -> Fraction | None:
    """Return a bound of Clip; None if there is none, or it is the infinity on its own side."""
    if operation.version < 11:
        stored = operation.attributes.get(name)
        none = stored is None or stored == (-np.inf if name == "min" else np.inf)
        return None if none else operation.number(name, 0.0)
    if not operation.has(number):
        return None
    bound = operation.stored(number, name)
    operation.common_kind([operation.operand(0), bound])
    if bound.size != 1:
        operation.refuse(f"{name} must be one number, not of the shape {list(bound.shape)}")
    if bound.array.dtype != object and bound.kind in FLOATS:
        stored = bound.array.reshape(-1)[0].item()
        if stored == (-np.inf if name == "min" else np.inf):
            return None
    return Fraction(operation.exact(bound, name).reshape(-1)[0])


def _extreme(operation: Operation) -> Value:
    """Max and Min: ``max(a, b) = a + relu(b - a)`` and ``min(a, b) = a - relu(a - b)``, one operand after the other."""
    sign = Fraction(1 if operation.kind == "Max" else -1)
    operation.common_kind(operation.all_operands())
    operation.broadcast(operation.all_operands())
    return reduce(lambda best, other: larger(operation, best, other, sign), operation.all_operands())


def larger(operation: Operation, left: Value, right: Value, sign: Fraction) -> Value:
    """Return the larger of two values, number by number, or the smaller one if ``sign`` is -1; with its bounds."""
    if left.is_constant and right.is_constant:
        shape, kind = operation.broadcast([left, right]), operation.common_kind([left, right])
        pairs = zip(*[_stretched(operation, value, shape) for value in (left, right)], strict=True)
        return constant([max(a, b) if sign > 0 else min(a, b) for a, b in pairs], shape, kind)
    ahead = _wires(operation, [right, left], [sign, -sign])
    cut = operation.value(ahead.shape, Relu(ahead.size), [ahead])
    result = _wires(operation, [left, cut], [Fraction(1), sign])
    sides = [known_bounds(operation, value, operation.tape) for value in (left, right)]
    ends = [[low for low, _ in sides], [high for _, high in sides]]
    known = [[end for end in both if end is not None] for both in ends]
    beyond, within = (0, 1) if sign > 0 else (1, 0)  # a maximum is at least each of its operands, a minimum at most
    limits: list[Fraction | None] = [None, None]
    limits[beyond] = (max if sign > 0 else min)(known[beyond], default=None)
    limits[within] = (max if sign > 0 else min)(known[within]) if len(known[within]) == 2 else None
    operation.tape.bounds[result.name] = (limits[0], limits[1])
    return result


def known_bounds(operation: Operation, value: Value, tape: Tape) -> Bounds:
    """Return bounds of all numbers of a value that is a constant or stands on a tape."""
    if not value.is_constant:
        return tape.bounds_of(value.name)
    numbers = operation.exact(value, "constant").reshape(-1).tolist()
    return (Fraction(min(numbers)), Fraction(max(numbers))) if numbers else ANY


ELEMENTWISE: dict[str, Operator] = {
    "Abs": Operator(_abs, 13),
    "Add": Operator(_add, 14, folds=True),
    "Clip": Operator(_clip, 13, "max min"),
    "Div": Operator(_div, 14, folds=True),
    "HardSigmoid": Operator(_hard_sigmoid, 22, "alpha beta"),
    "LeakyRelu": Operator(_leaky_relu, 16, "alpha"),
    "Max": Operator(_extreme, 13, folds=True),
    "Mean": Operator(_sum, 13, folds=True),
    "Min": Operator(_extreme, 13, folds=True),
    "Neg": Operator(_neg, 13, folds=True),
    "Mod": Operator(_of_constants, 28, "fmod", folds=True),
    "PRelu": Operator(_prelu, 16),
    "Pow": Operator(_of_constants, 15, folds=True),
    "Reciprocal": Operator(_of_constants, 13, folds=True),
    "Relu": Operator(_relu, 14),
    "Sqrt": Operator(_of_constants, 13, folds=True),
    "Sub": Operator(_add, 14, folds=True),
    "Sum": Operator(_sum, 13, folds=True),
}
"""The operators of this module."""

CONSTANTS_ALONE = frozenset([name for name, operator in ELEMENTWISE.items() if operator.run is _of_constants])
"""Those of them that are read where all operands are constants, and nowhere else."""
