"""What the checker says that it accepted: the counts and the words in its sentences."""

from pathlib import Path

import pytest

from verify.check.bundle import check_bundle

ACCEPTED = Path(__file__).resolve().parent.parent / "certificates" / "accepted"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("radius-with-evidence-on-a-threshold", "0 radii are exact"),
        ("radius-with-evidence-from-the-label", "1 radii are exact"),
        ("radius-of-a-margin", "0 radii are exact"),
        (
            "within-where-a-constant-is-false",
            "constraint(s), which is empty: N(z) satisfies 1 constraint(s) on outputs",
        ),
        ("within-at-a-point", "for every z in the domain of 1 constraint(s): N(z) satisfies"),
        ("equivalent-three-outputs", "for every z in Q^1: N(z) = M(z)"),
        ("paths-after-an-empty-side", "N has exactly 1 feasible decision path(s) over the domain of 1 constraint(s)"),
        ("robust-ball-of-fractions", "every z with max_j |z_j - x_j| <= 2/5: N(z) = y"),
        ("point-with-two-denominators", "for every (x, y) of the 1 points of D: N(x) = y"),
    ],
)
def test_the_sentence_says_what_was_shown(name: str, said: str) -> None:
    (result,) = check_bundle(str(next(ACCEPTED.glob(f"*/{name}"))))
    assert said in result.sentence


def test_a_radius_without_upper_evidence_is_not_called_exact_and_all_and_wrong_are() -> None:
    for bundle in ACCEPTED.glob("*/*"):
        for result in check_bundle(str(bundle)):
            if " radii are exact" not in result.sentence:
                continue
            claim = (bundle / result.file).read_text()
            exact = claim.count('["all"]') + claim.count('["wrong"]')
            for line in claim.split("["):
                parts = line.split("]")[0].split(",")
                if parts[0] in ('"closed"', '"open"'):
                    exact += parts[1] == parts[2]
            assert f" {exact} radii are exact" in result.sentence, bundle.name
