"""The operators of ONNX that sum or compare along axes: Reduce..., CumSum, Einsum."""

from fractions import Fraction
from math import prod
from string import ascii_letters
from typing import Any

import numpy as np

from constructions.model.errors import shown
from constructions.model.network import chain
from constructions.model.rational import bits_of
from exchange.exact_arrays import MAX_WEIGHTS, check_size, scaled
from exchange.onnx.fold import afford, checked
from exchange.onnx.node import Operation, Operator, row
from exchange.onnx.operators.elementwise import absolute
from exchange.onnx.values import MADE, ROW, Shape, Value
from exchange.windows import maxima


def _windows(operation: Operation) -> tuple[Any, Shape]:
    """Return the places that each result is made of, a line each, and the shape of the result."""
    value = operation.operand(0)
    rank = len(value.shape)
    axes: list[int] = []
    if operation.has(1) or "axes" in operation.attributes:
        axes = [operation.axis_of(axis, rank, "axes") for axis in operation.integers(1, "axes")]
    if len(set(axes)) < len(axes):
        operation.refuse(f"axes must differ, not {shown(axes)}")
    if not axes and not operation.attributes.get("noop_with_empty_axes", 0):
        axes = list(range(rank))
    if not value.size:
        operation.refuse("a value without numbers is not read here")
    kept = [axis for axis in range(rank) if axis not in axes]
    count = prod([value.shape[axis] for axis in axes])
    lines = value.places().transpose([*kept, *axes]).reshape(-1, count)
    shape = [1 if axis in axes else size for axis, size in enumerate(value.shape)]
    if not operation.attributes.get("keepdims", 1):
        shape = [value.shape[axis] for axis in kept]
    operation.charge(value.size + prod(shape) * ROW)
    return lines, tuple(shape)


def _sums(operation: Operation, value: Value, lines: Any, shape: Shape, factor: Fraction) -> Value:
    rows = [row(value.size, [(place, factor) for place in line]) for line in lines.tolist()]
    return operation.affine(rows, [Fraction(0)] * len(rows), [value], shape)


def _sum(operation: Operation) -> Value:
    """An affine map: sums, or means, along axes."""
    value = operation.computed(0)
    lines, shape = _windows(operation)
    factor = Fraction(1, lines.shape[1]) if operation.kind == "ReduceMean" else Fraction(1)
    return _sums(operation, value, lines, shape, factor)


def _sum_of_sizes(operation: Operation) -> Value:
    """Sums of sizes along axes."""
    lines, shape = _windows(operation)
    return _sums(operation, absolute(operation, operation.computed(0)), lines, shape, Fraction(1))


def extremes(operation: Operation, value: Value, windows: list[list[int]], shape: Shape, least: bool) -> Value:
    """Return the largest, or the least, of the numbers of a value that each window names; they are within its bounds.

    The least one is minus the largest of the opposites.
    """
    network = maxima(windows, value.size)
    if least:
        before, after = [[Fraction(-1)] * width for width in (value.size, len(windows))]
        network = chain(
            scaled(before, [Fraction(0)] * value.size), network, scaled(after, [Fraction(0)] * len(windows))
        )
    bounds = operation.tape.bounds_of(value.name)
    result = operation.value(shape, network, [value])
    operation.tape.bounds[result.name] = bounds
    return result


def _extreme(operation: Operation) -> Value:
    """Maxima along axes through Relus; a minimum is minus the maximum of the opposites."""
    lines, shape = _windows(operation)
    operation.charge(3 * ROW * lines.size)
    return extremes(operation, operation.computed(0), lines.tolist(), shape, operation.kind == "ReduceMin")


def _product(operation: Operation) -> Value:
    """A constant, if all factors are constants."""
    value = operation.operand(0)
    if not value.is_constant:
        operation.refuse("a product of computed values is not read, only one of constants")
    lines, shape = _windows(operation)
    numbers = operation.exact(value, "operand 0").reshape(-1)
    found = []
    for line in lines.tolist():
        total: Any = Fraction(1)
        for place in line:
            afford(operation, 1, bits_of([total]), bits_of([numbers[place]]))
            total *= numbers[place]
        found.append(total)
    return checked(operation, found, shape, value.kind)


def _running_sum(operation: Operation) -> Value:
    """``y_i = x_0 + ... + x_i`` along an axis; without x_i if ``exclusive``, from the end if ``reverse``."""
    value = operation.computed(0)
    axis = operation.axis_of(operation.integer(1, "axis"), len(value.shape))
    without, backward = [bool(operation.attributes.get(name, 0)) for name in ("exclusive", "reverse")]
    count = value.shape[axis]
    check_size(value.size * count, MAX_WEIGHTS, operation.place, "weights")
    operation.charge(value.size * (MADE * count + ROW))
    places = np.moveaxis(value.places(), axis, -1)
    lines = places.reshape(-1, count)
    terms: list[list[int]] = [[] for _ in range(value.size)]
    for line in lines.tolist():
        ordered = line[::-1] if backward else line
        for number, place in enumerate(ordered):
            terms[place] = ordered[: number if without else number + 1]
    rows = [row(value.size, [(place, Fraction(1)) for place in term]) for term in terms]
    return operation.affine(rows, [Fraction(0)] * value.size, [value], value.shape)


def _einsum(operation: Operation) -> Value:
    """The sum over all indices that the result has not, of the products of constants and at most one computed value."""
    values = operation.all_operands()
    kind = operation.common_kind(values)
    inputs, output, sizes = _equation(operation, values)
    computed = [value for value in values if not value.is_constant]
    if len(computed) > 1:
        operation.refuse("the product of two computed values is not read: one operand may be computed")
    labels = [*output, *[label for label in sizes if label not in output]]
    total = prod(sizes.values())
    if not total:
        operation.refuse("a value without numbers is not read here")
    check_size(total, MAX_WEIGHTS, operation.place, "weights")
    operation.charge(total * len(values))
    shape = tuple([sizes[label] for label in output])
    operation.check(shape, not computed)
    inner = prod([sizes[label] for label in labels[len(output) :]])
    factors: Any = None
    places: Any = None
    for value, given in zip(values, inputs, strict=True):
        array = value.places() if not value.is_constant else operation.exact(value, "an operand")
        spread = _spread(array, given, labels, sizes).reshape(-1, inner)
        if not value.is_constant:
            places = spread
        elif factors is None:
            factors = spread
        else:
            afford(operation, total, bits_of(factors.reshape(-1)), bits_of(spread.reshape(-1)))
            factors = factors * spread
    if places is None:
        afford(operation, total, bits_of(factors.reshape(-1)), inner.bit_length())
        return checked(operation, factors.sum(axis=1).tolist(), shape, kind)
    if factors is None:
        factors = np.full(places.shape, Fraction(1), dtype=object)
    pairs = zip(places.tolist(), factors.tolist(), strict=True)
    rows = [row(computed[0].size, list(zip(line, weights, strict=True))) for line, weights in pairs]
    return operation.affine(rows, [Fraction(0)] * len(rows), computed, shape)


def _spread(array: Any, given: list[str], labels: list[str], sizes: dict[str, int]) -> Any:
    """Return an array over all labels in their order; a label that it has twice stands for its diagonal."""
    for label in dict.fromkeys(given):
        while given.count(label) > 1:
            first = given.index(label)
            second = given.index(label, first + 1)
            array = np.moveaxis(np.diagonal(array, axis1=first, axis2=second), -1, first)
            given = given[:second] + given[second + 1 :]
    array = array.transpose([given.index(label) for label in labels if label in given])
    full = [sizes[label] if label in given else 1 for label in labels]
    return np.broadcast_to(array.reshape(full), [sizes[label] for label in labels])


def _equation(operation: Operation, values: list[Value]) -> tuple[list[list[str]], list[str], dict[str, int]]:
    """Return the labels of each operand and of the result, and the size of each label; an ellipsis is labels, too."""
    text = operation.attributes["equation"].decode("ascii", "replace").replace(" ", "")
    left, arrow, right = text.partition("->")
    terms = left.split(",")
    if len(terms) != len(values):
        operation.refuse(f"the equation {shown(text)} has {len(terms)} operands, not {len(values)}")
    inputs, sizes, dots = [], dict[str, int](), list[str]()
    for term, value in zip(terms, values, strict=True):
        letters = term.replace("...", "", 1)
        spare = len(value.shape) - len(letters)
        if not set(letters) <= set(ascii_letters) or spare < 0 or (spare and "..." not in term):
            operation.refuse(f"the equation {shown(text)} does not fit an operand of the shape {list(value.shape)}")
        own = [f".{number}" for number in range(spare)]
        dots = max(dots, own, key=len)
        begin = term.index("...") if "..." in term else len(term)
        given = [*letters[:begin], *own, *letters[begin:]]
        for label, size in zip(given, value.shape, strict=True):
            if sizes.setdefault(label, size) != size:
                operation.refuse(f"the index {label} of {shown(text)} has the sizes {sizes[label]} and {size}")
        inputs.append(given)
    if any([0 < len([label for label in given if label[0] == "."]) < len(dots) for given in inputs]):
        operation.refuse(f"the ellipses of {shown(text)} stand for different numbers of axes")
    if not arrow:
        letters = left.replace(",", "").replace("...", "")
        return inputs, [*dots, *sorted([label for label in set(letters) if letters.count(label) == 1])], sizes
    rest = right.replace("...", "", 1)
    begin = right.index("...") if "..." in right else len(right)
    output = [*rest[:begin], *(dots if "..." in right else []), *rest[begin:]]
    if len(set(output)) < len(output) or not set(output) <= set(sizes):
        operation.refuse(f"the result of the equation {shown(text)} must have different labels of its operands")
    return inputs, output, sizes


_REDUCED = "axes keepdims noop_with_empty_axes"

REDUCTIONS: dict[str, Operator] = {
    "CumSum": Operator(_running_sum, 14, "exclusive reverse"),
    "Einsum": Operator(_einsum, 28, "equation", folds=True),
    "ReduceL1": Operator(_sum_of_sizes, 18, _REDUCED),
    "ReduceMax": Operator(_extreme, 20, _REDUCED),
    "ReduceMean": Operator(_sum, 18, _REDUCED),
    "ReduceMin": Operator(_extreme, 20, _REDUCED),
    "ReduceProd": Operator(_product, 18, _REDUCED, folds=True),
    "ReduceSum": Operator(_sum, 13, _REDUCED),
}
"""The operators of this module."""
