"""Binned trees: every coordinate falls into a bin, and the bins together name a row of a table (Yang et al. 2018)."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence as Items
from fractions import Fraction
from itertools import pairwise

from constructions.conditional.search_tree import constant_pieces, shared_constant
from constructions.families.selection import total, wires
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset, Label
from constructions.model.network import Branch, Form, Network, Sequence, constant
from constructions.model.rational import different, ranks_of

COST = Cost(
    gates="m + K - 1",
    parameters="2*m + K - 1 + d*K",
    comparisons="h",
    additions="g - 1",
    depth="h",
    bounds={"m": "p*(n - 1)", "K": "n", "g": "p", "h": "(p + 1)*ceiling(log(n, 2))"},
)


def binned(cuts: Items[Items[Fraction]], table: Mapping[tuple[int, ...], Label]) -> Network:
    """Return x -> table[bins of x], where the bin of x_j is the number of its cut points that are at most x_j.

    The original bin is the argmax of softmax((k x - beta_1 - ... - beta_k) / tau) over k = 0, ..., D. Its logits rise
    by x - beta_k from one to the next, so the argmax is this bin on every input, but at a cut point, where two logits
    tie; the soft bins tend to it as tau tends to 0. The bins are found by bisection instead of D comparisons, and
    their Kronecker product is a number in mixed radix, looked up in a table. A row that the table leaves out has the
    label of the row before it that is there, or else of the first one.

    Args:
        cuts: for each coordinate its cut points, increasing; none if the coordinate is not read.
        table: for tuples with one bin a coordinate, counted from 0, the output.

    Raises:
        ValueError: if there is no row, cut points do not increase, or a row of the table is no tuple of bins.

    Source: Yang, Garcia Morillo, Hospedales 2018, *Deep neural decision trees*; theory, Theorem 83.

    >>> from constructions.model.evaluation import evaluate
    >>> five, six = (Fraction(5),), (Fraction(6),)
    >>> network = binned([[Fraction(0), Fraction(2)]], {(0,): five, (1,): six, (2,): five})
    >>> [int(evaluate(network, [x])[0]) for x in (-1, 0, 2)]
    [5, 6, 5]
    """
    _check(cuts, table)
    sizes = [len(points) + 1 for points in cuts]
    strides, stride = [0] * len(cuts), 1
    for place in reversed(range(len(cuts))):
        strides[place], stride = stride, stride * sizes[place]
    coded = sorted([(sum([b * s for b, s in zip(row, strides, strict=True)]), label) for row, label in table.items()])
    line = [(Fraction(code), label) for code, label in coded]
    runs = constant_pieces(line)
    leaves: dict[str, Network] = {}
    rows = _bisected([run.first for run in runs[1:]], [shared_constant(run.offset, leaves) for run in runs])
    bins: list[Network] = []
    for place, points in enumerate(cuts):
        if points:
            numbers = [constant([number * strides[place]], 1) for number in range(sizes[place])]
            bins.append(Sequence((wires([place], len(cuts)), _bisected(points, numbers))))
    return Sequence((total(bins), rows)) if bins else constant(runs[0].offset, len(cuts))


def binned_tree(dataset: Dataset) -> Built:
    """Return bins and a table that memorize ``dataset``, by comparisons and the additions of the mixed radix alone.

    At first every coordinate is cut between any two of its values, so no two points share all bins. Then coordinate by
    coordinate the cuts are made as few as they can be while points with different labels still differ in a bin: from
    the left a cut is kept only where the points since the last one, joined by the next value, would have two labels in
    one row of the table. With D_j cuts left in coordinate j and K runs of equal labels along the table, h = sum
    ceil(log2(D_j + 1)) + ceil(log2 K) comparisons.

    Source: rule as in Yang et al. 2018, the choice of cuts derived here; theory, Theorem 83.

    >>> built = binned_tree(Dataset.from_rows([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]))
    >>> built.values["m"], built.promise
    (2, Operations(additions=1, multiplications=0, comparisons=4))
    """
    if len(different(dataset.labels)) == 1:
        return single_label(dataset.labels[0], dataset)
    cuts = needed_cuts(dataset)
    table = {
        tuple([bisect_right(points, x) for points, x in zip(cuts, point, strict=True)]): label
        for point, label in zip(dataset.points, dataset.labels, strict=True)
    }
    runs = sum([table[one] != table[two] for one, two in pairwise(sorted(table))]) + 1
    letters = {
        "n": dataset.size,
        "p": dataset.width,
        "d": dataset.label_width,
        "m": sum(map(len, cuts)),
        "K": runs,
        "g": sum(map(bool, cuts)),
        "h": sum([len(points).bit_length() for points in cuts]) + (runs - 1).bit_length(),
    }
    return Built(binned(cuts, table), COST, letters)


def needed_cuts(dataset: Dataset) -> list[list[Fraction]]:
    """Return cut points for each coordinate, none of which can be left out alone, such that bins tell labels apart.

    >>> needed_cuts(Dataset.from_rows([[0, 0], [1, 5], [2, 0]], [[0], [1], [0]]))
    [[], [Fraction(5, 2)]]
    """
    points = dataset.points
    behind: list[list[int]] = [[0] * dataset.size]  # rows of the table in the coordinates from some place on
    for place in reversed(range(1, dataset.width)):
        behind.append(_numbered(list(zip(ranks_of([(point[place],) for point in points])[1], behind[-1], strict=True))))
    before, found = [0] * dataset.size, []
    for place in range(dataset.width):
        values = [point[place] for point in points]
        others = list(zip(before, behind.pop(), strict=True))
        cuts = _fewest(values, others, dataset.labels)
        found.append(cuts)
        bins = [bisect_right(cuts, value) for value in values]
        before = _numbered(list(zip(before, bins, strict=True)))
    return found


def _fewest(values: list[Fraction], others: Items[tuple[int, int]], labels: Items[Label]) -> list[Fraction]:
    """Return the fewest cuts of one coordinate such that points equal in all others with two labels are cut apart."""
    order = sorted(range(len(values)), key=values.__getitem__)
    cuts: list[Fraction] = []
    seen: dict[tuple[int, int], Label] = {}
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        group = order[start:end]
        if any([seen.get(others[number], labels[number]) != labels[number] for number in group]):
            cuts.append((values[order[start - 1]] + values[order[start]]) / 2)
            seen = {}
        seen.update({others[number]: labels[number] for number in group})
        start = end
    return cuts


def _numbered(keys: Items[tuple[int, int]]) -> list[int]:
    numbers: dict[tuple[int, int], int] = {}
    return [numbers.setdefault(key, len(numbers)) for key in keys]


def _bisected(cuts: Items[Fraction], leaves: Items[Network]) -> Network:
    """Return v -> the leaf whose number is that of the cuts at most v; ceil(log2 of the leaves) comparisons."""

    def build(low: int, high: int) -> Network:
        if high - low == 1:
            return leaves[low]
        middle = (low + high) // 2
        return Branch(Form.coordinate(0, 1), cuts[middle - 1], build(low, middle), build(middle, high))

    return build(0, len(leaves))


def _check(cuts: Items[Items[Fraction]], table: Mapping[tuple[int, ...], Label]) -> None:
    if not table:
        raise ValueError("table must have at least one row")
    for place, points in enumerate(cuts):
        for one, two in pairwise(points):
            if not one < two:
                raise ValueError(f"cuts of coordinate {place} must increase, not go from {one} to {two}")
    for row in table:
        if len(row) != len(cuts) or not all([0 <= b <= len(points) for b, points in zip(row, cuts, strict=True)]):
            raise ValueError(f"rows of the table must name one bin of each coordinate, not {row}")
