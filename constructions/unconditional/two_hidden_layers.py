"""Two hidden layers: the first makes any function affine on each group of points, the second the kinks inside all."""

from collections.abc import Sequence as Items
from fractions import Fraction
from itertools import pairwise
from math import isqrt

from constructions.cost import Operations, row_cost
from constructions.dataset import Dataset, Label
from constructions.memorizer import Built
from constructions.network import Affine, Form, Relu, chain, constant
from constructions.projection import projected_line, separating_projection

Line = list[tuple[Fraction, Label]]
Lines = list[tuple[Fraction, Fraction]]
"""For each group the slope and the offset of an affine function of z."""


def two_hidden_layers(dataset: Dataset, group: int | None = None) -> Built:
    """Return a ReLU network with two hidden layers that memorizes ``dataset`` with about 4 sqrt(n) neurons.

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
    docs/theory.md, *Two hidden layers*.

    >>> data = Dataset.from_rows([[i] for i in range(16)], [[i * i % 7] for i in range(16)])
    >>> two_hidden_layers(data).promise.comparisons
    12
    """
    if group is not None and group < 2:
        raise ValueError(f"group must be at least 2, not {group}")
    form = separating_projection(dataset)
    line = projected_line(form, dataset)
    outputs = len(line[0][1])
    if len({label for _, label in line}) == 1:
        return Built(constant(line[0][1], dataset.width), Operations())
    size = min(len(line), group or group_size(len(line), outputs))
    groups = [line[start : start + size] for start in range(0, len(line), size)]
    first, second = 2 * len(groups) - 1, outputs * (2 * size - 3)
    promise = row_cost(form, Fraction(0)) + Operations(first + second * first + second, second * first, first + second)
    line_input = Form.coordinate(0, 1)
    kinks = [groups[0][0][0], *[z for a, b in pairwise(groups) for z in (a[-1][0], b[0][0])]]
    rows, biases, readout, offsets = _second_layer(groups, outputs, size)
    stages = (
        Affine([line_input] * first, [-kink for kink in kinks]),
        Relu(first),
        Affine([Form.dense(row) for row in rows], biases),
        Relu(len(rows)),
        Affine([Form.dense(row) for row in readout], offsets),
    )
    project = () if form == line_input else (Affine([form], [0]),)
    return Built(chain(*project, *stages), promise)


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
            if any(row) or bias > 0:
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
