"""Work that splits into tasks: in this process, or on the machine's cores; the results do not depend on which."""

from collections.abc import Callable, Iterator, Sequence as Items
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import get_context
from signal import SIG_BLOCK, SIG_SETMASK, SIGHUP, SIGINT, SIGTERM, Signals, getsignal, pthread_sigmask, signal
from threading import current_thread, main_thread
from types import FrameType
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
Context = TypeVar("Context")

_HEARD = (SIGINT, SIGTERM, SIGHUP)
"""Signals that end the work, where somebody hears them."""


def run_all(function: Callable[[Task], Result], tasks: Items[Task], jobs: int) -> Iterator[Result]:
    """Yield the results of the tasks, in their order, from ``jobs`` processes (1: this one).

    Function and tasks must be picklable if ``jobs`` is more than 1. Whoever stops reading, by an exception or Ctrl-C,
    stops the work.

    >>> list(run_all(abs, [-1, 2], 1))
    [1, 2]
    """
    if jobs == 1 or len(tasks) < 2:
        yield from map(function, tasks)
        return
    with _pool(min(jobs, len(tasks))) as pool:
        with _interrupted_afterwards():
            results = pool.map(function, tasks)
        yield from results


def run_growing(
    begin: Callable[[Context], Callable[[Task], Result]],
    context: Context,
    next_task: Callable[[], Task | None],
    done: Callable[[Result], None],
    jobs: int,
) -> None:
    """Run tasks that make further tasks in ``jobs`` processes.

    Args:
        begin: called once in each process, with the context; returns what is done with tasks. All must be picklable.
        context: what all tasks share.
        next_task: returns a task that waits, None if none does now.
        done: called here with each result; it may make tasks, or end the work by an exception.
        jobs: how many processes.
    """
    running: set[Future[Any]] = set()
    with _pool(jobs, _begin, (begin, context)) as pool:
        while True:
            while len(running) < jobs and (task := next_task()) is not None:
                with _interrupted_afterwards():
                    running.add(pool.submit(_go_on, task))
            if not running:
                return
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                done(future.result())


_begun: list[Callable[[Any], Any]] = []
"""In a process of ``run_growing``: what is done with tasks."""


def _begin(begin: Callable[[Any], Callable[[Any], Any]], context: Any) -> None:
    _begun[:] = [begin(context)]


def _go_on(task: Any) -> Any:
    return _begun[0](task)


@contextmanager
def _pool(jobs: int, *first: Any) -> Iterator[ProcessPoolExecutor]:
    """Give processes, which end with the block; ``first`` is a function that each calls first, with its arguments."""
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), *first)
    try:
        yield pool
    finally:
        for process in list((pool._processes or {}).values()):
            process.terminate()
        pool.shutdown(cancel_futures=True)


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
