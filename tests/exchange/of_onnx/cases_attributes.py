"""Models for attributes that few models have, for ``test_onnx_operators``."""

from collections.abc import Iterator
from itertools import product

import numpy as np
from onnx import TensorProto
from onnx_models import Case, ints, node, numbers, scalar


def _window_cases() -> Iterator[tuple[str, Case]]:
    for auto, stride in product(("SAME_UPPER", "SAME_LOWER", "VALID"), (1, 2)):
        given = {"kernel_shape": [2, 2], "strides": [stride, stride], "auto_pad": auto}
        for include in (0, 1):
            nodes = [node("AveragePool", ["x"], "y", count_include_pad=include, **given)]
            yield f"AveragePool {auto} {stride} {include}", Case(nodes, [1, 1, 4, 5])
        for order in (0, 1):  # it is about the indices, which are no value here
            nodes = [node("MaxPool", ["x"], "y", storage_order=order, **given)]
            smaller = auto == "SAME_LOWER" and stride == 2
            yield f"MaxPool {auto} {stride} {order}", Case(nodes, [1, 1, 4, 5], reference_errs=smaller)
        nodes = [node("Conv", ["x", "w"], "y", **(given | {"kernel_shape": [2, 3]}))]
        yield f"Conv {auto} {stride}", Case(nodes, [1, 2, 4, 5], {"w": numbers(3, 2, 2, 3)})
    nodes = [node("AveragePool", ["x"], "y", kernel_shape=[2, 2], dilations=[2, 1], pads=[1, 0, 1, 0])]
    yield "AveragePool with dilations", Case(nodes, [1, 1, 4, 5], {}, 19, reference_errs=True)
    given = {"kernel_shape": [2, 3], "strides": [2, 2], "auto_pad": "VALID", "output_padding": [0, 1]}
    yield (
        "ConvTranspose VALID",
        Case([node("ConvTranspose", ["x", "w"], "y", **given)], [1, 2, 3, 4], {"w": numbers(2, 3, 2, 3)}),
    )


def _small_cases() -> Iterator[tuple[str, Case]]:
    for batches, indices, shape in (
        (0, [[0], [1]], [2, 3]),
        (1, [[1], [0]], [2, 3]),
        (1, [[1], [0]], [2, 2, 3]),
        (1, [[[0], [1]], [[1], [1]]], [2, 2, 3]),
        (1, [[1, 2], [0, -1]], [2, 2, 3]),
        (2, [[[2], [0]], [[1], [1]]], [2, 2, 3]),
    ):
        nodes = [node("GatherND", ["x", "i"], "y", batch_dims=batches)]
        yield f"GatherND {batches} {indices} {shape}", Case(nodes, shape, {"i": np.array(indices)})
    for kind in ("ScatterElements", "ScatterND"):
        picked = np.array([[1, 0, 1]]) if kind == "ScatterElements" else np.array([[1]])
        nodes = [node(kind, ["x", "i", "u"], "y", reduction="none")]
        yield f"{kind} without reduction", Case(nodes, [2, 3], {"i": picked, "u": numbers(1, 3)})
    for zero, shape in product((0, 1), ([2, 3], [3, -1])):
        yield (
            f"Reshape {zero} {shape}",
            Case([node("Reshape", ["x", "s"], "y", allowzero=zero)], [2, 3], {"s": ints(*shape)}),
        )
    for mode in ("DCR", "CRD"):
        nodes = [node("SpaceToDepth", ["x"], "y", blocksize=2, mode=mode)]
        yield f"SpaceToDepth {mode}", Case(nodes, [1, 2, 4, 2], {}, 28)
    yield "TopK sorted", Case([node("TopK", ["x", "k"], ["y", "i"], sorted=1)], [2, 4], {"k": ints(3)})
    tensors = {"from": scalar(0), "to": scalar(2), "by": scalar(0.5)}
    nodes = [node("Range", ["from", "to", "by"], "r", stash_type=TensorProto.FLOAT), node("Add", ["x", "r"], "y")]
    yield "Range with a type beside it", Case(nodes, [1, 4], tensors, 27)
    for name, value in (("value_float", 1.5), ("value_int", 3), ("value_ints", [1, 2, 3, 4])):
        nodes = [node("Constant", [], "c", **{name: value}), node("Cast", ["c"], "f", to=TensorProto.FLOAT)]
        yield f"Constant {name}", Case([*nodes, node("Add", ["x", "f"], "y")], [1, 4])
    for noop in (0, 1):
        nodes = [node("ReduceProd", ["w"], "c", noop_with_empty_axes=noop), node("Add", ["x", "c"], "y")]
        yield f"ReduceProd of no axes, {noop}", Case(nodes, [2, 4], {"w": numbers(2, 4)}, 18)
    nodes = [node("ReduceProd", ["w"], "c", axes=[1]), node("Add", ["x", "c"], "y")]
    yield "ReduceProd set 13", Case(nodes, [2, 4], {"w": numbers(2, 4)}, 13)
    nodes = [node("Resize", ["x", "", "", "z"], "y", mode="nearest", axes=[2, 3], keep_aspect_ratio_policy="stretch")]
    yield "Resize of two axes", Case(nodes, [1, 1, 2, 4], {"z": ints(4, 8)}, 18)
    for version, given in ((7, {"ratio": 0.5}), (12, {"seed": 3})):
        yield f"Dropout set {version}", Case([node("Dropout", ["x"], "y", **given)], [1, 4], {}, version)


def _quantized_cases() -> Iterator[tuple[str, Case]]:
    whole = np.array([[1, -3, 5, 7, 2], [2, 0, -8, 6, 1]], np.int8)
    blocks = {"s": numbers(2, 3) ** 2 + 1, "z": np.array([[0, 1, 2], [2, 3, -1]], np.int8)}
    nodes = [node("DequantizeLinear", ["q", "s", "z"], "w", axis=1, block_size=2), node("Add", ["x", "w"], "y")]
    yield "DequantizeLinear in blocks", Case(nodes, [2, 5], {"q": whole, **blocks}, 21, reference_errs=True)
    even = {"s": (numbers(2, 2) ** 2 + 1), "z": np.array([[0, 1], [2, -3]], np.int8)}
    nodes = [node("DequantizeLinear", ["q", "s", "z"], "w", axis=1, block_size=2), node("Add", ["x", "w"], "y")]
    yield "DequantizeLinear in whole blocks", Case(nodes, [2, 4], {"q": whole[:, :4], **even}, 21)
    for axis in (0, -1):
        size = 2 if axis == 0 else 4
        each = {"s": 2.0 ** np.arange(size, dtype=np.float32), "z": np.arange(size).astype(np.int8)}
        nodes = [node("QuantizeLinear", ["t", "s", "z"], "q", axis=axis, saturate=1)]
        nodes += [node("DequantizeLinear", ["q", "s", "z"], "w", axis=axis), node("Add", ["x", "w"], "y")]
        yield f"QuantizeLinear along {axis}", Case(nodes, [2, 4], {"t": numbers(2, 4), **each}, 19)
    each = {"s": scalar(0.5), "z": np.array(1, np.int8)}
    nodes = [node("QuantizeLinear", ["t", "s"], "q", output_dtype=TensorProto.INT8, block_size=0)]
    nodes += [
        node("DequantizeLinear", ["q", "s", "z"], "w", output_dtype=TensorProto.FLOAT),
        node("Add", ["x", "w"], "y"),
    ]
    yield "QuantizeLinear and DequantizeLinear to types", Case(nodes, [2, 4], {"t": numbers(2, 4), **each}, 23)


ATTRIBUTE_CASES = {name: case for cases in (_window_cases, _small_cases, _quantized_cases) for name, case in cases()}
