"""Separating projections: they separate, they are cheap, and they stay exact where machine integers would not."""

import random
from collections.abc import Sequence as Items
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings, strategies as st
from samples import examples

from constructions.geometry import projection
from constructions.geometry.projection import project, projected_line, separating_projection
from constructions.model.cost import row_cost
from constructions.model.dataset import Dataset, Label
from constructions.model.network import Form
from constructions.model.rational import Number

LAW = settings(max_examples=examples(40))

LARGE = 10**499


def dataset(points: Items[Items[Number]], labels: Items[Number] | None = None) -> Dataset:
    """Return these points, with labels that are all different unless some are given."""
    chosen = list(range(len(points))) if labels is None else labels
    return Dataset.from_rows(points, [[label] for label in chosen])


def separated(data: Dataset) -> Form:
    """Return the projection, after checking that it separates, is whole, and gives the right line."""
    form = separating_projection(data)
    assert all(weight.denominator == 1 for weight in form.weights)
    labels: dict[Fraction, Label] = {}
    for point, label in zip(data.points, data.labels, strict=True):
        assert labels.setdefault(form.at(point), label) == label
    assert projected_line(form, data) == sorted(labels.items())
    return form


def runs(form: Form, data: Dataset) -> int:
    line = projected_line(form, data)
    return 1 + sum(line[index][1] != line[index - 1][1] for index in range(1, len(line)))


def price(form: Form, data: Dataset) -> int:
    return row_cost(form, Fraction(0)).total + (runs(form, data) - 1).bit_length()


@pytest.mark.parametrize(
    ("points", "labels", "form"),
    [
        ([[5]], [1], "1 x0 of 1"),
        ([[5, 6, 7]], [1], "1 x0 of 3"),
        ([[0, 1], [0, 2]], [0, 1], "1 x1 of 2"),
        ([[0, 1], [1, 2]], [0, 0], "1 x0 of 2"),
        ([[0, 3], [1, 1], [2, 2]], [0, 1, 0], "1 x1 of 2"),  # two runs along x1, three along x0
        ([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0], "1 x0 + 1 x1 of 2"),
        ([[0, 0], [1, 1], [2, 2], [3, 3], [1, 0], [2, 1]], [0, 0, 0, 0, 1, 1], "1 x0 - 1 x1 of 2"),
        # eight runs along x0 take 3 comparisons; along x0 - x1 one addition and 1 comparison
        ([[i, i + i % 2] for i in range(8)], [i % 2 for i in range(8)], "1 x0 - 1 x1 of 2"),
    ],
)
def test_the_cheapest_projection_is_found_on_small_cases(points: list[list[int]], labels: list[int], form: str) -> None:
    assert repr(separated(dataset(points, labels))) == f"Form({form})"


@LAW
@given(st.data())
def test_no_single_coordinate_sum_or_difference_is_cheaper(data: st.DataObject) -> None:
    width = data.draw(st.integers(1, 3))
    point = st.tuples(*[st.integers(0, 3)] * width)
    points = data.draw(st.lists(point, min_size=1, max_size=8, unique=True))
    labels = data.draw(st.lists(st.integers(0, 2), min_size=len(points), max_size=len(points)))
    given_data = dataset(points, labels)
    best = price(separated(given_data), given_data)
    for weights in product((-1, 0, 1), repeat=width):
        if not 1 <= sum(map(abs, weights)) <= 2:
            continue
        form = Form.dense(weights)
        values = {(form.at(point), label) for point, label in zip(given_data.points, given_data.labels, strict=True)}
        if len({value for value, _ in values}) == len(values):
            # a negation is never cheaper than the same test reversed
            assert best <= price(form, given_data)


@LAW
@given(st.data())
def test_every_data_set_is_separated(data: st.DataObject) -> None:
    width = data.draw(st.integers(1, 4))
    number = st.one_of(st.integers(-2, 2), st.fractions(-1, 1, max_denominator=4), st.fractions())
    points = data.draw(st.lists(st.tuples(*[number] * width), min_size=1, max_size=10, unique=True))
    separated(dataset(points, data.draw(st.lists(st.integers(0, 9), min_size=len(points), max_size=len(points)))))
    separated(dataset(points))


def test_denominators_too_many_for_machine_integers_are_all_seen() -> None:
    # the common denominator passes 2^40 at the first point already, while all values are tiny
    sets: list[list[list[Number]]] = [
        [[Fraction(1, 2**60)], [Fraction(1, 3**38)]],
        [[Fraction(1, 3**38), 0], [Fraction(1, 2**60), 0], [0, 0]],
        [[Fraction(1, 2**41 + 1)], [Fraction(1, 2**41)], [0]],
        [[Fraction(1, 2**39)], [Fraction(1, 3)], [Fraction(1, 5)]],
    ]
    for points in sets:
        separated(dataset(points))


@pytest.mark.parametrize("bits", range(36, 48))
def test_coordinates_around_the_limit_of_machine_integers_are_exact(bits: int) -> None:
    top = 2**bits
    grid = [[top, 0], [top, 1], [top - 1, 0], [-top, 1], [-top, 0], [0, 1], [0, -top]]
    separated(dataset(grid))
    separated(dataset([[Fraction(a, top), Fraction(b, 3)] for a, b in grid]))
    separated(dataset([[Fraction(a, top - 1), Fraction(b, top)] for a, b in grid]))


def test_numerators_of_five_hundred_digits_are_separated() -> None:
    separated(dataset([[LARGE], [LARGE + 1], [-LARGE]]))
    grid = [[LARGE + a, LARGE + b, LARGE + c] for a, b, c in product((0, 1, 2), repeat=3)]
    separated(dataset(grid))
    separated(dataset([[Fraction(1, value) for value in row] for row in grid]))


@pytest.mark.parametrize("bits", [0, 2**26])
def test_long_denominators_give_the_same_line_with_and_without_a_common_one(
    bits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projection, "SCALED_BITS", bits)
    source = random.Random(7)
    numbers = [Fraction(source.randint(-99, 99), source.randint(2, 10**6)) for _ in range(36)]
    points = [[one, two] for one, two in product(numbers[:6], numbers[6:12])]
    data = dataset(points, [place % 5 for place in range(36)])
    columns = projection._Table.of(data).columns
    assert {type(value) for value in columns[0]} == {Fraction if bits == 0 else int}
    assert separated(data) == Form.dense([1, 1])


def test_coordinates_with_different_denominators_are_separated() -> None:
    grid = product((0, 1, 2), repeat=3)
    data = dataset([[Fraction(a, 2), Fraction(b, 3), Fraction(c, 7)] for a, b, c in grid])
    assert runs(separated(data), data) == 27


def test_a_grid_needs_all_its_coordinates_and_gets_small_weights() -> None:
    data = dataset(list(product(range(4), repeat=3)))
    form = separated(data)
    assert form.indices == (0, 1, 2)
    assert max(map(abs, form.weights)) <= data.size**2


@pytest.fixture
def unlucky(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no vector beside the simplest ones be tried, so that the moment curve has to separate."""

    def offer_nothing(search: object, indices: tuple[int, ...]) -> None:
        pass

    for name in ("_offer_random_weights", "_offer_one_weight"):
        monkeypatch.setattr(projection, name, offer_nothing)


@pytest.mark.usefixtures("unlucky")
def test_without_any_luck_the_moment_curve_separates() -> None:
    grid = list(product(range(3), repeat=4))
    form = separated(dataset(grid))
    base = form.weights[1]
    assert form.weights == tuple([base**power for power in range(4)])
    assert base >= 81
    separated(dataset([[LARGE + value for value in point] for point in grid]))


@pytest.mark.usefixtures("unlucky")
def test_the_moment_curve_goes_on_until_it_separates() -> None:
    # with t = 6 and t = 7 the points (t, 0) and (0, 1) fall together: x0 + t x1 is t at both
    points = [[0, 0], [0, 1], [1, 0], [1, 1], [6, 0], [7, 0]]
    assert separated(dataset(points)) == Form.dense([1, 8])


STAR = [[0] * 50] + [[int(row == column) for column in range(50)] for row in range(50)]
"""The origin and the unit vectors of Q^50: no coordinate can be left out, and no two weights may be equal."""


def test_fifty_coordinates_that_are_all_needed_are_separated() -> None:
    form = separated(dataset(STAR))
    assert form.indices == tuple(range(50))
    assert len(set(form.weights)) == 50


@pytest.mark.usefixtures("unlucky")
def test_fifty_coordinates_on_the_moment_curve_are_exact() -> None:
    assert separated(dataset(STAR)).weights == tuple([Fraction(51**power) for power in range(50)])


def test_fifty_random_coordinates_need_only_one() -> None:
    rng = random.Random(5)
    data = dataset([[rng.randint(0, 10**6) for _ in range(50)] for _ in range(100)])
    assert len(separated(data).indices) == 1


def test_points_with_equal_labels_need_not_be_separated() -> None:
    points = list(product(range(5), repeat=2))
    assert separated(dataset(points, [int(a >= 2) for a, _ in points])) == Form.coordinate(0, 2)
    assert len(projected_line(Form.coordinate(0, 2), dataset(points, [int(a >= 2) for a, _ in points]))) == 5


def test_constant_and_repeated_columns_are_left_out() -> None:
    points = [[7, a, a, b, 7] for a, b in product(range(3), repeat=2)]
    form = separated(dataset(points))
    assert 0 not in form.indices
    assert 4 not in form.indices
    assert not {1, 2} <= set(form.indices)


def test_labels_of_several_numbers_are_told_apart() -> None:
    data = Dataset.from_rows([[0, 0], [0, 1], [1, 0]], [[1, 2], [2, 1], [1, 2]])
    assert separated(data) == Form.coordinate(1, 2)


def test_the_projection_is_the_same_on_every_call() -> None:
    data = dataset(list(product(range(4), repeat=3)))
    assert separating_projection(data) == separating_projection(data)


def test_the_projection_of_the_last_data_set_is_not_searched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[Dataset] = []

    def counted(data: Dataset) -> Form:
        searched.append(data)
        return separating_projection(data)

    monkeypatch.setattr(projection, "separating_projection", counted)
    one, two = dataset([[1, 2], [2, 3]]), dataset([[1, 2], [2, 3]])
    assert one == two
    assert project(one) is project(one)
    assert project(two) == project(one)
    assert [id(data) for data in searched] == [id(one), id(two), id(one)]
