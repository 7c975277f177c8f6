"""The search for one data set is shared: what is found, and every byte of the bundle, is the same for any workers."""

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from commands import invoked

from constructions.files.canonical import network_bytes
from constructions.model.dataset import Dataset
from lowerbound.comparisons.dichotomies import dichotomies
from lowerbound.comparisons.subsets import Subsets
from lowerbound.findings import lower_bounds
from verify.prove.work import ALONE, Workers

CASES = [(5, 2, 0), (9, 2, 1), (12, 2, 2), (8, 3, 3), (11, 3, 4), (3, 4, 5), (8, 4, 6)]


def scattered(size: int, width: int, seed: int) -> Dataset:
    source = random.Random(seed)
    points = list({tuple([source.randint(0, 6) for _ in range(width)]): None for _ in range(size)})
    return Dataset.from_rows(points, [[source.randint(0, 1)] for _ in points])


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("count", [2, 3])
def test_what_is_found_does_not_depend_on_the_workers(case: tuple[int, int, int], count: int) -> None:
    data = scattered(*case)
    alone = lower_bounds(data, workers=ALONE)
    with ThreadPoolExecutor(count) as pool:
        workers = Workers(count, pool)
        shared = lower_bounds(data, workers=workers)
        tests = [(one.above, one.made()) for one in dichotomies(data.points, workers=workers)]
    assert tests == [(one.above, one.made()) for one in dichotomies(data.points)]
    assert (shared.lower, shared.upper, shared.hints) == (alone.lower, alone.upper, alone.hints)
    assert (shared.bounds, shared.facts) == (alone.bounds, alone.facts)
    assert network_bytes(shared.network) == network_bytes(alone.network)


def test_processes_write_the_same_bundle_byte_for_byte(tmp_path: Path) -> None:
    data = scattered(12, 2, 2)
    lines = [",".join(map(str, (*point, *label))) for point, label in zip(data.points, data.labels, strict=True)]
    (tmp_path / "plane.csv").write_text("\n".join(["x,y,label", *lines]) + "\n")
    for jobs in ("1", "2"):
        assert invoked(tmp_path, "lowerbound", "plane.csv", "-o", f"b{jobs}", "--jobs", jobs)[0] == 0
    names = sorted([path.name for path in (tmp_path / "b1").iterdir()])
    assert names == sorted([path.name for path in (tmp_path / "b2").iterdir()])
    assert any([b'["dichotomies"' in (tmp_path / "b1" / name).read_bytes() for name in names])
    for name in names:
        assert (tmp_path / "b1" / name).read_bytes() == (tmp_path / "b2" / name).read_bytes(), name


def largest_by_all_parts(subsets: Subsets) -> int:
    """Return the size of the largest part that one leaf fits, of all intersections of sides."""
    parts = {subsets.full}
    while True:
        sides = [side for one in subsets.splits for side in (one.above, subsets.full & ~one.above)]
        more = {part & side for part in parts for side in sides} | parts
        if more == parts:
            return max([part.bit_count() for part in parts if subsets.fits(part)])
        parts = more


@pytest.mark.parametrize("case", [case for case in CASES if case[0] < 9])
@pytest.mark.parametrize("leaves", ["affine", "constant"])
def test_the_largest_part_that_one_leaf_fits_is_found(case: tuple[int, int, int], leaves: str) -> None:
    subsets = Subsets(scattered(*case), "constant" if leaves == "constant" else "affine")
    found = largest_by_all_parts(subsets)
    assert found <= subsets.largest() if subsets.general else found == subsets.largest()
