"""A construction of your own, proved for every data set of a size; and the same with a planted mistake.

python examples/04_every_data_set.py
memocert prove-construction examples/04_every_data_set.py:off_by_one --n 1..8
"""

import tempfile
from pathlib import Path

from memocert import Branch, Dataset, Every, Network, constant, memorizes_every
from verify.symbolic.every import ProofLimits
from verify.symbolic.outcome_text import outcome_text


def tree(data: Dataset, shift: int = 0) -> Network:
    """Return the search tree with one leaf for each point; a gate's threshold is the first point of its right half."""
    rows = sorted(zip(data.points, data.labels, strict=True), key=lambda row: row[0][0])

    def build(low: int, high: int) -> Network:
        if high - low == 1:
            return constant(rows[low][1], 1)
        middle = (low + high) // 2
        return Branch([1], rows[middle - shift][0][0], build(low, middle), build(middle, high))

    return build(0, len(rows))


def off_by_one(data: Dataset) -> Network:
    """Return the same tree, but the threshold is the last point of the left half, which then goes right."""
    return tree(data, shift=1)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(outcome_text(memorizes_every(tree, Every(16), ProofLimits(folder=Path(folder)))))
    print(outcome_text(memorizes_every(off_by_one, Every(2))))
