"""Theorems of the kernel lane state shapes, which Coq refuses where they are not so; each claim ends with a verdict."""

import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from compiled_once import needs_coq
from kernel_bundles import case_of, certified, coq_accepts, must_agree, written
from processes import run

from constructions.model.errors import BadInput
from verify.check.bundle import Files, Folder, check_bundle
from verify.check.verdict import ACCEPTED, MALFORMED, Result
from verify.kernel import lane
from verify.kernel.claimed import BALLS
from verify.kernel.lane import check_in_coq, theorem_of

COPY = ["affine", 1, [[0, "1"]], ["0"]]
ONE_ROW = [[["5"], ["5"], 1]]


GIVEN = {"labels": "as given"}


def test_the_theorem_says_how_many_rows_there_are_and_how_wide_they_and_the_network_are(tmp_path: Path) -> None:
    rows = [[["5", "1"], ["5"], 1], [["6", "1"], ["6"], 1]]
    network = [["affine", 2, [[0, "1"]], ["0"]]]
    text = theorem_of(written(tmp_path, "memorizes", network, {"rows": rows, **GIVEN}, []), tmp_path / "a.claim.json")
    statement = text[text.index("Theorem claim") : text.index("Proof.")]
    for part in ("takes 2 (meaning network) 1", "are_vectors 2 2 (map fst", "are_vectors 2 1 (map snd"):
        assert part in statement
    more = {"rows": rows, **GIVEN, "radius": "1/2"}
    robust = theorem_of(written(tmp_path, "memorizes robustly", network, more, []), tmp_path / "a.claim.json")
    assert "(0 <= (1 # 2))%Q" in robust[robust.index("Theorem claim") : robust.index("Proof.")]


NOT_SO = {
    "rows that are one fewer": "vectors 2 1 [([5], 1%positive)]",
    "no rows": "vectors 0 1 []",
    "a row that is too short": "vectors 2 1 [([5], 1%positive); ([], 1%positive)]",
    "one class": "classes None 1 [0%nat]",
    "fewer classes than names": "classes (Some 3) 2 [0%nat]",
    "a label beyond the classes": "classes None 2 [2%nat]",
    "a row of weights beyond the inputs": "has_widths 1 1 (PAffine 1 1 [([(1%nat, 1)], 0)])",
    "no row of weights": "has_widths 1 0 (PAffine 1 1 [])",
    "no input": "has_widths 0 0 (PIdentity 0)",
    "a sequence that does not fit": "has_widths 2 3 (PSequence (PIdentity 2) (PIdentity 3))",
    "parts on different inputs": "has_widths 2 3 (PConcatenate (PIdentity 2) (PIdentity 1))",
    "sides on different inputs": "has_widths 2 2 (PBranch 2 1 [] 0 (PIdentity 2) (PIdentity 1))",
    "a gate beyond the inputs": "has_widths 1 1 (PBranch 1 1 [(1%nat, 1)] 0 (PIdentity 1) (PIdentity 1))",
    "other widths than claimed": "has_widths 1 2 (PIdentity 1)",
    "a constraint on one number more": "narrow 1 [([0; 1; 1], Zero)]",
    "a radius below 0": "Qle_bool 0 (-1 # 2)",
    "a radius for no row": "check_radii 1 1 (PIdentity 1) [] [All] []",
    "a row without a radius": "check_radii 1 1 (PIdentity 1) [(([5], 1%positive), Label ([5], 1%positive))] [] []",
    "points that do not fit": "check_balls 1 1 (PIdentity 1) (PIdentity 1) 1 [([], 1%positive)] []",
    "evidence of one number more": "match evidence 1 [1; 2; 3] with Some _ => true | None => false end",
}
SO = {
    "rows": "vectors 1 1 [([5], 1%positive)]",
    "classes": "classes (Some 2) 2 [0%nat; 1%nat]",
    "widths": "has_widths 2 2 (PBranch 2 1 [(1%nat, 1)] 0 (PIdentity 2) (PUnits Relu 2))",
    "narrow": "narrow 1 [([0; 1], Zero)]",
    "a ball": "check_balls 1 1 (PIdentity 1) (PIdentity 1) 1 [([5], 1%positive)] []",
    "evidence": "match evidence 1 [1; 2] with Some _ => true | None => false end",
}


@needs_coq
def test_coq_itself_refuses_what_does_not_fit() -> None:
    lines = [lane.head(BALLS)]
    for answer, terms in (("false", NOT_SO), ("true", SO)):
        lines += [f"Goal {term} = {answer}. vm_compute. reflexivity. Qed." for term in terms.values()]
    coq_accepts(BALLS, lines)


def doublings(count: int) -> list[Any]:
    """Return a network of one input and one output that runs 2^count gates, each node used twice."""
    tower: list[Any] = [["step", 1]]
    for node in range(count):
        tower.append(["sequence", [node, node]])
    return tower


@needs_coq
@pytest.mark.parametrize(
    ("kind", "more", "hints"),
    [
        ("memorizes", {"rows": ONE_ROW, **GIVEN}, []),
        ("memorizes robustly", {"rows": ONE_ROW, **GIVEN, "radius": "1"}, []),
        ("equivalent on balls", {"rows": ONE_ROW, "other": [COPY], "radius": "0"}, []),
        ("equivalent", {"domain": [], "other": [COPY]}, []),
        ("output within", {"domain": [], "outputs": [[[0, "1"], ">=", "0"]]}, []),
        ("paths", {"domain": [], "count": 1}, []),
        ("operations at most", {"domain": [], "measure": "additions", "bound": 0, "attained": None}, []),
    ],
)
def test_a_tower_of_doublings_is_refused_before_coq_runs(
    kind: str, more: dict[str, Any], hints: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*_: object) -> None:
        raise AssertionError("Coq was asked")

    monkeypatch.setattr(lane, "run_coq", asked)
    folder = written(tmp_path, kind, doublings(60), more, hints)
    assert check_in_coq(folder) == check_bundle(str(folder))
    case = case_of(kind, Folder(str(folder)), "a.claim.json")
    assert (case.verdict, case.reason) == (MALFORMED, "running the network takes more steps than the limit")
    refused = lane.before_coq(Files(Folder(str(folder))), "a.claim.json")
    assert isinstance(refused, Result)
    assert refused.limit


@needs_coq
def test_a_gate_whose_sides_are_shared_sixty_times_over_is_run_and_its_widths_computed_once(tmp_path: Path) -> None:
    nodes: list[Any] = [COPY]
    for node in range(60):
        nodes.append(["branch", 1, [0, "1"], str(node), node, node])
    cases = []
    for kind, more in (("memorizes", GIVEN), ("memorizes robustly", {**GIVEN, "radius": "0"})):
        folder = written(tmp_path, kind, nodes, {"rows": ONE_ROW, **more}, [])
        cases.append(case_of(kind, Folder(str(folder)), "a.claim.json"))
    assert {case.checked.verdict for case in cases} == {ACCEPTED}
    must_agree(cases)


def claims(folder: Path, count: int) -> Path:
    """Write a bundle with so many true claims; the first is named a."""
    written(folder, "memorizes", [COPY], {"rows": ONE_ROW, **GIVEN}, [])
    for number in range(1, count):
        shutil.copy(folder / "a.claim.json", folder / f"a-{number}.claim.json")
        certified(folder / f"a-{number}.claim.json", [])
    return folder


@needs_coq
def test_a_claim_on_which_coq_fails_has_its_own_verdict_and_the_next_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = {
        "Error: Anomaly\n'x'.": "Coq ended without a verdict: Error: Anomaly 'x'.",
        "Fatal error: out of memory.": "Coq takes more memory than it may",
        "Error: Stack overflow.": "Coq takes a deeper stack than there is",
    }
    folder, real, errors = claims(tmp_path, len(failures) + 1), lane.run_coq, iter(failures)

    def run(place: Path, file: str, *limits: int) -> "subprocess.CompletedProcess[str]":
        error = next(errors, None) if file == "Claim.v" else None
        return real(place, file, *limits) if error is None else subprocess.CompletedProcess([], 2, "", error)

    monkeypatch.setattr(lane, "run_coq", run)
    *failed, last = check_in_coq(folder)
    for result, said in zip(failed, failures.values(), strict=True):
        assert result.verdict == MALFORMED
        assert result.reason.startswith(said)
    assert last.verdict == ACCEPTED


@needs_coq
def test_coq_runs_under_limits_of_time_and_memory(tmp_path: Path) -> None:
    folder = claims(tmp_path, 2)
    assert [result.verdict for result in check_in_coq(folder)] == [ACCEPTED, ACCEPTED]
    for result in check_in_coq(folder, seconds=0):
        assert (result.verdict, result.reason) == (MALFORMED, "Coq takes longer than the limit of 0 s")
        assert result.limit
    for result in check_in_coq(folder, mebibytes=100):
        assert result.verdict == MALFORMED
        assert result.reason.startswith("Coq takes more memory than it may (100 MiB at most)")


@needs_coq
def test_a_lower_limit_that_there_is_already_is_kept(tmp_path: Path) -> None:
    bundle = claims(tmp_path, 1)
    assert run(sys.executable, "-m", "memocert", "check", "--kernel", bundle, memory=6 * 10**9).returncode == 0


def test_a_theory_whose_compilation_was_ended_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    theory = lane.Theory()
    monkeypatch.setattr(lane, "run_coq", lambda *_: subprocess.CompletedProcess([], -25, "", ""))
    with pytest.raises(
        BadInput, match=r"Model\.v: does not compile: Coq takes more memory .* or was ended from outside"
    ):
        theory.compiled(["Model"])
    theory.remove()


@pytest.mark.parametrize("stop", [KeyboardInterrupt, MemoryError])
def test_a_check_that_is_stopped_leaves_no_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stop: type[BaseException]
) -> None:
    bundle = claims(tmp_path / "bundle", 1)
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setattr(lane, "theory", cache(lane.Theory))
    monkeypatch.setattr(shutil, "which", str)  # there need be no Coq

    def run_coq(*_: object) -> None:
        assert len(list(folder.iterdir())) == 1
        raise stop

    monkeypatch.setattr(lane, "run_coq", run_coq)
    with pytest.raises(stop):
        check_in_coq(bundle)
    assert list(folder.iterdir()) == []


@needs_coq
def test_the_theory_is_compiled_once_for_a_process_and_what_is_not_there_is_named() -> None:
    theory = lane.Theory()
    folder = theory.compiled(["Model"])
    compiled = folder / "Model.vo"
    before = compiled.stat().st_mtime_ns
    assert theory.compiled(["Model"]) == folder
    assert compiled.stat().st_mtime_ns == before
    with pytest.raises(BadInput, match=r"Nowhere\.v: the theory of the kernel lane is not there"):
        theory.compiled(["Nowhere"])
    theory.remove()
