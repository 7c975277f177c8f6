"""A table of the lines and branches that tests take, by package, from what ``coverage json`` wrote.

Run as ``python tests/coverage_table.py build/coverage.json``; ``make coverage`` measures and runs it.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

COUNTS = ("num_statements", "covered_lines", "num_branches", "covered_branches")


def package(path: str) -> str:
    """Return the folder of a module, its first two names at most."""
    return "/".join(Path(path).parent.parts[:2])


def table(files: dict[str, Any]) -> list[str]:
    """Return the rows of a Markdown table: for each package its statements and branches, and how many were taken."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0] * len(COUNTS))
    for path, found in files.items():
        for name in (package(path), "all"):
            sums[name] = [have + found["summary"][count] for have, count in zip(sums[name], COUNTS, strict=True)]
    rows = ["| package | statements | taken | branches | taken |", "|---|---|---|---|---|"]
    for name in [*sorted(sums.keys() - {"all"}), "all"]:
        statements, lines, branches, taken = sums[name]
        rows.append(f"| {name} | {statements} | {share(lines, statements)} | {branches} | {share(taken, branches)} |")
    return rows


def share(part: int, whole: int) -> str:
    """Return a percentage rounded down, so that 100 says all."""
    return f"{100 * part // whole} %" if whole else "-"


if __name__ == "__main__":
    print("\n".join(table(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["files"])))
