"""What must hold of the outputs for each row of a data set."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress

from ...budget import MAX_BITS, Budget, price
from ...columns import BITS, Columns, Outputs, at_rows
from ...dataset import Dataset, class_of
from ...engine import Engine
from ...network import Node
from ...values import Constraint, Values, combined
from ...verdict import Rejected, counted
from .ends import Goals, equal

Together = Callable[[Outputs], Iterable[list[bool]]]
"""From what a network gives at all rows to what holds there: the same as goals say, of each output at each row."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What must hold of the outputs for each row of some, and the same in words, to be said of {}."""

    goals: Callable[[int], Goals]
    words: str
    together: Together | None = None


def right(engine: Engine, network: Node, one_hot: bool | None, dataset: Dataset) -> Answers:
    """Return that N(POINT) = LABEL, or the unit vector of the label's class.

    If ``one_hot`` is None it is that output LABEL of N(POINT) is greater than every other.
    """
    _must_fit(network, dataset)
    if one_hot is None:
        chosen = classes_of(network, dataset, engine.budget)
        words = "output y of N({}) is greater than every other"
        return Answers(lambda number: _exceeds(chosen[number]), words, lambda outputs: _all_exceed(chosen, outputs))
    if one_hot:
        chosen = classes_of(network, dataset, engine.budget)
        words = "N({}) = the unit vector of class y"
        return Answers(lambda number: _is_unit(chosen[number]), words, lambda outputs: _all_are_units(chosen, outputs))
    if len(dataset.labels[0]) - 1 != network.outputs:
        numbers, outputs = counted(len(dataset.labels[0]) - 1, "number"), counted(network.outputs, "output")
        raise Rejected(f"labels have {numbers}, the network has {outputs}")
    labels = dataset.labels
    return Answers(lambda number: _equals(labels[number]), "N({}) = y", lambda outputs: _all_equal(labels, outputs))


def not_together(network: Node, dataset: Dataset, answers: Answers, budget: Budget) -> Sequence[int]:
    """Return the rows for which it is not found, for all of them together, that what must hold does."""
    held, count = budget.bits, len(dataset.points)
    if not answers.together or not isinstance(dataset.points, Columns):
        return range(count)
    outputs = at_rows(network, dataset.points, budget)
    each = 8 + 2 * price(min(outputs.bits, MAX_BITS), _longest(dataset.labels, budget))
    budget.spend(len(outputs.rows) * len(outputs.columns) * each + 4 * count)
    shown = bytearray(count)
    for number in compress(outputs.rows, map(all, zip(*answers.together(outputs), strict=True))):
        shown[number] = True
    budget.bits = held
    return [number for number, is_shown in enumerate(shown) if not is_shown]


def _longest(labels: Sequence[Values], budget: Budget) -> int:
    """Return the most bits that a number of a label has, or a bound of it."""
    if isinstance(labels, Columns):
        return BITS
    budget.spend(2 * len(labels) * len(labels[0]))
    longest: int = max([number.bit_length() for label in labels for number in label])
    return min(longest, MAX_BITS)


def of_one_class(engine: Engine, both: Node, dataset: Dataset) -> Answers:
    """Return that N and M, side by side, have M's class at POINT: its output is the greatest of each.

    Where several outputs of M are the greatest, the first is taken, and the goal fails.
    """
    _must_fit(both, dataset)
    half = both.outputs // 2
    if half < 2:
        raise Rejected("the networks have one output: there must be at least two classes")

    def goals(number: int) -> Goals:
        engine.run_at(both, dataset.points[number])
        answer = engine.values[half:-1]
        right = answer.index(max(answer))
        ours, theirs = range(half), range(half, 2 * half)
        return lambda values, budget: chain(
            _greatest(right, ours, values, budget), _greatest(half + right, theirs, values, budget)
        )

    return Answers(goals, "N({0}) and M({0}) have the class of M(x), one output greater than every other")


def agreed(both: Node, dataset: Dataset) -> Answers:
    """Return that N(POINT) = M(POINT), for two networks side by side."""
    _must_fit(both, dataset)
    return Answers(lambda _: equal, "N({0}) = M({0})")


def _must_fit(network: Node, dataset: Dataset) -> None:
    width = len(dataset.points[0]) - 1
    if width != network.inputs:
        coordinates, inputs = counted(width, "coordinate"), counted(network.inputs, "input")
        raise Rejected(f"points have {coordinates}, the network {inputs}")


def classes_of(network: Node, dataset: Dataset, budget: Budget) -> list[int]:
    """Return the class that the label of each row is; there are as many as outputs, at least two."""
    outputs = network.outputs
    if outputs < 2:
        raise Rejected("the network has one output: there must be at least two classes")
    if dataset.classes is not None and dataset.classes != outputs:
        classes = counted(dataset.classes, "class", "classes")
        raise Rejected(f"the data set has {classes}, the network {outputs} outputs")

    budget.spend(6 * len(dataset.labels))
    budget.hold(64 * len(dataset.labels))
    chosen: list[int] = []
    for number, label in enumerate(dataset.labels, dataset.first):
        found = class_of(label, outputs)
        if found is None:
            raise Rejected(f"point {number}: its label is not one of the classes 0..{outputs - 1}")
        chosen.append(found)
    return chosen


def _equals(label: Values) -> Goals:
    return lambda values, budget: (
        (combined([(place, label[-1]), (-1, -label[place])], values, budget), "=") for place in range(len(label) - 1)
    )


def _all_equal(labels: Sequence[Values], outputs: Outputs) -> Iterator[list[bool]]:
    if isinstance(labels, Columns):
        for place, column in enumerate(outputs.columns):
            there = map(labels.columns[place].__getitem__, outputs.rows)
            numbers = zip(column, outputs.denominators, there, strict=True)
            yield [value == wanted * below for value, below, wanted in numbers]
        return
    for place, column in enumerate(outputs.columns):
        rows = zip(column, outputs.denominators, map(labels.__getitem__, outputs.rows), strict=True)
        yield [value * label[-1] == label[place] * below for value, below, label in rows]


def _is_unit(right: int) -> Goals:
    return lambda values, budget: (
        (combined([(place, 1), (-1, -int(place == right))], values, budget), "=") for place in range(len(values) - 1)
    )


def _all_are_units(chosen: list[int], outputs: Outputs) -> Iterator[list[bool]]:
    for place, column in enumerate(outputs.columns):
        rows = zip(column, outputs.denominators, outputs.rows, strict=True)
        yield [value == (below if place == chosen[number] else 0) for value, below, number in rows]


def _exceeds(right: int) -> Goals:
    return lambda values, budget: _greatest(right, range(len(values) - 1), values, budget)


def _all_exceed(chosen: list[int], outputs: Outputs) -> Iterator[list[bool]]:
    rights = [chosen[number] for number in outputs.rows]
    most = [outputs.columns[right][place] for place, right in enumerate(rights)]
    for output, column in enumerate(outputs.columns):
        yield [value < best or output == right for value, best, right in zip(column, most, rights, strict=True)]


def _greatest(right: int, places: range, values: Values, budget: Budget) -> Iterator[Constraint]:
    """Yield that a value is greater than every other one at these places."""
    return ((combined([(right, 1), (place, -1)], values, budget), ">") for place in places if place != right)
