"""The rule of *classifies*: for every row, output LABEL of N(POINT) is greater than every other output."""

from ..dataset import Dataset
from ..engine import Engine
from ..network import Node
from .shared.around import every_point
from .shared.rows import classified
from .shared.rule import Rule


def classifies(engine: Engine, network: Node, dataset: Dataset) -> dict[str, object]:
    """Run the network at every point; the output of the label's class must be greater than every other."""
    return every_point(engine, network, dataset, classified(network, dataset))


RULES = (Rule("classifies", ("network", "dataset"), {}, classifies, "for every (x, y) of the {rows} of D: {goal}"),)
