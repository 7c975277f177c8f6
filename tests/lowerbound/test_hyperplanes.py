"""Trees of proposed hyperplanes are exact, as deep as was asked for, and never shallower than all trees allow."""

import random
from fractions import Fraction
from itertools import product
from operator import mul

import pytest
from brute import least_tests, rows_of
from processes import ROOT
from samples import examples

from constructions.model.batch import evaluate_many
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from lowerbound.comparisons import hyperplanes
from lowerbound.comparisons.dichotomies import Gates, dichotomies
from lowerbound.comparisons.hyperplanes import least_by_hyperplanes, tree_of_hyperplanes
from lowerbound.comparisons.minimum import need
from lowerbound.comparisons.subsets import Subsets
from lowerbound.findings import least_comparisons
from memocert import read_dataset
from verify.claims.comparisons_needed import Leaves
from verify.prove.feasibility import quiet_model

KINDS: tuple[tuple[Leaves, Gates], ...] = tuple(product(("affine", "constant"), ("oblique", "axis")))
IRIS = read_dataset(ROOT / "examples/data/iris.csv")


def small(seed: int) -> Dataset:
    """Return at most seven points with small integers, of one to four dimensions, often in special position."""
    source = random.Random(seed)
    width, most, labels = source.choice((1, 2, 2, 3, 4)), source.choice((1, 2, 4, 9)), source.choice((1, 1, 2, 6))
    points = sorted({tuple([source.randint(0, most) for _ in range(width)]) for _ in range(source.randint(3, 7))})
    outputs = source.choice((1, 1, 1, 2))
    return Dataset.from_rows(points, [[source.randint(0, labels) for _ in range(outputs)] for _ in points])


@pytest.mark.parametrize("leaves", ["constant", "affine"])
@pytest.mark.parametrize("seed", range(examples(24)))
def test_a_tree_that_is_found_is_exact_and_no_shallower_than_is_needed(seed: int, leaves: Leaves) -> None:
    data = small(seed)
    least = need(Subsets(data, leaves)).comparisons
    depth, tree = least_by_hyperplanes(data, 0, 4, leaves)
    assert tree is not None or least > 1  # one hyperplane between two labels is always found
    if tree is not None:
        assert evaluate_many(tree, data.points).outputs == list(data.labels)
        assert least <= structural_worst(tree).comparisons <= depth


@pytest.mark.parametrize("width", [2, 5])
def test_three_separated_labels_take_two_gates(width: int) -> None:
    source = random.Random(width)
    points = [[source.randint(0, 99) for _ in range(width)] for _ in range(60)]
    labels = [[0 if sum(p) < 40 * width else 1 if p[0] < 50 else 2] for p in points]
    data = Dataset.from_rows(points, labels)
    depth, tree = least_by_hyperplanes(data, 1, 5)
    assert depth == 2
    assert tree is not None
    assert evaluate_many(tree, data.points).outputs == list(data.labels)


def test_a_label_may_be_on_both_sides_of_a_gate() -> None:
    wedge = [[a, b] for a in range(7) for b in range(7)]
    data = Dataset.from_rows(wedge, [[int(a + b > 4 and a - b < 2)] for a, b in wedge])
    assert tree_of_hyperplanes(data, 1) is None
    assert tree_of_hyperplanes(data, 2) is not None


def test_huge_and_tiny_coordinates_are_decided_exactly() -> None:
    points = [[Fraction(place, 10**30), Fraction(10**30 + place)] for place in range(9)]
    data = Dataset.from_rows(points, [[int(place > 4)] for place in range(9)])
    tree = tree_of_hyperplanes(data, 1)
    assert tree is not None
    assert evaluate_many(tree, data.points).outputs == list(data.labels)


def test_iris_takes_two_comparisons_of_any_network_and_the_bounds_meet() -> None:
    found = least_comparisons(IRIS)
    assert (found.lower, found.upper) == (2, 2)
    assert found.hints is not None
    assert evaluate_many(found.network, IRIS.points).outputs == list(IRIS.labels)
    assert structural_worst(found.network).comparisons == 2


def test_bounds_for_constant_leaves_are_those_of_labels() -> None:
    many = Dataset.from_rows([[z, z * z] for z in range(50)], [[z // 6] for z in range(50)])
    found = least_comparisons(many, "constant")
    assert (found.lower, found.hints) == (4, [["labels", *range(0, 50, 6)]])


def test_programs_that_are_large_together_are_not_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    source = random.Random(1)
    data = Dataset.from_rows(
        [[source.randint(0, 99) for _ in range(3)] for _ in range(64)], [[z % 8] for z in range(64)]
    )
    asked = list[int]()
    monkeypatch.setattr(hyperplanes, "MOST_WORK", 2_000)
    assert tree_of_hyperplanes(data, 4, progress=lambda done, _total: asked.append(done)) is None
    models = [quiet_model() for _ in range(9)]
    monkeypatch.setattr(hyperplanes, "quiet_model", models.pop)
    assert tree_of_hyperplanes(data, 4) is None
    assert 9 - len(models) == 2_000 // (64 * 5) < len(asked)


def test_there_are_two_kinds_of_leaves() -> None:
    with pytest.raises(BadInput, match="affine"):
        tree_of_hyperplanes(IRIS, 1, "afine")  # type: ignore[arg-type]


@pytest.mark.parametrize("seeds", [range(20), pytest.param(range(20, 1_500), marks=pytest.mark.slow)])
def test_the_search_finds_what_all_trees_give_on_small_data(seeds: range) -> None:
    for seed in seeds:
        data = small(seed)
        for leaves, gates in KINDS:
            least = least_tests(rows_of(data), gates == "axis", leaves == "constant")
            assert need(Subsets(data, leaves, gates)).comparisons == least, (seed, leaves, gates)


def test_points_of_many_coordinates_are_divided_as_in_those_that_matter() -> None:
    """A matrix as wide as the points in both directions would take a thousand times the memory of these."""
    points = [(0, 1), (2, 5), (4, 9), (1, 7)]
    wide = [(x,) * 1500 + (y,) * 1500 + (x + y,) for x, y in points]
    narrow = {one.above for one in dichotomies(points)}
    found = dichotomies(wide)
    assert {one.above for one in found} == narrow
    for one in found:
        form, threshold = one.made()
        sides = [sum(map(mul, form.weights, [point[place] for place in form.indices])) >= threshold for point in wide]
        assert sides == [bool(one.above >> number & 1) for number in range(4)]
