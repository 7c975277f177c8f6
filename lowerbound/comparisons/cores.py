"""Few points of a refuted set that are refuted already: a step of a certificate, with a small box."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Ranks = NDArray[np.unsignedinteger]
Marks = NDArray[np.bool_]
Ends = tuple[Ranks, Ranks]

_PART = 8
"""The points of a core are at most this part more than are needed of those nearest: to have fewer takes longer."""


@dataclass(frozen=True, slots=True)
class Core:
    """A refuted set: the points of some rows, and those of other steps.

    Attributes:
        depth: what is not enough for it.
        rows: places of points.
        parts: numbers of steps, each for a depth less.
        low, high: the least and the greatest ranks of all its points.
    """

    depth: int
    rows: Ints
    parts: list[int]
    low: Ranks
    high: Ranks


def label_ends(ranks: Ranks, firsts: Ints, depth: int) -> Ends | None:
    """Return between which ranks tests are not closed by labels; None if there are 2^(depth - 1) labels or fewer.

    A test x_j >= t has more labels below it if t is greater than the second, above it if t is at most the first.

    Args:
        ranks: those of points, by their classes.
        firsts: where each class begins.
    """
    most, count = 1 << (depth - 1), len(firsts)
    if count <= most:
        return None
    least = np.sort(np.minimum.reduceat(ranks, firsts, axis=0), axis=0)
    greatest = np.sort(np.maximum.reduceat(ranks, firsts, axis=0), axis=0)
    return greatest[count - 1 - most], least[most]


def few_of_each(points: Ints, ranks: Ranks, firsts: Ints, depth: int) -> Core:
    """Return 2^depth + 1 points with different labels, near to each other."""
    chosen = points_near(ranks, firsts, (1 << depth) + 1)
    return Core(depth, points[chosen], [], ranks[chosen].min(axis=0), ranks[chosen].max(axis=0))


def points_near(ranks: Ranks, firsts: Ints, count: int) -> Ints:
    """Return places of so many points of different classes, near to the middle of all."""
    far = np.abs(ranks - np.median(ranks, axis=0)).sum(axis=1)
    stops = [*firsts[1:].tolist(), len(ranks)]
    nearest = [start + int(far[start:stop].argmin()) for start, stop in zip(firsts.tolist(), stops, strict=True)]
    return np.sort(np.array(nearest)[np.argsort(far[nearest], kind="stable")[:count]])


def core_of(points: Ints, ranks: Ranks, firsts: Ints, depth: int, parts: list[int], cores: list[Core]) -> Core:
    """Return a core of a set that parts and labels refute: few of the parts, and rows that are not far out.

    Args:
        points: the set, by its classes.
        ranks: those of the points.
        firsts: where each class begins.
        parts: steps for a depth less, about points of the set, as far as they are needed.
        cores: those of the parts.
    """
    used = _parts_needed(cores, ranks.shape[1], label_ends(ranks, firsts, depth))
    chosen, rows = [cores[place] for place in used], np.zeros(len(points), dtype=np.bool_)
    if not _closed(chosen, None):
        classes = np.repeat(np.arange(len(firsts)), np.diff(np.append(firsts, len(points))))
        low, high = _bounds_of_tests(chosen, ranks.shape[1])

        def enough(some: Marks) -> bool:
            few = np.flatnonzero(some)
            kinds = classes[few]
            begins = np.flatnonzero(np.concatenate([[True], kinds[1:] != kinds[:-1]]))
            ends = label_ends(ranks[few], begins, depth)
            return ends is not None and bool((np.minimum(high, ends[1]) <= np.maximum(low, ends[0])).all())

        rows = _without_those_far_out(ranks, enough)
    return _around(Core(depth, points[rows], [parts[place] for place in used], *_bounds(chosen)), ranks[rows])


def shortened(core: Core, ranks: Ranks, classes: Ints, cores: list[Core]) -> Core:
    """Return a core with fewer parts and rows.

    Args:
        core: a core.
        ranks: those of its rows.
        classes: those of its rows.
        cores: those of its parts, perhaps with smaller boxes than when it was found.
    """
    firsts = np.flatnonzero(np.diff(classes, prepend=-1))
    if len(firsts) > 1 << core.depth:
        return core
    used = _parts_needed(cores, ranks.shape[1], label_ends(ranks, firsts, core.depth) if len(core.rows) else None)
    chosen, rows = [cores[place] for place in used], np.zeros(0, dtype=np.int64)
    if not _closed(chosen, None):
        rows = _few_rows(ranks, firsts, core.depth, *_bounds_of_tests(chosen, ranks.shape[1]))
    few = replace(core, rows=core.rows[rows], parts=[core.parts[place] for place in used])
    low, high = _bounds(chosen) if chosen else (core.low, core.high)
    return _around(replace(few, low=low, high=high), ranks[rows])


def _bounds(cores: list[Core]) -> Ends:
    """Return the least and the greatest ranks of several cores; of none nothing."""
    low, high = [core.low for core in cores], [core.high for core in cores]
    return (np.min(low, axis=0), np.max(high, axis=0)) if cores else (np.empty(0, np.uint8), np.empty(0, np.uint8))


def _around(core: Core, ranks: Ranks) -> Core:
    """Return a core with the box around its parts and its rows."""
    if not len(ranks):
        return core
    low, high = ranks.min(axis=0), ranks.max(axis=0)
    if core.parts:
        low, high = np.minimum(low, core.low), np.maximum(high, core.high)
    return replace(core, low=low, high=high)


def _bounds_of_tests(cores: list[Core], width: int) -> tuple[Ints, Ints]:
    """Return between which ranks tests are not closed by cores."""
    if not cores:
        return np.full(width, -1), np.full(width, np.iinfo(np.int64).max >> 1)
    low, high = np.max([core.low for core in cores], axis=0), np.min([core.high for core in cores], axis=0)
    return low.astype(np.int64), high.astype(np.int64)


def _closed(cores: list[Core], ends: Ends | None) -> bool:
    """Return whether cores, and labels, close all tests."""
    if not cores and ends is None:
        return False
    tops, bottoms = [core.high for core in cores], [core.low for core in cores]
    if ends is not None:
        tops, bottoms = [*tops, ends[1]], [*bottoms, ends[0]]
    return bool((np.min(tops, axis=0) <= np.max(bottoms, axis=0)).all())


def _parts_needed(cores: list[Core], width: int, ends: Ends | None) -> list[int]:
    """Return the places of some cores that, with labels, close all tests; those with many numbers go first."""
    tops = np.array([core.high for core in cores] + ([] if ends is None else [ends[1]])).reshape(-1, width)
    bottoms = np.array([core.low for core in cores] + ([] if ends is None else [ends[0]])).reshape(-1, width)
    used = np.ones(len(tops), dtype=np.bool_)
    for place in np.argsort([-len(core.rows) - len(core.parts) for core in cores], kind="stable"):
        used[place] = False
        if not used.any() or (tops[used].min(axis=0) > bottoms[used].max(axis=0)).any():
            used[place] = True
    return [place for place in range(len(cores)) if used[place]]


def _without_those_far_out(ranks: Ranks, enough: Callable[[Marks], bool]) -> Marks:
    """Return marks of points that are enough, without most of those farthest from the middle that can be left out."""
    far = np.abs(ranks - np.median(ranks, axis=0)).sum(axis=1)
    places = np.empty(len(far), dtype=np.int64)
    places[np.argsort(far, kind="stable")] = np.arange(len(far))
    fewest, most = 0, len(far)
    while most - fewest > max(1, most // _PART):
        middle = (fewest + most) // 2
        if enough(places < middle):
            most = middle
        else:
            fewest = middle
    return np.asarray(places < most)


def _few_rows(ranks: Ranks, firsts: Ints, depth: int, low: Ints, high: Ints) -> Ints:
    """Return places of few rows whose labels close the tests between ``low`` and ``high``, one after the other.

    The next row is the one that narrows the tests most that are still open, each coordinate by its part.
    """
    most, count = 1 << (depth - 1), len(firsts)
    classes = np.repeat(np.arange(count), np.diff(np.append(firsts, len(ranks))))
    values, far = ranks.astype(np.int64), int(ranks.max()) + 1
    chosen = points_near(ranks, firsts, most + 1).tolist()
    least, greatest = np.full((count, ranks.shape[1]), far), np.full((count, ranks.shape[1]), -1)
    for row in chosen:
        least[classes[row]], greatest[classes[row]] = values[row], values[row]
    while True:
        rising, falling = np.sort(least, axis=0), np.sort(greatest, axis=0)[::-1]
        top, bottom = np.minimum(high, rising[most]), np.maximum(low, falling[most])
        places = np.flatnonzero(top > bottom)
        if not len(places):
            return np.sort(np.array(chosen))
        some, gaps = values[:, places], (top - bottom)[places]
        lower = (least[classes][:, places] >= rising[most][places]) & (some < rising[most][places])
        upper = (greatest[classes][:, places] <= falling[most][places]) & (some > falling[most][places])
        gain = lower * np.maximum(0, top[places] - np.maximum(some, rising[most - 1][places]))
        gain += upper * np.maximum(0, np.minimum(some, falling[most - 1][places]) - bottom[places])
        score = np.minimum(1, gain / gaps).sum(axis=1) + 1e-3 * (lower.sum(axis=1) + upper.sum(axis=1))
        score[chosen] = -1
        row = int(score.argmax())
        chosen.append(row)
        kind = classes[row]
        least[kind], greatest[kind] = np.minimum(least[kind], values[row]), np.maximum(greatest[kind], values[row])
