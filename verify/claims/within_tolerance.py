"""The claim *within tolerance*: the outputs of two networks differ by no more than a number on a domain."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from constructions.files.bundle import Bundle
from constructions.model.evaluation import evaluate
from constructions.model.rational import Point
from verify.claims.shared.base import Allowance, Asked, Derived, Request, Sought, must, needed, on, tag
from verify.claims.shared.on_domain import OfEachInput
from verify.claims.shared.subject import Reference, Subject, network_reference
from verify.claims.shared.two_networks import other_of
from verify.domain import Domain, checked_radius
from verify.kernel.claimed import REGIONS, Source, Theorem, on_domain, pair, takes
from verify.kernel.terms import integer_term, network_terms, rational_term
from verify.prove.goals import Cases, near, refuting
from verify.prove.prepared import Prepared
from verify.prove.region import bounds_of
from verify.prove.universal import show
from verify.solvers.asking import Question
from verify.solvers.formulas import halves_near
from verify.verdict import Refuted, values_text


def _sought(bundle: Bundle, request: Request) -> Sought:
    other, read = other_of(bundle, request)
    tolerance = needed(request.tolerance, "--tolerance")
    claim = WithinTolerance(network_reference(bundle), other, tolerance, request.inputs)
    return Sought(claim, None, {other.file: read})


@dataclass(frozen=True, slots=True)
class WithinTolerance(OfEachInput):
    """For every z in the domain: |N(z) - M(z)| is at most ``tolerance`` in each output.

    Raises:
        BadInput: if the tolerance is negative, or longer than a file may hold.

    >>> WithinTolerance(Reference("network.json", ""), Reference("other.json", ""), Fraction(1, 2)).sentence()
    'for every input: no output of network.json and other.json differs by more than 1/2'
    """

    network: Reference
    other: Reference
    tolerance: Fraction
    domain: Domain = ()

    plain: ClassVar = {"within tolerance": "Two networks give nearly the same output, everywhere that is spoken of."}
    asked: ClassVar = {"within-tolerance": Asked(frozenset({"other", "tolerance", "domain"}), _sought, rank=6)}

    def __post_init__(self) -> None:
        checked_radius(self.tolerance, what="tolerance")

    @property
    def stem(self) -> str:
        return f"within-{tag(str(self.tolerance))}-of-{tag(self.other.sha256)}{on(self.domain)}"

    def sentence(self) -> str:
        files = f"{self.network.file} and {self.other.file}"
        return f"for {self.inputs()}: no output of {files} differs by more than {self.tolerance}"

    def cases(self) -> Cases:
        return refuting(near(self.tolerance))

    def searched(self, subject: Subject, allowance: Allowance) -> Derived:
        bounds, cores = bounds_of(self.domain), allowance.cores(subject)
        return show(Prepared(subject.both), bounds, near(self.tolerance), allowance.limits(), cores=cores)

    def refuted_at(self, subject: Subject, point: Point) -> Refuted:
        one, two = evaluate(subject.network, point), evaluate(subject.second, point)
        gap = max([abs(a - b) for a, b in zip(one, two, strict=True)])
        must(gap > self.tolerance and self.inside(point))
        reason = f"at an input the outputs are {values_text(one)} and {values_text(two)}, {values_text((gap,))} apart"
        return Refuted(point, one, two, reason)

    def question(self) -> Question:
        return self.domain, lambda outputs, _operations: halves_near(outputs, self.tolerance)

    @staticmethod
    def theorem(source: Source) -> Theorem:
        network, other = pair(source)
        hints = source.hints_read("goal")
        source.affordable(network, other, hints=hints, regions=1)
        above, below = source.values["tolerance"]
        lines, widths = on_domain(source, network)
        lines += [*network_terms(other, "other", source.budget), *source.hint_list(hints)]
        holds = (
            f"forall z, length z = {network.inputs}%nat -> inside z domain ->\n"
            f"  near {rational_term(above, below)} (eval (meaning network) z) (eval (meaning other) z)"
        )
        sizes = f"{network.inputs} {network.outputs} {integer_term(above)} {integer_term(below)}"
        lemma = f"(near_model {sizes} network other domain hint_list)"
        sentence = (
            f"{source.where()}: no output of {source.file('network')} and {source.file('other')} differs by more "
            f"than {source.claim['tolerance']}"
        )
        return Theorem((*REGIONS, "Near"), sentence, lines, [*widths, takes(other, "other"), (holds, lemma)])
