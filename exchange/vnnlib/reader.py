"""VNN-LIB files of both versions, told apart by how they begin."""

import re
from pathlib import Path

from constructions.files.disk import read_bytes
from constructions.model.errors import BadInput
from constructions.model.rational import MAX_DIGITS, long_integers
from exchange.vnnlib.competition import read_competition
from exchange.vnnlib.formulas import TooLongError
from exchange.vnnlib.query import Beyond, Query
from exchange.vnnlib.standard import read_standard

_VERSION = re.compile(r"(?:\s|;[^\n]*)*\(\s*vnnlib-version\b[\s<]*([0-9]*)")


def read_query(path: Path) -> Query:
    """Return the query in a VNN-LIB file: of version 2.x if it says ``(vnnlib-version <2.0>)`` first, else of 1.0,
    which may say so, too.

    Raises:
        BadInput: if it cannot be read, or is no query; one line that names the file and the place.
        Beyond: if it says more than is decided here.

    >>> read_query(Path("nowhere.vnnlib"))
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: nowhere.vnnlib: no such file or directory
    """
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: not a VNN-LIB file: byte {error.start} is no UTF-8") from error
    try:
        with long_integers():
            return read_standard(text, str(path)) if _is_standard(text) else read_competition(text, str(path))
    except TooLongError:
        raise Beyond(f"{path}: a term comes to a number of more than {MAX_DIGITS:,} digits") from None


def _is_standard(text: str) -> bool:
    """Return whether a text is of version 2: it says so first, or it says nothing and declares a network.

    >>> _is_standard("; a comment\\n(vnnlib-version <2.0>)"), _is_standard("(vnnlib-version <1.0>)"), _is_standard("")
    (True, False, False)
    """
    said = _VERSION.match(text)
    return "declare-network" in text if said is None else said[1] != "1"
