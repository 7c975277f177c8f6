"""ONNX models with an input for each column, with a batch of a fixed size, with names of columns, with one logit."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from commands import invoked, told
from onnx import TensorProto, helper
from onnx_models import classic, node, numbers, saved

from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.provenance import Columns
from exchange.column_order import fitted
from exchange.onnx.model import CLASSIC
from exchange.onnx.reader import trained_onnx
from exchange.onnx.runtime import runtime_report
from exchange.reader import read_model

FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64
NAMES = ("age", "body_height", "debt")


def write(path: Path, nodes: list[Any], inputs: list[tuple[str, int, list[Any]]], **tensors: Any) -> Path:
    """Write a model with these inputs and the output ``y``."""
    return saved(path, nodes, inputs, [("y", FLOAT, None)], tensors, {"": 17, CLASSIC: 3})


def by_column(path: Path, kinds: tuple[int, int, int] = (FLOAT, FLOAT, FLOAT)) -> Path:
    """Write what skl2onnx makes of a ColumnTransformer: columns in another order, one of them not read, scaled."""
    nodes = [
        *[node("Cast", [name], f"{name}_float", to=FLOAT) for name in NAMES],
        node("Concat", ["debt_float", "age_float"], "both", axis=1),
        classic("Scaler", ["both"], ["scaled"], offset=[2.0, 1.0], scale=[0.5, 4.0]),
        classic(
            "LinearClassifier",
            ["scaled"],
            ["label", "scores"],
            coefficients=[1.0, -2.0, 0.5, 0.25, -1.0, 3.0],
            intercepts=[0.53125, -1.0625, 0.0],
            classlabels_strings=["high", "low", "none"],
            post_transform="SOFTMAX",
        ),
        classic("Normalizer", ["scores"], ["y"], norm="L1"),
    ]
    return write(path, nodes, [(name, kind, [None, 1]) for name, kind in zip(NAMES, kinds, strict=True)])


@pytest.mark.parametrize("kinds", [(FLOAT,) * 3, (INT64, FLOAT, INT64)])
def test_an_input_for_each_column_is_one_network_of_named_inputs(kinds: tuple[int, int, int], tmp_path: Path) -> None:
    file = by_column(tmp_path / "m.onnx", kinds)
    trained = trained_onnx(file)
    assert trained.columns == NAMES
    assert trained.classes == ("high", "low", "none")
    rows = np.round(numbers(20, 3) * 4)
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    types = [np.float32 if kind == FLOAT else np.int64 for kind in kinds]
    for row in rows:
        feeds = {name: row[[k]].reshape(1, 1).astype(types[k]) for k, name in enumerate(NAMES)}
        theirs = session.run(["y"], feeds)[0][0]
        outputs = evaluate(trained.network, [Fraction(float(value)) for value in row])
        assert sorted(outputs)[-1] > sorted(outputs)[-2]
        assert outputs.index(max(outputs)) == theirs.argmax()
    report = runtime_report(file, trained.network, [tuple(map(Fraction, row.tolist())) for row in rows])
    assert report.largest_difference == 0
    said = "'age', 'debt': integers, and the network goes on between them"
    assert (said in trained.notes) == (INT64 in kinds)


def test_columns_of_data_go_to_the_inputs_of_their_names(tmp_path: Path) -> None:
    trained = trained_onnx(by_column(tmp_path / "m.onnx"))
    columns = Columns(("debt", "id", "body height", "age"), ("y",))
    data, note = fitted(Dataset.from_rows([[1, 9, 2, 3]], [[0]], columns=columns), trained, "m.onnx")
    assert list(map(int, data.points[0])) == [3, 2, 1]
    assert "1 column left out: 'id'" in note


def test_other_signs_in_the_names_of_columns_may_be_underscores(tmp_path: Path) -> None:
    nodes = [node("Sub", ["length__cm_", "width__cm_"], "y")]
    file = write(tmp_path / "m.onnx", nodes, [("length__cm_", FLOAT, [None, 1]), ("width__cm_", FLOAT, [None, 1])])
    columns = Columns(("width (cm)", "length (cm)"), ("y",))
    data, _ = fitted(Dataset.from_rows([[1, 5]], [[0]], columns=columns), trained_onnx(file), "m.onnx")
    assert list(map(int, data.points[0])) == [5, 1]
    alike = Dataset.from_rows([[1, 5, 2]], [[0]], columns=Columns(("length (cm)", "width (cm)", "width [cm]"), ("y",)))
    with pytest.raises(BadInput, match="the model reads 'width__cm_'"):
        fitted(alike, trained_onnx(file), "m.onnx")


def test_several_inputs_of_several_numbers_stand_side_by_side(tmp_path: Path) -> None:
    nodes = [node("MatMul", ["b", "w"], "h"), node("Sub", ["h", "a"], "y")]
    weight = numbers(3, 2)
    file = write(tmp_path / "m.onnx", nodes, [("a", FLOAT, [1, 2]), ("b", FLOAT, [1, 3])], w=weight)
    trained = trained_onnx(file)
    assert trained.columns is None
    assert trained.notes == ("the inputs are taken side by side: 'a', 'b'",)
    row = numbers(5)
    found = evaluate(trained.network, [Fraction(float(value)) for value in row])
    assert [float(value) for value in found] == (row[2:] @ weight - row[:2]).tolist()


def test_inputs_that_are_no_numbers_are_refused_by_name(tmp_path: Path) -> None:
    nodes = [node("Relu", ["a"], "y")]
    for kind, words in ((TensorProto.STRING, "'b' is text"), (TensorProto.BOOL, "'b' is a truth value")):
        file = write(tmp_path / "m.onnx", nodes, [("a", FLOAT, [1, 1]), ("b", kind, [1, 1])])
        with pytest.raises(BadInput, match=f"m.onnx: input {words}"):
            trained_onnx(file)


@pytest.mark.parametrize("text", ['["age", "debt"]', "age, debt"])
def test_names_of_columns_in_the_metadata_are_those_of_one_input(text: str, tmp_path: Path) -> None:
    file = write(tmp_path / "m.onnx", [node("Relu", ["x"], "y")], [("x", FLOAT, [None, 2])])
    model = onnx.load(str(file))
    helper.set_model_props(model, {"feature_names": text})
    file.write_bytes(model.SerializeToString())
    assert trained_onnx(file).columns == ("age", "debt")
    helper.set_model_props(model, {"feature_names": "age"})
    file.write_bytes(model.SerializeToString())
    assert trained_onnx(file).columns is None


def test_one_input_of_one_number_has_no_name_of_a_column_without_metadata(tmp_path: Path) -> None:
    file = write(tmp_path / "m.onnx", [node("Relu", ["temp"], "y")], [("temp", FLOAT, [None, 1])])
    assert trained_onnx(file).columns is None


def batched(path: Path, *, rows: int = 32, axis: int | None = None) -> Path:
    """Write a model with a batch of a fixed size, reshaped to stored shapes; with ``axis`` its rows or its columns are
    summed up one after the other."""
    nodes = [node("Reshape", ["x", "s"], "f"), node("MatMul", ["f", "w"], "h")]
    nodes += [node("Relu", ["h"], "y")] if axis is None else [node("CumSum", ["h", "axis"], "y")]
    tensors = {"w": numbers(4, 3), "s": np.array([rows, -1])}
    return write(path, nodes, [("x", FLOAT, [rows, 2, 2])], **tensors, **({} if axis is None else {"axis": axis}))


@pytest.mark.parametrize("axis", [None, 1])
def test_a_batch_of_fixed_size_is_read_for_one_row(axis: int | None, tmp_path: Path) -> None:
    file = batched(tmp_path / "m.onnx", axis=axis)
    whole, trained = trained_onnx(file), trained_onnx(file, one_row=True)
    assert (whole.network.input_width, whole.rows, trained.network.input_width) == (128, 32, 4)
    rows = numbers(32, 4)
    exact = [[Fraction(float(value)) for value in row] for row in rows]
    together = evaluate(whole.network, [value for row in exact for value in row])
    assert [value for row in exact for value in evaluate(trained.network, row)] == list(together)
    report = runtime_report(file, trained.network, [tuple(row) for row in exact])
    assert report.largest_difference == 0


def test_a_batch_whose_rows_look_at_each_other_is_not_read_for_one_row(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="its rows look at each other"):
        trained_onnx(batched(tmp_path / "m.onnx", axis=0), one_row=True)
    file = write(tmp_path / "n.onnx", [node("Flatten", ["x"], "y", axis=0)], [("x", FLOAT, [2, 4])])
    with pytest.raises(BadInput, match=r"of 2 rows the model makes \[1, 8\], of 1 row \[1, 4\]"):
        trained_onnx(file, one_row=True)


@pytest.mark.parametrize(
    "nodes",
    [
        [node("Trilu", ["x"], "y")],
        [
            node("Shape", ["x"], "s"),
            node("Gather", ["s", "zero"], "n"),
            node("Range", ["zero", "n", "one"], "r"),
            node("Cast", ["r"], "f", to=FLOAT),
            node("Unsqueeze", ["f", "axis"], "u"),
            node("Add", ["x", "u"], "y"),
        ],
    ],
    ids=["a triangle", "its place added to a row"],
)
def test_a_batch_whose_rows_are_not_treated_alike_is_not_read_for_one_row(nodes: list[Any], tmp_path: Path) -> None:
    tensors = {"zero": np.array(0), "one": np.array(1), "axis": np.array([1])}
    file = write(tmp_path / "m.onnx", nodes, [("x", FLOAT, [4, 2])], **tensors)
    with pytest.raises(BadInput, match="or are not all treated alike, so there is no network of one row"):
        trained_onnx(file, one_row=True)


def test_a_reshape_of_weights_is_left_alone_where_a_batch_is_read_for_one_row(tmp_path: Path) -> None:
    nodes = [node("Reshape", ["w", "s"], "v"), node("MatMul", ["x", "v"], "y")]
    file = write(tmp_path / "m.onnx", nodes, [("x", FLOAT, [2, 2])], w=numbers(8), s=np.array([2, 4]))
    assert trained_onnx(file, one_row=True).network.output_width == 4


def test_data_of_one_row_say_how_a_batch_is_read(tmp_path: Path) -> None:
    data = Dataset.from_rows([[1, 2, 3, 4]], [[0]])
    with pytest.raises(BadInput, match="the model takes a batch of 32 rows of 4 numbers: --one-row reads one"):
        fitted(data, trained_onnx(batched(tmp_path / "m.onnx")), "m.onnx")


def test_names_of_classes_are_found_where_the_label_is_looked_up(tmp_path: Path) -> None:
    nodes = [
        node("Softmax", ["h"], "p", axis=1),
        node("ArgMax", ["p"], "k", axis=1),
        classic("ArrayFeatureExtractor", ["names", "k"], ["label"]),
        node("MatMul", ["x", "w"], "h"),
        node("Identity", ["p"], "y"),
    ]
    nodes = [nodes[3], *nodes[:3], nodes[4]]
    for names in (np.array(["no", "yes", "so"]).astype(object), np.array([7, 3, 5])):
        file = write(tmp_path / "m.onnx", nodes, [("x", FLOAT, [None, 2])], w=numbers(2, 3), names=names)
        model = onnx.load(str(file))
        kind = INT64 if names.dtype == np.int64 else TensorProto.STRING
        model.graph.output.insert(0, helper.make_tensor_value_info("label", kind, [None]))
        file.write_bytes(model.SerializeToString())
        assert trained_onnx(file).classes == tuple(map(str, names))


def test_one_logit_is_two_classes_if_the_user_says_so(tmp_path: Path) -> None:
    file = write(
        tmp_path / "m.onnx",
        [node("MatMul", ["x", "w"], "y")],
        [("x", FLOAT, [None, 2])],
        w=np.array([[1], [-1]], np.float32),
    )
    data = tmp_path / "d.csv"
    data.write_text("a,b,kind\n3,1,up\n1,3,down\n5,1,up\n")
    assert "if the output is a logit, --one-logit makes two classes of it" in told(tmp_path, "read", file, data)
    found = json.loads(invoked(tmp_path, "read", file, data, "--one-logit", "--json")[1])
    assert (found["floats"]["answers"], found["floats"]["right"], found["floats"]["points"]) == ("argmax", 3, 3)
    assert found["runtime"]["largest_difference"] == "0"
    code, made = invoked(tmp_path, "synthesize", file, data, "--one-logit", "--same", "class", "-o", "b")
    assert code == 0, made
    data.write_text("a,b,kind\n3,1,1\n1,3,0\n")
    assert "if it is a logit, --one-logit" in told(tmp_path, "read", file, data)


def test_choices_that_have_no_effect_are_refused(tmp_path: Path) -> None:
    file = write(tmp_path / "m.onnx", [node("Relu", ["x"], "y")], [("x", FLOAT, [None, 2])])
    with pytest.raises(BadInput, match="--one-row has no effect"):
        read_model(file, one_row=True)
    with pytest.raises(BadInput, match="--one-logit has no effect"):
        read_model(file, one_logit=True)
    with pytest.raises(BadInput, match=r"only \.onnx files have a batch"):
        read_model(Path("examples/data/iris-xgboost.json"), one_row=True)
