"""Residual blocks: the input and the sums so far pass by, every block adds the kinks of a few neighbouring points."""

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from constructions.geometry.projection import Projected, project
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Concatenate, Form, Identity, Network, Sequence
from constructions.unconditional.interpolation import Hinges, bends_of

COST = Cost(
    neurons="n - 1",
    parameters="w + (1 + d)*(n - 1) + d",
    comparisons="n - 1",
    additions="k - 1 + (1 + d)*(n - 1)",
    multiplications="w + d*(n - 1)",
    depth="ceiling((n - 1)/q)",
    bounds={"k": "p", "w": "p"},
)


def residual(dataset: Dataset, block: int | None = None) -> Built:
    """Return a network of residual blocks h + V relu(U h + b) of ``block`` units each that memorizes ``dataset``.

    The state is h = (z, s) with z = u . x and s in Q^d, at first y_1. A block has the next q of the points z_1, ...,
    z_(n-1); it leaves z as it is and adds sum_i c_i relu(z - z_i) to s, c_i the change of slope at z_i. After
    ceil((n - 1) / q) blocks s is the interpolant.

    Args:
        dataset: the data; labels of any width.
        block: q, at least 1; about sqrt(n) if it is None.

    Raises:
        ValueError: if ``block`` is less than 1.

    Source: the form of the blocks is that of Hardt, Ma 2017; what they compute is derived here; theory,
    Theorem 16.

    >>> residual(Dataset.from_rows([[i] for i in range(10)], [[i * i] for i in range(10)])).figure("depth")
    3
    """
    if block is not None and block < 1:
        raise ValueError(f"block must be at least 1, not {block}")
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    blocks = Blocks.of(projected, block)
    stages = [stage for pair in blocks.stages for stage in pair]
    network = projected.then(blocks.start, *stages, blocks.output)
    return Built(network, COST, {**projected.letters, "q": blocks.size})


@dataclass(frozen=True, slots=True)
class Blocks:
    """Residual blocks on the state (z, s), after all of which s is the interpolant.

    Attributes:
        size: q, the kinks of a block; the last one may have fewer.
        start: from z to the state before the first block.
        stages: for each block the two stages that keep z and add its kinks to s.
        output: from the state to s.
    """

    size: int
    start: Affine
    stages: list[tuple[Network, Network]]
    output: Affine

    @classmethod
    def of(cls, projected: Projected, size: int | None) -> "Blocks":
        """Return the blocks of so many kinks each; about sqrt(n) if it is None."""
        bends, outputs = bends_of(projected.line), len(projected.labels[0])
        size = min(len(bends), size or isqrt(len(bends) - 1) + 1)
        width, zero = 1 + outputs, (Fraction(0),) * outputs
        summed = [Form(width + outputs, (1 + place, width + place), (1, 1)) for place in range(outputs)]
        add = Affine([Form.coordinate(0, width + outputs), *summed], [0] * width)
        stages: list[tuple[Network, Network]] = []
        for first in range(0, len(bends), size):
            hinges = Hinges.of(zero, bends[first : first + size]).stages(width)
            stages.append((Concatenate((Identity(width), Sequence(hinges))), add))
        start = Affine([Form.coordinate(0, 1), *[Form(1, (), ())] * outputs], [0, *projected.labels[0]])
        output = Affine([Form.coordinate(1 + place, width) for place in range(outputs)], zero)
        return cls(size, start, stages, output)
