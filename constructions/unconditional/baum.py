"""Baum 1988: step units, two for a slab around a hyperplane through p points of the smaller of two classes."""

from fractions import Fraction

from constructions.geometry.hyperplanes import Positions, power_of_two
from constructions.memorizer import Built, Cost, single_label, two_labels
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Form, Sequence, Step

COST = Cost(
    neurons="2*g",
    parameters="2*g*(p + 1) + d*(2*g + 1)",
    comparisons="2*g",
    additions="2*g*p + 2*d*g",
    multiplications="2*g*p + 2*d*g",
    depth="1",
    bounds={"g": "ceiling(s/p)", "s": "floor(n/2)"},
)


def baum(dataset: Dataset) -> Built:
    """Return a network of 2 ceil(s/p) step units that memorizes two labels, s points having the rarer one.

    The points with the rarer label b are cut into groups of at most p. A group lies on a hyperplane t(x) = 0 that no
    other point is on: |t| >= T there. With e = T/2, step(t + e) - step(t - e) is 1 on the group and 0 at all other
    points; a plus b - a times the sum over the groups is the label.

    Raises:
        BadInput: if there are more than two labels, or a point lies in the affine hull of a group of other points; it
            names the points.

    Source: Baum 1988 (n/p units for general position, slabs); exact, with the count for the rarer label, here;
    theory, Theorem 21.

    >>> built = baum(Dataset.from_rows([[0, 0], [1, 3], [2, 1], [5, 4], [7, 7]], [[5], [0], [5], [0], [5]]))
    >>> built.figure("neurons")
    2
    """
    found = two_labels(dataset)
    if len(found) == 1:
        return single_label(found[0], dataset)
    frequent, rare = sorted(found, key=lambda label: -dataset.labels.count(label))
    chosen = [number for number, label in enumerate(dataset.labels) if label == rare]
    positions = Positions(dataset)
    rows: list[Form] = []
    biases: list[Fraction] = []
    for start in range(0, len(chosen), dataset.width):
        plane = positions.through(chosen[start : start + dataset.width])
        rows += [Form.dense(plane.normal)] * 2
        half = power_of_two(plane.distance / 2)  # short numbers, and one denominator for all of them
        biases += [half - plane.offset, -half - plane.offset]
    jumps = [
        [sign * (b - a) for _ in range(len(rows) // 2) for sign in (1, -1)] for a, b in zip(frequent, rare, strict=True)
    ]
    outputs = Affine([Form.dense(row) for row in jumps], frequent)
    letters = {"n": dataset.size, "p": dataset.width, "d": dataset.label_width, "s": len(chosen), "g": len(rows) // 2}
    return Built(Sequence((Affine(rows, biases), Step(len(rows)), outputs)), COST, letters)
