"""The price of few operations: what parameters and bits a fixed skeleton needs to memorize every labelling."""

import random
from dataclasses import dataclass
from fractions import Fraction

from constructions.memorizer import Memorizer
from constructions.model.cost import size_of, stored_numbers, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Branch, Form, Network, children, distinct_nodes

Skeleton = tuple[tuple[object, ...], ...]
"""For every distinct node, children first: its form, its children, and where it has stored numbers, 1, -1 and 0."""

_PRIME = 10**15 + 37


@dataclass(frozen=True, slots=True)
class Price:
    """What a skeleton that memorizes all labellings of n points has, and what it must have.

    Attributes:
        points: n.
        parameters: P, the stored numbers of the skeleton; each object once.
        operations: T, the most operations of the skeleton on an input.
        bits: B, the bits of the longest numerator or denominator.
    """

    points: int
    parameters: int
    operations: int
    bits: int

    @property
    def most_points(self) -> int:
        """4 P (T + 4): no skeleton with P stored numbers and T operations memorizes all labellings of more points."""
        return 4 * self.parameters * (self.operations + 4)

    @property
    def most_bits(self) -> int:
        """P (2 B + 1): with rationals of B bits no skeleton memorizes more labellings than 2 to this power."""
        return self.parameters * (2 * self.bits + 1)


def skeleton(network: Network) -> Skeleton:
    """Return nodes, sharing, and the places of 0, 1 and -1: what is left when the stored numbers are taken out.

    Weights 1 and -1 and all zeros belong to it, for they are no stored numbers (theory, chapter networks). Sharing is
    that of objects in memory, not of equal numbers.

    >>> one, two = Affine([[3, 0]], [1]), Affine([[5, 0]], [2])
    >>> skeleton(one) == skeleton(two), skeleton(one) == skeleton(Affine([[3, 2]], [1]))
    (True, False)
    >>> skeleton(one) == skeleton(Affine([[-1, 0]], [1]))
    False
    """
    places: dict[int, int] = {}
    found: list[tuple[object, ...]] = []
    for node in distinct_nodes(network):
        places[id(node)] = len(found)
        below = tuple([places[id(child)] for child in children(node)])
        pattern: tuple[object, ...] = ()
        if isinstance(node, Affine):
            pattern = tuple([(*_pattern(form), bool(bias)) for form, bias in zip(node.weights, node.bias, strict=True)])
        elif isinstance(node, Branch):
            pattern = (*_pattern(node.normal), bool(node.threshold))
        found.append((type(node).__name__, node.input_width, node.output_width, below, pattern))
    return tuple(found)


def price_of(memorizer: Memorizer, dataset: Dataset) -> Price | str:
    """Return the price of a memorizer on these points, or in words why the inequalities do not apply to it.

    The points are given other labels, at random: 0 or 1 and a small generic part that leaves no accidental 0 (1 or 2
    where labels must be natural numbers). The skeleton must be the same for two such labellings; then it is taken to be
    the same for all: that is what the tests check on many. Raises nothing; where the construction refuses, the reason
    says so.

    >>> from constructions.catalogue import named
    >>> data = Dataset.from_rows([[i] for i in range(8)], [[0]] * 8)
    >>> price = price_of(named("search-tree-constant"), data)
    >>> price.parameters, price.operations, price.most_points >= 8
    (15, 3, True)
    """
    if memorizer.varies:
        return memorizer.varies
    try:
        networks = [memorizer.build(relabelled(dataset, seed, memorizer.natural)).network for seed in (0, 1)]
    except BadInput as error:
        return str(error)
    first_network = networks[0]
    if skeleton(first_network) != skeleton(networks[1]):
        return "on these points the skeleton depends on the labels"
    bits = max([size_of(network).largest_bits for network in networks])
    numbers = sum([len(stored_numbers(node)) for node in distinct_nodes(first_network)])
    return Price(dataset.size, numbers, structural_worst(first_network).total, bits)


def relabelled(dataset: Dataset, seed: int, natural: bool = False) -> Dataset:
    """Return the same points with random labels of the same width: about 0 or 1, generic; 1 or 2 if ``natural``.

    >>> data = Dataset.from_rows([[0], [1]], [[5], [5]])
    >>> [round(float(label[0])) for label in relabelled(data, 1).labels]
    [0, 0]
    """
    source = random.Random(seed)

    def number() -> Fraction:
        if natural:
            return Fraction(source.randint(1, 2))
        return source.randint(0, 1) + Fraction(source.randint(1, _PRIME // 4), _PRIME)

    labels = tuple([tuple([number() for _ in label]) for label in dataset.labels])
    return Dataset(dataset.points, labels, dataset.counts)


def holds_for_points(price: Price) -> bool:
    """Return whether n <= 4 P (T + 4), the inequality of Goldberg and Jerrum for n shattered points.

    >>> holds_for_points(Price(8, 1, 0, 1)), holds_for_points(Price(17, 1, 0, 1))
    (True, False)
    """
    return price.points <= price.most_points


def holds_for_bits(price: Price, classes: int) -> bool:
    """Return whether P (2 B + 1) >= n log2 C, exactly: 2^(P (2 B + 1)) >= C^n.

    >>> holds_for_bits(Price(3, 1, 0, 1), 2), holds_for_bits(Price(3, 1, 0, 1), 3)
    (True, False)
    """
    return bool(1 << price.most_bits >= classes**price.points)


def _pattern(form: Form) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return where a form has weights, and for each of them 1 or -1 if it is that, else 0 for a stored number."""
    return form.indices, tuple([int(weight) if abs(weight) == 1 else 0 for weight in form.weights])
