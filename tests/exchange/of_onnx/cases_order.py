"""Models for sums and maxima along axes, for order, and for small integers, for ``test_onnx_operators``."""

from collections.abc import Iterator
from itertools import product

import numpy as np
from onnx import TensorProto
from onnx_models import Case, ints, node, numbers, scalar

FLOAT = TensorProto.FLOAT
REDUCED = ("ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceL1")


def _reduction_cases() -> Iterator[tuple[str, Case]]:
    for kind, axes, keep in product(REDUCED, (None, [1], [0, -1]), (0, 1)):
        given = {} if axes is None else {"axes": axes}
        yield f"{kind} {axes} {keep} set 11", Case([node(kind, ["x"], "y", keepdims=keep, **given)], [2, 2, 4], {}, 11)
        names, tensors = (["x"], {}) if axes is None else (["x", "a"], {"a": ints(*axes)})
        yield f"{kind} {axes} {keep} set 18", Case([node(kind, names, "y", keepdims=keep)], [2, 2, 4], tensors, 18)
    for kind, empty in product(REDUCED, (0, 1)):
        nodes = [node(kind, ["x"], "y", noop_with_empty_axes=empty)]
        yield f"{kind} of no axes, {empty}", Case(nodes, [2, 4], {}, 18, reference_errs=kind == "ReduceL1")
    for kind in (*REDUCED, "ReduceProd"):
        nodes = [node(kind, ["w", "a"], "c", keepdims=0), node("Add", ["x", "c"], "y")]
        yield f"{kind} of a constant", Case(nodes, [2, 2], {"w": numbers(2, 4), "a": ints(1)}, 18)
    nodes = [node("Shape", ["x"], "s"), node("ReduceProd", ["s"], "p"), node("Reshape", ["x", "p"], "y")]
    yield "ReduceProd of a shape", Case(nodes, [2, 3])
    for without, backward in product((0, 1), (0, 1)):
        nodes = [node("CumSum", ["x", "a"], "y", exclusive=without, reverse=backward)]
        yield f"CumSum {without} {backward}", Case(nodes, [2, 3, 2], {"a": np.array(1)})
    equations = {
        "ij,jk->ik": ([2, 3], [3, 4]),
        "ij,kj": ([2, 3], [4, 3]),
        "...ij,jk->...ik": ([2, 1, 3], [3, 2]),
        "ij,ij->": ([2, 3], [2, 3]),
        "i,j->ij": ([3], [2]),
        "bij,bjk->bki": ([2, 1, 3], [2, 3, 2]),
    }
    for equation, (left, right) in equations.items():
        nodes = [node("Einsum", ["x", "w"], "y", equation=equation)]
        yield f"Einsum {equation}", Case(nodes, left, {"w": numbers(*right)})
        nodes = [node("Einsum", ["w", "x"], "y", equation=equation)]
        yield f"Einsum {equation}, constant left", Case(nodes, right, {"w": numbers(*left)})
    for equation, shape in (
        ("ij->ji", [2, 3]),
        ("ij->i", [2, 3]),
        ("ii->i", [3, 3]),
        ("ii", [3, 3]),
        ("...i->...", [2, 3]),
    ):
        yield f"Einsum {equation}", Case([node("Einsum", ["x"], "y", equation=equation)], shape)
    nodes = [node("Einsum", ["v", "w"], "c", equation="ij,jk->ik"), node("Add", ["x", "c"], "y")]
    yield "Einsum of constants", Case(nodes, [2, 2], {"v": numbers(2, 3), "w": numbers(3, 2)})


def _order_cases() -> Iterator[tuple[str, Case]]:
    for kind, axis, keep, last in product(("ArgMax", "ArgMin"), (0, 1, -1), (0, 1), (0, 1)):
        nodes = [node(kind, ["x"], "i", axis=axis, keepdims=keep, select_last_index=last)]
        yield f"{kind} {axis} {keep} {last}", Case([*nodes, node("Cast", ["i"], "y", to=FLOAT)], [3, 2, 4])
    nodes = [node("ArgMax", ["x"], "i"), node("Add", ["i", "one"], "j"), node("Cast", ["j"], "y", to=FLOAT)]
    yield "ArgMax set 7, and a sum of integers", Case(nodes, [3, 2], {"one": np.array(1)}, 7)
    nodes = [node("ArgMax", ["w"], "i"), node("Cast", ["i"], "c", to=FLOAT), node("Add", ["x", "c"], "y")]
    yield "ArgMax of a constant", Case(nodes, [1, 4], {"w": numbers(3, 4)})
    for axis in (0, 1, -1):
        yield f"Hardmax {axis}", Case([node("Hardmax", ["x"], "y", axis=axis)], [3, 4])
    for axis, largest, count in product((0, -1), (0, 1), (1, 2, 3)):
        nodes = [node("TopK", ["x", "k"], ["v", "i"], axis=axis, largest=largest)]
        nodes += [node("Cast", ["i"], "f", to=FLOAT), node("Concat", ["v", "f"], "y", axis=0)]
        yield f"TopK {axis} {largest} {count}", Case(nodes, [3, 4], {"k": ints(count)})
    nodes = [node("TopK", ["x"], ["y", "unused"], k=2)]
    yield "TopK set 7", Case(nodes, [2, 4], {}, 7, reference_errs=True)
    nodes = [node("TopK", ["x", "k"], ["v", "i"]), node("Cast", ["i"], "y", to=FLOAT)]
    yield "TopK of one number", Case(nodes, [3, 1], {"k": ints(1)})


def _constant_cases() -> Iterator[tuple[str, Case]]:
    of = np.array([0.25, 4, 1, 6.25], np.float32)
    with_integers, with_floats = np.array([2, -1, 3, 0]), np.array([2, -1, 3, 0], np.float32)
    for kind, given, tensors in (
        ("Sqrt", {}, {"v": of}),
        ("Reciprocal", {}, {"v": np.array([0.25, -4, 2, 1], np.float32)}),
        ("Pow", {}, {"v": of, "w": with_integers}),
        ("Pow", {}, {"v": of, "w": with_floats}),
        (
            "Mod",
            {"fmod": 1},
            {"v": np.array([5, -5, 2.5, -2.5], np.float32), "w": np.array([3, 3, -2, -2], np.float32)},
        ),
    ):
        nodes = [node(kind, list(tensors), "c", **given), node("Add", ["x", "c"], "y")]
        yield f"{kind} of constants {[array.dtype.name for array in tensors.values()]}", Case(nodes, [2, 4], tensors)
    nodes = [node("Mod", ["v", "w"], "m"), node("Cast", ["m"], "c", to=FLOAT), node("Add", ["x", "c"], "y")]
    yield "Mod of integers", Case(nodes, [4], {"v": np.array([5, -5, 5, -5]), "w": np.array([3, 3, -3, -3])})
    nodes = [node("CastLike", ["v", "w"], "c"), node("Add", ["x", "c"], "y")]
    yield "CastLike", Case(nodes, [4], {"v": np.array([5, -5, 5, -5]), "w": scalar(0)})
    nodes = [node("Gemm", ["v", "w", "x"], "y", alpha=0.5, beta=2.0)]
    yield "Gemm of constants with a computed bias", Case(nodes, [1, 3], {"v": numbers(2, 4), "w": numbers(4, 3)})
    for axis in (0, 1):
        yield f"Hardmax {axis} set 11", Case([node("Hardmax", ["x"], "y", axis=axis)], [2, 3, 2], {}, 11, True)


def _quantized_cases() -> Iterator[tuple[str, Case]]:
    scales, zeros = np.array([0.5, 0.25, 2], np.float32), np.array([0, 3, -2], np.int8)
    for names, axis in ((["q", "s", "z"], 1), (["q", "s"], 1), (["q", "one", "nought"], 1), (["r", "s", "z"], 0)):
        tensors = {
            "q": np.array([[-128, 127, 5], [0, 1, -7]], np.int8),
            "r": np.array([[-128, 127], [0, 1], [5, -7]], np.int8),
            "s": scales,
            "z": zeros,
            "one": scalar(0.5),
            "nought": np.array(3, np.int8),
        }
        used = {name: tensors[name] for name in names}
        shape = list(tensors[names[0]].shape)
        nodes = [node("DequantizeLinear", names, "d", axis=axis), node("Add", ["x", "d"], "y")]
        yield f"DequantizeLinear {names} {axis}", Case(nodes, shape, used, 19)
    for kind in (np.uint8, np.int8):
        tensors = {"s": scalar(0.5), "z": np.array(3, kind), "w": np.array([-300, -0.25, 0.25, 0.75, 900], np.float32)}
        back = node("DequantizeLinear", ["q", "s", "z"], "d")
        nodes = [node("QuantizeLinear", ["w", "s", "z"], "q"), back, node("Add", ["x", "d"], "y")]
        yield f"QuantizeLinear of a constant {kind.__name__}", Case(nodes, [2, 5], tensors, 19)
        nodes = [node("QuantizeLinear", ["x", "s", "z"], "q"), node("DequantizeLinear", ["q", "s", "z"], "y")]
        tensors = {"s": scalar(0.5), "z": np.array(3, kind)}
        yield f"QuantizeLinear of a value {kind.__name__}", Case(nodes, [2, 4], tensors, 21)


_FAMILIES = (_reduction_cases, _order_cases, _constant_cases, _quantized_cases)
ORDER_CASES = {name: case for cases in _FAMILIES for name, case in cases()}
