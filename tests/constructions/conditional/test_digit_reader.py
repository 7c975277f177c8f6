"""Words of labels read digit by digit: labels, exact operations, stored numbers near the number of points."""

import random
from fractions import Fraction
from itertools import product

import pytest

from constructions.conditional.packed_tree import packed_tree
from constructions.memorizer import Built
from constructions.model.batch import evaluate_many
from constructions.model.cost import size_of, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput


def random_labels(places: list[list[Fraction]], seed: int = 0) -> Dataset:
    source = random.Random(seed)
    labels = [[source.randint(0, 1)] for _ in places]
    labels[0], labels[-1] = [0], [1]
    return Dataset.from_rows(places, labels)


def evenly(n: int) -> list[list[Fraction]]:
    return [[Fraction(5 * i + 2, 3)] for i in range(n)]


def unevenly(n: int) -> list[list[Fraction]]:
    source = random.Random(n)
    return [[Fraction(7 * z + source.randint(1, 3), 4)] for z in sorted(source.sample(range(3 * n), n))]


def checked(built: Built, data: Dataset) -> Built:
    """Check labels, that operations and depth are the formulas', and that no more is stored: equal words count once."""
    assert tuple(evaluate_many(built.network, data.points).outputs) == data.labels
    size, worst = size_of(built.network), structural_worst(built.network)
    assert [worst.comparisons, worst.additions, worst.multiplications, size.depth] == [
        built.figure(name) for name in ("comparisons", "additions", "multiplications", "depth")
    ]
    assert worst.total == built.promise.total
    assert (size.parameters <= built.figure("parameters"), size.gates <= built.figure("gates")) == (True, True)
    return built


@pytest.mark.parametrize("digit", [1, 2, 3, 5])
@pytest.mark.parametrize("group", [1, 2, 7, 16, 300])
def test_every_word_and_digit_memorizes_at_the_cost_of_the_formula(group: int, digit: int) -> None:
    for n in (2, 3, 9, 40, 130):
        for places in (evenly(n), unevenly(n)):
            data = random_labels(places, n)
            built = checked(packed_tree(data, group, digit), data)
            g, b, c = [built.values[letter] for letter in "gbc"]
            levels, last = (g - 1).bit_length(), (c - 1).bit_length()
            assert (c, b) == (digit, -(-group // digit))
            assert built.promise.total - 2 == 2 * levels + (b - 1) * (c + 4) + last + 3 * c - 2
            assert built.figure("parameters") - 2 <= g + levels + 2 ** (c + 1) + c + 7


def test_all_labellings_of_a_few_places() -> None:
    for labels in product((0, 1), repeat=6):
        data = Dataset.from_rows([[i] for i in range(6)], [[label] for label in labels])
        for group, digit in ((2, 1), (4, 2), (6, 3), (3, 3)):
            assert tuple(evaluate_many(packed_tree(data, group, digit).network, data.points).outputs) == data.labels


def test_stored_numbers_are_the_formula_where_no_two_words_are_equal() -> None:
    data = random_labels(evenly(4_000), 3)
    for group, digit in ((40, 4), (60, 5)):
        built = checked(packed_tree(data, group, digit), data)
        assert size_of(built.network).parameters == built.figure("parameters")
        assert size_of(built.network).gates == built.figure("gates")


@pytest.mark.parametrize(("group", "digit", "rate"), [(33, 3, "3.2"), (128, 4, "2.26"), (515, 5, "2.16")])
def test_stored_numbers_times_operations_are_about_two_for_each_point(group: int, digit: int, rate: str) -> None:
    n = 262_144
    b = group // digit
    values = {"g": -(-n // (b * digit)), "b": b, "c": digit, "k": 1, "w": 0}
    small = random_labels(evenly(3_000))
    cost = checked(packed_tree(small, group, digit), small).cost
    operations = sum([cost.at(name, values) for name in ("comparisons", "additions", "multiplications")])
    stored = cost.at("parameters", values) - 2  # both without scaling, which evenly spaced points do not need
    levels = (values["g"] - 1).bit_length()
    theorem = values["g"] + levels + 2 ** (digit + 1) + digit + 7
    theorem *= 2 * levels + (b - 1) * (digit + 4) + (digit - 1).bit_length() + 3 * digit - 2
    assert stored * (operations - 2) <= theorem
    assert f"{theorem / n:.3g}" == rate


def test_labels_and_places_that_do_not_fit_are_refused() -> None:
    with pytest.raises(BadInput, match="labels must be 0 or 1"):
        packed_tree(Dataset.from_rows([[0], [1]], [[0], [2]]), 2, 1)
    with pytest.raises(BadInput, match="places for 3 points are too many"):
        packed_tree(Dataset.from_rows([[0], [1], [10**30]], [[0], [1], [0]]), 2, 1)
    for digit in (0, 17):
        with pytest.raises(ValueError, match=f"digit must be 1 to 16, since c bits take 2\\^c gates, not {digit}"):
            packed_tree(Dataset.from_rows([[0], [1]], [[0], [1]]), 2, digit)


def test_a_single_label_costs_nothing() -> None:
    assert packed_tree(Dataset.from_rows([[0], [1]], [[1], [1]]), 2, 1).promise.total == 0
