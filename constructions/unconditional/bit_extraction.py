"""Bit extraction: places and labels of many points packed into one long integer, which the network reads bit by bit."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from itertools import pairwise
from math import floor, isqrt

from constructions.dataset import Dataset
from constructions.errors import BadInput, shown
from constructions.memorizer import Built, Cost, natural_labels, single_label
from constructions.network import Affine, Concatenate, Sequence
from constructions.projection import Projected, project
from constructions.wires import Row, Wires

_BITS = "1 + (q - 1)*r + q*c"
_NUMBERS = f"4*g + 2*({_BITS}) + 3*r + 14"
_COMPARISONS = f"5*(g - 1) + 8*({_BITS}) + 18*q"
_ADDITIONS = f"5*g - 3 + 5*({_BITS}) + (q - 1)*r + q*(c - 1) + 6*q"
_MULTIPLICATIONS = f"2*g + 2 + 2*({_BITS}) + (q - 1)*Max(r - 1, 0) + q*(c - 1) + 3*q"
_DEPTH = f"g - 1 + {_BITS} + 3*q"

COST = Cost(
    neurons=_COMPARISONS,
    parameters=f"w + 2 + {_NUMBERS}",
    comparisons=_COMPARISONS,
    additions=f"k + {_ADDITIONS}",
    multiplications=f"w + 1 + {_MULTIPLICATIONS}",
    depth=_DEPTH,
    bounds={"g": "ceiling(n/q)", "k": "p", "w": "p"},
)

INTEGER = Cost(
    neurons=_COMPARISONS,
    parameters=_NUMBERS,
    comparisons=_COMPARISONS,
    additions=_ADDITIONS,
    multiplications=_MULTIPLICATIONS,
    depth=_DEPTH,
    bounds={"g": "ceiling(n/q)"},
)

SHALLOW = Cost(
    neurons=f"m*({_COMPARISONS})",
    parameters=f"w + 2 + m*({_NUMBERS})",
    comparisons=f"m*({_COMPARISONS})",
    additions=f"k + m*({_ADDITIONS}) + m - 1",
    multiplications=f"w + 1 + m*({_MULTIPLICATIONS})",
    depth=_DEPTH,
    bounds={"g": "ceiling(ceiling(n/m)/q)", "k": "p", "w": "p"},
)


def bit_extraction(dataset: Dataset, group: int | None = None) -> Built:
    """Return a deep ReLU network of width 8 that memorizes natural labels with about sqrt(n) stored numbers.

    The projected points are scaled to x >= 0 with gaps of 2 or more; m_i = floor(x_i) is the *place* of point i. They
    are cut into g groups of q. One ramp a border selects the word u of the group of x, and e = x minus the group's
    first place. The word holds the parity of the group, so that neighbouring words differ whatever the labels, then for
    each point its label in c bits and before it (but for the first) the distance of its place from the one before in r
    bits. Bits are read by folding: from A = 4u + 1 and B = 4u + 2, with
    h = 2^(M+1), 2^M, ..., 4, T becomes relu(T) - 2 relu(T - h), and relu(A - B) is the next bit. Distances are
    subtracted from e, so that 0 <= e <= 1 at the point of x and nowhere else, and there the label is added to the
    output. All numbers are integers once x is.

    Args:
        dataset: the data; labels 0, 1, 2, ....
        group: q, at least 1; None: the one with the fewest stored numbers.

    Raises:
        BadInput: if a label is not a natural number; it names the point.
        ValueError: if ``group`` is less than 1.

    Source: Vardi, Yehudai, Shamir 2022 (width 12, about sqrt(n) parameters): group selection, packing and the tent map;
    distances in place of places, one word in place of two, and integers are this project's; docs/theory.md,
    *Bit extraction*.

    >>> built = bit_extraction(Dataset.from_rows([[i] for i in range(50)], [[i * i % 3] for i in range(50)]))
    >>> built.values["q"], built.figure("parameters")
    (5, 90)
    """
    labels = natural_labels(dataset)
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    scale, places = _scaled(projected)
    plan = _Plan.of(places, [label[0].numerator for label in projected.labels], group, max(labels))
    network = projected.then(scale, _reader(plan, 1))
    return Built(network, COST, {**projected.letters, **plan.letters})


def bit_extraction_shallow(dataset: Dataset, nets: int | None = None) -> Built:
    """Return about sqrt(n) bit extraction networks side by side, each for its own points, the outputs summed.

    A network is 0 at the points of all others, so the sum memorizes. With m nets of n/m points the depth falls to about
    that of n/m points, and the stored numbers rise to m times theirs.

    Args:
        dataset: the data; labels 0, 1, 2, ....
        nets: m, at least 1; None: the square root of n.

    Raises:
        BadInput: if a label is not a natural number; it names the point.
        ValueError: if ``nets`` is less than 1.

    Source: Vardi, Yehudai, Shamir 2022 (bounded depth); docs/theory.md, *Bit extraction*.

    >>> data = Dataset.from_rows([[i] for i in range(50)], [[i * i % 3] for i in range(50)])
    >>> bit_extraction_shallow(data).figure("depth") < bit_extraction(data).figure("depth")
    True
    """
    if nets is not None and nets < 1:
        raise ValueError(f"nets must be at least 1, not {nets}")
    labels = natural_labels(dataset)
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    scale, places = _scaled(projected)
    each = -(-len(places) // min(len(places), nets or isqrt(len(places))))
    numbers = [label[0].numerator for label in projected.labels]
    first = _Plan.of(places[:each], numbers[:each], None, max(labels))
    bits = max([_gap_bits(places[start : start + each], first.size) for start in range(0, len(places), each)])
    plans = [
        _Plan(places[start : start + each], numbers[start : start + each], first.size, bits, first.label_bits)
        for start in range(0, len(places), each)
    ]
    parts = Concatenate([_reader(plan, 1) for plan in plans])
    letters = {**projected.letters, **plans[0].letters, "m": len(plans)}
    return Built(projected.then(scale, parts, Affine([[1] * len(plans)], [0])), SHALLOW, letters)


def integer_bit_extraction(dataset: Dataset, group: int | None = None) -> Built:
    """Return a bit extraction network on natural numbers that is 0 on every other natural number.

    As ``bit_extraction``, without projection and scaling: the ramps are steps on natural numbers, and e = 0 at the
    points alone.

    Args:
        dataset: points on the line that are natural numbers; labels 0, 1, 2, ....
        group: q, at least 1; None: the one with the fewest stored numbers.

    Raises:
        BadInput: if a point or a label is not a natural number, or points have several coordinates; it names the point.
        ValueError: if ``group`` is less than 1.

    Source: after Kim, Moon, Yun 2025, Lemma B.10; docs/theory.md, *Bit extraction on natural numbers*.

    >>> from constructions.evaluation import evaluate
    >>> network = integer_bit_extraction(Dataset.from_rows([[2], [3], [9]], [[1], [4], [2]])).network
    >>> [int(evaluate(network, [x])[0]) for x in range(12)]
    [0, 0, 1, 4, 0, 0, 0, 0, 0, 2, 0, 0]
    """
    labels = natural_labels(dataset)
    if dataset.width != 1:
        raise BadInput(f"points must be natural numbers, but they have {dataset.width} coordinates")
    for number, (value,) in enumerate(dataset.points):
        if value.denominator != 1 or value < 0:
            raise BadInput(f"points must be natural numbers, but point {number} is {shown(str(value))}")
    pairs = sorted(zip([point[0].numerator for point in dataset.points], labels, strict=True))
    plan = _Plan.of([place for place, _ in pairs], [label for _, label in pairs], group, max(1, *labels))
    return Built(_reader(plan, 0), INTEGER, {"n": dataset.size, "p": 1, "d": 1, **plan.letters})


@dataclass(frozen=True, slots=True)
class _Plan:
    """Places with their labels, the size q of a group, the bits r of a distance and c of a label."""

    places: list[int]
    labels: list[int]
    size: int
    gap_bits: int
    label_bits: int

    @classmethod
    def of(cls, places: list[int], labels: list[int], size: int | None, largest: int) -> "_Plan":
        """Return the plan with groups of ``size``, or of the size with the fewest stored numbers."""
        bits = largest.bit_length()
        if size is None:
            gap = max([after - place for place, after in pairwise(places)], default=1).bit_length()
            tried = range(2, max(3, min(len(places), 4 * isqrt(len(places)) + 4) + 1))
            size = min(tried, key=lambda q: 4 * -(-len(places) // q) + 2 * ((q - 1) * gap + q * bits))
        elif size < 1:
            raise ValueError(f"group must be at least 1, not {size}")
        size = min(size, len(places))
        return cls(places, labels, size, _gap_bits(places, size), bits)

    @property
    def groups(self) -> list[range]:
        """The numbers of the points of each group."""
        count = len(self.places)
        return [range(start, min(start + self.size, count)) for start in range(0, count, self.size)]

    @property
    def bits(self) -> int:
        """M, the bits of a word."""
        return 1 + (self.size - 1) * self.gap_bits + self.size * self.label_bits

    @property
    def letters(self) -> dict[str, int]:
        """The values of q, g, r and c of the formulas."""
        return {"q": self.size, "g": len(self.groups), "r": self.gap_bits, "c": self.label_bits}

    def word(self, number: int, group: range) -> int:
        """Return parity, label, distance, label, ..., label of a group as one number; what is missing is 0."""
        word = number % 2 << self.label_bits | self.labels[group[0]]
        for point in group[1:]:
            word = word << self.gap_bits | self.places[point] - self.places[point - 1]
            word = word << self.label_bits | self.labels[point]
        return word << (self.size - len(group)) * (self.gap_bits + self.label_bits)


def _gap_bits(places: Items[int], size: int) -> int:
    """Return the bits of the largest distance between neighbours of one group."""
    gaps = [after - place for number, (place, after) in enumerate(pairwise(places), 1) if number % size]
    return max(gaps, default=0).bit_length()


def _scaled(projected: Projected) -> tuple[Affine, list[int]]:
    """Return x = s z + b, which is 0 at the first point and has gaps of at least 2, and the places floor(x)."""
    points = projected.points
    scale = 2 / min([after - z for z, after in pairwise(points)])
    places = [floor(scale * (z - points[0])) for z in points]
    return Affine([[scale]], [-scale * points[0]]), places


def _reader(plan: _Plan, span: int) -> Sequence:
    """Return the network from x to the label of the point with m <= x <= m + span; 0 at all other points.

    The wire e stands for x - (place) + K, with K so large that it is never negative.
    """
    lift = plan.places[-1]
    wires = Wires("x")
    _select(wires, plan, lift)
    half = 2 ** (plan.bits + 1)
    low: Row = {"u": 4, "": 1}
    high: Row = {"u": 4, "": 2}
    wires.affine(A=low, A2={**low, "": 1 - half}, B=high, B2={**high, "": 2 - half}, d={}, e={"e": 1}, label={}, y={})
    half //= 2
    for number in range(plan.size):
        targets = [*(["e"] * plan.gap_bits if number else ["nothing"]), *["label"] * plan.label_bits]
        for place in range(len(targets)):
            before = targets[place - 1] if place else ""
            if number or place:
                _next_bit(wires, half, before)
                half //= 2
            wires.relu()
            weight = 2 ** (plan.gap_bits - place) if before == "e" else 0
            wires.affine(
                A={"A": 1, "A2": -2},
                B={"B": 1, "B2": -2},
                e={"e": 1, "d": -weight},
                label={"label": 2, "d": 1} if before == "label" else {"label": 1},
                y={"y": 1},
            )
        _match(wires, lift, span, plan.label_bits)
    wires.affine(y={"y": 1, "t": 1})
    return wires.network()


def _next_bit(wires: Wires, half: int, before: str) -> None:
    """Get ready to fold at ``half``; d is the bit before. After a label (none before) its t is added to y instead."""
    wires.affine(
        A={"A": 1},
        A2={"A": 1, "": -half},
        B={"B": 1},
        B2={"B": 1, "": -half},
        d={"A": 1, "B": -1} if before in ("e", "label") else {},
        e={"e": 1},
        label={"label": 1} if before else {},
        y={"y": 1} if before else {"y": 1, "t": 1},
    )


def _select(wires: Wires, plan: _Plan, lift: int) -> None:
    """Go from x to the word u of its group and to e."""
    words = [plan.word(number, group) for number, group in enumerate(plan.groups)]
    starts = [plan.places[group[0]] for group in plan.groups]
    u: Row = {"": words[0]}
    e: Row = {"x": 1, "": lift - starts[0]}
    for number in range(1, len(words)):
        border = starts[number]
        wires.affine(low={"x": 1, "": 1 - border}, high={"x": 1, "": -border}, x={"x": 1}, u=u, e=e)
        wires.relu()
        wires.affine(s={"low": 1, "high": -1}, x={"x": 1}, u={"u": 1}, e={"e": 1})
        u = {"u": 1, "s": words[number] - words[number - 1]}
        e = {"e": 1, "s": starts[number - 1] - border}
    wires.affine(u=u, e=e)


def _match(wires: Wires, lift: int, span: int, label_bits: int) -> None:
    """Take the last bit of the label, and let t be the label if 0 <= e - K <= span, else 0."""
    wires.affine(A={"A": 1}, B={"B": 1}, d={"A": 1, "B": -1}, e={"e": 1}, label={"label": 1}, y={"y": 1})
    wires.relu()
    wires.affine(
        A={"A": 1},
        B={"B": 1},
        less={"e": -1, "": lift},
        more={"e": 1, "": -lift - span},
        e={"e": 1},
        label={"label": 2, "d": 1},
        y={"y": 1},
    )
    wires.relu()
    never = -(2**label_bits)
    wires.affine(A={"A": 1}, B={"B": 1}, e={"e": 1}, t={"label": 1, "less": never, "more": never}, y={"y": 1})
    wires.relu()
