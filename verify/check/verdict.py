"""The verdicts of a check and the two ways in which a file can fail to prove its claim."""

from dataclasses import dataclass

ACCEPTED, REJECTED, INCOMPLETE, MALFORMED = "accepted", "rejected", "incomplete", "malformed"
EXIT_CODES = {ACCEPTED: 0, REJECTED: 1, INCOMPLETE: 1, MALFORMED: 2}


class Malformed(Exception):
    """The bytes violate docs/format.md, or pass one of its limits: nothing can be said about the claim."""


class Rejected(Exception):
    """The files are well formed, but they do not prove the claim; the message names the step and the reason."""


@dataclass(frozen=True)
class Result:
    """What became of one claim: its file, the verdict, the sentence that was proved (if it was) and why (if not)."""

    file: str
    verdict: str
    sentence: str
    reason: str = ""


def shown(value: object) -> str:
    """Return a value for a message: ASCII, on one line, cut to 60 characters."""
    text = f"a {type(value).__name__} of {len(value)}" if isinstance(value, list | dict) else ascii(value)
    return text if len(text) <= 60 else f"{text[:40]}...{text[-12:]}"
