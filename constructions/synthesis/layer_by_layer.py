"""Synthesis layer by layer: units keep computing, but what is 0 on the data is not visited, and gates test values."""

from collections.abc import Collection, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain as joined, compress
from typing import Any

from constructions.model.errors import BadInput
from constructions.model.evaluation import check_work
from constructions.model.network import Affine, Branch, Concatenate, Form, Identity, Network, Relu, Step, chain
from constructions.model.numbers.homogeneous import Homogeneous, Layer, side_by_side
from constructions.model.progress import TimeIsUp
from constructions.model.running.walk import Part, Todo, onward
from constructions.synthesis.affine_wires import (
    GateLimits,
    Settling,
    Wires,
    as_fraction,
    as_rational,
    left_as_it_is,
    same_affine,
)
from constructions.synthesis.composed_forms import ONE, ZERO, Value, applied, as_form, is_wire, on_wire, terms_of
from constructions.synthesis.inputs import Points


@dataclass(frozen=True, slots=True)
class Carried:
    """What the given network has on its wires: as forms of the new network's wires, and its values at data points."""

    values: tuple[Value, ...]
    rows: dict[int, Homogeneous]


def by_layers(network: Network, points: Points, limits: GateLimits | None = None, fold: bool = True) -> Network:
    """Return a conditional network with the same values at the points, which computes the network's units one by one.

    A unit that is 0 at all points that come this way is not computed, and what reads only such units is constant. A
    unit that is positive for some of them and not for others is computed and tested by a gate, and both sides go on.

    Args:
        fold: also settle units by their sign on the data, without a test. If not, a unit that reads any number
            that can be other than 0 is computed and compared with 0: zeros are skipped, and nothing else is known.

    Source: theory, Theorem 53.

    Raises:
        BadInput: if gates nest some hundreds deep.

    >>> from constructions.model.network import Sequence
    >>> tent = Sequence((Affine([[2], [4]], [0, -2]), Relu(2), Affine([[1, -1]], [0])))
    >>> by_layers(tent, Points([[Fraction(1, 4)], [Fraction(3, 4)]])).stages[-1].normal
    Form(-1 x1 of 2)
    """
    check_work(network)
    wires, limits = Wires.inputs(network.input_width), limits or GateLimits()
    try:
        return _rest(wires, (network, None), points, _Run(limits, fold), True)
    except TimeIsUp:
        limits.cut += 1
        return network
    except RecursionError:
        raise BadInput("gates nest too deeply: the network decides one thing after the other") from None


def rest_of(wires: Wires, todo: Todo, points: Points | None, limits: GateLimits) -> Network:
    """Return the network for what is left to do, without further gates; units settled on the points cost nothing."""
    return _rest(wires, todo, points, _Run(limits, True), False)


def _rest(wires: Wires, todo: Todo, points: Points | None, run: "_Run", gates: bool) -> Network:
    def carried(of: Wires) -> Carried:
        rows = [] if points is None else points.values(of.rows, of.denominator)
        values = [({place: as_rational(w) for place, w in terms}, as_rational(bias)) for terms, bias in of.forms()]
        return Carried(tuple(values), dict(enumerate(rows)))

    items, parts = list[Any](), 0
    while todo is not None:
        item, todo = todo
        parts += item.number + 1 if isinstance(item, Part) else 0
        items.append(item.of(carried) if isinstance(item, Part) else item)
    for item in reversed(items):
        todo = (item, todo)
    state = _State(
        len(wires.rows[0]) - 1, carried(wires), parts, list(range(0 if points is None else len(points.rows)))
    )
    return run.network(state, todo, run.limits.gates if gates else 0)


@dataclass(slots=True)
class _State:
    """Where one way through the network stands.

    Attributes:
        width: how many wires the new network has here.
        carried: what the given network has on its wires here.
        parts: how many parts have begun of concatenations that have not ended; if any, wires keep their places, since
            other parts read them.
        numbers: the data points that come this way; none if the data are not known.
    """

    width: int
    carried: Carried
    parts: int
    numbers: list[int]

    def sides(self, place: int) -> tuple[bool, bool, bool, bool]:
        """Return whether a value is at least 0 at all points, below 0 at all, at most 0 at all, above 0 at all."""
        values = [self.carried.rows[number][place] for number in self.numbers]
        if not values:
            return False, False, False, False
        return min(values) >= 0, max(values) < 0, max(values) <= 0, min(values) > 0

    def fork(self, given: Carried) -> Carried:
        """Begin a part of a concatenation."""
        self.parts += 1
        return given

    def concatenate(self, node: Concatenate, given: Carried, outputs: list[Carried]) -> Carried:
        """Put the outputs of all parts side by side."""
        self.parts -= len(outputs)
        rows = {number: side_by_side([output.rows[number] for output in outputs]) for number in self.numbers}
        return Carried(tuple(joined.from_iterable([output.values for output in outputs])), rows)

    def only(self, numbers: list[int]) -> "_State":
        """Return the state with fewer points."""
        return _State(self.width, self.carried, self.parts, numbers)

    def written(self, places: Collection[int]) -> Affine | None:
        """Put values that are no wires yet on wires; return the map that does, or None if there is nothing to do."""
        values = self.carried.values
        new = [place for place in places if not is_wire(values[place])]
        if not new:
            return None
        kept = self._kept([place for place in range(len(values)) if place not in new])
        forms = [Form.coordinate(wire, self.width) for wire in kept] + [
            as_form(values[place], self.width) for place in new
        ]
        biases = [Fraction(0)] * len(kept) + [as_fraction(values[place][1]) for place in new]
        self._renumber(kept, new)
        return Affine(forms, biases)

    def computed(self, node: Relu | Step, places: list[int]) -> Network:
        """Put units on wires; the values at ``places`` must be wires."""
        wires = [next(iter(self.carried.values[place][0])) for place in places]
        kept = self._kept([place for place in range(len(self.carried.values)) if place not in places])
        units = type(node)(len(places))
        if not kept and wires == list(range(self.width)):
            stage: Network = units
        else:
            chosen = chain(_selection(wires, self.width), units)
            stage = Concatenate((_selection(kept, self.width), chosen)) if kept else chosen
        self._renumber(kept, places)
        return stage

    def _kept(self, places: list[int]) -> list[int]:
        if self.parts:
            return list(range(self.width))
        return sorted({wire for place in places for wire in self.carried.values[place][0]})

    def _renumber(self, kept: list[int], new: list[int]) -> None:
        names = {wire: number for number, wire in enumerate(kept)}
        fresh = {place: len(kept) + number for number, place in enumerate(new)}
        self.width = len(kept) + len(new)
        self.carried = Carried(
            tuple(
                [
                    on_wire(fresh[place])
                    if place in fresh
                    else ({names[wire]: weight for wire, weight in terms.items()}, bias)
                    for place, (terms, bias) in enumerate(self.carried.values)
                ]
            ),
            self.carried.rows,
        )


class _Run:
    """One synthesis."""

    def __init__(self, limits: GateLimits, fold: bool) -> None:
        self.limits, self.fold = limits, fold
        self._layers: dict[int, Layer] = {}
        self._rows: dict[int, list[tuple[list[tuple[int, Any]], Any]]] = {}

    def network(self, state: _State, todo: Todo, gates: int) -> Network:
        """Return the network for what is left to do, with so many gates at most."""
        stages: list[Network] = []
        while todo is not None:
            if not self.limits.in_time():
                rest = left_as_it_is(todo)
                self.limits.cut += 1
                return chain(*stages, _output(state), *rest)
            item, todo, state.carried = onward(todo, state.carried, state)
            match item:
                case Affine():
                    stages += self._affine(state, item)
                case Branch():
                    side = self._side(state, item)
                    if side is None:
                        return chain(*stages, self._branch(state, item, todo, gates))
                    todo = (item.above if side else item.below, todo)
                case Relu() | Step() | Settling():
                    settling = item if isinstance(item, Settling) else Settling(item, {})
                    gate = self._units(state, settling, todo, gates, stages)
                    if gate is not None:
                        return chain(*stages, gate)
        return chain(*stages, _output(state))

    def _affine(self, state: _State, node: Affine) -> list[Network]:
        """Go through an affine map: composed with what is not on wires yet, or behind it if that has fewer weights."""
        stages: list[Network] = []
        read = sorted({index for form in node.weights for index in form.indices})
        values = state.carried.values
        unwritten = [place for place in read if not is_wire(values[place])]
        sources = [[index for index in form.indices if values[index][0]] for form in node.weights]
        fused = sum([len({wire for index in indices for wire in values[index][0]}) for indices in sources])
        if sum(map(len, sources)) + sum([len(values[place][0]) for place in unwritten]) < fused:
            state.carried = Carried(
                tuple([value if place in read else ZERO for place, value in enumerate(values)]), state.carried.rows
            )
            stages += _present(state.written(read))
        values = state.carried.values
        rows = [applied(*row, values) for row in self._rows_of(node)]
        if id(node) not in self._layers:
            self._layers[id(node)] = Layer(node)
        layer = self._layers[id(node)]
        given = [state.carried.rows[number] for number in state.numbers]
        results = layer.apply(given) if given else []
        state.carried = Carried(tuple(rows), dict(zip(state.numbers, results, strict=True)))
        return stages

    def _rows_of(self, node: Affine) -> list[tuple[list[tuple[int, Any]], Any]]:
        if id(node) not in self._rows:
            pairs = zip(node.weights, node.bias, strict=True)
            self._rows[id(node)] = [(terms_of(form), as_rational(bias)) for form, bias in pairs]
        return self._rows[id(node)]

    def _units(self, state: _State, item: Settling, todo: Todo, gates: int, stages: list[Network]) -> Network | None:
        """Go through a layer; return the gate that divides the way here, if one does."""
        node, known = item.node, dict(item.known)
        tested: list[int] = []
        left: list[int] = []
        for place, (terms, bias) in enumerate(state.carried.values):
            if place in known:
                continue
            above, below, dead, positive = state.sides(place)
            zero = dead if isinstance(node, Relu) else below
            settled = zero or (above if self.fold or isinstance(node, Step) else positive)
            if not terms or (settled and self.fold):
                known[place] = bias >= 0 if not terms else above
            elif settled or not gates or not state.numbers:
                tested.append(place)
            else:
                left.append(place)
        if left:
            return self._gate(state, node, known, left, todo, gates, stages)
        stages += _present(state.written(tested))
        if tested:
            stages.append(state.computed(node, tested))
        values = state.carried.values
        alive = values if isinstance(node, Relu) else (ONE,) * len(values)
        settled_values = [
            values[place] if place in tested else alive[place] if known[place] else ZERO for place in range(len(values))
        ]
        for place in tested:  # a unit that is 0 on all points is read as 0 from here on
            if state.numbers and state.sides(place)[2] and isinstance(node, Relu):
                settled_values[place] = ZERO
        state.carried = Carried(tuple(settled_values), _behind(node, state))
        return None

    def _gate(
        self,
        state: _State,
        node: Relu | Step,
        known: dict[int, bool],
        left: list[int],
        todo: Todo,
        gates: int,
        stages: list[Network],
    ) -> Network:
        """Compute the unit that divides the points most evenly, and go on with both sides of it.

        The gate of a ReLU asks whether its value is at most 0, since all that reads a 0 may be skipped.
        """
        zeros = isinstance(node, Relu)
        rows, sign = state.carried.rows, -1 if zeros else 1

        def above(place: int) -> list[bool]:
            return [sign * rows[number][place] >= 0 for number in state.numbers]

        place = min(left, key=lambda place: abs(2 * sum(above(place)) - len(state.numbers)))
        stages += _present(state.written([place]))
        (wire,) = state.carried.values[place][0]
        over = list(compress(state.numbers, above(place)))
        under = [number for number in state.numbers if sign * rows[number][place] < 0]
        sides = [(Settling(node, known | {place: side is not zeros}), todo) for side in (False, True)]
        gate = Form(state.width, (wire,), (sign,)), Fraction(0)
        return self._both(state, gate, (under, over), sides, gates)

    def _branch(self, state: _State, node: Branch, todo: Todo, gates: int) -> Network:
        terms, bias = applied(terms_of(node.normal), as_rational(-node.threshold), state.carried.values)
        numbers = [
            [n for n in state.numbers if _is_above(node, state.carried.rows[n]) is side] for side in (False, True)
        ]
        sides: list[Todo] = [(node.below, todo), (node.above, todo)]
        gate = (as_form((terms, bias), state.width), as_fraction(-bias))
        return self._both(state, gate, (numbers[0], numbers[1]), sides, gates)

    def _both(
        self,
        state: _State,
        gate: tuple[Form, Fraction],
        numbers: tuple[list[int], list[int]],
        sides: "Items[Todo]",
        gates: int,
    ) -> Network:
        self.limits.spend()
        before, left = self.limits.used, max(0, gates - 1)
        share = left * len(numbers[0]) // max(1, len(state.numbers))
        below = self.network(state.only(numbers[0]), sides[0], share)
        above = self.network(state.only(numbers[1]), sides[1], max(0, left - (self.limits.used - before)))
        return below if same_affine(below, above) else Branch(*gate, below, above)

    def _side(self, state: _State, node: Branch) -> bool | None:
        """Return the side of a gate that is taken by all points, or whatever they are."""
        terms, bias = applied(terms_of(node.normal), as_rational(-node.threshold), state.carried.values)
        if not terms:
            return bool(bias >= 0)
        sides = {_is_above(node, state.carried.rows[number]) for number in state.numbers}
        return sides.pop() if len(sides) == 1 else None


def _output(state: _State) -> Affine:
    values = state.carried.values
    return Affine([as_form(value, state.width) for value in values], [as_fraction(bias) for _, bias in values])


def _selection(wires: list[int], width: int) -> Network:
    if wires == list(range(width)):
        return Identity(width)
    return Affine([Form.coordinate(wire, width) for wire in wires], [0] * len(wires))


def _present(stage: Network | None) -> list[Network]:
    return [] if stage is None else [stage]


def _is_above(node: Branch, row: Homogeneous) -> bool:
    pairs = zip(node.normal.indices, node.normal.weights, strict=True)
    return sum([weight * row[index] for index, weight in pairs], Fraction(0)) >= node.threshold * row[-1]


def _behind(node: Relu | Step, state: _State) -> dict[int, Homogeneous]:
    rows = {number: state.carried.rows[number] for number in state.numbers}
    if isinstance(node, Relu):
        return {number: [max(value, 0) for value in row] for number, row in rows.items()}
    return {number: [*[int(value >= 0) for value in row[:-1]], 1] for number, row in rows.items()}
