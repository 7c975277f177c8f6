"""The kernel lane and the checker agree on every bundle of tests/certificates, accepted, rejected and malformed."""

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from constructions.model.rational import long_integers
from verify.check.bundle import Files, Folder, check_claim, claim_names
from verify.check.verdict import ACCEPTED, INCOMPLETE, MALFORMED, REJECTED, Malformed, Rejected, Result
from verify.kernel import lane
from verify.kernel.claimed import Theorem

needs_coq = pytest.mark.skipif(shutil.which("coqc") is None, reason="Coq is not installed (apt-get install coq)")

FOLDER = Path(__file__).resolve().parent.parent / "certificates"
PROJECT = (lane.PROOFS / "_CoqProject").read_text(encoding="utf-8").split()
PARTS = 6
"""In how many files the claims go to Coq."""

NOT_SO = "Ltac not_so := match goal with |- ?c = true => let v := eval vm_compute in c in constr_eq v false end."
"""Succeeds if what is to be true is computed to be false."""


@dataclass(frozen=True)
class Case:
    """A claim of a bundle, what the checker says of it, and its theorem or why the lane makes none."""

    place: str
    checked: Result
    theorem: Theorem | None
    verdict: str
    reason: str


def before_coq(folder: Path, name: str) -> tuple[Theorem | None, str, str]:
    """Return the theorem of a claim, or the verdict that the lane gives without Coq, and the reason."""
    try:
        with long_integers():
            return lane.read_theorem(Files(Folder(str(folder))), name)[0], "", ""
    except lane.Uncertified as reason:
        return None, INCOMPLETE, str(reason)
    except Rejected as reason:
        return None, REJECTED, str(reason)
    except Malformed as reason:
        return None, MALFORMED, str(reason)


@cache
def cases() -> list[Case]:
    """Return all claims of the bundles whose folders can be read."""
    found = []
    for folder in sorted(FOLDER.glob("*/*/*/")):
        for name in claim_names(str(folder)) if readable(folder) else ():
            place = str((folder / name).relative_to(FOLDER))
            found.append(Case(place, check_claim(Folder(str(folder)), name), *before_coq(folder, name)))
    return found


def test_what_is_refused_before_coq_is_refused_by_the_checker() -> None:
    refused = [case for case in cases() if case.theorem is None]
    assert len(refused) > 250
    for case in refused:
        if case.verdict != case.checked.verdict:
            # The lane reads all hints first; the checker stops at one that may not stand where it stands.
            assert (case.verdict, case.checked.verdict) == (MALFORMED, REJECTED), case
            assert case.reason.startswith("the hint "), case


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


def in_one_file(together: list[Case]) -> str:
    """Return a file for Coq that compiles if it proves the accepted claims, and computes that no other holds."""
    modules = [name.removesuffix(".v") for name in PROJECT if name.endswith(".v")]
    used = [name for name in modules if any([case.theorem and name in case.theorem.modules for case in together])]
    lines = ["From Coq Require Import ZArith QArith List.", f"From Memocert Require {' '.join(used)}."]
    lines += ["Import ListNotations.", "Open Scope Z_scope.", NOT_SO]
    for number, case in enumerate(together):
        assert case.theorem is not None
        lines += [f"Module case{number}.", f"Import {' '.join(case.theorem.modules)}.", *case.theorem.lines]
        if case.checked.verdict == ACCEPTED:
            lines.append(f"Goal {case.theorem.statement()}. {case.theorem.proof('vm_compute; reflexivity')}. Qed.")
        else:
            parts = [f"enough ({part}) by exact I; apply {lemma}; not_so" for part, lemma in case.theorem.shown]
            lines.append(f"Goal True. first [{' | '.join(parts)}]. Abort.")
        lines.append(f"End case{number}.")
    lane.theory().compiled(used)
    return "\n".join(lines)


@needs_coq
@pytest.mark.parametrize("part", range(PARTS))
def test_coq_and_the_checker_give_the_same_verdict(part: int) -> None:
    together = [case for case in cases() if case.theorem is not None][part::PARTS]
    assert len(together) > 70
    folder = lane.theory().compiled(())
    (folder / "Together.v").write_text(in_one_file(together), encoding="ascii")
    done = lane.run_coq(folder, "Together.v", lane.SECONDS, lane.MEBIBYTES)
    assert done.returncode == 0, done.stderr
