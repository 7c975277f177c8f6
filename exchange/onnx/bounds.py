"""Between which numbers the values of a graph lie, whatever the input: rounding has finitely many steps there."""

from collections.abc import Sequence as Items
from fractions import Fraction
from typing import TypeAlias

from constructions.model.network import Affine, Branch, Concatenate, Network, Relu, Sequence, Step

Bounds: TypeAlias = tuple[Fraction | None, Fraction | None]
"""The least and the largest number that a value may be; None where there is no limit."""

ANY: Bounds = (None, None)
"""No limit at all."""

TRUTH: Bounds = (Fraction(0), Fraction(1))
"""The bounds of what is 0 or 1."""


def any_bound(bounds: Bounds) -> bool:
    """Return whether there is a limit.

    >>> any_bound(ANY), any_bound((None, Fraction(1)))
    (False, True)
    """
    return bounds != ANY


def joined(bounds: Items[Bounds]) -> Bounds:
    """Return the bounds of what lies within one of several.

    >>> joined([(Fraction(0), Fraction(1)), (Fraction(-2), None)])
    (Fraction(-2, 1), None)
    """
    lows = [low for low, _ in bounds]
    highs = [high for _, high in bounds]
    known_lows = [low for low in lows if low is not None]
    known_highs = [high for high in highs if high is not None]
    return (
        min(known_lows) if len(known_lows) == len(lows) else None,
        max(known_highs) if len(known_highs) == len(highs) else None,
    )


def met(first: Bounds, second: Bounds) -> Bounds:
    """Return the bounds of what lies within both.

    >>> met((None, Fraction(3)), (Fraction(0), Fraction(5)))
    (Fraction(0, 1), Fraction(3, 1))
    """
    lows = [low for low in (first[0], second[0]) if low is not None]
    highs = [high for high in (first[1], second[1]) if high is not None]
    return max(lows, default=None), min(highs, default=None)


def bounds_of(network: Network, given: list[Bounds]) -> list[Bounds]:
    """Return bounds of each output, from bounds of each input; they hold, and need not be the best.

    Only what a step of a graph is made of runs here: some dozens of nodes, nested a few deep.

    >>> bounds_of(Affine([[-2, 1]], [1]), [(Fraction(0), Fraction(3)), (None, Fraction(1))])
    [(None, Fraction(2, 1))]
    """
    match network:
        case Affine():
            return [
                _row(form.indices, form.weights, bias, given)
                for form, bias in zip(network.weights, network.bias, strict=True)
            ]
        case Relu():
            return [(_positive(low) or Fraction(0), _positive(high)) for low, high in given]
        case Step():
            return [_stepped(low, high) for low, high in given]
        case Sequence():
            for stage in network.stages:
                given = bounds_of(stage, given)
            return given
        case Concatenate():
            return [bounds for part in network.parts for bounds in bounds_of(part, given)]
        case Branch():
            sides = zip(bounds_of(network.below, given), bounds_of(network.above, given), strict=True)
            return [joined(pair) for pair in sides]
        case _:
            return given


def _stepped(low: Fraction | None, high: Fraction | None) -> Bounds:
    return Fraction(low is not None and low >= 0), Fraction(high is None or high >= 0)


def _positive(bound: Fraction | None) -> Fraction | None:
    return None if bound is None else max(Fraction(0), bound)


def _row(indices: Items[int], weights: Items[Fraction], bias: Fraction, given: list[Bounds]) -> Bounds:
    low: Fraction | None = bias
    high: Fraction | None = bias
    for index, weight in zip(indices, weights, strict=True):
        least, most = given[index] if weight > 0 else given[index][::-1]
        low = None if low is None or least is None else low + weight * least
        high = None if high is None or most is None else high + weight * most
        if low is None and high is None:
            break
    return low, high
