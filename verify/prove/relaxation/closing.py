"""Exact hints that show that no point of a part is in a case; all are tried with the rule of the checker."""

from collections.abc import Callable, Sequence as Items
from fractions import Fraction
from math import gcd, lcm
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from constructions.model.rational import Point
from verify.certificate import Hint
from verify.check.units import Unit
from verify.prove.feasibility import Feasibility
from verify.prove.integer_forms import CONSTANT, Bound, Value, point_of
from verify.prove.relaxation.floats import Floats, scaled_integers
from verify.prove.relaxation.linear import Proposal
from verify.prove.relaxation.parts import Part, on_one_input
from verify.prove.relaxation.units import bound

_SHIFTS = (0, 8, 20, 40)
"""By how many bits multipliers are scaled up before they are rounded, beyond what slopes need."""


_InInputs: TypeAlias = tuple[NDArray[np.object_], int]
"""A form in the inputs: integers, the constant last, over a positive one."""


class Closing:
    """Looks for hints at one end.

    Args:
        width: how many inputs there are.
        finest: a multiplier large enough for slopes, which are integers, to be nearly any ratio.
        starts: the first units of groups; slopes of the units behind one of them may be enough.
        rows: the numbers that the constraints of a case have in the region, if all it says is that the region is empty.
    """

    def __init__(self, width: int, finest: int, starts: Items[int], rows: Items[int] | None = None) -> None:
        self.width, self.finest, self.starts, self.rows = width, finest, starts, rows

    def contradiction(self, part: Part, place: int) -> Hint | None:
        """Return a hint that one constraint of the region cannot hold, by standard slopes."""
        if part.region[place][1] == "=" or not self._shown(part, [(part.region[place], self.finest)], {}):
            return None
        return ["empty*", place, self.finest]

    def plain(self, part: Part, case: list[Bound], shares: Floats) -> Hint | None:
        """Return a hint by standard slopes and these multipliers of a case, no other constraint."""
        free = [relation == "=" for _, relation in case]
        numbers = _rounded(shares.tolist(), self.finest / max(map(abs, shares.tolist())), free)
        added = [(case[place], multiplier) for place, multiplier in numbers.items()]
        if not self._shown(part, added, {}):
            return None
        return self._hint(numbers, {}, {}, len(part.region))

    def proposed(self, part: Part, case: list[Bound], proposal: Proposal) -> Hint | None:
        """Return a hint with the multipliers and slopes of a linear program, rounded, if they are good enough."""
        largest = max(map(abs, [*proposal.multipliers.tolist(), *proposal.slopes.values()]))
        if not largest:
            return None
        units, size = part.units(), len(case)
        free = [relation == "=" for _, relation in [*case, *part.oblique]]
        for shift in _SHIFTS:
            scale = (self.finest << shift) / largest
            rounded = _rounded(proposal.multipliers.tolist(), scale, free)
            chosen = {place: m for place, m in rounded.items() if place < size}
            others = {part.rows[place - size]: m for place, m in rounded.items() if place >= size}
            added = [*[(case[k], m) for k, m in chosen.items()], *[(part.region[k], m) for k, m in others.items()]]
            slopes = dict(zip(proposal.slopes, scaled_integers([*proposal.slopes.values()], scale), strict=True))
            for first in (len(units), *reversed(self.starts)):
                kept = {number: slope for number, slope in slopes.items() if number >= first}
                if self._shown(part, added, kept):
                    return self._hint(chosen, others, kept, len(part.region))
        return None

    def decided(self, part: Part, case: list[Bound], refuted: Callable[[Point], None]) -> Hint | None:
        """Return a hint where no unit is open: exact multipliers, found with every unit written in the inputs.

        Where a point is in the case ``refuted`` is called with it; None if it is not so for the network.
        """
        known: list[_InInputs] = []
        units = part.units()
        for unit in units:
            on = unit.high > 0 or unit.low >= 0
            known.append(_written_in_inputs(unit.form if on else 0, known, self.width, unit.denominator))
        constraints = [*part.region, *case]
        plain, factors = list[Bound](), list[Fraction]()
        for value, relation in constraints:
            form, below = _written_in_inputs(value, known, self.width, 1)
            common = gcd(*form)
            short = {variable: factor // (common or 1) for variable, factor in enumerate(form[:-1]) if factor}
            constant = form[-1] // (common or 1)
            plain.append(({**short, CONSTANT: constant} if short else constant, relation))
            factors.append(Fraction(below, common or below))
        answer = Feasibility(self.width).solve(plain)
        if isinstance(answer, tuple):
            refuted(point_of(answer))
            return None
        inside = len(part.region)
        for whole_sum in (False, True):  # those on one input are its interval; if they alone contradict, all are named
            kept = {
                place: multiplier * factors[place]
                for place, multiplier in answer.items()
                if whole_sum or place >= inside or not on_one_input(constraints[place], self.width)
            }
            scale = self._whole(units, {place: (constraints[place], m) for place, m in kept.items()})
            numbers = {place: int(m * scale) for place, m in kept.items()}
            if self._shown(part, [(constraints[place], m) for place, m in numbers.items()], {}):
                chosen = {place - inside: m for place, m in numbers.items() if place >= inside}
                return self._hint(chosen, {place: m for place, m in numbers.items() if place < inside}, {}, inside)
        return None

    def _hint(self, chosen: dict[int, int], others: dict[int, int], slopes: dict[int, int], length: int) -> Hint:
        """Return the hint with these multipliers of a case and of the region, and these slopes."""
        if self.rows is None:
            return ["goal*", *_numbers(chosen, others, slopes, length)]
        both = dict(others)
        for place, multiplier in chosen.items():
            both[self.rows[place]] = both.get(self.rows[place], 0) + multiplier
        return ["empty*", *_numbers({}, both, slopes, length)[1:]]

    def _whole(self, units: Items[Unit], added: dict[int, tuple[Bound, Fraction]]) -> int:
        """Return by what multipliers must be multiplied, so that they and the slopes of units that are on are whole."""
        sums: dict[int, Fraction] = {}
        scale = lcm(*[m.denominator for _, m in added.values()], 1)
        for (value, _), multiplier in added.values():
            for variable, factor in (value if isinstance(value, dict) else {CONSTANT: value}).items():
                sums[variable] = sums.get(variable, Fraction(0)) + multiplier * factor
        for number in range(len(units) - 1, -1, -1):
            unit = units[number]
            left = sums.pop(self.width + number, Fraction(0))
            if not left or unit.high <= 0:
                continue
            slope = left / unit.denominator
            scale = lcm(scale, slope.denominator)
            for variable, weight in unit.form.items():
                sums[variable] = sums.get(variable, Fraction(0)) + slope * weight
        return scale

    def _shown(self, part: Part, added: list[tuple[Bound, int]], slopes: dict[int, int]) -> bool:
        """Return whether a combination is bounded by something below 0, or by 0 strictly."""
        sums: dict[int, int] = {CONSTANT: 0}
        strict = False
        for (value, relation), multiplier in added:
            strict = strict or relation == ">"
            for variable, factor in (value if isinstance(value, dict) else {CONSTANT: value}).items():
                sums[variable] = sums.get(variable, 0) + multiplier * factor
        most = bound(sums, part.units(), slopes, part.inputs)
        return most is not None and (most[0] < 0 or (most[0] == 0 and (strict or most[1])))


def _rounded(multipliers: list[float], scale: float, free: list[bool]) -> dict[int, int]:
    """Return multipliers as integers by place, those other than 0; none below 0 that is not free."""
    rounded = scaled_integers(multipliers, scale)
    return {place: m for place, m in enumerate(rounded) if m > 0 or (m and free[place])}


def _numbers(chosen: dict[int, int], others: dict[int, int], slopes: dict[int, int], length: int) -> list[int]:
    """Return the numbers of a hint: the first constraint's multiplier, then pairs in increasing order."""
    pairs = [(-1 - number, slope) for number, slope in sorted(slopes.items(), reverse=True)]
    pairs += sorted(others.items())
    pairs += [(length + place - 1, multiplier) for place, multiplier in sorted(chosen.items()) if place]
    return [chosen.get(0, 0), *[number for pair in pairs for number in pair]]


def _written_in_inputs(value: Value, known: Items[_InInputs], width: int, below: int) -> _InInputs:
    """Return value / below with every unit replaced by what it is in the inputs."""
    row = np.zeros(width + 1, dtype=object)
    pairs = [(CONSTANT, value)] if isinstance(value, int) else list(value.items())
    inner = [(factor, *known[variable - width]) for variable, factor in pairs if variable >= width]
    common = lcm(*[size for _, _, size in inner])
    for variable, factor in pairs:
        if variable < width:
            row[variable] = factor * common  # CONSTANT is the last place
    for factor, weights, size in inner:
        row = row + factor * (common // size) * weights
    shared = gcd(below * common, *row)
    return row // shared, below * common // shared
