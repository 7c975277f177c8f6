"""The checker's own network: read from its file, run at a point in integers, bounded in its operations."""

from dataclasses import dataclass
from itertools import pairwise
from math import gcd
from typing import Any

from .budget import MAX_WIDTH, Budget, common_denominator, price
from .reader import document, entries, fields, integer, rational
from .verdict import Malformed

Numbers = list[int]
"""d numerators over one positive common denominator, which comes last: d + 1 integers for a point of Q^d."""

Row = tuple[tuple[tuple[int, int], ...], int]
"""The pairs (position, weight) of a form's non-zero weights, then a constant; integers over a scale kept beside."""


@dataclass(frozen=True, slots=True)
class Node:
    """One node: its kind, its widths, its children, its rows with their longest number, what a visit costs and takes.

    ``cost`` and ``worst`` are in the order of ``MEASURES``; ``worst`` bounds a visit with all that it runs below.
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
    worst: tuple[int, ...]


MEASURES = ("additions", "multiplications", "comparisons", "total")

_VISIT = 8  # what going on to a node takes, in steps: a chain of tiny nodes ran ten times as long as it paid for
_OBJECT = 256  # the bits that the interpreter keeps around a number


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


def evaluate(root: Node, numbers: Numbers, budget: Budget) -> Numbers:
    """Run the network at a point. A coordinate at exactly 0 counts as >= 0; so does a gate at its threshold."""
    bits = _longest(numbers)
    todo: list[Node | _Part] = [root]
    while todo:
        node = todo.pop()
        if isinstance(node, _Part):
            numbers, bits = node.next(numbers, bits, todo, budget)
            continue
        kind = node.kind
        budget.spend(node.size * price(bits, node.bits))
        if kind == "branch":
            (pairs, threshold) = node.rows[0]
            total = -threshold * numbers[-1]
            for position, weight in pairs:
                total += weight * numbers[position]
            todo.append(node.below[1] if total >= 0 else node.below[0])
        elif kind == "affine":
            before = budget.bits
            budget.hold(2 * (len(node.rows) + 1) * (bits + node.bits + _OBJECT))
            numbers = _affine(node, numbers)
            if node.scale != 1:
                numbers = _reduced(numbers, budget)
            budget.bits = before
            bits = _longest(numbers)
        elif kind == "sequence":
            todo.extend(reversed(node.below))
        elif kind == "relu":
            numbers = [value if value >= 0 else 0 for value in numbers]
        elif kind == "step":
            numbers = [*[1 if value >= 0 else 0 for value in numbers[:-1]], 1]
        elif kind == "concatenate":
            todo.extend((_Part(node, numbers, bits, budget), node.below[0]))
    return _reduced(numbers, budget)


class _Part:
    """A concatenation under way: its input, and the outputs of the parts that have run."""

    def __init__(self, node: Node, given: Numbers, bits: int, budget: Budget) -> None:
        self.node, self.given, self.bits, self.outputs = node, given, bits, list[Numbers]()
        self.longest, self.before = 0, budget.bits
        budget.hold(len(given) * (bits + _OBJECT))

    def next(self, output: Numbers, bits: int, todo: "list[Node | _Part]", budget: Budget) -> tuple[Numbers, int]:
        """Keep the outputs of a part that has run; start the next part, or put all outputs side by side."""
        self.outputs.append(output)
        self.longest = max(self.longest, bits)
        budget.hold(len(output) * (bits + _OBJECT))
        if len(self.outputs) < len(self.node.below):
            todo.extend((self, self.node.below[len(self.outputs)]))
            return self.given, self.bits
        denominator = common_denominator([output[-1] for output in self.outputs], budget)
        budget.hold(self.node.outputs * denominator.bit_length())
        budget.spend(self.node.outputs * price(self.longest, denominator.bit_length()))
        factors = [denominator // output[-1] for output in self.outputs]
        joined = [value * factor for output, factor in zip(self.outputs, factors, strict=True) for value in output[:-1]]
        joined.append(denominator)
        budget.bits = self.before
        return joined, _longest(joined)


def _affine(node: Node, numbers: Numbers) -> Numbers:
    denominator = numbers[-1]
    result = []
    for pairs, constant in node.rows:
        total = constant * denominator
        for position, weight in pairs:
            total += weight * numbers[position]
        result.append(total)
    result.append(denominator * node.scale)
    return result


def _reduced(numbers: Numbers, budget: Budget) -> Numbers:
    """Return the same point over its least common denominator, so that equal points are equal lists."""
    common = numbers[-1]
    for value in numbers:
        if common == 1:
            return numbers
        budget.spend(price(common.bit_length(), value.bit_length()))
        common = gcd(common, value)
    budget.spend(len(numbers) * price(common.bit_length(), _longest(numbers)))
    return [value // common for value in numbers]


def _longest(numbers: Numbers) -> int:
    return max(map(int.bit_length, numbers))


def _node(entry: list[Any], nodes: list[Node], used: list[bool], budget: Budget) -> Node:
    kind = entry[0] if entry else None
    if kind == "affine":
        return _read_affine(entry, budget)
    if kind in ("identity", "relu", "step"):
        width = integer(entries(entry, kind, 2)[1], "the width", 1, MAX_WIDTH)
        worst = (0, 0, 0, 0) if kind == "identity" else (0, 0, width, width)
        return Node(kind, width, width, (), (), 1, 0, _VISIT + width, _VISIT + width, worst)
    if kind in ("sequence", "concatenate"):
        below = _children(entries(entry, kind, 2)[1], nodes, used)
        return _joined(kind, below)
    if kind == "branch":
        return _read_branch(entries(entry, kind, 6), nodes, used, budget)
    raise Malformed("not one of the seven forms")


def _read_affine(entry: list[Any], budget: Budget) -> Node:
    _, inputs, rows, bias = entries(entry, "affine", 4)
    width = integer(inputs, "the number of inputs", 1, MAX_WIDTH)
    forms = [_form(row, width) for row in entries(rows, "rows")]
    constants = [rational(value, "a bias") for value in entries(bias, "bias", len(forms))]
    if not 1 <= len(forms) <= MAX_WIDTH:
        raise Malformed(f"rows must have 1..{MAX_WIDTH} entries, not {len(forms)}")
    denominators = [*[value[1] for value in constants], *[value[1] for form in forms for _, value in form]]
    scale = common_denominator(denominators, budget)
    scaled = tuple([_scaled(form, value, scale) for form, value in zip(forms, constants, strict=True)])
    costs = [_row_cost(row, scale) for row in scaled]
    additions, multiplications = sum([cost[0] for cost in costs]), sum([cost[1] for cost in costs])
    worst = (additions, multiplications, 0, additions + multiplications)
    size = _VISIT + len(forms) + sum([len(form) for form in forms])
    return Node("affine", width, len(forms), (), scaled, scale, _row_bits(scaled, scale), size, size, worst)


def _read_branch(entry: list[Any], nodes: list[Node], used: list[bool], budget: Budget) -> Node:
    width = integer(entry[1], "the number of inputs", 1, MAX_WIDTH)
    form, threshold = _form(entry[2], width), rational(entry[3], "the threshold")
    scale = common_denominator([threshold[1], *[value[1] for _, value in form]], budget)
    row = _scaled(form, threshold, scale)
    below = _children(entry[4:6], nodes, used)
    for child in below:
        if child.inputs != width or child.outputs != below[0].outputs:
            raise Malformed("both sides of a branch must take its inputs and have equally many outputs")
    own = (max(0, len(form) - 1), _multiplied(row[0], scale), 1)
    worst = tuple([cost + max(below[0].worst[i], below[1].worst[i]) for i, cost in enumerate((*own, sum(own)))])
    size = _VISIT + len(form)
    work = _capped(size + max(below[0].work, below[1].work))
    bits, maxima = _row_bits((row,), scale), tuple(map(_capped, worst))
    return Node("branch", width, below[0].outputs, below, (row,), scale, bits, size, work, maxima)


def _joined(kind: str, below: tuple[Node, ...]) -> Node:
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
    return Node(kind, below[0].inputs, outputs, below, (), 1, 0, size, work, worst)


def _children(value: object, nodes: list[Node], used: list[bool]) -> tuple[Node, ...]:
    indices = [integer(index, "a child", 0, len(nodes) - 1) for index in entries(value, "children")]
    for index in indices:
        used[index] = True
    return tuple([nodes[index] for index in indices])


def _form(value: object, width: int) -> tuple[tuple[int, tuple[int, int]], ...]:
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


def _scaled(form: tuple[tuple[int, tuple[int, int]], ...], constant: tuple[int, int], scale: int) -> Row:
    pairs = tuple([(position, above * (scale // below)) for position, (above, below) in form])
    return pairs, constant[0] * (scale // constant[1])


def _row_bits(rows: tuple[Row, ...], scale: int) -> int:
    return max([_longest([scale, constant, *[weight for _, weight in pairs]]) for pairs, constant in rows])


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
