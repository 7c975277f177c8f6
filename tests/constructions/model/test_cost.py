"""Operations and sizes, held against tables worked out by hand and against brute force."""

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.strategies import SearchStrategy
from samples import examples

from constructions.files.canonical import network_bytes, network_from_bytes
from constructions.model.batch import evaluate_many
from constructions.model.cost import (
    MEASURES,
    NO_OPERATIONS,
    Operations,
    Size,
    Worst,
    gate_cost,
    own_cost,
    row_cost,
    size_of,
    structural_maxima,
    structural_worst,
)
from constructions.model.evaluation import trace
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
    children,
    constant,
    distinct_nodes,
)
from constructions.model.rational import Number

HALF = Fraction(1, 2)

LAW = settings(max_examples=examples(40))


@pytest.mark.parametrize(
    ("row", "bias", "additions", "multiplications"),
    [
        ([0], 0, 0, 0),
        ([0], 5, 0, 0),
        ([0, 0, 0], HALF, 0, 0),
        ([1], 0, 0, 0),
        ([1], 3, 1, 0),
        ([-1], 0, 0, 1),
        ([-1], 3, 1, 0),
        ([-1, -1], 0, 1, 1),
        ([-1, 0, -1], 0, 1, 1),
        ([-1, -1], -1, 2, 0),
        ([1, -1], 0, 1, 0),
        ([2], 0, 0, 1),
        ([-2], 0, 0, 1),
        ([-2, -1], 0, 1, 1),
        ([HALF, -HALF], 1, 2, 2),
        ([2, 1, -1, 0], 5, 3, 1),
        ([1] * 10, 0, 9, 0),
        ([3] * 10, 1, 10, 10),
    ],
)
def test_a_row_costs_what_the_table_says(row: list[Number], bias: Number, additions: int, multiplications: int) -> None:
    assert row_cost(Form.dense(row), Fraction(bias)) == Operations(additions, multiplications)
    assert own_cost(Affine([row, row], [bias, bias])) == Operations(2 * additions, 2 * multiplications)


@pytest.mark.parametrize(
    ("normal", "additions", "multiplications"),
    [
        ([0, 0], 0, 0),
        ([1, 0], 0, 0),
        ([-1, 0], 0, 0),
        ([-1, -1], 1, 0),
        ([1, -1], 1, 0),
        ([2, 0], 0, 1),
        ([-2, -1], 1, 1),
        ([3, HALF], 1, 2),
    ],
)
@pytest.mark.parametrize("threshold", [0, 1, -HALF])
def test_a_gate_costs_its_row_and_one_comparison_whatever_its_threshold(
    normal: list[Number], threshold: Number, additions: int, multiplications: int
) -> None:
    gate = Branch(normal, threshold, Relu(2), Relu(2))
    assert gate_cost(gate) == own_cost(gate) == Operations(additions, multiplications, 1)


def test_a_reversed_test_is_free_but_a_bare_negation_is_not() -> None:
    assert gate_cost(Branch([-1], 0, Relu(1), Relu(1))).total == 1
    assert row_cost(Form.dense([-1]), Fraction(0)).total == 1


def test_units_compare_once_a_coordinate_and_wires_are_free() -> None:
    assert own_cost(Relu(7)) == own_cost(Step(7)) == Operations(comparisons=7)
    for wire in (Identity(7), Sequence((Relu(7), Relu(7))), Concatenate((Relu(7), Step(7)))):
        assert own_cost(wire) == NO_OPERATIONS
    assert own_cost(constant([1, 2, 3], 4)) == NO_OPERATIONS


def test_operations_add_up() -> None:
    one = Operations(1, 2, 3)
    assert (one.arithmetic, one.total) == (3, 6)
    assert one + one + NO_OPERATIONS == Operations(2, 4, 6)
    assert {name: count(one) for name, count in MEASURES.items()} == {
        "total": 6,
        "comparisons": 3,
        "additions": 1,
        "multiplications": 2,
    }


def test_sequences_and_concatenations_add_and_a_branch_takes_the_larger_side() -> None:
    dear, cheap = Affine([[2]], [1]), Relu(1)
    assert structural_worst(Sequence((dear, cheap, dear))) == Worst(5, 1, 2, 2)
    assert structural_worst(Concatenate((dear, cheap, dear))) == Worst(5, 1, 2, 2)
    assert structural_worst(Branch([3], 1, dear, cheap)) == Worst(4, 2, 1, 2)
    assert structural_worst(Branch([3], 1, cheap, dear)) == Worst(4, 2, 1, 2)


def test_the_four_maxima_are_independent() -> None:
    below = Affine([[1, 1]], [1])  # two additions
    above = Sequence((Relu(2), Affine([[5, 0]], [0])))  # two comparisons, one multiplication
    worst = structural_worst(Branch([1, 0], 0, below, above))
    assert worst == Worst(total=4, comparisons=3, additions=2, multiplications=1)
    assert worst.total < worst.comparisons + worst.additions + worst.multiplications
    assert [worst.of(measure) for measure in MEASURES] == [4, 3, 2, 1]


def test_the_maxima_of_every_part_are_known() -> None:
    leaf, other = Affine([[2]], [1]), Relu(1)
    inner = Branch([1], 0, leaf, other)
    network = Sequence((inner, inner))
    maxima = structural_maxima(network)
    assert maxima[id(leaf)] == Worst(2, 0, 1, 1)
    assert maxima[id(other)] == Worst(1, 1, 0, 0)
    assert maxima[id(inner)] == Worst(3, 2, 1, 1)
    assert maxima[id(network)] == Worst(6, 4, 2, 2)
    assert len(maxima) == len(distinct_nodes(network))


def test_shared_parts_cost_operations_at_every_visit_but_are_stored_once() -> None:
    block = Sequence((Affine([[2]], [1]), Relu(1)))
    network = Sequence((block, block, block))
    assert structural_worst(network) == Worst(9, 3, 3, 3)
    assert trace(network, [1]).operations == Operations(3, 3, 3)
    size = size_of(network)
    assert (size.parameters, size.slots, size.nodes) == (2, 2, 4)
    assert (size.neurons, size.unrolled_neurons, size.depth) == (1, 3, 3)


def test_neurons_count_once_for_each_parent_and_position() -> None:
    relu, step = Relu(2), Step(2)
    pair = Sequence((relu, relu))
    network = Concatenate((pair, relu, pair, step))
    size = size_of(network)
    assert size.neurons == 2 + 2 + 2 + 2  # two places in the pair, and one each for relu and step
    assert size.unrolled_neurons == 4 + 2 + 4 + 2
    assert size_of(Relu(5)).neurons == size_of(Relu(5)).unrolled_neurons == 5


def test_sizes_are_those_of_a_network_worked_out_by_hand() -> None:
    first = Affine([[1, 0, HALF], [-1, 2, 0]], [0, 3])  # stored: 1/2, 2, 3
    above = Affine([[7, 0]], [0])  # stored: 7
    below = Affine([[0, 0]], [0])
    gate = Branch([-1, 5], Fraction(-3, 8), below, above)  # stored: 5, -3/8
    network = Sequence((first, Relu(2), gate))
    assert size_of(network) == Size(
        neurons=2,
        unrolled_neurons=2,
        gates=1,
        parameters=6,
        slots=8 + 3 + 3 + 3,
        nodes=6,
        depth=2,
        width=3,
        largest_bits=4,
        total_bits=(1 + 2) + (2 + 1) + (2 + 1) + (3 + 1) + (3 + 1) + (2 + 4),
    )


def test_a_network_without_numbers_stores_nothing() -> None:
    assert size_of(Identity(3)) == Size(0, 0, 0, 0, 0, 1, 0, 3, 0, 0)
    assert size_of(Affine([[1, -1]], [0])) == Size(0, 0, 0, 0, 3, 1, 0, 2, 0, 0)


def test_depth_is_the_longest_way() -> None:
    three = Sequence((Relu(1), Step(1), Relu(1)))
    assert size_of(Concatenate((three, Relu(1)))).depth == 3
    assert size_of(Branch([1], 0, three, Relu(1))).depth == 4
    assert size_of(Sequence((three, Identity(1), three))).depth == 6


def test_width_is_the_most_numbers_side_by_side() -> None:
    assert size_of(Sequence((Concatenate((Relu(2), Relu(2))), Affine([[1] * 4], [0])))).width == 4
    assert size_of(Affine([[1] * 9], [0])).width == 9


def unshared(network: Network) -> Network:
    """Return the same network with no node shared in memory."""
    match network:
        case Sequence():
            return Sequence([unshared(stage) for stage in network.stages])
        case Concatenate():
            return Concatenate([unshared(part) for part in network.parts])
        case Branch():
            return Branch(network.normal, network.threshold, unshared(network.below), unshared(network.above))
        case Affine():
            return Affine(network.weights, network.bias)
        case _:
            return type(network)(network.width)


@LAW
@given(data=st.data())
def test_sizes_do_not_depend_on_what_is_shared_in_memory(
    data: st.DataObject, cases: SearchStrategy[tuple[Network, list[list[Fraction]]]]
) -> None:
    network, _ = data.draw(cases)
    size = size_of(network)
    assert size_of(unshared(network)) == size
    assert size_of(network_from_bytes(network_bytes(network))) == size
    assert size.nodes == network_bytes(network).count(b"\n") - 2
    assert structural_worst(unshared(network)) == structural_worst(network)


def unrolled(network: Network) -> int:
    own = network.width if isinstance(network, Relu | Step) else 0
    return own + sum(unrolled(child) for child in children(network))


def branch_paths(network: Network) -> list[Operations]:
    """Return the operations of every way through the gates, whether an input takes it or not."""
    below = [branch_paths(child) for child in children(network)]
    if isinstance(network, Branch):
        return [own_cost(network) + way for side in below for way in side]
    ways = [own_cost(network)]
    for part in below:
        ways = [way + more for way in ways for more in part][:5000]
    return ways


@LAW
@given(data=st.data())
def test_the_structural_worst_case_is_the_maximum_over_all_ways(
    data: st.DataObject, cases: SearchStrategy[tuple[Network, list[list[Fraction]]]]
) -> None:
    network, points = data.draw(cases)
    worst = structural_worst(network)
    assert size_of(network).unrolled_neurons == unrolled(network)
    result = evaluate_many(network, points)
    ways = branch_paths(network)
    for measure, count in MEASURES.items():
        assert result.worst(measure) <= worst.of(measure)
        if len(ways) < 5000:
            assert max(map(count, ways)) == worst.of(measure)


def test_worst_and_mean_over_points_are_exact() -> None:
    network = Branch([1], 0, constant([0], 1), Affine([[2]], [1]))
    result = evaluate_many(network, [[-1], [0], [1]])
    assert [result.at(number) for number in range(3)] == [Operations(0, 0, 1), Operations(1, 1, 1), Operations(1, 1, 1)]
    assert result.worst() == 3
    assert result.mean([1, 1, 1]) == Fraction(7, 3)
    assert result.mean([5, 1, 1]) == Fraction(11, 7)
    assert result.mean([5, 1, 1], "comparisons") == 1
    assert result.mean([1, 0, 0], "additions") == 0
    with pytest.raises(ValueError, match="zip"):
        result.mean([1, 1])


def test_bits_count_the_longest_numerator_or_denominator() -> None:
    long = Fraction(1, 2**500 + 1)
    size = size_of(Affine([[long]], [3]))
    assert (size.largest_bits, size.total_bits) == (501, 1 + 501 + 2 + 1)
    assert replace(size, largest_bits=0, total_bits=0) == Size(0, 0, 0, 2, 2, 1, 0, 1, 0, 0)


def test_sizes_of_many_random_layers_are_sums() -> None:
    rng = random.Random(7)
    rows = [[rng.randint(-2, 2) for _ in range(20)] for _ in range(30)]
    bias = [rng.randint(-1, 1) for _ in range(30)]
    flat = [value for row in rows for value in row]
    size = size_of(Affine(rows, bias))
    assert size.parameters == sum(abs(value) > 1 for value in flat) + sum(value != 0 for value in bias)
    assert size.slots == 30 * 21
