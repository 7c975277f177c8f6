"""Forests: left iff a form is 0 or more, and the answer is the mean of the trees (Kontschieder et al. 2015)."""

from collections.abc import Sequence as Items
from fractions import Fraction

from constructions.conditional.search_tree import Piece, constant_pieces, shared_constant
from constructions.families.selection import mean
from constructions.geometry.projection import project
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset
from constructions.model.network import Branch, Form, Network
from constructions.model.rational import Number, exact

COST = Cost(
    gates="m*(K - 1)",
    parameters="w + m*(K - 1) + d*m*K + d",
    comparisons="m*ceiling(log(K, 2))",
    additions="k - 1 + d*(m - 1)",
    multiplications="w + d",
    depth="ceiling(log(K, 2))",
    bounds={"K": "n", "k": "p", "w": "p"},
)
"""One tree, m = 1, needs d multiplications less."""


def split(form: Form, bias: Number, left: Network, right: Network) -> Branch:
    """Return x -> left(x) if form . x + bias >= 0, else right(x).

    The original node goes left with probability sigmoid(form . x + bias), and the answer is the expectation. The rule
    here is the more likely way (left at 1/2), one leaf a tree; it is the expectation where all probabilities are 0 or
    1, and the limit of the expectation as forms are multiplied by a growing factor, but where one is 0.

    Source: Kontschieder, Fiterau, Criminisi, Rota Bulo 2015, *Deep neural decision forests*; theory, Theorem 84.
    """
    return Branch(form, -exact(bias), right, left)


def forest(trees: Items[Network]) -> Network:
    """Return the mean of the trees: as in the original.

    >>> from constructions.model.network import constant
    >>> forest([constant([1], 2), constant([2], 2)])
    Sequence(2 -> 1)
    """
    return mean(trees)


def forest_memorizer(dataset: Dataset, trees: int = 3) -> Built:
    """Return a forest of this many trees, each of which memorizes ``dataset``.

    All trees search the K runs of equal labels along z = u . x, and a leaf's table holds the run's label. Tree i of m
    has its thresholds i/(m + 1) of the way through the gaps between runs, so the forest goes from one label to the
    next in m equal steps where a single tree would jump. At data points all trees agree, and the mean is the label.

    Args:
        dataset: the data; labels of any width.
        trees: m, at least 1.

    Raises:
        ValueError: if ``trees`` is less than 1.

    Source: rule as in Kontschieder et al. 2015, construction derived here; theory, Theorem 84.

    >>> forest_memorizer(Dataset.from_rows([[i] for i in range(8)], [[i * i] for i in range(8)])).promise
    Operations(additions=2, multiplications=1, comparisons=9)
    """
    if trees < 1:
        raise ValueError(f"trees must be at least 1, not {trees}")
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    pieces = constant_pieces(projected.line)
    leaves: dict[str, Network] = {}
    members = [_tree(pieces, Fraction(number + 1, trees + 1), leaves) for number in range(trees)]
    return Built(projected.then(forest(members)), COST, {**projected.letters, "K": len(pieces), "m": trees})


def _tree(pieces: Items[Piece], share: Fraction, leaves: dict[str, Network]) -> Network:
    """Return the balanced tree whose thresholds lie at this share of the gaps; left is the side of larger z."""
    z = Form.coordinate(0, 1)

    def build(low: int, high: int) -> Network:
        if high - low == 1:
            return shared_constant(pieces[low].offset, leaves)
        middle = (low + high) // 2
        last, first = pieces[middle - 1].last, pieces[middle].first
        return split(z, -(last + share * (first - last)), build(middle, high), build(low, middle))

    return build(0, len(pieces))
