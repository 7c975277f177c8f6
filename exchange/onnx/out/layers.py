"""A network as ONNX, all but its gates: layers, stages one after the other, parts side by side."""

from abc import ABC, abstractmethod

from constructions.model.network import Affine, Branch, Concatenate, Identity, Network, Relu, Sequence, Step
from exchange.onnx.out.graph import Body, Model
from exchange.tasks import Task


class Writer(ABC):
    """Writes parts of a network into graphs; how gates are written is up to those who inherit.

    Args:
        model: takes the nodes and tensors.
    """

    def __init__(self, model: Model) -> None:
        self.model = model

    @abstractmethod
    def gates(self, root: Branch, value: str, body: Body, room: int) -> Task:
        """Write a gate that reads something, and what lies below it, on a value; return the name of what it gives."""

    def value(self, node: Network, value: str, body: Body, room: int) -> Task:
        """Write the part ``node`` on a value; return the name of what it gives. What is known already is not written.

        Args:
            node: the part.
            value: the name of its input.
            body: the graph.
            room: how deep graphs may still nest inside this one.
        """
        key = (id(node), value)
        known = body.find(key)
        if known is not None:
            return known
        model = self.model
        result = value
        match node:
            case Identity():
                pass
            case Affine():
                result = model.affine(body, node, value)
            case Relu() | Step():
                result = model.unit(body, node, value)
            case Sequence():
                for stage in node.stages:
                    result = yield self.value(stage, result, body, room)
            case Concatenate():
                parts = []
                for part in node.parts:
                    parts.append((yield self.value(part, value, body, room)))
                result = model.emit(body, "Concat", parts, axis=1)[0] if len(parts) > 1 else parts[0]
            case Branch() if not node.normal.indices:  # onnxruntime does not survive all conditions that are constants
                side = node.above if node.threshold <= 0 else node.below
                result = yield self.value(side, value, body, room)
            case Branch():
                result = yield self.gates(node, value, body, room)
        body.known[key] = result
        return result
