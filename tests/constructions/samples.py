"""Data sets with known properties, for the tests of all memorizers."""

import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence as Items
from contextlib import suppress
from fractions import Fraction
from itertools import product
from unittest import mock

import pytest

from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.rational import Number

SIZES = (*range(1, 21), 31, 32, 33, 63, 64)
"""Numbers of points: all small ones, and those around powers of two."""


FEW_SIZES = (*range(1, 9), 15, 16, 17, 33)
"""Those of what takes long: all shapes of small trees, and one more and one less than a power of two."""


def sizes(most: int, telling: Items[int] = SIZES) -> pytest.MarkDecorator:
    """Run a test on the sizes that tell, up to ``most`` points; ``make test-all`` takes every size."""
    telling = (*telling, *[size for size in (127, 128, 129, 200) if size <= most])
    every = pytest.param(range(1, most + 1), marks=pytest.mark.slow, id="every size")
    return pytest.mark.parametrize("sizes", [pytest.param(telling, id=f"sizes up to {most}"), every])


def examples(count: int) -> int:
    """Return how many random cases a long test draws: half of ``count``, and four times it in ``make test-all``."""
    return count * int(os.environ.get("TIMES_EXAMPLES", "1")) // 2


def log2_up(count: int) -> int:
    """Return ceil(log2 count), by counting."""
    comparisons = 0
    while 2**comparisons < count:
        comparisons += 1
    return comparisons


def of_hashes(size: int, equal: bool) -> dict[str, Dataset]:
    """Return data sets whose numbers all have the hash 0, or, if they are not to be ``equal``, different ones."""
    places = range(size)
    numbers = [(sys.hash_info.modulus + (not equal)) * (place + 1) for place in places]
    return {
        "labels": Dataset.from_rows([[place] for place in places], [[number] for number in numbers]),
        "points": Dataset.from_rows([[number] for number in numbers], [[place**2 % 7 % 2] for place in places]),
        "in the plane": Dataset.from_rows(
            list(zip(numbers, [numbers[7 * place % size] for place in places], strict=True)),
            [[place**2 % 7 % 2] for place in places],
        ),
    }


def compared(work: Callable[[], object]) -> int:
    """Return how often numbers are asked whether they are equal until something is done, or refused."""
    found, equal = Counter[str](), Fraction.__eq__

    def counted(one: Fraction, other: object) -> bool:
        found["all"] += 1
        return equal(one, other)

    with mock.patch.object(Fraction, "__eq__", counted), suppress(BadInput):
        work()
    return found["all"]


def generic_number(rng: random.Random) -> Fraction:
    return Fraction(rng.randint(-(10**6), 10**6) * 7 + 1, rng.randint(2, 10**4) * 7 + 1)


def natural(size: int, classes: int) -> Dataset:
    """Return random points of Q^2 with labels 1, ..., classes."""
    source = random.Random(size)
    points = [[generic_number(source), generic_number(source)] for _ in range(size)]
    return Dataset.from_rows(points, [[source.randint(1, classes)] for _ in points])


def generic(size: int, width: int, outputs: int = 1) -> Dataset:
    """Rationals such that no slope, offset or change of slope is 0 or +-1, and no two coordinates are equal.

    Up to 40 points they are random; more stand evenly in random order, which keeps the slopes' denominators short.
    """
    rng = random.Random(1000 * size + 10 * width + outputs)
    if size <= 40:
        columns = [[generic_number(rng) for _ in range(size)] for _ in range(width)]
    else:
        columns = [rng.sample([Fraction(2 * i + 1, 3) for i in range(size)], size) for _ in range(width)]
    labels = [[Fraction(rng.randint(1, 10**9) * 7 + 1, 7) for _ in range(outputs)] for _ in range(size)]
    return Dataset.from_rows(list(zip(*columns, strict=True)), labels)


def spaced(n: int) -> dict[str, list[list[Number]]]:
    """Return n points on the line, spaced in several ways."""
    source = random.Random(n)
    return {
        "even": [[Fraction(7 * i + 2, 3)] for i in range(n)],
        "integers with gaps": [[Fraction(7 * z + 1, 3)] for z in source.sample(range(-4 * n, 5 * n), n)],
        "any rationals": [[generic_number(source)] for _ in range(n)],
    }


def on_a_grid(size: int) -> Dataset:
    """Points of {1/7, 8/7, ...}^3 in any order with generic labels: no coordinate can be left out."""
    rng = random.Random(size)
    points = rng.sample(list(product([Fraction(7 * i + 1, 7) for i in range(6)], repeat=3)), size)
    return Dataset.from_rows(points, [[generic_number(rng)] for _ in points])


def line(labels: Items[Number]) -> Dataset:
    """Return these labels at 0, 1, 2, ..."""
    return Dataset.from_rows([[place] for place in range(len(labels))], [[label] for label in labels])


LARGE = 10**499


def edge_cases() -> dict[str, Dataset]:
    rng = random.Random(11)
    grid = list(product(range(4), repeat=2))
    direction = [generic_number(rng) for _ in range(5)]
    return {
        "one point": Dataset.from_rows([[3]], [[7]]),
        "one point of many coordinates, label 0": Dataset.from_rows([[0] * 9], [[0]]),
        "two points that differ in the last coordinate": Dataset.from_rows([[0, 0, 0], [0, 0, 1]], [[1], [2]]),
        "two points, slope 1": line([0, 1]),
        "two points, slope -1": line([0, -1]),
        "all labels equal": Dataset.from_rows(grid, [[5]] * 16),
        "all labels 0": Dataset.from_rows(grid, [[0]] * 16),
        "alternating labels": line([place % 2 for place in range(33)]),
        "labels on one line": line([3 * place + 2 for place in range(20)]),
        "the identity": line(range(20)),
        "its negative": line([-place for place in range(20)]),
        "slopes 0, 1 and -1": line([0, 0, 1, 2, 1, 0, 0, 0, -1, -1, 0, 1, 0, -1, -2, -2]),
        "three runs": line([4] * 10 + [9] * 5 + [4] * 10),
        "one label that differs": line([0] * 20 + [1] + [0] * 20),
        "points in falling order": Dataset.from_rows(
            [[-place] for place in range(9)], [[place**2] for place in range(9)]
        ),
        "points on a line in Q^5": Dataset.from_rows(
            [[place * value for value in direction] for place in range(17)], [[generic_number(rng)] for _ in range(17)]
        ),
        "numerators of 500 digits": Dataset.from_rows(
            [[LARGE + rng.randint(0, LARGE), rng.randint(0, LARGE)] for _ in range(9)],
            [[rng.randint(-LARGE, LARGE)] for _ in range(9)],
        ),
        "neighbours that differ in the last of 500 digits": Dataset.from_rows(
            [[LARGE + place, -LARGE] for place in range(9)], [[place % 3] for place in range(9)]
        ),
        "denominators of 500 digits": Dataset.from_rows(
            [[Fraction(1, LARGE + place), 0] for place in range(9)],
            [[Fraction(place % 4, LARGE - 1)] for place in range(9)],
        ),
        "gaps 2^-i, i up to 200": Dataset.from_rows(
            [[0], *[[Fraction(1, 2**place)] for place in range(201)]], [[place % 3] for place in range(202)]
        ),
        "a common denominator far beyond machine integers": Dataset.from_rows(
            [[Fraction(1, 2**60)], [Fraction(1, 3**38)], [Fraction(1, 5**26)]], [[0], [1], [0]]
        ),
        "an integer grid": Dataset.from_rows(grid, [[3 * a + b * b] for a, b in grid]),
        "exclusive or": Dataset.from_rows(list(product(range(2), repeat=3)), [[i.bit_count() % 2] for i in range(8)]),
        "columns twice": Dataset.from_rows([[a, a, b, b] for a, b in grid], [[(a + b) % 3] for a, b in grid]),
        "constant columns": Dataset.from_rows([[7, a, 7, b, 0] for a, b in grid], [[a * b] for a, b in grid]),
        "vector labels": Dataset.from_rows(grid, [[a, b, Fraction(a, b + 2)] for a, b in grid]),
        "vector labels, one part constant": Dataset.from_rows(grid, [[1, a - b, 0] for a, b in grid]),
        "vector labels on one line": Dataset.from_rows([[i] for i in range(9)], [[2 * i, 5, 1 - i] for i in range(9)]),
        "one-hot labels": Dataset.from_rows(grid, [[(a * b) % 3] for a, b in grid]).one_hot(),
        "rows several times": Dataset.from_rows([[a // 2] for a in range(20)], [[(a // 2) % 4] for a in range(20)]),
    }


EDGE_CASES = edge_cases()
