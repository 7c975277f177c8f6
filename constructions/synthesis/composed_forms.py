"""Affine forms of a new network's wires, composed: what synthesis layer by layer computes with."""

from collections.abc import Sequence as Items
from typing import Any, TypeAlias

import flint

from constructions.model.network import Form
from constructions.synthesis.affine_wires import as_fraction, as_rational

Value: TypeAlias = tuple[dict[int, Any], Any]
"""An affine form of the numbers that the new network has on its wires: weights by place, and the constant, all of them
rationals of the library, which compose forms several times as fast."""


_NONE, _UNIT = flint.fmpq(0), flint.fmpq(1)
ZERO: Value = ({}, _NONE)
ONE: Value = ({}, _UNIT)


def on_wire(place: int) -> Value:
    """Return what the wire at this place carries."""
    return {place: _UNIT}, _NONE


def is_wire(value: Value) -> bool:
    """Return whether nothing is left to compute: a constant, or what a wire carries."""
    terms, bias = value
    return not terms or (len(terms) == 1 and not bias and next(iter(terms.values())) == 1)


def as_form(value: Value, width: int) -> Form:
    """Return the weights of a value as a form of ``width`` wires.

    >>> as_form(on_wire(1), 2)
    Form(1 x1 of 2)
    """
    places = sorted(value[0])
    return Form(width, places, [as_fraction(value[0][place]) for place in places])


def terms_of(form: Form) -> list[tuple[int, Any]]:
    """Return the places of a form with its weights, as rationals of the library."""
    return [(index, as_rational(weight)) for index, weight in zip(form.indices, form.weights, strict=True)]


def applied(form: list[tuple[int, Any]], bias: Any, values: Items[Value]) -> Value:
    """Return an affine form of values as a form of wires."""
    totals: dict[int, Any] = {}
    for index, weight in form:
        terms, constant = values[index]
        if constant:
            bias += weight * constant
        for place, factor in terms.items():
            product = weight if factor == 1 else weight * factor
            totals[place] = totals[place] + product if place in totals else product
    return {place: total for place, total in totals.items() if total}, bias
