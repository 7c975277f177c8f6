"""The command that writes a network out again: ``memocert export``."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from constructions.model.errors import BadInput
from constructions.model.nouns import count_of
from guide.console import say, spinner, wrapped


def register(app: typer.Typer) -> None:
    """Add the command of this module to the command line."""
    app.command()(export)


def export(
    bundle: Annotated[Path, typer.Argument(help="A bundle (folder): its network and its data.")],
    c: Annotated[Path | None, typer.Option("--c", help="The C file to write, with a self-test over the data.")] = None,
    arithmetic: Annotated[
        Literal["integers", "double"],
        typer.Option(help="Exact integers that are proved not to overflow, or rounded doubles."),
    ] = "integers",
) -> None:
    """Write a bundle's network as C source.

    Compiled and run, the file tests itself on every data point; with a number as argument it also prints the time.
    """
    from constructions.files.bundle import read_bundle
    from constructions.files.canonical import write_whole
    from exchange.c.c_source import c_source

    if c is None:
        raise BadInput("export needs --c FILE")
    with spinner(f"reading {bundle}"):
        given = read_bundle(bundle)
    with spinner(f"writing {c}"):
        text = c_source(given.network, given.data, arithmetic)
        write_whole(c, text.encode("ascii"))
    kind = text.partition("typedef ")[2].partition(" number;")[0]
    exactly = "exact; nothing overflows within the data's bounding box" if arithmetic == "integers" else "rounded"
    say(wrapped(f"{c}: {count_of(len(text), 'byte')} of C, arithmetic in {kind} ({exactly})"))
    say(f"self-test on {count_of(given.data.size, 'point')}: cc -O2 -o test {c} && ./test")
