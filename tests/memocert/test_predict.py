"""``memocert predict``: what comes out is exact evaluation, row for row, and what does not fit is refused."""

import csv
import io
from fractions import Fraction
from pathlib import Path

import pytest
from commands import command, refused
from processes import IRIS

from constructions.files.bundle import read_bundle
from constructions.files.points_reader import Rows
from constructions.model.dataset import Dataset
from constructions.model.evaluation import trace
from constructions.model.network import Affine, Branch, Concatenate, Relu, Sequence, Step
from constructions.model.rational import Point
from guide import predictions as module
from guide.predictions import predictions, spelled_out


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("predict")
    for name, outputs in (("classes", "one-hot"), ("labels", "labels")):
        built = command("build", "axis-tree", IRIS, "-o", name, "--outputs", outputs, folder=folder)
        assert built.returncode == 0, built.stderr
    (folder / "line.csv").write_text("0,1\n2,0\n3,1/3\n")
    assert command("build", "search-tree", "line.csv", "-o", "line", folder=folder).returncode == 0
    return folder


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("name", ["classes", "labels"])
def test_every_row_of_the_data_is_answered_with_its_class_operations_and_path(folder: Path, name: str) -> None:
    result = command("predict", name, IRIS, folder=folder)
    assert result.returncode == 0, result.stderr
    assert result.stderr == "memocert: iris.csv: 1 column left out: 'species'\n"
    given = table(IRIS.read_text(encoding="utf-8"))
    network = read_bundle(folder / name).network
    rows = table(result.stdout)
    assert len(rows) == len(given) == 150
    for line, (row, wanted) in enumerate(zip(rows, given, strict=True), 2):
        run = trace(network, [Fraction(text) for column, text in wanted.items() if column != "species"])
        assert int(row["line"]) == line
        assert row["class"] == wanted["species"]
        assert [Fraction(text) for column, text in row.items() if column.startswith("output")] == list(run.output)
        assert int(row["operations"]) == run.operations.total
        assert row["path"] == "[" + "".join([str(int(decision)) for decision in run.decisions]) + "]"


def test_columns_are_matched_by_name_in_any_order(folder: Path) -> None:
    given = table(IRIS.read_text(encoding="utf-8"))
    turned = ["petal width", "sepal width", "petal length", "sepal length"]
    lines = [",".join(["id", *turned])] + [",".join(["7", *[row[name] for name in turned]]) for row in given]
    (folder / "turned.csv").write_text("\n".join(lines))
    found = command("predict", "classes", "turned.csv", "-o", "out.csv", folder=folder)
    assert found.stdout == "out.csv: 150 rows; 1 column left out: 'id'\n"
    assert [row["class"] for row in table((folder / "out.csv").read_text())] == [row["species"] for row in given]
    again = command("predict", "classes", "turned.csv", "-o", "out.csv", folder=folder)
    refused(again, "memocert: out.csv: exists already; --force replaces it\n")
    by_place = command("predict", "classes", "turned.csv", "--by-position", "--labels", "id", folder=folder)
    assert [row["class"] for row in table(by_place.stdout)] != [row["species"] for row in given]


def test_outputs_are_exact_or_rounded_as_asked(folder: Path) -> None:
    exact = command("predict", "line", "line.csv", folder=folder).stdout
    assert [row["output"] for row in table(exact)] == ["1", "0", "1/3"]
    rounded = command("predict", "line", "line.csv", "--decimals", "4", folder=folder).stdout
    assert [row["output"] for row in table(rounded)] == ["1.0000", "0.0000", "0.3333"]


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Fraction(1, 8), 2, "0.12"),
        (Fraction(3, 8), 2, "0.38"),
        (Fraction(-1, 8), 2, "-0.12"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(199, 100), 1, "2.0"),
        (Fraction(-7, 2), 0, "-4"),
        (Fraction(123456, 1), 3, "123456.000"),
        (Fraction(-2, 3), None, "-2/3"),
    ],
)
def test_decimals_are_rounded_half_to_even(value: Fraction, decimals: int | None, text: str) -> None:
    assert spelled_out(value, decimals) == text


def test_a_tie_and_the_number_of_no_class_name_no_class() -> None:
    ties = Sequence((Affine([[1], [0]], [0, 1]), Relu(2)))
    classes = Dataset.from_rows([[0], [2]], [[1], [0]], ["no", "yes"])
    rows = Rows([(Fraction(place),) for place in (0, 1, 2)], [2, 3, 4], "line", ())
    found = predictions(ties, classes, rows)
    assert [row["class"] for row in table(found.text)] == ["yes", "", "no"]
    assert found.unnamed == 1
    found = predictions(Affine([[Fraction(1, 2)]], [0]), classes, rows)
    assert [row["class"] for row in table(found.text)] == ["no", "", "yes"]
    assert found.unnamed == 1
    numbered = Dataset.from_rows([[0], [2]], [[1], [0]])
    assert [row["class"] for row in table(predictions(ties, numbered, rows).text)] == ["1", "", "0"]
    assert "class" not in table(predictions(ties, None, rows).text)[0]
    of_the_model = table(predictions(ties, None, rows, classes=("no", "yes")).text)
    assert [row["class"] for row in of_the_model] == ["yes", "", "no"]


def test_the_path_of_parts_side_by_side_stands_in_their_order() -> None:
    parts = Concatenate((Branch([1], 1, Relu(1), Step(1)), Sequence((Affine([[1]], [-2]), Step(1))), Relu(1)))
    network = Sequence((parts, Step(3), Branch([0, 1, 1], 2, Affine([[0] * 3], [1]), Affine([[0] * 3], [2]))))
    points: list[Point] = [(Fraction(place, 2),) for place in range(-4, 8)]
    text = predictions(network, None, Rows(points, list(range(12)), "row", ())).text
    for row, point in zip(table(text), points, strict=True):
        assert row["path"][1:-1] == "".join([str(int(decision)) for decision in trace(network, point).decisions])


def test_rows_that_run_in_blocks_are_answered_as_if_they_ran_together(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Sequence((Affine([[2], [-1]], [0, 1]), Relu(2), Affine([[1, 1]], [0])))
    rows = Rows([(Fraction(place),) for place in range(-5, 5)], list(range(10)), "row", ())
    whole = predictions(network, None, rows).text
    for block, decisions in ((3, 10**9), (4096, 1), (4096, 30)):
        monkeypatch.setattr(module, "_BLOCK", block)
        monkeypatch.setattr(module, "_DECISIONS", decisions)
        assert predictions(network, None, rows).text == whole


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["predict", "classes", "line.csv"], "line.csv: has 2 columns, but the network takes 4 inputs"),
        (["predict", "line", IRIS], "iris.csv: has 5 columns, but the network takes 1 input: --labels names"),
        (["predict", "nowhere", IRIS], "nowhere: no such file or directory"),
        (["predict", "line", "none.csv"], "none.csv: no such file or directory"),
        (["predict", "line", "line.csv", "--decimals", "-1"], "predict: Invalid value for '--decimals'"),
    ],
)
def test_what_does_not_fit_is_one_line(folder: Path, words: list[object], said: str) -> None:
    refused(command(*words, folder=folder), said)


def test_a_trained_network_runs_without_a_bundle(folder: Path) -> None:
    result = command("predict", "line/network.json", "line.csv", folder=folder)
    assert [row["output"] for row in table(result.stdout)] == ["1", "0", "1/3"]


def test_an_option_for_names_is_refused_where_columns_have_none(folder: Path) -> None:
    (folder / "bare.csv").write_text("1,2,3,4\n")
    result = command("predict", "classes", "bare.csv", "--by-position", folder=folder)
    refused(result, "--by-position: not used for bare.csv, whose columns have no names, only where columns go by name")


@pytest.mark.parametrize(
    "words",
    [
        ("predict", "made", "line.csv", "-o"),
        ("read", "made/network.json", "-o"),
        ("export", "made", "--to", "torch", "-o"),
    ],
    ids=lambda words: words[0],
)
def test_nothing_is_replaced_without_being_told_and_no_file_of_a_bundle_ever(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "line.csv").write_text("0,1\n2,0\n3,1\n")
    assert command("build", "search-tree", "line.csv", "-o", "made", folder=tmp_path).returncode == 0
    (tmp_path / "old").write_text("old")
    (tmp_path / "link").symlink_to("old")
    (tmp_path / "null").symlink_to("/dev/null")
    before = (tmp_path / "made" / "network.json").read_bytes()
    (tmp_path / "made" / "a.claim.json").write_text('{"other":{"file":"first.json"}}')
    (tmp_path / "made" / "first.json").write_text("named by a claim")
    for name, why in (
        ("link", "is a link, which is neither followed nor replaced: name another file"),
        ("null", "is a link, which is neither followed nor replaced: name another file"),
        ("made", "is a directory: name a file"),
        ("made/network.json", "is a file of the bundle made, which stays as it is: name another file"),
        ("made/first.json", "is a file of the bundle made, which stays as it is: name another file"),
    ):
        refused(command(*words, name, "--force", folder=tmp_path), f"memocert: {name}: {why}\n")
    refused(command(*words, "old", folder=tmp_path), "memocert: old: exists already; --force replaces it\n")
    assert (tmp_path / "old").read_text() == "old"
    assert command(*words, "old", "--force", folder=tmp_path).returncode == 0
    assert (tmp_path / "old").read_text() != "old"
    assert (tmp_path / "made" / "network.json").read_bytes() == before
