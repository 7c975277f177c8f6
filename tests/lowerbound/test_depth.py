"""The least depth of trees that test coordinates: against brute force and others' solvers, and its certificates."""

import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from brute import least_tests, rows_of
from commands import ROOT, invoked
from samples import examples

from constructions.conditional.axis_tree import ranked
from constructions.files.bundle import write_bundle
from constructions.model.batch import evaluate_many
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from lowerbound.comparisons.depth import least_depth, tree_of
from lowerbound.comparisons.minimum import need
from lowerbound.comparisons.ranges import Refuter
from lowerbound.comparisons.solvers import depth_by, fits_by_contree, fits_by_streed
from lowerbound.comparisons.subsets import Subsets
from verify.certificate import Hint
from verify.claims.depth_needed import DepthNeeded
from verify.claims.shared.subject import dataset_reference
from verify.lanes import certify
from verify.verdict import LanesDisagree, Proved


def scattered(seed: int) -> Dataset:
    """Up to 12 points in up to 4 coordinates, many of them equal, with up to 5 labels."""
    source = random.Random(seed)
    width, size, most, labels = [source.choice(some) for some in ((1, 2, 3, 4), (1, 5, 9, 12), (1, 3, 9), (2, 2, 5))]
    points = sorted({tuple([source.randint(0, most) for _ in range(width)]) for _ in range(size)})
    return Dataset.from_rows(points, [[source.randrange(labels)] for _ in points])


def accepted(dataset: Dataset, depth: int, hints: list[Hint], folder: Path) -> bool:
    bundle = write_bundle(folder, least_depth(dataset).network, dataset, "", force=True)
    try:
        return isinstance(certify(bundle, DepthNeeded(dataset_reference(bundle), depth), hints), Proved)
    except LanesDisagree:
        return False


@pytest.mark.parametrize("seed", range(examples(24)))
def test_the_depth_is_that_of_brute_force_and_has_a_certificate(seed: int, tmp_path: Path) -> None:
    data = scattered(seed)
    found = least_depth(data)
    wanted = (
        least_tests(rows_of(data), True, True) if data.size < 7 else need(Subsets(data, "constant", "axis")).comparisons
    )
    assert found.lower == found.upper == wanted
    assert evaluate_many(found.network, data.points).outputs == list(data.labels)
    assert structural_worst(found.network).total == found.upper
    if wanted:
        assert accepted(data, wanted, found.hints, tmp_path / "bundle")
        assert not accepted(data, wanted + 1, found.hints, tmp_path / "bundle")
    else:
        assert not found.hints


def test_it_says_how_far_it_is_with_the_steps_of_a_certificate() -> None:
    told = list[tuple[int, int | None]]()
    hints = least_depth(scattered(38), progress=lambda done, total: told.append((done, total))).hints
    done, total = [(done, total) for done, total in told if total is not None][-1]
    assert done + 1 == total >= len(hints) > 1


@pytest.mark.parametrize("seed", range(25, 45))
def test_what_is_not_refuted_has_a_tree(seed: int) -> None:
    data = scattered(seed)
    depth = least_depth(data).lower
    values, ranks = ranked(data)
    numbers = np.array([int(label[0]) for label in data.labels])
    refuter = Refuter(ranks, numbers, 10_000, lambda _done, _total: None)
    points = np.arange(data.size)
    for more in (0, 1):
        network = tree_of(data, refuter, values, points, depth + more)
        assert structural_worst(network).total <= depth + more
        assert evaluate_many(network, data.points).outputs == list(data.labels)
    assert not depth or refuter.refute(points, depth - 1) is not None


def test_no_change_of_a_certificate_proves_a_greater_depth(tmp_path: Path) -> None:
    source = random.Random(2)
    data = next(scattered(seed) for seed in range(99) if least_depth(scattered(seed)).lower == 3)
    hints = least_depth(data).hints
    for _ in range(100):
        changed = [list(hint) for hint in hints]
        for _ in range(source.randint(1, 3)):
            hint = source.choice(changed)
            match source.randint(0, 3):
                case 0:
                    hint[source.randrange(1, len(hint))] = source.randint(-2, len(hints))
                case 1:
                    changed.remove(hint)
                case 2:
                    changed.insert(source.randrange(len(changed) + 1), list(source.choice(hints)))
                case _:
                    hint.append(source.randint(0, len(hints)))
            if not changed:
                break
        changed.append(["sides", *range(len(changed))])
        assert not accepted(data, 4, changed, tmp_path / "bundle")


def test_a_budget_that_is_used_up_leaves_bounds_with_a_certificate(tmp_path: Path) -> None:
    source = random.Random(1)
    points = [[source.randint(0, 99) for _ in range(3)] for _ in range(60)]
    data = Dataset.from_rows(points, [[source.randint(0, 1)] for _ in points])
    found = least_depth(data, budget=4)
    assert 0 < found.lower < found.upper
    assert accepted(data, found.lower, found.hints, tmp_path / "bundle")


def test_huge_and_fractional_coordinates(tmp_path: Path) -> None:
    data = Dataset.from_rows(
        [[Fraction(1, 3**200), 10**300], [0, Fraction(-1, 7)], [10**300, 0]], [[Fraction(1, 3)]] * 2 + [[5]]
    )
    found = least_depth(data)
    assert (found.lower, found.upper) == (1, 1)
    assert accepted(data, 1, found.hints, tmp_path / "bundle")


@pytest.mark.parametrize(
    ("package", "fits"), [("pystreed", fits_by_streed), ("pycontree", fits_by_contree)], ids=["pystreed", "pycontree"]
)
def test_other_solvers_find_the_same_depth(package: str, fits: Callable[[Dataset, int], bool]) -> None:
    pytest.importorskip(package, reason=f"{package} is not installed: pip install 'memocert[solvers]'")
    for seed in range(100, 115):
        data = scattered(seed)
        assert depth_by(fits, data) == least_depth(data).lower, f"seed {seed}: brute force decides which is right"


def test_a_missing_solver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pystreed", None)
    with pytest.raises(BadInput, match="needs pystreed: pip install"):
        fits_by_streed(scattered(101), 1)


def test_the_command_certifies_the_depth_on_iris(tmp_path: Path) -> None:
    from sklearn.datasets import load_iris

    table = load_iris()
    rows = [",".join([*map(str, row), str(kind)]) for row, kind in zip(table.data.tolist(), table.target, strict=True)]
    (tmp_path / "iris.csv").write_text("\n".join(rows))
    options = ["--leaves", "constant", "--gates", "axis", "-o", tmp_path / "bound"]
    code, output = invoked(ROOT, "lowerbound", tmp_path / "iris.csv", *options)
    assert code == 0, output
    assert "the least number is 4" in output
    code, output = invoked(ROOT, "check", tmp_path / "bound")
    assert code == 0
    assert "has depth 4 or more" in " ".join(output.split())
