"""An ONNX model on its way out: tensors, the graphs inside each other, and the nodes that layers and gates become."""

from collections.abc import Sequence as Items
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from constructions.model.errors import BadInput
from constructions.model.network import Affine, Branch, Form, Relu, Step
from exchange.precision import Precision

OPERATOR_SET = 17
"""The operator set that is written."""

MAX_NODES = 500_000
"""The most nodes that are written: a tower of shared parts unrolls to more."""

MAX_NUMBERS = 16_000_000
"""The most numbers that the tensors may hold together."""

BATCH = "N"
"""What the axis of rows is called where there may be any number of them."""


@dataclass(slots=True)
class Body:
    """The nodes of one graph; a graph inside it sees its values.

    Attributes:
        nodes: the nodes so far.
        outer: the graph around it, if there is one.
        known: the value that a part of the network, by ``id``, has on a value.
    """

    nodes: list[Any] = field(default_factory=list)
    outer: "Body | None" = None
    known: dict[tuple[int, str], str] = field(default_factory=dict)

    def find(self, key: tuple[int, str]) -> str | None:
        """Return a value that was computed here or further out."""
        body: Body | None = self
        while body is not None:
            if key in body.known:
                return body.known[key]
            body = body.outer
        return None


class Model:
    """Writes nodes and tensors; names are those of the whole file.

    Args:
        precision: makes numbers of the file's format.
    """

    def __init__(self, precision: Precision) -> None:
        self.precision = precision
        self.type = np.dtype(precision.kind)
        self._tensors: dict[tuple[str, tuple[int, ...], bytes], str] = {}
        self._arrays: list[tuple[str, Any]] = []
        self._numbers = self._nodes = self._names = 0

    def tensor(self, array: Any) -> str:
        """Return the name of a constant; equal ones are one."""
        key = (array.dtype.name, array.shape, array.tobytes())
        if key not in self._tensors:
            self._numbers += array.size
            if self._numbers > MAX_NUMBERS:
                raise BadInput(f"the ONNX model would hold more than {MAX_NUMBERS:,} numbers, which are not written")
            self._tensors[key] = f"c{len(self._tensors)}"
            self._arrays.append((self._tensors[key], array))
        return self._tensors[key]

    def row(self, values: Items[Fraction]) -> str:
        """Return the name of one row of numbers that the format holds."""
        return self.tensor(self.floats([values]))

    def floats(self, rows: Items[Items[Fraction]]) -> Any:
        """Return an array of numbers that the format holds."""
        return np.array([[value.numerator / value.denominator for value in row] for row in rows], dtype=self.type)

    def emit(self, body: Body, operator: str, operands: Items[str], results: int = 1, **attributes: Any) -> list[str]:
        """Write a node; return the names of what it gives."""
        import onnx.helper

        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise BadInput(f"the ONNX model would have more than {MAX_NODES:,} nodes, which are not written")
        names = [f"v{self._names + number}" for number in range(results)]
        self._names += results
        body.nodes.append(onnx.helper.make_node(operator, list(operands), names, **attributes))
        return names

    def one(self, body: Body, operator: str, *operands: str, **attributes: Any) -> str:
        """Write a node that gives one value, and return its name."""
        return self.emit(body, operator, operands, **attributes)[0]

    def columns(self, body: Body, value: str, places: Items[int], width: int) -> str:
        """Return the columns of a value at ``places``."""
        if list(places) == list(range(width)):
            return value
        return self.one(body, "Gather", value, self.tensor(np.array(places, dtype=np.int64)), axis=1)

    def affine(self, body: Body, node: Affine, value: str) -> str:
        """Return W x + b on rows x, each row of W held exactly if it can be (``Precision.row``)."""
        if _is_wires(node):
            return self.columns(body, value, [form.indices[0] for form in node.weights], node.input_width)
        if node.input_width * node.output_width > MAX_NUMBERS:
            raise BadInput(
                f"a layer has {node.input_width * node.output_width:,} weights with its zeros, and {MAX_NUMBERS:,} are "
                "the most that are written to ONNX"
            )
        matrix = np.zeros((node.input_width, node.output_width), dtype=self.type)
        constants, divisors = [], []
        for column, (form, bias) in enumerate(zip(node.weights, node.bias, strict=True)):
            weights, constant, divisor = self.precision.row(form.weights, bias)
            if weights:
                matrix[list(form.indices), column] = self.floats([weights])[0]
            constants.append(constant)
            divisors.append(divisor)
        result = self.one(body, "Gemm", value, self.tensor(matrix), self.row(constants))
        return result if set(divisors) == {1} else self.one(body, "Div", result, self.row(divisors))

    def constant(self, body: Body, node: Affine) -> str:
        """Return the outputs of a map that reads nothing: one row, divided if the format does not hold it."""
        parts = [self.precision.row((), bias) for bias in node.bias]
        constants, divisors = [part[1] for part in parts], [part[2] for part in parts]
        name = self.row(constants)
        return name if set(divisors) == {1} else self.one(body, "Div", name, self.row(divisors))

    def unit(self, body: Body, node: Relu | Step, value: str) -> str:
        """Return relu or step of each number."""
        if isinstance(node, Relu):
            return self.one(body, "Relu", value)
        return self._number(body, self.one(body, "GreaterOrEqual", value, self.row([Fraction(0)])))

    def gate(self, body: Body, node: Branch, value: str) -> str:
        """Return the truth value of a gate, which reads something: one number for each row (``Precision.gate``)."""
        form = node.normal
        weights, bound = self.precision.gate(form.weights, node.threshold)
        picked = self.columns(body, value, form.indices, form.width)
        if len(weights) == 1 and abs(weights[0]) == 1:
            operator = "GreaterOrEqual" if weights[0] > 0 else "LessOrEqual"
            return self.one(body, operator, picked, self.row([bound * weights[0]]))
        total = self.one(body, "MatMul", picked, self.tensor(self.floats([[weight] for weight in weights])))
        return self.one(body, "GreaterOrEqual", total, self.row([bound]))

    def tests(self, body: Body, gates: Items[Branch], value: str) -> str:
        """Return 1 or 0 for each of several gates, each of which reads something, on one value."""
        used = sorted({place for gate in gates for place in gate.normal.indices})
        picked = self.columns(body, value, used, gates[0].input_width)
        matrix = np.zeros((len(used), len(gates)), dtype=self.type)
        columns = {place: column for column, place in enumerate(used)}
        bounds = []
        for number, gate in enumerate(gates):
            weights, bound = self.precision.gate(gate.normal.weights, gate.threshold)
            matrix[[columns[place] for place in gate.normal.indices], number] = self.floats([weights])[0]
            bounds.append(bound)
        total = self.one(body, "MatMul", picked, self.tensor(matrix))
        return self._number(body, self.one(body, "GreaterOrEqual", total, self.row(bounds)))

    def _number(self, body: Body, truth: str) -> str:
        return self.one(body, "Cast", truth, to=1 if self.precision.kind == "float32" else 11)

    def graph(self, body: Body, outputs: Items[str], name: str = "side") -> Any:
        """Return a finished graph inside another one."""
        import onnx.helper
        from onnx import TensorProto

        kind = TensorProto.FLOAT if self.precision.kind == "float32" else TensorProto.DOUBLE
        values = [onnx.helper.make_tensor_value_info(output, kind, None) for output in outputs]
        return onnx.helper.make_graph(body.nodes, name, [], values)

    def model(self, body: Body, value: str, widths: tuple[int, int], rows: int | str, domains: Items[Any]) -> bytes:
        """Return the finished file, from rows ``x`` to rows ``y``, which are the value named; ``widths`` are theirs."""
        import onnx.helper
        import onnx.numpy_helper
        from onnx import TensorProto

        inputs, width = widths
        body.nodes.append(onnx.helper.make_node("Identity", [value], ["y"]))
        kind = TensorProto.FLOAT if self.precision.kind == "float32" else TensorProto.DOUBLE
        graph = onnx.helper.make_graph(
            body.nodes,
            "network",
            [onnx.helper.make_tensor_value_info("x", kind, [rows, inputs])],
            [onnx.helper.make_tensor_value_info("y", kind, [rows, width])],
            [onnx.numpy_helper.from_array(array, name) for name, array in self._arrays],
        )
        sets = [onnx.helper.make_opsetid("", OPERATOR_SET), *domains]
        model = onnx.helper.make_model(graph, opset_imports=sets, producer_name="memocert")
        model.ir_version = 8
        data: bytes = model.SerializeToString(deterministic=True)
        return data


def is_constant(node: object) -> bool:
    """Return whether a part of a network is a map that reads nothing.

    >>> is_constant(Affine([[0, 0]], [3])), is_constant(Relu(1))
    (True, False)
    """
    return isinstance(node, Affine) and not any([form.indices for form in node.weights])


def _is_wires(node: Affine) -> bool:
    """Return whether a map only passes numbers on."""
    return not any(node.bias) and all([_is_wire(form) for form in node.weights])


def _is_wire(form: Form) -> bool:
    return len(form.indices) == 1 and form.weights[0] == 1
