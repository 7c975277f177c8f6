"""What a long search has found so far, kept in a file: it may be stopped at any moment, and goes on from there.

A journal holds one line for each thing that was found: the SHA-256 of the rest, and as JSON what was asked and what was
found. A line is added when it is found, and none is ever changed. What was written last may be torn where the process
or the machine was stopped; its digest tells, and it is searched again. Nothing here is trusted: whoever reads a journal
has the checker check what it says, as all that a search finds; but tables of what was tried, of which nothing but the
same work would be a check, are believed (``work.run_kept``).
"""

import json
from pathlib import Path
from typing import Any

from constructions.files.canonical import digest
from constructions.files.disk import append, read_bytes, write_whole
from constructions.model.errors import BadInput
from constructions.model.rational import long_integers

_FIRST = b"memocert journal 1\n"


class Journal:
    """What is done of a search, in a file that grows.

    Args:
        path: the file; it need not be there yet.

    Attributes:
        path: the file.

    Raises:
        BadInput: if the file is there and is no journal of this version, or cannot be read or written.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     Journal(Path(folder) / "search.journal").keep("what is asked", [1, 2])
    ...     journal = Journal(Path(folder) / "search.journal")
    ...     journal.size, journal.found("what is asked"), journal.found("something else")
    (1, [1, 2], None)
    """

    @long_integers()
    def __init__(self, path: str | Path) -> None:
        self.path = path = Path(path)
        self._found: dict[str, Any] = {}
        if path.exists():
            lines = read_bytes(path).split(b"\n")
            if lines[0] + b"\n" != _FIRST:
                raise BadInput(
                    f"{path}: is no journal of this version of memocert, and is left as it is: name another file"
                )
            self._found.update([said for line in lines[1:] if (said := _said(line)) is not None])
        else:
            write_whole(path, _FIRST)

    @property
    def size(self) -> int:
        """How many different things were found."""
        return len(self._found)

    def found(self, about: str) -> Any:
        """Return what was found last of what is asked; None if nothing was."""
        return self._found.get(about)

    @long_integers()
    def keep(self, about: str, found: object) -> None:
        """Add what was found, which JSON can say.

        Raises:
            BadInput: if it cannot be written, as where the disk is full.
        """
        line = json.dumps([about, found]).encode()
        append(self.path, b"%s %s\n" % (digest(line).encode(), line))
        self._found[about] = json.loads(line)[1]


def _said(line: bytes) -> tuple[str, Any] | None:
    """Return what a line says was asked and found; None if it is torn, or says nothing of the kind."""
    if line[:64].decode("latin-1") != digest(line[65:]):
        return None
    try:
        about, found = json.loads(line[65:])
    except (ValueError, TypeError, RecursionError):
        return None
    return (about, found) if isinstance(about, str) else None
