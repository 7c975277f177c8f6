"""On a line everything is exact: least comparisons by affine pieces, least operations by intervals."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from constructions.conditional.search_tree import affine_pieces, constant_pieces
from constructions.model.dataset import Dataset, Label
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Branch, Form, Network, constant
from constructions.model.nouns import count_of
from verify.claims.comparisons_needed import Leaves

Line = list[tuple[Fraction, Label]]

Number = int | Fraction
_LONG = 256
"""How many bits a common denominator may have."""

Pairs = Items[tuple[Number, Number]]
"""The points of a line with their labels, one number each, both in the same unit."""


def check_line(dataset: Dataset) -> None:
    """Refuse points that have several coordinates; raises BadInput."""
    if dataset.width != 1:
        raise BadInput(f"points must be on a line, but they have {count_of(dataset.width, 'coordinate')}")


def line_of(dataset: Dataset) -> Line:
    """Return the points of a data set on the line with their labels, in order.

    Raises:
        BadInput: if points have several coordinates.
    """
    check_line(dataset)
    places = [point[0] for point in dataset.points]
    order = sorted(range(len(places)), key=_whole(places).__getitem__)
    return [(places[number], dataset.labels[number]) for number in order]


def _whole(values: Items[Fraction]) -> Items[Number]:
    """Return the multiples of numbers by a common denominator, which are compared sooner, unless they are too long."""
    scale = 1
    for value in values:
        scale = lcm(scale, value.denominator)
        if scale.bit_length() > _LONG:
            return values
    return [value.numerator * (scale // value.denominator) for value in values]


def least_pieces(dataset: Dataset, leaves: Leaves = "affine") -> int:
    """Return K, the least number of intervals on each of which one affine function, or one value, takes the labels.

    Any network that memorizes, or any tree with constant leaves, needs ceil(log2 K) comparisons on some point, and a
    search tree needs no more (theory, Theorem 30).

    >>> least_pieces(Dataset.from_rows([[i] for i in range(9)], [[i % 2] for i in range(9)]))
    5
    """
    return len((affine_pieces if leaves == "affine" else constant_pieces)(line_of(dataset)))


@dataclass(frozen=True, slots=True)
class Least:
    """The least worst-case number of operations T(D) on a line, and a network that attains it."""

    operations: int
    network: Network


def least_operations(dataset: Dataset) -> Least:
    """Return T(D) for a data set on a line with one number as label: additions, multiplications and comparisons.

    A network unrolls to a tree of tests z >= t, one operation each, whose leaves are affine maps of z: a constant or z
    itself costs 0, z + b, b - z, s z and -z cost 1, any other 2. With T operations an interval can be covered from
    point i to the farthest point that one leaf of cost at most T reaches, or that T - 1 operations reach on both sides
    of a test; taking the farthest each time is best (theory, Theorem 33).

    Raises:
        BadInput: if points or labels have several numbers.

    >>> [least_operations(Dataset.from_rows([[i + 2] for i in range(n)], [[i % 2] for i in range(n)])).operations
    ...  for n in range(1, 11)]
    [0, 1, 2, 2, 3, 3, 3, 3, 4, 4]
    """
    line = line_of(dataset)
    if dataset.label_width != 1:
        raise BadInput(f"labels must be one number each, not {dataset.label_width}")
    values = _whole([*[z for z, _ in line], *[label[0] for _, label in line]])
    kinds = _leaf_ends([*zip(values[: len(line)], values[len(line) :], strict=True)])
    leaves = [
        [max(ends) for ends in zip(*[kind for cost, kind in kinds if cost <= most], strict=True)] for most in _COSTS
    ]
    reach = [leaves[0]]
    while reach[-1][0] < len(line):
        before, own = reach[-1], leaves[min(len(reach), 2)]
        split = [before[end] if end < len(line) else end for end in before]
        reach.append([max(a, b) for a, b in zip(own, split, strict=True)])
    operations = len(reach) - 1
    return Least(operations, _tree(line, kinds, reach, 0, len(line), operations))


_COSTS = (0, 1, 2)
"""What leaves cost: see ``_leaf_ends``."""

Kinds = list[tuple[int, list[int]]]


def _leaf_ends(pairs: Pairs) -> Kinds:
    """Return for each kind of leaf what it costs, and for each start the end (exclusive) of the longest run it fits.

    The kinds are a constant, z itself, z + b, b - z, s z and s z + b.
    """
    differences = [y - z for z, y in pairs]
    return [
        (0, _runs([y for _, y in pairs])),
        (0, _runs(differences, 0)),
        (1, _runs(differences)),
        (1, _runs([y + z for z, y in pairs])),
        (1, _ratios(pairs)),
        (2, _lines(pairs)),
    ]


def _runs(values: Items[Number], wanted: Number | None = None) -> list[int]:
    """Return the ends of the runs along which a value stays the same, and is the wanted one."""
    ends = [0] * len(values)
    end = len(values)
    for number in reversed(range(len(values))):
        if number + 1 < len(values) and values[number] != values[number + 1]:
            end = number + 1
        ends[number] = end if wanted is None or values[number] == wanted else number
    return ends


def _ratios(pairs: Pairs) -> list[int]:
    """Return the ends of the runs along which y = s z for one s."""
    ends = [0] * len(pairs)
    end, known = (
        len(pairs),
        -1,
    )  # of the run that goes on to the right: its end, and its first point that says what s is
    for number in reversed(range(len(pairs))):
        z, y = pairs[number]
        if z == 0 != y:
            end, known = number, -1
        elif z != 0:
            if known >= 0 and y * pairs[known][0] != pairs[known][1] * z:
                end = known
            known = number
        ends[number] = end
    return ends


def _lines(pairs: Pairs) -> list[int]:
    """Return the ends of the runs that one affine function fits."""
    ends = [len(pairs)] * len(pairs)
    end = len(pairs)
    for start in reversed(range(len(pairs) - 2)):
        (a, u), (b, v), (c, w) = pairs[start : start + 3]
        if (v - u) * (c - b) != (w - v) * (b - a):
            end = start + 2
        ends[start] = end
    return ends


def _tree(line: Line, kinds: Kinds, reach: list[list[int]], start: int, end: int, budget: int) -> Network:
    """Return a network for the points from start to end that takes at most ``budget`` operations."""
    fitting = [number for number, (cost, ends) in enumerate(kinds) if cost <= budget and ends[start] >= end]
    if fitting:
        weight, bias = _leaf(line[start : min(end, start + 2)], fitting[0])
        return Affine([[weight]], [bias]) if weight else constant([bias], 1)
    middle = min(reach[budget - 1][start], end)
    if middle == end:
        return _tree(line, kinds, reach, start, end, budget - 1)
    threshold = (line[middle - 1][0] + line[middle][0]) / 2
    sides = [_tree(line, kinds, reach, *ends, budget - 1) for ends in ((start, middle), (middle, end))]
    return Branch(Form.coordinate(0, 1), threshold, *sides)


def _leaf(few: Line, kind: int) -> tuple[Fraction, Fraction]:
    """Return s and b of the leaf s z + b of a kind, numbered as in ``_leaf_ends``, that fits its first points."""
    (z, (y,)), (a, (v,)) = few[0], few[-1]
    slope = [Fraction(0), Fraction(1), Fraction(1), Fraction(-1), y / z if z else v / a if a else Fraction(0)]
    weight = slope[kind] if kind < len(slope) else (v - y) / (a - z)
    return weight, y - weight * z
