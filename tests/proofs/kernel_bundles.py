"""What the tests of the kernel lane share: changed files, certificates bound to them again, lines handed to Coq."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import agreement
from compiled_once import coqc
from hostile import bundle

from constructions.files.canonical import digest
from constructions.model.rational import long_integers
from verify.check.bundle import CERTIFICATE, CLAIM, Files, Folder, Memory, Source, check_claim, claim_names
from verify.check.verdict import ACCEPTED, MALFORMED, REJECTED, Result
from verify.kernel import lane
from verify.kernel.claimed import Theorem

PROJECT = (lane.PROOFS / "_CoqProject").read_text(encoding="utf-8").split()
NOT_SO = "Ltac not_so := match goal with |- ?c = true => let v := eval vm_compute in c in constr_eq v false end."
"""Succeeds if what is to be true is computed to be false."""


def written(folder: Path, kind: str, nodes: list[Any], more: dict[str, Any], hints: list[Any]) -> Path:
    """Write a bundle with one claim, ``a``; ``more`` has its keys, and nodes of the other network, and rows."""
    folder.mkdir(exist_ok=True)
    for name, data in bundle(nodes, kind, hints, **more).items():
        (folder / name).write_bytes(data)
    return folder


def changed(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the object in a file in place."""
    value = json.loads(path.read_text(encoding="ascii"))
    change(value)
    path.write_text(json.dumps(value), encoding="ascii")


def certified(claim: Path, hints: list[Any] | None = None) -> None:
    """Make the certificate one about the claim as it lies there, with these hints or those that it has."""
    path = claim.with_name(claim.name.replace(".claim.", ".certificate."))
    if hints is None:
        hints = json.loads(path.read_text(encoding="ascii"))["hints"]
    about = {"file": claim.name, "sha256": digest(claim.read_bytes())}
    value = {"format": "memocert certificate", "version": 3, "claim": about, "hints": hints}
    path.write_text(json.dumps(value), encoding="ascii")


def coq_accepts(modules: Iterable[str], lines: Sequence[str]) -> None:
    """Compile a Coq file of these lines, the files of the theory compiled before it."""
    theory = lane.theory().compiled(modules)
    done = coqc(theory, "Lines.v", "\n".join(lines))
    assert done.returncode == 0, done.stderr


@long_integers()
def coq_alone(folder: Path) -> list[Result]:
    """Return what Coq says of the claims of a bundle, whatever the checker says of them."""
    files, found = Files(Folder(str(folder))), []
    for name in claim_names(str(folder)):
        asked = lane.before_coq(files, name)
        found.append(asked if isinstance(asked, Result) else lane.coq_says(name, *asked))
    return found


@dataclass(frozen=True)
class Case:
    """A claim of a bundle, what the checker says of it, and its theorem or why the lane makes none."""

    place: str
    checked: Result
    theorem: Theorem | None
    verdict: str
    reason: str


def case_of(place: str, source: Source, name: str) -> Case:
    """Return what both lanes say of a claim, the kernel lane before Coq is asked."""
    checked = check_claim(source, name)
    with long_integers():
        found = lane.before_coq(Files(source), name)
    if not isinstance(found, Result):
        return Case(place, checked, found[0], "", "")
    if (found.verdict, checked.verdict) == (MALFORMED, REJECTED):  # which of the two it is only a run can say
        found = checked
    return Case(place, checked, None, found.verdict, found.reason)


def files_of(folder: Path, name: str) -> dict[str, bytes]:
    """Return the files that a claim leads to."""
    claim = json.loads((folder / name).read_bytes())
    named = [claim[key]["file"] for key in ("network", "other", "dataset") if key in claim]
    return {file: (folder / file).read_bytes() for file in (name, name.removesuffix(CLAIM) + CERTIFICATE, *named)}


def changed_cases(folder: Path, name: str, source: Random, most: int) -> list[Case]:
    """Return a claim as it is, and with ``most`` changes, each in one of its files, oftenest in its certificate."""
    whole = files_of(folder, name)
    found = [case_of(f"{folder.name}/{name}", Memory(whole), name)]
    for number in range(most):
        files = dict(whole)
        changed = source.choice([*files, name.removesuffix(CLAIM) + CERTIFICATE])
        value = agreement.read(files[changed])
        agreement.change(source, value, {})
        files[changed] = json.dumps(value).encode()
        agreement.bound(files)
        found.append(case_of(f"{folder.name}/{name} {number}", Memory(files), name))
    return found


def _in_one_file(together: list[Case]) -> str:
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


def must_agree(cases: list[Case]) -> None:
    """Compare what the checker says of each claim with what the lane says, which lets Coq compute all in one file."""
    together = [case for case in cases if case.theorem is not None]
    assert [case for case in cases if case.theorem is None and case.verdict != case.checked.verdict] == []
    folder = lane.theory().compiled(())
    (folder / "Together.v").write_text(_in_one_file(together), encoding="ascii")
    done = lane.run_coq(folder, "Together.v", lane.SECONDS, lane.MEBIBYTES)
    assert done.returncode == 0, done.stderr
