"""Forests as ``TreeEnsembleRegressor`` of ai.onnx.ml: any number of rows, all in float32."""

from collections.abc import Sequence as Items
from fractions import Fraction
from typing import Any

from exchange.onnx.out.graph import Body, Model
from exchange.precision import Precision
from exchange.trees.forest import Forest, Leaf, Split

ML_SET = 3
"""The operator set of ai.onnx.ml that is written."""

_MODES = {">=": "BRANCH_GTE", "<=": "BRANCH_LEQ"}


def ensemble(forest: Forest, model: Model, body: Body, value: str) -> tuple[str, Precision]:
    """Write a forest of tests ``>=`` and ``<=`` into a graph; return the value it gives, and what its tests rounded.

    A threshold that float32 does not hold is rounded up for ``>=`` and down for ``<=``: for every x of float32 the test
    is the same. Leaves are rounded to nearest. The base is added to those of the first tree: onnxruntime forgets the
    base of an output that no leaf writes.
    """
    tests = Precision(model.precision.kind)
    nodes: dict[str, list[Any]] = {name: [] for name in _NODES}
    targets: dict[str, list[Any]] = {name: [] for name in _TARGETS}
    for number, tree in enumerate(forest.trees):
        for place, node in enumerate(tree.nodes):
            entry: tuple[Any, ...] = (0, 0.0, "LEAF", 0, 0)
            if isinstance(node, Split):
                bound = tests.bound(node.threshold, above=node.relation == ">=")
                entry = (node.feature, _float(bound), _MODES[node.relation], node.yes, node.no)
            for name, item in zip(_NODES, (number, place, *entry), strict=True):
                nodes[name].append(item)
            values = () if isinstance(node, Split) else _with_base(node, forest.base if number == 0 else ())
            for output, weight in values:
                row = (number, place, output, _float(model.precision.number(weight)))
                for name, item in zip(_TARGETS, row, strict=True):
                    targets[name].append(item)
    result = model.one(
        body,
        "TreeEnsembleRegressor",
        value,
        domain="ai.onnx.ml",
        n_targets=len(forest.base),
        aggregate_function="SUM",
        post_transform="NONE",
        **nodes,
        **targets,
    )
    return result, tests


_NODES = (
    *("nodes_treeids", "nodes_nodeids", "nodes_featureids", "nodes_values", "nodes_modes"),
    *("nodes_truenodeids", "nodes_falsenodeids"),
)
_TARGETS = ("target_treeids", "target_nodeids", "target_ids", "target_weights")


def _with_base(leaf: Leaf, base: Items[Fraction]) -> Items[tuple[int, Fraction]]:
    """Return the values of a leaf with a base added, at least one."""
    total = dict(enumerate(base))
    for output, value in leaf.values:
        total[output] = total.get(output, Fraction(0)) + value
    return sorted(total.items()) or [(0, Fraction(0))]


def _float(value: Any) -> Any:
    return value.numerator / value.denominator
