"""ONNX models, read exactly: the graph as steps on named values, wired into one network."""

from collections import ChainMap
from collections.abc import MutableMapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from constructions.model.errors import BadInput, shown, typed_text
from constructions.model.network import Network
from constructions.model.nouns import count_of
from exchange.onnx.batches import Taped, check_rows, names_read, rows_in_batch, with_batch
from exchange.onnx.fold import folded
from exchange.onnx.inputs import GraphInput, columns_of, formats_of, inputs_of, notes_of_inputs
from exchange.onnx.model import Versions, load, versions_of
from exchange.onnx.node import NotRead, Operation, Operator
from exchange.onnx.operators.table import OPERATORS, reason_of
from exchange.onnx.outputs import Choice, chosen_output
from exchange.onnx.schema import check_attributes, check_operands, schema_of
from exchange.onnx.tensors import tensor_value
from exchange.onnx.values import ROW, Budget, Tape, Value
from exchange.trained import Trained
from exchange.trees.rounded import rounded_trees
from exchange.wiring import wired

NODE = 64
"""What a node counts in the budget, whatever it does: looking it up takes as long as so many numbers."""

CALL = 512
"""What a call of a local function counts beside its nodes."""

MAX_CALLS = 40
"""How deep local functions may call each other."""


def read_onnx(path: Path, output: str | None = None) -> Network:
    """Return the exact network of an ONNX model. ``trained_onnx`` also says what it is.

    >>> read_onnx(Path("examples/data/digits.onnx"))
    Sequence(64 -> 10)
    """
    return trained_onnx(path, output).network


def trained_onnx(path: Path, output: str | None = None, one_row: bool = False) -> Trained:
    """Return the exact network of an ONNX model, and what a user should know of it.

    Inputs and outputs are tensors in row-major order; a first dimension without a fixed size (the batch) is 1. Several
    inputs stand side by side, in the order of the graph; where each is one number, they are columns with names. Each
    stored float is the rational number it is, and the network is the function that exact arithmetic makes of the
    graph. Affine operators become affine maps, maxima, Clip, Abs and LeakyRelu Relus, comparisons steps, ``Where``,
    ``If`` and trees gates, and the rest is wires (docs/reference/onnx.md has them all). What depends on no input is
    computed before, exactly (``onnx.fold``). One number is not the file's: the square root in BatchNormalization
    (``arrays.normalization`` says which rational takes its place). Who runs the file rounds inputs to the graph's type,
    which trees can make up for (``trees.rounded``).

    Args:
        path: the file; tensors that it keeps in other files of its folder are read, too.
        output: the name of the value that the network gives, one of the graph's inner values if need be. If left out,
            it is the graph's output; of a classifier the numbers before its probabilities (``onnx.outputs``).
        one_row: read a batch of a fixed size as one of 1; in a batch of 2 each row must be answered as it is alone.

    Raises:
        BadInput: if onnx is not installed, the file is not a valid model, or something in it cannot be read exactly;
            one line that names the file, the operator and the node.

    >>> trained_onnx(Path("examples/data/digits.onnx")).notes
    ()
    """
    model, versions = load(path)
    file = str(path)
    choice = Choice(output) if output is not None else chosen_output(file, model)
    inputs = inputs_of(model, file)
    rows, notes = rows_in_batch(inputs), choice.notes
    if one_row:
        if rows == 1:
            raise BadInput(f"{file}: --one-row has no effect: no batch of a fixed size is more than 1 row")
        pair = _Wired.of(file, with_batch(model, rows, 2), versions, choice)
        wires = _Wired.of(file, with_batch(model, rows, 1), versions, choice)
        if pair.result.shape != (2, *wires.result.shape[1:]) or wires.result.shape[:1] != (1,):
            raise BadInput(
                f"{file}: --one-row: of 2 rows the model makes {list(pair.result.shape)}, of 1 row "
                f"{list(wires.result.shape)}, which is no row for each"
            )
        check_rows(pair.parts, wires.parts, file)
        notes = (f"a batch of {rows} rows is read as 1 row: of 2 rows each is answered as it is alone", *notes)
    else:
        wires = _Wired.of(file, model, versions, choice)
    network = wires.network(choice, file)
    classes = choice.classes if choice.classes and len(choice.classes) == network.output_width else None
    columns = columns_of(model, wires.inputs)
    notes = (*notes_of_inputs(wires.inputs, columns), *notes)
    formats = formats_of(wires.inputs, model)
    rounding = rounded_trees(network, formats)
    return Trained(
        network, classes, notes, formats if rounding else (), rounding, columns=columns, rows=1 if one_row else rows
    )


@dataclass(frozen=True, slots=True)
class _Wired:
    """The main graph of a model, read: its inputs, the steps, the wires of the inputs, and the value that is wanted."""

    inputs: list[GraphInput]
    tape: Tape
    sources: list[tuple[str, int]]
    result: Value

    @classmethod
    def of(cls, file: str, model: Any, versions: Versions, choice: Choice) -> "_Wired":
        inputs, tape = inputs_of(model, file), Tape(Budget())
        sources = [(tape.wire(one.size), one.size) for one in inputs]
        values: MutableMapping[str, Value] = {}
        for one, (wires, _) in zip(inputs, sources, strict=True):
            values[one.name] = Value(one.shape, one.kind, wires)
            tape.bounds[wires] = one.bounds
        GraphReader(file, versions, model.functions).run(model.graph, [choice.name], values, tape)
        result = values[choice.name]
        if result.kind == "string":
            raise BadInput(
                f"{file}: {shown(choice.name)} is text: name a value of numbers (memocert read --output-name)"
            )
        if result.is_constant:
            raise BadInput(f"{file}: value {shown(choice.name)} does not depend on the input")
        return cls(inputs, tape, sources, result)

    @property
    def parts(self) -> Taped:
        """The steps, and the names of what goes into them and comes out."""
        return self.tape, self.sources, self.result.name

    def network(self, choice: Choice, file: str) -> Network:
        """Return the network from all inputs, side by side, to the value; one logit of two classes becomes two."""
        result, tape = self.result, self.tape
        choice.check(result, file)
        if choice.two_classes and result.size == 1:
            result = choice.as_two_classes(result, tape)
        return wired(self.sources, tape.steps, [result.name], lambda wires: tape.budget.charge(wires * ROW, file))


class GraphReader:
    """Reads the graphs of one file, the one graph of its model, those inside it, and its local functions."""

    def __init__(
        self, file: str, versions: Versions, functions: Any, called: tuple[str, ...] = (), bodies: Any = None
    ) -> None:
        self._file = file
        self._versions = versions
        self._functions = functions if isinstance(functions, dict) else _by_name(functions)
        self._called = called
        self._bodies = {} if bodies is None else bodies
        self._given: frozenset[str] | None = None

    def run(self, graph: Any, targets: list[str], values: MutableMapping[str, Value], tape: Tape) -> None:
        """Add to ``values`` what the targets depend on, and to the tape the steps that compute it."""
        if self._given is None:
            self._given = frozenset(values)
        tensors = getattr(graph, "initializer", ())  # a function has none
        if getattr(graph, "sparse_initializer", ()):
            raise BadInput(f"{self._file}: the graph {shown(graph.name)} has sparse initializers, which are not read")
        stored = {tensor.name: tensor for tensor in tensors}
        needed, names = self._needed(graph, targets, stored, values)
        own = values.maps[0] if isinstance(values, ChainMap) else values  # a graph's own value hides one outside it
        for name in names:
            if name in stored and name not in own:
                values[name] = tensor_value(stored[name], f"{self._file}: tensor {shown(name)}")
        for node in needed:
            tape.budget.charge(NODE, f"{self._file}: {shown(node.op_type)[1:-1]}")
            results = tuple([name if name in names else "" for name in node.output])
            operation, operator = self._operation(node, results, values, tape)
            for name, value in zip(results, self._results(operation, operator), strict=True):
                if name:
                    values[name] = value

    def _results(self, operation: Operation, operator: Operator) -> list[Value]:
        given = [operand for operand in operation.operands if operand is not None]
        if given and not operator.folds and all([operand.is_constant for operand in given]):
            found = folded(operator, operation)
        else:
            result = operator.run(operation)
            found = [result] if isinstance(result, Value) else result
        for value in found:
            operation.check(value.shape, value.is_constant)
        missing = [name for name in operation.results[len(found) :] if name]
        if missing:
            operation.refuse(f"its result {shown(missing[0])} is not read")
        return found[: len(operation.results)] + [found[0]] * (len(operation.results) - len(found))

    def _operation(
        self, node: Any, results: tuple[str, ...], values: MutableMapping[str, Value], tape: Tape
    ) -> tuple[Operation, Operator]:
        import onnx

        label = node.name or next((name for name in node.output if name), "")
        place = f"{self._file}: {shown(node.op_type)[1:-1]} (node {shown(label)})"
        operator, schema = self._operator(node, label, values)
        attributes = {attribute.name: attribute for attribute in node.attribute}
        for name, attribute in attributes.items():
            if attribute.ref_attr_name:
                raise BadInput(f"{place}: attribute {shown(name)} refers to one of a function, and this is none")
        if schema is not None:
            check_attributes(schema, attributes, place)
        for name in attributes:
            if schema is not None and name not in operator.attributes:
                raise BadInput(f"{place}: attribute {shown(name)} is not read")
        given = {name: onnx.helper.get_attribute_value(attribute) for name, attribute in attributes.items()}
        operands = [self._value(name, values, place) if name else None for name in node.input]
        if schema is not None:
            kinds = [None if operand is None else operand.kind for operand in operands]
            check_operands(schema, kinds, len(node.output), place)
        version = self._versions.get(_domain(node), 0)
        read = partial(self._read, values=values, place=place)
        return Operation(node.op_type, given, operands, place, version, results, tape, read), operator

    def _read(self, graph: Any, onto: Tape, *, values: MutableMapping[str, Value], place: str) -> list[Value]:
        """Read a graph inside a node onto a tape."""
        scope: MutableMapping[str, Value] = ChainMap({}, values)
        names = [value.name for value in graph.output]
        self.run(graph, names, scope, onto)
        return [self._value(name, scope, place) for name in names]

    def _operator(self, node: Any, label: str, values: MutableMapping[str, Value]) -> tuple[Operator, Any]:
        """Return how a node is read, and what onnx knows of its operator; that is None for a local function."""
        domain = _domain(node)
        function = self._function(node)
        if function is not None:
            return Operator(
                partial(self._call, function, {part.name: part for part in node.attribute}), 0, folds=True
            ), None
        name = f"{domain}.{node.op_type}" if domain else node.op_type
        operator = OPERATORS.get(name)
        if operator is None:
            reason = f"{self._file}: operator {shown(name)[1:-1]} (node {shown(label)}) is not read exactly"
            raise NotRead(f"{reason}{reason_of(name)}", self._cut_before(node, values))
        version = self._versions.get(domain)
        if version is None:
            raise BadInput(f"{self._file}: no operator set of {shown(domain)} is named, and {name} is one of it")
        schema = schema_of(node.op_type, version, domain)
        if schema is None:
            raise BadInput(f"{self._file}: {name} (node {shown(label)}) is no operator of operator set {version}")
        if schema.since_version > operator.newest:
            raise BadInput(
                f"{self._file}: {name} (node {shown(label)}) of operator set {schema.since_version} is newer than the "
                f"newest known, {operator.newest}"
            )
        return operator, schema

    def _cut_before(self, node: Any, values: MutableMapping[str, Value]) -> str:
        """Return how to cut the network before a node, at values that the model's own graph computes of its inputs."""
        if self._called or isinstance(values, ChainMap):
            return ""
        made = [name for name in node.input if name in values and name not in (self._given or ())]
        found = [name for name in made if not values[name].is_constant]
        some = ", ".join([typed_text(name) for name in found if values[name].kind != "string"][:3])
        return f"; memocert read --output-name cuts the network before it, as at {some}" if some else ""

    def _function(self, node: Any) -> Any:
        return self._functions.get((node.domain, node.op_type, getattr(node, "overload", "")))

    def _call(self, function: Any, attributes: dict[str, Any], operation: Operation) -> list[Value]:
        """Run a local function: its nodes on a tape of its caller, its names its own, its attributes filled in."""
        name = f"{function.domain}.{function.name}"
        if name in self._called or len(self._called) == MAX_CALLS:
            operation.refuse(f"the function {shown(name)} calls itself, or stands more than {MAX_CALLS} calls deep")
        if len(operation.operands) > len(function.input) or len(operation.results) > len(function.output):
            operation.refuse(
                f"the function takes {len(function.input)} and gives {count_of(len(function.output), 'value')}, not "
                f"{len(operation.operands)} and {len(operation.results)}"
            )
        known = {part.name: part for part in function.attribute_proto} | attributes
        for missing in function.attribute:
            if missing not in known:
                operation.refuse(f"the attribute {shown(missing)} of the function is missing")
        scope: MutableMapping[str, Value] = {
            inner: value for inner, value in zip(function.input, operation.operands, strict=False) if value is not None
        }
        versions = versions_of(function.opset_import, f"{operation.place}: function {shown(name)}")
        wanted = [inner for inner, asked in zip(function.output, operation.results, strict=False) if asked]
        inner = GraphReader(
            f"{self._file}: function {shown(name)}", versions, self._functions, (*self._called, name), self._bodies
        )
        body = inner._copy(function, wanted, scope, operation)
        _fill_in([*body.node], known)
        inner.run(body, wanted, scope, operation.tape)
        found = [scope.get(result) for result in function.output[: len(operation.results)]]
        first = next(value for value in found if value is not None)
        return [first if value is None else value for value in found]

    def _copy(self, function: Any, wanted: list[str], scope: MutableMapping[str, Value], operation: Operation) -> Any:
        """Return a copy of a function with the nodes alone that a call needs; they are sought once, and paid for each
        time with all that stands inside them."""
        key = (function.domain, function.name, getattr(function, "overload", ""), *wanted, "", *scope)
        if key not in self._bodies:
            operation.charge(len(function.node))
            nodes, _ = self._needed(function, wanted, {}, scope)
            self._bodies[key] = nodes, CALL + sum([NODE * _nodes_inside(node) + node.ByteSize() // 8 for node in nodes])
        nodes, cost = self._bodies[key]
        operation.charge(cost)
        body = type(function)()
        body.node.extend(nodes)
        return body

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
                known = ", ".join([typed_text(name) for name in list(makers)[-8:]])
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
                todo += names_read(graph.node[number])
        return [graph.node[number] for number in sorted(wanted)], names


def _by_name(functions: Any) -> dict[tuple[str, str, str], Any]:
    """Return the functions of a model by domain, name and overload; of two with one name the first."""
    found: dict[tuple[str, str, str], Any] = {}
    for function in functions:
        found.setdefault((function.domain, function.name, getattr(function, "overload", "")), function)
    return found


def _domain(node: Any) -> str:
    return "" if node.domain == "ai.onnx" else str(node.domain)


def _fill_in(nodes: list[Any], known: dict[str, Any]) -> None:
    """Give the attributes of nodes that refer to those of a function their values; one without a value is left out."""
    todo = nodes
    while todo:
        node = todo.pop()
        for number in reversed(range(len(node.attribute))):
            attribute = node.attribute[number]
            if attribute.ref_attr_name and attribute.ref_attr_name not in known:
                del node.attribute[number]
            elif attribute.ref_attr_name:
                name = attribute.name
                attribute.CopyFrom(known[attribute.ref_attr_name])
                attribute.name = name
            elif attribute.HasField("g"):
                todo += list(attribute.g.node)


def _nodes_inside(node: Any) -> int:
    """Return how many nodes the graphs inside a node have."""
    count, todo = 0, [part.g for part in node.attribute if part.HasField("g")]
    while todo:
        graph = todo.pop()
        count += len(graph.node)
        todo += [part.g for inner in graph.node for part in inner.attribute if part.HasField("g")]
    return count
