"""The values of an ONNX graph, exact constants or named wires; the tape of steps that compute them, and its budget."""

from collections.abc import Iterable, Sequence as Items
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np

from constructions.model.errors import BadInput
from constructions.model.network import Affine, Network
from constructions.model.nouns import count_of
from exchange.exact_arrays import FLOATS
from exchange.onnx.bounds import ANY, Bounds, any_bound, bounds_of, joined, met
from exchange.wiring import Step

Shape = tuple[int, ...]

INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
"""The types of integers that a constant may have."""

ELEMENTS = {
    1: "float32", 2: "uint8", 3: "int8", 4: "uint16", 5: "int16", 6: "int32", 7: "int64", 9: "bool", 10: "float16",
    11: "float64", 12: "uint32", 13: "uint64", 16: "bfloat16",
}  # fmt: skip
"""The types of numbers that are read, as ``onnx.TensorProto`` numbers them, by the names that numpy has for them."""

MAX_RANK = 64
"""The most axes that a value may have, as in numpy and in onnxruntime."""

MAX_NUMBERS = 16_000_000
"""The most numbers that all operators of a graph together may unroll to: weights, constants, and ``ROW`` for a wire."""

ROW = 8
"""What one number that an operator computes counts: a row takes as long to build as that many weights in it."""


MADE = 3
"""What a weight counts that stands in no file, but that an operator makes, as the ones of a running sum."""


class Budget:
    """What all operators of one graph may unroll to, together; it is paid before the work is done.

    >>> budget = Budget(10)
    >>> budget.charge(8, "m.onnx: Add")
    >>> budget.charge(8, "m.onnx: Concat")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: m.onnx: Concat brings the graph to more than 10 numbers, the most that are read
    """

    def __init__(self, limit: int = MAX_NUMBERS) -> None:
        self._limit = self._left = limit

    def charge(self, numbers: int, place: str) -> None:
        """Pay for that many numbers.

        Raises:
            BadInput: if they are more than are left; the message names ``place``.
        """
        if numbers > self._left:
            raise BadInput(
                f"{place} brings the graph to more than {count_of(self._limit, 'number')}, the most that are read"
            )
        self._left -= numbers


@dataclass(frozen=True, slots=True)
class Test:
    """Where a truth value comes from: number i is true where output i of ``affine`` on ``operands`` is at least 0, or,
    if ``negated``, where it is below 0."""

    operands: tuple[str, ...]
    affine: Affine
    negated: bool

    __test__ = False  # it is no class of tests


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the graph: a constant, or the name of the wires that hold its numbers in row-major order.

    Attributes:
        shape: its shape.
        kind: the type of its elements as numpy names it; truth values are 0 and 1 on their wires.
        name: the wires, if it is computed.
        array: the numbers, if it is a constant: as the file stores them, or exact ones (``dtype=object``): a
            ``Fraction`` for a float, an ``int`` for an integer or a truth value.
        test: the comparison that gave it, if it is a computed truth value, or one as a number.
    """

    shape: Shape
    kind: str
    name: str = ""
    array: Any = None
    test: Test | None = None

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return prod(self.shape)

    @property
    def is_constant(self) -> bool:
        """Whether it depends on no input."""
        return self.array is not None

    def places(self) -> Any:
        """Return the positions of its numbers, in its shape."""
        return np.arange(self.size).reshape(self.shape)


def constant(values: Iterable[Any], shape: Shape, kind: str) -> Value:
    """Return the constant with these exact numbers, in row-major order.

    >>> from fractions import Fraction
    >>> constant([Fraction(1, 2)], (), "float32").array.item()
    Fraction(1, 2)
    """
    numbers = list(values)
    array = np.empty(len(numbers), dtype=object)
    array[:] = [value if kind in FLOATS else int(value) for value in numbers]
    return Value(shape, kind, array=array.reshape(shape))


@dataclass(slots=True)
class Tape:
    """The steps of a graph, or of one side of an ``If``, in order; names and the budget are those of the whole file.

    Attributes:
        budget: what is left to pay with.
        widths: how many wires each name has.
        bounds: bounds of all numbers of a name, where they were asked for, or are narrower than its step shows.
        steps: the steps, in order.
        around: the tape that this one stands beside.
    """

    budget: Budget
    widths: dict[str, int] = field(default_factory=dict)
    bounds: dict[str, Bounds] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    around: "Tape | None" = None
    _bounded: int = 0

    def wire(self, width: int) -> str:
        """Return a new name for that many wires."""
        name = str(len(self.widths))
        self.widths[name] = width
        return name

    def side(self) -> "Tape":
        """Return an empty tape beside this one."""
        return Tape(self.budget, self.widths, self.bounds, around=self)

    def emit(self, network: Network, operands: Items[str]) -> str:
        """Add a step, and return the name of what it gives."""
        name = self.wire(network.output_width)
        self.steps.append(Step(name, network, tuple(operands)))
        return name

    def bounds_of(self, name: str) -> Bounds:
        """Return bounds of all numbers of a name, whatever the input is."""
        if self.around is not None:
            self.around.bounds_of(name)
        for step in self.steps[self._bounded :]:
            known = [self.bounds.get(operand, ANY) for operand in step.operands]
            if isinstance(step.network, Affine) and not any(map(any_bound, known)):
                continue  # what is unbounded stays so; a constant row alone would be bounded
            given: list[Bounds] = []
            for operand, bounds in zip(step.operands, known, strict=True):
                given += [bounds] * self.widths[operand]
            found = joined(bounds_of(step.network, given))
            self.bounds[step.result] = met(self.bounds.get(step.result, ANY), found)
        self._bounded = len(self.steps)
        return self.bounds.get(name, ANY)
