"""Theorems about balls around data and about domains: two networks, radii, operations, outputs, numbers of paths."""

from typing import Any

from verify.check.dataset import read_point
from verify.check.network import MEASURES, Node
from verify.check.reader import entries, integer, rational
from verify.check.verdict import Malformed, Rejected, shown
from verify.kernel.claimed import (
    BALLS,
    REGIONS,
    Shown,
    Source,
    Theorem,
    fitting,
    labelled,
    narrow,
    on_domain,
    points,
    takes,
    vectors,
)
from verify.kernel.terms import list_terms, network_terms, region_term


def equivalent(source: Source) -> Theorem:
    """Return the theorem that two networks agree on a domain."""
    network, other = _pair(source)
    source.affordable(1, network, other)
    lines, widths = on_domain(source, network)
    lines += [*network_terms(other, "other"), *source.hint_list()]
    holds = (
        f"forall z, length z = {network.inputs}%nat -> inside z domain ->\n"
        "  same (eval (meaning network) z) (eval (meaning other) z)"
    )
    lemma = f"(agree_model {network.inputs} {network.outputs} network other domain hint_list)"
    sentence = f"for every z in the domain: {source.file('network')} and {source.file('other')} give the same output"
    return Theorem(REGIONS, sentence, lines, [*widths, takes(other, "other"), (holds, lemma)])


def equivalent_on_balls(source: Source) -> Theorem:
    """Return the theorem that two networks agree on balls around points."""
    network, other = _pair(source)
    dataset, radius = source.dataset(), _at_least_zero(source.claim["radius"])
    fitting(network, dataset)
    source.affordable(len(dataset.points), network, other)
    lines = [*network_terms(network, "network"), *network_terms(other, "other"), *points(dataset), *source.hint_list()]
    holds = (
        f"forall x, In x data_set -> forall z, within {radius} (rationals x) z ->\n"
        "  same (eval (meaning network) z) (eval (meaning other) z)"
    )
    lemma = f"(balls_model {network.inputs} {network.outputs} network other {radius} data_set hint_list)"
    size, names = len(dataset.points), f"{source.file('network')} and {source.file('other')}"
    sentence = (
        f"within {source.claim['radius']} of all {size} points of {source.file('dataset')}: "
        f"{names} give the same output"
    )
    widths = [takes(network), takes(other, "other"), vectors(size, network.inputs, "data_set"), _radius_shown(radius)]
    return Theorem(BALLS, sentence, lines, [*widths, (holds, lemma)])


def robustly(source: Source) -> Theorem:
    """Return the theorem that the answer is right on balls of one radius."""
    radius = _at_least_zero(source.claim["radius"])
    network, size, lines, widths, says = _targets(source)
    holds = (
        "forall x t, In (x, t) targets ->\n"
        f"  forall z, within {radius} (rationals x) z -> right t (eval (meaning network) z)"
    )
    lemma = f"(ball_model {network.inputs} {network.outputs} network {radius} targets hint_list)"
    sentence = f"within {source.claim['radius']} of all {size} points of {source.file('dataset')}: {says}"
    return Theorem(BALLS, sentence, [*lines, *source.hint_list()], [*widths, _radius_shown(radius), (holds, lemma)])


def with_radii(source: Source) -> Theorem:
    """Return the theorem that every row has its own radius, and that wrong answers are as near as stated."""
    network, size, lines, widths, says = _targets(source)
    radii = entries(source.claim["radii"], "radii", size)
    lines += [
        *list_terms("radii", "radius", [_radius(radius) for radius in radii]),
        *source.hint_list("wrong", (network.inputs, 2 * network.inputs)),
    ]
    holds = (
        "Forall2 (fun row r =>\n"
        "  has_radius (fun z => right (snd row) (eval (meaning network) z)) (rationals (fst row)) r) targets radii"
    )
    lemma = f"(radii_model {network.inputs} {network.outputs} network targets radii hint_list)"
    exact = sum([radius[0] in ("all", "wrong") or radius[1] == radius[2] for radius in radii])
    sentence = (
        f"on the ball stated for each of the {size} points of {source.file('dataset')}: {says}; "
        f"{exact} radii are the largest possible"
    )
    return Theorem(BALLS, sentence, lines, [*widths, (holds, lemma)])


def output_within(source: Source) -> Theorem:
    """Return the theorem that outputs satisfy constraints."""
    network = source.network()
    source.affordable(1, network)
    wanted = source.constraints("outputs", network.outputs)
    if not wanted:
        raise Malformed("outputs must state at least one constraint")
    lines, widths = on_domain(source, network)
    lines += [f"Definition wanted_outputs : list constraint := {region_term(wanted)}.", *source.hint_list()]
    holds = (
        f"forall z, length z = {network.inputs}%nat -> inside z domain ->\n"
        "  inside (eval (meaning network) z) wanted_outputs"
    )
    lemma = f"(within_model {network.inputs} network domain wanted_outputs hint_list)"
    sentence = (
        f"for every z in the domain: the output of {source.file('network')} satisfies "
        f"{len(wanted)} constraint{'' if len(wanted) == 1 else 's'}"
    )
    shapes = [*widths, narrow(network.outputs, "wanted_outputs")]
    return Theorem((*REGIONS, "Within"), sentence, lines, [*shapes, (holds, lemma)])


def paths(source: Source) -> Theorem:
    """Return the theorem that a network has exactly that many feasible paths."""
    network, count = source.network(), integer(source.claim["count"], "count", 0, 10**18)
    source.affordable(1, network)
    lines, widths = on_domain(source, network)
    lines += source.hint_list("path", (network.inputs,))
    holds = f"has_paths (meaning network) {network.inputs} domain {count}"
    lemma = f"(paths_model {network.inputs} network domain {count} hint_list)"
    sentence = f"{source.file('network')} has exactly {count} feasible decision paths over the domain"
    return Theorem((*REGIONS, "Segment", "Paths"), sentence, lines, [*widths, (holds, lemma)])


_MEASURES = {"total": "1 1 1", "additions": "1 0 0", "multiplications": "0 1 0", "comparisons": "0 0 1"}


def operations_at_most(source: Source) -> Theorem:
    """Return the theorem that a network makes so many operations at most, and that many at the point stated."""
    claim, network = source.claim, source.network()
    if type(claim["measure"]) is not str or claim["measure"] not in _MEASURES:
        raise Malformed(f"measure must be one of {', '.join(MEASURES)}, not {shown(claim['measure'])}")
    bound = integer(claim["bound"], "bound", 0, 10**18)
    source.affordable(1, network)
    lines, widths = on_domain(source, network)
    lines += source.hint_list()
    measure = f"(Measure {_MEASURES[claim['measure']]})"
    both = f"{measure} {network.inputs} {network.outputs} network {bound} domain"
    spent = f"weighed {measure} (spent (meaning network)"
    holds = f"forall z, length z = {network.inputs}%nat -> inside z domain -> {spent} z) <= {bound}"
    what = "operations" if claim["measure"] == "total" else claim["measure"]
    sentence = f"for every z in the domain: {source.file('network')} makes at most {bound} {what} on z"
    parts = [*widths, (holds, f"(cheap_model {both} hint_list)")]
    if claim["attained"] is not None:
        *numbers, below = read_point(claim["attained"], "attained", network.inputs, source.files.budget)
        terms = "; ".join([_rational(above, below) for above in numbers])
        lines.append(f"Definition dearest : list Q := [{terms}]%Q.")
        attained = f"length dearest = {network.inputs}%nat /\\ inside dearest domain /\\ {spent} dearest) = {bound}"
        parts.append((attained, f"(attains_model {both} dearest)"))
        sentence += ", and at the point stated exactly that many"
    return Theorem(REGIONS, sentence, lines, parts)


def _pair(source: Source) -> tuple[Node, Node]:
    network, other = source.network(), source.network("other")
    if (network.inputs, network.outputs) != (other.inputs, other.outputs):
        raise Rejected("the two networks differ in their numbers of inputs or outputs")
    return network, other


def _targets(source: Source) -> tuple[Node, int, list[str], list[Shown], str]:
    """Return the network, the number of rows, the definitions of ``network`` and ``targets``, shapes, and the goal."""
    network, dataset = source.network(), source.dataset()
    source.affordable(len(dataset.points), network)
    lines, shapes = labelled(source, network, dataset)
    target = {"as given": "Label (snd row)", "one-hot": f"Label (unit_vector {network.outputs} (snd row))"}
    right = target[source.claim["labels"]] if "labels" in source.claim else "Class (snd row)"
    lines = [
        *network_terms(network, "network"),
        *lines,
        f"Definition targets := map (fun row => (fst row, {right})) data_set.",
    ]
    name = source.file("network")
    says = f"{name} gives the label" if "labels" in source.claim else f"the output of {name} for the label is greatest"
    return network, len(dataset.points), lines, [takes(network), *shapes], says


def _at_least_zero(value: object) -> str:
    """Return a radius of a claim as a term."""
    above, below = rational(value, "radius")
    if above < 0:
        raise Malformed("a radius must be at least 0")
    return _rational(above, below)


def _radius_shown(radius: str) -> Shown:
    return f"(0 <= {radius})%Q", f"(radius_by {radius})"


def _radius(radius: Any) -> str:
    """Return a radius of a claim as a term.

    >>> _radius(["all"]), _radius(["closed", "1/2", None]), _radius(["open", "3", "3"])
    ('All', 'Closed (1 # 2) None', 'Opened (3 # 1) (Some (3 # 1)%Q)')
    """
    if radius in (["all"], ["wrong"]):
        return str(radius[0]).capitalize()
    if type(radius) is not list or len(radius) != 3 or radius[0] not in ("closed", "open"):
        raise Malformed('a radius must be ["all"], ["wrong"] or ["closed" or "open", at least, at most or null]')
    kind, least, most = radius
    right = _at_least_zero(least)
    beyond = "None" if most is None else f"(Some {_at_least_zero(most)}%Q)"
    if kind == "open" and least == "0":
        raise Rejected("an open ball of radius 0 is empty")
    return f"{'Closed' if kind == 'closed' else 'Opened'} {right} {beyond}"


def _rational(above: int, below: int) -> str:
    top = str(above) if above >= 0 else f"({above})"
    return f"({top} # {below})"
