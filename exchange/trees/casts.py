"""Tests of inputs that a tool first rounds to a format of floats, as tests of the inputs themselves."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from constructions.model.errors import one_of
from exchange.trees.forest import Forest, Split, Tree

_PRECISIONS = {"float16": (11, -24), "bfloat16": (8, -133), "float32": (24, -149), "float64": (53, -1074)}
"""For each format the bits of a significand, and the exponent of the least positive number."""


def nearest(value: Fraction, kind: str) -> Fraction:
    """Return the number of a format that is nearest to ``value``, of two the even one (IEEE 754).

    There is no largest number here: where the format overflows to infinity the result goes on in its steps.

    Args:
        kind: ``float16``, ``bfloat16``, ``float32`` or ``float64``.

    >>> nearest(Fraction(1, 10), "float32"), nearest(Fraction(2**24 + 1), "float32")
    (Fraction(13421773, 134217728), Fraction(16777216, 1))
    """
    low = at_most(value, kind)
    if low == value:
        return low
    high = _after(low, kind)
    middle = (low + high) / 2
    return low if value < middle or (value == middle and _is_even(low, kind)) else high


def rounded(values: Iterable[Fraction], kinds: Iterable[str]) -> tuple[Fraction, ...]:
    """Return the values rounded to one format after the other.

    >>> rounded([Fraction(1, 3), Fraction(5)], ["float64", "float16"])
    (Fraction(1365, 4096), Fraction(5, 1))
    """
    result = tuple(values)
    for kind in kinds:
        result = tuple([nearest(value, kind) for value in result])
    return result


def before_rounding(split: Split, kinds: Iterable[str]) -> Split:
    """Return the test of x that holds where ``split`` holds of x after rounding to one format after the other.

    Rounding is monotone, so what rounds to at most f, a number of the format, is a half-line: it ends in the middle
    between f and the next number, and has that middle if f is the even one of both.

    Args:
        split: a test with ``<=``, ``<``, ``>=`` or ``>``.

    >>> before_rounding(Split(0, "<", Fraction(1), 1, 2), ["float32"])
    Split(feature=0, relation='<', threshold=Fraction(33554431, 33554432), yes=1, no=2)
    """
    one_of("relation", split.relation, ("<=", "<", ">=", ">"))
    bound, closed = split.threshold, split.relation in ("<=", ">")
    for kind in reversed(list(kinds)):
        low = at_most(bound, kind)
        if low == bound and not closed:
            low = _before(low, kind)
        bound, closed = (low + _after(low, kind)) / 2, _is_even(low, kind)
    kept = ("<=", ">") if closed else ("<", ">=")
    return Split(split.feature, kept[split.relation in (">", ">=")], bound, split.yes, split.no)


def with_rounded_inputs(forest: Forest, kinds: Iterable[str]) -> Forest:
    """Return the forest that gives at every x what ``forest`` gives at x after rounding to one format after the other.

    It has the same shape: only thresholds move, by half a step of the format at most, and sides of equality change.

    >>> from constructions.model.evaluation import evaluate
    >>> from exchange.trees.forest import Leaf, forest_network
    >>> no, yes = Leaf(((0, Fraction(0)),)), Leaf(((0, Fraction(1)),))
    >>> below = Split(0, "<", nearest(Fraction(1, 10), "float32"), 1, 2)  # 1/10 is, but not after rounding
    >>> forest = Forest(1, (Tree((below, yes, no)),), (Fraction(0),))
    >>> networks = [forest_network(forest), forest_network(with_rounded_inputs(forest, ["float32"]))]
    >>> [evaluate(network, [Fraction(1, 10)])[0] for network in networks]
    [Fraction(1, 1), Fraction(0, 1)]
    """
    formats = list(kinds)
    known: dict[tuple[str, Fraction], Split] = {}
    moved = []
    for tree in forest.trees:
        nodes = list(tree.nodes)
        for number, node in enumerate(nodes):
            if isinstance(node, Split):
                key = (node.relation, node.threshold)
                if key not in known:  # many trees test the same
                    known[key] = before_rounding(node, formats)
                nodes[number] = replace(node, relation=known[key].relation, threshold=known[key].threshold)
        moved.append(Tree(tuple(nodes), tree.root))
    return Forest(forest.width, tuple(moved), forest.base, forest.aggregate)


def _step(value: Fraction, kind: str) -> Fraction:
    """Return how far apart the numbers of a format are at ``value``, seen from 0: its binade's step."""
    bits, least = _PRECISIONS[one_of("format", kind, _PRECISIONS)]
    if not value:
        return Fraction(2) ** least
    exponent = abs(value).numerator.bit_length() - value.denominator.bit_length()
    if abs(value) < Fraction(2) ** exponent:
        exponent -= 1
    return Fraction(2) ** max(exponent - bits + 1, least)


def at_most(value: Fraction, kind: str) -> Fraction:
    """Return the largest number of a format that is at most ``value``, as ``nearest`` counts its numbers.

    >>> at_most(Fraction(1, 3), "float32")
    Fraction(5592405, 16777216)
    """
    step = _step(value, kind)
    return (value // step) * step


def _after(number: Fraction, kind: str) -> Fraction:
    """Return the next number of the format."""
    if number >= 0:
        return number + _step(number, kind)
    return -_before(-number, kind)


def _before(number: Fraction, kind: str) -> Fraction:
    """Return the number of the format before this one."""
    if number <= 0:
        return -_after(-number, kind)
    step = _step(number, kind)
    if number == step or (number / step).numerator.bit_count() > 1:
        return number - step
    return number - _step(number - step / 2, kind)


def _is_even(number: Fraction, kind: str) -> bool:
    return (number / _step(number, kind)).numerator % 2 == 0
