"""Every bound that is printed has a certificate that the checker accepts, or says that it has none."""

import random
import re
from pathlib import Path

import pytest
from commands import command

from constructions.files.bundle import write_bundle
from constructions.model.dataset import Dataset
from guide.measured import labellings_text
from lowerbound.bounds.formulas import BY_FORMULA, SEARCHED
from lowerbound.comparisons.dichotomies import Gates
from lowerbound.comparisons.labellings import rows
from lowerbound.findings import bound_claims, findings_text, lower_bounds
from memocert.commands.lowerbound import _on_the_way
from verify.claims.comparisons_needed import Leaves
from verify.claims.shared.subject import dataset_reference
from verify.lanes import certify
from verify.verdict import Proved

BOUND = re.compile(
    r"\bleast\b|\bfewe(r|st)\b|>=|\bat (least|most)\b|\bno more than\b|\bbetween\b|\boperations\b|\bdepth\b"
)
"""What a line that states a bound says."""

WITHOUT = re.compile(f"{SEARCHED}|{BY_FORMULA}|proved by solver, without a certificate|alone, without a certificate")


def scattered(size: int, width: int, labels: int, seed: int, most: int = 99) -> Dataset:
    source = random.Random(seed)
    points = sorted({tuple([source.randint(0, most) for _ in range(width)]) for _ in range(size)})
    return Dataset.from_rows(points, [[source.randint(0, labels)] for _ in points])


def divided(size: int, width: int, seed: int, most: int) -> Dataset:
    """Points with labels 0 and 1 by their first coordinate, but for two."""
    points = list(scattered(size, width, 0, seed, most).points)
    middle = sum([point[0] for point in points]) / len(points)
    return Dataset.from_rows(
        points, [[int(point[0] > middle) ^ int(place in (3, 30))] for place, point in enumerate(points)]
    )


LINE = Dataset.from_rows([[z] for z in range(9)], [[z % 2] for z in range(9)])
CASES: list[tuple[str, Dataset, list[tuple[Leaves, Gates]]]] = [
    ("a line", LINE, [("affine", "oblique"), ("constant", "oblique"), ("constant", "axis"), ("affine", "axis")]),
    ("a plane", scattered(9, 2, 1, 1), [("affine", "oblique"), ("constant", "oblique"), ("affine", "axis")]),
    ("generic labels", scattered(8, 2, 10**6, 2), [("affine", "oblique")]),
    ("many in general position", scattered(41, 2, 10**6, 3, 10**6), [("affine", "oblique")]),
    (
        "many on a grid",
        divided(90, 2, 4, 7),
        [("affine", "oblique"), ("constant", "oblique"), ("constant", "axis")],
    ),
    ("many and wide", divided(60, 7, 5, 3), [("affine", "oblique"), ("constant", "oblique")]),
    ("one label", Dataset.from_rows([[0, 1], [1, 0]], [[3], [3]]), [("affine", "oblique"), ("constant", "axis")]),
]


@pytest.mark.parametrize(
    ("dataset", "leaves", "gates"),
    [(data, *kind) for _, data, kinds in CASES for kind in kinds],
    ids=[f"{name}-{'-'.join(kind)}" for name, _, kinds in CASES for kind in kinds],
)
def test_every_line_of_lowerbound_has_a_certificate_or_says_that_it_has_none(
    dataset: Dataset, leaves: Leaves, gates: Gates, tmp_path: Path
) -> None:
    found = lower_bounds(dataset, leaves, gates, mean=dataset.size <= 9)
    lines = findings_text(dataset, found, leaves, gates).split("\n")
    certified = found.hints is not None
    bundle = write_bundle(tmp_path / "b", found.network, dataset, "")
    for claim, hints in bound_claims(dataset_reference(bundle), found, leaves, gates):
        assert isinstance(certify(bundle, claim, hints), Proved)
    if certified:
        implied = [bound for bound in found.bounds if not found.how(bound)]
        assert all([bound.what == "comparisons" and int(bound.value) <= found.lower for bound in implied])
    of_the_least = [
        line for line in lines if "memorizes them makes at least" in line or line.startswith("and one makes")
    ]
    assert of_the_least or "one makes no more" in lines[2]
    assert (SEARCHED in lines[1]) == (found.lower > 0 and not certified), lines[1]
    for line in lines[3:]:
        stated = bool(BOUND.search(line)) and not re.match(
            r"  (lower bound: from products|least number of (affine|constant)|\d+: fewer)", line
        )
        shown = line == f"  all operations: T(D): {found.operations}" and found.operations
        if line.startswith("  least mean") and found.mean is not None:
            assert (SEARCHED in line) == (found.mean.comparisons > 0 and found.mean.hints is None), line
            continue
        if stated and not shown and not (certified and line.startswith("  comparisons >=")):
            assert WITHOUT.search(line), line


@pytest.mark.parametrize(("size", "said"), [(5, "3"), (3, "2"), (2, "1")])
def test_units_are_certified(size: int, said: str, tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("".join([f"{z},{z % 2}\n" for z in range(size)]))
    text = " ".join(command("lowerbound", "l.csv", "--units", "-o", "b", folder=tmp_path).stdout.split())
    assert f"one hidden layer, least ReLUs: {said} " in text
    assert f"every network of one hidden layer that memorizes D has at least {said} ReLU" in text


def test_bounds_on_the_way_will_have_a_certificate() -> None:
    told = list[str]()
    kinds: tuple[Gates, ...] = ("oblique", "axis")
    for gates in kinds:
        lower_bounds(scattered(9, 2, 1, 1), "affine", gates, heard=lambda found: told.append(_on_the_way(found)))
    assert not any([SEARCHED in line for line in told])
    assert any([not line.startswith("at least 0") for line in told])


@pytest.mark.parametrize(
    "words",
    [
        *("--units", "--units --shapes", "--mean", "--table", "--leaves constant --gates axis"),
        *("compare", "compare --price"),
    ],
)
def test_what_solvers_searches_and_formulas_say_is_said_to_be_without_a_certificate(words: str, tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("".join([f"{z},{z % 2}\n" for z in range(1, 6)]))
    arguments = words.split() if words.startswith("compare") else ["lowerbound", *words.split()]
    text = command(*arguments, "l.csv", folder=tmp_path).stdout
    joined = re.sub(r"\n {4,}", " ", text) if arguments[0] == "lowerbound" else " ".join(text.split())
    named = {
        "--units": [],
        "--units --shapes": ["programs of 1 operation"],
        "--mean": [],
        "--leaves constant --gates axis": [],
    }
    for line in joined.split("\n"):
        if any([line.strip().startswith(name) for name in named.get(words, [])]):
            assert WITHOUT.search(line) or "one memorizes" in line, line
    if words == "compare --price":
        assert BY_FORMULA in joined
    for name in named.get(words, []):
        assert name in joined


def test_classes_are_numbers_in_an_order_and_vectors_without_one(tmp_path: Path) -> None:
    """0, 1, 2 on a line is a line; red, green, blue are 2, 1, 0, and with yellow in the place of green 1, 2, 0."""
    for middle, least in (("green", "0 comparisons"), ("yellow", "1 comparison")):
        (tmp_path / "t.csv").write_text(f"x,c\n0,red\n1,{middle}\n2,blue\n")
        text = " ".join(command("lowerbound", "t.csv", folder=tmp_path).stdout.split())
        names = ", ".join(sorted(["red", middle, "blue"]))
        assert f"at least {least} " in text
        assert f"labels: text, numbered as 3 classes: {names}; with --outputs one-hot their order does not" in text
        text = " ".join(command("lowerbound", "t.csv", "--outputs", "one-hot", folder=tmp_path).stdout.split())
        assert "at least 1 comparison " in text
        assert "labels: " not in text
        assert "comparisons >= 1: ceil(log2 2) (Theorem 30)" in text


def test_the_table_of_small_instances_says_which_of_its_bounds_are_certified() -> None:
    text = " ".join(labellings_text(list(rows(most=2))).split())
    assert (
        f"Certified: that these labels need so many; that no labels by 0 and 1 need more is found {SEARCHED}." in text
    )
