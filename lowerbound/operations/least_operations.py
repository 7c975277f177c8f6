"""The least worst-case number of all operations of networks that memorize points of Q^p, and one that attains it."""

from collections.abc import Iterator, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm

from constructions.geometry.hyperplanes import affine_fit
from constructions.model.batch import evaluate_many
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, of_kind
from constructions.model.network import Affine, Branch, Form, Network, chain
from lowerbound.comparisons.subsets import Subsets, members
from lowerbound.operations.programs import (
    Operation,
    Program,
    UnsolvedError,
    Value,
    Vector,
    fitted,
    operations,
    programs,
    run,
)

MOST_POINTS, MOST_WIDTH, EXACT = 16, 3, 3
"""How many points in how many coordinates are searched, and up to how many operations the search is complete."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Operations with their constants, and for each output the number of a value or a constant."""

    steps: tuple[tuple[Operation, Fraction], ...]
    outputs: tuple[int | Fraction, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """Operations with their constants, then a test of a value against a threshold."""

    steps: tuple[tuple[Operation, Fraction], ...]
    value: int
    threshold: Fraction
    below: "Plan"
    above: "Plan"


Plan = Leaf | Gate
"""A branching straight-line program; values are scaled by a common denominator of the data."""


@dataclass(frozen=True, slots=True)
class LeastOperations:
    """Bounds on T(D), and a network that memorizes with ``upper`` operations on every point."""

    lower: int
    upper: int
    network: Network


def operations_needed(dataset: Dataset) -> LeastOperations:
    """Return T(D), the least worst-case number of additions, multiplications and comparisons, or bounds on it.

    Up to three operations the search is complete (theory, Theorem 33b). Beyond that the upper bound is the best
    of the trees that test coordinates and whose leaves take at most two operations, or of one affine map; if it is 4,
    it is T(D).

    Raises:
        BadInput: if there are more than 16 points or 3 coordinates.

    >>> xor = Dataset.from_rows([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]])
    >>> found = operations_needed(xor)
    >>> found.lower, found.upper
    (2, 2)
    """
    of_kind(Dataset, "a Dataset", dataset=dataset)
    if dataset.size > MOST_POINTS or dataset.width > MOST_WIDTH:
        raise BadInput(f"all operations are counted for at most {MOST_POINTS} points of Q^{MOST_WIDTH}")
    search = _Search(dataset)
    fit = affine_fit(dataset.points, dataset.labels)
    lower, count = 0, 0
    while True:
        if count > EXACT and fit is not None and structural_worst(Affine(*fit)).total <= count:
            return LeastOperations(lower, count, Affine(*fit))
        doubts = search.doubts
        plan = search.best(search.full, search.inputs, count)
        if plan is not None:
            return LeastOperations(lower, count, _checked(dataset, plan, search.scale, count))
        count += 1
        if count <= EXACT + 1 and lower == count - 1 and search.doubts == doubts:
            lower = count


def _checked(dataset: Dataset, plan: Plan, scale: int, count: int) -> Network:
    network = network_of(plan, dataset.width, scale)
    if evaluate_many(network, dataset.points).outputs != list(dataset.labels):
        raise AssertionError("the network of a plan memorizes")
    if structural_worst(network).total > count:
        raise AssertionError("the network of a plan costs what the plan does")
    return network


class _Search:
    """Which points can be memorized from which values with how many operations."""

    def __init__(self, dataset: Dataset) -> None:
        numbers = [value for row in (*dataset.points, *dataset.labels) for value in row]
        self.scale = lcm(*[value.denominator for value in numbers])
        self.inputs = self._columns(dataset.points)
        self.labels = self._columns(dataset.labels)
        self.full = (1 << dataset.size) - 1
        self.doubts = 0
        self._affine = Subsets(dataset, splits=[], most_tuples=0)
        self._known: dict[tuple[int, tuple[Vector, ...], int, bool], Plan | None] = {}
        self._equal: dict[tuple[Vector, int], int] = {}
        self._runs = [self._classes(column) for column in self.labels]

    def _columns(self, rows: Items[tuple[Fraction, ...]]) -> tuple[Vector, ...]:
        return tuple([tuple([int(v * self.scale) for v in column]) for column in zip(*rows, strict=True)])

    def _classes(self, column: Vector) -> list[tuple[int, int]]:
        """Return the values of a column, each with the set of points where it has it."""
        found: dict[int, int] = {}
        for number, value in enumerate(column):
            found[value] = found.get(value, 0) | 1 << number
        return list(found.items())

    def best(self, mask: int, values: tuple[Vector, ...], count: int) -> Plan | None:
        """Return a plan of at most so many operations; beyond three only coordinates are tested."""
        if count > EXACT:
            return self._plain(mask, count)
        key = mask, values, count, False
        if key not in self._known:
            self._known[key] = self._leaf(mask, values, count) or self._gates(mask, values, count, plain=False)
        return self._known[key]

    def _plain(self, mask: int, count: int) -> Plan | None:
        """Return a plan that tests coordinates only, with leaves of at most two operations."""
        key = mask, self.inputs, count, True
        if key not in self._known:
            leaf = self._leaf(mask, self.inputs, min(count, 2))
            self._known[key] = leaf or self._gates(mask, self.inputs, count, plain=True)
        return self._known[key]

    def _gates(self, mask: int, values: tuple[Vector, ...], count: int, plain: bool) -> Plan | None:
        for spent in range(1 if plain else count):
            for program in _before_a_test(len(values), spent):
                for steps, made in self._cells(program, values, mask):
                    found = self._tested(mask, made, count - 1 - spent, steps, plain)
                    if found is not None:
                        return found
        return None

    def _tested(
        self,
        mask: int,
        values: tuple[Vector, ...],
        left: int,
        steps: tuple[tuple[Operation, Fraction], ...],
        plain: bool,
    ) -> Gate | None:
        """Return a plan that tests the last value, or any if there are no steps, and has so many operations left."""
        scale = lcm(*[constant.denominator for _, constant in steps])
        numbers = members(mask)
        for place in range(len(values)) if not steps else [len(values) - 1]:
            column = values[place]
            for low, high in pairwise(sorted({column[number] for number in numbers})):
                above = sum([1 << number for number in numbers if column[number] >= high])
                sides = []
                for side in sorted((mask ^ above, above), key=int.bit_count, reverse=True):
                    plan = self._side(side, values, left, scale, plain)
                    if plan is None:
                        break
                    sides.append((side, plan))
                if len(sides) == 2:
                    plans = dict(sides)
                    return Gate(steps, place, Fraction(low + high, 2 * scale), plans[mask ^ above], plans[above])
        return None

    def _side(self, mask: int, values: tuple[Vector, ...], left: int, scale: int, plain: bool) -> Plan | None:
        if plain:
            return self._plain(mask, left)
        return self.best(mask, values, left) if scale == 1 else self._free(mask, values, scale)

    def _free(self, mask: int, values: tuple[Vector, ...], scale: int) -> Leaf | None:
        """Return a leaf without operations; the values are the labels' times the scale."""
        outputs = list[int | Fraction]()
        for column in range(len(self.labels)):
            output = self._copied(mask, values, column, scale)
            if output is None:
                return None
            outputs.append(output)
        return Leaf((), tuple(outputs))

    def _copied(self, mask: int, values: tuple[Vector, ...], column: int, scale: int = 1) -> int | Fraction | None:
        """Return a constant, or the number of a value, that is this output at the points; None if there is none."""
        for value, where in self._runs[column]:
            if not mask & ~where:
                return Fraction(value, self.scale)
        for number, vector in enumerate(values):
            if not mask & ~self._where(vector, column, scale):
                return number
        return None

    def _where(self, vector: Vector, column: int, scale: int) -> int:
        """Return the set of points where a value is an output times the scale."""
        key = vector, column
        if scale == 1 and key in self._equal:
            return self._equal[key]
        pairs = enumerate(zip(vector, self.labels[column], strict=True))
        where = sum([1 << place for place, (u, y) in pairs if u == scale * y])
        if scale == 1:
            self._equal[key] = where
        return where

    def _leaf(self, mask: int, values: tuple[Vector, ...], count: int) -> Leaf | None:
        numbers, outputs, wanted = members(mask), list[int | Fraction | Vector](), dict[Vector, int]()
        for column, labels in enumerate(self.labels):
            copied = self._copied(mask, values, column)
            if copied is None:
                missing = tuple([labels[i] for i in numbers])
                wanted.setdefault(missing, len(wanted))
            outputs.append(missing if copied is None else copied)
            if len(wanted) > count:  # which may be less than 0
                return None
        if not wanted:
            return Leaf((), tuple([output for output in outputs if not isinstance(output, tuple)]))
        if not self._affine.fits(mask):
            return None
        try:
            fit = fitted([tuple([vector[i] for i in numbers]) for vector in values], [*wanted], count)
        except UnsolvedError:
            self.doubts += 1
            return None
        if fit is None:
            return None
        filled = [fit.places[wanted[output]] if isinstance(output, tuple) else output for output in outputs]
        return Leaf(tuple(zip(fit.program, fit.constants, strict=True)), tuple(filled))

    def _cells(
        self, program: Program, values: tuple[Vector, ...], mask: int
    ) -> Iterator[tuple[tuple[tuple[Operation, Fraction], ...], tuple[Vector, ...]]]:
        """Yield a program with a constant out of each cell in which all tests and all leaves behave alike.

        Values are multiplied by the constant's denominator.
        """
        made = run(program, values)
        if not any([product for value in made for product in value]):
            vectors = tuple([value[0] for value in made])
            yield tuple([(step, Fraction(0)) for step in program]), vectors
            return
        zero = (0,) * len(values[0])
        lines = [(value.get(0, zero), value.get(1, zero)) for value in made]
        for constant in _samples(self._roots(made[len(values) :], members(mask))):
            above, below = constant.numerator, constant.denominator
            vectors = tuple([tuple([below * b + above * s for b, s in zip(*line, strict=True)]) for line in lines])
            yield tuple([(step, constant) for step in program]), vectors

    def _roots(self, made: list[Value], numbers: list[int]) -> set[Fraction]:
        """Return where, as the constant grows, the last value changes its order or a value meets a label."""
        zero = (0,) * len(self.labels[0])
        roots = set()
        for value in made:
            base, slope = value.get(0, zero), value.get(1, zero)
            for column in self.labels:
                roots |= {Fraction(column[i] - base[i], slope[i]) for i in numbers if slope[i]}
        for i in numbers:
            roots |= {Fraction(base[i] - base[k], slope[k] - slope[i]) for k in numbers if slope[i] != slope[k]}
        return roots


def _before_a_test(values: int, count: int) -> Iterator[Program]:
    """Yield the programs whose last value is worth a test: it adds or subtracts, and reads what was made before.

    A test of u + c, c - u or c u is one of u, and what no test reads can be computed after it.
    """
    if count == 0:
        yield ()
        return
    for program in programs(values, count - 1):
        for last in operations(values + count - 1):
            read = {step_side for step in (*program, last) for step_side in (step.left, step.right)}
            if last.kind in ("u+v", "u-v") and set(range(values, values + count - 1)) <= read:
                yield (*program, last)


def _samples(roots: set[Fraction]) -> list[Fraction]:
    """Return all roots, a number between any two neighbours, and one on either side."""
    places = sorted(roots)
    if not places:
        return [Fraction(1)]
    between = [(low + high) / 2 for low, high in pairwise(places)]
    return [places[0] - 1, *places, *between, places[-1] + 1]


def network_of(plan: Plan, width: int, scale: int) -> Network:
    """Return a plan as a network: a layer for each operation that keeps all earlier values, free of cost, beside it."""
    layers: list[Network] = []
    for step, constant in plan.steps:
        kept = [Form.coordinate(number, width) for number in range(width)]
        shift = constant / scale if step.kind in ("u+c", "c-u") else Fraction(0)
        layers.append(Affine([*kept, _row(step, constant, width)], [*[0] * width, shift]))
        width += 1
    if isinstance(plan, Leaf):
        rows = [Form.coordinate(out, width) if type(out) is int else Form(width, [], []) for out in plan.outputs]
        end: Network = Affine(rows, [0 if type(out) is int else out for out in plan.outputs])
    else:
        sides = [network_of(side, width, scale) for side in (plan.below, plan.above)]
        end = Branch(Form.coordinate(plan.value, width), plan.threshold / scale, *sides)
    return chain(*layers, end) if layers else end


def _row(step: Operation, constant: Fraction, width: int) -> Form:
    row = [Fraction(0)] * width
    row[step.left] += {"c-u": Fraction(-1), "c*u": constant}.get(step.kind, Fraction(1))
    if step.kind in ("u+v", "u-v"):
        row[step.right] += 1 if step.kind == "u+v" else -1
    return Form.dense(row)
