"""The operators of ONNX that are read, in one table: name, meaning, newest operator set known, attributes."""

from typing import Any

import numpy as np

from constructions.model.errors import shown
from exchange.exact_arrays import FLOATS
from exchange.onnx.node import Operation, Operator
from exchange.onnx.operators.classic import CLASSICS
from exchange.onnx.operators.convolution import CONVOLUTIONS
from exchange.onnx.operators.elementwise import ELEMENTWISE
from exchange.onnx.operators.forests import FORESTS
from exchange.onnx.operators.grids import GRIDS
from exchange.onnx.operators.linear import LINEAR
from exchange.onnx.operators.logic import LOGIC
from exchange.onnx.operators.order import ORDER
from exchange.onnx.operators.pooling import POOLINGS
from exchange.onnx.operators.quantized import QUANTIZED
from exchange.onnx.operators.reductions import REDUCTIONS
from exchange.onnx.operators.stairs import STAIRS
from exchange.onnx.operators.wires import WIRES
from exchange.onnx.tensors import tensor_value
from exchange.onnx.values import INTEGERS, Value


def _constant(operation: Operation) -> Value:
    """A constant."""
    for name, value in operation.attributes.items():
        if name == "value":
            return tensor_value(value, f"{operation.place}: value")
        array = np.array(value, dtype=np.float32 if "float" in name else np.int64)
        return Value(array.shape, array.dtype.name, array=array)
    return operation.refuse("there is no value")


def _constant_of_shape(operation: Operation) -> Value:
    """A constant, if the shape is one."""
    shape = tuple(operation.integers(0, "the shape"))
    if min(shape, default=0) < 0:
        operation.refuse(f"the shape must be integers of at least 0, not {shown(list(shape))}")
    entry = Value((1,), "float32", array=np.zeros(1, np.float32))
    if "value" in operation.attributes:
        entry = tensor_value(operation.attributes["value"], f"{operation.place}: value")
    if entry.size != 1:
        operation.refuse(f"value must be one number, not of the shape {list(entry.shape)}")
    operation.check(shape, is_constant=True)
    return Value(shape, entry.kind, array=np.broadcast_to(entry.array.reshape(()), shape))


def _range(operation: Operation) -> Value:
    """A constant, if its bounds are constants."""
    bounds = [operation.stored(number, name) for number, name in enumerate(("start", "limit", "delta"))]
    kind = operation.common_kind(bounds)
    if kind not in (*INTEGERS, *FLOATS) or any([bound.size != 1 for bound in bounds]):
        operation.refuse("start, limit and delta must be one number each")
    start, limit, delta = [operation.exact(bound, "a bound").reshape(-1)[0] for bound in bounds]
    if not delta:
        operation.refuse("delta must not be 0")
    count = max(0, -((start - limit) // delta))
    operation.check((count,), is_constant=True)
    operation.charge(count)
    array: Any = np.empty(count, dtype=object)
    array[:] = [start + number * delta for number in range(count)]
    return Value((count,), kind, array=array)


_CONSTANTS: dict[str, Operator] = {
    "Constant": Operator(_constant, 25, "value value_float value_floats value_int value_ints", folds=True),
    "ConstantOfShape": Operator(_constant_of_shape, 25, "value", folds=True),
    "Range": Operator(_range, 27, "stash_type", folds=True),
}

_FAMILIES = (
    _CONSTANTS,
    CLASSICS,
    CONVOLUTIONS,
    ELEMENTWISE,
    FORESTS,
    GRIDS,
    LINEAR,
    LOGIC,
    ORDER,
    POOLINGS,
    QUANTIZED,
    REDUCTIONS,
    STAIRS,
    WIRES,
)

OPERATORS: dict[str, Operator] = dict(sorted([entry for family in _FAMILIES for entry in family.items()]))
"""Every operator that is read, by its name, with its domain before it if that is not the main one; what is not here is
refused by its name."""

_CURVED = (
    "Acos Acosh Asin Asinh Atan Atanh Celu Cos Cosh Elu Erf Exp Gelu GlobalLpPool GroupNormalization "
    "HardSwish InstanceNormalization LRN LayerNormalization Log LogSoftmax LpNormalization LpPool "
    "MeanVarianceNormalization Mish RMSNormalization ReduceL2 ReduceLogSum ReduceLogSumExp "
    "ReduceSumSquare Selu Sigmoid Sin Sinh Softmax Softplus Softsign Swish Tan Tanh "
)
REFUSED: dict[str, str] = {
    **dict.fromkeys(_CURVED.split(), "it is not piecewise linear"),
    **dict.fromkeys(["Attention", "GRU", "LSTM", "RNN"], "it multiplies computed values"),
    "ai.onnx.ml.Normalizer": "it divides by a size of computed values",
    "ai.onnx.ml.ZipMap": "it makes a map of names, not numbers",
    "ai.onnx.ml.OneHotEncoder": "it is not read from ONNX; read scikit-learn's own model (.skops)",
    **dict.fromkeys(
        ["ai.onnx.ml.SVMClassifier", "ai.onnx.ml.SVMRegressor"],
        "kernels are mostly not piecewise linear; models with a linear one are read as scikit-learn's own (.skops)",
    ),
}
"""Operators of which a reason is known why they are not read."""


def reason_of(name: str) -> str:
    """Return why an operator is not read, as the end of a sentence, if that is known.

    >>> reason_of("Tanh"), reason_of("Unknown")
    (': it is not piecewise linear', '')
    """
    return f": {REFUSED[name]}" if name in REFUSED else ""
