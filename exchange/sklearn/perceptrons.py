"""scikit-learn's perceptrons: MLPClassifier and MLPRegressor."""

from typing import Any

from constructions.model.errors import BadInput, shown
from constructions.model.network import Network, Relu
from exchange.exact_arrays import affine, rationals
from exchange.part import LOGITS, Part
from exchange.sklearn.part import Readers, check_fitted, two_outputs
from exchange.trained import class_names


def _perceptron(model: Any, place: str) -> Part:
    check_fitted(model, "coefs_", place)
    if model.activation not in ("relu", "identity"):
        raise BadInput(f"{place}: the activation must be relu or identity, not {shown(model.activation)}")
    if model.out_activation_ not in ("identity", "softmax", "logistic"):
        raise BadInput(f"{place}: the output must be identity, softmax or logistic, not {shown(model.out_activation_)}")
    classifies = type(model).__name__ == "MLPClassifier"
    binary = classifies and model.out_activation_ == "logistic" and model.n_outputs_ == 1
    several = classifies and model.out_activation_ == "logistic" and model.n_outputs_ > 1
    stages: list[Network] = []
    for number, (weights, bias) in enumerate(zip(model.coefs_, model.intercepts_, strict=True)):
        rows = rationals(weights, f"{place}: coefs_[{number}]").T
        offsets = rationals(bias, f"{place}: intercepts_[{number}]")
        if number and model.activation == "relu":
            stages.append(Relu(rows.shape[1]))
        layer = affine(rows, offsets)
        stages.append(two_outputs(layer) if binary and number == len(model.coefs_) - 1 else layer)
    if several:
        note = "each output is the number before the sigmoid of a label, which is predicted where it is above 0"
        return Part(stages, notes=(note,), predicts=False)
    return Part(stages, classes=class_names(model.classes_), notes=(LOGITS,)) if classifies else Part(stages)


READERS: Readers = dict.fromkeys(("MLPClassifier", "MLPRegressor"), _perceptron)
