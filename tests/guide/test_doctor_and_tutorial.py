"""The doctor finds what is wrong; the tutorial's commands run and end as it says."""

from pathlib import Path

import pytest
from commands import invoked
from sessions import sessions_of

from constructions.model.errors import BadInput
from guide import doctor
from guide.tutorial import POINTS, STOPS, prepare, visit

IN_THIS_PROCESS = ("show", "lowerbound", "compare", "report")
"""Commands of the tour that the test runs without starting an interpreter for each."""


def test_every_lane_is_examined_and_well() -> None:
    found = list(doctor.examinations())
    assert [item.name for item in found if not item.well] == []
    assert len(found) >= 9


def test_a_lane_that_fails_is_reported_and_the_others_still_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr(doctor, "need", broken)
    monkeypatch.setattr(doctor, "check_bundle", lambda _folder: [])
    found = {item.name: item for item in doctor.examinations()}
    assert not found["lower bound"].well
    assert found["lower bound"].seen == "RuntimeError: two lines"
    assert not found["a tampered bundle"].well
    assert found["Z3 lane"].well


def test_a_missing_part_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_version", lambda _name: None)
    parts = {part.name: part for part in doctor.parts()}
    assert parts["cvc5"].version is None
    assert parts["cvc5"].install == "pip install 'memocert[cvc5]'"
    assert parts["sympy"].needed
    assert not any([item.name == "cvc5" for item in doctor.examinations()])


def test_what_must_hold_is_refused_otherwise() -> None:
    with pytest.raises(BadInput, match="instead of"):
        doctor._expect(False, "3 instead of 2")


def test_the_tour_runs_and_every_command_ends_as_it_says(tmp_path: Path) -> None:
    prepare(tmp_path)
    shown = {}
    for stop in STOPS:
        words = stop.command.split()
        if words[1] in IN_THIS_PROCESS:
            code, text = invoked(tmp_path, *words[1:])
        else:
            text, code = visit(stop, tmp_path)
        assert code == stop.code, (stop.command, text)
        assert "Traceback" not in text
        shown[stop.command] = text
    assert shown["memocert check tree"].startswith("rejected: ")
    assert "the least number is 2" in shown["memocert lowerbound points.csv -o best"]
    assert (tmp_path / "best.html").is_file()


def test_the_page_has_the_stops_of_the_tour() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "tutorial.md").read_text(encoding="utf-8")
    assert [line for line, _ in sessions_of(page)] == [stop.command for stop in STOPS[1:]]
    for stop in STOPS:
        assert stop.text in " ".join(page.split())
    assert POINTS in page
