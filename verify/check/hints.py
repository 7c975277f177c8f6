"""Hints: what a certificate says to an execution, a name and integers each."""

from typing import Any

from .verdict import Rejected

_STARRED = ("below", "above", "goal", "empty")
_BOUNDING = ("relax", "own")


def plain(name: str | None) -> str | None:
    """Return the name of a hint without its star, if it is one that may have a star."""
    return name[:-1] if name and name[-1] == "*" and name[:-1] in _STARRED else name


class Hints:
    """The hints of a certificate, each a name and then integers, read one after the other.

    ``with_bounds``: some of them ask for the intervals of inputs.
    """

    def __init__(self, hints: list[Any]) -> None:
        self.hints = hints
        self.step = 0
        self.with_bounds = any([plain(hint[0]) != hint[0] or hint[0] in _BOUNDING for hint in hints])

    def name(self) -> Any:
        """Return the name of the next hint, None if there is none."""
        if self.step == len(self.hints):
            return None
        return self.hints[self.step][0]

    def take(self, *names: str) -> list[Any]:
        """Return the next hint, which must have one of the names, or one of those that may have a star, with it."""
        name = self.name()
        if name is None:
            raise Rejected(f"step {self.step}: there is no hint left; {' or '.join(names)} is needed")
        if plain(name) not in names:
            raise Rejected(f"step {self.step}: the hint must be {' or '.join(names)}")
        self.step += 1
        hint: list[Any] = self.hints[self.step - 1]
        return hint
