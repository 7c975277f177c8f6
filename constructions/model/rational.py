"""Exact numbers: what is accepted as one, how it is spelled, and how integers of any length are read and written."""

import re
from collections.abc import Iterable, Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from fractions import Fraction
from math import inf, lcm
from numbers import Real
from typing import TypeAlias

from constructions.model.errors import BadInput, shown
from constructions.model.numbers.digits import long_integers as long_integers

_TYPED = 40
"""The most characters of a number that a message proposes to type."""

_MOST_PLACES = 12
"""What needs so many decimals is said with six digits and a power of 10."""

_SHORT_BITS = 64
"""So many bits has a number that is shown as it is."""

_DIGITS = 12
"""The most digits behind the point of a number that is written as a decimal."""

Number: TypeAlias = int | Fraction
"""What may be handed to a network: an ``int`` or a ``Fraction``; never a ``float``, never a ``bool``."""

Point: TypeAlias = tuple[Fraction, ...]
"""A point of Q^p: its coordinates."""


class Symbolic:
    """What a network holds in place of a number while a construction runs on symbols (``symbolic``).

    Attributes:
        unseen: whether nobody sees what the construction leaves out.
    """

    __slots__ = ()
    unseen: bool


MAX_DIGITS = 10_000
"""The most decimal digits a numerator or a denominator may have in a file (docs/reference/format.md)."""

_TOO_LONG: int = 10**MAX_DIGITS

_DECIMAL = re.compile(
    r"(?P<sign>[+-]?)(?:(?P<whole>[0-9]+)(?:\.(?P<part>[0-9]*))?|\.(?P<bare>[0-9]+))(?:[eE](?P<exponent>[+-]?[0-9]+))?"
)
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:(?P<sign>[.,' ])[0-9]{3})(?:(?P=sign)[0-9]{3})*(?:[.,][0-9]*)?")
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_RATIO = re.compile(r"(?P<numerator>[+-]?[0-9]+)/(?P<denominator>[0-9]+)")


def exact(value: Number) -> Fraction:
    """Return ``value`` as a ``Fraction``; symbolic numbers stay what they are.

    Raises:
        TypeError: if ``value`` is a ``float``, a ``bool`` or anything else that is not exactly a rational number.

    >>> exact(3), exact(Fraction(1, 3))
    (Fraction(3, 1), Fraction(1, 3))
    >>> exact(0.5)
    Traceback (most recent call last):
        ...
    TypeError: an exact number must be an int or a Fraction, not float (0.5): Fraction('0.5') is what is written
    """
    kind = type(value)
    if kind is Fraction:
        return value  # type: ignore[return-value]
    if kind is int:
        return Fraction(value)
    if isinstance(value, Symbolic):
        return value  # type: ignore[return-value]
    raise TypeError(f"an exact number must be an int or a Fraction, not {kind.__name__} ({shown(value)}){_way(value)}")


def _way(value: object) -> str:
    """Return how a number of another kind, or a text, becomes an exact one, or that it spells none."""
    if isinstance(value, bool) or not isinstance(value, str | Real | Decimal) or len(text := str(value)) > _TYPED:
        return ""
    try:
        spelled(text)
    except BadInput as error:
        return f": {error}"
    return f": Fraction({text!r}) is what is written"


def in_lowest_terms(numerator: int, denominator: int) -> Fraction:
    """Return a quotient that is known to be in lowest terms, the denominator positive, in a seventh of the time.

    >>> in_lowest_terms(-1, 2)
    Fraction(-1, 2)
    """
    value = _new(Fraction)
    value._numerator = numerator  # type: ignore[attr-defined]
    value._denominator = denominator  # type: ignore[attr-defined]
    return value


_new = object.__new__


def exact_row(name: str, values: Iterable[Number]) -> Point:
    """Return numbers as exact ones, those of a point or of a label.

    Raises:
        TypeError: if it is a number and no sequence of them, or one of them is not exactly a rational number.

    >>> exact_row("point", [1, Fraction(1, 2)])
    (Fraction(1, 1), Fraction(1, 2))
    >>> exact_row("label 0", 1)
    Traceback (most recent call last):
        ...
    TypeError: label 0 must be a sequence of numbers, as [1] is, not int (1)
    """
    if not isinstance(values, Iterable):
        like = f", as [{shown(values)}] is" if type(values) in (int, Fraction) else ""
        raise TypeError(f"{name} must be a sequence of numbers{like}, not {type(values).__name__} ({shown(values)})")
    return tuple([exact(value) for value in values])


def vanishes(value: Fraction) -> bool:
    """Return whether a number is 0, so that what it weighs can be left out; an unseen symbol stays, whatever it is.

    >>> vanishes(Fraction(0)), vanishes(Fraction(1, 2))
    (True, False)
    """
    return not (isinstance(value, Symbolic) and value.unseen) and not value


def nearest_float(value: Number) -> float:
    """Return the float64 nearest to an exact number, infinite if it is too large.

    >>> nearest_float(Fraction(1, 3)), nearest_float(-(10**400))
    (0.3333333333333333, -inf)
    """
    try:
        return value.numerator / value.denominator
    except OverflowError:
        return inf if value > 0 else -inf


def bits_of(numbers: Iterable[Number]) -> int:
    """Return the most bits of a numerator or a denominator.

    >>> bits_of([Fraction(5, 2), 9]), bits_of([])
    (4, 0)
    """
    return max([max(entry.numerator.bit_length(), entry.denominator.bit_length()) for entry in numbers], default=0)


def common_denominator(values: Iterable[Fraction]) -> int:
    """Return the least positive integer d such that d * v is an integer for every value v.

    >>> common_denominator((Fraction(1, 2), Fraction(5, 3)))
    6
    """
    return lcm(*(value.denominator for value in values))


def in_hundredths(value: Fraction) -> str:
    """Return a number rounded to two decimals.

    >>> in_hundredths(Fraction(4001, 3)), in_hundredths(Fraction(5))
    ('1,333.67', '5.00')
    """
    whole, part = divmod(round(value * 100), 100)
    return f"{whole:,}.{part:02}"


def decimal_text(value: Fraction) -> str:
    """Return a number as a decimal if that is exact and short, else as a ratio.

    >>> decimal_text(Fraction(49, 20)), decimal_text(Fraction(-1, 3)), decimal_text(Fraction(5))
    ('2.45', '-1/3', '5')
    """
    rest, digits = value.denominator, 0
    while rest % 10 == 0 or rest % 2 == 0 or rest % 5 == 0:
        rest, digits = rest // (10 if rest % 10 == 0 else 2 if rest % 2 == 0 else 5), digits + 1
        if digits > _DIGITS:
            return str(value)
    if rest != 1 or not digits:
        return str(value)
    units = str(abs(value.numerator) * 10**digits // value.denominator).rjust(digits + 1, "0")
    return f"{'-' * (value < 0)}{units[:-digits]}.{units[-digits:]}"


def fingerprint(numbers: Sequence[Fraction]) -> str:
    """Return a text by which a dictionary tells rows of numbers apart.

    Hashes of numbers are residues modulo 2^61 - 1: a table can be made in which all are equal, and a dictionary of its
    numbers takes quadratic time. Those of texts cannot be foreseen.

    >>> fingerprint([Fraction(-1, 2), Fraction(20)])
    '-1/2 14/1'
    """
    for number in numbers:
        if isinstance(number, Symbolic):
            hash(number)  # raises, and says why it cannot be told apart
    return " ".join([f"{number.numerator:x}/{number.denominator:x}" for number in numbers])


def different(rows: Iterable[Point]) -> list[Point]:
    """Return the different ones among rows of numbers, in order.

    >>> different([(Fraction(2),), (Fraction(1),), (Fraction(2),)])
    [(Fraction(1, 1),), (Fraction(2, 1),)]
    """
    return ranks_of(rows)[0]


def ranks_of(rows: Iterable[Point]) -> tuple[list[Point], list[int]]:
    """Return the different ones among rows of numbers, in order, and for each row its place among them.

    >>> ranks_of([(Fraction(2),), (Fraction(1),), (Fraction(2),)])[1]
    [1, 0, 1]
    """
    given = list(rows)
    texts = [fingerprint(row) for row in given]
    ordered = sorted(dict(zip(texts, given, strict=True)).values())
    places = {fingerprint(row): place for place, row in enumerate(ordered)}
    return ordered, [places[text] for text in texts]


def about(value: Fraction, size: Fraction) -> str:
    """Return a number as a decimal for people, rounded behind a tilde where a hundredth of ``size`` does not show.

    >>> about(Fraction(13, 3), Fraction(2, 3)), about(Fraction(9, 4), Fraction(1, 2)), about(Fraction(4), Fraction(3))
    ('~4.333', '2.25', '4')
    """
    places = 0
    while size < Fraction(100, 10**places) and places < _MOST_PLACES:
        places += 1
    exact = decimal_text(value)
    if "/" not in exact and len(exact.partition(".")[2]) <= places:
        return exact
    rounded = round(value, places)
    return for_reading(value) if places == _MOST_PLACES or rounded == value else f"~{decimal_text(rounded)}"


def for_reading(value: Fraction) -> str:
    """Return a number for people: exactly if that is short, else six digits behind a tilde.

    >>> for_reading(Fraction(-7, 3)), for_reading(Fraction(10**30, 3**40)), for_reading(Fraction(1, 7**400))
    ('-7/3', '~82252600000', '~9.13659E-339')
    """
    if value.numerator.bit_length() + value.denominator.bit_length() <= _SHORT_BITS:
        return str(value)
    with localcontext(Context(prec=6, Emax=MAX_EMAX, Emin=MIN_EMIN)):
        found = Decimal(value.numerator) / Decimal(value.denominator)
    return f"~{found:f}" if -6 < found.adjusted() < 12 else f"~{found}"


def spelled(text: str) -> Fraction:
    """Return the rational number that ``text`` spells: a decimal (``-1.50``, ``2e-3``) or a ratio (``-7/3``).

    A decimal is read as the exact number its digits say: ``0.1`` is one tenth.

    Raises:
        BadInput: if ``text`` is neither, is not finite, divides by zero, or has more than ``MAX_DIGITS`` digits.

    >>> spelled("0.1"), spelled(" -7/3 "), spelled("1e2")
    (Fraction(1, 10), Fraction(-7, 3), Fraction(100, 1))
    >>> spelled("nan")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: 'nan' is not a number
    """
    text = text.strip()
    value = _spelled(text)
    if is_long(value):
        raise BadInput(f"{shown(text)} has more than {MAX_DIGITS} digits")
    return value


def is_long(value: Fraction) -> bool:
    """Return whether a numerator or a denominator has more than ``MAX_DIGITS`` digits.

    >>> is_long(Fraction(1, 10**9999)), is_long(Fraction(10**10000))
    (False, True)
    """
    return max(abs(value.numerator), value.denominator) >= _TOO_LONG


def _spelled(text: str) -> Fraction:
    if len(text) > 2 * MAX_DIGITS + 2:
        raise BadInput(f"{shown(text)} has more than {MAX_DIGITS} digits")
    match = _DECIMAL.fullmatch(text)
    if match is not None:
        return _decimal(text, match)
    match = _RATIO.fullmatch(text)
    if match is None:
        hint = ": a decimal has a point, not a comma" if _COMMA.fullmatch(text) else ""
        if (groups := _THOUSANDS.fullmatch(text)) is not None:
            hint = f": write thousands without {groups['sign']!r}"
        raise BadInput(f"{shown(text)} is not a number{hint}")
    with long_integers():
        numerator, denominator = int(match["numerator"]), int(match["denominator"])
    if denominator == 0:
        raise BadInput(f"{shown(text)} divides by zero")
    return Fraction(numerator, denominator)


def _decimal(text: str, match: re.Match[str]) -> Fraction:
    part = match["part"] or match["bare"] or ""
    with long_integers():
        exponent = int(match["exponent"] or "0")
        digits = int(match["sign"] + (match["whole"] or "") + part)
    if abs(exponent) > MAX_DIGITS:
        raise BadInput(f"{shown(text)} has an exponent beyond {MAX_DIGITS}")
    shift = exponent - len(part)
    return Fraction(digits * 10**shift) if shift >= 0 else Fraction(digits, 10**-shift)
