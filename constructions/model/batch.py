"""Exact evaluation at many points at once: integer coordinates over one denominator a point, layers as matrices."""

from __future__ import annotations

from collections.abc import Sequence as Items
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import compress
from math import lcm
from operator import not_
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from constructions.model.cost import MEASURES, NO_OPERATIONS, Operations, own_cost
from constructions.model.errors import BadInput, of_kind, one_of
from constructions.model.evaluation import check_work
from constructions.model.network import (
    Affine,
    Branch,
    Concatenate,
    Identity,
    Network,
    Node,
    Relu,
    Sequence,
    Step,
    distinct_nodes,
)
from constructions.model.nouns import count_of
from constructions.model.numbers.homogeneous import Homogeneous, Layer, hidden_layer, homogeneous, side_by_side
from constructions.model.numbers.vectors import Vectors
from constructions.model.rational import Number, common_denominator
from constructions.model.running.gate_tree import evaluated

_BLOCK = 2_000_000
"""How many numbers may stand side by side at once; more points run in turn (5,000 points took 1.9 GB together)."""

_TOGETHER = 512
"""Without gates no more points run side by side: their numbers stay in the processor's cache (twice as fast on bit
extraction, no difference elsewhere)."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outputs of a network at m points, and the operations each of them took.

    Attributes:
        outputs: m tuples of exact numbers; ``Vectors``, which equal them, where they were computed as columns.
        operations: an m x 3 array of int64: additions, multiplications, comparisons.
        paths: for each point its decisions in the order taken, 1 for at or above and 0 for below; None if nobody asked.
    """

    outputs: Items[tuple[Fraction, ...]]
    operations: NDArray[np.int64]
    paths: list[str] | None = None

    def at(self, number: int) -> Operations:
        """Return the operations that point ``number`` took."""
        return Operations(*[int(count) for count in self.operations[number]])

    def worst(self, measure: str = "total") -> int:
        """Return the largest count over the points; ``measure`` is one of ``cost.MEASURES``."""
        return int(self._measured(measure).max())

    def mean(self, weights: Items[int], measure: str = "total") -> Fraction:
        """Return the mean count over the points, point i counted ``weights[i]`` times, as an exact number."""
        rows = zip(self._measured(measure).tolist(), weights, strict=True)
        counted = sum([count * times for count, times in rows])
        return Fraction(counted, sum(weights))

    def _measured(self, measure: str) -> NDArray[np.int64]:
        columns = Operations(*[self.operations[:, column] for column in range(3)])  # type: ignore[arg-type]
        result: NDArray[np.int64] = MEASURES[one_of("measure", measure, MEASURES)](columns)  # type: ignore[assignment]
        return result


def evaluate_many(
    network: Network, points: Items[Items[Number]], paths: bool = False, compiled: Compiled | None = None
) -> Evaluation:
    """Run ``network`` at every point, exactly, and count the operations of each.

    A tree of gates runs on columns, all points at once, where its numbers and theirs fit 64 bits (``gate_tree``). Else
    points that take the same side of every gate so far travel together; each layer is applied to all of them at once
    as an integer matrix with one denominator. The result is that of ``evaluation.trace`` at each point, the decisions
    of ``Trace`` among it if ``paths`` asks for them. ``compiled`` is kept by whoever runs the same network again.

    Raises:
        BadInput: if there is no point, or one visit of the network is too long to run.
        ValueError: if a point has another number of coordinates than the network has inputs.
        TypeError: if a coordinate is not an ``int`` or a ``Fraction``.

    >>> result = evaluate_many(Branch([1], 0, Affine([[0]], [7]), Relu(1)), [[-1], [Fraction(1, 3)]])
    >>> result.outputs
    [(Fraction(7, 1),), (Fraction(1, 3),)]
    >>> result.worst(), result.mean([1, 1])
    (2, Fraction(3, 2))
    >>> evaluate_many(Sequence((Relu(2), Step(2))), [[-1, 1]], paths=True).paths
    ['0111']
    """
    of_kind(Node, "a network", network=network)
    of_kind(Items, "a sequence of points, each a sequence of numbers", points=points)
    if not points:
        raise BadInput("there must be at least one point to evaluate at")
    of_kind(Items, "a sequence of numbers", **{"point 0": points[0]})
    check_work(network)
    width = network.input_width
    if isinstance(points, Vectors) and points.width == width and not paths:
        at_once = evaluated(network, points)
        if at_once is not None:
            return Evaluation(at_once.outputs, at_once.operations)
    rows = []
    for number, point in enumerate(points):
        if len(point) != width:
            raise ValueError(f"point {number} must have {count_of(width, 'coordinate')}, not {len(point)}")
        rows.append(homogeneous(point))
    run = _Run(len(rows), paths, compiled or Compiled())
    nodes = distinct_nodes(network)
    size = max(1, _BLOCK // max([node.output_width for node in nodes]))
    if not any([isinstance(node, Branch) for node in nodes]):
        size = min(size, _TOGETHER)
    outputs: list[tuple[Fraction, ...]] = []
    ways: list[str] = []
    for start in range(0, len(rows), size):
        numbers = range(start, min(start + size, len(rows)))
        end = run.outputs(network, numbers, rows[start : start + size])
        outputs += [_rationals(end.rows[number]) for number in numbers]
        ways += [end.ways[number] for number in numbers] if paths else []
    return Evaluation(outputs, run.operations, ways if paths else None)


def _rationals(row: Homogeneous) -> tuple[Fraction, ...]:
    denominator = row[-1]
    return tuple([Fraction(value, denominator) if denominator != 1 else Fraction(value) for value in row[:-1]])


@dataclass(slots=True)
class _Group:
    """Points that have taken the same way so far: their numbers, their coordinates on the current wires, the decisions
    of each if they are asked for, and the operations of that way that are not booked yet."""

    numbers: list[int]
    rows: list[Homogeneous]
    ways: list[str] | None = None
    spent: Operations = NO_OPERATIONS


@dataclass(slots=True)
class _Join:
    """Waits until every part of a Concatenate has delivered the outputs of every point of the group."""

    group: _Group
    delivered: list[_Deliver]
    then: _Next


@dataclass(frozen=True, slots=True)
class _Deliver:
    """The end of a part: the outputs of each point, and its decisions, at the place where they are waited for."""

    rows: dict[int, Homogeneous]
    ways: dict[int, str]


_Next: TypeAlias = "tuple[Network | Layer | _Deliver, _Next] | None"
"""What is still to run: a linked list, shared by all points that will run it."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """What runs of one network make of its parts, kept for the next run by whoever evaluates it often.

    >>> compiled, layer = Compiled(), Affine([[2]], [0])
    >>> [evaluate_many(layer, [[number]], compiled=compiled).outputs for number in (1, 2)]
    [[(Fraction(2, 1),)], [(Fraction(4, 1),)]]
    >>> len(compiled.layers)
    1
    """

    layers: dict[int, Layer] = field(default_factory=dict)
    stages: dict[int, Items[Network | Layer]] = field(default_factory=dict)
    costs: dict[int, Operations] = field(default_factory=dict)


class _Run:
    """One evaluation: a stack of groups, each with what is left to run; gates split groups."""

    def __init__(self, size: int, paths: bool, compiled: Compiled) -> None:
        self._paths = paths
        self.operations: NDArray[np.int64] = np.zeros((size, 3), dtype=np.int64)
        self._layers, self._stages, self._costs = compiled.layers, compiled.stages, compiled.costs
        self._todo: list[tuple[_Group, _Next] | _Join] = []

    def outputs(self, network: Network, numbers: Items[int], rows: list[Homogeneous]) -> _Deliver:
        """Return the network's outputs at points ``numbers``, and book their operations."""
        final = _Deliver({}, {})
        ways = [""] * len(rows) if self._paths else None
        self._todo.append((_Group(list(numbers), rows, ways), (network, (final, None))))
        while self._todo:
            item = self._todo.pop()
            if isinstance(item, _Join):
                self._todo.append((self._joined(item), item.then))
            else:
                self._advance(*item)
        return final

    def _joined(self, item: _Join) -> _Group:
        numbers, before = item.group.numbers, item.group.ways
        rows = [side_by_side([part.rows[number] for part in item.delivered]) for number in numbers]
        if before is None:
            return _Group(numbers, rows)
        ways = [
            way + "".join([part.ways[number] for part in item.delivered])
            for number, way in zip(numbers, before, strict=True)
        ]
        return _Group(numbers, rows, ways)

    def _advance(self, group: _Group, rest: _Next) -> None:
        while rest is not None:
            node, rest = rest
            match node:
                case _Deliver():
                    self._book(group)
                    node.rows.update(zip(group.numbers, group.rows, strict=True))
                    node.ways.update(zip(group.numbers, group.ways or (), strict=False))
                    return
                case Affine() | Layer():
                    layer = node if isinstance(node, Layer) else self._layer(node)
                    most = layer.at_once(group.rows)
                    if most < len(group.rows):
                        now = [place < most for place in range(len(group.rows))]
                        self._todo.append((_taking(group, list(map(not_, now)), ""), (node, rest)))
                        group = _taking(group, now, "")
                    group.spent += self._cost(layer.node)
                    group.rows = layer.apply(group.rows)
                case Relu():
                    group.spent += self._cost(node)
                    _decide(group)
                    group.rows = [[value if value > 0 else 0 for value in row] for row in group.rows]
                case Step():
                    group.spent += self._cost(node)
                    _decide(group)
                    group.rows = [[*[int(value >= 0) for value in row[:-1]], 1] for row in group.rows]
                case Identity():
                    pass
                case Sequence():
                    for stage in reversed(self._stages_of(node)):
                        rest = (stage, rest)
                case Concatenate():
                    self._fork(node, group, rest)
                    return
                case Branch():
                    group.spent += self._cost(node)
                    above, below = _split(node, group)
                    if above.numbers and below.numbers:
                        self._todo.append((below, (node.below, rest)))
                    group, rest = (above, (node.above, rest)) if above.numbers else (below, (node.below, rest))

    def _fork(self, node: Concatenate, group: _Group, rest: _Next) -> None:
        self._book(group)
        ends = [_Deliver({}, {}) for _ in node.parts]
        self._todo.append(_Join(group, ends, rest))
        for part, end in zip(node.parts, ends, strict=True):
            ways = None if group.ways is None else [""] * len(group.ways)
            self._todo.append((_Group(group.numbers, group.rows, ways), (part, (end, None))))

    def _book(self, group: _Group) -> None:
        """Add what the group's way has cost to each of its points: once a way, not once a node."""
        cost = group.spent
        if cost.total:
            self.operations[group.numbers] += (cost.additions, cost.multiplications, cost.comparisons)

    def _cost(self, node: Network) -> Operations:
        known = self._costs.get(id(node))
        if known is None:
            known = self._costs[id(node)] = own_cost(node)
        return known

    def _layer(self, node: Affine) -> Layer:
        known = self._layers.get(id(node))
        if known is None:
            known = self._layers[id(node)] = Layer(node)
        return known

    def _stages_of(self, node: Sequence) -> Items[Network | Layer]:
        """Return the stages, hidden layers whose units are kept apart among them."""
        known = self._stages.get(id(node))
        if known is None:
            found: list[Network | Layer] = [*node.stages]
            for place, (first, units, last) in enumerate(zip(found, node.stages[1:], node.stages[2:], strict=False)):
                if isinstance(first, Affine) and isinstance(units, Relu) and isinstance(last, Affine):
                    found[place : place + 3 : 2] = hidden_layer(self._layer(first), last) or (first, last)
            known = self._stages[id(node)] = found
        return known


def _split(node: Branch, group: _Group) -> tuple[_Group, _Group]:
    if len(node.normal.indices) == 1:
        index, weight, threshold = node.normal.indices[0], node.normal.weights[0], node.threshold
        factor = weight.numerator * threshold.denominator
        bound = threshold.numerator * weight.denominator
        sides = [factor * row[index] >= bound * row[-1] for row in group.rows]
    else:
        scale = lcm(common_denominator(node.normal.weights), node.threshold.denominator)
        bound = node.threshold.numerator * (scale // node.threshold.denominator)
        weights = [value.numerator * (scale // value.denominator) for value in node.normal.weights]
        terms = list(zip(node.normal.indices, weights, strict=True))
        sides = [sum([factor * row[index] for index, factor in terms]) >= bound * row[-1] for row in group.rows]
    return _taking(group, sides, "1"), _taking(group, list(map(not_, sides)), "0")


def _taking(group: _Group, chosen: list[bool], decision: str) -> _Group:
    ways = None if group.ways is None else [way + decision for way in compress(group.ways, chosen)]
    return _Group(list(compress(group.numbers, chosen)), list(compress(group.rows, chosen)), ways, group.spent)


def _decide(group: _Group) -> None:
    """Note the decision of every unit of a layer, of its values before they are cut."""
    if group.ways is not None:
        group.ways = [
            way + "".join(["1" if value >= 0 else "0" for value in row[:-1]])
            for way, row in zip(group.ways, group.rows, strict=True)
        ]
