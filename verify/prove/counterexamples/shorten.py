"""Short inputs: rational numbers near floats, and counterexamples with as few digits as still refute."""

from collections.abc import Callable, Iterator, Sequence as Items
from fractions import Fraction

from constructions.model.rational import nearest_float
from verify.prove.counterexamples.space import Interval

GRIDS = (1, 2, 10, 100, 1000, 10**4, 10**6, 10**9, 2**40)
"""Denominators to which a proposed point is rounded, coarsest first: short points are read by people."""

_DENOMINATORS = (12, 1000, 10**6)

Judge = Callable[[list[list[Fraction]]], list[bool]]
"""Which points refute."""


def digits(value: Fraction) -> int:
    """Return how many digits a number is spelled with.

    >>> digits(Fraction(-1, 20)), digits(Fraction(7))
    (3, 1)
    """
    size = len(str(abs(value.numerator)))
    return size if value.denominator == 1 else size + len(str(value.denominator))


def roundings(values: Items[float], intervals: Items[Interval]) -> Iterator[list[Fraction]]:
    """Yield points near floats, all coordinates between their bounds, coarsest first.

    Then fractions of short numerator and denominator, so that thirds are found, and the floats themselves.

    >>> [point[0] for point in roundings([0.26], [Interval(Fraction(0), Fraction(1, 3))])][:4]
    [Fraction(0, 1), Fraction(0, 1), Fraction(3, 10), Fraction(13, 50)]
    """
    exact = [_at_its_end(value, interval) for value, interval in zip(values, intervals, strict=True)]
    for grid in GRIDS:
        yield [_rounded(value, interval, grid) for value, interval in zip(exact, intervals, strict=True)]
    for most in _DENOMINATORS:
        yield [_within(v.limit_denominator(most), interval) for v, interval in zip(exact, intervals, strict=True)]
    yield [_within(value, interval) for value, interval in zip(exact, intervals, strict=True)]


def _at_its_end(value: float, interval: Interval) -> Fraction:
    """Return a float exactly, or the bound that it stands for."""
    for end in (interval.low, interval.high):
        if end is not None and nearest_float(end) == value:
            return end
    return Fraction(value)


def _rounded(value: Fraction, interval: Interval, grid: int) -> Fraction:
    found = interval.nearest(value, grid)
    return _within(value, interval) if found is None else found


def _within(value: Fraction, interval: Interval) -> Fraction:
    """Return the number itself or, if it is outside, the bound that it passes, or a place between the bounds."""
    if interval.holds(value):
        return value
    low, high = interval.low, interval.high
    for end in (low, high):
        if end is not None and interval.holds(end) and (end == high or low is None or value <= low):
            return end
    if low is not None and high is not None:
        return (low + high) / 2
    return low + 1 if low is not None else high - 1 if high is not None else value


def shortened(point: list[Fraction], intervals: Items[Interval], judge: Judge, tries: int) -> list[Fraction]:
    """Return a point that refutes as ``point`` does, its coordinates rounded as coarsely as goes, one after the other.

    Args:
        point: the free coordinates of a point that refutes.
        intervals: what bounds them.
        judge: which points refute.
        tries: how many points the judge may be asked about.

    >>> third = [Fraction(123456, 1000000), Fraction(987, 1000)]
    >>> shortened(third, [Interval(), Interval()], lambda tried: [p[0] + p[1] > 1 for p in tried], 99)
    [Fraction(1, 10), Fraction(1, 1)]
    """
    best = list(point)
    for grid in GRIDS:
        blocks = [[place for place in range(len(best)) if digits(best[place]) > 1]]
        while blocks and tries > 0:
            block = blocks.pop()
            tried, changed = _coarser(best, block, intervals, grid)
            if not changed:
                continue
            tries -= 1
            if judge([tried])[0]:
                best = tried
            elif len(changed) > 1:
                half = len(changed) // 2
                blocks += [changed[half:], changed[:half]]
    return best


def _coarser(
    point: list[Fraction], places: Items[int], intervals: Items[Interval], grid: int
) -> tuple[list[Fraction], list[int]]:
    tried, changed = list(point), []
    for place in places:
        found = intervals[place].nearest(point[place], grid)
        if found is not None and digits(found) < digits(point[place]):
            tried[place] = found
            changed.append(place)
    return tried, changed
