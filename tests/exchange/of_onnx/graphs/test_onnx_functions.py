"""Local functions of ONNX models: their names are their own, their attributes filled in, their cost paid for."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from fitted import outputs_at
from onnx import TensorProto, helper
from onnx_models import node, outputs_of_reference, outputs_of_runtime, saved, subgraph

from constructions.model.batch import evaluate_many
from constructions.model.errors import BadInput
from exchange.onnx import reader
from exchange.onnx.reader import read_onnx
from exchange.onnx.values import MAX_NUMBERS, Budget

OWN = "own"
SETS = {"": 17, OWN: 1}


def function(name: str, inputs: list[str], outputs: list[str], nodes: list[Any], **attributes: Any) -> Any:
    """Return a function; ``attributes`` maps names to their defaults, None where there is none."""
    given = [name for name, value in attributes.items() if value is None]
    defaults = [helper.make_attribute(name, value) for name, value in attributes.items() if value is not None]
    sets = [helper.make_opsetid(*one) for one in SETS.items()]
    return helper.make_function(OWN, name, inputs, outputs, nodes, sets, attributes=given, attribute_protos=defaults)


def referring(kind: str, inputs: list[str], output: str, **references: str) -> Any:
    """Return a node whose attributes are those of the function around it."""
    made = node(kind, inputs, output)
    for name, reference in references.items():
        made.attribute.add(name=name, ref_attr_name=reference, type=onnx.AttributeProto.FLOAT)
    return made


def call(name: str, inputs: list[str], output: str | list[str], **attributes: Any) -> Any:
    return node(name, inputs, output, domain=OWN, **attributes)


def write(path: Path, functions: list[Any], nodes: list[Any], tensors: dict[str, Any] | None = None) -> Path:
    ports = ("x", TensorProto.FLOAT, [1, 3]), ("y", TensorProto.FLOAT, None)
    return saved(path, nodes, [ports[0]], [ports[1]], tensors or {}, SETS, functions)


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
    assert outputs_of_runtime(file, rows) == outputs_at(read_onnx(file), rows)


def test_a_function_without_attributes_is_what_the_reference_evaluator_has(tmp_path: Path) -> None:
    """It has no attributes that are handed on to operators of one operand."""
    nodes = [call("Both", ["x", "c"], ["s", "d"]), call("Both", ["d", "s"], ["t", "y"])]
    file = write(tmp_path / "m.onnx", [SPLIT], nodes, {"c": np.array([1, -2, 0.5], np.float32)})
    rows = np.arange(12, dtype=np.float32).reshape(4, 3)
    assert outputs_of_reference(file, rows) == outputs_at(read_onnx(file), rows)


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


def test_numbers_in_another_file_are_sought_beside_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder, number in (("model", 100), ("elsewhere", -7)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "w.bin").write_bytes(np.array([number], np.float32).tobytes())
    tensor = onnx.TensorProto(name="w", data_type=1, data_location=onnx.TensorProto.EXTERNAL, dims=[1])
    tensor.external_data.add(key="location", value="w.bin")
    body = [node("Constant", [], "w", value=tensor), node("Add", ["a", "w"], "b")]
    file = write(tmp_path / "model" / "m.onnx", [function("Shift", ["a"], ["b"], body)], [call("Shift", ["x"], "y")])
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert list(evaluate_many(read_onnx(file), [[0, 1, 2]]).outputs[0]) == [100, 101, 102]


def test_nodes_that_a_call_does_not_need_are_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waste = [node("Relu", ["a"], f"w{number}") for number in range(200)]
    tower = [function("F0", ["a"], ["h"], [node("Neg", ["a"], "h"), *waste])]
    for number in range(1, 7):
        inner = f"F{number - 1}"
        tower.append(function(f"F{number}", ["a"], ["h"], [call(inner, ["a"], "g"), call(inner, ["g"], "h")]))
    looked: list[int] = []
    found = reader.GraphReader._needed

    def needed(self: Any, graph: Any, *rest: Any) -> Any:
        looked.append(len(graph.node))
        return found(self, graph, *rest)

    monkeypatch.setattr(reader.GraphReader, "_needed", needed)
    file = write(tmp_path / "m.onnx", tower, [call("F6", ["x"], "y")])
    assert list(evaluate_many(read_onnx(file), [[0, 1, 2]]).outputs[0]) == [0, 1, 2]
    assert sum(looked) < 3 * 200


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


@pytest.mark.parametrize("limit", [10**5, pytest.param(MAX_NUMBERS, marks=pytest.mark.slow)])
def test_functions_that_double_again_and_again_are_paid_for(
    limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "Budget", lambda: Budget(limit))
    tower = [function("F0", ["a"], ["h"], [node("Neg", ["a"], "h")])]
    for number in range(1, 30):
        inner = f"F{number - 1}"
        tower.append(function(f"F{number}", ["a"], ["h"], [call(inner, ["a"], "g"), call(inner, ["g"], "h")]))
    refused(write(tmp_path / "m.onnx", tower, [call("F29", ["x"], "y")]), "brings the graph to more than")


@pytest.mark.parametrize("given", [{}, {"epsilon": 1e-5}])
def test_an_epsilon_that_is_left_out_is_a_float32_as_one_that_is_there(given: dict[str, float], tmp_path: Path) -> None:
    """In float64 the float32 nearest to 1e-5 is another number than 1e-5."""
    normalization = node("BatchNormalization", ["x", "s", "b", "m", "v"], "y", **given)
    tensors = {name: np.array([float(name == "s")]) for name in "sbmv"}
    ports = ("x", TensorProto.DOUBLE, [1, 1]), ("y", TensorProto.DOUBLE, None)
    file = saved(tmp_path / "m.onnx", [normalization], [ports[0]], [ports[1]], tensors)
    (row,) = evaluate_many(read_onnx(file), [[1]]).outputs
    assert row[0] == Fraction(1 / np.sqrt(np.float64(np.float32(1e-5))))
