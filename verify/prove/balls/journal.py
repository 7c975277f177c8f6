"""What a search around many points has found so far, kept in a file: it may be stopped at any moment, and goes on.

A journal holds one line for each point that is done: the SHA-256 of the rest, and what was found there as JSON. A line
is added when its point is done, and none is ever changed. What was written last may be torn where the process or the
machine was stopped; its digest tells, and the point is proved again. Nothing here is trusted: the checker checks what
comes from a journal as it checks all hints.
"""

import json
from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from constructions.files.canonical import digest
from constructions.files.disk import append, read_bytes, write_whole
from constructions.model.errors import BadInput
from constructions.model.rational import Point, long_integers
from verify.certificate import VERSION, Hint
from verify.prove.balls.radii import Radius
from verify.prove.goals import Wanted
from verify.prove.limits import Method

_FIRST = f"memocert journal 1, hints of version {VERSION}\n".encode()


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
    parts = [*map(digest, networks), wanted.kind, *map(str, wanted.label), "at", *map(str, point)]
    parts += ["" if radius is None else radius.text(), "" if enough is None else str(enough)]
    return Question(digest(json.dumps(parts).encode()), limits)


class Journal:
    """What is done of a search, in a file that grows.

    A proof, or a radius that is exact, is taken whatever the limits are; a point where they were used up is taken as it
    is only where they are the same, and else tried again. An input on which the goal fails ends the search, and is not
    kept.

    Args:
        path: the file; it need not be there yet.

    Attributes:
        path: the file.
        size: how many points it holds.

    Raises:
        BadInput: if the file is there and is no journal of this version, or cannot be read or written.

    >>> from tempfile import TemporaryDirectory
    >>> question = asked([b""], (Fraction(1),), Wanted("halves"), None, None, (1.0, None, "auto"))
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "search.journal"
    ...     Journal(path).keep(question, Found((["bound"],), Radius("all")))
    ...     Journal(path).found(question)
    Found(hints=(['bound'],), radius=Radius(kind='all', least=None, most=None), fails=None, stopped='', denied='')
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lines: dict[str, Any] = {}
        if path.exists():
            lines = read_bytes(path).split(b"\n")
            if lines[0] + b"\n" != _FIRST:
                raise BadInput(
                    f"{path}: is no journal of this version of memocert, and is left as it is: name another file"
                )
            for line in lines[1:]:
                if line[:64].decode("latin-1") == digest(line[65:]):
                    about, *rest = _read(line[65:])
                    self._lines[about] = rest
        else:
            write_whole(path, _FIRST)
        self.size = len(self._lines)

    def found(self, question: Question) -> Found | None:
        """Return what is known of a point; None if it has to be searched."""
        kept = self._lines.get(question.about)
        if kept is None:
            return None
        limits, radius, hints, stopped = kept
        found = Found(tuple(hints), None if radius is None else Radius.read(radius), stopped=stopped)
        return found if found.lasting or tuple(limits) == question.limits else None

    @long_integers()
    def keep(self, question: Question, found: Found) -> None:
        """Add what was found at a point.

        Raises:
            BadInput: if it cannot be written, as where the disk is full.
        """
        if found.fails is not None or found.denied:
            return
        radius = None if found.radius is None else json.loads(found.radius.text())
        line = json.dumps([question.about, question.limits, radius, found.hints, found.stopped]).encode()
        append(self.path, b"%s %s\n" % (digest(line).encode(), line))
        self.size += 1


@long_integers()
def _read(text: bytes) -> Any:
    return json.loads(text)
