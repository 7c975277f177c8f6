"""The checker's own data set: distinct points in integers, with labels and counts; a large one is read in blocks."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from .budget import Budget, common_denominator, over
from .columns import MAX_COUNT, Distinct, by_columns, read_lines
from .reader import document, entries, fields, integer, parsed, rational, read_width, released
from .values import Values
from .verdict import Crowded, Limit, Malformed, shown

MAX_NAME = 65_536
_OPENING, _CLOSING = b'"rows":[\n', b"\n]}\n"
_UTF_16 = 2 + 2 * MAX_NAME  # bytes, with a mark before them: what takes two escapes of JSON counts twice


Widths = tuple[int | None, int | None]
"""How many numbers a point has, and a label; None where it is not known yet."""


class Otherwise(Exception):
    """A file is not laid out as the project does, or not well: it has to be read as a whole."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """n distinct points with their labels; each a list of numerators and, last, their common denominator.

    ``counts``: how often each row stood in the data. ``first``: the number of the first row, where these are a block
    of the rows of a file.
    """

    points: Sequence[Values]
    labels: Sequence[Values]
    counts: Sequence[int]
    classes: int | None
    first: int = 0

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.points)

    @property
    def widths(self) -> Widths:
        """How many numbers a point has, and a label."""
        return len(self.points[0]) - 1, len(self.labels[0]) - 1

    def blocks(self) -> Iterable["Dataset"]:
        """Return all rows as one block."""
        return (self,)


class Blocks:
    """A data set whose rows are read from its file, block by block, whenever they are asked for."""

    def __init__(self, name: str, pieces: Callable[[], Iterator[bytes]], budget: Budget) -> None:
        self._name, self._pieces, self._budget, self._size = name, pieces, budget, 0
        self._fault: Malformed | None = None

    @property
    def size(self) -> int:
        """How many rows there are; raises what ``blocks`` raises."""
        self.must_be_well()
        return self._size

    def must_be_well(self) -> None:
        """Read all rows, unless they have been read before; raises what ``blocks`` raises."""
        if not self._size:
            for _ in self.blocks():
                pass

    def blocks(self) -> Iterator[Dataset]:
        """Yield all rows; those left where a file is not laid out as usual are one block, read with all before them.

        Raises ``Malformed`` with file and row: what was yielded was right, as far as it goes. It does so at once where
        that has been found before.
        """
        if self._fault:
            raise self._fault.at(self._name)
        count, held, kept, left = 0, self._budget.bits, self._budget.values, None
        try:
            try:
                for block in _blocks(self._pieces(), self._budget):
                    count += block.size
                    yield block
            except _LongLine:
                left = read_dataset
            except Otherwise:
                left = _whole
            if left:  # behind the handlers, which would keep what was read so far
                self._budget.bits, self._budget.values = held, kept
                whole = left(b"".join(self._pieces()), self._budget)
                points, labels = by_columns([*whole.points][count:]), by_columns([*whole.labels][count:])
                yield Dataset(points, labels, whole.counts[count:], whole.classes, count)
                count = whole.size
        except Malformed as error:
            if not isinstance(error, Crowded):
                self._fault = error.at(self._name)
            raise error.at(self._name) from None
        finally:  # also where nobody asks for the rows that are left
            self._budget.bits, self._budget.values = held, kept
        self._size = count


class _LongLine(Otherwise):
    """No line ends in a piece of a file, which may be laid out as usual."""


def read_dataset(data: bytes, budget: Budget) -> Dataset:
    """Return the data set in a file, or refuse the file with the number of the row."""
    kept = budget.values
    try:
        (found,) = _blocks(iter([data]), budget)
    except Otherwise:
        budget.values = kept
    else:
        return found
    return _whole(data, budget)  # behind the handler, which would keep what was read so far


def _table(data: bytes, budget: Budget) -> dict[str, Any]:
    return fields(document(data, "dataset", budget), ("classes", "rows"))


def _whole(data: bytes, budget: Budget) -> Dataset:
    table = _table(data, budget)
    classes = _number_of(table["classes"])
    points, labels, counts = _read_rows(entries(table["rows"], "rows"), budget)
    return _of_classes(Dataset(by_columns(points), by_columns(labels), counts, classes))


def _blocks(pieces: Iterator[bytes], budget: Budget) -> Iterator[Dataset]:
    """Yield the rows of a file that is laid out as the project does: those of the lines that end in each piece.

    Whatever entries and commas between them stand in the lines is what the list of rows has.
    """
    held, kept, seen, first = budget.bits, budget.values, Distinct(), 0
    head, found, rest = next(pieces, b"").partition(_OPENING)
    if not found:
        raise Otherwise
    try:
        classes = _number_of(_table(head + found + _CLOSING, budget)["classes"])  # no name keeps what stands there
    except Malformed:
        raise Otherwise from None
    widths: Widths = (None, None)
    more = head
    while more:
        more = next(pieces, b"")
        text, found, rest = rest.rpartition(b",\n" if more else _CLOSING)
        rest += more
        if not found or not (more or not rest):
            raise _LongLine if more else Otherwise
        budget.bits, budget.values = held, kept
        rows = read_lines(text, seen, budget) or _parsed_lines(text, first, widths, seen, budget)
        block = _of_classes(Dataset(*rows, classes, first))
        widths = widths if first else block.widths
        if widths != block.widths or not (more or seen.are_all()):
            raise Otherwise
        yield block
        first += block.size


def _parsed_lines(
    text: bytes, first: int, widths: Widths, seen: Distinct, budget: Budget
) -> tuple[Sequence[Values], Sequence[Values], Sequence[int]]:
    """Return points, labels and counts from lines with entries of any kind."""
    try:
        rows = parsed(b"[" + text + b"]", budget)
    except Malformed:
        raise Otherwise from None
    if not rows:
        raise Otherwise
    points, labels, counts = _read_rows(rows, budget, first, widths, seen)
    return by_columns(points), by_columns(labels), counts


def _number_of(classes: Any) -> int | None:
    """Return how many classes have a name, None if there are no classes."""
    if classes is None:
        return None
    for name in entries(classes, "classes"):
        if type(name) is not str:
            raise Malformed(f"classes must be names, not {shown(name)}")
        if len(name) > MAX_NAME or len(name.encode("utf-16", "surrogatepass")) > _UTF_16:
            raise Limit(f"the name of a class has more than {MAX_NAME} characters")
    return len(classes)


def _of_classes(dataset: Dataset) -> Dataset:
    """Return a data set if its labels are classes, where it has some."""
    if dataset.classes is not None:
        for number, label in enumerate(dataset.labels, dataset.first):
            if class_of(label, dataset.classes) is None:
                raise Malformed(f"row {number}: the label is not one of the classes 0..{dataset.classes - 1}")
    return dataset


def _read_rows(
    rows: list[Any], budget: Budget, first: int = 0, widths: Widths = (None, None), known: Distinct | None = None
) -> tuple[list[Values], list[Values], Sequence[int]]:
    points: list[Values] = []
    labels: list[Values] = []
    counts = array("q")
    seen: set[bytes] = set()  # spellings are canonical; their digests let what they are made of go
    for number, entry in enumerate(released(rows), first):
        budget.spend(110)
        try:
            point, label, count = entries(entry, "a row", 3)
            counts.append(integer(count, "the count", 1, MAX_COUNT))
            points.append(read_point(point, "the point", widths[0], budget))
            labels.append(read_point(label, "the label", widths[1], budget))
            widths = len(point), len(label)
        except Malformed as error:
            raise error.at(f"row {number}") from None
        spelled = ('[["' + '","'.join(point) + '"').encode()  # as lines of the file begin
        seen.add(sha256(spelled).digest())
        if len(seen) != len(points):
            raise Malformed(f"row {number}: its point stands in an earlier row already")
        if known is not None:
            known.add([hash(spelled)])
    if not points:
        raise Malformed("rows must have at least one entry")
    return points, labels, counts


def class_of(label: Values, classes: int) -> int | None:
    """Return the class index that a label of one number is, or None if it is none of 0..classes-1."""
    if len(label) != 2 or label[1] != 1 or not 0 <= label[0] < classes:
        return None
    return int(label[0])


def read_point(value: object, name: str, width: int | None, budget: Budget) -> Values:
    """Return the numerators of rationals and, last, their least common denominator."""
    found = [rational(text, "a number", budget) for text in entries(value, name, width)]
    read_width(len(found), f"the length of {name}")
    denominator = common_denominator([below for _, below in found], budget)
    if denominator == 1:
        return [*[above for above, _ in found], 1]
    return [*[over(fraction, denominator, budget) for fraction in found], denominator]
