"""The checker that is proved in Coq, as a program, beside the Python checker on the same bundles.

    python benchmarks/native.py -o docs/benchmarks/native.md

Needs OCaml and Zarith (``make native``). Search trees on random points of the plane, claims of *memorizes*; and
*equivalent*: a hidden layer and its search tree; and the bundle of ``memocert demo``, whose gates tell digits apart,
with a ball around each of them. Seconds are those of the processor, each check a process of its own.
``--small`` takes small data.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from kernel import hinged_pair
from measuring import head, ratio, row, run, seconds, used
from scale import steps, write_table

from verify.native import BUILT, program

ROOT = Path(__file__).resolve().parent.parent


def tree_bundle(n: int, folder: Path) -> Path:
    """Write the bundle of a search tree for n random points of the plane, with its certificate."""
    table, bundle = folder / f"{n}.csv", folder / f"tree-{n}"
    write_table(table, n)
    assert [name for name, _ in islice(steps("search-tree", table, bundle), 2)][1] == "prove"
    return bundle


def demo_bundle(small: bool, folder: Path) -> Path:
    """Write the bundles of the demo on the digits, or on iris; return that of gates, with radii."""
    data = [ROOT / "examples" / "data" / "iris.csv"] if small else []
    used(sys.executable, "-m", "memocert", "demo", *data, "-o", folder / "demo")
    return folder / "demo" / "conditional"


def compared(what: str, bundle: Path) -> str:
    """Check a bundle with both; return the row of the table."""
    claims = list(bundle.glob("*.claim.json"))
    python = used(sys.executable, "-m", "verify.check", bundle)
    native = used(program() or BUILT, bundle)
    if [line.split(":")[0] for line in (python.output + native.output).splitlines()] != ["accepted"] * len(claims) * 2:
        raise AssertionError(f"not accepted by both: {bundle}")
    size = sum([path.stat().st_size for path in bundle.iterdir()]) / 1e6
    figures = [seconds(python.seconds), seconds(native.seconds), ratio(python.seconds, native.seconds)]
    return row(what, f"{size:.1f} MB", *figures, f"{python.peak:.2f} GiB", f"{native.peak:.2f} GiB")


def page(small: bool) -> Iterator[str]:
    """Yield the lines of the page."""
    if program() is None:
        subprocess.run(["make", "-s", "native"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    place = program() or BUILT
    yield f"The program has {place.stat().st_size / 1e6:.1f} MB."
    yield ""
    yield from head(":bundle", "files", "Python", "native", "ratio", "memory, Python", "memory, native")
    with tempfile.TemporaryDirectory() as folder:
        for n in (30, 60) if small else (1_000, 10_000, 100_000, 1_000_000):
            yield compared(f"search tree, {n:,} points", tree_bundle(n, Path(folder)))
        for count in (4,) if small else (64, 256):
            bundle = Path(folder) / f"hinges-{count}"
            hinged_pair(count, bundle)
            yield compared(f"{count} hinges equal their search tree", bundle)
        what = f"{'iris' if small else '1,797 digits'}: classes, radii, operations"
        yield compared(what, demo_bundle(small, Path(folder)))


if __name__ == "__main__":
    run(page, __file__, "native.md", "the checker proved in Coq, as a program")
