"""Models of LightGBM, read exactly from the text that its ``save_model`` writes, or the JSON of its ``dump_model``."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from constructions.model.errors import BadInput, shown
from constructions.model.nouns import count_of
from exchange.part import LOGITS, Part
from exchange.trained import Tool, Trained
from exchange.trees.asked import lightgbm_tool
from exchange.trees.casts import nearest
from exchange.trees.categories import Known, category_notes, cuts_of
from exchange.trees.fields import MAX_OUTPUTS, Decimals, count, integers, json_of, names_of_inputs, part
from exchange.trees.forest import Forest, Leaf, Split, Tree
from exchange.trees.lightgbm_categories import Seen, chosen_categories, known_categories
from exchange.trees.membership import put_test

ROUNDS = ("float64",)
"""LightGBM compares inputs in float64."""

ZERO = nearest(Fraction(1, 10**35), "float32")
"""The numbers from -ZERO to ZERO count as 0 (LightGBM's kZeroThreshold): where it predicts for rows of numbers it
leaves them out, and where zeros count as missing, so do they."""

_CLASSES = ("binary", "multiclass", "multiclassova")
_EXPONENTIAL = ("poisson", "gamma", "tweedie")
_PLAIN = ("regression", "regression_l1", "huber", "fair", "quantile", "mape", "lambdarank", "rank_xendcg", "custom", "")
_SIGMOID = ("cross_entropy", "xentropy")
OBJECTIVES = (*_CLASSES, *_EXPONENTIAL, *_SIGMOID, *_PLAIN[:-2])
"""The objectives that are known; a model without one is read as a plain sum."""


@dataclass(frozen=True, slots=True)
class _Header:
    """What a file says before its trees: inputs, outputs, objective with settings, averages, names of inputs, their
    categories and what is not known of these."""

    width: int
    outputs: int
    objective: tuple[str, ...]
    averages: bool
    columns: tuple[str, ...] | None
    categories: Known
    doubt: str


def read_lightgbm(data: bytes, name: str = "model.txt") -> Trained:
    """Return the model in the bytes of a file of LightGBM: the text of ``save_model``, or the JSON of ``dump_model``.

    Trees test ``x <= t``, equality goes to the left; numbers of at most 1e-35 in size count as 0 (``ZERO``), and where
    t is infinite every number goes to the left. The outputs are the sums of leaves, LightGBM's raw scores, one a class;
    two classes have the outputs 0 and z. Numbers are the float64 that the file spells. A split by categories sends
    those that are chosen to the left, and whatever else there is to the right: what is behind the point of an input is
    cut off. Trees with linear maps as leaves are refused.

    Raises:
        BadInput: if it is not such a file, or cannot be read exactly; one line.

    >>> read_lightgbm(b"tree\\n", "m.txt")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: m.txt: there is no num_class before the first tree
    """
    model, objective, text = lightgbm_part(data, name)
    tool = Tool("LightGBM") if text is None else lightgbm_tool(text, objective in _CLASSES, model.categories)
    return model.trained(name, tool)


def lightgbm_part(data: bytes, name: str) -> tuple[Part, str, str | None]:
    """Return the model before it is one network, its objective, and its text, or None where it is JSON."""
    if data.lstrip()[:1] == b"{":
        header, blocks = _from_json(json_of(data, name), name)
        text = None
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            raise BadInput(f"{name}: not a text file of LightGBM: it is not UTF-8") from None
        header, blocks = _from_text(text, name)
    two = header.objective[0] == "binary"
    if two and header.outputs != 1:
        raise BadInput(f"{name}: a binary objective must have one tree an iteration, not {header.outputs}")
    share = Fraction(header.outputs, len(blocks)) if header.averages and blocks else Fraction(1)
    floats = Decimals("float64")
    trees = [
        _tree(block, number % header.outputs + two, share, header.categories, floats, f"{name}: tree {number}")
        for number, block in enumerate(blocks)
    ]
    base = (Fraction(0),) * (header.outputs + two)
    doubt = (header.doubt,) if header.doubt else ()
    notes = (*_notes(header), *category_notes(header.categories, header.columns), *doubt)
    forest = Forest(header.width, tuple(trees), base)
    whole = Part([], forest, None, notes, ROUNDS, header.columns, categories=header.categories)
    return whole, header.objective[0], text


def _notes(header: _Header) -> tuple[str, ...]:
    objective, *settings = header.objective
    if objective in _CLASSES:
        return (LOGITS,)
    if objective in _EXPONENTIAL:
        return ("the output is the raw score; the model predicts exp of it",)
    if objective in _SIGMOID:
        return ("the output is the raw score; the model predicts its sigmoid",)
    if "sqrt" in settings:
        return ("the output is the raw score z; the model predicts z abs(z)",)
    return ()


def _objective(text: str, name: str) -> tuple[str, ...]:
    words = tuple(text.split()) or ("",)
    if words[0] not in (*OBJECTIVES, *_PLAIN):
        raise BadInput(f"{name}: the objective {shown(words[0])} is not read: {', '.join(OBJECTIVES)} are")
    return words


def _from_text(text: str, name: str) -> tuple[_Header, list[dict[str, Any]]]:
    """Return what a text file says: lines ``key=value``, a blank line and ``Tree=NUMBER`` before each tree."""
    lines = text.split("\n")
    if lines[0].strip() != "tree":
        raise BadInput(f"{name}: not a text file of LightGBM: its first line must be 'tree', not {shown(lines[0])}")
    header: dict[str, Any] = {}
    blocks: list[dict[str, Any]] = []
    for number, raw in enumerate(lines[1:], start=2):
        line = raw.strip()
        if line == "end of trees":
            break
        key, equals, value = line.partition("=")
        current = blocks[-1] if blocks else header
        if key == "Tree" and equals:
            if value != str(len(blocks)):
                raise BadInput(f"{name}: line {number}: this must be Tree={len(blocks)}, not {shown(line)}")
            blocks.append({})
        elif line:
            if key in current:
                raise BadInput(f"{name}: line {number}: {shown(key)} stands twice")
            current[key] = value
    else:
        if blocks:
            raise BadInput(f"{name}: ends before the line 'end of trees'")
    for key in ("num_class", "num_tree_per_iteration", "max_feature_idx"):
        if key not in header:
            raise BadInput(f"{name}: there is no {key} before the first tree")
    width = count(header["max_feature_idx"], f"{name}: max_feature_idx") + 1
    outputs = count(header["num_tree_per_iteration"], f"{name}: num_tree_per_iteration", 1, MAX_OUTPUTS)
    objective = _objective(header.get("objective", ""), name)
    columns = names_of_inputs(header.get("feature_names", "").split(), width, f"{name}: feature_names")
    line = next((line for line in reversed(lines) if line.startswith(_TABLE)), _TABLE)
    table = line.removeprefix(_TABLE).strip() or "null"
    seen = [Seen.of_text(info) for info in header.get("feature_infos", "").split()[:width]]
    known = known_categories(json_of(table.encode(), f"{name}: {_TABLE[:-1]}"), seen, name)
    averages = "average_output" in header
    return _Header(width, outputs, objective, averages, columns, *known), [_arrays(block) for block in blocks]


_ENDLESS = ("1e+300", "1e300")
"""How JSON spells an infinite threshold (LightGBM's AvoidInf)."""

_LISTS = ("split_feature", "threshold", "decision_type", "left_child", "right_child", "leaf_value")
_SETS = ("cat_boundaries", "cat_threshold")
_TABLE = "pandas_categorical:"


def _arrays(block: dict[str, Any]) -> dict[str, Any]:
    """Return a tree's lines with its lists parted at blanks."""
    return {key: value.split() if key in (*_LISTS, *_SETS) else value for key, value in block.items()}


def _from_json(model: Any, name: str) -> tuple[_Header, list[dict[str, Any]]]:
    """Return what a JSON file says, its nested trees as the lists that a text file has."""
    trees = part(model, "tree_info", list, name)
    width = count(model.get("max_feature_idx"), f"{name}: max_feature_idx") + 1
    outputs = count(model.get("num_tree_per_iteration"), f"{name}: num_tree_per_iteration", 1, MAX_OUTPUTS)
    objective = _objective(str(model.get("objective", "")), name)
    blocks = []
    for number, tree in enumerate(trees):
        place = f"{name}: tree {number}"
        blocks.append(_lists(part(tree, "tree_structure", dict, place), place))
    columns = names_of_inputs(model.get("feature_names"), width, f"{name}: feature_names")
    infos, names = model.get("feature_infos"), model.get("feature_names")
    told = isinstance(infos, dict) and isinstance(names, list) and all([isinstance(one, str) for one in names])
    seen = [Seen.of_json(infos.get(one)) for one in names[:width]] if told else []
    known = known_categories(model.get("pandas_categorical"), seen, name)
    return _Header(width, outputs, objective, model.get("average_output") is True, columns, *known), blocks


def _lists(root: dict[str, Any], place: str) -> dict[str, Any]:
    """Return a nested tree as lists; inner nodes have numbers from 0, leaf number i is the child -1 - i."""
    block: dict[str, Any] = {key: [] for key in _LISTS}
    todo: list[tuple[Any, tuple[str, int] | None]] = [(root, None)]
    while todo:
        node, parent = todo.pop()
        if isinstance(node, dict) and "leaf_const" in node:
            block["is_linear"] = "1"
        if isinstance(node, dict) and "split_feature" in node:
            here = len(block["split_feature"])
            block["split_feature"].append(node["split_feature"])
            block["threshold"].append("inf" if node.get("threshold") in _ENDLESS else node.get("threshold"))
            block["decision_type"].append(_decision(node, place))
            block["left_child"].append(None)
            block["right_child"].append(None)
            todo += [(node.get(side), (side, here)) for side in ("right_child", "left_child")]
        else:
            here = -1 - len(block["leaf_value"])
            if not isinstance(node, dict) or "leaf_value" not in node:
                raise BadInput(f"{place}: each node must have a split_feature or a leaf_value, not {shown(node)}")
            block["leaf_value"].append(node["leaf_value"])
        if parent is not None:
            block[parent[0]][parent[1]] = here
    block["num_leaves"] = len(block["leaf_value"])
    return block


def _decision(node: dict[str, Any], place: str) -> int:
    """Return the number by which a text file says what JSON says in words: bit 0 categories, bit 1 what is missing goes
    to the left, then what counts as missing."""
    kinds = ["None", "Zero", "NaN"]
    missing = node.get("missing_type")
    if missing not in kinds:
        raise BadInput(f"{place}: missing_type must be None, Zero or NaN, not {shown(missing)}")
    return (
        (node.get("decision_type") != "<=")
        + 2 * (node.get("default_left") is True)
        + 4 * ("None", "Zero", "NaN").index(missing)
    )


def _tree(block: dict[str, Any], output: int, share: Fraction, known: Known, floats: Decimals, place: str) -> Tree:
    leaves = count(block.get("num_leaves"), f"{place}: num_leaves", 1)
    if block.get("is_linear", "0") != "0":
        raise BadInput(f"{place}: linear maps as leaves are not read: train without linear_tree")
    inner = leaves - 1
    read = {key: block.get(key, []) for key in _LISTS}
    for key, values in read.items():
        wanted = leaves if key == "leaf_value" else inner
        if len(values) != wanted:
            raise BadInput(f"{place}: {key} must have {wanted} entries for {leaves} leaves, not {len(values)}")
    ends = [Leaf(((output, value * share),)) for value in floats.numbers(read["leaf_value"], f"{place}: leaf_value")]
    left, right, features, kinds = [
        integers([_whole(value) for value in read[key]], f"{place}: {key}")
        for key in ("left_child", "right_child", "split_feature", "decision_type")
    ]
    sets = {number: read["threshold"][number] for number, kind in enumerate(kinds) if kind & 1}
    if "cat_boundaries" in block and len({*sets.values()}) < len(sets):
        raise BadInput(f"{place}: two splits name one set of categories, and each must have its own")
    endless = [text == "inf" for text in read["threshold"]]  # only what is missing goes above it
    finite = [
        "0" if above or number in sets else text
        for number, (text, above) in enumerate(zip(read["threshold"], endless, strict=True))
    ]
    bounds = floats.numbers(finite, f"{place}: threshold")
    nodes: list[Split | Leaf] = [*[Leaf(())] * inner, *ends]
    for key, children in (("left_child", left), ("right_child", right)):
        for number, child in enumerate(children):
            if not -leaves <= child < inner:
                raise BadInput(
                    f"{place}: {key}[{number}] must be from {-leaves} to {inner - 1}, for {leaves} leaves and "
                    f"{count_of(inner, 'inner node')}, not {child}"
                )
    for number in range(inner):
        yes, no = [child if child >= 0 else inner - 1 - child for child in (left[number], right[number])]
        if number in sets:
            chosen = chosen_categories(sets[number], block, f"{place}: threshold[{number}]")
            cuts = cuts_of(chosen, known.get(features[number]), zero_is_wide=True)
            put_test(nodes, number, features[number], cuts, (yes, no), place)
            continue
        nodes[number] = _test(features[number], bounds[number], yes, yes if endless[number] else no)
        if kinds[number] >> 2 & 3 == 1:
            _with_missing_zeros(nodes, number, yes if kinds[number] & 2 else no)
    return Tree(tuple(nodes))


def _test(feature: int, bound: Fraction, yes: int, no: int) -> Split:
    """Return the test ``x <= bound`` of inputs of which those from -ZERO to ZERO count as 0.

    >>> _test(0, -ZERO / 2, 1, 2).relation, _test(0, Fraction(0), 1, 2).threshold == ZERO
    ('<', True)
    """
    if -ZERO <= bound < 0:
        return Split(feature, "<", -ZERO, yes, no)
    return Split(feature, "<=", ZERO if 0 <= bound < ZERO else bound, yes, no)


def _with_missing_zeros(nodes: list[Split | Leaf], number: int, missing: int) -> None:
    """Replace a test by three: numbers from -ZERO to ZERO go where what is missing goes."""
    test = nodes[number]
    if not isinstance(test, Split):
        raise ValueError("only a test can be replaced")
    nodes += [test, Split(test.feature, "<=", ZERO, missing, len(nodes))]
    nodes[number] = Split(test.feature, "<", -ZERO, len(nodes) - 2, len(nodes) - 1)


def _whole(value: object) -> object:
    """Return an integer that is spelled as text; anything else as it is, to be refused."""
    if isinstance(value, str) and re.fullmatch("-?[0-9]{1,10}", value):
        return int(value)
    return value
