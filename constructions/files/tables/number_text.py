"""Text whose lines differ only in their numbers, read as columns of 64-bit integers, all lines at once."""

from __future__ import annotations

from collections.abc import Sequence as Items
from typing import TYPE_CHECKING, TypeAlias

from constructions.files.tables.cells import is_no_class, is_number
from constructions.model.later import Later
from constructions.model.numbers.vectors import Integers, Vectors, over_least

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Later("numpy")

Bytes: TypeAlias = "NDArray[np.uint8]"

_DIGITS = 18
"""So many digits always fit 64 bits."""

_ZERO, _MINUS = ord("0"), ord("-")


def columns_of(text: bytes, frame: bytes, places: Items[int], sign: str) -> Vectors | None:
    """Return the numbers of a text that repeats one line; None if it is any other text, or a number is long.

    Args:
        text: lines that are all ``frame`` but for their numbers.
        frame: what stands around the numbers of a line, its end included.
        places: for each number of a line how many bytes of the frame stand before it.
        sign: ``.`` for decimals as tables have them, ``/`` for ratios as files of this project spell them: in lowest
            terms, without needless zeros.

    Returns:
        A vector a line, a column a place.

    >>> columns_of(b"-1.50,2\\n.25,007\\n", b",\\n", (0, 1), ".")
    ((Fraction(-3, 2), Fraction(2, 1)), (Fraction(1, 4), Fraction(7, 1)))
    >>> columns_of(b'["1/2"]\\n["3/6"]\\n', b'[""]\\n', (2,), "/") is None  # one half is spelled 1/2
    True
    """
    data: Bytes = np.frombuffer(text, dtype=np.uint8)
    spelling = np.zeros(256, dtype=bool)
    spelling[list(f"0123456789-{sign}".encode())] = True
    is_number = spelling[data]
    around = data[~is_number]
    lines, left_over = divmod(len(around), len(frame))
    if not lines or left_over or (around.reshape(lines, -1) != np.frombuffer(frame, dtype=np.uint8)).any():
        return None
    borders = np.flatnonzero(np.diff(is_number, prepend=False, append=False))
    starts, lengths = borders[0::2], borders[1::2] - borders[0::2]
    if len(starts) != lines * len(places):
        return None
    before = (starts - (np.cumsum(lengths) - lengths)).reshape(lines, -1)
    if (before != np.arange(lines)[:, None] * len(frame) + np.array(places)).any():
        return None
    columns, scales = [], []
    for place in range(len(places)):
        found = _column(data, starts[place :: len(places)], lengths[place :: len(places)], ord(sign))
        if found is None:
            return None
        columns.append(found[0])
        scales.append(found[1])
    return Vectors(np.stack(columns), scales)


def _column(data: Bytes, starts: Integers, lengths: Integers, sign: int) -> tuple[Integers, int] | None:
    """Return the numbers that begin at these places, over one denominator."""
    longest = int(lengths.max())
    if longest > 2 * _DIGITS + 2:
        return None
    value = np.zeros(len(starts), dtype=np.int64)
    digits = np.zeros(len(starts), dtype=np.int64)
    whole, whole_digits = value, digits
    split = np.zeros(len(starts), dtype=bool)
    negative = data[starts] == _MINUS
    for place in range(longest):
        letter = data[np.minimum(starts + place, len(data) - 1)]
        letter[lengths <= place] = 0
        if place and (letter == _MINUS).any():
            return None
        here = letter == sign
        if here.any():
            if (here & split).any():
                return None
            whole, whole_digits = np.where(here, value, whole), np.where(here, digits, whole_digits)
            value, digits = np.where(here, 0, value), np.where(here, 0, digits)
            split |= here
        digit = letter - np.uint8(_ZERO)  # beyond 9 for all that is no digit
        is_digit = digit <= 9
        value = np.where(is_digit, value * 10 + digit, value)
        digits = digits + is_digit
        if place >= _DIGITS and (digits > _DIGITS).any():
            return None
    part, part_digits = np.where(split, value, 0), np.where(split, digits, 0)
    whole, whole_digits = np.where(split, whole, value), np.where(split, whole_digits, digits)
    if sign == ord("."):
        return _decimals(negative, whole, whole_digits, part, part_digits)
    first = data[starts + negative]
    if ((first == _ZERO) & ((lengths > 1) | negative)).any() or not whole_digits.all():
        return None
    return _ratios(np.where(negative, -whole, whole), part, split, data[starts + lengths - part_digits][split])


def _decimals(
    negative: NDArray[np.bool_], whole: Integers, whole_digits: Integers, part: Integers, part_digits: Integers
) -> tuple[Integers, int] | None:
    """Return decimals, of which each has a digit, over one power of 10."""
    places = int(part_digits.max())
    if not (whole_digits + part_digits).all() or int(whole_digits.max()) + places > _DIGITS:
        return None
    value = whole * 10**places + part * 10 ** (places - part_digits)
    return np.where(negative, -value, value), 10**places


def _ratios(above: Integers, below: Integers, split: NDArray[np.bool_], first: Bytes) -> tuple[Integers, int] | None:
    """Return ratios in lowest terms over their common denominator; ``first``: the first digits of denominators."""
    if not split.any():
        return above, 1
    if (first == _ZERO).any() or (below[split] < 2).any() or (np.gcd(above, below)[split] != 1).any():
        return None
    return over_least(above, np.where(split, below, 1))


def with_class_numbers(text: bytes, delimiter: bytes, end: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return a table with the numbers of classes in the place of their names in the last column, and the names.

    No names are found if there are none, or numbers among them, cells in quotation marks or lines of other ends.

    >>> with_class_numbers(b"1,cat\\n2,ant\\n", b",", b"\\n")
    (b'1,1\\n2,0\\n', ('ant', 'cat'))
    """
    rows = text.removesuffix(end).split(end)
    if b'"' in text or text.count(b"\n") != len(rows) or text.count(b"\r") not in (0, len(rows) * (len(end) - 1)):
        return text, ()
    parts = [row.rpartition(delimiter) for row in rows]
    words = {cell: cell.decode("utf-8").strip() for cell in {cell for _, _, cell in parts}}
    if any([is_number(word) or is_no_class(word) for word in words.values()]):
        return text, ()
    names = tuple(sorted(set(words.values())))
    place = {name: str(index).encode() for index, name in enumerate(names)}
    number = {cell: place[word] for cell, word in words.items()}
    return end.join([head + delimiter + number[cell] for head, _, cell in parts]) + end, names
