"""LayerBuilder: layers by the names of their wires; equal layers are one object, and only equal ones."""

from fractions import Fraction

import pytest

from constructions.geometry.layer_builder import LayerBuilder
from constructions.model.cost import size_of
from constructions.model.evaluation import evaluate
from constructions.model.network import distinct_nodes


def test_rows_are_read_by_name_and_constants_under_the_empty_name() -> None:
    wires = LayerBuilder("x", "y")
    wires.affine(sum={"y": 1, "x": 2, "": Fraction(1, 2)}, nothing={}, y={"y": 1, "x": 0})
    assert wires.names == ("sum", "nothing", "y")
    assert evaluate(wires.network(), (Fraction(3), Fraction(-1))) == (Fraction(11, 2), Fraction(0), Fraction(-1))


def test_equal_layers_are_stored_once() -> None:
    wires = LayerBuilder("x")
    for _ in range(100):
        wires.affine(x={"x": 3, "": -1})
        wires.relu()
    assert len(wires.network().stages) == 200
    assert len(distinct_nodes(wires.network())) == 3
    assert size_of(wires.network()).parameters == 2


def test_layers_that_differ_in_a_threshold_with_the_same_hash_are_different() -> None:
    assert hash(Fraction(2**5)) == hash(Fraction(2**66))
    wires = LayerBuilder("x")
    for power in (5, 66, 127):
        wires.affine(x={"x": 1, "": 2**power})
    assert size_of(wires.network()).parameters == 3
    assert evaluate(wires.network(), (Fraction(0),)) == (Fraction(2**5 + 2**66 + 2**127),)


def test_an_unknown_wire_is_refused() -> None:
    with pytest.raises(KeyError, match="z"):
        LayerBuilder("x").affine(y={"z": 1})
