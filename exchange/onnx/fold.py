"""Constants of an ONNX graph, computed exactly: what depends on no input is a number before the network is built."""

from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from constructions.model.errors import shown
from constructions.model.evaluation import evaluate
from exchange.exact_arrays import FLOATS
from exchange.onnx.node import INTEGERS, Operation, Operator, Shape, Tape, Value, constant
from exchange.wiring import wired

MAX_BITS = 16_384
"""The most bits of a numerator or a denominator that a constant may grow to."""

_FORMATS = {
    "float16": (11, -14, 15),
    "bfloat16": (8, -126, 127),
    "float32": (24, -126, 127),
    "float64": (53, -1022, 1023),
}
"""The bits of a significand, and the least and the largest exponent of a number that is not subnormal."""


def checked(operation: Operation, numbers: list[Any], shape: Shape, kind: str) -> Value:
    """Return a constant that was computed.

    Arithmetic on constants is exact, as it is on computed values: it is not rounded to the type, for which only a
    ``Cast`` asks. An integer out of the range of its type is refused, where a runtime would wrap around.
    """
    bits = max([max(entry.numerator.bit_length(), entry.denominator.bit_length()) for entry in numbers], default=0)
    if bits > MAX_BITS:
        operation.refuse(f"a constant grows to {bits:,} bits, and {MAX_BITS:,} are the most that are read")
    operation.charge(len(numbers) * (bits // 1024))
    if kind in INTEGERS:
        limits = np.iinfo(kind)
        for entry in numbers:
            if not limits.min <= entry <= limits.max:
                operation.refuse(f"the constant {shown(int(entry))} is out of the range of {kind}")
    return constant(numbers, shape, kind)


def truncated_quotient(a: int, b: int) -> int:
    """Return the quotient of integers, rounded towards 0, as ONNX divides them.

    >>> truncated_quotient(-7, 2), truncated_quotient(7, -2), truncated_quotient(7, 2)
    (-3, -3, 3)
    """
    quotient = abs(a) // abs(b)
    return quotient if (a < 0) == (b < 0) else -quotient


def rounded(value: Fraction, kind: str) -> Fraction | None:
    """Return the number of a format of floats nearest to ``value``, a tie to the even one; None if that overflows.

    >>> rounded(Fraction(1, 3), "float16"), rounded(Fraction(10) ** 39, "float32")
    (Fraction(1365, 4096), None)
    """
    if not value:
        return Fraction(0)
    bits, least, largest = _FORMATS[kind]
    exponent = abs(value.numerator).bit_length() - value.denominator.bit_length()
    if abs(value) < Fraction(2) ** exponent:
        exponent -= 1
    unit = Fraction(2) ** (max(exponent, least) - bits + 1)
    result = round(value / unit) * unit
    return result if abs(result) < Fraction(2) ** (largest + 1) else None


def cast(operation: Operation, value: Value, kind: str) -> Value:
    """Return a constant in another type: rounded to nearest if it is one of floats, towards 0 if of integers.

    Raises:
        BadInput: if a number is out of the range of the type.
    """
    known: dict[Any, Any] = {}
    numbers = operation.exact(value, "the constant").reshape(-1).tolist()
    for entry in numbers:
        if entry in known:
            continue
        result: Any = entry
        if kind in FLOATS:
            result = rounded(Fraction(entry), kind)
        elif kind == "bool":
            result = int(entry != 0)
        else:
            result = truncated_quotient(entry.numerator, entry.denominator)
        if result is None:
            operation.refuse(f"the constant {shown(entry)} is out of the range of {kind}")
        known[entry] = result
    return checked(operation, [known[entry] for entry in numbers], value.shape, kind)


def folded(operator: Operator, operation: Operation) -> list[Value]:
    """Return the results of an operator on constants alone.

    One way for all operators: operand 0 is taken as computed, the operator builds the network that it would build of
    it, and that is evaluated exactly at the constant. So a constant and a computed value can not be told apart by what
    is computed of them.
    """
    given = operation.operand(0)
    if not given.size:
        operation.refuse("a constant without numbers is not read here")
    numbers = [Fraction(entry) for entry in operation.exact(given, "operand 0").reshape(-1).tolist()]
    denominator = 1
    for entry in numbers:
        denominator = lcm(denominator, entry.denominator)
        if denominator.bit_length() > MAX_BITS:
            operation.refuse(f"the common denominator of its constants has more than {MAX_BITS:,} bits")
    tape = operation.tape.side()
    name = tape.wire(given.size)
    lifted = Operation(
        operation.kind,
        operation.attributes,
        [Value(given.shape, given.kind, name), *operation.operands[1:]],
        operation.place,
        operation.version,
        operation.results,
        tape,
        operation.read,
    )
    found = operator.run(lifted)
    return [
        _evaluated(operation, tape, name, numbers, value) for value in ([found] if isinstance(found, Value) else found)
    ]


def _evaluated(operation: Operation, tape: Tape, name: str, numbers: list[Fraction], value: Value) -> Value:
    if value.is_constant:
        return value
    network = wired([(name, len(numbers))], tape.steps, [value.name], operation.charge)
    return checked(operation, list(evaluate(network, numbers)), value.shape, value.kind)
