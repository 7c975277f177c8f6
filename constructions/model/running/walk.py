"""One walk through a network for every kind of value; what is still to run is a list, which may be kept and shared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from constructions.model.network import Affine, Branch, Concatenate, Identity, Network, Relu, Sequence, Step

State = TypeVar("State")
Value = TypeVar("Value")


class Joining(Protocol[State]):
    """How values on the wires are handed to the parts of a concatenation, and put side by side again."""

    def fork(self, given: State) -> State:
        """Return the state in which each of several sub-networks on one input starts."""
        ...

    def concatenate(self, node: Concatenate, given: State, outputs: list[State]) -> State:
        """Join the outputs of all parts of a node, each run on ``fork(given)``."""
        ...


class Algebra(Joining[State], Protocol[State]):
    """What a walk needs to know about its values: how each form acts on a state (the values on the wires)."""

    def affine(self, node: Affine, state: State) -> State:
        """Return W x + b."""
        ...

    def relu(self, node: Relu, state: State) -> State:
        """Return each coordinate v if v >= 0, else 0."""
        ...

    def step(self, node: Step, state: State) -> State:
        """Return each coordinate as 1 if v >= 0, else 0."""
        ...

    def gate(self, node: Branch, state: State) -> tuple[bool | None, State]:
        """Return which side to run (True: above, None: both) and the state after the gate's own work."""
        ...

    def merge(self, node: Branch, given: State, below: State, above: State) -> State:
        """Join the outputs of both sides, each run on ``fork(given)``."""
        ...


class OneSide(Generic[State]):
    """What algebras share whose gates take one side, and whose sub-networks all start in the state itself."""

    __slots__ = ()

    def fork(self, given: State) -> State:
        """Return the state itself."""
        return given

    def merge(self, node: Branch, given: State, below: State, above: State) -> State:
        """Never called: a gate takes one side."""
        raise AssertionError("on one way a gate runs one side")


class Tuples(OneSide[tuple[Value, ...]]):
    """What algebras share whose states are tuples, a value for each wire; gates take one side unless they say more."""

    __slots__ = ()

    def concatenate(
        self, node: Concatenate, given: tuple[Value, ...], outputs: list[tuple[Value, ...]]
    ) -> tuple[Value, ...]:
        """Return the values of all parts side by side."""
        return tuple([value for output in outputs for value in output])


@dataclass(frozen=True, slots=True)
class Part(Generic[State]):
    """A place in a concatenation: what its parts are given, the number of the one that runs, what those before it gave.

    ``outputs`` is a linked list, the last one first, so that both sides of a gate share it.
    """

    node: Concatenate
    given: State
    number: int = 0
    outputs: "tuple[State, Any] | None" = None

    def of(self, change: Callable[[State], Value]) -> "Part[Value]":
        """Return the same place with other values.

        >>> Part(Concatenate((Relu(1), Relu(1), Relu(1))), 1, 2, (3, (4, None))).of(str).outputs
        ('3', ('4', None))
        """
        outputs: tuple[Value, Any] | None = None
        for output in _in_order(self.outputs):
            outputs = (change(output), outputs)
        return Part(self.node, change(self.given), self.number, outputs)


Todo: TypeAlias = "tuple[Any, Todo] | None"
"""What is still to run: a linked list of networks, of ``Part``, and of whatever else a walk puts there for itself."""

_COMPUTING = (Branch, Affine, Relu, Step)


def onward(todo: Todo, state: State, joining: Joining[State]) -> tuple[Any, Todo, State]:
    """Go through what only arranges others, up to what computes: return that, what is left after it, the state there.

    Sequences, concatenations, their parts and identities are gone through; what computes is an affine map, a layer of
    units, a gate, or what the caller has put into the list. At the end it is None.

    >>> both = Concatenate((Identity(1), Sequence((Identity(1), Relu(1)))))
    >>> node, todo, state = onward((both, None), (-2,), Tuples())
    >>> node, onward(todo, (0,), Tuples())
    (Relu(1 -> 1), (None, None, (-2, 0)))
    """
    while todo is not None:
        item, todo = todo
        if isinstance(item, _COMPUTING):
            return item, todo, state
        match item:
            case Sequence():
                for stage in reversed(item.stages):
                    todo = (stage, todo)
            case Identity():
                pass
            case Concatenate():
                todo = (item.parts[0], (Part(item, state), todo))
                state = joining.fork(state)
            case Part(node, given, number, outputs) if number + 1 < len(node.parts):
                todo = (node.parts[number + 1], (Part(node, given, number + 1, (state, outputs)), todo))
                state = joining.fork(given)
            case Part(node, given, _, outputs):
                state = joining.concatenate(node, given, _in_order((state, outputs)))
            case _:
                return item, todo, state
    return None, None, state


def _in_order(linked: "tuple[State, Any] | None") -> list[State]:
    outputs: list[State] = []
    while linked is not None:
        output, linked = linked
        outputs.append(output)
    return outputs[::-1]


@dataclass(frozen=True, slots=True)
class _Below(Generic[State]):
    """Both sides of a gate are to run; the one below is running."""

    node: Branch
    given: State


@dataclass(frozen=True, slots=True)
class _Above(Generic[State]):
    """The side above is running; the one below is done."""

    node: Branch
    given: State
    below: State


def walk(network: Network, state: State, algebra: Algebra[State]) -> State:
    """Run ``network`` on ``state`` and return the state at its end; no recursion, shared parts run at every visit."""
    todo: Todo = (network, None)
    while True:
        item, todo, state = onward(todo, state, algebra)
        match item:
            case Branch():
                side, state = algebra.gate(item, state)
                if side is None:
                    todo = (item.below, (_Below(item, state), todo))
                    state = algebra.fork(state)
                else:
                    todo = (item.above if side else item.below, todo)
            case Affine():
                state = algebra.affine(item, state)
            case Relu():
                state = algebra.relu(item, state)
            case Step():
                state = algebra.step(item, state)
            case _Below(node, given):
                todo = (node.above, (_Above(node, given, state), todo))
                state = algebra.fork(given)
            case _Above(node, given, below):
                state = algebra.merge(node, given, below, state)
            case _:
                return state
