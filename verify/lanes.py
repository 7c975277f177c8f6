"""Joins the lanes: search and certificate, which the independent checker must accept, and Z3."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from time import perf_counter
from typing import Literal, get_args

from constructions.files.bundle import DATASET_FILE, NETWORK_FILE, Bundle
from constructions.files.canonical import digest, network_from_bytes, read_bytes, reason, write_whole
from constructions.model.cost import structural_worst
from constructions.model.errors import BadInput, one_of
from constructions.model.network import Network
from constructions.model.rational import long_integers
from verify.certificate import Hint, certificate_bytes, certificate_file, claim_file, script_file
from verify.check.bundle import check_claim
from verify.check.verdict import ACCEPTED, MALFORMED
from verify.claim import (
    Claim,
    Classifies,
    Equivalent,
    EquivalentOnBalls,
    Memorizes,
    OperationsAtMost,
    OutputWithin,
    Paths,
    Reference,
    Robustly,
    Statement,
    WithRadii,
    claim_bytes,
)
from verify.domain import Domain, check_possible
from verify.prove import operations, points
from verify.prove.derive import Allowance, Derived, Subject, dearest, derive, largest_radii, replay
from verify.prove.execution import Stopped
from verify.prove.points import Finding, Progress, Query
from verify.prove.region import bounds_of
from verify.prove.subtrees import Cores
from verify.prove.universal import count_paths
from verify.prove.universal_smt import ask_z3_paths, ask_z3_universal
from verify.solvers.cvc5_backend import cvc5_version, replay as replay_with_cvc5
from verify.solvers.z3_backend import z3_version
from verify.verdict import LanesDisagree, Opinion, Proved, ProvedBySolver, Refuted, Unknown, Verdict

Lane = Literal["both", "z3", "certificate"]

POINT_SECONDS = 120.0
"""How long Z3 may think about one query of a claim at points."""

Z3_SECONDS = 10.0
"""How long Z3 may think about a claim on all inputs of a domain where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to prove.

    Attributes:
        lane: Z3, the certificate, or both, which must then agree.
        query: claims at points: one whole-claim query, obligations that imply it, or whichever suits the size.
        seconds: the time limit: of one Z3 query, and of the search for a proof (of each point, in claims about balls).
            None: no limit for the search, 120 seconds for a query at points, ``Z3_SECONDS`` for a claim on a domain.
        paths: how many paths the search may run, in the same way; None is no limit.
        jobs: processes that share the search: the points of a claim about balls, else the subtrees of one execution.
        progress: called with what is done of how much.

    Raises:
        BadInput: if there is no such lane or kind of query.

    >>> Options(lane="certificate", seconds=5.0).z3_seconds
    5.0
    """

    lane: Lane = "both"
    query: Query = "auto"
    seconds: float | None = None
    paths: int | None = None
    jobs: int = 1
    progress: Progress = lambda _done, _total: None

    def __post_init__(self) -> None:
        one_of("lane", self.lane, get_args(Lane))
        one_of("kind of query", self.query, get_args(Query))

    @property
    def point_seconds(self) -> float:
        """How long Z3 may think about a claim at points, or about the structure."""
        return POINT_SECONDS if self.seconds is None else self.seconds

    @property
    def z3_seconds(self) -> float:
        """How long Z3 may think about a claim on a domain."""
        return Z3_SECONDS if self.seconds is None else self.seconds

    def allowance(self) -> Allowance:
        """Return what the search for a certificate may use."""
        return Allowance(self.seconds, self.paths, self.jobs or os.cpu_count() or 1, self.progress)


def network_reference(bundle: Bundle) -> Reference:
    """Return the reference to the bundle's network as it was read: its file's name and SHA-256.

    >>> from memocert import Dataset, Relu
    >>> bundle = Bundle(Path(), Relu(1), Dataset.from_rows([[1]], [[1]]), b"network", b"data")
    >>> network_reference(bundle).file, network_reference(bundle).sha256[:8]
    ('network.json', '3009be76')
    """
    return Reference.to(NETWORK_FILE, bundle.network_data)


def dataset_reference(bundle: Bundle) -> Reference:
    """Return the reference to the bundle's data set as it was read: its file's name and SHA-256.

    >>> from memocert import Dataset, Relu
    >>> bundle = Bundle(Path(), Relu(1), Dataset.from_rows([[1]], [[1]]), b"network", b"data")
    >>> dataset_reference(bundle).file
    'dataset.json'
    """
    return Reference.to(DATASET_FILE, bundle.dataset_data)


@long_integers()
def prove(bundle: Bundle, claim: Claim, options: Options = Options(), hints: list[Hint] | None = None) -> Verdict:
    """Prove or refute ``claim`` about the networks and data of ``bundle``; what proves it is written into its folder.

    A proved claim leaves three files: the claim, its certificate, and the SMT-LIB text that Z3 decided if it did. A
    refuted one leaves none. The certificate counts only after the independent checker has accepted the files as they
    lie there.

    Args:
        hints: the certificate's hints where the search for the claim has found them already.

    Raises:
        BadInput: if the claim does not fit the networks and the data, or a file cannot be read or written.
        LanesDisagree: if two lanes contradict each other; the evidence is written into the folder first.

    >>> from tempfile import TemporaryDirectory
    >>> from memocert import Dataset, Relu, write_bundle
    >>> with TemporaryDirectory() as folder:
    ...     bundle = write_bundle(Path(folder) / "relu", Relu(1), Dataset.from_rows([[-1], [2]], [[0], [3]]), "")
    ...     prove(bundle, Memorizes(network_reference(bundle), dataset_reference(bundle))).reason
    'at data point 1 the network gives 2, the label is 3'
    """
    subject = subject_of(bundle, claim)
    derived: Derived | None = hints
    if derived is None and (options.lane != "z3" or isinstance(claim, Memorizes | Classifies)):
        derived = derive(claim, subject, options.allowance())
    finding = None if options.lane == "certificate" else _ask_z3(claim, subject, options)
    if isinstance(derived, list) and options.lane != "z3":
        _must_agree(bundle, claim, finding, None)
        return _certify(bundle, claim, finding, derived)
    if isinstance(derived, Refuted):
        _must_agree(bundle, claim, finding, derived)
        return derived
    if finding is not None and finding.answer == "sat":
        if isinstance(claim, Paths):  # a count is not refuted by an input alone
            return Refuted(finding.point, (), (Fraction(claim.count),), finding.reason)
        return replay(claim, subject, finding.point)
    reasons = [item.reason for item in (derived, finding) if isinstance(item, Unknown | Finding)]
    return _believe_solver(bundle, claim, finding, reasons[0])


@long_integers()
def prove_radii(bundle: Bundle, of: Memorizes | Classifies, options: Options = Options()) -> tuple[Claim, Verdict]:
    """Return the claim with the largest radius of every point, and its verdict; raises what ``prove`` raises.

    The radius of x is the largest r for which the goal holds at every z with max_j |z_j - x_j| <= r (or < r);
    docs/theory.md, section 9.

    >>> from tempfile import TemporaryDirectory
    >>> from memocert import Dataset, build, write_bundle
    >>> with TemporaryDirectory() as folder:
    ...     data = Dataset.from_rows([[0], [2], [3]], [[0], [1], [1]])
    ...     bundle = write_bundle(Path(folder) / "tree", build("axis-tree", data)[1].network, data, "")
    ...     goal = Memorizes(network_reference(bundle), dataset_reference(bundle))
    ...     claim, verdict = prove_radii(bundle, goal, Options(lane="certificate"))
    ...     [radius.text() for radius in claim.radii]
    ['["open","1","1"]', '["closed","1","1"]', '["closed","2","2"]']
    """
    radii, hints = largest_radii(of, subject_of(bundle, of), options.allowance())
    claim = WithRadii(of, radii)
    return claim, prove(bundle, claim, options, hints)


@long_integers()
def prove_worst_case(
    bundle: Bundle, measure: str, domain: Domain, options: Options = Options()
) -> tuple[Claim, Verdict]:
    """Return the claim of the exact worst case over a domain, with an input that attains it, and its verdict.

    Where the search is stopped, the claim is the structural maximum and the verdict says what stopped it. Raises what
    ``prove`` raises.

    >>> from tempfile import TemporaryDirectory
    >>> from memocert import Dataset, Relu, write_bundle
    >>> with TemporaryDirectory() as folder:
    ...     bundle = write_bundle(Path(folder) / "relu", Relu(2), Dataset.from_rows([[0, 1]], [[0, 1]]), "")
    ...     claim, verdict = prove_worst_case(bundle, "total", (), Options(lane="certificate"))
    ...     claim.bound, type(verdict).__name__
    (2, 'Proved')
    """
    network = network_reference(bundle)
    most = structural_worst(bundle.network).of(measure)
    claim = OperationsAtMost(network, most, measure, domain)
    found = dearest(subject_of(bundle, claim), claim, options.allowance())
    if isinstance(found, Unknown):
        return claim, found
    if found is None:  # no input at all
        return claim, prove(bundle, claim, options)
    exact = OperationsAtMost(network, found[0], measure, domain, found[1])
    return exact, prove(bundle, exact, options)


@long_integers()
def prove_paths(bundle: Bundle, domain: Domain, options: Options = Options()) -> tuple[Claim, Verdict]:
    """Return the claim of how many paths are feasible over a domain, and its verdict; raises what ``prove`` raises.

    >>> from tempfile import TemporaryDirectory
    >>> from memocert import Dataset, Relu, write_bundle
    >>> with TemporaryDirectory() as folder:
    ...     bundle = write_bundle(Path(folder) / "relu", Relu(2), Dataset.from_rows([[0, 1]], [[0, 1]]), "")
    ...     prove_paths(bundle, (), Options(lane="certificate"))[0].count
    4
    """
    network = network_reference(bundle)
    check_possible(domain)
    try:
        allowance = options.allowance()
        cores = Cores(allowance.jobs, (bundle.network_data,))
        count, hints = count_paths(bundle.network, bounds_of(domain), allowance.limits(), cores)
    except Stopped as stopped:
        return Paths(network, 0, domain), Unknown(str(stopped))
    claim = Paths(network, count, domain)
    return claim, prove(bundle, claim, options, hints)


def subject_of(bundle: Bundle, claim: Claim) -> Subject:
    """Return what a claim is about, the labels of the data as the claim means them.

    Raises:
        BadInput: if the claim's other network cannot be read or is another file, something does not fit, or two
            constraints of its domain contradict each other.
    """
    if isinstance(claim, Equivalent | OperationsAtMost | OutputWithin | Paths):
        check_possible(claim.domain)
    network, data = bundle.network, bundle.network_data
    other, other_data = None, b""
    if isinstance(claim, Equivalent | EquivalentOnBalls):
        network, data = _network_of(bundle, claim.network)
        other, other_data = _network_of(bundle, claim.other)
        for what in ("input", "output"):
            here, there = getattr(network, f"{what}_width"), getattr(other, f"{what}_width")
            if here != there:
                path = bundle.folder / claim.other.file
                raise BadInput(f"{path}: has {there} {what}s, but {claim.network.file} has {here}")
    dataset = bundle.dataset
    if isinstance(claim, Memorizes | Classifies | Robustly | WithRadii):
        of = claim.of if isinstance(claim, Robustly | WithRadii) else claim
        dataset = points.target_of(of, network, dataset)
    return Subject(network, data, other, other_data, dataset)


def _network_of(bundle: Bundle, reference: Reference) -> tuple[Network, bytes]:
    """Return the network of a file in a bundle's folder, with its bytes."""
    if reference == network_reference(bundle):
        return bundle.network, bundle.network_data
    path = bundle.folder / reference.file
    data = read_bytes(path)
    if digest(data) != reference.sha256:
        raise BadInput(f"{path}: is not the file that the claim is about")
    return network_from_bytes(data, str(path)), data


def add_network(bundle: Bundle, path: Path) -> Reference:
    """Copy a network into the bundle, under a name that follows from its bytes, and return the reference to it.

    Raises:
        BadInput: if the file is not a network or cannot be written.
    """
    data = read_bytes(path)
    network_from_bytes(data, str(path))
    reference = Reference.to(f"other-{digest(data)[:8]}.json", data)
    write_whole(bundle.folder / reference.file, data)
    return reference


@long_integers()
def second_opinion(bundle: Bundle, claim: Claim, verdict: Verdict, seconds: float | None) -> Opinion | None:
    """Return what cvc5 answers to the SMT-LIB file of a proved claim; None if the claim is not proved.

    Raises:
        BadInput: if cvc5 is not installed.
        LanesDisagree: if cvc5 answers sat: the file says that the claim is false.
    """
    if not isinstance(verdict, Proved | ProvedBySolver):
        return None
    solver, path = f"cvc5 {cvc5_version()}", bundle.folder / script_file(claim)
    if not path.is_file():
        return Opinion(solver, f"there is no {path.name}", 0.0)
    started = perf_counter()
    answers = replay_with_cvc5(path.read_text(encoding="ascii"), seconds or Z3_SECONDS)
    worst = next((answer for answer in answers if answer != "unsat"), "unsat")
    if worst == "sat":
        raise LanesDisagree(f"{claim.sentence()}: it is proved, but {solver} answers sat to {path}")
    return Opinion(solver, worst, perf_counter() - started)


def _ask_z3(claim: Claim, subject: Subject, options: Options) -> Finding:
    """Return what Z3 says."""
    if isinstance(claim, Memorizes | Classifies):
        return points.ask_z3(
            claim, subject.network, subject.data, options.query, options.point_seconds, options.progress
        )
    if isinstance(claim, OperationsAtMost) and operations.holds_by_structure(claim, subject.network):
        return operations.ask_z3_by_structure(claim, subject.network, options.point_seconds)
    if isinstance(claim, Paths):
        return ask_z3_paths(claim, subject.network, options.z3_seconds, options.progress)
    return ask_z3_universal(
        claim, subject.network, subject.other, subject.dataset, options.z3_seconds, options.progress
    )


def _must_agree(bundle: Bundle, claim: Claim, finding: Finding | None, refuted: Refuted | None) -> None:
    if finding is None or finding.answer not in ("unsat", "sat"):  # no answer in time contradicts nothing
        return
    if (finding.answer == "sat") == (refuted is not None):
        return
    _write_script(bundle.folder, claim, finding)
    exact = "finds no counterexample" if refuted is None else refuted.reason
    raise LanesDisagree(
        f"{claim.sentence()}: Z3 {z3_version()} answers {finding.answer} to {bundle.folder / script_file(claim)}, "
        f"but exact evaluation: {exact}"
    )


@long_integers()
def certify(bundle: Bundle, claim: Statement, hints: list[Hint]) -> Verdict:
    """Write a claim with its certificate into a bundle if the checker accepts them; raises what ``prove`` raises."""
    return _certify(bundle, claim, None, hints)


def _certify(bundle: Bundle, claim: Statement, finding: Finding | None, hints: list[Hint]) -> Verdict:
    """Let the checker decide what the certificate is worth.

    Claim and certificate are checked in a staging folder beside links to the network and the data, and moved into the
    bundle after they are accepted; so a bundle never holds a claim that its certificate does not prove.
    """
    solved = finding is not None and finding.answer == "unsat"
    staging = Path(tempfile.mkdtemp(dir=bundle.folder, prefix=".proving."))
    try:
        for name in files_of(claim):
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
    raise LanesDisagree(f"{claim.sentence()}: the prover says so, but the checker rejects it: {result.reason}")


def files_of(claim: Statement) -> list[str]:
    """Return the names of the files that a claim is about.

    >>> files_of(OperationsAtMost(Reference("network.json", ""), 12))
    ['network.json']
    """
    of = claim.of if isinstance(claim, Robustly | WithRadii) else claim
    references = [getattr(of, name, None) for name in ("network", "other", "dataset")]
    return [reference.file for reference in references if isinstance(reference, Reference)]


def _believe_solver(bundle: Bundle, claim: Statement, finding: Finding | None, otherwise: str) -> Verdict:
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


def _write_script(folder: Path, claim: Statement, finding: Finding) -> None:
    head = f"; the negation of: {claim.sentence()}\n; unsat (every check-sat) means that the claim holds\n"
    write_whole(folder / script_file(claim), (head + "".join(finding.scripts)).encode("ascii"))
