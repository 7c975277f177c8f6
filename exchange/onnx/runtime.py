"""How far an ONNX runtime's floats are from the exact network."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from constructions.model.batch import evaluate_many
from constructions.model.errors import BadInput
from constructions.model.network import Network
from constructions.model.nouns import count_of
from constructions.model.rational import Point
from exchange.onnx.model import load
from exchange.onnx.outputs import chosen_output, unmarked


@dataclass(frozen=True, slots=True)
class RuntimeReport:
    """The largest distance of an output of onnxruntime from the exact output.

    Attributes:
        version: of onnxruntime.
        largest_difference: exact, over all points and outputs.
        largest_output: the largest exact output in size, to compare with.
        point: the number of the point where the difference is largest.
    """

    version: str
    largest_difference: Fraction
    largest_output: Fraction
    point: int


def runtime_report(path: Path, network: Network, points: Items[Point], output: str | None = None) -> RuntimeReport:
    """Run an ONNX file with onnxruntime on the processor, and compare with the exact network read from it.

    Both get the same inputs: the points rounded to the format of the model's input. A classifier is compared where its
    network was cut.

    Args:
        path: the file.
        network: what ``read_onnx`` made of it.
        points: where to compare, at least one.
        output: which value of the graph was read; what ``read_onnx`` chooses if left out.

    Raises:
        BadInput: if onnxruntime is missing, does not take the model, or gives something that is not finite.
    """
    try:
        import onnxruntime
    except ImportError:
        raise BadInput("comparing with a runtime needs onnxruntime: pip install 'memocert[onnx]'") from None
    try:
        model, last_alone = _cut_model(path, output)
        session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
        given = session.get_inputs()[0]
    except BadInput:
        raise
    except Exception as error:  # onnxruntime raises a dozen kinds of its own
        raise BadInput(f"{path}: onnxruntime does not load it ({' '.join(str(error).split())[:160]})") from error
    if given.type not in _INPUTS:
        raise BadInput(f"{path}: inputs of the type {given.type} are not compared: only {', '.join(_INPUTS)} are")
    shape = [size if isinstance(size, int) else 1 for size in given.shape]
    rows = _rounded(points, _INPUTS[given.type], path)
    try:
        outputs = [session.run(None, {given.name: row.reshape(shape)})[0] for row in rows]
    except Exception as error:  # onnxruntime raises a dozen kinds of its own
        raise BadInput(f"{path}: onnxruntime does not run it ({' '.join(str(error).split())[:160]})") from error
    exact = evaluate_many(network, [[Fraction(value) for value in row.tolist()] for row in rows]).outputs
    largest, place = Fraction(-1), 0
    for number, (floats, wanted) in enumerate(zip(outputs, exact, strict=True)):
        if len(wanted) == 2 and (floats.size == 1 or last_alone):  # one logit stands for two classes
            floats, wanted = floats.reshape(-1)[-1:], wanted[1:]
        if not np.isfinite(floats).all():
            raise BadInput(f"{path}: onnxruntime gives something that is not finite at point {number}")
        if floats.size != len(wanted):
            raise BadInput(
                f"{path}: onnxruntime gives {count_of(floats.size, 'number')}, the exact network {len(wanted):,}"
            )
        pairs = zip(floats.reshape(-1).tolist(), wanted, strict=True)
        found = max([abs(Fraction(value) - other) for value, other in pairs])
        if found > largest:
            largest, place = found, number
    size = max([abs(value) for values in exact for value in values])
    return RuntimeReport(onnxruntime.__version__, largest, size, place)


def _cut_model(path: Path, output: str | None) -> tuple[bytes, bool]:
    """Return the model in a file with one output, the value that its network gives; and whether of two classes only the
    last one is to be compared, since a runtime makes the first one of it in another way without the sigmoid."""
    import onnx.helper

    model, _ = load(path)
    name = output if output is not None else chosen_output(str(path), model).name
    known = {value.name: value for value in model.graph.output}
    del model.graph.output[:]
    model.graph.output.append(known.get(name) or onnx.helper.make_empty_tensor_value_info(name))
    last_alone = unmarked(model.graph)
    return bytes(model.SerializeToString()), last_alone


_INPUTS: dict[str, Any] = {"tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(float16)": np.float16}
"""The types of inputs as onnxruntime names them, and as numpy does."""


def _rounded(points: Items[Point], kind: Any, path: Path) -> Any:
    """Return the points as rows of a format of floats, each number rounded to it."""
    rows = []
    for number, point in enumerate(points):
        try:
            with np.errstate(over="ignore"):
                rows.append(np.array([value.numerator / value.denominator for value in point]).astype(kind))
        except OverflowError:
            rows.append(np.full(len(point), np.inf))
        if not np.isfinite(rows[-1]).all():
            raise BadInput(f"{path}: point {number} has a number that is too large for {np.dtype(kind).name}")
    return np.array(rows, dtype=kind)


def is_installed() -> bool:
    """Return whether there is a runtime to compare with."""
    return find_spec("onnxruntime") is not None
