"""Text tables read exactly: decimals and ratios as the rational numbers they spell, text labels as classes."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence as Items
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, islice
from typing import NoReturn, TypeAlias

from constructions.files.columns import place_of
from constructions.files.tables.cells import (
    NO_NAME,
    Exponents,
    Remembered,
    has_comma,
    is_no_class,
    number_in,
    with_point,
)
from constructions.files.tables.chosen_columns import Chosen, chosen_columns, columns_but, names_shown
from constructions.files.tables.dialects import (
    BOM,
    Row,
    better_delimiter,
    counting_columns,
    hints_at_indices,
    is_header,
    is_missing,
    lines_text,
    parting,
    rows_in,
    with_numbers,
)
from constructions.files.tables.gathered_rows import classes, gathered
from constructions.files.tables.number_text import columns_of, with_class_numbers
from constructions.files.tables.read_options import PLAINLY, ReadOptions
from constructions.files.tables.slips import SKIPS, Slip, is_incomplete, odd_labels, without
from constructions.files.tables.text_columns import are_numbers, columns_of_numbers, texts_of_columns
from constructions.model.dataset import Dataset, Label
from constructions.model.errors import BadInput, shown
from constructions.model.nouns import count_of
from constructions.model.provenance import Columns
from constructions.model.rational import Point

_DECIMAL_HINT = "; if a comma stands before decimals, --decimal , reads it"
_FEW_BYTES, _MANY_COLUMNS = 100, 1_000
"""Of more columns with fewer bytes each none is read at once: that pays off in long columns."""


def read_table(data: bytes, file: str, options: ReadOptions = PLAINLY, usual: str = ",") -> Dataset:
    """Return the data set of a text table; ``data_reader.read_dataset`` says how the table is read.

    Args:
        data: the bytes of the file, UTF-8, with or without a byte order mark.
        file: how messages name the file.
        options: how it is read.
        usual: what parts the columns of such files, if the options do not say it.

    Raises:
        BadInput: if anything in the file cannot be accepted; the message names file, row, column and value.

    >>> read_table(b"a,b\\n1,2\\n0.5,inf", "f.csv")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: f.csv: line 3, column 'b': 'inf' is not a finite number
    """
    table = opened(data, file, options, usual)
    first = f"{file}: line {table.begin}"
    if table.width == 1:
        one = f"{first} has one column, parted by {table.delimiter!r}; points and labels need two"
        raise BadInput(one + better_delimiter(table.first, options.decimal))
    chosen = chosen_columns(options, table.names, table.width, file)
    features, label_places = chosen.inputs, chosen.labels
    table = table.numbered(features, label_places)
    if chosen.unread:
        unread = names_shown([table.names[column] for column in chosen.unread])
        left = count_of(len(chosen.unread), "column")
        options.say(f"{file}: {left} left out, which the model does not read: {unread}")
    table.refuse_names(columns_but(features, table.width))
    seen: set[str] = set()
    for name in [table.names[column] for column in features if table.names and table.names[column]]:
        if name in seen:
            raise BadInput(f"{first}: two columns are named {shown(name)}: give each a name of its own")
        seen.add(name)
    read = _plain_rows(data, table, features, label_places) or _rows_of(table, chosen)
    points, numbers, class_names, lines = read
    if chosen.unread is None:
        for hint in hints_at_indices(table.names, features, counting_columns(points, lines)):
            options.say(f"{file}: {hint}")
    columns = None
    if table.names:
        inputs, labels = [tuple([table.names[place] for place in places]) for places in (features, label_places)]
        numbered = [(table.names[place], texts) for place, texts in table.categories.items() if place in features]
        columns = Columns(inputs, labels, tuple(numbered))
    places = ("line", lines)
    return gathered(file, points, numbers, class_names, lambda row: f"line {lines[row]}", columns, places, options)


Rows: TypeAlias = tuple[Items[Point], Items[Label], tuple[str, ...] | None, Items[int]]
"""The points and labels of a table, the names of its classes if labels are text, and the lines of the rows."""


def _plain_rows(data: bytes, table: "Table", features: Items[int], label_places: Items[int]) -> Rows | None:
    """Return the rows of a table that holds short decimals, the last column perhaps names of classes, and nothing else,
    read all at once; None if it holds more."""
    options = table.options
    if options.decimal == "," or options.skip_incomplete or table.categories or not table.delimiter.isascii():
        return None
    if len(data) < _FEW_BYTES * table.width > _FEW_BYTES * _MANY_COLUMNS:
        return None
    start = len(BOM) if data.startswith(BOM) else 0
    if table.names:
        head, start = data[start : data.find(b"\n", start)], data.find(b"\n", start) + 1
        if table.begin != 1 or b'"' in head or b"\r" in head[:-1]:
            return None
    end = b"\r\n" if data.endswith(b"\r\n") else b"\n"
    text = data[start:] if data.endswith(end) else data[start:] + end
    frame, names = table.delimiter.encode() * (table.width - 1) + end, None
    found = columns_of(text, frame, range(table.width), ".")
    if found is None and list(label_places) == [table.width - 1]:
        text, names = with_class_numbers(text, table.delimiter.encode(), end)
        found = columns_of(text, frame, range(table.width), ".") if names else None
    if found is None:
        return None
    points, labels = [found.part(places) for places in (features, label_places)]
    return points, labels, names, range(1 + bool(table.names), 1 + bool(table.names) + len(found))


def _rows_of(table: "Table", chosen: Chosen) -> Rows:
    """Return the rows of any table, read one after the other."""
    label_places = chosen.labels
    points: list[Point] = []
    targets: list[list[str]] = [[] for _ in label_places]
    lines = array("Q")
    for line, cells, point in table.points(chosen.inputs, label_places, chosen.unread is not None):
        points.append(point)
        for kept, column in zip(targets, label_places, strict=True):
            kept.append(cells[column])
        lines.append(line)
    if _are_classes(table, label_places, targets, lines):
        return points, *classes([cell.strip() for cell in targets[0]]), lines
    number = Remembered(table.number_in)
    return points, [tuple([number[cell] for cell in cells]) for cells in zip(*targets, strict=True)], None, lines


def opened(data: bytes, file: str, options: ReadOptions = PLAINLY, usual: str = ",") -> "Table":
    """Return a text table whose first rows are looked at; takes and raises what ``read_table`` does.

    >>> table = opened(b"a,b\\n1,2\\n", "f.csv")
    >>> table.names, [point for _, _, point in table.points([1])]
    (('a', 'b'), [(Fraction(2, 1),)])
    """
    header, labels = options.header, options.labels
    delimiter = options.delimiter or parting(data, usual, options.decimal, bool(labels))
    if options.delimiter is None and delimiter != usual:
        options.say(f"{file}: the columns are parted by {delimiter!r}")
    rows = rows_in(data, file, delimiter, options)
    head = list(islice(rows, 2))
    if not head:
        raise BadInput(f"{file}: the file is empty")
    if head[0][1][0].lstrip().startswith("#") and len(head) == 2 and len(head[0][1]) != len(head[1][1]):
        raise BadInput(
            f"{file}: line {head[0][0]} begins with # and has {count_of(len(head[0][1]), 'column')}, the next one "
            f"{len(head[1][1])}: a table has no comments, so take this line out"
        )
    first = [cell.strip() for cell in head[0][1]]
    second = [cell.strip() for cell in head[1][1]] if len(head) == 2 else None
    if second is not None and options.decimal == ",":
        second = [with_point(cell) for cell in second]
    has_header = header
    if header is None:
        told = [*options.numbered, *[name for name, _ in options.categories]]
        named = any([place_of(name, first) is not None for name in told])
        has_header = named or is_header(first, second, labels)
    if has_header and second is None:
        raise BadInput(f"{file}: there is a header, but no row below it")
    doubtful = second if header is None and not has_header else None
    names = tuple(first) if has_header else ()
    rows = chain(head[has_header:], rows)
    found = [(place_of(name, names), texts) for name, texts in options.categories]
    categories = {place: texts for place, texts in found if place is not None}
    exponents = Exponents(file)
    begin = head[0][0]
    return Table(data, file, names, len(first), begin, first, doubtful, rows, delimiter, options, categories, exponents)


@dataclass(frozen=True, slots=True)
class Table:
    """A text table: how messages name its columns, and its rows, which can be read once.

    Attributes:
        data: the bytes of the file.
        file: how messages name it.
        names: what its header says; nothing if there is none.
        width: how many columns it has.
        begin: the number of the line of its first row, the header or not.
        first: the cells of that row.
        doubtful: the cells of the row below, if it was found out that there is no header.
        rows: for each row the number of its line, and its cells.
        delimiter: what parts its columns.
        options: how it is read.
        categories: the columns whose texts stand for numbers, with these texts.
        exponents: those in its cells, and what is left of the digits that they may stand for.
        values: the labels that are known to be numbers, so that NA among them is no class.
    """

    data: bytes
    file: str
    names: tuple[str, ...]
    width: int
    begin: int
    first: list[str]
    doubtful: list[str] | None
    rows: Iterator[Row]
    delimiter: str
    options: ReadOptions
    categories: Mapping[int, tuple[str, ...]]
    exponents: Exponents
    values: tuple[int, ...] = ()

    def numbered(self, columns: Items[int], labels: Items[int] = ()) -> "Table":
        """Return the table with numbers for the texts in the rows that ``points`` yields, where options ask for it."""
        table = replace(self, values=columns_of_numbers(self._again(columns, labels), labels, self.options))
        again = table._again(columns, labels)
        found = texts_of_columns(again, self.names, columns, self.categories, self.options, self.file)
        return replace(table, categories={**self.categories, **found})

    def with_texts(self, known: Mapping[int, tuple[str, ...]]) -> "Table":
        """Return the table with numbers for the texts of these columns and no others, but where a column holds numbers
        alone: those of the texts, or none that spells a text."""
        plain = replace(self, categories={})
        found: dict[int, set[str]] = {column: set() for column in known}
        for _, cells in plain._again([*known], ()) if known else ():
            for column, texts in found.items():
                texts.add(cells[column].strip())
        as_text = {}
        for column, named in known.items():
            held, codes = found[column], {str(number) for number in range(len(named))}
            as_numbers = are_numbers(held, self.options) and (held <= codes or held.isdisjoint(named))
            if held <= {*named} or not as_numbers:
                as_text[column] = named
        return replace(plain, categories=as_text)

    def _again(self, columns: Items[int], labels: Items[int]) -> Iterator[Row]:
        """Yield the rows that stay, from the first one on."""
        rows = islice(rows_in(self.data, self.file, self.delimiter, self.options), bool(self.names), None)
        return self._kept(rows, columns, labels, [])

    def points(
        self, columns: Items[int], labels: Items[int] = (), fixed: bool = False
    ) -> Iterator[tuple[int, list[str], Point]]:
        """Yield the line of each row, its cells, and the numbers in some columns; raises ``BadInput`` at a bad row.

        With ``skip_incomplete`` rows are left out that have no value in one of these columns, or of the labels.
        ``fixed`` says that a network reads these columns, so that no message proposes to leave one out.
        """
        number = Remembered(self.number_in)
        skipped: list[int] = []
        for place, (line, cells) in enumerate(self._kept(self.rows, columns, labels, skipped)):
            try:
                point = tuple([number[cells[column]] for column in columns])
            except BadInput:
                self._refuse_row(line, cells, columns, labels, place > 0, fixed)
            if self.exponents.found:
                for column in columns:
                    self.exponents.pay(cells[column])
            yield line, cells, point
        if self.options.skip_incomplete:
            said = f"{lines_text(skipped)} left out, since a value is missing" if skipped else "no value is missing"
            self.options.say(f"{self.file}: {said}")

    def number_in(self, cell: str) -> Fraction:
        """Return the number in a cell."""
        value = number_in(cell, self.options.decimal)
        self.exponents.note(cell, value)
        return value

    def _kept(self, rows: Iterable[Row], columns: Items[int], labels: Items[int], skipped: list[int]) -> Iterator[Row]:
        """Yield the rows that stay, with numbers for categories that are known; note the lines of the others."""
        known = {
            column: {text: str(number) for number, text in enumerate(texts)}
            for column, texts in self.categories.items()
        }
        kept = False
        for line, cells in rows:
            if len(cells) != self.width:
                raise BadInput(f"{self.file}: line {line} has {count_of(len(cells), 'column')}, not {self.width}")
            unknown = with_numbers(cells, known)
            if self.options.skip_incomplete and is_incomplete(cells, (*columns, *self.values), labels):
                skipped.append(line)
                continue
            for column in unknown:
                told = f"is no category that is known: {names_shown(self.categories[column])}"
                self.refuse(line, column, f"{shown(cells[column].strip())} {told}")
            kept = True
            yield line, cells
        if skipped and not kept:
            raise BadInput(f"{self.file}: no row has a value in every column: {lines_text(skipped)} have none in some")

    def refuse(self, line: int, column: int, reason: object) -> NoReturn:
        """Refuse a cell."""
        raise BadInput(f"{self.file}: line {line}, {self.column(column)}: {reason}") from None

    def column(self, column: int) -> str:
        """Return what messages call a column."""
        return f"column {shown(self.names[column]) if self.names and self.names[column] else column + 1}"

    def refuse_names(self, others: Items[int]) -> None:
        """Refuse a name in a first row that is no header only because no number stands below one of its names.

        Args:
            others: the columns that may hold names.
        """
        for column, (cell, below) in enumerate(zip(self.first, self.doubtful or (), strict=False)):
            if column not in others and not NO_NAME.fullmatch(cell):
                hint = f"; if line {self.begin} names the columns, --header says so"
                if has_comma(below):
                    hint = _DECIMAL_HINT
                self.refuse(self.begin, column, f"{shown(cell)} is not a number, and below it is {shown(below)}{hint}")

    def _refuse_row(
        self, line: int, cells: Items[str], columns: Items[int], labels: Items[int], whole: bool, fixed: bool
    ) -> NoReturn:
        for column in columns:
            try:
                self.number_in(cells[column])
            except BadInput as error:
                reason = str(error)
                missing = is_missing(cells[column])
                below = [row for _, row in islice(self.rows, None if missing else 1) if len(row) == self.width]
                plan = (self.names, self.options, columns, labels)
                slip = Slip(*plan, line == self.begin, whole, fixed, [cells, *below])
                if missing:
                    if column in self.categories and cells[column].strip():
                        reason = f"{shown(cells[column].strip())} counts as a missing value"
                    reason += slip.at_missing()
                elif has_comma(cells[column]):
                    reason += _DECIMAL_HINT
                else:
                    reason += slip.at_text(column)
                self.refuse(line, column, reason)
        raise AssertionError("a row is refused for one of its cells")

    def hint_at_label(self, column: int, cell: str, cells: Items[str]) -> str:
        """Return what to do about a label, one of those of a column, that is no number and no name."""
        if not all([is_missing(other, label=True) for other in cells]):
            skipped = is_missing(cell, label=True) or (is_missing(cell) and are_numbers(cells, self.options))
            return SKIPS if skipped else ""
        told = self.options.labels or self.options.inputs
        return without(self.names, [column], not told and self.width - len(self.options.drop) > 2)


def _are_classes(table: Table, labels: Items[int], targets: Items[list[str]], lines: Items[int]) -> bool:
    """Return whether the label column has text in it, and say what of it is odd; raise if a label is neither a number
    nor the name of a class."""
    texts = set[str]()
    for column, cells in zip(labels, targets, strict=True):
        for cell, times in Counter(cells).items():
            try:
                table.number_in(cell)
            except BadInput as error:
                if len(labels) > 1 or is_no_class(cell.strip()):
                    why = "" if is_no_class(cell.strip()) else ", and classes need a single label column"
                    hint = table.hint_at_label(column, cell, cells)
                    table.refuse(lines[cells.index(cell)], column, f"{error}{why}{hint}")
                texts.add(cell)
            else:
                table.exponents.pay(cell, times)
    if texts:
        odd = [(line, cell.strip()) for line, cell in zip(lines, targets[0], strict=True) if cell in texts]
        if 2 * len(odd) <= len(lines):
            table.options.say(f"{table.file}: {table.column(labels[0])}: {odd_labels(odd)}")
    return bool(texts)
