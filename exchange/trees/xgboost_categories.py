"""Categories in files of XGBoost: which of them a split chooses, and what they were in the table it was trained on."""

from collections.abc import Sequence as Items
from fractions import Fraction
from itertools import pairwise
from typing import Any

from constructions.model.errors import BadInput, shown
from exchange.trees.categories import Known
from exchange.trees.fields import count, integers, part

MAX_CATEGORY = 2**24 - 1
"""The largest number of a category: XGBoost holds them in float32, and whatever is larger is none (OutOfRangeCat)."""


def chosen_categories(tree: Any, size: int, place: str) -> dict[int, list[int]]:
    """Return for each node that splits by categories those that go to the right; whatever else goes to the left.

    Raises:
        BadInput: if the lists of the tree do not fit each other.

    >>> tree = {"split_type": [1, 0, 0], "categories": [4, 2], "categories_nodes": [0]}
    >>> chosen_categories(tree | {"categories_segments": [0], "categories_sizes": [2]}, 3, "m: tree 0")
    {0: [4, 2]}
    """
    kinds = integers(tree.get("split_type", []), f"{place}: split_type")
    wanted = [number for number, kind in enumerate(kinds) if kind]
    if not wanted:
        return {}
    if len(kinds) != size or not set(kinds) <= {0, 1}:
        raise BadInput(f"{place}: split_type must have {size} entries, 0 or 1, one for each node, not {shown(kinds)}")
    names = ("categories_nodes", "categories_segments", "categories_sizes")
    nodes, starts, sizes = [integers(part(tree, name, list, place), f"{place}: {name}") for name in names]
    values = integers(part(tree, "categories", list, place), f"{place}: categories")
    if nodes != wanted or not len(nodes) == len(starts) == len(sizes):
        raise BadInput(f"{place}: categories_nodes, _segments and _sizes must be about the nodes {shown(wanted)}")
    for value in values:
        count(value, f"{place}: categories", most=MAX_CATEGORY)
    for node, start, length in zip(nodes, starts, sizes, strict=True):
        if not 0 <= start <= start + length <= len(values):
            raise BadInput(f"{place}: node {node} has categories from {start} on, {length} of {len(values)}")
    if sum(sizes) > len(values):
        raise BadInput(f"{place}: its nodes have {sum(sizes):,} categories, and there are {len(values):,}")
    return {node: values[start : start + length] for node, start, length in zip(nodes, starts, sizes, strict=True)}


def known_categories(booster: dict[str, Any], columns: Items[str] | None, width: int, place: str) -> Known:
    """Return the categories of the table that a model was trained on, as versions from 3.1 on write them.

    A list without categories stands for a column of numbers. Older versions, and models trained on arrays, have none.

    Args:
        columns: what the inputs are called, for messages.

    Raises:
        BadInput: if there is a list that is not as XGBoost writes it, a category that is no number of float32, or text
            that is cut.

    >>> values = {"offsets": [0, 1, 3], "values": [97, 98, 98]}
    >>> known_categories({"model": {"cats": {"enc": [{"offsets": [], "values": []}, values]}}}, None, 2, "m: cats")
    {1: ('a', 'bb')}
    """
    inner = booster.get("gbtree", booster)
    model = inner.get("model") if isinstance(inner, dict) else None
    cats = model.get("cats") if isinstance(model, dict) else None
    if not isinstance(cats, dict) or not cats.get("enc"):
        return {}
    lists = part(cats, "enc", list, place)
    if len(lists) != width:
        raise BadInput(f"{place}: enc must have {width} entries, one for each input, not {len(lists)}")
    found: dict[int, tuple[str | Fraction, ...]] = {}
    for number, one in enumerate(lists):
        here = f"{place}: enc[{number}]"
        values = integers(part(one, "values", list, here), f"{here}: values")
        if "offsets" in one:
            input_ = f"input {number}" if columns is None else f"column {shown(columns[number])}"
            found[number] = _texts(integers(part(one, "offsets", list, here), f"{here}: offsets"), values, here, input_)
        else:
            found[number] = tuple([_number(value, here) for value in values])
        if not found[number]:
            del found[number]
    return found


def _texts(offsets: list[int], values: list[int], place: str, column: str) -> tuple[str, ...]:
    """Return texts that stand one behind the other as bytes."""
    ends = list(pairwise(offsets))
    if any([not 0 <= first <= last <= len(values) for first, last in ends]):
        raise BadInput(f"{place}: offsets must rise from 0 to {len(values)}, not {shown(offsets)}")
    data = bytes([value & 255 for value in values])
    try:
        texts = tuple([data[first:last].decode("utf-8") for first, last in ends])
    except UnicodeDecodeError:
        texts = ()
    if len({*texts}) < len(ends):
        raise BadInput(
            f"{place}: the categories of {column} are not told apart, or no text in UTF-8: of a table of pandas "
            "XGBoost cuts them where they have other letters than ASCII: spell them in ASCII, or number them, and train"
        )
    return texts


def _number(value: int, place: str) -> Fraction:
    if abs(value) > MAX_CATEGORY:
        raise BadInput(f"{place}: the category {value} is not told from its neighbours in float32: number categories")
    return Fraction(value)
