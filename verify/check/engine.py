"""Symbolic execution with hints: a network runs on a region of inputs, and each open decision is settled by a hint."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .budget import Budget, common_denominator, price
from .hints import Hints, plain
from .intervals import Box, narrowed
from .network import MOST, NOUNS, Node
from .relaxation import divider, must_contradict_by_bounds, owned, relaxed
from .state import Beside, Pending, Todo, Waiting, Wires, outcome
from .units import Units
from .values import (
    CONSTANT,
    Constraint,
    Value,
    Values,
    at,
    inputs,
    length,
    made,
    mapped,
    memory,
    multiple,
    must_contradict,
    primitive,
    reduced,
    walked,
)
from .verdict import Limit, Malformed, Rejected, counted, shown

NEAR, FAR = (0, 1), (1, 1)
"""The ends t = 0 and t = 1 of a guided execution, each with its denominator."""

_WAITING, _NUMBER = 8192, 400  # the bits that a side that waits takes beside its forms, and a number in a list
_PLACE, _ENTRY, _PART = 64, 1152, 2304  # those of a place in a list, of what is to run, of a part or concatenation
_NEXT, _JOIN = "next", "join"  # between the parts of a concatenation, and after the last
_REGION = ("unit", "divide", "own")  # hints that need no open decision


class Engine:
    """One execution after the other over the same hints; ``values`` and ``count`` stand at the end that was reached.

    ``measure`` says which operations are counted, ``bound`` is the T of an operations claim.
    """

    def __init__(self, hints: list[Any], budget: Budget, measure: int = 3, bound: int | None = None) -> None:
        self.hints, self.budget, self.measure, self.bound = Hints(hints), budget, measure, bound
        self.region: list[Constraint] = []
        self.count = 0
        self.empty = self._again = self._exact = False

    @property
    def values(self) -> Values:
        """What is on the wires now."""
        return self._wires.values

    def ends(self, network: Node, region: list[Constraint], exact: bool = False) -> Iterator[None]:
        """Run on a region, and stop at every end that is not closed by a hint on the way.

        An ``exact`` execution reads no hint by which an end would be no path, or the same path as another.
        """
        self._exact, held = exact, self.budget.bits
        self._begin(network, guided=False)
        self.budget.spend(60 + len(region))
        self.region = list(region)
        self._domain = Box(network.inputs, {}, 1), 0
        if self.hints.with_bounds:
            self._domain = narrowed(self._domain[0], region, self.budget), len(region)
        if region and self.emptied("vacuous"):
            self.empty = True
        elif not self._bounded("structure"):
            self._affordable(network)
            self._replace(inputs(network.inputs, self.budget), self.budget.bits)
            more = True
            while more:
                if self._run():
                    yield
                more = self._again or self._resume()
                self._again = False
        self.budget.bits = held

    def run_at(self, network: Node, values: Values) -> None:
        """Run at a point, or along a line in t, without hints.

        It follows t = 1 and refuses unless t = 0 satisfies weakly whatever t = 1 satisfies on its way.
        """
        held = self.budget.bits
        self._begin(network, guided=True)
        self._affordable(network)
        self._replace(values, self.budget.bits)
        self._run()
        self.budget.bits = held

    def contradict(self, hint: list[Any], skip: int, *added: Constraint) -> None:
        """Apply the one rule to the region, the added constraint and the multipliers of a hint."""
        held = self.budget.bits
        with self._step_named(hint):
            if plain(hint[0]) == hint[0]:
                must_contradict(self.region, hint[skip:], self.budget, *added)
            else:
                must_contradict_by_bounds(self.region, self._units, self._box(), hint[skip:], self.budget, *added)
        self.budget.bits = held

    def _box(self) -> Box:
        """Return the intervals of the inputs in this region: those in the domain, and what was added."""
        box, constraints = self._domain
        return narrowed(box, self.region[constraints:], self.budget)

    @contextmanager
    def _step_named(self, hint: list[Any]) -> Iterator[None]:
        """Say which step it was if something is refused."""
        try:
            yield
        except Rejected as error:
            raise Rejected(f"step {self.hints.step - 1} ({hint[0]}): {error}") from None

    def emptied(self, name: str = "empty") -> bool:
        """Read a hint that the region itself is contradictory, if the next one says so."""
        if plain(self.hints.name()) != name:
            return False
        self.contradict(self.hints.take(name), 1)
        return True

    def divided(self) -> bool:
        """Read hints on the region of an end, if they come next, until one splits it; then the end comes again."""
        while not self._exact and self.hints.name() in _REGION:
            self._again = self._on_region(self.hints.take(*_REGION))
            if self._again:
                return True
        return False

    def _bounded(self, name: str = "bound") -> bool:
        """Read a hint that whatever is left stays within the bound, if the next one says so."""
        if self.bound is None or self.hints.name() != name:
            return False
        if len(self.hints.take(name)) != 1:
            raise Malformed(f"the hint {name} must stand alone")
        sides = self._pending.node.below if self._pending else ()  # a relu or step has none
        left = max([side.worst[self.measure] for side in sides], default=0) + (self._todo[2] if self._todo else 0)
        if self.count + left > self.bound:
            most = f"at least {shown(MOST)}" if left >= MOST else shown(left)  # where counting stopped
            raise Rejected(
                f"step {self.hints.step - 1} ({name}): {counted(self.count, NOUNS[self.measure])} so far and a "
                f"structural maximum of {most} for the rest are more than {self.bound}"
            )
        return True

    def _begin(self, network: Node, guided: bool) -> None:
        self.budget.spend(60)
        self.region, self.count, self._guided = [], 0, guided
        self._again = False
        self._width = network.inputs
        self._units: Units = ()
        self._wires = Wires([], 0, 0, 0)
        self._todo: Todo = None
        self._beside = Beside(self._wires, None, None)
        self._pending: Pending | None = None
        self._waiting: list[Waiting] = []
        self._push(network)

    def _affordable(self, network: Node) -> None:
        """Refuse a network that no budget can run, a tower of doublings, before it runs until the budget ends."""
        if network.work > self.budget.steps:
            raise Limit("running the network may take more steps than the limit")

    def _run(self) -> bool:
        """Run until nothing is left to do (True), or until the region is closed (False)."""
        while self._pending or self._todo:
            if self._pending:
                if not self._settle(self._pending):
                    return False
            elif self._todo:
                item, self._todo, _, waiting = self._todo
                if waiting == len(self._waiting):  # else a side that waits goes on with it
                    self.budget.bits += _ENTRY
                if item is _NEXT:
                    self._next_part()
                elif item is _JOIN:
                    self._join()
                else:
                    self._visit(item)
        return True

    def _push(self, *items: Node | str) -> None:
        """Run these next, in this order."""
        self.budget.hold(_ENTRY * len(items))
        todo, left, waiting = self._todo, self._todo[2] if self._todo else 0, len(self._waiting)
        for item in reversed(items):
            left += item.worst[self.measure] if isinstance(item, Node) else 0
            todo = (item, todo, left, waiting)
        self._todo = todo

    def _visit(self, node: Node) -> None:
        """Count the operations of a node, and do what docs/reference/format.md says of its kind."""
        values, bits, budget = self._wires.values, self._wires.bits, self.budget
        if bits and node.kind == "branch":
            node, count = walked(node, values, bits, self.measure, budget)
            self.count += count
        self.count += node.own[self.measure]
        budget.spend(node.size)
        start = budget.bits
        if node.kind in ("branch", "relu", "step"):
            if node.kind != "branch":
                budget.hold(2 * _PLACE * len(values))
            forms = mapped(node, values, bits, budget)[:-1] if node.kind == "branch" else values[:-1]
            found = [outcome(node, value, value >= 0) if type(value) is int else None for value in forms]
            self._pending = Pending(node, forms, found, start, len(self._waiting))
        elif node.kind == "affine":
            after = mapped(node, values, bits, budget)
            self._replace(after if node.scale == 1 else reduced(after, budget), start, self._wires)
        elif node.kind == "sequence":
            self._push(*node.below)
        elif node.kind == "concatenate":
            first, *others = node.below
            self._push(first, *[item for part in others for item in (_NEXT, part)], _JOIN)
            self._beside = Beside(self._more(self._wires, _PART), None, self._beside)
            self._wires = self._wires._replace(memory=0)  # what is given is held until the parts are joined

    def _settle(self, pending: Pending) -> bool:
        """Settle open decisions until none is left (True), or until the region is closed (False)."""
        self.budget.spend(20)
        if self._guided and pending.open:
            for place in [place for place, found in enumerate(pending.found) if found is None]:
                self._follow(pending, place)
        while pending.open:
            if self.emptied() or self._bounded():
                return False
            other = ("empty",) if self.bound is None else ("empty", "bound")  # they were looked for
            if not self._exact:
                other = (*(("relax",) if pending.node.kind == "relu" else ()), *_REGION, *other)
            hint = self.hints.take("split", "below", "above", *other)
            if hint[0] in _REGION:
                self._on_region(hint)
            elif hint[0] == "relax":
                self._relax(pending, hint)
            else:
                self._decide(pending, hint)
        self._pending = None
        if pending.waiting == len(self._waiting):
            self.budget.bits = pending.start
        if pending.node.kind == "branch":
            self._push(pending.found[0])
        else:
            values, start = [*pending.found, self.values[-1] if pending.node.kind == "relu" else 1], self.budget.bits
            if pending.relaxed:
                self._replace(reduced(values, self.budget), start, self._wires)
            else:
                self._keep(values)
        return True

    def _keep(self, values: Values) -> None:
        """Go on with values that are there already; where the list before this one stays, hold one list more."""
        wires = self._wires
        if not wires.memory or wires.waiting != len(self._waiting):
            wires = self._more(wires, _PLACE * len(values))
        self._wires = wires._replace(values=values, bits=length(values))

    def _more(self, wires: Wires, size: int) -> Wires:
        """Return wires that hold more from now on; what a side that waits goes on with is not theirs to let go."""
        self.budget.hold(size)
        waiting = len(self._waiting)
        return wires._replace(memory=size + (wires.memory if wires.waiting == waiting else 0), waiting=waiting)

    def _decide(self, pending: Pending, hint: list[Any]) -> None:
        """Settle one open decision as a hint says."""
        self.budget.spend(120)
        if len(hint) < 2:
            raise Malformed(f"hint {self.hints.step - 1} must name a place")
        name, place = hint[:2]
        if not 0 <= place < len(pending.found) or pending.found[place] is not None:
            raise Rejected(f"step {self.hints.step - 1} ({name}): there is no open decision at place {shown(place)}")
        held = self.budget.bits
        form = primitive(pending.forms[place], self.budget)
        if name == "split":
            if len(hint) != 2:
                raise Malformed("the hint split takes a place and nothing else")
            self._split(form, place, self._units, self._units)
            return
        below = plain(name) == "below"
        added = (form, ">=") if below else (multiple(-1, form, self.budget), ">")
        self.contradict(hint, 2, added)
        self.budget.bits = held
        pending.decide(place, not below)

    def _relax(self, pending: Pending, hint: list[Any]) -> None:
        """Let open coordinates of a relu stay open, as units."""
        held, width, denominator = self.budget.bits, self._width, self.values[-1]
        with self._step_named(hint):
            forms, inputs = pending.forms, self._box()
            found = relaxed(hint, pending.found, forms, denominator, self._units, inputs, self.budget)
        self.budget.bits = held
        for number, (place, unit) in enumerate(found, width + len(self._units)):
            value = 0 if unit.high <= 0 else made({number: denominator, CONSTANT: 0}, self.budget)
            pending.give(place, value)
        pending.relaxed = True
        kept = sum([memory(unit.form) for _, unit in found])
        self._keep_units((*self._units, *[unit for _, unit in found]), kept)

    def _on_region(self, hint: list[Any]) -> bool:
        """Do what a hint says that needs no open decision; return whether it splits the region."""
        held = self.budget.bits
        with self._step_named(hint):
            if hint[0] == "own":
                units = owned(hint, self._units, self.region, self._box(), self.budget)
                self.budget.bits = held
                self._keep_units(units)
                return False
            form, below, above = divider(hint, self._units, self._width, self.budget)
        self._split(form, None, below, above)
        return True

    def _keep_units(self, units: Units, forms: int = 0) -> None:
        """Go on with these units, and hold those that are new, with so many bits of their forms, for this side."""
        old = self._units
        self.budget.spend(8 * len(units))
        new = [unit for number, unit in enumerate(units) if number >= len(old) or unit is not old[number]]
        size = _PLACE * len(units) + forms + sum([unit.memory() for unit in new])
        self.budget.hold(size)
        if self._pending:
            self._pending.start -= size
        self._units = units

    def _follow(self, pending: Pending, place: int) -> None:
        form = pending.forms[place]
        above = at(form, FAR, 1, self.budget) >= 0
        near = at(form, NEAR, 1, self.budget)
        if near < 0 if above else near > 0:
            raise Rejected(f"step {self.hints.step - 1}: the near point is not on the way of the wrong one")
        pending.decide(place, above)

    def _split(self, form: Value, place: int | None, below: Units, above: Units) -> None:
        """Go on where a form is negative, and let the side where it is not wait; it may be that of a place."""
        pending, other = self._pending, None
        size = len(below) + (len(pending.found) if pending else 0)
        self.budget.spend(200 + size)
        self.budget.hold(_WAITING + 2 * _PLACE * size)
        if pending:
            other = Pending(pending.node, pending.forms, list(pending.found), 0, pending.waiting)
            other.relaxed = pending.relaxed
        side = (other, place, form, above, len(self.region), self.budget.bits)
        self._waiting.append(Waiting(*side, self._todo, self._wires, self.count, self._beside))
        self.region.append((multiple(-1, form, self.budget), ">"))
        self._units = below
        if pending and place is not None:
            pending.decide(place, False)

    def _resume(self) -> bool:
        """Go on above the last split whose side above waits, if there is one."""
        if not self._waiting:
            return False
        side = self._waiting.pop()
        self._pending, self.budget.bits, self._todo = side.pending, side.memory, side.todo
        self._wires, self.count, self._beside, self._units = side.wires, side.operations, side.beside, side.units
        del self.region[side.constraints :]
        self.region.append((side.form, ">="))
        if not side.pending:
            return True
        if side.place is not None:
            if side.pending.node.kind != "branch" and side.form is side.pending.forms[side.place]:
                self.budget.hold(memory(side.form))  # that of a wire, which the region keeps when the wire is gone
            side.pending.decide(side.place, True)
        side.pending.start = self.budget.bits  # the region keeps the form
        return True

    def _next_part(self) -> None:
        """Keep the outputs of a part, and give the next one what all are given."""
        self._beside = self._beside._replace(done=(self._more(self._wires, _PART), self._beside.done))
        self._wires = self._beside.given._replace(memory=0)

    def _join(self) -> None:
        """Put the outputs of all parts side by side, over their least common denominator."""
        beside, start = self._beside, self.budget.bits
        parts, done = [self._wires], beside.done
        while done:
            part, done = done
            parts.append(part)
        parts.reverse()
        denominator = common_denominator([part.values[-1] for part in parts], self.budget)
        joined: Values = []
        for part in parts:
            same, below = part.values[:-1], part.values[-1]
            self.budget.spend(30 + 4 * len(same) + 3 * price(denominator.bit_length(), below.bit_length()))
            factor = denominator // below
            joined.extend(same if factor == 1 else [multiple(factor, value, self.budget) for value in same])
        self._beside = beside.around or beside
        self._replace([*joined, denominator], start, *parts, beside.given)

    def _replace(self, values: Values, start: int, *gone: Wires) -> None:
        """Go on with values made since ``start`` bits were free; let go what no side that waits goes on with."""
        self.budget.spend(6 * len(values))
        bits, waiting = length(values), len(self._waiting)
        size = len(values) * (_NUMBER + bits) if bits else sum([_NUMBER + memory(value) for value in values])
        for wires in gone:
            start += wires.memory if wires.waiting == waiting else 0
        self.budget.bits = start
        self.budget.hold(size)
        self._wires = Wires(values, bits, size, waiting)
