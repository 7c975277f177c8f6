"""``memocert read``, ``memocert export`` and ``memocert show`` on trained networks, as a user meets them."""

import json
from pathlib import Path

import numpy as np
import pytest
from commands import command

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "examples" / "data"


def test_a_model_is_read_into_a_bundle_that_is_exported_as_c(tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="the extra 'onnx' is not installed")
    read = command("read", DATA / "digits.onnx", DATA / "digits.csv", "-o", "digits", "--json", folder=tmp_path)
    assert read.returncode == 0, read.stderr
    found = json.loads(read.stdout)
    assert (found["inputs"], found["outputs"], found["size"]["neurons"]) == (64, 10, 48)
    assert (found["floats"]["answers"], found["floats"]["right"]) == ("argmax", 1797)
    assert [entry["format"] for entry in found["floats"]["runs"]] == ["float32", "float64"]
    assert {path.name for path in (tmp_path / "digits").iterdir()} == {
        "network.json",
        "dataset.json",
        "table.txt",
        "columns.json",
    }
    assert json.loads(command("show", DATA / "digits.onnx", "--json", folder=tmp_path).stdout)["size"] == found["size"]
    refused = command("export", "digits", "--c", "digits.c", folder=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr.startswith("memocert: integers of ")
    assert refused.stderr.count("\n") == 1
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
    assert shown.stdout == read.stdout == command("show", "state.npz", folder=tmp_path).stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["read", "none.onnx"], "none.onnx: no such file"),
        (["read", "model.joblib"], "model.joblib: a pickle runs any code"),
        (["read", "state.npz", "--output-name", "y"], "an output can be named in .onnx files only"),
        (["read", "state.npz", DATA / "iris.csv"], "the network takes 3 inputs, but the data have 4 coordinates"),
        (["export", "nowhere", "--c", "x.c"], "nowhere: no such folder"),
        (["export", "nowhere"], "export needs --c FILE"),
        (["show", "broken.onnx"], "broken.onnx: not a valid ONNX model"),
    ],
)
def test_bad_input_is_one_line(arguments: list[object], words: str, tmp_path: Path) -> None:
    np.savez(tmp_path / "state.npz", **{"0.weight": np.ones((1, 3))})  # type: ignore[arg-type]
    for name in ("model.joblib", "broken.onnx"):
        (tmp_path / name).write_bytes(b"nonsense")
    result = command(*arguments, folder=tmp_path)
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1, result.stderr
    assert words in result.stderr
