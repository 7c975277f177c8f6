"""A complete search for a tree of tests of single coordinates, of a given depth, that memorizes some points.

All sets that occur are the points in a box, so a set is cut by one ``and`` of bits, and a refuted set refutes all sets
whose boxes hold its points. The search (theory, Theorem 32a): a test x_j >= t leaves a tree of depth d only if both
sides have one of depth d - 1. Sides grow with t, so in each coordinate the tests that are still open are an interval,
``low < t <= high``. A side that is refuted closes, in all coordinates, the tests that leave its box on one side.
What labels alone refute (``box_sides``) is closed first: that leaves few sets to look at, and none for depth 1.
It writes no certificate; ``ranges`` does.
"""

import numpy as np
from numpy.typing import NDArray

from constructions.conditional.axis_data import Cut
from constructions.model.progress import Progress
from lowerbound.comparisons.box_sides import narrow
from lowerbound.comparisons.boxes import (
    KNOWN,
    POOL,
    Tables,
    Words,
    box_of,
    close,
    compiled,
    cut_into,
    is_open,
    places_of,
    size_of,
    tables,
    take,
    window,
)

Ints = NDArray[np.int64]

TREE, REFUTED, SPENT, DOWN, NEW = 0, 1, 2, 3, 4
"""The answers of ``decide``: some tree has the depth, none has it, the work that was allowed is done. Within it: the
answer for the set of the next depth is needed, and: a set is new."""

TOGETHER, LARGER, SMALLER = 0, 1, 2
"""What is asked about a set: a batch of coordinates, the larger side of the hardest test, then the smaller one."""

AT_ONCE, BATCH, BATCHES = 0.4, 0.5, 5
"""From this part of the points on a side of all open tests of a coordinate, it is closed by one set; a batch of
coordinates keeps this part of the points: with fewer, more batches are just refuted or just not, and take longest; the
depths from which there are batches, since below they are seldom refuted (all measured on the digits)."""

SLICE = 15_000_000
"""How many points are visited between two signs of life: about a second."""


def is_fast() -> bool:
    """Return whether numba has compiled this search: without that it takes longer than that of ``ranges``."""
    return hasattr(decide, "py_func")


@compiled
def close_by_pool(t: Tables, depth: int) -> None:
    """Close tests by refuted boxes inside of the set."""
    least, most = t.minima[0], t.maxima[0]
    for j in range(len(least)):
        least[j], most[j] = t.least[depth, j], t.most[depth, j]
    lows, highs = t.pool_low[depth - 1], t.pool_high[depth - 1]
    for place in range(min(t.pooled[depth - 1], POOL)):
        low, high, outside = lows[place], highs[place], False
        for j in range(len(least)):
            outside |= (low[j] < least[j]) | (high[j] > most[j])
        if not outside:
            close(t, depth, low, high)


@compiled
def close_by_sides(t: Tables, depth: int, size: int) -> bool:
    """Close tests by the labels of their sides; return whether a tree is found, which is decided at depth 2."""
    for j in range(t.rows.shape[1]):
        if t.low[depth, j] < t.high[depth, j]:
            t.work[0] += size
            test = narrow(t, depth, size, j)
            if depth == 2 and test >= 0:
                t.cuts[depth, 0], t.cuts[depth, 1] = j, test
                return True
    return False


@compiled
def candidates(t: Tables, depth: int, size: int) -> int:
    """Write a test of each open coordinate and the larger side, the largest first; return how many there are.

    A coordinate without a value in its interval is closed.
    """
    some, low, high, count = t.sets[depth], t.low[depth], t.high[depth], 0
    order, sizes, tests, middles, down = t.order[depth], t.sizes[depth], t.tests[depth], t.middles[depth], t.down[depth]
    for j in range(len(low)):
        if low[j] >= high[j]:
            continue
        under, upto = size_of(some, t.less[j, low[j] + 1]), size_of(some, t.less[j, high[j] + 1])
        if under == upto:
            high[j] = low[j]
            continue
        first, last = low[j] + 1, high[j]
        while size_of(some, t.less[j, first + 1]) == under:
            first += 1
        while size_of(some, t.less[j, last]) == upto:
            last -= 1
        over, middle = size - size_of(some, t.less[j, last]), (first + last + 1) // 2
        half = size_of(some, t.less[j, middle])
        if max(over, under) >= AT_ONCE * size:
            lower = under > over
            test, now = (first, under) if lower else (last, over)
        else:
            lower = 2 * half >= size
            test, now = middle, half if lower else size - half
        place = count
        while place > 0 and sizes[place - 1] < now:
            order[place], sizes[place], tests[place] = order[place - 1], sizes[place - 1], tests[place - 1]
            middles[place], down[place] = middles[place - 1], down[place - 1]
            place -= 1
        order[place], sizes[place], tests[place], middles[place] = j, now, test, middle
        down[place] = 1 if lower else 0
        count += 1
    return count


@compiled
def batch(t: Tables, depth: int, size: int, count: int) -> None:
    """Write, as the set of the next depth, a side of several coordinates at once."""
    kept, more = t.sets[depth - 1], t.more[depth]
    for place in range(count):
        j = t.order[depth, place]
        less, lower = t.less[j, t.tests[depth, place]], t.down[depth, place] == 1
        cut_into(kept if place else t.sets[depth], less, lower, more)
        if place == 0 or size_of(more, more) >= BATCH * size:
            kept[:] = more


@compiled
def slot_of(some: Words) -> int:
    """Return where the answer for a set is kept."""
    value = np.uint64(0)
    for word in range(len(some)):
        value = (value ^ some[word]) * np.uint64(0x9E3779B97F4A7C15)
        value = value ^ (value >> np.uint64(29))
    return int(value % np.uint64(KNOWN))


@compiled
def begin(t: Tables, depth: int) -> int:
    """Return the answer for a set, or DOWN: then the next depth has a set whose answer is needed."""
    size, low, high, state = places_of(t.sets[depth], t.points[depth]), t.low[depth], t.high[depth], t.states[depth]
    t.work[0] += size
    t.slots[:] = -1
    count = take(t.rows, t.kinds, t.points[depth, :size], t.slots, 0, t.minima, t.maxima)
    if count == 1:
        return TREE
    box_of(t.minima, t.maxima, count, t.least[depth], t.most[depth])
    if count > 1 << depth:
        return REFUTED
    if not window((t.minima, t.maxima, t.rising, t.falling), count, depth, low, high):
        low[:], high[:] = t.least[depth], t.most[depth]
    if not is_open(low, high):
        return REFUTED
    state[1] = size
    if depth > 1:
        close_by_pool(t, depth)
        if count > 1 << (depth - 2) and close_by_sides(t, depth, size):
            return TREE
        return following(t, depth)
    for j in range(len(low)):
        if low[j] < high[j]:
            t.cuts[1, 0], t.cuts[1, 1] = j, high[j]
            break
    return TREE


@compiled
def following(t: Tables, depth: int) -> int:
    """Write a set of the next depth that may close open tests, and return DOWN; if none is open the set is refuted."""
    state = t.states[depth]
    opened = candidates(t, depth, state[1])
    if opened == 0:
        return REFUTED
    state[2] = opened
    if opened == 1 or depth < BATCHES:
        return side(t, depth, LARGER)
    state[0] = TOGETHER
    batch(t, depth, state[1], opened)
    return DOWN


@compiled
def side(t: Tables, depth: int, which: int) -> int:
    """Write a side of the test of the hardest coordinate as the set of the next depth."""
    state = t.states[depth]
    j, test = t.order[depth, state[2] - 1], t.middles[depth, state[2] - 1]
    state[0], t.cuts[depth, 0], t.cuts[depth, 1] = which, j, test
    lower = 2 * size_of(t.sets[depth], t.less[j, test]) >= state[1]
    cut_into(t.sets[depth], t.less[j, test], lower == (which == LARGER), t.sets[depth - 1])
    return DOWN


@compiled
def go_on(t: Tables, depth: int, answer: int) -> int:
    """Return the answer for a set, or DOWN, after the answer for the set of the next depth."""
    state = t.states[depth]
    if answer == REFUTED:
        close(t, depth, t.least[depth - 1], t.most[depth - 1])
        return following(t, depth)
    if state[0] == SMALLER:
        return TREE
    return side(t, depth, SMALLER if state[0] == LARGER else LARGER)


@compiled
def known(t: Tables, depth: int) -> int:
    """Return the answer for a set if it is kept, else DOWN."""
    slot = slot_of(t.sets[depth])
    t.states[depth, 3] = slot
    answer, same = t.known[depth, slot], t.known[depth, slot, 0] >= 0
    for word in range(t.sets.shape[1]):
        same &= t.known_set[depth, slot, word] == t.sets[depth, word]
    if not same:
        return DOWN
    for j in range(t.rows.shape[1]):
        t.least[depth, j], t.most[depth, j] = t.known_low[depth, slot, j], t.known_high[depth, slot, j]
    t.cuts[depth, 0], t.cuts[depth, 1] = answer[1], answer[2]
    return np.int64(answer[0])  # type: ignore[return-value]


@compiled
def keep(t: Tables, depth: int, answer: int) -> None:
    """Keep an answer, and the box of a refuted set; older ones are forgotten."""
    slot, place = t.states[depth, 3], t.pooled[depth] % POOL
    t.known_set[depth, slot] = t.sets[depth]
    row = t.known[depth, slot]
    row[0], row[1], row[2] = answer, t.cuts[depth, 0], t.cuts[depth, 1]
    if answer == REFUTED:
        for j in range(t.rows.shape[1]):
            t.known_low[depth, slot, j], t.known_high[depth, slot, j] = t.least[depth, j], t.most[depth, j]
            t.pool_low[depth, place, j], t.pool_high[depth, place, j] = t.least[depth, j], t.most[depth, j]
        t.pooled[depth] += 1


@compiled
def decide(t: Tables, top: int, start: int) -> int:
    """Return whether the set of a depth has a tree of this depth, or SPENT if the work that is allowed is done.

    If it has one, its root is in ``cuts``.

    Args:
        start: ``top``; or where the search goes on that was SPENT, ``t.work[2]``.
    """
    depth, answer = start, NEW
    while True:
        if answer == NEW:
            if t.work[0] > t.work[1]:
                t.work[2] = depth
                return SPENT
            answer = known(t, depth)
            fresh = answer == DOWN
            if fresh:
                answer = begin(t, depth)
        else:
            answer, fresh = go_on(t, depth, answer), True
        if answer == DOWN:
            depth, answer = depth - 1, NEW
            continue
        if fresh:
            keep(t, depth, answer)
        if depth == top:
            return answer
        depth += 1


class BoxSearch:
    """A search for trees of a depth, and for their tests.

    Args:
        ranks: for each point and coordinate the place of its value among all.
        classes: numbers of the labels, from 0.
        depth: the greatest that is asked for.

    Attributes:
        order: the points by their classes.
        ranks: those of the points in this order.

    >>> search = BoxSearch(np.array([[1, 1], [1, 0], [0, 1]]), np.array([0, 1, 1]), 2)
    >>> [search.answer(depth, 100, lambda done, total: None) for depth in (1, 2)] == [REFUTED, TREE]
    True
    >>> search.cut(np.arange(3), 2)
    (0, 1)
    """

    def __init__(self, ranks: Ints, classes: Ints, depth: int) -> None:
        self._tables, self.order = tables(ranks, classes, depth)
        self.ranks = self._tables.rows

    def answer(self, depth: int, allowed: int, progress: Progress) -> int:
        """Return whether all points have a tree of this depth; SPENT once more points are visited than allowed."""
        return self._answer(np.arange(len(self.order)), depth, allowed, progress)

    def _answer(self, points: Ints, depth: int, allowed: int | None, progress: Progress) -> int:
        t, start, found = self._tables, depth, SPENT
        marks = np.zeros(64 * t.sets.shape[1], dtype=np.bool_)
        marks[points] = True
        t.sets[depth] = np.packbits(marks, bitorder="little").view(np.uint64)
        t.work[0] = 0
        while found == SPENT and (allowed is None or t.work[0] <= allowed):
            progress(int(t.work[0]), allowed)
            t.work[1] = t.work[0] + SLICE
            with np.errstate(over="ignore"):  # products of words are meant to overflow
                found = int(decide(t, depth, start))
            start = int(t.work[2])
        return found

    def firsts(self, points: Ints) -> Ints:
        """Return where in a set each of its classes begins."""
        return np.flatnonzero(np.diff(self._tables.kinds[points], prepend=-1))

    def cut(self, points: Ints, depth: int) -> Cut:
        """Return the root of a tree of a depth for points of several classes that have one."""
        if self._answer(points, depth, None, lambda _done, _total: None) != TREE:
            raise AssertionError("a set that is not refuted has a tree")
        return int(self._tables.cuts[depth, 0]), int(self._tables.cuts[depth, 1])
