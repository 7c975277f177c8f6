"""How users and files spell domains: boxes, radii, constraints; every command and the Python names read them here."""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Sequence as Items
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from os.path import exists
from pathlib import Path
from typing import TypeVar

from constructions.files.canonical import form_of
from constructions.files.disk import read_bytes
from constructions.files.notation import not_json, rational_of
from constructions.model.errors import BadInput, one_of, shown
from constructions.model.network import Form
from constructions.model.nouns import count_of
from constructions.model.numbers.digits import bounded
from constructions.model.rational import MAX_DIGITS, is_long, long_integers, spelled
from verify.domain import RELATIONS, Constraint, Domain, box, brief, check_possible, checked_radius

_RELATION = re.compile(r"([<>=]+)")


_MIRRORED = {">=": "<=", ">": "<", "=": "=", "<": ">", "<=": ">="}


_TERM = re.compile(
    r"(?:\s*(?P<sign>[+-]))?\s*(?:(?P<number>[0-9.][0-9./]*(?:[eE][+-]?[0-9]+)?)(?:\s*\*)?\s*)?"
    r"(?:(?P<letter>[xy])(?P<place>[0-9]+)|(?<=[0-9.])(?=\s*(?:[+-]|$)))\s*",
    re.ASCII,
)


_NAME = re.compile(r'"(?P<quoted>[^"]*)"|(?<![^\W\d])(?P<plain>[xy][0-9]+)(?!\w)|(?<![\w.])(?P<word>[^\W\d]\w*)')
"""What may be a name: what stands in double quotes, x0 or y0 and so on, or another word."""


_CONSTANT, _ZERO = -1, Fraction(0)


Read = TypeVar("Read")


def number_of(where: str, text: str) -> Fraction:
    """Return the number that a user spells, a decimal or a ratio; raises ``BadInput``, beginning with ``where``.

    >>> number_of("--box", "-2.5")
    Fraction(-5, 2)
    """
    with _said_of(where):
        return spelled(text)


@contextmanager
def _said_of(where: str) -> Iterator[None]:
    """Say of what is refused where it stands."""
    try:
        yield
    except BadInput as error:
        raise BadInput(f"{where}: {error}") from error


def radius_of(text: str | None) -> Fraction | None:
    """Return the radius that a user spells; None if none is given.

    Raises:
        BadInput: if it is not a number of at least 0.

    >>> radius_of("1/2"), radius_of(None)
    (Fraction(1, 2), None)
    """
    return None if text is None else checked_radius(number_of("--radius", text), what="--radius")


def tolerance_of(text: str | None) -> Fraction | None:
    """Return the tolerance that a user spells; None if none is given; raises ``BadInput`` as ``radius_of`` does."""
    return None if text is None else checked_radius(number_of("--tolerance", text), what="--tolerance")


def domain_of(
    width: int,
    sides: tuple[str, str] | None,
    told: str | Path | None,
    option: str = "--box",
    least: int = 0,
    letter: str = "x",
    names: Items[str] = (),
) -> Domain:
    """Return the constraints on ``width`` numbers of a box that a user spells and of a file or words, all of them.

    Args:
        sides: LOW and HIGH of every coordinate; None: no box.
        told: constraints in words as ``unsafe_of`` takes them; or a file of such words, lines joined by ``and``, or of
            constraints as ``constraints_text`` writes them; None: none.
        option: how the user wrote the box.
        least: how many constraints a file must have.
        letter: what the numbers are called: ``x`` of inputs, ``y`` of outputs.
        names: what they are called, too.

    Raises:
        BadInput: if one cannot be read, or two constraints contradict each other.

    >>> [str(constraint) for constraint in domain_of(1, ("-1", "1/2"), None)]
    ['x0 >= -1', 'x0 <= 0.5']
    >>> [str(constraint) for constraint in domain_of(2, None, "0 <= width <= 9", names=("width", "height"))]
    ['x0 >= 0', 'x0 <= 9']
    """
    found: Domain = ()
    words = "--domain" if letter == "x" else "--outputs"
    places = [option] if sides is not None else []
    if sides is not None:
        if any(["," in text for text in sides]):
            raise BadInput(
                f"{option}: takes two numbers, which hold for each: {words} '0 <= {letter}0 <= 9 and {letter}1 >= 1/2' "
                "has ends of its own for each"
            )
        low, high = [number_of(option, text) for text in sides]
        if low > high:
            raise BadInput(f"{option}: {brief(low)} is greater than {brief(high)}, so nothing is in the box")
        found = box([low] * width, [high] * width)
    if told is not None:
        stated, where = _stated(told, words, width, least, letter, names)
        found += stated
        places.append(where)
    with _said_of(" and ".join(places)):
        check_possible(found, letter)
    return found


def _stated(
    told: str | Path, option: str, width: int, least: int, letter: str, names: Items[str]
) -> tuple[Domain, str]:
    """Return the constraints that words, or a file of either kind, state, and where they stand; as in ``domain_of``."""
    if told == "":
        raise BadInput(f"{option}: takes constraints in words, or a file of them, and was given neither")
    if isinstance(told, str) and _RELATION.search(told) and not (told.endswith(".json") or exists(told)):
        where, lines = option, [(option, told)]
    else:
        where, data = str(told), read_bytes(Path(told))
        words = _lines_in(data, where)
        if words is None:
            read = _parsed(data, where, "a list of constraints", lambda value: constraints_of(value, width, where))
            if len(read) < least:
                raise BadInput(f"{where}: must state at least {count_of(least, 'constraint')}")
            return read, where
        lines = words
    spoken = _Words(width, 0, names, ()) if letter == "x" else _Words(0, width, (), names)
    found = list[Constraint]()
    for place, line in lines:
        with _said_of(place):
            parts = spoken.parts(line)
            if len(parts) > 1:
                other = "; --claim avoids takes it in --unsafe" if letter == "y" else ""
                raise BadInput(f"'or' has no place here: all constraints hold{other}")
            found += spoken.conjunction(parts[0])
    return tuple(found), where


def _lines_in(data: bytes, where: str) -> list[tuple[str, str]] | None:
    """Return the lines of a file of words, which ``and`` may join, and how messages name each; None if it is JSON.

    >>> _lines_in(b"x0 >= 1 and\\n\\nx1 < 2", "f"), _lines_in(b'[[[0, "1"], ">=", "1"]]', "f")
    ([('f: line 1', 'x0 >= 1'), ('f: line 3', 'x1 < 2')], None)
    """
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise BadInput(f"{where}: byte {error.start}, 0x{data[error.start]:02x}, is not UTF-8") from None
    if text.lstrip()[:1] in ("", "[", "{"):
        return None
    lines = [re.sub(r"^and\b|\band$", "", line.strip()).strip() for line in re.split(r"\r\n?|\n", text)]
    return [(f"{where}: line {number}", line) for number, line in enumerate(lines, 1) if line]


def unsafe_of(
    inputs: int,
    outputs: int,
    text: str | None,
    path: Path | None,
    names: Items[str] = (),
    labels: Items[str] = (),
) -> tuple[Domain, ...]:
    """Return the polyhedra of inputs and outputs that a user spells, and those of a file, all of them.

    Args:
        text: constraints such as ``x0 + 2 y1 >= 1/2``, joined by ``and``; polyhedra by ``or``. Inputs are x0, x1, ...,
            outputs y0, y1, ... None: none.
        path: a file with a list of lists of constraints on the inputs followed by the outputs; None: none.
        names: what the inputs are called, too; in double quotes where it is more than one word, or x0 or the like.
        labels: what the outputs are called, in the same way.

    Raises:
        BadInput: if one cannot be read.

    >>> unsafe_of(2, 1, '"petal width" > 1 and 2 x0 <= length', None, ("length", "petal width"))[0][0]
    Constraint(form=Form(1 x1 of 3), relation='>', bound=Fraction(1, 1))
    >>> [len(part) for part in unsafe_of(1, 2, "y0 > 2 y1 and 0 <= x0 <= 0.5 or y1 - 1 = x0", None)]
    [3, 1]
    >>> unsafe_of(1, 1, "2 * y0 - x0 < 1e-1", None)[0][0]
    Constraint(form=Form(-1 x0 + 2 x1 of 2), relation='<', bound=Fraction(1, 10))
    """
    found = list[Domain]()
    if text is not None:
        spoken = _Words(inputs, outputs, names, labels)
        with _said_of("--unsafe"):
            found += [spoken.conjunction(part) for part in spoken.parts(text)]
    if path is not None:
        found += _parsed(
            read_bytes(path),
            str(path),
            "a list of lists of constraints",
            lambda value: _polyhedra(value, inputs + outputs, path),
        )
    return tuple(found)


def _as_typed(name: str) -> str:
    """Return a name as constraints have it: in double quotes, unless it is one word that stands for nothing else."""
    match = _NAME.fullmatch(name)
    return name if match is not None and match["word"] is not None and name not in ("and", "or") else f'"{name}"'


def _polyhedra(value: object, width: int, path: Path) -> list[Domain]:
    if not isinstance(value, list):
        raise BadInput(f"{path}: must be a list of lists of constraints [ROW, RELATION, NUMBER]")
    return [constraints_of(part, width, f"{path}: polyhedron {number}") for number, part in enumerate(value)]


@dataclass(slots=True)
class _Words:
    """Constraints in words: how many inputs and outputs there are, their names, and which numbers each of them names:
    x0, y0 and so on."""

    inputs: int
    outputs: int
    names: Items[str]
    labels: Items[str]
    known: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for letter, names in (("x", self.names), ("y", self.labels)):
            for place, name in enumerate(names):
                self.known.setdefault(name.strip(), []).append(f"{letter}{place}")

    def parts(self, text: str) -> list[str]:
        """Return what ``or`` parts, each name as x0, y0 and so on."""
        return re.split(r"\bor\b", _NAME.sub(self._numbered, text))

    def _numbered(self, match: re.Match[str]) -> str:
        """Return a name as x0, y0 and so on; what is none of the data's names stays as it is."""
        if match["word"] in ("and", "or"):
            return match[0]
        name = (match["word"] or match["plain"] or match["quoted"] or "").strip()
        found = self.known.get(name, [])
        if match["plain"] is not None:
            if found and found != [name]:
                noun, count, names = (
                    ("input", self.inputs, self.names) if name[0] == "x" else ("output", self.outputs, self.labels)
                )
                itself, way, place = f"is no {noun}, but the name of a column", "", name[1:]
                if len(place) < 10 and int(place) < count:
                    called = f", {_as_typed(names[int(place)])} in the data," if names else " of the network,"
                    itself = f"is {noun} {place}{called} and the name of another column"
                    way = "" if names else f"; a file of constraints can name the {noun} by its place"
                raise BadInput(f'{name} {itself}, which is "{name}"{way}')
            return name
        if len(found) == 1:
            return f"{found[0]} "  # a digit behind the name is none of its number
        if self.known:
            raise BadInput(self._unknown(name, found))
        return match[0]

    def _unknown(self, name: str, found: list[str]) -> str:
        """Return which names there are, since this one is none, or that of several."""
        noun = "input" if self.inputs else "output"
        many = f"{' and '.join(found[:8])} are named" if found else f"there is no {noun}"
        said = list[str]()
        for letter, count, names in (("x", self.inputs, self.names), ("y", self.outputs, self.labels)):
            typed = ", ".join([*map(_as_typed, names[:8]), *["..."] * (len(names) > 8)])
            whose = "outputs" if said else "they"
            said += [f"{whose} are {letter}0, {letter}1, ...{', or ' * bool(names)}{typed}"] if count else []
        return f"{many} {shown(name)}: {'; '.join(said)}"

    def conjunction(self, text: str) -> Domain:
        """Return the constraints that ``and`` joins; A <= B <= C are two."""
        found = []
        for part in re.split(r"\band\b", text):
            sides = _RELATION.split(part)
            if len(sides) < 3:
                both = "x0 + 2 y1 >= 1/2" if self.outputs else "2 x0 >= 1/2"
                such = both if self.inputs else "2 y0 >= 1/2"
                raise BadInput(f"{shown(part.strip())} is no constraint such as {such}")
            for relation in sides[1::2]:
                one_of("relation", relation, RELATIONS)
            read = [self._side(side) for side in sides[::2]]
            for relation, left, right in zip(sides[1::2], read, read[1:], strict=False):
                if {*left} == {_CONSTANT} != {*right}:  # 1 <= x0 is x0 >= 1
                    left, right, relation = right, left, _MIRRORED[relation]
                weights = {place: left.get(place, _ZERO) - right.get(place, _ZERO) for place in {*left, *right}}
                bound = -weights.pop(_CONSTANT, _ZERO)
                rows = sorted([(place, weight) for place, weight in weights.items() if weight])
                width = self.inputs + self.outputs
                form = Form(width, [place for place, _ in rows], [weight for _, weight in rows])
                found.append(Constraint(form, relation, bound))
        return tuple(found)

    def _side(self, text: str) -> dict[int, Fraction]:
        """Return the weights of a sum, the constant under ``_CONSTANT``."""
        found: dict[int, list[Fraction]] = {}
        text, at = text.rstrip(), 0
        while at < len(text) or not found:
            match = _TERM.match(text, at)
            if match is None or (found and not match["sign"]):
                rest = text[at:].strip()
                such = "no term such as 2 y1, -x0 or 1/2"
                why = f"{shown(rest)} is {such}" if rest else f"beside a relation (>=, >, <=, < or =) stands {such}"
                raise BadInput(why)
            place, (letter, number) = _CONSTANT, (match["letter"], match["place"])
            if letter:
                count, first = (self.inputs, 0) if letter == "x" else (self.outputs, self.inputs)
                if len(number) > 9 or int(number) >= count:
                    kinds = count_of(count, "input" if letter == "x" else "output")
                    has = f"the network has {kinds}" if count else "constraints here are on the others alone"
                    raise BadInput(f"there is no {letter}{shown(number)[1:-1]}: {has}")
                place = first + int(number)
            weight = spelled(match["number"]) if match["number"] else Fraction(1)
            found.setdefault(place, []).append(-weight if match["sign"] == "-" else weight)
            at = match.end()
        return {place: _sum(weights, text) for place, weights in found.items()}


def _sum(numbers: list[Fraction], text: str) -> Fraction:
    """Return a sum of numbers, neighbours first: of many different denominators a running sum takes quadratic time."""
    while len(numbers) > 1:
        rest = numbers[len(numbers) // 2 * 2 :]
        numbers = [left + right for left, right in zip(numbers[::2], numbers[1::2], strict=False)] + rest
        if any(map(is_long, numbers)):
            raise BadInput(f"numbers of {shown(text.strip())} add up to one of more than {MAX_DIGITS} digits")
    return numbers[0]


def _parsed(data: bytes, where: str, what: str, read: Callable[[object], Read]) -> Read:
    """Return what the JSON of a file holds; raises ``BadInput`` if it is none, or ``read`` refuses what it says."""
    try:
        value = json.loads(data.removeprefix(BOM_UTF8).decode("ascii"), parse_int=bounded)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{where}: not {what}: {not_json(error)}") from error
    return read(value)


def constraints_of(value: object, width: int, where: str) -> Domain:
    """Return the constraints on ``width`` numbers that a JSON value holds.

    Raises:
        BadInput: if it is not a list of ``[ROW, RELATION, NUMBER]``; the line begins with ``where``.

    >>> constraints_of([[[0, "1"], ">=", "-1/2"]], 1, "a.json")[0].bound
    Fraction(-1, 2)
    """
    if not isinstance(value, list):
        raise BadInput(f"{where}: must be a list of constraints [ROW, RELATION, NUMBER]")
    found = []
    for number, entry in enumerate(value):
        try:
            if not isinstance(entry, list) or len(entry) != 3:
                raise ValueError(f"must be [ROW, RELATION, NUMBER], not {shown(entry)}")
            with long_integers():
                found.append(Constraint(form_of(width, entry[0]), entry[1], rational_of(entry[2])))
        except (TypeError, ValueError) as error:
            raise BadInput(f"{where}: constraint {number}: {error}") from error
    return tuple(found)
