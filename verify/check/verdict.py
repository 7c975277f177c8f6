"""The verdicts of a check and the two ways in which a file can fail to prove its claim."""

from dataclasses import dataclass

ACCEPTED, REJECTED, INCOMPLETE, MALFORMED = "accepted", "rejected", "incomplete", "malformed"
EXIT_CODES = {ACCEPTED: 0, REJECTED: 1, INCOMPLETE: 1, MALFORMED: 2}


class Malformed(Exception):
    """The bytes violate docs/reference/format.md, or pass one of its limits: nothing can be said about the claim."""

    def at(self, place: str) -> "Malformed":
        """Return the same, of the same class, said of a place, unless it is already."""
        return type(self)(f"{place}: {str(self).removeprefix(f'{place}: ')}")


class Limit(Malformed):
    """A limit of this checker is passed: the claim may be true, and its certificate valid."""


class Crowded(Limit):
    """A limit of what is kept at one time: where less is kept beside it, the same file may pass it."""


class Rejected(Exception):
    """The files are well formed, but they do not prove the claim; the message names the step and the reason."""


@dataclass(frozen=True)
class Result:
    """What became of one claim: its file, the verdict, the sentence that was proved (if it was) and why (if not).

    ``vacuous``: no input satisfies the constraints of the domain, so that the claim is true of nothing. ``limit``:
    whether it is malformed because a limit is passed; None if the checker does not say that.
    """

    file: str
    verdict: str
    sentence: str
    reason: str = ""
    vacuous: bool = False
    limit: bool | None = None


def shown(value: object) -> str:
    """Return a value for a message: ASCII, on one line, cut to 60 characters."""
    if isinstance(value, list | dict) or (isinstance(value, str) and len(value) > 1000):
        return f"a {type(value).__name__} of {len(value)}"
    return short(ascii(value))


def short(text: str) -> str:
    """Return a text cut to 60 characters."""
    return text if len(text) <= 60 else f"{text[:40]}...{text[-12:]}"


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun, in singular or plural.

    >>> counted(1, "point"), counted(2, "point"), counted(1, "radius is", "radii are")
    ('1 point', '2 points', '1 radius is')
    """
    return f"{shown(number)} {one if number == 1 else many or f'{one}s'}"
