"""How a command ends before its work is done: Ctrl-C, a limit of time, and what is kept then."""

import inspect
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from constructions.model.errors import NotWritten
from constructions.model.progress import LONGEST, STOPS, TimedOut as TimedOut

TOO_LATE = 3
"""The exit code of a command whose time is over, or its memory: the answer is not known."""

_NOTHING = "nothing is kept"


@contextmanager
def limited(seconds: float | None) -> Iterator[None]:
    """Let what runs inside take so long at most, whatever it does; raises ``TimedOut``.

    Searches look at their limit themselves; this is for the rest, as reading a large network. Where the platform has no
    such alarm, or the limit is longer than ``LONGEST``, they are the only limit.

    >>> with limited(None):
    ...     pass
    """
    if seconds is None or seconds > LONGEST or not hasattr(signal, "setitimer"):
        yield
        return
    if not seconds:
        raise TimedOut

    def ring(_number: int, _frame: object) -> None:
        raise TimedOut(f"{seconds:g} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def kept(what: Callable[[], str]) -> Iterator[None]:
    """Say what is kept of the work inside, should Ctrl-C, a limit of time or of memory, or a full disk end it.

    Args:
        what: gives a phrase that follows "stopped; "; it is asked when that happens.
    """
    try:
        yield
    except (NotWritten, ImportError, *STOPS) as stop:
        stop.add_note(what())
        raise


def left_at(path: Path, without: str) -> Callable[[], str]:
    """Return what ``kept`` asks for of a file or folder that is written before the work ends.

    To be called before it is written: what stands there then may still stand at the end.
    """
    before = _place(path)

    def said() -> str:
        if not path.exists():
            return _NOTHING
        return f"{path} is as it was" if _place(path) == before else f"{path} is kept, {without}"

    return said


def _place(path: Path) -> int | None:
    """Return where the file system keeps what stands at a path; what replaces it stands elsewhere."""
    return path.stat().st_ino if path.exists() else None


def stopped_text(stop: BaseException, left: list[str]) -> str:
    """Return in words that a command was stopped, by what, and what is left.

    >>> stopped_text(KeyboardInterrupt(), []), stopped_text(TimedOut("5 s"), ["n is kept"])
    ('stopped; nothing is kept', 'stopped after 5 s, the time limit; n is kept')
    >>> stopped_text(MemoryError(), [])
    'stopped, since no memory is left; nothing is kept'
    """
    why = f" after {stop}, the time limit" if isinstance(stop, TimedOut) else ""
    why = ", since no memory is left" if isinstance(stop, MemoryError) else why
    return "; ".join([f"stopped{why}", *(left or [_NOTHING])])


def left_by(stop: BaseException) -> list[str]:
    """Return what ``kept`` noted: that nothing is kept only where nothing is."""
    notes = list(getattr(stop, "__notes__", []))
    return [note for note in notes if note != _NOTHING] or notes[:1]


_OPTION = Annotated[
    float | None,
    typer.Option("--time-limit", min=0.001, help="Seconds for the command, which then ends with 3. Default: no limit."),
]


def ends_in_time(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command that has the option ``--time-limit``, a limit to all that it does."""
    signature = inspect.signature(command)
    parameters = [parameter.replace(kind=parameter.KEYWORD_ONLY) for parameter in signature.parameters.values()]
    own = inspect.Parameter("time_limit", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=_OPTION)
    parameters = [*parameters, own]

    @wraps(command)
    def run(time_limit: float | None, **given: Any) -> None:
        with limited(time_limit):
            command(**given)

    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run
