"""Points of a line with labels of one number, in order, as integers."""

from ...budget import Budget, common_denominator, over
from ...dataset import Dataset
from ...values import longest
from ...verdict import Rejected
from .steps import pay_sorting

Pairs = list[tuple[int, int]]
"""The points of a line with their labels, all over one denominator, from the left."""


def pairs_on_a_line(dataset: Dataset, budget: Budget) -> Pairs:
    """Return the points in order, each with its label."""
    columns = dataset.points, dataset.labels
    if any([len(column[0]) != 2 for column in columns]):
        raise Rejected("points and labels must be one number each")
    scale = common_denominator([below for column in columns for _, below in column], budget)
    places, labels = [[over((above, below), scale, budget) for above, below in column] for column in columns]
    pay_sorting(places, longest(places), budget)
    return sorted(zip(places, labels, strict=True))
