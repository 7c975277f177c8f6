"""A search by relaxation in pieces, on one core or on several; its hints do not depend on how many."""

from collections.abc import Callable
from heapq import heappop, heappush
from typing import NamedTuple

from constructions.model.nouns import count_of
from constructions.model.rational import Point
from constructions.model.running.threads import one_thread
from verify.certificate import Hint
from verify.prove.limits import Limits
from verify.prove.relaxation.branching import Piece, Question, Search, Unsuited
from verify.prove.relaxation.parts import Seed
from verify.prove.work import ALONE, Workers, run_growing

_MOST = 4_000
"""So many parts may be looked at for one claim where paths are another way, if there is no limit of time."""

_ALONE = 32
"""So many parts are looked at in this process: where they are few, it takes longer to begin others."""


def hints_of(
    question: Question, limits: Limits, refuted: Callable[[Point], None], workers: Workers = ALONE
) -> list[Hint]:
    """Return hints that show that no input of a region is in a case.

    Args:
        question: what is asked.
        limits: what the search may take.
        refuted: called in this process with inputs that may refute the claim; it raises Fails if one does.
        workers: who shares the search.

    Raises:
        Unsuited: if bounds cannot show it.
        Stopped: if the limits are used up first.
        OverflowError: if numbers are beyond floating point.
    """
    tree, search = _Tree(question, limits, refuted), Search(question, limits, refuted)
    with one_thread():
        while tree.waiting and (workers.alone or tree.looked < _ALONE or len(tree.waiting) < 2):
            number, seed = tree.taken()
            tree.put(number, [], search.piece(seed))
    if tree.waiting:
        run_growing(_begin, (question, limits.handed_over()), tree.next_task, tree.grow, workers)
    return tree.hints()


class _Tree:
    """The pieces so far, and the parts that wait for one."""

    def __init__(self, question: Question, limits: Limits, refuted: Callable[[Point], None]) -> None:
        self.limits, self.refuted = limits, refuted
        self.waiting: list[tuple[float, int, Seed]] = [(0.0, 0, question.root().seed(0.0, len(question.region)))]
        self.looked = 0
        self._hints: dict[int, list[Hint | int]] = {}
        self._number = 0

    def taken(self) -> tuple[int, Seed]:
        """Return the part that is farthest from being shown, with its number."""
        _, number, seed = heappop(self.waiting)
        return number, seed

    def next_task(self) -> tuple[int, Seed] | None:
        """Return ``taken``; None if no part waits."""
        return self.taken() if self.waiting else None

    def grow(self, found: "_Found") -> None:
        """Keep the piece that another process found."""
        self.put(*found)

    def put(self, number: int, points: list[Point], piece: Piece) -> None:
        """Keep a piece; ``points`` are inputs that may refute the claim."""
        for point in points:
            self.refuted(point)
        limits = self.limits
        if piece.settled:
            limits.reached(piece.settled)
        if piece.fault is not None:
            limits.check()
            raise piece.fault
        self.looked += piece.looked
        looked = 2 * limits.ends + len(self.waiting)  # at those that are settled, and those that were split for them
        if limits.method == "auto" and limits.deadline is None and looked > _MOST:
            raise Unsuited(f"more than {count_of(_MOST, 'part')}")
        left, hints = iter(piece.left), list[Hint | int]()
        for hint in piece.hints:
            if hint is not None:
                hints.append(hint)
                continue
            seed = next(left)
            self._number += 1
            heappush(self.waiting, (-seed.left, self._number, seed))
            hints.append(self._number)
        self._hints[number] = hints

    def hints(self) -> list[Hint]:
        """Return the hints of all pieces, in the order of their parts."""
        found, todo = list[Hint](), list[Hint | int]([0])
        while todo:
            hint = todo.pop()
            if isinstance(hint, int):
                todo += reversed(self._hints[hint])
            else:
                found.append(hint)
        return found


class _Found(NamedTuple):
    """What another process found: the number of the part, inputs that may refute the claim, the piece."""

    number: int
    points: list[Point]
    piece: Piece


def _begin(context: tuple[Question, float | None]) -> Callable[[tuple[int, Seed]], _Found]:
    """Return what another process does with a part."""
    question, deadline = context
    points: list[Point] = []
    search = Search(question, Limits.taken_over(deadline), points.append)

    def work(task: tuple[int, Seed]) -> _Found:
        points.clear()
        piece = search.piece(task[1])
        return _Found(task[0], list(points), piece)

    return work
