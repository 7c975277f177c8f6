"""The least mean of comparisons: against brute force, and its certificates."""

import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import brute
import pytest
from commands import invoked
from instances import averaging, bundle, holds

from constructions.model.batch import evaluate_many
from constructions.model.dataset import Dataset
from lowerbound.bounds.generic import least_mean_length
from lowerbound.comparisons import means
from lowerbound.comparisons.means import Mean, least_mean
from lowerbound.comparisons.subsets import Subsets
from lowerbound.findings import bound_claims, lower_bounds
from verify.certificate import Hint
from verify.check.bundle import Memory, check_claim
from verify.claims.comparisons_needed import Leaves
from verify.claims.mean_needed import Gates, MeanNeeded
from verify.claims.shared.subject import Reference

KINDS: list[tuple[Gates, Leaves]] = [
    (gates, leaves) for gates in ("oblique", "axis") for leaves in ("affine", "constant")
]


def scattered(source: random.Random, size: int) -> Dataset:
    """Up to so many points in one to three coordinates, few places, each in the data once or more often."""
    width, most, labels = (source.choice(some) for some in ((1, 2, 2, 3), (1, 2, 9), (2, 2, 3, 9)))
    points = {tuple([source.randint(0, most) for _ in range(width)]) for _ in range(source.randint(2, size))}
    labelled = [(point, source.randrange(labels)) for point in sorted(points)]
    often = [row for row in labelled for _ in range(source.choice((1, 1, 1, 2, 7)))]
    return Dataset.from_rows([point for point, _ in often], [[label] for _, label in often])


def verdict(dataset: Dataset, gates: Gates, leaves: Leaves, mean: Fraction, hints: list[Hint]) -> str:
    kind = MeanNeeded(Reference("dataset.json", ""), mean, gates, leaves).kind
    claim = averaging({"classes": None, "rows": brute.rows_of(dataset)}, kind, str(mean))
    return check_claim(Memory(bundle(claim, hints)), "it.claim.json").verdict


@pytest.mark.parametrize("size", [5, 8, 11])
def test_points_that_any_test_may_divide_take_the_mean_of_the_best_code_for_their_labels(size: int) -> None:
    source = random.Random(size)
    points = [[source.randint(0, 99) for _ in range(size)] for _ in range(size)]
    labels = [source.randrange(4) for _ in points]
    found = least_mean(Subsets(Dataset.from_rows(points, [[label] for label in labels]), "constant"))
    assert found.comparisons == least_mean_length([labels.count(label) for label in set(labels)])


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(("gates", "leaves"), KINDS)
def test_the_mean_is_that_of_brute_force_and_has_a_certificate(gates: Gates, leaves: Leaves, seed: int) -> None:
    source = random.Random(seed)
    for _ in range(3):
        data = scattered(source, 7 if gates == "axis" else 6)
        found = least_mean(Subsets(data, leaves, gates))
        total = brute.least_tests(brute.rows_of(data), gates == "axis", leaves == "constant", True)
        assert found.comparisons == Fraction(total, data.rows)
        assert evaluate_many(found.network, data.points).outputs == list(data.labels)
        assert evaluate_many(found.network, data.points).mean(data.counts, "comparisons") == found.comparisons
        assert (found.hints is None) == (total == 0)
        if found.hints is not None:
            assert verdict(data, gates, leaves, found.comparisons, found.hints) == "accepted"
            assert verdict(data, gates, leaves, Fraction(total + 1, data.rows), found.hints) == "rejected"
            assert verdict(data, gates, leaves, found.comparisons, found.hints[:-1]) == "rejected"


def test_claims_of_rows_that_count_are_told_apart() -> None:
    data = {"classes": None, "rows": [[["0"], ["0"], 5], [["1"], ["1"], 1], [["2"], ["0"], 1]]}
    assert holds(averaging(data, "mean depth needed", "9/7"))
    assert not holds(averaging(data, "mean depth needed", "10/7"))


@pytest.mark.slow
def test_sixteen_points_of_the_plane_are_certified() -> None:
    source = random.Random(16)
    points = [[source.randint(0, 99), source.randint(0, 99)] for _ in range(16)]
    data = Dataset.from_rows(points, [[source.randint(0, 1)] for _ in points])
    for leaves in ("affine", "constant"):
        found = least_mean(Subsets(data, leaves))
        assert found.hints is not None
        assert verdict(data, "oblique", leaves, found.comparisons, found.hints) == "accepted"


def test_a_certificate_that_is_too_long_is_not_written_and_the_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Dataset.from_rows([[z] for z in range(6)], [[z % 2] for z in range(6)])
    found = lower_bounds(line, "constant", "axis", mean=True)
    assert ("least mean of comparisons over the rows", "8/3 (about 2.67)") in found.facts
    monkeypatch.setattr(means, "MOST_LOOKS", 10)
    found = lower_bounds(line, "constant", "axis", mean=True)
    said = "8/3 (about 2.67), by search, without a certificate"
    assert ("least mean of comparisons over the rows", said) in found.facts
    assert not [
        claim
        for claim, _ in bound_claims(Reference("dataset.json", ""), found, "constant", "axis")
        if "mean" in claim.kind
    ]


def test_rows_that_stand_quintillions_of_times_are_counted() -> None:
    line = Dataset.from_rows([[z] for z in range(12)], [[z % 2] for z in range(12)])
    found = least_mean(Subsets(replace(line, counts=(10**18,) * 12), "constant"))
    assert found.comparisons == least_mean(Subsets(line, "constant")).comparisons == Fraction(11, 3)


def test_where_no_comparison_is_needed_nothing_is_claimed() -> None:
    line = Dataset.from_rows([[z] for z in range(4)], [[z] for z in range(4)])
    found = lower_bounds(line, mean=True)
    assert isinstance(found.mean, Mean)
    assert found.mean.hints is None
    assert ("least mean of comparisons over the rows", "0") in found.facts


def test_the_command_writes_the_claim(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("z,y\n0,0\n0,0\n0,0\n1,1\n2,0\n3,1\n")
    code, output = invoked(tmp_path, "lowerbound", "l.csv", "--mean", "--leaves", "constant", "-o", "b")
    assert code == 0, output
    output = " ".join(output.split())
    assert "least mean of comparisons over the rows: 11/6 (about 1.83) " in output
    said = "every tree of gates with constant leaves that memorizes D makes 11/6 or more comparisons in the mean"
    assert f"accepted by the checker: {said} over the rows of D" in output
    assert (tmp_path / "b" / "mean-comparisons-needed-with-constant-leaves.claim.json").exists()
