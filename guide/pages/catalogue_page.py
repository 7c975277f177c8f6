"""The page docs/reference/catalogue.md: memorizers, formulas typeset; ``python -m guide.pages.catalogue_page``."""

import re

from constructions.catalogue import CATALOGUE
from constructions.memorizer import FIGURES, SYMBOLS, Memorizer
from guide.pages.theorem_list import theorem


def page() -> str:
    """Return the page as Markdown, formulas in LaTeX as sympy writes them."""
    lines = [
        "# The catalogue, with its formulas",
        "",
        "Made by `python -m guide.pages.catalogue_page > docs/reference/catalogue.md`; a test compares them. No",
        "network that a construction builds exceeds its formulas. On generic data operations are these, as tests say,",
        "except where numbers 0 and +-1 save some: for `threshold`, `two-hidden-layers` and `three-hidden-layers`; for",
        "`baum` and `bubeck` on a line of integers, or with fewer than p points on the last hyperplane; and for",
        "`oblique-tree` of at most p points.",
        "*parameters* are stored numbers: weights other than 0 and +-1, biases and thresholds other than 0.",
        "",
        *[f"- ${letter}$: {meaning}" for letter, meaning in SYMBOLS.items()],
        "",
    ]
    for entry in CATALOGUE.values():
        lines += _section(entry)
    return "\n".join(lines)


def _linked(source: str) -> str:
    """Return a source whose theorem is a link to its chapter."""

    def link(found: re.Match[str]) -> str:
        return f"[{found[1]} {found[2]}](../explanation/theory/{theorem(found[2]).chapter}.md)"

    return re.sub(r"theory, (Theorem|Lemma) (\w+)", link, source)


def _section(entry: Memorizer) -> list[str]:
    import sympy  # half a second, which not every command needs

    rows = [f"| {figure} | ${sympy.latex(entry.cost.expression(figure))}$ |" for figure in FIGURES]
    bounds = [
        f"${letter} \\le {sympy.latex(entry.cost.expression_of(bound))}$" for letter, bound in entry.cost.bounds.items()
    ]
    numbers = f" Numbers to set: {', '.join([f'`{name}`' for name in entry.options])}." if entry.options else ""
    return [
        f"## {entry.name}",
        "",
        f"{'Conditional' if entry.conditional else 'Unconditional'}: {entry.idea}. Source: {_linked(entry.source)}. "
        f"Data: {entry.assumes or 'any'}.{numbers}",
        "",
        "| figure | at most |",
        "|---|---|",
        *rows,
        "",
        *([f"With {', '.join(bounds)}.", ""] if bounds else []),
    ]


if __name__ == "__main__":
    print(page(), end="")
