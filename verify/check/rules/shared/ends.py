"""What must hold at every end of an execution, and which ends there are."""

from collections.abc import Callable, Iterator

from ...budget import Budget
from ...domain import integers
from ...engine import Engine
from ...network import Node, joined
from ...values import Constraint, Values, combined, inside, multiple, primitive, true
from ...verdict import Rejected, counted

Goals = Callable[[Values, Budget], Iterator[Constraint]]
"""From the values at an end to what must hold of them, one after the other."""


def must_hold(engine: Engine, network: Node, domain: list[Constraint], goals: Goals) -> None:
    """Refuse unless the goals hold at every end, or its region is shown to be empty."""
    for _ in engine.ends(network, domain):
        unmet, held = False, engine.budget.bits
        for goal in goals(engine.values, engine.budget):
            if true(goal):
                engine.budget.bits = held
                continue
            if not unmet and engine.emptied():
                break
            _must_follow(engine, goal, () if unmet else ("empty",))
            unmet = True
            engine.budget.bits = held


def _must_follow(engine: Engine, goal: Constraint, other: tuple[str, ...]) -> None:
    """Refuse unless a hint, for an equality two, shows that the goal's negation contradicts the region.

    ``other``: the names of hints that could have stood in place of the first.
    """
    value, relation = goal
    form = primitive(value, engine.budget)
    for sign in (-1, 1) if relation == "=" else (-1,):
        hint = engine.hints.take("goal", *other)
        other = ()
        engine.contradict(hint, 1, (multiple(sign, form, engine.budget), ">=" if relation == ">" else ">"))


def feasible_ends(engine: Engine, network: Node, domain: list[Constraint]) -> Iterator[None]:
    """Yield at every end of an execution that some point takes; each has a hint with such a point, or is empty."""
    for _ in engine.ends(network, domain):
        if engine.emptied():
            continue
        point = integers(engine.hints.take("path", "empty"), network.inputs)
        if not inside(engine.region, point, engine.budget):
            raise Rejected(f"step {engine.hints.step - 1} (path): the point does not take the path")
        yield


def side_by_side(network: Node, other: Node) -> Node:
    """Return two networks on the same input, the outputs of the second behind those of the first."""
    if (network.inputs, network.outputs) != (other.inputs, other.outputs):
        raise Rejected("the two networks differ in their numbers of inputs or outputs")
    return joined("concatenate", (network, other))


def equal(values: Values, budget: Budget) -> Iterator[Constraint]:
    """Yield N(z) - M(z) = 0 for every output of two networks side by side."""
    half = len(values) // 2
    return ((combined([(place, 1), (half + place, -1)], values, budget), "=") for place in range(half))


def named(domain: list[Constraint], engine: Engine, network: Node) -> str:
    """Return the domain of an execution in words."""
    which = ", which is empty" if engine.empty else ""
    return f"the domain of {counted(len(domain), 'constraint')}{which}" if domain else f"Q^{network.inputs}"
