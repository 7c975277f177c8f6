"""The picture of stored numbers against operations: its pairs are those of built networks, and above the bound."""

import random
from fractions import Fraction
from math import log2
from pathlib import Path

import pytest
from commands import command

from constructions.catalogue import named
from constructions.conditional.packed_tree import packed_tree
from constructions.model.cost import size_of, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.network import Network
from guide.drawing.plot import draw_trade_off
from guide.drawing.trade_off import digit_tree_pair, packed_tree_pair, trade_off
from lowerbound.bounds.stored_numbers import least_numbers


def pair(network: Network) -> tuple[int, int]:
    return structural_worst(network).total, size_of(network).parameters


def test_pairs_are_those_of_networks() -> None:
    source = random.Random(1)
    data = Dataset.from_rows([[z] for z in range(3_000)], [[source.randint(0, 1)] for _ in range(3_000)])
    for group, digit in ((32, 3), (64, 4), (100, 5), (3_000, 6)):
        assert pair(packed_tree(data, group, digit).network) == digit_tree_pair(3_000, group, digit)
    for group in (16, 50, 3_000):
        operations, numbers = pair(packed_tree(data, group).network)
        assert operations == packed_tree_pair(3_000, group)[0]
        assert numbers <= packed_tree_pair(3_000, group)[1] <= numbers + 4
    labels = [[Fraction(3 * z + 1, 7)] for z in source.sample(range(9_000), 3_000)]
    tree = named("search-tree-constant").build(Dataset.from_rows([[z] for z in range(3_000)], labels)).network
    assert pair(tree) == trade_off(3_000)[2].pairs[0]


@pytest.mark.parametrize("points", [4, 100, 10_000, 1_000_000])
def test_no_network_lies_below_the_bound(points: int) -> None:
    *networks, bound = trade_off(points)
    assert bound.name == "lower bound"
    for curve in networks:
        for operations, numbers in curve.pairs:
            assert numbers >= least_numbers(points, operations)
        assert list(curve.pairs) == sorted(curve.pairs)


def test_packed_trees_come_as_near_to_the_bound_as_is_said() -> None:
    """In docs/how-to/memorize.md."""
    curves = {curve.name: curve.pairs for curve in trade_off(1_000_000)}
    pairs = [pair for pair in curves["packed tree, digits"] if 200 <= pair[0] <= 4_000]
    assert pairs
    assert max([numbers / least_numbers(1_000_000, operations) for operations, numbers in pairs]) < 2.5


def test_the_bound_is_the_least_number_that_the_inequality_allows() -> None:
    for points in (50, 10_000, 1_000_000):
        for operations in (1, 20, 300):
            found = least_numbers(points, operations)
            for numbers, enough in ((found - 2 - found // 50, False), (found + 2 + found // 50, True)):
                if 0 < numbers < points:
                    allowed = 1 + numbers * (operations + 3.443 + log2(points * (operations + 1) / numbers))
                    assert (points <= allowed) is enough


def test_a_million_points_come_within_a_factor_of_two_and_a_half_of_the_bound() -> None:
    best = min([t * p / 10**6 for t, p in trade_off(10**6)[0].pairs])
    assert 1 < best < 2.2
    assert min([t * p / 10**6 for t, p in trade_off(10**6)[1].pairs]) > 30


def test_the_picture_is_drawn(tmp_path: Path) -> None:
    draw_trade_off({points: trade_off(points) for points in (10, 1_000)}, tmp_path / "p.svg")
    text = (tmp_path / "p.svg").read_text(encoding="utf-8")
    assert all([words in text for words in ("n = 10", "n = 1,000", "lower bound", "packed tree, digits")])


@pytest.mark.parametrize("option", ["--trade-off", "--gates"])
def test_more_points_than_formulas_are_evaluated_for_are_refused(option: str, tmp_path: Path) -> None:
    result = command("plot", option, "-o", tmp_path / "x.svg", "--largest", "10000001")
    assert (result.returncode, result.stdout) == (2, "")
    assert f"--largest must be at most 10,000,000 with {option}, not 10,000,001" in result.stderr
