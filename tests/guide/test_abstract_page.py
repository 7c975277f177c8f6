"""The page on the abstract: its commands print what it shows, its theorems exist, its names stand in Coq."""

import re
from pathlib import Path

import pytest
from commands import command as memocert
from processes import ROOT

from constructions.catalogue import named
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from guide.drawing.gates import enough_without_gates, sizes_of, up_to
from guide.drawing.plot import draw_gates, random_line
from guide.pages.theorem_list import theorems
from lowerbound.bounds.without_gates import needed_without_gates

PAGE = (ROOT / "docs" / "explanation" / "the-abstract.md").read_text(encoding="utf-8")


def test_theorems_and_names_of_the_page_exist() -> None:
    numbers = {found.number: found for found in theorems()}
    named_here = set(re.findall(r"\b(?:Theorems?|and) (\d+[a-z]?)\b", PAGE))
    assert {"7a", "25a", "25b", "36", "37", "38", "39", "40", "50", "53a"} <= named_here <= numbers.keys()
    coq = {part.name for found in theorems() for part in found.coq}
    in_coq = [name for name in re.findall(r"`(\w+)`", PAGE) if "_" in name or name == "kraft"]
    assert len(in_coq) >= 8
    assert set(in_coq) <= coq
    for sentence in PAGE.split("\n## ")[1:6]:
        assert "Not proved: " in sentence or "So this is O(log n) for fixed p only" in sentence
        assert "Coq: " in sentence


@pytest.mark.parametrize("size", [2, 3, 10, 60, 300, 1_000])
def test_networks_of_random_labels_have_no_more_operations_than_are_drawn(size: int) -> None:
    for seed in range(3):
        labels = [label for label, *_ in random_line(size, seed).labels]
        if len(set(labels)) == 1:
            continue
        data = Dataset.from_rows([[z] for z in range(size)], [[label] for label in labels])
        built = [
            structural_worst(named(name).build(data).network).total for name in ("sqrt-operations", "interpolation")
        ]
        assert min(built) <= enough_without_gates(size)
        assert (needed_without_gates(size, 1) or 0) < min(built)


def test_the_curves_keep_their_order_and_are_drawn(tmp_path: Path) -> None:
    sizes = up_to(5_000)
    assert all([found.needed < found.enough and found.gates <= found.enough for found in sizes])
    assert sizes[-1] == sizes_of(5_000)
    draw_gates(sizes, tmp_path / "p.svg")
    assert "Theorem 40" in (tmp_path / "p.svg").read_text(encoding="utf-8")
    code = memocert("plot", "--gates", "-o", "q.svg", "--largest", "8", "--csv", folder=tmp_path)
    assert code.stdout.splitlines()[-1] == "8,0,28,3"
