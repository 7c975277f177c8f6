"""Where the time for a synthesis is up, the rest of the network runs as it is, and the answers are the same."""

import json
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from commands import command

import constructions.model.progress
import constructions.synthesis.affine_wires
from constructions.files.bundle import write_bundle
from constructions.files.canonical import network_bytes
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.network import Affine, Branch, Concatenate, Network, Relu, Sequence, Step, constant
from constructions.model.progress import NEVER, Deadline, silent
from constructions.synthesis.affine_wires import GateLimits, Wires
from constructions.synthesis.partial_evaluation import synthesized
from verify.cheaper import prices_on_domain
from verify.domain import box
from verify.prove.region import bounds_of
from verify.synthesis import GATE_KINDS, Choice, GateKind, RegionInputs, synthesize_for_data, synthesize_for_domain

LAYERS = Sequence([stage for _ in range(6) for stage in (Affine([[1, 1], [1, -2]], [1, 0]), Relu(2))])
GATES = Sequence([Branch([1, 1], number, Affine([[1, 1], [0, 1]], [1, 0]), Step(2)) for number in range(6)])
PARTS = Sequence((Concatenate((LAYERS, GATES)), Affine([[1, 0, 2, 0], [0, 1, 0, -1]], [0, 0]), LAYERS))
NETWORKS = {"layers": LAYERS, "gates": GATES, "parts": PARTS}
POINTS = [[Fraction(x), Fraction(y, 2)] for x, y in product(range(-2, 3), range(-2, 3))]
DATA = Dataset.from_rows(POINTS, [[0]] * len(POINTS))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A clock that goes on by one with each question."""
    asked = [0]

    def ticking() -> float:
        asked[0] += 1
        return float(asked[0])

    monkeypatch.setattr(constructions.model.progress, "monotonic", ticking)
    return asked


def same(one: Network, two: Network) -> bool:
    return all([evaluate(one, point) == evaluate(two, point) for point in POINTS])


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("ticks", [0, 1, 3, 6, 12, 40, 10_000])
def test_on_a_domain_what_is_left_runs_as_it_is(name: str, ticks: int) -> None:
    network, limits = NETWORKS[name], GateLimits(100_000, silent, Deadline.after(ticks))
    found = synthesize_for_domain(network, box([-2, -2], [2, 2]), limits)
    assert same(network, found.network)
    assert found.late == (ticks < 10_000)
    assert bool(found.cut) == (found.late and not found.kept)


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("kind", GATE_KINDS)
@pytest.mark.parametrize("ticks", [0, 2, 7, 30])
def test_for_data_what_is_left_runs_as_it_is(name: str, kind: GateKind, ticks: int) -> None:
    network = NETWORKS[name]
    found = synthesize_for_data(
        network, DATA, Fraction(0), Choice(kind, "worst", 100_000, silent, Deadline.after(ticks))
    )
    assert same(network, found.network)
    if ticks == 0:
        assert found.late


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("ticks", [0, 1, 4])
def test_on_a_line_what_is_left_runs_as_it_is(ticks: int) -> None:
    kinks = Sequence((Affine([[1]] * 9, range(9)), Relu(9), Affine([[1] * 9], [0])))
    found = synthesize_for_domain(kinks, (), GateLimits(100_000, silent, Deadline.after(ticks)))
    assert found.late
    for place in range(-12, 12):
        assert evaluate(found.network, [Fraction(place, 2)]) == evaluate(kinks, [Fraction(place, 2)])


def test_prices_are_structural_where_no_time_is_left_to_follow_paths() -> None:
    dear = Branch([1], 0, Affine([[3]], [1]), constant([0], 1))
    whole, stopped = [prices_on_domain(dear, dear, (), deadline) for deadline in (NEVER, Deadline.after(-1))]
    assert whole[0].what == "most, on the domain"
    assert stopped[0].what == "at most, on any input"


def test_half_of_the_work_is_kept(clock: list[int]) -> None:
    """Of three units one is tested in time: the gate stays, and both sides run what is left."""
    layer = Sequence((Affine([[1, 0], [0, 1], [1, 1]], [0, 0, 1]), Relu(3), Affine([[1, 2, 3]], [0])))
    inside, partly = bounds_of(box([-1, -1], [1, 1])), 0
    for ticks in range(1, 9):
        limits = GateLimits(100_000, silent, Deadline.after(ticks))
        found = synthesized(layer, RegionInputs(2, inside), limits)
        partly += isinstance(found, Branch) and limits.late
        for point in POINTS:
            if max(map(abs, point)) <= 1:
                assert evaluate(layer, point) == evaluate(found, point)
    assert partly
    assert clock[0] > 8


@pytest.mark.parametrize("about", ["domain", "data"])
def test_the_command_takes_a_time_limit_and_keeps_its_result(tmp_path: Path, about: str) -> None:
    bundle = write_bundle(tmp_path / "given", LAYERS, DATA, "").folder
    words = ["--equal-on", about, *(["--box", "-2", "2"] if about == "domain" else [])]
    result = command("synthesize", bundle, *words, "-o", tmp_path / "new", "--time-limit", 1000, "--json")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["result"]["verdict"] == "proved"
    table = (tmp_path / "new" / "table.txt").read_text()
    assert "operations" in table
    assert command("show", tmp_path / "new").stdout.startswith(f"{table}\nclaimed in equivalent-")
    assert command("synthesize", bundle, "-o", tmp_path / "third", "--time-limit", 0).returncode == 2


def test_leaves_of_long_chains_are_not_looked_for_at_every_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A leaf by way of some layer's units is tried only where it could have fewer weights."""
    steps = [0]
    through = Wires.through

    def counted(self: Wires, layer: object) -> Wires:
        steps[0] += 1
        return through(self, layer)  # type: ignore[arg-type]

    monkeypatch.setattr(Wires, "through", counted)
    chain = Sequence([stage for _ in range(60) for stage in (Affine([[1, 1], [1, -1]], [1, 0]), Relu(2))])
    found = synthesize_for_domain(chain, box([0, 0], [1, 1]), GateLimits())
    assert steps[0] < 4 * 60 * (1 + found.network.work)
    assert len(network_bytes(found.network)) < len(network_bytes(chain))


@pytest.mark.parametrize("kind", GATE_KINDS)
def test_forms_that_are_too_large_are_refused_before_they_are_written(kind: GateKind) -> None:
    wide = Relu(10_000)
    data = Dataset.from_rows([[0] * 10_000], [[0]])
    with pytest.raises(BadInput, match=r"forms of 10,00[01] inputs on 10,00[01] wires are too large for a synthesis"):
        synthesize_for_data(wide, data, Fraction(0), Choice(kind))
    with pytest.raises(BadInput, match="too large for a synthesis"):
        synthesize_for_domain(wide, (), GateLimits())


def test_an_affine_map_to_very_many_wires_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constructions.synthesis.affine_wires, "MAX_NUMBERS", 100)
    fan = Sequence((Affine([[1, 1]] * 40, range(40)), Relu(40), Affine([[1] * 40], [0])))
    both = Concatenate((Relu(8), Relu(8)))
    for network in (fan, both):
        with pytest.raises(BadInput, match=r"forms of [28] inputs on (40|16) wires are too large"):
            synthesize_for_domain(network, (), GateLimits())
