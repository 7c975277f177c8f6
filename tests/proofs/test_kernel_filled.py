"""Coq reads hints with all their multipliers: those with a star are filled in, and those on units are not known."""

import json
from pathlib import Path
from typing import Any

import pytest
from brute import files_of

from verify.check.budget import Budget
from verify.check.bundle import Files, Memory, check_claim, subjects_of
from verify.check.reader import digest
from verify.check.rules.table import RULES
from verify.check.verdict import MALFORMED, Malformed, Result
from verify.kernel.filled import filled_in
from verify.kernel.lane import before_coq

BUNDLES = Path(__file__).resolve().parents[1] / "certificates" / "accepted"
CLAIM, CERTIFICATE = "only.claim.json", "only.certificate.json"


def names(hints: list[Any]) -> set[str]:
    return {hint[0] for hint in hints}


def filled(files: dict[str, bytes]) -> list[Any]:
    claim, budget = json.loads(files[CLAIM]), Budget()
    subjects = subjects_of(Files(Memory(files), budget), claim)
    return filled_in(RULES[claim["kind"]], claim, subjects, json.loads(files[CERTIFICATE])["hints"], budget)


@pytest.mark.parametrize("path", ["with_radii/stars-on-balls", "operations_at_most/empty-by-ends"])
def test_filled_in_multipliers_are_accepted_without_a_star(path: str) -> None:
    files = files_of(BUNDLES / path)
    hints = filled(files)
    given = json.loads(files[CERTIFICATE])
    assert {name.rstrip("*") for name in names(given["hints"])} == names(hints) != names(given["hints"])
    files[CERTIFICATE] = json.dumps(given | {"hints": hints}).encode()
    assert check_claim(Memory(files), CLAIM).verdict == "accepted"
    theorem = before_coq(Files(Memory(files)), CLAIM)
    assert not isinstance(theorem, Result)


def test_hints_without_a_star_stay_as_they_are() -> None:
    files = files_of(BUNDLES / "with_radii" / "radii-in-the-plane")
    assert filled(files) == json.loads(files[CERTIFICATE])["hints"]


@pytest.mark.parametrize("bundle", ["hats-relaxed", "hats-by-a-unit", "hats-divided", "hats-cut"])
def test_a_relaxed_certificate_is_not_known_and_the_lane_says_so(bundle: str) -> None:
    files = files_of(BUNDLES / "output_within" / bundle)
    with pytest.raises(Malformed, match=r"step 0 \(relax\): the kernel lane does not know"):
        filled(files)
    found = before_coq(Files(Memory(files)), CLAIM)
    assert isinstance(found, Result)
    assert found.verdict == MALFORMED
    assert found.reason == "step 0 (relax): the kernel lane does not know relaxed certificates"


@pytest.mark.parametrize("hint", [["relax", 1], ["unit", 0], ["divide", 0, 0, 1], ["own"]])
def test_no_hint_on_units_reaches_coq(hint: list[Any]) -> None:
    files = files_of(BUNDLES / "equivalent" / "equivalent-hinge-and-gate")
    certificate = json.loads(files[CERTIFICATE])
    assert certificate["claim"]["sha256"] == digest(files[CLAIM])
    files[CERTIFICATE] = json.dumps(certificate | {"hints": [hint]}).encode()
    found = before_coq(Files(Memory(files)), CLAIM)
    assert isinstance(found, Result)
    assert found.verdict in ("malformed", "rejected")
