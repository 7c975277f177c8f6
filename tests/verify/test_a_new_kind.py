"""A kind of claim is added by two files, its claim and its rule: every command knows it then, and the checker alone."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from processes import PACKAGES, ROOT

HELPERS = ROOT / "tests" / "guide"

CLAIM = '''"""The claim *zero at zero*: the network gives 0 at 0."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from constructions.model.evaluation import evaluate
from verify.claims.shared.base import AboutNetworks, Asked
from verify.claims.shared.subject import Reference, network_reference
from verify.domain import ball
from verify.solvers.asking import ask_universal
from verify.solvers.formulas import all_of
from verify.verdict import Refuted


@dataclass(frozen=True, slots=True)
class ZeroAtZero(AboutNetworks):
    network: Reference

    plain: ClassVar = {"zero at zero": "Nothing in, nothing out."}
    asked: ClassVar = {
        "zero-at-zero": Asked(frozenset(), lambda bundle, _: ZeroAtZero(network_reference(bundle)))
    }
    stem: ClassVar = "zero-at-zero"
    theorem: ClassVar = None

    def sentence(self):
        return f"{self.network.file} gives 0 at 0"

    def fields(self):
        return {"network": self.network.text()}

    def derive(self, subject, allowance):
        point = (Fraction(0),) * subject.network.input_width
        return self.refuted_at(subject, point) if any(evaluate(subject.network, point)) else []

    def refuted_at(self, subject, point):
        output = evaluate(subject.network, point)
        return Refuted(point, output, (Fraction(0),) * len(output), "it gives something at 0")

    def ask(self, subject, asking, hints):
        there = ball((Fraction(0),) * subject.network.input_width, Fraction(0))
        zero = lambda outputs, _: all_of([f"(= {output} 0)" for output in outputs])
        return ask_universal(subject.network, [(there, zero)], asking.seconds)
'''

RULE = '''"""The rule of *zero at zero*: N(0) = 0."""

from ..verdict import Rejected
from .shared.rule import Rule


def zero_at_zero(engine, network):
    engine.run_at(network, [0] * network.inputs + [1])
    if any(engine.values[:-1]):
        raise Rejected("it gives something at 0")
    return {"width": network.inputs}


RULES = (Rule("zero at zero", ("network",), {}, zero_at_zero, "N(0) = 0 in Q^{width}"),)
'''


COMMANDS = {
    "built": "build search-tree through.csv -o true",
    "proved": "prove true --claim zero-at-zero",
    "checked": "check true",
    "reported": "report true -o page.html",
    "built beside": "build search-tree beside.csv -o false",
    "refuted": "prove false --claim zero-at-zero --lane certificate",
}
"""What is asked of the copy, one after the other."""

PROGRAM = """
import json, sys
from pathlib import Path
from commands import command

said = {name: command(*words.split(), folder=Path.cwd()) for name, words in json.load(sys.stdin).items()}
print(json.dumps({name: [done.returncode, done.stdout] for name, done in said.items()}))
"""
"""Runs all commands in one process."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages, compiled as they are, with the two files, and data through zero and beside it."""
    tree = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tree / package)
    (tree / "verify" / "claims" / "zero_at_zero.py").write_text(CLAIM)
    (tree / "verify" / "check" / "rules" / "zero_at_zero.py").write_text(RULE)
    (tree / "through.csv").write_text("0,0\n1,1\n2,5\n")
    (tree / "beside.csv").write_text("0,1\n1,1\n2,5\n")
    return tree


def run(tree: Path, *arguments: str, paths: Iterable[Path], stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run Python in the copy; the paths are looked at before what is installed."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=tree, env=environment, input=stdin, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def said(tree: Path) -> dict[str, tuple[int, str]]:
    """The exit code of each command and what it printed; they leave the bundle ``true`` with a certificate."""
    done = run(tree, "-c", PROGRAM, paths=[tree, HELPERS], stdin=json.dumps(COMMANDS))
    assert done.returncode == 0, done
    return {name: (code, " ".join(text.split())) for name, (code, text) in json.loads(done.stdout).items()}


def test_a_kind_of_two_files_is_proved_checked_and_reported_by_its_name(
    tree: Path, said: dict[str, tuple[int, str]]
) -> None:
    assert [said[name][0] for name in ("built", "proved", "checked", "reported")] == [0, 0, 0, 0], said
    assert "network.json gives 0 at 0" in said["proved"][1]
    assert "Z3" in said["proved"][1]
    assert "N(0) = 0 in Q^1" in said["checked"][1]
    assert "Nothing in, nothing out." in (tree / "page.html").read_text()


def test_a_false_claim_of_the_new_kind_is_refuted(said: dict[str, tuple[int, str]]) -> None:
    assert [said[name][0] for name in ("built beside", "refuted")] == [0, 1], said
    assert "it gives something at 0" in said["refuted"][1]


@pytest.mark.usefixtures("said")
def test_the_checker_alone_finds_its_rules_in_a_copied_folder_and_in_an_archive(tree: Path) -> None:
    alone = tree / "alone"
    shutil.copytree(tree / "verify" / "check", alone / "check")
    archive = Path(shutil.make_archive(str(tree / "checker"), "zip", alone))
    for path in (alone, archive):
        found = run(tree, "-m", "check", "true", paths=[path])
        assert (found.returncode, "N(0) = 0" in found.stdout) == (0, True), (path, found)


@pytest.mark.usefixtures("said")
def test_a_kind_without_a_rule_is_refused_and_two_rules_for_one_kind_are_an_error(tree: Path) -> None:
    alone = tree / "lacking"
    shutil.copytree(ROOT / "verify" / "check", alone / "check")
    found = run(tree, "-m", "check", "true", paths=[alone])
    assert (found.returncode, "kind must be one of" in found.stdout) == (2, True), found
    (alone / "check" / "rules" / "again.py").write_text("from .paths import RULES as RULES\n")
    twice = run(tree, "-m", "check", "true", paths=[alone])
    assert "there is another rule for the kind 'paths'" in twice.stderr
