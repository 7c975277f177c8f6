"""Input-dependent dropout: a block is computed iff its policy form is 0 or more (Bengio et al. 2013, 2015)."""

from collections.abc import Sequence as Items
from fractions import Fraction
from math import isqrt

from constructions.families.broken_line import Groups
from constructions.families.selection import total, wires
from constructions.geometry.projection import project
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Branch, Concatenate, Identity, Network, Relu, Sequence, constant
from constructions.model.nouns import count_of
from constructions.unconditional.interpolation import Hinges

COST = Cost(
    neurons="n - 1",
    gates="g",
    parameters="w + 3*g - 2 + (1 + d)*(n - g) + d*g",
    comparisons="n + g - 1",
    additions="k - 1 + g - 1 + Max(g - 2, 0) + (1 + d)*(n - g) + d*(g - 1)",
    multiplications="w + Max(g - 2, 0) + d*(n - g)",
    depth="3",
    bounds={"g": "n", "k": "p", "w": "p"},
)
"""Structurally, all blocks together; on any input at most one block runs, so the n - g of their units are q - 1."""


def dropout(policy: Affine, blocks: Items[Network]) -> Network:
    """Return h -> the sum of blocks[i](h) over all i with policy_i(h) >= 0; the others are not computed.

    A block is a part of a layer with its columns of the next layer's weights, so a block left out counts as 0. The
    original leaves out block i at random, with probability 1 - sigmoid(policy_i(h)). The rule here is the more likely
    choice (computed at 1/2). The more the forms are scaled up, the likelier is it that both agree, where none is 0.

    Raises:
        ValueError: if there are not as many policy forms as blocks.

    Source: Bengio, Leonard, Courville 2013 (stochastic gaters); Bengio, Bacon, Pineau, Precup 2015, *Conditional
    computation in neural networks for faster models*; theory, Theorem 90.

    >>> from constructions.model.evaluation import evaluate
    >>> network = dropout(Affine([[1], [-1]], [0, 0]), [constant([1], 1), constant([10], 1)])
    >>> [int(evaluate(network, [x])[0]) for x in (1, 0, -1)]
    [1, 11, 10]
    """
    if not blocks or policy.output_width != len(blocks):
        raise ValueError(f"policy must have {count_of(len(blocks), 'output')}, one a block, not {policy.output_width}")
    zero = constant([0] * blocks[0].output_width, policy.input_width)
    return total(
        [
            Branch(form, -bias, zero, block)
            for form, bias, block in zip(policy.weights, policy.bias, blocks, strict=True)
        ]
    )


def dropout_memorizer(dataset: Dataset, number: int | None = None) -> Built:
    """Return a layer of ReLUs, whose policies let one of the blocks behind it run, that memorizes ``dataset``.

    The points on z = u . x are cut into g groups, with a middle between neighbours. The first layer is relu(z - middle)
    for each of them. Policy i is the unit before its group minus lambda times the unit behind it minus a quarter of
    the gap: 0 or more on group i, negative on all other points, since lambda is large. Block i is the broken line
    through group i. Policies are so steep that on no input at all two blocks run.

    Args:
        dataset: the data; labels of any width.
        number: g, at least 1, at most as many as points; about sqrt n if it is None.

    Raises:
        ValueError: if ``number`` is less than 1.

    Source: rule as in Bengio et al. 2015, construction derived here; theory, Theorem 90.

    >>> built = dropout_memorizer(Dataset.from_rows([[i] for i in range(16)], [[i * i] for i in range(16)]))
    >>> built.values["g"], built.promise.comparisons
    (4, 19)
    """
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    groups = Groups.of(projected, number if number is not None else isqrt(len(projected.line) - 1) + 1)
    middles, g = groups.thresholds, len(groups.lines)
    blocks = [Hinges.through(line).network() for line in groups.lines]
    stages: list[Network] = []
    if g > 1:
        layer = Sequence((Affine([[1]] * (g - 1), [-middle for middle in middles]), Relu(g - 1)))
        stages.append(Concatenate((Identity(1), layer)))
        blocks = [Sequence((wires([0], g), block)) for block in blocks]
    network = projected.then(*stages, dropout(_policy(groups), blocks))
    return Built(network, COST, {**projected.letters, "g": g, "q": groups.most})


def _policy(groups: Groups) -> Affine:
    """Return one form a group, of z and the units relu(z - middle)."""
    gaps, g = groups.gaps, len(groups.lines)
    rows, biases = [[Fraction(0)] * g for _ in range(g)], [Fraction(0)] * g
    for place, (last, first) in enumerate(gaps):
        gap, before = first - last, groups.thresholds[place - 1]
        rows[place][place + 1] = -4 * (first - before) / gap if place else Fraction(-1)
        rows[place + 1][place + 1] = Fraction(1)
        biases[place + 1] = -gap / 4
    if gaps:
        biases[0] = (gaps[0][1] - gaps[0][0]) / 5
    return Affine(rows, biases)
