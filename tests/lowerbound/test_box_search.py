"""The complete search for trees: the answers of the search that writes certificates, and trees that are right."""

import random

import numpy as np
import pytest
from samples import examples

from constructions.conditional.axis_tree import ranked
from constructions.model.batch import evaluate_many
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from lowerbound.comparisons import box_search, depth as depths
from lowerbound.comparisons.box_search import REFUTED, SPENT, TREE, BoxSearch
from lowerbound.comparisons.box_sides import narrow
from lowerbound.comparisons.depth import least_depth, tree_of
from lowerbound.comparisons.ranges import Refuter


def scattered(seed: int, most_points: int = 40) -> Dataset:
    """Points in up to 4 coordinates, many of them equal, with up to 7 labels."""
    source = random.Random(seed)
    width, most, labels = [source.choice(some) for some in ((2, 3, 4), (3, 9, 300), (2, 3, 7))]
    size = source.randint(2, most_points)
    points = sorted({tuple([source.randint(0, most) for _ in range(width)]) for _ in range(size)})
    return Dataset.from_rows(points, [[source.randrange(labels)] for _ in points])


def quiet(_done: int, _total: int | None) -> None:
    """Progress that nobody sees."""


@pytest.mark.parametrize("seed", range(examples(20)))
def test_it_answers_as_the_search_with_certificates_does(seed: int) -> None:
    data = scattered(seed)
    values, ranks = ranked(data)
    classes = np.unique(np.array([int(label[0]) for label in data.labels]), return_inverse=True)[1]
    search, points = BoxSearch(ranks, classes, 6), np.arange(data.size)
    refuter = Refuter(ranks, classes, 10_000, quiet)
    for depth in range(1, 7):
        answer = search.answer(depth, 10**9, quiet)
        assert (answer == REFUTED) == (refuter.refute(points, depth) is not None)
        if answer == TREE:
            network = tree_of(data, search, values, points, depth)
            assert structural_worst(network).total <= depth
            assert evaluate_many(network, data.points).outputs == list(data.labels)


@pytest.mark.parametrize("depth", [2, 3])
def test_labels_of_a_side_close_only_tests_that_have_a_refuted_side_and_at_depth_2_all_of_them(depth: int) -> None:
    closed = 0
    for seed in range(20, 50):
        data = scattered(seed, 20)
        _, ranks = ranked(data)
        classes = np.unique(np.array([int(label[0]) for label in data.labels]), return_inverse=True)[1]
        search, everything = BoxSearch(ranks, classes, depth), np.arange(data.size)
        tables, refuter = search._tables, Refuter(ranks, classes, 10_000, quiet)
        tables.points[depth] = everything
        for j in range(data.width):
            values = refuter.ranks[:, j]
            tests = [t for t in range(1, int(values.max()) + 1) if values.min() < t]
            tables.low[depth], tables.high[depth] = refuter.ranks.min(axis=0), refuter.ranks.max(axis=0)
            found = narrow(tables, depth, data.size, j)
            sides = {t: (everything[values < t], everything[values >= t]) for t in tests}
            fits = [t for t in tests if all(refuter.refute(side, depth - 1) is None for side in sides[t])]
            left = [t for t in tests if tables.low[depth, j] < t <= tables.high[depth, j]]
            assert set(fits) <= set(left)
            assert (found in left) if found >= 0 else not left
            assert depth > 2 or (found in fits if fits else found < 0)
            closed += len(tests) - len(left)
    assert closed > 40


def test_it_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """In slices of a few points it answers as at once, and it stops once more are visited than allowed."""
    data = scattered(7)
    _, ranks = ranked(data)
    classes = np.unique(np.array([int(label[0]) for label in data.labels]), return_inverse=True)[1]
    wanted = [BoxSearch(ranks, classes, 4).answer(depth, 10**9, quiet) for depth in range(1, 5)]
    assert set(wanted) == {REFUTED, TREE}
    monkeypatch.setattr(box_search, "SLICE", 1)
    told = list[int]()
    search = BoxSearch(ranks, classes, 4)
    assert [search.answer(depth, 10**9, lambda done, _total: told.append(done)) for depth in range(1, 5)] == wanted
    assert len(told) > 8
    assert BoxSearch(ranks, classes, 4).answer(3, 5, quiet) == SPENT


@pytest.mark.parametrize(("allowed", "room"), [(4_000, 1 << 30), (0, 1 << 30), (4_000, 0)])
def test_the_least_depth_is_the_same_with_it(allowed: int, room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With it, without it, without room for it, and where it has no end, bounds are those of certificates."""
    source = random.Random(3)
    points = sorted({(source.randint(0, 99), source.randint(0, 99)) for _ in range(60)})
    data = Dataset.from_rows(points, [[source.randint(0, 1)] for _ in points])
    monkeypatch.setattr(depths, "CHEAP", 3)
    monkeypatch.setattr(depths, "is_fast", lambda: False)
    without = least_depth(data)
    monkeypatch.setattr(depths, "is_fast", lambda: True)
    monkeypatch.setattr(depths, "VISITS", allowed)
    monkeypatch.setattr(depths, "ROOM", room)
    if not room:
        monkeypatch.delattr(depths, "BoxSearch")
    found = least_depth(data)
    assert without.lower == without.upper
    assert found.lower <= without.lower <= found.upper
    assert not allowed * room or (found.lower, found.upper) == (without.lower, without.upper)
    assert evaluate_many(found.network, data.points).outputs == list(data.labels)
    assert structural_worst(found.network).total <= found.upper
