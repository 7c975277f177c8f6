"""Point sets, their gates and trees under construction, for the search of axis_search."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Cut = tuple[int, int]
"""Feature and rank: points of at least that rank go above."""

_POWER = 1.3
"""Gate cost = left**1.3 + right**1.3 of the sides' entropies.  The plain sum (1.0) peels off
pure corners and grows too deep: bounded to depth 7 on digits the greedy tree leaves 82 errors
with 1.0, 47 with 1.3 and 46 with 1.5; unbounded it has 148, 139 and 150 leaves."""

_UNIT = 1 << 30
"""Logarithms are counted in so many parts of 1, in integers: their sums do not depend on an order."""

_CLASSES = 32
"""Most cells of a table of classes and ranks, for each point of a set, that sets are counted in."""

_BLOCK = 1 << 23
"""Most (point, root feature, feature) cells that the depth-2 search holds at once."""


@dataclass(frozen=True)
class SearchResult:
    """A tree in flat lists, parents before children, the root at 0.

    Node ``i`` is a leaf when ``feature[i] < 0``; then ``label[i]`` is its class.  Otherwise a
    point goes to ``above[i]`` if its rank in column ``feature[i]`` is at least ``rank[i]``, and
    to ``below[i]`` if not.  Unused entries are -1.  ``optimal``: depth is proved minimal.
    """

    feature: list[int]
    rank: list[int]
    below: list[int]
    above: list[int]
    label: list[int]
    depth: int
    leaves: int
    optimal: bool


class Tree:
    """A tree under construction: per node feature, rank, below, above, label and level."""

    def __init__(self) -> None:
        self.nodes: list[list[int]] = [[-1, -1, -1, -1, -1, 0]]

    def split(self, node: int, cut: Cut) -> tuple[int, int]:
        """Turn a leaf into a gate; return the numbers of its two new leaves."""
        child = len(self.nodes)
        level = self.nodes[node][5] + 1
        self.nodes[node][:4] = [*cut, child, child + 1]
        self.nodes += [[-1, -1, -1, -1, -1, level], [-1, -1, -1, -1, -1, level]]
        return child, child + 1

    def name(self, node: int, label: int) -> None:
        """Give a leaf its class."""
        self.nodes[node][4] = label

    def depth(self) -> int:
        """Return the most gates on any way down."""
        return max(node[5] for node in self.nodes)

    def result(self, columns: list[int], *, optimal: bool) -> SearchResult:
        """Return the tree in flat lists, its columns numbered as the caller numbers them."""
        feature, rank, below, above, label, _ = (list(field) for field in zip(*self.nodes, strict=True))
        feature = [columns[f] if f >= 0 else -1 for f in feature]
        leaves = (len(feature) + 1) // 2
        return SearchResult(feature, rank, below, above, label, self.depth(), leaves, optimal)


@dataclass(frozen=True)
class Cuts(ABC):
    """Every gate that splits a set. What it says of the two sides has the side below in row 0, that above in row 1."""

    feature: Ints
    rank: Ints
    size: Ints
    """Points of either side."""

    @abstractmethod
    def most(self) -> Ints:
        """Points of the commonest class of either side."""

    @abstractmethod
    def kinds(self) -> Ints:
        """Classes of either side."""

    @abstractmethod
    def sums(self, log: Ints) -> Ints:
        """Sum of log[c] over the classes of either side, c points each."""

    def cut(self, gate: int) -> Cut:
        """Return feature and rank of a gate."""
        return int(self.feature[gate]), int(self.rank[gate])

    def errors(self) -> Ints:
        """Errors of each gate over two leaves that name their majority class."""
        return np.asarray((self.size - self.most()).sum(axis=0))

    def narrow(self, classes: int) -> Bools:
        """Gates with at most so many classes on either side."""
        return np.asarray(self.kinds().max(axis=0) <= classes)

    def costs(self, log: Ints) -> Floats:
        """Greedy cost of each gate; see _POWER."""
        left, right = ((log[self.size] - self.sums(log)) / _UNIT) ** _POWER
        return np.asarray(left + right)


@dataclass(frozen=True)
class _Counted(Cuts):
    """Gates with the points of each class on either side: (side, class, gate)."""

    points: Ints

    def most(self) -> Ints:
        return np.asarray(self.points.max(axis=1))

    def kinds(self) -> Ints:
        return np.asarray((self.points > 0).sum(axis=1))

    def sums(self, log: Ints) -> Ints:
        return np.asarray(log[self.points].sum(axis=1))


@dataclass(frozen=True)
class _Ordered(Cuts):
    """Gates with the points in the order of each feature, and how many of its class each has before and behind it.

    So no table has a cell for each class, of which there are as many as points where labels are numbers.
    """

    before: Ints
    behind: Ints

    def most(self) -> Ints:
        return self._running(np.maximum, self.before + 1, self.behind + 1)

    def kinds(self) -> Ints:
        return self._running(np.add, self.before == 0, self.behind == 0)

    def sums(self, log: Ints) -> Ints:
        step = log[1:] - log[:-1]
        return self._running(np.add, step[self.before], step[self.behind])

    def _running(self, total: np.ufunc, rising: NDArray[np.generic], falling: NDArray[np.generic]) -> Ints:
        """Totals over the points below each gate, taken in order, and over those above it, taken from the end."""
        below = total.accumulate(rising, axis=1, dtype=np.int64)
        above = total.accumulate(falling[:, ::-1], axis=1, dtype=np.int64)
        return np.stack([below[self.feature, self.size[0] - 1], above[self.feature, self.size[1] - 1]])


class Data:
    """Distinct points with dense ranks, in the forms the search reads."""

    def __init__(self, ranks: Ints, classes: Ints) -> None:
        self.size, self.width = ranks.shape
        self.levels = int(ranks.max()) + 1
        self.ranks = ranks.astype(np.min_scalar_type(self.levels))
        self.flat = ranks + np.arange(self.width) * self.levels
        self.classes = classes
        self.key_type = np.min_scalar_type(self.size)
        count = np.arange(self.size + 1, dtype=np.float64)
        self.log = np.rint(count * np.log2(np.maximum(count, 1.0)) * _UNIT).astype(np.int64)

    def sides(self, points: Ints, cut: Cut) -> tuple[Ints, Ints]:
        """Return the points below the gate, and those above it."""
        above = self.ranks[points, cut[0]] >= cut[1]
        return points[~above], points[above]

    def cuts(self, points: Ints) -> Cuts:
        """All gates of a set; by counting when ranks and classes are few, by sorting when they are many."""
        classes = self.classes[points]
        count = np.bincount(classes)
        present = np.flatnonzero(count)
        here = np.searchsorted(present, classes)
        many = max(len(points), 32)
        by_count = self.levels <= many and self.levels * len(present) <= _CLASSES * many
        return (self.counted if by_count else self.ordered)(points, here, count[present])

    def counted(self, points: Ints, here: Ints, count: Ints) -> Cuts:
        """From a table of classes, features and ranks."""
        kinds, cells = len(count), self.width * self.levels
        index = self.flat[points] + (here * cells)[:, None]
        table = np.bincount(index.ravel(), minlength=cells * kinds)
        below = table.reshape(kinds, self.width, self.levels).cumsum(axis=2)
        size = below.sum(axis=0)
        feature, rank = np.nonzero((size[:, 1:] > size[:, :-1]) & (size[:, :-1] > 0))
        below = below[:, feature, rank]
        sides = np.stack([below, count[:, None] - below])
        return _Counted(feature, rank + 1, sides.sum(axis=1), sides)

    def ordered(self, points: Ints, here: Ints, count: Ints) -> Cuts:
        """From the points in the order of each feature."""
        ranks = self.ranks[points].T
        order = np.argsort(ranks, axis=1, kind="stable")
        values = np.take_along_axis(ranks, order, axis=1)
        kind = here[order]
        before = np.empty_like(kind)
        places = np.arange(len(points)) - np.repeat(count.cumsum() - count, count)
        np.put_along_axis(before, np.argsort(kind, axis=1, kind="stable"), places[None], axis=1)
        feature, last = np.nonzero(values[:, 1:] > values[:, :-1])
        rank = values[feature, last + 1].astype(np.int64)
        size = np.stack([last + 1, len(points) - 1 - last])
        return _Ordered(feature, rank, size, before, count[kind] - before - 1)

    def two_gates(self, points: Ints) -> Cut | None:
        """Root gate of a pure depth-2 tree, or None if there is none; complete.

        For all root features at once the points are taken in rising order, and running extrema
        of every coordinate tell which prefixes one gate can purify.  The same in falling order
        gives the suffixes.  Features without a gate between at most two classes on either side
        drop out beforehand: on digits most refutations then take 0.1 ms instead of 10.
        """
        classes, ranks = self.classes[points], self.ranks[points]
        kept = np.flatnonzero((ranks != ranks[0]).any(axis=0))
        ranks = np.ascontiguousarray(ranks[:, kept])
        order = np.argsort(ranks, axis=0, kind="stable")
        (first, third), (last, early) = _runs(classes, order), _runs(classes, order[::-1])
        values = np.take_along_axis(ranks, order, axis=0)
        gate = ~third[:-1] & ~early[::-1][1:] & (values[1:] > values[:-1])
        chosen = np.flatnonzero(gate.any(axis=0))
        block = max(1, _BLOCK // ranks.size)
        for start in range(0, len(chosen), block):
            some = chosen[start : start + block]
            good = gate[:, some] & _separable(ranks, first[:, some], order[:, some])[:-1]
            some, good = some[good.any(axis=0)], good[:, good.any(axis=0)]
            back = _separable(ranks, last[:, some], order[::-1][:, some])
            places, columns = np.nonzero(good & back[::-1][1:])
            if len(places):
                column = some[columns[0]]
                return int(kept[column]), int(values[places[0] + 1, column])
        return None


def _runs(classes: Ints, order: Ints) -> tuple[Bools, Bools]:
    """Per column of an order: who shares the first point's class; where a third class came up."""
    kind = classes[order]
    first = kind == kind[:1]
    second = np.take_along_axis(kind, (~first).argmax(axis=0)[None], axis=0)
    return first, np.logical_or.accumulate(~first & (kind != second), axis=0)


def _separable(ranks: NDArray[np.unsignedinteger], first: Bools, order: Ints) -> Bools:
    """Which prefixes of each order one gate splits into the first class and the others."""
    values, mine = ranks[order], first[:, :, None]
    top = np.iinfo(values.dtype).max
    result = np.zeros(first.shape, dtype=np.bool_)
    for inner in (mine, ~mine) if first.shape[1] else ():
        high = np.maximum.accumulate(np.where(inner, values, 0), axis=0)
        low = np.minimum.accumulate(np.where(inner, top, values), axis=0)
        result |= (high < low).any(axis=2)
    return result
