"""Files of XGBoost and LightGBM, written by them, against what they answered; files that lie are refused."""

import json
import random
import warnings
from collections.abc import Iterator
from fractions import Fraction
from math import nan
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from boosted import lines, stump
from fitted import agreed, as_rounded, classes_at, fitted, outputs_at
from sklearn import datasets
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from constructions.files.canonical import network_bytes
from constructions.model.cost import size_of, structural_worst
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.network import Affine, Branch, Sequence
from exchange.reader import read_model, read_trained
from exchange.sklearn.reader import trained_sklearn
from exchange.trees.lightgbm_file import ZERO, read_lightgbm
from exchange.trees.ubjson import ubjson_of
from exchange.trees.xgboost_file import read_xgboost

SAVED = Path(__file__).parent / "saved"
SCORES: dict[str, dict[str, list[list[float]]]] = json.loads((SAVED / "scores.json").read_text())
XGBOOST = sorted(name for name in SCORES if name.startswith("xgboost"))
LIGHTGBM = sorted(name for name in SCORES if name.startswith("lightgbm"))


def test_every_saved_model_has_its_scores() -> None:
    assert {path.name for path in SAVED.iterdir()} - {"make.py", "scores.json", "__pycache__"} == set(SCORES)


@pytest.mark.parametrize("name", [*XGBOOST, *LIGHTGBM])
def test_a_saved_model_scores_as_its_tool_did(name: str) -> None:
    trained = read_model(SAVED / name)
    network = as_rounded(trained)
    wanted = SCORES[name]["scores"]
    two = network.output_width > len(wanted[0])
    room = Fraction(1, 10**5 if name.startswith("xgboost") else 10**12)
    for output, scores in zip(outputs_at(network, SCORES[name]["rows"]), wanted, strict=True):
        assert not two or output[0] == 0
        for ours, theirs in zip(output[two:], scores, strict=True):
            assert abs(ours - Fraction(theirs)) <= room * (1 + abs(ours))


def test_the_notes_say_what_the_outputs_are() -> None:
    said = {name: read_model(SAVED / name).notes for name in SCORES}
    assert said["xgboost-dart.json"] == said["lightgbm-regression.txt"] == ()
    assert said["xgboost-poisson.json"] == ("the output is the margin; the model predicts exp of it",)
    assert "0 and the margin of the second class" in said["xgboost-two-classes.json"][0]
    assert "before the sigmoid or softmax" in said["lightgbm-two-classes.json"][0]


def test_xgboost_sends_equality_to_the_right_and_thresholds_are_float32() -> None:
    trained = read_xgboost(json.dumps(stump(split_conditions=[0.1, 5, 7])).encode())
    network = trained.network
    assert isinstance(network, Branch)
    threshold = Fraction(np.float32(0.1).item())
    assert network.threshold == threshold
    assert evaluate(network, [threshold])[0] == 7
    assert evaluate(network, [threshold - Fraction(1, 10**40)])[0] == 5
    assert evaluate(network, [Fraction(1, 10)])[0] == 5
    assert trained.rounds == ("float64", "float32")
    assert trained.rounding is not None
    assert evaluate(trained.rounding(), [Fraction(1, 10)])[0] == 7


def test_lightgbm_sends_equality_to_the_left() -> None:
    network = read_lightgbm(lines().encode()).network
    assert evaluate(network, [Fraction(0.1)]) == (Fraction(5),)
    assert evaluate(network, [Fraction(0.1) + Fraction(1, 10**40)]) == (Fraction(7),)
    assert evaluate(network, [Fraction(1, 10)]) == (Fraction(5),)


def test_where_zeros_are_missing_they_go_where_the_tree_says() -> None:
    for decision, zero in ((4, 7), (6, 5)):  # missing to the right, to the left
        network = read_lightgbm(
            lines(threshold="-3" if zero == 5 else "3", decision_type=str(decision)).encode()
        ).network
        for x in (Fraction(0), ZERO, -ZERO):
            assert evaluate(network, [x])[0] == zero
        for x in (ZERO * 2, -ZERO * 2):
            assert evaluate(network, [x])[0] == 12 - zero


def test_the_least_numbers_count_as_zero_in_every_test_of_lightgbm() -> None:
    tiny = ZERO / 2
    for bound, left, right in (
        (-ZERO, -2 * ZERO, -ZERO),
        (-tiny, -2 * ZERO, -ZERO),
        (Fraction(0), ZERO, 2 * ZERO),
        (tiny, ZERO, 2 * ZERO),
        (ZERO, ZERO, 2 * ZERO),
        (-2 * ZERO, -2 * ZERO, -ZERO),
        (2 * ZERO, 2 * ZERO, 3 * ZERO),
    ):
        network = read_lightgbm(lines(threshold=repr(bound.numerator / bound.denominator)).encode()).network
        assert [evaluate(network, [x])[0] for x in (left, right)] == [5, 7], bound


def test_an_endless_threshold_of_lightgbm_has_every_number_on_its_left() -> None:
    for decision in ("2", "0", "8", "10"):  # nothing is missing, or NaN is
        network = read_lightgbm(lines(threshold="inf", decision_type=decision).encode()).network
        assert [evaluate(network, [x])[0] for x in (Fraction(0), Fraction(10) ** 400)] == [5, 5]
    for decision, zero in (("4", 7), ("6", 5)):  # zeros are missing
        network = read_lightgbm(lines(threshold="inf", decision_type=decision).encode()).network
        assert [evaluate(network, [x])[0] for x in (Fraction(0), Fraction(1), Fraction(-1))] == [zero, 5, 5]


def test_lightgbm_agrees_where_thresholds_are_endless_or_nearly_zero() -> None:
    lightgbm = pytest.importorskip("lightgbm", reason="LightGBM is not installed")
    source = np.random.default_rng(5)
    points = source.integers(-2, 3, (60, 2)) / 2
    gaps = np.where(source.random((60, 2)) < 0.2, np.nan, points)
    model = lightgbm.train(
        {"objective": "regression", "num_leaves": 8, "min_data_in_leaf": 1, "min_data_in_bin": 1, "verbose": -1},
        lightgbm.Dataset(gaps, label=np.isnan(gaps[:, 0]) * 2.0 + points[:, 0] + (gaps[:, 1] > 0)),
        4,
    )
    text = model.model_to_string()
    assert "inf" in text
    assert "e-35" in text
    zero = ZERO.numerator / ZERO.denominator
    near = [0.0, zero, -zero, 2 * zero, -2 * zero, 5e-324, -5e-324]
    rows = [[a, b] for a in (*near, 1.0, -1.0) for b in (*near, 0.5)]
    for data in (text, json.dumps(model.dump_model())):
        trained = read_lightgbm(data.encode())
        assert trained.rounding is not None
        for network in (trained.network, trained.rounding()):
            for (ours,), theirs in zip(outputs_at(network, rows), model.predict(rows), strict=True):
                assert abs(float(ours) - theirs) < 1e-12


def linear(scores: str, **fields: Any) -> bytes:
    """A file of XGBoost's linear booster: two targets, each the one feature."""
    model = stump(base_score=scores)
    model["learner"]["learner_model_param"]["num_target"] = "2"
    model["learner"]["gradient_booster"] = {"name": "gblinear", "model": {"weights": [1, 1, 0, 0]}}
    return json.dumps(model | fields).encode()


def test_the_linear_booster_adds_the_first_base_score_to_every_output() -> None:
    for version in ([3, 2, 0], [3, 1, 1]):
        network = read_xgboost(linear("[5E-1,2]", version=version)).network
        assert list(evaluate(network, [Fraction(3)])) == [Fraction(7, 2)] * 2
    assert list(evaluate(read_xgboost(linear("2", version=[9, 0, 0])).network, [Fraction(3)])) == [5, 5]
    for odd in ({"version": [3, 3, 0]}, {"version": "new"}, {}):
        with pytest.raises(BadInput, match=r"version must be 3\.2 or older, not .*: which of several base scores"):
            read_xgboost(linear("[5E-1,2]", **odd))


def test_xgboost_agrees_where_its_linear_booster_has_several_outputs() -> None:
    xgboost = pytest.importorskip("xgboost", reason="XGBoost is not installed")
    points, labels = points_of("iris")
    data = xgboost.DMatrix(points, label=np.c_[labels, 3.0 - points[:, 0]])
    model = xgboost.train({"booster": "gblinear", "verbosity": 0}, data, 5)
    network = read_xgboost(bytes(model.save_raw("json"))).network
    for ours, theirs in zip(outputs_at(network, points), model.predict(data).tolist(), strict=True):
        assert all([abs(float(one) - other) < 1e-4 for one, other in zip(ours, theirs, strict=True)])


def test_the_linear_booster_is_one_affine_map() -> None:
    assert isinstance(read_trained(SAVED / "xgboost-linear.json"), Affine)


def test_trees_of_an_output_are_added_without_multiplications() -> None:
    network = read_trained(SAVED / "lightgbm-three-classes.txt")
    assert isinstance(network, Sequence)
    worst = structural_worst(network)
    assert (worst.additions, worst.multiplications) == (6, 0)
    assert size_of(network).gates == sum(
        line.count(" ") + 1
        for line in (SAVED / "lightgbm-three-classes.txt").read_text().splitlines()
        if line.startswith("threshold=")
    )


def test_a_base_score_that_is_a_probability_becomes_a_margin_in_float32() -> None:
    model = stump(objective="binary:logistic", base_score="[2.5E-1]", split_conditions=[1, 0, 0])
    outputs = evaluate(read_xgboost(json.dumps(model).encode()).network, [Fraction(0)])
    assert outputs == (Fraction(0), Fraction(-np.log(np.float32(3)).item()))
    model = stump(objective="count:poisson", base_score="3", split_conditions=[1, 0, 0])
    outputs = evaluate(read_xgboost(json.dumps(model).encode()).network, [Fraction(0)])
    assert outputs == (Fraction(np.log(np.float32(3)).item()),)


def test_more_outputs_than_can_be_built_are_refused_before() -> None:
    model = stump()
    model["learner"]["learner_model_param"]["num_class"] = "10001"
    with pytest.raises(BadInput, match=r"num_class must be an integer in 0..10,000, not '10001'"):
        read_xgboost(json.dumps(model).encode())


def test_rounds_after_the_best_one_are_said_to_count() -> None:
    model = json.loads((SAVED / "xgboost-three-classes.json").read_text())
    model["learner"]["attributes"]["best_iteration"] = "0"
    assert read_xgboost(json.dumps(model).encode()).notes[1:] == (
        "all 3 rounds of boosting count, as in Booster.predict; early stopping found the first 1 best",
    )


@pytest.mark.parametrize(
    ("settings", "attributes"),
    [({"num_parallel_tree": "1"}, {}), ({}, {"best_ntree_limit": "1"})],
    ids=["1.6 and 1.7", "before 1.6"],
)
def test_versions_that_do_not_list_their_rounds_are_read(settings: dict[str, str], attributes: dict[str, str]) -> None:
    model = json.loads((SAVED / "xgboost-three-classes.json").read_text())
    network = network_bytes(read_xgboost(json.dumps(model).encode()).network)
    found = model["learner"]["gradient_booster"]["model"]
    del found["iteration_indptr"]
    found["gbtree_model_param"] = {"num_trees": "9", "size_leaf_vector": "0", **settings}
    model["learner"]["attributes"] = {"best_iteration": "0", **attributes}
    trained = read_xgboost(json.dumps(model).encode())
    assert network_bytes(trained.network) == network
    assert trained.notes[1].startswith("all 3 rounds of boosting count, as in Booster.predict; early stopping found")
    for part in ("trees", "tree_info"):
        found[part].pop()
    with pytest.raises(BadInput, match="each round makes 3 trees, and there are 8"):
        read_xgboost(json.dumps(model).encode())


def test_the_threshold_of_a_split_by_categories_is_not_looked_at() -> None:
    model = json.loads((SAVED / "xgboost-categories.json").read_text())
    network = network_bytes(read_xgboost(json.dumps(model).encode()).network)
    for tree in model["learner"]["gradient_booster"]["model"]["trees"]:
        for node, kind in enumerate(tree["split_type"]):
            tree["split_conditions"][node] = nan if kind else tree["split_conditions"][node]
    assert network_bytes(read_xgboost(json.dumps(model).encode()).network) == network
    tree["split_conditions"][-1] = nan
    with pytest.raises(BadInput, match=r"split_conditions\[[0-9]+\] must be a finite decimal, not nan"):
        read_xgboost(json.dumps(model).encode())


def labels() -> dict[str, Any]:
    """A file of XGBoost of three labels at once."""
    model = stump(objective="binary:logistic", base_score="0.5")
    model["learner"]["learner_model_param"]["num_target"] = "3"
    return model


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (stump(objective="survival:cox"), "the objective 'survival:cox' is not read: binary:logistic"),
        (
            stump(objective="binary:logistic", base_score="1.5"),
            "base_score must be a probability above 0 and below 1, not 3/2",
        ),
        (
            stump(objective="binary:logistic", base_score="1E0"),
            "a probability above 0 and below 1, not 1: the .* finite",
        ),
        (stump(objective="binary:logistic", base_score="1E-45"), "base_score.* finite"),
        (labels(), "3 labels at once, each with two classes of its own .binary:logistic with num_target 3., are not"),
        (stump(objective="count:poisson"), "base_score must be above 0, not 0"),
        (stump(base_score="1,2"), "base_score must have 1 or 1 numbers, not 2"),
        (stump(split_conditions=[1.5, 2]), "split_conditions must have 3 entries, one for each node, not 2"),
        (stump(split_conditions=["x", 2, 3]), r"split_conditions\[0\] must be a finite decimal, not 'x'"),
        (stump(split_conditions=["1E99", 2, 3]), r"split_conditions\[0\] is beyond float32: '1E99'"),
        (stump(split_conditions=[1.5, 2, 3], split_type=[1, 0, 0]), "tree 0: there is no categories_nodes"),
        (stump(tree_param={"size_leaf_vector": "3"}), "leaves of '3' numbers are not read"),
        (stump(left_children=[0, -1, -1]), "tree 0: node 0 leads back to node 0"),
        (stump(left_children=[9, -1, -1]), "tree 0: node 0 leads to node 9"),
        (stump(split_indices=[1, 0, 0]), "tree 0: node 0 tests feature 1, but features are 0 to 0"),
        (stump(left_children=[1.5, -1, -1]), "left_children must be a list of integers"),
    ],
    ids=range(16),
)
def test_a_file_of_xgboost_that_is_not_read_says_why(model: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=f"^m.json: .*{words}") as found:
        read_xgboost(json.dumps(model).encode(), "m.json")
    assert "\n" not in str(found.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tree", "there is no num_class before the first tree"),
        ("Tree\n", "its first line must be 'tree', not 'Tree'"),
        (lines(objective="rank_custom"), "the objective 'rank_custom' is not read"),
        (lines(is_linear="1"), "linear maps as leaves are not read"),
        (lines(decision_type="1"), r"threshold\[0\]: a category must be an integer in 0..2,147,483,647, not '0.1"),
        (lines(leaf_value="5"), "leaf_value must have 2 entries for 2 leaves, not 1"),
        (lines(leaf_value="5 inf"), r"leaf_value\[1\] must be a finite decimal, not 'inf'"),
        (lines(threshold="1e999"), r"threshold\[0\] is beyond float64: '1e999'"),
        (lines(left_child="-9"), r"left_child\[0\] must be from -2 to 0, for 2 leaves and 1 inner node, not -9"),
        (lines(right_child="1"), r"right_child\[0\] must be from -2 to 0, for 2 leaves and 1 inner node, not 1"),
        (lines(left_child="--1"), "left_child must be a list of integers"),
        (lines().replace("ration=1", "ration=10001"), "num_tree_per_iteration must be an integer in 1..10,000"),
        (lines(left_child="x"), "left_child must be a list of integers"),
        (lines(num_leaves="999999999"), "num_leaves must be an integer in 1..1,000,000, not '999999999'"),
        (lines(header="num_class=2\n"), "line 7: 'num_class' stands twice"),
        (lines().replace("end of trees", ""), "ends before the line 'end of trees'"),
        (lines().replace("Tree=0", "Tree=1"), "line 8: this must be Tree=0, not 'Tree=1'"),
        (
            lines(objective="binary").replace("per_iteration=1", "per_iteration=2"),
            "a binary objective must have one tree",
        ),
    ],
    ids=range(18),
)
def test_a_file_of_lightgbm_that_is_not_read_says_why(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=f"^m.txt: .*{words}") as found:
        read_lightgbm(text.encode(), "m.txt")
    assert "\n" not in str(found.value)


OTHERS: list[Any] = [None, True, -1, 0, 10**30, "", "x", "1e9999", [], [None], {}, {"a": 1}]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in nested objects and lists, as its holder and key; of long lists the first two."""
    keys: Any = (
        value.keys() if isinstance(value, dict) else range(min(2, len(value))) if isinstance(value, list) else ()
    )
    for key in list(keys):
        yield value, key
        yield from places(value[key])


@pytest.mark.parametrize(
    "most", [pytest.param(3, id="three at a place"), pytest.param(len(OTHERS), id="all", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize(
    "name", ["xgboost-two-classes.json", "xgboost-dart.json", "xgboost-linear.json", "lightgbm-two-classes.json"]
)
def test_whatever_stands_elsewhere_in_a_json_file_is_read_or_refused_in_one_line(
    name: str, most: int, tmp_path: Path
) -> None:
    model = json.loads((SAVED / name).read_text())
    path = tmp_path / "m.json"
    said = list[str]()
    for number, (holder, key) in enumerate(list(places(model))):
        before = holder[key]
        for turn in range(most):
            holder[key] = OTHERS[(number * most + turn) % len(OTHERS)]
            path.write_text(json.dumps(model))
            said += refusal(path)
        holder[key] = before
    assert len(said) > 8 * most
    assert not [line for line in said if "\n" in line]


def refusal(path: Path) -> list[str]:
    """Return what is said of a file that is refused; nothing if it is read."""
    try:
        read_trained(path)
    except BadInput as error:
        return [str(error)]
    return []


def test_whatever_stands_in_a_line_of_a_text_file_is_read_or_refused_in_one_line(tmp_path: Path) -> None:
    text = (SAVED / "lightgbm-zeros.txt").read_text().split("\n")
    path = tmp_path / "m.txt"
    said = list[str]()
    for number, line in enumerate(text[:32]):
        key = line.partition("=")[0]
        for other in (None, "", key, f"{key}=", f"{key}=x", f"{key}=-1", f"{key}=1e9999", f"{key}={10**30}", "Tree=7"):
            changed = text[:number] + ([] if other is None else [other]) + text[number + 1 :]
            path.write_text("\n".join(changed))
            said += refusal(path)
    assert len(said) > 50
    assert not [line for line in said if "\n" in line]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"learner": NaN}', "learner must be an object, not nan"),
        (b'{"learner": ' + b"[" * 100_000, "nested too deep|not JSON"),
        (b'{"learner"', "not JSON"),
        (b'"learner"', "there is no learner"),
        (b"tree\n\xff", "not a text file of LightGBM: it is not UTF-8"),
        (b'{"tree_info": 3}', "tree_info must be a list, not 3"),
    ],
)
def test_what_is_no_such_file_is_refused_in_one_line(data: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "m.json").write_bytes(data)
    with pytest.raises(BadInput, match=words) as found:
        read_trained(tmp_path / "m.json")
    assert "\n" not in str(found.value)


def test_the_binary_form_of_xgboost_is_the_same_network() -> None:
    binary, text = read_model(SAVED / "xgboost-binary.ubj"), read_model(SAVED / "xgboost-three-classes.json")
    assert network_bytes(binary.network) == network_bytes(text.network)
    assert binary.notes == text.notes


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{", "ends at byte 1, where more must follow"),
        (
            b"{U\x07learner[#L\x7f\xff\xff\xff\xff\xff\xff\xff",
            "a length of 9223372036854775807 at byte 21, with 0 left",
        ),
        (b"{U\x07learner[$d#U\x04\x00\x00\x00\x00}", "ends at byte|a length of"),
        (b"{U\x07learnerd\x7f\x80\x00\x00}", "learner must be an object, not inf"),
        (b"{U\x07learner[$Z#U\xff}", "a list of values of the type b'Z' is not read"),
        (b"{U\x01xZU\x01xZ}", "'x' stands twice in an object"),
        (b"{U\x01xq}", "begins no value: b'q'"),
        (b"{U\x01\xffZ}", "text before byte 4 is not UTF-8"),
        (b"{U\x01xZ}}", "1 byte stands behind the end"),
        (b"{U\x01x" + b"[" * 200, "nested deeper than 64 levels"),
        (b"{S\x01x", "byte 1 must begin a length, not b'S'"),
        (b"{U\x01xT}", "there is no learner"),
    ],
    ids=range(12),
)
def test_a_binary_file_that_is_not_read_says_why(data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words) as found:
        ubjson_of(data, "m.ubj") if data.startswith(b"{S") else read_xgboost(data, "m.ubj")
    assert "\n" not in str(found.value)


@pytest.mark.parametrize("apart", [25, pytest.param(5, marks=pytest.mark.slow)])
def test_whatever_byte_stands_in_a_binary_file_it_is_read_or_refused_in_one_line(tmp_path: Path, apart: int) -> None:
    data = (SAVED / "xgboost-binary.ubj").read_bytes()
    path = tmp_path / "m.ubj"
    source = random.Random(3)
    said = list[str]()
    for number in range(0, len(data), apart):
        for changed in (data[:number], data[:number] + bytes([source.randrange(256)]) + data[number + 1 :]):
            path.write_bytes(changed)
            said += refusal(path)
    assert len(said) > 2_500 // apart
    assert not [line for line in said if "\n" in line]


def points_of(name: str) -> tuple[Any, Any]:

    points, labels = getattr(datasets, f"load_{name}")(return_X_y=True)
    return points, labels


def test_estimators_of_xgboost_are_read_as_objects_with_their_best_round() -> None:
    xgboost = pytest.importorskip("xgboost", reason="XGBoost is not installed")

    points, labels = points_of("wine")
    model = xgboost.XGBClassifier(n_estimators=30, early_stopping_rounds=2, max_depth=3)
    model.fit(points[::2], labels[::2], eval_set=[(points[1::2], labels[1::2])], verbose=False)
    assert model.best_iteration < 29
    trained = trained_sklearn(model)
    assert trained.classes == ("0", "1", "2")
    agreed(trained, points)
    agreed(read_model(SAVED / "xgboost-two-classes.json"), points_of("iris")[0])
    with pytest.raises(BadInput, match="XGBRegressor is not fitted"):
        trained_sklearn(xgboost.XGBRegressor())
    with pytest.raises(BadInput, match=r"0\.0 counts as missing"):
        trained_sklearn(xgboost.XGBRegressor(n_estimators=1, missing=0.0).fit(points, labels))


def test_estimators_of_lightgbm_are_read_as_objects_in_pipelines_too() -> None:
    lightgbm = pytest.importorskip("lightgbm", reason="LightGBM is not installed")

    points, labels = points_of("wine")
    names = np.array(["b", "c", "a"])[labels]
    for model in (
        lightgbm.LGBMClassifier(n_estimators=3, verbose=-1),
        make_pipeline(StandardScaler(), lightgbm.LGBMClassifier(n_estimators=3, verbose=-1)),
    ):
        trained = trained_sklearn(fitted(model, points, names))
        assert trained.classes == ("a", "b", "c")
        found = classes_at(trained.network, points)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert [trained.classes[number] for number in found] == model.predict(points).tolist()
    with pytest.raises(BadInput, match="LGBMRegressor is not fitted"):
        trained_sklearn(lightgbm.LGBMRegressor())


def test_text_and_json_of_lightgbm_give_the_same_network() -> None:
    lightgbm = pytest.importorskip("lightgbm", reason="LightGBM is not installed")
    booster = lightgbm.Booster(model_str=(SAVED / "lightgbm-zeros.txt").read_text())
    as_json = read_lightgbm(json.dumps(booster.dump_model()).encode())
    assert network_bytes(as_json.network) == network_bytes(read_trained(SAVED / "lightgbm-zeros.txt"))
