"""Commands that are interrupted in the middle of their work, however busy the machine is."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path


def interrupted(command: list[str], busy: float, **options: object) -> tuple[int, str]:
    """Run a command until its processes have worked for so many seconds, press Ctrl-C; return exit code and errors."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=listening,
        **options,
    )  # type: ignore[call-overload]
    try:
        end = time.monotonic() + 90
        while sum(seconds_of(process.pid)) < busy and time.monotonic() < end:
            assert process.poll() is None, process.communicate()
            time.sleep(0.1)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    return process.returncode, errors


def listening() -> None:
    """Let Ctrl-C through: what a shell starts in the background ignores it, and so would what that starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def seconds_of(group: int) -> Iterator[float]:
    """Yield for how long each process of a group has worked."""
    ticks = os.sysconf("SC_CLK_TCK")
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(") ")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        if int(fields[2]) == group:
            yield (int(fields[11]) + int(fields[12])) / ticks
