"""Partial evaluation: the network is followed with affine forms of the input on its wires, and gates test them."""

from constructions.model.errors import BadInput
from constructions.model.evaluation import check_work
from constructions.model.network import Affine, Branch, Concatenate, Network, Relu, Step, chain
from constructions.model.numbers.homogeneous import Layer
from constructions.model.progress import TimeIsUp
from constructions.model.running.walk import Todo, onward
from constructions.synthesis.affine_wires import (
    GateLimits,
    IntegerForm,
    Settling,
    Wires,
    gate_row,
    left_as_it_is,
    short_gate,
)
from constructions.synthesis.inputs import Inputs, Points
from constructions.synthesis.layer_by_layer import rest_of


def synthesized(network: Network, inputs: Inputs, limits: GateLimits | None = None) -> Network:
    """Return a conditional network with the same values on the inputs, whose gates test what suits them.

    A unit, or a gate, whose form has one sign on them needs no test: a dead unit is dropped, a live one is
    linear. Where several units of a layer are undecided, a gate divides them, and both sides go on. At the end
    stands one affine map. Sides that end in the same map are joined again. Where no gate is left to spend, the rest of
    the network follows as it is, without the units that are dead on this part of the data; so it does when the time is
    up, all of it.

    Source: theory, Theorem 50.

    Raises:
        BadInput: if gates nest some hundreds deep.

    >>> from constructions.model.network import Sequence
    >>> tent = Sequence((Affine([[2], [4]], [0, -2]), Relu(2), Affine([[1, -1]], [0])))
    >>> found = synthesized(tent, Points([[0], [1]]))
    >>> found.normal, found.threshold
    (Form(1 x0 of 1), Fraction(1, 2))
    """
    check_work(network)
    limits = limits or GateLimits()
    run = _Run(limits)
    try:
        return run.network(Wires.inputs(network.input_width), (network, None), inputs, limits.gates)
    except TimeIsUp:
        limits.cut += 1
        return network
    except RecursionError:
        raise BadInput("gates nest too deeply: the network decides one thing after the other") from None


class _Run:
    """One synthesis: counts gates, and knows the layers in integers."""

    def __init__(self, limits: GateLimits) -> None:
        self._limits = limits
        self._layers: dict[int, Layer] = {}
        self._leaves: dict[int, tuple[Network, Wires]] = {}

    def network(self, wires: Wires, todo: Todo, inputs: Inputs, gates: int) -> Network:
        """Return the conditional network for what is left to do on some inputs, with so many gates at most."""
        while todo is not None:
            if not self._limits.in_time():
                rest = left_as_it_is(todo)
                self._limits.cut += 1
                return chain(wires.affine(), *rest)
            item, todo, wires = onward(todo, wires, self)
            match item:
                case Affine():
                    wires = wires.through(self._layer(item))
                case Branch():
                    row = wires.through(gate_row(item.normal, item.threshold)).rows[0]
                    (side,) = _decided([row], inputs, weakly=False)
                    if side is None and gates:
                        return self._gate(row, inputs, wires, (item.below, todo), (item.above, todo), gates)
                    if side is None:
                        return self._left(wires, (item, todo), inputs)
                    todo = (item.above if side else item.below, todo)
                case Relu() | Step() | Settling():
                    settling = item if isinstance(item, Settling) else Settling(item, {})
                    found = self._settled(settling, wires, todo, inputs, gates)
                    if not isinstance(found, Wires):
                        return found
                    wires = found
        return self._leaf(wires)

    def fork(self, given: Wires) -> Wires:
        """Return the wires themselves."""
        return given

    def concatenate(self, node: Concatenate, given: Wires, outputs: list[Wires]) -> Wires:
        """Return the wires of all parts side by side."""
        wires = outputs.pop()
        while outputs:
            wires = outputs.pop().beside(wires)
        return wires

    def _leaf(self, wires: Wires) -> Network:
        leaf = wires.cheapest()
        self._leaves[id(leaf)] = leaf, wires
        return leaf

    def _same(self, one: Network, two: Network) -> bool:
        """Return whether both are leaves, and the same map."""
        first, second = self._leaves.get(id(one)), self._leaves.get(id(two))
        return first is not None and second is not None and first[1].equals(second[1])

    def _layer(self, node: Affine) -> Layer:
        if id(node) not in self._layers:
            self._layers[id(node)] = Layer(node)
        return self._layers[id(node)]

    def _settled(self, item: Settling, wires: Wires, todo: Todo, inputs: Inputs, gates: int) -> Wires | Network:
        """Return the wires behind a layer; or the network from here on, if a gate is needed."""
        node, known = item.node, dict(item.known)
        waiting = [place for place in range(len(wires.rows)) if place not in known]
        sides = _decided([wires.rows[place] for place in waiting], inputs, weakly=isinstance(node, Relu))
        known.update([(place, side) for place, side in zip(waiting, sides, strict=True) if side is not None])
        left = [place for place in waiting if place not in known]
        if not left:
            return wires.settled(node, known)
        if not gates:
            return self._left(wires, (Settling(node, known), todo), inputs)
        test = inputs.test([wires.rows[place] for place in left])
        settled = [] if test.unit is None else [left[test.unit]]
        below, above = [(Settling(node, known | dict.fromkeys(settled, side)), todo) for side in (False, True)]
        return self._gate(test.row, inputs, wires, below, above, gates)

    def _gate(self, row: IntegerForm, inputs: Inputs, wires: Wires, below: Todo, above: Todo, gates: int) -> Network:
        self._limits.spend()
        before = self._limits.used
        under, over = inputs.part(row, above=False), inputs.part(row, above=True)
        low = self.network(wires, below, under, under.share(gates - 1, over))
        high = self.network(wires, above, over, gates - 1 - (self._limits.used - before))
        return low if self._same(low, high) else Branch(*short_gate(row), low, high)

    def _left(self, wires: Wires, todo: Todo, inputs: Inputs) -> Network:
        """Return the rest of the network as it is, but for units that are dead or live on all points of the inputs."""
        self._limits.cut += 1
        return rest_of(wires, todo, inputs if isinstance(inputs, Points) and inputs.exact else None, self._limits)


def _decided(rows: list[IntegerForm], inputs: Inputs, weakly: bool) -> list[bool | None]:
    """Return the sides of forms on some inputs; constant forms have theirs anyway."""
    asked = [place for place, row in enumerate(rows) if any(row[:-1])]
    answers = dict(zip(asked, inputs.sides([rows[place] for place in asked], weakly), strict=True))
    return [answers.get(place, row[-1] >= 0) for place, row in enumerate(rows)]
