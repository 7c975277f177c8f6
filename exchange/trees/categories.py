"""Categories by which trees split: how a tool numbers those of a table, and which inputs stand for them."""

from collections.abc import Iterable, Mapping, Sequence as Items
from fractions import Fraction
from math import nan
from typing import Any, TypeAlias

from constructions.model.errors import shown
from constructions.model.names import with_numbers
from constructions.model.provenance import Texts
from exchange.trees.membership import Cut, cells, points

Category: TypeAlias = str | int | Fraction
"""Text, or what tables spell as text, as True is or an integer beside text; a number where all of a column are some."""

Known: TypeAlias = Mapping[int, tuple[Category, ...]]
"""For each input that was a column of categories in the tool's table: what they were, in the order in which the tool
numbers them: text, or numbers."""


def are_numbers(categories: Items[Category]) -> bool:
    """Return whether categories are numbers, so that an input is the number itself; text is an input by its place.

    >>> are_numbers((Fraction(10), Fraction(20))), are_numbers(("red", "blue"))
    (True, False)
    """
    return all([isinstance(category, Fraction) for category in categories])


def cuts_of(numbers: Iterable[int], categories: Items[Category] | None, zero_is_wide: bool = False) -> list[Cut]:
    """Return the inputs that stand for the categories of these numbers, where the tool cuts off what is behind a point.

    Args:
        numbers: which categories, as the tool numbers them.
        categories: what they were in the table; None if the table had their numbers. What is none is left out.
        zero_is_wide: as in ``cells``.

    >>> [str(cut.value) for cut in cuts_of([1], (Fraction(10), Fraction(20)))], cuts_of([1], ("a", "b")) == cells([1])
    (['20', '20'], True)
    """
    if categories is None or not are_numbers(categories) or list(categories) == list(range(len(categories))):
        return cells(numbers, zero_is_wide)
    return points([Fraction(categories[number]) for number in numbers if number < len(categories)])


def category_notes(known: Known, columns: Items[str] | None) -> tuple[str, ...]:
    """Return what a user must know of inputs that stand for text, a line each.

    >>> category_notes({1: ("blue", "red"), 2: (Fraction(5),)}, ("size", "color", "kind"))
    ("the input 'color' is the number of a category: blue 0, red 1",)
    """
    notes = []
    for place, categories in sorted(known.items()):
        if not are_numbers(categories):
            name = str(place) if columns is None else shown(columns[place])
            notes.append(f"the input {name} is the number of a category: {with_numbers(categories)}")
    return tuple(notes)


def placed_texts(known: Known) -> Texts:
    """Return the inputs that stand for text by their places, with these texts.

    >>> placed_texts({1: ("blue", "red"), 2: (Fraction(5),)})
    ((1, ('blue', 'red')),)
    """
    return tuple([(place, tuple(map(str, one))) for place, one in sorted(known.items()) if not are_numbers(one)])


def tool_rows(rows: Items[Items[float]], known: Known) -> list[list[Any]]:
    """Return rows as the tool takes them where it knows no table: categories by number, NaN for what is none.

    >>> tool_rows([[0.5, 20.0], [0.5, 21.0]], {1: (Fraction(10), Fraction(20))})
    [[0.5, 1.0], [0.5, nan]]
    """
    found = [list(row) for row in rows]
    for place, categories in known.items():
        if are_numbers(categories):
            numbers = {_float(category): 1.0 * number for number, category in enumerate(categories)}
            for row in found:
                row[place] = numbers.get(row[place], nan)
    return found


def table_column(values: Items[float], categories: Items[Category]) -> list[Any]:
    """Return an input's values as the entries of a table's column of categories; None for what is no category.

    >>> table_column([1.0, 5.0], ("blue", "red")), table_column([20.0], (Fraction(10), Fraction(20)))
    (['red', None], [20])
    """
    keys = [_float(one) for one in categories] if are_numbers(categories) else range(len(categories))
    entries = dict(zip(keys, table_entries(categories), strict=True))
    return [entries.get(value) for value in values]


def table_entries(categories: Items[Category]) -> list[Any]:
    """Return categories as a table has them: text, integers, or floats if one number is no integer.

    >>> table_entries((Fraction(10), Fraction(20))), table_entries((Fraction(1), Fraction(5, 2)))
    ([10, 20], [1.0, 2.5])
    >>> table_entries((True, False))
    [True, False]
    """
    if not are_numbers(categories):
        return list(categories)
    numbers = [Fraction(category) for category in categories]
    if all([number.denominator == 1 for number in numbers]):
        return [number.numerator for number in numbers]
    return [_float(number) for number in numbers]


def _float(category: Category) -> float:
    """Return a number that a float is, as that float."""
    number = Fraction(category)
    return number.numerator / number.denominator
