"""The rules of *comparisons needed*: every network that memorizes D makes at least so many comparisons at some point.

And *comparisons needed with constant leaves*: every tree of gates whose leaves give one value each.
"""

from collections.abc import Sequence
from functools import partial
from itertools import combinations

from ..budget import Budget, common_denominator, over, price
from ..dataset import Dataset
from ..engine import Engine
from ..values import Values, longest
from ..verdict import Malformed, Rejected, counted, shown
from .shared import keys
from .shared.refuted_sets import Step, members, powers, sums, uninterpolable
from .shared.rule import Rule
from .shared.sides import Sides, dichotomies
from .shared.steps import less_than, longest_number, numbered_labels, pay_sorting, take_step

Parted = tuple[int, int]
"""Two sets of points: no test has the whole of one on one side, and of the other on the other."""


def comparisons_needed(engine: Engine, dataset: Dataset, comparisons: int, constant: bool) -> dict[str, object]:
    """Accept if the last step shows that one comparison less than claimed is not enough for some of the points."""
    everything = (1 << len(dataset.points)) - 1
    bits = longest_number(dataset, engine.budget)
    sides: Sides = (0, [])
    steps: list[Step] = []
    parted: list[Parted] = []
    kinds: list[int] = []
    general = False
    names = ("pieces", "count", "dichotomies", "uninterpolable", "powers", "every", "apart", "cases")
    while not steps or steps[-1][1] < comparisons - 1:
        name, numbers = take_step(engine, *names, *(["labels"] if constant else []))
        engine.budget.spend(80 + everything.bit_length() // 512)
        try:
            if name == "pieces" and numbers:
                raise Malformed(f"hint {engine.hints.step - 1}: pieces must stand alone")
            if name == "pieces":
                steps.append((everything, _by_pieces(dataset, constant, engine.budget)))
            elif name == "uninterpolable":
                steps.append(uninterpolable(numbers, dataset, everything, engine.budget))
            elif name == "powers":
                steps.append(powers(numbers, dataset, everything, engine.budget))
            elif name == "count":
                general = general or _in_general_position(dataset, engine.budget)
                steps.append(_by_count(numbers, dataset, everything))
            elif name == "every":
                steps.append(_every(numbers, sides, steps, engine.budget))
            elif name == "apart":
                parted.append(_apart(numbers, dataset, everything, engine.budget))
            elif name == "cases":
                steps.append(_cases(numbers, steps, parted, everything, engine.budget))
            elif name == "labels":
                kinds = kinds or numbered_labels(dataset, bits, engine.budget)
                steps.append(_by_labels(numbers, kinds, engine.budget))
            else:
                sides = dichotomies(numbers, dataset, everything, engine)
        except Rejected as error:
            raise Rejected(f"step {engine.hints.step - 1} ({name}): {error}") from None
    return {"comparisons": counted(comparisons, "comparison")}


def _by_pieces(dataset: Dataset, constant: bool, budget: Budget) -> int:
    """Return the most comparisons that are not enough on a line: 2^c < K, K the least number of affine pieces.

    With constant leaves pieces are runs of equal labels.
    """
    if len(dataset.points[0]) != 2:
        raise Rejected("the points are not on a line")
    scale = common_denominator([below for _, below in dataset.points], budget)
    places = [over((place, below), scale, budget) for place, below in dataset.points]
    pay_sorting(places, longest(places), budget)
    rows = [(places[number], dataset.labels[number]) for number in sorted(range(len(places)), key=places.__getitem__)]
    pieces, start = 0, 0
    while start < len(rows):
        pieces += 1
        stop = start + 2 - constant
        while stop < len(rows) and _one_leaf(rows[start], rows[start + 1], rows[stop], constant, budget):
            stop += 1
        start = stop
    return less_than(pieces)


Place = tuple[int, Values]
"""A point of a line, over a common denominator, and its label."""


def _one_leaf(one: Place, two: Place, three: Place, constant: bool, budget: Budget) -> bool:
    """Return whether one affine function takes the labels at three places, or one value the first and the last."""
    (a, left), (b, middle), (c, right) = one, two, three
    bits = longest([a, b, c, *left, *middle, *right])
    budget.spend(60 + 12 * len(left) * price(3 * bits, 3 * bits))
    if constant:
        return left == right
    x, y, z = left[-1], middle[-1], right[-1]
    triples = zip(left[:-1], middle[:-1], right[:-1], strict=True)
    return all([(v * x - u * y) * (c - b) * z == (w * y - v * z) * (b - a) * x for u, v, w in triples])


def _apart(numbers: Sequence[int], dataset: Dataset, everything: int, budget: Budget) -> Parted:
    """Return two sets that no test has apart: some combination of either, its factors positive, is the same point."""
    above, below, *factors = numbers if len(numbers) > 1 else (0, 0)
    if min(above, below) < 1 or (above | below) & ~everything or above.bit_count() + below.bit_count() != len(factors):
        raise Rejected("there must be two sets of points and a factor for each point")
    if min(factors) < 1:
        raise Rejected("factors must be positive")
    few = above.bit_count()
    signed = [*factors[:few], *[-factor for factor in factors[few:]]]
    if any(sums([*members(above, budget), *members(below, budget)], signed, dataset, budget)[0]):
        raise Rejected("the combinations of both sets differ")
    return above, below


def _by_labels(numbers: Sequence[int], kinds: list[int], budget: Budget) -> Step:
    """Return the set of some rows, and the most comparisons that are not enough for their labels: a leaf has one."""
    if not numbers or not all([0 <= number < len(kinds) for number in numbers]):
        raise Rejected(f"rows must be numbers below {len(kinds)}")
    budget.spend(len(numbers) * (8 + len(kinds) // 256))
    budget.hold(len(kinds) + 256)
    mask = 0
    for number in numbers:
        mask |= 1 << number
    return mask, less_than(len({kinds[number] for number in numbers}))


def _cases(numbers: Sequence[int], steps: list[Step], parted: list[Parted], everything: int, budget: Budget) -> Step:
    """Return a set for which one comparison more is not enough: however its points fall, a part was refuted.

    A stack has for each open case the points on either side; by symmetry the first point is on the one side.
    """
    mask, count, *turns = numbers if len(numbers) > 2 else (0, 0, -1)
    bits = everything.bit_length()
    if mask < 1 or mask & ~everything or count < 1 or not 0 <= turns[0] < bits or not mask >> turns[0] & 1:
        raise Rejected("there must be a set of points, a comparison, and a point of the set")
    budget.spend(len(turns) * (30 + bits // 64))
    budget.room(min(len(turns), mask.bit_count()) * 2 * (bits + 256))
    stack = [(1 << turns[0], 0)]
    for turn in turns[1:]:
        if not stack:
            raise Rejected("no case is left")
        one, other = stack.pop()
        if turn >= 0:
            if turn >= bits or not (mask & ~one & ~other) >> turn & 1:
                raise Rejected(f"{shown(turn)} is no point of the set that is on no side so far")
            stack += [(one, other | 1 << turn), (one | 1 << turn, other)]
        elif turn % 2:
            number = -(turn + 1) // 2
            if number >= len(steps) or steps[number][1] + 1 < count:
                raise Rejected(f"step {shown(number)} does not stand before, or shows too little")
            if steps[number][0] & ~one and steps[number][0] & ~other:
                raise Rejected(f"the points of step {number} are not on one side")
        else:
            number = -(turn + 2) // 2
            if number >= len(parted):
                raise Rejected(f"there are no points apart of number {shown(number)}")
            this, that = parted[number]
            if (this & ~one or that & ~other) and (this & ~other or that & ~one):
                raise Rejected(f"the points apart of number {number} are not on two sides")
    if stack:
        raise Rejected("a case is left open")
    return mask, count


def _by_count(numbers: Sequence[int], dataset: Dataset, everything: int) -> Step:
    """Return a set and the most comparisons that are not enough for it where a leaf fits p + 1 points at most."""
    if len(numbers) != 1 or numbers[0] < 1 or numbers[0] & ~everything:
        raise Rejected("there must be a set of points")
    return numbers[0], less_than(-(-numbers[0].bit_count() // len(dataset.points[0])))


def _in_general_position(dataset: Dataset, budget: Budget) -> bool:
    """Refuse unless no p + 2 points with their labels fit one affine function."""
    size, bits = len(dataset.points[0]), longest_number(dataset, budget)
    held = budget.bits
    budget.hold(len(dataset.points) * (size + len(dataset.labels[0])) * 64)
    whole = [*zip(dataset.points, dataset.labels, strict=True)]
    for chosen in combinations(range(len(dataset.points)), size + 1):
        rows = [whole[number] for number in chosen]
        budget.spend(60 + 10 * size)
        for output in range(len(rows[0][1]) - 1):
            budget.spend(60 + 6 * (size + 1) ** 2 * price(bits, bits))
            matrix = [[*[v * label[-1] for v in point], label[output] * point[-1]] for point, label in rows]
            if _determinant(matrix, budget):
                break
        else:
            raise Rejected(f"one affine function may fit the points {', '.join(map(str, chosen))}")
    budget.bits = held
    return True


def _determinant(rows: list[list[int]], budget: Budget) -> int:
    """Return a determinant, without fractions (Bareiss)."""
    before = 1
    for column in range(len(rows) - 1):
        bits = max([longest(row) for row in rows])
        budget.spend(60 + 12 * (len(rows) - column) ** 2 * price(bits, bits))
        pivot = next((place for place in range(column, len(rows)) if rows[place][column]), None)
        if pivot is None:
            return 0
        rows[column], rows[pivot] = rows[pivot], rows[column]  # turns the sign round, which nobody asks for
        head = rows[column]
        for row in rows[column + 1 :]:
            first = row[column]
            pairs = zip(row[column:], head[column:], strict=True)
            row[column:] = [(a * head[column] - first * b) // before for a, b in pairs]
        before = head[column]
    return rows[-1][-1]


def _every(numbers: Sequence[int], sides: Sides, steps: list[Step], budget: Budget) -> Step:
    """Return a set for which one comparison more is not enough: each way to divide it has a part that was refuted."""
    mask, count, *used = numbers if len(numbers) > 1 else (0, 0)
    if mask < 0 or mask & ~sides[0] or mask.bit_count() < 2 or count < 1:
        raise Rejected("there must be at least two points of those whose dichotomies are known, and a comparison")
    for number in used:
        if not 0 <= number < len(steps) or steps[number][1] < count - 1:
            raise Rejected(f"step {shown(number)} does not stand before, or shows too little")
    sets = [steps[number][0] for number in used]
    bits = max([known.bit_length() for known in (mask, *sets)])
    budget.spend((len(sides[1]) + 1) * (20 + 8 * len(used)) * (1 + bits // 512))
    for side in sides[1]:
        above, below = mask & side, mask & ~side
        not_above, not_below = ~above, ~below
        if above and below and not any([not inner & not_above or not inner & not_below for inner in sets]):
            raise Rejected("there is a way to divide the points of which no part was refuted")
    return mask, count


_SAID = "{} that memorizes D makes at least {{comparisons}} on some point of D"
RULES = tuple(
    [
        Rule(
            kind,
            ("dataset",),
            keys.named("comparisons"),
            partial(comparisons_needed, constant=constant),
            _SAID.format(which),
        )
        for kind, constant, which in (
            ("comparisons needed", False, "every network"),
            ("comparisons needed with constant leaves", True, "every tree of gates with constant leaves"),
        )
    ]
)
