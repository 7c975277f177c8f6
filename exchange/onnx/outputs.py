"""Which value of a graph its network gives: of a classifier the numbers from which it computes its probabilities."""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod
from typing import Any, NoReturn

from constructions.model.errors import BadInput, shown, typed_text
from constructions.model.network import Affine, Form
from constructions.model.nouns import count_of
from exchange.exact_arrays import FLOATS
from exchange.onnx.tensors import tensor_value
from exchange.onnx.values import ELEMENTS, INTEGERS, Tape, Value

_PASSED = {"Identity", "Flatten", "Reshape", "Squeeze", "Cast", "ai.onnx.ml.ZipMap", "ai.onnx.ml.ArrayFeatureExtractor"}
"""Operators behind a classifier's scores that change neither their order nor their size, as ``_Graph.passes`` looks at
them."""

_MOVING = {"Flatten", "Reshape", "Squeeze"}
"""Those of them that may make other rows of the numbers."""

_RISING = {"Softmax", "LogSoftmax", "Sigmoid", "ai.onnx.ml.Normalizer"}
"""Operators behind a classifier's scores that keep which number of a row is the largest, as ``_row`` looks at them."""

KEPT = ("LOGISTIC", "SOFTMAX")
"""The transforms of classifiers that keep it; SOFTMAX_ZERO leaves 0 as it is, PROBIT has no value beyond 0 and 1."""

_LOOK_UP = {
    "ai.onnx.ml.ArrayFeatureExtractor", "Gather", "ai.onnx.ml.LabelEncoder", "Cast", "Identity", "Reshape", "Squeeze",
    "Flatten",
}  # fmt: skip
"""Operators that make a label of the number of a class."""

_CLASSIFIERS = ("ai.onnx.ml.LinearClassifier", "ai.onnx.ml.TreeEnsembleClassifier")

_FLOAT_TYPES = [number for number, name in ELEMENTS.items() if name in FLOATS]

_SILENT = {"Identity", "Cast", *_MOVING}
"""Operators that are cut off without a word."""

_MAIN = ("", "ai.onnx")
"""The names of the domain of ONNX itself."""

SOFTMAX_OF_ONE_AXIS = 13
"""From this operator set on Softmax is taken along one axis; before it, over that one and all behind it."""

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
        cut: the operators that are cut off, from the scores outwards, each with its node.
        version: the operator set, which says what Softmax means.
    """

    name: str
    notes: tuple[str, ...] = ()
    two_classes: bool = False
    classes: tuple[str, ...] | None = None
    cut: tuple[tuple[str, Any], ...] = ()
    version: int = 0

    def check(self, value: Value, file: str) -> None:
        """Refuse to cut off what does not keep which number of a row is the largest; only the shape of the scores shows
        it.

        Raises:
            BadInput: if a row is another one behind the cut than before it, or a number alone is not rising.
        """
        rows: set[int] = set()
        moved = None
        rising = [kind for kind, _ in self.cut if kind in (*_RISING, *KEPT)]
        for kind, node in self.cut:
            if kind == "Concat" and (
                value.size != 1 or _number(node, "axis", 0) % max(1, len(value.shape)) + 1 != len(value.shape)
            ):
                self._refuse(file, kind, value)
            elif kind in _MOVING:
                moved = kind
            elif kind in rising and kind not in ("Sigmoid", "LOGISTIC"):
                row = value.shape[-1] if kind == "SOFTMAX" and value.shape else _row(kind, node, value, self.version)
                if moved is not None or row is None:
                    self._refuse(file, kind, value)
                rows.add(row)
        if len(rows) > 1 or (moved is not None and rows and rows != {value.size}):
            self._refuse(file, moved or rising[-1], value)
        if self.two_classes and value.size == 1 and len(rising) > 1:
            self._refuse(file, rising[-1], value)

    def _refuse(self, file: str, kind: str, value: Value) -> NoReturn:
        raise BadInput(
            f"{file}: {kind.removeprefix('ai.onnx.ml.')} behind {shown(self.name)} does not keep which number of "
            f"{list(value.shape)} is the largest, so nothing is cut off: name the value that is wanted "
            f"(memocert read --output-name), as {typed_text(self.name)}"
        )

    def as_two_classes(self, value: Value, tape: Tape) -> Value:
        """Return (0, z) in place of one number z: the second class is the larger one where z > 0, as its probability is
        more than a half there."""
        rows = Affine([Form(1, (), ()), Form.coordinate(0, 1)], [Fraction(0), Fraction(0)])
        return Value((1, 2), value.kind, tape.emit(rows, [value.name]))


def chosen_output(file: str, model: Any) -> Choice:
    """Return the value that the network of a model gives where no output is named.

    Of several outputs the one that is a value is taken, not a label. Probabilities are cut before what computes them,
    and so keep which class is the largest (``Choice.check`` must be asked once the scores are read); a label that is
    looked up is cut after the ArgMax that finds its number. In the graph of ``model`` a classifier of ``ai.onnx.ml`` is
    marked as cut before its ``post_transform``.

    Args:
        file: what messages begin with.
        model: the model.

    Raises:
        BadInput: if there are several values.
    """
    graph = _Graph(model)
    outputs = list(model.graph.output)
    values = [graph.before(value.name) for value in outputs if not _is_label(value)]
    distinct = {choice.name: choice for choice in values}
    if not values and len(outputs) == 1:
        return graph.number_of_label(outputs[0].name)
    if len(distinct) != 1:
        names = ", ".join([typed_text(value.name) for value in outputs])
        raise BadInput(
            f"{file}: there are {count_of(len(outputs), 'output')}, name one (memocert read --output-name), or a value "
            f"before them: {names}"
        )
    (choice,) = distinct.values()
    if choice.classes is None:
        tables = [graph.names_looked_up(value.name, choice.name) for value in outputs if _is_label(value)]
        choice = replace(choice, classes=next((names for names in tables if names), None))
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


class _Graph:
    """The graph of a model, looked at from its outputs: which node makes a value, and which operator it is."""

    def __init__(self, model: Any) -> None:
        self._makers = {name: node for node in model.graph.node for name in node.output if name}
        self._stored = {tensor.name: tensor for tensor in model.graph.initializer}
        self._functions = {(function.domain, function.name) for function in model.functions}
        self._version = next((int(entry.version) for entry in model.opset_import if entry.domain in _MAIN), 0)

    def kind(self, node: Any) -> str:
        """Return the name of a node's operator with its domain; empty if it calls a function of the model."""
        if (node.domain, node.op_type) in self._functions:
            return ""
        return str(node.op_type if node.domain in _MAIN else f"{node.domain}.{node.op_type}")

    def before(self, name: str) -> Choice:
        """Return the scores that a value is made of."""
        choice, passed = Choice(name, version=self._version), []
        found, classes = name, None
        while found in self._makers:
            node = self._makers[found]
            kind = self.kind(node)
            if kind == "ai.onnx.ml.ZipMap":
                classes = _class_names(node)
            pair = self._one_logit(node)
            if pair is not None:
                passed += [("Concat", node), ("Sigmoid", node)]
                return self._cut(name, pair, passed, classes)
            if kind in _CLASSIFIERS and found == node.output[-1]:
                classes = _class_names(node) or classes
                transform = _without_transform(node)
                if transform is not None:
                    return self._cut(name, found, [*passed, (transform, node)], classes)
                break
            if not self._passes(kind, node):
                break
            passed.append((kind, node))
            found = node.input[0]
            if kind in _RISING or kind == "ai.onnx.ml.ZipMap" or kind == "ai.onnx.ml.ArrayFeatureExtractor":
                choice = self._cut(name, found, passed, classes)
        return replace(choice, classes=classes)

    def _cut(self, name: str, found: str, passed: list[tuple[str, Any]], classes: tuple[str, ...] | None) -> Choice:
        inner = tuple(reversed(passed))
        named = [kind.removeprefix("ai.onnx.ml.") for kind, _ in inner if kind not in ("Concat", *_SILENT)]
        said = f"cut before {' and '.join(dict.fromkeys(named))}"
        two_classes = any([kind == "Sigmoid" for kind, _ in inner])
        what = shown(found)
        if named and named[0] in KEPT:  # what a classifier gives without its transform has no name of its own
            what = f"what {inner[0][1].op_type} gives before it"
        note = f"{shown(name)} is {said}: the outputs are {what}, of which the largest names the class"
        if two_classes:
            note = f"{shown(name)} is {said}: where {what} is one number z, the outputs are 0 and z, a class each"
        return Choice(found, (note,), two_classes, classes, inner, self._version)

    def _passes(self, kind: str, node: Any) -> bool:
        """Return whether an operator keeps the order of the numbers, as far as the node shows it."""
        if kind == "Cast":
            return _number(node, "to", 0) in _FLOAT_TYPES
        if kind == "ai.onnx.ml.Normalizer":  # the largest number, by which MAX divides, may be negative
            return any([part.name == "norm" and part.s in (b"L1", b"L2") for part in node.attribute])
        if kind == "ai.onnx.ml.ArrayFeatureExtractor":  # one column of a classifier's scores
            maker, places = self._makers.get(node.input[0]), self._stored.get(node.input[1])
            is_score = maker is not None and self.kind(maker) in _CLASSIFIERS and maker.output[-1] == node.input[0]
            return is_score and places is not None and prod(places.dims) == 1
        return kind in _PASSED | _RISING

    def _one_logit(self, node: Any) -> str | None:
        """Return z where the node makes (1 - p, p) of p = sigmoid(z)."""
        if self.kind(node) != "Concat" or len(node.input) != 2:
            return None
        other, probability = [self._makers.get(name) for name in node.input]
        if other is None or probability is None or self.kind(other) != "Sub" or self.kind(probability) != "Sigmoid":
            return None
        is_pair = other.input[1] == node.input[1] and self._is_one(other.input[0])
        return str(probability.input[0]) if is_pair else None

    def _is_one(self, name: str) -> bool:
        """Return whether a value is the constant 1."""
        tensor, maker = self._stored.get(name), self._makers.get(name)
        if tensor is None and maker is not None and self.kind(maker) == "Constant":
            for part in maker.attribute:
                if part.name == "value_float":
                    return bool(part.f == 1)
                tensor = part.t if part.name == "value" else tensor
        if tensor is None or prod(tensor.dims) != 1 or tensor.data_type not in _FLOAT_TYPES:
            return False
        return bool(tensor_value(tensor, name).array.reshape(-1)[0] == 1)

    def names_looked_up(self, name: str, scores: str) -> tuple[str, ...] | None:
        """Return the names of classes among which a label is looked up by the largest of these scores; None if it is
        found in another way."""
        found, table = name, None
        while found in self._makers:
            node = self._makers[found]
            kind = self.kind(node)
            if kind == "ArgMax":
                return _names_in(table) if table is not None and self.before(node.input[0]).name == scores else None
            if kind not in _LOOK_UP or kind == "ai.onnx.ml.LabelEncoder":
                break
            picks = kind in ("ai.onnx.ml.ArrayFeatureExtractor", "Gather")
            table = self._stored.get(node.input[0]) if picks else table
            found = node.input[1] if picks else node.input[0]
        return None

    def number_of_label(self, name: str) -> Choice:
        """Return the number of the class that a label is looked up by, or the scores of a classifier."""
        found, looked_up = name, False
        while found in self._makers:
            node = self._makers[found]
            kind = self.kind(node)
            if kind in _CLASSIFIERS:
                return self.before(node.output[-1])
            if kind == "ArgMax" and looked_up:
                note = (
                    f"{shown(name)} is cut after ArgMax: the output is {shown(found)}, the number of the class, from 0"
                )
                return Choice(found, (note,))
            if kind not in _LOOK_UP:
                break
            picks = kind in ("ai.onnx.ml.ArrayFeatureExtractor", "Gather")
            looked_up = looked_up or picks or kind == "ai.onnx.ml.LabelEncoder"
            found = node.input[1] if picks else node.input[0]
        return Choice(name)


def _row(kind: str, node: Any, value: Value, version: int) -> int | None:
    """Return how many numbers, one after the other, an operator compares with each other; None if it is not so, or one
    alone, which it makes the same whatever it is."""
    shape, rank = value.shape, len(value.shape)
    if kind == "ai.onnx.ml.Normalizer":
        size = shape[-1] if rank else 1
    else:
        axis = _number(node, "axis", -1 if version >= SOFTMAX_OF_ONE_AXIS else 1)
        if not -rank <= axis < rank:
            return None
        axis %= rank
        if version >= SOFTMAX_OF_ONE_AXIS and prod(shape[axis + 1 :]) != 1:
            return None
        size = prod(shape[axis:])
    return size if size > 1 else None


def _number(node: Any, name: str, default: int) -> int:
    """Return an attribute that is an integer."""
    return next((int(part.i) for part in node.attribute if part.name == name), default)


def _without_transform(node: Any) -> str | None:
    """Mark a classifier as cut before its ``post_transform``, and return its name, if it keeps which number is the
    largest."""
    for attribute in node.attribute:
        kind = str(attribute.s.decode("ascii", "replace")).removeprefix(BEFORE)
        if attribute.name == "post_transform" and kind in KEPT:
            attribute.s = f"{BEFORE}{kind}".encode()
            return kind
    return None


def unmarked(graph: Any) -> bool:
    """Take the marks away again, and the transforms with them; return whether a sigmoid was among them."""
    found = []
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.s.startswith(BEFORE.encode()):
                found.append(attribute.s.decode().removeprefix(BEFORE))
                attribute.s = b"NONE"
    return "LOGISTIC" in found


def _names_in(tensor: Any) -> tuple[str, ...] | None:
    """Return the integers or the texts of a tensor as text; None if it has others."""
    if tensor.string_data:
        return tuple([label.decode("utf-8", "replace") for label in tensor.string_data])
    value = tensor_value(tensor, tensor.name)
    return tuple(map(str, value.array.reshape(-1).tolist())) if value.kind in INTEGERS else None


def _class_names(node: Any) -> tuple[str, ...] | None:
    for attribute in node.attribute:
        if attribute.name in ("classlabels_int64s", "classlabels_ints") and attribute.ints:
            return tuple([str(label) for label in attribute.ints])
        if attribute.name in ("classlabels_strings", "class_labels_strings") and attribute.strings:
            return tuple([label.decode("utf-8", "replace") for label in attribute.strings])
    return None
