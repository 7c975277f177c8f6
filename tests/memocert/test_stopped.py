"""Commands that are told to end, as scripts and terminals do: nothing is left half-written."""

import os
import subprocess
import sys
from pathlib import Path
from signal import SIG_DFL, SIG_IGN, SIGHUP, SIGTERM, signal

import pytest
from commands import command
from processes import PATIENCE, ROOT, at_work, interrupted
from queries import absolute, competition

from verify.queries.instances import _end


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    absolute(tmp_path / "n.onnx")
    (tmp_path / "q.vnnlib").write_text(competition(1, 1, "(<= X_0 1)", "(>= X_0 -1)", "(> Y_0 1)"))
    (tmp_path / "where").mkdir()
    return tmp_path


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if folder / "where" not in path.parents}


@pytest.mark.parametrize(
    ("program", "number"),
    [
        ("solver", SIGTERM),
        ("main", SIGHUP),
        *[pytest.param(*other, marks=pytest.mark.slow) for other in (("solver", SIGHUP), ("main", SIGTERM))],
    ],
)
def test_a_query_that_is_told_to_end_leaves_nothing(folder: Path, program: str, number: int) -> None:
    files = [folder / "q.vnnlib", "--network", f"N={folder / 'n.onnx'}"]
    words = files if program == "solver" else [folder / "n.onnx", folder / "q.vnnlib"]
    asked = ["verify", *words, "--certificate", folder / "kept"]
    before = names(folder)
    found = interrupted(folder / "where", "verify.queries.answers", "prove", *asked, by=number, program=program)
    code, errors = found
    assert code == 128 + number
    assert "nothing is kept" in errors
    assert "Traceback" not in errors
    assert names(folder) == before


@pytest.mark.parametrize("jobs", [pytest.param("1", marks=pytest.mark.slow), "2"])
def test_a_proof_that_is_told_to_end_leaves_the_bundle_as_it_was(folder: Path, jobs: str) -> None:
    iris = ROOT / "examples" / "data" / "iris.csv"
    assert command("build", "search-tree", iris, "-o", folder / "b").returncode == 0
    before = names(folder)
    words = ["prove", folder / "b", "--claim", "memorizes-robustly", "--jobs", jobs, "--radius", "1/1000"]
    code, errors = interrupted(folder / "where", "verify.prove.balls.each_point", "hints_of", *words, by=SIGTERM)
    assert code == 128 + SIGTERM
    assert "Traceback" not in errors
    assert names(folder) == before


def test_processes_that_share_a_proof_end_with_the_command_though_it_is_killed(folder: Path) -> None:
    iris = ROOT / "examples" / "data" / "iris.csv"
    assert command("build", "search-tree", iris, "-o", folder / "b").returncode == 0
    words = ["prove", folder / "b", "--claim", "memorizes-robustly", "--jobs", "2", "--radius", "1/1000"]
    place = ("verify.prove.balls.each_point", "hints_of")
    with at_work(folder / "where", *place, *words, waits_at=1) as process:
        process.kill()
        process.communicate(timeout=PATIENCE)  # waits until nobody holds the other end


def test_what_answers_an_instance_of_a_list_ends_with_the_list_though_that_is_killed(folder: Path) -> None:
    words = ["verify", folder / "n.onnx", folder / "q.vnnlib", "--certificate", folder / "kept"]
    before = names(folder)
    follows, held = os.pipe()
    place = ("verify.queries.answers", "prove")
    with at_work(folder / "where", *place, *words, waits_at=1, program="beside", stdin=follows) as process:
        os.close(held)
        process.communicate(timeout=PATIENCE)
    os.close(follows)
    assert process.returncode == 128 + SIGTERM
    assert names(folder) == before


def test_a_signal_that_is_ignored_from_the_start_stays_ignored() -> None:
    """As for what nohup starts."""
    code = "import os, signal\nimport memocert.__main__ as start\nimport memocert.commands.vnnlib as commands\n"
    code += "commands.main = lambda: os.kill(os.getpid(), signal.SIGHUP)\nstart.solver()"
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-c", code]
    for start, ends in ((lambda: signal(SIGHUP, SIG_IGN), 0), (lambda: signal(SIGHUP, SIG_DFL), 128 + SIGHUP)):
        found = subprocess.run(words, env=variables, check=False, preexec_fn=start, timeout=PATIENCE)
        assert found.returncode == ends


def test_processes_of_a_list_are_waited_for_when_they_are_ended() -> None:
    tidies = "import signal, sys\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(7))\n"
    tidies += "print(1, flush=True)\nsignal.pause()"
    started = [subprocess.Popen([sys.executable, "-c", tidies], stdout=subprocess.PIPE) for _ in range(2)]
    for process in started:
        assert process.stdout is not None
        process.stdout.readline()
    _end(started)
    assert [process.returncode for process in started] == [7, 7]
    for process in started:
        process.communicate()
