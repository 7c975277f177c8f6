"""What the solver for VNN-LIB says that it supports, in the words of the standard (chapter 5.4)."""

from exchange.onnx.model import NEWEST, OLDEST
from exchange.onnx.operators.elementwise import CONSTANTS_ALONE
from exchange.onnx.operators.table import OPERATORS
from exchange.vnnlib.query import REAL

CAPABILITIES: dict[str, tuple[str, ...]] = {
    "onnx-opset-versions": (str(OLDEST), str(NEWEST)),
    "onnx-element-types": (REAL,),
    "onnx-operators": tuple([name for name in OPERATORS if name not in CONSTANTS_ALONE]),
    "vnnlib-versions": ("1.0", "2.0"),
    "hidden-node-theories": ("NH", "H"),
    "multiple-input-output-theories": ("SIO", "MIO"),
    "multiple-network-theories": ("SNET", "MNET", "MENET", "MINET"),
    "multiple-node-comparison-theories": ("SNC", "MNC"),
    "arithmetic-complexity-theories": ("BND", "OUTC", "LIN"),
    "optimised-disjunctive-reasoning": ("true",),
    "serialise-assignments": ("true",),
}
"""Each capability with the lines that answer it.

``real`` is the one element type: a proof is about exact arithmetic, and what rounding makes of it is not shown. Queries
in floats are answered all the same, ``sat`` only where a runtime's floats confirm it.
"""

ALIASES = {"--multiple-inputs-output-theories": "--multiple-input-output-theories"}
"""Another spelling, which stands in an example of the standard."""
