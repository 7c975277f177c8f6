"""Synthesis with proof: the exact oracle for regions, and the claims that say that nothing changed."""

from __future__ import annotations

from collections.abc import Sequence as Items
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from constructions.files.bundle import ORIGINAL_FILE, write_bundle
from constructions.files.canonical import network_bytes
from constructions.geometry.projection import separating_projection
from constructions.model.answers import Errors, Score, errors_of, names_classes, score
from constructions.model.batch import evaluate_many
from constructions.model.brief import Brief
from constructions.model.cost import size_of, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, at_least, of_kind, one_of
from constructions.model.network import Affine, Form, Network, Node, Sequence, chain
from constructions.model.progress import NEVER, Deadline, Progress, silent
from constructions.synthesis.affine_wires import GateLimits, IntegerForm
from constructions.synthesis.inputs import Decision, Inputs, Points
from constructions.synthesis.layer_by_layer import by_layers
from constructions.synthesis.one_input import Place, Target, Wanted, on_line, rebalanced
from constructions.synthesis.partial_evaluation import synthesized
from verify.cheaper import Price, price_on_data, prices_on_domain
from verify.claims.equivalent import Equivalent
from verify.claims.equivalent_on_balls import EquivalentOnBalls
from verify.claims.shared.base import Claim, Sought
from verify.claims.shared.subject import Reference, dataset_reference, network_reference
from verify.domain import Domain, check_possible, check_width, checked_radius
from verify.lanes import AS_ALWAYS, Options, prove_sought
from verify.prove.integer_forms import CONSTANT, Bound, primitive
from verify.prove.region import Region, bounds_of, sign_bound
from verify.verdict import Verdict


class RegionInputs:
    """All inputs that satisfy constraints, decided by exact linear arithmetic.

    >>> inputs = RegionInputs(1, bounds_of(()))
    >>> inputs.sides([[1, 0]], weakly=True)
    [None]
    """

    def __init__(self, width: int, bounds: Items[Bound]) -> None:
        self._region = Region(width, bounds)

    def sides(self, rows: Items[IntegerForm], weakly: bool) -> list[bool | None]:
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

    def test(self, rows: Items[IntegerForm]) -> Decision:
        """Return the first unit's test."""
        return Decision(rows[0], 0)

    def part(self, row: IntegerForm, above: bool) -> RegionInputs:
        """Return the part of the region on one side of a form."""
        return RegionInputs(self._region.width, [*self._region.bounds, sign_bound(_value(row), above)])

    def share(self, gates: int, other: Inputs) -> int:
        """Return all gates: the other side has what is left."""
        return gates


def _value(row: IntegerForm) -> dict[int, int]:
    *weights, bias = row
    return primitive({place: weight for place, weight in enumerate(weights) if weight} | {CONSTANT: bias})


@dataclass(frozen=True, slots=True)
class Costs:
    """Operations per input: at most on any input, at most and in the mean over the data; numbers that are stored; right
    labels; and, where the answers are values, how far they are from the labels."""

    structural: int
    parameters: int
    worst: int | None
    mean: Fraction | None
    score: Score | None
    errors: Errors | None = None


def costs_of(network: Network, dataset: Dataset | None) -> Costs:
    """Return what a network costs and how many rows have their label, over the data if there are any."""
    structural, parameters = structural_worst(network).total, size_of(network).parameters
    if dataset is None:
        return Costs(structural, parameters, None, None, None)
    evaluation = evaluate_many(network, dataset.points)
    right = score(network, evaluation.outputs, dataset, dataset.counts)
    are_values = not names_classes(network, dataset) and network.output_width == dataset.label_width
    errors = errors_of(evaluation.outputs, dataset) if are_values else None
    return Costs(structural, parameters, evaluation.worst(), evaluation.mean(dataset.counts), right, errors)


GateKind: TypeAlias = Literal["units", "layers", "zeros", "coordinates", "projection"]
"""What gates test: the network's units as forms of the input; its units as it computes them; the same without knowing
their signs on the data; single coordinates; one projection of the data."""

GATE_KINDS: tuple[GateKind, ...] = get_args(GateKind)


@dataclass(frozen=True, slots=True, repr=False)
class Choice(Brief):
    """What a synthesis for data shall look like.

    Attributes:
        gates: what gates test; None: whichever comes out cheapest.
        target: what is to be small, the operations of the worst data point or of the mean one.
        most_gates: how many gates there may be.
        progress: called with the number of gates so far.
        deadline: when what is left is left as it is.

    Raises:
        BadInput: if there are no such gates, no such target, or fewer than 0 gates.
        TypeError: if the number of gates is no integer.

    >>> Choice("coordinates", "mean").most_gates
    100000
    """

    gates: GateKind | None = None
    target: Target = "worst"
    most_gates: int = 100_000
    progress: Progress = silent
    deadline: Deadline = NEVER

    def __post_init__(self) -> None:
        if self.gates is not None:
            one_of("kind of gates", self.gates, GATE_KINDS)
        one_of("target", self.target, get_args(Target))
        at_least(0, most_gates=self.most_gates)


@dataclass(frozen=True, slots=True)
class Synthesized:
    """What a synthesis gives back: a conditional network, or the network that was given, where that is cheaper.

    Attributes:
        network: the network.
        gates: the kind of gates that it has, or that was tried.
        cut: at how many places gates or time were used up.
        given, found: what the network that was given and the one that was synthesized cost, the same notion; None on a
            domain that is empty.
        kept: whether ``network`` is the one that was given, since the other one is dearer or the domain is empty.
        late: whether it was time that was used up.
    """

    network: Network
    gates: GateKind
    cut: int
    given: Price | None = None
    found: Price | None = None
    kept: bool = False
    late: bool = False


def behind_projection(network: Network) -> tuple[Affine, Network] | None:
    """Return the first map and the rest of a network that reads its input through one number alone; else None.

    >>> from constructions.model.network import Relu
    >>> behind_projection(Sequence((Affine([[1, 2]], [0]), Relu(1))))
    (Affine(2 -> 1), Relu(1 -> 1))
    """
    match network:
        case Sequence(stages=(Affine() as first, *rest)) if first.output_width == 1 and rest:
            return first, chain(*rest)
        case _:
            return None


def synthesize_for_domain(network: Network, domain: Domain = (), limits: GateLimits | None = None) -> Synthesized:
    """Return a conditional network that is equal to a network everywhere on a domain, and not dearer there.

    Dearer is what takes more operations on its dearest input of the domain (``prices_on_domain``); then, and on a
    domain that is empty, the network that was given is returned.

    A network that reads its input through one number is synthesized on the line of that number, if the domain is all
    of Q^p (theory, Theorems 50 and 51).

    Raises:
        BadInput: if the domain is about other than the network's inputs, two of its constraints contradict each other,
            or gates nest too deeply.

    >>> from constructions.model.cost import structural_worst
    >>> from constructions.model.network import Relu
    >>> hinges = Sequence((Affine([[1]] * 7, range(7)), Relu(7), Affine([[1] * 7], [0])))
    >>> tree = synthesize_for_domain(hinges).network
    >>> structural_worst(hinges).total, structural_worst(tree).total
    (19, 5)
    """
    of_kind(Node, "a network", network=network)
    limits = GateLimits() if limits is None else limits
    check_width("domain", domain, network.input_width, "the network takes")
    check_possible(domain)
    if Region(network.input_width, bounds_of(domain)).empty() is not None:
        return Synthesized(network, "units", 0, kept=True)
    tree = _on_domain(network, domain, limits)
    prices = prices_on_domain(network, tree, domain, limits.deadline)
    return _not_dearer(network, Synthesized(tree, "units", limits.cut, *prices, late=limits.late))


def _not_dearer(network: Network, result: Synthesized) -> Synthesized:
    """Return a result, or the network that was given if what was found costs more."""
    given, found = result.given, result.found
    if given is None or found is None or found.numbers <= given.numbers:
        return result
    return replace(result, network=network, cut=0, kept=True)


def _on_domain(network: Network, domain: Domain, limits: GateLimits) -> Network:
    projected = behind_projection(network) if not domain else None
    if projected is not None and network.input_width > 1:
        return chain(projected[0], _on_domain(projected[1], (), limits))
    tree = on_line(network, [_interval(domain)], "worst", limits) if network.input_width == 1 else None
    if tree is None:
        tree = synthesized(network, RegionInputs(network.input_width, bounds_of(domain)), limits)
    return tree


def _interval(domain: Domain) -> Wanted:
    """Return the interval of a domain on the line; an end belongs to it if it satisfies all constraints."""
    low, high = Region(1, bounds_of(domain)).extent(0)
    first, last = [end is not None and all([atom.holds((end,)) for atom in domain]) for end in (low, high)]
    return Wanted(Place(low, low is not None and not first), None if high is None else Place(high, last))


def synthesize_for_data(
    network: Network, dataset: Dataset, radius: Fraction = Fraction(0), choice: Choice = Choice()
) -> Synthesized:
    """Return a conditional network that is equal to a network on the balls around data points, and not dearer.

    Dearer is what takes more operations over the data, in the target of the choice first (``price_on_data``; with a
    radius, too, the points themselves are counted); then the network that was given is returned.

    Behind each gate stands the network's own affine map; labels are not read (theory, Theorems 52 and 53).

    Args:
        radius: of the balls, in the maximum norm, at least 0; 0: the points alone.

    Raises:
        BadInput: if the radius is negative, gates nest too deeply, or if units are to be computed layer by layer and
            the radius is not 0.

    >>> from constructions.catalogue import build
    >>> from constructions.model.cost import structural_worst
    >>> data = Dataset.from_rows([[z] for z in range(8)], [[z % 2] for z in range(8)])
    >>> network = build("interpolation", data)[1].network
    >>> tree = synthesize_for_data(network, data).network
    >>> structural_worst(network).total, structural_worst(tree).total
    (25, 3)
    """
    of_kind(Node, "a network", network=network)
    of_kind(Dataset, "a Dataset", dataset=dataset)
    radius = checked_radius(radius)
    kinds = _kinds(network, radius) if choice.gates is None else (choice.gates,)
    results: list[Synthesized] = []
    refused: list[BadInput] = []
    given = price_on_data(network, dataset, choice.target)
    for kind in kinds:
        try:
            result = _with_gates(kind, network, dataset, radius, choice)
            found = price_on_data(result.network, dataset, choice.target)
            results.append(replace(result, given=given, found=found))
        except BadInput as error:
            refused.append(error)
    if not results:
        raise refused[-1]
    return _not_dearer(network, min(results, key=_found))


def _found(result: Synthesized) -> tuple[Fraction, ...]:
    return () if result.found is None else result.found.numbers


def _kinds(network: Network, radius: Fraction) -> tuple[GateKind, ...]:
    """Return the kinds of gates that are tried where none is asked for."""
    line = network.input_width == 1
    forms: tuple[GateKind, ...] = ("units",) if line else ("units", "coordinates", "projection")
    return forms if radius else (*forms, "layers")


def _with_gates(kind: GateKind, network: Network, dataset: Dataset, radius: Fraction, choice: Choice) -> Synthesized:
    limits = GateLimits(choice.most_gates, choice.progress, choice.deadline)
    if kind not in ("layers", "zeros") and network.input_width == 1:
        kind = "units"  # on a line all of them compare z with a constant
    if kind in ("layers", "zeros"):
        if radius:
            raise BadInput(f"gates of kind {kind} keep the answers at the data points alone: the radius must be 0")
        found = by_layers(network, Points(dataset.points), limits, fold=kind == "layers")
    elif kind == "units":
        found = _by_units(network, dataset, radius, choice.target, limits)
    elif kind == "coordinates":
        radii = [radius] * dataset.width
        found = synthesized(network, Points(dataset.points, radii, range(dataset.width)), limits)
    elif kind == "projection":
        found = _by_projection(network, dataset, radius, choice.target, limits)
    return Synthesized(found, kind, limits.cut, late=limits.late)


def _by_units(network: Network, dataset: Dataset, radius: Fraction, target: Target, limits: GateLimits) -> Network:
    projected = behind_projection(network)
    if projected is None and network.input_width > 1:
        return synthesized(network, Points(dataset.points, [radius] * dataset.width), limits)
    first, rest = projected if projected is not None and network.input_width > 1 else (None, network)
    places, wide = [point[0] for point in dataset.points], radius
    if first is not None:
        (form,), (bias,) = first.weights, first.bias
        places = [form.at(point) + bias for point in dataset.points]
        wide = radius * _size(form)
    counted = sorted(zip(places, dataset.counts, strict=True))
    wanted = [Wanted(Place(z - wide), Place(z + wide, True), count, z) for z, count in counted]
    found = on_line(rest, wanted, target, limits)
    if found is None:
        found = synthesized(rest, Points([[z] for z in places], [wide]), limits)
    return found if first is None else chain(first, found)


def _by_projection(network: Network, dataset: Dataset, radius: Fraction, target: Target, limits: GateLimits) -> Network:
    """Compute one projection of the data beside the input, and test it alone."""
    width = dataset.width
    form = separating_projection(dataset)
    coordinates = [Form.coordinate(place, width) for place in range(width)]
    beside = Affine([*coordinates, form], [0] * (width + 1))
    without = Affine([Form.coordinate(place, width + 1) for place in range(width)], [0] * width)
    points = [(*point, form.at(point)) for point in dataset.points]
    inputs = Points(points, [radius] * width + [radius * _size(form)], [width])
    tree = synthesized(chain(without, network), inputs, limits)
    places = zip([point[-1] for point in points], dataset.counts, strict=True)
    return chain(beside, tree if limits.cut else rebalanced(tree, width, places, target))


def _size(form: Form) -> Fraction:
    return sum([abs(weight) for weight in form.weights], Fraction(0))


def prove_synthesized(
    folder: str | Path,
    network: Network,
    original: Network,
    dataset: Dataset | None,
    about: Domain | Fraction | int,
    options: Options = AS_ALWAYS,
    force: bool = False,
    table: str = "",
) -> tuple[Claim, Verdict]:
    """Write the bundle of a synthesized network with the original beside it, and prove that they are equal.

    The original is written with the proof, and only with it.

    Args:
        dataset: the data set of the bundle; None if the network was made from no data.
        about: the domain on which they are, or the radius of the balls around the data. On a domain the original runs
            first: a layer settles many units at once on each side of a split, then a few gates are left to settle.
        force: whether a bundle that is there already is replaced.
        table: what table.txt shall say, for people.

    Raises what ``write_bundle`` and ``prove`` raise.

    >>> from tempfile import TemporaryDirectory
    >>> from constructions.model.network import Branch, Relu
    >>> gated = Branch([1], 0, Affine([[0]], [0]), Affine([[1]], [0]))
    >>> with TemporaryDirectory() as folder:
    ...     bundle = Path(folder) / "relu"
    ...     _, verdict = prove_synthesized(bundle, gated, Relu(1), None, (), Options(lane="certificate"))
    ...     type(verdict).__name__
    'Proved'
    """
    of_kind(Node, "a network", original=original)
    bundle = write_bundle(folder, network, dataset, table, force)
    data = network_bytes(original)
    other = Reference.to(ORIGINAL_FILE, data)
    claim: Claim
    if isinstance(about, Fraction | int):
        claim = EquivalentOnBalls(network_reference(bundle), other, dataset_reference(bundle), Fraction(about))
    else:
        claim = Equivalent(other, network_reference(bundle), about)
    return prove_sought(bundle, Sought(claim, None, {ORIGINAL_FILE: (original, data)}), options)
