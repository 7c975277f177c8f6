"""What is found out about a data set: bounds from below, networks that attain them, and certificates of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from math import comb
from typing import Any, get_args

from constructions.conditional.axis_tree import axis_tree
from constructions.conditional.oblique_tree import oblique_tree
from constructions.conditional.search_tree import search_tree
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import of_kind, one_of
from constructions.model.network import Network
from constructions.model.nouns import count_of
from constructions.model.progress import Progress, silent
from constructions.model.rational import different, in_hundredths
from lowerbound.bounds.formulas import SEARCHED, Bound, counting_bound, entropy_bound, log2_up, product_bound
from lowerbound.bounds.generic import generic_bounds
from lowerbound.bounds.without_gates import bound_without_gates
from lowerbound.comparisons.affine_leaves import least_affine_depth
from lowerbound.comparisons.cases import Cases, TooManyError
from lowerbound.comparisons.depth import QUICK, Depth, least_depth, unheard
from lowerbound.comparisons.dichotomies import Gates, covers_number
from lowerbound.comparisons.hyperplanes import least_by_hyperplanes
from lowerbound.comparisons.means import Mean, check_mean, least_mean
from lowerbound.comparisons.minimum import MOST_POINTS, Minimum, Refuted, is_searched, need
from lowerbound.comparisons.pieces import least_operations, least_pieces
from lowerbound.comparisons.powers import refutation_by_powers
from lowerbound.comparisons.refutation import refutation
from lowerbound.comparisons.subsets import Subsets
from lowerbound.operations import least_operations as operations
from verify.certificate import Hint
from verify.claims.comparisons_needed import ComparisonsNeeded, Leaves
from verify.claims.depth_needed import DepthNeeded
from verify.claims.mean_needed import MeanNeeded
from verify.claims.operations_needed import OperationsNeeded
from verify.claims.shared.base import Claim
from verify.claims.shared.subject import Reference
from verify.claims.units_needed import UnitsNeeded
from verify.prove.work import ALONE, Workers

MOST_TUPLES = 300_000
"""How many sets of p + 2 points are looked at for general position: some seconds."""

FEW_POINTS, MOST_CASES, MOST_WIDTH = 24, 20_000, 5
"""Beyond so many points cases come before all subsets, with so many programs; if there are more, in few coordinates."""


@dataclass(slots=True)
class Findings:
    """The least comparisons of a data set, or bounds on them.

    Attributes:
        lower, upper: the least worst-case number of comparisons lies between them.
        network: a network that memorizes the data with ``upper`` comparisons on every point.
        hints: the certificate of ``lower``, of the claim that ``bound_claim`` returns; None if there is none, or if
            it is 0.
        prove: writes those hints, where the search was not at its end.
        operations: so many operations of all kinds are needed, and the claim *operations needed* says so without hints.
        units: so many units of one hidden layer are needed, in the same way.
        mean: the least mean of comparisons over the rows, if it was searched for, with the certificate of its claim.
        bounds: further bounds by formula.
        facts: other numbers, as name and text.
    """

    lower: int
    upper: int
    network: Network
    hints: list[Hint] | None = field(repr=False)
    bounds: list[Bound] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    prove: Callable[[], list[Hint] | None] | None = None
    operations: int = 0
    units: int = 0
    mean: Mean | None = None

    @property
    def doubt(self) -> str:
        """What is said behind the lower bound: nothing, if it has a certificate, or ``prove`` writes one."""
        return f" ({SEARCHED})" if self.lower and self.hints is None and self.prove is None else ""

    def how(self, bound: Bound) -> str:
        """Return how a further bound is known: nothing, if the certificate of the least number shows as much."""
        implied = bound.what == "comparisons" and self.hints is not None and int(bound.value) <= self.lower
        return "" if implied else bound.how

    def settled(self) -> Findings:
        """Return what was found on the way with the certificate of its lower bound."""
        return self if self.prove is None else replace(self, hints=self.prove(), prove=None)


Heard = Callable[[Findings], None]
"""Is told the bounds whenever one of them has moved."""


def lower_bounds(
    dataset: Dataset,
    leaves: Leaves = "affine",
    gates: Gates = "oblique",
    mean: bool = False,
    progress: Progress = silent,
    heard: Heard = unheard,
    start: Depth | None = None,
    workers: Workers = ALONE,
) -> Findings:
    """Return what is known about a data set: exact on a line and for few points, else bounds.

    Args:
        leaves: ``"affine"``: every network of the model; ``"constant"``: only trees with constant leaves.
        gates: ``"oblique"``: any; ``"axis"``: only tests of single coordinates.
        mean: whether the least mean is searched for, too.
        heard: is told the bounds on the way.
        start: for tests of coordinates with constant leaves: what an earlier search has shown.
        workers: share the search among all subsets, where any test may be used; what is found does not depend on them.

    Raises:
        BadInput: if there are no such leaves or gates, or the mean is asked for more than 16 points.

    theory, Theorems 33 to 43; on a line Theorem 30.

    >>> found = lower_bounds(Dataset.from_rows([[z] for z in range(6)], [[z % 2] for z in range(6)]))
    >>> found.lower, found.upper
    (2, 2)
    """
    of_kind(Dataset, "a Dataset", dataset=dataset)
    one_of("kind of leaves", leaves, get_args(Leaves))
    one_of("kind of gates", gates, get_args(Gates))
    if mean:
        check_mean(dataset)  # before the search, which can take long
    found = least_comparisons(dataset, leaves, gates, progress, heard, start, workers)
    if leaves == "affine" and gates == "oblique":
        found.facts += _all_operations(dataset, found)
    if mean:
        found.mean = least_mean(Subsets(dataset, leaves, gates), progress)
        least = found.mean.comparisons
        doubt = f", {SEARCHED}" if least and found.mean.hints is None else ""
        near = "" if least.denominator == 1 else f" (about {in_hundredths(least)})"
        found.facts.append(("least mean of comparisons over the rows", f"{least}{near}{doubt}"))
    further = [product_bound(dataset), entropy_bound(dataset) if leaves == "constant" else None]
    if leaves == "affine" and gates == "oblique":
        further += [bound_without_gates(dataset.size, dataset.width, _labels(dataset)), *generic_bounds(dataset)]
    found.bounds += [bound for bound in further if bound is not None]
    return found


def least_comparisons(
    dataset: Dataset,
    leaves: Leaves = "affine",
    gates: Gates = "oblique",
    progress: Progress = silent,
    heard: Heard = unheard,
    start: Depth | None = None,
    workers: Workers = ALONE,
) -> Findings:
    """Return the least number of comparisons alone, or bounds on it, as ``lower_bounds`` does with these arguments.

    >>> found = least_comparisons(Dataset.from_rows([[z] for z in range(6)], [[z % 2] for z in range(6)]))
    >>> found.lower, found.facts
    (2, [('least number of affine pieces K', '3')])
    """
    if dataset.width == 1 and (leaves, gates) != ("constant", "axis"):
        found = _on_a_line(dataset, leaves)
    elif gates == "axis":
        found = _deep(dataset, leaves, progress, heard, start)
    elif leaves == "constant":
        found = _by_cases(dataset, progress, heard)
    elif is_searched(dataset):
        found = _searched(dataset, progress, heard, workers)
    else:
        found = _bounded(dataset, progress, heard)
    heard(found)
    return found


def _labels(dataset: Dataset) -> int:
    """Return how many labels a labelling may choose from: those that occur, two if they have several numbers."""
    return max(2, len(different(dataset.labels))) if dataset.label_width == 1 else 2


def _on_a_line(dataset: Dataset, leaves: Leaves) -> Findings:
    pieces = least_pieces(dataset, leaves)
    count = log2_up(pieces)
    network = search_tree(dataset, leaves).network
    facts = [(f"least number of {leaves} pieces K", f"{pieces:,}")]
    bound = Bound("comparisons", count, f"ceil(log2 {pieces})", "Theorem 30")
    return Findings(count, count, network, [["pieces"]] if count else None, [bound] if count else [], facts)


def _searched(dataset: Dataset, progress: Progress, heard: Heard, workers: Workers) -> Findings:
    """Return the least number for affine leaves and any gates, by a search among all subsets."""
    tree = search_tree(dataset, "affine").network
    upper = structural_worst(tree).comparisons
    least, powers = refutation_by_powers(dataset)
    known = Findings(least, upper, tree, powers or None)
    heard(known)
    subsets = Subsets(dataset, progress=progress, workers=workers)
    by_cases = dataset.size > FEW_POINTS and not subsets.general
    if by_cases:
        known = _climbed(Cases(dataset, "affine", MOST_CASES, progress), known, heard)
        heard(known)

    def proof(minimum: Minimum) -> list[Hint] | None:
        if minimum.comparisons <= known.lower:
            return known.hints
        return refutation(subsets, minimum, workers)

    def moved(lower: int, refuted: tuple[Refuted, ...]) -> None:
        prove = partial(proof, Minimum(lower, tree, refuted))
        heard(Findings(lower, max(lower, upper), tree, None, prove=prove))

    minimum, hints = Minimum(known.lower, known.network, ()), known.hints
    if not by_cases or known.lower < known.upper:
        minimum = need(subsets, progress, moved, known.lower)
        hints = proof(minimum)
    most = covers_number(dataset.size, dataset.width)
    facts = [("dichotomies, linear", f"{2 * len(subsets.splits) + 2:,} (in general position {most:,})")]
    least, bound = minimum.comparisons, counting_bound(dataset.size, subsets.largest())
    return Findings(least, least, minimum.network, hints, [bound] if bound.value else [], facts)


def bound_claims(data: Reference, found: Findings, leaves: Leaves, gates: Gates) -> list[tuple[Claim, list[Hint]]]:
    """Return the claims that lower bounds are, where they have certificates, and those.

    >>> line = Dataset.from_rows([[2], [3]], [[0], [1]])
    >>> claims = bound_claims(Reference("dataset.json", ""), lower_bounds(line), "affine", "oblique")
    >>> [(claim.kind, hints) for claim, hints in claims]
    [('operations needed', [])]
    """
    claims: list[tuple[Claim, list[Hint]]] = []
    if found.hints is not None:
        claims.append((bound_claim(data, found, leaves, gates), found.hints))
    if found.mean is not None and found.mean.hints is not None:
        claims.append((MeanNeeded(data, found.mean.comparisons, gates, leaves), found.mean.hints))
    counted = ((OperationsNeeded, found.operations), (UnitsNeeded, found.units))
    return [*claims, *[(kind(data, count), []) for kind, count in counted if count]]


def bound_claim(data: Reference, found: Findings, leaves: Leaves, gates: Gates) -> ComparisonsNeeded | DepthNeeded:
    """Return the claim that a lower bound is, where it has a certificate; pieces of a line bound every network.

    >>> line = Dataset.from_rows([[z] for z in range(6)], [[z % 2] for z in range(6)])
    >>> bound_claim(Reference("dataset.json", ""), least_comparisons(line, "constant"), "constant", "oblique").kind
    'comparisons needed with constant leaves'
    """
    if gates == "axis" and found.hints != [["pieces"]]:
        return DepthNeeded(data, found.lower, leaves)
    return ComparisonsNeeded(data, found.lower, leaves)


def of_depth(depth: Depth) -> Findings:
    """Return bounds on the least depth as what is found out about the data.

    >>> of_depth(least_depth(Dataset.from_rows([[0], [1]], [[0], [1]]))).hints
    [['labels', 0, 1]]
    """
    return Findings(depth.lower, depth.upper, depth.network, depth.hints or None)


def _deep(dataset: Dataset, leaves: Leaves, progress: Progress, heard: Heard, start: Depth | None) -> Findings:
    def told(depth: Depth) -> None:
        heard(of_depth(depth))

    if leaves == "affine":
        return of_depth(least_affine_depth(dataset, progress=progress, heard=told))
    return of_depth(least_depth(dataset, progress=progress, heard=told, start=start))


def _bounded(dataset: Dataset, progress: Progress, heard: Heard) -> Findings:
    """Return bounds for many points: counting in general position, else the best of some small parts of the data."""
    trees = (search_tree(dataset, "affine"), axis_tree(dataset, QUICK), oblique_tree(dataset))
    tree = min(trees, key=lambda built: built.promise.comparisons)
    upper, size, width = tree.promise.comparisons, dataset.size, dataset.width
    heard(Findings(0, upper, tree.network, None))
    if comb(size, width + 2) <= MOST_TUPLES and Subsets(dataset, splits=[], most_tuples=MOST_TUPLES).general:
        bound = counting_bound(size, width + 1)
        count = int(bound.value)
        shown: list[Hint] | None = [["count", (1 << size) - 1]] if count else None
        return Findings(count, upper, tree.network, shown, [bound] if count else [])
    count, hints = refutation_by_powers(dataset)
    heard(Findings(count, upper, tree.network, hints or None))
    upper, better = least_by_hyperplanes(dataset, count, upper, "affine", progress)
    network = better or tree.network
    heard(Findings(count, upper, network, hints or None))
    facts = [("lower bound", "from products, and from cases; all subsets are too many")]
    found = Findings(count, upper, network, hints or None, [], facts)
    return _climbed(Cases(dataset, "affine", progress=progress), found, heard) if width <= MOST_WIDTH else found


def _climbed(search: Cases, found: Findings, heard: Heard) -> Findings:
    """Return bounds after a search by cases, from the lower bound upward as far as it goes."""
    try:
        while found.lower < found.upper:
            heard(found)
            network = search.tree(found.lower)
            if network is not None:
                return replace(found, upper=found.lower, network=network)
            found = replace(found, lower=found.lower + 1, hints=search.hints_against(found.lower))
    except TooManyError:
        ended = f"ends after {count_of(search.most, 'linear program')}, as many as it may solve"
        found = replace(found, facts=[*found.facts, ("the search by cases", ended)])
    return found


def _by_cases(dataset: Dataset, progress: Progress, heard: Heard) -> Findings:
    """Return bounds for constant leaves: by cases as far as they go, then from above by hyperplanes, or all subsets."""
    labels = len(different(dataset.labels))
    bounds = [Bound("comparisons", log2_up(labels), f"ceil(log2 {labels}), labels of constant leaves", "Theorem 32b")]
    trees = (search_tree(dataset, "constant"), axis_tree(dataset, QUICK))
    tree = min(trees, key=lambda built: built.promise.comparisons)
    found = Findings(0, tree.promise.comparisons, tree.network, None, bounds)
    found = _climbed(Cases(dataset, "constant", progress=progress), found, heard)
    heard(found)
    if found.lower < found.upper and is_searched(dataset):
        minimum = need(Subsets(dataset, "constant", progress=progress), progress, least=found.lower)
        hints = found.hints if minimum.comparisons == found.lower else None
        return replace(
            found, lower=minimum.comparisons, upper=minimum.comparisons, network=minimum.network, hints=hints, facts=[]
        )
    lower, powers = refutation_by_powers(dataset)  # of any network, and of such trees among them
    if found.lower < lower:
        found = replace(found, lower=lower, hints=powers)
    upper, better = least_by_hyperplanes(dataset, found.lower, found.upper, "constant", progress)
    return replace(found, upper=upper, network=better or found.network)


def _all_operations(dataset: Dataset, found: Findings) -> list[tuple[str, str]]:
    """Return T(D) or bounds on it, and the depth of trees that test coordinates and have constant leaves."""
    facts = list[tuple[str, str]]()
    tree = axis_tree(dataset).network
    if dataset.width == 1 and dataset.label_width == 1:
        found.operations = least_operations(dataset).operations
        facts.append(("all operations: T(D)", str(found.operations)))
    elif dataset.size <= operations.MOST_POINTS and dataset.width <= operations.MOST_WIDTH:
        search = operations.operations_needed(dataset)
        facts.append(("all operations: T(D)", _known(search.lower, search.upper, ": not known")))
    else:
        networks = (found.network, search_tree(dataset, "constant").network, tree)
        upper = min([structural_worst(network).total for network in networks])
        facts.append(("all operations: T(D)", _known(found.lower, upper, ": not known")))
    depth = f"at most {structural_worst(tree).comparisons}, {SEARCHED}"
    if dataset.size <= MOST_POINTS:
        least = least_depth(dataset)
        depth = _known(least.lower, least.upper)
    return [*facts, ("depth with tests of coordinates, constant leaves", depth)]


def _known(lower: int, upper: int, end: str = "") -> str:
    """Return a number that a search has found, or what it lies between."""
    return f"{lower}, {SEARCHED}" if lower == upper else f"between {lower} and {upper}, {SEARCHED}{end}"


def findings_text(dataset: Dataset, found: Findings, leaves: Leaves, gates: Gates, kept: str = "") -> str:
    """Return what is found out in words, a line each; ``kept`` says where it is written, behind what the data are."""
    of_any = (leaves, gates) == ("affine", "oblique")
    which = "every network" if of_any else f"every tree ({leaves} leaves, {gates} gates)"
    lines = [f"{count_of(dataset.size, 'point')} of Q^{dataset.width}{kept}"]
    least = (
        f"{which} that memorizes them makes at least {count_of(found.lower, 'comparison')} on one of them{found.doubt}"
    )
    most = f"one makes no more than {found.upper} on any: the least number is"
    if found.lower == found.upper:
        lines += [least, f"and {most} {found.upper}"]
    else:
        lines += [f"{least};", f"{most} not known"]
    lines += [f"  {name}: {text}" for name, text in found.facts]
    for bound in found.bounds:
        how = found.how(bound)
        known = f", {how}" if how else ""
        lines.append(f"  {bound.what} >= {bound.value}: {bound.formula} ({bound.source}){known}")
    counted = max([int(bound.value) for bound in found.bounds if bound.what == "comparisons"], default=0)
    told = ("every", "cases", "labels", "ranges", "sides", "powers")
    if found.hints and found.hints[-1][0] in told and found.lower > counted:
        steps = count_of(len(found.hints), "step")
        where = "" if kept else ", which -o writes"
        lines.append(f"  {found.lower}: fewer are refuted, in {steps} of a certificate{where}")
    return "\n".join(lines)


def findings_json(found: Findings) -> dict[str, Any]:
    """Return findings for ``say_json``."""
    return {
        "least_comparisons": {"lower": found.lower, "upper": found.upper},
        "bounds": [replace(bound, how=found.how(bound) or "certified") for bound in found.bounds],
        "facts": dict(found.facts),
        "certified": found.hints is not None,
    }
