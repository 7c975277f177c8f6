"""Lists of instances as files: a network, a property and seconds in each line, and what is known of it elsewhere."""

import csv
import io
import os
from collections.abc import Callable, Sequence as Items
from dataclasses import dataclass
from math import inf
from pathlib import Path

from constructions.files.canonical import digest
from constructions.files.disk import read_bytes
from constructions.files.tables.chosen_columns import names_shown
from constructions.model.errors import BadInput, shown
from constructions.model.rational import nearest_float
from verify.domain_reader import number_of

COLUMNS = ("network", "property", "seconds", "known")
"""What the columns of a list may be called in its first line; without such a line the first three stand so."""

_ALIASES = {"onnx": "network", "model": "network", "vnnlib": "property", "timeout": "seconds"}
"""Other words for them."""

OPEN = ("", "unknown", "timeout", "timed-out", "error")
"""What lists say, beside ``sat`` and ``unsat``, where nobody knows the answer."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A network and a property of it, with what is known of it elsewhere.

    Attributes:
        network: the ONNX file.
        query: the VNN-LIB file, which describes a counterexample.
        seconds: how long an answer may take; None is no limit.
        known: ``sat`` or ``unsat``, as someone else says; empty if nobody does.
        name: network and property as the list has them.
    """

    network: Path
    query: Path
    seconds: float | None = None
    known: str = ""
    name: tuple[str, str] = ("", "")

    @property
    def key(self) -> str:
        """What the answer depends on: the bytes of both files, and of those in which a network has its tensors.

        Raises:
            BadInput: if one of them is not there, or cannot be read.
        """
        parts = [_bytes_of(self.network), _bytes_of(self.query)]
        if b"location" in parts[0]:  # the key of a tensor that stands in another file
            from exchange.onnx.model import load

            parts.append(load(self.network)[0].SerializeToString(deterministic=True))
        return digest("".join(map(digest, parts)).encode())


def _bytes_of(path: Path) -> bytes:
    packed = f"{path}.gz"
    if not os.path.exists(path) and os.path.isfile(packed):  # of Path's own, both fail where a name is too long
        raise BadInput(f"there is no file {path}, but {path.name}.gz beside it: unpack it first, with gunzip")
    return read_bytes(path)


def read_instances(
    path: Path, seconds: float | None = None, say: Callable[[str], None] = lambda _text: None
) -> list[Instance]:
    """Return the instances of a CSV file: network, property and, if they stand there, seconds and what is known.

    Whether the files that it names are there is asked when their turn comes (``Instance.key``).

    Args:
        path: the file; its paths are relative to its folder.
        seconds: a limit for all of them in place of their own; None: their own.
        say: takes a line that a user should read, as which columns are left out.

    Raises:
        BadInput: if it cannot be read, or a line is not as it must be; one line that names the place.
    """
    try:
        rows = list(csv.reader(io.StringIO(read_bytes(path).decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path}: not a list of instances: {error}") from error
    columns: Items[str] = COLUMNS[:3]
    found = []
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        where = f"{path}: line {number}"
        if number == 1 and _column(cells[0]) == "network":
            columns = _named_columns(cells, where, say)
            continue
        if len(cells) < 2 or len(cells) > len(columns):
            raise BadInput(f"{where}: must be {','.join(columns)}, not {shown(','.join(cells))}")
        values = dict(zip(columns, cells, strict=False))
        limit = _seconds(values.get("seconds", ""), where) if seconds is None else seconds
        names = values["network"], values.get("property", "")
        if "" in names:
            raise BadInput(f"{where}: names no {COLUMNS[names.index('')]}")
        network, query = [path.parent / name for name in names]
        found.append(Instance(network, query, limit_of(limit), _known(values.get("known", ""), where), names))
    if not found:
        raise BadInput(f"{path}: names no instance")
    return found


def _column(cell: str) -> str:
    return _ALIASES.get(cell.lower(), cell.lower())


def _named_columns(cells: Items[str], where: str, say: Callable[[str], None]) -> list[str]:
    """Return what the first line calls the columns, and say which of them are not read."""
    columns = [_column(cell) for cell in cells]
    if "property" not in columns:
        raise BadInput(f"{where}: names no column property")
    for name in COLUMNS:
        if columns.count(name) > 1:
            raise BadInput(f"{where}: names the column {name} {columns.count(name)} times")
    others = [cell for cell, name in zip(cells, columns, strict=True) if name not in COLUMNS]
    if others:
        say(f"{where}: left out: {names_shown(others)}; the columns that are read are {', '.join(COLUMNS)}")
    return columns


def _known(text: str, where: str) -> str:
    """Return ``sat`` or ``unsat`` as they are spelled here, and nothing for the words that leave it open."""
    word = text.lower()
    if word in ("sat", "unsat"):
        return word
    if word in OPEN:
        return ""
    raise BadInput(f"{where}: known is sat, unsat or empty, not {shown(text)}")


def limit_of(seconds: float | None) -> float | None:
    """Return a limit in seconds; infinitely many are no limit.

    >>> limit_of(2.5), limit_of(inf), limit_of(None)
    (2.5, None, None)
    """
    return None if seconds == inf else seconds


def _seconds(text: str, where: str) -> float | None:
    if not text:
        return None
    value = nearest_float(number_of(where, text))
    if value < 0:
        raise BadInput(f"{where}: seconds must be at least 0, not {shown(text)}")
    return value
