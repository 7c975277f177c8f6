"""Numbers of more digits than the interpreter spells are refused in one line, or taken, and never a bare ValueError."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from constructions.model.errors import BadInput, one_of
from verify.claims.memorizes import Memorizes
from verify.claims.operations_at_most import OperationsAtMost
from verify.claims.paths import Paths
from verify.claims.robustly import Robustly
from verify.claims.shared.subject import Reference
from verify.domain import box, checked_radius
from verify.domain_reader import domain_of

LONG = 10**5000
NETWORK, DATA = Reference("network.json", ""), Reference("dataset.json", "")
REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: OperationsAtMost(NETWORK, LONG), "bound must be an integer"),
    (lambda: Paths(NETWORK, LONG), "count must be an integer"),
    (lambda: checked_radius(Fraction(-LONG)), "radius must be at least 0, not -100000000...0000000000"),
    (lambda: checked_radius(Fraction(1, LONG * LONG)), "radius must have at most 10,000 digits"),
    (lambda: box([0], [1, 2]), "box: 1 lower bound, but 2 upper ones"),
    (lambda: box([LONG], [1]), "box: 1000000000...0000000000 is greater than 1"),
    (lambda: domain_of(1, ("9" * 5000, "1"), None), "--box: 9999999999...9999999999 is greater than 1"),
    (lambda: one_of("measure", LONG, ["total"]), "there is no measure 1000"),
]


@pytest.mark.parametrize(("make", "words"), REFUSED, ids=[words[:20] for _, words in REFUSED])
def test_a_number_that_is_refused_is_refused_in_one_line(make: Callable[[], object], words: str) -> None:
    with pytest.raises(BadInput) as caught:
        make()
    assert str(caught.value).startswith(words)
    assert len(str(caught.value)) < 200


def test_a_claim_with_a_long_radius_has_its_sentence() -> None:
    claim = Robustly(Memorizes(NETWORK, DATA), Fraction(1, LONG))
    assert f"within 1/1{'0' * 5000} of x" in claim.sentence()
    assert claim.stem
