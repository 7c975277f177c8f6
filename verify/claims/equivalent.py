"""The claim *equivalent*: two networks give the same output at every input of a domain."""

from dataclasses import dataclass
from typing import ClassVar

from constructions.files.bundle import Bundle
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.rational import Point
from verify.claims.equivalent_on_balls import EquivalentOnBalls
from verify.claims.shared.base import Allowance, Asked, Claim, Derived, Request, Sought, must, on, tag
from verify.claims.shared.on_domain import OfEachInput
from verify.claims.shared.subject import Reference, Subject, dataset_reference, network_reference
from verify.claims.shared.two_networks import other_of
from verify.domain import Domain
from verify.kernel.claimed import REGIONS, Source, Theorem, on_domain, pair, takes
from verify.kernel.terms import network_terms
from verify.prove.goals import Cases, halves_equal, refuting
from verify.prove.prepared import Prepared
from verify.prove.region import bounds_of
from verify.prove.universal import show
from verify.solvers.asking import Question
from verify.solvers.formulas import halves_agree
from verify.verdict import Refuted, values_text


def _sought(bundle: Bundle, request: Request) -> Sought:
    other, read = other_of(bundle, request)
    network = network_reference(bundle)
    claim: Claim = Equivalent(network, other, request.inputs)
    if request.radius is not None:
        if request.domain is not None:
            raise BadInput("--radius and a domain exclude each other")
        claim = EquivalentOnBalls(network, other, dataset_reference(bundle), request.radius)
    return Sought(claim, None, {other.file: read})


@dataclass(frozen=True, slots=True)
class Equivalent(OfEachInput):
    """For every z in the domain: N(z) = M(z)."""

    network: Reference
    other: Reference
    domain: Domain = ()

    plain: ClassVar = {"equivalent": "Two networks give the same output, everywhere that is spoken of."}
    asked: ClassVar = {"equivalent": Asked(frozenset({"other", "radius", "domain"}), _sought, rank=5)}

    @property
    def stem(self) -> str:
        return f"equivalent-{tag(self.other.sha256)}{on(self.domain)}"

    def sentence(self) -> str:
        """Return the claim in words.

        >>> Equivalent(Reference("network.json", ""), Reference("other.json", "")).sentence()
        'for every input: network.json and other.json give the same output'
        """
        return f"for {self.inputs()}: {self.network.file} and {self.other.file} give the same output"

    def cases(self) -> Cases:
        return refuting(halves_equal)

    def searched(self, subject: Subject, allowance: Allowance) -> Derived:
        bounds, cores = bounds_of(self.domain), allowance.cores(subject)
        return show(Prepared(subject.both), bounds, halves_equal, allowance.limits(), cores=cores)

    def refuted_at(self, subject: Subject, point: Point) -> Refuted:
        one, two = evaluate(subject.network, point), evaluate(subject.second, point)
        must(one != two and self.inside(point))
        return Refuted(point, one, two, f"at an input the outputs are {values_text(one)} and {values_text(two)}")

    def question(self) -> Question:
        return self.domain, lambda outputs, _operations: halves_agree(outputs)

    @staticmethod
    def theorem(source: Source) -> Theorem:
        network, other = pair(source)
        hints = source.hints_read("goal")
        source.affordable(network, other, hints=hints, regions=1)
        lines, widths = on_domain(source, network)
        lines += [*network_terms(other, "other", source.budget), *source.hint_list(hints)]
        holds = (
            f"forall z, length z = {network.inputs}%nat -> inside z domain ->\n"
            "  same (eval (meaning network) z) (eval (meaning other) z)"
        )
        lemma = f"(agree_model {network.inputs} {network.outputs} network other domain hint_list)"
        sentence = f"{source.where()}: {source.file('network')} and {source.file('other')} give the same output"
        return Theorem(REGIONS, sentence, lines, [*widths, takes(other, "other"), (holds, lemma)])
