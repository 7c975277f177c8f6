"""The journal of a search, as a user names it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from constructions.model.errors import BadInput
from constructions.model.nouns import count_of
from guide.console import complain

if TYPE_CHECKING:
    from constructions.files.journal import Journal


ResumeOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="JOURNAL",
        help="A file that keeps what a search of balls around points, of axis trees or of many cases finds. Where it "
        "is there already, the search goes on from it.",
    ),
]


def journal_of(path: Path) -> "Journal":
    """Return the journal of a search, and say what it holds already."""
    from constructions.files.journal import Journal

    journal = Journal(path)
    if journal.size:
        complain(f"{path}: {count_of(journal.size, 'finding is', 'findings are')} there already")
    return journal


def kept_in(journal: "Journal") -> str:
    """Return what to say of a journal where a search is stopped."""
    return f"{journal.path} keeps {count_of(journal.size, 'finding')}, and the same command goes on from there"


@contextmanager
def blamed(journal: "Journal | None") -> Iterator[None]:
    """Say that a journal may say what is not so, where the checker rejects a proof that was made with it.

    Raises:
        BadInput: in place of ``LanesDisagree``, if there is a journal that held something before.
    """
    from verify.verdict import LanesDisagree

    before = 0 if journal is None else journal.size
    try:
        yield
    except LanesDisagree as error:
        if journal is None or not before:
            raise
        raise BadInput(f"{journal.path}: says what is not so; without it all is searched anew: {error}") from error
