"""Ctrl-C while processes are started waits until they are, and then ends them."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from signal import SIGINT, default_int_handler, pthread_kill, signal
from threading import Event, Thread
from typing import Any

import pytest

from verify.prove.work import run_all


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
    begin = ProcessPoolExecutor.map

    def pressed(self: ProcessPoolExecutor, *arguments: Any) -> Iterator[Any]:
        pthread_kill(other_thread, SIGINT)
        results = begin(self, *arguments)
        started.append(self)
        return results

    monkeypatch.setattr(ProcessPoolExecutor, "map", pressed)
    with pytest.raises(KeyboardInterrupt):
        list(run_all(abs, [-1, -2, -3], 2))
    assert len(started) == 1
    assert not started[0]._processes  # they are gone


def test_results_of_processes_come_in_the_order_of_the_tasks(other_thread: int) -> None:
    assert other_thread
    assert list(run_all(abs, list(range(-9, 0)), 2)) == list(range(9, 0, -1))
