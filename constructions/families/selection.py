"""Argmax, top k, margins and table look-up as exact networks of gates, each with its number of comparisons."""

from collections.abc import Iterable, Sequence as Items
from fractions import Fraction

from constructions.model.network import Affine, Branch, Concatenate, Form, Identity, Network, Sequence, chain, constant
from constructions.model.nouns import count_of


def wires(places: Iterable[int], width: int) -> Affine:
    """Return the network that keeps these of its ``width`` inputs, in this order; it costs no operation.

    >>> wires([2, 0], 3)
    Affine(3 -> 2)
    """
    rows = [Form.coordinate(place, width) for place in places]
    return Affine(rows, [0] * len(rows))


def beside(network: Network) -> Concatenate:
    """Return x -> (network(x), x).

    >>> beside(Affine([[1, 1]], [0]))
    Concatenate(2 -> 3)
    """
    return Concatenate((network, Identity(network.input_width)))


def total(networks: Items[Network]) -> Network:
    """Return x -> the sum of what the networks give; m - 1 additions an output for m networks.

    >>> total([Identity(2), Identity(2)])
    Sequence(2 -> 2)
    """
    if len(networks) == 1:
        return networks[0]
    return Sequence((Concatenate(networks), _summed(len(networks), networks[0].output_width)))


def mean(networks: Items[Network]) -> Network:
    """Return x -> the mean of what m networks give: m - 1 additions and, for m > 1, a multiplication an output.

    >>> mean([Identity(1)])
    Identity(1 -> 1)
    """
    return scaled(total(networks), len(networks))


def scaled(network: Network, parts: int) -> Network:
    """Return x -> network(x) / parts: a multiplication an output, none for one part.

    >>> scaled(Identity(1), 2)
    Sequence(1 -> 1)
    """
    if parts == 1:
        return network
    width = network.output_width
    return Sequence(
        (network, Affine([Form(width, (row,), (Fraction(1, parts),)) for row in range(width)], [0] * width))
    )


def largest(scores: Network, leaves: Items[Network]) -> Network:
    """Return x -> leaves[argmax_j scores_j(x)](x), of equal scores the first.

    With m leaves: m - 1 comparisons and as many subtractions beside the scores, m (m - 1) / 2 gates, since the gate
    reached before score j is known by j and the best place before it. One leaf needs no score.

    Raises:
        ValueError: if there are not as many scores as leaves.

    Source: theory, Theorem 80.

    >>> from constructions.model.evaluation import evaluate
    >>> network = largest(Affine([[1], [-1]], [0, 0]), [constant([10], 1), constant([20], 1)])
    >>> [int(evaluate(network, [x])[0]) for x in (3, 0, -3)]
    [10, 10, 20]
    """
    count = _as_many(scores, leaves)
    if count == 1:
        return leaves[0]
    width = count + scores.input_width
    rest = wires(range(count, width), width)
    row: list[Network] = [chain(rest, leaf) for leaf in leaves]
    for place in reversed(range(1, count)):
        row = [Branch(Form(width, (best, place), (1, -1)), 0, row[place], row[best]) for best in range(place)]
    return Sequence((beside(scores), row[0]))


def top(scores: Network, blocks: Items[Network], count: int) -> Network:
    """Return x -> the sum of blocks[j](x) over the ``count`` largest scores_j(x), of equal scores the first.

    The pairs (score, place) are sorted as far as needed by exchanging neighbours: with m blocks and r = min(count, m -
    count) that takes r (m - 1) - r (r - 1) / 2 comparisons and as many subtractions; then each of the first ``count``
    places is looked up in ceil(log2 m) comparisons. All m blocks need no score.

    Raises:
        ValueError: if there are not as many scores as blocks, or ``count`` is not one of 1, ..., m.

    Source: theory, Theorem 80.

    >>> from constructions.model.evaluation import evaluate
    >>> blocks = [constant([1], 1), constant([10], 1), constant([100], 1)]
    >>> network = top(Affine([[0], [1], [-1]], [0, 0, 0]), blocks, 2)
    >>> [int(evaluate(network, [x])[0]) for x in (3, 0, -3)]
    [11, 11, 101]
    """
    places = _as_many(scores, blocks)
    if not 1 <= count <= places:
        raise ValueError(f"count must be one of 1, ..., {places}, the number of blocks, not {count}")
    if count == places:
        return total(blocks)
    inputs = scores.input_width
    width = 2 * places + inputs
    numbered = Concatenate((scores, constant(range(places), inputs), Identity(inputs)))
    sort = [_exchange(place, places, width) for place in exchanges(places, count)]
    rest = wires(range(1, 1 + inputs), 1 + inputs)
    found = lookup([chain(rest, block) for block in blocks])
    picked = [Sequence((wires([places + place, *range(2 * places, width)], width), found)) for place in range(count)]
    return Sequence((numbered, *sort, total(picked)))


def exchanges(places: int, count: int) -> list[int]:
    """Return the neighbours (i, i + 1), by i, whose exchanges bring the ``count`` largest to the front.

    >>> exchanges(4, 1), exchanges(4, 3)
    ([2, 1, 0], [0, 1, 2])
    """
    if count <= places - count:
        return [place for done in range(count) for place in reversed(range(done, places - 1))]
    return [place for done in range(places - count) for place in range(places - 1 - done)]


def lookup(leaves: Items[Network]) -> Network:
    """Return (c, x) -> leaves[c](c, x) for c = 0, ..., m - 1 by bisection: ceil(log2 m) comparisons, m - 1 gates.

    >>> lookup([constant([5], 1), constant([7], 1), constant([9], 1)])
    Branch(1 -> 1)
    """
    gate = Form.coordinate(0, leaves[0].input_width)

    def build(low: int, high: int) -> Network:
        if high - low == 1:
            return leaves[low]
        middle = (low + high) // 2
        return Branch(gate, Fraction(2 * middle - 1, 2), build(low, middle), build(middle, high))

    return build(0, len(leaves))


def winner(count: int) -> Network:
    """Return s -> the place of the largest of ``count`` scores, of equal ones the first: count - 1 comparisons.

    >>> from constructions.model.evaluation import evaluate
    >>> evaluate(winner(3), [1, 5, 5])
    (Fraction(1, 1),)
    """
    if count == 1:
        return constant([0], 1)
    join = Branch(Form(4, (0, 2), (1, -1)), 0, wires([2, 3], 4), wires([0, 1], 4))
    return Sequence((_tournament(count, {(2, 2): join}), wires([1], 2)))


def margin(count: int) -> Network:
    """Return s -> (largest - second largest, place of the largest) of ``count`` >= 2 scores, of equal ones the first.

    A tournament that keeps the two largest: ceil(3 count / 2) - 2 comparisons and as many subtractions at most, and one
    subtraction more.

    Raises:
        ValueError: if there are fewer than two scores.

    Source: theory, Theorem 80.

    >>> from constructions.model.evaluation import evaluate
    >>> [tuple(map(int, evaluate(margin(3), scores))) for scores in ([1, 5, 3], [4, 4, 4], [0, 1, 9])]
    [(2, 1), (0, 0), (8, 2)]
    """
    if count < 2:
        raise ValueError(f"count must be at least 2, since a margin lies between two scores, not {count}")
    return Sequence((_tournament(count, _PAIRS), Affine([Form(3, (0, 2), (1, -1)), Form.coordinate(1, 3)], [0, 0])))


def _as_many(scores: Network, blocks: Items[Network]) -> int:
    if not blocks or scores.output_width != len(blocks):
        raise ValueError(
            f"scores must have {count_of(len(blocks), 'output')}, one for each of the networks, not "
            f"{scores.output_width}"
        )
    return len(blocks)


def _summed(parts: int, width: int) -> Affine:
    rows = [Form(parts * width, range(row, parts * width, width), [1] * parts) for row in range(width)]
    return Affine(rows, [0] * width)


def _exchange(place: int, places: int, width: int) -> Branch:
    order = list(range(width))
    for at in (place, places + place):
        order[at], order[at + 1] = order[at + 1], order[at]
    return Branch(Form(width, (place, place + 1), (1, -1)), 0, wires(order, width), Identity(width))


def _tournament(count: int, joins: dict[tuple[int, int], Network]) -> Network:
    """Return the tournament over ``count`` scores, cut so that as many pairs as possible meet in the first round."""

    def build(low: int, high: int) -> Network:
        size = high - low
        if size == 1:
            return Affine([Form.coordinate(low, count), Form(count, (), ())], [0, low])
        middle = low + (1 if size == 2 else (size // 2 + 1) // 2 * 2)
        left, right = build(low, middle), build(middle, high)
        return Sequence((Concatenate((left, right)), joins[left.output_width, right.output_width]))

    return build(0, count)


def _second(width: int, kept: Items[int], one: int, two: int) -> Branch:
    """Return the network that keeps two wires and the larger of two others."""
    return Branch(Form(width, (one, two), (1, -1)), 0, wires([*kept, two], width), wires([*kept, one], width))


_PAIRS: dict[tuple[int, int], Network] = {
    (2, 2): Branch(Form(4, (0, 2), (1, -1)), 0, wires([2, 3, 0], 4), wires([0, 1, 2], 4)),
    (3, 2): Branch(Form(5, (0, 3), (1, -1)), 0, wires([3, 4, 0], 5), _second(5, [0, 1], 2, 3)),
    (3, 3): Branch(Form(6, (0, 3), (1, -1)), 0, _second(6, [3, 4], 0, 5), _second(6, [0, 1], 2, 3)),
}
"""How two sides join: a side is (value, place) if it has one score, and (value, place, second value) otherwise."""
