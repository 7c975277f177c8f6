"""How far an ONNX runtime's floats are from the exact network."""

from collections.abc import Callable, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from importlib.util import find_spec
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from constructions.model.batch import evaluate_many
from constructions.model.errors import BadInput, line_of, needs, no_memory
from constructions.model.network import Network
from constructions.model.nouns import count_of
from constructions.model.rational import Point
from exchange.onnx.batches import names_read
from exchange.onnx.model import load
from exchange.onnx.outputs import chosen_output, unmarked
from exchange.onnx.values import INTEGERS


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


def runtime_report(
    path: Path,
    network: Network,
    points: Items[Point],
    output: str | None = None,
    place: Callable[[int], str] = "point {}".format,
) -> RuntimeReport:
    """Run an ONNX file with onnxruntime on the processor, and compare with the exact network read from it.

    Both get the same inputs: the points rounded to the format of the model's input. A classifier is compared where its
    network was cut.

    Args:
        path: the file.
        network: what ``read_onnx`` made of it.
        points: where to compare, at least one.
        output: which value of the graph was read; what ``read_onnx`` chooses if left out.
        place: what messages call the point of a number.

    Raises:
        BadInput: if onnxruntime is missing, does not take the model, or gives something that is not finite.
    """
    with needs("comparing with a runtime", "onnxruntime", "onnx"):
        import onnxruntime
    try:
        model, last_alone = _cut_model(path, output)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3  # errors: the cut leaves constants that nothing reads, which are warned of
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        given = session.get_inputs()
    except BadInput:
        raise
    except MemoryError:
        raise no_memory(path) from None
    except Exception as error:  # onnxruntime raises a dozen kinds of its own
        raise BadInput(f"{path}: onnxruntime does not load it ({line_of(error)})") from error
    for value in given:
        if value.type not in _INPUTS:
            raise BadInput(f"{path}: inputs of the type {value.type} are not compared: only {', '.join(_INPUTS)} are")
    shapes = [[size if isinstance(size, int) else 1 for size in value.shape] for value in given]
    batch = max(1, sum([prod(shape) for shape in shapes]) // network.input_width)
    rows = [_parts(point, place(number), given, shapes, batch, path) for number, point in enumerate(points)]
    try:
        outputs = [_run(session, given, row, batch) for row in rows]
    except MemoryError:
        raise no_memory(path) from None
    except Exception as error:  # onnxruntime raises a dozen kinds of its own
        raise BadInput(f"{path}: onnxruntime does not run it ({line_of(error)})") from error
    exact = evaluate_many(network, [[Fraction(n) for part in row for n in part.reshape(-1).tolist()] for row in rows])
    largest, farthest = Fraction(-1), 0
    answers = [(number, floats, exact.outputs[number]) for number, places in enumerate(outputs) for floats in places]
    for number, floats, wanted in answers:
        if len(wanted) == 2 and (floats.size == 1 or last_alone):  # one logit stands for two classes
            floats, wanted = floats.reshape(-1)[-1:], wanted[1:]
        if not np.isfinite(floats).all():
            raise BadInput(f"{path}: onnxruntime gives something that is not finite at {place(number)}")
        if floats.size != len(wanted):
            raise BadInput(
                f"{path}: onnxruntime gives {count_of(floats.size, 'number')}, the exact network {len(wanted):,}"
            )
        pairs = zip(floats.reshape(-1).tolist(), wanted, strict=True)
        found = max([abs(Fraction(value) - other) for value, other in pairs])
        if found > largest:
            largest, farthest = found, number
    size = max([abs(value) for values in exact.outputs for value in values])
    return RuntimeReport(onnxruntime.__version__, largest, size, farthest)


def _cut_model(path: Path, output: str | None) -> tuple[bytes, bool]:
    """Return the model in a file with one output, the value that its network gives; and whether of two classes only the
    last one is to be compared, since a runtime makes the first one of it in another way without the sigmoid."""
    import onnx.helper

    model, _ = load(path)
    name = output if output is not None else chosen_output(str(path), model).name
    known = {value.name: value for value in model.graph.output}
    del model.graph.output[:]
    model.graph.output.append(known.get(name) or onnx.helper.make_empty_tensor_value_info(name))
    _keep_needed(model.graph, name)
    last_alone = unmarked(model.graph)
    return bytes(model.SerializeToString()), last_alone


def _keep_needed(graph: Any, target: str) -> None:
    """Take out the nodes that a value does not depend on: a runtime may refuse what is cut off."""
    makers = {name: number for number, node in enumerate(graph.node) for name in node.output if name}
    needed: set[int] = set()
    todo = [target]
    while todo:
        number = makers.get(todo.pop())
        if number is not None and number not in needed:
            needed.add(number)
            todo += names_read(graph.node[number])
    for number in reversed(range(len(graph.node))):
        if number not in needed:
            del graph.node[number]


_INPUTS: dict[str, Any] = {
    "tensor(float)": np.float32,
    "tensor(double)": np.float64,
    "tensor(float16)": np.float16,
    **{f"tensor({kind})": np.dtype(kind) for kind in INTEGERS},
}
"""The types of inputs as onnxruntime names them, and as numpy does."""


def _parts(point: Point, place: str, inputs: Items[Any], shapes: Items[list[int]], batch: int, path: Path) -> list[Any]:
    """Return a point as a tensor for each input, one of the rows of a batch, each number rounded to its type; integers
    are cut towards 0."""
    parts, start = [], 0
    for value, shape in zip(inputs, shapes, strict=True):
        size = prod(shape) // batch
        numbers = _rounded(point[start : start + size], place, np.dtype(_INPUTS[value.type]), path)
        parts.append(numbers.reshape([1, *shape[1:]] if batch > 1 else shape))
        start += size
    return parts


def _run(session: Any, inputs: Items[Any], parts: Items[Any], batch: int) -> Any:
    """Return what a runtime gives for one row, in each place of a batch of equal ones."""
    feeds = {
        value.name: np.concatenate([part] * batch) if batch > 1 else part
        for value, part in zip(inputs, parts, strict=True)
    }
    found = session.run(None, feeds)[0]
    return found if batch > 1 else [found]


def _rounded(numbers: Items[Fraction], place: str, kind: Any, path: Path) -> Any:
    """Return numbers in a type of numpy.

    Raises:
        BadInput: if one is too large for it.
    """
    try:
        if kind.kind in "iu":
            return np.array([int(value) for value in numbers], kind)
        with np.errstate(over="ignore"):
            found = np.array([value.numerator / value.denominator for value in numbers]).astype(kind)
    except OverflowError:
        found = np.full(1, np.inf)
    if not np.isfinite(found).all():
        raise BadInput(f"{path}: {place} has a number that is too large for {kind.name}")
    return found


def is_installed() -> bool:
    """Return whether there is a runtime to compare with."""
    return find_spec("onnxruntime") is not None
