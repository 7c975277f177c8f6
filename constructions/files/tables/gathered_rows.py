"""Rows that were read, made a data set: names of classes numbered, rows that contradict earlier ones left out."""

from collections.abc import Callable, Sequence as Items
from pathlib import PurePath

import numpy as np

from constructions.files.tables.read_options import PLAINLY, ReadOptions
from constructions.model.dataset import Dataset, Label
from constructions.model.errors import BadInput, Contradiction
from constructions.model.nouns import count_of, numbered
from constructions.model.numbers.vectors import Vectors
from constructions.model.provenance import Columns, Origin
from constructions.model.rational import Point, fingerprint

LEAVES_OUT = "; --skip-contradicting leaves the later ones out"
"""What to do about rows that contradict each other."""


def classes(texts: Items[str]) -> tuple[Vectors, tuple[str, ...]]:
    """Return the class index of every text as a label, and the names of the classes, sorted.

    >>> classes(["pear", "apple", "pear"])[1]
    ('apple', 'pear')
    """
    names = tuple(sorted(set(texts)))
    number = {name: index for index, name in enumerate(names)}
    return Vectors(np.array([[number[text] for text in texts]]), (1,)), names


def gathered(
    file: str,
    points: Items[Point],
    labels: Items[Label],
    class_names: tuple[str, ...] | None,
    row_name: Callable[[int], str],
    columns: Columns | None = None,
    places: tuple[str, Items[int]] | None = None,
    options: ReadOptions = PLAINLY,
) -> Dataset:
    """Return ``Dataset.from_rows`` of these rows; what it raises begins with the name of the file.

    Args:
        places: what is counted in the file, and where each row stands; the rows of an array if left out.
        options: whether rows that contradict earlier ones are left out, and who is told which.

    >>> from fractions import Fraction
    >>> one, two = (Fraction(1),), (Fraction(2),)
    >>> gathered("f.csv", [one, one], [one, two], None, "row {}".format, options=ReadOptions(skip_contradicting=True))
    Dataset(1 point of Q^1, labels of Q^1)
    >>> gathered("f.csv", [one, one], [one, two], None, "row {}".format)
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: f.csv: row 0 and row 1 are the same point, but with labels 1 and 2; \
--skip-contradicting leaves the later ones out
    """
    unit, numbers = places or ("row", range(len(points)))
    if options.skip_contradicting:
        stay, against = _apart(points, labels)
        if against:
            lines = numbered(unit, [numbers[row] for row in against])
            said = f"{count_of(len(against), 'row')} ({lines}) left out, since earlier ones have other labels"
            points, labels, numbers = _of(points, stay), _of(labels, stay), [numbers[row] for row in stay]
            if class_names is not None:
                labels, class_names = classes([class_names[int(label)] for (label,) in labels])
        options.say(f"{file}: {said if against else 'no rows contradict each other'}")
    try:
        origin = Origin(PurePath(file).name, unit, tuple(numbers))
        return Dataset.from_rows(points, labels, class_names, row_name, columns, origin)
    except BadInput as error:
        raise BadInput(f"{file}: {error}{LEAVES_OUT if isinstance(error, Contradiction) else ''}") from None


def _apart(points: Items[Point], labels: Items[Label]) -> tuple[list[int], list[int]]:
    """Return the numbers of the rows that stay, and of those with another label than the first row of their point."""
    if isinstance(points, Vectors) and isinstance(labels, Vectors):
        first = points.first_of_equals()
        differs = (labels.columns != labels.columns[:, first]).any(axis=0)
        return np.flatnonzero(~differs).tolist(), np.flatnonzero(differs).tolist()
    known: dict[str, Label] = {}
    stay, against = list[int](), list[int]()
    for row, (point, label) in enumerate(zip(points, labels, strict=True)):
        (stay if known.setdefault(fingerprint(point), label) == label else against).append(row)
    return stay, against


def _of(rows: Items[Point], numbers: list[int]) -> Items[Point]:
    return rows.take(np.array(numbers)) if isinstance(rows, Vectors) else [rows[number] for number in numbers]
