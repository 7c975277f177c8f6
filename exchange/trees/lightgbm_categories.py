"""Categories in files of LightGBM: which of them a split chooses, and what they were in the table it was trained on."""

import re
from collections.abc import Sequence as Items
from dataclasses import dataclass
from typing import Any

from constructions.model.errors import BadInput, shown
from constructions.model.nouns import count_of
from exchange.trees.categories import Category, Known, are_numbers
from exchange.trees.fields import Decimals, Spelled, count
from exchange.trees.forest import MAX_NODES

_WORD = 32
_CHOICES = 64
"""So many lists are tried for an input at most."""


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


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file says of an input in training: whether its values varied, and the largest number of a category.

    >>> Seen.of_text("[0:8]"), Seen.of_text("none"), Seen.of_text("-1:0:2")
    (Seen(varied=True, largest=None), Seen(varied=False, largest=None), Seen(varied=True, largest=2))
    """

    varied: bool
    largest: int | None = None

    @classmethod
    def of_text(cls, info: str) -> "Seen":
        """Return what an entry of ``feature_infos`` says: a range, ``none``, or the numbers of categories."""
        if info == "none" or info.startswith("["):
            return cls(info != "none")
        return cls(True, max([int(text) for text in info.split(":") if re.fullmatch("[0-9]{1,10}", text)], default=0))

    @classmethod
    def of_json(cls, info: object) -> "Seen":
        """Return the same of JSON, where an input that did not vary has no entry."""
        values = info.get("values") if isinstance(info, dict) else None
        if not isinstance(values, list) or not values:
            return cls(info is not None)
        return cls(True, max([value for value in values if type(value) is int], default=0))


def known_categories(table: Any, seen: Items[Seen], name: str) -> tuple[Known, str]:
    """Return the categories of the table that a model was trained on, which LightGBM writes as ``pandas_categorical``.

    They are lists in the order of the columns, and do not say which columns: these are all in which categories varied,
    and perhaps some in which nothing did.

    Return:
        the categories of inputs, and what is to be said if they are text and it is not known of which inputs.

    Raises:
        BadInput: if the lists are not such, or which columns they belong to is not known and matters.

    >>> seen = [Seen(True, 1), Seen(True), Seen(False), Seen(True, 1)]
    >>> known_categories([["blue", "red"], [10, 20]], seen, "m.txt")
    ({0: ('blue', 'red'), 3: (Fraction(10, 1), Fraction(20, 1))}, '')
    >>> known_categories([["blue", "red"], ["one"], [10, 20]], seen, "m.txt")[0][2]
    ('one',)
    """
    if not table:
        return {}, ""
    if not isinstance(table, list) or not all([isinstance(one, list) for one in table]):
        raise BadInput(f"{name}: pandas_categorical must be lists of categories, not {shown(table)}")
    floats = Decimals("float64")
    lists = [_categories(one, floats, f"{name}: pandas_categorical[{number}]") for number, one in enumerate(table)]
    found = _matched(lists, seen)
    if found is not None or all([are_numbers(one) and list(one) == list(range(len(one))) for one in lists]):
        return found or {}, ""
    count = sum([one.largest is not None for one in seen])
    doubt = (
        f"which columns have the {count_of(len(lists), 'list')} of pandas_categorical is not known, since "
        f"{count_of(count, 'input has', 'inputs have')} categories"
    )
    if any([are_numbers(one) and list(one) != list(range(len(one))) for one in lists]):
        raise BadInput(f"{name}: {doubt}: number categories from 0 before training")
    return {}, f"{doubt}: such an input is the number of a category"


def _matched(lists: Items[tuple[Category, ...]], seen: Items[Seen]) -> dict[int, tuple[Category, ...]] | None:
    """Return which inputs have which of the lists, in order; None if that is not known of one that varied."""
    constant = [place for place, one in enumerate(seen) if not one.varied]
    more = len(lists) - sum([one.largest is not None for one in seen])  # so many are of inputs that did not vary
    if not 0 <= more <= len(constant):
        return None
    found = {}
    at, before = 0, 0
    for place, one in enumerate(seen):
        if one.largest is not None:
            choice = range(at + max(0, more - (len(constant) - before)), at + min(more, before) + 1)
            fitting = [number for number in choice[:_CHOICES] if len(lists[number]) > one.largest]
            if len(choice) > _CHOICES or len(fitting) != 1:
                return None
            found[place] = lists[fitting[0]]
            at += 1
        elif not one.varied:
            if more == len(constant):
                found[place] = lists[at + before]
            before += 1
    return found


def _categories(values: list[Any], floats: Decimals, place: str) -> tuple[Category, ...]:
    """Return categories as numbers if all of them are some, else as text, True and False and integers as they are."""
    if all([type(value) is int or isinstance(value, Spelled) for value in values]):
        return tuple([floats.number(value, place) for value in values])
    return tuple([value if isinstance(value, int) else str(value) for value in values])
