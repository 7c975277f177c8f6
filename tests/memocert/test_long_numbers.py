"""Numbers of more digits than the interpreter spells by itself, and names that are not ASCII, in what commands say."""

import json
from pathlib import Path

import pytest
from commands import command

LONG = "1" + "0" * 5000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a network that multiplies by a long number, and data for it."""
    folder = tmp_path_factory.mktemp("long")
    nodes = f'[["affine",1,[[0,"{LONG}"]],["0"]],["relu",1],["sequence",[0,1]]]'
    (folder / "n.json").write_text(f'{{"format":"memocert network","version":1,"nodes":{nodes}}}\n', encoding="ascii")
    (folder / "d.csv").write_text("x,y\n1,1\n2,3\n-1,0\n", encoding="ascii")
    (folder / "l.csv").write_text(f"x,y\n1e5000,1\n2,{LONG}\n1,3\n", encoding="ascii")
    return folder


def test_outputs_of_any_length_are_shown(folder: Path) -> None:
    shown = command("show", "n.json", "--point", "1", folder=folder)
    assert (shown.returncode, shown.stdout.split("\n")[0]) == (0, f"output:      {LONG}")
    told = command("show", "n.json", "--point", "1", "--json", folder=folder)
    assert json.loads(told.stdout)["output"] == [LONG]


def test_long_errors_are_rounded_for_people_and_exact_in_json(folder: Path) -> None:
    told = json.loads(command("read", "n.json", "d.csv", "--json", folder=folder).stdout)
    assert told["floats"]["errors"]["largest"] == f"1{'9' * 4999}7"
    read = command("read", "n.json", "d.csv", "-o", "b", folder=folder)
    assert read.returncode == 0, read.stderr
    assert "outputs and labels are at most about 2.00000E+5000 apart (line 3" in " ".join(read.stdout.split())
    made = command("synthesize", "b", "-o", "s", folder=folder)
    assert made.returncode == 0, made.stderr
    assert "accepted by the checker" in " ".join(made.stdout.split())
    again = json.loads(command("synthesize", "b", "-o", "t", "--json", folder=folder).stdout)
    assert again["before"]["errors"]["largest"] == f"1{'9' * 4999}7"


def test_long_numbers_of_data_are_compared_and_bounded(folder: Path) -> None:
    for words in (("compare", "l.csv", "--memorizer", "zhang"), ("lowerbound", "l.csv", "--shapes")):
        for more in ((), ("--json",)):
            found = command(*words, *more, folder=folder)
            assert found.returncode == 0, found.stderr
    built = command("build", "search-tree", "l.csv", "-o", "tree", folder=folder)
    assert built.returncode == 0, built.stderr
    assert "~1.00000E+5000" in command("show", "tree", "--point", "1e5000", folder=folder).stdout


def test_a_long_integer_in_json_of_another_tool_is_refused_before_it_is_read(folder: Path) -> None:
    (folder / "model.json").write_text(f'{{"learner": {{"version": {LONG}}}}}', encoding="ascii")
    found = command("read", "model.json", "d.csv", folder=folder)
    assert (found.returncode, "an integer of 5,001 digits is too long" in found.stderr) == (2, True), found.stderr


def test_a_query_names_the_line_of_a_file_whose_name_is_not_ascii(folder: Path) -> None:
    (folder / "bl\u00fcten.csv").write_text("a,kind\n1,p\n2,q\n", encoding="utf-8")
    built = command("build", "axis-tree", "bl\u00fcten.csv", "-o", "u", "--outputs", "one-hot", folder=folder)
    assert built.returncode == 0, built.stderr
    assert command("prove", "u", "--lane", "certificate", folder=folder).returncode == 0
    found = command("export", "u", "--claim", "classifies", "--data-point", "0", "-o", "u.vnnlib", folder=folder)
    assert found.returncode == 0, found.stderr
    assert "line 2 of bl\\xfcten.csv" in (folder / "u.vnnlib").read_text(encoding="ascii")
