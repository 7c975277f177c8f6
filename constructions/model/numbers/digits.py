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
