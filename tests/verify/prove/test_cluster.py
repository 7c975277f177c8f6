"""A real Dask cluster on this machine shares the search for a proof; a worker is ended in the middle of it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from signal import SIGKILL

import pytest
from commands import command
from processes import PATIENCE, ROOT, run
from queries import absolute, competition

from constructions.conditional.axis_tree import axis_tree
from constructions.files.bundle import write_bundle
from constructions.model.dataset import Dataset

distributed = pytest.importorskip("distributed", reason="the extra 'dask' is not installed")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("cluster"),
    pytest.mark.filterwarnings("default"),  # of Dask's own
]


def begun(name: str, *words: object) -> "subprocess.Popen[str]":
    program = f"from distributed.cli.dask_{name} import main; main()"
    arguments = [sys.executable, "-c", program, "--no-dashboard", *map(str, words)]
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    quiet = subprocess.PIPE if name == "scheduler" else subprocess.DEVNULL
    return subprocess.Popen(
        arguments, cwd=ROOT, env={**os.environ, "PYTHONPATH": paths}, stdout=quiet, stderr=subprocess.STDOUT, text=True
    )


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler with two workers, processes of this machine."""
    scheduler = begun("scheduler", "--host", "127.0.0.1", "--port", 0)
    assert scheduler.stdout is not None
    processes = [scheduler]
    try:
        found = next(line.split()[-1] for line in scheduler.stdout if "Scheduler at:" in line)
        worker = (found, "--nthreads", 1, "--no-nanny", "--local-directory", tmp_path / "dask")
        processes += [begun("worker", *worker) for _ in range(2)]
        with distributed.Client(found, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=PATIENCE)
        yield found
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()
        scheduler.stdout.close()


def bundle(folder: Path) -> Path:
    """Write a tree with many points, so that there are many balls to be looked at."""
    data = Dataset.from_rows([[x * x % 97, x] for x in range(60)], [[x % 3] for x in range(60)])
    write_bundle(folder, axis_tree(data, 20).network, data)
    return folder


WORDS = ("--claim", "memorizes-robustly", "--lane", "certificate")


def test_a_cluster_finds_the_proof_that_one_process_finds_though_a_worker_is_ended(
    tmp_path: Path, address: str
) -> None:
    here, there = bundle(tmp_path / "here"), bundle(tmp_path / "there")
    assert command("prove", here, *WORDS).returncode == 0
    words = [sys.executable, "-m", "memocert", "prove", str(there), *WORDS, "--cluster", address]
    with distributed.Client(address, set_as_default=False) as client:
        proof = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        while not any(client.processing().values()):
            assert proof.poll() is None
        first = next(worker for worker, tasks in client.processing().items() if tasks)
        os.kill(client.run(os.getpid, workers=[first])[first], SIGKILL)
        output, _ = proof.communicate(timeout=PATIENCE)
        assert proof.returncode == 0, output
        assert len(client.nthreads()) == 1, "one worker was ended"
    names = sorted([path.name for path in here.iterdir()])
    assert names == sorted([path.name for path in there.iterdir()])
    assert [(here / name).read_bytes() for name in names] == [(there / name).read_bytes() for name in names]


def test_a_scheduler_that_ends_is_said_in_one_line(tmp_path: Path, address: str) -> None:
    words = [sys.executable, "-m", "memocert", "prove", str(bundle(tmp_path / "b")), *WORDS, "--cluster", address]
    with distributed.Client(address, set_as_default=False) as client:
        proof = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        while not any(client.processing().values()):
            assert proof.poll() is None
        scheduler = client.run_on_scheduler(os.getpid)
    os.kill(scheduler, SIGKILL)
    output, _ = proof.communicate(timeout=PATIENCE)
    assert proof.returncode == 2, output
    assert output == f"memocert: {address}: the scheduler of the cluster ended before the work was done\n"
    assert not list((tmp_path / "b").glob("*.claim.json"))


@pytest.mark.parametrize("wrong", ["foo", "", "tcp://", "tls://127.0.0.1:1", "ucx://1", "inproc://x", "tcp://[::1"])
def test_an_address_that_dask_cannot_use_is_refused_in_one_line(wrong: str, tmp_path: Path) -> None:
    words = (sys.executable, "-m", "memocert", "prove", bundle(tmp_path / "b"), *WORDS, "--cluster", wrong)
    found = run(*words, variables=dict(os.environ))
    assert (found.returncode, found.stdout) == (2, "")
    (line,) = found.stderr.splitlines()
    assert line.startswith(f"memocert: {wrong!r}: no scheduler of a Dask cluster answers there: ")


def test_a_callback_that_fails_when_a_search_is_stopped_is_not_shown(address: str) -> None:
    program = (
        "import threading\n"
        "from verify.prove.cluster import cluster\n"
        f"with cluster({address!r}) as workers:\n"
        "    loop, done = workers.executor._client.loop, threading.Event()\n"
        "    loop.add_callback(lambda: 1 / 0)\n"
        "    loop.add_callback(done.set)\n"
        f"    assert done.wait({PATIENCE})\n"
    )
    found = run(sys.executable, "-c", program, variables=dict(os.environ))
    assert (found.returncode, found.stderr) == (0, "")


def test_parts_of_one_search_go_to_a_cluster_as_to_processes(tmp_path: Path, address: str) -> None:
    here, there = bundle(tmp_path / "here"), bundle(tmp_path / "there")
    words = ("--claim", "paths", "--lane", "certificate")
    assert command("prove", here, *words, "--jobs", 2).returncode == 0
    found = command("prove", there, *words, "--cluster", address)
    assert found.returncode == 0, found.stderr
    (name,) = [path.name for path in here.iterdir() if path.name.endswith(".claim.json")]
    assert (here / name).read_bytes() == (there / name).read_bytes()


def test_properties_go_to_a_cluster_one_by_one_and_as_a_list(tmp_path: Path, address: str) -> None:
    pytest.importorskip("onnxruntime", reason="the extra 'onnx' is not installed")
    absolute(tmp_path / "n.onnx")
    (tmp_path / "q.vnnlib").write_text(competition(1, 1, "(<= X_0 1)", "(>= X_0 -1)", "(> Y_0 1)"))
    (tmp_path / "list.csv").write_text("n.onnx,q.vnnlib,60\nn.onnx,missing.vnnlib,60\n")
    words, kept = ("verify", tmp_path / "n.onnx", tmp_path / "q.vnnlib"), [tmp_path / "here", tmp_path / "there"]
    assert command(*words, "-o", kept[0]).returncode == 0
    found = command(*words, "-o", kept[1], "--cluster", address)
    assert found.returncode == 0, found.stderr
    (name,) = [path.name for path in kept[0].iterdir() if path.name.endswith(".certificate.json")]
    assert (kept[0] / name).read_bytes() == (kept[1] / name).read_bytes()
    listed = command("verify", "--instances", tmp_path / "list.csv", "--jobs", 2, "--cluster", address)
    assert "2 instances: 1 unsat, 1 error" in listed.stdout
    wrong = command("verify", "--instances", tmp_path / "list.csv", "--cluster", "tcp://127.0.0.1:1")
    assert "no scheduler of a Dask cluster answers there" in wrong.stdout


def test_syntheses_and_tables_go_to_a_cluster_as_to_processes(tmp_path: Path, address: str) -> None:
    given, journal = bundle(tmp_path / "given"), ("--resume", tmp_path / "kept")
    (tmp_path / "other").mkdir()
    here, there = tmp_path / "made", tmp_path / "other" / "made"
    words = ("synthesize", given, "--radius", "1/4", "--gates", "units", "-o", "made")
    alone = command(*words, folder=here.parent)
    found = command(*words, "--cluster", address, *journal, folder=there.parent)
    assert (alone.returncode, alone.stdout) == (found.returncode, found.stdout)
    names = sorted([path.name for path in here.iterdir()])
    assert [(here / name).read_bytes() for name in names] == [(there / name).read_bytes() for name in names]
    (tmp_path / "few.csv").write_text("2,0\n3,1\n4,0\n7,1\n")
    few = ("lowerbound", tmp_path / "few.csv", "--no-header", "--shapes")
    one, many = command(*few), command(*few, "--cluster", address)
    assert (one.returncode, one.stdout) == (many.returncode, many.stdout), many.stderr
    reached = command("reach", "--memorizer", "width-two", "--seconds", "1000", "--json", "--cluster", address)
    assert [row["best"]["n"] for row in json.loads(reached.stdout)] == [2, 2]


def test_a_cluster_that_cannot_do_the_work_is_refused_in_one_line(tmp_path: Path, address: str) -> None:
    folder = bundle(tmp_path / "b")
    worker = begun("worker", address, "--nthreads", 2, "--no-nanny", "--local-directory", tmp_path / "other")
    try:
        with distributed.Client(address, set_as_default=False) as client:
            client.wait_for_workers(3, timeout=PATIENCE)
        found = command("prove", folder, *WORDS, "--cluster", address)
    finally:
        worker.kill()
        worker.wait()
    assert found.returncode == 2
    assert "this worker runs 2 tasks at once: start it with --nthreads 1" in found.stderr
    assert found.stderr.count("\n") == 1
    for wrong in ("nowhere", "tcp://127.0.0.1:1"):
        refused = command("prove", folder, *WORDS, "--cluster", wrong)
        assert refused.returncode == 2
        assert "no scheduler of a Dask cluster answers there" in refused.stderr
        assert refused.stderr.count("\n") == 1
