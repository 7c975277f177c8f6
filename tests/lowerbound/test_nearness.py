"""How near networks come to the least: kinds of networks, bounds of each kind, and what the command says of them."""

import json
import random
from functools import partial
from pathlib import Path

import pytest
from commands import command
from samples import examples

from constructions.catalogue import CATALOGUE
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Branch, Concatenate, Identity, Network, Relu, Sequence, constant
from lowerbound import findings, nearness
from lowerbound.comparisons.cases import Cases
from lowerbound.comparisons.minimum import need
from lowerbound.comparisons.subsets import Subsets
from lowerbound.nearness import ANY, CONSTANT, KINDS, kinds_of, least_of_kinds

ROOT = Path(__file__).resolve().parents[2]
ZERO, ONE = constant([0], 2), constant([1], 2)
STEEP = Affine([[1, 0]], [0])
ON_LINE = Branch([1], 2, constant([0], 1), constant([1], 1))
NETWORKS: list[tuple[Network, tuple[nearness.Kind, ...]]] = [
    (ZERO, KINDS),
    (STEEP, (ANY,)),
    (Branch([0, 1], 2, ZERO, ONE), KINDS),
    (Branch([0, 1], 2, Branch([1, 0], 0, ONE, ZERO), ONE), KINDS),
    (Branch([0, 1], 2, ZERO, STEEP), (ANY,)),
    (Branch([0, 2], 2, ZERO, ONE), (ANY, CONSTANT)),
    (Branch([0, -1], 2, ZERO, ONE), (ANY, CONSTANT)),
    (Branch([1, 1], 2, ZERO, ONE), (ANY, CONSTANT)),
    (Sequence((Affine([[1, 1]], [0]), ON_LINE)), (ANY, CONSTANT)),
    (
        Sequence((Concatenate((Identity(2), STEEP)), Branch([0, 0, 1], 1, constant([0], 3), constant([1], 3)))),
        KINDS[:2],
    ),
    (Sequence((Relu(2), Branch([1, 1], 2, ZERO, ONE))), (ANY,)),
    (Sequence((Branch([0, 1], 2, ZERO, ONE), Affine([[1]], [0]))), (ANY,)),
]


@pytest.mark.parametrize(("network", "kinds"), NETWORKS)
def test_a_network_is_of_the_kinds_that_its_gates_and_leaves_allow(
    network: Network, kinds: tuple[nearness.Kind, ...]
) -> None:
    assert kinds_of(network) == kinds


def random_data(seed: int) -> Dataset:
    source = random.Random(seed)
    points = sorted({(source.randint(0, 4), source.randint(0, 4)) for _ in range(9)})
    return Dataset.from_rows(points, [[source.randint(0, 2)] for _ in points])


@pytest.mark.parametrize("seed", range(examples(6)))
def test_the_least_of_each_kind_is_that_of_the_search_and_no_network_has_fewer(seed: int) -> None:
    data = random_data(seed)
    built = []
    for memorizer in CATALOGUE.values():
        try:
            network = memorizer.build(data).network
        except BadInput:
            continue
        built.append((network, structural_worst(network).comparisons))
    found = least_of_kinds(data, built)
    for least, restricted in zip(found, KINDS, strict=True):
        wanted = need(Subsets(data, restricted.leaves, restricted.gates)).comparisons
        assert (least.kind, least.lower, least.upper) == (restricted, wanted, wanted)
        assert least.certified or restricted == CONSTANT or not wanted
        assert min([count for network, count in built if restricted in kinds_of(network)]) >= wanted


def test_a_network_that_is_at_hand_bounds_from_above(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearness, "EFFORT", 5)
    data = random_data(0)
    tree = need(Subsets(data, "constant")).network
    count = structural_worst(tree).comparisons
    assert count < structural_worst(CATALOGUE["search-tree-constant"].build(data).network).comparisons
    assert least_of_kinds(data, [])[1].upper > count
    with_it = least_of_kinds(data, [(tree, count)])
    assert (with_it[0].upper, with_it[1].upper) == (count, count)
    assert with_it[1].lower <= count


def test_compare_says_which_networks_are_optimal_and_how_far_the_others_are() -> None:
    board = ROOT / "examples/checkerboard.csv"
    text = command("compare", board).stdout
    assert max(map(len, text.split("\n"))) <= 80
    rows = {
        line.split()[0]: line.split()[1:]
        for line in text[text.index("comparisons above the least") :].split("\n")[1:]
        if line
    }
    assert rows["search-tree-affine"] == ["optimal"]
    assert rows["search-tree"] == ["1", "optimal"]
    assert rows["axis-tree"] == ["2", "1", "optimal"]
    assert rows["zhang"] == ["5"]
    words = " ".join(text.split())
    assert "any network: the least is 2; fewer than 2 are refuted, accepted by the checker" in words
    assert "constant leaves: the least is 3; fewer than 3 are refuted, accepted by the checker" in words
    found = json.loads(command("compare", board, "--json", "--memorizer", "axis-tree").stdout)
    assert [least["lower"] for least in found["least_comparisons"]] == [2, 3, 4]
    assert [least["certified"] for least in found["least_comparisons"]] == [True, True, True]
    assert list(found["memorizers"][0]["above_least"].values()) == [[2, 2], [1, 1], [0, 0]]


def test_where_bounds_do_not_meet_both_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "least_by_hyperplanes", lambda data, lower, upper, *_: (upper, None))  # takes long
    monkeypatch.setattr(findings, "Cases", partial(Cases, most=100))  # and so do more
    source = random.Random(2)
    rows = [f"{source.randint(0, 9)},{3 * i},{source.randint(0, 1)}" for i in range(60)]
    (tmp_path / "many.csv").write_text("\n".join(rows) + "\n")
    found = json.loads(command("compare", tmp_path / "many.csv", "--json", "--memorizer", "search-tree").stdout)
    least = found["least_comparisons"][0]
    count = found["memorizers"][0]["figures"]["comparisons"]
    assert least["lower"] < least["upper"] <= count
    assert found["memorizers"][0]["above_least"]["any network"] == [count - least["upper"], count - least["lower"]]
    text = " ".join(command("compare", tmp_path / "many.csv", "--memorizer", "search-tree").stdout.split())
    assert f"any network: the least is between {least['lower']} and {least['upper']}; fewer" in text
