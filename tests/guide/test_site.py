"""The site has every page of docs/ in its navigation; that it builds without a warning, ``make docs`` says."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_page_is_in_the_navigation_once() -> None:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    named = re.findall(r"^ +- [A-Z][^:]*: (\S+\.md)$", text, re.MULTILINE)
    pages = {path.name for path in (ROOT / "docs").glob("*.md")}
    assert sorted(named) == sorted(pages | {"index.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"})


def test_the_site_asks_for_no_font_and_no_formula_renderer_from_elsewhere() -> None:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "font: false" in text
    assert "://" not in text
