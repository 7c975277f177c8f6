"""Programs in processes of their own: run to their end, or interrupted in the middle of their work."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "examples" / "data"
IRIS = DATA / "iris.csv"
PACKAGES = ("constructions", "exchange", "verify", "lowerbound", "guide", "memocert")
"""The folders of the program; what is beside them is about it."""

PATIENCE = 7200
"""Seconds after which a program is taken to hang: far more than any needs, so that no test depends on the machine."""


def run(
    *command: object, folder: Path = ROOT, variables: dict[str, str] | None = None, memory: int = 0
) -> subprocess.CompletedProcess[str]:
    """Run a program in ``folder``, with these environment variables beside the usual ones; return what it said.

    It gets so many bytes of ``memory``, if any are named.
    """
    return subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(variables or {})},
        check=False,
        timeout=PATIENCE,
        preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_AS, (memory, memory))) if memory else None,
    )


@contextmanager
def at_work(
    folder: Path,
    module: str,
    function: str,
    *words: object,
    waits_at: int = 0,
    program: str = "main",
    stdin: int | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """Run a command, and give its process as soon as one of its processes has entered a function or a method.

    The function waits for a signal at its call of this number, from 1. What still runs at the end is killed.

    Python runs the file ``sitecustomize.py`` of ``folder``, which wraps the function, first thing in each process.
    """
    text = ANNOUNCED.format(module=module, function=function, last=waits_at)
    (folder / "sitecustomize.py").write_text(text, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", f"import memocert.__main__ as start; start.{program}()", *map(str, words)],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"},
        start_new_session=True,
        preexec_fn=listening,
    )
    assert process.stdout is not None
    try:
        begun = process.stdout.readline()  # waits for the line, or for the end of the process
        if begun != "at work\n":
            os.killpg(process.pid, signal.SIGKILL)
            raise AssertionError((begun, *process.communicate(timeout=PATIENCE)))
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def interrupted(
    folder: Path, module: str, function: str, *words: object, by: int = signal.SIGINT, program: str = "main"
) -> tuple[int, str]:
    """Run a command until one of its processes enters a function, press Ctrl-C; return exit code and errors.

    The signal is sent twice, as ``timeout`` does: to the command, and to all its processes. Where it is another one the
    function waits for it. ``folder`` is as in ``at_work``.
    """
    with at_work(folder, module, function, *words, waits_at=int(by != signal.SIGINT), program=program) as process:
        process.send_signal(by)
        os.killpg(process.pid, by)
        _, errors = process.communicate(timeout=PATIENCE)
        return process.returncode, errors


def lost_once(place: str) -> str:
    """End this process the first time that it is called with a place, as where memory is short; then return the place.

    It stands here, where nothing large is loaded, for the processes that share work look it up by its module.
    """
    try:
        Path(place).touch(exist_ok=False)
    except FileExistsError:
        return place
    os.kill(os.getpid(), signal.SIGKILL)
    return ""


KEEPS = ("constructions.files.journal", "Journal.keep")
"""What keeps a finding in a journal."""


def killed(folder: Path, findings: int, *words: object, by: tuple[str, str] = KEEPS) -> None:
    """Run a command until it has kept so many findings, in its journal or ``by`` another function, and kill it with all
    its processes.

    Each finding is announced before it is kept; the one after them is not kept. ``folder`` is as in ``at_work``.
    """
    with at_work(folder, *by, *words, waits_at=findings + 1) as process:
        assert process.stdout is not None
        for _ in range(findings):
            process.stdout.readline()
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=PATIENCE)


ANNOUNCED = """
import functools
import os
import signal
import sys
import traceback

try:
    import {module} as module

    work = module.{function}
except Exception:  # Python goes on without this file: the command would run to its end, and nothing be tested
    traceback.print_exc()
    os._exit(70)


calls = 0


@functools.wraps(work)
def announced(*arguments, **options):
    global calls
    calls += 1
    os.write(1, b"at work\\n")  # whole, though another process writes the same
    if calls == {last}:
        signal.pause()
    return work(*arguments, **options)


module.{function} = announced
"""


def listening() -> None:
    """Let signals through: what a shell starts in the background ignores Ctrl-C, and so would what that starts."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
