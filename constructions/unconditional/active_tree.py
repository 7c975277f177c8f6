"""Active tree: an unconditional ReLU tree over the sorted points in which at most two units a layer are active."""

from dataclasses import dataclass
from fractions import Fraction

from constructions.geometry.projection import project
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Concatenate, Form, Network, Relu, Sequence

COST = Cost(
    neurons="4*n - 3",
    parameters="w + 1 + 2*(n - 1) + d*n",
    comparisons="4*n - 3",
    additions="k - 1 + 1 + 2*(n - 1) + d*(n - 1)",
    multiplications="w + n - 1 + d*n",
    depth="2*ceiling(log(n, 2)) + 1",
    bounds={"k": "p", "w": "p"},
)


@dataclass(frozen=True, slots=True)
class _Node:
    """A node of the tree: it is z - offset > 0 on the points low..high-1 and 0 on all others."""

    low: int
    high: int
    offset: Fraction

    @property
    def middle(self) -> int:
        """The first point of the right child."""
        return (self.low + self.high) // 2


def active_tree(dataset: Dataset) -> Built:
    """Return a ReLU network of 4n - 3 units, at most two of them active in a layer on any data point.

    Each node of a balanced binary tree over z_1 < ... < z_n is a wire v that is z - a > 0 on the node's points and 0
    on all other data. With t the last point of the left half, the right child is r = relu(v - (t - a)), which is z - t
    on its points, and the left child is relu(v - K r) with K = (z' - a) / (z' - t) at the first point z' of the right
    half. Two layers a level, 2 units in each for a node; leaves pass by the layers that they do not need. A leaf reads
    out y_i / (z_i - a).

    Source: derived here; theory, Theorem 18.

    >>> built = active_tree(Dataset.from_rows([[i] for i in range(8)], [[i * i] for i in range(8)]))
    >>> built.figure("neurons"), built.figure("depth")
    (29, 7)
    """
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    points, labels = projected.points, projected.labels
    root = _Node(0, len(points), points[0] - 1)
    stages: list[Network] = [Affine([Form.coordinate(0, 1)], [-root.offset]), Relu(1)]
    nodes = [root]
    while any([node.high - node.low > 1 for node in nodes]):
        level, nodes = _level(nodes, points)
        stages.append(level)
    rows = zip(*[[y / (points[node.low] - node.offset) for y in labels[node.low]] for node in nodes], strict=True)
    stages.append(Affine([Form.dense(row) for row in rows], [0] * len(labels[0])))
    return Built(projected.then(*stages), COST, projected.letters)


def _level(nodes: list[_Node], points: list[Fraction]) -> tuple[Network, list[_Node]]:
    """Return the two layers that split every node of more than one point, and the nodes after them."""
    width = len(nodes)
    split = [(place, node) for place, node in enumerate(nodes) if node.high - node.low > 1]
    leaves = [(place, node) for place, node in enumerate(nodes) if node.high - node.low == 1]
    first_rows, first_biases, second_rows = [], [], []
    children = []
    for number, (place, node) in enumerate(split):
        last, next_point = points[node.middle - 1], points[node.middle]
        first_rows += [Form.coordinate(place, width)] * 2
        first_biases += [Fraction(0), node.offset - last]
        slope = (next_point - node.offset) / (next_point - last)
        own, right = 2 * number, 2 * number + 1
        second_rows += [Form(2 * len(split), (own, right), (1, -slope)), Form.coordinate(right, 2 * len(split))]
        children += [_Node(node.low, node.middle, node.offset), _Node(node.middle, node.high, last)]
    units = 2 * len(split)
    layers = Sequence((Affine(first_rows, first_biases), Relu(units), Affine(second_rows, [0] * units), Relu(units)))
    if not leaves:
        return layers, children
    passing = Affine([Form.coordinate(place, width) for place, _ in leaves], [0] * len(leaves))
    return Concatenate((layers, passing)), [*children, *[node for _, node in leaves]]
