"""VNN-LIB 2.x, parsed by the official package ``vnnlib``: its syntax trees as a query."""

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from constructions.model.errors import BadInput, line_of, needs, shown
from constructions.model.rational import spelled
from exchange.vnnlib.formulas import (
    Both,
    Either,
    Formula,
    Linear,
    check_nesting,
    compared,
    number,
    place,
    product,
    summed,
    union_of,
)
from exchange.vnnlib.query import REAL, Declared, Query, Variable, places_of

_TYPES = {
    "Real": REAL,
    "F16": "float16",
    "F32": "float32",
    "F64": "float64",
    "BF16": "bfloat16",
    "F8E4M3FN": "float8e4m3fn",
    "F8E5M2": "float8e5m2",
    "F8E4M3FNUZ": "float8e4m3fnuz",
    "F8E5M2FNUZ": "float8e5m2fnuz",
    "F4E2M1": "float4e2m1",
    "Bool": "bool",
    "String": "string",
    "C64": "complex64",
    "C128": "complex128",
} | {f"{short}{bits}": f"{name}{bits}" for short, name in (("I", "int"), ("U", "uint")) for bits in (8, 16, 32, 64)}
"""The package's names of element types, with those of the standard."""

_RELATIONS = {
    "GreaterThan": ">",
    "LessThan": "<",
    "GreaterEqual": ">=",
    "LessEqual": "<=",
    "Equal": "=",
    "NotEqual": "!=",
}


def read_standard(text: str, file: str) -> Query:
    """Return the query in the text of a file of version 2.x.

    Raises:
        BadInput: if the package is not installed, or it finds the text no query; one line that names the file.
        Beyond: if it says what is not linear, or comes to too many polyhedra.
    """
    with needs(f"{file}: reading VNN-LIB 2", "vnnlib", "vnnlib"):
        import vnnlib
    if _depth(text) > 1000:  # its parser calls itself for each
        raise BadInput(f"{file}: parentheses stand more than 1,000 deep inside each other")
    try:
        tree = vnnlib.parse_query_string(text)
    except (vnnlib.VNNLibException, UnicodeDecodeError) as error:  # of letters the package says a half, or nothing
        code = "".join([line.partition(";")[0] for line in text.splitlines()])
        why = _said(error) if code.isascii() else "a letter outside of comments is not ASCII"
        raise BadInput(f"{file}: not a query of VNN-LIB 2: {why}") from error
    except IndexError:
        raise BadInput(f"{file}: not a query of VNN-LIB 2: a size or an index is too large") from None
    if tree is None:
        raise BadInput(f"{file}: not a query of VNN-LIB 2")
    networks = tuple([_network(network, file) for network in tree.networks])
    reader = _Reader(networks, file)
    common, polyhedra = union_of([reader.formula(assertion.expr, 0) for assertion in tree.assertions])
    return Query(networks, common, polyhedra, "2.0")


def _depth(text: str) -> int:
    depth = most = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        most = max(most, depth)
    return most


def _said(error: Exception) -> str:
    """Return what the package says, in one line: plain words, or a report in JSON."""
    try:
        errors = json.loads(str(error))["errors"]
        first = errors[0]
        said = ": ".join([str(first[key]) for key in ("message", "offendingSymbol", "hint") if first.get(key)])
        line = f"line {first['line']}: " if first.get("line") is not None else ""
        if "IntConstant" in said:
            said = f"{said.rstrip('.')}: a number that is not an integer's has a decimal point, as 1.0"
        text = f"{line}{said}{f' (and {len(errors) - 1} more)' if len(errors) > 1 else ''}"
    except (ValueError, TypeError, KeyError, IndexError):
        return line_of(error)
    return " ".join(text.split())[:300]


def _network(network: Any, file: str) -> Declared:
    found = []
    for kind, definitions in (("input", network.inputs), ("hidden", network.hidden), ("output", network.outputs)):
        for definition in definitions:
            element = _TYPES.get(definition.dtype.name)
            if element is None:
                raise BadInput(
                    f"{file}: the element type of {shown(definition.name)} is none of the standard, whose names are "
                    "in lower case: real, float32, int64, ..."
                )
            shape = tuple([int(size) for size in definition.shape])
            name = None if definition.onnx_name is None else definition.onnx_name.removeprefix('"').removesuffix('"')
            found.append(Variable(definition.name, kind, element, shape, name))  # type: ignore[arg-type]
    return Declared(network.name, tuple(found), network.equal_to or None, network.isometric_to or None)


class _Reader:
    """Reads the assertions of one query."""

    def __init__(self, networks: tuple[Declared, ...], file: str) -> None:
        self._file = file
        self._places = places_of(networks)
        self._width = sum([variable.size for _, variable in self._places.values()])
        self._terms: dict[str, Callable[[Any, int], Linear]] = {
            "Var": self._variable,
            "Negate": lambda node, depth: self._term(node.expr, depth).times(Fraction(-1)),
            "Plus": lambda node, depth: self._sum(node.args, depth),
            "Minus": lambda node, depth: self._term(node.head, depth) - self._sum(node.rest, depth),
            "Multiply": self._product,
        }

    def formula(self, node: Any, depth: int) -> Formula:
        """Return a formula."""
        check_nesting(depth, self._file)
        kind = type(node).__name__
        if kind in ("And", "Or"):
            parts = tuple([self.formula(part, depth + 1) for part in node.args])
            return Both(parts) if kind == "And" else Either(parts)
        if kind not in _RELATIONS:
            raise BadInput(f"{self._file}: {kind} is not read: {shown(str(node))}")
        left, right = self._term(node.lhs, depth + 1), self._term(node.rhs, depth + 1)
        return compared(left, _RELATIONS[kind], right, self._width)

    def _term(self, node: Any, depth: int) -> Linear:
        check_nesting(depth, self._file)
        kind = type(node).__name__
        if kind in self._terms:
            return self._terms[kind](node, depth + 1)
        if not hasattr(node, "lexeme"):
            raise BadInput(f"{self._file}: {kind} is not read: {shown(str(node))}")
        try:
            return number(spelled(node.lexeme))
        except BadInput as error:
            raise BadInput(f"{self._file}: line {node.line}: {error}") from error

    def _variable(self, node: Any, _depth: int) -> Linear:
        begin, variable = self._places[node.name]
        offset = 0
        if len(node.indices) != len(variable.shape):
            raise BadInput(f"{self._file}: line {node.line}: {node.name} has {len(variable.shape)} axes")
        for index, size in zip(node.indices, variable.shape, strict=True):
            if not 0 <= index < size:
                raise BadInput(f"{self._file}: line {node.line}: {node.name} has no element {list(node.indices)}")
            offset = offset * size + index
        return place(begin + offset)

    def _sum(self, parts: Any, depth: int) -> Linear:
        return summed([self._term(part, depth) for part in parts])

    def _product(self, node: Any, depth: int) -> Linear:
        return product([self._term(part, depth) for part in node.args], f"{self._file}: {shown(str(node))}")
