"""Memorizers with words, slabs and step units: what their theorems say beside memorizing, and what they refuse."""

import random
import re
from fractions import Fraction

import pytest
from samples import generic_number, line

from constructions.batch import evaluate_many
from constructions.catalogue import CATALOGUE
from constructions.conditional.packed_tree import packed_tree
from constructions.cost import size_of, structural_worst
from constructions.dataset import Dataset
from constructions.errors import BadInput
from constructions.network import Affine, Sequence
from constructions.unconditional.bit_extraction import bit_extraction, bit_extraction_shallow, integer_bit_extraction


@pytest.mark.parametrize("size", [1, 2, 3, 7, 16, 40])
def test_every_group_size_of_the_packed_tree_memorizes_at_the_promised_price(size: int) -> None:
    for n in (2, 5, 16, 40):
        data = natural(n, 3)
        built = packed_tree(data, size)
        assert evaluate_many(built.network, data.points).outputs == list(data.labels)
        if n > size:  # a single group begins at 0, which costs no addition
            assert structural_worst(built.network).total == built.promise.total
        assert size_of(built.network).parameters == built.figure("parameters")
        assert size_of(built.network).gates == built.figure("gates")


def test_the_packed_tree_trades_stored_numbers_for_operations() -> None:
    data = natural(300, 1)
    prices = [packed_tree(data, size) for size in (1, 2, 4, 8, 16, 32, 64)]
    stored = [built.figure("parameters") for built in prices]
    operations = [built.promise.total for built in prices]
    assert stored == sorted(stored, reverse=True)
    assert operations == sorted(operations)


def natural(size: int, classes: int) -> Dataset:
    """Return random points of Q^2 with labels 1, ..., classes."""
    source = random.Random(size)
    points = [[generic_number(source), generic_number(source)] for _ in range(size)]
    return Dataset.from_rows(points, [[source.randint(1, classes)] for _ in points])


@pytest.mark.parametrize("group", [None, 1, 2, 5, 100])
def test_bit_extraction_on_natural_numbers_is_0_on_every_other_natural_number(group: int | None) -> None:
    source = random.Random(4)
    for size in (1, 2, 3, 9, 30):
        places = source.sample(range(3 * size + 2), size)
        labels = [source.randint(0, 6) for _ in places]
        built = integer_bit_extraction(
            Dataset.from_rows([[place] for place in places], [[label] for label in labels]), group
        )
        known = dict(zip(places, labels, strict=True))
        asked = [*range(4 * size + 40), 10**6, 2**200, 2**200 + 1]
        outputs = evaluate_many(built.network, [[x] for x in asked]).outputs
        assert outputs == [(Fraction(known.get(x, 0)),) for x in asked]


@pytest.mark.parametrize("group", [None, 1, 2, 7, 50])
def test_bit_extraction_memorizes_for_every_group_size_in_width_8(group: int | None) -> None:
    for size in (2, 3, 20):
        data = natural(size, 9)
        built = bit_extraction(data, group)
        assert evaluate_many(built.network, data.points).outputs == list(data.labels)
        assert size_of(built.network).width <= 8
        assert size_of(built.network).parameters <= built.figure("parameters")


def test_bit_extraction_stores_fewer_numbers_than_zhang_from_some_hundred_points_on() -> None:
    data = Dataset.from_rows([[i] for i in range(400)], [[i * i % 2] for i in range(400)])
    assert size_of(bit_extraction(data).network).parameters < size_of(CATALOGUE["zhang"].build(data).network).parameters


@pytest.mark.parametrize("nets", [1, 2, 5, 30])
def test_any_number_of_shallow_nets_side_by_side_memorizes(nets: int) -> None:
    data = natural(23, 3)
    built = bit_extraction_shallow(data, nets)
    assert evaluate_many(built.network, data.points).outputs == list(data.labels)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("baum", line([0, 1, 2]), "points 0, 1, 2 have three different ones"),
        ("baum", Dataset.from_rows([[0, 0], [2, 2], [1, 1]], [[1], [1], [0]]), ""),
        ("baum", Dataset.from_rows([[i, i] for i in range(4)], [[1], [1], [0], [0]]), "point 0 is in the affine"),
        ("bubeck", Dataset.from_rows([[i, 2 * i] for i in range(4)], [[3], [1], [4], [2]]), "point 2 is in the"),
        ("bubeck", Dataset.from_rows([*[[i] * 3 for i in range(3)], [0, 5, 1]], [[3], [1], [4], [2]]), "0, 1, 2 are"),
        ("integer-bit-extraction", Dataset.from_rows([[1], [Fraction(1, 2)]], [[1], [0]]), "point 1 is '1/2'"),
        ("integer-bit-extraction", Dataset.from_rows([[1], [-4]], [[1], [0]]), "point 1 is '-4'"),
        ("integer-bit-extraction", Dataset.from_rows([[1, 2]], [[1]]), "they have 2 coordinates"),
        ("packed-tree", Dataset.from_rows([[1], [2]], [[1, 1], [0, 1]]), "they have 2 numbers"),
    ],
)  # fmt: skip
def test_a_broken_assumption_is_refused_with_the_points(name: str, data: Dataset, message: str) -> None:
    if not message:
        CATALOGUE[name].build(data)
        return
    with pytest.raises(BadInput, match=re.escape(message)) as caught:
        CATALOGUE[name].build(data)
    assert "\n" not in str(caught.value)


def test_threshold_networks_have_integer_weights_after_the_first_layer() -> None:
    data = natural(60, 3)
    built = CATALOGUE["threshold"].build(data)
    assert isinstance(built.network, Sequence)
    first, *later = [stage for stage in built.network.stages if isinstance(stage, Affine)]
    assert first.output_width == built.values["L"]
    numbers = [value for stage in later for form in stage.weights for value in form.weights]
    assert all(value.denominator == 1 for value in [*numbers, *[bias for stage in later for bias in stage.bias]])


def test_a_threshold_network_has_far_fewer_units_than_points_where_hyperplanes_tell_them_apart() -> None:
    source = random.Random(2)
    points = [[source.randint(-(10**6), 10**6) for _ in range(10)] for _ in range(400)]
    data = Dataset.from_rows(points, [[source.randint(0, 1)] for _ in points])
    built = CATALOGUE["threshold"].build(data)
    assert built.figure("neurons") < 100
    assert evaluate_many(built.network, data.points).outputs == list(data.labels)
