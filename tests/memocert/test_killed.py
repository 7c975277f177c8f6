"""Searches killed at random moments: files are whole, and what goes on ends as if nothing had happened."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL
from typing import NamedTuple

import pytest
from processes import IRIS, PATIENCE, ROOT
from queries import absolute, competition

from constructions.conditional.axis_tree import axis_tree
from constructions.files.bundle import write_bundle
from constructions.model.dataset import Dataset

pytestmark = pytest.mark.slow

MOMENTS = 5

COUNTS = """
import atexit
import os
import signal
import sys

place, number, further = {place!r}, {number}, {further}
first = int(os.environ.setdefault("FIRST_PROCESS", str(os.getpid())))
changes = {{"write", "replace", "fsync", "mkdir", "rmdir", "rename", "unlink", "chmod", "truncate"}}
seen = calls = 0


def counted(_frame, event, what):
    global seen, calls
    if event == "c_call" and what.__name__ in changes:
        seen += 1
    if 0 < number <= seen:
        calls += 1
        if calls > further:
            os.kill(first, signal.SIGKILL)
            os.kill(os.getpid(), signal.SIGKILL)


def told():
    sys.setprofile(None)
    with open(place, "a") as file:
        file.write(f"{{seen}}\\n")


atexit.register(told)
sys.setprofile(counted)
"""
"""First thing in each process: kill the command, and the process itself, so many calls after a change of files.

Where no number is given the changes are counted. A moment is one in the work of the process, whatever the clock says.
"""


class Case(NamedTuple):
    """A command, and what of it does not depend on how often it was killed: from what it printed and its folder."""

    words: tuple[object, ...]
    lasting: Callable[[Path, str], object]


def files(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder but journals, and what is not in its place yet."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    parts = [(path, path.relative_to(folder).parts) for path in found]
    return {
        "/".join(names): path.read_bytes()
        for path, names in parts
        if names[-1] != "kept" and not any([name.startswith(".") for name in names])
    }


def bundles(folder: Path, _printed: str) -> object:
    return files(folder)


def verdicts(folder: Path, _printed: str) -> object:
    results = json.loads((folder / "r" / "results.json").read_text())["results"]
    found = {name: data for name, data in files(folder).items() if name != "r/results.json"}
    return [(entry["query"], entry["verdict"], entry["certificate_bytes"]) for entry in results], found


def reached(_folder: Path, printed: str) -> object:
    return [row["best"]["n"] for row in json.loads(printed)]


def printed(_folder: Path, printed: str) -> object:
    return printed


def begun(folder: Path) -> None:
    """Write what the commands are about."""
    data = Dataset.from_rows([[x * x % 97, x] for x in range(12)], [[x % 3] for x in range(12)])
    write_bundle(folder / "b", axis_tree(data, 20).network, data)
    absolute(folder / "n.onnx")
    for name, most in (("low", 1), ("high", 2)):
        (folder / f"{name}.vnnlib").write_text(competition(1, 1, "(<= X_0 2)", "(>= X_0 -1)", f"(> Y_0 {most})"))
    (folder / "list.csv").write_text("n.onnx,low.vnnlib,60\nn.onnx,high.vnnlib,60\n")


AXIS = ("--leaves", "constant", "--gates", "axis")
ROBUST = ("--claim", "memorizes-robustly", "--lane", "certificate")
CASES = {
    "radii": Case(
        ("prove", "b", "--claim", "memorizes-robustly", "--lane", "certificate", "--resume", "kept"), bundles
    ),
    "depth": Case(("lowerbound", IRIS, *AXIS, "--resume", "kept", "-o", "d", "--force"), bundles),
    "one data set": Case(("lowerbound", "few.csv", "--no-header", "-o", "d", "--force"), bundles),
    "table": Case(("lowerbound", "--table", "--json", "--resume", "kept"), printed),
    "instances": Case(("verify", "--instances", "list.csv", "-o", "r"), verdicts),
    "reach": Case(("reach", "--memorizer", "width-two", "--seconds", "1000", "--json", "--resume", "kept"), reached),
}


def run(
    folder: Path, words: tuple[object, ...], number: int = 0, further: int = 0
) -> "subprocess.CompletedProcess[str]":
    (folder.parent / "sitecustomize.py").write_text(
        COUNTS.format(place=str(folder.parent / "counted"), number=number, further=further)
    )
    small = "import lowerbound.comparisons.labellings as table\ntable.LINE = table.PLANE = 5\n"
    program = f"{small}import memocert.__main__ as start\nstart.main()"
    process = subprocess.Popen(
        [sys.executable, "-c", program, *map(str, words)],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{folder.parent}{os.pathsep}{ROOT}"},
        start_new_session=True,
    )
    try:
        output, errors = process.communicate(timeout=PATIENCE)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, SIGKILL)
    return subprocess.CompletedProcess([], process.returncode, output, errors)


@pytest.mark.parametrize("name", CASES)
def test_a_search_that_is_killed_at_a_random_moment_goes_on_as_if_it_had_not_been(name: str, tmp_path: Path) -> None:
    case, source, killed = CASES[name], random.Random(name), 0
    for place in ("whole", *map(str, range(MOMENTS))):
        (tmp_path / place).mkdir()
        begun(tmp_path / place)
        (tmp_path / place / "few.csv").write_text("0,0,1\n3,1,0\n1,5,1\n2,2,0\n6,3,1\n4,4,0\n5,0,1\n")
    found = run(tmp_path / "whole", case.words)
    assert found.returncode in (0, 1, 3), found.stderr
    wanted = case.lasting(tmp_path / "whole", found.stdout)
    changes = max(map(int, (tmp_path / "counted").read_text().split()))
    assert changes
    for moment in range(MOMENTS):
        folder = tmp_path / str(moment)
        for _ in range(2):
            further = int(10 ** source.uniform(0, 4))
            killed += run(folder, case.words, source.randint(1, changes), further).returncode == -SIGKILL
            for path, data in files(folder).items():
                assert not path.endswith(".json") or json.loads(data), path
        again = run(folder, case.words)
        assert (again.returncode, case.lasting(folder, again.stdout)) == (found.returncode, wanted), again.stderr
    assert killed > MOMENTS
