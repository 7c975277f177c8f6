"""Synthesis with proof: the exact oracle for regions, and the claims that say that nothing changed."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from constructions.batch import evaluate_many
from constructions.bundle import write_bundle
from constructions.cost import structural_worst
from constructions.dataset import Dataset
from constructions.files import network_bytes, write_whole
from constructions.network import Network, chain
from constructions.synthesis import Limits, Points, Row, behind_projection, one_line, synthesized
from verify.claim import Claim, Equivalent, EquivalentOnBalls, Reference
from verify.domain import Domain
from verify.lanes import Options, dataset_reference, network_reference, prove
from verify.prove.forms import Bound, over_integers
from verify.prove.region import Region, bounds_of, sign_bound
from verify.verdict import Verdict

ORIGINAL = "original.json"
"""The file of the network that was given, in the bundle of the one that was synthesized."""


class RegionGround:
    """All inputs that satisfy constraints, decided by exact linear arithmetic.

    >>> from constructions.network import Form
    >>> ground = RegionGround(1, bounds_of(()))
    >>> ground.sides([(Form.coordinate(0, 1), Fraction(0))], weakly=True)
    [None]
    """

    def __init__(self, width: int, bounds: Items[Bound]) -> None:
        self._region = Region(width, bounds)

    def sides(self, rows: Items[Row], weakly: bool) -> list[bool | None]:
        """Return for each form whether it is >= 0, or < 0 (``weakly``: <= 0), on the whole region; None if neither."""
        found: list[bool | None] = []
        for row in rows:
            form = _value(row)
            decided = self._region.decide(form)
            side = None if decided is None else decided[0]
            if side is None and weakly and self._region.against((form, ">")) is not None:
                side = False
            found.append(side)
        return found

    def best(self, rows: Items[Row]) -> int:
        """Return the middle one of the borders on a line, the first form elsewhere."""
        if self._region.width > 1:
            return 0
        borders = sorted([(-bias / form.weights[0], place) for place, (form, bias) in enumerate(rows)])
        return borders[len(borders) // 2][1]

    def part(self, row: Row, above: bool) -> "RegionGround":
        """Return the part of the region on one side of a form."""
        return RegionGround(self._region.width, [*self._region.bounds, sign_bound(_value(row), above)])


def _value(row: Row) -> dict[int, int]:
    form, bias = row
    value = over_integers(dict(zip(form.indices, form.weights, strict=True)), bias)
    if isinstance(value, int):
        raise AssertionError("a constant form is decided without its region")
    return value


@dataclass(frozen=True, slots=True)
class Costs:
    """Operations per input before or after: at most on any input, at most and in the mean over the data."""

    structural: int
    worst: int | None
    mean: Fraction | None


def costs_of(network: Network, dataset: Dataset | None) -> Costs:
    """Return what a network costs, over the data if there are any."""
    structural = structural_worst(network).total
    if dataset is None:
        return Costs(structural, None, None)
    evaluation = evaluate_many(network, dataset.points)
    return Costs(structural, evaluation.worst(), evaluation.mean(dataset.counts))


def for_domain(network: Network, domain: Domain, limits: Limits) -> Network:
    """Return a conditional network that is equal to a network everywhere on a domain.

    A network that reads its input through one number is synthesized on the line of that number, if the domain is all
    of Q^p. Raises what ``synthesized`` raises.
    """
    projected = behind_projection(network) if not domain else None
    if projected is not None and network.input_width > 1:
        return chain(projected[0], for_domain(projected[1], (), limits))
    tree = one_line(network) if not domain else None
    return tree or synthesized(network, RegionGround(network.input_width, bounds_of(domain)), limits)


def for_data(network: Network, dataset: Dataset, radius: Fraction, limits: Limits) -> Network:
    """Return a conditional network that is equal to a network on the balls around data points.

    Raises what ``synthesized`` raises.
    """
    projected = behind_projection(network)
    if projected is not None and network.input_width > 1:
        first, rest = projected
        (form,), (bias,) = first.weights, first.bias
        places = [(form.at(point) + bias,) for point in dataset.points]
        wide = radius * sum([abs(weight) for weight in form.weights], Fraction(0))
        return chain(first, synthesized(rest, Points(places, wide), limits))
    return synthesized(network, Points(dataset.points, radius), limits)


def certified(
    folder: Path,
    network: Network,
    original: Network,
    dataset: Dataset,
    about: Domain | Fraction,
    options: Options,
    force: bool = False,
) -> tuple[Claim, Verdict]:
    """Write the bundle of a synthesized network with the original beside it, and prove that they are equal.

    Args:
        about: the domain on which they are, or the radius of the balls around the data.

    Raises what ``write_bundle`` and ``prove`` raise.
    """
    bundle = write_bundle(folder, network, dataset, "", force)
    data = network_bytes(original)
    write_whole(folder / ORIGINAL, data)
    other = Reference.to(ORIGINAL, data)
    claim: Claim
    if isinstance(about, Fraction):
        claim = EquivalentOnBalls(network_reference(bundle), other, dataset_reference(bundle), about)
    else:
        claim = Equivalent(network_reference(bundle), other, about)
    return claim, prove(bundle, claim, options)
