"""Joins the lanes: exact evaluation, Z3, and the certificate that the independent checker must accept."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from constructions.bundle import DATASET_FILE, NETWORK_FILE, Bundle
from constructions.errors import BadInput
from constructions.files import reason, write_whole
from verify.certificate import BOUND, Hint, certificate_bytes, certificate_file, claim_file
from verify.check.bundle import check_claim
from verify.check.verdict import ACCEPTED, MALFORMED, Result
from verify.claim import Claim, OperationsAtMost, Reference, claim_bytes
from verify.prove import operations, points
from verify.prove.points import Finding, Progress, Query
from verify.prove.z3_backend import z3_version
from verify.verdict import LanesDisagree, Proved, ProvedBySolver, Refuted, Unknown, Verdict

Lane = Literal["both", "z3", "certificate"]


@dataclass(frozen=True, slots=True)
class Options:
    """How to prove.

    Attributes:
        lane: Z3, the certificate, or both, which must then agree.
        query: one whole-claim query, obligations that imply the claim, or whichever suits the size.
        seconds: the time limit of one Z3 query; None is none.
        progress: called with what is done of how much.
    """

    lane: Lane = "both"
    query: Query = "auto"
    seconds: float | None = 120.0
    progress: Progress = lambda _done, _total: None


def network_reference(bundle: Bundle) -> Reference:
    """Return the reference to the bundle's network as it was read."""
    return Reference.to(NETWORK_FILE, bundle.network_data)


def dataset_reference(bundle: Bundle) -> Reference:
    """Return the reference to the bundle's data set as it was read."""
    return Reference.to(DATASET_FILE, bundle.dataset_data)


def script_file(claim: Claim) -> str:
    """Return the name of the SMT-LIB file of a claim's negation."""
    return f"{claim.stem}.smt2"


def prove(bundle: Bundle, claim: Claim, options: Options = Options()) -> Verdict:
    """Prove or refute ``claim`` about the network of ``bundle``; what proves it is written into the bundle's folder.

    A proved claim leaves three files: the claim, its certificate, and the SMT-LIB text that Z3 decided. A refuted one
    leaves none. The certificate counts only after the independent checker has accepted the files as they lie there.

    Raises:
        BadInput: if the claim does not fit the network and the data, or a file cannot be written.
        LanesDisagree: if two lanes contradict each other; the evidence is written into the folder first.
    """
    if isinstance(claim, OperationsAtMost):
        return _prove_operations(bundle, claim, options)
    target = points.target_of(claim, bundle.network, bundle.dataset)
    finding = None
    if options.lane != "certificate":
        finding = points.ask_z3(claim, bundle.network, target, options.query, options.seconds, options.progress)
    if options.lane != "z3" and (finding is None or finding.answer != "sat"):
        checked = _certify(bundle, claim, finding, [])
        if not isinstance(checked, Result):
            return checked
        refuted = points.counterexample(claim, bundle.network, target)
        if refuted is None:
            raise LanesDisagree(f"{claim.sentence()}: exact evaluation agrees, the checker does not: {checked.reason}")
    else:
        refuted = points.counterexample(claim, bundle.network, target)
    if finding is not None:
        _must_agree(bundle, claim, finding, refuted)
    return refuted or _believe_solver(bundle, claim, finding)


def _prove_operations(bundle: Bundle, claim: OperationsAtMost, options: Options) -> Verdict:
    if operations.holds_by_structure(claim, bundle.network):
        finding = None
        if options.lane != "certificate":
            finding = operations.ask_z3_by_structure(claim, bundle.network, options.seconds)
            _must_agree(bundle, claim, finding, None)
        if options.lane == "z3":
            return _believe_solver(bundle, claim, finding)
        checked = _certify(bundle, claim, finding, [BOUND])
        if isinstance(checked, Result):
            raise LanesDisagree(f"{claim.sentence()}: the prover's structural maximum says so, but {checked.reason}")
        return checked
    refuted = operations.dearest_data_point(claim, bundle.network, bundle.dataset)
    if refuted is not None:
        return refuted
    if options.lane == "certificate":
        return Unknown("the structural maximum is larger, and there is no certificate beyond it; try --lane z3")
    search = operations.search_all_inputs(claim, bundle.network, options.seconds)
    return search.verdict or _believe_solver(bundle, claim, search.finding)


def _must_agree(bundle: Bundle, claim: Claim, finding: Finding, refuted: Refuted | None) -> None:
    says = {"unsat": False, "sat": True}.get(finding.answer)
    if says is None or says == (refuted is not None):
        return
    _write_script(bundle.folder, claim, finding)
    exact = "finds no counterexample" if refuted is None else refuted.reason
    raise LanesDisagree(
        f"{claim.sentence()}: Z3 {z3_version()} answers {finding.answer} to {bundle.folder / script_file(claim)}, "
        f"but exact evaluation: {exact}"
    )


def _certify(bundle: Bundle, claim: Claim, finding: Finding | None, hints: list[Hint]) -> Verdict | Result:
    """Let the checker decide what the certificate is worth; return its result if it rejects, else the verdict.

    Claim and certificate are checked in a staging folder beside links to the network and the data, and moved into the
    bundle after they are accepted; so a bundle never holds a claim that its certificate does not prove.
    """
    solved = finding is not None and finding.answer == "unsat"
    staging = Path(tempfile.mkdtemp(dir=bundle.folder, prefix=".proving."))
    try:
        for name in (NETWORK_FILE, DATASET_FILE):
            _link(bundle.folder / name, staging / name)
        write_whole(staging / claim_file(claim), claim_bytes(claim))
        write_whole(staging / certificate_file(claim), certificate_bytes(claim, hints))
        result = check_claim(str(staging), claim_file(claim))
        if result.verdict == ACCEPTED:
            for name in (certificate_file(claim), claim_file(claim)):
                (staging / name).replace(bundle.folder / name)
    except OSError as error:
        raise BadInput(f"{bundle.folder}: cannot be written: {reason(error)}") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    if result.verdict == ACCEPTED:
        if finding is not None and solved:
            _write_script(bundle.folder, claim, finding)
        else:
            (bundle.folder / script_file(claim)).unlink(missing_ok=True)
        return Proved(result.sentence, certificate_file(claim), (f"Z3 {z3_version()}",) if solved else ())
    if result.verdict == MALFORMED:  # a limit of the checker, which the prover does not have
        return _believe_solver(bundle, claim, finding, f"the checker cannot check it: {result.reason}")
    return result


def _believe_solver(
    bundle: Bundle, claim: Claim, finding: Finding | None, otherwise: str = "Z3 gave no answer in the time allowed"
) -> Verdict:
    """Write the claim without a certificate, a named hole, if Z3 proved it."""
    if finding is None or finding.answer != "unsat":
        return Unknown(otherwise)
    (bundle.folder / certificate_file(claim)).unlink(missing_ok=True)
    write_whole(bundle.folder / claim_file(claim), claim_bytes(claim))
    _write_script(bundle.folder, claim, finding)
    return ProvedBySolver((f"Z3 {z3_version()}",), script_file(claim))


def _link(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:  # a file system without links
        shutil.copyfile(source, target)


def _write_script(folder: Path, claim: Claim, finding: Finding) -> None:
    head = f"; the negation of: {claim.sentence()}\n; unsat (every check-sat) means that the claim holds\n"
    write_whole(folder / script_file(claim), (head + "".join(finding.scripts)).encode("ascii"))
