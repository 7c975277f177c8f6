"""The names of a table's columns, kept beside the data of a bundle for those who read what comes out of it."""

import json

from constructions.files.canonical import framed, loaded
from constructions.model.dataset import Columns
from constructions.model.errors import BadInput, shown
from constructions.model.nouns import count_of


def columns_bytes(columns: Columns) -> bytes:
    """Return the file of the names of columns (docs/format.md, section 7).

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
