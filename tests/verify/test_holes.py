"""What solvers alone believe never costs a certificate, and is written only where the checker reads it."""

from fractions import Fraction
from pathlib import Path

import pytest
from processes import PATIENCE

from constructions.files.bundle import Bundle, write_bundle
from constructions.files.canonical import network_bytes
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Form, Network, Relu, Sequence
from verify.certificate import certificate_file, claim_file, script_file
from verify.check.bundle import Memory, check_bundle
from verify.claims.operations_at_most import OperationsAtMost
from verify.claims.output_within import OutputWithin
from verify.claims.paths import Paths
from verify.claims.shared.base import Claim, claim_bytes
from verify.claims.shared.subject import network_reference
from verify.domain import Constraint, box
from verify.lanes import Lane, Options, fault_of, prove
from verify.verdict import Proved, ProvedBySolver, Unknown

LANES: tuple[Lane, ...] = ("z3", "both", "certificate")
SOLVER = Options(lane="z3", seconds=PATIENCE)
NETWORK: Network = Sequence((Affine([[1], [-1]], [0, 0]), Relu(2)))
"""Three paths."""


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    return write_bundle(tmp_path / "bundle", NETWORK, Dataset.from_rows([[1]], [[1, 0]]), "")


def verdicts(bundle: Bundle) -> list[str]:
    return [result.verdict for result in check_bundle(str(bundle.folder))]


def contents(bundle: Bundle) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in bundle.folder.iterdir()}


def test_a_certificate_of_the_same_claim_stays_and_is_what_proves_it(bundle: Bundle) -> None:
    claim = Paths(network_reference(bundle), 3)
    assert isinstance(prove(bundle, claim, Options(lane="certificate")), Proved)
    before = contents(bundle)
    found = prove(bundle, claim, SOLVER)
    assert isinstance(found, Proved)
    assert found.solvers
    assert contents(bundle).items() > before.items()
    assert verdicts(bundle) == ["accepted"]


def test_a_certificate_of_another_claim_of_the_same_name_stays(bundle: Bundle) -> None:
    network = network_reference(bundle)
    assert isinstance(prove(bundle, OperationsAtMost(network, 3), Options(lane="certificate")), Proved)
    before = contents(bundle)
    found = prove(bundle, OperationsAtMost(network, 4), SOLVER)
    assert isinstance(found, Unknown)
    assert "operations-at-most.claim.json is another claim, whose certificate is valid: it is kept" in found.reason
    assert contents(bundle) == before


def test_a_certificate_that_is_worth_nothing_gives_way(bundle: Bundle) -> None:
    claim = Paths(network_reference(bundle), 3)
    assert isinstance(prove(bundle, claim, Options(lane="certificate")), Proved)
    certificate = bundle.folder / certificate_file(claim)
    certificate.write_bytes(certificate.read_bytes().replace(b'["split",0]', b'["split",1]'))
    assert verdicts(bundle) == ["rejected"]
    assert isinstance(prove(bundle, claim, SOLVER), ProvedBySolver)
    assert verdicts(bundle) == ["incomplete"]


def test_a_claim_that_the_checker_cannot_read_is_not_written(bundle: Bundle) -> None:
    beyond = 10**10_000
    claims: list[Claim] = [
        OutputWithin(network_reference(bundle), (Constraint(Form.dense([1, 0]), ">=", Fraction(-beyond)),)),
        Paths(network_reference(bundle), 3, box([-beyond], [None])),
    ]
    for claim in claims:
        before = contents(bundle)
        for lane in LANES:
            found = prove(bundle, claim, Options(lane=lane, seconds=PATIENCE))
            assert isinstance(found, Unknown), lane
            assert "more than 10000 digits" in found.reason or "10,000" in found.reason, found.reason
        assert contents(bundle) == before


def test_what_the_checker_can_read_has_no_fault(bundle: Bundle) -> None:
    claim = Paths(network_reference(bundle), 4)
    assert isinstance(prove(bundle, Paths(network_reference(bundle), 3), SOLVER), ProvedBySolver)
    source = Memory({claim_file(claim): claim_bytes(claim), "network.json": bundle.network_data})
    assert fault_of(source, claim_file(claim)) == ""
    other = Memory({claim_file(claim): claim_bytes(claim), "network.json": network_bytes(Relu(1))})
    assert "is not the file that was claimed about" in fault_of(other, claim_file(claim))


@pytest.mark.parametrize("lane", LANES)
def test_a_bundle_that_was_replaced_meanwhile_is_left_alone(bundle: Bundle, lane: Lane) -> None:
    claim = Paths(network_reference(bundle), 3)
    (bundle.folder / "network.json").write_bytes(network_bytes(Relu(1)))
    before = contents(bundle)
    with pytest.raises(BadInput, match=r"network\.json: has changed while the proof was searched: nothing is written"):
        prove(bundle, claim, Options(lane=lane, seconds=PATIENCE))
    assert contents(bundle) == before
    assert not (bundle.folder / script_file(claim)).exists()
