"""The least depth of trees that test single coordinates and have constant leaves, with certificates from below."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from constructions.conditional.axis_data import Cut
from constructions.conditional.axis_search import DEFAULT as TREES
from constructions.conditional.axis_tree import axis_tree, ranked
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.network import Branch, Form, Network, constant
from constructions.model.progress import Progress, silent
from lowerbound.comparisons.box_search import SPENT, TREE, BoxSearch, is_fast
from lowerbound.comparisons.boxes import room_for
from lowerbound.comparisons.ranges import Refuter, SpentError
from verify.certificate import Hint

Ints = NDArray[np.int64]

DEFAULT = 150_000
"""Default budget in sets that are looked at: some minutes at most."""

QUICK, CHEAP = 1_000, 800
"""The budget of a first tree; and how many sets a depth may take for the next one to be tried before a better tree."""

VISITS = 20_000
"""How many points the compiled search may visit at a depth for each set of the budget: about as long on the digits."""

ROOM = 1 << 30
"""The most bytes that the compiled search may take for its tables: where it would take more, it is not asked."""


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


def unheard(_found: object) -> None:
    """Take no notice of bounds on the way."""


def least_depth(
    dataset: Dataset,
    budget: int = DEFAULT,
    progress: Progress = silent,
    heard: Callable[[Depth], None] = unheard,
    known: Network | None = None,
    start: Depth | None = None,
) -> Depth:
    """Return the least depth of a tree of tests x_j >= t with constant leaves that memorizes the data, or bounds on it.

    From below depth after depth is refuted (theory, Theorem 32a) until the depth of a tree that a search finds is met,
    or a tree is found on the way, or the budget of sets is used up. A good tree takes some seconds: it is looked for
    once depths are not refuted at once; by ``box_search``, which is complete, if numba is installed and there is
    room, and by ``axis_search`` if that is not so, or does not reach its end.

    Args:
        budget: how many sets are looked at, at most.
        heard: is told the bounds whenever one of them has moved.
        known: a tree of this kind that memorizes the data, if there is one at hand: then no other is looked for, unless
            a depth cannot be refuted.
        start: what an earlier search has shown; this one goes on from there.

    >>> data = Dataset.from_rows([[1, 1], [1, 0], [0, 1]], [[1], [0], [0]])
    >>> found = least_depth(data)
    >>> found.lower, found.upper, found.hints
    (2, 2, [['ranges', 0, 3, 0, 1, 2]])
    """
    classes, _ = dataset.label_numbers()
    values, ranks = ranked(dataset)
    if start is None:
        network = axis_tree(dataset, QUICK).network if known is None else known
        start = Depth(0, structural_worst(network).comparisons, network, [])
    found, searched, looked = start, known is not None, 0
    unsettled = found.upper
    refuter = Refuter(ranks, classes, budget, progress)
    everything = np.arange(dataset.size)
    while found.lower < found.upper:
        heard(found)
        if found.lower == unsettled:
            return found
        if looked > CHEAP and not searched:
            fast = is_fast() and room_for(ranks, found.upper - 1) <= ROOM
            if fast:
                boxes = BoxSearch(ranks, classes, found.upper - 1)
                found, unsettled = _with_least_tree(found, dataset, boxes, values, budget * VISITS, progress)
            if unsettled < found.upper or not fast:
                found = _with_tree(found, dataset, TREES)
            searched = True
            continue
        before = refuter.budget
        try:
            step = refuter.refute(everything, found.lower)
        except SpentError:
            return found if searched else _with_tree(found, dataset, TREES)
        if step is None:
            network = tree_of(dataset, refuter, values, everything, found.lower)
            return replace(found, upper=found.lower, network=network)
        looked = before - refuter.budget
        found = replace(found, lower=found.lower + 1, hints=refuter.hints(step))
    return found


def _with_least_tree(
    found: Depth, dataset: Dataset, boxes: BoxSearch, values: list[list[Fraction]], allowed: int, progress: Progress
) -> tuple[Depth, int]:
    """Return bounds with the tree of a complete search, and the first depth at which it found no end, else the upper.

    Args:
        values: the sorted different values of each coordinate.
        allowed: how many points are visited, at most, at each depth.
    """
    for depth in range(found.lower, found.upper):
        answer = boxes.answer(depth, allowed, progress)
        if answer == TREE:
            network = tree_of(dataset, boxes, values, np.arange(dataset.size), depth)
            return replace(found, upper=depth, network=network), depth
        if answer == SPENT:
            return found, depth
    return found, found.upper


def _with_tree(found: Depth, dataset: Dataset, budget: int) -> Depth:
    """Return bounds with the tree of a search from above, if it is less deep."""
    network = axis_tree(dataset, budget, found.lower).network
    depth = structural_worst(network).comparisons
    return replace(found, upper=depth, network=network) if depth < found.upper else found


class Cutter(Protocol):
    """What knows the roots of trees: places in ``order`` are points, with these ranks."""

    order: Ints
    ranks: NDArray[np.unsignedinteger]

    def firsts(self, points: Ints) -> Ints:
        """Return where in a set each of its classes begins."""

    def cut(self, points: Ints, depth: int) -> Cut:
        """Return the root of a tree of a depth."""


def tree_of(
    dataset: Dataset,
    cutter: Cutter,
    values: list[list[Fraction]],
    points: Ints,
    depth: int,
    leaf: Callable[[Ints], Network | None] | None = None,
) -> Network:
    """Return a tree of a depth that was not refuted for some of the points.

    Args:
        values: the sorted different values of each coordinate.
        points: places in the order of the cutter.
        leaf: returns what takes all labels of a set, if anything does; by default one label.
    """
    found = _constant(dataset, cutter, points) if leaf is None else leaf(points)
    if found is not None:
        return found
    place, rank = cutter.cut(points, depth)
    above = cutter.ranks[points, place] >= rank
    sides = [tree_of(dataset, cutter, values, side, depth - 1, leaf) for side in (points[~above], points[above])]
    threshold = (values[place][rank - 1] + values[place][rank]) / 2
    return Branch(Form.coordinate(place, dataset.width), threshold, *sides)


def _constant(dataset: Dataset, cutter: Cutter, points: Ints) -> Network | None:
    if len(cutter.firsts(points)) > 1:
        return None
    return constant(dataset.labels[int(cutter.order[points[0]])], dataset.width)
