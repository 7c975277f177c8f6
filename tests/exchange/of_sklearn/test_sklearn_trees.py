"""scikit-learn's trees and forests, fitted here, against their exact networks, on thresholds hit exactly too."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from fitted import agreed, answers_of, classes_at, fitted, outputs_at
from sklearn import datasets
from sklearn.base import clone
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import (
    AdaBoostClassifier,
    AdaBoostRegressor,
    BaggingClassifier,
    BaggingRegressor,
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    IsolationForest,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MaxAbsScaler, StandardScaler
from sklearn.tree import (
    DecisionTreeClassifier,
    DecisionTreeRegressor,
    ExtraTreeClassifier,
    ExtraTreeRegressor,
)

from constructions.model.account import account_of
from constructions.model.cost import size_of, structural_worst
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.network import Branch
from exchange.sklearn.reader import read_sklearn, trained_sklearn

CLASSIFIERS = [
    DecisionTreeClassifier(random_state=0),
    DecisionTreeClassifier(max_depth=2, class_weight="balanced"),
    ExtraTreeClassifier(random_state=0),
    RandomForestClassifier(6, random_state=0),
    ExtraTreesClassifier(6, max_depth=4, random_state=0),
    GradientBoostingClassifier(n_estimators=4, random_state=0),
    GradientBoostingClassifier(n_estimators=2, init="zero", random_state=0),
    HistGradientBoostingClassifier(max_iter=4, min_samples_leaf=5),
    AdaBoostClassifier(n_estimators=6, random_state=0),
    AdaBoostClassifier(DecisionTreeClassifier(max_depth=2), n_estimators=5, learning_rate=0.5, random_state=0),
    BaggingClassifier(n_estimators=6, random_state=0),
    BaggingClassifier(ExtraTreeClassifier(), n_estimators=7, max_features=0.4, max_samples=0.02, random_state=0),
]
REGRESSORS = [
    DecisionTreeRegressor(random_state=0),
    ExtraTreeRegressor(max_depth=5, random_state=0),
    RandomForestRegressor(5, random_state=0),
    ExtraTreesRegressor(5, max_depth=5, random_state=0),
    GradientBoostingRegressor(n_estimators=8, random_state=0),
    GradientBoostingRegressor(n_estimators=3, loss="absolute_error", random_state=0),
    HistGradientBoostingRegressor(max_iter=8),
    BaggingRegressor(n_estimators=4, max_features=0.5, random_state=0),
]


def kind(model: Any) -> str:
    return type(model).__name__


@pytest.mark.parametrize("two", [False, True], ids=["three classes", "two classes"])
@pytest.mark.parametrize("model", CLASSIFIERS, ids=kind)
def test_a_classifier_of_trees_predicts_what_its_exact_network_says(model: Any, two: bool) -> None:
    points, labels = datasets.load_wine(return_X_y=True)
    names = np.array(["red", "rosé", "white"])[labels]
    trained = trained_sklearn(fitted(model, points, names == "rosé" if two else names))
    assert trained.classes == (("False", "True") if two else ("red", "rosé", "white"))
    agreed(trained, points)


@pytest.mark.parametrize("model", REGRESSORS, ids=kind)
def test_a_regressor_of_trees_predicts_what_its_exact_network_gives(model: Any) -> None:
    points, labels = datasets.load_diabetes(return_X_y=True)
    trained = trained_sklearn(fitted(model, points[:150], labels[:150]))
    assert trained.classes is None
    agreed(trained, points[:150])


def test_several_targets_are_several_outputs() -> None:
    points, labels = datasets.load_diabetes(return_X_y=True)
    model = fitted(DecisionTreeRegressor(max_depth=3), points, np.c_[labels, -labels, points[:, 0]])
    trained = trained_sklearn(model)
    assert trained.network.output_width == 3
    agreed(trained, points)


def test_a_tree_is_one_comparison_a_level_and_no_arithmetic() -> None:
    points, labels = datasets.load_iris(return_X_y=True)
    model = fitted(DecisionTreeClassifier(random_state=0), points, labels)
    network = read_sklearn(model)
    assert isinstance(network, Branch)
    assert size_of(network).gates == model.tree_.node_count // 2
    worst = structural_worst(network)
    assert (worst.total, worst.comparisons) == (model.get_depth(), model.get_depth())


def test_a_forest_is_one_addition_for_each_further_tree_and_class() -> None:
    points, labels = datasets.load_iris(return_X_y=True)
    model = fitted(RandomForestClassifier(7, max_depth=2, random_state=0), points, labels)
    counts = account_of(read_sklearn(model)).structural
    assert counts.additions <= 3 * 6
    assert counts.multiplications == 0
    assert counts.comparisons == sum(tree.get_depth() for tree in model.estimators_)


def test_thresholds_and_leaves_are_the_floats_of_the_model_and_equality_goes_left() -> None:
    model = fitted(DecisionTreeRegressor(), np.array([[0.1], [0.30000001]]), [1.0, 1 / 3])
    (threshold, *_) = model.tree_.threshold.tolist()
    network = read_sklearn(model)
    step = Fraction(1, 10**30)
    exact = Fraction(threshold)
    assert outputs_at(network, [[threshold]]) == [(Fraction(1),)]
    assert isinstance(network, Branch)
    assert (-network.threshold, network.normal.weights) == (exact, (Fraction(-1),))
    assert evaluate(network, [exact + step]) == (Fraction(1 / 3),)


def test_inputs_are_compared_as_they_are_unless_rounding_is_asked_for() -> None:
    """Between a threshold and the next number that float32 has, scikit-learn sees the threshold."""
    model = fitted(DecisionTreeRegressor(), np.array([[1.0], [2.0]]), [5.0, 7.0])
    above = 1.5 + 2**-30
    assert model.predict([[above]]).tolist() == [5.0]
    assert outputs_at(read_sklearn(model), [[above]]) == [(Fraction(7),)]
    assert outputs_at(read_sklearn(model, round_inputs=True), [[above]]) == [(Fraction(5),)]
    trained = trained_sklearn(model)
    assert trained.rounds == ("float64", "float32")
    assert trained.rounding is not None
    assert outputs_at(trained.rounding(), [[above]]) == [(Fraction(5),)]
    with pytest.raises(BadInput, match="LinearRegression has no thresholds"):
        read_sklearn(fitted(LinearRegression(), [[1.0], [2.0]], [5.0, 7.0]), round_inputs=True)


def test_a_forest_behind_a_scaler_is_read_with_it() -> None:
    points, labels = datasets.load_wine(return_X_y=True)
    model = fitted(make_pipeline(StandardScaler(), RandomForestClassifier(5, random_state=0)), points, labels)
    trained = trained_sklearn(model)
    found = classes_at(trained.network, points)
    assert found == answers_of(trained, points.tolist()) == model.predict(points).tolist()


def test_a_poisson_loss_gives_the_value_before_exp_and_says_so() -> None:
    points, labels = datasets.load_diabetes(return_X_y=True)
    model = fitted(HistGradientBoostingRegressor(max_iter=3, loss="poisson"), points, labels)
    trained = trained_sklearn(model)
    assert trained.notes == ("the output is the sum of the trees; the model predicts exp of it",)
    assert trained.tool is not None
    assert trained.tool.answers is None
    values = [row[0].numerator / row[0].denominator for row in outputs_at(trained.network, points.tolist())]
    assert np.allclose(np.exp(values), model.predict(points))


@pytest.mark.parametrize("model", [DecisionTreeClassifier(), RandomForestClassifier(3, random_state=0)])
def test_trees_that_part_what_is_missing_from_the_rest_are_read(model: Any) -> None:
    points = np.array([[np.nan], [np.nan], [1], [2], [3]])
    agreed(trained_sklearn(fitted(model, points, [1, 1, 0, 0, 2])), points[2:])


def test_splits_that_only_missing_values_pass_are_left_out() -> None:
    points, labels = datasets.load_iris(return_X_y=True)
    gaps = points.copy()
    gaps[labels == 2, 2] = np.nan
    model = fitted(HistGradientBoostingClassifier(max_iter=5, min_samples_leaf=2), gaps, labels)
    endless = [np.isinf(one.nodes["num_threshold"]).any() for row in model._predictors for one in row]
    assert any(endless)
    agreed(trained_sklearn(model), points)


def test_votes_of_probabilities_are_refused_by_their_name() -> None:
    """A pickle of a release before 1.6 says how it was fitted, and today's runs it as something else."""
    model = fitted(AdaBoostClassifier(n_estimators=2), np.array([[0], [1], [2], [3]]), [0, 1, 0, 1])
    model.algorithm = "SAMME.R"
    with pytest.raises(BadInput, match=r"was fitted with SAMME\.R, whose outputs are sums of logarithms"):
        read_sklearn(model)


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (IsolationForest(n_estimators=2), "IsolationForest is not read: its score is a power of 2"),
        (AdaBoostRegressor(n_estimators=2), "AdaBoostRegressor is not read: it predicts a weighted median"),
        (AdaBoostClassifier(LogisticRegression()), "model 0 is LogisticRegression: only ensembles of decision trees"),
        (BaggingRegressor(LinearRegression()), "model 0 is LinearRegression: only ensembles of decision trees"),
        (
            GradientBoostingClassifier(n_estimators=1, init=DecisionTreeClassifier()),
            "a first guess by DecisionTreeClassifier is not read",
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_read_is_named_with_the_reason(model: Any, words: str) -> None:
    points = np.array([[0, 1], [1, 0], [2, 1], [3, 0]] * 8)
    with pytest.raises(BadInput, match=words) as found:
        read_sklearn(fitted(model, points, [0, 1, 0, 1] * 8))
    assert "\n" not in str(found.value)


@pytest.mark.parametrize("model", [*CLASSIFIERS, *REGRESSORS], ids=kind)
def test_a_model_that_is_not_fitted_is_named(model: Any) -> None:

    with pytest.raises(BadInput, match=f"m: {type(model).__name__} is not fitted"):
        read_sklearn(clone(model), "m")


def test_several_labels_at_once_are_refused() -> None:
    model = fitted(DecisionTreeClassifier(), [[0.0], [1.0]], [[0, 1], [1, 0]])
    with pytest.raises(BadInput, match="DecisionTreeClassifier of several labels at once is not read"):
        read_sklearn(model)
    with pytest.raises(BadInput, match="knows one class only"):
        read_sklearn(fitted(DecisionTreeClassifier(), [[0.0], [1.0]], [3, 3]))


@pytest.mark.parametrize("strategy", ["stratified", "uniform"])
def test_a_first_guess_that_is_random_is_refused(strategy: str) -> None:

    model = GradientBoostingClassifier(n_estimators=1, init=DummyClassifier(strategy=strategy, random_state=0))
    model.fit([[0], [1], [2], [3]], [0, 1, 0, 1])
    with pytest.raises(BadInput, match=f"strategy '{strategy}' is random"):
        read_sklearn(model)


def test_a_scaler_that_clips_is_refused() -> None:

    model = make_pipeline(MaxAbsScaler(), LinearRegression()).fit([[0], [1], [2]], [0, 1, 2])
    read_sklearn(model)
    model[0].clip = True
    with pytest.raises(BadInput, match="MaxAbsScaler with clip is not read"):
        read_sklearn(model)
