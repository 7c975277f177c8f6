"""On a line everything is exact: least comparisons by affine pieces, least operations by intervals."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction

from constructions.conditional.search_tree import affine_pieces
from constructions.model.dataset import Dataset, Label
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Branch, Form, Network, constant
from constructions.model.nouns import count_of

Line = list[tuple[Fraction, Label]]


def line_of(dataset: Dataset) -> Line:
    """Return the points of a data set on the line with their labels, in order.

    Raises:
        BadInput: if points have several coordinates.
    """
    if dataset.width != 1:
        raise BadInput(f"points must be on a line, but they have {count_of(dataset.width, 'coordinate')}")
    return sorted([(point[0], label) for point, label in zip(dataset.points, dataset.labels, strict=True)])


def least_pieces(dataset: Dataset) -> int:
    """Return K, the least number of intervals on each of which one affine function takes the labels.

    Any network that memorizes needs ceil(log2 K) comparisons on some point, and a search tree needs no more
    (theory, Theorem 30).

    >>> least_pieces(Dataset.from_rows([[i] for i in range(9)], [[i % 2] for i in range(9)]))
    5
    """
    return len(affine_pieces(line_of(dataset)))


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
    pairs = [(z, label[0]) for z, label in line]
    leaves = [_leaf_reach(pairs, cost) for cost in (0, 1, 2)]
    reach: list[list[int]] = []
    while not reach or reach[-1][0] < len(pairs):
        budget = len(reach)
        own = leaves[min(budget, 2)]
        if budget == 0:
            reach.append(own[:])
            continue
        before = reach[-1]
        split = [before[before[start]] if before[start] < len(pairs) else before[start] for start in range(len(pairs))]
        reach.append([max(a, b) for a, b in zip(own, split, strict=True)])
    operations = len(reach) - 1
    return Least(operations, _tree(pairs, reach, 0, len(pairs), operations))


def leaf_cost(weight: Fraction, bias: Fraction) -> int:
    """Return the operations of z -> weight z + bias, as docs/reference/format.md counts them.

    >>> [leaf_cost(Fraction(s), Fraction(b)) for s, b in ((0, 7), (1, 0), (1, 7), (-1, 7), (-1, 0), (3, 0), (3, 7))]
    [0, 0, 1, 1, 1, 1, 2]
    """
    if not weight:
        return 0
    multiplied = abs(weight) != 1 or (weight == -1 and not bias)
    return int(multiplied) + (bias != 0)


Pairs = Items[tuple[Fraction, Fraction]]


def _leaf_reach(pairs: Pairs, cost: int) -> list[int]:
    """Return for each start the end (exclusive) of the longest run that one leaf of at most this cost fits."""
    differences = [y - z for z, y in pairs]
    ends = [_runs([y for _, y in pairs]), _runs(differences, Fraction(0))]  # a constant, or z itself
    if cost >= 1:
        ends += [_runs(differences), _runs([y + z for z, y in pairs]), _ratios(pairs)]
    if cost >= 2:
        ends.append(_lines(pairs))
    return [max(column) for column in zip(*ends, strict=True)]


def _runs(values: Items[Fraction], wanted: Fraction | None = None) -> list[int]:
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
    ends = []
    for start in range(len(pairs)):
        stop, slope = start, None
        while stop < len(pairs):
            a, b = pairs[stop]
            if a == 0:
                if b != 0:
                    break
            elif slope is None:
                slope = b / a
            elif slope * a != b:
                break
            stop += 1
        ends.append(stop)
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


def _tree(pairs: Pairs, reach: list[list[int]], start: int, end: int, budget: int) -> Network:
    """Return a network for the points from start to end that takes at most ``budget`` operations."""
    leaf = _leaf(pairs[start:end])
    if leaf is not None and leaf_cost(*leaf) <= budget:
        weight, bias = leaf
        return Affine([[weight]], [bias]) if weight else constant([bias], 1)
    middle = min(reach[budget - 1][start], end)
    if middle == end:
        return _tree(pairs, reach, start, end, budget - 1)
    threshold = (pairs[middle - 1][0] + pairs[middle][0]) / 2
    sides = [_tree(pairs, reach, *ends, budget - 1) for ends in ((start, middle), (middle, end))]
    return Branch(Form.coordinate(0, 1), threshold, *sides)


def _leaf(pairs: Pairs) -> tuple[Fraction, Fraction] | None:
    """Return the cheapest s and b with y = s z + b at all of these points; None if there is no such map."""
    z, y = pairs[0]
    offers = [(Fraction(0), y), (Fraction(1), y - z), (Fraction(-1), y + z)]
    offers += [(b / a, Fraction(0)) for a, b in pairs[:2] if a]
    offers += [((v - y) / (a - z), y - (v - y) / (a - z) * z) for a, v in pairs[1:2]]
    fitting = [(s, b) for s, b in offers if all(s * a + b == v for a, v in pairs)]  # stops early
    return min(fitting, key=lambda found: leaf_cost(*found), default=None)
