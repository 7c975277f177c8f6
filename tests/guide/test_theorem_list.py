"""The list of theorems is what docs/explanation/theory says, and what it says shows a theorem is there."""

import json
import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest
from commands import invoked
from processes import ROOT, run

import memocert.commands.main
from guide.pages.theorem_list import (
    FILE,
    INDEX,
    chapters,
    file_text,
    theorem,
    theorems,
    theorems_of,
    whole_text,
)
from verify.symbolic.induction import THEOREMS
from verify.symbolic.recurrences import RECURRENCES

PAGES = chapters()
TEXT = "\n".join(PAGES.values())


def test_the_file_is_what_the_pages_give() -> None:
    made = file_text(PAGES)
    assert FILE.read_text(encoding="utf-8") == made, "run python -m guide.pages.theorem_list"


def test_every_theorem_of_the_pages_is_listed() -> None:
    found = re.findall(r"^\*\*(?:Theorem|Lemma|Proposition)\b", TEXT, re.MULTILINE)
    numbers = [listed.number for listed in theorems()]
    assert len(found) == len(numbers) == len(set(numbers)) > 70
    coq = {part.name for listed in theorems() for part in listed.coq}
    rows = re.findall(r"^\| (?:Theorem|Lemma|Proposition).*\| `(\w+)` \| `\w+\.v` \|$", TEXT, re.MULTILINE)
    assert coq == set(rows)


def test_what_shows_a_theorem_is_there() -> None:
    commands = {
        (command.name or command.callback.__name__.replace("_", "-")): command  # type: ignore[union-attr]
        for command in memocert.commands.main.app.registered_commands
    }
    for listed in theorems():
        assert listed.tests
        for path in listed.tests:
            assert (ROOT / path).is_file(), path
        for line in listed.commands:
            program, name, *words = shlex.split(line)
            assert program == "memocert"
            assert name in commands, line
            offered = invoked(ROOT, name, "--help")[1]
            for word in words:
                assert not word.startswith("--") or word in offered, line


def test_solvers_prove_what_the_list_says_of_them() -> None:
    proved = {item.theory.removeprefix("Theorem ") for item in THEOREMS}
    assert {listed.number for listed in theorems() if listed.solver} == proved
    for listed in theorems():
        text = " ".join(whole_text(listed).split())
        scopes = [item.statement for item in THEOREMS if item.theory == f"Theorem {listed.number}"]
        scopes += [item.statement for item in RECURRENCES if f"memocert build {item.name}" in listed.commands]
        assert text.count("by solver, by induction: ") + text.count("by sympy: ") == len(scopes)
        assert all(" ".join(scope.split()) in text for scope in scopes)
        assert bool(scopes) == ("memocert theorems --prove" in listed.commands)


def test_one_theorem_is_shown_whole() -> None:
    code, text = invoked(ROOT, "theorems", "36")
    assert code == 0
    assert text == whole_text(theorem("36"))
    for part in ("Theorem 36 (without gates).", "T!/(P! J! B!)", "by Warren's theorem", "∎"):
        assert part in text.replace("\n  ", " ")
    assert json.loads(invoked(ROOT, "theorems", "36", "--json")[1])[0]["solver"] is False


GOOD = {
    "one": "# One\n\n**Theorem 1 (a title).** *It holds.* Proof. Clear. ∎\n",
    INDEX: "1. [One](one.md)\n\n| 1 | [a title](one.md) | `memocert show` | `tests/a.py` |\n",
}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (" (a title)", "", "no title"),
        ("Proof. Clear. ∎", "", "no proof"),
        ("| 1 |", "| 2 |", "no row"),
        ("| [a title]", "| [the title]", "its row says the title, one"),
        ("](one.md) |", "](two.md) |", "in one; its row says a title, two"),
        ("∎\n", "∎\n\n| 3 | [b](one.md) | `memocert show` | `tests/a.py` |\n", "not there: 3"),
        ("∎\n", "∎\n\n| Theorems 1 (2) and 4 | all | `n` | `F.v` |\n", "not there: 4"),
    ],
)
def test_pages_that_do_not_fit_together_are_refused(old: str, new: str, message: str) -> None:
    assert theorems_of(GOOD)[0].statement == "It holds."
    with pytest.raises(ValueError, match=message):
        theorems_of({name: text.replace(old, new, 1) for name, text in GOOD.items()})


def test_the_list_needs_no_page_of_the_documentation(tmp_path: Path) -> None:
    """An installed package has no docs/: the list comes from the file beside the module, which goes with it."""
    assert f'"pages/{FILE.name}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for package in ("guide", "constructions"):
        shutil.copytree(ROOT / package, tmp_path / package)
    code = "import guide.pages.theorem_list as t; assert not t.FOLDER.exists(); print(t.list_text())"
    result = run(sys.executable, "-c", code, folder=tmp_path)
    assert "memocert theorems --prove" in result.stdout, result.stderr
