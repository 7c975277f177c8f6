"""What a network costs: operations per input (additions, multiplications, comparisons apart) and sizes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from constructions.model.errors import BadInput, of_kind, one_of
from constructions.model.network import (
    MAX_WORK,
    Affine,
    Branch,
    Concatenate,
    Form,
    Identity,
    Network,
    Node,
    Relu,
    Sequence,
    Step,
    children,
    distinct_nodes,
)
from constructions.model.numbers.vectors import bit_lengths
from constructions.model.rational import fingerprint
from constructions.model.running.gate_tree import parted, tree_of


@dataclass(frozen=True, slots=True)
class Operations:
    """Additions, multiplications and comparisons, the measure of Koyuncu (ICLR 2023); wires are free.

    >>> Operations(1, 2, 3) + Operations(comparisons=1)
    Operations(additions=1, multiplications=2, comparisons=4)
    >>> Operations(1, 2, 3).total
    6
    """

    additions: int = 0
    multiplications: int = 0
    comparisons: int = 0

    @property
    def arithmetic(self) -> int:
        """Additions and multiplications together."""
        return self.additions + self.multiplications

    @property
    def total(self) -> int:
        """All three kinds together."""
        return self.additions + self.multiplications + self.comparisons

    def __add__(self, other: Operations) -> Operations:
        return Operations(
            self.additions + other.additions,
            self.multiplications + other.multiplications,
            self.comparisons + other.comparisons,
        )


NO_OPERATIONS = Operations()

MEASURES: dict[str, Callable[[Operations], int]] = {
    "total": lambda operations: operations.total,
    "comparisons": lambda operations: operations.comparisons,
    "additions": lambda operations: operations.additions,
    "multiplications": lambda operations: operations.multiplications,
}
"""The four quantities whose worst case is reported; their maxima need not be attained by one and the same input."""


def row_cost(form: Form, bias: Fraction) -> Operations:
    """Return the operations of ``w . x + b`` for one row.

    A multiplication for each weight other than 0, 1 and -1; one more if all the non-zero weights are -1 and b = 0,
    since nothing is there to subtract from; one addition fewer than there are non-zero terms, b among them.

    >>> row_cost(Form.dense([2, 1, -1, 0]), Fraction(5))
    Operations(additions=3, multiplications=1, comparisons=0)
    >>> row_cost(Form.dense([-1]), Fraction(0))
    Operations(additions=0, multiplications=1, comparisons=0)
    >>> row_cost(Form.dense([-1]), Fraction(1)).total, row_cost(Form.dense([0]), Fraction(1)).total
    (1, 0)
    """
    return Operations(*_of_row(form, bias))


def _of_row(form: Form, bias: Fraction) -> tuple[int, int]:
    """Return the additions and multiplications of a row."""
    weights = form.weights
    multiplications = _multiplied(form)
    if not bias and weights and not multiplications and all([weight == -1 for weight in weights]):
        multiplications = 1
    return max(0, len(weights) + bool(bias) - 1), multiplications


def gate_cost(branch: Branch) -> Operations:
    """Return the operations of the gate itself: the row of its normal and one comparison with the threshold.

    A normal whose non-zero weights are all -1 is read as the reversed test, so no negation is counted.

    >>> gate_cost(Branch([-1, -1], 3, Relu(2), Relu(2)))
    Operations(additions=1, multiplications=0, comparisons=1)
    """
    return Operations(max(0, len(branch.normal.weights) - 1), _multiplied(branch.normal), 1)


def own_cost(node: Network) -> Operations:
    """Return the operations that a visit of this node spends itself, its children's left out.

    >>> own_cost(Relu(3))
    Operations(additions=0, multiplications=0, comparisons=3)
    >>> own_cost(Affine([[2], [1]], [0, 1]))
    Operations(additions=1, multiplications=1, comparisons=0)
    """
    match node:
        case Affine():
            additions = multiplications = 0
            for form, bias in zip(node.weights, node.bias, strict=True):
                added, multiplied = _of_row(form, bias)
                additions += added
                multiplications += multiplied
            return Operations(additions, multiplications)
        case Relu() | Step():
            return Operations(comparisons=node.width)
        case Branch():
            return gate_cost(node)
        case Identity() | Sequence() | Concatenate():
            return NO_OPERATIONS


@dataclass(frozen=True, slots=True)
class Worst:
    """Four independent maxima over inputs; ``total`` need not be the sum of the other three."""

    total: int
    comparisons: int
    additions: int
    multiplications: int

    def of(self, measure: str) -> int:
        """Return the maximum of one of ``MEASURES``.

        >>> Worst(3, 1, 1, 1).of("comparisons")
        1
        """
        return int(getattr(self, one_of("measure", measure, MEASURES)))


def structural_worst(network: Network) -> Worst:
    """Return upper bounds on the operations of any input, read off the structure alone.

    Sequence and Concatenate add, Branch takes the larger side; each of the four measures has its own maximum. Some
    path through the network costs that much; whether an input takes it is another question (theory, Theorem 1).

    Raises:
        BadInput: if a visit of the network is beyond counting (``MAX_WORK``).

    >>> cheap, dear = Affine([[0]], [1]), Affine([[3]], [1])
    >>> structural_worst(Branch([1], 0, cheap, dear))
    Worst(total=3, comparisons=1, additions=1, multiplications=1)
    """
    maps, root = parted(network)
    tree = None if root is None else tree_of(root)
    if tree is None:
        return structural_maxima(network)[id(network)]
    own = sum([own_cost(node) for node in maps], NO_OPERATIONS)
    total, comparisons, additions, multiplications = tree.maxima()
    return Worst(own.total + total, comparisons, own.additions + additions, own.multiplications + multiplications)


def structural_maxima(network: Network, own_of: Callable[[Network], Operations] = own_cost) -> dict[int, Worst]:
    """Return ``structural_worst`` of every distinct node of ``network``, by the node's ``id``.

    Args:
        own_of: what a node spends itself, its children's left out.

    Raises:
        BadInput: if a visit of the network is beyond counting (``MAX_WORK``).
    """
    _check_countable(network)
    known: dict[int, Worst] = {}
    for node in distinct_nodes(network):
        own = own_of(node)
        worst = [own.total, own.comparisons, own.additions, own.multiplications]
        below = [known[id(child)] for child in children(node)]
        if below:
            join = max if isinstance(node, Branch) else sum
            columns = zip(
                *[(cost.total, cost.comparisons, cost.additions, cost.multiplications) for cost in below], strict=True
            )
            worst = [mine + join(column) for mine, column in zip(worst, columns, strict=True)]
        known[id(node)] = Worst(*worst)
    return known


@dataclass(frozen=True, slots=True)
class Size:
    """Sizes of a network, counted on the graph of distinct nodes unless said otherwise; equal nodes are one node.

    Attributes:
        neurons: Relu and Step units, once for each place where a parent uses them.
        unrolled_neurons: the same with every shared part copied out.
        gates: Branch nodes.
        parameters: the stored numbers (``stored_numbers``) of all distinct nodes.
        slots: all weights, biases and thresholds whatever their value.
        nodes: distinct nodes.
        depth: most Relu, Step and Branch decisions one after the other.
        width: most numbers side by side anywhere.
        largest_bits: bits of the longest numerator or denominator.
        total_bits: bits of all stored parameters, numerators and denominators together.
    """

    neurons: int
    unrolled_neurons: int
    gates: int
    parameters: int
    slots: int
    nodes: int
    depth: int
    width: int
    largest_bits: int
    total_bits: int


Levels: TypeAlias = dict[int, tuple[int, int]]


def size_of(network: Network) -> Size:
    """Return the sizes of ``network``; equal sub-networks count once, shared in memory or not, as in its file.

    >>> relu = Relu(2)
    >>> size = size_of(Sequence((relu, relu, Affine([[1, 3]], [0]))))
    >>> size.neurons, size.parameters, size.slots, size.depth
    (4, 1, 3, 2)
    """
    _check_countable(network)
    counted = _size_of_tree(network)
    if counted is not None:
        return counted
    nodes = distinct_nodes(network)
    kept = _first_of_equals(nodes)
    neurons = _units(network)
    gates = parameters = slots = largest = total = width = 0
    levels: Levels = {}
    for node in nodes:
        levels[id(node)] = _depth_and_units(node, levels)
        if id(node) not in kept:
            continue
        neurons += sum([_units(child) for child in children(node)])
        gates += isinstance(node, Branch)
        width = max(width, node.input_width, node.output_width)
        stored = stored_numbers(node)
        slots += _slots(node)
        parameters += len(stored)
        for value in stored:
            bits = value.numerator.bit_length(), value.denominator.bit_length()
            largest = max(largest, *bits)
            total += sum(bits)
    depth, unrolled = levels[id(network)]
    return Size(neurons, unrolled, gates, parameters, slots, len(kept), depth, width, largest, total)


def _size_of_tree(network: Network) -> Size | None:
    """Return the sizes of a tree of gates, counted on its columns; None if it is not held as columns."""
    maps, root = parted(network)
    tree = None if root is None else tree_of(root)
    if root is None or tree is None or len(maps) > 1:
        return None
    if maps and (maps[0].input_width, maps[0].output_width) == (root.input_width, root.output_width):
        return None  # it may equal a leaf
    gates, leaves = [np.unique(first) for first in tree.first_of_equals()]
    above, below, of_leaf = tree.leaves.stored()
    kept = np.isin(of_leaf, leaves)
    thresholds = gates[tree.above[gates] != 0]
    first = [value for node in maps for value in stored_numbers(node)]
    bits = [
        *[part.bit_length() for value in first for part in (value.numerator, value.denominator)],
        *np.concatenate([bit_lengths(part[kept]) for part in (above, below)]).tolist(),
        *np.concatenate([bit_lengths(part[thresholds]) for part in (tree.above, tree.below)]).tolist(),
    ]
    slots = (
        sum(map(_slots, maps)) + len(gates) * _slots(root) + len(leaves) * root.output_width * (root.input_width + 1)
    )
    nodes = len(gates) + len(leaves) + (len(maps) + 1 if maps else 0)
    width = max([root.input_width, root.output_width, *[node.input_width for node in maps]])
    return Size(0, 0, len(gates), len(bits) // 2, slots, nodes, tree.depth(), width, max(bits, default=0), sum(bits))


def _check_countable(network: Network) -> None:
    of_kind(Node, "a network", network=network)
    if network.work >= MAX_WORK:
        raise BadInput("the network's shared parts unroll to more than 2^256 steps, which are not counted")


def _first_of_equals(nodes: list[Network]) -> set[int]:
    """Return the ``id`` of the first of every set of equal nodes; children stand before parents."""
    first: dict[int, int] = {}
    known: dict[tuple[object, ...], int] = {}
    for node in nodes:
        below = tuple([first[id(child)] for child in children(node)])
        first[id(node)] = known.setdefault((type(node), *own_numbers(node), below), id(node))
    return set(known.values())


def own_numbers(node: Network) -> tuple[object, ...]:
    """Return what tells a node from others of its type, but for its children; numbers as texts."""
    match node:
        case Affine():
            return *node.weights, fingerprint(node.bias)
        case Branch():
            return node.normal, fingerprint([node.threshold])
        case Identity() | Relu() | Step():
            return (node.width,)
        case Sequence() | Concatenate():
            return ()


def _multiplied(form: Form) -> int:
    return sum([not _is_unit(weight) for weight in form.weights])


def _is_unit(weight: Fraction) -> bool:
    """Return whether a weight is 1 or -1, for a ``Fraction`` three times as fast as by two comparisons."""
    if type(weight) is Fraction:
        return weight.denominator == 1 and weight.numerator in (1, -1)
    return weight == 1 or weight == -1


def _units(node: Network) -> int:
    return node.width if isinstance(node, Relu | Step) else 0


def _depth_and_units(node: Network, levels: Levels) -> tuple[int, int]:
    below = [levels[id(child)] for child in children(node)]
    units = _units(node) + sum([level[1] for level in below])
    match node:
        case Sequence():
            return sum([level[0] for level in below]), units
        case Concatenate():
            return max([level[0] for level in below]), units
        case Branch():
            return 1 + max([level[0] for level in below]), units
        case Relu() | Step():
            return 1, units
        case Affine() | Identity():
            return 0, units


def stored_numbers(node: Network) -> list[Fraction]:
    """Return the stored numbers of a node itself: weights other than 0, 1, -1; biases and thresholds other than 0.

    What is counted, and why 1 and -1 count as biases but not as weights, is defined in the theory, chapter networks.

    >>> [str(number) for number in stored_numbers(Affine([[1, 0, 3], [-1, 1, 0]], [1, 0]))]
    ['3', '1']
    """
    match node:
        case Affine():
            weights = [weight for form in node.weights for weight in form.weights if not _is_unit(weight)]
            return weights + [value for value in node.bias if value]
        case Branch():
            weights = [weight for weight in node.normal.weights if not _is_unit(weight)]
            return weights + ([node.threshold] if node.threshold else [])
        case Identity() | Relu() | Step() | Sequence() | Concatenate():
            return []


def _slots(node: Network) -> int:
    match node:
        case Affine():
            return node.output_width * (node.input_width + 1)
        case Branch():
            return node.input_width + 1
        case Identity() | Relu() | Step() | Sequence() | Concatenate():
            return 0
