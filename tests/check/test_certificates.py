"""Every bundle of tests/certificates gets the verdict that its folder says, and nothing else is in the folders."""

import json
import shutil
import subprocess
import sys
import zipapp
from pathlib import Path

import pytest
from brute import files_of, is_true
from outcomes import outcome
from processes import run

from verify.check.__main__ import main
from verify.check.rules.table import RULES

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "certificates"
EXIT_CODES = {"accepted": 0, "rejected": 1, "malformed": 2}


def bundles(kind: str) -> list[Path]:
    return sorted((FOLDER / kind).glob("*/*"))


def test_no_folder_is_empty_and_refusals_outnumber_acceptances() -> None:
    counts = {kind: len(bundles(kind)) for kind in EXIT_CODES}
    assert all(counts.values())
    assert counts["rejected"] + counts["malformed"] > counts["accepted"]


def test_rules_claims_folders_of_bundles_and_sections_of_the_format_have_the_same_names() -> None:
    rules = {path.stem for path in (ROOT / "verify" / "check" / "rules").glob("[!_]*.py")} - {"table"}
    claims = {path.stem for path in (ROOT / "verify" / "claims").glob("[!_]*.py")} - {"table"}
    page = (ROOT / "docs" / "reference" / "format.md").read_text(encoding="utf-8")
    headings = [line for line in page.splitlines() if line.startswith("### `")]
    sections = {line: {kind for kind in RULES if f"`{kind}`" in line} for line in headings}
    assert rules == claims
    for kind in EXIT_CODES:
        assert {path.name for path in (FOLDER / kind).iterdir()} == rules, kind
    assert [len({RULES[kind].check.__module__ for kind in kinds}) for kinds in sections.values()] == [1] * len(rules)
    assert sorted(kind for kinds in sections.values() for kind in kinds) == sorted(RULES)
    for kind in EXIT_CODES:
        for path in FOLDER.glob(f"{kind}/*/*/only.claim.json"):
            said = json.loads(path.read_text()).get("kind") if kind != "malformed" else None
            assert said is None or RULES[said].check.__module__.endswith(f".{path.parent.parent.name}"), path


@pytest.mark.parametrize("kind", EXIT_CODES)
def test_every_bundle_has_the_exit_code_of_its_folder(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = {bundle.name: main([str(bundle)]) for bundle in bundles(kind)}
    assert found == dict.fromkeys(found, EXIT_CODES[kind])
    assert capsys.readouterr().out or kind == "malformed"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no file that is always full")
@pytest.mark.parametrize("words", [bundles("accepted")[0], "nowhere"])
def test_verdicts_that_cannot_be_written_are_one_line_and_malformed(words: object) -> None:
    lines = ["malformed: verdicts cannot be written: no space left on device"] if words != "nowhere" else []
    full = "2>/dev/full" if words == "nowhere" else ">/dev/full"
    done = run("/bin/sh", "-c", f'"$0" -m verify.check "$1" {full}', sys.executable, words)
    assert (done.returncode, done.stderr.splitlines()) == (2, lines)


def test_a_checker_that_is_stopped_or_whose_reader_has_left_says_no_verdict() -> None:
    command = [sys.executable, "-m", "verify.check", str(bundles("accepted")[0])]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141
    stop = "import verify.check.__main__ as alone\ndef stop(): raise KeyboardInterrupt\nalone.main = stop\nalone.run()"
    done = run(sys.executable, "-c", stop)
    assert (done.returncode, done.stderr) == (130, "")


@pytest.mark.parametrize("words", [["check"], ["-I", "check"], ["-m", "check"], ["check-0.2"], ["copy"], ["check.pyz"]])
def test_a_copy_of_its_folder_is_run_whatever_its_name(tmp_path: Path, words: list[str]) -> None:
    path = tmp_path / words[-1]
    if path.suffix == ".pyz":
        zipapp.create_archive(ROOT / "verify" / "check", path)
    else:
        shutil.copytree(ROOT / "verify" / "check", path)
    if words[0] != "-m":  # where Python itself looks in the user's folder
        for name in ("hashlib", "argparse", "struct"):
            (tmp_path / f"{name}.py").write_text("raise SystemExit('a file beside the checker was run')")
    for kind, code in EXIT_CODES.items():
        done = run(sys.executable, *words, bundles(kind)[0], folder=tmp_path)
        assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr


def test_what_is_accepted_is_true_by_a_third_semantics() -> None:
    claims = 0
    for bundle in bundles("accepted"):
        for result in outcome(bundle):
            assert is_true(files_of(bundle), result.file), (bundle.name, result.file)
            claims += 1
    assert claims > len(bundles("accepted"))


def test_all_forms_and_all_claims_occur_among_the_accepted() -> None:
    text = "".join(path.read_text() for path in (FOLDER / "accepted").rglob("*.json"))
    forms = ("affine", "identity", "relu", "step", "sequence", "concatenate", "branch")
    kinds = (*RULES, "as given", "one-hot", "all", "wrong", "closed", "open")
    hints = ("split", "below", "above", "empty", "vacuous", "bound", "structure", "goal", "path")
    stars = ("below*", "above*", "empty*", "goal*", "relax", "unit", "divide", "own")
    others = (">=", ">", "=", "<=", "<", "total", "additions", "multiplications", "comparisons")
    for word in (*forms, *kinds, *hints, *stars, *others):
        assert f'"{word}"' in text, word


def test_the_script_that_writes_the_bundles_writes_these(tmp_path: Path) -> None:
    import runpy
    import sys

    before = sys.argv
    sys.argv = ["make.py", str(tmp_path)]
    try:
        runpy.run_path(str(FOLDER / "make.py"), run_name="__main__")
    finally:
        sys.argv = before
    for kind in EXIT_CODES:
        here = {p.relative_to(FOLDER): p.read_bytes() for p in (FOLDER / kind).rglob("*") if p.is_file()}
        there = {p.relative_to(tmp_path): p.read_bytes() for p in (tmp_path / kind).rglob("*") if p.is_file()}
        assert here == there, kind
