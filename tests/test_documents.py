"""Documentation cannot drift: examples run, README's session is the demo's true output, links lead somewhere."""

import re
from pathlib import Path

import pytest
from commands import command as memocert, script

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])


def without_figures_of_the_machine(text: str) -> str:
    """Blank out seconds, versions and rounding errors, which differ from machine to machine, and join wrapped lines."""
    text = re.sub(r"(Z3|onnxruntime) \d+(\.\d+)+", r"\1 V", " ".join(text.split()))
    text = re.sub(r"off by at most \d[-+.e\d]*", "off by at most E", text)
    return re.sub(r"\d+\.\d s\b", "S s", text)


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("[0-9]*.py")), ids=lambda path: path.name)
def test_every_example_runs_and_says_something(path: Path) -> None:
    assert "proved: " in script(path).stdout


def test_the_first_screen_of_the_readme_is_the_true_output_of_the_demo() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    session = re.search(r"\$ make demo\n(.*?)```", readme, re.DOTALL)
    assert session is not None
    shown = without_figures_of_the_machine(session[1])
    result = memocert("demo")
    assert result.returncode == 0, result.stderr
    assert shown == without_figures_of_the_machine(result.stdout)


def test_the_commands_of_the_readme_run_and_print_what_it_shows(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    sessions = re.findall(r"```console\n\$ (memocert .*?)```", readme, re.DOTALL)
    assert sessions
    for session in sessions:
        for entry in ("\n" + session).replace("\n$ memocert", "\n\0memocert").lstrip("\n").split("\0"):
            if not entry.strip():
                continue
            command, _, shown = entry.removeprefix("\0").partition("\n")
            words = [word.replace("examples/", f"{ROOT}/examples/") for word in command.split()[1:]]
            result = memocert(*words, folder=tmp_path)
            assert without_figures_of_the_machine(result.stdout) == without_figures_of_the_machine(shown), command


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_to_files_that_exist(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_every_module_is_described_in_the_architecture_page() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for package in ("constructions", "exchange", "verify", "lowerbound", "guide"):
        for path in (ROOT / package).rglob("*.py"):
            if path.name != "__init__.py":
                assert f"`{path.name}`" in page, path


def test_the_reading_path_has_six_files() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    path = page.partition("## Six files to read")[2].partition("\n## ")[0]
    steps = re.findall(r"^(\d)\. \[([^]]+)\]\(([^)]+)\): [^.]+\.$", path, re.MULTILINE)
    assert [int(number) for number, _, _ in steps] == [1, 2, 3, 4, 5, 6]
    assert all([words == target for _, words, target in steps])


def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    (tmp_path / "readme.py").write_text(block, encoding="utf-8")
    assert script(tmp_path / "readme.py").stdout == "(Fraction(1, 1),)\n"
