"""Lower bounds: seconds to find, certify and check the least number of comparisons, of operations, and depths.

    python benchmarks/lower_bounds.py -o docs/benchmarks/lower-bounds.md

Needs the extras ``sklearn``, ``cvc5`` and ``solvers``. The digits take some minutes. ``--small`` takes a few
points, and does without the extra ``solvers``.
"""

import random
import tempfile
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from importlib import import_module
from pathlib import Path

from measuring import head, random_points, row, run, seconds, worked

from constructions.files.bundle import Bundle, write_bundle
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Network
from lowerbound.comparisons.box_search import is_fast
from lowerbound.comparisons.depth import DEFAULT, Depth, least_depth
from lowerbound.comparisons.labellings import LINE, rows
from lowerbound.comparisons.minimum import need
from lowerbound.comparisons.pieces import least_operations
from lowerbound.comparisons.solvers import depth_by, fits_by_contree, fits_by_streed
from lowerbound.comparisons.subsets import Subsets
from lowerbound.findings import least_comparisons, lower_bounds
from lowerbound.operations.least_operations import operations_needed
from lowerbound.operations.program_shapes import try_shapes
from verify.certificate import Hint
from verify.check.bundle import check_bundle
from verify.claims.comparisons_needed import ComparisonsNeeded, Leaves
from verify.claims.depth_needed import DepthNeeded
from verify.claims.shared.base import Claim
from verify.claims.shared.subject import Reference, dataset_reference
from verify.lanes import certify
from verify.solvers.cvc5_backend import replay
from verify.verdict import Proved, Verdict

DIGITS = 150_000
"""The budget for the digits: some minutes."""

FIRST = 10
"""How many of each digit are taken for oblique tests."""

ALIKE = 1_500
"""On how many random data sets trees are compared with those of other programs."""


def random_plane(size: int, labels: int) -> Dataset:
    return random_points(size, 2, 999, labels, least=-999)


def checkerboard() -> Dataset:
    board = [[a, b] for a in range(4) for b in range(4)]
    return Dataset.from_rows(board, [[(a + b) % 2] for a, b in board])


def random_line(size: int) -> Dataset:
    source = random.Random(size)
    return Dataset.from_rows(
        [[z] for z in source.sample(range(9 * size), size)], [[source.randint(0, 1)] for _ in range(size)]
    )


def cases(small: bool) -> Iterator[tuple[str, Dataset]]:
    for size in (6,) if small else (14, 22, 30, 40):
        yield f"random plane, labels 0 and 1, n = {size}", random_plane(size, 1)
        if size < 40:
            yield f"random plane, generic labels, n = {size}", random_plane(size, 10**6)
    if not small:
        yield "checkerboard 4 x 4", checkerboard()
    for many in (20,) if small else (2_000, 100_000):
        yield f"line, labels 0 and 1, n = {many:,}", random_line(many)


def comparisons(small: bool) -> Iterator[str]:
    yield from head(":data", "least comparisons", "search", "certificate and its check", "check alone", "certificate")
    for name, dataset in cases(small):
        found, searched = worked(partial(lower_bounds, dataset, "affine", "oblique", mean=False, progress=quiet))
        certified, checked, size = certificate(
            dataset, found.network, found.hints or [], ComparisonsNeeded, found.lower
        )
        yield row(name, found.lower, *map(seconds, (searched, certified, checked)), f"{size:,} bytes")
    yield ""
    shown, taken = worked(lambda: [made.certified for made in rows(most=2 if small else LINE)])
    yield f"The table of small instances, {sum(shown)} rows certified: {taken:.1f} s."


def quiet(_done: int, _total: int | None) -> None:
    """Progress that nobody sees."""


def certificate(
    dataset: Dataset, network: Network, hints: list[Hint], kind: Callable[[Reference, int], Claim], lower: int
) -> tuple[float, float, int]:
    """Return the seconds to write and check a claim's certificate, to check the bundle again, and its bytes."""

    def proved(path: Path) -> tuple[Bundle, Verdict]:
        bundle = write_bundle(path, network, dataset, "")
        return bundle, certify(bundle, kind(dataset_reference(bundle), lower), hints)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle"
        (bundle, verdict), certified = worked(lambda: proved(path))
        if not isinstance(verdict, Proved):
            raise AssertionError(verdict)
        _, checked = worked(lambda: check_bundle(str(bundle.folder)))
        return certified, checked, (bundle.folder / verdict.certificate).stat().st_size


def all_operations(small: bool) -> Iterator[str]:
    yield "T(D), the least worst-case number of additions, multiplications and comparisons:"
    yield ""
    many = 50 if small else 2_000
    least, taken = worked(lambda: least_operations(random_line(many)).operations)
    yield f"- {many:,} points on a line, labels 0 and 1: {least}, {taken:.2f} s"
    data = [] if small else [("checkerboard 4 x 4", checkerboard())]
    count = 6 if small else 16
    for width in (2, 3):
        for labels in (1, 3, 10**6):
            points = random_points(count, width, 999, labels, least=-999, seed=count * width + labels)
            data.append((f"{count} random points of Q^{width}, labels 0..{labels:,}", points))
    for name, dataset in data:
        found, taken = worked(partial(operations_needed, dataset))
        text = str(found.lower) if found.lower == found.upper else f"{found.lower} to {found.upper}"
        yield f"- {name}: {text}, {taken:.2f} s"
    yield ""
    yield "Without the normal form, every shape of a program refuted by Z3 and replayed by cvc5:"
    yield ""
    yield from head(":data", "operations", "shapes", "unknown", "Z3", "unsat by cvc5", "cvc5")
    turns = Dataset.from_rows([[z] for z in range(2, 11)], [[z % 2] for z in range(9)])
    plane = Dataset.from_rows(*small_plane(2))
    space = Dataset.from_rows(*small_plane(3))
    for name, dataset in (("0, 1, 0, ... at 2..10", turns), ("6 points of Q^2", plane), ("6 points of Q^3", space)):
        most = 1 if small else 3 if dataset.width == 1 else 2
        shapes, solved = worked(partial(try_shapes, dataset, most))
        tried = shapes[-1]
        answers, replayed = worked(partial(replay, tried.script, 10)) if tried.refuted else ([], 0.0)
        operations = f"{tried.operations}{' (possible)' if tried.possible else ''}"
        spent = seconds(solved, 1), answers.count("unsat"), seconds(replayed, 1)
        yield row(name, operations, tried.shapes, tried.unknown, *spent)


def small_plane(width: int) -> tuple[list[list[int]], list[list[int]]]:
    source = random.Random(7)
    return [[source.randint(0, 99) for _ in range(width)] for _ in range(6)], [[i * i] for i in range(6)]


def depths(small: bool) -> Iterator[str]:
    yield "Trees that test single coordinates and have constant leaves, with the certificate of the lower bound:"
    yield ""
    yield from head(
        *(":data", "points", "depth", "search", "certificate, check", "check alone", "certificate"),
        *("pystreed", "pycontree"),
    )
    tables = (("iris", DEFAULT), ("wine", DEFAULT), ("breast_cancer", DEFAULT), ("digits", DIGITS))
    for name, budget in tables[:1] if small else tables:
        dataset = real(name)
        found, searched = worked(partial(least_depth, dataset, budget))
        certified, checked, size = certificate(dataset, found.network, found.hints, DepthNeeded, found.lower)
        depth = str(found.lower) if found.lower == found.upper else f"{found.lower} to {found.upper}"
        others = [asked(fits, dataset, found) for fits in (fits_by_streed, fits_by_contree)]
        spent = [seconds(taken, 1) for taken in (searched, certified, checked)]
        yield row(name, dataset.size, depth, *spent, f"{size:,} bytes", *others)
    yield ""
    if is_fast():
        yield "With the extra `fast`; the first row that needs the compiled search compiles it, in about 25 s."
        yield ""
    try:
        yield from compared(5 if small else ALIKE)
    except BadInput as error:
        if not small:
            raise
        yield f"- not compared: {error}"


def oblique(small: bool) -> Iterator[str]:
    yield "Any tests, affine leaves (every network) and constant leaves, with the certificate of the lower bound:"
    yield ""
    yield from head(
        *(":data", "points", "inputs", ":leaves", "least comparisons", "search"),
        *("certificate, check", "check alone", "certificate"),
    )
    names = ("iris", "wine", "breast_cancer", "digits")
    for name in names[1:2] if small else names:
        dataset = first_of_each(real(name), FIRST) if name == "digits" else real(name)
        title = f"{name}, the first {FIRST} of each class" if name == "digits" else name
        kinds: tuple[Leaves, ...] = ("affine", "constant")
        for leaves in kinds:
            found, searched = worked(partial(least_comparisons, dataset, leaves))
            least = str(found.lower) if found.lower == found.upper else f"{found.lower} to {found.upper}"
            spent = ["", "", ""]
            if found.hints is not None:
                certified, checked, size = certificate(
                    dataset, found.network, found.hints, partial(ComparisonsNeeded, leaves=leaves), found.lower
                )
                spent = [seconds(certified), seconds(checked), f"{size:,} bytes"]
            yield row(title, dataset.size, dataset.width, leaves, least, seconds(searched), *spent)


def first_of_each(dataset: Dataset, count: int) -> Dataset:
    """Return the first points of each label."""
    seen: dict[object, int] = {}
    kept = []
    for number, label in enumerate(dataset.labels):
        seen[label] = seen.get(label, 0) + 1
        if seen[label] <= count:
            kept.append(number)
    return Dataset.from_rows([dataset.points[n] for n in kept], [dataset.labels[n] for n in kept])


def real(name: str) -> Dataset:
    """Return a data set of scikit-learn, each float the decimal that it prints as; equal rows once."""
    table = getattr(import_module("sklearn.datasets"), f"load_{name}")()
    rows: dict[tuple[Fraction, ...], list[int]] = {}
    for point, label in zip(table.data.tolist(), table.target.tolist(), strict=True):
        rows.setdefault(tuple([Fraction(repr(value)) for value in point]), [label])
    return Dataset.from_rows(list(rows), list(rows.values()))


def asked(fits: Callable[[Dataset, int], bool], dataset: Dataset, found: Depth) -> str:
    """Return whether a solver finds no tree one level less deep, and one of this depth."""
    if found.lower != found.upper:
        return "not asked"
    try:
        answers, taken = worked(lambda: [fits(dataset, found.upper - 1), fits(dataset, found.upper)])
    except BadInput as error:
        return f"not asked: {error}"
    return f"{'agrees' if answers == [False, True] else f'finds {answers}'}, {taken:.1f} s"


def compared(count: int) -> Iterator[str]:
    """Compare with both solvers on small random data; where one disagrees, all trees are tried."""
    for fits in (fits_by_streed, fits_by_contree):
        wrong = []
        for seed in range(count):
            source = random.Random(seed)
            width, size, most, labels = [
                source.choice(some) for some in ((1, 2, 3, 4), (4, 8, 12), (1, 3, 9), (2, 3, 5))
            ]
            points = sorted({tuple([source.randint(0, most) for _ in range(width)]) for _ in range(size)})
            dataset = Dataset.from_rows(points, [[source.randrange(labels)] for _ in points])
            ours, theirs = least_depth(dataset).lower, depth_by(fits, dataset)
            if ours != theirs:
                wrong.append(f"seed {seed}: {theirs}, here {ours}, all trees {every_tree(dataset)}")
        name = fits.__name__.removeprefix("fits_by_")
        yield f"- {name}: {count - len(wrong)} of {count} small random data sets agree" + "".join(
            [f"; {w}" for w in wrong]
        )


def every_tree(dataset: Dataset) -> int:
    """Return the least depth by trying all tests on all parts."""
    return need(Subsets(dataset, "constant", "axis")).comparisons


def page(small: bool) -> Iterator[str]:
    """Yield the lines of the page."""
    yield "Seconds are those of the processor."
    yield ""
    for part in (comparisons, all_operations, oblique, depths):
        yield from part(small)
        yield ""


if __name__ == "__main__":
    run(page, __file__, "lower-bounds.md", "lower bounds")
