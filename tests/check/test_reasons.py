"""What is refused is refused for the true reason, said once and in a short line; what the page allows is read."""

import json
from pathlib import Path
from typing import Any

import pytest
from hostile import ANYTHING, NEVER, Z, bundle

from constructions.files.canonical import dataset_from_bytes
from verify.check.budget import MAX_WIDTH, Budget
from verify.check.bundle import Memory, check_bundle, check_claim, claim_names
from verify.check.network import read_network
from verify.check.reader import document
from verify.check.rules.shared.ends import side_by_side
from verify.check.verdict import Malformed

CERTIFICATES = Path(__file__).resolve().parent.parent / "certificates"
LONG = 7 * 10**9990
DATA = {"format": "memocert dataset", "version": 1, "classes": None}


def checked(nodes: list[Any], kind: str, hints: list[Any], **keys: Any) -> tuple[str, str]:
    """Return the verdict of the checker on one claim, and its reason."""
    result = check_claim(Memory(bundle(nodes, kind, hints, **keys)), "a.claim.json")
    return result.verdict, result.reason


@pytest.mark.parametrize("found", [True, 1.5, None, "3", 0, 4])
def test_only_an_earlier_version_is_said_to_be_one(found: Any) -> None:
    text = json.dumps({"format": "memocert claim", "version": found}).encode()
    with pytest.raises(Malformed) as error:
        document(text, "claim", Budget())
    assert "earlier release" not in str(error.value)
    with pytest.raises(Malformed, match="earlier release"):
        document(text.replace(json.dumps(found).encode(), b"2"), "claim", Budget())


def test_an_open_ball_of_radius_zero_is_no_radius() -> None:
    keys = {"rows": [[["0"], ["0"], 1]], "labels": "as given", "radii": [["open", "0", None]]}
    reason = "the radius of an open ball must be more than 0"
    assert checked([["identity", 1]], "memorizes with radii", [], **keys) == ("malformed", reason)


def test_a_point_said_to_be_wrong_that_is_right_has_no_step() -> None:
    keys = {"rows": [[["0"], ["0"], 1]], "labels": "as given", "radii": [["wrong"]]}
    reason = "point 0: it is so that N(x) = y"
    assert checked([["identity", 1]], "memorizes with radii", [], **keys) == ("rejected", reason)


@pytest.mark.parametrize(
    ("kind", "hints", "keys"),
    [
        ("output within", [["goal", -LONG]], {"domain": [], "outputs": [[Z, ">", "0"]]}),
        ("output within", [["goal", 1, LONG, 1]], {"domain": [], "outputs": [[Z, ">", "0"]]}),
        ("output within", [["above", LONG]], {"domain": NEVER, "outputs": ANYTHING}),
        ("comparisons needed", [["dichotomies", 3], ["path", 1, 0, 0], ["every", 3, 1, LONG]], {"comparisons": 2}),
        ("operations at most", [["structure"]], {"domain": [], "measure": "total", "bound": 0, "attained": None}),
    ],
)
def test_no_reason_shows_a_long_number_whole(kind: str, hints: list[Any], keys: dict[str, Any]) -> None:
    nodes: list[Any] = [["relu", 1]]
    if kind == "operations at most":
        nodes += [["sequence", [number, number]] for number in range(250)]
    if kind == "comparisons needed":
        nodes, keys = [], {**keys, "rows": [[["0"], ["0"], 1], [["1"], ["1"], 1]]}
    verdict, reason = checked(nodes, kind, hints, **keys)
    assert verdict == "rejected"
    assert len(reason) < 300, reason


@pytest.mark.parametrize("measure", ["total", "comparisons", "additions", "multiplications"])
def test_refusals_name_what_is_counted(measure: str) -> None:
    nodes = [["affine", 1, [[0, "3"]], ["1"]], ["relu", 1], ["sequence", [0, 1]]]
    keys = {"domain": [[Z, ">", "0"]], "measure": measure, "bound": 0, "attained": None}
    word = "operation" if measure == "total" else measure.removesuffix("s")
    for hints in ([["structure"]], [["above", 0, 3, 0, 9]], [["above", 0, 1, 0, 3]]):
        verdict, reason = checked(nodes, "operations at most", hints, **keys)
        assert verdict == "rejected"
        for other in {"operation", "comparison", "addition", "multiplication"} - {word}:
            assert other not in reason
    assert word in reason


def test_the_certificate_of_the_longest_name_of_a_claim_is_read(tmp_path: Path) -> None:
    files, stem = bundle([["identity", 1]], "memorizes", [], rows=[[["0"], ["0"], 1]], labels="as given"), "s" * 189
    for name, data in files.items():
        (tmp_path / name.replace("a.", f"{stem}.", 1)).write_bytes(
            data.replace(b"a.claim.json", f"{stem}.claim.json".encode())
        )
    (result,) = check_bundle(str(tmp_path))
    assert result.verdict == "accepted", result
    (tmp_path / f"{stem}s.claim.json").write_text("{}")
    with pytest.raises(Malformed, match="is not a name"):
        claim_names(str(tmp_path))


def test_counts_of_ten_to_the_eighteenth_are_read_by_both_readers() -> None:
    rows = [[["0"], ["0"], 10**18]]
    verdict, _ = checked([["identity", 1]], "memorizes", [], rows=rows, labels="as given")
    assert verdict == "accepted"
    text = json.dumps({**DATA, "rows": rows}, separators=(",", ":")).encode() + b"\n"
    assert dataset_from_bytes(text).counts == (10**18,)


def test_two_networks_side_by_side_may_pass_the_width_of_one() -> None:
    nodes: list[Any] = [["affine", 1, [[]], ["0"]], *[["concatenate", [number, number]] for number in range(20)]]
    network = read_network(json.dumps({"format": "memocert network", "version": 1, "nodes": nodes}).encode(), Budget())
    assert side_by_side(network, network).outputs == 2 * network.outputs == 2 * MAX_WIDTH


def test_the_first_fault_decides_in_the_order_of_the_page() -> None:
    """A claim with every fault at once; they are mended from the first to the last."""
    rows = [[["0"], ["0"], 1]]
    files = bundle([["identity", 1]], "memorizes robustly", [["zzz"]], rows=rows, labels="as given", radius="-1")
    whole, data = dict(files), files["dataset.json"]
    claim = json.loads(files["a.claim.json"])
    del files["a.certificate.json"]
    files |= {
        "a.claim.json": json.dumps(claim | {"more": 0}).encode(),
        "network.json": b"{}",
        "dataset.json": b" " + data,
    }

    def verdict(**mended: bytes) -> str:
        files.update({f"{name}.json".replace("_", "."): text for name, text in mended.items()})
        return check_claim(Memory(files), "a.claim.json").verdict

    assert verdict() == "malformed"
    assert verdict(a_claim=whole["a.claim.json"]) == "incomplete"
    assert verdict(a_certificate=b"{}") == "malformed"
    assert verdict(network=whole["network.json"]) == "rejected"
    assert verdict(dataset=data) == "malformed"
    other = whole["a.certificate.json"].replace(b"a.claim", b"b.claim")
    assert verdict(a_certificate=other.replace(b'["zzz"]', b'["zzz", "x"]')) == "malformed"
    assert verdict(a_certificate=other) == "rejected"
    assert verdict(a_certificate=whole["a.certificate.json"]) == "malformed"


def test_hints_of_the_wrong_shape_are_malformed_whatever_is_refused_before_them() -> None:
    keys = {"domain": [], "outputs": [[Z, ">=", "0"]]}
    hints: list[Any] = [5, [], [5], {}, None, ["split", "x"], ["split", True], ["split", None], ["split", [0]]]
    for hint in hints:
        assert checked([["relu", 1]], "output within", [["split", 9], hint], **keys)[0] == "malformed", hint
    reason = "a.certificate.json: hint 1 ('goal') holds something that is not an integer"
    assert checked([["relu", 1]], "output within", [["split", 9], ["goal", "x"]], **keys)[1] == reason


def test_labels_that_are_no_classes_are_refused_before_any_hint() -> None:
    nodes = [["affine", 1, [Z, []], ["0", "0"]], ["relu", 2], ["sequence", [0, 1]]]
    rows = [[["0"], ["1"], 1], [["5"], ["7"], 1]]
    for hints in ([], [["below"]], [["split", 9]]):
        found = checked(nodes, "classifies robustly", hints, rows=rows, radius="1")
        assert found == ("rejected", "point 1: its label is not one of the classes 0..1")


def test_a_maximum_at_which_counting_stopped_is_said_to_be_a_least_one() -> None:
    nodes: list[Any] = [["relu", 1], *[["sequence", [number, number]] for number in range(300)]]
    keys = {"domain": [], "measure": "total", "bound": 9, "attained": None}
    for levels, least in ((255, False), (300, True)):
        _, reason = checked(nodes[: levels + 1], "operations at most", [["structure"]], **keys)
        assert ("at least" in reason) == least, reason


@pytest.mark.parametrize(
    ("kind", "names", "keys"),
    [
        (
            "output within",
            "split or below or above or relax or unit or divide or own or empty",
            {"domain": [], "outputs": ANYTHING},
        ),
        (
            "operations at most",
            "split or below or above or relax or unit or divide or own or empty or bound",
            {"domain": [], "measure": "total", "bound": 9, "attained": None},
        ),
    ],
)
def test_all_hints_that_may_stand_at_an_open_decision_are_named(kind: str, names: str, keys: dict[str, Any]) -> None:
    found = checked([["relu", 1]], kind, [], **keys)
    assert found == ("rejected", f"step 0: there is no hint left; {names} is needed")


def test_empty_is_named_at_the_first_goal_and_at_the_end_of_a_path_only() -> None:
    outputs = {"domain": [], "outputs": [[Z, "=", "0"]]}
    _, reason = checked([["identity", 1]], "output within", [["zzz"]], **outputs)
    assert reason == "step 0: the hint must be goal or empty"
    outputs = {"domain": NEVER, "outputs": [[Z, "=", "0"]]}
    _, reason = checked([["identity", 1]], "output within", [["goal", 0, 0, 1], ["zzz"]], **outputs)
    assert reason == "step 1: the hint must be goal"
    _, reason = checked([["identity", 1]], "paths", [["zzz"]], domain=[], count=1)
    assert reason == "step 0: the hint must be path or empty"


def test_a_goal_behind_the_first_is_shown_by_a_goal_alone() -> None:
    """The first hint that an end reads says how all of it is shown: what is empty, or comes again, is so at once."""
    outputs = {"domain": NEVER, "outputs": [[Z, "=", "0"], [Z, "=", "1"]]}
    first, empty = [["goal", 0, 0, 1], ["goal", 0, 0, 1]], ["empty", 0, 1]
    assert checked([["identity", 1]], "output within", [empty], **outputs)[0] == "accepted"
    assert checked([["identity", 1]], "output within", first * 2, **outputs)[0] == "accepted"
    for later in (empty, ["divide", 0, 0, 1]):
        found = checked([["identity", 1]], "output within", [*first, later, *[empty] * 3], **outputs)
        assert found == ("rejected", "step 2: the hint must be goal")


def test_units_of_a_ball_are_forgotten_at_the_next_one() -> None:
    nodes: list[Any] = [["affine", 1, [[0, "1"], [0, "-1"]], ["0", "0"]], ["relu", 2], ["affine", 2, [[]], ["7"]]]
    nodes.append(["sequence", [0, 1, 2]])
    keys = {"rows": [[["0"], ["7"], 1], [["1"], ["7"], 1]], "labels": "as given", "radii": [["closed", "2", None]] * 2}
    first, last = [["relax", 1, 0], ["own", 0]], ["relax", 1, 1]
    assert checked(nodes, "memorizes with radii", [*first, last] * 2, **keys) == ("accepted", "")
    for hint in (["own", 0], ["own", 0, 1], ["unit", 0], ["divide", 0, -1, 1]):
        verdict, reason = checked(nodes, "memorizes with radii", [*first, last, hint, *first, last], **keys)
        assert (verdict, reason.partition(" (")[0]) == ("rejected", "point 1: step 3"), (hint, reason)


def test_evidence_of_another_length_is_told_both_lengths_that_it_may_have() -> None:
    keys = {"rows": [[["0"], ["0"], 1]], "labels": "as given", "radii": [["closed", "0", "1"]]}
    found = checked([["identity", 1]], "memorizes with radii", [["wrong", 1, 1, 1, 1]], **keys)
    assert found == ("malformed", "the hint wrong must hold a positive denominator and 1 or 2 numerators")


def test_apart_of_a_factor_0_shows_nothing() -> None:
    """One comparison has the two points apart; with factors 0 two would seem to be needed."""
    hints = [["labels", 0, 1], ["apart", 1, 2, 0, 0], ["cases", 3, 1, 0, 1, -1, -2]]
    keys = {"rows": [[["0"], ["0"], 1], [["1"], ["1"], 1]], "comparisons": 2}
    found = checked([], "comparisons needed with constant leaves", hints, **keys)
    assert found == ("rejected", "step 1 (apart): factors must be positive")


def test_every_of_parts_that_need_too_little_shows_nothing() -> None:
    """Where each way to divide the points has a part that no leaf fits, two are needed, and not three for that."""
    folder = CERTIFICATES / "accepted" / "comparisons_needed" / "needed-every-dichotomy"
    *before, (name, mask, count, *used) = json.loads((folder / "needed.certificate.json").read_text())["hints"]
    rows = json.loads((folder / "dataset.json").read_text())["rows"]
    for more, verdict in ((0, "accepted"), (1, "rejected")):
        hints = [*before, [name, mask, count + more, *used]]
        found = checked([], "comparisons needed", hints, rows=rows, comparisons=2 + more)
        assert found[0] == verdict, found
    assert found[1].endswith("step 0 does not stand before, or shows too little")


@pytest.mark.parametrize("places", [[1, 0], [0, 0], [0, 2], [-1], [2]])
def test_places_of_relax_are_open_and_increase(places: list[int]) -> None:
    box = [[[number, "1"], relation, end] for number in (0, 1) for relation, end in ((">=", "-1"), ("<=", "1"))]
    found = checked([["relu", 2]], "output within", [["relax", 1, *places]], domain=box, outputs=ANYTHING)
    assert found == ("rejected", f"step 0 (relax): place {places[-1]} is not open, or out of order")
