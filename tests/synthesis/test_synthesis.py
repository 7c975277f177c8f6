"""Synthesis: the same answers, fewer operations, accepted certificates; edges with dead or equal units, and ties."""

import json
import random
from fractions import Fraction
from itertools import product
from math import log2
from pathlib import Path

import pytest
from commands import ROOT, invoked

from constructions.catalogue import CATALOGUE
from constructions.files.bundle import write_bundle
from constructions.model.batch import evaluate_many
from constructions.model.constraint import Constraint
from constructions.model.cost import size_of, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
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
)
from constructions.synthesis.affine_wires import GateLimits
from constructions.synthesis.one_input import Target, _least_worst_depths, rebalanced
from verify.domain import box
from verify.lanes import Options
from verify.synthesis import GATE_KINDS, Choice, GateKind, prove_synthesized, synthesize_for_data, synthesize_for_domain
from verify.verdict import Proved

TARGETS: tuple[Target, ...] = ("worst", "mean")


def natural_line(size: int, seed: int = 0) -> Dataset:
    source = random.Random(seed)
    points = [[z] for z in source.sample(range(9 * size), size)]
    return Dataset.from_rows(points, [[1 + source.randint(0, 1)] for _ in points])


def random_network(inputs: int, widths: tuple[int, ...], seed: int, outputs: int = 2) -> Network:
    source = random.Random(seed)

    def affine(width: int, rows: int) -> Affine:
        weights = [[source.randint(-3, 3) for _ in range(width)] for _ in range(rows)]
        return Affine(weights, [source.randint(-4, 4) for _ in range(rows)])

    stages: list[Network] = []
    width = inputs
    for units in widths:
        stages += [affine(width, units), Relu(units) if source.random() < 0.8 else Step(units)]
        width = units
    return Sequence((*stages, affine(width, outputs)))


def accepted(network: Network, original: Network, data: Dataset, about: object, folder: Path) -> bool:
    _, verdict = prove_synthesized(folder, network, original, data, about, Options(lane="certificate"))  # type: ignore[arg-type]
    return isinstance(verdict, Proved)


UNCONDITIONAL = [name for name, entry in CATALOGUE.items() if not entry.conditional]


@pytest.mark.parametrize("name", UNCONDITIONAL)
def test_memorizers_become_conditional_with_the_same_answers_on_the_data(name: str, tmp_path: Path) -> None:
    data = natural_line(24)
    network = CATALOGUE[name].build(data).network
    found = synthesize_for_data(network, data, Fraction(0), Choice()).network
    assert evaluate_many(found, data.points).outputs == list(data.labels)
    tree = CATALOGUE["search-tree"].build(data).network
    assert structural_worst(found).total <= 2 * structural_worst(tree).total
    assert accepted(found, network, data, Fraction(0), tmp_path / "bundle")


@pytest.mark.parametrize("kind", GATE_KINDS)
@pytest.mark.parametrize("name", ["bubeck", "two-hidden-layers", "residual", "bit-extraction"])
def test_every_kind_of_gates_keeps_the_answers(name: str, kind: GateKind, tmp_path: Path) -> None:
    data = Dataset.from_rows([[i, i * i] for i in range(12)], [[1 + (i * i) % 5 % 2] for i in range(12)])
    network = CATALOGUE[name].build(data).network
    found = synthesize_for_data(network, data, Fraction(0), Choice(kind)).network
    assert evaluate_many(found, data.points).outputs == list(data.labels)
    assert structural_worst(found).total <= structural_worst(network).total
    assert accepted(found, network, data, Fraction(0), tmp_path / "bundle")


def active_tree(size: int) -> tuple[Network, Dataset]:
    data = natural_line(size, size)
    labels = tuple([(Fraction(7 * i + 3, 5),) for i in range(size)])
    data = Dataset(data.points, labels, data.counts)
    return CATALOGUE["active-tree"].build(data).network, data


@pytest.mark.parametrize("size", [2, 4, 8, 16, 32, 64])
@pytest.mark.parametrize("kind", ["units", "layers"])
def test_the_active_tree_needs_at_most_two_log_n_and_two_operations(size: int, kind: GateKind) -> None:
    network, data = active_tree(size)
    found = synthesize_for_data(network, data, Fraction(0), Choice(kind)).network
    assert structural_worst(found).total <= 2 * log2(size) + 2


def test_leaves_of_an_active_tree_that_cost_less_lie_deeper_and_no_input_takes_more() -> None:
    data = Dataset.from_rows(
        [[x] for x in (20, 37, 61, 93, 131, 143, 149, 171)], [[y] for y in (0, 1, 1, 1, 0, 0, 3, 1)]
    )
    network = CATALOGUE["active-tree"].build(data).network
    found = structural_worst(synthesize_for_data(network, data, Fraction(0), Choice("units", "worst")).network)
    assert found.total == 3 + 2
    assert found.comparisons >= 3


def test_skipping_zeros_takes_exactly_that_many_if_no_number_of_the_network_happens_to_be_one() -> None:
    data = Dataset.from_rows([[3 * i + 2] for i in range(16)], [[Fraction(7 * i + 3, 5)] for i in range(16)])
    network = CATALOGUE["active-tree"].build(data).network
    found = synthesize_for_data(network, data, Fraction(0), Choice("zeros")).network
    assert evaluate_many(found, data.points).worst() == 7 * 4 + 3


@pytest.mark.parametrize("size", [2, 4, 8, 16, 32])
def test_skipping_zeros_alone_takes_seven_log_n_and_three_operations(size: int, tmp_path: Path) -> None:
    network, data = active_tree(size)
    found = synthesize_for_data(network, data, Fraction(0), Choice("zeros")).network
    assert evaluate_many(found, data.points).worst() == structural_worst(found).total <= 7 * log2(size) + 3
    assert accepted(found, network, data, Fraction(0), tmp_path / "bundle")


def test_between_powers_of_two_one_operation_more_is_taken_with_signs_known() -> None:
    for size in (3, 5, 7, 11, 24):
        levels = (size - 1).bit_length()
        places = [Fraction(7 * z * z + 1, 3) for z in range(1, size + 1)]
        data = Dataset.from_rows([[z] for z in places], [[Fraction(13 * i + 5, 7)] for i in range(size)])
        network = CATALOGUE["active-tree"].build(data).network
        zeros, signs = [
            evaluate_many(synthesize_for_data(network, data, Fraction(0), Choice(kind)).network, data.points).worst()
            for kind in ("zeros", "layers")
        ]
        assert zeros <= 7 * levels + 3
        assert signs == 2 * levels + 3


def test_the_mean_is_smaller_where_it_is_the_target() -> None:
    places = [0] * 60 + [1, 2, 3, 4, 5, 6, 7]
    data = Dataset.from_rows([[z] for z in places], [[z * z] for z in places])
    network = CATALOGUE["interpolation"].build(data).network
    worst, mean = [
        synthesize_for_data(network, data, Fraction(0), Choice("units", target)).network for target in TARGETS
    ]
    counted = [evaluate_many(found, data.points) for found in (worst, mean)]
    assert counted[0].worst() < counted[1].worst()
    assert counted[0].mean(data.counts) > counted[1].mean(data.counts)


def least_depth_by_trying_all(costs: tuple[int, ...]) -> int:
    if len(costs) == 1:
        return costs[0]
    cuts = range(1, len(costs))
    return 1 + min([max(map(least_depth_by_trying_all, (costs[:cut], costs[cut:]))) for cut in cuts])


def test_the_tree_over_leaves_of_different_cost_is_the_best_one() -> None:
    source = random.Random(5)
    for _ in range(60):
        costs = tuple([source.randint(0, 4) for _ in range(source.randint(1, 8))])
        depths = _least_worst_depths(costs)
        assert sum([Fraction(1, 2**depth) for depth in depths]) == 1
        assert max(map(sum, zip(depths, costs, strict=True))) == least_depth_by_trying_all(costs)


@pytest.mark.parametrize("gates", [0, 3, *[pytest.param(gates, marks=pytest.mark.slow) for gates in (1, 10)]])
@pytest.mark.parametrize(
    ("kind", "radius"),
    [
        *[(kind, Fraction(0)) for kind in ("units", "coordinates", "projection", "layers")],
        *[(kind, Fraction(1, 8)) for kind in ("units", "coordinates", "projection")],
    ],
)
def test_at_most_so_many_gates(gates: int, kind: GateKind, radius: Fraction, tmp_path: Path) -> None:
    for seed, original in enumerate((random_network(2, (6, 4), 9), with_skips(random_network(2, (3, 3), 4)))):
        data = plane(original.output_width, 12)
        found = synthesize_for_data(original, data, radius, Choice(kind, "worst", gates))
        assert size_of(found.network).gates <= gates
        moved = [[x + radius * a, y + radius * b] for x, y in data.points for a in (-1, 0, 1) for b in (-1, 0, 1)]
        assert evaluate_many(found.network, moved).outputs == evaluate_many(original, moved).outputs
        assert accepted(found.network, original, data, radius, tmp_path / f"bundle{seed}")


def test_a_tree_is_rebalanced_by_how_often_rows_stand_however_often() -> None:
    tree: Network = constant([0], 1)
    for place in range(1, 5):
        tree = Branch([1], place, tree, constant([place], 1))
    often = [(Fraction(place), 10**40 if place == 2 else 1) for place in range(5)]
    costs = evaluate_many(rebalanced(tree, 0, often, "mean"), [[place] for place in range(5)])
    assert costs.at(2).comparisons == 2
    assert costs.worst() == 3


def test_layers_are_not_made_for_balls() -> None:
    with pytest.raises(BadInput, match="radius must be 0"):
        synthesize_for_data(random_network(2, (4,), 1), plane(1, 2), Fraction(1, 8), Choice("layers"))


def plane(outputs: int, count: int) -> Dataset:
    return Dataset.from_rows([[i - 4, (i * i) % 5] for i in range(count)], [[0] * outputs] * count)


def with_skips(network: Network) -> Network:
    beside = Sequence((Affine([[1, 1]], [-1]), Relu(1)))
    return Sequence((Concatenate((Identity(2), network, beside)), Affine([[1, -1, 2, 1, 1]], [0]), Relu(1)))


@pytest.mark.parametrize("seed", range(8))
def test_random_networks_are_equal_on_a_box_everywhere(seed: int, tmp_path: Path) -> None:
    network = random_network(2, (3, 2), seed)
    domain = box([-2, -2], [2, 2])
    found = synthesize_for_domain(network, domain, GateLimits()).network
    points = [[Fraction(a, 3), Fraction(b, 3)] for a in range(-6, 7) for b in range(-6, 7)]
    assert evaluate_many(found, points).outputs == evaluate_many(network, points).outputs
    assert accepted(found, network, Dataset.from_rows([[0, 0]], [[0, 0]]), domain, tmp_path / "bundle")


@pytest.mark.parametrize("seed", range(6))
def test_random_networks_are_equal_on_balls_around_the_data(seed: int, tmp_path: Path) -> None:
    network = random_network(2, (4, 3), 100 + seed)
    data = Dataset.from_rows([[i, (i * i) % 5] for i in range(-4, 5)], [[0, 0]] * 9)
    radius = Fraction(1, 4)
    found = synthesize_for_data(network, data, radius, Choice()).network
    moved = [[x + radius * a, y + radius * b] for x, y in data.points for a in (-1, 0, 1) for b in (-1, 0, 1)]
    assert evaluate_many(found, moved).outputs == evaluate_many(network, moved).outputs
    assert accepted(found, network, data, radius, tmp_path / "bundle")


def test_one_line_is_equal_everywhere_with_few_comparisons(tmp_path: Path) -> None:
    source = random.Random(2)
    rows = [[source.choice((-2, -1, 1, 3))] for _ in range(40)] + [[0], [0]]
    hidden = Affine(rows, [source.randint(-20, 20) for _ in range(40)] + [5, -5])
    last = Affine([[source.randint(-3, 3) for _ in range(42)] for _ in range(2)], [1, 2])
    network = Sequence((hidden, Relu(42), last))
    found = synthesize_for_domain(network, (), GateLimits()).network
    points = [[Fraction(i, 4)] for i in range(-120, 121)]
    assert evaluate_many(found, points).outputs == evaluate_many(network, points).outputs
    units = zip(hidden.weights, hidden.bias, strict=True)
    kinks = len({-bias / form.weights[0] for form, bias in units if form.weights})
    assert structural_worst(found).comparisons <= kinks.bit_length()
    assert accepted(found, network, Dataset.from_rows([[0]], [[0, 0]]), (), tmp_path / "bundle")


EDGES: dict[str, Network] = {
    "dead": Sequence((Affine([[1, 0], [0, 1]], [-1000, -1000]), Relu(2), Affine([[1, 1]], [3]))),
    "constant": constant([7], 2),
    "zero weights": Sequence((Affine([[0, 0], [0, 0]], [1, -1]), Relu(2), Affine([[2, 3]], [0]))),
    "duplicated units": Sequence((Affine([[1, -1]] * 3, [0] * 3), Relu(3), Affine([[1, 1, 1]], [0]))),
    "inputs nobody reads": Sequence((Affine([[1, 0]], [0]), Relu(1))),
    "a hundred outputs": Sequence((Affine([[1, 1]], [0]), Relu(1), Affine([[i] for i in range(100)], [0] * 100))),
    "ties at every point": Sequence((Affine([[1, 1], [-1, -1]], [0, 0]), Step(2), Affine([[1, 2]], [0]))),
    "skip wires": Concatenate((Identity(2), Sequence((Affine([[2, -1]], [0]), Relu(1))))),
    "no decision": Affine([[2, 3]], [1]),
}


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.parametrize("about", ["data", "domain"])
def test_edges(name: str, about: str, tmp_path: Path) -> None:
    network = EDGES[name]
    data = Dataset.from_rows([[i, -i] for i in range(-3, 4)], [[0] * network.output_width] * 7)
    result = (
        synthesize_for_data(network, data, Fraction(0), Choice())
        if about == "data"
        else synthesize_for_domain(network, (), GateLimits())
    )
    found = result.network
    elsewhere = [] if about == "data" else [(Fraction(a), Fraction(b, 2)) for a in (-2, 0, 3) for b in (-5, 0, 1)]
    points = [*data.points, *elsewhere]
    assert evaluate_many(found, points).outputs == evaluate_many(network, points).outputs
    assert structural_worst(found).total <= structural_worst(network).total + 2
    assert accepted(found, network, data, Fraction(0) if about == "data" else (), tmp_path / "bundle")


@pytest.mark.parametrize("seed", range(6))
def test_deep_networks_on_a_line_are_followed_everywhere(seed: int, tmp_path: Path) -> None:
    network = random_network(1, (4, 4, 3), seed)
    for domain in ((), box([-3], [5])):
        found = synthesize_for_domain(network, domain, GateLimits()).network
        points = [[Fraction(i, 12)] for i in range(-36, 61)]
        assert evaluate_many(found, points).outputs == evaluate_many(network, points).outputs
        bundle = tmp_path / f"bundle{len(domain)}"
        assert accepted(found, network, Dataset.from_rows([[0]], [[0, 0]]), domain, bundle)


@pytest.mark.parametrize(("low", "high"), [*product((">=", ">"), ("<=", "<"))])
def test_an_end_that_is_not_in_the_domain_costs_no_gate(low: str, high: str) -> None:
    """Gates at 0 and 2 each tell one end from what is beside it; a step the other way, and units, too."""
    line = Form.coordinate(0, 1)
    domain = (Constraint(line, low, Fraction(0)), Constraint(line, high, Fraction(2)))
    ends = [Fraction(place) for place, relation in ((0, low), (2, high)) if "=" in relation]
    points = [[place] for place in (*ends, Fraction(1, 9), Fraction(1), Fraction(17, 9))]
    rising, falling = Sequence((Affine([[1]], [-2]), Step(1))), Sequence((Affine([[-1]], [0]), Step(1)))
    bent = Sequence((Affine([[1], [-1]], [-2, 0]), Relu(2), Affine([[1, 1]], [0])))  # 0 on all of it
    for network, gates in ((rising, high == "<="), (falling, low == ">="), (bent, 0)):
        found = synthesize_for_domain(network, domain).network
        assert size_of(found).gates == gates
        assert evaluate_many(found, points).outputs == evaluate_many(network, points).outputs


@pytest.mark.parametrize("seed", range(20))
def test_a_hidden_layer_takes_no_more_gates_than_pieces_between_kinks_cover_the_data(seed: int) -> None:
    """Also where data stand on kinks, which belong to the pieces on both sides (theory, Theorem 51)."""
    source = random.Random(seed)
    weights = [source.choice([-2, -1, 1, 2]) for _ in range(5)]
    kinks = sorted([source.randint(-6, 6) for _ in weights])
    hidden = Affine([[w] for w in weights], [-w * kink for w, kink in zip(weights, kinks, strict=True)])
    last = Affine([[source.randint(-3, 3) for _ in weights] for _ in range(2)], [1, -1])
    points = source.sample(range(-8, 9), 6)
    needed, reached = 0, -100
    for point in sorted(points):
        if point > reached:
            needed, reached = needed + 1, min([kink for kink in kinks if kink > point], default=100)
    data = Dataset.from_rows([[point] for point in points], [[0]] * len(points))
    network = Sequence((hidden, Relu(5), last))
    for target in TARGETS:
        found = synthesize_for_data(network, data, Fraction(0), Choice("units", target)).network
        assert size_of(found).gates < needed
        assert evaluate_many(found, data.points).outputs == evaluate_many(network, data.points).outputs


def test_with_few_gates_the_rest_of_the_network_runs_as_it_is(tmp_path: Path) -> None:
    network = random_network(2, (6, 5), 1)
    found = synthesize_for_domain(network, (), GateLimits(gates=3))
    assert found.cut > 0
    assert size_of(found.network).gates == 3
    assert accepted(found.network, network, plane(2, 3), (), tmp_path / "bundle")


def test_width_two_with_hundreds_of_layers_becomes_a_balanced_tree() -> None:
    data = natural_line(200)
    network = CATALOGUE["width-two"].build(data).network
    found = synthesize_for_data(network, data, Fraction(0), Choice()).network
    assert evaluate_many(found, data.points).outputs == list(data.labels)
    assert structural_worst(found).total <= 10


def test_labels_outside_of_the_domain_that_is_kept_are_counted_before_and_after(tmp_path: Path) -> None:
    """Two rows lie outside of the box, in which one class is everywhere the largest output."""
    network = Sequence((Relu(1), Affine([[2], [0]], [-1, 0])))
    write_bundle(tmp_path / "b", network, Dataset.from_rows([[3], [2], [-1]], [[0], [0], [1]]), "")
    words = ("synthesize", str(tmp_path / "b"), "--equal-on", "domain", "--box", "-2", "-1")
    code, output = invoked(ROOT, *words, "-o", str(tmp_path / "json"), "--json")
    found = json.loads(output)
    assert (code, found["before"]["wrong_labels"], found["after"]["wrong_labels"]) == (0, 0, 2)
    told = invoked(ROOT, *words, "-o", str(tmp_path / "text"))[1]
    assert "wrong, before: 0 of 3 rows" in told
    assert "wrong, after: 2 of 3 rows" in told


def test_the_command_says_before_and_after_and_leaves_a_bundle_that_is_accepted(tmp_path: Path) -> None:
    data = natural_line(30)
    wrong = Dataset(data.points, ((Fraction(9),), *data.labels[1:]), data.counts)
    network = CATALOGUE["interpolation"].build(data).network
    bundle = write_bundle(tmp_path / "plain", network, wrong, "")
    code, output = invoked(ROOT, "synthesize", str(bundle.folder), "-o", str(tmp_path / "tree"), "--json")
    assert code == 0, output
    found = json.loads(output)
    assert found["before"]["wrong_labels"] == found["after"]["wrong_labels"] == 1
    assert found["after"]["worst"] < found["before"]["worst"] / 4
    assert invoked(ROOT, "check", str(tmp_path / "tree"))[0] == 0
    code, output = invoked(ROOT, "synthesize", str(bundle.folder), "-o", str(tmp_path / "all"), "--equal-on", "domain")
    assert code == 0
    assert "before" in output
