"""The command line, as ``python -m memocert`` and as ``memocert``; what ends it while it works lets it tidy up."""

import os
import signal
import sys
from importlib import import_module
from math import inf
from threading import Thread
from time import monotonic
from types import FrameType
from typing import NoReturn

from constructions.model.running.threads import take_one

_TOLD_TO_END = (signal.SIGTERM, signal.SIGHUP)
"""What scripts send when the time is over, and terminals when they are closed."""

_AT_ONCE = 1
"""Seconds after which Ctrl-C counts anew: programs such as timeout send it twice."""


def main() -> None:
    """Load the command line and run it."""
    _started("memocert.commands.main")


def solver() -> None:
    """Load the command line of the solver for VNN-LIB and run it."""
    _started("memocert.commands.vnnlib")


def beside() -> None:
    """Run the command line for a program that holds the other end of standard input; end as by TERM when that is gone.

    So it ends with whoever started it, however that ended.
    """
    Thread(target=_follow, daemon=True).start()
    main()


def _follow() -> None:
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _started(module: str) -> None:
    """Load a module and run its ``main``.

    While modules are loaded, and once the command has ended, Ctrl-C ends the process at once, as it ends programs that
    know nothing of it: there is nothing to leave in order. In between the command sees it; what follows at once is the
    same Ctrl-C. A signal that tells the process to end is heard as Ctrl-C is, once; the exit code names it, 128 and its
    number.
    """
    heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # else whoever started it has Ctrl-C ignored
    if heard:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    take_one()
    run = import_module(module).main
    before = -inf

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        nonlocal before
        last, before = before, monotonic()
        if before - last > _AT_ONCE:
            raise KeyboardInterrupt

    if heard:
        signal.signal(signal.SIGINT, interrupt)
    ending = [number for number in _TOLD_TO_END if signal.getsignal(number) == signal.SIG_DFL]
    told: list[int] = []

    def end(number: int, _frame: FrameType | None) -> NoReturn:
        for each in ending:
            signal.signal(each, signal.SIG_IGN)  # programs such as timeout send it twice, and tidying up is not to stop
        told.append(number)
        raise KeyboardInterrupt

    for number in ending:
        signal.signal(number, end)
    try:
        run()
    except (SystemExit, KeyboardInterrupt) as stopped:
        code = stopped.code if isinstance(stopped, SystemExit) else 128 + signal.SIGINT
        if told or code == 128 + signal.SIGINT:
            _leave(128 + (told or [signal.SIGINT])[0])
        raise
    finally:
        for number in (*ending, *([signal.SIGINT] if heard else [])):
            signal.signal(number, signal.SIG_DFL)


def _leave(code: int) -> NoReturn:
    """End an interrupted process: a thread inside a solver may not have listened, and would be waited for."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
