"""Forms in which units that are on or off are written out: what is left are inputs and open units."""

import numpy as np

from verify.prove.integer_forms import CONSTANT, Value
from verify.prove.relaxation.floats import Ends, Floats, Groups, Rows


class Reduced:
    """The units that are open within some bounds, by their places among them.

    Attributes:
        numbers: of the open units.
        rows: what comes before each of them, over inputs and open units.
    """

    def __init__(self, groups: Groups, ends: Ends) -> None:
        self.width, self._open = groups.width, ends.mask
        self._on = ~self._open & (ends.high > 0)
        self.numbers = np.flatnonzero(self._open)
        self._places, self._ranks = np.cumsum(self._open) - 1, np.cumsum(self._on) - 1
        size, known = self.width + len(self.numbers), int(np.count_nonzero(self._on))
        self.rows = Rows(np.zeros((len(self.numbers), size)), np.zeros(len(self.numbers)))
        self._known = Rows(np.zeros((known, size)), np.zeros(known))
        for (first, last), (inner, shift) in zip(groups.parts, groups.rows, strict=True):
            for mask, places, rows in ((self._open, self._places, self.rows), (self._on, self._ranks, self._known)):
                chosen = np.flatnonzero(mask[first:last])
                found = self._written(inner[chosen], shift[chosen], first)
                rows.weights[places[first + chosen]], rows.constants[places[first + chosen]] = found

    def _written(self, weights: Floats, constants: Floats, units: int) -> Rows:
        """Return forms over inputs and the first units with those that are on or off written out."""
        found = np.zeros((len(weights), self.rows.weights.shape[1]))
        older, known = np.flatnonzero(self._open[:units]), np.flatnonzero(self._on[:units])
        found[:, : self.width] = weights[:, : self.width]
        found[:, self.width + self._places[older]] = weights[:, self.width + older]
        factors = weights[:, self.width + known]
        return Rows(
            found + factors @ self._known.weights[: len(known)],
            constants + factors @ self._known.constants[: len(known)],
        )

    def fits(self, ends: Ends) -> bool:
        """Return whether nothing is open within these bounds that is not open here, and most of what is open is."""
        same = (ends.high > 0) == self._on
        return bool(np.all(self._open | (same & ~ends.mask))) and 2 * ends.open >= len(self.numbers)

    def written(self, form: Value, size: int) -> tuple[Floats, float]:
        """Return a form over a number: factors of inputs and open units, and its constant."""
        found = np.zeros(self.rows.weights.shape[1])
        if isinstance(form, int):
            return found, form / size
        constant = form[CONSTANT] / size
        for variable, factor in form.items():
            number, share = variable - self.width, factor / size
            if variable == CONSTANT:
                continue
            if number < 0:
                found[variable] += share
            elif self._open[number]:
                found[self.width + self._places[number]] += share
            elif self._on[number]:
                rank = self._ranks[number]
                found += share * self._known.weights[rank]
                constant += share * self._known.constants[rank].item()
        return found, constant
