"""The least mean number of comparisons over the rows of a data set, a network that attains it, and its certificate."""

from dataclasses import dataclass
from fractions import Fraction

from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Network
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


def least_mean(subsets: Subsets) -> Mean:
    """Return the least mean number of comparisons over the rows of the data.

    mean(S) = 0 if one leaf fits S, else w(S) plus the least, over all ways to divide S, of the sum of both parts', all
    over the number of rows; w(S) is the number of rows that S stands for.

    Raises:
        BadInput: if there are more than 16 points.

    theory, Theorem 32d.

    >>> data = Dataset.from_rows([[0], [0], [0], [1], [2], [3]], [[0], [0], [0], [1], [0], [1]])
    >>> found = least_mean(Subsets(data, "constant", "axis"))
    >>> found.comparisons, found.hints[-1]
    (Fraction(11, 6), ['every', 15])
    """
    check_mean(subsets.dataset)
    totals = _Totals(subsets)
    total = totals.least(subsets.full)
    search = Search(subsets)
    search.best = totals.known
    network = search.network(subsets.full, subsets.dataset.size)
    return Mean(Fraction(total, subsets.dataset.rows), network, totals.certificate() if total else None)


class _Totals:
    """What subsets need in all, how they are divided for it, and the steps that show it."""

    def __init__(self, subsets: Subsets) -> None:
        self.subsets = subsets
        self.known: dict[int, tuple[int, tuple[int, int, int] | None]] = {}
        self._shown: dict[int, int] = {}
        self._hints: list[Hint] = []

    def least(self, mask: int) -> int:
        """Return the fewest comparisons at all rows of a subset together."""
        if mask not in self.known:
            if self.subsets.fits(mask):
                self.known[mask] = 0, None
            else:
                ways = [(self.least(way[1]) + self.least(way[2]), way) for way in self.subsets.divisions(mask)]
                least, best = min(ways, key=lambda pair: pair[0])
                self.known[mask] = self._weight(mask) + least, best
        return self.known[mask][0]

    def certificate(self) -> list[Hint] | None:
        """Return the hints that prove the number for all points, None if they are too many."""
        self._show(self.subsets.full)
        every = sum([hint[0] == "every" for hint in self._hints])
        if every * 2 * len(self.subsets.splits) > MOST_LOOKS:
            return None
        if not every or self.subsets.gates == "axis":
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
            self._hints.append(["every", mask])
        else:
            core = self.subsets.smallest_unfit(mask)
            factors = dict(zip(members(core), factors_against(self.subsets.dataset, core), strict=True))
            self._hints.append(["uninterpolable", mask, *[factors.get(number, 0) for number in members(mask)]])
        self._shown[mask] = self.least(mask)

    def _weight(self, mask: int) -> int:
        return sum([self.subsets.dataset.counts[number] for number in members(mask)])
