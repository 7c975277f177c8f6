"""What a person sees: results on standard output, progress on standard error while that is a terminal."""

import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def say(text: str, end: str = "\n") -> None:
    """Write a result to standard output.

    >>> say("done")
    done
    """
    sys.stdout.write(text + end)


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
    """Write one line to standard error."""
    sys.stderr.write(" ".join(text.split("\n")) + "\n")


@contextmanager
def spinner(text: str) -> Iterator[Callable[[int, int | None], None]]:
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
