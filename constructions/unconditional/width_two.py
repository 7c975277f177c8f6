"""Width two: a deep network that carries the input in one unit and the answer so far in another, a layer a point."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from constructions.geometry.projection import project
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Form, Network, Relu

COST = Cost(
    neurons="(1 + d)*m",
    parameters="w + Min(m, 1) + 2*d*m + 2*d",
    comparisons="(1 + d)*m",
    additions="k - 1 + Min(m, 1) + d*(2*m + 1)",
    multiplications="w + d*(m + 1)",
    depth="m",
    bounds={"m": "Max(n - 2, 0)", "k": "p", "w": "p"},
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of a string of maxima and minima: f becomes max(f, slope x + offset), or min if ``up`` is False."""

    up: bool
    slope: Fraction
    offset: Fraction


def width_two(dataset: Dataset) -> Built:
    """Return a network whose hidden layers have 1 + d ReLUs, n - 2 of them, that memorizes ``dataset``.

    On x = z - z_1 >= 0 each output is a string of maxima and minima of affine functions l_1, l_2, ...: l_1 goes
    through the first two points, and each further point is put right by max with a line so steep upward, or min with
    one so steep downward, that it changes nothing at the points before. One unit carries x, and since max(f, l) =
    l + relu(f - l) and min(f, l) = l - relu(l - f), one unit an output carries the string. For d = 1 the width is 2,
    the depth n - 2.

    Source: width 2 is that of Hernandez, Zuazua 2024 (depth at most 2n + 4C - 1); the construction is derived here;
    theory, Theorem 17.

    >>> built = width_two(Dataset.from_rows([[i] for i in range(10)], [[i * i % 7] for i in range(10)]))
    >>> built.figure("depth"), built.figure("neurons")
    (8, 16)
    """
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    start = projected.points[0]
    points = [z - start for z in projected.points]
    outputs = len(projected.labels[0])
    strings = [turns_of(points, column) for column in zip(*projected.labels, strict=True)]
    layers = len(points) - 2
    stages: list[Network] = []
    for number in range(1, layers + 1):
        stages += [_layer(strings, number, start), Relu(1 + outputs)]
    width = 1 + outputs if layers else 1
    rows, biases = [], []
    for place, turns in enumerate(strings):
        last = turns[-1]
        rows.append(_row(width, last.slope, place, 1 if last.up else -1))
        biases.append(last.offset if layers else last.offset - last.slope * start)
    return Built(projected.then(*stages, Affine(rows, biases)), COST, {**projected.letters, "m": layers})


def turns_of(points: Items[Fraction], labels: Items[Fraction]) -> list[Turn]:
    """Return a string of n - 1 turns that takes the labels at n >= 2 points in increasing order; the first is a line.

    Right of the last point so far the string is its last line, which keeps the next turn easy to choose: its slope
    is larger, or smaller, by at least 2, an integer, and steep enough for all labels so far.

    >>> points, labels = [Fraction(i) for i in range(4)], [Fraction(y) for y in (0, 1, 0, 3)]
    >>> [(turn.up, int(turn.slope)) for turn in turns_of(points, labels)]
    [(True, 1), (False, -2), (True, 3)]
    """
    slope = (labels[1] - labels[0]) / (points[1] - points[0])
    turns = [Turn(True, slope, labels[0] - slope * points[0])]
    least, most = min(labels[:2]), max(labels[:2])
    for number in range(2, len(points)):
        here, label, gap = points[number], labels[number], points[number] - points[number - 1]
        last = turns[-1]
        up = label >= last.slope * here + last.offset
        if up:
            slope = Fraction(max(ceil(last.slope) + 2, ceil((label - least) / gap), 2))
        else:
            slope = -Fraction(max(ceil(-last.slope) + 2, ceil((most - label) / gap), 2))
        turns.append(Turn(up, slope, label - slope * here))
        least, most = min(least, label), max(most, label)
    return turns


def _layer(strings: Items[Items[Turn]], number: int, start: Fraction) -> Affine:
    """Return what goes into hidden layer ``number``: x, and for each string by how much its turn does not apply."""
    first = number == 1
    width = 1 if first else 1 + len(strings)
    rows, biases = [Form.coordinate(0, width)], [-start if first else Fraction(0)]
    for place, turns in enumerate(strings):
        before, turn = turns[number - 1], turns[number]
        sign = 1 if turn.up else -1
        slope, offset = sign * (before.slope - turn.slope), sign * (before.offset - turn.offset)
        rows.append(_row(width, slope, place, sign * (1 if before.up else -1)))
        biases.append(offset - slope * start if first else offset)
    return Affine(rows, biases)


def _row(width: int, slope: Fraction, place: int, sign: int) -> Form:
    """Return slope x plus, where there is a unit for it, the signed rest of a string."""
    terms = [(index, weight) for index, weight in ((0, slope), (1 + place, Fraction(sign))) if weight and index < width]
    return Form(width, [index for index, _ in terms], [weight for _, weight in terms])
