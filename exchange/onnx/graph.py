"""ONNX graphs with any number of inputs and outputs: the exact network from all inputs to values of the graph."""

from collections.abc import Mapping, MutableMapping, Sequence as Items
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod
from pathlib import Path
from typing import Any

from constructions.model.errors import BadInput, shown
from constructions.model.network import Network, constant
from exchange.onnx.bounds import ANY, Bounds, met
from exchange.onnx.inputs import GraphInput, inputs_of
from exchange.onnx.model import load
from exchange.onnx.node import Operation
from exchange.onnx.reader import GraphReader
from exchange.onnx.values import ROW, Budget, Tape, Value
from exchange.wiring import wired


@dataclass(frozen=True, slots=True)
class GraphValue:
    """A value that the network of a graph gives: its name, its shape, and the type of its numbers."""

    name: str
    shape: tuple[int, ...]
    kind: str

    @property
    def size(self) -> int:
        """How many numbers it holds.

        >>> GraphValue("y", (2, 3), "float32").size
        6
        """
        return prod(self.shape)


@dataclass(frozen=True, slots=True)
class Graph:
    """A model whose inputs and outputs are known, and whose nodes are not read yet.

    Attributes:
        path: the file.
        model: what onnx made of it, checked.
        versions: its operator sets.
        inputs: its inputs, in their order.
        outputs: the names of its outputs, in their order.
    """

    path: Path
    model: Any
    versions: dict[str, int]
    inputs: tuple[GraphInput, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadGraph:
    """The exact network of a graph from all its inputs, side by side, to values of it, side by side.

    Attributes:
        network: the network.
        values: what it gives, in the order in which it was asked for.
    """

    network: Network
    values: tuple[GraphValue, ...]


def open_graph(path: Path) -> Graph:
    """Return the graph of an ONNX model, loaded and checked.

    Raises:
        BadInput: if it cannot be loaded, has no input, or one that is not read.

    >>> open_graph(Path("examples/data/digits.onnx")).inputs
    (GraphInput(name='pixels', shape=(1, 64), kind='float32', is_open=True),)
    """
    model, versions = load(path)
    inputs = inputs_of(model, str(path))
    return Graph(path, model, versions, tuple(inputs), tuple([value.name for value in model.graph.output]))


def with_rows(graph: Graph, rows: int) -> Graph:
    """Return a graph whose inputs of an open batch have so many rows.

    Raises:
        BadInput: if that comes to too many numbers.
    """
    open_ones = {port.name for port in graph.inputs if port.is_open}
    model = type(graph.model)()
    model.CopyFrom(graph.model)
    for value in model.graph.input:
        if value.name in open_ones:
            value.type.tensor_type.shape.dim[0].dim_value = rows
    inputs = [replace(port, is_open=port.name in open_ones) for port in inputs_of(model, str(graph.path))]
    return replace(graph, model=model, inputs=tuple(inputs))


def read_graph(graph: Graph, names: Items[str] | None = None, within: Mapping[str, Bounds] | None = None) -> ReadGraph:
    """Return the exact network of a graph from all its inputs to the values of these names.

    It is read as ``onnx.reader.trained_onnx`` does it, but nothing is cut off, and a value may be a constant.

    Args:
        graph: the graph.
        names: values of the graph, outputs or inner ones; if left out, all its outputs in its order.
        within: bounds of all numbers of an input, by its name. The network is that of the graph on inputs within them:
            rounding, say, has finitely many steps there.

    Raises:
        BadInput: if something that they depend on cannot be read exactly, or one of them is text.

    >>> read_graph(open_graph(Path("examples/data/digits.onnx"))).network
    Sequence(64 -> 10)
    """
    file, tape, wanted = str(graph.path), Tape(Budget()), list(graph.outputs if names is None else names)
    sources = [(tape.wire(port.size), port.size) for port in graph.inputs]
    values: MutableMapping[str, Value] = {}
    for port, (wire, _) in zip(graph.inputs, sources, strict=True):
        values[port.name] = Value(port.shape, port.kind, wire)
        tape.bounds[wire] = met(port.bounds, (within or {}).get(port.name, ANY))
    GraphReader(file, graph.versions, graph.model.functions).run(graph.model.graph, wanted, values, tape)
    for name in wanted:
        if values[name].kind == "string":
            raise BadInput(f"{file}: value {shown(name)} is text, not numbers")
    wires = [_computed(name, values[name], sources[0], tape, file) for name in wanted]
    network = wired(sources, tape.steps, wires, lambda carried: tape.budget.charge(carried * ROW, file))
    return ReadGraph(network, tuple([GraphValue(name, values[name].shape, values[name].kind) for name in wanted]))


def _computed(name: str, value: Value, source: tuple[str, int], tape: Tape, file: str) -> str:
    """Return the wires of a value; those of a constant come from a map that reads no input."""
    if not value.is_constant:
        return value.name
    operation = Operation("Constant", {}, [], f"{file}: value {shown(name)}", 0, (), tape, _nothing_inside)
    numbers = [Fraction(number) for number in operation.exact(value, "it").reshape(-1).tolist()]
    if not numbers:
        operation.refuse("it has no numbers")
    return tape.emit(constant(numbers, source[1]), [source[0]])


def _nothing_inside(graph: Any, tape: Tape) -> list[Value]:
    raise AssertionError(f"a constant has no graph inside it: {graph}, {tape}")
