"""How long work says how far it is, and when it has to end."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import TypeAlias

Progress: TypeAlias = Callable[[int, int | None], None]
"""Called now and then with what is done and with how much there is to do; None if nobody knows."""


LONGEST = 1_000_000.0
"""The most seconds, eleven days, that a clock of the system or of a solver is set to; many take no larger number."""


def silent(_done: int, _total: int | None) -> None:
    """Say nothing: the progress of whoever asked for none."""


class TimeIsUp(Exception):
    """The time that was allowed is used up."""


class TimedOut(BaseException):
    """The time is over; no reader or prover that expects errors of its own may take it for one of them."""


STOPS = (KeyboardInterrupt, TimedOut, MemoryError)
"""What ends work from outside, whoever does it: no error of the work."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When work has to end; every loop that grows with what a user hands in asks it.

    Attributes:
        at: a time of ``time.monotonic``; None is never.

    >>> Deadline.after(None).left(7.0), Deadline.after(0).passed
    (7.0, True)
    """

    at: float | None = None

    @classmethod
    def after(cls, seconds: float | None) -> "Deadline":
        """Return the deadline so many seconds from now; None is never."""
        return cls(None if seconds is None else monotonic() + seconds)

    @property
    def passed(self) -> bool:
        """Whether it is over."""
        return self.at is not None and monotonic() >= self.at

    def left(self, otherwise: float) -> float:
        """Return the seconds that are left, a hundredth at least; ``otherwise`` if there is no end."""
        return otherwise if self.at is None else max(0.01, self.at - monotonic())

    def check(self) -> None:
        """Refuse to go on beyond it; raises ``TimeIsUp``."""
        if self.passed:
            raise TimeIsUp


NEVER = Deadline()
"""The deadline of work that may take as long as it takes."""
