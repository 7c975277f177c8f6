"""The command line as a user meets it: output, exit codes, one-line errors, whole files."""

import csv
import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from processes import interrupted

ROOT = Path(__file__).resolve().parent.parent
IRIS = ROOT / "examples" / "data" / "iris.csv"


def run(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "memocert", *map(str, arguments)]
    environment = {**os.environ, "COLUMNS": "80", "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, check=False, timeout=120)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "iris"
    built = run("build", "search-tree", IRIS, "-o", folder)
    assert built.returncode == 0, built.stderr
    assert run("prove", folder).returncode == 0
    return folder


def refused(result: subprocess.CompletedProcess[str], *words: str) -> None:
    assert result.returncode == 2, (result.stdout, result.stderr)
    assert "Traceback" not in result.stderr
    lines = result.stderr.strip().split("\n")
    assert len(lines) == 1, lines
    for word in words:
        assert word in lines[0], (word, lines[0])


def test_build_prints_tables_of_eighty_columns_and_writes_the_bundle(tmp_path: Path) -> None:
    result = run("build", "axis-tree", IRIS, "-o", "b", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert max(map(len, result.stdout.split("\n"))) <= 80
    assert "149 points of Q^4 (150 rows, equal ones merged)" in result.stdout
    assert "3 classes: setosa, versicolor, virginica" in result.stdout
    assert {path.name for path in (tmp_path / "b").iterdir()} == {"network.json", "dataset.json", "table.txt"}
    assert list(tmp_path.iterdir()) == [tmp_path / "b"]


def test_build_lists_the_memorizers() -> None:
    result = run("build", "--list")
    assert result.returncode == 0
    for name in ("search-tree", "axis-tree", "interpolation", "fewest-operations"):
        assert name in result.stdout
    assert {entry["name"] for entry in json.loads(run("build", "--list", "--json").stdout)} >= {"axis-tree"}


def test_families_are_compared_as_a_table_as_json_and_as_csv() -> None:
    table = run("compare", IRIS, "--families")
    assert table.returncode == 0, table.stderr
    assert max(map(len, table.stdout.split("\n"))) <= 80
    found = json.loads(run("compare", IRIS, "--families", "--json").stdout)
    names = [entry["name"] for entry in found["memorizers"]]
    assert len(names) == 13
    for entry in found["memorizers"]:
        measured, figures = entry["measured"], entry["figures"]
        assert Fraction(measured["mean_operations"]) <= measured["most"] <= figures["operations"]
        parts = Fraction(measured["mean_comparisons"]) + Fraction(measured["mean_arithmetic"])
        assert parts == Fraction(measured["mean_operations"])
        assert f"\n{entry['name']} " in table.stdout
    rows = list(csv.DictReader(run("compare", IRIS, "--families", "--csv").stdout.splitlines()))
    assert [row["memorizer"] for row in rows] == names
    assert [row["mean_operations"] for row in rows] == [m["measured"]["mean_operations"] for m in found["memorizers"]]
    chosen = run("compare", IRIS, "--families", "--memorizer", "halting", "--memorizer", "search-tree", "--csv")
    assert [line.split(",")[0] for line in chosen.stdout.splitlines()] == ["memorizer", "halting", "search-tree"]
    refused(run("compare", IRIS, "--families", "--price"), "--price and --families exclude each other")
    refused(run("compare", IRIS, "--families", "--memorizer", "haltin"), "'haltin', but halting")


def test_a_comparison_without_measurements_has_no_columns_for_them() -> None:
    result = run("compare", IRIS, "--memorizer", "search-tree", "--csv")
    assert result.stdout.splitlines()[0].endswith("bits,reason")
    only = json.loads(run("compare", IRIS, "--memorizer", "search-tree", "--json").stdout)["memorizers"][0]
    assert "measured" not in only


def test_what_takes_long_on_many_labels_is_left_out_unless_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "many.csv").write_text("".join([f"{place},{place * place}\n" for place in range(201)]))
    left_out = " ".join(run("compare", tmp_path / "many.csv", "--families").stdout.split())
    assert "early-exit: takes long on more than 200 different labels; --memorizer builds it" in left_out
    named = run("compare", tmp_path / "many.csv", "--families", "--memorizer", "early-exit")
    assert named.returncode == 0
    assert "takes long" not in named.stdout


def test_a_family_is_built_proved_and_checked(tmp_path: Path) -> None:
    assert run("build", "halting", IRIS, "-o", tmp_path / "b").returncode == 0
    assert run("prove", tmp_path / "b").returncode == 0
    assert run("check", tmp_path / "b").returncode == 0


def test_every_command_speaks_json(bundle: Path, tmp_path: Path) -> None:
    built = json.loads(
        run("build", "fewest-operations", IRIS, "-o", tmp_path / "b", "--outputs", "one-hot", "--json").stdout
    )
    assert built["memorizer"] == "axis-tree"
    assert built["operations"]["structural"]["total"] == built["promise"]["total"] == 4
    shown = json.loads(run("show", bundle, "--json").stdout)
    assert shown["inputs"] == 4
    proved = json.loads(run("prove", bundle, "--json").stdout)
    assert [result["verdict"] for result in proved["results"]] == ["proved", "proved"]
    checked = json.loads(run("check", bundle, "--json").stdout)
    assert checked["exit_code"] == 0
    assert len(checked["results"]) == 2


def test_show_runs_the_network_at_a_point_and_tells_what_it_did(bundle: Path) -> None:
    result = run("show", bundle, "--point", "5.1,3.5,1.4,1/5")
    assert result.returncode == 0
    assert result.stdout.startswith("output:      0\n")
    traced = json.loads(run("show", bundle / "network.json", "--point", "5.1,3.5,1.4,0.2", "--json").stdout)
    assert traced["output"] == ["0"]
    assert traced["operations"]["comparisons"] == len(traced["decisions"])


def test_one_hot_bundles_are_proved_to_memorize_and_to_classify(tmp_path: Path) -> None:
    assert run("build", "search-tree", IRIS, "-o", tmp_path / "b", "--outputs", "one-hot").returncode == 0
    result = run("prove", tmp_path / "b")
    assert result.returncode == 0
    assert result.stdout.count("proved: ") == 3
    assert max(map(len, result.stdout.split("\n"))) <= 80
    assert run("check", tmp_path / "b").stdout.count("accepted: ") == 3


def test_a_refuted_claim_exits_with_1_and_shows_the_input(bundle: Path) -> None:
    result = run("prove", bundle, "--claim", "operations-at-most", "--at-most", "1")
    assert result.returncode == 1
    assert "refuted: for every input: network.json makes at most 1 operations" in result.stdout
    assert "the input: " in result.stdout


def test_a_changed_network_is_rejected_with_exit_code_1(bundle: Path, tmp_path: Path) -> None:
    for path in bundle.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    network = (tmp_path / "network.json").read_text()
    (tmp_path / "network.json").write_text(network.replace('["1"]', '["2"]', 1))
    result = run("check", tmp_path)
    assert result.returncode == 1
    assert result.stdout.startswith("rejected: memorizes.claim.json: network.json is not the file")


def test_malformed_files_exit_with_2(bundle: Path, tmp_path: Path) -> None:
    for path in bundle.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "memorizes.certificate.json").write_text("{}")
    result = run("check", tmp_path)
    assert result.returncode == 2
    assert "malformed: memorizes.claim.json: memorizes.certificate.json: " in result.stdout


def test_a_folder_without_claims_proves_nothing(tmp_path: Path) -> None:
    result = run("check", ".", cwd=tmp_path)
    assert result.returncode == 1
    assert "there is no claim" in result.stdout


def test_mistakes_get_one_line_that_names_the_place_and_the_value(tmp_path: Path, bundle: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("a,b,y\n1,2,3\n4,nan,6\n")
    refused(run("build", "search-tree", bad, "-o", tmp_path / "x"), "bad.csv", "row 3", "'b'", "nan")
    refused(run("build", "search-tree", tmp_path / "none.csv", "-o", tmp_path / "x"), "none.csv")
    refused(run("build", "serach-tree", IRIS, "-o", tmp_path / "x"), "serach-tree", "search-tree")
    refused(run("build", "search-tree", IRIS, "-o", tmp_path / "x", "--labels", "colour"), "colour", "species")
    refused(run("build", "search-tree", IRIS, "-o", bundle), "--force")
    refused(run("build", "search-tree", IRIS, "-o", tmp_path / "no" / "x"), "no folder")
    refused(run("build", "search-tree"), "build needs a memorizer, a data set and -o FOLDER")
    refused(run("show", tmp_path / "nothing"), "nothing")
    refused(run("show", bad), "bad.csv", "not a memocert network file")
    refused(run("show", bundle, "--point", "1,2"), "--point", "4 coordinates, not 2")
    refused(run("show", bundle, "--point", "1,2,x,4"), "--point", "'x' is not a number")
    refused(run("prove", tmp_path), "not a bundle", "network.json")
    refused(run("prove", bundle, "--claim", "classifies"), "3 classes", "1 outputs")
    refused(run("check", tmp_path / "nothing"), "nothing", "no such file")
    refused(run("demo", tmp_path / "none.csv"), "none.csv")
    assert not (tmp_path / "x").exists()


def test_unknown_options_are_misuse_without_a_traceback() -> None:
    result = run("prove", "--no-such-option")
    assert result.returncode == 2
    assert "No such option" in result.stderr
    assert "Traceback" not in result.stderr


def test_contradicting_rows_are_named(tmp_path: Path) -> None:
    data = tmp_path / "two.csv"
    data.write_text("1,2,0\n3,4,1\n1,2,5\n")
    refused(run("build", "search-tree", data, "-o", tmp_path / "x"), "two.csv", "row 1 and row 3", "0 and 5")


def test_a_full_disk_leaves_no_half_bundle(tmp_path: Path) -> None:
    code = (
        "import errno, os, sys\nfrom memocert.commands import main\n"
        "def full(_): raise OSError(errno.ENOSPC, 'No space left on device')\n"
        "os.fsync = full\n"
        "sys.argv = ['memocert', *sys.argv[1:]]\n"
        "main()\n"
    )
    arguments = [sys.executable, "-c", code, "build", "search-tree", str(IRIS), "-o", str(tmp_path / "b")]
    result = subprocess.run(arguments, capture_output=True, text=True, cwd=ROOT, check=False)
    refused(result, "no space left on device")
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_stops_at_once_and_leaves_no_half_files(tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text("\n".join([f"{i * 7919 % 20011},{i % 97},{i % 13}" for i in range(15_000)]))
    command = [sys.executable, "-m", "memocert", "build", "axis-tree", str(data), "-o", str(tmp_path / "b")]
    code, errors = interrupted(command, 1.5, cwd=ROOT)
    assert code == 130
    assert "Traceback" not in errors
    assert list(tmp_path.iterdir()) == [data]


def test_the_demo_shows_the_refusal_of_a_tampered_and_of_a_forged_bundle(tmp_path: Path) -> None:
    result = run("demo", IRIS, "-o", "kept", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    for step in ("DATA", "BUILD", "PROVE", "CHECK", "TAMPER", "FORGE", "COST"):
        assert f"\n{step}" in "\n" + result.stdout
    assert max(map(len, result.stdout.split("\n"))) <= 80
    text = " ".join(result.stdout.split())
    assert text.count("is not the file that was claimed about") == 4
    assert "it is not so that N(x) = the unit vector of class y" in text
    assert run("check", tmp_path / "kept" / "conditional").returncode == 0
    assert run("check", tmp_path / "kept" / "tampered").returncode == 1
