"""The checker that is proved in Coq, as a program: it is what Coq gives, and says what the Python checker says."""

import fcntl
import hashlib
import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import agreement
import pytest
from agreement import differ
from brute import files_of
from commands import invoked
from compiled_once import made, needs_coq, stamp
from drawn import Draw
from faults import FAULTS, written as forgery
from forged_claims import Forger
from processes import ROOT, run
from samples import examples

from verify import native
from verify.check.bundle import check_bundle, exit_code
from verify.check.rules.table import RULES
from verify.check.verdict import ACCEPTED, INCOMPLETE, MALFORMED, REJECTED, Malformed, Result

CERTIFICATES = ROOT / "tests" / "certificates"
SOURCES = ROOT / "proofs" / "native" / "ocaml"
needs_ocaml = pytest.mark.skipif(
    not all([shutil.which(tool) for tool in ("make", "ocamlfind", "ocamlopt")])
    or run("ocamlfind", "query", "zarith").returncode != 0,
    reason="OCaml or Zarith is not installed (Debian: apt-get install ocaml-nox ocaml-findlib libzarith-ocaml-dev)",
)


@pytest.fixture(scope="session")
def program() -> Path:
    """Build the program, once for these sources, by whichever process needs it first."""
    built = stamp("native", *sorted(SOURCES.iterdir()), ROOT / "Makefile")
    with (built.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until the file is closed
        if not (built.is_file() and native.BUILT.is_file()):
            done = run("make", "--no-print-directory", "native")
            assert done.returncode == 0, done.stdout + done.stderr
            built.touch()
    return native.BUILT


@pytest.fixture(scope="module")
def driver(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[agreement.Program]:
    """Start the program once for all bundles that are handed to it one after the other."""
    assert program
    running = agreement.Program(tmp_path_factory.mktemp("driver"))
    yield running
    running.close()


def bundles(verdict: str) -> list[Path]:
    """Return the bundles that must get a verdict."""
    folders = {path.parent for path in (CERTIFICATES / verdict).rglob("*.json")}
    assert folders
    return sorted(folders)


def said(checker: Callable[[Path], list[Result]], folder: Path) -> list[Result]:
    """Return what a checker says of a bundle, nothing if it cannot be read."""
    try:
        return checker(folder)
    except Malformed:
        return []


def pairs(folder: Path) -> list[tuple[Result, Result]]:
    """Return what the program and the Python checker say of each claim; both or none can read the bundle."""
    own, python = said(native.program_says, folder), said(lambda folder: check_bundle(str(folder)), folder)
    assert [result.file for result in own] == [result.file for result in python], folder
    return list(zip(own, python, strict=True))


def verdicts_differ(own: Result, python: Result) -> bool:
    """Return whether the verdicts differ, as docs/reference/format.md lets them: of several faults, one is a hint."""
    assert differ(own, python) == "", (own, python)
    return own.verdict != python.verdict


@needs_ocaml
def test_what_is_accepted_or_rejected_is_so_in_the_same_words(driver: agreement.Program) -> None:
    differing = 0
    for verdict in ("accepted", "rejected"):
        for _, own, python in agreement.compared(driver, map(files_of, bundles(verdict))):
            assert [result.file for result in own] == [result.file for result in python]
            assert verdict == "rejected" or own == python
            differing += sum(map(verdicts_differ, own, python))
    assert differing <= 4


@needs_ocaml
@pytest.mark.usefixtures("program")
@pytest.mark.parametrize("first", [0, *[pytest.param(first, marks=pytest.mark.slow) for first in (1, 2, 3)]])
def test_what_is_malformed_is_so_with_the_same_verdict(first: int) -> None:
    """Some of these bundles lie in folders of odd names and have files of odd names: each is read from its folder."""
    assert sum([verdicts_differ(*pair) for folder in bundles("malformed")[first::4] for pair in pairs(folder)]) <= 4


@needs_ocaml
@pytest.mark.usefixtures("program")
def test_the_command_ends_and_prints_as_the_python_checker() -> None:
    for verdict in ("accepted", "rejected", "malformed"):
        for folder in bundles(verdict)[::25]:
            assert invoked(folder, "check", "--native", folder) == invoked(folder, "check", folder), folder


@pytest.mark.parametrize(
    ("own", "why", "is_own"),
    [
        (REJECTED, Result("a.claim.json", MALFORMED, "", "too many steps", limit=True), True),
        (MALFORMED, Result("a.claim.json", MALFORMED, "", "too many steps", limit=True), False),
        (REJECTED, Result("a.claim.json", MALFORMED, "", "no JSON", limit=False), False),
        (REJECTED, Result("a.claim.json", REJECTED, "", "step 3"), False),
        (REJECTED, Result("a.claim.json", ACCEPTED, "it is so"), True),
    ],
)
def test_a_limit_of_the_checker_that_explains_is_no_verdict_of_the_program(
    own: str, why: Result, is_own: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = Result("a.claim.json", own, "", "in the words of the program")
    monkeypatch.setattr(native, "program_says", lambda _bundle: [said])
    monkeypatch.setattr(native, "check_claims", lambda _source, _names: [why])
    assert native.check_natively(tmp_path) == [said if is_own else why]


@needs_ocaml
@pytest.mark.usefixtures("program")
@pytest.mark.parametrize("name", ["--json", "-x", "nowhere", os.fsdecode(b"c\xff")])
def test_folders_of_any_name_are_found_or_missed_as_by_the_python_checker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    if name != "nowhere":
        shutil.copytree(bundles("accepted")[0], tmp_path / name)
    assert invoked(tmp_path, "check", "--native", "--", name) == invoked(tmp_path, "check", "--", name)


@needs_ocaml
@pytest.mark.usefixtures("program")
def test_a_folder_that_is_gone_is_no_fault_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert native.check_natively(Path(".")) == []


@needs_ocaml
def test_the_program_alone_ends_with_the_exit_codes_of_the_page(program: Path, tmp_path: Path) -> None:
    for folder in [bundles("accepted")[0], bundles("rejected")[0], tmp_path]:
        assert run(program, folder).returncode == exit_code(check_bundle(str(folder)))
    for words in ([], ["nowhere"], ["--what", tmp_path], [tmp_path, tmp_path]):
        done = run(program, *words)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1


@needs_ocaml
def test_a_file_that_shrinks_while_it_is_read_is_refused_and_other_claims_are_decided(
    program: Path, tmp_path: Path
) -> None:
    written(tmp_path, {"dataset.json": " "}, {"kind": "operations needed", "operations": 1}, [])
    (tmp_path / "d.claim.json").write_text("{}")
    data = tmp_path / "dataset.json"
    os.truncate(data, 2**27)
    with subprocess.Popen([program, tmp_path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        opened: list[Path] = []
        while running.poll() is None and data not in opened:
            with suppress(OSError):  # it has just ended
                opened = [place.resolve() for place in Path(f"/proc/{running.pid}/fd").iterdir()]
        os.truncate(data, 1)
        said = running.communicate()[0].splitlines()
    assert [line.split(": ")[:2] for line in said] == [["malformed", "c.claim.json"], ["malformed", "d.claim.json"]], (
        said
    )


H = '{"format":"memocert network","version":1,"nodes":['


def written(folder: Path, files: dict[str, str], claim: dict[str, Any], hints: list[Any]) -> None:
    """Write a bundle of some files, a claim about them, and hints."""

    def put(file: str, content: str) -> dict[str, str]:
        (folder / file).write_text(content, encoding="ascii")
        return {"file": file, "sha256": hashlib.sha256(content.encode("ascii")).hexdigest()}

    about = {file.removesuffix(".json"): put(file, content) for file, content in files.items()}
    whole = {"format": "memocert claim", "version": 3, **about, **claim}
    certificate = {"format": "memocert certificate", "version": 3, "claim": put("c.claim.json", json.dumps(whole))}
    put("c.certificate.json", json.dumps({**certificate, "hints": hints}))


@needs_ocaml
@pytest.mark.parametrize("part", [0, *[pytest.param(part, marks=pytest.mark.slow) for part in (1, 2, 3)]])
def test_changed_bundles_get_the_same_verdict(driver: agreement.Program, part: int) -> None:
    source, known = random.Random(part), agreement.bundles()
    seen = set()
    mutants = (agreement.mutant(source, known) for _ in range(examples(1000)))
    for _, own, python in agreement.compared(driver, mutants):
        assert [result.file for result in own] == [result.file for result in python], (own, python)
        assert {*map(differ, own, python)} <= {"", "limit"}, (own, python)
        seen.update([result.verdict for result in python])
    assert seen == {ACCEPTED, REJECTED, INCOMPLETE, MALFORMED}


@needs_ocaml
def test_what_was_forged_gets_the_same_verdict(driver: agreement.Program) -> None:
    """Certificates of false claims, written for seeded faults of the Python checker, and honest ones of each kind."""
    verdicts = set()
    pairs = [(instance, fault.lie) for fault in FAULTS for instance in fault.instances]
    for seed, kind in enumerate(RULES):
        pairs += [(instance, Forger) for instance in Draw(seed).claims(kind, True, 3)]
    forgeries = [files for instance, lie in pairs if (files := forgery(instance, lie)) is not None]
    for bundle, own, python in agreement.compared(driver, iter(forgeries)):
        assert [*map(differ, own, python)] == [""], (own, python, bundle)
        verdicts.add(own[0].verdict)
    assert len(forgeries) == len(pairs)
    assert verdicts >= {ACCEPTED, REJECTED, MALFORMED}


def test_what_the_page_lets_differ_is_told_from_what_it_does_not() -> None:
    said = {verdict: Result("c.claim.json", verdict, verdict) for verdict in (ACCEPTED, REJECTED, MALFORMED)}
    misshapen = Result("c.claim.json", MALFORMED, "", f"hint 0 {agreement.MISSHAPEN}")
    assert differ(misshapen, said[REJECTED]) == ""
    assert differ(misshapen, said[ACCEPTED]) == differ(said[MALFORMED], said[REJECTED]) == "verdict"
    assert differ(said[ACCEPTED], Result("c.claim.json", ACCEPTED, "another")) == "sentence"


@needs_ocaml
@pytest.mark.usefixtures("program")
@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("a" * 65_536, ACCEPTED),
        ("a" * 65_537, MALFORMED),
        ("\U0001f600" * 32_768, ACCEPTED),
        ("\U0001f600" * 32_768 + "a", MALFORMED),
    ],
    ids=["most", "too many", "most of two escapes", "too many of two escapes"],
)
def test_names_of_classes_are_counted_alike(tmp_path: Path, name: str, verdict: str) -> None:
    dataset = {"format": "memocert dataset", "version": 1, "classes": [name], "rows": [[["0"], ["0"], 1]]}
    files = {"network.json": f'{H}["identity",1]]}}', "dataset.json": json.dumps(dataset)}
    written(tmp_path, files, {"kind": "memorizes", "labels": "as given"}, [])
    ((own, python),) = pairs(tmp_path)
    assert (own.verdict, python.verdict) == (verdict, verdict), (own, python)


@needs_ocaml
@pytest.mark.usefixtures("program")
def test_long_names_of_files_stand_whole_in_what_is_proved(tmp_path: Path) -> None:
    name = f"{'n' * 150}.json"
    files = {
        "network.json": f'{H}["identity",1]]}}',
        "dataset.json": '{"format":"memocert dataset","version":1,"classes":null,"rows":[[["0"],["0"],1]]}',
    }
    written(tmp_path, files, {"kind": "memorizes", "labels": "as given"}, [])
    (tmp_path / "network.json").rename(tmp_path / name)
    claim, certificate = tmp_path / "c.claim.json", tmp_path / "c.certificate.json"
    before = claim.read_bytes()
    claim.write_bytes(before.replace(b'"network.json"', f'"{name}"'.encode()))
    old, new = [hashlib.sha256(data).hexdigest() for data in (before, claim.read_bytes())]
    certificate.write_text(certificate.read_text().replace(old, new))
    ((own, python),) = pairs(tmp_path)
    assert own == python
    assert (own.verdict, f"where N is {name}" in own.sentence) == (ACCEPTED, True), own


@needs_ocaml
@pytest.mark.usefixtures("program")
def test_a_long_fraction_is_shortened_alike(tmp_path: Path) -> None:
    files = files_of(CERTIFICATES / "accepted" / "within_tolerance" / "near-and-equal")
    long = f"3{'1' * 38}/{10**33}"
    files["only.claim.json"] = files["only.claim.json"].replace(b'"0"', f'"{long}"'.encode())
    agreement.bound(files)
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    ((own, python),) = pairs(tmp_path)
    assert own == python
    assert (own.verdict, long[:40] + "..." in own.sentence) == (ACCEPTED, True), own


@needs_ocaml
@pytest.mark.usefixtures("program")
def test_a_hint_that_has_not_its_form_is_malformed_at_any_point(tmp_path: Path) -> None:
    rows = [[["1"], ["0"], 1], [["-1"], ["1"], 1]]
    files = {
        "network.json": f'{H}["affine",1,[[0,"1"],[0,"-1"]],["0","0"]]]}}',
        "dataset.json": json.dumps({"format": "memocert dataset", "version": 1, "classes": None, "rows": rows}),
    }
    radii = [["open", "1", "1"], ["open", "1", "1"]]
    goal, wrong = [["goal", 1, 0, 1], ["goal", 1, 1, 1]], ["wrong", 1, 0]
    for hints, verdict in (
        ([goal[0], wrong, goal[1], wrong], ACCEPTED),
        ([goal[0], wrong, ["vacuous", 2, 1], wrong], REJECTED),
        ([goal[0], wrong, ["vacuous", 2, 1, 1], wrong], MALFORMED),
    ):
        written(tmp_path, files, {"kind": "classifies with radii", "radii": radii}, hints)
        ((own, python),) = pairs(tmp_path)
        assert (own.verdict, python.verdict) == (verdict, verdict), (own, python)


@needs_coq
def test_the_source_in_ocaml_is_what_coq_gives() -> None:
    if "version 8.16" not in run("coqc", "--version").stdout:
        pytest.skip("another version of Coq writes OCaml in another way")
    for name in ("checker.ml", "checker.mli"):
        given = (made() / name).read_text(encoding="utf-8")
        assert given == (SOURCES / name).read_text(encoding="utf-8"), "run make native-source"


def test_without_the_program_the_command_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "BUILT", Path("nowhere"))
    monkeypatch.setenv("PATH", "")
    code, text = invoked(ROOT, "check", "--native", bundles("accepted")[0])
    assert (code, "make native" in text) == (2, True)


def test_a_program_without_memory_is_said_to_have_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "memocert-check"
    program.write_text("#!/bin/sh\necho 'Fatal error: out of memory' >&2\nexit 134\n", encoding="ascii")
    program.chmod(0o755)
    monkeypatch.setattr(native, "BUILT", program)
    code, text = invoked(ROOT, "check", "--native", bundles("accepted")[0])
    assert (code, "more memory than it has" in text) == (2, True)


def test_two_checkers_at_once_are_refused() -> None:
    assert invoked(ROOT, "check", "--native", "--kernel", bundles("accepted")[0])[0] == 2
