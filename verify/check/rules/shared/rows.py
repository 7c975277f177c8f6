"""What must hold of the outputs for each row of a data set."""

from collections.abc import Callable
from dataclasses import dataclass

from ...dataset import Dataset, class_of
from ...network import Node
from ...values import Values, combined
from ...verdict import Rejected, counted
from .ends import Goals, equal


@dataclass(frozen=True, slots=True)
class Answers:
    """What must hold of the outputs for the row of a number, and the same in words, to be said of {}."""

    goals: Callable[[int], Goals]
    words: str


def right(network: Node, dataset: Dataset, one_hot: bool | None = None) -> Answers:
    """Return that N(POINT) = LABEL, or the unit vector of the label's class.

    If ``one_hot`` is None it is that output LABEL of N(POINT) is greater than every other.
    """
    _must_fit(network, dataset)
    if one_hot is None:
        chosen = _classes(network, dataset)
        return Answers(lambda number: _exceeds(chosen(number)), "output y of N({}) is greater than every other")
    if one_hot:
        chosen = _classes(network, dataset)
        return Answers(lambda number: _is_unit(chosen(number)), "N({}) = the unit vector of class y")
    if len(dataset.labels[0]) - 1 != network.outputs:
        numbers, outputs = counted(len(dataset.labels[0]) - 1, "number"), counted(network.outputs, "output")
        raise Rejected(f"labels have {numbers}, the network has {outputs}")
    return Answers(lambda number: _equals(dataset.labels[number]), "N({}) = y")


def agreed(both: Node, dataset: Dataset) -> Answers:
    """Return that N(POINT) = M(POINT), for two networks side by side."""
    _must_fit(both, dataset)
    return Answers(lambda _: equal, "N({0}) = M({0})")


def _must_fit(network: Node, dataset: Dataset) -> None:
    width = len(dataset.points[0]) - 1
    if width != network.inputs:
        coordinates, inputs = counted(width, "coordinate"), counted(network.inputs, "input")
        raise Rejected(f"points have {coordinates}, the network {inputs}")


def _classes(network: Node, dataset: Dataset) -> Callable[[int], int]:
    """Return which class the label of a row is; there are as many as outputs, at least two."""
    outputs = network.outputs
    if outputs < 2:
        raise Rejected("the network has one output: there must be at least two classes")
    if dataset.classes is not None and dataset.classes != outputs:
        classes = counted(dataset.classes, "class", "classes")
        raise Rejected(f"the data set has {classes}, the network {outputs} outputs")

    def chosen(number: int) -> int:
        found = class_of(dataset.labels[number], outputs)
        if found is None:
            raise Rejected(f"its label is not one of the classes 0..{outputs - 1}")
        return found

    return chosen


def _equals(label: Values) -> Goals:
    return lambda values, budget: (
        (combined([(place, label[-1]), (-1, -label[place])], values, budget), "=") for place in range(len(label) - 1)
    )


def _is_unit(right: int) -> Goals:
    return lambda values, budget: (
        (combined([(place, 1), (-1, -int(place == right))], values, budget), "=") for place in range(len(values) - 1)
    )


def _exceeds(right: int) -> Goals:
    return lambda values, budget: (
        (combined([(right, 1), (place, -1)], values, budget), ">") for place in range(len(values) - 1) if place != right
    )
