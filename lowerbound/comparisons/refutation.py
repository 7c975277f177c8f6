"""Certificates of lower bounds: why no network memorizes a data set with fewer comparisons, step by step."""

from fractions import Fraction

import flint

from constructions.files.canonical import network_bytes
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Step, chain
from constructions.model.numbers.homogeneous import homogeneous
from lowerbound.comparisons.minimum import Minimum, Subsets, members
from verify.certificate import Hint
from verify.prove.limits import Limits
from verify.prove.subtrees import Cores
from verify.prove.universal import count_paths
from verify.prove.work import ALONE, Workers

SUBTREES = 16
"""Into so many parts the enumeration of dichotomies is cut, which workers share."""

Known = tuple[int, int]
"""A subset and a number of comparisons that is not enough for it."""


def refutation(subsets: Subsets, minimum: Minimum, workers: Workers = ALONE) -> list[Hint]:
    """Return the hints that prove that one comparison less than the minimum is not enough (docs/reference/format.md).

    On a line the least number of affine pieces decides; in general position counting, where it reaches the bound; else
    every way to divide the points has a part that was refuted, down to sets that no leaf fits. ``workers`` share the
    hints that enumerate these ways, which do not depend on them.

    Raises:
        BadInput: if the minimum is 0, or leaves or gates are restricted: then it is no bound for all networks.

    >>> data = Dataset.from_rows([[0], [1], [2]], [[0], [1], [0]])
    >>> from lowerbound.comparisons.minimum import need
    >>> subsets = Subsets(data)
    >>> refutation(subsets, need(subsets))
    [['pieces']]
    """
    if subsets.leaves != "affine" or subsets.gates != "oblique":
        raise BadInput("a bound for constant leaves or axis-parallel gates is no bound for all networks")
    if not minimum.comparisons:
        raise BadInput("no comparison is needed: one affine function takes all labels")
    if subsets.dataset.width == 1:
        return [["pieces"]]
    writer = _Writer(subsets, minimum)
    writer.refute(subsets.full, minimum.comparisons - 1)
    if not any([hint[0] == "every" for hint in writer.hints]):
        return writer.hints
    return [["dichotomies", subsets.full], *arrangement(subsets.dataset, workers), *writer.hints]


def arrangement(dataset: Dataset, workers: Workers = ALONE) -> list[Hint]:
    """Return the hints that enumerate the dichotomies of the points: the paths of w -> (w . (x_i, 1) >= 0)_i."""
    rows = [homogeneous(point) for point in dataset.points]
    network = chain(Affine(rows, [0] * len(rows)), Step(len(rows)))
    return count_paths(network, [], Limits(), Cores(workers, (network_bytes(network),), SUBTREES))[1]


class _Writer:
    """Writes steps, each after those that it needs; what an earlier step covers is not written again."""

    def __init__(self, subsets: Subsets, minimum: Minimum) -> None:
        self.subsets = subsets
        self.hints: list[Hint] = []
        self.steps: list[Known] = []
        self._refuted = set(minimum.impossible)

    def refute(self, mask: int, count: int) -> int:
        """Return the number of a step that shows that so many comparisons are not enough for a subset."""
        known = self._covering(mask, count)
        if known is not None:
            return known
        if count == 0:
            core = smallest_unfit(self.subsets, mask)
            return self._write((core, 0), ["uninterpolable", core, *factors_against(self.subsets.dataset, core)])
        if mask.bit_count() > self.subsets.counted << count:
            most = (-(-mask.bit_count() // self.subsets.counted) - 1).bit_length() - 1
            return self._write((mask, most), ["count", mask])
        used: dict[int, None] = {}
        for _, below, above in self.subsets.divisions(mask):
            used[self._part(below, above, count - 1)] = None
        return self._write((mask, count), ["every", mask, count, *used])

    def _part(self, below: int, above: int, count: int) -> int:
        """Return a step that refutes one part of a division, an old one if there is any."""
        for part in (below, above):
            known = self._covering(part, count)
            if known is not None:
                return known
        for part in sorted((below, above), key=int.bit_count, reverse=True):
            if self._is_refuted(part, count):
                return self.refute(part, count)
        raise AssertionError("a refuted set has a refuted part in every division")

    def _is_refuted(self, mask: int, count: int) -> bool:
        if mask.bit_count() > self.subsets.counted << count:
            return True
        return not self.subsets.fits(mask) if count == 0 else (mask, count) in self._refuted

    def _covering(self, mask: int, count: int) -> int | None:
        for number, (inner, most) in enumerate(self.steps):
            if most >= count and not inner & ~mask:
                return number
        return None

    def _write(self, step: Known, hint: Hint) -> int:
        self.steps.append(step)
        self.hints.append(hint)
        return len(self.steps) - 1


def smallest_unfit(subsets: Subsets, mask: int) -> int:
    """Return a smallest part of points that no leaf fits, no point of which can be left out.

    >>> bin(smallest_unfit(Subsets(Dataset.from_rows([[z] for z in range(5)], [[0], [0], [0], [1], [0]])), 31))
    '0b11100'
    """
    needed, numbers = 0, members(mask)
    while subsets.fits(needed):
        fitted, unfit = len(numbers), 0  # the last points from here on, with those needed: the one fits, the other not
        while fitted - unfit > 1:
            middle = (fitted + unfit) // 2
            if subsets.fits(needed | sum([1 << number for number in numbers[middle:]])):
                fitted = middle
            else:
                unfit = middle
        needed |= 1 << numbers[unfit]
        del numbers[: unfit + 1]
    return needed


def factors_against(dataset: Dataset, mask: int) -> list[int]:
    """Return integers l with sum l_i (x_i, 1) = 0 and sum l_i y_i != 0, for points that no affine map fits.

    >>> factors_against(Dataset.from_rows([[0], [1], [2]], [[0], [1], [0]]), 7)
    [-1, 2, -1]
    """
    numbers = members(mask)
    rows = [homogeneous(dataset.points[number]) for number in numbers]
    kernel, nullity = flint.fmpz_mat(list(map(list, zip(*rows, strict=True)))).nullspace()
    for column in kernel.transpose().tolist()[:nullity]:
        # the rows are (x_i, 1) times their denominators
        factors = [int(value) * row[-1] for value, row in zip(column, rows, strict=True)]
        labels = [dataset.labels[number] for number in numbers]
        sums = [
            sum([f * y for f, y in zip(factors, part, strict=True)], Fraction(0)) for part in zip(*labels, strict=True)
        ]
        if any(sums):
            return factors
    raise AssertionError("a set that no leaf fits has a combination of labels that is not 0")
