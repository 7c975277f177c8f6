"""Every memorizer of the catalogue is proved in both lanes, and the independent checker accepts what lies there."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from laws import suited
from samples import sizes

from constructions.catalogue import CATALOGUE
from constructions.files.bundle import write_bundle
from verify.check.bundle import check_bundle
from verify.claims.memorizes import Memorizes
from verify.claims.operations_at_most import OperationsAtMost
from verify.claims.shared.subject import dataset_reference, network_reference
from verify.lanes import prove
from verify.verdict import Proved


@sizes(64, (1, 2, 3, 17))
@pytest.mark.parametrize("name", CATALOGUE)
def test_every_size_is_proved_by_certificate_and_solver_and_accepted(
    tmp_path: Path, name: str, sizes: Iterable[int]
) -> None:
    entry = CATALOGUE[name]
    for n in sizes:
        data = suited(entry, n)
        built = entry.build(data)
        bundle = write_bundle(tmp_path / str(n), built.network, data, "")
        network = network_reference(bundle)
        for claim in (Memorizes(network, dataset_reference(bundle)), OperationsAtMost(network, built.promise.total)):
            verdict = prove(bundle, claim)
            assert isinstance(verdict, Proved)
            assert verdict.solvers
        assert [result.verdict for result in check_bundle(str(bundle.folder))] == ["accepted"] * 2
