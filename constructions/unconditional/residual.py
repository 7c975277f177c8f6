"""Residual blocks: the input and the sums so far pass by, every block adds the kinks of a few neighbouring points."""

from math import isqrt

from constructions.geometry.projection import project
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Concatenate, Form, Identity, Network, Relu, Sequence
from constructions.unconditional.interpolation import bends_of

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
    bends, outputs = bends_of(projected.line), len(projected.labels[0])
    size = min(len(bends), block or isqrt(len(bends) - 1) + 1)
    width = 1 + outputs
    z, nothing = Form.coordinate(0, width), Form(1, (), ())
    skip = [Form.coordinate(place, width + outputs) for place in range(width)]
    summed = [Form(width + outputs, (1 + place, width + place), (1, 1)) for place in range(outputs)]
    stages: list[Network] = [Affine([Form.coordinate(0, 1), *[nothing] * outputs], [0, *projected.labels[0]])]
    for start in range(0, len(bends), size):
        part = bends[start : start + size]
        added = Sequence(
            (
                Affine([z] * len(part), [-kink for kink, _ in part]),
                Relu(len(part)),
                Affine([Form.dense(row) for row in zip(*[change for _, change in part], strict=True)], [0] * outputs),
            )
        )
        stages += [Concatenate((Identity(width), added)), Affine([skip[0], *summed], [0] * width)]
    stages.append(Affine([Form.coordinate(1 + place, width) for place in range(outputs)], [0] * outputs))
    return Built(projected.then(*stages), COST, {**projected.letters, "q": size})
