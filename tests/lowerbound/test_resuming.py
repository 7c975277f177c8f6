"""A search for the least depth goes on from its journal, and believes none of it unchecked."""

import json
import random
from pathlib import Path

import pytest
from commands import command
from processes import ROOT, killed

from constructions.files.canonical import network_bytes
from constructions.files.data_reader import read_dataset
from constructions.files.journal import Journal
from constructions.model.dataset import Dataset
from constructions.model.network import Branch, constant
from lowerbound.comparisons import depth
from lowerbound.findings import lower_bounds
from lowerbound.resuming import _about, bounds_before, keep_bounds

AXIS = ("--leaves", "constant", "--gates", "axis")
SOURCE = random.Random(0)
POINTS = sorted({(SOURCE.randint(0, 9), SOURCE.randint(0, 9)) for _ in range(30)})
DATA = Dataset.from_rows(POINTS, [[(7 * x + 3 * y) % 3] for x, y in POINTS])


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "search.journal")


def test_what_is_settled_is_not_searched_again(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    found = lower_bounds(DATA, "constant", "axis", heard=lambda found: keep_bounds(journal, DATA, found))
    known = bounds_before(Journal(journal.path), DATA)
    assert known is not None
    assert (known.lower, known.upper, known.hints) == (found.lower, found.upper, found.hints)
    monkeypatch.setattr(depth, "Refuter", lambda *_: None)
    assert lower_bounds(DATA, "constant", "axis", start=known).hints == found.hints


def test_every_bound_on_the_way_leads_to_the_same_end(journal: Journal) -> None:
    stops = list[depth.Depth]()

    def heard(found: object) -> None:
        keep_bounds(journal, DATA, found)  # type: ignore[arg-type]
        known = bounds_before(journal, DATA)
        assert known is not None
        stops.append(known)

    found = lower_bounds(DATA, "constant", "axis", heard=heard)
    assert [known.lower for known in stops] == sorted([known.lower for known in stops])
    for known in stops:
        again = lower_bounds(DATA, "constant", "axis", start=known)
        assert (again.lower, again.upper) == (found.lower, found.upper)


def test_other_data_are_another_search(journal: Journal) -> None:
    lower_bounds(DATA, "constant", "axis", heard=lambda found: keep_bounds(journal, DATA, found))
    other = Dataset.from_rows(POINTS, [[(7 * x + 3 * y + 1) % 3] for x, y in POINTS])
    assert bounds_before(journal, other) is None


def test_what_does_not_hold_is_not_believed(journal: Journal) -> None:
    found = lower_bounds(DATA, "constant", "axis", heard=lambda found: keep_bounds(journal, DATA, found))
    about = _about(DATA)
    right = journal.found(about)
    wrong = Branch([1, 0], 5, constant([0], 2), constant([1], 2))
    journal.keep(about, right | {"network": network_bytes(wrong).decode()})
    assert bounds_before(journal, DATA) is None
    oblique = {"network": json.dumps({"format": "memocert network", "version": 1, "nodes": []})}
    narrow = {"network": network_bytes(constant([0], 1)).decode()}
    for change in (oblique, narrow, {"network": None}, {"network": "{"}, {"network": "\udc80"}):
        journal.keep(about, right | change)
        assert bounds_before(journal, DATA) is None
    for lower, hints in (
        (found.lower, []),
        (found.lower + 1, right["hints"]),
        ("2", right["hints"]),
        (2, None),
        (True, right["hints"]),
        (1, [5]),
        (1, [["labels", 0.5]]),
    ):
        journal.keep(about, right | {"lower": lower, "hints": hints})
        known = bounds_before(journal, DATA)
        assert known is not None
        assert (known.lower, known.upper, known.hints) == (0, found.upper, [])


def test_a_search_that_is_killed_keeps_what_it_has_shown(tmp_path: Path) -> None:
    data, kept = ROOT / "examples/data/digits.csv", tmp_path / "kept"
    killed(tmp_path, 3, "lowerbound", data, *AXIS, "--resume", kept)
    known = bounds_before(Journal(kept), read_dataset(data))
    assert known is not None
    assert known.lower >= 2


def test_the_command_goes_on_from_its_journal(tmp_path: Path) -> None:
    words = ("lowerbound", ROOT / "examples/data/iris.csv", *AXIS, "--resume", tmp_path / "kept")
    first, second = command(*words), command(*words)
    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout == second.stdout
    assert "1 finding is there already" in second.stderr
    refused = command(*words[:2], "--resume", tmp_path / "kept")
    assert refused.returncode == 2
    assert "--resume: not used with these leaves and gates, only with --leaves constant" in refused.stderr


def test_a_journal_is_named_by_a_string_as_well(journal: Journal) -> None:
    journal.keep("what is asked", [1])
    assert Journal(str(journal.path)).found("what is asked") == [1]
