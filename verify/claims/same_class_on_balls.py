"""The claim *same class on balls*: two networks have the same class around data points, where one of them keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from constructions.files.bundle import Bundle
from constructions.model.answers import largest
from constructions.model.batch import evaluate_many
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, NoClass
from constructions.model.network import Network
from constructions.model.nouns import all_of, count_of
from verify.check.dataset import Dataset as Rows
from verify.check.engine import Engine
from verify.check.network import Node
from verify.check.verdict import Rejected
from verify.claims.shared.around_points import AroundPoints, searched
from verify.claims.shared.base import Allowance, Asked, Request, Sought, file_text, needed, tag
from verify.claims.shared.subject import Reference, Sources, Subject, dataset_reference, network_reference
from verify.claims.shared.two_networks import other_of
from verify.claims.with_radii import radii_and_hints, radii_hints
from verify.domain import radii_words
from verify.kernel.claimed import BALLS, Source, Theorem, around_some, classed, fitting, pair, takes
from verify.kernel.terms import network_terms
from verify.prove.balls.each_point import nearest_others
from verify.prove.balls.radii import Radius, balls_text, check_radii
from verify.prove.goals import Wanted
from verify.solvers.formulas import Atoms, both_exceed_others

Others = Mapping[str, tuple[Network, bytes]]


def _begun(bundle: Bundle, request: Request, radius: Radius) -> "tuple[SameClassOnBalls, Others]":
    """Return the claim of one radius for all points, and the other network."""
    reference, read = other_of(bundle, request)
    radii = (radius,) * bundle.data.size
    claim = SameClassOnBalls(network_reference(bundle), reference, dataset_reference(bundle), radii)
    return claim, {reference.file: read}


def _of_one_radius(bundle: Bundle, request: Request) -> Sought:
    claim, others = _begun(bundle, request, Radius("closed", needed(request.radius, "--radius")))
    return Sought(claim, None, others)


def _of_largest_radii(bundle: Bundle, request: Request, allowance: Allowance) -> Sought:
    claim, others = _begun(bundle, request, Radius("closed", Fraction(0)))
    subject = claim.subject(Sources(bundle, others))
    found = searched(claim, [None] * subject.data.size, subject, allowance, nearest_others(subject.data))
    radii = tuple([item.radius or claim.radii[0] for item in found])
    for number, radius in enumerate(radii):
        if radius.kind == "wrong":
            return Sought(claim, claim.refuted_at(subject, subject.data.points[number]), others)
    return Sought(replace(claim, radii=radii), [hint for item in found for hint in item.hints], others)


@dataclass(frozen=True, slots=True)
class SameClassOnBalls(AroundPoints):
    """For every row and every z of its ball: N and M have the same class at z, the class of M at POINT.

    The class of a network at z is the output that is greater than every other. A ball is that of the row's ``Radius``.

    >>> names = [Reference(name, "") for name in ("network.json", "original.json", "dataset.json")]
    >>> SameClassOnBalls(*names, (Radius("closed", Fraction(1, 4)),)).sentence()
    'for every x in dataset.json and every z of the closed ball of radius 1/4 around x: network.json and original.json have the class at z that original.json has at x'
    """  # noqa: E501

    network: Reference
    other: Reference
    dataset: Reference
    radii: tuple[Radius, ...]

    plain: ClassVar = {
        "same class on balls": (
            "At every point of the data, and in all of the ball stated for it, two networks name the same class."
        ),
    }
    asked: ClassVar = {
        "same-class": Asked(
            frozenset({"other", "radius"}),
            _of_one_radius,
            _of_largest_radii,
            open=lambda request: request.radius is None,
            rank=6,
        )
    }

    def __post_init__(self) -> None:
        check_radii(self.radii)

    @property
    def stem(self) -> str:
        return f"same-class-{tag(self.other.sha256)}-on-balls-{tag(file_text(self.radii))}"

    def sentence(self) -> str:
        near, at = (f" and every z of {balls_text(self.radii)}", "z") if self._around() else ("", "x")
        return (
            f"for every x in {self.dataset.file}{near}: {self.network.file} and {self.other.file} have the class at "
            f"{at} that {self.other.file} has at x"
        )

    def details(self) -> list[str]:
        known = [radius.least for radius in self.radii if radius.least is not None]
        everywhere = len(self.radii) - len(known)
        return [f"radii: {radii_words(known, everywhere)}"] if everywhere or len({*known}) > 1 else []

    def _around(self) -> bool:
        return any([radius.least != 0 for radius in self.radii])

    def fitted(self, subject: Subject) -> Subject:
        target = classes_of(subject.second, subject.data, self.other.given or self.other.file)
        if len(self.radii) != target.size:
            raise BadInput(
                f"{self.dataset.file}: has {count_of(target.size, 'point')}, but the claim states "
                f"{count_of(len(self.radii), 'radius', 'radii')}"
            )
        if any([radius.kind == "wrong" for radius in self.radii]):
            raise BadInput("radius: a point at which the networks differ has no place in a claim of the same class")
        return replace(subject, dataset=target)

    def wanted_at(self, dataset: Dataset, number: int) -> Wanted:
        return Wanted("both", dataset.labels[number])

    def formula(self, outputs: Atoms, dataset: Dataset, number: int) -> str:
        return both_exceed_others(outputs, dataset.labels[number])

    def meant_at(self, dataset: Dataset, number: int) -> str:
        return f"; at the data point itself the other one has class {dataset.labels[number][0]}"

    def radius_at(self, number: int) -> Radius:
        return self.radii[number]

    @staticmethod
    def theorem(source: Source) -> Theorem:
        network, other = pair(source)
        dataset = source.dataset()
        fitting(network, dataset)
        if network.outputs < 2:
            raise Rejected("the networks have one output: there must be at least two classes")
        hints, regions, points = radii_hints(source), around_some(source), len(dataset.points)
        source.affordable(network, other, hints=hints, regions=regions, runs=points - regions)
        source.affordable(other, runs=points)
        rows, shapes = classed(source, _classes(source, other, dataset))
        lines = [
            *network_terms(network, "network", source.budget),
            *network_terms(other, "other", source.budget),
            *rows,
            *radii_and_hints(source, hints),
        ]
        exact = sum([kind == "all" or least == most for kind, least, most in source.values["radii"]])
        holds = (
            "Forall2 (fun row r =>\n"
            "  has_radius (fun z => Checker.wins (snd row) (eval (meaning network) z) /\\\n"
            "    Checker.wins (snd row) (eval (meaning other) z)) (rationals (fst row)) r) data_set radii"
        )
        lemma = f"(same_class_model {network.inputs} {network.outputs} network other data_set radii hint_list)"
        sentence = (
            f"on the ball stated for {all_of(len(dataset.points), 'point')} of {source.file('dataset')}: "
            f"{source.file('network')} and {source.file('other')} have the class that {source.file('other')} has at "
            f"the point; {count_of(exact, 'radius is', 'radii are')} shown to be the largest possible"
        )
        return Theorem(BALLS, sentence, lines, [takes(network), takes(other, "other"), *shapes, (holds, lemma)])


def _classes(source: Source, network: Node, data: Rows) -> list[list[int]]:
    """Return the first of the largest outputs at every point, which Coq need not believe."""
    engine, found = Engine([], source.budget), []
    for point in data.points:
        engine.run_at(network, point)
        answer = engine.values[:-1]
        found.append([answer.index(max(answer))])
    return found


def classes_of(network: Network, dataset: Dataset, where: str) -> Dataset:
    """Return a data set with the class that a network has at each point for its label.

    Raises:
        BadInput: if several outputs are the largest at a point (``NoClass``), the network has one output, or takes
            other points.

    >>> from constructions.model.network import Identity
    >>> classes_of(Identity(2), Dataset.from_rows([[0, 1], [5, 2]], [[7], [8]]), "model").labels
    ((Fraction(1, 1),), (Fraction(0, 1),))
    """
    if network.output_width < 2:
        raise BadInput(f"{where}: classes are told apart by at least two outputs, but the network has 1")
    found = _largest(network, dataset)
    tied = _ties(found)
    if tied:
        first, second = found[tied[0]][:2]
        more = f", and several at {count_of(len(tied) - 1, 'other point')}" if tied[1:] else ""
        raise NoClass(
            f"{where}: outputs {first} and {second} are both the largest at {dataset.place_of(tied[0])}{more}, so that "
            "the network names no class there; leave such rows out"
        )
    return replace(dataset, labels=tuple([(Fraction(place),) for (place,) in found]), class_names=None)


def without_ties(network: Network, dataset: Dataset, where: str) -> tuple[Dataset, list[int]]:
    """Return the points at which one output of a network is the largest, and the numbers of the others.

    Raises:
        BadInput: if none is left.

    >>> from constructions.model.network import Identity
    >>> kept, tied = without_ties(Identity(2), Dataset.from_rows([[0, 1], [5, 5]], [[7], [8]]), "model")
    >>> kept.size, tied
    (1, [1])
    """
    tied = _ties(_largest(network, dataset))
    if len(tied) == dataset.size:
        raise BadInput(f"{where}: names no class at any point, since several outputs are the largest at each")
    out = set(tied)
    return (dataset.part([number for number in range(dataset.size) if number not in out]) if tied else dataset), tied


def _largest(network: Network, dataset: Dataset) -> list[tuple[int, ...]]:
    return [largest(output) for output in evaluate_many(network, dataset.points).outputs]


def _ties(found: list[tuple[int, ...]]) -> list[int]:
    return [number for number, places in enumerate(found) if len(places) > 1]
