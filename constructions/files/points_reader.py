"""Points read from files for a network to run at: every row as it stands, with a label or without one."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from pathlib import Path

import numpy

from constructions.files.array_files import npy_array, npz_archive
from constructions.files.canonical import dataset_from_bytes
from constructions.files.columns import place_of
from constructions.files.data_reader import ARRAY_PAIRS, DELIMITERS, ReadOptions, array_numbers, bytes_of, check_array
from constructions.files.tables.chosen_columns import columns_but, columns_of, label_columns, names_shown
from constructions.files.tables.csv_reader import Table, opened
from constructions.files.tables.dialects import better_delimiter
from constructions.model.errors import BadInput, nearest_text, shown
from constructions.model.nouns import count_of
from constructions.model.provenance import Texts
from constructions.model.rational import Point


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a network reads.

    Attributes:
        width: how many inputs.
        names: what they are called; None if that is not known, or names shall not matter.
        labels: how many numbers a label has.
        texts: the inputs that stand for text, by their places, with these texts in the order of their numbers; where
            columns are taken by place.

    >>> Wanted(2, ("a", "b")).labels
    1
    """

    width: int
    names: tuple[str, ...] | None = None
    labels: int = 1
    texts: Texts = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """The points of a file, equal ones as often as they stand there.

    Attributes:
        points: a point for each row.
        numbers: what each row is called: the line of a text table, else the index in the array or in the data set.
        unit: what these numbers count: ``line``, ``row``.
        left_out: the names, or the numbers from 1, of the columns that were not taken.
        has_names: whether the columns of the file have names.
    """

    points: Items[Point]
    numbers: list[int]
    unit: str
    left_out: tuple[str, ...]
    has_names: bool = False


def read_points(path: Path, wanted: Wanted, options: ReadOptions) -> Rows:
    """Return the points of a file; which columns they stand in is found out in one of three ways.

    By name, if the file has a header and it is known what the network's inputs are called: all of these names must be
    there, in any order, and all other columns are left out. Else by place: the columns that ``options.labels`` names
    are left out, and as many as the network has inputs must be left. Without that option there may be a label after
    them, which is left out. The kinds of files are those of ``data_reader.read_dataset``; of a ``.npz`` file only the
    points are read.

    Raises:
        BadInput: if the file cannot be read, its columns do not fit, or a number is none; one line that names the
            place.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "new.csv"
    ...     _ = path.write_text("id,b,a\\n7,1/2,3\\n8,1,4\\n")
    ...     rows = read_points(path, Wanted(2, ("a", "b")), ReadOptions())
    >>> rows.points[0], rows.numbers, rows.left_out
    ((Fraction(3, 1), Fraction(1, 2)), [2, 3], ("'id'",))
    """
    file, suffix, data = bytes_of(path, options)
    if suffix in DELIMITERS:
        return _of_table(opened(data, file, options, DELIMITERS[suffix]), wanted, options)
    if suffix == ".npy":
        values = npy_array(data, file)
        check_array(values, f"{file}: array", may_be_labels=False)
        taken, left_out = _by_place(file, (), values.shape[1], wanted, options)
        return Rows(array_numbers(values[:, taken]), list(range(len(values))), "row", left_out)
    if suffix == ".npz":
        return _of_archive(data, file, wanted, options)
    points = list(dataset_from_bytes(data, file).points)
    _check_width(file, len(points[0]), wanted.width)
    return Rows(points, list(range(len(points))), "row", ())


def _of_table(table: Table, wanted: Wanted, options: ReadOptions) -> Rows:
    by_name = False
    if table.names and wanted.names is not None:
        if options.inputs or options.drop:
            raise BadInput(
                f"{table.file}: inputs and drop are not used where columns go by name: --by-position takes them in "
                "their order"
            )
        taken, left_out = _by_name(table, wanted.names, options)
        by_name = True
    else:
        hint = better_delimiter(table.first, options.decimal) if table.width == 1 else ""
        taken, left_out = _by_place(table.file, table.names, table.width, wanted, options, hint)
        table = table.with_texts({taken[place]: texts for place, texts in wanted.texts})
        table.refuse_names((*columns_but(taken, table.width), *table.categories))
    points, lines = [], []
    for line, _, point in table.numbered(taken).points(taken, fixed=by_name):
        points.append(point)
        lines.append(line)
    return Rows(points, lines, "line", left_out, bool(table.names))


def _by_name(table: Table, names: Items[str], options: ReadOptions) -> tuple[list[int], tuple[str, ...]]:
    """Return the columns that have these names, in this order, and the names of the others."""
    labels = options.labels
    others = label_columns(labels, table.names, table.width, table.file) if labels else ()
    places: dict[str, list[int]] = {}
    for place, name in enumerate(table.names):
        places.setdefault(name, []).append(place)
    taken: dict[int, None] = {}
    for name in names:
        found = places.get(name, [])
        if not found and (alike := place_of(name, table.names)) is not None:  # a blank may be an underscore
            found = [alike]
        if not found:
            hint = nearest_text(name, table.names)
            if table.width == 1 and (other := better_delimiter(table.first, options.decimal)):
                hint = other
            elif not any([other in names for other in table.names]):  # else the order is not that of the network
                hint += "; --by-position takes them in their order"
            raise BadInput(
                f"{table.file}: there is no column {shown(name)}, which the network reads: the columns are "
                f"{names_shown(table.names)}{hint}"
            )
        if len(found) > 1 or found[0] in taken:
            raise BadInput(
                f"{table.file}: {count_of(max(2, len(found)), 'column')} are named {shown(name)}, and the network "
                "reads one: --by-position takes them in their order"
            )
        if found[0] in others:
            raise BadInput(f"{table.file}: the network reads the column {shown(name)}, which --labels leaves out")
        taken[found[0]] = None
    return list(taken), tuple([_called(table.names, place) for place in columns_but(taken, table.width)])


def _by_place(
    file: str, names: Items[str], width: int, wanted: Wanted, options: ReadOptions, hint: str = ""
) -> tuple[list[int], tuple[str, ...]]:
    """Return the columns that are no labels, and what the labels are called."""
    dropped = columns_of(options.drop, names, width, file)
    labels = label_columns(options.labels, names, width, file) if options.labels else ()
    left = columns_but((*dropped, *labels), width)
    if not options.labels and len(left) == wanted.width + wanted.labels:
        left = left[: wanted.width]
    taken = list(columns_of(options.inputs, names, width, file)) or left
    out = columns_but(taken, width)
    if len(taken) != wanted.width:
        beside = f" beside {count_of(len(out), 'label')}" if out else ""
        advice = hint or (": --labels names those that are no inputs" if width > wanted.width else "")
        raise BadInput(
            f"{file}: has {count_of(len(taken), 'column')}{beside}, but the network takes "
            f"{count_of(wanted.width, 'input')}{advice}"
        )
    return taken, tuple([_called(names, place) for place in out])


def _called(names: Items[str], place: int) -> str:
    """Return what a column is called, its number from 1 where it has no name."""
    return shown(names[place]) if names and names[place] else str(place + 1)


def _of_archive(data: bytes, file: str, wanted: Wanted, options: ReadOptions) -> Rows:
    if options.labels:
        raise BadInput(f"{file}: of a .npz file only the points are read: leave the option labels out")
    known = [name for name, _ in ARRAY_PAIRS]
    with npz_archive(data, file) as archive:
        found = [name for name in known if name in archive.names]
        if len(found) != 1:
            raise BadInput(f"{file}: one array must be {' or '.join(known)}, not {names_shown(archive.names)}")
        values = archive.read(found[0])
    check_array(values, f"{file}: {found[0]}", may_be_labels=False)
    _check_width(file, values.shape[1], wanted.width)
    return Rows(array_numbers(numpy.asarray(values)), list(range(len(values))), "row", ())


def _check_width(file: str, width: int, expected: int) -> None:
    if width != expected:
        raise BadInput(
            f"{file}: points have {count_of(width, 'coordinate')}, but the network takes {count_of(expected, 'input')}"
        )
