"""The journal of a search, as a user names it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from constructions.model.nouns import count_of
from guide.console import complain

if TYPE_CHECKING:
    from constructions.files.journal import Journal


ResumeOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="JOURNAL",
        help="A file that keeps what a search of balls around points, or of axis trees, finds. Where it is there "
        "already, the search goes on from it.",
    ),
]


def journal_of(path: Path) -> "Journal":
    """Return the journal of a search, and say what it holds already."""
    from constructions.files.journal import Journal

    journal = Journal(path)
    if journal.size:
        complain(f"{path}: {count_of(journal.size, 'finding is', 'findings are')} there already")
    return journal
