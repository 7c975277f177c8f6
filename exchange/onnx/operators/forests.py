"""The operators of ``ai.onnx.ml`` that are trees: their tests become gates (``exchange.trees.forest``)."""

from dataclasses import dataclass
from fractions import Fraction
from math import isnan
from typing import Any

from constructions.model.errors import shown
from constructions.model.network import Concatenate, Network, chain
from constructions.model.nouns import count_of
from exchange.exact_arrays import selection
from exchange.onnx.model import CLASSIC
from exchange.onnx.node import Operation, Operator
from exchange.onnx.operators.classic import check_transform, floats, labels_of, rows_of, two_scores
from exchange.onnx.tensors import tensor_value
from exchange.onnx.values import ROW, Value
from exchange.trees.forest import Forest, Leaf, Split, Tree, forest_network
from exchange.trees.membership import points, put_test

_RELATIONS = {
    "BRANCH_LEQ": "<=",
    "BRANCH_LT": "<",
    "BRANCH_GTE": ">=",
    "BRANCH_GT": ">",
    "BRANCH_EQ": "==",
    "BRANCH_NEQ": "!=",
}
_AGGREGATES = {"AVERAGE": "average", "SUM": "sum", "MIN": "least", "MAX": "largest"}


def _numbers(operation: Operation, name: str) -> list[Fraction]:
    """Return numbers that are an attribute, or a tensor in one of the same name with ``_as_tensor`` behind it."""
    long = f"{name}_as_tensor"
    if long not in operation.attributes:
        return floats(operation, name)
    value = tensor_value(operation.attributes[long], f"{operation.place}: {long}")
    return [Fraction(entry) for entry in operation.exact(value, long).reshape(-1).tolist()]


def _rows(operation: Operation, forest: Forest, kind: str = "float32") -> Value:
    """Return the outputs of a forest on each row of operand 0."""
    value, rows, width = rows_of(operation)
    nodes = sum([len(tree.nodes) for tree in forest.trees])
    operation.charge(nodes * (ROW + len(forest.base)) + rows * width * ROW)
    network = forest_network(forest, operation.place)
    parts: list[Network] = [network]
    if rows > 1:
        places = [range(row * width, (row + 1) * width) for row in range(rows)]
        parts = [chain(selection(list(place), value.size), network) for place in places]
    whole = parts[0] if rows == 1 else Concatenate(parts)
    return operation.value((rows, len(forest.base)), whole, [value], kind)


@dataclass(frozen=True, slots=True)
class _Nodes:
    """Nodes of trees as the attributes list them: the place of each by tree and number, and what it is."""

    keys: dict[tuple[int, int], int]
    nodes: list[tuple[int, str, Fraction, tuple[int, int], tuple[int, int]]]


def _listed(operation: Operation) -> _Nodes:
    columns: list[list[Any]] = [
        list(operation.attributes.get(name, []))
        for name in ("nodes_treeids", "nodes_nodeids", "nodes_modes", "nodes_featureids")
    ]
    columns.append(_numbers(operation, "nodes_values"))
    columns += [list(operation.attributes.get(name, [])) for name in ("nodes_truenodeids", "nodes_falsenodeids")]
    sizes = {len(column) for column in columns}
    if len(sizes) > 1 or not columns[0]:
        operation.refuse(f"its nodes must be listed in attributes of one length, not {sorted(sizes)}")
    operation.charge(len(columns[0]) * ROW)
    keys: dict[tuple[int, int], int] = {}
    nodes = []
    for number, (tree, node, mode, feature, value, yes, no) in enumerate(zip(*columns, strict=True)):
        if keys.setdefault((tree, node), number) != number:
            operation.refuse(f"tree {tree} has two nodes {node}")
        kind = mode.decode("ascii", "replace")
        if kind != "LEAF" and kind not in _RELATIONS:
            operation.refuse(f"the mode {shown(kind)} of node {node} of tree {tree} is not read")
        nodes.append((feature, kind, value, (tree, yes), (tree, no)))
    return _Nodes(keys, nodes)


def _trees(operation: Operation, prefix: str, weights: list[Fraction]) -> tuple[Tree, ...]:
    """Return the trees; the weights of their leaves are listed under ``prefix``."""
    listed = _listed(operation)
    ids = [list(operation.attributes.get(f"{prefix}_{name}", [])) for name in ("treeids", "nodeids", "ids")]
    if len({len(column) for column in (*ids, weights)}) > 1:
        operation.refuse(f"the attributes of its leaves, {prefix}_treeids and the others, must be of one length")
    leaves: dict[int, list[tuple[int, Fraction]]] = {}
    for tree, node, output, weight in zip(*ids, weights, strict=True):
        number = listed.keys.get((tree, node))
        if number is None or listed.nodes[number][1] != "LEAF":
            operation.refuse(f"tree {tree} has no leaf {node}, to which a weight is given")
        leaves.setdefault(number, []).append((output, weight))
    places: dict[int, list[int]] = {}
    for (tree, _), number in listed.keys.items():
        places.setdefault(tree, []).append(number)
    trees = []
    for tree, members in places.items():
        own = {number: place for place, number in enumerate(members)}
        children: set[int] = set()
        nodes: list[Split | Leaf] = []
        for number in members:
            feature, kind, value, *ends = listed.nodes[number]
            if kind == "LEAF":
                nodes.append(Leaf(tuple(leaves.get(number, []))))
                continue
            below = [listed.keys.get(end) for end in ends]
            if below[0] is None or below[1] is None:
                operation.refuse(f"tree {tree} has no node {ends[0 if below[0] is None else 1][1]}")
            children.update((below[0], below[1]))
            nodes.append(Split(feature, _RELATIONS[kind], value, own[below[0]], own[below[1]]))
        roots = [number for number in members if number not in children]
        if len(roots) != 1:
            operation.refuse(f"tree {tree} must have one node that is below no other, not {len(roots)}")
        trees.append(_reached(operation, nodes, own[roots[0]]))
        if len(trees[-1].nodes) < len(nodes):
            operation.refuse(f"tree {tree} has nodes that are not below its root")
    return tuple(trees)


def _regressor(operation: Operation) -> Value:
    """Trees of gates, joined by a sum, a mean, the least or the largest."""
    check_transform(operation)
    aggregate = operation.text("aggregate_function", "SUM", tuple(_AGGREGATES))
    outputs = operation.attributes.get("n_targets", 1)
    base = _numbers(operation, "base_values") or [Fraction(0)] * outputs
    if outputs < 1 or len(base) != outputs:
        operation.refuse(f"base_values must be {count_of(outputs, 'number')}, one for each target, not {len(base)}")
    trees = _trees(operation, "target", _numbers(operation, "target_weights"))
    for output, value in enumerate(base):
        if value and not any([_always_writes(tree, output) for tree in trees]):
            operation.refuse(
                f"base_values of target {output}, which no tree writes at every leaf, are read in several ways by "
                "runtimes: write it at every leaf of a tree"
            )
    _, _, width = rows_of(operation)
    return _rows(operation, Forest(width, trees, tuple(base), _AGGREGATES[aggregate]))


def _classifier(operation: Operation) -> list[Value]:
    """The sums of the leaves' weights, a score for each class.

    Where all weights are those of the first class of two, they make one score s, and onnxruntime gives (-s, s) if a
    sigmoid follows or a weight is negative, else (1 - s, s).
    """
    labels = labels_of(operation, ("classlabels_int64s", "classlabels_strings"))
    value, _, width = rows_of(operation)
    transform = check_transform(operation)
    weights, base = _numbers(operation, "class_weights"), _numbers(operation, "base_values")
    trees = _trees(operation, "class", weights)
    alone = len(labels) == 2 and set(operation.attributes.get("class_ids", [])) == {0}
    if len(labels) == 2 and len(base) > (1 if alone else 0):
        operation.refuse("base_values of two classes are read in several ways by runtimes: add them to the leaves")
    if alone:
        score = _rows(operation, Forest(width, trees, tuple(base) or (Fraction(0),)))
        return [value, two_scores(operation, score, 0 if transform == "LOGISTIC" or min(weights) < 0 else 1)]
    if base and len(base) != len(labels):
        operation.refuse(f"base_values must be {count_of(len(labels), 'number')}, one for each class, not {len(base)}")
    if len(labels) == 2 and not any([_always_writes(tree, 1) for tree in trees]):
        operation.refuse("leaves that weigh only one class of two are read in several ways by runtimes: weigh both")
    return [value, _rows(operation, Forest(width, trees, tuple(base) or (Fraction(0),) * len(labels)))]


def _always_writes(tree: Tree, output: int) -> bool:
    leaves = [node for node in tree.nodes if isinstance(node, Leaf)]
    return all([output in dict(leaf.values) for leaf in leaves])


_MODES = ("<=", "<", ">=", ">", "==", "!=")
_MEMBER = 6


def _ensemble(operation: Operation) -> Value:
    """The newer form: inner nodes and leaves in lists of their own; a test of membership is a tree of comparisons."""
    if operation.attributes.get("post_transform", 0):
        operation.refuse("a post_transform is not piecewise linear: export the model without it")
    kinds = ("average", "sum", "least", "largest")
    aggregate = operation.attributes.get("aggregate_function", 1)
    outputs = operation.attributes.get("n_targets", 1)
    if not 0 <= aggregate < len(kinds) or outputs < 1:
        operation.refuse(f"aggregate_function {aggregate} and n_targets {outputs} are not read")
    splits, modes, weights = [_tensor(operation, name) for name in ("nodes_splits", "nodes_modes", "leaf_weights")]
    features, targets, roots = [
        list(operation.attributes[name]) for name in ("nodes_featureids", "leaf_targetids", "tree_roots")
    ]
    ends = [
        (list(operation.attributes[f"nodes_{side}nodeids"]), list(operation.attributes[f"nodes_{side}leafs"]))
        for side in ("true", "false")
    ]
    count = len(features)
    if any([len(column) != count for column in (splits, modes, *ends[0], *ends[1])]) or len(weights) != len(targets):
        operation.refuse("its nodes, and its leaves, must be listed in attributes of one length")
    operation.charge((count + len(weights)) * ROW)
    nodes: list[Split | Leaf] = [Leaf(())] * count
    nodes += [Leaf(((target, Fraction(weight)),)) for target, weight in zip(targets, weights, strict=True)]
    members = _members(operation, sum([mode == _MEMBER for mode in modes]))
    for number in range(count):
        yes, no = [places[number] + (count if leafs[number] else 0) for places, leafs in ends]
        if min(places[number] for places, _ in ends) < 0:
            operation.refuse(f"node {number} leads to a negative number")
        if modes[number] == _MEMBER:
            put_test(nodes, number, features[number], points(members.pop(0)), (yes, no), operation.place)
        elif 0 <= modes[number] < _MEMBER:
            nodes[number] = Split(features[number], _MODES[int(modes[number])], Fraction(splits[number]), yes, no)
        else:
            operation.refuse(f"the mode {modes[number]} of node {number} is not read")
    value, _, width = rows_of(operation)
    trees = tuple([_reached(operation, nodes, root) for root in roots])
    return _rows(operation, Forest(width, trees, (Fraction(0),) * outputs, kinds[aggregate]), value.kind)


def _reached(operation: Operation, nodes: list[Split | Leaf], root: int) -> Tree:
    """Return the tree below a root, with its nodes alone."""
    found: dict[int, int] = {}
    todo = [root]
    while todo:
        number = todo.pop()
        if number in found:
            continue
        if not 0 <= number < len(nodes):
            operation.refuse(f"there is no node or leaf {number}")
        found[number] = len(found)
        node = nodes[number]
        todo += [node.no, node.yes] if isinstance(node, Split) else []
    operation.charge(len(found) * ROW)
    own: list[Split | Leaf] = []
    for number in found:
        node = nodes[number]
        if isinstance(node, Split):
            node = Split(node.feature, node.relation, node.threshold, found[node.yes], found[node.no])
        own.append(node)
    return Tree(tuple(own), found[root])


def _tensor(operation: Operation, name: str) -> list[Any]:
    value = tensor_value(operation.attributes[name], f"{operation.place}: {name}")
    numbers: list[Any] = operation.exact(value, name).reshape(-1).tolist()
    return numbers


def _members(operation: Operation, count: int) -> list[list[Fraction]]:
    """Return the values of each test of membership; a NaN ends a set."""
    sets: list[list[Fraction]] = [[]]
    if "membership_values" in operation.attributes:
        value = tensor_value(operation.attributes["membership_values"], f"{operation.place}: membership_values")
        operation.charge(value.size)
        for entry in value.array.reshape(-1).tolist():
            if isnan(entry):
                sets.append([])
            else:
                sets[-1].append(Fraction(entry))
    if not sets[-1]:
        sets.pop()
    if len(sets) != count or not all(sets):
        operation.refuse(f"membership_values must be {count_of(count, 'set')}, none of them empty")
    return sets


_NODES = (
    "nodes_falsenodeids nodes_featureids nodes_hitrates nodes_hitrates_as_tensor nodes_missing_value_tracks_true "
    "nodes_modes nodes_nodeids nodes_treeids nodes_truenodeids nodes_values nodes_values_as_tensor "
    "base_values base_values_as_tensor post_transform "
)
_CLASS = "class_ids class_nodeids class_treeids class_weights class_weights_as_tensor classlabels_int64s "
_TARGET = "target_ids target_nodeids target_treeids target_weights target_weights_as_tensor n_targets "
_NEWER = (
    "aggregate_function leaf_targetids leaf_weights membership_values n_targets nodes_falseleafs nodes_falsenodeids "
    "nodes_featureids nodes_hitrates nodes_missing_value_tracks_true nodes_modes nodes_splits nodes_trueleafs "
    "nodes_truenodeids post_transform tree_roots"
)


FORESTS: dict[str, Operator] = {
    f"{CLASSIC}.TreeEnsemble": Operator(_ensemble, 5, _NEWER),
    f"{CLASSIC}.TreeEnsembleClassifier": Operator(_classifier, 5, f"{_NODES}{_CLASS}classlabels_strings"),
    f"{CLASSIC}.TreeEnsembleRegressor": Operator(_regressor, 5, f"{_NODES}{_TARGET}aggregate_function"),
}
"""The operators of this module, with their domain."""
