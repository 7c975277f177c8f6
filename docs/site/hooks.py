"""What the site needs beyond docs/: the pages of the root, a page for each module, formulas as MathML."""

import ast
import re
from pathlib import Path
from typing import Any

from latex2mathml.converter import convert
from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("constructions", "exchange", "verify", "lowerbound", "guide")
ROOT_PAGES = ("ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")


def on_config(config: Any) -> Any:
    """Add to the navigation what is not named in it: the measurements, and a section for each package."""
    measured = sorted(
        [path.name for path in (ROOT / "docs" / "benchmarks").glob("*.md")], key=lambda name: name != "index.md"
    )
    config.nav.append({"Measured": [f"benchmarks/{name}" for name in measured]})
    sections = []
    for package in PACKAGES:
        names = [name for name in _modules() if name.startswith(f"{package}.")]
        sections.append({package: [{name.removeprefix(f"{package}."): f"api/{name}.md"} for name in names]})
    config.nav.append({"Modules": sections})
    return config


def on_files(files: Any, config: Any) -> Any:
    """Add the pages of the root, whose links then start here, and a page for each module."""
    for name in ROOT_PAGES:
        text = (ROOT / name).read_text(encoding="utf-8")
        files.append(File.generated(config, name, content=_rebased(text)))
    for name in _modules():
        text = f"# {name}\n\n::: {name}\n"
        files.append(File.generated(config, f"api/{name}.md", content=text))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Write formulas between dollars as MathML, on the page that has them."""
    if page.file.src_uri != "reference/catalogue.md":
        return markdown
    return re.sub(r"\$([^$\n]+)\$", lambda match: convert(match[1]), markdown)


def _rebased(text: str) -> str:
    """Return a page of the root with its links as they are from docs/; what is not on the site keeps its text alone."""

    def link(match: re.Match[str]) -> str:
        words, target = match[1], match[2]
        if "://" in target or target.startswith("#"):
            return match[0]
        if target.startswith("docs/"):
            return f"[{words}]({target.removeprefix('docs/')})"
        if target.split("#")[0] in ROOT_PAGES:
            return match[0]
        return f"`{target}`" if words == target else f"{words} (`{target}`)"

    return re.sub(r"\[([^\]]+)\]\(([^)]+)\)", link, text)


def _modules() -> list[str]:
    """Return the modules that have something public, by name."""
    found = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if path.name in ("__init__.py", "__main__.py"):
                continue
            body = ast.parse(path.read_text(encoding="utf-8")).body
            defined = [node for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
            if any([not node.name.startswith("_") for node in defined]):
                found.append(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return found
