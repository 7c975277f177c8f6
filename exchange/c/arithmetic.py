"""The two arithmetics of C source: integers with proved bounds, and doubles."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Protocol, TypeAlias

from constructions.model.errors import BadInput
from constructions.model.network import Form
from constructions.model.nouns import count_of
from constructions.model.rational import common_denominator

INT64, INT128 = (1 << 63) - 1, (1 << 127) - 1


@dataclass(frozen=True, slots=True)
class Wire:
    """What is known of a number v while the C runs: it is held as the integer v * denominator, in [low, high]."""

    denominator: int
    low: int
    high: int


KnownWires: TypeAlias = tuple[Wire | None, ...]
"""What is known of each number side by side; nothing, where the arithmetic is in doubles."""


@dataclass(frozen=True, slots=True)
class LiteralRow:
    """``constant + sum of weights[k] * v[indices[k]]`` in the C program's numbers, as literals."""

    indices: tuple[int, ...]
    weights: tuple[str, ...]
    constant: str


class Arithmetic(Protocol):
    """How exact numbers become numbers of a C program."""

    exact: bool

    def row(self, form: Form, bias: Fraction, wires: KnownWires) -> tuple[LiteralRow, Wire | None]:
        """Return w . x + b, and what is then known of it."""
        ...

    def gate(self, form: Form, threshold: Fraction, wires: KnownWires) -> LiteralRow:
        """Return a row that is >= its constant exactly where w . x >= threshold."""
        ...

    def relu(self, wire: Wire | None) -> Wire | None:
        """Return what is known of max(v, 0)."""
        ...

    def step(self, wire: Wire | None) -> Wire | None:
        """Return what is known of 0 or 1."""
        ...

    def joined(self, sides: Items[Wire | None]) -> tuple[Wire | None, list[str]]:
        """Return what is known where several ways meet, and the factor by which each multiplies."""
        ...

    def told(self, wire: Wire | None) -> str | None:
        """Return the denominator that the program gives beside an output; None if it gives none."""
        ...

    def number_type(self) -> str:
        """Return the C type that holds all numbers seen so far."""
        ...


class Integers:
    """Exact integers: a number v is held as v * d, its denominator d known when the C is written.

    Every number, every partial sum in any order and every constant is bounded by interval arithmetic from the bounds
    of the inputs; the largest bound decides between 64 and 128 bits, and more is refused (theory, Theorem 61).
    """

    exact = True

    def __init__(self) -> None:
        self.largest = 0

    def row(self, form: Form, bias: Fraction, wires: KnownWires) -> tuple[LiteralRow, Wire | None]:
        """Return the row times the least common denominator of its numbers."""
        known = [_known(wires[index]) for index in form.indices]
        parts = [weight / wire.denominator for weight, wire in zip(form.weights, known, strict=True)]
        scale = common_denominator([*parts, bias])
        weights = [int(part * scale) for part in parts]
        constant = int(bias * scale)
        low, high = self._bounds(weights, constant, known)
        return self._literals(form.indices, weights, constant), Wire(scale, low, high)

    def gate(self, form: Form, threshold: Fraction, wires: KnownWires) -> LiteralRow:
        """Return w . v >= t in integers, divided by the divisor of all weights, t rounded up: the same test."""
        known = [_known(wires[index]) for index in form.indices]
        parts = [weight / wire.denominator for weight, wire in zip(form.weights, known, strict=True)]
        scale = common_denominator(parts)
        weights = [int(part * scale) for part in parts]
        divisor = gcd(*weights) or 1
        weights = [weight // divisor for weight in weights]
        bound = threshold * scale / divisor
        constant = -(-bound.numerator // bound.denominator)
        low, high = self._bounds(weights, 0, known)
        constant = max(low, min(high + 1, constant))
        self.see(constant)
        return self._literals(form.indices, weights, constant)

    def relu(self, wire: Wire | None) -> Wire | None:
        """Return the wire cut off at 0."""
        given = _known(wire)
        return Wire(given.denominator, max(0, given.low), max(0, given.high))

    def step(self, wire: Wire | None) -> Wire | None:
        """Return 0 or 1, less where the sign is known."""
        given = _known(wire)
        return Wire(1, int(given.low >= 0), int(given.high >= 0))

    def joined(self, sides: Items[Wire | None]) -> tuple[Wire | None, list[str]]:
        """Return the sides over their least common denominator."""
        known = [_known(side) for side in sides]
        scale = lcm(*[wire.denominator for wire in known])
        factors = [scale // wire.denominator for wire in known]
        low = min([wire.low * factor for wire, factor in zip(known, factors, strict=True)])
        high = max([wire.high * factor for wire, factor in zip(known, factors, strict=True)])
        self.see(low, high, *factors)
        return Wire(scale, low, high), [literal(factor) for factor in factors]

    def told(self, wire: Wire | None) -> str | None:
        """Return the denominator, which must fit, too."""
        denominator = _known(wire).denominator
        self.see(denominator)
        return literal(denominator)

    def number_type(self) -> str:
        """Return ``int64_t`` where the bounds allow it, else ``__int128``."""
        return "int64_t" if self.largest <= INT64 else "__int128"

    def _bounds(self, weights: list[int], constant: int, wires: list[Wire]) -> tuple[int, int]:
        ends = [sorted((weight * wire.low, weight * wire.high)) for weight, wire in zip(weights, wires, strict=True)]
        sizes = [max(-wire.low, wire.high) for wire in wires]
        most = sum([abs(weight) * size for weight, size in zip(weights, sizes, strict=True)])
        self.see(most + abs(constant), *weights)
        return constant + sum([low for low, _ in ends]), constant + sum([high for _, high in ends])

    def see(self, *values: int) -> None:
        """Note that the program holds numbers of this size; raises ``BadInput`` beyond 128 bits."""
        self.largest = max(self.largest, *[abs(value) for value in values])
        if self.largest > INT128:
            raise BadInput(
                f"integers of {count_of(self.largest.bit_length() + 1, 'bit')} would be needed, and 128 "
                "are the most that C has: "
                "--arithmetic double rounds instead"
            )

    def _literals(self, indices: tuple[int, ...], weights: list[int], constant: int) -> LiteralRow:
        return LiteralRow(indices, tuple([literal(weight) for weight in weights]), literal(constant))


class Doubles:
    """Doubles: each number of the network rounded to nearest, and all arithmetic rounded by the machine."""

    exact = False

    def row(self, form: Form, bias: Fraction, wires: KnownWires) -> tuple[LiteralRow, Wire | None]:
        """Return the row as it stands."""
        return LiteralRow(form.indices, tuple([double(weight) for weight in form.weights]), double(bias)), None

    def gate(self, form: Form, threshold: Fraction, wires: KnownWires) -> LiteralRow:
        """Return the gate as it stands."""
        return self.row(form, threshold, wires)[0]

    def relu(self, wire: Wire | None) -> Wire | None:
        """Return that nothing is known."""
        return None

    def step(self, wire: Wire | None) -> Wire | None:
        """Return that nothing is known."""
        return None

    def joined(self, sides: Items[Wire | None]) -> tuple[Wire | None, list[str]]:
        """Return that no side multiplies."""
        return None, ["1"] * len(sides)

    def told(self, wire: Wire | None) -> str | None:
        """Return None: an output is what it is."""
        return None

    def number_type(self) -> str:
        """Return ``double``."""
        return "double"


def literal(value: int) -> str:
    """Return an integer of at most 127 bits and a sign as C spells it; C has no literals beyond 64 bits.

    >>> literal(-5), literal(2**40), literal(2**64 + 1)
    ('-5', '1099511627776', '(((number)1 << 64) + 1u)')
    """
    size = abs(value)
    if size <= INT64:
        return str(value)
    text = f"(((number){size >> 64} << 64) + {size & ((1 << 64) - 1)}u)"
    return text if value > 0 else f"(-{text})"


def double(value: Fraction) -> str:
    """Return the nearest double as C spells it, to the last bit.

    Raises:
        BadInput: if it is beyond the largest double.

    >>> double(Fraction(1, 3)), double(Fraction(5))
    ('0x1.5555555555555p-2', '5.0')
    """
    try:
        nearest = value.numerator / value.denominator
    except OverflowError:
        raise BadInput("a number of the network is beyond the largest double") from None
    short = repr(nearest)
    return short if len(short) < 8 else nearest.hex()


def _known(wire: Wire | None) -> Wire:
    if wire is None:
        raise TypeError("integers need to know the denominator and the bounds of every wire")
    return wire
