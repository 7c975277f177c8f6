"""Running a network: traces worked out by hand, and the batch against the trace on random networks."""

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.strategies import SearchStrategy
from samples import examples

from constructions.model import batch
from constructions.model.batch import Evaluation, evaluate_many
from constructions.model.cost import Operations
from constructions.model.errors import BadInput
from constructions.model.evaluation import Trace, check_point, evaluate, trace
from constructions.model.network import (
    Affine,
    Branch,
    Concatenate,
    Form,
    Identity,
    Network,
    Relu,
    Sequence,
    Step,
    constant,
    distinct_nodes,
)
from constructions.model.numbers import homogeneous as homogeneous_numbers
from constructions.model.numbers.homogeneous import MATRIX_ENTRIES, Layer, homogeneous
from constructions.model.rational import Number

HALF = Fraction(1, 2)

LAW = settings(max_examples=examples(40))

Cases = SearchStrategy[tuple[Network, list[list[Fraction]]]]


def exactly(*values: Number) -> tuple[Fraction, ...]:
    return tuple([Fraction(value) for value in values])


def agree(network: Network, points: list[list[Any]]) -> Evaluation:
    """Check that the batch gives what the trace gives at every point."""
    result = evaluate_many(network, points, paths=True)
    assert result.paths is not None
    assert len(result.outputs) == len(points) == len(result.operations) == len(result.paths)
    assert evaluate_many(network, points).paths is None
    for number, point in enumerate(points):
        run = trace(network, point)
        assert result.outputs[number] == run.output
        assert all(type(value) is Fraction for value in result.outputs[number])
        assert result.at(number) == run.operations
        assert result.paths[number] == "".join([str(int(decision)) for decision in run.decisions])
    return result


@pytest.mark.parametrize(
    ("point", "output", "decisions"),
    [
        (-1, 0, (False, False)),
        (0, 0, (True, False)),
        (Fraction(1, 4), HALF, (True, False)),
        (HALF, 1, (True, True)),
        (Fraction(3, 4), HALF, (True, True)),
        (1, 0, (True, True)),
        (2, -2, (True, True)),
    ],
)
def test_the_tent_map_is_what_it_is_by_hand(point: Number, output: Number, decisions: tuple[bool, ...]) -> None:
    tent = Sequence((Affine([[2], [4]], [0, -2]), Relu(2), Affine([[1, -1]], [0])))
    assert trace(tent, [point]) == Trace(exactly(output), decisions, Operations(2, 2, 2))
    assert evaluate(tent, [point]) == exactly(output)
    agree(tent, [[point]])


@pytest.mark.parametrize(("value", "relu", "step"), [(-1, 0, 0), (Fraction(-1, 10**30), 0, 0), (0, 0, 1), (3, 3, 1)])
def test_zero_counts_as_not_negative(value: Number, relu: Number, step: Number) -> None:
    assert trace(Relu(1), [value]) == Trace(exactly(relu), (step == 1,), Operations(comparisons=1))
    assert trace(Step(1), [value]) == Trace(exactly(step), (step == 1,), Operations(comparisons=1))
    agree(Concatenate((Relu(1), Step(1))), [[value]])


@pytest.mark.parametrize(
    ("normal", "threshold", "point", "above"),
    [
        ([1, 0], HALF, [HALF, 9], True),
        ([1, 0], HALF, [Fraction(499, 1000), 9], False),
        ([-1, 0], HALF, [-HALF, 9], True),
        ([-1, 0], HALF, [0, 9], False),
        ([2, -3], 1, [2, 1], True),
        ([2, -3], 1, [2, 1 + Fraction(1, 10**40)], False),
        ([0, 0], 0, [5, 5], True),
        ([0, 0], Fraction(1, 10**40), [5, 5], False),
        ([0, 0], -1, [5, 5], True),
        ([Fraction(1, 3), HALF], Fraction(5, 6), [1, 1], True),
    ],
)
def test_a_gate_at_its_threshold_goes_above(
    normal: list[Number], threshold: Number, point: list[Number], above: bool
) -> None:
    gate = Branch(normal, threshold, constant([7], 2), constant([8], 2))
    run = trace(gate, point)
    assert (run.output, run.decisions) == (exactly(8 if above else 7), (above,))
    agree(gate, [point])


def test_decisions_stand_in_the_order_they_are_taken() -> None:
    gate = Branch([1, 1], 0, Relu(2), Step(2))
    network = Sequence((Concatenate((Relu(2), gate)), Affine([[1, 0, 0, 0], [0, 0, 0, -1]], [-5, 0]), Step(2)))
    run = trace(network, [3, -4])
    # Relu: 3 and -4; the gate: 3 - 4 < 0; Relu below: 3 and -4; Step: 3 - 5 and -0
    assert run.decisions == (True, False, False, True, False, False, True)
    assert run.output == exactly(0, 1)
    assert run.operations == Operations(additions=2, multiplications=1, comparisons=2 + 1 + 2 + 2)
    agree(network, [[3, -4], [3, 4], [0, 0]])


def test_only_the_side_taken_is_run_and_counted() -> None:
    dear = Sequence([Affine([[3]], [1])] * 5)
    gate = Branch([1], 0, dear, Identity(1))
    assert trace(gate, [1]).operations == Operations(0, 0, 1)
    assert trace(gate, [-1]).operations == Operations(5, 5, 1)
    assert agree(gate, [[1], [-1], [0], [-2]]).worst() == 11


def test_all_parts_see_the_same_input_and_stand_side_by_side() -> None:
    network = Concatenate((Affine([[1, 1]], [0]), Identity(2), Affine([[HALF, 0], [0, Fraction(1, 3)]], [0, 0])))
    assert evaluate(network, [1, 2]) == exactly(3, 1, 2, HALF, Fraction(2, 3))
    agree(network, [[1, 2], [Fraction(1, 7), Fraction(1, 5)]])


def test_a_gate_inside_a_part_keeps_the_points_apart_and_in_order() -> None:
    sign = Branch([1], 0, constant([-1], 1), constant([1], 1))
    parity = Branch([1], 2, Branch([1], 1, constant([5], 1), constant([6], 1)), constant([7], 1))
    network = Sequence((Concatenate((sign, Identity(1), parity)), Affine([[1, 10, 100]], [0])))
    result = agree(network, [[2], [-3], [1], [0], [-3], [2]])
    assert [int(output[0]) for output in result.outputs] == [721, 469, 611, 501, 469, 721]


def test_equal_points_may_be_evaluated_together() -> None:
    assert agree(Relu(1), [[HALF], [HALF], [-HALF]]).outputs == [exactly(HALF), exactly(HALF), exactly(0)]


@LAW
@given(data=st.data())
def test_the_batch_equals_the_trace_on_random_networks(data: st.DataObject, cases: Cases) -> None:
    agree(*data.draw(cases))


@LAW
@given(data=st.data())
def test_matrices_plain_integers_and_blocks_of_points_agree(data: st.DataObject, cases: Cases) -> None:
    network, points = data.draw(cases)
    whole = evaluate_many(network, points)
    for limit, block in ((0, 10**9), (10**9, 10**9), (10**9, 1), (0, 7)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("constructions.model.numbers.homogeneous.MATRIX_ENTRIES", limit)
            patch.setattr(batch, "_BLOCK", block)
            again = evaluate_many(network, points)
        assert again.outputs == whole.outputs
        assert (again.operations == whole.operations).all()


def test_more_points_than_run_together_come_back_in_their_order() -> None:
    network = Sequence((Affine([[2, 0], [1, -3], [0, 0]], [1, 0, 5]), Relu(3), Affine([[1, -1, 2]], [0])))
    points = [(Fraction(number, 3), Fraction(number % 5)) for number in range(-600, 700)]
    result = evaluate_many(network, points)
    assert result.outputs == [evaluate(network, point) for point in points]
    assert {result.at(number) for number in range(len(points))} == {trace(network, points[0]).operations}


def test_random_networks_are_of_all_seven_forms(cases: Cases) -> None:
    seen: set[type] = set()

    @settings(max_examples=120)
    @given(cases)
    def look(case: tuple[Network, list[list[Fraction]]]) -> None:
        seen.update(map(type, distinct_nodes(case[0])))

    look()
    assert seen == {Affine, Identity, Relu, Step, Sequence, Concatenate, Branch}


def wide_network(width: int, seed: int, large: int) -> Network:
    """Two layers of ``width`` units with numbers of many sizes, rationals among them."""
    rng = random.Random(seed)

    def number() -> Fraction:
        return Fraction(
            rng.choice((0, 1, -1, rng.randint(-large, large))), rng.choice((1, 1, 2, 3, rng.randint(1, 99)))
        )

    def layer(rows: int, columns: int) -> Affine:
        return Affine([[number() for _ in range(columns)] for _ in range(rows)], [number() for _ in range(rows)])

    return Sequence((layer(width, 4), Relu(width), layer(width, width), Step(width), layer(3, width)))


@pytest.mark.parametrize("width", [15, 16, 17, 40])
@pytest.mark.parametrize("large", [5, 10**30])
def test_layers_on_both_sides_of_the_matrix_limit_are_exact(width: int, large: int) -> None:
    assert 15 * 15 < MATRIX_ENTRIES <= 40 * 20
    rng = random.Random(width)
    points = [[Fraction(rng.randint(-large, large), rng.randint(1, 50)) for _ in range(4)] for _ in range(12)]
    network = wide_network(width, width, large)
    agree(network, points)
    agree(network, points[:1])  # a single point does not use the matrix


def test_a_large_sparse_layer_needs_no_room_for_its_zeros() -> None:
    width = 20_000
    shift = Affine([Form(width, (index,), (2,)) for index in range(width)], [1] * width)
    result = evaluate_many(shift, [[1] * width, [HALF] * width])
    assert result.outputs == [exactly(3) * width, exactly(2) * width]
    assert result.at(0) == Operations(width, width)


def test_huge_denominators_stay_exact() -> None:
    tiny = Fraction(1, 10**2000 + 7)
    network = Sequence((Affine([[tiny, 1], [1, -tiny]], [tiny, 0]), Relu(2), Affine([[1, 1]], [-tiny])))
    points = [[tiny, -tiny], [1 / tiny, tiny], [Fraction(1, 3**900), Fraction(-1, 7**700)]]
    result = agree(network, points)
    assert result.outputs[0] == exactly(2 * tiny * tiny)


def test_repeated_halving_reduces_to_lowest_terms() -> None:
    halves = Sequence([Affine([[HALF]], [0])] * 300 + [Affine([[2]], [0])] * 300)
    assert agree(halves, [[1], [3], [2**300]]).outputs == [exactly(1), exactly(3), exactly(2**300)]


def test_points_as_integers_over_one_denominator() -> None:
    assert homogeneous([0, 0]) == [0, 0, 1]
    assert homogeneous([-HALF, Fraction(2, 3)]) == [-3, 4, 6]


def test_points_of_another_width_are_refused() -> None:
    for run in (trace, evaluate, check_point):
        with pytest.raises(ValueError, match=r"^point must have 2 coordinates, not 1$"):
            run(Relu(2), [1])
    with pytest.raises(ValueError, match=r"^point 1 must have 2 coordinates, not 3$"):
        evaluate_many(Relu(2), [[1, 2], [1, 2, 3]])


def test_no_points_are_refused() -> None:
    with pytest.raises(BadInput, match=r"^there must be at least one point to evaluate at$"):
        evaluate_many(Relu(2), [])


def test_a_visit_just_short_enough_is_run_and_one_step_more_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Sequence((Relu(3), Relu(3)))
    monkeypatch.setattr("constructions.model.evaluation.MAX_STEPS", 7)
    assert evaluate(network, [1, 2, 3]) == exactly(1, 2, 3)
    monkeypatch.setattr("constructions.model.evaluation.MAX_STEPS", 6)
    for run in (lambda: evaluate(network, [1, 2, 3]), lambda: evaluate_many(network, [[1, 2, 3]])):
        with pytest.raises(BadInput, match="more than 6 steps"):
            run()


def test_thousands_of_points_through_a_tree_come_out_in_order() -> None:
    tree: Network = constant([0], 1)
    for number in range(1, 64):
        tree = Branch([1], number, tree, constant([number], 1))
    rng = random.Random(3)
    points = [[Fraction(rng.randint(-4, 280), 4)] for _ in range(3000)]
    outputs = evaluate_many(tree, points).outputs
    assert outputs == [exactly(min(63, max(0, point[0].__floor__()))) for point in points]


def of_many_denominators(units: int) -> tuple[Network, list[list[Fraction]]]:
    """Return a hidden layer each of whose units has a denominator of its own, and points."""
    places = [Fraction(3 * unit + 1, 10**6 + 7 * unit) for unit in range(units)]
    last = Affine([[Fraction(unit - 9, 5 + unit) for unit in range(units)], [1] * units], [Fraction(1, 3), 0])
    layers = (Affine([[1]] * units, [-place for place in places]), Relu(units), last, Relu(2))
    return Sequence(layers), [[place + Fraction(1, 10**7)] for place in places]


def test_units_of_many_denominators_are_not_brought_over_a_common_one(monkeypatch: pytest.MonkeyPatch) -> None:
    network, points = of_many_denominators(60)
    longest: list[int] = []
    product = Layer.product

    def seen(layer: Layer, rows: list[list[int]]) -> list[list[int]]:
        found = product(layer, rows)
        longest.append(max([abs(value).bit_length() for row in found for value in row]))
        return found

    monkeypatch.setattr(Layer, "product", seen)
    agree(network, points)
    assert longest[0] < 64 < 600 < longest[1]


def test_points_with_long_numbers_run_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    network, points = of_many_denominators(20)
    gate = Branch([1], Fraction(1, 10**5), Sequence((network, Affine([[1, 1]], [HALF]))), constant([7], 1))
    monkeypatch.setattr(homogeneous_numbers, "MOST_BITS", 2000)
    agree(Concatenate((gate, network)), points)
    monkeypatch.setattr(homogeneous_numbers, "MOST_BITS", 1)
    agree(Concatenate((gate, network)), points)
