"""The operators of ONNX that take means and maxima of windows of a grid."""

from fractions import Fraction
from math import prod

from exchange.exact_arrays import MAX_WEIGHTS, check_size
from exchange.onnx.node import Operation, Operator, row
from exchange.onnx.operators.convolution import WINDOW, grid_of
from exchange.onnx.operators.reductions import extremes
from exchange.onnx.values import Value
from exchange.windows import Grid


def _pooled(operation: Operation) -> tuple[Value, Grid]:
    value = operation.computed(0)
    if len(value.shape) < 3:
        operation.refuse(f"the shape {list(value.shape)} is not read")
    if [name for name in operation.results[1:] if name]:
        operation.refuse("indices as second result are not read")
    axes = value.shape[2:]
    if operation.kind.startswith("Global"):
        count = len(axes)
        operation.charge(value.size)
        return value, Grid(axes, axes, (1,) * count, (1,) * count, ((0, 0),) * count)
    grid = grid_of(operation, tuple(operation.attributes["kernel_shape"]), axes)
    numbers = prod(value.shape[:2]) * prod(grid.shape()) * prod(grid.window)
    check_size(numbers, MAX_WEIGHTS, operation.place, "weights")
    operation.charge(numbers)
    return value, grid


def average_pool(operation: Operation) -> Value:
    """Return AveragePool or GlobalAveragePool: rows of weights 1/k, exactly."""
    value, grid = _pooled(operation)
    windows = list(grid.windows())
    counts = [len(window) for window in windows]
    if operation.attributes.get("count_include_pad", 0):
        counts = list(grid.padded_counts())
    if not all(counts):
        operation.refuse("a window lies in the padding alone")
    area, rows = prod(value.shape[2:]), []
    for begin in range(0, value.size, area):
        for window, count in zip(windows, counts, strict=True):
            rows.append(row(value.size, [(begin + place, Fraction(1, count)) for _, place in window]))
    shape = (*value.shape[:2], *grid.shape())
    return operation.affine(rows, [Fraction(0)] * len(rows), [value], shape)


def max_pool(operation: Operation) -> Value:
    """Return MaxPool or GlobalMaxPool, exactly through Relus (``windows.maxima``)."""
    value, grid = _pooled(operation)
    windows = list(grid.windows())
    if not all(windows):
        operation.refuse("a window lies in the padding alone, where the maximum is minus infinity")
    area = prod(value.shape[2:])
    places = [[begin + place for _, place in window] for begin in range(0, value.size, area) for window in windows]
    return extremes(operation, value, places, (*value.shape[:2], *grid.shape()), least=False)


POOLINGS: dict[str, Operator] = {
    "AveragePool": Operator(average_pool, 22, f"{WINDOW} ceil_mode count_include_pad"),
    "GlobalAveragePool": Operator(average_pool, 22),
    "GlobalMaxPool": Operator(max_pool, 22),
    "MaxPool": Operator(max_pool, 22, f"{WINDOW} ceil_mode storage_order"),
}
"""The operators of this module."""
