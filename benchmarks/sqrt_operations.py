"""Operations without gates: how many ``sqrt-operations`` makes on up to 100,000 points, and that it memorizes.

    python benchmarks/sqrt_operations.py -o docs/benchmarks/sqrt-operations.md

Labels and gaps are of three kinds. Networks are evaluated exactly at points spread over the data; one of them is proved
to memorize all its points, ``--proved`` of them, in bundles of ``--shard`` rows. 100,000 in bundles of 500 take hours.
``--small`` takes 100 and 300 points.
"""

import random
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from measuring import head, row, run, seconds, timed, worked

from constructions.catalogue import CATALOGUE
from constructions.files.bundle import Bundle, write_bundle
from constructions.model.batch import evaluate_many
from constructions.model.cost import size_of, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.network import Network
from verify.check.budget import MAX_STEPS
from verify.check.bundle import Files, Folder, check_claims, claim_names
from verify.claims.memorizes import Memorizes
from verify.claims.shared.subject import dataset_reference, network_reference
from verify.lanes import Options, prove
from verify.verdict import Proved

NAMES = ("sqrt-operations", "sqrt-operations-relu", "bit-extraction")
SIZES = (1_000, 10_000, 100_000)
SPREAD = 200
"""At how many points networks are evaluated."""


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


PROOFS = f"""\
**All points of a data set proved.** Evenly spaced points with random labels, and one network of `sqrt-operations` for
all of them. The checker takes at most {MAX_STEPS:,} steps for a bundle, and an operation on a word of hundreds of
bits counts as many steps as it takes time. So the data set is cut into bundles of rows that follow each other. Each has
the whole network, the same bytes in all of them; its claim *memorizes* is proved, and accepted by the checker. Each
point is in exactly one bundle: together that is *memorizes* for the whole data set. All 100,000 points of the first
kind were proved so in an earlier run, when a bundle had twice as many steps
([history](../../benchmarks/history/sqrt_operations.md)).
""".split("\n")


def proofs(size: int, rows: int) -> Iterator[str]:
    """Prove *memorizes* on evenly spaced points, a bundle for each ``rows`` rows in turn, all with the same network."""
    dataset = evenly(size)
    network = CATALOGUE["sqrt-operations"].build(dataset).network
    yield from head(
        "points proved", "rows a bundle", "bundles", "operations", "steps of the first", "prove and check, CPU"
    )
    networks, total, proved, steps = set(), 0.0, 0, 0
    parts = [range(start, min(start + rows, size)) for start in range(0, size, rows)]
    for part in parts:
        with tempfile.TemporaryDirectory() as folder:
            bundle = write_bundle(Path(folder) / "bundle", network, dataset.part(part), "")
            claim = Memorizes(network_reference(bundle), dataset_reference(bundle))
            verdict, taken = worked(partial(prove, bundle, claim, Options("certificate")))
            total += taken
            if not isinstance(verdict, Proved):
                raise SystemExit(f"--shard {rows}: points {part.start} to {part.stop - 1} are not proved: {verdict}")
            steps = steps or steps_of(bundle)
        networks.add(claim.network)
        proved += len(part)
        print(f"{proved} of {size} points, {seconds(total, 0)}", file=sys.stderr, flush=True)
    if len(networks) != 1:
        raise AssertionError("the bundles have different networks")
    yield row(proved, rows, len(parts), structural_worst(network).total, f"{steps:,}", seconds(total, 0))


def steps_of(bundle: Bundle) -> int:
    """Return how many steps the checker takes for a bundle."""
    files = Files(Folder(str(bundle.folder)))
    check_claims(files, claim_names(str(bundle.folder)))
    return MAX_STEPS - files.budget.steps


def page(small: bool, proved: int, shard: int) -> Iterator[str]:
    """Yield the page."""
    sizes = (100, 300) if small else SIZES
    yield "Operations are structural maxima, which every input takes; there are no gates."
    yield ""
    yield from figures(sizes)
    yield ""
    yield from PROOFS
    yield from proofs(*((300, 100) if small else (proved, shard)))


if __name__ == "__main__":
    options = {"proved": (20_000, "how many points are proved"), "shard": (1_000, "how many of them are in one bundle")}
    run(page, __file__, "sqrt-operations.md", "operations without gates", numbers=options)
