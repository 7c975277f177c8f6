"""Work that splits into tasks: in this process, in processes of this machine, or by any executor of
``concurrent.futures``; the results do not depend on which."""

import json
import os
from collections.abc import Callable, Iterator, Sequence as Items
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from multiprocessing import connection, get_context, parent_process, resource_tracker
from pickle import dumps, loads
from signal import SIG_BLOCK, SIG_SETMASK, SIGHUP, SIGINT, SIGTERM, Signals, getsignal, pthread_sigmask, signal
from threading import Thread, current_thread, local, main_thread
from types import FrameType
from typing import Any, Generic, TypeVar

from constructions.files.canonical import digest
from constructions.files.journal import Journal
from constructions.model.errors import BadInput, at_least
from constructions.model.running.threads import one_each

Task = TypeVar("Task")
Result = TypeVar("Result")
Context = TypeVar("Context")

_HEARD = (SIGINT, SIGTERM, SIGHUP)
"""Signals that end the work, where somebody hears them."""

_LOSSES = 3
"""So often processes may be lost, as when memory is short, before the work is given up."""


@dataclass(frozen=True, slots=True)
class Workers:
    """Who does tasks.

    Attributes:
        count: how many tasks run at once.
        executor: who runs them: any executor of ``concurrent.futures`` to whose workers tasks can be pickled, as that
            of a Dask cluster. None is this process where ``count`` is 1, else as many processes of this machine, which
            end with the work. A process that is lost is replaced, and its tasks run again.

    Raises:
        BadInput: if it is less than one task.
        TypeError: if the number of tasks is no integer.

    >>> Workers().alone, Workers(2).alone
    (True, False)
    """

    count: int = 1
    executor: Executor | None = None

    def __post_init__(self) -> None:
        at_least(1, count=self.count)

    @property
    def alone(self) -> bool:
        """Whether all is done in this process."""
        return self.executor is None and self.count == 1


ALONE = Workers()
"""This process does all."""


def _nobody(_number: int, _result: object) -> None:
    """Hear that a task has ended, and do nothing."""


def run_all(
    function: Callable[[Task], Result],
    tasks: Items[Task],
    workers: Workers,
    ended: Callable[[int, Result], None] = _nobody,
) -> Iterator[Result]:
    """Yield the results of the tasks, in their order.

    Function and tasks must be picklable unless this process does all. Whoever stops reading, by an exception or Ctrl-C,
    stops the work. ``ended`` hears of each result at once, with the number of its task, in whatever order they come.

    >>> list(run_all(abs, [-1, 2], Workers()))
    [1, 2]
    """
    if workers.alone or (workers.executor is None and len(tasks) < 2):
        for number, task in enumerate(tasks):
            result = function(task)
            ended(number, result)
            yield result
        return
    with _Pool(workers.executor, min(workers.count, len(tasks))) as pool:
        numbers = [pool.begin(function, task) for task in tasks]
        heard = set[int]()
        for number in numbers:
            while number not in pool.results:
                pool.gather()
                for new in pool.results.keys() - heard:
                    ended(new - numbers[0], pool.results[new])
                    heard.add(new)
            yield pool.results.pop(number)


@dataclass(frozen=True, slots=True)
class Kept(Generic[Result]):
    """Where results are kept, and how JSON says them.

    Attributes:
        journal: the file.
        said: returns what JSON can say of a result.
        read: returns the result again; raises ``TypeError``, ``ValueError`` or ``KeyError`` if it is none.
    """

    journal: Journal
    said: Callable[[Result], object]
    read: Callable[[Any], Result]

    def found(self, about: str) -> tuple[Result] | None:
        """Return what is kept of a task; None if nothing is, or nothing of the kind."""
        said = self.journal.found(about)
        try:
            return None if said is None else (self.read(said),)
        except (TypeError, ValueError, KeyError):
            return None


def run_kept(
    function: Callable[[Task], Result],
    tasks: Items[Task],
    workers: Workers,
    kept: Kept[Result] | None,
    ended: Callable[[int], None] = lambda _done: None,
) -> Iterator[Result]:
    """Yield what ``run_all`` does, and keep each result in a journal; what that has kept before is not done again.

    For work that nothing but doing it again could check: a journal is believed here, where a line is whole, of this
    version and of the same task, whose ``repr`` says all that the result depends on. ``ended`` is told how many tasks
    are done.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     journal = Journal(Path(folder) / "kept")
    ...     first = list(run_kept(abs, [-1, 2], Workers(), Kept(journal, str, int)))
    ...     first, list(run_kept(abs, [-1, 2], Workers(), Kept(Journal(journal.path), int, lambda found: -int(found))))
    ([1, 2], [-1, -2])
    """
    known: list[tuple[Result] | None] = [None] * len(tasks)
    abouts = list[str]()
    if kept is not None:
        work = [version("memocert"), function.__module__, function.__name__]
        abouts = [digest(json.dumps([*work, repr(task)]).encode()) for task in tasks]
        known = [kept.found(about) for about in abouts]
    left = [number for number, found in enumerate(known) if found is None]
    done = len(tasks) - len(left)
    ended(done)

    def heard(place: int, result: Result) -> None:
        nonlocal done
        if kept is not None:
            kept.journal.keep(abouts[left[place]], kept.said(result))
        done += 1
        ended(done)

    fresh = run_all(function, [tasks[number] for number in left], workers, heard)
    for found in known:
        yield next(fresh) if found is None else found[0]


def run_growing(
    begin: Callable[[Context], Callable[[Task], Result]],
    context: Context,
    next_task: Callable[[], Task | None],
    done: Callable[[Result], None],
    workers: Workers,
) -> None:
    """Run tasks that make further tasks.

    Args:
        begin: called once by each worker, with the context; returns what is done with tasks. All must be picklable.
        context: what all tasks share.
        next_task: returns a task that waits, None if none does now.
        done: called here with each result; it may make tasks, or end the work by an exception.
        workers: who runs them.
    """
    common = dumps((begin, context))
    with _Pool(workers.executor, workers.count) as pool:
        while True:
            while len(pool.running) < workers.count and (task := next_task()) is not None:
                pool.begin(_go_on, (common, task))
            if not pool.running:
                return
            pool.gather()
            for number in list(pool.results):
                done(pool.results.pop(number))


_begun = local()
"""Of a thread that runs tasks of ``run_growing``: which work it has begun, and what is done with tasks."""


def _go_on(given: tuple[bytes, Any]) -> Any:
    common, task = given
    key = sha256(common).digest()
    if getattr(_begun, "key", b"") != key:
        begin, context = loads(common)
        _begun.key, _begun.work = key, begin(context)
    return _begun.work(task)


class _Pool:
    """Tasks that run, and the results of those that have ended, by the numbers of the tasks."""

    def __init__(self, executor: Executor | None, count: int) -> None:
        self.results: dict[int, Any] = {}
        self.running: dict[Future[Any], tuple[int, Callable[[Any], Any], Any]] = {}
        self._given, self._count = executor, count
        self._own: ProcessPoolExecutor | None = None
        self._number = self._losses = 0

    def __enter__(self) -> "_Pool":
        return self

    def __exit__(self, *_: object) -> None:
        if self._own is None:  # one's own sees to its tasks itself, and stumbles over those that are cancelled
            for future in self.running:
                future.cancel()
        self._end()

    def begin(self, function: Callable[[Any], Any], task: Any) -> int:
        """Let a task run; return its number."""
        self._number += 1
        self._submit(self._number, function, task)
        return self._number

    def gather(self) -> None:
        """Wait until a task has ended, and keep its result; tasks of a process that was lost run again."""
        finished, _ = wait(self.running, return_when=FIRST_COMPLETED)
        lost = []
        for future in finished:
            started = self.running.pop(future)
            try:
                self.results[started[0]] = future.result()
            except BrokenExecutor:
                lost.append(started)
        if not lost:
            return
        self._losses += 1
        if self._given is not None or self._losses > _LOSSES:
            raise BadInput("the processes that share the work end before it is done: is there too little memory?")
        lost += self.running.values()
        self.running.clear()
        self._end()
        for started in sorted(lost, key=lambda one: one[0]):
            self._submit(*started)

    def _submit(self, number: int, function: Callable[[Any], Any], task: Any) -> None:
        with _interrupted_afterwards(), one_each():
            if self._given is None and self._own is None:
                self._own = ProcessPoolExecutor(self._count, get_context("spawn"), _end_with_parent)
            executor = self._given or self._own
            assert executor is not None
            try:
                future = executor.submit(function, task)
            except BrokenExecutor as error:  # a process was lost since: ``gather`` sees to it
                future = Future()
                future.set_exception(error)
            self.running[future] = number, function, task

    def _end(self) -> None:
        """End the processes that were begun here."""
        if self._own is not None:
            for process in list((self._own._processes or {}).values()):
                process.terminate()
            self._own.shutdown(cancel_futures=True)
            self._own = None


def _end_with_parent() -> None:
    """Let this process end as soon as the one that started it has, which nothing tells it if that one is killed."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_behind, args=(parent.sentinel,), daemon=True).start()


def _end_behind(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


@contextmanager
def _interrupted_afterwards() -> Iterator[None]:
    """Let Ctrl-C, and what else tells the process to end, wait until the block is left.

    A pool that is interrupted while it starts never ends. What is started inside the block never sees Ctrl-C: it is for
    this process, which ends the others.
    """
    came: list[tuple[int, FrameType | None]] = []
    here = current_thread() is main_thread()  # elsewhere Python runs no handlers
    handlers = {number: getsignal(number) for number in _HEARD} if here else {}
    for each, handler in handlers.items():
        if callable(handler):
            signal(each, lambda *call: came.append(call))
    resource_tracker.ensure_running()  # with the first pool it would start inside, and let Ctrl-C through afterwards
    before = pthread_sigmask(SIG_BLOCK, {SIGINT})  # inherited; another thread of this process may take it all the same
    try:
        yield
    finally:
        pthread_sigmask(SIG_SETMASK, before)
        for each, handler in handlers.items():
            signal(each, handler)
    for number, frame in came:
        handler = handlers[Signals(number)]
        if callable(handler):
            handler(number, frame)
