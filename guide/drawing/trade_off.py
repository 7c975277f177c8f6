"""Stored numbers against operations for points side by side, labels 0 and 1, by formula; and the bound below them."""

from collections.abc import Sequence as Items
from dataclasses import dataclass

from lowerbound.bounds.stored_numbers import least_numbers

MOST_DIGIT = 16


@dataclass(frozen=True, slots=True)
class Curve:
    """Pairs of operations T and stored numbers P, T increasing: what networks have, or the bound below them."""

    name: str
    pairs: Items[tuple[int, int]]


def trade_off(points: int) -> list[Curve]:
    """Return the curves for points 0, 1, ..., n - 1: two packed trees, the search tree, the lower bound.

    Formulas of Theorems 22a, 22b and 4; the bound is Theorem 26a.

    Args:
        points: n, at least 4.

    >>> [curve.name for curve in trade_off(1000)]
    ['packed tree, digits', 'packed tree', 'search tree', 'lower bound']
    >>> trade_off(1000)[0].pairs[-1][1] < 20
    True
    """
    words = 2 * points.bit_length()
    lengths = sorted({min(points, round(2 ** (half / 2))) for half in range(words)})
    digits = [digit_tree_pair(points, q, c) for q in lengths for c in range(1, min(MOST_DIGIT, points.bit_length()))]
    packed = [packed_tree_pair(points, q) for q in lengths]
    curves = [Curve("packed tree, digits", best(digits)), Curve("packed tree", best(packed))]
    curves.append(Curve("search tree", [((points - 1).bit_length(), 2 * points - 1)]))
    least, most = min([c.pairs[0][0] for c in curves]), max([c.pairs[-1][0] for c in curves])
    operations = sorted({least, most, *[t for t, _ in curves[0].pairs]})
    return [*curves, Curve("lower bound", [(t, least_numbers(points, t)) for t in operations])]


def digit_tree_pair(points: int, group: int, digit: int) -> tuple[int, int]:
    """Return T and P of the packed tree with words of q labels, rounded up to digits of c bits.

    >>> digit_tree_pair(262_144, 512, 5)
    (952, 593)
    """
    digits = -(-group // digit)
    groups = -(-points // (digit * digits))
    levels, several, long = (groups - 1).bit_length(), min(digits - 1, 1), min(digit - 1, 1)
    operations = 2 * levels + (digits - 1) * (digit + 4) + (digit - 1).bit_length() + 3 * digit - 2
    return operations, groups + levels + (several << digit + 1) + digit + 1 + 4 * long


def packed_tree_pair(points: int, group: int) -> tuple[int, int]:
    """Return T and P of the packed tree with words of labels and distances, which take one bit each.

    >>> packed_tree_pair(262_144, 1)
    (24, 786437)
    """
    groups = -(-points // group)
    operations = (groups - 1).bit_length() + min(groups - 1, 1) + 7 * (group - 1) + 5 * group
    return operations, 3 * groups + 5 + 7 * min(group - 1, 1)


def best(pairs: Items[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pairs that no other one beats in both numbers, in order.

    >>> best([(3, 5), (1, 9), (4, 5), (2, 9), (9, 1)])
    [(1, 9), (3, 5), (9, 1)]
    """
    found: list[tuple[int, int]] = []
    for operations, numbers in sorted(pairs):
        if not found or numbers < found[-1][1]:
            found.append((operations, numbers))
    return found
