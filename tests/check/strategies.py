"""Random exact networks of all seven forms, with numbers that are often 0 and +-1.

Strategies are made once: hypothesis takes far longer to make and validate one than to draw from it.
"""

from fractions import Fraction
from functools import cache

from hypothesis import strategies as st

from constructions.model.network import Affine, Branch, Concatenate, Identity, Network, Relu, Sequence, Step

NUMBERS = st.one_of(st.sampled_from([Fraction(0), Fraction(1), Fraction(-1)]), st.fractions(-5, 5, max_denominator=6))


@cache
def rows(width: int) -> st.SearchStrategy[list[Fraction]]:
    return st.lists(NUMBERS, min_size=width, max_size=width)


@cache
def networks(inputs: int, outputs: int, depth: int) -> st.SearchStrategy[Network]:
    affine: st.SearchStrategy[Network] = st.builds(
        Affine, st.lists(rows(inputs), min_size=outputs, max_size=outputs), rows(outputs)
    )
    plain: list[st.SearchStrategy[Network]] = [affine]
    if inputs == outputs:
        plain.append(st.sampled_from([Identity(inputs), Relu(inputs), Step(inputs)]))
    if depth == 0:
        return st.one_of(plain)
    side = networks(inputs, outputs, depth - 1)
    plain.append(st.builds(Branch, rows(inputs), NUMBERS, side, side))
    plain.append(side.map(lambda part: Branch([1] * inputs, 0, part, part)))
    for width in (1, 2, 3):
        first, second = networks(inputs, width, depth - 1), networks(width, outputs, depth - 1)
        plain.append(st.builds(lambda one, two: Sequence((one, two)), first, second))
    if outputs > 1:
        left, right = networks(inputs, 1, depth - 1), networks(inputs, outputs - 1, depth - 1)
        plain.append(st.builds(lambda one, two: Concatenate((one, two)), left, right))
    if outputs % 2 == 0:
        half = networks(inputs, outputs // 2, depth - 1)
        plain.append(half.map(lambda part: Concatenate((part, part))))
    return st.one_of(plain)


@cache
def settled_networks(inputs: int, outputs: int) -> st.SearchStrategy[Network]:
    """Return networks in which decisions are constant: gates without weights, zero rows, units that never change."""
    side = networks(inputs, outputs, 1)
    gates = st.builds(Branch, st.just([Fraction(0)] * inputs), NUMBERS, side, side)
    zero_or_row = st.one_of(st.just([Fraction(0)] * inputs), rows(inputs))
    before = st.builds(Affine, st.lists(zero_or_row, min_size=2, max_size=2), rows(2))
    units: st.SearchStrategy[Network] = st.sampled_from([Relu(2), Step(2), Identity(2)])
    after = st.one_of(networks(2, outputs, 1), st.builds(Branch, rows(2), NUMBERS, *[networks(2, outputs, 0)] * 2))
    layers = st.builds(lambda *stages: Sequence(stages), before, units, after)
    either = st.one_of(gates, layers)
    return st.one_of(
        either, st.builds(Branch, st.one_of(st.just([Fraction(0)] * inputs), rows(inputs)), NUMBERS, either, either)
    )
