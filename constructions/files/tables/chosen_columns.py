"""Which columns of a table are coordinates and which are labels: by name, by number, or by what is left."""

from collections.abc import Collection, Sequence as Items
from dataclasses import dataclass

from constructions.files.columns import places_of
from constructions.files.tables.read_options import ReadOptions
from constructions.model.errors import BadInput, nearest_text, shown
from constructions.model.nouns import count_of


def label_columns(labels: tuple[str, ...], names: Items[str], width: int, file: str) -> tuple[int, ...]:
    """Return the positions, from 0, of the columns ``labels`` names or numbers from 1; the last one if it is empty.

    Raises:
        BadInput: if there is no such column, it is not the only one of its name, or no column is left for the points.

    >>> label_columns(("y", "1"), ("x", "y", "z"), 3, "f.csv")
    (1, 0)
    """
    found = columns_of(labels, names, width, file, "label column") if labels else (width - 1,)
    if len(found) == width:
        raise BadInput(f"{file}: all columns ({width}) are labels, so none is left for the points")
    return found


@dataclass(frozen=True, slots=True)
class Chosen:
    """The positions of a table's columns.

    Attributes:
        inputs: of those that are coordinates.
        labels: of those that are labels.
        unread: of those that a model does not read; None where it does not find its inputs by name.
    """

    inputs: list[int]
    labels: tuple[int, ...]
    unread: list[int] | None = None


def chosen_columns(options: ReadOptions, names: Items[str], width: int, file: str) -> Chosen:
    """Return which columns of a table are coordinates and which are labels.

    Raises:
        BadInput: what ``label_columns`` raises; if a column is both, or none is left.

    >>> chosen_columns(ReadOptions(drop=("id", "note")), ("id", "x", "y", "note"), 4, "f.csv")
    Chosen(inputs=[1], labels=(2,), unread=None)
    >>> chosen_columns(ReadOptions(model_inputs=("y", "x")), ("id", "x", "y", "kind"), 4, "f.csv")
    Chosen(inputs=[1, 2], labels=(3,), unread=[0])
    """
    dropped = columns_of(options.drop, names, width, file)
    inputs = columns_of(options.inputs, names, width, file)
    if not options.labels and dropped:
        labels = tuple(columns_but(dropped, width)[-1:])
    else:
        labels = label_columns(options.labels, names, width, file)
    for column in labels:
        if column in inputs or column in dropped:
            name = shown(names[column]) if names else str(column + 1)
            other = "an input" if column in inputs else "dropped"
            raise BadInput(f"{file}: column {name} is the label and {other}: --labels names the column of labels")
    features = columns_but((*labels, *dropped), width)
    if not features:
        raise BadInput(f"{file}: no column is left for the points")
    if inputs or not options.model_inputs or not names:
        return Chosen(list(inputs) or features, labels)
    places = places_of(options.model_inputs, [names[column] for column in features])
    if None in places:
        return Chosen(features, labels)
    known = {*places}
    read = [column for place, column in enumerate(features) if place in known]
    return Chosen(read, labels, [column for place, column in enumerate(features) if place not in known])


def columns_of(wanted: Items[str], names: Items[str], width: int, file: str, what: str = "column") -> tuple[int, ...]:
    """Return the positions, from 0, of columns by name or by number from 1.

    Raises:
        BadInput: if there is no such column, it is not the only one of its name, or is named twice.

    >>> columns_of(["y", "1"], ["x", "y"], 2, "f.csv")
    (1, 0)
    """
    found: list[int] = []
    for label in wanted:
        if label in names:
            if names.count(label) > 1:
                numbers = [number_typed(names, place) for place, name in enumerate(names) if name == label]
                some = " or ".join(numbers[:8]) + " or ..." * (len(numbers) > 8)
                raise BadInput(
                    f"{file}: {count_of(len(numbers), 'column')} are named {shown(label)}: give the number, {some}"
                )
            column = names.index(label)
        elif is_position(label) and 1 <= int(label) <= width:
            column = int(label) - 1
        else:
            known = (
                f"the {count_of(width, 'column is', 'columns are')} {names_shown(names)}"
                if names
                else f"columns are numbered from 1, 1..{width}"
            )
            if names and is_position(label):
                known += ", numbered from 1"
            hint = "" if is_position(label) else nearest_text(label, names)
            raise BadInput(f"{file}: there is no {what} {shown(label)}: {known}{hint}")
        if column in found:
            raise BadInput(f"{file}: {what} {shown(label)} is named twice")
        found.append(column)
    return tuple(found)


def columns_but(taken: Collection[int], width: int) -> list[int]:
    """Return the columns of a table of so many that are not taken, in order.

    >>> columns_but([2, 0], 4)
    [1, 3]
    """
    return sorted({*range(width)} - {*taken})


def names_shown(names: Items[str]) -> str:
    """Return the first names of a list, quoted, for a message.

    >>> names_shown("abc"), names_shown([]), names_shown(["", "a"])
    ("'a', 'b', 'c'", 'none', "1 (without a name), 'a'")
    """
    some = [shown(name, 24) if name else f"{place} (without a name)" for place, name in enumerate(names[:8], 1)]
    return ", ".join(some + ["..."] * (len(names) > 8)) or "none"


def is_position(label: str) -> bool:
    """Return whether a text is the number of a column.

    >>> is_position("12"), is_position("x1")
    (True, False)
    """
    return label.isascii() and label.isdecimal() and len(label) < 10


def number_typed(names: Items[str], column: int) -> str:
    """Return the number of a column, from 1, as it is typed: behind zeros where a column has it as its name.

    >>> number_typed(("x", "y"), 1), number_typed(("x", "2", "02"), 1)
    ('2', '002')
    """
    number = str(column + 1)
    while number in names:
        number = f"0{number}"
    return number
