"""Every memorizer on growing data: seconds to build and to evaluate, and growth; prints a page, ``-o FILE`` writes it.

    python benchmarks/memorizers.py -o docs/benchmarks-memorizers.md

Data are random integers on a line with random labels 0 or 1 (``constructions.plot.random_line``), for memorizers that
need general position random points of Q^10. Growth is the ratio of seconds from one size to the next, ten times as
large, beside the growth of the network's operations. ``--quick`` stops at 1,000 points.
"""

import argparse
import os
import platform
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from constructions.batch import evaluate_many
from constructions.catalogue import CATALOGUE, Memorizer
from constructions.cost import size_of, structural_worst
from constructions.dataset import Dataset
from constructions.errors import BadInput
from constructions.evaluation import evaluate
from constructions.network import Network
from constructions.plot import random_line

SIZES = (1_000, 10_000, 100_000)
SAMPLE = 200
"""How many points are evaluated first."""

PATIENCE = 60.0
"""All points are evaluated if the first ones let expect that it takes no more seconds than that."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Run:
    """What was measured of one memorizer at one size; ``evaluated`` says at how many points."""

    name: str
    size: int
    building: float
    evaluating: float
    evaluated: int
    neurons: int
    gates: int
    parameters: int
    operations: int
    bits: int


def timed(work: Callable[[], Value]) -> tuple[Value, float]:
    """Return what ``work`` returns, and the seconds it took."""
    started = perf_counter()
    value = work()
    return value, perf_counter() - started


def general_points(size: int) -> Dataset:
    """Return random points of Q^10 with labels 0 or 1."""
    source = random.Random(size)
    points = [[source.randint(-(10**6), 10**6) for _ in range(10)] for _ in range(size)]
    return Dataset.from_rows(points, [[source.randint(0, 1)] for _ in points])


def measured(memorizer: Memorizer, dataset: Dataset) -> Run:
    """Build, check the labels exactly, and return the figures."""
    built, building = timed(lambda: memorizer.build(dataset))
    network = built.network
    size, operations = size_of(network), structural_worst(network).total
    count, evaluating = SAMPLE, evaluated(network, dataset, SAMPLE)
    if evaluating * dataset.size / SAMPLE <= PATIENCE:
        count, evaluating = dataset.size, evaluated(network, dataset, dataset.size)
    figures = (size.neurons, size.gates, size.parameters, operations, size.largest_bits)
    return Run(memorizer.name, dataset.size, building, evaluating, count, *figures)


def evaluated(network: Network, dataset: Dataset, count: int) -> float:
    """Return the seconds of evaluation at ``count`` points spread over the data, after checking their labels."""
    numbers = range(0, dataset.size, dataset.size // count)[:count]
    evaluation, seconds = timed(lambda: evaluate_many(network, [dataset.points[number] for number in numbers]))
    if evaluation.outputs != [dataset.labels[number] for number in numbers]:
        raise AssertionError("the network does not memorize")
    return seconds


def runs_of(memorizer: Memorizer, sizes: tuple[int, ...]) -> list[Run]:
    """Return the runs of a memorizer up to the size that it takes."""
    found = []
    for size in sizes:
        if size > memorizer.most:
            break
        try:
            found.append(measured(memorizer, random_line(size, size)))
        except BadInput:
            found.append(measured(memorizer, general_points(size)))
    return found


def table(runs: list[list[Run]]) -> list[str]:
    """Return the table of all runs."""
    lines = [
        "| memorizer | points | build | evaluate | at points | neurons | gates | parameters | operations | bits "
        "| growth of build | growth of operations |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for mine in runs:
        before = None
        for run in mine:
            growth = ["", ""]
            if before is not None:
                growth = [f"{run.building / before.building:.1f}", f"{run.operations / before.operations:.1f}"]
            cells = [
                run.name,
                f"{run.size:,}",
                f"{run.building:.2f} s",
                f"{run.evaluating:.2f} s",
                f"{run.evaluated:,}",
                f"{run.neurons:,}",
                f"{run.gates:,}",
                f"{run.parameters:,}",
                f"{run.operations:,}",
                f"{run.bits:,}",
                *growth,
            ]
            lines.append(f"| {' | '.join(cells)} |")
            before = run
    return lines


def matrices(size: int) -> list[str]:
    """Return how evaluation with integer matrices compares with loops over fractions, on two hidden layers."""
    dataset = random_line(size, size)
    network: Network = CATALOGUE["two-hidden-layers"].build(dataset).network
    few = dataset.points[:: max(1, size // 20)][:20]
    _, together = timed(lambda: evaluate_many(network, dataset.points))
    _, alone = timed(lambda: [evaluate(network, point) for point in few])
    ratio = (alone / len(few)) / (together / size)
    each = f"{together / size * 1e6:,.0f} microseconds a point"
    return [
        f"Two hidden layers, n = {size:,}: all points with integer matrices {together:.2f} s, {each};",
        f"loops over `Fraction` {alone / len(few) * 1e6:,.0f} microseconds a point, **{ratio:.0f} times** as long.",
    ]


def main() -> None:
    """Print the page, or write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    sizes = SIZES[:1] if options.quick else SIZES
    runs = []
    for memorizer in CATALOGUE.values():
        runs.append(runs_of(memorizer, sizes))
        print(f"{memorizer.name}: {', '.join([f'{run.size:,} {run.building:.1f} s' for run in runs[-1]])}", flush=True)
    page = [
        "# Memorizers: time and size",
        "",
        "Made by `python benchmarks/memorizers.py -o docs/benchmarks-memorizers.md`"
        f" (Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}).",
        "",
        "Random integers on a line below 8n, random labels 0 or 1; for memorizers that refuse these, random points of",
        "Q^10. *Evaluate* is exact, at all points where that takes less than a minute, else at 200. Growth is from one",
        "size to the one ten times as large.",
        "",
        *table(runs),
        "",
        *matrices(1_000 if options.quick else 10_000),
        "",
    ]
    if options.output is None:
        print("\n".join(page))
    else:
        options.output.write_text("\n".join(page), encoding="utf-8")


if __name__ == "__main__":
    main()
