"""Every family memorizes any data within its formulas, and what it skips would not have changed the answer."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial
from itertools import pairwise
from random import Random

import pytest
from laws import memorized, worst_of
from processes import DATA
from samples import EDGE_CASES, generic, generic_number, line, on_a_grid, sizes

from constructions.catalogue import CATALOGUE, build, everything
from constructions.families.exits.class_mean import class_mean_memorizer
from constructions.families.exits.early_exit import early_exit_memorizer
from constructions.families.exits.halting import halting_memorizer
from constructions.families.parts.channels import channel_memorizer
from constructions.families.parts.dropout import dropout_memorizer
from constructions.families.parts.mixture import mixture_of_experts
from constructions.families.registry import FAMILIES
from constructions.families.trees.fast_feedforward import fast_feedforward_memorizer
from constructions.families.trees.forest import forest_memorizer
from constructions.families.trees.routed_tree import routed_tree
from constructions.files.data_reader import read_dataset
from constructions.memorizer import FIGURES, SYMBOLS, Built
from constructions.model.batch import evaluate_many
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.evaluation import evaluate, trace
from constructions.model.network import Affine, Branch, Concatenate, Network, Relu, Sequence, distinct_nodes
from constructions.unconditional.interpolation import interpolation
from constructions.unconditional.residual import residual
from lowerbound.bounds.price import relabelled, skeleton

OPTIONS: dict[str, Callable[[Dataset], Built]] = {
    "two children": partial(routed_tree, children=2),
    "seven children": partial(routed_tree, children=7),
    "one tree": partial(forest_memorizer, trees=1),
    "four trees": partial(forest_memorizer, trees=4),
    "one expert": partial(mixture_of_experts, experts=1),
    "twelve experts": partial(mixture_of_experts, experts=12),
    "the best five of eight": partial(mixture_of_experts, experts=8, count=5),
    "all experts": partial(mixture_of_experts, count=10**6),
    "one exit": partial(early_exit_memorizer, exits=1),
    "twelve exits": partial(early_exit_memorizer, exits=12),
    "the most confident exit": partial(early_exit_memorizer, fallback="most confident"),
    "one exit by means": partial(class_mean_memorizer, exits=1),
    "twelve exits by means": partial(class_mean_memorizer, exits=12),
    "a stage a point": partial(halting_memorizer, block=1),
    "one stage": partial(halting_memorizer, block=10**6),
    "one channel": partial(channel_memorizer, number=1),
    "two channels": partial(channel_memorizer, number=2),
    "twelve channels": partial(channel_memorizer, number=12),
    "one block": partial(dropout_memorizer, number=1),
    "a block a point": partial(dropout_memorizer, number=10**6),
    "leaves of five units": partial(fast_feedforward_memorizer, width=5),
}

BUILDERS = {**{name: entry.build for name, entry in FAMILIES.items()}, **OPTIONS}

SMALL = (
    *("one point", "two points, slope 1", "two points, slope -1", "all labels 0", "slopes 0, 1 and -1"),
    *("three runs", "points in falling order", "numerators of 500 digits", "exclusive or"),
    *("vector labels", "one-hot labels"),
)
"""The edge cases that are tried with every option."""

EXACT = (
    *("adaptive-tree", "forest", "four trees", "mixture", "halting", "a stage a point", "one stage", "dropout"),
    *("sign-prediction", "fast-feedforward"),
)
"""Those whose operations on generic data are the formulas', not fewer."""


@pytest.mark.parametrize("name", FAMILIES)
def test_edge_cases_are_memorized_within_the_promise(name: str) -> None:
    for data in EDGE_CASES.values():
        memorized(FAMILIES[name].build(data), data)


@pytest.mark.parametrize("name", OPTIONS)
def test_edge_cases_are_memorized_with_every_option(name: str) -> None:
    for case in SMALL:
        memorized(OPTIONS[name](EDGE_CASES[case]), EDGE_CASES[case])


@sizes(28, (1, 2, 3, 4, 5, 8, 9, 17))
@pytest.mark.parametrize("name", BUILDERS)
def test_every_size_is_memorized_within_the_promise(name: str, sizes: Iterable[int]) -> None:
    for n in sizes:
        for width, outputs in ((1, 1), (3, 2)):
            data = generic(n, width, outputs)
            built = memorized(BUILDERS[name](data), data)
            if name in EXACT and n > 1 and (name != "sign-prediction" or n % (width + 1) == 0):
                assert structural_worst(built.network) == worst_of(built.promise), (n, width)
    grid = on_a_grid(40)
    memorized(BUILDERS[name](grid), grid)


@pytest.mark.parametrize("name", FAMILIES)
def test_text_labels_and_one_hot_labels_are_memorized(name: str) -> None:
    iris = read_dataset(DATA / "iris.csv")
    assert iris.class_names is not None
    memorized(FAMILIES[name].build(iris), iris)
    memorized(FAMILIES[name].build(iris.one_hot()), iris.one_hot())


@pytest.mark.parametrize("name", FAMILIES)
def test_formulas_speak_in_letters_that_are_explained_and_have_values(name: str) -> None:
    cost, built = FAMILIES[name].cost, FAMILIES[name].build(generic(20, 2))
    letters = {str(letter) for figure in FIGURES for letter in cost.expression(figure).free_symbols}
    assert letters <= SYMBOLS.keys() & built.values.keys()
    assert set(cost.bounds) <= built.values.keys()
    assert built.figure("gates") > 0


@pytest.mark.parametrize("name", FAMILIES)
def test_a_skeleton_depends_on_the_labels_only_where_the_registry_says_so(name: str) -> None:
    data = generic(48, 1)
    skeletons = {skeleton(FAMILIES[name].build(relabelled(data, seed)).network) for seed in range(6)}
    assert (len(skeletons) > 1) is bool(FAMILIES[name].varies)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_is_built_by_its_name_and_has_one_of_its_own(name: str) -> None:
    assert name not in CATALOGUE
    assert everything()[name] is FAMILIES[name]
    assert build(name, line([0, 1, 0]))[0] == name
    assert FAMILIES[name].idea
    assert "theory, Theorem" in FAMILIES[name].source


def test_options_that_are_too_small_are_refused() -> None:
    data = line([0, 1, 2])
    refused: dict[str, list[Callable[[], Built]]] = {
        "children must be at least 2, not 0": [lambda: routed_tree(data, 0)],
        "trees must be at least 1, not 0": [lambda: forest_memorizer(data, 0)],
        "count must be at least 1, not 0": [lambda: mixture_of_experts(data, 2, 0)],
        "block must be at least 1, not 0": [lambda: halting_memorizer(data, 0)],
        "width must be at least 1, not 0": [lambda: fast_feedforward_memorizer(data, 0)],
        "exits must be at least 1, not 0": [
            lambda: early_exit_memorizer(data, 0),
            lambda: class_mean_memorizer(data, 0),
        ],
        "number must be at least 1, not 0": [
            lambda: mixture_of_experts(data, 0),
            lambda: channel_memorizer(data, 0),
            lambda: dropout_memorizer(data, 0),
        ],
    }
    for message, makers in refused.items():
        for make in makers:
            with pytest.raises(ValueError, match=message):
                make()


def everywhere(data: Dataset) -> list[list[Fraction]]:
    """Return places on the line: the points, three between any two neighbours, and beyond both ends."""
    places = sorted([point[0] for point in data.points])
    between = [a + (b - a) * Fraction(part, 4) for a, b in pairwise(places) for part in (1, 2, 3)]
    return [[z] for z in [places[0] - 7, *places, *between, places[-1] + 7]]


@pytest.mark.parametrize("n", [2, 3, 10, 37])
def test_halting_early_and_skipping_channels_change_no_answer_on_any_input(n: int) -> None:
    data = generic(n, 1, 2)
    inputs = everywhere(data)
    assert (
        evaluate_many(halting_memorizer(data).network, inputs).outputs
        == evaluate_many(residual(data).network, inputs).outputs
    )
    whole = evaluate_many(interpolation(data).network, inputs).outputs
    for number in (None, 1, 2, 3, 5, n):
        skipped = evaluate_many(channel_memorizer(data, number).network, inputs).outputs
        last = max(data.points)
        assert [y for x, y in zip(inputs, skipped, strict=True) if tuple(x) <= last] == [
            y for x, y in zip(inputs, whole, strict=True) if tuple(x) <= last
        ]


@pytest.mark.parametrize("number", [None, 2, 7, 30])
def test_at_most_one_block_runs_on_any_input_and_exactly_one_at_a_data_point(number: int | None) -> None:
    data = generic(30, 1)
    built = dropout_memorizer(data, number)
    blocks = built.values["g"]
    for x in everywhere(data):
        run = trace(built.network, x)
        computed = run.operations.comparisons - (blocks - 1) - blocks
        assert computed <= built.values["q"] - 1
        gates = [node for node in distinct_nodes(built.network) if isinstance(node, Branch)]
        assert len(gates) == blocks
        layer = built.network.stages[0]  # type: ignore[union-attr]
        features = evaluate(layer, x)
        chosen = sum([gate.normal.at(features) >= gate.threshold for gate in gates])
        assert chosen == 1 if tuple(x) in data.points else chosen <= 1


def test_a_forest_goes_from_label_to_label_in_equal_steps() -> None:
    network = forest_memorizer(line([0, 12]), trees=3).network
    found = [int(evaluate(network, [Fraction(place, 8)])[0]) for place in (0, 1, 2, 3, 4, 5, 6, 7, 8)]
    assert found == [0, 0, 4, 4, 8, 8, 12, 12, 12]


def test_at_data_points_all_experts_that_run_agree() -> None:
    data = generic(40, 1)
    for count in (2, 3, 6):
        built = mixture_of_experts(data, 8, count)
        for point, label in zip(data.points, data.labels, strict=True):
            assert evaluate(built.network, point) == label
    alone = mixture_of_experts(data, 8, 1).network
    assert isinstance(alone, Sequence)
    assert trace(alone, data.points[0]).operations.comparisons <= 7 + 4


def test_the_exits_with_the_most_rows_come_first() -> None:
    rows = [[place] for place in range(16)] + [[12], [12], [13]] * 20
    data = Dataset.from_rows(rows, [[row[0] % 3] for row in rows])
    network = early_exit_memorizer(data).network
    costs = {int(x): trace(network, [x]).operations.total for (x,) in data.points}
    assert max(costs[x] for x in (12, 13, 14, 15)) < min(costs[x] for x in range(12))


def test_predicted_signs_are_right_on_the_data_and_the_layer_has_full_rank() -> None:
    rng = Random(3)
    data = Dataset.from_rows(
        [[generic_number(rng) for _ in range(2)] for _ in range(30)], [[place % 7] for place in range(30)]
    )
    built = FAMILIES["sign-prediction"].build(data)
    memorized(built, data)
    unpredicted = always_above(built.network)
    assert tuple(evaluate_many(unpredicted, data.points).outputs) == data.labels
    nodes = distinct_nodes(built.network)
    units = [node for node in nodes if isinstance(node, Affine) and (node.input_width, node.output_width) == (2, 1)]
    rows = {unit.weights[0].weights for unit in units}
    assert any(a[0] * b[1] != a[1] * b[0] for a in rows for b in rows if len(a) == len(b) == 2)


def always_above(network: Network) -> Network:
    """Return the network with every gate replaced by its upper side: no unit is skipped."""
    if isinstance(network, Branch):
        return always_above(network.above)
    if isinstance(network, Sequence):
        return Sequence([always_above(stage) for stage in network.stages])
    if isinstance(network, Concatenate):
        return Concatenate([always_above(part) for part in network.parts])
    return network


def test_every_family_uses_gates_and_those_with_layers_use_units() -> None:
    data = generic(20, 1)
    for name, entry in FAMILIES.items():
        nodes = distinct_nodes(entry.build(data).network)
        assert any(isinstance(node, Branch) for node in nodes)
        assert any(isinstance(node, Relu) for node in nodes) is (name not in ("binned-tree", "forest"))
