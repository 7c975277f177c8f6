"""How long work says how far it is."""

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[int, int | None], None]
"""Called now and then with what is done and with how much there is to do; None if nobody knows."""


def silent(_done: int, _total: int | None) -> None:
    """Say nothing: the progress of whoever asked for none."""
