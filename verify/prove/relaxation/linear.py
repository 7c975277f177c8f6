"""The triangle relaxation as a linear program in floating point: it proposes multipliers, slopes, and what to split."""

from collections.abc import Hashable, Sequence as Items
from typing import NamedTuple

import highspy
import numpy as np

from verify.prove.feasibility import quiet_model
from verify.prove.integer_forms import CONSTANT, Bound, Value
from verify.prove.limits import Limits
from verify.prove.relaxation.floats import Ends, Floats, Sides, size_of
from verify.prove.relaxation.units import Unit

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

    Columns are the inputs, the value before each unit, the value behind it, and the slack. Rows are for each unit what
    comes before it, its lower facet, its upper one; then whatever was in a region, or to be impossible. Of these, rows
    that are not in force have no bounds: were they removed, HiGHS would begin anew instead of where it ended last.
    """

    def __init__(self, units: Items[Unit], width: int, limits: Limits) -> None:
        self.width, self.count, self.limits = width, len(units), limits
        self._model = quiet_model()
        for _ in range(width + 2 * self.count):
            self._model.addVar(-_INFINITY, _INFINITY)
        self._model.addVar(-_INFINITY, 1e9)
        self._slack = width + 2 * self.count
        self._model.changeColCost(self._slack, -1.0)
        for number, unit in enumerate(units):
            row = self._row(unit.form, unit.denominator)
            self._add([width + number, *row[0]], [1.0, *[-weight for weight in row[1]]], row[2], row[2])
        for number in range(self.count):
            self._add([width + self.count + number, width + number], [1.0, -1.0], 0.0, _INFINITY)
        for number in range(self.count):
            self._add([width + self.count + number, width + number], [1.0, -1.0], -_INFINITY, _INFINITY)
        self._sizes = [unit.denominator for unit in units]
        self._shown = Ends(np.full(self.count, np.nan), np.full(self.count, np.nan))
        self._sides: Sides | None = None
        self._rows: dict[tuple[Hashable, ...], tuple[int, float, float]] = {}
        self._in_force: dict[int, None] = {}

    def _row(self, form: Value, size: int) -> tuple[list[int], list[float], float]:
        """Return a form over a number: columns, factors, constant."""
        if isinstance(form, int):
            return [], [], form / size
        variables = [variable for variable in form if variable != CONSTANT]
        shift = self.count
        columns = [variable if variable < self.width else variable + shift for variable in variables]
        return columns, [form[variable] / size for variable in variables], form[CONSTANT] / size

    def _add(self, columns: Items[int], factors: Items[float], lower: float, upper: float) -> None:
        places, numbers = np.array(columns, dtype=np.int32), np.array(factors)
        if self._model.addRow(lower, upper, len(columns), places, numbers) == highspy.HighsStatus.kError:
            raise OverflowError("a factor is larger than HiGHS takes")

    def _place(self, number: int, low: float, high: float) -> None:
        """Give a unit its bounds: both facets below, and the one above, of its triangle."""
        before, behind = self.width + number, self.width + self.count + number
        self._model.changeColBounds(behind, -_INFINITY if low >= 0 else 0.0, 0.0 if high <= 0 < -low else _INFINITY)
        share = 1.0 if low >= 0 else 0.0 if high <= 0 else high / (high - low)
        self._model.changeCoeff(2 * self.count + number, before, -share)
        self._model.changeRowBounds(self.count + number, -_INFINITY if high <= 0 < -low else 0.0, _INFINITY)
        self._model.changeRowBounds(2 * self.count + number, -_INFINITY, -share * min(low, 0.0))

    def propose(self, ends: Ends, region: Items[Bound], sides: Sides, wanted: Items[Bound]) -> Proposal | None:
        """Return what the linear program says; None if HiGHS has no answer, or not in time."""
        changed = (ends.low != self._shown.low) | (ends.high != self._shown.high)
        for number in np.flatnonzero(changed).tolist():
            self._place(number, ends.low[number].item(), ends.high[number].item())
        self._shown = ends
        if sides is not self._sides:
            every = np.arange(self.width, dtype=np.int32)
            self._model.changeColsBounds(self.width, every, sides.least, sides.greatest)
            self._sides = sides
        rows = [(bound, 1) for bound in [*region, *wanted]]
        rows += [(bound, -1) for bound in wanted if bound[1] == "="]  # an equation is two inequalities with a slack
        sizes = [size_of(value) for (value, _), _ in rows]
        places = self._put_in_force(rows, sizes, len(region))
        left = self.limits.left
        if left is not None:  # HiGHS counts from the first run of a model
            self._model.setOptionValue("time_limit", self._model.getRunTime() + left)
        self._model.run()
        status = self._model.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return self._read(ends, places, sizes, len(region), wanted)
        _, has_ray, ray = self._model.getDualRay()
        return self._impossible(ends, np.array(ray), places, sizes, len(region), wanted) if has_ray else None

    def _put_in_force(self, rows: Items[tuple[Bound, int]], sizes: Items[int], regions: int) -> list[int]:
        """Put rows in force, the first ones of the region, and no others; return their places."""
        before, self._in_force, places = self._in_force, {}, list[int]()
        for number, (((value, relation), sign), size) in enumerate(zip(rows, sizes, strict=True)):
            known = number < regions
            form = value if isinstance(value, int) else tuple(value.items())
            key = (form, sign, known, known and relation == "=")
            if key not in self._rows:
                columns, factors, constant = self._row(value, sign * size)
                if not known:
                    columns, factors = [*columns, self._slack], [*factors, -1.0]
                ends = (-constant, -constant if key[3] else _INFINITY)
                self._rows[key] = (self._model.getNumRow(), *ends)
                self._add(columns, factors, *ends)
            place, lower, upper = self._rows[key]
            if place not in before and place not in self._in_force:
                self._model.changeRowBounds(place, lower, upper)
            self._in_force[place] = None
            places.append(place)
        for place in before:
            if place not in self._in_force:
                self._model.changeRowBounds(place, -_INFINITY, _INFINITY)
        return places

    def _impossible(
        self, ends: Ends, ray: Floats, places: Items[int], sizes: Items[int], regions: int, wanted: Items[Bound]
    ) -> Proposal:
        """Return what shows that not even the region has a point; a ray of HiGHS has either sign."""
        rows = _once(ray, places)
        sign = 1.0 if rows.sum() >= 0 else -1.0
        slopes = {number: -sign * ray[number] / self._sizes[number] for number in np.flatnonzero(ends.mask).tolist()}
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
        slopes, gaps = dict[int, float](), dict[int, float]()
        for number in np.flatnonzero(ends.mask).tolist():
            slopes[number] = -duals[number] / self._sizes[number]
            before, behind = found[self.width + number], found[self.width + self.count + number]
            gaps[number] = max(0.0, behind - max(0.0, before)) * max(0.0, -duals[2 * self.count + number])
        ordered = self._ordered(_once(duals, places), sizes, regions, wanted)
        pull = np.abs(costs[: self.width])
        return Proposal(found[self._slack].item(), found[: self.width], ordered, slopes, gaps, pull)


def _once(numbers: Floats, places: Items[int]) -> Floats:
    """Return the numbers at these places, 0 where a place stands again.

    >>> _once(np.array([4.0, 5.0]), [1, 0, 1]).tolist()
    [5.0, 4.0, 0.0]
    """
    found = numbers[list(places)]
    found[[place in places[:number] for number, place in enumerate(places)]] = 0.0
    return found
