"""What must hold at the points of a data set, or on balls around them, with evidence that no larger one is right."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ...dataset import Blocks, Dataset
from ...domain import ball, integers
from ...engine import FAR, NEAR, Engine
from ...network import Node
from ...values import CONSTANT, Values, at, inside, made, true
from ...verdict import Limit, Rejected, counted, short
from .ends import Goals, must_hold
from .rows import Answers, not_together

ROWS = "for every (x, y) of the {rows} of D"
BALLS = f"{ROWS} and {{within}}"
"""What the sentences of rules begin with."""


Right = Callable[[Dataset], Answers]
"""From rows to what must hold there."""


class Ball(NamedTuple):
    """``all`` of Q^p; or a ``closed`` or ``open`` ball of a radius; or ``wrong``: the goal fails at the point itself.

    ``most``: a number that the infimum of the distances to points where the goal fails is claimed to be at most.
    """

    kind: str
    radius: tuple[int, int] = (0, 1)
    most: tuple[int, int] | None = None


def every_point(engine: Engine, network: Node, dataset: Dataset | Blocks, right: Right) -> dict[str, object]:
    """Accept if the goals hold at every point: found for many together, for each of the others by a run of its own."""

    def alone(block: Dataset, answers: Answers) -> Sequence[int]:
        rows = not_together(network, block, answers, engine.budget)
        if network.work * len(rows) > engine.budget.steps:
            raise Limit("running the network at every point may take more steps than the limit")
        return rows

    return every_ball(engine, network, dataset, right, lambda _: Ball("closed"), alone, "x")


def every_ball(
    engine: Engine,
    network: Node,
    dataset: Dataset | Blocks,
    right: Right,
    around: Callable[[int], Ball],
    rows: Callable[[Dataset, Answers], Sequence[int]] = lambda block, _: range(block.size),
    where: str = "z",
) -> dict[str, object]:
    """Accept if the goals hold on the ball around every point; count wrong points, and radii shown to be exact.

    Of each block only the points of some ``rows`` are looked at: all is well around the others.
    """
    exact, wrong, alike = 0, 0, True
    for block in dataset.blocks():
        answers = right(block)
        chosen = rows(block, answers)
        engine.budget.spend(20 * len(chosen))
        held = engine.budget.bits
        for row in chosen:
            try:
                which = around(block.first + row)
                alike = alike and which[:2] == around(0)[:2]
                exact += _check_ball(engine, network, block.points[row], which, answers.goals(row), answers.words)
                wrong += which.kind == "wrong"
            except Rejected as error:
                raise Rejected(f"point {block.first + row}: {error}") from None
            engine.budget.bits = held
    radius = _radius_words(around(0))
    return {
        "within": "z = x" if radius == "0" else f"every z with max_j |z_j - x_j| <= {radius}",
        "rows": counted(dataset.size, "point"),
        "but": f" but {counted(wrong, 'that is', 'that are')} answered wrongly," if wrong else "",
        "ball": _ball_words(around(0)) if alike else "the ball stated for it",
        "goal": answers.words.format(where),
        "exact": f"{counted(exact, 'radius is', 'radii are')} exact, and no larger radius is right"
        if exact
        else "no radius is shown to be the largest",
    }


def _ball_words(around: Ball) -> str:
    """Return what to call the ball of every point, where all have this one."""
    if around.kind not in ("closed", "open"):
        return "the ball stated for it"
    radius = _radius_words(around)
    if radius == "0" and around.kind == "closed":
        return "the ball of radius 0, x itself"
    return f"the {around.kind} ball of radius {radius} around it"


def _radius_words(around: Ball) -> str:
    above, below = around.radius
    return short(f"{above}/{below}" if below > 1 else str(above))


def _check_ball(engine: Engine, network: Node, point: Values, around: Ball, goals: Goals, words: str) -> bool:
    """Check the goal on one ball; return whether its radius is shown to be exact."""
    kind, radius, most = around
    if kind == "all":
        must_hold(engine, network, [], goals)
        return True
    if kind == "wrong":
        if not _is_wrong(engine, network, point, point, goals):
            raise Rejected(f"it is so that {words.format('x')}")
        return False
    if radius[0]:
        must_hold(engine, network, ball(point, radius, kind == "open", engine.budget), goals)
    else:
        engine.run_at(network, point)
        for goal in goals(engine.values, engine.budget):
            if not true(goal):
                raise Rejected(f"it is not so that {words.format('x')}")
    if most is None:
        return False
    _read_evidence(engine, network, point, most, goals)
    return radius == most


def _read_evidence(engine: Engine, network: Node, point: Values, most: tuple[int, int], goals: Goals) -> None:
    """Read a hint with the points w and b, and refuse unless b is near enough, and the goal fails at w and at b."""
    hint, width = engine.hints.take("wrong"), network.inputs
    engine.budget.spend(100 + 4 * width)
    evidence = integers(hint, width, 2 * width)
    near = [*evidence[-width - 1 : -1], evidence[-1]]
    if not inside(ball(point, most, False, engine.budget), near, engine.budget):
        raise Rejected(f"step {engine.hints.step - 1} (wrong): the point is farther away than the radius")
    if not _is_wrong(engine, network, [*evidence[:width], evidence[-1]], near, goals):
        raise Rejected(f"step {engine.hints.step - 1} (wrong): the point is not shown to be wrong")


def _is_wrong(engine: Engine, network: Node, wrong: Values, near: Values, goals: Goals) -> bool:
    """Return whether the goal fails at ``wrong``, and weakly so on its path at ``near``; both over one denominator."""
    engine.budget.spend(60 + 24 * len(wrong))
    ways = zip(wrong, near, strict=True)
    engine.run_at(network, [a if a == b else made({0: a - b, CONSTANT: b}, engine.budget) for a, b in ways])
    for value, relation in goals(engine.values, engine.budget):
        far, here = at(value, FAR, 1, engine.budget), at(value, NEAR, 1, engine.budget)
        if (relation == ">" and far <= 0 and here <= 0) or (relation == "=" and (far > 0 <= here or far < 0 >= here)):
            return True
    return False
