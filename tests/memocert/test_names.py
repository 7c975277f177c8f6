"""The names for Python: the same at run time, for type checkers and on their page, each with help and an example."""

import ast
import doctest
import inspect
import re
from pathlib import Path

import pytest
from processes import PACKAGES

import memocert

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "python.md"


def test_a_type_checker_sees_the_names_that_are_there() -> None:
    tree = ast.parse((ROOT / "memocert" / "__init__.py").read_text(encoding="utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    seen = {}
    for node in block.body:
        assert isinstance(node, ast.ImportFrom)
        for alias in node.names:
            assert alias.name == alias.asname
            seen[alias.name] = node.module
    assert seen == memocert._HOME


def test_the_page_lists_every_name_once() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == dir(memocert)


def test_the_session_of_the_page_is_true() -> None:
    assert doctest.testfile(str(PAGE), module_relative=False).failed == 0


DESCRIBED_ELSEWHERE = {"CATALOGUE", "Network"}
"""A table and a union of types, which have no docstring of their own."""


@pytest.mark.parametrize("name", sorted({*memocert.__all__} - DESCRIBED_ELSEWHERE))
def test_help_shows_an_example(name: str) -> None:
    value = getattr(memocert, name)
    parts = [value, *[part for part in vars(value).values() if callable(part)]] if inspect.isclass(value) else [value]
    texts = [inspect.getdoc(part) or "" for part in parts]
    assert texts[0]
    assert any(">>>" in text for text in texts)


def test_a_name_that_is_not_there_is_named() -> None:
    with pytest.raises(AttributeError, match="'memocert' has no name 'Nothing'"):
        memocert.Nothing  # noqa: B018


ONE_MEANING = ("Finding", "Limits", "Operations", "Point", "Program", "Progress", "Row", "Wires")
"""Words that once were the names of several things each."""


@pytest.mark.parametrize("word", ONE_MEANING)
def test_a_word_names_one_thing_in_the_code(word: str) -> None:
    """The checker shares no line with the rest, so it has its own words."""
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    defined = re.compile(rf"^(class {word}\b|{word}(: TypeAlias)? = )", re.MULTILINE)
    found = [
        str(path.relative_to(ROOT))
        for path in files
        if ROOT / "verify" / "check" not in path.parents and defined.search(path.read_text(encoding="utf-8"))
    ]
    assert len(found) <= 1, found
