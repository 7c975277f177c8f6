"""Constructions with one mistake each: thresholds off, slopes swapped, strictness flipped, sizes off by one."""

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Branch, Form, Network, Relu, Sequence, constant

Row = tuple[Fraction, Fraction]


def rows_of(data: Dataset) -> list[Row]:
    return sorted(
        [(point[0], label[0]) for point, label in zip(data.points, data.labels, strict=True)], key=lambda r: r[0]
    )


def middle(left: Row, right: Row) -> Fraction:
    return (left[0] + right[0]) / 2


def tree(
    data: Dataset,
    threshold: Callable[[Row, Row], Fraction] = middle,
    leaf: Callable[[list[Row], int], Fraction] = lambda rows, place: rows[place][1],
    cut: Callable[[int, int], int] = lambda low, high: (low + high) // 2,
    flipped: bool = False,
    mirrored: bool = False,
) -> Network:
    """The search tree with one leaf for each point; ``flipped`` tests x > t, ``mirrored`` exchanges the sides."""
    rows = rows_of(data)

    def build(low: int, high: int) -> Network:
        if high - low == 1:
            return constant([leaf(rows, low)], 1)
        place = (low + high) // 2
        border = min(max(cut(low, high), 1), len(rows) - 1)
        t = threshold(rows[border - 1], rows[border])
        below, above = build(low, place), build(place, high)
        if flipped:
            return Branch([-1], -t, above, below)
        return Branch([1], t, above, below) if mirrored else Branch([1], t, below, above)

    return build(0, len(rows))


def affine_tree(
    data: Dataset, slope: Callable[[Row, Row], Fraction], offset: Callable[[Row, Row, Fraction], Fraction]
) -> Network:
    """The tree whose leaves are lines through two neighbours."""
    rows = rows_of(data)
    pieces: list[Network] = []
    for place in range(0, len(rows) - 1, 2):
        s = slope(rows[place], rows[place + 1])
        pieces.append(Affine([[s]], [offset(rows[place], rows[place + 1], s)]))
    if len(rows) % 2:
        pieces.append(constant([rows[-1][1]], 1))

    def build(low: int, high: int) -> Network:
        if high - low == 1:
            return pieces[low]
        place = (low + high) // 2
        return Branch([1], middle(rows[2 * place - 1], rows[2 * place]), build(low, place), build(place, high))

    return build(0, len(pieces))


def rise(left: Row, right: Row) -> Fraction:
    return (right[1] - left[1]) / (right[0] - left[0])


def through(left: Row, _right: Row, slope: Fraction) -> Fraction:
    return left[1] - slope * left[0]


def hinges(
    data: Dataset,
    bend: Callable[[Fraction, Fraction], Fraction] = lambda slope, before: slope - before,
    kink: Callable[[Row, Row], Fraction] = lambda left, right: left[0],
    bias: Callable[[list[Row]], Fraction] = lambda rows: rows[0][1],
    units: Callable[[int], int] = lambda n: n - 1,
    sign: int = 1,
    slope: Callable[[Row, Row], Fraction] = rise,
) -> Network:
    """Interpolation with one ReLU for each point but the last."""
    rows = rows_of(data)
    if len(rows) == 1:
        return constant([bias(rows)], 1)
    kinks, changes, before = list[Fraction](), list[Fraction](), Fraction(0)
    for left, right in list(pairwise(rows))[: max(1, units(len(rows)))]:
        found = slope(left, right)
        kinks.append(kink(left, right))
        changes.append(bend(found, before))
        before = found
    hidden = Affine([Form.dense([sign])] * len(kinks), [-sign * k for k in kinks])
    return Sequence((hidden, Relu(len(kinks)), Affine([Form.dense(changes)], [bias(rows)])))


WRONG: dict[str, Callable[[Dataset], Network]] = {
    "threshold at the last point of the left half": lambda data: tree(data, lambda left, right: left[0]),
    "threshold left of the gap": lambda data: tree(data, lambda left, right: left[0] - (right[0] - left[0])),
    "threshold right of the gap": lambda data: tree(data, lambda left, right: right[0] + (right[0] - left[0]) / 7),
    "threshold at a fixed distance": lambda data: tree(data, lambda left, right: left[0] + 1),
    "threshold with half of a sum only": lambda data: tree(data, lambda left, right: left[0] + right[0] / 2),
    "threshold twice the middle": lambda data: tree(data, lambda left, right: left[0] + right[0]),
    "threshold of the labels": lambda data: tree(data, lambda left, right: (left[1] + right[1]) / 2),
    "threshold from the pair before": lambda data: tree(data, cut=lambda low, high: (low + high) // 2 - 1),
    "threshold from the pair after": lambda data: tree(data, cut=lambda low, high: (low + high) // 2 + 1),
    "threshold from the low end": lambda data: tree(data, cut=lambda low, high: low + 1),
    "strictness flipped at the first point of the right half": lambda data: tree(
        data, lambda left, right: right[0], flipped=True
    ),
    "sides exchanged": lambda data: tree(data, mirrored=True),
    "leaf of the next point": lambda data: tree(data, leaf=lambda rows, place: rows[min(place + 1, len(rows) - 1)][1]),
    "leaf of the point before": lambda data: tree(data, leaf=lambda rows, place: rows[max(place - 1, 0)][1]),
    "leaf with the place for the label": lambda data: tree(data, leaf=lambda rows, place: rows[place][0]),
    "leaf a little off": lambda data: tree(data, leaf=lambda rows, place: rows[place][1] + Fraction(1, 10**9)),
    "first leaf for all": lambda data: tree(data, leaf=lambda rows, place: rows[0][1]),
    "slope upside down": lambda data: affine_tree(data, lambda left, right: (right[0] - left[0]) * 1, through),
    "slope with the wrong sign": lambda data: affine_tree(data, lambda left, right: -rise(left, right), through),
    "offset of the other point": lambda data: affine_tree(
        data, rise, lambda left, right, slope: right[1] - slope * left[0]
    ),
    "offset without the slope": lambda data: affine_tree(data, rise, lambda left, right, slope: left[1]),
    "slopes instead of their changes": lambda data: hinges(data, bend=lambda slope, before: slope),
    "changes of slope swapped": lambda data: hinges(data, bend=lambda slope, before: before - slope),
    "kinks at the right ends": lambda data: hinges(data, kink=lambda left, right: right[0]),
    "kinks in the middle": lambda data: hinges(data, kink=middle),
    "no output bias": lambda data: hinges(data, bias=lambda rows: rows[0][1] * 0),
    "bias of the last point": lambda data: hinges(data, bias=lambda rows: rows[-1][1]),
    "one unit too few": lambda data: hinges(data, units=lambda n: n - 2),
    "units that look left": lambda data: hinges(data, sign=-1),
    "slope not divided": lambda data: hinges(data, slope=lambda left, right: right[1] - left[1]),
}
"""Thirty of them; each is wrong on some data set of at most four points."""
