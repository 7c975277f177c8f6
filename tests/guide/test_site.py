"""The pages that the site names exist; that it builds without a warning, ``make docs`` says."""

import re

from processes import ROOT


def test_pages_in_the_navigation_exist_and_stand_there_once() -> None:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    named = re.findall(r"^ +- [A-Z][^:]*: (\S+\.md)$", text, re.MULTILINE)
    assert len(named) == len(set(named)) > 8
    for name in named:
        assert (ROOT / "docs" / name).is_file() or (ROOT / name).is_file()


def test_the_site_asks_for_no_font_and_no_formula_renderer_from_elsewhere() -> None:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "font: false" in text
    assert "://" not in text
