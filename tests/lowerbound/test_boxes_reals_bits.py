"""Boxes that force comparisons, real numbers that save none, bits that are not exchanged: Theorems 41 to 43."""

import random
from collections.abc import Sequence as Items
from fractions import Fraction
from itertools import product
from math import e, log2

import pytest

from constructions.conditional.packed_tree import packed_tree
from constructions.model.cost import size_of, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.evaluation import trace
from constructions.model.network import Affine, Branch, Network, constant
from lowerbound.bounds.without_gates import labellings_bound
from lowerbound.comparisons.dichotomies import dichotomies

Half = tuple[tuple[int, ...], int]
"""A closed half-space a . x <= b."""


def gap(a: tuple[Fraction, ...], b: Fraction, place: int, radius: Fraction) -> Fraction:
    """Return how far the least value of a . x on the box around the unit vector of this place is above b."""
    return a[place] - radius * sum([abs(value) for value in a], Fraction(0)) - b


def misses(cell: Items[Half], place: int, radius: Fraction) -> bool:
    """Return whether the cell, of one or two half-spaces, does not meet the box: whether a combination is above it.

    The gap is concave and piecewise linear in the share of the first half-space: its largest value is at a kink.
    """
    if len(cell) == 1:
        ((a, b),) = cell
        return gap(tuple(map(Fraction, a)), Fraction(b), place, radius) > 0
    (a, b), (c, d) = cell
    shares = {Fraction(0), Fraction(1)}
    shares |= {Fraction(v, v - u) for u, v in zip(a, c, strict=True) if u * v < 0}
    mixed = [(tuple([s * u + (1 - s) * v for u, v in zip(a, c, strict=True)]), s * b + (1 - s) * d) for s in shares]
    return any([gap(normal, bound, place, radius) > 0 for normal, bound in mixed])


@pytest.mark.parametrize("width", [2, pytest.param(3, marks=pytest.mark.slow)])
def test_fewer_tests_than_coordinates_do_not_keep_all_boxes_away_from_0(width: int) -> None:
    source = random.Random(width)
    half, best = Fraction(1, 2), 0
    every = list(product(range(-3, 4), repeat=width)) if width == 2 else []
    cells = [[(a, b)] for a in every for b in range(3)]
    for _ in range(4_000):
        normals = [tuple([source.randint(-9, 9) for _ in range(width)]) for _ in range(width - 1)]
        if source.random() < 0.5:  # near to tests that keep one box away
            normals = [
                tuple([9 * (k == place) + source.randint(-2, 2) for k in range(width)]) for place in range(width - 1)
            ]
        cells.append([(a, source.choice((0, 0, 1))) for a in normals])
    for cell in cells:
        away = sum([misses(cell, place, half) for place in range(width)])
        assert away < width, cell
        best = max(best, away)
    assert best == width - 1, "so the search comes as near as it can"


def test_with_smaller_boxes_one_test_keeps_all_away() -> None:
    cell = [((1, 1, 1), 0)]
    assert all([misses(cell, place, Fraction(1, 4)) for place in range(3)])
    assert not any([misses(cell, place, Fraction(1, 2)) for place in range(3)])


def asked_in_turn(width: int) -> Network:
    """Return the network that asks for each coordinate whether it is 1/2 or more."""
    one = constant([Fraction(1)], width)
    network: Network = constant([Fraction(0)], width)
    for place in reversed(range(width)):
        network = Branch([int(k == place) for k in range(width)], Fraction(1, 2), network, one)
    return network


@pytest.mark.parametrize("width", [1, 2, 4])
def test_as_many_comparisons_as_coordinates_are_enough(width: int) -> None:
    network = asked_in_turn(width)
    assert structural_worst(network).total == structural_worst(network).comparisons == width
    source = random.Random(width)
    for _ in range(200):
        inside = [Fraction(source.randint(-4, 4), 8) for _ in range(width)]
        near = [value * Fraction(7, 8) for value in inside]
        assert trace(network, near).output == (Fraction(0),)
        for place in range(width):
            assert trace(network, [value + (k == place) for k, value in enumerate(inside)]).output == (Fraction(1),)


def above_with_root(a: int, b: int) -> bool:
    """Return whether a + b sqrt(2) >= 0."""
    if a >= 0 and b >= 0:
        return True
    if a < 0 and b < 0:
        return False
    return (a * a >= 2 * b * b) if a >= 0 else (2 * b * b >= a * a)


@pytest.mark.parametrize("width", [1, 2, 3])
def test_hyperplanes_with_irrational_numbers_divide_points_as_rational_ones_do(width: int) -> None:
    source = random.Random(width)
    for _ in range(6):
        points = list({tuple([Fraction(source.randint(0, 3)) for _ in range(width)]) for _ in range(6)})
        rational = {found.above for found in dichotomies(points)}
        everything = 2 ** len(points) - 1
        rational |= {everything ^ mask for mask in rational} | {0, everything}
        for _ in range(200):
            normal = [(source.randint(-4, 4), source.randint(-4, 4)) for _ in range(width + 1)]
            mask = 0
            for number, point in enumerate(points):
                terms = [*map(int, point), 1]
                a = sum([u * z for (u, _), z in zip(normal, terms, strict=True)])
                b = sum([v * z for (_, v), z in zip(normal, terms, strict=True)])
                mask |= above_with_root(a, b) << number
            assert mask in rational


@pytest.mark.parametrize(("group", "digit"), [(4, 4), (24, 4), (128, 4), (4096, 5)])
def test_bits_stay_at_about_two_a_point_while_operations_grow(group: int, digit: int) -> None:
    n = 4_096
    source = random.Random(7)
    labels = [[source.randint(0, 1)] for _ in range(n)]
    labels[0], labels[-1] = [0], [1]
    built = packed_tree(Dataset.from_rows([[z] for z in range(n)], labels), group, digit)
    g, b, c = [built.values[letter] for letter in "gbc"]
    q, levels = b * c, (g - 1).bit_length()
    size = size_of(built.network)
    count, bits = size.parameters, size.total_bits
    scaling = 2 + 2 * 13  # the layer that scales, which these points do not need
    assert bits - scaling <= g * (2 * q - c + 1) + levels * (log2(n) + 2) + (2 ** (c + 1) + c + 7) * (c + 3)
    if group == 24:
        assert n <= bits + count + 2 * count * log2(e * (bits + 2 * count) / (2 * count))
        assert bits < 2.2 * n


def test_where_coordinates_are_all_labellings_nothing_is_needed_without_gates() -> None:
    """So the bound on almost all labellings of n points needs p to stay below an exponential of n."""
    n = 3
    points = [[(number >> row) & 1 for number in range(2**n)] for row in range(n)]
    for labelling in product((0, 1), repeat=n):
        place = [list(column) for column in zip(*points, strict=True)].index(list(labelling))
        network = Affine([[int(k == place) for k in range(2**n)]], [0])
        assert structural_worst(network).total == 0
        assert all(
            [
                trace(network, list(map(Fraction, x))).output == (Fraction(y),)
                for x, y in zip(points, labelling, strict=True)
            ]
        )
    assert labellings_bound(n, 2**n, 0) >= 2**n
