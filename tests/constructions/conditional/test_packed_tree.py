"""Packed tree: every group size, its stored numbers and operations, long words and deep readers."""

import random

import pytest
from laws import exact
from samples import natural

from constructions.conditional.packed_tree import packed_tree
from constructions.model.batch import evaluate_many
from constructions.model.cost import size_of
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.evaluation import trace


@pytest.mark.parametrize("n", [2, 3, 7, 16, pytest.param(40, marks=pytest.mark.slow)])
def test_every_group_size_memorizes_at_exactly_the_promised_cost(n: int) -> None:
    data = natural(n, 3)
    for group in range(1, n + 1):
        built = packed_tree(data, group)
        assert tuple(evaluate_many(built.network, data.points).outputs) == data.labels
        exact(built)
        assert size_of(built.network).width <= 4


def test_a_larger_group_stores_less_and_operates_more() -> None:
    data = natural(300, 1 + 1)
    prices = [packed_tree(data, size) for size in (1, 2, 4, 8, 16, 32, 64)]
    stored = [built.figure("parameters") for built in prices]
    operations = [built.promise.total for built in prices]
    assert stored == sorted(stored, reverse=True)
    assert operations == sorted(operations)


def test_a_group_larger_than_the_data_is_all_of_them() -> None:
    data = natural(9, 4)
    assert packed_tree(data, 1000).values == packed_tree(data, 9).values


def test_points_side_by_side_and_far_apart_are_told_apart() -> None:
    places = [0, 1, 2, 3, 10**30, 10**30 + 1]
    data = Dataset.from_rows([[place] for place in places], [[label] for label in (2, 0, 1, 7, 0, 3)])
    for group in range(1, 7):
        assert tuple(evaluate_many(packed_tree(data, group).network, data.points).outputs) == data.labels


def test_a_reader_of_thousands_of_steps_is_built_and_run() -> None:
    source = random.Random(0)
    data = Dataset.from_rows([[3 * i * i] for i in range(300)], [[source.randint(0, 3)] for _ in range(300)])
    network = packed_tree(data, 300).network
    assert size_of(network).depth > 3_000
    for number in (0, 1, 150, 299):
        assert trace(network, data.points[number]).output == data.labels[number]


@pytest.mark.parametrize("group", [0, -3])
def test_a_group_of_no_points_is_refused(group: int) -> None:
    with pytest.raises(ValueError, match=f"group must be at least 1, not {group}"):
        packed_tree(natural(4, 2), group)


def test_labels_of_several_numbers_are_refused() -> None:
    with pytest.raises(BadInput, match="they have 2 numbers"):
        packed_tree(Dataset.from_rows([[1], [2]], [[1, 1], [0, 1]]))
