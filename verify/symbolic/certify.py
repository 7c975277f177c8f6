"""Certificates for constructions: a symbolic search tree is an exact network that takes the data as inputs too."""

from fractions import Fraction
from pathlib import Path

from constructions.files.bundle import Bundle, write_bundle
from constructions.model.network import Affine, Branch, Concatenate, Form, Identity, Network, Sequence
from constructions.model.numbers.symbolic_numbers import Condition, Term, Value
from verify.claims.output_within import OutputWithin
from verify.claims.shared.subject import network_reference
from verify.domain import Constraint, Domain
from verify.lanes import Options, prove
from verify.symbolic.obligations import applied
from verify.symbolic.shapes import Shape
from verify.verdict import Verdict


class NotLinear(Exception):
    """A symbolic network is no exact network in the data: it multiplies unknowns, or has units."""


def certify(shape: Shape, folder: Path, options: Options | None = None, force: bool = False) -> Verdict:
    """Write a bundle that says of a shape that it memorizes, and prove its claim; the checker needs nothing more.

    The bundle's network takes z_1, ..., z_n, y_1, ..., y_n and gives N(z_i) - y_i for every i, where N is the symbolic
    network; the claim is that all of them are 0 wherever z_1 < ... < z_n (and what the construction asked is so). It
    has no data set.

    Raises:
        NotLinear: if the network multiplies unknowns, or has units.
    """
    network, domain = linear_network(shape)
    outputs = tuple(
        [Constraint(Form.coordinate(number, shape.every.size), "=", Fraction(0)) for number in range(shape.every.size)]
    )
    bundle = write_bundle(folder, network, None, f"{shape.every}\n", force)
    return prove(bundle, claim_of(bundle, outputs, domain), options or Options())


def claim_of(bundle: Bundle, outputs: Domain, domain: Domain) -> OutputWithin:
    """Return the claim that a bundle's network gives what the constraints on outputs say, wherever the domain holds."""
    return OutputWithin(network_reference(bundle), outputs, domain)


def linear_network(shape: Shape) -> tuple[Network, Domain]:
    """Return the network from points and labels to all errors N(z_i) - y_i, and the domain of its inputs.

    Raises:
        NotLinear: as ``certify``.

    >>> from constructions.conditional.search_tree import search_tree
    >>> from verify.symbolic.shapes import Every, shapes_of
    >>> (shape,) = shapes_of(search_tree, Every(2, "neighbours differ"), 1)
    >>> linear_network(shape)[0]
    Concatenate(4 -> 2)
    """
    size = shape.every.size
    if shape.network is None or shape.every.points is not None:
        raise NotLinear("there is no network, or its points are given")
    places = {number: number for number in range(2 * size)} | {len(shape.field.atoms): 2 * size}
    x = shape.field.variable("x")
    try:
        tree = _network_in(shape.network, (x,), places)
    finally:
        shape.field.atoms.pop()
    parts = []
    for number in range(size):
        at_point = Affine(
            [*[Form.coordinate(place, 2 * size) for place in range(2 * size)], Form.coordinate(number, 2 * size)],
            [0] * (2 * size + 1),
        )
        label = Affine([Form.coordinate(size + number, 2 * size + 1)], [0])
        parts.append(Sequence((at_point, Concatenate((tree, label)), Affine([[1, -1]], [0]))))
    conditions = [item for item in shape.premises.conditions if item.relation != "!="]
    return Concatenate(parts), tuple([_constraint(condition, size) for condition in conditions])


def _network_in(network: Network, state: tuple[Value, ...], places: dict[int, int]) -> Network:
    """Return the exact network that a symbolic one is, in its numbers and its input, from these values on its wires."""
    stages = network.stages if isinstance(network, Sequence) else (network,)
    for number, stage in enumerate(stages):
        if isinstance(stage, Affine):
            state = tuple([applied(form, state, bias) for form, bias in zip(stage.weights, stage.bias, strict=True)])
        elif isinstance(stage, Branch) and number == len(stages) - 1:
            form, constant = _linear(applied(stage.normal, state, -stage.threshold), places)
            below, above = [_network_in(side, state, places) for side in (stage.below, stage.above)]
            return Branch(form, -constant, below, above)
        elif not isinstance(stage, Identity):
            raise NotLinear(f"{type(stage).__name__} after symbols")
    rows = [_linear(value, places) for value in state]
    return Affine([form for form, _ in rows], [constant for _, constant in rows])


def _linear(value: Value, places: dict[int, int]) -> tuple[Form, Fraction]:
    """Return a value as a linear form, each atom at its place, and a constant."""
    if not isinstance(value, Term):
        return Form(len(places), (), ()), value
    parts = dict(value.parts)
    constant = parts.pop((), Fraction(0))
    if any([len(monomial) > 1 or monomial[0] not in places for monomial in parts]):
        raise NotLinear("unknowns are multiplied or divided")
    weights = sorted([(places[monomial[0]], factor) for monomial, factor in parts.items()])
    return Form(len(places), [place for place, _ in weights], [factor for _, factor in weights]), constant


def _constraint(condition: Condition, size: int) -> Constraint:
    form, constant = _linear(condition.term, {number: number for number in range(2 * size)})
    return Constraint(form, condition.relation, -constant)
