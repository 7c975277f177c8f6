"""Operations that networks without gates need for almost all labellings: counted, in integers."""

from dataclasses import dataclass
from fractions import Fraction
from math import comb

from constructions.model.nouns import count_of
from lowerbound.bounds.formulas import ABOVE_4E, FINE, Bound, log2_from_below, log2_up

PART = 10
"""*Almost all* labellings are all but a 2^-10 part."""


def labellings_bound(points: int, width: int, operations: int, labels: int = 2) -> Fraction:
    """Return a number that is at least that of the labellings of any points that networks without gates memorize.

    C different labels are given. Of T operations P take a constant, J join two values, B compare. With M = p + T - 1
    it is p + T + 1 times the sum over P + J + B = T of

        T!/(P! J! B!) (3 M)^P ((3 M^2 - M)/2)^J (2 M)^B 2 (2 e C n 2^B)^P;

    summed over B first, 2 (p + T + 1) times that of binomial(T, P) (6 e C M n)^P (2 M 2^P + (3 M^2 - M)/2)^(T - P).

    Args:
        points: n, at least T.
        width: p.
        operations: T.
        labels: C, at least 2; numbers, if there are more than 2.

    Raises:
        ValueError: if T is more than n, for which it is not proved.

    Source: derived here, by the theorem of Warren 1968; theory, Theorem 36.

    >>> labellings_bound(300, 1, 0)
    Fraction(4, 1)
    """
    _check(points, operations)
    factor = _factor(points, labels)
    total = sum([_term(factor, width, operations, constants) for constants in range(operations + 1)])
    return Fraction(2 * (width + operations + 1) * total, factor.denominator**operations)


def needed_without_gates(points: int, width: int, part: int = PART, labels: int = 2) -> int | None:
    """Return the largest T <= n such that all but a 2^-k part of the labellings need more than T operations.

    Found by bisection: bounds on the logarithms of the terms decide nearly always, else the exact sum.

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
    factor: Fraction
    labellings: int

    @classmethod
    def of(cls, points: int, width: int, part: int, labels: int) -> "_Goal":
        return cls(points, width, part, _factor(points, labels), labels**points)

    def few(self, operations: int) -> bool:
        _check(self.points, operations)
        left = 2 * (self.width + operations + 1) << self.part
        right: int = self.factor.denominator**operations * self.labellings
        most = least = 0
        limit = right.bit_length()
        for constants in range(operations + 1):
            base, other = _bases(self.factor, self.width, operations, constants)
            chosen = comb(operations, constants).bit_length()
            below, above = log2_from_below(base), log2_from_below(other)
            length = constants * below + (operations - constants) * above
            least = max(least, chosen - 1 + (length >> FINE))
            most = max(most, chosen + (length + 2 * operations >> FINE) + 1)
        if most + left.bit_length() + operations.bit_length() < limit - 1:
            return True
        if least + self.part >= limit:
            return False
        total = sum([_term(self.factor, self.width, operations, constants) for constants in range(operations + 1)])
        return bool(left * total <= right)
