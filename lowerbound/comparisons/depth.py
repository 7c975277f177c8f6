"""The least depth of trees that test single coordinates and have constant leaves, with certificates from below."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from constructions.conditional.axis_data import Cut, Data
from constructions.conditional.axis_tree import axis_tree, ranked
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.network import Branch, Form, Network, constant
from constructions.model.progress import Progress, silent
from verify.certificate import Hint

Ints = NDArray[np.int64]
Bits = NDArray[np.uint8]

DEFAULT = 200_000
"""Default budget in sets that are looked at: some minutes at most."""


@dataclass(frozen=True, slots=True)
class Depth:
    """Bounds on the least depth, a tree that attains the upper one, and the certificate of the lower one.

    Attributes:
        hints: for the claim *depth needed*; none if the lower bound is 0.
    """

    lower: int
    upper: int
    network: Network
    hints: list[Hint]


class SpentError(Exception):
    """The budget of a search is used up."""


def least_depth(dataset: Dataset, budget: int = DEFAULT, progress: Progress = silent) -> Depth:
    """Return the least depth of a tree of tests x_j >= t with constant leaves that memorizes the data, or bounds on it.

    From below depth after depth is refuted (theory, Theorem 32a) until the depth of the tree that
    ``axis_search`` finds is met, or a tree is found on the way, or the budget of sets is used up.

    >>> data = Dataset.from_rows([[1, 1], [1, 0], [0, 1]], [[1], [0], [0]])
    >>> found = least_depth(data)
    >>> found.lower, found.upper, found.hints
    (2, 2, [['labels', 0, 1], ['labels', 0, 2], ['sides', 1, 0]])
    """
    network = axis_tree(dataset).network
    upper = structural_worst(network).comparisons
    numbers: dict[object, int] = {}
    classes = np.array([numbers.setdefault(label, len(numbers)) for label in dataset.labels], dtype=np.int64)
    values, ranks = ranked(dataset)
    refuter = Refuter(ranks, classes, budget, progress)
    hints = list[Hint]()
    for depth in range(upper):
        try:
            step = refuter.refute(np.arange(dataset.size), depth)
        except SpentError:
            return Depth(depth, upper, network, hints)
        if step is None:
            return Depth(depth, depth, tree_of(dataset, refuter, values, np.arange(dataset.size), depth), hints)
        hints = refuter.hints(step)
    return Depth(upper, upper, network, hints)


def tree_of(dataset: Dataset, refuter: "Refuter", values: list[list[Fraction]], points: Ints, depth: int) -> Network:
    """Return a tree of a depth that was not refuted for some of the points.

    Args:
        values: the sorted different values of each coordinate.
    """
    first = dataset.labels[int(points[0])]
    if all([dataset.labels[number] == first for number in points.tolist()]):
        return constant(first, dataset.width)
    if refuter.refute(points, depth) is not None:
        raise AssertionError("a set that is not refuted has a tree")
    place, rank = refuter.cuts[depth, points.tobytes()]
    above = refuter.ranks[points, place] >= rank
    sides = [tree_of(dataset, refuter, values, side, depth - 1) for side in (points[~above], points[above])]
    threshold = (values[place][rank - 1] + values[place][rank]) / 2
    return Branch(Form.coordinate(place, dataset.width), threshold, *sides)


@dataclass(slots=True)
class _Step:
    """A refuted set: the hint that shows it, its points as packed bits, and its box."""

    hint: tuple[str, tuple[int, ...]]
    points: Bits
    low: Ints
    high: Ints


class Refuter:
    """Refutes sets of points at depths, each by steps that stand before it.

    Args:
        ranks: for each point and coordinate the place of its value among all.
        classes: numbers of the labels.
        cuts: for a depth and a set that was not refuted, points as bytes, a test that leaves two such sets.
        budget: how many sets are looked at, at most.
    """

    def __init__(self, ranks: Ints, classes: Ints, budget: int, progress: Progress) -> None:
        self.ranks, self.classes, self.budget, self.progress = ranks, classes, budget, progress
        self.data = Data(ranks, classes)
        self.steps: list[_Step] = []
        self.cuts: dict[tuple[int, bytes], Cut] = {}
        self._pool: dict[int, list[int]] = {}
        self._bits: dict[int, Bits] = {}
        self._known: dict[tuple[int, bytes], int | None] = {}

    def refute(self, points: Ints, depth: int) -> int | None:
        """Return the number of a step about some of the points that refutes this depth; None if a tree has it.

        Raises:
            SpentError: if the budget is used up.
        """
        if len(points) < 2:
            return None
        key = depth, points.tobytes()
        if key not in self._known:
            self.budget -= 1
            if self.budget < 0:
                raise SpentError
            self.progress(len(self.steps), None)
            self._known[key] = self._refuted(points, depth)
        return self._known[key]

    def _refuted(self, points: Ints, depth: int) -> int | None:
        found, first = np.unique(self.classes[points], return_index=True)
        if len(found) > 1 << depth:
            return self._write(depth, "labels", tuple(points[first[: (1 << depth) + 1]].tolist()))
        if len(found) == 1:
            return None
        if depth == 1:
            return self._pairs(points)
        if depth == 2:
            cut = self.data.two_gates(points)
            if cut is not None:
                self.cuts[depth, points.tobytes()] = cut
                return None
        inside = self._inside(points, depth - 1)
        used: dict[int, None] = {}
        for place in self._order(points):
            pair = self._meeting(points, place, depth, inside)
            if pair is None:
                return None
            used |= dict.fromkeys(pair)
        return self._write(depth, "sides", tuple(used))

    def _order(self, points: Ints) -> list[int]:
        """Return the coordinates that differ, those with the most promising tests first: there a tree may be found.

        Where a coordinate is the same at all points, any part is on one side of a test.
        """
        cuts = self.data.cuts(points)
        costs = np.full(self.ranks.shape[1], np.inf)
        np.minimum.at(costs, cuts.feature, cuts.costs(self.data.log))
        return [int(place) for place in np.argsort(costs, kind="stable") if np.isfinite(costs[place])]

    def _meeting(self, points: Ints, place: int, depth: int, inside: list[int]) -> tuple[int, int] | None:
        """Return steps whose sets L and R have max L <= min R in a coordinate; None if a test leaves two trees."""
        column = self.ranks[points, place]
        left = min(inside, key=lambda step: int(self.steps[step].high[place]), default=-1)
        right = max(inside, key=lambda step: int(self.steps[step].low[place]), default=-1)
        lowest, highest = int(column.min()), int(column.max())
        while True:
            most = int(self.steps[left].high[place]) if left >= 0 else highest
            least = int(self.steps[right].low[place]) if right >= 0 else lowest
            if left >= 0 and right >= 0 and most <= least:
                return left, right
            # a test at a value t is open if it divides L and R: least < t <= most
            between = np.sort(column[(column > least) & (column <= most)])
            if not len(between):
                return (left, left) if right < 0 else (right, right)
            border = between[len(between) // 2]
            below, above = points[column < border], points[column >= border]
            step = self.refute(below, depth - 1)
            if step is not None:
                left = step
                if 3 * len(above) < len(points):
                    continue
            other = self.refute(above, depth - 1)
            if other is not None:
                right = other
            elif step is None:
                self.cuts[depth, points.tobytes()] = place, int(border)
                return None

    def _pairs(self, points: Ints) -> int | None:
        """Refute depth 1 for two labels: in each coordinate pairs of different labels on both sides of any test."""
        kinds = self.classes[points] == self.classes[points[0]]
        groups = points[kinds], points[~kinds]
        tables = [self.ranks[group] for group in groups]
        lows = [(table.argmin(axis=0), table.min(axis=0)) for table in tables]
        highs = [(table.argmax(axis=0), table.max(axis=0)) for table in tables]
        starts, stops = np.maximum(lows[0][1], lows[1][1]), np.minimum(highs[0][1], highs[1][1])
        if (starts > stops).any():
            place = int((starts > stops).argmax())
            self.cuts[1, points.tobytes()] = place, int(starts[place])
            return None
        used: dict[int, None] = {}
        for place in range(self.ranks.shape[1]):
            for ends in (lows, highs):
                pair = [int(group[end[0][place]]) for group, end in zip(groups, ends, strict=True)]
                used[self._write(0, "labels", tuple(pair))] = None
        return self._write(1, "sides", tuple(used))

    def _inside(self, points: Ints, depth: int) -> list[int]:
        """Return the steps for a depth that are about some of these points only."""
        pool = self._pool.get(depth, [])
        known = self._bits.get(depth, np.zeros((0, (len(self.classes) + 7) // 8), dtype=np.uint8))
        if len(known) < len(pool):
            known = np.concatenate([known, *[self.steps[step].points[None] for step in pool[len(known) :]]])
            self._bits[depth] = known
        outside = ~self._packed(points)
        return [pool[place] for place in np.flatnonzero(~(known & outside).any(axis=1))]

    def _packed(self, points: Ints) -> Bits:
        marks = np.zeros(len(self.classes), dtype=np.bool_)
        marks[points] = True
        return np.packbits(marks)

    def _write(self, depth: int, name: str, numbers: tuple[int, ...]) -> int:
        key = depth, f"{name} {numbers}".encode("ascii")
        known = self._known.get(key)
        if known is not None:
            return known
        if name == "labels":
            rows = self.ranks[list(numbers)]
            bits, low, high = self._packed(np.array(numbers)), rows.min(axis=0), rows.max(axis=0)
        else:
            parts = [self.steps[number] for number in numbers]
            bits = np.bitwise_or.reduce([part.points for part in parts])
            low, high = np.min([part.low for part in parts], axis=0), np.max([part.high for part in parts], axis=0)
        self.steps.append(_Step((name, numbers), bits, low, high))
        self._known[key] = len(self.steps) - 1
        self._pool.setdefault(depth, []).append(len(self.steps) - 1)
        return len(self.steps) - 1

    def hints(self, last: int) -> list[Hint]:
        """Return the steps that a step needs, renumbered, and itself at the end."""
        needed, stack = {last}, [last]
        while stack:
            name, numbers = self.steps[stack.pop()].hint
            fresh = set(numbers) - needed if name == "sides" else set()
            needed |= fresh
            stack += fresh
        places = {number: place for place, number in enumerate(sorted(needed))}
        hints = list[Hint]()
        for number in sorted(needed):
            name, numbers = self.steps[number].hint
            hints.append([name, *[places[item] if name == "sides" else item for item in numbers]])
        return hints
