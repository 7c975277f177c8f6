"""What the command lines of the project share: misuse and bad input end in one line, and streams are left in order."""

import gc
import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from constructions.files.disk import reason
from constructions.model.errors import BadInput, nearest_text, shown
from constructions.model.numbers.digits import long_integers
from constructions.model.progress import STOPS
from guide.console import complain, done_with_output, leave_output, open_streams
from memocert.commands.shared.stopping import TOO_LATE, left_by, stopped_text

INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it."""

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
        if (more := re.match(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)$", text)) is not None:
            text = f"there is more on the line than it takes: {more[1]}"
        if "Input should" in text and hasattr(
            error.__cause__, "errors"
        ):  # of pydantic, whose message is without the value
            text = text.split(", unable to parse")[0] + f", not {shown(error.__cause__.errors()[0]['input'])}"
        found = re.search(r"'([^']*)' is not one of (.*)", text)  # only for the hint: the names stand nowhere else
        hint = nearest_text(found[1], re.findall(r"'([^']*)'", found[2])) if found else ""
        where = "" if error.ctx is None or error.ctx.parent is None else f"{error.ctx.info_name}: "
        raise BadInput(f"{where}{text}{hint}") from None


class _ClosedOutput(Exception):
    """Nobody reads standard output any more; typer's exit code would be 1 then, which says *refuted* or *rejected*."""


class _Stopped(Exception):
    """Ctrl-C, or the time is over: what to say of it, and the exit code."""


class Once(TyperCommand):
    """A command whose options stand once, but for those that may be repeated: the first would be ignored silently."""

    def make_parser(self, context: Any) -> Any:
        """Return the parser of the command's words, which refuses an option that stands twice."""
        parser = super().make_parser(context)
        parse = parser.parse_args

        def parsed(args: list[str]) -> Any:
            found = parse([*args])
            seen: set[int] = set()
            for option in found[2]:
                if id(option) in seen and not option.multiple:
                    both = [name for name in (option.opts[0], *option.secondary_opts) if name in args]
                    said = f"{option.opts[0]} stands twice: name it once"
                    if len(both) > 1:
                        said = f"{' and '.join(both)} exclude each other"
                    raise BadInput(f"{context.info_name}: {said}")
                seen.add(id(option))
            return found

        parser.parse_args = parsed  # type: ignore[method-assign]
        return parser


class Commands(TyperGroup):
    """The commands of a program; misuse ends in one line, as bad input does."""

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        """Read the words of a command line."""
        with _in_one_line():
            return super().make_context(*arguments, **options)

    def invoke(self, *arguments: Any, **options: Any) -> Any:
        """Run the command that they name; what it prints may have numbers of any length."""
        with _in_one_line(), long_integers():
            try:
                return super().invoke(*arguments, **options)
            except BrokenPipeError:
                raise _ClosedOutput from None
            except (ImportError, *STOPS) as stop:
                cause = stop.__cause__ if isinstance(stop, ImportError) else stop  # so C++ that is being loaded says it
                if not isinstance(cause, STOPS):
                    raise
                code = INTERRUPTED if isinstance(cause, KeyboardInterrupt) else TOO_LATE
                raise _Stopped(stopped_text(cause, left_by(stop)), code) from None
            except OSError as error:  # where no reader or writer has named it: a path that no file system takes
                raise BadInput(f"{error.filename}: {reason(error)}" if error.filename else reason(error)) from error


def run(app: typer.Typer, name: str) -> None:
    """Run a command line; bad input is one line on standard error, which ``name`` begins, and exit code 2."""
    from verify.verdict import LanesDisagree

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
        complain(f"{name}: {'; '.join([str(error), *left_by(error)])}")
        sys.exit(2)
    except _Stopped as stop:
        text, code = stop.args
        complain(f"{name}: {text}")
        sys.exit(code)
    except LanesDisagree as error:
        complain(f"{name}: DEFECT, please report it with the bundle: {error}")
        sys.exit(70)
    except (BrokenPipeError, _ClosedOutput):
        leave_output()
        sys.exit(141)
