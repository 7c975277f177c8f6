"""Separating projections: integer weights u with few operations such that z = u . x tells apart what must be."""

from collections.abc import Iterator, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import combinations, count, islice, product
from math import lcm
from random import Random
from typing import Any, SupportsIndex, overload

import numpy as np
from numpy.typing import NDArray

from constructions.model.cost import row_cost
from constructions.model.dataset import Dataset, Label
from constructions.model.network import Affine, Form, Network, chain
from constructions.model.numbers.vectors import Vectors, largest_size
from constructions.model.rational import Symbolic, common_denominator

PAIR_BUDGET = 20_000_000
"""How many coordinate values may be looked at while pairs of coordinates are tried; more takes seconds."""

AROUND = 100
"""As many values are looked at in the time that a pair takes beside them."""

MOST_OFFERS = 1_000
"""How many vectors with one weight beside +-1 are tried at most."""

SCALED_BITS = 2**26
"""How many bits all coordinates together may have over a common denominator: integers take a tenth of the time that
fractions take."""

SAMPLE = 16_384
"""How many points are tried before all are."""

TRIES = 12
"""How many random weight vectors are tried in each range before the range doubles."""


def separating_projection(dataset: Dataset) -> Form:
    """Return integer weights u such that points with different labels have different z = u . x.

    Among the projections tried, the one with the fewest operations for a search over the runs of equal labels on the
    line is taken: additions k - 1, a multiplication for each weight that is not +-1, and ceil(log2 of the runs).
    Tried are single coordinates, sums and differences of two, and on a small set of coordinates found greedily
    vectors with one weight beside +-1, and small random weights. If none of them separates, the moment curve
    u = (1, t, t^2, ...) does for all but finitely many t: each pair of points rules out at most k - 1 values
    (theory, Theorem 2).

    >>> separating_projection(Dataset.from_rows([[0, 0], [0, 1], [1, 0]], [[0], [1], [2]]))
    Form(1 x0 - 1 x1 of 2)
    """
    table = _Table.of(dataset)
    search = _Search(table, table.sample())
    for index in range(table.width):
        search.offer((index,), (1,))
    if table.width * table.width * (table.size + AROUND) <= PAIR_BUDGET:
        for pair in combinations(range(table.width), 2):
            search.offer(pair, (1, 1))
            search.offer(pair, (1, -1))
    chosen = tuple(sorted(table.separating_coordinates()))
    if len(chosen) > 1:
        _offer_one_weight(search, chosen)
        _offer_random_weights(search, chosen)
        if search.best is None:
            _offer_moment_curve(search, chosen)
    if search.best is None:
        raise AssertionError("coordinates that separate together were found, but no weights on them")
    return search.best


class Line(Items[tuple[Fraction, Label]]):
    """The pairs (z, label) along a line, z increasing, held as columns of integers.

    Attributes:
        places: the z, vectors of one number.
        labels: their labels.

    >>> line = Line(Vectors(np.array([[1, 4]]), (2,)), Vectors(np.array([[0, 7]]), (1,)))
    >>> line[0], len(line)
    ((Fraction(1, 2), (Fraction(0, 1),)), 2)
    """

    def __init__(self, places: Vectors, labels: Vectors) -> None:
        self.places, self.labels = places, labels

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, index: SupportsIndex) -> tuple[Fraction, Label]: ...

    @overload
    def __getitem__(self, index: slice) -> Items[tuple[Fraction, Label]]: ...

    def __getitem__(self, index: Any) -> Any:
        return self._pairs[index]

    def __iter__(self) -> Iterator[tuple[Fraction, Label]]:
        return iter(self._pairs)

    @cached_property
    def _pairs(self) -> Items[tuple[Fraction, Label]]:
        return [(z, label) for (z,), label in zip(self.places, self.labels, strict=True)]


def projected_line(form: Form, dataset: Dataset) -> Items[tuple[Fraction, Label]]:
    """Return the pairs (z, label) with z = u . x in increasing order, equal pairs once.

    >>> line = projected_line(Form.dense([1, 2]), Dataset.from_rows([[1, 1], [0, 0], [3, 0]], [[0], [1], [0]]))
    >>> [(int(z), int(label[0])) for z, label in line]
    [(0, 1), (3, 0)]
    """
    table = _Table.of(dataset)
    values = table.project(form.indices, [weight.numerator for weight in form.weights])
    if isinstance(dataset.labels, Vectors) and values.dtype == np.int64:
        places, first = np.unique(values, return_index=True)
        return Line(Vectors(places[None, :], [table.scale]), dataset.labels.take(first))
    order = np.argsort(values, kind="stable").tolist()
    found = values.tolist()
    line: list[tuple[Fraction, Label]] = []
    before = None
    for number in order:
        value = found[number]
        if value != before:
            line.append((Fraction(value, table.scale), dataset.labels[number]))
            before = value
    return line


@dataclass(frozen=True, slots=True)
class Projected:
    """A data set on the line z = u . x with a separating u: what most constructions begin with.

    Attributes:
        form: u.
        line: the pairs (z, label), z increasing, equal pairs once; a ``Line`` where they are held as columns.
    """

    form: Form
    line: Items[tuple[Fraction, Label]]

    @property
    def points(self) -> list[Fraction]:
        """The different z, increasing."""
        return [z for z, _ in self.line]

    @property
    def labels(self) -> list[Label]:
        """The labels in the order of the points."""
        return [label for _, label in self.line]

    @property
    def letters(self) -> dict[str, int]:
        """The values of n, p, d, k and w of the formulas (``memorizer.SYMBOLS``)."""
        weights = self.form.weights
        multiplied = sum([abs(weight) != 1 for weight in weights])
        outputs = self.line.labels.width if isinstance(self.line, Line) else len(self.line[0][1])
        return {"n": len(self.line), "p": self.form.width, "d": outputs, "k": len(weights), "w": multiplied}

    @property
    def single(self) -> Label | None:
        """The label that all points have, if it is one: then no operation is needed. None if there are several."""
        if isinstance(self.line, Line):
            columns = self.line.labels.columns
            return None if (columns != columns[:, :1]).any() else self.line.labels[0]
        first = self.line[0][1]
        return first if all(label == first for _, label in self.line) else None

    def then(self, *stages: Network) -> Network:
        """Return the network that projects and goes on with these stages; on the line itself nothing is to be done."""
        project = () if self.form == Form.coordinate(0, 1) else (Affine([self.form], [0]),)
        return chain(*project, *stages)


def project(dataset: Dataset) -> Projected:
    """Return the data set on the line of its separating projection; that of the last data set is remembered, since a
    comparison asks once for each memorizer.

    >>> projected = project(Dataset.from_rows([[5, 1], [3, 0]], [[0], [1]]))
    >>> projected.points, projected.letters
    ([Fraction(3, 1), Fraction(5, 1)], {'n': 2, 'p': 2, 'd': 1, 'k': 1, 'w': 0})
    """
    return _projected(_This(dataset))


class _This:
    """A data set as a key that equals itself only: comparing and hashing all its numbers would take long."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and self.dataset is other.dataset

    def __hash__(self) -> int:
        return id(self.dataset)


@lru_cache(maxsize=1)
def _projected(this: _This) -> Projected:
    dataset = this.dataset
    if dataset.width == 1 and (_symbolic(dataset.points) or _symbolic(dataset.labels)):
        pairs = zip([z for (z,) in dataset.points], dataset.labels, strict=True)
        return Projected(Form.coordinate(0, 1), sorted(pairs, key=lambda pair: pair[0]))
    form = separating_projection(dataset)
    return Projected(form, projected_line(form, dataset))


def _symbolic(rows: Items[tuple[Fraction, ...]]) -> bool:
    """Return whether some of these numbers are symbols, which have an order where they are asked for it."""
    return not isinstance(rows, Vectors) and any([isinstance(value, Symbolic) for row in rows for value in row])


_UNBOUNDED = 2**62


@dataclass(slots=True)
class _Table:
    """The coordinates as columns, in integers times 1/scale, machine integers where a bound allows it, or exact objects
    (scale 1) where the scale is too long; and a class number for each different label."""

    columns: list[NDArray[Any]]
    labels: NDArray[np.int64]
    scale: int
    bound: int

    @classmethod
    def of(cls, dataset: Dataset) -> "_Table":
        labels, _ = dataset.label_numbers()
        held = dataset.points.over_one(2**40 - 1) if isinstance(dataset.points, Vectors) else None
        if held is not None:
            found, scale = held
            return cls(list(found), labels, scale, largest_size(found) + 1)
        columns = list(zip(*dataset.points, strict=True))
        scale, longest = 1, max(40, SCALED_BITS // (dataset.size * dataset.width))
        for point in dataset.points:
            scale = lcm(scale, common_denominator(point))
            if scale.bit_length() > longest:  # not all denominators were seen
                return cls([_objects(column) for column in columns], labels, 1, _UNBOUNDED + 1)
        integers = [[value.numerator * (scale // value.denominator) for value in column] for column in columns]
        bound = max([max(map(abs, column)) for column in integers])
        if scale.bit_length() <= 40 and bound < 2**40:
            return cls([np.array(column, dtype=np.int64) for column in integers], labels, scale, bound + 1)
        return cls([np.array(column, dtype=object) for column in integers], labels, scale, _UNBOUNDED + 1)

    @property
    def size(self) -> int:
        return len(self.labels)

    @property
    def width(self) -> int:
        return len(self.columns)

    def sample(self) -> "_Table | None":
        """Return a few of many points: what does not separate them need not be tried on all (a tenth of the time)."""
        if self.size <= 2 * SAMPLE:
            return None
        chosen = np.random.default_rng(0).choice(self.size, size=SAMPLE, replace=False)
        return _Table([column[chosen] for column in self.columns], self.labels[chosen], self.scale, self.bound)

    def project(self, indices: Items[int], weights: Items[int]) -> NDArray[Any]:
        """Return the scaled z of every point; exact objects where machine integers could overflow."""
        fits = self.bound * sum(map(abs, weights)) <= _UNBOUNDED
        columns = [self.columns[index] if fits else self.columns[index].astype(object) for index in indices]
        total = columns[0] * weights[0]
        for column, weight in zip(columns[1:], weights[1:], strict=True):
            total = total + column * weight
        return total

    def runs(self, indices: Items[int], weights: Items[int]) -> int | None:
        """Return the number of runs of equal labels along z, or None if z does not separate."""
        values, labels = self._sorted(self.project(indices, weights))
        changes = labels[1:] != labels[:-1]
        if np.any(changes & (values[1:] == values[:-1])):
            return None
        return int(changes.sum()) + 1

    def _sorted(self, values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
        """Return z in increasing order, with the labels; of both in one integer where they fit, in a quarter of the
        time."""
        bits = int(self.labels.max()).bit_length()
        if values.dtype == np.int64 and largest_size(values) < _UNBOUNDED >> bits:
            both = np.sort((values << bits) | self.labels)
            return both >> bits, both & ((1 << bits) - 1)
        order = np.argsort(values, kind="stable")
        return values[order], self.labels[order]

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


@dataclass(slots=True)
class _Search:
    """Keeps the best projection offered so far: fewest operations, then smallest weights."""

    table: _Table
    sample: _Table | None
    best: Form | None = None
    _rank: tuple[int, int] = (0, 0)

    def offer(self, indices: tuple[int, ...], weights: tuple[int, ...]) -> bool:
        """Return whether these weights separate, and keep them if they are the best so far."""
        if self.sample is not None and self.sample.runs(indices, weights) is None:
            return False
        runs = self.table.runs(indices, weights)
        if runs is None:
            return False
        form = Form(self.table.width, indices, weights)
        rank = (row_cost(form, Fraction(0)).total + (runs - 1).bit_length(), sum(map(abs, weights)))
        if self.best is None or rank < self._rank:
            self.best, self._rank = form, rank
        return True


def _offer_one_weight(search: _Search, indices: tuple[int, ...]) -> None:
    """Offer vectors in which one weight only is not +-1, so that the projection multiplies once, smaller ones first."""
    offers = min(MOST_OFFERS, PAIR_BUDGET // (search.table.size * len(indices)))
    signs = [(1, *rest) for rest in product((1, -1), repeat=len(indices) - 1)] if len(indices) <= 8 else []
    vectors = (
        (*sign[:place], sign[place] * weight, *sign[place + 1 :])
        for weight in count(2)
        for place in range(len(indices))
        for sign in signs
    )
    for weights in islice(vectors, offers if signs else 0):
        search.offer(indices, weights)


def _offer_random_weights(search: _Search, indices: tuple[int, ...]) -> None:
    """Offer weight vectors in growing ranges, the first weight 1, until a range has held one that separates."""
    random = Random(len(indices))
    tries = TRIES if search.table.size <= 20_000 else 3
    bound, separated = 1, False
    while not separated and bound <= search.table.size**2:
        drawn = {(1, *[random.choice((-1, 1)) * random.randint(1, bound) for _ in indices[1:]]) for _ in range(tries)}
        separated = any([search.offer(indices, weights) for weights in sorted(drawn)])
        bound *= 2


def _offer_moment_curve(search: _Search, indices: tuple[int, ...]) -> None:
    base = max(2, search.table.size)
    while not search.offer(indices, tuple([base**power for power in range(len(indices))])):
        base += 1
