"""The operators of ONNX between numbers and their small integers: QuantizeLinear, DequantizeLinear."""

from fractions import Fraction
from math import prod
from typing import Any

import numpy as np

from constructions.model.errors import shown
from constructions.model.rational import bits_of
from exchange.exact_arrays import FLOATS, scaled
from exchange.onnx.fold import afford, checked
from exchange.onnx.node import Operation, Operator
from exchange.onnx.operators.elementwise import clipped
from exchange.onnx.operators.stairs import rounded_down
from exchange.onnx.values import INTEGERS, ROW, Shape, Value

_NUMBERED = {2: "uint8", 3: "int8", 4: "uint16", 5: "int16"}
"""The integers that numbers are made, as ``onnx.TensorProto`` numbers them."""

_FLOATS = {"float32": 1, "float16": 10, "float64": 11, "bfloat16": 16}
"""The types of scales, as it numbers them."""


def _parameters(operation: Operation, value: Value) -> tuple[list[Fraction], list[int]]:
    """Return the scale and the zero point of each number of a value."""
    scale = operation.stored(1, "scale")
    scales = operation.exact(scale, "scale")
    zeros = np.zeros(scales.shape, dtype=object)
    if operation.has(2):
        zeros = operation.exact(operation.stored(2, "zero_point"), "zero_point")
    if zeros.shape != scales.shape:
        operation.refuse(f"scale and zero_point must have one shape, not {list(scales.shape)} and {list(zeros.shape)}")
    if any([entry <= 0 for entry in scales.reshape(-1).tolist()]):
        operation.refuse("every scale must be above 0")
    operation.charge(2 * value.size)
    spread = [_spread(operation, array, value.shape) for array in (scales, zeros)]
    return [Fraction(entry) for entry in spread[0]], [int(entry) for entry in spread[1]]


def _spread(operation: Operation, array: Any, shape: Shape) -> list[Any]:
    """Return for each number of a value its own of an array: of one, of one for each place of an axis, or for each
    block of places."""
    block = operation.attributes.get("block_size", 0)
    if array.size == 1 and not block:
        return [array.reshape(-1)[0]] * prod(shape)
    axis = operation.axis("axis", 1, len(shape))
    wanted = (shape[axis],)
    if block:
        wanted = (*shape[:axis], -(-shape[axis] // max(1, block)), *shape[axis + 1 :])
    if block < 0 or array.shape != wanted:
        many = f"each block of {block}" if block else "each"
        operation.refuse(f"scale must be one number, or one for {many} of axis {axis}, not {list(array.shape)}")
    if block:
        return np.repeat(array, block, axis).take(range(shape[axis]), axis).reshape(-1).tolist()
    beside = [1] * len(shape)
    beside[axis] = shape[axis]
    return np.broadcast_to(array.reshape(beside), shape).reshape(-1).tolist()


def _dequantize(operation: Operation) -> Value:
    """``(q - zero) scale``."""
    value = operation.operand(0)
    scales, zeros = _parameters(operation, value)
    kind = operation.operand(1).kind
    if operation.attributes.get("output_dtype", 0) not in (0, _FLOATS.get(kind)):
        operation.refuse(f"output_dtype must be the type of the scale, {kind}: cast the result")
    if value.is_constant:
        numbers = operation.exact(value, "operand 0").reshape(-1).tolist()
        afford(operation, len(numbers), bits_of(numbers), bits_of(scales))
        found = [(entry - zero) * scale for entry, zero, scale in zip(numbers, zeros, scales, strict=True)]
        return checked(operation, found, value.shape, kind)
    operation.charge(value.size * ROW)
    offsets = [-zero * scale for zero, scale in zip(zeros, scales, strict=True)]
    return operation.value(value.shape, scaled(scales, offsets), [value], kind)


def _quantize(operation: Operation) -> Value:
    """``q = round(x / scale) + zero``, to the nearest integer, a tie to the even one, and within the type's range."""
    value = operation.operand(0)
    scales, zeros = _parameters(operation, value)
    kind = operation.operand(2).kind if operation.has(2) else "uint8"
    if operation.attributes.get("output_dtype", 0):
        kind = _NUMBERED.get(operation.attributes["output_dtype"], "")
    if kind not in INTEGERS or value.kind not in FLOATS:
        operation.refuse(f"numbers of the type {value.kind} are not read as {shown(kind)}")
    if operation.attributes.get("precision", 0):
        operation.refuse("precision is not read: leave it out")
    limits = np.iinfo(kind)
    if value.is_constant:
        numbers = operation.exact(value, "operand 0").reshape(-1).tolist()
        afford(operation, len(numbers), bits_of(numbers), bits_of(scales))
        found: list[Any] = []
        for entry, zero, scale in zip(numbers, zeros, scales, strict=True):
            found.append(min(max(round(entry / scale) + zero, limits.min), limits.max))
        return checked(operation, found, value.shape, kind)
    if len(set(zeros)) > 1:
        operation.refuse("zero_point must be one number where a computed value is rounded")
    operation.charge(4 * value.size * ROW)
    nothing = [Fraction(0)] * value.size
    divided = operation.value(value.shape, scaled([1 / scale for scale in scales], nothing), [value])
    low, high = Fraction(int(limits.min) - zeros[0]), Fraction(int(limits.max) - zeros[0])
    steps = rounded_down(operation, clipped(operation, divided, low, high), "even", value.kind)
    moved = operation.value(value.shape, scaled([Fraction(1)] * value.size, [Fraction(zeros[0])] * value.size), [steps])
    return operation.in_range(Value(value.shape, kind, moved.name))


QUANTIZED: dict[str, Operator] = {
    "DequantizeLinear": Operator(_dequantize, 28, "axis block_size output_dtype", folds=True),
    "QuantizeLinear": Operator(_quantize, 28, "axis block_size output_dtype precision saturate", folds=True),
}
"""The operators of this module."""
