"""Linear dichotomies of a point set: every way in which one affine test can divide it, with a test that does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import combinations, islice, pairwise, product
from math import comb
from typing import NamedTuple, TypeAlias, get_args

from constructions.geometry.hyperplanes import Fit, affine_fit, independent_columns, kernel
from constructions.model.errors import BadInput, one_of
from constructions.model.network import Form
from constructions.model.numbers.homogeneous import homogeneous
from constructions.model.progress import Progress, silent
from constructions.model.rational import Number, Point, different, exact_row
from verify.claims.mean_needed import Gates as Gates
from verify.prove.work import ALONE, Workers, run_all

_SHARES = 4
"""Shares for each process: they differ in what they take."""

Test: TypeAlias = Callable[[], tuple[Point, Fraction]]
"""Makes the normal and the threshold of a test, once it is known to be needed."""


@dataclass(frozen=True, slots=True)
class Dichotomy:
    """A division of points by an affine test.

    Attributes:
        above: the points at or above the threshold, as a bit mask.
        test: makes a test that divides them so, with no point on its border.
        is_turned: whether the test has the points above below its threshold.
    """

    above: int
    test: Test
    is_turned: bool

    def made(self) -> tuple[Form, Fraction]:
        """Return normal and threshold of ``normal . x >= threshold``."""
        normal, threshold = self.test()
        sign = -1 if self.is_turned else 1
        return Form.dense([sign * weight for weight in normal]), sign * threshold


def dichotomies(
    points: Items[Items[Number]], gates: Gates = "oblique", progress: Progress = silent, workers: Workers = ALONE
) -> list[Dichotomy]:
    """Return every dichotomy of distinct points with both sides non-empty, each once with its first point below.

    The complement of a dichotomy is its reversed test and is left out. In general position there are as many as Cover
    (1965) counts: half of ``covers_number(n, p)``, less the trivial one.

    Every dichotomy arises so: move its border until it holds points that span a hyperplane; the points off it lie on
    their sides, those on it are divided by a dichotomy of theirs, one dimension lower (theory, Theorem 32).

    Args:
        points: n distinct points of Q^p.
        gates: ``"oblique"``, or ``"axis"`` for tests of single coordinates.
        workers: share oblique tests, by the hyperplanes that they come from.

    Raises:
        BadInput: if there are no such gates, no points, points of different widths, or two that are equal.

    >>> square = [(Fraction(a), Fraction(b)) for a in (0, 1) for b in (0, 1)]
    >>> len(dichotomies(square)), len(dichotomies(square, "axis"))
    (6, 2)
    """
    one_of("kind of gates", gates, get_args(Gates))
    rows = [exact_row(f"point {number}", point) for number, point in enumerate(points)]
    if not rows or {len(row) for row in rows} != {len(rows[0])} or len(different(rows)) != len(rows):
        raise BadInput("points must be at least one, all of one width and no two of them equal")
    shares = 1 if gates == "axis" or workers.alone else _SHARES * workers.count
    tasks = [_Task(rows, gates, share, shares, progress if workers.alone else silent) for share in range(shares)]
    found: dict[int, Dichotomy] = {}
    for part in run_all(_found, tasks, workers):
        found = part | found  # the first one stays
        progress(len(found), None)
    return sorted(found.values(), key=lambda one: one.above)


class _Task(NamedTuple):
    """A share, of so many, of the dichotomies of points."""

    rows: list[Point]
    gates: Gates
    share: int
    shares: int
    progress: Progress


def _found(task: _Task) -> dict[int, Dichotomy]:
    """Return the dichotomies of a share, by the points above."""
    found: dict[int, Dichotomy] = {}
    rows, full = task.rows, (1 << len(task.rows)) - 1
    tests = _axis(rows) if task.gates == "axis" else _oblique(rows, range(len(rows)), task.share, task.shares)
    for above, test in tests:
        side = full ^ above if above & 1 else above
        if side and side not in found:
            task.progress(len(found), None)
            found[side] = Dichotomy(side, test, bool(above & 1))
    return found


def covers_number(size: int, width: int) -> int:
    """Return 2 sum over k <= p of C(n - 1, k): the dichotomies of n points of Q^p in general position, empty ones too.

    Source: Cover 1965.

    >>> covers_number(4, 2), covers_number(22, 2)
    (14, 464)
    """
    return 2 * sum([comb(size - 1, k) for k in range(width + 1)])


def dichotomies_at_most(points: Items[Point]) -> int:
    """Return what ``dichotomies`` of any tests finds at most: Cover's number in the affine hull of the points.

    >>> dichotomies_at_most([(Fraction(a), Fraction(b), Fraction(1)) for a in (0, 1) for b in (0, 1)])
    6
    """
    width = len(independent_columns([homogeneous(point) for point in points])) - 1
    return covers_number(len(points), width) // 2 - 1


def _axis(points: Items[Point]) -> Iterator[tuple[int, Test]]:
    for place in range(len(points[0])):
        normal = tuple([Fraction(place == column) for column in range(len(points[0]))])
        for (left,), (right,) in pairwise(different([(point[place],) for point in points])):
            threshold = (left + right) / 2
            above = sum([1 << number for number, point in enumerate(points) if point[place] >= threshold])
            yield above, partial(_just, normal, threshold)


def _oblique(points: Items[Point], members: Items[int], share: int = 0, shares: int = 1) -> Iterator[tuple[int, Test]]:
    """Yield the dichotomies of the points of these numbers, many of them several times, in either orientation.

    Masks are those of all points; the trivial ones, nothing above and everything above, are among them. ``share``: only
    of hyperplanes through a share, of so many, of the sets of points.
    """
    rows = [homogeneous(points[number]) for number in members]
    everything = sum([1 << number for number in members])
    columns = independent_columns(rows)
    rank = len(columns)
    if rank == len(members):
        yield from _simplex(points, members)
        return
    yield 0, partial(_just, (Fraction(0),) * len(points[0]), Fraction(1))
    yield everything, partial(_just, (Fraction(0),) * len(points[0]), Fraction(-1))
    thin = [[row[place] for place in columns] for row in rows]  # has the same signs of forms, and may be far narrower
    seen: set[int] = set()
    begin, end = (comb(len(members), rank - 1) * number // shares for number in (share, share + 1))
    for chosen in islice(combinations(range(len(members)), rank - 1), begin, end):
        basis = kernel([thin[place] for place in chosen])
        if len(basis) > 1:
            continue
        vector = [0] * len(rows[0])
        for place, value in zip(columns, basis[0], strict=True):
            vector[place] = value
        values = [Fraction(_dot(vector, row), row[-1]) for row in rows]
        on = [number for number, value in zip(members, values, strict=True) if not value]
        mask = sum([1 << number for number in on])
        if mask in seen:
            continue
        seen.add(mask)
        above = sum([1 << number for number, value in zip(members, values, strict=True) if value > 0])
        distance = min([abs(value) for value in values if value])
        for inner, test in _oblique(points, on):
            for sign, side in ((1, above), (-1, everything ^ above ^ mask)):
                plane = tuple([sign * Fraction(v) for v in vector[:-1]]), Fraction(-sign * vector[-1]), distance
                yield side | inner, partial(_tilted, [points[number] for number in members], plane, test)


def _just(normal: Point, threshold: Fraction) -> tuple[Point, Fraction]:
    """Return a test that is known; in tests made by functions of modules, which can be sent to other processes."""
    return normal, threshold


def _simplex(points: Items[Point], members: Items[int]) -> Iterator[tuple[int, Test]]:
    """Yield all subsets of affinely independent points: an affine form takes any signs at them."""
    count = len(members)
    unit = [tuple([Fraction(place == number) for place in range(count)]) for number in range(count)]
    fit = affine_fit([points[number] for number in members], unit)
    if fit is None:
        raise AssertionError("affinely independent points take any labels")
    for signs in product((-1, 1), repeat=count):
        above = sum([1 << number for number, sign in zip(members, signs, strict=True) if sign > 0])
        yield above, partial(_signed, fit, signs)


def _signed(fit: Fit, signs: Items[int]) -> tuple[Point, Fraction]:
    """Return the sum of the functions of the vertices with these signs, as normal and threshold."""
    weights, offsets = fit
    normal = tuple([sum([s * w for s, w in zip(signs, column, strict=True)]) for column in zip(*weights, strict=True)])
    return normal, -sum([s * b for s, b in zip(signs, offsets, strict=True)], Fraction(0))


def _tilted(points: Items[Point], plane: tuple[Point, Fraction, Fraction], test: Test) -> tuple[Point, Fraction]:
    """Return a plane tilted so little towards a test of the points on it that all others keep their side."""
    normal, threshold, distance = plane
    inner, border = test()
    most = max([abs(sum([w * x for w, x in zip(inner, point, strict=True)], -border)) for point in points])
    step = distance / (2 * most)
    return tuple([a + step * b for a, b in zip(normal, inner, strict=True)]), threshold + step * border


def _dot(one: Items[int], two: Items[int]) -> int:
    return sum([a * b for a, b in zip(one, two, strict=True)])
