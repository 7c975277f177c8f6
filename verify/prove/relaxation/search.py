"""Branch and bound over units and inputs: floats propose what to split and what to add up, integers decide."""

import heapq
from collections.abc import Sequence as Items
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import floor, lcm

import numpy as np

from constructions.model.evaluation import evaluate
from constructions.model.network import Network
from constructions.model.nouns import count_of
from constructions.model.rational import Point
from verify.certificate import Hint
from verify.prove.execution import Execution, Fails, Limits, Prepared, Stopped
from verify.prove.feasibility import Feasibility
from verify.prove.goals import Cases
from verify.prove.integer_forms import (
    CONSTANT,
    Bound,
    negative,
    over_integers,
    point_of,
    primitive,
    sample_of,
    satisfied,
)
from verify.prove.relaxation.floats import Floats, Groups
from verify.prove.relaxation.linear import Proposal, Relaxation
from verify.prove.relaxation.running import Bounded, Relaxing, UnboundedError, finest
from verify.prove.relaxation.units import Inputs, Unit, bound, refreshed

_SHIFTS = (0, 8, 20, 40)
"""By how many bits multipliers are scaled up before they are rounded, beyond what slopes need."""

_GRID = 1 << 24
"""The denominator of inputs that are tried as counterexamples."""

_FEW = 24
"""With so many open units paths may be few: they are tried first, since they are exact, and known to every lane."""

_MOST = 4_000
"""So many parts may be looked at where paths are another way, if there is no limit of time."""

_UNITS, _INPUTS = 4, 2
"""How many splits are tried at each part, those that promise most."""

_LOW, _MANY, _WORTH = 10, 60, 0.7
"""So many inputs are few enough to try each, more open units too many for linear programs at once; a half must bring
the bounds down to this part."""

_SMALL = 1e-7
"""Below it, inputs are not divided any more: what is true without a margin is shown where every unit is decided."""

_NEAR = 1e-9
"""A linear program whose optimum is above minus this is not tried as a proof."""


class Unsuited(Stopped):
    """The claim, or the network, is not one for relaxation; the message says why."""


class Few(Unsuited):
    """Few units are open, so that paths may be few."""


@dataclass(slots=True)
class _Node:
    """A part of the region: its units and constraints, and what came of it."""

    units: tuple[Unit, ...]
    region: list[Bound]
    inputs: Inputs
    own: bool = False
    hints: list[Hint] = field(default_factory=list)
    split: Hint | None = None
    sides: "list[_Node]" = field(default_factory=list)

    def oblique(self, width: int) -> list[int]:
        """Return the numbers of the constraints that are not about one input alone: the others bound the inputs."""
        return [place for place, bound in enumerate(self.region) if not _on_one_input(bound, width)]

    def rows(self, width: int) -> list[Bound]:
        """Return those constraints."""
        return [self.region[place] for place in self.oblique(width)]


@dataclass(frozen=True, slots=True)
class _Split:
    """A split that was tried: its hint, the two sides, and the greatest slack that is left on each."""

    hint: Hint
    sides: tuple[_Node, _Node]
    most: tuple[float, float]


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
        if sum([unit.is_open for unit in region.units]) <= self.few:
            raise Few("few units are open")
        if any([_opposite(one, other) for one, other in pairwise(wanted)]):
            raise Unsuited("bounds do not show equality")
        return _Search(self, region, wanted).hints()

    def refuted(self, point: Point) -> None:
        """Run the network at a point, and raise Fails if it refutes the claim."""
        sample = sample_of(point)
        if all([satisfied(bound, sample) for bound in self.domain]):
            output = sample_of(evaluate(self.network, point))
            if any([all([satisfied(bound, (1,)) for bound in case]) for case in self.cases(list(output))]):
                raise Fails.at(point)


class _Search:
    """Branch and bound at one end."""

    def __init__(self, visitor: ShowRelaxed, region: Bounded, wanted: list[list[Bound]]) -> None:
        self.visitor, self.wanted, self.width = visitor, wanted, region.width
        self.root = _Node(tuple(region.units), list(region.bounds), region.inputs())
        self.relaxation = Relaxation(region.units, region.width)
        self.groups = Groups(region.units, region.width)
        self.finest = finest(region.units)
        self.nodes = 0

    def hints(self) -> list[Hint]:
        """Search, and return the hints that divide the region and settle each part."""
        waiting: list[tuple[float, int, _Node]] = [(0.0, 0, self.root)]
        limits, looked = self.visitor.limits, 0
        while waiting:
            limits.check()
            looked += 1
            if limits.method == "auto" and limits.deadline is None and looked > _MOST:
                raise Unsuited(f"more than {count_of(_MOST, 'part')}")
            _, _, node = heapq.heappop(waiting)
            split = self._halved(node)
            if split is None:
                worst = self._settle(node)
                if worst is None:
                    limits.reached()
                    continue
                split = self._divide(node, *worst)
            node.split, node.sides, node.hints = split.hint, list(split.sides), []
            for side, most in zip(split.sides, split.most, strict=True):
                if side.own:
                    numbers = [number for number, unit in enumerate(side.units) if unit.is_open]
                    side.units = refreshed(node.units, numbers, side.inputs)
                self.nodes += 1
                heapq.heappush(waiting, (-most, self.nodes, side))
        return _written(self.root)

    def _halved(self, node: _Node) -> _Split | None:
        """Return a split of one input in halves, if inputs are few and it brings all bounds down a good deal."""
        if self.width > _LOW or not node.inputs.bounded() or sum([unit.is_open for unit in node.units]) <= _MANY:
            return None
        before = self._bounds(node.units, node)
        if before <= _SMALL or all([self._plain(node, case) for case in self.wanted]):
            return None
        best: _Split | None = None
        for variable in range(self.width):
            if node.inputs.ends[variable, True][0] >= node.inputs.ends[variable, False][0]:
                continue
            hint, sides = self._at_input(node, variable)
            most = [self._bounds(self.groups.refreshed(side.units, side.inputs), side) for side in sides]
            if best is None or max(most) < max(best.most):
                best = _Split(hint, sides, (most[0], most[1]))
        return best if best is not None and max(best.most) < _WORTH * before else None

    def _bounds(self, units: Items[Unit], node: _Node) -> float:
        """Return the greatest bound of a case, a case having that of its constraint that is bounded best."""
        found = self.groups.greatest(units, node.inputs, [value for case in self.wanted for value, _ in case])
        cases, place = list[float](), 0
        for case in self.wanted:
            cases.append(found[place : place + len(case)].min().item())
            place += len(case)
        return max(cases)

    def _settle(self, node: _Node) -> tuple[list[Bound], Proposal] | None:
        """Settle a part if it can be done without a split; else return the constraints that are left the furthest."""
        worst: tuple[list[Bound], Proposal] | None = None
        for index in reversed(node.oblique(self.width)):
            if node.region[index][1] != "=" and self._shown(node, [(node.region[index], self.finest)], {}):
                node.hints.append(["empty*", index, self.finest])
                return None
        for case in self.wanted:
            hint = self._plain(node, case)
            if hint is None:
                proposal = self.relaxation.propose(node.units, node.rows(self.width), node.inputs, case)
                if proposal is None:
                    raise Unsuited("the linear program of a part has no answer")
                if proposal.most < -_NEAR:
                    hint = self._exact(node, case, proposal)
                if hint is None and not any([unit.is_open for unit in node.units]):
                    hint = self._decided(node, case)
                if hint is None:
                    if proposal.most > 0:
                        self._tried(proposal)
                    if worst is None or proposal.most > worst[1].most:
                        worst = case, proposal
                    continue
            node.hints.append(hint)
        return worst

    def _plain(self, node: _Node, case: list[Bound]) -> Hint | None:
        """Return a hint by standard slopes and no other constraint."""
        for place, added in enumerate(case):
            if self._shown(node, [(added, self.finest)], {}):
                return ["goal*", *_numbers({place: self.finest}, {}, {}, len(node.region))]
        return None

    def _exact(self, node: _Node, case: list[Bound], proposal: Proposal) -> Hint | None:
        """Return a hint with the multipliers and slopes of a linear program, rounded, if they are good enough."""
        lines = node.oblique(self.width)
        largest = max(map(abs, [*proposal.multipliers.tolist(), *proposal.slopes.values()]))
        if not largest:
            return None
        for shift in _SHIFTS:
            scale = (self.finest << shift) / largest
            signs = [relation == "=" for _, relation in [*case, *[node.region[place] for place in lines]]]
            rounded = [
                round(m * scale) if free else max(0, round(m * scale))
                for m, free in zip(proposal.multipliers.tolist(), signs, strict=True)
            ]
            chosen = {place: m for place, m in enumerate(rounded[: len(case)]) if m}
            others = {place: m for place, m in zip(lines, rounded[len(case) :], strict=True) if m}
            added = [*[(case[k], m) for k, m in chosen.items()], *[(node.region[k], m) for k, m in others.items()]]
            slopes = {number: round(slope * scale) for number, slope in proposal.slopes.items()}
            for first in (len(node.units), *[start for start, _ in reversed(self.groups.parts)]):
                kept = {number: slope for number, slope in slopes.items() if number >= first}
                if self._shown(node, added, kept):
                    return ["goal*", *_numbers(chosen, others, kept, len(node.region))]
        return None

    def _decided(self, node: _Node, case: list[Bound]) -> Hint:
        """Return a hint where no unit is open: exact multipliers, found with every unit written in the inputs."""
        known: list[dict[int, Fraction]] = []
        for unit in node.units:
            on = unit.high > 0 or unit.low >= 0
            known.append(_written_in_inputs(unit.form, known, self.width, unit.denominator) if on else {})
        constraints = [*node.region, *case]
        plain, factors = list[Bound](), list[Fraction]()
        for value, relation in constraints:
            form = _written_in_inputs(value if isinstance(value, dict) else {CONSTANT: value}, known, self.width, 1)
            short = over_integers(
                {v: w for v, w in form.items() if v != CONSTANT and w}, form.get(CONSTANT, Fraction(0))
            )
            plain.append((short, relation))
            variable = next((v for v, w in form.items() if v != CONSTANT and w), CONSTANT)
            whole = short.get(variable, 0) if isinstance(short, dict) else short
            factors.append(Fraction(1) if not form.get(variable) else whole / form[variable])
        answer = Feasibility(self.width).solve(plain)
        if isinstance(answer, tuple):
            self.visitor.refuted(point_of(answer))
            raise Unsuited("a part of the region is not what its units say")
        inside = len(node.region)
        kept = {
            place: multiplier * factors[place]
            for place, multiplier in answer.items()
            if place >= inside or not _on_one_input(constraints[place], self.width)
        }
        scale = self._whole(node, {place: (constraints[place], m) for place, m in kept.items()})
        numbers = {place: int(m * scale) for place, m in kept.items()}
        chosen = {place - inside: m for place, m in numbers.items() if place >= inside}
        others = {place: m for place, m in numbers.items() if place < inside}
        return ["goal*", *_numbers(chosen, others, {}, inside)]

    def _whole(self, node: _Node, added: dict[int, tuple[Bound, Fraction]]) -> int:
        """Return by what multipliers must be multiplied, so that they and the slopes of units that are on are whole."""
        sums: dict[int, Fraction] = {}
        scale = lcm(*[m.denominator for _, m in added.values()], 1)
        for (value, _), multiplier in added.values():
            for variable, factor in (value if isinstance(value, dict) else {CONSTANT: value}).items():
                sums[variable] = sums.get(variable, Fraction(0)) + multiplier * factor
        for number in range(len(node.units) - 1, -1, -1):
            unit = node.units[number]
            left = sums.pop(self.width + number, Fraction(0))
            if not left or unit.high <= 0:
                continue
            slope = left / unit.denominator
            scale = lcm(scale, slope.denominator)
            for variable, weight in unit.form.items():
                sums[variable] = sums.get(variable, Fraction(0)) + slope * weight
        return scale

    def _shown(self, node: _Node, added: list[tuple[Bound, int]], slopes: dict[int, int]) -> bool:
        """Return whether a combination is bounded by something below 0, or by 0 strictly."""
        sums: dict[int, int] = {CONSTANT: 0}
        strict = False
        for (value, relation), multiplier in added:
            strict = strict or relation == ">"
            for variable, factor in (value if isinstance(value, dict) else {CONSTANT: value}).items():
                sums[variable] = sums.get(variable, 0) + multiplier * factor
        most = bound(sums, node.units, slopes, node.inputs)
        return most is not None and (most[0] < 0 or (most[0] == 0 and (strict or most[1])))

    def _tried(self, proposal: Proposal) -> None:
        """Run the network at the point of a linear program, and raise Fails if it refutes the claim."""
        point = []
        for variable, value in enumerate(proposal.point.tolist()):
            found = Fraction(round(value * _GRID), _GRID)
            for below in (True, False):
                end = self.root.inputs.ends.get((variable, below))
                if end is not None:
                    limit = Fraction(end[0], self.root.inputs.denominator)
                    found = max(found, limit) if below else min(found, limit)
            point.append(found)
        self.visitor.refuted(tuple(point))

    def _divide(self, node: _Node, case: list[Bound], proposal: Proposal) -> _Split:
        """Return the split that leaves least on its worse side: at a unit, or at an input."""
        tried: list[_Split] = []
        gaps = proposal.gaps or {number: 0.0 for number, unit in enumerate(node.units) if unit.is_open}
        order = sorted(gaps, key=lambda number: -gaps[number])
        for number in order[:_UNITS]:
            if not tried or gaps[number] > 0:
                tried.append(self._measured(node, case, ["unit", number], self._at_unit(node, number)))
        widths = self._widths(node)
        smear = widths * proposal.pull
        if proposal.most > _SMALL or not tried:
            self._add_input(tried, node, case, smear)
        if not tried:
            raise Unsuited("no unit and no input is left to split: the margin is too small for bounds")
        return min(tried, key=lambda split: (max(split.most), sum(split.most)))

    def _add_input(self, tried: list[_Split], node: _Node, case: list[Bound], smear: Floats) -> None:
        if len(smear) and smear.max() > 0 and np.isfinite(smear.max()):
            for variable in np.argsort(-smear)[:_INPUTS].tolist():
                if smear[variable] > 0:
                    tried.append(self._measured(node, case, *self._at_input(node, variable)))

    def _widths(self, node: _Node) -> Floats:
        ends, below = node.inputs.ends, node.inputs.denominator
        return np.array(
            [
                (ends[v, False][0] - ends[v, True][0]) / below if (v, True) in ends and (v, False) in ends else np.inf
                for v in range(self.width)
            ]
        )

    def _measured(self, node: _Node, case: list[Bound], hint: Hint, sides: tuple[_Node, _Node]) -> _Split:
        most = []
        for side in sides:
            units = self.groups.refreshed(side.units, side.inputs) if side.own else side.units
            found = self.relaxation.propose(units, side.rows(self.width), side.inputs, case)
            most.append(0.0 if found is None else found.most)
        return _Split(hint, sides, (most[0], most[1]))

    def _at_unit(self, node: _Node, number: int) -> tuple[_Node, _Node]:
        form = primitive(node.units[number].form)
        before, unit, after = node.units[:number], node.units[number], node.units[number + 1 :]
        below = (*before, unit.within(unit.low, 0), *after)
        above = (*before, unit.within(0, unit.high), *after)
        return (
            _Node(below, [*node.region, (negative(form), ">")], node.inputs),
            _Node(above, [*node.region, (form, ">=")], node.inputs),
        )

    def _at_input(self, node: _Node, variable: int) -> tuple[Hint, tuple[_Node, _Node]]:
        ends, denominator = node.inputs.ends, node.inputs.denominator
        low, high = (Fraction(ends[variable, below][0], denominator) for below in (True, False))
        middle = _short(low, high)
        form = primitive({variable: middle.denominator, CONSTANT: -middle.numerator})
        found = {key: (end, denominator, strict) for key, (end, strict) in ends.items()}
        sides = []
        for below in (True, False):
            value = (middle.numerator, middle.denominator, below)
            inputs = Inputs.of(self.width, {**found, (variable, not below): value})
            side = (negative(form), ">") if below else (form, ">=")
            sides.append(_Node(node.units, [*node.region, side], inputs, own=True))
        return ["divide", form[CONSTANT], variable, form[variable]], (sides[0], sides[1])


def _short(low: Fraction, high: Fraction) -> Fraction:
    """Return a short number near the middle of an interval."""
    grid = 1
    while True:
        middle = Fraction(floor((low + high) * grid / 2), grid)
        if low + (high - low) / 4 <= middle <= high - (high - low) / 4:
            return middle
        grid *= 2


def _numbers(chosen: dict[int, int], others: dict[int, int], slopes: dict[int, int], length: int) -> list[int]:
    """Return the numbers of a hint: the first constraint's multiplier, then pairs in increasing order."""
    pairs = [(-1 - number, slope) for number, slope in sorted(slopes.items(), reverse=True)]
    pairs += sorted(others.items())
    pairs += [(length + place - 1, multiplier) for place, multiplier in sorted(chosen.items()) if place]
    return [chosen.get(0, 0), *[number for pair in pairs for number in pair]]


def _written_in_inputs(
    form: dict[int, int], known: Items[dict[int, Fraction]], width: int, below: int
) -> dict[int, Fraction]:
    """Return form / below with every unit replaced by what it is in the inputs."""
    sums: dict[int, Fraction] = {}
    for variable, factor in form.items():
        ratio = Fraction(factor, below)
        if variable < width:
            sums[variable] = sums.get(variable, Fraction(0)) + ratio
            continue
        for inner, weight in known[variable - width].items():
            sums[inner] = sums.get(inner, Fraction(0)) + ratio * weight
    return sums


def _on_one_input(bound: Bound, width: int) -> bool:
    return isinstance(bound[0], dict) and len(bound[0]) == 2 and all([variable < width for variable in bound[0]])


def _written(root: _Node) -> list[Hint]:
    """Return the hints of a tree of parts, below before above."""
    hints: list[Hint] = []
    todo = [root]
    while todo:
        node = todo.pop()
        if node.own:
            hints.append(["own"])
        if node.split is None:
            hints.extend(node.hints)
        else:
            hints.append(node.split)
            todo += reversed(node.sides)
    return hints


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
    few = 0 if tried or limits.method == "relaxation" else _FEW
    if not program.decisions or (limits.method == "auto" and width == 1):
        raise Unsuited("no units, or one input: paths are few")
    if program.decisions <= few:
        raise Few("few units are open")
    region = Bounded(width, bounds)
    visitor = ShowRelaxed(program.network, bounds, cases, limits, few)
    try:
        return Relaxing(program, region, visitor, limits).run()
    except UnboundedError:
        raise Unsuited("an input has no bounds, which relaxation needs") from None


def _opposite(one: list[Bound], other: list[Bound]) -> bool:
    """Return whether two cases are f > 0 and -f > 0, which together say that f is 0."""
    (f, _), (g, _) = one[0], other[0]
    if len(one) > 1 or len(other) > 1 or isinstance(f, int) or isinstance(g, int):
        return False
    return f == negative(g)
