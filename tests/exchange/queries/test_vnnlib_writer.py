"""Queries written: what they say is what was meant, and the official parser takes them."""

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from constructions.model.constraint import Constraint
from constructions.model.network import Form
from exchange.vnnlib.query import Case
from exchange.vnnlib.standard import read_standard
from exchange.vnnlib.writer import standard_text

pytest.importorskip("vnnlib")

NUMBERS = st.fractions(-5, 5, max_denominator=12)
ATOMS = st.builds(
    lambda weights, relation, bound: Constraint(Form.dense(weights), relation, bound),
    st.lists(NUMBERS, min_size=3, max_size=3),
    st.sampled_from([">=", ">", "=", "<=", "<"]),
    NUMBERS,
)
INPUT_ATOMS = ATOMS.map(
    lambda atom: Constraint(Form.dense([atom.form.at([Fraction(1)] * 3), 0]), atom.relation, atom.bound)
)
POINTS = [tuple([Fraction(k, 3) for k in point]) for point in ((0, 0, 0), (1, -2, 5), (-9, 4, 2), (15, 7, -30))]


CASES = st.builds(
    Case,
    st.lists(INPUT_ATOMS, max_size=2).map(tuple),
    st.lists(st.lists(ATOMS, max_size=2).map(tuple), max_size=3).map(tuple),
)


@given(st.lists(CASES, max_size=3))
def test_what_is_read_back_holds_of_the_same_numbers(cases: list[Case]) -> None:
    text = standard_text((2, 1), cases, ["written by a test"])
    query = read_standard(text, "a.vnnlib")
    assert query.is_real
    for point in POINTS:
        meant = any(
            [
                all([atom.holds(point[:2]) for atom in case.domain])
                and any([all([atom.holds(point) for atom in polyhedron]) for polyhedron in case.unsafe])
                for case in cases
            ]
        )
        assert query.holds(point) == meant


def test_bounds_are_decimals_where_they_are_short() -> None:
    bounds = [([1, 0], "<=", Fraction(1, 8)), ([1, 0], "<=", Fraction(1, 3)), ([0, -4], "<", Fraction(1))]
    atoms = [Constraint(Form.dense(weights), relation, bound) for weights, relation, bound in bounds]
    text = standard_text((2, 1), [Case(tuple(atoms), ((),))])
    assert "(assert (<= X[0,0] 0.125))" in text
    assert "(assert (<= (* 3.0 X[0,0]) 1.0))" in text
    assert "(assert (> X[0,1] -0.25))" in text
