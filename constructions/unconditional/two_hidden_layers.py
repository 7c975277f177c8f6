"""Two hidden layers: the first makes any function affine on each group of points, the second the kinks inside all."""

from collections.abc import Sequence as Items
from fractions import Fraction
from itertools import pairwise
from math import isqrt

from constructions.geometry.projection import project
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset, Label
from constructions.model.network import Affine, Form, Network, Relu
from constructions.model.rational import ranks_of, vanishes
from constructions.unconditional.interpolation import Hinges, bends_of

Line = Items[tuple[Fraction, Label]]
Lines = Items[tuple[Fraction, Fraction]]
"""For each group the slope and the offset of an affine function of z."""

COST = Cost(
    neurons="2*g - 1 + d*(2*q - 3)",
    parameters="w + 2*g - 1 + 2*g*d*(2*q - 3) + d",
    comparisons="2*g - 1 + d*(2*q - 3)",
    additions="k - 1 + 2*g - 1 + (2*g - 1)*d*(2*q - 3) + d*(2*q - 3)",
    multiplications="w + (2*g - 1)*d*(2*q - 3)",
    depth="2",
    bounds={"g": "ceiling(n/q)", "k": "p", "w": "p"},
)

HINGED = Cost(
    neurons="2*g - 1 + 2*q - 3 + C - 1",
    parameters="w + 2*g - 1 + 2*g*(2*q - 3) + 1 + C - 2 + d*C",
    comparisons="2*g - 1 + 2*q - 3 + C - 1",
    additions="k - 1 + 2*g - 1 + 2*g*(2*q - 3) + C - 2 + d*(C - 1)",
    multiplications="w + (2*g - 1)*(2*q - 3) + d*(C - 1)",
    depth="3",
    bounds={"g": "ceiling(n/q)", "k": "p", "w": "p", "C": "n"},
)


def two_hidden_layers(dataset: Dataset, group: int | None = None) -> Built:
    """Return a ReLU network with two hidden layers that memorizes ``dataset`` with about 4 sqrt(n d) neurons.

    The m <= n different projected points are cut into g = ceil(m / q) groups of q neighbours, q >= 2. The first layer
    has the 2g - 1 units relu(z - k), k the first point and both ends of every gap between groups, so that each function
    that is affine on every group, with straight connectors, is an affine form of it. On group j the labels are
    interpolated by A_j(z) + sum_k D_jk relu(z - z_jk) over the inner points. The second layer has for each of the d
    outputs relu(A + K), K so large that A + K >= 0 on the data, and for each inner position k two units that are
    relu(D+_jk (z - z_jk)) and relu(D-_jk (z - z_jk)) on every group j. So there are at most 2g - 1 + d (2q - 3)
    neurons; q is chosen to make that least.

    Args:
        dataset: the data; labels of any width.
        group: q, at least 2; chosen if it is None.

    Raises:
        ValueError: if ``group`` is less than 2.

    Source: Huang 2003; Yun, Sra, Jadbabaie 2019 (about 4 sqrt(n) neurons); exact and on the line here;
    theory, Theorem 7a.

    >>> data = Dataset.from_rows([[i] for i in range(16)], [[i * i % 7] for i in range(16)])
    >>> two_hidden_layers(data).promise.comparisons
    12
    """
    if group is not None and group < 2:
        raise ValueError(f"group must be at least 2, not {group}")
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    line, outputs = projected.line, len(projected.labels[0])
    size = min(len(line), group or group_size(len(line), outputs))
    stages, groups = _two_layers(line, size)
    return Built(projected.then(*stages), COST, {**projected.letters, "q": size, "g": groups})


def three_hidden_layers(dataset: Dataset) -> Built:
    """Return a ReLU network with three hidden layers that memorizes vector labels by their numbers.

    The C different labels are numbered 0, 1, ..., C - 1 in sorted order. Two hidden layers memorize the number v of the
    label, as ``two_hidden_layers`` does; an affine layer sums it once, and the third hidden layer has the C - 1 units
    relu(v - c), c < C - 1, one addition each but for c = 0, through which the d outputs interpolate from number to
    label. There are at most 2g - 1 + 2q - 3 + C - 1 neurons: d does not multiply the square root of n. With unit
    vectors as labels it is the one-hot network of the theorem, with C - 1 hinges where that has 4 C.

    Source: after Yun, Sra, Jadbabaie 2019 (classification with three hidden layers); theory, Theorem 7b.

    >>> data = Dataset.from_rows([[i] for i in range(30)], [[i % 3] for i in range(30)]).one_hot()
    >>> built = three_hidden_layers(data)
    >>> built.promise.comparisons, two_hidden_layers(data).promise.comparisons
    (20, 28)
    """
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    names, places = ranks_of([label for _, label in projected.line])
    line = [(z, (Fraction(place),)) for (z, _), place in zip(projected.line, places, strict=True)]
    size = min(len(line), group_size(len(line), 1))
    stages, groups = _two_layers(line, size)
    hinges = Hinges.of(names[0], bends_of([(Fraction(place), name) for place, name in enumerate(names)]))
    letters = {**projected.letters, "q": size, "g": groups, "C": len(names)}
    return Built(projected.then(*stages, *hinges.stages()), HINGED, letters)


def _two_layers(line: Line, size: int) -> tuple[tuple[Network, Network, Network, Network, Affine], int]:
    """Return the five stages after the projection, and the number of groups."""
    outputs = len(line[0][1])
    groups = [line[start : start + size] for start in range(0, len(line), size)]
    first = 2 * len(groups) - 1
    kinks = [groups[0][0][0], *[z for a, b in pairwise(groups) for z in (a[-1][0], b[0][0])]]
    rows, biases, readout, offsets = _second_layer(groups, outputs, size)
    return (
        Affine([Form.coordinate(0, 1)] * first, [-kink for kink in kinks]),
        Relu(first),
        Affine([Form.dense(row) for row in rows], biases),
        Relu(len(rows)),
        Affine([Form.dense(row) for row in readout], offsets),
    ), len(groups)


def group_size(points: int, outputs: int) -> int:
    """Return the q >= 2 for which 2 ceil(n/q) - 1 + d (2q - 3) is least, the smallest of equals.

    >>> group_size(100, 1), group_size(100, 10)
    (10, 3)
    """
    return min(range(2, 2 * isqrt(points) + 3), key=lambda q: 2 * -(-points // q) + outputs * 2 * q)


def _second_layer(
    groups: list[Line], outputs: int, size: int
) -> tuple[list[list[Fraction]], list[Fraction], list[list[Fraction]], list[Fraction]]:
    """Return weights and biases of the second layer on the first, and of the outputs on the second."""
    rows: list[list[Fraction]] = []
    biases: list[Fraction] = []
    signs: list[tuple[int, int]] = []  # for each unit its output, and 1 or -1
    offsets: list[Fraction] = []
    for output in range(outputs):
        base = [_through(points, 0, output) for points in groups]
        values = [s * z + o for (s, o), points in zip(base, groups, strict=True) for z, _ in points]
        lift = max(Fraction(0), -min(values))
        offsets.append(-lift)
        units: list[tuple[Lines, int]] = [([(slope, offset + lift) for slope, offset in base], 1)]
        for inner in range(1, size - 1):
            changes = [_change(points, inner, output) for points in groups]
            for sign in (1, -1):
                parts = [(max(Fraction(0), sign * change), z) for change, z in changes]
                units.append(([(part, -part * z) for part, z in parts], sign))
        for lines, sign in units:
            row, bias = _on_first_layer(groups, lines)
            if not all(map(vanishes, row)) or bias > 0:
                rows.append(row)
                biases.append(bias)
                signs.append((output, sign))
    readout = [[Fraction(sign if unit == output else 0) for unit, sign in signs] for output in range(outputs)]
    return rows, biases, readout, offsets


def _through(points: Line, start: int, output: int) -> tuple[Fraction, Fraction]:
    """Return slope and offset of the line through a point of a group and the next; slope 0 if there is none."""
    z, label = points[start]
    if start + 1 == len(points):
        return Fraction(0), label[output]
    after, following = points[start + 1]
    slope = (following[output] - label[output]) / (after - z)
    return slope, label[output] - slope * z


def _change(points: Line, inner: int, output: int) -> tuple[Fraction, Fraction]:
    """Return the change of slope at an inner point of a group, and the point; no change where there is none."""
    if inner >= len(points) - 1:
        return Fraction(0), points[0][0]
    return _through(points, inner, output)[0] - _through(points, inner - 1, output)[0], points[inner][0]


def _on_first_layer(groups: Items[Line], lines: Lines) -> tuple[list[Fraction], Fraction]:
    """Return weights and bias on the first layer of the function that is affine on each group, connected straight."""
    slope, offset = lines[0]
    start = groups[0][0][0]
    weights = [slope]
    for number in range(1, len(groups)):
        left, right = groups[number - 1][-1][0], groups[number][0][0]
        below, (next_slope, next_offset) = slope * left + offset, lines[number]
        connector = (next_slope * right + next_offset - below) / (right - left)
        weights += [connector - slope, next_slope - connector]
        slope, offset = next_slope, next_offset
    return weights, lines[0][0] * start + lines[0][1]
