"""Natural labels without gates: every label, the exact cost, each group size, the closed bound on the cheapest."""

import random
from fractions import Fraction
from itertools import product
from math import log2, sqrt

import pytest
from laws import counted, memorized
from samples import spaced

from constructions.memorizer import Built
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.rational import Number
from constructions.unconditional.sqrt_labels import sqrt_operations_labels


def lines(n: int) -> dict[str, list[list[Number]]]:
    source = random.Random(n)
    return {**spaced(n), "nearly 2 apart": [[1000 * i + source.randint(0, 300) + Fraction(1, 3)] for i in range(n)]}


def with_labels(points: list[list[Number]], labels: int, seed: int) -> Dataset:
    source = random.Random(seed)
    chosen = [[source.randrange(labels)] for _ in points]
    chosen[0], chosen[-1] = [0], [labels - 1]
    return Dataset.from_rows(points, chosen)


def closed_form(built: Built) -> int:
    """Return the formula of Theorem 25c, with scaling and projection."""
    g, q, r, f, c, t = [built.values[letter] for letter in "gqrfct"]
    own = 4 * (g - 1) + 4 * f + 4 * (q - 1).bit_length() + (q - 1) * (4 * r + 4 * c + 7) + 1
    return own + t + built.values["w"] + built.values["k"] - 1


TELLING = ((7, 100), (20, 3))
"""Few labels and many; ``make test-all`` takes all pairs."""


@pytest.mark.parametrize(
    ("n", "labels"),
    [
        pytest.param(n, labels, marks=[] if (n, labels) in TELLING else pytest.mark.slow)
        for n, labels in product((7, 20, 61), (2, 3, 5, 8, 100))
    ],
)
def test_every_group_size_memorizes_at_exactly_the_formula(n: int, labels: int) -> None:
    for points in lines(n).values():
        data = with_labels(points, labels, n)
        for group in (None, 2, 4, 10, 70):
            built = memorized(sqrt_operations_labels(data, group), data)
            assert built.promise.total == closed_form(built)
            if built.values["R"] > 3:
                found = counted(built.network)
                assert found["total"] == built.promise.total, built.values
                assert found["depth"] == built.figure("depth")


@pytest.mark.parametrize("count", [3, *[pytest.param(count, marks=pytest.mark.slow) for count in (4, 5)]])
@pytest.mark.parametrize("points", [[0, 1, 2, 3, 4], [-5, Fraction(-1, 2), 0, Fraction(1, 7), 3]], ids=["even", "any"])
def test_all_labellings_of_a_few_points_are_memorized(points: list[Number], count: int) -> None:
    for labels in product((0, 1, 2), repeat=count):
        data = Dataset.from_rows([[z] for z in points[:count]], [[label] for label in labels])
        for group in (None, 4):
            memorized(sqrt_operations_labels(data, group), data)


CASES = {
    "one point": Dataset.from_rows([[5]], [[3]]),
    "one run": Dataset.from_rows([[i * i] for i in range(9)], [[4]] * 9),
    "two points": Dataset.from_rows([[10**30], [10**30 + 1]], [[6], [1]]),
    "the largest label everywhere but once": Dataset.from_rows(
        [[i] for i in range(40)], [[7 * (i != 20)] for i in range(40)]
    ),
    "labels rise": Dataset.from_rows([[i] for i in range(60)], [[i] for i in range(60)]),
    "labels fall": Dataset.from_rows([[i] for i in range(60)], [[60 - i] for i in range(60)]),
    "huge gaps": Dataset.from_rows([[z] for z in (0, 1, 2, 10**20, 10**20 + 1, 10**40)], [[i] for i in range(6)]),
    "gaps 2^-i": Dataset.from_rows([[Fraction(1, 2**i)] for i in range(24)], [[i % 3] for i in range(24)]),
    "points of Q^3": Dataset.from_rows([[i, i * i % 7, -i] for i in range(30)], [[i % 4] for i in range(30)]),
    "a label of 40 bits": Dataset.from_rows([[i] for i in range(9)], [[2**39 * (i % 2)] for i in range(9)]),
}


@pytest.mark.parametrize("case", CASES)
def test_edge_cases_are_memorized(case: str) -> None:
    data = CASES[case]
    for group in (None, 2, 4):
        built = memorized(sqrt_operations_labels(data, group), data)
    if len(set(data.labels)) == 1:
        assert built.promise.total == 0


@pytest.mark.parametrize("labels", [2, 4, 200])
@pytest.mark.parametrize("n", [50, 400, 3_000])
def test_the_cheapest_is_within_the_closed_bound(n: int, labels: int) -> None:
    for name in ("even", "integers with gaps"):
        built = sqrt_operations_labels(with_labels(lines(n)[name], labels, n))
        R, r, c, f, q = [built.values[letter] for letter in "Rrcfq"]  # noqa: N806
        root = 8 * sqrt(R * (r + c + 1.75))
        assert built.promise.total - built.values["t"] <= root + 4 * (r + c + f + log2(q) + 1) + 8


def test_labels_that_are_no_natural_numbers_and_odd_groups_are_refused() -> None:
    for label in (Fraction(1, 2), -1):
        with pytest.raises(BadInput, match="labels must be natural numbers"):
            sqrt_operations_labels(Dataset.from_rows([[0], [1]], [[0], [label]]))
    for group in (0, 1, 3):
        with pytest.raises(ValueError, match=f"group must be even and at least 2, not {group}"):
            sqrt_operations_labels(Dataset.from_rows([[0], [1]], [[0], [1]]), group)
