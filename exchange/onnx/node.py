"""A node of an ONNX graph with its operands looked up, and what it gives."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any, NoReturn

import numpy as np

from constructions.model.errors import BadInput, shown
from constructions.model.network import Affine, Form, Network
from exchange.arrays import rationals

Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tensor:
    """A value of the graph: the name of the numbers that it holds in row-major order, or the constant that it is."""

    name: str
    shape: Shape
    constant: Any = None

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return prod(self.shape)

    def places(self) -> Any:
        """Return the positions of its numbers, in its shape."""
        return np.arange(self.size).reshape(self.shape)


@dataclass(frozen=True, slots=True)
class Result:
    """What an operator gives: a network on ``operands`` side by side, their numbers as they are, or a constant."""

    shape: Shape
    network: Network | None = None
    operands: tuple[str, ...] = ()
    constant: Any = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One node of the graph, its operands looked up; ``place`` names it in messages."""

    kind: str
    attributes: dict[str, Any]
    operands: list[Tensor | None]
    place: str
    version: int
    results: int

    def refuse(self, text: str) -> NoReturn:
        """Raise the error that names the node."""
        raise BadInput(f"{self.place}: {text}")

    def operand(self, number: int) -> Tensor:
        """Return an operand that must be there."""
        found = self.operands[number] if number < len(self.operands) else None
        return self.refuse(f"operand {number} is missing") if found is None else found

    def computed(self, number: int) -> Tensor:
        """Return an operand that must not be a constant."""
        found = self.operand(number)
        return self.refuse(f"operand {number} must not be a constant") if found.constant is not None else found

    def constant(self, number: int) -> Any:
        """Return the array of an operand that must be a constant."""
        found = self.operand(number)
        return self.refuse(f"operand {number} must be a constant") if found.constant is None else found.constant

    def has(self, number: int) -> bool:
        """Return whether an optional operand is there."""
        return number < len(self.operands) and self.operands[number] is not None

    def exact(self, array: Any, name: str) -> Any:
        """Return an array of floats as exact numbers."""
        return rationals(np.asarray(array), f"{self.place}: {name}")

    def integers(self, number: int, name: str) -> list[int]:
        """Return integers that are an attribute or, in later versions, a constant operand."""
        values = self.constant(number).reshape(-1).tolist() if self.has(number) else self.attributes.get(name)
        if values is None or not all([type(value) is int for value in values]):
            self.refuse(f"{name} must be integers, not {shown(values)}")
        return list(values)

    def affine(self, rows: list[Form], bias: list[Fraction], operands: tuple[str, ...], shape: Shape) -> Result:
        """Return an affine map, one row for each number of the result."""
        if not rows:
            self.refuse("the result has no numbers")
        return Result(shape, Affine(rows, bias), operands)


def row(width: int, pairs: Iterable[tuple[int, Fraction]]) -> Form:
    """Return the form with these pairs of position and weight; weights at one position add up.

    >>> row(3, [(2, Fraction(1)), (0, Fraction(1)), (2, Fraction(-1))])
    Form(1 x0 of 3)
    """
    total: dict[int, Fraction] = {}
    for index, weight in pairs:
        total[index] = total[index] + weight if index in total else weight
    indices = sorted([index for index, weight in total.items() if weight])
    return Form(width, indices, [total[index] for index in indices])
