"""Point sets, their gates and trees under construction, for the search of axis_search."""

from __future__ import annotations

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
class Cuts:
    """Every gate that splits a set: feature and rank, and class counts below it (class, gate)."""

    feature: Ints
    rank: Ints
    below: Ints
    above: Ints

    def cut(self, gate: int) -> Cut:
        """Return feature and rank of a gate."""
        return int(self.feature[gate]), int(self.rank[gate])

    def errors(self) -> Ints:
        """Errors of each gate over two leaves that name their majority class."""
        below: Ints = self.below.sum(axis=0) - self.below.max(axis=0)
        above: Ints = self.above.sum(axis=0) - self.above.max(axis=0)
        return below + above

    def narrow(self, classes: int) -> Bools:
        """Gates with at most so many classes on either side."""
        most = np.maximum((self.below > 0).sum(axis=0), (self.above > 0).sum(axis=0))
        return np.asarray(most <= classes)

    def costs(self, log: Floats) -> Floats:
        """Greedy cost of each gate; see _POWER."""
        left = log[self.below.sum(axis=0)] - log[self.below].sum(axis=0)
        right = log[self.above.sum(axis=0)] - log[self.above].sum(axis=0)
        return np.asarray(left**_POWER + right**_POWER)


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
        self.log = count * np.log2(np.maximum(count, 1.0))

    def sides(self, points: Ints, cut: Cut) -> tuple[Ints, Ints]:
        """Return the points below the gate, and those above it."""
        above = self.ranks[points, cut[0]] >= cut[1]
        return points[~above], points[above]

    def cuts(self, points: Ints) -> Cuts:
        """All gates of a set; by counting when ranks are few, by sorting when they are many."""
        classes = self.classes[points]
        count = np.bincount(classes)
        present = np.flatnonzero(count)
        here = np.searchsorted(present, classes)
        by_count = self.levels <= max(len(points), 32)
        feature, rank, below = (self._counted if by_count else self._sorted)(points, here)
        return Cuts(feature, rank, below, count[present][:, None] - below)

    def _counted(self, points: Ints, here: Ints) -> tuple[Ints, Ints, Ints]:
        cells, kinds = self.width * self.levels, int(here.max()) + 1
        index = self.flat[points] + (here * cells)[:, None]
        count = np.bincount(index.ravel(), minlength=cells * kinds)
        below = count.reshape(kinds, self.width, self.levels).cumsum(axis=2)
        size = below.sum(axis=0)
        feature, rank = np.nonzero((size[:, 1:] > size[:, :-1]) & (size[:, :-1] > 0))
        return feature, rank + 1, below[:, feature, rank]

    def _sorted(self, points: Ints, here: Ints) -> tuple[Ints, Ints, Ints]:
        ranks = self.ranks[points].T
        order = np.argsort(ranks, axis=1, kind="stable")
        values = np.take_along_axis(ranks, order, axis=1)
        kinds = np.arange(int(here.max()) + 1)[:, None, None]
        below = (here[order] == kinds).cumsum(axis=2)
        feature, place = np.nonzero(values[:, 1:] > values[:, :-1])
        rank = values[feature, place + 1].astype(np.int64)
        return feature, rank, below[:, feature, place]

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
