"""The words of the documents: the glossary defines them, pages lead to it, and what surrounds a release agrees."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
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
