"""Synthesis: the same answers, fewer operations, accepted certificates; edges with dead or equal units, and ties."""

import json
import random
from fractions import Fraction
from math import log2
from pathlib import Path

import pytest
from typer.testing import CliRunner

from constructions.batch import evaluate_many
from constructions.bundle import write_bundle
from constructions.catalogue import CATALOGUE
from constructions.cost import structural_worst
from constructions.dataset import Dataset
from constructions.errors import BadInput
from constructions.network import Affine, Concatenate, Identity, Network, Relu, Sequence, Step, constant
from constructions.synthesis import Limits, one_line
from memocert import app
from verify.domain import box
from verify.lanes import Options
from verify.synthesis import certified, for_data, for_domain
from verify.verdict import Proved


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
    _, verdict = certified(folder, network, original, data, about, Options(lane="certificate"))  # type: ignore[arg-type]
    return isinstance(verdict, Proved)


UNCONDITIONAL = [name for name, entry in CATALOGUE.items() if not entry.conditional and name not in ("baum", "bubeck")]


@pytest.mark.parametrize("name", UNCONDITIONAL)
def test_memorizers_become_conditional_with_the_same_answers_on_the_data(name: str, tmp_path: Path) -> None:
    data = natural_line(24)
    network = CATALOGUE[name].build(data).network
    found = for_data(network, data, Fraction(0), Limits())
    assert evaluate_many(found, data.points).outputs == list(data.labels)
    assert structural_worst(found).total < structural_worst(network).total / 2
    assert accepted(found, network, data, Fraction(0), tmp_path / "bundle")


@pytest.mark.parametrize("size", [2, 4, 8, 16, 32, 64])
def test_the_active_tree_needs_at_most_two_log_n_and_two_operations(size: int) -> None:
    data = natural_line(size, size)
    labels = Dataset(data.points, tuple([(Fraction(7 * i + 3, 5),) for i in range(size)]), data.counts)
    found = for_data(CATALOGUE["active-tree"].build(labels).network, labels, Fraction(0), Limits())
    assert structural_worst(found).total <= 2 * log2(size) + 2


@pytest.mark.parametrize("seed", range(8))
def test_random_networks_are_equal_on_a_box_everywhere(seed: int, tmp_path: Path) -> None:
    network = random_network(2, (3, 2), seed)
    domain = box([-2, -2], [2, 2])
    found = for_domain(network, domain, Limits())
    points = [[Fraction(a, 3), Fraction(b, 3)] for a in range(-6, 7) for b in range(-6, 7)]
    assert evaluate_many(found, points).outputs == evaluate_many(network, points).outputs
    assert accepted(found, network, Dataset.from_rows([[0, 0]], [[0, 0]]), domain, tmp_path / "bundle")


@pytest.mark.parametrize("seed", range(6))
def test_random_networks_are_equal_on_balls_around_the_data(seed: int, tmp_path: Path) -> None:
    network = random_network(2, (4, 3), 100 + seed)
    data = Dataset.from_rows([[i, (i * i) % 5] for i in range(-4, 5)], [[0, 0]] * 9)
    radius = Fraction(1, 4)
    found = for_data(network, data, radius, Limits())
    moved = [[x + radius * a, y + radius * b] for x, y in data.points for a in (-1, 0, 1) for b in (-1, 0, 1)]
    assert evaluate_many(found, moved).outputs == evaluate_many(network, moved).outputs
    assert accepted(found, network, data, radius, tmp_path / "bundle")


def test_one_line_is_equal_everywhere_with_few_comparisons(tmp_path: Path) -> None:
    source = random.Random(2)
    rows = [[source.choice((-2, -1, 1, 3))] for _ in range(40)] + [[0], [0]]
    hidden = Affine(rows, [source.randint(-20, 20) for _ in range(40)] + [5, -5])
    last = Affine([[source.randint(-3, 3) for _ in range(42)] for _ in range(2)], [1, 2])
    network = Sequence((hidden, Relu(42), last))
    found = one_line(network)
    assert found is not None
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
    found = for_data(network, data, Fraction(0), Limits()) if about == "data" else for_domain(network, (), Limits())
    elsewhere = [] if about == "data" else [(Fraction(a), Fraction(b, 2)) for a in (-2, 0, 3) for b in (-5, 0, 1)]
    points = [*data.points, *elsewhere]
    assert evaluate_many(found, points).outputs == evaluate_many(network, points).outputs
    assert structural_worst(found).total <= structural_worst(network).total + 2
    assert accepted(found, network, data, Fraction(0) if about == "data" else (), tmp_path / "bundle")


def test_limits_are_kept_in_one_line() -> None:
    with pytest.raises(BadInput, match="more than 3 gates"):
        for_domain(random_network(2, (6, 5), 1), (), Limits(gates=3))


def memocert(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output if result.exception is None or result.exit_code else str(result.exception)


def test_the_command_says_before_and_after_and_leaves_a_bundle_that_is_accepted(tmp_path: Path) -> None:
    data = natural_line(30)
    wrong = Dataset(data.points, ((Fraction(9),), *data.labels[1:]), data.counts)
    network = CATALOGUE["interpolation"].build(data).network
    bundle = write_bundle(tmp_path / "plain", network, wrong, "")
    code, output = memocert("synthesize", str(bundle.folder), "-o", str(tmp_path / "tree"), "--json")
    assert code == 0, output
    found = json.loads(output)
    assert found["wrong_labels"] == 1
    assert found["after"]["worst"] < found["before"]["worst"] / 4
    assert memocert("check", str(tmp_path / "tree"))[0] == 0
    code, output = memocert("synthesize", str(bundle.folder), "-o", str(tmp_path / "all"), "--equal-on", "domain")
    assert code == 0
    assert "before" in output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.json", "-o", "x"], "nowhere.json"),
        (["nowhere.json"], "needs -o"),
    ],
)
def test_bad_input_is_one_line(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(app, ["synthesize", *arguments])
    assert isinstance(result.exception, BadInput)
    assert message in str(result.exception)
