"""Models of XGBoost, read exactly from the files that its ``save_model`` writes: trees, DART, linear boosters."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy

from constructions.model.errors import BadInput, shown
from constructions.model.network import Affine, Form, Network
from exchange.exact_arrays import MAX_WEIGHTS, check_size, rationals
from exchange.part import Part
from exchange.trained import Trained
from exchange.trees.asked import xgboost_tool
from exchange.trees.categories import Known, category_notes, cuts_of
from exchange.trees.fields import MAX_OUTPUTS, Decimals, count, integers, json_of, names_of_inputs, part
from exchange.trees.forest import Forest, Leaf, Split, Tree
from exchange.trees.membership import put_test
from exchange.trees.ubjson import ubjson_of
from exchange.trees.xgboost_categories import chosen_categories, known_categories

ROUNDS = ("float64", "float32")
"""numpy holds inputs in float64; XGBoost casts them to float32."""

_TWO_CLASSES = ("binary:logistic", "binary:logitraw", "binary:hinge")
_SIGMOID = ("binary:logistic", "reg:logistic")
_EXPONENTIAL = ("count:poisson", "reg:gamma", "reg:tweedie")
_PLAIN = (
    "reg:squarederror", "reg:linear", "reg:absoluteerror", "reg:pseudohubererror", "reg:squaredlogerror",
    "reg:quantileerror", "multi:softmax", "multi:softprob", "rank:pairwise", "rank:ndcg", "rank:map",
)  # fmt: skip
OBJECTIVES = (*_TWO_CLASSES, *_EXPONENTIAL, "reg:logistic", *_PLAIN)
"""The objectives that are known, with what becomes of the base score and of the sum of the trees."""


@dataclass(frozen=True, slots=True)
class _Model:
    """What a file says beside its trees."""

    place: str
    width: int
    outputs: int
    objective: str
    base: tuple[Fraction, ...]
    booster: dict[str, Any]
    floats: Decimals
    columns: tuple[str, ...] | None
    categories: Known


def read_xgboost(data: bytes, name: str = "model.json") -> Trained:
    """Return the model in the bytes of a file that ``save_model`` of XGBoost wrote: JSON, or binary JSON (``.ubj``).

    Trees test ``x < t``, and equality goes to the right. The outputs are the sums of leaves and the base score, which
    XGBoost calls margins, one a class or target; two classes have the outputs 0 and z. A base score that is a
    probability or a mean becomes a margin through a logarithm, which is computed in float32 as XGBoost does. All other
    numbers are the floats that the file spells. A split by categories sends those that are chosen to the right, and
    whatever else there is to the left (``xgboost_categories``). Trees with vectors as leaves are refused.

    Raises:
        BadInput: if it is not such a file, or cannot be read exactly; one line.

    >>> read_xgboost(b"{}", "m.json")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: m.json: there is no learner
    """
    part = xgboost_part(data, name)
    return part.trained(name, xgboost_tool(data, part.categories))


def xgboost_part(data: bytes, name: str, rounds_used: int | None = None) -> Part:
    """Return the model of ``read_xgboost`` before it is one network.

    Args:
        rounds_used: how many rounds of boosting count; all if left out.
    """
    values = ubjson_of(data, name) if data[:1] == b"{" and data[1:2] in b"UiIlL" else json_of(data, name)
    learner = part(values, "learner", dict, name)
    model = _header(learner, name)
    columns = model.columns
    notes = (*_notes(model), *category_notes(model.categories, columns))
    kind = part(model.booster, "name", str, f"{name}: gradient_booster")
    if kind == "gblinear":
        return Part([_linear(model, values.get("version"))], notes=notes, columns=columns)
    if kind not in ("gbtree", "dart"):
        raise BadInput(f"{name}: the booster must be gbtree, dart or gblinear, not {shown(kind)}")
    forest, note = _forest(model, kind, learner, rounds_used)
    return Part([], forest, None, (*notes, *note), ROUNDS, columns, categories=model.categories)


def _header(learner: dict[str, Any], name: str) -> _Model:
    place = f"{name}: learner_model_param"
    settings = part(learner, "learner_model_param", dict, f"{name}: learner")
    objective = part(part(learner, "objective", dict, f"{name}: learner"), "name", str, f"{name}: objective")
    if objective not in OBJECTIVES:
        raise BadInput(f"{name}: the objective {shown(objective)} is not read: {', '.join(OBJECTIVES)} are")
    classes = count(settings.get("num_class", "0"), f"{place}: num_class", most=MAX_OUTPUTS)
    targets = count(settings.get("num_target", "1"), f"{place}: num_target", most=MAX_OUTPUTS)
    if targets > 1 and objective in (*_TWO_CLASSES, *_SIGMOID):
        raise BadInput(
            f"{place}: {targets} labels at once, each with two classes of its own ({objective} with num_target "
            f"{targets}), are not read: train a model for each label"
        )
    outputs = max(classes, targets, 1)
    floats = Decimals("float32")
    spelled = str(settings.get("base_score", "")).strip("[]").split(",")
    scores = [floats.number(text.strip(), f"{place}: base_score") for text in spelled]
    if len(scores) not in (1, outputs):
        raise BadInput(f"{place}: base_score must have 1 or {outputs} numbers, not {len(scores)}")
    base = [_margin(score, objective, f"{place}: base_score") for score in scores]
    width = count(settings.get("num_feature", ""), f"{place}: num_feature", 1)
    booster = part(learner, "gradient_booster", dict, f"{name}: learner")
    columns = names_of_inputs(learner.get("feature_names"), width, f"{name}: feature_names")
    known = known_categories(booster, columns, width, f"{name}: cats")
    return _Model(
        name, width, outputs, objective, tuple(base * (outputs // len(base))), booster, floats, columns, known
    )


def _margin(score: Fraction, objective: str, place: str) -> Fraction:
    """Return the margin of a base score: itself, or what a logarithm in float32 makes of it."""
    if objective not in (*_SIGMOID, *_EXPONENTIAL):
        return score
    one = numpy.float32(1)
    given = numpy.float32(score.numerator / score.denominator)
    if given <= 0 or (objective in _SIGMOID and given >= 1):
        wanted = "a probability above 0 and below 1" if objective in _SIGMOID else "above 0"
        raise BadInput(f"{place} must be {wanted}, not {score}: the {objective} margin of no other number is finite")
    with numpy.errstate(all="ignore"):
        value = -numpy.log(one / given - one) if objective in _SIGMOID else numpy.log(given)
    return Fraction(rationals(numpy.array([value]), place)[0])


def _notes(model: _Model) -> tuple[str, ...]:
    if model.objective in _TWO_CLASSES:
        return ("the outputs are 0 and the margin of the second class, the number before the sigmoid",)
    if model.objective.startswith("multi:"):
        return ("the outputs are the margins of the classes, the numbers before the softmax",)
    if model.objective == "reg:logistic":
        return ("the output is the margin; the model predicts its sigmoid",)
    if model.objective in _EXPONENTIAL:
        return ("the output is the margin; the model predicts exp of it",)
    return ()


def _forest(model: _Model, kind: str, learner: dict[str, Any], rounds_used: int | None) -> tuple[Forest, list[str]]:
    place = model.place
    holder = part(model.booster, "gbtree", dict, place) if kind == "dart" else model.booster
    found = part(holder, "model", dict, place)
    trees = part(found, "trees", list, place)
    groups = integers(part(found, "tree_info", list, place), f"{place}: tree_info", len(trees))
    drops = part(model.booster, "weight_drop", list, place) if kind == "dart" else []
    if kind == "dart" and len(drops) != len(trees):
        raise BadInput(f"{place}: weight_drop must have {len(trees)} numbers, not {len(drops)}")
    used, note = _used(found, len(trees), model, learner, rounds_used)
    two = model.objective in _TWO_CLASSES
    made = []
    for number, (tree, group) in enumerate(zip(trees[:used], groups[:used], strict=True)):
        here = f"{place}: tree {number}"
        if not 0 <= group < model.outputs:
            raise BadInput(f"{here}: tree_info must be in 0..{model.outputs - 1}, not {group}")
        factor = model.floats.number(drops[number], f"{here}: weight_drop") if drops else Fraction(1)
        made.append(_tree(tree, group + two, factor, model, here))
    base = (Fraction(0), *model.base) if two else model.base
    return Forest(model.width, tuple(made), base), note


def _used(
    found: dict[str, Any], trees: int, model: _Model, learner: dict[str, Any], rounds_used: int | None
) -> tuple[int, list[str]]:
    """Return how many trees count, and what is to be said of the others."""
    place, attributes = model.place, learner.get("attributes")
    best = attributes.get("best_iteration") if isinstance(attributes, dict) else None
    if rounds_used is None and best is None:
        return trees, []
    bounds = _ends_of_rounds(found, trees, model, attributes)
    if rounds_used is not None:
        if not 0 <= rounds_used < len(bounds):
            raise BadInput(f"{place}: there are {len(bounds) - 1} rounds of boosting, not {rounds_used}")
        return bounds[rounds_used], []
    wanted = count(best, f"{place}: best_iteration") + 1
    if wanted >= len(bounds) - 1:
        return trees, []
    rounds = f"all {len(bounds) - 1} rounds of boosting count, as in Booster.predict"
    return trees, [f"{rounds}; early stopping found the first {wanted} best"]


def _ends_of_rounds(found: dict[str, Any], trees: int, model: _Model, attributes: Any) -> list[int]:
    """Return how many trees there are before each round, and in all. Versions before 2.0 do not list that: each round
    makes so many trees for each output; versions before 1.6 say how many only by the trees up to the best round."""
    place = model.place
    if "iteration_indptr" in found:
        return integers(found["iteration_indptr"], f"{place}: iteration_indptr")
    settings, known = part(found, "gbtree_model_param", dict, place), attributes or {}
    if "num_parallel_tree" in settings:
        together = count(settings["num_parallel_tree"], f"{place}: num_parallel_tree", 1)
    else:
        up_to = count(known.get("best_ntree_limit"), f"{place}: best_ntree_limit", 1)
        together = max(1, up_to // (count(known.get("best_iteration"), f"{place}: best_iteration") + 1))
    if trees % (model.outputs * together):
        raise BadInput(f"{place}: each round makes {model.outputs * together} trees, and there are {trees}")
    return list(range(0, trees + 1, model.outputs * together))


def _tree(tree: Any, output: int, factor: Fraction, model: _Model, place: str) -> Tree:
    left = integers(part(tree, "left_children", list, place), f"{place}: left_children")
    size = len(left)
    right = integers(part(tree, "right_children", list, place), f"{place}: right_children", size)
    features = integers(part(tree, "split_indices", list, place), f"{place}: split_indices", size)
    vectors = part(tree, "tree_param", dict, place).get("size_leaf_vector", "1")
    if vectors not in ("0", "1"):
        raise BadInput(f"{place}: leaves of {shown(vectors)} numbers are not read: train one output per tree")
    numbers = part(tree, "split_conditions", list, place)
    if len(numbers) != size:
        raise BadInput(f"{place}: split_conditions must have {size} entries, one for each node, not {len(numbers)}")
    chosen = chosen_categories(tree, size, place)
    given = [0 if number in chosen and left[number] != -1 else text for number, text in enumerate(numbers)]
    values = model.floats.numbers(given, f"{place}: split_conditions")
    nodes: list[Split | Leaf] = []
    for yes, no, feature, value in zip(left, right, features, values, strict=True):
        nodes.append(Leaf(((output, value * factor),)) if yes == -1 else Split(feature, "<", value, yes, no))
    for number, listed in chosen.items():
        test = nodes[number]
        if isinstance(test, Split):
            cuts = cuts_of(listed, model.categories.get(test.feature))
            put_test(nodes, number, test.feature, cuts, (test.no, test.yes), place)
    return Tree(tuple(nodes))


_FIRST_SCORE = [3, 2]
"""The newest version of XGBoost of which it is known that its linear booster adds the first base score to every output,
in training and in prediction, whatever the others are."""


def _linear(model: _Model, version: Any) -> Network:
    """Return the linear booster: weights of feature j for output k at j * outputs + k, biases behind them.

    Raises:
        BadInput: if the model is not as XGBoost writes it, or it has several base scores and is of a version newer than
            ``_FIRST_SCORE``.
    """
    if len(set(model.base)) > 1 and not (isinstance(version, list) and version[:2] <= _FIRST_SCORE):
        known = ".".join(map(str, _FIRST_SCORE))
        raise BadInput(
            f"{model.place}: version must be {known} or older, not {shown(version)}: which of several base scores a "
            "newer linear booster adds is not known"
        )
    found = part(model.booster, "model", dict, model.place)
    spelled = part(found, "weights", list, model.place)
    check_size(len(spelled), MAX_WEIGHTS, model.place, "weights")
    if len(spelled) != (model.width + 1) * model.outputs:
        raise BadInput(
            f"{model.place}: weights must have {(model.width + 1) * model.outputs} numbers, not {len(spelled)}"
        )
    values = model.floats.numbers(spelled, f"{model.place}: weights")
    rows = [Form.dense(values[output : model.width * model.outputs : model.outputs]) for output in range(model.outputs)]
    biases = [model.base[0] + bias for bias in values[model.width * model.outputs :]]
    if model.objective in _TWO_CLASSES:
        rows, biases = [Form(model.width, (), ()), *rows], [Fraction(0), *biases]
    return Affine(rows, biases)
