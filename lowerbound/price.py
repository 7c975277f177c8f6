"""The price of few operations: what parameters and bits a fixed skeleton needs to memorize every labeling."""

import random
from dataclasses import dataclass
from fractions import Fraction

from constructions.memorizer import Memorizer
from constructions.model.cost import own_cost, size_of
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Branch, Form, Network, Relu, Step, children, distinct_nodes

Skeleton = tuple[tuple[object, ...], ...]
"""For every distinct node, children first: its form, its children, and where its weights and biases are not 0."""

_PRIME = 10**15 + 37


@dataclass(frozen=True, slots=True)
class Price:
    """What a skeleton that memorizes all labelings of n points has, and what it must have.

    Attributes:
        points: n.
        slots: P, the weights, biases and thresholds of the skeleton whatever their value; each object once.
        operations: T, the most operations of the skeleton on an input, a multiplication for every weight.
        bits: B, the bits of the longest numerator or denominator.
    """

    points: int
    slots: int
    operations: int
    bits: int

    @property
    def most_points(self) -> int:
        """4 P (T + 4): no skeleton with P slots and T operations memorizes all labelings of more points."""
        return 4 * self.slots * (self.operations + 4)

    @property
    def most_bits(self) -> int:
        """P (2 B + 1): with rationals of B bits no skeleton memorizes more labelings than 2 to this power."""
        return self.slots * (2 * self.bits + 1)


def skeleton(network: Network) -> Skeleton:
    """Return nodes, sharing and zero pattern of a network: what is left when its numbers are taken out.

    Sharing is that of objects in memory, not of equal numbers.

    >>> one, two = Affine([[3, 0]], [1]), Affine([[5, 0]], [2])
    >>> skeleton(one) == skeleton(two), skeleton(one) == skeleton(Affine([[3, 1]], [1]))
    (True, False)
    """
    places: dict[int, int] = {}
    found: list[tuple[object, ...]] = []
    for node in distinct_nodes(network):
        places[id(node)] = len(found)
        below = tuple([places[id(child)] for child in children(node)])
        pattern: tuple[object, ...] = ()
        if isinstance(node, Affine):
            pattern = tuple([(form.indices, bool(bias)) for form, bias in zip(node.weights, node.bias, strict=True)])
        elif isinstance(node, Branch):
            pattern = node.normal.indices
        found.append((type(node).__name__, node.input_width, node.output_width, below, pattern))
    return tuple(found)


def price_of(memorizer: Memorizer, dataset: Dataset) -> Price | str:
    """Return the price of a memorizer on these points, or in words why the inequalities do not apply to it.

    The points are given other labels, at random: 0 or 1 and a small generic part that leaves no accidental 0 (1 or 2
    where labels must be natural numbers). The skeleton must be the same for two such labelings, and then is taken to be
    the same for all: that is what the tests check on many. Raises nothing; where the construction refuses, the reason
    says so.

    >>> from constructions.catalogue import named
    >>> data = Dataset.from_rows([[i] for i in range(8)], [[0]] * 8)
    >>> price = price_of(named("search-tree-constant"), data)
    >>> price.slots, price.operations, price.most_points >= 8
    (22, 6, True)
    """
    if memorizer.varies:
        return memorizer.varies
    try:
        networks = [memorizer.build(relabeled(dataset, seed, memorizer.natural)).network for seed in (0, 1)]
    except BadInput as error:
        return str(error)
    first, second = [skeleton(network) for network in networks]
    if first != second:
        return "on these points the skeleton depends on the labels"
    bits = max([size_of(network).largest_bits for network in networks])
    return Price(dataset.size, slots_of(networks[0]), operations_of(networks[0]), bits)


def relabeled(dataset: Dataset, seed: int, natural: bool = False) -> Dataset:
    """Return the same points with random labels of the same width: about 0 or 1, generic; 1 or 2 if ``natural``.

    >>> data = Dataset.from_rows([[0], [1]], [[5], [5]])
    >>> [round(float(label[0])) for label in relabeled(data, 1).labels]
    [0, 0]
    """
    source = random.Random(seed)

    def number() -> Fraction:
        if natural:
            return Fraction(source.randint(1, 2))
        return source.randint(0, 1) + Fraction(source.randint(1, _PRIME // 4), _PRIME)

    labels = tuple([tuple([number() for _ in label]) for label in dataset.labels])
    return Dataset(dataset.points, labels, dataset.counts)


def slots_of(network: Network) -> int:
    """Return P: places for weights that the zero pattern leaves, places for biases that are used, and thresholds.

    >>> slots_of(Branch([1, 0], 0, Affine([[0, 1]], [0]), Affine([[0, 2]], [3])))
    5
    """
    total = 0
    for node in distinct_nodes(network):
        if isinstance(node, Affine):
            total += sum([_terms(form, bias) for form, bias in zip(node.weights, node.bias, strict=True)])
        elif isinstance(node, Branch):
            total += len(node.normal.indices) + 1
    return total


def operations_of(network: Network) -> int:
    """Return T: the most operations on an input if every weight is a number that must be multiplied with.

    >>> operations_of(Affine([[1, 1]], [0])), operations_of(Relu(3))
    (3, 3)
    """
    known: dict[int, int] = {}
    for node in distinct_nodes(network):
        below = [known[id(child)] for child in children(node)]
        match node:
            case Affine():
                rows = zip(node.weights, node.bias, strict=True)
                own = sum([len(form.indices) + max(0, _terms(form, bias) - 1) for form, bias in rows])
            case Branch():
                own = 2 * len(node.normal.indices)
            case Relu() | Step():
                own = own_cost(node).comparisons
            case _:
                own = 0
        join = max if isinstance(node, Branch) else sum
        known[id(node)] = own + (join(below) if below else 0)
    return known[id(network)]


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


def _terms(form: Form, bias: Fraction) -> int:
    return len(form.indices) + (bias != 0)
