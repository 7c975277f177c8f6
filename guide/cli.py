"""Commands for the first hour: ``memocert report``."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from constructions.cli import JsonOption
from constructions.console import say, spinner, wrapped
from constructions.errors import BadInput


def register(app: typer.Typer) -> None:
    """Add the commands of this package to the command line."""
    app.command()(report)


def report(
    target: Annotated[Path, typer.Argument(help="A bundle, or a folder with bundles in it.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The page: .html.")] = Path("report.html"),
    up_to: Annotated[
        int, typer.Option(min=0, help="Build the catalogue on the first points, up to so many; 0 leaves that out.")
    ] = 128,
    as_json: JsonOption = False,
) -> None:
    """Write one page about a bundle: claims checked anew, sizes, operations, pictures. It stands alone.

    Exit codes: those of check, the largest of all bundles: 0 accepted, 1 rejected or incomplete, 2 malformed or misuse.
    """
    from constructions.files import write_whole
    from guide.page import bundles_in, page, sections

    if output.suffix.lower() not in (".html", ".htm"):
        raise BadInput(f"{output}: a page's name must end in .html or .htm")
    if not output.absolute().parent.is_dir():
        raise BadInput(f"{output}: there is no folder {output.absolute().parent}")
    folders = bundles_in(target)
    with spinner(f"reporting on {target}") as progress:
        parts = list(sections(folders, up_to, progress))
        text = page(target.resolve().name, parts)
        write_whole(output, text.encode("utf-8"))
    code = max([part.exit_code for part in parts])
    if as_json:
        found = [
            {"bundle": part.name, "problem": part.problem, "results": [asdict(item.result) for item in part.findings]}
            for part in parts
        ]
        say(json.dumps({"page": str(output), "bundles": found, "exit_code": code}))
    else:
        for part in parts:
            proved = part.problem or f"{part.accepted} of {len(part.findings)} claims proved, checked just now"
            say(wrapped(f"{part.name}: {proved}"))
        say(f"{output}: {len(text.encode('utf-8')):,} bytes, one page that stands alone")
    raise typer.Exit(code)
