"""Universal Binary JSON, the binary form in which XGBoost keeps models: the same values as JSON, floats exactly."""

import struct
from fractions import Fraction
from math import isfinite
from typing import Any

from constructions.model.errors import BadInput, shown
from constructions.model.nouns import count_of

_NUMBERS = {b"U": ">B", b"i": ">b", b"I": ">h", b"l": ">i", b"L": ">q", b"d": ">f", b"D": ">d"}
"""The markers of numbers, each with its form for ``struct``: big-endian integers, float32 and float64."""

_CONSTANTS: dict[bytes, Any] = {b"Z": None, b"T": True, b"F": False}

MAX_NESTING = 64
"""How deep objects and lists may lie in each other; XGBoost's models need a dozen levels."""


def ubjson_of(data: bytes, place: str) -> Any:
    """Return what a file in Universal Binary JSON holds: finite floats as the fractions they are, the rest as JSON.

    Lengths are held against the bytes that are left before anything is read.

    Raises:
        BadInput: if the bytes end too early or are no such file; one line with the position.

    >>> ubjson_of(b"{U\\x01x[$d#U\\x02?\\x00\\x00\\x00@ \\x00\\x00}", "m.ubj")
    {'x': [Fraction(1, 2), Fraction(5, 2)]}
    >>> ubjson_of(b"[U\\x01", "m.ubj")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: m.ubj: ends at byte 3, where more must follow
    """
    reader = _Reader(data, place)
    value = reader.value(reader.take(1), 0)
    if reader.at != len(data):
        raise BadInput(f"{place}: {count_of(len(data) - reader.at, 'byte stands', 'bytes stand')} behind the end")
    return value


class _Reader:
    """A position in the bytes."""

    def __init__(self, data: bytes, place: str) -> None:
        self._data = data
        self._place = place
        self.at = 0

    def take(self, size: int) -> bytes:
        """Return the next bytes and go on behind them."""
        if size > len(self._data) - self.at:
            raise BadInput(f"{self._place}: ends at byte {len(self._data)}, where more must follow")
        self.at += size
        return self._data[self.at - size : self.at]

    def value(self, marker: bytes, depth: int) -> Any:
        """Return the value that begins with a marker, which is taken already."""
        if depth > MAX_NESTING:
            raise BadInput(f"{self._place}: nested deeper than {MAX_NESTING} levels")
        if marker in _NUMBERS:
            return self._numbers(marker, 1)[0]
        if marker in _CONSTANTS:
            return _CONSTANTS[marker]
        if marker == b"S":
            return self._text()
        if marker == b"[":
            return self._list(depth)
        if marker == b"{":
            return self._object(depth)
        raise BadInput(f"{self._place}: byte {self.at - 1} begins no value: {shown(marker)}")

    def _numbers(self, marker: bytes, count: int) -> list[Any]:
        form = _NUMBERS[marker]
        data = self.take(count * struct.calcsize(form))
        values: list[Any] = list(struct.unpack(f">{count}{form[1]}", data))
        if marker not in (b"d", b"D"):
            return values
        return [Fraction(value) if isfinite(value) else value for value in values]

    def _length(self) -> int:
        marker = self.take(1)
        if marker not in (b"U", b"i", b"I", b"l", b"L"):
            raise BadInput(f"{self._place}: byte {self.at - 1} must begin a length, not {shown(marker)}")
        (length,) = self._numbers(marker, 1)
        if not 0 <= length <= len(self._data) - self.at:
            raise BadInput(
                f"{self._place}: a length of {length} at byte {self.at}, with {len(self._data) - self.at} left"
            )
        return int(length)

    def _text(self) -> str:
        data = self.take(self._length())
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            raise BadInput(f"{self._place}: text before byte {self.at} is not UTF-8") from None

    def _head(self) -> tuple[bytes | None, int | None]:
        """Return the type and the number of the entries, where they stand in front of all."""
        kind = None
        if self._data[self.at : self.at + 1] == b"$":
            self.take(1)
            kind = self.take(1)
            if kind not in _NUMBERS:
                raise BadInput(f"{self._place}: a list of values of the type {shown(kind)} is not read")
            if self._data[self.at : self.at + 1] != b"#":
                raise BadInput(f"{self._place}: byte {self.at} must be '#', a number of entries")
        if self._data[self.at : self.at + 1] == b"#":
            self.take(1)
            return kind, self._length()
        return None, None

    def _list(self, depth: int) -> list[Any]:
        kind, count = self._head()
        if kind is not None and count is not None:
            return self._numbers(kind, count)
        result: list[Any] = []
        while count is None or len(result) < count:
            marker = self.take(1)
            if count is None and marker == b"]":
                break
            result.append(self.value(marker, depth + 1))
        return result

    def _object(self, depth: int) -> dict[str, Any]:
        kind, count = self._head()
        if kind is not None:
            raise BadInput(f"{self._place}: an object whose values all have one type is not read (byte {self.at})")
        result: dict[str, Any] = {}
        while count is None or len(result) < count:
            if count is None and self._data[self.at : self.at + 1] == b"}":
                self.take(1)
                break
            key = self._text()
            if key in result:
                raise BadInput(f"{self._place}: {shown(key)} stands twice in an object, at byte {self.at}")
            result[key] = self.value(self.take(1), depth + 1)
        return result
