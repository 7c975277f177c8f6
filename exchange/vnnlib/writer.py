"""Queries of VNN-LIB 2 as text: one network, a domain of inputs, and polyhedra over inputs and outputs."""

from collections.abc import Sequence as Items
from fractions import Fraction
from math import gcd, lcm

from constructions.model.rational import long_integers
from exchange.vnnlib.decimals import decimal_of
from exchange.vnnlib.query import REAL, Atom, Polyhedron

LONGEST = 40
"""The most digits behind the point of a bound that is written as a decimal, where it has one."""


def standard_text(
    widths: tuple[int, int], domain: Polyhedron, unsafe: Items[Polyhedron], comments: Items[str] = ()
) -> str:
    """Return the query that asks for an input in ``domain`` that lies, with its output, in one of ``unsafe``.

    The network is called N, its input X [1, p], its output Y [1, d], all ``real``. Numbers of version 2.0 are decimals
    without exponents, so denominators are cleared; a bound of one number is a decimal where it has a short one.

    Args:
        widths: how many inputs and outputs the network has.
        domain: atoms on the inputs.
        unsafe: polyhedra on inputs and outputs side by side.
        comments: lines before the query.

    >>> from constructions.model.network import Form
    >>> thirds = Atom(Form.dense([Fraction(1, 3), 1]), ">=", Fraction(1, 2))
    >>> print(standard_text((1, 1), (), [(thirds,)]).splitlines()[-1])
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
        lines += [f"(assert {_atom(atom, names)})" for atom in domain]
        if len(unsafe) == 1:
            lines += [f"(assert {_atom(atom, names)})" for atom in unsafe[0]]
        elif not unsafe:
            lines.append(f"(assert (< {names[0]} {names[0]}))")
        else:
            lines.append("(assert (or")
            lines += [f"    {_polyhedron(polyhedron, names)}" for polyhedron in unsafe]
            lines.append("))")
        if lines[-1] == "":
            lines.append(f"(assert (<= {names[0]} {names[0]}))")
    return "\n".join([*lines, ""])


def _polyhedron(polyhedron: Polyhedron, names: Items[str]) -> str:
    """Return a polyhedron as a formula; one without atoms is what always holds."""
    texts = [_atom(atom, names) for atom in polyhedron] or [f"(<= {names[0]} {names[0]})"]
    return texts[0] if len(texts) == 1 else f"(and {' '.join(texts)})"


def _atom(atom: Atom, names: Items[str]) -> str:
    relation = "==" if atom.relation == "=" else atom.relation
    form, bound = atom.form, atom.bound
    if not form.indices:
        return f"({relation} (- {names[0]} {names[0]}) {_whole(Fraction(bound.numerator))})"  # only its sign counts
    if len(form.weights) == 1 and form.weights[0] == 1:
        decimal = decimal_of(bound, LONGEST)
        if decimal is not None:
            return f"({relation} {names[form.indices[0]]} {decimal})"
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
