"""Where a counterexample may lie: the coordinates that are free, their bounds, and those that follow from equations."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np
from flint import fmpq, fmpq_mat

from constructions.model.rational import Point, nearest_float
from verify.prove.counterexamples.floats import Floats
from verify.prove.integer_forms import CONSTANT, Bound


class Nowhere(Exception):
    """No point satisfies the constraints."""


@dataclass(slots=True)
class Interval:
    """What bounds one coordinate; None is no bound. ``open_below`` and ``open_above``: the bound itself is outside."""

    low: Fraction | None = None
    high: Fraction | None = None
    open_below: bool = False
    open_above: bool = False

    def narrow(self, value: Fraction, above: bool, strict: bool) -> None:
        """Add a bound, from above or from below."""
        if above and (self.high is None or (value, not strict) < (self.high, not self.open_above)):
            self.high, self.open_above = value, strict
        if not above and (self.low is None or (-value, not strict) < (-self.low, not self.open_below)):
            self.low, self.open_below = value, strict

    def holds(self, value: Fraction) -> bool:
        """Return whether a number lies between the bounds."""
        below = self.low is None or value > self.low or (value == self.low and not self.open_below)
        return below and (self.high is None or value < self.high or (value == self.high and not self.open_above))

    def nearest(self, value: Fraction, grid: int) -> Fraction | None:
        """Return the multiple of 1/grid between the bounds that is nearest to a number; None if there is none.

        >>> Interval(Fraction(0), Fraction(1, 3)).nearest(Fraction(7, 20), 10)
        Fraction(3, 10)
        """
        found = Fraction(round(value * grid), grid)
        if self.low is not None and found <= self.low:
            found = Fraction(floor(self.low * grid) + 1 if self.open_below else ceil(self.low * grid), grid)
        if self.high is not None and found >= self.high:
            found = Fraction(ceil(self.high * grid) - 1 if self.open_above else floor(self.high * grid), grid)
        return found if self.holds(found) else None

    @property
    def fixed(self) -> bool:
        """Whether a single number is left."""
        return self.low is not None and self.low == self.high


class Space:
    """The inputs that satisfy constraints: some coordinates are free, the others follow from equations.

    Attributes:
        free: the places of the free coordinates, at least none.
        intervals: what bounds each of them.
        matrix, offset: floats; an input is ``matrix @ free + offset``.
        oblique: floats; ``oblique @ (free, 1) >= 0`` are the constraints that bound no free coordinate alone.

    Raises:
        Nowhere: if the equations contradict each other, or an interval is empty.

    >>> space = Space(2, [({0: 1, 1: 1, CONSTANT: -1}, "="), ({0: 1, CONSTANT: 0}, ">=")])
    >>> space.free, space.whole([Fraction(3)]), space.oblique.tolist()
    ([1], (Fraction(-2, 1), Fraction(3, 1)), [[-1.0, 1.0]])
    """

    def __init__(self, width: int, bounds: Items[Bound]) -> None:
        self.width = width
        intervals = [Interval() for _ in range(width)]
        equations: list[dict[int, int]] = []
        others: list[dict[int, int]] = []
        for value, relation in bounds:
            if isinstance(value, int):
                if value < 0 or (value != 0 if relation == "=" else value == 0 and relation == ">"):
                    raise Nowhere
            elif relation == "=":
                equations.append(value)
            elif len(value) > 2:
                others.append(value)
            else:
                ((place, factor),) = [item for item in value.items() if item[0] != CONSTANT]
                intervals[place].narrow(Fraction(-value[CONSTANT], factor), factor < 0, relation == ">")
        for place, interval in enumerate(intervals):
            if interval.low is not None and interval.high is not None:
                if not (interval.holds(interval.low) or interval.low < interval.high):
                    raise Nowhere
                if interval.fixed:
                    equations.append({place: interval.low.denominator, CONSTANT: -interval.low.numerator})
        self._solve(equations)
        self.intervals = [intervals[place] for place in self.free]
        for place in self._following:
            low, high = intervals[place].low, intervals[place].high
            if intervals[place].fixed:
                continue
            if low is not None:
                others.append({place: low.denominator, CONSTANT: -low.numerator})
            if high is not None:
                others.append({place: -high.denominator, CONSTANT: high.numerator})
        self._as_floats(others)

    def whole(self, free: Items[Fraction]) -> Point:
        """Return the input whose free coordinates are these, exactly."""
        point = [Fraction(0)] * self.width
        for place, value in zip(self.free, free, strict=True):
            point[place] = value
        for place, (constant, weights) in self._following.items():
            point[place] = sum([weight * free[number] for number, weight in weights], constant)
        return tuple(point)

    def part(self, point: Point) -> list[Fraction]:
        """Return the free coordinates of an input."""
        return [point[place] for place in self.free]

    def _solve(self, equations: list[dict[int, int]]) -> None:
        self._following: dict[int, tuple[Fraction, list[tuple[int, Fraction]]]] = {}
        self.free = list(range(self.width))
        if not equations:
            return
        places = sorted({place for form in equations for place in form} - {CONSTANT})
        rows = [[form.get(place, 0) for place in [*places, CONSTANT]] for form in equations]
        reduced, rank = fmpq_mat(len(rows), len(places) + 1, [fmpq(n) for row in rows for n in row]).rref()
        found: list[tuple[int, list[Fraction]]] = []
        for number in range(int(rank)):
            row = [Fraction(int(reduced[number, k].p), int(reduced[number, k].q)) for k in range(len(places) + 1)]
            lead = next(k for k, entry in enumerate(row) if entry)
            if lead == len(places):
                raise Nowhere
            found.append((lead, row))
        leads = {places[lead] for lead, _ in found}
        self.free = [place for place in range(self.width) if place not in leads]
        number_of = {place: number for number, place in enumerate(self.free)}
        for lead, row in found:
            weights = [(number_of[places[k]], -row[k]) for k in range(len(places)) if k != lead and row[k]]
            self._following[places[lead]] = (-row[-1], weights)

    def _as_floats(self, others: list[dict[int, int]]) -> None:
        self.matrix: Floats = np.zeros((self.width, len(self.free)))
        self.offset: Floats = np.zeros(self.width)
        for number, place in enumerate(self.free):
            self.matrix[place, number] = 1.0
        for place, (constant, weights) in self._following.items():
            self.offset[place] = nearest_float(constant)
            for number, weight in weights:
                self.matrix[place, number] = nearest_float(weight)
        self.oblique: Floats = np.zeros((len(others), len(self.free) + 1))
        for number, form in enumerate(others):
            scale = max([abs(factor) for factor in form.values()])
            row = np.zeros(self.width)
            for place, factor in form.items():
                if place != CONSTANT:
                    row[place] = factor / scale
            self.oblique[number, :-1] = row @ self.matrix
            self.oblique[number, -1] = row @ self.offset + form[CONSTANT] / scale
