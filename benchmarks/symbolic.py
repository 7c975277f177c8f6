"""How far symbols reach: for each memorizer the largest n that is proved for every data set, and single proofs by size.

python benchmarks/symbolic.py [-o docs/benchmarks-symbolic.md] [--seconds 60]
"""

import argparse
import tempfile
from fractions import Fraction
from functools import partial
from pathlib import Path
from time import perf_counter

from constructions.catalogue import CATALOGUE
from constructions.conditional.search_tree import search_tree
from verify.symbolic.certify import certify
from verify.symbolic.every import Limits, memorizes_every
from verify.symbolic.reach import reach_text, reaches
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, help="write the page here instead of printing it")
    parser.add_argument("--seconds", type=float, default=60.0, help="for each memorizer in the table of reach")
    options = parser.parse_args()
    lines = [
        "# Symbols: sizes and times",
        "",
        "Made by `python benchmarks/symbolic.py -o docs/benchmarks-symbolic.md`; measured, two cores, one process.",
        "",
        "| memorizer | n | labels | points | shapes | logic | verdict | seconds |",
        "|---|---:|---|---|---:|---|---|---:|",
    ]
    for name, size, labels, given in CASES:
        if name not in CATALOGUE:
            continue
        points = tuple([Fraction(place) for place in range(size)]) if given else None
        outcome = memorizes_every(CATALOGUE[name].build, Every(size, labels, points), Limits(shapes=5_000))
        where = f"0..{size - 1}" if given else "any"
        verdict = outcome.verdict if outcome.verdict != "unknown" else f"unknown: {outcome.reason}"
        row = (name, size, labels, where, outcome.shapes, outcome.logic, verdict, f"{outcome.seconds:.1f}")
        lines.append(f"| {' | '.join(map(str, row))} |")
    with tempfile.TemporaryDirectory() as folder:
        start = perf_counter()
        (shape,) = shapes_of(partial(search_tree, leaves="constant"), Every(64, "neighbours differ"), 1)
        certify(shape, Path(folder) / "bundle")
        (certificate,) = (Path(folder) / "bundle").glob("*.certificate.json")
        size = certificate.stat().st_size
        lines += [
            "",
            f"The certificate of the search tree for every data set of 64 points: {size:,} bytes, "
            f"proved, checked and asked of Z3 in {perf_counter() - start:.1f} s.",
        ]
    reach = reach_text(list(reaches(options.seconds, also=True)))
    lines += ["", f"## Reach in {options.seconds:g} s for each, both solvers", "", "```", reach.rstrip(), "```", ""]
    text = "\n".join(lines)
    if options.output is None:
        print(text)
    else:
        options.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
