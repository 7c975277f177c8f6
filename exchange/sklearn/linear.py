"""scikit-learn's linear models: regressions, linear classifiers, support vector machines with the linear kernel."""

from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy

from constructions.model.errors import BadInput, shown
from constructions.model.network import Affine, Form, Step
from exchange.exact_arrays import MAX_WEIGHTS, affine, check_size, rationals
from exchange.part import LOGITS, Part
from exchange.sklearn.part import Readers, check_fitted, names_of, two_outputs

_REGRESSORS = (
    *("LinearRegression", "Ridge", "RidgeCV", "Lasso", "LassoCV", "ElasticNet", "ElasticNetCV", "Lars"),
    *("LarsCV", "LassoLars", "LassoLarsCV", "LassoLarsIC", "OrthogonalMatchingPursuit"),
    *("OrthogonalMatchingPursuitCV", "BayesianRidge", "ARDRegression", "HuberRegressor", "TheilSenRegressor"),
    *("QuantileRegressor", "SGDRegressor", "PassiveAggressiveRegressor", "LinearSVR", "MultiTaskLasso"),
    *("MultiTaskLassoCV", "MultiTaskElasticNet", "MultiTaskElasticNetCV", "PoissonRegressor"),
    *("GammaRegressor", "TweedieRegressor"),
)
_CLASSIFIERS = (
    *("LogisticRegression", "LogisticRegressionCV", "LinearSVC", "SGDClassifier", "Perceptron"),
    *("PassiveAggressiveClassifier", "RidgeClassifier", "RidgeClassifierCV", "LinearDiscriminantAnalysis"),
)

_PROBABLE = ("LogisticRegression", "LogisticRegressionCV", "LinearDiscriminantAnalysis")
"""The classifiers whose probabilities are the sigmoid or softmax of the linear value."""


def _layer(model: Any, place: str) -> Affine:
    """Return ``x -> coef_ x + intercept_``, the floats as they are."""
    check_fitted(model, "coef_", place)
    weights = rationals(numpy.atleast_2d(_dense(model.coef_)), f"{place}: coef_")
    offsets = rationals(numpy.atleast_1d(numpy.asarray(model.intercept_)) * 1.0, f"{place}: intercept_")
    if len(offsets) == 1 < len(weights):
        offsets = numpy.array([offsets[0]] * len(weights), dtype=object)
    if offsets.shape != (len(weights),):
        raise BadInput(f"{place}: intercept_ must have {len(weights)} numbers, not the shape {offsets.shape}")
    return affine(weights, offsets)


def _dense(array: Any) -> Any:
    return array.toarray() if hasattr(array, "toarray") else numpy.asarray(array)


def _regressor(model: Any, place: str) -> Part:
    layer = _layer(model, place)
    kind = type(model).__name__
    link = getattr(model, "link", "log") if kind == "TweedieRegressor" else "log"
    if kind == "TweedieRegressor" and link == "auto":
        link = "log" if model.power > 0 else "identity"
    if kind in ("PoissonRegressor", "GammaRegressor", "TweedieRegressor") and link == "log":
        return Part([layer], notes=("the output is the linear value; the model predicts exp of it",), predicts=False)
    return Part([layer])


def _classifier(model: Any, place: str) -> Part:
    names = names_of(model, place)
    binarizer = getattr(model, "_label_binarizer", None)  # a RidgeClassifier has one class a label then
    if str(getattr(binarizer, "y_type_", "")).startswith("multilabel"):
        raise BadInput(f"{place}: {type(model).__name__} of several labels at once is not read: fit one model a label")
    layer = _layer(model, place)
    rows = 1 if len(names) == 2 else len(names)
    if len(layer.weights) != rows:
        raise BadInput(f"{place}: coef_ must have {rows} rows for {len(names)} classes, not {len(layer.weights)}")
    note = LOGITS if type(model).__name__ in _PROBABLE else "the outputs are the values of the decision function"
    if rows == 1:
        return Part([two_outputs(layer)], classes=names, notes=(f"{note}; two classes have the outputs 0 and z",))
    return Part([layer], classes=names, notes=(note,))


def _vectors(model: Any, place: str) -> tuple[Any, Any]:
    """Return the dual coefficients and the support vectors of a linear kernel, exactly."""
    check_fitted(model, "support_vectors_", place)
    if model.kernel != "linear":
        raise BadInput(f"{place}: the kernel must be linear, not {shown(model.kernel)}")
    dual = _dense(model.dual_coef_)
    vectors = _dense(model.support_vectors_)
    check_size(vectors.size * len(dual), MAX_WEIGHTS, place, "products of support vectors")
    return rationals(dual, f"{place}: dual_coef_"), rationals(vectors, f"{place}: support_vectors_")


def _support_regressor(model: Any, place: str) -> Part:
    dual, vectors = _vectors(model, place)
    return Part([affine(dual.dot(vectors), rationals(model.intercept_, f"{place}: intercept_"))])


def _support_classifier(model: Any, place: str) -> Part:
    """Return one linear value for two classes; else a vote: a step for each pair of classes."""
    names = names_of(model, place)
    dual, vectors = _vectors(model, place)
    offsets = rationals(model.intercept_, f"{place}: intercept_")
    if len(names) == 2:
        note = "the outputs are 0 and z, the value of the decision function"
        return Part([two_outputs(affine(dual.dot(vectors), offsets))], classes=names, notes=(note,))
    if model.break_ties:
        raise BadInput(f"{place}: SVC with break_ties is not read: its decision function is not piecewise linear")
    starts = numpy.concatenate([[0], numpy.cumsum(model.n_support_)])
    blocks = [slice(starts[number], starts[number + 1]) for number in range(len(names))]
    pairs = list(combinations(range(len(names)), 2))
    rows = [
        dual[second - 1, blocks[first]].dot(vectors[blocks[first]])
        + dual[first, blocks[second]].dot(vectors[blocks[second]])
        for first, second in pairs
    ]
    # libsvm votes for the second class of a pair where the value is at most 0: the step of its negation
    layer = affine(-numpy.array(rows), -offsets)
    note = (
        "each output is the number of pairs that vote for a class, less its number over the number of classes: of "
        "several with the most votes the model predicts the first"
    )
    return Part([layer, Step(len(pairs)), _votes(pairs, len(names))], classes=names, notes=(note,))


def _votes(pairs: list[tuple[int, int]], classes: int) -> Affine:
    rows, biases = [], []
    for number in range(classes):
        wires = [wire for wire, pair in enumerate(pairs) if number in pair]
        signs = [-1 if pairs[wire][0] == number else 1 for wire in wires]
        rows.append(Form(len(pairs), wires, signs))
        biases.append(Fraction(signs.count(-1)) - Fraction(number, classes))
    return Affine(rows, biases)


READERS: Readers = {
    **dict.fromkeys(_REGRESSORS, _regressor),
    **dict.fromkeys(_CLASSIFIERS, _classifier),
    **dict.fromkeys(("SVC", "NuSVC"), _support_classifier),
    **dict.fromkeys(("SVR", "NuSVR"), _support_regressor),
}
