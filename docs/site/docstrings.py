"""Docstrings as the site shows them: examples as code, brackets and stars of mathematics as they are written."""

import re
from typing import Any

import griffe


class Plain(griffe.Extension):
    """Makes Markdown of docstrings that are plain text."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Rewrite the docstring of a module, class, function or attribute."""
        if obj.docstring is not None:
            obj.docstring.value = as_markdown(obj.docstring.value)


def as_markdown(text: str) -> str:
    """Return a docstring with its examples fenced, and with signs escaped that Markdown would take as its own."""
    lines: list[str] = []
    example = False
    for line in text.split("\n"):
        if line.startswith(">>>") and not example:
            lines.append("```pycon")
            example = True
        elif example and not line.strip():
            lines.append("```")
            example = False
        lines.append(line if example else _escaped(line))
    return "\n".join([*lines, "```"] if example else lines)


def _escaped(line: str) -> str:
    """Escape brackets, stars and angles outside of code spans."""
    parts = re.split(r"(``?[^`]+``?)", line)
    return "".join([part if number % 2 else re.sub(r"([\[\]*<])", r"\\\1", part) for number, part in enumerate(parts)])
