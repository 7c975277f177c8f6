"""Symbolic execution with hints: a network runs on a region of inputs, and each open decision is settled by a hint."""

from collections.abc import Iterator
from typing import Any, NamedTuple, Optional

from .budget import Budget, common_denominator, price
from .network import NOUNS, Node
from .values import (
    OBJECT,
    Constraint,
    Value,
    Values,
    at,
    longest,
    mapped,
    multiple,
    must_contradict,
    primitive,
    reduced,
    summed,
    tested,
)
from .verdict import Malformed, Rejected, shown

Todo = tuple[Any, Any, int] | None
"""What is to run next, what after it, and the structural maximum of all of it, in the measure."""

NEAR, FAR = (0, 1), (1, 1)
"""The ends t = 0 and t = 1 of a guided execution, each with its denominator."""

_NEXT, _JOIN = "next", "join"  # between the parts of a concatenation, and after the last


class Hints:
    """The hints of a certificate, read one after the other."""

    def __init__(self, hints: list[Any]) -> None:
        self.hints = hints
        self.step = 0

    def name(self) -> Any:
        """Return the name of the next hint, None if there is none."""
        if self.step == len(self.hints):
            return None
        hint = self.hints[self.step]
        if type(hint) is not list or not hint or type(hint[0]) is not str:
            raise Malformed(f"hint {self.step} must be a list that begins with a name")
        return hint[0]

    def take(self, *names: str) -> list[Any]:
        """Return the next hint, which must have one of the names."""
        name = self.name()
        if name is None:
            raise Rejected(f"step {self.step}: there is no hint left; {' or '.join(names)} is needed")
        if name not in names:
            raise Rejected(f"step {self.step}: the hint must be {' or '.join(names)}")
        self.step += 1
        hint: list[Any] = self.hints[self.step - 1]
        return hint


class Beside(NamedTuple):
    """A concatenation that runs: what its parts are given, with its bits; the parts done, and the bits they hold.

    ``waiting`` is how many sides waited when it began; ``around`` is the concatenation in which it stands.
    """

    given: Values
    bits: int
    done: tuple[Values, Any] | None
    held: int
    waiting: int
    around: Optional["Beside"]


class Waiting(NamedTuple):
    """The side above a split: the open decisions with the one that was split, and all that stood there."""

    pending: "Pending"
    place: int
    form: Value
    constraints: int
    memory: int
    todo: Todo
    values: Values
    bits: int
    operations: int
    beside: Beside | None


class Pending:
    """A branch or a layer with open decisions: their forms by place, and what the decided places have given so far.

    ``outputs`` are the sides of a branch; else the values behind the layer, with the affine map that follows it, whose
    ``columns`` say what each place adds to which row. Folding one outcome into a row takes ``each`` steps.
    """

    __slots__ = ("columns", "each", "forms", "kind", "outputs", "places")

    def __init__(self, kind: str, forms: Values, places: set[int], outputs: Any, columns: Any, each: int) -> None:
        self.kind, self.forms, self.places = kind, forms, places
        self.outputs, self.columns, self.each = outputs, columns, each

    def copy(self) -> "Pending":
        """Return the same decisions, to be taken in another way."""
        return Pending(self.kind, self.forms, set(self.places), list(self.outputs), self.columns, self.each)

    def decide(self, place: int, above: bool, budget: Budget) -> None:
        """Fold the outcome of one decision into what follows."""
        budget.spend(self.each)
        self.places.remove(place)
        if self.kind == "branch":
            self.outputs = self.outputs[1:] if above else self.outputs[:1]
        elif above:
            value = self.forms[place] if self.kind == "relu" else 1
            if self.columns is None:
                self.outputs[place] = value
                return
            for row, weight in self.columns.get(place, ()):
                self.outputs[row] = summed([(0, 1), (1, weight)], [self.outputs[row], value], self.each, budget)


class Engine:
    """One execution after the other over the same hints; ``values`` and ``count`` stand at the end that was reached.

    ``measure`` says which operations are counted, ``bound`` is the T of an operations claim.
    """

    def __init__(self, hints: list[Any], budget: Budget, measure: int = 3, bound: int | None = None) -> None:
        self.hints, self.budget, self.measure, self.bound = Hints(hints), budget, measure, bound
        self.values: Values = []
        self.region: list[Constraint] = []
        self.count = 0
        self.empty = False
        self._columns: dict[int, dict[int, list[tuple[int, int]]]] = {}

    def ends(self, network: Node, values: Values, region: list[Constraint]) -> Iterator[None]:
        """Run on a region, and stop at every end that is not closed by a hint on the way."""
        held = self.budget.bits
        self._begin(network, values, network.inputs + 1, guided=False)
        self.budget.spend(len(region))
        self.region = list(region)
        if region and self.emptied("vacuous"):
            self.empty = True
        elif not self._bounded("structure"):
            self._affordable(network)
            if self._run():
                yield
            while self._waiting:
                self._resume()
                if self._run():
                    yield
        self.budget.bits = held

    def run_at(self, network: Node, values: Values) -> None:
        """Run at a point, or along a line in t, without hints.

        It follows t = 1 and refuses unless t = 0 satisfies weakly whatever t = 1 satisfies on its way.
        """
        held = self.budget.bits
        self._begin(network, values, 1 if all([type(value) is int for value in values]) else 2, guided=True)
        self._affordable(network)
        self._run()
        self.budget.bits = held

    def contradict(self, hint: list[Any], skip: int, *added: Constraint) -> None:
        """Apply the one rule to the region, the added constraint and the multipliers of a hint."""
        try:
            must_contradict(self.region, hint[skip:], self.budget, *added)
        except Rejected as error:
            raise Rejected(f"step {self.hints.step - 1} ({hint[0]}): {error}") from None

    def emptied(self, name: str = "empty") -> bool:
        """Read a hint that the region itself is contradictory, if the next one says so."""
        if self.hints.name() != name:
            return False
        self.contradict(self.hints.take(name), 1)
        return True

    def _bounded(self, name: str = "bound") -> bool:
        """Read a hint that whatever is left stays within the bound, if the next one says so."""
        if self.bound is None or self.hints.name() != name:
            return False
        if len(self.hints.take(name)) != 1:
            raise Malformed(f"{name} must stand alone")
        sides = self._pending.outputs if self._pending and self._pending.kind == "branch" else ()
        left = max([side.worst[self.measure] for side in sides], default=0) + (self._todo[2] if self._todo else 0)
        if self.count + left > self.bound:
            raise Rejected(
                f"step {self.hints.step - 1} ({name}): {shown(self.count)} {NOUNS[self.measure]} so far and a "
                f"structural maximum of {shown(left)} for the rest are more than {self.bound}"
            )
        return True

    def _begin(self, network: Node, values: Values, terms: int, guided: bool) -> None:
        self.budget.spend(len(values))
        self.values, self.region, self.count, self._guided = values, [], 0, guided
        self._terms, self._bits = terms, longest(values)
        self._todo: Todo = (network, None, network.worst[self.measure])
        self._beside: Beside | None = None
        self._pending: Pending | None = None
        self._waiting: list[Waiting] = []

    def _affordable(self, network: Node) -> None:
        """Refuse a network that no budget can run, a tower of doublings, before minutes are spent on it."""
        if 2 * network.work > self.budget.steps:
            raise Malformed("running the network may take more steps than the limit")

    def _run(self) -> bool:
        """Run until nothing is left to do (True), or until the region is closed (False)."""
        while self._pending or self._todo:
            if self._pending:
                if not self._settle(self._pending):
                    return False
            elif self._todo:
                item, self._todo, _ = self._todo
                if item is _NEXT:
                    self._next_part()
                elif item is _JOIN:
                    self._join()
                else:
                    self._visit(item)
        return True

    def _push(self, *items: Node | str) -> None:
        """Run these next, in this order."""
        todo, left = self._todo, self._todo[2] if self._todo else 0
        for item in reversed(items):
            left += item.worst[self.measure] if isinstance(item, Node) else 0
            todo = (item, todo, left)
        self._todo = todo

    def _visit(self, node: Node) -> None:
        """Count the operations of a node, and do what docs/format.md says of its kind."""
        kind = node.kind
        while kind == "branch":
            self.count += node.own[self.measure]
            value = tested(node, self.values, self._bits, self._terms, self.budget)
            if not isinstance(value, int):
                self._pending = Pending(kind, [value], {0}, node.below, None, self._terms)
                return
            node = node.below[1] if value >= 0 else node.below[0]
            kind = node.kind
        self.count += node.own[self.measure]
        if kind == "affine":
            values = mapped(node, self.values, self._bits, self._terms, self.budget)
            values.append(self.values[-1] * node.scale)
            self._replace(values if node.scale == 1 else reduced(values, self.budget))
            return
        self.budget.spend(node.size * self._terms * price(self._bits, 1))
        if kind == "sequence":
            self._push(*node.below)
        elif kind in ("relu", "step"):
            self._layer(kind)
        elif kind == "concatenate":
            first, *others = node.below
            self._push(first, *[item for part in others for item in (_NEXT, part)], _JOIN)
            held = self._size(self.values)
            self._beside = Beside(self.values, self._bits, None, held, len(self._waiting), self._beside)
            self.budget.hold(held)

    def _layer(self, kind: str) -> None:
        """Settle the constant coordinates of a Relu or Step; the rest is pending, with an affine map that follows."""
        forms, denominator = self.values[:-1], self.values[-1] if kind == "relu" else 1
        places = {place for place, value in enumerate(forms) if type(value) is not int}
        known: Values = [value if type(value) is int and value > 0 else 0 for value in forms]
        if kind == "step":
            known = [1 if type(value) is int and value >= 0 else 0 for value in forms]
        known.append(denominator)
        if not places:
            self.values = known
            return
        after = self._affine_that_follows()
        if after is None:
            self._pending = Pending(kind, forms, places, known, None, self._terms)
            return
        self.count += after.own[self.measure]
        each = price(self._bits, after.bits) * self._terms
        totals = mapped(after, known, self._bits, 1, self.budget)
        self._bits += after.bits + after.inputs.bit_length()
        self.budget.room((after.outputs + 1) * self._terms * (self._bits + OBJECT))
        if id(after) not in self._columns:
            columns: dict[int, list[tuple[int, int]]] = {}
            for row, (pairs, _) in enumerate(after.rows):
                for position, weight in pairs:
                    columns.setdefault(position, []).append((row, weight))
            self._columns[id(after)] = columns
        totals.append(denominator * after.scale)
        self._pending = Pending(kind, forms, places, totals, self._columns[id(after)], each)

    def _affine_that_follows(self) -> Node | None:
        """Take the affine map that runs next, if one does, out of the sequences that it begins."""
        while self._todo and isinstance(self._todo[0], Node) and self._todo[0].kind in ("sequence", "affine"):
            node: Node = self._todo[0]
            self._todo = self._todo[1]
            if node.kind == "affine":
                return node
            self.budget.spend(node.size)
            self._push(*node.below)
        return None

    def _settle(self, pending: Pending) -> bool:
        """Settle open decisions until none is left (True), or until the region is closed (False)."""
        if self._guided:
            for place in sorted(pending.places):
                self._follow(pending, place)
        while pending.places:
            if self.emptied() or self._bounded():
                return False
            self._decide(pending, self.hints.take("split", "below", "above"))
        self._pending = None
        if pending.kind == "branch":
            self._push(*pending.outputs)
        else:
            self.budget.spend(len(pending.outputs) * self._terms)
            self._replace(reduced(pending.outputs, self.budget))
        return True

    def _decide(self, pending: Pending, hint: list[Any]) -> None:
        """Settle one open decision as a hint says."""
        name, place = hint[0], hint[1] if len(hint) > 1 else None
        if type(place) is not int:
            raise Malformed(f"hint {self.hints.step - 1} must name a place")
        if place not in pending.places:
            raise Rejected(f"step {self.hints.step - 1} ({name}): there is no open decision at place {shown(place)}")
        form = primitive(pending.forms[place], self.budget)
        if name == "split":
            if len(hint) != 2:
                raise Malformed("split takes a place and nothing else")
            self._split(pending, place, form)
        elif name == "below":
            self.contradict(hint, 2, (form, ">="))
            pending.decide(place, False, self.budget)
        else:
            self.contradict(hint, 2, (multiple(-1, form, self.budget), ">"))
            pending.decide(place, True, self.budget)

    def _follow(self, pending: Pending, place: int) -> None:
        form = pending.forms[place]
        above = at(form, FAR, self.budget) >= 0
        near = at(form, NEAR, self.budget)
        if near < 0 if above else near > 0:
            raise Rejected(f"step {self.hints.step - 1}: the near point is not on the way of the wrong one")
        pending.decide(place, above, self.budget)

    def _split(self, pending: Pending, place: int, form: Value) -> None:
        """Go on below, and let the side above wait."""
        self.budget.spend(len(pending.places) + len(pending.outputs))
        above = (pending.copy(), place, form, len(self.region), self.budget.bits)
        self._waiting.append(Waiting(*above, self._todo, self.values, self._bits, self.count, self._beside))
        held = len(pending.outputs) + len(pending.forms) + 1  # counted, not joined: a split pays for neither list
        self.budget.hold(held * self._terms * (self._bits + OBJECT) + 4 * len(pending.places) * OBJECT)
        self.region.append((multiple(-1, form, self.budget), ">"))
        pending.decide(place, False, self.budget)

    def _resume(self) -> None:
        """Go on above the last split whose side above waits."""
        side = self._waiting.pop()
        self._pending, self.budget.bits, self._todo = side.pending, side.memory, side.todo
        self.values, self._bits, self.count, self._beside = side.values, side.bits, side.operations, side.beside
        del self.region[side.constraints :]
        self.region.append((side.form, ">="))
        self.budget.hold(self._size([side.form]))
        side.pending.decide(side.place, True, self.budget)

    def _next_part(self) -> None:
        """Keep the outputs of a part, and give the next one what all are given."""
        beside, size = self._parts(), self._size(self.values)
        self.budget.hold(size)
        done, held = (self.values, beside.done), beside.held + size
        self._beside = beside._replace(done=done, held=held)
        self.values, self._bits = beside.given, beside.bits

    def _join(self) -> None:
        """Put the outputs of all parts side by side, over their least common denominator."""
        beside = self._parts()
        parts, done = [self.values], beside.done
        while done:
            part, done = done
            parts.append(part)
        parts.reverse()
        before = self.budget.bits
        denominator = common_denominator([part[-1] for part in parts], self.budget)
        joined: Values = []
        for part in parts:
            factor = denominator // part[-1]
            bits = longest(part)
            steps = self._terms * price(bits, factor.bit_length())
            self.budget.spend(len(part))
            self.budget.hold(len(part) * self._terms * (bits + factor.bit_length() + OBJECT))
            if factor != 1:
                part = [summed([(0, factor)], [value], steps, self.budget) for value in part]
            joined.extend(part[:-1])
        self.budget.bits = before
        if beside.waiting == len(self._waiting):  # nothing that waits refers to what the parts were given
            self.budget.bits += beside.held
        self._beside = beside.around
        self._replace([*joined, denominator])

    def _parts(self) -> Beside:
        if self._beside is None:
            raise AssertionError("a part of a concatenation ends, and none runs")
        return self._beside

    def _replace(self, values: Values) -> None:
        """Go on with new values, if there is room for them beside all that is held."""
        self.values, self._bits = values, longest(values)
        self.budget.room(2 * self._size(values))

    def _size(self, values: Values) -> int:
        return len(values) * self._terms * (self._bits + OBJECT)
