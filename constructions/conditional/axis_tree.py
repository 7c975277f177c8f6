"""Axis tree: gates on single coordinates, no arithmetic at all, depth made small by a search."""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from constructions.conditional.axis_search import DEFAULT, shallow_tree
from constructions.memorizer import Built, Cost
from constructions.model.dataset import Dataset
from constructions.model.network import Form, Network, constant
from constructions.model.numbers.vectors import Vectors, exact_numbers
from constructions.model.rational import ranks_of
from constructions.model.unchecked import gate

COST = Cost(gates="K - 1", parameters="K - 1 + d*C", comparisons="h", depth="h", bounds={"K": "2**h", "C": "n"})


def axis_tree(dataset: Dataset, budget: int = DEFAULT, floor: int = 0) -> Built:
    """Return a conditional network whose every operation is a comparison of one coordinate with a number.

    It makes at most ``depth`` comparisons and no arithmetic, where the depth is the least that a search within a
    fixed budget of steps finds; on a line it is ceil(log2 of the runs of equal labels), which no such tree beats.
    Leaves are constant; different labels are different classes, however many there are. A gate's threshold is the
    middle between the two neighbouring values of its coordinate.

    Args:
        budget: of the search, in steps of about a tenth of a millisecond.
        floor: a depth that no tree is below, where that is known: there the search ends.

    Source: decision trees are folklore; the search is in ``axis_search``; theory, Lemma 5.

    >>> data = Dataset.from_rows([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]])
    >>> axis_tree(data).promise
    Operations(additions=0, multiplications=0, comparisons=2)
    """
    classes, labels = dataset.label_numbers()
    values, ranks = ranked(dataset)
    found = shallow_tree(ranks, classes, budget, floor)
    leaves = [constant(label, dataset.width) for label in labels]
    gates = [Form.coordinate(index, dataset.width) for index in range(dataset.width)]
    nodes: dict[int, Network] = {}
    for node in reversed(range(len(found.feature))):  # parents stand before their children
        feature = found.feature[node]
        if feature < 0:
            nodes[node] = leaves[found.label[node]]
            continue
        below, above = nodes[found.below[node]], nodes[found.above[node]]
        rank = found.rank[node]
        threshold = (values[feature][rank - 1] + values[feature][rank]) / 2
        nodes[node] = gate(gates[feature], threshold, below, above)
    leaf_count = sum([feature < 0 for feature in found.feature])
    letters = {"n": dataset.size, "p": dataset.width, "d": dataset.label_width, "C": len(labels)}
    return Built(nodes[0], COST, {**letters, "K": leaf_count, "h": found.depth})


def ranked(dataset: Dataset) -> tuple[list[list[Fraction]], NDArray[np.int64]]:
    """Return the sorted different values of each coordinate, and for every point their places in that order."""
    if isinstance(dataset.points, Vectors):
        columns = [np.unique(column, return_inverse=True) for column in dataset.points.columns]
        exact = [
            exact_numbers(values, np.int64(scale))
            for (values, _), scale in zip(columns, dataset.points.scales, strict=True)
        ]
        return exact, np.stack([ranks for _, ranks in columns], axis=1).astype(np.int64)
    values, ranks = [], []
    for column in zip(*dataset.points, strict=True):
        ordered, places = ranks_of(zip(column, strict=True))
        values.append([value for (value,) in ordered])
        ranks.append(places)
    return values, np.array(ranks, dtype=np.int64).T
