"""About sqrt(n) operations without gates: labels, exact cost, every group size, the closed bound on the cheapest."""

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import isqrt

import pytest
from laws import exact, memorized
from samples import generic, spaced

from constructions.geometry.projection import project
from constructions.memorizer import Built
from constructions.model.batch import evaluate_many
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.rational import Number
from constructions.unconditional.run_words import Words, _Lengths, cheapest, places_of
from constructions.unconditional.sqrt_operations import sqrt_operations, sqrt_operations_relu

BOTH = pytest.mark.parametrize("build", [sqrt_operations, sqrt_operations_relu])
Builder = Callable[..., Built]

LABELS = [[Fraction(22, 7)], [Fraction(-5, 3)]]
"""Two labels of which neither number nor difference is 0 or +-1."""


def two_labels(points: list[list[Number]], seed: int, stay: float = 0.5) -> Dataset:
    """Return labels along the first coordinate, each that of the point before with probability ``stay``."""
    source = random.Random(seed)
    chosen = {}
    label = 0
    for point in sorted(map(tuple, points)):
        label ^= source.random() >= stay
        chosen[point] = LABELS[label]
    return Dataset.from_rows(points, [chosen[tuple(point)] for point in points])


def lines(n: int) -> dict[str, list[list[Number]]]:
    return {**spaced(n), "far apart": [[Fraction(3**i + 2, 7)] for i in range(n)]}


def assert_exact(built: Built) -> None:
    """Check that every figure of the network is what its formula says, and the operations the closed form's."""
    exact(built)
    assert built.promise.total == closed_form(built)


def closed_form(built: Built) -> int:
    """Return the formulas of Theorems 25a and 25b, beside the projection."""
    g, q, r, f = [built.values[letter] for letter in "gqrf"]
    step = 4 * (g - 1) + 4 * f + 4 * (q - 1) * (r + 1) - 4 * r
    relu = 5 * (g - 1) + min(g - 1, 1) + 4 * f + 1 + (q - 1) * (4 * r + 10) - 4 * r
    beside = built.values["t"] + 2 * built.values["d"] + built.values["w"] + built.values["k"] - 1
    return beside + (step if "2*(g - 1)" not in built.cost.comparisons else relu)


@BOTH
@pytest.mark.parametrize("stay", [0.0, 0.5, 0.9])
def test_every_size_costs_exactly_the_formula(build: Builder, stay: float) -> None:
    for n in (7, 8, 9, 13, 20, 33, 61):
        for points in lines(n).values():
            data = two_labels(points, n, stay)
            if len(set(data.labels)) < 2:
                continue
            built = memorized(build(data), data)
            if built.values["R"] < 4:  # a word may be 0, or 1
                continue
            assert_exact(built)


@BOTH
@pytest.mark.parametrize("n", [8, 23])
def test_every_group_size_memorizes_at_the_cost_of_the_formula(build: Builder, n: int) -> None:
    for points in lines(n).values():
        data = two_labels(points, n)
        for group in (2, 4, 8, 10, 26):
            built = memorized(build(data, group), data)
            assert built.values["q"] == group
            assert_exact(built)


@BOTH
def test_the_group_size_taken_has_the_fewest_operations_of_all(build: Builder) -> None:
    for n in (5, 16):
        for points in lines(n).values():
            data = two_labels(points, n)
            runs = build(data).values["R"]
            least = min([build(data, group).promise.total for group in range(2, runs + 2, 2)])
            assert build(data).promise.total == least


@pytest.mark.parametrize("both_ends", [False, True])
def test_lengths_found_without_making_groups_are_those_of_the_groups(both_ends: bool) -> None:
    for n in (2, 3, 4, 5, 9, 16, 25, 40):
        for points in lines(n).values():
            data = two_labels(points, n, 0.4)
            if len(set(data.labels)) < 2:
                continue
            for places in places_of(project(data), 2):
                lengths = _Lengths(places, both_ends)
                for size in range(2, n + 3, 2):
                    words = Words.of(places, size, both_ends)
                    assert lengths.of(size) == (words.distance_bits, words.first_bits)
                    assert all([distance >= 0 for group in words.groups for distance in group.distances])


@BOTH
@pytest.mark.parametrize("count", [4, pytest.param(6, marks=pytest.mark.slow)])
def test_all_labellings_of_a_few_points_are_memorized(build: Builder, count: int) -> None:
    lists: list[list[Number]] = [[0, 1, 2, 3, 4, 5], [0, 2, 3, 7, 8, 20], [-5, Fraction(-1, 2), 0, Fraction(1, 7), 3]]
    for points in lists:
        for labels in product((0, 1), repeat=len(points[:count])):
            data = Dataset.from_rows([[z] for z in points[:count]], [[label] for label in labels])
            for group in (None, 4):
                memorized(build(data, group), data)


CASES = {
    "one point": Dataset.from_rows([[5]], [[3]]),
    "one run": Dataset.from_rows([[i * i] for i in range(9)], [[4]] * 9),
    "two points side by side": Dataset.from_rows([[10**30], [10**30 + 1]], [[0], [1]]),
    "alternating": Dataset.from_rows([[i] for i in range(101)], [[i % 2] for i in range(101)]),
    "one label 1 in the midst": Dataset.from_rows([[i] for i in range(40)], [[int(i == 20)] for i in range(40)]),
    "first is 1": Dataset.from_rows([[i] for i in range(40)], [[int(i == 0)] for i in range(40)]),
    "last is 1": Dataset.from_rows([[i] for i in range(40)], [[int(i == 39)] for i in range(40)]),
    "huge gaps": Dataset.from_rows(
        [[z] for z in (0, 1, 2, 10**20, 10**20 + 1, 10**40)], [[0], [1], [0], [1], [0], [1]]
    ),
    "gaps 2^-i": Dataset.from_rows([[Fraction(1, 2**i)] for i in range(24)], [[i % 2] for i in range(24)]),
    "a long last run": Dataset.from_rows([[i] for i in range(300)], [[int(4 < i < 9)] for i in range(300)]),
    "negative": Dataset.from_rows([[-i] for i in range(50)], [[i // 3 % 2] for i in range(50)]),
    "points of Q^3": Dataset.from_rows(generic(50, 3).points, [[i % 2] for i in range(50)]),
    "one-hot": Dataset.from_rows([[i * i] for i in range(30)], [[i % 2] for i in range(30)]).one_hot(),
}


@BOTH
@pytest.mark.parametrize("case", CASES)
def test_edge_cases_are_memorized(build: Builder, case: str) -> None:
    data = CASES[case]
    for group in (None, 2, 4):
        memorized(build(data, group), data)
    if len(set(data.labels)) == 1:
        assert build(data).promise.total == 0


@BOTH
def test_rows_in_any_order_and_projections_cost_at_most_2_p_more(build: Builder) -> None:
    for n in (10, 60):
        flat = generic(n, 3)
        data = Dataset.from_rows(flat.points, [LABELS[i % 2] for i in range(n)])
        built = memorized(build(data), data)
        line = project(data)
        alone = build(Dataset.from_rows([[z] for z in line.points], line.labels))
        assert built.promise.total <= alone.promise.total + 2 * data.width


def test_the_cheapest_is_within_the_closed_bound() -> None:
    for n in (50, 400):
        for stay in (0.0, 0.5, 0.8):
            source = random.Random(n)
            data = two_labels([[z] for z in source.sample(range(3 * n), n)], n, stay)
            places = places_of(project(data), 1)[0]
            for both_ends, build in ((False, sqrt_operations), (True, sqrt_operations_relu)):
                built, runs = build(data), len(places.firsts)
                found = [_Lengths(places, both_ends).of(size) for size in range(2, runs + 2, 2)]
                r, f = max([r for r, _ in found]), max([f for _, f in found])
                root = 8 * (isqrt(runs * (r + 1)) + 1) if not both_ends else 2 * (isqrt(5 * runs * (4 * r + 10)) + 1)
                assert built.promise.total <= root + 4 * f + (4 if not both_ends else 12) + 2


@pytest.mark.parametrize(("n", "step", "relu"), [(1_000, 11.6, 18.8), (10_000, 11.5, 19.0)])
def test_alternating_labels_take_about_11_and_19_square_roots_of_n(n: int, step: float, relu: float) -> None:
    data = Dataset.from_rows([[z] for z in range(n)], [[z % 2] for z in range(n)])
    for build, most in ((sqrt_operations, step), (sqrt_operations_relu, relu)):
        built = build(data)
        few = range(0, n, n // 20)
        assert evaluate_many(built.network, [data.points[i] for i in few]).outputs == [data.labels[i] for i in few]
        assert most - 0.4 < structural_worst(built.network).total / n**0.5 < most


def test_the_search_for_a_group_size_is_as_good_as_trying_all() -> None:
    places = places_of(project(two_labels([[z] for z in range(200)], 1)), 1)[0]

    def count(g: int, q: int, r: int, f: int) -> int:
        return 3 * g + q * r + f

    tried = []
    for size in range(2, len(places.firsts) + 2, 2):
        words = Words.of(places, size, both_ends=False)
        tried.append((count(len(words.groups), size, words.distance_bits, words.first_bits), size))
    assert cheapest(places, both_ends=False, operations=count) == min(tried)


@BOTH
@pytest.mark.parametrize("group", [0, -2, 1, 3])
def test_an_odd_group_and_one_of_no_runs_are_refused(build: Builder, group: int) -> None:
    with pytest.raises(ValueError, match=f"group must be even and at least 2, not {group}"):
        build(CASES["alternating"], group)


@BOTH
def test_three_labels_are_refused_with_three_points(build: Builder) -> None:
    with pytest.raises(BadInput, match="points 0, 1, 3 have three different ones"):
        build(Dataset.from_rows([[0], [1], [2], [3]], [[0], [1], [0], [2]]))
