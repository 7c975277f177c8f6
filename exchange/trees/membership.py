"""Tests whether an input is in a set of numbers, as trees of comparisons: splits by categories."""

from collections.abc import Iterable, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction

from exchange.exact_arrays import check_size
from exchange.trees.forest import MAX_NODES, Leaf, Split


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a set begins or ends: what is ``<`` or ``<=`` the value lies below the cut."""

    relation: str
    value: Fraction


def points(values: Iterable[Fraction]) -> list[Cut]:
    """Return the cuts of a set of single numbers: each begins and ends one.

    >>> [(cut.relation, int(cut.value)) for cut in points([Fraction(7), Fraction(3), Fraction(7)])]
    [('<', 3), ('<=', 3), ('<', 7), ('<=', 7)]
    """
    return [Cut(relation, value) for value in sorted(set(values)) for relation in ("<", "<=")]


def cells(numbers: Iterable[int], zero_is_wide: bool = False) -> list[Cut]:
    """Return the cuts of all x that become one of some natural numbers once what is behind the point is left away.

    Numbers in a row are one stretch, so that a set of few stretches takes few comparisons.

    Args:
        zero_is_wide: whether what is between -1 and 0 becomes 0, too; else it becomes nothing.

    >>> [(cut.relation, int(cut.value)) for cut in cells([2, 3, 4, 7])]
    [('<', 2), ('<', 5), ('<', 7), ('<', 8)]
    >>> cells([0], True)[0]
    Cut(relation='<=', value=Fraction(-1, 1))
    """
    kept = set(numbers)
    cuts = []
    for number in sorted(kept):
        if number - 1 not in kept:
            wide = zero_is_wide and number == 0
            cuts.append(Cut("<=", Fraction(-1)) if wide else Cut("<", Fraction(number)))
        if number + 1 not in kept:
            cuts.append(Cut("<", Fraction(number + 1)))
    return cuts


def put_test(
    nodes: list[Split | Leaf], number: int, feature: int, cuts: Items[Cut], sides: tuple[int, int], place: str
) -> None:
    """Put a test of membership in the place of a node: a tree of splits, of ceil(log2(k + 1)) levels for k cuts.

    Args:
        nodes: the nodes of a tree, to which further ones are added.
        number: which node becomes the test.
        feature: which input is tested.
        cuts: where the set begins and ends, in turn, increasing.
        sides: the nodes that come next for what is in the set, and for what is not.
        place: what messages begin with.

    Raises:
        BadInput: if the tree would have more than ``MAX_NODES`` nodes.

    >>> nodes = [Leaf(()), Leaf(()), Leaf(())]
    >>> put_test(nodes, 0, 5, cells([3]), (1, 2), "m: tree 0")
    >>> [(node.relation, int(node.threshold), node.yes, node.no) for node in (nodes[0], nodes[3])]
    [('<', 4, 3, 2), ('<', 3, 2, 1)]
    """
    check_size(len(nodes) + len(cuts), MAX_NODES, place, "nodes of trees")
    inside, outside = sides
    if not cuts:
        nodes[number] = Split(feature, "<=", Fraction(0), outside, outside)
        return
    todo = [(number, 0, len(cuts))]  # a node for the places from ``low`` to ``high``, cut number i between i and i + 1
    while todo:
        own, low, high = todo.pop()
        middle = (low + high) // 2
        ends = []
        for first, last in ((low, middle), (middle + 1, high)):
            if first == last:
                ends.append(inside if first % 2 else outside)
                continue
            ends.append(len(nodes))
            nodes.append(Leaf(()))
            todo.append((ends[-1], first, last))
        nodes[own] = Split(feature, cuts[middle].relation, cuts[middle].value, *ends)
