"""Saved operations as saved time: compiled C, conditional against unconditional, nanoseconds per input in one run.

    python benchmarks/compiled.py -o docs/benchmarks/compiled.md

Points are 0, 1, ..., n - 1 on a line with random labels 0 or 1, in random order, so that neither the cache nor the
branch predictor knows what comes next. Each network is written as C (``exchange.c``), compiled by the same
compiler with the same options, tests itself on all points, and then runs them again and again.
``--small`` takes 100 points, and times them for a moment.
"""

import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from measuring import head, ratio, row, run, seconds, timed

from constructions.catalogue import build
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from exchange.c.c_source import ArithmeticName, c_source

OPTIONS = ("-O3", "-march=native", "-std=c11")
CONDITIONAL = "search-tree-constant"
NAMES = (CONDITIONAL, "search-tree-affine", "two-hidden-layers", "interpolation")
ARITHMETICS: tuple[ArithmeticName, ...] = ("integers", "double")
COMPILER = "gcc"


@dataclass(frozen=True, slots=True)
class Run:
    """What was measured of one network in one arithmetic."""

    name: str
    kind: str
    operations: int
    size: int
    writing: float
    compiling: float
    nanoseconds: float


def points(count: int) -> Dataset:
    """Return the points in random order."""
    source = random.Random(count)
    places = source.sample(range(count), count)
    return Dataset.from_rows([[place] for place in places], [[source.randint(0, 1)] for _ in places])


def measured(name: str, arithmetic: ArithmeticName, dataset: Dataset, steps: float) -> Run:
    """Write, compile, test and time one network, for about so many operations."""
    network = build(name, dataset)[1].network
    operations = structural_worst(network).total
    text, writing = timed(lambda: c_source(network, dataset, arithmetic))
    with tempfile.TemporaryDirectory() as folder:
        source, program = Path(folder) / "network.c", Path(folder) / "network"
        source.write_text(text, encoding="ascii")
        command = [COMPILER, *OPTIONS, "-o", str(program), str(source)]
        _, compiling = timed(lambda: subprocess.run(command, check=True))
        rounds = max(1, int(steps / dataset.size / (operations + 50)))
        output = subprocess.run([str(program), str(rounds)], check=True, capture_output=True, text=True).stdout
    kind = text.partition("typedef ")[2].partition(" number;")[0]
    return Run(name, kind, operations, len(text), writing, compiling, float(output.split("\n")[1].split()[0]))


def page(small: bool) -> Iterator[str]:
    """Yield the lines of the page."""
    count, steps = (100, 4e6) if small else (10_000, 4e9)
    yield f"`{COMPILER} {' '.join(OPTIONS)}`. n = {count:,} points 0, 1, ..., n - 1 on a line, random labels 0 or 1,"
    yield "in random order. Every program gave the exact answer at every point before it was timed. The ratio is to"
    yield f"`{CONDITIONAL}` in the same arithmetic, in the same run."
    yield ""
    yield from head(
        ":network",
        ":arithmetic",
        "operations per input",
        "C source",
        "written in",
        "compiled in",
        "ns per input",
        "ratio",
    )
    dataset, base = points(count), dict[str, float]()
    for way in ARITHMETICS:
        for name in NAMES:
            made = measured(name, way, dataset, steps)
            times = ratio(made.nanoseconds, base.setdefault(made.kind, made.nanoseconds))
            spent = seconds(made.writing, 1), seconds(made.compiling, 1)
            size = f"{made.size / 1e6:.1f} MB"
            yield row(made.name, made.kind, made.operations, size, *spent, f"{made.nanoseconds:,.1f}", times)


def version() -> str:
    """Return what the compiler calls itself."""
    if shutil.which(COMPILER) is None:
        return f"no {COMPILER}"
    return subprocess.run([COMPILER, "--version"], capture_output=True, text=True, check=True).stdout.split("\n")[0]


if __name__ == "__main__":
    run(page, __file__, "compiled.md", "compiled networks", version())
