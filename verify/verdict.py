"""How proving ends: exactly one of Proved, ProvedBySolver, Refuted, Unknown."""

from dataclasses import dataclass
from typing import TypeAlias

from constructions.model.nouns import count_of
from constructions.model.rational import Point, for_reading

_ROOM, _FIRST = 80, 3
"""More characters than this are too many for a message, which then says so many numbers of them."""


def values_text(values: Point) -> str:
    """Return the numbers of a point or an output for a message; long ones are rounded, and of many the first are said.

    >>> from fractions import Fraction
    >>> values_text((Fraction(1, 2), Fraction(0)))
    '1/2, 0'
    >>> values_text(tuple([Fraction(number, 7) for number in range(1, 31)]))
    '1/7, 2/7, 3/7, ... (30 numbers)'
    """
    text = ", ".join([for_reading(value) for value in values])
    if len(text) <= _ROOM or len(values) <= _FIRST:
        return text
    return f"{', '.join([for_reading(value) for value in values[:_FIRST]])}, ... ({count_of(len(values), 'number')})"


@dataclass(frozen=True, slots=True)
class Proved:
    """A certificate that the independent checker accepted, with the sentence that it accepted.

    Attributes:
        sentence: the claim in the checker's words.
        certificate: the name of the certificate's file.
        solvers: which solvers agreed; empty if only the certificate lane ran.
        silent: why a solver that was asked, too, gave no answer; empty if it gave one or none was asked.

    >>> EXIT_CODES[Proved]
    0
    """

    sentence: str
    certificate: str
    solvers: tuple[str, ...]
    silent: str = ""


@dataclass(frozen=True, slots=True)
class ProvedBySolver:
    """Solvers alone say so: a named hole; ``file`` holds the negated claim for anybody's solver to replay.

    >>> ProvedBySolver(("Z3 5.4.1",), "paths.smt2").file
    'paths.smt2'
    """

    solvers: tuple[str, ...]
    file: str


@dataclass(frozen=True, slots=True)
class Refuted:
    """An exact input on which the claim fails, replayed by running the network on it.

    Attributes:
        point: the input; empty where no single input refutes, as where fewer paths are counted than claimed.
        found: what the network gives there: its output, or a number of operations.
        expected: what the claim says: the label, or the bound.
        reason: both in one sentence.
        near: the number of the data point that the claim is about there; None if it is about no single one.

    >>> from fractions import Fraction
    >>> Refuted((Fraction(3),), (Fraction(1),), (Fraction(0),), "at point 3 the output is 1, not 0").point
    (Fraction(3, 1),)
    """

    point: Point
    found: Point
    expected: Point
    reason: str
    near: int | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Neither proved nor refuted; the reason says what stopped it and how far it came.

    >>> Unknown("60 s were not enough: 12 of 20 points").reason
    '60 s were not enough: 12 of 20 points'
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a second solver answers to the SMT-LIB file of a claim's negation.

    Attributes:
        solver: its name and version.
        answer: ``unsat`` if every query of the file is, which agrees with the claim; else why there is no opinion.
        seconds: how long it took.
    """

    solver: str
    answer: str
    seconds: float


Verdict: TypeAlias = Proved | ProvedBySolver | Refuted | Unknown

EXIT_CODES: dict[type, int] = {Proved: 0, Refuted: 1, Unknown: 3, ProvedBySolver: 4}
"""The exit codes of ``memocert prove``; 2 is bad input or misuse."""


class LanesDisagree(Exception):
    """Two ways of deciding a claim contradict each other: a defect of the highest severity, with both findings."""
