"""Interpolation: one hidden ReLU layer, piecewise linear through all points, the plainest unconditional network."""

from fractions import Fraction
from itertools import pairwise

from constructions.dataset import Dataset
from constructions.memorizer import Built, Cost, single_label
from constructions.network import Affine, Form, Relu
from constructions.projection import project

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

    Source: folklore; docs/theory.md, *Interpolation*.

    >>> built = interpolation(Dataset.from_rows([[0], [1], [3]], [[5], [0], [4]]))
    >>> built.promise
    Operations(additions=4, multiplications=2, comparisons=2)
    """
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    first = projected.labels[0]
    before = (Fraction(0),) * len(first)
    kinks: list[Fraction] = []
    changes: list[tuple[Fraction, ...]] = []
    for (z, label), (after_z, after_label) in pairwise(projected.line):
        slope = tuple([(b - a) / (after_z - z) for a, b in zip(label, after_label, strict=True)])
        if slope != before:
            kinks.append(z)
            changes.append(tuple([s - t for s, t in zip(slope, before, strict=True)]))
        before = slope
    units = len(kinks)
    stages = (
        Affine([Form.coordinate(0, 1)] * units, [-kink for kink in kinks]),
        Relu(units),
        Affine([Form.dense(row) for row in zip(*changes, strict=True)], first),
    )
    return Built(projected.then(*stages), COST, {**projected.letters, "m": units})
