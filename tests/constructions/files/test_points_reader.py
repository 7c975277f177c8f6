"""Points for a network to run at: columns by name or by place, every row kept, misfits refused in one line."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy
import pytest

from constructions.files.bundle import COLUMNS_FILE, read_bundle, write_bundle
from constructions.files.canonical import dataset_bytes
from constructions.files.columns import columns_bytes, columns_from_bytes
from constructions.files.data_reader import ReadOptions, read_dataset
from constructions.files.points_reader import Rows, Wanted, read_points
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Relu
from constructions.model.provenance import Columns

AB = Wanted(2, ("a", "b"))


def read(folder: Path, text: str, wanted: Wanted, name: str = "n.csv", **options: Any) -> Rows:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_points(path, wanted, ReadOptions(**options))


def numbers(rows: Rows) -> list[tuple[Fraction | int, ...]]:
    return [tuple(point) for point in rows.points]


COLORS = ((1, ("blue", "green", "red")),)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("size,shade\n1,red\n2, green\n", [(1, 2), (2, 1)]),
        ("1,red\n2,blue\n", [(1, 2), (2, 0)]),
        ("1,2\n2,1\n", [(1, 2), (2, 1)]),  # the numbers themselves
        ("size,shade,y\n1,green,0\n2,green,1\n", [(1, 1), (2, 1)]),
        ("color,size\nred,1\n", [(1, 2)]),  # by name
    ],
)
def test_texts_have_the_numbers_of_the_network_whatever_their_column_is_called(
    text: str, points: list[tuple[int, int]], tmp_path: Path
) -> None:
    names = ("size", "color")
    known: dict[str, Any] = {"categories": (("color", COLORS[0][1]),)} if "color" in text else {}
    wanted = Wanted(2, names if "color" in text else None, texts=COLORS)
    assert numbers(read(tmp_path, text, wanted, **known)) == points


def test_a_text_that_the_network_does_not_know_is_refused_and_no_number_made_for_it(tmp_path: Path) -> None:
    wanted = Wanted(2, texts=COLORS)
    with pytest.raises(BadInput, match="line 2, column 2: 'pink' is no category that is known"):
        read(tmp_path, "1,red\n2,pink\n", wanted)
    with pytest.raises(BadInput, match="line 1, column 2: '7' is no category that is known"):
        read(tmp_path, "1,7\n2,red\n", wanted)
    with pytest.raises(BadInput, match="the categories of column 'shade' are known: leave --category out"):
        read(tmp_path, "size,shade\n1,red\n", wanted, numbered=("shade",))
    digits = Wanted(1, texts=((0, ("1", "10", "2")),))
    assert numbers(read(tmp_path, "10\n2\n", digits)) == [(1,), (2,)]
    assert numbers(read(tmp_path, "0\n2\n", digits)) == [(0,), (2,)]  # numbers: 0 is no text
    with pytest.raises(BadInput, match="line 2, column 1: '8' is no category that is known"):
        read(tmp_path, "10\n8\n", digits)  # neither all texts nor all numbers


@pytest.mark.parametrize(
    ("text", "wanted", "options", "points", "left_out"),
    [
        ("a,b\n1,2\n3,4\n1,2\n", AB, {}, [(1, 2), (3, 4), (1, 2)], ()),
        ("y,b,id,a\nno,2,7,1\nyes,4,8,3\n", AB, {}, [(1, 2), (3, 4)], ("'y'", "'id'")),
        ("b,a\n2,1\n", AB, {"labels": ()}, [(1, 2)], ()),
        ("b,a,y\n2,1,5\n", AB, {"labels": ("y",)}, [(1, 2)], ("'y'",)),
        ("1,2\n3,4\n", AB, {}, [(1, 2), (3, 4)], ()),
        ("1,2,no\n3,4,yes\n", AB, {}, [(1, 2), (3, 4)], ("3",)),
        ("1,2,5\n3,4,6\n", AB, {}, [(1, 2), (3, 4)], ("3",)),
        ("5,1,2\n6,3,4\n", AB, {"labels": ("1",)}, [(1, 2), (3, 4)], ("1",)),
        ("x,y\n1,2\n", Wanted(2), {}, [(1, 2)], ()),
        ("x,y,z\n1,2,a\n", Wanted(2), {}, [(1, 2)], ("'z'",)),
        ("7\n8\n", Wanted(1), {}, [(7,), (8,)], ()),
        ("x\n7\n", Wanted(1), {}, [(7,)], ()),
        ("1,2,3,4\n", Wanted(2, labels=2), {}, [(1, 2)], ("3", "4")),
        ("a;b\n1;2\n", AB, {"delimiter": ";"}, [(1, 2)], ()),
        ("1e1,1/3\n", AB, {"header": False}, [(10, Fraction(1, 3))], ()),
    ],
)
def test_columns_are_found_by_name_or_by_place(
    text: str,
    wanted: Wanted,
    options: dict[str, Any],
    points: list[tuple[Any, ...]],
    left_out: tuple[str, ...],
    tmp_path: Path,
) -> None:
    rows = read(tmp_path, text, wanted, **options)
    assert (numbers(rows), rows.left_out) == (points, left_out)
    assert len(rows.numbers) == len(points)


def test_no_column_that_a_network_reads_is_to_be_dropped(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"'red' is not a number; the network takes numbers there"):
        read(tmp_path, "b,a\nred,1\nblue,2\n", AB)


def test_rows_are_called_by_their_lines(tmp_path: Path) -> None:
    rows = read(tmp_path, "a,b\n1,2\n\n3,4\n", AB)
    assert (rows.numbers, rows.unit) == ([2, 4], "line")


@pytest.mark.parametrize(
    ("text", "wanted", "options", "words"),
    [
        ("a,c\n1,2\n", AB, {}, "there is no column 'b', which the network reads: the columns are 'a', 'c'"),
        ("petal_widths,a\n1,2\n", Wanted(2, ("petal width", "a")), {}, "'a'; the nearest is 'petal_widths'"),
        ("b,c\n1,2\n", Wanted(2, ("height", "a")), {}, "'c'; --by-position takes them in their order"),
        ("a,b,b\n1,2,3\n", AB, {}, "2 columns are named 'b', and the network reads one"),
        ("a,b\n1,2\n", Wanted(2, ("a", "a")), {}, "2 columns are named 'a', and the network reads one"),
        ("a,b\n1,2\n", AB, {"labels": ("b",)}, "the network reads the column 'b', which --labels leaves out"),
        ("a,b\n1,2\n", AB, {"labels": ("c",)}, "there is no label column 'c'"),
        ("1,2,3,4\n", AB, {}, "n.csv: has 4 columns, but the network takes 2 inputs: --labels names those"),
        ("1\n2\n", AB, {}, "n.csv: has 1 column, but the network takes 2 inputs"),
        ("1;2\n3;4\n", AB, {"delimiter": ","}, "if ';' parts them, say so by --delimiter ';'"),
        (
            "a;b\n1;2\n",
            AB,
            {"delimiter": ",", "header": True},
            "are 'a;b': if ';' parts them, say so by --delimiter ';'",
        ),
        ("a,b\n1,2\n", AB, {"drop": ("b",)}, "inputs and drop are not used where columns go by name"),
        ("1,2,3\n", AB, {"labels": ("1", "2")}, "has 1 column beside 2 labels, but the network takes 2 inputs"),
        ("a,b\n1,x\n", AB, {}, "line 2, column 'b': 'x' is not a number"),
        ("a,b\n1,nan\n", AB, {}, "line 2, column 'b': 'nan' is not a finite number"),
        ("a,b\n1,2\n1\n", AB, {}, "line 3 has 1 column, not 2"),
        ("a,b\n", AB, {}, "there is a header, but no row below it"),
        ("", AB, {}, "the file is empty"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_line(
    text: str, wanted: Wanted, options: dict[str, Any], words: str, tmp_path: Path
) -> None:
    with pytest.raises(BadInput) as caught:
        read(tmp_path, text, wanted, **options)
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path / 'n.csv'}: ")
    assert "\n" not in str(caught.value)


def test_arrays_and_data_sets_are_read_too(tmp_path: Path) -> None:
    numpy.save(tmp_path / "n.npy", numpy.array([[1, 2, 0], [3, 4, 1]]))
    rows = read_points(tmp_path / "n.npy", Wanted(2), ReadOptions())
    assert (numbers(rows), rows.numbers, rows.unit, rows.left_out) == ([(1, 2), (3, 4)], [0, 1], "row", ("3",))
    with pytest.raises(BadInput, match="has 3 columns, but the network takes 1 input"):
        read_points(tmp_path / "n.npy", Wanted(1), ReadOptions())
    numpy.savez(tmp_path / "n.npz", X=numpy.array([[0.5, 2.0]]))
    assert numbers(read_points(tmp_path / "n.npz", Wanted(2), ReadOptions())) == [(Fraction(1, 2), 2)]
    with pytest.raises(BadInput, match="points have 2 coordinates, but the network takes 3 inputs"):
        read_points(tmp_path / "n.npz", Wanted(3), ReadOptions())
    with pytest.raises(BadInput, match="leave the option labels out"):
        read_points(tmp_path / "n.npz", Wanted(2), ReadOptions(("y",)))
    numpy.savez(tmp_path / "two.npz", X=numpy.eye(2), points=numpy.eye(2))
    with pytest.raises(BadInput, match="one array must be points or X or data, not 'X', 'points'"):
        read_points(tmp_path / "two.npz", Wanted(2), ReadOptions())
    (tmp_path / "d.json").write_bytes(dataset_bytes(Dataset.from_rows([[1, 2]], [[5]])))
    assert numbers(read_points(tmp_path / "d.json", AB, ReadOptions())) == [(1, 2)]
    with pytest.raises(BadInput, match="points have 2 coordinates, but the network takes 1 input"):
        read_points(tmp_path / "d.json", Wanted(1), ReadOptions())


def test_the_names_of_columns_go_with_the_data_into_a_bundle(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("h,kind,\u00fc w\n1,b,2\n3,a,4\n", encoding="utf-8")
    data = read_dataset(tmp_path / "d.csv", ReadOptions(("kind",)))
    assert data.columns == Columns(("h", "\u00fc w"), ("kind",))
    assert data.one_hot().columns == data.columns
    write_bundle(tmp_path / "b", Relu(2), data, "")
    found = read_bundle(tmp_path / "b").data
    assert (found, found.columns) == (data, data.columns)
    (tmp_path / "d.csv").write_text("1,2\n3,4\n", encoding="utf-8")
    bare = read_dataset(tmp_path / "d.csv")
    assert bare.columns is None
    write_bundle(tmp_path / "b", Relu(1), bare, "", force=True)
    assert not (tmp_path / "b" / COLUMNS_FILE).exists()
    assert read_bundle(tmp_path / "b").data.columns is None


def test_names_are_no_part_of_what_a_data_set_is() -> None:
    plain, named = [Dataset.from_rows([[1]], [[2]], columns=names) for names in (None, Columns(("a",), ("b",)))]
    assert plain == named
    assert dataset_bytes(plain) == dataset_bytes(named)
    with pytest.raises(BadInput, match="columns must have 1 input, one for each coordinate, not 2"):
        Dataset.from_rows([[1]], [[2]], columns=Columns(("a", "b"), ("c",)))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"format":"memocert columns","version":1,"inputs":["a"]}', "key 'labels' is missing"),
        (b'{"format":"memocert columns","version":1,"inputs":["a"],"labels":[]}', "inputs must have 2 names"),
        (b'{"format":"memocert columns","version":1,"inputs":"ab","labels":[]}', "inputs must be a list of names"),
        (b'{"format":"memocert columns","version":1,"inputs":["a","b"],"labels":[1]}', "labels must be a list"),
        (b'{"format":"memocert network","version":1,"nodes":[]}', "not a memocert columns file"),
    ],
)
def test_a_file_of_names_is_read_strictly(data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        columns_from_bytes(data, 2)
    names = Columns(("a", "\u00e9"), ("",))
    assert columns_from_bytes(columns_bytes(names), 2) == names
