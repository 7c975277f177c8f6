"""What a person sees: results on standard output, progress on standard error while that is a terminal."""

import os
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from constructions.files.canonical import reason
from constructions.model.errors import BadInput
from constructions.model.progress import Progress


def say(text: str, end: str = "\n") -> None:
    """Write a result to standard output.

    Raises:
        BadInput: if it cannot be written, on a full disk for example; a pipe that nobody reads is a BrokenPipeError.

    >>> say("done")
    done
    """
    with _named_output():
        sys.stdout.write(text + end)


def done_with_output() -> None:
    """Write what is still kept back of standard output; raises as ``say`` does."""
    with _named_output():
        sys.stdout.flush()


def open_streams() -> None:
    """Open what was closed before the program began, as by ``>&-``, on a file that takes all and gives nothing.

    Otherwise the next file that is opened gets the number of the closed stream, and what is printed would stand in it.
    """
    for place, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(place)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # the lowest free number, which is ``place``
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(place, "w" if place else "r", encoding="utf-8", closefd=False))


def leave_output() -> None:
    """Let standard output go nowhere from now on, so that Python does not try again to write to it when it ends."""
    if sys.stdout is sys.__stdout__ and sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _named_output() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        leave_output()
        raise BadInput(f"standard output: cannot be written: {reason(error)}") from error


def wrapped(text: str, indent: str = "", hang: str = "  ") -> str:
    """Return each line of ``text`` broken at spaces to 80 columns; what is carried over stands further in.

    >>> print(wrapped("one two three " * 8, "| "))
    | one two three one two three one two three one two three one two three one two
    |   three one two three one two three
    """
    lines = []
    for line in text.split("\n"):
        inner = indent + line[: len(line) - len(line.lstrip())]
        lines.append(
            textwrap.fill(
                line.strip(),
                width=80,
                initial_indent=inner,
                subsequent_indent=inner + hang,
                break_on_hyphens=False,
                break_long_words=False,
            )
        )
    return "\n".join(lines)


def complain(text: str) -> None:
    """Write one line to standard error; where that is closed or full nobody can be told, and the exit code must do."""
    with suppress(OSError):
        sys.stderr.write(" ".join(text.split("\n")) + "\n")


@contextmanager
def spinner(text: str) -> Iterator[Progress]:
    """Show that work is going on; the function that it gives takes how much is done, and of how much if that is known.

    >>> with spinner("counting") as progress:
    ...     progress(1, 2)
    """
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console  # a sixth of the time that a check of a small bundle takes (measured)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(text, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
