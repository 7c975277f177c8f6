"""Forms as integers in base 2^WIDTH, a digit of either sign for each factor: a multiple of a form is one product.

A form has an integer for each group of units that it depends on, and one for its constant and the inputs. Sums of such
integers are sums of forms while all digits are less than 2^(WIDTH-1) in size.
"""

from collections.abc import Iterable, Mapping, Sequence as Items
from typing import NamedTuple

WIDTH = 128
HALF = 1 << (WIDTH - 1)
_BYTES = WIDTH // 8


class Packed(NamedTuple):
    """A form: an integer for each group, and what no digit passes in size."""

    parts: tuple[tuple[int, int], ...]
    most: int


def packed(form: Mapping[int, int], width: int, firsts: Items[int]) -> Packed | None:
    """Return a form packed; None if that is no gain, or a number is too long.

    Args:
        form: factors by variable, the constant under -1.
        width: how many inputs there are.
        firsts: for each unit the first one of its group.

    >>> packed({-1: 5, 0: 1, 2: -1}, 1, [0, 0]).parts == ((-1, 5 + (1 << WIDTH)), (0, -(1 << WIDTH)))
    True
    """
    groups: dict[int, dict[int, int]] = {}
    for variable, factor in form.items():
        group = -1 if variable < width else firsts[variable - width]
        groups.setdefault(group, {})[variable - group - (0 if variable < width else width)] = factor
    lengths = {group: max(digits) + 1 for group, digits in groups.items()}
    most = max(map(abs, form.values()))
    if most >= HALF or sum(lengths.values()) > 64 + 4 * len(form):
        return None
    parts = [(group, joined([digits.get(k, 0) for k in range(lengths[group])])) for group, digits in groups.items()]
    return Packed(tuple(parts), most)


def joined(digits: Iterable[int]) -> int:
    """Return the integer of digits, the lowest first."""
    data = b"".join([(digit + HALF).to_bytes(_BYTES, "little") for digit in digits])
    return int.from_bytes(data, "little") - _halves(len(data) // _BYTES)


def digits_of(number: int, count: int) -> list[int]:
    """Return the digits of an integer.

    >>> digits_of(joined([3, -4, 0, HALF - 1]), 4) == [3, -4, 0, HALF - 1]
    True
    """
    data = (number + _halves(count)).to_bytes(_BYTES * count, "little")
    return [int.from_bytes(data[k : k + _BYTES], "little") - HALF for k in range(0, len(data), _BYTES)]


def _halves(count: int) -> int:
    return int.from_bytes(HALF.to_bytes(_BYTES, "little") * count, "little")
