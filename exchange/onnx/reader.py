"""ONNX models, read exactly: the graph as steps on named values, wired into one network."""

from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from constructions.files.canonical import read_bytes
from constructions.model.errors import BadInput, shown
from constructions.model.network import Network
from exchange.arrays import MAX_WIDTH, check_size
from exchange.onnx.node import Operation, Result, Tensor
from exchange.onnx.operators import OPERATORS
from exchange.wiring import Step, wired

OLDEST = 7
"""The oldest version of the operator set that is read: before it Add and Gemm broadcast in another way."""

_FLOAT_TYPES = (1, 10, 11, 16)
"""float32, float16, float64, bfloat16 in the numbering of ``onnx.TensorProto``."""


@dataclass(frozen=True, slots=True)
class _Graph:
    """A model's graph: its one real input, the values that are stored, and its nodes by what they compute."""

    file: str
    nodes: list[Any]
    stored: dict[str, Any]
    source: Tensor
    version: int


def read_onnx(path: Path, output: str | None = None) -> Network:
    """Return the exact network of an ONNX model with one input of floats.

    Inputs and outputs are tensors in row-major order; a first dimension without a fixed size (the batch) is 1. Each
    stored float is the rational number it is, and the network is the function that exact arithmetic makes of the
    graph. Affine operators become affine maps (Gemm, MatMul, Add, Sub, Mul, Div, Neg, Conv, AveragePool,
    GlobalAveragePool, BatchNormalization), Relu stays Relu, MaxPool and GlobalMaxPool become Relus, and the rest is
    wires (Identity, Cast to floats, Dropout, Flatten, Reshape, Transpose, Squeeze, Unsqueeze, Concat, Constant). One
    number is not the file's: the square root in BatchNormalization (``arrays.normalization`` says which rational takes
    its place).

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
    model = _model(path)
    graph = _graph(model, str(path))
    target = output if output is not None else _only_output(graph.file, model)
    needed = _needed(graph, target)
    values: dict[str, Tensor] = {graph.source.name: graph.source}
    values |= {name: Tensor(name, array.shape, array) for name, array in graph.stored.items()}
    steps: list[Step] = []
    for node in needed:
        _run(_operation(graph, node, values), node.output[0], values, steps)
    result = values[target]
    if result.constant is not None:
        raise BadInput(f"{path}: value {shown(target)} does not depend on the input")
    return wired(graph.source.name, graph.source.size, steps, result.name)


def _run(operation: Operation, name: str, values: dict[str, Tensor], steps: list[Step]) -> None:
    """Add what the operation computes to the values, and to the steps if it is more than a name."""
    result = _result(operation)
    check_size(prod(result.shape), MAX_WIDTH, operation.place, "outputs")
    if result.constant is not None:
        values[name] = Tensor(name, result.shape, result.constant)
    elif result.network is None:
        values[name] = Tensor(result.operands[0], result.shape)
    else:
        values[name] = Tensor(name, result.shape)
        steps.append(Step(name, result.network, result.operands))


def _result(operation: Operation) -> Result:
    try:
        return OPERATORS[operation.kind].run(operation)
    except BadInput:
        raise
    except (
        ValueError,
        TypeError,
        IndexError,
        KeyError,
        OverflowError,
    ) as error:  # attributes that do not fit the operands
        operation.refuse(f"its attributes do not fit its operands ({' '.join(str(error).split())[:120]})")


def _operation(graph: _Graph, node: Any, values: dict[str, Tensor]) -> Operation:
    import onnx

    label = node.name or node.output[0]
    place = f"{graph.file}: {shown(node.op_type)[1:-1]} (node {shown(label)})"
    if node.domain not in ("", "ai.onnx") or node.op_type not in OPERATORS:
        domain = f"{node.domain}." if node.domain not in ("", "ai.onnx") else ""
        raise BadInput(
            f"{graph.file}: operator {domain}{node.op_type} (node {shown(label)}) is not read exactly: "
            f"only {', '.join(sorted(OPERATORS))} are; a network can be cut before it by naming an output"
        )
    given = {attribute.name: onnx.helper.get_attribute_value(attribute) for attribute in node.attribute}
    for attribute in given:
        if attribute not in OPERATORS[node.op_type].attributes:
            raise BadInput(f"{place}: attribute {shown(attribute)} is not read")
    operands = [values[name] if name else None for name in node.input]
    return Operation(node.op_type, given, operands, place, graph.version, len([name for name in node.output if name]))


def _needed(graph: _Graph, target: str) -> list[Any]:
    """Return the nodes that ``target`` depends on, in the order of the file, which is an order of computation."""
    makers = {name: number for number, node in enumerate(graph.nodes) for name in node.output if name}
    if target not in makers:
        known = ", ".join([shown(name) for name in list(makers)[-8:]])
        raise BadInput(f"{graph.file}: no node computes {shown(target)}: the last values of the graph are {known}")
    wanted, todo = set(), [target]
    while todo:
        name = todo.pop()
        number = makers.get(name)
        if number is None and name not in graph.stored and name != graph.source.name:
            raise BadInput(f"{graph.file}: value {shown(name)} is computed by no node")
        if number is not None and number not in wanted:
            wanted.add(number)
            todo += [operand for operand in graph.nodes[number].input if operand]
    return [graph.nodes[number] for number in sorted(wanted)]


def _model(path: Path) -> Any:
    if not path.is_file():
        read_bytes(path)
    try:
        import onnx
        import onnx.checker
    except ImportError:
        raise BadInput(f"{path}: reading it needs onnx: pip install 'memocert[onnx]'") from None
    try:
        model = onnx.load(str(path))
        onnx.checker.check_model(model)
    except Exception as error:  # protobuf, onnx and its checker raise a dozen kinds, some of many lines
        reason = " ".join(str(error).split())[:160] or type(error).__name__
        raise BadInput(f"{path}: not a valid ONNX model ({reason})") from error
    return model


def _graph(model: Any, file: str) -> _Graph:
    import onnx.numpy_helper

    version = next((entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx")), 0)
    if version < OLDEST:
        raise BadInput(f"{file}: its operator set must be of version {OLDEST} or later, not {version}")
    if model.graph.sparse_initializer:
        raise BadInput(f"{file}: sparse initializers are not read")
    stored = {}
    for tensor in model.graph.initializer:
        try:
            stored[tensor.name] = onnx.numpy_helper.to_array(tensor)
        except Exception as error:  # damaged tensors make numpy and onnx raise several kinds
            raise BadInput(f"{file}: tensor {shown(tensor.name)} cannot be read ({error})") from error
    inputs = [value for value in model.graph.input if value.name not in stored]
    if len(inputs) != 1:
        names = ", ".join([shown(value.name) for value in inputs])
        raise BadInput(f"{file}: there must be one input, not {len(inputs)}{f' ({names})' if names else ''}")
    return _Graph(file, list(model.graph.node), stored, _input(inputs[0], file), version)


def _input(value: Any, file: str) -> Tensor:
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
    return Tensor(value.name, tuple(shape))


def _only_output(file: str, model: Any) -> str:
    outputs = [value.name for value in model.graph.output]
    if len(outputs) != 1:
        raise BadInput(
            f"{file}: there are {len(outputs)} outputs, name one (--output-name), or a value before them: "
            f"{', '.join([shown(name) for name in outputs])}"
        )
    return str(outputs[0])
