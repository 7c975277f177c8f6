"""Which split of a part is best: halves of an input, measured by bounds, or a unit, measured by linear programs."""

from collections.abc import Callable, Iterator, Sequence as Items
from itertools import islice
from typing import NamedTuple

import numpy as np

from verify.certificate import Hint
from verify.check.units import Unit
from verify.prove.integer_forms import Bound
from verify.prove.relaxation.floats import Ends, Floats, Groups, Sides
from verify.prove.relaxation.linear import Proposal, Relaxation
from verify.prove.relaxation.parts import Part

_UNITS, _INPUTS = 4, 2
"""How many splits are tried at each part, those that promise most."""

FEW = 10
"""So many inputs are few enough to try each."""

_PROGRAMS = 5
"""Where inputs are few and a case has several constraints, linear programs are asked of the halves of so many inputs,
those that promise most by bounds: bounds add constraints up as was best before the split."""

_DEARER = 3.0
"""A half of an input costs a certificate so many doublings more than a side of a unit: bounds are written anew."""

_DEEPEST = 1.25
"""Where inputs are few, units are split only if so many repetitions may be enough, or halves are slow: what linear
programs promise of a unit does not repeat, that of halves does (measured on ACAS Xu N(3,3), property 2)."""

SLOW = 4.0
"""Halves that must be repeated more often are slow: linear programs are asked, and units tried."""

SMALL = 1e-7
"""Below it, inputs are not divided any more: what is true without a margin is shown where every unit is decided."""


class Split(NamedTuple):
    """A split: how often one like it must be repeated, its hint, its sides."""

    depth: float
    hint: Hint
    sides: tuple[Part, Part]


class Splitting:
    """Chooses splits.

    Args:
        units: the units.
        groups: the same in floats.
        relaxation: the linear program.
        left: how far boxes of a part are from being shown, by bounds.
    """

    def __init__(
        self, units: Items[Unit], groups: Groups, relaxation: Relaxation, left: Callable[[Part, Ends, Sides], Floats]
    ) -> None:
        self.units, self.groups, self.relaxation, self.left = units, groups, relaxation, left

    def halves(self, part: Part) -> bool:
        """Return whether inputs are few and one can be halved."""
        widths = part.widths()
        return self.groups.width <= FEW and bool(np.any((widths > 0) & np.isfinite(widths)))

    def halved(self, part: Part, proposal: Proposal | None = None) -> Iterator[Split]:
        """Yield inputs in halves, those first that promise most by bounds; where inputs are many those that may."""
        widths = part.widths()
        if self.groups.width > FEW:
            assert proposal is not None
            smear = np.where(np.isfinite(widths), widths, 0.0) * proposal.pull
            order = [variable for variable in np.argsort(-smear)[:_INPUTS].tolist() if smear[variable] > 0]
        else:
            order = [variable for variable, size in enumerate(widths.tolist()) if 0 < size < np.inf]
        if not order:
            return
        found = [part.halved(variable) for variable in order]
        boxes = Sides.stacked([half.sides for _, halves in found for half in halves])
        low, high = self.groups.refreshed(part.before_halves, boxes)
        after = self.left(part, Ends(low, high), boxes).reshape(-1, 2).sum(axis=1)
        before = self.left(part, part.ends, part.sides).item()
        for place in np.argsort(after, kind="stable").tolist():
            hint, halves = found[place]
            sides = part.at_halves(halves, [Ends(low[side], high[side]) for side in (2 * place, 2 * place + 1)])
            yield Split(_depth(before, after[place].item()), hint, sides)

    def input(self, part: Part, number: int, case: list[Bound], proposal: Proposal) -> Split | None:
        """Return the best halves of an input, by linear programs where inputs are few and constraints several."""
        splits = self.halved(part, proposal)
        if self.groups.width > FEW or len(case) == 1:
            return next(splits, None)
        best: Split | None = None
        self.relaxation.begin(part.ends)
        for split in islice(splits, _PROGRAMS):
            tried = self._tried(split, number, case, proposal, np.inf if best is None else best.depth)
            if best is None or tried.depth < best.depth:
                best = tried
        return best

    def unit(self, part: Part, number: int, case: list[Bound], proposal: Proposal, enough: float) -> Split | None:
        """Return the best split at a unit; None if none can be done with fewer repetitions than ``enough``."""
        open_units = np.flatnonzero(part.ends.mask).tolist()
        gaps = proposal.gaps or dict.fromkeys(open_units, 0.0)
        order = sorted(gaps, key=lambda unit: -gaps[unit])[:_UNITS]
        best: Split | None = None
        self.relaxation.begin(part.ends)  # a program for one side would not do for the others
        for unit in order:
            if proposal.most > 0 and enough < np.inf and gaps[unit] * enough < proposal.most / 2:
                break
            if best is not None and gaps[unit] <= 0:
                break
            split = Split(0.0, *part.at_unit(unit, self.units[unit].form))
            tried = self._tried(split, number, case, proposal, enough if best is None else best.depth)
            if best is None or tried.depth < best.depth:
                best = tried
        return best

    def _tried(self, split: Split, number: int, case: list[Bound], proposal: Proposal, enough: float) -> Split:
        """Return a split as linear programs of its sides find it; the second one only if the first is not enough."""
        after, depth = 0.0, 0.0
        for side in split.sides:
            found = self.relaxation.propose(side.ends, side.oblique, side.sides, case)
            if found is not None:
                side.known = (number, found)
                after += max(0.0, found.most)
            depth = _depth(proposal.most, after)
            if depth > enough:  # whatever the other side brings
                break
        return split._replace(depth=depth)

    def best(self, part: Part, number: int, case: list[Bound], proposal: Proposal) -> Split | None:
        """Return the best split for a case that is left, with what a linear program proposes for it."""
        if self.groups.width > FEW:  # a half must be good to be worth its bounds: mostly no input is looked at
            unit = self.unit(part, number, case, proposal, np.inf)
            if unit is not None and unit.depth <= 1 + _DEARER:
                return unit
            half = self.input(part, number, case, proposal) if proposal.most > SMALL else None
            return half if unit is None or (half is not None and half.depth + _DEARER < unit.depth) else unit
        half = self.input(part, number, case, proposal) if proposal.most > SMALL else None
        enough = np.inf if half is None else half.depth + _DEARER
        if half is not None and half.depth <= SLOW and self.halves(part):
            enough = min(enough, _DEEPEST)
        unit = self.unit(part, number, case, proposal, enough)
        if unit is not None and unit.depth <= enough:
            return unit
        return half


def _depth(before: float, after: float) -> float:
    """Return how often a split must be repeated until nothing is left, if each takes as much as this one."""
    gone = before - after / 2
    return before / gone if gone > 0 else np.inf if before > 0 else 1.0
