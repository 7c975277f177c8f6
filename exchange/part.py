"""A trained model before it is one network: stages, then a forest whose thresholds may have to be moved."""

from dataclasses import dataclass, field
from functools import partial

from constructions.model.network import Network, chain
from exchange.trained import Tool, Trained
from exchange.trees.casts import with_rounded_inputs
from exchange.trees.categories import Known, placed_texts
from exchange.trees.forest import Forest, forest_network
from exchange.wiring import fused

LOGITS = "the outputs are the numbers before the sigmoid or softmax; the largest names the class that is predicted"
"""What is to be said of classifiers whose probabilities are monotone in the network's outputs."""


@dataclass(frozen=True, slots=True)
class Part:
    """A trained model as stages, and a forest after them where it has trees.

    Attributes:
        stages: networks, one after the other.
        forest: the trees that take what the last stage gives; None where there are none.
        classes: the names of the classes in the order of the outputs; None for a regressor.
        notes: lines about the outputs, as in ``exchange.trained.Trained``.
        rounds: the formats to which inputs are rounded before they are compared with thresholds.
        columns: what the model calls its inputs, as in ``exchange.trained.Trained``.
        categories: the inputs that were columns of categories in the tool's table, with what these were.
        predicts: whether a regressor's outputs are what the model's ``predict`` gives, but for rounding.
    """

    stages: list[Network]
    forest: Forest | None = None
    classes: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()
    rounds: tuple[str, ...] = ()
    columns: tuple[str, ...] | None = None
    predicts: bool = True
    categories: Known = field(default_factory=dict)

    def network(self, name: str, rounding: bool = False) -> Network:
        """Return the network; with ``rounding`` thresholds are moved to where the rounding of inputs changes sides."""
        if self.forest is None:
            return chain(*fused(self.stages))
        forest = with_rounded_inputs(self.forest, self.rounds) if rounding else self.forest
        return chain(*fused(self.stages), forest_network(forest, name)) if self.stages else forest_network(forest, name)

    def input_width(self) -> int:
        """Return how many numbers the model takes."""
        return self.stages[0].input_width if self.stages or self.forest is None else self.forest.width

    def trained(self, name: str, tool: Tool | None) -> Trained:
        """Return the network with what is to be known about it; thresholds are as the model has them."""
        rounding = partial(self.network, name, True) if self.rounds else None
        return Trained(
            self.network(name),
            self.classes,
            self.notes,
            self.rounds,
            rounding,
            tool,
            self.columns,
            texts=placed_texts(self.categories),
        )
