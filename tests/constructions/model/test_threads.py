"""Products of small matrices take one thread, unless the user says otherwise."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from constructions.model.running import threads


@pytest.fixture
def unsaid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the user say nothing of threads."""
    for name in threads.VARIABLES:
        monkeypatch.setenv(name, "1")
        monkeypatch.delenv(name)


@pytest.mark.usefixtures("unsaid")
def test_one_thread_is_taken_where_the_user_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MKL_NUM_THREADS", "3")
    with threads.one_each():
        assert [os.environ[name] for name in threads.VARIABLES] == ["1", "3", "1"]
    assert [os.environ.get(name) for name in threads.VARIABLES] == [None, "3", None]
    threads.take_one()
    assert [os.environ[name] for name in threads.VARIABLES] == ["1", "3", "1"]


@pytest.mark.usefixtures("unsaid")
def test_threads_are_limited_inside_the_block_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    class Controller:
        @contextmanager
        def limit(self, **asked: object) -> Iterator[None]:
            seen.append(asked)
            yield
            seen.append("as before")

    monkeypatch.setattr(threads, "_controller", Controller)
    with threads.one_thread():
        assert seen == [{"limits": 1, "user_api": "blas"}]
    assert seen[1:] == ["as before"]
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "4")
    with threads.one_thread():
        assert len(seen) == 2
    monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    monkeypatch.setattr(threads, "_controller", lambda: None)
    with threads.one_thread():
        assert len(seen) == 2
