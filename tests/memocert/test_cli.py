"""The command line as a user meets it: output, exit codes, one-line errors, whole files."""

import csv
import json
import shutil
import sys
from fractions import Fraction
from pathlib import Path
from shutil import copytree

import pytest
from commands import command, refused, told
from processes import IRIS, ROOT, interrupted, run

from constructions.conditional.packed_tree import packed_tree
from constructions.model.cost import size_of
from constructions.model.dataset import Dataset


@pytest.fixture(scope="module")
def proved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "iris"
    built = command("build", "search-tree", IRIS, "-o", folder)
    assert built.returncode == 0, built.stderr
    assert command("prove", folder).returncode == 0
    return folder


@pytest.fixture
def bundle(proved: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy, which a test may write into."""
    return Path(shutil.copytree(proved, tmp_path_factory.mktemp("copy") / "iris"))


def test_build_prints_tables_of_eighty_columns_and_writes_the_bundle(tmp_path: Path) -> None:
    result = command("build", "axis-tree", IRIS, "-o", "b", folder=tmp_path)
    assert result.returncode == 0, result.stderr
    assert max(map(len, result.stdout.split("\n"))) <= 80
    assert "149 points of Q^4 (150 rows, equal ones merged)" in result.stdout
    assert "3 classes: setosa, versicolor, virginica" in result.stdout
    written = {"network.json", "dataset.json", "columns.json", "origin.json", "table.txt"}
    assert {path.name for path in (tmp_path / "b").iterdir()} == written
    assert list(tmp_path.iterdir()) == [tmp_path / "b"]


def test_build_lists_the_memorizers() -> None:
    result = command("build", "--list")
    assert result.returncode == 0
    for name in ("search-tree", "axis-tree", "interpolation", "fewest-operations"):
        assert name in result.stdout
    assert {entry["name"] for entry in json.loads(command("build", "--list", "--json").stdout)} >= {"axis-tree"}


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """Return some flowers: of all of them the fewest comparisons take seconds to bound."""
    lines = Path(IRIS).read_text(encoding="ascii").splitlines()
    (tmp_path / "few.csv").write_text("\n".join([lines[0], *lines[1::20]]), encoding="ascii")
    return tmp_path / "few.csv"


def test_families_are_compared_as_a_table_as_json_and_as_csv(few: Path) -> None:
    table = command("compare", few, "--families")
    assert table.returncode == 0, table.stderr
    assert max(map(len, table.stdout.split("\n"))) <= 80
    found = json.loads(command("compare", few, "--families", "--json").stdout)
    names = [entry["name"] for entry in found["memorizers"]]
    assert len(names) == 13
    for entry in found["memorizers"]:
        measured, figures = entry["measured"], entry["figures"]
        assert Fraction(measured["mean_operations"]) <= measured["most"] <= figures["operations"]
        parts = Fraction(measured["mean_comparisons"]) + Fraction(measured["mean_arithmetic"])
        assert parts == Fraction(measured["mean_operations"])
        assert f"\n{entry['name']} " in table.stdout
    rows = list(csv.DictReader(command("compare", few, "--families", "--csv").stdout.splitlines()))
    assert [row["memorizer"] for row in rows] == names
    assert [row["mean_operations"] for row in rows] == [m["measured"]["mean_operations"] for m in found["memorizers"]]
    chosen = command("compare", few, "--families", "--memorizer", "halting", "--memorizer", "search-tree", "--csv")
    assert [line.split(",")[0] for line in chosen.stdout.splitlines()] == ["memorizer", "halting", "search-tree"]
    refused(command("compare", few, "--families", "--price"), "--price and --families exclude each other")
    refused(command("compare", few, "--families", "--memorizer", "haltin"), "'haltin'; the nearest is 'halting'")


def test_a_comparison_without_measurements_has_no_columns_for_them(few: Path) -> None:
    result = command("compare", few, "--memorizer", "search-tree", "--csv")
    assert result.stdout.splitlines()[0].endswith("bits,reason")
    only = json.loads(command("compare", few, "--memorizer", "search-tree", "--json").stdout)["memorizers"][0]
    assert "measured" not in only


def test_what_takes_long_on_many_labels_is_left_out_unless_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "many.csv").write_text("".join([f"{place},{place * place}\n" for place in range(201)]))
    left_out = told(ROOT, "compare", tmp_path / "many.csv", "--families")
    assert "early-exit: takes long on more than 200 different labels; --memorizer builds it" in left_out
    named = command("compare", tmp_path / "many.csv", "--families", "--memorizer", "early-exit")
    assert named.returncode == 0
    assert "takes long" not in named.stdout


def test_a_family_is_built_proved_and_checked(tmp_path: Path) -> None:
    assert command("build", "halting", IRIS, "-o", tmp_path / "b").returncode == 0
    assert command("prove", tmp_path / "b").returncode == 0
    assert command("check", tmp_path / "b").returncode == 0


def test_every_command_speaks_json(bundle: Path, tmp_path: Path) -> None:
    built = json.loads(
        command("build", "fewest-operations", IRIS, "-o", tmp_path / "b", "--outputs", "one-hot", "--json").stdout
    )
    assert built["memorizer"] == "axis-tree"
    assert built["operations"]["structural"]["total"] == built["promise"]["total"] == 4
    shown = json.loads(command("show", bundle, "--json").stdout)
    assert shown["inputs"] == 4
    proved = json.loads(command("prove", bundle, "--json").stdout)
    assert [result["verdict"] for result in proved["results"]] == ["proved", "proved"]
    checked = json.loads(command("check", bundle, "--json").stdout)
    assert checked["exit_code"] == 0
    assert len(checked["results"]) == 2


def test_show_runs_the_network_at_a_point_and_tells_what_it_did(bundle: Path) -> None:
    result = command("show", bundle, "--point", "5.1,3.5,1.4,1/5")
    assert result.returncode == 0
    assert "output:      0\nclass:       setosa\n" in result.stdout
    traced = json.loads(command("show", bundle / "network.json", "--point", "5.1,3.5,1.4,0.2", "--json").stdout)
    assert traced["output"] == ["0"]
    assert traced["operations"]["comparisons"] == len(traced["decisions"])


def test_one_hot_bundles_are_proved_to_memorize_and_to_classify(tmp_path: Path) -> None:
    assert command("build", "search-tree", IRIS, "-o", tmp_path / "b", "--outputs", "one-hot").returncode == 0
    result = command("prove", tmp_path / "b")
    assert result.returncode == 0
    assert result.stdout.count("proved: ") == 3
    assert max(map(len, result.stdout.split("\n"))) <= 80
    assert command("check", tmp_path / "b").stdout.count("accepted: ") == 3


def test_a_refuted_claim_exits_with_1_and_shows_the_input(bundle: Path) -> None:
    result = command("prove", bundle, "--claim", "operations-at-most", "--at-most", "1")
    assert result.returncode == 1
    assert "refuted: for every input: network.json makes at most 1 operation" in result.stdout
    assert "the input: " in result.stdout


def test_a_changed_network_is_rejected_with_exit_code_1(bundle: Path, tmp_path: Path) -> None:
    copytree(bundle, tmp_path, dirs_exist_ok=True)
    network = (tmp_path / "network.json").read_text()
    (tmp_path / "network.json").write_text(network.replace('["1"]', '["2"]', 1))
    result = command("check", tmp_path)
    assert result.returncode == 1
    assert result.stdout.startswith("rejected: memorizes.claim.json: network.json is not the file")


def test_malformed_files_exit_with_2(bundle: Path, tmp_path: Path) -> None:
    copytree(bundle, tmp_path, dirs_exist_ok=True)
    (tmp_path / "memorizes.certificate.json").write_text("{}")
    result = command("check", tmp_path)
    assert result.returncode == 2
    assert "malformed: memorizes.claim.json: memorizes.certificate.json: " in result.stdout


def test_a_folder_without_claims_proves_nothing(tmp_path: Path) -> None:
    result = command("check", ".", folder=tmp_path)
    assert result.returncode == 1
    assert "there is no claim" in result.stdout


def test_mistakes_get_one_line_that_names_the_place_and_the_value(tmp_path: Path, bundle: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("a,b,y\n1,2,3\n4,nan,6\n")
    refused(command("build", "search-tree", bad, "-o", tmp_path / "x"), "bad.csv", "line 3", "'b'", "nan")
    refused(command("build", "search-tree", tmp_path / "none.csv", "-o", tmp_path / "x"), "none.csv")
    refused(command("build", "serach-tree", IRIS, "-o", tmp_path / "x"), "serach-tree", "search-tree")
    refused(command("build", "search-tree", IRIS, "-o", tmp_path / "x", "--labels", "colour"), "colour", "species")
    refused(command("build", "search-tree", IRIS, "-o", bundle), "--force")
    refused(command("build", "search-tree", IRIS, "-o", tmp_path / "no" / "x"), "no folder")
    refused(command("build", "search-tree"), "build needs a memorizer, a data set and -o FOLDER")
    refused(command("show", tmp_path / "nothing"), "nothing")
    refused(command("show", bad), "bad.csv", "a table, not a model")
    other = tmp_path / "bad.txt"
    other.write_text("a,b,y\n")
    refused(command("show", other), "bad.txt", "not a memocert network file: not JSON from line 1")
    refused(command("show", bundle, "--point", "1,2"), "--point", "4 coordinates, not 2")
    refused(command("show", bundle, "--point", "1,2,x,4"), "--point", "'x' is not a number")
    refused(command("prove", tmp_path), "not a bundle", "network.json")
    refused(command("prove", bundle, "--claim", "classifies"), "3 classes", "1 output")
    refused(command("check", tmp_path / "nothing"), "nothing", "no such file")
    refused(command("demo", tmp_path / "none.csv"), "none.csv")
    assert not (tmp_path / "x").exists()


def test_unknown_options_are_misuse_without_a_traceback() -> None:
    result = command("prove", "--no-such-option")
    assert result.returncode == 2
    assert "No such option" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_name_that_is_no_memorizer_is_refused_before_the_data_are_read(tmp_path: Path) -> None:
    refused(command("build", IRIS, "search-tree", "-o", tmp_path / "x"), "the memorizer comes first", "iris.csv")
    refused(command("build", "search-tre", tmp_path / "none.csv", "-o", tmp_path / "x"), "the nearest is 'search-tree'")


def test_the_numbers_of_a_memorizer_are_set_and_wrong_ones_are_refused(tmp_path: Path) -> None:
    line = ROOT / "examples" / "line.csv"
    chosen = "--set", "group=128", "--set", "digit=4"
    built = command("build", "packed-tree", line, "-o", tmp_path / "words", "--json", *chosen)
    assert built.returncode == 0, built.stderr
    data = Dataset.from_rows(*read_rows(line))
    by_hand = packed_tree(data, 128, 4)
    found = json.loads(built.stdout)
    assert found["promise"]["total"] == by_hand.promise.total
    assert found["size"]["parameters"] == size_of(by_hand.network).parameters
    assert command("prove", tmp_path / "words").returncode == 0
    for name, text, words in [
        ("packed-tree", "digit=17", ["line.csv: packed-tree with digit=17: digit must be 1 to 16"]),
        ("packed-tree", "digit=0", ["digit must be 1 to 256 on 256 points, not 0"]),
        ("packed-tree", "grp=2", ["there is no number of packed-tree to set 'grp'; the nearest is 'group'"]),
        ("packed-tree", "digit=4.5", ["--set must be NAME=NUMBER, as group=8, not 'digit=4.5'"]),
        ("zhang", "group=2", ["zhang has no number to set, so no group"]),
        ("mixture-top-2", "count=3", ["there is no number of mixture-top-2 to set 'count'"]),
        ("fewest-operations", "group=2", ["fewest-operations builds several memorizers"]),
    ]:
        refused(command("build", name, line, "-o", tmp_path / "x", "--set", text), *words)
    refused(
        command("build", "packed-tree", line, "-o", tmp_path / "x", "--set", "group=2", "--set", "group=3"),
        "--set names group twice, as 2 and as 3",
    )


def read_rows(path: Path) -> tuple[list[list[int]], list[list[int]]]:
    with path.open(encoding="utf-8") as file:
        rows = [[int(cell) for cell in row] for row in list(csv.reader(file))[1:]]
    return [row[:-1] for row in rows], [row[-1:] for row in rows]


def test_what_a_memorizer_asks_of_the_data_names_their_file(tmp_path: Path) -> None:
    data = tmp_path / "one.csv"
    data.write_text("1,2,0\n")
    refused(
        command("build", "search-tree", data, "-o", tmp_path / "x", "--outputs", "one-hot"), "one.csv: classes must"
    )
    refused(command("build", "integer-bit-extraction", IRIS, "-o", tmp_path / "x"), "iris.csv: points must be")


def test_a_bundle_in_the_place_of_a_network_is_its_network_and_of_data_is_refused(bundle: Path) -> None:
    result = command("prove", bundle, "--claim", "equivalent", "--other", bundle)
    assert (result.returncode, result.stderr) == (0, "")
    refused(command("compare", bundle), f"is a directory; the data of this bundle are {bundle / 'dataset.json'}")


def test_a_picture_of_a_bundle_is_named_when_it_is_written(bundle: Path, tmp_path: Path) -> None:
    result = command("show", bundle, "--plot", "a.svg", folder=tmp_path)
    assert result.stdout.endswith("\na.svg: how many rows of the data take how many operations\n")


def test_a_number_that_an_option_does_not_take_is_named(bundle: Path) -> None:
    refused(command("paths", bundle, "--domain", IRIS), "iris.csv: line 1: there is no input 'sepal'")
    limit = ("prove", bundle, "--claim", "operations-at-most", "--at-most")
    refused(command(*limit, "1.5"), "prove: Invalid value for '--at-most': Input should be a valid integer, not '1.5'")
    refused(command(*limit, "-7"), "'--at-most': Input should be greater than or equal to 0, not", "-7")
    refused(command("prove", bundle, "--time-limit", "soon"), "'--time-limit'", "not 'soon'")


def test_contradicting_rows_are_named(tmp_path: Path) -> None:
    data = tmp_path / "two.csv"
    data.write_text("1,2,0\n3,4,1\n1,2,5\n")
    refused(command("build", "search-tree", data, "-o", tmp_path / "x"), "two.csv", "line 1 and line 3", "0 and 5")


def test_a_full_disk_leaves_no_half_bundle(tmp_path: Path) -> None:
    code = (
        "import errno, os, sys\nfrom memocert.commands.main import main\n"
        "def full(_): raise OSError(errno.ENOSPC, 'No space left on device')\n"
        "os.fsync = full\n"
        "sys.argv = ['memocert', *sys.argv[1:]]\n"
        "main()\n"
    )
    result = run(sys.executable, "-c", code, "build", "search-tree", IRIS, "-o", tmp_path / "b")
    refused(result, "no space left on device")
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_stops_at_once_and_leaves_no_half_files(tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text("\n".join([f"{i * 7919 % 20011},{i % 97},{i % 13}" for i in range(15_000)]))
    where = tmp_path / "empty"
    where.mkdir()
    words = ["build", "axis-tree", data, "-o", tmp_path / "b"]
    code, errors = interrupted(where, "constructions.conditional.axis_tree", "shallow_tree", *words)
    assert code == 130
    assert "Traceback" not in errors
    assert sorted(tmp_path.iterdir()) == [data, where]


def test_the_demo_shows_the_refusal_of_a_tampered_and_of_a_forged_bundle(tmp_path: Path) -> None:
    result = command("demo", IRIS, "-o", "kept", folder=tmp_path)
    assert result.returncode == 0, result.stderr
    steps = [line.split()[0] for line in result.stdout.splitlines() if line[:1].isalpha()]
    assert steps == ["data", "build", *["prove"] * 4, "check", "tamper", "forge", "The", "next"]
    assert max(map(len, result.stdout.split("\n"))) <= 80
    text = " ".join(result.stdout.split())
    assert "4 of 4 accepted by the checker" in text
    assert "to 1000003/2: 0 of 4 accepted" in text
    assert "fit again: 1 of 4 accepted, which is still true" in text
    assert command("check", tmp_path / "kept" / "conditional").returncode == 0
    assert command("check", tmp_path / "kept" / "tampered").returncode == 1
    (tmp_path / "two.csv").write_text("0,a\n1,b\n")
    assert "one bias changed, 0 to 1000003/2: 0 of 4 accepted" in command("demo", tmp_path / "two.csv").stdout
    (tmp_path / "same.csv").write_text("1000001/2,0\n1000005/2,1\n")
    assert "changed, 1000003/2 to 1000001/2: 0 of 4 accepted" in command("demo", tmp_path / "same.csv").stdout
