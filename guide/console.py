"""What a person sees: results on standard output, progress on standard error."""

import io
import json
import os
import re
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from fractions import Fraction
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from constructions.files.disk import reason
from constructions.model.errors import BadInput, shown
from constructions.model.nouns import count_of
from constructions.model.progress import Progress, silent
from constructions.model.rational import long_integers

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


def say(text: str, end: str = "\n") -> None:
    """Write a result to standard output.

    Raises:
        BadInput: if it cannot be written, on a full disk for example; a pipe that nobody reads is a BrokenPipeError.

    >>> say("done")
    done
    """
    with _named_output():
        sys.stdout.write(text + end)


@long_integers()
def say_json(value: Any) -> None:
    """Write a value as JSON: dataclasses as their fields, exact numbers and paths as text.

    >>> say_json({"radius": Fraction(1, 2), "file": Path("a")})
    {"radius": "1/2", "file": "a"}
    """
    say(json.dumps(value, default=_plain))


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {part.name: getattr(value, part.name) for part in fields(value)}
    if isinstance(value, Fraction | Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} does not stand in JSON")


def done_with_output() -> None:
    """Write what is still kept back of standard output; raises as ``say`` does."""
    with _named_output():
        sys.stdout.flush()


def open_streams() -> None:
    """Open what was closed before the program began, as by ``>&-``, on a file that takes all and gives nothing.

    Otherwise the next file that is opened gets the number of the closed stream, and what is printed would stand in it.
    What standard error cannot take is lost from now on.
    """
    for place, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(place)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # the lowest free number, which is ``place``
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(place, "w" if place else "r", encoding="utf-8", closefd=False))
    own = sys.__stderr__
    if own is not None and sys.stderr is own:
        raw = io.BufferedWriter(_Unheard(own.fileno(), "w", closefd=False))
        sys.stderr = io.TextIOWrapper(raw, own.encoding, "backslashreplace", line_buffering=True)


class _Unheard(io.FileIO):
    """Standard error: where it cannot be written nobody can be told, and the exit code must do."""

    def write(self, data: "ReadableBuffer") -> int:
        """Write what can be written; of the rest say that it is."""
        written: int | None = None  # also of a pipe that does not wait and is full
        with suppress(OSError):
            written = super().write(data)
        return memoryview(data).nbytes if written is None else written


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

    A line that is a command stays whole, and so does one that stands in a line, so that it can be copied; ``indent`` is
    blanks before every line.

    >>> print(wrapped("one two three " * 8, "  "))
      one two three one two three one two three one two three one two three one two
        three one two three one two three
    """
    return "\n".join([_broken(indent + line, hang) for line in text.split("\n")])


def _broken(line: str, hang: str) -> str:
    text = line.strip()
    if text.startswith("memocert "):
        return line
    inner = line[: len(line) - len(line.lstrip())]
    found = textwrap.fill(
        _TYPED.sub(lambda command: command[0].replace(" ", _WHOLE), text),
        width=80,
        initial_indent=inner,
        subsequent_indent=inner + hang,
        break_on_hyphens=False,
        break_long_words=False,
    )
    return found.replace(_WHOLE, " ")


_TYPED = re.compile(r"pip install \S+|apt-get install [^)]+|make native")
"""The commands of other programs that lines propose."""

_WHOLE = "\0"
"""What stands for a blank at which no line is broken: no text has it."""


def written_to(output: Path | None) -> str:
    """Return what a line says behind what was made: where it is written.

    >>> f"3 points{written_to(Path('tree'))}", f"3 points{written_to(None)}"
    ('3 points, written to tree', '3 points')
    """
    return "" if output is None else f", written to {output}"


def complain(text: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write(" ".join(text.split("\n")) + "\n")


@contextmanager
def spinner(text: str) -> Iterator[Progress]:
    """Show that work is going on; the function that it gives takes how much is done, and of how much if that is known.

    In a terminal it is a bar, elsewhere a line now and then (``pause``).

    >>> with spinner("counting") as progress:
    ...     progress(1, 2)
    """
    seconds = pause()
    if not seconds:
        yield silent
    elif sys.stderr.isatty():
        with _bar(text) as progress:
            yield progress
    else:
        with _lines(text, seconds) as progress:
            yield progress


def pause() -> int:
    """Return how many seconds, at least, lie between two lines of progress, as MEMOCERT_PROGRESS says; 0 is for none.

    Raises:
        BadInput: if it says no such number.
    """
    said = os.environ.get(_VARIABLE, "10")
    if re.fullmatch("[0-9]{1,9}", said) is None:
        raise BadInput(f"{_VARIABLE}: must be whole seconds between lines of progress, 0 for none, not {shown(said)}")
    return int(said)


_VARIABLE = "MEMOCERT_PROGRESS"


@contextmanager
def _bar(text: str) -> Iterator[Progress]:
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


@contextmanager
def _lines(text: str, seconds: float) -> Iterator[Progress]:
    """Write a line on standard error now and then, more rarely with time; also while the work says nothing."""
    far, over, begun = [_far(0, None)], Event(), monotonic()

    def heard(done: int, total: int | None) -> None:
        far[0] = _far(done, total)

    def speak() -> None:
        wait = seconds
        while not over.wait(wait):
            taken = monotonic() - begun
            complain(f"memocert: {text}: {far[0]}{duration(taken)}")
            wait = max(seconds, taken / 4)

    speaker = Thread(target=speak, daemon=True)
    speaker.start()
    try:
        yield heard
    finally:
        over.set()
        speaker.join()


def _far(done: int, total: int | None) -> str:
    if total is None:
        return f"{count_of(done, 'step')}, " if done else ""
    return f"{done:,} of {total:,}, " if done or total else ""


def duration(seconds: float) -> str:
    """Return a time in words.

    >>> duration(0.25), duration(59), duration(100), duration(9000)
    ('0.2 s', '59 s', '1 min 40 s', '2 h 30 min')
    """
    if seconds < 60:
        return f"{seconds:.0f} s" if seconds >= 1 else f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours:,} h {minutes} min" if minutes else f"{hours:,} h"
