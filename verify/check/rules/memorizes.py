"""The rule of *memorizes*: for every row, N(POINT) = LABEL."""

from functools import partial

from ..dataset import Blocks, Dataset
from ..engine import Engine
from ..network import Node
from .shared import keys
from .shared.around import ROWS, every_point
from .shared.rows import right
from .shared.rule import Rule


def memorizes(engine: Engine, network: Node, dataset: Dataset | Blocks, labels: bool) -> dict[str, object]:
    """Run the network at every point; every output must be the label's, or that of the unit vector of its class."""
    return every_point(engine, network, dataset, partial(right, engine, network, labels))


RULES = (Rule("memorizes", ("network", "dataset"), keys.named("labels"), memorizes, f"{ROWS}: {{goal}}"),)
