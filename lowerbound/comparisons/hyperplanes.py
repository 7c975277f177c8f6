"""Trees of few oblique gates with constant leaves: HiGHS proposes hyperplanes in floats, exact arithmetic decides."""

from collections.abc import Iterator, Sequence as Items
from fractions import Fraction
from itertools import combinations, islice, product
from typing import Any, get_args

import highspy
import numpy as np
from numpy.typing import NDArray

from constructions.geometry.hyperplanes import affine_fit
from constructions.model.dataset import Dataset
from constructions.model.errors import one_of
from constructions.model.network import Affine, Branch, Form, Network, constant
from constructions.model.progress import Progress, silent
from verify.claims.comparisons_needed import Leaves
from verify.prove.feasibility import quiet_model

MARGIN = 1e-3
"""How far points are from hyperplanes in a mixed integer program; coordinates are within 0..1, weights within +-1."""

NODES = 3_000
"""How many nodes a mixed integer program may take."""

MOST_NUMBERS = 60_000
"""Numbers of a mixed integer program that is tried."""

MOST_WORK = 1_500_000
"""Numbers of all programs of a search together: about half a minute."""

MOST_WAYS = 60
"""How many ways to share out labels are tried at a gate."""

GRIDS = (1 << 4, 1 << 8, 1 << 16, 1 << 28, 1 << 44)
"""Denominators to which weights are rounded, coarsest first: the first that divides the points is taken."""

Floats = NDArray[np.float64]
Four = tuple[int | None, ...]
"""The numbers of the labels of four leaves; None for points of any labels."""


def tree_of_hyperplanes(
    dataset: Dataset, depth: int, leaves: Leaves = "constant", progress: Progress = silent
) -> Network | None:
    """Return a tree of oblique gates that memorizes the data, of at most this depth, if one is found.

    A gate shares out the labels, half of the leaves to either side, by a linear program. In the last two levels a label
    may be on both sides of a gate, and with affine leaves one leaf may have points of all labels, by a mixed integer
    program. That no tree is found proves nothing.

    Args:
        dataset: the data.
        depth: the most gates on a path.
        leaves: ``"constant"`` or ``"affine"``.
        progress: is told how many programs are solved.

    >>> data = Dataset.from_rows([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]])
    >>> [tree_of_hyperplanes(data, depth) is None for depth in (1, 2)]
    [True, False]
    """
    one_of("kind of leaves", leaves, get_args(Leaves))
    return _Search(dataset, leaves, progress).tree(list(range(dataset.size)), depth)


class _Search:
    """The data, scaled, and how many programs were solved."""

    def __init__(self, dataset: Dataset, leaves: Leaves, progress: Progress) -> None:
        self.dataset, self.leaves, self.progress = dataset, leaves, progress
        self.kinds: list[int] = dataset.label_numbers()[0].tolist()
        self.solved = self.work = 0
        columns = list(zip(*dataset.points, strict=True))
        self.least = [min(column) for column in columns]
        self.spread = [max(column) - least or Fraction(1) for column, least in zip(columns, self.least, strict=True)]
        scaled = [
            [(value - least) / spread for value, least, spread in zip(point, self.least, self.spread, strict=True)]
            for point in dataset.points
        ]
        self.scaled = np.array([[value.numerator / value.denominator for value in row] for row in scaled])

    def tree(self, numbers: list[int], depth: int) -> Network | None:
        """Return a tree for some points."""
        labels = list(dict.fromkeys([self.kinds[number] for number in numbers]))
        if len(labels) == 1 or not depth:
            return self.leaf(numbers)
        if len(labels) <= 1 << depth:
            for left in islice(_shares(labels, 1 << (depth - 1)), MOST_WAYS):
                sides = [[n for n in numbers if (self.kinds[n] in left) is above] for above in (False, True)]
                gate = self.divided(*sides)
                if gate is None:
                    continue
                below, above = [self.tree(side, depth - 1) for side in sides]
                if below is not None and above is not None:
                    return Branch(*gate, below, above)
        return self.two_levels(numbers, labels) if depth == 2 else None

    def leaf(self, numbers: list[int]) -> Network | None:
        """Return a leaf for some points, if there is one of the kind that is allowed."""
        labels = [self.dataset.labels[number] for number in numbers]
        if len({self.kinds[number] for number in numbers}) == 1:
            return constant(labels[0], self.dataset.width)
        fit = affine_fit([self.dataset.points[n] for n in numbers], labels) if self.leaves == "affine" else None
        return None if fit is None else Affine(*fit)

    def divided(self, below: list[int], above: list[int]) -> tuple[Form, Fraction] | None:
        """Return an exact test that divides the points so, if a linear program proposes one."""
        width = self.dataset.width
        if not self.affords((len(below) + len(above)) * (width + 2)):
            return None
        model = quiet_model()
        for _ in range(width):
            model.addVar(-1.0, 1.0)
        model.addVar(-width - 1.0, width + 1.0)
        model.addVar(0.0, 1.0)
        model.changeColCost(width + 1, -1.0)
        for side, sign in ((below, -1.0), (above, 1.0)):
            for row in self.scaled[side]:
                _add(model, [*range(width + 2)], [*(sign * row), sign, -1.0], 0.0)
        model.run()
        if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return self.exact(list(model.getSolution().col_value)[:width], below, above)

    def affords(self, numbers: int) -> bool:
        """Count a program with so many numbers; return whether all of them together are few enough."""
        self.solved, self.work = self.solved + 1, self.work + numbers
        self.progress(self.solved, None)
        return self.work <= MOST_WORK

    def exact(self, weights: list[float], below: Items[int], above: Items[int]) -> tuple[Form, Fraction] | None:
        """Return a test of rounded weights that has the points on their sides, its threshold in the middle."""
        for grid in GRIDS:
            rounded = [Fraction(round(weight * grid), grid) for weight in weights]
            if not any(rounded):
                continue
            form = Form.dense([weight / spread for weight, spread in zip(rounded, self.spread, strict=True)])
            low = max([form.at(self.dataset.points[number]) for number in below])
            high = min([form.at(self.dataset.points[number]) for number in above])
            if low < high:
                return form, (low + high) / 2
        return None

    def two_levels(self, numbers: list[int], labels: list[int]) -> Network | None:
        """Return a tree of two levels for points of at most four labels, some of which both sides of the root have."""
        for leaves in _leaves([*labels, None] if self.leaves == "affine" else labels, labels):
            tests = self.placed(numbers, leaves)
            found = None if tests is None else self.joined(numbers, tests, 0)
            if found is not None:
                return found
        return None

    def joined(self, numbers: list[int], tests: list[list[float]], place: int) -> Network | None:
        """Return a tree of these tests, the root or one of the two below it, each decided exactly."""
        weights = tests[place]
        values = self.scaled[numbers] @ np.array(weights[:-1]) + weights[-1]
        sides = [
            [n for n, value in zip(numbers, values, strict=True) if (value >= 0) == above] for above in (False, True)
        ]
        if not all(sides):
            return self.leaf(numbers) if place else self.joined(numbers, tests, 2 if sides[1] else 1)
        test = self.exact(weights[:-1], *sides)
        if place:
            below, above = [self.leaf(side) for side in sides]
        else:
            below, above = [self.joined(side, tests, 1 + number) for number, side in enumerate(sides)]
        return None if test is None or below is None or above is None else Branch(*test, below, above)

    def placed(self, numbers: list[int], leaves: Four) -> list[list[float]] | None:
        """Return the root and the tests below and above it, by a mixed integer program for labels of four leaves."""
        width = self.dataset.width
        places = [[leaf for leaf in range(4) if leaves[leaf] in (None, self.kinds[n])] for n in numbers]
        free = sum([len(own) for own in places if len(own) > 1])
        size = 2 * (len(numbers) + free) * (width + 2)
        if size > MOST_NUMBERS or not self.affords(size):
            return None
        model = quiet_model()
        model.setOptionValue("mip_max_nodes", NODES)
        model.setOptionValue("presolve", "choose")
        model.setOptionValue("mip_feasibility_tolerance", 1e-9)
        for _ in range(3):  # the root, the test below it and the one above
            for _ in range(width):
                model.addVar(-1.0, 1.0)
            model.addVar(-width - 1.0, width + 1.0)
        switches: list[dict[int, int]] = []
        for own in places:
            switch = dict[int, int]()
            for leaf in own if len(own) > 1 else ():
                switch[leaf] = model.getNumCol()
                model.addVar(0.0, 1.0)
                model.changeColIntegrality(switch[leaf], highspy.HighsVarType.kInteger)
            if switch:
                _add(model, list(switch.values()), [1.0] * len(switch), 1.0)
            switches.append(switch)
        for leaf in range(4):
            if leaves[leaf] is None:  # of no label: as many points as an affine function takes in general position
                columns = [switch[leaf] for switch in switches if leaf in switch]
                _add(model, columns, [-1.0] * len(columns), -1.0 - width)
        for number, own, switch in zip(numbers, places, switches, strict=True):
            for leaf in own:
                for test, sign in ((0, leaf >= 2), (1 + leaf // 2, leaf % 2 == 1)):
                    self.constrain(model, number, (test, 1.0 if sign else -1.0), switch.get(leaf))
        model.run()
        solution = list(model.getSolution().col_value)
        if len(solution) != model.getNumCol() or model.getInfo().primal_solution_status != 2:
            return None
        return [solution[start : start + width + 1] for start in range(0, 3 * (width + 1), width + 1)]

    def constrain(self, model: Any, number: int, test: tuple[int, float], switch: int | None) -> None:
        """Demand that a point is on a side of a test, if a switch is on."""
        width = self.dataset.width
        columns = [test[0] * (width + 1) + place for place in range(width + 1)]
        values = [*(test[1] * self.scaled[number]), test[1]]
        if switch is None:
            _add(model, columns, values, MARGIN)
        else:
            most = 2.0 * width + 2
            _add(model, [*columns, switch], [*values, -most], MARGIN - most)


def _add(model: Any, columns: list[int], values: list[float], least: float) -> None:
    kept = [place for place, value in enumerate(values) if value]
    model.addRow(
        least,
        highspy.kHighsInf,
        len(kept),
        np.array([columns[k] for k in kept], dtype=np.int32),
        np.array([values[k] for k in kept]),
    )


def _shares(labels: list[int], most: int) -> Iterator[set[int]]:
    """Yield the ways to share out labels to two sides, at most so many to each, the evenest first.

    >>> [len(share) for share in _shares([0, 1, 2], 2)]
    [1, 1, 1]
    """
    for size in range(len(labels) // 2, max(0, len(labels) - most - 1), -1):
        for chosen in combinations(labels, size):
            if 2 * size < len(labels) or chosen[0] == labels[0]:
                yield set(chosen)


def _leaves(choices: Items[int | None], labels: Items[int]) -> Iterator[Four]:
    """Yield the labels that four leaves can have, up to an exchange of sides, where these do not share the labels out.

    Each label has a leaf at least, and a leaf of any labels, None, is one at most.

    >>> len(list(_leaves([0, 1], [0, 1]))), len(list(_leaves(range(200), range(200))))
    (3, 0)
    """
    if len(labels) > 4:
        return
    seen: set[frozenset[frozenset[int | None]]] = set()
    for chosen in sorted(product(choices, repeat=4), key=lambda four: -four.count(None)):
        sides = frozenset(chosen[:2]), frozenset(chosen[2:])
        shared = sides[0] & sides[1] or None in chosen
        if shared and chosen.count(None) <= 1 and set(labels) <= set(chosen) and frozenset(sides) not in seen:
            seen.add(frozenset(sides))
            yield chosen


def least_by_hyperplanes(
    dataset: Dataset, lower: int, upper: int, leaves: Leaves = "constant", progress: Progress = silent
) -> tuple[int, Network | None]:
    """Return the depth of the shallowest tree that is found between two depths, and the tree; the upper if none is.

    >>> data = Dataset.from_rows([[0, 0], [3, 1], [1, 5], [2, 2]], [[0], [1], [2], [2]])
    >>> least_by_hyperplanes(data, 1, 3)
    (2, Branch(2 -> 1))
    """
    for depth in range(lower, upper):
        tree = tree_of_hyperplanes(dataset, depth, leaves, progress)
        if tree is not None:
            return depth, tree
    return upper, None
