"""The checker's own network: read from its file, its rows in integers, bounded in its operations."""

from collections.abc import Sequence
from itertools import pairwise
from operator import add
from typing import Any, NamedTuple

from .budget import Budget, common_denominator, over, price
from .reader import document, entries, fields, integer, rational, read_width, released
from .verdict import Malformed

Row = tuple[tuple[tuple[int, int], ...], int]
"""The pairs (position, weight) of a form's non-zero weights, then its constant; integers over a scale kept beside."""

Pairs = tuple[tuple[int, tuple[int, int]], ...]
"""The pairs (position, weight) of a row as a file has it; a weight is a numerator and a denominator."""

MEASURES = ("additions", "multiplications", "comparisons", "total")
NOUNS = (*[measure[:-1] for measure in MEASURES[:3]], "operation")
"""What one is called that is counted in each measure."""

MOST = 2**256  # stop counting there: a tower of doublings would otherwise fill the memory with the digits of its size
_VISIT = {
    "affine": (32, 8),
    "identity": (16, 0),
    "relu": (40, 8),
    "step": (40, 8),
    "sequence": (40, 12),
    "concatenate": (60, 60),
    "branch": (5, 0),
}
"""What going on to a node takes, in steps, and what each row, coordinate or child of it takes."""


_CHILD = 3072  # the bits that a child of a sequence takes while it waits to run


class Node(NamedTuple):
    """One node: its kind, its widths, its children, its rows with their longest number, what a visit costs and takes.

    The one row of a branch is w . x - t. ``own`` and ``worst`` are in the order of ``MEASURES``: its own operations,
    and a bound on those of a visit with all that it runs below.
    """

    kind: str
    inputs: int
    outputs: int
    below: tuple["Node", ...]
    rows: tuple[Row, ...]
    scale: int
    bits: int
    size: int
    work: int
    own: tuple[int, ...]
    worst: tuple[int, ...]


def read_network(data: bytes, budget: Budget) -> Node:
    """Return the root of the network in a file, or refuse the file with the number of the node."""
    table = entries(fields(document(data, "network", budget), ("nodes",))["nodes"], "nodes")
    nodes: list[Node] = []
    used = [False] * len(table)
    for number, entry in enumerate(released(table)):
        budget.spend(50)
        try:
            nodes.append(_read(entries(entry, "a node"), nodes, used, budget))
        except Malformed as error:
            raise error.at(f"node {number}") from None
    if not nodes:
        raise Malformed("nodes must have at least one entry")
    for number in range(len(nodes) - 1):
        if not used[number]:
            raise Malformed(f"node {number} is used by no other node")
    return nodes[-1]


def node(
    kind: str, inputs: int, outputs: int, below: tuple[Node, ...] = (), rows: tuple[Row, ...] = (), scale: int = 1
) -> Node:
    """Return a node with all that is measured of it: bits, size, work, operations on its own and with its children."""
    bits, terms, own = _measured(kind, inputs, rows, scale)
    visit, each = _VISIT[kind]
    size = visit + 2 * terms + each * (inputs if kind in ("relu", "step") else len(rows) or len(below))
    if not below:
        return Node(kind, inputs, outputs, (), rows, scale, bits, size, size, own, own)
    if kind == "branch":
        low, high = below
        most = low.worst if low.worst == high.worst else map(max, low.worst, high.worst)
        worst = [*map(add, own, most)]
        work = size + (low.work if low.work > high.work else high.work)
    else:
        worst = [cost + sum(more) for cost, *more in zip(own, *[child.worst for child in below], strict=True)]
        work = size + sum([child.work for child in below])
    if max(worst) > MOST:
        worst = [min(most, MOST) for most in worst]
    return Node(kind, inputs, outputs, below, rows, scale, bits, size, min(work, MOST), own, tuple(worst))


def terms(affine: Node) -> int:
    """Return what the rows of an affine map or a branch take, in steps, without the visit."""
    return affine.size - _VISIT[affine.kind][0]


def _measured(kind: str, inputs: int, rows: tuple[Row, ...], scale: int) -> tuple[int, int, tuple[int, ...]]:
    """Return the longest number of the rows in bits, their terms, and what a visit of the node itself costs.

    It is as docs/reference/format.md counts it, in the order of ``MEASURES``.
    """
    bits, terms, additions, multiplications = scale.bit_length(), 0, 0, 0
    for pairs, constant in rows:
        if not pairs:  # no weight, no operation
            bits = max(bits, constant.bit_length())
            continue
        weights = [weight for _, weight in pairs]
        added = len(weights)
        negated = weights.count(-scale)
        bits = max(bits, constant.bit_length(), *map(int.bit_length, weights))
        terms += added
        multiplications += added - weights.count(scale) - negated
        if kind == "affine" and constant:
            added += 1
        elif kind == "affine" and negated == added:
            multiplications += 1
        additions += max(0, added - 1)
    comparisons = inputs if kind in ("relu", "step") else 1 if kind == "branch" else 0
    return bits, terms, (additions, multiplications, comparisons, additions + multiplications + comparisons)


def joined(kind: str, below: tuple[Node, ...]) -> Node:
    """Return the sequence or concatenation of nodes that fit."""
    if not below:
        raise Malformed(f"{kind} must have at least one part")
    outputs = below[-1].outputs
    for left, right in pairwise(below):
        if right.inputs != (left.outputs if kind == "sequence" else left.inputs):
            raise Malformed(f"the parts of {kind} do not fit: {left.inputs} -> {left.outputs}, then {right.inputs}")
    if kind == "concatenate":
        outputs = sum([child.outputs for child in below])
    return node(kind, below[0].inputs, outputs, below)


def sign_tests(rows: Sequence[list[int]], budget: Budget) -> Node:
    """Return the network that says of its inputs w whether w . row >= 0, for each of the rows, 1 or 0."""
    budget.spend(4 * len(rows) * len(rows[0]))
    forms = tuple([(tuple([(place, value) for place, value in enumerate(row) if value]), 0) for row in rows])
    return joined("sequence", (node("affine", len(rows[0]), len(rows), (), forms), node("step", len(rows), len(rows))))


def read_row(value: object, width: int, budget: Budget) -> Pairs:
    """Return a row: positions that increase within 0..width-1, each with its weight, which is not 0."""
    flat = entries(value, "a row")
    if len(flat) % 2:
        raise Malformed("a row must have a weight after each position")
    pairs = []
    previous = -1
    for place in range(0, len(flat), 2):
        position = integer(flat[place], "a position", previous + 1, width - 1)
        weight = rational(flat[place + 1], "a weight", budget)
        if weight[0] == 0:
            raise Malformed("a weight that is 0 must be left out")
        pairs.append((position, weight))
        previous = position
    return tuple(pairs)


def scaled(forms: list[Pairs], constants: list[tuple[int, int]], budget: Budget) -> tuple[tuple[Row, ...], int]:
    """Return rows with their constants in integers, and the least scale over which they are those; forms are let go."""
    budget.spend(20 * len(forms))
    denominators = [*[value[1] for value in constants], *[value[1] for form in forms for _, value in form]]
    scale = common_denominator(denominators, budget)
    if scale == 1:
        whole = zip(released(forms), constants, strict=True)
        return tuple([(tuple([(place, weight[0]) for place, weight in form]), value[0]) for form, value in whole]), 1
    rows = [
        (tuple([(place, over(weight, scale, budget)) for place, weight in form]), over(constant, scale, budget))
        for form, constant in zip(released(forms), constants, strict=True)
    ]
    return tuple(rows), scale


def _gate(form: Pairs, constant: int, denominator: int, budget: Budget) -> tuple[tuple[Row, ...], int]:
    """Return the one row of a gate, and its scale: if all weights are integers, the denominator of its threshold."""
    if any([below != 1 for _, (_, below) in form]):
        return scaled([form], [(constant, denominator)], budget)
    size = denominator.bit_length()
    budget.spend(sum([4 + price(weight.bit_length(), size) for _, (weight, _) in form]))
    budget.hold((len(form) + 1) * size)
    return ((tuple([(place, weight * denominator) for place, (weight, _) in form]), constant),), denominator


def _read(entry: list[Any], nodes: list[Node], used: list[bool], budget: Budget) -> Node:
    kind = entry[0] if entry else None
    if kind == "affine":
        _, inputs, rows, bias = entries(entry, "affine", 4)
        width = read_width(inputs, "the number of inputs")
        forms = [read_row(part, width, budget) for part in released(entries(rows, "rows"))]
        constants = [rational(value, "a bias", budget) for value in entries(bias, "bias", len(forms))]
        outputs = read_width(len(forms), "the number of rows")
        return node("affine", width, outputs, (), *scaled(forms, constants, budget))
    if kind in ("identity", "relu", "step"):
        width = read_width(entries(entry, kind, 2)[1], "the width")
        return node(kind, width, width)
    if kind in ("sequence", "concatenate"):
        children = entries(entries(entry, kind, 2)[1], "children")
        budget.spend(20 + 4 * len(children))
        budget.hold(_CHILD * len(children))
        whole = joined(kind, _children(children, nodes, used))
        read_width(whole.outputs, "the number of outputs side by side")
        return whole
    if kind == "branch":
        _, inputs, row, threshold, *sides = entries(entry, "branch", 6)
        budget.spend(45)
        width = read_width(inputs, "the number of inputs")
        form, (above, under) = read_row(row, width, budget), rational(threshold, "the threshold", budget)
        gate = _gate(form, -above, under, budget)
        below = _children(sides, nodes, used)
        for child in below:
            if child.inputs != width or child.outputs != below[0].outputs:
                raise Malformed("both sides of a branch must take its inputs and have equally many outputs")
        return node("branch", width, below[0].outputs, below, *gate)
    raise Malformed("not one of the seven forms")


def _children(value: object, nodes: list[Node], used: list[bool]) -> tuple[Node, ...]:
    indices = [integer(index, "a child", 0, len(nodes) - 1) for index in entries(value, "children")]
    for index in indices:
        used[index] = True
    return tuple([nodes[index] for index in indices])
