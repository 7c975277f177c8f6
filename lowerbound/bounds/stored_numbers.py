"""Stored numbers that a network of a few operations needs, if one skeleton is to memorize every labelling."""

from lowerbound.bounds.formulas import ABOVE_4E, FINE, log2_from_below


def least_numbers(points: int, operations: int) -> int:
    """Return the least stored numbers of a skeleton of T operations that memorizes all labellings of n points.

    By n <= 1 + P (T + log(4 e n (T + 1)/P)), or n <= P, no P below it is enough. Logarithms are rounded up, so it is a
    lower bound, if by a little not the best that the inequality gives.

    Args:
        points: n, at least 1.
        operations: T, at least 0.

    Source: theory, Theorem 26a, with B <= T.

    >>> [least_numbers(1_000_000, operations) for operations in (20, 100, 1_000, 10_000)]
    [30415, 8549, 978, 100]
    """
    low, high = 0, points
    while high - low > 1:
        middle = (low + high) // 2
        if _enough(points, operations, middle):
            high = middle
        else:
            low = middle
    return high


def _enough(points: int, operations: int, numbers: int) -> bool:
    """Return whether 2^(n - 1) <= (4 e n 2^T (T + 1)/P)^P may be."""
    above = ABOVE_4E.numerator * points * (operations + 1) << operations
    base = -(-above // (ABOVE_4E.denominator * numbers))
    return (points - 1) << FINE <= numbers * (log2_from_below(base) + 2)
