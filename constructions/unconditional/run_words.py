"""Runs of two labels on a line as integer places, cut into groups whose borders are packed into one word each."""

from collections.abc import Callable, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm

from constructions.geometry.projection import Projected
from constructions.memorizer import Cost
from constructions.model.network import Affine, Network


def cost_of_words(*, parameters: str, additions: str, multiplications: str, **others: str) -> Cost:
    """Return the cost of a network that reads words: these formulas, and what it takes to come to the place x.

    >>> formulas = dict.fromkeys(["parameters", "additions", "multiplications", "neurons", "comparisons", "depth"], "g")
    >>> cost_of_words(**formulas).additions
    'k - 1 + Max(t - 1, 0) + g'
    """
    return Cost(
        parameters=f"w + t + {parameters}",
        additions=f"k - 1 + Max(t - 1, 0) + {additions}",
        multiplications=f"w + Min(t, 1) + {multiplications}",
        bounds={"g": "ceiling(R/q)", "R": "n", "t": "2", "k": "p", "w": "p"},
        **others,
    )


@dataclass(frozen=True, slots=True)
class Places:
    """The ends of the runs of equal labels at integer places, on the line x = scale z + offset.

    Attributes:
        scale, offset: how x comes from z.
        firsts, lasts: for each run the places m and M of its first and of its last point.
        origin: where ``whole``, x = (place) + origin at every point; else 0.
        whole: whether the points themselves are the places; else m = floor(x) and M = ceil(x), and the first m is 1.
    """

    scale: Fraction
    offset: Fraction
    firsts: Items[int]
    lasts: Items[int]
    origin: Fraction
    whole: bool

    @property
    def operations(self) -> int:
        """How many operations x takes once z is there; rounded places are not asked whether one can be spared."""
        return int(self.scale != 1) if self.whole else 2

    @property
    def layers(self) -> list[Network]:
        """The layer from z to x, if it takes operations."""
        return [Affine([[self.scale]], [self.offset])] if self.operations else []

    @property
    def letters(self) -> dict[str, int]:
        """The values of R and t of the formulas (``memorizer.SYMBOLS``)."""
        return {"R": len(self.firsts), "t": self.operations}


def places_of(projected: Projected, gap: int) -> tuple[Places, Places]:
    """Return whole places, z divided by the largest number that divides all distances; and rounded ones, after scaling
    all distances to ``gap`` or more, the first point at 1.

    >>> from constructions.model.dataset import Dataset
    >>> from constructions.geometry.projection import project
    >>> data = Dataset.from_rows([[0], [Fraction(2, 3)], [1], [Fraction(3, 2)]], [[0], [1], [1], [0]])
    >>> for places in places_of(project(data), 1):
    ...     print(places.scale, places.firsts, places.lasts)
    6 [0, 4, 9] [0, 6, 9]
    3 [1, 3, 5] [1, 4, 6]
    """
    labels, first = projected.labels, projected.points[0]
    common = lcm(*{z.denominator for z in projected.points})
    far = [z.numerator * (common // z.denominator) for z in projected.points]
    far = [place - far[0] for place in far]
    changes = [number for number, (one, two) in enumerate(pairwise(labels), 1) if one != two]
    firsts = [far[number] for number in (0, *changes)]
    lasts = [far[number] for number in (*[change - 1 for change in changes], -1)]
    distances = [after - before for before, after in pairwise(far)]
    unit, least = gcd(*distances), min(distances)
    scale = Fraction(common, unit)
    whole = Places(
        scale, Fraction(0), [m // unit for m in firsts], [m // unit for m in lasts], first * scale, whole=True
    )
    scale = Fraction(gap * common, least)
    lower, upper = [m * gap // least + 1 for m in firsts], [-(-m * gap // least) + 1 for m in lasts]
    return whole, Places(scale, 1 - scale * first, lower, upper, Fraction(0), whole=False)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of q runs: the integer where it starts, and the q - 1 distances from there to border after border."""

    start: int
    distances: Items[int]


@dataclass(frozen=True, slots=True)
class Words:
    """Groups of q runs, q even, and the lengths of the fields of their words.

    The last group ends with the last run; before the first run, where they are needed, stand empty runs, all at the
    place before it. A group has runs 0, ..., q - 1; run 1, 3, ..., q - 1 have the label of the very last.

    Attributes:
        groups: the g groups.
        size: q.
        distance_bits: r, the bits of the largest distance.
        first_bits: f, the bits of the largest number that is read first: x less the start of its group where places
            are whole, else that start itself; at least 1.
    """

    groups: Items[Group]
    size: int
    distance_bits: int
    first_bits: int

    @property
    def letters(self) -> dict[str, int]:
        """The values of g, q, r and f of the formulas (``memorizer.SYMBOLS``)."""
        return {"g": len(self.groups), "q": self.size, "r": self.distance_bits, "f": self.first_bits}

    @classmethod
    def of(cls, places: Places, size: int, both_ends: bool) -> "Words":
        """Return the words for groups of ``size`` runs.

        Args:
            places: the ends of the runs.
            size: q, even and at least 2.
            both_ends: whether borders are both ends of run 1, of run 3, ..., but the end of the last; else they are the
                beginnings of runs 1, 2, ..., q - 1.

        Raises:
            ValueError: if ``size`` is odd or less than 2.
        """
        if size < 2 or size % 2:
            raise ValueError(f"group must be even and at least 2, not {size}")
        empty = -len(places.firsts) % size
        before = [places.firsts[0] - 1] * empty
        firsts, lasts = [*before, *places.firsts], [*before, *places.lasts]
        groups = []
        for low in range(0, len(firsts), size):
            borders = firsts[low : low + size]
            if both_ends:
                borders[2::2] = lasts[low + 1 : low + size - 1 : 2]
            groups.append(Group(borders[0], [after - place for place, after in pairwise(borders)]))
        longest = max([distance for group in groups for distance in group.distances])
        starts = [group.start for group in groups]
        spans = [last - start for last, start in zip(lasts[size - 1 :: size], starts, strict=True)]
        first = max(spans) if places.whole else max(starts)
        return cls(groups, size, max(1, longest.bit_length()), max(1, first.bit_length()))


def chosen_words(
    projected: Projected, gap: int, both_ends: bool, group: int | None, operations: Callable[[int, int, int, int], int]
) -> tuple[Places, Words]:
    """Return the places, whole or rounded, and the words of groups of ``group`` runs that make the fewest operations.

    Args:
        projected: the points on a line.
        gap: the least distance between rounded places.
        both_ends: as in ``Words.of``.
        group: q, or None for the one with the fewest operations.
        operations: their number for g, q, r and f.

    Raises:
        ValueError: if ``group`` is odd or less than 2.
    """
    choices = []
    for places in places_of(projected, gap):
        if group is None:
            count, size = cheapest(places, both_ends, operations)
        else:
            words = Words.of(places, group, both_ends)
            size, count = group, operations(len(words.groups), group, words.distance_bits, words.first_bits)
        choices.append((count + places.operations, size, places))
    _, size, places = min(choices, key=lambda choice: choice[:2])
    return places, Words.of(places, size, both_ends)


def cheapest(places: Places, both_ends: bool, operations: Callable[[int, int, int, int], int]) -> tuple[int, int]:
    """Return the fewest operations that any even group size makes, and that size, the smallest of equals.

    Args:
        places: the ends of the runs.
        both_ends: as in ``Words.of``.
        operations: their number for g, q, r and f.

    Of the sorted distances only few are looked at for each size, since only those at a border of groups do not count.
    """
    count = len(places.firsts)
    lengths = _Lengths(places, both_ends)
    sizes = range(2, count + count % 2 + 1, 2)
    return min([(operations(-(-count // size), size, *lengths.of(size)), size) for size in sizes])


class _Lengths:
    """r and f for every group size, without making the groups."""

    def __init__(self, places: Places, both_ends: bool) -> None:
        self.places = places
        self.both_ends = both_ends
        firsts, lasts, count = places.firsts, places.lasts, len(places.firsts)
        pairs: list[tuple[int, int]] = []  # a distance, and the number of runs from the one that must not start a group
        if both_ends:
            for run in range(count - 1, -1, -2):
                if run >= 2:
                    pairs.append((firsts[run] - lasts[run - 2], count - run + 1))
                pairs.append((lasts[run] - firsts[run], count - run - 1))
        else:
            pairs = [(firsts[run] - firsts[run - 1], count - run) for run in range(1, count)]
        self.pairs = sorted(pairs, reverse=True)

    def of(self, size: int) -> tuple[int, int]:
        firsts, lasts, count = self.places.firsts, self.places.lasts, len(self.places.firsts)
        longest = next((distance for distance, runs in self.pairs if runs % size), 0)
        starts = range(count % size, count, size)
        if self.both_ends:
            longest = max([longest, *[firsts[run + 1] - firsts[run] for run in starts]])
        places = [firsts[run] for run in starts]
        if count % size:
            places.insert(0, firsts[0] - 1)
            if self.both_ends and count % 2 == 0:  # run 1 comes after empty runs
                longest = max(longest, firsts[1] - firsts[0] + 1)
        if self.places.whole:
            ends = range((count - 1) % size, count, size)
            first = max([lasts[end] - start for end, start in zip(ends, places, strict=True)])
        else:
            first = places[-1]
        return max(1, longest.bit_length()), max(1, first.bit_length())
