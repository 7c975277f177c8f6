"""Commands and scripts run in this process, which saves starting an interpreter for each."""

import gc
import io
import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from unittest import mock

import typer.main
from processes import ROOT as ROOT

import memocert.commands.main
import memocert.commands.vnnlib

typer.main.get_command = cache(typer.main.get_command)  # a process makes its commands once, and so do the tests


def command(*words: object, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a command of memocert in ``folder``, on a screen of 80 columns; return what a process of its own would."""
    return _ended(memocert.commands.main.main, "memocert", *words, folder=folder)


def solver(*words: object, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run ``memocert-vnnlib`` in ``folder``; return what a process of its own would."""
    return _ended(memocert.commands.vnnlib.main, "memocert-vnnlib", *words, folder=folder)


def script(path: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a Python script from its first line to its last; return what a process of its own would."""
    return _ended(lambda: runpy.run_path(str(path), run_name="__main__"), path, *words)


def _ended(work: Callable[[], object], *words: object, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Do the work of a program, its name and arguments in ``sys.argv``; return its exit code and what it printed."""
    arguments = [str(word) for word in words]
    output, errors = io.StringIO(), io.StringIO()
    collecting = gc.isenabled()
    code: object = 0
    screen = mock.patch.dict(os.environ, COLUMNS="80")
    words_of_the_shell = mock.patch.object(sys, "argv", arguments)
    with chdir(folder), redirect_stdout(output), redirect_stderr(errors), screen, words_of_the_shell:
        try:
            work()
        except SystemExit as end:
            code = end.code or 0
        finally:
            if collecting:
                gc.enable()
    assert isinstance(code, int), code
    return subprocess.CompletedProcess(arguments, code, output.getvalue(), errors.getvalue())


def invoked(folder: Path, *words: object) -> tuple[int, str]:
    """Run a command in ``folder``; return its exit code and what it printed, or the message of what it refused."""
    result = command(*words, folder=folder)
    return result.returncode, result.stdout or result.stderr.rstrip("\n")


def told(folder: Path, *words: object) -> str:
    """Run a command in ``folder``; return what it printed, in one line."""
    return " ".join(command(*words, folder=folder).stdout.split())


def refused(result: subprocess.CompletedProcess[str], *words: str) -> None:
    """Check that a command printed nothing, said in one line why, and that these words stand in it."""
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1), result
    for word in words:
        assert word in result.stderr, (word, result.stderr)
