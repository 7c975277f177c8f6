"""The exact network: what is refused and how, what a node is, and depth without limits."""

import copy
import dataclasses
import gc
import pickle
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy
import pytest

from constructions.files.canonical import network_bytes, network_from_bytes
from constructions.model.batch import evaluate_many
from constructions.model.cost import Operations, size_of, structural_worst
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate, trace
from constructions.model.network import (
    MAX_WORK,
    Affine,
    Branch,
    Concatenate,
    Form,
    Identity,
    Network,
    Relu,
    Sequence,
    Step,
    chain,
    children,
    constant,
    distinct_nodes,
)
from constructions.model.rational import Number

SEVEN: list[Network] = [
    Affine([[1, 2]], [3]),
    Identity(2),
    Relu(2),
    Step(2),
    Sequence((Relu(2), Step(2))),
    Concatenate((Relu(2), Step(2))),
    Branch([1, -1], 0, Relu(2), Step(2)),
]


def exactly(*values: Number) -> tuple[Fraction, ...]:
    return tuple([Fraction(value) for value in values])


NO_FORM = "must be an int or a Fraction"

REFUSED: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: Form(0, (), ()), ValueError, "width must be an integer of at least 1, not 0"),
    (lambda: Form(True, (), ()), ValueError, "width must be an integer of at least 1, not True"),
    (lambda: Form(2, (0,), ()), ValueError, "weights must have 1 entry, one for each index, not 0"),
    (lambda: Form(2, (0, 0), (1, 1)), ValueError, "indices must increase within 0..1, not 0 after 0"),
    (lambda: Form(2, (1, 0), (1, 1)), ValueError, "indices must increase within 0..1, not 0 after 1"),
    (lambda: Form(2, (2,), (1,)), ValueError, "indices must increase within 0..1, not 2 after -1"),
    (lambda: Form(2, (-1,), (1,)), ValueError, "indices must increase within 0..1, not -1 after -1"),
    (lambda: Form(2, (True,), (1,)), ValueError, "indices must increase within 0..1, not True after -1"),
    (lambda: Form(2, (0,), (0,)), ValueError, "a stored weight must not be 0"),
    (lambda: Form.dense([]), ValueError, "width must be an integer of at least 1, not 0"),
    (lambda: Form.coordinate(2, 2), ValueError, "indices must increase within 0..1, not 2 after -1"),
    (lambda: Affine([], []), ValueError, "weights must have at least one row"),
    (lambda: Affine([[]], [0]), ValueError, "width must be an integer of at least 1, not 0"),
    (lambda: Affine([[1], [1, 2]], [0, 0]), ValueError, "row 1 of weights must have 1 entry, not 2"),
    (lambda: Affine([[1], Form(3, (), ())], [0, 0]), ValueError, "row 1 of weights must have 1 entry, not 3"),
    (lambda: Affine([[1]], [0, 0]), ValueError, "bias must have 1 entry, not 2"),
    (lambda: Affine([[1]], []), ValueError, "bias must have 1 entry, not 0"),
    (lambda: Identity(0), ValueError, "width must be an integer of at least 1, not 0"),
    (lambda: Relu(-1), ValueError, "width must be an integer of at least 1, not -1"),
    (lambda: Step(True), ValueError, "width must be an integer of at least 1, not True"),
    (lambda: Sequence(()), ValueError, "stages must have at least one entry"),
    (
        lambda: Sequence((Relu(1), Relu(1), Relu(2))),
        ValueError,
        "stage 2 must take 1 input, the outputs of stage 1, not 2",
    ),
    (lambda: Concatenate(()), ValueError, "parts must have at least one entry"),
    (lambda: Concatenate((Relu(1), Relu(2))), ValueError, "part 1 must take 1 input, as part 0 does, not 2"),
    (lambda: Branch([1], 0, Relu(2), Relu(1)), ValueError, "below must take 1 input, as the gate does, not 2"),
    (lambda: Branch([1], 0, Relu(1), Relu(2)), ValueError, "above must take 1 input, as the gate does, not 2"),
    (
        lambda: Branch([1], 0, Relu(1), Affine([[1], [1]], [0, 0])),
        ValueError,
        "above must have 1 output, as below has, not 2",
    ),
]


@pytest.mark.parametrize(("build", "kind", "message"), REFUSED, ids=[message for _, _, message in REFUSED])
def test_what_does_not_fit_is_refused_where_it_happens(
    build: Callable[[], object], kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind) as caught:
        build()
    assert str(caught.value) == message
    assert type(caught.value) is kind


NOT_EXACT: list[Any] = [
    0.5,
    1.0,
    float("nan"),
    True,
    "1",
    None,
    1j,
    numpy.float64(1),
    numpy.int64(1),
    numpy.bool_(True),
    numpy.array(1),
]


@pytest.mark.parametrize("value", NOT_EXACT, ids=repr)
def test_a_number_that_is_not_exact_is_refused_everywhere(value: Any) -> None:
    builders: list[Callable[[], object]] = [
        lambda: Form(1, (0,), (value,)),
        lambda: Form.dense([value]),
        lambda: Affine([[value]], [0]),
        lambda: Affine([[1]], [value]),
        lambda: Branch([value], 0, Relu(1), Relu(1)),
        lambda: Branch([1], value, Relu(1), Relu(1)),
        lambda: constant([value], 1),
        lambda: evaluate(Relu(1), [value]),
        lambda: trace(Relu(1), [value]),
        lambda: evaluate_many(Relu(1), [[1], [value]]),
    ]
    for build in builders:
        with pytest.raises(TypeError, match=f"{NO_FORM}, not {type(value).__name__}"):
            build()


def test_rows_of_numpy_are_refused_rather_than_rounded() -> None:
    floats: Any = numpy.eye(2)
    rows: Any = numpy.eye(2, dtype=numpy.int64)
    with pytest.raises(TypeError, match=NO_FORM):
        Affine(floats.tolist(), [0, 0])
    with pytest.raises(TypeError, match=f"{NO_FORM}, not int64"):
        Affine(rows, [0, 0])


def test_what_is_not_a_network_is_refused_as_a_part() -> None:
    no_network: Any = "relu"
    for build, message in (
        (lambda: Sequence((Relu(1), no_network)), "stages must be networks, but entry 1 is of type str"),
        (lambda: Concatenate((no_network,)), "parts must be networks, but entry 0 is of type str"),
        (lambda: Branch([1], 0, no_network, Relu(1)), "below must be a network, not str"),
        (lambda: Branch([1], 0, Relu(1), no_network), "above must be a network, not str"),
    ):
        with pytest.raises(TypeError) as caught:
            build()
        assert str(caught.value) == message


def test_a_very_long_value_in_a_message_is_cut() -> None:
    huge: Any = "x" * 100_000
    for build in (lambda: Relu(huge), lambda: Form(1, (huge,), (1,))):
        with pytest.raises(ValueError, match="100002 characters") as caught:
            build()
        assert len(str(caught.value)) < 200


def test_widths_follow_from_the_parts() -> None:
    two_three = Affine([[1, 0], [0, 1], [1, 1]], [0, 0, 0])
    three_one = Affine([[1, 1, 1]], [0])
    for network, widths in (
        (two_three, (2, 3)),
        (Identity(4), (4, 4)),
        (Relu(4), (4, 4)),
        (Step(4), (4, 4)),
        (Sequence((two_three, three_one)), (2, 1)),
        (Concatenate((two_three, Identity(2), two_three)), (2, 8)),
        (Branch([1, 1], 0, two_three, constant([1, 2, 3], 2)), (2, 3)),
        (constant([7, 8], 5), (5, 2)),
    ):
        assert (network.input_width, network.output_width) == widths
        assert repr(network) == f"{type(network).__name__}({widths[0]} -> {widths[1]})"


def test_the_work_of_a_visit_counts_what_is_read_and_written_on_the_costliest_way() -> None:
    affine = Affine([[1, 0], [2, 3]], [0, 0])  # two rows, three weights, one node
    assert affine.work == 6
    assert Relu(5).work == Step(5).work == Identity(5).work == 5
    assert Sequence((affine, affine)).work == 1 + 6 + 6
    assert Concatenate((affine, Relu(2))).work == 1 + 4 + 6 + 2
    assert Branch([0, 1], 0, affine, Relu(2)).work == 1 + 1 + 6


@pytest.mark.parametrize("network", SEVEN, ids=repr)
def test_a_network_cannot_be_changed(network: Network) -> None:
    for field in dataclasses.fields(network):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(network, field.name, getattr(network, field.name))
        with pytest.raises(dataclasses.FrozenInstanceError):
            delattr(network, field.name)
    with pytest.raises((AttributeError, TypeError)):
        setattr(network, "note", 1)  # noqa: B010
    assert not hasattr(network, "__dict__")


def test_what_was_handed_over_can_be_changed_without_changing_the_network() -> None:
    rows, bias, stages = [[1, 2]], [3], [Relu(2), Relu(2)]
    affine, sequence = Affine(rows, bias), Sequence(stages)
    rows[0][0], bias[0], stages[0] = 9, 9, Relu(2)
    assert evaluate(affine, [1, 1]) == exactly(6)
    assert sequence.stages[0] is not stages[0]
    assert isinstance(affine.weights, tuple)
    assert isinstance(affine.bias[0], Fraction)


@pytest.mark.parametrize("network", SEVEN, ids=repr)
def test_networks_compare_and_hash_by_identity(network: Network) -> None:
    twin = network_from_bytes(network_bytes(network))
    assert network == network
    assert network != twin
    assert len({network, twin, network}) == 2
    assert hash(network) == object.__hash__(network)


def test_forms_compare_by_their_numbers() -> None:
    assert Form.dense([0, 2, 0]) == Form(3, (1,), (Fraction(2),)) != Form.dense([0, 2])
    assert len({Form.dense([0, 2]), Form(2, (1,), (2,))}) == 1
    assert pickle.loads(pickle.dumps(Form.dense([0, 2]))) == Form.dense([0, 2])


@pytest.mark.parametrize("network", SEVEN, ids=repr)
def test_a_copy_is_the_network_itself(network: Network) -> None:
    assert copy.copy(network) is network
    assert copy.deepcopy(network) is network
    assert copy.deepcopy([network])[0] is network


@pytest.mark.parametrize("network", SEVEN, ids=repr)
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_network_is_not_pickled(network: Network, protocol: int) -> None:
    with pytest.raises(TypeError) as caught:
        pickle.dumps([network], protocol)
    assert str(caught.value) == "a network is not pickled: hand over the bytes of its file (files.network_bytes)"


def test_a_form_shows_its_first_four_terms() -> None:
    assert repr(Form.dense([0, 0])) == "Form(0 of 2)"
    assert repr(Form.dense([-1, Fraction(-1, 2), 3])) == "Form(-1 x0 - 1/2 x1 + 3 x2 of 3)"
    assert repr(Form.dense([1] * 5)) == "Form(1 x0 + 1 x1 + 1 x2 + 1 x3 + ... of 5)"


def test_a_form_is_evaluated_exactly() -> None:
    form = Form(4, (1, 3), (Fraction(1, 3), -2))
    assert form.at(exactly(100, 1, 100, Fraction(1, 6))) == 0


def test_children_stand_in_order_and_leaves_have_none() -> None:
    below, above = Relu(2), Step(2)
    assert children(Sequence((below, above))) == (below, above)
    assert children(Concatenate((above, below))) == (above, below)
    assert children(Branch([1, 1], 0, below, above)) == (below, above)
    assert all(children(leaf) == () for leaf in SEVEN[:4])


def test_distinct_nodes_stand_once_children_first_in_the_order_of_the_first_visit() -> None:
    relu, step = Relu(1), Step(1)
    inner = Sequence((relu, step))
    gate = Branch([1], 0, inner, relu)
    assert distinct_nodes(Sequence((gate, inner, step)))[:-1] == [relu, step, inner, gate]
    assert distinct_nodes(relu) == [relu]


def test_a_chain_of_one_stage_is_the_stage() -> None:
    relu = Relu(1)
    assert chain(relu) is relu
    assert children(chain(relu, relu)) == (relu, relu)


def test_a_constant_forgets_its_input_and_costs_nothing() -> None:
    network = constant([Fraction(1, 3), -2], 3)
    run = trace(network, [1, 2, 3])
    assert run.output == exactly(Fraction(1, 3), -2)
    assert run.operations.total == 0


def test_a_chain_of_thousands_of_parts_works_everywhere(deep: Network) -> None:
    assert len(repr(deep)) < 30
    assert len(distinct_nodes(deep)) >= 3
    assert copy.deepcopy(deep) is deep
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(deep)
    points = [exactly(value) for value in (Fraction(-1, 2), 0, Fraction(2001, 2), 20_000)]
    runs = [trace(deep, point) for point in points]
    batch = evaluate_many(deep, points)
    assert batch.outputs == [run.output for run in runs]
    assert [batch.at(number) for number in range(4)] == [run.operations for run in runs]
    worst = structural_worst(deep)
    assert all(run.operations.total <= worst.total for run in runs)
    data = network_bytes(deep)
    again = network_from_bytes(data)
    assert network_bytes(again) == data
    assert size_of(again) == size_of(deep)
    assert structural_worst(again) == worst
    assert evaluate(again, points[2]) == runs[2].output


def test_thousands_of_exits_cost_what_was_passed(exits: Network) -> None:
    assert structural_worst(exits).comparisons == size_of(exits).gates == size_of(exits).depth == 3_000
    table: list[tuple[Number, int, int]] = [(-1, 0, 1), (0, 1, 2), (Fraction(1, 2), 1, 2), (2_999, 3_000, 3_000)]
    for point, output, comparisons in table:
        run = trace(exits, [point])
        assert run.output == exactly(output)
        assert run.operations == Operations(comparisons=comparisons)


def test_deep_networks_are_freed_without_overflowing_the_stack() -> None:
    network: Network = Relu(1)
    for number in range(60_000):
        network = Sequence((network,)) if number % 2 else Branch([1], 0, network, network)
    gc.collect()
    del network
    gc.collect()


def tower(levels: int) -> Network:
    network: Network = Affine([[1]], [1])
    for _ in range(levels):
        network = Sequence((network, network))
    return network


def test_a_tower_of_doublings_that_is_short_enough_runs() -> None:
    assert evaluate(tower(10), [0]) == exactly(1024)
    assert evaluate_many(tower(10), [[0], [1]]).outputs == [exactly(1024), exactly(1025)]


@pytest.mark.parametrize("form", ["sequence", "concatenate"])
def test_a_tower_of_sixty_doublings_is_counted_but_not_run(form: str) -> None:
    network: Network = Relu(1)
    for _ in range(60):
        network = Sequence((network, network)) if form == "sequence" else Concatenate((network, network))
    assert len(network_bytes(network)) < 2_500
    assert network_from_bytes(network_bytes(network)).work == network.work >= 2**60
    size = size_of(network)
    assert (size.nodes, size.neurons, size.unrolled_neurons) == (61, 2, 2**60)
    assert size.depth == (2**60 if form == "sequence" else 1)
    assert size.width == (1 if form == "sequence" else 2**60)
    assert structural_worst(network).comparisons == 2**60
    for run in (lambda: evaluate(network, [1]), lambda: trace(network, [1]), lambda: evaluate_many(network, [[1]])):
        with pytest.raises(BadInput, match="takes more than 1000000000 steps, which is not run"):
            run()


def test_a_tower_of_three_hundred_doublings_is_refused_where_it_would_be_counted() -> None:
    network = tower(300)
    assert network.work == MAX_WORK
    assert network_from_bytes(network_bytes(network)).work == MAX_WORK
    assert len(distinct_nodes(network)) == 301
    for count in (structural_worst, size_of):
        with pytest.raises(BadInput, match=r"unroll to more than 2\^256 steps, which are not counted"):
            count(network)
    with pytest.raises(BadInput, match="is not run"):
        evaluate(network, [1])


def test_a_branch_of_towers_counts_the_costlier_side_only() -> None:
    network = Branch([1], 0, tower(3), tower(5))
    assert network.work == 2 + tower(5).work
    assert structural_worst(network).additions == 32
