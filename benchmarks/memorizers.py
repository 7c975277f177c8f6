"""Every memorizer on growing data: seconds to build and to evaluate, and growth.

    python benchmarks/memorizers.py -o docs/benchmarks/memorizers.md

Data are random integers on a line with random labels 0 or 1 (``guide.drawing.plot.random_line``), for memorizers that
need general position random points of Q^10. Growth is the ratio of seconds from one size to the next, beside the
growth of the network's operations. ``--small`` takes 30 and 60 points.
"""

from collections.abc import Iterator
from typing import NamedTuple

from measuring import head, random_points, ratio, row, run, seconds, timed

from constructions.catalogue import CATALOGUE
from constructions.memorizer import Memorizer
from constructions.model.batch import evaluate_many
from constructions.model.cost import size_of, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.network import Network
from guide.drawing.plot import random_line

SIZES = (1_000, 10_000, 100_000)
SAMPLE = 200
"""How many points are evaluated first."""

PATIENCE = 60.0
"""All points are evaluated if the first ones let expect that it takes no more seconds than that."""


class Run(NamedTuple):
    """What was measured of one memorizer at one size: seconds to build, operations, and the cells of its row."""

    building: float
    operations: int
    cells: tuple[str | int, ...]


def measured(memorizer: Memorizer, dataset: Dataset) -> Run:
    """Build, check the labels exactly, and return the figures."""
    built, building = timed(lambda: memorizer.build(dataset))
    network = built.network
    size, operations = size_of(network), structural_worst(network).total
    count = min(SAMPLE, dataset.size)
    evaluating = evaluated(network, dataset, count)
    if evaluating * dataset.size / count <= PATIENCE:
        count, evaluating = dataset.size, evaluated(network, dataset, dataset.size)
    spent = seconds(building), seconds(evaluating)
    figures = (size.neurons, size.gates, size.parameters, operations, size.largest_bits)
    return Run(building, operations, (memorizer.name, dataset.size, *spent, count, *figures))


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
            found.append(measured(memorizer, random_points(size, 10, 10**6, 1, least=-(10**6))))
    return found


def rows_of(runs: list[Run]) -> Iterator[str]:
    """Yield the lines of the table about one memorizer."""
    for before, made in zip([None, *runs], runs, strict=False):
        growth = ["", ""]
        if before is not None:
            growth = [ratio(made.building, before.building), ratio(made.operations, before.operations)]
        yield row(*made.cells, *growth)


def matrices(size: int) -> list[str]:
    """Return how evaluation with integer matrices compares with loops over fractions, on two hidden layers."""
    dataset = random_line(size, size)
    network: Network = CATALOGUE["two-hidden-layers"].build(dataset).network
    few = dataset.points[:: max(1, size // 20)][:20]
    _, together = timed(lambda: evaluate_many(network, dataset.points))
    _, alone = timed(lambda: [evaluate(network, point) for point in few])
    times = ratio(alone / len(few), together / size)
    each = f"{together / size * 1e6:,.0f} microseconds a point"
    return [
        f"Two hidden layers, n = {size:,}: all points with integer matrices {together:.2f} s, {each};",
        f"loops over `Fraction` {alone / len(few) * 1e6:,.0f} microseconds a point, **{times} times** as long.",
    ]


def page(small: bool) -> Iterator[str]:
    """Yield the lines of the page."""
    yield "Random integers on a line below 8n, random labels 0 or 1; for memorizers that refuse these, random points of"
    yield f"Q^10. *Evaluate* is exact, at all points where that takes less than a minute, else at {SAMPLE}. Growth is"
    yield "from one size to the next."
    yield ""
    yield from head(
        *(":memorizer", "points", "build", "evaluate", "at points", "neurons", "gates", "parameters", "operations"),
        *("bits", "growth of build", "growth of operations"),
    )
    for memorizer in CATALOGUE.values():
        yield from rows_of(runs_of(memorizer, (30, 60) if small else SIZES))
    yield ""
    yield from matrices(100 if small else 10_000)


if __name__ == "__main__":
    run(page, __file__, "memorizers.md", "memorizers, time and size")
