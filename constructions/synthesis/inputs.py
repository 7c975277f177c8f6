"""The inputs for which the answers must stay the same, and which test divides them best."""

from collections import Counter
from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from itertools import compress
from operator import itemgetter
from typing import Any, Protocol

import flint

from constructions.model.numbers.homogeneous import homogeneous
from constructions.model.rational import common_denominator
from constructions.synthesis.affine_wires import IntegerForm


@dataclass(frozen=True, slots=True)
class Decision:
    """What a gate tests: row >= 0. ``unit`` says which of the open units that settles, if it is one's own test."""

    row: IntegerForm
    unit: int | None = None


class Inputs(Protocol):
    """Data points, balls around them, or a region."""

    def sides(self, rows: Items[IntegerForm], weakly: bool) -> list[bool | None]:
        """Return for each form whether it is >= 0 (True) or < 0 (False) on all of these inputs; None if neither.

        ``weakly``: False also if it is <= 0 on all of them, which is all the same to a ReLU.
        """
        ...

    def test(self, rows: Items[IntegerForm]) -> Decision:
        """Return what a gate had better test, where these forms are undecided."""
        ...

    def part(self, row: IntegerForm, above: bool) -> "Inputs":
        """Return the inputs on one side of a form."""
        ...

    def share(self, gates: int, other: "Inputs") -> int:
        """Return how many of so many gates these inputs should have, if the others have the rest."""
        ...


class Points:
    """Data points, or boxes |z_j - x_j| <= r_j around them.

    Args:
        points: at least one.
        radii: r_j, at least 0, one for each coordinate; none: all 0.
        coordinates: the coordinates that gates compare with a constant; none: gates test the network's own units.
    """

    def __init__(
        self, points: Items[Items[Fraction]], radii: Items[Fraction] = (), coordinates: Items[int] = ()
    ) -> None:
        self.rows = [homogeneous(point) for point in points]
        self.exact = not any(radii)
        self._scale = common_denominator(radii)
        self._radii = [radius.numerator * (self._scale // radius.denominator) for radius in radii]
        self._axes = [_Axis.of(number, [point[number] for point in points], radii) for number in coordinates]
        self._matrix: Any = None
        self._known: dict[int, tuple[IntegerForm, list[int], list[int]]] = {}

    def _of(self, keep: list[bool]) -> "Points":
        part = Points.__new__(Points)
        part.rows = list(compress(self.rows, keep))
        part.exact, part._scale, part._radii, part._matrix = self.exact, self._scale, self._radii, None
        part._axes = [axis.only(keep) for axis in self._axes]
        part._known = {
            key: (row, kept := list(compress(low, keep)), kept if low is high else list(compress(high, keep)))
            for key, (row, low, high) in self._known.items()
        }
        return part

    def sides(self, rows: Items[IntegerForm], weakly: bool) -> list[bool | None]:
        """Return for each form its one side, or None."""
        found: list[bool | None] = []
        for row, (low, high) in zip(rows, self._extremes(rows), strict=True):
            dead = max(high) <= 0 if weakly else max(high) < 0
            found.append(True if min(low) >= 0 else False if dead else None)
            if found[-1] is not None:
                del self._known[id(row)]
        return found

    def test(self, rows: Items[IntegerForm]) -> Decision:
        """Return the unit's test that divides the points most evenly, or a cut of a coordinate.

        A coordinate is cut where the fewest pairs of points with different signs of the units stay together. If no cut
        divides the boxes, a unit is tested all the same.
        """
        extremes = self._extremes(rows)
        cut = self._cut(extremes) if self._axes else None
        if cut is not None:
            return Decision(cut)
        sizes = [max(sum([value >= 0 for value in high]), sum([value < 0 for value in low])) for low, high in extremes]
        best = sizes.index(min(sizes))
        return Decision(rows[best], best)

    def part(self, row: IntegerForm, above: bool) -> "Points":
        """Return the points of which some of the box is on one side."""
        ((low, high),) = self._extremes([row])
        return self._of([value >= 0 for value in high] if above else [value < 0 for value in low])

    def share(self, gates: int, other: Inputs) -> int:
        """Return a share in proportion to the numbers of points."""
        size = len(self.rows)
        return gates * size // (size + len(other.rows)) if isinstance(other, Points) else gates

    def values(self, rows: list[IntegerForm], denominator: int) -> list[list[int]]:
        """Return the values of forms row / denominator at each point, with their common denominator last."""
        found: list[list[int]] = (self._points() * flint.fmpz_mat(rows).transpose()).tolist()
        for value, row in zip(found, self.rows, strict=True):
            value.append(denominator * row[-1])
        return [[int(number) for number in value] for value in found]

    def _points(self) -> Any:
        if self._matrix is None:
            self._matrix = flint.fmpz_mat(self.rows)
        return self._matrix

    def _extremes(self, rows: Items[IntegerForm]) -> list[tuple[list[int], list[int]]]:
        """Return for each form its least and largest value on every box, up to a positive factor for each box."""
        asked = [row for row in rows if id(row) not in self._known]
        if asked:
            columns = (flint.fmpz_mat(asked) * self._points().transpose()).tolist()
            for row, column in zip(asked, columns, strict=True):
                low = high = column
                if not self.exact:
                    slack = sum([abs(weight) * radius for weight, radius in zip(row, self._radii, strict=False)])
                    wide = [slack * point[-1] for point in self.rows]
                    low = [value * self._scale - most for value, most in zip(column, wide, strict=True)]
                    high = [value * self._scale + most for value, most in zip(column, wide, strict=True)]
                self._known[id(row)] = row, low, high  # the row is kept, so that its id stays its own
        return [self._known[id(row)][1:] for row in rows]

    def _cut(self, extremes: list[tuple[list[int], list[int]]]) -> IntegerForm | None:
        """Return x_j - t with the fewest pairs of points left together whose signs differ; None if none divides."""
        signs = list(zip(*[_signs(low, high) for low, high in extremes], strict=True))
        cuts = [] if len(set(signs)) == 1 else [axis.best_cut(signs) for axis in self._axes]
        found = [(*cut[:2], axis.coordinate, cut[2]) for cut, axis in zip(cuts, self._axes, strict=False) if cut]
        if not found:
            return None
        _, _, coordinate, threshold = min(found)
        row = [0] * len(self.rows[0])
        row[coordinate], row[-1] = threshold.denominator, -threshold.numerator
        return row


@dataclass(frozen=True, slots=True)
class _Axis:
    """One coordinate of all points and their common radius, in integers over a common denominator."""

    coordinate: int
    scale: int
    radius: int
    places: list[int]

    @classmethod
    def of(cls, coordinate: int, values: Items[Fraction], radii: Items[Fraction]) -> "_Axis":
        radius = radii[coordinate] if radii else Fraction(0)
        scale = common_denominator([*values, radius])
        return cls(coordinate, scale, int(radius * scale), [int(value * scale) for value in values])

    def only(self, keep: list[bool]) -> "_Axis":
        return _Axis(self.coordinate, self.scale, self.radius, list(compress(self.places, keep)))

    def best_cut(self, signs: list[tuple[object, ...]]) -> tuple[int, int, Fraction] | None:
        """Return how many pairs of points with different signs the best cut leaves, how uneven it is, and where."""
        order = sorted(zip(self.places, signs, strict=True), key=itemgetter(0))
        above = dict(Counter(signs))
        below = dict.fromkeys(above, 0)
        left, right = 0, len(order) ** 2 - sum([count * count for count in above.values()])
        best: tuple[int, int, int] | None = None
        for number in range(len(order) - 1):
            value, sign = order[number]
            left += 2 * (number - below[sign])
            right -= 2 * (len(order) - number - above[sign])
            below[sign] += 1
            above[sign] -= 1
            if value + self.radius < order[number + 1][0] - self.radius:
                score = left + right, abs(2 * number + 2 - len(order)), number
                if best is None or score < best:
                    best = score
        if best is None:
            return None
        low, high = order[best[2]][0] + self.radius, order[best[2] + 1][0] - self.radius
        return best[0], best[1], between(Fraction(low, self.scale), Fraction(high, self.scale))


def _signs(low: list[int], high: list[int]) -> list[bool | None]:
    return [True if least >= 0 else False if most < 0 else None for least, most in zip(low, high, strict=True)]


def between(low: Fraction, high: Fraction) -> Fraction:
    """Return a short number above one and not above the other: halves, quarters, ... nearest to their middle.

    >>> between(Fraction(1, 3), Fraction(2, 3)), between(Fraction(1, 2), Fraction(7))
    (Fraction(1, 2), Fraction(4, 1))
    """
    middle = (low + high) / 2
    denominator = 1
    while True:
        candidate = Fraction(round(middle * denominator), denominator)
        if low < candidate <= high:
            return candidate
        denominator += denominator
