"""Tests of the least units of one hidden layer on a line, beside a solver that is asked about all cases."""

import random
from fractions import Fraction
from itertools import accumulate, product

import pytest

from constructions.model.batch import evaluate_many
from constructions.model.cost import size_of
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Sequence
from lowerbound.operations.units import kinks_needed, least_units
from verify.solvers.formulas import numeral
from verify.solvers.z3_backend import Session

PATIENCE = 60.0
"""Seconds for one query."""


def query(pairs: list[tuple[Fraction, Fraction]], units: int) -> str:
    """Return a script that is satisfiable iff so many units memorize the points.

    A unit with its weight is u x + v on its active side and 0 elsewhere. Its kink is left of all points, between two
    neighbours, or right of all; it looks right or left; u >= 0 or u <= 0. In each of these cases it is settled at which
    points the unit is active, and that the kink is there is linear: for u >= 0, u a + v <= 0 at the neighbour a before
    it and u b + v >= 0 at the one after it. Units are ordered by their kinks.
    """
    lines = ["(set-logic QF_LRA)", "(declare-fun bias () Real)"]
    sums = [["bias"] for _ in pairs]
    for unit in range(units):
        lines += [f"(declare-fun {name}{unit} () Real)" for name in ("u", "v", "k", "d")]
        lines += [f"(declare-fun r{unit}_{place} () Real)" for place in range(len(pairs))]
        cases = [case(unit, place, right, pairs) for place in range(len(pairs) + 1) for right in (True, False)]
        lines.append(f"(assert (or {' '.join(cases)}))")
        if unit:
            lines.append(f"(assert (<= k{unit - 1} k{unit}))")
        for place, terms in enumerate(sums):
            terms.append(f"r{unit}_{place}")
    for terms, (_, y) in zip(sums, pairs, strict=True):
        total = terms[0] if len(terms) == 1 else f"(+ {' '.join(terms)})"
        lines.append(f"(assert (= {total} {numeral(y)}))")
    return "\n".join([*lines, "(check-sat)", ""])


def case(unit: int, place: int, right: bool, pairs: list[tuple[Fraction, Fraction]]) -> str:
    """Return what holds if the kink of a unit is left of point ``place`` (not left of the one before)."""

    def value(z: Fraction) -> str:
        return f"(+ (* {numeral(z)} u{unit}) v{unit})"

    parts = [f"(= k{unit} {place})", f"(= d{unit} {'1' if right else '(- 1)'})"]
    for number, (z, _) in enumerate(pairs):
        active = number >= place if right else number < place
        parts.append(f"(= r{unit}_{number} {value(z) if active else '0'})")
    left = [f"(<= {value(pairs[place - 1][0])} 0)"] if place else []  # where u > 0
    here = [f"(>= {value(pairs[place][0])} 0)"] if place < len(pairs) else []
    rises = " ".join([f"(>= u{unit} 0)", *left, *here])
    falls = rises.replace(">=", "<>").replace("<=", ">=").replace("<>", "<=")
    return f"(and {' '.join(parts)} (or (and {rises}) (and {falls})))"


def along(steps: list[tuple[int, int, int]]) -> Dataset:
    """Return points of a broken line: so many after one another, so far apart, with this slope."""
    gaps = [(width, slope) for count, width, slope in steps for _ in range(count)]
    places = accumulate([width for width, _ in gaps], initial=0)
    labels = accumulate([width * slope for width, slope in gaps], initial=0)
    return Dataset.from_rows([[z] for z in places], [[y] for y in labels])


def alternating(size: int) -> Dataset:
    return Dataset.from_rows([[z] for z in range(size)], [[z % 2] for z in range(size)])


def drawn(source: random.Random) -> Dataset:
    pieces = source.randint(1, 3)
    return along([(source.randint(1, 2), source.randint(1, 2), source.randint(-2, 2)) for _ in range(pieces)])


def test_the_least_number_is_that_of_a_solver_that_is_asked_about_all_cases() -> None:
    source, tight = random.Random(4), set[int]()
    for _ in range(25):
        data = drawn(source)
        found = least_units(data)
        pairs = sorted([(point[0], label[0]) for point, label in zip(data.points, data.labels, strict=True)])
        more = found.units - found.kinks
        assert Session().run(query(pairs, found.kinks), PATIENCE) == (["unsat"] if more else ["sat"]), pairs
        tight.add(more)
    assert tight == {0, 1}


def test_networks_have_so_many_units_and_memorize() -> None:
    source = random.Random(5)
    for _ in range(150):
        places = sorted(source.sample(range(30), source.randint(2, 12)))
        data = Dataset.from_rows([[z] for z in places], [[source.randint(0, 4)] for _ in places])
        found = least_units(data)
        assert found.exact
        assert found.kinks == kinks_needed(data)
        assert found.units in (found.kinks, found.kinks + 1)
        if isinstance(found.network, Sequence):
            hidden = found.network.stages[0]
            assert isinstance(hidden, Affine)
            assert len(hidden.weights) == found.units
        assert evaluate_many(found.network, data.points).outputs == list(data.labels)


def test_kinks_that_are_fixed_ask_whether_some_changes_of_slope_have_a_sum() -> None:
    for changes, first in product([(3, 5), (2, 4, 8), (1, 1, 5)], range(-12, 1)):
        data = along([(2, 1, slope) for slope in accumulate(changes, initial=first)])
        sums = {sum(part) for part in product(*[(0, change) for change in changes])}
        assert least_units(data).units == len(changes) + (-first not in sums)


def test_alternating_labels() -> None:
    assert [least_units(alternating(n)).units for n in range(1, 10)] == [0, 1, 2, 3, 3, 4, 5, 6, 7]
    assert least_units(alternating(200)).units == 198


def test_data_with_kinks_at_points_and_huge_numbers() -> None:
    assert least_units(Dataset.from_rows([[0], [1], [2]], [[1], [1], [1]])).units == 0
    assert least_units(Dataset.from_rows([[0], [10**40], [2 * 10**40]], [[0], [0], [7]])).units == 1
    assert least_units(Dataset.from_rows([[i] for i in range(5)], [[3 * i] for i in range(5)])).units == 1


def test_slopes_of_many_denominators_give_a_network_of_short_numbers() -> None:
    """Their common denominator has a thousand bits."""
    source = random.Random(40)
    places = sorted([Fraction(source.randint(1, 10**6), below) for below in range(10_001, 10_081, 2)])
    data = Dataset.from_rows([[z] for z in places], [[source.randint(0, 9)] for _ in places])
    assert size_of(least_units(data).network).largest_bits < 100


def test_too_many_bands_are_said_to_be() -> None:
    data = along([(2, 1, slope) for slope in (-9, -5, 1, 8)])
    assert least_units(data).exact
    assert not least_units(data, most=10).exact
    assert least_units(data, most=10).units == 4


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (Dataset.from_rows([[0, 1]], [[0]]), "on a line"),
        (Dataset.from_rows([[0], [1]], [[0, 1], [1, 0]]), "labels must be one number"),
    ],
)
def test_what_is_no_line_of_numbers_is_refused(data: Dataset, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        least_units(data)
