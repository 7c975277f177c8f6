"""Rows by their labels, for steps of lower bounds in Coq."""

from collections.abc import Sequence as Items

from verify.check.budget import Budget, common_denominator
from verify.check.dataset import Dataset
from verify.check.rules.shared.steps import pay_sorting
from verify.check.values import longest
from verify.kernel.claimed import over_scale


def label_ranks(dataset: Dataset, budget: Budget) -> list[int]:
    """Return for each row the place of its label among the different ones: the first number that differs decides.

    >>> label_ranks(Dataset(([0, 1], [1, 1], [2, 1]), ([3, 1], [5, 2], [3, 1]), (1, 1, 1), None), Budget())
    [1, 0, 1]
    """
    scale = common_denominator([label[-1] for label in dataset.labels], budget)
    labels = [over_scale(label, scale, budget) for label in dataset.labels]
    pay_sorting(labels, max([longest(label) for label in labels]), budget)
    ranks, rank, previous = [0] * len(labels), -1, None
    for row in sorted(range(len(labels)), key=labels.__getitem__):
        rank += labels[row] != previous
        ranks[row], previous = rank, labels[row]
    return ranks


def grouped(rows: Items[int], ranks: Items[int], budget: Budget) -> list[list[int]]:
    """Return rows, numbered from 1, by the ranks of their labels, in their order.

    >>> grouped([0, 1, 2], [1, 0, 1], Budget())
    [[2], [1, 3]]
    """
    budget.spend(len(rows) * len(rows).bit_length())
    groups: dict[int, list[int]] = {}
    for row in rows:
        groups.setdefault(ranks[row], []).append(row + 1)
    return [groups[rank] for rank in sorted(groups)]


def firsts_and_rest(groups: Items[Items[int]]) -> list[int]:
    """Return how many groups there are, the first row of each, then all others.

    >>> firsts_and_rest([[2], [1, 3]])
    [2, 2, 1, 3]
    """
    return [len(groups), *[group[0] for group in groups], *[row for group in groups for row in group[1:]]]
