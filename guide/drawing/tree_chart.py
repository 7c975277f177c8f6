"""A network as a flow chart: boxes, gates and ways between them, large parts folded, rows of data on their ways."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from typing import Literal, TypeAlias

from constructions.model.answers import class_of
from constructions.model.cost import size_of
from constructions.model.dataset import Dataset
from constructions.model.evaluation import MAX_STEPS, trace
from constructions.model.names import printable, spoken
from constructions.model.network import (
    Affine,
    Branch,
    Concatenate,
    Form,
    Identity,
    Network,
    Relu,
    Sequence,
    Step,
    children,
    distinct_nodes,
)
from constructions.model.nouns import count_of
from constructions.model.running.walk import Tuples, walk
from guide.drawing.svg import brief

MOST_BOXES = 90
"""A chart of more boxes is folded."""

MOST_STAGES, HEAD, TAIL = 12, 5, 3
"""A sequence of more stages shows its first and its last ones."""

MOST_ROW_STEPS = 500_000
"""Rows are sent through the chart if points times steps of a visit are no more: some seconds."""

MOST_NAME, MOST_FORM = 24, 48
"""Characters of the name of a column or a class, and of a linear form, that a box has room for."""

Kind = Literal["layer", "gate", "leaf", "fork", "join", "folded"]

Names: TypeAlias = str | tuple[str, ...]
"""What the numbers that a part reads are called: a letter for all, which get numbers, or a name for each."""


@dataclass(slots=True, eq=False)
class Way:
    """Where it goes on: the outcome that leads there, the next box (None: the end), and how many rows take it."""

    outcome: str
    to: "Box | None"
    rows: int = 0


@dataclass(slots=True, eq=False)
class Box:
    """One box of a chart.

    Attributes:
        kind: what is drawn.
        lines: what stands in it.
        runs: gives the nodes that run in it, in order; a gate's own node is its branch.
        node: the node that it stands for; None if it has no single one.
        ways: below and above for a gate, one a part for a fork, else one.
        join: where the parts of a fork come together.
        mark: a letter that all boxes of one stored node share; empty where there is one box only, or a class is named.
        rows: how many rows of the data come by.
    """

    kind: Kind
    lines: tuple[str, ...]
    runs: Callable[[], Iterator[Network]]
    node: Network | None = None
    ways: list[Way] = field(default_factory=list)
    join: "Box | None" = None
    mark: str = ""
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Flow:
    """A chart: the way in, all boxes (each before those after it), whether parts are folded, if inputs have names of
    their own, and if rows were sent."""

    start: Way
    boxes: tuple[Box, ...]
    folded: bool
    named: bool = False
    counted: bool = False


class _TooLarge(Exception):
    """More boxes than a chart has room for."""


def flow_of(network: Network, dataset: Dataset | None = None, ends: int = 10) -> Flow:
    """Return the chart of a network, folded so far that it has at most ``MOST_BOXES`` boxes and ``ends`` ends.

    With a data set inputs and answers have the names of its columns and classes, and each way knows how many of its
    rows take it, if that does not take too long.

    >>> gate = Branch([1], 2, Affine([[0]], [5]), Affine([[0]], [7]))
    >>> flow = flow_of(gate, Dataset.from_rows([[0], [1], [3]], [[5], [5], [7]]))
    >>> [box.lines for box in flow.boxes]
    [('x >= 2',), ('= 5',), ('= 7',)]
    >>> [way.rows for way in flow.boxes[0].ways]
    [2, 1]
    """
    stages, inputs, classes = stage_counts(network), input_names(dataset), (dataset and dataset.class_names) or ()
    for depth in (24, 12, 8, 6, 5, 4, 3, 2, 1, 0):
        builder = _Builder(stages, depth, classes)
        try:
            start = Way("", builder.built(network, None, inputs, 0))
        except _TooLarge:
            continue
        boxes = _in_order(start)
        if sum([box.ways[0].to is None for box in boxes]) <= ends or depth == 0:
            break
    _mark(boxes, tuple([printable(name, MOST_NAME) for name in classes]))
    named = isinstance(inputs, tuple)
    folded = any([box.kind == "folded" for box in boxes])
    if dataset is None or dataset.size * min(network.work, MAX_STEPS) > MOST_ROW_STEPS:
        return Flow(start, boxes, folded, named)
    for point, count in zip(dataset.points, dataset.counts, strict=True):
        _send(start, iter(trace(network, point).decisions), count)
    return Flow(start, boxes, folded, named, counted=True)


def input_names(dataset: Dataset | None) -> Names:
    """Return the names of the columns, if there are any and they differ in what a picture shows of them; else x."""
    columns = None if dataset is None else dataset.columns
    names = () if columns is None else tuple([printable(name.strip(), MOST_NAME) for name in spoken(columns.called)])
    return names if names and len(set(names)) == len(names) else "x"


class _Builder:
    """Builds boxes from the end to the start; a node that is used twice in the same place is one box."""

    def __init__(self, stages: dict[int, int], depth: int, classes: tuple[str, ...] = ()) -> None:
        self.stages, self.depth, self.classes = stages, depth, classes
        self.known: dict[tuple[int, int, Names], Box | None] = {}
        self.count = 0

    def built(self, node: Network, after: Box | None, name: Names, depth: int) -> Box | None:
        """Return the first box of a node that goes on with ``after``; ``name`` is what its input is called."""
        key = (id(node), id(after), name)
        if key in self.known and not (after is None and isinstance(node, Affine)):
            return self.known[key]
        match node:
            case Identity():
                found = after
            case Sequence():
                found = self._sequence(node, after, name, depth)
            case Branch() if depth < self.depth:
                found = self._box("gate", (gate_text(node, name),), node)
                sides = [self.built(side, after, name, depth + 1) for side in (node.below, node.above)]
                found.ways = [Way("no", sides[0]), Way("yes", sides[1])]
            case Concatenate() if depth < self.depth and len(node.parts) <= MOST_STAGES and _has_gates(node):
                join = self._after(self._box("join", ("side by side",), None), after)
                found = self._box("fork", (count_of(len(node.parts), "part"),), node)
                found.join = join
                found.ways = [Way("", self.built(part, join, name, depth + 1)) for part in node.parts]
            case Branch():
                found = self._after(self._box("folded", _summary(node), node), after)
            case _:
                kind: Kind = "leaf" if after is None and isinstance(node, Affine) else "layer"
                lines = layer_lines(node, name, after is None, self.classes)
                found = self._after(self._box(kind, lines, node), after)
        self.known[key] = found
        return found

    def _sequence(self, node: Sequence, after: Box | None, name: Names, depth: int) -> Box | None:
        count = self.stages[id(node)]
        if count <= MOST_STAGES:
            stages = list(_flat(node))
            for number in reversed(range(len(stages))):
                after = self.built(stages[number], after, name if number == 0 else "h", depth)
            return after
        for stage in islice(_flat(node, backwards=True), TAIL):
            after = self.built(stage, after, "h", depth)
        middle = self._box("folded", (f"{count_of(count - HEAD - TAIL, 'stage')} more",), None)
        middle.runs = lambda: islice(_flat(node), HEAD, count - TAIL)
        after = self._after(middle, after)
        head = list(islice(_flat(node), HEAD))
        for number in reversed(range(HEAD)):
            after = self.built(head[number], after, name if number == 0 else "h", depth)
        return after

    def _box(self, kind: Kind, lines: tuple[str, ...], node: Network | None) -> Box:
        self.count += 1
        if self.count > MOST_BOXES and self.depth > 0:
            raise _TooLarge
        runs = kind not in ("gate", "fork", "join") and node is not None
        return Box(kind, lines, (lambda: iter((node,) if runs and node is not None else ())), node)

    def _after(self, box: Box, after: Box | None) -> Box:
        box.ways = [Way("", after)]
        return box


def gate_text(gate: Branch, name: Names) -> str:
    """Return a gate's test in a few signs.

    >>> gate_text(Branch([1, -2], 3, Relu(2), Relu(2)), "x")
    'x0 - 2 x1 >= 3'
    >>> gate_text(Branch([0, -2], 3, Relu(2), Relu(2)), ("height", "width"))
    'width <= -1.5'
    """
    normal, threshold, relation = gate.normal, gate.threshold, ">="
    if len(normal.indices) == 1:
        (place,), (weight,) = normal.indices, normal.weights
        normal, threshold = Form(normal.width, (place,), (Fraction(1),)), threshold / weight
        relation = ">=" if weight > 0 else "<="
    return f"{form_text(normal, name)} {relation} {brief(threshold)}"


def form_text(form: Form, name: Names) -> str:
    """Return a linear form in a few signs, with the name of each number or one letter for all.

    >>> form_text(Form.dense([1, -2]), ("height", "width"))
    'height - 2 width'

    >>> form_text(Form.dense([2]), "x"), form_text(Form.dense([1] * 9), "x"), form_text(Form.dense([0, 0]), "x")
    ('2 x', 'a sum of 9', '0')

    >>> form_text(Form.dense([Fraction(-1103, 360), -1]), "x"), form_text(Form.dense([-1]), "x")
    ('~-3.064 x0 - x1', '-x')
    """
    if len(form.indices) > 3:
        return f"a sum of {len(form.indices)}"
    text = ""
    for index, weight in zip(form.indices, form.weights, strict=True):
        sign = ("- " if weight < 0 else "+ ") if text else ""
        size = abs(weight) if text else weight
        factor = "-" * (size < 0) if abs(size) == 1 else f"{brief(size)} "
        called = f"{name}{index if form.width > 1 else ''}" if isinstance(name, str) else name[index]
        text += f"{' ' if text else ''}{sign}{factor}{called}"
    if len(text) > MOST_FORM and len(form.indices) > 1:
        return f"a sum of {len(form.indices)}"
    return text or "0"


def affine_text(form: Form, bias: Fraction, name: Names) -> str:
    """Return an affine form in a few signs.

    >>> affine_text(Form.dense([1, -1]), Fraction(-2), "x"), affine_text(Form.dense([0]), Fraction(1, 2), "x")
    ('x0 - x1 - 2', '0.5')
    """
    if not form.indices:
        return brief(bias)
    return form_text(form, name) + (f" {'-' if bias < 0 else '+'} {brief(abs(bias))}" if bias else "")


def layer_lines(node: Network, name: Names, last: bool = False, classes: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return what stands in the box of a node that is not a gate; constant answers by the names of their classes.

    >>> layer_lines(Affine([[0]], [1]), "x", last=True, classes=("red", "blue"))
    ('blue',)

    >>> layer_lines(Affine([[2]], [1]), "x", last=True), layer_lines(Relu(3), "h")
    (('= 2 x + 1',), ('ReLU x 3',))
    >>> layer_lines(Affine([[0], [0]], [1, 2]), "x")
    ('= (1, 2)',)
    """
    match node:
        case Affine() if last and (called := _class_named(node, classes)):
            return (called,)
        case Affine() if last and node.output_width == 1:
            return (f"= {affine_text(node.weights[0], node.bias[0], name)}",)
        case Affine() if 1 < node.output_width <= 12 and not any([form.indices for form in node.weights]):
            return (f"= ({printable(', '.join([brief(value) for value in node.bias]), 24)})",)
        case Affine() if node.output_width == 1:
            return (f"affine {node.input_width} to 1", form_text(node.weights[0], name))
        case Affine():
            return (f"affine {node.input_width} to {node.output_width}",)
        case Relu():
            return (f"ReLU x {node.width}",)
        case Step():
            return (f"step x {node.width}",)
        case _:
            return _summary(node)


def _class_named(node: Affine, classes: tuple[str, ...]) -> str:
    if not classes or any([form.indices for form in node.weights]):
        return ""
    found = class_of(node.bias, classes)
    return "" if found is None else printable(classes[found], MOST_NAME)


def _summary(node: Network) -> tuple[str, ...]:
    size = size_of(node)
    counts = ((size.gates, "gate"), (size.neurons, "neuron"))
    parts = [count_of(count, what) for count, what in counts if count]
    return (f"folded: {node.input_width} to {node.output_width}", ", ".join(parts) or count_of(size.nodes, "part"))


def _has_gates(node: Network) -> bool:
    return any([isinstance(part, Branch) for part in distinct_nodes(node)])


def stage_counts(network: Network) -> dict[int, int]:
    """Return how many stages every node unrolls to, sequences within sequences laid out."""
    counts: dict[int, int] = {}
    for node in distinct_nodes(network):
        below = [counts[id(child)] for child in children(node)]
        counts[id(node)] = sum(below) if isinstance(node, Sequence) else 1
    return counts


def _flat(node: Network, backwards: bool = False) -> Iterator[Network]:
    """Yield the stages of a sequence, those of sequences within it in their places."""
    stack = [node]
    while stack:
        top = stack.pop()
        if isinstance(top, Sequence):
            stack.extend(top.stages if backwards else reversed(top.stages))
        else:
            yield top


def _in_order(start: Way) -> tuple[Box, ...]:
    """Return all boxes, each before those that come after it."""
    order: list[Box] = []
    seen: set[int] = set()
    stack: list[tuple[Box, bool]] = [(start.to, False)] if start.to is not None else []
    while stack:
        box, done = stack.pop()
        if done:
            order.append(box)
        elif id(box) not in seen:
            seen.add(id(box))
            stack.append((box, True))
            after = [way.to for way in box.ways] + [box.join]
            stack.extend([(item, False) for item in after if item is not None and id(item) not in seen])
    return tuple(reversed(order))


def _mark(boxes: tuple[Box, ...], classes: tuple[str, ...]) -> None:
    """Give boxes of one stored node a letter, but those that only name one of the classes."""
    same: dict[int, list[Box]] = {}
    for box in boxes:
        if box.node is not None and not (box.kind == "leaf" and box.lines[0] in classes):
            same.setdefault(id(box.node), []).append(box)
    for number, group in enumerate([group for group in same.values() if len(group) > 1]):
        letter = "abcdefghijklmnopqrstuvwxyz"[number % 26] + str(number // 26 or "")
        for box in group:
            box.mark = letter


def _send(start: Way, decisions: Iterator[bool], rows: int) -> None:
    """Send rows that decide alike through the chart, and count them on their ways."""
    way, forks = start, list[tuple[Box, int]]()
    while True:
        way.rows += rows
        box = way.to
        if box is None:
            return
        if box.kind == "join" and forks:
            fork, part = forks.pop()
            if part + 1 < len(fork.ways):
                forks.append((fork, part + 1))
                way = fork.ways[part + 1]
                continue
        box.rows += rows
        if box.kind == "fork":
            forks.append((box, 0))
        if box.kind == "gate":
            way = box.ways[next(decisions)]
            continue
        _consume(box, decisions)
        way = box.ways[0]


def _consume(box: Box, decisions: Iterator[bool]) -> None:
    """Take the decisions of what runs inside a box."""
    for node in box.runs():
        walk(node, (), _Taken(decisions))


class _Taken(Tuples[None]):
    """The algebra without values: decisions are taken as they were."""

    def __init__(self, decisions: Iterator[bool]) -> None:
        self._decisions = decisions

    def affine(self, node: Affine, state: tuple[None, ...]) -> tuple[None, ...]:
        return state

    def relu(self, node: Relu | Step, state: tuple[None, ...]) -> tuple[None, ...]:
        for _ in range(node.width):
            next(self._decisions)
        return state

    step = relu

    def gate(self, node: Branch, state: tuple[None, ...]) -> tuple[bool | None, tuple[None, ...]]:
        return next(self._decisions), state
