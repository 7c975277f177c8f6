"""Bit extraction: places and labels of many points packed into one long integer, which the network reads bit by bit."""

from collections.abc import Iterator, Sequence as Items
from dataclasses import replace
from math import isqrt

from constructions.geometry.layer_builder import LayerBuilder, NamedWeights
from constructions.geometry.places import Groups, distance_bits, label_bits, scaled
from constructions.geometry.projection import project
from constructions.memorizer import Built, Cost, natural_labels, single_label
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, shown
from constructions.model.network import Affine, Concatenate, Network, Sequence
from constructions.model.nouns import count_of

_BITS = "(1 + (q - 1)*r + q*c)"
_DEPTH = f"ceiling(g/m) - 1 + {_BITS} + 3*q"
_NEURONS = f"5*(g - m) + 8*{_BITS} + 18*q"
_STORED = f"4*g - 2*m + 2*{_BITS} + 13 + Min(q - 1, 1)*(3*r - 1) + 3*Min(c - 1, 1)"
_COMPARISONS = f"5*(g - m) + m*(8*{_BITS} + 18*q)"
_ADDITIONS = f"5*g - 2*m - 1 + m*(5*{_BITS} + (q - 1)*r + q*(c - 1) + 6*q)"
_MULTIPLICATIONS = f"2*(g - m) + m*(4 + 2*{_BITS} + (q - 1)*Max(r - 1, 0) + q*(c - 1) + 3*q)"

INTEGER = Cost(
    neurons=_NEURONS,
    parameters=_STORED,
    comparisons=_COMPARISONS,
    additions=_ADDITIONS,
    multiplications=_MULTIPLICATIONS,
    depth=_DEPTH,
    bounds={"m": "1", "g": "ceiling(n/q)"},
)
"""Of m nets with g groups together; without projection and scaling."""

SHALLOW = Cost(
    neurons=_NEURONS,
    parameters=f"w + 2 + {_STORED}",
    comparisons=_COMPARISONS,
    additions=f"k + {_ADDITIONS}",
    multiplications=f"w + 1 + {_MULTIPLICATIONS}",
    depth=_DEPTH,
    bounds={"m": "g", "g": "ceiling(n/q)", "k": "p", "w": "p"},
)

COST = replace(SHALLOW, bounds={**SHALLOW.bounds, "m": "1"})


def bit_extraction(dataset: Dataset, group: int | None = None) -> Built:
    """Return a deep ReLU network of width 8 that memorizes natural labels with few stored numbers.

    They are at most 4g + 2 (c q + r (q - 1)) + 3r + w + 17 stored numbers: for bounded r and c a multiple of sqrt(n).

    The projected points are scaled to x >= 0 with gaps of 2 or more; m_i = floor(x_i) is the *place* of point i. They
    are cut into g groups of q. One ramp a border selects the word u of the group of x, and e = x minus the group's
    first place. The word holds the parity of the group, so that neighbouring words differ whatever the labels, then for
    each point its label in c bits and before it (but for the first) the distance of its place from the one before in r
    bits. Bits are read by folding: from A = 4u + 1 and B = 4u + 2, with h = 2^(M+1), 2^M, ..., 4, T becomes
    relu(T) - 2 relu(T - h), and relu(A - B) is the next bit. Distances are subtracted from e, so that 0 <= e <= 1 at
    the point of x and nowhere else, and there the label is added to the output. All numbers are integers once x is.

    Args:
        dataset: the data; labels 0, 1, 2, ....
        group: q, at least 1; None: the one with the fewest stored numbers.

    Raises:
        BadInput: if a label is not a natural number; it names the point.
        ValueError: if ``group`` is less than 1.

    Source: Vardi, Yehudai, Shamir 2022 (width 12, about sqrt(n) parameters): group selection, packing and the tent map;
    distances in place of places, one word in place of two, and integers are this project's; theory,
    Theorem 24.

    >>> built = bit_extraction(Dataset.from_rows([[i] for i in range(50)], [[i * i % 3] for i in range(50)]))
    >>> built.values["q"], built.figure("parameters")
    (5, 86)
    """
    natural_labels(dataset)
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    scale, places = scaled(projected, 2)
    labels = [label[0].numerator for label in projected.labels]
    groups = Groups.of(places, labels, _fewest_stored(places, labels, len(places)) if group is None else group)
    letters = {**projected.letters, **groups.letters, "m": 1}
    return Built(projected.then(scale, _nets(groups, 1, span=1)), COST, letters)


def bit_extraction_shallow(dataset: Dataset, nets: int | None = None, depth: int | None = None) -> Built:
    """Return bit extraction networks side by side, each for some of the groups, the outputs summed.

    A network is 0 at the points of all others, so the sum memorizes. They differ in how they select a word; the part
    that reads it is one and the same, shared by all.

    Args:
        dataset: the data; labels 0, 1, 2, ....
        nets: about how many, at least 1; q is then the best for a single one of them. None: the square root of n.
        depth: the most hidden layers, in place of ``nets``: each q with as few nets as that takes, and of these choices
            the one with the fewest stored numbers.

    Raises:
        BadInput: if a label is not a natural number; it names the point.
        ValueError: if ``nets`` is less than 1, or ``depth`` less than c + 4, which is what one net a point takes, or
            both are given.

    Source: Vardi, Yehudai, Shamir 2022 (bounded depth); theory, Theorem 24.

    >>> data = Dataset.from_rows([[i] for i in range(50)], [[i * i % 3] for i in range(50)])
    >>> [bit_extraction_shallow(data, depth=most).figure("depth") for most in (6, 20, 30, 40)]
    [6, 20, 30, 38]
    """
    if nets is not None and (nets < 1 or depth is not None):
        raise ValueError(f"nets must be at least 1, and no depth given beside them, not {nets} and {depth}")
    natural_labels(dataset)
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    scale, places = scaled(projected, 2)
    labels = [label[0].numerator for label in projected.labels]
    if depth is None:
        nets = min(len(places), nets or isqrt(len(places)))
        size = _fewest_stored(places, labels, -(-len(places) // nets))
    else:
        size, nets = _so_shallow(places, labels, depth)
    groups = Groups.of(places, labels, size)
    nets = _even(len(groups.starts), nets)
    letters = {**projected.letters, **groups.letters, "m": nets}
    return Built(projected.then(scale, _nets(groups, nets, span=1)), SHALLOW, letters)


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

    Source: after Kim, Moon, Yun 2025, Lemma B.10; theory, Theorem 25.

    >>> from constructions.model.evaluation import evaluate
    >>> network = integer_bit_extraction(Dataset.from_rows([[2], [3], [9]], [[1], [4], [2]])).network
    >>> [int(evaluate(network, [x])[0]) for x in range(12)]
    [0, 0, 1, 4, 0, 0, 0, 0, 0, 2, 0, 0]
    """
    labels = natural_labels(dataset)
    if dataset.width != 1:
        raise BadInput(f"points must be natural numbers, but they have {count_of(dataset.width, 'coordinate')}")
    for number, (value,) in enumerate(dataset.points):
        if value.denominator != 1 or value < 0:
            raise BadInput(f"points must be natural numbers, but {dataset.place_of(number)} is {shown(str(value))}")
    pairs = sorted(zip([point[0].numerator for point in dataset.points], labels, strict=True))
    places, labels = [place for place, _ in pairs], [label for _, label in pairs]
    groups = Groups.of(places, labels, _fewest_stored(places, labels, len(places)) if group is None else group)
    return Built(_nets(groups, 1, span=0), INTEGER, {"n": dataset.size, "p": 1, "d": 1, **groups.letters, "m": 1})


def _stored(count: int, size: int, distance: int, label: int) -> int:
    """Return what the stored numbers of one net of ``count`` points have beside a constant: see ``COST``."""
    bits = (size - 1) * distance + size * label
    return 4 * -(-count // size) + 2 * bits + (3 * distance - 1 if size > 1 else 0)


def _fewest_stored(places: Items[int], labels: Items[int], count: int) -> int:
    """Return the q with the fewest stored numbers in one net of ``count`` of the points, the smallest of equals."""
    distance, label = distance_bits(places), label_bits(labels)
    return min(range(1, count + 1), key=lambda size: _stored(count, size, distance(size), label))


def _so_shallow(places: Items[int], labels: Items[int], depth: int) -> tuple[int, int]:
    """Return q and the number of nets with at most ``depth`` hidden layers: as few nets as q allows, and of these the
    fewest stored numbers."""
    distance, label, count = distance_bits(places), label_bits(labels), len(places)
    if depth < label + 4:
        raise ValueError(f"depth must be at least {label + 4}, which one net a point takes, not {depth}")

    def choices() -> Iterator[tuple[int, int, int]]:
        for size in range(1, min(count, depth // 3) + 1):
            borders = depth - (1 + (size - 1) * distance(size) + size * label) - 3 * size
            if borders >= 0:
                nets = _even(-(-count // size), -(-count // (size * (borders + 1))))
                yield _stored(count, size, distance(size), label) - 2 * nets, size, nets

    _, size, nets = min(choices())
    return size, nets


def _even(groups: int, nets: int) -> int:
    """Return how many nets there are, at most ``nets``, if all but the last have equally many groups."""
    return -(-groups // -(-groups // nets))


def _nets(groups: Groups, nets: int, span: int) -> Network:
    """Return the network from x to the label of the point with m <= x <= m + span; 0 at all other points.

    The groups are shared out to nets side by side; with all points in one it is deep.
    """
    words = [number % 2 << groups.bits | word for number, word in enumerate(groups.words(beyond=0))]
    each = -(-len(words) // nets)
    lift = groups.places[-1] + 1
    reader = _reader(groups, lift, span)
    parts = [
        Sequence((_selector(words[start : start + each], groups.starts[start : start + each], lift), reader))
        for start in range(0, len(words), each)
    ]
    return parts[0] if len(parts) == 1 else Sequence((Concatenate(parts), Affine([[1] * len(parts)], [0])))


def _selector(words: Items[int], starts: Items[int], lift: int) -> Sequence:
    """Return the network from x to the word u of its group and e = x - (first place of the group) + lift."""
    wires = LayerBuilder("x")
    u: NamedWeights = {"": words[0]}
    e: NamedWeights = {"x": 1, "": lift - starts[0]}
    for number in range(1, len(words)):
        border = starts[number]
        wires.affine(low={"x": 1, "": 1 - border}, high={"x": 1, "": -border}, x={"x": 1}, u=u, e=e)
        wires.relu()
        wires.affine(s={"low": 1, "high": -1}, x={"x": 1}, u={"u": 1}, e={"e": 1})
        u = {"u": 1, "s": words[number] - words[number - 1]}
        e = {"e": 1, "s": starts[number - 1] - border}
    wires.affine(u=u, e=e)
    return wires.network()


def _reader(groups: Groups, lift: int, span: int) -> Sequence:
    """Return the network from a word u and e to the label of the point of the group at which lift <= e <= lift + span.

    After each distance read, e is x - (place) + lift; lift is so large that e is never negative.
    """
    wires = LayerBuilder("u", "e")
    half = 2 ** (groups.bits + 2)
    low: NamedWeights = {"u": 4, "": 1}
    high: NamedWeights = {"u": 4, "": 2}
    wires.affine(A=low, A2={**low, "": 1 - half}, B=high, B2={**high, "": 2 - half}, d={}, e={"e": 1}, label={}, y={})
    half //= 2
    for number in range(groups.size):
        targets = [*(["e"] * groups.distance_bits if number else ["nothing"]), *["label"] * groups.label_bits]
        for place in range(len(targets)):
            before = targets[place - 1] if place else ""
            if number or place:
                _next_bit(wires, half, before)
                half //= 2
            wires.relu()
            weight = 2 ** (groups.distance_bits - place) if before == "e" else 0
            wires.affine(
                A={"A": 1, "A2": -2},
                B={"B": 1, "B2": -2},
                e={"e": 1, "d": -weight},
                label={"label": 2, "d": 1} if before == "label" else {"label": 1},
                y={"y": 1},
            )
        _match(wires, lift, span, groups.label_bits)
    wires.affine(y={"y": 1, "t": 1})
    return wires.network()


def _next_bit(wires: LayerBuilder, half: int, before: str) -> None:
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


def _match(wires: LayerBuilder, lift: int, span: int, label_bits: int) -> None:
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
