"""Saved operations as saved time: compiled C, conditional against unconditional, nanoseconds per input in one run.

    python benchmarks/compiled.py -o docs/benchmarks/compiled.md

Points are 0, 1, ..., n - 1 on a line with random labels 0 or 1, in random order, so that neither the cache nor the
branch predictor knows what comes next. Each network is written as C (``exchange.c``), compiled by the same
compiler with the same options, tests itself on all points, and then runs them again and again.
A second table asks what the table of gates costs at a million points: beside it a search by hand for the piece of the
line, in a sorted array of the same thresholds, on the same inputs. ``--small`` takes 100 points, 1,000 there, and times
them for a moment.
"""

import random
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from measuring import head, ratio, row, run, seconds, used, worked
from scale import write_table

from constructions.catalogue import build
from constructions.files.data_reader import read_dataset
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Branch, Network, Sequence
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


def compiled(text: str, rounds: int) -> tuple[float, float]:
    """Compile C, let it test itself and run so many rounds; return the seconds of compiling, and ns per input."""
    with tempfile.TemporaryDirectory() as folder:
        source, program = Path(folder) / "network.c", Path(folder) / "network"
        source.write_text(text, encoding="ascii")
        command = [COMPILER, *OPTIONS, "-o", str(program), str(source)]
        compiling = used(*command).seconds
        output = subprocess.run([str(program), str(rounds)], check=True, capture_output=True, text=True).stdout
    return compiling, float(output.split("\n")[1].split()[0])


def measured(name: str, arithmetic: ArithmeticName, dataset: Dataset, steps: float) -> Run:
    """Write, compile, test and time one network, for about so many operations."""
    network = build(name, dataset)[1].network
    operations = structural_worst(network).total
    text, writing = worked(lambda: c_source(network, dataset, arithmetic))
    compiling, nanoseconds = compiled(text, max(1, int(steps / dataset.size / (operations + 50))))
    kind = text.partition("typedef ")[2].partition(" number;")[0]
    return Run(name, kind, operations, len(text), writing, compiling, nanoseconds)


SEARCH = """static const number bounds[] = {%s};
static const signed char answers[] = {%s};

static void part0(const number *x, number *y, number *q) {
    number z = %s;
    int32_t low = 0, high = %d;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (z >= bounds[middle]) low = middle + 1;
        else high = middle;
    }
    y[0] = answers[low];
    q[0] = 1;
}

"""


def by_hand(text: str, bounds: list[int], answers: list[int]) -> str:
    """Return the C of a search tree with a search of its sorted thresholds in place of its gates."""
    where = re.findall(r"w\[0\] = (.*);", text)[0]
    search = SEARCH % (", ".join(map(str, bounds)), ", ".join(map(str, answers)), where, len(bounds))
    before, after = text.index("static const struct"), text.index("void memocert_network(")
    return f"{text[:before]}{search}{text[after:]}"


def pieces(network: Network) -> tuple[list[int], list[int]]:
    """Return the thresholds of a search tree from left to right, and the labels between them."""
    assert isinstance(network, Sequence)
    bounds, answers = list[int](), list[int]()
    todo: list[Network | int] = [network.stages[-1]]
    while todo:
        node = todo.pop()
        if isinstance(node, int):
            bounds.append(node)
        elif isinstance(node, Branch):
            todo += [node.above, ceil(node.threshold), node.below]
        else:
            assert isinstance(node, Affine)
            answers.append(int(node.bias[0]))
    assert bounds == sorted(bounds)
    return bounds, answers


def large(small: bool) -> Iterator[str]:
    """Yield the table of many points."""
    count, rounds = (1_000, 10) if small else (1_000_000, 3)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.csv"
        write_table(data, count)
        dataset = read_dataset(data)
    network = build("search-tree", dataset)[1].network
    text, writing = worked(lambda: c_source(network, dataset))
    bounds, answers = pieces(network)
    searched = by_hand(text, bounds, answers)
    yield f"## {count:,} points"
    yield ""
    yield "Random points of {0, ..., 10^8 - 1}^2 in random order, labels 0 and 1: the search tree, and a binary search"
    yield f"by hand in a sorted array of its {len(bounds):,} thresholds."
    yield ""
    yield from head(":program", "C source", "written in", "compiled in", "ns per input", "ratio")
    base = 0.0
    for name, source, written in (("binary search", searched, ""), ("search-tree", text, seconds(writing, 1))):
        compiling, nanoseconds = compiled(source, rounds)
        base = base or nanoseconds
        cells = f"{len(source) / 1e6:.1f} MB", written, seconds(compiling, 1), f"{nanoseconds:,.1f}"
        yield row(name, *cells, ratio(nanoseconds, base))


def page(small: bool) -> Iterator[str]:
    """Yield the lines of the page."""
    count, steps = (100, 4e6) if small else (10_000, 4e9)
    yield f"`{COMPILER} {' '.join(OPTIONS)}`. n = {count:,} points 0, 1, ..., n - 1 on a line, random labels 0 or 1,"
    yield "in random order. Every program gave the exact answer at every point before it was timed. Seconds are of the"
    yield f"processor. The ratio is to `{CONDITIONAL}` in the same arithmetic, in the same run."
    yield ""
    yield from head(
        *(":network", ":arithmetic", "operations per input", "C source", "written in", "compiled in"),
        *("ns per input", "ratio"),
    )
    dataset, base = points(count), dict[str, float]()
    for way in ARITHMETICS:
        for name in NAMES:
            made = measured(name, way, dataset, steps)
            times = ratio(made.nanoseconds, base.setdefault(made.kind, made.nanoseconds))
            spent = seconds(made.writing, 1), seconds(made.compiling, 1)
            size = f"{made.size / 1e6:.1f} MB"
            yield row(made.name, made.kind, made.operations, size, *spent, f"{made.nanoseconds:,.1f}", times)
    yield ""
    yield from large(small)


def version() -> str:
    """Return what the compiler calls itself."""
    if shutil.which(COMPILER) is None:
        return f"no {COMPILER}"
    return subprocess.run([COMPILER, "--version"], capture_output=True, text=True, check=True).stdout.split("\n")[0]


if __name__ == "__main__":
    run(page, __file__, "compiled.md", "compiled networks", version())
