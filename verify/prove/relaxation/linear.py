"""The triangle relaxation as a linear program in floating point: it proposes multipliers, slopes, and what to split."""

from collections.abc import Hashable, Sequence as Items
from typing import NamedTuple

import highspy
import numpy as np

from verify.check.units import Unit
from verify.prove.feasibility import quiet_model
from verify.prove.integer_forms import Bound
from verify.prove.limits import Limits
from verify.prove.relaxation.floats import Ends, Floats, Groups, Sides, size_of
from verify.prove.relaxation.reduced import Reduced

_INFINITY = highspy.kHighsInf


class Proposal(NamedTuple):
    """What the linear program says of constraints that are to be shown impossible together.

    Attributes:
        most: the greatest slack that all of them can have at once, each scaled to numbers of at most 1; below 0 they
            are impossible.
        point: the inputs at which they have it.
        multipliers: of the constraints, then of the region's.
        slopes: for each unit that is open.
        gaps: for each unit that is open, how much of ``most`` is owed to its relaxation there.
        pull: for each input, how steeply the combination depends on it.
    """

    most: float
    point: Floats
    multipliers: Floats
    slopes: dict[int, float]
    gaps: dict[int, float]
    pull: Floats


class Relaxation:
    """Linear programs over the same units; their bounds, the region and the inputs' intervals differ.

    Units that are on or off are written out, as long as what is left of the last program is of use for the next one.
    """

    def __init__(self, units: Items[Unit], groups: Groups, limits: Limits) -> None:
        self.groups, self.limits = groups, limits
        self._sizes = np.array([unit.denominator for unit in units], np.float64)
        self._program: _Program | None = None

    def propose(self, ends: Ends, region: Items[Bound], sides: Sides, wanted: Items[Bound]) -> Proposal | None:
        """Return what a linear program says; None if HiGHS has no answer, or not in time."""
        self.begin(ends)
        assert self._program is not None
        found = self._program.propose(ends, region, sides, wanted, self.limits.left)
        if found is None and self._program.runs > 1:  # that may be owed to where the last one ended
            self._program = None
            return self.propose(ends, region, sides, wanted)
        return found

    def begin(self, ends: Ends) -> None:
        """Make a program for whatever comes within these bounds, if that of the last ones does not fit."""
        if self._program is None or not self._program.reduced.fits(ends):
            self._program = _Program(Reduced(self.groups, ends), self._sizes)


class _Row(NamedTuple):
    """A row that was added: its place, its bounds where it is in force, the largest integer of its form."""

    place: int
    lower: float
    upper: float
    size: int


class _Program:
    """A linear program for some open units.

    Columns are the inputs, the value before each unit, the value behind it, and the slack. Rows are for each unit what
    comes before it, its lower facet, its upper one; then whatever was in a region, or to be impossible. Of these, rows
    that are not in force have no bounds: were they removed, HiGHS would begin anew instead of where it ended last.
    """

    def __init__(self, reduced: Reduced, sizes: Floats) -> None:
        self.reduced, self.width, self.count = reduced, reduced.width, len(reduced.numbers)
        self._numbers, self._sizes = reduced.numbers.tolist(), sizes[reduced.numbers]
        self._model = quiet_model()
        self._slack = self.width + 2 * self.count
        free = np.full(self._slack + 1, _INFINITY)
        self._model.addVars(self._slack + 1, -free, free)
        self._model.changeColBounds(self._slack, -_INFINITY, 1e9)
        self._model.changeColCost(self._slack, -1.0)
        each, none, (weights, constants) = np.eye(self.count), np.zeros(self.count), reduced.rows
        self._add(np.hstack([-weights[:, : self.width], each, -weights[:, self.width :]]), constants, constants)
        facets = np.hstack([np.zeros((self.count, self.width)), -each, each])
        self._add(facets, none, none + _INFINITY)
        self._add(facets, none - _INFINITY, none)
        self._shown = np.full((2, self.count), np.nan)
        self._sides: Sides | None = None
        self._rows: dict[tuple[Hashable, ...], _Row] = {}
        self._seen: dict[tuple[int, int, bool], tuple[Bound, _Row]] = {}
        self._in_force: dict[int, None] = {}
        self.runs = 0

    def _add(self, weights: Floats, lower: Floats, upper: Floats) -> None:
        """Add rows over the first columns."""
        rows, columns = np.nonzero(weights)
        starts = np.searchsorted(rows, np.arange(len(weights))).astype(np.int32)
        factors = weights[rows, columns]
        added = self._model.addRows(len(weights), lower, upper, len(factors), starts, columns.astype(np.int32), factors)
        if added == highspy.HighsStatus.kError:
            raise OverflowError("a factor is larger than HiGHS takes")

    def _place(self, number: int, low: float, high: float) -> None:
        """Give a unit its bounds: both facets below, and the one above, of its triangle."""
        before, behind = self.width + number, self.width + self.count + number
        self._model.changeColBounds(behind, -_INFINITY if low >= 0 else 0.0, 0.0 if high <= 0 < -low else _INFINITY)
        share = 1.0 if low >= 0 else 0.0 if high <= 0 else high / (high - low)
        self._model.changeCoeff(2 * self.count + number, before, -share)
        self._model.changeRowBounds(self.count + number, -_INFINITY if high <= 0 < -low else 0.0, _INFINITY)
        self._model.changeRowBounds(2 * self.count + number, -_INFINITY, -share * min(low, 0.0))

    def propose(
        self, ends: Ends, region: Items[Bound], sides: Sides, wanted: Items[Bound], seconds: float | None
    ) -> Proposal | None:
        """Return what it says; None if HiGHS has no answer, or not in so many seconds."""
        shown = np.array([ends.low, ends.high])[:, self.reduced.numbers]
        for place in np.flatnonzero((shown != self._shown).any(axis=0)).tolist():
            self._place(place, *shown[:, place].tolist())
        self._shown = shown
        if sides is not self._sides:
            every = np.arange(self.width, dtype=np.int32)
            self._model.changeColsBounds(self.width, every, sides.least, sides.greatest)
            self._sides = sides
        rows = [(bound, 1) for bound in [*region, *wanted]]
        rows += [(bound, -1) for bound in wanted if bound[1] == "="]  # an equation is two inequalities with a slack
        places, sizes = self._put_in_force(rows, len(region))
        if seconds is not None:  # HiGHS counts from the first run of a model
            self._model.setOptionValue("time_limit", self._model.getRunTime() + seconds)
        self._model.run()
        self.runs += 1
        status = self._model.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return self._read(ends, places, sizes, len(region), wanted)
        _, has_ray, ray = self._model.getDualRay()
        return self._impossible(ends, np.array(ray), places, sizes, len(region), wanted) if has_ray else None

    def _put_in_force(self, rows: Items[tuple[Bound, int]], regions: int) -> tuple[list[int], list[int]]:
        """Put rows in force, the first ones of the region, and no others; return their places and their sizes."""
        before, self._in_force = self._in_force, {}
        places, sizes = list[int](), list[int]()
        for number, (bound, sign) in enumerate(rows):
            row = self._row(bound, sign, number < regions)
            if row.place not in before and row.place not in self._in_force:
                self._model.changeRowBounds(row.place, row.lower, row.upper)
            self._in_force[row.place] = None
            places.append(row.place)
            sizes.append(row.size)
        for place in before:
            if place not in self._in_force:
                self._model.changeRowBounds(place, -_INFINITY, _INFINITY)
        return places, sizes

    def _row(self, bound: Bound, sign: int, known: bool) -> _Row:
        """Return the row of a constraint, which is added if it is new; it is found by the constraint's place in memory,
        as those of a part are those of its sides: to compare long forms takes longer than what follows."""
        seen = self._seen.get((id(bound), sign, known))
        if seen is not None:
            return seen[1]
        value, relation = bound
        form = value if isinstance(value, int) else tuple(value.items())
        key = (form, sign, known, known and relation == "=")
        if key not in self._rows:
            size = size_of(value)
            row, constant = self.reduced.written(value, sign * size)
            ends = (-constant, -constant if key[3] else _INFINITY)
            self._rows[key] = _Row(self._model.getNumRow(), *ends, size)
            parts = row[: self.width], np.zeros(self.count), row[self.width :], [0.0 if known else -1.0]
            self._add(np.concatenate(parts)[None, :], np.array(ends[:1]), np.array(ends[1:]))
        self._seen[id(bound), sign, known] = bound, self._rows[key]
        return self._rows[key]

    def _impossible(
        self, ends: Ends, ray: Floats, places: Items[int], sizes: Items[int], regions: int, wanted: Items[Bound]
    ) -> Proposal:
        """Return what shows that not even the region has a point; a ray of HiGHS has either sign."""
        rows = _once(ray, places)
        sign = 1.0 if rows.sum() >= 0 else -1.0
        slopes = self._of_open(ends, -sign * ray[: self.count] / self._sizes)
        ordered = self._ordered(sign * rows, sizes, regions, wanted)
        return Proposal(-1.0, np.zeros(self.width), ordered, slopes, {}, np.zeros(self.width))

    def _ordered(self, rows: Floats, sizes: Items[int], regions: int, wanted: Items[Bound]) -> Floats:
        """Return the multipliers of what is to be impossible, then those of the region."""
        multipliers = rows / np.array(sizes, dtype=np.float64)
        mine = multipliers[regions : regions + len(wanted)].copy()
        equations = [place for place, (_, relation) in enumerate(wanted) if relation == "="]
        mine[equations] -= multipliers[regions + len(wanted) :]
        return np.concatenate([mine, multipliers[:regions]])

    def _read(self, ends: Ends, places: Items[int], sizes: Items[int], regions: int, wanted: Items[Bound]) -> Proposal:
        solution = self._model.getSolution()
        found, duals, costs = (np.array(part) for part in (solution.col_value, solution.row_dual, solution.col_dual))
        before, behind = found[self.width : self._slack].reshape(2, self.count)
        inner, _, upper = duals[: 3 * self.count].reshape(3, self.count)
        gaps = np.maximum(0.0, behind - np.maximum(0.0, before)) * np.maximum(0.0, -upper)
        slopes = self._of_open(ends, -inner / self._sizes)
        ordered = self._ordered(_once(duals, places), sizes, regions, wanted)
        pull = np.abs(costs[: self.width])
        return Proposal(
            found[self._slack].item(), found[: self.width], ordered, slopes, self._of_open(ends, gaps), pull
        )

    def _of_open(self, ends: Ends, numbers: Floats) -> dict[int, float]:
        """Return the numbers of the units that are still open, by unit."""
        still = ends.mask[self.reduced.numbers].tolist()
        pairs = zip(self._numbers, still, numbers.tolist(), strict=True)
        return {number: value for number, is_open, value in pairs if is_open}


def _once(numbers: Floats, places: Items[int]) -> Floats:
    """Return the numbers at these places, 0 where a place stands again.

    >>> _once(np.array([4.0, 5.0]), [1, 0, 1]).tolist()
    [5.0, 4.0, 0.0]
    """
    found = numbers[list(places)]
    found[[place in places[:number] for number, place in enumerate(places)]] = 0.0
    return found
