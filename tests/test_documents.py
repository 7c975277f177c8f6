"""Documentation cannot drift: examples run, README's session is the demo's true output, links lead somewhere."""

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest
from commands import script
from processes import PACKAGES, ROOT
from sessions import agree, printed, sessions_of, write_tables

from guide.pages.theorem_list import INDEX, chapters, theorems

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])
TRUE = [ROOT / "README.md", *sorted((ROOT / "docs" / "how-to").glob("*.md"))]
TRUE += [ROOT / "docs" / "explanation" / "the-abstract.md"]
"""Pages whose sessions are run; the one of the tutorial is run with its command."""


SLOW = ("01_memorize.py",)
"""What takes the longest, of calls that the page on memorizing and the README make, too."""

EXAMPLES = [
    pytest.param(path, id=path.name, marks=[pytest.mark.slow] if path.name in SLOW else [])
    for path in sorted((ROOT / "examples").glob("[0-9]*.py"))
]


@pytest.mark.parametrize("path", EXAMPLES)
def test_every_example_runs_and_says_something(path: Path) -> None:
    assert "proved: " in script(path).stdout


LONG = {
    "memorize": ("memocert compare examples/data/iris.csv", "memocert compare examples/data/iris.csv --families"),
    "README": (
        "make demo",
        "memocert synthesize examples/data/digits.onnx examples/data/digits.csv --same class -o fast",
    ),
    "the-abstract": ("memocert synthesize active -o zeros --gates zeros", "memocert synthesize plain -o fast"),
}
"""The commands of a page that take longer than all others together, and that no later one needs."""


FAST = [pytest.param(page, LONG.get(page.stem, ()), id=page.stem) for page in TRUE]
WHOLE = [pytest.param(page, (), id=f"all of {page.stem}", marks=pytest.mark.slow) for page in TRUE if page.stem in LONG]


@pytest.mark.parametrize(("page", "skipped"), [*FAST, *WHOLE])
def test_the_commands_of_a_page_run_and_print_what_it_shows(
    page: Path, skipped: tuple[str, ...], tmp_path: Path
) -> None:
    if "memocert-vnnlib" in page.read_text(encoding="utf-8"):
        pytest.importorskip("vnnlib", reason="the extra 'vnnlib' is not installed")
    text = page.read_text(encoding="utf-8")
    write_tables(text, tmp_path)
    sessions = sessions_of(text)
    assert {*skipped} <= {line for line, _ in sessions}
    for line, shown in sessions:
        if line in skipped:
            continue
        found = printed(line, tmp_path)
        assert agree(shown, found), f"{line}\n{found}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_to_files_that_exist(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_paths_into_the_documentation_and_names_of_theorems_in_any_text_are_those_of_pages() -> None:
    """Code and pages name a page by its path, and a theorem as "theory, Theorem 12" or "theory, chapter families"."""
    chosen = {chapter for chapter in chapters() if chapter != INDEX}
    numbers = {found.number for found in theorems()}
    named = 0
    for path in sources():
        text = re.sub(r"\s+(?:# |\* )?", " ", path.read_text(encoding="utf-8"))
        for page in re.findall(r"(?<![\w/.])docs/[\w/-]+\.(?:md|json|svg)", text):
            assert (ROOT / page.replace("/NAME.", "/index.")).is_file(), f"{path.relative_to(ROOT)} names {page}"
        for number in re.findall(r"\btheory, (?:Theorem|Theorems|Lemma|Proposition) (\d+[a-z]?)", text):
            assert number in numbers, f"{path.relative_to(ROOT)} names Theorem {number}"
            named += 1
        for chapter in re.findall(r"\btheory, chapter ([a-z-]+)", text):
            assert chapter in chosen, f"{path.relative_to(ROOT)} names the chapter {chapter}"
    assert named > 60


def sources() -> list[Path]:
    """Return every text of the project that is written by hand, but for the history of measurements."""
    folders = (*PACKAGES, "benchmarks", "tests", "proofs", "docs", "examples")
    kinds = {".py", ".md", ".v", ".toml", ".yml", ".html", ".ipynb"}
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*"))]
    found = [path for path in found if path.suffix in kinds and "history" not in path.parts]
    return [*found, *sorted(ROOT.glob("*.md")), ROOT / "mkdocs.yml", ROOT / "Makefile"]


def test_every_page_of_measurements_is_in_their_list() -> None:
    folder = ROOT / "docs" / "benchmarks"
    listed = re.findall(
        r"^\| \[[\w-]+\]\(([\w-]+\.md)\)", (folder / "index.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted([*listed, "index.md"]) == sorted([path.name for path in folder.glob("*.md")])


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


def test_the_bytes_of_certificates_for_a_deep_network_are_those_of_the_measurements() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "benchmarks" / "deep.md").read_text(encoding="utf-8")
    (stated,) = re.findall(
        r"\(docs/benchmarks/deep\.md\) on another network of this shape: ([\d,]+) bytes a point", readme
    )
    (measured,) = re.findall(r"^\| 64-32-16-10 \| 1/2 \|.* ([\d,]+) \|$", page, re.MULTILINE)
    assert stated == measured, "README names the bytes a point of docs/benchmarks/deep.md"


def test_readme_is_a_few_screens() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 160


OF_A_USER = (
    *("Claims and checkers", "Lower bounds", "Deep networks", "Synthesis", "Reading models", "VNN-LIB", "Tables"),
    *("Export", "Commands", "Python", "Scale"),
)
HEADINGS = {
    "What breaks": ("Files", "Commands", "JSON", "Python", "Modules"),
    "Added": OF_A_USER,
    "Changed": OF_A_USER,
    "Fixed": (),
}
"""The headings under a version in CHANGELOG.md, and the groups under each, in their order."""


def test_changes_stand_under_known_headings_in_short_bullets() -> None:
    page = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newer = page.partition("\n## 0.1.0 ")[0].split("\n## ")[1:]
    assert newer
    for version in newer:
        first, *rest = version.split("\n### ")
        assert not re.search(r"^ *- ", first, re.MULTILINE), "a bullet stands under a heading: CONTRIBUTING says which"
        parts = [part.partition("\n") for part in rest]
        headings = [heading for heading, _, _ in parts]
        assert headings == [heading for heading in HEADINGS if heading in headings], "CONTRIBUTING says which there are"
        for heading, _, text in parts:
            bullets = [" ".join(found.split()) for found in re.split(r"^ *- ", text, flags=re.MULTILINE)[1:]]
            for bullet in bullets:
                assert len(bullet) <= 220, f"{heading}: a bullet is one thing, in at most 220 characters: {bullet}"
            groups = re.findall(r"^- (.*)$", text, re.MULTILINE) if HEADINGS[heading] else []
            known = [f"**{group}**" for group in HEADINGS[heading]]
            assert groups == [group for group in known if group in groups], f"{heading}: a bullet stands in its group"


def lines_of_code(path: Path) -> int:
    """Return how many lines of a module hold code: no comments, no docstrings, no blank lines."""
    text = path.read_text(encoding="utf-8")
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in (tokenize.COMMENT, tokenize.NL) and token.string.strip():
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            lines -= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    return len(lines)


def test_the_size_of_the_checker_is_what_the_page_on_trust_says() -> None:
    page = (ROOT / "docs" / "explanation" / "trust.md").read_text(encoding="utf-8")
    checker = ROOT / "verify" / "check"
    rules = ("comparisons_needed", "depth_needed", "mean_needed", "operations_needed")
    parts = [f"rules/{name}.py" for name in (*rules, "shared/steps", "shared/refuted_sets", "shared/sides")]
    parts += [f"{name}.py" for name in ("relaxation", "units", "packing", "intervals")]
    counted = sum([lines_of_code(path) for path in checker.rglob("*.py")])
    stated = re.findall(r"about ([\d,]+)(?: lines of code without|, three in ten of which are the rules)", page)
    assert len(stated) == 2
    for said in stated:
        assert abs(int(said.replace(",", "")) - counted) <= counted / 25, f"trust.md says {said}, it is {counted}"
    assert 0.25 < sum([lines_of_code(checker / part) for part in parts]) / counted < 0.35


def test_the_checker_must_refuse_as_many_bundles_as_the_page_on_trust_says() -> None:
    folders = {
        name: len(list((ROOT / "tests" / "certificates" / name).glob("*/*/")))
        for name in ("accepted", "rejected", "malformed")
    }
    assert "more than five times as many as those that it must accept" in (
        ROOT / "docs" / "explanation" / "trust.md"
    ).read_text(encoding="utf-8")
    assert folders["rejected"] + folders["malformed"] > 5 * folders["accepted"]


def test_the_construction_that_a_page_shows_is_the_one_of_the_example() -> None:
    page = (ROOT / "docs" / "how-to" / "every-data-set.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert shown in (ROOT / "examples" / "04_every_data_set.py").read_text(encoding="utf-8")


def test_what_the_page_on_trust_says_of_steps_was_measured() -> None:
    trust = " ".join((ROOT / "docs" / "explanation" / "trust.md").read_text(encoding="utf-8").split())
    page = (ROOT / "docs" / "benchmarks" / "budget.md").read_text(encoding="utf-8")
    hostile, _, honest = page.partition("## Honest bundles")
    steps = [int(found) for found in re.findall(r"\| (\d+) \| [\d.]+ s \| \w+ \|$", hostile, re.MULTILINE)]
    assert f"bundles of {len(steps)} shapes" in trust
    assert f"a step took {min(steps)} to {max(steps)} ns of processor time" in trust
    (slowest, ends) = re.findall(r"slowest step takes (\d+) ns: the budget ends within (\d+) s", page)[0]
    assert int(slowest) == max(steps)
    assert f"all steps take {ends} s at most" in trust
    rows = re.findall(
        r"^\| ([\d,]+) points in a search tree \| [^|]+ \| ([\d,]+) \| [^|]+ \| ([\d.]+) s \|$", honest, re.MULTILINE
    )
    for points, count, seconds in rows[1:]:
        name = {"100,000": "100,000 points takes", "1,000,000": "a million"}[points]
        power = len(count.replace(",", "")) - 1
        used = f"{int(count.replace(',', '')) / 10**power:.1f} 10^{power}"
        assert re.search(rf"{name} {re.escape(used)}( steps)? and {float(seconds):.2g} s", trust), (
            points,
            used,
            seconds,
        )
