"""Commands run in this process, which saves starting an interpreter for each."""

import os
from pathlib import Path

from typer.testing import CliRunner

import memocert.commands
from constructions.errors import BadInput


def invoked(folder: Path, *arguments: object) -> tuple[int, str]:
    """Run a command in ``folder``; return its exit code and what it printed, or the message of what it refused."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        result = CliRunner().invoke(memocert.commands.app, [str(item) for item in arguments])
    finally:
        os.chdir(before)
    if isinstance(result.exception, BadInput):
        return 2, str(result.exception)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout
