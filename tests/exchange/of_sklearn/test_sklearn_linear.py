"""scikit-learn's linear models and the transformers before them, fitted here, against their exact networks."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from fitted import agreed, classes_at, fitted, outputs_at
from sklearn import datasets
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.feature_selection import SelectKBest, VarianceThreshold
from sklearn.impute import SimpleImputer
from sklearn.linear_model import (
    BayesianRidge,
    ElasticNet,
    HuberRegressor,
    Lasso,
    LinearRegression,
    LogisticRegression,
    MultiTaskLasso,
    Perceptron,
    PoissonRegressor,
    Ridge,
    RidgeClassifier,
    SGDClassifier,
    SGDRegressor,
    TweedieRegressor,
)
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import (
    LabelBinarizer,
    MaxAbsScaler,
    MinMaxScaler,
    PolynomialFeatures,
    RobustScaler,
    StandardScaler,
)
from sklearn.svm import SVC, SVR, LinearSVC, LinearSVR, NuSVC

from constructions.model.cost import structural_worst
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Sequence, Step
from exchange.sklearn.reader import read_sklearn, trained_sklearn

CLASSIFIERS = [
    LogisticRegression(),
    LinearSVC(random_state=0),
    SVC(kernel="linear"),
    NuSVC(kernel="linear", nu=0.1),
    SGDClassifier(random_state=0),
    Perceptron(random_state=0),
    RidgeClassifier(),
    LinearDiscriminantAnalysis(),
    GridSearchCV(make_pipeline(StandardScaler(), LogisticRegression()), {"logisticregression__C": [1, 10]}, cv=2),
]
REGRESSORS = [
    LinearRegression(),
    Ridge(),
    Lasso(alpha=0.1),
    ElasticNet(),
    BayesianRidge(),
    HuberRegressor(),
    SGDRegressor(random_state=0),
    LinearSVR(random_state=0),
    SVR(kernel="linear"),
    TweedieRegressor(power=0),
]
TRANSFORMERS = [
    StandardScaler(),
    StandardScaler(with_mean=False),
    StandardScaler(with_std=False),
    MinMaxScaler(),
    MaxAbsScaler(),
    RobustScaler(),
    RobustScaler(with_centering=False, with_scaling=False),
    PCA(2),
    TruncatedSVD(2),
    SelectKBest(k=2),
    VarianceThreshold(0.3),
    SimpleImputer(),
    FeatureUnion([("a", MinMaxScaler()), ("b", PCA(1))]),
    FeatureUnion([("a", "passthrough"), ("b", "drop"), ("c", PCA(1))]),
    FeatureUnion([("a", "drop"), ("b", SelectKBest(k=2))]),
    make_pipeline("passthrough", FeatureUnion([("a", "drop"), ("b", PCA(2))])),
    make_pipeline(SimpleImputer(), SimpleImputer(strategy="median")),
    ColumnTransformer([("a", StandardScaler(), [2, 0]), ("b", "passthrough", [3]), ("c", "drop", [1])]),
    ColumnTransformer([("a", make_pipeline(MinMaxScaler(), PCA(1)), slice(1, 3))], remainder="passthrough"),
    ColumnTransformer([("a", MaxAbsScaler(), np.array([True, False, False, True]))], remainder=StandardScaler()),
]


def kind(model: Any) -> str:
    return type(model).__name__


@pytest.mark.parametrize("two", [False, True], ids=["three classes", "two classes"])
@pytest.mark.parametrize("model", CLASSIFIERS, ids=kind)
def test_a_linear_classifier_predicts_what_its_exact_network_says(model: Any, two: bool) -> None:
    points, labels = datasets.load_iris(return_X_y=True)
    trained = trained_sklearn(fitted(model, points, labels == 1 if two else labels + 4))
    assert trained.classes == (("False", "True") if two else ("4", "5", "6"))
    assert len(trained.notes) == 1
    agreed(trained, points)


@pytest.mark.parametrize("model", REGRESSORS, ids=kind)
def test_a_linear_regressor_predicts_what_its_exact_network_gives(model: Any) -> None:
    points, labels = datasets.load_diabetes(return_X_y=True)
    trained = trained_sklearn(fitted(model, points, labels))
    assert isinstance(trained.network, Affine)
    assert trained.rounding is None
    agreed(trained, points)


@pytest.mark.parametrize("transformer", TRANSFORMERS, ids=kind)
def test_an_affine_transformer_before_a_model_is_read_with_it(transformer: Any) -> None:
    points, labels = datasets.load_iris(return_X_y=True)
    steps = transformer.steps if isinstance(transformer, Pipeline) else [("t", transformer)]
    trained = trained_sklearn(fitted(Pipeline([*steps, ("model", Ridge())]), points, labels))
    assert trained.network.input_width == 4
    agreed(trained, points)


def test_steps_that_change_nothing_are_left_out_however_many_they_are() -> None:
    points, labels = datasets.load_iris(return_X_y=True)
    imputers = [SimpleImputer(), "passthrough", SimpleImputer(strategy="median")]
    trained = trained_sklearn(fitted(make_pipeline(*imputers, Ridge()), points, labels))
    assert isinstance(trained.network, Affine)
    agreed(trained, points)


def test_scalers_are_fused_into_the_model_behind_them() -> None:
    points, labels = datasets.load_iris(return_X_y=True)
    network = read_sklearn(fitted(make_pipeline(StandardScaler(), MaxAbsScaler(), Ridge()), points, labels))
    assert isinstance(network, Affine)
    assert structural_worst(network).total == 4 + 4


def test_several_targets_are_several_outputs() -> None:
    points, labels = datasets.load_diabetes(return_X_y=True)
    for model in (LinearRegression(), MultiTaskLasso(), Ridge(fit_intercept=False)):
        trained = trained_sklearn(fitted(model, points, np.c_[labels, labels * 2]))
        assert trained.network.output_width == 2
        agreed(trained, points)


def test_two_classes_are_the_outputs_0_and_the_decision_function() -> None:
    points, labels = datasets.load_breast_cancer(return_X_y=True)
    model = fitted(make_pipeline(StandardScaler(), LogisticRegression()), points, labels)
    outputs = outputs_at(read_sklearn(model), points.tolist())
    assert {row[0] for row in outputs} == {Fraction(0)}
    found = [row[1].numerator / row[1].denominator for row in outputs]
    assert np.allclose(found, model.decision_function(points))


def test_a_support_vector_machine_of_several_classes_votes() -> None:
    """Against libsvm's own votes: the decision values of the pairs, counted; equal counts go to the first class."""
    points, labels = datasets.load_digits(n_class=5, return_X_y=True)
    model = fitted(SVC(kernel="linear", decision_function_shape="ovo"), points[:100], labels[:100])
    network = read_sklearn(model)
    assert isinstance(network, Sequence)
    assert [type(stage) for stage in network.stages] == [Affine, Step, Affine]
    noise = np.random.default_rng(0).uniform(0, 16, (200, 64)).round()
    outputs = outputs_at(network, noise)
    assert classes_at(network, noise) == model.predict(noise).tolist()
    assert len({max(row) for row in outputs}) > 1
    votes = np.zeros((len(noise), 5), dtype=int)
    pairs = [(a, b) for a in range(5) for b in range(a + 1, 5)]
    for (first, second), values in zip(pairs, model.decision_function(noise).T, strict=True):
        votes[:, first] += values > 0
        votes[:, second] += values <= 0
    assert outputs == [tuple([Fraction(int(v)) - Fraction(n, 5) for n, v in enumerate(row)]) for row in votes]


def test_a_log_link_gives_the_linear_value_and_says_so() -> None:
    points, labels = datasets.load_diabetes(return_X_y=True)
    for model in (PoissonRegressor(), TweedieRegressor(power=1.5), TweedieRegressor(power=0, link="log")):
        trained = trained_sklearn(fitted(model, points, labels))
        assert trained.notes == ("the output is the linear value; the model predicts exp of it",)
        values = [row[0].numerator / row[0].denominator for row in outputs_at(trained.network, points.tolist())]
        assert np.allclose(np.exp(values), model.predict(points))


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (SVC(), "the kernel must be linear, not 'rbf'"),
        (SVR(kernel="poly"), "the kernel must be linear, not 'poly'"),
        (SVC(kernel="linear", break_ties=True), "SVC with break_ties is not read"),
        (GaussianNB(), "GaussianNB is not read: it computes squares"),
        (make_pipeline(PolynomialFeatures(), Ridge()), "step 'polynomialfeatures': PolynomialFeatures is not read"),
        (make_pipeline(PCA(whiten=True), Ridge()), "step 'pca': PCA is not read"),
        (make_pipeline(StandardScaler(), "passthrough"), "a pipeline must end in a model, not in 'passthrough'"),
        (make_pipeline(SimpleImputer(missing_values=0), Ridge()), "SimpleImputer is read where what is missing is NaN"),
        (
            make_pipeline(ColumnTransformer([("a", StandardScaler(), [0])], transformer_weights={"a": 2}), Ridge()),
            "ColumnTransformer with weights is not read",
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_read_is_named_with_the_reason(model: Any, words: str) -> None:
    points, labels = datasets.load_iris(return_X_y=True)
    with pytest.raises(BadInput, match=words) as found:
        read_sklearn(fitted(model, points, labels))
    assert "\n" not in str(found.value)


@pytest.mark.parametrize("model", [*CLASSIFIERS, *REGRESSORS], ids=kind)
def test_a_model_that_is_not_fitted_is_named(model: Any) -> None:

    with pytest.raises(BadInput, match=f"m: {type(model).__name__} is not fitted"):
        read_sklearn(clone(model), "m")


def test_several_labels_at_once_are_refused() -> None:
    model = fitted(RidgeClassifier(), [[0.0], [1.0], [2.0]], [[0, 1, 1], [1, 0, 1], [1, 1, 0]])
    assert len(model.classes_) == len(model.coef_) == 3  # which looks like three classes
    with pytest.raises(BadInput, match="RidgeClassifier of several labels at once is not read"):
        read_sklearn(model)


def test_classes_are_found_where_a_release_before_1_7_left_them() -> None:
    """Today's scikit-learn reads such a model, and cannot predict with it."""
    points, labels = datasets.load_iris(return_X_y=True)
    model = fitted(RidgeClassifier(), points, labels)
    predicted = model.predict(points).tolist()
    model._label_binarizer, classes = LabelBinarizer().fit(labels), model.classes_
    del model.classes_
    for whole in (model, make_pipeline("passthrough", model)):
        trained = trained_sklearn(whole)
        assert trained.classes == tuple(map(str, classes))
        assert classes_at(trained.network, points) == predicted
        assert trained.tool is not None
        assert trained.tool.answers is None


ODD: list[Any] = [None, 0, -1, "x", [], np.nan, np.array([]), np.zeros((2, 2)), np.array(["a"]), {}, 10**400]


@pytest.mark.parametrize(
    "model",
    [
        LogisticRegression(),
        SVC(kernel="linear"),
        make_pipeline(StandardScaler(), ColumnTransformer([("a", MinMaxScaler(), [0, 1])]), PCA(1), Ridge()),
        make_pipeline(GradientBoostingClassifier(n_estimators=1)),
        make_pipeline(HistGradientBoostingRegressor(max_iter=1)),
    ],
    ids=kind,
)
def test_whatever_an_attribute_is_the_model_is_read_or_refused_in_one_line(model: Any) -> None:
    fitted(model, *datasets.load_iris(return_X_y=True))
    parts = [model, *[step for _, step in getattr(model, "steps", [])]]
    refused = 0
    for part in parts:
        for name, kept in list(vars(part).items()):
            for other in ODD:
                setattr(part, name, other)
                refused += not is_read(model)
            setattr(part, name, kept)
    assert refused > 30
    assert is_read(model)


def is_read(model: Any) -> bool:
    """Whether it is read; a refusal of several lines is an error."""
    try:
        read_sklearn(model)
    except BadInput as error:
        if "\n" in str(error):
            raise ValueError("several lines") from error
        return False
    return True
