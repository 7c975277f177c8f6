"""Cases by the sides of points: what brute force finds is proved of trees with constant leaves, and no more."""

import random
from fractions import Fraction
from pathlib import Path

import pytest
from brute import least_tests, rows_of
from samples import examples

from constructions.files.bundle import write_bundle
from constructions.files.data_reader import read_dataset
from constructions.model.batch import evaluate_many
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.network import constant
from lowerbound.comparisons import cases
from lowerbound.comparisons.cases import Cases, TooManyError
from lowerbound.findings import lower_bounds
from verify.certificate import Hint
from verify.claims.comparisons_needed import ComparisonsNeeded, Leaves
from verify.claims.shared.subject import dataset_reference
from verify.lanes import certify
from verify.verdict import LanesDisagree, Proved

DATA = Path(__file__).resolve().parents[2] / "examples" / "data"


def drawn(seed: int) -> Dataset:
    source = random.Random(seed)
    width, most = 1 + seed % 3, 2 if seed % 2 else 30
    points = list({tuple([source.randint(0, most) for _ in range(width)]): None for _ in range(7)})
    return Dataset.from_rows(points, [[source.randint(0, 1 + seed % 3)] for _ in points])


def brute(dataset: Dataset, leaves: Leaves) -> int:
    return least_tests(rows_of(dataset), False, leaves == "constant")


def accepted(dataset: Dataset, count: int, hints: list[Hint], leaves: Leaves, folder: Path) -> bool:
    bundle = write_bundle(folder, constant([0], dataset.width), dataset, "", force=True)
    try:
        claim = ComparisonsNeeded(dataset_reference(bundle), count, leaves)
        return isinstance(certify(bundle, claim, hints), Proved)
    except LanesDisagree:
        return False


@pytest.mark.parametrize("leaves", ["constant", "affine"])
@pytest.mark.parametrize("seed", range(examples(20)))
def test_cases_end_where_brute_force_does_and_have_a_certificate(seed: int, leaves: Leaves, tmp_path: Path) -> None:
    data = drawn(seed)
    least = brute(data, leaves)
    for count in range(least):
        search = Cases(data, leaves)
        assert search.tree(count) is None
        hints = search.hints_against(count)
        assert accepted(data, count + 1, hints, leaves, tmp_path)
        assert not accepted(data, count + 2, hints, leaves, tmp_path)
    network = Cases(data, leaves).tree(least)
    assert network is not None
    assert structural_worst(network).comparisons <= least
    assert evaluate_many(network, data.points).outputs == list(data.labels)


@pytest.mark.parametrize("seed", range(examples(12)))
def test_bounds_for_constant_leaves_meet_and_are_certified(seed: int, tmp_path: Path) -> None:
    data = drawn(seed)
    found = lower_bounds(data, "constant")
    assert found.lower == found.upper == brute(data, "constant")
    assert evaluate_many(found.network, data.points).outputs == list(data.labels)
    assert not found.lower or accepted(data, found.lower, found.hints or [], "constant", tmp_path)


@pytest.mark.parametrize("seed", range(examples(12)))
def test_on_a_line_runs_of_labels_are_the_bound_for_constant_leaves(seed: int, tmp_path: Path) -> None:
    source = random.Random(seed)
    labels = [[source.randint(0, 2)] for _ in range(8)]
    data = Dataset.from_rows([[Fraction(place * place, 3)] for place in source.sample(range(9), 8)], labels)
    found = lower_bounds(data, "constant")
    assert found.lower == found.upper == brute(data, "constant")
    assert evaluate_many(found.network, data.points).outputs == list(data.labels)
    assert not found.lower or found.hints == [["pieces"]]
    assert not found.lower or accepted(data, found.lower, [["pieces"]], "constant", tmp_path)
    assert not accepted(data, found.lower + 1, [["pieces"]], "constant", tmp_path)


def test_without_leave_for_tests_the_number_is_still_right_but_has_no_certificate(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = Dataset.from_rows([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]])
    monkeypatch.setattr(cases, "MOST_NUMBERS", 0)
    with pytest.raises(TooManyError):
        Cases(data).tree(1)
    found = lower_bounds(data, "constant")
    assert (found.lower, found.upper, found.hints, found.doubt) == (2, 2, None, " (by search, without a certificate)")


@pytest.mark.slow
def test_a_flower_of_iris_needs_three_questions_where_each_answer_is_one_species(tmp_path: Path) -> None:
    data = read_dataset(DATA / "iris.csv")
    found = lower_bounds(data, "constant")
    assert (found.lower, found.upper) == (3, 3)
    assert accepted(data, 3, found.hints or [], "constant", tmp_path)
    assert evaluate_many(found.network, data.points).outputs == list(data.labels)


def test_a_case_with_more_points_than_are_allowed_ends_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each point takes two calls, and Python allows about a thousand."""
    data = drawn(3)
    monkeypatch.setattr(cases, "MOST_PLACED", 1)
    with pytest.raises(TooManyError):
        Cases(data, "constant").tree(2)
    found = lower_bounds(data, "constant")
    assert found.lower <= brute(data, "constant") <= found.upper
