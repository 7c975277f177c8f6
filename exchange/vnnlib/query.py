"""A VNN-LIB query as data: networks with their variables, and what is asserted of them as a union of polyhedra."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Literal

from constructions.model.constraint import Constraint
from constructions.model.errors import BadInput, shown

Kind = Literal["input", "hidden", "output"]

REAL = "real"
"""The element type of a query that speaks of exact numbers."""


class Beyond(BadInput):
    """A query that is well formed, but says more than is decided here; its answer is ``unknown``, with this reason.

    >>> issubclass(Beyond, BadInput)
    True
    """


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a query: a tensor at an end of a network, or inside it.

    Attributes:
        name: as the query has it.
        kind: which of these it is.
        element_type: ``real``, or a type of ONNX.
        shape: its shape; empty for a single number.
        onnx_name: the value of the graph that it is, where the query says so.
    """

    name: str
    kind: Kind
    element_type: str
    shape: tuple[int, ...]
    onnx_name: str | None = None

    @property
    def size(self) -> int:
        """How many numbers it has.

        >>> Variable("X", "input", "real", (2, 3)).size
        6
        """
        return prod(self.shape)


@dataclass(frozen=True, slots=True)
class Declared:
    """A network that a query declares.

    Attributes:
        name: as the query has it.
        variables: inputs, then hidden values, then outputs, in their order.
        equal_to: the network that it is another run of, if it is.
        isomorphic_to: the network whose graph it has, with weights of its own, if the query says so.
    """

    name: str
    variables: tuple[Variable, ...]
    equal_to: str | None = None
    isomorphic_to: str | None = None

    @property
    def inputs(self) -> tuple[Variable, ...]:
        """Its inputs, in their order.

        >>> Declared("N", (Variable("X", "input", "real", (1,)), Variable("Y", "output", "real", (1,)))).inputs[0].name
        'X'
        """
        return tuple([variable for variable in self.variables if variable.kind == "input"])

    @property
    def values(self) -> tuple[Variable, ...]:
        """What it gives: its hidden values and its outputs, in their order.

        >>> Declared("N", (Variable("X", "input", "real", (1,)), Variable("Y", "output", "real", (1,)))).values[0].name
        'Y'
        """
        return tuple([variable for variable in self.variables if variable.kind != "input"])


Polyhedron = tuple[Constraint, ...]
"""Constraints on the numbers of all variables, all of which hold; none is everything."""


@dataclass(frozen=True, slots=True)
class Case:
    """A part of what is asked: do inputs in ``domain`` have inputs and outputs side by side in one of ``unsafe``?

    Attributes:
        domain: atoms on the inputs.
        unsafe: polyhedra on inputs and outputs side by side.
    """

    domain: Polyhedron
    unsafe: tuple[Polyhedron, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A query: is there an assignment to all variables that the networks allow, and of which the assertions hold?

    The numbers of all variables stand in one row: the inputs of all networks in the order of their declaration, each
    tensor in row-major order, then in the same way what the networks give, hidden values before outputs.

    Attributes:
        networks: the networks, in their order.
        common: what is asserted of all numbers.
        polyhedra: beside ``common`` one of these is asserted; there is none if the assertions contradict themselves
            without any variable.
        version: the version of the language, ``1.0`` or ``2.0``.
    """

    networks: tuple[Declared, ...]
    common: Polyhedron
    polyhedra: tuple[Polyhedron, ...]
    version: str

    @property
    def inputs(self) -> tuple[Variable, ...]:
        """The inputs of all networks."""
        return tuple([variable for network in self.networks for variable in network.inputs])

    @property
    def values(self) -> tuple[Variable, ...]:
        """What all networks give."""
        return tuple([variable for network in self.networks for variable in network.values])

    @property
    def input_width(self) -> int:
        """How many numbers the inputs have."""
        return sum([variable.size for variable in self.inputs])

    @property
    def width(self) -> int:
        """How many numbers all variables have."""
        return self.input_width + sum([variable.size for variable in self.values])

    @property
    def is_real(self) -> bool:
        """Whether it speaks of exact numbers alone, and not of floats."""
        return all([variable.element_type == REAL for variable in (*self.inputs, *self.values)])

    def holds(self, numbers: Items[Fraction]) -> bool:
        """Return whether the assertions hold of the numbers of all variables, whatever the networks are."""
        return all([atom.holds(numbers) for atom in self.common]) and any(
            [all([atom.holds(numbers) for atom in polyhedron]) for polyhedron in self.polyhedra]
        )


def places_of(networks: Items[Declared]) -> dict[str, tuple[int, Variable]]:
    """Return where the numbers of each variable begin in the row of all numbers, by its name.

    Raises:
        BadInput: if two variables have one name.

    >>> network = Declared("N", (Variable("X", "input", "real", (2,)), Variable("Y", "output", "real", (1,))))
    >>> {name: place for name, (place, _) in places_of([network]).items()}
    {'X': 0, 'Y': 2}
    """
    found: dict[str, tuple[int, Variable]] = {}
    begin = 0
    for variable in [
        *[variable for network in networks for variable in network.inputs],
        *[variable for network in networks for variable in network.values],
    ]:
        if variable.name in found:
            raise BadInput(f"two variables are called {shown(variable.name)}")
        found[variable.name] = begin, variable
        begin += variable.size
    return found
