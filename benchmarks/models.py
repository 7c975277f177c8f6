"""Trained networks in ONNX: what is read, what is refused, in how many seconds, and how far onnxruntime is away.

    python benchmarks/models.py -o docs/benchmarks/models.md

measures models that are made here, with random weights: a perceptron, a convolutional network with normalization and
maxima, a network with ``If``, one with small integers, a forest, a classifier. A folder may be named first:

    python benchmarks/models.py FOLDER -o docs/benchmarks/models.md

then every ``.onnx`` file in it and below it is measured, too, as the networks of the VNN-COMP benchmarks. ``--small``
makes tiny models.
"""

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import onnx
import onnxruntime
from measuring import head, row, run, seconds, timed
from onnx import TensorProto, helper, numpy_helper

from constructions.model.cost import structural_worst
from constructions.model.errors import BadInput
from exchange.onnx.reader import trained_onnx
from exchange.onnx.runtime import runtime_report
from exchange.trained import Trained

POINTS = 10
FLOAT = TensorProto.FLOAT


@dataclass(frozen=True, slots=True)
class Measured:
    """A model, what it is made of, and what was measured of it; without a network it was refused."""

    name: str
    operators: frozenset[str]
    time: float
    trained: Trained | None
    refused: str = ""
    difference: float | None = None
    largest: float | None = None


def node(kind: str, inputs: list[str], output: str, **given: Any) -> Any:
    return helper.make_node(kind, inputs, [output], name=output, **given)


def write(path: Path, nodes: list[Any], shape: list[int], tensors: dict[str, Any], classic: bool = False) -> None:
    """Write a model from x to y."""
    sets = [helper.make_opsetid("", 17)] + ([helper.make_opsetid("ai.onnx.ml", 3)] if classic else [])
    values = [helper.make_tensor_value_info("x", FLOAT, shape)], [helper.make_tensor_value_info("y", FLOAT, None)]
    stored = [numpy_helper.from_array(array, name) for name, array in tensors.items()]
    model = helper.make_model(helper.make_graph(nodes, "model", *values, stored), opset_imports=sets)
    model.ir_version = 8
    path.write_bytes(model.SerializeToString())


def weights(source: Any, *shape: int) -> Any:
    return source.standard_normal(shape).astype(np.float32) / np.float32(max(1, shape[0]) ** 0.5)


def perceptron(path: Path, width: int) -> None:
    source = np.random.default_rng(1)
    tensors = {"a": weights(source, width, width), "b": weights(source, width, width), "c": weights(source, width, 10)}
    nodes = [node("Gemm", ["x", "a"], "h"), node("Relu", ["h"], "i"), node("Gemm", ["i", "b"], "j")]
    nodes += [node("LeakyRelu", ["j"], "k"), node("Gemm", ["k", "c"], "l"), node("Softmax", ["l"], "y")]
    write(path, nodes, [1, width], tensors)


def convolutional(path: Path, channels: int) -> None:
    source = np.random.default_rng(2)
    size, last = 12, channels * 9
    tensors = {"w": weights(source, channels, 1, 3, 3), "v": weights(source, channels, channels, 3, 3)}
    tensors |= {name: weights(source, channels) for name in ("s", "o", "m")}
    tensors |= {"r": np.abs(weights(source, channels)) + 1, "d": weights(source, last, 10), "f": np.array([1, -1])}
    nodes = [
        node("Conv", ["x", "w"], "a", pads=[1, 1, 1, 1]),
        node("BatchNormalization", ["a", "s", "o", "m", "r"], "b"),
        node("Relu", ["b"], "c"),
        node("MaxPool", ["c"], "e", kernel_shape=[2, 2], strides=[2, 2]),
        node("Conv", ["e", "v"], "g", pads=[1, 1, 1, 1]),
        node("AveragePool", ["g"], "h", kernel_shape=[2, 2], strides=[2, 2]),
        node("Reshape", ["h", "f"], "i"),
        node("MatMul", ["i", "d"], "y"),
    ]
    write(path, nodes, [1, 1, size, size], tensors)


def gates(path: Path, width: int) -> None:
    source = np.random.default_rng(3)
    tensors = {"a": weights(source, width, width), "b": weights(source, width, width), "z": np.zeros((), np.float32)}
    sides = {}
    for name, weight in (("then_branch", "a"), ("else_branch", "b")):
        inner = [node("MatMul", ["x", weight], f"{name}0"), node("Relu", [f"{name}0"], f"{name}1")]
        sides[name] = helper.make_graph(inner, name, [], [helper.make_tensor_value_info(f"{name}1", FLOAT, None)])
    nodes = [node("ReduceSum", ["x"], "s", keepdims=0), node("Greater", ["s", "z"], "g")]
    nodes += [node("If", ["g"], "h", **sides), node("Clip", ["h", "z"], "y")]
    write(path, nodes, [1, width], tensors)


def integers(path: Path, width: int) -> None:
    source = np.random.default_rng(4)
    stored = source.integers(-128, 128, (width, width)).astype(np.int8)
    tensors = {"q": stored, "s": np.float32(0.0078125).reshape(()), "n": np.zeros((), np.int8)}
    nodes = [node("DequantizeLinear", ["q", "s", "n"], "w"), node("MatMul", ["x", "w"], "h"), node("Abs", ["h"], "y")]
    write(path, nodes, [1, width], tensors)


def forest(path: Path, depth: int) -> None:
    """Write ten full trees of random tests of eight columns."""
    source = Random(5)
    names = ("treeids", "nodeids", "featureids", "values", "modes", "truenodeids", "falsenodeids")
    given: dict[str, list[Any]] = {f"nodes_{name}": [] for name in names}
    given |= {f"target_{name}": [] for name in ("treeids", "nodeids", "ids", "weights")}
    inner = 2**depth - 1
    for tree in range(10):
        for number in range(2 * inner + 1):
            is_leaf = number >= inner
            mode = "LEAF" if is_leaf else "BRANCH_LEQ"
            ends = (0, 0) if is_leaf else (2 * number + 1, 2 * number + 2)
            line = (tree, number, source.randrange(8), source.uniform(-1, 1), mode, *ends)
            for name, value in zip(names, line, strict=True):
                given[f"nodes_{name}"].append(value)
            if is_leaf:
                for name, entry in (("treeids", tree), ("nodeids", number), ("ids", 0), ("weights", source.random())):
                    given[f"target_{name}"].append(entry)
    nodes = [node("TreeEnsembleRegressor", ["x"], "y", domain="ai.onnx.ml", n_targets=1, **given)]
    write(path, nodes, [1, 8], {}, classic=True)


def tangent(path: Path, width: int) -> None:
    """Write a network that is not piecewise linear, to be refused."""
    nodes = [node("MatMul", ["x", "a"], "h"), node("Tanh", ["h"], "y")]
    write(path, nodes, [1, width], {"a": weights(np.random.default_rng(6), width, 3)})


def measured(path: Path, name: str) -> Measured:
    """Read a model, and compare it with onnxruntime at random points."""
    operators = frozenset[str]()
    try:
        with suppress(Exception):  # of several kinds in protobuf; below it is said in words
            graph = onnx.load(str(path), load_external_data=False).graph
            operators = frozenset([f"{step.domain}.{step.op_type}".lstrip(".") for step in graph.node])
        trained, time = timed(lambda: trained_onnx(path))
    except BadInput as error:
        return Measured(name, operators, 0.0, None, str(error).replace(str(path), name))
    source = Random(7)
    points = [
        tuple([Fraction(source.randint(-64, 64), 64) for _ in range(trained.network.input_width)])
        for _ in range(POINTS)
    ]
    report = runtime_report(path, trained.network, points)
    return Measured(name, operators, time, trained, "", float(report.largest_difference), float(report.largest_output))


def page(small: bool, folder: Path | None = None) -> Iterator[str]:
    """Yield the lines of the page."""
    made = {
        "perceptron": (perceptron, 4 if small else 256),
        "convolutional": (convolutional, 2 if small else 16),
        "gates": (gates, 4 if small else 128),
        "small integers": (integers, 4 if small else 256),
        "forest": (forest, 3 if small else 8),
        "tangent": (tangent, 4),
    }
    yield "Models with random weights that are made by the script, and the files of FOLDER where one is named. An"
    yield f"output is off by at most so much from onnxruntime's at {POINTS} random points with coordinates between -1"
    yield "and 1. Its optimizations are on; one of them computes the product with small integers in fewer bits than"
    yield "float32 has."
    yield ""
    columns = ":model", "inputs", "outputs", "operations", "read in", "off by", "largest output", ":verdict"
    yield from head(*columns)
    found = []
    with tempfile.TemporaryDirectory() as temporary:
        for name, (write_model, size) in made.items():
            path = Path(temporary) / f"{name}.onnx"
            write_model(path, size)
            found.append(measured(path, name))
            yield line(found[-1])
    for path in sorted(folder.rglob("*.onnx")) if folder is not None else []:
        found.append(measured(path, path.relative_to(folder or path).as_posix()))
        yield line(found[-1])
    yield ""
    yield "## By operator"
    yield ""
    yield "In how many models it is, and how many of these were read."
    yield ""
    yield from head(":operator", "models", "read", "refused")
    for operator in sorted({operator for one in found for operator in one.operators}):
        those = [one for one in found if operator in one.operators]
        read = len([one for one in those if one.trained is not None])
        yield row(f"`{operator}`", len(those), read, len(those) - read)


def line(one: Measured) -> str:
    """Return the row of a model."""
    if one.trained is None:
        return row(one.name, "", "", "", "", "", "", one.refused)
    network = one.trained.network
    verdict = "; ".join(["read", *one.trained.notes])
    sizes = network.input_width, network.output_width, structural_worst(network).total
    return row(
        one.name,
        *sizes,
        seconds(one.time),
        f"{one.difference:.1e}" if one.difference else "0",
        f"{one.largest:.3f}",
        verdict,
    )


if __name__ == "__main__":
    run(
        page,
        __file__,
        "models.md",
        "trained networks in ONNX",
        f"onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__}",
        folder="a folder of .onnx files to measure, too",
    )
