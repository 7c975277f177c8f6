"""Oblique tree: gates on one projection, leaves affine in all coordinates, so that each holds p + 1 points."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction

from constructions.geometry.hyperplanes import Fit, affine_fit
from constructions.geometry.projection import separating_projection
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset, Label
from constructions.model.network import Affine, Branch, Concatenate, Form, Identity, Network, Sequence
from constructions.model.rational import different

COST = Cost(
    gates="K - 1",
    parameters="w + K - 1 + K*d*(p + 1)",
    comparisons="ceiling(log(K, 2))",
    additions="k - 1 + d*p",
    multiplications="w + d*p",
    depth="ceiling(log(K, 2))",
    bounds={"K": "ceiling(n/2)", "k": "p", "w": "p"},
)
"""In general position K is ceil(n / (p + 1)) at most."""


def oblique_tree(dataset: Dataset) -> Built:
    """Return a conditional network whose leaves are affine maps of x, with the fewest leaves along one projection.

    The points are sorted by z = u . x, all different, and cut into the fewest runs such that one affine map fits each
    run; gates compare z. Any two neighbours fit, and any p + 1 points that are affinely independent, so there are K <=
    ceil(n / (p + 1)) leaves in general position and K <= ceil(n / 2) always, found with ceil(log2 K) comparisons after
    the projection; a leaf takes at most p multiplications and p additions an output.

    Source: derived here; theory, Theorem 20.

    >>> data = Dataset.from_rows([[i, i * i, i**3] for i in range(16)], [[i % 5] for i in range(16)])
    >>> built = oblique_tree(data)
    >>> built.values["K"], built.promise
    (4, Operations(additions=3, multiplications=3, comparisons=2))
    """
    if len(different(dataset.labels)) == 1:
        return single_label(dataset.labels[0], dataset)
    runs = runs_along_a_projection(dataset)
    return Built(_network(runs.form, runs.thresholds, runs.fits), COST, {**runs.letters, "K": len(runs.fits)})


@dataclass(frozen=True, slots=True)
class Runs:
    """The fewest runs of points along a projection such that one affine map fits each.

    Attributes:
        form: the projection; it gives all points different values.
        thresholds: the middles between runs.
        fits: the affine map of each run.
        letters: the values of n, p, d, k and w of the formulas (``memorizer.SYMBOLS``).
    """

    form: Form
    thresholds: list[Fraction]
    fits: list[Fit]
    letters: dict[str, int]


def runs_along_a_projection(dataset: Dataset) -> Runs:
    """Return the runs of a data set, taken from the left as long as they can be.

    >>> runs_along_a_projection(Dataset.from_rows([[0], [1], [2], [3]], [[0], [1], [0], [1]])).thresholds
    [Fraction(3, 2)]
    """
    numbered = Dataset(dataset.points, tuple([(Fraction(number),) for number in range(dataset.size)]), dataset.counts)
    form = separating_projection(numbered)
    order = sorted([(form.at(point), number) for number, point in enumerate(dataset.points)])
    points = [dataset.points[number] for _, number in order]
    labels = [dataset.labels[number] for _, number in order]
    starts, fits = _runs(points, labels)
    thresholds = [(order[start - 1][0] + order[start][0]) / 2 for start in starts[1:]]
    multiplied = sum([abs(weight) != 1 for weight in form.weights])
    letters = {"n": dataset.size, "p": dataset.width, "d": dataset.label_width, "k": len(form.weights), "w": multiplied}
    return Runs(form, thresholds, fits, letters)


def _runs(points: Items[Items[Fraction]], labels: Items[Label]) -> tuple[list[int], list[Fit]]:
    """Return where the longest runs begin that one affine map fits, taken from the left, and the maps.

    Part of a run that fits also fits, so this gives the fewest (theory, Lemma 3), and the end of a run
    is found by doubling and halving.
    """
    starts, fits, start = list[int](), list[Fit](), 0
    while start < len(points):
        step = len(points[0]) + 1
        stop, found = start, None
        while step:
            end = min(len(points), stop + step)
            fit = affine_fit(points[start:end], labels[start:end]) if end > stop else None
            if fit is None:
                step //= 2
            else:
                stop, found = end, fit
        if found is None:
            raise AssertionError("one point alone is not fitted")
        starts.append(start)
        fits.append(found)
        start = stop
    return starts, fits


def _network(form: Form, thresholds: Items[Fraction], fits: Items[Fit]) -> Network:
    """Return the balanced tree; z stands before the coordinates, unless it is one of them."""
    direct = len(form.weights) == 1 and form.weights[0] == 1
    width = form.width if direct else form.width + 1
    gate = Form.coordinate(form.indices[0], width) if direct else Form.coordinate(0, width)

    def build(low: int, high: int) -> Network:
        if high - low == 1:
            rows, offsets = fits[low]
            return Affine([Form.dense([*[0] * (width - form.width), *row]) for row in rows], offsets)
        middle = (low + high) // 2
        return Branch(gate, thresholds[middle - 1], build(low, middle), build(middle, high))

    tree = build(0, len(fits))
    if direct or len(fits) == 1:
        return tree if direct else _without_projection(fits[0])
    return Sequence((Concatenate((Affine([form], [0]), Identity(form.width))), tree))


def _without_projection(fit: Fit) -> Network:
    rows, offsets = fit
    return Affine([Form.dense(row) for row in rows], offsets)
