"""Forms as rows: all factors of one kind in one integer, so that a multiple of a form is one product.

The factors of the units that came together are the digits of an integer in base 2^FIELD, digits of either sign. Sums
of such integers are sums of forms as long as every digit is less than ``LIMIT`` in size.
"""

from collections.abc import Sequence
from struct import unpack
from typing import NamedTuple

from .budget import Budget

FIELD = 128
LIMIT = 1 << (FIELD - 2)
"""What the size of a digit must be less than."""

_BYTES = FIELD // 8
_MIDDLE = 1 << (FIELD - 1) | 1 << 63  # makes digits positive, and both halves of a field
_FEW = 64  # so many fields are no loss, whatever is in them
_PART = 24  # the fields that take as long as what is around a product


class Row(NamedTuple):
    """A form: its digits as an integer for each group, and a bound of their size.

    ``size`` is what a product with it counts: the fields that its groups may have, and more for each group.
    """

    parts: tuple[tuple[int, int], ...]
    most: int
    size: int

    def memory(self) -> int:
        """Return the bits of memory that it takes."""
        return 1024 + sum([1024 + digits.bit_length() for _, digits in self.parts])


def row_with(groups: dict[int, dict[int, int]], sizes: dict[int, int], bits: int) -> Row | None:
    """Return the row with these digits by group and place, none longer than ``bits``; None if it were no gain.

    ``sizes`` say how many places each group has.
    """
    counts = [1 + max(digits) for digits in groups.values()]
    if bits >= FIELD - 2 or sum(counts) > _FEW + 4 * sum(map(len, groups.values())):
        return None
    parts = [
        (first, together([digits.get(place, 0) for place in range(count)]))
        for (first, digits), count in zip(groups.items(), counts, strict=True)
    ]
    return Row(tuple(parts), 1 << bits, sum([_PART + sizes[first] + (sizes[first] ** 2 >> 14) for first in groups]))


def together(digits: Sequence[int]) -> int:
    """Return the integer with these digits, the lowest first."""
    found = b"".join([(digit + _MIDDLE).to_bytes(_BYTES, "little") for digit in digits])
    return int.from_bytes(found, "little") - _middles(len(digits))


def apart(number: int, count: int, budget: Budget) -> list[int]:
    """Return the digits of an integer that has so many: each is the lower half of a field, unless one is longer."""
    budget.spend(5 + count)
    middles = _middles(count)
    halves = unpack(f"<{2 * count}q", (number + middles ^ middles).to_bytes(_BYTES * count, "little"))
    if not any(halves[1::2]):
        return [*halves[::2]]
    budget.spend(count)
    return [(above << 64) + below for below, above in zip(halves[::2], halves[1::2], strict=True)]


def fields(number: int) -> int:
    """Return how many digits an integer has, zeros at the top left out; one if it is 0."""
    return number.bit_length() // FIELD + 1


def _middles(count: int) -> int:
    """Return the integer with so many digits ``_MIDDLE``."""
    return int.from_bytes(_MIDDLE.to_bytes(_BYTES, "little") * count, "little")
