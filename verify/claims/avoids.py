"""The claim *avoids*: no input of a domain lies, with its output, in one of the polyhedra of a list."""

from dataclasses import dataclass
from typing import ClassVar

from constructions.files.bundle import Bundle
from constructions.files.canonical import network_bytes
from constructions.model.evaluation import evaluate
from constructions.model.network import Concatenate, Identity, Network
from constructions.model.nouns import count_of
from constructions.model.rational import Point
from verify.claims.shared.base import Allowance, Asked, Derived, Request, file_text, must, needed, of_digest, on
from verify.claims.shared.on_domain import OfEachInput
from verify.claims.shared.subject import Reference, Subject, network_reference
from verify.domain import Domain, check_width, polyhedron_words
from verify.kernel.claimed import REGIONS, Source, Theorem, narrow, on_domain
from verify.kernel.terms import list_terms, region_terms
from verify.prove.goals import Cases, avoided
from verify.prove.prepared import Prepared
from verify.prove.region import Region, bounds_of
from verify.prove.subtrees import Cores
from verify.prove.universal import avoid
from verify.solvers.asking import Question
from verify.solvers.formulas import misses
from verify.verdict import Refuted, values_text

_SHOWN = 6
"""Constraints that are said in words."""


def _named(bundle: Bundle, request: Request) -> "Avoids":
    return Avoids(network_reference(bundle), needed(request.unsafe, "--unsafe"), request.inputs)


@dataclass(frozen=True, slots=True)
class Avoids(OfEachInput):
    """For every z in the domain: (z, N(z)) lies in none of the polyhedra ``unsafe``.

    A polyhedron is a conjunction of constraints on the inputs followed by the outputs.

    >>> from verify.domain import box
    >>> Avoids(Reference("network.json", ""), (box([0, None], [None, 1]),), box([0], [1])).sentence()
    'for every input with 0 <= x0 <= 1: the input with the output of network.json avoids 1 polyhedron'
    """

    network: Reference
    unsafe: tuple[Domain, ...]
    domain: Domain = ()

    plain: ClassVar = {"avoids": "No input that is spoken of lies, together with its output, where that is forbidden."}
    asked: ClassVar = {"avoids": Asked(frozenset({"unsafe", "domain"}), _named, rank=6)}

    @property
    def stem(self) -> str:
        return f"avoids-{of_digest(file_text(self.unsafe))}{on(self.domain)}"

    def sentence(self) -> str:
        how_many = count_of(len(self.unsafe), "polyhedron", "polyhedra")
        return f"for {self.inputs()}: the input with the output of {self.network.file} avoids {how_many}"

    def details(self) -> list[str]:
        """Return which of the first polyhedra forbid nothing: a slip, where somebody meant them, makes a claim true.

        >>> from verify.domain import box
        >>> low = box([None, 3], [1, None])  # of an input and an output
        >>> Avoids(Reference("network.json", ""), (low, low[1:]), box([2], [5])).details()
        ['polyhedron 0 forbids nothing: whatever outputs are, no input that is spoken of lies in it']
        """
        if self.vacuous():
            return []
        inputs = bounds_of(self.domain)
        return [
            f"polyhedron {number} forbids nothing: whatever outputs are, no input that is spoken of lies in it"
            for number, part in enumerate(self.unsafe[:_SHOWN])
            if part and Region(part[0].form.width, [*inputs, *bounds_of(part)]).empty() is not None
        ]

    def fitted(self, subject: Subject) -> Subject:
        """Return the subject; an empty domain is no fault here, since the queries of others may have one."""
        network = subject.network
        both = network.input_width + network.output_width
        for number, polyhedron in enumerate(self.unsafe):
            check_width(f"unsafe: polyhedron {number}", polyhedron, both, f"{self.network.file} takes and gives")
        check_width("domain", self.domain, network.input_width, f"{self.network.file} takes")
        return subject

    def runs(self, subject: Subject) -> Network:
        """Return the network beside its inputs."""
        return Concatenate((Identity(subject.network.input_width), subject.network))

    def cases(self) -> Cases:
        return avoided(self.unsafe)

    def searched(self, subject: Subject, allowance: Allowance) -> Derived:
        inputs = network_bytes(Identity(subject.network.input_width))
        cores = Cores(allowance.workers, (inputs, subject.network_data))
        bounds, limits = bounds_of(self.domain), allowance.limits()
        return avoid(Prepared(self.runs(subject)), bounds, avoided(self.unsafe), limits, cores=cores)

    def refuted_at(self, subject: Subject, point: Point) -> Refuted:
        output = evaluate(subject.network, point)
        both = (*point, *output)
        reached = [n for n, part in enumerate(self.unsafe) if all([constraint.holds(both) for constraint in part])]
        must(bool(reached) and self.inside(point))
        where = f"polyhedron {reached[0]}: {polyhedron_words(self.unsafe[reached[0]], len(point))}"
        reason = f"the input, with the output {values_text(output)}, lies in {where}"
        return Refuted(point, output, (), reason)

    def question(self) -> Question:
        return self.domain, lambda both, _operations: misses(self.unsafe, both)

    @staticmethod
    def theorem(source: Source) -> Theorem:
        network = source.network()
        hints = source.hints_read("goal")
        source.affordable(network, hints=hints, regions=1)
        unsafe, width = source.values["unsafe"], network.inputs + network.outputs
        lines, widths = on_domain(source, network)
        names = [f"polyhedron_{number}" for number in range(len(unsafe))]
        for name, polyhedron in zip(names, unsafe, strict=True):
            lines += region_terms(name, polyhedron, source.budget)
        lines += [*list_terms("unsafe", "(list constraint)", names), *source.hint_list(hints)]
        holds = (
            f"forall z, length z = {network.inputs}%nat -> inside z domain ->\n"
            "  avoids (z ++ eval (meaning network) z) unsafe"
        )
        lemma = f"(avoids_model {network.inputs} network domain unsafe hint_list)"
        sentence = (
            f"{source.where()}: the input with the output of {source.file('network')} avoids "
            f"{count_of(len(unsafe), 'polyhedron', 'polyhedra')}"
        )
        shapes = [*widths, narrow(width, "(concat unsafe)")]
        return Theorem((*REGIONS, "Within", "Avoids"), sentence, lines, [*shapes, (holds, lemma)])
