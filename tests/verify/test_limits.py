"""Limits reach every loop that grows with the network: paths that a bound closes, texts, rows, layers."""

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest
from processes import PATIENCE

import constructions.model.progress
import verify.prove.limits
import verify.solvers.smtlib
from constructions.files.bundle import Bundle, write_bundle
from constructions.files.canonical import digest, network_bytes
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Branch, Concatenate, Form, Network, Relu, Sequence, Step, constant
from constructions.model.progress import NEVER, Deadline, TimeIsUp, silent
from verify.check import bundle as bundle_of_checker
from verify.check.budget import Budget
from verify.claims.equivalent import Equivalent
from verify.claims.output_within import OutputWithin
from verify.claims.shared.subject import Reference, network_reference
from verify.domain import Constraint, box
from verify.lanes import Options, prove
from verify.prove import lowest
from verify.prove.balls.each_point import largest
from verify.prove.balls.radii import Around
from verify.prove.goals import Wanted
from verify.prove.limits import Limits, Stopped
from verify.prove.prepared import Prepared
from verify.prove.region import bounds_of
from verify.prove.universal import at_most, count_paths, worst_case
from verify.solvers.asking import WRITING, Query, ask_at_points, ask_paths, ask_structure, ask_universal
from verify.solvers.formulas import equals_label
from verify.solvers.smtlib import (
    Encoded,
    operation_obligations,
    path_conditions,
    point_obligations,
    text_size,
    unrolled_nodes,
    whole,
    whole_data_query,
)
from verify.solvers.z3_backend import Session, SolverError
from verify.sought import prove_worst_case
from verify.verdict import Unknown


def chain_of_gates(gates: int) -> Network:
    """A gate after the other, the dear side of each an end: only the first is as dear as the structure says."""
    network: Network = constant([0], 1)
    for number in range(gates):
        network = Branch([1], number, network, Affine([[3]], [1]))
    return network


def test_a_limit_of_the_checker_is_no_quarrel_between_lanes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the checker has no steps for is unknown, whatever the files are called that its reason names."""
    bundle, other = write_bundle(tmp_path / "b", Relu(1), None, ""), network_bytes(Sequence((Relu(1), Relu(1))))
    (tmp_path / "b" / "hint.json").write_bytes(other)
    claim = Equivalent(network_reference(bundle), Reference("hint.json", digest(other)))
    reasons = []
    for steps in range(2_000, 20_000, 200):
        monkeypatch.setattr(bundle_of_checker, "Budget", partial(Budget, steps))
        verdict = prove(bundle, claim, Options("certificate"))
        reasons.append(verdict.reason if isinstance(verdict, Unknown) else "")
    assert any([reason.startswith("the checker cannot check it: hint.json: ") for reason in reasons])
    assert (all(reasons[:5]), reasons[-1]) == (True, "")


def test_a_multiplier_that_is_too_long_for_a_file_is_no_quarrel_between_lanes(tmp_path: Path) -> None:
    """From p x - y >= 1 and q y - x >= 1 follows x + y >= 0 with multipliers as long as p q."""
    few, more = (10**5200 + step for step in (7, 9))
    domain = tuple([Constraint(Form.dense(row), ">=", Fraction(1)) for row in ([few, -1], [-1, more])])
    bundle = write_bundle(tmp_path / "b", Affine([[1, 1]], [0]), None, "")
    wanted = (Constraint(Form.coordinate(0, 1), ">=", Fraction(0)),)
    verdict = prove(bundle, OutputWithin(network_reference(bundle), wanted, domain), Options("certificate"))
    assert isinstance(verdict, Unknown)
    assert verdict.reason.startswith("the checker cannot check it: ")
    assert verdict.reason.endswith(": an integer has more than 10000 digits")


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_bound_closes_counts_as_a_path(tmp_path: Path, jobs: int) -> None:
    bundle = write_bundle(tmp_path / "gates", chain_of_gates(12), None, "")
    _, found = prove_worst_case(bundle, "total", (), Options(lane="certificate", paths=3, jobs=jobs))
    assert isinstance(found, Unknown)
    assert "more than 3 paths" in found.reason
    limits = Limits()
    assert worst_case(chain_of_gates(12), [], "total", limits) is not None
    ends = limits.ends
    with pytest.raises(Stopped):
        worst_case(chain_of_gates(12), [], "total", Limits(paths=ends - 1))
    assert worst_case(chain_of_gates(12), [], "total", Limits(paths=ends)) is not None


def test_a_proof_of_a_bound_pays_for_every_end_that_it_closes() -> None:
    twice = Sequence((Relu(3), Branch([1, 1, 1], 5, constant([0], 3), Affine([[3, 3, 3]], [1]))))
    inside = bounds_of(box([-1] * 3, [1] * 3))
    hints = at_most(twice, inside, 8, "total", Limits())
    closed = sum([hint == ["bound"] for hint in hints])
    reached = Limits()
    at_most(twice, inside, 8, "total", reached)
    assert reached.ends >= max(2, closed)
    with pytest.raises(Stopped):
        at_most(twice, inside, 8, "total", Limits(paths=reached.ends - 1))


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A clock on which each question takes a second; how often it was asked."""
    asked = [0]

    def clock() -> float:
        asked[0] += 1
        return float(asked[0])

    monkeypatch.setattr(constructions.model.progress, "monotonic", clock)
    monkeypatch.setattr(verify.prove.limits, "monotonic", clock)
    return asked


QUERIES: tuple[Query, ...] = ("whole", "obligations")
ENCODINGS: tuple[Encoded, ...] = ("ite", "relational")
TICKS = 50
"""How often the clock of these tests may be asked: it goes on by one with each question."""
WIDE = 3_000
ROWS = Affine([[number] for number in range(1, WIDE + 1)], [0] * WIDE)
CHAIN = Sequence([Relu(1)] * WIDE)


@pytest.mark.parametrize(
    "network", [Relu(WIDE), Step(WIDE), Sequence((ROWS, Relu(WIDE))), CHAIN], ids=["relu", "step", "rows", "chain"]
)
def test_executions_ask_the_clock_in_every_long_loop(ticks: list[int], network: Network) -> None:
    with pytest.raises(Stopped, match="the time is up"):
        count_paths(network, [], Limits.of(TICKS, None))
    assert ticks[0] < TICKS + 10


DATA = Dataset.from_rows([[number] for number in range(400)], [[0]] * 400)


@pytest.mark.parametrize(
    "write",
    [
        lambda deadline: whole(Relu(WIDE), None, "ite", deadline),
        lambda deadline: whole(Relu(WIDE), None, "relational", deadline),
        lambda deadline: whole(ROWS, "total", "ite", deadline),
        lambda deadline: whole_data_query(Relu(1), DATA, equals_label, deadline),
        lambda deadline: operation_obligations(chain_of_gates(200), 10_000, "total", deadline),
        lambda deadline: path_conditions(Relu(WIDE), deadline)((Fraction(1),) * WIDE),
    ],
    ids=["ite", "relational", "rows", "data", "structure", "path"],
)
def test_texts_ask_the_clock_in_every_long_loop(ticks: list[int], write: Callable[[Deadline], object]) -> None:
    with pytest.raises(TimeIsUp):
        write(Deadline.after(TICKS))
    assert ticks[0] < TICKS + 10


@pytest.mark.usefixtures("ticks")
def test_the_text_of_points_asks_the_clock_for_each_query() -> None:
    scripts = point_obligations(Relu(1), DATA, equals_label, batch=10, seconds=TICKS)
    assert len(list(scripts)) == 41  # ten decisions each: in time, again and again
    with pytest.raises(TimeIsUp):
        list(point_obligations(Relu(1), DATA, equals_label, batch=100, seconds=TICKS))


@pytest.mark.usefixtures("ticks")
def test_a_question_that_is_not_written_in_time_is_no_answer() -> None:
    question = (), lambda _outputs, _operations: "true"
    for answer in (
        ask_universal(Relu(WIDE), [question], TICKS),
        ask_at_points(equals_label, Relu(1), DATA, "whole", TICKS, silent),
        ask_at_points(equals_label, Relu(1), DATA, "obligations", TICKS, silent),
        ask_structure(chain_of_gates(200), 10_000, "total", TICKS),
    ):
        assert answer.answer == "unknown"
        assert answer.reason == WRITING
        assert answer.scripts == ()
    assert ask_paths(Relu(WIDE), (), 1, TICKS).answer == "unknown"


def never_written(*_: object) -> None:
    raise AssertionError("a text is written that is too large")


@pytest.fixture
def unwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify.solvers.smtlib, "walk", never_written)


LARGE = Relu(2**18)
LONG = Sequence([Affine([[Fraction(1, 3**9_000)]], [0])] * 6_000)
"""Short as a network, and long as a text: 6,000 numbers of 4,000 digits."""


def large_bundle(folder: Path, network: Network) -> Bundle:
    return write_bundle(folder / "large", network, None, "")


@pytest.mark.usefixtures("unwritten")
@pytest.mark.parametrize("network", [LARGE, LONG], ids=["wide", "long numbers"])
def test_a_text_that_is_too_large_is_never_written(tmp_path: Path, network: Network) -> None:
    bundle = large_bundle(tmp_path, network)
    wanted = (Constraint(Form.coordinate(0, network.output_width), ">=", Fraction(-1)),)
    claim = OutputWithin(network_reference(bundle), wanted)
    found = prove(bundle, claim, Options(lane="z3"))
    assert isinstance(found, Unknown)
    assert "too large for one query" in found.reason


@pytest.mark.usefixtures("unwritten")
def test_obligations_that_are_too_large_are_never_written() -> None:
    wider = Sequence([Relu(2**10)] * 2**10)
    point = Dataset.from_rows([[0] * wider.input_width], [[0] * wider.output_width])
    for query in QUERIES:
        answer = ask_at_points(equals_label, wider, point, query, None, silent)
        assert answer.answer == "unknown"
        assert "too large for one query" in answer.reason
    with pytest.raises(BadInput, match="too large for one query"):
        path_conditions(wider)


def test_the_size_of_a_text_is_estimated_from_above() -> None:
    shared = Sequence((Affine([[1, Fraction(-7, 3)], [0, 2]], [Fraction(1, 9), 0]), Relu(2)))
    networks: list[Network] = [
        shared,
        Sequence((shared, shared, Step(2))),
        Sequence((Concatenate((shared, shared)), Affine([[1, 2, 3, 10**50]], [0]))),
        Branch([1, 1], Fraction(1, 2), shared, Sequence((shared, shared))),
    ]
    for network in networks:
        for encoding in ENCODINGS:
            lines, _, _ = whole(network, "total", encoding)
            size = sum([len(line) + 1 for line in lines])
            assert size <= text_size(network, encoding) + 40 < 4 * size, network
    assert unrolled_nodes(networks[1]) == 8
    assert NEVER.left(3.0) == 3.0


def test_a_nearest_point_that_z3_does_not_find_in_time_is_some_point(monkeypatch: pytest.MonkeyPatch) -> None:
    """The radius is then what the search still shows, with that point as evidence; or an interval."""
    oblique = Sequence((Affine([[1, 2]], [-3]), Step(1)))
    around = Around(Prepared(oblique), (Fraction(0), Fraction(0)), Wanted("equals", (Fraction(0),)))
    exact, _ = largest(around, Limits())
    assert exact.text() == '["open","1","1"]'
    given = list[object]()

    def silent_solver(_session: Session, _script: str, allowed: object = None) -> list[str]:
        given.append(allowed)
        return ["unknown"]

    monkeypatch.setattr(Session, "run", silent_solver)
    monkeypatch.setattr(lowest, "_vertex", lambda *_: None)
    found, hints = largest(around, Limits.of(PATIENCE, 40))
    assert given
    assert None not in given
    assert found.most is not None
    assert found.most >= 1
    assert hints[-1][0] == "wrong"
    with pytest.raises(SolverError):
        largest(around, Limits())
