"""Queries of VNN-LIB 2 as text: one network, and domains of inputs with polyhedra over inputs and outputs."""

from collections.abc import Sequence as Items
from fractions import Fraction
from math import gcd, lcm

from constructions.model.constraint import Constraint
from constructions.model.network import Form
from constructions.model.rational import long_integers
from exchange.vnnlib.decimals import decimal_of
from exchange.vnnlib.query import REAL, Case

LONGEST = 40
"""The most digits behind the point of a bound that is written as a decimal, where it has one."""


_SPELLED = {"=": "=="}
"""Relations that version 2.0 spells otherwise."""

_NEW_LINE = "\n    "
"""Between the formulas of an ``or`` that stands alone."""

_TURNED = {">=": "<=", ">": "<", "=": "=", "<=": ">=", "<": ">"}


def standard_text(widths: tuple[int, int], cases: Items[Case], comments: Items[str] = ()) -> str:
    """Return the query that asks for an input in a case's domain that lies, with its output, in one of its polyhedra.

    The network is called N, its input X [1, p], its output Y [1, d], all ``real``. Numbers of version 2.0 are decimals
    without exponents, so denominators are cleared; a bound of one number is a decimal where it has a short one.

    Args:
        widths: how many inputs and outputs the network has.
        cases: what is asked. One alone is written without an ``or`` around its domain.
        comments: lines before the query.

    >>> from constructions.model.network import Form
    >>> thirds = Constraint(Form.dense([Fraction(1, 3), 1]), ">=", Fraction(1, 2))
    >>> print(standard_text((1, 1), [Case((), ((thirds,),))]).splitlines()[-1])
    (assert (>= (+ (* 2.0 X[0,0]) (* 6.0 Y[0,0])) 3.0))
    """
    inputs, outputs = widths
    names = [f"X[0,{index}]" for index in range(inputs)] + [f"Y[0,{index}]" for index in range(outputs)]
    lines = [f"; {comment}" for comment in comments]
    lines += [
        "(vnnlib-version <2.0>)",
        "",
        "(declare-network N",
        f"    (declare-input X {REAL} [1,{inputs}])",
        f"    (declare-output Y {REAL} [1,{outputs}])",
        ")",
        "",
    ]
    with long_integers():
        if len(cases) == 1:
            texts = _conjuncts(cases[0], names, _NEW_LINE) or [_always(names)]
            lines += [f"(assert {text})" for text in texts]
        else:
            texts = [_all(_conjuncts(case, names, " "), names) for case in cases]
            lines.append(f"(assert {_joined('or', texts, names, _NEW_LINE)})")
    return "\n".join([*lines, ""])


def _conjuncts(case: Case, names: Items[str], between: str) -> list[str]:
    """Return formulas that together say what a case asks; ``between`` stands between polyhedra."""
    texts = [_atom(atom, names) for atom in case.domain]
    if len(case.unsafe) == 1:
        return texts + [_atom(atom, names) for atom in case.unsafe[0]]
    polyhedra = [_all([_atom(atom, names) for atom in part], names) for part in case.unsafe]
    return [*texts, _joined("or", polyhedra, names, between)]


def _all(texts: list[str], names: Items[str]) -> str:
    return texts[0] if len(texts) == 1 else _joined("and", texts, names)


def _joined(word: str, texts: list[str], names: Items[str], between: str = " ") -> str:
    """Return formulas joined by ``and`` or ``or``; without any it is what always holds, or what never does."""
    if not texts:
        return _always(names) if word == "and" else f"(< {names[0]} {names[0]})"
    return f"({word}{between}{between.join(texts)}{between[:-4]})"


def _always(names: Items[str]) -> str:
    return f"(<= {names[0]} {names[0]})"


def _atom(atom: Constraint, names: Items[str]) -> str:
    form, relation, bound = atom.form, atom.relation, atom.bound
    if len(form.weights) == 1:  # a bound of one number, which others look for: its weight is 1
        (weight,) = form.weights
        form, relation = Form(form.width, form.indices, [1]), relation if weight > 0 else _TURNED[relation]
        bound /= weight
        decimal = decimal_of(bound, LONGEST)
        if decimal is not None:
            return f"({_SPELLED.get(relation, relation)} {names[form.indices[0]]} {decimal})"
    relation = _SPELLED.get(relation, relation)
    if not form.indices:
        return f"({relation} (- {names[0]} {names[0]}) {_whole(Fraction(bound.numerator))})"  # only its sign counts
    scale = Fraction(
        lcm(*[weight.denominator for weight in form.weights], bound.denominator),
        gcd(*[weight.numerator for weight in form.weights], bound.numerator),
    )
    terms = [_term(scale * weight, names[index]) for index, weight in zip(form.indices, form.weights, strict=True)]
    left = terms[0] if len(terms) == 1 else f"(+ {' '.join(terms)})"
    return f"({relation} {left} {_whole(scale * bound)})"


def _term(weight: Fraction, name: str) -> str:
    return name if weight == 1 else f"(* {_whole(weight)} {name})"


def _whole(value: Fraction) -> str:
    """Return an integer as the decimal that it is."""
    return f"{value.numerator}.0"
