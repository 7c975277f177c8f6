"""The names of a table's columns, kept beside the data of a bundle for those who read what comes out of it."""

import json
import re
from collections.abc import Sequence as Items
from typing import Any

from constructions.files.notation import framed, loaded
from constructions.model.errors import BadInput, shown
from constructions.model.nouns import count_of
from constructions.model.provenance import Columns


def columns_bytes(columns: Columns) -> bytes:
    """Return the file of the names of columns (docs/reference/format.md, section 7).

    >>> columns_bytes(Columns(("a", "b"), ("y",)))
    b'{"format":"memocert columns","version":1,"inputs":["a","b"],"labels":["y"]}\\n'
    """
    inputs, labels = [json.dumps(names, separators=(",", ":")) for names in (columns.inputs, columns.labels)]
    fields = f'"inputs":{inputs},"labels":{labels}'
    if columns.categories:
        fields += f',"categories":{json.dumps(dict(columns.categories), separators=(",", ":"))}'
    return framed("columns", fields)


def columns_from_bytes(data: bytes, width: int, name: str = "columns.json") -> Columns:
    """Return the names in the bytes of a file, for data of ``width`` coordinates; ``name`` stands in messages.

    Raises:
        BadInput: if the bytes are not such a file, or do not name so many inputs.

    >>> columns_from_bytes(columns_bytes(Columns(("a", "b"), ("y",))), 2)
    Columns(inputs=('a', 'b'), labels=('y',), categories=())
    """
    fields = loaded(data, name, "columns", {"inputs", "labels"}, {"categories"})
    for key in ("inputs", "labels"):
        names = fields[key]
        if not isinstance(names, list) or not all([isinstance(entry, str) for entry in names]):
            raise BadInput(f"{name}: {key} must be a list of names, not {shown(names)}")
    if len(fields["inputs"]) != width:
        raise BadInput(
            f"{name}: inputs must have {count_of(width, 'name')}, one for each coordinate of the data, not "
            f"{len(fields['inputs'])}"
        )
    categories = fields.get("categories", {})
    if not isinstance(categories, dict) or not all([_are_texts(texts) for texts in categories.values()]):
        raise BadInput(f"{name}: categories must be lists of text by the names of columns, not {shown(categories)}")
    inputs = {*fields["inputs"]}
    for column in categories:
        if column not in inputs:
            raise BadInput(f"{name}: categories: {shown(column)} is none of the inputs")
    named = tuple([(column, tuple(texts)) for column, texts in categories.items()])
    return Columns(tuple(fields["inputs"]), tuple(fields["labels"]), named)


def _are_texts(texts: Any) -> bool:
    return isinstance(texts, list) and all([isinstance(text, str) for text in texts])


_MADE_UP = ("Column_", "column_", "f", "x")
"""What tools put before the numbers 0, 1, 2, ... of inputs that have no names."""


def real_names(names: Any, width: int) -> tuple[str, ...] | None:
    """Return names of inputs as text; None where they name nothing: too few, one twice, all blank, or all made up
    by a tool, whose numbers stand in order.

    >>> real_names(["age", "debt"], 2), real_names(["Column_0", "Column_1"], 2), real_names(None, 2)
    (('age', 'debt'), None, None)
    >>> real_names(["x1", "x2"], 2), real_names(["x1", "x0"], 2)
    (('x1', 'x2'), ('x1', 'x0'))
    """
    if names is None or len(names) != width:
        return None
    found = tuple([str(name) for name in names])
    made_up = any([all([name == f"{word}{place}" for place, name in enumerate(found)]) for word in _MADE_UP])
    blank = not any([name.strip() for name in found])
    return None if made_up or blank or len({_written(name) for name in found}) < width else found


def places_of(wanted: Items[str], names: Items[str]) -> list[int | None]:
    """Return where each name stands among names; an underscore may stand for what is no letter or digit of English.

    Tools write names in their own ways: LightGBM makes underscores of blanks, skl2onnx of all such signs, XGBoost takes
    no brackets, so that people rename them. The closest spelling counts, and no place is given away twice. Two other
    signs are not alike: letters of other alphabets are no signs that a tool has put there.

    Returns:
        The places; None for a name that does not stand there, or more than once.

    >>> places_of(["petal_width", "a", "b"], ["id", "petal width", "b", "b"])
    [1, None, None]
    >>> places_of(["width _cm_"], ["length (cm)", "width (cm)"]), places_of(["a+", "größe"], ["a-", "grüße"])
    ([1], [None, None])
    """
    found: dict[int, int] = {}
    taken: set[int] = set()
    for spelling in (str, _written, _plain):
        places: dict[str, list[int]] = {}
        for place, name in enumerate(names):
            places.setdefault(spelling(name), []).append(place)
        for number, name in enumerate(wanted):
            at = places.get(spelling(name), [])
            if spelling is _plain:
                at = [place for place in at if _alike(name, names[place])] if len(at) <= _ALIKE else []
            if number not in found and len(at) == 1 and at[0] not in taken:
                found[number] = at[0]
                taken.add(at[0])
    return [found.get(number) for number in range(len(wanted))]


def place_of(name: str, names: Items[str]) -> int | None:
    """Return where one name stands among names, as ``places_of`` finds it.

    >>> place_of("petal_width", ["id", "petal width"]), place_of("a", ["b"])
    (1, None)
    """
    return places_of([name], names)[0]


def _written(name: str) -> str:
    return re.sub(r"\s", "_", name.strip())


def _plain(name: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "_", name)


_ALIKE = 64
"""Of more names that are plainly spelled alike none is meant for sure, and each would be compared with each."""


def _alike(name: str, other: str) -> bool:
    """Return whether names that are plainly spelled alike differ only where one of them has an underscore."""
    return all([one == two or "_" in (one, two) for one, two in zip(name, other, strict=True)])
