"""Packed tree: a search tree over groups of points, each leaf one word that a shared reader unpacks bit by bit."""

from collections.abc import Sequence as Items
from fractions import Fraction

from constructions.conditional.digit_reader import digit_tree
from constructions.geometry.places import Groups, scaled
from constructions.geometry.projection import project
from constructions.memorizer import Built, Cost, natural_labels, single_label
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Branch, Form, Network, Sequence

COST = Cost(
    gates="g - 1 + q + Min(q - 1, 1)",
    parameters="w + 3*g + 7 + 7*Min(q - 1, 1)",
    comparisons="ceiling(log(g, 2)) + (q - 1)*(r + 1) + q*c",
    additions="k + Min(g - 1, 1) + (q - 1)*(2*r + 1) + 2*q*c",
    multiplications="w + 1 + 2*(q - 1)*r + 2*q*c",
    depth="ceiling(log(g, 2)) + (q - 1)*(r + 1) + q*c",
    bounds={"g": "ceiling(n/q)", "k": "p", "w": "p"},
)
"""P is at most 3g + 14 + w stored numbers, T at most ceil(log2 g) + 5c q + (q - 1)(5r + 2) + w + k + 2 operations."""

_E, _WORD, _KEY, _LABEL = range(4)


def packed_tree(dataset: Dataset, group: int | None = None, digit: int | None = None) -> Built:
    """Return a conditional network that memorizes natural labels with at most 3g + 14 + w stored numbers.

    The projected points are scaled to x with gaps of 1 or more and cut into g groups of q. Gates find the group of x;
    its leaf gives the word of the group and e = x minus the place floor(x) of its first point. One reader, shared by
    all leaves, takes from the word the label of a point, c bits, then the distance r to the place of the next point;
    if e is less, x belongs to this point and its label is the answer, else the distance is subtracted and the next one
    is read. A bit is one gate: of a word u of M bits, u >= 2^(M-1) or not, and u becomes 2u - 2^M or 2u.

    Args:
        dataset: the data; labels 0, 1, 2, ....
        group: q, at least 1; None: the number of binary digits of n.
        digit: None, or c: the words are the labels at places side by side, labels 0 and 1, and are read in digits of c
            bits; q is rounded up to a multiple of c. About n/q stored numbers where points are evenly spaced.

    Raises:
        BadInput: if a label is not a natural number; it names the point. With ``digit``, if it is not 0 or 1, or there
            are more than 64 places a point.
        ValueError: if ``group`` is less than 1, or ``digit`` not 1 to 16.

    Source: derived here; theory, Theorem 22a.

    >>> data = Dataset.from_rows([[3 * i] for i in range(1000)], [[i * i % 3] for i in range(1000)])
    >>> for q in (1, 4, 16, 64):
    ...     built = packed_tree(data, q)
    ...     print(q, built.figure("parameters"), built.promise.total)
    1 3007 18
    4 764 52
    16 203 194
    64 62 768
    """
    if group is not None and group < 1:
        raise ValueError(f"group must be at least 1, not {group}")
    natural_labels(dataset)
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    if digit is not None:
        return digit_tree(projected, digit, -(-(group or len(projected.points).bit_length()) // max(1, digit)))
    scale, places = scaled(projected, 1)
    numbers = [label[0].numerator for label in projected.labels]
    groups = Groups.of(places, numbers, group or len(places).bit_length())
    reader = _reader(groups.size, groups.distance_bits, groups.label_bits)
    network = projected.then(scale, Sequence((_tree(groups.starts, groups.words(beyond=1)), reader)))
    return Built(network, COST, {**projected.letters, **groups.letters})


def _tree(starts: Items[int], words: Items[int]) -> Network:
    """Return the balanced tree whose leaves give e = x - start, the word of the group, and two zeros."""
    empty = Form(1, (), ())

    def build(low: int, high: int) -> Network:
        if high - low == 1:
            return Affine([Form.coordinate(0, 1), empty, empty, empty], [-starts[low], words[low], 0, 0])
        middle = (low + high) // 2
        return Branch([1], starts[middle], build(low, middle), build(middle, high))

    return build(0, len(starts))


def _reader(size: int, key_bits: int, label_bits: int) -> Network:
    """Return the network from (e, word, 0, 0) to the label; the steps that read a bit are shared."""
    bits = size * label_bits + (size - 1) * key_bits
    label_steps = [_bit(bits, _LABEL)] * label_bits
    key_steps = [_bit(bits, _KEY)] * key_bits
    answer = Affine([Form.coordinate(_LABEL, 4)], [0])
    block: Network = Sequence((*label_steps, answer))
    subtract = Affine([[1, 0, -1, 0], [0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]], [0, 0, 0, 0])
    forget = Affine([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]], [0, 0, 0, 0])
    for _ in range(size - 1):
        following = Branch([1, 0, 0, 0], 0, answer, Sequence((forget, block)))
        block = Sequence((*label_steps, *key_steps, subtract, following))
    return block


def _bit(bits: int, target: int) -> Branch:
    """Return the step that takes the first bit of a word of so many bits and appends it to the key or the label."""
    half = Fraction(2 ** (bits - 1))
    sides = []
    for bit in (0, 1):
        rows = [[Fraction(place == column) for column in range(4)] for place in range(4)]
        rows[_WORD][_WORD] = rows[target][target] = Fraction(2)
        biases = [Fraction(0)] * 4
        biases[_WORD], biases[target] = -2 * half * bit, Fraction(bit)
        sides.append(Affine(rows, biases))
    return Branch(Form.coordinate(_WORD, 4), half, *sides)
