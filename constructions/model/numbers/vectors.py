"""Vectors of rational numbers as columns of 64-bit integers; exact objects are made where somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence as Items
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING, Any, SupportsIndex, TypeAlias, overload

from constructions.model.later import Later
from constructions.model.rational import Point, in_lowest_terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Later("numpy")

Integers: TypeAlias = "NDArray[np.int64]"

LARGEST = 2**62 - 1
"""The largest numerator and denominator in columns: numbers can be negated, and two added, without overflow."""

_MOST_BITS = LARGEST.bit_length() - 1

_ODD = 0x9E3779B97F4A7C15
"""The digits of the golden ratio: powers of it mix the numbers of a row into one."""


class Vectors(Items[Point]):
    """n vectors of Q^p: a sequence of tuples of exact numbers, held as p columns of n numerators.

    Args:
        columns: a p x n array of numerators, none beyond ``LARGEST``; p and n are at least 1.
        scales: for each column the denominator of all its numbers; both are brought to lowest terms.

    It equals the tuple of the same vectors, and the list.

    >>> half = Vectors(np.array([[2, 4], [1, 6]]), (2, 2))
    >>> half.scales, half[1], half == (half[0], half[1])
    ((1, 2), (Fraction(2, 1), Fraction(3, 1)), True)
    """

    __slots__ = ("_distinct", "_tuples", "columns", "scales")

    def __init__(self, columns: Integers, scales: Items[int]) -> None:
        common = [
            1 if scale == 1 else gcd(scale, int(np.gcd.reduce(column)))
            for column, scale in zip(columns, scales, strict=True)
        ]
        if max(common) > 1:
            columns = columns // np.array(common)[:, None]
        self.columns: Integers = np.ascontiguousarray(columns, dtype=np.int64)
        self.scales = tuple([scale // divisor for scale, divisor in zip(scales, common, strict=True)])
        self._tuples: tuple[Point, ...] | None = None
        self._distinct: bool | None = None

    @property
    def tuples(self) -> tuple[Point, ...]:
        """The vectors as tuples, made once."""
        if self._tuples is None:
            columns = [
                exact_numbers(column, np.int64(scale)) for column, scale in zip(self.columns, self.scales, strict=True)
            ]
            self._tuples = tuple(zip(*columns, strict=True))
        return self._tuples

    @overload
    def __getitem__(self, index: SupportsIndex) -> Point: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Point, ...]: ...

    def __getitem__(self, index: Any) -> Any:
        if self._tuples is not None:
            return self._tuples[index]
        if isinstance(index, slice):
            return self.take(np.arange(len(self))[index]).tuples if len(range(len(self))[index]) else ()
        numbers = self.columns[:, index].tolist()
        return tuple([Fraction(number, scale) for number, scale in zip(numbers, self.scales, strict=True)])

    def __len__(self) -> int:
        return int(self.columns.shape[1])

    def __iter__(self) -> Iterator[Point]:
        return iter(self.tuples)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Vectors):
            return self.scales == other.scales and np.array_equal(self.columns, other.columns)
        return self.tuples == tuple(other) if isinstance(other, tuple | list) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.tuples)

    def __repr__(self) -> str:
        return repr(self.tuples)

    def __reduce__(self) -> tuple[Any, ...]:
        return Vectors, (self.columns, self.scales)

    @property
    def width(self) -> int:
        """The number p of columns."""
        return len(self.columns)

    def take(self, numbers: Integers) -> Vectors:
        """Return the vectors of these numbers, at least one.

        >>> Vectors(np.array([[5, 6, 7]]), (1,)).take(np.array([2, 0])).columns.tolist()
        [[7, 5]]
        """
        return Vectors(self.columns[:, numbers], self.scales)

    def part(self, places: Items[int]) -> Vectors:
        """Return the columns of these places, at least one.

        >>> Vectors(np.array([[5, 6], [7, 8]]), (1, 1)).part([1]).tuples
        ((Fraction(7, 1),), (Fraction(8, 1),))
        """
        return Vectors(self.columns[list(places)], [self.scales[place] for place in places])

    def are_distinct(self) -> bool:
        """Return whether no two vectors are equal; looked for once.

        >>> Vectors(np.array([[5, 6, 5], [0, 0, 1]]), (1, 1)).are_distinct()
        True
        """
        if self._distinct is None:
            mixed = np.zeros(len(self), dtype=np.uint64)
            for column in self.columns:
                mixed = (mixed + column.view(np.uint64)) * np.uint64(_ODD)
            mixed.sort()
            # rows with different mixtures differ; rows with equal ones are compared
            self._distinct = not bool((mixed[1:] == mixed[:-1]).any()) or bool(
                (self.first_of_equals() == np.arange(len(self))).all()
            )
        return self._distinct

    def first_of_equals(self) -> Integers:
        """Return for each vector the number of the first one that equals it.

        >>> Vectors(np.array([[5, 6, 5], [0, 0, 0]]), (1, 1)).first_of_equals().tolist()
        [0, 1, 0]
        """
        order = np.lexsort(self.columns)
        ordered = self.columns[:, order]
        begins = np.concatenate([[True], (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)])
        first = np.empty(len(self), dtype=np.int64)
        first[order] = order[begins][np.cumsum(begins) - 1]  # the sort is stable: the first of equals stands first
        return first

    def over_one(self, most: int) -> tuple[Integers, int] | None:
        """Return numerators over one denominator for all columns; None if one of these numbers is beyond ``most``.

        >>> columns, scale = Vectors(np.array([[1, 2], [1, 3]]), (1, 2)).over_one(100)
        >>> columns.tolist(), scale
        ([[2, 4], [1, 3]], 2)
        """
        scale = int(np.lcm.reduce(np.array(self.scales, dtype=object)))
        factors = [scale // own for own in self.scales]
        largest = max([size * factor for size, factor in zip(self.sizes(), factors, strict=True)])
        if max(scale, largest) > min(most, LARGEST):
            return None
        return (self.columns if scale == 1 else self.columns * np.array(factors)[:, None]), scale

    def sizes(self) -> list[int]:
        """Return the largest absolute value of the numerators of each column."""
        return [largest_size(column) for column in self.columns]

    def texts(self) -> list[list[str]]:
        """Return the numbers of each column as they are spelled in files.

        >>> Vectors(np.array([[1, 2]]), (2,)).texts()
        [['1/2', '1']]
        """
        return [_texts(column, scale) for column, scale in zip(self.columns, self.scales, strict=True)]


def largest_size(numbers: NDArray[Any]) -> int:
    """Return the largest absolute value of some integers, 0 if there are none; 64 bits have no place for that of -2^63.

    >>> largest_size(np.array([1, -(2**63)])) == 2**63, np.abs(np.array([-(2**63)])).tolist() == [-(2**63)]
    (True, True)
    """
    return max(-int(numbers.min(initial=0)), int(numbers.max(initial=0)))


def vectors_of_array(values: NDArray[Any]) -> Vectors | None:
    """Return the rows of an array of integers, Booleans or finite floats, which are integers over powers of 2; None if
    a column does not fit 64 bits.

    >>> vectors_of_array(np.array([[0.5], [3.0]])).tuples
    ((Fraction(1, 2),), (Fraction(3, 1),))
    """
    columns = values.T
    if values.dtype.kind != "f":
        if largest_size(values) > LARGEST:
            return None
        return Vectors(columns.astype(np.int64), [1] * len(columns))
    fractions, exponents = np.frexp(columns.astype(np.float64))
    odd = (fractions * 2**53).astype(np.int64)
    zeros = np.where(odd == 0, 0, bit_lengths(odd & -odd) - 1)
    odd, exponents = odd >> zeros, np.where(odd == 0, 0, exponents - 53 + zeros)
    scales = np.maximum(0, -exponents.min(axis=1))
    shifts = exponents + scales[:, None]
    if max(int(scales.max()), int((bit_lengths(odd) + shifts).max())) > _MOST_BITS:
        return None
    return Vectors(odd << shifts, [1 << scale for scale in scales.tolist()])


def exact_numbers(numerators: Integers, denominators: Any) -> list[Fraction]:
    """Return quotients of 64-bit integers as exact numbers.

    Args:
        denominators: positive; an array, or one for all.

    >>> exact_numbers(np.array([2, -3]), np.array([4, 1]))
    [Fraction(1, 2), Fraction(-3, 1)]
    """
    above, below = lowest(numerators, denominators)
    return list(map(in_lowest_terms, above.tolist(), below.tolist()))


def lowest(numerators: Integers, denominators: Any) -> tuple[Integers, Integers]:
    """Return quotients of 64-bit integers in lowest terms; the denominators are positive.

    >>> [part.tolist() for part in lowest(np.array([2, -3]), np.int64(4))]
    [[1, -3], [2, 4]]
    """
    common = np.gcd(numerators, denominators)
    return numerators // common, denominators // common


def over_least(numerators: Integers, denominators: Integers) -> tuple[Integers, int] | None:
    """Return quotients over their least common denominator; None if it, or one of the numerators, is too large.

    >>> over_least(np.array([2, 3]), np.array([4, 3]))
    (array([1, 2]), 2)
    >>> over_least(np.array([1, 1]), np.array([2**40, 3**30])) is None
    True
    """
    above, below = lowest(numerators, denominators)
    scale = 1
    for denominator in np.unique(below).tolist():
        scale = lcm(scale, denominator)
        if scale > LARGEST:
            return None
    factors = scale // below
    return None if (np.abs(above) > LARGEST // factors).any() else (above * factors, scale)


def bit_lengths(numbers: Integers) -> Integers:
    """Return the bits of each number, its sign left out, as ``int.bit_length`` says them.

    >>> bit_lengths(np.array([0, 1, -4, 2**62 - 1])).tolist()
    [0, 1, 3, 62]
    """
    return np.searchsorted(2 ** np.arange(63), np.abs(numbers), side="right")


def _texts(column: Integers, scale: int) -> list[str]:
    spelled: Callable[[int], str] = str
    if scale == 1:
        return list(map(spelled, column.tolist()))
    pairs = zip(*[part.tolist() for part in lowest(column, np.int64(scale))], strict=True)
    return [f"{above}/{below}" if below != 1 else str(above) for above, below in pairs]
