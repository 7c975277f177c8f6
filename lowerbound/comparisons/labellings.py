"""The optimality argument on small instances: the largest need over all labellings, next to the counting bound."""

import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from pathlib import Path

from constructions.files.bundle import write_bundle
from constructions.model.dataset import Dataset
from constructions.model.progress import Progress, silent
from lowerbound.bounds.formulas import log2_up
from lowerbound.comparisons.dichotomies import dichotomies
from lowerbound.comparisons.minimum import Subsets, need
from lowerbound.comparisons.pieces import least_pieces
from lowerbound.comparisons.refutation import refutation
from verify.claims.comparisons_needed import ComparisonsNeeded
from verify.claims.shared.subject import dataset_reference
from verify.lanes import certify
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


def rows(progress: Progress = silent) -> Iterator[LargestNeed]:
    """Yield the rows of the table, each with its bounds certified by the checker."""
    for size in range(1, LINE + 1):
        for name, points in point_sets(size):
            progress(size, LINE)
            yield _row(name, points)


def _row(name: str, points: Points) -> LargestNeed:
    size, width = len(points), len(points[0])
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
