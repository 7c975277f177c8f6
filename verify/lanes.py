"""Joins the lanes: search and certificate, which the independent checker must accept, and Z3."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from constructions.files.bundle import DATASET_FILE, NETWORK_FILE, Bundle
from constructions.files.disk import read_bytes, write_together, write_whole
from constructions.files.journal import Journal
from constructions.model.answers import widths_name_classes
from constructions.model.brief import Brief
from constructions.model.errors import BadInput, at_least, no_less, of_kind, one_of
from constructions.model.progress import Progress, silent
from constructions.model.rational import long_integers
from verify.certificate import Hint, certificate_file, claim_file, is_hint, script_file
from verify.check.bundle import Files, Folder, Memory, check_claim, read_claim, subjects_of
from verify.check.rules.table import RULES
from verify.check.verdict import ACCEPTED, MALFORMED, Malformed, Rejected, Result
from verify.claims.shared.at_points import AtPoints
from verify.claims.shared.base import (
    AboutNetworks,
    Allowance,
    Asking,
    Claim,
    Derived,
    Encoding,
    Sought,
    certificate_bytes,
    claim_bytes,
)
from verify.claims.shared.subject import A_BUNDLE, Reference, Sources, dataset_reference, network_reference
from verify.claims.shared.two_networks import other_network
from verify.prove.limits import Method
from verify.prove.work import Workers
from verify.solvers.asking import Query, SolverAnswer
from verify.solvers.z3_backend import z3_version
from verify.verdict import LanesDisagree, Proved, ProvedBySolver, Refuted, Unknown, Verdict

Lane = Literal["both", "z3", "certificate"]

POINT_SECONDS = 120.0
"""How long Z3 may think about one query of a claim at points."""

Z3_SECONDS = 10.0
"""How long Z3 may think about a claim on all inputs of a domain where nothing else is asked for."""


@dataclass(frozen=True, slots=True, repr=False)
class Options(Brief):
    """How to prove.

    Attributes:
        lane: Z3, the certificate, or both, which must then agree; for both an exact run refutes alone.
        query: claims at points: one whole-claim query, obligations that imply it, or whichever suits the size.
        seconds: the time limit: of one Z3 query, and of the search for a proof (of each point, in claims about balls).
            None: no limit for the search, 120 seconds for a query at points, ``Z3_SECONDS`` for a claim on a domain.
        paths: how many paths the search may run, in the same way; None is no limit.
        jobs: processes that share the search: the points of a claim about balls, else the subtrees of one execution,
            or the parts of one search by relaxation; 0 is as many as there are processors.
        progress: called with what is done of how much.
        falsifier: look for a counterexample first, without a search of paths.
        method: how a claim about all inputs of a domain is proved: path by path, by relaxation, or whichever suits
            the network.
        executor: who runs what is shared, ``jobs`` tasks at once: any executor of ``concurrent.futures`` to whose
            workers tasks can be pickled, as that of a Dask cluster; None: processes of this machine.
        journal: where a claim about balls keeps what it finds at each point, and what it found before; None is nowhere.

    Raises:
        BadInput: if there is no such lane, kind of query or method, or a number is too small.
        TypeError: if a number is none, or ``paths`` or ``jobs`` no integer.

    >>> Options(lane="certificate", seconds=5.0).z3_seconds
    5.0
    """

    lane: Lane = "both"
    query: Query = "auto"
    seconds: float | None = None
    paths: int | None = None
    jobs: int = 1
    progress: Progress = silent
    falsifier: bool = True
    method: Method = "auto"
    executor: Executor | None = None
    journal: Journal | None = None

    def __post_init__(self) -> None:
        one_of("lane", self.lane, get_args(Lane))
        one_of("kind of query", self.query, get_args(Query))
        one_of("method", self.method, get_args(Method))
        at_least(1, paths=self.paths)
        at_least(0, jobs=self.jobs)
        no_less(0, seconds=self.seconds)

    def asking(self) -> Asking:
        """Return how Z3 is asked."""
        points = POINT_SECONDS if self.seconds is None else self.seconds
        return Asking(self.query, points, self.z3_seconds, self.progress)

    @property
    def z3_seconds(self) -> float:
        """How long Z3 may think about a claim on a domain."""
        return Z3_SECONDS if self.seconds is None else self.seconds

    def allowance(self) -> Allowance:
        """Return what the search for a certificate may use."""
        workers = Workers(self.jobs or os.cpu_count() or 1, self.executor)
        return Allowance(self.seconds, self.paths, workers, self.progress, self.method, self.journal, self.falsifier)


A_CLAIM = "a claim, as Memorizes is one"
"""What an argument must be that is a claim."""

AS_ALWAYS = Options()
"""How to prove where nothing else is said."""


@long_integers()
def prove(bundle: Bundle, claim: Claim, options: Options = AS_ALWAYS) -> Verdict:
    """Prove or refute ``claim`` about the networks and data of ``bundle``; what proves it is written into its folder.

    A proved claim leaves three files: the claim, its certificate, and the SMT-LIB text that Z3 decided if it did. A
    refuted one leaves none. The certificate counts only after the independent checker has accepted the very bytes that
    are written.

    Raises:
        BadInput: if the claim does not fit the networks and the data, or a file cannot be read or written.
        LanesDisagree: if two lanes contradict each other; the evidence is written into the folder first.

    >>> from tempfile import TemporaryDirectory
    >>> from memocert import Dataset, Memorizes, Relu, dataset_reference, network_reference, write_bundle
    >>> with TemporaryDirectory() as folder:
    ...     bundle = write_bundle(Path(folder) / "relu", Relu(1), Dataset.from_rows([[-1], [2]], [[0], [3]]), "")
    ...     prove(bundle, Memorizes(network_reference(bundle), dataset_reference(bundle))).reason
    'at data point 1 the network gives 2, the label is 3'
    """
    of_kind(Bundle, A_BUNDLE, bundle=bundle)
    of_kind(Claim, A_CLAIM, claim=claim)
    if isinstance(claim, AtPoints) and options.lane == "certificate":
        at_once = accepted_at_once(bundle, lambda _: claim)
        if at_once is not None:
            return at_once[1]
    return prove_sought(bundle, Sought(claim), options)[1]


@long_integers()
def accepted_at_once(bundle: Bundle, claim_of: Callable[[Encoding], Claim]) -> tuple[Claim, Proved] | None:
    """Return a claim at points with its verdict if the checker accepts it without a word of the prover; else None.

    Nothing is open at a point, so the prover need not even read the network and the data: the checker alone does.

    Args:
        claim_of: returns the claim, told how the widths say that labels are meant (``answers.names_classes``).
    """
    known = {NETWORK_FILE: bundle.network_data, DATASET_FILE: bundle.dataset_data or b""}
    files = Files(Memory(known))
    try:
        network = files.network(json.loads(network_reference(bundle).text()))
        rows = files.rows(json.loads(dataset_reference(bundle).text()), NETWORK_FILE)
        labels = len(next(iter(rows.blocks())).labels[0]) - 1  # no name keeps the block
    except (Malformed, Rejected):
        return None
    claim = claim_of("one-hot" if widths_name_classes(network.outputs, labels) else "as given")
    verdict = _Proof(Sources(bundle), claim).checked([], None, files)
    return (claim, verdict) if isinstance(verdict, Proved) else None


@long_integers()
def prove_sought(bundle: Bundle, sought: Sought, options: Options) -> tuple[Claim, Verdict]:
    """Return a claim that was looked for, and its verdict; raises what ``prove`` raises."""
    claim, derived = sought.claim, sought.derived
    if isinstance(derived, Unknown):
        return claim, derived
    return claim, _Proof(Sources(bundle, sought.others), claim).decided(derived, options)


def add_network(bundle: Bundle, path: Path) -> Reference:
    """Copy a network into the bundle, under a name that follows from its bytes, and return the reference to it.

    Raises:
        BadInput: if the file is not a network or cannot be written.
    """
    reference, (_, data) = other_network(path)
    write_whole(bundle.folder / reference.file, data)
    return reference


@long_integers()
def certify(bundle: Bundle, claim: Claim, hints: list[Hint]) -> Verdict:
    """Write a claim with a certificate of these hints into a bundle if the checker accepts it.

    So claims are proved whose number a search has found, as that of ``lower_bounds``.

    Raises:
        BadInput: what ``prove`` raises.
        LanesDisagree: if the checker does not accept it.
        TypeError: if there are no hints, as where a bound has no certificate, or one is no name with integers.

    >>> from tempfile import TemporaryDirectory
    >>> from memocert import ComparisonsNeeded, Dataset, Identity, dataset_reference, write_bundle
    >>> data = Dataset.from_rows([[0], [1], [2]], [[0], [1], [0]])
    >>> with TemporaryDirectory() as folder:
    ...     bundle = write_bundle(Path(folder) / "b", Identity(1), data)
    ...     certify(bundle, ComparisonsNeeded(dataset_reference(bundle), 1), [["pieces"]]).certificate
    'comparisons-needed.certificate.json'
    """
    of_kind(Bundle, A_BUNDLE, bundle=bundle)
    of_kind(Claim, A_CLAIM, claim=claim)
    of_kind(list, "a list of hints", hints=hints)
    if not all(map(is_hint, hints)):
        raise TypeError("hints must be lists, each a name and integers")
    return _Proof(Sources(bundle), claim).certified(hints, None)


@long_integers()
def fault_of(source: Files | Memory | Path, name: str) -> str:
    """Return what keeps the checker from reading a claim of a folder, its files or its numbers; empty if nothing does.

    Who asks about many claims of a folder gives its ``Files``, which are read once and have one budget.

    >>> fault_of(Memory({"a.claim.json": b"{}"}), "a.claim.json")
    'a.claim.json: "format" must be "memocert claim"'
    """
    given = Folder(str(source)) if isinstance(source, Path) else source
    files = given if isinstance(given, Files) else Files(given)
    try:
        claim = read_claim(files.read(name), name, files.budget)
        RULES[claim["kind"]].values(claim, subjects_of(files, claim), files.budget)
    except (Malformed, Rejected) as fault:
        return str(fault)
    return ""


@dataclass(frozen=True, slots=True)
class _Proof:
    """One claim on its way to a verdict, and the folder in which it leaves its files."""

    sources: Sources
    claim: Claim

    @property
    def folder(self) -> Path:
        return self.sources.bundle.folder

    def decided(self, derived: Derived | None, options: Options) -> Verdict:
        """Return the verdict of both lanes, or of the one that is asked for."""
        claim = self.claim
        if not isinstance(claim, AboutNetworks):
            raise BadInput(
                f"a claim of kind {claim.kind!r} is proved with the hints of the search for its number: "
                "certify(bundle, claim, hints), and for comparisons they are lower_bounds(data).hints"
            )
        subject = claim.subject(self.sources)
        if derived is None and (options.lane != "z3" or claim.ground):
            if options.falsifier:
                derived = claim.falsified(subject, options.allowance())
            if derived is None:
                derived = claim.derive(subject, options.allowance())
        if isinstance(derived, Refuted) and options.lane == "both":
            return derived  # by an exact run, to which a solver adds nothing but its time
        hints = derived if isinstance(derived, list) else []
        finding = None if options.lane == "certificate" else claim.ask(subject, options.asking(), hints)
        if isinstance(derived, list) and options.lane != "z3":
            self.must_agree(finding, None)
            return self.certified(derived, finding)
        if isinstance(derived, Refuted):
            self.must_agree(finding, derived)
            return derived
        if finding is not None and finding.answer == "sat":
            return claim.refuted_by(subject, finding)
        reasons = [item.reason for item in (derived, finding) if isinstance(item, Unknown | SolverAnswer)]
        return self.believed(finding, reasons[0])

    def must_agree(self, finding: SolverAnswer | None, refuted: Refuted | None) -> None:
        """Stop if Z3's answer contradicts what exact evaluation says."""
        if finding is None or finding.answer not in ("unsat", "sat"):  # no answer in time contradicts nothing
            return
        if (finding.answer == "sat") == (refuted is not None):
            return
        self.write(self.script(finding))
        exact = "finds no counterexample" if refuted is None else refuted.reason
        raise LanesDisagree(
            f"{self.claim.sentence()}: Z3 {z3_version()} answers {finding.answer} to "
            f"{self.folder / script_file(self.claim)}, but exact evaluation: {exact}"
        )

    def certified(self, hints: list[Hint], finding: SolverAnswer | None) -> Verdict:
        """Let the checker decide what the certificate is worth; what it accepts is written, byte for byte."""
        result = self.checked(hints, finding)
        if isinstance(result, Proved):
            return result
        if result.limit or (result.verdict == MALFORMED and self.unreadable()):  # the prover has no such limits
            return self.believed(finding, f"the checker cannot check it: {result.reason}")
        raise LanesDisagree(
            f"{self.claim.sentence()}: the hints are to prove it, but the checker rejects them: {result.reason}"
        )

    def checked(self, hints: list[Hint], finding: SolverAnswer | None, files: Files | None = None) -> Proved | Result:
        """Return what was proved and written if the checker accepts the hints, else what it says.

        ``files``: those that the claim is about, in memory, where the checker has read them already.
        """
        claim, solved = self.claim, finding is not None and finding.answer == "unsat"
        written = {claim_file(claim): claim_bytes(claim), certificate_file(claim): certificate_bytes(claim, hints)}
        known = files or Files(Memory(self.about()))
        known.source = Memory(written | self.about())
        result = check_claim(known, claim_file(claim))
        if result.verdict != ACCEPTED:
            return result
        self.must_be_unchanged()
        self.write(written | (self.script(finding) if finding is not None and solved else {}))
        if not solved:
            (self.folder / script_file(claim)).unlink(missing_ok=True)
        agreed = (f"Z3 {z3_version()}",) if solved else ()
        silent = "" if finding is None or solved else finding.reason
        return Proved(result.sentence, certificate_file(claim), agreed, silent)

    def believed(self, finding: SolverAnswer | None, otherwise: str) -> Verdict:
        """Write the claim without a certificate, a named hole, if Z3 proved it, and nothing better would be lost."""
        if finding is None or finding.answer != "unsat":
            return Unknown(otherwise)
        claim, solvers, name = self.claim, (f"Z3 {z3_version()}",), claim_file(self.claim)
        if fault := self.unreadable():
            return Unknown(f"Z3 says so, but the checker cannot read the claim: {fault}")
        self.must_be_unchanged()
        there = (
            check_claim(Folder(str(self.folder)), name) if (self.folder / certificate_file(claim)).is_file() else None
        )
        if there is not None and there.verdict == ACCEPTED:
            if read_bytes(self.folder / name) != claim_bytes(claim):
                return Unknown(f"Z3 says so, but {name} is another claim, whose certificate is valid: it is kept")
            self.write(self.script(finding))
            return Proved(there.sentence, certificate_file(claim), solvers)
        self.write({name: claim_bytes(claim)} | self.script(finding))
        (self.folder / certificate_file(claim)).unlink(missing_ok=True)
        return ProvedBySolver(solvers, script_file(claim))

    def unreadable(self) -> str:
        """Return what keeps the checker from reading the claim, and what it is about; empty if nothing does."""
        name = claim_file(self.claim)
        return fault_of(Memory({name: claim_bytes(self.claim)} | self.about()), name)

    def about(self) -> dict[str, bytes]:
        """Return the files that the claim is about, by their names."""
        return {reference.file: self.sources.data(reference) for reference in self.claim.files.values()}

    def must_be_unchanged(self) -> None:
        """Refuse to write into a folder that has become another bundle while the proof was searched.

        Raises:
            BadInput: naming the file that is another one now.
        """
        for name, data in self.about().items():
            if name not in self.sources.others and read_bytes(self.folder / name) != data:
                raise BadInput(f"{self.folder / name}: has changed while the proof was searched: nothing is written")

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write files of the claim, and the networks beside the bundle's own that it is about, all or none."""
        others = {name: data for name, (_, data) in self.sources.others.items()}
        write_together({self.folder / name: data for name, data in (others | dict(files)).items()})

    def script(self, finding: SolverAnswer) -> dict[str, bytes]:
        """Return the text that Z3 decided, with what it means, under the name of its file."""
        head = f"; the negation of: {self.claim.sentence()}\n; unsat (every check-sat) means that the claim holds\n"
        return {script_file(self.claim): (head + "".join(finding.scripts)).encode("ascii", "backslashreplace")}
