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

KNOWN, POOL, PARTS = 1 << 13, 2_000, 256
"""How many answers, boxes of refuted sets, and parts of a set are kept for each depth (measured on the digits)."""


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
        label_low, label_high: the same by labels alone.
        core_low, core_high: the box of few of its points that are refuted.
        part_low, part_high: the boxes of sets that closed tests.
        tops, bottoms: room for what parts close.
        minima, maxima, rising, falling: those of classes, and room to sort them.
        order, sizes, tests, middles, down: coordinates that are open, with their tests.
        cuts: a coordinate and a rank, the root of a tree.
        pool_low, pool_high, pooled: boxes of refuted sets, and how many there were.
        known_set, known_low, known_high, known: answers (-1: none), their cuts behind them.
        states: what is asked, points, parts, whether labels close tests, open coordinates, where the answer is kept.
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
    label_low: Ints
    label_high: Ints
    core_low: Ints
    core_high: Ints
    part_low: Ints
    part_high: Ints
    tops: Ints
    bottoms: Ints
    minima: Ranks
    maxima: Ranks
    rising: Ranks
    falling: Ranks
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
        label_low=ints(high, width), label_high=ints(high, width),
        core_low=ints(high, width), core_high=ints(high, width),
        part_low=ints(high, PARTS, width), part_high=ints(high, PARTS, width), tops=ints(width), bottoms=ints(width),
        minima=of_rows(count, width), maxima=of_rows(count, width),
        rising=of_rows(count, width), falling=of_rows(count, width),
        order=ints(high, width), sizes=ints(high, width), tests=ints(high, width), middles=ints(high, width),
        down=ints(high, width), cuts=ints(high, 2),
        pool_low=of_rows(high, POOL, width), pool_high=of_rows(high, POOL, width), pooled=ints(high),
        known_set=bits(high, KNOWN), known_low=of_rows(high, KNOWN, width), known_high=of_rows(high, KNOWN, width),
        known=np.full((high, KNOWN, 3), -1, dtype=np.int64), states=ints(high, 6), work=ints(3),
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
def take(rows: Ranks, points: Ints, slots: Ints, fresh: Any, minima: Ranks, maxima: Ranks) -> None:
    """Take points into the least and the greatest ranks of their classes, in rows of which some are still empty."""
    for place in range(len(points)):
        row, least, most = rows[points[place]], minima[slots[place]], maxima[slots[place]]
        if fresh[place]:
            for j in range(len(row)):
                least[j] = row[j]
                most[j] = row[j]
        else:
            for j in range(len(row)):
                least[j] = min(least[j], row[j])
                most[j] = max(most[j], row[j])


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
def distances(rows: Ranks, points: Ints, least: Ints, most: Ints) -> Ints:
    """Return how far points lie from the middle of a box, times 2."""
    found = np.zeros(len(points), np.int64)
    for place in range(len(points)):
        total, row = 0, rows[points[place]]
        for j in range(len(row)):
            total += abs(2 * np.int64(row[j]) - least[j] - most[j])
        found[place] = total
    return found


@compiled
def nearest_first(far: Ints) -> Ints:
    """Return the places of distances, the least first, in about a thousand steps; equal ones as they stand."""
    scale = far.max() // 1024 + 1
    starts, order = np.zeros(1026, np.int64), np.zeros(len(far), np.int64)
    for distance in far:
        starts[distance // scale + 1] += 1
    for step in range(1, 1026):
        starts[step] += starts[step - 1]
    for place in range(len(far)):
        step = far[place] // scale
        order[starts[step]] = place
        starts[step] += 1
    return order


@compiled
def close(t: Tables, depth: int, low: Any, high: Any, parts: int) -> int:
    """Close tests by a refuted side with this box; return the number of parts, PARTS + 1 if there is no more room."""
    mine, theirs, use = t.low[depth], t.high[depth], False
    for j in range(len(mine)):
        use |= np.int64(low[j]) > mine[j] or np.int64(high[j]) < theirs[j]
    if not use:
        return parts
    room = parts < PARTS
    for j in range(len(mine)):
        below, above = np.int64(low[j]), np.int64(high[j])
        mine[j] = max(mine[j], below)
        theirs[j] = min(theirs[j], above)
        if room:
            t.part_low[depth, parts, j] = below
            t.part_high[depth, parts, j] = above
    return parts + 1 if room else PARTS + 1


@compiled
def met(t: Tables, depth: int, used: Any, labels: bool) -> bool:
    """Write what parts, and labels, close: return whether that is everything."""
    tops, bottoms, some = t.tops, t.bottoms, labels
    for j in range(len(tops)):
        tops[j] = t.label_high[depth, j] if labels else 1 << 60
        bottoms[j] = t.label_low[depth, j] if labels else -1
    for part in range(len(used)):
        if used[part]:
            some = True
            for j in range(len(tops)):
                tops[j] = min(tops[j], t.part_high[depth, part, j])
                bottoms[j] = max(bottoms[j], t.part_low[depth, part, j])
    return some and not is_open(bottoms, tops)


@compiled
def widen(t: Tables, depth: int, low: Any, high: Any) -> None:
    """Widen the box of the refuted points."""
    for j in range(t.rows.shape[1]):
        t.core_low[depth, j] = min(t.core_low[depth, j], np.int64(low[j]))
        t.core_high[depth, j] = max(t.core_high[depth, j], np.int64(high[j]))


@compiled
def core_of_many(t: Tables, depth: int, size: int) -> None:
    """Write the box of 2^depth + 1 points of different classes, near to the middle."""
    points = t.points[depth, :size]
    nearest, distance, count = np.zeros(t.minima.shape[0], np.int64), np.zeros(t.minima.shape[0], np.int64), 0
    far = distances(t.rows, points, t.least[depth], t.most[depth])
    for place in range(size):
        point, now = points[place], far[place]
        if place == 0 or t.kinds[point] != t.kinds[points[place - 1]]:
            nearest[count] = point
            distance[count] = now
            count += 1
        elif now < distance[count - 1]:
            nearest[count - 1] = point
            distance[count - 1] = now
    chosen = np.argsort(distance[:count], kind="mergesort")
    for place in range((1 << depth) + 1):
        row = t.rows[nearest[chosen[place]]]
        widen(t, depth, row, row)


@compiled
def core_rows(t: Tables, depth: int, size: int) -> None:
    """Widen the box by points near to the middle, until their labels close what ``tops`` and ``bottoms`` leave open."""
    points = t.points[depth, :size]
    far = distances(t.rows, points, t.least[depth], t.most[depth])
    points = points[nearest_first(far)]
    fresh, slots, first, count = np.zeros(size, np.bool_), np.zeros(size, np.int64), np.full(len(t.minima), -1), 0
    for place in range(size):
        kind = t.kinds[points[place]]
        if first[kind] < 0:
            fresh[place], first[kind] = True, count
            count += 1
        slots[place] = first[kind]
    low, high = np.zeros(t.rows.shape[1], np.int64), np.zeros(t.rows.shape[1], np.int64)
    start, stop, ends, count = 0, min(size, (1 << (depth - 1)) + 1), (t.minima, t.maxima, t.rising, t.falling), 0
    while start < size:
        take(t.rows, points[start:stop], slots[start:stop], fresh[start:stop], t.minima, t.maxima)
        count += fresh[start:stop].sum()
        if window(ends, count, depth, low, high):
            for j in range(len(low)):
                low[j] = max(low[j], t.bottoms[j])
                high[j] = min(high[j], t.tops[j])
            if not is_open(low, high):
                break
        start, stop = stop, min(size, stop + max(8, stop // 6))
    for slot in range(count):
        widen(t, depth, t.minima[slot], t.maxima[slot])


@compiled
def core(t: Tables, depth: int, size: int, parts: int, labels: bool) -> None:
    """Write the box of few refuted points: of few of the parts, and of points near to the middle."""
    if parts > PARTS:
        widen(t, depth, t.least[depth], t.most[depth])
        return
    used, spread = np.ones(parts, np.bool_), np.zeros(parts, np.int64)
    for part in range(parts):
        spread[part] = (t.part_low[depth, part] - t.part_high[depth, part]).sum()
    for part in np.argsort(spread, kind="mergesort"):
        used[part] = False
        if not met(t, depth, used, labels):
            used[part] = True
    for part in range(parts):
        if used[part]:
            widen(t, depth, t.part_low[depth, part], t.part_high[depth, part])
    if not met(t, depth, used, False):
        core_rows(t, depth, size)
