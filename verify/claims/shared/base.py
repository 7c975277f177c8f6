"""The base of every kind of claim: frozen values with a sentence, a small file, and the lanes that decide them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence as Items
from dataclasses import dataclass, field, fields as parts_of
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeAlias

from constructions.files.bundle import Bundle
from constructions.files.canonical import digest
from constructions.files.journal import Journal
from constructions.model.brief import Brief
from constructions.model.errors import BadInput, shown
from constructions.model.network import Network
from constructions.model.progress import Deadline, Progress, silent
from constructions.model.rational import Point, long_integers
from verify.certificate import VERSION, Hint, certificate_text, claim_file
from verify.claims.shared.subject import Reference, Sources, Subject
from verify.domain import Domain, constraints_text
from verify.kernel.claimed import Source, Theorem
from verify.prove.balls.radii import Radius
from verify.prove.counterexamples.falsify import falsify
from verify.prove.counterexamples.targets import Target
from verify.prove.limits import Limits, Method
from verify.prove.subtrees import Cores
from verify.prove.work import ALONE, Workers
from verify.solvers.asking import Query, SolverAnswer
from verify.verdict import Refuted, Unknown

FALSIFIER_SHARE = 2
"""Which part of the seconds that a search may take is for counterexamples that floats propose."""

Encoding: TypeAlias = Literal["as given", "one-hot"]


@dataclass(frozen=True, slots=True, repr=False)
class Allowance(Brief):
    """What the search for a proof may use.

    Attributes:
        seconds: for a claim about a domain, or for each point of a claim about data; None is no limit.
        paths: how many paths, in the same way.
        workers: who shares the search.
        progress: called with what is done of how much.
        method: path by path, by relaxation, or whichever suits the network.
        journal: where a claim about balls keeps what it finds at each point, and what it found before; None is nowhere.
        falsifier: whether floats may propose counterexamples before a search.
    """

    seconds: float | None = None
    paths: int | None = None
    workers: Workers = ALONE
    progress: Progress = silent
    method: Method = "auto"
    journal: Journal | None = None
    falsifier: bool = True

    def limits(self) -> Limits:
        """Return limits that begin now."""
        return Limits.of(self.seconds, self.paths, self.progress, self.method)

    def cores(self, subject: Subject) -> Cores:
        """Return the workers that share an execution of the subject's networks."""
        return Cores(self.workers, subject.files)


@dataclass(frozen=True, slots=True)
class Asking:
    """How a solver is asked.

    Attributes:
        query: claims at points: one whole-claim query, obligations that imply it, or whichever suits the size.
        point_seconds: for one query of a claim at points, or about the structure.
        seconds: for a claim on a domain.
        progress: called with what is done of how much.
    """

    query: Query
    point_seconds: float
    seconds: float
    progress: Progress = silent


Derived: TypeAlias = list[Hint] | Refuted | Unknown
"""The hints of a certificate, a counterexample that was replayed, or why there is neither."""


class Claim(ABC):
    """A kind of claim. A subclass is a frozen value with all that the project knows of its kind."""

    __slots__ = ()

    plain: ClassVar[Mapping[str, str]]
    """The kinds that its files may name, each in plain words for somebody who has not read docs/reference/format.md."""

    asked: ClassVar[Mapping[str, "Asked"]] = {}
    """The names under which a user asks for it, each with what it needs."""

    @property
    def stem(self) -> str:
        """The name that the claim's files share."""
        return self.kind.replace(" ", "-")

    @property
    def files(self) -> Mapping[str, Reference]:
        """The files that the claim is about, by the keys of its own file."""
        values = {part.name: getattr(self, part.name) for part in parts_of(self)}  # type: ignore[arg-type]
        return {key: value for key, value in values.items() if isinstance(value, Reference)}

    @property
    def kind(self) -> str:
        """The kind that its file names."""
        (kind,) = self.plain
        return kind

    @abstractmethod
    def sentence(self) -> str:
        """Return the claim in words."""

    def fields(self) -> dict[str, str]:
        """Return the further keys of its file, each with its JSON text: files first, then the domain and the rest.

        A part that is text is in its kind already, and one that is a claim has keys of its own.
        """
        found = dict[str, str]()
        parts = [(part, getattr(self, part.name)) for part in parts_of(self)]  # type: ignore[arg-type]
        for part, value in sorted(
            parts, key=lambda pair: (not isinstance(pair[1], Reference), pair[0].name != "domain")
        ):
            if isinstance(value, Claim):
                found |= value.fields()
            elif not isinstance(value, str):
                found[part.name] = str(value) if part.type is int else file_text(value)
        return found

    def details(self) -> list[str]:
        """Return what it says beyond its sentence, for a person."""
        return []

    def example(self) -> Point | None:
        """Return an input that it names, where the most that it allows is reached; None if it names none."""
        return None

    def vacuous(self) -> bool:
        """Return whether no input is spoken of, so that it is true of nothing."""
        return False

    @staticmethod
    @abstractmethod
    def theorem(source: Source) -> Theorem:
        """Return the theorem for Coq that a claim's file asks for."""


class AboutNetworks(Claim):
    """A kind of claim about networks: given the claim, running them and searching decides it.

    A claim about data alone, as how much is needed at least, is proved with the hints of the search for its
    number (``lanes.certify``).
    """

    __slots__ = ()

    ground: ClassVar[bool] = False
    """Whether running the networks decides it, so that this is done whatever else is asked."""

    def subject(self, sources: Sources) -> Subject:
        """Return what the claim is about, the labels of the data as the claim means them.

        Raises:
            BadInput: if a file cannot be read, or does not fit another one or the numbers of the claim.
        """
        return self.fitted(sources.subject(self.files))

    def fitted(self, subject: Subject) -> Subject:
        """Return a subject with labels as the claim means them; raises ``BadInput`` unless the claim fits it."""
        return subject

    @abstractmethod
    def derive(self, subject: Subject, allowance: Allowance) -> Derived:
        """Return the hints of a certificate, a counterexample that was replayed, or why there is neither."""

    def targets(self, subject: Subject) -> tuple[Network, list[Target]]:
        """Return a network, and what inputs of it would refute the claim; none if no single input does."""
        return subject.network, []

    def falsified(self, subject: Subject, allowance: Allowance) -> Refuted | None:
        """Return a counterexample that floats have proposed and an exact run confirms; None if they propose none."""
        network, targets = self.targets(subject)
        seconds = None if allowance.seconds is None else allowance.seconds / FALSIFIER_SHARE
        found = falsify(network, targets, Deadline.after(seconds))
        return None if found is None else self.refuted_at(subject, found[1])

    @abstractmethod
    def refuted_at(self, subject: Subject, point: Point) -> Refuted:
        """Return the refutation by an input, after running the networks there; the input must refute it."""

    @abstractmethod
    def ask(self, subject: Subject, asking: Asking, hints: Items[Hint]) -> SolverAnswer:
        """Return what Z3 says to the negation of all that is claimed; ``hints`` are what the search has found, if any.

        Points that witness a part of the claim stand in the hints alone: with them, that part is a question, too.
        """

    def refuted_by(self, subject: Subject, finding: SolverAnswer) -> Refuted:
        """Return the refutation that a solver's ``sat`` gives."""
        return self.refuted_at(subject, finding.point)


@dataclass(frozen=True, slots=True)
class Request:
    """The options of a request; which of them a claim uses follows from its name.

    Attributes:
        labels: how *memorizes* reads the labels; None: as the widths say (``answers.names_classes``).
        bound: T of *operations at most*; None is the structural maximum.
        exact: look for the exact worst case over the domain instead.
        measure: which operations.
        radius: of the balls; None looks for the largest radius of every point, or (*equivalent*) takes the domain.
        other: the file of the other network.
        domain: the inputs that are spoken of; None if nothing is said of them, so that it is all of Q^p.
        outputs: what *output within* says of the outputs; None if nothing.
        unsafe: what *avoids* speaks of: polyhedra of inputs followed by outputs; None if nothing.
        tolerance: of *within tolerance*.
        count: how many paths; None counts them.
    """

    labels: Encoding | None = None
    bound: int | None = None
    exact: bool = False
    measure: str = "total"
    radius: Fraction | None = None
    other: Path | None = None
    domain: Domain | None = None
    outputs: Domain | None = None
    unsafe: tuple[Domain, ...] | None = None
    tolerance: Fraction | None = None
    count: int | None = None

    @property
    def inputs(self) -> Domain:
        """The constraints on the inputs that are spoken of."""
        return self.domain or ()


@dataclass(frozen=True, slots=True)
class Sought:
    """The claim that a request leads to, with what the search for its numbers has found already.

    Attributes:
        claim: all its numbers given.
        derived: what is known of its proof; None if nothing is.
        others: networks beside the bundle's own that it is about, by the names that their files are to have.
    """

    claim: Claim
    derived: Derived | None = None
    others: Mapping[str, tuple[Network, bytes]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """How a user asks for a claim.

    Attributes:
        uses: the fields of a request that it uses.
        claim: from a bundle and a request that leaves nothing open to the claim; raises ``BadInput`` if the request
            lacks a field.
        search: the same where numbers are left open, after a search for them.
        applies: whether it is meant where nothing is asked for by name.
        misfit: for a bundle to which it applies, why it cannot be stated of it all the same; empty if it can.
        doubt: for a bundle of which it can be stated, why it is not meant; empty if it is.
        open: whether the request leaves numbers open that a search must find.
        ground: whether running the network decides it.
        rank: where it stands among the names.
    """

    uses: frozenset[str]
    claim: Callable[[Bundle, Request], Claim | Sought]
    search: Callable[[Bundle, Request, Allowance], Sought] | None = None
    applies: Callable[[Bundle], bool] = lambda _bundle: False
    misfit: Callable[[Bundle], str] = lambda _bundle: ""
    doubt: Callable[[Bundle], str] = lambda _bundle: ""
    open: Callable[[Request], bool] = lambda _request: False
    ground: bool = False
    rank: int = 100

    def seek(self, bundle: Bundle, request: Request, allowance: Allowance) -> Sought:
        """Return what a request leads to; raises ``BadInput`` if it lacks a field, or does not fit the bundle."""
        if self.search is not None and self.open(request):
            return self.search(bundle, request, allowance)
        found = self.claim(bundle, request)
        return Sought(found) if isinstance(found, Claim) else found


def claim_bytes(claim: Claim) -> bytes:
    """Return the file of a claim (docs/reference/format.md).

    >>> from verify.claims.operations_at_most import OperationsAtMost
    >>> print(claim_bytes(OperationsAtMost(Reference("network.json", "ab"), 12)).decode(), end="")
    {"format":"memocert claim","version":3,"kind":"operations at most",
    "network":{"file":"network.json","sha256":"ab"},
    "domain":[],
    "measure":"total",
    "bound":12,
    "attained":null}
    """
    with long_integers():
        fields = claim.fields()
    lines = [f'{{"format":"memocert claim","version":{VERSION},"kind":"{claim.kind}"']
    lines += [f'"{key}":{text}' for key, text in fields.items()]
    return (",\n".join(lines) + "}\n").encode("ascii")


def certificate_bytes(claim: Claim, hints: Items[Hint]) -> bytes:
    """Return the file of a claim's certificate."""
    reference = Reference.to(claim_file(claim), claim_bytes(claim))
    return certificate_text(reference.text(), hints).encode("ascii")


def file_text(value: Any) -> str:
    """Return as it stands in a file: a file, a number, constraints, or a list of such or of radii.

    >>> file_text(Fraction(1, 2)), file_text(())
    ('"1/2"', '[]')
    """
    match value:
        case Reference():
            return value.text()
        case Fraction() | int():
            return f'"{value}"'
        case (tuple(), *_):
            return f"[{','.join(map(constraints_text, value))}]"
        case (Radius(), *_):
            return "[\n" + ",\n".join([radius.text() for radius in value]) + "\n]"
    return constraints_text(value)


def tag(text: str) -> str:
    """Return a few characters for a file's name: the text itself if it is a short number, else of its digest.

    >>> tag("1/4"), tag('[["all"]]')
    ('1-4', '1876110f')
    """
    name = text.replace("/", "-")
    return name if len(name) <= 12 and name.replace("-", "").isalnum() else of_digest(text)


def of_digest(text: str) -> str:
    """Return the first characters of the digest of a text, for a file's name."""
    return digest(text.encode("ascii"))[:8]


def on(domain: Domain) -> str:
    """Return what a domain adds to a file's name."""
    return f"-on-{of_digest(constraints_text(domain))}" if domain else ""


def whole_number(name: str, value: object, least: int, most: int = 10**18) -> None:
    """Refuse a number of a claim that its file could not have.

    Raises:
        BadInput: unless it is an integer within the bounds.

    >>> whole_number("count", -1, 0)
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: count must be an integer in 0..10^18, not -1
    """
    if type(value) is not int or not least <= value <= most:
        raise BadInput(f"{name} must be an integer in {least}..10^{len(str(most)) - 1}, not {shown(value)}")


def needed(value: Any, option: str) -> Any:
    """Return a field of a request that a claim cannot do without; raises ``BadInput`` if it is None."""
    if value is None:
        raise BadInput(f"this claim needs {option}")
    return value


def must(replayed: bool) -> None:
    """Stop unless an input, replayed, refutes the claim: a search that says otherwise is broken."""
    if not replayed:
        raise AssertionError("replayed, the input does not refute the claim")
