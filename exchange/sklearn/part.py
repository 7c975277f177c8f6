"""What each reader of a scikit-learn model gives: stages of a network, names of classes, what to say of the outputs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from constructions.model.errors import BadInput
from constructions.model.network import Affine, Form, Network, chain
from exchange.trained import class_names
from exchange.trees.casts import with_rounded_inputs
from exchange.trees.forest import Forest, forest_network
from exchange.wiring import fused


@dataclass(frozen=True, slots=True)
class Part:
    """A fitted model as stages, and a forest after them where it has trees.

    Attributes:
        stages: networks, one after the other.
        forest: the trees that take what the last stage gives; None where there are none.
        classes: the names of the classes in the order of the outputs; None for a regressor.
        notes: lines about the outputs, as in ``exchange.trained.Trained``.
        rounds: the formats to which inputs are rounded before they are compared with thresholds.
        predicts: whether a regressor's outputs are what the model's ``predict`` gives, but for rounding.
    """

    stages: list[Network]
    forest: Forest | None = None
    classes: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()
    rounds: tuple[str, ...] = ()
    predicts: bool = True

    def network(self, name: str, rounding: bool = False) -> Network:
        """Return the network; with ``rounding`` thresholds are moved to where the rounding of inputs changes sides."""
        if self.forest is None:
            return chain(*fused(self.stages))
        forest = with_rounded_inputs(self.forest, self.rounds) if rounding else self.forest
        return chain(*fused(self.stages), forest_network(forest, name)) if self.stages else forest_network(forest, name)

    def input_width(self) -> int:
        """Return how many numbers the model takes."""
        return self.stages[0].input_width if self.forest is None else self.forest.width


Reader: TypeAlias = Callable[[Any, str], Part]
"""From a fitted model and what messages call it."""

Readers: TypeAlias = Mapping[str, Reader]
"""Readers by the names of the classes that they read."""

LOGITS = "the outputs are the numbers before the sigmoid or softmax; the largest names the class that is predicted"


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


def names_of(model: Any, place: str) -> tuple[str, ...]:
    """Return the names of a classifier's classes.

    Raises:
        BadInput: if it was fitted to several labels at once, or knows one class only.
    """
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
