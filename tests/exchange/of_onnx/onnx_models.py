"""Small ONNX models for the tests: dyadic weights and integer inputs, on which float32 arithmetic is exact."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import onnx
import onnx.shape_inference
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

from exchange.onnx.model import CLASSIC

Array = NDArray[Any]


class Case(NamedTuple):
    """A small model: its nodes, the shape of its input, its tensors, its operator set; and where others err."""

    nodes: list[Any]
    shape: Sequence[int | str]
    tensors: Mapping[str, Any] = MappingProxyType({})
    version: int = 17
    reference_errs: bool = False


def ints(*values: int) -> Any:
    return np.array(values, np.int64)


def scalar(value: float) -> Any:
    return np.array(value, np.float32)


def node(kind: str, inputs: list[str], output: str | list[str], **attributes: Any) -> Any:
    outputs = [output] if isinstance(output, str) else output
    return helper.make_node(kind, inputs, outputs, name=f"{outputs[0]}_node", **attributes)


def classic(kind: str, inputs: list[str], output: str | list[str], **attributes: Any) -> Any:
    """Return a node of the domain ``ai.onnx.ml``."""
    return node(kind, inputs, output, domain=CLASSIC, **attributes)


def subgraph(nodes: list[Any], output: str | list[str], kind: int = TensorProto.FLOAT) -> Any:
    """Return a graph for a side of ``If``."""
    outputs = [output] if isinstance(output, str) else output
    return helper.make_graph(nodes, "side", [], [helper.make_tensor_value_info(name, kind, None) for name in outputs])


def numbers(*shape: int, seed: int = 0) -> Array:
    """Return multiples of 1/4 between -2 and 2."""
    source = np.random.default_rng(seed + sum(shape))
    return (source.integers(-8, 9, size=shape) / 4).astype(np.float32)


def saved(
    path: Path,
    nodes: list[Any],
    inputs: Iterable[tuple[str, int, Any]],
    outputs: Iterable[tuple[str, int, Any]],
    tensors: Mapping[str, Any] = MappingProxyType({}),
    sets: Mapping[str, int] = MappingProxyType({"": 17}),
    functions: Iterable[Any] = (),
    infer: bool = False,
) -> Path:
    """Write a model: names, types and shapes of inputs and outputs; arrays, or tensors as they are to be.

    With ``infer`` it says the shapes of all its values.
    """
    given, found = ([helper.make_tensor_value_info(*port) for port in ports] for ports in (inputs, outputs))
    stored = [
        one if isinstance(one, onnx.TensorProto) else numpy_helper.from_array(np.asarray(one), name)
        for name, one in tensors.items()
    ]
    graph = helper.make_graph(nodes, "test", given, found, stored)
    versions = [helper.make_opsetid(*one) for one in sets.items()]
    model = helper.make_model(graph, opset_imports=versions, functions=[*functions], ir_version=8)
    if infer:
        model = onnx.shape_inference.infer_shapes(model)
        for value in model.graph.output:
            value.type.tensor_type.shape.SetInParent()  # where none is inferred, that of one number
    path.write_bytes(model.SerializeToString())
    return path


def write(
    path: Path,
    nodes: list[Any],
    shape: Sequence[int | str],
    tensors: dict[str, Array] | None = None,
    outputs: tuple[str, ...] = ("y",),
    version: int = 17,
    kind: int = TensorProto.FLOAT,
    infer: bool = True,
) -> Path:
    """Write a model whose input is ``x``; without ``infer`` its outputs have no shape."""
    ports: list[tuple[str, int, Any]] = [(name, kind, None if infer else []) for name in outputs]
    return saved(path, nodes, [("x", kind, shape)], ports, tensors or {}, {"": version}, infer=infer)


def outputs_of_runtime(path: Path, rows: Array) -> list[Any]:
    """Return what onnxruntime gives at each row, of whatever shape the input is."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    given = session.get_inputs()[0]
    shape = [size if isinstance(size, int) else 1 for size in given.shape]
    return [tuple(session.run(None, {given.name: row.reshape(shape)})[0].reshape(-1).tolist()) for row in rows]


def outputs_of_reference(path: Path, rows: Array, shape: Iterable[int | str] = (1, -1)) -> list[Any]:
    """Return what the reference evaluator of onnx gives at each row; an open dimension is 1."""
    evaluator = ReferenceEvaluator(onnx.load(str(path)))
    sizes = [size if isinstance(size, int) else 1 for size in shape]
    results: list[Any] = [evaluator.run(None, {"x": row.reshape(sizes)}) for row in rows]
    return [tuple(np.asarray(result[0]).reshape(-1).tolist()) for result in results]
