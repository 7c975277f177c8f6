"""Claims about the outputs of networks as queries of VNN-LIB: one holds if nobody can satisfy its query."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from constructions.files.bundle import Bundle
from constructions.files.disk import read_bytes
from constructions.files.notation import not_json, rational_of
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, shown
from constructions.model.network import Form, Network
from constructions.model.rational import long_integers
from exchange.vnnlib.query import Atom, Case, Polyhedron
from exchange.vnnlib.writer import standard_text
from verify.claims.avoids import Avoids
from verify.claims.classifies import Classifies
from verify.claims.equivalent import Equivalent
from verify.claims.equivalent_on_balls import EquivalentOnBalls
from verify.claims.memorizes import Memorizes
from verify.claims.output_within import OutputWithin
from verify.claims.robustly import Robustly
from verify.claims.same_class_on_balls import SameClassOnBalls
from verify.claims.shared.around_points import AroundPoints
from verify.claims.shared.on_domain import OfEachInput
from verify.claims.shared.subject import Reference, Sources, Subject
from verify.claims.with_radii import WithRadii
from verify.claims.within_tolerance import WithinTolerance
from verify.domain import Domain, ball
from verify.domain_reader import constraints_of
from verify.prove.balls.radii import Radius
from verify.prove.counterexamples.targets import unsafe_of
from verify.prove.goals import Cases, refuting
from verify.prove.integer_forms import CONSTANT, Bound

NO_QUERY = {
    "operations at most": "how many operations an input takes",
    "paths": "how many paths there are",
    "comparisons needed": "every network for some data",
    "comparisons needed with constant leaves": "every tree for some data",
    "depth needed": "every tree for some data",
    "depth needed with affine leaves": "every tree for some data",
    "operations needed": "every network for some data",
    "units needed": "every hidden layer for some data",
    "mean comparisons needed": "every network for some data",
    "mean comparisons needed with constant leaves": "every tree for some data",
    "mean depth needed": "every tree for some data",
    "mean depth needed with affine leaves": "every tree for some data",
}
"""The kinds of claims that no query can say, and what they are about instead of the outputs of a network."""


@dataclass(frozen=True, slots=True)
class AsQuery:
    """A claim as a query about one network; a claim about two has both side by side.

    Attributes:
        network: the network.
        cases: domains of inputs, each with the polyhedra of inputs and outputs in none of which the claim lets an input
            of it lie; one for a claim about a domain, one for each data point for a claim about data.
        about: the kind of the claim, the name of its file and what of it is asked, in words.
    """

    network: Network
    cases: tuple[Case, ...]
    about: str

    def text(self, rounded: str = "") -> str:
        """Return the query as a file of VNN-LIB 2, which says in its first lines what it is about.

        Args:
            rounded: what was rounded in the file of the network, in words; empty if nothing was.
        """
        widths = self.network.input_width, self.network.output_width
        about = [f"unsat means that this claim holds: {self.about}"]
        if rounded:
            about = [f"made from this claim: {self.about}", f"{rounded}, so unsat is about the rounded network alone"]
        return standard_text(widths, self.cases, about)


@long_integers()
def as_query(bundle: Bundle, name: str, point: int | None = None) -> AsQuery:
    """Return the claim of a bundle of this name as a query.

    A claim about data asks of all balls at once; a point that it says is answered wrongly asks whether it is answered
    rightly. That wrong answers come as near as a claim says is no part of the query.

    Args:
        bundle: the bundle.
        name: the claim: its file's name, with ``.claim.json`` or without, or its kind if there is one of it.
        point: the number of the data point of which alone is asked; None: of all.

    Raises:
        BadInput: if there is no such claim or point, it cannot be read, or its kind is no query.
    """
    file, values = _named(bundle, name)
    where, kind = str(bundle.folder / file), values.get("kind")
    if kind in NO_QUERY:
        raise BadInput(f"{file}: no query of VNN-LIB can say {shown(kind)}: it is about {NO_QUERY[kind]}")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise BadInput(f"{where}: there is no kind of claim {shown(kind)}, only {', '.join([*_KINDS, *NO_QUERY])}")
    about = f"{kind}, {file}"
    try:
        sources = Sources(bundle)
        claim = _KINDS[kind](_File(values, where, sources))
        subject = claim.subject(sources)
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"{where}: {error}") from error
    if isinstance(claim, AroundPoints):
        chosen = _chosen(subject.data.size, point, file)
        cases = tuple([_around(claim, subject, number) for number in chosen])
        about += "" if point is None else _named_point(subject.data, point)
        if any([claim.radius_at(number).most is not None for number in chosen]):
            about += "; how near wrong answers come is not asked"
        return AsQuery(subject.both, cases, about)
    if point is not None:
        raise BadInput(f"{file}: is about all inputs of a domain, and not about data points")
    return AsQuery(subject.both, (Case(_atoms(claim.domain), _unsafe(claim, subject)),), about)


def _named_point(dataset: Dataset, point: int) -> str:
    """Return the point of which alone is asked: its number, as the option counts it, and its place in the file."""
    return f", data point {point}" + ("" if dataset.origin is None else f", {dataset.place_of(point)}")


def _chosen(size: int, point: int | None, file: str) -> range:
    if point is None:
        return range(size)
    if not 0 <= point < size:
        raise BadInput(f"{file}: there is no data point {point}: they have the numbers 0 to {size - 1:,}")
    return range(point, point + 1)


def _unsafe(claim: OfEachInput, subject: Subject) -> tuple[Polyhedron, ...]:
    """Return what inputs and outputs side by side must avoid."""
    if isinstance(claim, Avoids):
        return tuple([_atoms(part) for part in claim.unsafe])
    cases = claim.cases()
    return () if cases is None else _polyhedra(cases, subject.both)


def _around(claim: AroundPoints, subject: Subject, number: int) -> Case:
    """Return what is asked around a data point."""
    radius, goals = claim.radius_at(number), claim.wanted_at(subject.data, number).goals()
    at = subject.data.points[number]
    if radius.kind == "all":
        return Case((), _polyhedra(refuting(goals), subject.both))
    if radius.kind == "wrong":
        return Case(_atoms(ball(at, Fraction(0))), _polyhedra(lambda values: iter([goals(values)]), subject.both))
    near = ball(at, radius.least or Fraction(0), strict=radius.kind == "open")
    return Case(_atoms(near), _polyhedra(refuting(goals), subject.both))


@dataclass(frozen=True, slots=True)
class _File:
    """The values of a claim's file, read as its kind wants them."""

    values: Mapping[str, Any]
    where: str
    sources: Sources

    def reference(self, key: str) -> Reference:
        return Reference(**self.values[key])

    def of_data(self) -> tuple[Reference, Reference]:
        return self.reference("network"), self.reference("dataset")

    def of_two(self) -> tuple[Reference, Reference]:
        return self.reference("network"), self.reference("other")

    def memorizes(self) -> Memorizes:
        return Memorizes(*self.of_data(), self.values["labels"])

    def classifies(self) -> Classifies:
        return Classifies(*self.of_data())

    def constraints(self, key: str, inputs: bool, outputs: bool) -> Domain:
        return constraints_of(self.values[key], self._width(inputs, outputs), f"{self.where}: {key}")

    def domain(self) -> Domain:
        return self.constraints("domain", True, False)

    def polyhedra(self) -> tuple[Domain, ...]:
        width = self._width(True, True)
        return tuple([constraints_of(part, width, f"{self.where}: unsafe") for part in self.values["unsafe"]])

    def number(self, key: str) -> Fraction:
        return rational_of(self.values[key])

    def radii(self) -> tuple[Radius, ...]:
        return tuple(
            [
                Radius(kind, *[None if number is None else rational_of(number) for number in numbers])
                for kind, *numbers in self.values["radii"]
            ]
        )

    def _width(self, inputs: bool, outputs: bool) -> int:
        network, _ = self.sources.network(self.reference("network"))
        return inputs * network.input_width + outputs * network.output_width


_KINDS: Mapping[str, Callable[[_File], OfEachInput | AroundPoints]] = {
    "memorizes": lambda file: Robustly(file.memorizes(), Fraction(0)),
    "classifies": lambda file: Robustly(file.classifies(), Fraction(0)),
    "memorizes robustly": lambda file: Robustly(file.memorizes(), file.number("radius")),
    "classifies robustly": lambda file: Robustly(file.classifies(), file.number("radius")),
    "memorizes with radii": lambda file: WithRadii(file.memorizes(), file.radii()),
    "classifies with radii": lambda file: WithRadii(file.classifies(), file.radii()),
    "equivalent on balls": lambda file: EquivalentOnBalls(
        *file.of_two(), file.reference("dataset"), file.number("radius")
    ),
    "same class on balls": lambda file: SameClassOnBalls(*file.of_two(), file.reference("dataset"), file.radii()),
    "equivalent": lambda file: Equivalent(*file.of_two(), file.domain()),
    "within tolerance": lambda file: WithinTolerance(*file.of_two(), file.number("tolerance"), file.domain()),
    "output within": lambda file: OutputWithin(
        file.reference("network"), file.constraints("outputs", False, True), file.domain()
    ),
    "avoids": lambda file: Avoids(file.reference("network"), file.polyhedra(), file.domain()),
}
"""How the claim of each kind that a query can say is read; one at points is one on balls of radius 0."""


def _named(bundle: Bundle, name: str) -> tuple[str, dict[str, Any]]:
    """Return the name of a claim's file, and what stands in it."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(bundle.folder.glob("*.claim.json")):
        try:
            value = json.loads(read_bytes(path))
        except (ValueError, RecursionError) as error:
            raise BadInput(f"{path}: not a claim: {not_json(error)}") from error
        found[path.name] = value if isinstance(value, dict) else {}
    exact = [file for file in found if name in (file, file.removesuffix(".claim.json"))]
    of_kind = [file for file, value in found.items() if str(value.get("kind")).replace(" ", "-") == name]
    chosen = exact or of_kind
    if len(chosen) != 1:
        what = f"{len(chosen)} claims" if chosen else "no claim"
        there = ", ".join([file.removesuffix(".claim.json") for file in chosen or found]) or "none"
        raise BadInput(f"{bundle.folder}: there is {what} {shown(name)}; name one of its claims: {there}")
    return chosen[0], found[chosen[0]]


def _atoms(domain: Domain) -> Polyhedron:
    return tuple([Atom(item.form, item.relation, item.bound) for item in domain])


def _polyhedra(cases: Cases, network: Network) -> tuple[Polyhedron, ...]:
    """Return what must not be of outputs as polyhedra of inputs and outputs side by side."""
    inputs, outputs = network.input_width, network.output_width
    polyhedra = unsafe_of(cases, inputs, outputs)
    return tuple([tuple([_atom(bound, inputs + outputs) for bound in polyhedron]) for polyhedron in polyhedra])


def _atom(bound: Bound, width: int) -> Atom:
    form, relation = bound
    weights = {CONSTANT: form} if isinstance(form, int) else form
    places = sorted([place for place in weights if place != CONSTANT])
    moved = Form(width, places, [weights[place] for place in places])
    return Atom(moved, relation, Fraction(-weights[CONSTANT]))
