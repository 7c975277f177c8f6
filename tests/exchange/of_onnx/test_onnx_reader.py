"""ONNX models read exactly: held against onnxruntime on numbers that floats compute exactly, and refused by name."""

import random
from fractions import Fraction
from pathlib import Path

import numpy as np
import onnx
import pytest
from cases_layers import LAYER_CASES
from fitted import outputs_at
from onnx import TensorProto, helper, numpy_helper
from onnx_models import node, numbers, outputs_of_runtime, subgraph, write
from processes import DATA

from constructions.files.canonical import network_bytes
from constructions.files.data_reader import read_dataset
from constructions.model.batch import evaluate_many
from constructions.model.cost import size_of, structural_worst
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Concatenate, Relu, Sequence
from exchange.exact_arrays import normalization, rationals
from exchange.onnx.model import NEWEST
from exchange.onnx.reader import read_onnx, trained_onnx
from exchange.onnx.runtime import runtime_report


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
    with pytest.raises(BadInput, match=r"m\.onnx: operator Softmax \(node 'y_node'\) is not .* as at logits$"):
        read_onnx(file, "y")
    with pytest.raises(BadInput, match=r"no node computes 'z': the last values of the graph are logits, y"):
        read_onnx(file, "z")


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
        match=r"there are 2 outputs, name one \(memocert read --output-name\), or a value before them: y, z",
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
    assert outputs_at(read_onnx(file), row) == outputs_of_runtime(file, row) == [(14, 12)]


def test_an_output_may_leave_its_shape_out(tmp_path: Path) -> None:
    model = onnx.load(write(tmp_path / "m.onnx", [node("Relu", ["x"], "y")], [1, 2]))
    model.graph.output[0].type.tensor_type.ClearField("shape")
    (tmp_path / "m.onnx").write_bytes(model.SerializeToString())
    assert isinstance(read_onnx(tmp_path / "m.onnx"), Relu)


def test_the_network_of_a_bare_input_is_wires(tmp_path: Path) -> None:
    network = read_onnx(write(tmp_path / "m.onnx", [node("Identity", ["x"], "y")], [1, 2]))
    assert structural_worst(network).total == 0
    assert outputs_at(network, [[3, 4]]) == [(3, 4)]


def test_a_cast_to_floats_is_a_wire_and_to_integers_needs_bounds(tmp_path: Path) -> None:
    for to in (TensorProto.FLOAT, TensorProto.DOUBLE):
        nodes = [node("Cast", ["x"], "c", to=to), node("Relu", ["c"], "y")]
        network = read_onnx(write(tmp_path / "m.onnx", nodes, [1, 2]))
        assert outputs_at(network, [[3, -4]]) == [(3, 0)]
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
    assert outputs_at(network, [[-3.0], [2.0]]) == [(1000 - 3,), (1004,)]


def test_changed_bytes_are_refused_in_one_line_or_read(tmp_path: Path) -> None:
    source = random.Random(7)
    path = tmp_path / "m.onnx"
    files = [write(path, case.nodes, case.shape, dict(case.tensors)).read_bytes() for case in LAYER_CASES.values()]
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
