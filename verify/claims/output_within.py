"""The claim *output within*: the outputs satisfy linear constraints at every input of a domain."""

from dataclasses import dataclass
from typing import ClassVar

from constructions.files.bundle import Bundle
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.nouns import count_of
from constructions.model.rational import Point
from verify.claims.shared.base import Allowance, Asked, Derived, Request, must, needed, on, tag
from verify.claims.shared.on_domain import OfEachInput
from verify.claims.shared.subject import Reference, Subject, network_reference
from verify.domain import Domain, check_width, constraints_text
from verify.kernel.claimed import REGIONS, Source, Theorem, narrow, on_domain
from verify.kernel.terms import region_terms
from verify.prove.goals import Cases, refuting, within
from verify.prove.prepared import Prepared
from verify.prove.region import bounds_of
from verify.prove.universal import show
from verify.solvers.asking import Question
from verify.solvers.formulas import all_of, constraint_text
from verify.verdict import Refuted, values_text

_SHOWN = 8
"""Constraints that are said in words."""


def _named(bundle: Bundle, request: Request) -> "OutputWithin":
    return OutputWithin(network_reference(bundle), needed(request.outputs, "--output-box or --outputs"), request.inputs)


@dataclass(frozen=True, slots=True)
class OutputWithin(OfEachInput):
    """For every z in the domain: N(z) satisfies the constraints ``outputs`` (at least one).

    Raises:
        BadInput: if there is none.

    >>> from verify.domain import box
    >>> OutputWithin(Reference("network.json", ""), box([0], [1]), box([-1], [2])).sentence()
    'for every input with -1 <= x0 <= 2: the output of network.json satisfies 2 constraints'
    """

    network: Reference
    outputs: Domain
    domain: Domain = ()

    plain: ClassVar = {
        "output within": "The outputs cannot leave the bounds that are stated, wherever that is spoken of."
    }
    asked: ClassVar = {"output-within": Asked(frozenset({"outputs", "domain"}), _named, rank=6)}

    def __post_init__(self) -> None:
        if not self.outputs:
            raise BadInput("outputs must state at least one constraint")

    @property
    def stem(self) -> str:
        return f"output-within-{tag(constraints_text(self.outputs))}{on(self.domain)}"

    def sentence(self) -> str:
        how_many = count_of(len(self.outputs), "constraint")
        return f"for {self.inputs()}: the output of {self.network.file} satisfies {how_many}"

    def fitted(self, subject: Subject) -> Subject:
        width = subject.network.output_width
        check_width("outputs", self.outputs, width, f"{self.network.file} gives")
        return OfEachInput.fitted(self, subject)

    def details(self) -> list[str]:
        """Return the bounds, the first of them where they are many."""
        shown = ", ".join([wanted.named("y") for wanted in self.outputs[:_SHOWN]])
        return [f"{shown}, ..." if len(self.outputs) > _SHOWN else shown]

    def cases(self) -> Cases:
        return refuting(within(self.outputs))

    def searched(self, subject: Subject, allowance: Allowance) -> Derived:
        bounds, cores = bounds_of(self.domain), allowance.cores(subject)
        return show(Prepared(subject.network), bounds, within(self.outputs), allowance.limits(), cores=cores)

    def refuted_at(self, subject: Subject, point: Point) -> Refuted:
        output = evaluate(subject.network, point)
        broken = [number for number, wanted in enumerate(self.outputs) if not wanted.holds(output)]
        must(bool(broken) and self.inside(point))
        wanted = self.outputs[broken[0]]
        reason = f"the output {values_text(output)} violates {wanted.named('y')}"
        return Refuted(point, (wanted.form.at(output),), (wanted.bound,), reason)

    def question(self) -> Question:
        return self.domain, lambda outputs, _: all_of([constraint_text(wanted, outputs) for wanted in self.outputs])

    @staticmethod
    def theorem(source: Source) -> Theorem:
        network = source.network()
        hints = source.hints_read("goal")
        source.affordable(network, hints=hints, regions=1)
        wanted = source.values["outputs"]
        lines, widths = on_domain(source, network)
        lines += [*region_terms("wanted_outputs", wanted, source.budget), *source.hint_list(hints)]
        holds = (
            f"forall z, length z = {network.inputs}%nat -> inside z domain ->\n"
            "  inside (eval (meaning network) z) wanted_outputs"
        )
        lemma = f"(within_model {network.inputs} network domain wanted_outputs hint_list)"
        sentence = (
            f"{source.where()}: the output of {source.file('network')} satisfies {count_of(len(wanted), 'constraint')}"
        )
        shapes = [*widths, narrow(network.outputs, "wanted_outputs")]
        return Theorem((*REGIONS, "Within"), sentence, lines, [*shapes, (holds, lemma)])
