"""How many threads a product of matrices takes: one, since those here are small, and processes share the cores."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from typing import Any

VARIABLES = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""What tells the libraries under numpy how many threads to take; read when numpy is loaded."""


def take_one() -> None:
    """Let numpy take one thread here and in processes that are started, unless the user says how many.

    To be called before numpy is loaded.
    """
    for name in VARIABLES:
        os.environ.setdefault(name, "1")


@contextmanager
def one_each() -> Iterator[None]:
    """Let processes that are started inside the block take one thread each, unless the user says how many."""
    new = [name for name in VARIABLES if name not in os.environ]
    take_one()
    try:
        yield
    finally:
        for name in new:
            os.environ.pop(name, None)


@contextmanager
def one_thread() -> Iterator[None]:
    """Let numpy take one thread inside the block, where it is loaded already; without ``threadpoolctl``, do nothing.

    Where several threads wait for each other at each product of two small matrices, it takes ten times as long.

    >>> with one_thread():
    ...     1 + 1
    2
    """
    found = None if any([name in os.environ for name in VARIABLES]) else _controller()
    if found is None:
        yield
        return
    with found.limit(limits=1, user_api="blas"):
        yield


@lru_cache(maxsize=1)
def _controller() -> Any:
    try:
        return import_module("threadpoolctl").ThreadpoolController()
    except ImportError:
        return None
