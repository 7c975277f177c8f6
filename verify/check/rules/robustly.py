"""The rules of *memorizes robustly* and *classifies robustly*: the same at every z of the closed ball around POINT."""

from ..dataset import Dataset
from ..engine import Engine
from ..network import Node
from .shared import keys
from .shared.around import BALLS, Ball, every_ball
from .shared.rows import right
from .shared.rule import Rule


def robustly(
    engine: Engine, network: Node, dataset: Dataset, radius: tuple[int, int], labels: bool | None = None
) -> dict[str, object]:
    """Run the network on the ball around every point; what is right there must hold at every end."""
    return every_ball(
        engine, network, dataset, right(engine, network, dataset, labels), lambda _: Ball("closed", radius)
    )


RULES = (
    Rule("memorizes robustly", ("network", "dataset"), keys.named("labels", "radius"), robustly, f"{BALLS}: {{goal}}"),
    Rule("classifies robustly", ("network", "dataset"), keys.named("radius"), robustly, f"{BALLS}: {{goal}}"),
)
