"""Queries of version 2.0, where the official package is installed."""

from fractions import Fraction

import pytest
from queries import exact, standard

from constructions.model.errors import BadInput
from exchange.vnnlib.query import Beyond
from exchange.vnnlib.standard import read_standard

pytest.importorskip("vnnlib")

ONE = "N (declare-input X float32 [2]) (declare-output Y float32 [1])"


def test_variables_have_types_shapes_and_names() -> None:
    network = 'N (declare-input X real [1,2]) (declare-hidden H real [3] "inner/7") (declare-output Y real [])'
    query = read_standard(standard([network], "(<= H[1] 1.0)"), "a.vnnlib")
    parts = query.networks[0].variables
    assert [(part.name, part.kind, part.element_type, part.shape, part.onnx_name) for part in parts] == [
        ("X", "input", "real", (1, 2), None),
        ("H", "hidden", "real", (3,), "inner/7"),
        ("Y", "output", "real", (), None),
    ]
    assert query.is_real
    assert query.width == 6


def test_numbers_stand_inputs_first_and_decimals_are_exact() -> None:
    second = "M (equal-to N) (declare-input U float32 [2]) (declare-output V float32 [1])"
    query = read_standard(standard([ONE, second], "(== U[1] 0.1)", "(< (- V[0] (* 2.0 Y[0]) -0.5) X[0])"), "a.vnnlib")
    first, last = query.common
    assert (first.form.indices, first.relation, first.bound) == ((3,), "=", Fraction(1, 10))
    assert (last.form.indices, last.form.weights) == ((0, 4, 5), exact(-1, -2, 1))
    assert last.bound == Fraction(-1, 2)
    assert query.networks[1].equal_to == "N"


def test_tensors_are_in_row_major_order() -> None:
    text = standard(["N (declare-input X float32 [2,3]) (declare-output Y float32 [1])"], "(<= X[1,2] 1.0)")
    assert read_standard(text, "a.vnnlib").common[0].form.indices == (5,)


def test_unequal_is_either_side() -> None:
    query = read_standard(standard([ONE], "(!= Y[0] 1.0)"), "a.vnnlib")
    assert [polyhedron[0].relation for polyhedron in query.polyhedra] == ["<", ">"]


REAL = "N (declare-input X Real [1]) (declare-output Y real [1])"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (standard([ONE], "(<= Z[0] 1.0)"), "not a query of VNN-LIB 2: .*Z"),
        (standard([ONE], "(<= X[2] 1.0)"), "not a query of VNN-LIB 2"),
        (standard([ONE], f"(<= X[{'9' * 20}] 1.0)"), "not a query of VNN-LIB 2: a size or an index is too large"),
        (standard([ONE], "(<= X\u00e9[0] 1.0)"), "not a query of VNN-LIB 2: .*not ASCII"),
        (standard([ONE], "(<= X[0] 1)"), "has a decimal point, as 1.0"),
        (standard([ONE], "(<= X[0] 1.0"), "not a query of VNN-LIB 2"),
        (standard([REAL], "(<= Y[0] 1.0)"), "not a query|element type"),
        ("(vnnlib-version <2.0>) " + "(" * 5000, "more than 1,000 deep"),
        (standard([ONE], "(and " * 300 + "(<= X[0] 1.0)" + ")" * 300), "more than 200 deep"),
    ],
)
def test_what_is_no_query_is_refused_in_one_line(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=rf"^a\.vnnlib: .*({words})|^a\.vnnlib: ({words})") as caught:
        read_standard(text, "a.vnnlib")
    assert "\n" not in str(caught.value)


def test_what_is_not_linear_is_beyond() -> None:
    with pytest.raises(Beyond, match=r"a\.vnnlib: .*is not linear"):
        read_standard(standard([ONE], "(<= (* X[0] Y[0]) 1.0)"), "a.vnnlib")
