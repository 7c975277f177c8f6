"""The least number of ReLUs of one hidden layer that memorize points on a line, by bands of parts of slopes."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, lcm

from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Network, Relu, Sequence, constant
from lowerbound.comparisons.pieces import check_line, line_of
from verify.prove.bands import ALL, Band, crossed, tables
from verify.prove.relaxation.parts import short_between

MOST_BANDS = 100_000
"""How many bands are followed; there can be twice as many with each kink whose place and slopes are fixed."""

Parts = tuple[Fraction, Fraction]
"""What the slope right of a point is the sum of: that of units that look right, and that of those that look left."""

Ends = tuple[Fraction | int | None, Fraction | int | None]
"""Numbers between two ends, where None is infinite; or one number, twice."""

Slopes = tuple[bool, Ends, Ends]
"""A band of slopes."""

Unit = tuple[Fraction, Fraction, bool]
"""Where a unit turns, by how much the slope changes there, and whether it is active on the right."""

Way = list[Parts]
"""Parts right of a point, and behind each kink up to the next point."""


@dataclass(frozen=True, slots=True)
class Units:
    """The least number of units, or what is known of it.

    Attributes:
        units: so many are enough.
        network: a network with so many that memorizes; its line was followed through all points.
        kinks: so many are needed (``kinks_needed``), and at most one more.
        exact: whether ``units`` is the least number; else there were too many bands.
    """

    units: int
    network: Network
    kinks: int
    exact: bool = True


def least_units(dataset: Dataset, most: int = MOST_BANDS) -> Units:
    """Return the least number m of hidden ReLUs with x -> b + sum over i < m of w_i relu(a_i x + c_i) on the data.

    The output has a bias, and the input does not skip the layer. It is the least number of kinks of a broken line
    through the points, or one more (theory, Theorem 33d).

    Args:
        most: how many bands are followed.

    Raises:
        BadInput: if points or labels have several numbers.

    >>> found = least_units(Dataset.from_rows([[0], [1], [2]], [[0], [1], [0]]))
    >>> found.units, found.kinks, found.exact
    (2, 1, True)
    """
    check_units(dataset)
    pairs = [(z, label[0]) for z, label in line_of(dataset)]
    chords = [(v - y) / (a - z) for (z, y), (a, v) in pairwise(pairs)]
    turns = list(_turns(chords))
    ways = _ways(chords, turns, (True, (0, 0), ALL), most)
    exact = ways is not None
    if ways is None or len(ways) < len(chords):  # one unit more, active at all points, gives any part to begin with
        ways = _ways(chords, turns, (True, ALL, ALL), None) or []
    units = _units(pairs, ways)
    network = _network(units, *pairs[0])
    if not _goes_through(units, pairs):
        raise AssertionError("units whose slopes go along the chords memorize")
    kinks = sum(turns)
    return Units(len(units), network, kinks, exact or len(units) == kinks)


def check_units(dataset: Dataset) -> None:
    """Refuse data for which ``least_units`` has no answer; raises BadInput if points or labels have several numbers."""
    check_line(dataset)
    if dataset.label_width != 1:
        raise BadInput(f"labels must be one number each, not {dataset.label_width}")


def kinks_needed(dataset: Dataset) -> int:
    """Return the fewest kinks of a broken line through the points, which are kinks of different units.

    Raises:
        BadInput: if points have several coordinates.

    >>> kinks_needed(Dataset.from_rows([[z] for z in range(9)], [[z % 2] for z in range(9)]))
    7
    """
    pairs = [(z, label[0]) for z, label in line_of(dataset)]
    return sum(_turns([(v - y) / (a - z) for (z, y), (a, v) in pairwise(pairs)]))


def _turns(slopes: list[Fraction]) -> Iterator[bool]:
    """Yield for each chord whether it asks for a kink more.

    With the fewest kinks so far, only some slopes are possible right of a point: that of the chord before it, or, where
    the chord asked for a kink, all on one side of it; with one kink more, any (theory, Theorem 33c).
    """
    side = 0
    for before, slope in zip([*slopes[:1], *slopes], slopes, strict=False):
        bend = slope - before
        turns = bend != 0 and bend * side <= 0
        side = ((bend > 0) - (bend < 0)) * turns
        yield turns


def _ways(chords: list[Fraction], turns: list[bool], start: Band, most: int | None) -> list[Way] | None:
    """Return for each chord the parts of slopes along it, with as few kinks as are needed; none if there are none.

    The last part of units that look left is 0. None: there are more bands than ``most``. Bands are of integers, slopes
    over one denominator, which may be long; on the way back they are the slopes, of which short ones are chosen.
    """
    scale = lcm(*[chord.denominator for chord in chords])
    slopes = [chord.numerator * (scale // chord.denominator) for chord in chords]
    found = tables(slopes, turns, start, most)
    if found is None:
        return None

    def over(ends: Ends) -> Ends:
        return tuple([None if end is None else Fraction(end, scale) for end in ends])  # type: ignore[return-value]

    def bands(table: list[Band]) -> Iterator[Slopes]:
        return ((right, over(place), over(sums)) for right, place, sums in table)

    last = [parts for band in bands(found.pop()[0]) if (parts := _found(band, ALL, False, Fraction(0)))]
    if not last:
        return []
    ways, parts, spared = list[Way](), last[0], 0
    for chord, turn, table in reversed(list(zip(chords, turns, found, strict=True))):
        spared, way = _way([bands(few) for few in table], chord, parts, spared + turn)
        ways.append(way)
        parts = way[0]
    return ways[::-1]


def _way(table: list[Iterator[Slopes]], slope: Fraction, parts: Parts, kinks: int) -> tuple[int, Way]:
    """Return how many kinks more than needed come before a chord, and a way along it, with the others, to parts."""
    for spared, bands in enumerate(table):
        for band in bands:
            way = _led(band, slope, parts, kinks - spared)
            if way is not None:
                return spared, way
    raise AssertionError("what is in a table is led to from the one before")


def _led(band: Slopes, slope: Fraction, parts: Parts, kinks: int) -> Way | None:
    """Return a way along a chord from parts in a band, with so many kinks, to others."""
    if kinks == 0:
        same = _found(band, (slope, slope), True, parts[0])
        return [parts] if same == parts else None
    if kinks == 1:
        across = _across(slope, parts[0] + parts[1])
        ways = [_found(band, side, right, parts[not right]) for side in across for right in (True, False)]
        return next(([before, parts] for before in ways if before), None)
    for middle in crossed(slope, band) if kinks == 2 else ():  # type: ignore[arg-type]  # here of fractions
        stays = _found(middle, ALL, True, parts[0]) or _found(middle, ALL, False, parts[1])
        way = stays and _led(band, slope, stays, 1)
        if way:
            return [*way, parts]
        total = parts[0] + parts[1]
        start = _some(band, _across(slope, total)[0]) if _chosen(middle[2], (total, total)) is not None else None
        if start:
            return [start, (parts[0], start[1]), parts]
    return None


def _across(slope: Fraction, after: Fraction) -> list[Ends]:
    """Return the intervals of slopes before a kink on a chord of one slope, if that behind it is given."""
    side: list[Ends] = [(None, slope)] if after > slope else [(slope, None)]
    return [*(side if after != slope else []), (slope, slope)]


def _some(band: Slopes, side: Ends) -> Parts | None:
    """Return parts in a band whose sum lies in an interval."""
    right, place, slopes = band
    one, total = _chosen(place), _chosen(slopes, side)
    if one is None or total is None:
        return None
    return (one, total - one) if right else (total - one, one)


def _found(band: Slopes, side: Ends, right: bool, part: Fraction) -> Parts | None:
    """Return parts in a band whose sum lies in an interval, where one part is given: that of units that look right."""
    looks, place, slopes = band
    sums = [_less(slopes, part), _less(side, part)]
    if looks == right and _chosen(place, (part, part)) is None:
        return None
    other = _chosen(*sums) if looks == right else _chosen(place, *sums)
    if other is None:
        return None
    return (part, other) if right else (other, part)


def _less(ends: Ends, number: Fraction) -> Ends:
    return tuple([None if end is None else end - number for end in ends])  # type: ignore[return-value]


def _chosen(*intervals: Ends) -> Fraction | None:
    """Return a number that lies in all intervals, if there is one."""
    least = max([end for end, _ in intervals if end is not None], default=None)
    most = min([end for _, end in intervals if end is not None], default=None)
    if least is None:
        number = Fraction(0 if most is None else floor(most) - 1)
    elif most is None or least == most:
        number = Fraction(least if least == most else ceil(least) + 1)
    elif least > most:
        return None
    else:
        number = short_between(Fraction(least), Fraction(most))
    inside = [
        low == number == high or ((low is None or low < number) and (high is None or number < high))
        for low, high in intervals
    ]
    return number if all(inside) else None


def _units(pairs: list[tuple[Fraction, Fraction]], ways: list[Way]) -> list[Unit]:
    """Return units whose slopes go along the chords.

    The line turns where it comes across a chord that it left the last point beside; later kinks are at the next point.
    """
    units = [(pairs[0][0] - 1, ways[0][0][0], True)] if ways and ways[0][0][0] else []
    for way, ((z, y), (a, v)) in zip(ways, pairwise(pairs), strict=True):
        slopes, chord = [right + left for right, left in way], (v - y) / (a - z)
        place = a
        across = [(slope - chord) * (slopes[0] - chord) < 0 for slope in slopes]
        if any(across):
            slope = slopes[across.index(True)]
            place = z + (a - z) * (chord - slope) / (slopes[0] - slope)
        for number, (before, after) in enumerate(pairwise(way)):
            change = slopes[number + 1] - slopes[number]
            if change:
                units.append((place, change, before[1] == after[1]))
            place = a if across[number + 1] else place
    return units


def _goes_through(units: list[Unit], pairs: list[tuple[Fraction, Fraction]]) -> bool:
    """Return whether the line that units make, which begins at the first pair, goes through all others.

    Its slope is followed from kink to kink, in as many steps as there are units and pairs: running the network at each
    point would take as many for each pair.
    """
    at, value = pairs[0]
    kinks = deque(sorted([(place, change) for place, change, _ in units if place > at]))
    slope = sum([change for place, change, right in units if right and place <= at], Fraction(0))
    slope -= sum([change for place, change, right in units if not right and place > at])
    for point, label in pairs[1:]:
        while kinks and kinks[0][0] < point:
            place, change = kinks.popleft()
            at, value, slope = place, value + slope * (place - at), slope + change
        at, value = point, value + slope * (point - at)
        if value != label:
            return False
    return True


def _network(units: list[Unit], point: Fraction, label: Fraction) -> Network:
    """Return a network of units that is right at one point."""
    if not units:
        return constant([label], 1)
    rows = [([1], -place) if right else ([-1], place) for place, _, right in units]
    changes = [change for _, change, _ in units]
    active = [max(row[0] * point + offset, Fraction(0)) for row, offset in rows]
    bias = label - sum([value * change for value, change in zip(active, changes, strict=True)])
    hidden = Affine([row for row, _ in rows], [offset for _, offset in rows])
    return Sequence((hidden, Relu(len(units)), Affine([changes], [bias])))
