"""Routed trees: at each node the largest of some affine forms names the child (Ioannou et al. 2016)."""

from collections.abc import Sequence as Items
from fractions import Fraction
from itertools import pairwise

from constructions.conditional.search_tree import Piece, affine_pieces
from constructions.families.broken_line import leaf_of, parts, rising
from constructions.families.selection import largest
from constructions.geometry.projection import project
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Network, Relu, Sequence

COST = Cost(
    neurons="2*(K - 1)",
    gates="floor((K - 1)*b/2)",
    parameters="w + 4*(K - 1) + d*K + a*K",
    comparisons="b*l",
    additions="k - 1 + (2*b - 1)*l + a",
    multiplications="w + (b - 2)*l + a",
    depth="b*l",
    bounds={"K": "ceiling(n/2)", "l": "ceiling(log(K, b))", "k": "p", "w": "p", "a": "d"},
)


def routed(router: Affine, children: Items[Network]) -> Network:
    """Return h -> children[argmax_j router_j(h)](h), of equal values the first child.

    The original router is a perceptron whose outputs weigh the children, during training all of them; with the weights
    put to 0 and 1 at the largest output, the child is this argmax. Both coincide where the weights are 0 and 1 already;
    a softmax in the router changes nothing, since it keeps the order. Ties to the first child are our choice.

    Args:
        router: an affine map with one output for each child.
        children: what runs below; each takes what the router takes.

    Raises:
        ValueError: if the router has not one output for each child.

    Source: Ioannou et al. 2016, *Decision forests, convolutional networks and the models in-between*; theory,
    Theorem 81.
    """
    return largest(router, children)


def edge(transform: Affine, below: Network) -> Network:
    """Return h -> below(relu(P h + c)): what a child computes first.

    >>> edge(Affine([[1], [2]], [0, 0]), Relu(2))
    Sequence(1 -> 2)
    """
    return Sequence((transform, Relu(transform.output_width), below))


def routed_tree(dataset: Dataset, children: int = 3) -> Built:
    """Return a tree of argmax routers with this many children a node that memorizes ``dataset``.

    Along z = u . x the data are cut into K pieces, each with an affine leaf. A node's router has the rising forms of
    the middles between its children, so that their argmax is the number of middles below z; a child first computes
    relu(h - its first point), which is 0 or more on its own points, so z is known from it. In l = ceil(log_b K) levels
    each makes b comparisons at most, one of them that of its ReLU; three children cost the fewest.

    Args:
        dataset: the data; labels of any width.
        children: b, at least 2.

    Raises:
        ValueError: if ``children`` is less than 2.

    Source: rule as in Ioannou et al. 2016, construction derived here; theory, Theorem 81.

    >>> built = routed_tree(Dataset.from_rows([[i] for i in range(18)], [[i * i] for i in range(18)]))
    >>> built.values["K"], built.promise.comparisons
    (9, 6)
    """
    if children < 2:
        raise ValueError(f"children must be at least 2, not {children}")
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    pieces = affine_pieces(projected.line)
    affine = 0 if all([piece.is_constant for piece in pieces]) else dataset.label_width
    levels = 0
    while children**levels < len(pieces):
        levels += 1
    letters = {**projected.letters, "K": len(pieces), "a": affine, "b": children, "l": levels}
    return Built(projected.then(_tree(pieces, children, Fraction(0))), COST, letters)


def _tree(pieces: Items[Piece], children: int, base: Fraction) -> Network:
    """Return the tree over these pieces as a network of h = z - base."""
    if len(pieces) == 1:
        return leaf_of(pieces[0], base)
    groups = [pieces[first:end] for first, end in parts(len(pieces), min(children, len(pieces)))]
    middles = [(one[-1].last + two[0].first) / 2 - base for one, two in pairwise(groups)]
    below = [edge(Affine([[1]], [base - group[0].first]), _tree(group, children, group[0].first)) for group in groups]
    return routed(rising(middles), below)
