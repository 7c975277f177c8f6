"""The rules of *memorizes robustly* and *classifies robustly*: the same at every z of the closed ball around POINT."""

from functools import partial

from ..dataset import Blocks, Dataset
from ..engine import Engine
from ..network import Node
from .shared import keys
from .shared.around import BALLS, Ball, every_ball
from .shared.rows import right
from .shared.rule import Rule


def robustly(
    engine: Engine, network: Node, dataset: Dataset | Blocks, radius: tuple[int, int], labels: bool | None = None
) -> dict[str, object]:
    """Run the network on the ball around every point; what is right there must hold at every end."""
    answers = partial(right, engine, network, labels)
    return every_ball(engine, network, dataset, answers, lambda _: Ball("closed", radius))


RULES = (
    Rule("memorizes robustly", ("network", "dataset"), keys.named("labels", "radius"), robustly, f"{BALLS}: {{goal}}"),
    Rule("classifies robustly", ("network", "dataset"), keys.named("radius"), robustly, f"{BALLS}: {{goal}}"),
)
