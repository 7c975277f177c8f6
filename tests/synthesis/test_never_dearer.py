"""A synthesis never gives back a network that is dearer, in its target, than the one that it was given."""

import json
import random
from fractions import Fraction
from pathlib import Path

import pytest
from commands import command

from constructions.catalogue import build
from constructions.files.bundle import write_bundle
from constructions.files.canonical import network_bytes
from constructions.model.batch import evaluate_many
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Branch, Concatenate, Form, Identity, Network, Relu, Sequence, Step
from constructions.synthesis.affine_wires import GateLimits
from constructions.synthesis.one_input import Target
from verify import cheaper
from verify.cheaper import prices_on_domain
from verify.domain import Constraint, Domain, box
from verify.lanes import Options
from verify.synthesis import (
    GATE_KINDS,
    Choice,
    GateKind,
    Synthesized,
    prove_synthesized,
    synthesize_for_data,
    synthesize_for_domain,
)
from verify.verdict import Proved

TARGETS: tuple[Target, ...] = ("mean", "worst")
GRID = [Fraction(number, 3) for number in range(-9, 10)]


def affine(source: random.Random, width: int, rows: int) -> Affine:
    weights = [[source.choice((-2, -1, 0, 0, 1, 1, 3)) for _ in range(width)] for _ in range(rows)]
    return Affine(weights, [source.randint(-2, 2) for _ in range(rows)])


def small(source: random.Random, width: int, outputs: int, depth: int = 2) -> Network:
    """Return a random network of all seven forms, of few operations: there a gate more is soon too much."""
    kind = source.choice(("affine", "layer", "layer", "gate", "gate", "beside")) if depth else "affine"
    if kind == "layer":
        units = source.randint(1, 2)
        node: Network = source.choice((Relu(units), Step(units)))
        return Sequence((affine(source, width, units), node, small(source, units, outputs, depth - 1)))
    if kind == "gate":
        normal = [source.choice((-1, 0, 1, 2)) for _ in range(width - 1)]
        sides = [small(source, width, outputs, depth - 1) for _ in range(2)]
        return Branch(Form.dense([*normal, 1]), source.randint(-2, 2), *sides)
    if kind == "beside":
        both = Concatenate((Identity(width), small(source, width, 1, depth - 1)))
        return Sequence((both, affine(source, width + 1, outputs)))
    return affine(source, width, outputs)


def line_or_plane(seed: int) -> tuple[random.Random, Network, int]:
    source = random.Random(seed)
    width = source.choice((1, 2, 2))
    return source, small(source, width, source.randint(1, 2)), width


def domains(width: int) -> list[Domain]:
    corner: Domain = (Constraint(Form.dense([1] * width), "<=", Fraction(1)), *box([-3] * width, [3] * width))
    return [(), box([-1] * width, [2] * width), corner]


def points_in(domain: Domain, width: int) -> list[tuple[Fraction, ...]]:
    points = [(a,) for a in GRID] if width == 1 else [(a, b) for a in GRID for b in GRID]
    return [point for point in points if all([constraint.holds(point) for constraint in domain])]


def must_be_equal(found: Network, given: Network, points: list[tuple[Fraction, ...]]) -> None:
    assert evaluate_many(found, points).outputs == evaluate_many(given, points).outputs


@pytest.mark.parametrize(
    "first", [0, 20, *[pytest.param(first, marks=pytest.mark.slow) for first in range(40, 120, 20)]]
)
def test_on_a_domain_the_dearest_input_never_becomes_dearer(first: int) -> None:
    for seed in range(first, first + 20):
        _, network, width = line_or_plane(seed)
        for domain in domains(width):
            result = synthesize_for_domain(network, domain, GateLimits())
            points = points_in(domain, width)
            must_be_equal(result.network, network, points)
            before, after = prices_on_domain(network, result.network, domain)
            assert after.numbers <= before.numbers, seed
            assert result.given is not None
            assert evaluate_many(network, points).worst() <= result.given.first
            assert evaluate_many(result.network, points).worst() <= result.given.first
            if before.what == cheaper.ANYWHERE:
                assert structural_worst(result.network).total <= structural_worst(network).total


@pytest.mark.parametrize("kind", [None, *GATE_KINDS])
@pytest.mark.parametrize("target", ["worst", "mean"])
def test_over_the_data_no_kind_of_gates_makes_the_target_dearer(kind: GateKind | None, target: str) -> None:
    kept = 0
    for seed in range(40):
        source, network, width = line_or_plane(seed)
        rows = [[source.randint(-3, 3) for _ in range(width)] for _ in range(12)]
        data = Dataset.from_rows(rows, [[0] * network.output_width] * 12)
        for radius in (Fraction(0), Fraction(1, 4)):
            if radius and kind in ("layers", "zeros"):
                continue
            result = synthesize_for_data(network, data, radius, Choice(kind, target))  # type: ignore[arg-type]
            before, after = [evaluate_many(net, data.points) for net in (network, result.network)]
            means = before.mean(data.counts), after.mean(data.counts)
            assert (after.worst() <= before.worst()) if target == "worst" else (means[1] <= means[0]), seed
            moved = [tuple([x + radius * s for x in point]) for point in data.points for s in (-1, 0, 1)]
            must_be_equal(result.network, network, moved)
            kept += result.kept
            assert not result.kept or result.network is network
    assert kept, "no network of these would have become dearer: the test says nothing"


def test_the_tree_for_the_mean_is_the_best_for_the_data_points_whatever_else_balls_meet() -> None:
    """Rows near a kink weigh on the side where they are alone; the tree for the worst has the same leaves."""
    for seed in range(120):
        source = random.Random(seed)
        units = source.randint(2, 4)
        slopes = [[source.choice((-2, -1, 1, 2))] for _ in range(units)]
        hidden = Affine(slopes, [source.randint(-9, 9) for _ in range(units)])
        network = Sequence((hidden, Relu(units), affine(source, units, 1)))
        points = [[source.randint(-9, 9)] for _ in range(5)]
        rows = [point for point in points for _ in range(source.choice((1, 5, 20)))]
        data = Dataset.from_rows(rows, [[0]] * len(rows))
        for radius in (Fraction(0), Fraction(1), Fraction(5, 2)):
            mean, worst = [synthesize_for_data(network, data, radius, Choice("units", target)) for target in TARGETS]
            costs = [evaluate_many(result.network, data.points).mean(data.counts) for result in (mean, worst)]
            assert costs[0] <= costs[1], (seed, radius)


def certified(folder: Path, result: Synthesized, network: Network, about: Domain | Fraction) -> bool:
    data = Dataset.from_rows([[0] * network.input_width], [[0] * network.output_width])
    _, verdict = prove_synthesized(folder, result.network, network, data, about, Options(lane="certificate"))
    return isinstance(verdict, Proved)


TREE = Branch([1, 0], 0, Branch([0, 1], 0, Affine([[0, 0]], [1]), Affine([[0, 0]], [2])), Affine([[0, 0]], [3]))
TWO_UNITS = Sequence((Affine([[1, 0], [0, 1]], [0, 0]), Relu(2)))


@pytest.mark.parametrize("network", [TREE, TWO_UNITS], ids=["tree", "units"])
def test_what_is_kept_has_its_certificate_all_the_same(network: Network, tmp_path: Path) -> None:
    for number, domain in enumerate(domains(2)):
        result = synthesize_for_domain(network, domain, GateLimits())
        assert certified(tmp_path / f"domain{number}", result, network, domain)
    data = Dataset.from_rows([[-1, 0], [0, 1], [2, 2]], [[0] * network.output_width] * 3)
    for number, kind in enumerate((None, *GATE_KINDS)):
        result = synthesize_for_data(network, data, Fraction(0), Choice(kind))
        assert certified(tmp_path / f"data{number}", result, network, Fraction(0))


def test_the_exact_worst_case_on_the_domain_is_compared_and_not_what_no_input_takes() -> None:
    dear = Affine([[3, 5]], [7])
    given = Branch([1, 0], 10, Branch([0, 1], 0, Affine([[1, 0]], [0]), Affine([[0, 1]], [0])), dear)
    domain = box([-1, -1], [1, 1])
    result = synthesize_for_domain(given, domain, GateLimits())
    assert result.given is not None
    assert result.found is not None
    assert result.given.what == cheaper.ON_DOMAIN
    assert (result.given.first, result.found.first) == (Fraction(2), Fraction(1))
    assert not result.kept


def test_too_many_paths_are_not_followed_and_structural_maxima_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cheaper, "MOST_PATHS", 1)
    before, after = prices_on_domain(TREE, TREE, ())
    assert before.what == after.what == cheaper.ANYWHERE


def dearer_on_a_domain() -> tuple[Network, Domain, Synthesized]:
    for seed in range(400):
        _, network, width = line_or_plane(seed)
        result = synthesize_for_domain(network, box([-1] * width, [2] * width), GateLimits())
        if result.kept:
            return network, box([-1] * width, [2] * width), result
    raise AssertionError("no network of these would have become dearer")


def test_the_command_says_in_one_line_what_is_kept_with_both_numbers(tmp_path: Path) -> None:
    network, domain, result = dearer_on_a_domain()
    assert result.given is not None
    assert result.found is not None
    assert result.found.numbers > result.given.numbers
    (tmp_path / "given.json").write_bytes(network_bytes(network))
    words = ["synthesize", "given.json", "--equal-on", "domain", "--box", "-1", "2"]
    said = command(*words, "-o", "kept", folder=tmp_path)
    assert said.returncode == 0, said.stderr
    assert f"{result.found.first}, not {result.given.first})" in " ".join(said.stdout.split())
    assert "the network given is kept" in said.stdout
    assert (tmp_path / "kept" / "network.json").read_bytes() == network_bytes(network)
    assert command("check", "kept", folder=tmp_path).returncode == 0
    found = json.loads(command(*words, "-o", "again", "--json", folder=tmp_path).stdout)
    assert found["kept"]["costs"][0]["given"] == str(result.given.first)
    assert found["before"] == found["after"]
    assert len(domain) == 2 * network.input_width


def test_on_an_empty_domain_the_network_is_kept_and_the_verdict_says_that_it_is_empty(tmp_path: Path) -> None:
    write_bundle(tmp_path / "given", TREE, Dataset.from_rows([[0, 0]], [[3]]), "")
    three = '[[[0,"1"],">=","1"],[[1,"1"],">=","1"],[[0,"1",1,"1"],"<","2"]]'
    (tmp_path / "three.json").write_text(three)
    (tmp_path / "two.json").write_text('[[[0,"1"],">=","1"],[[0,"-1"],">","-1"]]')
    words = ["synthesize", "given", "--equal-on", "domain", "-o", "new", "--force", "--domain"]
    said = command(*words, "three.json", folder=tmp_path)
    assert said.returncode == 0, said.stderr
    assert "no input satisfies the constraints: the network is kept as it is" in said.stdout
    assert "the claim is true of nothing" in said.stdout
    said = command(*words, "two.json", folder=tmp_path)
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr == "memocert: two.json: no input satisfies both x0 >= 1 and -x0 > -1: the domain is empty\n"
    with pytest.raises(BadInput, match="the domain is empty"):
        synthesize_for_domain(
            TREE, (*box([1, None], [None, None]), Constraint(Form.dense([1, 0]), "<", Fraction(1))), GateLimits()
        )


def test_behind_one_row_all_kinds_of_gates_are_tried() -> None:
    """Gates on a coordinate save the row."""
    rows = [[4, 2, 4, 2], [4, 3, 0, 0], [0, 4, 1, 4], [2, 2, 3, 3], [3, 0, 0, 0]]
    data = Dataset.from_rows(rows, [[3], [3], [1], [1], [3]])
    network = build("two-hidden-layers", data)[1].network
    totals = []
    for gates in (None, *GATE_KINDS):
        found = synthesize_for_data(network, data, Fraction(0), Choice(gates, "worst")).network
        totals.append(structural_worst(found).total)
    assert totals[0] == min(totals)
    assert totals[0] < totals[1 + GATE_KINDS.index("units")]
