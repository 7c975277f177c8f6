"""The command line, as ``python -m memocert`` and as ``memocert``; while it is loaded Ctrl-C ends it without a word."""

import os
import signal
import sys
from importlib import import_module

_INTERRUPTED = 130


def main() -> None:
    """Load the command line and run it."""
    _started("memocert.commands.main")


def solver() -> None:
    """Load the command line of the solver for VNN-LIB and run it."""
    _started("memocert.commands.vnnlib")


def _started(module: str) -> None:
    """Load a module and run its ``main``.

    While modules are loaded, and once the command has ended, Ctrl-C ends the process at once, as it ends programs that
    know nothing of it: there is nothing to leave in order. In between the command sees it.
    """
    heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # else whoever started it has Ctrl-C ignored
    if heard:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    run = import_module(module).main
    if heard:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        run()
    except SystemExit as end:
        if end.code == _INTERRUPTED:
            _leave()
        raise
    finally:
        if heard:
            signal.signal(signal.SIGINT, signal.SIG_DFL)


def _leave() -> None:
    """End an interrupted process: a thread inside a solver may not have listened, and would be waited for."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
