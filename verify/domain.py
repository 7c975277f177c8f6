"""Domains, the inputs that a claim speaks of: all of Q^p, or what satisfies linear constraints; how users write them.

Every command and the Python names read domains, boxes and radii here, and nowhere else.
"""

import json
import operator
import re
from collections.abc import Callable, Iterable, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from constructions.files.canonical import form_of, form_text, not_json, rational_of, read_bytes
from constructions.model.errors import BadInput, one_of, shown
from constructions.model.network import Form
from constructions.model.nouns import count_of
from constructions.model.rational import MAX_DIGITS, Number, exact, exact_row, long_integers, spelled

_HOLDS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "=": operator.eq,
    "<=": operator.le,
    "<": operator.lt,
}

RELATIONS = tuple(_HOLDS)

_RELATION = re.compile(r"(>=|<=|>|<|=)")
_TERM = re.compile(
    r"\s*(?P<sign>[+-])?\s*(?:(?P<number>[0-9.][0-9./]*(?:[eE][+-]?[0-9]+)?)\s*\*?\s*)?"
    r"(?:(?P<letter>[xy])(?P<place>[0-9]+)|(?<=[0-9])(?=\s*(?:[+-]|$)))\s*",
    re.ASCII,
)
_CONSTANT, _ZERO = -1, Fraction(0)
Read = TypeVar("Read")

_TURNED = {">=": "<=", ">": "<", "=": "=", "<=": ">=", "<": ">"}


@dataclass(frozen=True, slots=True)
class Constraint:
    """``form . z RELATION bound``, the relation one of ``>=``, ``>``, ``=``, ``<=``, ``<``.

    Raises:
        BadInput: if the relation is none of these.
        TypeError: if the bound is not exactly a rational number.

    >>> Constraint(Form.dense([1, -2]), "<", Fraction(3)).holds((Fraction(1), Fraction(0)))
    True
    """

    form: Form
    relation: str
    bound: Fraction

    def __post_init__(self) -> None:
        one_of("relation", self.relation, RELATIONS)
        exact(self.bound)

    def holds(self, point: Items[Fraction]) -> bool:
        """Return whether a point satisfies the constraint."""
        return _HOLDS[self.relation](self.form.at(point), self.bound)

    def __str__(self) -> str:
        return self.named("x")

    def named(self, letter: str) -> str:
        """Return it in words, with the names LETTER0, LETTER1, ... for its numbers.

        >>> Constraint(Form.dense([1, -2]), "<", Fraction(3)).named("y")
        'y0 - 2 y1 < 3'
        """
        with long_integers():
            return f"{_form_words(self.form, letter)} {self.relation} {_brief(self.bound)}"


Domain = tuple[Constraint, ...]
"""Constraints that all hold; none is all of Q^p."""


def box(lower: Items[Number | None], upper: Items[Number | None]) -> Domain:
    """Return lower_j <= z_j <= upper_j, a bound that is None left out.

    Raises:
        BadInput: if a lower bound is above the upper one.

    >>> len(box([0, 0], [1, None]))
    3
    >>> box([0, 3], [1, 2])
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: box: 3 is greater than 2, so nothing is in it (coordinate 1)
    """
    found = []
    for position, bounds in enumerate(zip(lower, upper, strict=True)):
        low, high = bounds
        if low is not None and high is not None and low > high:
            sides = f"{_brief(exact(low))} is greater than {_brief(exact(high))}"
            raise BadInput(f"box: {sides}, so nothing is in it (coordinate {position})")
        for bound, relation in zip(bounds, (">=", "<="), strict=True):
            if bound is not None:
                found.append(Constraint(Form.coordinate(position, len(lower)), relation, exact(bound)))
    return tuple(found)


def ball(center: Items[Number], radius: Number, strict: bool = False) -> Domain:
    """Return |z_j - x_j| <= radius for every coordinate (or < radius): two constraints each, from below first.

    Raises:
        BadInput: if the radius is negative.

    >>> [constraint.bound for constraint in ball([1], Fraction(1, 2))]
    [Fraction(1, 2), Fraction(3, 2)]
    """
    size = checked_radius(exact(radius), None)
    found = []
    for position, value in enumerate(exact_row("center", center)):
        form = Form.coordinate(position, len(center))
        found.append(Constraint(form, ">" if strict else ">=", value - size))
        found.append(Constraint(form, "<" if strict else "<=", value + size))
    return tuple(found)


def segment(start: Items[Fraction], end: Items[Fraction]) -> Domain:
    """Return the segment between two points, without the one where it starts; if both are one point, that point.

    >>> [str(constraint) for constraint in segment((Fraction(1), Fraction(2)), (Fraction(3), Fraction(2)))]
    ['x1 = 2', 'x0 > 1', 'x0 <= 3']
    """
    width = len(start)
    steps = [b - a for a, b in zip(start, end, strict=True)]
    lead = next((place for place, step in enumerate(steps) if step), None)
    found = []
    for place, step in enumerate(steps):
        if place != lead:
            slope = step / steps[lead] if lead is not None else Fraction(0)
            form, bound = Form.coordinate(place, width), start[place]
            if slope and lead is not None:
                weights = sorted([(place, Fraction(1)), (lead, -slope)])
                form = Form(width, [index for index, _ in weights], [weight for _, weight in weights])
                bound -= slope * start[lead]
            found.append(Constraint(form, "=", bound))
    if lead is not None:
        form, (after, upto) = Form.coordinate(lead, width), (">", "<=") if steps[lead] > 0 else ("<", ">=")
        found += [Constraint(form, after, start[lead]), Constraint(form, upto, end[lead])]
    return tuple(found)


def number_of(where: str, text: str) -> Fraction:
    """Return the number that a user spells, a decimal or a ratio; raises ``BadInput``, beginning with ``where``.

    >>> number_of("--box", "-2.5")
    Fraction(-5, 2)
    """
    try:
        return spelled(text)
    except BadInput as error:
        raise BadInput(f"{where}: {error}") from error


def radius_of(text: str | None) -> Fraction | None:
    """Return the radius that a user spells; None if none is given.

    Raises:
        BadInput: if it is not a number of at least 0.

    >>> radius_of("1/2"), radius_of(None)
    (Fraction(1, 2), None)
    """
    return None if text is None else checked_radius(number_of("--radius", text))


def tolerance_of(text: str | None) -> Fraction | None:
    """Return the tolerance that a user spells; None if none is given; raises ``BadInput`` as ``radius_of`` does."""
    return None if text is None else checked_radius(number_of("--tolerance", text), what="tolerance")


def checked_radius(radius: Fraction, digits: int | None = MAX_DIGITS, what: str = "radius") -> Fraction:
    """Return a radius of at least 0 that a file can hold; raises ``BadInput`` for others, ``TypeError`` for floats.

    It may be another number of that kind, ``what``.

    >>> checked_radius(Fraction(-1))
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: radius must be at least 0, not -1
    """
    if exact(radius) < 0:
        raise BadInput(f"{what} must be at least 0, not {_brief(radius)}")
    if digits is not None and max(radius.numerator, radius.denominator) >= 10**digits:
        raise BadInput(f"{what} must have at most {digits:,} digits, as no file holds {_brief(radius)}")
    return radius


def domain_of(
    width: int, sides: tuple[str, str] | None, path: Path | None, option: str = "--box", least: int = 0
) -> Domain:
    """Return the constraints on ``width`` numbers of a box that a user spells and of a file, all of them.

    Args:
        sides: LOW and HIGH of every coordinate; None: no box.
        path: a file of constraints; None: none.
        option: how the user wrote the box.
        least: how many constraints a file must have.

    Raises:
        BadInput: if one cannot be read, or two constraints contradict each other.

    >>> [str(constraint) for constraint in domain_of(1, ("-1", "1/2"), None)]
    ['x0 >= -1', 'x0 <= 1/2']
    """
    found: Domain = ()
    if sides is not None:
        low, high = [number_of(option, text) for text in sides]
        if low > high:
            raise BadInput(f"{option}: {_brief(low)} is greater than {_brief(high)}, so nothing is in the box")
        found = box([low] * width, [high] * width)
    if path is not None:
        read = read_constraints(path, width)
        if len(read) < least:
            raise BadInput(f"{path}: must state at least {count_of(least, 'constraint')}")
        found += read
    check_possible(found)
    return found


def unsafe_of(inputs: int, outputs: int, text: str | None, path: Path | None) -> tuple[Domain, ...]:
    """Return the polyhedra of inputs and outputs that a user spells, and those of a file, all of them.

    Args:
        text: constraints such as ``x0 + 2 y1 >= 1/2``, joined by ``and``; polyhedra by ``or``. Inputs are x0, x1, ...,
            outputs y0, y1, ... None: none.
        path: a file with a list of lists of constraints on the inputs followed by the outputs; None: none.

    Raises:
        BadInput: if one cannot be read.

    >>> [len(part) for part in unsafe_of(1, 2, "y0 > 2 y1 and 0 <= x0 <= 0.5 or y1 - 1 = x0", None)]
    [3, 1]
    >>> unsafe_of(1, 1, "2 * y0 - x0 < 1e-1", None)[0][0]
    Constraint(form=Form(-1 x0 + 2 x1 of 2), relation='<', bound=Fraction(1, 10))
    """
    found = list[Domain]()
    if text is not None:
        found += [_conjunction(part, inputs, outputs) for part in re.split(r"\bor\b", text)]
    if path is not None:
        found += _read(path, "a list of lists of constraints", lambda value: _polyhedra(value, inputs + outputs, path))
    return tuple(found)


def _polyhedra(value: object, width: int, path: Path) -> list[Domain]:
    if not isinstance(value, list):
        raise BadInput(f"{path}: must be a list of lists of constraints [ROW, RELATION, NUMBER]")
    return [constraints_of(part, width, f"{path}: polyhedron {number}") for number, part in enumerate(value)]


def _conjunction(text: str, inputs: int, outputs: int) -> Domain:
    """Return the constraints that ``and`` joins; A <= B <= C are two."""
    found = []
    for part in re.split(r"\band\b", text):
        sides = _RELATION.split(part)
        if len(sides) < 3:
            raise BadInput(f"--unsafe: {shown(part.strip())} is no constraint such as x0 + 2 y1 >= 1/2")
        read = [_side(side, inputs, outputs) for side in sides[::2]]
        for relation, left, right in zip(sides[1::2], read, read[1:], strict=False):
            weights = {place: left.get(place, _ZERO) - right.get(place, _ZERO) for place in {*left, *right}}
            bound = -weights.pop(_CONSTANT, _ZERO)
            rows = sorted([(place, weight) for place, weight in weights.items() if weight])
            form = Form(inputs + outputs, [place for place, _ in rows], [weight for _, weight in rows])
            found.append(Constraint(form, relation, bound))
    return tuple(found)


def _side(text: str, inputs: int, outputs: int) -> dict[int, Fraction]:
    """Return the weights of a sum, the constant under ``_CONSTANT``."""
    found: dict[int, Fraction] = {}
    at = 0
    while at < len(text.rstrip()) or not found:
        match = _TERM.match(text, at)
        if match is None or (found and not match["sign"]):
            raise BadInput(f"--unsafe: {shown(text[at:].strip())} is no term such as 2 y1, -x0 or 1/2")
        place, (letter, number) = _CONSTANT, (match["letter"], match["place"])
        if letter:
            count, first = (inputs, 0) if letter == "x" else (outputs, inputs)
            if len(number) > 9 or int(number) >= count:
                kinds = count_of(count, "input" if letter == "x" else "output")
                raise BadInput(f"--unsafe: there is no {letter}{shown(number)[1:-1]}: the network has {kinds}")
            place = first + int(number)
        weight = number_of("--unsafe", match["number"]) if match["number"] else Fraction(1)
        found[place] = found.get(place, _ZERO) + (-weight if match["sign"] == "-" else weight)
        at = match.end()
    return found


def check_width(what: str, domain: Domain, width: int, who: str) -> None:
    """Refuse constraints on other than ``width`` numbers.

    Args:
        what: what the constraints are, the first word of the message.
        who: what has so many numbers, with its verb.

    Raises:
        BadInput: naming the first constraint that does not fit.

    >>> check_width("domain", box([0], [1]), 2, "network.json takes")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: domain: constraint 0 is about 1 number, but network.json takes 2
    """
    for number, item in enumerate(domain):
        if item.form.width != width:
            about = count_of(item.form.width, "number")
            raise BadInput(f"{what}: constraint {number} is about {about}, but {who} {width:,}")


def check_possible(domain: Domain) -> None:
    """Refuse constraints of which one is false, or two on the same form contradict each other.

    What contradicts itself only in three constraints or more is not found here.

    Raises:
        BadInput: naming them.

    >>> check_possible((*box([1], [None]), Constraint(Form.dense([-2]), ">", Fraction(-2))))
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: no input satisfies both x0 >= 1 and -2 x0 > -2: the domain is empty
    """
    tightest: dict[tuple[object, ...], tuple[Fraction, bool, Constraint]] = {}
    for item in domain:
        if not item.form.indices:
            if not item.holds((Fraction(0),) * item.form.width):
                raise BadInput(f"no input satisfies {item}: the domain is empty")
            continue
        first = item.form.weights[0]
        key = (item.form.indices, tuple([weight / first for weight in item.form.weights]))
        relation = item.relation if first > 0 else _TURNED[item.relation]
        for sign, relations in ((1, (">=", ">", "=")), (-1, ("<=", "<", "="))):
            if relation in relations:
                bound, strict = sign * item.bound / first, relation in (">", "<")
                known = tightest.get((*key, sign))
                if known is None or (bound, strict) > known[:2]:
                    tightest[*key, sign] = bound, strict, item
        pair = tightest.get((*key, 1)), tightest.get((*key, -1))
        if pair[0] is None or pair[1] is None:
            continue
        gap = pair[0][0] + pair[1][0]
        if gap > 0 or (gap == 0 and (pair[0][1] or pair[1][1])):
            raise BadInput(f"no input satisfies both {pair[0][2]} and {pair[1][2]}: the domain is empty")


def _form_words(form: Form, letter: str) -> str:
    terms: list[str] = []
    for index, weight in zip(form.indices[:4], form.weights[:4], strict=True):
        size = "" if abs(weight) == 1 else f"{_brief(abs(weight))} "
        sign = ("- " if weight < 0 else "+ ") if terms else ("-" if weight < 0 else "")
        terms.append(f"{sign}{size}{letter}{index}")
    return " ".join(terms + ["+ ..."] * (len(form.indices) > 4)) or "0"


def _brief(value: Fraction) -> str:
    with long_integers():
        text = str(value)
    return text if len(text) <= 24 else f"{text[:10]}...{text[-10:]}"


def constraints_text(constraints: Iterable[Constraint]) -> str:
    """Return constraints as they stand in files (docs/reference/format.md).

    >>> constraints_text(box([Fraction(-1, 2)], [None]))
    '[[[0,"1"],">=","-1/2"]]'
    """
    with long_integers():
        rows = [f'[[{form_text(item.form)}],"{item.relation}","{item.bound}"]' for item in constraints]
    return f"[{','.join(rows)}]"


def read_constraints(path: Path, width: int) -> Domain:
    """Return the constraints on ``width`` numbers in a JSON file, as ``constraints_text`` writes them.

    Raises:
        BadInput: if the file is not a list of ``[ROW, RELATION, NUMBER]``; it names the entry.
    """
    return _read(path, "a list of constraints", lambda value: constraints_of(value, width, str(path)))


def _read(path: Path, what: str, read: Callable[[object], Read]) -> Read:
    """Return what a JSON file holds; raises ``BadInput`` if it is no JSON, or ``read`` refuses what it says."""
    data = read_bytes(path)
    try:
        value = json.loads(data.decode("ascii"))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path}: not {what}: {not_json(error)}") from error
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
