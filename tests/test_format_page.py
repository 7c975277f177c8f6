"""The worked example of docs/reference/format.md is what the page says it is."""

import re
from pathlib import Path

from verify.check.bundle import check_bundle

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "format.md"
EXAMPLE = re.compile(r"`([a-z.-]+\.json)`[^`]*?:\n\n```json\n(.*?)```", re.DOTALL)


def test_the_hand_worked_example_is_accepted_as_it_stands(tmp_path: Path) -> None:
    files = EXAMPLE.findall(PAGE.read_text(encoding="utf-8").split("## 8.")[1])
    assert len(files) == 6
    for name, text in files:
        (tmp_path / name).write_text(text, encoding="ascii")
    results = check_bundle(str(tmp_path))
    assert [(result.file, result.verdict) for result in results] == [
        ("memorizes.claim.json", "accepted"),
        ("operations-at-most.claim.json", "accepted"),
    ]


def test_with_a_smaller_bound_the_example_would_be_rejected(tmp_path: Path) -> None:
    for name, text in EXAMPLE.findall(PAGE.read_text(encoding="utf-8").split("## 8.")[1]):
        (tmp_path / name).write_text(text.replace('"bound":3', '"bound":2'), encoding="ascii")
    verdicts = {result.file: result.verdict for result in check_bundle(str(tmp_path))}
    assert verdicts == {"memorizes.claim.json": "accepted", "operations-at-most.claim.json": "rejected"}
