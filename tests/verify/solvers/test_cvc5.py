"""cvc5 takes every time limit that users may give."""

from math import inf

import pytest

from verify.solvers.cvc5_backend import proof_bytes, replay

LINEAR = "(set-logic QF_LRA)(declare-fun x () Real)(assert (< x x))(check-sat)"
POLYNOMIAL = "(set-logic QF_NRA)(declare-fun x () Real)(assert (< (* x x) 0))(check-sat)"


@pytest.mark.parametrize("seconds", [1e7, 1e10, 1e30, inf])
def test_a_limit_beyond_what_clocks_count_is_no_limit(seconds: float) -> None:
    assert replay(LINEAR, seconds) == ["unsat"]
    assert replay(POLYNOMIAL, seconds) == ["unsat"]
    assert proof_bytes(LINEAR, seconds)
