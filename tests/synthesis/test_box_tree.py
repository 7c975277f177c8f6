"""A tree of comparisons names the class of every box, and is refused only where boxes of different classes meet."""

import random
from fractions import Fraction

import pytest

from constructions.model.cost import structural_worst
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.network import constant
from constructions.synthesis.affine_wires import GateLimits
from constructions.synthesis.box_tree import box_tree

NUMBERS = [Fraction(number, 2) for number in range(25)]


def drawn(seed: int) -> tuple[list[tuple[Fraction, ...]], list[Fraction], list[int]]:
    source = random.Random(seed)
    width, size = source.randint(1, 3), source.randint(1, 9)
    points = [tuple(source.choices(NUMBERS, k=width)) for _ in range(size)]
    radii = [Fraction(source.randint(0, 6), source.randint(1, 3)) for _ in points]
    return points, radii, [source.randrange(3) for _ in points]


def meet(points: list[tuple[Fraction, ...]], radii: list[Fraction], classes: list[int]) -> bool:
    """Return whether two boxes of different classes have a common point."""
    pairs = [(one, two) for one in range(len(points)) for two in range(one) if classes[one] != classes[two]]
    return any(
        all(abs(a - b) <= radii[one] + radii[two] for a, b in zip(points[one], points[two], strict=True))
        for one, two in pairs
    )


@pytest.mark.parametrize("seeds", [range(start, start + 100) for start in range(0, 400, 100)])
def test_every_corner_and_inside_has_the_class_of_its_box(seeds: range) -> None:
    for seed in seeds:
        points, radii, classes = drawn(seed)
        rest = constant([0, 0, 0], len(points[0]))
        if meet(points, radii, classes):
            with pytest.raises(BadInput, match="meet"):
                box_tree(points, radii, classes, rest, GateLimits())
            continue
        tree, source = box_tree(points, radii, classes, rest, GateLimits()), random.Random(seed)
        for point, radius, label in zip(points, radii, classes, strict=True):
            for _ in range(8):
                sides = (Fraction(-1), Fraction(1), Fraction(0), Fraction(source.randint(-9, 9), 9))
                z = tuple([value + radius * source.choice(sides) for value in point])
                assert evaluate(tree, z) == tuple([Fraction(place == label) for place in range(3)])


def test_a_box_that_others_shut_in_is_told_apart_by_cutting_them() -> None:
    # bars around a square like blades of a wheel: every line along an axis that leaves the square out meets a bar
    corners = [(-3, 1, 2, 2), (1, -2, 2, 3), (-2, -3, 3, -2), (-3, -2, -2, 0), (-1, -1, 0, 0)]
    points: list[tuple[Fraction, ...]] = []
    radii: list[Fraction] = []
    classes: list[int] = []
    for number, (left, low, right, high) in enumerate(corners):
        for x in range(4 * left, 4 * right + 1, 2):
            for y in range(4 * low, 4 * high + 1, 2):
                points.append((Fraction(x, 4), Fraction(y, 4)))
                radii.append(Fraction(1, 4))
                classes.append(int(number == 4))
    if meet(points, radii, classes):
        raise AssertionError("the picture is wrong")
    tree = box_tree(points, radii, classes, constant([0, 0], 2), GateLimits())
    for point, radius, label in zip(points, radii, classes, strict=True):
        for dx in (-radius, radius):
            for dy in (-radius, radius):
                assert evaluate(tree, (point[0] + dx, point[1] + dy))[label] == 1


def test_where_gates_are_used_up_the_rest_stands() -> None:
    points = [(Fraction(place),) for place in range(8)]
    rest, limits = constant([7, 9], 1), GateLimits(3)
    tree = box_tree(points, [Fraction(0)] * 8, [place % 2 for place in range(8)], rest, limits)
    assert limits.cut == 1
    assert tree is rest  # the search's tree of 7 gates is too large


def test_gates_keep_off_boxes_in_as_few_levels_as_points_need() -> None:
    points = [(Fraction(place), Fraction(-place)) for place in range(16)]
    tree = box_tree(
        points, [Fraction(1, 3)] * 16, [place % 2 for place in range(16)], constant([0, 0], 2), GateLimits()
    )
    assert structural_worst(tree).total == 4
