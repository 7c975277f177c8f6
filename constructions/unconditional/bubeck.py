"""Bubeck et al. 2020: four ReLUs make an affine function on a thin slab around a hyperplane through p points."""

from collections.abc import Sequence as Items
from fractions import Fraction

from constructions.geometry.hyperplanes import Fit, Hyperplane, Positions, affine_fit, power_of_two
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Form, Relu, Sequence
from constructions.model.rational import common_denominator, different

COST = Cost(
    neurons="2*(1 + d)*g",
    parameters="2*(1 + d)*g*(p + 1) + 4*d*g",
    comparisons="2*(1 + d)*g",
    additions="2*(1 + d)*g*p + d*(4*g - 1)",
    multiplications="2*(1 + d)*g*p + 4*d*g",
    depth="1",
    bounds={"g": "ceiling(n/p)"},
)


def bubeck(dataset: Dataset) -> Built:
    """Return a network with one hidden layer of (2 + 2d) ceil(n/p) ReLUs that memorizes points in general position.

    The points are cut into g groups of at most p. A group lies on a hyperplane t(x) = 0 that no other point is on:
    |t| >= T there. An affine map v takes the labels of the group. With e = T/2 and a small step h, the four units
    (relu(t + e + h v) - relu(t + e) - relu(t - e + h v) + relu(t - e)) / h are v on the group and 0 at all other
    points. The units relu(t + e) and relu(t - e) serve all d outputs.

    Raises:
        BadInput: if a point lies in the affine hull of a group of other points, or the labels of a group are not those
            of an affine map; it names the points.

    Source: Bubeck, Eldan, Lee, Mikulincer 2020 (4 ceil(n/p) ReLUs); exact, with p points or fewer in each group, here;
    theory, Theorem 19

    >>> built = bubeck(Dataset.from_rows([[0, 0], [1, 3], [2, 1], [5, 4]], [[5], [0], [4], [2]]))
    >>> built.figure("neurons")
    8
    """
    if len(different(dataset.labels)) == 1:
        return single_label(dataset.labels[0], dataset)
    positions = Positions(dataset)
    groups = [range(start, min(start + dataset.width, dataset.size)) for start in range(0, dataset.size, dataset.width)]
    rows: list[Form] = []
    biases: list[Fraction] = []
    readout: list[list[Fraction]] = [[] for _ in range(dataset.label_width)]
    for group in groups:
        plane = positions.through(group)
        fit = affine_fit([dataset.points[number] for number in group], [dataset.labels[number] for number in group])
        if fit is None:
            raise BadInput(f"points must be in general position, but {dataset.place_of(*group)} are affinely dependent")
        units, steps = _slab(plane, fit, positions)
        rows += [form for form, _ in units]
        biases += [bias for _, bias in units]
        for output, column in enumerate(readout):
            column += _signs(output, steps)
    hidden = Affine(rows, biases)
    outputs = Affine([Form.dense(column) for column in readout], [0] * len(readout))
    letters = {"n": dataset.size, "p": dataset.width, "d": dataset.label_width, "g": len(groups)}
    return Built(Sequence((hidden, Relu(len(rows)), outputs)), COST, letters)


def _slab(plane: Hyperplane, fit: Fit, positions: Positions) -> tuple[list[tuple[Form, Fraction]], list[Fraction]]:
    """Return the units of a group: t + e and t - e, then both with a step of each output's map; and the steps 1/h."""
    half = power_of_two(plane.distance / 2)
    ends = [Fraction(-plane.offset) + half, Fraction(-plane.offset) - half]
    units = [(Form.dense(plane.normal), end) for end in ends]
    steps = []
    for weights, offset in zip(*fit, strict=True):
        scale = common_denominator((*weights, offset))
        most = scale * positions.largest(weights, offset)
        step = scale * power_of_two(half / most if most else half)  # a step of the map has powers of 2 below the bar
        steps.append(1 / step)
        row = Form.dense([normal + step * weight for normal, weight in zip(plane.normal, weights, strict=True)])
        units += [(row, end + step * offset) for end in ends]
    return units, steps


def _signs(output: int, steps: Items[Fraction]) -> list[Fraction]:
    """Return the weights of one output on the units of a group."""
    step = steps[output]
    signs = [-step, step]
    for place in range(len(steps)):
        signs += [step, -step] if place == output else [Fraction(0), Fraction(0)]
    return signs
