"""Lower bounds by formula, with their hypotheses, evaluated exactly."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import flint

from constructions.model.dataset import Dataset
from constructions.model.nouns import count_of
from lowerbound.comparisons.pieces import line_of

SEARCHED = "by search, without a certificate"
"""What is said of a bound that a search found and nobody else can check."""

BY_FORMULA = "by formula, without a certificate"
"""What is said of a bound that a theorem gives, and whose numbers are counted here."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A lower bound: what it bounds, its value, its formula with the numbers of the data, and under which hypothesis.

    Attributes:
        what: *comparisons*, *operations*, or *mean comparisons*.
        value: the bound.
        formula: how it comes about.
        source: theorem of the theory, or paper.
        how: ``BY_FORMULA``, or ``SEARCHED`` if a number in the formula was searched for.
    """

    what: str
    value: int | str
    formula: str
    source: str
    how: str = BY_FORMULA


ABOVE_4E = Fraction(1_087_313, 100_000)
"""A number a little above 4 e = 10.8731273..., in which sign vectors are counted."""

FINE = 8
"""``log2_from_below`` counts in 2^-8."""


def log2_from_below(value: int) -> int:
    """Return k with k/2^8 <= log2 of a number < (k + 2)/2^8; 0 for the number 0.

    >>> log2_from_below(8), log2_from_below(3), log2_from_below(3 << 1000) - log2_from_below(3)
    (768, 405, 256000)
    """
    shift = max(0, value.bit_length() - 40)
    power: int = (value >> shift) ** (1 << FINE)
    return (shift << FINE) + max(0, power.bit_length() - 1)


def log2_up(count: int) -> int:
    """Return ceil(log2 count) for count >= 1.

    >>> [log2_up(count) for count in (1, 2, 3, 4, 5)]
    [0, 1, 2, 2, 3]
    """
    return (count - 1).bit_length()


def counting_bound(points: int, most: int) -> Bound:
    """Return ceil(log2 ceil(n/m)), m the most points in a convex polyhedron that one leaf fits.

    >>> counting_bound(10, 2).value
    3
    """
    value = log2_up(-(-points // most))
    return Bound("comparisons", value, f"ceil(log2 ceil({points}/{most}))", "counting, Theorem 29", SEARCHED)


def runs_of(dataset: Dataset) -> int:
    """Return r, the runs of equal labels on a line.

    >>> runs_of(Dataset.from_rows([[0], [1], [2], [3]], [[0], [0], [1], [0]]))
    3
    """
    return 1 + sum([left[1] != right[1] for left, right in pairwise(line_of(dataset))])


def product_bound(dataset: Dataset) -> Bound | None:
    """Return ceil(log2 r) - 1 for labels 0 and 1 on a line: operations where values may also be multiplied.

    None if the data are not of that kind.

    >>> product_bound(Dataset.from_rows([[i] for i in range(9)], [[i % 2] for i in range(9)])).value
    3
    """
    if dataset.width != 1 or any([label not in ((Fraction(0),), (Fraction(1),)) for label in dataset.labels]):
        return None
    runs = runs_of(dataset)
    formula = f"ceil(log2 {runs}) - 1, r = {count_of(runs, 'run')} of labels 0 and 1"
    return Bound("operations, products of values allowed", max(0, log2_up(runs) - 1), formula, "Theorem 34")


MOST_ROWS = 3_000
"""The entropy of more rows is not compared exactly: W^W has too many digits."""


def entropy_bound(dataset: Dataset) -> Bound | None:
    """Return the entropy of the labels, which bounds the mean comparisons of networks with constant leaves.

    The value is given to a hundredth, rounded down, by an exact comparison without logarithms (``entropy_parts``). None
    for more than ``MOST_ROWS`` rows.

    >>> entropy_bound(Dataset.from_rows([[0], [1], [2], [3]], [[0], [1], [0], [1]])).value
    '1.00'
    """
    numbers, labels = dataset.label_numbers()
    found = [0] * len(labels)
    for number, count in zip(numbers.tolist(), dataset.counts, strict=True):
        found[number] += count
    total = sum(found)
    if total > MOST_ROWS:
        return None
    parts, exact = entropy_parts([100 * weight for weight in found])
    hundredths = (parts - (not exact)) // total  # the largest k with k/100 <= H
    text = f"{hundredths // 100}.{hundredths % 100:02}"
    return Bound(
        "mean comparisons, constant leaves",
        text,
        f"entropy of {count_of(len(found), 'label')} over {count_of(total, 'row')}",
        "Theorem 35",
    )


def entropy_parts(weights: list[int]) -> tuple[int, bool]:
    """Return the least M with H <= M/W, and whether H is just that; H is the entropy, W the sum of the weights.

    Without logarithms it is the least M with W^W <= 2^M prod w^w, which lengths in bits tell but for one.

    >>> entropy_parts([1, 1]), entropy_parts([1, 2]), entropy_parts([1, 1, 2])
    ((2, True), (3, False), (6, True))
    """
    whole = flint.fmpz(sum(weights))
    left, right = whole ** int(whole), flint.fmpz(1)
    for weight, times in Counter(weights).items():
        right *= flint.fmpz(weight) ** (weight * times)
    total = left.bit_length() - right.bit_length()
    total += bool(left > right << total)
    return total, bool(left == right << total)
