"""Synthesis on a line: the affine pieces from left to right, and the best tree of gates over them."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import flint

from constructions.conditional.weighted_tree import optimal_depths, tree_of_depths
from constructions.model.cost import own_cost, structural_worst
from constructions.model.evaluation import check_work
from constructions.model.network import Affine, Branch, Concatenate, Form, Network, Relu, Sequence, Step
from constructions.model.running.walk import Todo, onward
from constructions.synthesis.affine_wires import GateLimits, as_fraction, as_rational, same_affine

Target: TypeAlias = Literal["worst", "mean"]
"""Whether the fewest operations are wanted on the costliest input, or in the mean over the data."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the line: at ``z``, or just right of it; None is left of all numbers."""

    z: Fraction | None
    right: bool = False

    def __lt__(self, other: "Place") -> bool:
        if self.z is None or other.z is None:
            return self.z is None and other.z is not None
        return (self.z, self.right) < (other.z, other.right)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An interval from a place up to, but not including, another (None: without end), and how many data points it is
    around.

    ``point``: where they are; None if there are none, and each stretch of the interval weighs as much.
    """

    first: Place
    end: Place | None
    weight: int = 1
    point: Fraction | None = None

    def reaches(self, place: Place) -> bool:
        """Return whether some of the interval is at a place or right of it."""
        return self.end is None or place < self.end


@dataclass(frozen=True, slots=True)
class Stretch:
    """An interval on which a network is one affine map: up to, but not including, the place ``end``."""

    leaf: Affine
    end: Place | None


def on_line(network: Network, wanted: Items[Wanted], target: Target, limits: GateLimits) -> Network | None:
    """Return the tree of gates on z that equals a network of one input on intervals; None if gates or time run out.

    Gates stand where decisions of the network fall otherwise on their right than on their left, so they are tests of
    the network's own units; of one hidden layer, which is continuous, such a test or its reverse. Over the
    stretches between them stands the tree with the fewest operations on its costliest leaf, or in the mean over the
    data.

    Args:
        wanted: the intervals, from left to right.

    Source: theory, Theorem 51.

    Raises:
        BadInput: if one visit of the network is too long to run.

    >>> tent = Sequence((Affine([[2], [4]], [0, -2]), Relu(2), Affine([[1, -1]], [0])))
    >>> structural_worst(on_line(tent, [Wanted(Place(None), None)], "worst", GateLimits())).comparisons
    2
    """
    check_work(network)
    stretches: list[Stretch] = []
    for stretch in _joined(_stretches(network, wanted)):
        stretches.append(stretch)
        limits.progress(len(stretches), None)
        if len(stretches) > limits.gates + 1 or not limits.in_time():
            return None
    limits.used += len(stretches) - 1
    costs = [own_cost(stretch.leaf).total for stretch in stretches]
    depths = optimal_depths(_weights(stretches, wanted)) if target == "mean" else _least_worst_depths(costs)
    return tree_of_depths(
        [stretch.leaf for stretch in stretches], depths, lambda n, *sides: _gate(stretches[n], *sides)
    )


def rebalanced(network: Network, coordinate: int, places: Iterable[tuple[Fraction, int]], target: Target) -> Network:
    """Return the best tree over the leaves of a tree whose gates compare one coordinate, with its weight positive.

    Args:
        places: where the data are on that coordinate, and how many rows; they weigh the leaves if the mean is wanted.

    >>> leaves = [Affine([[0]], [number]) for number in range(4)]
    >>> tree = leaves[0]
    >>> for number in range(1, 4):
    ...     tree = Branch([1], number, tree, leaves[number])
    >>> rebalanced(tree, 0, [(Fraction(0), 1)], "worst").threshold
    Fraction(2, 1)
    """
    leaves: list[Network] = []
    cuts: list[Fraction] = []
    waiting: list[Network | Fraction] = [network]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Fraction):
            cuts.append(item)
        elif isinstance(item, Branch) and item.normal.indices == (coordinate,) and item.normal.weights[0] > 0:
            waiting += [item.above, item.threshold / item.normal.weights[0], item.below]
        else:
            leaves.append(item)
    weights = [0] * len(leaves)
    for place, count in places:
        weights[bisect_right(cuts, place)] += count
    costs = [structural_worst(leaf).total for leaf in leaves]
    depths = optimal_depths(weights) if target == "mean" else _least_worst_depths(costs)
    gate = Form.coordinate(coordinate, network.input_width)
    return tree_of_depths(leaves, depths, lambda number, *sides: Branch(gate, cuts[number], *sides))


def _weights(stretches: Items[Stretch], wanted: Items[Wanted]) -> list[int]:
    """Return how many data points each stretch holds, wherever else the intervals around them reach."""
    ends = [stretch.end for stretch in stretches if stretch.end is not None]
    weights = [0] * len(stretches)
    for interval in wanted:
        if interval.point is None:
            weights = [weight + interval.weight for weight in weights]
        else:
            weights[bisect_right(ends, Place(interval.point))] += interval.weight
    return weights


def _gate(stretch: Stretch, left: Network, right: Network) -> Network:
    end = stretch.end
    if end is None or end.z is None:
        raise AssertionError("only the last stretch has no end")
    if end.right:  # the end itself belongs to the left
        return Branch(Form(1, (0,), (-1,)), -end.z, right, left)
    return Branch(Form.coordinate(0, 1), end.z, left, right)


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Join neighbours with the same affine map."""
    last: Stretch | None = None
    for stretch in stretches:
        if last is not None and same_affine(last.leaf, stretch.leaf):
            last = Stretch(last.leaf, stretch.end)
            continue
        if last is not None:
            yield last
        last = stretch
    if last is not None:
        yield last


def _stretches(network: Network, wanted: Items[Wanted]) -> Iterator[Stretch]:
    """Yield the stretches that the wanted intervals meet."""
    follow = _follower(network)
    current: Stretch | None = None
    for interval in wanted:
        place = interval.first
        while True:
            if current is None or not (current.end is None or place < current.end):
                if current is not None:
                    yield current
                current = Stretch(*follow(place))
            if current.end is None or not interval.reaches(current.end):
                break
            place = current.end
    if current is not None:
        yield current


def _least_worst_depths(costs: Items[int]) -> list[int]:
    """Return the depths of leaves, in their order, in a tree with the least maximum of depth and cost together.

    With T operations a tree that starts at leaf i can reach up to leaf i itself if it costs at most T, or as far as
    T - 1 operations get from where T - 1 operations get from i.

    >>> _least_worst_depths([0, 2, 2, 0, 0]), _least_worst_depths([1])
    ([2, 2, 2, 3, 3], [0])
    """
    reaches: list[list[int]] = []
    while not reaches or reaches[-1][0] < len(costs):
        budget, before = len(reaches), reaches[-1] if reaches else None
        reach = [start + (cost <= budget) for start, cost in enumerate(costs)]
        if before is not None:
            twice = [before[end] if end < len(costs) else end for end in before]
            reach = [max(pair) for pair in zip(reach, twice, strict=True)]
        reaches.append(reach)
    depths = [0] * len(costs)
    waiting = [(0, len(costs), 0)]
    while waiting:
        start, stop, depth = waiting.pop()
        if stop - start == 1:
            depths[start] = depth
            continue
        middle = min(reaches[len(reaches) - 2 - depth][start], stop - 1)
        waiting += [(start, middle, depth + 1), (middle, stop, depth + 1)]
    return depths


def _follower(network: Network) -> Callable[[Place], tuple[Affine, Place | None]]:
    """Return a function that takes a place to the affine map there, and to where that map ends."""
    match network:
        case Sequence(stages=(Affine() as hidden, Relu(), Affine() as last)):
            return _Kinks(hidden, last).at
        case _:
            return _Follower(network).at


Linear: TypeAlias = Any
"""A pair w, b of w z + b, as rationals of the library."""

Lines: TypeAlias = dict[int, Linear]
"""Forms by wire; those that are 0 are left out."""


_ZERO, _ONE = flint.fmpq(0), flint.fmpq(1)


class _Follower:
    """Follows a network at one place after the other."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._columns: dict[int, tuple[list[list[tuple[int, Any]]], list[tuple[int, Any]]]] = {}

    def at(self, place: Place) -> tuple[Affine, Place | None]:
        """Return the affine map at a place, and where it ends."""
        lines: Lines = {0: (_ONE, _ZERO)}
        z = None if place.z is None else as_rational(place.z)
        todo: Todo = (self._network, None)
        ends: list[tuple[Any, bool]] = []

        def is_above(line: Linear) -> bool:
            w, b = line
            value = -w if z is None else w * z + b
            above = value > 0 or (value == 0 and (b >= 0 if z is None else not place.right or w >= 0))
            if w and above == (w < 0):
                ends.append((-b / w, above))
            return bool(above)

        while todo is not None:
            item, todo, lines = onward(todo, lines, self)
            match item:
                case Affine():
                    lines = self._through(item, lines)
                case Branch():
                    above = is_above(self._row(item, lines))
                    todo = (item.above if above else item.below, todo)
                case Relu():
                    lines = {wire: line for wire, line in lines.items() if is_above(line)}
                case Step():
                    lines = {
                        wire: (_ZERO, _ONE) for wire in range(item.width) if wire not in lines or is_above(lines[wire])
                    }
        end = min(ends, default=None)
        return self._leaf(lines), None if end is None else Place(as_fraction(end[0]), end[1])

    def fork(self, given: Lines) -> Lines:
        """Return the forms themselves."""
        return given

    def concatenate(self, node: Concatenate, given: Lines, outputs: list[Lines]) -> Lines:
        """Return the forms of all parts side by side."""
        found: Lines = {}
        offset = 0
        for part, lines in zip(node.parts, outputs, strict=True):
            found.update({offset + wire: line for wire, line in lines.items()})
            offset += part.output_width
        return found

    def _leaf(self, lines: Lines) -> Affine:
        pairs = [lines.get(wire, (_ZERO, _ZERO)) for wire in range(self._network.output_width)]
        return Affine([Form.dense([as_fraction(w)]) for w, _ in pairs], [as_fraction(b) for _, b in pairs])

    def _through(self, node: Affine, lines: Lines) -> Lines:
        if id(node) not in self._columns:
            columns: list[list[tuple[int, Any]]] = [[] for _ in range(node.input_width)]
            for number, form in enumerate(node.weights):
                for index, weight in zip(form.indices, form.weights, strict=True):
                    columns[index].append((number, as_rational(weight)))
            biases = [(number, as_rational(bias)) for number, bias in enumerate(node.bias) if bias]
            self._columns[id(node)] = columns, biases
        columns, biases = self._columns[id(node)]
        slopes: dict[int, Any] = {}
        constants: dict[int, Any] = dict(biases)
        for wire, (w, b) in lines.items():
            for number, weight in columns[wire]:
                if w:
                    slopes[number] = slopes[number] + weight * w if number in slopes else weight * w
                if b:
                    constants[number] = constants[number] + weight * b if number in constants else weight * b
        found = {number: (slopes.get(number, _ZERO), constants.get(number, _ZERO)) for number in {*slopes, *constants}}
        return {number: found[number] for number in sorted(found) if found[number] != (0, 0)}

    def _row(self, node: Branch, lines: Lines) -> Linear:
        w, b = _ZERO, -as_rational(node.threshold)
        for index, weight in zip(node.normal.indices, node.normal.weights, strict=True):
            if index in lines:
                w, b = w + as_rational(weight) * lines[index][0], b + as_rational(weight) * lines[index][1]
        return w, b


class _Kinks:
    """One hidden layer of ReLUs: slopes and offsets are sums over the active units, kept up from kink to kink."""

    def __init__(self, hidden: Affine, last: Affine) -> None:
        self._units = [
            (form.weights[0] if form.weights else Fraction(0), bias)
            for form, bias in zip(hidden.weights, hidden.bias, strict=True)
        ]
        self._columns: list[list[tuple[int, Fraction]]] = [[] for _ in self._units]
        for output, form in enumerate(last.weights):
            for index, weight in zip(form.indices, form.weights, strict=True):
                self._columns[index].append((output, weight))
        self._slopes, self._offsets = [Fraction(0)] * len(last.weights), list(last.bias)
        for number, (w, c) in enumerate(self._units):
            if w < 0 or (not w and c >= 0):  # active left of all kinks, or everywhere
                self._change(number, 1)
        self._kinks = sorted([(-c / w, number, 1 if w > 0 else -1) for number, (w, c) in enumerate(self._units) if w])
        self._next = 0

    def at(self, place: Place) -> tuple[Affine, Place | None]:
        """Return the affine map at a place, which must not be left of the one asked for before, and where it ends.

        At a kink it is the map right of it, and it ends behind the next one: the layer is continuous, so both hold.
        """
        while self._next < len(self._kinks) and not place < Place(self._kinks[self._next][0]):
            _, number, sign = self._kinks[self._next]
            self._change(number, sign)
            self._next += 1
        leaf = Affine([Form.dense([slope]) for slope in self._slopes], self._offsets)
        return leaf, Place(self._kinks[self._next][0], right=True) if self._next < len(self._kinks) else None

    def _change(self, number: int, sign: int) -> None:
        w, c = self._units[number]
        for output, weight in self._columns[number]:
            self._slopes[output] += sign * weight * w
            self._offsets[output] += sign * weight * c
