"""Pieces of a line whose points are held as columns, and the leaves and thresholds of the tree over them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from constructions.geometry.projection import Line
from constructions.model.network import Affine, Form, Network, constant
from constructions.model.numbers.vectors import LARGEST, Integers, exact_numbers
from constructions.model.unchecked import multiple_of_input


@dataclass(frozen=True, slots=True)
class ColumnPieces:
    """The pieces of a line, each with a constant or an affine leaf, as ``search_tree.Piece`` has them one by one.

    Attributes:
        line: all points.
        starts: for each piece the number of its first point.
        is_constant: whether its leaf is constant.
    """

    line: Line
    starts: Integers
    is_constant: Integers

    @classmethod
    def constant(cls, line: Line) -> ColumnPieces:
        """Return the runs of equal labels.

        >>> from constructions.model.numbers.vectors import Vectors
        >>> line = Line(Vectors(np.array([[1, 2, 3]]), (1,)), Vectors(np.array([[5, 5, 6]]), (1,)))
        >>> ColumnPieces.constant(line).starts.tolist()
        [0, 2]
        """
        labels = line.labels.columns
        starts = np.flatnonzero(np.append(True, (labels[:, 1:] != labels[:, :-1]).any(axis=0)))
        return cls(line, starts, np.ones(len(starts), dtype=bool))

    @classmethod
    def affine(cls, line: Line) -> ColumnPieces | None:
        """Return the fewest pieces that an affine map of z fits, from the left each as long as it can be; None if their
        numbers are beyond 64 bits.

        >>> from constructions.model.numbers.vectors import Vectors
        >>> line = Line(Vectors(np.array([[1, 2, 3, 5]]), (1,)), Vectors(np.array([[5, 6, 7, 6]]), (1,)))
        >>> ColumnPieces.affine(line).starts.tolist()
        [0, 3]
        """
        places, labels = line.places.columns[0], line.labels.columns
        size = max(line.places.sizes()[0], line.places.scales[0])
        if 8 * size * max(1, *line.labels.sizes(), *line.labels.scales) > LARGEST:
            return None
        steps, rises = np.diff(places), np.diff(labels)
        straight = (steps[1:] * rises[:, :-1] == steps[:-1] * rises[:, 1:]).all(axis=0)
        ends = np.append(np.flatnonzero(~straight), len(straight))  # a piece from i ends at the next bend plus 1
        nexts = (ends[np.searchsorted(ends, np.arange(len(straight)))] + 2).tolist()
        starts, here = [], 0
        while here < len(places):
            starts.append(here)
            here = nexts[here] if here < len(nexts) else len(places)
        found = np.array(starts)
        flat = np.append((rises == 0).all(axis=0), True)[found]
        alone = np.append(found[1:], len(places)) == found + 1
        return cls(line, found, flat | alone)

    def __len__(self) -> int:
        return len(self.starts)

    def thresholds(self) -> list[Fraction]:
        """Return the middle of each gap between two pieces."""
        places = self.line.places
        sums = places.columns[0][self.starts[1:] - 1] + places.columns[0][self.starts[1:]]
        return exact_numbers(sums, np.int64(2 * places.scales[0]))

    def leaves(self) -> list[Network]:
        """Return the leaves, one object for all constants that are equal."""
        found: list[Network] = [_NOTHING] * len(self)
        level = np.flatnonzero(self.is_constant)
        if len(level):
            labels = self.line.labels.take(self.starts[level])
            first = labels.first_of_equals()
            shared = {int(number): constant(labels[number], 1) for number in np.unique(first)}
            for piece, number in zip(level.tolist(), first.tolist(), strict=True):
                found[piece] = shared[number]
        sloping = np.flatnonzero(~self.is_constant)
        for piece, leaf in zip(sloping.tolist(), self._affine_leaves(self.starts[sloping]), strict=True):
            found[piece] = leaf
        return found

    def _affine_leaves(self, starts: Integers) -> list[Affine]:
        """Return the maps through the points of these numbers and those after them."""
        z, unit = self.line.places.columns[0], self.line.places.scales[0]
        steps = z[starts + 1] - z[starts]
        slopes, offsets = [], []
        for column, scale in zip(self.line.labels.columns, self.line.labels.scales, strict=True):
            rises = column[starts + 1] - column[starts]
            slopes.append(exact_numbers(rises * unit, steps * scale))
            offsets.append(exact_numbers(column[starts] * steps - rises * z[starts], steps * scale))
        if len(slopes) == 1:
            return list(map(multiple_of_input, slopes[0], offsets[0]))
        rows = zip(zip(*slopes, strict=True), zip(*offsets, strict=True), strict=True)
        return [Affine([Form.dense([number]) for number in slope], offset) for slope, offset in rows]


_NOTHING = constant([0], 1)
