"""Single cells of text tables: numbers exactly as they are spelled, and what can be a name."""

import re
from collections.abc import Callable, Hashable, Iterable
from fractions import Fraction
from typing import Generic, TypeVar

from constructions.model.errors import BadInput, shown
from constructions.model.rational import spelled

NON_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)
"""What spells a value that is no rational number; it is never taken for the name of a class or of a column."""

_NUMERIC = re.compile(r"[+-]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[0-9]+/[0-9]+)")
# What never proves a first row to be a header: a bad or missing number must be refused there, not skipped as a name.
NO_NAME = re.compile(r"[+-]?\.?\d.*|[+-]?(?:nan|inf|infinity)|n/?a|null|none|true|false|[\W_]*", re.IGNORECASE | re.S)
_COMMA = re.compile(r"[+-]?(?:[0-9]+,[0-9]*|,[0-9]+)(?:[eE][+-]?[0-9]+)?")
_POINT = re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_REMEMBERED = 1 << 16

_EXPONENT = re.compile(r"[eE]([+-]?[0-9]{1,5})\s*")
_MOST_DIGITS = 10**8

Cell = TypeVar("Cell", bound=Hashable)


class Remembered(dict[Cell, Fraction], Generic[Cell]):
    """The number in a cell, read once: columns repeat their values, and a look-up takes 0.05 us, a reading 0.9 us.

    >>> Remembered(Fraction)[0.5]
    Fraction(1, 2)
    """

    def __init__(self, read: Callable[[Cell], Fraction]) -> None:
        self._read = read

    def __missing__(self, cell: Cell) -> Fraction:
        value = self._read(cell)
        if len(self) < _REMEMBERED:
            self[cell] = value
        return value


class Exponents:
    """What exponents of a table's numbers stand for: 1e-9999 has 7 signs, and ten thousand digits in a file of ours.

    Attributes:
        found: the cells whose exponents stand for many digits, with how many.

    >>> exponents = Exponents("f.csv")
    >>> exponents.note("1e-9999")
    >>> exponents.pay(["1e-9999", "2"] * 10_000), exponents.found
    (None, {'1e-9999': 9992})
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._left = _MOST_DIGITS
        self.found: dict[str, int] = {}

    def note(self, cell: str) -> None:
        """Note how many digits a cell stands for beyond its own, if there are some."""
        if "e" in cell or "E" in cell:
            match = _EXPONENT.search(cell)
            digits = 0 if match is None else abs(int(match[1])) - len(cell)
            if digits > 0:
                self.found[cell] = digits

    def pay(self, cells: Iterable[str]) -> None:
        """Pay for each of these cells; raises ``BadInput`` where there are too many digits in all."""
        for cell in cells:
            self._left -= self.found.get(cell, 0)
            if self._left < 0:
                raise BadInput(
                    f"{self._file}: numbers such as {shown(cell)} have more than {_MOST_DIGITS:,} digits in all, which "
                    "exponents stand for: change the unit of the column, or cut the table into several"
                )


def is_name(cell: str) -> bool:
    """Return whether a cell is surely a name, of a column or of a class.

    >>> is_name("petal width"), is_name("n/a")
    (True, False)
    """
    return NO_NAME.fullmatch(cell.strip()) is None and re.search(r"[^\W\d_]{2}", cell) is not None


def is_no_class(text: str) -> bool:
    """Return whether ``text`` must be a number, so that it is an error if it cannot be read as one.

    >>> is_no_class("1/3"), is_no_class("nan"), is_no_class("no")
    (True, True, False)
    """
    return not text or bool(_NUMERIC.fullmatch(text) or NON_FINITE.fullmatch(text))


def has_comma(cell: str) -> bool:
    """Return whether a cell is a number with a decimal comma.

    >>> has_comma(" 1,5"), has_comma("1,5,2")
    (True, False)
    """
    return _COMMA.fullmatch(cell.strip()) is not None


def with_point(cell: str) -> str:
    """Return a cell with a point in the place of a decimal comma.

    >>> with_point("1,5"), with_point("pear, red")
    ('1.5', 'pear, red')
    """
    return cell.replace(",", ".") if has_comma(cell) else cell


def number_in(cell: str, decimal: str = ".") -> Fraction:
    """Return the number that a cell spells, exactly.

    Args:
        decimal: what stands before decimals, a point or a comma.

    Raises:
        BadInput: if it is empty, not finite, or spells none; if it has a point where decimals stand behind a comma.

    >>> number_in(" -0.25"), number_in("1,5", ",")
    (Fraction(-1, 4), Fraction(3, 2))
    """
    text = cell.strip()
    if decimal == ",":
        if _POINT.fullmatch(text):
            raise BadInput(f"{shown(text)} has a point, but the decimal sign is ','; signs between thousands must go")
        text = with_point(text)
    whole, _, part = text.removeprefix("-").partition(".")
    digits = whole + part
    if len(digits) <= 18 and digits.isascii() and digits.isdecimal():  # several times faster than ``spelled``
        value = -int(digits) if text[0] == "-" else int(digits)
        return Fraction(value, 10 ** len(part)) if part else Fraction(value)
    if not text:
        raise BadInput("the cell is empty")
    if NON_FINITE.fullmatch(text):
        raise BadInput(f"{shown(text)} is not a finite number")
    return spelled(text)


def is_number(cell: str, decimal: str = ".") -> bool:
    """Return whether a cell spells a number.

    >>> is_number("1e3"), is_number("x"), is_number("1,5", ",")
    (True, False, True)
    """
    try:
        number_in(cell, decimal)
    except BadInput:
        return False
    return True
