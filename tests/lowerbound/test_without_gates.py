"""Operations without gates for almost all labellings: the sum, its closed form, small programs, built networks."""

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import comb, log2

import pytest

from constructions.catalogue import CATALOGUE
from constructions.model.batch import evaluate_many
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.network import Identity, Network, constant
from lowerbound.bounds import without_gates
from lowerbound.bounds.formulas import log2_from_below
from lowerbound.bounds.without_gates import bound_without_gates, labellings_bound, needed_without_gates
from lowerbound.findings import lower_bounds


def summed(points: int, width: int, operations: int, above_2ec: Fraction) -> Fraction:
    """Return N(T), T >= 1, as the theorem has it: over all P, J, B."""
    most = width + operations - 1
    total = Fraction(0)
    for constants in range(operations + 1):
        for joins in range(operations - constants + 1):
            comparisons = operations - constants - joins
            orders = comb(operations, constants) * comb(operations - constants, joins)
            choices = (3 * most) ** constants * ((3 * most**2 - most) // 2) ** joins * (2 * most) ** comparisons
            total += orders * choices * 2 * (above_2ec * points * 2**comparisons) ** constants
    return (width + operations + 1) * total


@pytest.mark.parametrize("labels", [2, 3, 1_000])
@pytest.mark.parametrize("width", [1, 2, 7])
def test_the_sum_over_two_numbers_is_the_sum_over_three(width: int, labels: int) -> None:
    above_2ec = labels * Fraction(1_087_313, 200_000)
    for operations in range(1, 9):
        for points in (operations, 30):
            assert labellings_bound(points, width, operations, labels) == summed(points, width, operations, above_2ec)


@pytest.mark.parametrize("labels", [2, 3, 1_000])
def test_without_an_operation_an_output_is_an_input_or_a_constant(labels: int) -> None:
    data = [(Fraction(0),), (Fraction(1),)]  # labels are 0, 1, ..., so x is a labelling, too
    networks: list[Network] = [Identity(1), *[constant([label], 1) for label in range(labels)]]
    memorized = {tuple(evaluate_many(network, data).outputs) for network in networks}
    assert labellings_bound(2, 1, 0, labels) == len(memorized) == labels + 1
    assert needed_without_gates(1, 1, 0, labels) is None


@pytest.mark.parametrize(("points", "most"), [(300, 15), (1_000, 39), (10_000, 166), (100_000, 590)])
def test_the_largest_number_excluded(points: int, most: int) -> None:
    assert needed_without_gates(points, 1) == most


@pytest.mark.parametrize("part", [0, 1, 10, 100])
@pytest.mark.parametrize("width", [1, 5, 100])
def test_bisection_with_rounded_sums_finds_what_the_exact_sum_decides(width: int, part: int) -> None:
    for points in (*range(1, 60, 7), 150, 400, 1_000):
        excluded = [t for t in range(min(points, 60) + 1) if labellings_bound(points, width, t) * 2**part <= 2**points]
        assert needed_without_gates(points, width, part) == (excluded[-1] if excluded else None)
        assert excluded == list(range(len(excluded)))


@pytest.mark.parametrize("labels", [3, 10, 256])
def test_with_more_labels_it_is_the_number_of_their_labellings(labels: int) -> None:
    for points in (1, 10, 40, 150):
        tried = range(min(points, 60) + 1)
        excluded = [t for t in tried if labellings_bound(points, 1, t, labels) * 2**10 <= labels**points]
        assert needed_without_gates(points, 1, labels=labels) == (excluded[-1] if excluded else None)
        assert (needed_without_gates(points, 1, labels=labels) or 0) >= (needed_without_gates(points, 1) or 0)


def test_where_rounded_sums_do_not_decide_the_exact_one_does() -> None:
    for operations in (0, 1, 5, 20):
        exact = labellings_bound(300, 2, operations)
        exponent = (exact.numerator // exact.denominator).bit_length()
        for power in range(max(0, exponent - 3), exponent + 4):
            goal = without_gates._Goal(300, 2, 0, 2, without_gates._factor(300, 2), 2**power)
            assert goal.few(operations) is (exact <= 2**power)


@pytest.mark.parametrize("operations", [0, 1, 7, 200, pytest.param(700, marks=pytest.mark.slow)])
def test_the_sum_lies_between_its_two_roundings_which_are_close(operations: int) -> None:
    factor = without_gates._factor(10_000, 2)
    exact = sum([without_gates._term(factor, 3, operations, constants) for constants in range(operations + 1)])
    (low, down), (high, up) = [without_gates._rounded_sum(factor, 3, operations, way) for way in (False, True)]
    assert low << down <= exact <= high << up
    assert (high << up) - (low << down) <= exact >> 60


def test_logarithms_lie_between_their_bounds() -> None:
    source = random.Random(1)
    for bits in (1, 2, 39, 40, 41, 100, 900):
        for value in (2 ** (bits - 1), 2**bits - 1, source.getrandbits(bits) | 1):
            low = log2_from_below(value)
            assert 2**low <= value**256 < 2 ** (low + 2)


def test_the_closed_form_is_above_the_sum() -> None:
    for points, labels in ((4, 2), (30, 2), (300, 2), (300, 50), (2_000, 2)):
        for width in (1, 10):
            for operations in range(0, min(points, 50) + 1, 5):
                a = log2(points * labels / 2) + 4 * log2(width + operations) + 9
                bound = labellings_bound(points, width, operations, labels)
                assert log2(bound.numerator) - log2(bound.denominator) <= ((operations + a) / 2) ** 2


def programs(width: int, operations: int, points: list[int]) -> Iterator[list[tuple[Fraction, ...]]]:
    """Yield the values, at each point, of every program without gates; constants lie between points."""
    constants = [Fraction(0), Fraction(1, 2), Fraction(-1), *[Fraction(2 * z + 1, 2) for z in points]]
    constants += [-c for c in constants]

    def grown(values: list[tuple[Fraction, ...]], left: int) -> Iterator[list[tuple[Fraction, ...]]]:
        yield values
        if not left:
            return
        made = set[tuple[Fraction, ...]]()
        for u in values:
            made.add(tuple([max(a, Fraction(0)) for a in u]))
            made.add(tuple([Fraction(a >= 0) for a in u]))
            for c in constants:
                made |= {tuple([a + c for a in u]), tuple([c - a for a in u]), tuple([c * a for a in u])}
        for u, v in product(values, repeat=2):
            made |= {
                tuple([a + b for a, b in zip(u, v, strict=True)]),
                tuple([a - b for a, b in zip(u, v, strict=True)]),
            }
        for value in made - {*values}:
            yield from grown([*values, value], left - 1)

    yield from grown([tuple([Fraction(z) for z in points])] * width, operations)


@pytest.mark.parametrize(("operations", "points", "least"), [(1, 12, 1), (2, 9, 16)])
def test_small_programs_memorize_no_more_labellings_than_the_bound(operations: int, points: int, least: int) -> None:
    places = list(range(-3, points - 3))
    found = {(Fraction(0),) * points, (Fraction(1),) * points}
    for values in programs(1, operations, places):
        found |= {value for value in values if {*value} <= {Fraction(0), Fraction(1)}}
    assert least <= len(found) - 2 <= labellings_bound(points, 1, operations)


def test_small_programs_memorize_no_more_labellings_with_three_labels() -> None:
    labels = {Fraction(0), Fraction(1), Fraction(2)}
    found = {value for values in programs(1, 2, list(range(-3, 4))) for value in values if {*value} <= labels}
    assert 12 <= len(found) <= labellings_bound(7, 1, 2, labels=3)


@pytest.mark.parametrize("n", [300, 1_000])
def test_random_labels_take_every_memorizer_without_gates_more(n: int) -> None:
    source = random.Random(n)
    data = Dataset.from_rows([[z] for z in range(n)], [[source.randint(0, 1)] for _ in range(n)])
    most = needed_without_gates(n, 1)
    assert most is not None
    for name in ("interpolation", "zhang", "two-hidden-layers", "bit-extraction", "sqrt-operations"):
        assert structural_worst(CATALOGUE[name].build(data).network).total > most


def test_what_is_found_out_about_data_says_it_once_and_for_all_networks_alone() -> None:
    data = Dataset.from_rows([[z] for z in range(300)], [[z * z % 7 % 2] for z in range(300)])
    for leaves, count in (("affine", 1), ("constant", 0)):
        gates = "oblique" if leaves == "affine" else "axis"
        bounds = [bound for bound in lower_bounds(data, leaves, gates).bounds if "without gates" in bound.what]  # type: ignore[arg-type]
        assert [bound.value for bound in bounds] == [16] * count


def test_few_points_are_not_spoken_of() -> None:
    assert needed_without_gates(3, 1) is None
    assert needed_without_gates(10, 1, 10) is None
    for points in range(1, 1_000, 37):
        found, bound = needed_without_gates(points, 1), bound_without_gates(points, 1)
        assert (bound is None) is (found is None or 2 ** (found + 1) <= 2 * points - 1)
        assert bound is None or (found is not None and bound.value == found + 1)


@pytest.mark.parametrize("operations", [-1, 11])
def test_more_operations_than_points_are_refused(operations: int) -> None:
    with pytest.raises(
        ValueError, match=f"operations must be between 0 and 10, the number of points, not {operations}"
    ):
        labellings_bound(10, 1, operations)
