"""A search in floats for points that come near to refuting a claim: samples, then gradients, then linear programs."""

from collections.abc import Iterator, Sequence as Items
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from constructions.model.network import Network
from constructions.model.progress import Deadline
from constructions.model.rational import Point, nearest_float
from verify.prove.balls.radii import Radius
from verify.prove.counterexamples.floats import FloatLayers, FloatRun, Floats, Piece, float_entries
from verify.prove.counterexamples.piece_program import best_on_piece
from verify.prove.counterexamples.space import Space
from verify.prove.counterexamples.targets import Polyhedron
from verify.prove.integer_forms import CONSTANT

WORK = 500_000_000
"""Multiplications in floats that a search may take, about: half a second; small networks stay far below."""

_DRAWN = 8
"""Multiplications that take as long as one number of a point that is drawn."""

_ROWS, _FEWEST = 256, 12
"""Points that follow their gradients at once, at most and at least."""

_ROUNDS = 60
"""Steps along the gradient; the first is a quarter of the region's width, the last a thousandth."""

STEPS = 3_000
"""Operations on arrays that all steps along the gradient may take, about: gates make many small groups of points."""

_AFTER = 3
"""Steps that go on after the first success, so that there is room for rounding."""

_POOL = 512
"""Points of one region with which the search begins, at most."""

_WIDE = np.array([1.0, 16.0, 256.0])
"""How far points of an unbounded coordinate are drawn beyond the known ones."""

_PROGRAMS = 4
"""Points on whose pieces linear programs are solved, two one after the other."""

_PROPOSED = 3
"""Points that are proposed after each step, at most."""

_NEAR = 1e-9
"""How far, relative to the outputs, floats may miss a constraint where exact arithmetic is asked all the same."""

_TOGETHER = 1_000_000
"""Numbers of one layer that stand side by side, about."""

MAX_ROWS = 20_000_000
"""The most numbers of all polyhedra together, zeros among them."""


@dataclass(frozen=True, slots=True)
class Planes:
    """Polyhedra as floats: a row over inputs, outputs and 1 for each constraint, which is to be >= 0, or = 0.

    Shorter polyhedra are filled up with rows that always hold.
    """

    rows: Floats
    equal: NDArray[np.bool_]

    @classmethod
    def of(cls, polyhedra: Items[Polyhedron], width: int) -> "Planes":
        """Return the polyhedra on ``width`` inputs and outputs; raises ``OverflowError`` where floats cannot hold them.

        >>> Planes.of([(({0: 2, CONSTANT: -1}, ">="),)], 2).rows.tolist()
        [[[1.0, 0.0, -0.5]]]
        """
        most = max([1, *[len(parts) for parts in polyhedra]])
        if len(polyhedra) * most * (width + 1) > MAX_ROWS:
            raise OverflowError
        rows = np.zeros((len(polyhedra), most, width + 1))
        equal = np.zeros((len(polyhedra), most), dtype=np.bool_)
        rows[:, :, CONSTANT] = np.inf
        for number, parts in enumerate(polyhedra):
            for place, (value, relation) in enumerate(parts):
                row = rows[number, place]
                form = {CONSTANT: value} if isinstance(value, int) else value
                largest = max([abs(factor) for variable, factor in form.items() if variable != CONSTANT], default=1)
                row[CONSTANT] = 0.0
                for variable, factor in form.items():
                    row[variable] = factor / largest
                equal[number, place] = relation == "="
        return cls(rows, equal)

    def slopes(self, run: FloatRun, points: Floats, numbers: NDArray[np.intp]) -> tuple[Floats, Floats]:
        """Return by how much each point satisfies its polyhedron, and the direction in which what it misses is less.

        >>> from constructions.model.network import Affine
        >>> planes = Planes.of([(({0: 1, 1: 1, CONSTANT: -4}, ">="),)], 2)
        >>> points = np.array([[0.5]])
        >>> run = FloatRun(FloatLayers(Affine([[3]], [0])), points)
        >>> [part.tolist() for part in planes.slopes(run, points, np.array([0]))]
        [[-2.0], [[4.0]]]
        """
        values = np.hstack([points, run.outputs, np.ones((len(points), 1))])
        rows, equal = self.rows[numbers], self.equal[numbers]
        signed = np.einsum("rcw,rw->rc", rows, values)
        margins = np.where(equal, -np.abs(signed), signed)
        short = margins <= margins.min(axis=1, keepdims=True).clip(min=0)  # what is missed; else the tightest
        signs = np.where(short, np.where(equal, -np.sign(signed), 1.0), 0.0)
        pull = np.einsum("rc,rcw->rw", signs, np.where(np.isfinite(rows), rows, 0.0))
        width = points.shape[1]
        slope: Floats = pull[:, :width] + run.gradient(pull[:, width:-1])
        return margins.min(axis=1), slope


@dataclass(slots=True)
class Field:
    """Where the inputs of one target lie, in floats, and the numbers of its polyhedra."""

    least: Floats
    most: Floats
    seeds: Floats
    planes: NDArray[np.intp]

    def drawn(self, count: int, source: np.random.Generator) -> Floats:
        """Return the middle, the seeds, corners and random points: ``count`` at most, but all seeds."""
        below, above = self._ends(np.zeros((1, 1)) + _WIDE[0])
        corners = np.where(self._choices(max(1, count // 4), source), above, below)
        scale = source.choice(_WIDE, size=(count, 1))
        low, high = self._ends(scale)
        random = low + source.random((count, len(self.least))) * (high - low)
        points = np.vstack([(below + above) / 2, self.seeds[: 4 * count], corners, random])
        return points[: max(count, len(self.seeds[: 4 * count]) + 1)]

    @property
    def width(self) -> Floats:
        """How wide each coordinate is; where it is not bounded, as wide as what is drawn at first."""
        low, high = self._ends(np.full((1, 1), _WIDE[1]))
        with np.errstate(invalid="ignore"):  # of a coordinate beyond floats nothing is drawn
            found: Floats = np.nan_to_num((high - low)[0], nan=0.0, posinf=np.inf)
        return found

    def _ends(self, wide: Floats) -> tuple[Floats, Floats]:
        known = self.seeds if len(self.seeds) else np.clip(np.zeros((1, len(self.least))), self.least, self.most)
        low, high = known.min(axis=0) - wide, known.max(axis=0) + wide
        return np.where(np.isfinite(self.least), self.least, low), np.where(np.isfinite(self.most), self.most, high)

    def _choices(self, count: int, source: np.random.Generator) -> NDArray[np.bool_]:
        width = len(self.least)
        if 2**width <= count:
            return np.array(list(product([False, True], repeat=width)), dtype=np.bool_).reshape(2**width, width)
        return source.random((count, width)) < 0.5


def field_of(space: Space, seeds: Items[Point], planes: Items[int]) -> Field:
    """Return a target's field over the free coordinates of its space."""
    least = np.array([-np.inf if i.low is None else nearest_float(i.low) for i in space.intervals])
    most = np.array([np.inf if i.high is None else nearest_float(i.high) for i in space.intervals])
    inside = [
        [nearest_float(value) for value in space.part(point)]
        for point in seeds
        if all([i.holds(value) for i, value in zip(space.intervals, space.part(point), strict=True)])
    ]
    return Field(least, most, np.array(inside).reshape(len(inside), len(space.free)), np.array(planes, dtype=np.intp))


def ball_field(ball: tuple[Point, Radius], planes: Items[int]) -> Field:
    """Return a ball's field, over all coordinates."""
    center, radius = np.array([nearest_float(value) for value in ball[0]]), ball[1].least
    around = np.inf if radius is None else nearest_float(radius)
    return Field(center - around, center + around, center[None, :], np.array(planes, dtype=np.intp))


def nearest_fields(network: Network, fields: Items[Field], planes: Planes) -> list[int]:
    """Return the numbers of balls, those first at whose centre the answer is nearest to another one."""
    with np.errstate(all="ignore"):
        centers = np.array([field.seeds[0] for field in fields])
        found = Attack(network, list(fields[:1]), planes, None, Deadline()).margins_at(centers, fields)
    return [int(number) for number in np.argsort(-found, kind="stable")]


def over_free(space: Space, forms: Floats) -> Floats:
    """Return forms over the inputs and 1 as forms over the free coordinates and 1.

    >>> space = Space(2, [({0: 1, 1: 1, CONSTANT: -1}, "=")])
    >>> over_free(space, np.array([[2.0, 0.0, 0.0]])).tolist()
    [[-2.0, 2.0]]
    """
    constant = forms[:, :-1] @ space.offset + forms[:, -1]
    return np.hstack([forms[:, :-1] @ space.matrix, constant[:, None]])


class Attack:
    """The search for points of several fields; all have the same free coordinates.

    Args:
        network: what is run.
        fields: one for each target.
        planes: the polyhedra of all targets.
        space: what follows from free coordinates; None: all are free, and nothing else bounds them.
        deadline: when it ends.
    """

    def __init__(
        self, network: Network, fields: list[Field], planes: Planes, space: Space | None, deadline: Deadline
    ) -> None:
        self._network, self._fields, self._planes, self._space = network, fields, planes, space
        self._deadline = deadline
        self._layers = FloatLayers(network)
        self._cost = max(1, float_entries(network))
        self._inputs = network.input_width
        self._steps = 1
        self._source = np.random.default_rng(0)
        free = len(fields[0].least)
        self._oblique: Floats = np.zeros((0, free + 1)) if space is None else space.oblique
        self._least = np.array([field.least for field in fields])
        self._most = np.array([field.most for field in fields])
        self._width = np.array([field.width for field in fields])
        self._owner: NDArray[np.intp]
        self._plane: NDArray[np.intp]
        self._points: Floats
        self._best: Floats
        self._margin: Floats

    def proposals(self) -> Iterator[tuple[int, Floats]]:
        """Yield numbers of fields with inputs that refute, or nearly, as far as floats can tell; best first."""
        with np.errstate(all="ignore"):
            yield from self._sampled()
            yield from self._climbed()
            yield from self._solved()

    def margins_at(self, points: Floats, fields: Items[Field]) -> Floats:
        """Return by how much each point satisfies the polyhedron of its own field that it satisfies best."""
        values = self._values(points)
        return np.array(
            [
                self._against_all(p, v, f.planes).max()
                for p, v, f in zip(points[:, None], values[:, None], fields, strict=True)
            ]
        )

    def _whole(self, points: Floats) -> Floats:
        return points if self._space is None else points @ self._space.matrix.T + self._space.offset

    def _sampled(self) -> Iterator[tuple[int, Floats]]:
        """Draw points of every field, propose the best, and keep as many as will follow their gradients."""
        number = len(self._fields)
        free = self._least.shape[1]
        count = int(np.clip(WORK // (4 * (self._cost + _DRAWN * free) * number), 2, _POOL))
        share = max(1, self._rows() // number)
        kept = []
        for owner, points, here in self._drawn(count, max(1, _TOGETHER // (count * max(1, free)))):
            field = self._fields[owner]
            margins = self._against_all(points, here, field.planes)
            order = np.argsort(-margins, axis=None, kind="stable")
            for place in order[:_PROPOSED]:
                point, plane = divmod(int(place), len(field.planes))
                if margins[point, plane] >= -_NEAR * (1 + np.abs(here[point]).max()):
                    yield owner, here[point, : self._inputs]
            chosen = self._spread(order, len(field.planes), share)
            rows, planes = chosen // len(field.planes), chosen % len(field.planes)
            kept.append((np.full(len(chosen), owner), points[rows], field.planes[planes], margins[rows, planes]))
        self._owner = np.concatenate([item[0] for item in kept])
        self._points = np.concatenate([item[1] for item in kept])
        self._plane = np.concatenate([item[2] for item in kept])
        self._margin = np.concatenate([item[3] for item in kept])
        self._best = self._points.copy()

    def _drawn(self, count: int, together: int) -> Iterator[tuple[int, Floats, Floats]]:
        """Yield for each field the points that are drawn and their values, of so many fields at once."""
        for first in range(0, len(self._fields), together):
            drawn = [field.drawn(count, self._source) for field in self._fields[first : first + together]]
            values = self._values(self._whole(np.vstack(drawn)))
            for owner, points in enumerate(drawn, first):
                yield owner, points, values[: len(points)]
                values = values[len(points) :]

    def _spread(self, order: NDArray[np.intp], planes: int, share: int) -> NDArray[np.intp]:
        """Return ``share`` pairs of a point and a polyhedron in their order, none with more than a fair part."""
        most = max(2, -(-2 * share // planes))
        taken: dict[int, int] = {}
        chosen = []
        for pair in order:
            plane = int(pair) % planes
            if taken.get(plane, 0) < most:
                taken[plane] = taken.get(plane, 0) + 1
                chosen.append(pair)
                if len(chosen) == share:
                    break
        return np.array(chosen, dtype=np.intp)

    def _values(self, whole: Floats) -> Floats:
        """Return inputs, outputs and 1 side by side."""
        step = max(1, _TOGETHER // max(whole.shape[1], self._network.output_width))
        parts = [whole[start : start + step] for start in range(0, len(whole), step)]
        runs = [FloatRun(self._layers, part) for part in parts]
        self._steps = max([self._steps, *[run.steps for run in runs]])
        return np.vstack([np.hstack([p, r.outputs, np.ones((len(p), 1))]) for p, r in zip(parts, runs, strict=True)])

    def _against_all(self, points: Floats, values: Floats, planes: NDArray[np.intp]) -> Floats:
        """Return by how much each point satisfies each polyhedron, the constraints on inputs among it."""
        signed = np.tensordot(values, self._planes.rows[planes], axes=(1, 2))
        margins: Floats = np.where(self._planes.equal[planes], -np.abs(signed), signed).min(axis=2)
        if len(self._oblique):
            margins = np.minimum(margins, self._inside(points).min(axis=1)[:, None])
        return np.nan_to_num(margins, nan=-np.inf, neginf=-np.inf, posinf=np.inf)

    def _inside(self, points: Floats) -> Floats:
        found: Floats = points @ self._oblique[:, :-1].T + self._oblique[:, -1]
        return found

    def _climbed(self) -> Iterator[tuple[int, Floats]]:
        """Follow gradients, propose what succeeds after a few more steps, and begin anew where nothing is gained."""
        least, most, width = self._least[self._owner], self._most[self._owner], self._width[self._owner]
        since, rounds = 0, int(np.clip(STEPS // self._steps, 2, _ROUNDS))
        for number in range(rounds):
            if self._deadline.passed:
                return
            margins, slope = self._slope()
            better = margins > self._margin
            self._best[better], self._margin[better] = self._points[better], margins[better]
            since += bool((self._margin >= 0).any())
            if since > _AFTER:
                since = 0
                yield from self._proposed(0.0)
            share = 0.25 * 0.004 ** (number / rounds)
            self._points = np.clip(self._points + share * width * np.sign(slope), least, most)
            if number == rounds // 2:
                self._points = self._best.copy()
        yield from self._proposed(_NEAR)

    def _slope(self) -> tuple[Floats, Floats]:
        """Return the margin of every row, and the direction in which what it misses becomes less."""
        whole = self._whole(self._points)
        worst, slope = self._planes.slopes(FloatRun(self._layers, whole), whole, self._plane)
        if self._space is not None:
            slope = slope @ self._space.matrix
        if len(self._oblique):
            inside = self._inside(self._points)
            slope = slope + (inside < 0) @ self._oblique[:, :-1]
            worst = np.minimum(worst, inside.min(axis=1))
        return np.nan_to_num(worst, nan=-np.inf, neginf=-np.inf, posinf=np.inf), np.nan_to_num(slope)

    def _proposed(self, near: float) -> Iterator[tuple[int, Floats]]:
        """Yield the best points so far, and do not yield them again."""
        for row in np.argsort(-self._margin, kind="stable")[:_PROPOSED]:
            whole = self._whole(self._best[row : row + 1])
            if self._margin[row] >= -near * (1 + np.abs(whole).max()):
                self._margin[row] = -np.inf
                yield int(self._owner[row]), whole[0]

    def _solved(self) -> Iterator[tuple[int, Floats]]:
        """Solve linear programs on the pieces of the points that came nearest."""
        for row in np.argsort(-self._margin, kind="stable")[:_PROGRAMS]:
            point, owner = self._best[row], int(self._owner[row])
            for _ in range(2):
                if self._deadline.passed or not np.isfinite(point).all():
                    return
                piece = Piece(self._layers, self._whole(point[None, :])[0])
                found = best_on_piece(
                    self._program(piece, int(self._plane[row])), self._least[owner], self._most[owner]
                )
                if found is None:
                    break
                point = found
                yield owner, self._whole(point[None, :])[0]

    def _program(self, piece: Piece, plane: int) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """Return over the free coordinates and 1 what must be >= 0, and what should be as large as possible, or 0."""
        inputs = self._inputs
        forms = np.vstack([np.eye(inputs, inputs + 1), piece.outputs, np.eye(1, inputs + 1, inputs)])
        rows = self._planes.rows[plane]
        real = np.isfinite(rows[:, -1])
        wanted, signs = rows[real] @ forms, piece.signs
        if self._space is not None:
            wanted, signs = over_free(self._space, wanted), over_free(self._space, signs)
        return np.vstack([signs, self._oblique]), wanted, self._planes.equal[plane][real]

    def _rows(self) -> int:
        return int(np.clip(WORK // (3 * self._cost * _ROUNDS), _FEWEST, _ROWS))
