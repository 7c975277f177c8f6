"""A batch of fixed size in an ONNX model: whether its rows look at each other, and the graph for another size."""

from collections.abc import Sequence as Items
from fractions import Fraction
from typing import Any, TypeAlias

from constructions.model.errors import BadInput
from constructions.model.network import Affine, Branch, Concatenate, Form, Identity, Network, Sequence
from constructions.model.rational import fingerprint
from exchange.onnx.inputs import GraphInput
from exchange.onnx.values import Tape


def rows_in_batch(inputs: Items[GraphInput]) -> int:
    """Return how many rows a batch may have: the first axis that all inputs share, if they have others too; else 1.

    >>> rows_in_batch([GraphInput("x", (32, 4), "float32")]), rows_in_batch([GraphInput("x", (4,), "float32")])
    (32, 1)
    """
    firsts = {one.shape[0] if len(one.shape) > 1 else 1 for one in inputs}
    return firsts.pop() if len(firsts) == 1 else 1


def with_batch(model: Any, rows: int, size: int) -> Any:
    """Return a copy of a model whose inputs have ``size`` rows in the place of ``rows``; where a Reshape of what they
    are computed to keeps the rows in a stored shape, it keeps them there, too."""
    import onnx.helper
    import onnx.numpy_helper

    copy = type(model)()
    copy.CopyFrom(model)
    stored = {tensor.name: tensor for tensor in copy.graph.initializer}
    from_input = set[str]()
    for value in copy.graph.input:
        if value.name not in stored:
            from_input.add(value.name)
            value.type.tensor_type.shape.dim[0].dim_value = size
    constants = {
        node.output[0]: part.t
        for node in copy.graph.node
        if node.op_type == "Constant"
        for part in node.attribute
        if part.name == "value"
    }
    known = stored | constants
    for node in copy.graph.node:
        if from_input.isdisjoint(names_read(node)):
            continue
        from_input.update(node.output)
        tensor = known.get(node.input[1]) if node.op_type == "Reshape" and len(node.input) > 1 else None
        if tensor is None or tensor.data_type != onnx.TensorProto.INT64:
            continue
        shape = [int(entry) for entry in onnx.numpy_helper.to_array(tensor).reshape(-1)]
        if shape and shape[0] == rows:
            name = f"{node.output[0]} for {size} rows"
            copy.graph.initializer.append(
                onnx.helper.make_tensor(name, onnx.TensorProto.INT64, [len(shape)], [size, *shape[1:]])
            )
            node.input[1] = name
    return copy


def names_read(node: Any) -> list[str]:
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


Taped: TypeAlias = tuple[Tape, Items[tuple[str, int]], str]
"""A graph that was read: its steps, the wires of its inputs with their sizes, and those of its result."""


def check_rows(pair: Taped, one: Taped, file: str) -> None:
    """Refuse a graph of two rows where what becomes of a row is not what the graph of one row makes of it.

    Values have numbers, equal ones where they are computed in the same way: of one row they are counted for each row of
    the two, so rows that look at each other differ from that, and so do rows to which different things are done.

    Args:
        pair: the graph, read for a batch of two.
        one: the graph, read for one row.
        file: what the message begins with.
    """
    alike = _Alike()
    first, second = [[[alike.input() for _ in range(size)] for _, size in one[1]] for _ in range(2)]
    both = [[*left, *right] for left, right in zip(first, second, strict=True)]
    if alike.run(pair, both) != [*alike.run(one, first), *alike.run(one, second)]:
        raise BadInput(
            f"{file}: --one-row: its rows look at each other, or are not all treated alike, so there is no network of "
            "one row"
        )


class _Alike:
    """Numbers of values, equal where they are computed from equal ones in the same way.

    Only what a step of a graph is made of runs here; gates, of which trees are made, are looked at once each.

    >>> alike = _Alike()
    >>> alike.values(Affine([[1, 0], [1, 1], [2, 0]], [0, 0, 0]), [7, 7])
    [7, 1, 1]
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[object, ...], int] = {}
        self._known: dict[tuple[int, tuple[int, ...]], list[int]] = {}

    def input(self) -> int:
        """Return the number of a value that is like no other one."""
        return self._number(("input", len(self._numbers)))

    def _number(self, made: tuple[object, ...]) -> int:
        return self._numbers.setdefault(made, len(self._numbers) + 1)

    def run(self, graph: Taped, given: Items[list[int]]) -> list[int]:
        """Return the numbers of the result of a graph, from those of its inputs."""
        tape, sources, result = graph
        seen = {name: numbers for (name, _), numbers in zip(sources, given, strict=True)}
        for step in tape.steps:
            seen[step.result] = self.values(step.network, [number for name in step.operands for number in seen[name]])
        return seen[result]

    def values(self, network: Network, given: list[int]) -> list[int]:
        """Return the numbers of the outputs of a network on values with these numbers."""
        match network:
            case Affine():
                pairs = zip(network.weights, network.bias, strict=True)
                return [self._sum(form, bias, given) for form, bias in pairs]
            case Sequence():
                for stage in network.stages:
                    given = self.values(stage, given)
                return given
            case Concatenate():
                return [number for part in network.parts for number in self.values(part, given)]
            case Branch():
                key = id(network), tuple(given)
                if key not in self._known:
                    tested = self._sum(network.normal, -network.threshold, given)
                    sides = zip(self.values(network.below, given), self.values(network.above, given), strict=True)
                    self._known[key] = [self._number(("branch", tested, *side)) for side in sides]
                return self._known[key]
            case Identity():
                return given
            case _:
                kind = type(network).__name__
                return [self._number((kind, number)) for number in given]

    def _sum(self, form: Form, bias: Fraction, given: list[int]) -> int:
        weights: dict[int, Fraction] = {}
        for place, weight in zip(form.indices, form.weights, strict=True):
            weights[given[place]] = weights[given[place]] + weight if given[place] in weights else weight
        numbers = sorted([number for number, weight in weights.items() if weight])
        if not bias and [weights[number] for number in numbers] == [1]:
            return numbers[0]
        return self._number((fingerprint([bias, *[weights[number] for number in numbers]]), *numbers))
