"""Numbers as decimals that are exactly they, where there are such, of a bounded length."""

from fractions import Fraction
from math import gcd


def decimal_of(value: Fraction, most: int) -> str | None:
    """Return all digits of a number, with a point; None if they do not end, or are more than ``most`` behind it.

    >>> decimal_of(Fraction(-3, 8), 20), decimal_of(Fraction(5), 20), decimal_of(Fraction(1, 3), 20)
    ('-0.375', '5.0', None)
    """
    rest, places = value.denominator, 0
    while rest != 1 and places <= most:
        shared = gcd(rest, 10)
        if shared == 1:
            return None
        rest, places = rest // shared, places + 1
    if rest != 1 or places > most:
        return None
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else f"{digits}.0"
    return f"-{text}" if value < 0 else text
