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

MOST_BITS = 1 << 30
"""No matrix of a layer, and no points that run through it together, are to have more bits than this."""


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
    """An affine map in integers: numerators of W and b over one common denominator.

    ``own`` is the denominator that each output would need alone; kept ``apart``, outputs come out that many times as
    large instead. ``before`` is how many times as large the inputs come in.
    """

    def __init__(self, node: Affine, before: Items[int] = (), apart: bool = False) -> None:
        self.node = node
        larger = before or [1] * node.input_width
        below = [
            [value.denominator * larger[index] for index, value in zip(form.indices, form.weights, strict=True)]
            for form in node.weights
        ]
        self.own = [lcm(bias.denominator, *row) for bias, row in zip(node.bias, below, strict=True)]
        self.denominator = 1 if apart else lcm(*self.own)
        scales = self.own if apart else [self.denominator] * len(self.own)
        self.bias = [
            value.numerator * (scale // value.denominator) for value, scale in zip(node.bias, scales, strict=True)
        ]
        self.forms = [
            (form.indices, [value.numerator * (scale // part) for value, part in zip(form.weights, row, strict=True)])
            for form, row, scale in zip(node.weights, below, scales, strict=True)
        ]
        self.longest = max(
            [_longest(row) for row in ([self.denominator, *self.bias], *[w for _, w in self.forms]) if row]
        )
        size = sum(map(len, below))
        dense = size * _SPARSE >= node.input_width * node.output_width
        self.matrix = self._matrix(node) if dense and size >= MATRIX_ENTRIES else None

    def _matrix(self, node: Affine) -> Any:
        entries = [[0] * node.output_width for _ in range(node.input_width + 1)]
        for column, (indices, weights) in enumerate(self.forms):
            for index, weight in zip(indices, weights, strict=True):
                entries[index][column] = weight
        entries[-1] = self.bias
        return flint.fmpz_mat(entries)

    def at_once(self, rows: list[Homogeneous]) -> int:
        """Return of how many points like these the values are not too long to stand side by side."""
        return max(1, MOST_BITS // (len(self.bias) * (self.longest + _longest(rows[0]))))

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


def hidden_layer(first: Layer, last: Affine) -> tuple[Layer, Layer] | None:
    """Return both sides of a layer of ReLUs, its units apart, if that keeps numbers short; None if it does not.

    It does where the common denominator of the units is far longer than any of theirs, unless it would have to stand in
    too many weights behind them.

    >>> from fractions import Fraction
    >>> first = Layer(Affine([[1]] * 9, [Fraction(1, 10**9 + number) for number in range(9)]))
    >>> apart, _ = hidden_layer(first, Affine([[1] * 9], [0]))
    >>> apart.product([[0, 1]])
    [[1, 1, 1, 1, 1, 1, 1, 1, 1]]
    """
    common, longest = first.denominator.bit_length(), max(first.own).bit_length()
    if common < 4 * longest or common * sum([len(form.indices) for form in last.weights]) > MOST_BITS:
        return None
    return Layer(first.node, apart=True), Layer(last, first.own)


def _longest(numbers: Items[int]) -> int:
    return max(max(numbers), -min(numbers)).bit_length()


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
