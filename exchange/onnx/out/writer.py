"""ONNX models of exact networks: with ``If``, without control flow, or as an ensemble of trees."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from constructions.model.errors import BadInput, needs, of_kind, one_of
from constructions.model.network import Network, Node
from exchange.onnx.out.ensemble import ML_SET, ensemble
from exchange.onnx.out.flat import flat
from exchange.onnx.out.graph import BATCH, Body, Model
from exchange.onnx.out.nested import nested
from exchange.precision import Precision
from exchange.trees.of_network import forest_of

Gates: TypeAlias = Literal["if", "where", "trees"]
"""What gates become: ``If``, of which one side runs; ``Where``, without control flow; a tree ensemble."""


@dataclass(frozen=True, slots=True)
class Written:
    """An ONNX model.

    Attributes:
        data: the bytes of the file.
        precision: what was rounded.
        keeps_floats: whether nothing but thresholds of single inputs was rounded, each so that every input of the
            format goes the way that it goes in the network.
    """

    data: bytes = field(repr=False)
    precision: Precision
    keeps_floats: bool = False


def onnx_model(network: Network, gates: Gates = "if", kind: str = "float32") -> Written:
    """Return a network as an ONNX model with the input ``x`` and the output ``y``, rows of numbers both.

    Args:
        network: the network.
        gates: ``if``: one row at a time, and only the sides run that it takes. ``where``: any number of rows, and
            everything is computed. ``trees``: any number of rows; only for trees that test coordinates and have
            constant leaves, and for sums of them.
        kind: ``float32`` or ``float64``.

    Raises:
        BadInput: if onnx is not installed, a constant is beyond the format, the model would be too large, or gates
            cannot be written in this way.

    >>> from constructions.model.network import Affine, Branch
    >>> tree = Branch([1], 3, Affine([[0]], [0]), Affine([[0]], [1]))
    >>> onnx_model(tree).precision.rounded
    0
    """
    of_kind(Node, "a network", network=network)
    one_of("form of gates", gates, get_args(Gates))
    with needs("writing ONNX", "onnx", "onnx"):
        import onnx
    if gates == "trees" and kind != "float32":
        raise BadInput(f"an ensemble of trees computes in float32: {kind} is for the other forms of gates")
    model, body = Model(Precision(kind)), Body()
    widths = network.input_width, network.output_width
    if gates == "trees":
        import onnx.helper

        value, tests = ensemble(forest_of(network), model, body, "x")
        data = model.model(body, value, widths, BATCH, [onnx.helper.make_opsetid("ai.onnx.ml", ML_SET)])
        return Written(data, model.precision.joined(tests), keeps_floats=not model.precision.rounded)
    value = nested(network, model, body, "x") if gates == "if" else flat(network, model, body, "x")
    return Written(model.model(body, value, widths, 1 if gates == "if" else BATCH, ()), model.precision)
