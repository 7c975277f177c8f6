"""A search that is stopped anywhere, by anything, goes on from its journal and ends with the same bundle."""

import json
import resource
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import pytest
from commands import command
from processes import killed

from constructions.catalogue import build
from constructions.files.bundle import Bundle, write_bundle
from constructions.files.canonical import digest
from constructions.files.disk import append
from constructions.files.journal import Journal
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from verify.claims.memorizes import Memorizes
from verify.claims.shared.subject import dataset_reference, network_reference
from verify.lanes import Options
from verify.prove.balls import each_point
from verify.prove.balls.found import Found, asked, found_before, keep
from verify.prove.balls.radii import Radius
from verify.prove.goals import Wanted
from verify.prove.limits import Method
from verify.sought import prove_radii
from verify.verdict import Proved

POINTS = 9

Limit: TypeAlias = tuple[float | None, int | None, Method]


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    data = Dataset.from_rows([[x, x * x % 5] for x in range(POINTS)], [[x % 2] for x in range(POINTS)])
    return write_bundle(tmp_path / "tree", build("search-tree", data)[1].network, data, "")


def proved(bundle: Bundle, journal: Path | None, jobs: int = 1) -> dict[str, bytes]:
    """Prove the largest radii; return the files that this makes."""
    goal = Memorizes(network_reference(bundle), dataset_reference(bundle))
    before = set(bundle.folder.iterdir())
    kept = None if journal is None else Journal(journal)
    _, verdict = prove_radii(bundle, goal, Options(lane="certificate", jobs=jobs, journal=kept))
    assert isinstance(verdict, Proved)
    made = set(bundle.folder.iterdir()) - before
    files = {path.name: path.read_bytes() for path in made}
    for path in made:
        path.unlink()
    assert len(files) == 2
    return files


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_journal_changes_nothing_and_ends_the_search(
    bundle: Bundle, tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, journal = proved(bundle, None), tmp_path / "journal"
    assert proved(bundle, journal, jobs) == plain
    assert len(journal.read_bytes().splitlines()) == 1 + POINTS
    whole = journal.read_bytes()
    monkeypatch.setattr(each_point, "_prove", None)
    assert proved(bundle, journal) == plain
    assert journal.read_bytes() == whole


def test_a_journal_that_ends_anywhere_goes_on(bundle: Bundle, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    plain = proved(bundle, journal)
    whole = journal.read_bytes()
    first = whole.index(b"\n") + 1
    for size in [*range(first, len(whole), 211), len(whole) - 1]:
        journal.write_bytes(whole[:size])
        assert proved(bundle, journal) == plain
        assert Journal(journal).size == POINTS


def written(value: object) -> bytes:
    """Return a line of a journal, its digest right whatever it says."""
    line = value if isinstance(value, bytes) else json.dumps(value).encode()
    return f"{digest(line)} ".encode() + line + b"\n"


OTHERWISE: list[object] = [
    3,
    None,
    [],
    {},
    "text",
    [[None, None, "auto"], ["closed", "x"], [], ""],
    [[None, None, "auto"], ["closed", "1/0"], [], ""],
    [[None, None, "auto"], ["ajar", "1"], [], ""],
    [[None, None, "auto"], 3, [], ""],
    [3, None, [["bound"]], ""],
    [[None, None, "auto"], None, [3], ""],
    [[None, None, "auto"], None, [["above", 1.5]], ""],
    [[None, None, "auto"], None, [["bound"]], 3],
    [[None, None, "auto"], None, [["\u00e9", 0]], ""],
    [[None, None, "auto"], None, [['a"', 0]], ""],
]


def test_lines_that_say_nothing_of_the_kind_are_as_if_they_were_not_there(bundle: Bundle, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    plain = proved(bundle, journal)
    first, *lines = journal.read_bytes().splitlines(keepends=True)
    asked_for = [json.loads(line[65:])[0] for line in lines]
    others = [b"[" * 100_000, b"{", b"\xff", 3, [1, 2, 3], [[1], 2], [asked_for[0], 1, 2]]
    journal.write_bytes(first + b"".join(map(written, others)))
    assert Journal(journal).size == 0
    for start in range(0, len(OTHERWISE), POINTS):
        some = OTHERWISE[start : start + POINTS]
        odd = [written([about, found]) for about, found in zip(asked_for, some, strict=False)]
        journal.write_bytes(first + b"".join(odd))
        assert proved(bundle, journal) == plain


@pytest.mark.parametrize(
    ("radius", "hint"), [(["closed", "1000", None], None), (None, ["split"]), (None, ["above", 0]), (None, ["own", 1])]
)
def test_a_journal_that_says_what_is_not_so_is_no_defect(
    bundle: Bundle, tmp_path: Path, radius: object, hint: object
) -> None:
    journal = tmp_path / "journal"
    proved(bundle, journal)
    first, line, *_ = journal.read_bytes().splitlines(keepends=True)
    about, (limits, before, hints, stopped) = json.loads(line[65:])
    changed = hints if hint is None else [hint, *hints[1:]]
    journal.write_bytes(first + written([about, [limits, radius or before, changed, stopped]]))
    words = ["--claim", "memorizes-robustly", "--lane", "certificate", "--resume", journal]
    result = command("prove", bundle.folder, *words)
    assert (result.returncode, result.stdout) == (2, "")
    said = (
        f"memocert: {journal}: says what is not so; without it all is searched anew: for every (x, y) in dataset.json"
    )
    assert result.stderr.splitlines()[-1].startswith(said)


def test_a_line_that_was_changed_is_proved_again(bundle: Bundle, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    plain = proved(bundle, journal)
    whole = journal.read_bytes()
    for place in range(whole.index(b"\n") + 1, len(whole), 151):
        journal.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert Journal(journal).size < POINTS
        assert proved(bundle, journal) == plain


def test_a_file_that_is_no_journal_is_left_as_it_is(tmp_path: Path) -> None:
    for text in (b"", b"a,b\n1,2\n", b"memocert journal 0, hints of version 3\n"):
        path = tmp_path / "data.csv"
        path.write_bytes(text)
        with pytest.raises(BadInput, match=r"data\.csv: is no journal of this version of memocert"):
            Journal(path)
        assert path.read_bytes() == text
    with pytest.raises(BadInput, match="is a directory"):
        Journal(tmp_path)


def test_other_networks_points_goals_and_radii_are_other_questions() -> None:
    one, two = (Fraction(1),), (Fraction(2),)
    goal, ball = Wanted("equals", one), Radius("closed", Fraction(1))
    limits: Limit = (None, None, "auto")
    questions = [
        asked([b"a"], one, goal, ball, None, limits),
        asked([b"b"], one, goal, ball, None, limits),
        asked([b"a", b"a"], one, goal, ball, None, limits),
        asked([b"a"], two, goal, ball, None, limits),
        asked([b"a"], one, Wanted("equals", two), ball, None, limits),
        asked([b"a"], one, Wanted("exceeds", one), ball, None, limits),
        asked([b"a"], one, goal, None, None, limits),
        asked([b"a"], one, goal, None, Fraction(1), limits),
    ]
    assert len({question.about for question in questions}) == len(questions)


def test_what_other_limits_may_decide_is_asked_again(tmp_path: Path) -> None:
    one, goal = (Fraction(1),), Wanted("halves")
    short = asked([b"a"], one, goal, None, None, (1.0, None, "auto"))
    long = asked([b"a"], one, goal, None, None, (2.0, None, "auto"))
    interval = Found(radius=Radius("closed", Fraction(1), Fraction(2)))
    exact = Found(hints=(["wrong", 10**5000, 1],), radius=Radius("closed", Fraction(2), Fraction(2)))
    cases = [(Found(stopped="late"), False), (interval, False), (exact, True), (Found((["bound"],)), True)]
    for number, (found, lasts) in enumerate(cases):
        path = tmp_path / str(number)
        keep(Journal(path), short, found)
        assert found_before(Journal(path), short) == found
        assert found_before(Journal(path), long) == (found if lasts else None)
    keep(Journal(tmp_path / "last"), short, Found(fails=one))
    assert Journal(tmp_path / "last").size == 0


def test_a_full_disk_leaves_whole_lines(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    Journal(path)
    append(path, b"whole\n")
    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 3, hard))
    try:
        with pytest.raises(BadInput, match="journal: cannot be written"):
            append(path, b"longer\n")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before


@pytest.mark.parametrize("findings", [pytest.param(1, marks=pytest.mark.slow), 6])
def test_a_search_that_is_killed_goes_on(bundle: Bundle, tmp_path: Path, findings: int) -> None:
    journal, words = tmp_path / "journal", ["prove", str(bundle.folder), "--claim", "memorizes-robustly"]
    words += ["--lane", "certificate", "--resume", str(journal)]
    killed(tmp_path, findings, *words)
    done = Journal(journal).size
    assert done == findings < POINTS
    found = command(*words)
    assert found.returncode == 0
    assert f"{done} finding" in found.stderr
    assert Journal(journal).size == POINTS


def test_a_journal_for_claims_that_have_no_balls_is_refused(bundle: Bundle, tmp_path: Path) -> None:
    for claim in ("memorizes", "equivalent"):
        found = command("prove", bundle.folder, "--claim", claim, "--other", bundle.folder, "--resume", tmp_path / "j")
        assert found.returncode == 2
    found = command("prove", bundle.folder, "--claim", "operations-at-most", "--resume", tmp_path / "j")
    assert found.returncode == 2
    assert "--resume: not used by operations-at-most" in found.stderr
    assert not (tmp_path / "j").exists()
