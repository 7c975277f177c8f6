"""Synthesis: a conditional network with the same answers, whose gates are the tests of the network's own units."""

from collections.abc import Callable, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import lcm
from typing import Any, Protocol, TypeAlias

import flint

from constructions.batch import homogeneous
from constructions.errors import BadInput
from constructions.evaluation import check_work
from constructions.network import (
    Affine,
    Branch,
    Concatenate,
    Form,
    Identity,
    Network,
    Relu,
    Sequence,
    Step,
    chain,
)

Row: TypeAlias = tuple[Form, Fraction]
"""An affine form of the input: w and b of w . x + b."""

Values: TypeAlias = tuple[Row, ...]
"""What stands on the wires, as affine forms of the input."""


class Ground(Protocol):
    """The inputs for which the answers must stay the same: data points, balls around them, or a region."""

    def sides(self, rows: Items[Row], weakly: bool) -> list[bool | None]:
        """Return for each form whether it is >= 0 (True) or < 0 (False) on all of these inputs; None if neither.

        ``weakly``: False also if it is <= 0 on all of them, which is all the same to a ReLU.
        """
        ...

    def best(self, rows: Items[Row]) -> int:
        """Return which of several undecided forms a gate had better test."""
        ...

    def part(self, row: Row, above: bool) -> "Ground":
        """Return the inputs on one side of a form."""
        ...


@dataclass(slots=True)
class Limits:
    """How far a synthesis may go.

    Attributes:
        gates: the most gates; beyond it the synthesis is refused.
        progress: called with the number of gates so far.
    """

    gates: int = 100_000
    progress: Callable[[int, int | None], None] = lambda _done, _total: None


def synthesized(network: Network, ground: Ground, limits: Limits | None = None) -> Network:
    """Return a conditional network with the same values on the ground, whose gates are the network's own tests.

    The network is followed with affine forms of the input on its wires. A unit, or a gate, whose form has one sign on
    the ground needs no test: a dead unit is dropped, a live one is linear. Where several units of a layer are
    undecided, a gate tests the one that divides the ground best, and both sides go on. At the end stands one affine
    map. Sides that end in the same map are joined again.

    Raises:
        BadInput: if more gates are needed than the limits allow, or they nest some hundreds deep.

    >>> tent = Sequence((Affine([[2], [4]], [0, -2]), Relu(2), Affine([[1, -1]], [0])))
    >>> found = synthesized(tent, Points([(Fraction(1, 4),), (Fraction(3, 4),)]))
    >>> found.normal, found.threshold
    (Form(1 x0 of 1), Fraction(1, 2))
    """
    check_work(network)
    run = _Run(limits or Limits())
    start = tuple([(Form.coordinate(place, network.input_width), Fraction(0)) for place in range(network.input_width)])
    try:
        return run.network(start, (network, None), ground)
    except RecursionError:
        raise BadInput("gates nest too deeply: the network decides one thing after the other") from None


def one_line(network: Network) -> Network | None:
    """Return the search tree that is equal to a hidden layer of ReLUs on one input everywhere; None if it is none.

    f(z) = b + sum of v_i relu(w_i z + c_i): between neighbouring kinks -c_i / w_i it is affine, with slope and offset
    that are sums over the active units, found one from the other in the order of the kinks. A balanced tree of gates
    finds the piece: ceil(log2(K + 1)) comparisons for K different kinks, and two operations an output.

    >>> tent = Sequence((Affine([[2], [4]], [0, -2]), Relu(2), Affine([[1, -1]], [0])))
    >>> one_line(tent).threshold
    Fraction(1, 2)
    """
    match network:
        case Sequence(stages=(Affine() as hidden, Relu(), Affine() as last)) if network.input_width == 1:
            return _tree_of_kinks(hidden, last)
        case _:
            return None


def behind_projection(network: Network) -> tuple[Affine, Network] | None:
    """Return the first map and the rest of a network that reads its input through one number alone; else None.

    >>> behind_projection(Sequence((Affine([[1, 2]], [0]), Relu(1))))
    (Affine(2 -> 1), Relu(1 -> 1))
    """
    match network:
        case Sequence(stages=(Affine() as first, *rest)) if first.output_width == 1 and rest:
            return first, chain(*rest)
        case _:
            return None


class Points:
    """Data points, or the balls max_j |z_j - x_j| <= r around them.

    Args:
        points: at least one.
        radius: r, at least 0.
    """

    def __init__(self, points: Items[Items[Fraction]], radius: Fraction = Fraction(0)) -> None:
        self._rows = [homogeneous(point) for point in points]
        self._matrix = flint.fmpz_mat(self._rows)
        self.radius = radius
        self._known: dict[int, tuple[Form, list[int], list[int]]] = {}

    @classmethod
    def _of(cls, rows: list[list[int]], radius: Fraction) -> "Points":
        part = cls.__new__(cls)
        part._rows, part._matrix, part.radius, part._known = rows, flint.fmpz_mat(rows), radius, {}
        return part

    def sides(self, rows: Items[Row], weakly: bool) -> list[bool | None]:
        """Return for each form its one side, or None."""
        found: list[bool | None] = []
        for low, high in self._extremes(rows):
            dead = max(high) <= 0 if weakly else max(high) < 0
            found.append(True if min(low) >= 0 else False if dead else None)
        return found

    def best(self, rows: Items[Row]) -> int:
        """Return the form that divides the points most evenly."""
        sizes = [
            max(sum([value >= 0 for value in high]), sum([value < 0 for value in low]))
            for low, high in self._extremes(rows)
        ]
        return sizes.index(min(sizes))

    def part(self, row: Row, above: bool) -> "Points":
        """Return the points of which some of the ball is on one side."""
        ((low, high),) = self._extremes([row])
        kept = [value >= 0 for value in high] if above else [value < 0 for value in low]
        return Points._of([r for r, keep in zip(self._rows, kept, strict=True) if keep], self.radius)

    def _extremes(self, rows: Items[Row]) -> list[tuple[list[int], list[int]]]:
        """Return for each form its least and largest value on every ball, up to a positive factor for each ball."""
        asked = [row for row in rows if id(row[0]) not in self._known]
        if asked:
            columns, slacks = zip(*[self._column(row) for row in asked], strict=True)
            values = (self._matrix * flint.fmpz_mat(list(map(list, zip(*columns, strict=True))))).transpose().tolist()
            for (form, _), slack, column in zip(asked, slacks, values, strict=True):
                if slack:
                    wide = [slack * row[-1] for row in self._rows]
                    low = [value - most for value, most in zip(column, wide, strict=True)]
                    high = [value + most for value, most in zip(column, wide, strict=True)]
                else:
                    low = high = column
                self._known[id(form)] = form, low, high  # the form is kept, so that its id stays its own
        return [self._known[id(form)][1:] for form, _ in rows]

    def _column(self, row: Row) -> tuple[list[int], int]:
        """Return a form in integers, and over the same denominator by how much it varies on a ball."""
        form, bias = row
        slack = self.radius * sum([abs(weight) for weight in form.weights], Fraction(0))
        scale = lcm(bias.denominator, slack.denominator, *[weight.denominator for weight in form.weights])
        vector = [0] * form.width
        for index, weight in zip(form.indices, form.weights, strict=True):
            vector[index] = weight.numerator * (scale // weight.denominator)
        vector.append(bias.numerator * (scale // bias.denominator))
        return vector, slack.numerator * (scale // slack.denominator)


@dataclass(frozen=True, slots=True)
class _Part:
    """A place in a concatenation: what its parts are given, which run still, and what others gave."""

    given: Values
    waiting: tuple[Network, ...]
    outputs: Values


Todo: TypeAlias = "tuple[Network | _Part, Todo] | None"


class _Run:
    """One synthesis: counts gates."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.gates = limits, 0

    def network(self, values: Values, todo: Todo, ground: Ground) -> Network:
        """Return the conditional network for what is left to do on a ground."""
        while todo is not None:
            item, todo = todo
            match item:
                case Affine():
                    values = tuple([_applied(*row, values) for row in zip(item.weights, item.bias, strict=True)])
                case Sequence():
                    for stage in reversed(item.stages):
                        todo = (stage, todo)
                case Identity():
                    pass
                case Concatenate():
                    todo = (item.parts[0], (_Part(values, item.parts[1:], ()), todo))
                case _Part():
                    outputs = item.outputs + values
                    if item.waiting:
                        todo = (item.waiting[0], (_Part(item.given, item.waiting[1:], outputs), todo))
                        values = item.given
                    else:
                        values = outputs
                case Branch():
                    row = _applied(item.normal, -item.threshold, values)
                    (side,) = _decided([row], ground, weakly=False)
                    if side is None:
                        sides = [(part, (network, todo)) for part, network in ((False, item.below), (True, item.above))]
                        return self._gate(row, ground, [(values, after, above) for above, after in sides])
                    todo = (item.above if side else item.below, todo)
                case Relu() | Step():
                    return self._layer(item, values, {}, todo, ground)
        return Affine([form for form, _ in values], [bias for _, bias in values])

    def _layer(self, node: Relu | Step, values: Values, known: dict[int, bool], todo: Todo, ground: Ground) -> Network:
        """Settle a layer, of which some units are known already, and go on."""
        open_ones = [place for place in range(len(values)) if place not in known]
        decided = _decided([values[place] for place in open_ones], ground, weakly=isinstance(node, Relu))
        known = known | {place: side for place, side in zip(open_ones, decided, strict=True) if side is not None}
        left = [place for place in open_ones if place not in known]
        if left:
            place = left[ground.best([values[place] for place in left])]
            return self._gate(
                values[place],
                ground,
                [(values, (_Settling(node, known | {place: above}), todo), above) for above in (False, True)],
            )
        width = values[0][0].width
        zero, one = (Form(width, (), ()), Fraction(0)), (Form(width, (), ()), Fraction(1))
        alive = values if isinstance(node, Relu) else (one,) * len(values)
        return self.network(
            tuple([alive[place] if known[place] else zero for place in range(len(values))]), todo, ground
        )

    def _gate(self, row: Row, ground: Ground, sides: "list[tuple[Values, Any, bool]]") -> Network:
        self.gates += 1
        if self.gates > self.limits.gates:
            raise BadInput(f"more than {self.limits.gates} gates are needed")
        self.limits.progress(self.gates, None)
        found = [self._side(values, todo, ground.part(row, above)) for values, todo, above in sides]
        below, above = found
        if isinstance(below, Affine) and isinstance(above, Affine) and _same(below, above):
            return below
        form, threshold = _short(row)
        return Branch(form, threshold, below, above)

    def _side(self, values: Values, todo: Any, ground: Ground) -> Network:
        item, rest = todo
        if isinstance(item, _Settling):
            return self._layer(item.node, values, item.known, rest, ground)
        return self.network(values, todo, ground)


@dataclass(frozen=True, slots=True)
class _Settling:
    """A layer some of whose units are known."""

    node: Relu | Step
    known: dict[int, bool]


def _short(row: Row) -> tuple[Form, Fraction]:
    """Return normal and threshold of form + bias >= 0, divided by the weight that is most frequent but for its sign.

    >>> _short((Form.dense([4, -4, 2]), Fraction(8)))
    (Form(1 x0 - 1 x1 + 1/2 x2 of 3), Fraction(-2, 1))
    """
    form, bias = row
    sizes = [abs(weight) for weight in form.weights]
    unit = max(sizes, key=sizes.count)
    return Form(form.width, form.indices, [weight / unit for weight in form.weights]), -bias / unit


def _decided(rows: list[Row], ground: Ground, weakly: bool) -> list[bool | None]:
    """Return the sides of forms on a ground; constant forms have theirs anyway."""
    asked = [place for place, (form, _) in enumerate(rows) if form.indices]
    answers = dict(zip(asked, ground.sides([rows[place] for place in asked], weakly), strict=True))
    return [answers.get(place, bias >= 0) for place, (_, bias) in enumerate(rows)]


def _applied(form: Form, bias: Fraction, values: Values) -> Row:
    totals: dict[int, Fraction] = {}
    for index, weight in zip(form.indices, form.weights, strict=True):
        inner, constant = values[index]
        bias += weight * constant
        for place, factor in zip(inner.indices, inner.weights, strict=True):
            totals[place] = totals.get(place, Fraction(0)) + weight * factor
    kept = sorted([place for place, total in totals.items() if total])
    return Form(values[0][0].width, kept, [totals[place] for place in kept]), bias


def _same(one: Affine, two: Affine) -> bool:
    return one.weights == two.weights and one.bias == two.bias


def _tree_of_kinks(hidden: Affine, last: Affine) -> Network:
    """Return the tree over the pieces between the kinks of a hidden layer on one input."""
    units = [
        (form.weights[0] if form.weights else Fraction(0), bias)
        for form, bias in zip(hidden.weights, hidden.bias, strict=True)
    ]
    columns = [[Fraction(0)] * len(units) for _ in last.weights]
    for column, form in zip(columns, last.weights, strict=True):
        for index, weight in zip(form.indices, form.weights, strict=True):
            column[index] = weight
    slopes = [Fraction(0)] * len(columns)
    offsets = list(last.bias)
    changes: dict[Fraction, list[tuple[int, int]]] = {}
    for number, (w, c) in enumerate(units):
        if w:
            changes.setdefault(-c / w, []).append((number, 1 if w > 0 else -1))
        if w < 0 or (not w and c >= 0):  # active left of all kinks, or everywhere
            for output, column in enumerate(columns):
                slopes[output] += column[number] * w
                offsets[output] += column[number] * c
    kinks = sorted(changes)
    pieces = list(
        accumulate(
            kinks,
            lambda before, kink: _after(before, changes[kink], units, columns),
            initial=(slopes, offsets),
        )
    )

    def build(low: int, high: int) -> Network:
        if low == high:
            return Affine([Form.dense([slope]) for slope in pieces[low][0]], pieces[low][1])
        middle = (low + high) // 2
        below, above = build(low, middle), build(middle + 1, high)
        if isinstance(below, Affine) and isinstance(above, Affine) and _same(below, above):
            return below
        return Branch(Form.coordinate(0, 1), kinks[middle], below, above)

    return build(0, len(kinks))


def _after(
    before: tuple[list[Fraction], list[Fraction]],
    changing: list[tuple[int, int]],
    units: list[tuple[Fraction, Fraction]],
    columns: list[list[Fraction]],
) -> tuple[list[Fraction], list[Fraction]]:
    """Return slopes and offsets right of a kink from those left of it."""
    slopes, offsets = list(before[0]), list(before[1])
    for number, sign in changing:
        w, c = units[number]
        for output, column in enumerate(columns):
            slopes[output] += sign * column[number] * w
            offsets[output] += sign * column[number] * c
    return slopes, offsets
