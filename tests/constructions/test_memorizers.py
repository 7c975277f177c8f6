"""Every memorizer memorizes, and costs what its formula says: exactly that on generic data, never more on any."""

from collections.abc import Callable, Iterable, Sequence as Items
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any

import numpy
import pytest
from hypothesis import given, settings, strategies as st
from laws import memorized, worst_of
from processes import DATA
from samples import EDGE_CASES, examples, generic, line, log2_up, on_a_grid, sizes

from constructions.catalogue import named
from constructions.conditional import axis_tree as axis_module
from constructions.conditional.axis_search import shallow_tree
from constructions.conditional.axis_tree import axis_tree
from constructions.conditional.search_tree import affine_pieces, constant_pieces, search_tree
from constructions.files.data_reader import read_dataset
from constructions.geometry.projection import projected_line, separating_projection
from constructions.memorizer import Built
from constructions.model.batch import evaluate_many
from constructions.model.cost import Operations, size_of, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.network import Branch, Network, Relu, distinct_nodes
from constructions.unconditional.interpolation import interpolation
from constructions.unconditional.two_hidden_layers import group_size, two_hidden_layers

MEMORIZERS: dict[str, Callable[[Dataset], Built]] = {
    "constant leaves": partial(search_tree, leaves="constant"),
    "affine leaves": partial(search_tree, leaves="affine"),
    "fewest operations": search_tree,
    "axis tree": axis_tree,
    "interpolation": interpolation,
    "two hidden layers": two_hidden_layers,
}

LAW = settings(max_examples=examples(30))


def exact_cost(built: Built, data: Dataset) -> Operations:
    """Return the promise, after checking that the network keeps it with equality."""
    memorized(built, data)
    assert structural_worst(built.network) == worst_of(built.promise)
    return built.promise


def projection_cost(data: Dataset) -> Operations:
    """Return the w + k - 1 operations of the projection: k weights that are not 0, w of them not +-1."""
    weights = separating_projection(data).weights
    return Operations(len(weights) - 1, sum(abs(weight) != 1 for weight in weights))


def constant_formula(n: int, _: int, projection: Operations) -> Operations:
    return projection + Operations(comparisons=log2_up(n)) if n > 1 else Operations()


def affine_formula(n: int, d: int, projection: Operations) -> Operations:
    return projection + Operations(d, d, log2_up(-(-n // 2))) if n > 1 else Operations()


def fewest_formula(n: int, d: int, projection: Operations) -> Operations:
    plans = [formula(n, d, projection) for formula in (constant_formula, affine_formula)]
    return min(plans, key=lambda plan: plan.total)


def interpolation_formula(n: int, d: int, projection: Operations) -> Operations:
    units = n - 1
    return projection + Operations(units + d * units, d * units, units) if n > 1 else Operations()


FORMULAS = {
    "constant leaves": constant_formula,
    "affine leaves": affine_formula,
    "fewest operations": fewest_formula,
    "interpolation": interpolation_formula,
}


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize("width", [1, 3])
@sizes(200)
def test_the_cost_on_generic_data_is_the_formula_for_every_size(name: str, width: int, sizes: Iterable[int]) -> None:
    for n in sizes:
        data = generic(n, width)
        expected = FORMULAS[name](n, 1, Operations())
        built = MEMORIZERS[name](data)
        assert exact_cost(built, data) == expected
        size = size_of(built.network)
        if name == "interpolation":
            assert (size.neurons, size.gates) == (n - 1, 0)
        else:
            assert size.neurons == 0
            assert size.depth == expected.comparisons


@pytest.mark.parametrize("name", FORMULAS)
def test_the_projection_adds_what_its_weights_cost(name: str) -> None:
    for n in (2, 3, 5, 20, 33, 64, 100):
        data = on_a_grid(n)
        expected = FORMULAS[name](n, 1, projection_cost(data))
        assert exact_cost(MEMORIZERS[name](data), data) == expected
    assert projection_cost(on_a_grid(100)).multiplications >= 1


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize("outputs", [2, 3])
def test_each_output_adds_its_own_arithmetic(name: str, outputs: int) -> None:
    for n in (1, 2, 3, 17, 50):
        data = generic(n, 2, outputs)
        assert exact_cost(MEMORIZERS[name](data), data) == FORMULAS[name](n, outputs, Operations())


@sizes(200)
def test_the_axis_tree_on_a_line_compares_as_often_as_the_logarithm_says_for_every_size(sizes: Iterable[int]) -> None:
    for n in sizes:
        data = generic(n, 1)
        assert exact_cost(axis_tree(data), data) == Operations(comparisons=log2_up(n))


@sizes(200)
def test_the_axis_tree_compares_only_and_tells_all_labels_apart(
    sizes: Iterable[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        axis_module, "shallow_tree", lambda ranks, classes, _budget, _floor: shallow_tree(ranks, classes, 20)
    )
    for n in sizes:
        data = generic(n, 3)
        promise = exact_cost(axis_tree(data), data)
        assert promise.arithmetic == 0
        assert log2_up(n) <= promise.comparisons <= log2_up(n) + 1


@sizes(64)
@pytest.mark.parametrize("outputs", [1, 3])
def test_two_hidden_layers_have_the_neurons_of_the_formula_for_every_size_and_group(
    outputs: int, sizes: Iterable[int]
) -> None:
    for n in sizes:
        data = generic(n, 2, outputs)
        for group in {2, 3, group_size(n, outputs), n} - {0, 1} if n > 1 else ():  # one point needs no unit
            built = memorized(two_hidden_layers(data, group), data)
            q = min(n, group)
            neurons = 2 * -(-n // q) - 1 + outputs * (2 * q - 3)
            assert built.promise.comparisons == neurons
            assert size_of(built.network).neurons <= neurons
            if n % q == 0:  # every position is inside some group, and slopes turn both ways in groups enough
                assert size_of(built.network).neurons >= neurons - outputs * (q - 2)


def test_two_hidden_layers_need_about_four_square_roots_of_n() -> None:
    for n in (100, 400, 900):
        q = group_size(n, 1)
        assert 2 * -(-n // q) - 1 + 2 * q - 3 <= 4 * n**0.5
        data = generic(n, 1)
        assert size_of(memorized(two_hidden_layers(data), data).network).neurons <= 4 * n**0.5


def test_the_group_size_is_the_best_of_all() -> None:
    for n in range(2, 200):
        for outputs in (1, 2, 10):
            cost = {q: 2 * -(-n // q) + 2 * q * outputs for q in range(2, n + 2)}
            assert cost[group_size(n, outputs)] == min(cost.values())


@pytest.mark.parametrize("n", [2, 3, 9, 31, 32, 33])
def test_the_axis_tree_halves_generic_points(n: int) -> None:
    data = generic(n, 3)
    assert exact_cost(axis_tree(data), data) == Operations(comparisons=log2_up(n))


@pytest.mark.parametrize(
    ("leaves", "table"),
    [("affine leaves", [0, 0, 1, 1, 2, 2, 2, 2, 3, 3]), ("constant leaves", [0, 1, 2, 2, 3, 3, 3, 3, 4, 4])],
)
def test_alternating_labels_need_the_comparisons_of_the_table(leaves: str, table: list[int]) -> None:
    for n, comparisons in enumerate(table, 1):
        data = line([place % 2 for place in range(n)])
        built = memorized(MEMORIZERS[leaves](data), data)
        assert structural_worst(built.network).comparisons == built.promise.comparisons == comparisons
        assert evaluate_many(built.network, data.points).worst("comparisons") == comparisons


@pytest.mark.parametrize("exponent", range(1, 9))
def test_one_point_more_than_a_power_of_two_takes_one_comparison_more(exponent: int) -> None:
    for n, extra in ((2**exponent, 0), (2**exponent + 1, 1)):
        data = line([place % 2 for place in range(n)])
        assert search_tree(data, "constant").promise.comparisons == exponent + extra
        assert axis_tree(data).promise.comparisons == exponent + extra
    for n, extra in ((2 ** (exponent + 1), 0), (2 ** (exponent + 1) + 1, 1)):
        assert search_tree(line([place % 2 for place in range(n)]), "affine").promise.comparisons == exponent + extra


@pytest.mark.parametrize("name", ["constant leaves", "affine leaves", "interpolation"])
def test_no_edge_case_costs_more_than_generic_data(name: str) -> None:
    for case, data in EDGE_CASES.items():
        promise = MEMORIZERS[name](data).promise
        bound = FORMULAS[name](data.size, data.label_width, projection_cost(data))
        assert promise.total <= bound.total, case
        assert promise.comparisons <= bound.comparisons, case


@pytest.mark.parametrize("name", MEMORIZERS)
@pytest.mark.parametrize("case", ["one point", "all labels equal", "all labels 0"])
def test_a_single_label_costs_nothing(name: str, case: str) -> None:
    built = MEMORIZERS[name](EDGE_CASES[case])
    assert built.promise == Operations()
    assert structural_worst(built.network).total == 0


def test_labels_on_one_line_need_one_leaf_and_one_unit() -> None:
    data = EDGE_CASES["labels on one line"]
    assert exact_cost(search_tree(data), data) == Operations(1, 1, 0)
    assert structural_worst(search_tree(EDGE_CASES["the identity"]).network).total == 0
    built = interpolation(data)
    assert built.promise == Operations(2, 1, 1)
    assert size_of(built.network).neurons == 1


def test_runs_not_points_count_for_constant_leaves() -> None:
    data = EDGE_CASES["three runs"]
    assert exact_cost(search_tree(data, "constant"), data) == Operations(comparisons=2)
    assert exact_cost(axis_tree(data), data) == Operations(comparisons=2)
    network = search_tree(data, "constant").network
    assert size_of(network).nodes == 2 + 2  # two gates; the two leaves with label 4 are one node


@LAW
@given(st.data())
def test_any_small_data_set_is_memorized_within_the_promise(data: st.DataObject) -> None:
    width, outputs = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 2))
    number = st.one_of(st.integers(-2, 2).map(Fraction), st.fractions(-3, 3, max_denominator=5))
    points = data.draw(st.lists(st.tuples(*[number] * width), min_size=1, max_size=12, unique=True))
    label = st.tuples(*[st.integers(-2, 2)] * outputs)
    labels = data.draw(st.lists(label, min_size=len(points), max_size=len(points)))
    drawn = Dataset.from_rows(points, labels)
    for build in MEMORIZERS.values():
        memorized(build(drawn), drawn)


def gates(network: Network) -> list[Branch]:
    return [node for node in distinct_nodes(network) if isinstance(node, Branch)]


@pytest.mark.parametrize("leaves", ["constant leaves", "affine leaves"])
@pytest.mark.parametrize("case", ["alternating labels", "three runs", "gaps 2^-i, i up to 200", "an integer grid"])
def test_thresholds_of_the_search_tree_are_midpoints_between_neighbours(leaves: str, case: str) -> None:
    data = EDGE_CASES[case]
    places = projected_line(separating_projection(data), data)
    middles = {(one[0] + two[0]) / 2 for one, two in pairwise(places)}
    pieces = (constant_pieces if leaves == "constant leaves" else affine_pieces)(places)
    thresholds = [gate.threshold for gate in gates(MEMORIZERS[leaves](data).network)]
    assert len(thresholds) == len(pieces) - 1
    assert set(thresholds) <= middles
    assert sorted(thresholds) == [(one.last + two.first) / 2 for one, two in pairwise(pieces)]


@pytest.mark.parametrize("case", ["exclusive or", "an integer grid", "constant columns", "gaps 2^-i, i up to 200"])
def test_thresholds_of_the_axis_tree_are_midpoints_of_its_coordinate(case: str) -> None:
    data = EDGE_CASES[case]
    found = gates(axis_tree(data).network)
    assert found
    for gate in found:
        (index,), (weight,) = gate.normal.indices, gate.normal.weights
        assert weight == 1
        values = sorted({point[index] for point in data.points})
        assert gate.threshold in [(one + two) / 2 for one, two in pairwise(values)]


def test_points_moved_by_less_than_half_the_gap_keep_their_label() -> None:
    data = line([3, 1, 4, 1, 5, 9, 2, 6])
    for name in ("constant leaves", "axis tree"):
        network = MEMORIZERS[name](data).network
        for shift in (Fraction(-1, 2), Fraction(-49, 100), Fraction(49, 100)):
            moved = [[point[0] + shift] for point in data.points]
            assert tuple(evaluate_many(network, moved).outputs) == data.labels


def pieces_by_brute_force(places: Items[tuple[Fraction, Fraction]]) -> int:
    """Return the fewest intervals such that one affine function fits each, by trying all ends."""

    def fits(part: Items[tuple[Fraction, Fraction]]) -> bool:
        (z, y), (other_z, other_y) = part[0], part[-1]
        return all((y - b) * (other_z - z) == (y - other_y) * (a - z) for a, b in part)

    fewest = [0]
    for stop in range(1, len(places) + 1):
        fewest.append(1 + min(fewest[start] for start in range(stop) if fits(places[start:stop])))
    return fewest[-1]


@LAW
@given(st.lists(st.integers(0, 3), min_size=1, max_size=14))
def test_the_affine_pieces_are_the_fewest(labels: list[int]) -> None:
    places = [(Fraction(place), Fraction(label)) for place, label in enumerate(labels)]
    pieces = affine_pieces([(place, (label,)) for place, label in places])
    assert len(pieces) == pieces_by_brute_force(places) <= -(-len(labels) // 2)
    runs = 1 + sum(one != two for one, two in pairwise(labels))
    assert len(constant_pieces([(place, (label,)) for place, label in places])) == runs


def test_the_interpolation_is_piecewise_linear_between_the_points() -> None:
    data = line([5, 0, 4, -2])
    network = interpolation(data).network
    middles = [[Fraction(2 * place + 1, 2)] for place in range(3)]
    assert [output[0] for output in evaluate_many(network, middles).outputs] == [Fraction(5, 2), 2, 1]
    assert evaluate_many(network, [[-10], [4]]).outputs == [(Fraction(5),), (Fraction(-8),)]
    assert [type(node) for node in distinct_nodes(network)].count(Relu) == 1


@pytest.mark.parametrize("name", MEMORIZERS)
def test_real_data_are_memorized(name: str) -> None:
    for file in ("iris.csv", "diabetes.csv") if name != "axis tree" else ("iris.csv",):
        data = read_dataset(DATA / file)
        memorized(MEMORIZERS[name](data), data)


@pytest.mark.parametrize("name", ["constant leaves", "affine leaves", "interpolation"])
def test_a_thousand_and_one_points_are_memorized(name: str) -> None:
    data = generic(1001, 2)
    built = memorized(MEMORIZERS[name](data), data)
    assert built.promise == FORMULAS[name](1001, 1, Operations())


@pytest.mark.parametrize("value", [numpy.int8(100), numpy.int64(2), True, 2.0, "2", Fraction(2), None], ids=repr)
def test_numbers_to_set_are_integers_of_python(value: Any) -> None:
    data = Dataset.from_rows([[number] for number in range(4)], [[number % 2] for number in range(4)])
    with pytest.raises(TypeError, match=f"group must be an integer, not {type(value).__name__}"):
        named("sqrt-operations").build_with(data, {"group": value})
