"""Tables as people have them: decimal commas, guessed delimiters, missing values, columns that are chosen or count."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy
import pytest
from table_files import read, refused

from constructions.files.canonical import dataset_bytes
from constructions.files.data_reader import read_dataset
from constructions.files.points_reader import Wanted, read_points
from constructions.files.tables.read_options import ReadOptions
from constructions.model.errors import BadInput

GERMAN = "länge;breite;art\n1,5;2;rot\n0,25;-,5;blau\n"


def test_decimal_commas_are_read_exactly_where_they_are_announced(tmp_path: Path) -> None:
    data, said = read(tmp_path, GERMAN, decimal=",")
    assert data.points == ((Fraction(3, 2), Fraction(2)), (Fraction(1, 4), Fraction(-1, 2)))
    assert data.class_names == ("blau", "rot")
    assert said == ["the columns are parted by ';'"]
    assert refused(tmp_path, GERMAN).endswith(
        "a decimal has a point, not a comma; if a comma stands before decimals, --decimal , reads it"
    )
    data, _ = read(tmp_path, '"1,5";"a"\n"2,5";"b"\n', decimal=",")
    assert data.points == ((Fraction(3, 2),), (Fraction(5, 2),))


@pytest.mark.parametrize("first", [",5", "-,5", "0,5"])
def test_a_first_row_whose_number_begins_with_its_comma_is_no_header(first: str, tmp_path: Path) -> None:
    data, _ = read(tmp_path, f"{first};1;0\n2,5;3;1\n1,5;2;1\n", decimal=",")
    assert (data.size, data.columns) == (3, None)
    assert abs(data.points[0][0]) == Fraction(1, 2)


def test_columns_of_decimal_commas_are_no_text_beside_one_that_is(tmp_path: Path) -> None:
    text = "Probe;Länge (mm);Gewicht;Sorte\nA1;12,5;1,25;rot\nA2;9,5;0,75;blau\n"
    said = refused(tmp_path, text, header=True)
    assert "--drop Probe leaves the column out (--category Probe numbers the texts), and --decimal , reads" in said
    assert "Gewicht" not in said
    data, _ = read(tmp_path, text, drop=("Probe",), decimal=",", header=True)
    assert data.points[0] == (Fraction(25, 2), Fraction(5, 4))


def test_the_minus_of_a_word_processor_is_a_minus(tmp_path: Path) -> None:
    for decimal, half in ((".", "0.5"), (",", "0,5")):
        data, _ = read(tmp_path, f"x;y\n\u2212{half};\u22121/3\n2;1e\u22122\n", decimal=decimal)
        assert data.points == ((Fraction(-1, 2),), (Fraction(2),))
        assert (data.class_names, data.labels) == (None, ((Fraction(-1, 3),), (Fraction(1, 100),)))
    assert read(tmp_path, "\u22122,1\n3,0\n")[0].size == 2  # no header
    data, _ = read(tmp_path, "x,z,y\n0,\u2212,0\n1,2,1\n2,1,1\n", skip_incomplete=True)
    assert data.size == 2
    assert refused(tmp_path, "x,y\n\u2212inf,1\n").endswith("'\u2212inf' is not a finite number")
    assert refused(tmp_path, "x,y\n1\u22122,1\n").endswith("'1\u22122' is not a number")


def test_points_and_points_between_thousands_are_refused_beside_decimal_commas(tmp_path: Path) -> None:
    assert refused(tmp_path, "1,5;2\n1.5;3\n", decimal=",") == (
        "line 2, column 1: '1.5' has a point, but the decimal sign is ','; signs between thousands must go"
    )
    assert refused(tmp_path, "a;b\n1.5;3\n", decimal=",").startswith("line 2, column 'a': '1.5' has a point")
    data, _ = read(tmp_path, "a;b;c\n1.5;2,5;3\n", decimal=",", drop=("a",))
    assert data.points == ((Fraction(5, 2),),)
    assert "column of text" not in refused(tmp_path, "a;b;c\nx x;1;3\n1,5;2;4\n", decimal=",", header=True)
    assert "'1.000,5' is not a number" in refused(tmp_path, "1,5;2\n1.000,5;3\n", decimal=",")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("1;2\n3;4\n", ";"),
        ("a\tb\n1\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("1,2\n3,4\n", ","),
        ("1,x;y\n3,z;w\n", ","),  # a label may have it
        ('"a;b",c\n1,2\n', ","),
    ],
)
def test_what_parts_the_columns_is_found_out_and_said(text: str, sign: str, tmp_path: Path) -> None:
    _, said = read(tmp_path, text)
    assert said == ([] if sign == "," else [f"the columns are parted by {sign!r}"])


def test_numbers_with_a_comma_ask_for_the_option(tmp_path: Path) -> None:
    assert "--decimal ," in refused(tmp_path, "1,5;2,5;a\n2,5;3,5;b\n")  # commas would make three columns, too


def test_what_is_told_is_not_guessed(tmp_path: Path) -> None:
    assert "line 1 has one column, parted by ','" in refused(tmp_path, "1;2\n3;4\n", delimiter=",")
    data, said = read(tmp_path, "1;2\n3;4\n", delimiter=";")
    assert (data.size, said) == (2, [])
    data, said = read(tmp_path, "1;2,3\n4;5,6\n", labels=("1",))
    assert (data.class_names, said) == (("1;2", "4;5"), [])


def test_incomplete_rows_are_counted_and_left_out_if_the_user_says_so(tmp_path: Path) -> None:
    text = "a,b,kind\n1,2,x\n,3,x\n4,NA,y\n5,6,\n7,8,none\n"
    assert refused(tmp_path, text) == (
        "line 3, column 'a': the cell is empty; a value is missing in 3 rows: --skip-incomplete leaves such rows out"
    )
    data, said = read(tmp_path, text, skip_incomplete=True)
    assert [list(map(int, point)) for point in data.points] == [[1, 2], [7, 8]]
    assert data.class_names == ("none", "x")
    assert said == ["3 rows (lines 3, 4, 5) left out, since a value is missing"]
    assert read(tmp_path, "a,b\n1,2\n", skip_incomplete=True)[1] == ["no value is missing"]
    assert "no row has a value in every column" in refused(tmp_path, "a,b\n,2\n", skip_incomplete=True)
    assert "'x' is not a number" in refused(tmp_path, "a,b\n1,2\nx,2\n", skip_incomplete=True)


@pytest.mark.parametrize("sign", ["", "#"])  # a # keeps the table from being read as columns
def test_rows_that_contradict_earlier_ones_are_left_out_if_the_user_says_so(tmp_path: Path, sign: str) -> None:
    text = f"x,kind\n1,a{sign}\n2,b{sign}\n1.0,b{sign}\n2,b{sign}\n1,c\n"
    assert refused(tmp_path, text).endswith(
        "; 1 later row contradicts an earlier one" + "; --skip-contradicting leaves the later ones out"
    )
    data, said = read(tmp_path, text, skip_contradicting=True)
    assert (data.points, data.counts) == (((Fraction(1),), (Fraction(2),)), (1, 2))
    assert (data.class_names, data.classes()) == ((f"a{sign}", f"b{sign}"), [0, 1])  # no row of c is left
    assert said == ["2 rows (lines 4, 6) left out, since earlier ones have other labels"]
    assert data.place_of(0, 1) == "lines 2, 3 of f.csv"
    assert read(tmp_path, "a,b\n1,2\n", skip_contradicting=True)[1] == ["no rows contradict each other"]
    two = "x,y,z\n1,5,1\n1,5,2\n1,5,1\n"
    data, said = read(tmp_path, two, labels=("y", "z"), skip_contradicting=True)
    assert (data.counts, data.labels) == ((2,), ((Fraction(5), Fraction(1)),))
    assert said == ["1 row (line 3) left out, since earlier ones have other labels"]
    data, said = read(tmp_path, "x,y\n1,5\n1,NA\n1,6\n", skip_contradicting=True, skip_incomplete=True)
    assert (data.size, data.labels) == (1, ((Fraction(5),),))
    assert [line.split(" left")[0] for line in said] == ["1 row (line 3)", "1 row (line 4)"]


def test_rows_that_contradict_earlier_ones_are_left_out_of_arrays_too(tmp_path: Path) -> None:
    numpy.savez(tmp_path / "f.npz", X=numpy.array([[1.5], [1.5], [2]]), y=numpy.array(["b", "a", "b"]))
    numpy.save(tmp_path / "f.npy", numpy.array([[1, 0.1], [1, 0.2], [1, 0.1]]))
    said = list[str]()
    options = ReadOptions(skip_contradicting=True, say=said.append)
    assert read_dataset(tmp_path / "f.npz", options).class_names == ("b",)
    assert read_dataset(tmp_path / "f.npy", options).counts == (2,)
    assert [line.split(": ")[1] for line in said] == [
        "1 row (row 1) left out, since earlier ones have other labels"
    ] * 2
    (tmp_path / "f.json").write_bytes(dataset_bytes(read_dataset(tmp_path / "f.npy", options)))
    with pytest.raises(BadInput, match=r"no points of a \.json file contradict each other"):
        read_dataset(tmp_path / "f.json", options)


@pytest.mark.parametrize("missing", ["NA", "-", "?", " null"])
def test_a_label_that_is_missing_among_numbers_is_said_and_left_out(missing: str, tmp_path: Path) -> None:
    text = f"x,y\n1,5\n2,{missing}\n3,7.5\n"
    data, said = read(tmp_path, text)
    assert data.class_names == tuple(sorted(("5", "7.5", missing.strip())))
    why = f"column 'y': labels are names of classes, since '{missing.strip()}' (line 3) is no number"
    assert said == [f"{why}; --skip-incomplete leaves such rows out"]
    data, said = read(tmp_path, text, skip_incomplete=True)
    assert data.labels == ((Fraction(5),), (Fraction(15, 2),))
    assert said == ["1 row (line 3) left out, since a value is missing"]
    two = f"x,y,z\n1,5,1\n2,{missing},2\n3,7,3\n"
    assert refused(tmp_path, two, labels=("y", "z")).endswith(
        f"'{missing.strip()}' is not a number, and classes need a single label column; --skip-incomplete leaves such "
        "rows out"
    )
    data, said = read(tmp_path, two, labels=("y", "z"), skip_incomplete=True)
    assert [list(map(int, label)) for label in data.labels] == [[5, 1], [7, 3]]


def test_labels_that_are_no_numbers_are_said_where_most_are(tmp_path: Path) -> None:
    slip = "x,y\n1,5\n2,1O\n3,7\n4,NA\n"
    for skip in (False, True):
        said = read(tmp_path, slip, skip_incomplete=skip)[1]
        assert "column 'y': labels are names of classes, since '1O', 'NA' (lines 3, 5) are no number" in said
    data, said = read(tmp_path, "x,y\n1,a\n2,NA\n3,7\n", skip_incomplete=True)
    assert (data.class_names, said) == (("7", "NA", "a"), ["no value is missing"])


def test_a_cell_that_is_missing_where_nobody_reads_is_none(tmp_path: Path) -> None:
    data, said = read(tmp_path, "a,note,b\n1,,2\n3,text,4\n", drop=("note",), skip_incomplete=True)
    assert (data.size, said) == (2, ["no value is missing"])


def test_columns_are_chosen_by_name_or_number(tmp_path: Path) -> None:
    text = "id,a,b,kind,note\n9,1,2,x,p\n8,3,4,y,q\n"
    data, _ = read(tmp_path, text, drop=("id", "5"))
    assert data.columns is not None
    assert (data.columns.inputs, data.columns.labels) == (("a", "b"), ("kind",))
    data, _ = read(tmp_path, text, inputs=("b", "a"), labels=("kind",))
    assert data.columns is not None
    assert data.columns.inputs == ("b", "a")
    assert list(map(int, data.points[0])) == [2, 1]
    assert "there is no column 'c'" in refused(tmp_path, text, drop=("c",))
    assert "column 'kind' is the label and dropped" in refused(tmp_path, text, labels=("kind",), drop=("kind",))
    assert "column 'note' is the label and an input" in refused(tmp_path, text, inputs=("note",))
    assert "no column is left for the points" in refused(tmp_path, "a,b\n1,2\n", drop=("a",))


def test_a_table_is_read_by_the_names_of_a_models_inputs(tmp_path: Path) -> None:
    rows = [f"{number},note {number},{number * number},{number % 3},,{number % 2}" for number in range(1, 7)]
    text = "id,note,a (cm),b,empty,y\n" + "\n".join(rows)
    data, said = read(tmp_path, text, model_inputs=("b", "a_(cm)"))
    assert data.columns is not None
    assert (data.columns.inputs, data.width) == (("a (cm)", "b"), 2)
    assert said == ["3 columns left out, which the model does not read: 'id', 'note', 'empty'"]
    assert "'note 1' is not a number" in refused(tmp_path, text, model_inputs=("b", "c"))
    numbers = "id,a,b,y\n" + "\n".join([f"{number},{number * number},{number},0" for number in range(1, 7)])
    hint = "column 'id' counts the rows: if it is no input, --drop id leaves it out"
    assert hint in read(tmp_path, numbers, model_inputs=("c", "d"))[1]
    assert read(tmp_path, numbers, model_inputs=("id", "a", "b"))[1] == []
    assert read(tmp_path, numbers, model_inputs=("a",), inputs=("id", "a"))[1] == [hint]


def test_numbers_that_are_too_long_are_no_text(tmp_path: Path) -> None:
    assert refused(tmp_path, "1,0\n12e9999,1\n13e9999,0\n").endswith("'12e9999' has more than 10000 digits")
    assert refused(tmp_path, "a,b\n1,0\ninf,1\ninf,0\n").endswith("'inf' is not a finite number")


def test_a_column_that_is_named_as_an_input_is_not_to_be_dropped(tmp_path: Path) -> None:
    text = "a,b,y\n1,no,0\n2,yes,1\n"
    said = refused(tmp_path, text, inputs=("a", "b"))
    way = "--category b numbers the texts, and if it is the label, --labels b says so"
    assert said == f"line 2, column 'b': 'no' is not a number; {way}"
    read_by_a_model: dict[str, Any] = {"model_inputs": ("a", "b")}
    takes = "is not a number; the network takes numbers there: write"
    assert refused(tmp_path, text, **read_by_a_model) == (
        f"line 2, column 'b': 'no' {takes} those that it was trained on; if it does nothing with the column, "
        "--category b numbers the texts"
    )
    assert read(tmp_path, text, **read_by_a_model, numbered=("b",))[0].width == 2
    assert refused(tmp_path, "a,b,y\n1,True,0\n", **read_by_a_model).endswith(
        f"'True' {takes} 1 for True and 0 for False"
    )
    assert refused(tmp_path, "a,b,y\n1,o,0\n2,3,1\n", **read_by_a_model).endswith("'o' is not a number")
    assert refused(tmp_path, "a,b,y\n1,,0\n2,,1\n", **read_by_a_model).endswith("empty; no row has a value there")


def test_a_column_that_counts_the_rows_is_pointed_out(tmp_path: Path) -> None:
    rows = [f"{number},{number * number},{number % 2}" for number in range(1, 7)]
    _, said = read(tmp_path, "id,a,y\n" + "\n".join(rows))
    assert said == ["column 'id' counts the rows: if it is no input, --drop id leaves it out"]
    _, said = read(tmp_path, "\n".join(rows))
    assert said == ["column '1' counts the rows: if it is no input, --drop 1 leaves it out"]
    _, said = read(tmp_path, "order id,a,y\n" + "\n".join(rows))
    assert said == ["column 'order id' counts the rows: if it is no input, --drop 'order id' leaves it out"]
    _, said = read(tmp_path, '"order\tid",a,y\n' + "\n".join(rows))
    assert said == [r"column 'order\tid' counts the rows: if it is no input, --drop $'order\x09id' leaves it out"]
    assert read(tmp_path, "id,a,y\n" + "\n".join(rows), drop=("id",))[1] == []
    assert read(tmp_path, "id,a,y\n" + "\n".join([*rows[1:], rows[0]]))[1] == []
    assert read(tmp_path, "id,y\n" + "\n".join([row.partition(",")[0] + ",0" for row in rows]))[1] == []


def test_a_column_that_counts_is_pointed_out_where_rows_are_left_out(tmp_path: Path) -> None:
    rows = [f"{number},{number * number},{'' if number in (1, 4) else 7},{number % 2}" for number in range(1, 9)]
    said = read(tmp_path, "id,a,b,y\n" + "\n".join(rows), skip_incomplete=True)[1]
    assert said[1:] == ["column 'id' counts the rows: if it is no input, --drop id leaves it out"]


def test_points_are_read_in_the_same_ways(tmp_path: Path) -> None:
    path, said = tmp_path / "p.csv", list[str]()
    path.write_text("id;a;b\n7;1,5;2\n8;;3\n9;4;5\n")
    options = ReadOptions(decimal=",", drop=("id",), skip_incomplete=True, say=said.append)
    rows = read_points(path, Wanted(2), options)
    assert rows.points == [(Fraction(3, 2), Fraction(2)), (Fraction(4), Fraction(5))]
    assert (rows.numbers, rows.left_out) == ([2, 4], ("'id'",))
    assert said == [
        f"{path}: the columns are parted by ';'",
        f"{path}: 1 row (line 3) left out, since a value is missing",
    ]
    rows = read_points(path, Wanted(1), ReadOptions(decimal=",", inputs=("id",)))
    assert [int(point[0]) for point in rows.points] == [7, 8, 9]


@pytest.mark.parametrize("delimiter", [None, ","])
def test_quoted_cells_may_have_the_sign_that_parts_columns_for_a_decimal_comma(
    tmp_path: Path, delimiter: str | None
) -> None:
    text = 'a,y\n"1,5","2,5"\n7,"-,5"\n'
    data, said = read(tmp_path, text, decimal=",", delimiter=delimiter)
    assert [point for (point,) in data.points] == [Fraction(3, 2), 7]
    assert [label for (label,) in data.labels] == [Fraction(5, 2), Fraction(-1, 2)]
    assert said == []
    assert refused(tmp_path, text).endswith("; if a comma stands before decimals, --decimal , reads it")
    assert refused(tmp_path, "1,5\n2,5\n", decimal=",", delimiter=";").endswith("points and labels need two")


def test_options_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(BadInput, match="decimal must be"):
        ReadOptions(decimal="'")
    with pytest.raises(BadInput, match="inputs and drop exclude each other"):
        ReadOptions(inputs=("a",), drop=("b",))
    with pytest.raises(TypeError, match="drop must be a tuple"):
        ReadOptions(drop="b")  # type: ignore[arg-type]


def test_a_column_without_a_name_may_be_an_index(tmp_path: Path) -> None:
    data, said = read(tmp_path, ",height,kind\n0,1,a\n2,3,b\n7,9,a\n")
    assert said == ["column 1 has no name, as an index that pandas writes: if it is no input, --drop 1 leaves it out"]
    assert data.columns is not None
    assert data.columns.called == ("x0", "height")
    data, said = read(tmp_path, ",height,kind\n0,1,a\n2,3,b\n7,9,a\n", drop=("1",))
    assert (data.width, said) == (1, [])
    table = ",1,b,kind\n0,1,4,a\n2,3,4,b\n7,9,4,a\n"
    assert read(tmp_path, table)[1][0].endswith("--drop 01 leaves it out")
    data, said = read(tmp_path, table, drop=("01",))
    assert data.columns is not None
    assert (data.columns.called, said) == (("1", "b"), [])
