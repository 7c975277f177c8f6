"""cvc5 takes every time limit that users may give, and is asked for before any work."""

import sys
from math import inf
from pathlib import Path

import pytest
from commands import command, refused

from constructions.model.errors import BadInput
from verify.solvers.cvc5_backend import proof_bytes, replay

LINEAR = "(set-logic QF_LRA)(declare-fun x () Real)(assert (< x x))(check-sat)"
POLYNOMIAL = "(set-logic QF_NRA)(declare-fun x () Real)(assert (< (* x x) 0))(check-sat)"


@pytest.mark.parametrize("seconds", [1e7, 1e10, 1e30, inf])
def test_a_limit_beyond_what_clocks_count_is_no_limit(seconds: float) -> None:
    assert replay(LINEAR, seconds) == ["unsat"]
    assert replay(POLYNOMIAL, seconds) == ["unsat"]
    assert proof_bytes(LINEAR, seconds)


@pytest.mark.parametrize(
    "words",
    [
        ("prove", "nowhere", "--also", "cvc5"),
        ("prove-construction", "search-tree", "--also", "cvc5"),
        ("theorems", "--prove", "--also", "cvc5"),
        ("lowerbound", "nowhere.csv", "--shapes", "--replay", "cvc5"),
    ],
)
def test_a_solver_that_is_not_installed_is_missed_before_any_work(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "cvc5", None)
    refused(command(*words), "memocert: asking cvc5 needs cvc5: pip install 'memocert[cvc5]'")


def test_a_process_that_asks_it_says_a_refusal_in_words_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match=r"^cvc5: "):
        replay("(set-logic QF_NRA)(assert", 1.0)
    (tmp_path / "cvc5.py").write_text("raise ModuleNotFoundError('', name='cvc5')")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(BadInput, match=r"^asking cvc5 needs cvc5: "):
        replay(POLYNOMIAL, 1.0)
