"""What every network needs on given points for generic labels, all operations counted, products of values allowed."""

from collections.abc import Sequence as Items
from fractions import Fraction
from heapq import heapify, heappop, heapreplace

from constructions.model.dataset import Dataset
from constructions.model.nouns import count_of
from lowerbound.bounds.formulas import Bound, log2_up


def least_mean_length(weights: Items[int]) -> Fraction:
    """Return the least mean length of a binary prefix code for words with these frequencies (Huffman).

    For n words of equal frequency it is f + 2 (n - 2^f)/n, f = floor(log2 n).

    Args:
        weights: how often each word occurs, at least 1 each; at least one word.

    Raises:
        ValueError: if there is no word, or one has another frequency.

    Source: Huffman 1952; theory, Theorem 38.

    >>> least_mean_length([1] * 5), least_mean_length([5, 1, 1])
    (Fraction(12, 5), Fraction(9, 7))
    """
    if not weights or min(weights) < 1:
        raise ValueError("there must be words, each with a frequency of at least 1")
    heap, total = list(weights), 0
    heapify(heap)
    while len(heap) > 1:
        least = heappop(heap)
        merged = least + heapreplace(heap, least + heap[0])
        total += merged
    return Fraction(total, sum(weights))


def generic_bounds(dataset: Dataset) -> list[Bound]:
    """Return what generic labels on the points of a data set need: the worst case, and the mean over the rows.

    Generic: all labels outside the zeros of one polynomial, which depends on the points only; the labels of the data
    set itself are not looked at. Operations of all kinds count, and products of values are allowed.

    >>> [(bound.value, bound.formula) for bound in generic_bounds(Dataset.from_rows([[0], [1], [2]], [[0], [0], [0]]))]
    [(2, 'ceil(log2 3), products allowed'), ('5/3', 'prefix code, 3 rows')]
    """
    mean = least_mean_length(dataset.counts)
    worst = f"ceil(log2 {dataset.size:,}), products allowed"
    return [
        Bound("operations if labels were generic", log2_up(dataset.size), worst, "Theorem 38"),
        Bound(
            "mean operations if labels were generic",
            str(mean),
            f"prefix code, {count_of(sum(dataset.counts), 'row')}",
            "Theorem 38",
        ),
    ]
