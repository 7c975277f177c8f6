"""Trees of gates on single inputs with affine leaves, as columns: evaluated at all points, and counted, at once.

This is what search trees and axis trees are. Whatever does not fit, another form or a number beyond 64 bits, is None
here, and is done one after the other elsewhere (``batch``, ``cost``) with the same results.
"""

from __future__ import annotations

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from constructions.model.network import Affine, Branch, Form, Network, Sequence, distinct_nodes
from constructions.model.numbers.vectors import LARGEST, Integers, Vectors, largest_size, lowest, over_least

_MOST_LEVELS = 4096
"""A tree of more levels is left to those who go down one way after the other."""

_MOST_ENTRIES = 2**26
"""How many numbers the leaves may have together, zeros among them."""


@dataclass(frozen=True)
class Leaves:
    """Affine maps of one shape: numerators over one denominator a row, at most ``terms`` inputs a row.

    Attributes:
        inputs: for each leaf, row and term which input it reads; 0 where there is no further term.
        weights: their numerators, 0 where there is no further term.
        bias: for each leaf and row the numerator of the constant.
        scales: for each leaf and row the denominator.
    """

    inputs: Integers
    weights: Integers
    bias: Integers
    scales: Integers

    @classmethod
    def of(cls, nodes: Items[Affine]) -> Leaves | None:
        """Return affine maps as columns; None if they do not fit."""
        rows = nodes[0].output_width
        terms = max([len(form.indices) for node in nodes for form in node.weights])
        if len(nodes) * rows * (terms + 1) > _MOST_ENTRIES:
            return None
        inputs, above, below = [], [], []
        for node in nodes:
            for form, bias in zip(node.weights, node.bias, strict=True):
                free = [0] * (terms - len(form.indices))
                inputs.append([*form.indices, *free])
                above.append([*[value.numerator for value in form.weights], *free, bias.numerator])
                below.append([*[value.denominator for value in form.weights], *[1 for _ in free], bias.denominator])
        try:
            numerators, denominators = np.array(above, dtype=np.int64), np.array(below, dtype=np.int64)
        except OverflowError:
            return None
        scales = np.ones(len(above), dtype=np.int64)
        for column in denominators.T:
            factor = column // np.gcd(scales, column)
            if largest_size(scales) * largest_size(factor) > LARGEST:
                return None
            scales = scales * factor
        factors = scales[:, None] // denominators
        if largest_size(numerators) * largest_size(factors) > LARGEST:
            return None
        found = (numerators * factors).reshape(len(nodes), rows, terms + 1)
        places = np.array(inputs, dtype=np.int64).reshape(len(nodes), rows, terms)
        return cls(places, found[:, :, :-1], found[:, :, -1], scales.reshape(len(nodes), rows))

    def at(self, chosen: Integers, points: Vectors) -> Vectors | None:
        """Return the values at points, each with the number of its leaf; None if a number is beyond 64 bits."""
        over_one = points.over_one(LARGEST)
        if over_one is None:
            return None
        columns, unit = over_one
        size = max(1, largest_size(columns))
        width = self.weights.shape[2]
        bound = largest_size(self.weights) * size * width + largest_size(self.bias) * unit
        if max(bound, largest_size(self.scales) * unit) > LARGEST:
            return None
        numbers = np.arange(len(chosen))
        outputs, scales = [], []
        for row in range(self.bias.shape[1]):
            total = self.bias[chosen, row] * unit
            for term in range(width):
                total += self.weights[chosen, row, term] * columns[self.inputs[chosen, row, term], numbers]
            found = over_least(total, self.scales[chosen, row] * unit)
            if found is None:
                return None
            outputs.append(found[0])
            scales.append(found[1])
        return Vectors(np.stack(outputs), scales)

    @cached_property
    def operations(self) -> Integers:
        """For each leaf its additions and multiplications, as ``cost.own_cost`` counts them."""
        is_term = self.weights != 0
        scales = self.scales[:, :, None]
        multiplied = (is_term & (np.abs(self.weights) != scales)).sum(axis=2)
        negated = is_term.any(axis=2) & ((self.weights == -scales) == is_term).all(axis=2) & (self.bias == 0)
        additions = np.maximum(0, is_term.sum(axis=2) + (self.bias != 0) - 1)
        return np.stack([additions.sum(axis=1), (multiplied + negated).sum(axis=1)], axis=1)

    def stored(self) -> tuple[Integers, Integers, Integers]:
        """Return the stored numbers, as ``cost.stored_numbers`` counts them: numerators, denominators, their leaves."""
        above = np.concatenate([self.weights, self.bias[:, :, None]], axis=2)
        kept = above != 0
        kept[:, :, :-1] &= np.abs(self.weights) != self.scales[:, :, None]
        below = np.broadcast_to(self.scales[:, :, None], above.shape)
        return *lowest(above[kept], below[kept]), np.nonzero(kept)[0]

    def first_of_equals(self) -> Integers:
        """Return for each leaf the number of the first one that equals it."""
        scales = self.scales[:, :, None]
        parts = [np.where(self.weights != 0, self.inputs, -1), self.weights, self.bias[:, :, None], scales]
        rows = np.concatenate(parts, axis=2).reshape(len(self.bias), -1)
        return Vectors(rows.T, [1] * rows.shape[1]).first_of_equals()


@dataclass(frozen=True)
class GateTree:
    """A tree of gates z_j >= t over affine leaves, shared parts once, children before parents.

    Attributes:
        nodes: all distinct nodes of the tree, gates and leaves, in the order of ``distinct_nodes``.
        is_gate: which of them are gates.
        inputs: for each gate the input that it reads.
        above: the numerator of its threshold.
        below: the denominator.
        sides: a 2 x (gates) array of the numbers of both sides: gates from 0, leaves from -1 downwards.
        levels: the numbers of the gates by their longest way from the root, which is alone on the first level.
        leaves: the leaves.
    """

    nodes: Items[Network]
    is_gate: NDArray[np.bool_]
    inputs: Integers
    above: Integers
    below: Integers
    sides: Integers
    levels: Items[Integers]
    leaves: Leaves

    @classmethod
    def of(cls, root: Branch) -> GateTree | None:
        """Return the tree below a gate; None if it is not such a tree, or does not fit.

        >>> from constructions.model.network import constant
        >>> tree = GateTree.of(Branch([1, 0], Fraction(1, 2), constant([7], 2), constant([8], 2)))
        >>> tree.run(Vectors(np.array([[0, 1], [5, 5]]), (1, 1))).outputs
        ((Fraction(7, 1),), (Fraction(8, 1),))
        """
        nodes = distinct_nodes(root)
        gates, leaves, numbers = list[Branch](), list[Affine](), dict[int, int]()
        for node in nodes:
            if type(node) is Branch:
                numbers[id(node)] = len(gates)
                gates.append(node)
            elif type(node) is Affine:
                numbers[id(node)] = -1 - len(leaves)
                leaves.append(node)
            else:
                return None
        if any([type(gate.threshold) is not Fraction for gate in gates]) or _symbolic(leaves):
            return None
        forms: dict[int, Form] = {id(gate.normal): gate.normal for gate in gates}
        if any([len(form.indices) != 1 or form.weights[0] != 1 for form in forms.values()]):
            return None
        inputs = {key: form.indices[0] for key, form in forms.items()}
        try:
            above = np.array([gate.threshold.numerator for gate in gates], dtype=np.int64)
            below = np.array([gate.threshold.denominator for gate in gates], dtype=np.int64)
        except OverflowError:
            return None
        sides = np.array([[numbers[id(gate.below)] for gate in gates], [numbers[id(gate.above)] for gate in gates]])
        levels, held = _levels(sides), Leaves.of(leaves)
        if levels is None or held is None or max(largest_size(above), largest_size(below)) > LARGEST:
            return None
        is_gate = np.array([type(node) is Branch for node in nodes])
        return cls(
            nodes, is_gate, np.array([inputs[id(gate.normal)] for gate in gates]), above, below, sides, levels, held
        )

    def run(self, points: Vectors) -> Run | None:
        """Return what happens at points; None if a number is beyond 64 bits."""
        scales = np.array(points.scales, dtype=np.int64)[self.inputs]
        sizes = max([1, *points.sizes()])
        if max(largest_size(self.below) * sizes, largest_size(self.above) * largest_size(scales)) > LARGEST:
            return None
        bounds = self.above * scales
        place = np.full(len(points), len(self.inputs) - 1)
        comparisons = np.zeros(len(points), dtype=np.int64)
        running = np.arange(len(points))
        while len(running):
            gate = place[running]
            values = points.columns[self.inputs[gate], running]
            taken = (values * self.below[gate] >= bounds[gate]).astype(np.int64)
            place[running] = after = self.sides[taken, gate]
            comparisons[running] += 1
            running = running[after >= 0]
        leaf = -1 - place
        outputs = self.leaves.at(leaf, points)
        if outputs is None:
            return None
        return Run(outputs, np.column_stack([self.leaves.operations[leaf], comparisons]))

    def maxima(self) -> tuple[int, int, int, int]:
        """Return the most operations of any way: total, comparisons, additions, multiplications."""
        additions, multiplications = self.leaves.operations.T
        most = [
            self._longest(additions + multiplications, 1),
            self.depth(),
            self._longest(additions, 0),
            self._longest(multiplications, 0),
        ]
        return most[0], most[1], most[2], most[3]

    def depth(self) -> int:
        """Return the most gates on a way."""
        return len(self.levels)

    def _longest(self, of_leaves: Integers, of_gate: int) -> int:
        """Return the largest sum on a way from the root to a leaf."""
        values = np.concatenate([np.zeros(len(self.inputs), dtype=np.int64), of_leaves[::-1]])  # leaf -1 stands last
        for level in reversed(self.levels):
            values[level] = values[self.sides[:, level]].max(axis=0) + of_gate
        return int(values[len(self.inputs) - 1])

    def first_of_equals(self) -> tuple[Integers, Integers]:
        """Return for each gate, and for each leaf, the number of the first one that equals it."""
        leaves, gates = self.leaves.first_of_equals(), np.arange(len(self.inputs))
        if not Vectors(np.stack([self.inputs, self.above, self.below]), (1, 1, 1)).are_distinct():
            known: dict[tuple[int, ...], int] = {}
            first = np.concatenate([gates, -1 - leaves[::-1]]).tolist()
            rows = zip(*[part.tolist() for part in (self.inputs, self.above, self.below, *self.sides)], strict=True)
            for number, (place, above, below, low, high) in enumerate(rows):
                first[number] = known.setdefault((place, above, below, first[low], first[high]), number)
            gates = np.array(first[: len(gates)])
        return gates, leaves


@dataclass(frozen=True, slots=True)
class Run:
    """The outputs at points, and the operations of each: additions, multiplications, comparisons."""

    outputs: Vectors
    operations: Integers


def evaluated(network: Network, points: Vectors) -> Run | None:
    """Return what happens at points in a tree, affine maps before it or not; None if the network is no such one.

    >>> from constructions.model.network import chain, constant
    >>> tree = Branch([1], 3, constant([7], 1), constant([8], 1))
    >>> evaluated(chain(Affine([[1, 1]], [0]), tree), Vectors(np.array([[1, 2], [1, 2]]), (1, 1))).operations.tolist()
    [[1, 0, 1], [1, 0, 1]]
    """
    maps, root = parted(network)
    tree = None if root is None else tree_of(root)
    if tree is None:
        return None
    spent = np.zeros(2, dtype=np.int64)
    for node in maps:
        layer = None if _symbolic([node]) else Leaves.of([node])
        found = None if layer is None else layer.at(np.zeros(len(points), dtype=np.int64), points)
        if layer is None or found is None:
            return None
        points, spent = found, spent + layer.operations[0]
    run = tree.run(points)
    if run is not None:
        run.operations[:, :2] += spent
    return run


def parted(network: Network) -> tuple[Items[Affine], Branch | None]:
    """Return the affine maps that come first in a network, and the gate that is all the rest; None if it is not."""
    *maps, root = network.stages if isinstance(network, Sequence) else (network,)
    if not isinstance(root, Branch) or not all([isinstance(node, Affine) for node in maps]):
        return (), None
    return maps, root  # type: ignore[return-value]


@lru_cache(maxsize=1)
def tree_of(root: Branch) -> GateTree | None:
    """Return ``GateTree.of`` a gate; that of the last one is remembered, since it is run, and measured."""
    return GateTree.of(root)


def _symbolic(nodes: Items[Affine]) -> bool:
    numbers = [value for node in nodes for form in node.weights for value in form.weights]
    return any([type(value) is not Fraction for value in chain(numbers, *[node.bias for node in nodes])])


def _levels(sides: Integers) -> list[Integers] | None:
    """Return the gates by their longest way from the last one, the root; None if there are too many levels."""
    level = np.zeros(sides.shape[1], dtype=np.int64)
    here = np.array([sides.shape[1] - 1])
    for depth in range(1, _MOST_LEVELS + 1):
        below = np.unique(sides[:, here])
        here = below[below >= 0]
        if not len(here):
            order = np.argsort(level, kind="stable")
            return np.split(order, np.searchsorted(level[order], np.arange(1, depth)))
        level[here] = depth
    return None
