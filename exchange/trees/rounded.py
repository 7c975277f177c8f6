"""What a network of trees is where its inputs are rounded before they are tested."""

from collections.abc import Callable, Sequence as Items

from constructions.model.cost import size_of
from constructions.model.errors import BadInput
from constructions.model.network import Network
from exchange.trees.casts import with_rounded_inputs
from exchange.trees.forest import MAX_NODES, forest_network
from exchange.trees.of_network import forest_of


def rounded_trees(network: Network, formats: Items[str]) -> Callable[[], Network] | None:
    """Return what makes the network that gives at every x what ``network`` gives at x rounded to one format after the
    other; None if it is no forest (``forest_of``), whose tests alone can make up for that.

    >>> from constructions.model.network import Branch, Relu, constant
    >>> below, above = constant([0], 1), constant([1], 1)
    >>> rounded = rounded_trees(Branch([1], 1, above, below), ["float32"])
    >>> rounded().threshold if rounded else None
    Fraction(33554431, 33554432)
    >>> rounded_trees(Relu(1), ["float32"])
    """
    if not formats or size_of(network).gates > MAX_NODES:
        return None
    try:
        forest = forest_of(network)
    except BadInput:
        return None
    return lambda: forest_network(with_rounded_inputs(forest, formats))
