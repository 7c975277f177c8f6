"""Where an execution stands: values on wires, decisions that are open, sides that wait, what is to run."""

from typing import Any, NamedTuple, Optional

from .network import Node
from .units import Units
from .values import Value, Values

Todo = tuple[Any, Any, int, int] | None
"""What is to run next, what after it, the structural maximum of all of it, and how many sides waited then."""


class Wires(NamedTuple):
    """Values on wires, the memory that they take, and how many sides waited when they were made.

    ``bits`` is the length of the longest number if all are numbers, else 0.
    """

    values: Values
    bits: int
    memory: int
    waiting: int


class Beside(NamedTuple):
    """A concatenation that runs: what its parts are given, the outputs of those done, and that in which it stands."""

    given: Wires
    done: tuple[Wires, Any] | None
    around: Optional["Beside"]


class Pending:
    """A branch or a layer with open decisions: their forms by place, and for each what it gives, None while open.

    ``start`` bits were free before them, when ``waiting`` sides waited; ``relaxed``: some gave a unit.
    """

    __slots__ = ("forms", "found", "node", "open", "relaxed", "start", "waiting")

    def __init__(self, node: Node, forms: Values, found: list[Any], start: int, waiting: int) -> None:
        self.node, self.forms, self.found, self.open = node, forms, found, found.count(None)
        self.start, self.waiting, self.relaxed = start, waiting, False

    def decide(self, place: int, above: bool) -> None:
        """Note the outcome of a decision."""
        self.give(place, outcome(self.node, self.forms[place], above))

    def give(self, place: int, value: Any) -> None:
        """Note what a place gives."""
        self.open -= 1
        self.found[place] = value


class Waiting(NamedTuple):
    """The side above a split: the open decisions with the one that was split, if one was, and all that stood there."""

    pending: Pending | None
    place: int | None
    form: Value
    units: Units
    constraints: int
    memory: int
    todo: Todo
    wires: Wires
    operations: int
    beside: Beside


def outcome(node: Node, value: Value, above: bool) -> Any:
    """Return what a decision gives: the side of a branch that runs next, the value behind a relu or step."""
    if node.kind == "branch":
        return node.below[1] if above else node.below[0]
    return 0 if not above else value if node.kind == "relu" else 1
