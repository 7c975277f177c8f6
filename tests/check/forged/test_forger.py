"""A forger writes certificates for false claims, knowing a fault of the checker: the true checker refuses them all.

A mutant of a valid certificate seldom looks like what a fault lets through; what a prover with the fault in mind writes
does. Each seeded fault must accept something that was forged for it, or the forger would be too weak to find it.
"""

from pathlib import Path

import pytest
from drawn import Draw
from faults import FAULTS, written
from forged_claims import Forger
from instances import Instance, holds
from samples import examples
from seeded import SOURCES, Fault, checker, patched

from verify.check.bundle import Folder, Memory, check_claim
from verify.check.rules.table import RULES as KINDS

CLAIM = "it.claim.json"
LIES = list(dict.fromkeys(fault.lie for fault in FAULTS))


@pytest.fixture(scope="module")
def drawn() -> dict[bool, list[Instance]]:
    """True and false claims of every kind, small and near the border."""
    found: dict[bool, list[Instance]] = {True: [], False: []}
    for seed, kind in enumerate(KINDS):
        for truth, count in ((True, examples(6)), (False, examples(4))):
            found[truth] += Draw(seed).claims(kind, truth, count)
    return found


def test_the_honest_forger_proves_what_is_true_and_the_checker_accepts(drawn: dict[bool, list[Instance]]) -> None:
    for instance in drawn[True]:
        files = written(instance, Forger)
        assert files is not None, instance
        result = check_claim(Memory(files), CLAIM)
        assert result.verdict == "accepted", (result, files)


def test_the_honest_forger_proves_nothing_false(drawn: dict[bool, list[Instance]]) -> None:
    for instance in drawn[False]:
        assert written(instance, Forger) is None, instance


@pytest.mark.parametrize("kind", KINDS)
def test_the_checker_refuses_every_lie_about_false_claims(kind: str, drawn: dict[bool, list[Instance]]) -> None:
    forgeries = 0
    about_steps = " needed" in kind
    for instance in [instance for instance in drawn[False] if instance.claim["kind"] == kind]:
        for lie in [lie for lie in LIES if (lie.steps is Forger.steps) != about_steps]:
            files = written(instance, lie)
            if files is not None:
                forgeries += 1
                result = check_claim(Memory(files), CLAIM)
                assert result.verdict in ("rejected", "malformed"), (lie, result, files)
    assert forgeries >= 2


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_each_seeded_fault_accepts_what_was_forged_for_it_and_the_checker_does_not(fault: Fault) -> None:
    with checker(fault.patches) as faulty:
        for instance in fault.instances:
            if not instance.breach:
                assert not holds(instance)
            files = written(instance, fault.lie)
            assert files is not None, "the lie does not help"
            result = check_claim(Memory(files), CLAIM)
            assert result.verdict in ("rejected", "malformed", "incomplete"), result
            found = faulty.check_claim(faulty.Memory(files), CLAIM)
            assert found.verdict == "accepted", found


def test_the_faults_are_in_every_file_and_let_every_kind_of_claim_through() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    assert all(fault.instances for fault in FAULTS)
    assert {instance.claim["kind"] for fault in FAULTS for instance in fault.instances} == set(KINDS)
    files = {stem for fault in FAULTS for stem, _, _ in fault.patches}
    untouched = {
        "__main__",
        "hints",
        "verdict",
        "words",
        "rules.table",
        "rules.shared.rule",
    }  # what is left of it decides nothing
    assert files == {name for name in SOURCES if not name.endswith("__init__")} - untouched


def test_a_patch_that_no_longer_applies_is_an_error() -> None:
    with pytest.raises(ValueError, match="has 0 times, not once"):
        patched([("values", "this text stands nowhere in the checker", "")])
    with pytest.raises(ValueError, match="not once"):
        patched([("values", "return", "")])


def test_a_copy_without_a_patch_judges_as_the_checker_does() -> None:
    (accepted,) = (Path(__file__).resolve().parents[2] / "certificates" / "accepted").glob("*/tent")
    names = [path.name for path in sorted(accepted.glob("*.claim.json"))]
    with checker([]) as copy:
        assert [copy.check_claim(Folder(str(accepted)), name).verdict for name in names] == ["accepted"] * len(names)
        assert copy.check_claim is not check_claim
    assert names
