"""Refutations by products: where 2^c affine functions cannot take the labels, however the points are divided."""

from fractions import Fraction
from itertools import combinations_with_replacement
from math import comb, gcd, prod

import flint

from constructions.model.dataset import Dataset
from constructions.model.rational import different
from lowerbound.bounds.formulas import log2_up
from verify.certificate import Hint

MOST_PRODUCTS = 700
"""With more products of coordinates than this their linear algebra takes long."""

PRIME = (1 << 61) - 1
"""Dependencies are looked for modulo this prime, and solved exactly then."""


def refutation_by_powers(dataset: Dataset) -> tuple[int, list[Hint]]:
    """Return the most comparisons that products show to be needed, and the certificate: 0 and none if there is none.

    If each of 2^c affine functions f takes some of the labels, y^(2^c) is a sum of other products of 2^c of the numbers
    1, x_1, ..., x_p, y, since the product of all y - f(x) is 0 (theory, Theorem 31a). Multipliers of the points that
    make all those sums 0, but not that of y^(2^c), refute it.

    >>> refutation_by_powers(Dataset.from_rows([[z] for z in range(6)], [[y] for y in (0, 0, 0, 1, 1, 2)]))
    (2, [['powers', 63, 1, -4, 11, -8, -2, 4, -1]])
    """
    most = max([len(different(zip(column, strict=True))) for column in zip(*dataset.labels, strict=True)])
    for count in reversed(range(log2_up(most))):
        degree = 1 << count
        if comb(dataset.width + 1 + degree, degree) > min(MOST_PRODUCTS, dataset.size):
            continue
        for output in range(dataset.label_width):
            found = _dependency(dataset, output, degree)
            if found is not None:
                mask = sum([1 << number for number in found])
                factors = [found[number] for number in sorted(found)]
                hint: Hint = ["powers", mask, count, *factors] if count else ["uninterpolable", mask, *factors]
                return count + 1, [hint]
    return 0, []


def _dependency(dataset: Dataset, output: int, degree: int) -> dict[int, int] | None:
    """Return a multiplier for each of some points that makes all sums 0 but that of the power of the label.

    Modulo a prime the points are taken in order; where one depends on those before it, the label's power decides.
    """
    rows = [
        _products((*point, label[output]), degree) for point, label in zip(dataset.points, dataset.labels, strict=True)
    ]
    size = len(rows[0][0]) - 1
    entries = [[row[place] % PRIME for row, _ in rows] for place in range(size)]
    reduced, rank = flint.nmod_mat(size, len(rows), [value for line in entries for value in line], PRIME).rref()
    pivots, place = list[int](), 0
    for line in range(rank):
        while not int(reduced[line, place]):
            place += 1
        pivots.append(place)
    best: list[int] | None = None
    among = set(pivots)
    for number in range(len(rows)):
        if number in among:
            continue
        shares = [int(reduced[line, number]) for line in range(rank)]
        power = sum([share * rows[pivot][0][-1] for share, pivot in zip(shares, pivots, strict=True)])
        if (power - rows[number][0][-1]) % PRIME:
            support = [*[pivot for share, pivot in zip(shares, pivots, strict=True) if share], number]
            if best is None or len(support) < len(best):
                best = support
    return None if best is None else _solved(sorted(best), rows)


def _solved(numbers: list[int], rows: list[tuple[list[int], int]]) -> dict[int, int] | None:
    """Return integers that make the sums of all products of these points 0, but for the last one's."""
    size = len(rows[0][0]) - 1
    matrix = flint.fmpz_mat([[rows[number][0][place] for number in numbers] for place in range(size)])
    kernel, nullity = matrix.nullspace()
    for column in kernel.transpose().tolist()[:nullity]:
        values = [int(value) for value in column]
        if sum([value * rows[number][0][-1] for value, number in zip(values, numbers, strict=True)]):
            scaled = [value * rows[number][1] for value, number in zip(values, numbers, strict=True)]
            common = gcd(*scaled)
            return {number: value // common for number, value in zip(numbers, scaled, strict=True) if value}
    return None


def _products(values: tuple[Fraction, ...], degree: int) -> tuple[list[int], int]:
    """Return all products of so many of 1 and the values, times a denominator, the power of the last one at the end.

    >>> _products((Fraction(1, 2), Fraction(3)), 2)
    ([4, 2, 12, 1, 6, 36], 4)
    """
    below = 1
    for value in values:
        below = below * value.denominator // gcd(below, value.denominator)
    whole = [below, *[int(value * below) for value in values]]
    return [prod(chosen) for chosen in combinations_with_replacement(whole, degree)], below**degree
