"""Tests of a coordinate that the labels on one of their sides close, found by bisection (theory, Theorem 32a).

No set of the next depth is looked at for this: points are taken into the least and greatest ranks of their classes
side by side, and each bisection takes in half of those that are between. At depth 2 it decides each coordinate, since
one test tells points apart if, and only if, labels do not close all of its tests.
"""

import numpy as np
from numpy.typing import NDArray

from lowerbound.comparisons.boxes import Ranks, Tables, box_of, close, compiled, is_open, take, window

Ints = NDArray[np.int64]

BELOW, ABOVE = 0, 1
"""The sides of a test: what lies there for all open tests. What does for one that is tried has a place 2 higher."""


@compiled
def copy_side(minima: Ranks, maxima: Ranks, slots: Ints, counts: Ints, source: int, target: int) -> None:
    """Copy the ranks of the classes of a side."""
    counts[target] = counts[source]
    for kind in range(slots.shape[1]):
        slots[target, kind] = slots[source, kind]
    for slot in range(counts[source]):
        for j in range(minima.shape[2]):
            minima[target, slot, j] = minima[source, slot, j]
            maxima[target, slot, j] = maxima[source, slot, j]


@compiled
def is_refuted(minima: Ranks, maxima: Ranks, count: int, depth: int, room: tuple[Ranks, Ranks, Ints, Ints]) -> bool:
    """Return whether labels refute this depth for a side."""
    rising, falling, least, most = room
    if count > 1 << depth:
        return True
    return window((minima, maxima, rising, falling), count, depth, least, most) and not is_open(least, most)


@compiled
def parted(values: Ranks, points: Ints, test: int, below: Ints, above: Ints) -> int:
    """Write which points lie on each side of a test; return how many lie below."""
    lower, upper = 0, 0
    for point in points:
        if values[point] < test:
            below[lower] = point
            lower += 1
        else:
            above[upper] = point
            upper += 1
    return lower


@compiled
def narrow(t: Tables, depth: int, size: int, j: int) -> int:
    """Close tests of a coordinate that have a side whose labels refute it.

    Returns:
        A test that stays open, in the middle of those that may; -1 if none does.
    """
    rows, kinds, values, slots, counts, minima, maxima = (
        t.rows, t.kinds, t.rows[:, j], t.side_slots, t.side_counts, t.side_minima, t.side_maxima
    )  # fmt: skip
    first, last, room = t.low[depth, j] + 1, t.high[depth, j], (t.rising, t.falling, t.bottoms, t.tops)
    slots[:2], counts[:2] = -1, 0
    below, above, rest = np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.int64)
    lower = parted(values, t.points[depth, :size], first, below, rest)
    count = parted(values, rest[: size - lower], last, rest, above)
    counts[BELOW] = take(rows, kinds, below[:lower], slots[BELOW], 0, minima[BELOW], maxima[BELOW])
    counts[ABOVE] = take(rows, kinds, above[: size - lower - count], slots[ABOVE], 0, minima[ABOVE], maxima[ABOVE])
    under = lower
    while first <= last:
        middle = (first + last) // 2
        lower = parted(values, rest[:count], middle, below, above)
        for side in (BELOW, ABOVE):
            copy_side(minima, maxima, slots, counts, side, side + 2)
        counts[2] = take(rows, kinds, below[:lower], slots[2], counts[2], minima[2], maxima[2])
        counts[3] = take(rows, kinds, above[: count - lower], slots[3], counts[3], minima[3], maxima[3])
        side = BELOW if 2 * (under + lower) >= size else ABOVE
        if not is_refuted(minima[side + 2], maxima[side + 2], counts[side + 2], depth - 1, room):
            side = 1 - side
            if not is_refuted(minima[side + 2], maxima[side + 2], counts[side + 2], depth - 1, room):
                return middle  # type: ignore[no-any-return]
        box_of(minima[side + 2], maxima[side + 2], counts[side + 2], t.bottoms, t.tops)
        close(t, depth, t.bottoms, t.tops)
        copy_side(minima, maxima, slots, counts, 3 - side, 1 - side)
        if side == BELOW:
            rest, below, count = below, rest, lower
        else:
            rest, above, count, under = above, rest, count - lower, under + lower
        first, last = t.low[depth, j] + 1, t.high[depth, j]
    return -1
