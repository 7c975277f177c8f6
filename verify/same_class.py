"""Synthesis for classes: a cheap conditional network that names the class of a given one near data, with proof."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from constructions.files.bundle import ORIGINAL_FILE, write_bundle
from constructions.files.canonical import network_bytes
from constructions.model.dataset import Dataset
from constructions.model.errors import of_kind
from constructions.model.network import Network, Node
from constructions.synthesis.affine_wires import GateLimits
from constructions.synthesis.box_tree import box_tree
from verify.certificate import Hint
from verify.cheaper import Price, price_on_data
from verify.claims.same_class_on_balls import SameClassOnBalls, classes_of
from verify.claims.shared.base import Allowance, Claim, Sought
from verify.claims.shared.subject import Reference, dataset_reference, network_reference
from verify.domain import checked_radius
from verify.lanes import AS_ALWAYS, Options, prove_sought
from verify.prove.balls.each_point import nearest_others, on_balls
from verify.prove.balls.radii import Radius
from verify.prove.goals import Wanted
from verify.prove.limits import Limits
from verify.prove.prepared import Prepared
from verify.prove.universal import show
from verify.verdict import Verdict

_PARTS = 1024
"""A radius below the one that is asked for is rounded down to such parts of it, so that thresholds stay short."""

_ENOUGH = Allowance()
"""As long as it takes, in this process."""


@dataclass(frozen=True, slots=True)
class SameClass:
    """What a synthesis for classes gives back.

    Attributes:
        network: a tree of comparisons; or the network that was given, where that is cheaper.
        radii: around each point, on which its class is the model's: as asked, or less where the model itself has
            another class within that distance, or could not be shown to have the same in time.
        cut: at how many leaves of the tree gates were used up, and the model stands.
        given, found: what the model and the tree cost over the data.
        kept: whether ``network`` is the model.
        hints: what proves that the model has one class on each ball.
        target: the points, with the model's class for a label.
        model, dataset: what it was made of.
    """

    network: Network
    radii: tuple[Radius, ...]
    cut: int
    given: Price
    found: Price
    kept: bool
    hints: tuple[tuple[Hint, ...], ...]
    target: Dataset
    model: Network
    dataset: Dataset


def synthesize_same_class(
    model: Network,
    dataset: Dataset,
    radius: Fraction = Fraction(0),
    limits: GateLimits | None = None,
    allowance: Allowance = _ENOUGH,
    where: str = "model",
) -> SameClass:
    """Return a conditional network with the class of a model on balls around data points, and not dearer.

    The model's class at a point, its one largest output, is all that is kept: leaves are constant, 1 for that class and
    0 for the others, and gates compare coordinates (``box_tree``). A ball has the radius that is asked for wherever the
    model has one class on it; else the largest on which it has, rounded down. Labels are not read.

    Args:
        radius: of the balls, in the maximum norm, at least 0; 0: the points alone.
        allowance: for the search of each radius.
        where: what messages call the model.

    Raises:
        BadInput: if the radius is negative, or the model names no class at some point.

    >>> from constructions.model.network import Affine
    >>> model = Affine([[1], [-1]], [0, 3])
    >>> data = Dataset.from_rows([[0], [1], [2]], [[0], [0], [0]])
    >>> found = synthesize_same_class(model, data, Fraction(1))
    >>> found.network.threshold, [str(radius.least) for radius in found.radii]
    (Fraction(3, 2), ['1', '511/1024', '511/1024'])
    """
    of_kind(Node, "a network", model=model)
    of_kind(Dataset, "a Dataset", dataset=dataset)
    radius = checked_radius(radius)
    limits = GateLimits() if limits is None else limits
    target = classes_of(model, dataset, where)
    radii, hints = _balls_of_one_class(model, target, radius, allowance)
    sizes = [ball.least or Fraction(0) for ball in radii]
    classes = [label.numerator for (label,) in target.labels]
    tree = box_tree(dataset.points, sizes, classes, model, limits)
    given, found = price_on_data(model, dataset, "worst"), price_on_data(tree, dataset, "worst")
    kept = found.numbers > given.numbers
    cut = 0 if kept else limits.cut
    return SameClass(model if kept else tree, radii, cut, given, found, kept, hints, target, model, dataset)


def _balls_of_one_class(
    model: Network, target: Dataset, radius: Fraction, allowance: Allowance
) -> tuple[tuple[Radius, ...], tuple[tuple[Hint, ...], ...]]:
    """Return closed balls on which the model has the class that it has at each point, and hints that show it."""
    if not radius:
        return (Radius("closed", radius),) * target.size, ((),) * target.size
    wanted = [Wanted("exceeds", label) for label in target.labels]
    files, limits = (network_bytes(model),), (allowance.seconds, allowance.paths, allowance.method)
    others, progress, kept = nearest_others(target), allowance.progress, allowance.journal
    search = limits, allowance.workers
    found = on_balls(files, target.points, wanted, [None] * target.size, *search, progress, others, radius, kept)
    radii = [_rounded(item.radius, radius) for item in found]
    hints = [tuple([hint for hint in item.hints if hint[0] != "wrong"]) for item in found]
    changed = [
        number
        for number, item in enumerate(found)
        if item.radius is None or replace(item.radius, most=None) != radii[number]
    ]
    points = [target.points[number] for number in changed]
    balls = [radii[number] for number in changed]
    if changed:

        def further(done: int, _total: int | None) -> None:
            progress(target.size + done, target.size + len(changed))

        again = on_balls(files, points, [wanted[number] for number in changed], balls, *search, further, journal=kept)
        for number, item in zip(changed, again, strict=True):
            if item.stopped or item.fails is not None:
                radii[number] = Radius("closed", Fraction(0))
            hints[number] = item.hints
    return tuple(radii), tuple(hints)


def _rounded(found: Radius | None, asked: Fraction) -> Radius:
    """Return a closed ball within the one that was found, its radius so many parts of the one that was asked for."""
    if found is None or found.least is None:
        return Radius("closed", Fraction(0))
    parts = found.least * _PARTS / asked
    whole = parts.__ceil__() - 1 if found.kind == "open" else parts.__floor__()
    return Radius("closed", whole * asked / _PARTS)


def _proof(found: SameClass) -> list[Hint] | None:
    """Return the hints of both networks side by side: the tree's, then the model's; None if they must be sought.

    A tree whose gates meet no ball splits no region, so that the model's hints stand as they were found; and constant
    leaves need no hint for their goals, which come behind the decisions of both.
    """
    if found.kept or found.cut:
        return None
    target = found.target
    program, hints = Prepared(found.network), list[Hint]()
    for point, (label,), ball, rest in zip(target.points, target.labels, found.radii, found.hints, strict=True):
        if ball.least == 0:
            continue
        own = show(program, ball.bounds(point), Wanted("exceeds", (label,)).goals(), Limits())
        if any([hint[0] == "split" for hint in own]):
            return None
        hints += [*own, *rest]
    return hints


def prove_same_class(
    folder: str | Path,
    found: SameClass,
    options: Options = AS_ALWAYS,
    force: bool = False,
    table: str = "",
) -> tuple[Claim, Verdict]:
    """Write the bundle of what was found with the model beside it, and prove that they have the same class.

    Raises what ``write_bundle`` and ``prove`` raise.

    >>> from tempfile import TemporaryDirectory
    >>> from constructions.model.network import Affine
    >>> model, data = Affine([[1], [-1]], [0, 3]), Dataset.from_rows([[0], [2]], [[0], [0]])
    >>> found = synthesize_same_class(model, data, Fraction(1, 4), GateLimits(), Allowance())
    >>> with TemporaryDirectory() as folder:
    ...     _, verdict = prove_same_class(Path(folder) / "tree", found, Options(lane="certificate"))
    ...     type(verdict).__name__
    'Proved'
    """
    of_kind(SameClass, "what synthesize_same_class returns", found=found)
    bundle = write_bundle(folder, found.network, found.dataset, table, force)
    data = network_bytes(found.model)
    other = Reference.to(ORIGINAL_FILE, data)
    claim = SameClassOnBalls(network_reference(bundle), other, dataset_reference(bundle), found.radii)
    return prove_sought(bundle, Sought(claim, _proof(found), {ORIGINAL_FILE: (found.model, data)}), options)
