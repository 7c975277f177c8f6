"""Claims are proved by both lanes, refuted by an exact point, or left open with a reason."""

import errno
import json
import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from constructions.catalogue import CATALOGUE
from constructions.files.bundle import Bundle, read_bundle, write_bundle
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate, trace
from constructions.model.network import Affine, Branch, Concatenate, Identity, Network, Relu, Sequence, Step, constant
from verify.certificate import script_file
from verify.check.bundle import check_bundle
from verify.claims.classifies import Classifies
from verify.claims.memorizes import Memorizes
from verify.claims.operations_at_most import OperationsAtMost
from verify.claims.shared.base import Claim, Derived
from verify.claims.shared.subject import dataset_reference, network_reference
from verify.lanes import Lane, Options, prove
from verify.solvers.asking import Query, SolverAnswer
from verify.verdict import LanesDisagree, Proved, ProvedBySolver, Refuted, Unknown

DATA = Dataset.from_rows([[i, i * i % 7] for i in range(12)], [[i % 3] for i in range(12)])

PARABOLA = Dataset.from_rows([[i, i * i] for i in range(12)], [[i % 2] for i in range(12)])
NUMBERS = Dataset.from_rows([[3 * i + i % 2] for i in range(12)], [[i % 3] for i in range(12)])
OTHER = {
    "baum": PARABOLA,
    "bubeck": PARABOLA,
    "integer-bit-extraction": NUMBERS,
    "sqrt-operations": PARABOLA,
    "sqrt-operations-relu": PARABOLA,
}
"""What is given to memorizers that refuse DATA."""


def bundle_of(folder: Path, network: Network, dataset: Dataset = DATA) -> Bundle:
    return write_bundle(folder / "bundle", network, dataset, "")


def memorizes(bundle: Bundle, one_hot: bool = False) -> Memorizes:
    claim = Memorizes(network_reference(bundle), dataset_reference(bundle))
    return replace(claim, labels="one-hot") if one_hot else claim


def files_of(bundle: Bundle) -> set[str]:
    return {path.name for path in bundle.folder.iterdir()}


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_memorizer_is_proved_to_memorize_by_one_query_as_well(tmp_path: Path, name: str) -> None:
    """``test_memorizers.py`` proves it by obligations, at many sizes."""
    data = OTHER.get(name, DATA)
    bundle = bundle_of(tmp_path, CATALOGUE[name].build(data).network, data)
    verdict = prove(bundle, memorizes(bundle), Options(query="whole"))
    assert isinstance(verdict, Proved)
    assert verdict.solvers
    assert [result.verdict for result in check_bundle(str(bundle.folder))] == ["accepted"]


@pytest.mark.parametrize("name", [name for name in CATALOGUE if not CATALOGUE[name].natural])
def test_every_memorizer_of_one_hot_labels_is_proved_to_classify(tmp_path: Path, name: str) -> None:
    data = OTHER.get(name, DATA)
    bundle = bundle_of(tmp_path, CATALOGUE[name].build(data.one_hot()).network, data)
    claims: tuple[Claim, ...] = (
        memorizes(bundle, one_hot=True),
        Classifies(network_reference(bundle), dataset_reference(bundle)),
    )
    for claim in claims:
        assert isinstance(prove(bundle, claim), Proved)


@pytest.mark.parametrize("query", ["whole", "obligations"])
@pytest.mark.parametrize("lane", ["both", "z3", "certificate"])
def test_a_wrong_network_is_refuted_by_the_point_where_it_is_wrong(tmp_path: Path, lane: Lane, query: Query) -> None:
    right = CATALOGUE["search-tree-constant"].build(DATA).network
    wrong = Branch([1, 0], 7, right, Branch([1, 0], 8, constant([9], 2), right))
    bundle = bundle_of(tmp_path, wrong)
    verdict = prove(bundle, memorizes(bundle), Options(lane, query))
    assert isinstance(verdict, Refuted)
    assert verdict.point == (Fraction(7), Fraction(0))
    assert evaluate(wrong, verdict.point) == verdict.found != verdict.expected
    assert files_of(bundle) == {"network.json", "dataset.json", "table.txt"}


def test_a_tie_between_outputs_does_not_classify(tmp_path: Path) -> None:
    dataset = Dataset.from_rows([[0], [1]], [[0], [1]])
    bundle = bundle_of(tmp_path, Affine([[0], [1]], [1, 0]), dataset)
    verdict = prove(bundle, Classifies(network_reference(bundle), dataset_reference(bundle)))
    assert isinstance(verdict, Refuted)
    assert verdict.point == (Fraction(1),)


def test_relu_and_step_count_zero_as_alive_in_every_lane(tmp_path: Path) -> None:
    dataset = Dataset.from_rows([[-1], [0], [1]], [[0, 0], [0, 1], [1, 1]])
    network = Concatenate((Relu(1), Step(1)))
    bundle = bundle_of(tmp_path, network, dataset)
    for query in ("whole", "obligations"):
        assert isinstance(prove(bundle, memorizes(bundle), Options(query=query)), Proved)


def test_operations_at_most_the_structural_maximum_are_proved_in_every_measure(tmp_path: Path) -> None:
    network = CATALOGUE["search-tree-affine"].build(DATA).network
    bundle = bundle_of(tmp_path, network)
    for measure in ("total", "comparisons", "additions", "multiplications"):
        bound = structural_worst(network).of(measure)
        verdict = prove(bundle, OperationsAtMost(network_reference(bundle), bound, measure))
        assert isinstance(verdict, Proved), measure


def test_a_bound_below_what_a_data_point_takes_is_refuted_by_that_point(tmp_path: Path) -> None:
    network = CATALOGUE["search-tree"].build(DATA).network
    bundle = bundle_of(tmp_path, network)
    verdict = prove(bundle, OperationsAtMost(network_reference(bundle), 1))
    assert isinstance(verdict, Refuted)
    assert trace(network, verdict.point).operations.total == verdict.found[0] > 1


def cheap_on_the_data() -> Network:
    """Dear only where x >= 100, which no data point is, and free where x >= 100 and x < 50, which no input is."""
    dear = Affine([[3, 5]], [7])
    nowhere = Branch([1, 0], 50, Affine([[3, 5]], [7]), constant([0], 2))
    return Branch([1, 0], 100, Branch([1, 0], 90, constant([0], 2), dear), nowhere)


def test_a_bound_that_only_an_input_outside_the_data_breaks_is_refuted_by_z3(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path, cheap_on_the_data())
    verdict = prove(bundle, OperationsAtMost(network_reference(bundle), 4))
    assert isinstance(verdict, Refuted)
    assert 90 <= verdict.point[0] < 100
    assert trace(bundle.network, verdict.point).operations.total == verdict.found[0] == 6


def test_by_the_solver_alone_a_bound_below_the_structural_maximum_is_a_named_hole(tmp_path: Path) -> None:
    inside = Branch([1, 0], 50, Affine([[3, 5]], [7]), constant([0], 2))
    bundle = bundle_of(tmp_path, Branch([1, 0], 100, constant([0], 2), inside))  # x >= 100 and x < 50 happen nowhere
    claim = OperationsAtMost(network_reference(bundle), 2)
    verdict = prove(bundle, claim, Options(lane="z3"))
    assert isinstance(verdict, ProvedBySolver)
    assert verdict.file == script_file(claim)
    assert [result.verdict for result in check_bundle(str(bundle.folder))] == ["incomplete"]


def test_a_network_too_large_for_one_query_leaves_unknown_with_the_reason(tmp_path: Path) -> None:
    tower: Network = Branch([1, 0], 5, Identity(2), Sequence((Relu(2), Identity(2))))
    for _ in range(17):
        tower = Sequence((tower, tower))
    bundle = bundle_of(tmp_path, Sequence((tower, Affine([[0, 0]], [0]))), Dataset.from_rows([[-1, 0]], [[0]]))
    verdict = prove(bundle, OperationsAtMost(network_reference(bundle), 2 * 2**17), Options(lane="z3"))
    assert isinstance(verdict, Unknown)
    assert "too large for one query" in verdict.reason


def test_lanes_that_disagree_stop_with_both_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = bundle_of(tmp_path, CATALOGUE["search-tree"].build(DATA).network)
    monkeypatch.setattr(Memorizes, "ask", lambda *_: SolverAnswer("sat", ("(check-sat)\n",)))
    with pytest.raises(LanesDisagree, match=r"answers sat to .*memorizes\.smt2.*finds no counterexample"):
        prove(bundle, memorizes(bundle))
    assert (bundle.folder / "memorizes.smt2").is_file()


def test_a_solver_is_not_waited_for_where_an_exact_run_refutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = bundle_of(tmp_path, Affine([[0] * DATA.width], [-1]))
    monkeypatch.setattr(Memorizes, "ask", lambda *_: pytest.fail("Z3 is asked"))
    assert isinstance(prove(wrong, memorizes(wrong)), Refuted)


def test_at_points_the_checker_alone_is_asked_where_its_word_is_wanted_and_the_prover_for_what_is_false(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle, asked = bundle_of(tmp_path, CATALOGUE["search-tree"].build(DATA).network), list[Claim]()
    derive = Memorizes.derive

    def noted(claim: Memorizes, *about: Any) -> Derived:
        asked.append(claim)
        return derive(claim, *about)

    monkeypatch.setattr(Memorizes, "derive", noted)
    assert isinstance(prove(bundle, memorizes(bundle), Options(lane="certificate")), Proved)
    assert not asked
    wrong = write_bundle(tmp_path / "wrong", Affine([[0] * DATA.width], [-1]), DATA, "")
    assert isinstance(prove(wrong, memorizes(wrong), Options(lane="certificate")), Refuted)
    assert asked
    assert not any("claim" in name for name in files_of(wrong))


def test_a_claim_about_other_widths_is_bad_input(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path, CATALOGUE["search-tree"].build(DATA.one_hot()).network)
    with pytest.raises(BadInput, match="labels have 1 number, but the network has 3 outputs; try --labels one-hot"):
        prove(bundle, memorizes(bundle))
    single = write_bundle(tmp_path / "single", CATALOGUE["search-tree"].build(DATA).network, DATA, "")
    with pytest.raises(BadInput, match=r"of 3 classes, but the network has 1 output: .*--outputs one-hot"):
        prove(single, Classifies(network_reference(single), dataset_reference(single)))


def test_proving_again_gives_the_same_files(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path, CATALOGUE["search-tree"].build(DATA).network)
    prove(bundle, memorizes(bundle))
    before = {name: (bundle.folder / name).read_bytes() for name in files_of(bundle)}
    again = read_bundle(bundle.folder)
    prove(again, memorizes(again))
    assert {name: (bundle.folder / name).read_bytes() for name in files_of(bundle)} == before


def test_a_disk_that_is_full_leaves_the_claim_that_was_there_with_its_certificate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = bundle_of(tmp_path, CATALOGUE["search-tree"].build(DATA).network)
    prove(bundle, OperationsAtMost(network_reference(bundle), structural_worst(bundle.network).total))
    before = {name: (bundle.folder / name).read_bytes() for name in files_of(bundle)}
    original, room = os.fsync, list[int]()

    def full(handle: int) -> None:
        if not room:
            raise OSError(errno.ENOSPC, "No space left on device")
        room.pop()
        original(handle)

    monkeypatch.setattr(os, "fsync", full)
    for written in range(3):  # the claim, its certificate, what Z3 decided
        for claim in (memorizes(bundle), OperationsAtMost(network_reference(bundle), 100)):
            room[:] = [1] * written
            with pytest.raises(BadInput, match="cannot be written: no space left on device"):
                prove(bundle, claim)
            assert {name: (bundle.folder / name).read_bytes() for name in files_of(bundle)} == before
    assert [result.verdict for result in check_bundle(str(bundle.folder))] == ["accepted"]


def test_a_certificate_says_nothing_that_the_checker_could_believe(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path, CATALOGUE["search-tree"].build(DATA).network)
    prove(bundle, memorizes(bundle))
    fields = json.loads((bundle.folder / "memorizes.certificate.json").read_text())
    assert set(fields) == {"format", "version", "claim", "hints"}
    assert fields["hints"] == []
