"""What floats leave open is decided by the basis they end at, solved exactly, before a solver is asked."""

from fractions import Fraction
from math import lcm
from random import Random

import pytest
from samples import examples

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


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No solver is there to be asked."""

    def never(*_: object) -> None:
        raise AssertionError("a solver is asked")

    monkeypatch.setattr(feasibility, "_decide", never)


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("gap", [Fraction(k, 10**30) for k in (-1, 0, 1)])
@pytest.mark.parametrize("relation", [">=", ">"])
def test_margins_far_below_floats_are_decided_without_a_solver(gap: Fraction, relation: str) -> None:
    asked = constraints(gap, relation)
    found = Feasibility(WIDTH).solve(asked)
    assert isinstance(found, tuple) == (gap > 0 or (gap == 0 and relation == ">="))
    if isinstance(found, tuple):
        assert all([satisfied(bound, found) for bound in asked])


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("gap", [Fraction(k, 10**30) for k in (-1, 1)])
def test_inputs_without_bounds_rest_at_0(gap: Fraction) -> None:
    asked = constraints(gap, ">=")[-2:]
    found = Feasibility(WIDTH).solve(asked)
    assert isinstance(found, tuple) == (gap > 0)
    if isinstance(found, tuple):
        assert all([satisfied(bound, found) for bound in asked])


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("apart", [True, False])
def test_inputs_without_bounds_may_be_as_large_as_their_factors_are_small(apart: bool) -> None:
    """As where weights have decayed: a sum is above 1 and, but for the last input, below 1 - 10^-25."""
    large = 10**25
    above, below = {0: 3 * large, 1: large, CONSTANT: -large}, {0: -3 * large, 1: -large, CONSTANT: large - 1}
    asked: list[Bound] = [(above, ">"), (below | ({2: 1} if apart else {}), ">")]
    asked.append(({0: large, 1: 2 * large, CONSTANT: 0}, "="))
    found = Feasibility(3).solve(asked)
    assert isinstance(found, tuple) == apart
    if isinstance(found, tuple):
        assert all([satisfied(bound, found) for bound in asked])


def test_constraints_are_decided_over_their_own_forms_as_over_the_inputs() -> None:
    source, decided = Random(7), 0
    for _ in range(examples(60)):
        width, asked, forms = source.randint(2, 4), list[Bound](), list[dict[int, int]]()
        for _ in range(source.randint(1, 6)):
            factors = [source.choice([0, 1, -1, 2, 10**20, -(10**20) - 1]) for _ in range(width)]
            terms = {place: factor for place, factor in enumerate(factors) if factor} or {0: 1}
            forms.append(terms | {CONSTANT: source.randint(-2, 2)})
            asked.append((forms[-1], source.choice([">", ">=", "="])))
        found, wanted = feasibility._in_own_terms(asked, width), feasibility._decide(asked, width)
        if found is None:
            continue
        decided += 1
        assert isinstance(found, tuple) == isinstance(wanted, tuple), asked
        if isinstance(found, tuple):
            assert all([satisfied(bound, found) for bound in asked])
        else:
            sums = [sum([m * forms[place].get(j, 0) for place, m in found.items()]) for j in range(width)]
            assert not any(sums)
    assert decided > 15
