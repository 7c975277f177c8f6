"""Formulas brought to a union of polyhedra mean the same, and never come to more than is allowed."""

import sys
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest
import samples
from hypothesis import given, strategies as st

from constructions.model.constraint import Constraint
from constructions.model.network import Form
from exchange.vnnlib.formulas import (
    MAX_POLYHEDRA,
    Both,
    Either,
    Formula,
    Linear,
    compared,
    negated,
    number,
    place,
    product,
    summed,
    union_of,
)
from exchange.vnnlib.query import Beyond
from exchange.vnnlib.reader import read_query

RELATIONS = st.sampled_from([">=", ">", "=", "<=", "<", "!="])
SMALL = st.integers(-2, 2)


@st.composite
def comparisons(draw: st.DrawFn) -> Formula:
    left = place(draw(st.integers(0, 1))).times(Fraction(draw(SMALL)))
    right = place(draw(st.integers(0, 1))) + number(Fraction(draw(SMALL)))
    return compared(left, draw(RELATIONS), right, 2)


FORMULAS = st.recursive(
    comparisons(),
    lambda inner: st.builds(
        lambda parts, kind: kind(tuple(parts)), st.lists(inner, max_size=3), st.sampled_from([Both, Either])
    ),
    max_leaves=6,
)
POINTS = [(Fraction(a, 2), Fraction(b, 2)) for a in range(-6, 7) for b in range(-6, 7)]


def holds(formula: Formula, point: tuple[Fraction, ...]) -> bool:
    if isinstance(formula, Constraint):
        return formula.holds(point)
    parts = [holds(part, point) for part in formula.parts]
    return all(parts) if isinstance(formula, Both) else any(parts)


@given(st.lists(FORMULAS, max_size=3))
def test_the_union_holds_where_all_formulas_hold(formulas: list[Formula]) -> None:
    common, polyhedra = union_of(formulas)
    for point in POINTS:
        said = all([atom.holds(point) for atom in common]) and any(
            [all([atom.holds(point) for atom in polyhedron]) for polyhedron in polyhedra]
        )
        assert said == all([holds(formula, point) for formula in formulas])


@given(FORMULAS)
def test_a_negation_holds_exactly_where_the_formula_does_not(formula: Formula) -> None:
    for point in POINTS:
        assert holds(negated(formula), point) != holds(formula, point)


def below(bound: int) -> Formula:
    return compared(place(0), "<", number(Fraction(bound)), 1)


def test_atoms_of_all_polyhedra_are_common() -> None:
    common, polyhedra = union_of([Either((Both((below(1), below(2))), Both((below(1), below(3)))))])
    assert common == (below(1),)
    assert polyhedra == ((below(2),), (below(3),))


def pairs(count: int) -> list[Formula]:
    return [Either(tuple([compared(place(0), r, number(Fraction(k)), 1) for r in "<>"])) for k in range(count)]


def test_ten_thousand_polyhedra_are_read_and_more_are_refused_before_they_are_made() -> None:
    assert len(union_of(pairs(13))[1]) == 2**13 <= MAX_POLYHEDRA
    for count in (14, 10_000):
        with pytest.raises(Beyond, match="16,384 polyhedra, and 10,000 are the most"):
            union_of(pairs(count))


def test_long_polyhedra_are_refused_by_their_constraints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exchange.vnnlib.formulas.MAX_ATOMS", 20)
    with pytest.raises(Beyond, match="24 constraints, and 20 are the most"):
        union_of(pairs(3))


def test_parts_that_are_one_polyhedron_are_put_together_once() -> None:
    """A product for each of them would take minutes."""
    ones = [Either((below(number),)) for number in range(10_000)]
    common, polyhedra = union_of([*ones, *pairs(2)])
    assert common == tuple([below(number) for number in range(10_000)])
    assert len(polyhedra) == 4


def test_what_parts_are_made_of_counts_for_all_of_them_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exchange.vnnlib.formulas.MAX_ATOMS", 24)
    part = Both(tuple(pairs(3)))
    assert len(union_of([part])[1]) == 8
    with pytest.raises(Beyond, match=r"\d+ constraints with those of their parts, and 96 are the most"):
        union_of([Either((part, Both((below(1), Either(()))))), Either((Both((part, Either(()))),))])


def test_a_product_is_linear_where_all_but_one_factor_are_numbers() -> None:
    two = number(Fraction(2))
    assert product([two, place(1), two], "here") == place(1).times(Fraction(4))
    assert product([number(Fraction(0)), place(1)], "here") == number(Fraction(0))
    with pytest.raises(Beyond, match="here: a product of two variables is not linear"):
        product([place(0), place(0)], "here")


@pytest.mark.parametrize("term", ["(+ {})", "(- {})", "(* 2 (+ {}) {ones})", "(/ (+ {}) {ones})"])
def test_terms_take_time_linear_in_their_length(term: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at, width, look = [0], 400, Linear.__post_init__

    def counted(self: Linear) -> None:
        looked_at[0] += 1 + len(self.weights)
        look(self)

    monkeypatch.setattr(Linear, "__post_init__", counted)
    declared = "".join([f"(declare-const X_{number} Real)" for number in range(width)])
    names = " ".join([f"X_{number}" for number in range(width)])
    path = tmp_path / "long.vnnlib"
    body = term.replace("{}", names).replace("{ones}", "1.0 " * width)
    path.write_text(f"{declared}(declare-const Y_0 Real)(assert (<= {body} 1.0))")
    assert read_query(path).input_width == width
    assert looked_at[0] < 20 * width


def test_equal_hashes_of_numbers_take_no_more_comparisons() -> None:
    """In one dictionary of 200 constraints whose numbers all have the hash 0 there are 19,900 and more."""
    numbers = [Fraction(sys.hash_info.modulus * count) for count in range(1, 201)]
    bounds = [Constraint(Form(1, (0,), (1,)), "<=", value) for value in numbers]
    weights = [Constraint(Form(1, (0,), (value,)), "<=", Fraction(1)) for value in numbers]
    for atoms in (bounds, weights):
        assert samples.compared(partial(union_of, [*atoms, Either(tuple(atoms))])) < 4_000


def test_a_term_of_one_place_may_come_to_zero_and_back() -> None:
    two = number(Fraction(2))
    assert summed([place(1), two, place(1).times(Fraction(-1))]) == two
    assert summed([place(1), place(1).times(Fraction(-1)), place(1)]) == place(1)
    assert product([place(0), number(Fraction(0)), place(1)], "here") == number(Fraction(0))


def test_terms_that_come_to_long_numbers_are_refused_before_they_grow(tmp_path: Path) -> None:
    factors = " ".join(["1e5000"] * 3_000)
    path, declared = tmp_path / "long.vnnlib", "(declare-const X_0 Real)(declare-const Y_0 Real)"
    path.write_text(f"{declared}(assert (<= X_0 (+ (/ 1 3e4000) (/ 1 7e7000))))")
    assert read_query(path).input_width == 1
    for term in (f"(* {factors})", f"(/ 1 {factors})"):
        path.write_text(f"{declared}(assert (<= X_0 {term}))")
        with pytest.raises(Beyond, match=r"long\.vnnlib: a term comes to a number of more than 10,000 digits$"):
            read_query(path)
