"""What the families' memorizers share: forms that take turns along a line, broken lines, groups of neighbours."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from constructions.conditional.search_tree import Piece
from constructions.geometry.projection import Projected
from constructions.model.network import Affine, Form, Network
from constructions.unconditional.interpolation import Hinges, Pair


def rising(thresholds: Items[Fraction], steps: Items[Fraction] | None = None) -> Affine:
    """Return z -> (s_0, ..., s_m) with s_0 = 0 and s_j = s_(j-1) + step_j (z - t_j), steps 1 if not given.

    If the thresholds t_1 < ... < t_m increase and the steps are positive, the first largest of the s_j is the one whose
    j is the number of thresholds below z (theory, rising forms).

    >>> from constructions.model.evaluation import evaluate
    >>> evaluate(rising([Fraction(1), Fraction(3)]), [2])
    (Fraction(0, 1), Fraction(1, 1), Fraction(0, 1))
    """
    slope = offset = Fraction(0)
    slopes, offsets = [slope], [offset]
    for threshold, step in zip(thresholds, steps or [Fraction(1)] * len(thresholds), strict=True):
        slope, offset = slope + step, offset - step * threshold
        slopes.append(slope)
        offsets.append(offset)
    return Affine([Form.dense([value]) for value in slopes], offsets)


def bump(before: Fraction | None, pairs: Items[Pair], after: Fraction | None) -> Hinges:
    """Return the broken line through the pairs that is 0 up to ``before`` and from ``after`` on, where these are given.

    >>> one = (Fraction(1),)
    >>> bump(Fraction(0), [(Fraction(1), one)], Fraction(2)).kinks
    (Fraction(0, 1), Fraction(1, 1), Fraction(2, 1))
    """
    nothing = (Fraction(0),) * len(pairs[0][1])
    left = [] if before is None else [(before, nothing)]
    end, height = pairs[-1] if after is None else (after, nothing)
    right = ([] if after is None else [(end, height)]) + [(end + 1, height)]
    return Hinges.through([*left, *pairs, *right])


def parts(count: int, number: int) -> list[tuple[int, int]]:
    """Return ``number`` ranges (first, end) of 0, ..., count - 1 in order, sizes as equal as can be, larger ones first.

    >>> parts(7, 3)
    [(0, 3), (3, 5), (5, 7)]
    """
    size, larger = divmod(count, number)
    ends = [0]
    for place in range(number):
        ends.append(ends[-1] + size + (place < larger))
    return list(pairwise(ends))


@dataclass(frozen=True, slots=True)
class Groups:
    """Neighbours on the line, in groups.

    Attributes:
        lines: for each group its pairs (z, label).
    """

    lines: list[Items[Pair]]

    @classmethod
    def of(cls, projected: Projected, number: int) -> "Groups":
        """Return the points in this many groups, sizes as equal as can be, but no group empty.

        Raises:
            ValueError: if ``number`` is less than 1.
        """
        if number < 1:
            raise ValueError(f"number must be at least 1, not {number}")
        line = projected.line
        return cls([line[first:end] for first, end in parts(len(line), min(number, len(line)))])

    @property
    def gaps(self) -> list[tuple[Fraction, Fraction]]:
        """The last place of each group and the first of the next."""
        return [(one[-1][0], two[0][0]) for one, two in pairwise(self.lines)]

    @property
    def thresholds(self) -> list[Fraction]:
        """The middles of the gaps."""
        return [(last + first) / 2 for last, first in self.gaps]

    @property
    def most(self) -> int:
        """The number of points of the largest group."""
        return max([len(line) for line in self.lines])


def leaf_of(piece: Piece, base: Fraction = Fraction(0), sign: int = 1) -> Network:
    """Return the leaf of a piece as a network of h, where z = base + sign * h.

    >>> leaf_of(Piece(Fraction(0), Fraction(1), (Fraction(2),), (Fraction(3),)), Fraction(1))
    Affine(1 -> 1)
    """
    rows = [Form.dense([sign * slope]) for slope in piece.slope]
    return Affine(rows, [offset + slope * base for slope, offset in zip(piece.slope, piece.offset, strict=True)])
