"""Symbolic execution with hints: a network runs on a region of inputs, and each open decision is settled by a hint."""

from typing import Any

from .budget import Budget, common_denominator, price
from .network import Node
from .values import Constraint, Value, Values, at, combined, longest, multiple, must_contradict, primitive, reduced
from .verdict import Malformed, Rejected

Todo = tuple[Any, Any, int] | None
"""What is to run next, what after it, and the structural maximum of all that is left, in the measure."""

NEAR, FAR = (0, 1), (1, 1)
"""The ends t = 0 and t = 1 of a guided execution, each with its denominator."""

_NEXT, _JOIN = "next", "join"  # between the parts of a concatenation, and after the last
_OBJECT = 256  # the bits that the interpreter keeps around a number


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
        if type(name) is not str or name not in names:
            raise Rejected(f"step {self.step}: the hint must be {' or '.join(names)}")
        self.step += 1
        hint: list[Any] = self.hints[self.step - 1]
        return hint


class _Pending:
    """A gate or a layer with open decisions: their forms by place, and what the decided places have given so far."""

    __slots__ = ("columns", "cost", "forms", "kind", "outputs", "places")

    def __init__(self, kind: str, forms: Values, places: set[int], outputs: Any, columns: Any, cost: int) -> None:
        self.kind, self.forms, self.places, self.outputs, self.columns = kind, forms, places, outputs, columns
        self.cost = cost

    def copy(self) -> "_Pending":
        return _Pending(self.kind, self.forms, set(self.places), list(self.outputs), self.columns, self.cost)

    def decide(self, place: int, above: bool) -> None:
        """Fold the outcome of one decision into what follows."""
        self.places.remove(place)
        if self.kind == "branch":
            self.outputs = self.outputs[1:] if above else self.outputs[:1]
        elif above:
            value = self.forms[place] if self.kind == "relu" else 1
            if self.columns is None:
                self.outputs[place] = value
                return
            for row, weight in self.columns.get(place, ()):
                self.outputs[row] = combined([(0, 1), (1, weight)], [self.outputs[row], value])


class Engine:
    """One execution after the other over the same hints; ``values`` and ``count`` stand at the end that was reached.

    ``measure`` says which operations are counted, ``bound`` is the T of an operations claim.
    """

    def __init__(self, hints: list[Any], budget: Budget, measure: int = 3, bound: int | None = None) -> None:
        self.hints, self.budget, self.measure, self.bound = Hints(hints), budget, measure, bound
        self.values: Values = []
        self.region: list[Constraint] = []
        self.count = 0
        self._columns: dict[int, dict[int, list[tuple[int, int]]]] = {}
        self.empty = False

    def start(self, network: Node, values: Values, region: list[Constraint]) -> None:
        """Begin an execution on a region; ``ends`` goes on to the first end."""
        self.budget.spend(len(values))
        self.values, self.region, self.count, self._guided = values, region, 0, False
        self._terms, self._bits = network.inputs + 1, longest(values)
        self._todo: Todo = (network, None, network.worst[self.measure])
        self._saved: Any = None
        self._pending: _Pending | None = None
        self._waiting: list[Any] = []
        self._held = self.budget.bits
        self._begun = False

    def run_at(self, network: Node, values: Values) -> None:
        """Run at a point, or along a line in t, without hints.

        It follows t = 1 and refuses unless t = 0 satisfies weakly whatever t = 1 satisfies on its way.
        """
        self.start(network, values, [])
        self._guided, self._terms = True, 1 if all([type(value) is int for value in values]) else 2
        self.ends()

    def ends(self) -> bool:
        """Go on to the next end; False if there is none left."""
        if not self._begun:
            self._begun = True
            if self.region and self.emptied("vacuous"):
                self.empty = True
            elif not self._bounded("structure") and self._affordable() and self._to_the_end():
                return True
        while self._waiting:
            self._resume()
            if self._to_the_end():
                return True
        self.budget.bits = self._held
        return False

    def contradict(self, hint: list[Any], skip: int, *added: Constraint) -> None:
        """Apply the one rule to the region, the added constraint and the multipliers of a hint."""
        try:
            must_contradict(self.region, hint[skip:], self.budget, *added)
        except Rejected as error:
            raise Rejected(f"step {self.hints.step - 1} ({hint[0]}): {error}") from None

    def emptied(self, name: str = "empty") -> bool:
        """Read a hint that the region itself is contradictory, if the next one says so."""
        if self._guided or self.hints.name() != name:
            return False
        self.contradict(self.hints.take(name), 1)
        return True

    def _bounded(self, name: str = "bound") -> bool:
        """Read a hint that whatever is left stays within the bound, if the next one says so."""
        if self._guided or self.bound is None or self.hints.name() != name:
            return False
        if len(self.hints.take(name)) != 1:
            raise Malformed(f"{name} must stand alone")
        sides = self._pending.outputs if self._pending and self._pending.kind == "branch" else ()
        left = max([side.worst[self.measure] for side in sides], default=0) + (self._todo[2] if self._todo else 0)
        if self.count + left > self.bound:
            raise Rejected(
                f"step {self.hints.step - 1} ({name}): {self.count} operations so far and a structural maximum "
                f"of {left} for the rest are more than {self.bound}"
            )
        return True

    def _affordable(self) -> bool:
        """Refuse a network that no budget can run, a tower of doublings, before minutes are spent on it."""
        if self._todo and 2 * self._todo[0].work > self.budget.steps:
            raise Malformed("running the network takes more steps than the limit")
        return True

    def _to_the_end(self) -> bool:
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

    def _push(self, item: Any, worst: int = 0) -> None:
        self._todo = (item, self._todo, worst + (self._todo[2] if self._todo else 0))

    def _visit(self, node: Node) -> None:
        self.budget.spend(node.size * self._terms * price(self._bits, node.bits))
        kind, self.count = node.kind, self.count + node.own[self.measure]
        if kind == "branch":
            ((pairs, threshold),) = node.rows
            total = combined(pairs, self.values, -threshold * self.values[-1])
            if type(total) is int:
                side = node.below[1] if total >= 0 else node.below[0]
                self._push(side, side.worst[self.measure])
            else:
                self._pending = _Pending(kind, [total], {0}, node.below, None, self._terms)
        elif kind == "affine":
            denominator = self.values[-1]
            self.budget.room(node.outputs * self._terms * (self._bits + node.bits + _OBJECT))
            values = [combined(pairs, self.values, constant * denominator) for pairs, constant in node.rows]
            self._affine_done(node, [*values, denominator])
        elif kind == "sequence":
            for child in reversed(node.below):
                self._push(child, child.worst[self.measure])
        elif kind in ("relu", "step"):
            self._layer(node)
        elif kind == "concatenate":
            self._push(_JOIN)
            for number in range(len(node.below) - 1, -1, -1):
                self._push(node.below[number], node.below[number].worst[self.measure])
                if number:
                    self._push(_NEXT)
            size = self._size(self.values)
            self._saved = (self.values, self._bits, None, size, len(self._waiting), self._saved)
            self.budget.hold(size)

    def _affine_done(self, node: Node, values: Values) -> None:
        """Keep the rows of an affine map and, last, the denominator before it."""
        values[-1] *= node.scale
        if node.scale != 1:
            values = reduced(values, self.budget)
        self._replace(values)

    def _replace(self, values: Values) -> None:
        """Go on with new values, if there is room for them beside all that is held."""
        self.values, self._bits = values, longest(values)
        self.budget.room(2 * self._size(values))

    def _size(self, values: Values) -> int:
        return len(values) * self._terms * (self._bits + _OBJECT)

    def _layer(self, node: Node) -> None:
        """Settle the constant coordinates of a Relu or Step; the rest is pending, with an affine map that follows."""
        forms, denominator = self.values[:-1], self.values[-1] if node.kind == "relu" else 1
        places = {place for place, value in enumerate(forms) if type(value) is not int}
        ones: Values = [value if type(value) is not int or value > 0 else 0 for value in forms]
        if node.kind == "step":
            ones = [1 if type(value) is int and value >= 0 else 0 for value in forms]
        if not places:
            self.values = [*ones, denominator]
            return
        known: Values = [0 if place in places else value for place, value in enumerate(ones)]
        while self._todo and isinstance(self._todo[0], Node) and self._todo[0].kind == "sequence":
            stages, self._todo, _ = self._todo
            self.budget.spend(stages.size)
            for child in reversed(stages.below):
                self._push(child, child.worst[self.measure])
        if not (self._todo and isinstance(self._todo[0], Node) and self._todo[0].kind == "affine"):
            self._pending = _Pending(node.kind, forms, places, [*known, denominator], None, self._terms)
            return
        after, self._todo, _ = self._todo
        product = price(self._bits, after.bits)
        self.budget.spend(after.size * product)
        self._bits += after.bits + after.inputs.bit_length()
        self.budget.room((after.outputs + 1) * self._terms * (self._bits + _OBJECT))
        self.count += after.own[self.measure]
        totals: Values = [combined(pairs, known, constant * denominator) for pairs, constant in after.rows]
        if id(after) not in self._columns:
            columns: dict[int, list[tuple[int, int]]] = {}
            for row, (pairs, _) in enumerate(after.rows):
                for position, weight in pairs:
                    columns.setdefault(position, []).append((row, weight))
            self._columns[id(after)] = columns
        totals.append(denominator * after.scale)
        self._pending = _Pending(node.kind, forms, places, totals, self._columns[id(after)], product * self._terms)

    def _settle(self, pending: _Pending) -> bool:
        """Settle open decisions until none is left (True), or until the region is closed (False)."""
        if self._guided:
            for number in sorted(pending.places):
                self._follow(pending, number)
        while pending.places:
            if self.emptied() or self._bounded():
                return False
            hint = self.hints.take("split", "below", "above")
            place = hint[1] if len(hint) > 1 else None
            if type(place) is not int:
                raise Malformed(f"hint {self.hints.step - 1} must name a place")
            if place not in pending.places:
                raise Rejected(f"step {self.hints.step - 1} ({hint[0]}): there is no open decision at place {place}")
            self._pay(pending, place)
            form = primitive(pending.forms[place], self.budget)
            if hint[0] == "split":
                if len(hint) != 2:
                    raise Malformed("split takes a place and nothing else")
                self._split(pending, place, form)
            elif hint[0] == "below":
                self.contradict(hint, 2, (form, ">="))
                pending.decide(place, False)
            else:
                self.contradict(hint, 2, (multiple(-1, form), ">"))
                pending.decide(place, True)
        self._pending = None
        if pending.kind == "branch":
            (side,) = pending.outputs
            self._push(side, side.worst[self.measure])
        else:
            self.budget.spend(len(pending.outputs) * self._terms)
            self._replace(reduced(pending.outputs, self.budget))
        return True

    def _pay(self, pending: _Pending, place: int) -> None:
        self.budget.spend(pending.cost * (1 + (len(pending.columns.get(place, ())) if pending.columns else 0)))

    def _follow(self, pending: _Pending, place: int) -> None:
        self._pay(pending, place)
        form = pending.forms[place]
        above = at(form, FAR) >= 0
        if (at(form, NEAR) < 0) if above else (at(form, NEAR) > 0):
            raise Rejected(f"step {self.hints.step - 1}: the near point is not on the way of the wrong one")
        pending.decide(place, above)

    def _split(self, pending: _Pending, place: int, form: Value) -> None:
        """Go on below, and let the side above wait."""
        self.budget.spend(len(pending.places) + len(pending.outputs))
        registers = (self._todo, self.values, self._bits, self.count, self._saved)
        self._waiting.append((pending.copy(), place, form, len(self.region), self.budget.bits, registers))
        held = len(pending.outputs) + len(pending.forms) + 1  # counted, not joined: a split pays for neither list
        self.budget.hold(held * self._terms * (self._bits + _OBJECT) + 4 * len(pending.places) * _OBJECT)
        self.region.append((multiple(-1, form), ">"))
        pending.decide(place, False)

    def _resume(self) -> None:
        """Go on above the last split whose side above waits."""
        self._pending, place, form, length, self.budget.bits, registers = self._waiting.pop()
        self._todo, self.values, self._bits, self.count, self._saved = registers
        del self.region[length:]
        self.region.append((form, ">="))
        self.budget.hold(self._size([form]))
        self._pending.decide(place, True)

    def _next_part(self) -> None:
        given, bits, outputs, held, *rest = self._saved
        size = self._size(self.values)
        self.budget.hold(size)
        self._saved = (given, bits, (self.values, outputs), held + size, *rest)
        self.values, self._bits = given, bits

    def _join(self) -> None:
        """Put the outputs of all parts side by side, over their least common denominator."""
        _, _, linked, held, waiting, self._saved = self._saved
        parts = [self.values]
        while linked:
            part, linked = linked
            parts.append(part)
        parts.reverse()
        before = self.budget.bits
        denominator = common_denominator([part[-1] for part in parts], self.budget)
        joined: Values = []
        for part in parts:
            factor = denominator // part[-1]
            bits = longest(part)
            self.budget.spend(len(part) * self._terms * price(bits, factor.bit_length()))
            self.budget.hold(len(part) * self._terms * (bits + factor.bit_length() + _OBJECT))
            joined.extend(part[:-1] if factor == 1 else [multiple(factor, value) for value in part[:-1]])
        self.budget.bits = before
        if waiting == len(self._waiting):  # nothing that waits refers to what the parts were given
            self.budget.bits += held
        self._replace([*joined, denominator])
