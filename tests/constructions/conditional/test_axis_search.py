"""Shallow axis-parallel trees: right on every point, of least depth where brute force can tell, always the same."""

import random
import tracemalloc
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from numpy.typing import NDArray
from processes import DATA
from samples import examples

from constructions.conditional.axis_data import Cuts, Data, SearchResult
from constructions.conditional.axis_search import shallow_tree
from constructions.files.data_reader import read_dataset

Ints = NDArray[np.int64]
Rows = list[tuple[int, ...]]

LAW = settings(max_examples=examples(40))


def ranked(points: Any) -> Ints:
    """Return the dense ranks of every column."""
    columns = [np.unique(column, return_inverse=True)[1] for column in np.asarray(points).T]
    return np.array(columns, dtype=np.int64).T


def answers(tree: SearchResult, ranks: Ints) -> list[int]:
    """Return the class of every point, after checking that the tree is one."""
    size = len(tree.feature)
    for field in (tree.rank, tree.below, tree.above, tree.label):
        assert len(field) == size
    children = [child for side in (tree.below, tree.above) for child in side if child >= 0]
    assert sorted(children) == list(range(1, size))
    depth = [0] * size
    for node in range(size):
        if tree.feature[node] < 0:
            assert (tree.rank[node], tree.below[node], tree.above[node]) == (-1, -1, -1)
            continue
        for child in (tree.below[node], tree.above[node]):
            assert child > node
            depth[child] = depth[node] + 1
    assert (tree.depth, tree.leaves) == (max(depth), sum(feature < 0 for feature in tree.feature))
    found = []
    for row in ranks.tolist():
        node = 0
        while tree.feature[node] >= 0:
            node = (tree.above if row[tree.feature[node]] >= tree.rank[node] else tree.below)[node]
        found.append(tree.label[node])
    return found


def searched(points: Any, labels: Any, budget: int = 4_000) -> SearchResult:
    """Return the tree, after checking that it is right on every point and the same on every call."""
    ranks, classes = ranked(points), np.unique(labels, return_inverse=True)[1].astype(np.int64)
    tree = shallow_tree(ranks, classes, budget)
    assert answers(tree, ranks) == classes.tolist()
    assert shallow_tree(ranks, classes, budget) == tree
    return tree


def least_depth(points: Rows, labels: list[int]) -> int:
    """Return the least depth of any axis-parallel tree, by trying all of them."""

    @cache
    def least(some: tuple[int, ...]) -> int:
        if len({labels[point] for point in some}) == 1:
            return 0
        best = len(some)
        for column in range(len(points[0])):
            for cut in sorted({points[point][column] for point in some})[1:]:
                below = tuple(point for point in some if points[point][column] < cut)
                above = tuple(point for point in some if points[point][column] >= cut)
                best = min(best, 1 + max(least(below), least(above)))
        return best

    return least(tuple(range(len(points))))


def random_set(rng: random.Random, trial: int) -> tuple[Rows, list[int]]:
    """Return up to 12 points, some equal, with few values a column and up to 5 classes."""
    size, width = (rng.randint(1, 8), rng.randint(1, 3)) if trial < 270 else (rng.randint(9, 12), 2 + trial % 2)
    values, classes = rng.randint(1, 6), rng.randint(1, 5)
    points = [tuple([rng.randrange(values) for _ in range(width)]) for _ in range(size)]
    table = {point: rng.randrange(classes) for point in points}
    return points, [table[point] for point in points]


def test_the_depth_of_three_hundred_small_sets_is_the_least_and_known_to_be() -> None:
    rng = random.Random(1)
    depths = set()
    for trial in range(300):
        points, labels = random_set(rng, trial)
        tree = searched(points, labels)
        assert (tree.depth, tree.optimal) == (least_depth(points, labels), True)
        depths.add(tree.depth)
    assert depths >= {0, 1, 2, 3, 4}


@LAW
@given(st.lists(st.integers(0, 3), min_size=1, max_size=70))
def test_on_a_line_the_depth_is_the_logarithm_of_the_runs(labels: list[int]) -> None:
    tree = searched([[place] for place in range(len(labels))], labels)
    runs = 1 + sum(labels[place] != labels[place - 1] for place in range(1, len(labels)))
    assert 2**tree.depth >= runs > 2**tree.depth // 2
    assert (tree.leaves, tree.optimal) == (runs, True)


@LAW
@given(st.data())
def test_any_small_set_is_learnt_whatever_the_budget(data: st.DataObject) -> None:
    width = data.draw(st.integers(1, 4))
    point = st.tuples(*[st.integers(0, 4)] * width)
    points = data.draw(st.lists(point, min_size=1, max_size=25, unique=True))
    labels = data.draw(st.lists(st.integers(0, 3), min_size=len(points), max_size=len(points)))
    full = searched(points, labels)
    for budget in (0, 1, 10, 100):
        tree = searched(points, labels, budget)
        assert tree.depth >= full.depth or not full.optimal
        if tree.optimal and full.optimal:
            assert tree.depth == full.depth


def test_one_class_needs_no_gate() -> None:
    for points in ([[3]], [[1, 2, 3]], list(product(range(3), repeat=2))):
        tree = searched(points, [7] * len(points))
        assert (tree.depth, tree.leaves, tree.optimal, tree.feature) == (0, 1, True, [-1])


def test_two_points_need_one_gate_where_they_differ() -> None:
    tree = searched([[0, 5, 1], [0, 5, 2]], [0, 1])
    assert (tree.feature, tree.rank, tree.depth, tree.optimal) == ([2, -1, -1], [1, -1, -1], 1, True)


def test_points_may_be_repeated() -> None:
    tree = searched([[0, 1], [1, 0]] * 5, [0, 1] * 5)
    assert (tree.depth, tree.optimal) == (1, True)


def test_columns_that_are_constant_or_repeated_change_nothing() -> None:
    grid = list(product(range(4), repeat=2))
    labels = [(a * b + a) % 3 for a, b in grid]
    plain = searched(grid, labels)
    more = searched([(9, a, a, 2 * a, b, b) for a, b in grid], labels)
    assert (more.depth, more.leaves, more.optimal) == (plain.depth, plain.leaves, plain.optimal)
    assert set(more.feature) == {-1, 1, 4}
    assert (more.rank, more.below, more.above, more.label) == (plain.rank, plain.below, plain.above, plain.label)


def test_a_column_that_only_repeats_another_leaves_a_line() -> None:
    tree = searched([[place, place] for place in range(16)], [place % 2 for place in range(16)])
    assert (tree.depth, tree.leaves, tree.optimal) == (4, 16, True)


@pytest.mark.parametrize("bits", [1, 2, 3])
def test_parity_needs_a_gate_for_every_bit(bits: int) -> None:
    cube = list(product(range(2), repeat=bits))
    tree = searched(cube, [sum(point) % 2 for point in cube])
    assert (tree.depth, tree.leaves, tree.optimal) == (bits, 2**bits, True)


def test_a_checkerboard_is_searched_over_both_coordinates() -> None:
    board = list(product(range(4), repeat=2))
    tree = searched(board, [(a + b) % 2 for a, b in board])
    assert (tree.depth, tree.optimal) == (4, True)


@pytest.mark.parametrize(
    ("size", "budget"),
    [(12, 4_000), (100, 400), (151, 400), (152, 400), pytest.param(400, 400, marks=pytest.mark.slow)],
)
def test_unit_vectors_force_a_deep_tree_and_no_recursion_error(size: int, budget: int) -> None:
    # every gate splits off one point, so all trees have this depth
    tree = searched(np.eye(size, dtype=np.int64), list(range(size)), budget)
    assert (tree.depth, tree.leaves) == (size - 1, size)


def test_many_values_a_column_are_sorted_rather_than_counted() -> None:
    rng = random.Random(4)
    points = [[rng.random() for _ in range(3)] for _ in range(60)]
    tree = searched(points, [int(a > b) for a, b, _ in points])
    assert tree.depth <= 6


@LAW
@given(st.lists(st.tuples(*[st.integers(0, 6)] * 3), min_size=2, max_size=40, unique=True), st.data())
def test_counting_and_sorting_say_the_same_of_every_gate(points: Rows, data: st.DataObject) -> None:
    few = st.integers(0, data.draw(st.integers(0, len(points) - 1)))
    classes = np.array(data.draw(st.lists(few, min_size=len(points), max_size=len(points))), dtype=np.int64)
    whole = Data(ranked(points), classes)
    chosen = np.array(sorted(data.draw(st.sets(st.integers(0, len(points) - 1), min_size=1))), dtype=np.int64)
    here, count = np.unique(classes[chosen], return_inverse=True, return_counts=True)[1:]
    counted, ordered = (read(chosen, here, count) for read in (whole.counted, whole.ordered))
    for one, other in zip(said(counted, whole), said(ordered, whole), strict=True):
        np.testing.assert_array_equal(one, other)
    for number, (feature, rank) in enumerate(zip(ordered.feature, ordered.rank, strict=True)):
        below = whole.ranks[chosen, feature] < rank
        assert ordered.errors()[number] == sum(
            [np.count_nonzero(side) - np.bincount(here[side]).max() for side in (below, ~below)]
        )


def said(cuts: Cuts, data: Data) -> list[Any]:
    """Return all that gates say of their sides."""
    return [cuts.feature, cuts.rank, cuts.size, cuts.most(), cuts.kinds(), cuts.sums(data.log), cuts.costs(data.log)]


def test_labels_that_are_all_different_need_no_table_of_classes() -> None:
    rng = random.Random(5)
    points = [[rng.random() for _ in range(4)] for _ in range(3_000)]
    tracemalloc.start()
    tree = searched(points, range(3_000), budget=100)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert tree.depth <= 13
    assert most < 60_000_000, "one table of classes and gates would have 3,000 times 12,000 cells"


def example(name: str) -> tuple[list[list[float]], list[int]]:
    data = read_dataset(DATA / name)
    return [list(map(float, point)) for point in data.points], [int(label[0]) for label in data.labels]


def test_iris_needs_depth_four_and_that_is_proved() -> None:
    tree = searched(*example("iris.csv"), budget=60_000)
    assert (tree.depth, tree.optimal) == (4, True)


@pytest.mark.parametrize(("count", "depth"), [(300, 5), pytest.param(1797, 8, marks=pytest.mark.slow)])
def test_digits_are_learnt_without_an_error_in_few_levels(count: int, depth: int) -> None:
    points, labels = [part[:count] for part in example("digits.csv")]
    ranks, classes = ranked(points), np.array(labels, dtype=np.int64)
    tree = shallow_tree(ranks, classes)
    assert answers(tree, ranks) == labels
    assert len(labels) == count
    assert tree.depth <= depth


def test_digits_are_learnt_the_same_on_every_call() -> None:
    points, labels = example("digits.csv")
    tree = searched(points, labels, budget=3_000)
    assert tree.depth <= 10
