"""A node of an ONNX graph: its operands, and what its operator asks of them and makes of them."""

from collections.abc import Callable, Iterable, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any, NoReturn

import numpy as np

from constructions.model.errors import BadInput, shown
from constructions.model.network import Affine, Form, Network
from exchange.exact_arrays import FLOATS, MAX_WEIGHTS, MAX_WIDTH, check_size, rationals
from exchange.onnx.bounds import TRUTH
from exchange.onnx.values import INTEGERS, MAX_RANK, ROW, Shape, Tape, Value, constant


class NotRead(BadInput):
    """Something in a graph is not read, with what can be done about it.

    Attributes:
        of_query: the same for whoever asks a query about the network: nothing can be cut off then, but inputs can be
            bounded.

    >>> raise NotRead("m.onnx: Tanh is not read exactly", "; memocert read --output-name cuts the network before it")
    Traceback (most recent call last):
        ...
    exchange.onnx.node.NotRead: m.onnx: Tanh is not read exactly; memocert read --output-name cuts the network before it
    """

    def __init__(self, reason: str, advice: str = "", of_query: str = "") -> None:
        super().__init__(reason + advice)
        self.of_query = reason + of_query


@dataclass(frozen=True, slots=True)
class Operator:
    """How an operator is read.

    Attributes:
        run: gives its results.
        newest: the newest operator set that changed its meaning, as far as ``run`` knows.
        known: the names of the attributes that it knows; any other is refused.
        folds: whether ``run`` also computes with constants alone; if not, ``onnx.fold.folded`` lets it build its
            network, and evaluates that.
    """

    run: "Callable[[Operation], Value | list[Value]]"
    newest: int
    known: str = ""
    folds: bool = False

    @property
    def attributes(self) -> frozenset[str]:
        """The attributes that it knows."""
        return frozenset(self.known.split())


@dataclass(frozen=True, slots=True)
class Operation:
    """One node of the graph, its operands looked up.

    Attributes:
        kind: the operator.
        attributes: as ``onnx.helper`` gives them.
        operands: None where an optional one is left out.
        place: what messages call the node.
        version: the operator set of the file, which says what the operator means.
        results: the names of its results, empty where one is left out.
        tape: where its steps go.
        read: reads a graph inside this one onto a tape, and returns what it gives.
    """

    kind: str
    attributes: dict[str, Any]
    operands: list[Value | None]
    place: str
    version: int
    results: tuple[str, ...]
    tape: Tape
    read: Callable[[Any, Tape], list[Value]]

    def refuse(self, text: str, advice: str = "", of_query: str = "") -> NoReturn:
        """Raise the error that names the node; what ``advice`` and ``of_query`` are, ``NotRead`` says."""
        raise NotRead(f"{self.place}: {text}", advice, of_query)

    def charge(self, numbers: int) -> None:
        """Pay for that many numbers, before they are made."""
        self.tape.budget.charge(numbers, self.place)

    def operand(self, number: int) -> Value:
        """Return an operand that must be there."""
        found = self.operands[number] if number < len(self.operands) else None
        return self.refuse(f"operand {number} is missing") if found is None else found

    def all_operands(self) -> list[Value]:
        """Return all operands, none of which may be left out."""
        return [self.operand(number) for number in range(len(self.operands))]

    def has(self, number: int) -> bool:
        """Return whether an optional operand is there."""
        return number < len(self.operands) and self.operands[number] is not None

    def computed(self, number: int) -> Value:
        """Return an operand that must be computed, or is taken for that while constants are folded."""
        found = self.operand(number)
        return self.refuse(f"operand {number} must not be a constant here") if found.is_constant else found

    def stored(self, number: int, name: str) -> Value:
        """Return an operand that must be a constant."""
        found = self.operand(number)
        return found if found.is_constant else self.refuse(f"{name} must be a constant, not a computed value")

    def exact(self, value: Value, name: str) -> Any:
        """Return the exact numbers of a constant, each float the rational that it is.

        Raises:
            BadInput: if a number is not finite, or the type is not one of numbers; the message names ``name``.
        """
        self.charge(value.size)
        if value.kind not in (*FLOATS, *INTEGERS, "bool"):
            self.refuse(f"{name} is of the type {value.kind}, which is not read")
        if value.array.dtype == object:
            return value.array
        if value.kind in FLOATS:
            return rationals(value.array, f"{self.place}: {name}")
        return constant(value.array.reshape(-1).tolist(), value.shape, value.kind).array

    def integers(self, number: int, name: str) -> list[int]:
        """Return integers that are an attribute or, in later operator sets, a constant operand."""
        if self.has(number):
            value = self.stored(number, name)
            if value.kind not in INTEGERS:
                self.refuse(f"{name} must be integers, not of the type {value.kind}")
            return [int(entry) for entry in value.array.reshape(-1).tolist()]
        if name not in self.attributes:
            self.refuse(f"{name} is missing")
        return list(self.attributes[name])

    def integer(self, number: int, name: str) -> int:
        """Return an integer that is an attribute or a constant operand of one number."""
        found = self.integers(number, name)
        if len(found) != 1:
            self.refuse(f"{name} must be one integer, not {len(found)}")
        return found[0]

    def number(self, name: str, default: float) -> Fraction:
        """Return an attribute that is one number, exactly the float32 that the file holds."""
        value = self.attributes.get(name, np.float32(default).item())
        if not np.isfinite(value):
            self.refuse(f"{name} is {value}, not a finite number")
        return Fraction(value)

    def text(self, name: str, default: str, known: Items[str]) -> str:
        """Return an attribute that is one of some words."""
        value = self.attributes.get(name, default.encode()).decode("ascii", "replace")
        if value not in known:
            self.refuse(f"{name} must be {' or '.join(known)} to be read, not {shown(value)}")
        return str(value)

    def axis(self, name: str, default: int, rank: int) -> int:
        """Return an attribute that names one of ``rank`` axes, counted from 0."""
        return self.axis_of(self.attributes.get(name, default), rank, name)

    def axis_of(self, axis: int, rank: int, name: str = "axis") -> int:
        """Return an axis of ``rank`` ones counted from 0; a negative one counts from the end."""
        if not -rank <= axis < rank:
            self.refuse(f"{name} must name one of the {rank} axes, not {shown(axis)}")
        return axis % rank

    def common_kind(self, values: Items[Value]) -> str:
        """Return the type that all these values must have."""
        kinds = {value.kind: None for value in values}
        if len(kinds) > 1:
            self.refuse(f"its operands must be of one type, not {' and '.join(kinds)}")
        return values[0].kind

    def joint_shape(self, *shapes: Shape) -> Shape:
        """Return the shape that values of these shapes are stretched to."""
        rank = max([len(shape) for shape in shapes])
        padded = [(1,) * (rank - len(shape)) + tuple(shape) for shape in shapes]
        result = tuple([max(sizes) if 0 not in sizes else 0 for sizes in zip(*padded, strict=True)])
        for sizes, size in zip(zip(*padded, strict=True), result, strict=True):
            if any([entry not in (1, size) for entry in sizes]):
                self.refuse(f"{' and '.join([shown(list(shape)) for shape in shapes])} do not fit")
        return result

    def broadcast(self, values: Items[Value]) -> Shape:
        """Return the shape that all these values are stretched to; it is paid for, once for each of them."""
        shape = self.joint_shape(*[value.shape for value in values])
        is_constant = all([value.is_constant for value in values])
        self.check(shape, is_constant)
        if 0 in shape and not is_constant:
            self.refuse("the result has no numbers")
        self.charge(prod(shape) * (len(values) + (0 if is_constant else ROW)))
        return shape

    def check(self, shape: Shape, is_constant: bool = False) -> None:
        """Refuse a result that is too large, or has too many axes."""
        if len(shape) > MAX_RANK:
            self.refuse(f"the result has {len(shape)} axes, and {MAX_RANK} are the most that are read")
        check_size(prod(shape), MAX_WEIGHTS if is_constant else MAX_WIDTH, self.place, "outputs")

    def value(self, shape: Shape, network: Network, operands: Items[Value], kind: str | None = None) -> Value:
        """Return the value that a network computes from operands side by side; its type is that of the first one."""
        result = Value(shape, kind or operands[0].kind, self.tape.emit(network, [operand.name for operand in operands]))
        if result.kind == "bool":
            self.tape.bounds[result.name] = TRUTH
        return result

    def affine(
        self, rows: list[Form], bias: Items[Any], operands: Items[Value], shape: Shape, kind: str | None = None
    ) -> Value:
        """Return the value of an affine map, one row for each number of the result.

        Raises:
            BadInput: if it has no numbers, or is one of integers and could be no integer, or be out of the range of its
                type, where a runtime rounds or wraps around.
        """
        if not rows:
            self.refuse("the result has no numbers")
        kind = kind or operands[0].kind
        if kind in INTEGERS:
            numbers = [weight for form in rows for weight in form.weights]
            if any([entry.denominator != 1 for entry in [*numbers, *bias]]):
                self.refuse(f"a computed value of the type {kind} would be rounded: cast it to floats before")
        return self.in_range(self.value(shape, Affine(rows, bias), operands, kind))

    def in_range(self, value: Value) -> Value:
        """Return a computed value, of which the integers are known to be within the range of their type."""
        if value.kind in INTEGERS:
            low, high = self.tape.bounds_of(value.name)
            limits = np.iinfo(value.kind)
            if low is None or high is None or low < limits.min or high > limits.max:
                self.refuse(f"a computed value could be out of the range of {value.kind}, where it wraps around")
        return value


def stretches(shape: Shape, whole: Shape) -> bool:
    """Return whether a value of the first shape is stretched to the second one, and to no larger one.

    >>> stretches((3, 1), (2, 3, 4)), stretches((2, 3), (3,))
    (True, False)
    """
    pairs = zip(reversed(shape), reversed(whole), strict=False)
    return len(shape) <= len(whole) and all([size in (1, entry) for size, entry in pairs])


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
