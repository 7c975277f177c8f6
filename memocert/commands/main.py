"""The front door: one command line that joins the packages' commands, and nothing else."""

import gc
import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import memocert.commands.build
import memocert.commands.compare
import memocert.commands.export
import memocert.commands.guide
import memocert.commands.lowerbound
import memocert.commands.predict
import memocert.commands.prove
import memocert.commands.read
import memocert.commands.symbolic
import memocert.commands.synthesize
from constructions.files.canonical import reason
from constructions.model.errors import BadInput, nearest, shown
from guide.console import complain, done_with_output, leave_output, open_streams
from verify.verdict import LanesDisagree

_Misuse: Any = typer.BadParameter.__bases__[0]
"""What the command line raises for options and commands that it does not know; typer does not name it."""


@contextmanager
def _in_one_line() -> Iterator[None]:
    """Turn what is wrong with the words of a command line into one line, with the nearest name that would be right."""
    try:
        yield
    except _Misuse as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            raise
        text = " ".join(error.format_message().split()).rstrip(".").replace("Value error, ", "")
        if "Input should" in text and hasattr(
            error.__cause__, "errors"
        ):  # of pydantic, whose message is without the value
            text = text.split(", unable to parse")[0] + f", not {shown(error.__cause__.errors()[0]['input'])}"
        found = re.search(r"'([^']*)' is not one of (.*)", text)  # only for the hint: the names stand nowhere else
        near = nearest(found[1], re.findall(r"'([^']*)'", found[2])) if found else None
        hint = "" if near is None else f"; the nearest is {near!r}"
        where = "" if error.ctx is None or error.ctx.parent is None else f"{error.ctx.info_name}: "
        raise BadInput(f"{where}{text}{hint}") from None


class _ClosedOutput(Exception):
    """Nobody reads standard output any more; typer's exit code would be 1 then, which says *refuted* or *rejected*."""


class _Commands(TyperGroup):
    """The commands; misuse ends in one line, as bad input does."""

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        with _in_one_line():
            return super().make_context(*arguments, **options)

    def invoke(self, *arguments: Any, **options: Any) -> Any:
        with _in_one_line():
            try:
                return super().invoke(*arguments, **options)
            except BrokenPipeError:
                raise _ClosedOutput from None
            except OSError as error:  # where no reader or writer has named it: a path that no file system takes
                raise BadInput(f"{error.filename}: {reason(error)}" if error.filename else reason(error)) from error


app = typer.Typer(
    cls=_Commands,
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
memocert.commands.synthesize.register(app)
memocert.commands.guide.register(app)


def main() -> None:
    """Run the command line; bad input is one line on standard error and exit code 2."""
    open_streams()
    gc.disable()  # a million small objects and no cycles: looking for them takes a third of the time (measured)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # names of files and classes that the terminal cannot show
    try:
        try:
            app()
        finally:
            done_with_output()
    except BadInput as error:
        complain(f"memocert: {error}")
        sys.exit(2)
    except LanesDisagree as error:
        complain(f"memocert: DEFECT, please report it with the bundle: {error}")
        sys.exit(70)
    except (BrokenPipeError, _ClosedOutput):
        leave_output()
        sys.exit(141)


if __name__ == "__main__":
    main()
