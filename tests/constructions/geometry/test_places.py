"""Places, groups, words: against plain counting and Python's own binary digits."""

from fractions import Fraction
from itertools import pairwise
from math import floor

import pytest
from hypothesis import given, strategies as st

from constructions.geometry.places import Groups, distance_bits, scaled
from constructions.geometry.projection import project
from constructions.model.dataset import Dataset
from constructions.model.evaluation import evaluate

PLACES = st.sets(st.integers(0, 2**40), min_size=1, max_size=12).map(sorted)


@given(PLACES)
def test_bits_of_distances_are_those_of_the_largest_distance_inside_a_group(places: list[int]) -> None:
    bits = distance_bits(places)
    for size in range(1, len(places) + 1):
        inside = [after - place for number, (place, after) in enumerate(pairwise(places), 1) if number % size]
        assert bits(size) == max(inside, default=0).bit_length()


@given(PLACES, st.data(), st.sampled_from([0, 1]))
def test_a_word_spells_labels_and_distances_in_binary(places: list[int], data: st.DataObject, beyond: int) -> None:
    labels = data.draw(st.lists(st.integers(0, 9), min_size=len(places), max_size=len(places)))
    groups = Groups.of(places, labels, data.draw(st.integers(1, 13)))
    size, distance, label = groups.size, groups.distance_bits, groups.label_bits
    assert size <= len(places)
    assert list(groups.starts) == [places[start] for start in range(0, len(places), size)]
    for number, word in enumerate(groups.words(beyond)):
        digits = f"{word:0{groups.bits}b}"
        assert len(digits) == groups.bits == size * label + (size - 1) * distance
        place = groups.starts[number]
        for point in range(number * size, (number + 1) * size):
            if point % size:
                place, digits = place + int(digits[:distance], 2), digits[distance:]
            here, digits = int(digits[:label], 2), digits[label:]
            if point < len(places):
                assert (place, here) == (places[point], labels[point])
        assert not digits


@given(st.sets(st.fractions(-50, 50, max_denominator=60), min_size=2, max_size=10), st.sampled_from([1, 2]))
def test_scaled_points_start_at_0_with_gaps_and_lie_in_their_places(points: set[Fraction], gap: int) -> None:
    projected = project(Dataset.from_rows([[z] for z in points], [[number] for number in range(len(points))]))
    affine, places = scaled(projected, gap)
    images = [evaluate(affine, (z,))[0] for z in projected.points]
    assert images[0] == 0
    assert min([after - x for x, after in pairwise(images)]) == gap
    assert places == [floor(x) for x in images]
    assert all(after - place >= gap for place, after in pairwise(places))


def test_a_group_of_no_points_is_refused() -> None:
    with pytest.raises(ValueError, match="group must be at least 1, not 0"):
        Groups.of([1], [1], 0)
