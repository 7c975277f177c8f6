"""Halting: stage after stage, up to the first whose halting form is 0 or more (Graves 2016)."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction

from constructions.geometry.projection import project
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset
from constructions.model.network import Branch, Form, Network, Sequence
from constructions.unconditional.residual import Blocks

COST = Cost(
    neurons="n - 1",
    gates="g - 1",
    parameters="w + (1 + d)*(n - 1) + d + g - 1",
    comparisons="n - 1 + g - 1",
    additions="k - 1 + (1 + d)*(n - 1)",
    multiplications="w + d*(n - 1)",
    depth="2*g - 1",
    bounds={"g": "n - 1", "k": "p", "w": "p"},
)
"""g stages."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage, and when it is the last.

    Attributes:
        step: from the state before to the state behind it; the same network at every stage makes a recurrent one.
        halt: a form of the state behind it.
        bias: what is added to the form.
    """

    step: Network
    halt: Form
    bias: Fraction


def halting(stages: Items[Stage], output: Network) -> Network:
    """Return the network that runs stage after stage until halt . s + bias >= 0, and answers ``output`` at s.

    The last stage halts in any case; its form is not read. The original halts at the first stage at which the sum of
    sigmoids of the halting forms reaches 1 - epsilon, and answers a mean weighted by them: a product, not piecewise
    linear. The rule here makes each halting value 0 or 1, from the sign of its form; then the first 1 ends the sum, all
    the weight is on that stage, and both coincide.

    Raises:
        ValueError: if there is no stage, or widths do not fit.

    Source: Graves 2016, *Adaptive computation time for recurrent neural networks*; theory, Theorem 88.

    >>> from constructions.model.evaluation import evaluate
    >>> from constructions.model.network import Affine, Identity
    >>> double = Stage(Affine([[2]], [0]), Form.dense([1]), Fraction(-10))
    >>> [int(evaluate(halting([double] * 9, Identity(1)), [x])[0]) for x in (3, 5, 0)]
    [12, 10, 0]
    """
    if not stages:
        raise ValueError("stages must have at least one entry")
    network: Network = Sequence((stages[-1].step, output))
    for stage in reversed(stages[:-1]):
        network = Sequence((stage.step, Branch(stage.halt, -stage.bias, network, output)))
    return network


def halting_memorizer(dataset: Dataset, block: int | None = None) -> Built:
    """Return residual blocks with a halting form behind each that memorize ``dataset``.

    The state is (z, s). A block adds to s the kinks of the next q points of the broken line through all points on z = u
    . x, and halts iff its last kink is followed by a point at z or beyond. All later kinks lie there or beyond too, so
    the blocks left out would add 0: on every input, data or not, the network equals the one that never halts.

    Args:
        dataset: the data; labels of any width.
        block: q, at least 1; about sqrt n if it is None.

    Raises:
        ValueError: if ``block`` is less than 1.

    Source: rule as in Graves 2016, blocks as in ``residual``; theory, Theorem 88.

    >>> halting_memorizer(Dataset.from_rows([[i] for i in range(17)], [[i * i] for i in range(17)])).promise.comparisons
    19
    """
    if block is not None and block < 1:
        raise ValueError(f"block must be at least 1, not {block}")
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    blocks, points = Blocks.of(projected, block), projected.points
    ends = [*points[blocks.size :: blocks.size], points[-1]][: len(blocks.stages)]
    past = Form(1 + dataset.label_width, (0,), (-1,))
    stages = [Stage(Sequence(pair), past, end) for pair, end in zip(blocks.stages, ends, strict=True)]
    network = projected.then(blocks.start, halting(stages, blocks.output))
    return Built(network, COST, {**projected.letters, "g": len(stages), "q": blocks.size})
