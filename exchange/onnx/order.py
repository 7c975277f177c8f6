"""The operators of ONNX that ask which number is the largest: ArgMax, ArgMin, Hardmax, TopK."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import prod
from typing import Any

import numpy as np

from constructions.model.errors import shown
from constructions.model.network import Affine, Form, Step, chain
from exchange.exact_arrays import MAX_WIDTH, check_size, selection
from exchange.onnx.elementwise import combination, larger
from exchange.onnx.node import ROW, Operation, Operator, Shape, Value

_ONE, _ZERO = Fraction(1), Fraction(0)


def _lanes(operation: Operation, value: Value, axis: int) -> list[Value]:
    """Return the numbers along an axis one after the other: value i has number i of each line."""
    places = np.moveaxis(value.places(), axis, 0).reshape(value.shape[axis], -1)
    operation.charge(value.size * ROW)
    return [operation.value((len(line),), selection(line, value.size), [value]) for line in places.tolist()]


def _shape_without(value: Value, axis: int, size: int | None) -> Shape:
    middle = () if size is None else (size,)
    return (*value.shape[:axis], *middle, *value.shape[axis + 1 :])


def _reached(operation: Operation, lanes: list[Value], sign: Fraction) -> Value:
    """Return for each line and i whether one of the first i + 1 numbers is its largest (the least one if sign is -1).

    A running maximum that is the whole one: ``[max(x_0, ..., x_i) - max(x_0, ..., x_k) >= 0]``. The first i + 1 numbers
    of all lines stand together.
    """
    best = [lanes[0]]
    for lane in lanes[1:]:
        best.append(larger(operation, best[-1], lane, sign))
    width, count = lanes[0].size, len(lanes)
    operation.charge(width * count * ROW)
    rows = []
    for number in range(count):
        for place in range(width):
            own, last = number * width + place, (count - 1) * width + place
            if own == last:
                rows.append(Form(width * count, (), ()))
            else:
                rows.append(Form(width * count, (own, last), (sign, -sign)))
    steps = chain(Affine(rows, [_ZERO] * len(rows)), Step(width * count))
    return operation.value((count, width), steps, best)


def _arg(operation: Operation) -> Value:
    """The number of running maxima that are below the whole one is the index of the first largest number."""
    value = operation.computed(0)
    axis = operation.axis("axis", 0, len(value.shape))
    count = value.shape[axis]
    lanes = _lanes(operation, value, axis)
    last = bool(operation.attributes.get("select_last_index", 0))
    sign = Fraction(1 if operation.kind == "ArgMax" else -1)
    reached = _reached(operation, lanes[::-1] if last else lanes, sign)
    width = lanes[0].size
    weight, bias = (_ONE, Fraction(-1)) if last else (Fraction(-1), Fraction(count))
    rows = [Form(reached.size, range(place, reached.size, width), [weight] * count) for place in range(width)]
    shape = _shape_without(value, axis, 1 if operation.attributes.get("keepdims", 1) else None)
    result = operation.value(shape, Affine(rows, [bias] * width), [reached], "int64")
    operation.tape.bounds[result.name] = (_ZERO, Fraction(count - 1))
    return result


def _hardmax(operation: Operation) -> Value:
    """1 at the first largest number of each line, where a running maximum is first the whole one, and else 0."""
    whole = operation.computed(0)
    value, axis = whole, operation.axis("axis", -1 if operation.version >= 13 else 1, len(whole.shape))
    if operation.version < 13:  # all axes from this one on are one
        value, axis = replace(whole, shape=(prod(whole.shape[:axis]), prod(whole.shape[axis:]))), 1
    count, lanes = value.shape[axis], _lanes(operation, value, axis)
    width = lanes[0].size
    reached = _reached(operation, lanes, _ONE)
    order = np.moveaxis(np.arange(value.size).reshape([count, *_shape_without(value, axis, None)]), 0, axis)
    rows = []
    for place in order.reshape(-1).tolist():
        before = place - width
        rows.append(
            Form.coordinate(place, reached.size)
            if before < 0
            else Form(reached.size, (before, place), (Fraction(-1), _ONE))
        )
    return operation.value(whole.shape, Affine(rows, [_ZERO] * len(rows)), [reached], value.kind)


def _top(operation: Operation) -> list[Value]:
    """The largest numbers one after the other: of each pair the larger one goes on, the other one waits."""
    value = operation.computed(0)
    axis = operation.axis("axis", -1, len(value.shape))
    asked = operation.integers(1, "k") if operation.has(1) else [operation.attributes["k"]]
    count = value.shape[axis]
    if len(asked) != 1 or not 1 <= asked[0] <= count:
        operation.refuse(f"k must be one integer from 1 to {count}, not {shown(asked)}")
    if not operation.attributes.get("sorted", 1) and asked[0] > 1:
        operation.refuse("sorted must be 1: the order of the results is not defined else")
    sign = Fraction(1 if operation.attributes.get("largest", 1) else -1)
    lanes = _lanes(operation, value, axis)
    places = np.moveaxis(
        np.arange(asked[0] * lanes[0].size).reshape(asked[0], *_shape_without(value, axis, None)), 0, axis
    )
    results = []
    if operation.results[0]:
        results.append(_joined(operation, _largest(operation, lanes, asked[0], sign), places, value.kind))
    else:
        results.append(value)
    if len(operation.results) > 1 and operation.results[1]:
        indices = _indices(operation, lanes, asked[0], sign)
        results.append(_joined(operation, [indices], places, "int64"))
        operation.tape.bounds[results[1].name] = (_ZERO, Fraction(count - 1))
    return results


def _joined(operation: Operation, parts: list[Value], places: Any, kind: str) -> Value:
    operation.charge(places.size * ROW)
    return operation.value(places.shape, selection(places.reshape(-1).tolist(), places.size), parts, kind)


def _largest(operation: Operation, lanes: list[Value], count: int, sign: Fraction) -> list[Value]:
    found, waiting = [], lanes
    for _ in range(count):
        best, left = waiting[0], []
        for lane in waiting[1:]:
            ahead = larger(operation, best, lane, sign)
            left.append(combination(operation, [best, lane, ahead], [_ONE, _ONE, Fraction(-1)]))
            best = ahead
        found.append(best)
        waiting = left
    return found


def _indices(operation: Operation, lanes: list[Value], count: int, sign: Fraction) -> Value:
    """The rank of number i is how many numbers stand before it; index r is the sum of i [rank of i is r].

    Of two numbers that are equal the first one stands before the other.
    """
    width, size = lanes[0].size, len(lanes)
    pairs = list(combinations(range(size), 2))
    check_size(width * (len(pairs) + size * (count + 1)), MAX_WIDTH, operation.place, "comparisons")
    operation.charge(width * (len(pairs) + size * (count + 1)) * 3 * ROW)
    whole, ahead = width * size, []
    for first, second in pairs:
        for place in range(width):
            ahead.append(Form(whole, (first * width + place, second * width + place), (sign, -sign)))
    if not pairs:
        return operation.value((count, width), Affine([Form(whole, (), ())] * width, [_ZERO] * width), lanes, "int64")
    before: list[list[int]] = [[] for _ in range(size)]
    behind: list[list[int]] = [[] for _ in range(size)]
    for number, (first, second) in enumerate(pairs):
        before[second].append(number)  # where the pair's test holds, the first one stands before the second
        behind[first].append(number)
    rows, bias = [], []
    for number in range(size):
        for rank in range(count + 1):
            for place in range(width):
                terms = {pair * width + place: _ONE for pair in before[number]}
                terms |= {pair * width + place: Fraction(-1) for pair in behind[number]}
                indices = sorted(terms)
                rows.append(Form(len(ahead), indices, [terms[index] for index in indices]))
                bias.append(Fraction(len(behind[number]) - rank))
    sums = []
    for rank in range(count):
        for place in range(width):
            terms = {}
            for number in range(1, size):
                begin = (number * (count + 1) + rank) * width + place
                terms[begin], terms[begin + width] = Fraction(number), Fraction(-number)
            indices = sorted(terms)
            sums.append(Form(len(rows), indices, [terms[index] for index in indices]))
    network = chain(
        Affine(ahead, [_ZERO] * len(ahead)),
        Step(len(ahead)),
        Affine(rows, bias),
        Step(len(rows)),
        Affine(sums, [_ZERO] * len(sums)),
    )
    return operation.value((count, width), network, lanes, "int64")


_ARG = frozenset({"axis", "keepdims", "select_last_index"})

ORDER: dict[str, Operator] = {
    "ArgMax": Operator(_arg, 13, _ARG),
    "ArgMin": Operator(_arg, 13, _ARG),
    "Hardmax": Operator(_hardmax, 13, frozenset({"axis"})),
    "TopK": Operator(_top, 24, frozenset({"axis", "k", "largest", "sorted"})),
}
"""The operators of this module."""
