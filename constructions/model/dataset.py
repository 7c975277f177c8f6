"""A data set: distinct rational points, each with its label, the number of rows it stands for, and class names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence as Items
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import zip_longest
from typing import TYPE_CHECKING

from constructions.model.errors import BadInput, Contradiction, shown
from constructions.model.later import Later
from constructions.model.nouns import count_of, numbered
from constructions.model.numbers.vectors import LARGEST, Integers, Vectors
from constructions.model.provenance import Columns, Origin
from constructions.model.rational import Number, Point, decimal_text, exact_row, fingerprint, long_integers

if TYPE_CHECKING:
    import numpy as np
else:
    np = Later("numpy")

Label = tuple[Fraction, ...]

MAX_ONE_HOT = 10_000_000
"""The most numbers that one-hot labels may hold, equal ones once: labels up to a million are numbers, not classes."""


MAX_COUNT = 10**18
"""No point stands for more rows: files hold no larger integers."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """n distinct points of Q^p, each with a label of Q^d; n, p and d are at least 1.

    Args:
        points: n tuples of p coordinates, no two equal; a tuple of them, or ``Vectors``, columns of integers.
        labels: n tuples of d numbers, in the same way; class labels are one number, the class index.
        counts: how many rows of the data each point stands for, at most ``MAX_COUNT``; all 1 if left out.
        class_names: the names of classes 0..C-1 where the labels were text, else None.
        columns: how the table that the data stood in called its columns; None where it did not. It tells where the data
            came from and is no part of equality.
        origin: where the points stand in the file they were read from; None if it is not known. No part of equality.

    Raises:
        ValueError: if lengths or widths do not fit, or two points are equal (``from_rows`` merges equal rows).
        TypeError: as ``from_rows``.

    >>> data = Dataset.from_rows([[0, 0], [1, 0], [0, 0]], [[5], [6], [5]])
    >>> data.size, data.width, data.label_width, data.counts
    (2, 2, 1, (2, 1))
    """

    points: Items[Point]
    labels: Items[Label]
    counts: tuple[int, ...] = ()
    class_names: tuple[str, ...] | None = None
    columns: Columns | None = field(default=None, compare=False, repr=False)
    origin: Origin | None = field(default=None, compare=False, repr=False)

    def __repr__(self) -> str:
        classes = "" if self.class_names is None else f", classes {shown(', '.join(self.class_names), 60)}"
        return f"Dataset({count_of(self.size, 'point')} of Q^{self.width}, labels of Q^{self.label_width}{classes})"

    def __post_init__(self) -> None:
        count = len(self.points)
        if count == 0:
            raise ValueError("points must have at least one entry")
        if len(self.counts) == 0:
            object.__setattr__(self, "counts", (1,) * count)
        for name, values in (("labels", self.labels), ("counts", self.counts)):
            if len(values) != count:
                raise ValueError(f"{name} must have {count_of(count, 'entry')}, one for each point, not {len(values)}")
        object.__setattr__(self, "points", _exact_rows("point", self.points))
        object.__setattr__(self, "labels", _exact_rows("label", self.labels))
        self._check_distinct()
        for number, times in enumerate(self.counts):
            if type(times) is not int or not 1 <= times <= MAX_COUNT:
                raise ValueError(f"count {number} must be an integer in 1..10^18, not {shown(times)}")
        if self.class_names is not None:
            object.__setattr__(self, "class_names", _texts(self.class_names))
            self._check_classes(len(self.class_names))
        if self.columns is not None and len(self.columns.inputs) != self.width:
            raise ValueError(
                f"columns must have {count_of(self.width, 'input')}, one for each coordinate, not "
                f"{len(self.columns.inputs)}"
            )
        if self.origin is not None and len(self.origin.numbers) != count:
            raise ValueError(
                f"origin must have {count_of(count, 'number')}, one for each point, not {len(self.origin.numbers)}"
            )

    def _check_distinct(self) -> None:
        if isinstance(self.points, Vectors) and self.points.are_distinct():
            return
        first: dict[str, int] = {}
        for number, point in enumerate(self.points):
            known = first.setdefault(fingerprint(point), number)
            if known != number:
                raise ValueError(f"points must be distinct, but {known} and {number} are equal (from_rows merges rows)")

    def _check_classes(self, classes: int) -> None:
        if self.label_width != 1:
            raise ValueError(f"labels with class names must be one number each, not {self.label_width}")
        if natural_numbers(self.labels, classes) is not None:
            return
        for label in self.labels:
            if label[0].denominator != 1 or not 0 <= label[0] < classes:
                raise ValueError(f"a label with class names must be an integer in 0..{classes - 1}, not {label[0]}")

    @classmethod
    def from_rows(
        cls,
        points: Iterable[Items[Number]],
        labels: Iterable[Items[Number]],
        class_names: Items[str] | None = None,
        row_name: Callable[[int], str] = "row {}".format,
        columns: Columns | None = None,
        origin: Origin | None = None,
    ) -> Dataset:
        """Return the data set of these rows; equal points with equal labels are merged and counted.

        Args:
            points: for each row its coordinates.
            labels: for each row its label, a sequence of numbers.
            class_names: the names of the classes, if labels are class indices with names.
            row_name: how a message names the row with index i (from 0).
            columns: what the columns are called.
            origin: where the rows stand in a file.

        Raises:
            BadInput: if there is no row, the rows differ in width, or equal points have different labels
                (``Contradiction``); if there are not as many labels as points.
            TypeError: if a number is not an ``int`` or a ``Fraction``, or a point or label is no sequence of numbers;
                if the names of classes are one text, or not text.

        >>> Dataset.from_rows([[1], [2], [1]], [[0], [1], [1]])
        Traceback (most recent call last):
            ...
        constructions.model.errors.Contradiction: row 0 and row 2 are the same point, but with labels 0 and 1
        """
        named = None if class_names is None else _texts(class_names)
        if isinstance(points, Vectors) and isinstance(labels, Vectors) and len(points) == len(labels):
            merged = _merged(points, labels)
            if merged is not None:
                chosen, times = merged
                places = None if origin is None else origin.part(chosen.tolist())
                return cls(points.take(chosen), labels.take(chosen), times, named, columns, places)
        first: dict[str, int] = {}
        kept_points: list[Point] = []
        kept_labels: list[Label] = []
        counts: list[int] = []
        rows: list[int] = []
        conflicts: list[tuple[int, int, Label]] = []
        for row, (numbers, targets) in enumerate(_pairs(points, labels)):
            point = exact_row(f"point {row}", numbers)
            label = exact_row(f"label {row}", targets)
            known = first.setdefault(fingerprint(point), len(kept_points))
            if known == len(kept_points):
                kept_points.append(point)
                kept_labels.append(label)
                counts.append(1)
                rows.append(row)
            elif kept_labels[known] == label:
                counts[known] += 1
            else:
                conflicts.append((known, row, label))
        if conflicts:
            known, row, label = conflicts[0]
            names = [_label_text(value, named) for value in (kept_labels[known], label)]
            more = count_of(
                len(conflicts) - 1, "later row contradicts an earlier one", "later rows contradict earlier ones"
            )
            raise Contradiction(
                f"{row_name(rows[known])} and {row_name(row)} are the same point, "
                f"but with labels {names[0]} and {names[1]}{f'; {more}' if len(conflicts) > 1 else ''}"
            )
        try:
            kept = None if origin is None else origin.part(rows)
            return cls(tuple(kept_points), tuple(kept_labels), tuple(counts), named, columns, kept)
        except ValueError as error:
            raise BadInput(str(error)) from error

    @property
    def size(self) -> int:
        """The number n of distinct points."""
        return len(self.points)

    @property
    def rows(self) -> int:
        """The number of rows the points stand for, repeated ones counted."""
        return sum(self.counts)

    @property
    def width(self) -> int:
        """The number p of coordinates."""
        return _width(self.points)

    @property
    def label_width(self) -> int:
        """The number d of numbers in a label."""
        return _width(self.labels)

    def place_of(self, *points: int) -> str:
        """Return what people call the points of these numbers: by their lines or rows where these are known.

        >>> data = Dataset.from_rows([[3], [1]], [[0], [1]])
        >>> data.place_of(1), replace(data, origin=Origin("d.csv", "line", (2, 4))).place_of(1)
        ('data point 1', 'line 4 of d.csv')
        """
        return numbered("data point", points) if self.origin is None else self.origin.of(points)

    def part(self, numbers: Iterable[int]) -> Dataset:
        """Return the points of these numbers, in this order; raises ``ValueError`` if there is none, or one twice.

        >>> data = Dataset.from_rows([[3], [1], [2]], [[0], [1], [2]])
        >>> [int(point[0]) for point in data.part([2, 0]).points]
        [2, 3]
        """
        kept = list(numbers)
        return replace(
            self,
            points=_taken(self.points, kept),
            labels=_taken(self.labels, kept),
            counts=tuple([self.counts[i] for i in kept]),
            origin=None if self.origin is None else self.origin.part(kept),
        )

    def class_count(self, least: int = 2) -> int:
        """Return the number C of classes: of the names, or one more than the largest label.

        Raises:
            BadInput: if the labels are not class indices 0..C-1, or there are fewer than ``least`` classes.

        >>> Dataset.from_rows([[1], [2]], [[0], [2]]).class_count()
        3
        """
        found = max(self._class_numbers()) + 1
        if found > 1_000_000:
            raise BadInput("classes must be numbered 0..C-1, but a label is 1,000,000 or more")
        classes = len(self.class_names) if self.class_names is not None else found
        if classes < least:
            raise BadInput("classes must be at least two: there is nothing to tell apart")
        return classes

    def classes(self) -> list[int]:
        """Return the class index of every point; raises ``BadInput`` if labels are not class indices."""
        self.class_count(least=1)
        return self._class_numbers()

    def _class_numbers(self) -> list[int]:
        numbers = natural_numbers(self.labels, LARGEST)
        if numbers is not None:
            return list(map(int, numbers.tolist()))
        for number, label in enumerate(self.labels):
            if len(label) != 1 or label[0].denominator != 1 or label[0] < 0:
                raise BadInput(
                    f"classes must be numbered 0..C-1, but the label of {self.place_of(number)} is "
                    f"{_label_text(label, None)}"
                )
        return [label[0].numerator for label in self.labels]

    def label_numbers(self) -> tuple[Integers, list[Label]]:
        """Return for each point the number of its label among the different ones, and those, by their first points.

        >>> data = Dataset.from_rows([[0], [1], [2]], [[5], [0], [5]])
        >>> [part if isinstance(part, list) else part.tolist() for part in data.label_numbers()]
        [[0, 1, 0], [(Fraction(5, 1),), (Fraction(0, 1),)]]
        """
        if isinstance(self.labels, Vectors):
            first, numbers = np.unique(self.labels.first_of_equals(), return_inverse=True)
            return numbers.astype(np.int64), list(self.labels.take(first))
        known: dict[str, tuple[int, Label]] = {}
        found = [known.setdefault(fingerprint(label), (len(known), label))[0] for label in self.labels]
        return np.array(found, dtype=np.int64), [label for _, label in known.values()]

    def one_hot(self) -> Dataset:
        """Return the same points with label c replaced by the unit vector of class c. Raises as ``class_count`` does,
        and if the unit vectors of the classes that occur would hold more than ``MAX_ONE_HOT`` numbers.

        >>> Dataset.from_rows([[1], [2]], [[0], [1]]).one_hot().labels[1]
        (Fraction(0, 1), Fraction(1, 1))
        """
        count = self.class_count()
        classes = self.classes()
        used = set(classes)
        if len(used) * count > MAX_ONE_HOT:
            raise BadInput(
                f"{len(used)} different labels of {count_of(count, 'class')} are too many for one output a class"
            )
        unit = {row: tuple([Fraction(row == column) for column in range(count)]) for row in used}
        return replace(self, labels=tuple([unit[index] for index in classes]), class_names=None)


def _texts(names: Items[str]) -> tuple[str, ...]:
    """Return names of classes; raises ``TypeError`` if they are one text, whose letters nobody means, or no text."""
    if isinstance(names, str) or not all([isinstance(name, str) for name in names]):
        raise TypeError(f"class_names must be a tuple of text, not {shown(names)}")
    return tuple(names)


def _exact_rows(name: str, rows: Items[Point]) -> Items[Point]:
    """Return rows with exact numbers in place of integers; raises ``ValueError`` if they are not equally wide."""
    if isinstance(rows, Vectors):
        return rows
    if any([type(row) is not tuple or {*map(type, row)} != {Fraction} for row in rows]):
        rows = tuple([exact_row(f"{name} {number}", row) for number, row in enumerate(rows)])
    width = len(rows[0])
    if width == 0:
        raise ValueError(f"each {name} must have at least one number")
    for number, row in enumerate(rows):
        if len(row) != width:
            raise ValueError(f"{name} {number} must have {count_of(width, 'number')}, as {name} 0 has, not {len(row)}")
    return rows


def natural_numbers(labels: Items[Label], beyond: int) -> Integers | None:
    """Return labels that are held as columns and are natural numbers below a bound; None if they are not.

    >>> natural_numbers(Vectors(np.array([[0, 3]]), (1,)), 4), natural_numbers(Vectors(np.array([[0, 3]]), (2,)), 4)
    (array([0, 3]), None)
    """
    if not isinstance(labels, Vectors) or labels.width != 1 or labels.scales != (1,):
        return None
    numbers: Integers = labels.columns[0]
    return numbers if int(numbers.min()) >= 0 and int(numbers.max()) < beyond else None


def _width(rows: Items[Point]) -> int:
    """Return how many numbers each row has, without making one."""
    return rows.width if isinstance(rows, Vectors) else len(rows[0])


def _merged(points: Vectors, labels: Vectors) -> tuple[Integers, tuple[int, ...]] | None:
    """Return the numbers of the rows that are the first of equal ones, and how many equal each; None if the labels of
    equal points differ."""
    if points.are_distinct():
        return np.arange(len(points)), (1,) * len(points)
    first = points.first_of_equals()
    if (labels.columns != labels.columns[:, first]).any():
        return None
    kept, times = np.unique(first, return_counts=True)
    return kept, tuple(times.tolist())


def _taken(rows: Items[Point], numbers: list[int]) -> Items[Point]:
    if isinstance(rows, Vectors) and numbers:
        return rows.take(np.array(numbers))
    return tuple([rows[number] for number in numbers])


def _pairs(
    points: Iterable[Items[Number]], labels: Iterable[Items[Number]]
) -> Iterator[tuple[Items[Number], Items[Number]]]:
    """Yield each point with its label; raises ``BadInput`` if one of them is missing."""
    missing: Items[Number] = []  # known by its identity: an empty point has its own message
    for row, (point, label) in enumerate(zip_longest(points, labels, fillvalue=missing)):
        for name, value, other in (("point", point, "label"), ("label", label, "point")):
            if value is missing:
                raise BadInput(f"there must be as many labels as points, but {other} {row} has no {name}")
        yield point, label


def _label_text(label: Label, class_names: Items[str] | None) -> str:
    if class_names is not None and label[0] in range(len(class_names)):
        return shown(class_names[label[0].numerator])
    with long_integers():
        text = ", ".join(map(decimal_text, label))
    return text if len(text) <= 60 else shown(text)
