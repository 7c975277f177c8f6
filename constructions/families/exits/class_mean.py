"""Class means: the nearest mean of a stage's features answers if it is nearer by enough than the next (E2CM)."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction

from constructions.conditional.search_tree import constant_pieces
from constructions.families.broken_line import bump
from constructions.families.exits.early_exit import Exit, early_exit, ends_of, groups_of_runs, stage_of
from constructions.families.selection import wires
from constructions.geometry.projection import project
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset, Label
from constructions.model.network import Affine, Network, Sequence
from constructions.model.rational import ranks_of

COST = Cost(
    neurons="g*u",
    gates="g + g*q + 6",
    parameters="w + g*(2*u + 4*q + 2 + d*q)",
    comparisons="g*(u + ceiling(3*q/2) - 1) + ceiling(log(q, 2))",
    additions="k - 1 + g*(2*u + q + ceiling(3*q/2) - 1)",
    multiplications="w + g*(u + q)",
    depth="g*(2*ceiling(log(q, 2)) + 2) + ceiling(log(q, 2))",
    bounds={"g": "n", "u": "2*q + 2", "q": "n", "k": "p", "w": "p"},
)
"""g exits for q runs of labels each, with at most u units before each exit."""


@dataclass(frozen=True, slots=True)
class MeanExit:
    """A stage, and the class means of its features that may answer behind it.

    Attributes:
        stage: from what the stage before gives.
        features: from what the stage gives to the numbers in which distances are taken.
        means: the mean of the features of each class that the exit knows.
        gap: how much nearer, in squared distance, the nearest mean must be than the second nearest.
        labels: the label of each class that the exit knows.
    """

    stage: Network
    features: Network
    means: tuple[tuple[Fraction, ...], ...]
    gap: Fraction
    labels: tuple[Label, ...]


def nearest_mean(means: Items[Items[Fraction]]) -> Affine:
    """Return h -> (2 m_k . h - |m_k|^2 for every mean m_k): the larger, the nearer, and differences are exact.

    |h - m_k|^2 = |h|^2 - (2 m_k . h - |m_k|^2), so the nearest mean has the largest score, and the difference of two
    scores is the difference of the squared distances, though the squares themselves are not piecewise linear.

    >>> from constructions.model.evaluation import evaluate
    >>> evaluate(nearest_mean([[Fraction(1)], [Fraction(-1)]]), [3])
    (Fraction(5, 1), Fraction(-7, 1))
    """
    rows = [[2 * value for value in mean] for mean in means]
    return Affine(rows, [-sum([value * value for value in mean], Fraction(0)) for mean in means])


def class_mean_exit(exits: Items[MeanExit]) -> Network:
    """Return the network that answers at the first exit whose nearest class mean is nearer by the gap than all others.

    The original divides distances by their mean, takes a softmax of their negatives and leaves if its largest entry
    passes a threshold; that is not piecewise linear. The nearest mean is the same here and there, on every input. With
    squared distances that are not normalized and two classes the two coincide for a suitable gap, as for early exits.

    Raises:
        ValueError: as ``early_exit`` does.

    Source: Gormez, Dasari, Koyuncu 2022, *E2CM: Early exit via class means*; theory, Theorem 87.
    """
    heads = [Sequence((part.features, nearest_mean(part.means))) for part in exits]
    return early_exit([Exit(part.stage, head, part.gap, part.labels) for part, head in zip(exits, heads, strict=True)])


def class_mean_memorizer(dataset: Dataset, exits: int | None = None) -> Built:
    """Return a chain of exits by class means of one number that memorizes ``dataset``.

    Groups of runs as for early exits. The feature of a group's stage is a broken line in z: its classes stand at -1, 1,
    -3, 3, ..., and all points outside the group at 0. So these are the class means over the points of the group, which
    are those that leave there; a point of the group is nearer to its mean by 4 at least, and a point outside is as near
    to -1 as to 1. The gap is 2. (A mean over all data, as in the original, would be drawn to 0 by points elsewhere.)

    Args:
        dataset: the data; every different label is a class.
        exits: g, at least 1, and at most half of the runs (a group needs two classes); isqrt of them if it is None.

    Raises:
        ValueError: if ``exits`` is less than 1.

    Source: rule as in Gormez, Dasari, Koyuncu 2022, construction derived here; theory, Theorem 87.

    >>> built = class_mean_memorizer(Dataset.from_rows([[i] for i in range(16)], [[i % 2] for i in range(16)]))
    >>> built.values["g"], built.promise.comparisons
    (4, 46)
    """
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    runs = len(constant_pieces(projected.line))
    number = None if exits is None else min(exits, runs // 2)
    chosen, units = list[MeanExit](), list[int]()
    for group, before, after in groups_of_runs(dataset, projected, number):
        labels, places = ranks_of([piece.offset for piece in group])
        means = [(Fraction((-1) ** (place + 1) * (place // 2 * 2 + 1)),) for place in range(len(labels))]
        heights = [(piece, means[place]) for piece, place in zip(group, places, strict=True)]
        line = bump(before, ends_of(heights), after)
        stage = stage_of(line.network(), 2 if chosen else 1)
        chosen.append(MeanExit(stage, wires([1], 2), tuple(means), Fraction(2), tuple(labels)))
        units.append(line.units)
    letters = {**projected.letters, "g": len(chosen), "u": max(units), "q": -(-runs // len(chosen))}
    return Built(projected.then(class_mean_exit(chosen)), COST, letters)
