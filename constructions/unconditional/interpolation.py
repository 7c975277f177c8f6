"""Interpolation: one hidden ReLU layer, piecewise linear through all points, the plainest unconditional network."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from constructions.geometry.projection import project
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset, Label
from constructions.model.network import Affine, Form, Network, Relu, Sequence, chain, constant
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
    line = Hinges.through(projected.line)
    return Built(projected.then(*line.stages()), COST, {**projected.letters, "m": line.units})


Pair = tuple[Fraction, Label]
"""A place on the line, and what stands there."""


@dataclass(frozen=True, slots=True)
class Hinges:
    """The broken line start + sum_i changes_i relu(z - kinks_i)."""

    start: Label
    kinks: tuple[Fraction, ...]
    changes: tuple[Label, ...]

    @classmethod
    def of(cls, start: Label, bends: Items[Pair]) -> "Hinges":
        """Return the broken line with these kinks, each with its change of slope."""
        return cls(start, tuple([z for z, _ in bends]), tuple([change for _, change in bends]))

    @classmethod
    def through(cls, pairs: Items[Pair]) -> "Hinges":
        """Return the broken line through pairs with increasing z, constant before the first; no change is 0.

        >>> Hinges.through([(Fraction(0), (Fraction(1),)), (Fraction(2), (Fraction(5),))]).changes
        ((Fraction(2, 1),),)
        """
        return cls.of(pairs[0][1], [(z, change) for z, change in bends_of(pairs) if not all(map(vanishes, change))])

    @property
    def units(self) -> int:
        """The number of ReLUs."""
        return len(self.kinks)

    def layer(self, width: int = 1) -> Sequence:
        """Return x -> (relu(x_0 - kinks_i) for every i) for so many inputs; there must be a kink."""
        kinks = Affine([Form.coordinate(0, width)] * self.units, [-kink for kink in self.kinks])
        return Sequence((kinks, Relu(self.units)))

    def readout(self) -> Affine:
        """Return the broken line as an affine map of the layer."""
        return Affine([Form.dense(row) for row in zip(*self.changes, strict=True)], self.start)

    def stages(self, width: int = 1) -> tuple[Network, ...]:
        """Return both as three stages: one unit, one addition and, for each output, both one addition and
        multiplication a kink."""
        return (*self.layer(width).stages, self.readout())

    def network(self) -> Network:
        """Return the broken line as one network, a constant if there is no kink."""
        return chain(self.layer(), self.readout()) if self.kinks else constant(self.start, 1)


def bends_of(line: Items[Pair]) -> list[Pair]:
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
