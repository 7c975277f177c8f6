"""Trees that split by categories: LightGBM's, XGBoost's, scikit-learn's, on every category, unseen ones and others."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from boosted import lines, stump
from commands import command, refused
from fitted import answers_of, as_rounded, classes_at, outputs_at
from numpy.typing import NDArray
from sklearn import ensemble

from constructions.files.bundle import read_bundle
from constructions.files.canonical import network_bytes
from constructions.files.columns import columns_bytes, columns_from_bytes
from constructions.model.cost import structural_worst
from constructions.model.errors import BadInput
from constructions.model.network import Network
from constructions.model.provenance import Columns
from exchange.reader import read_model
from exchange.sklearn.reader import read_sklearn, trained_sklearn
from exchange.trained import Trained
from exchange.trees.forest import Forest, Leaf, Split, Tree, forest_network
from exchange.trees.lightgbm_categories import Seen, known_categories
from exchange.trees.lightgbm_file import read_lightgbm
from exchange.trees.membership import Cut, cells, points, put_test
from exchange.trees.xgboost_file import read_xgboost

Array = NDArray[Any]

ODD = (-3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.999, 3.0, 4.0, 5.0, 6.0, 7.0, 7.5, 33.0, 40.0, 255.0, 300.0, 1e6)
"""Values of a category: seen, unseen, between, negative."""


def table(classes: int, seed: int = 0) -> tuple[Array, Array]:
    """Return points whose first column is one of 40 categories, and labels for which these matter."""
    source = np.random.default_rng(seed)
    kinds = source.integers(0, 40, 400)
    kinds[kinds == 33] = 34
    values = np.column_stack([kinds, source.random(400), source.integers(0, 4, 400)]).astype(float)
    labels = (kinds * 7 % 5 + (values[:, 1] > 0.6) + values[:, 2] * (kinds > 20)).astype(int) % classes
    return values, labels


def asked_rows(values: Array) -> list[list[float]]:
    """Return rows of the table, and every odd category beside them."""
    return [*values[::9].tolist(), *[[odd, 0.3, 2.0] for odd in ODD], *[[5.0, 0.7, odd] for odd in ODD]]


def agree(network: Network, rows: list[list[float]], wanted: Array, room: Fraction) -> None:
    for row, output, scores in zip(rows, outputs_at(network, rows), wanted.reshape(len(rows), -1), strict=True):
        two = len(output) > len(scores)
        for ours, theirs in zip(output[two:], scores.tolist(), strict=True):
            assert abs(ours - Fraction(theirs)) <= room * (1 + abs(ours)), row


@pytest.mark.parametrize("at_once", [1, 100], ids=["sets", "one against the rest"])
@pytest.mark.parametrize("classes", [2, 3])
def test_xgboost_splits_by_categories(classes: int, at_once: int) -> None:
    xgboost = pytest.importorskip("xgboost", reason="XGBoost is not installed")
    values, labels = table(classes)
    kinds = ["c", "float", "c"]
    settings = {"objective": "binary:logistic"} if classes == 2 else {"objective": "multi:softprob", "num_class": 3}
    data = xgboost.DMatrix(values, label=labels, feature_types=kinds, enable_categorical=True)
    booster = xgboost.train({**settings, "max_depth": 4, "max_cat_to_onehot": at_once}, data, 4)
    rows = asked_rows(values)
    matrix = xgboost.DMatrix(np.array(rows), feature_types=kinds, enable_categorical=True)
    for form in ("json", "ubj"):
        trained = read_xgboost(bytes(booster.save_raw(form)), "m.json")
        assert trained.rounding is not None
        agree(trained.rounding(), rows, booster.predict(matrix, output_margin=True), Fraction(1, 10**5))
        assert len(answers_of(trained, rows)) == len(rows)


@pytest.mark.parametrize("classes", [2, 3])
def test_lightgbm_splits_by_categories(classes: int) -> None:
    lightgbm = pytest.importorskip("lightgbm", reason="LightGBM is not installed")
    values, labels = table(classes)
    settings: dict[str, Any] = {"objective": "binary"}
    if classes == 3:
        settings = {"objective": "multiclass", "num_class": 3}
    settings |= {"verbose": -1, "min_data_per_group": 1, "cat_smooth": 0, "min_data_in_leaf": 2}
    booster = lightgbm.train(settings, lightgbm.Dataset(values, labels, categorical_feature=[0, 2]), 4)
    rows = asked_rows(values)
    wanted = booster.predict(np.array(rows), raw_score=True)
    for data in (booster.model_to_string(), json.dumps(booster.dump_model())):
        agree(read_lightgbm(data.encode(), "m.txt").network, rows, wanted, Fraction(1, 10**12))


@pytest.mark.parametrize("classes", [2, 3])
def test_histogram_boosting_splits_by_categories(classes: int) -> None:

    values, labels = table(classes)
    values[:, 2] += 0.5  # categories may be any numbers
    model = ensemble.HistGradientBoostingClassifier(max_iter=4, min_samples_leaf=2, categorical_features=[0, 2])
    model.fit(values, labels)
    rows = [*asked_rows(values), *[[3.0, 0.2, value] for value in (0.5, 1.5, 2.5, 3.5, 3.25)]]
    agree(read_sklearn(model), rows, model.decision_function(np.array(rows)), Fraction(1, 10**12))


def test_columns_of_histogram_boosting_keep_their_places() -> None:

    values, labels = table(2, 3)
    turned = values[:, [1, 0, 2]]
    model = ensemble.HistGradientBoostingRegressor(max_iter=3, min_samples_leaf=2, categorical_features=[1])
    model.fit(turned, labels)
    rows = [[row[1], row[0], row[2]] for row in asked_rows(values)]
    agree(read_sklearn(model), rows, model.predict(np.array(rows)), Fraction(1, 10**12))


def frame(values: Array) -> Any:
    """Return a table with text, numbers and integers from 0 as categories."""
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    colors = ["red", "blue", "green", "ecru"]
    return pandas.DataFrame(
        {
            "color": pandas.Categorical([colors[int(value)] for value in values[:, 2]], sorted(colors)),
            "kind": pandas.Categorical([10 * int(value) + 7 for value in values[:, 0]]),
            "size": values[:, 1],
        }
    )


def in_numbers(data: Any) -> list[list[float]]:
    return [
        [float(code), float(kind), size]
        for code, kind, size in zip(data["color"].cat.codes, data["kind"].astype(int), data["size"], strict=True)
    ]


def check_of_table(trained: Trained, model: Any, data: Any) -> None:
    """Hold a model of a table to its own answers, for rows in which text is a number and numbers are themselves."""
    colors = "blue 0, ecru 1, green 2, red 3"
    assert f"the input 'color' is the number of a category: {colors}" in trained.notes
    rows = in_numbers(data)
    assert classes_at(as_rounded(trained), rows) == model.predict(data).tolist() == answers_of(trained, rows)


def test_models_of_tables_take_numbers_as_they_are_and_text_by_its_number(tmp_path: Path) -> None:
    values, labels = table(3)
    data = frame(values)
    lightgbm = pytest.importorskip("lightgbm", reason="LightGBM is not installed")
    xgboost = pytest.importorskip("xgboost", reason="XGBoost is not installed")

    small = {"n_estimators": 4, "verbose": -1, "min_data_per_group": 1, "cat_smooth": 0}
    light = lightgbm.LGBMClassifier(**small).fit(data, labels)
    check_of_table(trained_sklearn(light), light, data)
    light.booster_.save_model(tmp_path / "m.txt")
    check_of_table(read_model(tmp_path / "m.txt"), light, data)
    (tmp_path / "dump.json").write_text(json.dumps(light.booster_.dump_model()))
    dumped, saved = [network_bytes(read_model(tmp_path / name).network) for name in ("dump.json", "m.txt")]
    assert dumped == saved
    boosted = xgboost.XGBClassifier(n_estimators=4, enable_categorical=True, max_cat_to_onehot=2).fit(data, labels)
    check_of_table(trained_sklearn(boosted), boosted, data)
    boosted.save_model(tmp_path / "x.json")
    check_of_table(read_model(tmp_path / "x.json"), boosted, data)
    histogram = ensemble.HistGradientBoostingClassifier(categorical_features="from_dtype", max_iter=4)
    histogram.fit(data, labels)
    check_of_table(trained_sklearn(histogram), histogram, data)


def test_lightgbm_is_asked_with_the_categories_that_it_knows(tmp_path: Path) -> None:
    lightgbm = pytest.importorskip("lightgbm", reason="LightGBM is not installed")
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    yes = np.arange(60) % 2 == 0
    data = pandas.DataFrame(
        {
            "one": pandas.Categorical(["only"] * 60),
            "flag": pandas.Categorical(yes.tolist(), categories=[True, False]),
            "size": np.arange(60) % 7,
            "level": pandas.Categorical.from_codes(np.arange(60) % 3, ["low", "mid", "high"], ordered=True),
        }
    )
    model = lightgbm.LGBMClassifier(n_estimators=2, verbose=-1, min_data_per_group=1, cat_smooth=0, n_jobs=1)
    labels = ((yes & (data["size"] > 2)) | (np.arange(60) % 3 == 2)).astype(int)
    model.fit(data, labels)
    rows = [[0.0, float(number % 2), float(number % 7), float(number % 3)] for number in range(60)]
    (tmp_path / "dump.json").write_text(json.dumps(model.booster_.dump_model()))
    model.booster_.save_model(tmp_path / "m.txt")
    saved = read_model(tmp_path / "m.txt")
    assert saved.categories == (("one", ("only",)), ("flag", ("True", "False")), ("level", ("low", "mid", "high")))
    assert read_model(tmp_path / "dump.json").categories == saved.categories
    for trained in (saved, trained_sklearn(model)):
        assert classes_at(as_rounded(trained), rows) == model.predict(data).tolist() == answers_of(trained, rows)


def test_text_of_a_table_is_the_number_that_the_model_gives_it(tmp_path: Path) -> None:
    text = lightgbm_tree('[["blue", "red one", "green"]]').decode()
    (tmp_path / "m.txt").write_text(text.replace("objective", "feature_names=co_lor\nobjective"))
    (tmp_path / "d.csv").write_text("co lor,y\nblue,5\n green,5\nred one,7\n")
    read = command("read", "m.txt", "d.csv", "-o", "b", folder=tmp_path)
    assert read.returncode == 0, read.stderr
    assert "the output" not in read.stderr
    assert "outputs and labels are equal; the outputs are the label at 3 of 3 points" in " ".join(read.stdout.split())
    bundle = read_bundle(tmp_path / "b")
    assert bundle.data.columns == Columns(("co lor",), ("y",), (("co lor", ("blue", "red one", "green")),))
    assert [int(point[0]) for point in bundle.data.points] == [0, 2, 1]
    (tmp_path / "new.csv").write_text("co lor\ngreen\nred one\n")
    for target, data in (("b", "new.csv"), ("m.txt", "new.csv")):
        rows = command("predict", target, data, folder=tmp_path).stdout.splitlines()[1:]
        assert [row.split(",")[:2] for row in rows] == [["2", "5"], ["3", "7"]]
    synthesized = command("synthesize", "m.txt", "d.csv", "-o", "s", folder=tmp_path)
    assert synthesized.returncode == 0, synthesized.stderr
    assert read_bundle(tmp_path / "s").data.columns == bundle.data.columns
    (tmp_path / "new.csv").write_text("co lor\ngreen\npink\n")
    refused(
        command("predict", "b", "new.csv", folder=tmp_path),
        "memocert: new.csv: line 3, column 'co lor': 'pink' is no category that is known: 'blue', 'red one', 'green'\n",
    )
    (tmp_path / "new.csv").write_text("co lor\ngreen\n1\n")
    refused(command("predict", "b", "new.csv", folder=tmp_path), "line 3, column 'co lor': '1' is no category")


@pytest.mark.parametrize(
    ("categories", "words"),
    [
        ('["a"]', "categories must be lists of text by the names of columns"),
        ('{"a":"b"}', "categories must be lists of text"),
        ('{"a":[1]}', "categories must be lists of text"),
        ('{"c":["x"]}', "categories: 'c' is none of the inputs"),
    ],
)
def test_categories_of_a_bundle_are_read_strictly(categories: str, words: str) -> None:
    text = f'{{"format":"memocert columns","version":1,"inputs":["a","b"],"labels":[],"categories":{categories}}}'
    with pytest.raises(BadInput, match=words):
        columns_from_bytes(text.encode(), 2)
    columns = Columns(("a", "b"), (), (("b", ("x", "\u00e9")),))
    assert columns_from_bytes(columns_bytes(columns), 2) == columns


class Looked(str):
    """A name that counts how often such names are compared."""

    __slots__ = ()
    looks = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Looked.looks += 1
        return str(self) == str(other)


def test_each_name_of_a_column_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = [Looked(f"n{place}") for place in range(300)]
    categories = {Looked(name): ["a"] for name in reversed(inputs)}
    fields = {"inputs": inputs, "labels": [], "categories": categories}
    monkeypatch.setattr("constructions.files.columns.loaded", lambda *_: fields)
    columns = columns_from_bytes(b"", 300)
    assert [place for place, _ in columns.texts] == [*range(299, -1, -1)]
    assert Looked.looks < 3_000


@pytest.mark.parametrize("width", [0, 1, 2, 3, 5, 8])
def test_a_set_is_a_tree_of_few_comparisons(width: int) -> None:
    source = np.random.default_rng(width)
    chosen = sorted(source.choice(30, width, replace=False).tolist())
    yes, no = Leaf(((0, Fraction(1)),)), Leaf(((0, Fraction(0)),))
    for cuts, inside in (
        (cells(chosen), lambda x: x >= 0 and int(x) in chosen),
        (cells(chosen, True), lambda x: x > -1 and int(x) in chosen),
        (points([Fraction(number) for number in chosen]), lambda x: x in chosen),
    ):
        nodes: list[Split | Leaf] = [Leaf(()), yes, no]
        put_test(nodes, 0, 0, cuts, (1, 2), "m")
        network = forest_network(Forest(1, (Tree(tuple(nodes)),), (Fraction(0),)))
        places = [place / 2 for place in range(-4, 64)]
        assert [output[0] == 1 for output in outputs_at(network, [[x] for x in places])] == [*map(inside, places)]
        assert structural_worst(network).comparisons == len(cuts).bit_length()


def test_a_split_of_more_nodes_than_are_read_is_refused() -> None:
    with pytest.raises(BadInput, match="m has 2,000,001 nodes of trees"):
        put_test([Leaf(())], 0, 0, [Cut("<", Fraction(0))] * 2_000_000, (0, 0), "m")


def xgboost_tree(cats: object = None, **changes: object) -> bytes:
    """Return a file of one tree that sends the categories 1 and 2 of its input to the right."""
    chosen = {"categories": [2, 1], "categories_nodes": [0], "categories_segments": [0], "categories_sizes": [2]}
    changed: dict[str, Any] = {"split_conditions": [0, 5, 7], "split_type": [1, 0, 0], **chosen, **changes}
    model = stump(**changed)
    model["learner"]["gradient_booster"]["model"]["cats"] = cats
    return json.dumps(model).encode()


def test_xgboost_sends_to_the_left_what_is_not_chosen() -> None:
    network = read_xgboost(xgboost_tree()).network
    rows = [[x] for x in (-1.0, 0.0, 0.999, 1.0, 1.5, 2.999, 3.0, 1e9)]
    assert [int(output[0]) for output in outputs_at(network, rows)] == [5, 5, 5, 7, 7, 7, 5, 5]
    listed = read_xgboost(xgboost_tree(cats={"enc": [{"type": 15, "values": [3, -4, 9]}]})).network
    assert [int(output[0]) for output in outputs_at(listed, [[-4.0], [9.0], [3.0], [1.0], [9.5]])] == [7, 7, 5, 5, 5]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"split_type": [2, 0, 0]}, "split_type must have 3 entries, 0 or 1"),
        ({"split_type": [1, 0]}, "split_type must have 3 entries, 0 or 1"),
        ({"categories_nodes": [1]}, r"must be about the nodes \[0\]"),
        ({"categories_sizes": []}, r"must be about the nodes \[0\]"),
        ({"categories_sizes": [3]}, "node 0 has categories from 0 on, 3 of 2"),
        (
            {
                "split_type": [1, 1, 0],
                "categories_nodes": [0, 1],
                "categories_segments": [0, 0],
                "categories_sizes": [2, 1],
            },
            "its nodes have 3 categories, and there are 2",
        ),
        ({"categories_segments": [-1]}, "node 0 has categories from -1 on"),
        ({"categories": [1, 2**24]}, "categories must be an integer in 0..16,777,215"),
        ({"categories": None}, "categories must be a list"),
        ({"cats": {"enc": []}, "categories": [0.5]}, "categories must be a list of integers"),
        ({"cats": {"enc": [{"values": [1]}] * 2}}, "cats: enc must have 1 entries, one for each input, not 2"),
        ({"cats": {"enc": [{"values": [2**24]}]}}, "16777216 is not told from its neighbours in float32"),
        ({"cats": {"enc": [{"values": [97], "offsets": [0, 2]}]}}, "offsets must rise from 0 to 1"),
        ({"cats": {"enc": [{"values": [99, -61, 97], "offsets": [0, 2, 3]}]}}, "XGBoost cuts them"),
        ({"cats": {"enc": [{"values": [97, 97], "offsets": [0, 1, 2]}]}}, "of input 0 are not told apart"),
    ],
)
def test_categories_of_xgboost_that_contradict_themselves_are_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=f"^m.json: .*{words}") as found:
        read_xgboost(xgboost_tree(**changes), "m.json")
    assert "\n" not in str(found.value)


def lightgbm_tree(table: str = "null", infos: str = "2:1:0", **changes: str) -> bytes:
    """Return a file of one tree that sends the categories 0 and 2 of its input to the left."""
    chosen = {"threshold": "0", "decision_type": "1", "cat_boundaries": "0 1", "cat_threshold": "5"}
    return f"{lines(f'feature_infos={infos}', **(chosen | changes))}pandas_categorical:{table}\n".encode()


def test_a_mark_before_the_text_of_a_model_is_passed_over(tmp_path: Path) -> None:
    for data, file in ((lightgbm_tree(), "m.txt"), (xgboost_tree(), "m.json")):
        plain, marked = tmp_path / f"plain-{file}", tmp_path / f"marked-{file}"
        plain.write_bytes(data)
        marked.write_bytes(b"\xef\xbb\xbf" + data)
        assert network_bytes(read_model(marked).network) == network_bytes(read_model(plain).network)


def test_lightgbm_sends_to_the_right_what_is_not_chosen() -> None:
    network = read_lightgbm(lightgbm_tree()).network
    rows = [[x] for x in (-1.0, -0.999, 0.5, 1.0, 1.999, 2.0, 2.9, 3.0, 64.0)]
    assert [int(output[0]) for output in outputs_at(network, rows)] == [7, 5, 5, 7, 7, 5, 5, 7, 7]
    listed = read_lightgbm(lightgbm_tree("[[10, 2.5, -3]]")).network
    assert [int(output[0]) for output in outputs_at(listed, [[10.0], [2.5], [-3.0], [10.5], [0.0]])] == [5, 7, 5, 7, 7]
    named = read_lightgbm(lightgbm_tree('[["a", "1.5", "c"]]'))
    assert named.notes == ("the input 0 is the number of a category: a 0, 1.5 1, c 2",)
    true = read_lightgbm(lightgbm_tree("[[true, false, 1]]"))
    assert true.notes == ("the input 0 is the number of a category: True 0, False 1, 1 2",)
    numbered = read_lightgbm(lightgbm_tree("[[0, 1, 2], [0, 1]]")).network  # of which column does not matter
    assert network_bytes(numbered) == network_bytes(network)


def categories_of(infos: str, table: str) -> tuple[Any, str]:
    return known_categories(json.loads(table), [Seen.of_text(info) for info in infos.split()], "m.txt")


def test_lists_of_lightgbm_are_those_of_inputs_that_varied_and_perhaps_of_others() -> None:
    assert categories_of("[0:8] none -1:0:1:2", '[["only"], ["u", "v", "w"]]')[0] == {1: ("only",), 2: ("u", "v", "w")}
    assert categories_of("none 0:1", '[["u", "v"]]')[0] == {1: ("u", "v")}
    assert categories_of("none 0:2 none", '[["a"], ["u", "v", "w"]]')[0] == {0: ("a",), 1: ("u", "v", "w")}
    assert categories_of("[0:8] [0:2] [0:0.5]", '[["low", "mid", "high"]]')[0] == {1: ("low", "mid", "high")}
    with pytest.raises(BadInput, match="number categories from 0 before training"):  # the input would be the category
        categories_of("[0:8] [0:2]", "[[10, 20, 35]]")
    for infos in ("none 0:1 none", "[0:1] [0:1] [0:1]", "0:1", "[0:1]", ""):
        known, note = categories_of(infos, '[["a", "b"], ["u", "v"]]')
        assert (known, "which columns have the 2 lists of pandas_categorical is not known" in note) == ({}, True)


def test_a_dump_of_lightgbm_says_by_name_which_inputs_have_categories() -> None:
    model = {
        "feature_names": ["one", "size", "kind"],
        "feature_infos": {"size": {"values": []}, "kind": {"values": [-1, 0, 1]}},
    }
    seen = [Seen.of_json(model["feature_infos"].get(name)) for name in model["feature_names"]]  # type: ignore[attr-defined]
    assert known_categories([["u", "v"]], seen, "m.json")[0] == {2: ("u", "v")}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lightgbm_tree(threshold="1"), r"threshold\[0\] must be an integer in 0..0, not '1'"),
        (lightgbm_tree(threshold="0.5"), r"threshold\[0\] must be an integer"),
        (lightgbm_tree(cat_boundaries="0 2"), "cat_boundaries must rise to the 1 word of cat_threshold"),
        (lightgbm_tree(cat_boundaries="1 0"), "cat_boundaries must rise"),
        (lightgbm_tree(cat_boundaries="0"), "cat_boundaries must rise"),
        (
            lightgbm_tree(
                num_leaves="3",
                split_feature="0 0",
                threshold="0 0",
                decision_type="1 1",
                left_child="-1 -2",
                right_child="1 -3",
                leaf_value="5 7 9",
            ),
            "two splits name one set of categories, and each must have its own",
        ),
        (lightgbm_tree(cat_threshold="4294967296"), "cat_threshold must be words of 32 bits, not '4294967296'"),
        (lightgbm_tree(cat_threshold="-1"), "cat_threshold must be words of 32 bits, not '-1'"),
        (
            lightgbm_tree("[[10, 20]]", infos="[0:1]"),
            "which columns have the 1 list of pandas_categorical is not known",
        ),
        (lightgbm_tree("7"), "pandas_categorical must be lists of categories, not 7"),
        (lightgbm_tree("[["), "pandas_categorical: not JSON"),
    ],
)
def test_categories_of_lightgbm_that_contradict_themselves_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=f"^m.txt: .*{words}") as found:
        read_lightgbm(data, "m.txt")
    assert "\n" not in str(found.value)
