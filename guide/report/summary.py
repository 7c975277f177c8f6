"""A network in words: its layers by kind where it is too deep to draw, a tree as the text that it is."""

from dataclasses import dataclass

from constructions.model.cost import Size
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Network, Relu, Step, children, distinct_nodes
from guide.as_text import as_text
from guide.drawing.tree_chart import Flow

MOST_LINES = 120
"""A longer text is not put on the page."""

MOST_SLOTS, MOST_BITS = 20_000, 256
"""A network of more numbers, or of longer ones, is not written as text."""

_KINDS = {Affine: "affine", Relu: "ReLU", Step: "step"}


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers of one kind: how many an input goes through, and how many outputs they have, least and most."""

    kind: str
    count: int
    least: int
    most: int

    @property
    def widths(self) -> str:
        """The numbers of outputs.

        >>> Layers("ReLU", 7, 3, 12).widths, Layers("ReLU", 7, 3, 3).widths
        ('3 to 12', '3')
        """
        return f"{self.least:,}" if self.least == self.most else f"{self.least:,} to {self.most:,}"


def summary_of(network: Network, flow: Flow, size: Size) -> list[Layers]:
    """Return the layers by kind, most first, of a network without gates whose drawing leaves out its middle.

    >>> from constructions.model.cost import size_of
    >>> from constructions.model.network import chain
    >>> from guide.drawing.tree_chart import flow_of
    >>> deep = chain(*[Affine([[1], [2]], [1, 1]), Relu(2), Affine([[1, 1]], [0])] * 10)
    >>> [(item.kind, item.count, item.widths) for item in summary_of(deep, flow_of(deep), size_of(deep))]
    [('affine', 20, '1 to 2'), ('ReLU', 10, '2')]
    >>> summary_of(Relu(1), flow_of(Relu(1)), size_of(Relu(1)))
    []
    """
    if size.gates or not flow.folded:
        return []
    nodes = distinct_nodes(network)
    times = {id(node): 0 for node in nodes} | {id(network): 1}
    found: dict[str, Layers] = {}
    for node in reversed(nodes):
        for child in children(node):
            times[id(child)] += times[id(node)]
        kind = _KINDS.get(type(node))
        if kind is not None:
            width = node.output_width
            known = found.get(kind, Layers(kind, 0, width, width))
            found[kind] = Layers(kind, known.count + times[id(node)], min(known.least, width), max(known.most, width))
    return sorted(found.values(), key=lambda layers: (-layers.count, layers.kind))


def text_of(network: Network, dataset: Dataset | None, size: Size) -> str:
    """Return a network with gates as text, with the names of columns and classes; empty where that would be long.

    >>> from constructions.model.cost import size_of
    >>> from constructions.model.network import Branch
    >>> tree = Branch([1], 2, Affine([[0]], [5]), Affine([[0]], [7]))
    >>> text_of(tree, None, size_of(tree)).splitlines()[1:3]
    ['if x0 >= 2:', '    output = 7']
    """
    lines_at_least = size.gates + size.unrolled_neurons
    if not size.gates or lines_at_least > MOST_LINES or size.slots > MOST_SLOTS or size.largest_bits > MOST_BITS:
        return ""
    try:
        text = as_text(network, dataset)
    except BadInput:  # shared parts that are no gates are written anew wherever they are used
        return ""
    return text if text.count("\n") <= MOST_LINES else ""
