"""Linear dichotomies of a point set: every way in which one affine test can divide it, with a test that does."""

from collections.abc import Iterator, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise
from math import comb
from typing import TypeAlias

from constructions.batch import homogeneous
from constructions.hyperplanes import kernel
from constructions.network import Form

Point = tuple[Fraction, ...]

Gates = str
"""``oblique``: any affine form may be tested; ``axis``: single coordinates."""


@dataclass(frozen=True, slots=True)
class Dichotomy:
    """A division of points by ``normal . x >= threshold``.

    Attributes:
        above: the points at or above the threshold, as a bit mask.
        normal, threshold: a test that divides them so; no point lies on its border.
    """

    above: int
    normal: tuple[Fraction, ...]
    threshold: Fraction

    @property
    def form(self) -> Form:
        """The normal as a form."""
        return Form.dense(self.normal)


def dichotomies(points: Items[Point], gates: Gates = "oblique") -> list[Dichotomy]:
    """Return every dichotomy of distinct points with both sides non-empty, each once with its first point below.

    The complement of a dichotomy is its reversed test and is left out. In general position there are as many as Cover
    (1965) counts: half of ``covers_number(n, p)``, less the trivial one.

    Every dichotomy arises so: move its border until it holds points that span a hyperplane; the points off it lie on
    their sides, those on it are divided by a dichotomy of theirs, one dimension lower (docs/theory.md, section 15).

    Args:
        points: n distinct points of Q^p.
        gates: ``"oblique"``, or ``"axis"`` for tests of single coordinates.

    >>> square = [(Fraction(a), Fraction(b)) for a in (0, 1) for b in (0, 1)]
    >>> len(dichotomies(square)), len(dichotomies(square, "axis"))
    (6, 2)
    """
    found: dict[int, Dichotomy] = {}
    full = (1 << len(points)) - 1
    for one in _axis(points) if gates == "axis" else _oblique(points, range(len(points))):
        flipped = one
        if one.above & 1:
            flipped = Dichotomy(full ^ one.above, tuple([-weight for weight in one.normal]), -one.threshold)
        if flipped.above:
            found.setdefault(flipped.above, flipped)
    return sorted(found.values(), key=lambda one: one.above)


Plane: TypeAlias = tuple[int, list[Fraction], Fraction, Fraction]
"""A sign, a normal with its threshold, and the least distance of the points off the plane, in units of the normal."""


def covers_number(size: int, width: int) -> int:
    """Return 2 sum over k <= p of C(n - 1, k): the dichotomies of n points of Q^p in general position, empty ones too.

    Source: Cover 1965.

    >>> covers_number(4, 2), covers_number(22, 2)
    (14, 464)
    """
    return 2 * sum([comb(size - 1, k) for k in range(width + 1)])


def _axis(points: Items[Point]) -> Iterator[Dichotomy]:
    for place in range(len(points[0])):
        normal = tuple([Fraction(place == column) for column in range(len(points[0]))])
        for left, right in pairwise(sorted({point[place] for point in points})):
            threshold = (left + right) / 2
            above = sum([1 << number for number, point in enumerate(points) if point[place] >= threshold])
            yield Dichotomy(above, normal, threshold)


def _oblique(points: Items[Point], members: Items[int]) -> Iterator[Dichotomy]:
    """Yield dichotomies of the points of these numbers, both orientations or one; masks are those of all points.

    Includes the trivial ones, nothing above and everything above.
    """
    rows = [homogeneous(points[number]) for number in members]
    width = len(points[0])
    everything = sum([1 << number for number in members])
    zero = (Fraction(0),) * width
    yield Dichotomy(0, zero, Fraction(1))
    yield Dichotomy(everything, zero, Fraction(-1))
    rank = (width + 1) - len(kernel(rows))
    if rank <= 1:
        return
    seen: set[int] = set()
    for chosen in combinations(range(len(members)), rank - 1):
        basis = kernel([rows[place] for place in chosen])
        if len(basis) != width + 1 - (rank - 1):
            continue
        vector = next(vector for vector in basis if any([_dot(vector, row) for row in rows]))
        values = [Fraction(_dot(vector, row), row[-1]) for row in rows]
        on = [number for number, value in zip(members, values, strict=True) if not value]
        mask = sum([1 << number for number in on])
        if mask in seen:
            continue
        seen.add(mask)
        above = sum([1 << number for number, value in zip(members, values, strict=True) if value > 0])
        normal, offset = [Fraction(value) for value in vector[:-1]], Fraction(-vector[-1])
        distance = min([abs(value) for value in values if value])
        for inner in _oblique(points, on):
            for sign, side in ((1, above), (-1, everything ^ above ^ mask)):
                yield _tilted(points, members, (sign, normal, offset, distance), inner, side | inner.above)


def _tilted(points: Items[Point], members: Items[int], plane: Plane, inner: Dichotomy, above: int) -> Dichotomy:
    """Return a hyperplane tilted so little towards a division of the points on it that all others keep their side."""
    sign, normal, offset, distance = plane
    most = max([abs(_value(inner, points[number])) for number in members])
    step = distance / (2 * most)
    weights = tuple([sign * a + step * b for a, b in zip(normal, inner.normal, strict=True)])
    return Dichotomy(above, weights, sign * offset + step * inner.threshold)


def _value(one: Dichotomy, point: Point) -> Fraction:
    return sum([weight * x for weight, x in zip(one.normal, point, strict=True)], -one.threshold)


def _dot(one: Items[int], two: Items[int]) -> int:
    return sum([a * b for a, b in zip(one, two, strict=True)])
