"""The least number of comparisons that any network needs to memorize a data set, and a network that needs no more."""

from collections.abc import Callable
from dataclasses import dataclass

from constructions.geometry.hyperplanes import affine_fit
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Branch, Network, constant
from constructions.model.progress import Progress, silent
from lowerbound.comparisons.dichotomies import Gates, dichotomies_at_most
from lowerbound.comparisons.subsets import Subsets, members
from verify.claims.comparisons_needed import Leaves

MOST_POINTS = 40
"""Beyond this many points in Q^p, p > 1, subsets are not searched: counting and the search tree bound the minimum."""

MOST_DICHOTOMIES = 1 << 19
"""Nor where points may have more dichotomies, each of which takes some 800 bytes: any 20 points have fewer."""


def is_searched(dataset: Dataset) -> bool:
    """Return whether the least number, with any tests, is searched for among all subsets of the points.

    >>> is_searched(Dataset.from_rows([[i**k for k in range(9)] for i in range(30)], [[0]] * 30))
    False
    """
    return dataset.size <= MOST_POINTS and dichotomies_at_most(dataset.points) <= MOST_DICHOTOMIES


def is_shared(dataset: Dataset, leaves: Leaves, gates: Gates) -> bool:
    """Return whether workers share the search for the least number: that among all subsets, for any tests.

    >>> square = Dataset.from_rows([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]])
    >>> is_shared(square, "affine", "oblique"), is_shared(square, "affine", "axis")
    (True, False)
    """
    return (leaves, gates) == ("affine", "oblique") and dataset.width > 1 and is_searched(dataset)


@dataclass(frozen=True, slots=True)
class Refuted:
    """A set of points for which some comparisons are not enough.

    Attributes:
        mask: the points.
        count: so many comparisons are not enough.
        parts: the numbers of earlier ones, one of which is on one side however the points are divided. If there are
            none no leaf fits the set (0 comparisons), or it has more points than 2^count leaves take.
        closed: the dichotomies of all points that have the set on one side, as a bit mask.
    """

    mask: int
    count: int
    parts: tuple[int, ...]
    closed: int


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least worst-case number of comparisons, and how it is attained.

    Attributes:
        comparisons: need(D).
        network: a network that memorizes the data with no more.
        refuted: what was shown on the way, each after its parts.
    """

    comparisons: int
    network: Network
    refuted: tuple[Refuted, ...]


def need(
    subsets: Subsets,
    progress: Progress = silent,
    heard: Callable[[int, tuple[Refuted, ...]], None] | None = None,
    least: int = 0,
) -> Minimum:
    """Return the least c such that some network with at most c comparisons on every point memorizes the data.

    need(S) = 0 if one leaf fits S, else 1 + the least, over all ways to divide S, of the larger need of both parts. A
    subset of more than m 2^c points needs more than c.

    Args:
        heard: is told of each number that is a lower bound, and of the sets that were shown to need more by then.
        least: a lower bound that is known.

    >>> labels = [[i % 2] for i in range(10)]
    >>> need(Subsets(Dataset.from_rows([[i] for i in range(10)], labels))).comparisons
    3
    >>> need(Subsets(Dataset.from_rows([[i] for i in range(10)], labels), "constant")).comparisons
    4
    """
    search, count = Search(subsets, progress), least
    while True:
        if heard is not None:
            heard(count, tuple(search.steps))
        step = search.refuted(subsets.full, count)
        if step is None:
            return Minimum(count, search.network(subsets.full, count), tuple(search.steps))
        count = search.steps[step].count + 1


class Search:
    """Which subsets are possible with how many comparisons: what is known so far.

    A set that was refuted closes every dichotomy that has all of it on one side, for all that contain it. Which
    dichotomies these are is kept as the bits of one number, so a set is refuted once the numbers of its refuted parts
    have all bits together; and of the set only the points of these parts are kept.
    """

    def __init__(self, subsets: Subsets, progress: Progress = silent) -> None:
        self.subsets, self.progress = subsets, progress
        self.best: dict[int, tuple[int, tuple[int, int, int] | None]] = {}
        self.steps: list[Refuted] = []
        masks = subsets.masks
        self._every = (1 << len(masks)) - 1
        self._above = [
            int("0" + "".join(["01"[above >> point & 1] for above in reversed(masks)]), 2)
            for point in range(subsets.dataset.size)
        ]

    def refuted(self, mask: int, count: int) -> int | None:
        """Return the number of a step that refutes some of these points, or None if so many comparisons are enough."""
        known = self.best.get(mask)
        if known is not None and known[0] <= count:
            return None
        size, most = mask.bit_count(), self.subsets.counted
        if count and size > most << count:
            return self._step(mask, (-(-size // most) - 1).bit_length() - 1, ())
        parts = [number for number, step in enumerate(self.steps) if step.count >= count - 1 and not step.mask & ~mask]
        for number in parts:
            if self.steps[number].count >= count:
                return number
        if not parts and self.subsets.fits(mask):
            self.best[mask] = 0, None
            return None
        if not count:
            return self._step(self.subsets.smallest_unfit(mask), 0, ())
        closed = 0
        for number in parts:
            closed |= self.steps[number].closed
        for way in self._ways(mask, self._every & ~closed):
            if closed >> way[0] & 1:
                continue
            small, large = sorted(way[1:], key=int.bit_count)
            part = self.refuted(large, count - 1)
            if part is None:
                part = self.refuted(small, count - 1)
            if part is None:
                self.best[mask] = count, way
                return None
            parts.append(part)
            closed |= self.steps[part].closed
        return self._divided(parts, count)

    def _ways(self, mask: int, among: int) -> list[tuple[int, int, int]]:
        """Return some dichotomies, each with both parts of a subset, the evenest first."""
        ways = list[tuple[int, int, int]]()
        for number in members(among):
            above = self.subsets.masks[number] & mask
            below = mask ^ above
            ways.append((number, below, above))
        return sorted(ways, key=lambda way: max(way[1].bit_count(), way[2].bit_count()))

    def _divided(self, parts: list[int], count: int) -> int:
        """Keep that however points are divided one of these parts is on one side; those that add nothing are left out.

        The set has the points of the parts that are left.
        """
        behind = [0]
        for number in reversed(parts):
            behind.append(behind[-1] | self.steps[number].closed)
        needed, closed, mask = list[int](), 0, 0
        for number in parts:
            behind.pop()
            if closed | behind[-1] != self._every:
                needed.append(number)
                closed |= self.steps[number].closed
                mask |= self.steps[number].mask
        return self._step(mask, count, tuple(needed))

    def _step(self, mask: int, count: int, parts: tuple[int, ...]) -> int:
        above = below = self._every
        for point in members(mask):
            above &= self._above[point]
            below &= ~self._above[point]
        self.steps.append(Refuted(mask, count, parts, above | below))
        self.progress(len(self.steps), None)
        return len(self.steps) - 1

    def network(self, mask: int, count: int) -> Network:
        """Return a network for a subset that is possible."""
        known = self.best[mask]
        if known[1] is None:
            return self._leaf(mask)
        number, below, above = known[1]
        split = self.subsets.splits[number]
        normal, threshold = split.made()
        if split.above & below:  # the dichotomy has the other orientation on this subset
            below, above = above, below
        sides = [self.network(part, count - 1) for part in (below, above)]
        return Branch(normal, threshold, *sides)

    def _leaf(self, mask: int) -> Network:
        dataset, numbers = self.subsets.dataset, members(mask)
        if self.subsets.leaves == "constant":
            return constant(dataset.labels[numbers[0]], dataset.width)
        fit = affine_fit([dataset.points[number] for number in numbers], [dataset.labels[number] for number in numbers])
        if fit is None:
            raise AssertionError("a subset that fits has a map")
        return Affine(*fit)
