"""Columns of text as inputs: numbered by their texts, kept with the data set, read again by the commands."""

from pathlib import Path
from typing import Any

import pytest
from commands import invoked
from table_files import read, refused

from constructions.files.bundle import read_bundle

SHOP = """customer,region,vip,since,age,bought
c1, north,True,2024-01-05,31,yes
c2,south,False,2024-02-01,45,no
c3,east,False,2023-12-24,28,yes
c4,north ,False,2024-02-01,52,no
c5,west,True,2024-03-11,39,no
c6,south,True,2023-12-24,33,yes
"""


def test_each_text_is_its_place_among_the_sorted_texts(tmp_path: Path) -> None:
    data, said = read(tmp_path, SHOP, drop=("customer",), numbered=("region", "vip", "since"))
    assert [tuple(map(int, point)) for point in data.points] == [
        (1, 1, 1, 31),
        (2, 0, 2, 45),
        (0, 0, 0, 28),
        (1, 0, 2, 52),
        (3, 1, 3, 39),
        (2, 1, 0, 33),
    ]
    assert data.columns is not None
    assert data.columns.categories[0] == ("region", ("east", "north", "south", "west"))
    assert data.class_names == ("no", "yes")
    assert "column 'region': 4 categories, numbered from 0 in this order: 'east', 'north', 'south', 'west'" in said


def test_texts_may_be_numbers_and_stand_beside_decimal_commas(tmp_path: Path) -> None:
    data, _ = read(tmp_path, "zip;size;y\n02134;1,5;0\n10115;2;1\n02134;3;1\n", numbered=("zip",), decimal=",")
    assert [tuple(map(str, point)) for point in data.points] == [("0", "3/2"), ("1", "2"), ("0", "3")]
    data, _ = read(tmp_path, "a,b,y\nx,u,0\ny,v,1\n", numbered=("1", "b"))
    assert [tuple(map(int, point)) for point in data.points] == [(0, 0), (1, 1)]


def test_texts_with_points_and_commas_stay_what_they_are(tmp_path: Path) -> None:
    data, _ = read(tmp_path, "art;x;y\n1.2;5,5;0\n1,3;6,5;1\n1,2 mm;7;1\n", numbered=("art",), decimal=",")
    assert data.columns is not None
    assert data.columns.categories == (("art", ("1,2 mm", "1,3", "1.2")),)
    assert [str(point[1]) for point in data.points] == ["11/2", "13/2", "7"]
    assert read(tmp_path, "art;x;y\n1.2;5,5;0\n1,3;6,5;1\n1,2 mm;7;1\n", numbered=("1",), decimal=",")[0] == data


def test_a_number_that_is_no_category_is_not_taken_for_one_of_its_numbers(tmp_path: Path) -> None:
    text = "zip,x,y\n20,5,0\n10,6,1\n30,7,2\n"
    known = (("zip", ("10", "20", "30")),)
    assert read(tmp_path, text, categories=known)[0].points[0][0] == 1
    assert refused(tmp_path, text + "2,6,1\n", categories=known).startswith("line 5, column 'zip': '2' is no category")


def test_a_missing_value_is_no_category(tmp_path: Path) -> None:
    text = "region,age,y\nnorth,1,0\n,2,1\nsouth,3,1\n"
    assert "a value is missing in 1 row" in refused(tmp_path, text, numbered=("region",))
    data, said = read(tmp_path, text, numbered=("region",), skip_incomplete=True)
    assert [tuple(map(int, point)) for point in data.points] == [(0, 1), (1, 3)]
    assert "2 categories" in said[0]
    empty = "region,age,y\n,1,0\n,2,1\n"
    assert "column 'region' has no text" in refused(tmp_path, empty, numbered=("region",))
    assert "no row has a value" in refused(tmp_path, empty, numbered=("region",), skip_incomplete=True)


def test_a_category_that_a_model_knows_may_begin_or_end_with_a_blank_or_look_like_nothing(tmp_path: Path) -> None:
    known = (("k", (" red", "red ", "red", "-", "a")),)
    text = "x,k,y\n5,red ,0\n2, red,1\n3,red,0\n4,-,1\n5,a ,0\n6,,1\n"
    data, said = read(tmp_path, text, categories=known, skip_incomplete=True)
    assert [int(point[1]) for point in data.points] == [1, 0, 2, 3, 4]
    assert said == ["1 row (line 7) left out, since a value is missing"]
    assert "'b' is no category that is known: ' red', 'red '" in refused(tmp_path, "x,k,y\n1,b,0\n", categories=known)


def test_a_text_that_counts_as_a_missing_value_is_called_so(tmp_path: Path) -> None:
    said = refused(tmp_path, "k,x,y\nlow,1,a\nnone,2,b\n", numbered=("k",))
    assert said.startswith("line 3, column 'k': 'none' counts as a missing value; a value is missing in 1 row")
    assert "the cell is empty; a value is" in refused(tmp_path, "k,x,y\nlow,1,a\n,2,b\n", numbered=("k",))


def test_texts_of_rows_that_are_left_out_are_no_categories(tmp_path: Path) -> None:
    text = "kind,x,y\nb,,0\nc,6,1\nd,8,\na,7,0\n"
    data, said = read(tmp_path, text, numbered=("kind",), skip_incomplete=True)
    assert data.columns is not None
    assert data.columns.categories == (("kind", ("a", "c")),)
    assert said == [
        "column 'kind': 2 categories, numbered from 0 in this order: 'a', 'c'",
        "2 rows (lines 2, 4) left out, since a value is missing",
    ]
    known = (("kind", ("a", "c")),)
    assert read(tmp_path, text, categories=known, skip_incomplete=True)[0].points == data.points
    assert "no row has a value in every" in refused(tmp_path, text[:14], numbered=("kind",), skip_incomplete=True)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"numbered": ("regio",)}, "there is no column 'regio'"),
        ({"numbered": ("bought",), "drop": ("customer", "region", "vip", "since")}, "column 'bought' is no input"),
        ({"numbered": ("vip",), "inputs": ("age",)}, "column 'vip' is no input, and --category is for inputs"),
        ({"numbered": ("region", "2")}, "column '2' is named twice"),
        ({"numbered": ("region",), "categories": (("region", ("north",)),)}, "of column 'region' are known"),
        ({"numbered": ("1",), "header": False}, "no row names the columns"),
        ({}, "(--category customer --category region --category vip --category since numbers the texts)"),
    ],
)
def test_what_cannot_be_numbered_is_refused_in_one_line(tmp_path: Path, options: dict[str, Any], words: str) -> None:
    assert words in refused(tmp_path, SHOP, **options)


def test_the_bundle_keeps_the_texts_and_the_commands_know_them(tmp_path: Path) -> None:
    (tmp_path / "shop.csv").write_text(SHOP)
    columns = [word for name in ("region", "vip", "since") for word in ("--category", name)]
    assert invoked(tmp_path, "build", "axis-tree", "shop.csv", "--drop", "customer", *columns, "-o", "shop")[0] == 0
    assert read_bundle(tmp_path / "shop").data.columns is not None
    assert '"2024-02-01"' in invoked(tmp_path, "show", "shop", "--as-text")[1]
    (tmp_path / "new.csv").write_text("age,since,vip,region\n31,2024-01-05,True,north\n44,2024-03-11,True,west\n")
    rows = invoked(tmp_path, "predict", "shop", "new.csv")[1].splitlines()
    assert [row.split(",")[1] for row in rows[-2:]] == ["yes", "no"]
    assert invoked(tmp_path, "export", "shop", "--c", "shop.c")[0] == 0
    assert "region is a number for each text: 0 east, 1 north, 2 south, 3 west" in (tmp_path / "shop.c").read_text()
