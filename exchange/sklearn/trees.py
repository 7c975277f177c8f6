"""scikit-learn's trees and forests: decision trees, forests, gradient boosting of both kinds, AdaBoost, Bagging."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any, TypeAlias

import numpy

from constructions.model.errors import BadInput
from exchange.exact_arrays import check_size, rationals
from exchange.part import LOGITS, Part
from exchange.sklearn.part import Readers, check_fitted, inputs_of, names_of
from exchange.trees.forest import MAX_NODES, Forest, Leaf, Split, Tree

_FLOAT32 = ("float64", "float32")
"""numpy holds inputs in float64; scikit-learn's trees cast them to float32."""

_Row: TypeAlias = tuple[tuple[int, Fraction], ...]
"""The values of a leaf: pairs of an output's number and a value."""

_SHARES = "the outputs are the model's probabilities; the largest names the class that is predicted"


def _tree(fitted: Any, place: str, output: int | None = None, factor: Fraction = Fraction(1)) -> Tree:
    """Return a tree of scikit-learn; a leaf gives its row of values, or to one output its one value."""
    arrays = fitted.tree_
    if not 0 < arrays.node_count <= arrays.capacity:  # what it says is there is read from memory as it is
        raise BadInput(f"{place}: has room for {arrays.capacity} nodes, not for {arrays.node_count}")
    is_leaf = arrays.children_left < 0
    values = rationals(arrays.value[is_leaf], f"{place}: value")  # leaves x outputs x classes
    rows = iter(values.reshape(len(values), -1).tolist())
    endless = ~is_leaf & numpy.isposinf(arrays.threshold)  # only missing values go above infinity
    bounds = rationals(numpy.where(is_leaf | endless, 0.0, arrays.threshold), f"{place}: threshold").tolist()
    nodes: list[Split | Leaf] = []
    for number, leaf in enumerate(is_leaf.tolist()):
        if leaf:
            row = next(rows)
            nodes.append(Leaf(((output, row[0] * factor),) if output is not None else _present(row)))
        else:
            below = int(arrays.children_left[number])
            above = below if endless[number] else int(arrays.children_right[number])
            nodes.append(Split(int(arrays.feature[number]), "<=", bounds[number], below, above))
    return Tree(tuple(nodes))


def _present(row: list[Fraction]) -> tuple[tuple[int, Fraction], ...]:
    """Return the values other than 0: most classes have none at a leaf."""
    return tuple([(output, value) for output, value in enumerate(row) if value])


def _mean(models: list[Any], outputs: int, model: Any, place: str) -> Forest:
    check_size(sum([one.tree_.node_count for one in models]), MAX_NODES, place, "nodes of trees")
    trees = [_tree(one, f"{place}: tree {number}") for number, one in enumerate(models)]
    return Forest(inputs_of(model, place), tuple(trees), (Fraction(0),) * outputs, "average")


def _members(model: Any, place: str) -> list[Any]:
    """Return the single trees: the model itself, or those of a forest."""
    if type(model).__name__.startswith(("RandomForest", "ExtraTrees")):
        check_fitted(model, "estimators_", place)
        return list(model.estimators_)
    check_fitted(model, "tree_", place)
    return [model]


def _classifier(model: Any, place: str) -> Part:
    members = _members(model, place)
    names = names_of(model, place)
    return Part([], _mean(members, len(names), model, place), names, (_SHARES,), _FLOAT32)


def _regressor(model: Any, place: str) -> Part:
    return Part([], _mean(_members(model, place), int(model.n_outputs_), model, place), rounds=_FLOAT32)


def _boosted(model: Any, place: str) -> Part:
    """Return the raw sum of gradient boosting: the first guess, and each tree times the learning rate."""
    check_fitted(model, "estimators_", place)
    classifies = type(model).__name__.endswith("Classifier")
    names = names_of(model, place) if classifies else None
    kind = type(model.init_).__name__
    if kind not in ("str", "DummyClassifier", "DummyRegressor"):
        raise BadInput(
            f"{place}: a first guess by {kind} is not read: init must be None, 'zero' or a Dummy of a constant"
        )
    if getattr(model.init_, "strategy", "") in ("stratified", "uniform"):
        raise BadInput(
            f"{place}: a first guess by DummyClassifier with the strategy {model.init_.strategy!r} is random, "
            "another one at each prediction: init must be None, 'zero' or a Dummy of a constant"
        )
    stages = model.estimators_
    check_size(sum([one.tree_.node_count for one in stages.flat]), MAX_NODES, place, "nodes of trees")
    guess = rationals(model._raw_predict_init(numpy.zeros((1, model.n_features_in_)))[0], f"{place}: init_").tolist()
    binary = names is not None and len(guess) == 1
    rate = rationals(numpy.array([model.learning_rate], dtype=numpy.float64), f"{place}: learning_rate")[0]
    trees = [
        _tree(one, f"{place}: tree {number} of output {output}", output + binary, rate)
        for number, row in enumerate(stages)
        for output, one in enumerate(row)
    ]
    base = (Fraction(0), *guess) if binary else tuple(guess)
    forest = Forest(inputs_of(model, place), tuple(trees), base)
    return Part([], forest, names, (LOGITS,) if classifies else (), _FLOAT32)


def _voted(model: Any, place: str) -> Part:
    """Return the votes of AdaBoost: for each class the sum of the weights of the trees that predict it.

    The model's own scores are the votes times n / (n - 1), less a number that is the same for all n classes.
    """
    check_fitted(model, "estimators_", place)
    if getattr(model, "algorithm", "SAMME") == "SAMME.R":  # of releases before 1.6; today's runs it as SAMME
        raise BadInput(
            f"{place}: {type(model).__name__} was fitted with SAMME.R, whose outputs are sums of logarithms of "
            "probabilities: fit it with algorithm='SAMME'"
        )
    names = names_of(model, place)
    weights = rationals(numpy.asarray(model.estimator_weights_, numpy.float64), f"{place}: estimator_weights_").tolist()
    trees = []
    for number, (one, weight) in enumerate(zip(model.estimators_, weights, strict=False)):
        classes = names_of(one, f"{place}: tree {number}")
        votes: list[_Row] = [((names.index(name), weight),) for name in classes]
        trees.append(_ending(_single(one, place, number), partial(_vote, votes)))
    forest = Forest(inputs_of(model, place), tuple(trees), (Fraction(0),) * len(names))
    note = "the outputs are the sums of the weights of the trees that vote for each class"
    return Part([], forest, names, (note,), _FLOAT32)


def _bagged(model: Any, place: str) -> Part:
    """Return the mean of trees of which each reads columns of its own, and may not know all classes."""
    check_fitted(model, "estimators_", place)
    names = names_of(model, place) if type(model).__name__ == "BaggingClassifier" else None
    trees = []
    for number, (one, columns) in enumerate(zip(model.estimators_, model.estimators_features_, strict=True)):
        numbers = [0] if names is None else [int(entry) for entry in one.classes_]
        tree = _ending(_single(one, place, number), partial(_renumbered, numbers))
        trees.append(_reading(tree, [int(column) for column in columns]))
    outputs = 1 if names is None else len(names)
    forest = Forest(inputs_of(model, place), tuple(trees), (Fraction(0),) * outputs, "average")
    return Part([], forest, names, () if names is None else (_SHARES,), _FLOAT32)


def _single(fitted: Any, place: str, number: int) -> Tree:
    """Return a tree of an ensemble that takes models of any kind; refuse another kind, and several outputs."""
    kind = type(fitted).__name__
    if not kind.startswith(("DecisionTree", "ExtraTree")) or not hasattr(fitted, "tree_"):
        raise BadInput(f"{place}: model {number} is {kind}: only ensembles of decision trees are read")
    if fitted.n_outputs_ != 1:
        raise BadInput(f"{place}: model {number} has {fitted.n_outputs_} outputs: fit one model a label")
    check_size(fitted.tree_.node_count, MAX_NODES, place, "nodes of trees")
    return _tree(fitted, f"{place}: tree {number}")


def _ending(tree: Tree, end: Callable[[_Row], _Row]) -> Tree:
    """Return a tree with other leaves."""
    return Tree(tuple([Leaf(end(node.values)) if isinstance(node, Leaf) else node for node in tree.nodes]), tree.root)


def _reading(tree: Tree, columns: list[int]) -> Tree:
    """Return a tree that finds its features in these columns."""
    nodes = [replace(node, feature=columns[node.feature]) if isinstance(node, Split) else node for node in tree.nodes]
    return Tree(tuple(nodes), tree.root)


def _vote(votes: list[_Row], row: _Row) -> _Row:
    """Return the vote of a leaf: that of the first class that has the largest share."""
    return votes[max(row, key=lambda pair: (pair[1], -pair[0]))[0]]


def _renumbered(numbers: list[int], row: _Row) -> _Row:
    return tuple([(numbers[output], value) for output, value in row])


READERS: Readers = {
    "AdaBoostClassifier": _voted,
    **dict.fromkeys(("BaggingClassifier", "BaggingRegressor"), _bagged),
    **dict.fromkeys(
        ("DecisionTreeClassifier", "ExtraTreeClassifier", "RandomForestClassifier", "ExtraTreesClassifier"), _classifier
    ),
    **dict.fromkeys(
        ("DecisionTreeRegressor", "ExtraTreeRegressor", "RandomForestRegressor", "ExtraTreesRegressor"), _regressor
    ),
    **dict.fromkeys(("GradientBoostingClassifier", "GradientBoostingRegressor"), _boosted),
}
