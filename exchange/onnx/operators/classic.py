"""The operators of ``ai.onnx.ml`` that are linear, and what stands before them: scalers, imputers, columns."""

from dataclasses import replace
from fractions import Fraction
from math import isnan
from typing import Any

import numpy as np

from constructions.model.errors import shown
from constructions.model.network import Form
from constructions.model.nouns import count_of
from exchange.exact_arrays import FLOATS, MAX_WEIGHTS, check_size, scaled
from exchange.onnx.fold import checked
from exchange.onnx.model import CLASSIC
from exchange.onnx.node import Operation, Operator
from exchange.onnx.operators.elementwise import combination
from exchange.onnx.operators.logic import equality, where
from exchange.onnx.operators.stairs import stairs
from exchange.onnx.operators.wires import concatenated, moved
from exchange.onnx.outputs import BEFORE, KEPT
from exchange.onnx.values import ROW, Value, constant


def floats(operation: Operation, name: str) -> list[Fraction]:
    """Return an attribute that is a list of numbers, each exactly the float32 that the file holds."""
    numbers = operation.attributes.get(name, [])
    for number in numbers:
        if not np.isfinite(number):
            operation.refuse(f"{name} has {number}, not a finite number")
    return [Fraction(number) for number in numbers]


def rows_of(operation: Operation) -> tuple[Value, int, int]:
    """Return operand 0, how many rows it has, and how many columns."""
    value = operation.computed(0)
    if not 1 <= len(value.shape) <= 2:
        operation.refuse(f"a value of the shape {list(value.shape)} is not read: it must be rows of columns")
    return value, (value.shape[0] if len(value.shape) == 2 else 1), value.shape[-1]


def check_transform(operation: Operation) -> str:
    """Refuse what makes probabilities of scores; return the name of the one that the network was cut before, if any."""
    transform = operation.attributes.get("post_transform", b"NONE").decode("ascii", "replace")
    if transform != "NONE" and not transform.startswith(BEFORE):
        advice = "where no output is named, and nothing computes with it, it is left out; else export the model without"
        if transform not in KEPT:
            advice = "it does not keep which class is the largest, so it is not left out: export the model without it"
        operation.refuse(f"post_transform {transform} is not piecewise linear: {advice}")
    return str(transform.removeprefix(BEFORE))


def _scaler(operation: Operation) -> Value:
    """``(x - offset) scale``, a number for each column or one for all of them."""
    value, rows, width = rows_of(operation)
    given = []
    for name, default in (("offset", 0), ("scale", 1)):
        numbers = floats(operation, name) or [Fraction(default)]
        if len(numbers) not in (1, width):
            operation.refuse(f"{name} must be 1 or {width} numbers, not {len(numbers)}")
        given.append(numbers * (width // len(numbers)))
    operation.charge(value.size * ROW)
    offsets = [-offset * scale for offset, scale in zip(*given, strict=True)]
    return operation.value(value.shape, scaled(given[1] * rows, offsets * rows), [value], "float32")


def _imputer(operation: Operation) -> Value:
    """A number that is the replaced one gives way to the column's; exact inputs are never NaN. Of integers the
    attributes of integers count."""
    value, _, width = rows_of(operation)
    names = ("imputed_value_floats", "imputed_value_int64s")
    kind, other = names if value.kind in FLOATS else names[::-1]
    replaced = operation.attributes.get("replaced_value_float" if kind == names[0] else "replaced_value_int64", 0)
    numbers = floats(operation, kind)
    if len(numbers) not in (1, width) or np.isinf(replaced):
        operation.refuse(
            f"{kind} must be 1 or {width} numbers in place of a finite one, not {len(numbers)} in place of {replaced}"
        )
    if operation.attributes.get(other):
        operation.refuse(f"{other} stands beside {kind}, and only one of the two may")
    if isnan(replaced):
        return value
    is_gone = equality(operation, value, constant([Fraction(replaced)], (), value.kind))
    return where(operation, is_gone, checked(operation, numbers, (len(numbers),), value.kind), value)


def _binarizer(operation: Operation) -> Value:
    """1 where x is above the threshold, else 0."""
    value = operation.computed(0)
    threshold = operation.number("threshold", 0.0)
    network = stairs(operation, value, Fraction(0), [(threshold, Fraction(1), False)])
    return operation.value(value.shape, network, [value])


def _columns(operation: Operation) -> Value:
    """The columns that are named, in their order."""
    value, indices = operation.operand(0), operation.integers(1, "indices")
    if not value.shape or any([not 0 <= index < value.shape[-1] for index in indices]):
        operation.refuse(f"columns {shown(indices)} are not all within {list(value.shape)}")
    places = np.atleast_2d(value.places())
    operation.check((*places.shape[:-1], len(indices)), value.is_constant)
    return moved(operation, value, np.take(places, np.array(indices, np.int64), -1))


def _side_by_side(operation: Operation) -> Value:
    """The columns of all operands side by side."""
    values = operation.all_operands()
    widths = list(operation.attributes.get("inputdimensions", [value.shape[-1] for value in values if value.shape]))
    if any([len(value.shape) != 2 for value in values]) or widths != [value.shape[1] for value in values]:
        operation.refuse(f"inputdimensions {shown(widths)} are not those of its operands")
    return replace(concatenated(operation, values, 1), kind="float32")


def _linear(operation: Operation, outputs: int) -> Value:
    """Return ``W x + b`` for each row."""
    value, rows, width = rows_of(operation)
    weights, bias = floats(operation, "coefficients"), floats(operation, "intercepts")
    if len(weights) != outputs * width or len(bias) not in (0, outputs):
        operation.refuse(
            f"{count_of(outputs, 'output')} of {count_of(width, 'column')} need {outputs * width} coefficients and "
            f"{outputs} intercepts, not {len(weights)} and {len(bias)}"
        )
    check_size(rows * len(weights), MAX_WEIGHTS, operation.place, "weights")
    operation.charge(rows * len(weights))
    forms = []
    for number in range(rows):
        for output in range(outputs):
            line = weights[output * width : (output + 1) * width]
            kept = [index for index, weight in enumerate(line) if weight]
            forms.append(Form(value.size, [number * width + index for index in kept], [line[index] for index in kept]))
    return operation.affine(forms, (bias or [Fraction(0)] * outputs) * rows, [value], (rows, outputs), "float32")


def _linear_regressor(operation: Operation) -> Value:
    """An affine map; a ``post_transform`` is refused."""
    check_transform(operation)
    return _linear(operation, operation.attributes.get("targets", 1))


def labels_of(operation: Operation, names: tuple[str, str]) -> list[Any]:
    """Return the labels of a classifier, which are numbers or text."""
    found = [list(operation.attributes.get(name, [])) for name in names]
    labels = found[0] or found[1]
    if not labels or (found[0] and found[1]):
        operation.refuse(f"its labels must stand in {names[0]} or in {names[1]}")
    if operation.results[0]:
        operation.refuse(
            "its labels are not read", advice=": name its scores, the second result (memocert read --output-name)"
        )
    return labels


def two_scores(operation: Operation, score: Value, base: int) -> Value:
    """Return (base - s, s) of one score s, as onnxruntime makes two classes of it.

    The base is 1 where s is a probability, and 0 where it is what a sigmoid makes one of.
    """
    one = constant([Fraction(base)], (), score.kind)
    other = combination(operation, [one, score], [Fraction(1), Fraction(-1)])
    return concatenated(operation, [other, score], 1)


def _linear_classifier(operation: Operation) -> list[Value]:
    """An affine map: a score for each class; one score of two classes becomes two."""
    labels = labels_of(operation, ("classlabels_ints", "classlabels_strings"))
    value, _, width = rows_of(operation)
    outputs = len(operation.attributes.get("coefficients", [])) // max(1, width)
    if outputs not in (1, len(labels)) or (outputs == 1 and len(labels) > 2):
        operation.refuse(f"coefficients of {count_of(outputs, 'class')} do not fit {count_of(len(labels), 'label')}")
    transform, scores = check_transform(operation), _linear(operation, outputs)
    if outputs == 1 and len(labels) == 2:
        scores = two_scores(operation, scores, 0 if transform == "LOGISTIC" else 1)
    return [value, scores]


_LINEAR = "coefficients intercepts post_transform"
_CLASSIC: dict[str, Operator] = {
    "ArrayFeatureExtractor": Operator(_columns, 1, folds=True),
    "Binarizer": Operator(_binarizer, 1, "threshold"),
    "FeatureVectorizer": Operator(_side_by_side, 1, "inputdimensions", folds=True),
    "Imputer": Operator(
        _imputer, 1, "imputed_value_floats imputed_value_int64s replaced_value_float replaced_value_int64"
    ),
    "LinearClassifier": Operator(_linear_classifier, 1, f"{_LINEAR} classlabels_ints classlabels_strings multi_class"),
    "LinearRegressor": Operator(_linear_regressor, 1, f"{_LINEAR} targets"),
    "Scaler": Operator(_scaler, 1, "offset scale"),
}

CLASSICS: dict[str, Operator] = {f"{CLASSIC}.{name}": operator for name, operator in _CLASSIC.items()}
"""The operators of this module, with their domain."""
