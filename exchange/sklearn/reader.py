"""scikit-learn's perceptrons, read exactly from Python objects: MLPClassifier, MLPRegressor, scalers before them."""

from fractions import Fraction
from typing import Any

from constructions.model.errors import BadInput, shown
from constructions.model.network import Affine, Form, Network, Relu, chain
from exchange.exact_arrays import affine, check_width, rationals, scaled
from exchange.wiring import fused


def read_sklearn(model: Any, name: str = "model") -> Network:
    """Return the exact network of a fitted ``MLPClassifier`` or ``MLPRegressor``, or a ``Pipeline`` that ends in one.

    The hidden activation must be ``relu`` or ``identity``. A regressor's outputs are its predictions. A classifier's
    outputs are the numbers before softmax, one a class, in the order of ``model.classes_``; a classifier of two
    classes has one such number z, and the network gives (0, z), whose softmax is the model's probabilities. The model
    predicts the first of the largest outputs. A classifier of several labels at once gives one number a label, which is
    predicted where it is above 0.

    In a pipeline ``StandardScaler``, ``MinMaxScaler`` (without ``clip``) and ``"passthrough"`` may stand before the
    perceptron. Every coefficient is the float that the model holds; quotients by a scale are exact.

    Args:
        model: the fitted model. Nothing is loaded or run but attributes of this object.
        name: what messages call the model.

    Raises:
        BadInput: if the model is of another kind, not fitted, or has another activation; the message names the part.

    >>> read_sklearn(3)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: model: int is not read: it must be MLPClassifier, ...
    """
    if type(model).__name__ != "Pipeline":
        return chain(*_perceptron(model, name))
    stages: list[Network] = []
    for number, (label, part) in enumerate(model.steps):
        place = f"{name}: step {shown(label)}"
        if part is None or (isinstance(part, str) and part == "passthrough"):
            continue
        last = number == len(model.steps) - 1
        added = _perceptron(part, place) if last else [_scaler(part, place)]
        if stages:
            check_width(added[0].input_width, stages[-1].output_width, place)
        stages += added
    if not stages:
        raise BadInput(f"{name}: the pipeline has no step that is read")
    return chain(*fused(stages))


def _scaler(part: Any, place: str) -> Affine:
    kind = type(part).__name__
    if kind == "StandardScaler":
        _check_fitted(part, "n_features_in_", place)
        width = int(part.n_features_in_)
        means, scales = [Fraction(0)] * width, [Fraction(1)] * width
        if part.with_mean:
            means = rationals(part.mean_, f"{place}: mean_").tolist()
        if part.with_std:
            scales = rationals(part.scale_, f"{place}: scale_").tolist()
        pairs = list(zip(means, scales, strict=True))
        return scaled([1 / scale for _, scale in pairs], [-mean / scale for mean, scale in pairs])
    if kind == "MinMaxScaler" and not part.clip:
        _check_fitted(part, "scale_", place)
        return scaled(
            rationals(part.scale_, f"{place}: scale_").tolist(), rationals(part.min_, f"{place}: min_").tolist()
        )
    clipped = " with clip" if kind == "MinMaxScaler" else ""
    raise BadInput(f"{place}: {kind}{clipped} is not read: StandardScaler and MinMaxScaler without clip are")


def _perceptron(model: Any, place: str) -> list[Network]:
    kind = type(model).__name__
    if kind not in ("MLPClassifier", "MLPRegressor"):
        raise BadInput(f"{place}: {kind} is not read: it must be MLPClassifier, MLPRegressor or a Pipeline of them")
    _check_fitted(model, "coefs_", place)
    if model.activation not in ("relu", "identity"):
        raise BadInput(f"{place}: the activation must be relu or identity, not {shown(model.activation)}")
    if model.out_activation_ not in ("identity", "softmax", "logistic"):
        raise BadInput(f"{place}: the output must be identity, softmax or logistic, not {shown(model.out_activation_)}")
    binary = kind == "MLPClassifier" and model.out_activation_ == "logistic" and model.n_outputs_ == 1
    stages: list[Network] = []
    for number, (weights, bias) in enumerate(zip(model.coefs_, model.intercepts_, strict=True)):
        rows = rationals(weights, f"{place}: coefs_[{number}]").T
        offsets = rationals(bias, f"{place}: intercepts_[{number}]")
        if number and model.activation == "relu":
            stages.append(Relu(rows.shape[1]))
        layer = affine(rows, offsets)
        if binary and number == len(model.coefs_) - 1:
            layer = Affine([Form(layer.input_width, (), ()), *layer.weights], [0, *layer.bias])
        stages.append(layer)
    return stages


def _check_fitted(model: Any, attribute: str, place: str) -> None:
    if not hasattr(model, attribute):
        raise BadInput(f"{place}: {type(model).__name__} is not fitted: it has no {attribute}")
