"""``memocert read``, ``memocert export`` and ``memocert show`` on trained networks, as a user meets them."""

import json
from pathlib import Path

import numpy as np
import pytest
from commands import command, refused
from processes import DATA


def test_a_model_is_read_into_a_bundle_that_is_exported_as_c(tmp_path: Path) -> None:
    (tmp_path / "some.csv").write_text("\n".join((DATA / "digits.csv").read_text().splitlines()[:201]) + "\n")
    read = command("read", DATA / "digits.onnx", "some.csv", "-o", "digits", "--json", folder=tmp_path)
    assert read.returncode == 0, read.stderr
    found = json.loads(read.stdout)
    assert (found["inputs"], found["outputs"], found["size"]["neurons"]) == (64, 10, 48)
    assert (found["floats"]["answers"], found["floats"]["right"]) == ("argmax", 200)
    assert [entry["format"] for entry in found["floats"]["runs"]] == ["float32", "float64"]
    assert {path.name for path in (tmp_path / "digits").iterdir()} == {
        "network.json",
        "dataset.json",
        "table.txt",
        "columns.json",
        "origin.json",
    }
    assert json.loads(command("show", DATA / "digits.onnx", "--json", folder=tmp_path).stdout)["size"] == found["size"]
    refused(command("export", "digits", "--c", "digits.c", folder=tmp_path), "memocert: integers of ")
    assert not (tmp_path / "digits.c").exists()
    exported = command("export", "digits", "--c", "digits.c", "--arithmetic", "double", folder=tmp_path)
    assert exported.returncode == 0, exported.stderr
    assert "arithmetic in double (rounded)" in exported.stdout
    assert "memocert_network" in (tmp_path / "digits.c").read_text(encoding="ascii")


def test_a_state_is_read_into_a_network_file_and_shown(tmp_path: Path) -> None:
    np.savez(tmp_path / "state.npz", **{"0.weight": np.ones((2, 3)), "2.weight": np.ones((1, 2))})  # type: ignore[arg-type]
    read = command("read", "state.npz", "-o", "state.json", folder=tmp_path)
    assert read.returncode == 0, read.stderr
    shown = command("show", "state.json", folder=tmp_path)
    of_state = command("show", "state.npz", folder=tmp_path)
    assert shown.stdout == of_state.stdout
    assert read.stdout.endswith(shown.stdout)
    for said in (read.stdout, of_state.stderr):
        assert "ReLU between them is assumed" in " ".join(said.split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["read", "none.onnx"], "none.onnx: no such file"),
        (["read", "model.joblib"], "model.joblib: a pickle runs any code"),
        (["read", "state.npz", "--output-name", "y"], "an output can be named in .onnx files only"),
        (
            ["read", "state.npz", DATA / "iris.csv"],
            "the network takes 3 inputs, but the data have 4 coordinates: --inputs or --drop chooses columns",
        ),
        (["export", "nowhere", "--c", "x.c"], "nowhere: no such folder"),
        (["export", "nowhere"], "export needs -o FILE, and --to c, onnx, torch, vnnlib where its suffix is none of .c"),
        (["export", "nowhere", "-o", "x.bin"], "export needs -o FILE, and --to c, onnx, torch"),
        (["export", "nowhere", "--to", "onnx"], "export needs -o FILE"),
        (["export", "nowhere", "-o", "x.onnx"], "nowhere: no such folder"),
        (["export", "nowhere", "--to", "vnnlib", "-o", "x.onnx"], "with this suffix: name the query x.vnnlib"),
        (["show", "broken.onnx"], "broken.onnx: not a valid ONNX model"),
    ],
)
def test_bad_input_is_one_line(arguments: list[object], words: str, tmp_path: Path) -> None:
    np.savez(tmp_path / "state.npz", **{"0.weight": np.ones((1, 3))})  # type: ignore[arg-type]
    for name in ("model.joblib", "broken.onnx"):
        (tmp_path / name).write_bytes(b"nonsense")
    refused(command(*arguments, folder=tmp_path), words)


def test_a_bundle_is_exported_as_onnx_and_the_checker_accepts_that_nothing_changed(tmp_path: Path) -> None:
    assert command("build", "axis-tree", DATA / "iris.csv", "-o", "b", folder=tmp_path).returncode == 0
    for gates in ("if", "where"):
        exported = command("export", "b", "-o", f"{gates}.onnx", "--gates", gates, "--exact", folder=tmp_path)
        assert exported.returncode == 0, exported.stderr
        assert "float32 holds every constant exactly" in " ".join(exported.stdout.split())
        assert "proved: for every input: network.json and other-" in exported.stdout
        read = command("predict", f"{gates}.onnx", DATA / "iris.csv", folder=tmp_path)
        wanted = command("predict", "b", DATA / "iris.csv", folder=tmp_path)
        found, labels = [[line.split(",") for line in result.stdout.split()] for result in (read, wanted)]
        assert [row[1] for row in found[1:]] == [row[2] for row in labels[1:]]
    checked = command("check", "b", folder=tmp_path)
    assert (checked.returncode, checked.stdout.count("accepted: equivalent-")) == (0, 2)
    stopped = command("export", "b", "-o", "stopped.onnx", "--gates", "where", "--path-limit", "1", folder=tmp_path)
    assert stopped.returncode == 3
    assert "unknown: for every input" in stopped.stdout
    assert "proved: for every x in dataset.json" in stopped.stdout


def test_constants_that_a_format_does_not_hold_are_counted_or_refused(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("0,1/1000000007\n1,1/3\n2,5\n")
    assert command("build", "search-tree", "l.csv", "-o", "l", folder=tmp_path).returncode == 0
    refused(
        command("export", "l", "-o", "l.onnx", "--exact", folder=tmp_path),
        "memocert: l: 1 constant is rounded to float32: relative error at most 2.1e-08 (of 1/1000000007), which "
        "--exact refuses; --precision float64 holds more\n",
    )
    assert not (tmp_path / "l.onnx").exists()
    rounded = command("export", "l", "-o", "l.onnx", folder=tmp_path)
    assert rounded.returncode == 0
    said = " ".join(rounded.stdout.split())
    assert "not equal to the network, since constants were rounded" in said
    assert "its outputs are off by at most 2.1e-17 at 3 data points" in said
    held = command("export", "l", "-o", "l.onnx", "--exact", "--precision", "float64", "--force", folder=tmp_path)
    assert held.returncode == 0
    assert "read back, it is the same network, byte for byte" in held.stdout


def test_a_bundle_is_exported_as_a_torch_module(tmp_path: Path) -> None:
    assert command("build", "axis-tree", DATA / "iris.csv", "-o", "b", folder=tmp_path).returncode == 0
    exported = command("export", "b", "-o", "network.py", "--exact", folder=tmp_path)
    assert exported.returncode == 0, exported.stderr
    assert "class Network(torch.nn.Module); float32 holds every constant exactly" in " ".join(exported.stdout.split())
    compile((tmp_path / "network.py").read_text(encoding="ascii"), "network.py", "exec")
    other = command("export", "b", "--to", "torch", "-o", "n.txt", "--precision", "float64", folder=tmp_path)
    assert other.returncode == 0, other.stderr
    assert "DTYPE = torch.float64" in (tmp_path / "n.txt").read_text(encoding="ascii")
