"""Assertions brought to the form that a query has: linear terms, and a union of polyhedra."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from constructions.model.constraint import RELATIONS, Constraint
from constructions.model.errors import BadInput
from constructions.model.network import Form
from constructions.model.nouns import count_of
from constructions.model.rational import MAX_DIGITS
from exchange.vnnlib.query import Beyond, Polyhedron

MAX_POLYHEDRA = 10_000
"""The most polyhedra that the assertions may come to."""

MAX_ATOMS = 1_000_000
"""The most atoms that they may have together."""

MAX_NESTING = 200
"""How deep terms and formulas may stand inside each other."""


MAX_BITS = 4 * MAX_DIGITS
"""The most bits of a numerator or a denominator that a term comes to."""


class TooLongError(Exception):
    """A term comes to a number that is longer than those that files may hold."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear term: weights of numbers by their places, none of them 0, and a constant.

    >>> (Linear({0: Fraction(2)}, Fraction(1)) + Linear({0: Fraction(-2)}, Fraction(3))).constant
    Fraction(4, 1)
    """

    weights: dict[int, Fraction]
    constant: Fraction

    def __post_init__(self) -> None:
        for value in (self.constant, *self.weights.values()):
            _short(value)

    def __add__(self, other: "Linear") -> "Linear":
        return summed((self, other))

    def times(self, factor: Fraction) -> "Linear":
        """Return the term multiplied by a number."""
        if not factor:
            return Linear({}, Fraction(0))
        weights = {place: factor * weight for place, weight in self.weights.items()}
        return Linear(weights, factor * self.constant)

    def __sub__(self, other: "Linear") -> "Linear":
        return self + other.times(Fraction(-1))


def _short(value: Fraction) -> Fraction:
    """Return a number that is no longer than those that files may hold; raises ``TooLongError`` of another one."""
    if value.numerator.bit_length() > MAX_BITS or value.denominator.bit_length() > MAX_BITS:
        raise TooLongError
    return value


def summed(terms: Items[Linear]) -> Linear:
    """Return the sum of terms, in time linear in all that they hold.

    >>> summed([place(0), place(1), number(Fraction(2)), place(1)]).weights
    {0: Fraction(1, 1), 1: Fraction(2, 1)}
    """
    weights, constant = dict[int, Fraction](), Fraction(0)
    for term in terms:
        constant = _short(constant + term.constant)
        for place, weight in term.weights.items():
            weights[place] = _short(weights[place] + weight) if place in weights else weight
    return Linear({place: weight for place, weight in weights.items() if weight}, constant)


def number(value: Fraction) -> Linear:
    """Return the term that is a number."""
    return Linear({}, value)


def place(index: int) -> Linear:
    """Return the term that is the number at a place.

    >>> place(3).weights
    {3: Fraction(1, 1)}
    """
    return Linear({index: Fraction(1)}, Fraction(0))


def product(terms: Items[Linear], where: str) -> Linear:
    """Return the product of terms of which all but one are numbers.

    Raises:
        Beyond: if two are not; it begins with ``where``.

    >>> product([number(Fraction(2)), place(0)], "line 1").weights
    {0: Fraction(2, 1)}
    """
    variable, factor = number(Fraction(1)), Fraction(1)
    for term in terms:
        if not term.weights:
            factor = _short(factor * term.constant)
        elif not variable.weights or not factor:
            variable = term
        else:
            raise Beyond(f"{where}: a product of two variables is not linear, and only linear arithmetic is decided")
    return variable.times(factor)


@dataclass(frozen=True, slots=True)
class Both:
    """Formulas that all hold."""

    parts: "tuple[Formula, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    """Formulas of which one holds."""

    parts: "tuple[Formula, ...]"


Formula: TypeAlias = Constraint | Both | Either


def compared(left: Linear, relation: str, right: Linear, width: int) -> Formula:
    """Return ``left RELATION right`` over that many numbers; ``!=`` is one of two strict comparisons.

    A comparison of numbers alone is no atom: it is true (``Both`` of nothing) or false (``Either`` of nothing).

    >>> compared(place(0), "<=", number(Fraction(1)), 1).bound
    Fraction(1, 1)
    >>> compared(number(Fraction(2)), "<", number(Fraction(1)), 1)
    Either(parts=())
    """
    if relation == "!=":
        return Either((compared(left, "<", right, width), compared(left, ">", right, width)))
    difference = left - right
    bound = -difference.constant
    if not difference.weights:
        return Both(()) if RELATIONS[relation](Fraction(0), bound) else Either(())
    places = sorted(difference.weights)
    return Constraint(Form(width, places, [difference.weights[index] for index in places]), relation, bound)


_OPPOSITE = {">=": "<", ">": "<=", "<=": ">", "<": ">="}


def negated(formula: Formula) -> Formula:
    """Return a formula that holds exactly where another one does not, with ``not`` pushed down to the atoms.

    The negation of a weak comparison is strict, and of a strict one weak; that of ``=`` is one of two strict ones.

    >>> negated(Both((compared(place(0), "<=", number(Fraction(1)), 1), Either(())))).parts[0].relation
    '>'
    """
    if isinstance(formula, Constraint):
        if formula.relation == "=":
            return Either(tuple([Constraint(formula.form, relation, formula.bound) for relation in ("<", ">")]))
        return Constraint(formula.form, _OPPOSITE[formula.relation], formula.bound)
    parts = tuple([negated(part) for part in formula.parts])
    return Either(parts) if isinstance(formula, Both) else Both(parts)


def union_of(formulas: Items[Formula]) -> tuple[Polyhedron, tuple[Polyhedron, ...]]:
    """Return what formulas that all hold say, as atoms that are common to all, and polyhedra of which one holds.

    Raises:
        Beyond: if there are more than ``MAX_POLYHEDRA`` polyhedra, or more than ``MAX_ATOMS`` atoms in them.

    >>> low, high = (compared(place(0), relation, number(Fraction(1)), 1) for relation in ("<", ">"))
    >>> common, polyhedra = union_of([low, Either((low, high))])
    >>> len(common), len(polyhedra)
    (1, 2)
    """
    common: dict[Constraint, None] = {}
    rest: list[Formula] = []
    todo = list(reversed(formulas))
    while todo:
        formula = todo.pop()
        if isinstance(formula, Constraint):
            common[formula] = None
        elif isinstance(formula, Both):
            todo += reversed(formula.parts)
        else:
            rest.append(formula)
    work = _Work()
    polyhedra = work.product([work.union(formula) for formula in rest])
    if polyhedra:
        in_all = set(polyhedra[0]).intersection(*polyhedra[1:])
        common |= {atom: None for atom in polyhedra[0] if atom in in_all}
    kept = [tuple([atom for atom in polyhedron if atom not in common]) for polyhedron in polyhedra]
    return tuple(common), tuple(dict.fromkeys(kept))


_ANEW = 4
"""How many times ``MAX_ATOMS`` the constraints of all parts may be: with each factor a product at least doubles."""


class _Work:
    """Puts formulas together, and counts the constraints that it writes: those of a part count anew in the whole."""

    def __init__(self) -> None:
        self.atoms = 0

    def union(self, formula: Formula) -> list[Polyhedron]:
        """Return the polyhedra whose union is a formula; formulas are nested no deeper than ``MAX_NESTING``."""
        if isinstance(formula, Constraint):
            return [(formula,)]
        parts = [self.union(part) for part in formula.parts]
        if isinstance(formula, Both):
            return self.product(parts)
        self._count(sum([len(part) for part in parts]), sum([len(atoms) for part in parts for atoms in part]))
        return [polyhedron for part in parts for polyhedron in part]

    def product(self, parts: Items[list[Polyhedron]]) -> list[Polyhedron]:
        """Return the polyhedra of what lies in one of each part; those that are one polyhedron come first."""
        alone = [atom for part in parts if len(part) == 1 for atom in part[0]]
        self._count(1, len(alone))
        result: list[Polyhedron] = [tuple(dict.fromkeys(alone))]
        for part in parts:
            if len(part) == 1:
                continue
            atoms = sum([len(polyhedron) for polyhedron in part])
            before = sum([len(polyhedron) for polyhedron in result])
            self._count(len(result) * len(part), atoms * len(result) + before * len(part))
            result = [tuple(dict.fromkeys((*first, *second))) for first in result for second in part]
        return result

    def _count(self, polyhedra: int, atoms: int) -> None:
        if polyhedra > MAX_POLYHEDRA:
            raise Beyond(
                f"the assertions come to {polyhedra:,} polyhedra, and {MAX_POLYHEDRA:,} are the most that are read"
            )
        self.atoms += atoms
        for count, most, which in (
            (atoms, MAX_ATOMS, ""),
            (self.atoms, _ANEW * MAX_ATOMS, " with those of their parts"),
        ):
            if count > most:
                raise Beyond(
                    f"the assertions come to polyhedra with {count_of(count, 'constraint')}{which}, and {most:,} are "
                    "the most that are read"
                )


def check_nesting(depth: int, where: str) -> None:
    """Refuse what is nested too deep; raises ``BadInput``, beginning with ``where``.

    >>> check_nesting(3, "line 1")
    """
    if depth > MAX_NESTING:
        raise BadInput(f"{where}: terms stand more than {MAX_NESTING} deep inside each other")
