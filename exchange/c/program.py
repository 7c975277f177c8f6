"""Networks as C functions: straight code with labels, tables for large layers and for gates, no recursion."""

import re
from collections.abc import Sequence as Items
from dataclasses import dataclass, field

from constructions.model.errors import BadInput
from constructions.model.network import Affine, Branch, Concatenate, Identity, Network, Relu, Sequence, Step
from exchange.c.arithmetic import Arithmetic, KnownWires, Wire
from exchange.c.gates import gate_table, leaf_table
from exchange.c.layers import layer_lines, unit_lines
from exchange.c.sharing import Sharing, sharing
from exchange.tasks import Task, run

MAX_LINES = 2_000_000
"""The most lines of C that are written: a tower of shared parts in ever new ranges is refused before that."""

MAX_STACK = 1 << 13
"""A function with more numbers of workspace than this keeps them in static memory of its thread."""

LONG = 300
"""A function with more lines than this goes on in others: compilers take more than linear time for one function."""

_INPUT = re.compile(r"\bx\b")


@dataclass(frozen=True, slots=True)
class Place:
    """Where numbers stand side by side in C: ``base[offset]``, ``base[offset + 1]``, ..."""

    base: str
    offset: int

    def after(self, count: int) -> "Place":
        """Return the place ``count`` numbers further on."""
        return Place(self.base, self.offset + count)

    def __str__(self) -> str:
        return f"{self.base} + {self.offset}" if self.offset else self.base


@dataclass(frozen=True, slots=True)
class Source:
    """Numbers to be read: where they stand, and what is known of each."""

    place: Place
    wires: KnownWires


@dataclass(frozen=True, slots=True)
class Target:
    """Where a result goes: a place, the first free number of the workspace, and whether the function ends with it."""

    place: Place
    free: int
    last: bool


@dataclass(slots=True)
class Body:
    """A function being written: its lines, the numbers of workspace it needs, and how many labels it has."""

    lines: list[str] = field(default_factory=list)
    workspace: int = 0
    labels: int = 0


class CProgram:
    """The C functions of one network.

    Attributes:
        text: tables and functions, in the order in which C needs them.
        entry: the name of the function of the whole network.

    Args:
        network: the network; equal parts that are not shared in memory are written each for itself.
        arithmetic: integers or doubles.
        wires: what is known of each input.

    Raises:
        BadInput: if a number does not fit the arithmetic, or the C would be too long.
    """

    def __init__(self, network: Network, arithmetic: Arithmetic, wires: KnownWires) -> None:
        self._arithmetic = arithmetic
        self._sharing: Sharing = sharing(network)
        self._tables: dict[str, str] = {}
        self._functions: dict[str, str] = {}
        self._known: dict[tuple[int, KnownWires, bool], tuple[str, KnownWires]] = {}
        self._lines = 0
        self.entry, _ = run(self._function(network, wires, last=True))
        tables = [text.replace("@", name) for text, name in self._tables.items()]
        functions = [text.replace("@", name) for text, name in self._functions.items()]
        heads = [text.partition(" {\n")[0] + ";\n" for text in functions]
        self.text = "".join([*tables, "\n", *heads, "\n", *functions])

    def table(self, kind: str, text: str) -> str:
        """Return the name of a constant with this C text, in which ``@`` stands for the name; equal ones are one."""
        if text not in self._tables:
            self._count(text.count("\n") + 1)
            self._tables[text] = f"{kind}{len(self._tables)}"
        return self._tables[text]

    def _count(self, lines: int) -> None:
        self._lines += lines
        if self._lines > MAX_LINES:
            raise BadInput(f"the C source would have more than {MAX_LINES:,} lines, which are not written")

    def _function(self, node: Network, wires: KnownWires, last: bool, apart: bool = False) -> Task:
        """Return the name of the function of ``node`` for inputs of which ``wires`` is known, and what it gives."""
        key = (id(node), wires, last)
        if key not in self._known:
            body = Body()
            result = yield self._inner(body, node, Source(Place("x", 0), wires), Target(Place("y", 0), 0, last))
            text = self._function_text(body, last, "APART " if apart else "")
            name = self._functions.setdefault(text, f"part{len(self._functions)}")
            self._known[key] = (name, result)
        return self._known[key]

    def _function_text(self, body: Body, last: bool, mark: str) -> str:
        denominators = ", number *q" if last and self._arithmetic.exact else ""
        lines = [line for line in body.lines if line]
        if not any([_INPUT.search(line) for line in lines]):
            lines.insert(0, "(void)x;")
        if body.workspace:
            lines.insert(0, "(void)w;")  # it may be that nobody reads what stands there
            store = "static _Thread_local " if body.workspace > MAX_STACK else ""
            lines.insert(0, f"{store}number w[{body.workspace}];")
        inner = "".join([f"    {line}\n" for line in lines])
        return f"static {mark}void @(const number *x, number *y{denominators}) {{\n{inner}}}\n\n"

    def _node(self, body: Body, node: Network, source: Source, target: Target) -> Task:
        """Write ``node`` into the body, as a call if it is a function; return what is known of its outputs."""
        is_long = len(body.lines) > LONG and isinstance(node, Sequence | Concatenate | Branch)
        if id(node) not in self._sharing.functions and not is_long:
            return (yield self._inner(body, node, source, target))
        name, wires = yield self._function(node, source.wires, target.last, apart=is_long)
        denominators = ", q" if target.last and self._arithmetic.exact else ""
        body.lines.append(f"{name}({source.place}, {target.place}{denominators});")
        if target.last:
            body.lines.append("return;")
        return wires

    def _inner(self, body: Body, node: Network, source: Source, target: Target) -> Task:
        self._count(1)
        if isinstance(node, Sequence):
            return (yield self._sequence(body, node, source, target))
        if isinstance(node, Branch):
            return (yield self._gates(body, node, source, target))
        if isinstance(node, Concatenate):
            wires: list[Wire | None] = []
            for part in node.parts:
                wires += yield self._node(
                    body, part, source, Target(target.place.after(len(wires)), target.free, last=False)
                )
        else:
            wires = self._layer(body, node, source, target.place)
        self._finish(body, wires, target)
        return tuple(wires)

    def _layer(
        self, body: Body, node: Affine | Identity | Relu | Step, source: Source, place: Place
    ) -> list[Wire | None]:
        arithmetic = self._arithmetic
        before = len(body.lines)
        if isinstance(node, Affine):
            rows = [
                arithmetic.row(form, bias, source.wires) for form, bias in zip(node.weights, node.bias, strict=True)
            ]
            width = node.input_width
            body.lines += layer_lines([row for row, _ in rows], width, str(source.place), str(place), self.table)
            wires = [wire for _, wire in rows]
        else:
            body.lines += unit_lines(node, str(source.place), str(place))
            act = {Relu: arithmetic.relu, Step: arithmetic.step}.get(type(node))
            wires = list(source.wires) if act is None else [act(wire) for wire in source.wires]
        self._count(len(body.lines) - before)
        return wires

    def _finish(self, body: Body, wires: Items[Wire | None], target: Target) -> None:
        if not target.last:
            return
        told = [self._arithmetic.told(wire) for wire in wires]
        body.lines += [f"q[{number}] = {text};" for number, text in enumerate(told) if text is not None]
        body.lines.append("return;")

    def _sequence(self, body: Body, node: Sequence, source: Source, target: Target) -> Task:
        """Write the stages with two buffers in turn; units act in place."""
        kept: list[Network] = [stage for stage in node.stages if not isinstance(stage, Identity)]
        stages = kept or [node.stages[0]]
        width = max([stage.output_width for stage in stages])
        buffers = [Place("w", target.free), Place("w", target.free + width)]
        free = target.free + 2 * width if len(stages) > 1 else target.free
        body.workspace = max(body.workspace, free)
        for number, stage in enumerate(stages):
            if number == len(stages) - 1:
                return (yield self._node(body, stage, source, Target(target.place, free, target.last)))
            in_place = isinstance(stage, Relu | Step) and number
            place = source.place if in_place else buffers[source.place == buffers[0]]
            wires = yield self._node(body, stage, source, Target(place, free, last=False))
            source = Source(place, wires)
        return ()

    def _gates(self, body: Body, root: Branch, source: Source, target: Target) -> Task:
        """Write the gates of one table, then their sides, each at a label, and where the sides meet."""
        table = gate_table(root, self._sharing, self._arithmetic, source.wires)
        if len(table.sides) == 1:
            return (yield self._node(body, table.sides[0], source, target))
        leaves = leaf_table(table.sides, self._arithmetic, source.wires)
        numbers = {} if leaves is None else leaves.numbers
        sides = [side for side in table.sides if id(side) not in numbers]
        order = numbers | {id(side): len(numbers) + number for number, side in enumerate(sides)}
        label = body.labels
        body.labels += 1
        lines = table.lines(order, str(source.place), self.table)
        body.lines += ["{", *[f"    {line}" for line in lines]]
        self._count(len(lines))
        slot = len(body.lines)
        body.lines.append("")
        if len(sides) > 1:
            cases = [f"    case {len(numbers) + number}: goto side{label}_{number};" for number in range(1, len(sides))]
            body.lines += ["    switch (side) {", *cases, "    }"]
        body.lines.append("}")
        ways: list[KnownWires] = [] if leaves is None else list(leaves.wires)
        gaps: list[int] = []
        for number, side in enumerate(sides):
            if number:
                body.lines.append(f"side{label}_{number}:;")
            ways.append((yield self._node(body, side, source, target)))
            gaps.append(len(body.lines))
            body.lines += ["", "" if target.last else f"goto end{label};"]
        columns = [] if target.last else [self._arithmetic.joined(column) for column in zip(*ways, strict=True)]
        if leaves is not None:
            factors = None if target.last else [[found[way] for _, found in columns] for way in range(len(numbers))]
            told = [[self._arithmetic.told(wire) for wire in way] for way in leaves.wires] if target.last else None
            run = leaves.lines(str(source.place), str(target.place), self.table, factors, told)
            run += ["return;" if target.last else f"goto end{label};"]
            test = [f"if (side < {len(numbers)}) {{", *run, "}"] if sides else run
            body.lines[slot] = "\n".join(["", *[f"        {line}" for line in test]]).lstrip("\n").lstrip()
        if target.last:
            return ()
        self._meet(body, target.place, columns, gaps, len(numbers))
        body.lines.append(f"end{label}:;")
        return tuple([wire for wire, _ in columns])

    def _meet(
        self, body: Body, place: Place, columns: list[tuple[Wire | None, list[str]]], gaps: list[int], first: int
    ) -> None:
        """Fill the gap at the end of each way: its outputs are multiplied up to the common denominators."""
        for number, gap in enumerate(gaps):
            scales = [
                f"{place.base}[{place.offset + output}] *= {factors[first + number]};"
                for output, (_, factors) in enumerate(columns)
                if factors[first + number] != "1"
            ]
            body.lines[gap] = " ".join(scales)
