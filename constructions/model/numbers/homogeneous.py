"""Points as integers over one denominator each, and affine maps of them, as matrices where those are large."""

from __future__ import annotations

from collections.abc import Sequence as Items
from itertools import repeat
from math import gcd, lcm
from operator import add, mul
from typing import Any, TypeAlias

import flint

from constructions.model.network import Affine
from constructions.model.rational import Number, common_denominator, exact

Homogeneous: TypeAlias = list[int]
"""A point of Q^d as d + 1 integers: the numerators, then their common denominator, which is positive."""

MATRIX_ENTRIES = 256
"""A layer with this many weights or more is multiplied as a matrix: below, plain integers win (measured)."""

_SPARSE = 32
"""A layer with fewer than one non-zero weight in this many stays in plain integers, which are faster (measured) and
need no room for the zeros."""


def homogeneous(point: Items[Number]) -> Homogeneous:
    """Return the integer coordinates of a rational point.

    >>> from fractions import Fraction
    >>> homogeneous([Fraction(1, 2), Fraction(1, 3), 1])
    [3, 2, 6, 6]
    """
    values = [exact(value) for value in point]
    denominator = common_denominator(values)
    if denominator == 1:
        return [*[value.numerator for value in values], 1]
    return [*[value.numerator * (denominator // value.denominator) for value in values], denominator]


class Layer:
    """An affine map in integers: numerators of W and b over one common denominator."""

    def __init__(self, node: Affine) -> None:
        weights = [weight for form in node.weights for weight in form.weights]
        self.denominator = lcm(common_denominator(weights), common_denominator(node.bias))
        scale = self.denominator
        self.bias = [value.numerator * (scale // value.denominator) for value in node.bias]
        self.forms = [
            (form.indices, [value.numerator * (scale // value.denominator) for value in form.weights])
            for form in node.weights
        ]
        dense = len(weights) * _SPARSE >= node.input_width * node.output_width
        self.matrix = self._matrix(node) if dense and len(weights) >= MATRIX_ENTRIES else None

    def _matrix(self, node: Affine) -> Any:
        entries = [[0] * node.output_width for _ in range(node.input_width + 1)]
        for column, (indices, weights) in enumerate(self.forms):
            for index, weight in zip(indices, weights, strict=True):
                entries[index][column] = weight
        entries[-1] = self.bias
        return flint.fmpz_mat(entries)

    def apply(self, rows: list[Homogeneous]) -> list[Homogeneous]:
        """Return the values of the map at points, each in lowest terms."""
        results = self.product(rows)
        scale = self.denominator
        for result, row in zip(results, rows, strict=True):
            result.append(row[-1] * scale)
        return results if scale == 1 else [_lowest(result) for result in results]

    def product(self, rows: list[Homogeneous]) -> list[list[int]]:
        """Return W x + b d for rows (x, d), times the denominator."""
        if self.matrix is not None and len(rows) > 1:
            product = (flint.fmpz_mat(rows) * self.matrix).tolist()
            return [[int(value) for value in values] for values in product]
        return self._by_columns(rows) if len(rows) > 1 else [self._of_row(rows[0])]

    def _of_row(self, row: Homogeneous) -> Homogeneous:
        denominator = row[-1]
        return [
            sum([weight * row[index] for index, weight in zip(indices, weights, strict=True)], bias * denominator)
            for (indices, weights), bias in zip(self.forms, self.bias, strict=True)
        ]

    def _by_columns(self, rows: list[Homogeneous]) -> list[Homogeneous]:
        """Return what ``_of_row`` does for each row; a wire that only passes on is not touched, and the loops over rows
        are those of ``map`` (7 times as fast on bit extraction)."""
        columns: list[Items[int]] = list(zip(*rows, strict=True))
        results = []
        for (indices, weights), bias in zip(self.forms, self.bias, strict=True):
            terms = zip((*indices, -1), (*weights, bias), strict=True) if bias else zip(indices, weights, strict=True)
            total: Items[int] | None = None
            for index, weight in terms:
                column = columns[index] if weight == 1 else list(map(mul, columns[index], repeat(weight)))
                total = column if total is None else list(map(add, total, column))
            results.append(total or [0] * len(rows))
        return list(map(list, zip(*results, strict=True)))


def _lowest(row: Homogeneous) -> Homogeneous:
    common = gcd(*row)
    return row if common == 1 else [value // common for value in row]


def side_by_side(rows: list[Homogeneous]) -> Homogeneous:
    """Return the numbers of all rows as one row over a common denominator.

    >>> side_by_side([[1, 2], [5, 3]])
    [3, 10, 6]
    """
    denominator = lcm(*[row[-1] for row in rows])
    joined = [value * (denominator // row[-1]) for row in rows for value in row[:-1]]
    joined.append(denominator)
    return joined
