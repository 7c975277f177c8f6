"""The checker's own network: read from its file, its rows in integers, bounded in its operations."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .budget import MAX_WIDTH, Budget, common_denominator, over
from .reader import document, entries, fields, integer, rational
from .verdict import Malformed

Row = tuple[tuple[tuple[int, int], ...], int]
"""The pairs (position, weight) of a form's non-zero weights, then a constant; integers over a scale kept beside."""


@dataclass(frozen=True, slots=True)
class Node:
    """One node: its kind, its widths, its children, its rows with their longest number, what a visit costs and takes.

    ``own`` and ``worst`` are in the order of ``MEASURES``: its own operations, and a bound on those of a visit with all
    that it runs below.
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


MEASURES = ("additions", "multiplications", "comparisons", "total")

_VISIT = 8  # what going on to a node takes, in steps: a chain of tiny nodes ran ten times as long as it paid for


def read_network(data: bytes, budget: Budget) -> Node:
    """Return the root of the network in a file, or refuse the file with the number of the node."""
    table = entries(fields(document(data, "network"), ("nodes",))["nodes"], "nodes")
    nodes: list[Node] = []
    used = [False] * len(table)
    for number, entry in enumerate(table):
        try:
            nodes.append(_node(entries(entry, "a node"), nodes, used, budget))
        except Malformed as error:
            raise Malformed(f"node {number}: {error}") from None
    if not nodes:
        raise Malformed("nodes must have at least one entry")
    for number in range(len(nodes) - 1):
        if not used[number]:
            raise Malformed(f"node {number} is used by no other node")
    return nodes[-1]


def _node(entry: list[Any], nodes: list[Node], used: list[bool], budget: Budget) -> Node:
    kind = entry[0] if entry else None
    if kind == "affine":
        return _read_affine(entry, budget)
    if kind in ("identity", "relu", "step"):
        width = integer(entries(entry, kind, 2)[1], "the width", 1, MAX_WIDTH)
        worst = (0, 0, 0, 0) if kind == "identity" else (0, 0, width, width)
        size = _VISIT if kind == "identity" else _VISIT + width
        return Node(kind, width, width, (), (), 1, 0, size, size, worst, worst)
    if kind in ("sequence", "concatenate"):
        below = _children(entries(entry, kind, 2)[1], nodes, used)
        return joined(kind, below)
    if kind == "branch":
        return _read_branch(entries(entry, kind, 6), nodes, used, budget)
    raise Malformed("not one of the seven forms")


def _read_affine(entry: list[Any], budget: Budget) -> Node:
    _, inputs, rows, bias = entries(entry, "affine", 4)
    width = integer(inputs, "the number of inputs", 1, MAX_WIDTH)
    forms = [read_row(part, width) for part in entries(rows, "rows")]
    constants = [rational(value, "a bias") for value in entries(bias, "bias", len(forms))]
    if not 1 <= len(forms) <= MAX_WIDTH:
        raise Malformed(f"rows must have 1..{MAX_WIDTH} entries, not {len(forms)}")
    denominators = [*[value[1] for value in constants], *[value[1] for form in forms for _, value in form]]
    scale = common_denominator(denominators, budget)
    scaled = tuple([_scaled(form, value, scale, budget) for form, value in zip(forms, constants, strict=True)])
    costs = [_row_cost(row, scale) for row in scaled]
    additions, multiplications = sum([cost[0] for cost in costs]), sum([cost[1] for cost in costs])
    worst = (additions, multiplications, 0, additions + multiplications)
    size = _VISIT + len(forms) + sum([len(form) for form in forms])
    return Node("affine", width, len(forms), (), scaled, scale, _row_bits(scaled, scale), size, size, worst, worst)


def _read_branch(entry: list[Any], nodes: list[Node], used: list[bool], budget: Budget) -> Node:
    width = integer(entry[1], "the number of inputs", 1, MAX_WIDTH)
    form, threshold = read_row(entry[2], width), rational(entry[3], "the threshold")
    scale = common_denominator([threshold[1], *[value[1] for _, value in form]], budget)
    row = _scaled(form, threshold, scale, budget)
    below = _children(entry[4:6], nodes, used)
    for child in below:
        if child.inputs != width or child.outputs != below[0].outputs:
            raise Malformed("both sides of a branch must take its inputs and have equally many outputs")
    kinds = (max(0, len(form) - 1), _multiplied(row[0], scale), 1)
    own = (*kinds, sum(kinds))
    worst = tuple([cost + max(below[0].worst[i], below[1].worst[i]) for i, cost in enumerate(own)])
    size = _VISIT + len(form)
    work = _capped(size + max(below[0].work, below[1].work))
    bits, maxima = _row_bits((row,), scale), tuple(map(_capped, worst))
    return Node("branch", width, below[0].outputs, below, (row,), scale, bits, size, work, own, maxima)


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
        if outputs > MAX_WIDTH:
            raise Malformed(f"{outputs} outputs side by side are more than the limit of {MAX_WIDTH}")
    size = _VISIT + len(below) + (outputs + 2 * _VISIT if kind == "concatenate" else 0)
    worst = tuple([_capped(sum([child.worst[i] for child in below])) for i in range(4)])
    work = _capped(size + sum([child.work for child in below]))
    return Node(kind, below[0].inputs, outputs, below, (), 1, 0, size, work, (0, 0, 0, 0), worst)


def tests(rows: tuple[list[int], ...], budget: Budget) -> Node:
    """Return the network that says of its inputs w whether w . row >= 0, for each of the rows, 1 or 0; not counted."""
    budget.spend(4 * len(rows) * len(rows[0]))
    width, none = len(rows[0]), (0, 0, 0, 0)
    scaled = tuple([(tuple([(place, value) for place, value in enumerate(row) if value]), 0) for row in rows])
    size = _VISIT + len(rows) * (width + 1)
    affine = Node("affine", width, len(rows), (), scaled, 1, _row_bits(scaled, 1), size, size, none, none)
    step = Node("step", len(rows), len(rows), (), (), 1, 0, _VISIT + len(rows), _VISIT + len(rows), none, none)
    return joined("sequence", (affine, step))


def _children(value: object, nodes: list[Node], used: list[bool]) -> tuple[Node, ...]:
    indices = [integer(index, "a child", 0, len(nodes) - 1) for index in entries(value, "children")]
    for index in indices:
        used[index] = True
    return tuple([nodes[index] for index in indices])


def read_row(value: object, width: int) -> tuple[tuple[int, tuple[int, int]], ...]:
    """Return the pairs (position, weight) of a row; a weight is a numerator and a denominator."""
    flat = entries(value, "a row")
    if len(flat) % 2:
        raise Malformed("a row must have a weight after each position")
    pairs = []
    previous = -1
    for place in range(0, len(flat), 2):
        position = integer(flat[place], "a position", previous + 1, width - 1)
        weight = rational(flat[place + 1], "a weight")
        if weight[0] == 0:
            raise Malformed("a weight that is 0 must be left out")
        pairs.append((position, weight))
        previous = position
    return tuple(pairs)


def _scaled(
    form: tuple[tuple[int, tuple[int, int]], ...], constant: tuple[int, int], scale: int, budget: Budget
) -> Row:
    return tuple([(place, over(weight, scale, budget)) for place, weight in form]), over(constant, scale, budget)


def _row_bits(rows: tuple[Row, ...], scale: int) -> int:
    return max(
        [n.bit_length() for pairs, constant in rows for n in (scale, constant, *[weight for _, weight in pairs])]
    )


def _row_cost(row: Row, scale: int) -> tuple[int, int]:
    """Return additions and multiplications of w . x + b, as docs/format.md counts them."""
    pairs, constant = row
    terms = len(pairs) + (1 if constant else 0)
    negation = bool(pairs) and not constant and all([weight == -scale for _, weight in pairs])
    return max(0, terms - 1), _multiplied(pairs, scale) + negation


def _multiplied(pairs: tuple[tuple[int, int], ...], scale: int) -> int:
    return sum([weight not in (scale, -scale) for _, weight in pairs])


def _capped(count: int) -> int:
    """Stop counting at 2^256: a tower of doublings would otherwise fill the memory with the digits of its size."""
    return min(count, 2**256)
