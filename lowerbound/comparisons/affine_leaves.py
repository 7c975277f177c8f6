"""The least depth of trees that test single coordinates and have affine leaves, with certificates from below."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from constructions.conditional.axis_tree import axis_tree, ranked
from constructions.geometry.hyperplanes import affine_fit
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Network
from constructions.model.progress import Progress, silent
from lowerbound.comparisons.cores import Core, core_of
from lowerbound.comparisons.depth import QUICK, Depth, tree_of, unheard
from lowerbound.comparisons.powers import refutation_by_powers
from lowerbound.comparisons.ranges import Refuter, SpentError
from lowerbound.comparisons.refutation import factors_against
from lowerbound.comparisons.subsets import Subsets, members
from verify.certificate import Hint

Ints = NDArray[np.int64]

NUMBERS = 50_000_000
"""Default budget in numbers of the data, of all sets that are looked at together: some minutes at most."""


def least_affine_depth(
    dataset: Dataset,
    budget: int | None = None,
    progress: Progress = silent,
    heard: Callable[[Depth], None] = unheard,
) -> Depth:
    """Return the least depth of a tree of tests x_j >= t with affine leaves that memorizes the data, or bounds on it.

    What products refute is refuted first (theory, Theorem 31a), then depth after depth (Theorem 32c), until a tree is
    found on the way, or the depth of a tree with constant leaves is met, or the budget is used up.

    Args:
        budget: how many sets are looked at, at most.
        heard: is told the bounds whenever one of them has moved.

    >>> data = Dataset.from_rows([[x, y] for x in (0, 1, 2) for y in (0, 1)], [[0], [0], [1], [5], [2], [6]])
    >>> found = least_affine_depth(data)
    >>> found.lower, found.upper, found.hints
    (1, 1, [['uninterpolable', 15, -1, 1, 1, -1]])
    """
    values, ranks = ranked(dataset)
    network = axis_tree(dataset, QUICK).network
    least, hints = refutation_by_powers(dataset)
    found = Depth(least, structural_worst(network).comparisons, network, hints)
    allowed = NUMBERS // (dataset.size * (dataset.width + dataset.label_width)) if budget is None else budget
    refuter = AffineRefuter(dataset, ranks, allowed, progress)
    everything = np.arange(dataset.size)
    try:
        while found.lower < found.upper:
            heard(found)
            step = refuter.refute(everything, found.lower)
            if step is None:
                network = tree_of(dataset, refuter, values, everything, found.lower, refuter.leaf)
                return replace(found, upper=found.lower, network=network)
            found = replace(found, lower=found.lower + 1, hints=refuter.hints(step))
    except SpentError:
        pass
    return found


class AffineRefuter(Refuter):
    """Refutes sets of points at depths for affine leaves, in the order of the data.

    A set that no affine function fits is refuted at depth 0 by few of its points; then parts close tests.

    Args:
        dataset: the data.
        ranks: for each point and coordinate the place of its value among all.
        budget: how many sets are looked at, at most.
    """

    def __init__(self, dataset: Dataset, ranks: Ints, budget: int, progress: Progress) -> None:
        super().__init__(ranks, np.arange(dataset.size), budget, progress)
        self._subsets = Subsets(dataset, "affine", "axis", splits=[], most_tuples=0)

    def leaf(self, points: Ints) -> Network | None:
        """Return an affine function that fits all points of a set, or None."""
        if not self._subsets.fits(_mask(points)):
            return None
        dataset, numbers = self._subsets.dataset, points.tolist()
        fit = affine_fit([dataset.points[number] for number in numbers], [dataset.labels[number] for number in numbers])
        if fit is None:
            raise AssertionError("a subset that fits has a map")
        return Affine(*fit)

    def _refuted(self, points: Ints, depth: int) -> int | None:
        if self._subsets.fits(_mask(points)):
            return None
        if depth == 0:
            rows = np.array(members(self._subsets.smallest_unfit(_mask(points))))
            return self._write(Core(0, rows, [], self.ranks[rows].min(axis=0), self.ranks[rows].max(axis=0)))
        ranks = self.ranks[points]
        parts = self._parts(points, depth, (ranks.min(axis=0), ranks.max(axis=0)))
        if parts is None:
            return None
        return self._write(core_of(points, ranks, np.zeros(1, int), depth, parts, [self.steps[part] for part in parts]))

    def _hint(self, core: Core, places: dict[int, int]) -> Hint:
        if core.parts:
            return ["sides", *sorted([places[part] for part in core.parts])]
        mask = _mask(core.rows)
        return ["uninterpolable", mask, *factors_against(self._subsets.dataset, mask)]


def _mask(points: Ints) -> int:
    return sum([1 << number for number in points.tolist()])
