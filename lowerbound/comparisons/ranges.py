"""Sets of points that no tree of tests of single coordinates memorizes with some depth, and steps that show it."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from constructions.conditional.axis_data import Cut
from constructions.model.progress import Progress
from lowerbound.comparisons.cores import Core, core_of, few_of_each, label_ends, shortened
from verify.certificate import Hint

Ints = NDArray[np.int64]
Ranks = NDArray[np.unsignedinteger]

_AT_ONCE = 0.4
"""From this part of the points on a side of all open tests of a coordinate, it is closed by one set."""

_BATCH = 0.5
"""The part of the points that a batch of coordinates keeps: with fewer, more batches are just refuted or just not,
and those take longest (measured on the digits)."""


class SpentError(Exception):
    """The budget of a search is used up."""


@dataclass(slots=True)
class _Pool:
    """The boxes of the steps of a depth, in arrays that grow."""

    steps: list[int] = field(default_factory=list)
    low: Ranks | None = None
    high: Ranks | None = None

    def add(self, step: int, core: Core) -> None:
        """Take in a step."""
        size = len(self.steps)
        if self.low is None or self.high is None:
            self.low, self.high = (np.empty((16, len(core.low)), dtype=core.low.dtype) for _ in range(2))
        elif size == len(self.low):
            self.low, self.high = (np.concatenate([known, known]) for known in (self.low, self.high))
        self.low[size], self.high[size] = core.low, core.high
        self.steps.append(step)

    def inside(self, low: Ranks, high: Ranks) -> list[int]:
        """Return the steps that are about points between two corners."""
        if self.low is None or self.high is None:
            return []
        size = len(self.steps)
        found = (self.low[:size] >= low).all(axis=1)
        places = np.flatnonzero(found)
        places = places[(self.high[places] <= high).all(axis=1)]
        return [self.steps[place] for place in places]


@dataclass(slots=True)
class _Open:
    """What is known of a set at a depth: in each coordinate tests x_j >= t are open for low < t <= high.

    Attributes:
        parts: the steps that closed some, for a depth less.
    """

    low: Ints
    high: Ints
    parts: dict[int, None] = field(default_factory=dict)

    def close(self, step: int, core: Core) -> None:
        """Close the tests that leave all points of a step on one side."""
        if ((core.high < self.high) | (core.low > self.low)).any():
            self.parts[step] = None
        self.high, self.low = np.minimum(self.high, core.high), np.maximum(self.low, core.low)


class Refuter:
    """Refutes sets of points at depths (theory, Theorem 32a), each by steps that stand before it.

    A set is an array of places in ``order``, rising. What is not refuted has a tree, by the cuts that are kept.

    Args:
        ranks: for each point and coordinate the place of its value among all.
        classes: numbers of the labels, from 0.
        budget: how many sets are looked at, at most.

    Attributes:
        order: the points by their classes.
        steps: what is refuted, in the order in which it was.
    """

    def __init__(self, ranks: Ints, classes: Ints, budget: int, progress: Progress) -> None:
        self.order = np.argsort(classes, kind="stable")
        self.ranks: Ranks = ranks[self.order].astype(np.min_scalar_type(int(ranks.max(initial=0)) + 1))
        self.starts = np.searchsorted(classes[self.order], np.arange(int(classes.max()) + 1))
        self.budget, self.progress = budget, progress
        self.steps: list[Core] = []
        self._cuts: dict[tuple[int, bytes], Cut] = {}
        self._known: dict[tuple[int, bytes], int | None] = {}
        self._pools: dict[int, _Pool] = {}

    def refute(self, points: Ints, depth: int) -> int | None:
        """Return the number of a step about some of the points that refutes this depth; None if a tree has it.

        Raises:
            SpentError: if the budget is used up.
        """
        if len(points) < 2:
            return None
        key = self._key(points, depth)
        if key not in self._known:
            self.budget -= 1
            if self.budget < 0:
                raise SpentError
            self.progress(len(self.steps), None)
            self._known[key] = self._refuted(points, depth)
        return self._known[key]

    def _key(self, points: Ints, depth: int) -> tuple[int, bytes]:
        marks = np.zeros(len(self.order), dtype=np.bool_)
        marks[points] = True
        return depth, np.packbits(marks).tobytes()

    def cut(self, points: Ints, depth: int) -> Cut:
        """Return a test of a set that is not refuted, of several classes, that leaves two sets not refuted."""
        if self.refute(points, depth) is not None:
            raise AssertionError("a set that is not refuted has a tree")
        return self._cuts[self._key(points, depth)]

    def firsts(self, points: Ints) -> Ints:
        """Return where in a set each of its classes begins."""
        places = np.searchsorted(points, self.starts)
        return places[places < np.append(places[1:], len(points))]

    def _refuted(self, points: Ints, depth: int) -> int | None:
        ranks, firsts = self.ranks[points], self.firsts(points)
        if len(firsts) == 1:
            return None
        if len(firsts) > 1 << depth:
            return self._write(few_of_each(points, ranks, firsts, depth))
        known = label_ends(ranks, firsts, depth)
        low, high = known or (ranks.min(axis=0), ranks.max(axis=0))
        parts: list[int] | None = []
        if depth > 1:
            parts = self._parts(points, depth, (low, high))
        elif (low < high).any():
            place = int((low < high).argmax())
            self._cuts[self._key(points, depth)] = place, int(high[place])
            return None
        if parts is None:
            return None
        return self._write(core_of(points, ranks, firsts, depth, parts, [self.steps[part] for part in parts]))

    def _parts(self, points: Ints, depth: int, ends: tuple[Ranks, Ranks]) -> list[int] | None:
        """Return steps that close all tests between two corners; None if a test leaves trees, which is kept."""
        ranks, state = self.ranks[points], _Open(ends[0].astype(np.int64), ends[1].astype(np.int64))
        if (state.low < state.high).any():  # labels alone close most sets, and pools are large
            pool = self._pools.setdefault(depth - 1, _Pool())
            for step in pool.inside(ranks.min(axis=0), ranks.max(axis=0)):
                state.close(step, self.steps[step])
        while (state.low < state.high).any():
            cut = self._closer(points, ranks, depth, state)
            if cut is not None:
                self._cuts[self._key(points, depth)] = cut
                return None
        return list(state.parts)

    def _closer(self, points: Ints, ranks: Ranks, depth: int, state: _Open) -> Cut | None:
        """Close tests by one set more, of many coordinates or half of one; or return a test that leaves trees."""
        places = np.flatnonzero(state.low < state.high)
        values, low, high = ranks[:, places].astype(np.int64), state.low[places], state.high[places]
        opened = (values > low) & (values <= high)
        last, first = np.where(opened, values, -1).max(axis=0), np.where(opened, values, len(self.order)).min(axis=0)
        above, below = (values >= last).mean(axis=0), (values < first).mean(axis=0)
        middle = (first + last + 1) // 2
        half = (values < middle).mean(axis=0)
        at_once = np.maximum(above, below) >= _AT_ONCE
        tests = np.where(at_once, np.where(above >= below, last, first), middle)
        downwards = np.where(at_once, above < below, half >= 0.5)
        sizes = np.where(at_once, np.maximum(above, below), np.maximum(half, 1 - half))
        inside = np.where(downwards, values < tests, values >= tests)
        order = np.argsort(-sizes, kind="stable")
        if len(places) > 1 and self._refute_batch(points, inside[:, order], depth, state):
            return None
        hardest = order[-1]
        test = int(middle[hardest])
        side = values[:, hardest] < test
        for part in sorted((points[side], points[~side]), key=len, reverse=True):
            step = self.refute(part, depth - 1)
            if step is not None:
                state.close(step, self.steps[step])
                return None
        return int(places[hardest]), test

    def _refute_batch(self, points: Ints, inside: NDArray[np.bool_], depth: int, state: _Open) -> bool:
        """Close tests of several coordinates by one set, in the columns of ``inside``, the largest first."""
        kept = inside[:, 0]
        for column in inside.T[1:]:
            more = kept & column
            if np.count_nonzero(more) >= _BATCH * len(points):
                kept = more
        step = self.refute(points[kept], depth - 1)
        if step is None:
            return False
        state.close(step, self.steps[step])
        return True

    def _write(self, core: Core) -> int:
        self.steps.append(core)
        self._pools.setdefault(core.depth, _Pool()).add(len(self.steps) - 1, core)
        return len(self.steps) - 1

    def hints(self, last: int) -> list[Hint]:
        """Return a step and those that it needs as hints, with few numbers, itself at the end."""
        steps = {number: self.steps[number] for number in self._needed(last)}
        classes = np.searchsorted(self.starts, np.arange(len(self.order)), side="right")
        for done, number in enumerate(sorted(steps)):
            self.progress(done, len(steps))
            core = steps[number]
            parts = [steps[part] for part in core.parts]
            self.steps[number] = steps[number] = shortened(core, self.ranks[core.rows], classes[core.rows], parts)
        needed = sorted(self._needed(last))
        places = {number: place for place, number in enumerate(needed)}
        return [self._hint(self.steps[number], places) for number in needed]

    def _needed(self, last: int) -> set[int]:
        needed, stack = {last}, [last]
        while stack:
            fresh = set(self.steps[stack.pop()].parts) - needed
            needed |= fresh
            stack += fresh
        return needed

    def _hint(self, core: Core, places: dict[int, int]) -> Hint:
        rows = sorted(self.order[core.rows].tolist())
        if not core.parts and len(self.firsts(np.asarray(core.rows))) > 1 << core.depth:
            return ["labels", *rows]
        return ["ranges", core.depth - 1, len(rows), *rows, *sorted([places[part] for part in core.parts])]
