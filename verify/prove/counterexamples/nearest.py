"""Wrong answers as near to a point as floats find them: along gradients in shrinking balls, then piece by piece."""

from collections.abc import Iterator, Sequence as Items
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from constructions.model.network import Network
from constructions.model.progress import Deadline
from constructions.model.rational import Point, nearest_float
from constructions.model.running.threads import one_thread
from verify.prove.counterexamples.attack import STEPS, WORK, Planes
from verify.prove.counterexamples.falsify import LONG
from verify.prove.counterexamples.floats import MAX_ENTRIES, FloatLayers, FloatRun, Floats, Piece, float_entries
from verify.prove.counterexamples.piece_program import Approach, best_on_piece, is_small
from verify.prove.counterexamples.targets import Polyhedron

_ROWS, _ROUNDS = 16, 100
"""Points that are drawn for each polyhedron, and the steps that each takes."""

_WIDEST, _NARROWEST = 8.0, 1 / 64
"""Points are drawn in balls of so many times the distance that is asked for: within it alone gradients lead to fewer
places (of 88 digits the nearest wrong answer is missed at 21 so, and at one to three with balls of 4 times or more)."""

_SHRINKING = 0.12, 0.01
"""By what share a ball becomes smaller, or larger again, in the first step and in the last."""

_MOVING = 0.6, 0.012
"""How far a point moves, in radii of its ball, in the first step and in the last."""

_STARTS = 12
"""Pieces from which nearer ones are gone to."""

_MOVES, _WALLS = 20, 8
"""How often that is done, and so many pieces beside one are looked at, each with a linear program."""

_GAIN = 1e-9
"""By what share a piece must be nearer to be gone to."""

_ACROSS = 1e-7
"""How far beyond its piece a point is put that is to lie in the next one."""

_BEYOND = 1 / 1024
"""By what share a ball is larger than the least that has a wrong answer, so that it has one with a margin."""


class _Place(NamedTuple):
    """The nearest point of a piece in a polyhedron.

    Attributes:
        distance: how far it is.
        point: the point.
        forms: what must be >= 0 there, first the signs of the piece.
        equal: which of them must be 0 instead.
        pulls: how strongly each of those signs keeps it away.
    """

    distance: float
    point: Floats
    forms: Floats
    equal: NDArray[np.bool_]
    pulls: Floats


class Nearby:
    """The search around one point; nothing is found for numbers beyond floats, or where a network takes seconds to run.

    Args:
        network: what is run.
        unsafe: polyhedra of inputs and outputs that are wrong.
        center: the point.

    >>> from constructions.model.network import Relu
    >>> nearby = Nearby(Relu(1), ((({1: 1, -1: -2}, ">"),),), (0,))
    >>> [round(found.item(), 3) for found in nearby.found(16.0, None, Deadline())][0]
    2.002
    """

    def __init__(self, network: Network, unsafe: Items[Polyhedron], center: Point) -> None:
        self._layers, self._cost = FloatLayers(network), max(1, float_entries(network))
        self._center = np.array([nearest_float(value) for value in center])
        self._approach = Approach(self._center)
        fits = self._cost <= MAX_ENTRIES and network.work <= LONG
        try:
            self._planes = Planes.of(unsafe if fits else (), len(center) + network.output_width)
        except OverflowError:
            self._planes = Planes.of((), 0)

    def found(self, most: float, known: Point | None, deadline: Deadline) -> Iterator[Floats]:
        """Yield inputs that are wrong as far as floats can tell, those first that are nearest.

        Args:
            most: how far away they are looked for, itself left out.
            known: a wrong answer, or what may be one.
            deadline: when it has to end.
        """
        if not len(self._planes.rows):
            return
        with np.errstate(all="ignore"), one_thread():
            wrong, places, seen = self._followed(most, known, deadline), list[_Place](), set[tuple[int, bytes]]()
            for plane, point in wrong:
                if len(seen) == _STARTS or deadline.passed:
                    break
                key = plane, Piece(self._layers, point).signs.tobytes()
                if key not in seen:
                    seen.add(key)
                    places += self._reached(point, plane)
            yield from self._inside([place for place in places if place.distance < most * (1 - _GAIN)])
            yield from [point for _, point in wrong[:_STARTS] if np.abs(point - self._center).max() < most]

    def beside(self, point: Point) -> Iterator[Floats]:
        """Yield a nearer input that is wrong as far as floats can tell, if pieces on the way from this one have it."""
        if not len(self._planes.rows):
            return
        with np.errstate(all="ignore"), one_thread():
            values = np.array([nearest_float(value) for value in point])
            yield from self._inside(self._reached(values, int(self._margins(values).argmax())))

    def _margins(self, point: Floats) -> Floats:
        """Return by how much a point satisfies each polyhedron."""
        values = np.concatenate([point, FloatRun(self._layers, point[None, :]).outputs[0], [1.0]])
        signed = self._planes.rows @ values
        margins: Floats = np.where(self._planes.equal, -np.abs(signed), signed).min(axis=1)
        return np.nan_to_num(margins, nan=-np.inf, neginf=-np.inf, posinf=np.inf)

    def _followed(self, most: float, known: Point | None, deadline: Deadline) -> list[tuple[int, Floats]]:
        """Return wrong answers, the nearest first, each with the number of its polyhedron.

        Points move along their gradients, each within a ball that is smaller after a wrong answer, else larger.
        """
        total = max(_ROWS, WORK // (3 * self._cost * _ROUNDS))
        order = np.argsort(-self._margins(self._center), kind="stable")[:total]
        each = min(_ROWS, total // len(order))
        planes, center = np.repeat(order, each), self._center
        radii = np.tile(most * np.geomspace(_WIDEST, _NARROWEST, each), len(order))
        source = np.random.default_rng(0)
        points = center + source.uniform(-1.0, 1.0, (len(planes), len(center))) * radii[:, None]
        points[::each] = center
        if known is not None:
            points[each // 2 :: each] = [nearest_float(value) for value in known]
        distances, found = np.full(len(planes), np.inf), points.copy()
        rounds, number = _ROUNDS, 0
        while number < rounds and not deadline.passed:
            run = FloatRun(self._layers, points)
            rounds = int(np.clip(STEPS // run.steps, 2, rounds))
            margins, slopes = self._planes.slopes(run, points, planes)
            far, wrong = np.abs(points - center).max(axis=1), margins >= 0
            nearer = wrong & (far < distances)
            distances[nearer], found[nearer] = far[nearer], points[nearer]
            shrinks, moves = [first * (last / first) ** (number / rounds) for first, last in (_SHRINKING, _MOVING)]
            smaller, larger = np.minimum(radii, distances) * (1 - shrinks), radii * (1 + shrinks)
            radii = np.where(wrong, smaller, np.minimum(larger, np.minimum(distances, _WIDEST * most)))
            slopes = np.nan_to_num(slopes)
            steep = np.abs(slopes).max(axis=1)
            moved = points + (moves * radii / np.where(steep > 0, steep, 1.0))[:, None] * slopes
            points = np.clip(moved, center - radii[:, None], center + radii[:, None])
            number += 1
        order = np.argsort(distances, kind="stable").tolist()
        return [(int(planes[row]), found[row]) for row in order if np.isfinite(distances[row])]

    def _on_piece(self, point: Floats, plane: int) -> _Place | None:
        """Return the nearest point in a polyhedron on the piece of this one; None if there is none, or it is large."""
        piece = Piece(self._layers, point)
        rows = self._planes.rows[plane]
        real = np.isfinite(rows[:, -1])
        width = len(point)
        wanted = rows[real] @ np.vstack([np.eye(width, width + 1), piece.outputs, np.eye(1, width + 1, width)])
        forms = np.vstack([piece.signs, wanted])
        if not is_small(len(forms), forms.size):
            return None
        signs = len(piece.signs)
        equal = np.concatenate([np.zeros(signs, np.bool_), self._planes.equal[plane][real]])
        found = self._approach.nearest(forms, equal)
        return None if found is None else _Place(found.distance, found.point, forms, equal, found.pulls[:signs])

    def _reached(self, point: Floats, plane: int) -> list[_Place]:
        """Return the place that is reached from the piece of a point, if it has one, by going to nearer pieces."""
        best = self._on_piece(point, plane)
        for _ in range(_MOVES):
            if best is None:
                return []
            less = best.distance * (1 - _GAIN)
            nearer = next((place for place in self._beyond(best, plane) if place.distance < less), None)
            if nearer is None:
                break
            best = nearer
        return [] if best is None else [best]

    def _beyond(self, place: _Place, plane: int) -> Iterator[_Place]:
        """Yield the places of the pieces behind what keeps a place away, that first which does it most."""
        for number in np.argsort(-place.pulls, kind="stable")[:_WALLS].tolist():
            if place.pulls[number] <= _GAIN:
                break
            form = place.forms[number, :-1]
            step = _ACROSS * (1 + np.abs(place.point).max()) * np.abs(form).max() / (form @ form)
            found = self._on_piece(place.point - step * form, plane)
            if found is not None:
                yield found

    def _inside(self, places: Items[_Place]) -> Iterator[Floats]:
        """Yield of each place, the nearest first, a point of its piece that is wrong with a margin."""
        for place in sorted(places, key=lambda place: place.distance):
            radius = place.distance * (1 + _BEYOND)
            program = place.forms[:0], place.forms, place.equal
            found = best_on_piece(program, self._center - radius, self._center + radius)
            if found is not None:
                yield found
