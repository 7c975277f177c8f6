"""Data sets: equal rows are merged and counted, contradictions name both rows, classes are numbered."""

import dataclasses
import sys
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy
import pytest
from hypothesis import assume, given, settings, strategies as st
from samples import compared, examples

from constructions.conditional.axis_tree import axis_tree
from constructions.conditional.search_tree import search_tree
from constructions.model import dataset as module
from constructions.model.cost import size_of
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.nouns import count_of
from constructions.model.rational import Number, different

HALF = Fraction(1, 2)

LAW = settings(max_examples=examples(50))


def vectors(*rows: tuple[Number, ...]) -> tuple[tuple[Fraction, ...], ...]:
    return tuple([tuple([Fraction(value) for value in row]) for row in rows])


def test_equal_rows_are_merged_in_the_order_of_their_first_one_and_counted() -> None:
    data = Dataset.from_rows([[2, 0], [1, 0], [2, 0], [2, 0], [1, 1]], [[5], [6], [5], [5], [6]])
    assert data.points == vectors((2, 0), (1, 0), (1, 1))
    assert data.labels == vectors((5,), (6,), (6,))
    assert data.counts == (3, 1, 1)
    assert (data.size, data.rows, data.width, data.label_width) == (3, 5, 2, 1)
    assert data.class_names is None


def test_a_point_is_the_same_however_it_is_written() -> None:
    data = Dataset.from_rows([[Fraction(2, 4)], [HALF]], [[1], [Fraction(3, 3)]])
    assert (data.points, data.counts) == (vectors((HALF,)), (2,))


@LAW
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=30))
def test_no_row_is_lost(rows: list[tuple[int, int]]) -> None:
    data = Dataset.from_rows(rows, [[x + 2 * y] for x, y in rows])
    assert data.rows == len(rows)
    counted = Counter(rows)
    assert list(data.points) == [tuple(map(Fraction, point)) for point in counted]
    assert list(data.counts) == list(counted.values())


@LAW
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1)), min_size=1, max_size=12))
def test_a_contradiction_is_refused_with_the_first_pair_of_rows(rows: list[tuple[int, int]]) -> None:
    points, labels = [[x] for x, _ in rows], [[y] for _, y in rows]
    conflicts = [
        (first, second)
        for second in range(len(rows))
        for first in range(second)
        if rows[first][0] == rows[second][0] and rows[first][1] != rows[second][1]
    ]
    assume(conflicts)
    second = min(conflict[1] for conflict in conflicts)
    first = next(row for row in range(second) if rows[row][0] == rows[second][0])
    label = dict(reversed(rows))
    more = sum([y != label[x] for x, y in rows]) - 1
    with pytest.raises(BadInput) as caught:
        Dataset.from_rows(points, labels)
    said = f"row {first} and row {second} are the same point, but with labels {rows[first][1]} and {rows[second][1]}"
    later = f"; {count_of(more, 'later row contradicts an earlier one', 'later rows contradict earlier ones')}"
    assert str(caught.value) == said + (later if more else "")


@pytest.mark.parametrize("names", ["ab", [0, 1], ("a", None)])
def test_names_of_classes_are_texts_and_not_the_letters_of_one(names: Any) -> None:
    with pytest.raises(TypeError, match=r"^class_names must be a tuple of text, not "):
        Dataset.from_rows([[1], [2]], [[0], [1]], names)
    with pytest.raises(TypeError, match=r"^class_names must be a tuple of text, not "):
        Dataset(((HALF,), (2 * HALF,)), ((0 * HALF,), (2 * HALF,)), class_names=names)
    made = Dataset(((HALF,), (2 * HALF,)), ((0 * HALF,), (2 * HALF,)), class_names=["a", "b"])  # type: ignore[arg-type]
    assert made == Dataset.from_rows([[HALF], [1]], [[0], [1]], ("a", "b"))
    assert made.class_names == ("a", "b")


def contradiction(labels: list[Any], class_names: list[str] | None = None, row_name: Any = "row {}".format) -> str:
    with pytest.raises(BadInput) as caught:
        Dataset.from_rows([[1]] * len(labels), labels, class_names, row_name)
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 300
    return message


def test_a_contradiction_shows_the_labels_by_names_or_as_decimals() -> None:
    same = "row 0 and row 1 are the same point, but with labels "
    assert contradiction([[HALF], [-3]]) == same + "0.5 and -3"
    assert contradiction([[1, 0], [0, 1]]) == same + "1, 0 and 0, 1"
    assert contradiction([[0], [1]], ["cat", "a\ndog"]) == same + "'cat' and 'a\\ndog'"
    assert contradiction([[0], [10**5000]]).startswith(same + "0 and '1000")
    assert contradiction([[0], [1]], None, "line {}".format) == (
        "line 0 and line 1 are the same point, but with labels 0 and 1"
    )


@pytest.mark.parametrize(("label", "text"), [(2, "2"), (-1, "-1"), (HALF, "0.5")])
def test_a_contradiction_with_a_label_without_a_name_shows_its_number(label: Number, text: str) -> None:
    assert contradiction([[0], [label]], ["cat", "dog"]).endswith(f"but with labels 'cat' and {text}")


@pytest.mark.parametrize(
    ("points", "labels", "message"),
    [
        ([], [], "points must have at least one entry"),
        ([[]], [[1]], "each point must have at least one number"),
        ([[1]], [[]], "each label must have at least one number"),
        ([[1], [1, 2]], [[1], [1]], "point 1 must have 1 number, as point 0 has, not 2"),
        ([[1], [2]], [[1], [1, 2]], "label 1 must have 1 number, as label 0 has, not 2"),
    ],
)
def test_rows_that_do_not_fit_are_refused(points: list[list[int]], labels: list[list[int]], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        Dataset.from_rows(points, labels)
    assert str(caught.value) == message


@pytest.mark.parametrize("value", [0.5, True, "1", None, numpy.float64(1), numpy.int64(1)], ids=repr)
def test_numbers_that_are_not_exact_are_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="must be an int or a Fraction"):
        Dataset.from_rows([[value]], [[1]])
    with pytest.raises(TypeError, match="must be an int or a Fraction"):
        Dataset.from_rows([[1]], [[value]])
    with pytest.raises(TypeError, match="must be an int or a Fraction"):
        Dataset([(value,), (2,)], [(0,), (1,)])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="must be an int or a Fraction"):
        Dataset([(1,), (2,)], [(0,), (value,)])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (0.1, "float (0.1): Fraction('0.1') is what is written"),
        ("1/3", "str ('1/3'): Fraction('1/3') is what is written"),
        (numpy.float32(0.1), "float32 (np.float32(0.1)): Fraction('0.1') is what is written"),
        (numpy.int64(3), "int64 (np.int64(3)): Fraction('3') is what is written"),
        (Decimal("0.10"), "Decimal (Decimal('0.10')): Fraction('0.10') is what is written"),
        (float("nan"), "float (nan): 'nan' is not a number"),
        ("", "str (''): '' is not a number"),
        ("1/0", "str ('1/0'): '1/0' divides by zero"),
        ("x" * 99, f"str ('{'x' * 19}...{'x' * 17}' (101 characters))"),
        (True, "bool (True)"),
    ],
)
def test_a_number_that_is_not_exact_is_said_to_be_one_only_where_it_spells_one(value: Any, message: str) -> None:
    with pytest.raises(TypeError) as caught:
        Dataset.from_rows([[value]], [[1]])
    assert str(caught.value) == f"an exact number must be an int or a Fraction, not {message}"


def test_integers_become_exact_numbers_that_can_be_divided() -> None:
    big = 2**60
    rows: Any = [(big,), [big + 1], (Fraction(big + 2),)]
    labels: Any = ((0,), (1,), (0,))
    data = Dataset(rows, labels)
    assert {type(value) for row in (*data.points, *data.labels) for value in row} == {Fraction}
    assert data.points[1] == (Fraction(big + 1),)
    built = axis_tree(data).network
    assert [evaluate(built, row) for row in rows] == [*labels]


def test_rows_as_they_are_are_looked_at_as_well() -> None:
    points: Any = [(0,), (1,)]
    with pytest.raises(TypeError, match=r"label 1 must be a sequence of numbers, as \[1\] is, not int \(1\)"):
        Dataset(points, [points[0], 1])  # type: ignore[list-item]
    with pytest.raises(TypeError, match=r"not str \('b'\): 'b' is not a number"):
        Dataset(points, numpy.array(["b", "a"]))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"count 0 must be an integer in 1\.\.10\^18, not np\.int64\(1\)"):
        Dataset(points, points, numpy.array([1, 1]))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("points", "labels", "message"),
    [
        ([1, 2], [[0], [1]], "point 0 must be a sequence of numbers, as [1] is, not int (1)"),
        ([[1], [2]], [0, 1], "label 0 must be a sequence of numbers, as [0] is, not int (0)"),
        ([[1], [2]], [[0], None], "label 1 must be a sequence of numbers, not NoneType (None)"),
    ],
)
def test_a_number_where_a_row_is_wanted_is_refused(points: Any, labels: Any, message: str) -> None:
    with pytest.raises(TypeError) as caught:
        Dataset.from_rows(points, labels)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("points", "labels", "lacks"), [(2, 1, "point 1 has no label"), (1, 3, "label 1 has no point")]
)
def test_points_without_labels_and_labels_without_points_are_named(points: int, labels: int, lacks: str) -> None:
    with pytest.raises(BadInput, match=f"^there must be as many labels as points, but {lacks}$"):
        Dataset.from_rows([[row] for row in range(points)], [[0]] * labels)


def test_counts_that_are_left_out_are_1() -> None:
    data = Dataset(vectors((1,), (2,)), vectors((0,), (1,)))
    assert data.counts == (1, 1)
    assert data == Dataset.from_rows([[1], [2]], [[0], [1]])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"points": ()}, "points must have at least one entry"),
        ({"labels": vectors((0,))}, "labels must have 2 entries, one for each point, not 1"),
        ({"counts": (1, 1, 1)}, "counts must have 2 entries, one for each point, not 3"),
        ({"points": vectors((1,), (1,))}, "points must be distinct, but 0 and 1 are equal (from_rows merges rows)"),
        ({"counts": (1, 0)}, "count 1 must be an integer in 1..10^18, not 0"),
        ({"counts": (True, 1)}, "count 0 must be an integer in 1..10^18, not True"),
        ({"counts": (1, 1.0)}, "count 1 must be an integer in 1..10^18, not 1.0"),
        ({"counts": (10**18, 10**18 + 1)}, "count 1 must be an integer in 1..10^18, not 1000000000000000001"),
        ({"class_names": ("a",)}, "a label with class names must be an integer in 0..0, not 1"),
        ({"class_names": ()}, "a label with class names must be an integer in 0..-1, not 0"),
        (
            {"labels": vectors((0, 0), (0, 1)), "class_names": ("a", "b")},
            "labels with class names must be one number each, not 2",
        ),
    ],
)
def test_a_data_set_that_does_not_fit_is_refused(changes: dict[str, Any], message: str) -> None:
    data = Dataset(vectors((1,), (2,)), vectors((0,), (1,)), (1, 1))
    with pytest.raises(ValueError, match="must") as caught:
        dataclasses.replace(data, **changes)
    assert str(caught.value) == message


def test_a_data_set_cannot_be_changed_and_compares_by_its_numbers() -> None:
    data = Dataset.from_rows([[1]], [[0]])
    with pytest.raises(dataclasses.FrozenInstanceError):
        data.counts = (2,)  # type: ignore[misc]
    assert data == Dataset.from_rows([[Fraction(1)]], [[Fraction(0)]])
    assert data != Dataset.from_rows([[1], [1]], [[0], [0]])


def labelled(*labels: Number, names: list[str] | None = None) -> Dataset:
    return Dataset.from_rows([[index] for index in range(len(labels))], [[label] for label in labels], names)


def test_classes_are_counted_by_names_or_by_the_largest_label() -> None:
    assert labelled(0, 1, 1).class_count() == 2
    assert labelled(0, 4).class_count() == 5
    assert labelled(0, 0, names=["a", "b", "c"]).class_count() == 3
    assert labelled(2, 0, 1).classes() == [2, 0, 1]
    assert labelled(0, 0).classes() == [0, 0]
    assert labelled(0, 0).class_count(least=1) == 1
    with pytest.raises(BadInput, match="numbered 0"):
        labelled(0, HALF).classes()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (labelled(0, HALF), "classes must be numbered 0..C-1, but the label of data point 1 is 0.5"),
        (labelled(0, 1, -1), "classes must be numbered 0..C-1, but the label of data point 2 is -1"),
        (Dataset.from_rows([[1]], [[0, 1]]), "classes must be numbered 0..C-1, but the label of data point 0 is 0, 1"),
        (labelled(0, 0), "classes must be at least two: there is nothing to tell apart"),
        (labelled(0, names=["a"]), "classes must be at least two: there is nothing to tell apart"),
        (labelled(0, 10**6), "classes must be numbered 0..C-1, but a label is 1,000,000 or more"),
        (labelled(0, 10**5000), "classes must be numbered 0..C-1, but a label is 1,000,000 or more"),
    ],
)
def test_labels_that_are_no_classes_are_refused(data: Dataset, message: str) -> None:
    for read in (data.class_count, data.one_hot):
        with pytest.raises(BadInput) as caught:
            read()
        assert str(caught.value) == message


def test_one_hot_labels_are_unit_vectors_on_the_same_points() -> None:
    data = Dataset.from_rows([[1], [2], [3], [1]], [[2], [0], [1], [2]], ["a", "b", "c", "d"])
    hot = data.one_hot()
    assert hot.labels == vectors((0, 0, 1, 0), (1, 0, 0, 0), (0, 1, 0, 0))
    assert (hot.points, hot.counts, hot.class_names) == (data.points, data.counts, None)


def test_one_hot_labels_that_would_fill_the_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert labelled(0, 49_999).one_hot().label_width == 50_000
    monkeypatch.setattr(module, "MAX_ONE_HOT", 8)
    assert labelled(0, 3).one_hot().label_width == 4
    with pytest.raises(BadInput, match="3 different labels of 4 classes are too many for one output a class"):
        labelled(0, 1, 3).one_hot()


def test_equal_hashes_of_numbers_do_not_make_it_slow() -> None:
    """All these numbers have the hash 0; in one dictionary of 400 they are compared 80,000 times."""
    assert compared(told_apart) < 20_000


def told_apart() -> None:
    numbers = [sys.hash_info.modulus * place for place in range(1, 401)]
    data = Dataset.from_rows([[number, Fraction(number, 2)] for number in numbers], [[number] for number in numbers])
    assert data == Dataset(data.points, data.labels)
    assert len(data.label_numbers()[1]) == len(different(data.labels)) == 400
    built = search_tree(data, "constant")
    assert size_of(built.network).gates == 399
