"""How far symbols reach: for each memorizer the largest n that is proved for every data set, and single proofs by size.

    python benchmarks/symbolic.py -o docs/benchmarks/symbolic.md

``--small`` takes small sizes, and two memorizers for the reach.
"""

import tempfile
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path

from measuring import head, row, run, timed

from constructions.catalogue import CATALOGUE
from constructions.conditional.search_tree import search_tree
from guide.measured import reach_text
from verify.symbolic.certify import certify
from verify.symbolic.every import ProofLimits, memorizes_every
from verify.symbolic.reach import reaches
from verify.symbolic.shapes import Every, Labels, shapes_of

CASES: tuple[tuple[str, int, Labels, bool], ...] = (
    ("search-tree-constant", 64, "neighbours differ", False),
    ("search-tree-constant", 256, "neighbours differ", False),
    ("interpolation", 12, "any", False),
    ("zhang", 12, "any", False),
    ("two-hidden-layers", 7, "any", False),
    ("two-hidden-layers", 9, "binary", True),
    ("bit-extraction", 9, "binary", True),
)
SMALL: tuple[tuple[str, int, Labels, bool], ...] = (
    ("search-tree-constant", 4, "neighbours differ", False),
    ("two-hidden-layers", 3, "binary", True),
)


def page(small: bool) -> Iterator[str]:
    """Yield the lines of the page."""
    yield from head(":memorizer", "n", ":labels", ":points", "shapes", ":logic", ":verdict", "seconds")
    for name, size, labels, given in SMALL if small else CASES:
        points = tuple([Fraction(place) for place in range(size)]) if given else None
        outcome = memorizes_every(CATALOGUE[name].build, Every(size, labels, points), ProofLimits(shapes=5_000))
        where = f"0..{size - 1}" if given else "any"
        verdict = outcome.verdict if outcome.verdict != "unknown" else f"unknown: {outcome.reason}"
        yield row(name, size, labels, where, outcome.shapes, outcome.logic, verdict, f"{outcome.seconds:.1f}")
    yield ""
    yield certificate(4 if small else 64)
    yield ""
    patience, names = (0.2, ("search-tree-constant", "zhang")) if small else (60.0, ())
    yield f"## Reach in {patience:g} s for each, both solvers"
    yield ""
    yield "```"
    yield reach_text(list(reaches(patience, also=True, names=names))).rstrip()
    yield "```"


def certificate(size: int) -> str:
    """Return how long a certificate of the search tree takes, and its size."""
    (shape,) = shapes_of(partial(search_tree, leaves="constant"), Every(size, "neighbours differ"), 1)
    with tempfile.TemporaryDirectory() as folder:
        _, taken = timed(lambda: certify(shape, Path(folder) / "bundle"))
        (path,) = (Path(folder) / "bundle").glob("*.certificate.json")
        length = path.stat().st_size
    what = f"The certificate of the search tree for every data set of {size} points: {length:,} bytes"
    return f"{what}, proved, checked and asked of Z3 in {taken:.1f} s."


if __name__ == "__main__":
    run(page, __file__, "symbolic.md", "symbols")
