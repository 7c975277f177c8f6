"""The operators of ONNX that only move numbers, of constants and of computed values alike."""

from fractions import Fraction
from math import prod
from typing import Any

import numpy as np

from constructions.model.errors import shown
from constructions.model.network import Affine, Form
from constructions.model.nouns import count_of
from exchange.exact_arrays import selection
from exchange.onnx.node import Operation, Operator
from exchange.onnx.values import ROW, Test, Value, constant


def moved(operation: Operation, value: Value, places: Any) -> Value:
    """Return the numbers of ``value`` at ``places``, an array in the shape of the result."""
    operation.check(places.shape, value.is_constant)
    operation.charge(places.size * (1 if value.is_constant else ROW))
    flat = places.reshape(-1)
    if value.is_constant:
        return Value(places.shape, value.kind, array=value.array.reshape(-1)[flat].reshape(places.shape))
    wires = flat.tolist()
    if not wires:
        operation.refuse("the result has no numbers")
    if wires == list(range(value.size)):
        return Value(places.shape, value.kind, value.name, test=value.test)
    result = operation.value(places.shape, selection(wires, value.size), [value])
    test = value.test
    if test is not None:
        rows, bias = [test.affine.weights[wire] for wire in wires], [test.affine.bias[wire] for wire in wires]
        test = Test(test.operands, Affine(rows, bias), test.negated)
    return Value(result.shape, value.kind, result.name, test=test)


def unchanged(operation: Operation) -> Value:
    """Return operand 0 as it is."""
    return operation.operand(0)


def _dropout(operation: Operation) -> list[Value]:
    """The operand itself, with a mask that is all true: training mode is refused."""
    if operation.has(2) and operation.exact(operation.stored(2, "training_mode"), "training_mode").any():
        operation.refuse("training mode is not read: export the network for inference")
    value = operation.operand(0)
    if not [name for name in operation.results[1:] if name]:
        return [value]
    if operation.version < 12:
        operation.refuse("a mask as second result is read from operator set 12 on, where it is all true")
    operation.charge(value.size)
    return [value, constant([True] * value.size, value.shape, "bool")]


def _flatten(operation: Operation) -> Value:
    """Wires in another shape."""
    value = operation.operand(0)
    rank = len(value.shape)
    axis = operation.attributes.get("axis", 1)
    if not -rank <= axis <= rank:
        operation.refuse(f"axis must be from {-rank} to {rank}, not {shown(axis)}")
    axis += rank if axis < 0 else 0
    shape = (prod(value.shape[:axis]), prod(value.shape[axis:]))
    return moved(operation, value, value.places().reshape(shape))


def _reshape(operation: Operation) -> Value:
    """Wires in another shape, which must be a constant."""
    value = operation.operand(0)
    asked = operation.integers(1, "shape")
    shape = list(asked)
    for axis, size in enumerate(asked):
        if size == 0 and not operation.attributes.get("allowzero", 0):
            if axis >= len(value.shape):
                operation.refuse(f"shape {asked} copies axis {axis}, which {list(value.shape)} does not have")
            shape[axis] = value.shape[axis]
    known = prod([size for size in shape if size != -1])
    if min(shape, default=0) < -1 or shape.count(-1) > 1 or (-1 in shape and (not known or value.size % known)):
        operation.refuse(f"{list(value.shape)} cannot take the shape {asked}")
    shape = [value.size // known if size == -1 else size for size in shape]
    if prod(shape) != value.size:
        operation.refuse(f"{list(value.shape)} cannot take the shape {asked}")
    operation.check(tuple(shape), value.is_constant)
    return moved(operation, value, value.places().reshape(shape))


def _transpose(operation: Operation) -> Value:
    """Wires in another order."""
    value = operation.operand(0)
    rank = len(value.shape)
    order = operation.attributes.get("perm", list(reversed(range(rank))))
    if sorted(order) != list(range(rank)):
        operation.refuse(f"perm must be an order of the {rank} axes, not {shown(order)}")
    return moved(operation, value, value.places().transpose(order))


def _squeeze(operation: Operation) -> Value:
    """Wires in another shape; axes that are there and empty are refused."""
    value = operation.operand(0)
    axes = [axis for axis, size in enumerate(value.shape) if size == 1]
    if operation.has(1) or "axes" in operation.attributes:
        asked = operation.integers(1, "axes")
        axes = [operation.axis_of(axis, len(value.shape), "axes") for axis in asked]
        if not asked and 1 in value.shape:
            operation.refuse(
                "axes is empty, which runtimes read in two ways: leave it out to remove every axis of size 1"
            )
        if len(set(axes)) < len(axes) or any([value.shape[axis] != 1 for axis in axes]):
            operation.refuse(f"axes must name different axes of size 1 of {list(value.shape)}, not {shown(asked)}")
    shape = [size for axis, size in enumerate(value.shape) if axis not in axes]
    return moved(operation, value, value.places().reshape(shape))


def _unsqueeze(operation: Operation) -> Value:
    """Wires in another shape."""
    value, asked = operation.operand(0), operation.integers(1, "axes")
    axes = [operation.axis_of(axis, len(value.shape) + len(asked), "axes") for axis in asked]
    if len(set(axes)) < len(axes):
        operation.refuse(f"axes must be different axes of the result, not {shown(asked)}")
    operation.check((*value.shape, *[1] * len(axes)), value.is_constant)
    return moved(operation, value, np.expand_dims(value.places(), tuple(axes)))


def _expand(operation: Operation) -> Value:
    """Wires that are read several times."""
    value, asked = operation.operand(0), operation.integers(1, "shape")
    if min(asked, default=1) < 1:
        operation.refuse(f"shape must be integers of at least 1, not {shown(asked)}")
    shape = operation.joint_shape(value.shape, tuple(asked))
    operation.check(shape, value.is_constant)
    return moved(operation, value, np.broadcast_to(value.places(), shape))


def _slice(operation: Operation) -> Value:
    """Wires, if starts, ends, axes and steps are constants."""
    value = operation.operand(0)
    if operation.version < 10:
        starts, ends = list(operation.attributes["starts"]), list(operation.attributes["ends"])
        axes = list(operation.attributes.get("axes", range(len(starts))))
        steps = [1] * len(starts)
    else:
        starts, ends = operation.integers(1, "starts"), operation.integers(2, "ends")
        axes = operation.integers(3, "axes") if operation.has(3) else list(range(len(starts)))
        steps = operation.integers(4, "steps") if operation.has(4) else [1] * len(starts)
    if not len(starts) == len(ends) == len(axes) == len(steps):
        operation.refuse(
            f"starts, ends, axes and steps must be of one length, not {len(starts)}, {len(ends)}, {len(axes)} and "
            f"{len(steps)}"
        )
    cut = [slice(None)] * len(value.shape)
    named = [operation.axis_of(axis, len(value.shape), "axes") for axis in axes]
    if len(set(named)) < len(named) or 0 in steps:
        operation.refuse(f"axes must differ and steps not be 0, not {shown(axes)} and {shown(steps)}")
    for axis, start, end, step in zip(named, starts, ends, steps, strict=True):
        cut[axis] = _range(start, end, step, value.shape[axis])
    return moved(operation, value, value.places()[tuple(cut)])


def _range(start: int, end: int, step: int, size: int) -> slice:
    """Return the slice as ONNX has it: what lies outside the axis is moved to its end; -1 as an end of a backward slice
    is the last number, and what is below -size is before the first one."""
    start, end = [bound + size if bound < 0 else bound for bound in (start, end)]
    if step > 0:
        return slice(min(max(start, 0), size), min(max(end, 0), size), step)
    start, end = min(max(start, 0), size - 1), min(max(end, -1), size - 1)
    return slice(start, None if end < 0 else end, step)


def _gather(operation: Operation) -> Value:
    """Wires, if the indices are constants."""
    value = operation.operand(0)
    axis = operation.axis("axis", 0, len(value.shape))
    size = value.shape[axis]
    indices = operation.stored(1, "indices")
    if indices.kind not in ("int32", "int64"):
        operation.refuse(f"indices must be integers, not of the type {indices.kind}")
    operation.check((*value.shape[:axis], *indices.shape, *value.shape[axis + 1 :]), value.is_constant)
    numbers = [int(index) for index in indices.array.reshape(-1).tolist()]
    for index in numbers:
        if not -size <= index < size:
            operation.refuse(f"index {shown(index)} is not within the {count_of(size, 'number')} of axis {axis}")
    wanted = np.array([index % size for index in numbers], dtype=np.int64).reshape(indices.shape)
    return moved(operation, value, np.take(value.places(), wanted, axis))


def _split(operation: Operation) -> list[Value]:
    """Wires in several parts."""
    value = operation.operand(0)
    axis = operation.axis("axis", 0, len(value.shape))
    size, count = value.shape[axis], len(operation.results)
    if operation.has(1) or "split" in operation.attributes:
        parts = operation.integers(1, "split")
    else:
        asked = operation.attributes.get("num_outputs", count)
        if asked != count:
            operation.refuse(f"num_outputs must be {count}, as many as are named, not {shown(asked)}")
        if operation.version < 18 and size % count:
            operation.refuse(f"axis {axis} of {list(value.shape)} is not divided by {count}")
        chunk = -(-size // count)
        parts = [max(0, min(chunk, size - number * chunk)) for number in range(count)]
    if len(parts) != len(operation.results) or min(parts) < 0 or sum(parts) != size:
        operation.refuse(f"split must be {len(operation.results)} sizes of sum {size}, not {shown(parts)}")
    ends = np.cumsum(parts).tolist()[:-1]
    return [
        moved(operation, value, part) if name else value
        for name, part in zip(operation.results, np.split(value.places(), ends, axis), strict=True)
    ]


def _concat(operation: Operation) -> Value:
    """Wires side by side."""
    values = operation.all_operands()
    return concatenated(operation, values, operation.axis("axis", 1, len(values[0].shape)))


def concatenated(operation: Operation, values: list[Value], axis: int) -> Value:
    """Return values one after the other along an axis."""
    operation.common_kind(values)
    others = {(len(value.shape), *value.shape[:axis], *value.shape[axis + 1 :]) for value in values}
    if len(others) > 1:
        operation.refuse(f"{', '.join([str(list(value.shape)) for value in values])} do not fit along axis {axis}")
    shape = (*values[0].shape[:axis], sum([value.shape[axis] for value in values]), *values[0].shape[axis + 1 :])
    is_constant = all([value.is_constant for value in values])
    operation.check(shape, is_constant)
    operation.charge(prod(shape) * (1 if is_constant else ROW))
    order, begin = [], 0
    for value in values:
        order.append(value.places() + begin)
        begin += value.size
    return picked(operation, values, np.concatenate(order, axis))


def picked(operation: Operation, values: list[Value], places: Any) -> Value:
    """Return the numbers at ``places`` of values of one type side by side, in the shape of these; not paid for here."""
    wires = places.reshape(-1).tolist()
    operands = [value for value in values if not value.is_constant]
    if not operands:
        numbers = [entry for value in values for entry in operation.exact(value, "an operand").reshape(-1).tolist()]
        return constant([numbers[place] for place in wires], places.shape, values[0].kind)
    cells = [cell for part in side_by_side(operation, values) for cell in part]
    rows, bias = [cells[place][0] for place in wires], [cells[place][1] for place in wires]
    return operation.affine(rows, bias, operands, places.shape)


def side_by_side(operation: Operation, values: list[Value], before: int = 0) -> list[list[tuple[Form, Fraction]]]:
    """Return the numbers of each value as affine forms on the computed ones of them, which stand side by side behind
    ``before`` other wires."""
    width = before + sum([value.size for value in values if not value.is_constant])
    empty, begin, cells = Form(width, (), ()), before, []
    for value in values:
        if value.is_constant:
            numbers = operation.exact(value, "constant").reshape(-1).tolist()
            cells.append([(empty, Fraction(entry)) for entry in numbers])
        else:
            cells.append([(Form.coordinate(begin + place, width), Fraction(0)) for place in range(value.size)])
            begin += value.size
    return cells


def _shape(operation: Operation) -> Value:
    """A constant."""
    shape = operation.operand(0).shape
    begin, end = operation.attributes.get("start", 0), operation.attributes.get("end", len(shape))
    sizes = shape[slice(*[max(-len(shape), min(len(shape), bound)) for bound in (begin, end)])]
    return constant(sizes, (len(sizes),), "int64")


def _size(operation: Operation) -> Value:
    """A constant."""
    return constant([operation.operand(0).size], (), "int64")


WIRES: dict[str, Operator] = {
    "Concat": Operator(_concat, 13, "axis", folds=True),
    "Dropout": Operator(_dropout, 22, "ratio seed", folds=True),
    "Expand": Operator(_expand, 13, folds=True),
    "Flatten": Operator(_flatten, 25, "axis", folds=True),
    "Gather": Operator(_gather, 13, "axis", folds=True),
    "Identity": Operator(unchanged, 25, folds=True),
    "Reshape": Operator(_reshape, 25, "allowzero", folds=True),
    "Shape": Operator(_shape, 25, "start end", folds=True),
    "Size": Operator(_size, 25, folds=True),
    "Slice": Operator(_slice, 13, "axes ends starts", folds=True),
    "Split": Operator(_split, 18, "axis num_outputs split", folds=True),
    "Squeeze": Operator(_squeeze, 25, "axes", folds=True),
    "Transpose": Operator(_transpose, 25, "perm", folds=True),
    "Unsqueeze": Operator(_unsqueeze, 25, "axes", folds=True),
}
"""The operators of this module."""
