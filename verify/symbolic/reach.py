"""How far symbols reach: for each memorizer the largest n that is proved within a time."""

from collections.abc import Iterator, Sequence as Items
from dataclasses import dataclass

from constructions.catalogue import CATALOGUE
from constructions.memorizer import Memorizer
from verify.symbolic.every import Outcome, ProofLimits, memorizes_every
from verify.symbolic.shapes import Every, Labels

SIZES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)


@dataclass(frozen=True, slots=True)
class Reach:
    """The largest size of data that was proved for a memorizer, and what stopped it there.

    Attributes:
        memorizer: its name.
        labels: which labels.
        best: the outcome at the largest size that was proved; None if there is none.
        stopped: why no larger size was proved, in words.
        late: whether more time might prove a larger one; else the memorizer has no symbolic run that does.
    """

    memorizer: str
    labels: Labels
    best: Outcome | None
    stopped: str
    late: bool = False


KINDS: tuple[Labels, ...] = ("any", "neighbours differ")
"""The kinds of labels for which each memorizer is tried."""


def reach_of(memorizer: Memorizer, labels: Labels, seconds: float, also: bool) -> Reach:
    """Return the largest size at which a memorizer is proved for every data set in so many seconds.

    >>> reach_of(CATALOGUE["search-tree-constant"], "any", 0.0, False).stopped
    '0 s were not enough'
    """
    best, stopped, late = None, "the largest size that is tried", False
    for size in SIZES:
        outcome = memorizes_every(memorizer.build, Every(size, labels), ProofLimits(total=seconds, also=also))
        if not outcome.proved:
            stopped, late = outcome.reason or outcome.verdict, outcome.late
            break
        best = outcome
    return Reach(memorizer.name, labels, best, stopped, late)


def reaches(seconds: float, also: bool, names: Items[str] = ()) -> Iterator[Reach]:
    """Yield how far each memorizer reaches: with any labels, and with labels of which neighbours differ."""
    for name, memorizer in CATALOGUE.items():
        if names and name not in names:
            continue
        for labels in KINDS:
            yield reach_of(memorizer, labels, seconds, also)
