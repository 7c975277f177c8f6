"""The kernel lane measured: the theorems from clean, and claims checked in Coq.

    python benchmarks/kernel.py -o docs/benchmarks/kernel.md

Needs coqc and make. ``--small`` takes small data, and the theorems of one file.
"""

import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import head, row, run, timed

from constructions.catalogue import build
from constructions.files.bundle import write_bundle
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Relu, Sequence
from constructions.synthesis.affine_wires import GateLimits
from verify.claims.shared.base import Request
from verify.kernel.lane import PROOFS, check_in_coq
from verify.lanes import Options
from verify.request import prove_named
from verify.synthesis import prove_synthesized, synthesize_for_domain


def seconds_of_the_theorems(*files: str) -> float:
    """Return how long these files, or all, take from clean, in a folder of their own."""
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(
            PROOFS, name, ignore=shutil.ignore_patterns("*.vo*", "*.glob", "*.aux", ".*"), dirs_exist_ok=True
        )
        subprocess.run(["coq_makefile", "-f", "_CoqProject", "-o", "CoqMakefile"], cwd=name, check=True)
        command = ["make", "-s", "-f", "CoqMakefile", *files]
        return timed(lambda: subprocess.run(command, cwd=name, check=True, stdout=subprocess.DEVNULL))[1]


def memorization(name: str, size: int, width: int) -> str:
    """Check in Coq that a memorizer memorizes random points; return the row of the table."""
    source = random.Random(size)
    points = {tuple([source.randint(0, 10 * size) for _ in range(width)]) for _ in range(size)}
    data = Dataset.from_rows(sorted(points), [[source.randint(0, 3)] for _ in points])
    with tempfile.TemporaryDirectory() as folder:
        bundle = write_bundle(Path(folder) / "b", build(name, data)[1].network, data, "")
        _, python = timed(lambda: prove_named(bundle, "memorizes", Request(), Options(lane="certificate")))
        return row(name, len(points), width, seconds_in_coq(bundle.folder), f"{python:.1f}")


def seconds_in_coq(folder: Path) -> str:
    """Return how long Coq takes to accept the bundle's one claim."""
    (result,), taken = timed(lambda: check_in_coq(folder))
    if result.verdict != "accepted":
        raise AssertionError(result.reason)
    return f"{taken:.1f}"


def hinged_pair(count: int, bundle: Path) -> None:
    """Write a hidden layer and its search tree, proved equal on all of Q, as a bundle."""
    source = random.Random(count)
    hidden = Affine(
        [[source.choice((-2, -1, 1, 2))] for _ in range(count)], [source.randint(-999, 999) for _ in range(count)]
    )
    last = Affine([[source.randint(1, 9) for _ in range(count)]], [0])
    network = Sequence((hidden, Relu(count), last))
    tree = synthesize_for_domain(network, (), GateLimits()).network
    origin = Dataset.from_rows([[0]], [[0]])
    prove_synthesized(bundle, tree, network, origin, (), Options(lane="certificate"))


def hinges(count: int) -> str:
    """Check in Coq that a hidden layer equals its search tree on all of Q; return the row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder) / "b"
        _, python = timed(lambda: hinged_pair(count, bundle))
        what = f"{count} hinges equal their search tree on all of Q"
        return row(what, "", 1, seconds_in_coq(bundle), f"{python:.1f}")


def page(small: bool) -> Iterator[str]:
    """Yield the lines of the page."""
    if small:
        yield f"The theorems of one file from clean: {seconds_of_the_theorems('Model.vo'):.1f} s."
    else:
        yield f"All theorems from clean: {seconds_of_the_theorems():.1f} s."
    yield ""
    yield from head(":what", "points", "inputs", "Coq, theory and export included, s", "proof and Python check, s")
    for case in [("search-tree", 20, 2)] if small else CASES:
        yield memorization(*case)
    for count in (4,) if small else (64, 256):
        yield hinges(count)


CASES = [
    ("search-tree", 1_000, 2),
    ("search-tree", 4_000, 2),
    ("search-tree", 16_000, 2),
    ("search-tree", 100_000, 2),
    ("two-hidden-layers", 256, 2),
    ("bit-extraction", 64, 2),
]

if __name__ == "__main__":
    run(page, __file__, "kernel.md", "the kernel lane")
