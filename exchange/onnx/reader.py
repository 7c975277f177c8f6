"""ONNX models, read exactly: the graph as steps on named values, wired into one network."""

from collections import ChainMap
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from constructions.model.errors import BadInput, shown
from constructions.model.network import Network
from constructions.model.nouns import count_of
from exchange.onnx.fold import folded
from exchange.onnx.model import input_shape, load, tensor_value
from exchange.onnx.node import ROW, Budget, Operation, Operator, Tape, Value
from exchange.onnx.operators import OPERATORS
from exchange.wiring import wired


def read_onnx(path: Path, output: str | None = None) -> Network:
    """Return the exact network of an ONNX model with one input of floats.

    Inputs and outputs are tensors in row-major order; a first dimension without a fixed size (the batch) is 1. Each
    stored float is the rational number it is, and the network is the function that exact arithmetic makes of the
    graph. Affine operators become affine maps, maxima, Clip, Abs and LeakyRelu Relus, comparisons steps, ``Where`` and
    ``If`` gates, and the rest is wires (``onnx.operators.OPERATORS`` has them all). What depends on no input is
    computed before, exactly (``onnx.fold``). One number is not the file's: the square root in BatchNormalization
    (``arrays.normalization`` says which rational takes its place).

    Args:
        path: the file; tensors that it keeps in other files of its folder are read, too.
        output: the name of the value that the network gives, one of the graph's inner values if need be; a classifier
            is cut before its Softmax in this way. The graph's only output if left out.

    Raises:
        BadInput: if onnx is not installed, the file is not a valid model, or something in it cannot be read exactly;
            one line that names the file, the operator and the node.

    >>> read_onnx(Path("examples/data/digits.onnx"))
    Sequence(64 -> 10)
    """
    model, version = load(path)
    file = str(path)
    if model.graph.sparse_initializer:
        raise BadInput(f"{file}: sparse initializers are not read")
    stored = {tensor.name for tensor in model.graph.initializer}
    inputs = [value for value in model.graph.input if value.name not in stored]
    if len(inputs) != 1:
        names = ", ".join([shown(value.name) for value in inputs])
        raise BadInput(f"{file}: there must be one input, not {len(inputs)}{f' ({names})' if names else ''}")
    target = output if output is not None else _only_output(file, model)
    shape, kind = input_shape(inputs[0], file)
    tape = Tape(Budget())
    width = 1
    for size in shape:
        width *= size
    source = tape.wire(width)
    values: MutableMapping[str, Value] = {inputs[0].name: Value(shape, kind, source)}
    _Reader(file, version).run(model.graph, [target], values, tape)
    result = values[target]
    if result.is_constant:
        raise BadInput(f"{file}: value {shown(target)} does not depend on the input")
    return wired([(source, width)], tape.steps, [result.name], lambda wires: tape.budget.charge(wires * ROW, file))


class _Reader:
    """Reads the graphs of one file, the one graph of its model and those inside it."""

    def __init__(self, file: str, version: int) -> None:
        self._file = file
        self._version = version

    def run(self, graph: Any, targets: list[str], values: MutableMapping[str, Value], tape: Tape) -> None:
        """Add to ``values`` what the targets depend on, and to the tape the steps that compute it."""
        stored = {tensor.name: tensor for tensor in graph.initializer}
        needed, names = self._needed(graph, targets, stored, values)
        own = values.maps[0] if isinstance(values, ChainMap) else values  # a graph's own value hides one outside it
        for name in names:
            if name in stored and name not in own:
                values[name] = tensor_value(stored[name], f"{self._file}: tensor {shown(name)}")
        for node in needed:
            operation = self._operation(node, values, tape)
            for name, value in zip(node.output, self._results(operation), strict=True):
                if name:
                    values[name] = value

    def _results(self, operation: Operation) -> list[Value]:
        operator = OPERATORS[operation.kind]
        given = [operand for operand in operation.operands if operand is not None]
        if given and not operator.folds and all([operand.is_constant for operand in given]):
            found = folded(operator, operation)
        else:
            result = operator.run(operation)
            found = [result] if isinstance(result, Value) else result
        for value in found:
            operation.check(value.shape, value.is_constant)
        return found + [found[0]] * (len(operation.results) - len(found))  # the others are left out, or refused before

    def _operation(self, node: Any, values: MutableMapping[str, Value], tape: Tape) -> Operation:
        import onnx

        label = node.name or next((name for name in node.output if name), "")
        place = f"{self._file}: {shown(node.op_type)[1:-1]} (node {shown(label)})"
        operator = self._operator(node, label)
        given = {attribute.name: onnx.helper.get_attribute_value(attribute) for attribute in node.attribute}
        for attribute in given:
            if attribute not in operator.attributes:
                raise BadInput(f"{place}: attribute {shown(attribute)} is not read")
        operands = [self._value(name, values, place) if name else None for name in node.input]

        def read(graph: Any, onto: Tape) -> list[Value]:
            scope: MutableMapping[str, Value] = ChainMap({}, values)
            names = [value.name for value in graph.output]
            self.run(graph, names, scope, onto)
            return [self._value(name, scope, place) for name in names]

        return Operation(node.op_type, given, operands, place, self._version, tuple(node.output), tape, read)

    def _operator(self, node: Any, label: str) -> Operator:
        import onnx.defs

        if node.domain not in ("", "ai.onnx") or node.op_type not in OPERATORS:
            domain = f"{node.domain}." if node.domain not in ("", "ai.onnx") else ""
            raise BadInput(
                f"{self._file}: operator {domain}{node.op_type} (node {shown(label)}) is not read exactly: "
                f"only {', '.join(OPERATORS)} are; a network can be cut before it by naming an output"
            )
        operator = OPERATORS[node.op_type]
        since = onnx.defs.get_schema(node.op_type, self._version, "").since_version
        if since > operator.newest:
            raise BadInput(
                f"{self._file}: {node.op_type} (node {shown(label)}) of operator set {since} is newer than the newest "
                f"known, {operator.newest}"
            )
        return operator

    def _value(self, name: str, values: MutableMapping[str, Value], place: str) -> Value:
        if name not in values:
            raise BadInput(f"{place}: value {shown(name)} is computed by no node")
        return values[name]

    def _needed(
        self, graph: Any, targets: list[str], stored: dict[str, Any], values: MutableMapping[str, Value]
    ) -> tuple[list[Any], set[str]]:
        """Return the nodes that the targets depend on, in the order of the file, which is an order of computation, and
        the names that they read."""
        makers = {name: number for number, node in enumerate(graph.node) for name in node.output if name}
        for target in targets:
            if target not in makers and target not in values and target not in stored:
                known = ", ".join([shown(name) for name in list(makers)[-8:]])
                raise BadInput(
                    f"{self._file}: no node computes {shown(target)}: the last values of the graph are {known}"
                )
        wanted: set[int] = set()
        names: set[str] = set()
        todo = list(targets)
        while todo:
            name = todo.pop()
            if name in names:
                continue
            names.add(name)
            number = makers.get(name)
            if number is not None and number not in wanted:
                wanted.add(number)
                todo += _names_read(graph.node[number])
        return [graph.node[number] for number in sorted(wanted)], names


def _names_read(node: Any) -> list[str]:
    """Return the names of all values that a node or a graph inside it reads, that graph's own among them."""
    found, todo = [], [node]
    while todo:
        inner = todo.pop()
        found += [name for name in inner.input if name]
        for attribute in inner.attribute:
            if attribute.HasField("g"):
                found += [value.name for value in attribute.g.output]
                todo += list(attribute.g.node)
    return found


def _only_output(file: str, model: Any) -> str:
    outputs = [value.name for value in model.graph.output]
    if len(outputs) != 1:
        raise BadInput(
            f"{file}: there are {count_of(len(outputs), 'output')}, name one (--output-name), or a value before them: "
            f"{', '.join([shown(name) for name in outputs])}"
        )
    return str(outputs[0])
