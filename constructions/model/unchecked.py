"""Nodes whose parts are known to fit, made in a third of the time: nothing is checked again."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from constructions.model.network import MAX_WORK, Affine, Branch, Form, Network


def gate(normal: Form, threshold: Fraction, below: Network, above: Network) -> Branch:
    """Return the branch of parts that are known to fit.

    >>> from constructions.model.network import Relu
    >>> gate(Form.coordinate(0, 1), Fraction(1), Relu(1), Relu(1)).work
    3
    """
    node: Branch = _new(Branch)
    _set(node, "normal", normal)
    _set(node, "threshold", threshold)
    _set(node, "below", below)
    _set(node, "above", above)
    _set(node, "input_width", normal.width)
    _set(node, "output_width", below.output_width)
    low, high = below.work, above.work
    work = 1 + normal.unasked_size + (high if high > low else low)
    _set(node, "work", work if work < MAX_WORK else MAX_WORK)
    return node


def multiple_of_input(slope: Fraction, offset: Fraction) -> Affine:
    """Return the map z -> slope z + offset of one input, the slope not 0.

    >>> multiple_of_input(Fraction(2), Fraction(1)).weights
    (Form(2 x0 of 1),)
    """
    form: Form = _new(Form)
    _set(form, "width", 1)
    _set(form, "indices", _FIRST)
    _set(form, "weights", (slope,))
    _set(form, "_given", None)
    node: Affine = _new(Affine)
    _set(node, "weights", (form,))
    _set(node, "bias", (offset,))
    _set(node, "input_width", 1)
    _set(node, "output_width", 1)
    _set(node, "work", 3)
    return node


_new: Callable[[type], Any] = object.__new__
_set: Callable[[object, str, object], None] = object.__setattr__
_FIRST = (0,)
