"""Refutations by products of affine functions, against least numbers that are searched, and in many dimensions."""

import random
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from samples import examples

from constructions.catalogue import CATALOGUE
from constructions.files.bundle import write_bundle
from constructions.geometry.hyperplanes import affine_fit
from constructions.model.dataset import Dataset
from lowerbound import findings
from lowerbound.comparisons.dichotomies import dichotomies_at_most
from lowerbound.comparisons.minimum import MOST_DICHOTOMIES, need
from lowerbound.comparisons.powers import refutation_by_powers
from lowerbound.comparisons.subsets import Subsets
from lowerbound.findings import least_comparisons
from verify.claims.comparisons_needed import ComparisonsNeeded
from verify.claims.shared.subject import dataset_reference
from verify.lanes import certify
from verify.verdict import Proved


def accepted(dataset: Dataset, folder: Path) -> int:
    """Return what products show to be needed, once the checker has accepted it."""
    needed, hints = refutation_by_powers(dataset)
    if needed:
        bundle = write_bundle(folder, CATALOGUE["search-tree"].build(dataset).network, dataset, "", force=True)
        assert isinstance(certify(bundle, ComparisonsNeeded(dataset_reference(bundle), needed), hints), Proved)
    return needed


def two_pieces(dataset: Dataset) -> bool:
    """Return whether two affine functions take all labels, in whatever order, by trying all parts of the points."""
    numbers = range(dataset.size)
    fits = {
        part: affine_fit([dataset.points[n] for n in part], [dataset.labels[n] for n in part]) is not None
        for size in range(1, dataset.size + 1)
        for part in combinations(numbers, size)
    }
    return any(
        [fit and (len(part) == dataset.size or fits[tuple(sorted({*numbers} - {*part}))]) for part, fit in fits.items()]
    )


@pytest.mark.parametrize("seed", range(examples(40)))
def test_products_never_refute_more_than_is_needed(seed: int, tmp_path: Path) -> None:
    source = random.Random(seed)
    width, labels = 1 + seed % 2, 2 + seed % 3
    points = sorted({tuple([source.randint(0, 9) for _ in range(width)]) for _ in range(8 + seed % 3)})
    outputs = 1 + (seed % 5 == 0)
    data = Dataset.from_rows(points, [[source.randint(0, labels) for _ in range(outputs)] for _ in points])
    needed = accepted(data, tmp_path / "b")
    assert needed <= need(Subsets(data)).comparisons
    if needed > 1:
        assert not two_pieces(data)


def test_where_there_are_more_points_than_an_equation_has_numbers_two_functions_are_refuted(tmp_path: Path) -> None:
    refuted = 0
    for seed in range(12):
        source = random.Random(seed)
        points = [[source.randint(0, 999) for _ in range(2)] for _ in range(12)]
        data = Dataset.from_rows(
            points, [[Fraction(source.randint(0, 4), source.randint(1, 1 + seed % 3))] for _ in points]
        )
        refuted += accepted(data, tmp_path / "b") == 2
    assert refuted == 12  # 9 numbers, 12 points in general position


def test_two_functions_in_turn_are_not_refuted() -> None:
    source = random.Random(1)
    points = sorted({(source.randint(0, 99), source.randint(0, 99)) for _ in range(30)})
    labels = [[a + 2 * b] if source.randint(0, 1) else [3 * a - b + 7] for a, b in points]
    assert refutation_by_powers(Dataset.from_rows(points, labels))[0] == 1


def test_four_functions_are_refuted_by_fourth_powers(tmp_path: Path) -> None:
    data = Dataset.from_rows([[z] for z in range(20)], [[z * z * z % 23] for z in range(20)])
    assert accepted(data, tmp_path / "b") == 3


def test_labels_of_two_kinds_are_refuted_once_only(tmp_path: Path) -> None:
    data = Dataset.from_rows([[z, z * z] for z in range(40)], [[z % 2] for z in range(40)])
    assert accepted(data, tmp_path / "b") == 1


@pytest.mark.parametrize(("size", "width", "least"), [(30, 60, 0), (40, 20, 1)])
def test_few_points_of_many_dimensions_are_bounded_without_their_dichotomies(size: int, width: int, least: int) -> None:
    """There may be 2^29 and 2^38."""
    source = random.Random(size)
    points = [[source.randint(0, 99) for _ in range(width)] for _ in range(size)]
    data = Dataset.from_rows(points, [[source.randint(0, 1)] for _ in points])
    assert dichotomies_at_most(data.points) > MOST_DICHOTOMIES
    found = least_comparisons(data)
    assert (found.lower, found.upper) == (least, least)


def test_many_dimensions_take_no_dichotomies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "least_by_hyperplanes", lambda data, lower, upper, *_: (upper, None))  # takes long
    source = random.Random(3)
    points = [[source.randint(0, 99) for _ in range(9)] for _ in range(90)]
    data = Dataset.from_rows(points, [[source.randint(0, 2)] for _ in points])
    found = least_comparisons(data)
    assert found.lower == 2
    assert found.hints is not None
    assert [hint[0] for hint in found.hints] == ["powers"]
    assert accepted(data, tmp_path / "b") == 2
