"""ONNX models read exactly: held against onnxruntime on numbers that floats compute exactly, and refused by name."""

import random
from collections.abc import Sequence as Items
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

onnx = pytest.importorskip("onnx", reason="the extra 'onnx' is not installed")
pytest.importorskip("onnxruntime", reason="the extra 'onnx' is not installed")

from onnx import TensorProto, helper  # noqa: E402
from onnx_models import node, numbers, outputs_of_reference, outputs_of_runtime, subgraph, write  # noqa: E402

from constructions.files.canonical import network_bytes  # noqa: E402
from constructions.files.data_reader import read_dataset  # noqa: E402
from constructions.model.batch import evaluate_many  # noqa: E402
from constructions.model.cost import size_of, structural_worst  # noqa: E402
from constructions.model.errors import BadInput  # noqa: E402
from constructions.model.network import Affine, Concatenate, Network, Relu, Sequence  # noqa: E402
from exchange.exact_arrays import normalization, rationals  # noqa: E402
from exchange.onnx.model import NEWEST  # noqa: E402
from exchange.onnx.reader import read_onnx, trained_onnx  # noqa: E402
from exchange.onnx.runtime import runtime_report  # noqa: E402

DATA = Path(__file__).parents[3] / "examples" / "data"

CHAINS: dict[str, tuple[list[Any], list[int | str], dict[str, Any]]] = {
    "Gemm with bias, transposed, scaled": (
        [node("Gemm", ["x", "w", "b"], "y", transB=1, alpha=0.5, beta=2.0)],
        ["n", 3],
        {"w": numbers(4, 3), "b": numbers(4)},
    ),
    "Gemm without bias": ([node("Gemm", ["x", "w"], "y")], [1, 3], {"w": numbers(3, 2)}),
    "Gemm with one number as bias, transposed input": (
        [node("Gemm", ["x", "w", "b"], "y", transA=1)],
        [3, 2],
        {"w": numbers(3, 2), "b": numbers(1)},
    ),
    "MatMul, Add, Relu": (
        [node("MatMul", ["x", "w"], "h"), node("Add", ["h", "b"], "g"), node("Relu", ["g"], "y")],
        ["n", 3],
        {"w": numbers(3, 5), "b": numbers(5)},
    ),
    "MatMul from the left": ([node("MatMul", ["w", "x"], "y")], [3, 2], {"w": numbers(4, 3)}),
    "MatMul of a stack of matrices": ([node("MatMul", ["x", "w"], "y")], [2, 2, 3], {"w": numbers(3, 2)}),
    "MatMul of a vector": ([node("MatMul", ["x", "w"], "y")], [3], {"w": numbers(3)}),
    "Sub, Mul, Div, Neg with constants": (
        [
            node("Sub", ["x", "a"], "s"),
            node("Sub", ["one", "s"], "t"),
            node("Mul", ["t", "a"], "m"),
            node("Div", ["m", "two"], "d"),
            node("Neg", ["d"], "y"),
        ],
        ["n", 4],
        {"a": numbers(4), "one": np.ones(1, np.float32), "two": np.full((1, 4), 2, np.float32)},
    ),
    "a constant that widens the result": ([node("Add", ["x", "a"], "y")], [1, 3], {"a": numbers(2, 3)}),
    "a skip connection": (
        [node("Gemm", ["x", "w"], "h"), node("Relu", ["h"], "r"), node("Add", ["r", "x"], "y")],
        ["n", 3],
        {"w": numbers(3, 3)},
    ),
    "the difference of a value and itself": ([node("Relu", ["x"], "h"), node("Sub", ["h", "h"], "y")], ["n", 3], {}),
    "Concat of the input, a constant and a layer": (
        [node("Gemm", ["x", "w"], "h"), node("Relu", ["h"], "r"), node("Concat", ["x", "c", "r", "x"], "y", axis=-1)],
        [1, 3],
        {"w": numbers(3, 2), "c": numbers(1, 2)},
    ),
    "Concat along the first axis": ([node("Concat", ["x", "x"], "y", axis=0)], [2, 3], {}),
    "Cast to floats": ([node("Cast", ["x"], "c", to=TensorProto.FLOAT), node("Relu", ["c"], "y")], [2, 3], {}),
    "Flatten, Reshape, Transpose, Squeeze, Unsqueeze": (
        [
            node("Transpose", ["x"], "t", perm=[0, 2, 1]),
            node("Unsqueeze", ["t", "first"], "u"),
            node("Squeeze", ["u", "first"], "q"),
            node("Reshape", ["q", "shape"], "r"),
            node("Identity", ["r"], "i"),
            node("Dropout", ["i"], "o"),
            node("Flatten", ["o"], "f"),
            node("Gemm", ["f", "w"], "y"),
        ],
        [1, 2, 3],
        {"first": np.array([1]), "shape": np.array([0, -1, 2]), "w": numbers(6, 2)},
    ),
    "Conv with padding, strides and bias": (
        [node("Conv", ["x", "w", "b"], "y", pads=[1, 0, 1, 2], strides=[2, 1])],
        [1, 2, 5, 4],
        {"w": numbers(3, 2, 3, 2), "b": numbers(3)},
    ),
    "Conv in groups, dilated": (
        [node("Conv", ["x", "w"], "y", group=2, dilations=[2, 1])],
        [1, 4, 5, 4],
        {"w": numbers(2, 2, 2, 2)},
    ),
    "Conv of one axis, same size": (
        [node("Conv", ["x", "w"], "y", auto_pad="SAME_UPPER", strides=[2])],
        ["n", 2, 7],
        {"w": numbers(3, 2, 4)},
    ),
    "Conv, same size, more before": (
        [node("Conv", ["x", "w"], "y", auto_pad="SAME_LOWER")],
        [1, 1, 6],
        {"w": numbers(1, 1, 4)},
    ),
    "MaxPool": ([node("MaxPool", ["x"], "y", kernel_shape=[2, 2], strides=[2, 2])], [1, 2, 4, 6], {}),
    "MaxPool, overlapping, padded": (
        [node("MaxPool", ["x"], "y", kernel_shape=[3, 2], strides=[1, 2], pads=[1, 1, 1, 1])],
        [1, 1, 4, 5],
        {},
    ),
    "MaxPool, dilated, rounded up": (
        [node("MaxPool", ["x"], "y", kernel_shape=[2], strides=[2], dilations=[2], ceil_mode=1)],
        [1, 1, 6],
        {},
    ),
    "MaxPool, rounded up, padded": (
        [node("MaxPool", ["x"], "y", kernel_shape=[2], strides=[3], pads=[1, 1], ceil_mode=1)],
        [1, 1, 6],
        {},
    ),
    "AveragePool": ([node("AveragePool", ["x"], "y", kernel_shape=[2, 2], strides=[2, 1])], [1, 2, 4, 5], {}),
    "AveragePool, padded, padding counted": (
        [node("AveragePool", ["x"], "y", kernel_shape=[2, 2], pads=[1, 1, 0, 0], count_include_pad=1)],
        [1, 1, 3, 3],
        {},
    ),
    "AveragePool, padded, padding not counted": (
        [node("AveragePool", ["x"], "y", kernel_shape=[2, 2], pads=[1, 1, 1, 1])],
        [1, 1, 3, 3],
        {},
    ),
    "AveragePool, rounded up": (
        [node("AveragePool", ["x"], "y", kernel_shape=[4], strides=[4], ceil_mode=1)],
        [1, 1, 10],
        {},
    ),
    "AveragePool, rounded up, padding counted": (
        [node("AveragePool", ["x"], "y", kernel_shape=[4], strides=[3], pads=[1, 1], ceil_mode=1, count_include_pad=1)],
        [1, 1, 9],
        {},
    ),
    "GlobalAveragePool, GlobalMaxPool": (
        [node("GlobalAveragePool", ["x"], "a"), node("GlobalMaxPool", ["x"], "m"), node("Add", ["a", "m"], "y")],
        [1, 3, 2, 4],
        {},
    ),
    "BatchNormalization with an exact root": (
        [
            node("Conv", ["x", "w"], "h"),
            node("BatchNormalization", ["h", "s", "b", "m", "v"], "n", epsilon=0.0),
            node("Relu", ["n"], "y"),
        ],
        [1, 2, 3, 3],
        {
            "w": numbers(3, 2, 2, 2),
            "s": numbers(3, seed=1),
            "b": numbers(3, seed=2),
            "m": numbers(3, seed=3),
            "v": np.array([4, 0.25, 1], np.float32),
        },
    ),
}


def network_and_rows(name: str, path: Path) -> tuple[Network, Any, list[int], Path]:
    nodes, shape, tensors = CHAINS[name]
    file = write(path / "m.onnx", nodes, shape, tensors)
    network = read_onnx(file)
    rows = np.random.default_rng(5).integers(-9, 10, size=(12, network.input_width)).astype(np.float32)
    return network, rows, [size if isinstance(size, int) else 1 for size in shape], file


def exact_outputs(network: Network, rows: Any) -> Items[tuple[Fraction, ...]]:
    return evaluate_many(network, [[Fraction(value) for value in row.tolist()] for row in rows]).outputs


@pytest.mark.parametrize("name", CHAINS)
def test_the_exact_network_gives_what_onnxruntime_gives(name: str, tmp_path: Path) -> None:
    network, rows, _, file = network_and_rows(name, tmp_path)
    for exact, floats in zip(exact_outputs(network, rows), outputs_of_runtime(file, rows), strict=True):
        assert len(exact) == len(floats)
        if "AveragePool" in name:
            assert max(abs(Fraction(a) - b) for a, b in zip(floats.tolist(), exact, strict=True)) < Fraction(1, 10**5)
        else:
            assert [Fraction(value) for value in floats.tolist()] == list(exact)


@pytest.mark.parametrize("name", [name for name in CHAINS if "rounded up" not in name])
def test_the_reference_evaluator_of_onnx_agrees(name: str, tmp_path: Path) -> None:
    network, rows, shape, file = network_and_rows(name, tmp_path)
    for exact, floats in zip(exact_outputs(network, rows), outputs_of_reference(file, rows, shape), strict=True):
        assert max(abs(Fraction(a) - b) for a, b in zip(floats.tolist(), exact, strict=True)) < Fraction(1, 10**5)


def test_a_scale_before_a_bias_after_and_a_normalization_are_folded_into_one_layer(tmp_path: Path) -> None:
    tensors = {"c": numbers(3), "w": numbers(3, 4), "b": numbers(4), "s": numbers(4), "v": np.ones(4, np.float32)}
    nodes = [
        node("Mul", ["x", "c"], "m"),
        node("MatMul", ["m", "w"], "h"),
        node("Add", ["h", "b"], "a"),
        node("BatchNormalization", ["a", "s", "b", "b", "v"], "n"),
        node("Relu", ["n"], "y"),
    ]
    network = read_onnx(write(tmp_path / "m.onnx", nodes, [1, 3], tensors))
    assert isinstance(network, Sequence)
    assert [type(stage) for stage in network.stages] == [Affine, Relu]


def test_full_matrices_that_follow_each_other_are_not_multiplied_out(tmp_path: Path) -> None:
    tensors = {"a": np.full((4, 1), 3, np.float32), "b": np.full((1, 4), 5, np.float32)}
    nodes = [node("MatMul", ["x", "a"], "h"), node("MatMul", ["h", "b"], "y")]
    network = read_onnx(write(tmp_path / "m.onnx", nodes, [1, 4], tensors))
    assert structural_worst(network).total == 4 + 3 + 4


def test_a_value_that_is_read_later_is_carried_and_one_that_nobody_reads_is_not(tmp_path: Path) -> None:
    nodes = [
        node("Relu", ["x"], "h"),
        node("Neg", ["x"], "unused"),
        node("Gemm", ["h", "w"], "g"),
        node("Add", ["g", "x"], "y"),
    ]
    network = read_onnx(write(tmp_path / "m.onnx", nodes, [1, 2], {"w": numbers(2, 2)}))
    assert size_of(network).width == 4
    assert isinstance(network, Sequence)
    assert isinstance(network.stages[0], Concatenate)


def test_batch_normalization_takes_the_root_that_float32_gives() -> None:
    variance = np.array([2, 3], np.float32)
    one, zero = np.ones(2, np.float32), np.zeros(2, np.float32)
    factors, offsets = normalization(one, zero, one, variance, 0.5, "m")
    for number, value in enumerate([2.5, 3.5]):
        root = np.float32(1) / np.float32(np.sqrt(np.float32(value)))
        assert factors[number] == Fraction(root.item())
        assert offsets[number] == -factors[number]
        assert abs(factors[number] ** 2 * Fraction(value) - 1) < Fraction(1, 2**21)


def test_batch_normalization_agrees_with_onnxruntime_up_to_rounding(tmp_path: Path) -> None:
    tensors = {"s": numbers(3), "b": numbers(3), "m": numbers(3), "v": np.array([0.7, 3, 11], np.float32)}
    file = write(tmp_path / "m.onnx", [node("BatchNormalization", ["x", "s", "b", "m", "v"], "y")], ["n", 3], tensors)
    points = [(Fraction(1), Fraction(2), Fraction(3)), (Fraction(-5), Fraction(0), Fraction(1, 2))]
    report = runtime_report(file, read_onnx(file), points)
    assert 0 < report.largest_difference < Fraction(1, 10**5)


def test_a_point_that_the_input_cannot_hold_is_named(tmp_path: Path) -> None:
    file = write(tmp_path / "m.onnx", [node("Relu", ["x"], "y")], [1, 1])
    for large in (Fraction(10) ** 40, Fraction(10) ** 400):
        with pytest.raises(BadInput, match=r"m\.onnx: point 1 has a number that is too large for float32"):
            runtime_report(file, read_onnx(file), [(Fraction(1),), (large,)])


@pytest.mark.parametrize(("kind", "bits"), [("float16", 10), ("bfloat16", 7), ("float64", 52)])
def test_every_format_of_floats_is_read_as_the_numbers_it_holds(kind: str, bits: int) -> None:
    from onnx import numpy_helper

    value = 1 + 2.0**-bits
    tensor = helper.make_tensor("t", getattr(TensorProto, kind.upper().replace("FLOAT64", "DOUBLE")), [1], [value])
    assert rationals(numpy_helper.to_array(tensor), "t").tolist() == [1 + Fraction(1, 2**bits)]


def test_the_digits_model_is_read_exactly_and_classifies_all_digits() -> None:
    file = DATA / "digits.onnx"
    network, data = read_onnx(file), read_dataset(DATA / "digits.csv")
    outputs = evaluate_many(network, data.points).outputs
    assert sum(row.index(max(row)) == label for row, label in zip(outputs, data.classes(), strict=True)) == 1797
    report = runtime_report(file, network, data.points)
    assert 0 < report.largest_difference < Fraction(1, 10**4)
    assert report.largest_output > 20


def test_a_network_is_cut_before_its_softmax_by_itself_or_by_naming_an_output(tmp_path: Path) -> None:
    nodes = [node("Gemm", ["x", "w"], "logits"), node("Softmax", ["logits"], "y")]
    file = write(tmp_path / "m.onnx", nodes, ["n", 3], {"w": numbers(3, 2)})
    read = trained_onnx(file)
    assert read.network.output_width == 2
    assert read.notes == ("'y' is cut before Softmax: the outputs are 'logits', of which the largest names the class",)
    assert read_onnx(file, "logits").output_width == 2
    with pytest.raises(BadInput, match=r"m\.onnx: operator Softmax \(node 'y_node'\) is not .* as at 'logits'$"):
        read_onnx(file, "y")
    with pytest.raises(BadInput, match=r"no node computes 'z': the last values of the graph are 'logits', 'y'"):
        read_onnx(file, "z")


RELU = subgraph([node("Relu", ["x"], "side")], "side")

REFUSED: dict[str, tuple[list[Any], list[int | str], dict[str, Any], str]] = {
    "a product of two values": ([node("Mul", ["x", "x"], "y")], [1, 2], {}, r"Mul \(node 'y_node'\): the product"),
    "a quotient by a value": ([node("Div", ["a", "x"], "y")], [1, 2], {"a": numbers(2)}, "divisor must be a constant"),
    "a quotient by 0": ([node("Div", ["x", "a"], "y")], [1, 2], {"a": np.zeros(1, np.float32)}, "without zeros"),
    "a weight that is not finite": (
        [node("Add", ["x", "a"], "y")],
        [1, 2],
        {"a": np.array([1, np.nan], np.float32)},
        r"Add \(node 'y_node'\): constant\[1\] is nan, not a finite number",
    ),
    "an infinite weight": (
        [node("Gemm", ["x", "a"], "y")],
        [1, 1],
        {"a": np.array([[-np.inf]], np.float32)},
        r"weights\[0, 0\] is -inf",
    ),
    "a matrix that does not fit": ([node("MatMul", ["x", "w"], "y")], [1, 2], {"w": numbers(3, 2)}, "do not fit"),
    "shapes that do not broadcast": ([node("Add", ["x", "a"], "y")], [1, 2], {"a": numbers(3)}, "do not fit"),
    "a reshape to another size": (
        [node("Reshape", ["x", "s"], "y")],
        [1, 6],
        {"s": np.array([4, 2])},
        r"\[1, 6\] cannot take the shape \[4, 2\]",
    ),
    "an open dimension inside": ([node("Relu", ["x"], "y")], [1, "n"], {}, "dimension 1 must have a fixed size"),
    "a variance below 0": (
        [node("BatchNormalization", ["x", "a", "a", "a", "v"], "y")],
        [1, 2],
        {"a": numbers(2), "v": np.full(2, -1, np.float32)},
        r"1 / sqrt\(variance \+ epsilon\)\[0\] is nan",
    ),
    "training mode": (
        [node("BatchNormalization", ["x", "a", "a", "a", "a"], "y", training_mode=1)],
        [1, 2],
        {"a": np.ones(2, np.float32)},
        "training mode",
    ),
    "an axis out of range": ([node("Concat", ["x", "x"], "y", axis=7)], [1, 2], {}, "Concat"),
    "a window larger than the grid": ([node("MaxPool", ["x"], "y", kernel_shape=[9])], [1, 1, 3], {}, "does not fit"),
    "an input too wide": ([node("Relu", ["x"], "y")], [1, 10**9], {}, "1,000,000 are the most"),
    "a layer too large": (
        [node("Conv", ["x", "w"], "y", pads=[9, 9, 9, 9])],
        [1, 1, 999, 999],
        {"w": numbers(1, 1, 9, 9)},
        "10,000,000 are the most",
    ),
    "an output that is a constant": ([node("Identity", ["a"], "y")], [1, 2], {"a": numbers(2)}, "does not depend"),
    "a kernel shape that contradicts the weights": (
        [node("Conv", ["x", "w"], "y", kernel_shape=[3, 3])],
        [1, 2, 4, 4],
        {"w": numbers(3, 2, 2, 2)},
        r"Conv \(node 'y_node'\): kernel_shape \[3, 3\] contradicts the weights, .* \[3, 2, 2, 2\]",
    ),
    "a bias of another length than the filters": (
        [node("Conv", ["x", "w", "b"], "y")],
        [1, 2, 4, 4],
        {"w": numbers(3, 2, 2, 2), "b": numbers(2)},
        r"Conv \(node 'y_node'\): bias must have the shape \[3\], one number a filter, not \[2\]",
    ),
    "a bias that does not fit, computed or not": (
        [node("Identity", ["b"], "c"), node("Gemm", ["x", "w", "c"], "y")],
        [1, 3],
        {"w": numbers(3, 2), "b": numbers(3)},
        r"Gemm \(node 'y_node'\): bias must fit the shape \[1, 2\], not \[3\]",
    ),
    "padding that is given twice": (
        [node("Conv", ["x", "w"], "y", pads=[1, 1], auto_pad="VALID")],
        [1, 1, 4],
        {"w": numbers(1, 1, 2)},
        r"pads \[1, 1\] stand beside auto_pad VALID",
    ),
    "an index out of range": (
        [node("Gather", ["x", "i"], "y", axis=1)],
        [1, 3],
        {"i": np.array([1, 3])},
        "index 3 is not within the 3 numbers of axis 1",
    ),
    "operands of two types": (
        [node("Add", ["x", "a"], "y")],
        [1, 3],
        {"a": numbers(3).astype(np.float64)},
        "must be of one type, not float32 and float64",
    ),
    "an integer out of the range of its type": (
        [node("Mul", ["a", "a"], "b"), node("Cast", ["b"], "c", to=TensorProto.FLOAT), node("Mul", ["x", "c"], "y")],
        [1, 1],
        {"a": np.array([2**40])},
        r"Mul \(node 'b_node'\): the constant 1208925819614629174706176 is out of the range of int64",
    ),
    "sides of If of two shapes": (
        [
            node("Greater", ["x", "a"], "b"),
            node(
                "If",
                ["b"],
                "y",
                then_branch=subgraph([node("Relu", ["x"], "t")], "t"),
                else_branch=subgraph([node("Squeeze", ["x"], "e")], "e"),
            ),
        ],
        [1, 1],
        {"a": numbers(1)},
        r"If \(node 'y_node'\): result 0 must be one thing on both sides, not float32 \[1, 1\] and float32 \[\]",
    ),
    "a comparison with nothing": (
        [node("Greater", ["x", "a"], "b"), node("Cast", ["b"], "y", to=TensorProto.FLOAT)],
        [1, 1],
        {"a": np.zeros((0,), np.float32)},
        r"Greater \(node 'b_node'\): the result has no numbers",
    ),
    "a condition of several truth values": (
        [
            node("Greater", ["x", "a"], "b"),
            node(
                "If", ["b"], "y", **{s: subgraph([node("Relu", ["x"], s)], s) for s in ("then_branch", "else_branch")}
            ),
        ],
        [1, 3],
        {"a": numbers(1)},
        r"the condition must be one truth value, not bool \[1, 3\]",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_exactly_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    nodes, shape, tensors, words = REFUSED[name]
    with pytest.raises(BadInput, match=words) as caught:
        read_onnx(write(tmp_path / "m.onnx", nodes, shape, tensors))
    assert str(caught.value).startswith(str(tmp_path / "m.onnx"))
    assert "\n" not in str(caught.value)


def test_other_refusals_name_the_file(tmp_path: Path) -> None:
    relu = [node("Relu", ["x"], "y")]
    with pytest.raises(BadInput, match=r"none\.onnx: no such file"):
        read_onnx(tmp_path / "none.onnx")
    (tmp_path / "bad.onnx").write_bytes(b"\x00garbage")
    with pytest.raises(BadInput, match=r"bad\.onnx: not a valid ONNX model"):
        read_onnx(tmp_path / "bad.onnx")
    (tmp_path / "empty.onnx").write_bytes(b"")
    with pytest.raises(BadInput, match=r"empty\.onnx: the file is empty"):
        read_onnx(tmp_path / "empty.onnx")
    with pytest.raises(BadInput, match="must be of version 7 or later, not 6"):
        read_onnx(write(tmp_path / "old.onnx", relu, [1, 2], version=6))
    with pytest.raises(BadInput, match="input 'x' must be a tensor of floats or integers"):
        read_onnx(write(tmp_path / "int.onnx", relu, [1, 2], kind=TensorProto.COMPLEX64))
    with pytest.raises(
        BadInput,
        match=r"there are 2 outputs, name one \(memocert read --output-name\), or a value before them: 'y', 'z'",
    ):
        read_onnx(write(tmp_path / "two.onnx", [*relu, node("Neg", ["y"], "z")], [1, 2], outputs=("y", "z")))
    (tmp_path / "ours.onnx").write_bytes(network_bytes(Relu(1)))
    with pytest.raises(
        BadInput, match=r"ours\.onnx: a file of this project, no ONNX model: memocert export .* makes one"
    ):
        read_onnx(tmp_path / "ours.onnx")


def test_an_operator_set_newer_than_the_newest_known_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "new.onnx"
    newest = onnx.defs.onnx_opset_version()
    for version in (newest + 1, 99):
        model = onnx.load(write(tmp_path / "m.onnx", [node("Relu", ["x"], "y")], [1, 2]))
        model.opset_import[0].version = version
        file.write_bytes(model.SerializeToString())
        with pytest.raises(BadInput, match=rf"operator set {version} is newer than the newest known, {NEWEST}$"):
            read_onnx(file)


def test_a_model_that_names_two_operator_sets_is_refused(tmp_path: Path) -> None:
    model = onnx.load(write(tmp_path / "m.onnx", [node("Relu", ["x"], "y")], [1, 2]))
    model.opset_import.append(helper.make_opsetid("ai.onnx", 10))
    (tmp_path / "m.onnx").write_bytes(model.SerializeToString())
    with pytest.raises(BadInput, match=r"it names 2 operator sets where there can be one, 17 or 10$"):
        read_onnx(tmp_path / "m.onnx")


def test_a_number_inside_a_side_of_an_if_hides_one_of_the_same_name_outside(tmp_path: Path) -> None:
    then = subgraph([node("Add", ["x", "w"], "t")], "t")
    then.initializer.append(onnx.numpy_helper.from_array(np.array([10, 10], np.float32), "w"))
    nodes = [
        node("Add", ["x", "w"], "z"),
        node("If", ["c"], "q", then_branch=then, else_branch=subgraph([node("Neg", ["x"], "e")], "e")),
        node("Add", ["z", "q"], "y"),
    ]
    tensors = {"c": np.array(True), "w": np.array([1, 1], np.float32)}
    file = write(tmp_path / "m.onnx", nodes, [1, 2], tensors, infer=False)
    row = np.array([[1.5, 0.5]], np.float32)
    ((one, two),) = exact_outputs(read_onnx(file), row)
    assert [one, two] == [14, 12] == [float(value) for value in outputs_of_runtime(file, row)[0]]


def test_an_output_may_leave_its_shape_out(tmp_path: Path) -> None:
    model = onnx.load(write(tmp_path / "m.onnx", [node("Relu", ["x"], "y")], [1, 2]))
    model.graph.output[0].type.tensor_type.ClearField("shape")
    (tmp_path / "m.onnx").write_bytes(model.SerializeToString())
    assert isinstance(read_onnx(tmp_path / "m.onnx"), Relu)


def test_the_network_of_a_bare_input_is_wires(tmp_path: Path) -> None:
    network = read_onnx(write(tmp_path / "m.onnx", [node("Identity", ["x"], "y")], [1, 2]))
    assert structural_worst(network).total == 0
    assert [list(row) for row in exact_outputs(network, np.array([[3, 4]]))] == [[3, 4]]


def test_a_cast_to_floats_is_a_wire_and_to_integers_needs_bounds(tmp_path: Path) -> None:
    for to in (TensorProto.FLOAT, TensorProto.DOUBLE):
        nodes = [node("Cast", ["x"], "c", to=to), node("Relu", ["c"], "y")]
        network = read_onnx(write(tmp_path / "m.onnx", nodes, [1, 2]))
        assert [list(row) for row in exact_outputs(network, np.array([[3, -4]]))] == [[3, 0]]
    for to, words in (
        (TensorProto.INT64, "a value without bounds"),
        (TensorProto.FLOAT16, "is not rounded to float16"),
    ):
        nodes = [node("Cast", ["x"], "c", to=to), node("Neg", ["c"], "y")]
        with pytest.raises(BadInput, match=words):
            read_onnx(write(tmp_path / "m.onnx", nodes, [1, 2]))


def test_a_chain_of_thousands_of_layers_is_read(tmp_path: Path) -> None:
    nodes, value = [], "x"
    for number in range(2000):
        nodes += [node("Relu", [value], f"r{number}"), node("Add", [f"r{number}", "b"], f"a{number}")]
        value = f"a{number}"
    nodes.append(node("Add", [value, "x"], "y"))
    network = read_onnx(write(tmp_path / "m.onnx", nodes, [1, 1], {"b": np.full(1, 0.5, np.float32)}))
    assert [row[0] for row in exact_outputs(network, np.array([[-3.0], [2.0]]))] == [1000 - 3, 1004]


def test_changed_bytes_are_refused_in_one_line_or_read(tmp_path: Path) -> None:
    source = random.Random(7)
    path = tmp_path / "m.onnx"
    files = [write(path, *CHAINS[name]).read_bytes() for name in CHAINS]
    refused = 0
    for _ in range(600):
        data = bytearray(source.choice(files))
        for _ in range(source.randint(1, 3)):
            data[source.randrange(len(data))] = source.randrange(256)
        path.write_bytes(bytes(data))
        try:
            read_onnx(path)
        except BadInput as error:
            assert "\n" not in str(error)  # noqa: PT017
            refused += 1
    assert 300 < refused < 600
