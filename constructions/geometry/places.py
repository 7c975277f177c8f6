"""Places: points of a line as natural numbers, in groups whose places and labels are packed into one word each."""

from collections.abc import Callable, Sequence as Items
from dataclasses import dataclass
from itertools import pairwise
from math import floor

from constructions.geometry.projection import Projected
from constructions.model.network import Affine


@dataclass(frozen=True, slots=True)
class Groups:
    """Places m_1 < ... < m_n with natural labels, cut into g groups of q neighbours, the last perhaps smaller.

    Attributes:
        places, labels: m_i and the label there.
        size: q, from 1 to n.
        distance_bits: r, the bits of the largest distance between neighbours of one group; 0 if q is 1.
        label_bits: c, the bits of the largest label, at least 1.

    >>> groups = Groups.of([0, 3, 4, 9, 11], [1, 0, 1, 1, 0], 2)
    >>> groups.starts, groups.distance_bits, groups.label_bits
    ([0, 4, 11], 3, 1)
    >>> [f"{word:05b}" for word in groups.words(beyond=1)]
    ['10110', '11011', '00010']
    """

    places: Items[int]
    labels: Items[int]
    size: int
    distance_bits: int
    label_bits: int

    @classmethod
    def of(cls, places: Items[int], labels: Items[int], size: int) -> "Groups":
        """Return groups of ``size``, or one group if there are no more places than that.

        Raises:
            ValueError: if ``size`` is less than 1.
        """
        if size < 1:
            raise ValueError(f"group must be at least 1, not {size}")
        size = min(size, len(places))
        return cls(places, labels, size, distance_bits(places)(size), label_bits(labels))

    @property
    def starts(self) -> Items[int]:
        """The first place of each group."""
        return self.places[:: self.size]

    @property
    def bits(self) -> int:
        """The bits of a word: q c + (q - 1) r."""
        return self.size * self.label_bits + (self.size - 1) * self.distance_bits

    @property
    def letters(self) -> dict[str, int]:
        """The values of q, g, r and c of the formulas (``memorizer.SYMBOLS``)."""
        return {"q": self.size, "g": len(self.starts), "r": self.distance_bits, "c": self.label_bits}

    def words(self, beyond: int) -> list[int]:
        """Return for each group the integer that spells label, distance, label, ..., label, the first in front.

        A distance is from the place before; where the last group has no more points, it is ``beyond``, the label 0.
        """
        return [self._word(start, beyond) for start in range(0, len(self.places), self.size)]

    def _word(self, start: int, beyond: int) -> int:
        word = self.labels[start]
        for number in range(start + 1, start + self.size):
            here = number < len(self.places)
            distance = self.places[number] - self.places[number - 1] if here else beyond
            word = (word << self.distance_bits | distance) << self.label_bits | (self.labels[number] if here else 0)
        return word


def label_bits(labels: Items[int]) -> int:
    """Return c, the bits that hold every one of these natural numbers, at least 1.

    >>> label_bits([0, 5]), label_bits([0])
    (3, 1)
    """
    return max(1, *labels).bit_length()


def distance_bits(places: Items[int]) -> Callable[[int], int]:
    """Return the function from q to r, the bits of the largest distance inside groups of q places.

    The distances are sorted once. Of the longest ones only those at a border between groups do not count, every q-th
    at most, so the function looks at few.

    >>> bits = distance_bits([0, 3, 4, 9, 11])
    >>> [bits(size) for size in (1, 2, 3, 5)]
    [0, 3, 2, 3]
    """
    distances = [((after - place).bit_length(), number) for number, (place, after) in enumerate(pairwise(places), 1)]
    distances.sort(reverse=True)
    return lambda size: next((bits for bits, number in distances if number % size), 0)


def scaled(projected: Projected, gap: int) -> tuple[Affine, list[int]]:
    """Return x = s z + b, which is 0 at the first point and has gaps of at least ``gap``, and the places floor(x).

    There must be two points at least.

    >>> from fractions import Fraction
    >>> from constructions.model.network import Form
    >>> points = [Fraction(1, 3), Fraction(1, 2), Fraction(1)]
    >>> line = Projected(Form.coordinate(0, 1), [(z, (Fraction(0),)) for z in points])
    >>> scaled(line, 2)[1]
    [0, 2, 8]
    """
    points = projected.points
    scale = gap / min([after - z for z, after in pairwise(points)])
    return Affine([[scale]], [-scale * points[0]]), [floor(scale * (z - points[0])) for z in points]
