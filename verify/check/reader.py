"""Reads the files of a bundle strictly: plain ASCII JSON, exact keys, integers, rationals in lowest terms, limits."""

import errno
import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator
from math import gcd
from typing import Any, NoReturn

from .budget import MAX_WIDTH, Budget, price_of_divisor
from .verdict import Limit, Malformed, counted, shown

MAX_FILE_BYTES = 160 * 2**20
MAX_DIGITS = 10_000
VERSIONS = {"network": 1, "dataset": 1, "claim": 3, "certificate": 3}
FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}", re.ASCII)

_RATIONAL = re.compile(r"(0|-?[1-9][0-9]*)(?:/([1-9][0-9]*))?", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


def read_file(folder: str, name: str) -> bytes:
    """Return the bytes of a regular file of the bundle that is not too large."""
    return b"".join(read_pieces(folder, name, MAX_FILE_BYTES + 1))


def read_pieces(folder: str, name: str, size: int) -> Iterator[bytes]:
    """Yield the bytes of such a file, so many at a time."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:  # a link could lead out of the folder, a pipe to where opening never ends
        place = os.open(os.path.join(folder, name), flags)
        try:
            status = os.fstat(place)
            if not stat.S_ISREG(status.st_mode):
                raise Malformed(f"{name}: not a regular file")
            if status.st_size > MAX_FILE_BYTES:
                raise Limit(f"{name}: {status.st_size} bytes are more than the limit of {MAX_FILE_BYTES}")
            size = min(size, status.st_size + 1)  # room is made for so many at once
            with open(place, "rb", closefd=False) as stream:
                while piece := stream.read(size):
                    if stream.tell() > MAX_FILE_BYTES:
                        raise Limit(f"{name}: longer than the limit of {MAX_FILE_BYTES} bytes")
                    yield piece
        finally:
            os.close(place)
    except OSError as error:
        link = error.errno == errno.ELOOP
        why = "a symbolic link, not a regular file" if link else (error.strerror or str(error)).lower()
        raise Malformed(f"{name}: {why}") from error


def limited(data: bytes, name: str) -> bytes:
    """Return the bytes of a file, or refuse them if they are too many."""
    if len(data) > MAX_FILE_BYTES:
        raise Limit(f"{name}: longer than the limit of {MAX_FILE_BYTES} bytes")
    return data


def digest(data: bytes) -> str:
    """Return the SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def document(data: bytes, kind: str, budget: Budget) -> dict[str, Any]:
    """Return the object of a file of this kind and version; its further keys are for ``fields`` to check."""
    value = parsed(data, budget)
    if type(value) is not dict or value.get("format") != f"memocert {kind}":
        raise Malformed(f'"format" must be "memocert {kind}"')
    found, wanted = value.get("version"), VERSIONS[kind]
    if type(found) is not int or found != wanted:
        earlier = type(found) is int and 1 <= found < wanted
        again = ": it was written by an earlier release; prove again" if earlier else ""
        raise Malformed(f'"version" must be {wanted}, not {shown(found)}{again}')
    return value


def parsed(data: bytes, budget: Budget) -> Any:
    """Return what a text of JSON says, after paying for the memory that it takes."""
    if not data.isascii():
        raise Malformed("not plain ASCII")
    budget.keep(_values_of(data))
    try:
        return json.loads(
            data.decode("ascii"),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_no_float,
            parse_constant=_no_float,
        )
    except (ValueError, RecursionError) as error:
        raise Malformed(f"not JSON as docs/reference/format.md has it: {shown(str(error))}") from error


def _values_of(data: bytes) -> int:
    """Return about how many bytes the values of a file take: a list 88, what is in one 73, a key 100, a digit one.

    A text in which one character is escaped may take four bytes for each.
    """
    letters = 4 if b"\\u" in data else 1
    return (
        letters * len(data)
        + 88 * (data.count(b"[") + data.count(b"{"))
        + 73 * data.count(b",")
        + 100 * data.count(b":")
    )


def fields(value: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """Return the object of a file if it has these keys, beside format and version, and no other."""
    return exactly(value, ("format", "version", *keys), "the file")


def exactly(value: object, keys: tuple[str, ...], name: str) -> dict[str, Any]:
    """Return the value if it is an object with these keys and no other."""
    if type(value) is not dict:
        raise Malformed(f"{name} must be an object, not {shown(value)}")
    for key in value:
        if key not in keys:
            raise Malformed(f"{name} has the unknown key {shown(key)}")
    for key in keys:
        if key not in value:
            raise Malformed(f"{name} lacks the key {shown(key)}")
    return value


def entries(value: object, name: str, length: int | None = None) -> list[Any]:
    """Return the value if it is a list, of this length where one is given."""
    if type(value) is not list:
        raise Malformed(f"{name} must be a list, not {shown(value)}")
    if length is not None and len(value) != length:
        raise Malformed(f"{name} must have {counted(length, 'entry', 'entries')}, not {len(value)}")
    return value


def released(values: list[Any]) -> Iterator[Any]:
    """Yield the entries of a list, each of which leaves it before it is read."""
    for place, entry in enumerate(values):
        values[place] = None
        yield entry


def integer(value: object, name: str, least: int, most: int) -> int:
    """Return the value if it is an integer, not a Boolean, between the bounds."""
    if type(value) is not int or not least <= value <= most:
        raise Malformed(f"{name} must be an integer in {least}..{most}, not {shown(value)}")
    return value


def read_width(value: object, name: str) -> int:
    """Return the value if it is an integer of at least 1, and no more than the limit of widths."""
    if type(value) is int and value > MAX_WIDTH:
        raise Limit(f"{name} is {shown(value)}, more than the limit of {MAX_WIDTH}")
    return integer(value, name, 1, MAX_WIDTH)


def rational(text: object, name: str, budget: Budget) -> tuple[int, int]:
    """Return numerator and positive denominator of a rational number in its one canonical spelling.

    Its digits were paid for with the bytes of its file; that a fraction is in lowest terms is paid for here.
    """
    if type(text) is not str:
        raise Malformed(f"{name} must be a rational number in a string, not {shown(text)}")
    if len(text) <= 18 and text.isdecimal() and text.isascii() and (text[0] != "0" or text == "0"):
        return int(text), 1  # four of five numbers, in a third of the time
    match = _RATIONAL.fullmatch(text)
    if match is None:
        raise Malformed(f"{name} must be a rational number in lowest terms, not {shown(text)}")
    above, below = match.groups()
    if len(text) > MAX_DIGITS and (len(above.lstrip("-")) > MAX_DIGITS or len(below or "") > MAX_DIGITS):
        raise Limit(f"{name} has more than {MAX_DIGITS} digits")
    if below is None:
        return int(above), 1
    numerator, denominator = int(above), int(below)
    budget.spend(4 + price_of_divisor(numerator.bit_length(), denominator.bit_length()))
    if denominator == 1 or gcd(numerator, denominator) != 1:
        raise Malformed(f"{name} must be a rational number in lowest terms, not {shown(text)}")
    return numerator, denominator


def reference(value: object, name: str) -> tuple[str, str]:
    """Return file name and SHA-256 of a reference; the file lies in the same folder."""
    parts = exactly(value, ("file", "sha256"), name)
    file, sha256 = parts["file"], parts["sha256"]
    if type(file) is not str or not FILE_NAME.fullmatch(file):
        raise Malformed(f"{name} must name a file of the same folder, not {shown(file)}")
    if type(sha256) is not str or not _DIGEST.fullmatch(sha256):
        raise Malformed(f"{name} must give the SHA-256 in 64 lower-case hexadecimal digits, not {shown(sha256)}")
    return file, sha256


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key is repeated")
    return result


def _integer(text: str) -> int:
    if len(text.removeprefix("-")) > MAX_DIGITS:
        raise Limit(f"an integer has more than {MAX_DIGITS} digits")
    if text == "-0":
        raise ValueError("-0 is not an integer's spelling")
    return int(text)


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"{shown(text)} is not an integer")
