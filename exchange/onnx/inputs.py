"""The inputs of ONNX graphs: one tensor, or several that a network takes side by side, such as one for each column."""

import json
from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any, NoReturn

from numpy import iinfo

from constructions.files.columns import real_names
from constructions.files.tables.chosen_columns import names_shown
from constructions.model.errors import BadInput, shown
from constructions.model.numbers.digits import bounded
from exchange.exact_arrays import FLOATS, MAX_WIDTH, check_size
from exchange.onnx.bounds import ANY, Bounds
from exchange.onnx.values import ELEMENTS, INTEGERS, MAX_RANK, Shape

_TEXT, _TRUTH = 8, 9

NAME_KEYS = ("feature_names", "feature_names_in_", "column_names", "columns", "features")
"""Keys of a model's metadata under which the names of its columns are looked for."""


@dataclass(frozen=True, slots=True)
class GraphInput:
    """An input of a graph.

    Attributes:
        name: what the graph calls it.
        shape: its shape, a first axis without a fixed size being 1.
        kind: the type of its numbers as numpy names it.
        is_open: whether its first axis, the batch, has no fixed size.
    """

    name: str
    shape: Shape
    kind: str
    is_open: bool = False

    @property
    def size(self) -> int:
        """How many numbers it has."""
        return prod(self.shape)

    @property
    def bounds(self) -> Bounds:
        """Between which numbers the model takes it: integers have those of their type."""
        if self.kind not in INTEGERS:
            return ANY
        limits = iinfo(self.kind)
        return Fraction(int(limits.min)), Fraction(int(limits.max))


def formats_of(inputs: Items[GraphInput], model: Any) -> tuple[str, ...]:
    """Return to which formats numbers are rounded before a graph has them, by numpy and for the graph.

    Returns:
        The formats; none where the inputs are not all of one type of floats, or where the model casts float64 to
        float32, since what it casts may be an input.
    """
    kinds = {one.kind for one in inputs}
    if len(kinds) != 1 or not kinds <= set(FLOATS):
        return ()
    (kind,) = kinds
    return () if kind == "float64" and _casts(model) else tuple(dict.fromkeys(["float64", kind]))


def _casts(model: Any) -> bool:
    """Return whether a model may cast numbers to float32."""
    todo = [model.graph, *model.functions]
    while todo:
        for node in todo.pop().node:
            if node.op_type == "CastLike":
                return True
            for part in node.attribute:
                todo += [part.g, *part.graphs]
                if node.op_type == "Cast" and part.name == "to" and ELEMENTS.get(part.i) == "float32":
                    return True
    return False


def inputs_of(model: Any, file: str) -> list[GraphInput]:
    """Return the inputs of a model in the order of its graph, initializers left out.

    Raises:
        BadInput: if there is none, one is no tensor of numbers, one has an axis without a fixed size behind the first,
            or they have too many numbers together.
    """
    stored = {tensor.name for tensor in model.graph.initializer}
    given = [value for value in model.graph.input if value.name not in stored]
    if not given:
        raise BadInput(f"{file}: the graph has no input")
    found = [_input(value, file) for value in given]
    check_size(sum([one.size for one in found]), MAX_WIDTH, f"{file}: the inputs together", "numbers")
    return found


def columns_of(model: Any, inputs: Items[GraphInput]) -> tuple[str, ...] | None:
    """Return the names of the columns that a model takes: those of several inputs of one number each, or what its
    metadata say (``NAME_KEYS``: a JSON list, or names parted by commas); None where there are none."""
    width = sum([one.size for one in inputs])
    if len(inputs) > 1 and width == len(inputs):
        return real_names([one.name for one in inputs], width)
    said = {entry.key: entry.value for entry in model.metadata_props}
    for key in NAME_KEYS:
        names = real_names(_listed(said.get(key, "")), width)
        if names is not None:
            return names
    return None


def notes_of_inputs(inputs: Items[GraphInput], columns: tuple[str, ...] | None) -> tuple[str, ...]:
    """Return what a user must know of the inputs: the order of several that are no columns, which of them are integers.

    >>> notes_of_inputs([GraphInput("age", (1, 1), "int64"), GraphInput("x", (1, 3), "float32")], None)
    ("the inputs are taken side by side: 'age', 'x'", "'age': integers, and the network goes on between them")
    """
    notes = []
    if len(inputs) > 1 and columns is None:
        notes.append(f"the inputs are taken side by side: {names_shown([one.name for one in inputs])}")
    whole = [one.name for one in inputs if one.kind in INTEGERS]
    if whole:
        notes.append(f"{names_shown(whole)}: integers, and the network goes on between them")
    return tuple(notes)


def _listed(text: str) -> list[str] | None:
    """Return the names in a text: a JSON list of texts, or what commas part."""
    try:
        found = json.loads(text, parse_int=bounded)
    except (ValueError, RecursionError):
        return [name.strip() for name in text.split(",")]
    return found if isinstance(found, list) and all([isinstance(name, str) for name in found]) else None


def _input(value: Any, file: str) -> GraphInput:
    place = f"{file}: input {shown(value.name)}"
    kind = value.type.tensor_type
    name = ELEMENTS.get(kind.elem_type) if value.type.HasField("tensor_type") else None
    if name is None or kind.elem_type == _TRUTH:
        _refuse(kind.elem_type, place)
    shape = []
    for axis, dimension in enumerate(kind.shape.dim):
        size = dimension.dim_value if dimension.HasField("dim_value") else 1 if axis == 0 else 0
        if size < 1:
            raise BadInput(
                f"{place}: dimension {axis} must have a fixed size of at least 1; only the first may be open"
            )
        shape.append(size)
    if len(shape) > MAX_RANK:
        raise BadInput(f"{place} has {len(shape)} axes, and {MAX_RANK} are the most that are read")
    check_size(prod(shape), MAX_WIDTH, place, "numbers")
    is_open = bool(shape) and not kind.shape.dim[0].HasField("dim_value")
    return GraphInput(value.name, tuple(shape), name, is_open)


def _refuse(kind: int, place: str) -> NoReturn:
    """Refuse an input that is no tensor of numbers."""
    if kind == _TEXT:
        raise BadInput(
            f"{place} is text, and a network takes numbers: encode the text before the model, and export what follows"
        )
    if kind == _TRUTH:
        raise BadInput(f"{place} is a truth value: export the model with a number in its place, 0 or 1")
    raise BadInput(f"{place} must be a tensor of floats or integers")
