"""Weighted tree: points with frequencies, and the search tree with the least mean number of comparisons."""

from bisect import bisect_left
from collections.abc import Callable, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction

from constructions.conditional.search_tree import constant_pieces, shared_constant
from constructions.geometry.projection import project
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset
from constructions.model.network import Branch, Form, Network

COST = Cost(
    gates="K - 1",
    parameters="w + K - 1 + d*K",
    comparisons="h",
    additions="k - 1",
    multiplications="w",
    depth="h",
    bounds={"K": "n", "h": "K - 1", "k": "p", "w": "p"},
)


def weighted_tree(dataset: Dataset) -> Built:
    """Return the search tree with constant leaves that makes the fewest comparisons in the mean over the rows.

    Each run of equal labels on the line weighs as many rows as fall on it; the tree is an optimal alphabetic tree for
    these weights. Its mean number of comparisons lies between the entropy H of the runs' frequencies and H + 2.

    Source: optimal alphabetic trees by the algorithm of Garsia, Wachs 1977; theory, Theorem 22.

    >>> rows = [[0]] * 13 + [[1], [2], [3]]
    >>> built = weighted_tree(Dataset.from_rows(rows, [[row[0] % 2] for row in rows]))
    >>> built.values["h"], built.network.threshold
    (3, Fraction(1, 2))
    """
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    pieces = constant_pieces(projected.line)
    weights = run_weights(dataset, projected.form, [piece.last for piece in pieces])
    depths = optimal_depths(weights)
    leaves: dict[str, Network] = {}
    gate = Form.coordinate(0, 1)

    def gated(number: int, below: Network, above: Network) -> Network:
        return Branch(gate, (pieces[number].last + pieces[number + 1].first) / 2, below, above)

    tree = tree_of_depths([shared_constant(piece.offset, leaves) for piece in pieces], depths, gated)
    network = projected.then(tree)
    return Built(network, COST, {**projected.letters, "K": len(pieces), "h": max(depths)})


def run_weights(dataset: Dataset, form: Form, ends: Items[Fraction]) -> list[int]:
    """Return how many rows fall on each run, where run i goes up to z = ends[i].

    >>> run_weights(Dataset.from_rows([[0], [0], [3]], [[1], [1], [2]]), Form.dense([1]), [Fraction(1), Fraction(3)])
    [2, 1]
    """
    weights, number = [0] * len(ends), 0
    rows = zip(dataset.points, dataset.counts, strict=True)
    for z, count in sorted([(form.at(point), count) for point, count in rows]):
        while z > ends[number]:
            number += 1
        weights[number] += count
    return weights


@dataclass(slots=True)
class _Item:
    """A tree of the first phase of the algorithm, whose order of leaves may be wrong but whose depths are right."""

    weight: int
    leaf: int = -1
    left: "_Item | None" = None
    right: "_Item | None" = None


def optimal_depths(weights: Items[int]) -> list[int]:
    """Return the depths of the leaves, in their order, of a binary tree with the least sum of weight times depth.

    The first phase of the algorithm of Garsia and Wachs: again and again the leftmost two neighbours whose left
    neighbour is not lighter than their right one are joined, and the result moves left past everything lighter.

    >>> optimal_depths([13, 1, 1, 1])
    [1, 3, 3, 2]
    """
    row: list[_Item] = []

    def join(place: int) -> None:
        """Join the items at ``place - 1`` and ``place``, and whatever that makes possible before them."""
        item = _Item(row[place - 1].weight + row[place].weight, -1, row[place - 1], row[place])
        del row[place - 1 : place + 1]
        at = 1 + max(_last_as_heavy(row, place - 1, item.weight, first) for first in (0, 1))
        row.insert(at, item)
        while at > 1 and row[at - 2].weight <= item.weight:
            behind = len(row) - at
            join(at - 1)
            at = len(row) - behind

    for leaf, weight in enumerate(weights):
        row.append(_Item(weight, leaf))
        while len(row) > 2 and row[-3].weight <= row[-1].weight:
            join(len(row) - 2)
    while len(row) > 1:
        join(len(row) - 1)
    return _depths(row[0], len(weights))


def _last_as_heavy(row: list[_Item], stop: int, weight: int, first: int) -> int:
    """Return the last of ``first``, first + 2, ... before ``stop`` that is not lighter than ``weight``; -1 if all are.

    Every other item is lighter than the one before (else the two between would have been joined), so halving finds it.
    """
    places = range(first, stop, 2)
    lighter = bisect_left(places, True, key=lambda place: row[place].weight < weight)
    return places[lighter - 1] if lighter else -1


def _depths(root: _Item, leaves: int) -> list[int]:
    depths = [0] * leaves
    waiting = [(root, 0)]
    while waiting:
        item, depth = waiting.pop()
        if item.left is None or item.right is None:
            depths[item.leaf] = depth
        else:
            waiting += [(item.left, depth + 1), (item.right, depth + 1)]
    return depths


def tree_of_depths(
    leaves: Items[Network], depths: Items[int], gate: Callable[[int, Network, Network], Network]
) -> Network:
    """Return the tree whose leaves have these depths in this order.

    Args:
        gate: makes a gate of the number of the last leaf on its left, its left side and its right side.

    >>> one, two = shared_constant((Fraction(1),), {}), shared_constant((Fraction(2),), {})
    >>> tree_of_depths([one, two], [1, 1], lambda number, left, right: Branch([1], number, left, right)).threshold
    Fraction(0, 1)
    """
    stack: list[tuple[int, Network, int]] = []
    for number, (leaf, depth) in enumerate(zip(leaves, depths, strict=True)):
        stack.append((depth, leaf, number))
        while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
            level, right, last = stack.pop()
            _, left, middle = stack.pop()
            stack.append((level - 1, gate(middle, left, right), last))
    return stack[0][1]
