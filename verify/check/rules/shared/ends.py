"""What must hold at every end of an execution, and which ends there are."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from ...budget import Budget
from ...domain import integers
from ...engine import Engine
from ...network import Node, joined, node
from ...values import CONSTANT, Constraint, Values, combined, false, inside, multiple, primitive, true
from ...verdict import Rejected
from ...words import named

Goals = Callable[[Values, Budget], Iterator[Constraint]]
"""From the values at an end to what must hold of them, one after the other."""

Names = tuple[str, ...]
Item = TypeVar("Item")

_PLACE = 512  # the bits that a constraint takes beside its form


def must_hold(engine: Engine, network: Node, domain: list[Constraint], goals: Goals) -> None:
    """Refuse unless the goals hold at every end, or its region is shown to be empty."""
    for _ in engine.ends(network, domain):
        _each(engine, goals(engine.values, engine.budget), true, _must_follow)


def must_avoid(engine: Engine, network: Node, domain: list[Constraint], unsafe: list[list[Constraint]]) -> None:
    """Refuse unless at every end each polyhedron of outputs is shown to be missed, or the end's region to be empty."""
    for _ in engine.ends(network, domain):
        pulled = (_pulled(polyhedron, engine.values, engine.budget) for polyhedron in unsafe)
        _each(engine, pulled, lambda polyhedron: any(map(false, polyhedron)), _must_be_apart)


def _each(
    engine: Engine, items: Iterator[Item], settled: Callable[[Item], bool], must: Callable[[Engine, Item, Names], None]
) -> None:
    """Read the hints of an end: none for what is settled as a constant; else for each, or one that nothing is left."""
    unmet, held = False, engine.budget.bits
    for item in items:
        if not settled(item):
            before = engine.budget.bits
            if not unmet and (engine.divided() or engine.emptied()):
                break
            held += engine.budget.bits - before  # bounds that were found anew stay
            must(engine, item, () if unmet else ("empty",))
            unmet = True
        engine.budget.bits = held


def _must_follow(engine: Engine, goal: Constraint, other: Names) -> None:
    """Refuse unless a hint, for an equality two, shows that the goal's negation contradicts the region.

    ``other``: the names of hints that could have stood in place of the first.
    """
    value, relation = goal
    form = primitive(value, engine.budget)
    for sign in (-1, 1) if relation == "=" else (-1,):
        hint = engine.hints.take("goal", *other)
        other = ()
        engine.contradict(hint, 1, (multiple(sign, form, engine.budget), ">=" if relation == ">" else ">"))


def _must_be_apart(engine: Engine, polyhedron: list[Constraint], other: Names) -> None:
    """Refuse unless a hint shows that the constraints of a polyhedron contradict the region.

    The first one is the added constraint; the others stand behind those of the region.
    """
    if not polyhedron:
        raise Rejected(f"step {engine.hints.step}: a polyhedron without constraints is everything: nothing avoids it")
    hint = engine.hints.take("goal", *other)
    length, (first, *others) = len(engine.region), polyhedron
    engine.region += others
    engine.contradict(hint, 1, first)
    del engine.region[length:]


def _pulled(polyhedron: list[Constraint], values: Values, budget: Budget) -> list[Constraint]:
    """Return constraints on outputs as primitive ones on inputs."""
    budget.spend(40 + 12 * len(polyhedron))
    budget.hold(_PLACE * len(polyhedron))
    return [(primitive(value, budget), relation) for value, relation in on_inputs(polyhedron, values, budget)]


def on_inputs(constraints: list[Constraint], values: Values, budget: Budget) -> Iterator[Constraint]:
    """Yield constraints on outputs as ones on inputs; CONSTANT is the place of the denominator in ``values``."""
    for value, relation in constraints:
        pairs = [(CONSTANT, value)] if isinstance(value, int) else list(value.items())
        yield combined(pairs, values, budget), relation


def feasible_ends(engine: Engine, network: Node, domain: list[Constraint]) -> Iterator[None]:
    """Yield at every end of an execution that some point takes; each has a hint with such a point, or is empty."""
    for _ in engine.ends(network, domain, exact=True):
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


def after_inputs(network: Node) -> Node:
    """Return a network that gives its inputs first, and then its outputs."""
    return joined("concatenate", (node("identity", network.inputs, network.inputs), network))


def equal(values: Values, budget: Budget) -> Iterator[Constraint]:
    """Yield N(z) - M(z) = 0 for every output of two networks side by side."""
    half = len(values) // 2
    return ((combined([(place, 1), (half + place, -1)], values, budget), "=") for place in range(half))


def domain_of(domain: list[Constraint], engine: Engine, network: Node) -> str:
    """Return the domain of an execution in words."""
    return named(domain, network.inputs, engine.empty, engine.budget)
