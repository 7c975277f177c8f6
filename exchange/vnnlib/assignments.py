"""Assignments to the variables of a query as the standard wants them: lines of text, or one serialized tensor each."""

from collections.abc import Iterator, Sequence as Items
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from constructions.files.disk import write_together
from constructions.model.errors import BadInput, needs
from constructions.model.rational import long_integers
from exchange.vnnlib.decimals import decimal_of
from exchange.vnnlib.query import REAL, Query, Variable

LONGEST = 60
"""The most characters of a decimal that is written exactly; longer ones are rounded."""

DIGITS = 20
"""The digits to which they are rounded."""

_FORMATS: dict[str, Any] = {"float16": np.float16, "float32": np.float32, "float64": np.float64}


def parts_of(query: Query, numbers: Items[Fraction]) -> Iterator[tuple[Variable, tuple[Fraction, ...]]]:
    """Yield the variables of a query in the order of their declaration, each with its numbers.

    Args:
        query: the query.
        numbers: those of all its variables, as ``Query`` has them in a row.
    """
    begins, values = 0, query.input_width
    for network in query.networks:
        for variable in network.variables:
            begin = begins if variable.kind == "input" else values
            yield variable, tuple(numbers[begin : begin + variable.size])
            if variable.kind == "input":
                begins += variable.size
            else:
                values += variable.size


def assignment_text(query: Query, numbers: Items[Fraction]) -> str:
    """Return an assignment as the standard prints it: for each variable a line with its name, type and shape, then its
    numbers, a line each. For a query of version 1.0 it is a list of pairs, as the competition wants it.

    >>> from exchange.vnnlib.competition import read_competition
    >>> query = read_competition("(declare-const X_0 Real) (declare-const Y_0 Real) (assert (<= X_0 Y_0))", "a.vnnlib")
    >>> print(assignment_text(query, [Fraction(1, 2), Fraction(3)]), end="")
    ((X_0 0.5)
    (Y_0 3.0))
    """
    if query.version == "1.0":
        pairs = [
            f"({variable.name}_{number} {number_text(value, variable.element_type)})"
            for variable, values in parts_of(query, numbers)
            for number, value in enumerate(values)
        ]
        return "(" + "\n".join(pairs) + ")\n"
    lines = []
    for variable, values in parts_of(query, numbers):
        lines.append(f"{variable.name} {variable.element_type} [{','.join(map(str, variable.shape))}]")
        lines += [number_text(value, variable.element_type) for value in values]
    return "".join([f"{line}\n" for line in lines])


def number_text(value: Fraction, element_type: str) -> str:
    """Return a number as a decimal: of a float the shortest that names it; of a real one all digits if they are few.

    >>> number_text(Fraction(13421773, 134217728), "float32"), number_text(Fraction(-1, 4), "real")
    ('0.1', '-0.25')
    >>> number_text(Fraction(1, 3), "real"), number_text(Fraction(3), "int64")
    ('0.33333333333333333333', '3')
    """
    if element_type in _FORMATS:
        kept = _FORMATS[element_type](value.numerator / value.denominator)
        return str(np.format_float_positional(kept, unique=True, trim="0"))
    if value.denominator == 1 and element_type != REAL and not element_type.startswith("bfloat"):
        return str(value.numerator)
    with long_integers(), localcontext() as context:
        exact = decimal_of(value, LONGEST)
        if exact is not None and len(exact) <= LONGEST:
            return exact
        context.prec = DIGITS
        return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"


def write_tensors(folder: Path, query: Query, numbers: Items[Fraction]) -> None:
    """Write an assignment into a folder, which is made: a serialized ``TensorProto`` NAME.pb for each variable.

    Numbers of real variables are written as float64.

    Raises:
        BadInput: if onnx is not installed, a type has no tensors here, or the disk refuses.
    """
    with needs("--serialise-assignments", "onnx", "onnx"):
        import onnx.helper
    tensors = {}
    for variable, values in parts_of(query, numbers):
        kind = "float64" if variable.element_type == REAL else variable.element_type
        if kind not in (*_FORMATS, "bool") and not kind.startswith(("int", "uint")):
            raise BadInput(f"--serialise-assignments: {variable.name} is of the type {kind}, which is not written")
        array = np.array([_plain(value, kind) for value in values], dtype=kind)
        tensor = onnx.numpy_helper.from_array(array.reshape(variable.shape), variable.name)
        tensors[variable.name] = tensor.SerializeToString()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"{folder}: {error.strerror}") from error
    write_together({folder / f"{name}.pb": data for name, data in tensors.items()})


def _plain(value: Fraction, kind: str) -> int | float:
    return value.numerator if "int" in kind or kind == "bool" else value.numerator / value.denominator
