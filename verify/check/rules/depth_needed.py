"""The rule of *depth needed*: every tree of tests x_j >= t with constant leaves that memorizes D is so deep."""

from collections.abc import Sequence

from ..budget import Budget, common_denominator, price
from ..dataset import Dataset
from ..engine import Engine
from ..values import Values
from ..verdict import Rejected
from .shared import keys
from .shared.rule import Rule
from .shared.steps import less_than, longest_number, pay_sorting, take_step

Box = tuple[list[int], list[int], int]
"""Of a set of points the least and the greatest coordinates, and a depth that is not enough for it."""


def depth_needed(engine: Engine, dataset: Dataset, depth: int) -> dict[str, object]:
    """Accept if the last step shows that one test less than claimed is not enough for some of the points."""
    budget, width = engine.budget, len(dataset.points[0]) - 1
    scale = common_denominator([point[-1] for point in dataset.points], budget)
    bits = longest_number(dataset, budget)
    budget.spend(4 * len(dataset.points) * width * price(bits, scale.bit_length()))
    budget.hold(len(dataset.points) * width * (bits + scale.bit_length() + 256))
    places = [[value * (scale // point[-1]) for value in point[:-1]] for point in dataset.points]
    kinds = _numbered(dataset.labels, bits, budget)
    boxes: list[Box] = []
    while not boxes or boxes[-1][2] < depth - 1:
        name, numbers = take_step(engine, "labels", "sides")
        known = len(places) if name == "labels" else len(boxes)
        try:
            if not numbers or not all([0 <= number < known for number in numbers]):
                raise Rejected(f"there must be numbers below {known}")
            budget.spend(100 + 8 * len(numbers) * (2 + width * price(bits + scale.bit_length(), 1)))
            budget.room(6 * len(numbers) * width * 64)
            budget.hold((2 * width + 16) * 64)
            if name == "labels":
                enough = less_than(len({kinds[number] for number in numbers}))
                boxes.append(_joined([(places[number], places[number], enough) for number in numbers]))
            else:
                boxes.append(_both_sides([boxes[number] for number in numbers]))
        except Rejected as error:
            raise Rejected(f"step {engine.hints.step - 1} ({name}): {error}") from None
    return {}


def _numbered(labels: Sequence[Values], bits: int, budget: Budget) -> list[int]:
    """Return a number for each label, equal for equal ones; sorted, as hashes of integers can be made equal."""
    pay_sorting(labels, bits, budget)
    numbers, previous = [0] * len(labels), -1
    for row in sorted(range(len(labels)), key=labels.__getitem__):
        numbers[row] = row if previous < 0 or labels[row] != labels[previous] else numbers[previous]
        previous = row
    return numbers


def _joined(parts: list[Box]) -> Box:
    """Return the box of a union, and the least of the depths."""
    lows, highs, depths = zip(*parts, strict=True)
    least, greatest = [min(column) for column in zip(*lows, strict=True)], [max(c) for c in zip(*highs, strict=True)]
    return least, greatest, min(depths)


def _both_sides(parts: list[Box]) -> Box:
    """Return the box of a union for which one test more is not enough: any test leaves a part whole on one side."""
    lows, highs, _ = zip(*parts, strict=True)
    for least, greatest in zip(zip(*lows, strict=True), zip(*highs, strict=True), strict=True):
        if min(greatest) > max(least):
            raise Rejected("some test of a coordinate divides every part")
    low, high, depth = _joined(parts)
    return low, high, depth + 1


_SENTENCE = "every tree of tests of single coordinates with constant leaves that memorizes D has depth {depth} or more"
RULES = (Rule("depth needed", ("dataset",), keys.named("depth"), depth_needed, _SENTENCE),)
