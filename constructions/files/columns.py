"""The names of a table's columns, kept beside the data of a bundle for those who read what comes out of it."""

import json
import re
from collections.abc import Sequence as Items
from typing import Any

from constructions.files.canonical import framed, loaded
from constructions.model.dataset import Columns
from constructions.model.errors import BadInput, shown
from constructions.model.nouns import count_of


def columns_bytes(columns: Columns) -> bytes:
    """Return the file of the names of columns (docs/reference/format.md, section 7).

    >>> columns_bytes(Columns(("a", "b"), ("y",)))
    b'{"format":"memocert columns","version":1,"inputs":["a","b"],"labels":["y"]}\\n'
    """
    inputs, labels = [json.dumps(names, separators=(",", ":")) for names in (columns.inputs, columns.labels)]
    return framed("columns", f'"inputs":{inputs},"labels":{labels}')


def columns_from_bytes(data: bytes, width: int, name: str = "columns.json") -> Columns:
    """Return the names in the bytes of a file, for data of ``width`` coordinates; ``name`` stands in messages.

    Raises:
        BadInput: if the bytes are not such a file, or do not name so many inputs.

    >>> columns_from_bytes(columns_bytes(Columns(("a", "b"), ("y",))), 2)
    Columns(inputs=('a', 'b'), labels=('y',))
    """
    fields = loaded(data, name, "columns", {"inputs", "labels"})
    for key in ("inputs", "labels"):
        names = fields[key]
        if not isinstance(names, list) or not all([isinstance(entry, str) for entry in names]):
            raise BadInput(f"{name}: {key} must be a list of names, not {shown(names)}")
    if len(fields["inputs"]) != width:
        raise BadInput(
            f"{name}: inputs must have {count_of(width, 'name')}, one for each coordinate of the data, not "
            f"{len(fields['inputs'])}"
        )
    return Columns(tuple(fields["inputs"]), tuple(fields["labels"]))


_PLACEHOLDER = re.compile(r"(?:Column_|column_|[fx])[0-9]+")


def real_names(names: Any, width: int) -> tuple[str, ...] | None:
    """Return names of inputs as text; None where they name nothing: too few, one twice, or all made up by a tool.

    >>> real_names(["age", "debt"], 2), real_names(["Column_0", "Column_1"], 2), real_names(None, 2)
    (('age', 'debt'), None, None)
    """
    if names is None or len(names) != width:
        return None
    found = tuple([str(name) for name in names])
    if len({_written(name) for name in found}) < width or all([_PLACEHOLDER.fullmatch(name) for name in found]):
        return None
    return found


def place_of(name: str, names: Items[str]) -> int | None:
    """Return where a name stands among names; blanks may be underscores, as LightGBM writes them, and so may all that
    is no letter or digit of English, as skl2onnx writes it.

    Returns:
        The place; None if it does not stand there, or more than once.

    >>> place_of("petal_width", ["id", "petal width"]), place_of("a", ["b"]), place_of("a", ["a", "a"])
    (1, None, None)
    >>> place_of("width__cm_", ["length (cm)", "width (cm)"])
    1
    """
    found = [place for place, other in enumerate(names) if other == name]
    if not found:
        found = [place for place, other in enumerate(names) if _written(other) == _written(name)]
    if not found:
        found = [place for place, other in enumerate(names) if _plain(other) == name]
    return found[0] if len(found) == 1 else None


def _written(name: str) -> str:
    return re.sub(r"\s", "_", name.strip())


def _plain(name: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "_", name)
