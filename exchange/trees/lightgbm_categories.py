"""Categories in files of LightGBM: which of them a split chooses, and what they were in the table it was trained on."""

from collections.abc import Sequence as Items
from fractions import Fraction
from typing import Any

from constructions.model.errors import BadInput, shown
from constructions.model.nouns import count_of
from exchange.trees.categories import Known, are_numbers
from exchange.trees.fields import Decimals, Spelled, count
from exchange.trees.forest import MAX_NODES

_WORD = 32


def chosen_categories(threshold: object, block: dict[str, Any], place: str) -> list[int]:
    """Return the categories that a split sends to the left, by number.

    A text file has the number of a set, whose bits stand in ``cat_threshold`` from ``cat_boundaries`` on, 32 a word; a
    JSON file lists the categories.

    Raises:
        BadInput: if there is no such set, or it is not one of numbers.

    >>> chosen_categories("0", {"cat_boundaries": ["0", "2"], "cat_threshold": ["21", "1"]}, "m: tree 0")
    [0, 2, 4, 32]
    >>> chosen_categories("0||2", {}, "m: tree 0")
    [0, 2]
    """
    if "cat_boundaries" not in block:
        texts = threshold.split("||") if isinstance(threshold, str) else [threshold]
        return [count(text, f"{place}: a category", most=2**31 - 1) for text in texts]
    words = block.get("cat_threshold", [])
    number = count(threshold, place, most=max(0, len(block["cat_boundaries"]) - 2))
    ends = [count(text, f"{place}: cat_boundaries") for text in block["cat_boundaries"][number : number + 2]]
    if len(ends) < 2 or not ends[0] <= ends[1] <= len(words):
        raise BadInput(f"{place}: cat_boundaries must rise to the {count_of(len(words), 'word')} of cat_threshold")
    found = []
    for index, text in enumerate(words[ends[0] : ends[1]]):
        if not isinstance(text, str) or not text.isascii() or not text.isdecimal() or int(text[:11]) >= 2**_WORD:
            raise BadInput(f"{place}: cat_threshold must be words of {_WORD} bits, not {shown(text)}")
        word = int(text[:11])
        found += [_WORD * index + bit for bit in range(_WORD) if word >> bit & 1]
        if len(found) > MAX_NODES:
            raise BadInput(f"{place}: a split chooses more than {MAX_NODES:,} categories")
    return found


def known_categories(table: Any, listed: Items[bool], width: int, name: str) -> Known:
    """Return the categories of the table that a model was trained on, which LightGBM writes as ``pandas_categorical``.

    They are lists in the order of the columns, and do not say which columns: these are the ones that ``listed`` says
    hold categories.

    Raises:
        BadInput: if the lists are not such, or which columns they belong to is not known and matters.

    >>> known_categories([["blue", "red"], [10, 20]], [True, False, True], 3, "m.txt")
    {0: ('blue', 'red'), 2: (Fraction(10, 1), Fraction(20, 1))}
    """
    if not table:
        return {}
    if not isinstance(table, list) or not all([isinstance(one, list) for one in table]):
        raise BadInput(f"{name}: pandas_categorical must be lists of categories, not {shown(table)}")
    floats = Decimals("float64")
    lists = [_categories(one, floats, f"{name}: pandas_categorical[{number}]") for number, one in enumerate(table)]
    places = [place for place, holds in enumerate(listed[:width]) if holds]
    if len(places) == len(lists):
        return dict(zip(places, lists, strict=True))
    if any([are_numbers(one) and list(one) != list(range(len(one))) for one in lists]):
        raise BadInput(
            f"{name}: which columns have the {count_of(len(lists), 'list')} of pandas_categorical is not known, since "
            f"{count_of(len(places), 'input has', 'inputs have')} categories: number categories from 0 before training"
        )
    return {}


def _categories(values: list[Any], floats: Decimals, place: str) -> tuple[str | Fraction, ...]:
    """Return categories as numbers if all of them are some, else as text."""
    if all([type(value) is int or isinstance(value, Spelled) for value in values]):
        return tuple([floats.number(value, place) for value in values])
    return tuple([str(value) for value in values])
