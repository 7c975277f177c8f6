"""The rules of *mean comparisons needed*: what memorizes D makes so many comparisons in the mean over its rows.

Of every network, or of trees with constant leaves; and *mean depth needed*, of trees of tests x_j >= t.
"""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from ..budget import Budget, common_denominator, over, price
from ..dataset import Dataset
from ..engine import Engine
from ..values import longest
from ..verdict import Rejected
from .shared import keys
from .shared.refuted_sets import members, uninterpolable
from .shared.rule import Rule
from .shared.sides import Sides, dichotomies
from .shared.steps import longest_number, numbered_labels, pay_sorting, take_step

Totals = dict[str, int]
"""For sets of points, in hexadecimal, whose hashes cannot be foreseen: how many comparisons their rows need in all."""


def mean_needed(
    engine: Engine, dataset: Dataset, mean: tuple[int, int], axis: bool, constant: bool
) -> dict[str, object]:
    """Accept if the last step shows that all comparisons at some of the rows are the mean of all rows together."""
    budget, size = engine.budget, len(dataset.points)
    budget.spend(2 * size + price(mean[0].bit_length(), 128))
    wanted = -(-mean[0] * sum(dataset.counts) // mean[1])
    everything, shown, totals, bits = (1 << size) - 1, 0, Totals(), longest_number(dataset, budget)
    sides: Sides = (everything, _tests(dataset, bits, budget)) if axis else (0, [])
    kinds = numbered_labels(dataset, bits, budget) if constant else []
    while shown < wanted:
        name, numbers = take_step(engine, "uninterpolable", "every", *([] if axis else ["dichotomies"]))
        budget.spend(80 + size // 64)
        try:
            if name == "dichotomies":
                sides = dichotomies(numbers, dataset, everything, engine)
                continue
            if name == "every":
                mask, least = _every(numbers, sides, totals, kinds, budget)
            else:
                mask, least = uninterpolable(numbers, dataset, everything, budget)
        except Rejected as error:
            raise Rejected(f"step {engine.hints.step - 1} ({name}): {error}") from None
        shown = least + sum([dataset.counts[number] for number in members(mask, budget)])
        budget.hold(2 * size + shown.bit_length() + 2048)
        totals[f"{mask:x}"] = shown
    return {}


def _every(
    numbers: Sequence[int], sides: Sides, totals: Totals, kinds: Sequence[int], budget: Budget
) -> tuple[int, int]:
    """Return a set and the least that both sides of a test need, which no leaf fits: it needs a comparison a row more.

    ``kinds``: a number for the label of each row, if a leaf has one label.
    """
    mask = numbers[0] if len(numbers) == 1 else 0
    if mask < 1 or mask & ~sides[0]:
        raise Rejected("there must be a set of points whose dichotomies are known")
    budget.spend((len(sides[1]) + 1) * (30 + sides[0].bit_length() // 32))
    parts = ((mask & side, mask & ~side) for side in sides[1])
    sums = (sum([totals.get(f"{part:x}", 0) for part in pair]) for pair in parts if all(pair))
    least = min(sums, default=None)
    if least is None:
        raise Rejected("no test divides the points")
    fits = not kinds or len({kinds[number] for number in members(mask, budget)}) < 2
    if fits and not least and not totals.get(f"{mask:x}"):
        raise Rejected("one leaf may fit all points")
    return mask, least


def _tests(dataset: Dataset, bits: int, budget: Budget) -> list[int]:
    """Return for each coordinate the sets of points above each of its values but the least.

    ``bits``: those of the longest number.
    """
    points, sides = dataset.points, list[int]()
    size, width = len(points), len(points[0]) - 1
    scale = common_denominator([point[-1] for point in points], budget)
    budget.hold(size * width * (size + 256))
    budget.room(size * (bits + scale.bit_length() + 256))
    for place in range(width):
        values = [over((point[place], point[-1]), scale, budget) for point in points]
        pay_sorting(values, longest(values), budget)
        budget.spend(size * (12 + size // 256))
        order, above = sorted(range(size), key=values.__getitem__, reverse=True), 0
        for number, lower in pairwise(order):
            above |= 1 << number
            if values[lower] < values[number]:
                sides.append(above)
    return sides


_SAID = "{} that memorizes D makes {{mean}} or more comparisons in the mean over the rows of D"
_COORDINATES = "every tree of tests of single coordinates with {} leaves"
RULES = tuple(
    [
        Rule(
            kind,
            ("dataset",),
            keys.named("mean"),
            partial(mean_needed, axis=axis, constant=constant),
            _SAID.format(which),
        )
        for kind, axis, constant, which in (
            ("mean comparisons needed", False, False, "every network"),
            (
                "mean comparisons needed with constant leaves",
                False,
                True,
                "every tree of gates with constant leaves",
            ),
            ("mean depth needed", True, True, _COORDINATES.format("constant")),
            ("mean depth needed with affine leaves", True, False, _COORDINATES.format("affine")),
        )
    ]
)
