"""Theorems about balls around data and about domains: radii, operations, constraints on outputs, numbers of paths."""

from fractions import Fraction
from typing import Any

from constructions.files.canonical import rational_of
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Network
from verify.check.reader import integer
from verify.domain import constraints_of
from verify.kernel.claimed import BALLS, REGIONS, Files, Parts, computed, labelled
from verify.kernel.terms import ENGINE, list_terms, network_terms, region_term
from verify.prove.region import bounds_of


def robustly(claim: Any, files: Files) -> Parts:
    """Return the theorem that the answer is right on balls of one radius."""
    network, dataset, lines, says = _rows(claim, files)
    radius = rational_of(claim["radius"])
    if radius < 0:
        raise BadInput(f"{files.claim}: a radius must be at least 0")
    lemma, right = (
        ("classes_robust", "wins y (eval (model network) z)")
        if "labels" not in claim
        else ("labels_robust", "same (eval (model network) z) (rationals y)")
    )
    statement = f"forall x y, In (x, y) data_set ->\n  forall z, within {_rational(radius)} (rationals x) z -> {right}"
    sentence = f"within {radius} of all {dataset.size} points of {claim['dataset']['file']}: {says}"
    proof = computed(f"({lemma} {network.input_width} network {_rational(radius)} data_set hint_list)")
    return BALLS, sentence, [*lines, *files.hints()], statement, proof


def with_radii(claim: Any, files: Files) -> Parts:
    """Return the theorem that every row has its own radius, and that wrong answers are as near as stated."""
    network, dataset, lines, says = _rows(claim, files)
    radii = claim["radii"]
    if type(radii) is not list or len(radii) != dataset.size:
        raise BadInput(f"{files.claim}: radii must be a list of one radius for each of the {dataset.size} rows")
    target = "Label" if "labels" in claim else "Class"
    lines += [
        f"Definition targets := map (fun row => (fst row, {target} (snd row))) data_set.",
        *list_terms("radii", "radius", [_radius(radius) for radius in radii]),
        *files.hints("wrong"),
    ]
    statement = (
        "forall x target radius, In (x, target, radius) (combine targets radii) ->\n"
        "  has_radius (fun z => right target (eval (model network) z)) (rationals x) radius"
    )
    exact = sum([radius[0] in ("all", "wrong") or radius[1] == radius[2] for radius in radii])
    sentence = (
        f"on the ball stated for each of the {dataset.size} points of {claim['dataset']['file']}: {says}; "
        f"{exact} radii are the largest possible"
    )
    proof = computed(f"(radii_model {network.input_width} network (combine targets radii) hint_list)")
    return BALLS, sentence, lines, statement, proof


def output_within(claim: Any, files: Files) -> Parts:
    """Return the theorem that outputs satisfy constraints."""
    network, lines = _on_domain(claim, files)
    wanted = constraints_of(claim["outputs"], network.output_width, str(files.claim))
    if not wanted:
        raise BadInput(f"{files.claim}: outputs must state at least one constraint")
    lines += [f"Definition wanted_outputs : list constraint := {region_term(bounds_of(wanted))}.", *files.hints()]
    width = network.input_width
    statement = (
        f"forall z, length z = {width}%nat -> inside z domain ->\n  inside (eval (model network) z) wanted_outputs"
    )
    sentence = (
        f"for every z in the domain: the output of {claim['network']['file']} satisfies "
        f"{len(wanted)} constraint{'' if len(wanted) == 1 else 's'}"
    )
    proof = computed(f"(within_model {width} network domain wanted_outputs hint_list)")
    return (*REGIONS, "Within"), sentence, lines, statement, proof


def paths(claim: Any, files: Files) -> Parts:
    """Return the theorem that a network has exactly that many feasible paths."""
    network, lines = _on_domain(claim, files)
    width, count = network.input_width, integer(claim["count"], "count", 0, 10**18)
    statement = f"has_paths (model network) {width} domain {count}"
    sentence = f"{claim['network']['file']} has exactly {count} feasible decision paths over the domain"
    proof = computed(f"(paths_model {width} network domain {count} hint_list)")
    return (*REGIONS, "Segment", "Paths"), sentence, [*lines, *files.hints("path")], statement, proof


_MEASURES = {"total": "1 1 1", "additions": "1 0 0", "multiplications": "0 1 0", "comparisons": "0 0 1"}


def operations_at_most(claim: Any, files: Files) -> Parts:
    """Return the theorem that a network makes so many operations at most, and that many at the point stated."""
    network, lines = _on_domain(claim, files)
    measure = f"(Measure {_MEASURES[claim['measure']]})"
    spent = f"weighed {measure} (spent (model network)"
    width, bound = network.input_width, integer(claim["bound"], "bound", 0, 10**18)
    lines += files.hints()
    statement = f"forall z, length z = {width}%nat -> inside z domain -> {spent} z) <= {bound}"
    what = "operations" if claim["measure"] == "total" else claim["measure"]
    sentence = f"for every z in the domain: {claim['network']['file']} makes at most {bound} {what} on z"
    proof = computed(f"(cheap_model {measure} {width} network {bound} domain hint_list)")
    if claim["attained"] is not None:
        numbers = "; ".join([_rational(rational_of(value)) for value in claim["attained"]])
        lines.append(f"Definition dearest : list Q := [{numbers}]%Q.")
        attained = f"(inside dearest domain /\\ {spent} dearest) = {bound})"
        statement = f"({statement}) /\\\n  (length dearest = {width}%nat /\\ {attained})"
        more = computed(f"(attains_model {measure} network {bound} domain dearest)")
        proof = f"split; [{_tactic(proof)} | split; [reflexivity | {_tactic(more)}]]."
        sentence += ", and at the point stated exactly that many"
    return REGIONS, sentence, lines, statement, proof


def _tactic(proof: str) -> str:
    """Return the steps of a proof as one tactic."""
    return proof.removesuffix(".").replace(". ", "; ")


def _on_domain(claim: Any, files: Files) -> tuple[Network, list[str]]:
    """Return the network of a claim and the definitions of ``network`` and ``domain``."""
    network = files.network(claim["network"])
    region = region_term(bounds_of(files.domain(claim, network)))
    lines = [*network_terms(network, "network", ENGINE), f"Definition domain : list constraint := {region}."]
    return network, lines


def _rows(claim: Any, files: Files) -> tuple[Network, Dataset, list[str], str]:
    """Return network and data of a claim, the definitions of ``network`` and ``data_set``, and the goal in words."""
    network, dataset = files.network(claim["network"]), files.dataset(claim["dataset"])
    lines = [*network_terms(network, "network", ENGINE), *labelled(claim, network, dataset)]
    name = claim["network"]["file"]
    says = f"{name} gives the label" if "labels" in claim else f"the output of {name} for the label is the greatest"
    return network, dataset, lines, says


def _radius(radius: Any) -> str:
    """Return a radius of a claim as a term.

    >>> _radius(["all"]), _radius(["closed", "1/2", None]), _radius(["open", "3", "3"])
    ('All', 'Closed (1 # 2) None', 'Opened (3 # 1) (Some (3 # 1)%Q)')
    """
    if radius in (["all"], ["wrong"]):
        return str(radius[0]).capitalize()
    kind, least, most = radius
    name = {"closed": "Closed", "open": "Opened"}[kind]
    beyond = "None" if most is None else f"(Some {_rational(rational_of(most))}%Q)"
    return f"{name} {_rational(rational_of(least))} {beyond}"


def _rational(value: Fraction) -> str:
    top = str(value.numerator) if value >= 0 else f"({value.numerator})"
    return f"({top} # {value.denominator})"
