"""Bit extraction: bits against Python's, 0 on all other natural numbers, width, the best group size, bounded depth."""

import random
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings, strategies as st
from laws import exact
from samples import generic_number, natural

from constructions.catalogue import CATALOGUE
from constructions.geometry.places import Groups
from constructions.memorizer import FIGURES
from constructions.model.batch import evaluate_many
from constructions.model.cost import size_of
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.network import Affine, Network, Relu, Sequence
from constructions.unconditional.bit_extraction import (
    SHALLOW,
    bit_extraction,
    bit_extraction_shallow,
    integer_bit_extraction,
)


def on_numbers(labels: dict[int, int]) -> Dataset:
    """Return these labels at these natural numbers."""
    return Dataset.from_rows([[place] for place in labels], [[label] for label in labels.values()])


def random_line(size: int, classes: int = 2) -> Dataset:
    """Return random rationals with random labels 1, ..., classes."""
    source = random.Random(size)
    points = [[generic_number(source)] for _ in range(size)]
    return Dataset.from_rows(points, [[source.randint(1, classes)] for _ in points])


def assert_right(network: Network, data: Dataset) -> None:
    assert tuple(evaluate_many(network, data.points).outputs) == data.labels


def bits_read(network: Network, place: int) -> str:
    """Return the bits relu(A - B) after each fold, in the order in which the network reads the word."""
    assert isinstance(network, Sequence)
    values: tuple[Fraction, ...] = (Fraction(place),)
    found = []
    selector, reader = network.stages
    values = evaluate(selector, values)
    assert isinstance(reader, Sequence)
    last = ""
    for stage in reader.stages:
        values = evaluate(stage, values)
        if isinstance(stage, Relu) and stage.width == 8:
            found.append(f"{max(values[0] - values[2], 0)}")
        if isinstance(stage, Relu) and stage.width == 6:
            last = f"{max(values[0] - values[1], 0)}"
    return "".join([*found[1:], last])


@pytest.mark.parametrize("group", [1, 2, 5, 12])
def test_the_bits_read_are_those_of_the_word_of_the_group(group: int) -> None:
    source = random.Random(group)
    labels = {place: source.randrange(50) for place in source.sample(range(10**6), 12)}
    network = integer_bit_extraction(on_numbers(labels), group).network
    places = sorted(labels)
    groups = Groups.of(places, [labels[place] for place in places], group)
    for number, word in enumerate(groups.words(beyond=0)):
        for place in places[number * group : (number + 1) * group]:
            assert bits_read(network, place) == f"{number % 2}{word:0{groups.bits}b}"


@pytest.mark.parametrize("group", [None, 1, 2])
def test_every_set_of_small_numbers_gets_its_labels_and_all_others_0(group: int | None) -> None:
    source = random.Random(4)
    for size in range(1, 7):
        for places in combinations(range(6), size):
            labels = {place: source.randrange(4) for place in places}
            network = integer_bit_extraction(on_numbers(labels), group).network
            outputs = evaluate_many(network, [[x] for x in range(16)]).outputs
            assert outputs == [(Fraction(labels.get(x, 0)),) for x in range(16)]


@settings(max_examples=15)
@given(st.dictionaries(st.integers(0, 2**60), st.integers(0, 2**12), min_size=1, max_size=8), st.integers(1, 8))
def test_changing_one_bit_of_a_number_or_going_far_beyond_all_gives_0(labels: dict[int, int], group: int) -> None:
    network = integer_bit_extraction(on_numbers(labels), group).network
    near = [place ^ 1 << bit for place in labels for bit in range(0, 62, 3)]
    asked = [*labels, *near, *[abs(place + step) for place in labels for step in (-2, -1, 1, 2)], 2**61, 3**200, 10**90]
    outputs = evaluate_many(network, [[x] for x in asked]).outputs
    assert outputs == [(Fraction(labels.get(x, 0)),) for x in asked]


def test_all_labels_0_and_a_single_number_are_right_on_natural_numbers() -> None:
    for labels in ({0: 0}, {0: 7}, {5: 1}, {3: 0, 4: 0, 9: 0}, {10**300: 5}):
        network = integer_bit_extraction(on_numbers(labels)).network
        asked = [*range(20), 10**300 - 1, 10**300, 10**300 + 1]
        assert evaluate_many(network, [[x] for x in asked]).outputs == [(Fraction(labels.get(x, 0)),) for x in asked]


@pytest.mark.parametrize("group", [None, 1, 2, 7, 50])
def test_the_width_is_8_for_every_group_size(group: int | None) -> None:
    for size in (2, 3, 20):
        data = natural(size, 9)
        built = bit_extraction(data, group)
        assert_right(built.network, data)
        assert size_of(built.network).width == 8
        exact(built)


@pytest.mark.parametrize("classes", [2, 3, 40])
def test_the_group_size_taken_has_the_fewest_stored_numbers_of_all(classes: int) -> None:
    for size in (2, 3, 9, 20):
        data = random_line(size, classes)
        stored = [bit_extraction(data, group).figure("parameters") for group in range(1, size + 1)]
        built = bit_extraction(data)
        assert built.figure("parameters") == min(stored)
        assert built.values["q"] == 1 + stored.index(min(stored))


@pytest.mark.parametrize("nets", [1, 2, 5, 30])
def test_any_number_of_nets_side_by_side_memorizes_at_the_cost_of_the_formula(nets: int) -> None:
    for data in (natural(23, 3), random_line(50, 10**6), random_line(2, 999)):
        built = bit_extraction_shallow(data, nets)
        assert_right(built.network, data)
        assert built.values["m"] <= nets
        exact(built)


def test_a_single_net_is_the_deep_one() -> None:
    data = random_line(40)
    deep, shallow = bit_extraction(data), bit_extraction_shallow(data, nets=1)
    assert [deep.figure(figure) for figure in FIGURES] == [shallow.figure(figure) for figure in FIGURES]


def test_every_depth_that_is_possible_is_kept_with_the_fewest_stored_numbers() -> None:
    data = on_numbers({3 * place: 1 + place**3 % 31 for place in range(30)})
    deepest = bit_extraction(data, 30).figure("depth")
    for depth in range(9, deepest + 9, 9):
        built = bit_extraction_shallow(data, depth=depth)
        assert_right(built.network, data)
        assert size_of(built.network).depth == built.figure("depth") <= depth
    with pytest.raises(ValueError, match="depth must be at least 9, which one net a point takes, not 8"):
        bit_extraction_shallow(data, depth=8)


@pytest.mark.parametrize("depth", [9, 25, 60])
def test_of_the_group_sizes_that_are_so_shallow_the_one_with_the_fewest_stored_numbers_is_taken(depth: int) -> None:
    labels = {3 * place: 1 + place**3 % 31 for place in range(30)}
    values = list(labels.values())
    built = bit_extraction_shallow(on_numbers(labels), depth=depth)
    stored = []
    for size in range(1, 31):
        letters = {**built.values, **Groups.of([2 * i for i in range(30)], values, size).letters}
        for nets in range(1, letters["g"] + 1):
            if SHALLOW.at("depth", {**letters, "m": nets}) <= depth:
                stored.append(SHALLOW.at("parameters", {**letters, "m": nets}))
                break
    assert built.figure("parameters") == min(stored)


@pytest.mark.parametrize("most", [{"nets": 0}, {"nets": 2, "depth": 30}])
def test_nets_and_depth_that_say_nothing_are_refused(most: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="nets must be at least 1, and no depth given beside them"):
        bit_extraction_shallow(random_line(5), **most)


def test_fewer_numbers_than_2n_plus_p_are_stored_from_some_hundred_points_on() -> None:
    data = random_line(400)
    assert size_of(bit_extraction(data).network).parameters < size_of(CATALOGUE["zhang"].build(data).network).parameters


def test_a_net_of_thousands_of_layers_is_built_and_run() -> None:
    labels = {7 * place * place: place % 5 for place in range(3_001)}
    network = integer_bit_extraction(on_numbers(labels), 1).network
    assert size_of(network).depth > 3_000
    asked = [0, 7, 8, 7 * 49 * 10**4, 7 * 9 * 10**6 - 1, 7 * 9 * 10**6]
    assert evaluate_many(network, [[x] for x in asked]).outputs == [(Fraction(labels.get(x, 0)),) for x in asked]


def test_a_word_of_more_than_1_000_bits_is_read() -> None:
    data = on_numbers({3: 2**400 - 1, 4: 1, 9: 2**399})
    for network in (integer_bit_extraction(data, 3).network, bit_extraction(data, 3).network):
        assert size_of(network).largest_bits > 1_000
        assert_right(network, data)
    assert evaluate(integer_bit_extraction(data, 3).network, (Fraction(5),)) == (Fraction(0),)


def test_all_numbers_but_the_scale_are_integers() -> None:
    network = bit_extraction(natural(40, 3)).network
    assert isinstance(network, Sequence)
    numbers = []
    stack = list(network.stages[2:])
    while stack:
        node = stack.pop()
        if isinstance(node, Sequence):
            stack += node.stages
        elif isinstance(node, Affine):
            numbers += [value for form in node.weights for value in form.weights] + list(node.bias)
    assert numbers
    assert all(value.denominator == 1 for value in numbers)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (Dataset.from_rows([[1], [Fraction(1, 2)]], [[1], [0]]), "point 1 is '1/2'"),
        (Dataset.from_rows([[1], [-4]], [[1], [0]]), "point 1 is '-4'"),
        (Dataset.from_rows([[1, 2]], [[1]]), "they have 2 coordinates"),
        (Dataset.from_rows([[1], [2]], [[1], [Fraction(3, 2)]]), "that of data point 1 is '3/2'"),
        (Dataset.from_rows([[1], [-(10**600)]], [[1], [0]]), "point 1 is '-1000"),
    ],
)
def test_what_is_no_natural_number_is_refused_with_the_point(data: Dataset, message: str) -> None:
    with pytest.raises(BadInput, match=message) as caught:
        integer_bit_extraction(data)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300
