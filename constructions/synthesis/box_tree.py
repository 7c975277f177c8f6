"""A tree of comparisons that gives one class on each of many boxes, cut between the boxes wherever that is possible."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from constructions.conditional.axis_search import DEFAULT, shallow_tree
from constructions.model.errors import BadInput
from constructions.model.network import Branch, Form, Network, constant
from constructions.model.rational import Point, ranks_of
from constructions.synthesis.affine_wires import GateLimits
from constructions.synthesis.inputs import between

Ints = NDArray[np.int64]

_POWER = 1.3
"""As for points (``axis_data``): what is left of a side counts a little more than in proportion to its bits."""


def box_tree(
    points: Items[Point], radii: Items[Fraction], classes: Items[int], rest: Network, limits: GateLimits
) -> Network:
    """Return a conditional network whose largest output is number ``classes[i]`` where |z_j - x_ij| <= r_i for all j.

    Every operation compares one coordinate with a number, and leaves are constant. As long as gates that meet no box
    tell the classes apart, this is the tree of *Axis tree*, its depth made small by a search. Where they do not, a gate
    cuts through boxes, and what it cuts goes on on both sides. Two boxes without a common point are apart in some
    coordinate, so that a gate always exists (theory, Theorem 53b). Where no gate is left to spend stands ``rest``.

    Args:
        points: the centres x_i, at least one.
        radii: r_i >= 0, one for each.
        classes: one for each, below the number of outputs of ``rest``.
        rest: a network with these classes on the boxes.
        limits: how many gates there may be.

    Raises:
        BadInput: if two boxes of different classes have a common point.

    >>> from constructions.model.network import Identity
    >>> points = [(Fraction(place), Fraction(0)) for place in (0, 2, 4)]
    >>> tree = box_tree(points, [Fraction(1, 2)] * 3, [0, 1, 1], Identity(2), GateLimits())
    >>> tree.normal, tree.threshold
    (Form(1 x0 of 2), Fraction(1, 1))
    """
    return _Growing(_Boxes.of(points, radii), np.array(classes, dtype=np.int64), rest, limits).tree()


@dataclass(frozen=True, slots=True)
class _Boxes:
    """Boxes as places among the sorted ends of each coordinate: row i is from ``low[i]`` to ``high[i]``, both included.

    Attributes:
        ends: the sorted different ends of each coordinate.
        numbers: which box each row is a part of.
    """

    ends: list[list[Fraction]]
    numbers: Ints
    low: Ints
    high: Ints

    @classmethod
    def of(cls, points: Items[Point], radii: Items[Fraction]) -> "_Boxes":
        ends, lows, highs = [], [], []
        for column in zip(*points, strict=True):
            low = [value - radius for value, radius in zip(column, radii, strict=True)]
            high = [value + radius for value, radius in zip(column, radii, strict=True)]
            ordered, places = ranks_of(zip([*low, *high], strict=True))
            ends.append([end for (end,) in ordered])
            lows.append(places[: len(low)])
            highs.append(places[len(low) :])
        return cls(ends, np.arange(len(points)), np.array(lows).T, np.array(highs).T)

    def only(self, keep: Ints) -> "_Boxes":
        return _Boxes(self.ends, self.numbers[keep], self.low[keep], self.high[keep])

    def below(self, coordinate: int, place: int) -> "_Boxes":
        """Return the parts of boxes below an end."""
        part = self.only(np.flatnonzero(self.low[:, coordinate] < place))
        high = part.high.copy()
        high[:, coordinate] = np.minimum(high[:, coordinate], place - 1)
        return _Boxes(self.ends, part.numbers, part.low, high)

    def above(self, coordinate: int, place: int) -> "_Boxes":
        """Return the parts of boxes from an end on."""
        part = self.only(np.flatnonzero(self.high[:, coordinate] >= place))
        low = part.low.copy()
        low[:, coordinate] = np.maximum(low[:, coordinate], place)
        return _Boxes(self.ends, part.numbers, low, part.high)

    def threshold(self, coordinate: int, below: int, place: int) -> Fraction:
        """Return a short number above one end and not above another."""
        return between(self.ends[coordinate][below], self.ends[coordinate][place])

    def runs(self) -> tuple[Ints, list[list[tuple[int, int]]]]:
        """Return for each box and coordinate in which run of touching boxes it is, and what lies between the runs.

        Between two runs are the last end of the one and the first of the other.
        """
        ranks, gaps = np.empty_like(self.low), []
        for coordinate in range(self.low.shape[1]):
            order = np.argsort(self.low[:, coordinate], kind="stable")
            low, high = self.low[order, coordinate], np.maximum.accumulate(self.high[order, coordinate])
            starts = np.flatnonzero(low[1:] > high[:-1]) + 1
            ranks[order, coordinate] = np.searchsorted(starts, np.arange(len(order)), side="right")
            gaps.append([(int(high[start - 1]), int(low[start])) for start in starts])
        return ranks, gaps


@dataclass(frozen=True, slots=True)
class _Gate:
    coordinate: int
    threshold: Fraction
    below: int
    above: int


class _Growing:
    """A tree under construction: ``nodes`` are gates, parents before children, and leaves."""

    def __init__(self, boxes: _Boxes, classes: Ints, rest: Network, limits: GateLimits) -> None:
        self.boxes, self.classes, self.rest, self.limits = boxes, classes, rest, limits
        self.nodes: list[_Gate | int | None] = [None]

    def tree(self) -> Network:
        """Return the network."""
        todo = [(0, self.boxes)]
        while todo:
            node, boxes = todo.pop()
            kinds = self.classes[boxes.numbers]
            if (kinds == kinds[0]).all():
                self.nodes[node] = int(kinds[0])
                continue
            ranks, gaps = boxes.runs()
            if _told_apart(ranks, kinds):
                self._without_cuts(node, boxes, ranks, gaps)
            elif self._afford(1):
                todo += self._cut(node, boxes)
        return self._network()

    def _afford(self, gates: int) -> bool:
        """Spend so many gates, if they are left; else the rest of the network stands here as it is."""
        if self.limits.used + gates > self.limits.gates:
            self.limits.cut += 1
            return False
        for _ in range(gates):
            self.limits.spend()
        return True

    def _add(self) -> int:
        self.nodes.append(None)
        return len(self.nodes) - 1

    def _without_cuts(self, node: int, boxes: _Boxes, ranks: Ints, gaps: list[list[tuple[int, int]]]) -> None:
        """Put the tree of a search here, whose gates stand between the runs."""
        share = DEFAULT * len(ranks) // len(self.boxes.numbers)
        found = shallow_tree(ranks, self.classes[boxes.numbers], share)
        if not self._afford(found.leaves - 1):
            return
        numbers = [node, *[self._add() for _ in found.feature[1:]]]
        for own, number in enumerate(numbers):
            coordinate = found.feature[own]
            if coordinate < 0:
                self.nodes[number] = found.label[own]
                continue
            threshold = boxes.threshold(coordinate, *gaps[coordinate][found.rank[own] - 1])
            self.nodes[number] = _Gate(coordinate, threshold, numbers[found.below[own]], numbers[found.above[own]])

    def _cut(self, node: int, boxes: _Boxes) -> list[tuple[int, _Boxes]]:
        """Put the cheapest gate here that leaves some box out on either side; return both sides."""
        coordinate, place = _cheapest_cut(boxes, self.classes[boxes.numbers])
        if place < 0:
            kinds = self.classes[boxes.numbers]
            other = int((kinds != kinds[0]).argmax())
            raise BadInput(
                f"points {boxes.numbers[0]} and {boxes.numbers[other]} have different classes, and the balls around "
                "them meet"
            )
        below, above = self._add(), self._add()
        self.nodes[node] = _Gate(coordinate, boxes.threshold(coordinate, place - 1, place), below, above)
        return [(below, boxes.below(coordinate, place)), (above, boxes.above(coordinate, place))]

    def _network(self) -> Network:
        width, outputs = self.rest.input_width, self.rest.output_width
        coordinates = [Form.coordinate(place, width) for place in range(width)]
        leaves: dict[int | None, Network] = {None: self.rest}
        built: list[Network] = []  # of the last node first
        for node in reversed(self.nodes):
            if isinstance(node, _Gate):
                sides = [built[len(self.nodes) - 1 - side] for side in (node.below, node.above)]
                built.append(Branch(coordinates[node.coordinate], node.threshold, *sides))
            else:
                if node not in leaves:
                    leaves[node] = constant([int(place == node) for place in range(outputs)], width)
                built.append(leaves[node])
        return built[-1]


def _told_apart(ranks: Ints, classes: Ints) -> bool:
    """Return whether equal rows have equal classes."""
    _, first, inverse = np.unique(ranks, axis=0, return_index=True, return_inverse=True)
    return bool((classes[first][inverse.ravel()] == classes).all())


def _cheapest_cut(boxes: _Boxes, classes: Ints) -> tuple[int, int]:
    """Return the coordinate and the end at which the fewest bits of class are left; place -1 if no cut divides."""
    kinds = np.unique(classes)
    log = np.arange(len(classes) + 1) * np.log2(np.maximum(np.arange(len(classes) + 1), 1))
    best = np.inf, 0, -1
    for coordinate in range(boxes.low.shape[1]):
        low, high = boxes.low[:, coordinate], boxes.high[:, coordinate]
        places = np.unique(low)
        below = np.array([np.searchsorted(np.sort(low[classes == kind]), places) for kind in kinds])
        over = np.array([np.searchsorted(np.sort(high[classes == kind]), places) for kind in kinds])
        above = np.bincount(np.searchsorted(kinds, classes))[:, None] - over
        left, right = below.sum(axis=0), above.sum(axis=0)
        bits = [np.maximum(log[side.sum(axis=0)] - log[side].sum(axis=0), 0) for side in (below, above)]
        cost = np.where((left < len(low)) & (right < len(low)), bits[0] ** _POWER + bits[1] ** _POWER, np.inf)
        number = int(cost.argmin())
        best = min(best, (cost[number].item(), coordinate, int(places[number]) if np.isfinite(cost[number]) else -1))
    return best[1], best[2]
