"""Branch and bound over units and inputs: floats propose what to split and what to add up, integers decide."""

from fractions import Fraction
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np

from constructions.model.cost import MEASURES
from constructions.model.evaluation import evaluate, trace
from constructions.model.network import Network
from constructions.model.nouns import count_of
from constructions.model.rational import Point
from verify.certificate import BOUND, Hint
from verify.prove.execution import Execution, Fails
from verify.prove.goals import Cases
from verify.prove.integer_forms import Bound, negative, sample_of, satisfied
from verify.prove.limits import Limits, Stopped
from verify.prove.prepared import Prepared
from verify.prove.relaxation.closing import Closing
from verify.prove.relaxation.floats import Floats, Groups, ends_of
from verify.prove.relaxation.linear import Proposal, Relaxation
from verify.prove.relaxation.parts import Part, on_one_input, written
from verify.prove.relaxation.running import Bounded, Relaxing, UnboundedError, finest
from verify.prove.relaxation.splitting import SMALL, Splitting
from verify.prove.relaxation.wanted import Wanted

_GRID = 1 << 24
"""The denominator of inputs that are tried as counterexamples."""

FEW_UNITS = 24
"""With so many open units paths may be few: they are tried first, since they are exact, and known to every lane."""

_MOST = 4_000
"""So many parts may be looked at where paths are another way, if there is no limit of time."""

_NEAR = 1e-9
"""A linear program whose optimum is above minus this is not tried as a proof."""

_MANY = 60
"""Where more units are open a linear program is asked only if what the last one on the way gained would be enough."""


class Unsuited(Stopped):
    """The claim, or the network, is not one for relaxation; the message says why."""


class Few(Unsuited):
    """Few units are open, so that paths may be few."""


class ShowRelaxed:
    """The visitor that shows at every end that no input satisfies a list of constraints, or raises Fails."""

    def __init__(self, network: Network, domain: list[Bound], cases: Cases, limits: Limits, few: int) -> None:
        self.network, self.domain, self.cases, self.limits, self.few = network, domain, cases, limits, few

    def closes(self, count: int, left: int) -> Hint | None:
        """Return None: whatever is left must run."""
        return None

    def at_end(self, execution: Execution) -> list[Hint]:
        """Return the hints of this end."""
        region = execution.region
        assert isinstance(region, Bounded)
        wanted = list(self.cases(execution.values))
        if not wanted:
            return []
        if self.few and sum([unit.is_open for unit in region.units]) <= self.few:
            raise Few("few units are open")
        everywhere = any([all([isinstance(value, int) for value, _ in case]) for case in wanted])
        if everywhere:  # in such a case is every input: there must be none
            return self._emptied(region)
        if any([_opposite(one, other) for one, other in pairwise(wanted)]):
            raise Unsuited("bounds do not show equality")
        return self._searched(region, wanted)

    def _emptied(self, region: Bounded) -> list[Hint]:
        """Return hints that show that the region has no input: not all of its constraints can hold."""
        rows = [place for place, bound in enumerate(region.bounds) if not on_one_input(bound, region.width)]
        if not rows:  # any input of the box is one
            return self._searched(region, [[(1, ">")]])
        return self._searched(region, [[region.bounds[place] for place in rows]], rows)

    def _searched(self, region: Bounded, wanted: list[list[Bound]], rows: list[int] | None = None) -> list[Hint]:
        """Return hints that show that no input of the region is in a case; ``rows`` is as in ``Closing``."""
        try:
            with np.errstate(over="raise", invalid="raise"):
                return _Search(self, region, wanted, rows).hints()
        except (OverflowError, FloatingPointError):
            raise Unsuited("its numbers are beyond floating point") from None

    def refuted(self, point: Point) -> None:
        """Run the network at a point, and raise Fails if it refutes the claim."""
        sample = sample_of(point)
        if all([satisfied(bound, sample) for bound in self.domain]):
            output = sample_of(evaluate(self.network, point))
            if any([all([satisfied(bound, (1,)) for bound in case]) for case in self.cases(list(output))]):
                raise Fails.at(point)


class AtMostRelaxed(ShowRelaxed):
    """The visitor that shows that no input takes more than ``bound`` operations, or raises Fails."""

    def __init__(self, program: Prepared, domain: list[Bound], bound: int, limits: Limits) -> None:
        super().__init__(program.network, domain, lambda _: iter(()), limits, 0)
        self.measure, self.bound = MEASURES[program.measure], bound

    def closes(self, count: int, left: int) -> Hint | None:
        """Return ``bound`` if the structure of what is left is within it."""
        return BOUND if count + left <= self.bound else None

    def at_end(self, execution: Execution) -> list[Hint]:
        """Return hints that show that no input is here, where the operations are too many."""
        assert isinstance(execution.region, Bounded)
        return [] if execution.count <= self.bound else self._emptied(execution.region)

    def refuted(self, point: Point) -> None:
        """Run the network at a point, and raise Fails if it takes too many operations."""
        sample = sample_of(point)
        inside = all([satisfied(bound, sample) for bound in self.domain])
        if inside and self.measure(trace(self.network, point).operations) > self.bound:
            raise Fails.at(point)


class _Search:
    """Branch and bound at one end."""

    def __init__(self, visitor: ShowRelaxed, region: Bounded, cases: list[list[Bound]], rows: list[int] | None) -> None:
        self.visitor = visitor
        self.groups = Groups(region.units, region.width)
        self.root = Part.root(region.units, list(region.bounds), region.inputs(), ends_of(region.units))
        self.wanted = Wanted(cases, self.groups)
        self.relaxation = Relaxation(region.units, region.width, visitor.limits)
        self.closing = Closing(region.width, finest(region.units), [first for first, _ in self.groups.parts], rows)
        self.splitting = Splitting(region.units, self.groups, self.relaxation, self._left)
        self.parts = 0

    def hints(self) -> list[Hint]:
        """Search, and return the hints that divide the region and settle each part."""
        waiting: list[tuple[float, int, Part]] = [(0.0, 0, self.root)]
        limits, looked = self.visitor.limits, 0
        while waiting:
            limits.check()
            looked += 1
            if limits.method == "auto" and limits.deadline is None and looked > _MOST:
                raise Unsuited(f"more than {count_of(_MOST, 'part')}")
            _, _, part = heappop(waiting)
            left = self._settle(part)
            if left is None:
                limits.reached()
                continue
            for side in self._divide(part, *left):
                self.parts += 1
                heappush(waiting, (-self._left(side), self.parts, side))
        return written(self.root)

    def _left(self, part: Part) -> float:
        """Return how far a part is from being shown."""
        bounds, _ = self.wanted.bounds(part)
        return sum([max(0.0, bound) for bound in bounds])

    def _settle(self, part: Part) -> tuple[int, Proposal | None] | None:
        """Settle a part if it can be done without a split; else return a case that is left, and what is known of it."""
        if self._impossible(part):
            return None
        bounds, shares = self.wanted.bounds(part)
        found = dict[int, Proposal]()
        for number in sorted(range(len(bounds)), key=lambda number: -bounds[number]):
            if bounds[number] < 0:
                break
            if part.ends.open > _MANY and bounds[number] > part.gain and self.splitting.halves(part):
                self._tried(part.sides.middle())
                return number, None
            proposal = self._propose(part, number, bounds[number])
            if proposal.most >= -_NEAR and part.ends.open:
                return number, proposal
            found[number] = proposal
        for number, case in enumerate(self.wanted.cases):
            hint = None if number in found else self.closing.plain(part, case, shares[number])
            if hint is None:
                proposal = found.get(number) or self._propose(part, number, bounds[number])
                if proposal.most < -_NEAR:
                    hint = self.closing.proposed(part, case, proposal)
                if hint is None and not part.ends.open:
                    hint = self.closing.decided(part, case, self.visitor.refuted)
                    if hint is None:
                        raise Unsuited("a part of the region is not what its units say")
                if hint is None:
                    part.hints = []
                    return number, proposal
            part.hints.append(hint)
        return None

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
        """Return what a linear program says of a case; a point that it finds may refute the claim."""
        if part.known is not None and part.known[0] == number:
            proposal = part.known[1]
        else:
            found = self.relaxation.propose(part.ends, part.oblique, part.sides, self.wanted.cases[number])
            if found is None:
                self.visitor.limits.check()
                raise Unsuited("the linear program of a part has no answer")
            proposal, part.known = found, (number, found)
        part.gain = bound - proposal.most
        self.wanted.learn(part, number, proposal)
        if proposal.most > 0:
            self._tried(proposal.point)
        return proposal

    def _tried(self, found: Floats) -> None:
        """Run the network at about a point, if floats say that it may refute the claim; raise Fails if it does."""
        if self.wanted.slack(found) < -SMALL:
            return
        point = []
        for variable, value in enumerate(found.tolist()):
            rounded = Fraction(round(Fraction(value) * _GRID), _GRID)
            for below in (True, False):
                end = self.root.inputs.ends.get((variable, below))
                if end is not None:
                    limit = Fraction(end[0], self.root.inputs.denominator)
                    rounded = max(rounded, limit) if below else min(rounded, limit)
            point.append(rounded)
        self.visitor.refuted(tuple(point))

    def _divide(self, part: Part, number: int, proposal: Proposal | None) -> tuple[Part, Part]:
        """Split a part and return its sides."""
        split = self.splitting.best(part, number, self.wanted.cases[number], proposal)
        if split is None:
            raise Unsuited("no unit and no input is left to split: the margin is too small for bounds")
        part.split = (split.hint, split.sides)
        return split.sides


def show_relaxed(
    program: Prepared, bounds: list[Bound], cases: Cases, limits: Limits, tried: bool = False
) -> list[Hint]:
    """Return hints that prove that no input within the bounds satisfies all constraints of one case, by bounds.

    Args:
        tried: whether paths were tried already.

    Raises:
        Few: if paths should be tried first.
        Fails: with an input that does.
        Unsuited: if there is little to relax, or bounds cannot show it.
        Stopped: if the limits are used up first.
    """
    width = program.network.input_width
    few = 0 if tried or limits.method == "relaxation" else FEW_UNITS
    if not program.decisions or (limits.method == "auto" and width == 1):
        raise Unsuited("no units, or one input: paths are few")
    if program.decisions <= few:
        raise Few("few units are open")
    return _run(program, ShowRelaxed(program.network, bounds, cases, limits, few))


def at_most_relaxed(program: Prepared, bounds: list[Bound], bound: int, limits: Limits) -> list[Hint]:
    """Return hints that prove that no input within the bounds takes more than ``bound`` operations, by bounds.

    Raises:
        Fails: with an input that does.
        Unsuited: if there is nothing to relax, or bounds cannot show it.
        Stopped: if the limits are used up first.
    """
    if not program.decisions:
        raise Unsuited("no units")
    return _run(program, AtMostRelaxed(program, bounds, bound, limits))


def _run(program: Prepared, visitor: ShowRelaxed) -> list[Hint]:
    region, limits = Bounded(program.network.input_width, visitor.domain), visitor.limits
    named, limits.ending = limits.ending, "part"
    try:
        return Relaxing(program, region, visitor, limits).run()
    except UnboundedError:
        raise Unsuited("an input has no bounds, which relaxation needs") from None
    finally:
        limits.ending = named


def _opposite(one: list[Bound], other: list[Bound]) -> bool:
    """Return whether two cases are f > 0 and -f > 0, which together say that f is 0."""
    (f, _), (g, _) = one[0], other[0]
    if len(one) > 1 or len(other) > 1 or isinstance(f, int) or isinstance(g, int):
        return False
    return f == negative(g)
