"""The operators of ONNX that are products of matrices, and normalization."""

from dataclasses import replace
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np

from constructions.model.network import Form
from exchange.exact_arrays import MAX_WEIGHTS, check_size, normalization, scaled
from exchange.onnx.fold import folded, rounded
from exchange.onnx.node import Operation, Operator, row, stretches
from exchange.onnx.operators.elementwise import combination
from exchange.onnx.values import Shape, Value


def _product(left: Any, right: Any, value: Value, value_is_left: bool) -> list[Form]:
    """Return the rows of a product of two matrices of which one holds the places of ``value``, the other exact
    weights."""
    rows: list[Form] = []
    columns = [right[:, number].tolist() for number in range(right.shape[1])]
    for line in left.tolist():
        for column in columns:
            places, weights = (line, column) if value_is_left else (column, line)
            rows.append(row(value.size, list(zip(places, weights, strict=True))))
    return rows


def _pay(operation: Operation, *sizes: int) -> None:
    check_size(prod(sizes), MAX_WEIGHTS, operation.place, "weights")
    operation.charge(prod(sizes))


def _one_computed(operation: Operation) -> tuple[Value, bool]:
    """Return which of the first two operands is computed, and whether it is the left one."""
    left, right = operation.operand(0), operation.operand(1)
    operation.common_kind([left, right])
    if left.is_constant and right.is_constant:
        operation.refuse("both matrices are constants")
    if not left.is_constant and not right.is_constant:
        operation.refuse("the product of two computed values is not read: one operand must be a constant")
    return (left, True) if right.is_constant else (right, False)


def _sides(operation: Operation, value: Value) -> tuple[Any, Any]:
    """Return the first two operands as places or exact weights."""
    left, right = operation.operand(0), operation.operand(1)
    first = left.places() if left is value else operation.exact(left, "weights")
    second = right.places() if right is value else operation.exact(right, "weights")
    return first, second


def _matmul(operation: Operation) -> Value:
    """An affine map if one operand is a constant; stacks of matrices are stretched to each other."""
    value, is_left = _one_computed(operation)
    first, second = _sides(operation, value)
    shapes = f"{list(operation.operand(0).shape)} and {list(operation.operand(1).shape)}"
    if not first.ndim or not second.ndim:
        operation.refuse(f"matrices of the shapes {shapes} are not read")
    left = first[None, :] if first.ndim == 1 else first
    right = second[:, None] if second.ndim == 1 else second
    stack = operation.joint_shape(left.shape[:-2], right.shape[:-2])
    if left.shape[-1] != right.shape[-2]:
        operation.refuse(f"{shapes} do not fit")
    if not left.size or not right.size:
        operation.refuse(f"a product of the shapes {shapes} has no numbers")
    _pay(operation, *stack, *left.shape[-2:], right.shape[-1])
    lefts = np.broadcast_to(left, (*stack, *left.shape[-2:])).reshape(-1, *left.shape[-2:])
    rights = np.broadcast_to(right, (*stack, *right.shape[-2:])).reshape(-1, *right.shape[-2:])
    rows = [form for a, b in zip(lefts, rights, strict=True) for form in _product(a, b, value, is_left)]
    shape: Shape = (*stack, *first.shape[-2:-1], *second.shape[max(1, second.ndim - 1) :])
    operation.check(shape)
    return operation.affine(rows, [Fraction(0)] * len(rows), [value], shape)


def _gemm(operation: Operation) -> Value:
    """An affine map if one matrix is a constant; the bias may be computed."""
    if operation.has(2) and operation.operand(0).is_constant and operation.operand(1).is_constant:
        return _with_computed_bias(operation)
    value, is_left = _one_computed(operation)
    left, right = _sides(operation, value)
    if left.ndim != 2 or right.ndim != 2:
        operation.refuse(f"matrices of the shapes {list(left.shape)} and {list(right.shape)} are not read")
    left = left.T if operation.attributes.get("transA", 0) else left
    right = right.T if operation.attributes.get("transB", 0) else right
    if left.shape[1] != right.shape[0]:
        operation.refuse(f"{list(left.shape)} and {list(right.shape)} do not fit")
    alpha, beta = operation.number("alpha", 1.0), operation.number("beta", 1.0)
    _pay(operation, *left.shape, right.shape[1])
    if alpha != 1:
        left, right = (left, right * alpha) if is_left else (left * alpha, right)
    rows, shape = _product(left, right, value, is_left), (left.shape[0], right.shape[1])
    if not operation.has(2):
        return operation.affine(rows, [Fraction(0)] * len(rows), [value], shape)
    added = operation.operand(2)
    if not stretches(added.shape, shape):
        operation.refuse(f"bias must fit the shape {list(shape)}, not {list(added.shape)}")
    operation.common_kind([value, added])
    if not added.is_constant:
        product = operation.affine(rows, [Fraction(0)] * len(rows), [value], shape)
        return combination(operation, [product, added], [Fraction(1), beta])
    offsets = np.broadcast_to(operation.exact(added, "bias"), shape).reshape(-1).tolist()
    return operation.affine(rows, [offset * beta for offset in offsets], [value], shape)


def _with_computed_bias(operation: Operation) -> Value:
    """Return Gemm of two constants, whose product is one, and a computed bias."""
    without = replace(operation, operands=operation.operands[:2])
    (product,) = folded(Operator(_gemm, 13), without)
    added = operation.operand(2)
    if not stretches(added.shape, product.shape):
        operation.refuse(f"bias must fit the shape {list(product.shape)}, not {list(added.shape)}")
    return combination(operation, [product, added], [Fraction(1), operation.number("beta", 1.0)])


def _batch_normalization(operation: Operation) -> Value:
    """A multiple and an offset for each channel; 1 / root is the number that the tensors' own format gives."""
    value = operation.computed(0)
    if operation.attributes.get("training_mode", 0) or [name for name in operation.results[1:] if name]:
        operation.refuse("training mode is not read")
    if operation.attributes.get("spatial", 1) != 1:
        operation.refuse("spatial must be 1")
    channels = value.shape[1] if len(value.shape) > 1 else 1
    names = ("scale", "bias", "mean", "variance")
    parts = [operation.stored(number, name) for number, name in enumerate(names, 1)]
    for name, part in zip(names, parts, strict=True):
        if part.shape != (channels,):
            operation.refuse(f"{name} must have the shape [{channels}], not {list(part.shape)}")
    scale, bias, mean, variance = [
        _stored_floats(operation, part, name) for name, part in zip(names, parts, strict=True)
    ]
    exact = operation.number("epsilon", 1e-5)
    epsilon = exact.numerator / exact.denominator  # a float32, so no digit is lost
    factors, offsets = normalization(scale, bias, mean, variance, epsilon, operation.place)
    operation.charge(value.size)
    inner = prod(value.shape[2:])
    channel = [place // inner % channels for place in range(value.size)]
    network = scaled([factors[number] for number in channel], [offsets[number] for number in channel])
    return operation.value(value.shape, network, [value])


def _stored_floats(operation: Operation, part: Value, name: str) -> Any:
    """Return floats as the file stores them: the root is the one of their own type."""
    if part.array.dtype != object:
        return part.array
    numbers = part.array.reshape(-1).tolist()
    if any([rounded(entry, part.kind) != entry for entry in numbers]):
        operation.refuse(f"{name} is computed in the graph and no {part.kind}: its root is not defined")
    return np.array([entry.numerator / entry.denominator for entry in numbers]).astype(part.kind).reshape(part.shape)


LINEAR: dict[str, Operator] = {
    "BatchNormalization": Operator(_batch_normalization, 15, "epsilon momentum spatial training_mode"),
    "Gemm": Operator(_gemm, 13, "alpha beta transA transB"),
    "MatMul": Operator(_matmul, 13),
}
"""The operators of this module."""
