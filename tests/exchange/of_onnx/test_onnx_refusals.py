"""Files that contradict the standard, or that runtimes read in several ways: each kind is refused, and says why."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from onnx_models import ints, node, numbers, subgraph, write

from constructions.model.errors import BadInput
from exchange.onnx.reader import read_onnx
from exchange.onnx.runtime import runtime_report
from exchange.onnx.schema import check_attributes, check_operands, schema_of

Change = Callable[[Any], None]


def refused(
    path: Path,
    words: str,
    nodes: list[Any],
    shape: list[int | str],
    tensors: dict[str, Any] | None = None,
    change: Change | None = None,
    version: int = 17,
) -> None:
    """Write a model, change it, and expect a refusal of one line that names the file."""
    file = write(path / "m.onnx", nodes, shape, tensors, version=version, infer=False)
    if change is not None:
        model = onnx.load(file)
        change(model)
        file.write_bytes(model.SerializeToString())
    with pytest.raises(BadInput, match=words) as caught:
        read_onnx(file)
    assert str(caught.value).startswith(str(file))
    assert "\n" not in str(caught.value)


def with_tensor(**fields: Any) -> Change:
    return lambda model: model.graph.initializer.append(onnx.TensorProto(name="t", **fields))


def test_products_and_quotients_of_values_and_constants_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    refused(tmp_path, r"Mul \(node 'y_node'\): the product", [node("Mul", ["x", "x"], "y")], [1, 2])
    quotient = [node("Div", ["a", "x"], "y")]
    refused(tmp_path, "divisor must be a constant", quotient, [1, 2], {"a": numbers(2)})
    refused(tmp_path, "without zeros", [node("Div", ["x", "a"], "y")], [1, 2], {"a": np.zeros(1, np.float32)})
    words = r"Add \(node 'y_node'\): constant\[1\] is nan, not a finite number"
    refused(tmp_path, words, [node("Add", ["x", "a"], "y")], [1, 2], {"a": np.array([1, np.nan], np.float32)})
    infinite = {"a": np.array([[-np.inf]], np.float32)}
    refused(tmp_path, r"weights\[0, 0\] is -inf", [node("Gemm", ["x", "a"], "y")], [1, 1], infinite)
    normalization = [node("BatchNormalization", ["x", "a", "a", "a", "v"], "y")]
    tensors = {"a": numbers(2), "v": np.full(2, -1, np.float32)}
    refused(tmp_path, r"1 / sqrt\(variance \+ epsilon\)\[0\] is nan", normalization, [1, 2], tensors)
    training = [node("BatchNormalization", ["x", "a", "a", "a", "a"], "y", training_mode=1)]
    refused(tmp_path, "training mode", training, [1, 2], {"a": np.ones(2, np.float32)})
    nodes = [node("Mul", ["a", "a"], "b"), node("Cast", ["b"], "c", to=TensorProto.FLOAT), node("Mul", ["x", "c"], "y")]
    words = r"Mul \(node 'b_node'\): the constant 1208925819614629174706176 is out of the range of int64"
    refused(tmp_path, words, nodes, [1, 1], {"a": np.array([2**40])})
    refused(tmp_path, "does not depend", [node("Identity", ["a"], "y")], [1, 2], {"a": numbers(2)})


def test_shapes_and_types_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    refused(tmp_path, "do not fit", [node("MatMul", ["x", "w"], "y")], [1, 2], {"w": numbers(3, 2)})
    refused(tmp_path, "do not fit", [node("Add", ["x", "a"], "y")], [1, 2], {"a": numbers(3)})
    words = r"\[1, 6\] cannot take the shape \[4, 2\]"
    refused(tmp_path, words, [node("Reshape", ["x", "s"], "y")], [1, 6], {"s": ints(4, 2)})
    refused(tmp_path, "dimension 1 must have a fixed size", [node("Relu", ["x"], "y")], [1, "n"])
    refused(tmp_path, "Concat", [node("Concat", ["x", "x"], "y", axis=7)], [1, 2])
    refused(tmp_path, "does not fit", [node("MaxPool", ["x"], "y", kernel_shape=[9])], [1, 1, 3])
    refused(tmp_path, "1,000,000 are the most", [node("Relu", ["x"], "y")], [1, 10**9])
    large = [node("Conv", ["x", "w"], "y", pads=[9, 9, 9, 9])]
    refused(tmp_path, "10,000,000 are the most", large, [1, 1, 999, 999], {"w": numbers(1, 1, 9, 9)})
    words = "index 3 is not within the 3 numbers of axis 1"
    refused(tmp_path, words, [node("Gather", ["x", "i"], "y", axis=1)], [1, 3], {"i": ints(1, 3)})
    words = "must be of one type, not float32 and float64"
    refused(tmp_path, words, [node("Add", ["x", "a"], "y")], [1, 3], {"a": numbers(3).astype(np.float64)})
    nodes = [node("Greater", ["x", "a"], "b"), node("Cast", ["b"], "y", to=TensorProto.FLOAT)]
    words = r"Greater \(node 'b_node'\): the result has no numbers"
    refused(tmp_path, words, nodes, [1, 1], {"a": np.zeros((0,), np.float32)})


def test_parts_of_a_convolution_and_of_a_layer_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    filters = {"w": numbers(3, 2, 2, 2)}
    words = r"Conv \(node 'y_node'\): kernel_shape \[3, 3\] contradicts the weights, .* \[3, 2, 2, 2\]"
    refused(tmp_path, words, [node("Conv", ["x", "w"], "y", kernel_shape=[3, 3])], [1, 2, 4, 4], filters)
    words = r"Conv \(node 'y_node'\): bias must have the shape \[3\], one number a filter, not \[2\]"
    refused(tmp_path, words, [node("Conv", ["x", "w", "b"], "y")], [1, 2, 4, 4], {**filters, "b": numbers(2)})
    padded = [node("Conv", ["x", "w"], "y", pads=[1, 1], auto_pad="VALID")]
    refused(tmp_path, r"pads \[1, 1\] stand beside auto_pad VALID", padded, [1, 1, 4], {"w": numbers(1, 1, 2)})
    nodes = [node("Identity", ["b"], "c"), node("Gemm", ["x", "w", "c"], "y")]
    words = r"Gemm \(node 'y_node'\): bias must fit the shape \[1, 2\], not \[3\]"
    refused(tmp_path, words, nodes, [1, 3], {"w": numbers(3, 2), "b": numbers(3)})


def test_sides_of_an_if_are_one_thing_and_its_condition_is_one_truth_value(tmp_path: Path) -> None:
    greater = node("Greater", ["x", "a"], "b")
    then, other = subgraph([node("Relu", ["x"], "t")], "t"), subgraph([node("Squeeze", ["x"], "e")], "e")
    words = r"If \(node 'y_node'\): result 0 must be one thing on both sides, not float32 \[1, 1\] and float32 \[\]"
    nodes = [greater, node("If", ["b"], "y", then_branch=then, else_branch=other)]
    refused(tmp_path, words, nodes, [1, 1], {"a": numbers(1)})
    nodes = [greater, node("If", ["b"], "y", then_branch=then, else_branch=then)]
    refused(tmp_path, r"the condition must be one truth value, not bool \[1, 3\]", nodes, [1, 3], {"a": numbers(1)})


@pytest.mark.parametrize(
    ("name", "version", "attributes", "words"),
    [
        ("Clip", 13, {"min": 0.0}, "Clip of operator set 13 has no attribute 'min'"),
        ("Squeeze", 13, {"axes": [0]}, "Squeeze of operator set 13 has no attribute 'axes'"),
        ("ReduceMax", 18, {"axes": [0]}, "ReduceMax of operator set 18 has no attribute 'axes'"),
        ("LeakyRelu", 16, {"alpha": 1}, "attribute 'alpha' must be a number"),
        ("Conv", 11, {"pads": 3}, "attribute 'pads' must be integers"),
        ("MaxPool", 12, {}, "the attribute 'kernel_shape' is missing"),
    ],
)
def test_an_attribute_belongs_to_the_operator_in_its_set(
    name: str, version: int, attributes: dict[str, Any], words: str
) -> None:
    given = {key: helper.make_attribute(key, value) for key, value in attributes.items()}
    with pytest.raises(BadInput, match=words):
        check_attributes(schema_of(name, version), given, "m.onnx: N")


@pytest.mark.parametrize(
    ("name", "version", "kinds", "words"),
    [
        ("Clip", 7, ["float32", "float32"], "it has 2 operands, and must have at most 1"),
        ("Add", 14, ["float32"], "it has 1 operand, and must have at least 2"),
        ("Mean", 13, ["int64", "int64"], "Mean of operator set 13 takes no int64 as operand 0"),
        ("Relu", 13, ["int32"], "Relu of operator set 13 takes no int32"),
        ("Gather", 13, ["float32", "uint8"], "takes no uint8 as operand 1"),
        ("Max", 13, ["float32", "float64"], "must be of one type, not float32 and float64"),
    ],
)
def test_operands_are_as_many_and_of_the_types_that_the_operator_takes(
    name: str, version: int, kinds: list[str | None], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        check_operands(schema_of(name, version), kinds, 1, "m.onnx: N")


def test_a_graph_inside_another_has_no_sparse_numbers(tmp_path: Path) -> None:
    def sparse(model: Any) -> None:
        values, places = helper.make_tensor("w", TensorProto.FLOAT, [1], [5.0]), helper.make_tensor("i", 7, [1], [0])
        inner = model.graph.node[0].attribute[0].g
        inner.sparse_initializer.append(helper.make_sparse_tensor(values, places, [3]))

    sides = {name: subgraph([node("Add", ["x", "w"], name)], name) for name in ("else_branch", "then_branch")}
    tensors = {"c": np.array(False), "w": np.ones(3, np.float32)}
    nodes = [node("If", ["c"], "y", **sides)]
    refused(tmp_path, "'side' has sparse initializers, which are not read", nodes, [1, 3], tensors, change=sparse)


def test_an_if_gives_as_many_values_as_are_named_whatever_its_condition(tmp_path: Path) -> None:
    two = subgraph([node("Neg", ["x"], "a"), node("Abs", ["x"], "b")], ["a", "b"])
    sides = {"then_branch": two, "else_branch": two}
    for names in ("y", ["y", "z", "w"]):
        nodes = [node("If", ["c"], names, **sides)]
        words = r"If \(node 'y_node'\): its graph gives 2 values, and (1 name is|3 names are) given"
        refused(tmp_path, words, nodes, [1, 3], {"c": np.array(True)})
        nodes = [node("Greater", ["x", "k"], "g"), node("If", ["g"], names, **sides)]
        refused(tmp_path, "its graphs give 2 and 2 values", nodes, [1], {"k": numbers(1)})


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"data_type": TensorProto.BOOL, "int32_data": [256, 0, 1]}, "number 0 must be from 0 to 1, .* not 256"),
        ({"data_type": TensorProto.BOOL, "raw_data": b"\x01\x02\x00"}, "number 1 must be from 0 to 1, .* not 2"),
        ({"data_type": TensorProto.INT8, "int32_data": [1, 2, 300]}, "number 2 must be from -128 to 127, .* not 300"),
        ({"data_type": TensorProto.UINT8, "int32_data": [-1, 2, 3]}, "number 0 must be from 0 to 255, .* not -1"),
        ({"data_type": TensorProto.UINT32, "uint64_data": [0, 2**32, 3]}, "number 1 .* not 4294967296"),
        ({"data_type": TensorProto.FLOAT16, "int32_data": [0, 65536, 3]}, "number 1 must be from 0 to 65535"),
    ],
)
def test_a_number_is_one_of_its_type_though_its_field_is_wider(
    fields: dict[str, Any], words: str, tmp_path: Path
) -> None:
    nodes = [node("Cast", ["t"], "c", to=TensorProto.FLOAT), node("Add", ["x", "c"], "y")]
    refused(tmp_path, f"tensor 't': {words}", nodes, [1, 3], change=with_tensor(dims=[3], **fields))


def test_no_value_has_more_axes_than_runtimes_know(tmp_path: Path) -> None:
    words = "axes, and 64 are the most that are read"
    for kind, axes in (("Reshape", [1] * 64 + [3]), ("Expand", [1] * 64 + [3]), ("Unsqueeze", list(range(64)))):
        refused(tmp_path, f"{kind} .* {words}", [node(kind, ["x", "s"], "y")], [1, 3], {"s": ints(*axes)})
    nodes = [node("ConstantOfShape", ["s"], "c"), node("Add", ["x", "c"], "y")]
    refused(tmp_path, f"ConstantOfShape .* {words}", nodes, [1, 3], {"s": ints(*[1] * 65)})
    refused(tmp_path, f"input 'x' has 65 {words}", [node("Transpose", ["x"], "y")], [1] * 65)
    nodes = [node("Gather", ["x", "i"], "y")]
    refused(tmp_path, f"Gather .* {words}", nodes, [1] * 40, {"i": np.zeros([1] * 40, np.int64)})
    change = with_tensor(dims=[1] * 65, data_type=TensorProto.FLOAT, float_data=[1])
    refused(tmp_path, words, [node("Add", ["x", "t"], "y")], [1], change=change)


def test_a_shape_that_is_too_large_is_not_said_to_fit_badly(tmp_path: Path) -> None:
    nodes = [node("Expand", ["x", "s"], "y")]
    refused(tmp_path, "1,000,000 are the most that are read", nodes, [1, 3], {"s": ints(2**40, 2**40, 3)})


def test_integers_that_slopes_take_out_of_the_range_of_their_type_are_refused(tmp_path: Path) -> None:
    nodes = [node("Cast", ["b"], "i", to=TensorProto.INT32), node("Neg", ["i"], "n")]
    nodes = [node("Greater", ["x", "zero"], "b"), *nodes, node("Add", ["n", "n"], "m"), node("PRelu", ["m", "s"], "y")]
    for slope, fits in ((2**30, True), (2**30 + 1, False)):
        tensors = {"s": np.array(slope, np.int32), "zero": numbers(1) * 0}
        if fits:
            assert read_onnx(write(tmp_path / "m.onnx", nodes, [1, 3], tensors, infer=False)).output_width == 3
        else:
            refused(tmp_path, "PRelu .*could be out of the range of int32", nodes, [1, 3], tensors)


@pytest.mark.parametrize("pads", [[-4, 2], [2, -4], [-2, -2], [-5, 5]])
def test_a_pad_takes_away_no_more_than_there_is_though_the_other_one_adds(pads: list[int], tmp_path: Path) -> None:
    words = r"Pad .*: pads \[.*\] take away more than \[3\] has"
    refused(tmp_path, words, [node("Pad", ["x", "p"], "y")], [3], {"p": ints(*pads)})


@pytest.mark.parametrize(
    ("kind", "version", "size", "scale", "words"),
    [
        ("Resize", 13, 5, 1.4, "float32 may find another size than 6 for axis 1"),
        ("Upsample", 9, 10, 1.3, "float32 may find another size than 12 for axis 1"),
        ("Resize", 10, 5, 0.6, "set 10 does not say which neighbour place 1 of axis 1 takes"),
        ("Upsample", 9, 4, 0.5, "scales must be 2 numbers of at least 1"),
        ("Resize", 13, 2, 1.125, r"runtimes copy what stays \[1, 2\]"),
    ],
)
def test_numbers_are_not_laid_out_anew_where_runtimes_may_do_it_in_another_way(
    kind: str, version: int, size: int, scale: float, words: str, tmp_path: Path
) -> None:
    floored = {"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"} if version > 10 else {}
    nodes = [node(kind, ["x", "", "s"] if version > 10 else ["x", "s"], "y", mode="nearest", **floored)]
    refused(tmp_path, words, nodes, [1, size], {"s": np.array([1, scale], np.float32)}, version=version)


def test_a_list_of_axes_that_is_empty_is_not_guessed_at(tmp_path: Path) -> None:
    nodes = [node("Squeeze", ["x", "a"], "y")]
    refused(tmp_path, "axes is empty, which runtimes read in two ways", nodes, [1, 3, 1], {"a": ints()}, version=13)
    file = write(tmp_path / "m.onnx", [node("Squeeze", ["x", "a"], "y")], [2, 3], {"a": ints()}, version=13)
    assert read_onnx(file).output_width == 6


def test_an_operand_that_is_one_integer_is_one(tmp_path: Path) -> None:
    for kind, name in (("CumSum", "axis"), ("Trilu", "k")):
        for values in ((), (0, 1)):
            words = f"{name} must be one integer, not {len(values)}"
            refused(tmp_path, words, [node(kind, ["x", "k"], "y")], [2, 3], {"k": ints(*values)})


def test_padding_to_the_same_size_is_refused_where_runtimes_differ(tmp_path: Path) -> None:
    for kind, inputs, given in (("Conv", ["x", "w"], {}), ("AveragePool", ["x"], {"kernel_shape": [2]})):
        nodes = [node(kind, inputs, "y", auto_pad="SAME_UPPER", dilations=[2], **given)]
        words = "auto_pad SAME_UPPER with dilations is read in several ways by runtimes: write the pads out"
        refused(tmp_path, words, nodes, [1, 1, 6], {"w": numbers(1, 1, 2)}, version=19)
    nodes = [node("MaxPool", ["x"], "y", auto_pad="SAME_LOWER", kernel_shape=[1], strides=[3])]
    refused(tmp_path, "strides beyond the window cuts numbers off", nodes, [1, 1, 6])


def test_integers_are_never_rounded_or_wrapped(tmp_path: Path) -> None:
    head = [node("Greater", ["x", "k"], "g"), node("Cast", ["g"], "i", to=TensorProto.UINT8)]
    tail = [node("Cast", ["j"], "y", to=TensorProto.FLOAT)]
    tensors = {"k": numbers(3), "one": np.array(1, np.uint8), "two": np.array(2, np.uint8)}
    nodes = [*head, node("Sub", ["i", "one"], "j"), *tail]
    refused(tmp_path, "Sub .* could be out of the range of uint8, where it wraps", nodes, [3], tensors)
    nodes = [*head, node("Div", ["i", "two"], "j"), *tail]
    refused(tmp_path, "Div .* of the type uint8 would be rounded", nodes, [3], tensors)
    nodes = [node("Gemm", ["a", "b"], "j", alpha=0.5), *tail]
    refused(tmp_path, "would be rounded", nodes, [1, 1], {"a": np.array([[1]]), "b": np.array([[3]])})


def test_names_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = write(tmp_path / "m.onnx", [node("LeakyRelu", ["x"], "yy", alpha=0.5)], [1, 2], outputs=("yy",))
    data = file.read_bytes()
    for token in (b"LeakyRelu", b"yy_node", b"alpha", b"test"):
        file.write_bytes(data.replace(token, b"\xff" + token[1:]))
        with pytest.raises(BadInput, match="not a valid ONNX model") as caught:
            read_onnx(file)
        assert "\n" not in str(caught.value)


def test_an_attribute_of_a_function_stands_in_a_function_only(tmp_path: Path) -> None:
    def refer(model: Any) -> None:
        attribute = model.graph.node[0].attribute[0]
        attribute.ClearField("f")
        attribute.ref_attr_name = "slope"

    nodes = [node("LeakyRelu", ["x"], "y", alpha=0.5)]
    refused(tmp_path, "attribute 'alpha' refers to one of a function, and this is none", nodes, [1, 2], change=refer)


def test_a_normalization_that_overflows_is_refused(tmp_path: Path) -> None:
    large = {"a": np.full(2, 3e38, np.float32)}
    squares = [node("Mul", [f"a{k}" if k else "a"] * 2, f"a{k + 1}") for k in range(5)]
    nodes = [*squares, node("BatchNormalization", ["x", "a5", "a", "a", "a"], "y")]
    refused(tmp_path, "BatchNormalization .* scale is computed in the graph and no float32", nodes, [1, 2], large)
    half = np.ones(2, np.float16)
    nodes = [node("BatchNormalization", ["x", "a", "a", "a", "a"], "y", epsilon=1e30)]
    file = write(tmp_path / "m.onnx", nodes, [1, 2], {"a": half}, version=14, kind=TensorProto.FLOAT16)
    assert read_onnx(file).output_width == 2  # 1 / infinity is 0


def test_a_runtime_that_gives_another_number_of_outputs_is_told(tmp_path: Path) -> None:
    file = write(tmp_path / "m.onnx", [node("Relu", ["x"], "y")], [1, 2])
    other = read_onnx(write(tmp_path / "n.onnx", [node("Concat", ["x", "x"], "y", axis=1)], [1, 2]))
    with pytest.raises(BadInput, match="onnxruntime gives 2 numbers, the exact network 4"):
        runtime_report(file, other, [(Fraction(1), Fraction(2))])


def test_constants_without_numbers_are_refused_where_numbers_are_wanted(tmp_path: Path) -> None:
    empty = np.zeros((4, 0), np.float32)
    refused(tmp_path, "MatMul .* has no numbers", [node("MatMul", ["x", "w"], "y")], [1, 4], {"w": empty})
    nodes = [node("ReduceProd", ["w"], "p"), node("Add", ["x", "p"], "y")]
    refused(tmp_path, "ReduceProd .* a value without numbers is not read here", nodes, [1, 1], {"w": empty})
    nodes = [node("Einsum", ["x", "w"], "y", equation="ij,jk->ik")]
    refused(tmp_path, "Einsum .* a value without numbers is not read here", nodes, [1, 4], {"w": empty})
    for kind in ("Conv", "ConvTranspose"):
        nodes = [node(kind, ["x", "w"], "y")]
        refused(tmp_path, r"shapes .* are not read", nodes, [1, 1, 4], {"w": np.zeros((0, 1, 2), np.float32)})
