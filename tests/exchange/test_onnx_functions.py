"""Local functions of ONNX models: their names are their own, their attributes filled in, their cost paid for."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

onnx = pytest.importorskip("onnx", reason="the extra 'onnx' is not installed")
pytest.importorskip("onnxruntime", reason="the extra 'onnx' is not installed")

from onnx import TensorProto, helper, numpy_helper  # noqa: E402
from onnx_models import node, outputs_of_reference, outputs_of_runtime, subgraph  # noqa: E402

from constructions.model.batch import evaluate_many  # noqa: E402
from constructions.model.errors import BadInput  # noqa: E402
from exchange.onnx.reader import read_onnx  # noqa: E402

OWN = "own"
SETS = [helper.make_opsetid("", 17), helper.make_opsetid(OWN, 1)]


def function(name: str, inputs: list[str], outputs: list[str], nodes: list[Any], **attributes: Any) -> Any:
    """Return a function; ``attributes`` maps names to their defaults, None where there is none."""
    given = [name for name, value in attributes.items() if value is None]
    defaults = [helper.make_attribute(name, value) for name, value in attributes.items() if value is not None]
    return helper.make_function(OWN, name, inputs, outputs, nodes, SETS, attributes=given, attribute_protos=defaults)


def referring(kind: str, inputs: list[str], output: str, **references: str) -> Any:
    """Return a node whose attributes are those of the function around it."""
    made = node(kind, inputs, output)
    for name, reference in references.items():
        made.attribute.add(name=name, ref_attr_name=reference, type=onnx.AttributeProto.FLOAT)
    return made


def call(name: str, inputs: list[str], output: str | list[str], **attributes: Any) -> Any:
    made = node(name, inputs, output, **attributes)
    made.domain = OWN
    return made


def write(path: Path, functions: list[Any], nodes: list[Any], tensors: dict[str, Any] | None = None) -> Path:
    graph = helper.make_graph(
        nodes,
        "test",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(array, name) for name, array in (tensors or {}).items()],
    )
    model = helper.make_model(graph, opset_imports=SETS, functions=functions)
    model.ir_version = 8
    path.write_bytes(model.SerializeToString())
    return path


BENT = function("Bent", ["a"], ["h"], [referring("LeakyRelu", ["a"], "h", alpha="slope")], slope=0.5)
TWICE = function(
    "Twice", ["x"], ["y"], [call("Bent", ["x"], "h", slope=0.25), call("Bent", ["h"], "z"), node("Neg", ["z"], "y")]
)
SPLIT = function(
    "Both", ["a", "b"], ["sum", "difference"], [node("Add", ["a", "b"], "sum"), node("Sub", ["a", "b"], "difference")]
)


def test_functions_are_run_where_they_are_called(tmp_path: Path) -> None:
    nodes = [
        call("Twice", ["x"], "h"),
        call("Both", ["h", "c"], ["s", "d"]),
        node("Mul", ["d", "two"], "e"),
        node("Add", ["s", "e"], "y"),
    ]
    tensors = {"c": np.array([1, -2, 0.5], np.float32), "two": np.array([2], np.float32)}
    file = write(tmp_path / "m.onnx", [BENT, TWICE, SPLIT], nodes, tensors)
    rows = (np.random.default_rng(1).integers(-8, 9, size=(10, 3)) / 2).astype(np.float32)
    exact = evaluate_many(read_onnx(file), [[Fraction(value) for value in row.tolist()] for row in rows]).outputs
    found = outputs_of_runtime(file, rows)
    assert [[Fraction(value) for value in row.tolist()] for row in found] == [list(row) for row in exact]


def test_a_function_without_attributes_is_what_the_reference_evaluator_has(tmp_path: Path) -> None:
    """It has no attributes that are handed on to operators of one operand."""
    nodes = [call("Both", ["x", "c"], ["s", "d"]), call("Both", ["d", "s"], ["t", "y"])]
    file = write(tmp_path / "m.onnx", [SPLIT], nodes, {"c": np.array([1, -2, 0.5], np.float32)})
    rows = np.arange(12, dtype=np.float32).reshape(4, 3)
    for found, row in zip(outputs_of_reference(file, rows, [1, 3]), rows, strict=True):
        (exact,) = evaluate_many(read_onnx(file), [[Fraction(value) for value in row.tolist()]]).outputs
        assert [Fraction(value) for value in found.tolist()] == list(exact)


def test_a_function_of_constants_is_folded_and_one_result_may_be_unused(tmp_path: Path) -> None:
    nodes = [call("Both", ["c", "c"], ["s", "unused"]), call("Both", ["x", "s"], ["", "y"])]
    file = write(tmp_path / "m.onnx", [SPLIT], nodes, {"c": np.array([1, 2, 3], np.float32)})
    assert evaluate_many(read_onnx(file), [[0, 0, 0]]).outputs[0] == tuple(map(Fraction, (-2, -4, -6)))


def test_attributes_reach_the_graphs_inside_a_function(tmp_path: Path) -> None:
    sides = {
        "then_branch": subgraph([referring("LeakyRelu", ["a"], "t", alpha="slope")], "t"),
        "else_branch": subgraph([node("Neg", ["a"], "e")], "e"),
    }
    gate = function("Gate", ["a", "c"], ["h"], [node("If", ["c"], "h", **sides)], slope=None)
    nodes = [
        node("ReduceSum", ["x"], "total", keepdims=0),
        node("Greater", ["total", "zero"], "c"),
        call("Gate", ["x", "c"], "y", slope=0.5),
    ]
    file = write(tmp_path / "m.onnx", [gate], nodes, {"zero": np.array(0, np.float32)})
    network = read_onnx(file)
    found = evaluate_many(network, [[-2, 4, 0], [-2, 1, 0]]).outputs
    assert [list(map(int, row)) for row in found] == [[-1, 4, 0], [2, -1, 0]]


def refused(file: Path, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        read_onnx(file)
    assert str(caught.value).startswith(str(file))
    assert "\n" not in str(caught.value)


def test_calls_that_do_not_fit_or_never_end_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "m.onnx"
    refused(write(file, [BENT], [call("Bent", ["x", "x"], "y")]), "takes 1 and gives 1 value, not 2 and 1|not a valid")
    gate = function("Gate", ["a"], ["h"], [referring("LeakyRelu", ["a"], "h", alpha="slope")], slope=None)
    refused(write(file, [gate], [call("Gate", ["x"], "y")]), "the attribute 'slope' of the function is missing")
    again = function("Again", ["a"], ["h"], [call("Again", ["a"], "h")])
    refused(write(file, [again], [call("Again", ["x"], "y")]), "calls itself|not a valid ONNX model")


def test_functions_that_double_again_and_again_are_paid_for(tmp_path: Path) -> None:
    tower = [function("F0", ["a"], ["h"], [node("Neg", ["a"], "h")])]
    for number in range(1, 30):
        inner = f"F{number - 1}"
        tower.append(function(f"F{number}", ["a"], ["h"], [call(inner, ["a"], "g"), call(inner, ["g"], "h")]))
    refused(write(tmp_path / "m.onnx", tower, [call("F29", ["x"], "y")]), "brings the graph to more than")
