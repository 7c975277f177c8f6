"""Interpolation: one hidden ReLU layer, piecewise linear through all points, the plainest unconditional network."""

from fractions import Fraction
from itertools import pairwise

from constructions.cost import Operations, row_cost
from constructions.dataset import Dataset
from constructions.memorizer import Built
from constructions.network import Affine, Form, Relu, chain, constant
from constructions.projection import projected_line, separating_projection


def interpolation(dataset: Dataset) -> Built:
    """Return a network with one hidden layer of at most n - 1 ReLUs that memorizes ``dataset``.

    On the projected points z_1 < ... < z_n it is y_1 + sum_i c_i relu(z - z_i) for i < n, where c_i is the change of
    slope at z_i; a unit whose change of slope is 0 is left out. With m units and d outputs it makes m comparisons and
    at most m (1 + d) additions and m d multiplications beside the projection's operations.

    Source: folklore; docs/theory.md, *Interpolation*.

    >>> built = interpolation(Dataset.from_rows([[0], [1], [3]], [[5], [0], [4]]))
    >>> built.promise
    Operations(additions=4, multiplications=2, comparisons=2)
    """
    form = separating_projection(dataset)
    line = projected_line(form, dataset)
    first = line[0][1]
    before = (Fraction(0),) * len(first)
    kinks: list[Fraction] = []
    changes: list[tuple[Fraction, ...]] = []
    for (z, label), (after_z, after_label) in pairwise(line):
        slope = tuple([(b - a) / (after_z - z) for a, b in zip(label, after_label, strict=True)])
        if slope != before:
            kinks.append(z)
            changes.append(tuple([s - t for s, t in zip(slope, before, strict=True)]))
        before = slope
    if not kinks:
        return Built(constant(first, dataset.width), Operations())
    units, outputs = len(kinks), len(first)
    promise = row_cost(form, Fraction(0)) + Operations(units * (1 + outputs), units * outputs, units)
    line_input = Form.coordinate(0, 1)
    stages = (
        Affine([line_input] * units, [-kink for kink in kinks]),
        Relu(units),
        Affine([Form.dense(row) for row in zip(*changes, strict=True)], first),
    )
    project = () if form == line_input else (Affine([form], [0]),)
    return Built(chain(*project, *stages), promise)
