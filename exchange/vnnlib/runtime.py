"""What onnxruntime makes of the networks of a query at one assignment, as the exact numbers that its floats are."""

from collections.abc import Sequence as Items
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np

from constructions.model.errors import BadInput, line_of, needs, no_memory, shown
from constructions.model.nouns import count_of
from exchange.onnx.bounds import Bounds
from exchange.onnx.graph import Graph
from exchange.onnx.values import INTEGERS
from exchange.vnnlib.joined import Attached

_FORMATS: dict[str, Any] = {"float16": np.float16, "float32": np.float32, "float64": np.float64}
"""The types of inputs that numpy has, too."""


def rounded(value: Fraction, kind: str, bounds: Bounds = (None, None)) -> Fraction | None:
    """Return the float of a format nearest to a number that lies within bounds; None if none of its neighbours does.

    Of a type of integers it is the one below, or the least within the bounds.

    >>> rounded(Fraction(1, 10), "float32", (None, Fraction(1, 10)))
    Fraction(3355443, 33554432)
    >>> rounded(Fraction(1, 10), "float32", (Fraction(1, 10), Fraction(1, 10))) is None
    True
    """
    low, high = bounds
    if kind in INTEGERS:
        whole = max(floor(value), ceil(low)) if low is not None else floor(value)
        return Fraction(whole) if high is None or whole <= high else None
    kept = _FORMATS.get(kind, np.float32)
    try:
        with np.errstate(over="ignore"):
            nearest = kept(value.numerator / value.denominator)
    except OverflowError:
        return None
    for candidate in (nearest, np.nextafter(nearest, kept(-np.inf)), np.nextafter(nearest, kept(np.inf))):
        if np.isfinite(candidate):
            found = Fraction(candidate.item())
            if (low is None or low <= found) and (high is None or found <= high):
                return found
    return None


def runtime_values(attached: Items[Attached], numbers: Items[Fraction]) -> tuple[Fraction, ...]:
    """Return the numbers that onnxruntime gives for all hidden values and outputs of a query.

    Args:
        attached: the networks with their files.
        numbers: those of all inputs of the query, each one of its input's format.

    Raises:
        BadInput: if onnxruntime is not installed, does not run a model, or gives something that is not finite.
    """
    found: list[Fraction] = []
    begin = 0
    sessions: dict[tuple[int, tuple[str, ...]], Any] = {}
    for item in attached:
        given = {}
        for index in item.inputs:
            port = item.graph.inputs[index]
            part = numbers[begin : begin + port.size]
            begin += port.size
            if port.kind not in (*_FORMATS, *INTEGERS):
                raise BadInput(f"{item.graph.path}: inputs of the type {port.kind} are not run")
            whole = port.kind in INTEGERS
            plain = [value.numerator if whole else value.numerator / value.denominator for value in part]
            given[port.name] = np.array(plain, dtype=port.kind).reshape(port.shape)
        key = (id(item.graph), item.values)
        if key not in sessions:
            sessions[key] = _session(item.graph, item.values)
        found += _run(sessions[key], item, given)
    return tuple(found)


def _session(graph: Graph, names: Items[str]) -> Any:
    """Return a session of onnxruntime that gives the values of these names."""
    with needs("confirming floats", "onnxruntime", "onnx"):
        import onnxruntime
    import onnx.helper

    model = type(graph.model)()
    model.CopyFrom(graph.model)
    for name in names:
        if name not in [value.name for value in model.graph.output]:
            model.graph.output.append(onnx.helper.make_empty_tensor_value_info(name))
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    except MemoryError:
        raise no_memory(graph.path) from None
    except Exception as error:  # onnxruntime raises a dozen kinds of its own
        raise BadInput(f"{graph.path}: onnxruntime does not load it ({line_of(error)})") from error


def _run(session: Any, item: Attached, given: dict[str, Any]) -> list[Fraction]:
    try:
        arrays = session.run(list(item.values), given)
    except MemoryError:
        raise no_memory(item.graph.path) from None
    except Exception as error:  # onnxruntime raises a dozen kinds of its own
        raise BadInput(f"{item.graph.path}: onnxruntime does not run it ({line_of(error)})") from error
    found: list[Fraction] = []
    for name, array in zip(item.values, arrays, strict=True):
        if not np.isfinite(array).all():
            raise BadInput(f"{item.graph.path}: onnxruntime gives something for {shown(name)} that is not finite")
        found += [Fraction(number) for number in np.asarray(array).reshape(-1).tolist()]
    wanted = sum([variable.size for variable in item.declared.values])
    if len(found) != wanted:
        raise BadInput(
            f"{item.graph.path}: onnxruntime gives {count_of(len(found), 'number')}, where {wanted:,} are declared"
        )
    return found
