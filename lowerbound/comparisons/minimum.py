"""The least number of comparisons that any network needs to memorize a data set, and a network that needs no more."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import get_args

import flint

from constructions.geometry.hyperplanes import affine_fit
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, one_of
from constructions.model.network import Affine, Branch, Network, constant
from constructions.model.numbers.homogeneous import homogeneous
from constructions.model.progress import Progress, silent
from lowerbound.comparisons.dichotomies import Dichotomy, Gates, dichotomies
from verify.claims.comparisons_needed import Leaves as Leaves
from verify.prove.work import ALONE, Workers

MOST_POINTS = 40
"""Beyond this many points in Q^p, p > 1, subsets are not searched: counting and the search tree bound the minimum."""

MOST_TUPLES = 50_000
"""How many sets of p + 2 points are looked at unless more are allowed."""

MOST_PARTS = 2_000_000
"""How many parts of the data are made, many of them several times, to find the largest that one leaf fits."""


class Subsets:
    """Subsets of a data set as bit masks: which of them one leaf fits, and how gates divide them.

    Args:
        dataset: the data.
        leaves: ``"affine"`` or ``"constant"``.
        gates: ``"oblique"`` or ``"axis"``.
        splits: the dichotomies, where they are known.
        most_tuples: how many sets of p + 2 points are looked at to see whether the data are in general position.
        progress: is told how many dichotomies are found.
        workers: share the search for dichotomies.

    >>> line = Dataset.from_rows([[0], [1], [2], [3]], [[0], [1], [0], [1]])
    >>> subsets = Subsets(line)
    >>> subsets.fits(0b0011), subsets.fits(0b0111), subsets.largest()
    (True, False, 2)
    """

    def __init__(
        self,
        dataset: Dataset,
        leaves: Leaves = "affine",
        gates: Gates = "oblique",
        splits: list[Dichotomy] | None = None,
        most_tuples: int = MOST_TUPLES,
        progress: Progress = silent,
        workers: Workers = ALONE,
    ) -> None:
        one_of("kind of leaves", leaves, get_args(Leaves))
        self.dataset, self.leaves, self.gates = dataset, leaves, gates
        self.full = (1 << dataset.size) - 1
        self.splits = dichotomies(dataset.points, gates, progress, workers) if splits is None else splits
        self._masks = [one.above for one in self.splits]
        self._fits: dict[int, bool] = {}
        self._rows = [
            homogeneous((*point, *label)) for point, label in zip(dataset.points, dataset.labels, strict=True)
        ]
        self.general = leaves == "affine" and self._in_general_position(most_tuples)

    def fits(self, mask: int) -> bool:
        """Return whether one leaf takes the labels at all points of a subset."""
        known = self._fits.get(mask)
        if known is None:
            known = self._fits[mask] = self._fitted(mask)
        return known

    def divisions(self, mask: int) -> list[tuple[int, int, int]]:
        """Return the number of a dichotomy, and both parts of a subset, for each way to divide it, evenest first."""
        found: dict[int, int] = {}
        low = mask & -mask
        for number, above in enumerate(self._masks):
            part = above & mask
            if part & low:
                part ^= mask
            if part and part != mask:
                found.setdefault(part, number)
        ways = [(number, mask ^ part, part) for part, number in found.items()]
        ways.sort(key=lambda way: max(way[1].bit_count(), way[2].bit_count()))
        return ways

    def _fitted(self, mask: int) -> bool:
        numbers = members(mask)
        if self.leaves == "constant":
            return len({self.dataset.labels[number] for number in numbers}) <= 1
        width = self.dataset.width
        if len(numbers) <= 2:
            return True
        rows = [self._rows[number] for number in numbers]
        inputs = flint.fmpz_mat([[*row[:width], row[-1]] for row in rows]).rank()
        return bool(flint.fmpz_mat([[*row[:width], row[-1], *row[width:-1]] for row in rows]).rank() == inputs)

    @property
    def counted(self) -> int:
        """The most points that one leaf fits, as far as that is plain: p + 1 in general position, else all."""
        return self.dataset.width + 1 if self.general else self.dataset.size

    def _in_general_position(self, most_tuples: int) -> bool:
        """Return whether no p + 2 points with their labels lie on one hyperplane of Q^(p+1), for one of the outputs.

        Then no leaf fits p + 2 points; the checker looks at the same determinants.
        """
        size, width = self.dataset.size, self.dataset.width
        if comb(size, width + 2) > most_tuples:
            return False
        return all(self._spans(numbers) for numbers in combinations(range(size), width + 2))

    def _spans(self, numbers: tuple[int, ...]) -> bool:
        width = self.dataset.width
        rows = [self._rows[number] for number in numbers]
        return any(
            [
                bool(flint.fmpz_mat([[*row[:width], row[-1], row[output]] for row in rows]).det())
                for output in range(width, width + self.dataset.label_width)
            ]
        )

    def largest(self) -> int:
        """Return m, the size of the largest part of the data in a convex polyhedron that one leaf fits.

        Such parts are intersections of sides of dichotomies. They are looked at from the whole downward, the largest
        first, so the first one that a leaf fits is the largest; where they are too many the result is an upper bound.
        """
        if self.general:
            return self.counted
        sides = [side for above in self._masks for side in (above, self.full & ~above)]
        waiting: list[set[int]] = [set() for _ in range(self.dataset.size)] + [{self.full}]
        made = 0
        for size in range(self.dataset.size, 1, -1):
            for mask in waiting[size]:
                if self.fits(mask) or made > MOST_PARTS:
                    return size
                made += len(sides)
                for part in {mask & side for side in sides}:
                    waiting[part.bit_count()].add(part)
            waiting[size].clear()
        return 1


def is_shared(dataset: Dataset, leaves: Leaves, gates: Gates) -> bool:
    """Return whether workers share the search for the least number: that among all subsets, for any tests.

    >>> square = Dataset.from_rows([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]])
    >>> is_shared(square, "affine", "oblique"), is_shared(square, "affine", "axis")
    (True, False)
    """
    return (leaves, gates) == ("affine", "oblique") and dataset.width > 1 and dataset.size <= MOST_POINTS


def members(mask: int) -> list[int]:
    """Return the numbers of the points in a bit mask.

    >>> members(0b1010)
    [1, 3]
    """
    return [number for number in range(mask.bit_length()) if mask >> number & 1]


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least worst-case number of comparisons, and how it is attained.

    Attributes:
        comparisons: need(D).
        network: a network that memorizes the data with no more.
        impossible: the subsets and numbers of comparisons that were shown not to be enough, in the order shown.
    """

    comparisons: int
    network: Network
    impossible: "list[tuple[int, int]]"


def need(
    subsets: Subsets,
    progress: Progress = silent,
    heard: Callable[[int, list[tuple[int, int]]], None] | None = None,
    least: int = 0,
) -> Minimum:
    """Return the least c such that some network with at most c comparisons on every point memorizes the data.

    need(S) = 0 if one leaf fits S, else 1 + the least, over all ways to divide S, of the larger need of both parts. A
    subset of more than m 2^c points needs more than c.

    Args:
        heard: is told of each number that is a lower bound, and of the subsets that were shown to need more by then.
        least: a lower bound that is known.

    >>> labels = [[i % 2] for i in range(10)]
    >>> need(Subsets(Dataset.from_rows([[i] for i in range(10)], labels))).comparisons
    3
    >>> need(Subsets(Dataset.from_rows([[i] for i in range(10)], labels), "constant")).comparisons
    4
    """
    search = _Search(subsets, progress)
    count = max(least, search.counted(subsets.full))
    while True:
        if heard is not None:
            heard(count, list(search.refuted))
        if search.possible(subsets.full, count):
            break
        count += 1
    return Minimum(count, search.network(subsets.full, count), list(search.refuted))


class _Search:
    """Which subsets are possible with how many comparisons: what is known so far."""

    def __init__(self, subsets: Subsets, progress: Progress = silent) -> None:
        self.subsets, self.progress = subsets, progress
        self.best: dict[int, tuple[int, tuple[int, int, int] | None]] = {}
        self.refuted: dict[tuple[int, int], None] = {}
        self._most: dict[int, int] = {}

    def counted(self, mask: int) -> int:
        """Return the least c with |S| <= m 2^c, where m is known."""
        parts = -(-mask.bit_count() // self.subsets.counted)
        return (parts - 1).bit_length()

    def possible(self, mask: int, count: int) -> bool:
        known = self.best.get(mask)
        if known is not None and known[0] <= count:
            return True
        if self._most.get(mask, -1) >= count:
            return False
        if self.subsets.fits(mask):
            self.best[mask] = 0, None
            return True
        if count and self.counted(mask) <= count:
            limit = self.subsets.counted << (count - 1)
            for way in self.subsets.divisions(mask):
                if max(way[1].bit_count(), way[2].bit_count()) > limit:
                    break
                small, large = sorted(way[1:], key=int.bit_count)
                if self.possible(large, count - 1) and self.possible(small, count - 1):
                    self.best[mask] = count, way
                    return True
        self._most[mask] = count
        self.refuted[mask, count] = None
        self.progress(len(self.refuted), None)
        return False

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


def check_mean(dataset: Dataset) -> None:
    """Refuse data for which the least mean is not searched; raises BadInput for more than 16 points."""
    if dataset.size > 16:
        raise BadInput(f"the least mean is searched for up to 16 points, not {dataset.size}")


def least_mean(subsets: Subsets) -> tuple[Fraction, Network]:
    """Return the least mean number of comparisons over the rows of the data, and a network that attains it.

    mean(S) = 0 if one leaf fits S, else w(S) plus the least, over all ways to divide S, of the sum of both parts', all
    over the number of rows; w(S) is the number of rows that S stands for.

    Raises:
        BadInput: if there are more than 16 points.

    >>> data = Dataset.from_rows([[0], [0], [0], [1], [2], [3]], [[0], [0], [0], [1], [0], [1]])
    >>> least_mean(Subsets(data, "constant"))[0]
    Fraction(11, 6)
    """
    dataset = subsets.dataset
    check_mean(dataset)
    known: dict[int, tuple[int, tuple[int, int, int] | None]] = {}

    def total(mask: int) -> int:
        if mask not in known:
            if subsets.fits(mask):
                known[mask] = 0, None
            else:
                weight = sum([dataset.counts[number] for number in members(mask)])
                ways = [(total(way[1]) + total(way[2]), way) for way in subsets.divisions(mask)]
                least, best = min(ways, key=lambda pair: pair[0])
                known[mask] = weight + least, best
        return known[mask][0]

    found = total(subsets.full)
    search = _Search(subsets)
    search.best = known
    return Fraction(found, dataset.rows), search.network(subsets.full, dataset.size)
