"""Assignments as the standard wants them, and floats within bounds."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given, strategies as st
from onnx import numpy_helper

from constructions.model.errors import BadInput
from exchange.vnnlib.assignments import assignment_text, number_text, write_tensors
from exchange.vnnlib.query import Declared, Query, Variable
from exchange.vnnlib.runtime import rounded

F = Fraction
FIRST = Declared(
    "f",
    (
        Variable("A", "input", "float32", (2, 2)),
        Variable("B", "input", "int32", (1,)),
        Variable("H", "hidden", "float32", (1, 2), "hidden"),
        Variable("Y", "output", "real", ()),
    ),
)
SECOND = Declared("g", (Variable("C", "input", "float64", (1,)), Variable("Z", "output", "bool", (1,))))
QUERY = Query((FIRST, SECOND), (), ((),), "2.0")
NUMBERS = (F(1, 2), F(13421773, 134217728), F(-3), F(0), F(-1), F(1, 10), F(1, 2), F(3, 10), F(1, 8), F(1))
"""The inputs of both networks, then what both give."""


def test_variables_stand_in_the_order_of_their_declaration() -> None:
    wanted = "A float32 [2,2]\n0.5\n0.1\n-3.0\n0.0\nB int32 [1]\n-1\nH float32 [1,2]\n0.5\n0.3\nY real []\n0.125\n"
    assert assignment_text(QUERY, NUMBERS) == wanted + "C float64 [1]\n0.1\nZ bool [1]\n1\n"


def test_tensors_are_of_the_declared_types_and_shapes(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "assignment"
    write_tensors(folder, QUERY, NUMBERS)
    found = {path.stem: numpy_helper.to_array(onnx.load_tensor(str(path))) for path in folder.iterdir()}
    kinds = {name: (array.dtype.name, array.shape) for name, array in found.items()}
    assert kinds == {
        "A": ("float32", (2, 2)),
        "B": ("int32", (1,)),
        "H": ("float32", (1, 2)),
        "Y": ("float64", ()),
        "C": ("float64", (1,)),
        "Z": ("bool", (1,)),
    }
    assert found["A"].tolist() == [[0.5, np.float32(0.1)], [-3, 0]]


def test_types_without_tensors_are_refused(tmp_path: Path) -> None:
    query = Query((Declared("f", (Variable("A", "input", "bfloat16", (1,)),)),), (), ((),), "2.0")
    with pytest.raises(BadInput, match="A is of the type bfloat16, which is not written"):
        write_tensors(tmp_path / "t", query, (F(1),))


@given(st.fractions(-1000, 1000, max_denominator=10_000))
def test_real_numbers_are_their_decimals_to_twenty_digits(value: Fraction) -> None:
    text = number_text(value, "real")
    assert abs(Fraction(text) - value) <= abs(value) / 10**19
    assert "." in text or value.denominator != 1


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_floats_are_named_by_their_decimals(value: float) -> None:
    assert np.float32(number_text(Fraction(value), "float32")) == np.float32(value)


@given(st.fractions(-10, 10), st.fractions(-10, 10), st.sampled_from(["float16", "float32", "float64"]))
def test_a_rounded_number_lies_within_the_bounds(one: Fraction, two: Fraction, kind: str) -> None:
    low, high = sorted((one, two))
    for value in (low, high, (low + high) / 2):
        found = rounded(value, kind, (low, high))
        if found is not None:
            assert low <= found <= high
            assert Fraction(np.dtype(kind).type(found.numerator / found.denominator).item()) == found
        else:
            assert high - low < Fraction(1, 50)


def test_integers_are_rounded_within_the_bounds() -> None:
    assert rounded(F(5, 2), "int64") == 2
    assert rounded(F(5, 2), "int64", (F(9, 4), F(3))) == 3
    assert rounded(F(5, 2), "int64", (F(9, 4), F(11, 4))) is None
    assert rounded(F(10) ** 400, "float32") is None
