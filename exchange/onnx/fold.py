"""Constants of an ONNX graph, computed exactly: what depends on no input is a number before the network is built."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from constructions.model.errors import shown
from constructions.model.evaluation import Values
from constructions.model.network import Affine, Branch, Form
from constructions.model.rational import bits_of
from constructions.model.running.walk import walk
from exchange.exact_arrays import FLOATS
from exchange.onnx.node import Operation, Operator
from exchange.onnx.values import INTEGERS, Shape, Tape, Value, constant
from exchange.trees.casts import nearest
from exchange.wiring import wired

MAX_BITS = 16_384
"""The most bits of a numerator or a denominator that a constant may grow to."""

_OVERFLOW = {"float16": 16, "bfloat16": 128, "float32": 128, "float64": 1024}
"""The power of 2 at which each format overflows."""


def afford(operation: Operation, count: int, *bits: int) -> None:
    """Pay for that many products of constants of so many bits each, before they are made.

    Raises:
        BadInput: if a product could have more than ``MAX_BITS``, or they are too many.
    """
    total = sum(bits)
    if total > MAX_BITS:
        operation.refuse(f"a constant grows to {total:,} bits, and {MAX_BITS:,} are the most that are read")
    operation.charge(count * (1 + total * total // _QUICK))


_QUICK = 1 << 18
"""A product of two fractions reduces a common divisor; up to the root of so many bits that is quick."""


def checked(operation: Operation, numbers: list[Any], shape: Shape, kind: str) -> Value:
    """Return a constant that was computed.

    Arithmetic on constants is exact, as it is on computed values: it is not rounded to the type, for which only a
    ``Cast`` asks. An integer that would be rounded, or is out of the range of its type, is refused, where a runtime
    rounds or wraps around.
    """
    bits = bits_of(numbers)
    if bits > MAX_BITS:
        operation.refuse(f"a constant grows to {bits:,} bits, and {MAX_BITS:,} are the most that are read")
    operation.charge(len(numbers) * (bits // 1024))
    if kind in INTEGERS:
        limits = np.iinfo(kind)
        for entry in numbers:
            if entry.denominator != 1:
                operation.refuse(f"the constant {shown(entry)} is no {kind}: cast its operands to floats before")
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
    result = nearest(value, kind)
    return result if abs(result) < Fraction(2) ** _OVERFLOW[kind] else None


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
    tape = operation.tape.side()
    name = tape.wire(given.size)
    tape.bounds[name] = (min(numbers), max(numbers))
    operands: list[Value | None] = [Value(given.shape, given.kind, name), *operation.operands[1:]]
    found = operator.run(replace(operation, operands=operands, tape=tape))
    return [
        _evaluated(operation, tape, name, numbers, value) for value in ([found] if isinstance(found, Value) else found)
    ]


def _evaluated(operation: Operation, tape: Tape, name: str, numbers: list[Fraction], value: Value) -> Value:
    if value.is_constant:
        return value
    network = wired([(name, len(numbers))], tape.steps, [value.name], operation.charge)
    outputs: tuple[Fraction, ...] = walk(network, tuple(numbers), _Paid(operation))
    return checked(operation, list(outputs), value.shape, value.kind)


class _Paid(Values):
    """Exact evaluation that pays for each product by its bits, before it is made."""

    __slots__ = ("_operation",)

    def __init__(self, operation: Operation) -> None:
        self._operation = operation

    def affine(self, node: Affine, state: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
        """Return W x + b."""
        bits = bits_of(state)
        rows = zip(node.weights, node.bias, strict=True)
        return tuple([self._row(form, bias, state, bits) for form, bias in rows])

    def _row(self, form: Form, total: Fraction, state: tuple[Fraction, ...], bits: int) -> Fraction:
        known = bits_of(form.weights) + bits
        pairs = [(weight, state[index]) for index, weight in zip(form.indices, form.weights, strict=True)]
        quick = bits_of([total]) + (known + 1) * len(pairs) <= 1024
        if quick:  # whatever the denominators are, the sum stays short
            self._operation.charge(len(pairs))
        for weight, value in pairs:
            if not quick:
                afford(self._operation, 1, bits_of([weight, total]), bits_of([value]))
            total += weight * value
        return total

    def gate(self, node: Branch, state: tuple[Fraction, ...]) -> tuple[bool | None, tuple[Fraction, ...]]:
        """Return the side that the constant takes."""
        return self._row(node.normal, Fraction(0), state, bits_of(state)) >= node.threshold, state
