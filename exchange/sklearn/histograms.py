"""scikit-learn's histogram gradient boosting: trees that test numbers, or ask which category an input is."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy

from constructions.model.errors import BadInput
from exchange.exact_arrays import check_size, rationals
from exchange.part import LOGITS, Part
from exchange.sklearn.part import Readers, check_fitted, inputs_of, names_of
from exchange.trees.categories import Category, Known, are_numbers, category_notes
from exchange.trees.forest import MAX_NODES, Forest, Leaf, Split, Tree
from exchange.trees.membership import points, put_test

_WORD = 32


def _histogram(model: Any, place: str) -> Part:
    """Return the raw sum of histogram gradient boosting: a baseline, and the leaves of all trees."""
    check_fitted(model, "_predictors", place)
    classifies = type(model).__name__.endswith("Classifier")
    names = names_of(model, place) if classifies else None
    base = rationals(model._baseline_prediction.reshape(-1), f"{place}: baseline").tolist()
    binary = names is not None and len(base) == 1
    count = sum([len(one.nodes) for row in model._predictors for one in row])
    check_size(count, MAX_NODES, place, "nodes of trees")
    columns = _Columns.of(model, place)
    trees = [
        _tree(one, columns, f"{place}: tree {number} of output {output}", output + binary)
        for number, row in enumerate(model._predictors)
        for output, one in enumerate(row)
    ]
    forest = Forest(inputs_of(model, place), tuple(trees), (Fraction(0), *base) if binary else tuple(base))
    named = getattr(model, "feature_names_in_", None)
    said = category_notes(columns.categories, None if named is None else [str(name) for name in named])
    if classifies:
        return Part([], forest, names, (LOGITS, *said), ("float64",), categories=columns.categories)
    if model.loss in ("poisson", "gamma"):
        note = "the output is the sum of the trees; the model predicts exp of it"
        return Part([], forest, None, (note, *said), ("float64",), predicts=False, categories=columns.categories)
    return Part([], forest, notes=said, rounds=("float64",), categories=columns.categories)


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the trees find in each of their columns: those of categories stand in front of those of numbers.

    Attributes:
        inputs: which input each column is.
        categories: the categories of an input, in the order of the numbers that the trees know them by.
        known: for each column of categories the numbers of those that the trees saw; others count as missing.
    """

    inputs: list[int]
    categories: Known
    known: dict[int, set[int]]

    @classmethod
    def of(cls, model: Any, place: str) -> "_Columns":
        chosen = model.is_categorical_
        if chosen is None or not chosen.any():
            return cls(list(range(inputs_of(model, place))), {}, {})
        front = numpy.flatnonzero(chosen).tolist()
        lists = model._preprocessor.named_transformers_["encoder"].categories_
        categories = {
            number: _categories(values.tolist(), f"{place}: the categories of input {number}")
            for number, values in zip(front, lists, strict=True)
        }
        bitsets, rows = model._bin_mapper.make_known_categories_bitsets()
        known = {column: _numbers(bitsets[int(rows[column])]) for column in range(len(front))}
        return cls([*front, *numpy.flatnonzero(~chosen).tolist()], categories, known)


def _categories(values: list[Any], place: str) -> tuple[str | Fraction, ...]:
    """Return categories as exact numbers, or as text; NaN, which comes last, is left out: no input is missing."""
    present = [value for value in values if value is not None and value == value]
    if all([isinstance(value, int | float) for value in present]):
        return tuple([Fraction(value) for value in present])
    if not all([isinstance(value, str) for value in present]):
        raise BadInput(f"{place} must be numbers, or all of them text")
    return tuple(present)


def _numbers(words: Any) -> set[int]:
    """Return the numbers of the bits that are set in words of 32."""
    return {_WORD * index + bit for index, word in enumerate(words.tolist()) for bit in range(_WORD) if word >> bit & 1}


def _tree(predictor: Any, columns: _Columns, place: str, output: int) -> Tree:
    nodes = predictor.nodes
    values = rationals(nodes["value"], f"{place}: value").tolist()
    is_split = nodes["is_leaf"] == 0
    endless = is_split & numpy.isinf(nodes["num_threshold"])  # only missing values go above infinity
    bounds = rationals(numpy.where(is_split & ~endless, nodes["num_threshold"], 0.0), f"{place}: threshold").tolist()
    result: list[Split | Leaf] = []
    for number, splits in enumerate(is_split.tolist()):
        if splits:
            yes, no = int(nodes["left"][number]), int(nodes["right"][number])
            feature = columns.inputs[int(nodes["feature_idx"][number])]
            result.append(Split(feature, "<=", bounds[number], yes, yes if endless[number] else no))
        else:
            result.append(Leaf(((output, values[number]),)))
    for number in numpy.flatnonzero(is_split & (nodes["is_categorical"] != 0)).tolist():
        column = int(nodes["feature_idx"][number])
        left = _numbers(predictor.raw_left_cat_bitsets[int(nodes["bitset_idx"][number])])
        sides = int(nodes["left"][number]), int(nodes["right"][number])
        if nodes["missing_go_to_left"][number]:  # and so does what is no known category
            left, sides = columns.known[column] - left, sides[::-1]
        feature = columns.inputs[column]
        cuts = points([_input(columns.categories[feature], category) for category in left])
        put_test(result, number, feature, cuts, sides, place)
    return Tree(tuple(result))


def _input(categories: tuple[Category, ...], number: int) -> Fraction:
    """Return the input that stands for a category: the category itself if it is a number, else its number."""
    return Fraction(categories[number]) if are_numbers(categories) else Fraction(number)


READERS: Readers = dict.fromkeys(("HistGradientBoostingClassifier", "HistGradientBoostingRegressor"), _histogram)
