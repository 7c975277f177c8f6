"""Where a data set comes from, for people: what a table calls its columns, and where its points stand in a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence as Items
from dataclasses import dataclass
from typing import TypeAlias

from constructions.model.nouns import numbered

Texts: TypeAlias = tuple[tuple[int, tuple[str, ...]], ...]
"""The inputs that stand for text, by their places, each with its texts in the order of their numbers."""

Categories: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""The same by their names."""


def by_name(columns: tuple[str, ...] | None, texts: Texts) -> Categories:
    """Return the inputs that stand for text by their names, none where they have no names.

    >>> by_name(("size", "color"), ((1, ("blue", "red")),)), by_name(None, ((1, ("blue", "red")),))
    ((('color', ('blue', 'red')),), ())
    """
    return () if columns is None else tuple([(columns[place], known) for place, known in texts])


@dataclass(frozen=True, slots=True)
class Columns:
    """What a table calls its columns: those that are coordinates, in their order, and those that are labels; of
    coordinates that stand for text, their names with the texts, numbered from 0.

    >>> Columns(("height", "width"), ("kind",)).inputs
    ('height', 'width')
    """

    inputs: tuple[str, ...]
    labels: tuple[str, ...]
    categories: Categories = ()

    @property
    def called(self) -> tuple[str, ...]:
        """The names of the coordinates; x0 and so on where the table has none, as where pandas writes an index.

        >>> Columns(("", "height"), ("kind",)).called
        ('x0', 'height')
        """
        return tuple([name if name.strip() else f"x{place}" for place, name in enumerate(self.inputs)])

    @property
    def texts(self) -> Texts:
        """The coordinates that stand for text, by their places, with the texts.

        >>> Columns(("size", "color"), ("kind",), (("color", ("blue", "red")),)).texts
        ((1, ('blue', 'red')),)
        """
        places = {name: place for place, name in enumerate(self.inputs)}
        return tuple([(places[name], texts) for name, texts in self.categories])


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the points of a data set stand in the file that they were read from, for sentences that people read.

    Attributes:
        file: the name of the file, without its folder.
        unit: what is counted: ``line`` of a text table, from 1 and with the header, or ``row`` of an array, from 0.
        numbers: for each point where it stands first.

    >>> Origin("iris.csv", "line", (2, 3, 9)).of([2, 0])
    'lines 9, 2 of iris.csv'
    """

    file: str
    unit: str
    numbers: tuple[int, ...]

    def of(self, points: Items[int]) -> str:
        """Return what people call these points; of more than eight the first."""
        return f"{numbered(self.unit, [self.numbers[point] for point in points])} of {self.file}"

    def part(self, points: Iterable[int]) -> Origin:
        """Return where these points stand, in this order."""
        return Origin(self.file, self.unit, tuple([self.numbers[point] for point in points]))
