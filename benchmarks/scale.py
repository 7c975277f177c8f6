"""A million points: build, prove and check as commands, beside the fit of scikit-learn's decision tree.

    python benchmarks/scale.py -o docs/benchmarks/scale.md

Each step is a process of its own; its seconds are those that the processor worked, so that a busy machine changes them
little. Ratios are against ``DecisionTreeClassifier.fit`` on the same data in the same run, reading and importing left
out. Where ``make native`` has built the checker that is proved in Coq, it is measured, too. ``--small`` takes hundreds
of points.
"""

import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from functools import partial
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import numpy as np
from measuring import Used, head, ratio, row, run, seconds, used

from constructions.model.dataset import Dataset
from lowerbound.comparisons.labellings import rows
from lowerbound.findings import lower_bounds
from verify.native import program
from verify.prove.work import ALONE, Workers

ROOT = Path(__file__).resolve().parent.parent
MEMORIZERS = ("search-tree", "axis-tree")
MOST = {"axis-tree": 100_000}
"""Beyond, the search for a shallow tree takes long."""

FIT = """
import sys, time
import numpy
from sklearn.tree import DecisionTreeClassifier
table = numpy.loadtxt(sys.argv[1], delimiter=",", skiprows=1)
started = time.process_time()
tree = DecisionTreeClassifier(random_state=0).fit(table[:, :2], table[:, 2])
print(time.process_time() - started, tree.get_n_leaves(), tree.get_depth())
"""


def write_table(path: Path, n: int, by_gate: bool = False) -> None:
    """Write n random points of {0, ..., 10^8 - 1}^2 with labels 0 and 1, as a CSV file; or whether x >= 5 10^7."""
    source = np.random.default_rng(n)
    points = source.integers(0, 10**8, size=(n, 2))
    numbers = np.column_stack([points, points[:, 0] >= 5 * 10**7 if by_gate else source.integers(0, 2, size=n)])
    np.savetxt(path, numbers, fmt="%d", delimiter=",", header="x,y,label", comments="")


def steps(memorizer: str, data: Path, bundle: Path) -> Iterator[tuple[str, Used]]:
    """Yield what each command took on one data set."""
    yield f"build {memorizer}", used(sys.executable, "-m", "memocert", "build", memorizer, data, "-o", bundle)
    prove = (sys.executable, "-m", "memocert", "prove", bundle, "--claim", "memorizes", "--lane", "certificate")
    yield "prove", used(*prove)
    yield "check", used(sys.executable, "-m", "memocert", "check", bundle)
    if program() is not None:
        yield "check --native", used(sys.executable, "-m", "memocert", "check", "--native", bundle)


def size_table(n: int, folder: Path, found: dict[tuple[str, str], list[float]]) -> Iterator[str]:
    """Yield the table of n points, and keep the seconds of each step in ``found``."""
    data = folder / f"{n}.csv"
    write_table(data, n)
    fit = used(sys.executable, "-c", FIT, data)
    taken, leaves, depth = fit.output.split()
    yield from head(":step", "processor time", "ratio", "peak memory", "files")
    name = f"scikit-learn, fit: {int(leaves):,} leaves, depth {depth}"
    yield row(name, seconds(float(taken)), "", f"{fit.peak:.2f} GiB", f"{data.stat().st_size / 1e6:.1f} MB")
    found.setdefault(("scikit-learn", "fit"), []).append(float(taken))
    for memorizer in MEMORIZERS:
        if n > MOST.get(memorizer, n):
            continue
        bundle = folder / f"{n}-{memorizer}"
        for step, spent in steps(memorizer, data, bundle):
            found.setdefault((memorizer, step), []).append(spent.seconds)
            size = sum([path.stat().st_size for path in bundle.iterdir()]) / 1e6
            times = ratio(spent.seconds, float(taken))
            yield row(step, seconds(spent.seconds), times, f"{spent.peak:.2f} GiB", f"{size:.1f} MB")


def built_table(n: int, folder: Path) -> Iterator[str]:
    """Yield what building alone takes."""
    data, bundle = folder / f"{n}.csv", folder / f"{n}-search-tree"
    write_table(data, n)
    step, spent = next(steps("search-tree", data, bundle))
    size = sum([path.stat().st_size for path in bundle.iterdir()]) / 1e6
    yield from head(":step", "processor time", "peak memory", "files")
    yield row(step, seconds(spent.seconds), f"{spent.peak:.2f} GiB", f"{size:.1f} MB")


def gate_table(sizes: tuple[int, ...], folder: Path) -> Iterator[str]:
    """Yield what checking takes where one gate memorizes all points."""
    yield from head(":points", "file of the data", "processor time", "peak memory")
    for n in sizes:
        data, bundle = folder / f"{n}-gate.csv", folder / f"{n}-gate"
        write_table(data, n, by_gate=True)
        for step, spent in steps("axis-tree", data, bundle):
            if step == "check":
                size = f"{(bundle / 'dataset.json').stat().st_size / 1e6:.1f} MB"
                yield row(f"{n:,}", size, seconds(spent.seconds), f"{1024 * spent.peak:.0f} MiB")
                break


class Measured(Executor):
    """Runs tasks in this process at once, and keeps the processor time of each with its function."""

    def __init__(self) -> None:
        self.tasks: list[tuple[Callable[..., Any], float]] = []

    def submit(self, function: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        """Return what a task gives, when it has ended."""
        future, started = Future[Any](), process_time()
        future.set_result(function(*given, **named))
        self.tasks.append((function, process_time() - started))
        return future

    def busier(self) -> float:
        """Return the processor time of the busier of two workers; tasks of one function are taken in their order."""
        total = 0.0
        for _, tasks in groupby(self.tasks, key=lambda task: task[0]):
            taken = [0.0, 0.0]
            for _, spent in tasks:
                taken[taken.index(min(taken))] += spent
            total += max(taken)
        return total


def scattered(n: int) -> Dataset:
    """Return n random points of {0, ..., 99}^3 with labels 0 and 1."""
    source = random.Random(n)
    points = [[source.randint(0, 99) for _ in range(3)] for _ in range(n)]
    return Dataset.from_rows(points, [[source.randint(0, 1)] for _ in points])


def _bounds(data: Dataset, workers: Workers) -> object:
    return lower_bounds(data, workers=workers)


def _table(most: int, workers: Workers) -> object:
    return list(rows(workers=workers, most=most))


def shared_table(small: bool) -> Iterator[str]:
    """Yield how much sooner two workers end than one, from the processor time of each task."""
    searches: dict[str, Callable[[Workers], object]] = {}
    for n in (6, 7) if small else (20, 24):
        searches[f"`lowerbound`, {n} points of Q^3"] = partial(_bounds, scattered(n))
    searches["`lowerbound --table`"] = partial(_table, 3 if small else 16)
    yield from head(":", "one process", "two: all their work", "of it shared", "the busier of two", "ratio")
    for name, search in searches.items():
        started = process_time()
        search(ALONE)
        alone, measured, started = process_time() - started, Measured(), process_time()
        search(Workers(2, measured))
        both = process_time() - started
        shared = sum([spent for _, spent in measured.tasks])
        busier = both - shared + measured.busier()
        yield row(name, *map(seconds, (alone, both, shared, busier)), ratio(alone, busier))


def page(small: bool) -> Iterator[str]:
    """Yield the lines of the page."""
    sizes = (300, 600) if small else (100_000, 1_000_000)
    found: dict[tuple[str, str], list[float]] = {}
    yield "Random points of {0, ..., 10^8 - 1}^2, labels 0 and 1, from a CSV file. `prove` has the claim that the"
    yield "network memorizes, in the lane of certificates; `files` are those of the bundle after the step. Ratios are"
    yield "to the fit."
    with tempfile.TemporaryDirectory() as folder:
        for n in sizes:
            yield ""
            yield f"## {n:,} points, p = 2"
            yield ""
            yield from size_table(n, Path(folder), found)
        yield ""
        yield f"## {10 * sizes[-1]:,} points, p = 2"
        yield ""
        yield "The files are longer than the 160 MiB that the checker reads: `prove` and `check` refuse them at once."
        yield ""
        yield from built_table(10 * sizes[-1], Path(folder))
        yield ""
        yield "## One gate, more and more points"
        yield ""
        yield "The label says whether x >= 5 10^7. `check` reads rows, runs them and forgets them; it keeps 8 bytes of"
        yield "each, to see whether a point stands twice."
        yield ""
        yield from gate_table((*sizes, 2 * sizes[-1]), Path(folder))
    yield ""
    yield f"## From {sizes[0]:,} to {sizes[1]:,} points"
    yield ""
    yield from head(":step", "growth")
    for (tool, step), (few, *more) in found.items():
        for many in more:
            yield row(step if tool in step else f"{step}, {tool}", ratio(many, few))
    yield ""
    yield "## Two workers"
    yield ""
    yield "Each task runs in one process, which measures it. Tasks are given, in their order, to whichever of two"
    yield "workers is free; what is not shared is added. The time until a process has started is left out."
    yield ""
    yield from shared_table(small)
    yield ""
    yield "## Start-up"
    yield ""
    yield from head(":command", "processor time")
    helped = [used(sys.executable, "-m", "memocert", "--help").seconds for _ in range(1 if small else 5)]
    yield row("`memocert --help`", seconds(median(helped)))


if __name__ == "__main__":
    run(page, __file__, "scale.md", "scale", f"scikit-learn {version('scikit-learn')}")
