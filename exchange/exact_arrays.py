"""Arrays of floats as exact numbers, and the affine maps that trained layers are made of."""

from collections.abc import Sequence as Items
from fractions import Fraction
from typing import Any

import numpy as np

from constructions.model.errors import BadInput, shown
from constructions.model.network import Affine, Form

FLOATS = ("float16", "bfloat16", "float32", "float64")
"""The formats that are read; each finite number of them is a dyadic rational, and a float64 without rounding."""

MAX_WIDTH = 1_000_000
"""The most numbers that a value inside a network may have."""

MAX_WEIGHTS = 10_000_000
"""The most weights that one layer may unroll to; they take some hundred bytes each."""


def finite(array: Any, place: str) -> Any:
    """Return ``array`` in float64, number for number the same.

    Raises:
        BadInput: if it is not of one of the formats ``FLOATS``, or holds an infinity or a NaN; the message names
            ``place``, the index and the value.

    >>> finite(np.array([0.5, np.inf], dtype=np.float32), "m.onnx: bias")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: m.onnx: bias[1] is inf, not a finite number
    """
    if array.dtype.name not in FLOATS:
        raise BadInput(f"{place} must hold floats of 16, 32 or 64 bits, not {array.dtype.name}")
    with np.errstate(invalid="ignore"):  # a signalling NaN warns while it is converted
        wide = array.astype(np.float64)
    bad = ~np.isfinite(wide)
    if bad.any():
        index = tuple([int(part) for part in np.unravel_index(int(bad.argmax()), wide.shape)])
        where = f"[{', '.join(map(str, index))}]" if index else ""
        raise BadInput(f"{place}{where} is {wide[index]}, not a finite number")
    return wide


def rationals(array: Any, place: str) -> Any:
    """Return the array of the exact numbers that the floats of ``array`` are. Raises what ``finite`` raises.

    >>> rationals(np.array([0.5, -3.0]), "bias").tolist()
    [Fraction(1, 2), Fraction(-3, 1)]
    """
    wide = finite(array, place)
    exact = np.empty(wide.size, dtype=object)
    known: dict[float, Fraction] = {}
    for number, value in enumerate(wide.reshape(-1).tolist()):
        if value not in known:
            known[value] = Fraction(value)
        exact[number] = known[value]
    return exact.reshape(wide.shape)


def affine(weights: Any, bias: Any) -> Affine:
    """Return ``x -> W x + b`` for arrays of exact numbers: m x p and m.

    >>> affine(rationals(np.eye(2), "W"), rationals(np.zeros(2), "b"))
    Affine(2 -> 2)
    """
    return Affine([Form.dense(row) for row in weights.tolist()], bias.tolist())


def selection(indices: Items[int], width: int) -> Affine:
    """Return the map to the inputs at ``indices``, in that order; it is wires alone and costs no operation.

    >>> selection([2, 0], 3).weights
    (Form(1 x2 of 3), Form(1 x0 of 3))
    """
    return Affine([Form.coordinate(index, width) for index in indices], [0] * len(indices))


def scaled(factors: Items[Fraction], offsets: Items[Fraction]) -> Affine:
    """Return ``x_i -> a_i x_i + b_i``, coordinate by coordinate.

    >>> scaled([Fraction(2), Fraction(0)], [Fraction(0), Fraction(1)]).weights
    (Form(2 x0 of 2), Form(0 of 2))
    """
    width = len(factors)
    rows = [Form(width, (index,), (factor,)) if factor else Form(width, (), ()) for index, factor in enumerate(factors)]
    return Affine(rows, offsets)


def normalization(scale: Any, bias: Any, mean: Any, variance: Any, epsilon: Any, place: str) -> tuple[Any, Any]:
    """Return the exact a and b for which batch normalization is ``x -> a x + b``.

    ``scale (x - mean) / sqrt(variance + epsilon) + bias``: its square root is in general irrational, so a rational
    stands in its place. It is the value r of ``1 / sqrt(variance + epsilon)`` in the arithmetic of the tensors' own
    format (float32 as a rule): sum, root and quotient, each rounded to nearest, as a runtime computes it. Nothing else
    is rounded: a = scale r and b = bias - mean a.

    Raises:
        BadInput: if r is not finite.

    >>> one = np.array([4.0], dtype=np.float32)
    >>> a, b = normalization(one, one, one, one * 0 + 0.25, np.float32(0), "m")
    >>> a[0], b[0]
    (Fraction(8, 1), Fraction(-28, 1))
    """
    with np.errstate(all="ignore"):
        root = np.sqrt(variance + variance.dtype.type(epsilon))
        inverse = variance.dtype.type(1) / root
    factors = rationals(scale, f"{place}: scale") * rationals(inverse, f"{place}: 1 / sqrt(variance + epsilon)")
    return factors, rationals(bias, f"{place}: bias") - rationals(mean, f"{place}: mean") * factors


def check_size(numbers: int, limit: int, place: str, what: str) -> None:
    """Refuse what is too large to be unrolled.

    Raises:
        BadInput: if ``numbers`` is above ``limit``.

    >>> check_size(10**8, MAX_WEIGHTS, "m.onnx: Conv", "weights")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: m.onnx: Conv has 100,000,000 weights, and 10,000,000 are the most that are read
    """
    if numbers > limit:
        raise BadInput(f"{place} has {numbers:,} {what}, and {limit:,} are the most that are read")


def check_width(width: int, expected: int, place: str) -> None:
    """Refuse a layer that does not take what the one before it gives.

    >>> check_width(3, 2, "layer 1")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: layer 1 takes 3 numbers, but 2 come to it
    """
    if width != expected:
        raise BadInput(f"{place} takes {shown(width)} numbers, but {shown(expected)} come to it")
