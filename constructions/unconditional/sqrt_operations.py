"""Two labels with about sqrt(n) operations and no gate: words of the borders of runs, read field by field."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from constructions.geometry.layer_builder import LayerBuilder, NamedWeights
from constructions.geometry.projection import Projected, project
from constructions.memorizer import Built, Cost, single_label, two_labels
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Network, Relu, Step
from constructions.model.rational import Number
from constructions.unconditional.run_words import Words, chosen_words, cost_of_words
from constructions.unconditional.word_layers import Plan, kept, packed, select_by_steps, take_by_steps

_BITS = "(f + r*(q - 2))"
_FOLDS = "(f + 1 + (r + 1)*(q - 2))"
_SEVERAL, _LONG = "Min(g - 1, 1)", "Min(q - 2, 1)"

COST = cost_of_words(
    neurons=f"g + f + r*{_LONG}",
    parameters=f"2*g + 2*f - 1 + (2*r - 1)*{_LONG} + 2*d",
    comparisons=f"g + q - 2 + {_BITS}",
    additions=f"2*g + 3*q - 5 + 2*{_BITS} + d",
    multiplications=f"g - 1 + {_BITS} + d",
    depth=f"{_SEVERAL} + q - 1 + {_BITS}",
)
"""Together w + k + t + 2d + 4g + 4f + 4 (q - 1)(r + 1) - 4r - 5 operations."""

RELU = cost_of_words(
    neurons=f"2*g + f + 1 + (r + 2)*{_LONG}",
    parameters=f"2*g + f + 3 + {_SEVERAL} + (r + 3)*{_LONG} + 2*d",
    comparisons=f"2*(g - 1) + {_FOLDS} + q - 1 + q/2",
    additions=f"3*g + 2*{_FOLDS} + 3*q + q/2 - 6 + d",
    multiplications=f"{_SEVERAL} + {_FOLDS} + q - 1 + d",
    depth=f"2*{_SEVERAL} + {_FOLDS} + q - 1 + q/2",
)
"""Together w + k + t + 2d + 5g + min(g - 1, 1) + 4f + (q - 1)(4r + 10) - 4r - 5 operations."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the two memorizers differ in; ``spare`` bits are 0 after each number that is read."""

    cost: Cost
    gap: int
    both_ends: bool
    spare: int
    operations: Callable[[int, int, int, int], int]
    select: Callable[[LayerBuilder, Plan], None]
    take: Callable[[LayerBuilder, int], None]
    decide: Callable[[LayerBuilder, int, Words], None]


def _built(dataset: Dataset, group: int | None, kind: _Kind) -> Built:
    two_labels(dataset)
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    places, words = chosen_words(projected, kind.gap, kind.both_ends, group, kind.operations)
    bits = words.distance_bits + kind.spare
    rests = [packed([(distance, bits) for distance in word.distances]) for word in words.groups]
    network = projected.then(*places.layers, _network(Plan.of(places, words, rests), kind), _labels(projected))
    return Built(network, kind.cost, {**projected.letters, **places.letters, **words.letters})


def _labels(projected: Projected) -> Affine:
    """Return the layer that turns 1 into the label of the last point and 0 into the other."""
    last = projected.labels[-1]
    other = next(label for label in projected.labels if label != last)
    return Affine([[b - a] for a, b in zip(other, last, strict=True)], other)


def _network(plan: Plan, kind: _Kind) -> Network:
    """Return the network from x to 1 at points with the label of the last one, and to 0 at the others."""
    wires = LayerBuilder("x")
    kind.select(wires, plan)
    whole, words = plan.places.whole, plan.words
    if whole:
        wires.affine(z={"u": 1}, u={"u": 1})
        kind.take(wires, words.first_bits)
        wires.affine(e={"z": 1, "u": -1}, u={"u": 1}, y={}, o={})
    else:
        wires.affine(x={"x": 1}, z={"u": 1}, u={"u": 1})
        kind.take(wires, words.first_bits)
        wires.affine(x={"x": 1}, s={"z": 1, "u": -1}, u={"u": 1})
        wires.affine(e={"x": 1, "s": -1}, u={"u": 1}, y={}, o={})
    for border in range(1, words.size):
        wires.affine(**kept(wires, u={"u": 2 ** (words.distance_bits + kind.spare)}))
        kind.decide(wires, border, words)
    wires.affine(y={"y": 1})
    return wires.network()


def _select_by_ramps(wires: LayerBuilder, plan: Plan) -> None:
    """The same with ReLU; a border takes five operations, and all together one more."""
    sign = -1 if plan.places.whole else 1
    word: dict[str, Number] = {"": sign * plan.numbers[0]}
    if plan.changes:
        scale = 1 << ceil(max(plan.changes)).bit_length()
        inner = LayerBuilder("x")
        scaled = [change / scale for change in plan.changes]
        # A bare -x would be a multiplication; the ramp of the place 0 may end up to 1 - part before it.
        before: dict[str, NamedWeights] = {
            f"a{number}": {"x": -1, "": place or (part - 1) / 2}
            for number, (place, part) in enumerate(zip(plan.borders, scaled, strict=True))
        }
        inner.affine(**before)
        inner.relu()
        ramps: dict[str, NamedWeights] = {
            f"b{number}": {f"a{number}": -1, "": part} for number, part in enumerate(scaled)
        }
        inner.affine(**ramps)
        inner.relu()
        inner.affine(s=dict.fromkeys(ramps, 1))
        wires.beside(inner.network(), "s")
        word["s"] = sign * scale
    if plan.places.whole:
        wires.affine(u={"x": 1, **word})
    else:
        wires.affine(x={"x": 1}, u=word)


def _take_by_folds(wires: LayerBuilder, bits: int) -> None:
    """The same by folding at 2^(bits - 1) down to 1/2. The bit 1/2 is 0, so what is left is not mirrored."""
    for power in range(bits - 1, -2, -1):
        wires.unit(Relu, b={"u": 1, "": -(Fraction(2) ** power)})
        wires.affine(**kept(wires, u={"u": 1, "b": -2}, b=None))


def _count(wires: LayerBuilder, border: int, words: Words) -> None:
    """Take a distance from e, and add to y, or take from it, whether e >= 0."""
    wires.affine(**kept(wires, e={"e": 1, "u": -1}))
    if border < words.size - 1:  # what is left of u is the rest; the last distance has none
        take_by_steps(wires, words.distance_bits)
        wires.affine(**kept(wires, e={"e": 1, "u": 1}))
    wires.unit(Step, c={"e": 1})
    counted: NamedWeights = {"c": 1} if border == 1 else {"y": 1, "c": 1 if border % 2 else -1}
    wires.affine(**kept(wires, y=counted, c=None))


def _enclose(wires: LayerBuilder, border: int, words: Words) -> None:
    """Let e be a border minus x, then x minus the next border, and after each second one add to y 1 if x is between."""
    first = border % 2 == 1
    if border == words.size - 1:
        wires.affine(**kept(wires, e={"u": 1, "e": -1}))
    else:
        wires.affine(**kept(wires, e={"u": 1, "e": -1 if first else 1}))
        _take_by_folds(wires, words.distance_bits)
        wires.affine(**kept(wires, e={"e": 1, "u": -1} if first else {"u": 1, "e": -1}))
    wires.unit(Relu, m={"e": 1})
    if first and border < words.size - 1:
        wires.affine(**kept(wires, o={"m": 1}, m=None))
        return
    outside: NamedWeights = {"": 1, "m": -1} if first else {"": 1, "o": -1, "m": -1}
    wires.unit(Relu, c=outside)
    counted: NamedWeights = {"c": 1} if border <= 2 else {"y": 1, "c": 1}
    wires.affine(**kept(wires, y=counted, o={}, m=None, c=None))


def _step_operations(groups: int, size: int, distance_bits: int, first_bits: int) -> int:
    return 4 * (groups - 1 + first_bits + (size - 1) * (distance_bits + 1) - distance_bits)


def _relu_operations(groups: int, size: int, distance_bits: int, first_bits: int) -> int:
    fields = (size - 1) * (4 * distance_bits + 10) - 4 * distance_bits
    return 5 * (groups - 1) + min(groups - 1, 1) + 4 * first_bits + 1 + fields


_STEP = _Kind(COST, 1, False, 0, _step_operations, select_by_steps, take_by_steps, _count)
_RELU = _Kind(RELU, 2, True, 1, _relu_operations, _select_by_ramps, _take_by_folds, _enclose)


def sqrt_operations(dataset: Dataset, group: int | None = None) -> Built:
    """Return a network of step units that memorizes two labels with about 8 sqrt(R (r + 1)) operations, R runs.

    Along the projection the R runs of equal labels are cut into g groups of q. One step unit for each group selects its
    word: where it begins, then the q - 1 distances from border to border, r bits each. They are read bit by bit, and
    taken one after the other from e = x - (beginning), so that e >= 0 says whether x has passed the border. These
    answers, the later ones never larger, are added with alternating signs, which gives 1 iff the label has changed an
    odd number of times.

    Args:
        dataset: the data, with two labels.
        group: q, even and at least 2; None: the one with the fewest operations.

    Raises:
        BadInput: if there are more than two labels; it names points.
        ValueError: if ``group`` is odd or less than 2.

    Source: derived here, after the group selection and the words of Vardi, Yehudai, Shamir 2022; theory, chapter
    sqrt-operations.

    >>> built = sqrt_operations(Dataset.from_rows([[i] for i in range(200)], [[i % 2] for i in range(200)]))
    >>> built.values["q"], built.values["r"], built.figure("neurons"), built.promise.total
    (8, 1, 29, 162)
    """
    return _built(dataset, group, _STEP)


def sqrt_operations_relu(dataset: Dataset, group: int | None = None) -> Built:
    """Return the ReLU network that memorizes two labels with about 4 sqrt(5 R (r + 5/2)) operations, R runs.

    As ``sqrt_operations``, with another way to each of its parts: of a word that differs by D from the one before, the
    part relu(D - relu(s - x)), D scaled below 1, is added at the beginning s of its group; bits are read by folding, u
    - 2 relu(u - h), a bit 0 after each field, so that what is left is never mirrored; and relu(1 - relu(a - x) - relu(x
    - b)) is 1 on the run from a to b and 0 on others.

    Args:
        dataset: the data, with two labels.
        group: q, even and at least 2; None: the one with the fewest operations.

    Raises:
        BadInput: if there are more than two labels; it names points.
        ValueError: if ``group`` is odd or less than 2.

    Source: derived here, after the group selection and the tent map of Vardi, Yehudai, Shamir 2022; theory, chapter
    sqrt-operations.

    >>> built = sqrt_operations_relu(Dataset.from_rows([[i] for i in range(200)], [[i % 2] for i in range(200)]))
    >>> built.values["q"], built.values["r"], built.promise.total
    (8, 2, 254)
    """
    return _built(dataset, group, _RELU)
