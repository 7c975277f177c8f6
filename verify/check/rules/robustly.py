"""The rules of *memorizes robustly* and *classifies robustly*: the same at every z of the closed ball around POINT."""

from ..dataset import Dataset
from ..engine import Engine
from ..network import Node
from .shared import keys
from .shared.around import Ball, every_ball
from .shared.rows import classified, memorized
from .shared.rule import Rule

_SENTENCE = "for every (x, y) of the {rows} of D and every z with max_j |z_j - x_j| <= {radius}: {goal}"


def memorizes_robustly(
    engine: Engine, network: Node, dataset: Dataset, labels: bool, radius: tuple[int, int]
) -> dict[str, object]:
    """Run the network on the ball around every point; every output must be the label's at every end."""
    answers = memorized(network, dataset, labels)
    return every_ball(engine, network, dataset, answers, lambda _: Ball("closed", radius))


def classifies_robustly(engine: Engine, network: Node, dataset: Dataset, radius: tuple[int, int]) -> dict[str, object]:
    """Run the network on the ball around every point; the label's output must be the greatest at every end."""
    answers = classified(network, dataset)
    return every_ball(engine, network, dataset, answers, lambda _: Ball("closed", radius))


RULES = (
    Rule(
        "memorizes robustly",
        ("network", "dataset"),
        {"labels": keys.labels, "radius": keys.radius},
        memorizes_robustly,
        _SENTENCE,
    ),
    Rule("classifies robustly", ("network", "dataset"), {"radius": keys.radius}, classifies_robustly, _SENTENCE),
)
