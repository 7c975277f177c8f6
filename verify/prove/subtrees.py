"""One execution on several cores: the tree of its splits is cut, and what lies behind the cut is run elsewhere."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, log2
from typing import Generic, TypeVar

from constructions.files.canonical import network_from_bytes
from constructions.model.network import Concatenate
from verify.certificate import Hint
from verify.prove.execution import Execution, Fails, First, Outcomes, Visitor
from verify.prove.integer_forms import Bound
from verify.prove.limits import Limits, Stopped
from verify.prove.prepared import Prepared
from verify.prove.region import Region
from verify.prove.work import Workers, run_all

_TASKS = 4
"""Tasks for each process: subtrees differ in size, but every task runs anew what lies before the cut."""

_DEEPER, _DEEPEST = 3, 24
"""How much deeper the next cut is where a lopsided tree had too few subtrees, and when that is given up."""

Kind = TypeVar("Kind", bound=Visitor)


@dataclass(frozen=True, slots=True)
class Cores:
    """Who shares an execution, and the files of its network, or of two that stand side by side.

    ``subtrees``: into how many it is cut, whoever does them, so that the hints are the same; 0: as suits the workers.
    """

    workers: Workers
    networks: tuple[bytes, ...]
    subtrees: int = 0


@dataclass(frozen=True, slots=True)
class Explored(Generic[Kind]):
    """What an execution found: the hints, how many ends it reached, and its visitor, one for each part of the tree."""

    hints: list[Hint]
    paths: int
    visitors: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class _Task(Generic[Kind]):
    """One subtree; the deadline is a time of ``time.time``, which all processes read alike."""

    networks: tuple[bytes, ...]
    measure: str
    bounds: tuple[Bound, ...]
    visitor: Kind
    first: "First | None"
    forced: Outcomes
    deadline: float | None
    paths: int | None


@dataclass(frozen=True, slots=True)
class _Part(Generic[Kind]):
    """What became of a subtree; ``fails`` are the bounds of inputs on which the claim fails, if there are any."""

    visitor: Kind
    hints: list[Hint]
    paths: int
    fails: tuple[Bound, ...] | None = None
    stopped: str = ""


@lru_cache(maxsize=4)
def program_of(networks: tuple[bytes, ...], measure: str = "total") -> Prepared:
    """Return the program of a network's file, or of two that stand side by side; the last few are kept.

    >>> from constructions.files.canonical import network_bytes
    >>> from constructions.model.network import Relu
    >>> program_of((network_bytes(Relu(1)), network_bytes(Relu(1)))).network.output_width
    2
    """
    parts = [network_from_bytes(data) for data in networks]
    return Prepared(parts[0] if len(parts) == 1 else Concatenate(parts), measure)


def explore(
    program: Prepared,
    region: Region,
    visitor: Kind,
    limits: Limits,
    first: "First | None" = None,
    cores: Cores | None = None,
) -> Explored[Kind]:
    """Run a network over a region that is not empty, on one core or on several.

    Verdict and number of paths do not depend on how many; multipliers may, where a linear program has several optima.
    With several cores, visitor and order must be picklable, and ``cores`` has the files of the program's networks.

    Raises:
        Fails: if the visitor finds inputs on which the claim fails.
        Stopped: beyond the limits.
    """
    if cores is None or (cores.workers.alone and not cores.subtrees):
        execution = Execution(program, region, visitor, limits, first)
        return Explored(execution.run(), execution.paths, (visitor,))
    wanted, before, length = cores.subtrees or cores.workers.count * _TASKS, limits.ends, len(region.bounds)
    cut = ceil(log2(wanted)) - 1
    while True:
        limits.ends = before
        mine = copy(visitor)
        execution = Execution(program, region, mine, limits, first, cut=cut)
        hints = execution.run()
        region.cut(length)
        if not execution.stubs or len(execution.stubs) >= wanted or cut >= _DEEPEST:
            break
        cut += _DEEPER
    deadline = limits.handed_over()
    tasks = [
        _Task(cores.networks, program.measure, tuple(region.bounds), copy(mine), first, forced, deadline, limits.paths)
        for _, forced in execution.stubs
    ]
    joined, visitors, at = list[Hint](), [mine], 0
    for (place, _), part in zip(execution.stubs, _parts(tasks, cores.workers, limits, region), strict=True):
        joined += hints[at:place]
        joined += part.hints
        at = place
        visitors.append(part.visitor)
    return Explored([*joined, *hints[at:]], limits.ends - before, tuple(visitors))


def _parts(tasks: list[_Task[Kind]], workers: Workers, limits: Limits, region: Region) -> Iterator[_Part[Kind]]:
    for part in run_all(_run, tasks, workers):
        limits.reached(part.paths)
        if part.fails is not None:
            raise Fails(Region(region.width, part.fails), [])
        if part.stopped:
            raise Stopped(part.stopped)
        yield part


def _run(task: _Task[Kind]) -> _Part[Kind]:
    program = program_of(task.networks, task.measure)
    region = Region(program.network.input_width, task.bounds)
    limits = Limits.taken_over(task.deadline, task.paths)
    execution = Execution(program, region, task.visitor, limits, task.first, forced=task.forced)
    try:
        return _Part(task.visitor, execution.run(), execution.paths)
    except Fails as failure:
        return _Part(task.visitor, [], execution.paths, tuple(failure.bounds))
    except Stopped as stopped:
        return _Part(task.visitor, [], execution.paths, stopped=str(stopped))
