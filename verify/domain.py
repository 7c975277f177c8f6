"""Domains: the inputs that a claim speaks of, all of Q^p or those that satisfy linear constraints."""

import json
from collections.abc import Iterable, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from constructions.files.canonical import form_of, form_text, rational_of, read_bytes
from constructions.model.errors import BadInput, shown
from constructions.model.network import Form
from constructions.model.rational import Number, exact, long_integers

RELATIONS = (">=", ">", "=", "<=", "<")


@dataclass(frozen=True, slots=True)
class Constraint:
    """``form . z RELATION bound``, the relation one of ``>=``, ``>``, ``=``, ``<=``, ``<``.

    Raises:
        ValueError: if the relation is none of these.

    >>> Constraint(Form.dense([1, -2]), "<", Fraction(3)).holds((Fraction(1), Fraction(0)))
    True
    """

    form: Form
    relation: str
    bound: Fraction

    def __post_init__(self) -> None:
        if self.relation not in RELATIONS:
            raise ValueError(f"relation must be one of {' '.join(RELATIONS)}, not {self.relation!r}")

    def holds(self, point: Items[Fraction]) -> bool:
        """Return whether a point satisfies the constraint."""
        value = self.form.at(point)
        match self.relation:
            case ">=":
                return value >= self.bound
            case ">":
                return value > self.bound
            case "=":
                return value == self.bound
            case "<=":
                return value <= self.bound
            case _:
                return value < self.bound


Domain = tuple[Constraint, ...]
"""Constraints that all hold; none is all of Q^p."""


def box(lower: Items[Number | None], upper: Items[Number | None]) -> Domain:
    """Return lower_j <= z_j <= upper_j, a bound that is None left out.

    >>> len(box([0, 0], [1, None]))
    3
    """
    found = []
    for position, bounds in enumerate(zip(lower, upper, strict=True)):
        for bound, relation in zip(bounds, (">=", "<="), strict=True):
            if bound is not None:
                found.append(Constraint(Form.coordinate(position, len(lower)), relation, exact(bound)))
    return tuple(found)


def ball(center: Items[Fraction], radius: Fraction, strict: bool = False) -> Domain:
    """Return |z_j - x_j| <= radius for every coordinate (or < radius): two constraints each, from below first.

    >>> [constraint.bound for constraint in ball([Fraction(1)], Fraction(1, 2))]
    [Fraction(1, 2), Fraction(3, 2)]
    """
    found = []
    for position, value in enumerate(center):
        form = Form.coordinate(position, len(center))
        found.append(Constraint(form, ">" if strict else ">=", value - radius))
        found.append(Constraint(form, "<" if strict else "<=", value + radius))
    return tuple(found)


def constraints_text(constraints: Iterable[Constraint]) -> str:
    """Return constraints as they stand in files (docs/format.md).

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
    data = read_bytes(path)
    try:
        value = json.loads(data.decode("ascii"))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path}: not a list of constraints: {error}") from error
    return constraints_of(value, width, str(path))


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
