"""Saved operations as saved time: compiled C, conditional against unconditional, nanoseconds per input in one run.

    python benchmarks/compiled.py -o docs/benchmarks-compiled.md

Points are 0, 1, ..., n - 1 on a line with random labels 0 or 1, in random order, so that neither the cache nor the
branch predictor knows what comes next. Each network is written as C (``constructions.compiled``), compiled by the same
compiler with the same options, tests itself on all points, and then runs them again and again.
``--quick`` takes 1,000 points.
"""

import argparse
import os
import platform
import random
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from constructions.catalogue import build
from constructions.compiled.c_source import ArithmeticName, c_source
from constructions.cost import structural_worst
from constructions.dataset import Dataset

OPTIONS = ("-O3", "-march=native", "-std=c11")
CONDITIONAL = "search-tree-constant"
NAMES = (CONDITIONAL, "search-tree-affine", "two-hidden-layers", "interpolation")
ARITHMETICS: tuple[ArithmeticName, ...] = ("integers", "double")
STEPS = 4e9
"""About so many operations are timed."""


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


def measured(name: str, arithmetic: ArithmeticName, dataset: Dataset, compiler: str) -> Run:
    """Write, compile, test and time one network."""
    network = build(name, dataset)[1].network
    operations = structural_worst(network).total
    started = perf_counter()
    text = c_source(network, dataset, arithmetic)
    writing = perf_counter() - started
    with tempfile.TemporaryDirectory() as folder:
        source, program = Path(folder) / "network.c", Path(folder) / "network"
        source.write_text(text, encoding="ascii")
        started = perf_counter()
        subprocess.run([compiler, *OPTIONS, "-o", str(program), str(source)], check=True)
        compiling = perf_counter() - started
        rounds = max(1, int(STEPS / dataset.size / (operations + 50)))
        output = subprocess.run([str(program), str(rounds)], check=True, capture_output=True, text=True).stdout
    kind = text.partition("typedef ")[2].partition(" number;")[0]
    return Run(name, kind, operations, len(text), writing, compiling, float(output.split("\n")[1].split()[0]))


def page(runs: list[Run], count: int, compiler: str) -> str:
    """Return the page."""
    said = subprocess.run([compiler, "--version"], check=True, capture_output=True, text=True).stdout
    version = said.partition("\n")[0]
    lines = [
        "# Benchmark: compiled networks",
        "",
        f"Made by `python benchmarks/compiled.py` on {os.cpu_count()} cores ({platform.machine()}), {version},",
        f"`{' '.join(OPTIONS)}`. n = {count:,} points 0, 1, ..., n - 1 on a line, random labels 0 or 1,",
        "in random order. Every program gave the exact answer at every point before it was timed. The ratio is to",
        f"`{CONDITIONAL}` in the same arithmetic, in the same run.",
        "",
        "| network | arithmetic | operations per input | C source | written in | compiled in | ns per input | ratio |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    base: dict[str, float] = {}
    for run in runs:
        base.setdefault(run.kind, run.nanoseconds)
        lines.append(
            f"| {run.name} | {run.kind} | {run.operations:,} | {run.size / 1e6:.1f} MB | {run.writing:.1f} s "
            f"| {run.compiling:.1f} s | {run.nanoseconds:,.1f} | {run.nanoseconds / base[run.kind]:,.1f} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--compiler", default="gcc")
    options = parser.parse_args()
    dataset = points(1_000 if options.quick else 10_000)
    runs = [measured(name, way, dataset, options.compiler) for way in ARITHMETICS for name in NAMES]
    text = page(runs, dataset.size, options.compiler)
    print(text, end="")
    if options.output:
        options.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
