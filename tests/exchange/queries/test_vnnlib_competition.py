"""Queries of version 1.0: what they mean, and one line for whatever is none."""

from fractions import Fraction
from pathlib import Path

import pytest
from queries import competition, exact

from constructions.model.errors import BadInput
from exchange.vnnlib.competition import read_competition
from exchange.vnnlib.query import Beyond
from exchange.vnnlib.reader import read_query


def test_decimals_are_exact_and_comments_are_skipped() -> None:
    text = "; first (line\n" + competition(1, 1, "(<= X_0 0.1) ; end", "(>= Y_0 -1e-3)").replace("end)", "end\n)")
    first, second = read_competition(text, "a.vnnlib").common
    assert (first.relation, first.bound) == ("<=", Fraction(1, 10))
    assert (second.form.indices, second.bound) == ((1,), Fraction(-1, 1000))


@pytest.mark.parametrize(
    "quoted", [':source "a ""(b"" :) (assert (>= X_0 5)) ; (c"', ':source |d" (assert (>= X_0 5))\n;|']
)
def test_what_stands_in_quotes_asserts_nothing(quoted: str) -> None:
    text = f"(set-info {quoted})\n" + competition(1, 1, "(<= X_0 1)") + "(check-sat)(exit)"
    (atom,) = read_competition(text, "a.vnnlib").common
    assert (atom.relation, atom.bound) == ("<=", Fraction(1))


def test_terms_are_linear_forms() -> None:
    text = competition(2, 1, "(<= (- (* 2 X_0) (+ X_1 Y_0 0.5)) (/ (- Y_0) 4))")
    (atom,) = read_competition(text, "a.vnnlib").common
    assert atom.form.weights == exact(2, -1, Fraction(-3, 4))
    assert atom.bound == Fraction(1, 2)


def test_a_comparison_of_several_terms_is_one_of_each_with_the_next() -> None:
    first, second = read_competition(competition(1, 1, "(< 0 X_0 0.5)"), "a.vnnlib").common
    assert (first.form.weights, first.relation, first.bound) == (exact(-1), "<", Fraction(0))
    assert (second.form.weights, second.relation, second.bound) == (exact(1), "<", Fraction(1, 2))


def test_boxes_in_an_or_stay_apart() -> None:
    boxes = "(or (and (<= X_0 0) (<= Y_0 1)) (and (>= X_0 1) (<= Y_0 1)))"
    query = read_competition(competition(1, 1, boxes), "a.vnnlib")
    assert len(query.common) == 1
    assert len(query.polyhedra) == 2
    assert query.holds((Fraction(0), Fraction(1)))
    assert not query.holds((Fraction(1, 2), Fraction(1)))


def test_assertions_that_contradict_themselves_leave_no_polyhedron() -> None:
    assert read_competition(competition(1, 1, "(<= 2 1)"), "a.vnnlib").polyhedra == ()
    assert read_competition(competition(1, 1), "a.vnnlib").polyhedra == ((),)


def test_not_is_read_and_strictness_is_exact() -> None:
    text = competition(1, 1, "(not (and (<= X_0 1) (not (= Y_0 0))))", "(not (> X_0 5))")
    query = read_competition(text, "a.vnnlib")
    meant = {(1, 0): True, (1, 2): False, (2, 2): True, (5, 2): True, (6, 0): False}
    assert {numbers: query.holds(exact(*numbers)) for numbers in meant} == meant
    (atom,) = read_competition(competition(1, 1, "(not (<= X_0 0.1))"), "a.vnnlib").common
    assert (atom.relation, atom.bound) == (">", Fraction(1, 10))


WRONG = {
    "(assert (<= X_0 1)": "line 1: a parenthesis that opens there is never closed",
    ")": "line 1: '\\)' stands outside",
    "word": "line 1: 'word' stands outside",
    "(declare-const Z_0 Real)": "line 1: a variable is called X_i or Y_j, not 'Z_0'",
    "(declare-const X_00 Real)": "line 1: a variable is called X_i or Y_j, not 'X_00'",
    "(declare-const X_0 Int)": "line 1: X_0 is of the type 'Int', and only Real is read",
    "(declare-const X_0)": "line 1: declare-const declares one number",
    "(vnnlib-version <2.0>)": "line 1: a file of version 1.0 says so in its first command",
    "(check-sat)\n(vnnlib-version <1.0>)": "line 2: a file of version 1.0 says so in its first command",
    "(declare-const X_0 Real)": "it declares no outputs Y_0",
    "(declare-const X_0 Real)\n(declare-const X_0 Real)": "line 2: X_0 is declared twice, first in line 1",
    "(declare-const X_1 Real)(declare-const Y_0 Real)": "of its 1 inputs X_0 is not declared",
    "(define-fun f () Real 1)": "line 1: the command 'define-fun' is not read",
    "()": "line 1: the command '' is not read",
    "(assert)": "line 1: assert takes one formula",
    "(": "never closed",
    '(set-info :notes "a")\n(set-info :notes "b)': 'line 2: a " that opens there is never closed',
    "(check-sat)\n(assert (<= X_0 1))": r"line 2: it stands behind \(check-sat\), which asks about what stands before",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_query_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(BadInput, match=rf"^a\.vnnlib: .*{WRONG[text]}|^a\.vnnlib: {WRONG[text]}") as caught:
        read_competition(text, "a.vnnlib")
    assert "\n" not in str(caught.value)


ASSERTED = {
    "X_0": "line 4: a formula is wanted, not 'X_0'",
    "(not (<= X_0 1) (<= X_1 1))": "line 4: not takes one formula, and not 2",
    "(not)": "line 4: not takes one formula, and not 0",
    "(=> (<= X_0 1) (<= X_1 1))": "line 4: '=>' is not read: formulas are and, or, not and >=",
    "(<= X_0)": "line 4: <= compares two terms or more, not 1",
    "(<= X_2 1)": "line 4: X_2 is not declared",
    "(<= Y_9 1)": "line 4: Y_9 is not declared",
    "(<= X_0 0,1)": "line 4: '0,1' is not a number",
    "(<= X_0 nan)": "line 4: 'nan' is not a number",
    "(<= X_0 (/ 1 0))": "line 4: it divides by zero",
    "(<= X_0 (sin 1))": "line 4: 'sin' is not read",
    "(<= X_0 (+))": "line 4: '\\+' is not read",
    "(<= X_0 ((+ 1 2)))": "line 4: '' is not read",
}


@pytest.mark.parametrize("text", ASSERTED)
def test_what_is_no_assertion_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(BadInput, match=rf"^a\.vnnlib: {ASSERTED[text]}"):
        read_competition(competition(2, 1, text), "a.vnnlib")


@pytest.mark.parametrize("text", ["(<= (* X_0 X_1) 1)", "(<= (/ 1 X_0) 1)"])
def test_what_is_not_linear_is_beyond(text: str) -> None:
    with pytest.raises(Beyond, match=r"a\.vnnlib: line 4: .* is not linear"):
        read_competition(competition(2, 1, text), "a.vnnlib")


@pytest.mark.parametrize("depth", [300, 100_000])
def test_deep_nesting_is_refused(depth: int) -> None:
    text = competition(1, 1, "(and " * depth + "(<= X_0 1)" + ")" * depth)
    with pytest.raises(BadInput, match="more than 200 deep"):
        read_competition(text, "a.vnnlib")


def test_files_are_read_by_how_they_begin(tmp_path: Path) -> None:
    file = tmp_path / "a.vnnlib"
    file.write_text(competition(1, 1, "(<= X_0 1)"))
    assert read_query(file).version == "1.0"
    for head in ("(vnnlib-version <1.0>)", "; first\n( vnnlib-version 1.0)"):
        file.write_text(f"{head}\n{competition(1, 1, '(<= X_0 1)')}")
        assert read_query(file) == read_competition(competition(1, 1, "(<= X_0 1)"), "a.vnnlib")
    file.write_bytes(b"(assert \xff)")
    with pytest.raises(BadInput, match="byte 8 is no UTF-8"):
        read_query(file)
