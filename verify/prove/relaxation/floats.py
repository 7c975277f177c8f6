"""Bounds of units in floating point, all units of a layer at once: they say which split promises most."""

from collections.abc import Sequence as Items
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from verify.prove.integer_forms import CONSTANT, Value
from verify.prove.relaxation.units import Inputs, Unit

Floats = NDArray[np.float64]


class Groups:
    """Units in groups, none of which depends on another of its group: dense rows over inputs and older units."""

    def __init__(self, units: Items[Unit], width: int) -> None:
        self.width = width
        self.parts: list[tuple[int, int]] = []
        start = 0
        for number, unit in enumerate(units):
            if any([variable >= width + start for variable in unit.form]):
                self.parts.append((start, number))
                start = number
        self.parts.append((start, len(units)))
        self.rows: list[tuple[Floats, Floats]] = []
        for first, last in self.parts:
            weights, constants = np.zeros((last - first, width + first)), np.zeros(last - first)
            for row, unit in enumerate(units[first:last]):
                for variable, factor in unit.form.items():
                    if variable == CONSTANT:
                        constants[row] = factor / unit.denominator
                    else:
                        weights[row, variable] = factor / unit.denominator
            self.rows.append((weights, constants))

    def refreshed(self, units: Items[Unit], inputs: Inputs) -> tuple[Unit, ...]:
        """Return the units with bounds anew, about as ``units.refreshed`` would find them."""
        low = np.array([unit.low / unit.scale for unit in units])
        high = np.array([unit.high / unit.scale for unit in units])
        least, greatest = self._ends(inputs)
        for (first, last), (weights, constants) in zip(self.parts, self.rows, strict=True):
            if not np.any((low[first:last] < 0) & (high[first:last] > 0)):
                continue
            upper = self._greatest(weights, constants, low, high, least, greatest)
            lower = -self._greatest(-weights, -constants, low, high, least, greatest)
            high[first:last] = np.minimum(high[first:last], upper)
            low[first:last] = np.maximum(low[first:last], lower)
        return tuple(
            [
                unit if not unit.is_open else unit.within(floor(a * unit.scale), ceil(b * unit.scale))
                for unit, a, b in zip(units, low.tolist(), high.tolist(), strict=True)
            ]
        )

    def greatest(self, units: Items[Unit], inputs: Inputs, forms: Items[Value]) -> Floats:
        """Return about what forms do not pass by standard slopes, each over its largest integer."""
        weights, constants = np.zeros((len(forms), self.width + len(units))), np.zeros(len(forms))
        for row, form in enumerate(forms):
            known = form if isinstance(form, dict) else {CONSTANT: form}
            size = max(map(abs, known.values())) or 1
            for variable, factor in known.items():
                if variable == CONSTANT:
                    constants[row] = factor / size
                else:
                    weights[row, variable] = factor / size
        low = np.array([unit.low / unit.scale for unit in units])
        high = np.array([unit.high / unit.scale for unit in units])
        least, greatest = self._ends(inputs)
        return self._greatest(weights, constants, low, high, least, greatest)

    def _ends(self, inputs: Inputs) -> tuple[Floats, Floats]:
        sides = [np.array([self._end(inputs, v, below) for v in range(self.width)]) for below in (True, False)]
        return sides[0], sides[1]

    def _end(self, inputs: Inputs, variable: int, below: bool) -> float:
        end = inputs.ends.get((variable, below))
        return (-np.inf if below else np.inf) if end is None else end[0] / inputs.denominator

    def _greatest(
        self, weights: Floats, constants: Floats, low: Floats, high: Floats, least: Floats, greatest: Floats
    ) -> Floats:
        """Return what rows over inputs and older units do not pass."""
        rows, total = weights.copy(), constants.copy()
        for (first, last), (inner, shift) in zip(reversed(self.parts), reversed(self.rows), strict=True):
            if self.width + first >= rows.shape[1]:
                continue
            factors = rows[:, self.width + first : self.width + last]
            a, b = low[first:last], high[first:last]
            is_open, is_on = (a < 0) & (b > 0), a >= 0
            share = np.where(is_open, b / np.where(is_open, b - a, 1.0), np.where(is_on, 1.0, 0.0))
            steep = np.where(is_on | (is_open & (b > -a)), 1.0, 0.0)
            up, down = np.maximum(factors, 0.0), np.minimum(factors, 0.0)
            slopes = up * share + down * steep
            total += slopes @ shift - (up * share) @ np.where(is_open, a, 0.0)
            rows = rows[:, : self.width + first] + slopes @ inner
        return total + np.maximum(rows, 0.0) @ greatest + np.minimum(rows, 0.0) @ least
