"""The tutorial: a guided tour whose commands are really run, in a folder of its own, and whose output is true."""

import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from constructions.files.disk import write_whole

POINTS = """temperature,humidity,action
3,80,heat
12,60,heat
17,40,nothing
19,75,nothing
21,50,nothing
24,85,dry
26,30,cool
28,65,cool
30,90,dry
34,45,cool
"""
"""The data of the tour: ten points of the plane, four classes."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the tour: what to know, the command to type, and the exit code that it ends with."""

    text: str
    command: str
    code: int = 0


STOPS = (
    Stop(
        "Ten rows, two numbers and a label each. Whatever network we build must give every label back exactly: no "
        "tolerance, no rounding.",
        "cat points.csv",
    ),
    Stop(
        "Build a search tree: a network with gates. A gate is an affine test; only the side that it chooses runs. The "
        "result is a bundle, a folder with network, data and a table.",
        "memocert build search-tree points.csv -o tree",
    ),
    Stop(
        "Run it at a point of the data. Decisions are listed in the order they are taken; operations are additions, "
        "multiplications and comparisons.",
        "memocert show tree --point 24,85",
    ),
    Stop(
        "So far this is only a program that seems to work. Now prove it: that all labels come back, and that no input "
        "whatever costs more than the structure says. Two lanes must agree: a certificate, and Z3.",
        "memocert prove tree",
    ),
    Stop(
        "A proof is worth what checks it. The checker is small, uses the standard library only, and believes nothing "
        "but the files: it runs the network itself.",
        "memocert check tree",
    ),
    Stop(
        "What is false is refuted, with an exact input that shows it. The exit code says so, too: 1.",
        "memocert prove tree --claim operations-at-most --measure comparisons --at-most 2",
        1,
    ),
    Stop(
        "Could another network do with fewer comparisons? That is a question about all networks, and it has an exact "
        "answer for so few points, with a certificate, and with a network that attains it.",
        "memocert lowerbound points.csv -o best",
    ),
    Stop(
        "Now tamper: put the network of the one bundle into the other. Nothing is proved any more, and the checker "
        "says why.",
        "cp best/network.json tree/network.json",
    ),
    Stop("The exit code is 1: rejected.", "memocert check tree", 1),
    Stop(
        "All memorizers side by side, conditional and not: what they store, and what an input costs at most.",
        "memocert compare points.csv",
    ),
    Stop(
        "One page about a bundle, to look at and to print: the claims, checked anew, the network drawn, the regions "
        "of the plane. Open best.html in a browser.",
        "memocert report best -o best.html",
    ),
)
"""The tour. docs/tutorial.md is its page; ``memocert --help`` lists the commands."""


def prepare(folder: Path) -> None:
    """Write the data of the tour into a folder."""
    write_whole(folder / "points.csv", POINTS.encode("ascii"))


def visit(stop: Stop, folder: Path) -> tuple[str, int]:
    """Run the command of a stop in the folder; return what it wrote, standard error too, and its exit code."""
    words = shlex.split(stop.command)
    if words[0] == "memocert":
        words = [sys.executable, "-m", "memocert", *words[1:]]
    root = str(Path(__file__).resolve().parent.parent)
    path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH", "")])])
    result = subprocess.run(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "COLUMNS": "80", "MEMOCERT_PROGRESS": "0"},
        check=False,
    )
    return result.stdout, result.returncode
