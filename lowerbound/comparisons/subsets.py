"""Subsets of a data set as bit masks: which of them one leaf fits, and how tests divide them."""

from itertools import combinations
from math import comb
from typing import get_args

import flint
import numpy as np
from numpy.typing import NDArray

from constructions.model.dataset import Dataset
from constructions.model.errors import one_of
from constructions.model.numbers.homogeneous import homogeneous
from constructions.model.progress import Progress, silent
from lowerbound.comparisons.dichotomies import Dichotomy, Gates, dichotomies
from verify.claims.comparisons_needed import Leaves
from verify.prove.work import ALONE, Workers

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
        self.masks = [one.above for one in self.splits]
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

    def smallest_unfit(self, mask: int) -> int:
        """Return a smallest part of points that no leaf fits, no point of which can be left out.

        >>> bin(Subsets(Dataset.from_rows([[z] for z in range(5)], [[0], [0], [0], [1], [0]])).smallest_unfit(31))
        '0b11100'
        """
        needed, numbers = 0, members(mask)
        while self.fits(needed):
            fitted, unfit = (
                len(numbers),
                0,
            )  # the last points from here on, with those needed: the one fits, the other not
            while fitted - unfit > 1:
                middle = (fitted + unfit) // 2
                if self.fits(needed | sum([1 << number for number in numbers[middle:]])):
                    fitted = middle
                else:
                    unfit = middle
            needed |= 1 << numbers[unfit]
            del numbers[: unfit + 1]
        return needed

    def divisions(self, mask: int) -> list[tuple[int, int, int]]:
        """Return the number of a dichotomy, and both parts of a subset, for each way to divide it, evenest first."""
        found: dict[int, int] = {}
        low = mask & -mask
        for number, above in enumerate(self.masks):
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
            labels = [self.dataset.labels[number] for number in numbers]
            return labels[1:] == labels[:-1]
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
        first, each divided by sides that are no smaller than it is, so the first one that a leaf fits is the largest;
        where they are too many the result is an upper bound. There are at most 64 points, the bits of an integer.
        """
        if self.general:
            return self.counted
        sides = np.array([side for above in self.masks for side in (above, self.full & ~above)], np.uint64)
        waiting = np.append(sides, np.uint64(self.full))
        cores, made = list[int](), 0
        for size in range(self.dataset.size, 1, -1):
            parts = np.unique(waiting[_sizes(waiting) == size])
            left = parts
            for core in cores:
                left = _without(left, core)
            while left.size:
                if self.fits(int(left[0])):
                    return size
                cores.append(self.smallest_unfit(int(left[0])))
                left = _without(left, cores[-1])
            larger = sides[_sizes(sides) >= size]
            made += parts.size * larger.size
            if made > MOST_PARTS:
                return size - 1
            waiting = np.unique(np.append(waiting[_sizes(waiting) < size], parts[:, None] & larger))
        return 1


Masks = NDArray[np.uint64]


def _sizes(masks: Masks) -> NDArray[np.uint64]:
    counts: NDArray[np.uint64] = np.unpackbits(masks.view(np.uint8).reshape(-1, 8), axis=1).sum(axis=1)
    return counts


def _without(masks: Masks, core: int) -> Masks:
    """Return those sets that do not have all of a core."""
    left: Masks = masks[masks & np.uint64(core) != np.uint64(core)]
    return left


def members(mask: int) -> list[int]:
    """Return the numbers of the points in a bit mask.

    >>> members(0b1010)
    [1, 3]
    """
    return [number for number in range(mask.bit_length()) if mask >> number & 1]
