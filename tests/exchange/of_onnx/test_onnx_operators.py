"""Every operator of ONNX that is read, over its attributes and operator sets: against two other implementations.

The inputs are small integers and multiples of 1/2, the constants multiples of 1/4: float32 computes them exactly, so
equality is asked for, and ties are frequent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from cases_attributes import ATTRIBUTE_CASES
from cases_layers import LAYER_CASES
from cases_order import ORDER_CASES
from cases_shapes import SHAPE_CASES
from cases_steps import STEP_CASES
from fitted import outputs_at
from onnx import TensorProto, numpy_helper
from onnx_models import Case, ints, node, numbers, outputs_of_reference, outputs_of_runtime, scalar, subgraph, write
from onnxruntime.capi import onnxruntime_pybind11_state as errors

from constructions.model.batch import evaluate_many
from constructions.model.cost import structural_worst
from constructions.model.errors import BadInput
from exchange.onnx.fold import rounded
from exchange.onnx.model import NEWEST, OLDEST
from exchange.onnx.operators.table import OPERATORS
from exchange.onnx.reader import read_onnx
from guide.pages.onnx_page import page

FLOAT, BOOL = TensorProto.FLOAT, TensorProto.BOOL
RUNTIME_ERRORS = (errors.Fail, errors.InvalidArgument, errors.InvalidGraph, errors.NotImplemented)


def bent_cases() -> Iterator[tuple[str, Case]]:
    for alpha in (0.0, 0.25, 1.0, -0.5, 2.0):
        yield f"LeakyRelu {alpha}", Case([node("LeakyRelu", ["x"], "y", alpha=alpha)], [1, 4])
    yield "Abs", Case([node("Abs", ["x"], "y")], [2, 3])
    for shape in ([1], [3, 1, 1], [2, 3, 2, 2]):
        yield f"PRelu {shape}", Case([node("PRelu", ["x", "s"], "y")], [2, 3, 2, 2], {"s": numbers(*shape)})
    for low, high in product((None, -1.0, 0.0, 0.5, 2.0), (None, 0.0, 0.5, 6.0)):
        given = {name: value for name, value in (("min", low), ("max", high)) if value is not None}
        if low is None or high is None or low <= high:
            yield f"Clip {low} {high} set 7", Case([node("Clip", ["x"], "y", **given)], [1, 4], {}, 7)
        names = ["x", "" if low is None else "min", "" if high is None else "max"]
        tensors = {name: scalar(value) for name, value in given.items()}
        crossed = low is not None and high is not None and low > high
        case = Case([node("Clip", names, "y")], [1, 4], tensors, 13, reference_errs=crossed)
        yield f"Clip {low} {high} set 13", case
    infinite = {"min": scalar(-np.inf), "max": scalar(np.inf)}
    yield "Clip to infinities", Case([node("Clip", ["x", "min", "max"], "y")], [1, 4], infinite)


def sum_cases() -> Iterator[tuple[str, Case]]:
    tensors = {"a": numbers(2, 3), "b": numbers(3)}
    for kind in ("Max", "Min", "Sum", "Mean"):
        nodes = [node(kind, ["x", "a", "b", "x"], "y")]
        yield f"{kind} of constants and wires", Case(nodes, [1, 3], tensors, reference_errs=kind == "Mean")
        nodes = [node("Neg", ["x"], "n"), node(kind, ["x", "n"], "y")]
        yield f"{kind} of two wires", Case(nodes, [2, 2])
        yield f"{kind} of one", Case([node(kind, ["x"], "y")], [2, 2])
        nodes = [node(kind, ["a", "b"], "c"), node("Add", ["x", "c"], "y")]
        yield f"{kind} of constants", Case(nodes, [2, 3], tensors)
    for shapes in (([2, 1, 3, 4], [2, 4, 2]), ([3, 4], [5, 4, 2]), ([2, 3, 4], [4]), ([4], [2, 4, 3])):
        left, right = shapes
        yield f"MatMul {left} {right}", Case([node("MatMul", ["x", "w"], "y")], left, {"w": numbers(*right)})
        yield (
            f"MatMul {left} {right}, constant left",
            Case([node("MatMul", ["w", "x"], "y")], right, {"w": numbers(*left)}),
        )
    for first, second in product((0, 1), (0, 1)):
        for bias in ([2, 3], [3], [2, 1], [1, 1]):
            shapes = [4, 2] if first else [2, 4], [3, 4] if second else [4, 3]
            given = {"transA": first, "transB": second, "alpha": 0.5, "beta": -2.0}
            tensors = {"w": numbers(*shapes[1]), "c": numbers(*bias)}
            yield f"Gemm {given} {bias}", Case([node("Gemm", ["x", "w", "c"], "y", **given)], shapes[0], tensors)
            tensors = {"w": numbers(*shapes[0]), "c": numbers(*bias)}
            yield (
                f"Gemm, constant left, {given} {bias}",
                Case([node("Gemm", ["w", "x", "c"], "y", **given)], shapes[1], tensors),
            )
    nodes = [node("Neg", ["x"], "n"), node("Gemm", ["x", "w", "n"], "y", beta=0.5)]
    yield "Gemm with a computed bias", Case(nodes, [1, 3], {"w": numbers(3, 3)})


def wire_cases() -> Iterator[tuple[str, Case]]:
    for start, end, step in product((0, 1, -2, 9, -9), (3, -1, 100, -100), (1, 2, -1, -2)):
        tensors = {"s": ints(start), "e": ints(end), "a": ints(-1), "t": ints(step)}
        size = len(np.arange(5)[slice_of(start, end, step)])
        if size:
            nodes = [node("Slice", ["x", "s", "e", "a", "t"], "y")]
            yield f"Slice {start} {end} {step}", Case(nodes, [2, 5], tensors)
        if size and step == 1:
            nodes = [node("Slice", ["x"], "y", starts=[start], ends=[end], axes=[1])]
            yield f"Slice {start} {end} set 9", Case(nodes, [2, 5], {}, 9)
    nodes = [node("Slice", ["x"], "y", starts=[0, 1], ends=[1, 3])]
    yield "Slice set 7 without axes", Case(nodes, [2, 5], {}, 7)
    for axis, indices in product((0, 1, -1), (ints(0), ints(1, 0, -1), np.array([[1], [-2]]), np.array(1))):
        nodes = [node("Gather", ["x", "i"], "y", axis=axis)]
        yield f"Gather {axis} {indices.tolist()}", Case(nodes, [2, 3], {"i": indices})
    nodes = [node("Split", ["x", "p"], ["a", "b"], axis=-1), node("Concat", ["b", "a"], "y", axis=1)]
    yield "Split in sizes", Case(nodes, [1, 5], {"p": ints(2, 3)})
    nodes = [node("Split", ["x"], ["a", "b"], axis=1, num_outputs=2), node("Concat", ["b", "a"], "y", axis=1)]
    yield "Split uneven set 18", Case(nodes, [1, 5], {}, 18)
    nodes = [node("Split", ["x"], ["a", "b"], axis=1), node("Sub", ["b", "a"], "y")]
    yield "Split in halves set 11", Case(nodes, [1, 4], {}, 11)
    nodes = [node("Split", ["x"], ["a", "b"], axis=1, split=[1, 3]), node("Add", ["b", "a"], "y")]
    yield "Split by attribute set 11", Case(nodes, [1, 4], {}, 11)
    for shape in ([2, 3], [4, 1, 3], [1, 1], [3]):
        nodes = [node("Expand", ["x", "s"], "y")]
        yield f"Expand {shape}", Case(nodes, [1, 3] if shape[-1] in (1, 3) else [1, 1], {"s": ints(*shape)})
    for shape in ([0, -1], [-1], [3, 2, 1], [0, 0, 1]):
        yield f"Reshape {shape}", Case([node("Reshape", ["x", "s"], "y")], [2, 3], {"s": ints(*shape)})
    for axis in range(-3, 4):
        version = 13 if axis < 0 else 7
        yield f"Flatten {axis}", Case([node("Flatten", ["x"], "y", axis=axis)], [2, 3, 2], {}, version)
    yield "Transpose without an order", Case([node("Transpose", ["x"], "y")], [2, 3, 2])
    for version, axes in ((12, None), (13, "axes"), (21, "axes")):
        given = {"axes": [0, -1]} if axes is None else {}
        names = ["axes"] if axes else []
        nodes = [node("Unsqueeze", ["x", *names], "u", **given), node("Squeeze", ["u", *names], "y", **given)]
        yield f"Squeeze, Unsqueeze set {version}", Case(nodes, [2, 3], {"axes": ints(0, -1)} if axes else {}, version)
    yield "Squeeze of all", Case([node("Squeeze", ["x"], "y")], [1, 3, 1])


def slice_of(start: int, end: int, step: int) -> slice:
    """Return a slice of numpy; an end before the first number must be written as None there."""
    return slice(start, None if step < 0 and end < -5 else end, step)


def fold_cases() -> Iterator[tuple[str, Case]]:
    nodes = [
        node("Shape", ["x"], "s"),
        node("Gather", ["s", "zero"], "b"),
        node("Unsqueeze", ["b", "axis"], "bu"),
        node("Concat", ["bu", "rest"], "t", axis=0),
        node("Reshape", ["x", "t"], "y"),
    ]
    yield (
        "Shape, Gather, Unsqueeze, Concat, Reshape",
        Case(nodes, [1, 2, 2], {"zero": np.array(0), "axis": ints(0), "rest": ints(-1)}),
    )
    nodes = [
        node("Shape", ["x"], "s", start=-2, end=9),
        node("Size", ["x"], "n"),
        node("Gather", ["s", "zero"], "p"),
        node("Div", ["n", "p"], "q"),
        node("Neg", ["q"], "m"),
        node("Div", ["m", "two"], "h"),
        node("Cast", ["h"], "f", to=FLOAT),
        node("Mul", ["x", "f"], "y"),
    ]
    yield "integers divided towards 0", Case(nodes, [1, 2, 5], {"zero": np.array(0), "two": np.array(2)})
    nodes = [
        node("ConstantOfShape", ["s"], "c", value=numpy_helper.from_array(np.array([1.5], np.float32))),
        node("Range", ["from", "to", "by"], "r"),
        node("Add", ["c", "r"], "t"),
        node("Constant", [], "k", value_floats=[1.0, 2.0, 0.5]),
        node("Sub", ["t", "k"], "d"),
        node("Sub", ["x", "d"], "y"),
    ]
    yield (
        "ConstantOfShape, Range, Constant",
        Case(nodes, [2, 3], {"s": ints(2, 3), "from": scalar(2), "to": scalar(-1), "by": scalar(-1)}),
    )
    yield (
        "ConstantOfShape of zeros",
        Case([node("ConstantOfShape", ["s"], "c"), node("Max", ["x", "c"], "y")], [2, 3], {"s": ints(3)}),
    )
    for kind, given, value in (
        ("Relu", {}, numbers(2, 3)),
        ("Abs", {}, numbers(2, 3)),
        ("LeakyRelu", {"alpha": 0.5}, numbers(2, 3)),
        ("Neg", {}, numbers(2, 3)),
        ("Transpose", {}, numbers(3, 2)),
        ("Identity", {}, numbers(2, 3)),
    ):
        yield (
            f"{kind} of a constant",
            Case([node(kind, ["w"], "c", **given), node("Add", ["x", "c"], "y")], [2, 3], {"w": value}),
        )
    nodes = [node("MatMul", ["a", "b"], "c"), node("Greater", ["c", "d"], "g"), node("Where", ["g", "c", "d"], "e")]
    nodes += [node("Clip", ["e", "low", ""], "f"), node("Mul", ["x", "f"], "y")]
    tensors = {"a": numbers(2, 3), "b": numbers(3, 2), "d": numbers(2), "low": scalar(-0.25)}
    yield "MatMul, Greater, Where, Clip of constants", Case(nodes, [2, 2], tensors)
    nodes = [
        node("Conv", ["a", "w"], "c", pads=[1, 1]),
        node("MaxPool", ["c"], "m", kernel_shape=[2]),
        node("Conv", ["x", "m"], "y"),
    ]
    yield (
        "weights that are computed by a convolution",
        Case(nodes, [1, 2, 4], {"a": numbers(1, 2, 3), "w": numbers(2, 2, 2)}),
    )
    for source in (np.float16, np.float64):
        nodes = [node("Cast", ["w"], "c", to=FLOAT), node("MatMul", ["x", "c"], "y")]
        yield f"weights of {source.__name__} cast", Case(nodes, [1, 3], {"w": numbers(3, 2).astype(source)})
    nodes = [node("Cast", ["w"], "i", to=TensorProto.INT64), node("Cast", ["i"], "f", to=FLOAT)]
    nodes += [node("Cast", ["w"], "b", to=BOOL), node("Where", ["b", "x", "f"], "y")]
    yield (
        "Cast of floats to integers and truth values",
        Case(nodes, [2, 4], {"w": np.array([-1.75, 0, 0.25, 2.5], np.float32)}),
    )


COMPARISONS = ("Greater", "Less", "GreaterOrEqual", "LessOrEqual", "Equal")


def logic_cases() -> Iterator[tuple[str, Case]]:
    tensors = {"c": np.array([0.5, -1, 0, 2], np.float32), "a": numbers(2, 1)}
    for kind in COMPARISONS:
        compare = node(kind, ["x", "c"], "b")
        yield f"{kind} cast", Case([compare, node("Cast", ["b"], "y", to=FLOAT)], [2, 4], tensors)
        nodes = [compare, node("Neg", ["x"], "n"), node("Where", ["b", "x", "n"], "y")]
        yield f"{kind}, Where", Case(nodes, [2, 4], tensors)
        nodes = [compare, node("Not", ["b"], "d"), node("Where", ["d", "a", "c"], "y")]
        yield f"{kind}, Not, Where of constants", Case(nodes, [2, 4], tensors)
        nodes = [node("Neg", ["x"], "n"), node(kind, ["n", "x"], "b"), node("Where", ["b", "c", "n"], "y")]
        yield f"{kind} of wires, Where", Case(nodes, [1, 4], tensors)
        nodes = [compare, node("Cast", ["b"], "t", to=FLOAT), node("Neg", ["x"], "n"), node("Mul", ["t", "n"], "y")]
        yield f"{kind}, cast, Mul", Case(nodes, [2, 4], tensors)
        nodes = [
            compare,
            node("Not", ["b"], "d"),
            node("Cast", ["d"], "t", to=FLOAT),
            node("Cast", ["b"], "u", to=FLOAT),
        ]
        nodes += [node("Mul", ["x", "t"], "p"), node("Mul", ["u", "a"], "q"), node("Add", ["p", "q"], "y")]
        yield f"{kind}, Mul and Add in place of Where", Case(nodes, [2, 4], tensors)
        nodes = [node(kind, ["c", "x"], "b"), node("Transpose", ["b"], "t"), node("Where", ["t", "k", "z"], "y")]
        yield f"{kind} the other way, moved", Case(nodes, [2, 4], {**tensors, "k": scalar(3), "z": numbers(4, 2)})
    yield (
        "Where with a constant condition",
        Case(
            [node("Neg", ["x"], "n"), node("Where", ["b", "x", "n"], "y")], [2, 3], {"b": np.array([True, False, True])}
        ),
    )
    yield (
        "Where with a constant condition and side",
        Case([node("Where", ["b", "x", "k"], "y")], [2, 3], {"b": np.array([[True], [False]]), "k": numbers(3)}),
    )
    for kind in ("And", "Or", "Xor"):
        nodes = [node("Greater", ["x", "c"], "g"), node("LessOrEqual", ["x", "d"], "l"), node(kind, ["g", "l"], "b")]
        both = {**tensors, "d": numbers(2, 4), "k": np.array([True, False, False, True])}
        yield kind, Case([*nodes, node("Cast", ["b"], "y", to=FLOAT)], [2, 4], both)
        nodes += [node("Not", ["b"], "n"), node(kind, ["n", "k"], "m"), node("Where", ["m", "x", "a"], "y")]
        yield f"{kind} with a constant, Not, Where", Case(nodes, [2, 4], both)
        casts = [node("Cast", [name], f"{name}1", to=FLOAT) for name in "mb"]
        nodes = [*nodes[:-1], *casts, node("Mul", ["m1", "b1"], "v"), node("Mul", ["x", "m1"], "w")]
        yield f"{kind}, cast, products of both", Case([*nodes, node("Sub", ["v", "w"], "y")], [2, 4], both)
    nodes = [node("Greater", ["x", "c"], "g"), node("Less", ["x", "a"], "l"), node("Equal", ["g", "l"], "b")]
    yield "Equal of truth values", Case([*nodes, node("Cast", ["b"], "y", to=FLOAT)], [2, 4], tensors)


def if_cases() -> Iterator[tuple[str, Case]]:
    tensors = {"s": ints(0), "e": ints(1), "a": ints(1), "c": scalar(0.5), "w": numbers(4, 4), "k": numbers(1, 4)}
    head = [node("Slice", ["x", "s", "e", "a"], "p"), node("Squeeze", ["p"], "q")]
    neg, relu = subgraph([node("Neg", ["x"], "t")], "t"), subgraph([node("Relu", ["x"], "f")], "f")
    for kind in COMPARISONS:
        nodes = [*head, node(kind, ["q", "c"], "b"), node("If", ["b"], "y", then_branch=neg, else_branch=relu)]
        yield f"If {kind}", Case(nodes, [1, 4], tensors, 13)
    nodes = [*head, node("Greater", ["q", "c"], "b"), node("Not", ["b"], "n"), node("And", ["b", "n"], "never")]
    inner = subgraph(
        [node("If", ["n"], "i", then_branch=neg, else_branch=subgraph([node("Identity", ["k"], "z")], "z"))], "i"
    )
    hidden = subgraph([node("MatMul", ["h", "w"], "m"), node("Relu", ["m"], "r")], "r")
    nodes += [node("Add", ["x", "k"], "h"), node("If", ["b"], "y", then_branch=hidden, else_branch=inner)]
    yield "If in If, values from outside, a constant side", Case(nodes, [1, 4], tensors)
    two = [subgraph([node(kind, ["x"], "a0"), node("Abs", ["x"], "a1")], ["a0", "a1"]) for kind in ("Neg", "Relu")]
    nodes = [
        *head,
        node("Less", ["q", "c"], "b"),
        node("If", ["b"], ["u", "v"], then_branch=two[0], else_branch=two[1]),
    ]
    yield "If with two results", Case([*nodes, node("Sub", ["u", "v"], "y")], [1, 4], tensors)
    for truth in (True, False):
        nodes = [node("If", ["b"], "h", then_branch=neg, else_branch=relu), node("Add", ["h", "x"], "y")]
        yield f"If {truth}", Case(nodes, [1, 4], {"b": np.array(truth)})


CASES = {
    name: case
    for cases in (bent_cases, sum_cases, wire_cases, fold_cases, logic_cases, if_cases)
    for name, case in cases()
}
CASES |= ATTRIBUTE_CASES | LAYER_CASES | ORDER_CASES | SHAPE_CASES | STEP_CASES

WITHOUT_EFFECT = {
    "BatchNormalization": {"momentum", "spatial", "training_mode"},
    "Cast": {"round_mode", "saturate"},
    "CastLike": {"round_mode", "saturate"},
    "Constant": {"value"},
    "ConvTranspose": {"output_shape"},
    "QuantizeLinear": {"precision"},
    "Resize": {"antialias", "cubic_coeff_a", "exclude_outside", "extrapolation_value"},
}
"""Attributes that say nothing of what is read: of training, of types and modes that are refused."""


def inputs(width: int) -> Any:
    """Return rows in which many numbers are equal, 0, or equal to a constant."""
    source = np.random.default_rng(3)
    return (source.integers(-6, 7, size=(14, width)) / source.choice([1, 2, 4], size=(14, 1))).astype(np.float32)


@pytest.mark.parametrize("kind", sorted({name.split()[0] for name in CASES}))
def test_two_other_implementations_agree(kind: str, tmp_path: Path) -> None:
    for name in [name for name in CASES if name.split()[0] == kind]:
        case = CASES[name]
        file = write(tmp_path / "m.onnx", case.nodes, list(case.shape), dict(case.tensors), version=case.version)
        network = read_onnx(file)
        rows = inputs(network.input_width)
        exact = outputs_at(network, rows)
        others = [outputs_of_runtime(file, rows)]
        if not case.reference_errs:
            others.append(outputs_of_reference(file, rows, case.shape))
        for found in others:
            if kind == "Mean":
                assert furthest(found, exact) < Fraction(1, 10**5), name
            else:
                assert found == list(exact), name


def furthest(found: list[tuple[float, ...]], exact: Sequence[tuple[Fraction, ...]]) -> Fraction:
    """Return the largest difference between floats and exact numbers."""
    pairs = [pair for row, own in zip(found, exact, strict=True) for pair in zip(row, own, strict=True)]
    return max([abs(Fraction(a) - b) for a, b in pairs], default=Fraction(0))


def test_every_operator_is_tested() -> None:
    used = {step.op_type for case in CASES.values() for step in case.nodes}
    assert used == {name for name in OPERATORS if "." not in name}  # others: test_onnx_classic.py


def attributes_in(nodes: Any) -> Iterator[tuple[str, str]]:
    for step in nodes:
        for attribute in step.attribute:
            yield step.op_type, attribute.name
            yield from attributes_in(attribute.g.node)


def test_every_attribute_is_tested() -> None:
    used: dict[str, set[str]] = {}
    for case in CASES.values():
        for kind, name in attributes_in(case.nodes):
            used.setdefault(kind, set()).add(name)
    for kind in [name for name in OPERATORS if "." not in name]:
        assert OPERATORS[kind].attributes - used.get(kind, set()) == WITHOUT_EFFECT.get(kind, set()), kind


def test_every_operator_set_is_known_up_to_the_newest() -> None:
    """A new version of onnx that changes an operator makes this fail: look at the change, then raise ``newest``."""
    for schema in onnx.defs.get_all_schemas_with_history():
        if not schema.domain and schema.name in OPERATORS and OLDEST <= schema.since_version <= NEWEST:
            assert schema.since_version <= OPERATORS[schema.name].newest, schema.name


def test_every_attribute_is_one_of_the_operator() -> None:
    known: dict[str, set[str]] = {}
    for schema in onnx.defs.get_all_schemas_with_history():
        if not schema.domain:
            known.setdefault(schema.name, set()).update(schema.attributes)
    for name, operator in OPERATORS.items():
        assert "." in name or operator.attributes <= known[name], name


def test_a_changed_operator_is_refused_though_its_set_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(OPERATORS, "Clip", replace(OPERATORS["Clip"], newest=12))
    file = write(tmp_path / "m.onnx", [node("Clip", ["x"], "y")], [1, 2], version=13)
    with pytest.raises(BadInput, match=r"Clip \(node 'y_node'\) of operator set 13 is newer than the newest known, 12"):
        read_onnx(file)


def test_arithmetic_on_constants_is_exact_and_only_a_cast_rounds(tmp_path: Path) -> None:
    tensors = {"third": scalar(3), "one": scalar(1)}
    quotient = node("Div", ["one", "third"], "q")
    plain = read_onnx(write(tmp_path / "a.onnx", [quotient, node("Mul", ["x", "q"], "y")], [1, 1], tensors))
    assert evaluate_many(plain, [[Fraction(3)]]).outputs[0] == (Fraction(1),)
    nodes = [quotient, node("Cast", ["q"], "r", to=FLOAT), node("Mul", ["x", "r"], "y")]
    cast = read_onnx(write(tmp_path / "b.onnx", nodes, [1, 1], tensors))
    assert evaluate_many(cast, [[Fraction(1)]]).outputs[0] == (Fraction(float(np.float32(1) / np.float32(3))),)


@pytest.mark.parametrize("kind", ["float16", "float32", "float64"])
def test_a_cast_rounds_as_numpy_does(kind: str) -> None:
    source = np.random.default_rng(1)
    values = [
        *(source.standard_normal(300) * 10.0 ** source.integers(-9, 5, 300)),
        0.0,
        2.0**-24,
        2.0**-25,
        2.0**-149,
        65504.0,
    ]
    values += [float(1 + k * 2.0**-12) for k in range(-9, 9)]  # ties of float16
    with np.errstate(all="ignore"):
        for value in values:
            assert rounded(Fraction(value), kind) == Fraction(float(np.float64(value).astype(kind)))
    assert rounded(Fraction(65520), "float16") is None
    assert rounded(Fraction(65519), "float16") == 65504


def test_a_gate_of_a_comparison_costs_one_comparison(tmp_path: Path) -> None:
    nodes = [node("Greater", ["x", "c"], "b"), node("Neg", ["x"], "n"), node("Where", ["b", "x", "n"], "y")]
    network = read_onnx(write(tmp_path / "m.onnx", nodes, [1, 3], {"c": numbers(3)}))
    assert structural_worst(network).comparisons == 3


def test_the_page_of_operators_is_made_of_the_code() -> None:
    """``python -m guide.pages.onnx_page > docs/reference/onnx.md`` writes it."""
    text = (Path(__file__).parents[3] / "docs" / "reference" / "onnx.md").read_text(encoding="utf-8")
    assert page() == text
    assert all([f"\n| `{name}` |" in text for name in OPERATORS])


def sets_of(case: Case) -> list[int]:
    """Return the operator sets in which one of the operators of a case changed, and the newest."""
    kinds = {step.op_type for step in case.nodes}
    changed = {schema.since_version for schema in onnx.defs.get_all_schemas_with_history() if schema.name in kinds}
    return sorted({NEWEST, *[version for version in changed if OLDEST <= version <= NEWEST]} - {case.version})


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_in_every_operator_set_what_is_read_is_what_onnxruntime_computes(name: str, tmp_path: Path) -> None:
    """Left out is what is no valid model in a set, is refused in it, or is not known to onnxruntime in it."""
    case = CASES[name]
    for version in sets_of(case):
        tensors = dict(case.tensors)
        file = write(tmp_path / "m.onnx", case.nodes, list(case.shape), tensors, version=version, infer=False)
        try:
            network = read_onnx(file)
            rows = inputs(network.input_width)[:6]
            found = outputs_of_runtime(file, rows)
        except (BadInput, *RUNTIME_ERRORS):
            continue
        assert furthest(found, outputs_at(network, rows)) < Fraction(1, 10**5), version
