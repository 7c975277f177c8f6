"""The operators of ONNX that are read: each as an exact map from its operands' numbers to its result's."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np

from constructions.model.errors import shown
from constructions.model.network import Form, Relu
from exchange.arrays import MAX_WEIGHTS, MAX_WIDTH, check_size, normalization, scaled, selection
from exchange.onnx.node import Operation, Result, Shape, Tensor, row
from exchange.onnx.windows import average_pool, conv, max_pool


@dataclass(frozen=True, slots=True)
class Operator:
    """How an operator is run, and the attributes that it knows; any other is refused."""

    run: Callable[[Operation], Result]
    attributes: frozenset[str] = frozenset()


def _moved(operation: Operation, places: Any) -> Result:
    """Return the numbers of operand 0 at ``places``, an array in the shape of the result."""
    tensor = operation.operand(0)
    if tensor.constant is not None:
        return Result(places.shape, constant=tensor.constant.reshape(-1)[places])
    flat = places.reshape(-1).tolist()
    if not flat:
        operation.refuse("the result has no numbers")
    network = None if flat == list(range(tensor.size)) else selection(flat, tensor.size)
    return Result(places.shape, network, (tensor.name,))


def _unchanged(operation: Operation) -> Result:
    return _moved(operation, operation.operand(0).places())


def _cast(operation: Operation) -> Result:
    """Pass a value on that is cast to a type of floats: in exact arithmetic there is nothing to round."""
    if operation.attributes.get("to") not in _FLOATS:
        operation.refuse("only a cast to float32 or float64 is read")
    operation.computed(0)
    return _unchanged(operation)


_FLOATS = (1, 11)
"""How ONNX numbers float32 and float64."""


def _dropout(operation: Operation) -> Result:
    if operation.results > 1:
        operation.refuse("a mask as second result is not read")
    if operation.has(2) and operation.constant(2).any():
        operation.refuse("training mode is not read")
    return _unchanged(operation)


def _flatten(operation: Operation) -> Result:
    tensor = operation.operand(0)
    axis = operation.attributes.get("axis", 1)
    axis += len(tensor.shape) if axis < 0 else 0
    return _moved(operation, tensor.places().reshape(prod(tensor.shape[:axis]), -1))


def _reshape(operation: Operation) -> Result:
    tensor = operation.operand(0)
    shape = operation.integers(1, "shape")
    if not operation.attributes.get("allowzero", 0):
        shape = [
            tensor.shape[axis] if size == 0 and axis < len(tensor.shape) else size for axis, size in enumerate(shape)
        ]
    try:
        return _moved(operation, tensor.places().reshape(shape))
    except ValueError:
        operation.refuse(f"{list(tensor.shape)} cannot take the shape {shape}")


def _transpose(operation: Operation) -> Result:
    places = operation.operand(0).places()
    order = operation.attributes.get("perm")
    try:
        return _moved(operation, places.transpose(order))
    except ValueError:
        operation.refuse(f"perm must be an order of the {places.ndim} axes, not {shown(order)}")


def _squeeze(operation: Operation) -> Result:
    places = operation.operand(0).places()
    axes = tuple(operation.integers(1, "axes")) if operation.has(1) or "axes" in operation.attributes else None
    try:
        return _moved(operation, places.squeeze(axes))
    except ValueError:
        operation.refuse(f"axes must name axes of size 1, not {shown(axes)}")


def _unsqueeze(operation: Operation) -> Result:
    places, axes = operation.operand(0).places(), tuple(operation.integers(1, "axes"))
    try:
        return _moved(operation, np.expand_dims(places, axes))
    except ValueError:
        operation.refuse(f"axes must be different axes of the result, not {shown(axes)}")


def _concat(operation: Operation) -> Result:
    tensors = [operation.operand(number) for number in range(len(operation.operands))]
    axis = operation.attributes["axis"]
    if all([tensor.constant is not None for tensor in tensors]):
        joined = np.concatenate([tensor.constant for tensor in tensors], axis)
        return Result(joined.shape, constant=joined)
    places: list[Any] = []
    rows: list[Form] = []
    bias: list[Fraction] = []
    begin = 0
    width = sum([tensor.size for tensor in tensors if tensor.constant is None])
    for tensor in tensors:
        places.append(tensor.places() + len(rows))
        if tensor.constant is None:
            rows += [Form.coordinate(begin + index, width) for index in range(tensor.size)]
            bias += [Fraction(0)] * tensor.size
            begin += tensor.size
        else:
            rows += [Form(width, (), ())] * tensor.size
            bias += operation.exact(tensor.constant, "constant").reshape(-1).tolist()
    try:
        order = np.concatenate(places, axis)
    except ValueError:
        operation.refuse(f"{', '.join([str(list(tensor.shape)) for tensor in tensors])} do not fit along axis {axis}")
    flat = order.reshape(-1).tolist()
    operands = tuple([tensor.name for tensor in tensors if tensor.constant is None])
    return operation.affine([rows[place] for place in flat], [bias[place] for place in flat], operands, order.shape)


def _constant(operation: Operation) -> Result:
    for name, value in operation.attributes.items():
        if name == "value":
            import onnx.numpy_helper

            array = onnx.numpy_helper.to_array(value)
        else:
            array = np.array(value, dtype=np.float32 if "float" in name else np.int64)
        return Result(array.shape, constant=array)
    return operation.refuse("there is no value")


def _relu(operation: Operation) -> Result:
    tensor = operation.computed(0)
    return Result(tensor.shape, Relu(tensor.size), (tensor.name,))


def _neg(operation: Operation) -> Result:
    tensor = operation.computed(0)
    network = scaled([Fraction(-1)] * tensor.size, [Fraction(0)] * tensor.size)
    return Result(tensor.shape, network, (tensor.name,))


def _elementwise(operation: Operation) -> Result:
    """Add, Sub, Mul, Div: with a constant, or the sum or difference of two computed values."""
    left, right = operation.operand(0), operation.operand(1)
    try:
        shape = np.broadcast_shapes(left.shape, right.shape)
    except ValueError:
        operation.refuse(f"{list(left.shape)} and {list(right.shape)} do not fit")
    check_size(prod(shape), MAX_WIDTH, operation.place, "outputs")
    if left.constant is None and right.constant is None:
        return _of_two(operation, left, right, shape)
    tensor = left if left.constant is None else operation.computed(1)
    constant = right.constant if left.constant is None else left.constant
    values = np.broadcast_to(operation.exact(constant, "constant"), shape).reshape(-1).tolist()
    places = np.broadcast_to(tensor.places(), shape).reshape(-1).tolist()
    factors, bias = [Fraction(1)] * len(values), [Fraction(0)] * len(values)
    match operation.kind, tensor is left:
        case "Add", _:
            bias = values
        case "Sub", True:
            bias = [-value for value in values]
        case "Sub", False:
            factors, bias = [Fraction(-1)] * len(values), values
        case "Mul", _:
            factors = values
        case "Div", True if all(values):
            factors = [1 / value for value in values]
        case _:
            operation.refuse("the divisor must be a constant without zeros")
    rows = [row(tensor.size, [(place, factor)]) for place, factor in zip(places, factors, strict=True)]
    return operation.affine(rows, bias, (tensor.name,), shape)


def _of_two(operation: Operation, left: Tensor, right: Tensor, shape: Shape) -> Result:
    if operation.kind not in ("Add", "Sub"):
        operation.refuse("the product or quotient of two computed values is not piecewise linear")
    sign = Fraction(1 if operation.kind == "Add" else -1)
    width = left.size + right.size
    pairs = zip(
        np.broadcast_to(left.places(), shape).reshape(-1).tolist(),
        (np.broadcast_to(right.places(), shape) + left.size).reshape(-1).tolist(),
        strict=True,
    )
    rows = [row(width, [(a, Fraction(1)), (b, sign)]) for a, b in pairs]
    return operation.affine(rows, [Fraction(0)] * len(rows), (left.name, right.name), shape)


def _product(operation: Operation, left: Any, right: Any, tensor: Tensor, tensor_is_left: bool) -> list[list[Form]]:
    """Return the rows of a product of matrices of which one holds the places of ``tensor``, the other exact weights."""
    check_size(left.shape[0] * left.shape[1] * right.shape[1], MAX_WEIGHTS, operation.place, "weights")
    rows: list[list[Form]] = []
    for i in range(left.shape[0]):
        rows.append([])
        for j in range(right.shape[1]):
            places, weights = (left[i], right[:, j]) if tensor_is_left else (right[:, j], left[i])
            rows[-1].append(row(tensor.size, list(zip(places.tolist(), weights.tolist(), strict=True))))
    return rows


def _matmul(operation: Operation) -> Result:
    left, right = operation.operand(0), operation.operand(1)
    if (left.constant is None) == (right.constant is None):
        operation.refuse("one operand must be a constant, the other computed")
    tensor = left if left.constant is None else right
    first = left.places() if tensor is left else operation.exact(left.constant, "constant")
    second = right.places() if tensor is right else operation.exact(right.constant, "constant")
    if not first.ndim or not second.ndim or second.ndim > 2 or (tensor is right and first.ndim > 2):
        operation.refuse(f"matrices of the shapes {list(left.shape)} and {list(right.shape)} are not read")
    if first.shape[-1] != second.shape[0]:
        operation.refuse(f"{list(left.shape)} and {list(right.shape)} do not fit")
    shape = first.shape[:-1] + second.shape[1:]
    rows = _product(
        operation, first.reshape(-1, first.shape[-1]), second.reshape(second.shape[0], -1), tensor, tensor is left
    )
    flat = [row for line in rows for row in line]
    return operation.affine(flat, [Fraction(0)] * len(flat), (tensor.name,), shape)


def _gemm(operation: Operation) -> Result:
    tensor = operation.computed(0)
    weights = operation.exact(operation.constant(1), "weights")
    if len(tensor.shape) != 2 or weights.ndim != 2:
        operation.refuse(f"matrices of the shapes {list(tensor.shape)} and {list(weights.shape)} are not read")
    places = tensor.places().T if operation.attributes.get("transA", 0) else tensor.places()
    weights = weights.T if operation.attributes.get("transB", 0) else weights
    if places.shape[1] != weights.shape[0]:
        operation.refuse(f"{list(places.shape)} and {list(weights.shape)} do not fit")
    alpha, beta = [Fraction(operation.attributes.get(name, 1.0)) for name in ("alpha", "beta")]
    rows = _product(operation, places, weights * alpha, tensor, True)
    flat = [row for line in rows for row in line]
    shape = (places.shape[0], weights.shape[1])
    bias = [Fraction(0)] * len(flat)
    if operation.has(2):
        try:
            offsets = np.broadcast_to(operation.exact(operation.constant(2), "bias"), shape)
        except ValueError:
            operation.refuse(f"bias must fit the shape {list(shape)}, not {list(operation.operand(2).shape)}")
        bias = (offsets * beta).reshape(-1).tolist()
    return operation.affine(flat, bias, (tensor.name,), shape)


def _batch_normalization(operation: Operation) -> Result:
    tensor = operation.computed(0)
    if operation.attributes.get("training_mode", 0) or operation.results > 1:
        operation.refuse("training mode is not read")
    channels = tensor.shape[1] if len(tensor.shape) > 1 else 1
    parts = [operation.constant(number) for number in range(1, 5)]
    for name, part in zip(("scale", "bias", "mean", "variance"), parts, strict=True):
        if part.shape != (channels,):
            operation.refuse(f"{name} must have the shape [{channels}], not {list(part.shape)}")
    epsilon = operation.attributes.get("epsilon", 1e-5)
    scale, bias, mean, variance = parts
    factors, offsets = normalization(scale, bias, mean, variance, epsilon, operation.place)
    inner = prod(tensor.shape[2:])
    channel = [place // inner % channels for place in range(tensor.size)]
    network = scaled([factors[number] for number in channel], [offsets[number] for number in channel])
    return Result(tensor.shape, network, (tensor.name,))


_WINDOW = frozenset({"auto_pad", "dilations", "kernel_shape", "pads", "strides"})

OPERATORS: dict[str, Operator] = {
    "Add": Operator(_elementwise),
    "AveragePool": Operator(average_pool, _WINDOW | {"ceil_mode", "count_include_pad"}),
    "BatchNormalization": Operator(_batch_normalization, frozenset({"epsilon", "momentum", "training_mode"})),
    "Cast": Operator(_cast, frozenset({"to", "saturate"})),
    "Concat": Operator(_concat, frozenset({"axis"})),
    "Constant": Operator(_constant, frozenset({"value", "value_float", "value_floats", "value_int", "value_ints"})),
    "Conv": Operator(conv, _WINDOW | {"group"}),
    "Div": Operator(_elementwise),
    "Dropout": Operator(_dropout, frozenset({"ratio", "seed"})),
    "Flatten": Operator(_flatten, frozenset({"axis"})),
    "Gemm": Operator(_gemm, frozenset({"alpha", "beta", "transA", "transB"})),
    "GlobalAveragePool": Operator(average_pool),
    "GlobalMaxPool": Operator(max_pool),
    "Identity": Operator(_unchanged),
    "MatMul": Operator(_matmul),
    "MaxPool": Operator(max_pool, _WINDOW | {"ceil_mode", "storage_order"}),
    "Mul": Operator(_elementwise),
    "Neg": Operator(_neg),
    "Relu": Operator(_relu),
    "Reshape": Operator(_reshape, frozenset({"allowzero"})),
    "Squeeze": Operator(_squeeze, frozenset({"axes"})),
    "Sub": Operator(_elementwise),
    "Transpose": Operator(_transpose, frozenset({"perm"})),
    "Unsqueeze": Operator(_unsqueeze, frozenset({"axes"})),
}
"""Every operator that is read; what is not here is refused by its name."""
