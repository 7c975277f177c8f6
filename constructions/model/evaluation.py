"""Exact evaluation at a point, with a trace of what happened."""

from __future__ import annotations

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction

from constructions.model.cost import NO_OPERATIONS, Operations, own_cost
from constructions.model.errors import BadInput, of_kind
from constructions.model.network import Affine, Branch, Network, Node, Relu, Step
from constructions.model.nouns import count_of
from constructions.model.rational import Number, Point, exact_row
from constructions.model.running.walk import Tuples, walk

MAX_STEPS = 10**9
"""The most work of one visit that is run at all; beyond it the network is refused before it runs."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What happened at one input: the output, every decision in the order it was taken, and the operations done."""

    output: Point
    decisions: tuple[bool, ...]
    operations: Operations


class Values(Tuples[Fraction]):
    """The algebra of plain rational values."""

    __slots__ = ()

    def affine(self, node: Affine, state: Point) -> Point:
        """Return W x + b."""
        return tuple([form.at(state) + bias for form, bias in zip(node.weights, node.bias, strict=True)])

    def relu(self, node: Relu, state: Point) -> Point:
        """Return each coordinate v if v >= 0, else 0."""
        return tuple([value if value >= 0 else Fraction(0) for value in state])

    def step(self, node: Step, state: Point) -> Point:
        """Return each coordinate as 1 if v >= 0, else 0."""
        return tuple([Fraction(value >= 0) for value in state])

    def gate(self, node: Branch, state: Point) -> tuple[bool | None, Point]:
        """Return the side that the values take."""
        return node.normal.at(state) >= node.threshold, state


class _Tracer(Values):
    """The same, which records as it goes."""

    __slots__ = ("decisions", "operations")

    def __init__(self) -> None:
        self.decisions: list[bool] = []
        self.operations = NO_OPERATIONS

    def affine(self, node: Affine, state: Point) -> Point:
        self.operations += own_cost(node)
        return super().affine(node, state)

    def relu(self, node: Relu, state: Point) -> Point:
        self._decide(node, state)
        return super().relu(node, state)

    def step(self, node: Step, state: Point) -> Point:
        self._decide(node, state)
        return super().step(node, state)

    def gate(self, node: Branch, state: Point) -> tuple[bool | None, Point]:
        side, _ = super().gate(node, state)
        self.operations += own_cost(node)
        self.decisions.append(bool(side))
        return side, state

    def _decide(self, node: Relu | Step, state: Point) -> None:
        self.operations += own_cost(node)
        self.decisions += [value >= 0 for value in state]


def check_point(network: Network, point: Items[Number]) -> Point:
    """Return ``point`` as exact numbers, after checking that the network takes it and that a visit is short enough.

    Raises:
        ValueError: if ``point`` has another number of coordinates than the network has inputs.
        TypeError: if a coordinate is not an ``int`` or a ``Fraction``, or there is no network or no sequence.
        BadInput: if a visit of the network takes more than ``MAX_STEPS`` steps.
    """
    of_kind(Node, "a network", network=network)
    numbers = exact_row("point", point)
    if len(numbers) != network.input_width:
        raise ValueError(f"point must have {count_of(network.input_width, 'coordinate')}, not {len(numbers)}")
    check_work(network)
    return numbers


def check_work(network: Network) -> None:
    """Refuse a network whose visit is too long to run.

    Raises:
        BadInput: if a visit takes more than ``MAX_STEPS`` steps.
    """
    if network.work > MAX_STEPS:
        raise BadInput(f"one visit of the network takes more than {MAX_STEPS} steps, which is not run")


def trace(network: Network, point: Items[Number]) -> Trace:
    """Run ``network`` at ``point`` in exact arithmetic: output, decisions taken and operations done.

    Decisions stand in the order in which they are taken, True for ">= 0" and for the side above. Raises what
    ``check_point`` raises.

    >>> from constructions.model.network import Sequence
    >>> tent = Sequence((Affine([[2], [4]], [0, -2]), Relu(2), Affine([[1, -1]], [0])))
    >>> run = trace(tent, [Fraction(3, 4)])
    >>> run.output, run.decisions
    ((Fraction(1, 2),), (True, True))
    >>> run.operations
    Operations(additions=2, multiplications=2, comparisons=2)
    """
    tracer = _Tracer()
    output = walk(network, check_point(network, point), tracer)
    return Trace(output, tuple(tracer.decisions), tracer.operations)


def evaluate(network: Network, point: Items[Number]) -> Point:
    """Return N(x), exactly.

    Raises:
        ValueError: if ``point`` has another number of coordinates than the network has inputs.
        TypeError: if a coordinate is not an ``int`` or a ``Fraction``, or there is no network or no sequence.
        BadInput: if a visit of the network takes more than ``MAX_STEPS`` steps.

    >>> evaluate(Relu(2), [Fraction(1, 3), -1])
    (Fraction(1, 3), Fraction(0, 1))
    """
    return walk(network, check_point(network, point), Values())
