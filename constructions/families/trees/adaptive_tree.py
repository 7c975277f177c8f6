"""Adaptive neural trees: edges transform, routers go left iff their form is positive (Tanno et al. 2019)."""

from collections.abc import Sequence as Items
from fractions import Fraction

from constructions.conditional.search_tree import Piece, affine_pieces
from constructions.families.broken_line import leaf_of
from constructions.families.trees.routed_tree import edge
from constructions.geometry.projection import project
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Branch, Form, Network
from constructions.model.rational import Number

COST = Cost(
    neurons="2*(K - 1)",
    gates="K - 1",
    parameters="w + 3*(K - 1) + d*K + a*K",
    comparisons="2*ceiling(log(K, 2))",
    additions="k - 1 + ceiling(log(K, 2)) + a",
    multiplications="w + a",
    depth="2*ceiling(log(K, 2))",
    bounds={"K": "ceiling(n/2)", "k": "p", "w": "p", "a": "d"},
)


def route(form: Form, bias: Number, left: Network, right: Network) -> Branch:
    """Return h -> left(h) if form . h + bias > 0, else right(h); at 0 it goes right.

    The original router is round(sigmoid(form . h + bias)) on the single most likely way, and rounds 1/2 to 0: the same
    rule on every input. Where it sums over both ways with weights sigmoid and 1 - sigmoid it is not piecewise linear;
    that sum agrees with this rule in the limit of large weights, away from 0.

    Source: Tanno et al. 2019, *Adaptive neural trees*, inference along a single path; theory, Theorem 82.

    >>> from constructions.model.evaluation import evaluate
    >>> from constructions.model.network import constant
    >>> network = route(Form.dense([1]), 0, constant([7], 1), constant([8], 1))
    >>> int(evaluate(network, [0])[0]), int(evaluate(network, [1])[0])
    (8, 7)
    """
    negative = Form(form.width, form.indices, [-weight for weight in form.weights])
    return Branch(negative, bias, left, right)


def adaptive_tree(dataset: Dataset) -> Built:
    """Return a tree with transformers on its edges and affine solvers at its leaves that memorizes ``dataset``.

    Every node has its pieces of the line z = u . x in terms of a feature h, which is positive below the root. With t
    between the two halves the router goes left iff t - h > 0, the left edge computes relu(t - h), the right one
    relu(h - t): the distance from the threshold, which is positive on the node's own points, so that z is an affine
    function of it.

    Source: rule as in Tanno et al. 2019, construction derived here; theory, Theorem 82.

    >>> adaptive_tree(Dataset.from_rows([[i] for i in range(8)], [[i * i] for i in range(8)])).promise
    Operations(additions=3, multiplications=1, comparisons=4)
    """
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    pieces = affine_pieces(projected.line)
    affine = 0 if all([piece.is_constant for piece in pieces]) else dataset.label_width
    network = projected.then(_tree(pieces, Fraction(0), 1))
    return Built(network, COST, {**projected.letters, "K": len(pieces), "a": affine})


def _tree(pieces: Items[Piece], base: Fraction, sign: int) -> Network:
    """Return the tree over these pieces as a network of h, where z = base + sign * h."""
    if len(pieces) == 1:
        return leaf_of(pieces[0], base, sign)
    middle = len(pieces) // 2
    last, first = pieces[middle - 1].last, pieces[middle].first
    place = (last + first) / 2
    if place == base:  # only at the root; a bare negation would cost a multiplication
        place = (2 * last + first) / 3
    threshold = sign * (place - base)
    lower, upper = _tree(pieces[:middle], place, -1), _tree(pieces[middle:], place, 1)
    left, right = (lower, upper) if sign > 0 else (upper, lower)
    toward = Form.dense([-1])
    return route(toward, threshold, edge(Affine([toward], [threshold]), left), edge(Affine([[1]], [-threshold]), right))
