"""How text tables are written: what parts their columns, cells without a value, columns that count."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence as Items
from fractions import Fraction

import numpy as np

from constructions.files.tables.cells import MINUS, NO_NAME, SIGN, is_no_class
from constructions.files.tables.chosen_columns import is_position, number_typed
from constructions.files.tables.read_options import ReadOptions
from constructions.model.errors import BadInput, shown, typed_text
from constructions.model.nouns import count_of, numbered
from constructions.model.numbers.vectors import Vectors

CANDIDATES = (",", ";", "\t", "|")
"""What may part columns, where nobody says it."""

BOM = b"\xef\xbb\xbf"
"""What a text in UTF-8 may begin with."""

_LOOKED_AT = 20
"""So many lines are looked at to find out what parts the columns."""

_MISSING = re.compile(rf"{SIGN}nan|n/?a|null|none|\?|[{MINUS}-]*", re.IGNORECASE)
_NO_LABEL = re.compile(rf"{SIGN}nan|n/a|", re.IGNORECASE)

Row = tuple[int, list[str]]
"""The number of a line, and its cells."""


def parting(data: bytes, usual: str, decimal: str, told: bool) -> str:
    """Return what parts the columns of a table: the usual sign, or another one that makes columns where that does not.

    Args:
        data: the bytes of the file.
        usual: what its suffix stands for.
        decimal: the decimal sign, which parts columns only where no other sign does: cells with it are quoted then.
        told: whether the label columns are named; if not, only the last cell of a row may be text.

    >>> parting(b"a;b\\n1;2\\n", ",", ".", False), parting(b"1,5;2\\n2,5;3\\n", ",", ",", False)
    (';', ';')
    >>> parting(b'a,y\\n"1,5",2\\n', ",", ",", False), parting(b"a,\\ty,\\tz\\n1,\\t2,\\t0\\n", ",", ".", False)
    (',', ',')
    """
    lines = data[: 1 << 16].decode("utf-8", "replace").splitlines()
    lines = [line for line in (lines if len(data) <= 1 << 16 else lines[:-1]) if line.strip()][:_LOOKED_AT]
    tables = {sign: _cells(lines, sign) for sign in dict.fromkeys((usual, *CANDIDATES))}
    fitting = [sign for sign, rows in tables.items() if rows and len(rows[0]) > 1 and len(set(map(len, rows))) == 1]
    fitting = [
        sign for sign in fitting if sign != decimal or any([sign in cell for row in tables[sign] for cell in row])
    ]
    if usual == decimal or usual not in fitting:
        others = [sign for sign in fitting if sign != decimal]
        return next(iter(others + fitting), usual if usual != decimal else ";")
    inner = [cell for row in tables[usual] for cell in row[:-1]]
    others = [sign for sign in fitting if sign not in (usual, decimal) and not told]
    others = [sign for sign in others if any([sign in cell.strip() for cell in inner])]
    return others[0] if others else usual


def wide_encoding(data: bytes) -> str:
    """Return the encoding of two or four bytes a sign that a text begins in, as iconv calls it; empty if in none.

    >>> wide_encoding(b"\\xff\\xfea\\0"), wide_encoding(b"a\\0b\\0"), wide_encoding(b"a,b\\n")
    ('UTF-16', 'UTF-16LE', '')
    """
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "UTF-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    return _ZEROS.get(tuple([byte == 0 for byte in data[:4]]), "")


_ZEROS: dict[tuple[bool, ...], str] = {
    (False, True, False, True): "UTF-16LE",
    (True, False, True, False): "UTF-16BE",
    (False, True, True, True): "UTF-32LE",
    (True, True, True, False): "UTF-32BE",
}
"""Which of the first four bytes are 0, where the first sign is of English."""


def rows_in(data: bytes, file: str, delimiter: str, options: ReadOptions) -> Iterator[Row]:
    """Yield the cells of each row that is not blank, after the number of the line it begins on.

    Blanks before a cell go, unless a category begins with one.

    Raises:
        BadInput: if the bytes are no text in UTF-8, or a row is not well-formed.

    >>> list(rows_in(b'a, b\\n\\n1,"2\\n3"\\n', "f.csv", ",", ReadOptions()))
    [(1, ['a', 'b']), (3, ['1', '2\\n3'])]
    """
    blanks = delimiter == " " or any([text[:1].isspace() for _, texts in options.categories for text in texts])
    start = len(BOM) if data.startswith(BOM) else 0
    wide = wide_encoding(data)
    how = f": save it as CSV in UTF-8, or convert it, as by iconv -f {wide or 'CP1252'} -t UTF-8"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = f"line {_line_at(data, error.start)}: byte {error.start}"
        raise BadInput(f"{file}: {place}, 0x{data[error.start]:02x}, is not UTF-8{how}") from None
    if (nul := data.find(b"\0")) >= 0:
        place = f"line {_line_at(data, nul)}: byte {nul}"
        raise BadInput(f"{file}: {place} is NUL, which no text has in UTF-8{how if wide else ''}")
    text = io.TextIOWrapper(io.BytesIO(data[start:]), encoding="utf-8", newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True, skipinitialspace=not blanks)
    line = 1
    try:
        for cells in reader:
            if len(cells) > 1 or (cells and cells[0].strip()):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadInput(f"{file}: line {line}: not a well-formed row ({error})") from None


def _line_at(data: bytes, offset: int) -> int:
    before = data[:offset].replace(b"\r\n", b"\n")
    return before.count(b"\n") + before.count(b"\r") + 1


def _cells(lines: Items[str], sign: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=sign, strict=True, skipinitialspace=True))
    except csv.Error:
        return []


def with_numbers(cells: list[str], known: Mapping[int, Mapping[str, str]]) -> list[int]:
    """Put numbers in the place of categories in a row, each as it stands or without blanks around it.

    Return:
        the columns in which a text is no category, also if it is a number, and not where a value is missing.

    >>> row = ["1.5", " red", "red", "?", "7"]
    >>> with_numbers(row, {1: {"blue": "0", "red": "1"}, 3: {"x": "0"}, 4: {"x": "0"}}), row
    ([4], ['1.5', '1', 'red', '?', '7'])
    """
    unknown = []
    for column, numbers in known.items():
        cell = cells[column]
        number = numbers.get(cell) or numbers.get(cell.strip())
        if number is not None:
            cells[column] = number
        elif not is_missing(cell):
            unknown.append(column)
    return unknown


def is_missing(cell: str, label: bool = False) -> bool:
    """Return whether a cell has no value; a label ``none`` or ``NA`` may be the name of a class.

    >>> [is_missing(cell) for cell in ("", "NA", "-", "0", "x")], is_missing("none", label=True)
    ([True, True, True, False, False], False)
    """
    return (_NO_LABEL if label else _MISSING).fullmatch(cell.strip()) is not None


def lines_text(lines: Items[int]) -> str:
    """Return the first numbers of some lines, for a message.

    >>> lines_text([4, 7])
    '2 rows (lines 4, 7)'
    """
    return f"{count_of(len(lines), 'row')} ({numbered('line', lines)})"


def counting_columns(points: Items[Items[Fraction]], lines: Items[int]) -> list[int]:
    """Return the coordinates that grow as the rows do, or as their lines where some were left out, from 0, 1 or where
    the lines begin; none if there are no others.

    >>> counting_columns([[Fraction(k), Fraction(k * k)] for k in range(1, 6)], range(2, 7))
    [0]
    >>> counting_columns([[Fraction(k), Fraction(k * k)] for k in (2, 3, 5, 6, 9)], [3, 4, 6, 7, 10])
    [0]
    """
    if len(points) < 5 or len(points[0]) < 2:
        return []
    steps = np.arange(len(points)), np.asarray(lines, dtype=np.int64) - lines[0]
    columns = (
        list(zip(points.columns, points.scales, strict=True))
        if isinstance(points, Vectors)
        else [(column, 1) for column in zip(*points, strict=True)]
    )
    return [
        place
        for place, (column, scale) in enumerate(columns)
        if scale == 1 and 0 <= column[0] <= max(1, lines[0] - 1)
        if any([np.array_equal(np.asarray(column) - column[0], step) for step in steps])
    ]


def is_header(first: Items[str], second: Items[str] | None, labels: tuple[str, ...]) -> bool:
    """Return whether a cell of the first row is a name with a number below it, or above nothing but is no label.

    >>> is_header(["x", "y"], ["1", "a"], ()), is_header(["1", "a"], ["2", "b"], ())
    (True, False)
    """
    named = [column for column, cell in enumerate(first) if not NO_NAME.fullmatch(cell)]
    if second is None:
        numbered = {int(label) - 1 for label in labels if is_position(label)} if labels else {len(first) - 1}
        return not numbered.issuperset(named)
    return any([column < len(second) and is_no_class(second[column]) for column in named])


def hints_at_indices(names: Items[str], features: Items[int], counting: Items[int]) -> Iterator[str]:
    """Yield for inputs that may be none what to do: a column without a name, or one of those that count the rows.

    >>> list(hints_at_indices(("", "height"), (0, 1), ()))
    ['column 1 has no name, as an index that pandas writes: if it is no input, --drop 1 leaves it out']
    """
    for place, column in enumerate(features):
        if names and not names[column]:
            what = f"{column + 1} has no name, as an index that pandas writes"
        elif place in counting:
            what = f"{shown(names[column] if names else str(column + 1))} counts the rows"
        else:
            continue
        yield f"column {what}: if it is no input, --drop {typed(names, column)} leaves it out"


def typed(names: Items[str], column: int) -> str:
    """Return what a user types to name a column: its name, quoted where a shell asks for it, or its number from 1.

    >>> [typed(("", "height", "order id", "1", "x", "x"), column) for column in (0, 2, 5)]
    ['01', "'order id'", '6']
    """
    only = names and names[column] and names.count(names[column]) == 1
    return typed_word(names[column]) if only else number_typed(names, column)


def typed_word(word: str) -> str:
    """Return what a user types to give a word: the word, quoted where a shell asks for it.

    >>> typed_word("high"), typed_word("a low one"), typed_word("5 $")
    ('high', "'a low one'", "'5 $'")
    """
    return word if re.fullmatch(r"[\w.-]+", word) else typed_text(word)


def better_delimiter(first: Items[str], decimal: str) -> str:
    """Return what to do about a first row of one column: the character that would part it, if there is one.

    >>> better_delimiter(["1;2"], ".")
    ": if ';' parts them, say so by --delimiter ';'"
    """
    line = "".join(first)
    other = next((character for character in ";\t|, " if character in line and character != decimal), None)
    return "" if other is None else f": if {other!r} parts them, say so by --delimiter {other!r}"
