"""The rule of *classifies*: for every row, output LABEL of N(POINT) is greater than every other output."""

from functools import partial

from ..dataset import Blocks, Dataset
from ..engine import Engine
from ..network import Node
from .shared.around import ROWS, every_point
from .shared.rows import right
from .shared.rule import Rule


def classifies(engine: Engine, network: Node, dataset: Dataset | Blocks) -> dict[str, object]:
    """Run the network at every point; the output of the label's class must be greater than every other."""
    return every_point(engine, network, dataset, partial(right, engine, network, None))


RULES = (Rule("classifies", ("network", "dataset"), {}, classifies, f"{ROWS}: {{goal}}"),)
