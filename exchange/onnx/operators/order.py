"""The operators of ONNX that ask which number is the largest: ArgMax, ArgMin, Hardmax, TopK."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import comb, prod
from typing import Any

import numpy as np

from constructions.model.errors import shown
from constructions.model.network import Affine, Concatenate, Form, Identity, Relu, Step, chain
from exchange.exact_arrays import MAX_WIDTH, check_size, selection
from exchange.onnx.bounds import TRUTH
from exchange.onnx.node import Operation, Operator
from exchange.onnx.values import MADE, ROW, Shape, Value

_ONE, _ZERO = Fraction(1), Fraction(0)


def _lanes(operation: Operation, value: Value, axis: int) -> Value:
    """Return the numbers with an axis first and the others behind it: line i has number i of each lane."""
    places = np.moveaxis(value.places(), axis, 0).reshape(value.shape[axis], -1)
    operation.charge(value.size * ROW)
    return operation.value(places.shape, selection(places.reshape(-1).tolist(), value.size), [value])


def _shape_without(value: Value, axis: int, size: int | None) -> Shape:
    middle = () if size is None else (size,)
    return (*value.shape[:axis], *middle, *value.shape[axis + 1 :])


FEW = 32
"""Up to so many numbers are compared one after the other, with the fewest comparisons; more of them in stages."""


def _exchanged(operation: Operation, lanes: Value, pairs: list[tuple[int, int]], sign: Fraction, both: bool) -> Value:
    """Return lanes in which the numbers of each pair (a, b) have given way to others, every lane at once.

    If ``both``, line a has their maximum ``a + relu(b - a)`` and line b their minimum ``b - relu(b - a)``; else line b
    has the maximum, and line a stays. Minima and maxima change places if the sign is -1. No line is in two pairs.
    """
    count, width = lanes.shape
    operation.charge(3 * ROW * (lanes.size + len(pairs) * width))
    rows = []
    for first, second in pairs:
        for place in range(width):
            a, b = first * width + place, second * width + place
            indices, weights = ((a, b), (-sign, sign)) if both else ((a, b), (sign, -sign))
            rows.append(Form(lanes.size, indices, weights) if a < b else Form(lanes.size, indices[::-1], weights[::-1]))
    ahead = chain(Affine(rows, [_ZERO] * len(rows)), Relu(len(rows)))
    whole = lanes.size + len(rows)
    added: dict[int, tuple[int, Fraction]] = {}
    for number, (first, second) in enumerate(pairs):
        added[second] = (number, -sign if both else sign)
        if both:
            added[first] = (number, sign)
    sums = []
    for line in range(count):
        for place in range(width):
            own = line * width + place
            if line in added:
                number, weight = added[line]
                sums.append(Form(whole, (own, lanes.size + number * width + place), (_ONE, weight)))
            else:
                sums.append(Form.coordinate(own, whole))
    network = chain(Concatenate((Identity(lanes.size), ahead)), Affine(sums, [_ZERO] * len(sums)))
    result = operation.value(lanes.shape, network, [lanes])
    operation.tape.bounds[result.name] = operation.tape.bounds_of(lanes.name)
    return result


def prefix_stages(count: int) -> list[list[tuple[int, int]]]:
    """Return stages of pairs (a, b), after which line b is the maximum of lines 0 to b (Brent and Kung 1982).

    >>> prefix_stages(3), [len(stage) for stage in prefix_stages(64)]
    ([[(0, 1)], [(1, 2)]], [32, 16, 8, 4, 2, 1, 1, 3, 7, 15, 31])
    """
    if count <= FEW:
        return [[(number, number + 1)] for number in range(count - 1)]
    stages, step = [], 1
    while step < count:
        stages.append([(number - step, number) for number in range(2 * step - 1, count, 2 * step)])
        step *= 2
    while step > 1:
        step //= 2
        stages.append([(number, number + step) for number in range(2 * step - 1, count - step, 2 * step)])
    return [stage for stage in stages if stage]


def sorting_stages(count: int, wanted: int) -> list[list[tuple[int, int]]]:
    """Return stages of pairs, after which the ``wanted`` first lines are the largest in order.

    A few lines are sorted by bubbles, many by odd-even merging (Batcher 1968).

    >>> sorting_stages(3, 1), len(sorting_stages(64, 5))
    ([[(1, 2)], [(0, 1)]], 21)
    """
    if count <= FEW:
        return [[(number - 1, number)] for done in range(wanted) for number in range(count - 1, done, -1)]
    stages = []
    block = 1
    while block < count:
        step = block
        while step >= 1:
            stages.append(
                [
                    (start + number, start + number + step)
                    for start in range(step % block, count - step, 2 * step)
                    for number in range(min(step, count - start - step))
                    if (start + number) // (2 * block) == (start + number + step) // (2 * block)
                ]
            )
            step //= 2
        block *= 2
    return [stage for stage in stages if stage]


def _reached(operation: Operation, lanes: Value, sign: Fraction) -> Value:
    """Return for each lane and i whether one of its first i + 1 numbers is its largest (the least one if sign is -1).

    A running maximum that is the whole one: ``[max(x_0, ..., x_i) - max(x_0, ..., x_k) >= 0]``.
    """
    best = lanes
    for pairs in prefix_stages(lanes.shape[0]):
        best = _exchanged(operation, best, pairs, sign, False)
    count, width = lanes.shape
    operation.charge(width * count * 2 * ROW)
    rows = []
    for own in range(lanes.size):
        last = (count - 1) * width + own % width
        rows.append(Form(lanes.size, (own, last), (sign, -sign)) if own != last else Form(lanes.size, (), ()))
    steps = chain(Affine(rows, [_ZERO] * len(rows)), Step(lanes.size))
    return operation.value(lanes.shape, steps, [best])


def _arg(operation: Operation) -> Value:
    """The number of running maxima that are below the whole one is the index of the first largest number."""
    value = operation.computed(0)
    axis = operation.axis("axis", 0, len(value.shape))
    count = value.shape[axis]
    lanes = _lanes(operation, value, axis)
    width = lanes.shape[1]
    last = bool(operation.attributes.get("select_last_index", 0))
    if last:
        order = np.arange(lanes.size).reshape(lanes.shape)[::-1]
        lanes = operation.value(lanes.shape, selection(order.reshape(-1).tolist(), lanes.size), [lanes])
    reached = _reached(operation, lanes, Fraction(1 if operation.kind == "ArgMax" else -1))
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
    width = lanes.shape[1]
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
    result = operation.value(whole.shape, Affine(rows, [_ZERO] * len(rows)), [reached], value.kind)
    operation.tape.bounds[result.name] = TRUTH
    return result


def _top(operation: Operation) -> list[Value]:
    """The largest numbers in order, by exchanges of pairs; and how many numbers stand before each, for the indices."""
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
        np.arange(asked[0] * lanes.shape[1]).reshape(asked[0], *_shape_without(value, axis, None)), 0, axis
    )
    results = []
    if operation.results[0]:
        ordered = lanes
        for pairs in sorting_stages(count, asked[0]):
            ordered = _exchanged(operation, ordered, pairs, sign, True)
        results.append(_laid_out(operation, ordered, places, value.kind))
    else:
        results.append(value)
    if len(operation.results) > 1 and operation.results[1]:
        indices = _indices(operation, lanes, asked[0], sign)
        results.append(_laid_out(operation, indices, places, "int64"))
        operation.tape.bounds[results[1].name] = (_ZERO, Fraction(count - 1))
    return results


def _laid_out(operation: Operation, lanes: Value, places: Any, kind: str) -> Value:
    operation.charge(places.size * ROW)
    return operation.value(places.shape, selection(places.reshape(-1).tolist(), lanes.size), [lanes], kind)


def _indices(operation: Operation, lanes: Value, count: int, sign: Fraction) -> Value:
    """The rank of number i is how many numbers stand before it; index r is the sum of i [rank of i is r].

    Of two numbers that are equal the first one stands before the other.
    """
    size, width = lanes.shape
    comparisons = width * (comb(size, 2) + size * (count + 1))
    check_size(comparisons, MAX_WIDTH, operation.place, "comparisons")
    operation.charge(
        comparisons * 3 * ROW + MADE * width * size * (count + 1) * (size - 1)
    )  # ranks, against all others
    pairs = list(combinations(range(size), 2))
    whole, ahead = width * size, []
    for first, second in pairs:
        for place in range(width):
            ahead.append(Form(whole, (first * width + place, second * width + place), (sign, -sign)))
    if not pairs:
        return operation.value((count, width), Affine([Form(whole, (), ())] * width, [_ZERO] * width), [lanes], "int64")
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
    return operation.value((count, width), network, [lanes], "int64")


_ARG = "axis keepdims select_last_index"

ORDER: dict[str, Operator] = {
    "ArgMax": Operator(_arg, 13, _ARG),
    "ArgMin": Operator(_arg, 13, _ARG),
    "Hardmax": Operator(_hardmax, 13, "axis"),
    "TopK": Operator(_top, 24, "axis k largest sorted"),
}
"""The operators of this module."""
