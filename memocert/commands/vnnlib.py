"""The solver for VNN-LIB: ``memocert-vnnlib``, the command line that the standard asks of verifiers."""

from collections.abc import Sequence as Items
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from constructions.model.errors import BadInput, shown
from constructions.model.nouns import count_of
from guide.console import complain, say, spinner
from memocert.commands.shared.front import Commands, Once, run
from memocert.commands.shared.stopping import TimedOut, kept, limited

PROGRAM = "memocert-vnnlib"

app = typer.Typer(
    cls=Commands,
    help="Answer VNN-LIB queries about neural networks exactly, with certificates.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _print_name(wanted: bool) -> None:
    if wanted:
        say("memocert")
        raise typer.Exit


def _print_version(wanted: bool) -> None:
    if wanted:
        say(metadata.version("memocert"))
        raise typer.Exit


@app.callback()
def _every_command(
    name: Annotated[bool, typer.Option("--name", callback=_print_name, is_eager=True, help="Print the name.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command(cls=Once)
def verify(
    query: Annotated[Path, typer.Argument(help="The query, a file of VNN-LIB 1.0 or 2.")],
    network: Annotated[
        list[str] | None,
        typer.Option(help="NAME=FILE: the ONNX file of a network that the query declares; once for each."),
    ] = None,
    timeout: Annotated[
        float | None, typer.Option(min=0, help="Seconds after which the answer is timed-out. Default: no limit.")
    ] = None,
    serialise_assignments: Annotated[
        Path | None,
        typer.Option(
            "--serialise-assignments",
            "--assignments",
            help="sat: write a tensor NAME.pb for each variable into this new folder.",
        ),
    ] = None,
    certificate: Annotated[
        Path | None,
        typer.Option(help="A new folder: for unsat a bundle that memocert check accepts, for sat the exact point."),
    ] = None,
    jobs: Annotated[int, typer.Option(min=0, help="Processes that share a search; 0: one for each core.")] = 1,
) -> None:
    """Say whether a query is satisfiable: sat, unsat, unknown or timed-out.

    The answer is the first line of standard output; with sat an assignment follows. Exit codes: 0 answered, 2 bad input
    or misuse.
    """
    from constructions.files.bundle import check_empty
    from exchange.vnnlib.assignments import assignment_text, write_tensors
    from exchange.vnnlib.query import Beyond
    from verify.prove.work import Workers
    from verify.queries.answers import Effort, answered, joined_query

    files = _files(network or [])
    if serialise_assignments is not None:
        check_empty(serialise_assignments)
    far = "before the query was read"
    try:
        with kept(lambda: f"{far}, nothing is kept"), limited(timeout), spinner(f"answering {query}") as progress:

            def heard(done: int, total: int | None) -> None:
                nonlocal far
                far = f"with {done:,} of {count_of(total or 0, 'case')} shown"
                progress(done, total)

            joined = joined_query(query, files)
            found = answered(joined, certificate, Effort(timeout, Workers(jobs), heard))
    except Beyond as error:
        _say("unknown", [str(error)])
        return
    except TimedOut:
        _say("timed-out", [])
        return
    if found.word == "sat" and serialise_assignments is not None:
        write_tensors(serialise_assignments, joined.query, found.numbers)
    _say(found.word, found.notes)
    if found.word == "sat" and serialise_assignments is None:
        say(assignment_text(joined.query, found.numbers), end="")


def _say(word: str, notes: Items[str]) -> None:
    for note in notes:
        complain(f"{PROGRAM}: {note}")
    say(word)


def _files(pairs: list[str]) -> dict[str, Path]:
    """Return the files of networks by the names that the query has for them."""
    found: dict[str, Path] = {}
    for pair in pairs:
        name, sign, path = pair.partition("=")
        if not (name and sign and path):
            raise BadInput(f"--network: must be NAME=FILE, not {shown(pair)}; for version 1.0 any name will do")
        if name in found:
            raise BadInput(f"--network: {name} has two files, {found[name]} and {path}")
        found[name] = Path(path)
    return found


def supports(
    capability: Annotated[
        list[str] | None,
        typer.Argument(help="One of the standard's, with its two hyphens: --onnx-operators, --vnnlib-versions, ..."),
    ] = None,
) -> None:
    """Print a capability, as the standard spells it (chapter 5.4)."""
    from exchange.vnnlib.capabilities import ALIASES, CAPABILITIES

    asked = capability or []
    known = [f"--{name}" for name in CAPABILITIES]
    if len(asked) != 1:
        raise BadInput(f"supports: name one capability, not {len(asked)}: {', '.join(known)}")
    (name,) = [ALIASES.get(word, word) for word in asked]
    if name not in known:
        raise BadInput(f"supports: there is no capability {shown(name)}, only {', '.join(known)}")
    for line in CAPABILITIES[name[2:]]:
        say(line)


_WORDS = {"ignore_unknown_options": True}
"""The capabilities look like options, and are words."""

app.command(context_settings=_WORDS)(supports)
app.command("capabilities", context_settings=_WORDS, hidden=True)(supports)


def main() -> None:
    """Run the solver's command line."""
    run(app, PROGRAM)
