"""Models of layers as networks have them: open batches, skip connections, windows; for ``test_onnx_operators``."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from onnx import TensorProto
from onnx_models import Case, node, numbers


def _dense_cases() -> Iterator[tuple[str, Case]]:
    nodes = [node("Gemm", ["x", "w", "b"], "y", transB=1, alpha=0.5, beta=2.0)]
    yield "Gemm with bias, transposed, scaled", Case(nodes, ["n", 3], {"w": numbers(4, 3), "b": numbers(4)})
    yield "Gemm without bias", Case([node("Gemm", ["x", "w"], "y")], [1, 3], {"w": numbers(3, 2)})
    nodes = [node("Gemm", ["x", "w", "b"], "y", transA=1)]
    yield "Gemm with one number as bias", Case(nodes, [3, 2], {"w": numbers(3, 2), "b": numbers(1)})
    nodes = [node("MatMul", ["x", "w"], "h"), node("Add", ["h", "b"], "g"), node("Relu", ["g"], "y")]
    yield "MatMul, Add, Relu", Case(nodes, ["n", 3], {"w": numbers(3, 5), "b": numbers(5)})
    yield "MatMul from the left", Case([node("MatMul", ["w", "x"], "y")], [3, 2], {"w": numbers(4, 3)})
    for name, shape, width in (("a stack of matrices", [2, 2, 3], (3, 2)), ("a vector", [3], (3,))):
        yield f"MatMul of {name}", Case([node("MatMul", ["x", "w"], "y")], [*shape], {"w": numbers(*width)})
    nodes = [
        node("Sub", ["x", "a"], "s"),
        node("Sub", ["one", "s"], "t"),
        node("Mul", ["t", "a"], "m"),
        node("Div", ["m", "two"], "d"),
        node("Neg", ["d"], "y"),
    ]
    tensors: dict[str, Any] = {"a": numbers(4), "one": np.ones(1, np.float32), "two": np.full((1, 4), 2, np.float32)}
    yield "Sub, Mul, Div, Neg with constants", Case(nodes, ["n", 4], tensors)
    yield "Add of a constant that widens the result", Case([node("Add", ["x", "a"], "y")], [1, 3], {"a": numbers(2, 3)})
    nodes = [node("Gemm", ["x", "w"], "h"), node("Relu", ["h"], "r"), node("Add", ["r", "x"], "y")]
    yield "Add of a skip connection", Case(nodes, ["n", 3], {"w": numbers(3, 3)})
    nodes = [node("Relu", ["x"], "h"), node("Sub", ["h", "h"], "y")]
    yield "Sub of a value and itself", Case(nodes, ["n", 3])
    nodes = [
        node("Gemm", ["x", "w"], "h"),
        node("Relu", ["h"], "r"),
        node("Concat", ["x", "c", "r", "x"], "y", axis=-1),
    ]
    yield "Concat of the input, a constant, a layer", Case(nodes, [1, 3], {"w": numbers(3, 2), "c": numbers(1, 2)})
    yield "Concat along the first axis", Case([node("Concat", ["x", "x"], "y", axis=0)], [2, 3])
    yield "Cast to floats", Case([node("Cast", ["x"], "c", to=TensorProto.FLOAT), node("Relu", ["c"], "y")], [2, 3])
    nodes = [
        node("Transpose", ["x"], "t", perm=[0, 2, 1]),
        node("Unsqueeze", ["t", "first"], "u"),
        node("Squeeze", ["u", "first"], "q"),
        node("Reshape", ["q", "shape"], "r"),
        node("Identity", ["r"], "i"),
        node("Dropout", ["i"], "o"),
        node("Flatten", ["o"], "f"),
        node("Gemm", ["f", "w"], "y"),
    ]
    tensors = {"first": np.array([1]), "shape": np.array([0, -1, 2]), "w": numbers(6, 2)}
    yield "Flatten, Reshape, Transpose, Squeeze, Unsqueeze", Case(nodes, [1, 2, 3], tensors)


_CONVOLUTIONS: dict[str, tuple[dict[str, Any], list[int | str], tuple[int, ...]]] = {
    "in groups, dilated": ({"group": 2, "dilations": [2, 1]}, [1, 4, 5, 4], (2, 2, 2, 2)),
    "of one axis, same size": ({"auto_pad": "SAME_UPPER", "strides": [2]}, ["n", 2, 7], (3, 2, 4)),
    "same size, more before": ({"auto_pad": "SAME_LOWER"}, [1, 1, 6], (1, 1, 4)),
}
_WINDOWS: dict[str, tuple[dict[str, Any], list[int | str]]] = {
    "MaxPool": ({"kernel_shape": [2, 2], "strides": [2, 2]}, [1, 2, 4, 6]),
    "MaxPool overlapping, padded": ({"kernel_shape": [3, 2], "strides": [1, 2], "pads": [1] * 4}, [1, 1, 4, 5]),
    "MaxPool dilated, rounded up": (
        {"kernel_shape": [2], "strides": [2], "dilations": [2], "ceil_mode": 1},
        [1, 1, 6],
    ),
    "MaxPool padded, rounded up": ({"kernel_shape": [2], "strides": [3], "pads": [1, 1], "ceil_mode": 1}, [1, 1, 6]),
    "AveragePool": ({"kernel_shape": [2, 2], "strides": [2, 1]}, [1, 2, 4, 5]),
    "AveragePool padded, padding counted": (
        {"kernel_shape": [2, 2], "pads": [1, 1, 0, 0], "count_include_pad": 1},
        [1, 1, 3, 3],
    ),
    "AveragePool padded, padding not counted": ({"kernel_shape": [2, 2], "pads": [1] * 4}, [1, 1, 3, 3]),
    "AveragePool rounded up": ({"kernel_shape": [4], "strides": [4], "ceil_mode": 1}, [1, 1, 10]),
    "AveragePool rounded up, padding counted": (
        {"kernel_shape": [4], "strides": [3], "pads": [1, 1], "ceil_mode": 1, "count_include_pad": 1},
        [1, 1, 9],
    ),
}


def _window_cases() -> Iterator[tuple[str, Case]]:
    nodes = [node("Conv", ["x", "w", "b"], "y", pads=[1, 0, 1, 2], strides=[2, 1])]
    yield "Conv with padding, strides and bias", Case(nodes, [1, 2, 5, 4], {"w": numbers(3, 2, 3, 2), "b": numbers(3)})
    for name, (given, shape, filters) in _CONVOLUTIONS.items():
        yield f"Conv {name}", Case([node("Conv", ["x", "w"], "y", **given)], shape, {"w": numbers(*filters)})
    for name, (given, shape) in _WINDOWS.items():
        nodes = [node(name.split()[0], ["x"], "y", **given)]
        yield name, Case(nodes, shape, reference_errs="rounded up" in name)
    nodes = [node("GlobalAveragePool", ["x"], "a"), node("GlobalMaxPool", ["x"], "m"), node("Add", ["a", "m"], "y")]
    yield "GlobalAveragePool, GlobalMaxPool", Case(nodes, [1, 3, 2, 4])
    normalized = node("BatchNormalization", ["h", "s", "b", "m", "v"], "n", epsilon=0.0)
    tensors = {name: numbers(3, seed=number) for number, name in enumerate("sbm", 1)}
    tensors |= {"w": numbers(3, 2, 2, 2), "v": np.array([4, 0.25, 1], np.float32)}
    nodes = [node("Conv", ["x", "w"], "h"), normalized, node("Relu", ["n"], "y")]
    yield "BatchNormalization with an exact root", Case(nodes, [1, 2, 3, 3], tensors)


LAYER_CASES = {name: case for cases in (_dense_cases, _window_cases) for name, case in cases()}
