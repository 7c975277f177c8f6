"""What is larger than the network is read in blocks, which are forgotten; what is said of it is the same."""

import hashlib
import json
import weakref
from pathlib import Path
from typing import Any

import pytest
from outcomes import outcome

from verify.check import bundle as checking
from verify.check.budget import MAX_STEPS, Budget
from verify.check.bundle import CLAIM, Files, Folder, Memory, check_bundle, check_claims
from verify.check.rules.shared import around
from verify.check.rules.shared.rows import not_together
from verify.check.verdict import ACCEPTED, MALFORMED, REJECTED

CERTIFICATES = Path(__file__).resolve().parent.parent / "certificates"
STEP: list[Any] = [["affine", 1, [[]], ["0"]], ["affine", 1, [[]], ["1"]], ["branch", 1, [0, "1"], "500", 0, 1]]
"""Whether x >= 500."""
LONG = "9" * 10_001


@pytest.fixture
def in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read each data set that a rule takes row by row in blocks of 120 bytes."""
    whole = Folder.size
    monkeypatch.setattr(checking, "BLOCK_BYTES", 120)
    monkeypatch.setattr(Folder, "size", lambda self, name: whole(self, name) * (name == "dataset.json"))
    monkeypatch.setattr(Memory, "size", lambda self, name: len(self.files[name]) * (name == "dataset.json"))


def test_every_bundle_gets_the_same_verdicts_and_reasons(request: pytest.FixtureRequest) -> None:
    folders = sorted({path.parent for path in CERTIFICATES.rglob("*.json")})
    found = [outcome(folder) for folder in folders]
    request.getfixturevalue("in_blocks")
    blocks: list[str] = []
    whole = Files.rows

    def rows(self: Files, where: Any, network: str) -> Any:
        read = whole(self, where, network)
        blocks.append(type(read).__name__)
        return read

    request.getfixturevalue("monkeypatch").setattr(Files, "rows", rows)
    assert [outcome.__wrapped__(folder) for folder in folders] == found
    assert blocks.count("Blocks") > 50


def two_claims(rows: list[str], nodes: list[Any] = STEP, **first: Any) -> dict[str, bytes]:
    """Return a bundle that says twice that a step, or another network, memorizes these rows; or other things first."""
    head = '{"format":"memocert dataset","version":1,"classes":null,"rows":[\n'
    network = {"format": "memocert network", "version": 1, "nodes": nodes}
    files = {
        "network.json": json.dumps(network).encode(),
        "dataset.json": (head + ",\n".join(rows) + "\n]}\n").encode(),
    }

    def reference(name: str) -> dict[str, str]:
        return {"file": name, "sha256": hashlib.sha256(files[name]).hexdigest()}

    for name in "ab":
        claim = {"format": "memocert claim", "version": 3, "kind": "memorizes", "labels": "as given"}
        claim |= first if name == "a" else {}
        claim |= {"network": reference("network.json"), "dataset": reference("dataset.json")}
        files[f"{name}.claim.json"] = json.dumps(claim).encode()
        proof = {"format": "memocert certificate", "version": 3, "claim": reference(f"{name}.claim.json"), "hints": []}
        files[f"{name}.certificate.json"] = json.dumps(proof).encode()
    return files


def results(source: Memory) -> list[tuple[str, str]]:
    claims = sorted([name for name in source.files if name.endswith(CLAIM)])
    return [(result.verdict, result.reason) for result in check_claims(source, claims)]


def verdicts(source: Memory, room: int) -> list[str]:
    """Return the verdicts on both claims, with so much room for values of files."""
    found = check_claims(Files(source, Budget(values=room)), ["a.claim.json", "b.claim.json"])
    return [result.verdict for result in found]


HALVES = [f'[["{x}/2"],["0"],1]' for x in range(1, 1000, 2)]
ROWS = [f'[["{x}"],["{int(x >= 500)}"],1]' for x in range(1000)]


@pytest.mark.usefixtures("in_blocks")
def test_blocks_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    known: list[weakref.ref[Any]] = []
    alive: list[int] = []

    def watched(network: Any, rows: Any, *more: Any) -> Any:
        known.append(weakref.ref(rows.points))
        alive.append(sum([block() is not None for block in known]))
        return not_together(network, rows, *more)

    monkeypatch.setattr(around, "not_together", watched)
    assert results(Memory(two_claims(ROWS))) == [(ACCEPTED, "")] * 2
    assert len(known) > 200
    assert max(alive) <= 2


@pytest.mark.usefixtures("in_blocks")
def test_values_of_blocks_count_while_they_are_read() -> None:
    """Rows of fractions in blocks have the room of a few of them, however many and however often they are read."""
    for room, verdict in ((10_000, ACCEPTED), (2_000, MALFORMED)):
        assert verdicts(Memory(two_claims(HALVES)), room) == [verdict] * 2


@pytest.mark.usefixtures("in_blocks")
def test_rows_longer_than_a_block_take_no_more_room_than_in_a_file_that_is_read_whole() -> None:
    wide: list[Any] = [["affine", 60, [[0, "1"]], ["0"]]]
    for sevens, verdict in ((',"7"' * 59, ACCEPTED), (', "7"' * 59, MALFORMED)):  # the latter not as usual
        rows = [f'[["{row}"{sevens}],["{row}"],1]' for row in range(40)]
        assert verdicts(Memory(two_claims(rows, wide)), 100_000) == [verdict] * 2


@pytest.mark.usefixtures("in_blocks")
def test_a_limit_of_what_is_kept_beside_rows_is_no_fault_of_their_file() -> None:
    """A long certificate leaves no room for the rows; the next claim, about the same rows, has it again."""
    files = two_claims(HALVES)
    files["a.certificate.json"] = files["a.certificate.json"].replace(b"[]", b'[["x"' + b",1" * 80 + b"]]")
    assert verdicts(Memory(files), 10_000) == [MALFORMED, ACCEPTED]


@pytest.mark.usefixtures("in_blocks")
@pytest.mark.parametrize("threshold", ["500", LONG])
def test_a_limit_that_a_file_passes_by_itself_is_met_once(threshold: str) -> None:
    """A number that is too long is so for every claim: the file is not read again for each."""
    rows = ROWS if threshold == LONG else [*ROWS[:-1], f'[["{LONG}"],["1"],1]']
    files = Files(Memory(two_claims(rows, [*STEP[:2], [*STEP[2][:3], threshold, 0, 1]])))
    (first,) = check_claims(files, ["a.claim.json"])
    spent = MAX_STEPS - files.budget.steps
    (second,) = check_claims(files, ["b.claim.json"])
    assert (first.verdict, first.limit, first.reason) == (MALFORMED, True, second.reason)
    assert (second.verdict, second.limit) == (MALFORMED, True)
    assert MAX_STEPS - files.budget.steps < spent * 3 / 2


@pytest.mark.usefixtures("in_blocks")
@pytest.mark.parametrize("blank", ["", " "])
def test_what_rows_hold_is_given_back_before_they_are_read_again(blank: str) -> None:
    """A list of radii is held to the number of rows before any is looked at: the rows are read twice for it."""
    rows = [row.replace(",", f",{blank}") for row in HALVES]

    def found(bits: int, **first: Any) -> list[str]:
        files = Files(Memory(two_claims(rows, **first)), Budget(bits=bits))
        return [result.verdict for result in check_claims(files, ["a.claim.json", "b.claim.json"])]

    needed = next(bits for bits in range(0, 200_000, 500) if found(bits) == [ACCEPTED] * 2)
    radii = [["closed", "0", None]] * len(rows)
    assert found(needed, kind="memorizes with radii", radii=radii) == [ACCEPTED] * 2


@pytest.mark.usefixtures("in_blocks")
def test_rows_that_a_refusal_leaves_are_let_go_before_the_others_are_read() -> None:
    """With room for one block of rows a wrong one is found, and the file read to its end."""
    least = next(room for room in range(0, 10_000, 10) if verdicts(Memory(two_claims(HALVES)), room) == [ACCEPTED] * 2)
    wrong = two_claims([*HALVES[:3], HALVES[3].replace('["0"]', '["1"]'), *HALVES[4:]])
    assert verdicts(Memory(wrong), least) == [REJECTED] * 2


@pytest.mark.usefixtures("in_blocks")
def test_what_is_wrong_with_the_file_comes_before_what_is_refused() -> None:
    false = [*ROWS[:3], '[["3"],["7"],1]', *ROWS[4:]]
    assert results(Memory(two_claims(false))) == [(REJECTED, "point 3: it is not so that N(x) = y")] * 2
    for row, reason in (
        ('[["9/3"],["1"],1]', "row 999: a number must be a rational number in lowest terms, not '9/3'"),
        ('[["5"],["0"],1]', "row 999: its point stands in an earlier row already"),
        ('[["1000"], ["1"],0]', "row 999: the count must be an integer in 1..1000000000000000000, not 0"),
    ):
        malformed = Memory(two_claims([*false[:-1], row]))
        assert results(malformed) == [(MALFORMED, f"dataset.json: {reason}")] * 2
    other = two_claims(false)
    other["dataset.json"] = two_claims(ROWS[:-1])["dataset.json"]
    assert [verdict for verdict, _ in results(Memory(other))] == [REJECTED] * 2
    assert "dataset.json is not the file that was claimed about" in results(Memory(other))[0][1]


@pytest.mark.usefixtures("in_blocks")
@pytest.mark.parametrize("later", [ROWS[:-1], [*ROWS, '[["1000"],["1"],1]'], [*ROWS[:-1], '[["1999"],["1"],1]']])
def test_a_file_that_changes_between_two_claims_is_refused(later: list[str]) -> None:
    """The second claim names what the file was; what it is now would be accepted as well."""
    first, then = two_claims(ROWS), two_claims(later)["dataset.json"]

    class Changing(Memory):
        def pieces(self, name: str, size: int) -> Any:
            yield from super().pieces(name, size)
            self.files["dataset.json"] = then

    changed = "dataset.json: it changed while it was checked"
    assert results(Changing(first)) == [(ACCEPTED, ""), (MALFORMED, changed)]


def test_a_file_that_cannot_be_read_in_blocks_is_named_once(tmp_path: Path) -> None:
    """A link is as large as what it leads to."""
    for name, data in two_claims([f'[["{x}"],["1"],1]' for x in range(500, 150_000)]).items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "dataset.json").rename(tmp_path / "other.json")
    (tmp_path / "dataset.json").symlink_to("other.json")
    reasons = [result.reason for result in check_bundle(str(tmp_path))]
    assert reasons == ["dataset.json: a symbolic link, not a regular file"] * 2


def test_a_large_file_is_read_in_blocks_where_the_network_is_small(tmp_path: Path) -> None:
    rows = [f'[["{x}"],["1"],1]' for x in range(500, 150_000)]
    for name, data in two_claims(rows).items():
        (tmp_path / name).write_bytes(data)
    files = Files(Folder(str(tmp_path)))
    claim = json.loads((tmp_path / "a.claim.json").read_text())
    sizes = [block.size for block in files.rows(claim["dataset"], "network.json").blocks()]
    assert sum(sizes) == len(rows)
    assert len(sizes) == 2
    assert [result.verdict for result in check_bundle(str(tmp_path))] == [ACCEPTED] * 2
