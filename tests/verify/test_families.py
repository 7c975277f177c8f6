"""Every family is proved to memorize within its operations, and the independent checker accepts what lies there."""

from pathlib import Path

import pytest
from samples import generic, line

from constructions.families.exits.halting import halting_memorizer
from constructions.families.parts.channels import channel_memorizer
from constructions.families.parts.dropout import dropout_memorizer
from constructions.families.registry import FAMILIES
from constructions.families.selection import total
from constructions.files.bundle import write_bundle
from constructions.model.dataset import Dataset
from constructions.model.network import Network
from constructions.unconditional.residual import residual
from verify.check.bundle import check_bundle
from verify.claims.equivalent import Equivalent
from verify.claims.memorizes import Memorizes
from verify.claims.operations_at_most import OperationsAtMost
from verify.claims.shared.subject import dataset_reference, network_reference
from verify.lanes import add_network, prove
from verify.verdict import Proved, Refuted

SETS = {
    "one point": line([7]),
    "two points": line([0, 1]),
    "vectors": generic(13, 2, 2),
    "three classes": line([place * place % 3 for place in range(20)]),
    "a line of numbers": generic(17, 1),
}


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("data", SETS.values(), ids=SETS)
def test_a_family_memorizes_within_its_promise_by_certificate(tmp_path: Path, name: str, data: Dataset) -> None:
    built = FAMILIES[name].build(data)
    bundle = write_bundle(tmp_path / "bundle", built.network, data, "")
    network = network_reference(bundle)
    for claim in (Memorizes(network, dataset_reference(bundle)), OperationsAtMost(network, built.promise.total)):
        assert isinstance(prove(bundle, claim), Proved)
    assert [result.verdict for result in check_bundle(str(bundle.folder))] == ["accepted"] * 2


def test_one_operation_fewer_than_a_fast_feedforward_network_takes_is_refuted(tmp_path: Path) -> None:
    data = generic(16, 1)
    built = FAMILIES["fast-feedforward"].build(data)
    bundle = write_bundle(tmp_path / "bundle", built.network, data, "")
    claim = OperationsAtMost(network_reference(bundle), built.promise.total - 1)
    assert isinstance(prove(bundle, claim), Refuted)


def test_at_most_one_block_of_a_network_with_dropout_is_computed_on_any_input(tmp_path: Path) -> None:
    data = generic(9, 1)
    built = dropout_memorizer(data, 3)
    bundle = write_bundle(tmp_path / "bundle", built.network, data, "")
    one_block = (3 - 1) + 3 + (3 - 1)
    assert built.promise.comparisons == 2 + 3 + 3 * (3 - 1)
    assert isinstance(prove(bundle, OperationsAtMost(network_reference(bundle), one_block, "comparisons")), Proved)
    few = prove(bundle, OperationsAtMost(network_reference(bundle), one_block - 1, "comparisons"))
    assert isinstance(few, Refuted)


def all_channels(data: Dataset, number: int) -> Network:
    """Return the network that computes every channel, with as many groups as channels."""
    from constructions.families.broken_line import Groups, bump
    from constructions.geometry.projection import project

    groups = Groups.of(project(data), number)
    befores = [None, *[last for last, _ in groups.gaps]]
    afters = [*[first for _, first in groups.gaps], None]
    return total([bump(*ends).network() for ends in zip(befores, groups.lines, afters, strict=True)])


@pytest.mark.parametrize("skipping", ["halting", "channels"])
def test_what_is_skipped_changes_no_answer_on_any_input_by_certificate(tmp_path: Path, skipping: str) -> None:
    data = generic(8, 1)
    if skipping == "halting":
        network, whole = halting_memorizer(data).network, residual(data).network
    else:
        network, whole = channel_memorizer(data, 4).network, all_channels(data, 4)
    bundle = write_bundle(tmp_path / "bundle", network, data, "")
    other = write_bundle(tmp_path / "other", whole, data, "")
    reference = add_network(bundle, other.folder / "network.json")
    assert isinstance(prove(bundle, Equivalent(network_reference(bundle), reference)), Proved)
    assert [result.verdict for result in check_bundle(str(bundle.folder))] == ["accepted"]
