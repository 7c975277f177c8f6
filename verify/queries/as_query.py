"""Claims about the outputs of networks as queries of VNN-LIB: one holds if nobody can satisfy its query."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

from constructions.files.bundle import Bundle
from constructions.files.disk import read_bytes
from constructions.files.notation import not_json, rational_of
from constructions.model.constraint import Constraint
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, shown
from constructions.model.network import Form, Network
from constructions.model.numbers.digits import bounded
from constructions.model.rational import long_integers
from exchange.vnnlib.query import Case, Polyhedron
from exchange.vnnlib.writer import standard_text
from verify.claims.avoids import Avoids
from verify.claims.classifies import Classifies
from verify.claims.memorizes import Memorizes
from verify.claims.robustly import Robustly
from verify.claims.shared.around_points import AroundPoints
from verify.claims.shared.at_points import AtPoints
from verify.claims.shared.base import Claim
from verify.claims.shared.on_domain import OfEachInput
from verify.claims.shared.subject import Reference, Sources, Subject
from verify.claims.table import kinds
from verify.domain import Domain, ball
from verify.domain_reader import constraints_of
from verify.lanes import fault_of
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
    where = str(bundle.folder / file)
    fault = fault_of(bundle.folder, file)
    if fault:
        raise BadInput(f"{where}: {fault.removeprefix(f'{file}: ')}")
    kind = values["kind"]
    if kind in NO_QUERY:
        raise BadInput(f"{file}: no query of VNN-LIB can say {shown(kind)}: it is about {NO_QUERY[kind]}")
    about = f"{kind}, {file}"
    try:
        sources = Sources(bundle)
        claim = _File(values, where, sources).claim()
        subject = claim.subject(sources)
    except ValueError as error:
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
    return AsQuery(subject.both, (Case(claim.domain, _unsafe(claim, subject)),), about)


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
        return claim.unsafe
    cases = claim.cases()
    return () if cases is None else _polyhedra(cases, subject.both)


def _around(claim: AroundPoints, subject: Subject, number: int) -> Case:
    """Return what is asked around a data point."""
    radius, goals = claim.radius_at(number), claim.wanted_at(subject.data, number).goals()
    at = subject.data.points[number]
    if radius.kind == "all":
        return Case((), _polyhedra(refuting(goals), subject.both))
    if radius.kind == "wrong":
        return Case(ball(at, Fraction(0)), _polyhedra(lambda values: iter([goals(values)]), subject.both))
    near = ball(at, radius.least or Fraction(0), strict=radius.kind == "open")
    return Case(near, _polyhedra(refuting(goals), subject.both))


@dataclass(frozen=True, slots=True)
class _File:
    """The values of a claim's file, read as its kind wants them."""

    values: Mapping[str, Any]
    where: str
    sources: Sources

    def claim(self) -> OfEachInput | AroundPoints:
        """Return the claim that stands there; one at points is one on balls of radius 0."""
        found = self._claim(kinds()[self.values["kind"]])
        return Robustly(found, Fraction(0)) if isinstance(found, AtPoints) else found

    def _claim(self, kind: type[Claim]) -> Any:
        return kind(**{part.name: self._part(part.name) for part in fields(kind)})  # type: ignore[arg-type]

    def _part(self, key: str) -> Any:
        """Return a part of a claim by its name, which is its key in the file."""
        match key:
            case "of":
                return self._claim(Memorizes if self.values["kind"].startswith("memorizes") else Classifies)
            case "network" | "other" | "dataset":
                return Reference(**self.values[key])
            case "domain" | "outputs" | "unsafe":
                return self._constraints(key)
            case "radius" | "tolerance":
                return rational_of(self.values[key])
            case "radii":
                rows = [[None if part is None else rational_of(part) for part in row[1:]] for row in self.values[key]]
                return tuple([Radius(row[0], *ends) for row, ends in zip(self.values[key], rows, strict=True)])
        return self.values[key]

    def _constraints(self, key: str) -> Domain | tuple[Domain, ...]:
        network, _ = self.sources.network(self._part("network"))
        width = (key != "outputs") * network.input_width + (key != "domain") * network.output_width
        where, value = f"{self.where}: {key}", self.values[key]
        if key != "unsafe":
            return constraints_of(value, width, where)
        return tuple([constraints_of(part, width, where) for part in value])


def _named(bundle: Bundle, name: str) -> tuple[str, dict[str, Any]]:
    """Return the name of a claim's file, and what stands in it."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(bundle.folder.glob("*.claim.json")):
        try:
            value = json.loads(read_bytes(path), parse_int=bounded)
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


def _polyhedra(cases: Cases, network: Network) -> tuple[Polyhedron, ...]:
    """Return what must not be of outputs as polyhedra of inputs and outputs side by side."""
    inputs, outputs = network.input_width, network.output_width
    polyhedra = unsafe_of(cases, inputs, outputs)
    return tuple([tuple([_atom(bound, inputs + outputs) for bound in polyhedron]) for polyhedron in polyhedra])


def _atom(bound: Bound, width: int) -> Constraint:
    form, relation = bound
    weights = {CONSTANT: form} if isinstance(form, int) else form
    places = sorted([place for place in weights if place != CONSTANT])
    moved = Form(width, places, [weights[place] for place in places])
    return Constraint(moved, relation, Fraction(-weights[CONSTANT]))
