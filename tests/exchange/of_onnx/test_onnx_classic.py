"""Trees, linear models and what stands around them in ``ai.onnx.ml``, and where classifiers are cut."""

from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from fitted import outputs_at
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator
from onnx_models import classic, node, saved

from constructions.model.batch import evaluate_many
from constructions.model.errors import BadInput
from constructions.model.network import Network
from exchange.onnx.model import CLASSIC, NEWEST_CLASSIC
from exchange.onnx.operators.table import OPERATORS
from exchange.onnx.reader import read_onnx, trained_onnx
from exchange.onnx.runtime import runtime_report

FLOAT, LABEL, TEXT = TensorProto.FLOAT, TensorProto.INT64, TensorProto.STRING


def write(
    path: Path,
    nodes: list[Any],
    shape: list[int],
    outputs: dict[str, int],
    version: int = 3,
    tensors: dict[str, Any] | None = None,
    given: int = FLOAT,
) -> Path:
    sets = {"": 21 if version == NEWEST_CLASSIC else 17, CLASSIC: version}
    ports = [(name, kind, None) for name, kind in outputs.items()]
    return saved(path, nodes, [("x", given, shape)], ports, tensors or {}, sets)


def inputs(width: int) -> Any:
    """Return rows of halves, many of which meet a threshold."""
    return (np.random.default_rng(0).integers(-4, 5, size=(40, width)) / 2).astype(np.float32)


def exact(network: Network, rows: Any) -> list[list[float]]:
    return [[float(value) for value in row] for row in outputs_at(network, rows)]


def agree(file: Path, shape: list[int], output: str, rows: Any = None, reference_errs: bool = False) -> Network:
    """Compare with onnxruntime and with onnx's reference evaluator, on numbers that float32 computes exactly."""
    network = read_onnx(file, output)
    given = inputs(network.input_width) if rows is None else rows
    others = [onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])]
    if not reference_errs:
        others.append(ReferenceEvaluator(onnx.load(str(file))))
    for other in others:
        runs = [np.asarray(other.run([output], {"x": row.reshape(shape)})[0]).reshape(-1).tolist() for row in given]
        assert exact(network, given) == runs
    return network


LINES: dict[str, tuple[Any, dict[str, Any]]] = {
    "Scaler": (classic("Scaler", ["x"], ["y"], offset=[1.0, 2.0, 0.5], scale=[0.5, 2.0, 1.0]), {}),
    "Scaler, one for all": (classic("Scaler", ["x"], ["y"], offset=[1.0], scale=[0.5]), {}),
    "Imputer of NaN": (
        classic("Imputer", ["x"], ["y"], imputed_value_floats=[1.0, 2.0, 3.0], replaced_value_float=float("nan")),
        {},
    ),
    "Imputer of a number": (
        classic("Imputer", ["x"], ["y"], imputed_value_floats=[7.0, 8.0, 9.0], replaced_value_float=1.0),
        {},
    ),
    "Binarizer": (classic("Binarizer", ["x"], ["y"], threshold=0.5), {}),
    "ArrayFeatureExtractor": (classic("ArrayFeatureExtractor", ["x", "i"], ["y"]), {"i": np.array([2, 0])}),
    "FeatureVectorizer": (classic("FeatureVectorizer", ["x", "x"], ["y"], inputdimensions=[3, 3]), {}),
    "LinearRegressor": (
        classic(
            "LinearRegressor",
            ["x"],
            ["y"],
            coefficients=[1.0, -2.0, 0.5, 0.0, 1.0, 2.0],
            intercepts=[0.5, -1.0],
            targets=2,
        ),
        {},
    ),
}


@pytest.mark.parametrize("name", LINES)
def test_columns_are_scaled_filled_and_summed_as_onnxruntime_does(name: str, tmp_path: Path) -> None:
    made, tensors = LINES[name]
    shape = [1, 3] if name == "FeatureVectorizer" else [2, 3]
    agree(write(tmp_path / "m.onnx", [made], shape, {"y": FLOAT}, tensors=tensors), shape, "y")


def test_of_integers_the_attributes_of_integers_are_imputed(tmp_path: Path) -> None:
    """Those of floats, which have other defaults, are not asked, nor is a NaN among them."""
    rows = np.array([[3, 1, 0], [7, 3, 3], [-3, 0, 2]], np.int64)
    cases: list[dict[str, Any]] = [
        {"imputed_value_int64s": [7], "replaced_value_int64": 3, "replaced_value_float": float("nan")},
        {"imputed_value_int64s": [7, -2, 5], "replaced_value_int64": 3},
        {"imputed_value_int64s": [7]},
    ]
    for given in cases:
        made = classic("Imputer", ["x"], ["y"], **given)
        agree(write(tmp_path / "m.onnx", [made], [1, 3], {"y": LABEL}, given=LABEL), [1, 3], "y", rows)


@pytest.mark.parametrize(
    ("given", "kind", "words"),
    [
        ({"imputed_value_floats": [7.0]}, LABEL, "imputed_value_int64s must be 1 or 3 numbers .*, not 0"),
        ({"imputed_value_int64s": [7]}, FLOAT, "imputed_value_floats must be 1 or 3 numbers .*, not 0"),
        ({"replaced_value_float": float("nan")}, FLOAT, "imputed_value_floats must be 1 or 3 numbers .*, not 0"),
        ({"imputed_value_floats": [7.0], "replaced_value_float": float("inf")}, FLOAT, "not 1 in place of inf"),
        ({"imputed_value_floats": [1.0], "imputed_value_int64s": [1]}, FLOAT, "only one of the two may"),
        ({"imputed_value_int64s": [2**31]}, TensorProto.INT32, "2147483648 is out of the range of int32"),
    ],
)
def test_imputers_without_numbers_of_their_type_are_refused(
    given: dict[str, Any], kind: int, words: str, tmp_path: Path
) -> None:
    file = write(tmp_path / "m.onnx", [classic("Imputer", ["x"], ["y"], **given)], [1, 3], {"y": kind}, given=kind)
    with pytest.raises(BadInput, match=words):
        read_onnx(file)


def test_sums_of_trees_are_float32_whatever_their_input_is(tmp_path: Path) -> None:
    leaves = weights("target", [0] * 5, [1.0, 2.0, 4.0, 8.0, 16.0])
    trees = classic("TreeEnsembleRegressor", ["x"], ["t"], n_targets=1, **two_trees(), **leaves)
    tensors = {"half": np.array([0.5], np.float32)}
    nodes = [trees, node("Add", ["t", "half"], "y")]
    file = write(tmp_path / "m.onnx", nodes, [1, 3], {"y": FLOAT}, tensors=tensors, given=TensorProto.DOUBLE)
    agree(file, [1, 3], "y", inputs(3).astype(np.float64), reference_errs=True)  # its sums are float64
    given = CLASSES["three classes"]
    nodes = [classic("TreeEnsembleClassifier", ["x"], ["l", "t"], **two_trees(), **given), nodes[1]]
    ports: dict[str, int] = {"l": TEXT, "y": FLOAT}
    file = write(tmp_path / "m.onnx", nodes, [1, 3], ports, tensors=tensors, given=TensorProto.DOUBLE)
    agree(file, [1, 3], "y", inputs(3).astype(np.float64), reference_errs=True)  # its sums are float64


def two_trees(mode: str = "BRANCH_LEQ") -> dict[str, Any]:
    """Return two trees on three columns; their leaves are (0, 2), (0, 3), (0, 4), (1, 1), (1, 2)."""
    leaf = "LEAF"
    return {
        "nodes_treeids": [0, 0, 0, 0, 0, 1, 1, 1],
        "nodes_nodeids": [0, 1, 2, 3, 4, 0, 1, 2],
        "nodes_featureids": [0, 1, 0, 0, 0, 2, 0, 0],
        "nodes_values": [0.5, -1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        "nodes_modes": [mode, mode, leaf, leaf, leaf, mode, leaf, leaf],
        "nodes_truenodeids": [1, 2, 0, 0, 0, 1, 0, 0],
        "nodes_falsenodeids": [4, 3, 0, 0, 0, 2, 0, 0],
    }


def weights(prefix: str, outputs: list[int], values: list[float]) -> dict[str, Any]:
    ids = {f"{prefix}_treeids": [0, 0, 0, 1, 1], f"{prefix}_nodeids": [2, 3, 4, 1, 2]}
    times = len(values) // 5
    given: dict[str, Any] = {name: entry * times for name, entry in ids.items()}
    return {**given, f"{prefix}_ids": outputs, f"{prefix}_weights": values}


@pytest.mark.parametrize(("mode", "near"), [("BRANCH_LT", "0.1"), ("BRANCH_LEQ", "0.100000002"), ("BRANCH_EQ", "0.1")])
def test_trees_make_up_for_the_rounding_of_inputs(mode: str, near: str, tmp_path: Path) -> None:
    """Decimals near a threshold go, after their rounding, where onnxruntime sends them, and others than exactly."""
    trees = two_trees(mode)
    trees["nodes_values"][0] = float(np.float32(0.1))
    given = weights("target", [0] * 5, [1.0, 2.0, 4.0, 8.0, 16.0])
    made = classic("TreeEnsembleRegressor", ["x"], ["y"], n_targets=1, **trees, **given)
    file = write(tmp_path / "m.onnx", [made], [1, 3], {"y": FLOAT})
    trained = trained_onnx(file)
    assert trained.rounds == ("float64", "float32")
    assert trained.rounding is not None
    rounded = trained.rounding()
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    for text in (near, "0", "0.2", "-1"):
        point = [Fraction(text)] * 3
        (found,) = session.run(None, {"x": np.array([[float(text)] * 3]).astype(np.float32)})[0].reshape(-1).tolist()
        exactly, with_rounding = [evaluate_many(network, [point]).outputs[0] for network in (trained.network, rounded)]
        assert with_rounding == (found,)
        assert (exactly == with_rounding) == (text != near)


def test_only_trees_on_floats_make_up_for_rounding(tmp_path: Path) -> None:
    sums = node("Gemm", ["x", "w"], "y")
    file = write(tmp_path / "m.onnx", [sums], [1, 2], {"y": FLOAT}, tensors={"w": np.ones((2, 1), np.float32)})
    trained = trained_onnx(file)
    assert (trained.rounds, trained.rounding) == ((), None)
    summed = weights("target", [0] * 5, [1.0] * 5)
    trees = classic("TreeEnsembleRegressor", ["z"], ["y"], n_targets=1, **two_trees(), **summed)
    nodes = [node("Cast", ["x"], "z", to=FLOAT), trees]
    for given, rounds in ((TensorProto.DOUBLE, ()), (FLOAT, ("float64", "float32"))):  # the cast of doubles rounds, too
        assert trained_onnx(write(tmp_path / "m.onnx", nodes, [1, 3], {"y": FLOAT}, given=given)).rounds == rounds


MODES = ("BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ")


@pytest.mark.parametrize("mode", MODES)
def test_each_test_of_a_tree_has_equality_on_its_side(mode: str, tmp_path: Path) -> None:
    leaves = weights("target", [0] * 5, [1.0, 2.0, 4.0, 8.0, 16.0])
    made = classic("TreeEnsembleRegressor", ["x"], ["y"], n_targets=1, **two_trees(mode), **leaves)
    agree(write(tmp_path / "m.onnx", [made], [2, 3], {"y": FLOAT}), [2, 3], "y")


@pytest.mark.parametrize(("aggregate", "base"), list(product(("SUM", "AVERAGE", "MIN", "MAX"), ([], [0.25, -0.5]))))
def test_trees_are_joined_as_onnxruntime_does(aggregate: str, base: list[float], tmp_path: Path) -> None:
    values = [1.0, 2.0, 4.0, 8.0, 16.0, -1.0, 3.0, 2.0, -8.0, 1.0]
    given = {"n_targets": 2, "aggregate_function": aggregate, **weights("target", [0] * 5 + [1] * 5, values)}
    given |= {"base_values": base} if base else {}
    made = classic("TreeEnsembleRegressor", ["x"], ["y"], **two_trees(), **given)
    agree(write(tmp_path / "m.onnx", [made], [1, 3], {"y": FLOAT}), [1, 3], "y")


@pytest.mark.parametrize("modes", [[0, 0, 0], [1, 2, 3], [4, 5, 0], [6, 0, 6]])
@pytest.mark.parametrize("aggregate", [0, 1])
def test_the_newer_form_of_trees_is_read(modes: list[int], aggregate: int, tmp_path: Path) -> None:
    def tensor(values: list[float], kind: int = FLOAT) -> Any:
        return helper.make_tensor("t", kind, [len(values)], values)

    given: dict[str, Any] = {"nodes_modes": tensor(list(map(float, modes)), TensorProto.UINT8)}
    given["nodes_modes"] = helper.make_tensor("t", TensorProto.UINT8, [3], modes)
    if 6 in modes:
        given["membership_values"] = tensor([1.0, 2.0, float("nan"), -2.0, 1.0, float("nan")])
    made = classic(
        "TreeEnsemble",
        ["x"],
        ["y"],
        n_targets=2,
        aggregate_function=aggregate,
        tree_roots=[0, 2],
        nodes_featureids=[0, 1, 2],
        nodes_splits=tensor([0.5, -1.0, 1.0]),
        nodes_truenodeids=[1, 0, 2],
        nodes_trueleafs=[0, 1, 1],
        nodes_falsenodeids=[4, 1, 3],
        nodes_falseleafs=[1, 1, 1],
        leaf_targetids=[0, 0, 1, 0, 1],
        leaf_weights=tensor([1.0, 2.0, 3.0, 4.0, 5.0]),
        **given,
    )
    file = write(tmp_path / "m.onnx", [made], [2, 3], {"y": FLOAT}, NEWEST_CLASSIC)
    rows = np.round(inputs(6)) if 6 in modes else None  # members are integers to onnxruntime, whatever comes
    agree(file, [2, 3], "y", rows)


CLASSES: dict[str, dict[str, Any]] = {
    "three classes": {
        **weights("class", [0, 1, 2, 0, 2], [1.0, 2.0, 3.0, 4.0, 5.0]),
        "classlabels_strings": ["a", "b", "c"],
        "base_values": [0.5, 0.0, 1.0],
    },
    "one score, no weight negative": {
        **weights("class", [0] * 5, [1.0, 2.0, 0.5, 0.25, 0.0]),
        "classlabels_int64s": [0, 1],
    },
    "one score, some weights negative": {
        **weights("class", [0] * 5, [1.0, -2.0, 0.5, 0.25, -1.0]),
        "classlabels_int64s": [3, 7],
        "base_values": [0.25],
    },
    "two scores": {
        **weights("class", [0] * 5 + [1] * 5, [1.0, 2.0, 0.5, 0.25, 0.75, 0.0, -1.0, 0.5, 0.75, 0.25]),
        "classlabels_int64s": [0, 1],
    },
    "the score of the second class": {
        **weights("class", [1] * 5, [1.0, -2.0, 0.5, 0.25, 0.75]),
        "classlabels_int64s": [0, 1],
    },
}


ONE_SCORE = ("one score, some weights negative", "the score of the second class")
"""Where the reference evaluator makes two scores of one in another way than onnxruntime."""


@pytest.mark.parametrize("name", CLASSES)
def test_scores_of_trees_are_those_of_onnxruntime(name: str, tmp_path: Path) -> None:
    made = classic("TreeEnsembleClassifier", ["x"], ["label", "scores"], **two_trees(), **CLASSES[name])
    kind = TEXT if "classlabels_strings" in CLASSES[name] else LABEL
    file = write(tmp_path / "m.onnx", [made], [1, 3], {"label": kind, "scores": FLOAT})
    agree(file, [1, 3], "scores", reference_errs=name in ONE_SCORE)
    assert trained_onnx(file).notes == ("the output is 'scores', not 'label'",)
    with pytest.raises(BadInput, match=r"its labels are not read: name its scores, the second"):
        read_onnx(file, "label")


@pytest.mark.parametrize(("name", "transform"), list(product(CLASSES, ("LOGISTIC", "SOFTMAX"))))
def test_a_classifier_is_cut_before_its_probabilities(name: str, transform: str, tmp_path: Path) -> None:
    given = {**CLASSES[name], "post_transform": transform}
    made = classic("TreeEnsembleClassifier", ["x"], ["label", "p"], **two_trees(), **given)
    kind = TEXT if "classlabels_strings" in given else LABEL
    file = write(tmp_path / "m.onnx", [made], [1, 3], {"label": kind, "p": FLOAT})
    trained = trained_onnx(file)
    assert trained.notes == (
        f"'p' is cut before {transform}: the outputs are what TreeEnsembleClassifier gives before it, of which the "
        "largest names the class",
    )
    labels = given.get("classlabels_strings") or [str(label) for label in given["classlabels_int64s"]]
    assert trained.classes == tuple(labels)
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    rows = inputs(3)
    for row, own in zip(rows, exact(trained.network, rows), strict=True):
        found = session.run(["p"], {"x": row.reshape(1, 3)})[0].reshape(-1).tolist()
        order = [[(a > b) - (a < b) for a, b in product(numbers, numbers)] for numbers in (own, found)]
        assert order[0] == order[1]
    points = [[Fraction(value) for value in row.tolist()] for row in rows]
    assert runtime_report(file, trained.network, [tuple(point) for point in points]).largest_difference == 0
    with pytest.raises(BadInput, match=f"post_transform {transform} is not piecewise linear"):
        read_onnx(file, "p")


@pytest.mark.parametrize("transform", ["NONE", "LOGISTIC"])
def test_one_line_becomes_two_classes(transform: str, tmp_path: Path) -> None:
    given: dict[str, Any] = {"coefficients": [1.0, -2.0, 0.5], "intercepts": [0.5], "classlabels_ints": [0, 1]}
    made = classic("LinearClassifier", ["x"], ["label", "p"], post_transform=transform, **given)
    file = write(tmp_path / "m.onnx", [made], [1, 3], {"label": LABEL, "p": FLOAT})
    if transform == "NONE":
        agree(file, [1, 3], "p", reference_errs=True)  # it makes two scores of one in another way
    score = exact(trained_onnx(file).network, [np.array([1, 1, 1], np.float32)])[0]
    assert score == ([1.0, 0.0] if transform == "NONE" else [0.0, 0.0])


def test_lines_of_three_classes_and_one_class_alone(tmp_path: Path) -> None:
    given = {"coefficients": [1.0, -2.0, 0.5, -1.0, 2.0, -0.5, 0.0, 0.0, 1.0], "intercepts": [0.5, -0.5, 0.0]}
    made = classic("LinearClassifier", ["x"], ["label", "p"], classlabels_strings=["a", "b", "c"], **given)
    agree(write(tmp_path / "m.onnx", [made], [1, 3], {"label": TEXT, "p": FLOAT}), [1, 3], "p")


def test_the_graphs_of_skl2onnx_are_cut(tmp_path: Path) -> None:
    """A perceptron of two classes, as skl2onnx writes it: label and probabilities of one logit, by their names."""
    nodes = [
        node("MatMul", ["x", "w"], "z"),
        node("Sigmoid", ["z"], "p1"),
        node("Sub", ["one", "p1"], "p0"),
        node("Concat", ["p0", "p1"], "p", axis=1),
        node("ArgMax", ["p"], "number", axis=1),
        classic("ArrayFeatureExtractor", ["names", "number"], ["picked"]),
        node("Cast", ["picked"], "label", to=LABEL),
        classic("ZipMap", ["p"], ["probabilities"], classlabels_int64s=[4, 9]),
    ]
    tensors = {
        "w": np.array([[1], [2]], np.float32),
        "one": np.ones(1, np.float32),
        "names": np.array([[4, 9]], np.int64),
    }
    file = write(tmp_path / "m.onnx", nodes, [1, 2], {"label": LABEL, "p": FLOAT}, tensors=tensors)
    trained = trained_onnx(file)
    assert exact(trained.network, [np.array([1, 1], np.float32)]) == [[0.0, 3.0]]
    assert trained.notes == (
        "'p' is cut before Sigmoid: where 'z' is one number z, the outputs are 0 and z, a class each",
    )
    points = [(Fraction(1), Fraction(-2)), (Fraction(3), Fraction(1, 2))]
    assert runtime_report(file, trained.network, points).largest_difference == 0


def test_a_label_alone_is_cut_after_its_number(tmp_path: Path) -> None:
    nodes = [node("ArgMax", ["x"], "number", axis=1), classic("ArrayFeatureExtractor", ["names", "number"], ["label"])]
    tensors = {"names": np.array([[4, 9]], np.int64)}
    file = write(tmp_path / "m.onnx", nodes, [1, 2], {"label": LABEL}, tensors=tensors)
    trained = trained_onnx(file)
    assert exact(trained.network, np.array([[1, 1], [0, 2]], np.float32)) == [[0.0], [1.0]]
    assert trained.notes == ("'label' is cut after ArgMax: the output is 'number', the number of the class, from 0",)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"nodes_truenodeids": [1, 2, 0, 0, 0, 9, 0, 0]}, "tree 1 has no node 9"),
        ({"nodes_nodeids": [0, 1, 2, 3, 3, 0, 1, 2]}, "tree 0 has two nodes 3"),
        ({"nodes_values": [0.5]}, r"must be listed in attributes of one length, not \[1, 8\]"),
        ({"nodes_modes": ["BRANCH_ODD"] * 8}, "the mode 'BRANCH_ODD' of node 0 of tree 0 is not read"),
        ({"target_nodeids": [0, 3, 4, 1, 2]}, "tree 0 has no leaf 0, to which a weight is given"),
        ({"nodes_featureids": [7, 1, 0, 0, 0, 2, 0, 0]}, "node 0 tests feature 7, but features are 0 to 2"),
        ({"nodes_truenodeids": [1, 0, 0, 0, 0, 1, 0, 0]}, "tree 0 has nodes that are not below its root"),
        ({"base_values": [1.0, 2.0]}, "base_values must be 1 number, one for each target, not 2"),
        (
            {"base_values": [0.0, 1.0], "n_targets": 2},
            "base_values of target 1, which no tree writes at every leaf, are read in several ways",
        ),
        ({"target_weights": [float("inf"), 0.0, 0.0, 0.0, 0.0]}, "target_weights has inf, not a finite number"),
    ],
)
def test_trees_that_contradict_themselves_are_refused(change: dict[str, Any], words: str, tmp_path: Path) -> None:
    leaves = weights("target", [0] * 5, [1.0, 2.0, 4.0, 8.0, 16.0])
    given = {"n_targets": 1, **two_trees(), **leaves, **change}
    file = write(tmp_path / "m.onnx", [classic("TreeEnsembleRegressor", ["x"], ["y"], **given)], [1, 3], {"y": FLOAT})
    with pytest.raises(BadInput, match=words) as caught:
        read_onnx(file)
    assert "\n" not in str(caught.value)


def test_what_has_no_exact_meaning_is_refused_by_name(tmp_path: Path) -> None:
    made = classic("OneHotEncoder", ["x"], ["y"], cats_int64s=[1, 2])
    file = write(tmp_path / "m.onnx", [made], [1, 3], {"y": FLOAT})
    with pytest.raises(BadInput, match=r"ai\.onnx\.ml\.OneHotEncoder \(node 'y_node'\) .*: it is not read from ONNX"):
        read_onnx(file)
    with pytest.raises(BadInput, match=r"ai\.onnx\.ml\.Normalizer .*: it divides by a size of computed values"):
        read_onnx(write(tmp_path / "m.onnx", [classic("Normalizer", ["x"], ["y"])], [1, 3], {"y": FLOAT}), "y")


def test_every_operator_of_the_domain_is_tested() -> None:
    tested = {made.op_type for made, _ in LINES.values()} | {"LinearClassifier", "TreeEnsemble"}
    tested |= {"TreeEnsembleClassifier", "TreeEnsembleRegressor"}
    assert {f"{CLASSIC}.{name}" for name in tested} == {name for name in OPERATORS if "." in name}


def test_every_operator_of_the_domain_is_known_up_to_its_newest_set() -> None:
    known: dict[str, set[str]] = {}
    for schema in onnx.defs.get_all_schemas_with_history():
        name = f"{schema.domain}.{schema.name}"
        if schema.domain == CLASSIC and name in OPERATORS:
            assert schema.since_version <= max(OPERATORS[name].newest, 1), name
            known.setdefault(name, set()).update(schema.attributes)
    for name, attributes in known.items():
        assert OPERATORS[name].attributes == attributes, name
