"""A classifier is cut before its probabilities only where each row keeps its largest number."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx import TensorProto, helper
from onnx_models import classic, ints, node, saved

from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from exchange.onnx.model import CLASSIC
from exchange.onnx.reader import trained_onnx

OWN = "own"


def write(
    path: Path, nodes: list[Any], shape: list[int], functions: Any = (), version: int = 17, **tensors: Any
) -> Path:
    ports = ("x", TensorProto.FLOAT, shape), ("y", TensorProto.FLOAT, None)
    return saved(path, nodes, [ports[0]], [ports[1]], tensors, {"": version, OWN: 1, CLASSIC: 3}, functions)


def negation(name: str) -> tuple[Any, Any]:
    """Return a function of that name that is a negation, and a call of it."""
    body = helper.make_function(OWN, name, ["a"], ["b"], [node("Neg", ["a"], "b")], [helper.make_opsetid("", 17)])
    return body, node(name, ["h"], "y", domain=OWN)


def test_a_function_of_the_model_is_none_of_onnx_whatever_its_name(tmp_path: Path) -> None:
    body, call = negation("Softmax")
    trained = trained_onnx(write(tmp_path / "m.onnx", [node("Relu", ["x"], "h"), call], [1, 2], [body]))
    assert trained.notes == ()
    assert list(evaluate(trained.network, [1, 2])) == [-1, -2]
    body, call = negation("Identity")
    with pytest.raises(BadInput, match=r"operator Softmax .* is not read exactly"):
        trained_onnx(write(tmp_path / "m.onnx", [node("Softmax", ["x"], "h"), call], [1, 2], [body]))


@pytest.mark.parametrize(("shape", "first", "axis"), [([1, 1], 0.25, 1), ([1, 2], 1.0, 1), ([1, 1], 1.0, 0)])
def test_a_pair_of_probabilities_is_one_minus_the_other(
    shape: list[int], first: float, axis: int, tmp_path: Path
) -> None:
    def read(shape: list[int], first: float, axis: int) -> Any:
        nodes = [node("Sigmoid", ["x"], "p"), node("Sub", ["c", "p"], "q"), node("Concat", ["q", "p"], "y", axis=axis)]
        return trained_onnx(write(tmp_path / "m.onnx", nodes, shape, c=np.array([first], np.float32)))

    assert list(evaluate(read([1, 1], 1.0, -1).network, [3])) == [0, 3]
    with pytest.raises(BadInput, match=r"Concat behind 'x' does not keep|operator Sigmoid .* is not read exactly"):
        read(shape, first, axis)


def classifier(transform: str) -> Any:
    numbers: dict[str, Any] = {
        "coefficients": [-1.0, -2.0, 0.0],
        "intercepts": [0.0] * 3,
        "classlabels_ints": [0, 1, 2],
    }
    return classic("LinearClassifier", ["x"], ["l", "y"], post_transform=transform, **numbers)


SPLIT = [node("Reshape", ["x", "r"], "h"), node("Softmax", ["h"], "k", axis=1), node("Reshape", ["k", "s"], "y")]
CASES: dict[str, tuple[list[Any], list[int], str]] = {
    "another axis": ([node("Softmax", ["x"], "y", axis=0)], [1, 3], "Softmax behind 'x' does not keep which number of"),
    "columns": ([node("Softmax", ["x"], "y", axis=0)], [2, 2], "Softmax behind 'x' does not keep"),
    "one alone": ([node("LogSoftmax", ["x"], "y", axis=1)], [1, 1], "LogSoftmax behind 'x' does not keep"),
    "pixels": ([node("Softmax", ["x"], "y", axis=1)], [1, 2, 2], "Softmax behind 'x' does not keep"),
    "parts of a row": (SPLIT, [1, 4], "Reshape behind 'h' does not keep"),
    "a row before": (
        [node("Softmax", ["x"], "h"), node("Reshape", ["h", "r"], "k"), node("Softmax", ["k"], "y")],
        [1, 4],
        "Softmax behind 'x' does not keep",
    ),
    "the largest": ([classic("Normalizer", ["x"], "y", norm="MAX")], [1, 3], "operator ai.onnx.ml.Normalizer"),
    "the largest, unsaid": ([classic("Normalizer", ["x"], "y")], [1, 3], "operator ai.onnx.ml.Normalizer"),
    "integers": (
        [
            node("Softmax", ["x"], "h"),
            node("Cast", ["h"], "i", to=TensorProto.INT32),
            node("Cast", ["i"], "y", to=TensorProto.FLOAT),
        ],
        [1, 3],
        "operator Softmax",
    ),
    "twice": ([node("Sigmoid", ["x"], "h"), node("Sigmoid", ["h"], "y")], [1, 1], "Sigmoid behind 'x' does not keep"),
    "zero stays": ([classifier("SOFTMAX_ZERO")], [1, 1], "post_transform SOFTMAX_ZERO .* does not keep which class"),
    "probit": ([classifier("PROBIT")], [1, 1], "post_transform PROBIT .* does not keep which class"),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_what_changes_the_order_of_a_row_is_not_cut_off(name: str, tmp_path: Path) -> None:
    nodes, shape, words = CASES[name]
    with pytest.raises(BadInput, match=words) as caught:
        trained_onnx(write(tmp_path / "m.onnx", nodes, shape, r=ints(2, 2), s=ints(1, 4)))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("version", [12, 17])
def test_rows_that_keep_their_largest_number_are_cut(version: int, tmp_path: Path) -> None:
    nodes = [node("Softmax", ["x"], "h", axis=1), node("Flatten", ["h"], "y")]
    read = trained_onnx(write(tmp_path / "m.onnx", nodes, [1, 3, 1], version=version))
    assert read.notes == ("'y' is cut before Softmax: the outputs are 'x', of which the largest names the class",)
    old = write(tmp_path / "m.onnx", [node("Softmax", ["x"], "y", axis=1)], [1, 2, 2], version=12)
    assert list(evaluate(trained_onnx(old).network, [1, 2, 3, 4])) == [1, 2, 3, 4]
    for norm in ("L1", "L2"):
        assert trained_onnx(write(tmp_path / "m.onnx", [classic("Normalizer", ["x"], "y", norm=norm)], [1, 3])).notes


def test_a_cut_is_proposed_at_values_that_work(tmp_path: Path) -> None:
    weights: dict[str, Any] = {"w": np.eye(2, dtype=np.float32), "s": np.ones(2, np.float32)}

    def said(*nodes: Any, functions: Any = ()) -> str:
        with pytest.raises(BadInput) as caught:
            trained_onnx(write(tmp_path / "m.onnx", list(nodes), [1, 2], functions, **weights))
        return str(caught.value)

    normal = node("LayerNormalization", ["h", "s"], "y")
    assert said(node("MatMul", ["x", "w"], "h"), normal).endswith("before it, as at h")
    assert trained_onnx(tmp_path / "m.onnx", "h").network.output_width == 2
    long = "sequential_6/normalization_layer_1/dense_42/BiasAdd:0"
    assert said(node("MatMul", ["x", "w"], long), node("Tanh", [long], "y")).endswith(f"before it, as at {long}")
    assert said(node("MatMul", ["x", "w"], "a b"), node("Tanh", ["a b"], "y")).endswith("before it, as at 'a b'")
    for kind, words in (("Mul", "is read only if one is a truth value"), ("Div", "must be a"), ("MatMul", "must be a")):
        squared = said(node("MatMul", ["x", "w"], "h"), node(kind, ["h", "h"], "y"))
        assert words in squared
        assert "piecewise" not in squared  # a product with 0 or 1 is
    assert "output-name" not in said(node("LayerNormalization", ["x", "s"], "y"))
    assert "output-name" not in said(node("ReduceL2", ["w"], "n"), node("Mul", ["x", "n"], "y"))
    body = [node("Neg", ["a"], "c"), node("Tanh", ["c"], "b")]
    tangent = helper.make_function(OWN, "T", ["a"], ["b"], body, [helper.make_opsetid("", 17)])
    assert "output-name" not in said(node("Relu", ["x"], "h"), node("T", ["h"], "y", domain=OWN), functions=[tangent])
