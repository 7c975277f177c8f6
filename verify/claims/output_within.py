"""The claim *output within*: the outputs satisfy linear constraints at every input of a domain."""

from dataclasses import dataclass, replace
from typing import ClassVar

from constructions.files.bundle import Bundle
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.nouns import count_of
from constructions.model.rational import Point
from verify.claims.shared.base import Allowance, Asked, Derived, Request, Sought, must, on, tag
from verify.claims.shared.on_domain import OfEachInput
from verify.claims.shared.subject import Reference, Sources, Subject, network_reference
from verify.domain import Domain, check_width, constraints_text, texts_of
from verify.kernel.claimed import REGIONS, Source, Theorem, narrow, on_domain
from verify.kernel.terms import region_terms
from verify.prove.goals import Cases, refuting, within
from verify.prove.limits import Stopped
from verify.prove.prepared import Prepared
from verify.prove.ranges import Ranges
from verify.prove.region import Region, bounds_of
from verify.prove.universal import show
from verify.solvers.asking import Question
from verify.solvers.formulas import all_of, constraint_text
from verify.verdict import Refuted, Unknown, values_text

_SHOWN = 8
"""Constraints that are said in words."""


def _named(bundle: Bundle, request: Request) -> "OutputWithin":
    return OutputWithin(network_reference(bundle), request.outputs or (), request.inputs)


def output_ranges(bundle: Bundle, domain: Domain, allowance: Allowance) -> Sought:
    """Return the claim of the range of every output over a domain (``prove_ranges``).

    Where the search is stopped, no output has a bound, or there is no input, nothing is claimed, and that is said; in
    the first case with what some inputs reach.
    """
    network = network_reference(bundle)
    subject = Sources(bundle).subject({"network": network})
    check_width("domain", domain, subject.network.input_width, f"{network.file} takes")
    nothing, region = _Unranged(network, (), domain), Region(subject.network.input_width, bounds_of(domain))
    if region.empty() is not None:
        return Sought(nothing, Unknown("no input satisfies the domain, so no output has a range"))
    ranges = Ranges(Prepared(subject.network), region, allowance.limits(), allowance.cores(subject))

    def propose(wanted: Domain, seconds: float | None) -> Point | None:
        if not allowance.falsifier:
            return None
        found = OutputWithin(network, wanted, domain).falsified(subject, replace(allowance, seconds=seconds))
        return None if found is None else found.point

    try:
        hints = ranges.search(propose)
    except Stopped as stopped:
        known = _words(ranges.wanted)
        reached = f"; outputs come as far as {known}, but for a thousandth of the range" if known else ""
        return Sought(nothing, Unknown(f"{stopped}{reached}"))
    if not ranges.wanted:
        meant = "" if domain else "; --box or --domain says which inputs are meant"
        return Sought(nothing, Unknown(f"each output goes on for ever, upwards and downwards{meant}"))
    return Sought(OutputWithin(network, ranges.wanted, domain), hints)


def _words(outputs: Domain) -> str:
    """Return constraints on outputs in words, the first of them where they are many."""
    shown = texts_of(outputs[:_SHOWN], [f"y{place}" for place in range(outputs[0].form.width)]) if outputs else []
    return ", ".join([*shown, "..."] if len(outputs) > _SHOWN else shown)


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
    asked: ClassVar = {
        "output-within": Asked(
            frozenset({"outputs", "domain"}),
            _named,
            lambda bundle, request, allowance: output_ranges(bundle, request.inputs, allowance),
            open=lambda request: request.outputs is None,
            rank=6,
        )
    }

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
        return [_words(self.outputs)]

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


class _Unranged(OutputWithin):
    """The question between which numbers outputs lie, where the search was stopped: it claims nothing."""

    __slots__ = ()

    def __post_init__(self) -> None:
        """Let there be no bounds."""

    def sentence(self) -> str:
        return f"between which numbers the outputs of {self.network.file} lie, for {self.inputs()}"
