"""The front door: one command line that joins the packages' commands, and nothing else."""

from importlib import metadata
from typing import Annotated

import typer

from memocert.commands import (
    build,
    compare,
    export,
    guide,
    lowerbound,
    paths,
    predict,
    prove,
    read,
    symbolic,
    synthesize,
    verify,
)
from memocert.commands.shared.front import Commands, Once, run

app = typer.Typer(
    cls=Commands,
    help="Exact rational neural networks that memorize data, with proofs.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"memocert {metadata.version('memocert')}")
        raise typer.Exit


@app.callback()
def _every_command(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


for command in (
    *(build.build, build.show, compare.compare, compare.plot, read.read, export.export, predict.predict),
    *(prove.prove, prove.check, prove.demo, symbolic.prove_construction, symbolic.theorems, symbolic.reach),
    *(lowerbound.lowerbound, paths.paths, synthesize.synthesize, verify.verify, verify.instances),
    *(guide.report, guide.doctor, guide.tutorial),
):
    app.command(cls=Once)(command)


def main() -> None:
    """Run the command line; bad input is one line on standard error and exit code 2."""
    run(app, "memocert")


if __name__ == "__main__":
    main()
