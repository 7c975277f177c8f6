"""The rules of *depth needed*: every tree of tests x_j >= t with constant leaves that memorizes D is so deep.

And *depth needed with affine leaves*: every such tree whose leaves are any affine functions.
"""

from functools import partial
from operator import gt

from ..budget import Budget, common_denominator, price
from ..dataset import Dataset
from ..engine import Engine
from ..verdict import Rejected
from .shared import keys
from .shared.refuted_sets import members, powers, uninterpolable
from .shared.rule import Rule
from .shared.steps import less_than, longest_number, numbered_labels, take_step

Box = tuple[list[int], list[int], int]
"""Of a set of points the least and the greatest coordinates, and a depth that is not enough for it."""

Parts = tuple[int, list[int], list[int]]
"""What a step names: a depth, -1 where it names none, rows, and steps that stand before it."""

_SETS = {"uninterpolable": uninterpolable, "powers": powers}


def depth_needed(engine: Engine, dataset: Dataset, depth: int, affine: bool) -> dict[str, object]:
    """Accept if the last step shows that one test less than claimed is not enough for some of the points."""
    budget, width = engine.budget, len(dataset.points[0]) - 1
    scale = common_denominator([point[-1] for point in dataset.points], budget)
    bits = longest_number(dataset, budget)
    budget.spend(4 * len(dataset.points) * width * price(bits, scale.bit_length()))
    budget.hold(len(dataset.points) * width * (bits + scale.bit_length() + 256))
    places = [[value * (scale // point[-1]) for value in point[:-1]] for point in dataset.points]
    kinds = range(len(places)) if affine else numbered_labels(dataset, bits, budget)
    boxes: list[Box] = []
    while not boxes or boxes[-1][2] < depth - 1:
        name, numbers = take_step(engine, "sides", *(_SETS if affine else ("labels", "ranges")))
        try:
            enough, rows, steps = _parts(name, numbers, dataset, len(boxes), budget)
            budget.spend(100 + 16 * len(numbers))
            budget.room(6 * len(numbers) * width * 64)
            budget.hold((2 * width + 16) * 64)
            groups: dict[int, list[list[int]]] = {}
            for row in rows:
                groups.setdefault(kinds[row], []).append(places[row])
            each = 4 + 2 * len(rows) + (2 + len(groups).bit_length()) * len(groups) + 3 * len(steps)
            budget.spend(each * width * price(bits + scale.bit_length(), 1))
            if name == "labels" or name in _SETS:
                points = [places[row] for row in rows]
                shown = less_than(len(groups)) if name == "labels" else enough
                boxes.append((_least(points), _greatest(points), shown))
            else:
                used = [boxes[number] for number in steps]
                shown = min([known for _, _, known in used], default=enough)
                enough = shown if name == "sides" else enough
                if shown < enough:
                    raise Rejected("a step shows too little")
                boxes.append(_both_sides(enough, list(groups.values()), used))
        except Rejected as error:
            raise Rejected(f"step {engine.hints.step - 1} ({name}): {error}") from None
    return {}


def _parts(name: str, numbers: list[int], dataset: Dataset, known: int, budget: Budget) -> Parts:
    """Return what a step names, all of it there; of a set what it shows, which nothing before it decides."""
    places = len(dataset.points)
    if name in _SETS:
        budget.spend(80 + places // 256)
        mask, enough = _SETS[name](numbers, dataset, (1 << places) - 1, budget)
        return enough, members(mask, budget), []
    enough, rows, steps = -1, numbers if name == "labels" else [], numbers if name == "sides" else []
    if name == "ranges":
        if len(numbers) < 2 or numbers[0] < 0 or not 0 <= numbers[1] <= len(numbers) - 2:
            raise Rejected("there must be a depth, and how many rows")
        enough, rows, steps = numbers[0], numbers[2 : 2 + numbers[1]], numbers[2 + numbers[1] :]
    if not rows and not steps:
        raise Rejected("there must be rows or steps")
    for few, count, what in ((rows, places, "rows"), (steps, known, "steps")):
        if not all([0 <= number < count for number in few]):
            raise Rejected(f"{what} must be numbers below {count}")
    return enough, rows, steps


def _least(points: list[list[int]]) -> list[int]:
    """Return the least coordinates."""
    return points[0] if len(points) == 1 else list(map(min, *points))


def _greatest(points: list[list[int]]) -> list[int]:
    """Return the greatest coordinates."""
    return points[0] if len(points) == 1 else list(map(max, *points))


def _both_sides(enough: int, groups: list[list[list[int]]], boxes: list[Box]) -> Box:
    """Return the box of a union that one test more is not enough for: any test leaves a refuted part on one side.

    ``groups``: for each label points; those with a coordinate of at most, or at least, some number are refuted if
    they have more than 2^enough labels.
    """
    leasts, greatests = [_least(group) for group in groups], [_greatest(group) for group in groups]
    lows, highs = [low for low, _, _ in boxes], [high for _, high, _ in boxes]
    tops, bottoms = highs[:], lows[:]
    if groups and (len(groups) - 1).bit_length() > enough:
        tops.append([sorted(column)[1 << enough] for column in zip(*leasts, strict=True)])
        bottoms.append([sorted(column)[-1 - (1 << enough)] for column in zip(*greatests, strict=True)])
    if not tops:
        raise Rejected("the rows have too few labels")
    if any(map(gt, _least(tops), _greatest(bottoms))):
        raise Rejected("some test of a coordinate divides every part")
    return _least(lows + leasts), _greatest(highs + greatests), enough + 1


_SAID = "every tree of tests of single coordinates with {} leaves that memorizes D has depth {{depth}} or more"
RULES = tuple(
    [
        Rule(kind, ("dataset",), keys.named("depth"), partial(depth_needed, affine=affine), _SAID.format(leaves))
        for kind, affine, leaves in (
            ("depth needed", False, "constant"),
            ("depth needed with affine leaves", True, "affine"),
        )
    ]
)
