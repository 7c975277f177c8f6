"""Data sets whose numbers are integers of 64 bits, by columns: read by many lines at once, and run all together.

Both are short cuts for what is large and plain. A file that is not as the project writes such numbers is left to
``dataset``, and a row for which nothing is found here to the engine.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from .budget import MAX_WIDTH, Budget, price
from .network import Node, terms
from .values import Values

BITS = 64
MAX_COUNT = 10**18
_PIECE = 2**16  # the bytes of lines that are read at once
_SLOT = '"%d"'
_LONG = 1024  # the bits that no number behind the maps passes
_NUMBER = 384  # the bits that a number of a list takes
_DIGITS = bytes([byte if byte in b"-0123456789" else 32 for byte in range(256)])


class Columns(Sequence[Values]):
    """Rows of integers, each followed by their common denominator 1, held as columns."""

    def __init__(self, columns: list[array[int]]) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return len(self.columns[0])

    def __getitem__(self, number: Any) -> Any:
        return [*[column[number] for column in self.columns], 1]

    def __iter__(self) -> Iterator[Values]:
        return ([*row, 1] for row in zip(*self.columns, strict=True))


class Distinct:
    """Whether points are all different: eight bytes are kept of each, so that rarely two are taken for one."""

    def __init__(self) -> None:
        self.marks = [array("q") for _ in range(256)]

    def add(self, marks: Iterable[int]) -> None:
        """Keep marks of points: hashes of texts, which, unlike integers', cannot be foreseen."""
        for mark in marks:
            self.marks[mark & 255].append(mark)

    def are_all(self) -> bool:
        """Return whether no two have the same mark."""
        return all([len(set(marks)) == len(marks) for marks in self.marks])


class Outputs(NamedTuple):
    """Rows, and what a network gives there: numerators for each output, and denominators; no number has more bits."""

    rows: list[int]
    columns: list[list[int]]
    denominators: list[int]
    bits: int = BITS


def by_columns(rows: list[Values]) -> Sequence[Values]:
    """Return rows as columns if all are integers of 64 bits, else as they are."""
    *columns, denominators = zip(*rows, strict=True)
    try:
        return Columns([array("q", column) for column in columns]) if max(denominators) == 1 else rows
    except OverflowError:
        return rows


def read_lines(data: bytes, seen: Distinct, budget: Budget) -> tuple[Columns, Columns, array[int]] | None:
    """Return points, labels and counts from lines of a file if all are rows of integers; the points are seen then.

    A piece of lines is taken for rows of these integers only if it is, byte for byte, what the project writes of them.
    None: something else stands there, or a count out of range.
    """
    start = 0
    point, _, label = data.partition(b"\n")[0].partition(b"],[")
    width, outputs = point.count(b'"') // 2, label.count(b'"') // 2
    if not width or not outputs or width + outputs > MAX_WIDTH:
        return None
    line = f"[[{','.join([_SLOT] * width)}],[{','.join([_SLOT] * outputs)}],%d]"
    columns, marks = [array("q") for _ in range(width + outputs + 1)], array("q")
    while start >= 0:
        stop = data.find(b",\n", start + _PIECE)
        piece = data[start : len(data) if stop < 0 else stop]
        if len(piece) > _PIECE + 24 * len(columns) + 64:  # its last line is longer than such a row can be
            return None
        start = -1 if stop < 0 else stop + 2
        texts = piece.translate(_DIGITS).split()
        rows = len(texts) // len(columns)
        budget.spend(4 * len(columns) + 2 * len(texts))
        if not rows or rows * len(columns) != len(texts) or max(map(len, texts)) > 20:
            return None
        try:
            numbers = [*map(int, texts)]
            for place, column in enumerate(columns):
                column.extend(numbers[place :: len(columns)])
        except (ValueError, OverflowError):  # no integer, or none of 64 bits
            return None
        if (",\n".join([line] * rows) % tuple(numbers)).encode() != piece:
            return None
        counts = numbers[len(columns) - 1 :: len(columns)]
        if min(counts) < 1 or max(counts) > MAX_COUNT:
            return None
        marks.extend([hash(row.partition(b"]")[0]) for row in piece.split(b",\n")])
    seen.add(marks)
    return Columns(columns[:width]), Columns(columns[width:-1]), columns[-1]


def at_rows(network: Node, points: Columns, budget: Budget) -> Outputs:
    """Return what a network gives at points, if it is affine maps, then a tree of gates with affine leaves.

    It is found for groups of rows: whatever has come to a node goes on from it at once. Rows are left out that come to
    a node of another kind, and all where numbers grow long, for they are not reduced here, or take too much memory.
    """
    *maps, tree = network.below if network.kind == "sequence" else (network,)
    columns: Sequence[Sequence[int]] = points.columns
    denominator, bits, size = 1, BITS, len(points)
    if tree.kind not in ("affine", "branch") or any([part.kind != "affine" for part in maps]):
        return Outputs([], [], [])
    for part in maps:
        longer = bits + part.bits + part.inputs.bit_length()
        if longer > _LONG or size * part.outputs * (longer + _NUMBER) > budget.bits:
            return Outputs([], [], [])
        budget.spend(size * terms(part) * price(bits, part.bits))
        budget.hold(size * part.outputs * (longer + _NUMBER))
        columns = [_summed(pairs, constant * denominator, columns, range(size)) for pairs, constant in part.rows]
        denominator, bits = denominator * part.scale, longer
    if (size + 1) * (tree.outputs + 3) * (bits + _NUMBER) > budget.bits:
        return Outputs([], [], [])
    budget.hold((size + 1) * (tree.outputs + 3) * (bits + _NUMBER))
    found = Outputs([], [[] for _ in range(tree.outputs)], [])
    first = tree.rows[0][0][0][0] if tree.kind == "branch" and tree.rows[0][0] else 0
    budget.spend(size * size.bit_length())
    waiting, longest = [(tree, sorted(range(size), key=columns[first].__getitem__))], 0
    while waiting:
        node, rows = waiting.pop()
        each = price(bits, node.bits)  # no denominator is longer
        budget.spend(20 + len(rows) // 3 + 3 * each)
        if node.kind == "branch":
            ((pairs, constant),) = node.rows
            if len(pairs) == 1 and pairs[0][0] == first and pairs[0][1] > 0:
                least = -(constant * denominator // pairs[0][1])  # w x + c >= 0 if x >= -(c // w), and only then
                cut = bisect_left(rows, least, key=columns[first].__getitem__)
                below, above = rows[:cut], rows[cut:]
            else:
                budget.spend(len(rows) * (12 + terms(node) * each))
                totals = _summed(pairs, constant * denominator, columns, rows)
                below = [row for row, total in zip(rows, totals, strict=True) if total < 0]
                above = [row for row, total in zip(rows, totals, strict=True) if total >= 0]
            if below:
                waiting.append((node.below[0], below))
            if above:
                waiting.append((node.below[1], above))
        elif node.kind == "affine" and len(rows) * node.outputs * node.bits <= budget.bits:
            budget.spend(len(rows) * terms(node) * each)
            budget.hold(len(rows) * node.outputs * node.bits)
            longest = max(longest, bits + node.bits + node.inputs.bit_length())
            found.rows.extend(rows)
            found.denominators.extend([denominator * node.scale] * len(rows))
            for column, (pairs, constant) in zip(found.columns, node.rows, strict=True):
                column.extend(_summed(pairs, constant * denominator, columns, rows))
    return found._replace(bits=longest)


def _summed(
    pairs: tuple[tuple[int, int], ...], shift: int, columns: Sequence[Sequence[int]], rows: Sequence[int]
) -> list[int]:
    """Return the sum of weight times column, and of a number, at some rows."""
    if not pairs:
        return [shift] * len(rows)
    return [sum([weight * columns[place][row] for place, weight in pairs], shift) for row in rows]
