"""Models for the operators that are made of steps, for ``test_onnx_operators``."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
from onnx import TensorProto
from onnx_models import Case, node, numbers, scalar, subgraph

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


def _bounded_cases() -> Iterator[tuple[str, Case]]:
    """Integers that are within the range of their type, though sums of the bounds of their parts are not."""

    def whole(kind: str, names: list[str], to: int, **given: Any) -> list[Any]:
        """Return nodes that apply an operator to integers."""
        head = [BOUNDED, node("Mul", ["c", "forty"], "d"), node("Relu", ["d"], "r")]
        head += [node("Cast", ["r" if to == TensorProto.UINT8 else "d"], "i", to=to)]
        return [*head, node(kind, names, "k", **given), node("Cast", ["k"], "y", to=FLOAT)]

    tensors = {**CLIP, "forty": scalar(40), "low8": np.array(-100, np.int8), "high8": np.array(127, np.int8)}
    for kind, names in (("Max", ["i", "low8"]), ("Min", ["i", "high8"]), ("Max", ["low8", "i"]), ("Abs", ["i"])):
        yield f"{kind} of {names} of int8", Case(whole(kind, names, TensorProto.INT8), [2, 4], tensors)
    yield "Sign of uint8", Case(whole("Sign", ["i"], TensorProto.UINT8), [2, 4], tensors)
    nodes = whole("MaxPool", ["i"], TensorProto.INT8, kernel_shape=[2])
    nodes[-1:] = [node("Max", ["k", "low8"], "m"), node("Cast", ["m"], "y", to=FLOAT)]
    yield "MaxPool of int8", Case(nodes, [1, 1, 5], tensors)
    small = node("Cast", ["t"], "u", to=TensorProto.UINT8), node("Cast", ["u"], "y", to=FLOAT)
    yield "Hardmax in uint8", Case([node("Hardmax", ["x"], "t"), *small], [2, 4])
    yield "Equal in uint8", Case([node("Equal", ["x", "low"], "t"), *small], [2, 4], CLIP)
    tests = [node("Greater", ["x", "low"], "g"), node("Less", ["x", "high"], "l")]
    for kind in ("And", "Or", "Xor"):
        yield f"{kind} in uint8", Case([*tests, node(kind, ["g", "l"], "t"), *small], [2, 4], CLIP)
    nodes = [node("Equal", ["x", "low"], "e"), node("Not", ["e"], "t")]
    yield "Not Equal in uint8", Case([*nodes, *small], [2, 4], CLIP)
    sides = {
        "then_branch": subgraph([BOUNDED, node("Abs", ["x"], "a")], ["c", "a"]),
        "else_branch": subgraph([node("Max", ["x", "low"], "n"), node("Min", ["n", "high"], "m")], ["m", "n"]),
    }
    nodes = [node("Greater", ["x", "low"], "g"), node("If", ["g"], ["u", "v"], **sides), node("Round", ["u"], "r")]
    yield "Round of what both sides of If bound", Case([*nodes, node("Add", ["r", "v"], "y")], [1, 1], CLIP)


STEP_CASES = dict([*_cases(), *_bounded_cases()])
