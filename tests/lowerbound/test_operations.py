"""All operations, not only comparisons: T(D) in Q^p against every shape of a program and against the line."""

import random
from collections import Counter
from collections.abc import Sequence as Items
from fractions import Fraction
from operator import add, ge, gt, le, lt, sub
from pathlib import Path

import brute
import pytest
from commands import invoked
from instances import bundle, hiding, operating
from processes import PATIENCE
from samples import examples

from constructions.catalogue import CATALOGUE
from constructions.model.batch import evaluate_many
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from lowerbound.comparisons.pieces import least_operations
from lowerbound.operations.least_operations import _Search, operations_needed
from lowerbound.operations.program_shapes import Compute, Decide, Rules, Shape, how_many, shapes, try_shapes
from lowerbound.operations.programs import Program, fitted, operations, programs
from lowerbound.operations.units import kinks_needed, least_units
from verify.check.bundle import Memory, check_claim
from verify.solvers.cvc5_backend import replay


def mixed(size: int, width: int, seed: int) -> Dataset:
    """Points on a small grid, labels that few operations give at some of them."""
    source = random.Random(seed)
    points = sorted({tuple([source.randint(-2, 4) for _ in range(width)]) for _ in range(size)})
    return Dataset.from_rows(points, [[source.choice((p[0], 3 * p[0], p[-1] + 2, 1, 0, p[0] + p[-1]))] for p in points])


@pytest.mark.parametrize("seed", range(examples(30)))
def test_on_a_line_programs_and_intervals_need_the_same(seed: int) -> None:
    data = mixed(7, 1, seed)
    least, found = least_operations(data).operations, operations_needed(data)
    assert found.lower <= least <= found.upper
    assert least > 4 or found.lower == found.upper == least


@pytest.mark.parametrize("denominator", [1, 2**300])
def test_one_leaf_for_many_points_is_found_at_once(denominator: int) -> None:
    """A loop over all ends for each start would take hours."""
    places = [Fraction(z, denominator) for z in range(-20_000, 20_000)]
    found = least_operations(Dataset.from_rows([[z] for z in places], [[3 * z] for z in places]))
    assert (found.operations, structural_worst(found.network).total) == (1, 1)


@pytest.mark.parametrize(("width", "seed"), [(1, 0), (1, 1), (1, 2), (2, 1), (2, 7), (3, 4)])
def test_every_shape_agrees_with_the_search_and_cvc5_with_z3(width: int, seed: int) -> None:
    data = mixed(5, width, seed)
    found, tried = operations_needed(data), try_shapes(data, 2)
    assert not any(one.unknown for one in tried)
    assert sum(one.refuted for one in tried) == min(found.lower, 3)
    if tried[-1].possible:
        assert tried[-1].operations == found.upper
    for one in tried:
        if one.refuted:
            assert replay(one.script, PATIENCE) == ["unsat"] * one.shapes


def test_known_values() -> None:
    square = [[a, b] for a in (0, 1) for b in (0, 1)]

    def needed(points: list[list[int]], labels: list[list[int]]) -> tuple[int, int]:
        found = operations_needed(Dataset.from_rows(points, labels))
        assert list(evaluate_many(found.network, points).outputs) == [tuple(label) for label in labels]
        assert structural_worst(found.network).total == found.upper
        return found.lower, found.upper

    grid = [[a, b] for a in range(4) for b in range(4)]
    assert needed(square, [[0], [1], [1], [2]]) == (1, 1)  # a sum
    assert needed(square, [[0], [1], [1], [0]]) == (2, 2)  # exclusive or
    assert needed(square, [[0, 1], [1, 0], [1, 0], [2, 2]]) == (2, 2)  # constants behind two tests
    assert needed(grid, [[(a + b) % 2] for a, b in grid]) == (4, 4)
    weighted = [(3 * a, 3 * a + b) for a, b in grid]
    assert needed(grid, [[int(3 * a + b >= 7)] for a, b in grid]) == (2, 2)  # two coordinates
    assert needed(grid, [[both if both >= 5 else one] for one, both in weighted]) == (3, 3)  # leaves share 3 a
    assert needed(grid, [[3 * a + 5 * b] for a, b in grid]) == (3, 3)
    assert needed(grid, [[3 * a + 5 * b + 1] for a, b in grid]) == (4, 4)
    assert needed([[z] for z in range(9)], [[3 * z - 1, 2 - z] for z in range(9)]) == (3, 3)  # 2 - z, and -3 of it + 5
    assert needed([[0, 0]], [[7]]) == (0, 0)
    assert needed([[10**40, 1], [1, 10**40]], [[10**80], [10**80]]) == (0, 0)


@pytest.mark.parametrize("labels", [(1, 0), (2, 5), (1, 0, 0), (2, 1, 0), (5, -1, 2), (1, 0, 0, 0), (3, 2, 1, 5)])
def test_corners_need_an_operation_for_each_coordinate(labels: tuple[int, ...]) -> None:
    """0, e_1, ..., e_m need m, if the label of 0 is neither 0 nor another's: `corners_need` in proofs/Coordinates.v."""
    width = len(labels) - 1
    corners = [[int(i == j) for i in range(1, width + 1)] for j in range(width + 1)]
    found = operations_needed(Dataset.from_rows(corners, [[label] for label in labels]))
    assert found.lower == found.upper == width
    saved = operations_needed(Dataset.from_rows(corners, [[0], *[[1]] * width]))
    assert saved.lower == saved.upper == width - 1


def test_where_one_output_has_no_value_the_others_are_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of nine columns of labels one is enough to see that a leaf without operations does not give them."""
    asked = Counter[int]()
    copied = _Search._copied

    def counted(self: _Search, mask: int, values: object, column: int, *scale: int) -> int | Fraction | None:
        asked[column] += 1
        return copied(self, mask, values, column, *scale)  # type: ignore[arg-type]

    monkeypatch.setattr(_Search, "_copied", counted)
    source = random.Random(1)
    points = [[source.randint(0, 99) for _ in range(2)] for _ in range(7)]
    operations_needed(Dataset.from_rows(points, [[source.randint(0, 99) for _ in range(9)] for _ in points]))
    assert asked[8] * 5 < asked[0]


def test_bounds_that_do_not_meet_are_bounds() -> None:
    source = random.Random(4)
    points = [[source.randint(0, 99) for _ in range(3)] for _ in range(6)]
    found = operations_needed(Dataset.from_rows(points, [[source.randint(0, 10**6), i] for i in range(6)]))
    assert 3 <= found.lower <= found.upper


@pytest.mark.parametrize("seed", range(4))
def test_no_memorizer_of_the_catalogue_takes_fewer_operations(seed: int) -> None:
    data = mixed(9, 2, seed)
    lower = operations_needed(data).lower
    for memorizer in CATALOGUE.values():
        try:
            evaluation = evaluate_many(memorizer.build(data).network, data.points)
        except BadInput:
            continue
        assert evaluation.worst() >= lower


def calculated(program: Program, constants: Items[Fraction | int], rows: Items[Items[int]]) -> list[list[Fraction]]:
    """Return the given rows and those that a program makes."""
    values = [[Fraction(entry) for entry in row] for row in rows]
    for step, c in zip(program, constants, strict=True):
        left, right = values[step.left], values[step.right]
        ways = {
            "u+v": map(add, left, right),
            "u-v": map(sub, left, right),
            "u+c": [u + c for u in left],
            "c-u": [c - u for u in left],
            "c*u": [c * u for u in left],
        }
        values.append([*ways[step.kind]])
    return values


@pytest.mark.parametrize("seed", range(12))
def test_of_what_a_program_gives_nothing_is_left_open(seed: int) -> None:
    """Programs of two operations on up to three inputs, with one output or two: some are found, all else is refuted."""
    source = random.Random(seed)
    for _ in range(20):
        size, width, outputs = source.randint(2, 6), source.randint(1, 3), source.randint(1, 2)
        rows = [tuple([source.randint(-3, 4) for _ in range(size)]) for _ in range(width)]
        drawn = tuple([source.choice(operations(width + place)) for place in range(2)])
        values = calculated(drawn, [source.randint(-2, 3) for _ in drawn], rows)
        wanted = [tuple(map(int, column)) for column in source.sample(values[width:], outputs)]
        fitted(rows, wanted, 1)
        found = fitted(rows, wanted, 2)
        assert found is not None
        made = calculated(found.program, found.constants, rows)
        assert [tuple(made[place]) for place in found.places] == wanted


def test_programs_are_all_sequences_of_all_operations() -> None:
    for width, count in ((1, 3), (2, 2), (3, 2)):
        wanted = 1
        for values in range(width, width + count):
            wanted *= values * (values + 1) // 2 + values * (values - 1) + 3 * values
        assert len(set(programs(width, count))) == wanted
    assert fitted([(1, 2), (5, 3)], [(6, 5)], 1) is not None
    assert fitted([(1, 2, 4), (5, 3, 9)], [(7, 8, 22)], 1) is None  # 2 u + v
    assert len(operations(4)) == 34


def paths(shape: Shape) -> set[int]:
    match shape:
        case Compute(_, _, _, rest):
            return {1 + length for length in paths(rest)}
        case Decide(_, _, sides):
            return {1 + length for side in sides for length in paths(side)}
        case None:
            return {0}


@pytest.mark.parametrize("rules", [Rules(), Rules(compare=True), Rules(products=True)])
def test_shapes_are_different_and_have_the_same_length_on_each_path(rules: Rules) -> None:
    found = shapes(2, 2, rules)
    assert len(set(found)) == len(found) == how_many(2, 2, rules)
    assert set().union(*[paths(shape) for shape in found]) == {2}


def test_shapes_are_counted_before_they_are_made() -> None:
    source = random.Random(1)
    points = [[source.randint(0, 9) for _ in range(12)] for _ in range(8)]
    found = try_shapes(Dataset.from_rows(points, [[source.randint(0, 10**6)] for _ in points]))
    assert [(tried.shapes, tried.refuted, bool(tried.script)) for tried in found] == [
        (1, True, True),
        (258, True, True),
        (474_486, False, False),
    ]


def test_comparing_values_and_products_save_operations_where_they_should() -> None:
    points = [[0, 0], [0, 1], [1, 0], [5, 5], [5, 6], [6, 5]]
    for test in (gt, ge, lt, le):
        order = Dataset.from_rows(points, [[int(test(a, b))] for a, b in points])
        assert [one.possible for one in try_shapes(order)] == [False, False, True]
        assert [one.possible for one in try_shapes(order, rules=Rules(compare=True))] == [False, True]
    squares = Dataset.from_rows([[z] for z in range(-2, 4)], [[z * z] for z in range(-2, 4)])
    assert [one.possible for one in try_shapes(squares, 1)] == [False, False]
    assert [one.possible for one in try_shapes(squares, 1, Rules(products=True))] == [False, True]


def test_the_command_prints_all_three_numbers(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("0,0,0\n0,1,1\n1,0,1\n1,1,0\n")
    _, output = invoked(tmp_path, "lowerbound", "data.csv", "--shapes", "--replay", "cvc5", "-o", "bound")
    output = " ".join(output.split())
    assert "the least number is 1" in output
    assert "all operations: T(D): 2, by search, without a certificate" in output
    assert "depth with tests of coordinates, constant leaves: 2" in output
    assert "13 of 13 unsat" in output
    assert "--products: not used without --shapes" in invoked(tmp_path, "lowerbound", "data.csv", "--products")[1]


@pytest.mark.parametrize("seed", range(examples(40)))
def test_on_a_line_operations_kinks_and_units_are_those_of_brute_force_and_the_checker_accepts_no_more(
    seed: int,
) -> None:
    source = random.Random(seed)
    for _ in range(5):
        places = [Fraction(place, 2) for place in source.sample(range(-6, 9), source.randint(2, 5))]
        labels = [source.choice((0, 1, z, z + 1, 2 - z, 3 * z, 2 * z + 1)) for z in places]
        data = Dataset.from_rows([[z] for z in places], [[y] for y in labels])
        rows = [[[str(z)], [str(y)], 1] for z, y in zip(places, labels, strict=True)]
        assert kinks_needed(data) == brute.least_kinks(rows)
        for claim, least, wanted in (
            (operating, least_operations(data).operations, brute.least_operations(rows)),
            (hiding, least_units(data).units, brute.least_units(rows)),
        ):
            assert least == wanted
            for number in range(1, least + 2):
                files = bundle(claim({"classes": None, "rows": rows}, number), [])
                assert (check_claim(Memory(files), "it.claim.json").verdict == "accepted") == (number <= least)
