"""What model files of other tools are made of: numbers in decimals, and JSON whose parts have the right kind."""

import json
import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from constructions.files.columns import real_names
from constructions.model.errors import BadInput, shown
from constructions.model.numbers.digits import bounded
from exchange.trees.casts import nearest

_DECIMAL = re.compile(r"-?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?")

MAX_COUNT = 1_000_000
"""The most features or leaves that a file may say it has."""

MAX_OUTPUTS = 10_000
"""The most classes or targets: each is built, whether a tree writes it or not."""


class Decimals:
    """From decimals as text to the floats of one format that they stand for, exactly, each text once.

    Args:
        kind: ``float32`` or ``float64``.

    >>> Decimals("float32").number("1E-1", "m")
    Fraction(13421773, 134217728)
    >>> Decimals("float64").number("nan", "m: leaf 3")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: m: leaf 3 must be a finite decimal, not 'nan'
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._known: dict[str, Fraction] = {}

    def number(self, text: object, place: str) -> Fraction:
        """Return the float nearest to a decimal; integers as JSON has them are decimals, too, fractions already floats.

        Raises:
            BadInput: if it is none, or beyond the format.
        """
        if isinstance(text, Fraction):
            return nearest(text, self._kind)
        spelled = str(text) if type(text) is int and abs(text) < 10**40 else text
        if not isinstance(spelled, str) or not _DECIMAL.fullmatch(spelled):
            raise BadInput(f"{place} must be a finite decimal, not {shown(text)}")
        if spelled not in self._known:
            value = nearest(Fraction(spelled), self._kind)
            if abs(value) >= Fraction(2) ** (128 if self._kind == "float32" else 1024):
                raise BadInput(f"{place} is beyond {self._kind}: {shown(text)}")
            self._known[spelled] = value
        return self._known[spelled]

    def numbers(self, texts: Iterable[object], place: str) -> list[Fraction]:
        """Return the floats of a list of decimals. Raises what ``number`` raises, with the place in the list."""
        return [self.number(text, f"{place}[{number}]") for number, text in enumerate(texts)]


class Spelled(str):
    """A decimal of a JSON file as it is spelled there; text that looks like one is a plain ``str``."""

    __slots__ = ()


def json_of(data: bytes, place: str) -> Any:
    """Return what a JSON file holds, decimals as the text they are (``Spelled``), NaN and Infinity as floats.

    Raises:
        BadInput: if it is no JSON, or is nested too deep.

    >>> json_of(b'{"x": [1.50, 2]}', "m.json")
    {'x': ['1.50', 2]}
    """

    try:
        return json.loads(data, parse_int=bounded, parse_float=Spelled, parse_constant=float)
    except RecursionError:
        raise BadInput(f"{place}: JSON that is nested too deep") from None
    except ValueError as error:  # bytes that are no text, text that is no JSON, integers of thousands of digits
        raise BadInput(f"{place}: not JSON ({shown(str(error), 100)})") from None


def part(value: Any, key: str, kind: type, place: str) -> Any:
    """Return ``value[key]``, of the kind that it must have.

    Raises:
        BadInput: if ``value`` is no object, has no such key, or something else is there.

    >>> part({"trees": 3}, "trees", list, "m.json: model")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: m.json: model: trees must be a list, not 3
    """
    if not isinstance(value, dict) or key not in value:
        raise BadInput(f"{place}: there is no {key}")
    found = value[key]
    if type(found) is not kind:
        names = {dict: "an object", list: "a list", str: "text", int: "an integer", bool: "true or false"}
        raise BadInput(f"{place}: {key} must be {names[kind]}, not {shown(found)}")
    return found


def count(value: object, place: str, least: int = 0, most: int = MAX_COUNT) -> int:
    """Return an integer from ``least`` to ``most``; text of digits is one, too.

    Raises:
        BadInput: if it is none.

    >>> count("4", "m: num_feature"), count(0, "m: num_class")
    (4, 0)
    """
    text = str(value) if type(value) is int and abs(value) < 10**9 else value
    if not isinstance(text, str) or not re.fullmatch("[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise BadInput(f"{place} must be an integer in {least}..{most:,}, not {shown(value)}")
    return int(text)


def integers(values: object, place: str, length: int | None = None) -> list[int]:
    """Return a list of JSON integers, of that length if one is given.

    Raises:
        BadInput: if it is none.

    >>> integers([1, -1], "m: left_children", 2)
    [1, -1]
    """
    if not isinstance(values, list) or not all([type(value) is int for value in values]):
        raise BadInput(f"{place} must be a list of integers, not {shown(values)}")
    if length is not None and len(values) != length:
        raise BadInput(f"{place} must have {length} entries, one for each node, not {len(values)}")
    return values


def names_of_inputs(value: Any, width: int, place: str) -> tuple[str, ...] | None:
    """Return what a file calls the inputs of its model; None where it does not, or with names that the tool made up.

    Raises:
        BadInput: if it is no list of text.

    >>> names_of_inputs(["age", "debt"], 2, "m.json"), names_of_inputs([], 2, "m.json")
    (('age', 'debt'), None)
    """
    if value is None:
        return None
    if not isinstance(value, list) or not all([isinstance(name, str) for name in value]):
        raise BadInput(f"{place} must be a list of names, not {shown(value)}")
    return real_names(value, width)
