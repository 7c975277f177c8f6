"""Operations on n points of a line, without gates and with them: what is needed, and what is enough, by theorem."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from math import isqrt

from lowerbound.bounds.formulas import log2_up
from lowerbound.bounds.without_gates import PART, needed_without_gates


@dataclass(frozen=True, slots=True)
class Sizes:
    """What n points side by side need and have; *almost all* labellings with 0 and 1 are all but a 2^-10 part.

    Attributes:
        points: n.
        needed: without gates almost all labellings need so many operations (Theorem 36).
        enough: and so many are enough for almost all (Theorems 25a and 7).
        gates: with gates the worst case over all data sets of n points on a line, exactly (Theorem 40).
    """

    points: int
    needed: int
    enough: int
    gates: int


def sizes_of(points: int) -> Sizes:
    """Return the three numbers for n points.

    >>> sizes_of(10_000)
    Sizes(points=10000, needed=167, enough=1410, gates=14)
    """
    needed = needed_without_gates(points, 1)
    return Sizes(points, 0 if needed is None else needed + 1, enough_without_gates(points), log2_up(points))


def enough_without_gates(points: int) -> int:
    """Return how many operations without gates are enough for almost all labellings of the points 0, ..., n - 1.

    Of labels drawn at random a run is longer than L for at most an n 2^-L part, and there are more than R = n/2 + 2
    sqrt(n) runs for at most an e^-8 part (Hoeffding), since neighbours differ or not independently. With L = ceil(log2
    n) + 11 that is less than 2^-10 together. The rest is the formula of Theorem 25a, which grows with R, r and f; where
    4 (n - 1) is less, one hidden layer (Theorem 7) has no more.

    >>> enough_without_gates(2)
    4
    """
    longest = log2_up(points) + 11
    runs = min(points, points // 2 + isqrt(4 * points) + 1)
    distance = min(points, longest).bit_length()
    found = [4 * (points - 1)]
    for size in range(2, min(runs + runs % 2, 2 * isqrt(runs) + 2) + 1, 2):
        groups, first = -(-runs // size), min(points, size * longest).bit_length()
        found.append(4 * (groups - 1) + 4 * first + 4 * (size - 1) * (distance + 1) - 4 * distance + 2)
    return min(found)


def up_to(largest: int) -> Items[Sizes]:
    """Return the numbers for n = 2, 3, 4, 6, 8, 12, ... up to ``largest``, which is the last one.

    >>> [found.points for found in up_to(10)]
    [2, 3, 4, 6, 8, 10]
    """
    sizes = {2, largest}
    for power in range(1, largest.bit_length()):
        sizes |= {size for size in (1 << power, 3 << power - 1) if 2 <= size <= largest}
    return [sizes_of(size) for size in sorted(sizes)]


ALMOST_ALL = f"all but a 2^-{PART} part"
