"""The words of the documents: the glossary defines them, pages lead to it, and what surrounds a release agrees."""

import io
import re
import tokenize
import tomllib
from pathlib import Path

import pytest
from processes import PACKAGES, ROOT

GLOSSARY = (ROOT / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8")
ENTRIES = dict(re.findall(r"^- \*\*([^*]+)\*\*: (.+)$", GLOSSARY, re.MULTILINE))
LINKING = ["README", "ARCHITECTURE", "CONTRIBUTING", "docs/explanation/theory/index"]
LINKING += [f"docs/reference/{name}" for name in ("format", "cli", "python")]
LINKING += [f"docs/explanation/{name}" for name in ("trust", "limitations", "mutation")]
KNOWN_BY_THEN = ("network", "memorize", "general position")
"""Words that README may use before it leads to the glossary."""


def prose(page: str) -> str:
    """Return a page without its code, in one line."""
    text = re.sub(r"```.*?```", " ", (ROOT / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    return " ".join(re.sub(r"`[^`]*`", " ", text).split())


def first_use(term: str, text: str) -> int:
    """Return where a term, or an inflection of it, stands first in a text; the length of the text if it does not."""
    found = re.search(rf"\b{re.escape(term.removesuffix('y'))}(y|s|es|ies|d|ed|ing)?\b", text, re.IGNORECASE)
    return len(text) if found is None else found.start()


def test_every_line_of_the_glossary_is_a_term_with_its_meaning() -> None:
    lines = [line for line in GLOSSARY.splitlines() if line.startswith("-")]
    assert len(lines) == len(ENTRIES), "a line without a term, or a term twice"
    for term, meaning in ENTRIES.items():
        sentences = re.split(r"(?<=[.:;])\s", meaning)
        assert meaning.endswith("."), term
        assert len(re.split(r"(?<=\.)\s", meaning)) <= 3, f"{term} takes {len(sentences)} sentences"


@pytest.mark.parametrize("page", LINKING)
def test_a_page_leads_to_the_glossary(page: str) -> None:
    assert re.search(r"\]\([\w/.]*\bglossary\.md\)", (ROOT / f"{page}.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("term", sorted(ENTRIES))
def test_readme_leads_to_the_glossary_before_it_uses_a_term(term: str) -> None:
    text = prose("README.md")
    if term not in KNOWN_BY_THEN:
        assert first_use(term, text) > text.index("(docs/reference/glossary.md)")


def test_words_that_readme_sets_apart_are_defined() -> None:
    apart = re.findall(r"(?<![*\w])\*([a-z][a-z -]+)\*(?![*\w])", prose("README.md"))
    assert apart
    for word in apart:
        assert any([first_use(term, word) == 0 for term in ENTRIES]), word


AMERICAN = (
    "(re|un)?label(ing|ed)s?|neighbor\\w*|color\\w*|center(s|ed|ing)?|behavior\\w*|favor\\w*|honor\\w*|flavor\\w*|labor|rigor|"
    "vigor|model(ed|ing)|cancel(ed|ing)|travel(ed|ing)|signal(ed|ing)|catalogs?|analyz\\w*|gray\\w*|defense|offense|licenses?|"
    "skillful|fulfills?|toward|artifacts?|judgments?|(milli|centi|kilo)?meters?|fibers?|liters?|theaters?|gotten|math"
)
NOT_OXFORD = (
    "(memor|optim|general|normal|minim|maxim|organ|initial|summar|real|recogn|visual|synthes|factor|serial|parallel|emphas|"
    "special|formal|character|discret|quant|regular|util|standard|random|custom|final|local|categor|linear)"
    "is(e|es|ed|ing|ation|ations|er|ers)"
)
ELSEWHERE = re.compile(rf"(?<![\w.:/-])(?:{AMERICAN}|{NOT_OXFORD})(?![\w:=(-]|\.\w)", re.IGNORECASE)
"""Words in another spelling than that of these documents: British, with -ize (Oxford). Names in code are not words."""


def words_of(path: Path) -> str:
    """Return what a file says to a reader: the prose of a page; comments, docstrings and messages of a module."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        found = list(tokenize.generate_tokens(io.StringIO(text).readline))
        said = [token.string for token in found if token.type in (tokenize.COMMENT, tokenize.STRING)]
        said += [token.string for token in found if token.type == getattr(tokenize, "FSTRING_MIDDLE", -1)]
        text = "\n".join([part for part in said if part.count(" ") > 2])
        text = re.sub(r"^ *(>>>|\.\.\.) .*$|``[^`]*``|\{[^{}]*\}", " ", text, flags=re.MULTILINE)
    return re.sub(r"```.*?```|`[^`\n]*`|\]\([^)]*\)|'\w+'", " ", text, flags=re.DOTALL)


@pytest.mark.parametrize("folder", [*PACKAGES, "benchmarks", "docs", "examples", "proofs", ""])
def test_spelling_is_british_with_ize(folder: str) -> None:
    paths = (ROOT / folder).rglob("*") if folder else ROOT.glob("*.md")
    chosen = [path for path in paths if path.suffix in (".py", ".md", ".v") and "history" not in path.parts]
    assert chosen
    for path in chosen:
        words = [found[0] for found in ELSEWHERE.finditer(words_of(path))]
        assert not words, f"{path.relative_to(ROOT)}: {', '.join(words)}"


def test_another_spelling_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Neighbors of `color` are [labeled](center.md); normalised.", encoding="utf-8")
    assert [found[0] for found in ELSEWHERE.finditer(words_of(page))] == ["Neighbors", "labeled", "normalised"]
    module = tmp_path / "module.py"
    module.write_text(
        '"""Go towards a gray center."""\ncenter = {"color": "gray"}  # all my neighbors\n', encoding="utf-8"
    )
    assert [found[0] for found in ELSEWHERE.finditer(words_of(module))] == ["gray", "center", "neighbors"]


def test_decisions_have_five_lines_each() -> None:
    page = (ROOT / "docs" / "explanation" / "decisions.md").read_text(encoding="utf-8")
    for part in page.split("\n## ")[1:]:
        lines = [line for line in part.splitlines()[1:] if line]
        assert [re.findall(r"^- \*([A-Z][a-z]+)", line) for line in lines] == [
            ["Question"],
            ["Choices"],
            ["Decided"],
            ["Why"],
            ["Reopened"],
        ], part


def test_the_version_to_cite_is_the_version_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    cited = dict(re.findall(r"^([a-z-]+): (.+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE))
    holders = re.search(r"Copyright \(c\) \d+ (.+)", (ROOT / "LICENSE").read_text(encoding="utf-8"))
    assert cited["version"] == project["version"]
    assert cited["license"] == project["license"]
    assert holders is not None
    assert f"\n  - name: {holders[1]}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_what_runs_before_a_commit_is_local_and_there() -> None:
    config = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"repo: (\S+)", config) == ["local"]
    tools = re.findall(r"entry: \.venv/bin/(\w+)", config)
    development = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    assert tools
    assert len(tools) == len(re.findall(r"- id:", config))
    for tool in tools:
        assert any([need.startswith(tool) for need in development["dev"]]), tool
