"""How near networks come to the least number of comparisons: the least of each kind, and the kinds of a network."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from constructions.files.bundle import write_bundle
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Branch, Concatenate, Identity, Network, Sequence, distinct_nodes
from constructions.model.progress import Progress, silent
from lowerbound.comparisons.depth import least_depth
from lowerbound.comparisons.dichotomies import Gates
from lowerbound.findings import Findings, bound_claim, least_comparisons, of_depth
from verify.claims.comparisons_needed import Leaves
from verify.claims.shared.subject import dataset_reference
from verify.lanes import certify
from verify.verdict import Proved

EFFORT = 5_000
"""How many dichotomies and sets are looked at for the least of a kind: some seconds."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of network: any, or trees whose leaves or gates are restricted.

    Attributes:
        name: how it is called.
        leaves, gates: as ``lower_bounds`` takes them.
    """

    name: str
    leaves: Leaves
    gates: Gates


ANY = Kind("any network", "affine", "oblique")
CONSTANT = Kind("tree with constant leaves", "constant", "oblique")
AXIS = Kind("tree of coordinates with constant leaves", "constant", "axis")
KINDS = (ANY, CONSTANT, AXIS)
"""Each kind is part of the one before it, so that a bound from below holds for what follows."""


@dataclass(frozen=True, slots=True)
class Least:
    """What is known of the least number of comparisons of a kind of network that memorizes the data.

    Attributes:
        kind: the kind of network.
        lower, upper: the least lies between them.
        certified: whether the checker accepted the lower bound.
    """

    kind: Kind
    lower: int
    upper: int
    certified: bool

    def above(self, comparisons: int) -> tuple[int, int]:
        """Return between which numbers the distance of a network of this kind from the least lies.

        >>> Least(ANY, 2, 3, True).above(4)
        (1, 2)
        """
        return comparisons - self.upper, comparisons - self.lower


def kinds_of(network: Network) -> tuple[Kind, ...]:
    """Return the kinds that a network is of: what it computes before its gates may be affine.

    >>> from constructions.model.network import constant
    >>> [len(kinds_of(Branch(form, 2, constant([0], 2), constant([1], 2)))) for form in ([1, 1], [0, 1], [0, 2])]
    [2, 3, 2]
    """
    tree = network
    if isinstance(tree, Sequence) and all([_is_affine(stage) for stage in tree.stages[:-1]]):
        tree = tree.stages[-1]
    nodes = distinct_nodes(tree)
    gates = [node for node in nodes if isinstance(node, Branch)]
    leaves = [node for node in nodes if isinstance(node, Affine) and not any([form.indices for form in node.weights])]
    if len(gates) + len(leaves) < len(nodes):
        return (ANY,)
    coordinates = tree is network and all([gate.normal.weights == (Fraction(1),) for gate in gates])
    return KINDS if coordinates else (ANY, CONSTANT)


def _is_affine(network: Network) -> bool:
    if isinstance(network, Concatenate):
        return all([_is_affine(part) for part in network.parts])
    return isinstance(network, Affine | Identity)


def least_of_kinds(
    dataset: Dataset,
    built: Iterable[tuple[Network, int]],
    kinds: Iterable[Kind] = KINDS,
    progress: Progress = silent,
) -> tuple[Least, ...]:
    """Return the least number of comparisons of each kind, or bounds on it, by searches of some seconds.

    Args:
        dataset: the data.
        built: networks that memorize them, each with the most comparisons that it makes.
        kinds: those that are asked for, in the order of ``KINDS``.
        progress: is told how much was looked at.

    >>> data = Dataset.from_rows([[z] for z in range(6)], [[z % 2] for z in range(6)])
    >>> [(least.lower, least.upper, least.certified) for least in least_of_kinds(data, [])]
    [(2, 2, True), (3, 3, True), (3, 3, True)]
    """
    known = [(comparisons, network, kinds_of(network)) for network, comparisons in built]
    found, lower, certified = list[Least](), 0, False
    for kind in kinds:
        mine = sorted([pair[:2] for pair in known if kind in pair[2]], key=lambda pair: pair[0])
        bounds = _bounds(dataset, kind, mine[0][1] if mine else None, progress)
        upper = min([bounds.upper, *[comparisons for comparisons, _ in mine]])
        if bounds.lower >= lower:
            is_accepted = bounds.lower > 0 and accepted(dataset, kind, bounds)
            certified = is_accepted or (certified and bounds.lower == lower)
            lower = bounds.lower
        found.append(Least(kind, lower, upper, certified))
    return tuple(
        [replace(least, upper=min([one.upper for one in found[number:]])) for number, least in enumerate(found)]
    )


class _EnoughError(Exception):
    """As much was looked at as was allowed."""


def _bounds(dataset: Dataset, kind: Kind, known: Network | None, progress: Progress) -> Findings:
    """Return the bounds of a search that is stopped after a while."""
    looked, told = 0, list[Findings]()

    def counted(done: int, total: int | None) -> None:
        nonlocal looked
        looked += 1
        progress(done, total)
        if looked > EFFORT:
            raise _EnoughError

    if kind == AXIS:
        return of_depth(least_depth(dataset, EFFORT, progress, known=known))
    try:
        return least_comparisons(dataset, kind.leaves, kind.gates, counted, told.append)
    except _EnoughError:
        return told[-1].settled()


def accepted(dataset: Dataset, kind: Kind, found: Findings) -> bool:
    """Return whether the checker accepts the certificate of a lower bound, if there is one.

    Raises:
        LanesDisagree: if it rejects it.

    >>> data = Dataset.from_rows([[0], [1]], [[0], [1]])
    >>> tree = least_depth(data).network
    >>> accepted(data, AXIS, Findings(1, 1, tree, [["labels", 0, 1]]))
    True
    """
    if found.hints is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        bundle = write_bundle(Path(folder) / "bundle", found.network, dataset, "")
        claim = bound_claim(dataset_reference(bundle), found, kind.leaves, kind.gates)
        return isinstance(certify(bundle, claim, found.hints), Proved)
