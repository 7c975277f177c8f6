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
_MOST_PAIRS = 10**6
"""So many inputs with so many lists are matched."""


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
    """What a file says of an input in training: whether its values varied, whether it was one of categories, and the
    largest number of one; an input of small integers may be one of categories with an order, by their numbers.

    >>> Seen.of_text("[0:8]"), Seen.of_text("none")
    (Seen(varied=True, listed=False, largest=8), Seen(varied=False, listed=False, largest=-1))
    >>> Seen.of_text("[0.5:8]").largest, Seen.of_text("-1:0:2")
    (None, Seen(varied=True, listed=True, largest=2))
    """

    varied: bool
    listed: bool
    largest: int | None

    @classmethod
    def of_text(cls, info: str) -> "Seen":
        """Return what an entry of ``feature_infos`` says: a range, ``none``, or the numbers of categories."""
        if info == "none":
            return cls(False, False, -1)
        is_range = info.startswith("[")
        return cls._of(not is_range, info.strip("[]").split(":"))

    @classmethod
    def of_json(cls, info: object) -> "Seen":
        """Return the same of JSON, where an input that did not vary has no entry."""
        if not isinstance(info, dict):
            return cls(False, False, -1)
        values = info.get("values")
        if isinstance(values, list) and values:
            return cls._of(True, list(map(str, values)))
        return cls._of(False, [str(info.get(end)) for end in ("min_value", "max_value")])

    @classmethod
    def _of(cls, listed: bool, numbers: Items[str]) -> "Seen":
        whole = [re.fullmatch(r"(-?[0-9]{1,10})(?:\.0*)?", text) for text in numbers]
        found = [int(match[1]) for match in whole if match is not None]
        if not listed and (len(found) < len(numbers) or min(found) < 0):
            return cls(True, False, None)
        return cls(True, listed, max(found, default=0))

    def takes(self, size: int) -> bool:
        """Return whether it may be an input of so many categories."""
        return self.largest is not None and self.largest < size


def known_categories(table: Any, seen: Items[Seen], name: str) -> tuple[Known, str]:
    """Return the categories of the table that a model was trained on, which LightGBM writes as ``pandas_categorical``.

    They are lists in the order of the columns, and do not say which columns: these are all inputs that are listed by
    categories, and perhaps some that did not vary, or whose categories have an order.

    Return:
        the categories of inputs, and what is to be said if they are text and it is not known of which inputs.

    Raises:
        BadInput: if the lists are not such, or which columns they belong to is not known and matters.

    >>> seen = [Seen(True, True, 1), Seen(True, False, None), Seen(False, False, -1), Seen(True, True, 1)]
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
    found = _matched([len(one) for one in lists], seen)
    matters = [are_numbers(one) and list(one) != list(range(len(one))) for one in lists]
    if found is not None and not any([matters[number] and not seen[place].listed for place, number in found.items()]):
        return {place: lists[number] for place, number in found.items()}, ""
    if all([are_numbers(one) for one in lists]) and not any(matters):
        return {}, ""
    count = sum([one.listed for one in seen])
    doubt = (
        f"which columns have the {count_of(len(lists), 'list')} of pandas_categorical is not known, since "
        f"{count_of(count, 'input has', 'inputs have')} categories"
    )
    if any(matters):
        raise BadInput(f"{name}: {doubt}: number categories from 0 before training")
    return {}, f"{doubt}: such an input is the number of a category"


def _matched(sizes: Items[int], seen: Items[Seen]) -> dict[int, int] | None:
    """Return which inputs have which of the lists of such sizes, in order; None if it is not known of one that varied.

    >>> two = [Seen(True, False, 1), Seen(True, False, 1)]
    >>> _matched([2], two), _matched([2, 2], two), _matched([2], [Seen(True, False, 2), *two[:1]])
    (None, {0: 0, 1: 1}, {1: 0})
    """
    if len(sizes) * len(seen) > _MOST_PAIRS:
        return None
    before = _ways(sizes, seen)
    after = [row[::-1] for row in _ways(sizes[::-1], seen[::-1])][::-1]
    if not before[-1][-1]:
        return None
    found = dict[int, int]()
    for place, one in enumerate(seen):
        start, end = before[place], after[place + 1]
        fitting = [number for number, size in enumerate(sizes) if start[number] and one.takes(size) and end[number + 1]]
        may_be_none = not one.listed and any([left and right for left, right in zip(start, end, strict=True)])
        if len(fitting) + may_be_none == 1:
            found |= dict(zip([place], fitting, strict=False))
        elif one.varied:
            return None
    return found


def _ways(sizes: Items[int], seen: Items[Seen]) -> list[list[bool]]:
    """Return for each number of inputs, and of lists, whether the first of these can have the first of those."""
    rows = [[True, *[False] * len(sizes)]]
    for one in seen:
        last = rows[-1]
        stay = [way and not one.listed for way in last]
        take = [False, *[way and one.takes(size) for way, size in zip(last, sizes, strict=False)]]
        rows.append([left or right for left, right in zip(stay, take, strict=True)])
    return rows


def _categories(values: list[Any], floats: Decimals, place: str) -> tuple[Category, ...]:
    """Return categories as numbers if all of them are some, else as text, True and False and integers as they are."""
    if all([type(value) is int or isinstance(value, Spelled) for value in values]):
        return tuple([floats.number(value, place) for value in values])
    return tuple([value if isinstance(value, int) else str(value) for value in values])
