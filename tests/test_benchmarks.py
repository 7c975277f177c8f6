"""Every benchmark runs, in small, and prints tables of the shape of its page in docs/benchmarks/."""

import re
import shutil
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from commands import script
from measuring import append_to_history
from processes import ROOT, run

FOLDER = ROOT / "benchmarks"
PAGES = {
    page: re.findall(r"Made by `python benchmarks/(\w+\.py)", page.read_text(encoding="utf-8"))
    for page in sorted((ROOT / "docs" / "benchmarks").glob("*.md"))
    if page.name != "index.md"
}
SCRIPTS = sorted([path.name for path in FOLDER.glob("*.py") if "__main__" in path.read_text(encoding="utf-8")])
LONG = {"budget", "deep", "kernel", "native", "properties", "same_class", "scale", "synthesis"}
"""Scripts that take seconds in small, too; what they measure the tests of each part run as well."""

NEEDS = {"compiled.py": "gcc", "kernel.py": "coqc", "native.py": "ocamlfind"}
FIGURE = re.compile(r"(> )?\d[\d,]*(\.\d+)?(e-\d+)?( (s|MB|kB|GiB|MiB|bytes|to \d+|\(possible\)))?")
NO_FIGURE = re.compile(r"|not run|not run: n\^2 terms|no answer in \d+ s|agrees, \d.*|not asked.*")


def tables(text: str) -> list[tuple[list[str], list[bool], list[list[str]]]]:
    """Return each table of a page: the names of its columns, which of them are figures, and its rows."""
    lines = [re.split(r" ?\| ?", line)[1:-1] if line.startswith("|") else [] for line in text.split("\n")]
    found = []
    for number, (head, rule) in enumerate(pairwise(lines)):
        if rule and all([set(cell) <= {"-", ":"} and cell for cell in rule]):
            rows = lines[number + 2 : lines.index([], number + 2)]
            found.append((head, [cell.endswith(":") for cell in rule], rows))
    return found


def test_every_page_is_made_by_one_script_and_every_script_makes_one() -> None:
    assert sorted([name for names in PAGES.values() for name in names]) == SCRIPTS


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_says_what_it_measures_and_how_it_is_run(name: str) -> None:
    (page,) = [page for page, names in PAGES.items() if name in names]
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert text.startswith('"""')
    assert f"\n    python benchmarks/{name} -o docs/benchmarks/{page.name}\n" in text.split('"""')[1]


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name[:-3] in LONG else name for name in SCRIPTS]
)
def test_a_benchmark_runs_and_its_tables_have_their_shape(name: str, tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="the extra 'sklearn' is not installed")
    pytest.importorskip("cvc5", reason="the extra 'cvc5' is not installed")
    pytest.importorskip("onnxruntime", reason="the extra 'onnx' is not installed")
    if name in NEEDS and shutil.which(NEEDS[name]) is None:
        pytest.skip(f"{NEEDS[name]} is not installed")
    history = FOLDER / "history" / name.replace(".py", ".md")
    before = history.read_bytes() if history.exists() else b""
    result = script(FOLDER / name, "--small", "-o", tmp_path / "page.md")
    assert result.returncode == 0, result.stderr
    assert (history.read_bytes() if history.exists() else b"") == before, "a small run is no measurement"
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert text.strip() == result.stdout.strip()
    assert f"Made by `python benchmarks/{name} --small`" in text
    (page,) = [page for page, names in PAGES.items() if name in names]
    found = tables(text)
    assert [table[:2] for table in found] == [table[:2] for table in tables(page.read_text(encoding="utf-8"))]
    for head, figures, rows in found:
        assert rows
        assert {len(row) for row in rows} == {len(head)}
        for column, is_figure, cells in zip(head, figures, zip(*rows, strict=True), strict=True):
            if is_figure:
                assert all([FIGURE.fullmatch(cell) or NO_FIGURE.fullmatch(cell) for cell in cells]), (column, cells)
                assert any([FIGURE.match(cell) or cell.startswith("not asked") for cell in cells]), (column, cells)
            else:
                assert all(cells), column
            if column == "ratio" or column.startswith("growth"):
                assert all([float(cell.removeprefix("> ").replace(",", "")) > 0 for cell in cells if cell]), cells


def test_a_small_run_does_not_overwrite_a_page() -> None:
    page = ROOT / "docs" / "benchmarks" / "compiled.md"
    before = page.read_bytes()
    result = script(FOLDER / "compiled.py", "--small", "-o", page)
    assert result.returncode == 2
    assert "does not write into docs/" in result.stderr
    assert page.read_bytes() == before


def test_a_folder_that_is_named_must_be_there_and_be_used(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime", reason="the extra 'onnx' is not installed")
    for words, *arguments in (
        ("there is no such folder", tmp_path / "none"),
        ("it takes no FOLDER", "--small", tmp_path),
    ):
        result = script(FOLDER / "models.py", *arguments)
        assert result.returncode == 2
        assert words in result.stderr


def test_the_history_of_a_benchmark_is_only_appended_to(tmp_path: Path) -> None:
    history = tmp_path / "history" / "some.md"
    before = b""
    for day in (1, 2, 2):
        tables_of_a_page = ["# T", "", "| a |", "|---:|", f"| {day} |", "", "words", "| b |", "|---:|", "| 5 |"]
        append_to_history(history, date(2026, 1, day), "2 cores, memocert 0", tables_of_a_page)
        text = history.read_bytes()
        assert text.startswith(before)
        added = text[len(before) :].decode()
        assert (
            f"\n## 2026-01-0{day}\n\n2 cores, memocert 0\n\n| a |\n|---:|\n| {day} |\n\n| b |\n|---:|\n| 5 |\n" in added
        )
        assert "words" not in added
        before = text
    assert len(tables(before.decode())) == 6


def test_a_file_of_a_folder_that_is_none_is_refused_in_words(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime", reason="the extra 'onnx' is not installed")
    models = pytest.importorskip("models")
    result = script(FOLDER / "properties.py", tmp_path)
    assert (result.returncode, "Traceback" in result.stderr) == (2, False)
    assert "instances.csv: no such file or directory" in result.stderr
    for name, text, words in (("x.onnx", "junk", "not a valid ONNX model"), ("y.onnx", "", "the file is empty")):
        (tmp_path / name).write_text(text)
        found = models.measured(tmp_path / name, name)
        assert found.refused.startswith(f"{name}: {words}")


@pytest.mark.parametrize("path", sorted((FOLDER / "history").glob("*.md")), ids=lambda path: path.name)
def test_no_commit_has_changed_what_the_history_said(path: Path) -> None:
    assert path.with_suffix(".py").name in SCRIPTS
    name = path.relative_to(ROOT).as_posix()
    log = run("git", "-C", ROOT, "log", "--reverse", "--format=%H", "--", name)
    if log.returncode != 0:
        pytest.skip("this is no clone: there is no log to compare with")
    texts = [run("git", "-C", ROOT, "show", f"{commit}:{name}").stdout for commit in log.stdout.split()]
    for before, after in pairwise([*texts, path.read_text(encoding="utf-8")]):
        assert after.startswith(before)
