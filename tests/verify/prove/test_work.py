"""Ctrl-C while processes start waits until they have, and ends them; tasks of lost processes run again."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from signal import SIGINT, SIGKILL, default_int_handler, pthread_kill, signal
from threading import Event, Thread
from typing import Any

import pytest

from constructions.model.errors import BadInput
from verify.prove.work import Workers, run_all, run_growing


@pytest.fixture
def other_thread() -> Iterator[int]:
    """A thread that does nothing and may take signals, as those of numeric libraries; and Ctrl-C as in a terminal."""
    over = Event()
    thread = Thread(target=over.wait, daemon=True)
    before = signal(SIGINT, default_int_handler)
    thread.start()
    assert thread.ident is not None
    try:
        yield thread.ident
    finally:
        signal(SIGINT, before)
        over.set()


def test_ctrl_c_while_a_pool_starts_waits_until_it_has_started(
    monkeypatch: pytest.MonkeyPatch, other_thread: int
) -> None:
    started: list[ProcessPoolExecutor] = []
    begin = ProcessPoolExecutor.submit

    def pressed(self: ProcessPoolExecutor, *arguments: Any) -> Future[Any]:
        pthread_kill(other_thread, SIGINT)
        future = begin(self, *arguments)
        started.append(self)
        return future

    monkeypatch.setattr(ProcessPoolExecutor, "submit", pressed)
    with pytest.raises(KeyboardInterrupt):
        list(run_all(abs, [-1, -2, -3], Workers(2)))
    assert len(set(started)) == 1
    assert not started[0]._processes  # they are gone


def test_results_of_processes_come_in_the_order_of_the_tasks(other_thread: int) -> None:
    assert other_thread
    assert list(run_all(abs, list(range(-9, 0)), Workers(2))) == list(range(9, 0, -1))


def _lost_once(place: str) -> str:
    """End the process the first time that it is called with a place, as where memory is short; then do the work."""
    try:
        Path(place).touch(exist_ok=False)
    except FileExistsError:
        return place
    os.kill(os.getpid(), SIGKILL)
    return ""


def _always_lost(_task: int) -> None:
    os.kill(os.getpid(), SIGKILL)


def test_tasks_of_a_process_that_is_lost_run_again(tmp_path: Path) -> None:
    places = [str(tmp_path / name) for name in "abcd"]
    (tmp_path / "a").touch()
    (tmp_path / "c").touch()
    assert list(run_all(_lost_once, places, Workers(2))) == places


def test_processes_that_are_lost_again_and_again_end_the_work() -> None:
    with pytest.raises(BadInput, match="the processes that share the work end before it is done"):
        list(run_all(_always_lost, [1, 2], Workers(2)))


def test_any_executor_of_the_standard_library_runs_the_tasks() -> None:
    waiting, found = [5, 3], list[int]()

    def done(result: int) -> None:
        found.append(result)
        waiting.extend([result - 1] * (result > 1))

    with ThreadPoolExecutor(3) as pool:
        assert list(run_all(abs, [-3, 2, -1], Workers(3, pool))) == [3, 2, 1]
        run_growing(_beginning, 1, lambda: waiting.pop() if waiting else None, done, Workers(3, pool))
    assert sorted(found) == [1, 1, 2, 2, 3, 3, 4, 5]


def _beginning(_context: int) -> Callable[[int], int]:
    return abs
