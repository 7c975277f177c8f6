"""The optimality argument on small instances: the largest need over all labellings, next to the counting bound."""

import random
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

from constructions.files.bundle import write_bundle
from constructions.files.journal import Journal
from constructions.model.dataset import Dataset
from constructions.model.progress import Progress, silent
from lowerbound.bounds.formulas import log2_up
from lowerbound.comparisons.dichotomies import dichotomies
from lowerbound.comparisons.minimum import need
from lowerbound.comparisons.pieces import least_pieces
from lowerbound.comparisons.refutation import refutation
from lowerbound.comparisons.subsets import Subsets
from verify.claims.comparisons_needed import ComparisonsNeeded
from verify.claims.shared.subject import dataset_reference
from verify.lanes import certify
from verify.prove.work import ALONE, Kept, Workers, run_kept
from verify.verdict import Proved

LINE, PLANE = 16, 10

Points = list[tuple[Fraction, ...]]


@dataclass(frozen=True, slots=True)
class LargestNeed:
    """One point set and size: the largest need over labellings, and over one generic labelling.

    Attributes:
        points: the point set.
        size: n.
        binary: the largest need over all labellings by 0 and 1.
        generic: the need of labels in general position.
        bound: ceil(log2 ceil(n/(p + 1))), what counting gives for them.
        certified: whether the checker accepted the lower bound for the hardest labelling and for the generic one.
    """

    points: str
    size: int
    binary: int
    generic: int
    bound: int
    certified: bool


def point_sets(size: int) -> Iterator[tuple[str, Points]]:
    """Yield the point sets of the table with this many points."""
    if size <= LINE:
        yield "line", [(Fraction(i),) for i in range(size)]
    if size <= PLANE:
        source = random.Random(size)
        yield "convex", [(Fraction(i), Fraction(i * i)) for i in range(size)]
        yield "general", [(Fraction(source.randint(0, 9999)), Fraction(source.randint(0, 9999))) for _ in range(size)]
        side = next(k for k in range(1, size + 1) if k * k >= size)
        yield "grid", [(Fraction(i // side), Fraction(i % side)) for i in range(size)]


def rows(
    progress: Progress = silent, workers: Workers = ALONE, journal: Journal | None = None, most: int = LINE
) -> Iterator[LargestNeed]:
    """Yield the rows of the table, each with its bounds certified by the checker.

    Args:
        progress: is told how many are done of how many.
        workers: who shares the rows.
        journal: what is done already, which is believed, and where what is found is kept.
        most: the most points of a row.
    """
    tasks = [(size, name) for size in range(1, most + 1) for name, _ in point_sets(size)]
    kept = None if journal is None else Kept(journal, asdict, _read)
    found = run_kept(_row, tasks[::-1], workers, kept, lambda done: progress(done, len(tasks)))  # the hardest first
    yield from reversed(list(found))


def _read(said: Any) -> LargestNeed:
    """Return a row that a journal keeps; raises ``TypeError`` if it is none."""
    found = LargestNeed(**said)
    numbers = (found.size, found.binary, found.generic, found.bound)
    if not isinstance(found.points, str) or not all([type(number) is int for number in numbers]):
        raise TypeError
    if found.certified not in (True, False):
        raise TypeError
    return found


def _row(task: tuple[int, str]) -> LargestNeed:
    size, name = task
    points = dict(point_sets(size))[name]
    width = len(points[0])
    splits = dichotomies(points) if width > 1 else []
    hardest, most = None, -1
    for labels in product((0, 1), repeat=size - 1):
        dataset = Dataset.from_rows(points, [[0], *[[label] for label in labels]])
        found = log2_up(least_pieces(dataset)) if width == 1 else need(Subsets(dataset, splits=splits)).comparisons
        if found > most:
            hardest, most = dataset, found
    source = random.Random(1000 + size)
    generic = Dataset.from_rows(points, [[source.randint(0, 10**9)] for _ in points])
    if hardest is None:
        raise AssertionError("there is a labelling")
    certified, least = True, 0
    for dataset in (hardest, generic):
        minimum = need(Subsets(dataset))
        least = minimum.comparisons
        certified = certified and (least == 0 or _accepted(dataset, Subsets(dataset)))
    return LargestNeed(name, size, most, least, log2_up(-(-size // (width + 1))), certified)


def _accepted(dataset: Dataset, subsets: Subsets) -> bool:
    minimum = need(subsets)
    with tempfile.TemporaryDirectory() as folder:
        bundle = write_bundle(Path(folder) / "bundle", minimum.network, dataset, "")
        claim = ComparisonsNeeded(dataset_reference(bundle), minimum.comparisons)
        return isinstance(certify(bundle, claim, refutation(subsets, minimum)), Proved)
