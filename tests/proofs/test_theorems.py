"""The theorems in Coq: they compile, rest on no axiom, and are those that the theory lists."""

import re
from pathlib import Path

import pytest
from compiled_once import coqc, needs_coq
from processes import run

from guide.pages.theorem_list import FILE, chapters, file_text

ROOT = Path(__file__).resolve().parents[2]
PROOFS = ROOT / "proofs"
ROW = re.compile(r"^\|.*\| `(?P<name>\w+)` \| `(?P<file>\w+)\.v` \|$", re.MULTILINE)
THEORY = chapters()
LISTED = [(row["name"], row["file"]) for row in ROW.finditer(THEORY["coq"])]


def library(file: str) -> str:
    """Return the name that a file of the theory has as a library of Coq."""
    return f"native.{file}" if (PROOFS / "native" / f"{file}.v").is_file() else file


def test_every_file_is_part_of_the_build_and_admits_nothing() -> None:
    project = (PROOFS / "_CoqProject").read_text(encoding="utf-8").split()
    for path in PROOFS.rglob("*.v"):
        assert path.relative_to(PROOFS).as_posix() in project
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\b(Admitted|Axiom|Parameter|Conjecture|admit|Abort)\b", text), path.name


def test_the_command_that_lists_theorems_knows_what_coq_proves() -> None:
    assert FILE.read_text(encoding="utf-8") == file_text(THEORY), "run python -m guide.pages.theorem_list"


def test_what_the_theorem_of_a_claim_applies_is_listed() -> None:
    sources = [*(ROOT / "verify" / "claims").glob("*.py"), ROOT / "verify" / "kernel" / "claimed.py"]
    text = "".join([path.read_text(encoding="utf-8") for path in sources])
    applied = set(re.findall(r"\((\w+_(?:model|sound|by)) ", text))
    assert len(applied) >= 14
    assert applied - {"radius_by"} <= {name for name, _ in LISTED}


@needs_coq
def test_listed_theorems_rest_on_nothing_but_coq_itself(built: Path) -> None:
    assert len(LISTED) >= 16
    files = sorted({library(file) for _, file in LISTED})
    names = [f"@{library(file)}.{name}" for name, file in LISTED]
    lines = [f"From Memocert Require {' '.join(files)}.", f"Definition listed := ({', '.join(names)})."]
    result = coqc(built, "Audit.v", "\n".join([*lines, "Print Assumptions listed.\n"]))
    assert (result.returncode, result.stdout) == (0, "Closed under the global context\n"), result.stderr


@needs_coq
def test_a_wrong_statement_does_not_compile(built: Path) -> None:
    text = (
        "From Coq Require Import Arith List.\nFrom Memocert Require Import Model Counting.\n"
        "Lemma wrong : forall n net c, memorizes net (alternating n) ->\n"
        "  (forall x y, List.In (x, y) (alternating n) -> comparisons (spent net x) <= c) ->\n"
        "  Nat.log2_up (up n 2) < c.\nProof. exact lower_bound. Qed.\n"
    )
    result = coqc(built, "Wrong.v", text)
    assert result.returncode != 0
    assert "Unable to unify" in result.stderr or "has type" in result.stderr


@needs_coq
@pytest.mark.slow
def test_coq_checks_the_compiled_theorems_once_more(built: Path) -> None:
    libraries = [f"Memocert.{file}" for file in sorted({library(file) for _, file in LISTED})]
    output = run("coqchk", "-silent", "-o", "-Q", ".", "Memocert", *libraries, folder=built)
    assert output.returncode == 0, output.stderr
    assert "* Axioms: <none>" in output.stdout + output.stderr
