"""The least comparisons by cases: whether a test can have these points on one side and those on the other.

What is looked for is a tree of tests. Points are shared out to two sides one by one, only as far as a conflict asks for
it; a linear program, decided exactly, gives a test that has them so, or says why there is none. So a search that finds
no tree writes a certificate on the way (docs/reference/format.md, hints *cases* and *apart*), and it takes as many
points as it needs, whatever the number of dichotomies.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd

from constructions.geometry.hyperplanes import affine_fit
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Branch, Form, Network, constant
from constructions.model.numbers.homogeneous import homogeneous
from constructions.model.progress import Progress, silent
from lowerbound.comparisons.refutation import factors_against
from lowerbound.comparisons.subsets import Subsets, members
from verify.certificate import Hint
from verify.claims.comparisons_needed import Leaves
from verify.prove.feasibility import Feasibility
from verify.prove.integer_forms import CONSTANT, Bound

MOST_TESTS = 4_000
"""How many linear programs are solved unless more are allowed: some seconds in few dimensions."""

MOST_NUMBERS = 20_000_000
"""Of so many points or so many inputs fewer are solved: as many as there are such numbers in all."""


MOST_PLACED = 300
"""How many points may be shared out on the way to one case, in all levels together: two calls each."""


class TooManyError(Exception):
    """As many linear programs were solved, or as many points shared out, as were allowed."""


@dataclass(slots=True)
class _Path:
    """A case: the points on either side, in the order in which they came there, and what is written of it."""

    one: int
    other: int
    bounds: list[Bound]
    placed: list[int]
    turns: list[int] = field(default_factory=list)
    used: int = 0


class Cases:
    """Searches for trees of any tests, and writes why there are none.

    Args:
        dataset: the data.
        leaves: ``"affine"`` or ``"constant"``.
        most: how many linear programs may be solved.
        progress: is told how many were.

    >>> line = Dataset.from_rows([[0], [1], [2]], [[0], [1], [0]])
    >>> search = Cases(line, "constant")
    >>> search.hints_against(1)[-1], search.tree(2)
    (['cases', 7, 1, 0, 1, -1, 2, -2, -3], Branch(1 -> 1))
    """

    def __init__(
        self, dataset: Dataset, leaves: Leaves = "constant", most: int = MOST_TESTS, progress: Progress = silent
    ) -> None:
        self.dataset, self.leaves, self.progress = dataset, leaves, progress
        self.most = min(most, MOST_NUMBERS // (dataset.size * (dataset.width + 1)))
        self._kinds: list[int] = dataset.label_numbers()[0].tolist()
        self.full, self.solved, self._placed = (1 << dataset.size) - 1, 0, 0
        self.rows = [homogeneous(point) for point in dataset.points]
        self.steps: list[tuple[int, int]] = []
        self.parted: list[tuple[int, int]] = []
        self.hints: list[Hint] = []
        self._subsets = Subsets(dataset, leaves, splits=[], most_tuples=0)
        self._feasible = Feasibility(dataset.width + 1)
        self._above: list[Bound] = [({**dict(enumerate(row)), CONSTANT: 0}, ">=") for row in self.rows]
        self._below: list[Bound] = [({**{n: -v for n, v in enumerate(row)}, CONSTANT: 0}, ">") for row in self.rows]

    def tree(self, count: int) -> Network | None:
        """Return a network that memorizes the data with at most so many comparisons, None if there is none.

        Raises:
            TooManyError: if that takes more linear programs than are allowed.
        """
        found = self.refuted(self.full, count)
        return found if isinstance(found, Network) else None

    def hints_against(self, count: int) -> list[Hint]:
        """Return the certificate that so many comparisons are not enough, after a search that found no tree.

        Only what its last step needs is kept, in the order in which it was found.
        """
        last = self.refuted(self.full, count)
        if isinstance(last, Network):
            raise AssertionError("there is a tree")
        return _needed(self.hints, last)

    def refuted(self, mask: int, count: int, placed: int = 0) -> int | Network:
        """Return a step that refutes some points with so many comparisons, or a network that memorizes them.

        ``placed``: points that are on a side already; a step that speaks of few others is preferred.
        """
        known = self._nearest(mask, placed, count)
        rows = self._too_many_labels(mask, placed, count)
        if rows and (known is None or sum([not placed >> row & 1 for row in rows]) < known[0]):
            return self._step(sum([1 << row for row in rows]), count, ["labels", *sorted(rows)])
        if known is not None:
            return known[1]
        if self.leaves == "constant" and count and len({self._kinds[number] for number in members(mask)}) > 1:
            leaf: int | Network = self.refuted(mask, 0, placed)
        else:
            leaf = self._leaf(mask)
        if not count or isinstance(leaf, Network):
            return leaf
        first = members(self.steps[leaf][0])[0]
        path = _Path(1 << first, 0, [self._above[first]], [first], [first], 1 << first)
        found = self._divide(mask, count, path)
        return self._step(path.used, count, ["cases", path.used, count, *path.turns]) if found is None else found

    def _divide(self, mask: int, count: int, path: _Path) -> Network | None:
        """Go through the case; return a network for the points of the mask, if there is one."""
        if self._ended(count, path):
            return None
        self._count()
        found = self._feasible.solve(path.bounds)
        if isinstance(found, dict):
            number = self._apart(found, path)
            path.turns.append(-2 - 2 * number)
            path.used |= self.parted[number][0] | self.parted[number][1]
            return None
        *weights, below = found
        values = [sum([w * x for w, x in zip(weights, row, strict=True)]) for row in self.rows]
        above = sum([1 << number for number in members(mask) if values[number] >= 0])
        sides = list[Network]()
        conflicts = list[tuple[int, int, int]]()
        for part, placed in ((mask & above, path.one), (mask & ~above, path.other)):
            side = self.refuted(part, count - 1, placed)
            if isinstance(side, int):
                free = self.steps[side][0] & ~placed
                conflicts.append((free.bit_count(), side, free))
            elif part:
                sides.append(side)
        if conflicts:
            _, _, free = min(conflicts)
            if not free:  # a step was found that ends the case
                return self._divide(mask, count, path)
            return self._branch(mask, count, path, max(members(free), key=lambda number: abs(values[number])))
        if len(sides) == 1:
            return sides[0]
        normal = Form.dense([Fraction(weight, below) for weight in weights[:-1]])
        return Branch(normal, Fraction(-weights[-1], below), sides[1], sides[0])

    def _branch(self, mask: int, count: int, path: _Path, number: int) -> Network | None:
        """Have a point on the one side, then on the other; return a network if there is one for either."""
        if self._placed >= MOST_PLACED:
            raise TooManyError
        self._placed += 1
        path.turns.append(number)
        path.used |= 1 << number
        path.placed.append(number)
        for is_one, bound in ((True, self._above[number]), (False, self._below[number])):
            before = path.one, path.other
            path.one |= is_one << number
            path.other |= (not is_one) << number
            path.bounds.append(bound)
            found = self._divide(mask, count, path)
            path.one, path.other = before
            path.bounds.pop()
            if found is not None:
                break
        else:
            path.placed.pop()
        self._placed -= 1
        return found

    def _ended(self, count: int, path: _Path) -> bool:
        """Return whether a step or points apart end the case, and write it."""
        for number, (inner, shown) in enumerate(self.steps):
            if shown >= count - 1 and (not inner & ~path.one or not inner & ~path.other):
                path.turns.append(-1 - 2 * number)
                path.used |= inner
                return True
        for number, (this, that) in enumerate(self.parted):
            if not (this & ~path.one or that & ~path.other) or not (this & ~path.other or that & ~path.one):
                path.turns.append(-2 - 2 * number)
                path.used |= this | that
                return True
        return False

    def _nearest(self, mask: int, placed: int, count: int) -> tuple[int, int] | None:
        """Return a step that refutes some points with so many comparisons, and how few of them are not placed."""
        found = [
            ((inner & ~placed).bit_count(), number)
            for number, (inner, shown) in enumerate(self.steps)
            if shown >= count and not inner & ~mask
        ]
        return min(found, default=None)

    def _count(self) -> None:
        self.solved += 1
        self.progress(self.solved, None)
        if self.solved > self.most:
            raise TooManyError

    def _step(self, mask: int, count: int, hint: Hint) -> int:
        self.hints.append(hint)
        self.steps.append((mask, count))
        return len(self.steps) - 1

    def _apart(self, multipliers: dict[int, int], path: _Path) -> int:
        """Write that a case cannot be: the multipliers of its points contradict each other."""
        sides = dict[int, int](), dict[int, int]()
        for place, multiplier in multipliers.items():
            number = path.placed[place]
            sides[path.bounds[place] is self._below[number]][number] = multiplier * self.rows[number][-1]
        one, other = [sum([1 << number for number in side]) for side in sides]
        factors = [side[number] for side in sides for number in sorted(side)]
        common = gcd(*factors)
        self.hints.append(["apart", one, other, *[factor // common for factor in factors]])
        self.parted.append((one, other))
        return len(self.parted) - 1

    # leaves

    def _leaf(self, mask: int) -> int | Network:
        """Return a leaf for some points, or a step that shows that they have none."""
        numbers = members(mask)
        labels = [self.dataset.labels[number] for number in numbers]
        if self.leaves == "constant":
            return constant(labels[0] if labels else self.dataset.labels[0], self.dataset.width)
        fit = affine_fit([self.dataset.points[number] for number in numbers], labels) if numbers else None
        if fit is not None:
            return Affine(*fit)
        if not numbers:
            return constant(self.dataset.labels[0], self.dataset.width)
        core = self._subsets.smallest_unfit(mask)
        return self._step(core, 0, ["uninterpolable", core, *factors_against(self.dataset, core)])

    def _too_many_labels(self, mask: int, placed: int, count: int) -> list[int]:
        """Return rows with more labels than so many comparisons tell from each other, placed ones first; else none."""
        if self.leaves == "affine" or count >= self.dataset.size.bit_length():
            return []
        rows = dict[int, int]()
        for number in [*members(mask & placed), *members(mask & ~placed)]:
            rows.setdefault(self._kinds[number], number)
        return list(rows.values())[: (1 << count) + 1] if len(rows) > 1 << count else []


def _needed(hints: list[Hint], last: int) -> list[Hint]:
    """Return the hints that one step needs, in their order, numbered anew.

    >>> _needed([["labels", 0, 1], ["labels", 1, 2], ["cases", 7, 1, 0, -3]], 2)
    [['labels', 1, 2], ['cases', 7, 1, 0, -1]]
    """
    steps = [place for place, hint in enumerate(hints) if hint[0] != "apart"]
    parted = [place for place, hint in enumerate(hints) if hint[0] == "apart"]
    kept, open_ = set[int](), [steps[last]]
    while open_:
        place = open_.pop()
        if place in kept:
            continue
        kept.add(place)
        if hints[place][0] == "cases":
            ends = [int(turn) for turn in hints[place][4:] if int(turn) < 0]
            open_ += [steps[-(end + 1) // 2] if end % 2 else parted[-(end + 2) // 2] for end in ends]
    numbers = {place: number for number, place in enumerate([place for place in steps if place in kept])}
    numbers |= {place: number for number, place in enumerate([place for place in parted if place in kept])}

    def anew(turn: int) -> int:
        if turn >= 0:
            return turn
        return -1 - 2 * numbers[steps[-(turn + 1) // 2]] if turn % 2 else -2 - 2 * numbers[parted[-(turn + 2) // 2]]

    return [
        [*hint[:4], *[anew(int(turn)) for turn in hint[4:]]] if hint[0] == "cases" else hint
        for place, hint in enumerate(hints)
        if place in kept
    ]
