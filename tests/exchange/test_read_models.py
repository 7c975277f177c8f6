"""``memocert read`` on models of other tools: classes by name, rounding of inputs, the tool's own answers, errors."""

import csv
import json
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from commands import command, refused, told
from fitted import fitted
from processes import DATA, ROOT
from sklearn import datasets
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier
from test_cli_page import check_json

from constructions.model.errors import BadInput
from exchange.reader import read_trained
from exchange.sklearn.reader import READERS

SAVED = Path(__file__).parent / "saved"


def read(*words: object, folder: Path) -> Any:
    result = command("read", *words, "--json", folder=folder)
    assert result.returncode == 0, result.stderr
    return check_json("read", result.stdout)


def saved(model: Any, points: Any, labels: Any, folder: Path) -> None:

    joblib.dump(fitted(model, points, labels), folder / "model.joblib")


def table(points: Any, labels: Any, folder: Path) -> None:
    rows = [[*map(repr, point), label] for point, label in zip(points.tolist(), labels, strict=True)]
    (folder / "data.csv").write_text("\n".join([",".join(map(str, row)) for row in rows]) + "\n")


def iris() -> tuple[Any, Any]:

    points, labels = datasets.load_iris(return_X_y=True)
    return points, labels


def test_classes_are_matched_by_name_and_the_bundle_has_them(tmp_path: Path) -> None:

    points, labels = iris()
    names = np.array(["4", "5", "8"])[labels]
    saved(DecisionTreeClassifier(), points, np.array([4, 5, 8])[labels], tmp_path)
    table(points, names, tmp_path)
    found = read("model.joblib", "data.csv", "--trust-pickle", "-o", "b", folder=tmp_path)
    assert found["model"]["classes"] == ["4", "5", "8"]
    assert found["floats"]["right"] == found["floats"]["points"] == 149
    assert found["class_note"] == "labels are numbered as the model's classes: 4, 5, 8"
    assert found["tool"]["same"] == 149
    assert found["better_order"] is None
    assert json.loads((tmp_path / "b" / "dataset.json").read_text())["classes"] == ["4", "5", "8"]
    assert command("prove", "b", "--claim", "classifies", folder=tmp_path).returncode == 0


def test_another_order_that_fits_far_better_is_named_and_not_taken(tmp_path: Path) -> None:

    points, labels = iris()
    saved(DecisionTreeClassifier(), points, np.array([2, 0, 1])[labels], tmp_path)
    table(points, np.array(["a", "b", "c"])[labels], tmp_path)
    found = read("model.joblib", "data.csv", "--trust-pickle", "-o", "b", folder=tmp_path)
    assert found["better_order"] == {"labels": [1, 2, 0], "right": 150, "now": 0}
    assert found["floats"]["right"] == 0
    assert "are taken as the numbers of the model's classes 0, 1, 2" in found["class_note"]
    assert json.loads((tmp_path / "b" / "dataset.json").read_text())["classes"] == ["a", "b", "c"]
    said = told(tmp_path, "read", "model.joblib", "data.csv", "--trust-pickle")
    assert (
        "with the outputs as b, c, a the answer is right at 150 of 150 rows, with the order as it is at 0; names do "
        "not decide, so the order is left: --class b --class c --class a takes the other"
    ) in said
    named = ("--class", "b", "--class", "c", "--class", "a")
    other = read("model.joblib", "data.csv", "--trust-pickle", *named, "-o", "other", folder=tmp_path)
    assert other["better_order"] is None
    assert (other["floats"]["right"], other["tool"]["same"]) == (149, 149)


def test_a_file_without_names_is_compared_with_other_orders_too(tmp_path: Path) -> None:
    state = {"0.weight": np.array([[0.0], [1.0]]), "0.bias": np.array([0.5, 0.0])}
    np.savez(tmp_path / "state.npz", **state)  # type: ignore[arg-type]
    (tmp_path / "data.csv").write_text("x,y\n0,high\n0.1,high\n2,a low one\n3,a low one\n")
    found = read("state.npz", "data.csv", folder=tmp_path)
    assert found["better_order"] == {"labels": [1, 0], "right": 4, "now": 0}
    assert found["class_note"] == "labels are numbered in the order of their names: a low one 0, high 1"
    assert found["rounding"] is found["tool"] is None


def test_values_are_judged_by_largest_and_mean_error_exactly(tmp_path: Path) -> None:
    state = {"0.weight": np.array([[0.5]]), "0.bias": np.array([0.1])}
    np.savez(tmp_path / "state.npz", **state)  # type: ignore[arg-type]
    (tmp_path / "data.csv").write_text("x,y\n0,0.1\n1,0.6\n1,0.6\n2,2\n")
    found = read("state.npz", "data.csv", folder=tmp_path)
    tiny = Fraction(0.1) - Fraction(1, 10)
    assert Fraction(found["floats"]["errors"]["largest"]) == Fraction(9, 10) - tiny
    assert Fraction(found["floats"]["errors"]["mean"]) == (tiny + 2 * tiny + Fraction(9, 10) - tiny) / 4
    assert found["floats"]["errors"]["point"] == 2
    assert "outputs and labels are at most about 0.9 apart (line 5 of data.csv), 0.23 in the mean" in told(
        tmp_path, "read", "state.npz", "data.csv"
    )


def test_what_the_rounding_of_inputs_changes_is_measured_and_can_be_made_up_for(tmp_path: Path) -> None:
    """XGBoost sees 1/10 as a float32 that is not below its threshold; the network sees 1/10, which is."""
    text = (SAVED / "xgboost-two-classes.json").read_text()
    model = json.loads(text)
    (tree, *_) = trees = model["learner"]["gradient_booster"]["model"]["trees"]
    tree.update(
        left_children=[1, -1, -1], right_children=[2, -1, -1], parents=[2147483647, 0, 0], split_indices=[0, 0, 0],
        split_conditions=[0.1, -1.0, 1.0], split_type=[0, 0, 0], default_left=[0, 0, 0], base_weights=[0.0, -1.0, 1.0],
        loss_changes=[1.0, 0.0, 0.0], sum_hessian=[1.0, 1.0, 1.0],
    )  # fmt: skip
    tree["tree_param"]["num_nodes"] = "3"
    model["learner"]["gradient_booster"]["model"].update(trees=trees[:1], tree_info=[0], iteration_indptr=[0, 1])
    model["learner"]["gradient_booster"]["model"]["gbtree_model_param"]["num_trees"] = "1"
    model["learner"]["learner_model_param"]["base_score"] = "5E-1"
    (tmp_path / "m.json").write_text(json.dumps(model))
    (tmp_path / "data.csv").write_text("a,b,c,d,y\n0.1,0,0,0,1\n0.5,0,0,0,1\n0.05,0,0,0,0\n")
    plain = read("m.json", "data.csv", folder=tmp_path)
    assert (plain["rounding"]["applied"], plain["rounding"]["same"], plain["rounding"]["first_other"]) == (False, 2, 0)
    assert plain["floats"]["right"] == 2
    rounded = read("m.json", "data.csv", "--round-inputs", folder=tmp_path)
    assert (rounded["rounding"]["applied"], rounded["rounding"]["same"], rounded["floats"]["right"]) == (True, 2, 3)
    assert "wrong, before and after: 0 of 3" in told(
        tmp_path, "synthesize", "m.json", "data.csv", "--round-inputs", "-o", "fast"
    )
    said = told(tmp_path, "read", "m.json", "data.csv")
    assert (
        "rounds inputs to float64 and then float32, the network does not; with that the answer changes at 1 point"
        in said
    )
    if plain["tool"] is not None:  # XGBoost is installed
        assert (plain["tool"]["same"], plain["tool"]["with_rounding"]["same"], rounded["tool"]["same"]) == (2, 3, 3)


def test_a_model_without_data_says_its_classes_and_what_its_outputs_are(tmp_path: Path) -> None:

    points, labels = iris()
    saved(LogisticRegression(), points, np.array(["a", "b", "c"])[labels], tmp_path)
    found = command("read", "model.joblib", "--trust-pickle", folder=tmp_path).stdout
    assert found.startswith("classes, in the order of the outputs: a, b, c\nthe outputs are the numbers before")
    assert read("model.joblib", "--trust-pickle", folder=tmp_path)["model"]["classes"] == ["a", "b", "c"]


def test_predictions_of_a_model_have_the_names_of_its_classes(tmp_path: Path) -> None:
    pytest.importorskip("skops.io", reason="skops is not installed")
    import skops.io

    points, labels = iris()
    names = np.array(["setosa", "versicolor", "virginica"])[labels]
    model = fitted(DecisionTreeClassifier(max_depth=2), points, names)
    skops.io.dump(model, tmp_path / "model.skops")
    table(points, names, tmp_path)
    result = command("predict", "model.skops", "data.csv", "--labels", "5", folder=tmp_path)
    assert result.returncode == 0, result.stderr
    rows = list(csv.DictReader(result.stdout.splitlines()))
    assert [row["class"] for row in rows] == model.predict(points).tolist()
    assert "output virginica" in rows[0]


def test_synthesis_takes_classes_by_name_too(tmp_path: Path) -> None:
    pytest.importorskip("skops.io", reason="skops is not installed")
    import skops.io

    points, labels = iris()
    model = fitted(DecisionTreeClassifier(max_depth=2), points, np.array([4, 5, 8])[labels])
    skops.io.dump(model, tmp_path / "model.skops")
    table(points, np.array([4, 5, 8])[labels], tmp_path)
    result = command("synthesize", "model.skops", "data.csv", "-o", "s", "--json", folder=tmp_path)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["after"]["wrong_labels"] == 6
    assert "labels are numbered as the model's classes: 4, 5, 8" in result.stderr


def test_rounding_that_is_not_there_is_refused(tmp_path: Path) -> None:
    result = command("read", SAVED / "xgboost-linear.json", "--round-inputs", folder=tmp_path)
    refused(result, "--round-inputs has no effect")


def test_a_tool_that_gives_no_answer_is_one_line(tmp_path: Path) -> None:
    pytest.importorskip("xgboost", reason="XGBoost is not installed")
    text = (SAVED / "xgboost-two-classes.json").read_text()
    model = json.loads(text)
    del model["learner"]["gradient_booster"]["model"]["gbtree_model_param"]
    (tmp_path / "m.json").write_text(json.dumps(model))
    found = read("m.json", DATA / "iris.csv", folder=tmp_path)
    assert found["tool"] is None
    assert found["tool_note"].startswith("XGBoost ")
    assert "\n" not in found["tool_note"]


def test_the_page_names_every_model_that_is_read() -> None:
    page = (ROOT / "docs" / "how-to" / "read.md").read_text(encoding="utf-8")
    kin = (
        "CV IC MultiTask TheilSen OrthogonalMatchingPursuit ARD PassiveAggressive Tweedie Poisson Gamma SGDRegressor "
        "LassoLars XGB LGBM NuSVR"
    )
    for name in READERS:
        stem = name.removesuffix("Classifier").removesuffix("Regressor")
        assert name in page or stem in page or any(part in name for part in kin.split()), name


@pytest.mark.parametrize(("name", "loads"), [("m.joblib", "joblib.load"), ("m.onnx", "onnx.load")])
def test_a_model_for_which_no_memory_is_left_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, loads: str
) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        raise MemoryError

    (tmp_path / name).write_bytes(b"x")
    monkeypatch.setattr(loads, full)
    with pytest.raises(BadInput, match=f"{name}: there is not enough memory to read it"):
        read_trained(tmp_path / name, trust_pickle=True)


@pytest.mark.parametrize(("name", "member"), [("m.skops", "schema.json"), ("m.pt", "archive/DATA.pkl")])
@pytest.mark.parametrize("before", [b"", b"before an archive"])
def test_what_is_made_of_a_packed_file_is_paid_for_by_its_size(
    tmp_path: Path, name: str, member: str, before: bytes
) -> None:
    path = tmp_path / name
    with path.open("wb") as stream:
        stream.write(before)
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(member, bytes(9 << 20))
    words = f"{name}: {member.lower().split('/')[-1]} unpacks to 9,437,184 bytes, and 8,388,608 are the most that are"
    with pytest.raises(BadInput, match=words):
        read_trained(path)
    path.write_bytes(b"PK no archive")
    with pytest.raises(BadInput, match=f"{name}: not a readable archive"):
        read_trained(path)
