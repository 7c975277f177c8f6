"""A search by relaxation is shared out between processes; verdicts and hints are those of one process."""

import pickle
import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from layered import layers

from constructions.files.bundle import write_bundle
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.evaluation import evaluate
from constructions.model.network import Affine, Branch, Form, Identity, Network, chain
from verify.claims.classifies import Classifies
from verify.claims.operations_at_most import OperationsAtMost
from verify.claims.output_within import OutputWithin
from verify.claims.shared.subject import dataset_reference, network_reference
from verify.domain import Constraint, box
from verify.lanes import Options, prove
from verify.prove.goals import avoided
from verify.prove.limits import Limits
from verify.prove.prepared import Prepared
from verify.prove.region import bounds_of
from verify.prove.relaxation import branching, sharing
from verify.prove.relaxation.branching import Unsuited
from verify.prove.relaxation.search import show_relaxed
from verify.prove.work import Workers, run_growing
from verify.sought import prove_radii
from verify.verdict import Proved, Refuted, Unknown, Verdict

INPUTS = box([-1, -1], [1, 1])
NETWORK, OTHER = layers(random.Random(3), 2, 12, 12, 1), layers(random.Random(11), 2, 12, 12, 1)


def most_of(network: Network) -> Fraction:
    """Return the greatest of what the output is at some points; no other point has much more."""
    places = [Fraction(k, 8) for k in range(-8, 9)]
    return max([evaluate(network, (x, y))[0] for x in places for y in places])


MOST = most_of(NETWORK)


class Elsewhere:
    """Does what ``work.run_growing`` does, the last task first, and everything copied as for another process."""

    def __init__(self) -> None:
        self.tasks = 0

    def __call__(
        self,
        begin: Callable[[Any], Callable[[Any], Any]],
        context: Any,
        next_task: Callable[[], Any],
        done: Callable[[Any], None],
        workers: Workers,
    ) -> None:
        assert workers == Workers(2)
        work, waiting = begin(pickle.loads(pickle.dumps(context))), list[Any]()
        while True:
            while (task := next_task()) is not None:
                waiting.append(task)
            if not waiting:
                return
            self.tasks += 1
            done(pickle.loads(pickle.dumps(work(pickle.loads(pickle.dumps(waiting.pop()))))))


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    """Pieces of three parts, all after the first in another process."""
    found = Elsewhere()
    monkeypatch.setattr(sharing, "run_growing", found)
    monkeypatch.setattr(sharing, "_ALONE", 1)
    monkeypatch.setattr(branching, "PARTS", 3)
    return found


def verdict_and_certificate(
    folder: Path, jobs: int, bound: Fraction, paths: int | None = None, network: Network = NETWORK
) -> tuple[Verdict, str]:
    """Return what becomes of a bound of the network's output, and the certificate."""
    bundle = write_bundle(folder, network)
    claim = OutputWithin(network_reference(bundle), box([None], [bound]), INPUTS)
    options = Options("certificate", falsifier=False, method="relaxation", jobs=jobs, paths=paths)
    return with_certificate(bundle.folder, prove(bundle, claim, options))


def with_certificate(folder: Path, verdict: Verdict) -> tuple[Verdict, str]:
    return verdict, (folder / verdict.certificate).read_text() if isinstance(verdict, Proved) else ""


@pytest.mark.parametrize("more", [Fraction(101, 100), Fraction(21, 20), Fraction(6, 5)])
def test_pieces_that_are_worked_on_elsewhere_in_another_order_have_the_same_hints(
    more: Fraction, tmp_path: Path, elsewhere: Elsewhere
) -> None:
    (one, alone), (other, shared) = [
        verdict_and_certificate(tmp_path / str(jobs), jobs, MOST * more) for jobs in (1, 2)
    ]
    assert elsewhere.tasks > 2
    assert isinstance(one, Proved)
    assert isinstance(other, Proved)
    assert alone == shared


def test_what_another_process_finds_refutes_here(tmp_path: Path, elsewhere: Elsewhere) -> None:
    bound = most_of(OTHER) - Fraction(1, 100)
    for jobs in (1, 2):
        verdict, _ = verdict_and_certificate(tmp_path / str(jobs), jobs, bound, network=OTHER)
        assert isinstance(verdict, Refuted)
        assert evaluate(OTHER, verdict.point)[0] > bound
    assert elsewhere.tasks


def test_limits_are_those_of_all_processes_together(tmp_path: Path, elsewhere: Elsewhere) -> None:
    for jobs in (1, 2):
        verdict, _ = verdict_and_certificate(tmp_path / str(jobs), jobs, MOST * Fraction(101, 100), paths=4)
        assert isinstance(verdict, Unknown)
        assert verdict.reason == "more than 4 parts"
    assert elsewhere.tasks > 1


def test_operations_are_bounded_on_several_processes(tmp_path: Path, elsewhere: Elsewhere) -> None:
    network = chain(NETWORK, Branch([1], MOST * Fraction(101, 100), Identity(1), Affine([[3]], [1])))
    found = []
    for jobs in (1, 2):
        bundle = write_bundle(tmp_path / str(jobs), network)
        claim = OperationsAtMost(network_reference(bundle), structural_worst(network).total - 2, "total", INPUTS)
        options = Options("certificate", falsifier=False, method="relaxation", jobs=jobs)
        found.append(with_certificate(bundle.folder, prove(bundle, claim, options)))
    assert [type(verdict) for verdict, _ in found] == [Proved, Proved]
    assert found[0][1] == found[1][1]
    assert elsewhere.tasks > 1


def test_processes_find_what_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_ALONE", 1)
    found = [verdict_and_certificate(tmp_path / str(jobs), jobs, MOST * Fraction(101, 100)) for jobs in (1, 2)]
    assert [type(verdict) for verdict, _ in found] == [Proved, Proved]
    assert found[0][1] == found[1][1]


def _countdown(step: int) -> Callable[[int], tuple[int, list[int]]]:
    return lambda number: (number, [number - step, number - step] if number > step else [])


def test_tasks_that_make_tasks_are_all_done() -> None:
    waiting, found = [3], list[int]()

    def done(result: tuple[int, list[int]]) -> None:
        found.append(result[0])
        waiting.extend(result[1])

    run_growing(_countdown, 1, lambda: waiting.pop() if waiting else None, done, Workers(2))
    assert sorted(found) == [1, 1, 1, 1, 2, 2, 3]


def test_an_exception_of_whoever_reads_ends_the_work() -> None:
    waiting = [3]

    def done(result: tuple[int, list[int]]) -> None:
        raise KeyError(result[0])

    with pytest.raises(KeyError, match="3"):
        run_growing(_countdown, 1, lambda: waiting.pop() if waiting else None, done, Workers(2))


def test_the_search_around_one_point_is_shared_out(tmp_path: Path, elsewhere: Elsewhere) -> None:
    network = layers(random.Random(3), 2, 20, 16, 3)
    answer = evaluate(network, (Fraction(0), Fraction(0)))
    data = Dataset.from_rows([[0, 0]], [[answer.index(max(answer))]], ["a", "b", "c"])
    texts = []
    for jobs in (1, 2):
        bundle = write_bundle(tmp_path / str(jobs), network, data)
        goal = Classifies(network_reference(bundle), dataset_reference(bundle))
        claim, verdict = prove_radii(bundle, goal, Options("certificate", method="relaxation", jobs=jobs))
        assert isinstance(verdict, Proved)
        texts.append((claim.fields(), with_certificate(bundle.folder, verdict)[1]))
    assert elsewhere.tasks
    assert texts[0] == texts[1]


def test_parts_of_all_cases_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of four cases the longest takes 29 parts, all of them more than 32: then paths are tried."""
    width, outputs = 12, 4
    network = layers(random.Random(4), width, 14, 10, outputs)
    domain = bounds_of(box([Fraction(-1, 8)] * width, [Fraction(1, 8)] * width))
    above = [value + 100 for value in evaluate(network, (Fraction(0),) * width)]
    unsafe = [
        (Constraint(Form.dense([int(place == other) for other in range(outputs)]), ">", above[place]),)
        for place in range(outputs)
    ]
    monkeypatch.setattr(sharing, "_MOST", 32)
    for case in unsafe:
        assert show_relaxed(Prepared(network), domain, avoided((case,)), Limits(), tried=True)
    with pytest.raises(Unsuited, match="more than 32 parts"):
        show_relaxed(Prepared(network), domain, avoided(tuple(unsafe)), Limits(), tried=True)
