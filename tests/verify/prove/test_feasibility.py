"""What floats leave open is decided by the basis they end at, solved exactly, before a solver is asked."""

from fractions import Fraction
from math import lcm

import pytest

from verify.prove import feasibility
from verify.prove.feasibility import Feasibility
from verify.prove.integer_forms import CONSTANT, Bound, satisfied

WIDTH = 12


def form(weights: list[int], constant: Fraction, relation: str) -> Bound:
    """Return weights times inputs plus a constant, in integers."""
    size = lcm(constant.denominator)
    terms = {place: size * weight for place, weight in enumerate(weights) if weight}
    return {**terms, CONSTANT: int(constant * size)}, relation


def constraints(gap: Fraction, relation: str) -> list[Bound]:
    """Return constraints on a box: a sum is at least its third of the way, and at most ``gap`` more."""
    found = []
    for place in range(WIDTH):
        unit = [int(other == place) for other in range(WIDTH)]
        found.append(form(unit, Fraction(1, 7), ">="))
        found.append(form([-weight for weight in unit], Fraction(1, 3), ">="))
    weights = [3 + place * place % 5 for place in range(WIDTH)]
    third = Fraction(sum(weights), 9)
    found.append(form(weights, -third, relation))
    found.append(form([-weight for weight in weights], third + gap, relation))
    return found


@pytest.mark.parametrize("gap", [Fraction(k, 10**30) for k in (-1, 0, 1)])
@pytest.mark.parametrize("relation", [">=", ">"])
def test_margins_far_below_floats_are_decided_without_a_solver(
    gap: Fraction, relation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a solver is asked")

    monkeypatch.setattr(feasibility, "_decide", never)
    asked = constraints(gap, relation)
    found = Feasibility(WIDTH).solve(asked)
    assert isinstance(found, tuple) == (gap > 0 or (gap == 0 and relation == ">="))
    if isinstance(found, tuple):
        assert all([satisfied(bound, found) for bound in asked])
