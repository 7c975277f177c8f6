"""Small queries and networks for the tests of VNN-LIB."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, helper
from onnx_models import saved


def exact(*numbers: int | Fraction) -> tuple[Fraction, ...]:
    """Return numbers as the fractions that they are."""
    return tuple([Fraction(number) for number in numbers])


def competition(inputs: int, outputs: int, *assertions: str) -> str:
    """Return a query of version 1.0."""
    lines = [f"(declare-const X_{number} Real)" for number in range(inputs)]
    lines += [f"(declare-const Y_{number} Real)" for number in range(outputs)]
    return "\n".join([*lines, *[f"(assert {text})" for text in assertions], ""])


def standard(networks: list[str], *assertions: str) -> str:
    """Return a query of version 2.0."""
    lines = ["(vnnlib-version <2.0>)", *[f"(declare-network {text})" for text in networks]]
    return "\n".join([*lines, *[f"(assert {text})" for text in assertions], ""])


def save(
    path: Path,
    nodes: list[Any],
    inputs: dict[str, list[int]],
    outputs: dict[str, list[int]],
    tensors: dict[str, Any] | None = None,
    kind: int = TensorProto.FLOAT,
) -> Path:
    """Write a model with these inputs and outputs, by their names and shapes."""
    given, found = ([(name, kind, shape) for name, shape in ends.items()] for ends in (inputs, outputs))
    return saved(path, nodes, given, found, tensors or {})


def absolute(path: Path) -> Path:
    """Write y = |x| with the hidden value h = -x: one number each."""
    nodes = [
        helper.make_node("Neg", ["x"], ["h"]),
        helper.make_node("Relu", ["x"], ["r"]),
        helper.make_node("Relu", ["h"], ["s"]),
        helper.make_node("Add", ["r", "s"], ["y"]),
    ]
    return save(path, nodes, {"x": [1]}, {"y": [1]})


def sums(path: Path) -> Path:
    """Write a model of two inputs, a [2] and b [1], and two outputs, total [1] = a0 + a1 + b, and less [2] = a - b."""
    nodes = [
        helper.make_node("ReduceSum", ["a", "axis"], ["t"], keepdims=1),
        helper.make_node("Add", ["t", "b"], ["total"]),
        helper.make_node("Sub", ["a", "b"], ["less"]),
    ]
    tensors = {"axis": np.array([0], np.int64)}
    return save(path, nodes, {"a": [2], "b": [1]}, {"total": [1], "less": [2]}, tensors)


BOX = ("(<= X_0 1)", "(>= X_0 -1)")


def with_queries(folder: Path) -> Path:
    """Write a network, |x|, and three queries of it on a box; return the folder."""
    absolute(folder / "n.onnx")
    for name, assertion in (("high", "(>= Y_0 1)"), ("higher", "(> Y_0 1)"), ("curved", "(> (* X_0 Y_0) 1)")):
        (folder / f"{name}.vnnlib").write_text(competition(1, 1, *BOX, assertion))
    return folder
