"""Least comparisons by trying all trees: an oracle that shares nothing with the search, for a few points.

Which ways an affine test can divide the points is asked of linear programs, one for each of the 2^(n-1) ways. They are
in floats; with small integers as coordinates the margin of a way that exists is far above their tolerance.
"""

import random
from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from constructions.model.dataset import Dataset
from lowerbound.comparisons.dichotomies import Gates
from lowerbound.comparisons.minimum import need
from lowerbound.comparisons.subsets import Subsets
from verify.claims.comparisons_needed import Leaves

KINDS: tuple[tuple[Leaves, Gates], ...] = tuple(product(("affine", "constant"), ("oblique", "axis")))

Part = frozenset[int]


def small(seed: int) -> Dataset:
    """Return at most seven points with small integers, of one to four dimensions, often in special position."""
    source = random.Random(seed)
    width, most, labels = source.choice((1, 2, 2, 3, 4)), source.choice((1, 2, 4, 9)), source.choice((1, 1, 2, 6))
    points = sorted({tuple([source.randint(0, most) for _ in range(width)]) for _ in range(source.randint(3, 7))})
    outputs = source.choice((1, 1, 1, 2))
    return Dataset.from_rows(points, [[source.randint(0, labels) for _ in range(outputs)] for _ in points])


def ways(dataset: Dataset, gates: Gates) -> list[Part]:
    """Return the sets of points above a test, none of them all or none, one of each and what is left."""
    size = dataset.size
    if gates == "axis":
        found = {
            frozenset([n for n in range(size) if dataset.points[n][place] >= cut])
            for place in range(dataset.width)
            for cut in {point[place] for point in dataset.points}
        }
        return [part for part in found if 0 < len(part) < size]
    points = np.array([[int(value) for value in point] for point in dataset.points])
    return [
        frozenset([n for n in range(size) if chosen >> n & 1])
        for chosen in range(1, 1 << (size - 1))
        if _divides(points, np.array([1 if chosen >> n & 1 else -1 for n in range(size)]))
    ]


def _divides(points: NDArray[np.int64], signs: NDArray[np.int64]) -> bool:
    """Return whether some w, b have sign (w . x + b) >= a margin above 0; w and b are at most 1."""
    size, width = points.shape
    rows = -signs[:, None] * np.hstack([points, np.ones((size, 1))])
    limits = [(-1, 1)] * width + [(-100, 100), (None, 1)]
    solved = linprog([0] * (width + 1) + [-1], np.hstack([rows, np.ones((size, 1))]), np.zeros(size), bounds=limits)
    return bool(solved.x[-1] > 1e-6)


def fits(dataset: Dataset, part: Part, leaves: Leaves) -> bool:
    """Return whether one leaf takes the labels of some points: by elimination, no row comes to 0 = something else."""
    if leaves == "constant":
        return len({dataset.labels[n] for n in part}) == 1
    table = [[*dataset.points[n], Fraction(1), *dataset.labels[n]] for n in part]
    for column in range(dataset.width + 1):
        pivot = next((row for row in table if row[column]), None)
        if pivot is not None:
            table = [
                [a - b * row[column] / pivot[column] for a, b in zip(row, pivot, strict=True)]
                for row in table
                if row is not pivot
            ]
    return not any([any(row) for row in table])


def least_by_all_trees(dataset: Dataset, leaves: Leaves, above: list[Part]) -> int:
    """Return the least depth of a tree whose tests divide the points in these ways."""

    @cache
    def least(part: Part) -> int:
        if fits(dataset, part, leaves):
            return 0
        best = len(part)
        for chosen in above:
            sides = part & chosen, part - chosen
            if all(sides):
                best = min(best, 1 + max(map(least, sides)))
        return best

    return least(frozenset(range(dataset.size)))


def disagreements(seeds: range) -> dict[tuple[Leaves, Gates], list[int]]:
    """Return for each kind of leaves and gates the seeds of the data sets where the search finds another number."""
    wrong: dict[tuple[Leaves, Gates], list[int]] = {kind: [] for kind in KINDS}
    for seed in seeds:
        dataset = small(seed)
        above: dict[Gates, list[Part]] = {gates: ways(dataset, gates) for gates in ("oblique", "axis")}
        for leaves, gates in KINDS:
            if need(Subsets(dataset, leaves, gates)).comparisons != least_by_all_trees(dataset, leaves, above[gates]):
                wrong[leaves, gates].append(seed)
    return wrong
