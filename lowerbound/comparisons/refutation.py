"""Certificates of lower bounds: why no network memorizes a data set with fewer comparisons, step by step."""

from collections.abc import Sequence as Items
from fractions import Fraction

import flint

from constructions.files.canonical import network_bytes
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Step, chain
from constructions.model.numbers.homogeneous import homogeneous
from lowerbound.comparisons.minimum import Minimum, Refuted
from lowerbound.comparisons.subsets import Subsets, members
from verify.certificate import Hint
from verify.prove.limits import Limits
from verify.prove.subtrees import Cores
from verify.prove.universal import count_paths
from verify.prove.work import ALONE, Workers

SUBTREES = 16
"""Into so many parts the enumeration of dichotomies is cut, which workers share."""


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
    steps, dataset = minimum.refuted, subsets.dataset
    last = next(number for number, step in enumerate(steps) if step.count >= minimum.comparisons - 1)
    needed = _needed(steps, last)
    places = {number: place for place, number in enumerate(needed)}
    hints = [_hint(dataset, steps[number], places) for number in needed]
    if not steps[last].parts:
        return hints
    return [["dichotomies", subsets.full], *arrangement(dataset, workers), *hints]


def arrangement(dataset: Dataset, workers: Workers = ALONE) -> list[Hint]:
    """Return the hints that enumerate the dichotomies of the points: the paths of w -> (w . (x_i, 1) >= 0)_i."""
    rows = [homogeneous(point) for point in dataset.points]
    network = chain(Affine(rows, [0] * len(rows)), Step(len(rows)))
    return count_paths(network, [], Limits(), Cores(workers, (network_bytes(network),), SUBTREES))[1]


def _needed(steps: Items[Refuted], last: int) -> list[int]:
    """Return the numbers of the steps that one rests on, and its own."""
    needed, waiting = set[int](), [last]
    while waiting:
        number = waiting.pop()
        if number not in needed:
            needed.add(number)
            waiting += steps[number].parts
    return sorted(needed)


def _hint(dataset: Dataset, step: Refuted, places: dict[int, int]) -> Hint:
    if step.parts:
        return ["every", step.mask, step.count, *sorted([places[part] for part in step.parts])]
    if step.count:
        return ["count", step.mask]
    return ["uninterpolable", step.mask, *factors_against(dataset, step.mask)]


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
