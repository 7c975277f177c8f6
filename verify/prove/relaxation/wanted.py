"""What is to be shown at an end, as rows in floats: how far each case is from being shown by standard slopes."""

from collections.abc import Sequence as Items

import numpy as np

from verify.prove.integer_forms import Bound
from verify.prove.relaxation.floats import Ends, Floats, Groups, Rows, Sides, size_of
from verify.prove.relaxation.linear import Proposal
from verify.prove.relaxation.parts import Part


class Wanted:
    """Cases, of each of which one sum of constraints must be shown to be negative."""

    def __init__(self, cases: Items[list[Bound]], groups: Groups) -> None:
        self.cases, self.groups = cases, groups
        self._rows = groups.scaled([value for case in cases for value, _ in case])
        self._sizes = [np.array([size_of(value) for value, _ in case], np.float64) for case in cases]
        self._counts = [len(case) for case in cases]
        ends = np.cumsum(self._counts).tolist()
        self._places = [slice(end - count, end) for end, count in zip(ends, self._counts, strict=True)]

    def bounds(self, part: Part) -> tuple[list[float], list[Floats]]:
        """Return for each case the least bound of a sum of its constraints, and the multipliers of that sum.

        Sums are each constraint alone, scaled to numbers of at most 1, and the sum that a linear program found on the
        way to the part.
        """
        found = self._sums(part, part.ends, part.sides)
        bounds, shares = list[float](), list[Floats]()
        for number, places in enumerate(self._sums_of(part)):
            sums = found[places]
            best = int(sums.argmin())
            alone = np.eye(self._counts[number])
            share = alone[best] if best < len(alone) else part.mixes[number]
            bounds.append(sums[best].item())
            shares.append(share / self._sizes[number])
        return bounds, shares

    def left(self, part: Part, ends: Ends, sides: Sides, among: Items[int]) -> Floats:
        """Return how far some cases are from being shown in many boxes of a part, with these bounds of units."""
        found, places = self._sums(part, ends, sides), self._sums_of(part)
        each = [np.maximum(0.0, found[..., places[number]].min(axis=-1)) for number in among]
        result: Floats = np.sum(each, axis=0) if each else np.zeros(found.shape[:-1])
        return result

    def _sums(self, part: Part, ends: Ends, sides: Sides) -> Floats:
        """Return bounds of each constraint alone, then of the sums that linear programs found."""
        weights, constants = [self._rows.weights], [self._rows.constants]
        for case in sorted(part.mixes):
            place = self._places[case]
            weights.append(part.mixes[case][None, :] @ self._rows.weights[place])
            constants.append(part.mixes[case] @ self._rows.constants[place, None])
        return self.groups.greatest(Rows(np.concatenate(weights), np.concatenate(constants)), ends, sides)

    def _sums_of(self, part: Part) -> list[list[int]]:
        """Return the places of each case's sums."""
        places = [list(range(place.start, place.stop)) for place in self._places]
        for place, case in enumerate(sorted(part.mixes), len(self._rows.constants)):
            places[case].append(place)
        return places

    def learn(self, part: Part, number: int, proposal: Proposal) -> None:
        """Keep the multipliers that a linear program has for a case, for all parts of this part."""
        if len(self.cases[number]) > 1:
            mine = proposal.multipliers[: len(self.cases[number])] * self._sizes[number]
            total = np.abs(mine).sum()
            if total > 0:
                part.mixes = {**part.mixes, number: mine / total}

    def slack(self, point: Floats) -> float:
        """Return how far the network's run at a point is inside a case; below 0 it is in none."""
        found = self._rows.at(self.groups.values(point))
        most: float = max([found[place].min().item() for place in self._places])
        return most
