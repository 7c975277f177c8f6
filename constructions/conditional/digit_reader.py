"""The packed tree for labels 0 and 1 at places side by side: words of labels alone, read digit by digit."""

from collections.abc import Sequence as Items
from fractions import Fraction

from constructions.geometry.places import scaled
from constructions.geometry.projection import Projected
from constructions.memorizer import Built, Cost
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Branch, Form, Network, Sequence, constant
from constructions.model.nouns import count_of

COST = Cost(
    gates="g - 1 + Min(b - 1, 1)*(2**c - 1) + b - 1 + c - 1 + Min(c - 1, 1) + 1",
    parameters="w + 2 + g + ceiling(log(g, 2)) + 2**(c + 1)*Min(b - 1, 1) + c + 1 + 4*Min(c - 1, 1)",
    comparisons="ceiling(log(g, 2)) + (b - 1)*(c + 1) + ceiling(log(c, 2)) + c",
    additions="k + ceiling(log(g, 2)) + 2*(b - 1) + c - 1",
    multiplications="w + 1 + b - 1 + c - 1",
    depth="ceiling(log(g, 2)) + (b - 1)*(c + 1) + ceiling(log(c, 2)) + c",
    bounds={"k": "p", "w": "p"},
)
"""Words of b digits of c bits; g words."""

MOST_BITS = 16
"""How many bits a digit may have."""

WIDEST = 64
"""How many places there may be for each point."""


def digit_tree(projected: Projected, digit: int, digits: int) -> Built:
    """Return a conditional network for labels 0 and 1 whose words are the labels at q = b c places in a row.

    The line is scaled to gaps of 1 or more; place i is i <= x < i + 1, with label 0 where there is no point. The first
    gates take q 2^l from x where it is that large, for l = L - 1, ..., 0: e < q is left, and the leaf reached has the
    word. While e >= c, c is taken from e and the first digit, c bits, from the word: c gates find it. The digit at
    which e < c is taken apart bit by bit.

    Args:
        projected: points on a line with labels 0 and 1.
        digit: c, the bits of a digit.
        digits: b, the digits of a word.

    Raises:
        BadInput: if there are more than ``WIDEST`` places a point, or a label is not 0 or 1.
        ValueError: if ``digit`` is not 1 to ``MOST_BITS``, or ``digits`` is less than 1.

    Source: derived here; theory, Theorem 22b.
    """
    if not 1 <= digit <= MOST_BITS:
        raise ValueError(f"digit must be 1 to {MOST_BITS}, since c bits take 2^c gates, not {digit}")
    if digits < 1:
        raise ValueError(f"digits must be at least 1, not {digits}")
    if any([label not in ((Fraction(0),), (Fraction(1),)) for label in projected.labels]):
        raise BadInput("labels must be 0 or 1 where words are read digit by digit")
    scale, places = scaled(projected, 1)
    count = places[-1] + 1
    if count > WIDEST * len(places):
        raise BadInput(
            f"{count_of(count, 'place')} for {count_of(len(places), 'point')} are too many for words of "
            "labels at all places"
        )
    words = _words(places, [label[0].numerator for label in projected.labels], digit, digits)
    network = projected.then(scale, _select(words, digit * digits), _reader(digit, digits))
    return Built(network, COST, {**projected.letters, "g": len(words), "b": digits, "c": digit})


def _words(places: Items[int], labels: Items[int], digit: int, digits: int) -> list[Fraction]:
    """Return the labels at q places in a row as binary digits of a number, the first c before the point."""
    size = digit * digits
    words = [0] * -(-(places[-1] + 1) // size)
    for place, label in zip(places, labels, strict=True):
        words[place // size] |= label << size - 1 - place % size
    return [Fraction(word, 1 << size - digit) for word in words]


def _select(words: Items[Fraction], size: int) -> Network:
    """Return the tree from x to e and the word of its group; what is subtracted at a level is stored once."""
    empty = Form(1, (), ())
    first, second = Form.coordinate(0, 2), Form.coordinate(1, 2)
    below, above = Affine([first], [0]), Affine([second], [0])
    levels = range(max(0, len(words) - 1).bit_length())
    both = [Affine([[1], [1]], [0, -size << level]) for level in levels]

    def build(low: int, high: int) -> Network:
        if high - low == 1:
            return Affine([Form.coordinate(0, 1), empty], [0, words[low]])
        level = (high - low - 1).bit_length() - 1
        middle = low + (1 << level)
        sides = Sequence((below, build(low, middle))), Sequence((above, build(middle, high)))
        return Sequence((both[level], Branch(second, 0, *sides)))

    return build(0, len(words))


def _reader(digit: int, digits: int) -> Network:
    """Return the network from e and a word to the label at e: blocks that skip a digit, before the one that reads."""
    block = _bit(digit)
    if digits == 1:
        return block
    both = Affine([[1, 0], [0, 1], [1, 0]], [0, 0, -digit])
    stay, go = Affine([[1, 0, 0], [0, 1, 0]], [0, 0]), Affine([[0, 0, 1], [0, 1, 0]], [0, 0])
    shift = Affine([[1, 0], [0, 2**digit]], [0, 0])
    strip = _strip(0, 2**digit)
    read = Sequence((stay, block))
    for _ in range(digits - 1):
        block = Sequence((both, Branch([0, 0, 1], 0, read, Sequence((go, strip, shift, block)))))
    return block


def _strip(low: int, high: int) -> Network:
    """Return the tree that takes the digit before the point from the word; low <= digit < high."""
    if high - low == 1:
        return Affine([[1, 0], [0, 1]], [0, -low])
    middle = (low + high) // 2
    return Branch([0, 1], middle, _strip(low, middle), _strip(middle, high))


def _bit(digit: int) -> Network:
    """Return the network from e < c and a word to bit e of its first digit."""
    half = 2 ** (digit - 1)
    last = Branch([0, 1], half, constant([0], 2), constant([1], 2))
    step = Branch([0, 1], half, Affine([[1, 0], [0, 2]], [0, 0]), Affine([[1, 0], [0, 2]], [0, -2 * half]))

    def build(low: int, high: int) -> Network:
        if high - low == 1:
            return Sequence((*[step] * low, last))
        middle = (low + high) // 2
        return Branch([1, 0], middle, build(low, middle), build(middle, high))

    return build(0, digit)
