"""The constants of an exact network in a format of floats: which are held exactly, and how far off the others are."""

from collections.abc import Sequence as Items
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from constructions.model.errors import BadInput, one_of
from constructions.model.nouns import count_of
from constructions.model.rational import long_integers
from exchange.trees.casts import at_most, nearest

FORMATS = {"float32": 128, "float64": 1024}
"""The formats that networks are written in, and the power of 2 at which each overflows."""


@dataclass(slots=True)
class Precision:
    """Turns exact numbers into those of a format, and keeps an account of what was rounded.

    Attributes:
        kind: ``float32`` or ``float64``.
        rounded: how many constants were rounded, each place counted.
        largest: the largest relative error of one of them.
        example: the constant with that error; None if none was rounded.

    >>> precision = Precision("float32")
    >>> [str(precision.number(value)) for value in (Fraction(1, 2), Fraction(1, 3))]
    ['1/2', '11184811/33554432']
    >>> precision.rounded, precision.largest, precision.example
    (1, Fraction(1, 33554432), Fraction(1, 3))
    """

    kind: str
    rounded: int = 0
    largest: Fraction = Fraction(0)
    example: Fraction | None = None
    _known: dict[Fraction, Fraction] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        one_of("format", self.kind, FORMATS)

    def number(self, value: Fraction) -> Fraction:
        """Return the number of the format nearest to ``value``.

        Raises:
            BadInput: if it is beyond the largest one.
        """
        found = self._nearest(value)
        if found != value:
            self._note(value, found)
        return found

    def bound(self, value: Fraction, above: bool) -> Fraction:
        """Return the least number of the format that is at least ``value`` (``above``), or the largest at most it.

        So a test of a number of the format decides as it does with ``value`` itself.

        >>> Precision("float32").bound(Fraction(1, 3), above=False)
        Fraction(5592405, 16777216)
        """
        found = self._checked(value, -at_most(-value, self.kind) if above else at_most(value, self.kind))
        if found != value:
            self._note(value, found)
        return found

    def row(self, weights: Items[Fraction], constant: Fraction) -> tuple[list[Fraction], Fraction, Fraction]:
        """Return ``(W, c, d)``, numbers of the format with ``w . x + b = (W . x + c) / d``.

        If the row is held as it is, d is 1. If it is held exactly once it is multiplied by the odd part of its common
        denominator, d is that; else d is 1 and the row is rounded.

        >>> Precision("float32").row([Fraction(1, 3)], Fraction(1, 2))
        ([Fraction(1, 1)], Fraction(3, 2), Fraction(3, 1))
        """
        values = [*weights, constant]
        if not all([self.holds(value) for value in values]):
            factor = Fraction(lcm(*[_odd(value.denominator) for value in values]))
            scaled = [value * factor for value in values]
            if self.holds(factor) and all([self.holds(value) for value in scaled]):
                return scaled[:-1], scaled[-1], factor
        held = [self.number(value) for value in values]
        return held[:-1], held[-1], Fraction(1)

    def gate(self, weights: Items[Fraction], threshold: Fraction) -> tuple[list[Fraction], Fraction]:
        """Return W and t of the format for the test ``W . x >= t``, the same as ``w . x >= threshold`` if that can be.

        The test of one number has the weight 1 or -1 if the format holds the threshold that belongs to it: then nothing
        is multiplied, and nothing is rounded when it runs. Other tests are multiplied up, as in ``row``.

        >>> Precision("float32").gate([Fraction(-2)], Fraction(1))
        ([Fraction(-1, 1)], Fraction(1, 2))
        >>> Precision("float32").gate([Fraction(1)], Fraction(49, 20))
        ([Fraction(5, 1)], Fraction(49, 4))
        """
        if len(weights) == 1 and self.holds(threshold / abs(weights[0])):
            return [Fraction(1 if weights[0] > 0 else -1)], threshold / abs(weights[0])
        held, constant, _ = self.row(weights, threshold)
        return held, constant

    def holds(self, value: Fraction) -> bool:
        """Return whether the format has this number."""
        limit = FORMATS[self.kind]
        if value.denominator == 1 and value.numerator.bit_length() <= 24:  # the digits of both formats
            return True
        return (
            value.numerator.bit_length() <= limit
            and value.denominator.bit_length() <= 1200
            and (nearest(value, self.kind) == value)
        )

    def joined(self, other: "Precision") -> "Precision":
        """Return the account of both.

        >>> third = Precision("float32")
        >>> _ = third.number(Fraction(1, 3))
        >>> Precision("float32").joined(third).rounded
        1
        """
        worse = self if self.largest >= other.largest else other
        return Precision(self.kind, self.rounded + other.rounded, worse.largest, worse.example)

    def sentence(self) -> str:
        """Return in one line what was rounded.

        >>> Precision("float64").sentence()
        'float64 holds every constant exactly'
        """
        if not self.rounded or self.example is None:
            return f"{self.kind} holds every constant exactly"
        off = self.largest.numerator / self.largest.denominator
        rounded = count_of(self.rounded, "constant is", "constants are")
        return f"{rounded} rounded to {self.kind}: relative error at most {off:.2g} (of {_short(self.example)})"

    def _nearest(self, value: Fraction) -> Fraction:
        found = self._known.get(value)
        if found is None:
            found = self._known[value] = self._checked(value, nearest(value, self.kind))
        return found

    def _checked(self, value: Fraction, found: Fraction) -> Fraction:
        if abs(found) >= Fraction(2) ** FORMATS[self.kind]:
            raise BadInput(f"a constant of the network, {_short(value)}, is beyond the largest {self.kind}")
        return found

    def _note(self, value: Fraction, found: Fraction) -> None:
        self.rounded += 1
        error = abs(found - value) / abs(value)
        if error > self.largest:
            self.largest, self.example = error, value


def _short(value: Fraction) -> str:
    with long_integers():
        text = str(value)
    return text if len(text) <= 30 else f"{text[:14]}...{text[-12:]}"


def _odd(number: int) -> int:
    return number >> ((number & -number).bit_length() - 1)
