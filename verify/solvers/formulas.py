"""Formulas of SMT-LIB as text: numbers, sums, constraints, and what claims say of outputs."""

from collections.abc import Callable, Sequence as Items
from fractions import Fraction

from constructions.model.network import Form
from constructions.model.numbers.digits import long_integers
from verify.domain import Constraint

Atoms = tuple[str, ...]


Goal = Callable[[Atoms, tuple[Fraction, ...]], str]
"""From the output's terms and the label to the formula that must hold."""


@long_integers()
def numeral(value: Fraction) -> str:
    """Return an SMT-LIB term of sort Real for a rational number.

    >>> numeral(Fraction(3)), numeral(Fraction(-1, 2))
    ('3', '(- (/ 1 2))')
    """
    size = abs(value)
    text = str(size.numerator) if size.denominator == 1 else f"(/ {size.numerator} {size.denominator})"
    return text if value >= 0 else f"(- {text})"


def equals_label(output: Atoms, label: tuple[Fraction, ...]) -> str:
    """Return the goal of *memorizes*: every output equals its number of the label.

    >>> equals_label(("a", "b"), (Fraction(1), Fraction(2)))
    '(and (= a 1) (= b 2))'
    """
    return all_of([f"(= {term} {numeral(value)})" for term, value in zip(output, label, strict=True)])


def exceeds_others(output: Atoms, label: tuple[Fraction, ...]) -> str:
    """Return the goal of *classifies*: the output of the label's class is greater than every other.

    >>> exceeds_others(("a", "b", "c"), (Fraction(1),))
    '(and (> b a) (> b c))'
    """
    right = label[0].numerator
    return all_of([f"(> {output[right]} {term})" for index, term in enumerate(output) if index != right])


def both_exceed_others(outputs: Atoms, label: tuple[Fraction, ...]) -> str:
    """Return the goal of *same class*, where the outputs of both networks stand side by side.

    >>> both_exceed_others(["a", "b", "c", "d"], (Fraction(1),))
    '(and (> b a) (> d c))'
    """
    half = len(outputs) // 2
    return all_of([exceeds_others(outputs[:half], label), exceeds_others(outputs[half:], label)])


def halves_agree(outputs: Atoms) -> str:
    """Return the goal of *equivalent*, where the outputs of both networks stand side by side.

    >>> halves_agree(["v0", "w0"])
    '(= v0 w0)'
    """
    half = len(outputs) // 2
    return all_of([f"(= {one} {two})" for one, two in zip(outputs[:half], outputs[half:], strict=True)])


def halves_near(outputs: Atoms, tolerance: Fraction) -> str:
    """Return the goal of *within tolerance*, where the outputs of both networks stand side by side.

    >>> halves_near(["v0", "w0"], Fraction(1, 2))
    '(and (<= (- v0 w0) (/ 1 2)) (<= (- w0 v0) (/ 1 2)))'
    """
    half, limit = len(outputs) // 2, numeral(tolerance)
    pairs = list(zip(outputs[:half], outputs[half:], strict=True))
    return all_of([f"(<= (- {one} {two}) {limit})" for a, b in pairs for one, two in ((a, b), (b, a))])


def misses(polyhedra: Items[Items[Constraint]], terms: Atoms) -> str:
    """Return the goal of *avoids*: the terms lie in none of the polyhedra.

    >>> from verify.domain import box
    >>> misses([box([0], [1]), ()], ["v0"])
    '(and (not (and (>= v0 0) (<= v0 1))) false)'
    """
    parts = [[constraint_text(constraint, terms) for constraint in polyhedron] for polyhedron in polyhedra]
    return all_of([fails(all_of(part)) if part else "false" for part in parts] or ["true"])


def fails(formula: str) -> str:
    """Return the negation of a formula."""
    return f"(not {formula})"


def no_farther(center: Items[Fraction], point: Items[Fraction], most: Fraction) -> list[str]:
    """Return that a point is no farther from another than ``most``, in each coordinate.

    >>> no_farther([Fraction(1)], [Fraction(3)], Fraction(2))
    ['(<= (- 3 1) 2)', '(<= (- 1 3) 2)']
    """
    limit = numeral(most)
    pairs = [(numeral(a), numeral(b)) for a, b in zip(center, point, strict=True)]
    return [f"(<= (- {one} {two}) {limit})" for a, b in pairs for one, two in ((b, a), (a, b))]


def constraint_text(constraint: Constraint, atoms: Items[str]) -> str:
    """Return a constraint on the terms that stand for its variables.

    >>> constraint_text(Constraint(Form.dense([1, -2]), "<", Fraction(3)), ("a", "b"))
    '(< (+ a (* (- 2) b)) 3)'
    """
    term = linear_term(constraint.form, Fraction(0), atoms)
    return f"({constraint.relation} {term} {numeral(constraint.bound)})"


def linear_term(form: Form, bias: Fraction, atoms: Items[str]) -> str:
    """Return the value of a form plus ``bias``, on the terms that stand for its variables.

    >>> linear_term(Form.dense([1, 2]), Fraction(3), ("a", "b"))
    '(+ a (* 2 b) 3)'
    """
    terms = []
    for index, weight in zip(form.indices, form.weights, strict=True):
        atom = atoms[index]
        if atom == "0":
            continue
        terms.append(atom if weight == 1 else f"(* {numeral(weight)} {atom})")
    if bias or not terms:
        terms.append(numeral(bias))
    return terms[0] if len(terms) == 1 else f"(+ {' '.join(terms)})"


def sum_of(count: int, terms: Atoms) -> str:
    """Return the sum of a number and of terms.

    >>> sum_of(2, ("a",)), sum_of(2, ())
    ('(+ 2 a)', '2')
    """
    return str(count) if not terms else f"(+ {count} {' '.join(terms)})"


def all_of(parts: Items[str]) -> str:
    """Return the conjunction of formulas.

    >>> all_of(["a", "b"])
    '(and a b)'
    """
    return parts[0] if len(parts) == 1 else f"(and {' '.join(parts)})"


def any_of(parts: Items[str]) -> str:
    """Return the disjunction of formulas.

    >>> any_of(["a", "b"])
    '(or a b)'
    """
    return parts[0] if len(parts) == 1 else f"(or {' '.join(parts)})"
