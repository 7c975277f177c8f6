"""Times and sizes of the main job; prints a Markdown table, ``-o FILE`` writes it.

    python benchmarks/memorization.py -o docs/benchmarks.md

Ratios are against one whole-claim Z3 query about the same network and data, run in the same process; single seconds
depend on the machine. ``--quick`` leaves out the million points and the query of 4,096 points.
"""

import argparse
import gc
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import numpy as np

from constructions.bundle import Bundle, write_bundle
from constructions.catalogue import build
from constructions.conditional.search_tree import search_tree
from constructions.cost import size_of, structural_worst
from constructions.dataset import Dataset
from constructions.network import Network
from constructions.readers import read_dataset
from verify.claim import Memorizes, Reference
from verify.lanes import Lane, Options, dataset_reference, network_reference, prove
from verify.prove.points import ask_z3
from verify.prove.z3_backend import z3_version
from verify.verdict import Proved

LIMIT = 120.0
ROOT = Path(__file__).resolve().parent.parent
Value = TypeVar("Value")


def timed(work: Callable[[], Value]) -> tuple[Value, float]:
    """Return what ``work`` returns, and the seconds it took."""
    started = perf_counter()
    value = work()
    return value, perf_counter() - started


def grid_data(n: int, p: int, seed: int) -> Dataset:
    """Return n random points of a grid so coarse that all p coordinates are needed, with labels 0..999."""
    side = max(2, round((1.5 * n) ** (1 / p)) + 1)
    source = random.Random(seed)
    codes = source.sample(range(side**p), n)
    points = [[code // side**power % side for power in range(p)] for code in codes]
    return Dataset.from_rows(points, [[source.randrange(1000)] for _ in codes])


def z3_table(quick: bool) -> list[str]:
    """Return the rows of the Z3 lane: obligations against one whole query, p = 4."""
    lines = [
        "| points | operations | obligations | text | whole-claim query | ratio |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for n in (256, 1024, 4096, 16384, 65536):
        dataset = grid_data(n, 4, seed=n)
        network = search_tree(dataset).network
        claim = Memorizes(_nowhere, _nowhere)
        finding, seconds = timed(lambda: ask_z3(claim, network, dataset, "obligations", LIMIT, _silent))  # noqa: B023
        assert finding.answer == "unsat"
        size = sum(map(len, finding.scripts))
        whole, ratio = "not run", ""
        if n <= (1024 if quick else 4096):
            found, whole_seconds = timed(lambda: ask_z3(claim, network, dataset, "whole", LIMIT, _silent))  # noqa: B023
            answered = found.answer == "unsat"
            whole = f"{whole_seconds:.2f} s" if answered else f"no answer in {LIMIT:.0f} s"
            ratio = f"{'' if answered else '> '}{whole_seconds / seconds:.0f}"
        operations = structural_worst(network).total
        lines.append(f"| {n:,} | {operations} | {seconds:.2f} s | {size / 1e6:.1f} MB | {whole} | {ratio} |")
    return lines


def million_table(n: int) -> list[str]:
    """Return the rows for n points, p = 2: the commands ``build``, ``prove`` and ``check`` as a user runs them."""
    generator = np.random.default_rng(0)
    codes = generator.choice(4 * n, size=n, replace=False)
    side = int(np.sqrt(4 * n))
    lines = ["| command | seconds | peak memory |", "|---|---:|---:|"]
    with tempfile.TemporaryDirectory() as folder:
        data, bundle = Path(folder) / "points.npz", Path(folder) / "bundle"
        labels = generator.integers(0, 1000, size=n)
        np.savez(data, points=np.stack([codes // side, codes % side], axis=1), labels=labels)
        for arguments in (
            ["build", "search-tree", str(data), "-o", str(bundle)],
            ["prove", str(bundle), "--claim", "memorizes", "--lane", "certificate"],
            ["check", str(bundle)],
        ):
            code, seconds, gigabytes = _command(arguments)
            assert code == 0, arguments
            name = " ".join(arguments).replace(folder + "/", "")
            lines.append(f"| `memocert {name}` | {seconds:.1f} | {gigabytes:.2f} GiB |")
        sizes = [(bundle / name).stat().st_size / 1e6 for name in ("network.json", "dataset.json")]
        lines.append(f"| network file {sizes[0]:.0f} MB, data set file {sizes[1]:.0f} MB | | |")
    return lines


def digits_table() -> list[str]:
    """Return the rows for the handwritten digits: the memorizers, built, proved by both lanes, and checked."""
    dataset = read_dataset(ROOT / "examples" / "data" / "digits.csv")
    lines = [
        "| memorizer | operations | comparisons | parameters | build | certificate, checked | with Z3 |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name in ("axis-tree", "search-tree", "interpolation"):
        (_, built), build_seconds = timed(lambda: build(name, dataset))  # noqa: B023
        network = built.network
        seconds = f"{timed(lambda: _proved(network, dataset, 'certificate'))[1]:.1f} s"  # noqa: B023
        worst = structural_worst(network)
        if worst.total * dataset.size < 10**6:
            seconds += f" | {timed(lambda: _proved(network, dataset, 'both'))[1]:.1f} s"  # noqa: B023
        else:
            seconds += " | not run: n^2 terms"
        lines.append(
            f"| {name} | {worst.total:,} | {worst.comparisons:,} | {size_of(network).parameters:,} "
            f"| {build_seconds:.1f} s | {seconds} |"
        )
    return lines


def _proved(network: Network, dataset: Dataset, lane: Lane) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bundle: Bundle = write_bundle(Path(folder) / "bundle", network, dataset, "")
        verdict = prove(bundle, Memorizes(network_reference(bundle), dataset_reference(bundle)), Options(lane))
        assert isinstance(verdict, Proved), verdict


def _command(arguments: list[str]) -> tuple[int, float, float]:
    """Run the command line in a process of its own; return exit code, seconds, and peak memory in GiB."""
    code = (
        "import sys, resource, json, memocert\n"
        "sys.argv = ['memocert', *sys.argv[1:]]\n"
        "try:\n    memocert.main()\n    code = 0\nexcept SystemExit as end:\n    code = end.code or 0\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "sys.stderr.write(json.dumps([code, peak]))\n"
    )
    process, seconds = timed(
        lambda: subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    )
    exit_code, peak = json.loads(process.stderr.strip().split("\n")[-1])
    return exit_code, seconds, peak / 2**20  # the kernel counts in KiB


def _silent(done: int, total: int | None) -> None:
    del done, total


_nowhere = Reference("", "")


def main() -> None:
    """Run everything and print the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    gc.disable()  # as the command line does
    million = 100_000 if options.quick else 1_000_000
    flag = " --quick" if options.quick else ""
    page = [
        "# Benchmarks: memorization",
        "",
        f"Made by `python benchmarks/memorization.py{flag} -o docs/benchmarks.md` on {os.cpu_count()} cores,",
        f"Python {platform.python_version()}, Z3 {z3_version()}. Single seconds depend on the machine and its load;",
        "the ratios are within one run.",
        "",
        "## Z3 lane: obligations against one whole-claim query",
        "",
        "Search tree, p = 4, random points of a grid so coarse that all four coordinates are needed, labels 0..999.",
        "At data points the obligations are ground facts: every term is a number, Z3 folds constants, and is a second",
        "evaluator there, no more. The whole-claim query has the four inputs as variables.",
        "",
        *z3_table(options.quick),
        "",
        f"## {million:,} points, p = 2, integers: certificate lane",
        "",
        *million_table(million),
        "",
        "## Handwritten digits: 1,797 points, p = 64",
        "",
        *digits_table(),
        "",
    ]
    text = "\n".join(page)
    sys.stdout.write(text)
    if options.output:
        options.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
