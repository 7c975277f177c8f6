"""How far symbols reach: for each memorizer the largest n that is proved within a time."""

from collections.abc import Callable, Iterator, Sequence as Items
from dataclasses import asdict, dataclass
from typing import Any

from constructions.catalogue import CATALOGUE
from constructions.files.journal import Journal
from constructions.memorizer import Memorizer
from verify.prove.work import ALONE, Kept, Workers, run_kept
from verify.symbolic.every import ProofLimits, memorizes_every
from verify.symbolic.outcome_text import outcome_json
from verify.symbolic.shapes import Every, Labels

SIZES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)


@dataclass(frozen=True, slots=True)
class Reach:
    """The largest size of data that was proved for a memorizer, and what stopped it there.

    Attributes:
        memorizer: its name.
        labels: which labels.
        best: the outcome at the largest size that was proved, as ``outcome_json`` says it; None if there is none.
        stopped: why no larger size was proved, in words.
        late: whether more time might prove a larger one; else the memorizer has no symbolic run that does.
    """

    memorizer: str
    labels: Labels
    best: dict[str, Any] | None
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
        best = outcome_json(outcome)
    return Reach(memorizer.name, labels, best, stopped, late)


def reaches(
    seconds: float,
    also: bool,
    names: Items[str] = (),
    workers: Workers = ALONE,
    journal: Journal | None = None,
    ended: Callable[[int], None] = lambda _done: None,
) -> Iterator[Reach]:
    """Yield how far each memorizer reaches: with any labels, and with labels of which neighbours differ.

    Args:
        seconds: for each memorizer and kind of labels.
        also: whether cvc5 replays every obligation.
        names: of the memorizers; all if there are none.
        workers: who shares the memorizers.
        journal: what is done already, which is believed, and where what is found is kept.
        ended: is told how many are done.

    >>> [reach.stopped for reach in reaches(0, False, ["search-tree-constant"])]
    ['0 s were not enough', '0 s were not enough']
    """
    tasks = [(name, labels, seconds, also) for name in CATALOGUE if not names or name in names for labels in KINDS]
    kept = None if journal is None else Kept(journal, asdict, _read)
    yield from run_kept(_of_task, tasks, workers, kept, ended)


def _of_task(task: tuple[str, Labels, float, bool]) -> Reach:
    name, labels, seconds, also = task
    return reach_of(CATALOGUE[name], labels, seconds, also)


def _read(said: Any) -> Reach:
    """Return what a journal says; raises ``TypeError`` or ``KeyError`` if it is nothing of the kind."""
    found = Reach(**said)
    best = found.best
    texts = [found.memorizer, found.labels, found.stopped, *([] if best is None else [best["logic"], best["verdict"]])]
    numbers = [] if best is None else [best["n"], best["shapes"], best["seconds"]]
    if not all([isinstance(text, str) for text in texts]) or not all([type(one) in (int, float) for one in numbers]):
        raise TypeError
    return found
