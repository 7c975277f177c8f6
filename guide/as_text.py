"""A network in words: ``if petal length >= 2.45: ...``, with the names of the columns and of the classes."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from constructions.model.answers import class_of
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, of_kind
from constructions.model.network import (
    Affine,
    Branch,
    Concatenate,
    Form,
    Identity,
    Network,
    Node,
    Relu,
    Sequence,
    Step,
    children,
)
from constructions.model.provenance import Columns
from constructions.model.rational import decimal_text, long_integers
from exchange.tails import shared_tails, tail_order, tails
from exchange.tasks import Task, run
from guide.text_names import TextNames, category_lines, numbering, text_names

MAX_LINES = 200_000
"""The most lines that are written."""

MAX_CHARACTERS = 20_000_000
"""The most characters that are written."""

MAX_STEPS = 4_000_000
"""The most steps that writing may take: a part or a number of a row, once each time it is used."""

DEEPEST = 12
"""Gates deeper than this inside each other are written as a part of their own."""

_LONG = 12
"""A ratio with so many characters or more is also said in decimals, as a remark."""


@long_integers()
def as_text(
    network: Network,
    dataset: Dataset | None = None,
    classes: tuple[str, ...] | None = None,
    columns: Columns | None = None,
) -> str:
    """Return what a network computes as text: tests, assignments, and parts that are named once and used by name.

    It is the whole network, and exact: numbers are decimals where they are short, else ratios; behind ``#`` stands how
    large a long one is. ``relu(v)`` is v if v >= 0, else 0; ``step(v)`` is 1 if v >= 0, else 0. Of columns of text the
    first lines say which number is which text, of the label if some output is a number that the lines do not name.

    Args:
        network: the network.
        dataset: the data it was made for, for the names of columns and classes.
        classes: without data, the names of the classes in the order of the outputs.
        columns: without data, what the inputs are called.

    Raises:
        BadInput: if the text would have more than ``MAX_LINES`` lines or ``MAX_CHARACTERS`` characters, or take more
            than ``MAX_STEPS`` steps: parts that are no gates are written anew wherever they are used.

    >>> leaf = [Affine([[0, 0]], [number]) for number in (0, 1)]
    >>> print(as_text(Branch([0, 2], 3, leaf[0], Branch([-1, 1], Fraction(1, 3), *leaf))), end="")
    inputs: x0, x1
    if x1 >= 1.5:
        if -x0 + x1 >= 1/3:
            output = 1
        else:
            output = 0
    else:
        output = 0
    """
    of_kind(Node, "a network", network=network)
    columns = columns if dataset is None else dataset.columns
    writer = _Writer(text_names(network, dataset, classes, columns))
    inputs = writer.names.inputs
    listed = inputs if len(inputs) <= 12 else (*inputs[:4], "...", inputs[-1])
    writer.write(0, f"inputs: {', '.join(listed)}")
    for line in category_lines(columns):
        writer.write(0, line)
    run(writer.into(network, [_Wire.of(name) for name in inputs], writer.names.outputs, 0, is_answer=True))
    while writer.parts:
        number, gates, part, wires = writer.parts.popleft()
        writer.write(0, f"part {number}:")
        run(gates.side(part, wires, 1))
    if writer.has_numbers and writer.names.classes is not None:
        writer.lines.insert(1, numbering(writer.names.outputs[0], writer.names.classes))
    return "\n".join(writer.lines) + "\n"


@dataclass(frozen=True, slots=True)
class _Wire:
    """A number while the text is written: ``constant + sum of weight times name``."""

    terms: tuple[tuple[str, Fraction], ...]
    constant: Fraction

    @classmethod
    def of(cls, name: str) -> _Wire:
        return cls(((name, Fraction(1)),), Fraction(0))

    def text(self) -> str:
        parts = [_term(weight, name) for name, weight in self.terms]
        if self.constant or not parts:
            parts.append(f"{'-' if self.constant < 0 else '+'} {decimal_text(abs(self.constant))}")
        text = " ".join(parts)
        return text[2:] if text.startswith("+ ") else f"-{text[2:]}"


def _term(weight: Fraction, name: str) -> str:
    size = "" if abs(weight) == 1 else f"{decimal_text(abs(weight))} * "
    return f"{'-' if weight < 0 else '+'} {size}{name}"


def _bits(value: Fraction) -> int:
    return value.numerator.bit_length() + value.denominator.bit_length()


def _about(value: Fraction) -> str:
    """Return a remark on how large a long ratio is, to six digits.

    >>> _about(Fraction(13421773, 16777216)), _about(Fraction(1, 3))
    ('  # about 0.8', '')
    """
    if len(decimal_text(value)) < _LONG or "/" not in decimal_text(value):
        return ""
    digits = len(str(abs(value.numerator))) - len(str(value.denominator))
    return f"  # about {value.numerator / value.denominator:.6g}" if abs(digits) < 300 else ""


_Values: TypeAlias = list[_Wire]


class _Writer:
    """Writes the lines; ``parts`` are still to be written: number, the gates it belongs to, what it is, its inputs.

    ``has_numbers``: somewhere the one output is a number, of which the lines do not say which class it is.
    """

    def __init__(self, names: TextNames) -> None:
        self.names = names
        self.lines: list[str] = []
        self.parts: deque[tuple[int, _Gates, Network, _Values]] = deque()
        self.numbers = self._variables = self._characters = self._steps = 0
        self.has_numbers = False

    def write(self, indent: int, text: str) -> None:
        """Add a line."""
        if len(self.lines) >= MAX_LINES:
            raise BadInput(f"the text would have more than {MAX_LINES:,} lines, which are not written")
        self._characters += 4 * indent + len(text) + 1
        if self._characters > MAX_CHARACTERS:
            raise BadInput(f"the text would have more than {MAX_CHARACTERS:,} characters, which are not written")
        self.lines.append("    " * indent + text)

    def pay(self, steps: int) -> None:
        """Count steps before they are taken."""
        self._steps += steps
        if self._steps > MAX_STEPS:
            raise BadInput(
                f"the text would take more than {MAX_STEPS:,} steps, "
                "a part anew wherever it is used, and is not written"
            )

    def value(self, node: Network, wires: _Values, indent: int) -> Task:
        """Write what comes before the outputs of a node are known; return them."""
        self.pay(1 + node.output_width)
        match node:
            case Identity():
                return wires
            case Affine():
                return [self.row(form, bias, wires, indent) for form, bias in zip(node.weights, node.bias, strict=True)]
            case Relu() | Step():
                function = "relu" if isinstance(node, Relu) else "step"
                self.pay(sum([len(wire.terms) for wire in wires]))
                return [self._named(f"{function}({wire.text()})", indent) for wire in wires]
            case Sequence():
                for stage in node.stages:
                    wires = yield self.value(stage, wires, indent)
                return wires
            case Concatenate():
                together: _Values = []
                for part in node.parts:
                    together += yield self.value(part, wires, indent)
                return together
            case Branch():
                names = tuple([self._variable() for _ in range(node.output_width)])
                yield self.into(node, wires, names, indent, is_answer=False)
                return [_Wire.of(name) for name in names]

    def into(self, node: Network, wires: _Values, outputs: tuple[str, ...], indent: int, is_answer: bool) -> Task:
        """Write a network whose outputs get names of their own."""
        while isinstance(node, Sequence):
            for stage in node.stages[:-1]:
                wires = yield self.value(stage, wires, indent)
            node = node.stages[-1]
        if isinstance(node, Branch):
            yield _Gates(self, node, wires, outputs, is_answer).side(node, wires, indent)
        else:
            found = yield self.value(node, wires, indent)
            self._assign(found, outputs, indent, is_answer)

    def row(self, form: Form, bias: Fraction, wires: _Values, indent: int) -> _Wire:
        """Return w . v + b; a number in it that is a sum itself gets a name first."""
        total: dict[str, Fraction] = {}
        constant = bias
        self.pay(sum([1 + len(wires[place].terms) for place in form.indices]))
        for place, weight in zip(form.indices, form.weights, strict=True):
            if len(wires[place].terms) > 1 and len(form.indices) > 1:
                wires[place] = self._named(wires[place].text(), indent)
            constant += weight * wires[place].constant
            for name, factor in wires[place].terms:
                total[name] = total.get(name, Fraction(0)) + weight * factor
        self.pay(sum([_bits(number) for number in (constant, *total.values())]) // 1024)
        return _Wire(tuple([(name, weight) for name, weight in total.items() if weight]), constant)

    def variables(self, count: int) -> _Values:
        """Return numbers with new names."""
        return [_Wire.of(self._variable()) for _ in range(count)]

    def _variable(self) -> str:
        self._variables += 1
        return f"v{self._variables}"

    def _named(self, text: str, indent: int) -> _Wire:
        name = self._variable()
        self.write(indent, f"{name} = {text}")
        return _Wire.of(name)

    def _assign(self, wires: _Values, outputs: tuple[str, ...], indent: int, is_answer: bool) -> None:
        named = self._class(wires) if is_answer else None
        if named is not None:
            self.write(indent, f"{self.names.label} = {named}")
            return
        self.has_numbers |= is_answer and len(wires) == 1
        for name, wire in zip(outputs, wires, strict=True):
            self.write(indent, f"{name} = {wire.text()}{'' if wire.terms else _about(wire.constant)}")

    def _class(self, wires: _Values) -> str | None:
        """Return the class that constant outputs stand for: its unit vector, or its number."""
        classes = self.names.classes
        if classes is None or any([wire.terms for wire in wires]):
            return None
        found = class_of([wire.constant for wire in wires], classes)
        return None if found is None else classes[found]


class _Gates:
    """The gates below one gate, on their way into lines; what is shared or deep becomes a part of its own.

    A part reads what the first gate reads, or, where an affine map or a layer lies between them, names of its own.
    """

    def __init__(
        self, writer: _Writer, root: Branch, wires: _Values, outputs: tuple[str, ...], is_answer: bool
    ) -> None:
        self._writer = writer
        self._root, self._wires = root, list(wires)
        self._outputs, self._is_answer = outputs, is_answer
        order = tail_order(root)
        writer.pay(len(order))
        self._cut, self._moved = _cut(root, order)
        self._known: dict[int, tuple[int, _Values]] = {}

    def side(self, node: Network, wires: _Values, indent: int) -> Task:
        """Write a side of a gate, the first gate, or a part."""
        self._writer.pay(1 + len(wires) // 64)
        wires, begun = list(wires), node
        while isinstance(node, Sequence):
            for stage in node.stages[:-1]:
                wires = yield self._writer.value(stage, wires, indent)
            node = node.stages[-1]
            if id(node) in self._cut and node is not begun:
                self._go(node, wires, indent)
                return
        if not isinstance(node, Branch):
            yield self._writer.into(node, wires, self._outputs, indent, self._is_answer)
            return
        word = "if"
        while isinstance(node, Branch) and node.normal.indices:
            test, bound = self._test(node, wires, indent)
            self._writer.write(indent, f"{word} {test}:{_about(bound)}")
            yield self._next(node.above, wires, indent + 1)
            node, word = node.below, "elif"
            if id(node) in self._cut or not self._is_plain(node, wires):
                break
        if word == "if":
            assert isinstance(node, Branch)
            yield self._next(node.above if node.threshold <= 0 else node.below, wires, indent)
            return
        self._writer.write(indent, "else:")
        yield self._next(node, wires, indent + 1)

    def _next(self, node: Network, wires: _Values, indent: int) -> Task:
        if id(node) in self._cut:
            self._go(node, wires, indent)
        else:
            yield self.side(node, wires, indent)

    def _is_plain(self, node: Network, wires: _Values) -> bool:
        """Return whether a gate can be tested without a name for a sum first."""
        if not isinstance(node, Branch):
            return False
        places = node.normal.indices
        return len(places) < 2 or all([len(wires[place].terms) < 2 for place in places])

    def _test(self, gate: Branch, wires: _Values, indent: int) -> tuple[str, Fraction]:
        """Return the text of a test, and the number that it compares with."""
        wire = self._writer.row(gate.normal, -gate.threshold, wires, indent)
        if len(wire.terms) == 1:
            (name, weight), bound = wire.terms[0], -wire.constant / wire.terms[0][1]
            return f"{name} {'>=' if weight > 0 else '<='} {decimal_text(bound)}", bound
        return f"{_Wire(wire.terms, Fraction(0)).text()} >= {decimal_text(-wire.constant)}", -wire.constant

    def _go(self, node: Network, wires: _Values, indent: int) -> None:
        """Write that a part goes on; the names that it reads get their numbers first."""
        writer = self._writer
        if id(node) not in self._known:
            writer.numbers += 1
            given = writer.variables(node.input_width) if id(node) in self._moved else self._wires
            self._known[id(node)] = (writer.numbers, given)
            writer.parts.append((writer.numbers, self, node, given))
        number, given = self._known[id(node)]
        if id(node) in self._moved:
            for own, wire in zip(given, wires, strict=True):
                writer.write(indent, f"{own.text()} = {wire.text()}")
        writer.write(indent, f"do part {number}")


def _cut(root: Branch, order: list[Network]) -> tuple[set[int], set[int]]:
    """Return the ``id`` of what becomes a part, shared or deep, and of what does not read what the first gate reads."""
    cut, moved, depth = shared_tails(order), set(), {id(root): 0}
    for node in order:
        if children(node) and depth[id(node)] > DEEPEST:
            cut.add(id(node))
        here = 0 if id(node) in cut else depth[id(node)]
        is_moving = isinstance(node, Sequence) and len(node.stages) > 1
        for child in tails(node):
            is_deeper = isinstance(node, Branch) and not (child is node.below and isinstance(child, Branch))
            depth[id(child)] = max(depth.get(id(child), 0), here + is_deeper)
            if is_moving or id(node) in moved:
                moved.add(id(child))
    return cut - {id(root)}, moved
