"""Interpolation: one hidden ReLU layer, piecewise linear through all points, the plainest unconditional network."""

from collections.abc import Sequence as Items
from fractions import Fraction
from itertools import pairwise

from constructions.geometry.projection import project
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset, Label
from constructions.model.network import Affine, Form, Relu
from constructions.model.rational import vanishes

COST = Cost(
    neurons="m",
    parameters="w + m + d*m + d",
    comparisons="m",
    additions="k - 1 + m + d*m",
    multiplications="w + d*m",
    depth="1",
    bounds={"m": "n - 1", "k": "p", "w": "p"},
)


def interpolation(dataset: Dataset) -> Built:
    """Return a network with one hidden layer of at most n - 1 ReLUs that memorizes ``dataset``.

    On the projected points z_1 < ... < z_n it is y_1 + sum_i c_i relu(z - z_i) for i < n, where c_i is the change of
    slope at z_i; a unit whose change of slope is 0 is left out. A single label needs no unit.

    Source: folklore; theory, Theorem 7.

    >>> built = interpolation(Dataset.from_rows([[0], [1], [3]], [[5], [0], [4]]))
    >>> built.promise
    Operations(additions=4, multiplications=2, comparisons=2)
    """
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    bends = [(z, change) for z, change in bends_of(projected.line) if not all(map(vanishes, change))]
    kinks, changes = [z for z, _ in bends], [change for _, change in bends]
    units = len(kinks)
    stages = (
        Affine([Form.coordinate(0, 1)] * units, [-kink for kink in kinks]),
        Relu(units),
        Affine([Form.dense(row) for row in zip(*changes, strict=True)], projected.labels[0]),
    )
    return Built(projected.then(*stages), COST, {**projected.letters, "m": units})


def bends_of(line: Items[tuple[Fraction, Label]]) -> list[tuple[Fraction, Label]]:
    """Return every point but the last with the change of slope there of the function that joins the points by lines.

    Left of the first point the slope is 0.

    >>> line = [(Fraction(z), (Fraction(y),)) for z, y in ((0, 0), (1, 1), (2, 0))]
    >>> [(int(z), int(change[0])) for z, change in bends_of(line)]
    [(0, 1), (1, -2)]
    """
    before = (Fraction(0),) * len(line[0][1])
    found = []
    for (z, label), (after_z, after_label) in pairwise(line):
        slope = tuple([(b - a) / (after_z - z) for a, b in zip(label, after_label, strict=True)])
        found.append((z, tuple([s - t for s, t in zip(slope, before, strict=True)])))
        before = slope
    return found
