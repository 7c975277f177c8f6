"""A batch of fixed size in an ONNX model: whether its rows look at each other, and the graph for another size."""

from collections.abc import Sequence as Items
from typing import Any

from constructions.model.errors import BadInput
from constructions.model.network import Affine, Branch, Concatenate, Network, Sequence
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
    """Return a copy of a model whose inputs have ``size`` rows in the place of ``rows``; where a Reshape to a stored
    shape keeps the rows, it keeps them there, too."""
    import onnx.helper
    import onnx.numpy_helper

    copy = type(model)()
    copy.CopyFrom(model)
    stored = {tensor.name: tensor for tensor in copy.graph.initializer}
    for value in copy.graph.input:
        if value.name not in stored:
            value.type.tensor_type.shape.dim[0].dim_value = size
    constants = {
        node.output[0]: part.t
        for node in copy.graph.node
        if node.op_type == "Constant"
        for part in node.attribute
        if part.name == "value"
    }
    for node in copy.graph.node:
        tensor = (stored | constants).get(node.input[1]) if node.op_type == "Reshape" and len(node.input) > 1 else None
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


def check_rows(tape: Tape, sources: Items[tuple[str, int]], result: str, file: str) -> None:
    """Refuse a graph of two rows where a row of the result looks at the other row of an input.

    Args:
        tape: the steps of the graph, read for a batch of two.
        sources: the wires of its inputs, with their sizes.
        result: the wires of the result.
        file: what the message begins with.
    """
    seen = {name: [1] * (size // 2) + [2] * (size // 2) for name, size in sources}
    for step in tape.steps:
        seen[step.result] = rows_seen(step.network, [mask for name in step.operands for mask in seen[name]])
    masks = seen[result]
    half = len(masks) // 2
    if any([mask & 2 for mask in masks[:half]]) or any([mask & 1 for mask in masks[half:]]):
        raise BadInput(f"{file}: --one-row: its rows look at each other, so there is no network of one row")


def rows_seen(network: Network, given: list[int]) -> list[int]:
    """Return for each output, as bits, which rows it may depend on, from those of each input.

    Only what a step of a graph is made of runs here; gates, of which trees are made, are looked at once each.

    >>> rows_seen(Affine([[1, 0], [1, 1]], [0, 0]), [1, 2])
    [1, 3]
    """
    return _seen(network, given, {})


def _seen(network: Network, given: list[int], known: dict[tuple[int, tuple[int, ...]], list[int]]) -> list[int]:
    match network:
        case Affine():
            return [_joint([given[place] for place in form.indices]) for form in network.weights]
        case Sequence():
            for stage in network.stages:
                given = _seen(stage, given, known)
            return given
        case Concatenate():
            return [mask for part in network.parts for mask in _seen(part, given, known)]
        case Branch():
            key = id(network), tuple(given)
            if key not in known:
                tested = _joint([given[place] for place in network.normal.indices])
                sides = zip(_seen(network.below, given, known), _seen(network.above, given, known), strict=True)
                known[key] = [tested | one | two for one, two in sides]
            return known[key]
        case _:
            return given


def _joint(masks: Items[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found
