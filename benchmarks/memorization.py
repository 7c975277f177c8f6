"""Times and sizes of the main job: build, prove and check that a network memorizes.

    python benchmarks/memorization.py -o docs/benchmarks/memorization.md

Ratios are against one whole-claim Z3 query about the same network and data, run in the same process; single seconds
depend on the machine. ``--small`` takes hundreds of points.
"""

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import head, ratio, row, run, seconds, timed

from constructions.catalogue import build
from constructions.conditional.search_tree import search_tree
from constructions.files.bundle import Bundle, write_bundle
from constructions.files.data_reader import read_dataset
from constructions.model.cost import size_of, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.network import Network
from verify.claims.memorizes import Memorizes
from verify.claims.shared.subject import Reference, dataset_reference, network_reference
from verify.lanes import Lane, Options, prove
from verify.solvers.asking import ask_at_points
from verify.solvers.z3_backend import z3_version
from verify.verdict import Proved

LIMIT = 120.0
ROOT = Path(__file__).resolve().parent.parent


def grid_data(n: int, p: int, seed: int) -> Dataset:
    """Return n random points of a grid so coarse that all p coordinates are needed, with labels 0..999."""
    side = max(2, round((1.5 * n) ** (1 / p)) + 1)
    source = random.Random(seed)
    codes = source.sample(range(side**p), n)
    points = [[code // side**power % side for power in range(p)] for code in codes]
    return Dataset.from_rows(points, [[source.randrange(1000)] for _ in codes])


def z3_table(small: bool) -> Iterator[str]:
    """Yield the table of the Z3 lane: obligations against one whole query, p = 4."""
    yield from head("points", "operations", "obligations", "text", "whole-claim query", "ratio")
    for n in (16, 64) if small else (256, 1024, 4096, 16384, 65536):
        yield z3_row(n)


def z3_row(n: int) -> str:
    """Return the row for n points; the whole query is asked up to 4,096."""
    dataset = grid_data(n, 4, seed=n)
    network = search_tree(dataset).network
    claim = Memorizes(_nowhere, _nowhere)
    finding, parts = timed(lambda: ask_at_points(claim.formula, network, dataset, "obligations", LIMIT, _silent))
    assert finding.answer == "unsat"
    whole, times = "not run", ""
    if n <= 4096:
        found, taken = timed(lambda: ask_at_points(claim.formula, network, dataset, "whole", LIMIT, _silent))
        answered = found.answer == "unsat"
        whole = seconds(taken) if answered else f"no answer in {LIMIT:.0f} s"
        times = ratio(taken, parts, answered)
    size = sum(map(len, finding.scripts))
    return row(n, structural_worst(network).total, seconds(parts), f"{size / 1e6:.1f} MB", whole, times)


def digits_table(small: bool) -> Iterator[str]:
    """Yield the table for the handwritten digits: the memorizers, built, proved by both lanes, and checked."""
    dataset = read_dataset(ROOT / "examples" / "data" / ("iris.csv" if small else "digits.csv"))
    yield from head(
        *(":memorizer", "operations", "comparisons", "parameters", "build", "certificate, checked", "with Z3")
    )
    for name in ("axis-tree", "search-tree", "interpolation"):
        yield digits_row(name, dataset)


def digits_row(name: str, dataset: Dataset) -> str:
    """Return the row of one memorizer."""
    (_, built), building = timed(lambda: build(name, dataset))
    network, both = built.network, "not run: n^2 terms"
    certificate = timed(lambda: _proved(network, dataset, "certificate"))[1]
    worst = structural_worst(network)
    if worst.total * dataset.size < 10**6:
        both = seconds(timed(lambda: _proved(network, dataset, "both"))[1], 1)
    figures = (worst.total, worst.comparisons, size_of(network).parameters)
    return row(name, *figures, seconds(building, 1), seconds(certificate, 1), both)


def _proved(network: Network, dataset: Dataset, lane: Lane) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bundle: Bundle = write_bundle(Path(folder) / "bundle", network, dataset, "")
        verdict = prove(bundle, Memorizes(network_reference(bundle), dataset_reference(bundle)), Options(lane))
        assert isinstance(verdict, Proved), verdict


def _silent(done: int, total: int | None) -> None:
    del done, total


_nowhere = Reference("nowhere.json", "")


def page(small: bool) -> Iterator[str]:
    """Yield the lines of the page."""
    yield "## Z3 lane: obligations against one whole-claim query"
    yield ""
    yield "Search tree, p = 4, random points of a grid so coarse that all four coordinates are needed, labels 0..999."
    yield "At data points the obligations are ground facts: every term is a number, Z3 folds constants, and is a second"
    yield "evaluator there, no more. The whole-claim query has the four inputs as variables."
    yield ""
    yield from z3_table(small)
    yield ""
    yield "## Iris: 149 points, p = 4" if small else "## Handwritten digits: 1,797 points, p = 64"
    yield ""
    yield from digits_table(small)


if __name__ == "__main__":
    run(page, __file__, "memorization.md", "memorization", f"Z3 {z3_version()}")
