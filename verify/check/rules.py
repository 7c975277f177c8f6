"""The rules: what a certificate must show for each kind of claim, every premise re-derived from the files."""

from collections.abc import Callable, Iterator
from typing import Any

from .budget import Budget
from .dataset import Dataset, class_of, read_point
from .domain import ball, everywhere, integers, read_constraints
from .engine import FAR, NEAR, Engine
from .network import Node, joined
from .reader import entries, integer, rational
from .values import CONSTANT, Constraint, Values, at, holds, inside, multiple, paid, primitive
from .verdict import Malformed, Rejected, shown

Goals = Callable[[Values, Budget], Iterator[Constraint]]
"""From the values at an end to what must hold of them, one after the other."""


def about_data(claim: dict[str, Any], engine: Engine, network: Node, dataset: Dataset) -> str:
    """Accept if the goal holds at every point, or on the ball around it that the claim states.

    A ball's radius is the same for all points, or each point has its own, with evidence that no larger one is right.
    """
    size, exact = len(dataset.points), 0
    engine.budget.spend(size)
    goals, said = _goals(claim, network, dataset)
    if "radii" in claim:
        balls = [_radius(radius) for radius in entries(claim["radii"], "radii", size)]
    else:
        balls = [_radius(["closed", claim.get("radius", "0"), None])] * size
    if "radius" not in claim and "radii" not in claim and network.work * size > engine.budget.steps:
        raise Malformed("running the network at every point takes more steps than the limit")
    held = engine.budget.bits
    for number, (point, radius) in enumerate(zip(dataset.points, balls, strict=True)):
        try:
            exact += _around(engine, network, point, goals(number), radius, said.format("x"))
        except Rejected as error:
            raise Rejected(f"point {number}: {error}") from None
        engine.budget.bits = held
    sentence = said.format("z" if "radius" in claim or "radii" in claim else "x")
    if "radii" in claim:
        beyond = f"; {exact} radii are exact, and no larger radius is right"
        return f"for each of the {size} points of D and every z of the ball stated for it: {sentence}{beyond}"
    near = f" and every z with max_j |z_j - x_j| <= {claim['radius']}" if "radius" in claim else ""
    return f"for every (x, y) of the {size} points of D{near}: {sentence}"


def equivalent_on_balls(claim: dict[str, Any], engine: Engine, network: Node, other: Node, dataset: Dataset) -> str:
    """Accept if two networks agree at every z that is at most the radius away from a point, in every coordinate."""
    return about_data(claim, engine, _pair(network, other), dataset)


def equivalent(claim: dict[str, Any], engine: Engine, network: Node, other: Node) -> str:
    """Accept if N(z) = M(z) at every z of the domain."""
    _must_hold(engine, _pair(network, other), _domain(claim, engine, network), _equal)
    return f"for every z in {_named(claim, engine, network)}: N(z) = M(z)"


def output_within(claim: dict[str, Any], engine: Engine, network: Node) -> str:
    """Accept if N(z) satisfies the constraints on outputs at every z of the domain."""
    wanted = read_constraints(claim["outputs"], network.outputs, engine.budget)
    if not wanted:
        raise Malformed("outputs must state at least one constraint")
    _must_hold(engine, network, _domain(claim, engine, network), lambda *end: (_of(c, *end) for c in wanted))
    return f"for every z in {_named(claim, engine, network)}: N(z) satisfies {len(wanted)} constraint(s) on outputs"


def operations_at_most(claim: dict[str, Any], engine: Engine, network: Node) -> str:
    """Accept if no input of the domain takes more than T operations, and the point, if there is one, takes T."""
    domain = _domain(claim, engine, network)
    bound = integer(engine.bound, "bound", 0, 10**18)
    engine.start(network, everywhere(network.inputs, engine.budget), domain)
    while engine.ends():
        if engine.count > bound and not engine.emptied():
            raise Rejected(f"step {engine.hints.step}: a path takes {engine.count} operations, more than {bound}")
    named, attained = _named(claim, engine, network), ""
    if claim["attained"] is not None:
        point = read_point(claim["attained"], "attained", network.inputs, engine.budget)
        if not inside(_domain(claim, engine, network), point, engine.budget):
            raise Rejected("the point that attains the bound is not in the domain")
        engine.run_at(network, point)
        if engine.count != bound:
            raise Rejected(f"the point that should attain the bound {bound} takes {engine.count} operations")
        attained = ", and some z takes that many"
    what = "operations (additions, multiplications, comparisons)" if claim["measure"] == "total" else claim["measure"]
    return f"for every z in {named}: N makes at most {bound} {what} on z{attained}"


def paths(claim: dict[str, Any], engine: Engine, network: Node) -> str:
    """Accept if the feasible paths, each with a point that takes it, are as many as the claim says."""
    count = integer(claim["count"], "count", 0, 10**18)
    found = sum([1 for _ in feasible_ends(engine, network, _domain(claim, engine, network))])
    if found != count:
        raise Rejected(f"{found} feasible paths, the claim says {count}")
    return f"N has exactly {found} feasible decision path(s) over {_named(claim, engine, network)}"


def feasible_ends(engine: Engine, network: Node, domain: list[Constraint]) -> Iterator[None]:
    """Yield at every end of an execution that some point takes; each has a hint with such a point, or is empty."""
    engine.start(network, everywhere(network.inputs, engine.budget), domain)
    while engine.ends():
        if engine.emptied():
            continue
        point = integers(engine.hints.take("path"), network.inputs)
        if not inside(engine.region, point, engine.budget):
            raise Rejected(f"step {engine.hints.step - 1} (path): the point does not take the path")
        yield


RULES: dict[str, tuple[Callable[..., str], tuple[str, ...]]] = {
    "memorizes": (about_data, ("network", "dataset", "labels")),
    "classifies": (about_data, ("network", "dataset")),
    "memorizes robustly": (about_data, ("network", "dataset", "labels", "radius")),
    "classifies robustly": (about_data, ("network", "dataset", "radius")),
    "memorizes with radii": (about_data, ("network", "dataset", "labels", "radii")),
    "classifies with radii": (about_data, ("network", "dataset", "radii")),
    "equivalent": (equivalent, ("network", "other", "domain")),
    "equivalent on balls": (equivalent_on_balls, ("network", "other", "dataset", "radius")),
    "operations at most": (operations_at_most, ("network", "domain", "measure", "bound", "attained")),
    "output within": (output_within, ("network", "domain", "outputs")),
    "paths": (paths, ("network", "domain", "count")),
}
"""The rule of each kind of claim, and the keys of its file; a rule takes the files that the claim names, in order."""


def _goals(claim: dict[str, Any], network: Node, dataset: Dataset) -> tuple[Callable[[int], Goals], str]:
    """Return what must hold of the outputs for the point of each row, and the goal in words, to be said of {}."""
    outputs, kind = network.outputs, claim["kind"]
    if len(dataset.points[0]) - 1 != network.inputs:
        raise Rejected(f"points have {len(dataset.points[0]) - 1} coordinates, the network {network.inputs} inputs")
    if kind.startswith("equivalent"):
        return lambda _: _equal, "N({0}) = M({0})"
    if claim.get("labels") == "as given":
        if len(dataset.labels[0]) - 1 != outputs:
            raise Rejected(f"labels have {len(dataset.labels[0]) - 1} numbers, the network has {outputs} outputs")
        return lambda number: _equals(dataset.labels[number]), "N({}) = y"
    if claim.get("labels", "one-hot") != "one-hot":
        raise Malformed(f'labels must be "as given" or "one-hot", not {shown(claim["labels"])}')
    if outputs < 2:
        raise Rejected("the network has one output: there must be at least two classes")
    if dataset.classes is not None and dataset.classes != outputs:
        raise Rejected(f"the data set has {dataset.classes} classes, the network {outputs} outputs")

    def right(number: int) -> int:
        found = class_of(dataset.labels[number], outputs)
        if found is None:
            raise Rejected(f"its label is not one of the classes 0..{outputs - 1}")
        return found

    if "labels" not in claim:
        return lambda number: _exceeds(right(number)), "output y of N({}) is greater than every other"
    return lambda number: _is_unit(right(number)), "N({}) = the unit vector of class y"


def _equals(label: Values) -> Goals:
    return lambda values, budget: (
        (paid([(place, label[-1]), (-1, -label[place])], values, budget), "=") for place in range(len(label) - 1)
    )


def _is_unit(right: int) -> Goals:
    return lambda values, budget: (
        (paid([(place, 1), (-1, -int(place == right))], values, budget), "=") for place in range(len(values) - 1)
    )


def _exceeds(right: int) -> Goals:
    return lambda values, budget: (
        (paid([(right, 1), (place, -1)], values, budget), ">") for place in range(len(values) - 1) if place != right
    )


def _equal(values: Values, budget: Budget) -> Iterator[Constraint]:
    half = len(values) // 2
    return ((paid([(place, 1), (half + place, -1)], values, budget), "=") for place in range(half))


def _of(constraint: Constraint, values: Values, budget: Budget) -> Constraint:
    """Return a constraint on outputs as one on inputs; CONSTANT is the place of the denominator in ``values``."""
    value, relation = constraint
    return paid([(CONSTANT, value)] if isinstance(value, int) else list(value.items()), values, budget), relation


Radius = tuple[str, tuple[int, int], tuple[int, int] | None]
"""A kind of ball, its radius, and the largest distance of a point where the goal fails, if one is claimed."""


def _radius(radius: Any) -> Radius:
    """Return a radius that a claim states."""
    kind = radius[0] if type(radius) is list and radius else None
    if kind in ("all", "wrong") and len(radius) == 1:
        return kind, (0, 1), None
    if kind not in ("closed", "open") or len(radius) != 3:
        raise Malformed('a radius must be ["all"], ["wrong"] or ["closed" or "open", at least, at most or null]')
    least = rational(radius[1], "a radius")
    most = None if radius[2] is None else rational(radius[2], "a radius")
    if least[0] < 0 or (most and most[0] < 0):
        raise Malformed("a radius must be at least 0")
    return kind, least, most


def _around(engine: Engine, network: Node, point: Values, goals: Goals, radius: Radius, said: str) -> bool:
    """Check the goal on one ball; return whether its radius is shown to be exact."""
    kind, least, most = radius
    if kind == "all":
        _must_hold(engine, network, [], goals)
        return True
    if kind == "wrong":
        _must_be_wrong(engine, network, point, point, goals)
        return True
    if kind == "open" and not least[0]:
        raise Rejected("an open ball of radius 0 is empty")
    if least[0]:
        _must_hold(engine, network, ball(point, least, kind == "open", engine.budget), goals)
    else:
        engine.run_at(network, point)
        for goal in goals(engine.values, engine.budget):
            if not _true(goal):
                raise Rejected(f"it is not so that {said}")
    if most is None:
        return False
    hint = engine.hints.take("wrong")
    width = network.inputs
    evidence = integers(hint, width if len(hint) == width + 2 else 2 * width)
    near = [*evidence[-width - 1 : -1], evidence[-1]]
    if not inside(ball(point, most, False, engine.budget), near, engine.budget):
        raise Rejected(f"step {engine.hints.step - 1} (wrong): the point is farther away than the radius")
    _must_be_wrong(engine, network, [*evidence[:width], evidence[-1]], near, goals)
    return bool(least == most)


def _must_be_wrong(engine: Engine, network: Node, wrong: Values, near: Values, goals: Goals) -> None:
    """Refuse unless the goal fails at ``wrong``, and weakly so on its path at ``near``; both over one denominator."""
    ways = zip(wrong, near, strict=True)
    engine.run_at(network, [a if a == b else {0: a - b, CONSTANT: b} for a, b in ways])
    for value, relation in goals(engine.values, engine.budget):
        far, here = at(value, FAR), at(value, NEAR)
        if (relation == ">" and far <= 0 and here <= 0) or (relation == "=" and far * here >= 0 and far != 0):
            return
    raise Rejected(f"step {engine.hints.step - 1}: the point is not shown to be wrong")


def _must_hold(engine: Engine, network: Node, domain: list[Constraint], goals: Goals) -> None:
    """Refuse unless the goals hold at every end, or its region is shown to be empty."""
    engine.start(network, everywhere(network.inputs, engine.budget), domain)
    while engine.ends():
        unmet = False
        for value, relation in goals(engine.values, engine.budget):
            if _true((value, relation)):
                continue
            if not unmet and engine.emptied():
                break
            unmet = True
            form = primitive(value, engine.budget)
            for sign in (-1, 1) if relation == "=" else (-1,):
                hint = engine.hints.take("goal")
                engine.contradict(hint, 1, (multiple(sign, form), ">=" if relation == ">" else ">"))


def _true(constraint: Constraint) -> bool:
    return isinstance(constraint[0], int) and holds(constraint, (1,))


def _domain(claim: dict[str, Any], engine: Engine, network: Node) -> list[Constraint]:
    return read_constraints(claim["domain"], network.inputs, engine.budget)


def _named(claim: dict[str, Any], engine: Engine, network: Node) -> str:
    count = len(claim["domain"])
    which = ", which is empty" if engine.empty else ""
    return f"the domain of {count} constraint(s){which}" if count else f"Q^{network.inputs}"


def _pair(network: Node, other: Node) -> Node:
    if (network.inputs, network.outputs) != (other.inputs, other.outputs):
        raise Rejected("the two networks differ in their numbers of inputs or outputs")
    return joined("concatenate", (network, other))
