"""Natural labels with about sqrt(n) operations and no gate: words of the borders of runs and of how labels change."""

from fractions import Fraction
from itertools import pairwise

from constructions.geometry.layer_builder import LayerBuilder
from constructions.geometry.projection import Projected, project
from constructions.memorizer import Built, natural_labels, single_label
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Network, Relu
from constructions.unconditional.run_words import Words, chosen_words, cost_of_words
from constructions.unconditional.word_layers import Plan, kept, packed, select_by_steps, take_by_steps

_WRAPS = "ceiling(log(q, 2))"
_LONG = "Min(q - 2, 1)"

COST = cost_of_words(
    neurons=f"g - 1 + f + c*(1 + {_LONG}) + r + 2 + 2*{_LONG} + {_WRAPS}",
    parameters=f"2*g + 2*f + 2*r + 2*c*(1 + {_LONG}) + 2*{_WRAPS} - 2",
    comparisons=f"g - 1 + f + (q - 1)*(r + c + 2) + {_WRAPS}",
    additions=f"2*g + 2*f + (q - 1)*(2*r + 2*c + 5) + 2*{_WRAPS}",
    multiplications=f"g + f - 2 + (q - 1)*(r + c) + {_WRAPS}",
    depth=f"Min(g - 1, 1) + f + (q - 1)*(r + c + 2) + {_WRAPS}",
)
"""Together w + k + t + 4g + 4f + 4 ceil(log2 q) + (q - 1)(4r + 4c + 7) - 4 operations."""


def sqrt_operations_labels(dataset: Dataset, group: int | None = None) -> Built:
    """Return a network that memorizes natural labels with about 8 sqrt(R (r + c + 7/4)) operations, R runs.

    As ``sqrt_operations``, but after the place of its group a word has the label of the group's first run, c bits, and
    after each distance the difference of the label there from the one before, modulo 2^c. The running number is g =
    (border) - x; D - relu(g), with D the difference over 2^c, is D if x has passed the border and less than 0 if not,
    so relu of it is added. The sum, modulo 1, is the label over 2^c.

    Args:
        dataset: the data; labels 0, 1, 2, ....
        group: q, even and at least 2; None: the one with the fewest operations.

    Raises:
        BadInput: if a label is not a natural number; it names the point.
        ValueError: if ``group`` is odd or less than 2.

    Source: derived here; theory, Theorem 25c.

    >>> built = sqrt_operations_labels(Dataset.from_rows([[i] for i in range(200)], [[i % 5] for i in range(200)]))
    >>> built.values["q"], built.values["r"], built.values["c"], built.promise.total
    (6, 1, 3, 272)
    """
    bits = max(1, max(natural_labels(dataset)).bit_length())
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)

    def operations(groups: int, size: int, distance_bits: int, first_bits: int) -> int:
        fields = (size - 1) * (4 * distance_bits + 4 * bits + 7)
        return 4 * groups + 4 * first_bits + 4 * (size - 1).bit_length() + fields - 3

    places, words = chosen_words(projected, 2, False, group, operations)
    plan = Plan.of(places, words, _rests(projected, words, bits))
    network = projected.then(*places.layers, _network(plan, bits), Affine([[2**bits]], [0]))
    return Built(network, COST, {**projected.letters, **places.letters, **words.letters, "c": bits})


def _rests(projected: Projected, words: Words, bits: int) -> list[Fraction]:
    """Return for each group its first label, then distance and change of label in turn, as digits behind the point."""
    labels = [label[0].numerator for label in projected.labels]
    runs = [labels[0], *[after for before, after in pairwise(labels) if after != before]]
    runs = [runs[0]] * (-len(runs) % words.size) + runs  # the empty runs
    rests = []
    for number, group in enumerate(words.groups):
        own = runs[number * words.size : (number + 1) * words.size]
        fields = [(own[0], bits)]
        for distance, (before, after) in zip(group.distances, pairwise(own), strict=True):
            fields += [(distance, words.distance_bits), ((after - before) % 2**bits, bits)]
        rests.append(packed(fields))
    return rests


def _network(plan: Plan, bits: int) -> Network:
    """Return the network from x to its label over 2^bits."""
    wires, words = LayerBuilder("x"), plan.words
    select_by_steps(wires, plan)
    if plan.places.whole:
        wires.affine(z={"u": 1}, u={"u": 1})
        take_by_steps(wires, words.first_bits)
        wires.affine(g={"u": 1, "z": -1}, v={"u": 1}, u={"u": 1})
    else:
        wires.affine(x={"x": 1}, z={"u": 1}, u={"u": 1})
        take_by_steps(wires, words.first_bits)
        wires.affine(x={"x": 1}, s={"z": 1, "u": -1}, u={"u": 1})
        wires.affine(g={"s": 1, "x": -1}, v={"u": 1}, u={"u": 1})
    take_by_steps(wires, bits, behind=bits)
    wires.affine(g={"g": 1}, y={"v": 1, "u": -1}, u={"u": 1})
    for border in range(1, words.size):
        wires.affine(**kept(wires, u={"u": 2 ** (words.distance_bits + bits)}))
        _pass(wires, words, bits, last=border == words.size - 1)
    take_by_steps(wires, (words.size - 1).bit_length(), word="y")
    return wires.network()


def _pass(wires: LayerBuilder, words: Words, bits: int, last: bool) -> None:
    """Add a distance to g, and to y the change of the label if g <= 0: x has passed the border."""
    wires.affine(g={"g": 1, "u": 1}, y={"y": 1}, u={"u": 1})
    take_by_steps(wires, words.distance_bits)
    if last:  # what is left of u is the change
        wires.affine(g={"g": 1, "u": -1}, y={"y": 1}, u={"u": 1})
        wires.unit(Relu, a={"g": 1})
        wires.unit(Relu, m={"u": 1, "a": -1})
        wires.affine(y={"y": 1, "m": 1})
        return
    wires.affine(g={"g": 1, "u": -1}, y={"y": 1}, v={"u": 1}, u={"u": 1})
    take_by_steps(wires, bits, behind=bits)
    wires.unit(Relu, a={"g": 1})
    wires.unit(Relu, m={"v": 1, "u": -1, "a": -1})
    wires.affine(g={"g": 1}, y={"y": 1, "m": 1}, u={"u": 1})
