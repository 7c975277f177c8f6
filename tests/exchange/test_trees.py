"""Forests of random tests against their networks, and tests of rounded inputs against numpy's rounding."""

import operator
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st

from constructions.model.batch import evaluate_many
from constructions.model.cost import size_of
from constructions.model.errors import BadInput
from constructions.model.evaluation import trace
from constructions.model.network import Branch
from exchange.trees.casts import before_rounding, nearest, rounded, with_rounded_inputs
from exchange.trees.forest import RELATIONS, Forest, Leaf, Split, Tree, forest_network

COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
    "==": operator.eq,
    "!=": operator.ne,
}


def leaf(*values: int | Fraction) -> Leaf:
    return Leaf(tuple([(output, Fraction(value)) for output, value in enumerate(values)]))


def at_leaf(tree: Tree, point: list[Fraction]) -> dict[int, Fraction]:
    node = tree.nodes[tree.root]
    while isinstance(node, Split):
        holds = COMPARE[node.relation](point[node.feature], node.threshold)
        node = tree.nodes[node.yes if holds else node.no]
    return dict(node.values)


def expected(forest: Forest, point: list[Fraction]) -> tuple[Fraction, ...]:
    """The definition, written down again."""
    leaves = [at_leaf(tree, point) for tree in forest.trees]
    result = []
    for output, base in enumerate(forest.base):
        values = [values[output] for values in leaves if output in values]
        match forest.aggregate:
            case "sum":
                result.append(base + sum(values, Fraction(0)))
            case "average":
                result.append(base + sum(values, Fraction(0)) / len(leaves))
            case "least":
                result.append(base + min(values, default=Fraction(0)))
            case _:
                result.append(base + max(values, default=Fraction(0)))
    return tuple(result)


def random_tree(source: random.Random, width: int, outputs: list[int], inner: int) -> Tree:
    nodes: list[Split | Leaf] = []
    for number in range(inner):  # a heap: node n has the children 2n + 1 and 2n + 2
        threshold = Fraction(source.randint(-4, 4), source.choice([1, 2]))
        relation = source.choice(RELATIONS)
        nodes.append(Split(source.randrange(width), relation, threshold, 2 * number + 1, 2 * number + 2))
    for _ in range(inner + 1):
        nodes.append(Leaf(tuple([(output, Fraction(source.randint(-9, 9), 3)) for output in outputs])))
    return Tree(tuple(nodes))


GRID = [[Fraction(a, 2), Fraction(b, 2)] for a in range(-9, 10, 2) for b in range(-9, 10)]


@pytest.mark.parametrize("aggregate", ["sum", "average", "least", "largest"])
@pytest.mark.parametrize("seed", range(8))
def test_a_random_forest_is_its_network_on_and_between_all_thresholds(aggregate: str, seed: int) -> None:
    source = random.Random(seed)
    trees = [
        random_tree(source, 2, source.choice([[0], [1], [0, 2], [0, 1, 2]]), source.randint(0, 6))
        for _ in range(source.randint(1, 5))
    ]
    base = tuple([Fraction(source.randint(-3, 3)) for _ in range(3)])
    forest = Forest(2, tuple(trees), base, aggregate)
    assert evaluate_many(forest_network(forest), GRID).outputs == [expected(forest, point) for point in GRID]


@pytest.mark.parametrize(("relation", "comparisons"), [("<=", 1), ("<", 1), (">=", 1), (">", 1), ("==", 2), ("!=", 2)])
def test_a_test_is_one_comparison_and_no_arithmetic(relation: str, comparisons: int) -> None:
    tree = Tree((Split(0, relation, Fraction(3, 2), 1, 2), leaf(1), leaf(0)))
    network = forest_network(Forest(1, (tree,), (Fraction(0),)))
    worst = [trace(network, [x]).operations for x in (Fraction(1), Fraction(3, 2), Fraction(2))]
    assert max(found.comparisons for found in worst) == comparisons
    assert all(found.additions == found.multiplications == 0 for found in worst)


def test_base_and_average_cost_nothing_and_each_further_tree_one_addition() -> None:
    trees = tuple([Tree((Split(0, "<=", Fraction(n), 1, 2), leaf(n), leaf(7))) for n in range(5)])
    network = forest_network(Forest(1, trees, (Fraction(1, 3),), "average"))
    found = trace(network, [2])
    assert (found.operations.comparisons, found.operations.additions, found.operations.multiplications) == (5, 4, 0)
    assert found.output == (Fraction(1, 3) + Fraction(7 + 7 + 2 + 3 + 4, 5),)


def test_one_tree_is_gates_alone_and_equal_leaves_are_one_node() -> None:
    tree = Tree((Split(0, "<", Fraction(0), 1, 2), leaf(4), Split(0, "<", Fraction(1), 3, 4), leaf(5), leaf(4)))
    network = forest_network(Forest(1, (tree,), (Fraction(0),)))
    assert isinstance(network, Branch)
    assert size_of(network).gates == 2
    assert isinstance(network.above, Branch)
    assert network.below is network.above.above


def test_a_node_that_two_lead_to_is_shared() -> None:
    shared = Split(1, "<=", Fraction(0), 3, 4)
    tree = Tree((Split(0, "<=", Fraction(0), 1, 2), Split(0, "<=", Fraction(-1), 2, 3), shared, leaf(1), leaf(2)))
    network = forest_network(Forest(2, (tree,), (Fraction(0),)))
    assert size_of(network).gates == 3


def test_a_tree_of_ten_thousand_levels_is_no_matter_of_recursion() -> None:
    inner = [Split(0, "<=", Fraction(level), level + 1, 10_001) for level in range(10_000)]
    tree = Tree((*inner, leaf(1), leaf(2)))
    network = forest_network(Forest(1, (tree,), (Fraction(0),)))
    assert [row[0] for row in evaluate_many(network, [[0], [-1], [5000]]).outputs] == [1, 1, 2]


def test_a_forest_without_trees_is_its_base() -> None:
    for aggregate in ("sum", "average", "least", "largest"):
        network = forest_network(Forest(3, (), (Fraction(2), Fraction(5)), aggregate))
        assert evaluate_many(network, [[1, 2, 3]]).outputs == [(Fraction(2), Fraction(5))]


ZERO = (Fraction(0),)


@pytest.mark.parametrize(
    ("forest", "words"),
    [
        (Forest(1, (Tree((Split(0, "<=", Fraction(0), 0, 1), leaf(1))),), ZERO), "node 0 leads back to node 0"),
        (
            Forest(1, (Tree((Split(0, "<", Fraction(0), 1, 7), leaf(1))),), ZERO),
            "node 0 leads to node 7, but nodes are",
        ),
        (Forest(1, (Tree((Split(0, "<", Fraction(0), -1, 1), leaf(1))),), ZERO), "node 0 leads to node -1"),
        (Forest(1, (Tree((Split(1, "<", Fraction(0), 1, 1), leaf(1))),), ZERO), "tests feature 1, but features are 0"),
        (Forest(1, (Tree((Split(0, "=", Fraction(0), 1, 1), leaf(1))),), ZERO), "there is no relation at m: tree 0"),
        (Forest(1, (Tree((leaf(1, 2),)),), ZERO), "leaf 0 writes output 1, but outputs are 0 to 0"),
        (Forest(1, (Tree((leaf(1),), 1),), ZERO), "there is no node 1 to begin at"),
        (Forest(1, (Tree(()),), ZERO), "there is no node 0 to begin at"),
        (Forest(1, (Tree((leaf(1),)),), ZERO, "median"), "there is no aggregate 'median'"),
        (
            Forest(1, (Tree((Split(0, "<", Fraction(0), 1, 2), leaf(1), Leaf(()))),), ZERO, "least"),
            "every leaf must write the same outputs where the least is taken",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_tree_is_refused_in_one_line(forest: Forest, words: str) -> None:
    with pytest.raises(BadInput, match=words) as found:
        forest_network(forest, "m")
    assert "\n" not in str(found.value)


def test_a_loop_below_the_root_is_refused() -> None:
    nodes = (
        Split(0, "<", Fraction(0), 1, 3),
        Split(0, "<", Fraction(1), 2, 3),
        Split(0, "<", Fraction(2), 1, 3),
        leaf(1),
    )
    with pytest.raises(BadInput, match="node 2 leads back to node 1, which is above it"):
        forest_network(Forest(1, (Tree(nodes),), ZERO))


def test_too_many_nodes_are_refused_before_any_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exchange.trees.forest.MAX_NODES", 5)
    tree = Tree((Split(0, "<", Fraction(0), 1, 2), leaf(1), leaf(2)))
    with pytest.raises(BadInput, match="m has 6 nodes of trees, and 5 are the most that are read"):
        forest_network(Forest(1, (tree, tree), ZERO), "m")


FLOATS: dict[str, Any] = {"float16": np.float16, "float32": np.float32, "float64": np.float64}
NUMBERS = st.one_of(
    st.floats(-1e4, 1e4, allow_nan=False).map(Fraction),
    st.floats(-1e4, 1e4, width=32).map(Fraction),
    st.floats(-1e4, 1e4, width=16).map(Fraction),
    st.fractions(-10, 10),
    st.integers(-160, 13).map(lambda power: Fraction(2) ** power),
)


@given(NUMBERS)
def test_the_nearest_number_is_that_of_numpy(value: Fraction) -> None:
    double = value.numerator / value.denominator
    assert nearest(value, "float64") == Fraction(double)
    for kind, scalar in FLOATS.items():
        assert rounded([value], ["float64", kind]) == (Fraction(scalar(double).item()),)


@given(NUMBERS, st.sampled_from(["<=", "<", ">=", ">"]), st.sampled_from([*FLOATS, "bfloat16"]), st.booleans())
def test_a_test_before_rounding_is_the_test_after_it(bound: Fraction, relation: str, kind: str, twice: bool) -> None:
    kinds = ["float64", kind] if twice else [kind]
    split = Split(0, relation, bound, 1, 2)
    moved = before_rounding(split, kinds)
    least = Fraction(1, 10**60)
    for x in (moved.threshold, moved.threshold + least, moved.threshold - least, bound, bound + least, bound - least):
        (after,) = rounded([x], kinds)
        assert COMPARE[moved.relation](x, moved.threshold) == COMPARE[relation](after, bound)


def test_a_forest_with_rounded_inputs_rounds_them() -> None:
    source = random.Random(5)
    trees = []
    for _ in range(3):
        tree = random_tree(source, 2, [0], 6)
        nodes = [
            Split(
                node.feature,
                source.choice(["<=", "<", ">=", ">"]),
                nearest(node.threshold / 10, "float16"),
                node.yes,
                node.no,
            )
            if isinstance(node, Split)
            else node
            for node in tree.nodes
        ]
        trees.append(Tree(tuple(nodes)))
    forest = Forest(2, tuple(trees), ZERO)
    points = [[value / 10 for value in point] for point in GRID]
    outputs = evaluate_many(forest_network(with_rounded_inputs(forest, ["float16"])), points).outputs
    assert outputs == evaluate_many(forest_network(forest), [rounded(point, ["float16"]) for point in points]).outputs
    assert outputs != evaluate_many(forest_network(forest), points).outputs
