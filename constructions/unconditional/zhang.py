"""Zhang et al. 2017: biases between the sorted points make a triangular system, with a weight for every point."""

from fractions import Fraction

from constructions.geometry.projection import project
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset
from constructions.unconditional.interpolation import Hinges, bends_of

COST = Cost(
    neurons="n",
    parameters="w + n + d*n",
    comparisons="n",
    additions="k - 1 + n + d*(n - 1)",
    multiplications="w + d*n",
    depth="1",
    bounds={"k": "p", "w": "p"},
)


def zhang(dataset: Dataset) -> Built:
    """Return a network with one hidden layer of n ReLUs, no output bias and (1 + d) n + p weights.

    N(x) = sum_j c_j relu(u . x - b_j) with b_1 < z_1 <= b_2 < z_2 <= ... <= b_n < z_n: the matrix relu(z_i - b_j) is
    triangular with a positive diagonal, so c is found by forward substitution. Here b_1 = z_1 - 1 and b_j = z_(j-1),
    which keeps the numbers short; strictly between the points they would have denominators that multiply up.

    Source: Zhang, Bengio, Hardt, Recht, Vinyals 2017 (2n + p weights, d = 1); theory, Theorem 15

    >>> built = zhang(Dataset.from_rows([[0], [1], [3]], [[5], [0], [4]]))
    >>> built.figure("neurons"), built.figure("parameters")
    (3, 6)
    """
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    zero, start = (Fraction(0),) * len(projected.labels[0]), projected.points[0] - 1
    hinges = Hinges.of(zero, bends_of([(start, zero), *projected.line]))
    return Built(projected.then(*hinges.stages()), COST, projected.letters)
