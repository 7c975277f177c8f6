"""Branch and bound over units and inputs: floats propose what to split and what to add up, integers decide."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np

from constructions.model.rational import Point
from verify.certificate import Hint
from verify.check.intervals import Box
from verify.check.units import Unit
from verify.prove.integer_forms import Bound, Value, negative
from verify.prove.limits import Limits, Stopped
from verify.prove.relaxation.closing import Closing
from verify.prove.relaxation.floats import Ends, Floats, Groups, Sides, ends_of
from verify.prove.relaxation.linear import Proposal, Relaxation
from verify.prove.relaxation.parts import Part, Seed, on_one_input, written
from verify.prove.relaxation.running import finest
from verify.prove.relaxation.splitting import SLOW, SMALL, Split, Splitting
from verify.prove.relaxation.units import narrowed
from verify.prove.relaxation.wanted import Wanted

_GRID = 1 << 24
"""The denominator of inputs that are tried as counterexamples."""

_NEAR = 1e-9
"""A linear program whose optimum is above minus this is not tried as a proof."""

_MANY = 60
"""Where more units are open a linear program is asked only if what the last one on the way gained would be enough."""

PARTS = 16
"""So many parts are looked at one after the other, then what is left is divided anew: see ``Search.piece``."""


class Unsuited(Stopped):
    """The claim, or the network, is not one for relaxation; the message says why."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked at an end: to show that no input of a region is in a case.

    Attributes:
        units: the units there, with their bounds in the region.
        region: its constraints.
        inputs: the intervals of its inputs.
        cases: of each of which one sum of constraints must be shown to be negative.
        rows: as in ``Closing``.
    """

    units: tuple[Unit, ...]
    region: tuple[Bound, ...]
    inputs: Box
    cases: tuple[list[Bound], ...]
    rows: tuple[int, ...] | None = None

    def root(self) -> Part:
        """Return the whole region as a part."""
        return Part.root(self.units, list(self.region), self.inputs, ends_of(self.units))

    def within(self, bound: Bound) -> "Question":
        """Return the same question about the side of a split that satisfies this."""
        alone = on_one_input(bound, self.inputs.width)
        inputs = narrowed(self.inputs, bound) if alone else self.inputs
        return replace(self, region=(*self.region, bound), inputs=inputs)

    def emptied(self, number: int) -> "Question":
        """Return the question whether the side of a split is empty that satisfies a case of one constraint."""
        within = self.within(self.cases[number][0])
        return replace(within, cases=(self.cases[number],), rows=(len(self.region),))

    def denied(self) -> dict[int, int]:
        """Return the cases of one constraint whose contrary is in the region, with its number there."""
        places = {_key(bound): place for place, bound in enumerate(self.region)}
        single = {number: case[0] for number, case in enumerate(self.cases) if len(case) == 1 and case[0][1] != "="}
        contraries = {number: _key(contrary(bound)) for number, bound in single.items()}
        return {number: places[key] for number, key in contraries.items() if key in places}


class Piece(NamedTuple):
    """What became of a part after some steps.

    Attributes:
        hints: what divides it and settles its parts; None in the place of each part that is left.
        left: the parts that are left, in the order of their places.
        looked: how many parts were looked at.
        settled: how many of them are settled.
        fault: why the search ended, if it did.
    """

    hints: list[Hint | None]
    left: list[Seed]
    looked: int
    settled: int
    fault: Stopped | None = None


class Search:
    """Branch and bound at one end.

    Args:
        question: what is asked.
        limits: until when.
        refuted: called with inputs that may refute the claim.
    """

    def __init__(self, question: Question, limits: Limits, refuted: Callable[[Point], None]) -> None:
        self.question, self.limits, self.refuted = question, limits, refuted
        width = question.inputs.width
        self.groups = Groups(question.units, width)
        self.wanted = Wanted(question.cases, self.groups)
        starts = [first for first, _ in self.groups.parts]
        self.closing = Closing(width, finest(question.units), starts, question.rows)
        self.denied = {} if question.rows else question.denied()
        self._begin()

    def _begin(self) -> None:
        """Begin with linear programs that know of nothing before."""
        self.relaxation = Relaxation(self.question.units, self.groups, self.limits)
        self.splitting = Splitting(self.question.units, self.groups, self.relaxation, self._left)

    def hard(self) -> list[int]:
        """Return the cases that neither bounds nor linear programs show at once, those first that are farthest off."""
        part = self.question.root()
        found = dict[int, float]()
        with np.errstate(over="raise", invalid="raise"):
            for number, bound in enumerate(self.wanted.bounds(part)[0]):
                most = self._propose(part, number, bound).most if bound >= 0 else -1.0
                if most >= -_NEAR:
                    found[number] = most
        return sorted(found, key=lambda number: -found[number])

    def piece(self, seed: Seed) -> Piece:
        """Return what becomes of a part when ``PARTS`` parts of it are looked at, those first that are farthest off.

        That depends on nothing but the question and the part: linear programs begin anew. So pieces may be worked on in
        any order, here or elsewhere, and the hints are the same.
        """
        self._begin()
        root = Part.grown(seed, self.question.region, self.question.units)
        waiting: list[tuple[float, int, Part]] = [(0.0, 0, root)]
        pushed = looked = settled = 0
        try:
            with np.errstate(over="raise", invalid="raise"):
                while waiting and looked < PARTS:
                    self.limits.check()
                    looked += 1
                    part = heappop(waiting)[2]
                    left = self._settle(part)
                    if left is None:
                        settled += 1
                        continue
                    for side in self._divide(part, *left):
                        pushed += 1
                        heappush(waiting, (-self._left(side, side.ends, side.sides).item(), pushed, side))
        except (OverflowError, FloatingPointError):
            return Piece([], [], looked, settled, Unsuited("its numbers are beyond floating point"))
        except Stopped as fault:
            return Piece([], [], looked, settled, fault)
        far = {id(part): -left for left, _, part in waiting}
        hints = written(root)
        rest = [part.seed(far[id(part)], len(self.question.region)) for part in hints if isinstance(part, Part)]
        return Piece([None if isinstance(hint, Part) else hint for hint in hints], rest, looked, settled)

    def _left(self, part: Part, ends: Ends, sides: Sides) -> Floats:
        """Return how far boxes of a part are from being shown."""
        among = [number for number in range(len(self.wanted.cases)) if number not in self.denied]
        return self.wanted.left(part, ends, sides, among)

    def _settle(self, part: Part) -> tuple[int, Proposal | Split] | None:
        """Settle a part if it can be done without a split; else return a case that is left, and what is known of it.

        That is what a linear program proposes; or the best split, if bounds are enough to see that it is good.
        """
        if self._impossible(part):
            return None
        bounds, shares = self.wanted.bounds(part)
        found = dict[int, Proposal]()
        for number in sorted(range(len(bounds)), key=lambda number: -bounds[number]):
            if number in self.denied:
                continue
            if bounds[number] < 0:
                break
            few = self.splitting.halves(part)
            if few and part.ends.open > _MANY and bounds[number] > part.gain:
                half = next(self.splitting.halved(part))
                if half.depth <= SLOW:
                    self._tried(part.sides.middle())
                    return number, half
            proposal = self._asked(part, number, bounds[number]) if few else self._propose(part, number, bounds[number])
            if proposal is None:
                return number, next(self.splitting.halved(part))
            if proposal.most >= -_NEAR and part.ends.open:
                return number, proposal
            found[number] = proposal
        if part.own and self._settled_bare(part):
            return None
        for number, case in enumerate(self.wanted.cases):
            if number in self.denied:
                part.hints.append(["goal*", 1, self.denied[number], 1])
                continue
            hint = None if number in found else self.closing.plain(part, case, shares[number])
            if hint is None:
                proposal = found.get(number) or self._propose(part, number, bounds[number])
                if proposal.most < -_NEAR:
                    hint = self.closing.proposed(part, case, proposal)
                if hint is None and not part.ends.open:
                    hint = self.closing.decided(part, case, self.refuted)
                    if hint is None:
                        raise Unsuited("a part of the region is not what its units say")
                if hint is None:
                    part.hints = []
                    return number, proposal
            part.hints.append(hint)
        return None

    def _settled_bare(self, part: Part) -> bool:
        """Settle a part without bounds of units written anew, if those from before its last split are good enough."""
        bare = part.bared()
        bounds, shares = self.wanted.bounds(bare)
        for number, case in enumerate(self.wanted.cases):
            if number in self.denied:
                hint: Hint | None = ["goal*", 1, self.denied[number], 1]
            elif bounds[number] < 0:
                hint = self.closing.plain(bare, case, shares[number])
            else:
                found = self.relaxation.propose(bare.ends, bare.oblique, bare.sides, case)
                hint = None
                if found is not None and found.most < -_NEAR:
                    hint = self.closing.proposed(bare, case, found)
            if hint is None:
                return False
            bare.hints.append(hint)
        part.own, part.hints = False, bare.hints
        return True

    def _impossible(self, part: Part) -> bool:
        """Settle a part in which a constraint of the region cannot hold."""
        if np.any(part.sides.least >= part.sides.greatest):  # the last constraint leaves nothing of an interval
            hint = self.closing.contradiction(part, len(part.region) - 1)
            if hint is not None:
                part.hints = [hint]
                return True
        if not part.rows:
            return False
        rows = self.groups.scaled([value for value, _ in part.oblique])
        bounds = self.groups.greatest(rows, part.ends, part.sides).tolist()
        for place, bound in zip(part.rows, bounds, strict=True):
            if bound < 0:
                hint = self.closing.contradiction(part, place)
                if hint is not None:
                    part.hints = [hint]
                    return True
        return False

    def _propose(self, part: Part, number: int, bound: float) -> Proposal:
        """Return what a linear program says of a case, which must have an answer."""
        found = self._asked(part, number, bound)
        if found is None:
            raise Unsuited("the linear program of a part has no answer")
        return found

    def _asked(self, part: Part, number: int, bound: float) -> Proposal | None:
        """Return what a linear program says of a case, if it has an answer; a point that it finds may refute."""
        if part.known is None or part.known[0] != number:
            found = self.relaxation.propose(part.ends, part.oblique, part.sides, self.wanted.cases[number])
            if found is None:
                self.limits.check()
                return None
            part.known = number, found
        proposal = part.known[1]
        part.gain = bound - proposal.most
        self.wanted.learn(part, number, proposal)
        if proposal.most > 0:
            self._tried(proposal.point)
        return proposal

    def _tried(self, found: Floats) -> None:
        """Run the network at about a point, if floats say that it may refute the claim; raise Fails if it does."""
        if not np.isfinite(found).all() or self.wanted.slack(found) < -SMALL:
            return
        point = []
        for variable, value in enumerate(found.tolist()):
            rounded = Fraction(round(Fraction(value) * _GRID), _GRID)
            for upper in (False, True):
                end = self.question.inputs.ends.get((variable, upper))
                if end is not None:
                    limit = Fraction(end[0], self.question.inputs.denominator)
                    rounded = min(rounded, limit) if upper else max(rounded, limit)
            point.append(rounded)
        self.refuted(tuple(point))

    def _divide(self, part: Part, number: int, known: Proposal | Split) -> tuple[Part, Part]:
        """Split a part and return its sides."""
        split: Split | None
        if isinstance(known, Split):
            split = known
        else:
            split = self.splitting.best(part, number, self.wanted.cases[number], known)
        if split is None:
            raise Unsuited("no unit and no input is left to split: the margin is too small for bounds")
        part.divided((split.hint, split.sides))
        return split.sides


def contrary(bound: Bound) -> Bound:
    """Return what holds where an inequality does not.

    >>> contrary(({0: 1, -1: -2}, ">="))
    ({0: -1, -1: 2}, '>')
    """
    value, relation = bound
    return negative(value) if isinstance(value, dict) else -value, ">" if relation == ">=" else ">="


def _key(bound: Bound) -> tuple[Value | tuple[tuple[int, int], ...], str]:
    """Return a constraint as a key."""
    value, relation = bound
    return value if isinstance(value, int) else tuple(sorted(value.items())), relation
