"""Classes of a model and classes of data: matched by name; where there are no names, whether another order fits."""

import re
from collections.abc import Sequence as Items
from dataclasses import dataclass, replace
from fractions import Fraction

from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, shown
from constructions.model.names import printable, with_numbers
from constructions.model.nouns import count_of
from constructions.model.rational import different

MAX_CLASSES = 200
"""The most classes of which other orders are tried; the time grows with the third power."""

_NUMBER = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?")


@dataclass(frozen=True, slots=True)
class Matched:
    """A data set whose labels are numbered as the classes of a model.

    Attributes:
        dataset: the data.
        by_name: whether names decided; if not, the labels keep their numbers.
        note: what a user must know, one line; empty if nothing.
    """

    dataset: Dataset
    by_name: bool
    note: str = ""


def matched(dataset: Dataset, classes: tuple[str, ...] | None) -> Matched:
    """Return the data with labels numbered as the model numbers its classes, matched by name.

    Names are equal as text, or as numbers (``1`` and ``1.0``). If no label has the name of a class, the one side has
    numbers and the other names: then labels keep their numbers, and the note says so.

    Args:
        dataset: labels of one number each, with names or without.
        classes: the names of the model's classes in the order of its outputs; None if it has none.

    Raises:
        BadInput: if some labels have the names of classes and others do not; the line names one.

    >>> data = Dataset.from_rows([[1], [2], [3]], [[5], [8], [5]])
    >>> found = matched(data, ("3", "5", "8"))
    >>> found.dataset.classes(), found.dataset.class_names
    ([1, 2, 1], ('3', '5', '8'))
    """
    if classes is None or dataset.label_width != 1:
        return Matched(dataset, False)
    numbers = {name: number for number, name in enumerate(classes)}
    values = {Fraction(name): number for name, number in numbers.items() if _NUMBER.fullmatch(name)}
    names = _names(dataset)
    places = {
        label: numbers.get(name, values.get(label) if dataset.class_names is None else _by_value(name, values))
        for label, name in names.items()
    }
    missing = [label for label, place in places.items() if place is None]
    if len(missing) == len(places):
        return _unmatched(dataset, classes)
    if missing:
        point = dataset.labels.index((missing[0],))
        known = ", ".join(map(printable, classes[:8])) + (", ..." if len(classes) > 8 else "")
        raise BadInput(
            f"{dataset.place_of(point)} has the label {shown(names[missing[0]])}, which is no class of the model: "
            f"{known}"
        )
    labels = [(Fraction(places[label] or 0),) for (label,) in dataset.labels]
    if labels == list(dataset.labels) and dataset.class_names in (None, classes):
        return Matched(dataset, True)
    moved = replace(dataset, labels=tuple(labels), class_names=classes)
    return Matched(moved, True, f"labels are numbered as the model's classes: {', '.join(map(printable, classes[:8]))}")


def labels_matched(dataset: Dataset, classes: tuple[str, ...] | None, outputs: int) -> Matched:
    """Return the data as ``matched`` does for a network of so many outputs, and how text labels are numbered.

    A network of one output gives values, so text labels stand for their numbers there, which the note says.

    Raises:
        BadInput: what ``matched`` raises.

    >>> data = Dataset.from_rows([[1], [2]], [[0], [1]], ("no", "yes"))
    >>> labels_matched(data, None, 2).note
    'labels are numbered in the order of their names: no 0, yes 1'
    """
    if outputs > 1:
        found = _numbered(matched(dataset, classes))
        notes = [note for note in (found.note, _beyond(found.dataset, outputs)) if note]
        return replace(found, note="; ".join(notes))
    found, named = Matched(dataset, False), dataset.class_names
    if named is None and different(dataset.labels) == [(Fraction(0),), (Fraction(1),)]:
        return replace(
            found, note="the labels are 0 and 1, and the model has one output: if it is a logit, --one-logit"
        )
    if named is None:
        return found
    return replace(
        found,
        note=f"the labels are text and the model has one output: it is compared with their numbers, "
        f"{with_numbers(named)}, which says nothing of a model that predicts a value"
        + ("; if the output is a logit, --one-logit makes two classes of it" if len(named) == 2 else ""),
    )


def _numbered(found: Matched) -> Matched:
    """Return data with a note that says how their labels are numbered, where nothing else does."""
    named = found.dataset.class_names
    if found.note or found.by_name or named is None:
        return found
    return replace(found, note=f"labels are numbered in the order of their names: {with_numbers(named)}")


def _beyond(dataset: Dataset, outputs: int) -> str:
    """Return that labels are classes of which the network has no output, so that it is right at none of them."""
    names = _names(dataset) if dataset.label_width == 1 else {}
    out = [name for label, name in names.items() if label.denominator == 1 and label >= outputs]
    if not out:
        return ""
    said = ", ".join(map(printable, sorted(out)[:8])) + (", ..." if len(out) > 8 else "")
    return f"the model has {count_of(outputs, 'output')}, one a class, and none for {said}"


def _names(dataset: Dataset) -> dict[Fraction, str]:
    """Return each label with its name, or with its number as text."""
    named = dataset.class_names
    return {
        label: str(label) if named is None else named[label.numerator] for (label,) in dict.fromkeys(dataset.labels)
    }


def _by_value(name: str, values: dict[Fraction, int]) -> int | None:
    return values.get(Fraction(name)) if _NUMBER.fullmatch(name) else None


def _unmatched(dataset: Dataset, classes: tuple[str, ...]) -> Matched:
    """Return the data as they are, if their labels may be the numbers of the classes."""
    found = sorted({label for (label,) in dataset.labels})
    if any([label.denominator != 1 or not 0 <= label < len(classes) for label in found]):
        raise BadInput(
            f"no label of the data is the name of a class of the model ({', '.join(map(printable, classes[:8]))}), and "
            f"they are not numbers of {count_of(len(classes), 'class')} either"
        )
    named = dataset.class_names
    ours = ", ".join([str(label) if named is None else printable(named[label.numerator]) for label in found[:8]])
    theirs = ", ".join(map(printable, classes[:8]))
    note = f"no label has the name of a class: {ours} are taken as the numbers of the model's classes {theirs}"
    return Matched(dataset, False, note)


@dataclass(frozen=True, slots=True)
class Order:
    """Another order of the classes that fits far better.

    Attributes:
        labels: for each output the number of the label that it fits.
        right: how many rows it gets right, and how many the order as it is.
    """

    labels: tuple[int, ...]
    right: int
    now: int


def better_order(answers: Items[tuple[int, ...]], labels: Items[int], counts: Items[int], classes: int) -> Order | None:
    """Return the order of the classes that gets most rows right, if it is far better than the one that is; else None.

    Far better: it leaves at most half of the wrong answers, and gets a tenth of the rows more right.

    Args:
        answers: for each point its largest outputs (``answers.largest``); of several none counts.
        labels: for each point the number of its class.
        counts: how often each point counts.
        classes: how many outputs there are.

    >>> better_order([(0,), (1,), (1,)], [1, 0, 0], [5, 5, 5], 2)
    Order(labels=(1, 0), right=15, now=0)
    >>> better_order([(0,), (1,), (1,)], [0, 1, 0], [5, 5, 5], 2) is None
    True
    """
    if not 2 <= classes <= MAX_CLASSES:
        return None
    hits = [[0] * classes for _ in range(classes)]
    for answer, label, count in zip(answers, labels, counts, strict=True):
        if len(answer) == 1 and label < classes:
            hits[answer[0]][label] += count
    rows = sum(counts)
    now = sum([hits[number][number] for number in range(classes)])
    order = _assignment(hits)
    right = sum([hits[output][label] for output, label in enumerate(order)])
    if 2 * (rows - right) <= rows - now and 10 * (right - now) >= rows:
        return Order(tuple(order), right, now)
    return None


def _assignment(gains: list[list[int]]) -> list[int]:
    """Return for each row its column so that the sum of gains is largest: the Hungarian method, in integers."""
    size = len(gains)
    bound = max([max(row) for row in gains])
    row_price, column_price = [0] * (size + 1), [0] * (size + 1)
    taken = [0] * (size + 1)  # taken[column] is its row, both from 1
    for row in range(1, size + 1):
        taken[0], column = row, 0
        least = [bound * 2 * size + 1] * (size + 1)
        came, seen = [0] * (size + 1), [False] * (size + 1)
        while taken[column]:
            seen[column] = True
            here, step, following = taken[column], bound * 2 * size + 1, 0
            for other in range(1, size + 1):
                if seen[other]:
                    continue
                cost = bound - gains[here - 1][other - 1] - row_price[here] - column_price[other]
                if cost < least[other]:
                    least[other], came[other] = cost, column
                if least[other] < step:
                    step, following = least[other], other
            for other in range(size + 1):
                if seen[other]:
                    row_price[taken[other]] += step
                    column_price[other] -= step
                else:
                    least[other] -= step
            column = following
        while column:
            taken[column] = taken[came[column]]
            column = came[column]
    order = [0] * size
    for column in range(1, size + 1):
        order[taken[column] - 1] = column - 1
    return order
