"""The least depth of trees that test coordinates and have affine leaves: against brute force, and its certificates."""

import random
from pathlib import Path

import pytest
from brute import least_tests, rows_of
from commands import ROOT, invoked
from samples import examples

from constructions.files.bundle import write_bundle
from constructions.model.batch import evaluate_many
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from lowerbound.comparisons.affine_leaves import least_affine_depth
from lowerbound.comparisons.minimum import need
from lowerbound.comparisons.subsets import Subsets
from lowerbound.findings import bound_claim, lower_bounds
from verify.certificate import Hint
from verify.claims.depth_needed import DepthNeeded
from verify.claims.shared.subject import Reference, dataset_reference
from verify.lanes import certify
from verify.verdict import LanesDisagree, Proved


def scattered(seed: int) -> Dataset:
    """Up to 12 points in up to 4 coordinates, many of them equal, with up to 5 labels or as many as points."""
    source = random.Random(seed)
    choices = ((1, 2, 3, 4), (1, 5, 7, 12), (1, 2, 3, 9), (2, 2, 5, 10**6), (1, 1, 2))
    width, size, most, labels, outputs = [source.choice(some) for some in choices]
    points = sorted({tuple([source.randint(0, most) for _ in range(width)]) for _ in range(size)})
    return Dataset.from_rows(points, [[source.randrange(labels) for _ in range(outputs)] for _ in points])


def least(dataset: Dataset) -> int:
    if dataset.size > 7:
        return need(Subsets(dataset, "affine", "axis")).comparisons
    return least_tests(rows_of(dataset), True, False)


def accepted(dataset: Dataset, depth: int, hints: list[Hint], folder: Path) -> bool:
    bundle = write_bundle(folder, least_affine_depth(dataset).network, dataset, "", force=True)
    try:
        return isinstance(certify(bundle, DepthNeeded(dataset_reference(bundle), depth, "affine"), hints), Proved)
    except LanesDisagree:
        return False


@pytest.mark.parametrize("seed", range(examples(40)))
def test_the_depth_is_that_of_brute_force_and_has_a_certificate(seed: int, tmp_path: Path) -> None:
    data = scattered(seed)
    found = least_affine_depth(data)
    assert found.lower == found.upper == least(data)
    assert evaluate_many(found.network, data.points).outputs == list(data.labels)
    assert structural_worst(found.network).comparisons <= found.upper
    assert bool(found.hints) == bool(found.lower)
    if found.lower:
        assert accepted(data, found.lower, found.hints, tmp_path / "bundle")
        assert not accepted(data, found.lower + 1, found.hints, tmp_path / "bundle")


def test_a_small_budget_leaves_bounds_with_a_certificate(tmp_path: Path) -> None:
    source = random.Random(1)
    points = [[source.randint(0, 99) for _ in range(2)] for _ in range(50)]
    data = Dataset.from_rows(points, [[source.randint(0, 1)] for _ in points])
    found = least_affine_depth(data, budget=60)
    assert 1 <= found.lower < found.upper
    assert accepted(data, found.lower, found.hints, tmp_path / "bundle")
    assert evaluate_many(found.network, data.points).outputs == list(data.labels)


def test_on_a_line_pieces_bound_every_network() -> None:
    line = Dataset.from_rows([[z] for z in range(9)], [[z % 2] for z in range(9)])
    found = lower_bounds(line, "affine", "axis")
    assert found.hints == [["pieces"]]
    assert bound_claim(Reference("dataset.json", ""), found, "affine", "axis").kind == "comparisons needed"
    assert least_affine_depth(line).lower == found.lower == 3


def test_the_command_certifies_the_depth_on_iris(tmp_path: Path) -> None:
    options = ["--gates", "axis", "-o", tmp_path / "bound"]
    code, output = invoked(ROOT, "lowerbound", "examples/data/iris.csv", *options)
    assert code == 0, output
    output = " ".join(output.split())
    assert "every tree (affine leaves, axis gates) that memorizes them makes at least 3 comparisons" in output
    assert "the least number is 3" in output
    assert "with affine leaves that memorizes D has depth 3 or more" in output
