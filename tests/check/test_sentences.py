"""What the checker says that it accepted: the counts and the words in its sentences."""

import re
from pathlib import Path

import pytest
from outcomes import outcome

ACCEPTED = Path(__file__).resolve().parent.parent / "certificates" / "accepted"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("radius-with-evidence-on-a-threshold", "no radius is shown to be the largest"),
        ("radius-with-evidence-from-the-label", "1 radius is exact"),
        ("radius-of-a-margin", "no radius is shown to be the largest"),
        ("within-where-a-constant-is-false", "the domain of 1 constraint (there is no such z) and y = N(z): y0 > 0,"),
        ("within-at-a-point", "for every z in Q^1 with z0 = 1 and y = N(z): y0 > 0,"),
        ("equivalent-three-outputs", "for every z in Q^1: N(z) = M(z)"),
        ("paths-after-an-empty-side", "N has exactly 1 feasible decision path over Q^1 with z0 >= 0,"),
        ("robust-ball-of-fractions", "every z with max_j |z_j - x_j| <= 2/5: N(z) = y"),
        ("point-with-two-denominators", "for every (x, y) of the 1 point of D: N(x) = y"),
    ],
)
def test_the_sentence_says_what_was_shown(name: str, said: str) -> None:
    (result,) = outcome(next(ACCEPTED.glob(f"*/{name}")))
    assert said in result.sentence


def test_sentences_count_exact_radii_and_say_how_many_points_are_wrong() -> None:
    for bundle in ACCEPTED.glob("*/*"):
        for result in outcome(bundle):
            if " exact, and no larger radius" not in result.sentence:
                continue
            claim = (bundle / result.file).read_text()
            exact, wrong = claim.count('["all"]'), claim.count('["wrong"]')
            for line in claim.split("["):
                parts = line.split("]")[0].split(",")
                if parts[0] in ('"closed"', '"open"'):
                    exact += parts[1] == parts[2]
            assert f" {exact} radi{'us is' if exact == 1 else 'i are'} exact" in result.sentence, bundle.name
            but = f" but {wrong} that {'is' if wrong == 1 else 'are'} answered wrongly, and every z"
            assert (but in result.sentence) == (wrong > 0), bundle.name


def test_no_sentence_and_no_reason_has_a_noun_that_does_not_fit_its_number() -> None:
    """Whatever is said of the bundles beside this folder: a 1 has its noun in the singular, and nothing ends in (s)."""
    found = 0
    for bundle in ACCEPTED.parent.glob("*/*/*"):
        for result in outcome(bundle):
            said = result.sentence + result.reason
            assert not MISFIT.search(said), said
            found += 1
    assert found > 500


MISFIT = re.compile(
    r"\(s\)|(?<![\w./^-])1 (?:points|inputs|outputs|numbers|constraints|classes|entries|paths|radii|"
    r"operations|comparisons|additions|multiplications|coordinates|feasible paths)\b"
)
