"""Models for the operators that are made of steps, for ``test_onnx_operators``."""

from collections.abc import Iterator
from itertools import product

import numpy as np
from onnx import TensorProto
from onnx_models import Case, node, numbers, scalar

FLOAT = TensorProto.FLOAT
CLIP = {"low": scalar(-2.5), "high": scalar(3)}
BOUNDED = node("Clip", ["x", "low", "high"], "c")


def _cases() -> Iterator[tuple[str, Case]]:
    for kind in ("Floor", "Ceil", "Round"):
        yield f"{kind} of what Clip bounds", Case([BOUNDED, node(kind, ["c"], "y")], [2, 4], CLIP)
        nodes = [node(kind, ["w"], "r"), node("Add", ["x", "r"], "y")]
        yield f"{kind} of a constant", Case(nodes, [2, 5], {"w": np.array([-2.5, -0.5, 0.5, 1.5, 2.75], np.float32)})
    nodes = [node("Min", ["x", "high"], "a"), node("Max", ["a", "low"], "b"), node("Floor", ["b"], "y")]
    yield "Floor of what Min and Max bound", Case(nodes, [2, 4], CLIP)
    nodes = [node("HardSigmoid", ["x"], "h", alpha=0.25, beta=0.5), node("Add", ["h", "h"], "d")]
    yield "Round of what HardSigmoid bounds", Case([*nodes, node("Round", ["d"], "y")], [2, 4])
    for to in (TensorProto.INT64, TensorProto.INT8):
        nodes = [BOUNDED, node("Cast", ["c"], "i", to=to), node("Cast", ["i"], "y", to=FLOAT)]
        yield f"Cast of floats to {to}", Case(nodes, [2, 4], CLIP)
    nodes = [node("Greater", ["x", "low"], "g"), node("Cast", ["g"], "i", to=TensorProto.INT32)]
    nodes += [node("Sub", ["i", "two"], "j"), node("Abs", ["j"], "k"), node("Cast", ["k"], "y", to=FLOAT)]
    yield "Cast of a truth value to integers, and back", Case(nodes, [2, 4], {**CLIP, "two": np.array(2, np.int32)})
    nodes = [
        node("Relu", ["x"], "r"),
        node("Cast", ["r"], "b", to=TensorProto.BOOL),
        node("Where", ["b", "low", "x"], "y"),
    ]
    yield "Cast of floats to truth values", Case(nodes, [2, 4], CLIP)
    for alpha in (None, 0.0, 0.5, -1.0, 2.0):
        given = {} if alpha is None else {"alpha": alpha}
        yield f"ThresholdedRelu {alpha}", Case([node("ThresholdedRelu", ["x"], "y", **given)], [2, 4], {}, 10)
    for lambd, bias in product((None, 0.0, 1.0), (None, 0.5, -2.0)):
        given = {name: value for name, value in (("lambd", lambd), ("bias", bias)) if value is not None}
        yield f"Shrink {lambd} {bias}", Case([node("Shrink", ["x"], "y", **given)], [2, 4])
    yield "Sign", Case([node("Sign", ["x"], "y")], [2, 4])
    yield (
        "Sign of a constant",
        Case([node("Sign", ["w"], "s"), node("Mul", ["x", "s"], "y")], [2, 4], {"w": numbers(4)}),
    )
    for alpha, beta in ((0.25, 0.5), (-0.5, 1.0), (0.0, 2.0)):
        yield f"HardSigmoid {alpha} {beta}", Case([node("HardSigmoid", ["x"], "y", alpha=alpha, beta=beta)], [2, 4])


STEP_CASES = dict(_cases())
