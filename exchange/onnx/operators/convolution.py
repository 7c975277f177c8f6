"""The operators of ONNX that multiply windows of a grid by weights, and how all windows are laid."""

from fractions import Fraction
from math import prod
from typing import Any

from constructions.model.errors import shown
from constructions.model.nouns import count_of
from exchange.exact_arrays import MAX_WEIGHTS, MAX_WIDTH, check_size
from exchange.onnx.node import Operation, Operator, row
from exchange.onnx.values import ROW, Shape, Value
from exchange.windows import Grid


def _settings(operation: Operation, window: Shape) -> tuple[Shape, Shape, Shape, Shape]:
    """Return the strides, dilations, pads and output padding of an operator with these windows, one number an axis, of
    the pads first all before and then all behind."""
    count, found = len(window), {"kernel_shape": window}
    for name, length, least in (
        ("strides", count, 1),
        ("dilations", count, 1),
        ("pads", 2 * count, 0),
        ("output_padding", count, 0),
        ("kernel_shape", count, 1),
    ):
        values = found.setdefault(name, tuple(operation.attributes.get(name, [least] * length)))
        if len(values) != length or min(values) < least or max(values) > MAX_WIDTH:
            operation.refuse(f"{name} must be {length} integers of at least {least}, not {shown(list(values))}")
    return found["strides"], found["dilations"], found["pads"], found["output_padding"]


def grid_of(operation: Operation, window: Shape, axes: Shape) -> Grid:
    """Return the grid of a convolution or a pooling, its padding worked out."""
    count = len(axes)
    strides, dilations, pads, _ = _settings(operation, window)
    auto = operation.attributes.get("auto_pad", b"NOTSET").decode("ascii", "replace")
    if auto != "NOTSET" and any(pads):
        operation.refuse(f"pads {shown(list(pads))} stand beside auto_pad {auto}, and only one of the two may")
    both = list(zip(pads[:count], pads[count:], strict=True))
    if auto in ("SAME_UPPER", "SAME_LOWER"):
        if max(dilations) > 1:
            operation.refuse(f"auto_pad {auto} with dilations is read in several ways by runtimes: write the pads out")
        both = []
        for size, width, stride in zip(axes, window, strides, strict=True):
            total = (-(-size // stride) - 1) * stride + width - size
            if total < 0 and operation.kind not in ("Conv", "ConvTranspose"):
                operation.refuse(f"auto_pad {auto} with strides beyond the window cuts numbers off: write the pads out")
            total = max(0, total)
            small, large = total // 2, total - total // 2
            both.append((small, large) if auto == "SAME_UPPER" else (large, small))
    elif auto == "VALID":
        both = [(0, 0)] * count
    elif auto != "NOTSET":
        operation.refuse(f"auto_pad must be NOTSET, VALID, SAME_UPPER or SAME_LOWER, not {shown(auto)}")
    grid = Grid(axes, window, strides, dilations, tuple(both), bool(operation.attributes.get("ceil_mode", 0)))
    if min(grid.shape()) < 1:
        operation.refuse(f"a window of {list(window)} does not fit {list(axes)}")
    return grid


def _weighted(operation: Operation, *, transposed: bool) -> tuple[Value, Any, int]:
    """Return the value, the weights and the number of groups of a convolution, which fit each other."""
    value, stored = operation.computed(0), operation.stored(1, "weights")
    operation.common_kind([value, stored])
    weights = operation.exact(stored, "weights")
    groups = operation.attributes.get("group", 1)
    if len(value.shape) < 3 or weights.ndim != len(value.shape) or not weights.size:
        operation.refuse(f"shapes {list(value.shape)} and {list(weights.shape)} are not read")
    kernel = list(operation.attributes.get("kernel_shape", weights.shape[2:]))
    if kernel != list(weights.shape[2:]):
        operation.refuse(
            f"kernel_shape {shown(kernel)} contradicts the weights, which have the shape {list(weights.shape)}"
        )
    channels = weights.shape[0] if transposed else weights.shape[1] * groups
    if groups < 1 or weights.shape[0] % groups or value.shape[1] != channels:
        operation.refuse(
            f"{count_of(value.shape[1], 'channel does', 'channels do')} not fit weights "
            f"{list(weights.shape)} in {count_of(groups, 'group')}"
        )
    return value, weights, groups


def conv(operation: Operation) -> Value:
    """Return Conv, unrolled: one sparse row for each filter and window."""
    value, weights, groups = _weighted(operation, transposed=False)
    filters, inner = weights.shape[:2]
    grid = grid_of(operation, weights.shape[2:], value.shape[2:])
    cells = prod(grid.shape())
    check_size(value.shape[0] * cells * weights.size, MAX_WEIGHTS, operation.place, "weights")
    operation.charge(value.shape[0] * cells * weights.size)
    bias = _bias(operation, filters)
    flat, area = weights.reshape(filters, inner, -1), prod(value.shape[2:])
    windows = list(grid.windows())
    rows, offsets = [], []
    for batch in range(value.shape[0]):
        for number in range(filters):
            first = (batch * value.shape[1] + number // (filters // groups) * inner) * area
            planes = [(first + plane * area, flat[number, plane].tolist()) for plane in range(inner)]
            for window in windows:
                pairs = [(begin + place, kernel[cell]) for begin, kernel in planes for cell, place in window]
                rows.append(row(value.size, pairs))
                offsets.append(bias[number])
    return operation.affine(rows, offsets, [value], (value.shape[0], filters, *grid.shape()))


def conv_transpose(operation: Operation) -> Value:
    """Return ConvTranspose, unrolled: each number of the input adds multiples of itself to a window of the result."""
    value, weights, groups = _weighted(operation, transposed=True)
    batches, channels = value.shape[:2]
    grid = __transposed_grid(operation, weights.shape[2:], value.shape[2:])
    filters, area = weights.shape[1] * groups, prod(grid.size)
    check_size(value.size * prod(weights.shape[1:]), MAX_WEIGHTS, operation.place, "weights")
    operation.charge(value.size * prod(weights.shape[1:]) + batches * filters * area * ROW)
    operation.check((batches, filters, *grid.size))
    bias, cells = _bias(operation, filters), prod(value.shape[2:])
    flat = weights.reshape(channels, weights.shape[1], -1)
    pairs: list[list[tuple[int, Fraction]]] = [[] for _ in range(batches * filters * area)]
    windows = list(grid.windows())
    for batch in range(batches):
        for channel in range(channels):
            first = (batch * channels + channel) * cells
            for number in range(weights.shape[1]):
                begin = (batch * filters + channel // (channels // groups) * weights.shape[1] + number) * area
                factors = flat[channel, number].tolist()
                for place, window in enumerate(windows):
                    for cell, target in window:
                        pairs[begin + target].append((first + place, factors[cell]))
    rows = [row(value.size, line) for line in pairs]
    offsets = [bias[number // area % filters] for number in range(len(rows))]
    return operation.affine(rows, offsets, [value], (batches, filters, *grid.size))


def __transposed_grid(operation: Operation, kernel: Shape, axes: Shape) -> Grid:
    """Return the grid of the result, over which the numbers of the input lay their windows."""
    count = len(axes)
    strides, dilations, pads, more = _settings(operation, kernel)
    asked = operation.attributes.get("output_shape")
    auto = operation.text("auto_pad", "NOTSET", ("NOTSET", "VALID"))
    if asked is not None or (auto == "VALID" and any(pads)):
        operation.refuse(
            "output_shape, and pads beside auto_pad, are read in several ways by runtimes: give pads alone"
        )
    both = list(zip(pads[:count], pads[count:], strict=True))
    size = []
    for number, (before, after) in enumerate(both):
        whole = strides[number] * (axes[number] - 1) + more[number] + (kernel[number] - 1) * dilations[number] + 1
        size.append(whole - before - after)
    if min(size) < 1:
        operation.refuse(f"the result would have the shape {size}")
    windows = [
        (
            before,
            (axes[number] - 1) * strides[number] + (kernel[number] - 1) * dilations[number] + 1 - size[number] - before,
        )
        for number, (before, _) in enumerate(both)
    ]
    return Grid(tuple(size), kernel, strides, dilations, tuple(windows))


def _bias(operation: Operation, filters: int) -> list[Fraction]:
    if not operation.has(2):
        return [Fraction(0)] * filters
    stored = operation.stored(2, "bias")
    operation.common_kind([operation.operand(0), stored])
    if stored.shape != (filters,):
        operation.refuse(f"bias must have the shape [{filters}], one number a filter, not {list(stored.shape)}")
    numbers: list[Fraction] = operation.exact(stored, "bias").tolist()
    return numbers


WINDOW = "auto_pad dilations kernel_shape pads strides"
"""The attributes that say how windows are laid."""

CONVOLUTIONS: dict[str, Operator] = {
    "Conv": Operator(conv, 22, f"{WINDOW} group"),
    "ConvTranspose": Operator(conv_transpose, 22, f"{WINDOW} group output_padding output_shape"),
}
"""The operators of this module."""
