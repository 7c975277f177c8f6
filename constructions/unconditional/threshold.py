"""Threshold networks: a few hyperplanes give each point a code, the rest are step units with integer weights."""

import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from constructions.geometry.projection import project
from constructions.memorizer import Built, Cost, natural_labels, single_label
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Form, Sequence, Step
from constructions.model.rational import different

COST = Cost(
    neurons="2*L + g - 1 + m",
    parameters="L*(p + 1) + L + (g - 1)*(L + 1) + m*(L + g) + m",
    comparisons="2*L + g - 1 + m",
    additions="L*p + L + (g - 1)*L + m*(L + g - 1) + m",
    multiplications="L*p + (g - 1)*L + m*(L + g - 1) + m",
    depth="3",
    bounds={"L": "n - 1", "g": "n", "m": "n*c"},
)
"""The most that it takes; how many hyperplanes and units are needed depends on the data."""

_DIRECTIONS = 24
"""How many random directions are tried for a hyperplane, beside the coordinates."""


@dataclass(frozen=True, slots=True)
class Code:
    """Hyperplanes as rows with their thresholds, and the integer that each point's signs spell.

    Attributes:
        rows, thresholds: hyperplane i is on for x if row_i . x >= threshold_i.
        weights: the integers that the outcomes are multiplied with.
        numbers: for each point the sum of the weights of its outcomes; points of different labels differ.
    """

    rows: list[Form]
    thresholds: list[Fraction]
    weights: list[int]
    numbers: list[int]


def threshold(dataset: Dataset) -> Built:
    """Return a network of three layers of step units that memorizes labels 0, 1, 2, ..., integer after the first layer.

    First layer: L hyperplanes whose signs differ for points of different labels; N = sum of 2^i sign_i (or the plain
    sum) numbers the codes. Second: the signs once more, and step(N - k) for the g - 1 borders between groups of codes
    in the order of N. Third: for bit b of the label, let it change within group j at the codes t_1 < t_2 < ... (a group
    starts at 0); unit i of b is step(N - t_i of the group), where t_i is an integer form in the borders. The label is
    the sum of 2^b (unit 1 - unit 2 + unit 3 - ...). So for c bits 2L + (g - 1) + m units with m at most c times the
    size of a group: about 2L + 2 sqrt(c n).

    Few hyperplanes are looked for greedily; thresholds on one projection, one for each change of the label along it,
    are taken where they are no more. On a line no network of step units does with fewer in its first layer.

    Raises:
        BadInput: if a label is not a natural number; it names the point.

    Source: derived here; integer weights, codes by hyperplanes and about sqrt(n) units as in Rajput, Sreenivasan,
    Papailiopoulos, Karbasi 2021 and Vershynin 2020, whose hyperplanes are random; theory, Theorem 23.

    >>> built = threshold(Dataset.from_rows([[i, i * i] for i in range(9)], [[i % 2] for i in range(9)]))
    >>> built.values["L"]
    8
    """
    labels = natural_labels(dataset)
    if min(labels) == max(labels):
        return single_label(dataset.labels[0], dataset)
    code = _on_a_line(dataset)
    if dataset.width > 1:
        code = min([code, _greedy(dataset, labels) or code], key=lambda found: len(found.rows))
    known: dict[int, int] = dict(zip(code.numbers, labels, strict=True))
    runs = sorted(known.items())
    bits = max(labels).bit_length()
    size = min(range(1, 2 * isqrt(len(runs)) + 2), key=lambda q: -(-len(runs) // q) + len(_changes(runs, q, bits)))
    borders = [runs[start][0] for start in range(size, len(runs), size)]
    changes = _changes(runs, size, bits)
    letters = {"n": dataset.size, "p": dataset.width, "d": 1, "L": len(code.rows), "c": bits}
    return Built(_network(code, borders, changes), COST, {**letters, "g": len(borders) + 1, "m": len(changes)})


def _changes(runs: Items[tuple[int, int]], size: int, bits: int) -> list[tuple[int, int, list[int]]]:
    """Return the units of the third layer: bit, place among the changes of that bit, threshold in each group.

    Where a group has fewer changes the threshold is beyond all codes.
    """
    groups = [runs[start : start + size] for start in range(0, len(runs), size)]
    beyond = runs[-1][0] + 1
    found = []
    for bit in range(bits):
        lists = []
        for group in groups:
            values = [0, *[label >> bit & 1 for _, label in group]]
            lists.append([number for (number, _), (a, b) in zip(group, pairwise(values), strict=True) if a != b])
        for place in range(max(map(len, lists))):
            found.append((bit, place, [each[place] if place < len(each) else beyond for each in lists]))
    return found


def _network(code: Code, borders: list[int], changes: list[tuple[int, int, list[int]]]) -> Sequence:
    signs, groups = len(code.rows), len(borders)
    number = Form(signs, range(signs), code.weights)
    first = Affine(code.rows, [-threshold for threshold in code.thresholds])
    again = [Form.coordinate(place, signs) for place in range(signs)]
    second = Affine([*again, *[number] * groups], [*[-1] * signs, *[-border for border in borders]])
    rows, biases, readout = [], [], []
    for bit, place, thresholds in changes:
        jumps = [(signs + at, a - b) for at, (a, b) in enumerate(pairwise(thresholds)) if a != b]
        places = [*range(signs), *[at for at, _ in jumps]]
        rows.append(Form(signs + groups, places, [*code.weights, *[jump for _, jump in jumps]]))
        biases.append(-thresholds[0])
        readout.append((-1) ** place * 2**bit)
    stages = (
        first,
        Step(signs),
        second,
        Step(signs + groups),
        Affine(rows, biases),
        Step(len(rows)),
        Affine([readout], [0]),
    )
    return Sequence(stages)


def _on_a_line(dataset: Dataset) -> Code:
    """Return the thresholds on one projection, in the middle of the gaps where the label changes."""
    projected = project(dataset)
    thresholds = [(z + after) / 2 for (z, label), (after, other) in pairwise(projected.line) if label != other]
    numbers = [bisect_right(thresholds, projected.form.at(point)) for point in dataset.points]
    return Code([projected.form] * len(thresholds), thresholds, [1] * len(thresholds), numbers)


def _greedy(dataset: Dataset, labels: Items[int]) -> Code | None:
    """Return hyperplanes chosen one by one, of those tried each time the one that leaves the fewest points mixed.

    None if those tried do not tell all labels apart.
    """
    candidates = list(_candidates(dataset))
    classes = np.unique(labels, return_inverse=True)[1]
    cells = np.zeros(dataset.size, dtype=np.int64)
    chosen: list[_Candidate] = []
    mixed = _mixed(cells, classes)
    while mixed:
        left = [_mixed(2 * cells + candidate.signs, classes) for candidate in candidates]
        best = int(np.argmin(left))
        if left[best] >= mixed:
            return None
        mixed = left[best]
        chosen.append(candidates[best])
        cells = np.unique(2 * cells + candidates[best].signs, return_inverse=True)[1]
    weights = [2**place for place in range(len(chosen))]
    signs = np.array([candidate.signs for candidate in chosen], dtype=object)
    numbers = [int(number) for number in np.array(weights, dtype=object) @ signs]
    return Code([one.form for one in chosen], [one.threshold for one in chosen], weights, numbers)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A hyperplane form . x = threshold, and for each point whether it is at or above it, 0 or 1."""

    form: Form
    threshold: Fraction
    signs: NDArray[np.int64]


def _candidates(dataset: Dataset) -> Iterator[_Candidate]:
    """Yield hyperplanes: eighths of coordinates and of a few random directions."""
    source = random.Random(dataset.size)
    width = dataset.width
    forms = [Form.coordinate(place, width) for place in range(width)]
    forms += [Form.dense([source.choice((-2, -1, 1, 2)) for _ in range(width)]) for _ in range(_DIRECTIONS)]
    for form in forms:
        values = [form.at(point) for point in dataset.points]
        ordered = [value for (value,) in different(zip(values, strict=True))]
        for place in sorted({len(ordered) * eighth // 8 for eighth in range(1, 8)} - {0}):
            threshold = (ordered[place - 1] + ordered[place]) / 2
            yield _Candidate(form, threshold, np.array([value >= threshold for value in values], dtype=np.int64))


def _mixed(cells: NDArray[np.int64], classes: NDArray[np.int64]) -> int:
    """Return how many ordered pairs of points with different labels lie in one cell."""
    together = np.bincount(cells)
    pure = np.bincount(cells * (int(classes.max()) + 1) + classes)
    return int((together**2).sum() - (pure**2).sum())
