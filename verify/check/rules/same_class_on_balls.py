"""The rule of *same class on balls*: at every z of each row's own ball, both networks have M's class at POINT."""

from functools import partial
from typing import Any

from ..budget import Budget
from ..dataset import Blocks, Dataset
from ..engine import Engine
from ..network import Node
from ..verdict import Malformed
from .shared.around import Ball, every_ball
from .shared.ends import side_by_side
from .shared.rows import of_one_class
from .shared.rule import Files, Rule
from .with_radii import read_radii


def same_class_on_balls(
    engine: Engine, network: Node, other: Node, dataset: Dataset | Blocks, radii: list[Ball]
) -> dict[str, object]:
    """Run both networks side by side on the ball of every point; the output of M's class at POINT must be the greatest
    of both at every end.
    """
    both = side_by_side(network, other)
    return every_ball(engine, both, dataset, partial(of_one_class, engine, both), radii.__getitem__)


def _balls(value: Any, files: Files, budget: Budget) -> list[Ball]:
    found = read_radii(value, files, budget)
    if any([ball.kind == "wrong" for ball in found]):
        raise Malformed('a radius of this kind of claim must not be ["wrong"]')
    return found


RULES = (
    Rule(
        "same class on balls",
        ("network", "other", "dataset"),
        {"radii": _balls},
        same_class_on_balls,
        "for each of the {rows} of D and every z of {ball}: {goal}; {exact}",
    ),
)
