"""The claim *paths*: a network has exactly so many feasible decision paths over a domain."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from constructions.files.bundle import Bundle
from constructions.model.nouns import count_of
from constructions.model.rational import Point
from verify.certificate import Hint
from verify.claims.shared.base import Allowance, Asked, Asking, Derived, Sought, needed, on, whole_number
from verify.claims.shared.on_domain import OnDomain
from verify.claims.shared.subject import Reference, Sources, Subject, network_reference
from verify.domain import Domain
from verify.kernel.claimed import REGIONS, Source, Theorem, on_domain
from verify.prove.limits import Stopped
from verify.prove.region import bounds_of
from verify.prove.universal import count_paths
from verify.solvers.asking import SolverAnswer, ask_paths
from verify.verdict import Refuted, Unknown


@dataclass(frozen=True, slots=True)
class Paths(OnDomain):
    """N has exactly ``count`` feasible decision paths over the domain.

    Raises:
        BadInput: unless it is an integer of at least 0.
    """

    network: Reference
    count: int
    domain: Domain = ()

    plain: ClassVar = {"paths": "Inputs that are spoken of take exactly so many ways to decide."}
    asked: ClassVar = {
        "paths": Asked(
            frozenset({"count", "domain"}),
            lambda bundle, request: Paths(network_reference(bundle), needed(request.count, "--count"), request.inputs),
            lambda bundle, request, allowance: counted_paths(bundle, request.inputs, allowance),
            open=lambda request: request.count is None,
            rank=7,
        )
    }

    def __post_init__(self) -> None:
        whole_number("count", self.count, 0)

    @property
    def stem(self) -> str:
        return f"paths{on(self.domain)}"

    def sentence(self) -> str:
        """Return the claim in words.

        >>> Paths(Reference("network.json", ""), 3).sentence()
        'over every input: network.json has exactly 3 feasible decision paths'
        """
        how_many = count_of(self.count, "feasible decision path")
        return f"over {self.inputs()}: {self.network.file} has exactly {how_many}"

    def searched(self, subject: Subject, allowance: Allowance) -> Derived:
        limits, cores = allowance.limits(), allowance.cores(subject)
        count, hints = count_paths(subject.network, bounds_of(self.domain), limits, cores)
        return hints if count == self.count else self._miscounted(count, hints)

    def _miscounted(self, count: int, hints: list[Hint]) -> Refuted:
        found, expected = (Fraction(count),), (Fraction(self.count),)
        witnesses = [hint for hint in hints if hint[0] == "path"]
        point: Point = ()
        reason = f"there are {count} feasible paths, the claim says {self.count}"
        if count > self.count:
            _, denominator, *numbers = witnesses[self.count]
            point = tuple([Fraction(int(number), int(denominator)) for number in numbers])
            reason += f"; the input takes one more than {self.count} others"
        return Refuted(point, found, expected, reason)

    def refuted_at(self, subject: Subject, point: Point) -> Refuted:
        """Refuse: a count is not refuted by an input alone."""
        raise ValueError("a count of paths is not refuted by an input alone")

    def refuted_by(self, subject: Subject, finding: SolverAnswer) -> Refuted:
        return Refuted(finding.point, (), (Fraction(self.count),), finding.reason)

    def ask(self, subject: Subject, asking: Asking, hints: Items[Hint]) -> SolverAnswer:
        return ask_paths(subject.network, self.domain, self.count, asking.seconds, asking.progress)

    @staticmethod
    def theorem(source: Source) -> Theorem:
        network, count = source.network(), source.values["count"]
        hints = source.hints_read("path", points=(network.inputs,))
        source.affordable(network, hints=hints, regions=1)
        lines, widths = on_domain(source, network)
        lines += source.hint_list(hints)
        holds = f"has_paths (meaning network) {network.inputs} domain {count}"
        lemma = f"(paths_model {network.inputs} network domain {count} hint_list)"
        empty = ", which is empty" if source.vacuous() else ""
        paths = count_of(count, "feasible decision path")
        sentence = f"{source.file('network')} has exactly {paths} over the domain{empty}"
        return Theorem((*REGIONS, "Segment", "Paths"), sentence, lines, [*widths, (holds, lemma)])


class _Uncounted(Paths):
    """The question how many paths there are, where counting was stopped: it claims nothing."""

    __slots__ = ()

    def sentence(self) -> str:
        return f"how many feasible decision paths {self.network.file} has over {self.inputs()}"


def counted_paths(bundle: Bundle, domain: Domain, allowance: Allowance) -> Sought:
    """Return the claim of how many paths are feasible, with the hints that prove it, or why they were not counted."""
    claim = _Uncounted(network_reference(bundle), 0, domain)
    subject = claim.subject(Sources(bundle))
    try:
        limits, cores = allowance.limits(), allowance.cores(subject)
        count, hints = count_paths(subject.network, bounds_of(domain), limits, cores)
    except Stopped as stopped:
        return Sought(claim, Unknown(str(stopped)))
    return Sought(Paths(claim.network, count, domain), hints)
