"""The rules of *memorizes with radii* and *classifies with radii*: the same at every z of each row's own ball."""

from functools import partial
from typing import Any

from ..budget import Budget
from ..dataset import Blocks, Dataset
from ..engine import Engine
from ..network import Node
from ..reader import entries
from ..verdict import Malformed
from .shared import keys
from .shared.around import Ball, every_ball
from .shared.rows import right
from .shared.rule import Files, Key, Rule

_SENTENCE = "for each of the {rows} of D{but} and every z of {ball}: {goal}; {exact}"


def with_radii(
    engine: Engine, network: Node, dataset: Dataset | Blocks, radii: list[Ball], labels: bool | None = None
) -> dict[str, object]:
    """Run the network on the ball of every point as for *robustly*, and read the evidence for its radius."""
    return every_ball(engine, network, dataset, partial(right, engine, network, labels), radii.__getitem__)


def read_radii(value: Any, files: Files, budget: Budget) -> list[Ball]:
    """Return the ball of every row."""
    return [_ball(radius, files, budget) for radius in entries(value, "radii", files["dataset"].size)]


def _ball(radius: Any, files: Files, budget: Budget) -> Ball:
    kind = radius[0] if type(radius) is list and radius else None
    if kind in ("all", "wrong") and len(radius) == 1:
        return Ball(kind)
    if kind not in ("closed", "open") or len(radius) != 3:
        raise Malformed('a radius must be ["all"], ["wrong"] or ["closed" or "open", at least, at most or null]')
    most = None if radius[2] is None else keys.radius(radius[2], files, budget)
    least = keys.radius(radius[1], files, budget)
    if kind == "open" and not least[0]:
        raise Malformed("the radius of an open ball must be more than 0")
    return Ball(kind, least, most)


_KEYS: dict[str, Key] = {"radii": read_radii}
RULES = (
    Rule("memorizes with radii", ("network", "dataset"), keys.named("labels") | _KEYS, with_radii, _SENTENCE),
    Rule("classifies with radii", ("network", "dataset"), _KEYS, with_radii, _SENTENCE),
)
