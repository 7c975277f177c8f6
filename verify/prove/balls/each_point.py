"""Claims about balls around the points of a data set: every point is proved for itself, on one core or on many."""

from collections.abc import Sequence as Items
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import TypeVar

import numpy as np

from constructions.files.journal import Journal
from constructions.model.batch import evaluate_many
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.progress import Progress
from constructions.model.rational import Point
from verify.certificate import Hint
from verify.prove.balls.deep_radii import radius_by_bounds
from verify.prove.balls.found import Found, asked, found_before, keep
from verify.prove.balls.radii import Around, Radius, Undecided, exact_radius, some_radius
from verify.prove.execution import Fails
from verify.prove.goals import Wanted
from verify.prove.limits import Limits, Method, Stopped
from verify.prove.relaxation.search import FEW_UNITS, NO_UNITS
from verify.prove.subtrees import Cores, program_of
from verify.prove.universal import few_paths
from verify.prove.work import ALONE, Workers, run_all

Item = TypeVar("Item")

_CHUNKS = 32
"""Tasks for each process: enough that none waits long for the last (24 points, some ten times as hard as others: two
processes do 1.97 times what one does, 1.90 with 8 tasks), few enough that handing over costs nothing."""

_LARGE = 2**1000
"""Numbers beyond it, or their differences, may be too large for floating point."""


class NoEvidence(Exception):
    """Wrong answers do not come as near as a claim says; the message says how near they come."""


@dataclass(frozen=True, slots=True)
class _Task:
    """Some points to prove; networks as the bytes of their files."""

    networks: tuple[bytes, ...]
    points: tuple[Point, ...]
    wanted: tuple[Wanted, ...]
    known: tuple[Point | None, ...]
    radii: tuple[Radius | None, ...]
    enough: Fraction | None
    seconds: float | None
    paths: int | None
    method: Method = "auto"


def on_balls(
    networks: Items[bytes],
    points: Items[Point],
    wanted: Items[Wanted],
    radii: Items[Radius | None],
    limits: tuple[float | None, int | None, Method],
    workers: Workers,
    progress: Progress,
    known: Items[Point | None] = (),
    enough: Fraction | None = None,
    journal: Journal | None = None,
) -> list[Found]:
    """Return what became of every point, up to the first that fails.

    Args:
        networks: the file of the network, or of two that stand side by side.
        points: the centres.
        wanted: the goal for each.
        radii: for each point what is to be shown of the ball around it; None looks for the largest.
        limits: seconds and paths for each point, and the method.
        workers: who shares the points; of one point, its proof.
        progress: called with how many points are done, of how many.
        known: for each point an input with a wrong answer that is near, if one is known.
        enough: a radius at which the search for the largest ends.
        journal: what is done already, and where what is found is kept.

    Raises:
        BadInput: if largest radii are to be found by relaxation, and nothing of the network can be relaxed.
    """
    if limits[2] == "relaxation" and None in radii and not program_of(tuple(networks)).decisions:
        raise BadInput(NO_UNITS)  # else every radius would be 0
    size = len(points)
    found: list[Found | None] = [None] * size
    questions = []
    if journal is not None:
        questions = [asked(networks, *each, enough, limits) for each in zip(points, wanted, radii, strict=True)]
        found = [found_before(journal, question) for question in questions]
    waiting = [number for number in range(size) if found[number] is None]
    step = 1 if journal is not None else _step(len(waiting), workers)
    parts = [waiting[start : start + step] for start in range(0, len(waiting), step)]
    tasks = []
    for part in parts:
        near = _chosen(known, part) if known else (None,) * len(part)
        centers, goals, balls = _chosen(points, part), _chosen(wanted, part), _chosen(radii, part)
        tasks.append(_Task(tuple(networks), centers, goals, near, balls, enough, *limits))
    shared = len(tasks) == 1 and workers.executor is None  # one task runs here; processes share what it does
    does = partial(_prove, workers=workers) if shared else _prove
    done = size - len(waiting)

    def ended(task: int, results: list[Found]) -> None:
        nonlocal done
        for number, result in zip(parts[task], results, strict=False):
            found[number] = result
            if journal is not None:
                keep(journal, questions[number], result)
        done += len(results)
        progress(done, size)

    for results in run_all(does, tasks, ALONE if shared else workers, ended):
        if any([result.fails is not None or result.denied for result in results]):
            break
    until = next((number for number, result in enumerate(found) if result is None), size)
    return [result for result in found[:until] if result is not None]


def _chosen(items: Items[Item], numbers: Items[int]) -> tuple[Item, ...]:
    return tuple([items[number] for number in numbers])


def _step(size: int, workers: Workers) -> int:
    """Return how many points are one task."""
    return max(1, size // 64 if workers.alone else -(-size // (workers.count * _CHUNKS)))


def largest(around: Around, limits: Limits) -> tuple[Radius, list[Hint]]:
    """Return the largest radius that is found on which the answer is right, and hints that prove it.

    Path by path it is exact (``radii.exact_radius``), or an interval where the limits are used up. Where there may be
    too many paths, so it is tried with a few, and then by bounds (``deep_radii.radius_by_bounds``).

    >>> from constructions.model.network import Step
    >>> from verify.prove.prepared import Prepared
    >>> largest(Around(Prepared(Step(1)), (Fraction(2),), Wanted("equals", (Fraction(1),))), Limits())[0].text()
    '["closed","2","2"]'
    """
    program = around.program
    if limits.method == "paths" or program.decisions <= FEW_UNITS or len(around.center) == 1:
        try:
            return exact_radius(around, limits)
        except Undecided as undecided:
            return some_radius(around, limits, undecided.found)
    paths = few_paths(program.network)
    if paths > 1 and limits.method == "auto":
        few = replace(limits, method="paths", paths=paths if limits.paths is None else min(paths, limits.paths))
        try:
            return exact_radius(around, few)
        except Undecided as undecided:
            around = around if undecided.found is None else replace(around, known=undecided.found.wrong)
    return radius_by_bounds(around, limits)


def hints_of(around: Around, radius: Radius, limits: Limits) -> list[Hint]:
    """Return hints that prove a radius which is claimed; whether the answer is right at the point itself is known.

    Raises:
        Fails: with an input of the ball at which the goals do not hold.
        NoEvidence: if wrong answers do not come as near as ``radius.most``.
        Stopped: if the limits are used up first.

    >>> from constructions.model.network import Step
    >>> from verify.prove.prepared import Prepared
    >>> claimed, right = Radius("closed", Fraction(1), Fraction(3)), Wanted("equals", (Fraction(1),))
    >>> hints_of(Around(Prepared(Step(1)), (Fraction(2),), right), claimed, Limits())
    [['above*', 0, 1], ['wrong', 1, -1, 0]]
    """
    ending: list[Hint] = []
    if radius.most is not None:
        found, hints = largest(around, limits)
        if found == radius:
            return hints
        if found.most is None or found.most > radius.most:
            if found.exact:
                reach = "there are none" if found.most is None else f"they come as near as {found.most}"
                raise NoEvidence(f"wrong answers should come as near as {radius.most}, but {reach}")
            raise Stopped(f"no wrong answer as near as {radius.most} was found with what was allowed")
        ending = hints[-1:]
    if radius.kind != "all" and not radius.least:
        return ending
    return [*around.show(radius.bounds(around.center), limits), *ending]


def nearest_others(dataset: Dataset) -> list[Point | None]:
    """Return for each point the nearest one of another label, as far as floating point can tell; a good first guess.

    >>> nearest_others(Dataset.from_rows([[0], [1], [5]], [[0], [0], [1]]))
    [(Fraction(5, 1),), (Fraction(5, 1),), (Fraction(1, 1),)]
    >>> nearest_others(Dataset.from_rows([[0], [10**400]], [[0], [1]]))[1]
    (Fraction(0, 1),)
    """
    most = max([abs(value) for point in dataset.points for value in point])
    unit = most if most > _LARGE else Fraction(1)
    ratios = [[value / unit for value in point] for point in dataset.points]
    table = np.array([[ratio.numerator / ratio.denominator for ratio in row] for row in ratios])
    labels, _ = dataset.label_numbers()
    found: list[Point | None] = []
    for row, label in zip(table, labels, strict=True):
        distances = np.where(labels == label, np.inf, np.abs(table - row).max(axis=1))
        best = int(distances.argmin())
        found.append(dataset.points[best] if np.isfinite(distances[best]) else None)
    return found


def _prove(task: _Task, workers: Workers = ALONE) -> list[Found]:
    program = program_of(task.networks)
    answers = evaluate_many(program.network, task.points).outputs
    found = []
    for point, answer, wanted, known, radius in zip(
        task.points, answers, task.wanted, task.known, task.radii, strict=True
    ):
        limits = Limits.of(task.seconds, task.paths, None, task.method)
        around = Around(program, point, wanted, known, task.enough, Cores(workers, task.networks))
        found.append(_prove_one(around, wanted.holds(answer), radius, limits))
        if found[-1].fails is not None:
            break
    return found


def _prove_one(around: Around, right: bool, radius: Radius | None, limits: Limits) -> Found:
    if radius is None and not right:
        return Found(radius=Radius("wrong"))
    if radius is None:
        if around.known is not None and around.wanted.holds(evaluate(around.program.network, around.known)):
            around = replace(around, known=None)
        found, hints = largest(around, limits)
        return Found(tuple(hints), found)
    if right == (radius.kind == "wrong"):
        return Found(fails=around.center)
    try:
        return Found(tuple(hints_of(around, radius, limits)))
    except Fails as failure:
        return Found(fails=failure.point)
    except Stopped as stopped:
        return Found(stopped=str(stopped))
    except NoEvidence as denied:
        return Found(denied=str(denied))
