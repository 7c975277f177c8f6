"""Sets of points as bits, with room for a search among them: what ``box_search`` does again and again.

It is written for numba, which makes it about a hundred times faster; where numba is not installed it is ordinary
Python, and gives the same answers.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
Ranks = NDArray[np.unsignedinteger]
Function = TypeVar("Function", bound=Callable[..., Any])

KNOWN, POOL = 1 << 14, 1_000
"""How many answers, and boxes of refuted sets, are kept for each depth (measured on the digits)."""


def compiled(function: Function) -> Function:
    """Return a function compiled by numba, if it is installed."""
    try:
        from numba import njit
    except ImportError:
        return function
    return njit(cache=True)(function)  # type: ignore[no-any-return]


class Tables(NamedTuple):
    """The points, and room for the search; the first index of most arrays is a depth.

    Attributes:
        rows: ranks of the points, by their classes.
        kinds: classes of the points.
        less: for each coordinate and rank t the points with x_j < t, as bits.
        sets: the set that is looked at; ``more`` is room for one side of it.
        points: its places.
        least, most: its box.
        low, high: between which ranks tests are open.
        bottoms, tops: room for what the labels of a side close, and for its box.
        minima, maxima, rising, falling: those of classes, and room to sort them.
        slots: for each class its row among them.
        side_minima, side_maxima, side_slots, side_counts: the same for sides of a test, and how many classes they have.
        order, sizes, tests, middles, down: coordinates that are open, with their tests.
        cuts: a coordinate and a rank, the root of a tree.
        pool_low, pool_high, pooled: boxes of refuted sets, and how many there were.
        known_set, known_low, known_high, known: answers (-1: none), their cuts behind them.
        states: what is asked, points, open coordinates, where the answer is kept.
        work: what is done, what may be, and the depth at which the search stopped.
    """

    rows: Ranks
    kinds: Ints
    less: Words
    sets: Words
    more: Words
    points: Ints
    least: Ints
    most: Ints
    low: Ints
    high: Ints
    bottoms: Ints
    tops: Ints
    minima: Ranks
    maxima: Ranks
    rising: Ranks
    falling: Ranks
    slots: Ints
    side_minima: Ranks
    side_maxima: Ranks
    side_slots: Ints
    side_counts: Ints
    order: Ints
    sizes: Ints
    tests: Ints
    middles: Ints
    down: Ints
    cuts: Ints
    pool_low: Ranks
    pool_high: Ranks
    pooled: Ints
    known_set: Words
    known_low: Ranks
    known_high: Ranks
    known: Ints
    states: Ints
    work: Ints


def room_for(ranks: Ints, depth: int) -> int:
    """Return about how many bytes the tables for a search up to a depth take: sets of points, and what is kept.

    >>> room_for(np.zeros((1_000, 10), dtype=np.int64), 5) >> 20
    16
    """
    (size, width), levels = ranks.shape, int(ranks.max(initial=0)) + 1
    words, bytes_each = -(-size // 64), np.min_scalar_type(levels + 1).itemsize
    kept = (depth + 1) * (KNOWN * (8 * words + 2 * width * bytes_each + 24) + POOL * 2 * width * bytes_each)
    return int(width * (levels + 1) * words * 8 + kept)


def tables(ranks: Ints, classes: Ints, depth: int) -> tuple[Tables, Ints]:
    """Return the tables for a search up to a depth, and the order in which the points stand in them.

    Args:
        ranks: for each point and coordinate the place of its value among all.
        classes: numbers of the labels.
    """
    order = np.argsort(classes, kind="stable")
    levels, (size, width) = int(ranks.max(initial=0)) + 1, ranks.shape
    rows = ranks[order].astype(np.min_scalar_type(levels + 1))
    words, count, high = -(-size // 64), len(np.unique(classes)), depth + 1
    less = np.zeros((width, levels + 1, words), dtype=np.uint64)
    for place in range(levels + 1):
        marks = np.zeros((words * 64, width), dtype=np.bool_)
        marks[:size] = rows < place
        less[:, place] = np.ascontiguousarray(np.packbits(marks.T, axis=1, bitorder="little")).view(np.uint64)

    def ints(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    def of_rows(*shape: int) -> Ranks:
        return np.zeros(shape, dtype=rows.dtype)

    def bits(*shape: int) -> Words:
        return np.zeros((*shape, words), dtype=np.uint64)

    found = Tables(
        rows=rows, kinds=classes[order].astype(np.int64), less=less,
        sets=bits(high), more=bits(high), points=ints(high, size),
        least=ints(high, width), most=ints(high, width), low=ints(high, width), high=ints(high, width),
        bottoms=ints(width), tops=ints(width), minima=of_rows(count, width), maxima=of_rows(count, width),
        rising=of_rows(count, width), falling=of_rows(count, width), slots=ints(count),
        side_minima=of_rows(4, count, width), side_maxima=of_rows(4, count, width),
        side_slots=ints(4, count), side_counts=ints(4),
        order=ints(high, width), sizes=ints(high, width), tests=ints(high, width), middles=ints(high, width),
        down=ints(high, width), cuts=ints(high, 2),
        pool_low=of_rows(high, POOL, width), pool_high=of_rows(high, POOL, width), pooled=ints(high),
        known_set=bits(high, KNOWN), known_low=of_rows(high, KNOWN, width), known_high=of_rows(high, KNOWN, width),
        known=np.full((high, KNOWN, 3), -1, dtype=np.int64), states=ints(high, 4), work=ints(3),
    )  # fmt: skip
    return found, order


@compiled
def ones(bits: Any) -> int:
    """Return how many bits of a word are set."""
    bits = bits - ((bits >> np.uint64(1)) & np.uint64(0x5555555555555555))
    bits = (bits & np.uint64(0x3333333333333333)) + ((bits >> np.uint64(2)) & np.uint64(0x3333333333333333))
    bits = (bits + (bits >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((bits * np.uint64(0x0101010101010101)) >> np.uint64(56))  # type: ignore[return-value]


@compiled
def size_of(some: Words, others: Words) -> int:
    """Return how many points two sets share."""
    count = 0
    for word in range(len(some)):
        count += ones(some[word] & others[word])
    return count


@compiled
def cut_into(some: Words, less: Words, downwards: bool, side: Words) -> None:
    """Write one side of a set: the points that are in ``less``, or those that are not."""
    for word in range(len(some)):
        side[word] = some[word] & (less[word] if downwards else ~less[word])


@compiled
def places_of(some: Words, points: Ints) -> int:
    """Write the places of the points of a set; return how many there are."""
    count = 0
    for word in range(len(some)):
        bits = some[word]
        while bits != np.uint64(0):
            rest = bits & (bits - np.uint64(1))
            points[count] = word * 64 + ones((bits ^ rest) - np.uint64(1))
            count += 1
            bits = rest
    return count


@compiled
def take(rows: Ranks, kinds: Ints, points: Ints, slots: Ints, count: int, minima: Ranks, maxima: Ranks) -> int:
    """Take points into the least and the greatest ranks of their classes; return how many classes there are then.

    Args:
        slots: for each class its row in ``minima`` and ``maxima``, -1 if it has none so far.
        count: how many classes have rows.
    """
    for point in points:
        row, slot = rows[point], slots[kinds[point]]
        if slot < 0:
            slots[kinds[point]] = count
            for j in range(len(row)):
                minima[count, j] = row[j]
                maxima[count, j] = row[j]
            count += 1
        else:
            least, most = minima[slot], maxima[slot]
            for j in range(len(row)):
                least[j] = min(least[j], row[j])
                most[j] = max(most[j], row[j])
    return count


@compiled
def box_of(minima: Ranks, maxima: Ranks, count: int, least: Ints, most: Ints) -> None:
    """Write the least and the greatest ranks of all classes."""
    for j in range(len(least)):
        least[j] = minima[0, j]
        most[j] = maxima[0, j]
    for slot in range(1, count):
        some, others = minima[slot], maxima[slot]
        for j in range(len(least)):
            least[j] = min(least[j], np.int64(some[j]))
            most[j] = max(most[j], np.int64(others[j]))


@compiled
def window(ends: Any, count: int, depth: int, low: Ints, high: Ints) -> bool:
    """Write between which ranks tests are not closed by the labels of so many classes; return whether any are.

    Args:
        ends: the least and the greatest ranks of classes, and room to sort them.
    """
    most, (minima, maxima, rising, falling) = 1 << (depth - 1), ends
    if count <= most:
        return False
    for kind in range(count):
        for j in range(len(low)):
            rising[kind, j] = minima[kind, j]
            falling[kind, j] = maxima[kind, j]
    for first in range(most + 1):
        for kind in range(count - 1, first, -1):
            a, b, c, d = rising[kind - 1], rising[kind], falling[kind - 1], falling[kind]
            for j in range(len(low)):
                x, y = a[j], b[j]
                a[j] = min(x, y)
                b[j] = max(x, y)
            for j in range(len(low)):
                x, y = c[j], d[j]
                c[j] = max(x, y)
                d[j] = min(x, y)
    for j in range(len(low)):
        high[j] = np.int64(rising[most, j])
        low[j] = np.int64(falling[most, j])
    return True


@compiled
def is_open(low: Ints, high: Ints) -> bool:
    """Return whether any test is open."""
    for j in range(len(low)):  # noqa: SIM110 - numba takes no generators
        if low[j] < high[j]:
            return True
    return False


@compiled
def close(t: Tables, depth: int, low: Any, high: Any) -> None:
    """Close the tests that leave on one side all points of a refuted box."""
    mine, theirs = t.low[depth], t.high[depth]
    for j in range(len(mine)):
        mine[j] = max(mine[j], np.int64(low[j]))
        theirs[j] = min(theirs[j], np.int64(high[j]))
