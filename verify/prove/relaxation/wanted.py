"""What is to be shown at an end, as rows in floats: how far each case is from being shown by standard slopes."""

from collections.abc import Sequence as Items

import numpy as np

from verify.prove.integer_forms import Bound
from verify.prove.relaxation.floats import Floats, Groups, Rows, size_of
from verify.prove.relaxation.linear import Proposal
from verify.prove.relaxation.parts import Part


class Wanted:
    """Cases, of each of which one sum of constraints must be shown to be negative."""

    def __init__(self, cases: Items[list[Bound]], groups: Groups) -> None:
        self.cases, self.groups = cases, groups
        self._rows = groups.scaled([value for case in cases for value, _ in case])
        self._sizes = [np.array([size_of(value) for value, _ in case], np.float64) for case in cases]
        ends = np.cumsum([len(case) for case in cases]).tolist()
        self._places = [slice(end - len(case), end) for end, case in zip(ends, cases, strict=True)]

    def bounds(self, part: Part) -> tuple[list[float], list[Floats]]:
        """Return for each case the least bound of a sum of its constraints, and the multipliers of that sum.

        Sums are each constraint alone, scaled to numbers of at most 1, and the sum that a linear program found on the
        way to the part.
        """
        mixed = sorted(part.mixes)
        weights, constants = [self._rows.weights], [self._rows.constants]
        for case in mixed:
            place = self._places[case]
            weights.append(part.mixes[case][None, :] @ self._rows.weights[place])
            constants.append(part.mixes[case] @ self._rows.constants[place, None])
        found = self.groups.greatest(Rows(np.concatenate(weights), np.concatenate(constants)), part.ends, part.sides)
        bounds, shares = list[float](), list[Floats]()
        for number, place in enumerate(self._places):
            alone = found[place]
            best = int(alone.argmin())
            least, share = alone[best].item(), np.eye(len(alone))[best]
            if number in part.mixes:
                mix = found[len(self._rows.constants) + mixed.index(number)].item()
                if mix < least:
                    least, share = mix, part.mixes[number]
            bounds.append(least)
            shares.append(share / self._sizes[number])
        return bounds, shares

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
