"""The front door: one command line that joins the packages' commands, and nothing else."""

from importlib import metadata
from typing import Annotated

import typer

import memocert.commands.build
import memocert.commands.compare
import memocert.commands.export
import memocert.commands.guide
import memocert.commands.lowerbound
import memocert.commands.paths
import memocert.commands.predict
import memocert.commands.prove
import memocert.commands.read
import memocert.commands.symbolic
import memocert.commands.synthesize
import memocert.commands.verify
from memocert.commands.shared.front import Commands, run

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


memocert.commands.build.register(app)
memocert.commands.compare.register(app)
memocert.commands.read.register(app)
memocert.commands.export.register(app)
memocert.commands.predict.register(app)
memocert.commands.prove.register(app)
memocert.commands.symbolic.register(app)
memocert.commands.lowerbound.register(app)
memocert.commands.paths.register(app)
memocert.commands.synthesize.register(app)
memocert.commands.verify.register(app)
memocert.commands.guide.register(app)


def main() -> None:
    """Run the command line; bad input is one line on standard error and exit code 2."""
    run(app, "memocert")


if __name__ == "__main__":
    main()
