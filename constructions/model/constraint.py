"""Linear constraints on numbers."""

import operator
from collections.abc import Callable, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction

from constructions.model.errors import one_of
from constructions.model.network import Form
from constructions.model.rational import decimal_text, exact, fingerprint, long_integers

RELATIONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "=": operator.eq,
    "<=": operator.le,
    "<": operator.lt,
}


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
        return RELATIONS[self.relation](self.form.at(point), self.bound)

    def __hash__(self) -> int:
        return hash((self.form, self.relation, fingerprint([self.bound])))

    def __str__(self) -> str:
        return self.named("x")

    def named(self, letter: str) -> str:
        """Return it in words, with the names LETTER0, LETTER1, ... for its numbers.

        >>> Constraint(Form.dense([1, -2]), "<", Fraction(3)).named("y")
        'y0 - 2 y1 < 3'
        """
        return self.spelled([f"{letter}{place}" for place in self.form.indices])

    def spelled(self, names: Items[str]) -> str:
        """Return it in words, with a name for each number of which it has a weight."""
        with long_integers():
            return f"{form_words(self.form, names)} {self.relation} {brief(self.bound)}"


def form_words(form: Form, names: Items[str]) -> str:
    """Return the first terms of a form in words, with a name for each number of which it has a weight.

    >>> form_words(Form.dense([1, -2]), ["height", "width"])
    'height - 2 width'
    """
    terms: list[str] = []
    for name, weight in zip(names[:4], form.weights[:4], strict=True):
        size = "" if abs(weight) == 1 else f"{brief(abs(weight))} "
        sign = ("- " if weight < 0 else "+ ") if terms else ("-" if weight < 0 else "")
        terms.append(f"{sign}{size}{name}")
    return " ".join(terms + ["+ ..."] * (len(form.indices) > 4)) or "0"


def brief(value: Fraction) -> str:
    """Return a number in words: as a decimal if that is exact and short; the middle of a long one is left out.

    >>> brief(Fraction(5, 4)), brief(Fraction(1, 3)), brief(Fraction(10**30)), brief(Fraction(1, 2**30))
    ('1.25', '1/3', '1000000000...0000000000', '1/1073741824')
    """
    with long_integers():
        text = decimal_text(value)
        text = text if len(text) <= 24 else str(value)
    return text if len(text) <= 24 else f"{text[:10]}...{text[-10:]}"
