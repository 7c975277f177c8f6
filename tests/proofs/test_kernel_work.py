"""What Coq runs is paid for before, whatever a certificate says; what the checker refuses soon does not go to Coq."""

import json
from pathlib import Path
from typing import Any

import pytest
from compiled_once import needs_coq
from kernel_bundles import Case, case_of, certified, must_agree, written

from verify.check.budget import Budget
from verify.check.bundle import Files, Folder, check_bundle, check_claim, check_claims
from verify.check.network import read_network
from verify.check.verdict import ACCEPTED, MALFORMED, REJECTED, Result
from verify.kernel import lane

NAME = "a.claim.json"
COPY = ["affine", 1, [[0, "1"]], ["0"]]
TRIPLE = ["affine", 1, [[0, "3"]], ["0"]]
NOWHERE = [[[0, "1"], ">=", "1"], [[0, "-1"], ">=", "0"]]
EMPTY = ["vacuous", 0, 1, 1, 1]


def tower(doublings: int, node: list[Any]) -> list[Any]:
    """Return the nodes of a network that runs a node 2^doublings times."""
    return [node, *[["sequence", [place, place]] for place in range(doublings)]]


def operations(folder: Path, nodes: list[Any], more: dict[str, Any], hints: list[Any]) -> Path:
    """Write a bundle with a claim about comparisons."""
    claim = {"domain": [], "measure": "comparisons", "bound": 0, "attained": None, **more}
    return written(folder, "operations at most", nodes, claim, hints)


@pytest.fixture
def _without_coq(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail if Coq is asked."""

    def asked(*_: object) -> None:
        raise AssertionError("Coq was asked")

    monkeypatch.setattr(lane, "run_coq", asked)


def refused(folder: Path) -> Case:
    """Return what both lanes say of a claim that is refused without Coq: the same verdict."""
    case = case_of("", Folder(str(folder)), NAME)
    assert (case.theorem, case.verdict) == (None, case.checked.verdict)
    return case


@pytest.mark.parametrize(
    ("more", "hints", "verdict"),
    [
        ({"domain": NOWHERE, "attained": ["1"]}, [EMPTY], REJECTED),
        ({"domain": NOWHERE}, [["vacuous", 1_000_000, 1]], REJECTED),
        ({"attained": ["1"]}, [["structure"]], MALFORMED),
        ({}, [EMPTY], MALFORMED),
    ],
)
def test_a_tower_that_a_hint_does_not_keep_from_running_is_refused(
    more: dict[str, Any], hints: list[Any], verdict: str, tmp_path: Path
) -> None:
    assert refused(operations(tmp_path, tower(60, COPY), more, hints)).verdict == verdict


def test_a_hint_that_the_kind_does_not_read_keeps_nothing_from_running(tmp_path: Path) -> None:
    nodes = tower(60, COPY)
    more = {"domain": [], "other": nodes}
    assert refused(written(tmp_path, "equivalent", nodes, more, [["structure"]])).reason


def to_coq(folder: Path, verdict: str) -> Case:
    """Return the one claim of a bundle, which the checker gives this verdict, and the lane hands to Coq."""
    case = case_of(folder.name, Folder(str(folder)), NAME)
    assert case.checked.verdict == verdict
    assert case.theorem is not None
    return case


@needs_coq
def test_coq_runs_nothing_where_the_first_hint_says_so(tmp_path: Path) -> None:
    cases = []
    for domain, hints in ((NOWHERE, [EMPTY]), (NOWHERE, [EMPTY, EMPTY]), ([], [["structure"]])):
        folder = operations(tmp_path, tower(60, COPY), {"domain": domain}, hints)
        cases.append(to_coq(folder, ACCEPTED if len(hints) == 1 else REJECTED))
    must_agree(cases)


def test_a_hint_behind_structure_is_left_over_and_nothing_runs(tmp_path: Path) -> None:
    assert refused(operations(tmp_path, tower(60, COPY), {}, [["structure"], EMPTY])).reason.endswith("is left over")


@needs_coq
def test_the_structural_maximum_of_a_tower_is_worked_out_once_for_each_part(tmp_path: Path) -> None:
    """All seven forms stand in it; it has more than 10^12 uses of a part, and a tree of them never ends."""
    nodes: list[Any] = [
        ["affine", 2, [[0, "-1"], [0, "1", 1, "3"]], ["0", "1/2"]], ["relu", 2], ["step", 2], ["identity", 2],
        ["sequence", [0, 1, 2]], ["concatenate", [4, 3]], ["affine", 4, [[0, "1", 3, "-2"], []], ["0", "0"]],
        ["sequence", [5, 6]], ["branch", 2, [0, "1/3", 1, "1"], "2", 7, 3],
    ]  # fmt: skip
    for _ in range(40):
        nodes.append(["branch", 2, [], "0", 3, len(nodes) - 1])
        nodes.append(["sequence", [len(nodes) - 1] * 2])
    text = {"format": "memocert network", "version": 1, "nodes": nodes}
    cases = []
    worst = read_network(json.dumps(text).encode(), Budget()).worst
    for measure, most in zip(("additions", "multiplications", "comparisons", "total"), worst, strict=True):
        assert most > 10**11
        for bound, verdict in ((most, ACCEPTED), (most - 1, REJECTED)):
            more = {"measure": measure, "bound": bound}
            cases.append(to_coq(operations(tmp_path, nodes, more, [["structure"]]), verdict))
    must_agree(cases)


def test_places_and_gaps_of_hints_are_paid_for(tmp_path: Path) -> None:
    wide, size = [["identity", 1]], 8_000
    hints = [["split", size - 1]] * size
    folder = written(tmp_path, "equivalent", wide, {"other": wide, "domain": []}, hints)
    assert refused(folder).verdict == REJECTED
    hints = [["goal", 1, size - 1, 1]] * size
    certified(folder / NAME, hints)
    assert refused(folder).verdict == REJECTED


@pytest.mark.usefixtures("_without_coq")
def test_how_numbers_grow_the_checker_says_before_coq_is_asked(tmp_path: Path) -> None:
    more = {"rows": [[["1"], ["0"], 1]], "labels": "as given"}
    folder = written(tmp_path, "memorizes", tower(15, TRIPLE), more, [])
    (found,), (checked,) = lane.check_in_coq(folder), check_bundle(str(folder))
    assert (found.verdict, found.reason) == (REJECTED, checked.reason)


def test_a_file_is_kept_once_for_the_checker_and_for_coq(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[object] = []

    def read(data: bytes, budget: Budget) -> object:
        found.append(read_network(data, budget))
        return found[-1]

    monkeypatch.setattr("shutil.which", lambda _: "coqc")
    monkeypatch.setattr("verify.check.bundle.read_network", read)
    monkeypatch.setattr(lane, "coq_says", lambda name, *_: Result(name, MALFORMED, "", "asked"))
    folder = operations(tmp_path, [COPY], {}, [["structure"]])
    assert [result.reason for result in lane.check_in_coq(folder)] == ["asked"]
    assert len(found) == 1


@needs_coq
def test_a_point_that_attains_the_bound_runs_over_reduced_numbers(tmp_path: Path) -> None:
    width, layers, nodes = 6, 8, []
    for layer in range(layers):
        halves = [[f"1/{2 + (place + row + layer) % 2}" for place in range(width)] for row in range(width)]
        rows = [[part for place, weight in enumerate(row) for part in (place, weight)] for row in halves]
        nodes += [["affine", width, rows, ["1"] * width], ["relu", width]]
    nodes.append(["sequence", list(range(2 * layers))])
    cases = []
    for bound, verdict in ((48, ACCEPTED), (49, REJECTED)):
        folder = operations(tmp_path, nodes, {"bound": bound, "attained": ["1/3"] * width}, [["structure"]])
        cases.append(to_coq(folder, verdict))
    must_agree(cases)


@needs_coq
def test_a_point_that_attains_the_bound_must_lie_in_a_domain_of_many_coordinates(tmp_path: Path) -> None:
    width, scale = 60, 2**127 - 1
    total = [part for place in range(width) for part in (place, "1")]
    nodes = [["affine", width, [[0, "1"]], ["0"]]]
    cases = []
    for least, verdict in (("0", ACCEPTED), (str(width), REJECTED)):
        more = {"domain": [[total, ">=", least]], "attained": [f"{place + 1}/{scale}" for place in range(width)]}
        cases.append(to_coq(operations(tmp_path, nodes, more, [["structure"]]), verdict))
    must_agree(cases)


@pytest.mark.parametrize("kind", ["same class on balls", "classifies with radii"])
def test_wide_inputs_are_no_matter_where_all_radii_are_zero(kind: str, tmp_path: Path) -> None:
    width = 10_000
    nodes = [["affine", width, [[0, "1"], [1, "1"]], ["0", "0"]]]
    files = {"rows": [[["1", *["0"] * (width - 1)], ["0"], 1]], "other": nodes if kind.startswith("same") else []}
    for radius, paid in (("0", True), ("1", False)):
        folder = written(tmp_path, kind, nodes, {**files, "radii": [["closed", radius, None]]}, [])
        found = lane.before_coq(Files(Folder(str(folder))), NAME)
        assert isinstance(found, Result) != paid
    assert check_claim(Folder(str(folder)), NAME).verdict != ACCEPTED


def test_one_output_tells_no_classes_apart_whatever_it_costs(tmp_path: Path) -> None:
    nodes = tower(60, COPY)
    more = {"other": nodes, "rows": [[["0"], ["0"], 1]], "radii": [["closed", "0", None]]}
    assert "one output" in refused(written(tmp_path, "same class on balls", nodes, more, [])).reason


@pytest.mark.usefixtures("_without_coq")
def test_all_claims_of_a_bundle_have_one_budget_as_in_the_checker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is rejected after a run, for which the budget is enough twice."""
    folder = operations(tmp_path / "b", tower(10, COPY), {"bound": 5, "attained": ["1"]}, [["structure"]])
    names = [NAME, "b.claim.json", "c.claim.json"]
    for name in names[1:]:
        for kind in ("claim", "certificate"):
            copy = name.replace("claim", kind)
            (folder / copy).write_bytes((folder / f"a.{kind}.json").read_bytes().replace(NAME.encode(), name.encode()))
    whole = Budget().steps
    alone = Files(Folder(str(folder)))
    assert check_claim(alone, NAME).verdict == REJECTED
    steps = (whole - alone.budget.steps) * 5 // 2
    monkeypatch.setattr("shutil.which", lambda _: "coqc")
    monkeypatch.setattr(lane, "Files", lambda source: Files(source, Budget(steps)))
    found = [result.verdict for result in lane.check_in_coq(folder)]
    assert found == [result.verdict for result in check_claims(Files(Folder(str(folder)), Budget(steps)), names)]
    assert found == [REJECTED, REJECTED, MALFORMED]
