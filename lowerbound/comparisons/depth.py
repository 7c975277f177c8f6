"""The least depth of trees that test single coordinates and have constant leaves, with certificates from below."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from constructions.conditional.axis_tree import axis_tree, ranked
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.network import Branch, Form, Network, constant
from constructions.model.progress import Progress, silent
from lowerbound.comparisons.ranges import Refuter, SpentError
from verify.certificate import Hint

Ints = NDArray[np.int64]

DEFAULT = 400_000
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


def unheard(_found: Depth) -> None:
    """Take no notice of bounds on the way."""


def least_depth(
    dataset: Dataset, budget: int = DEFAULT, progress: Progress = silent, heard: Callable[[Depth], None] = unheard
) -> Depth:
    """Return the least depth of a tree of tests x_j >= t with constant leaves that memorizes the data, or bounds on it.

    From below depth after depth is refuted (theory, Theorem 32a) until the depth of the tree that
    ``axis_search`` finds is met, or a tree is found on the way, or the budget of sets is used up.

    Args:
        budget: how many sets are looked at, at most.
        heard: is told the bounds whenever one of them has moved.

    >>> data = Dataset.from_rows([[1, 1], [1, 0], [0, 1]], [[1], [0], [0]])
    >>> found = least_depth(data)
    >>> found.lower, found.upper, found.hints
    (2, 2, [['ranges', 0, 3, 0, 1, 2]])
    """
    numbers: dict[object, int] = {}
    classes = np.array([numbers.setdefault(label, len(numbers)) for label in dataset.labels], dtype=np.int64)
    values, ranks = ranked(dataset)
    network = axis_tree(dataset).network
    found = Depth(0, structural_worst(network).comparisons, network, [])
    refuter = Refuter(ranks, classes, budget, progress)
    everything = np.arange(dataset.size)
    for depth in range(found.upper):
        heard(found)
        try:
            step = refuter.refute(everything, depth)
        except SpentError:
            return found
        if step is None:
            return Depth(depth, depth, tree_of(dataset, refuter, values, everything, depth), found.hints)
        found = Depth(depth + 1, found.upper, network, refuter.hints(step))
    return found


def tree_of(dataset: Dataset, refuter: Refuter, values: list[list[Fraction]], points: Ints, depth: int) -> Network:
    """Return a tree of a depth that was not refuted for some of the points.

    Args:
        values: the sorted different values of each coordinate.
        points: places in the order of the refuter.
    """
    if len(refuter.firsts(points)) == 1:
        return constant(dataset.labels[int(refuter.order[points[0]])], dataset.width)
    if refuter.refute(points, depth) is not None:
        raise AssertionError("a set that is not refuted has a tree")
    place, rank = refuter.cut(points, depth)
    above = refuter.ranks[points, place] >= rank
    sides = [tree_of(dataset, refuter, values, side, depth - 1) for side in (points[~above], points[above])]
    threshold = (values[place][rank - 1] + values[place][rank]) / 2
    return Branch(Form.coordinate(place, dataset.width), threshold, *sides)
