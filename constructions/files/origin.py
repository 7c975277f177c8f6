"""Where the points of a bundle's data stood in the file that they were read from, kept for those who read sentences."""

import json
from typing import Any

from constructions.files.notation import framed, loaded
from constructions.model.errors import BadInput, shown
from constructions.model.nouns import count_of
from constructions.model.provenance import Origin

UNITS = ("line", "row")
"""What is counted: lines of text from 1, rows of arrays from 0."""

_MOST = 10**15
_LONGEST = 255


def origin_bytes(origin: Origin) -> bytes:
    """Return the file that says where points stood (docs/reference/format.md, section 7).

    >>> origin_bytes(Origin("a.csv", "line", (2, 4)))
    b'{"format":"memocert origin","version":1,"file":"a.csv","unit":"line","numbers":[2,4]}\\n'
    """
    numbers = ",".join(map(str, origin.numbers))
    return framed("origin", f'"file":{json.dumps(origin.file)},"unit":"{origin.unit}","numbers":[{numbers}]')


def origin_from_bytes(data: bytes, size: int, name: str = "origin.json") -> Origin:
    """Return what the bytes of such a file say of ``size`` points; ``name`` stands in messages.

    Raises:
        BadInput: if the bytes are not such a file, or do not number so many points.

    >>> origin_from_bytes(origin_bytes(Origin("a.csv", "line", (2, 4))), 2)
    Origin(file='a.csv', unit='line', numbers=(2, 4))
    """
    fields = loaded(data, name, "origin", {"file", "unit", "numbers"})
    file, unit, numbers = fields["file"], fields["unit"], fields["numbers"]
    if not isinstance(file, str) or not file.isprintable() or not 0 < len(file) <= _LONGEST:
        raise BadInput(f"{name}: file must be the name of a file, not {shown(file)}")
    if unit not in UNITS:
        raise BadInput(f"{name}: unit must be {' or '.join(UNITS)}, not {shown(unit)}")
    if not isinstance(numbers, list) or not all([_is_place(number) for number in numbers]):
        raise BadInput(f"{name}: numbers must be a list of natural numbers, not {shown(numbers)}")
    if len(numbers) != size:
        raise BadInput(f"{name}: numbers must be {count_of(size, 'number')}, one for each point, not {len(numbers)}")
    return Origin(file, unit, tuple(numbers))


def _is_place(number: Any) -> bool:
    return type(number) is int and 0 <= number < _MOST
