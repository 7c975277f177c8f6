"""What a search around many points keeps in a journal: what was found at each point, and what was asked there."""

import json
from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction

from constructions.files.canonical import digest
from constructions.files.journal import Journal
from constructions.model.rational import Point, long_integers
from verify.certificate import VERSION, Hint, is_hint
from verify.prove.balls.radii import Radius
from verify.prove.goals import Wanted
from verify.prove.limits import Method


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one point: hints, or an input on which the goal fails, or why neither was found.

    Attributes:
        radius: what was found, where the largest was looked for.
        denied: why a radius is not as it is claimed, where no input shows it.
    """

    hints: tuple[Hint, ...] = ()
    radius: Radius | None = None
    fails: Point | None = None
    stopped: str = ""
    denied: str = ""

    @property
    def lasting(self) -> bool:
        """Whether more time and paths would find nothing better."""
        return not self.stopped and (self.radius is None or self.radius.exact)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked at one point, and with what limits.

    Attributes:
        about: what the answer depends on, but for the limits: a digest.
        limits: seconds, paths and method.
    """

    about: str
    limits: tuple[float | None, int | None, Method]


@long_integers()
def asked(
    networks: Items[bytes],
    point: Point,
    wanted: Wanted,
    radius: Radius | None,
    enough: Fraction | None,
    limits: tuple[float | None, int | None, Method],
) -> Question:
    """Return what is asked at a point; the arguments are those of ``each_point.on_balls``.

    >>> one = asked([b"a"], (Fraction(1),), Wanted("halves"), None, None, (1.0, None, "auto"))
    >>> other = asked([b"b"], (Fraction(1),), Wanted("halves"), None, None, (1.0, None, "auto"))
    >>> one.about == other.about, one.limits
    (False, (1.0, None, 'auto'))
    """
    parts = [
        f"hints of version {VERSION}",
        *map(digest, networks),
        wanted.kind,
        *map(str, wanted.label),
        "at",
        *map(str, point),
    ]
    parts += ["" if radius is None else radius.text(), "" if enough is None else str(enough)]
    return Question(digest(json.dumps(parts).encode()), limits)


def found_before(journal: Journal, question: Question) -> Found | None:
    """Return what a journal knows of a point; None if it has to be searched.

    A proof, or a radius that is exact, is taken whatever the limits are; a point where they were used up is taken as it
    is only where they are the same, and else tried again.

    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> question = asked([b""], (Fraction(1),), Wanted("halves"), None, None, (1.0, None, "auto"))
    >>> with TemporaryDirectory() as folder:
    ...     keep(Journal(Path(folder) / "search"), question, Found((["bound"],), Radius("all")))
    ...     found_before(Journal(Path(folder) / "search"), question)
    Found(hints=(['bound'],), radius=Radius(kind='all', least=None, most=None), fails=None, stopped='', denied='')
    """
    try:
        limits, radius, hints, stopped = journal.found(question.about)
        found = Found(tuple(hints), None if radius is None else Radius.read(radius), stopped=stopped)
        limits = tuple(limits)
    except (TypeError, ValueError, ArithmeticError):  # nothing, or nothing of the kind
        return None
    if not (isinstance(stopped, str) and all([is_hint(hint) for hint in hints])):
        return None
    return found if found.lasting or limits == question.limits else None


@long_integers()
def keep(journal: Journal, question: Question, found: Found) -> None:
    """Add what was found at a point; an input on which the goal fails ends the search, and is not kept.

    Raises:
        BadInput: if it cannot be written, as where the disk is full.
    """
    if found.fails is None and not found.denied:
        radius = None if found.radius is None else json.loads(found.radius.text())
        journal.keep(question.about, [question.limits, radius, found.hints, found.stopped])
