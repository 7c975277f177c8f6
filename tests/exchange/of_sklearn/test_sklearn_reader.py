"""scikit-learn's perceptrons, trained here, against their exact networks."""

import pickle
from fractions import Fraction
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
import sklearn
from fitted import classes_at, fitted, outputs_at
from sklearn import datasets, feature_selection as selectors
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RandomizedSearchCV
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from sklearn.preprocessing import MaxAbsScaler, MinMaxScaler, Normalizer, RobustScaler, StandardScaler
from sklearn.tree import DecisionTreeRegressor

from constructions.model.cost import size_of
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.network import Affine, Relu, Sequence
from exchange.reader import read_model, read_trained
from exchange.sklearn.reader import read_sklearn


@pytest.fixture(scope="module")
def digits() -> Any:
    return datasets.load_digits()


@pytest.fixture(scope="module")
def classifier(digits: Any) -> Any:
    return fitted(MLPClassifier((32, 16), random_state=3, max_iter=15), digits.data, digits.target)


def test_a_classifier_of_digits_predicts_what_its_exact_network_says(digits: Any, classifier: Any) -> None:
    network = read_sklearn(classifier)
    assert size_of(network).neurons == 48
    assert isinstance(network, Sequence)
    assert [type(stage) for stage in network.stages] == [Affine, Relu, Affine, Relu, Affine]
    outputs = outputs_at(network, digits.data)
    assert classes_at(network, digits.data) == classifier.predict(digits.data).tolist()
    logits = np.array([[value.numerator / value.denominator for value in row] for row in outputs])
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    assert np.allclose(shares / shares.sum(axis=1, keepdims=True), classifier.predict_proba(digits.data), atol=1e-9)


def test_every_weight_is_the_float_that_the_model_holds(classifier: Any) -> None:
    network = read_sklearn(classifier)
    assert isinstance(network, Sequence)
    layer = network.stages[0]
    assert isinstance(layer, Affine)
    weights = dict(zip(layer.weights[5].indices, layer.weights[5].weights, strict=True))
    assert weights[20] == Fraction(classifier.coefs_[0][20, 5].item())
    assert layer.bias[5] == Fraction(classifier.intercepts_[0][5].item())


def test_two_classes_become_two_outputs_of_which_the_first_is_0() -> None:
    points, labels = datasets.make_moons(60, random_state=0)
    model = fitted(MLPClassifier((8,), random_state=0, max_iter=40), points, labels)
    network = read_sklearn(model)
    assert {row[0] for row in outputs_at(network, points)} == {0}
    assert classes_at(network, points) == model.predict(points).tolist()


def test_a_regressor_in_a_pipeline_predicts_what_its_exact_network_gives() -> None:
    points, labels = datasets.load_diabetes(scaled=False, return_X_y=True)
    steps = [("none", "passthrough"), ("range", MinMaxScaler()), ("standard", StandardScaler())]
    pipeline = Pipeline([*steps, ("model", MLPRegressor(hidden_layer_sizes=(6,), random_state=0, max_iter=20))])
    model = fitted(pipeline, points, labels)
    network = read_sklearn(model)
    assert isinstance(network, Sequence)
    assert [type(stage) for stage in network.stages] == [Affine, Relu, Affine]
    predicted = model.predict(points).tolist()
    outputs = outputs_at(network, points)
    assert max(abs(Fraction(a) - b[0]) for a, b in zip(predicted, outputs, strict=True)) < Fraction(1, 10**8)


def test_hidden_layers_that_are_the_identity_have_no_units() -> None:
    points, labels = datasets.load_iris(return_X_y=True)
    model = fitted(MLPClassifier((3,), activation="identity", random_state=0, max_iter=5), points, labels)
    network = read_sklearn(model)
    assert size_of(network).neurons == 0
    assert classes_at(network, points) == model.predict(points).tolist()


def test_what_is_not_read_is_named() -> None:
    points, labels = datasets.load_iris(return_X_y=True)
    with pytest.raises(BadInput, match="MLPClassifier is not fitted: it has no coefs_"):
        read_sklearn(MLPClassifier())
    with pytest.raises(BadInput, match="the activation must be relu or identity, not 'tanh'"):
        read_sklearn(fitted(MLPClassifier((3,), activation="tanh", max_iter=2), points, labels))
    for path in ("m.skops", Path("m.skops")):
        with pytest.raises(
            BadInput, match=r"is not read: it is no model of scikit-learn; a file is read by read_trained"
        ):
            read_sklearn(path)
    with pytest.raises(BadInput, match="step 'normalizer': Normalizer is not read"):
        read_sklearn(fitted(make_pipeline(Normalizer(), MLPClassifier((3,), max_iter=2)), points, labels))
    with pytest.raises(BadInput, match="MinMaxScaler with clip is not read"):
        read_sklearn(fitted(make_pipeline(MinMaxScaler(clip=True), MLPClassifier((3,), max_iter=2)), points, labels))
    with pytest.raises(BadInput, match="the output must be identity, softmax or logistic, not 'exp'"):
        read_sklearn(fitted(MLPRegressor("poisson", (3,), random_state=0, max_iter=2), points, labels))
    model = fitted(MLPClassifier((3,), max_iter=2), points, labels)
    model.coefs_[1][2, 0] = np.nan
    with pytest.raises(BadInput, match=r"coefs_\[1\]\[2, 0\] is nan, not a finite number"):
        read_sklearn(model)


def test_a_pickle_is_read_only_when_it_is_said_to_be_trusted(classifier: Any, tmp_path: Path) -> None:

    path = tmp_path / "model.joblib"
    joblib.dump(classifier, path)
    with pytest.raises(BadInput, match=r"model\.joblib: a pickle runs any code that its writer put in"):
        read_trained(path)
    assert size_of(read_trained(path, trust_pickle=True)).neurons == 48
    (tmp_path / "bad.pkl").write_bytes(b"nonsense")
    with pytest.raises(BadInput, match="not a readable pickle"):
        read_trained(tmp_path / "bad.pkl", trust_pickle=True)
    (tmp_path / "short.pkl").write_bytes(b"x")
    with pytest.raises(BadInput, match=r"not a readable pickle \([A-Za-z]+\)"):
        read_trained(tmp_path / "short.pkl", trust_pickle=True)


def test_an_untrusted_pickle_runs_nothing(tmp_path: Path) -> None:
    class Bomb:
        def __reduce__(self) -> Any:
            return Path.touch, (tmp_path / "went off",)

    (tmp_path / "model.pkl").write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(BadInput):
        read_trained(tmp_path / "model.pkl")
    assert not (tmp_path / "went off").exists()


def test_a_pickle_that_needs_another_module_names_it(tmp_path: Path) -> None:
    path = tmp_path / "model.pkl"
    path.write_bytes(b"cno_such_module\nThing\n.")
    with pytest.raises(BadInput, match=r"model\.pkl: the pickle needs the module 'no_such_module'"):
        read_trained(path, trust_pickle=True)


def test_a_file_of_another_version_says_so_and_warns_of_nothing_else(
    tmp_path: Path, classifier: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, said = tmp_path / "model.pkl", f"scikit-learn 1.2.3 wrote the file, and {sklearn.__version__} is installed"
    with monkeypatch.context() as patch:
        patch.setattr("sklearn.base.__version__", "1.2.3")
        path.write_bytes(pickle.dumps(classifier))
        (tmp_path / "none.pkl").write_bytes(pickle.dumps(MLPClassifier()))
    assert read_model(path, trust_pickle=True).notes[-1] == said
    with pytest.raises(BadInput, match=rf"none\.pkl: MLPClassifier is not fitted: .*; {said}"):
        read_trained(tmp_path / "none.pkl", trust_pickle=True)


def test_a_file_of_skops_that_another_version_wrote_names_it(
    tmp_path: Path, classifier: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    skops = pytest.importorskip("skops.io", reason="skops is not installed")
    path, there = tmp_path / "model.skops", "with scikit-learn 1.2.3, which wrote it, read_sklearn\\(model\\) in Python"
    with monkeypatch.context() as patch:
        patch.setattr("sklearn.base.__version__", "1.2.3")
        skops.dump(classifier, path)
        classifier.path = Path("x")
        skops.dump(classifier, tmp_path / "other.skops")
        del classifier.path
    assert read_model(path).notes[-1].startswith("scikit-learn 1.2.3 wrote the file")
    with pytest.raises(BadInput, match=rf"other\.skops: .* which is not made from a file: {there}"):
        read_trained(tmp_path / "other.skops")
    for step in ("loads", "get_untrusted_types"):
        monkeypatch.setattr(skops, step, lambda *_, **__: vars(classifier)["gone"])
        with pytest.raises(BadInput, match=rf"model\.skops: skops does not read it \(\"'gone'\"\): {there}"):
            read_trained(path)


def test_a_file_of_skops_is_read_without_trust(tmp_path: Path, classifier: Any) -> None:
    skops = pytest.importorskip("skops.io", reason="skops is not installed")
    skops.dump(classifier, tmp_path / "model.skops")
    assert size_of(read_trained(tmp_path / "model.skops")).neurons == 48
    classifier.path = Path("x")
    skops.dump(classifier, tmp_path / "other.skops")
    del classifier.path
    with pytest.raises(BadInput, match=r"other\.skops: MLPClassifier holds 'pathlib\..*', which is not made"):
        read_trained(tmp_path / "other.skops")
    skops.dump([1, 2], tmp_path / "list.skops")
    with pytest.raises(BadInput, match=r"list\.skops: list is not read"):
        read_trained(tmp_path / "list.skops")
    classifier.coefs_, kept = 3, classifier.coefs_
    skops.dump(classifier, tmp_path / "odd.skops")
    classifier.coefs_ = kept
    with pytest.raises(BadInput, match=r"odd\.skops: no fitted model as scikit-learn makes them"):
        read_trained(tmp_path / "odd.skops")
    (tmp_path / "bad.skops").write_bytes(b"nonsense")
    with pytest.raises(BadInput, match=r"bad\.skops: not a file of skops\.io\.dump") as found:
        read_trained(tmp_path / "bad.skops")
    assert "\n" not in str(found.value)


SCORES = ("chi2", "f_classif", "f_regression", "mutual_info_classif", "mutual_info_regression", "r_regression")


def test_what_is_read_from_python_is_read_from_a_file_of_skops(tmp_path: Path) -> None:
    """Each transformer that is read, fitted with names of columns and without."""
    skops = pytest.importorskip("skops.io", reason="skops is not installed")

    points = np.random.default_rng(0).uniform(size=(40, 3))
    labels = (points[:, 0] > 0.5).astype(int)
    before = [
        *(StandardScaler(), MinMaxScaler(), MaxAbsScaler(), RobustScaler(), PCA(2), TruncatedSVD(2), SimpleImputer()),
        *(selectors.VarianceThreshold(), selectors.SelectPercentile(percentile=70)),
        *(getattr(selectors, name)(alpha=1) for name in ("SelectFpr", "SelectFdr", "SelectFwe")),
        *(selectors.SelectKBest(getattr(selectors, name), k=2) for name in SCORES),
        make_union(StandardScaler(), MinMaxScaler()),
        make_column_transformer((StandardScaler(), [0, 2]), remainder="passthrough"),
        make_column_transformer((StandardScaler(), [0]), remainder=make_pipeline(SimpleImputer(), RobustScaler())),
    ]
    for transformer in before:
        model = fitted(make_pipeline(transformer, LogisticRegression()), points, labels)
        if "feature_names_in_" not in dir(type(model[0])):  # a FeatureUnion computes it
            model[0].feature_names_in_ = np.array(["a", "b", "c"], dtype=object)
        skops.dump(model, tmp_path / "m.skops")
        read = read_trained(tmp_path / "m.skops")
        assert evaluate(read, [1, 2, 3]) == evaluate(read_sklearn(model), [1, 2, 3])
    chosen = make_column_transformer((StandardScaler(), [0, 1, 2]))
    model = fitted(make_pipeline(chosen, LogisticRegression()), points, labels)
    for kind in (float, object, np.number, np.integer, np.floating, complex):
        chosen.transformers = [("s", StandardScaler(), make_column_selector(dtype_include=kind))]  # not as fitted
        skops.dump(model, tmp_path / "m.skops")
        if kind is not complex:
            assert read_trained(tmp_path / "m.skops").input_width == 3
    said = (
        "Pipeline holds 'builtins.complex', which is not made from a file: read_sklearn\\(model\\) in Python takes it"
    )
    with pytest.raises(BadInput, match=said):
        read_trained(tmp_path / "m.skops")


def test_the_model_in_a_file_of_skops_is_named_where_it_is_none_that_is_read(tmp_path: Path) -> None:
    skops = pytest.importorskip("skops.io", reason="skops is not installed")

    points, labels = np.arange(20.0).reshape(-1, 1), [0, 1] * 10
    loguniform = pytest.importorskip("scipy.stats").loguniform
    search = RandomizedSearchCV(LogisticRegression(), {"C": loguniform(0.1, 1)}, n_iter=1, cv=2)
    cases = {
        "KNeighborsClassifier is not read: it computes distances": KNeighborsClassifier(),
        "CalibratedClassifierCV is not read: it is none of the models of scikit-learn that": CalibratedClassifierCV(),
        "RandomizedSearchCV holds 'scipy.*, which is not made from a file: save its best_estimator_ alone": search,
    }
    for said, model in cases.items():
        skops.dump(fitted(model, points, labels), tmp_path / "m.skops")
        with pytest.raises(BadInput, match=rf"m\.skops: {said}"):
            read_trained(tmp_path / "m.skops")


def test_a_tree_in_a_file_of_skops_may_not_be_larger_than_its_memory(tmp_path: Path) -> None:
    skops = pytest.importorskip("skops.io", reason="skops is not installed")

    model = fitted(DecisionTreeRegressor(), np.array([[1.0], [2.0]]), [5.0, 7.0])
    skops.dump(model, tmp_path / "model.skops")
    assert outputs_at(read_trained(tmp_path / "model.skops"), [[1.0], [2.0]]) == [(5,), (7,)]
    state = model.tree_.__getstate__()
    model.tree_.__setstate__({**state, "node_count": 1000})
    with pytest.raises(BadInput, match="has room for 3 nodes, not for 1000"):
        read_sklearn(model)
