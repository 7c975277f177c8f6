"""The front door: one command line that joins the packages' commands, and nothing else."""

import gc
import sys
from importlib import metadata
from typing import Annotated

import typer

import constructions.cli
import constructions.compare_cli
import constructions.export_cli
import constructions.trained.cli
import guide.cli
import lowerbound.cli
import verify.cli
import verify.symbolic.cli
import verify.synthesize_cli
from constructions.console import complain
from constructions.errors import BadInput
from verify.verdict import LanesDisagree

app = typer.Typer(
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


constructions.cli.register(app)
constructions.compare_cli.register(app)
constructions.trained.cli.register(app)
constructions.export_cli.register(app)
verify.cli.register(app)
verify.symbolic.cli.register(app)
lowerbound.cli.register(app)
verify.synthesize_cli.register(app)
guide.cli.register(app)


def main() -> None:
    """Run the command line; bad input is one line on standard error and exit code 2."""
    gc.disable()  # a million small objects and no cycles: looking for them takes a third of the time (measured)
    try:
        app()
    except BadInput as error:
        complain(f"memocert: {error}")
        sys.exit(2)
    except LanesDisagree as error:
        complain(f"memocert: DEFECT, please report it with the bundle: {error}")
        sys.exit(70)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)


if __name__ == "__main__":
    main()
