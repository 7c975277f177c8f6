"""Operations without gates: how many ``sqrt-operations`` makes on up to 100,000 points, and that it memorizes.

    python benchmarks/sqrt_operations.py -o docs/benchmarks-sqrt-operations.md

Labels and gaps are of three kinds. Networks are evaluated exactly at points spread over the data; one of them is proved
to memorize all its points, in several bundles where the checker's limit on steps asks for it. ``--small`` takes 100 and
300 points.
"""

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import head, row, run, seconds, timed

from constructions.catalogue import CATALOGUE
from constructions.files.bundle import write_bundle
from constructions.model.batch import evaluate_many
from constructions.model.cost import size_of, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.network import Network
from verify.claims.memorizes import Memorizes
from verify.claims.shared.base import dataset_reference, network_reference
from verify.lanes import Options, prove
from verify.verdict import Proved

NAMES = ("sqrt-operations", "sqrt-operations-relu", "bit-extraction")
SIZES = (1_000, 10_000, 100_000)
SPREAD = 200
"""At how many points networks are evaluated."""

PART = 5_000
"""How many points are in one bundle."""


def evenly(size: int) -> Dataset:
    """Return random labels 0 and 1 at 0, 1, 2, ...."""
    source = random.Random(size)
    return Dataset.from_rows([[z] for z in range(size)], [[source.randint(0, 1)] for _ in range(size)])


def alternating(size: int) -> Dataset:
    """Return labels 0, 1, 0, 1, ... at 0, 1, 2, ...."""
    return Dataset.from_rows([[z] for z in range(size)], [[z % 2] for z in range(size)])


def bounded(size: int) -> Dataset:
    """Return random labels at integers with random distances 1, ..., 8."""
    source, place, points = random.Random(size), 0, []
    for _ in range(size):
        place += source.randint(1, 8)
        points.append([place])
    return Dataset.from_rows(points, [[source.randint(0, 1)] for _ in points])


KINDS = {
    "evenly spaced, random labels": evenly,
    "evenly spaced, labels alternate": alternating,
    "gaps 1 to 8, random labels": bounded,
}


def evaluated(network: Network, dataset: Dataset) -> int:
    """Return at how many points, spread over the data, labels were found right: all at which the network was run."""
    numbers = range(0, dataset.size, max(1, dataset.size // SPREAD))
    if evaluate_many(network, [dataset.points[i] for i in numbers]).outputs != [dataset.labels[i] for i in numbers]:
        raise AssertionError("the network does not memorize")
    return len(numbers)


def figures(sizes: tuple[int, ...]) -> Iterator[str]:
    """Yield the table of operations."""
    yield from head(
        ":data", "points", ":memorizer", "build", "operations", "over sqrt(n)", "stored numbers", "right at"
    )
    for what, kind in KINDS.items():
        for size in sizes:
            dataset = kind(size)
            for name in NAMES:
                built, taken = timed(lambda: CATALOGUE[name].build(dataset))  # noqa: B023
                worst, stored = structural_worst(built.network).total, size_of(built.network).parameters
                right = evaluated(built.network, dataset)
                yield row(what, size, name, seconds(taken), worst, f"{worst / size**0.5:.1f}", stored, right)


def proofs(size: int) -> str:
    """Prove *memorizes* on evenly spaced points, a bundle for each part, and return a sentence."""
    dataset = evenly(size)
    network = CATALOGUE["sqrt-operations"].build(dataset).network
    parts, total = 0, 0.0
    for start in range(0, size, PART):
        piece = slice(start, start + PART)
        data = Dataset(dataset.points[piece], dataset.labels[piece], dataset.counts[piece])
        with tempfile.TemporaryDirectory() as folder:
            bundle = write_bundle(Path(folder) / "bundle", network, data, "")
            claim = Memorizes(network_reference(bundle), dataset_reference(bundle))
            verdict, taken = timed(lambda: prove(bundle, claim, Options("certificate")))  # noqa: B023
        if not isinstance(verdict, Proved):
            raise TypeError(f"not proved: {verdict}")
        parts, total = parts + 1, total + taken
    return (
        f"`sqrt-operations` on {size:,} evenly spaced points, in {parts} of at most {PART:,}: *memorizes* is "
        f"proved and accepted by the checker, in {seconds(total, 0)} together."
    )


def page(small: bool) -> Iterator[str]:
    """Yield the page."""
    sizes = (100, 300) if small else SIZES
    yield "Operations are structural maxima, which every input takes; there are no gates."
    yield ""
    yield from figures(sizes)
    yield ""
    yield proofs(sizes[1])


if __name__ == "__main__":
    run(page, __file__, "benchmarks-sqrt-operations.md", "operations without gates")
