"""What to do about a cell that is no number: in a header, in a column of text, or where a value is missing."""

from collections.abc import Sequence as Items
from dataclasses import dataclass

from constructions.files.tables.cells import NO_NAME, has_comma, is_name, is_no_class, is_number
from constructions.files.tables.chosen_columns import names_shown
from constructions.files.tables.dialects import is_missing, typed
from constructions.files.tables.read_options import ReadOptions
from constructions.model.nouns import count_of, numbered

SKIPS = "; --skip-incomplete leaves such rows out"
"""What to do about rows in which a value is missing."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A row in which a cell is no number.

    Attributes:
        names: what the header says; nothing if there is none.
        options: how the table is read.
        columns, labels: the columns that are coordinates, and those that are labels.
        is_first: whether it is the first row of the file, the header or not.
        whole: whether a row above has a value in each of these columns.
        fixed: whether the network reads these columns and no others.
        rows: its cells, and those of the rows below it.
    """

    names: Items[str]
    options: ReadOptions
    columns: Items[int]
    labels: Items[int]
    is_first: bool
    whole: bool
    fixed: bool
    rows: Items[Items[str]]

    def at_missing(self) -> str:
        """Return what to do about a value that is missing: rows or columns without one are left out.

        >>> Slip("abc", ReadOptions(), (0, 1), (2,), False, False, False, [["1", "", "2"], ["3", "", "4"]]).at_missing()
        '; no row has a value there: --drop b leaves the column out'
        """
        count = sum([is_incomplete(row, self.columns, self.labels) for row in self.rows])
        if self.whole or count < len(self.rows):
            return f"; a value is missing in {count_of(count, 'row')}: {SKIPS[2:]}"
        empty = [place for place in self.columns if all([is_missing(row[place]) for row in self.rows])]
        return without(self.names, empty, self._droppable(empty)) if empty else "; a value is missing in every row"

    def at_text(self, column: int) -> str:
        """Return what to do about text in a column; nothing where it may be a slip."""
        cells, below = self.rows[0], self.rows[1] if len(self.rows) > 1 else None
        if self.is_first and self.options.header is False and not NO_NAME.fullmatch(cells[column].strip()):
            return "; if this row names the columns, leave --no-header out"
        hold_text = [place for place in self.columns if below is not None and self._is_text((cells, below), place)]
        places = [place for place in self.columns if is_name(cells[place]) or place in hold_text]
        if self.fixed and cells[column].strip().lower() in ("true", "false"):
            return "; the network takes numbers there: write 1 for True and 0 for False"
        if column not in places:
            return ""
        if self.fixed:
            some = f"if it does nothing with the column, --category {typed(self.names, column)} numbers the texts"
            return f"; the network takes numbers there: write those that it was trained on; {some}"
        if not self.names and len(self.columns) > 1 and all([is_name(cells[place]) for place in self.columns]):
            return "; if this row names the columns, it must be the first one"
        words = [typed(self.names, place) for place in places]
        drop, category = [" ".join([f"--{option} {word}" for word in words]) for option in ("drop", "category")]
        numbered = f"{category} numbers the texts" if self.names and hold_text == places else ""
        out = f"{drop} leaves the column{'s of text' * (len(words) > 1)} out" if self._droppable(places) else ""
        ways = [f"{out} ({numbered})" if out and numbered else out or numbered]
        if ways[0] and any([has_comma(cells[place]) for place in self.columns]):
            ways[0] += ", and --decimal , reads the commas before decimals"
        if not self.options.labels:
            ways.append("one of them is the label, --labels names it")
            if len(words) == 1:
                ways[-1] = f"it is the label, --labels {words[0]} says so"
        return "; " + ", and if ".join(ways) if ways[0] else f"; if {ways[1]}" if len(ways) > 1 else ""

    def _is_text(self, rows: Items[Items[str]], column: int) -> bool:
        """Return whether there is text in a column in two rows: in one it may be a slip."""
        cells = [row[column] for row in rows]
        numbers = [is_number(cell, self.options.decimal) or is_no_class(cell.strip()) for cell in cells]
        return not any([*numbers, *map(has_comma, cells), *map(is_missing, cells)])

    def _droppable(self, places: Items[int]) -> bool:
        """Return whether columns may be left out: some must be left, and those that are named are taken."""
        return not self.fixed and not self.options.inputs and len(places) < len(self.columns)


def without(names: Items[str], empty: Items[int], droppable: bool) -> str:
    """Return what to say of columns in which no row has a value.

    >>> without(("a", "b"), [1], True)
    '; no row has a value there: --drop b leaves the column out'
    """
    drop = " ".join([f"--drop {typed(names, place)}" for place in empty])
    column = "the column" if len(empty) == 1 else "such columns"
    return "; no row has a value there" + f": {drop} leaves {column} out" * droppable


def odd_labels(cells: Items[tuple[int, str]]) -> str:
    """Return what to say of labels that are no numbers, with their lines, where most are: slips, or values missing.

    >>> odd_labels([(3, "1O")])
    "labels are names of classes, since '1O' (line 3) is no number"
    """
    texts = sorted({text for _, text in cells})
    which = f"{names_shown(texts)} ({numbered('line', [line for line, _ in cells])})"
    hint = SKIPS if all([is_missing(text) for text in texts]) else ""
    return f"labels are names of classes, since {which} {'is' if len(texts) == 1 else 'are'} no number{hint}"


def is_incomplete(cells: Items[str], columns: Items[int], labels: Items[int]) -> bool:
    """Return whether a row has no value in one of the columns.

    >>> is_incomplete(["1", "NA"], (0, 1), ()), is_incomplete(["1", "none"], (0,), (1,))
    (True, False)
    """
    return any([is_missing(cells[column]) for column in columns]) or any(
        [is_missing(cells[column], label=True) for column in labels]
    )
