"""A network of trees that test single inputs, as the forest that it is."""

from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn, TypeAlias

from constructions.model.errors import BadInput
from constructions.model.network import Affine, Branch, Concatenate, Identity, Network, Sequence
from exchange.tasks import Task, run
from exchange.trees.forest import MAX_NODES, Forest, Leaf, Split, Tree

_Row: TypeAlias = dict[int, Fraction]
"""A sum of multiples of what the trees give, all side by side: the multiple of each number."""


def forest_of(network: Network, name: str = "the network") -> Forest:
    """Return the forest that computes a network whose gates test one input each and end in constants.

    The network is such a tree, or trees side by side and affine maps behind them. A part of a tree that several gates
    share is copied, as trees in other formats cannot share.

    Args:
        network: the network.
        name: what messages call it.

    Raises:
        BadInput: if it is not of this form, or has more than ``MAX_NODES`` nodes once parts are copied.

    >>> from constructions.model.network import constant
    >>> tree = Branch([0, -2], 3, constant([5], 2), constant([7], 2))
    >>> forest_of(Sequence((Concatenate((tree, tree)), Affine([[1, 2]], [1])))).trees[1].nodes
    (Split(feature=1, relation='<=', threshold=Fraction(-3, 2), yes=1, no=2), Leaf(values=((0, Fraction(14, 1)),)), \
Leaf(values=((0, Fraction(10, 1)),)))
    """
    found = _Sums(name)
    rows, base = run(found.sums(network))
    if not found.trees:
        found.refuse("has no gate")
    trees, left = [], MAX_NODES
    for root, begin in found.trees:
        width = root.output_width
        shares = [
            [(output, row[begin + place]) for output, row in enumerate(rows) if row.get(begin + place)]
            for place in range(width)
        ]
        trees.append(_tree(root, shares, left, found))
        left -= len(trees[-1].nodes)
    return Forest(network.input_width, tuple(trees), tuple(base))


@dataclass(slots=True)
class _Sums:
    """The trees of a network, each with the place of its first output among those of all trees."""

    name: str
    trees: list[tuple[Branch, int]]
    width: int

    def __init__(self, name: str) -> None:
        self.name, self.trees, self.width = name, [], 0

    def refuse(self, what: str) -> NoReturn:
        raise BadInput(
            f"{self.name} {what}: an ensemble of trees takes gates that test one input each, constants at their ends, "
            "and sums of such trees"
        )

    def sums(self, node: Network) -> Task:
        """Return the outputs of a node as rows, and what is added to each."""
        match node:
            case Branch():
                begin = self.width
                self.trees.append((node, begin))
                self.width += node.output_width
                return [{begin + place: Fraction(1)} for place in range(node.output_width)], [0] * node.output_width
            case Affine() if not any([form.indices for form in node.weights]):
                return [{} for _ in node.weights], list(node.bias)
            case Concatenate():
                rows, base = [], []
                for part in node.parts:
                    found, added = yield self.sums(part)
                    rows += found
                    base += added
                return rows, base
            case Sequence():
                rows, base = yield self.sums(node.stages[0])
                for stage in node.stages[1:]:
                    if isinstance(stage, Affine):
                        rows, base = _composed(stage, rows, base)
                    elif not isinstance(stage, Identity):
                        self.refuse(f"has {type(stage).__name__} behind its trees")
                return rows, base
            case _:
                return self.refuse(f"has {type(node).__name__} beside or before its trees")


def _composed(stage: Affine, rows: list[_Row], base: list[Fraction]) -> tuple[list[_Row], list[Fraction]]:
    results, added = [], []
    for form, bias in zip(stage.weights, stage.bias, strict=True):
        total: _Row = {}
        for place, weight in zip(form.indices, form.weights, strict=True):
            bias += weight * base[place]
            for number, factor in rows[place].items():
                total[number] = total.get(number, Fraction(0)) + weight * factor
        results.append(total)
        added.append(bias)
    return results, added


def _tree(root: Branch, shares: list[list[tuple[int, Fraction]]], most: int, sums: _Sums) -> Tree:
    """Return a tree whose output number i is added to other outputs, ``shares[i]`` times."""
    nodes: list[Split | Leaf] = []
    waiting: dict[int, tuple[int, str, Fraction]] = {}
    children: dict[int, list[int]] = {}
    stack: list[tuple[Network, int | None]] = [(root, None)]
    while stack:
        node, parent = stack.pop()
        while isinstance(node, Branch) and not node.normal.indices:
            node = node.above if node.threshold <= 0 else node.below
        number = len(nodes)
        if number >= most:
            sums.refuse(f"has more than {MAX_NODES:,} nodes once shared parts are copied")
        if parent is not None:
            children[parent].append(number)
        if isinstance(node, Branch):
            if len(node.normal.indices) > 1:
                sums.refuse(f"has a gate that tests {len(node.normal.indices)} inputs together")
            (feature,), (weight,) = node.normal.indices, node.normal.weights
            waiting[number] = (feature, ">=" if weight > 0 else "<=", node.threshold / weight)
            children[number] = []
            stack += [(node.below, number), (node.above, number)]
            nodes.append(Leaf(()))
        elif isinstance(node, Affine) and not any([form.indices for form in node.weights]):
            nodes.append(_leaf(node.bias, shares))
        else:
            sums.refuse(f"has {type(node).__name__} at the end of a gate, which is no constant")
    for number, (feature, relation, threshold) in waiting.items():
        nodes[number] = Split(feature, relation, threshold, *children[number])
    return Tree(tuple(nodes))


def _leaf(values: tuple[Fraction, ...], shares: list[list[tuple[int, Fraction]]]) -> Leaf:
    total: _Row = {}
    for value, targets in zip(values, shares, strict=True):
        for output, factor in targets:
            total[output] = total.get(output, Fraction(0)) + value * factor
    return Leaf(tuple(sorted([(output, value) for output, value in total.items() if value])))
