"""Names of columns and classes among other words: in quotes where one could be taken for something else."""

import json
import re
from collections.abc import Container, Sequence as Items

from constructions.model.rational import long_integers

_PLAIN = re.compile(r"[^\W\d]([^-+*/<>=\"'`,:;#\\]*[^-+*/<>=\"'`,:;#\\\s])?")
"""A name that is no number and has nothing in it that could be taken for something else."""

_WORDS = frozenset(["and", "or"])
"""What joins constraints."""


def quoted(name: str, words: Container[str] = _WORDS, letters: str = "xyz", taken: Container[str] = ()) -> str:
    """Return a name, in quotes with escapes if it could be taken for something else; ``""`` for none.

    Args:
        name: of a column or a class.
        words: those of the text that it stands in; by default what joins constraints.
        letters: which with a number behind them name something there.
        taken: names of others.

    >>> [quoted(name) for name in ("petal length (cm)", "3", "y1", 'a "b"', "a or b", "x1 (old)", "age >= 3")]
    ['petal length (cm)', '"3"', '"y1"', '"a \\\\"b\\\\""', '"a or b"', '"x1 (old)"', '"age >= 3"']
    """
    parts = re.split(r"[\s()]+", name)
    is_plain = name.isprintable() and _PLAIN.fullmatch(name) and name not in taken
    if not name or (is_plain and not any([part in words or _is_numbered(part, letters) for part in parts])):
        return name
    return json.dumps(name, ensure_ascii=not name.isprintable())


def printable(value: object, limit: int = 200) -> str:
    r"""Return text on one line in which everything that does not show, or turns the line around, is spelled out.

    >>> printable("a\u202eb\n"), printable("x" * 300, 10)
    ('a\\u202eb\\n', 'xxxxxxxxxx...')
    """
    with long_integers():
        text = str(value)
    text = text if len(text) <= limit else text[:limit] + "..."
    return "".join([sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii") for sign in text])


def with_numbers(names: Items[object]) -> str:
    """Return some names, each with its number, the first eight of many.

    >>> with_numbers(["red", "green"]), with_numbers("abcdefghij")
    ('red 0, green 1', 'a 0, b 1, c 2, d 3, e 4, f 5, g 6, h 7, ...')
    """
    said = [f"{printable(name, 40)} {number}" for number, name in enumerate(names[:8])]
    return ", ".join([*said, *["..."] * (len(names) > 8)])


def spoken(names: Items[str], letter: str = "x") -> tuple[str, ...]:
    """Return names as they stand among constraints: x0 for the first without one, and ``"x0"`` for another called so.

    >>> spoken(("petal length", "x1", "x0", " "))
    ('petal length', 'x1', '"x0"', 'x3')
    """
    own = [f"{letter}{place}" for place in range(len(names))]
    pairs = zip(names, own, strict=True)
    return tuple([name if name == number else quoted(name.strip()) or number for name, number in pairs])


def _is_numbered(part: str, letters: str) -> bool:
    return part[:1] in {*letters} and part[1:].isdecimal()
