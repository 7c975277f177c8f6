"""Generic labels: the inequality attacked by random programs, its corollaries by brute force; zeros skipped."""

import random
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, pairwise
from typing import TypeAlias

import pytest

from constructions.model.batch import evaluate_many
from constructions.model.dataset import Dataset
from constructions.model.evaluation import trace
from constructions.model.network import Affine, Network, Relu, Sequence
from constructions.synthesis.affine_wires import GateLimits
from constructions.synthesis.inputs import Points
from constructions.synthesis.layer_by_layer import by_layers
from lowerbound.bounds.generic import generic_bounds, least_mean_length
from lowerbound.findings import lower_bounds
from lowerbound.operations.least_operations import operations_needed

PRIME = 2**61 - 1
"""Ranks are computed modulo this prime; a rank there is at most the rank over Q, and generically equal to it."""

Slopes: TypeAlias = dict[int, int]
"""The derivative of a value for each constant that it depends on."""


@dataclass
class Program:
    """A random tree of operations: values with their derivatives for the constants, and the labels of its points."""

    source: random.Random
    outputs: int
    products: bool
    constants: int = 0
    operations: dict[int, int] = field(default_factory=dict)
    rows: list[Slopes] = field(default_factory=list)

    def constant(self) -> tuple[int, Slopes]:
        """Return a new constant and its derivative for itself."""
        self.constants += 1
        return self.source.randrange(1, PRIME), {self.constants - 1: 1}

    def grow(self, values: dict[int, list[tuple[int, Slopes]]], done: int, left: int) -> None:
        """Go on with the points that come this way, each with its values; tests send points to sides at will."""
        points = list(values)
        if left == 0 or self.source.random() < 0.2:
            self.leaf(values, done)
        elif len(points) > 1 and self.source.random() < 0.5:
            below = set(self.source.sample(points, self.source.randrange(len(points) + 1)))
            for side in (below, set(points) - below):
                if side:
                    self.grow({point: list(values[point]) for point in side}, done + 1, left - 1)
        else:
            self.arithmetic(values)
            self.grow(values, done + 1, left - 1)

    def arithmetic(self, values: dict[int, list[tuple[int, Slopes]]]) -> None:
        """Make one further value at every point, of the same operands."""
        size = len(next(iter(values.values())))
        kind = self.source.choice(["join", "shift", "scale", *["product"] * self.products])
        one, two = self.source.randrange(size), self.source.randrange(size)
        sign = self.source.choice([1, -1])
        number, own = self.constant() if kind in ("shift", "scale") else (0, {})
        for found in values.values():
            (a, da), (b, db) = found[one], found[two]
            match kind:
                case "join":
                    found.append(((a + sign * b) % PRIME, combined((1, da), (sign, db))))
                case "shift":
                    found.append(((number + sign * a) % PRIME, combined((1, own), (sign, da))))
                case "scale":
                    found.append((number * a % PRIME, combined((a, own), (number, da))))
                case _:
                    found.append((a * b % PRIME, combined((b, da), (a, db))))

    def leaf(self, values: dict[int, list[tuple[int, Slopes]]], done: int) -> None:
        """Give each output a value or a constant; the rows are the derivatives of the labels."""
        size = len(next(iter(values.values())))
        picks = [None if self.source.random() < 0.5 else self.source.randrange(size) for _ in range(self.outputs)]
        own = [self.constant()[1] if pick is None else {} for pick in picks]
        for point, found in values.items():
            self.operations[point] = done
            self.rows += [slopes if pick is None else found[pick][1] for pick, slopes in zip(picks, own, strict=True)]


def combined(*parts: tuple[int, Slopes]) -> Slopes:
    total: Slopes = {}
    for factor, slopes in parts:
        for place, slope in slopes.items():
            total[place] = (total.get(place, 0) + factor * slope) % PRIME
    return total


def rank(rows: list[Slopes]) -> int:
    """Return the rank of a matrix modulo the prime."""
    known: dict[int, Slopes] = {}
    for row in rows:
        row = {place: value for place, value in row.items() if value}
        while row:
            place = min(row)
            if place not in known:
                inverse = pow(row[place], -1, PRIME)
                known[place] = {other: value * inverse % PRIME for other, value in row.items()}
                break
            row = {other: value for other, value in combined((1, row), (-row[place], known[place])).items() if value}
    return len(known)


@pytest.mark.parametrize("products", [False, True])
@pytest.mark.parametrize("outputs", [1, 2])
def test_no_random_program_beats_the_inequality(products: bool, outputs: int) -> None:
    source = random.Random(100 * outputs + products)
    cheap = tight = 0
    for _ in range(3_000):
        points = source.randrange(1, 7)
        program = Program(source, outputs, products)
        inputs = source.randrange(1, 4)
        start = {n: [(source.randrange(PRIME), Slopes()) for _ in range(inputs)] for n in range(points)}
        program.grow(start, 0, source.randrange(7))
        weight = sum([Fraction(1, 2**taken) for taken in program.operations.values()])
        full = rank(program.rows) == points * outputs
        cheap += weight > 1
        tight += full
        assert not (full and weight > 1), program
    assert min(cheap, tight) > 100  # both kinds were really tried


def test_the_least_mean_length_is_that_of_the_best_code() -> None:
    def best(weights: list[int]) -> int:
        """Return the least total length: some two words are siblings, whichever."""
        if len(weights) == 1:
            return 0
        found = []
        for one, two in combinations(range(len(weights)), 2):
            rest = [weight for number, weight in enumerate(weights) if number not in (one, two)]
            found.append(weights[one] + weights[two] + best([*rest, weights[one] + weights[two]]))
        return min(found)

    source = random.Random(1)
    for size in range(1, 7):
        for _ in range(5):
            weights = [source.randrange(1, 9) for _ in range(size)]
            assert least_mean_length(weights) == Fraction(best(weights), sum(weights))
    for n in range(1, 200):
        floor = n.bit_length() - 1
        assert least_mean_length([1] * n) == floor + Fraction(2 * (n - 2**floor), n)


@pytest.mark.parametrize(
    ("points", "least"),
    [
        ([[0, 0], [1, 0], [0, 1]], 2),
        ([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], 3),
        ([[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [1, -1]], 4),
        ([[0], [1], [2], [3]], 2),
        ([[0], [1], [2], [3], [4]], 3),
    ],
)
def test_generic_labels_need_what_complete_search_finds(points: list[list[int]], least: int) -> None:
    source = random.Random(7)
    dataset = Dataset.from_rows(points, [[source.randrange(10**6, 10**9)] for _ in points])
    found = operations_needed(dataset)
    assert found.lower == found.upper == least
    worst, mean = generic_bounds(dataset)
    assert int(worst.value) <= least
    assert Fraction(mean.value) <= least


def test_the_findings_of_a_data_set_name_what_generic_labels_need() -> None:
    dataset = Dataset.from_rows([[z] for z in range(9)], [[0]] * 9)
    found = [bound for bound in lower_bounds(dataset).bounds if "generic" in bound.what]
    assert [bound.value for bound in found] == [4, "29/9"]


def skipped(layers: list[tuple[list[list[int]], list[int]]]) -> Network:
    stages: list[Network] = []
    for weights, bias in layers:
        stages += [Affine(weights, bias), Relu(len(bias))]
    return Sequence(stages[:-1])


def live(network: Network, point: tuple[Fraction, ...]) -> tuple[int, int]:
    """Return E and V of Theorem 53a at a point, counted on the network itself."""
    edges = units = 0
    values, constant = list(point), [False] * len(point)
    stages = list(network.stages)  # type: ignore[union-attr]
    for number, stage in enumerate(stages):
        if isinstance(stage, Relu):
            values = [max(value, Fraction(0)) for value in values]
            continue
        reads = []
        for form in stage.weights:
            alive = [i for i in form.indices if not constant[i] and (number == 0 or values[i] != 0)]
            edges += len(alive)
            units += bool(alive) and number < len(stages) - 1
            reads.append(bool(alive))
        values = [form.at(values) + bias for form, bias in zip(stage.weights, stage.bias, strict=True)]
        constant = [not read for read in reads]
    return edges, units


@pytest.mark.parametrize("generic", [True, False])
def test_skipping_zeros_costs_no_more_than_the_live_weights_say(generic: bool) -> None:
    source = random.Random(generic)
    low, high = (2, 9) if generic else (-1, 2)
    for _ in range(40):
        widths = [source.randrange(1, 4), *[source.randrange(1, 5) for _ in range(source.randrange(1, 4))], 1]
        layers = []
        for one, two in pairwise(widths):
            weights = [[source.choice([-1, 1]) * source.randrange(low, high) for _ in range(one)] for _ in range(two)]
            layers.append((weights, [source.choice([-1, 1]) * source.randrange(low, high) for _ in range(two)]))
        network = skipped(layers)
        points = list({tuple([Fraction(source.randrange(-6, 7)) for _ in range(widths[0])]) for _ in range(6)})
        found = by_layers(network, Points(points), GateLimits(), fold=False)
        assert evaluate_many(found, points).outputs == evaluate_many(network, points).outputs
        for point in points:
            edges, units = live(network, point)
            taken = trace(found, point).operations.total
            assert taken <= 2 * edges + units <= 3 * edges
            if generic:
                assert taken == 2 * edges + units


@pytest.mark.parametrize(("last", "taken"), [(-6, 10), (-5, 11)])
def test_a_unit_that_reads_zeros_alone_is_a_constant_and_its_weights_do_not_count(last: int, taken: int) -> None:
    """At 0 the second layer's first unit is 3: its weight 2 costs nothing, and 6 may cancel the bias behind it."""
    network = skipped([([[2], [3]], [-10, 2]), ([[2, 0], [0, 2]], [3, 5]), ([[2, 2]], [last])])
    points = [(Fraction(0),), (Fraction(9),)]
    found = by_layers(network, Points(points), GateLimits(), fold=False)
    assert evaluate_many(found, points).outputs == evaluate_many(network, points).outputs
    assert live(network, points[0]) == (4, 3)
    assert trace(found, points[0]).operations.total == taken
