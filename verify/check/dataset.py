"""The checker's own data set: distinct points in integers, with their labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .budget import MAX_WIDTH, Budget, common_denominator, over
from .columns import MAX_COUNT, by_columns, read_lines
from .reader import document, entries, fields, framed, integer, rational
from .values import Values
from .verdict import Malformed

MAX_NAME = 65_536
_UTF_16 = 2 + 2 * MAX_NAME  # bytes, with a mark before them: what takes two escapes of JSON counts twice


@dataclass(frozen=True, slots=True)
class Dataset:
    """n distinct points with their labels; each a list of numerators and, last, their common denominator."""

    points: Sequence[Values]
    labels: Sequence[Values]
    classes: int | None


def read_dataset(data: bytes, budget: Budget) -> Dataset:
    """Return the data set in a file, or refuse the file with the number of the row."""
    frame = framed(data, "dataset", "rows")
    plain = frame and read_lines(data, frame.start, frame.end, budget)
    frame = frame if plain else None  # not held while the whole file is
    table = fields(frame.around if frame else document(data, "dataset"), ("classes", "rows"))
    classes = table["classes"]
    if classes is not None:
        for name in entries(classes, "classes"):
            if type(name) is not str or len(name) > MAX_NAME or len(name.encode("utf-16", "surrogatepass")) > _UTF_16:
                raise Malformed(f"classes must be names of at most {MAX_NAME} characters")
    points, labels = plain or map(by_columns, _read_rows(entries(table["rows"], "rows"), budget))
    if classes is not None:
        for number, label in enumerate(labels):
            if class_of(label, len(classes)) is None:
                raise Malformed(f"row {number}: the label is not one of the classes 0..{len(classes) - 1}")
    return Dataset(points, labels, None if classes is None else len(classes))


def _read_rows(rows: list[Any], budget: Budget) -> tuple[list[Values], list[Values]]:
    points: list[Values] = []
    labels: list[Values] = []
    seen: set[tuple[str, ...]] = set()  # spellings are canonical; their hashes, unlike integers', cannot be foreseen
    for number, entry in enumerate(rows):
        rows[number] = None
        budget.spend(42)
        try:
            point, label, count = entries(entry, "a row", 3)
            integer(count, "the count", 1, MAX_COUNT)
            points.append(read_point(point, "the point", len(points[0]) - 1 if points else None, budget))
            labels.append(read_point(label, "the label", len(labels[0]) - 1 if labels else None, budget))
        except Malformed as error:
            raise Malformed(f"row {number}: {error}") from None
        seen.add(tuple(point))
        if len(seen) != len(points):
            raise Malformed(f"row {number}: its point stands in an earlier row already")
    if not points:
        raise Malformed("rows must have at least one entry")
    return points, labels


def class_of(label: Values, classes: int) -> int | None:
    """Return the class index that a label of one number is, or None if it is none of 0..classes-1."""
    if len(label) != 2 or label[1] != 1 or not 0 <= label[0] < classes:
        return None
    return int(label[0])


def read_point(value: object, name: str, width: int | None, budget: Budget) -> Values:
    """Return the numerators of rationals and, last, their least common denominator."""
    found = [rational(text, "a number", budget) for text in entries(value, name, width)]
    if not 1 <= len(found) <= MAX_WIDTH:
        raise Malformed(f"{name} must have 1..{MAX_WIDTH} numbers, not {len(found)}")
    denominator = common_denominator([below for _, below in found], budget)
    if denominator == 1:
        return [*[above for above, _ in found], 1]
    return [*[over(fraction, denominator, budget) for fraction in found], denominator]
