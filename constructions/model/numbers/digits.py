"""Integers of more digits than the interpreter spells by itself."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def long_integers() -> Iterator[None]:
    """Lift the interpreter's limit on digits (4,300) inside the block, and put it back after it.

    >>> with long_integers():
    ...     len(str(10**5000))
    5001
    """
    before = sys.get_int_max_str_digits()
    if before == 0:
        yield
        return
    sys.set_int_max_str_digits(0)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(before)


def bounded(text: str) -> int:
    """Return the integer that a JSON text spells, for readers whose own limit on the length of integers is far below.

    Reading takes time quadratic in the digits, so this limit stays where ``long_integers`` lifts the interpreter's.

    Raises:
        ValueError: if it has more than ``MOST`` digits.

    >>> bounded("-12")
    -12
    >>> bounded("1" * 5000)
    Traceback (most recent call last):
        ...
    ValueError: an integer of 5,000 digits is too long
    """
    if len(text) > MOST:
        raise ValueError(f"an integer of {len(text):,} digits is too long")
    return int(text)


MOST = 4300
"""The most digits of an integer in JSON of other tools."""
