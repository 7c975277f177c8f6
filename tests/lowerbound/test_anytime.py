"""Bounds while the search goes on: told when they move, and kept with their certificates when it is stopped."""

import random
from pathlib import Path
from typing import Any

import pytest
from commands import command, refused

from constructions.files.bundle import write_bundle
from constructions.model.batch import evaluate_many
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from lowerbound import findings
from lowerbound.comparisons import minimum, ranges
from lowerbound.comparisons.cases import Cases, TooManyError
from lowerbound.findings import Findings, bound_claim, lower_bounds
from memocert.commands.shared.stopping import TimedOut
from verify.claims.comparisons_needed import Leaves
from verify.claims.shared.subject import dataset_reference
from verify.lanes import certify
from verify.verdict import Proved

SEARCHED = "by search, without a certificate"


def plane() -> Dataset:
    """Twelve points of the plane with two labels in turn."""
    source = random.Random(3)
    return Dataset.from_rows(
        [[source.randint(0, 99) for _ in range(2)] for _ in range(12)], [[n % 2] for n in range(12)]
    )


def table(folder: Path) -> Path:
    data = plane()
    rows = [",".join(map(str, [*point, *label])) for point, label in zip(data.points, data.labels, strict=True)]
    (folder / "points.csv").write_text("\n".join(["x,y,label", *rows]) + "\n")
    return folder / "points.csv"


@pytest.mark.parametrize(("leaves", "gates"), [("affine", "oblique"), ("constant", "axis"), ("affine", "axis")])
def test_bounds_on_the_way_close_in_and_have_certificates(leaves: Leaves, gates: Any, tmp_path: Path) -> None:
    data, told = plane(), list[Findings]()
    found = lower_bounds(data, leaves, gates, heard=told.append)
    assert len({one.lower for one in told}) >= 2
    for before, after in zip(told, [*told[1:], found], strict=True):
        assert before.lower <= after.lower <= after.upper <= before.upper
    for number, one in enumerate(told):
        settled = one.settled()
        assert structural_worst(one.network).comparisons <= one.upper
        assert evaluate_many(one.network, data.points).outputs == list(data.labels)
        if one.lower:
            bundle = write_bundle(tmp_path / str(number), one.network, data, "")
            claim = bound_claim(dataset_reference(bundle), one, leaves, gates)
            assert isinstance(certify(bundle, claim, settled.hints or []), Proved)


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), TimedOut("5 s")], ids=["ctrl-c", "late"])
@pytest.mark.parametrize("options", ["--leaves constant --gates axis", ""], ids=["axis", "oblique"])
def test_what_is_proved_before_a_stop_is_shown_and_written(
    options: str, stop: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, name = (ranges.Refuter, "refute") if options else (minimum.Search, "refuted")
    before = getattr(kind, name)

    def until_two(self: Any, points: Any, count: int) -> Any:
        if count == 2:
            raise type(stop)(*stop.args)
        return before(self, points, count)

    data, folder = table(tmp_path), tmp_path / "b"
    monkeypatch.setattr(kind, name, until_two)
    result = command("lowerbound", data, *options.split(), "-o", folder)
    assert result.returncode == (3 if isinstance(stop, TimedOut) else 130)
    assert "makes at least 2 comparisons on one of them;" in " ".join(result.stdout.split())
    assert "the least number is not known" in " ".join(result.stdout.split())
    assert f"the bounds found by then are shown, and {folder} is kept" in " ".join(result.stderr.split())
    checked = command("check", folder)
    assert checked.returncode == 0
    assert f"{'depth 2' if options else 'at least 2 comparisons'}" in " ".join(checked.stdout.split())


def test_bounds_without_a_certificate_say_so(tmp_path: Path) -> None:
    data = table(tmp_path)
    for options in ("--leaves constant", "--gates axis", ""):
        text = " ".join(command("lowerbound", data, *options.split()).stdout.split())
        assert f"on one of them ({SEARCHED})" not in text, text
    text = " ".join(command("lowerbound", data, "--mean").stdout.split())
    assert text.count(SEARCHED) >= 2  # all operations, the depth


def test_what_the_search_among_all_subsets_finds_alone_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_many(_self: Any, _comparisons: int) -> None:
        raise TooManyError

    monkeypatch.setattr(Cases, "tree", too_many)
    found = lower_bounds(plane(), "constant")
    assert found.lower == found.upper >= 2
    assert found.doubt == f" ({SEARCHED})"


def test_a_certificate_that_takes_long_after_a_stop_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = minimum.Search.refuted

    def until_two(self: Any, points: Any, count: int) -> Any:
        if count == 2:
            raise TimedOut("5 s")
        return before(self, points, count)

    def endless(*_: object) -> None:
        raise TimedOut("10 s")

    monkeypatch.setattr(minimum.Search, "refuted", until_two)
    monkeypatch.setattr(findings, "refutation", endless)
    result = command("lowerbound", table(tmp_path), "-o", tmp_path / "b")
    assert result.returncode == 3
    assert f"makes at least 2 comparisons on one of them ({SEARCHED});" in " ".join(result.stdout.split())
    assert command("check", tmp_path / "b").returncode == 0


def test_products_give_a_bound_with_a_certificate_before_the_search() -> None:
    data, told = Dataset.from_rows([[x, x * x * x] for x in range(9)], [[x % 3] for x in range(9)]), list[Findings]()
    lower_bounds(data, heard=told.append)
    assert (told[0].lower, [hint[0] for hint in told[0].hints or []]) == (1, ["uninterpolable"])


def test_a_search_by_cases_that_gives_up_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a line in the plane few dichotomies are there, and the search among all subsets goes on from the bound."""
    data, told = Dataset.from_rows([[x, 0] for x in range(26)], [[x % 2] for x in range(26)]), list[Findings]()
    monkeypatch.setattr(findings, "MOST_CASES", 30)
    found = findings.least_comparisons(data, heard=told.append)
    lowers = [one.lower for one in told]
    assert lowers == sorted(lowers)
    assert max(lowers[:-1]) >= 2
    assert (found.lower, found.upper) == (4, 4)


def test_units_of_what_is_no_line_are_refused_before_the_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def searched(*_: object) -> None:
        raise AssertionError("the search has begun")

    monkeypatch.setattr("lowerbound.findings.lower_bounds", searched)
    (tmp_path / "plane.csv").write_text("a,b,y\n0,1,0\n2,3,1\n")
    refused(command("lowerbound", "plane.csv", "--units", folder=tmp_path), "on a line, but they have 2 coordinates")
    words = ("lowerbound", "plane.csv", "--labels", "b", "--labels", "y", "--units")
    refused(command(*words, folder=tmp_path), "labels must be one number each, not 2")
