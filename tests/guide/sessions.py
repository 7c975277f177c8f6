"""The sessions that pages show: their commands are run, and what they print is compared with the page."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

from commands import command, solver
from processes import ROOT

ELISION = "..."
"""A line of its own that stands for any number of lines."""


def sessions_of(text: str) -> list[tuple[str, str]]:
    """Return the commands of a page with what it shows of each.

    >>> sessions_of("```console\\n$ memocert a\\nyes\\n$ memocert b\\n```")
    [('memocert a', 'yes\\n'), ('memocert b', '')]
    """
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    entries = [entry for block in blocks for entry in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [(line, shown) for line, _, shown in (entry.partition("\n") for entry in entries)]


def write_tables(text: str, folder: Path) -> None:
    """Write the tables and queries that a page shows, each under the last name in quotes before it."""
    for before, kind, table in re.findall(r"(.*?)```(csv|vnnlib)\n(.*?)```", text, re.DOTALL):
        (folder / re.findall(rf"`(\w+\.{kind})`", before)[-1]).write_text(table, encoding="ascii")


def printed(line: str, folder: Path) -> str:
    """Return what a command of a page prints; its paths are those of a clone, ``make demo`` is the demo alone."""
    first, *words = ("memocert demo" if line == "make demo" else line).split()
    if first in ("memocert", "memocert-vnnlib"):
        words = [word.replace("examples/", f"{ROOT}/examples/") for word in words]
        return (command if first == "memocert" else solver)(*words, folder=folder).stdout
    if shutil.which(first) is None:
        raise FileNotFoundError(first)
    line = line.replace("examples/", f"{shlex.quote(str(ROOT))}/examples/")
    return subprocess.run(line, shell=True, cwd=folder, check=True, capture_output=True, text=True).stdout


def settled(text: str) -> str:
    """Return an output in one line, what differs from machine to machine blanked out."""
    text = re.sub(r"(Z3|onnxruntime) \d+(\.\d+)+", r"\1 V", " ".join(text.split()))
    text = re.sub(r"off by at most \d[-+.e\d]*", "off by at most E", text)
    text = re.sub(r"-[0-9a-f]{8}\b", "-H", re.sub(r"[\d,]+ bytes", "B bytes", text))
    return re.sub(r"\b\d+\.\d s\b", "S s", text)


def agree(shown: str, found: str) -> bool:
    """Tell whether what a page shows is what was found, its elisions left open.

    >>> agree("one\\n...\\nfour\\n", "one\\ntwo\\nthree\\nfour\\n"), agree("one\\n...\\n", "two\\n")
    (True, False)
    """
    parts = re.split(rf"^{re.escape(ELISION)}$", shown, flags=re.MULTILINE)
    return re.fullmatch(".*".join([re.escape(settled(part)) for part in parts]), settled(found)) is not None
