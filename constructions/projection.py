"""Separating projections: integer weights u with few operations such that z = u . x tells apart what must be."""

from collections.abc import Iterator, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import lcm
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from constructions.cost import row_cost
from constructions.dataset import Dataset
from constructions.network import Form
from constructions.rational import common_denominator

PAIR_BUDGET = 20_000_000
"""How many coordinate values may be looked at while pairs of coordinates are tried; more takes seconds."""

TRIES = 12
"""How many random weight vectors are tried in each range before the range doubles."""


def separating_projection(dataset: Dataset) -> Form:
    """Return integer weights u such that points with different labels have different z = u . x.

    Among the projections tried, the one with the fewest operations for a search over the runs of equal labels on the
    line is taken: additions k - 1, a multiplication for each weight that is not +-1, and ceil(log2 of the runs).
    Tried are single coordinates, sums and differences of two, and small random weights on a small set of coordinates
    found greedily. If none of them separates, the moment curve u = (1, t, t^2, ...) does for all but finitely many t:
    each pair of points rules out at most k - 1 values (docs/theory.md, *Projection*).

    >>> separating_projection(Dataset.from_rows([[0, 0], [0, 1], [1, 0]], [[0], [1], [2]]))
    Form(1 x0 - 1 x1 of 2)
    """
    table = _Table.of(dataset)
    best: tuple[tuple[int, int], tuple[int, ...], tuple[int, ...]] | None = None
    for indices, weights in _candidates(table):
        runs = table.runs(indices, weights)
        if runs is None:
            continue
        cost = row_cost(Form(table.width, indices, weights), Fraction(0)).total + (runs - 1).bit_length()
        rank = (cost, sum(map(abs, weights)))
        if best is None or rank < best[0]:
            best = rank, indices, weights
    if best is None:
        _, indices, weights = (0, 0), *_on_the_moment_curve(table, table.separating_coordinates())
    else:
        _, indices, weights = best
    return Form(table.width, indices, weights)


def projected(form: Form, dataset: Dataset) -> list[Fraction]:
    """Return z = u . x for every point.

    >>> projected(Form.dense([1, 2]), Dataset.from_rows([[1, 1], [0, 5]], [[0], [1]]))
    [Fraction(3, 1), Fraction(10, 1)]
    """
    if form == Form.coordinate(form.indices[0], form.width):
        index = form.indices[0]
        return [point[index] for point in dataset.points]
    table = _Table.of(dataset)
    values = table.project(form.indices, [weight.numerator for weight in form.weights])
    scale = table.scale
    return [Fraction(int(value), scale) if scale else value for value in values]


@dataclass(slots=True)
class _Table:
    """The coordinates as columns, in machine integers times 1/scale where a bound allows it, exact objects (scale 0)
    elsewhere; and a class number for each different label."""

    columns: list[NDArray[Any]]
    labels: NDArray[np.int64]
    scale: int
    bound: int

    @classmethod
    def of(cls, dataset: Dataset) -> "_Table":
        numbers: dict[object, int] = {}
        labels = np.array([numbers.setdefault(label, len(numbers)) for label in dataset.labels], dtype=np.int64)
        scale = 1
        for point in dataset.points:
            scale = lcm(scale, common_denominator(point))
            if scale.bit_length() > 40:
                break
        columns = list(zip(*dataset.points, strict=True))
        bound = max([max(map(abs, column)) for column in columns]) * scale
        if bound < 2**40:
            integers = [[value.numerator * (scale // value.denominator) for value in column] for column in columns]
            return cls([np.array(column, dtype=np.int64) for column in integers], labels, scale, int(bound) + 1)
        return cls([_objects(column) for column in columns], labels, 0, 0)

    @property
    def size(self) -> int:
        return len(self.labels)

    @property
    def width(self) -> int:
        return len(self.columns)

    def project(self, indices: Items[int], weights: Items[int]) -> NDArray[Any]:
        """Return the scaled z of every point; exact objects where machine integers could overflow."""
        fits = self.bound * sum(map(abs, weights)) < 2**62
        columns = [self.columns[index] if fits else self.columns[index].astype(object) for index in indices]
        total = columns[0] * weights[0]
        for column, weight in zip(columns[1:], weights[1:], strict=True):
            total = total + column * weight
        return total

    def runs(self, indices: Items[int], weights: Items[int]) -> int | None:
        """Return the number of runs of equal labels along z, or None if z does not separate."""
        values = self.project(indices, weights)
        order = np.argsort(values, kind="stable")
        values, labels = values[order], self.labels[order]
        changes = labels[1:] != labels[:-1]
        if np.any(changes & (values[1:] == values[:-1])):
            return None
        return int(changes.sum()) + 1

    def separating_coordinates(self) -> list[int]:
        """Return few coordinates that together separate: greedily the one that leaves the fewest points in cells with
        several labels, then none that can be spared."""
        ranks = [_ranks(column) for column in self.columns]
        chosen: list[int] = []
        cells = np.zeros(self.size, dtype=np.int64)
        mixed = self._mixed(cells)
        while mixed:
            refined = {index: _refined(cells, ranks[index]) for index in range(self.width) if index not in chosen}
            best = min(refined, key=lambda index: self._mixed(refined[index]))
            chosen.append(best)
            cells = refined[best]
            mixed = self._mixed(cells)
        for index in list(chosen):
            rest = [other for other in chosen if other != index]
            cells = np.zeros(self.size, dtype=np.int64)
            for other in rest:
                cells = _refined(cells, ranks[other])
            if rest and not self._mixed(cells):
                chosen = rest
        return chosen or [0]

    def _mixed(self, cells: NDArray[np.int64]) -> int:
        """Return how many points lie in a cell that has several labels."""
        count = int(cells.max()) + 1
        low, high = np.full(count, np.iinfo(np.int64).max), np.full(count, -1)
        np.minimum.at(low, cells, self.labels)
        np.maximum.at(high, cells, self.labels)
        return int((low != high)[cells].sum())


def _objects(column: Items[Fraction]) -> NDArray[Any]:
    result = np.empty(len(column), dtype=object)
    result[:] = [value if value.denominator != 1 else value.numerator for value in column]
    return result


def _refined(cells: NDArray[np.int64], ranks: NDArray[np.int64]) -> NDArray[np.int64]:
    return _ranks(cells * (int(ranks.max()) + 1) + ranks)


def _ranks(values: NDArray[Any]) -> NDArray[np.int64]:
    ranks: NDArray[np.int64] = np.unique(values, return_inverse=True)[1].astype(np.int64)
    return ranks


def _candidates(table: _Table) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    for index in range(table.width):
        yield (index,), (1,)
    if table.width * table.width * table.size <= PAIR_BUDGET:
        for pair in combinations(range(table.width), 2):
            yield pair, (1, 1)
            yield pair, (1, -1)
    chosen = tuple(sorted(table.separating_coordinates()))
    if len(chosen) > 1:
        yield from _random_weights(table, chosen)


def _random_weights(table: _Table, indices: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yield weight vectors in growing ranges, until some range has held one that separates."""
    random = Random(len(indices))
    bound, separated = 1, False
    while not separated and bound <= table.size**2:
        tried = set()
        for _ in range(TRIES):
            weights = tuple([random.choice((-1, 1)) * random.randint(1, bound) for _ in indices])
            weights = (1, *weights[1:]) if bound > 1 else weights
            if weights not in tried:
                tried.add(weights)
                yield indices, weights
                separated = separated or table.runs(indices, weights) is not None
        bound *= 2


def _on_the_moment_curve(table: _Table, indices: list[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    base = max(2, table.size)
    while True:
        weights = tuple([base**power for power in range(len(indices))])
        if table.runs(indices, weights) is not None:
            return tuple(indices), weights
        base += 1
