"""Steps: hints of lower bounds, each of which shows something from the data and the steps before it."""

from collections.abc import Sequence
from typing import Any

from ...budget import Budget
from ...dataset import Dataset
from ...engine import Engine
from ...values import longest
from ...verdict import Rejected


def take_step(engine: Engine, *names: str) -> tuple[str, list[int]]:
    """Return the name and the integers of the next hint, which must have one of the names."""
    name, *numbers = engine.hints.take(*names)
    return name, numbers


def less_than(parts: int) -> int:
    """Return the largest c with 2^c < parts."""
    if parts < 2:
        raise Rejected("one leaf may fit all points")
    return (parts - 1).bit_length() - 1


def longest_number(dataset: Dataset, budget: Budget) -> int:
    """Return the bits of the longest number in a data set."""
    budget.spend(len(dataset.points) * (len(dataset.points[0]) + len(dataset.labels[0])))
    return max([longest(row) for row in (*dataset.points, *dataset.labels)])


def pay_sorting(keys: Sequence[Any], bits: int, budget: Budget) -> None:
    """Pay for sorting numbers, or lists of equally many, of at most these bits."""
    width = len(keys[0]) if isinstance(keys[0], list) else 1
    budget.spend(len(keys) * len(keys).bit_length() * (1 + width * (1 + bits // 4096)))


def numbered_labels(dataset: Dataset, bits: int, budget: Budget) -> list[int]:
    """Return a number for each row, equal for equal labels; sorted, as hashes of integers can be made equal."""
    labels = dataset.labels
    pay_sorting(labels, bits, budget)
    numbers, previous = [0] * len(labels), -1
    for row in sorted(range(len(labels)), key=labels.__getitem__):
        numbers[row] = row if previous < 0 or labels[row] != labels[previous] else numbers[previous]
        previous = row
    return numbers
