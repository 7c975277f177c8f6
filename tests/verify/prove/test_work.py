"""Ctrl-C while processes start waits until they have, and ends them; tasks of lost processes run again; what is kept
of tasks is not done again."""

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from math import factorial
from pathlib import Path
from signal import SIGINT, default_int_handler, pthread_kill, signal
from threading import Event, Thread
from typing import Any

import pytest
from commands import command
from processes import killed, lost_once, run

from constructions.files.journal import Journal
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from lowerbound.comparisons import labellings
from lowerbound.operations.program_shapes import try_shapes
from verify.prove.work import Kept, Workers, run_all, run_growing, run_kept
from verify.symbolic import reach


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


def test_a_pool_that_is_left_with_work_ends_without_an_error_of_its_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    end, errors = ProcessPoolExecutor.shutdown, list[object]()

    def after_its_thread(self: ProcessPoolExecutor, *arguments: Any, **options: Any) -> None:
        for thread in threading.enumerate():
            if type(thread).__name__ == "_ExecutorManagerThread":
                thread.join()  # it sees that the processes have ended
        end(self, *arguments, **options)

    monkeypatch.setattr(ProcessPoolExecutor, "shutdown", after_its_thread)
    monkeypatch.setattr(threading, "excepthook", errors.append)
    results = run_all(factorial, [1, *range(10**6, 10**6 + 20)], Workers(2))
    assert next(results) == 1
    results.close()  # type: ignore[attr-defined]
    assert errors == []


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


def test_tasks_of_a_process_that_is_lost_run_again(tmp_path: Path) -> None:
    places = [str(tmp_path / name) for name in "abcd"]
    (tmp_path / "a").touch()
    (tmp_path / "c").touch()
    assert list(run_all(lost_once, places, Workers(2))) == places


def test_processes_that_are_lost_again_and_again_end_the_work() -> None:
    with pytest.raises(BadInput, match="the processes that share the work end before it is done"):
        list(run_all(os._exit, [1, 2], Workers(2)))


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


def kept(path: Path) -> Kept[int]:
    return Kept(Journal(path), str, int)


@pytest.mark.parametrize("workers", [Workers(), Workers(1, ThreadPoolExecutor(2))])
def test_results_that_were_kept_anywhere_come_in_the_same_order(tmp_path: Path, workers: Workers) -> None:
    path, tasks, heard = tmp_path / "kept", list(range(7)), list[int]()
    whole = [factorial(number) for number in tasks]
    assert list(run_kept(factorial, tasks, workers, kept(path), heard.append)) == whole
    assert heard == list(range(8))
    lines = path.read_bytes().splitlines(keepends=True)
    for some in (lines[:1], lines[:4], [lines[0], *lines[3:6], lines[6][:-9]], [lines[0], *lines[:0:-1]]):
        path.write_bytes(b"".join(some))
        there = Journal(path).size
        heard.clear()
        assert list(run_kept(factorial, tasks, workers, kept(path), heard.append)) == whole
        assert heard == list(range(there, 8))
    assert list(run_kept(abs, [-3, 3], workers, kept(path))) == [3, 3], "another function is other work"


def test_what_a_journal_says_that_is_no_result_is_done_again(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    odd: Kept[int] = Kept(Journal(path), lambda _found: {"no": "number"}, int)
    assert list(run_kept(factorial, [3], Workers(), odd)) == [6]
    assert list(run_kept(factorial, [3], Workers(), kept(path))) == [6]


def test_reach_goes_on_from_its_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "SIZES", (1, 2))
    names, path = ["search-tree", "interpolation"], tmp_path / "kept"
    found = list(reach.reaches(60, False, names, journal=Journal(path)))
    assert [(one.memorizer, one.labels) for one in found] == [(name, kind) for name in names for kind in reach.KINDS]
    assert all([one.best is not None and one.best["n"] > 1 for one in found])
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == 1 + len(found)
    monkeypatch.setattr(reach, "reach_of", lambda *_: reach.Reach("again", "any", None, ""))
    assert list(reach.reaches(60, False, names, journal=Journal(path))) == found
    path.write_bytes(b"".join(lines[:3]) + lines[3][:100])
    rest = list(reach.reaches(60, False, names, journal=Journal(path)))
    assert (rest[:2], {one.memorizer for one in rest[2:]}) == (found[:2], {"again"})
    assert {one.memorizer for one in reach.reaches(61, False, names, journal=Journal(path))} == {"again"}
    for wrong in ({"stopped": 3}, {"best": {"n": "2"}}, {"best": 5}, {"more": 1}):
        for about in list(Journal(path)._found):
            journal = Journal(path)
            journal.keep(about, journal.found(about) | wrong)
        assert {one.memorizer for one in reach.reaches(60, False, names, journal=Journal(path))} == {"again"}


def test_the_table_of_labellings_is_shared_and_goes_on_from_its_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(labellings, "LINE", 4)
    monkeypatch.setattr(labellings, "PLANE", 3)
    path, plain = tmp_path / "kept", list(labellings.rows())
    assert [row.size for row in plain] == [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4]
    assert list(labellings.rows(workers=Workers(2), journal=Journal(path))) == plain
    monkeypatch.setattr(labellings, "_accepted", None)
    assert list(labellings.rows(journal=Journal(path))) == plain


@pytest.mark.parametrize("labels", [[0, 1, 0], [0, 1, 0, 1, 1]])
def test_shapes_are_tried_by_processes_as_by_one(labels: list[int]) -> None:
    data = Dataset.from_rows([[2], [3], [4], [7], [8]][: len(labels)], [[label] for label in labels])
    assert try_shapes(data, most=2, workers=Workers(2)) == try_shapes(data, most=2)


def test_reach_that_is_killed_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    words = ["reach", "--memorizer", "search-tree-constant", "--memorizer", "interpolation", "--seconds", "0.2"]
    killed(tmp_path, 1, *words, "--resume", path)
    before = Journal(path)
    assert before.size
    after = command(*words, "--resume", path, "--json")
    assert "there already" in after.stderr
    assert json.loads(after.stdout)[0] == before.found(next(iter(before._found)))


def test_processes_that_a_first_pool_starts_never_see_ctrl_c() -> None:
    """Python's tracker of resources, which starts with the first lock, lets Ctrl-C through again once it runs."""
    code = (
        "from multiprocessing import get_context\n"
        "from signal import SIG_BLOCK, SIGINT, pthread_sigmask\n"
        "from verify.prove.work import _interrupted_afterwards\n"
        "with _interrupted_afterwards():\n"
        "    lock = get_context('spawn').Lock()\n"
        "    print(SIGINT in pthread_sigmask(SIG_BLOCK, []))\n"
    )
    done = run(sys.executable, "-c", code)
    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr
