"""Lower bounds: seconds to find, certify and check the least number of comparisons.

python benchmarks/lower_bounds.py [-o docs/benchmarks-lowerbound.md]
"""

import argparse
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from constructions.bundle import write_bundle
from constructions.dataset import Dataset
from lowerbound.line import least_operations
from lowerbound.minimum import Subsets, need
from lowerbound.report import findings
from lowerbound.table import rows
from verify.check.bundle import check_bundle
from verify.claim import ComparisonsNeeded
from verify.lanes import certify, dataset_reference
from verify.verdict import Proved


def random_plane(size: int, labels: int) -> Dataset:
    source = random.Random(size)
    points = [[source.randint(-999, 999), source.randint(-999, 999)] for _ in range(size)]
    return Dataset.from_rows(points, [[source.randint(0, labels)] for _ in points])


def random_line(size: int) -> Dataset:
    source = random.Random(size)
    return Dataset.from_rows(
        [[z] for z in source.sample(range(9 * size), size)], [[source.randint(0, 1)] for _ in range(size)]
    )


def cases() -> Iterator[tuple[str, Dataset]]:
    for size in (14, 22, 30):
        yield f"random plane, labels 0 and 1, n = {size}", random_plane(size, 1)
        yield f"random plane, generic labels, n = {size}", random_plane(size, 10**6)
    board = [[a, b] for a in range(4) for b in range(4)]
    yield "checkerboard 4 x 4", Dataset.from_rows(board, [[(a + b) % 2] for a, b in board])
    yield "line, labels 0 and 1, n = 2,000", random_line(2_000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, help="write the page here instead of printing it")
    options = parser.parse_args()
    lines = [
        "# Lower bounds: times",
        "",
        "Made by `python benchmarks/lower_bounds.py -o docs/benchmarks-lowerbound.md`; measured, one process.",
        "",
        "| data | least comparisons | search | certificate and its check | check alone | certificate |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, dataset in cases():
        start = perf_counter()
        found = findings(dataset, "affine", "oblique", mean=False, progress=lambda _done, _total: None)
        searched = perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            bundle = write_bundle(Path(folder) / "bundle", found.network, dataset, "")
            verdict = certify(bundle, ComparisonsNeeded(dataset_reference(bundle), found.lower), found.hints or [])
            if not isinstance(verdict, Proved):
                raise AssertionError(verdict)
            certified = perf_counter()
            check_bundle(str(bundle.folder))
            checked = perf_counter()
            size = (bundle.folder / verdict.certificate).stat().st_size
        times = (searched - start, certified - searched, checked - certified)
        lines.append(f"| {name} | {found.lower} | {' | '.join([f'{t:.2f} s' for t in times])} | {size:,} bytes |")
    start = perf_counter()
    least = least_operations(random_line(2_000)).operations
    lines += ["", f"Least operations of 2,000 points on a line: {least}, found in {perf_counter() - start:.2f} s."]
    start = perf_counter()
    count = sum([row.certified for row in rows()])
    lines += ["", f"The table of small instances, {count} rows certified: {perf_counter() - start:.1f} s.", ""]
    start = perf_counter()
    axis = need(Subsets(random_plane(22, 1), "constant", "axis")).comparisons
    lines += [f"Constant leaves, tests of single coordinates, n = 22: {axis}, {perf_counter() - start:.2f} s.", ""]
    text = "\n".join(lines)
    if options.output is None:
        print(text)
    else:
        options.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
