"""Claims about all inputs of a domain as queries of VNN-LIB: the claim holds if nobody can satisfy the query."""

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from constructions.files.bundle import Bundle
from constructions.files.canonical import not_json, rational_of, read_bytes
from constructions.model.errors import BadInput, shown
from constructions.model.network import Concatenate, Form, Network
from constructions.model.rational import long_integers
from exchange.vnnlib.query import Atom, Polyhedron
from exchange.vnnlib.writer import standard_text
from verify.claims.shared.base import Reference, Sources
from verify.domain import Domain, constraints_of
from verify.prove.goals import Goals, halves_equal, near, refuting, within
from verify.prove.integer_forms import CONSTANT, Bound
from verify.prove.targets import unsafe_of

KINDS = ("avoids", "equivalent", "output within", "within tolerance")
"""The kinds of claims that are queries: those about the outputs at all inputs of a domain."""


@dataclass(frozen=True, slots=True)
class AsQuery:
    """A claim as a query about one network; a claim about two has both side by side.

    Attributes:
        network: the network.
        domain: what holds of its inputs.
        unsafe: polyhedra on inputs and outputs side by side, in none of which the claim lets an input lie.
        about: the name of the claim's file and its kind, in words.
    """

    network: Network
    domain: Polyhedron
    unsafe: tuple[Polyhedron, ...]
    about: str

    def text(self) -> str:
        """Return the query as a file of VNN-LIB 2."""
        widths = self.network.input_width, self.network.output_width
        comments = [f"unsat means that this claim holds: {self.about}"]
        return standard_text(widths, self.domain, self.unsafe, comments)


@long_integers()
def as_query(bundle: Bundle, name: str) -> AsQuery:
    """Return the claim of a bundle of this name as a query.

    Args:
        bundle: the bundle.
        name: the claim: its file's name, with ``.claim.json`` or without, or its kind if there is one of it.

    Raises:
        BadInput: if there is no such claim, it cannot be read, or its kind is no query.
    """
    file, values = _claim(bundle, name)
    kind = values.get("kind")
    if kind not in KINDS:
        raise BadInput(f"{file}: a claim of kind {shown(kind)} is no query of VNN-LIB, only {', '.join(KINDS)}")
    where = str(bundle.folder / file)
    try:
        named = [key for key in ("network", "other") if key in values]
        subject = Sources(bundle).subject({key: Reference(**values[key]) for key in named})
        network = subject.network if subject.other is None else Concatenate((subject.network, subject.other))
        inputs, outputs = network.input_width, network.output_width
        domain = _atoms(constraints_of(values["domain"], inputs, f"{where}: domain"))
        if kind == "avoids":
            unsafe = [constraints_of(part, inputs + outputs, f"{where}: unsafe") for part in values["unsafe"]]
            return AsQuery(network, domain, tuple([_atoms(part) for part in unsafe]), f"{kind}, {file}")
        if kind == "output within":
            goals: Goals = within(constraints_of(values["outputs"], outputs, f"{where}: outputs"))
        else:
            goals = halves_equal if kind == "equivalent" else near(rational_of(values["tolerance"]))
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"{where}: {error}") from error
    return AsQuery(network, domain, _unmet(goals, inputs, outputs), f"{kind}, {file}")


def _claim(bundle: Bundle, name: str) -> tuple[str, dict[str, Any]]:
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


def _unmet(goals: Goals, inputs: int, outputs: int) -> tuple[Polyhedron, ...]:
    """Return the negation of each goal as a polyhedron of inputs and outputs side by side."""
    polyhedra = unsafe_of(refuting(goals), inputs, outputs)
    return tuple([tuple([_atom(bound, inputs + outputs) for bound in polyhedron]) for polyhedron in polyhedra])


def _atom(bound: Bound, width: int) -> Atom:
    form, relation = bound
    weights = {CONSTANT: form} if isinstance(form, int) else form
    places = sorted([place for place in weights if place != CONSTANT])
    moved = Form(width, places, [weights[place] for place in places])
    return Atom(moved, relation, Fraction(-weights[CONSTANT]))
