"""Which value of a graph its network gives: of a classifier the numbers from which it computes its probabilities."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from constructions.model.errors import BadInput, shown
from constructions.model.network import Affine, Form
from constructions.model.nouns import count_of
from exchange.onnx.node import Tape, Value

_PASSED = {"Identity", "ZipMap", "Cast", "Flatten", "Reshape", "Squeeze"}
"""Operators behind a classifier's scores that change neither their order nor their size."""

_RISING = {"Softmax", "LogSoftmax", "Sigmoid", "Normalizer"}
"""Operators behind a classifier's scores that keep which one is the largest."""

_LOOK_UP = {"ArrayFeatureExtractor", "Gather", "LabelEncoder", "Cast", "Identity", "Reshape", "Squeeze", "Flatten"}
"""Operators that make a label of the number of a class."""

_CLASSIFIERS = ("LinearClassifier", "TreeEnsembleClassifier")

BEFORE = "before "
"""What stands before the ``post_transform`` of a classifier that is cut before it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of the graph, and what is said of it.

    Attributes:
        name: the value.
        notes: a line each, where the value is none of the graph's outputs.
        two_classes: whether one number stands for two classes, as before a Sigmoid.
        classes: the names of the classes, where the graph has them.
    """

    name: str
    notes: tuple[str, ...] = ()
    two_classes: bool = False
    classes: tuple[str, ...] | None = None

    def as_two_classes(self, value: Value, tape: Tape) -> Value:
        """Return (0, z) in place of one number z: the second class is the larger one where z > 0, as its probability is
        more than a half there."""
        rows = Affine([Form(1, (), ()), Form.coordinate(0, 1)], [Fraction(0), Fraction(0)])
        return Value((1, 2), value.kind, tape.emit(rows, [value.name]))


def chosen_output(file: str, graph: Any) -> Choice:
    """Return the value that the network of a graph gives where no output is named.

    Of several outputs the one that is a value is taken, not a label. Probabilities are cut before what computes them,
    and so keep which class is the largest; a label that is looked up is cut after the ArgMax that finds its number. In
    ``graph`` a classifier of ``ai.onnx.ml`` is marked as cut before its ``post_transform``.

    Args:
        file: what messages begin with.
        graph: the graph of the model.

    Raises:
        BadInput: if there are several values.
    """
    makers = {name: node for node in graph.node for name in node.output if name}
    outputs = list(graph.output)
    values = [_before(value.name, makers) for value in outputs if not _is_label(value)]
    distinct = {choice.name: choice for choice in values}
    if not values and len(outputs) == 1:
        return _number_of_label(outputs[0].name, makers)
    if len(distinct) != 1:
        names = ", ".join([shown(value.name) for value in outputs])
        raise BadInput(
            f"{file}: there are {count_of(len(outputs), 'output')}, name one (--output-name), or a value before them: "
            f"{names}"
        )
    (choice,) = distinct.values()
    left_out = [shown(value.name) for value in outputs if _is_label(value)]
    if left_out and not choice.notes:
        choice = replace(choice, notes=(f"the output is {shown(choice.name)}, not {', '.join(left_out)}",))
    return choice


def _is_label(value: Any) -> bool:
    """Return whether an output holds integers or text."""
    import onnx

    kinds = onnx.TensorProto
    if not value.type.HasField("tensor_type"):
        return False
    return value.type.tensor_type.elem_type in (kinds.STRING, kinds.INT64, kinds.INT32)


def _before(name: str, makers: dict[str, Any]) -> Choice:
    """Return the scores that the value is made of."""
    found, two_classes = name, False
    passed: list[str] = []
    classes: tuple[str, ...] | None = None
    while found in makers:
        node = makers[found]
        if node.op_type == "ZipMap":
            classes = _class_names(node)
        pair = _one_logit(node, makers)
        if pair is not None:
            return _cut(name, pair, [*passed, "Sigmoid"], True, classes)
        if node.op_type in _CLASSIFIERS and found == node.output[-1]:
            classes = _class_names(node) or classes
            passed += _without_transform(node)
            break
        picks_one = node.op_type == "ArrayFeatureExtractor" and node.input[0] in makers
        if picks_one and makers[node.input[0]].op_type in _CLASSIFIERS:
            passed.append("ArrayFeatureExtractor")
            found = node.input[0]
            continue
        if node.op_type not in _PASSED | _RISING:
            break
        if node.op_type in _RISING or node.op_type == "ZipMap":
            passed.append(node.op_type)
        two_classes = two_classes or node.op_type == "Sigmoid"
        found = node.input[0]
    if not passed:
        return Choice(name, classes=classes)
    return _cut(name, found, passed, two_classes, classes)


def _cut(name: str, found: str, passed: list[str], two_classes: bool, classes: tuple[str, ...] | None) -> Choice:
    said = f"cut before {' and '.join(dict.fromkeys(reversed(passed)))}"
    note = f"{shown(name)} is {said}: the outputs are {shown(found)}, of which the largest names the class"
    if two_classes:
        note = f"{shown(name)} is {said}: where {shown(found)} is one number z, the outputs are 0 and z, a class each"
    return Choice(found, (note,), two_classes, classes)


def _one_logit(node: Any, makers: dict[str, Any]) -> str | None:
    """Return z where the node makes (1 - p, p) of p = sigmoid(z)."""
    if node.op_type != "Concat" or len(node.input) != 2:
        return None
    other, probability = [makers.get(name) for name in node.input]
    if other is None or probability is None or other.op_type != "Sub" or probability.op_type != "Sigmoid":
        return None
    return str(probability.input[0]) if other.input[1] == node.input[1] else None


def _without_transform(node: Any) -> list[str]:
    """Mark a classifier as cut before its ``post_transform``, and return the name of that, if there is any but NONE."""
    for attribute in node.attribute:
        kind = attribute.s.decode("ascii", "replace")
        if attribute.name == "post_transform" and kind != "NONE" and not kind.startswith(BEFORE):
            attribute.s = f"{BEFORE}{kind}".encode()
            return [kind]
    return []


def unmarked(graph: Any) -> bool:
    """Take the marks away again, and the transforms with them; return whether a sigmoid was among them."""
    found = []
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.s.startswith(BEFORE.encode()):
                found.append(attribute.s.decode().removeprefix(BEFORE))
                attribute.s = b"NONE"
    return "LOGISTIC" in found


def _class_names(node: Any) -> tuple[str, ...] | None:
    for attribute in node.attribute:
        if attribute.name in ("classlabels_int64s", "classlabels_ints") and attribute.ints:
            return tuple([str(label) for label in attribute.ints])
        if attribute.name in ("classlabels_strings", "class_labels_strings") and attribute.strings:
            return tuple([label.decode("utf-8", "replace") for label in attribute.strings])
    return None


def _number_of_label(name: str, makers: dict[str, Any]) -> Choice:
    """Return the number of the class that a label is looked up by, or the scores of a classifier."""
    found, looked_up = name, False
    while found in makers:
        node = makers[found]
        if node.op_type in _CLASSIFIERS:
            return _before(node.output[-1], makers)
        if node.op_type == "ArgMax" and looked_up:
            note = f"{shown(name)} is cut after ArgMax: the output is {shown(found)}, the number of the class, from 0"
            return Choice(found, (note,))
        if node.op_type not in _LOOK_UP:
            break
        looked_up = looked_up or node.op_type in ("ArrayFeatureExtractor", "Gather", "LabelEncoder")
        found = node.input[1] if node.op_type in ("ArrayFeatureExtractor", "Gather") else node.input[0]
    return Choice(name)
