"""The claim *operations at most*: no input of a domain takes more than T operations."""

import json
from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from constructions.files.bundle import Bundle
from constructions.model.batch import evaluate_many
from constructions.model.cost import MEASURES, structural_worst
from constructions.model.errors import BadInput, one_of
from constructions.model.evaluation import trace
from constructions.model.network import Network
from constructions.model.nouns import count_of
from constructions.model.rational import Point
from verify.certificate import Hint
from verify.claims.shared.base import Allowance, Asked, Asking, Derived, Request, Sought, must, on, whole_number
from verify.claims.shared.on_domain import OfEachInput
from verify.claims.shared.subject import Reference, Sources, Subject, network_reference
from verify.domain import Domain, constraints_text, segment
from verify.kernel.claimed import REGIONS, Source, Theorem, on_domain
from verify.kernel.hints import CODES
from verify.kernel.terms import integer_term, list_terms
from verify.prove.counterexamples.targets import Target
from verify.prove.limits import Stopped
from verify.prove.region import bounds_of
from verify.prove.universal import at_most, worst_case
from verify.solvers.asking import Question, SolverAnswer, ask_structure, ask_universal
from verify.solvers.formulas import all_of, constraint_text
from verify.verdict import Refuted, Unknown


def _named(bundle: Bundle, request: Request) -> "OperationsAtMost":
    bound = structural_worst(bundle.network).of(request.measure) if request.bound is None else request.bound
    return OperationsAtMost(network_reference(bundle), bound, request.measure, request.inputs)


@dataclass(frozen=True, slots=True)
class OperationsAtMost(OfEachInput):
    """For every z in the domain: N makes at most ``bound`` operations on z, in one of the four measures.

    Attributes:
        attained: a point of the domain that takes exactly ``bound``, if the claim names one.

    Raises:
        BadInput: if the measure is not one of ``cost.MEASURES``, or the bound no integer of at least 0.
    """

    network: Reference
    bound: int
    measure: str = "total"
    domain: Domain = ()
    attained: tuple[Fraction, ...] | None = None

    plain: ClassVar = {"operations at most": "No input that is spoken of takes more than is stated."}
    asked: ClassVar = {
        "operations-at-most": Asked(
            frozenset({"bound", "exact", "measure", "domain"}),
            _named,
            lambda bundle, request, allowance: exact_worst_case(bundle, request.measure, request.inputs, allowance),
            applies=lambda _bundle: True,
            open=lambda request: request.exact,
            rank=2,
        )
    }

    def __post_init__(self) -> None:
        one_of("measure", self.measure, MEASURES)
        whole_number("bound", self.bound, 0)

    @property
    def counted(self) -> str:
        """What is counted, in words."""
        return "operations" if self.measure == "total" else self.measure

    @property
    def stem(self) -> str:
        return f"{self.counted}-at-most{on(self.domain)}"

    def sentence(self) -> str:
        """Return the claim in words.

        >>> OperationsAtMost(Reference("network.json", ""), 12).sentence()
        'for every input: network.json makes at most 12 operations'
        """
        most = count_of(self.bound, self.counted.removesuffix("s"))
        also = "" if self.attained is None else ", and on some input it makes that many"
        return f"for {self.inputs()}: {self.network.file} makes at most {most}{also}"

    def fields(self) -> dict[str, str]:
        point = None if self.attained is None else [str(value) for value in self.attained]
        attained = json.dumps(point, separators=(",", ":"))
        limit = {"measure": f'"{self.measure}"', "bound": str(self.bound), "attained": attained}
        return {"network": self.network.text(), "domain": constraints_text(self.domain)} | limit

    def example(self) -> Point | None:
        return self.attained

    def fitted(self, subject: Subject) -> Subject:
        width = subject.network.input_width
        if self.attained is not None and len(self.attained) != width:
            raise BadInput(
                f"attained has {count_of(len(self.attained), 'coordinate')}, but {self.network.file} takes {width:,}"
            )
        return OfEachInput.fitted(self, subject)

    def targets(self, subject: Subject) -> tuple[Network, list[Target]]:
        cheap = self._by_structure(subject)
        return subject.network, [] if cheap else [self._target(subject, more_than=(self.measure, self.bound))]

    def searched(self, subject: Subject, allowance: Allowance) -> Derived:
        if not self._by_structure(subject) and not self.domain and subject.dataset is not None:
            refuted = self._by_data(subject)
            if refuted is not None:
                return refuted
        if self.attained is not None and not self._is_attained(subject, self.attained):
            return self.refuted_at(subject, self.attained)
        limits, cores = allowance.limits(), allowance.cores(subject)
        return at_most(subject.network, bounds_of(self.domain), self.bound, self.measure, limits, cores)

    def refuted_at(self, subject: Subject, point: Point) -> Refuted:
        count = self._count(subject, point)
        reason = f"an input takes {count} {self.counted}, more than {self.bound}"
        if count <= self.bound or not self.inside(point):
            must(point == self.attained and not self._is_attained(subject, point))
            where = "" if count != self.bound else ", and does not lie in the domain"
            reason = f"the point that should attain the bound {self.bound} takes {count}{where}"
        return Refuted(point, (Fraction(count),), (Fraction(self.bound),), reason)

    def ask(self, subject: Subject, asking: Asking, hints: Items[Hint]) -> SolverAnswer:
        network, measure, by_structure = subject.network, self.measure, self._by_structure(subject)
        questions = [] if by_structure else [self.question()]
        if self.attained is not None:
            questions.append(self._attaining(self.attained))
        proved = SolverAnswer("unsat", ())
        if by_structure:
            proved = ask_structure(network, self.bound, measure, asking.point_seconds)
        if proved.answer != "unsat" or not questions:
            return proved
        return proved.followed_by(ask_universal(network, questions, asking.seconds, asking.progress, measure))

    def question(self) -> Question:
        return self.domain, lambda _outputs, operations: f"(<= {operations} {self.bound})"

    def _attaining(self, point: Point) -> Question:
        """Return as a question that a point takes just the bound, and lies in the domain."""
        names = [f"x{variable}" for variable in range(len(point))]
        inside = [constraint_text(constraint, names) for constraint in self.domain]
        return segment(point, point), lambda _, operations: all_of([f"(= {operations} {self.bound})", *inside])

    def _is_attained(self, subject: Subject, point: Point) -> bool:
        return self._count(subject, point) == self.bound and self.inside(point)

    def _by_structure(self, subject: Subject) -> bool:
        return structural_worst(subject.network).of(self.measure) <= self.bound

    def _count(self, subject: Subject, point: Point) -> int:
        return MEASURES[self.measure](trace(subject.network, point).operations)

    def _by_data(self, subject: Subject) -> Refuted | None:
        """Return the refutation by the data point with the most operations, if they are more than the bound."""
        points = subject.data.points
        evaluation = evaluate_many(subject.network, points)
        counts = [MEASURES[self.measure](evaluation.at(number)) for number in range(len(points))]
        number = max(range(len(points)), key=counts.__getitem__)
        return None if counts[number] <= self.bound else self.refuted_at(subject, points[number])

    @staticmethod
    def theorem(source: Source) -> Theorem:
        claim, network, bound = source.claim, source.network(), source.values["bound"]
        hints = source.hints_read("bound", "structure")
        by_structure = hints == [[CODES["structure"]]]
        runs = int(source.values["attained"] is not None)
        source.affordable(network, hints=hints, regions=0 if by_structure else 1, runs=runs)
        measure = f"(Measure {_WEIGHTS[claim['measure']]})"
        lines, widths = on_domain(source, network, measure if by_structure else "")
        lines += [] if by_structure else source.hint_list(hints)
        sizes = f"{measure} {network.inputs} {network.outputs}"
        both = f"{sizes} network {bound} domain"
        spent = f"weighed {measure} (spent (meaning network)"
        holds = f"forall z, length z = {network.inputs}%nat -> inside z domain -> {spent} z) <= {bound}"
        what = "operation" if claim["measure"] == "total" else claim["measure"].removesuffix("s")
        sentence = f"{source.where()}: {source.file('network')} makes at most {count_of(bound, what)} on z"
        lemma = (
            f"(structure_model {sizes} priced_network {bound} domain)"
            if by_structure
            else f"(cheap_model {both} hint_list)"
        )
        parts = [*widths, (holds, lemma)]
        modules: tuple[str, ...] = (*REGIONS, "Structure") if by_structure else REGIONS
        if source.values["attained"] is not None:
            *numbers, below = source.values["attained"]
            lines += list_terms("worst_numbers", "Z", [integer_term(number) for number in numbers])
            lines.append(f"Definition worst_scale : positive := {integer_term(below)}%positive.")
            point = "(point_over worst_scale worst_numbers)"
            inside = f"length {point} = {network.inputs}%nat /\\ inside {point} domain"
            attained = f"{inside} /\\ {spent} {point}) = {bound}"
            parts.append((attained, f"(attains_model {both} worst_scale worst_numbers)"))
            modules = (*modules, "Segment", "Attained")
            sentence += ", and at the point stated exactly that many"
        return Theorem(modules, sentence, lines, parts)


_WEIGHTS = {"total": "1 1 1", "comparisons": "0 0 1", "additions": "1 0 0", "multiplications": "0 1 0"}


class _Unmeasured(OperationsAtMost):
    """The question how many operations the worst input takes, where the search was stopped: it claims nothing."""

    __slots__ = ()

    def sentence(self) -> str:
        return f"how many {self.counted} {self.network.file} makes at most, for {self.inputs()}"


def exact_worst_case(bundle: Bundle, measure: str, domain: Domain, allowance: Allowance) -> Sought:
    """Return the claim of the exact worst case over a domain, with an input that attains it.

    Where the search is stopped nothing is claimed, and the structural maximum is said with what stopped it. Where there
    is no input at all that maximum is the claim.
    """
    network = network_reference(bundle)
    most = OperationsAtMost(network, structural_worst(bundle.network).of(measure), measure, domain)
    subject = most.subject(Sources(bundle))
    try:
        limits, cores = allowance.limits(), allowance.cores(subject)
        found = worst_case(subject.network, bounds_of(domain), measure, limits, cores)
    except Stopped as stopped:
        unmeasured = _Unmeasured(network, most.bound, measure, domain)
        return Sought(unmeasured, Unknown(f"{stopped}; by structure at most {most.bound:,}"))
    if found is None:
        return Sought(most)
    return Sought(OperationsAtMost(network, found[0], measure, domain, found[1]))
