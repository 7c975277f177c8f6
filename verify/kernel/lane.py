"""Runs Coq on the claims of a bundle: each becomes a theorem whose proof is a computation of a checker proved sound."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence as Items
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path

from constructions.model.errors import BadInput
from constructions.model.progress import Progress, silent
from constructions.model.rational import long_integers
from verify.check.bundle import (
    CERTIFICATE,
    CLAIM,
    Files,
    Folder,
    check_claims,
    claim_names,
    read_certificate,
    read_claim,
    subjects_of,
)
from verify.check.reader import FILE_NAME, digest
from verify.check.rules.table import RULES
from verify.check.verdict import ACCEPTED, INCOMPLETE, MALFORMED, REJECTED, Limit, Malformed, Rejected, Result, shown
from verify.claims.table import kinds
from verify.kernel.claimed import Source, Theorem

PROOFS = Path(__file__).resolve().parents[2] / "proofs"
SECONDS, MEBIBYTES = 1800, 8192
"""How long coqc may run for one file, and how much memory it may take; with more, nothing is said about the claim."""


class Uncertified(Exception):
    """A claim has no certificate."""


def head(modules: Items[str]) -> str:
    """Return what a Coq file begins with.

    >>> from verify.kernel.claimed import DATA
    >>> print(head(DATA))
    From Coq Require Import ZArith QArith List.
    From Memocert Require Import Model Nets Numerals Checker.
    Import ListNotations.
    Open Scope Z_scope.
    """
    own = f"From Memocert Require Import {' '.join(modules)}."
    return f"From Coq Require Import ZArith QArith List.\n{own}\nImport ListNotations.\nOpen Scope Z_scope."


@long_integers()
def check_in_coq(
    bundle: Path, seconds: int = SECONDS, mebibytes: int = MEBIBYTES, progress: Progress = silent
) -> list[Result]:
    """Return what Coq says of every claim of a bundle; theory and claims are compiled anew in each process.

    A claim on which Coq runs too long, takes too much memory or fails is malformed: nothing is said about it, and the
    others are checked.

    Raises:
        BadInput: if Coq is not installed, or its theory does not compile.
        Malformed: if the bundle cannot be read, or a file in it has no claim or a name that is not allowed.
    """
    if shutil.which("coqc") is None:
        raise BadInput("Coq is not installed: the kernel lane needs coqc (Debian: apt-get install coq)")
    files, results = Files(Folder(str(bundle))), list[Result]()
    steps = files.budget.steps
    checked = check_claims(files, claim_names(str(bundle)))
    files.budget.steps = steps  # as many for what Coq is asked, but one memory: what is read is kept once
    with ExitStack() as stopped:
        stopped.callback(forget_theory)
        for number, result in enumerate(checked):
            progress(number, len(checked))
            results.append(_result(files, result, seconds, mebibytes))
        stopped.pop_all()
    return results


@long_integers()
def theorem_of(bundle: Path, claim_path: Path) -> str:
    """Return the Coq file of a claim, its files' SHA-256 in the header.

    Raises:
        BadInput: if a file cannot be read, or what it says is refused before Coq is asked.
    """
    try:
        return _written(*read_theorem(Files(Folder(str(bundle))), claim_path.name))
    except (Uncertified, Malformed, Rejected) as reason:
        raise BadInput(f"{claim_path}: {reason}") from None


def read_theorem(files: Files, name: str) -> tuple[Theorem, dict[str, str]]:
    """Return the theorem of a claim, and the SHA-256 of all files that it leads to.

    Files are read as strictly as the checker reads them: names stand in a comment of the Coq file and must not end it.

    Raises:
        Uncertified: if there is no certificate.
        Malformed, Rejected: if the checker's reader refuses a file, or the files do not fit the claim.
    """
    if not FILE_NAME.fullmatch(name):
        raise Malformed(f"{shown(name)} is not a name for a file of a bundle")
    data = files.read(name)
    claim = read_claim(data, name, files.budget)
    certificate = name.removesuffix(CLAIM) + CERTIFICATE
    if certificate not in files.source:
        raise Uncertified(f"hole: there is no certificate {certificate}")
    rule = RULES[claim["kind"]]
    subjects = subjects_of(files, claim)  # before the certificate, as the checker
    written = files.read(certificate)
    hints = read_certificate(written, certificate, name, digest(data), files.budget)
    held = files.budget.bits
    try:
        values = rule.values(claim, subjects, files.budget)
        source = Source(claim, subjects, values, hints, files.budget)
        theorem = replace(kinds()[claim["kind"]].theorem(source), vacuous=source.vacuous())
    finally:
        files.budget.bits = held
    digests = {name: digest(data), certificate: digest(written)}
    for key in rule.files:
        digests[claim[key]["file"]] = claim[key]["sha256"]
    return theorem, digests


def before_coq(files: Files, name: str) -> tuple[Theorem, dict[str, str]] | Result:
    """Return what ``read_theorem`` returns, or the verdict of a claim that is refused before Coq is asked.

    All hints are read, and all work paid for, before anything runs. Whether a hint that has not the form of the page is
    read at all, and a limit reached, or the claim is wrong before, only an execution can say: what is malformed here
    the checker may reject.
    """
    try:
        return read_theorem(files, name)
    except Uncertified as reason:
        return Result(name, INCOMPLETE, "", str(reason))
    except Rejected as reason:
        return Result(name, REJECTED, "", str(reason))
    except Malformed as reason:
        return Result(name, MALFORMED, "", str(reason).removeprefix(f"{name}: "), limit=isinstance(reason, Limit))
    except MemoryError:
        return Result(name, MALFORMED, "", "checking takes more memory than there is", limit=True)
    finally:
        files.let_go()


def _result(files: Files, checked: Result, seconds: int, mebibytes: int) -> Result:
    """Return the verdict on a claim; Coq is asked only of what the checker accepts.

    The checker can accept nothing here. What it refuses it refuses soon, under its budget, with the reason: how large
    numbers grow only a run can say, and Coq counts neither their digits nor its steps.
    """
    if checked.verdict != ACCEPTED:
        return checked
    found = before_coq(files, checked.file)
    return found if isinstance(found, Result) else coq_says(checked.file, *found, seconds, mebibytes)


def coq_says(
    name: str, theorem: Theorem, digests: dict[str, str], seconds: int = SECONDS, mebibytes: int = MEBIBYTES
) -> Result:
    """Return what Coq alone says of the theorem of a claim."""
    text = _written(theorem, digests)
    folder = theory().compiled(theorem.modules)
    (folder / "Claim.v").write_text(text, encoding="ascii")
    try:
        done = run_coq(folder, "Claim.v", seconds, mebibytes)
    except subprocess.TimeoutExpired:
        return Result(name, MALFORMED, "", f"Coq takes longer than the limit of {seconds} s", limit=True)
    if done.returncode == 0 and "Closed under the global context" in done.stdout and "Axioms" not in done.stdout:
        return Result(name, ACCEPTED, theorem.sentence, vacuous=theorem.vacuous)
    if done.returncode == 1 and "has type" in done.stderr:
        return Result(name, REJECTED, "", "Coq computes that it does not hold")
    return Result(name, MALFORMED, "", _failure(done, mebibytes))


def _failure(done: "subprocess.CompletedProcess[str]", mebibytes: int) -> str:
    """Return why Coq ended without a verdict, in one line."""
    said = " ".join(done.stderr.split())
    if "emory" in said or done.returncode < 0:
        return f"Coq takes more memory than it may ({mebibytes} MiB at most), or was ended from outside"
    if "tack overflow" in said:
        return "Coq takes a deeper stack than there is"
    return f"Coq ended without a verdict: {said[:200] or f'exit code {done.returncode}'}"


class Theory:
    """A folder in which files of proofs/ are compiled once for this process, when they are first needed."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="memocert-coq-")
        self._compiled: set[str] = set()

    def compiled(self, modules: Iterable[str]) -> Path:
        """Return the folder, with these modules compiled.

        Raises:
            BadInput: if one is not there or does not compile: then nothing can be checked.
        """
        folder = Path(self._folder.name)
        for module in modules:
            if module in self._compiled:
                continue
            source = PROOFS / f"{module}.v"
            if not source.is_file():
                raise BadInput(f"{source}: the theory of the kernel lane is not there")
            shutil.copy(source, folder)
            try:
                done = run_coq(folder, f"{module}.v", SECONDS, MEBIBYTES)
            except subprocess.TimeoutExpired:
                raise BadInput(f"{source}: Coq took longer than {SECONDS} s") from None
            if done.returncode:
                raise BadInput(f"{source}: does not compile: {_failure(done, MEBIBYTES)}")
            self._compiled.add(module)
        return folder

    def remove(self) -> None:
        """Remove the folder."""
        self._folder.cleanup()


@cache
def theory() -> Theory:
    """Return the theory of this process."""
    return Theory()


def forget_theory() -> None:
    """Remove the theory of this process: one that is interrupted ends without asking what it has to leave in order."""
    theory().remove()
    theory.cache_clear()


def run_coq(folder: Path, file: str, seconds: int, mebibytes: int) -> "subprocess.CompletedProcess[str]":
    """Return what coqc made of a file, under a limit on its memory, or the lower one that there is already.

    Raises:
        subprocess.TimeoutExpired: if it took longer than the seconds, and was ended.
    """
    limited = f'ulimit -S -v {mebibytes * 1024} 2>/dev/null; exec coqc -q -Q . Memocert "$0"'
    return subprocess.run(
        ["/bin/sh", "-c", limited, file], cwd=folder, capture_output=True, text=True, check=False, timeout=seconds
    )


def _written(theorem: Theorem, digests: dict[str, str]) -> str:
    """Return the file for Coq."""
    return "\n".join(
        [
            "(* What this is about, with SHA-256:",
            *[f"   {name} {sha}" for name, sha in digests.items()],
            "*)",
            head(theorem.modules),
            *theorem.lines,
            f"Theorem claim :\n  {theorem.statement()}.",
            f"Proof. {theorem.proof()}. Qed.",
            "Print Assumptions claim.",
            "",
        ]
    )
