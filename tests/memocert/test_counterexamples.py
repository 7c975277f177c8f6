"""Counterexamples in files: the exact input of a refutation, which predict runs again."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from commands import command, refused

DATA = 'x,"width, cm",k\n0,1,a\n2,1,b\n3,5,a\n7,2,b\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("counterexamples")
    (folder / "d.csv").write_text(DATA)
    assert command("build", "axis-tree", "d.csv", "-o", "b", "--outputs", "one-hot", folder=folder).returncode == 0
    return folder


def test_the_input_that_refutes_a_claim_is_a_table_that_predict_runs(folder: Path) -> None:
    words = ("--claim", "classifies-robustly", "--radius", "7/3", "--claim", "memorizes", "--counterexamples", "found")
    result = command("prove", "b", *words, folder=folder)
    assert result.returncode == 1, result.stderr
    (path,) = (folder / "found").iterdir()
    assert path.name.startswith("classifies-robustly")
    assert f"  memocert predict b found/{path.name}" in result.stdout.splitlines()
    assert result.stdout.count("  without --radius, the largest ball around each point is found\n") == 1
    with path.open(newline="") as table:
        names, numbers = csv.reader(table)
    assert names == ["x", "width, cm"]
    point = [Fraction(number) for number in numbers]
    data = [((0, 1), "a"), ((2, 1), "b"), ((3, 5), "a"), ((7, 2), "b")]
    near = {
        label for center, label in data if max(abs(a - b) for a, b in zip(point, center, strict=True)) <= Fraction(7, 3)
    }
    answer = command("predict", "b", f"found/{path.name}", folder=folder).stdout.splitlines()[1].split(",")[1]
    assert near - {answer}
    assert command("check", "b", folder=folder).returncode == 0


def test_a_folder_that_cannot_be_one_of_counterexamples_is_refused_before_the_work(folder: Path) -> None:
    for place, said in (("d.csv", "d.csv: exists already: name a folder"), ("no/n", "no/n: there is no folder no")):
        refused(command("prove", "b", "--counterexamples", place, folder=folder), said)


def test_what_no_single_input_refutes_writes_no_table(folder: Path) -> None:
    words = ("--claim", "paths", "--count", "17", "--lane", "certificate", "--counterexamples", "none")
    assert command("prove", "b", *words, folder=folder).returncode == 1
    assert not (folder / "none").exists()


@pytest.mark.parametrize(
    ("domain", "table", "option"),
    [
        ("--domain=x0 = 1 and x1 = 6", "kind,x\n2,6\n", ""),
        ("--domain=x0 = 3/4 and x1 = 6", "x0,x1\n3/4,6\n", " --by-position"),
    ],
)
def test_a_text_is_written_as_a_text_or_all_columns_as_numbers(
    tmp_path: Path, domain: str, table: str, option: str
) -> None:
    (tmp_path / "d.csv").write_text("kind,x,y\n1,1,0\n2,6,1\n3,7,0\n")
    command("build", "axis-tree", "d.csv", "--category", "kind", "-o", "b", folder=tmp_path)
    words = ("--claim", "output-within", "--output-box", "2", "3", domain, "--counterexamples", "found")
    result = command("prove", "b", *words, "--lane", "certificate", folder=tmp_path)
    (path,) = (tmp_path / "found").iterdir()
    assert path.read_text() == table
    line = f"  memocert predict b found/{path.name}{option}"
    assert line in result.stdout.splitlines()
    again = command(*line.split()[1:], folder=tmp_path)
    assert again.returncode == 0, again
