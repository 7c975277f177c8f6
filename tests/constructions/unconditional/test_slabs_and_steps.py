"""Memorizers with slabs and step units: what their theorems say beside memorizing, and what they refuse."""

import random
import re

import pytest
from samples import line, natural

from constructions.catalogue import CATALOGUE
from constructions.model.batch import evaluate_many
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Sequence


def test_three_points_on_one_line_are_taken_where_their_labels_allow_it() -> None:
    data = Dataset.from_rows([[0, 0], [2, 2], [1, 1]], [[1], [1], [0]])
    assert tuple(evaluate_many(CATALOGUE["baum"].build(data).network, data.points).outputs) == data.labels


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("baum", line([0, 1, 2]), "points 0, 1, 2 have three different ones"),
        ("baum", Dataset.from_rows([[i, i] for i in range(4)], [[1], [1], [0], [0]]), "point 0 is in the affine"),
        ("bubeck", Dataset.from_rows([[i, 2 * i] for i in range(4)], [[3], [1], [4], [2]]), "point 2 is in the"),
        ("bubeck", Dataset.from_rows([*[[i] * 3 for i in range(3)], [0, 5, 1]], [[3], [1], [4], [2]]), "0, 1, 2 are"),
    ],
)  # fmt: skip
def test_a_broken_assumption_is_refused_with_the_points(name: str, data: Dataset, message: str) -> None:
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
