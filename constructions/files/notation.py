"""What all files of this project share (docs/reference/format.md): their frame, strict JSON, rationals as text."""

import json
from collections.abc import Collection, Iterable
from fractions import Fraction
from math import gcd
from typing import Any, NoReturn

from constructions.model.errors import BadInput, shown
from constructions.model.rational import MAX_DIGITS, Symbolic, in_lowest_terms

VERSION = 1
"""The version of docs/reference/format.md that is written, and the only one that is read."""

_FRAME = '{{"format":"memocert {kind}","version":{version},{fields}}}\n'


def framed(kind: str, fields: str) -> bytes:
    """Return a file of a kind with these fields.

    >>> framed("network", '"nodes":[]')
    b'{"format":"memocert network","version":1,"nodes":[]}\\n'
    """
    return _FRAME.format(kind=kind, version=VERSION, fields=fields).encode("ascii")


def loaded(data: bytes, name: str, kind: str, keys: set[str], more: Collection[str] = ()) -> dict[str, Any]:
    """Return the fields of a file of a kind that has these keys, and may have ``more``; ``name`` stands in messages.

    Raises:
        BadInput: if the bytes are not such a file.

    >>> loaded(b'{"format":"memocert network","version":1,"nodes":[]}', "f", "network", {"nodes"})["nodes"]
    []
    """
    try:
        value = json.loads(
            data.decode("ascii"),
            object_pairs_hook=_object,
            parse_float=_refused,
            parse_constant=_refused,
            parse_int=_integer,
        )
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{name}: not a memocert {kind} file: {not_json(error)}") from error
    if not isinstance(value, dict) or value.get("format") != f"memocert {kind}":
        raise BadInput(f'{name}: not a memocert {kind} file: "format" must be "memocert {kind}"')
    if type(value.get("version")) is not int or value["version"] != VERSION:
        raise BadInput(f"{name}: version must be {VERSION}, not {shown(value.get('version'))}")
    found = set(value) - set(more)
    if found != keys | {"format", "version"}:
        odd = sorted(found ^ (keys | {"format", "version"}))[0]
        raise BadInput(f"{name}: key {shown(odd)} is {'unknown' if odd in value else 'missing'}")
    return value


def not_json(error: Exception) -> str:
    """Return what the JSON reader found wrong: the place and the byte, in place of the reader's own words.

    >>> try:
    ...     json.loads("[1 2]")
    ... except ValueError as error:
    ...     print(not_json(error))
    not JSON from line 1, column 4 on
    """
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON from line {error.lineno}, column {error.colno} on"
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start}, 0x{error.object[error.start]:02x}, is not ASCII"
    return str(error)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key is repeated")
    return result


def _refused(text: str) -> NoReturn:
    raise ValueError(f"{shown(text)} is not an integer; rationals are strings")


def _integer(text: str) -> int:
    if len(text) > 19:  # counts go to 10^18, and no integer of these files is larger
        raise ValueError(f"the integer {shown(text)} is too long: none is beyond 10^18")
    return int(text)


_FEW_BITS = 2048
"""Numbers of so many bits are spelled fast."""


def numbers_text(values: Iterable[Fraction]) -> str:
    """Return rational numbers as they stand in a list of a file.

    >>> numbers_text([Fraction(1, 2), Fraction(3)])
    '"1/2","3"'
    """
    return ",".join([f'"{spelling(value)}"' for value in values])


def spelling(value: Fraction) -> str:
    """Return how files spell a rational number.

    Raises:
        TypeError: if the number is symbolic.
        BadInput: if its numerator or denominator has more than ``MAX_DIGITS`` digits.

    >>> spelling(Fraction(-1, 2))
    '-1/2'
    """
    if type(value) is not Fraction and isinstance(value, Symbolic):
        raise TypeError(f"a symbolic number cannot stand in a file: {value}")
    above, below = value.as_integer_ratio()
    if above.bit_length() + below.bit_length() <= _FEW_BITS:
        return f"{above}/{below}" if below != 1 else str(above)
    import flint  # Python takes time that grows with the square of the digits

    parts = [str(flint.fmpz(part)) for part in ((above, below) if below != 1 else (above,))]
    text = "/".join(parts)
    if any([len(part.lstrip("-")) > MAX_DIGITS for part in parts]):
        raise BadInput(f"a number has more than {MAX_DIGITS} digits and cannot stand in a file: {shown(text)}")
    return text


def rational_of(text: object) -> Fraction:
    """Return the rational number that a string of a file spells.

    Raises:
        ValueError: if it is not a string, too long, or not in lowest terms.

    >>> rational_of("-1/2")
    Fraction(-1, 2)
    """
    if isinstance(text, str) and len(text) <= _SHORT:
        value = _short_rational(text)
        if value is not None:
            return value
    if not isinstance(text, str) or len(text) > 2 * MAX_DIGITS + 2:
        raise ValueError(f"a number must be a string of at most {MAX_DIGITS} digits, not {shown(text)}")
    numerator, slash, denominator = text.partition("/")
    if len(numerator.lstrip("-")) > MAX_DIGITS or len(denominator) > MAX_DIGITS:
        raise ValueError(f"a number has more than {MAX_DIGITS} digits: {shown(text)}")
    try:
        number = Fraction(int(numerator), int(denominator)) if slash else int(numerator)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"{shown(text)} is not a rational number in lowest terms") from None
    if str(number) != text:
        raise ValueError(f"{shown(text)} is not a rational number in lowest terms")
    return Fraction(number)


_SHORT = 40


def _short_rational(text: str) -> Fraction | None:
    """Return the rational number that a short text spells as files do, in a third of the time; None if it does not."""
    above, slash, below = text.partition("/")
    try:
        numerator, denominator = int(above), int(below) if slash else 1
    except ValueError:
        return None
    if slash:
        in_order = denominator > 1 and gcd(numerator, denominator) == 1 and f"{numerator}/{denominator}" == text
    else:
        in_order = str(numerator) == text
    return in_lowest_terms(numerator, denominator) if in_order else None


def rationals_of(values: object, name: str) -> list[Fraction]:
    """Return the rational numbers that a list of a file spells; ``name`` stands in messages.

    Raises:
        ValueError: if it is not a list of such strings.

    >>> rationals_of(["1/2", "3"], "a point")
    [Fraction(1, 2), Fraction(3, 1)]
    """
    if not isinstance(values, list):
        raise ValueError(f"{name} must be a list of numbers, not {shown(values)}")
    return [rational_of(value) for value in values]
