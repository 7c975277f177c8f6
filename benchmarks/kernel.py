"""The kernel lane measured: the theorems from clean, and claims checked in Coq.

    python benchmarks/kernel.py -o docs/benchmarks-kernel.md

Needs coqc and make. ``--quick`` takes small data.
"""

import argparse
import random
import shutil
import subprocess
import tempfile
from pathlib import Path
from time import perf_counter

from constructions.bundle import write_bundle
from constructions.catalogue import build
from constructions.dataset import Dataset
from constructions.network import Affine, Relu, Sequence
from constructions.synthesis.forms import Limits
from verify.kernel.lane import PROOFS, check_in_coq
from verify.lanes import Options
from verify.request import Request, fulfil
from verify.synthesis import prove_synthesized, synthesize_for_domain


def seconds_of_the_theorems() -> float:
    """Return how long all theorems take from clean, in a folder of their own."""
    with tempfile.TemporaryDirectory() as name:
        for path in [*PROOFS.glob("*.v"), PROOFS / "_CoqProject"]:
            shutil.copy(path, name)
        started = perf_counter()
        subprocess.run(["coq_makefile", "-f", "_CoqProject", "-o", "CoqMakefile"], cwd=name, check=True)
        subprocess.run(["make", "-s", "-f", "CoqMakefile"], cwd=name, check=True, stdout=subprocess.DEVNULL)
        return perf_counter() - started


def memorization(name: str, size: int, width: int) -> str:
    """Check in Coq that a memorizer memorizes random points; return the row of the table."""
    source = random.Random(size)
    points = {tuple([source.randint(0, 10 * size) for _ in range(width)]) for _ in range(size)}
    data = Dataset.from_rows(sorted(points), [[source.randint(0, 3)] for _ in points])
    with tempfile.TemporaryDirectory() as folder:
        bundle = write_bundle(Path(folder) / "b", build(name, data)[1].network, data, "")
        started = perf_counter()
        fulfil(bundle, "memorizes", Request(), Options(lane="certificate"))
        python = perf_counter() - started
        started = perf_counter()
        (result,) = check_in_coq(bundle.folder)
        seconds = perf_counter() - started
    if result.verdict != "accepted":
        raise AssertionError(result.reason)
    return f"| {name} | {len(points):,} | {width} | {seconds:.1f} | {python:.1f} |"


def hinges(count: int) -> str:
    """Check in Coq that a hidden layer equals its search tree on all of Q; return the row of the table."""
    source = random.Random(count)
    hidden = Affine(
        [[source.choice((-2, -1, 1, 2))] for _ in range(count)], [source.randint(-999, 999) for _ in range(count)]
    )
    last = Affine([[source.randint(1, 9) for _ in range(count)]], [0])
    network = Sequence((hidden, Relu(count), last))
    tree = synthesize_for_domain(network, (), Limits()).network
    with tempfile.TemporaryDirectory() as folder:
        started = perf_counter()
        prove_synthesized(
            Path(folder) / "b", tree, network, Dataset.from_rows([[0]], [[0]]), (), Options(lane="certificate")
        )
        python = perf_counter() - started
        started = perf_counter()
        (result,) = check_in_coq(Path(folder) / "b")
        seconds = perf_counter() - started
    if result.verdict != "accepted":
        raise AssertionError(result.reason)
    return f"| {count} hinges equal their search tree on all of Q | | 1 | {seconds:.1f} | {python:.1f} |"


def main() -> None:
    """Measure all and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    sizes = [("search-tree", 100, 2)] if arguments.quick else CASES
    lines = [
        "# The kernel lane: times",
        "",
        "Made by `python benchmarks/kernel.py -o docs/benchmarks-kernel.md`; measured, two cores, one process.",
        "",
        f"All theorems from clean: {seconds_of_the_theorems():.1f} s.",
        "",
        "| what | points | inputs | Coq, theory and export included, s | proof and Python check, s |",
        "|---|---:|---:|---:|---:|",
    ]
    for case in sizes:
        lines.append(memorization(*case))
        print(lines[-1], flush=True)
    for count in (16,) if arguments.quick else (64, 256):
        lines.append(hinges(count))
        print(lines[-1], flush=True)
    if arguments.output is not None:
        arguments.output.write_text("\n".join(lines) + "\n", encoding="utf-8")


CASES = [
    ("search-tree", 1_000, 2),
    ("search-tree", 4_000, 2),
    ("search-tree", 16_000, 2),
    ("search-tree", 100_000, 2),
    ("two-hidden-layers", 256, 2),
    ("bit-extraction", 64, 2),
]

if __name__ == "__main__":
    main()
