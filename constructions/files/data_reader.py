"""Data sets read from files, exactly: every number is the one its decimal, its ratio or its binary float says."""

import gc
import re
from collections.abc import Iterator, Sequence as Items
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from stat import S_ISDIR
from typing import Any

import numpy

from constructions.files.array_files import npy_array, npz_archive
from constructions.files.canonical import dataset_from_bytes
from constructions.files.disk import a_directory, read_bytes, reason
from constructions.files.tables.cells import NON_FINITE, Remembered
from constructions.files.tables.chosen_columns import label_columns, names_shown
from constructions.files.tables.csv_reader import read_table
from constructions.files.tables.gathered_rows import classes, gathered
from constructions.files.tables.read_options import PLAINLY, ReadOptions as ReadOptions
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, nearest_text, shown
from constructions.model.nouns import count_of
from constructions.model.numbers.vectors import vectors_of_array
from constructions.model.rational import Point

DELIMITERS = {".csv": ",", ".tsv": "\t", ".txt": ","}
"""The suffixes of text tables, each with what parts the columns unless the options say otherwise."""

ARRAY_PAIRS = (("points", "labels"), ("X", "y"), ("data", "target"))
"""The names a ``.npz`` file may give its points and its labels."""


def read_dataset(path: str | Path, options: ReadOptions = PLAINLY) -> Dataset:
    """Return the data set in the file ``path``; its suffix says how it is read.

    ``.csv``, ``.tsv``, ``.txt``: a UTF-8 table of decimals and ratios; blank lines are skipped. The first row is a
    header if it has a name above a number. Text in the one label column makes classes, numbered by sorted names.

    ``.npy``: an array of two dimensions, labels in its last column. ``.npz``: two of its arrays (``ARRAY_PAIRS``), the
    others are left alone. Floats are the dyadic rationals they are; a label array of text makes classes.

    ``.json``: a data set file of this project (docs/reference/format.md).

    Raises:
        BadInput: if the file cannot be read, or something in it is not an exact number where one must be; the message
            is one line with the file, the line as an editor counts it (or the index in the array), and the value.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "fruit.csv"
    ...     _ = path.write_text("weight,kind\\n0.1,pear\\n1/3,apple\\n")
    ...     data = read_dataset(path)
    >>> data.points, data.classes(), data.class_names
    (((Fraction(1, 10),), (Fraction(1, 3),)), [1, 0], ('apple', 'pear'))
    """
    file, suffix, data = bytes_of(Path(path), options)
    with _collector_paused():
        if suffix in DELIMITERS:
            return read_table(data, file, options, DELIMITERS[suffix])
        if suffix == ".npy":
            return _read_npy(data, file, options)
        if suffix == ".npz":
            return _read_npz(data, file, options)
        return dataset_from_bytes(data, file)


MAX_COLUMNS = 2**20
"""How wide a network may be (docs/reference/format.md)."""

_OPTION = re.compile(
    r" --(labels|drop|category|delimiter|decimal|header|no-header|skip-incomplete|skip-contradicting)\b"
)
"""An option of tables, in a message."""

_SPREADSHEETS = (".xlsx", ".xls", ".xlsm", ".ods", ".numbers")


def read_as_it_stands(path: Path) -> Dataset:
    """Return ``read_dataset(path)`` for a command without the options of tables: a message that proposes some says so.

    Raises:
        BadInput: what ``read_dataset`` raises.
    """
    try:
        return read_dataset(path)
    except BadInput as error:
        if _OPTION.search(str(error).replace(str(path), "")) is None:
            raise
        raise BadInput(
            f"{error}; memocert build has such options, and this command takes a table as it stands"
        ) from None


def bytes_of(path: Path, options: ReadOptions) -> tuple[str, str, bytes]:
    """Return what messages call a file of data, its suffix in lower case, and its bytes.

    Raises:
        BadInput: if it cannot be read, its suffix is not known, or an option does not go with it.
    """
    file = str(path) if str(path).isprintable() else shown(str(path))
    suffix = path.suffix.lower()
    _check_file(path, file)
    if suffix not in {*DELIMITERS, ".npy", ".npz", ".json"}:
        hint = "; a spreadsheet program saves a sheet as .csv" if suffix in _SPREADSHEETS else ""
        known = ".csv, .tsv, .txt, .npy, .npz or .json"
        raise BadInput(f"{file}: the suffix must be {known}, not {shown(path.suffix)}{hint}")
    if suffix not in DELIMITERS and options.for_tables:
        raise BadInput(
            f"{file}: header, delimiter, decimal, inputs, drop, category and skip-incomplete are options for .csv, "
            ".tsv and .txt files only"
        )
    if suffix == ".json" and options.labels:
        raise BadInput(f"{file}: a .json file says itself what its labels are: leave the option labels out")
    if suffix == ".json" and options.skip_contradicting:
        raise BadInput(f"{file}: no points of a .json file contradict each other: leave skip-contradicting out")
    return file, suffix, read_bytes(path, file)


def _check_file(path: Path, file: str) -> None:
    """Refuse what is not there, and a folder, before anything is said of its suffix."""
    try:
        is_folder = S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:
        raise BadInput(f"{file}: {reason(error)}") from error
    if is_folder:
        raise a_directory(path, file, "the data of this bundle are", "dataset.json")


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the garbage collector from walking a million new tuples again and again: 6.8 s instead of 11.0 s."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read_npy(data: bytes, file: str, options: ReadOptions) -> Dataset:
    values = npy_array(data, file)
    check_array(values, f"{file}: array", may_be_labels=False)
    columns = label_columns(options.labels, (), values.shape[1], file)
    points, targets = array_numbers(numpy.delete(values, columns, axis=1)), array_numbers(values[:, columns])
    return gathered(file, points, targets, None, "array[{}]".format, options=options)


def _read_npz(data: bytes, file: str, options: ReadOptions) -> Dataset:
    with npz_archive(data, file) as archive:
        points_name, labels_name = _array_pair(archive.names, options.labels, file)
        points, targets = archive.read(points_name), archive.read(labels_name)
    check_array(points, f"{file}: {points_name}", may_be_labels=False)
    check_array(targets, f"{file}: {labels_name}", may_be_labels=True)
    if len(points) != len(targets):
        raise BadInput(
            f"{file}: {labels_name} must have {count_of(len(points), 'row')}, as {points_name} has, not {len(targets)}"
        )
    class_names = None
    rows: Items[Point]
    if targets.dtype.kind == "U":
        rows, class_names = classes([text.strip() for text in targets.reshape(-1).tolist()])
    else:
        rows = array_numbers(targets.reshape(len(targets), -1))
    return gathered(file, array_numbers(points), rows, class_names, f"{points_name}[{{}}]".format, options=options)


def _array_pair(names: list[str], labels: tuple[str, ...], file: str) -> tuple[str, str]:
    """Return which of the arrays are the points and the labels."""
    if len(labels) > 1:
        raise BadInput(f"{file}: labels must name one array of a .npz file, not {len(labels)}")
    if labels and labels[0] not in names:
        hint = nearest_text(labels[0], names)
        raise BadInput(f"{file}: there is no array {shown(labels[0])}: the arrays are {names_shown(names)}{hint}")
    asked = [(points, labels[0] if labels else target) for points, target in ARRAY_PAIRS]
    found = [pair for pair in asked if pair[0] in names and pair[1] in names]
    if len(found) != 1 or found[0][0] == found[0][1]:
        wanted = " or ".join([" and ".join(pair) for pair in asked])
        raise BadInput(f"{file}: the arrays must be {wanted}, one such pair only, not {names_shown(names)}")
    return found[0]


def check_array(values: Any, place: str, may_be_labels: bool) -> None:
    """Refuse what is not an array of finite exact numbers with rows and columns, or a label array of text.

    Raises:
        BadInput: if it is not; the message begins with ``place``.
    """
    if not isinstance(values, numpy.ndarray):
        raise BadInput(f"{place} must be an array, not {type(values).__name__}")
    if values.dtype.names is not None:
        raise BadInput(f"{place} must be a plain array of two dimensions, not one with named fields")
    kind = values.dtype.kind
    is_text = may_be_labels and kind == "U"
    if kind not in "iub" and not (kind == "f" and values.dtype.itemsize <= 8) and not is_text:
        raise BadInput(f"{place} must hold integers, Booleans or floats of at most 64 bits, not {values.dtype.name}")
    if values.ndim != 2 and not (may_be_labels and values.ndim == 1):
        raise BadInput(f"{place} must have {'1 or ' * may_be_labels}2 dimensions, not {values.ndim}")
    if 0 in values.shape:
        raise BadInput(f"{place} must have at least one row and one column, not the shape {values.shape}")
    if values.size > MAX_COLUMNS * len(values):
        many = values.size // len(values)
        raise BadInput(f"{place} has {many:,} columns, and {MAX_COLUMNS:,} are the most that a network takes")
    if is_text and values.size != len(values):
        raise BadInput(f"{place} must have one column, since it holds text, not {values.shape[1]}")
    if is_text:
        bad = numpy.array([not text or bool(NON_FINITE.fullmatch(text)) for text in numpy.char.strip(values).flat])
    else:
        bad = ~numpy.isfinite(values).reshape(-1)
    if bad.any():
        index = [int(part) for part in numpy.unravel_index(int(bad.argmax()), values.shape)]
        wanted = "the name of a class" if is_text else "a finite number"
        raise BadInput(f"{place}{index} is {shown(values[tuple(index)].item())}, not {wanted}")


def array_numbers(values: Any) -> Items[Point]:
    """Return the rows of an array of numbers, each float the rational that it is.

    >>> array_numbers(numpy.array([[0.5]]))[0], array_numbers(numpy.array([[1e99]]))[0] == (Fraction(1e99),)
    ((Fraction(1, 2),), True)
    """
    held = vectors_of_array(values)
    if held is not None:
        return held
    number: Remembered[int | float] = Remembered(Fraction)
    return [tuple([number[value] for value in row.tolist()]) for row in values]
