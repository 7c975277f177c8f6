"""What the readers of scikit-learn's models share: fitted models, names of classes, two outputs for one."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import numpy

from constructions.model.errors import BadInput, shown
from constructions.model.network import Affine, Form
from exchange.exact_arrays import MAX_WIDTH
from exchange.part import Part
from exchange.trained import class_names

Reader: TypeAlias = Callable[[Any, str], Part]
"""From a fitted model and what messages call it."""

Readers: TypeAlias = Mapping[str, Reader]
"""Readers by the names of the classes that they read."""


def check_fitted(model: Any, attribute: str, place: str) -> None:
    """Refuse a model that was not fitted.

    Raises:
        BadInput: if it lacks what a fit leaves.

    >>> check_fitted(3, "coef_", "model")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: model: int is not fitted: it has no coef_
    """
    if not hasattr(model, attribute):
        raise BadInput(f"{place}: {type(model).__name__} is not fitted: it has no {attribute}")


def knows_width(model: Any) -> Any:
    """Return what says how many inputs a model takes, None if nothing does: the model, or the first of its steps or
    parts that does, where scikit-learn asks the very first one, which may be dropped or change nothing."""
    if hasattr(model, "n_features_in_"):
        return model
    inner = getattr(model, "transformer_list", None) or getattr(model, "steps", None) or []
    return next((found for _, one in inner if (found := knows_width(one)) is not None), None)


def inputs_of(model: Any, place: str) -> int:
    """Return how many inputs a fitted model takes.

    Raises:
        BadInput: if it was not fitted, or says something else than a number that is read.

    >>> from types import SimpleNamespace
    >>> inputs_of(SimpleNamespace(n_features_in_=4), "model")
    4
    """
    asked = knows_width(model) or model
    check_fitted(asked, "n_features_in_", place)
    width = asked.n_features_in_
    if not isinstance(width, int | numpy.integer) or not 1 <= width <= MAX_WIDTH:
        raise BadInput(f"{place}: n_features_in_ must be an integer in 1..{MAX_WIDTH:,}, not {shown(width)}")
    return int(width)


def names_of(model: Any, place: str) -> tuple[str, ...]:
    """Return the names of a classifier's classes.

    Raises:
        BadInput: if it was fitted to several labels at once, or knows one class only.
    """
    if not hasattr(model, "classes_"):
        model = getattr(model, "_label_binarizer", model)  # a RidgeClassifier up to 1.6 has them there
    check_fitted(model, "classes_", place)
    classes = model.classes_
    if isinstance(classes, list) or getattr(classes, "ndim", 1) != 1:
        raise BadInput(f"{place}: {type(model).__name__} of several labels at once is not read: fit one model a label")
    names = class_names(classes)
    if len(names) < 2:
        raise BadInput(f"{place}: {type(model).__name__} knows one class only: there is nothing to tell apart")
    return names


def two_outputs(layer: Affine) -> Affine:
    """Return (0, z) for a layer of one output z, whose sign tells two classes apart.

    >>> two_outputs(Affine([[2, 1]], [3])).weights
    (Form(0 of 2), Form(2 x0 + 1 x1 of 2))
    """
    return Affine([Form(layer.input_width, (), ()), *layer.weights], [Fraction(0), *layer.bias])
