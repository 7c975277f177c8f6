"""Operations that networks without gates need for almost all labellings: counted, in integers."""

from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import TypeAlias

from constructions.model.nouns import count_of
from lowerbound.bounds.formulas import ABOVE_4E, Bound, log2_up

PART = 10
"""*Almost all* labellings are all but a 2^-10 part."""


def labellings_bound(points: int, width: int, operations: int, labels: int = 2) -> Fraction:
    """Return a number that is at least that of the labellings of any points that networks without gates memorize.

    C different labels are given. Of T operations P take a constant, J join two values, B compare. With M = p + T - 1
    it is p + T + 1 times the sum over P + J + B = T of

        T!/(P! J! B!) (3 M)^P ((3 M^2 - M)/2)^J (2 M)^B 2 (2 e C n 2^B)^P;

    summed over B first, 2 (p + T + 1) times that of binomial(T, P) (6 e C M n)^P (2 M 2^P + (3 M^2 - M)/2)^(T - P).
    With no operation it is p + C: an output is an input, or a constant.

    Args:
        points: n, at least T.
        width: p.
        operations: T.
        labels: C, at least 2; numbers, if there are more than 2.

    Raises:
        ValueError: if T is more than n, for which it is not proved.

    Source: derived here, by the theorem of Warren 1968; theory, Theorem 36.

    >>> labellings_bound(300, 1, 0)
    Fraction(3, 1)
    """
    _check(points, operations)
    if not operations:
        return Fraction(width + labels)
    factor = _factor(points, labels)
    total = sum([_term(factor, width, operations, constants) for constants in range(operations + 1)])
    return Fraction(2 * (width + operations + 1) * total, factor.denominator**operations)


def needed_without_gates(points: int, width: int, part: int = PART, labels: int = 2) -> int | None:
    """Return the largest T <= n such that all but a 2^-k part of the labellings need more than T operations.

    Found by bisection: the sum rounded up and down decides nearly always, else the exact sum.

    Args:
        points: n.
        width: p.
        part: k, at least 0.
        labels: C, at least 2; numbers, if there are more than 2.

    Returns:
        T, or None if not even 0 operations are excluded.

    Source: derived here; theory, Theorem 36.

    >>> [needed_without_gates(n, 1) for n in (10, 300, 1_000, 10_000)]
    [None, 15, 39, 166]
    """
    goal = _Goal.of(points, width, part, labels)
    if not goal.few(0):
        return None
    low, high = 0, 1
    while high <= points and goal.few(high):
        low, high = high, 2 * high
    high = min(high, points + 1)
    while high - low > 1:
        middle = (low + high) // 2
        if goal.few(middle):
            low = middle
        else:
            high = middle
    return low


def bound_without_gates(points: int, width: int, labels: int = 2) -> Bound | None:
    """Return the least operations without gates that almost all labellings of these points need.

    None if they are no more than ceil(log2 n), with which gates may do.

    >>> bound_without_gates(300, 1).value, bound_without_gates(300, 1, labels=10).value
    (16, 39)
    """
    found = needed_without_gates(points, width, labels=labels)
    if found is None or found < log2_up(points):
        return None
    those = "two labels" if labels == 2 else f"these {labels:,} labels"
    what = f"operations without gates, for all but a 2^-{PART} part of the labellings of these points with {those}"
    return Bound(
        what,
        found + 1,
        f"counting the labellings that {count_of(found, 'operation memorizes', 'operations memorize')}",
        "Theorem 36",
    )


def _check(points: int, operations: int) -> None:
    if not 0 <= operations <= points:
        raise ValueError(f"operations must be between 0 and {points}, the number of points, not {operations}")


def _factor(points: int, labels: int) -> Fraction:
    """Return a number a little above 2 e C n."""
    return ABOVE_4E * labels * points / 2


def _term(factor: Fraction, width: int, operations: int, constants: int) -> int:
    """Return a term of the sum, times the denominator of the factor to the power T."""
    base, other = _bases(factor, width, operations, constants)
    power: int = base**constants * other ** (operations - constants)
    return comb(operations, constants) * power


def _bases(factor: Fraction, width: int, operations: int, constants: int) -> tuple[int, int]:
    """Return what is taken to the power P, and to the power T - P."""
    values = width + operations - 1
    other = (values << constants + 1) + (3 * values * values - values) // 2
    return 3 * values * factor.numerator, other * factor.denominator


@dataclass(frozen=True, slots=True)
class _Goal:
    """Whether T operations memorize at most a 2^-k part of the C^n labellings."""

    points: int
    width: int
    part: int
    labels: int
    factor: Fraction
    labellings: int

    @classmethod
    def of(cls, points: int, width: int, part: int, labels: int) -> "_Goal":
        return cls(points, width, part, labels, _factor(points, labels), labels**points)

    def few(self, operations: int) -> bool:
        _check(self.points, operations)
        if not operations:
            return self.width + self.labels << self.part <= self.labellings
        left = 2 * (self.width + operations + 1) << self.part
        right: int = self.factor.denominator**operations * self.labellings
        most, least = [_rounded_sum(self.factor, self.width, operations, up) for up in (True, False)]
        if left * most[0] << most[1] <= right:
            return True
        if left * least[0] << least[1] > right:
            return False
        total = sum([_term(self.factor, self.width, operations, constants) for constants in range(operations + 1)])
        return bool(left * total <= right)


_Rounded: TypeAlias = tuple[int, int]
"""m and s for the number m 2^s."""

_KEPT = 96
"""Bits of a rounded number: of sums of thousands of powers, each of a power in the thousands, some 60 are right."""


def _rounded_sum(factor: Fraction, width: int, operations: int, up: bool) -> _Rounded:
    """Return the sum of all terms, rounded up or down."""
    total, ways = (0, 0), 1
    for constants in range(operations + 1):
        base, other = _bases(factor, width, operations, constants)
        one, two = _power(base, constants, up), _power(other, operations - constants, up)
        term = _cut(ways * one[0] * two[0], one[1] + two[1], up)
        low, high = sorted([total, term], key=lambda number: number[1])
        apart = high[1] - low[1]
        if apart > _FAR:  # then the lower one is less than one at the place _KEPT further down
            low, apart = (int(up), high[1] - _KEPT), _KEPT
        total = _cut((high[0] << apart) + low[0], low[1], up)
        ways = ways * (operations - constants) // (constants + 1)
    return total


_FAR = 2 * _KEPT
"""How many places apart two rounded numbers may be to be added as they are."""


def _power(base: int, exponent: int, up: bool) -> _Rounded:
    """Return base^exponent, rounded up or down.

    >>> (low, far), (high, place) = _power(3, 2000, False), _power(3, 2000, True)
    >>> low << far < 3**2000 < high << place, far == place, high - low < 1 << 20
    (True, True, True)
    """
    found, square = (1, 0), _cut(base, 0, up)
    while exponent:
        if exponent & 1:
            found = _cut(found[0] * square[0], found[1] + square[1], up)
        exponent >>= 1
        square = _cut(square[0] * square[0], 2 * square[1], up)
    return found


def _cut(mantissa: int, shift: int, up: bool) -> _Rounded:
    gone = max(0, mantissa.bit_length() - _KEPT)
    kept = mantissa >> gone
    return kept + (up and kept << gone != mantissa), shift + gone
