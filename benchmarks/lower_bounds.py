"""Lower bounds: seconds to find, certify and check the least number of comparisons, of operations, and depths.

python benchmarks/lower_bounds.py [-o docs/benchmarks-lowerbound.md]

Needs the extras ``sklearn``, ``cvc5`` and ``solvers``. The digits take some minutes.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from time import perf_counter

from constructions.bundle import write_bundle
from constructions.dataset import Dataset
from constructions.errors import BadInput
from constructions.network import Network
from lowerbound.depth import DEFAULT, Depth, least_depth
from lowerbound.line import least_operations
from lowerbound.minimum import Subsets, need
from lowerbound.operations import operations_needed
from lowerbound.report import lower_bounds
from lowerbound.shapes import try_shapes
from lowerbound.solvers import depth_by, fits_by_contree, fits_by_streed
from lowerbound.table import rows
from verify.certificate import Hint
from verify.check.bundle import check_bundle
from verify.claim import ComparisonsNeeded, DepthNeeded
from verify.lanes import certify, dataset_reference
from verify.prove.cvc5_backend import replay
from verify.verdict import Proved

DIGITS = 150_000
"""The budget for the digits: some minutes."""


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


def comparisons() -> Iterator[str]:
    yield "| data | least comparisons | search | certificate and its check | check alone | certificate |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, dataset in cases():
        start = perf_counter()
        found = lower_bounds(dataset, "affine", "oblique", mean=False, progress=quiet)
        searched = perf_counter()
        certified, checked, size = certificate(
            dataset, found.network, found.hints or [], ComparisonsNeeded, found.lower
        )
        times = " | ".join([f"{t:.2f} s" for t in (searched - start, certified, checked)])
        yield f"| {name} | {found.lower} | {times} | {size:,} bytes |"
    start = perf_counter()
    count = sum([row.certified for row in rows()])
    yield ""
    yield f"The table of small instances, {count} rows certified: {perf_counter() - start:.1f} s."


def quiet(_done: int, _total: int | None) -> None:
    """Progress that nobody sees."""


def certificate(
    dataset: Dataset, network: Network, hints: list[Hint], kind: type[ComparisonsNeeded | DepthNeeded], lower: int
) -> tuple[float, float, int]:
    """Return the seconds to write and check a claim's certificate, to check the bundle again, and its bytes."""
    with tempfile.TemporaryDirectory() as folder:
        start = perf_counter()
        bundle = write_bundle(Path(folder) / "bundle", network, dataset, "")
        verdict = certify(bundle, kind(dataset_reference(bundle), lower), hints)
        if not isinstance(verdict, Proved):
            raise AssertionError(verdict)
        certified = perf_counter()
        check_bundle(str(bundle.folder))
        checked = perf_counter()
        return certified - start, checked - certified, (bundle.folder / verdict.certificate).stat().st_size


def all_operations() -> Iterator[str]:
    yield "T(D), the least worst-case number of additions, multiplications and comparisons:"
    yield ""
    start = perf_counter()
    least = least_operations(random_line(2_000)).operations
    yield f"- 2,000 points on a line, labels 0 and 1: {least}, {perf_counter() - start:.2f} s"
    board = [[a, b] for a in range(4) for b in range(4)]
    data = [("checkerboard 4 x 4", Dataset.from_rows(board, [[(a + b) % 2] for a, b in board]))]
    for width in (2, 3):
        for labels in (1, 3, 10**6):
            source = random.Random(16 * width + labels)
            points = [[source.randint(-999, 999) for _ in range(width)] for _ in range(16)]
            name = f"16 random points of Q^{width}, labels 0..{labels:,}"
            data.append((name, Dataset.from_rows(points, [[source.randint(0, labels)] for _ in points])))
    for name, dataset in data:
        start = perf_counter()
        found = operations_needed(dataset)
        text = str(found.lower) if found.lower == found.upper else f"{found.lower} to {found.upper}"
        yield f"- {name}: {text}, {perf_counter() - start:.2f} s"
    yield ""
    yield "Without the normal form, every shape of a program refuted by Z3 and replayed by cvc5:"
    yield ""
    yield "| data | operations | shapes | unknown | Z3 | unsat by cvc5 | cvc5 |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    turns = Dataset.from_rows([[z] for z in range(2, 11)], [[z % 2] for z in range(9)])
    plane = Dataset.from_rows(*small_plane(2))
    space = Dataset.from_rows(*small_plane(3))
    for name, dataset in (("0, 1, 0, ... at 2..10", turns), ("6 points of Q^2", plane), ("6 points of Q^3", space)):
        most = 3 if dataset.width == 1 else 2
        start = perf_counter()
        tried = try_shapes(dataset, most)[-1]
        solved = perf_counter()
        answers = replay(tried.script, 10) if tried.refuted else []
        replayed = perf_counter()
        yield (
            f"| {name} | {tried.operations}{' (possible)' if tried.possible else ''} | {tried.shapes:,} | "
            f"{tried.unknown} | {solved - start:.1f} s | {answers.count('unsat'):,} | {replayed - solved:.1f} s |"
        )


def small_plane(width: int) -> tuple[list[list[int]], list[list[int]]]:
    source = random.Random(7)
    return [[source.randint(0, 99) for _ in range(width)] for _ in range(6)], [[i * i] for i in range(6)]


def depths() -> Iterator[str]:
    yield "Trees that test single coordinates and have constant leaves, with the certificate of the lower bound:"
    yield ""
    yield "| data | points | depth | search | certificate, check | check alone | certificate | pystreed | pycontree |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    for name, budget in (("iris", DEFAULT), ("wine", DEFAULT), ("breast_cancer", DEFAULT), ("digits", DIGITS)):
        dataset = real(name)
        start = perf_counter()
        found = least_depth(dataset, budget)
        searched = perf_counter() - start
        times = certificate(dataset, found.network, found.hints, DepthNeeded, found.lower)
        depth = str(found.lower) if found.lower == found.upper else f"{found.lower} to {found.upper}"
        others = [asked(fits, dataset, found) for fits in (fits_by_streed, fits_by_contree)]
        yield (
            f"| {name} | {dataset.size} | {depth} | {searched:.1f} s | {times[0]:.1f} s | {times[1]:.1f} s | "
            f"{times[2]:,} bytes | {' | '.join(others)} |"
        )
    yield ""
    yield from compared()


def real(name: str) -> Dataset:
    """Return a data set of scikit-learn, each float the decimal that it prints as; equal rows once."""
    table = getattr(import_module("sklearn.datasets"), f"load_{name}")()
    rows: dict[tuple[Fraction, ...], list[int]] = {}
    for point, label in zip(table.data.tolist(), table.target.tolist(), strict=True):
        rows.setdefault(tuple([Fraction(repr(value)) for value in point]), [label])
    return Dataset.from_rows(list(rows), list(rows.values()))


def asked(fits: Callable[[Dataset, int], bool], dataset: Dataset, found: Depth) -> str:
    """Return whether a solver finds no tree one level less deep, and one of this depth."""
    if found.lower != found.upper:
        return "not asked"
    start = perf_counter()
    try:
        answers = [fits(dataset, found.upper - 1), fits(dataset, found.upper)]
    except BadInput as error:
        return f"not asked: {error}"
    return f"{'agrees' if answers == [False, True] else f'finds {answers}'}, {perf_counter() - start:.1f} s"


def compared(count: int = 500) -> Iterator[str]:
    """Compare with both solvers on small random data; where one disagrees, all trees are tried."""
    for fits in (fits_by_streed, fits_by_contree):
        wrong = []
        for seed in range(count):
            source = random.Random(seed)
            width, size, most, labels = [
                source.choice(some) for some in ((1, 2, 3, 4), (4, 8, 12), (1, 3, 9), (2, 3, 5))
            ]
            points = sorted({tuple([source.randint(0, most) for _ in range(width)]) for _ in range(size)})
            dataset = Dataset.from_rows(points, [[source.randrange(labels)] for _ in points])
            ours, theirs = least_depth(dataset).lower, depth_by(fits, dataset)
            if ours != theirs:
                wrong.append(f"seed {seed}: {theirs}, here {ours}, all trees {every_tree(dataset)}")
        name = fits.__name__.removeprefix("fits_by_")
        yield f"- {name}: {count - len(wrong)} of {count} small random data sets agree" + "".join(
            [f"; {w}" for w in wrong]
        )


def every_tree(dataset: Dataset) -> int:
    """Return the least depth by trying all tests on all parts."""
    return need(Subsets(dataset, "constant", "axis")).comparisons


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, help="write the page here instead of printing it")
    options = parser.parse_args()
    lines = [
        "# Lower bounds: times",
        "",
        "Made by `python benchmarks/lower_bounds.py -o docs/benchmarks-lowerbound.md`; measured, one process.",
        "",
    ]
    for part in (comparisons, all_operations, depths):
        for line in part():
            print(line, file=sys.stderr, flush=True)
            lines.append(line)
        lines.append("")
    text = "\n".join(lines)
    if options.output is None:
        print(text)
    else:
        options.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
