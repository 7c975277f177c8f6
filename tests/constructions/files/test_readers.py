"""Reading data sets: what is accepted is exact, and every refusal is one line that names the place and the value."""

import gc
import io
import pickle
import sys
import zipfile
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import numpy
import pytest
from hypothesis import given, strategies as st

from constructions.files import data_reader as readers
from constructions.files.data_reader import ReadOptions, read_dataset
from constructions.files.tables import csv_reader
from constructions.files.tables.csv_reader import read_table
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.provenance import Columns
from constructions.model.rational import long_integers, spelled


def table(text: str | bytes, *labels: str, header: bool | None = None, delimiter: str = ",") -> Dataset:
    data = text if isinstance(text, bytes) else text.encode()
    return read_table(data, "f.csv", ReadOptions(labels, header, delimiter))


def refused(text: str | bytes, *labels: str, header: bool | None = None) -> str:
    with pytest.raises(BadInput) as caught:
        table(text, *labels, header=header)
    message = str(caught.value)
    assert message.startswith("f.csv: ")
    assert message.isprintable()
    assert len(message) < 400
    return message.removeprefix("f.csv: ")


def outcome(read: Callable[[], object]) -> str:
    """Return the message ``read`` is refused with, or nothing."""
    try:
        read()
    except BadInput as error:
        return str(error)
    return ""


def rows(*rows: tuple[int | Fraction, ...]) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(tuple(Fraction(value) for value in row) for row in rows)


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def saved(folder: Path, **arrays: Any) -> Path:
    path = folder / "f.npz"
    numpy.savez(path, **arrays)
    return path


def saved_array(folder: Path, values: Any) -> Path:
    path = folder / "f.npy"
    numpy.save(path, numpy.asarray(values))
    return path


def file_refused(path: Path, options: ReadOptions | None = None) -> str:
    with pytest.raises(BadInput) as caught:
        read_dataset(path, options or ReadOptions())
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert message.isprintable()
    return message.removeprefix(f"{path}: ")


# ------------------------------------------------------------------------------------------------ numbers in text


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("0", Fraction(0)),
        ("-0", Fraction(0)),
        ("+5", Fraction(5)),
        (".5", Fraction(1, 2)),
        ("-.5", Fraction(-1, 2)),
        ("5.", Fraction(5)),
        ("0.1", Fraction(1, 10)),
        ("-7/3", Fraction(-7, 3)),
        ("1e-3", Fraction(1, 1000)),
        ("1e-0000000003", Fraction(1, 1000)),
        (" 12 ", Fraction(12)),
        ("007", Fraction(7)),
        ('"2.50"', Fraction(5, 2)),
        ("123456789012345678", Fraction(123456789012345678)),
        ("1234567890123456789.5", Fraction(2469135780246913579, 2)),
        ("9" * 500, Fraction(10**500 - 1)),
        ("0." + "0" * 499 + "1", Fraction(1, 10**500)),
    ],
)
def test_a_cell_is_the_exact_number_it_spells(cell: str, value: Fraction) -> None:
    data = table(f"{cell},1\n")
    assert data.points == rows((value,))
    assert type(data.points[0][0]) is Fraction


@pytest.mark.parametrize("cell", ["{}", "-{}", "1/{}", "-{}/3", "0.{}", ".{}"])
def test_a_number_of_ten_thousand_digits_is_read_and_one_more_is_refused(cell: str) -> None:
    digits = 10_000 - ("." in cell)  # the denominator of a decimal has one digit more than its part
    with long_integers():
        assert table(cell.format("7" * digits) + ",1").points == rows((Fraction(cell.format("7" * digits)),))
    for more in (1, 4_321, 10_003, 99_999):
        message = refused(cell.format("7" * (digits + more)) + ",1")
        assert message.startswith("line 1, column 1: '")
        assert message.endswith(" characters) has more than 10000 digits")


@pytest.mark.parametrize(
    "cell",
    ["1_000", "\uff11\uff12", "\u0663", "True", "0x10", "1,5", "1e", "e5", ".", "--1", "1/-2", "1/2/3", "1j", "²", "⅓"],
)
def test_what_python_or_a_spreadsheet_might_take_for_a_number_is_refused(cell: str) -> None:
    message = refused(f'1,0\n"{cell}",1\n')
    assert message.startswith("line 2, column 1: ")
    assert message.partition(": a decimal has a point, not a comma")[0].endswith(" is not a number")


@pytest.mark.parametrize("cell", ["1e999999999", "1e-999999999", "1e10001", "1e" + "9" * 5000])
def test_an_exponent_beyond_the_limit_is_refused_before_the_number_is_made(cell: str) -> None:
    assert refused(f"1,0\n{cell},1\n").endswith("has an exponent beyond 10000")
    assert refused(f"1,0\n2,{cell}\n").endswith("has an exponent beyond 10000")


@pytest.mark.parametrize("cell", ["nan", "NaN", "-nan", "inf", "-Inf", "+INF", "infinity", "-Infinity"])
def test_what_is_not_finite_is_refused_in_features_and_in_labels(cell: str) -> None:
    assert refused(f"x,y\n1,2\n{cell},4\n").startswith(f"line 3, column 'x': '{cell}' is not a finite number")
    assert refused(f"x,y\n1,2\n3,{cell}\n").startswith(f"line 3, column 'y': '{cell}' is not a finite number")
    assert refused(f"x,y\n1,cat\n3,{cell}\n").startswith(f"line 3, column 'y': '{cell}' is not a finite number")
    assert refused(f"{cell},2\n3,4\n").startswith(f"line 1, column 1: '{cell}' is not a finite number")
    assert refused(f"x,y\n{cell},2\n").startswith(f"line 2, column 'x': '{cell}' is not a finite number")


def test_an_empty_cell_is_refused_in_features_and_in_labels() -> None:
    hint = "a value is missing in 1 row: --skip-incomplete leaves such rows out"
    assert refused("x,y\n1,2\n,4\n") == f"line 3, column 'x': the cell is empty; {hint}"
    label = "the cell is empty; --skip-incomplete leaves such rows out"
    assert refused("x,y\n1,2\n3, \n") == f"line 3, column 'y': {label}"
    assert refused("x,y\n1,cat\n3,\n") == f"line 3, column 'y': {label}"
    assert refused("1,2\n,\n") == f"line 2, column 1: the cell is empty; {hint}"
    assert refused("x,y\n1,2\n-,4\n") == f"line 3, column 'x': '-' is not a number; {hint}"


def test_what_is_proposed_about_a_missing_value_leaves_rows_and_columns() -> None:
    empty = "the cell is empty; no row has a value there"
    assert refused("a,b,y,\n5,2,1,\n6,3,0,\n") == f"line 2, column 4: {empty}: --drop 4 leaves the column out"
    assert refused("1,2,\n") == f"line 1, column 3: {empty}: --drop 3 leaves the column out"
    assert refused("a,y\n1,\n2,\n") == f"line 2, column 'y': {empty}"
    assert refused("a,y,b\n1,,3\n", "y") == f"line 2, column 'y': {empty}"
    assert refused("a,b,c,y\n5,,2,1\n6,,3,0\n") == (f"line 2, column 'b': {empty}: --drop b leaves the column out")
    assert refused("a,b,c,y\n5,,,1\n6,,,0\n").endswith("there: --drop b --drop c leaves such columns out")
    assert refused("a,b,y\n,,1\n,,0\n") == f"line 2, column 'a': {empty}"
    assert refused("a,b,y\n1,,1\n,2,0\n") == "line 2, column 'b': the cell is empty; a value is missing in every row"
    hint = "a value is missing in 1 row: --skip-incomplete leaves such rows out"
    assert refused("a,b,y\n1,,1\n1,2,0\n") == f"line 2, column 'b': the cell is empty; {hint}"


def test_a_column_of_dates_or_numbers_with_letters_is_text_and_one_cell_of_the_kind_is_a_slip() -> None:
    hint = (
        "; --drop day leaves the column out (--category day numbers the texts), and if it is the label, --labels day "
    )
    hint += "says so"
    assert refused("day,x,y\n2020-01-02,1,2\n2020-01-03,3,4\n").endswith(f"'2020-01-02' is not a number{hint}")
    assert refused("day,x,y\n2020-01-02,1,2\n3,3,4\n").endswith("'2020-01-02' is not a number")
    assert refused("day,x,y\n2020-01-02,1,2\n").endswith("'2020-01-02' is not a number")


def test_text_in_a_feature_column_is_refused_with_its_value() -> None:
    assert refused("x,y\n1,2\nred,4\n") == (
        "line 3, column 'x': 'red' is not a number; if it is the label, --labels x says so"
    )
    assert refused("1,2\n3,4\n" + "z" * 99 + ",4") == (
        "line 3, column 1: 'zzzzzzzzzzzzzzzzzzz...zzzzzzzzzzzzzzzzz' (101 characters) is not a number"
        "; if it is the label, --labels 1 says so"
    )
    assert refused("name,x,of city,y\nann,2,Rome,4\n") == (
        "line 2, column 'name': 'ann' is not a number"
        "; --drop name --drop 'of city' leaves the columns of text out, and if one of them is the label, --labels "
        "names it"
    )
    assert refused("region,yes,d,y\nN,yes,2020-01-01,1\nS,no,2020-01-02,0\n") == (
        "line 2, column 'region': 'N' is not a number; --category region --category yes --category d numbers the texts,"
        " and if one of them is the label, --labels names it"
    )


def test_a_division_by_zero_is_no_number_and_no_class() -> None:
    assert refused("1,2\n1/0,4\n") == "line 2, column 1: '1/0' divides by zero"
    assert refused("1,2\n3,1/0\n") == "line 2, column 2: '1/0' divides by zero"


numbers = st.one_of(
    st.fractions().map(str),
    st.decimals(allow_nan=False, allow_infinity=False, places=None).map(str).filter(lambda text: len(text) < 300),
    st.integers().map(str),
    st.from_regex(r"[+-]?[0-9]{1,20}\.[0-9]{0,20}", fullmatch=True),
    st.from_regex(r"[+-]?\.[0-9]{1,20}([eE][+-]?[0-9]{1,3})?", fullmatch=True),
)


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=8, unique_by=lambda row: spelled(row[0])))
def test_numbers_written_and_then_read_are_the_same(rows: list[tuple[str, str]]) -> None:
    data = table("".join(f"{x},{y}\n" for x, y in rows))
    assert data.points == tuple((spelled(x),) for x, _ in rows)
    assert data.labels == tuple((spelled(y),) for _, y in rows)


@given(st.text(alphabet="012789+-./eE_ nai\uff11\u0663", max_size=6))
def test_a_cell_is_read_just_where_spelled_reads_it(text: str) -> None:
    if outcome(lambda: spelled(text)):
        refused(f"0,0\n{text},1")
    else:
        assert table(f"{text},1").points == rows((spelled(text),))


@given(st.binary(max_size=60))
def test_any_bytes_are_a_data_set_or_one_line(data: bytes) -> None:
    assert outcome(lambda: table(data)).isprintable()


@given(st.text(alphabet='12.,"\n\r ab;-\t/e', max_size=40))
def test_any_small_table_is_a_data_set_or_one_line(text: str) -> None:
    assert outcome(lambda: table(text)).isprintable()


# ------------------------------------------------------------------------------------------------ header and rows


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("x,y\n1,2\n", 1),
        ("x,y\n1,cat\n2,dog\n", 2),
        ("1,2\n3,4\n", 2),
        ("1,cat\n3,dog\n", 2),
        (",x,y\n0,1,2\n", 1),
        ("0,1,label\n5,6,7\n", 1),
        ("1,2\n", 1),
        ("1,cat\n", 1),
        ("Länge,Größe\n1,2\n", 1),
        ("-0.5,1\n3,4\n", 2),
    ],
)
def test_a_header_is_found_by_a_name_above_a_number(text: str, size: int) -> None:
    assert table(text).size == size


@pytest.mark.parametrize(
    "cell", ["1_000", "2,5", "\uff11\uff12", "0x1F", "?", "-", "NA", "n/a", "null", "None", "True", "1e99999999"]
)
def test_a_bad_or_missing_number_in_the_first_row_is_refused_and_not_skipped_as_a_name(cell: str) -> None:
    assert refused(f'"{cell}",2\n3,4\n').startswith("line 1, column 1: ")


def test_a_header_can_be_demanded_and_denied() -> None:
    assert table("1,2\n3,4\n", header=True).points == rows((3,))
    assert table("1,2\n3,4\n", "1", header=True).labels == rows((3,))
    for text in ("x,y\n1,2\n", "size,kind\n1,red\n"):
        said = refused(text, header=False)
        assert said.endswith("is not a number; if this row names the columns, leave --no-header out")
    assert refused("1,2\nx,y\n", header=False) == "line 2, column 1: 'x' is not a number"


def test_a_header_without_rows_is_refused() -> None:
    for text, header in (("x,y\n", None), ("x,y\n\n \n", None), ("1,2\n", True)):
        assert refused(text, header=header) == "there is a header, but no row below it"
    assert refused("x,y", "y") == "there is a header, but no row below it"
    assert refused("cat,x", "1") == "there is a header, but no row below it"


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b" \r\n\t\n", b'""\n'])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert refused(data) == "the file is empty"


def test_a_byte_order_mark_is_no_part_of_the_first_name() -> None:
    assert table(b"\xef\xbb\xbfx,y\n1,2\n", "x").labels == rows((1,))
    assert table(b'\xef\xbb\xbf"x",y\n1,2\n', "x").labels == rows((1,))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blank_lines_are_skipped_but_counted_whatever_ends_a_line(end: str) -> None:
    text = end.join(["x,y", "", "1,2", "   ", "3,4"])
    assert table(text).size == 2
    assert refused(text + end + end + "5") == "line 7 has 1 column, not 2"


def test_a_ragged_row_is_refused_with_its_number() -> None:
    assert refused("1,2,3,4,5\n" * 6 + "1,2,3\n") == "line 7 has 3 columns, not 5"
    assert refused("x,y\n1,2,3\n") == "line 2 has 3 columns, not 2"
    assert refused("x,y,z\n1,2\n") == "line 2 has 2 columns, not 3"


def test_a_row_is_counted_from_its_first_line_as_an_editor_does() -> None:
    text = '"a\nb",y\n"1\n",2\n3,4\n'
    assert table(text).points == rows((1,), (3,))
    assert refused(text + "\nx,4\n") == "line 7, column 'a\\nb': 'x' is not a number"
    assert refused('x,y\n"1\n\n1",2\n') == "line 2, column 'x': '1\\n\\n1' is not a number"
    assert refused("x,y\n1\x0b,2\n\x0c3\u2028,4\nred,5\n").startswith("line 4, column 'x': 'red' is not a number")


def test_one_column_is_refused_with_the_delimiter() -> None:
    one = "line 1 has one column, parted by ','; points and labels need two"
    assert refused("x\n1\n") == one
    for other in ";\t| ":
        hint = f": if {other!r} parts them, say so by --delimiter {other!r}"
        assert refused(f"x{other}y\n1{other}2\n") == one + hint


def test_a_name_above_no_number_is_refused_with_what_stands_below_it() -> None:
    hint = "below it is '0x10'; if line 1 names the columns, --header says so"
    assert refused("x,label\n0x10,a\n2,b\n") == f"line 1, column 1: 'x' is not a number, and {hint}"
    assert refused("x,label\n0x10,a\n2,b\n", header=True) == "line 2, column 'x': '0x10' is not a number"
    said = refused("x,label\n0x10,a\n2,b\n", header=False)
    assert said == "line 1, column 1: 'x' is not a number; if this row names the columns, leave --no-header out"


def test_a_decimal_comma_is_named() -> None:
    hint = (
        "is not a number: a decimal has a point, not a comma; if a comma stands before decimals, --decimal , reads it"
    )
    assert refused('x,label\n1,a\n"-2,5",b\n', header=True) == f"line 3, column 'x': '-2,5' {hint}"


def test_a_tab_may_be_spelled_as_a_shell_types_it(tmp_path: Path) -> None:
    path = written(tmp_path, "f.csv", b"1\t2\n")
    assert read_dataset(path, ReadOptions(delimiter=r"\t")) == read_dataset(path, ReadOptions(delimiter="\t"))


def test_quoted_cells_hold_delimiters_and_quotes() -> None:
    data = table('x,y\n1, "a,b"\n2,"say ""hi"""\n')
    assert data.class_names == ("a,b", 'say "hi"')


@pytest.mark.parametrize("text", ['1,2\n3,"4\n5,6\n', '1,2\n3,"4"x\n', '1,2\n3,"' + "4" * 140_000 + '"\n'])
def test_a_row_that_is_not_well_formed_is_refused(text: str) -> None:
    assert refused(text).startswith("line 2: not a well-formed row (")


AS_UTF_8 = "save it as CSV in UTF-8, or convert it, as by iconv -f CP1252 -t UTF-8"


def test_bytes_that_are_not_utf_8_are_refused_with_their_place() -> None:
    assert refused(b"x,y\n1,\xe9\n") == "line 2: byte 6, 0xe9, is not UTF-8: " + AS_UTF_8
    assert refused(b"\xef\xbb\xbfx,y\r\n1,\xff\n") == "line 2: byte 10, 0xff, is not UTF-8: " + AS_UTF_8
    for name in ("UTF-16", "UTF-32", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"):
        assert refused("x,y\n1,2\n".encode(name)).endswith(AS_UTF_8.replace("CP1252", name))
    assert refused("x,y\n1,2\n".encode("utf-16")).startswith("line 1: byte 0, 0xff, is not UTF-8: save it")
    assert refused("x,y\n1,2\n".encode("utf-16-le")).startswith("line 1: byte 1 is NUL, which no text has in UTF-8: ")
    assert refused(b"x,y\n1,\xc3") == "line 2: byte 6, 0xc3, is not UTF-8: " + AS_UTF_8


def test_nul_bytes_are_refused_with_their_place() -> None:
    assert refused(b"x,y\n1,\x002\n") == "line 2: byte 6 is NUL, which no text has in UTF-8"


# ------------------------------------------------------------------------------------------------------- labels


def test_the_label_is_the_last_column_unless_others_are_named() -> None:
    text = "a,b,c\n1,2,3\n"
    assert table(text).labels == rows((3,))
    assert table(text, "a").labels == rows((1,))
    assert table(text, "a").points == rows((2, 3))
    assert table(text, "c", "1").labels == rows((3, 1))
    assert table("1,2,3\n", "2").labels == rows((2,))


def test_a_column_named_like_a_number_is_found_by_its_name_first() -> None:
    assert table("3,x,2\n7,8,9\n", "3").labels == rows((7,))
    assert table("3,x,2\n7,8,9\n").labels == rows((9,))


def test_text_labels_are_classes_in_the_order_of_their_names() -> None:
    data = table("x,y\n1,pear\n2, apple \n3,10\n4,pear\n")
    assert data.class_names == ("10", "apple", "pear")
    assert data.labels == rows((2,), (1,), (0,), (2,))


def test_labels_that_are_all_numbers_stay_numbers() -> None:
    data = table("x,y\n1,7\n2,-1/2\n")
    assert data.class_names is None
    assert data.labels == rows((7,), (Fraction(-1, 2),))


@pytest.mark.parametrize(
    ("text", "labels", "message"),
    [
        (
            "x,y,z\n1,2,3\n4,5,cat\n",
            ("y", "z"),
            "line 3, column 'z': 'cat' is not a number, and classes need a single label column",
        ),
        ("x,y,x\n1,2,3\n", ("y",), "line 1: two columns are named 'x': give each a name of its own"),
        ("x,y,z\n1,2,3\n", ("y", "y"), "label column 'y' is named twice"),
        ("x,y,z\n1,2,3\n", ("y", "2"), "label column '2' is named twice"),
        ("x,y,y\n1,2,3\n", ("y",), "2 columns are named 'y': give the number, 2 or 3"),
        ("2,y,y\n1,2,3\n", ("y",), "2 columns are named 'y': give the number, 02 or 3"),
        ("x,y\n1,2\n", ("x", "y"), "all columns (2) are labels, so none is left for the points"),
    ],
)
def test_label_columns_that_do_not_fit_are_refused(text: str, labels: tuple[str, ...], message: str) -> None:
    assert refused(text, *labels) == message


def test_a_name_that_two_columns_have_may_be_that_of_the_label() -> None:
    assert table("x,y,x\n1,2,3\n").columns == Columns(("x", "y"), ("x",))
    assert table("x,y,y\n1,2,3\n", "3").labels == rows((3,))


@pytest.mark.parametrize("label", ["w", "0", "4", "-1", "1.0", "", "9" * 30, "\uff11"])
def test_an_unknown_label_column_is_refused_with_the_names_there_are(label: str) -> None:
    numbered = ", numbered from 1" if label in ("0", "4") else ""
    known = f"the 3 columns are 'x', 'y', 'z'{numbered}"
    assert refused("x,y,z\n1,2,3\n", label) == f"there is no label column {label!a}: {known}"
    assert refused("1,2,3\n", label) == f"there is no label column {label!a}: columns are numbered from 1, 1..3"


def test_a_comment_is_no_header() -> None:
    message = refused("# written by hand\nx,y\n1,2\n")
    assert message.startswith("line 1 begins with # and has 1 column, the next one 2: a table has no comments")
    assert table("#,y\n1,2\n").width == 1


def test_a_decimal_comma_behind_a_zero_stands_before_no_thousands() -> None:
    for cell in ("0,025", "-0,125", "00,250"):
        assert refused(f'x,y\n"{cell}",2\n').partition("; if")[0].endswith("a decimal has a point, not a comma")


def test_labels_that_contradict_are_named_as_decimals() -> None:
    assert "but with labels 16.405 and 1/3" in refused("x,y\n1,16.405\n1,1/3\n")


@pytest.mark.parametrize(("cell", "sign"), [("1,000", ","), ("1.495,9", "."), ("12 000", " "), ("1'000.5", "'")])
def test_signs_between_thousands_are_named(cell: str, sign: str) -> None:
    assert (
        refused(f'x,y\n"{cell}",2\n')
        .partition("; if a comma")[0]
        .endswith(f"{cell!r} is not a number: write thousands without {sign!r}")
    )


def test_a_long_list_of_names_is_shortened() -> None:
    names = ",".join([f"name{number}" for number in range(100)])
    message = refused(names + "\n" + ",".join("1" * 100), "w")
    assert message.endswith(
        "the 100 columns are 'name0', 'name1', 'name2', 'name3', 'name4', 'name5', 'name6', 'name7', ..."
    )


def test_equal_points_with_different_labels_are_refused_with_both_rows() -> None:
    same, way = "are the same point, but with labels", "; --skip-contradicting leaves the later ones out"
    assert refused("x,y\n1,2\n\n1.0,3\n") == f"line 2 and line 4 {same} 2 and 3{way}"
    more = "; 2 later rows contradict earlier ones"
    assert refused("x,y\n1,2\n1,3\n4,5\n1,6\n4,7\n").endswith(f"labels 2 and 3{more}{way}")
    assert refused("x,y\n1/2,a\n5e-1,b\n") == f"line 2 and line 3 {same} 'a' and 'b'{way}"


def test_labels_beyond_the_interpreters_digits_are_refused_in_one_line_too() -> None:
    assert refused(f"1,1{'0' * 5000}\n1,2\n").startswith("line 1 and line 2 are the same point, but with labels '1000")


def test_equal_rows_are_merged_and_counted() -> None:
    assert table("x,y\n1,2\n1.0,2.0\n3,2\n").counts == (2, 1)


# --------------------------------------------------------------------------------------------- files and options


def test_the_suffix_chooses_the_delimiter_and_the_options_go_before_it(tmp_path: Path) -> None:
    expected = table("1,2\n")
    assert read_dataset(written(tmp_path, "f.csv", b"1,2\n")) == expected
    assert read_dataset(written(tmp_path, "f.CSV", b"1,2\n")) == expected
    assert read_dataset(written(tmp_path, "f.txt", b"1,2\n")) == expected
    assert read_dataset(written(tmp_path, "f.tsv", b"1\t2\n")) == expected
    assert read_dataset(written(tmp_path, "f.csv", b"1;2\n"), ReadOptions(delimiter=";")) == expected
    assert read_dataset(written(tmp_path, "f.txt", b"1 2\n"), ReadOptions(delimiter=" ")) == expected


def test_a_suffix_that_nothing_reads_is_refused(tmp_path: Path) -> None:
    hint = "; a spreadsheet program saves a sheet as .csv"
    for name, more in (("f", ""), ("f.csv.gz", ""), ("f.xlsx", hint), ("f.ODS", hint)):
        message = file_refused(written(tmp_path, name, b"1,2\n"))
        assert message == f"the suffix must be .csv, .tsv, .txt, .npy, .npz or .json, not {Path(name).suffix!r}{more}"


@pytest.mark.parametrize("suffix", [".csv", ".npy", ".npz", ".json"])
def test_a_missing_file_and_a_directory_are_refused(tmp_path: Path, suffix: str) -> None:
    assert file_refused(tmp_path / f"missing{suffix}") == "no such file or directory"
    folder = tmp_path / f"folder{suffix}"
    folder.mkdir()
    assert file_refused(folder) == "is a directory"
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    assert file_refused(bundle) == "is a directory"
    data = written(bundle, "dataset.json", b"{}")
    assert file_refused(bundle) == f"is a directory; the data of this bundle are {data}"


def test_a_path_that_is_not_printable_is_quoted() -> None:
    for path in ("a\nb.csv", "a\0b.csv", "a\udcffb.csv"):
        with pytest.raises(BadInput) as caught:
            read_dataset(Path(path))
        assert str(caught.value).isprintable()


@pytest.mark.parametrize("delimiter", ["", ";;", '"', "\n", "\r", "\0"])
def test_a_delimiter_is_one_character_and_no_quote_or_line_end(delimiter: str) -> None:
    with pytest.raises(BadInput, match=r"^delimiter must be one character"):
        ReadOptions(delimiter=delimiter)


def test_labels_as_one_string_are_refused() -> None:
    with pytest.raises(TypeError, match=r"^labels must be a tuple of names, not str$"):
        ReadOptions(labels="species")  # type: ignore[arg-type]


def test_options_a_file_has_no_use_for_are_refused(tmp_path: Path) -> None:
    for name in ("f.npy", "f.npz", "f.json"):
        for options in (
            ReadOptions(header=False),
            ReadOptions(delimiter=","),
            ReadOptions(decimal=","),
            ReadOptions(drop=("a",)),
        ):
            message = file_refused(written(tmp_path, name, b""), options)
            assert message.startswith(
                "header, delimiter, decimal, inputs, drop, category and skip-incomplete are options for .csv"
            )
    message = file_refused(tmp_path / "f.json", ReadOptions(labels=("y",)))
    assert message == "a .json file says itself what its labels are: leave the option labels out"


def test_json_is_handed_to_the_projects_own_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[tuple[bytes, str]] = []
    expected = table("1,2\n")

    def stub(data: bytes, name: str) -> Dataset:
        handed.append((data, name))
        return expected

    monkeypatch.setattr(readers, "dataset_from_bytes", stub)
    path = written(tmp_path, "f.json", b"{}")
    assert read_dataset(path) is expected
    assert handed == [(b"{}", str(path))]


def test_the_garbage_collector_is_left_as_it_was(tmp_path: Path) -> None:
    good, bad = written(tmp_path, "f.csv", b"1,2\n"), written(tmp_path, "g.csv", b"1\n")
    for switch, state in ((gc.disable, False), (gc.enable, True)):
        switch()
        read_dataset(good)
        file_refused(bad)
        assert gc.isenabled() is state


def test_the_work_of_reading_grows_with_the_rows_and_no_faster() -> None:
    """Lines of this project are counted as they run: how often Python's own modules call is each version's affair."""

    def lines(rows: int) -> int:
        text = "".join([f"{row},{row * 7919 % 100_003},{row % 10}\n" for row in range(rows)])
        counted = 0

        def count(frame: FrameType, event: str, _argument: object) -> Any:
            nonlocal counted
            counted += event == "line"
            return count if frame.f_globals["__name__"].startswith("constructions.") else None

        before = sys.gettrace()
        sys.settrace(count)
        try:
            data = table(text)
        finally:
            sys.settrace(before)
        assert data.size == rows
        return counted

    assert 4_000 < lines(4_000) <= 4 * lines(1_000)


# ------------------------------------------------------------------------------------------------- numpy arrays


@pytest.mark.parametrize("kind", ["int8", "uint8", "int64", "uint64", ">i4", "float16", "float32", "float64", ">f8"])
def test_an_array_of_numbers_is_read_exactly(tmp_path: Path, kind: str) -> None:
    data = read_dataset(saved_array(tmp_path, numpy.array([[1, 2, 0], [3, 4, 1]], dtype=kind)))
    assert data == Dataset.from_rows([[1, 2], [3, 4]], [[0], [1]])


@pytest.mark.parametrize("kind", ["float16", "float32", "float64"])
def test_a_float_is_the_dyadic_rational_it_is(tmp_path: Path, kind: str) -> None:
    value = numpy.array([[0.1, 1]], dtype=kind)
    assert read_dataset(saved_array(tmp_path, value)).points[0][0] == Fraction(*value[0, 0].as_integer_ratio())


def test_the_largest_integers_and_smallest_floats_are_exact(tmp_path: Path) -> None:
    assert read_dataset(saved_array(tmp_path, numpy.array([[2**64 - 1, 1]], dtype="uint64"))).points == rows(
        (2**64 - 1,)
    )
    assert read_dataset(saved_array(tmp_path, [[5e-324, -0.0]])).points == rows((Fraction(1, 2**1074),))


def test_booleans_are_0_and_1(tmp_path: Path) -> None:
    data = read_dataset(saved_array(tmp_path, [[True, False]]))
    assert data == Dataset.from_rows([[1]], [[0]])
    assert type(data.points[0][0].numerator) is int


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=5, unique=True))
def test_floats_written_and_then_read_are_the_same(values: list[float]) -> None:
    file = io.BytesIO()
    numpy.save(file, numpy.array([[value, 0.0] for value in values]))
    data = readers._read_npy(file.getvalue(), "f.npy", ReadOptions())
    assert data.points == tuple((Fraction(value),) for value in values)


def test_label_columns_of_an_array_are_given_by_number(tmp_path: Path) -> None:
    path = saved_array(tmp_path, [[1, 2, 3]])
    data = read_dataset(path, ReadOptions(labels=("3", "1")))
    assert (data.points, data.labels) == (rows((2,)), rows((3, 1)))
    message = file_refused(path, ReadOptions(labels=("y",)))
    assert message == "there is no label column 'y': columns are numbered from 1, 1..3"
    assert "named twice" in file_refused(path, ReadOptions(labels=("1", "1")))
    assert "none is left for the points" in file_refused(path, ReadOptions(labels=("1", "2", "3")))


@pytest.mark.parametrize(("points", "labels"), readers.ARRAY_PAIRS)
def test_an_archive_holds_points_and_labels(tmp_path: Path, points: str, labels: str) -> None:
    arrays = {points: numpy.array([[1, 2], [3, 4]]), labels: numpy.array([5, 6]), "other": numpy.array([1.5])}
    assert read_dataset(saved(tmp_path, **arrays)) == Dataset.from_rows([[1, 2], [3, 4]], [[5], [6]])


def test_arrays_that_are_not_asked_for_are_not_loaded(tmp_path: Path) -> None:
    path = saved(tmp_path, X=[[1]], y=[2], names=numpy.array([{}], dtype=object))
    assert read_dataset(path).labels == rows((2,))


def test_labels_of_an_archive_may_be_vectors_or_named(tmp_path: Path) -> None:
    path = saved(tmp_path, points=[[1], [2]], labels=[[1, 2], [3, 4]], more=[7.5, 8])
    assert read_dataset(path).labels == rows((1, 2), (3, 4))
    assert read_dataset(path, ReadOptions(labels=("more",))).labels == rows((Fraction(15, 2),), (8,))
    message = file_refused(path, ReadOptions(labels=("z",)))
    assert message == "there is no array 'z': the arrays are 'points', 'labels', 'more'"
    assert "labels must name one array" in file_refused(path, ReadOptions(labels=("more", "labels")))
    assert "one such pair only" in file_refused(path, ReadOptions(labels=("points",)))


@pytest.mark.parametrize("labels", [["b", "a", " b "], [["b"], ["a"], ["b"]]])
def test_text_arrays_are_classes(tmp_path: Path, labels: Any) -> None:
    data = read_dataset(saved(tmp_path, X=[[1], [2], [3]], y=labels))
    assert data.class_names == ("a", "b")
    assert data.labels == rows((1,), (0,), (1,))


@pytest.mark.parametrize("value", ["nan", "Inf", "", " "])
def test_a_text_that_names_no_class_is_refused(tmp_path: Path, value: str) -> None:
    message = file_refused(saved(tmp_path, X=[[1], [2]], y=["a", value]))
    assert message == f"y[1] is {value!r}, not the name of a class"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_not_finite_in_an_array_is_refused_with_its_index(tmp_path: Path, value: float) -> None:
    assert file_refused(saved_array(tmp_path, [[1, 2], [3, value]])) == f"array[1, 1] is {value}, not a finite number"
    message = file_refused(saved(tmp_path, X=[[1, 2], [value, 3]], y=[1, 2]))
    assert message == f"X[1, 0] is {value}, not a finite number"
    assert file_refused(saved(tmp_path, X=[[1], [2]], y=[1, value])) == f"y[1] is {value}, not a finite number"


@pytest.mark.parametrize(
    ("values", "name"),
    [
        (numpy.array([[1, 2]], dtype="complex128"), "complex128"),
        (numpy.array([["1", "2"]]), "str"),
        (numpy.array([[b"1", b"2"]]), "bytes"),
        (numpy.array([["2020-01-01", "2020-01-02"]], dtype="datetime64[D]"), "datetime64[D]"),
        (numpy.array([[1, 2]], dtype="timedelta64[s]"), "timedelta64[s]"),
    ],
)
def test_an_array_of_another_type_is_refused_by_its_name(tmp_path: Path, values: Any, name: str) -> None:
    message = file_refused(saved_array(tmp_path, values))
    assert message.startswith("array must hold integers, Booleans or floats of at most 64 bits, not ")
    assert name in message


@pytest.mark.skipif(numpy.dtype("longdouble").itemsize <= 8, reason="long doubles are doubles on this machine")
def test_long_doubles_are_refused(tmp_path: Path) -> None:
    values = numpy.array([[1, 2]], dtype="longdouble")
    assert file_refused(saved_array(tmp_path, values)).endswith(f"not {values.dtype.name}")


FIELDS = numpy.array([(1, 2.0)], dtype=[("x", "i4"), ("y", "f8")])
PAIRS = "the arrays must be points and labels or X and y or data and target, one such pair only, not "


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (FIELDS, "array must be a plain array of two dimensions, not one with named fields"),
        *[(numpy.zeros((2,) * size), f"array must have 2 dimensions, not {size}") for size in (0, 1, 3)],
        *[
            (numpy.zeros(shape), f"array must have at least one row and one column, not the shape {shape}")
            for shape in ((0, 2), (2, 0))
        ],
        ([[1]], "all columns (1) are labels, so none is left for the points"),
    ],
)
def test_an_array_of_another_shape_is_refused(tmp_path: Path, values: Any, message: str) -> None:
    assert file_refused(saved_array(tmp_path, values)) == message


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"X": FIELDS, "y": [1]}, "X must be a plain array of two dimensions, not one with named fields"),
        *[
            ({"X": numpy.zeros((2,) * size), "y": [1, 2]}, f"X must have 2 dimensions, not {size}")
            for size in (0, 1, 3)
        ],
        *[
            ({"X": [[1], [2]], "y": numpy.zeros((2,) * size)}, f"y must have 1 or 2 dimensions, not {size}")
            for size in (0, 3)
        ],
        *[({"X": [[1]], "y": numpy.zeros(shape)}, "y must have at least one row") for shape in ((0,), (1, 0))],
        ({"X": [[1], [2]], "y": [1]}, "y must have 2 rows, as X has, not 1"),
        ({"X": [[1]], "y": [["a", "b"]]}, "y must have one column, since it holds text, not 2"),
        ({"X": [[1]]}, f"{PAIRS}'X'"),
        ({"X": [[1]], "y": [1], "data": [[1]], "target": [1]}, f"{PAIRS}'X', 'y', 'data', 'target'"),
        ({}, f"{PAIRS}none"),
        ({"X": [[1], [2], [1]], "y": [0, 0, 1]}, "X[0] and X[2] are the same point, but with labels 0 and 1"),
    ],
)
def test_an_archive_of_arrays_that_do_not_fit_is_refused(tmp_path: Path, arrays: dict[str, Any], message: str) -> None:
    assert file_refused(saved(tmp_path, **arrays)).startswith(message)


def test_objects_are_never_unpickled(tmp_path: Path) -> None:
    path = saved_array(tmp_path, numpy.array([[1, "x"]], dtype=object))
    assert file_refused(path).startswith("not a readable .npy file (Object arrays cannot be loaded")
    path = saved(tmp_path, X=numpy.array([[1, "x"]], dtype=object), y=[1])
    assert file_refused(path).startswith("not a readable .npz file (Object arrays cannot be loaded")
    for name in ("f.npy", "f.npz"):
        assert "it begins with b'\\x80" in file_refused(written(tmp_path, name, pickle.dumps([[1, 2]])))


def test_files_of_another_kind_are_refused(tmp_path: Path) -> None:
    assert file_refused(written(tmp_path, "f.npy", b"")) == "not a .npy file: it begins with b''"
    assert file_refused(written(tmp_path, "g.npy", b"1,2\n3,4\n")) == "not a .npy file: it begins with b'1,2\\n3,'"
    assert "not a .npy file" in file_refused(saved(tmp_path, X=[[1]], y=[1]).rename(tmp_path / "h.npy"))
    assert "not a .npz file" in file_refused(saved_array(tmp_path, [[1, 2]]).rename(tmp_path / "h.npz"))


@pytest.mark.parametrize("length", [6, 8, 9, 10, 40, 127, 128, 130, 143])
def test_a_cut_array_is_refused(tmp_path: Path, length: int) -> None:
    data = saved_array(tmp_path, [[1, 2]]).read_bytes()
    assert len(data) == 144
    assert "not a readable .npy file" in file_refused(written(tmp_path, "cut.npy", data[:length]))


def test_a_cut_archive_is_refused(tmp_path: Path) -> None:
    data = saved(tmp_path, X=[[1]], y=[1]).read_bytes()
    for length in range(2, len(data), 7):
        assert "not a readable .npz file" in file_refused(written(tmp_path, "cut.npz", data[:length]))


def test_an_archive_with_any_byte_changed_is_read_or_refused_in_one_line(tmp_path: Path) -> None:
    data = saved(tmp_path, X=[[1]], y=[1]).read_bytes()
    for place in range(2, len(data), 3):
        path = written(tmp_path, "g.npz", data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])
        assert outcome(partial(read_dataset, path)).isprintable()


def test_an_array_that_claims_more_than_the_file_holds_is_refused(tmp_path: Path) -> None:
    data = saved_array(tmp_path, [[1, 2]]).read_bytes().replace(b"(1, 2), }           ", b"(1, 2000000000000), }")
    assert "not a readable .npy file" in file_refused(written(tmp_path, "big.npy", data))


def test_a_member_of_an_archive_that_is_no_array_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("X.npy", "text")
        archive.writestr("y.npy", "text")
    assert "X" in file_refused(path)


def test_a_table_of_many_columns_and_few_rows_is_read_cell_by_cell_with_the_same_result(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = ",".join([f"c{number}" for number in range(1_200)])
    rows = [",".join(map(str, range(start, start + 1_200))) for start in (0, 7, 3)]
    text = "\n".join([f"{names},kind", *[f"{row},{kind}" for row, kind in zip(rows, "aba", strict=True)]]).encode()
    by_cells = read_table(text, "wide.csv")
    assert by_cells.points[1][1_199] == 1_206
    assert by_cells.class_names == ("a", "b")
    monkeypatch.setattr(csv_reader, "_FEW_BYTES", 0)
    assert read_table(text, "wide.csv") == by_cells


@pytest.mark.parametrize(
    "rows",
    [
        [f"{number}e-9999,0" for number in range(10, 10_100)],
        [f"1E9990,{number}" for number in range(10_100)],
        [f"{number},1e-9999" for number in range(10_100)],
        [f"{number},{number}e-9999" for number in range(10, 10_100)],
        [f"{number}e-0009999,0" for number in range(10, 10_100)],
    ],
    ids=["points", "one point", "one label", "labels", "zeros before the exponent"],
)
def test_exponents_stand_for_so_many_digits_and_no_more(rows: list[str], tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("\n".join(rows))
    with pytest.raises(
        BadInput, match=r"f.csv: numbers such as '[0-9]+[eE]-?(000)?99.*' have more than 100,000,000 digits in"
    ):
        read_dataset(tmp_path / "f.csv")
    (tmp_path / "f.csv").write_text("".join([f"{number}.00000e-05,{number % 7}e-300\n" for number in range(10, 60)]))
    assert read_dataset(tmp_path / "f.csv").size == 50
    once = [f"{number},{number}e-9999\n" for number in range(1, 6_001)]
    (tmp_path / "f.csv").write_text("".join(once))
    assert read_dataset(tmp_path / "f.csv").size == 6_000, "a label is paid once"
