"""Tensors of ONNX files: where their numbers are, and that they are what the shape and the type say."""

from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from constructions.model.errors import BadInput, line_of, no_memory, shown
from constructions.model.nouns import count_of
from exchange.exact_arrays import MAX_WEIGHTS, check_size
from exchange.onnx.files import MAX_BYTES, check_file
from exchange.onnx.values import MAX_RANK, Value


def load_external(model: Any, path: Path) -> None:
    """Load tensors that stand in other files of the model's folder, once their sizes are known to be small enough."""
    from onnx.external_data_helper import ExternalDataInfo, load_external_data_for_tensor

    left = MAX_BYTES
    for tensor in _tensors(model):
        if tensor.data_location != tensor.EXTERNAL:
            continue
        place = f"{path}: tensor {shown(tensor.name)}"
        needed = _bytes_of(tensor, place)
        try:
            info = ExternalDataInfo(tensor)
            beside = path.parent / str(info.location)
        except (ValueError, TypeError) as error:
            raise BadInput(f"{place} says wrongly where its numbers are ({line_of(error)})") from error
        check_file(beside, max(MAX_BYTES, needed))
        there = info.length or beside.stat().st_size - (info.offset or 0)
        if there != needed:
            raise BadInput(
                f"{place} of the shape {list(tensor.dims)} needs {count_of(needed, 'byte')} in {beside}, not {there:,}"
            )
        left -= needed
        if left < 0:
            raise BadInput(f"{path}: its tensors have more than {MAX_BYTES:,} bytes, the most that are read")
        try:
            load_external_data_for_tensor(tensor, str(path.parent))
        except MemoryError:
            raise no_memory(place) from None
        except Exception as error:  # paths out of the folder, links and what the system refuses
            raise BadInput(f"{place}: {shown(str(info.location))} is not read ({line_of(error)})") from error
        tensor.data_location = tensor.DEFAULT
        del tensor.external_data[:]


def _tensors(model: Any) -> list[Any]:
    """Return all tensors that a model stores: in its graphs, its functions and their attributes."""
    import onnx

    found, todo = [], [model]
    while todo:
        message = todo.pop()
        if isinstance(message, onnx.TensorProto):
            found.append(message)
            continue
        for field, value in message.ListFields():
            if field.type == field.TYPE_MESSAGE:
                todo += [value] if hasattr(value, "ListFields") else list(value)
    return found


def _bytes_of(tensor: Any, place: str) -> int:
    """Return how many bytes the numbers of a tensor need, from its shape and type alone."""
    import onnx.helper

    try:
        size = onnx.helper.tensor_dtype_to_np_dtype(tensor.data_type).itemsize
    except (KeyError, TypeError, ValueError):
        raise BadInput(f"{place} is of the type {tensor.data_type}, which onnx does not know") from None
    if len(tensor.dims) > MAX_RANK:
        raise BadInput(f"{place} has {len(tensor.dims)} axes, and {MAX_RANK} are the most that are read")
    if min(tensor.dims, default=0) < 0:
        raise BadInput(f"{place} has a negative size in the shape {list(tensor.dims)}")
    check_size(prod(tensor.dims), MAX_WEIGHTS, place, "numbers")
    return int(prod(tensor.dims) * size)


def tensor_value(tensor: Any, place: str) -> Value:
    """Return a tensor as the constant that it is, number for number as it is stored.

    Raises:
        BadInput: if its shape contradicts its numbers, its type is one that is not read, or a number is out of the
            range of its type; the message begins with ``place``.
    """
    import onnx.numpy_helper

    needed = _bytes_of(tensor, place)
    if tensor.HasField("raw_data") and len(tensor.raw_data) != needed and tensor.data_type not in _PACKED:
        raise BadInput(
            f"{place} of the shape {list(tensor.dims)} needs {count_of(needed, 'byte')}, not {len(tensor.raw_data):,}"
        )
    _check_range(tensor, place)
    try:
        array = onnx.numpy_helper.to_array(tensor)
    except MemoryError:
        raise no_memory(place) from None
    except Exception as error:  # damaged tensors make numpy and onnx raise several kinds
        raise BadInput(f"{place} cannot be read ({line_of(error)})") from error
    kind = "string" if tensor.data_type == tensor.STRING else array.dtype.name
    return Value(tuple(array.shape), kind, array=array)


def _check_range(tensor: Any, place: str) -> None:
    """Refuse numbers that stand in a field for wider ones and are none of their type: every runtime wraps them in its
    own way."""
    if tensor.data_type not in _RANGES:
        return
    low, high = _RANGES[tensor.data_type]
    given: Any = np.frombuffer(tensor.raw_data, np.uint8) if tensor.data_type == tensor.BOOL else np.zeros(0, np.uint8)
    given = given if given.size else np.array(tensor.uint64_data or tensor.int32_data, dtype=object)
    for number, entry in enumerate(given.tolist()):
        if not low <= entry <= high:
            raise BadInput(f"{place}: number {number} must be from {low} to {high}, as its type has it, not {entry}")


_RANGES = {
    2: (0, 2**8 - 1),
    3: (-(2**7), 2**7 - 1),
    4: (0, 2**16 - 1),
    5: (-(2**15), 2**15 - 1),
    9: (0, 1),
    10: (0, 2**16 - 1),
    12: (0, 2**32 - 1),
    16: (0, 2**16 - 1),
}
"""The numbers of types whose field in ``onnx.TensorProto`` could hold others; floats of 16 bits stand as patterns."""

_PACKED = (21, 22, 23, 25, 26)
"""Types of less than a byte a number; their constants are refused where they are used."""
