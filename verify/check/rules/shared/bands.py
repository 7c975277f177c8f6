"""Bands: pairs of numbers, one of which lies in an interval, and so does their sum; how they lead along a line."""

from itertools import groupby

Interval = tuple[int | None, int | None]
"""All numbers between two ends, where None is infinite; or one number, twice."""

Band = tuple[bool, Interval, Interval]
"""Pairs (a, b) with a, or else b, in the first interval, and a + b in the second one."""

ALL: Interval = (None, None)


def kept(slope: int, band: Band) -> list[Band]:
    """Return where a band leads without a kink before the next point, the chord having this slope."""
    right, place, slopes = band
    return [(True, place if right else minus((slope, slope), place), (slope, slope))] if has(slopes, slope) else []


def crossed(slope: int, band: Band) -> list[Band]:
    """Return where it leads with one kink: from less than the chord's slope to more, or back, or from it anywhere."""
    right, place, slopes = band
    ways = (
        (_below(slope, slopes), (slope, None)),
        (_above(slope, slopes), (None, slope)),
        ((slope, slope) if has(slopes, slope) else None, ALL),
    )
    return [moved for part, after in ways if part for moved in _moved((right, place, part), after)]


def crossed_twice(slope: int, band: Band) -> list[Band]:
    """Return where it leads with two kinks: either the middle slope is across the chord's, or the last one is."""
    ways = [[(True, ALL, middle[2]), *_moved(middle, ALL)] for middle in crossed(slope, band)]
    return [band for way in ways for band in way]


def _moved(band: Band, slopes: Interval) -> list[Band]:
    """Return where a band leads if one of a and b changes, and their sum comes to be in an interval."""
    right, place, old = band
    return [(right, place, slopes), (not right, minus(old, place), slopes)]


def has(interval: Interval, number: int) -> bool:
    """Return whether a number lies in an interval."""
    least, most = interval
    return least == number == most or ((least is None or least < number) and (most is None or number < most))


def _below(number: int, interval: Interval) -> Interval | None:
    least, most = interval
    if least is not None and least >= number:
        return None
    return least, number if most is None else min(most, number)


def _above(number: int, interval: Interval) -> Interval | None:
    least, most = interval
    if most is not None and most <= number:
        return None
    return number if least is None else max(least, number), most


def minus(one: Interval, other: Interval) -> Interval:
    """Return where differences of two numbers lie."""
    (a, b), (c, d) = one, other
    return (None if a is None or d is None else a - d, None if b is None or c is None else b - c)


def tidy(bands: list[Band]) -> list[Band]:
    """Return as few bands that hold the same pairs: intervals that overlap become one.

    They are sorted, not hashed: hashes of integers can be foreseen, and made equal.
    """
    ordered = sorted(bands, key=lambda band: (band[0], _order(band[2]), _order(band[1])))
    found = list[Band]()
    for (right, slopes), group in groupby(ordered, key=lambda band: (band[0], band[2])):
        places = [place for place, _ in groupby([band[1] for band in group])]
        found += [(right, place, slopes) for place in _joined(places)]
    return found


def _order(interval: Interval) -> tuple[bool, int, bool, int]:
    least, most = interval
    return least is not None, least or 0, most is None, most or 0


def _joined(ordered: list[Interval]) -> list[Interval]:
    """Return the same numbers in as few intervals; these are in order, each once."""
    joined = ordered[:1]
    for least, most in ordered[1:]:
        first, last = joined[-1]
        if first == last is not None or (last is not None and least is not None and last <= least):
            joined.append((least, most))
        else:
            joined[-1] = first, None if last is None or most is None else max(last, most)
    return joined
