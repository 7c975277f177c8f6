"""Bounds of units in floating point, all units of a layer at once: what exact integers would say, sooner."""

from collections.abc import Sequence as Items
from fractions import Fraction
from math import isfinite
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from verify.check.intervals import Box
from verify.check.units import Unit
from verify.prove.integer_forms import CONSTANT, Value
from verify.prove.relaxation.units import SCALE

Floats = NDArray[np.float64]


class Ends(NamedTuple):
    """Bounds of what comes before each unit."""

    low: Floats
    high: Floats

    @property
    def open(self) -> int:
        """How many units may still be on or off."""
        return int(np.count_nonzero(self.mask))

    @property
    def mask(self) -> NDArray[np.bool_]:
        """Which units may still be on or off."""
        return (self.low < 0) & (self.high > 0)

    def sided(self, number: int, above: bool) -> "Ends":
        """Return the bounds on one side of a split at a unit."""
        low, high = self.low.copy(), self.high.copy()
        if above:
            low[number] = max(low[number], 0.0)
        else:
            high[number] = min(high[number], 0.0)
        return Ends(low, high)


class Sides(NamedTuple):
    """The ends of the inputs' intervals; infinite where there is none."""

    least: Floats
    greatest: Floats

    @classmethod
    def of(cls, inputs: Box) -> "Sides":
        """Return the ends of intervals.

        >>> Sides.of(Box(1, {(0, False): (-1, False)}, 2))
        Sides(least=array([-0.5]), greatest=array([inf]))
        """
        least, greatest = np.full(inputs.width, -np.inf), np.full(inputs.width, np.inf)
        for (variable, upper), (end, _) in inputs.ends.items():
            (greatest if upper else least)[variable] = end / inputs.denominator
        return cls(least, greatest)

    @classmethod
    def stacked(cls, boxes: Items["Sides"]) -> "Sides":
        """Return the ends of many boxes together."""
        return cls(np.array([box.least for box in boxes]), np.array([box.greatest for box in boxes]))

    def cut(self, variable: int, end: Fraction, upper: bool) -> "Sides":
        """Return the intervals with another end of one of them.

        >>> Sides(np.array([0.0]), np.array([1.0])).cut(0, Fraction(1, 4), upper=True)
        Sides(least=array([0.]), greatest=array([0.25]))
        """
        least, greatest = self.least.copy(), self.greatest.copy()
        (greatest if upper else least)[variable] = end.numerator / end.denominator
        return Sides(least, greatest)

    def middle(self) -> Floats:
        """Return a point: the middle of each interval, its one end, or 0 where it has none.

        >>> Sides(np.array([-1.0, 2.0, -np.inf]), np.array([0.0, np.inf, np.inf])).middle()
        array([-0.5,  2. ,  0. ])
        """
        known = [np.where(np.isfinite(one), one, other) for one, other in (self, self[::-1])]
        low, high = [np.where(np.isfinite(one), one, 0.0) for one in known]
        found: Floats = low / 2 + high / 2
        return found


class Rows(NamedTuple):
    """Affine forms in inputs and units, a row each: weights (rows, inputs + units) and constants (rows)."""

    weights: Floats
    constants: Floats

    def at(self, values: Floats) -> Floats:
        """Return what the forms are at these inputs and units."""
        found: Floats = self.weights @ values + self.constants
        return found


class Groups:
    """Units in groups, none of which depends on another of its group: dense rows over inputs and older units."""

    def __init__(self, units: Items[Unit], width: int) -> None:
        self.width, self.count = width, len(units)
        self.parts: list[tuple[int, int]] = []
        start = 0
        for number, unit in enumerate(units):
            if any([variable >= width + start for variable in unit.form]):
                self.parts.append((start, number))
                start = number
        self.parts.append((start, len(units)))
        self.rows: list[Rows] = []
        for first, last in self.parts:
            forms, sizes = [unit.form for unit in units[first:last]], [unit.denominator for unit in units[first:last]]
            self.rows.append(_dense(forms, sizes, width + first))

    def scaled(self, forms: Items[Value]) -> Rows:
        """Return forms, each over its largest integer."""
        return _dense(forms, [size_of(form) for form in forms], self.width + self.count)

    def refreshed(self, ends: Ends, sides: Sides) -> Ends:
        """Return the bounds of open units anew, about as ``units.refreshed`` would find them; for many boxes at once.

        ``sides`` has (..., width) ends of intervals, and the bounds are (..., units).
        """
        shape = (*sides.least.shape[:-1], self.count)
        low, high = np.broadcast_to(ends.low, shape).copy(), np.broadcast_to(ends.high, shape).copy()
        for (first, last), (weights, constants) in zip(self.parts, self.rows, strict=True):
            found = first + np.flatnonzero(ends.mask[first:last])
            if not len(found):
                continue
            weights, constants = weights[found - first], constants[found - first]
            both = Rows(np.concatenate([weights, -weights]), np.concatenate([constants, -constants]))
            most = np.ceil(self.greatest(both, Ends(low, high), sides) * SCALE) / SCALE
            high[..., found] = np.minimum(high[..., found], most[..., : len(found)])
            low[..., found] = np.maximum(low[..., found], -most[..., len(found) :])
        return Ends(low, high)

    def greatest(self, wanted: Rows, ends: Ends, sides: Sides) -> Floats:
        """Return about what forms over inputs and older units do not pass by standard slopes; for many boxes at once.

        ``ends`` has (..., units) bounds, ``sides`` (..., width) ends of intervals, and the result is (..., rows).
        """
        rows, total = wanted
        for (first, last), (inner, shift) in zip(reversed(self.parts), reversed(self.rows), strict=True):
            if self.width + first >= rows.shape[-1]:
                continue
            factors = rows[..., self.width + first : self.width + last]
            a, b = ends.low[..., None, first:last], ends.high[..., None, first:last]
            is_open, is_on = (a < 0) & (b > 0), (a >= 0) & (b > 0)
            share = np.where(is_open, b / np.where(is_open, b - a, 1.0), is_on)
            steep = is_on | (is_open & (b > -a))
            up, down = np.maximum(factors, 0.0) * share, np.minimum(factors, 0.0) * steep
            slopes = up + down
            total = total + slopes @ shift - (up * np.where(is_open, a, 0.0)).sum(axis=-1)
            rows = rows[..., : self.width + first] + slopes @ inner
        least, most = sides.least[..., None, :], sides.greatest[..., None, :]
        with np.errstate(invalid="ignore"):  # no end, and a factor of 0
            found = np.where(rows > 0, rows * most, np.where(rows < 0, rows * least, 0.0))
        result: Floats = total + found.sum(axis=-1)
        return result

    def values(self, point: Floats) -> Floats:
        """Return inputs and units at a point."""
        found = np.concatenate([point, np.zeros(self.count)])
        for (first, last), rows in zip(self.parts, self.rows, strict=True):
            found[self.width + first : self.width + last] = np.maximum(rows.at(found[: self.width + first]), 0.0)
        return found


def ends_of(units: Items[Unit]) -> Ends:
    """Return the bounds of units."""
    low = np.array([unit.low / unit.scale for unit in units])
    return Ends(low, np.array([unit.high / unit.scale for unit in units]))


def scaled_integers(values: Items[float], scale: float) -> list[int]:
    """Return the nearest integers to values * scale.

    >>> scaled_integers([0.25, -1.0], 8)
    [2, -8]

    Raises:
        OverflowError: if one is beyond floating point, also where floats find it to be no number.
    """
    scaled = [value * scale for value in values]
    if not all(map(isfinite, scaled)):
        raise OverflowError("a multiplier is beyond floating point")
    return [round(value) for value in scaled]


def size_of(form: Value) -> int:
    """Return the largest integer of a form, at least 1.

    >>> size_of({0: 2, CONSTANT: -3}), size_of(0)
    (3, 1)
    """
    return max(map(abs, form.values())) if isinstance(form, dict) else max(abs(form), 1)


def _dense(forms: Items[Value], sizes: Items[int], width: int) -> Rows:
    weights, constants = np.zeros((len(forms), width)), np.zeros(len(forms))
    for row, (form, size) in enumerate(zip(forms, sizes, strict=True)):
        for variable, factor in (form if isinstance(form, dict) else {CONSTANT: form}).items():
            if variable == CONSTANT:
                constants[row] = factor / size
            else:
                weights[row, variable] = factor / size
    return Rows(weights, constants)
