"""What a search for proofs may use: time and paths, and the method."""

from dataclasses import dataclass, replace
from time import monotonic, time
from typing import Literal

from constructions.model.errors import at_least
from constructions.model.nouns import count_of
from constructions.model.progress import Progress

Method = Literal["auto", "paths", "relaxation"]
"""How a claim about all inputs of a domain is proved."""


class Stopped(Exception):
    """The time or the number of paths that was allowed is used up; the message says how far the execution came."""


@dataclass(slots=True)
class Limits:
    """What an execution, or all executions for one claim together, may use; None is no limit.

    Attributes:
        deadline: a time of ``time.monotonic``.
        paths: how many ends may be reached; where a visitor closes all that is left there is one, too.
        ends: how many were.
        seconds: how long it was from the beginning to the deadline.
        progress: called now and then with how many ends were reached.
        method: path by path, by relaxation, or whichever suits the network.
        ending: what an end is called, one of them.

    Raises:
        BadInput: if there are fewer than 0 paths.
        TypeError: if their number is no integer.
    """

    deadline: float | None = None
    paths: int | None = None
    ends: int = 0
    seconds: float | None = None
    progress: Progress | None = None
    method: Method = "auto"
    ending: str = "path"

    def __post_init__(self) -> None:
        at_least(0, paths=self.paths)

    @classmethod
    def of(
        cls, seconds: float | None, paths: int | None, progress: Progress | None = None, method: Method = "auto"
    ) -> "Limits":
        """Return limits that begin now.

        >>> Limits.of(None, 10).paths
        10
        """
        return cls(None if seconds is None else monotonic() + seconds, paths, 0, seconds, progress, method)

    def again(self) -> "Limits":
        """Return the same limits, beginning now."""
        return Limits.of(self.seconds, self.paths, None, self.method)

    def half(self) -> "Limits":
        """Return limits that end when half of the time that is left is over.

        >>> Limits.of(None, 10).half() == Limits.of(None, 10)
        True
        """
        return self if self.deadline is None else replace(self, deadline=(monotonic() + self.deadline) / 2)

    def handed_over(self) -> float | None:
        """Return the deadline as a time of ``time.time``, which all processes read alike."""
        return None if self.deadline is None else time() + self.deadline - monotonic()

    @classmethod
    def taken_over(cls, deadline: float | None, paths: int | None = None) -> "Limits":
        """Return limits with a deadline that another process handed over.

        >>> Limits.taken_over(Limits.of(None, None).handed_over(), 10)
        Limits(deadline=None, paths=10, ends=0, seconds=None, progress=None, method='auto', ending='path')
        """
        return cls(None if deadline is None else monotonic() + deadline - time(), paths)

    @property
    def left(self) -> float | None:
        """The seconds that are left, a hundredth at least; None if there is no end."""
        return None if self.deadline is None else max(0.01, self.deadline - monotonic())

    def reached(self, ends: int = 1) -> None:
        """Note that an end is reached, or several."""
        self.ends += ends
        if self.progress is not None and (ends > 1 or self.ends % 64 == 0):
            self.progress(self.ends, None)
        self.check()

    def check(self) -> None:
        """Refuse to go on beyond the limits."""
        if self.paths is not None and self.ends > self.paths:
            raise Stopped(f"more than {count_of(self.paths, self.ending)}")
        if self.deadline is not None and monotonic() > self.deadline:
            raise Stopped(f"the time is up after {count_of(self.ends, self.ending)}")
