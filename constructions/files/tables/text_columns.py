"""Columns of text, each different text a number where an option names the column; and labels that are numbers."""

from collections.abc import Collection, Iterable, Sequence as Items

from constructions.files.tables.cells import is_number
from constructions.files.tables.chosen_columns import columns_of, names_shown
from constructions.files.tables.dialects import Row, is_missing
from constructions.files.tables.read_options import ReadOptions
from constructions.model.errors import BadInput, shown
from constructions.model.nouns import count_of


def texts_of_columns(
    rows: Iterable[Row],
    names: Items[str],
    columns: Collection[int],
    known: Collection[int],
    options: ReadOptions,
    file: str,
) -> dict[int, tuple[str, ...]]:
    """Return for each column that ``options.numbered`` names its different texts, sorted: a text's place is its number.

    Args:
        rows: the rows that are not left out, which are read once if a column is named.
        columns: those that are inputs.
        known: the columns whose texts have numbers already, as a trained model says.

    Raises:
        BadInput: if there is no header, or no such column; if it is no input, its texts have numbers already, or are
            none.

    >>> rows = [(2, ["north", "1"]), (3, ["east", "2"]), (4, ["north", "3"])]
    >>> texts_of_columns(rows, ("region", "x"), (0, 1), (), ReadOptions(numbered=("region",)), "f.csv")
    {0: ('east', 'north')}
    >>> texts_of_columns(rows, ("region", "x"), (1,), (), ReadOptions(numbered=("region",)), "f.csv")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: f.csv: column 'region' is no input, and --category is for inputs
    """
    if options.numbered and not names:
        raise BadInput(f"{file}: --category names a column, but no row names the columns; --header says that one does")
    found: dict[int, set[str]] = {place: set() for place in columns_of(options.numbered, names, len(names), file)}
    for place in found:
        if place not in columns:
            raise BadInput(f"{file}: column {shown(names[place])} is no input, and --category is for inputs")
        if place in known:
            raise BadInput(f"{file}: the categories of column {shown(names[place])} are known: leave --category out")
    for _, cells in rows if found else ():
        for place, texts in found.items():
            if not is_missing(cells[place]):
                texts.add(cells[place].strip())
    numbered = {place: tuple(sorted(texts)) for place, texts in found.items()}
    for place, ordered in numbered.items():
        if not ordered:
            raise BadInput(f"{file}: column {shown(names[place])} has no text that --category could number")
        options.say(
            f"{file}: column {shown(names[place])}: {count_of(len(ordered), 'category', 'categories')}, numbered "
            f"from 0 in this order: {names_shown(ordered)}"
        )
    return numbered


def columns_of_numbers(rows: Iterable[Row], labels: Items[int], options: ReadOptions) -> tuple[int, ...]:
    """Return the label columns that hold numbers wherever a value is not missing, if rows without one are left out.

    Args:
        rows: the rows that are not left out for another reason, which are read once.

    >>> rows = [(2, ["1", "5", "NA"]), (3, ["2", "NA", "a"]), (4, ["3", "7", "5"])]
    >>> columns_of_numbers(rows, (1, 2), ReadOptions(skip_incomplete=True))
    (1,)
    """
    found: dict[int, set[str]] = {column: set() for column in labels}
    for _, cells in rows if found and options.skip_incomplete else ():
        for column, texts in found.items():
            texts.add(cells[column])
    return tuple([column for column, texts in found.items() if are_numbers(texts, options)])


def are_numbers(cells: Collection[str], options: ReadOptions) -> bool:
    """Return whether there are numbers in some cells, and nothing else but cells without a value.

    >>> are_numbers(["1", "NA"], ReadOptions()), are_numbers(["NA"], ReadOptions())
    (True, False)
    """
    known = [cell for cell in cells if not is_missing(cell)]
    return bool(known) and all([is_number(cell, options.decimal) for cell in known])
