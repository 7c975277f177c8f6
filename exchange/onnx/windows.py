"""The operators of ONNX that lay windows over a grid: convolution, means and maxima."""

from fractions import Fraction
from math import prod

from constructions.model.errors import shown
from exchange.arrays import MAX_WEIGHTS, MAX_WIDTH, check_size
from exchange.onnx.node import Operation, Result, Shape, Tensor, row
from exchange.pooling import Grid, maxima


def _grid(operation: Operation, window: Shape, axes: Shape) -> Grid:
    """Return the grid of a convolution or a pooling, its padding worked out."""
    count = len(axes)
    strides = tuple(operation.attributes.get("strides", [1] * count))
    dilations = tuple(operation.attributes.get("dilations", [1] * count))
    pads = list(operation.attributes.get("pads", [0] * 2 * count))
    for name, values, length, least in (
        ("strides", strides, count, 1),
        ("dilations", dilations, count, 1),
        ("pads", pads, 2 * count, 0),
        ("kernel_shape", window, count, 1),
    ):
        if len(values) != length or min(values) < least or max(values) > MAX_WIDTH:
            operation.refuse(f"{name} must be {length} integers of at least {least}, not {shown(list(values))}")
    both = list(zip(pads[:count], pads[count:], strict=True))
    auto = operation.attributes.get("auto_pad", b"NOTSET").decode("ascii", "replace")
    if auto in ("SAME_UPPER", "SAME_LOWER"):
        both = []
        for size, width, stride, dilation in zip(axes, window, strides, dilations, strict=True):
            total = max(0, (-(-size // stride) - 1) * stride + dilation * (width - 1) + 1 - size)
            small, large = total // 2, total - total // 2
            both.append((small, large) if auto == "SAME_UPPER" else (large, small))
    elif auto not in ("NOTSET", "VALID"):
        operation.refuse(f"auto_pad must be NOTSET, VALID, SAME_UPPER or SAME_LOWER, not {shown(auto)}")
    grid = Grid(axes, window, strides, dilations, tuple(both), bool(operation.attributes.get("ceil_mode", 0)))
    if min(grid.shape()) < 1:
        operation.refuse(f"a window of {list(window)} does not fit {list(axes)}")
    return grid


def conv(operation: Operation) -> Result:
    """Return Conv, unrolled: one sparse row for each filter and window."""
    tensor, weights = operation.computed(0), operation.exact(operation.constant(1), "weights")
    groups = operation.attributes.get("group", 1)
    if len(tensor.shape) < 3 or weights.ndim != len(tensor.shape):
        operation.refuse(f"shapes {list(tensor.shape)} and {list(weights.shape)} are not read")
    filters, inner = weights.shape[:2]
    if groups < 1 or filters % groups or inner * groups != tensor.shape[1]:
        operation.refuse(f"{tensor.shape[1]} channels do not fit weights {list(weights.shape)} in {groups} groups")
    grid = _grid(operation, weights.shape[2:], tensor.shape[2:])
    cells = prod(grid.shape())
    check_size(tensor.shape[0] * cells * weights.size, MAX_WEIGHTS, operation.place, "weights")
    bias = operation.exact(operation.constant(2), "bias") if operation.has(2) else [Fraction(0)] * filters
    flat, area = weights.reshape(filters, inner, -1), prod(tensor.shape[2:])
    windows = list(grid.windows())
    rows, offsets = [], []
    for batch in range(tensor.shape[0]):
        for number in range(filters):
            first = (batch * tensor.shape[1] + number // (filters // groups) * inner) * area
            planes = [(first + plane * area, flat[number, plane].tolist()) for plane in range(inner)]
            for window in windows:
                pairs = [(begin + place, kernel[cell]) for begin, kernel in planes for cell, place in window]
                rows.append(row(tensor.size, pairs))
                offsets.append(bias[number])
    return operation.affine(rows, offsets, (tensor.name,), (tensor.shape[0], filters, *grid.shape()))


def _pooled(operation: Operation) -> tuple[Tensor, Grid]:
    tensor = operation.computed(0)
    if len(tensor.shape) < 3:
        operation.refuse(f"the shape {list(tensor.shape)} is not read")
    if operation.results > 1:
        operation.refuse("indices as second result are not read")
    axes = tensor.shape[2:]
    if operation.kind.startswith("Global"):
        count = len(axes)
        return tensor, Grid(axes, axes, (1,) * count, (1,) * count, ((0, 0),) * count)
    grid = _grid(operation, tuple(operation.attributes["kernel_shape"]), axes)
    check_size(prod(tensor.shape[:2]) * prod(grid.shape()) * prod(grid.window), MAX_WEIGHTS, operation.place, "weights")
    return tensor, grid


def average_pool(operation: Operation) -> Result:
    """Return AveragePool or GlobalAveragePool: rows of weights 1/k, exactly."""
    tensor, grid = _pooled(operation)
    windows = list(grid.windows())
    counts = [len(window) for window in windows]
    if operation.attributes.get("count_include_pad", 0):
        counts = list(grid.padded_counts())
    if not all(counts):
        operation.refuse("a window lies in the padding alone")
    area, rows = prod(tensor.shape[2:]), []
    for begin in range(0, tensor.size, area):
        for window, count in zip(windows, counts, strict=True):
            rows.append(row(tensor.size, [(begin + place, Fraction(1, count)) for _, place in window]))
    shape = (*tensor.shape[:2], *grid.shape())
    return operation.affine(rows, [Fraction(0)] * len(rows), (tensor.name,), shape)


def max_pool(operation: Operation) -> Result:
    """Return MaxPool or GlobalMaxPool, exactly through Relus (``pooling.maxima``)."""
    tensor, grid = _pooled(operation)
    if operation.attributes.get("storage_order", 0):
        operation.refuse("storage_order must be 0")
    windows = list(grid.windows())
    if not all(windows):
        operation.refuse("a window lies in the padding alone, where the maximum is minus infinity")
    area = prod(tensor.shape[2:])
    places = [[begin + place for _, place in window] for begin in range(0, tensor.size, area) for window in windows]
    return Result((*tensor.shape[:2], *grid.shape()), maxima(places, tensor.size), (tensor.name,))
