"""Hyperplanes through some points and no others, also where points have more numbers than there are points."""

from fractions import Fraction
from itertools import combinations
from random import Random

import pytest

from constructions.geometry.hyperplanes import Positions
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput


@pytest.mark.parametrize("width", [1, 2, 3, 4, 5, 9])
def test_the_points_on_a_hyperplane_are_those_asked_for(width: int) -> None:
    for seed in range(12):
        random = Random(seed)
        rows = list({tuple([random.randint(-2, 2) for _ in range(width)]): None for _ in range(4)})
        data = Dataset.from_rows(rows, [[number] for number in range(len(rows))])
        positions = Positions(data)
        for size in range(1, min(width, data.size) + 1):
            for group in combinations(range(data.size), size):
                try:
                    plane = positions.through(group)
                except BadInput:
                    assert size < data.size  # another point lies in the affine hull
                    continue
                values = [
                    sum([a * b for a, b in zip(plane.normal, point, strict=True)], Fraction(-plane.offset))
                    for point in data.points
                ]
                assert any(plane.normal)
                assert [number for number, value in enumerate(values) if not value] == list(group)
                assert plane.distance == min([abs(value) for value in values if value], default=1)


def test_a_row_of_many_numbers_asks_for_no_matrix_of_their_square() -> None:
    rows = [
        [(number + 1) ** 2 * (place + 3) + number * (place % 7 == number) for place in range(20_000)]
        for number in range(4)
    ]
    plane = Positions(Dataset.from_rows(rows, [[0], [1], [2], [3]])).through([0, 1, 2, 3])
    assert len([value for value in plane.normal if value]) <= 5
