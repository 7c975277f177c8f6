"""Symbolic numbers: polynomials over the unknowns of a data set, on which a construction runs as on numbers."""

import fractions
import sys
from collections.abc import Callable, Iterable, Sequence as Items
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from numbers import Number as NumberLike
from types import FrameType
from typing import Literal, NoReturn, TypeAlias, TypeGuard

from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.rational import Number, Symbolic

Monomial: TypeAlias = tuple[int, ...]
"""The numbers of the atoms that are multiplied, in increasing order; () is the constant 1."""

Relation = Literal[">=", ">", "=", "!="]

NEGATED: dict[Relation, tuple[int, Relation]] = {">=": (-1, ">"), ">": (-1, ">="), "=": (1, "!="), "!=": (1, "=")}
"""For each relation of f to 0 the sign s and the relation of s f to 0 that says the contrary."""


_OPERATORS = {(fractions.__file__, name) for name in ("forward", "__eq__", "_richcmp")}
"""The functions in which ``Fraction`` asks what it meets; were they called otherwise, more would be unknown."""


class ShapeDepends(BadInput):
    """A construction asks something of the data that a symbolic run cannot answer: the message says what."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A term and how it stands to 0.

    >>> field = Field(lambda condition: True)
    >>> one, two = field.variable("z1"), field.variable("z2")
    >>> print(Condition(two - one, ">").negated)
    z1 - z2 >= 0
    """

    term: "Term"
    relation: Relation

    @property
    def negated(self) -> "Condition":
        """The contrary."""
        sign, relation = NEGATED[self.relation]
        return Condition(self.term if sign > 0 else _negative(self.term), relation)

    def holds(self, values: Items[Fraction]) -> bool:
        """Return whether it is so for these values of the atoms."""
        value = self.term.at(values)
        match self.relation:
            case ">=":
                return value >= 0
            case ">":
                return value > 0
            case "=":
                return value == 0
            case "!=":
                return value != 0

    def __str__(self) -> str:
        return f"{_text(self.term)} {self.relation} 0"


@dataclass(frozen=True, slots=True)
class Atom:
    """An unknown number: free, or the quotient of two terms."""

    name: str
    numerator: "Term | None" = None
    denominator: "Term | None" = None


class Field:
    """The numbers of one symbolic run: rational functions of named unknowns.

    A quotient of terms is a new atom q with q * denominator = numerator, so that every number is a polynomial over the
    atoms; equal quotients are one atom.

    Args:
        decide: answers the questions that a construction asks: it is called with a condition and says whether it holds.
        unseen: whether the construction ends where units are left out, so that none need be asked whether it is.
    """

    def __init__(self, decide: Callable[[Condition], bool], unseen: bool = False) -> None:
        self.decide, self.unseen = decide, unseen
        self.atoms: list[Atom] = []
        self.unanswered = ""  # the first question without an answer for all data
        self._quotients: dict[tuple[object, object], Term] = {}

    def note(self, question: str) -> None:
        """Keep in mind that a question was asked which has no answer for all data: nothing is proved of such a run."""
        self.unanswered = self.unanswered or question

    def refuse(self, question: str) -> NoReturn:
        """Note a question, and raise ``ShapeDepends``, which a construction may catch and go on."""
        self.note(question)
        raise ShapeDepends(question)

    def variable(self, name: str) -> "Term":
        """Return a new unknown."""
        self.atoms.append(Atom(name))
        return Term(self, {(len(self.atoms) - 1,): Fraction(1)})

    def quotient(self, numerator: "Term | Fraction", denominator: "Term") -> "Term | Fraction":
        """Return a quotient, once it is decided that the denominator is not 0.

        Raises:
            ZeroDivisionError: if it may be 0.
        """
        if self.decide(Condition(denominator, "=")):
            raise ZeroDivisionError(f"{_text(numerator)} / ({_text(denominator)})")
        if not isinstance(numerator, Term):
            if not numerator:
                return numerator
            numerator = Term(self, {(): numerator})
        ratio = _ratio(numerator.parts, denominator.parts)
        if ratio is not None:
            return ratio
        key = numerator.key, denominator.key
        if key not in self._quotients:
            self.atoms.append(Atom(f"q{len(self._quotients) + 1}", numerator, denominator))
            self._quotients[key] = Term(self, {(len(self.atoms) - 1,): Fraction(1)})
        return self._quotients[key]

    def values(self, unknowns: dict[str, Fraction]) -> list[Fraction]:
        """Return the values of all atoms for values of the unknowns; raises ``ZeroDivisionError`` where there is none.

        >>> field = Field(lambda condition: False)
        >>> a, b = field.variable("a"), field.variable("b")
        >>> (a / b).at(field.values({"a": Fraction(1), "b": Fraction(2)}))
        Fraction(1, 2)
        """
        values: list[Fraction] = []
        for atom in self.atoms:
            if atom.numerator is None or atom.denominator is None:
                values.append(unknowns[atom.name])
            else:
                values.append(atom.numerator.at(values) / atom.denominator.at(values))
        return values


class Term(Symbolic):
    """A polynomial over the atoms of a field that is not constant; constants are plain ``Fraction``s.

    Comparisons are questions to the field. What has no answer on symbols (rounding, digits, hashing, text) is refused
    by it, for good.
    """

    __slots__ = ("field", "parts")

    def __init__(self, field: Field, parts: dict[Monomial, Fraction]) -> None:
        self.field, self.parts = field, parts

    @property  # type: ignore[misc]
    def __class__(self) -> "type[Term]":
        """What ``isinstance`` looks at where the type is not one of those asked for: data would answer otherwise.

        Fractions ask in this way, through their abstract class, before they leave a sum or a comparison to the symbol.
        """
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename.startswith("<frozen"):
            frame = frame.f_back
        if frame is None or (frame.f_code.co_filename, frame.f_code.co_name) not in _OPERATORS:
            self.field.note(f"the type of {_text(self)} is asked for, as by Fraction(z)")
        return Term

    def __getattr__(self, name: str) -> NoReturn:
        """Note that a construction asks for what numbers have and a symbol has not; it may catch the error."""
        if hasattr(Fraction(0), name):
            self.field.note(f"{_text(self)}.{name} is asked for")
        raise AttributeError(f"a symbolic number has no {name}")

    @property
    def unseen(self) -> bool:  # type: ignore[override]
        """Whether nobody sees what the construction leaves out."""
        return self.field.unseen

    @property
    def key(self) -> tuple[tuple[Monomial, Fraction], ...]:
        """The polynomial as a value that can be hashed: equal for equal polynomials."""
        return tuple(sorted(self.parts.items()))

    def at(self, values: Items[Fraction]) -> Fraction:
        """Return the value for values of the atoms."""
        total = Fraction(0)
        for monomial, factor in self.parts.items():
            for number in monomial:
                factor *= values[number]
            total += factor
        return total

    def __add__(self, other: "Term | Number") -> "Term | Fraction":
        if not self._meets(other):
            return NotImplemented
        parts = dict(self.parts)
        for monomial, factor in _parts(other).items():
            parts[monomial] = parts.get(monomial, Fraction(0)) + factor
        return _term(self.field, parts)

    __radd__ = __add__

    def __neg__(self) -> "Term":
        return _negative(self)

    def __sub__(self, other: "Term | Number") -> "Term | Fraction":
        return self + (-other) if self._meets(other) else NotImplemented

    def __rsub__(self, other: Number) -> "Term | Fraction":
        return _negative(self) + other if self._meets(other) else NotImplemented

    def __mul__(self, other: "Term | Number") -> "Term | Fraction":
        if not self._meets(other):
            return NotImplemented
        parts: dict[Monomial, Fraction] = {}
        for one, factor in self.parts.items():
            for two, more in _parts(other).items():
                monomial = tuple(sorted(one + two))
                parts[monomial] = parts.get(monomial, Fraction(0)) + factor * more
        return _term(self.field, parts)

    __rmul__ = __mul__

    def __truediv__(self, other: "Term | Number") -> "Term | Fraction":
        if isinstance(other, Term):
            return self.field.quotient(self, other)
        return self * (1 / Fraction(other)) if self._meets(other) else NotImplemented

    def __rtruediv__(self, other: Number) -> "Term | Fraction":
        return self.field.quotient(Fraction(other), self) if self._meets(other) else NotImplemented

    def __pow__(self, exponent: int) -> "Term | Fraction":
        if type(exponent) is not int or exponent < 0:
            self.field.refuse(f"the power of {_text(self)} to what is no natural number is not a polynomial")
        result: Term | Fraction = Fraction(1)
        for _ in range(exponent):
            result = self * result
        return result

    def __pos__(self) -> "Term":
        return self

    def __abs__(self) -> "Term":
        return self if self >= 0 else -self

    def __lt__(self, other: "Term | Number") -> bool:
        return self._asked(other - self, ">") if self._meets(other) else NotImplemented

    def __le__(self, other: "Term | Number") -> bool:
        return self._asked(other - self, ">=") if self._meets(other) else NotImplemented

    def __gt__(self, other: "Term | Number") -> bool:
        return self._asked(self - other, ">") if self._meets(other) else NotImplemented

    def __ge__(self, other: "Term | Number") -> bool:
        return self._asked(self - other, ">=") if self._meets(other) else NotImplemented

    def __eq__(self, other: object) -> bool:
        return self._asked(self - other, "=") if self._meets(other) else NotImplemented

    def __bool__(self) -> bool:
        return not self._asked(self, "=")

    def __hash__(self) -> int:
        self.field.refuse("a symbolic number is put into a set or a dictionary, which cannot know what it is equal to")

    def __copy__(self) -> "Term":
        return self

    def __deepcopy__(self, _: object) -> "Term":
        return self

    def __reduce_ex__(self, _: object) -> NoReturn:
        self.field.refuse(f"{_text(self)} is sent to another process, which cannot ask about it")

    def _meets(self, other: object) -> TypeGuard[Number]:
        """Return whether this is a number. Refused is one that is not exact, since the answer depends on how it rounds,
        and one of a class derived from int or Fraction, which Python may ask before a Fraction, not before a symbol.
        """
        if type(other) in (Term, int, Fraction, bool):
            return True
        if isinstance(other, NumberLike | Decimal):
            self.field.refuse(f"{_text(self)} meets a number of type {type(other).__name__}, not int or Fraction")
        return False

    def _asked(self, term: "Term | Fraction", relation: Relation) -> bool:
        if isinstance(term, Term):
            return self.field.decide(Condition(term, relation))
        return term > 0 if relation == ">" else term >= 0 if relation == ">=" else term == 0

    def _rounded(self, *_: object) -> NoReturn:
        self.field.refuse(f"{_text(self)} is rounded, or its digits are read: that has no answer for all data")

    __int__ = __index__ = __floor__ = __ceil__ = __round__ = __trunc__ = __float__ = __complex__ = _rounded
    __mod__ = __rmod__ = __floordiv__ = __rfloordiv__ = __divmod__ = __rdivmod__ = __rpow__ = _rounded
    as_integer_ratio = limit_denominator = _rounded

    def conjugate(self) -> "Term":
        """Return the number itself, as that of a Fraction is."""
        return self

    real = property(conjugate)
    imag = 0
    numerator = denominator = property(_rounded)

    def __str__(self) -> str:
        text = _text(self)
        self.field.note(f"the text of {text} is read or printed: that has no answer for all data")
        return text

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


Value: TypeAlias = Term | Fraction
"""A number of a symbolic run."""


def ordered_points(field: Field, size: int) -> tuple[list[Value], list[Condition]]:
    """Return points z1 < ... < zn on the line, and the conditions that say so.

    >>> points, order = ordered_points(Field(lambda condition: True), 3)
    >>> points, [str(condition) for condition in order]
    ([z1, z2, z3], ['-z1 + z2 > 0', '-z2 + z3 > 0'])
    """
    points: list[Value] = [field.variable(f"z{number + 1}") for number in range(size)]
    return points, [Condition(difference(right, left), ">") for left, right in pairwise(points)]


def line_dataset(points: Iterable[Value], labels: Iterable[Value]) -> Dataset:
    """Return a data set on the line, of numbers of a symbolic run; the points are different and in increasing order.

    >>> field = Field(lambda condition: True)
    >>> line_dataset([Fraction(1), Fraction(2)], [field.variable("y1"), field.variable("y2")]).labels
    ((y1,), (y2,))
    """
    rows = tuple([(z,) for z in points])
    dataset: Dataset = object.__new__(Dataset)  # the check that points differ would have to hash them
    for name, value in (
        ("points", rows),
        ("labels", tuple([(y,) for y in labels])),
        ("counts", (1,) * len(rows)),
        ("class_names", None),
        ("columns", None),
        ("origin", None),
    ):
        object.__setattr__(dataset, name, value)
    return dataset


def difference(left: "Value | int", right: "Value | int") -> Term:
    """Return left - right, which must not be constant; raises ``ValueError`` if it is."""
    found = left - right
    if not isinstance(found, Term):
        raise ValueError(f"{_text(left)} - {_text(right)} must not be constant")
    return found


def _text(value: "Value | int") -> str:
    """Return a number in words, for messages; a construction that asks for it (``str``) is refused."""
    if not isinstance(value, Term):
        return str(value)
    text = ""
    for monomial, factor in sorted(value.parts.items()):
        name = " ".join([value.field.atoms[number].name for number in monomial])
        size = "" if abs(factor) == 1 and name else f"{abs(factor)} " if name else str(abs(factor))
        sign = ("- " if factor < 0 else "+ ") if text else ("-" if factor < 0 else "")
        text += f"{' ' if text else ''}{sign}{size}{name}"
    return text


def _parts(value: "Term | Number") -> dict[Monomial, Fraction]:
    return value.parts if isinstance(value, Term) else {(): Fraction(value)}


def _term(field: Field, parts: dict[Monomial, Fraction]) -> Value:
    kept = {monomial: factor for monomial, factor in parts.items() if factor}
    if not kept:
        return Fraction(0)
    return kept[()] if len(kept) == 1 and () in kept else Term(field, kept)


def _negative(term: Term) -> Term:
    return Term(term.field, {monomial: -factor for monomial, factor in term.parts.items()})


def _ratio(numerator: dict[Monomial, Fraction], denominator: dict[Monomial, Fraction]) -> Fraction | None:
    """Return the constant that one polynomial is of the other, None if it is none."""
    if numerator.keys() != denominator.keys():
        return None
    ratios = {factor / denominator[monomial] for monomial, factor in numerator.items()}
    return ratios.pop() if len(ratios) == 1 else None
