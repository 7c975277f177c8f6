"""The least mean number of comparisons over the rows of a data set, a network that attains it, and its certificate."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Network
from constructions.model.progress import Progress, silent
from lowerbound.comparisons.minimum import Search
from lowerbound.comparisons.refutation import arrangement, factors_against
from lowerbound.comparisons.subsets import Subsets, members
from verify.certificate import Hint

MOST_POINTS = 16
"""For more points the least mean is not searched for."""

MOST_LOOKS = 3_000_000
"""A certificate that looks at more divisions of sets is not written: no checker would read it to its end."""


@dataclass(frozen=True, slots=True)
class Mean:
    """The least mean of comparisons.

    Attributes:
        comparisons: the mean over the rows.
        network: a network that memorizes the data with no more.
        hints: the certificate that it takes as many; None if there is none: it would be too long, or the mean is 0.
    """

    comparisons: Fraction
    network: Network
    hints: list[Hint] | None


def check_mean(dataset: Dataset) -> None:
    """Refuse data for which the least mean is not searched; raises BadInput for more than 16 points."""
    if dataset.size > MOST_POINTS:
        raise BadInput(f"the least mean is searched for up to {MOST_POINTS} points, not {dataset.size}")


def least_mean(subsets: Subsets, progress: Progress = silent) -> Mean:
    """Return the least mean number of comparisons over the rows of the data.

    mean(S) = 0 if one leaf fits S, else w(S) plus the least, over all ways to divide S, of the sum of both parts', all
    over the number of rows; w(S) is the number of rows that S stands for. ``progress`` is told for how many S it is
    known.

    Raises:
        BadInput: if there are more than 16 points.

    theory, Theorem 32d.

    >>> data = Dataset.from_rows([[0], [0], [0], [1], [2], [3]], [[0], [0], [0], [1], [0], [1]])
    >>> found = least_mean(Subsets(data, "constant", "axis"))
    >>> found.comparisons, found.hints[-1]
    (Fraction(11, 6), ['every', 15])
    """
    check_mean(subsets.dataset)
    totals = _Totals(subsets, progress)
    total = totals.least(subsets.full)
    search = Search(subsets)
    search.best = totals.tree()
    network = search.network(subsets.full, subsets.dataset.size)
    return Mean(Fraction(total, subsets.dataset.rows), network, totals.certificate() if total else None)


class _TooLongError(Exception):
    """More divisions are looked at than a certificate may."""


class _Totals:
    """What subsets need in all, how they are divided for it, and the steps that show it."""

    def __init__(self, subsets: Subsets, progress: Progress) -> None:
        self.subsets, self._progress, self._count = subsets, progress, 0
        self._masks = np.array(subsets.masks, np.int64)
        fits = subsets.dataset.rows * subsets.dataset.size < 1 << 62  # rows may be counted in quintillions
        self._known: NDArray[Any] = np.full(subsets.full + 1, -1, np.int64 if fits else object)
        self._shown: dict[int, int] = {}
        self._hints: list[Hint] = []
        self._every = 0

    def least(self, mask: int) -> int:
        """Return the fewest comparisons at all rows of a subset together."""
        if self._known[mask] < 0:
            if self.subsets.fits(mask):
                self._known[mask] = 0
            else:
                parts = self._parts(mask)
                both = np.concatenate((parts, mask ^ parts))
                for part in both[self._known[both] < 0]:
                    self.least(int(part))
                self._known[mask] = self._weight(mask) + (self._known[parts] + self._known[mask ^ parts]).min()
            self._count += 1
            self._progress(self._count, None)
        return int(self._known[mask])

    def _parts(self, mask: int) -> NDArray[np.int64]:
        """Return one part, that without the first point, for each way to divide a subset."""
        parts = self._masks & mask
        parts = np.where(parts & mask & -mask, parts ^ mask, parts)
        is_part = np.zeros(self._known.size, bool)
        is_part[parts] = True
        return np.flatnonzero(is_part[1:]) + 1

    def tree(self) -> dict[int, tuple[int, tuple[int, int, int] | None]]:
        """Return how subsets are divided in a best tree, with what they need."""
        found: dict[int, tuple[int, tuple[int, int, int] | None]] = {}
        waiting = [self.subsets.full]
        while waiting:
            mask, way = waiting.pop(), None
            if self.least(mask):
                way = min(self.subsets.divisions(mask), key=lambda way: self.least(way[1]) + self.least(way[2]))
                waiting += way[1:]
            found[mask] = self.least(mask), way
        return found

    def certificate(self) -> list[Hint] | None:
        """Return the hints that prove the number for all points, None if they are too many."""
        try:
            self._show(self.subsets.full)
        except _TooLongError:
            return None
        if not self._every or self.subsets.gates == "axis":
            return self._hints
        return [["dichotomies", self.subsets.full], *arrangement(self.subsets.dataset), *self._hints]

    def _show(self, mask: int) -> None:
        """Write the step of a subset, after those of parts that it needs: of each division enough parts are shown."""
        if mask in self._shown or not self.least(mask):
            return
        more = self.least(mask) - self._weight(mask)
        for _, *parts in self.subsets.divisions(mask):
            for part in sorted(parts, key=self.least, reverse=True):
                if sum([self._shown.get(known, 0) for known in parts]) < more:
                    self._show(part)
        if more or self.subsets.leaves == "constant":
            self._every += 1
            if self._every * 2 * len(self.subsets.splits) > MOST_LOOKS:
                raise _TooLongError
            self._hints.append(["every", mask])
        else:
            core = self.subsets.smallest_unfit(mask)
            factors = dict(zip(members(core), factors_against(self.subsets.dataset, core), strict=True))
            self._hints.append(["uninterpolable", mask, *[factors.get(number, 0) for number in members(mask)]])
        self._shown[mask] = self.least(mask)

    def _weight(self, mask: int) -> int:
        return sum([self.subsets.dataset.counts[number] for number in members(mask)])
