"""Single cells of text tables: numbers exactly as they are spelled, and what can be a name."""

import re
from collections.abc import Callable, Hashable
from fractions import Fraction
from typing import Generic, TypeVar

from constructions.model.errors import BadInput, shown
from constructions.model.rational import spelled

MINUS = "\N{MINUS SIGN}"
"""What spreadsheets and word processors write for the hyphen of a keyboard."""

SIGN = rf"[+{MINUS}-]?"
"""What may stand before a number, in a pattern."""

_NOT_FINITE = rf"{SIGN}(?:nan|inf|infinity)"
_EXPONENT = rf"(?:[eE]{SIGN}[0-9]+)?"

NON_FINITE = re.compile(_NOT_FINITE, re.IGNORECASE)
"""What spells a value that is no rational number; it is never taken for the name of a class or of a column."""

_NUMERIC = re.compile(rf"{SIGN}(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+){_EXPONENT}|[0-9]+/[0-9]+)")
# What never proves a first row to be a header: a bad or missing number must be refused there, not skipped as a name.
NO_NAME = re.compile(rf"{SIGN}[.,]?\d.*|{_NOT_FINITE}|n/?a|null|none|true|false|[\W_]*", re.IGNORECASE | re.S)
_COMMA = re.compile(rf"{SIGN}(?:[0-9]+,[0-9]*|,[0-9]+){_EXPONENT}")
_POINT = re.compile(rf"{SIGN}(?:[0-9]+\.[0-9]*|\.[0-9]+){_EXPONENT}")
_REMEMBERED = 1 << 16

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
    >>> exponents.note("1e-09999", Fraction(1, 10**9999))
    >>> exponents.pay("1e-09999", 10_000), exponents.found
    (None, {'1e-09999': 9991})
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._left = _MOST_DIGITS
        self.found: dict[str, int] = {}

    def note(self, cell: str, value: Fraction) -> None:
        """Note how many digits the number in a cell has beyond the signs of the cell, if there are some."""
        bits = max(abs(value.numerator), value.denominator).bit_length()
        digits = bits * 30103 // 100_000 - len(cell)
        if digits > 0:
            self.found[cell] = digits

    def pay(self, cell: str, times: int = 1) -> None:
        """Pay for a cell that stands there so many times; raises ``BadInput`` if there are too many digits in all."""
        self._left -= self.found.get(cell, 0) * times
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

    >>> number_in(" -0.25"), number_in("1,5", ","), number_in("\N{MINUS SIGN}1/3")
    (Fraction(-1, 4), Fraction(3, 2), Fraction(-1, 3))
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
    return spelled(text.replace(MINUS, "-") if _NUMERIC.fullmatch(text) else text)


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
