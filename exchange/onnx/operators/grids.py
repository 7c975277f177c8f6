"""The operators of ONNX that lay numbers out anew: padding, tiles, nearest neighbours, blocks, picked elements."""

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np

from constructions.model.errors import shown
from constructions.model.nouns import count_of
from exchange.onnx.fold import checked
from exchange.onnx.node import Operation, Operator
from exchange.onnx.operators.wires import moved, picked
from exchange.onnx.values import ROW, Value


def placed(operation: Operation, value: Value, places: Any, filler: Any) -> Value:
    """Return the numbers of a value at ``places``, and ``filler`` where that is -1."""
    if not (places == -1).any():
        return moved(operation, value, places)
    operation.check(places.shape, value.is_constant)
    operation.charge(places.size * (1 if value.is_constant else ROW))
    both = [value, checked(operation, [filler], (), value.kind)]
    return picked(operation, both, np.where(places == -1, value.size, places))


def _pad(operation: Operation) -> Value:
    """Wires, and a constant or repeated wires around them."""
    value = operation.operand(0)
    rank = len(value.shape)
    mode = operation.text("mode", "constant", ("constant", "reflect", "edge", "wrap"))
    asked = operation.integers(1, "pads")
    axes = list(range(rank))
    if operation.has(3):
        axes = [operation.axis_of(axis, rank, "axes") for axis in operation.integers(3, "axes")]
    if len(asked) != 2 * len(axes) or len(set(axes)) < len(axes):
        operation.refuse(f"pads must be {2 * len(axes)} integers, two for each axis, not {shown(asked)}")
    around = [(0, 0)] * rank
    for number, axis in enumerate(axes):
        around[axis] = (asked[number], asked[number + len(axes)])
    shape = tuple([size + before + after for size, (before, after) in zip(value.shape, around, strict=True)])
    if any(
        [size + min(0, before) + min(0, after) < 0 for size, (before, after) in zip(value.shape, around, strict=True)]
    ):
        operation.refuse(f"pads {shown(asked)} take away more than {list(value.shape)} has")
    operation.check(shape, value.is_constant)
    places = value.places()
    if mode != "constant":
        most = {"reflect": 1, "wrap": 0, "edge": None}[mode]
        for size, pads in zip(value.shape, around, strict=True):
            if min(pads) < 0 or (most is not None and max(pads) > size - most) or not size:
                operation.refuse(f"pads {shown(asked)} are not read with {mode} and {list(value.shape)}")
        kinds: dict[str, Any] = {"reflect": "reflect", "wrap": "wrap", "edge": "edge"}
        return moved(operation, value, np.pad(places, around, mode=kinds[mode]))
    pairs = zip(value.shape, around, strict=True)
    cut = tuple([slice(max(0, -before), size - max(0, -after)) for size, (before, after) in pairs])
    inner = [(max(0, before), max(0, after)) for before, after in around]
    return placed(operation, value, np.pad(places[cut], inner, constant_values=-1), _filler(operation, value))


def _filler(operation: Operation, value: Value) -> Any:
    if operation.version < 11:
        return operation.number("value", 0.0)
    if not operation.has(2):
        return 0
    filler = operation.stored(2, "constant_value")
    if filler.size != 1:
        operation.refuse(f"constant_value must be one number, not of the shape {list(filler.shape)}")
    operation.common_kind([value, filler])
    return operation.exact(filler, "constant_value").reshape(-1)[0]


def _tile(operation: Operation) -> Value:
    """Wires that are read several times."""
    value, repeats = operation.operand(0), operation.integers(1, "repeats")
    if len(repeats) != len(value.shape) or min(repeats, default=1) < 0:
        operation.refuse(f"repeats must be {len(value.shape)} integers of at least 0, not {shown(repeats)}")
    operation.check(tuple([size * count for size, count in zip(value.shape, repeats, strict=True)]), value.is_constant)
    return moved(operation, value, np.tile(value.places(), repeats))


def _blocks(operation: Operation) -> tuple[Value, int]:
    value, block = operation.operand(0), operation.attributes["blocksize"]
    if len(value.shape) != 4 or block < 1:
        operation.refuse(f"a value of the shape {list(value.shape)} is not read with blocks of {block}")
    return value, block


def _depth_to_space(operation: Operation) -> Value:
    """Wires in another order."""
    value, block = _blocks(operation)
    batch, depth, height, width = value.shape
    if depth % block**2:
        operation.refuse(f"{depth} channels are not divided by blocks of {block} x {block}")
    mode = operation.text("mode", "DCR", ("DCR", "CRD"))
    inner = depth // block**2
    if mode == "DCR":
        split = value.places().reshape(batch, block, block, inner, height, width).transpose(0, 3, 4, 1, 5, 2)
    else:
        split = value.places().reshape(batch, inner, block, block, height, width).transpose(0, 1, 4, 2, 5, 3)
    return moved(operation, value, split.reshape(batch, inner, height * block, width * block))


def _space_to_depth(operation: Operation) -> Value:
    """Wires in another order."""
    value, block = _blocks(operation)
    batch, depth, height, width = value.shape
    if height % block or width % block:
        operation.refuse(f"{height} x {width} is not divided by blocks of {block} x {block}")
    split = value.places().reshape(batch, depth, height // block, block, width // block, block)
    order = (0, 3, 5, 1, 2, 4) if operation.text("mode", "DCR", ("DCR", "CRD")) == "DCR" else (0, 1, 3, 5, 2, 4)
    result = split.transpose(order).reshape(batch, depth * block**2, height // block, width // block)
    return moved(operation, value, result)


def _indices(operation: Operation, number: int, name: str) -> Any:
    found = operation.stored(number, name)
    return np.array([int(entry) for entry in found.array.reshape(-1).tolist()], dtype=object).reshape(found.shape)


def _gather_elements(operation: Operation) -> Value:
    """``y[i][j] = x[indices[i][j]][j]`` for axis 0, and in the same way for the others."""
    value, indices = operation.operand(0), _indices(operation, 1, "indices")
    axis = operation.axis("axis", 0, len(value.shape))
    if indices.ndim != len(value.shape) or any(
        [number != axis and indices.shape[number] > size for number, size in enumerate(value.shape)]
    ):
        operation.refuse(f"indices of the shape {list(indices.shape)} do not fit {list(value.shape)}")
    operation.check(indices.shape, value.is_constant)
    wanted = _within(operation, indices, value.shape[axis])
    cut = tuple([slice(None) if number == axis else slice(size) for number, size in enumerate(indices.shape)])
    return moved(operation, value, np.take_along_axis(value.places()[cut], wanted, axis))


def _within(operation: Operation, indices: Any, size: int) -> Any:
    for index in indices.reshape(-1).tolist():
        if not -size <= index < size:
            operation.refuse(f"index {shown(index)} is not within the {size} numbers of its axis")
    return np.asarray(indices % max(1, size), dtype=np.int64)


def _gather_nd(operation: Operation) -> Value:
    """Each line of ``indices`` names a number of x, or a part of it; in batches, of the batch that it stands in."""
    value, indices = operation.operand(0), _indices(operation, 1, "indices")
    batches = operation.attributes.get("batch_dims", 0)
    depth = indices.shape[-1] if indices.ndim else 0
    if (
        not 0 <= batches < indices.ndim
        or not 1 <= depth <= len(value.shape) - batches
        or indices.shape[:batches] != value.shape[:batches]
    ):
        within = f" in {count_of(batches, 'dimension')} of batches" if batches else ""
        operation.refuse(f"indices of the shape {list(indices.shape)} do not fit {list(value.shape)}{within}")
    operation.check((*indices.shape[:-1], *value.shape[batches + depth :]), value.is_constant)
    parts = list(np.indices(indices.shape[:-1])[:batches])
    parts += [_within(operation, indices[..., number], value.shape[batches + number]) for number in range(depth)]
    return moved(operation, value, value.places()[tuple(parts)])


def _scatter_elements(operation: Operation) -> Value:
    """The operand with some numbers replaced: ``y[indices[i][j]][j] = updates[i][j]`` for axis 0."""
    value, indices, updates = operation.operand(0), _indices(operation, 1, "indices"), operation.operand(2)
    axis = operation.axis("axis", 0, len(value.shape))
    if (
        indices.shape != updates.shape
        or indices.ndim != len(value.shape)
        or any([number != axis and indices.shape[number] > size for number, size in enumerate(value.shape)])
    ):
        operation.refuse(f"indices {list(indices.shape)}, updates {list(updates.shape)} do not fit {list(value.shape)}")
    operation.charge(indices.size)
    wanted = _within(operation, indices, value.shape[axis])
    where = [grid if number != axis else wanted for number, grid in enumerate(np.indices(indices.shape))]
    return _replaced(operation, value, value.places()[tuple(where)], updates)


def _scatter_nd(operation: Operation) -> Value:
    """The operand with some numbers, or parts, replaced: each line of ``indices`` names one."""
    value, indices, updates = operation.operand(0), _indices(operation, 1, "indices"), operation.operand(2)
    depth = indices.shape[-1] if indices.ndim else 0
    if not 1 <= depth <= len(value.shape) or updates.shape != (*indices.shape[:-1], *value.shape[depth:]):
        operation.refuse(f"indices {list(indices.shape)}, updates {list(updates.shape)} do not fit {list(value.shape)}")
    operation.charge(updates.size)
    parts = [_within(operation, indices[..., number], value.shape[number]) for number in range(depth)]
    return _replaced(operation, value, value.places()[tuple(parts)], updates)


def _replaced(operation: Operation, value: Value, places: Any, updates: Value) -> Value:
    """Return a value with the numbers of ``updates`` at ``places``."""
    operation.text("reduction", "none", ("none",))
    targets = places.reshape(-1).tolist()
    if len(set(targets)) < len(targets):
        operation.refuse("indices name a number twice, and which one stays is not defined")
    operation.common_kind([value, updates])
    is_constant = value.is_constant and updates.is_constant
    operation.charge((value.size + updates.size) * (1 if is_constant else ROW))
    order = value.places()
    order.reshape(-1)[targets] = np.arange(value.size, value.size + updates.size)
    return picked(operation, [value, updates], order)


def _trilu(operation: Operation) -> Value:
    """Wires on one side of a diagonal, and 0 on the other."""
    value = operation.operand(0)
    if len(value.shape) < 2:
        operation.refuse(f"a value of the shape {list(value.shape)} has no triangle")
    shift = operation.integer(1, "k") if operation.has(1) else 0
    rows, columns = value.shape[-2:]
    shift = max(-rows - columns, min(rows + columns, shift))
    mask = np.tri(rows, columns, shift - 1 if operation.attributes.get("upper", 1) else shift, dtype=bool)
    kept = ~mask if operation.attributes.get("upper", 1) else mask
    return placed(operation, value, np.where(kept, value.places(), -1), 0)


_NEAREST: dict[str, Callable[[Any], int]] = {
    "round_prefer_floor": lambda place: ceil(place - Fraction(1, 2)),
    "round_prefer_ceil": lambda place: floor(place + Fraction(1, 2)),
    "floor": floor,
    "ceil": ceil,
}
_SOURCES: dict[str, Callable[[Any, Any, int, int], Any]] = {
    "asymmetric": lambda place, scale, _, __: place / scale,
    "half_pixel": lambda place, scale, _, __: (place + Fraction(1, 2)) / scale - Fraction(1, 2),
    "pytorch_half_pixel": lambda place, scale, _, size: (
        (place + Fraction(1, 2)) / scale - Fraction(1, 2) if size > 1 else Fraction(0)
    ),
    "align_corners": lambda place, _, before, size: place * Fraction(before - 1, max(1, size - 1)),
}
"""Where a place comes from, by ``coordinate_transformation_mode``: of the place, scale, size before and after."""


def _resize(operation: Operation) -> Value:
    """The nearest number; where runtimes, which look for it in float32, may find another one, the node is refused."""
    value = operation.operand(0)
    mode = operation.text("mode", "nearest", ("nearest",))
    way, nearest = "asymmetric", "floor"
    if operation.version >= 11:
        way = operation.text("coordinate_transformation_mode", "half_pixel", tuple(_SOURCES))
        nearest = operation.text("nearest_mode", "round_prefer_floor", tuple(_NEAREST))
    operation.text("keep_aspect_ratio_policy", "stretch", ("stretch",))
    if operation.attributes.get("antialias", 0):
        operation.refuse(f"antialias is not read with {mode}")
    scales, sizes = _scales(operation, value)
    operation.check(tuple(sizes), value.is_constant)
    places = value.places()
    for axis, (scale, size) in enumerate(zip(scales, sizes, strict=True)):
        before = value.shape[axis]
        if scale == 1 and size == before:
            continue
        operation.charge(2 * ROW * size)
        wanted = []
        for place in range(size):
            source = _SOURCES[way](Fraction(place), scale, before, size)
            own, *near = [min(max(_NEAREST[nearest](source + step), 0), before - 1) for step in (0, _SLACK, -_SLACK)]
            if set(near) != {own} and not _is_short(scale):
                operation.refuse(f"float32 may find another nearest number at place {place} of axis {axis}")
            if operation.version == 10 and scale < 1 and own != ceil(source):
                operation.refuse(f"set 10 does not say which neighbour place {place} of axis {axis} takes; set 11 does")
            wanted.append(own)
        places = np.take(places, wanted, axis)
    if tuple(sizes) == value.shape and not np.array_equal(places, value.places()):
        operation.refuse(f"runtimes copy what stays {list(value.shape)}, whatever the scales")
    return moved(operation, value, places)


_SLACK = Fraction(1, 1 << 16)
"""How far float32 may be off a place."""


def _is_short(scale: Fraction) -> bool:
    """Return whether float32 computes places with this scale exactly: it, or its inverse, is a small integer."""
    return scale.denominator == 1 or (scale.numerator == 1 and scale.denominator.bit_count() == 1)


def _scales(operation: Operation, value: Value) -> tuple[list[Fraction], list[int]]:
    """Return the scale and the new size of each axis."""
    rank = len(value.shape)
    axes = list(range(rank))
    if "axes" in operation.attributes:
        axes = [operation.axis_of(axis, rank, "axes") for axis in operation.attributes["axes"]]
    scales, sizes = [Fraction(1)] * rank, list(value.shape)
    if operation.kind == "Resize" and operation.version >= 11 and operation.has(3) and operation.operand(3).size:
        asked = operation.integers(3, "sizes")
        if len(asked) != len(axes) or min(asked, default=1) < 1:
            operation.refuse(f"sizes must be {len(axes)} integers of at least 1, not {shown(asked)}")
        for axis, size in zip(axes, asked, strict=True):
            sizes[axis], scales[axis] = size, Fraction(size, value.shape[axis])
        return scales, sizes
    number = 2 if operation.kind == "Resize" and operation.version >= 11 else 1
    if "scales" in operation.attributes:
        given = [Fraction(entry) for entry in operation.attributes["scales"] if np.isfinite(entry)]
    else:
        given = [Fraction(entry) for entry in operation.exact(operation.stored(number, "scales"), "scales").reshape(-1)]
    if len(given) != len(axes) or min(given, default=Fraction(1)) <= 0:
        operation.refuse(f"scales must be {len(axes)} numbers above 0")
    if operation.kind == "Upsample" and min(given, default=1) < 1:
        operation.refuse(f"scales must be {len(axes)} numbers of at least 1")
    for axis, scale in zip(axes, given, strict=True):
        wanted = value.shape[axis] * scale
        scales[axis], sizes[axis] = scale, floor(wanted)
        if floor(wanted + wanted / (1 << 23)) != sizes[axis]:
            operation.refuse(
                f"float32 may find another size than {sizes[axis]} for axis {axis}; from set 11 on, sizes can say it"
            )
    if 0 in sizes:
        operation.refuse("the result has no numbers")
    return scales, sizes


_RESIZED = (
    "antialias axes coordinate_transformation_mode cubic_coeff_a exclude_outside extrapolation_value "
    "keep_aspect_ratio_policy mode nearest_mode"
)

GRIDS: dict[str, Operator] = {
    "DepthToSpace": Operator(_depth_to_space, 28, "blocksize mode", folds=True),
    "GatherElements": Operator(_gather_elements, 13, "axis", folds=True),
    "GatherND": Operator(_gather_nd, 13, "batch_dims", folds=True),
    "Pad": Operator(_pad, 25, "mode pads value", folds=True),
    "Resize": Operator(_resize, 19, _RESIZED, folds=True),
    "ScatterElements": Operator(_scatter_elements, 18, "axis reduction", folds=True),
    "ScatterND": Operator(_scatter_nd, 18, "reduction", folds=True),
    "SpaceToDepth": Operator(_space_to_depth, 28, "blocksize mode", folds=True),
    "Tile": Operator(_tile, 13, folds=True),
    "Trilu": Operator(_trilu, 14, "upper", folds=True),
    "Upsample": Operator(_resize, 10, "mode scales", folds=True),
}
"""The operators of this module."""
