"""Columns of data are matched by name with the inputs of a model, wherever the model has names of its own."""

import json
import re
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from commands import command, refused
from fitted import fitted
from processes import DATA
from sklearn import datasets
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from test_cli_page import check_json

from constructions.files.bundle import read_bundle
from constructions.files.columns import place_of
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Relu
from constructions.model.provenance import Columns
from exchange.column_order import fitted as fitted_data, in_model_order
from exchange.reader import read_model
from exchange.trained import Trained
from exchange.trees.xgboost_file import read_xgboost

SAVED = Path(__file__).parent / "saved"
NAMES = ["sepal_length", "sepal_width", "petal_length", "petal_width"]


def test_signs_may_be_other_signs_and_no_column_is_read_twice() -> None:
    data = Dataset.from_rows([[1, 2]], [[0]], columns=Columns(("in [k€]", "a-b"), ("y",)))
    moved, note = in_model_order(data, ("a_b", "in _k€_"))
    assert [int(value) for value in moved.points[0]] == [2, 1]
    assert note == "columns are matched with the model's inputs by name: 'a-b', 'in [k€]'"
    with pytest.raises(BadInput, match=r"the model reads 'a\+b', and the columns of the data are"):
        in_model_order(data, ("a-b", "a+b"))


@pytest.mark.parametrize("names", [("年龄", "体重"), ("größe", "grüße"), ("p+", "p-"), ("возраст", "расстоя")])
def test_other_letters_and_other_signs_are_other_names(names: tuple[str, str]) -> None:
    one, other = names
    assert (place_of(one, [other]), place_of(one, ["x", one])) == (None, 1)
    by_a_tool = re.sub("[^a-z]", "_", one)
    assert (place_of(by_a_tool, [other]), place_of(other, [by_a_tool])) == (0, 0)
    assert place_of(by_a_tool, [one, other]) is None


def test_of_many_names_that_are_spelled_alike_none_is_meant() -> None:
    signs = "абвгдежзийклмн"
    names = [one + two for one in signs for two in signs]
    assert place_of("__", names) is place_of("яя", names) is None


def test_names_that_tools_make_up_stand_in_their_order() -> None:
    model = json.loads((SAVED / "xgboost-three-classes.json").read_text())
    model["learner"]["feature_names"] = ["x3", "x2", "x1", "x0"]
    trained = read_xgboost(json.dumps(model).encode(), "m.json")
    assert trained.columns == ("x3", "x2", "x1", "x0")
    data = Dataset.from_rows([[0, 1, 2, 3]], [[0]], columns=Columns(("x0", "x1", "x2", "x3"), ("y",)))
    assert [int(value) for value in in_model_order(data, trained.columns)[0].points[0]] == [3, 2, 1, 0]
    other = Dataset.from_rows([[0, 1]], [[0]], columns=Columns(("f1", "f0"), ("y",)))
    assert in_model_order(other, None)[1] == (
        "the model has no names for its inputs: 'f1', 'f0' are taken in this order"
    )


def lightgbm(folder: Path) -> str:
    text = (SAVED / "lightgbm-three-classes.txt").read_text()
    given = "feature_names=Column_0 Column_1 Column_2 Column_3"
    assert given in text
    (folder / "m.txt").write_text(text.replace(given, f"feature_names={' '.join(NAMES)}"))
    return "m.txt"


def lightgbm_json(folder: Path) -> str:
    model = json.loads((SAVED / "lightgbm-two-classes.json").read_text())
    (folder / "m.json").write_text(json.dumps({**model, "feature_names": NAMES}))
    return "m.json"


def xgboost(folder: Path, name: str = "xgboost-three-classes.json") -> str:
    model = json.loads((SAVED / name).read_text())
    width = int(model["learner"]["learner_model_param"]["num_feature"])
    model["learner"]["feature_names"] = NAMES[:width]
    (folder / "m.json").write_text(json.dumps(model))
    return "m.json"


def estimator(folder: Path) -> str:
    model = fitted(make_pipeline(StandardScaler(), LogisticRegression()), *datasets.load_iris(return_X_y=True))
    model[0].feature_names_in_ = np.array(NAMES, dtype=object)
    joblib.dump(model, folder / "m.joblib")
    return "m.joblib"


def rows() -> list[list[str]]:
    return [line.split(",") for line in (DATA / "iris.csv").read_text().splitlines()[1:]]


def table(folder: Path, name: str, order: list[int], header: list[str]) -> None:
    kept = [[row[place] for place in (*order, 4)] for row in rows()[::2]]
    (folder / name).write_text("\n".join([",".join(row) for row in [[*header, "kind"], *kept]]) + "\n")


def read(folder: Path, *words: str) -> Any:
    found = command("read", *words, "--json", folder=folder)
    assert found.returncode == 0, found.stderr
    return check_json("read", found.stdout)


@pytest.mark.parametrize("made", [lightgbm, lightgbm_json, xgboost, estimator])
def test_the_order_of_the_columns_changes_nothing(made: Any, tmp_path: Path) -> None:
    model = made(tmp_path)
    order = [3, 0, 2, 1]
    table(tmp_path, "same.csv", [0, 1, 2, 3], NAMES)
    table(tmp_path, "other.csv", order, [NAMES[place].replace("_", " ") for place in order])
    trust = ["--trust-pickle"] if model.endswith("joblib") else []
    same, other = [read(tmp_path, model, name, *trust) for name in ("same.csv", "other.csv")]
    assert same["column_note"] is None
    assert other["column_note"].startswith("columns are matched with the model's inputs by name: 'sepal")
    assert other["floats"] == same["floats"]
    assert other["tool"] == same["tool"]
    assert same["floats"]["right"] > 25


def test_a_linear_booster_has_names_too(tmp_path: Path) -> None:
    found = read_model(tmp_path / xgboost(tmp_path, "xgboost-linear.json"))
    assert found.columns == tuple(NAMES[: found.network.input_width])


def test_the_bundle_and_synthesis_and_predictions_have_the_model_s_order(tmp_path: Path) -> None:
    model = xgboost(tmp_path)
    order = [3, 0, 2, 1]
    table(tmp_path, "same.csv", [0, 1, 2, 3], NAMES)
    table(tmp_path, "other.csv", order, [NAMES[place] for place in order])
    read(tmp_path, model, "other.csv", "-o", "b")
    assert json.loads((tmp_path / "b" / "columns.json").read_text())["inputs"] == NAMES
    results = []
    for name in ("same.csv", "other.csv"):
        found = command("synthesize", model, name, "-o", name[:-4], "--json", folder=tmp_path)
        assert found.returncode == 0, found.stderr
        results.append(json.loads(found.stdout)["after"]["wrong_labels"])
    assert results[0] == results[1] < 10
    predicted = [command("predict", model, name, folder=tmp_path).stdout for name in ("same.csv", "other.csv")]
    assert predicted[0] == predicted[1] != ""


def data(*columns: str, labels: tuple[str, ...] = ("y",)) -> Dataset:
    points = [[row + place for place in range(len(columns))] for row in (0, 0, 10, 20)]
    return Dataset.from_rows(points, [[0], [0], [1], [0]], columns=Columns(columns, labels))


def test_columns_that_the_model_does_not_read_are_left_out_and_equal_rows_counted() -> None:
    given = Dataset.from_rows(
        [[1, 5, 7], [2, 5, 7], [2, 5, 7], [4, 5, 8]], [[0], [0], [0], [1]], columns=Columns(("id", "b", "a"), ("y",))
    )
    moved, note = in_model_order(given, ("a", "b"))
    assert [tuple(map(int, point)) for point in moved.points] == [(7, 5), (8, 5)]
    assert moved.counts == (3, 1)
    assert moved.columns == Columns(("a", "b"), ("y",))
    assert note.endswith("by name: 'a', 'b'; 1 column left out: 'id'")


def test_rows_that_differ_in_what_is_left_out_only_must_have_one_label() -> None:
    given = Dataset.from_rows([[1, 5], [2, 5]], [[0], [1]], columns=Columns(("id", "a"), ("y",)))
    with pytest.raises(BadInput, match=r"does not read, data point 0 and .* data point 1 are the same point"):
        in_model_order(given, ("a",))


def test_where_no_name_is_known_columns_keep_their_order_and_the_line_says_so() -> None:
    given = data("a", "b")
    moved, note = in_model_order(given, ("x", "y2"))
    assert moved is given
    assert note == "no column has the name of an input of the model: 'a', 'b' are taken in this order as 'x', 'y2'"
    one = Dataset.from_rows([[1]], [[0]], columns=Columns(("a",), ("y",)))
    assert in_model_order(one, ("z",))[1].endswith("of the model: 'a' is taken as 'z'")
    bare = Dataset.from_rows([[1, 2]], [[0]])
    assert in_model_order(bare, ("x", "z"))[1].startswith("the data have no names of columns")
    assert in_model_order(given, None) == (given, "")


@pytest.mark.parametrize(
    ("columns", "labels", "said"),
    [
        (("a", "c"), ("y",), "the model reads 'b', and the columns of the data are 'a', 'c': name them as"),
        (("a", "c"), ("b",), "the model reads the column 'b', which is taken for the label: .*--labels"),
    ],
)
def test_half_of_the_names_are_refused(columns: tuple[str, ...], labels: tuple[str, ...], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        in_model_order(data(*columns, labels=labels), ("a", "b"))
    with pytest.raises(BadInput, match=rf"^m\.skops: {said}"):
        fitted_data(data(*columns, labels=labels), Trained(Relu(2), columns=("a", "b")), "m.skops")


def test_names_that_a_tool_made_up_are_none(tmp_path: Path) -> None:
    assert read_model(SAVED / "lightgbm-three-classes.txt").columns is None
    assert read_model(tmp_path / lightgbm(tmp_path)).columns == tuple(NAMES)


def test_names_that_are_no_text_are_refused(tmp_path: Path) -> None:
    model = json.loads((tmp_path / xgboost(tmp_path)).read_text())
    model["learner"]["feature_names"] = [1, 2, 3, 4]
    (tmp_path / "m.json").write_text(json.dumps(model))
    with pytest.raises(BadInput, match="feature_names must be a list of names"):
        read_model(tmp_path / "m.json")


def test_a_state_dict_says_that_relu_is_assumed(tmp_path: Path) -> None:
    state = {"0.weight": np.eye(2), "0.bias": np.zeros(2), "2.weight": np.eye(2)}
    np.savez(tmp_path / "state.npz", **state)  # type: ignore[arg-type]
    (tmp_path / "d.csv").write_text("a,b,y\n1,2,yes\n2,1,no\n")
    (note,) = read(tmp_path, "state.npz", "d.csv")["model"]["notes"]
    assert "ReLU between them is assumed" in note
    text = command("read", "state.npz", "d.csv", folder=tmp_path).stdout
    assert text.startswith("state.npz: weights read exactly, ReLU assumed between layers, 2 inputs, 2 outputs\n")
    for words in (
        ["read", "state.npz"],
        ["synthesize", "state.npz", "d.csv", "-o", "s"],
        ["predict", "state.npz", "d.csv"],
    ):
        found = command(*words, folder=tmp_path)
        assert found.returncode == 0, found.stderr
        assert "ReLU between them is assumed" in " ".join((found.stdout + found.stderr).split())


def test_of_a_state_with_one_layer_no_relu_is_said_to_be_assumed(tmp_path: Path) -> None:
    np.savez(tmp_path / "state.npz", **{"0.weight": np.eye(2)})  # type: ignore[arg-type]
    (tmp_path / "d.csv").write_text("a,b,y\n1,2,yes\n2,1,no\n")
    text = " ".join(command("read", "state.npz", "d.csv", folder=tmp_path).stdout.split())
    assert text.startswith("state.npz: weights read exactly, 2 inputs, 2 outputs")
    assert "stands behind its layer: export the model to ONNX if anything does" in text
    assert "ReLU" not in text


def test_text_labels_of_a_model_that_gives_values_are_said_to_be_numbers(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("a,b,y\n1,2,yes\n2,1,no\n")
    np.savez(tmp_path / "state.npz", **{"0.weight": np.ones((1, 2))})  # type: ignore[arg-type]
    note = read(tmp_path, "state.npz", "d.csv")["class_note"]
    assert note.startswith("the labels are text and the model has one output: it is compared with their numbers, no 0,")
    np.savez(tmp_path / "state.npz", **{"0.weight": np.ones((2, 2))})  # type: ignore[arg-type]
    note = read(tmp_path, "state.npz", "d.csv")["class_note"]
    assert note == "labels are numbered in the order of their names: no 0, yes 1"


def test_source_code_in_the_place_of_the_model_is_named(tmp_path: Path) -> None:
    for name in ("net.py", "net.c"):
        (tmp_path / name).write_text("import torch\n")
        with pytest.raises(
            BadInput, match=rf"{name}: source code is not read: take the bundle that it was exported from"
        ):
            read_model(tmp_path / name)


def test_a_table_in_the_place_of_the_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("a,y\n1,2\n")
    found = command("read", "d.csv", xgboost(tmp_path), folder=tmp_path)
    refused(found, "d.csv: a table, not a model; where a command takes both, the model comes first")


def test_batch_normalization_in_a_state_is_called_by_its_name(tmp_path: Path) -> None:
    np.savez(tmp_path / "s.npz", **{"0.weight": np.eye(2), "1.running_mean": np.zeros(2)})  # type: ignore[arg-type]
    with pytest.raises(BadInput, match=r"'1.running_mean' is of a batch normalization, .* export the model to ONNX"):
        read_model(tmp_path / "s.npz")


def test_another_network_may_be_a_bundle_and_a_claim_is_checked_in_its_bundle(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("a,b,y\n1,2,1\n2,1,0\n")
    for name in ("one", "two"):
        assert command("build", "search-tree", "d.csv", "-o", name, folder=tmp_path).returncode == 0
    found = command("prove", "one", "--claim", "equivalent", "--other", "two", folder=tmp_path)
    assert found.returncode == 0, found.stderr
    assert command("check", "one", folder=tmp_path).returncode == 0
    there = "is a file, not the folder of a bundle: give the folder that it stands in, one"
    found = command("check", "one/network.json", folder=tmp_path)
    refused(found, f"one/network.json: {there}\n")
    (other,) = [path.name for path in (tmp_path / "one").glob("other-*.json")]
    found = command("export", f"one/{other}", "-o", "a.c", folder=tmp_path)
    again = f"memocert read one/{other} DATA -o FOLDER makes one of a model"
    refused(found, f"one/{other}: {there}, whose network is network.json; {again}")
    (tmp_path / "one.zip").write_bytes(b"PK")
    found = command("check", "one.zip", folder=tmp_path)
    refused(found, "one.zip: is a file, not the folder of a bundle: unpack it, and give the folder that was packed")
    (tmp_path / "n3.smt2").write_text("(check-sat)\n")
    found = command("check", "n3.smt2", folder=tmp_path)
    refused(found, "what it is about is true if z3 n3.smt2 answers unsat to each question")


TABLES = {
    "hw": "height,width,kind\n1,10,red\n2,20,green\n3,30,blue\n4,5,red\n",
    "wh": "id,width,height,kind\n7,10,1,red\n8,20,2,green\n9,5,4,red\n",
}
"""One table, and one that has its columns in another order, beside one more, and lacks its first class."""


@pytest.fixture
def two_bundles(tmp_path: Path) -> Path:
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text)
    words = ("axis-tree", "hw.csv", "--outputs", "one-hot", "-o", "hw")
    assert command("build", *words, folder=tmp_path).returncode == 0
    others = ("axis-tree", "wh.csv", "--drop", "id", "--outputs", "one-hot", "-o", "wh")
    assert command("build", *others, folder=tmp_path).returncode == 0
    return tmp_path


def test_a_bundle_does_not_take_one_word_for_another(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("年龄,x,y\n1,2,0\n3,4,1\n50,1,0\n")
    (tmp_path / "new.csv").write_text("体重,x\n1,2\n3,4\n")
    assert command("build", "axis-tree", "d.csv", "-o", "b", folder=tmp_path).returncode == 0
    found = command("predict", "b", "new.csv", folder=tmp_path)
    refused(found, "new.csv: there is no column '年龄', which the network reads: the columns are '体重', 'x'")


@pytest.mark.parametrize("outputs", ["one-hot", "labels"])
def test_a_bundle_and_a_table_go_together_by_name(two_bundles: Path, outputs: str) -> None:
    words = ("build", "axis-tree", "hw.csv", "--outputs", outputs, "-o", "b")
    assert command(*words, folder=two_bundles).returncode == 0
    found = command("synthesize", "b", "wh.csv", "-o", "s", folder=two_bundles)
    assert found.returncode == 0, found.stderr
    assert "labels of the data that the network gets wrong, before and after: 0 of 3 rows" in found.stdout
    assert found.stderr.splitlines() == [
        "memocert: wh.csv: 1 column left out, which the model does not read: 'id'",
        "columns are matched with the model's inputs by name: 'height', 'width'",
        "labels are numbered as the model's classes: blue, green, red",
    ]
    made = read_bundle(two_bundles / "s").data
    assert made.columns == Columns(("height", "width"), ("kind",))
    assert (made.class_names, made.classes()) == (("blue", "green", "red"), [2, 1, 2])
    assert [[int(value) for value in point] for point in made.points] == [[1, 10], [2, 20], [4, 5]]


def test_columns_of_the_same_names_keep_their_places_though_two_have_none() -> None:
    data = Dataset.from_rows([[1, 2]], [[0]], columns=Columns(("", ""), ("y",)))
    assert in_model_order(data, ("", "")) == (data, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("same-class", "wh"), "wh: the input 'height' is number 1 in it and number 0 in hw, and"),
        (("equivalent", "wh"), "or name wh/network.json, which has no names"),
        (("within-tolerance", "wh", "--tolerance", "1"), "claims go by numbers: give both one order"),
        (("equivalent", "m.txt"), "or name what memocert read m.txt -o FILE writes, which has no names"),
    ],
)
def test_networks_that_call_one_thing_by_two_numbers_are_not_compared(
    two_bundles: Path, words: tuple[str, ...], said: str
) -> None:
    (two_bundles / "d.csv").write_text(f"{','.join(reversed(NAMES))},y\n1,2,3,4,0\n2,3,4,5,1\n")
    command("build", "axis-tree", "d.csv", "-o", "d", folder=two_bundles)
    lightgbm(two_bundles)
    one = "d" if words[1] == "m.txt" else "hw"
    found = command("prove", one, "--claim", words[0], "--other", *words[1:], folder=two_bundles)
    assert (found.returncode, found.stdout) == (2, "")
    assert said in found.stderr


def test_classes_that_have_other_numbers_are_not_compared_and_without_names_networks_are(two_bundles: Path) -> None:
    (two_bundles / "other.csv").write_text(TABLES["hw"].replace("red", "ared"))
    words = ("build", "axis-tree", "other.csv", "--outputs", "one-hot", "-o", "other")
    assert command(*words, folder=two_bundles).returncode == 0
    claim = ("prove", "hw", "--claim", "same-class", "--lane", "certificate", "--other")
    found = command(*claim, "other", folder=two_bundles)
    refused(found, "other: the class 'blue' is number 1 in it and number 0 in hw, and claims go by numbers")
    found = command(*claim, "other/network.json", folder=two_bundles)
    assert (found.returncode, found.stderr) == (1, "")


def test_names_of_classes_without_data_name_nothing(tmp_path: Path) -> None:
    model = lightgbm(tmp_path)
    names = ("--class", "a", "--class", "b", "--class", "c")
    found = command("synthesize", model, "--equal-on", "domain", *names, "-o", "s", folder=tmp_path)
    refused(found, "--class: not used without a data set, only where labels have such names")


def test_networks_whose_texts_have_other_numbers_are_not_compared(tmp_path: Path) -> None:
    for name, rows in (("few", "b,1,0\nc,6,1\n"), ("more", "a,1,1\nb,1,0\nc,6,1\n")):
        (tmp_path / f"{name}.csv").write_text(f"kind,x,y\n{rows}")
        built = command("build", "axis-tree", f"{name}.csv", "--category", "kind", "-o", name, folder=tmp_path)
        assert built.returncode == 0, built
    found = command("prove", "few", "--claim", "equivalent", "--other", "more", folder=tmp_path)
    refused(found, "more: the category of 'kind' 'b' is number 1 in it and number 0 in few, and claims go by numbers")


def test_texts_of_columns_that_are_taken_in_order_have_the_numbers_of_the_model() -> None:
    known = Trained(Relu(2), columns=("size", "color"), texts=((1, ("blue", "green", "red")),))
    for texts, is_well in ((("blue", "green", "red"), True), (("green", "red"), False)):
        columns = Columns(("s", "shade"), ("y",), (("shade", texts),))
        data = Dataset.from_rows([[1, 0], [2, 1]], [[0], [1]], columns=columns)
        if is_well:
            assert fitted_data(data, known, "m")[0] == data
            continue
        with pytest.raises(BadInput, match=r"'shade' would be .* those of 'color' in .*: call the column"):
            fitted_data(data, known, "m")
