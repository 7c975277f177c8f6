"""Commands and scripts run in this process, which saves starting an interpreter for each."""

import gc
import io
import os
import runpy
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

import memocert.commands.main

ROOT = Path(__file__).resolve().parents[2]


def command(*words: object, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a command of memocert in ``folder``, on a screen of 80 columns; return what a process of its own would."""
    arguments = [str(word) for word in words]
    output, errors = io.StringIO(), io.StringIO()
    collecting = gc.isenabled()
    code: object = 0
    screen = mock.patch.dict(os.environ, COLUMNS="80")
    words_of_the_shell = mock.patch.object(sys, "argv", ["memocert", *arguments])
    with chdir(folder), redirect_stdout(output), redirect_stderr(errors), screen, words_of_the_shell:
        try:
            memocert.commands.main.main()
        except SystemExit as end:
            code = end.code or 0
        finally:
            if collecting:
                gc.enable()
    assert isinstance(code, int), code
    return subprocess.CompletedProcess(["memocert", *arguments], code, output.getvalue(), errors.getvalue())


def script(path: Path) -> str:
    """Run a Python script from its first line to its last, and return what it printed."""
    output = io.StringIO()
    with redirect_stdout(output), mock.patch.object(sys, "argv", [str(path)]):
        runpy.run_path(str(path), run_name="__main__")
    return output.getvalue()


def invoked(folder: Path, *words: object) -> tuple[int, str]:
    """Run a command in ``folder``; return its exit code and what it printed, or the message of what it refused."""
    result = command(*words, folder=folder)
    return result.returncode, result.stdout or result.stderr.rstrip("\n")
