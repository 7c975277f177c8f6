"""Forms as rows: all factors of one kind in one integer, so that a multiple of a form is one product.

The factors of the units that came together are the digits of an integer in base 2^FIELD, digits of either sign. Sums
of such integers are sums of forms as long as every digit is less than 2^(FIELD-1) in size.
"""

from collections.abc import Sequence
from struct import unpack
from typing import NamedTuple

from .budget import Budget

FIELD = 128
LIMIT = 1 << (FIELD - 2)
"""What the size of a digit must be less than."""

_BYTES = FIELD // 8
_MIDDLE = (1 << (FIELD - 1) | 1 << 63).to_bytes(_BYTES, "little")
_FEW = 64  # so many fields are no loss, whatever is in them


class Row(NamedTuple):
    """A form: its digits as an integer for each group, a bound of their size, and how many fields they have.

    ``whole`` is what a product with it counts: the fields of all that its groups may have.
    """

    parts: tuple[tuple[int, int], ...]
    most: int
    fields: int
    whole: int

    def memory(self) -> int:
        """Return the bits of memory that it takes."""
        return 1024 + 1024 * len(self.parts) + FIELD * self.fields


def row(groups: dict[int, dict[int, int]], bits: int, whole: int) -> Row | None:
    """Return the row with these digits by group and place, none longer than ``bits``; None if it were no gain."""
    counts = [1 + max(digits) for digits in groups.values()]
    size, digits = sum(counts), sum(map(len, groups.values()))
    if bits >= FIELD - 2 or size > _FEW + 4 * digits:
        return None
    parts = [
        (group, together([digits.get(place, 0) for place in range(count)]))
        for (group, digits), count in zip(groups.items(), counts, strict=True)
    ]
    return Row(tuple(parts), 1 << bits, size, whole)


def together(digits: Sequence[int]) -> int:
    """Return the integer with these digits, the lowest first."""
    found = b"".join([(digit + LIMIT).to_bytes(_BYTES, "little") for digit in digits])
    return int.from_bytes(found, "little") - _limits(len(digits))


def apart(number: int, count: int, budget: Budget) -> list[int]:
    """Return the digits of an integer that has so many."""
    budget.spend(10 + 2 * count)
    middles = int.from_bytes(_MIDDLE * count, "little")
    words = unpack(f"<{2 * count}q", (number + middles ^ middles).to_bytes(_BYTES * count, "little"))
    low, high = words[::2], words[1::2]  # as middles were added, the low half is a digit unless that is longer
    if not any(high):
        return [*low]
    budget.spend(4 * count)
    return [(above << 64) + below for below, above in zip(low, high, strict=True)]


def fields(number: int) -> int:
    """Return how many digits an integer has, zeros at the top left out; one if it is 0."""
    return number.bit_length() // FIELD + 1


def _limits(count: int) -> int:
    """Return the integer whose digits are all ``LIMIT``, as far as a field can hold it: what makes others positive."""
    return int.from_bytes(LIMIT.to_bytes(_BYTES, "little") * count, "little")
