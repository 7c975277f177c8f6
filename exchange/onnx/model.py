"""ONNX files: opened with a limit on their size, checked, and their tensors as they are stored."""

import os
from math import prod
from pathlib import Path
from typing import Any

from constructions.files.canonical import reason
from constructions.model.errors import BadInput, shown
from constructions.model.nouns import count_of
from exchange.exact_arrays import MAX_WEIGHTS, MAX_WIDTH, check_size
from exchange.onnx.node import Value

OLDEST = 7
"""The oldest operator set that is read: before it Add and Gemm broadcast in another way."""

NEWEST = 28
"""The newest operator set that was looked at; one that the installed onnx does not know is refused, too."""

MAX_BYTES = 1 << 28
"""The most bytes that a model may have, tensors in other files included."""

_FLOAT_TYPES = (1, 10, 11, 16)
"""float32, float16, float64, bfloat16 in the numbering of ``onnx.TensorProto``."""


def load(path: Path) -> tuple[Any, int]:
    """Return the model in a file, checked, and its operator set.

    Raises:
        BadInput: if onnx is not installed, the file is too large or no valid model, or its operator set is older or
            newer than those known.
    """
    _check_file(path, MAX_BYTES)
    if not path.stat().st_size:
        raise BadInput(f"{path}: the file is empty")
    try:
        import onnx
        import onnx.checker
    except ImportError:
        raise BadInput(f"{path}: reading it needs onnx: pip install 'memocert[onnx]'") from None
    try:
        model = onnx.load(str(path), load_external_data=False)
    except Exception as error:  # protobuf raises several kinds, some of many lines
        raise BadInput(f"{path}: not a valid ONNX model ({_line(error)})") from error
    version = _version(model, str(path), int(onnx.defs.onnx_opset_version()))
    _load_external(model, path)
    _check_model(model, path)
    return model, version


def _check_file(path: Path, limit: int) -> None:
    try:
        size = path.stat().st_size
        is_file = path.is_file()
    except OSError as error:
        raise BadInput(f"{path}: {reason(error)}") from error
    if not is_file:
        raise BadInput(f"{path}: {'is a directory' if path.is_dir() else 'is not a file'}")
    if size > limit:
        raise BadInput(f"{path} has {count_of(size, 'byte')}, and {limit:,} are the most that are read")
    if not os.access(path, os.R_OK):
        raise BadInput(f"{path}: permission denied")


def _version(model: Any, file: str, known: int) -> int:
    """Return the model's operator set; what a set newer than the newest known means, nobody here can say."""
    versions = [int(entry.version) for entry in model.opset_import if entry.domain in ("", "ai.onnx")]
    if not versions:
        raise BadInput(f"{file}: not a valid ONNX model (it does not say which operator set it uses)")
    if len(versions) > 1:
        raise BadInput(
            f"{file}: it names {len(versions)} operator sets where there can be one, {versions[0]} or {versions[1]}"
        )
    newest = min(known, NEWEST)
    if versions[0] > newest:
        raise BadInput(f"{file}: operator set {versions[0]} is newer than the newest known, {newest}")
    if versions[0] < OLDEST:
        raise BadInput(f"{file}: its operator set must be of version {OLDEST} or later, not {versions[0]}")
    return versions[0]


def _check_model(model: Any, path: Path) -> None:
    """Let onnx check the model. An output may leave its shape out, which the checker does not like; nobody needs it."""
    import onnx.checker

    copy = type(model)()
    copy.CopyFrom(model)
    todo = [copy.graph]
    while todo:
        graph = todo.pop()
        for value in [*graph.output, *graph.value_info]:
            if value.type.HasField("tensor_type"):
                value.type.tensor_type.shape.SetInParent()
        todo += [part.g for node in graph.node for part in node.attribute if part.HasField("g")]
    try:
        onnx.checker.check_model(copy)
    except Exception as error:  # the checker raises kinds of its own, many lines long
        raise BadInput(f"{path}: not a valid ONNX model ({_line(error)})") from error


def _load_external(model: Any, path: Path) -> None:
    """Load tensors that stand in other files of the model's folder, once their sizes are known to be small enough."""
    from onnx.external_data_helper import ExternalDataInfo, load_external_data_for_tensor

    left = MAX_BYTES
    for tensor in _tensors(model.graph):
        if tensor.data_location != tensor.EXTERNAL:
            continue
        place = f"{path}: tensor {shown(tensor.name)}"
        needed = _bytes_of(tensor, place)
        try:
            info = ExternalDataInfo(tensor)
            beside = path.parent / str(info.location)
        except (ValueError, TypeError) as error:
            raise BadInput(f"{place} says wrongly where its numbers are ({_line(error)})") from error
        _check_file(beside, max(MAX_BYTES, needed))
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
        except Exception as error:  # paths out of the folder, links and what the system refuses
            raise BadInput(f"{place}: {shown(str(info.location))} is not read ({_line(error)})") from error
        tensor.data_location = tensor.DEFAULT
        del tensor.external_data[:]


def _tensors(graph: Any) -> list[Any]:
    """Return all tensors that a graph and the graphs inside it store."""
    found, todo = [], [graph]
    while todo:
        inner = todo.pop()
        found += list(inner.initializer)
        for node in inner.node:
            found += [part.t for part in node.attribute if part.HasField("t")]
            todo += [part.g for part in node.attribute if part.HasField("g")]
    return found


def _bytes_of(tensor: Any, place: str) -> int:
    """Return how many bytes the numbers of a tensor need, from its shape and type alone."""
    import onnx.helper

    try:
        size = onnx.helper.tensor_dtype_to_np_dtype(tensor.data_type).itemsize
    except (KeyError, TypeError, ValueError):
        raise BadInput(f"{place} is of the type {tensor.data_type}, which onnx does not know") from None
    if min(tensor.dims, default=0) < 0:
        raise BadInput(f"{place} has a negative size in the shape {list(tensor.dims)}")
    check_size(prod(tensor.dims), MAX_WEIGHTS, place, "numbers")
    return int(prod(tensor.dims) * size)


def tensor_value(tensor: Any, place: str) -> Value:
    """Return a tensor as the constant that it is, number for number as it is stored.

    Raises:
        BadInput: if its shape contradicts its numbers, or its type is one that is not read; the message begins with
            ``place``.
    """
    import onnx.numpy_helper

    needed = _bytes_of(tensor, place)
    if tensor.HasField("raw_data") and len(tensor.raw_data) != needed and tensor.data_type not in _PACKED:
        raise BadInput(
            f"{place} of the shape {list(tensor.dims)} needs {count_of(needed, 'byte')}, not {len(tensor.raw_data):,}"
        )
    try:
        array = onnx.numpy_helper.to_array(tensor)
    except Exception as error:  # damaged tensors make numpy and onnx raise several kinds
        raise BadInput(f"{place} cannot be read ({_line(error)})") from error
    kind = "string" if tensor.data_type == tensor.STRING else array.dtype.name
    return Value(tuple(array.shape), kind, array=array)


_PACKED = (21, 22, 23, 25, 26)
"""Types of less than a byte a number; their constants are refused where they are used."""


def input_shape(value: Any, file: str) -> tuple[tuple[int, ...], str]:
    """Return the shape of a model's input, a first axis without a fixed size being 1, and its type."""
    place = f"{file}: input {shown(value.name)}"
    kind = value.type.tensor_type
    if kind.elem_type not in _FLOAT_TYPES:
        raise BadInput(f"{place} must be a tensor of floats")
    shape = []
    for axis, dimension in enumerate(kind.shape.dim):
        size = dimension.dim_value if dimension.HasField("dim_value") else 1 if axis == 0 else 0
        if size < 1:
            raise BadInput(
                f"{place}: dimension {axis} must have a fixed size of at least 1; only the first may be open"
            )
        shape.append(size)
    check_size(prod(shape), MAX_WIDTH, place, "numbers")
    names = {1: "float32", 10: "float16", 11: "float64", 16: "bfloat16"}
    return tuple(shape), names[kind.elem_type]


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__
