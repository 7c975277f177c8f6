"""The rule of *equivalent on balls*: for every z in the closed ball around a POINT, N(z) = M(z)."""

from functools import partial

from ..dataset import Blocks, Dataset
from ..engine import Engine
from ..network import Node
from .shared import keys
from .shared.around import BALLS, Ball, every_ball
from .shared.ends import side_by_side
from .shared.rows import agreed
from .shared.rule import Rule


def equivalent_on_balls(
    engine: Engine, network: Node, other: Node, dataset: Dataset | Blocks, radius: tuple[int, int]
) -> dict[str, object]:
    """Run both networks side by side on the ball around every point; their outputs must be equal at every end."""
    both = side_by_side(network, other)
    return every_ball(engine, both, dataset, partial(agreed, both), lambda _: Ball("closed", radius))


_FILES = ("network", "other", "dataset")
RULES = (Rule("equivalent on balls", _FILES, keys.named("radius"), equivalent_on_balls, f"{BALLS}: {{goal}}"),)
