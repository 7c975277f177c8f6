"""The doctor finds what is wrong; the tutorial's commands run, print and end as it says."""

from pathlib import Path

import pytest
from commands import invoked
from processes import ROOT
from sessions import agree, sessions_of

from constructions.model.errors import BadInput, installing
from guide import doctor
from guide.console import wrapped
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

    version = doctor._version
    monkeypatch.setattr(doctor, "_version", lambda name: None if name == "cvc5" else version(name))
    monkeypatch.setattr(doctor, "need", broken)
    monkeypatch.setattr(doctor, "check_bundle", lambda _folder: [])
    found = {item.name: item for item in doctor.examinations()}
    assert not found["lower bound"].well
    assert found["lower bound"].seen == "RuntimeError: two lines"
    assert not found["a tampered bundle"].well
    assert found["Z3 lane"].well
    assert "cvc5" not in found  # a part that is missing has no lane


def test_a_missing_part_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_version", lambda _name: None)
    parts = {part.name: part for part in doctor.parts()}
    assert parts["cvc5"].version is None
    assert parts["cvc5"].install == "pip install 'memocert[cvc5]'"
    assert parts["sympy"].needed
    assert {"vnnlib", "maraboupy"} < parts.keys()


@pytest.mark.parametrize("before", range(40, 80))
def test_what_is_to_be_typed_is_not_broken(before: int) -> None:
    for typed in (installing("dask"), "apt-get install ocaml-nox ocaml-findlib", "make native"):
        lines = wrapped(f"{'x ' * (before // 2)}: {typed}", hang=" " * 15).split("\n")
        assert any([typed in line for line in lines])


def test_a_part_that_is_installed_and_does_not_load_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "torch.py").write_text("import click_that_is_missing")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(doctor, "OPTIONAL", (("torch", "torch", "reading PyTorch states"),))
    monkeypatch.setattr(doctor, "_version", lambda name: "1.0" if name == "torch" else None)
    found = {item.name: item for item in doctor.examinations()}["optional parts"]
    assert not found.well
    why = "ModuleNotFoundError: No module named 'click_that_is_missing'"
    assert found.seen == f"BadInput: torch is installed and does not load: {why}"


def test_without_a_folder_for_temporary_files_the_versions_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(**_: object) -> None:
        raise FileNotFoundError(2, "No usable temporary directory")

    monkeypatch.setattr("tempfile.TemporaryDirectory", none)
    (found,) = doctor.examinations()
    assert (found.name, found.well) == ("a folder for temporary files", False)
    assert found.seen == "no usable temporary directory"


def test_what_must_hold_is_refused_otherwise() -> None:
    with pytest.raises(BadInput, match="instead of"):
        doctor._expect(False, "3 instead of 2")


def test_the_tour_and_its_page_run_and_every_command_ends_as_they_say(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    sessions = sessions_of(page)
    assert [line for line, _ in sessions] == [stop.command for stop in STOPS[1:]]
    assert POINTS in page
    prepare(tmp_path)
    for stop, shown in zip(STOPS, [POINTS, *[shown for _, shown in sessions]], strict=True):
        assert stop.text in " ".join(page.split())
        words = stop.command.split()
        if words[1] in IN_THIS_PROCESS:
            code, text = invoked(tmp_path, *words[1:])
        else:
            text, code = visit(stop, tmp_path)
        assert code == stop.code, (stop.command, text)
        assert agree(shown, text), (stop.command, text)
    assert (tmp_path / "best.html").is_file()
