"""Affine maps through labelled points, and hyperplanes through some points and no others, exactly."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import gcd
from typing import Any

import flint

from constructions.model.dataset import Dataset, Label
from constructions.model.errors import BadInput
from constructions.model.numbers.homogeneous import homogeneous

Fit = tuple[list[list[Fraction]], list[Fraction]]
"""Rows and offsets of an affine map from Q^p to Q^d."""


def affine_fit(points: Items[Items[Fraction]], labels: Items[Label]) -> Fit | None:
    """Return an affine map that takes these labels at these points, free weights 0; None if there is none.

    >>> one, two = (Fraction(0), Fraction(1)), (Fraction(2), Fraction(1))
    >>> affine_fit([one, two], [(Fraction(3),), (Fraction(7),)])
    ([[Fraction(2, 1), Fraction(3, 1)]], [Fraction(0, 1)])
    """
    width, outputs = len(points[0]), len(labels[0])
    rows = []
    for point, label in zip(points, labels, strict=True):
        *numbers, denominator = homogeneous((*point, *label))
        rows.append([*numbers[:width], denominator, *numbers[width:]])
    reduced, scale, rank = flint.fmpz_mat(rows).rref()
    weights = [[Fraction(0)] * (width + 1) for _ in range(outputs)]
    pivot = 0
    for row in reduced.table()[:rank]:
        while not row[pivot]:
            pivot += 1
        if pivot > width:
            return None
        for output in range(outputs):
            weights[output][pivot] = Fraction(int(row[width + 1 + output]), int(scale))
    return [row[:width] for row in weights], [row[width] for row in weights]


@dataclass(frozen=True, slots=True)
class Hyperplane:
    """The points x with normal . x = offset, integers without a common factor.

    Attributes:
        distance: the least |normal . x - offset| over the points of the data that are not on it.
    """

    normal: tuple[int, ...]
    offset: int
    distance: Fraction


class Positions:
    """The points of a data set as integers, asked for hyperplanes through some of them."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._rows = [homogeneous(point) for point in dataset.points]
        self._matrix = flint.fmpz_mat(self._rows)
        self._columns = _enough_columns(self._rows)

    def through(self, group: Items[int]) -> Hyperplane:
        """Return a hyperplane through the points of these numbers and through no other point.

        Of all hyperplanes through the group, combinations of a basis with factors 1, t, t^2, ... are tried for t = 0,
        1, 2, ...: a point outside the affine hull of the group is on few of them.

        Raises:
            BadInput: if another point is in the affine hull of the group; it names the points.
        """
        basis = kernel([[self._rows[number][place] for place in self._columns] for number in group])
        members = set(group)
        for t in range(len(self._rows) * len(basis) + 1):
            vector = [0] * len(self._rows[0])
            for thin, place in enumerate(self._columns):
                vector[place] = sum([row[thin] * t**power for power, row in enumerate(basis)])
            if not any(vector[:-1]):
                continue
            values = self._times(vector)
            if all([value or number in members for number, value in enumerate(values)]):
                return self._hyperplane(vector, values)
        number = next(
            number
            for number, row in enumerate(self._rows)
            if number not in members
            and not any([_dot(vector, [row[place] for place in self._columns]) for vector in basis])
        )
        raise BadInput(
            f"points must be in general position, but {self._dataset.place_of(number)} is in the affine hull of "
            f"{self._dataset.place_of(*group)}"
        )

    def largest(self, weights: Items[Fraction], offset: Fraction) -> Fraction:
        """Return the largest |w . x + b| over the points."""
        *numbers, constant, scale = homogeneous((*weights, offset))
        values = self._times([*numbers, constant])
        return max([Fraction(abs(value), row[-1]) for value, row in zip(values, self._rows, strict=True)]) / scale

    def _times(self, vector: Items[int]) -> list[int]:
        """Return the product of the points, each with its denominator, and a vector."""
        return [int(row[0]) for row in (self._matrix * flint.fmpz_mat([[value] for value in vector])).tolist()]

    def _hyperplane(self, vector: list[int], values: list[int]) -> Hyperplane:
        distances = [Fraction(abs(value), row[-1]) for value, row in zip(values, self._rows, strict=True) if value]
        return Hyperplane(tuple(vector[:-1]), -vector[-1], min(distances, default=Fraction(1)))


def power_of_two(limit: Fraction) -> Fraction:
    """Return the largest power of 2 that is at most a positive number.

    >>> power_of_two(Fraction(9)), power_of_two(Fraction(1, 3)), power_of_two(Fraction(1, 4))
    (Fraction(8, 1), Fraction(1, 4), Fraction(1, 4))
    """
    exponent = limit.numerator.bit_length() - limit.denominator.bit_length()
    found = Fraction(2) ** exponent
    return found if found <= limit else found / 2


def independent_columns(rows: list[list[int]]) -> list[int]:
    """Return the first columns of a matrix of which all others are combinations.

    >>> independent_columns([[0, 1, 2, 5], [0, 2, 4, 7]])
    [1, 3]
    """
    reduced, _, rank = flint.fmpz_mat(rows).rref()
    return [next(place for place, value in enumerate(row) if value) for row in reduced.table()[:rank]]


def _enough_columns(rows: list[list[int]]) -> Items[int]:
    """Return columns of which all others are combinations, and one more, so that a form may be 0 on every row."""
    every = range(len(rows[0]))
    if len(every) <= len(rows):
        return every
    chosen = set(independent_columns(rows))
    return sorted(chosen | set(islice((place for place in every if place not in chosen), 1)))


def kernel(rows: list[list[int]]) -> list[list[int]]:
    """Return integer vectors, each without a common factor, that span the kernel of a matrix given by its rows."""
    kernel, nullity = flint.fmpz_mat(rows).nullspace()
    columns: list[list[Any]] = kernel.transpose().tolist()[:nullity]
    found = []
    for column in columns:
        numbers = [int(value) for value in column]
        common = gcd(*numbers)
        sign = 1 if next(value for value in numbers if value) > 0 else -1
        found.append([sign * value // common for value in numbers])
    return found


def _dot(one: Items[int], two: Items[int]) -> int:
    return sum([a * b for a, b in zip(one, two, strict=True)])
