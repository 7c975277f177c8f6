"""Models for the operators that lay numbers out anew, for ``test_onnx_operators``."""

from collections.abc import Iterator
from itertools import product

import numpy as np
from onnx_models import Case, ints, node, numbers, scalar


def _pad_cases() -> Iterator[tuple[str, Case]]:
    for mode, pads in product(("constant", "reflect", "edge"), ([0, 1, 0, 2], [1, 0, 0, 1], [0, 0, 0, 0])):
        yield f"Pad {mode} {pads}", Case([node("Pad", ["x", "p"], "y", mode=mode)], [2, 3], {"p": ints(*pads)})
        yield f"Pad {mode} {pads} set 7", Case([node("Pad", ["x"], "y", mode=mode, pads=pads)], [2, 3], {}, 7)
    tensors = {"p": ints(0, -1, 1, 2), "v": scalar(0.75)}
    yield "Pad with a number, and cut", Case([node("Pad", ["x", "p", "v"], "y")], [2, 3], tensors, reference_errs=True)
    yield "Pad set 7 with a number", Case([node("Pad", ["x"], "y", pads=[0, 1, 0, 0], value=-0.5)], [2, 3], {}, 7)
    tensors = {"p": ints(1, 2), "v": scalar(2), "a": ints(-1)}
    yield "Pad of one axis", Case([node("Pad", ["x", "p", "v", "a"], "y")], [2, 3], tensors, 18)
    nodes = [node("Pad", ["x", "p"], "y", mode="wrap")]
    yield "Pad around", Case(nodes, [2, 3], {"p": ints(0, 2, 1, 1)}, 19)
    nodes = [node("Pad", ["w", "p"], "q"), node("Add", ["x", "q"], "y")]
    yield "Pad of a constant", Case(nodes, [2, 4], {"w": numbers(2, 2), "p": ints(0, 1, 0, 1)})


def _layout_cases() -> Iterator[tuple[str, Case]]:
    for repeats in ([1, 1], [2, 1], [1, 3], [2, 2]):
        yield f"Tile {repeats}", Case([node("Tile", ["x", "r"], "y")], [2, 3], {"r": ints(*repeats)})
    for version, mode in product((11, 13), ("DCR", "CRD")):
        nodes = [node("DepthToSpace", ["x"], "y", blocksize=2, mode=mode)]
        yield f"DepthToSpace {mode} set {version}", Case(nodes, [1, 8, 2, 3], {}, version)
    yield "DepthToSpace set 7", Case([node("DepthToSpace", ["x"], "y", blocksize=2)], [1, 4, 1, 3], {}, 7)
    yield "SpaceToDepth", Case([node("SpaceToDepth", ["x"], "y", blocksize=2)], [1, 3, 4, 2])
    for axis, indices in product((0, 1, -1), ([[0, 1, -1]], [[1, 0, 0], [0, 1, 1]])):
        nodes = [node("GatherElements", ["x", "i"], "y", axis=axis)]
        fewer = len(indices) == 1 and axis != 0
        name = f"GatherElements {axis} {indices}"
        yield name, Case(nodes, [2, 3], {"i": np.array(indices)}, reference_errs=fewer)
    nested: list[list[object]] = [[[0, 1], [1, -1]], [[1]], [[[0]], [[1]]], [1], [-1, 2]]
    for picked in nested:
        yield f"GatherND {picked}", Case([node("GatherND", ["x", "i"], "y")], [2, 3], {"i": np.array(picked)})
    for upper, shift in product((0, 1), (-1, 0, 1, 5)):
        nodes = [node("Trilu", ["x", "k"], "y", upper=upper)]
        yield f"Trilu {upper} {shift}", Case(nodes, [2, 3, 4], {"k": np.array(shift)})


def _scatter_cases() -> Iterator[tuple[str, Case]]:
    for axis, indices in product((0, 1, -1), ([[1, 0, 1]], [[1, 0, 2], [0, -1, 1]])):
        tensors = {"i": np.array(indices), "u": numbers(*np.shape(indices))}
        nodes = [node("ScatterElements", ["x", "i", "u"], "y", axis=axis)]
        if axis == 0 or len(indices) == 2:
            yield f"ScatterElements {axis} {indices}", Case(nodes, [3, 3], tensors)
    nodes = [node("Neg", ["x"], "n"), node("ScatterElements", ["w", "i", "n"], "y", axis=1)]
    yield "ScatterElements into a constant", Case(nodes, [2, 2], {"w": numbers(2, 3), "i": np.array([[0, 2], [1, 0]])})
    for indices, shape in (([[0], [2]], [2, 3]), ([[0, 1], [2, 0]], [2])):
        nodes = [node("ScatterND", ["x", "i", "u"], "y")]
        yield f"ScatterND {indices}", Case(nodes, [3, 3], {"i": np.array(indices), "u": numbers(*shape)})
    nodes = [node("ScatterND", ["v", "i", "u"], "w"), node("Add", ["x", "w"], "y")]
    yield "ScatterND of constants", Case(nodes, [3], {"v": numbers(3), "i": np.array([[1]]), "u": numbers(1)})


def _resize_cases() -> Iterator[tuple[str, Case]]:
    for scale in (1.0, 2.0, 3.0):
        nodes = [node("Upsample", ["x", "s"], "y", mode="nearest")]
        yield f"Upsample {scale}", Case(nodes, [1, 1, 2, 3], {"s": np.array([1, 1, 2, scale], np.float32)}, 9)
    nodes = [node("Upsample", ["x"], "y", mode="nearest", scales=[1.0, 1.0, 2.0, 2.0])]
    yield "Upsample set 7", Case(nodes, [1, 1, 2, 3], {}, 7, reference_errs=True)
    nodes = [node("Resize", ["x", "s"], "y")]
    yield "Resize set 10", Case(nodes, [1, 1, 2, 3], {"s": np.array([1, 1, 2, 3], np.float32)}, 10, reference_errs=True)
    ways = ("asymmetric", "half_pixel", "pytorch_half_pixel", "align_corners")
    nearest = ("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")
    for way, how, scale, version in product(ways, nearest, (0.5, 2.0, 4.0), (11, 19)):
        given = {"coordinate_transformation_mode": way, "nearest_mode": how}
        tensors = {"s": np.array([1, 1, 2, scale], np.float32), "r": np.zeros(0, np.float32)}
        if version > 11:
            del tensors["r"]  # only the oldest set wants it
        nodes = [node("Resize", ["x", *[name if name in tensors else "" for name in "rs"]], "y", **given)]
        yield f"Resize {way} {how} {scale} set {version}", Case(nodes, [1, 1, 2, 4], tensors, version)
    for way in ("asymmetric", "align_corners"):
        nodes = [node("Resize", ["x", "", "", "z"], "y", coordinate_transformation_mode=way, nearest_mode="floor")]
        yield f"Resize {way} to sizes", Case(nodes, [1, 1, 2, 4], {"z": ints(1, 1, 4, 8)})
    nodes = [node("Resize", ["x", "", "s"], "y", axes=[3], coordinate_transformation_mode="asymmetric")]
    yield "Resize of one axis", Case(nodes, [1, 1, 2, 4], {"s": np.array([2], np.float32)}, 18)


def _transposed_cases() -> Iterator[tuple[str, Case]]:
    for strides, pads, dilations, more in product(([1], [2]), ([0, 0], [1, 0], [1, 1]), ([1], [2]), ([0], [1])):
        if more[0] >= strides[0]:
            continue
        given = {"strides": strides, "pads": pads, "dilations": dilations, "output_padding": more}
        nodes = [node("ConvTranspose", ["x", "w", "b"], "y", **given)]
        yield f"ConvTranspose {given}", Case(nodes, [1, 2, 4], {"w": numbers(2, 3, 3), "b": numbers(3)})
    nodes = [node("ConvTranspose", ["x", "w"], "y", group=2, strides=[2, 1])]
    yield "ConvTranspose in groups", Case(nodes, [2, 4, 2, 3], {"w": numbers(4, 2, 2, 3)}, reference_errs=True)


_FAMILIES = (_pad_cases, _layout_cases, _scatter_cases, _resize_cases, _transposed_cases)
SHAPE_CASES = {name: case for cases in _FAMILIES for name, case in cases()}
