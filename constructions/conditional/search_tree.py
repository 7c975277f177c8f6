"""Search tree: project once, then binary search over the runs of labels on the line."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal, get_args

from constructions.conditional.line_columns import ColumnPieces
from constructions.geometry.projection import Line, Projected, project
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset, Label
from constructions.model.errors import one_of
from constructions.model.network import Affine, Form, Network, constant
from constructions.model.rational import Symbolic, fingerprint, vanishes
from constructions.model.unchecked import gate

Leaves = Literal["constant", "affine", "fewest operations"]

COST = Cost(
    gates="K - 1",
    parameters="w + K - 1 + d*K + a*K",
    comparisons="ceiling(log(K, 2))",
    additions="k - 1 + a",
    multiplications="w + a",
    depth="ceiling(log(K, 2))",
    bounds={"K": "n", "k": "p", "w": "p", "a": "d"},
)
"""The larger of both kinds of leaves: K is at most n for constant ones, ceil(n/2) for affine ones."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An interval of the line that holds the data points ``first..last`` and the leaf that fits all of them.

    The leaf is ``slope * z + offset``, one number an output; a constant leaf has slope 0.
    """

    first: Fraction
    last: Fraction
    slope: Label
    offset: Label

    @property
    def is_constant(self) -> bool:
        """Whether the slope is 0."""
        return all(map(vanishes, self.slope))


def search_tree(dataset: Dataset, leaves: Leaves = "fewest operations") -> Built:
    """Return a conditional network that memorizes ``dataset`` with O(log n) operations per input.

    One separating projection z = u . x, then gates on z alone. With K leaves the network makes at most
    ceil(log2 K) comparisons, the w + k - 1 operations of the projection (k non-zero weights, w of them not +-1) and,
    with affine leaves, 2d operations for d outputs. Here K <= n for constant leaves, one for each run of equal labels,
    and K <= ceil(n / 2) for affine leaves, since a line goes through any two neighbours. A single constant leaf needs
    no projection and no operation.

    Args:
        dataset: the data; labels of any width.
        leaves: ``"constant"``, ``"affine"``, or whichever promises fewer operations.

    Source: the O(log n) upper bound of Koyuncu (ICLR 2023), rebuilt here; theory, Theorem 4.

    >>> data = Dataset.from_rows([[i] for i in range(8)], [[i % 2] for i in range(8)])
    >>> search_tree(data, "constant").promise
    Operations(additions=0, multiplications=0, comparisons=3)
    >>> search_tree(data, "affine").promise
    Operations(additions=1, multiplications=1, comparisons=2)
    """
    one_of("kind of leaves", leaves, get_args(Leaves))
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    plans = []
    if leaves != "affine":
        plans.append(_Plan.of(projected, _constant(projected.line)))
    if leaves != "constant":
        plans.append(_Plan.of(projected, _affine(projected.line)))
    return min(plans, key=lambda plan: COST.operations(plan.values).total).built()


def constant_pieces(line: Items[tuple[Fraction, Label]]) -> list[Piece]:
    """Return the runs of equal labels along a line of (z, label) pairs with increasing z.

    >>> zero, one = (Fraction(0),), (Fraction(1),)
    >>> len(constant_pieces([(Fraction(1), zero), (Fraction(2), zero), (Fraction(3), one)]))
    2
    """
    pieces: list[Piece] = []
    start = 0
    for stop in range(1, len(line) + 1):
        if stop == len(line) or line[stop][1] != line[start][1]:
            label = line[start][1]
            pieces.append(Piece(line[start][0], line[stop - 1][0], (Fraction(0),) * len(label), label))
            start = stop
    return pieces


def affine_pieces(line: Items[tuple[Fraction, Label]]) -> list[Piece]:
    """Return the fewest pieces, each fitted by one affine map of z, along (z, label) pairs with increasing z.

    From the left each piece is made as long as it can be; that gives the fewest, since a part of a piece that fits
    also fits (theory, Lemma 3). Any two neighbours fit, so there are at most ceil(n / 2).

    >>> pairs = [(Fraction(i), (Fraction(y),)) for i, y in enumerate([0, 1, 2, 0, 1])]
    >>> [(piece.first, piece.last) for piece in affine_pieces(pairs)]
    [(Fraction(0, 1), Fraction(2, 1)), (Fraction(3, 1), Fraction(4, 1))]
    """
    pieces: list[Piece] = []
    start = 0
    while start < len(line):
        (z, label), stop = line[start], start + 1
        slope: Label = (Fraction(0),) * len(label)
        offset = label
        if stop < len(line):
            slope, offset = _through(line[start], line[stop])
            while stop < len(line) and line[stop][1] == _value(slope, offset, line[stop][0]):
                stop += 1
        pieces.append(Piece(z, line[stop - 1][0], slope, offset))
        start = stop
    return pieces


def tree_over(leaves: Items[Network], thresholds: Items[Fraction]) -> Network:
    """Return the balanced tree of gates on z over neighbouring leaves: at most ceil(log2 K) comparisons for K of them.

    Args:
        leaves: at least one.
        thresholds: between each two of them, increasing.

    >>> tree_over([constant([0], 1), constant([1], 1)], [Fraction(1, 2)]).threshold
    Fraction(1, 2)
    """

    def build(low: int, high: int) -> Network:
        if high - low == 1:
            return leaves[low]
        middle = (low + high) // 2
        return gate(_ON_THE_LINE, thresholds[middle - 1], build(low, middle), build(middle, high))

    return build(0, len(leaves))


def shared_constant(label: Label, known: dict[str, Network]) -> Network:
    """Return the constant leaf of a label, one object for equal labels; symbolic ones have each its own.

    >>> known: dict[str, Network] = {}
    >>> shared_constant((Fraction(1),), known) is shared_constant((Fraction(1),), known)
    True
    """
    if any([isinstance(value, Symbolic) for value in label]):
        return constant(label, 1)
    return known.setdefault(fingerprint(label), constant(label, 1))


_ON_THE_LINE = Form.coordinate(0, 1)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Pieces, and the values of the letters of ``COST`` for the tree over them."""

    projected: Projected
    pieces: list[Piece] | ColumnPieces
    values: dict[str, int]

    @classmethod
    def of(cls, projected: Projected, pieces: list[Piece] | ColumnPieces) -> "_Plan":
        if isinstance(pieces, ColumnPieces):
            is_constant = bool(pieces.is_constant.all())
        else:
            is_constant = all([piece.is_constant for piece in pieces])
        letters = projected.letters
        return cls(projected, pieces, {**letters, "K": len(pieces), "a": 0 if is_constant else letters["d"]})

    def built(self) -> Built:
        """Return the tree.

        A gate's threshold is the middle of the gap between two pieces, so that the data keep the largest distance to
        it.
        """
        pieces = self.pieces
        if isinstance(pieces, ColumnPieces):
            tree = tree_over(pieces.leaves(), pieces.thresholds())
        else:
            shared: dict[str, Network] = {}
            thresholds = [(one.last + other.first) / 2 for one, other in pairwise(pieces)]
            tree = tree_over([_leaf(piece, shared) for piece in pieces], thresholds)
        return Built(self.projected.then(tree), COST, self.values)


def _leaf(piece: Piece, shared: dict[str, Network]) -> Network:
    if piece.is_constant:
        return shared_constant(piece.offset, shared)
    return Affine([Form.dense([slope]) for slope in piece.slope], piece.offset)


def _constant(line: Items[tuple[Fraction, Label]]) -> list[Piece] | ColumnPieces:
    return ColumnPieces.constant(line) if isinstance(line, Line) else constant_pieces(line)


def _affine(line: Items[tuple[Fraction, Label]]) -> list[Piece] | ColumnPieces:
    found = ColumnPieces.affine(line) if isinstance(line, Line) else None
    return affine_pieces(line) if found is None else found


def _through(one: tuple[Fraction, Label], two: tuple[Fraction, Label]) -> tuple[Label, Label]:
    width = two[0] - one[0]
    slope = tuple([(b - a) / width for a, b in zip(one[1], two[1], strict=True)])
    return slope, tuple([a - s * one[0] for a, s in zip(one[1], slope, strict=True)])


def _value(slope: Label, offset: Label, z: Fraction) -> Label:
    return tuple([s * z + b for s, b in zip(slope, offset, strict=True)])
