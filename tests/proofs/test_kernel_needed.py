"""Lower bounds in Coq: what was found compiles; steps that are changed, and drawn ones, are those of other tests."""

import random
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from compiled_once import needs_coq
from kernel_bundles import Case, case_of, coq_alone, must_agree

from constructions.catalogue import CATALOGUE
from constructions.files.bundle import write_bundle
from constructions.model.dataset import Dataset
from lowerbound.comparisons.means import least_mean
from lowerbound.comparisons.powers import refutation_by_powers
from lowerbound.comparisons.subsets import Subsets
from lowerbound.findings import lower_bounds
from lowerbound.operations.units import least_units
from verify.certificate import Hint
from verify.check.bundle import Folder
from verify.claims.comparisons_needed import STEPS, ComparisonsNeeded
from verify.claims.depth_needed import DepthNeeded
from verify.claims.mean_needed import MeanNeeded
from verify.claims.operations_needed import OperationsNeeded
from verify.claims.shared.base import Claim
from verify.claims.shared.subject import Reference, dataset_reference
from verify.claims.units_needed import UnitsNeeded
from verify.kernel import lane
from verify.kernel.hints import CODES
from verify.lanes import certify
from verify.verdict import Proved


def on_a_line() -> Dataset:
    return Dataset.from_rows([[7 - z] for z in range(8)], [[z % 2, z] for z in range(8)])


def in_the_plane() -> Dataset:
    source = random.Random(5)
    points = [[source.randint(0, 9), source.randint(0, 9)] for _ in range(8)]
    return Dataset.from_rows(points, [[source.randint(0, 1)] for _ in points])


def in_general_position() -> Dataset:
    source = random.Random(7)
    return Dataset.from_rows([[z, z * z] for z in range(13)], [[source.randint(0, 10**6)] for _ in range(13)])


def on_stairs() -> Dataset:
    return Dataset.from_rows([[Fraction(z, 2)] for z in range(6)], [[1, label] for label in (0, 0, 0, 1, 1, 2)])


def with_one_output() -> Dataset:
    return Dataset.from_rows([[Fraction(7 - z, 3)] for z in range(8)], [[(z % 2) * Fraction(z, 5)] for z in range(8)])


def often_on_a_line() -> Dataset:
    return Dataset.from_rows([[z] for z in (0, 0, 0, 1, 2, 3, 3, 4)], [[z % 2] for z in (0, 0, 0, 1, 2, 3, 3, 4)])


def in_boxes() -> Dataset:
    source = random.Random(6)
    points = [[source.randint(0, 9), source.randint(0, 9)] for _ in range(20)]
    return Dataset.from_rows(points, [[sum(point) % 2] for point in points])


Shown = tuple[Any, list[Hint] | None]
"""How many are needed, and the steps that show it."""


def searched(dataset: Dataset) -> Shown:
    found = lower_bounds(dataset)
    return found.lower, found.hints


def counted(dataset: Dataset) -> Shown:
    return 3, [["count", (1 << dataset.size) - 1]]


def by_powers(dataset: Dataset) -> Shown:
    return refutation_by_powers(dataset)


def operating(dataset: Dataset) -> Shown:
    return lower_bounds(dataset).operations, []


def on_straight_pieces() -> Dataset:
    """Points of a line that two kinks are enough for, and two units are not."""
    return Dataset.from_rows([[z] for z in range(7)], [[y] for y in (0, 5, 10, 12, 14, 13, 12)])


def hidden(dataset: Dataset) -> Shown:
    return least_units(dataset).units, []


def deep(dataset: Dataset) -> Shown:
    found = lower_bounds(dataset, "constant", "axis")
    return found.lower, found.hints


def deep_with_affine_leaves(dataset: Dataset) -> Shown:
    found = lower_bounds(dataset, "affine", "axis")
    return found.lower, found.hints


def in_the_mean(dataset: Dataset) -> Shown:
    found = least_mean(Subsets(dataset, "constant"))
    return found.comparisons, found.hints


def in_the_mean_by_coordinates(dataset: Dataset) -> Shown:
    found = least_mean(Subsets(dataset, "affine", "axis"))
    return found.comparisons, found.hints


CASES: dict[str, tuple[Callable[[], Dataset], Callable[[Dataset], Shown]]] = {
    "pieces": (on_a_line, searched),
    "every": (in_the_plane, searched),
    "count": (in_general_position, counted),
    "powers": (on_stairs, by_powers),
    "ranges": (in_boxes, deep),
    "operations": (with_one_output, operating),
    "units": (on_straight_pieces, hidden),
    "sides": (in_the_plane, deep_with_affine_leaves),
    "dichotomies": (often_on_a_line, in_the_mean),
    "uninterpolable": (often_on_a_line, in_the_mean_by_coordinates),
}


WITHOUT_STEPS = ("operations", "units")


def bundle_of(folder: Path, case: str) -> Path:
    """Write a bundle whose one claim is the lower bound of a case; return the folder."""
    dataset, bound = CASES[case][0](), CASES[case][1]
    lower, hints = bound(dataset)
    assert hints is not None
    assert case in {hint[0] for hint in hints} or case in WITHOUT_STEPS
    bundle = write_bundle(folder, CATALOGUE["search-tree"].build(dataset).network, dataset, "")
    kinds: dict[str, Callable[[Reference, Any], Claim]] = {
        "ranges": DepthNeeded,
        "sides": partial(DepthNeeded, leaves="affine"),
        "operations": OperationsNeeded,
        "units": UnitsNeeded,
        "dichotomies": partial(MeanNeeded, leaves="constant"),
        "uninterpolable": partial(MeanNeeded, gates="axis"),
    }
    claim = kinds.get(case, ComparisonsNeeded)(dataset_reference(bundle), lower)
    assert isinstance(certify(bundle, claim, hints), Proved)
    return folder


def asked(folder: Path) -> Case:
    """Return what both lanes say of the one claim of a folder, the kernel lane before Coq is asked."""
    (path,) = folder.glob("*.claim.json")
    return case_of(folder.name, Folder(str(folder)), path.name)


@needs_coq
def test_lower_bounds_that_were_found_are_accepted(tmp_path: Path) -> None:
    cases = [asked(bundle_of(tmp_path / case, case)) for case in CASES]
    assert {case.checked.verdict for case in cases} == {"accepted"}
    must_agree(cases)
    for case in ("pieces", "units"):
        (result,) = coq_alone(tmp_path / case)
        assert result.verdict == "accepted"


def test_no_step_has_the_number_of_a_hint() -> None:
    steps = {*STEPS.values()}
    assert len(steps) == len(STEPS)
    assert not steps & {*CODES.values()}


def test_the_statement_says_what_the_claim_says(tmp_path: Path) -> None:
    folder = bundle_of(tmp_path / "bundle", "pieces")
    text = lane.theorem_of(folder, folder / "comparisons-needed.claim.json")
    assert "forall n, memorizes n (rational_data data_set) ->" in text
    assert "(2 <= comparisons (spent n x))%nat" in text
    folder = bundle_of(tmp_path / "mean", "uninterpolable")
    text = lane.theorem_of(folder, folder / "mean-depth-needed-with-affine-leaves.claim.json")
    assert "Definition counts : list Z := [3; 1; 1; 2; 1]." in text
    assert "forall n, spoken_of true false n -> memorizes n (rational_data data_set) ->" in text
    assert "inject_Z (comparisons_made n (rational_data data_set) counts))%Q" in text
