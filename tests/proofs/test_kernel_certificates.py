"""The kernel lane and the checker agree on every bundle of tests/certificates, accepted, rejected and malformed."""

import re
from functools import cache
from pathlib import Path

import pytest
from compiled_once import needs_coq
from kernel_bundles import Case, case_of, must_agree

from verify.check.bundle import Folder, claim_names
from verify.check.verdict import ACCEPTED, REJECTED, Malformed
from verify.kernel import lane

FOLDER = Path(__file__).resolve().parent.parent / "certificates"
PARTS = 2
"""In how many files the claims go to Coq; that of the second half goes with ``make test-all``."""


@cache
def cases() -> list[Case]:
    """Return all claims of the bundles whose folders can be read."""
    found = []
    for folder in sorted(FOLDER.glob("*/*/*/")):
        for name in claim_names(str(folder)) if readable(folder) else ():
            found.append(case_of(str((folder / name).relative_to(FOLDER)), Folder(str(folder)), name))
    return found


def test_what_is_refused_before_coq_is_refused_by_the_checker() -> None:
    refused = [case for case in cases() if case.theorem is None]
    assert len(refused) > 250
    for case in refused:
        assert case.verdict == case.checked.verdict, case
        assert case.reason, case


def test_what_goes_to_coq_the_checker_can_read() -> None:
    asked = [case for case in cases() if case.theorem is not None]
    assert {case.checked.verdict for case in asked} == {ACCEPTED, REJECTED}


def test_both_lanes_say_where_a_domain_is_empty_and_how_many_points_are_wrong() -> None:
    accepted = [case for case in cases() if case.checked.verdict == ACCEPTED]
    wrongly = re.compile(r"but [0-9]+ that (?:is|are) answered wrongly")
    for case in accepted:
        assert case.theorem is not None
        assert case.theorem.vacuous == case.checked.vacuous, case
        assert (", which is empty" in case.theorem.sentence) == case.checked.vacuous, case
        assert wrongly.findall(case.theorem.sentence) == wrongly.findall(case.checked.sentence), case
    assert any([case.checked.vacuous for case in accepted])
    assert any([wrongly.search(case.checked.sentence) for case in accepted])


@needs_coq
def test_a_folder_that_the_checker_does_not_read_is_not_read_by_the_lane() -> None:
    unread = [folder for folder in sorted(FOLDER.glob("*/*/*/")) if not readable(folder)]
    assert len(unread) >= 3
    for folder in unread:
        with pytest.raises(Malformed):
            lane.check_in_coq(folder)


def readable(folder: Path) -> bool:
    try:
        claim_names(str(folder))
    except Malformed:
        return False
    return True


@needs_coq
@pytest.mark.parametrize("part", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_coq_and_the_checker_give_the_same_verdict(part: int) -> None:
    together = [case for case in cases() if case.theorem is not None][part::PARTS]
    assert len(together) > 200
    must_agree(together)
