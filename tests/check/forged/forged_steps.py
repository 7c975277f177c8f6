"""Certificates for lower bounds: steps about sets of points, found by trying all sets of a few points."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise
from math import ceil, lcm
from typing import Any, ClassVar

from brute import units_memorize
from forger import Constraint, Prover, State, Unprovable, is_constant, witness

Rows = list[Any]


class Tests(Prover):
    """Writes the execution of ``dichotomies``: w . (x, 1) >= 0 for each point, over all w."""

    def points(self, points: Sequence[Sequence[Fraction]]) -> tuple[list[Any], list[int]]:
        """Return the hints, and the sets above the border."""
        self.found: list[int] = []
        forms = [self.test(point) for point in points]
        self.layer("step", forms, [None] * len(forms), State(()), self.end)
        return self.hints, self.found

    def test(self, point: Sequence[Fraction]) -> tuple[Fraction, ...]:
        scale = lcm(*[value.denominator for value in point])
        return (*[value * scale for value in point], Fraction(scale), Fraction(0))

    def end(self, forms: list[Any], state: State) -> None:
        point = self.taken(state.region)
        if point is None:
            if not self.emptied(state.region):
                raise Unprovable
            return
        scale = lcm(*[value.denominator for value in point])
        self.hints.append(["path", scale, *[int(value * scale) for value in point]])
        self.found.append(sum([1 << n for n, form in enumerate(forms) if is_constant(form) and form[-1] == 1]))

    def taken(self, region: tuple[Constraint, ...]) -> list[Fraction] | None:
        return witness(region, self.width)


@cache
def divisions(tests: type[Tests], points: tuple[tuple[Fraction, ...], ...]) -> tuple[list[Any], list[int]]:
    """Return the hints and the sets of some points, which are the same for all lies that have these tests."""
    return tests(len(points[0]) + 1).points(points)


Box = tuple[list[Fraction], list[Fraction], int]
"""The least and the greatest coordinates of a set of points, and a depth that is not enough for it."""


def less_than(parts: int) -> int:
    """Return the largest c with 2^c < parts, -1 if there is none."""
    return (parts - 1).bit_length() - 1


class Boxes:
    """Shows *depth needed*: pairs of rows with two labels, then unions that no test divides into two whole parts."""

    def __init__(self, points: list[list[Fraction]], labels: list[list[Fraction]]) -> None:
        self.points, self.labels = points, labels
        self.hints: list[Any] = []
        self.boxes: list[Box] = []

    def prove(self, depth: int) -> list[Any]:
        """Return the hints; raises ``Unprovable``."""
        for size in range(2, len(self.points) + 1):
            for chosen in combinations(range(len(self.points)), size):
                self.begin(list(chosen))
                if self.done(depth):
                    return self.hints
        for least in range(depth):
            level = [number for number, box in enumerate(self.boxes) if self.enough(box[2], least)][:12]
            for size in range(1, 2 * len(self.points[0]) + 1):
                for chosen in combinations(level, size):
                    parts = [self.boxes[number] for number in chosen]
                    if self.stuck(parts):
                        self.add(["sides", *chosen], parts, 1)
                    if self.done(depth):
                        return self.hints
        raise Unprovable

    def begin(self, chosen: list[int]) -> None:
        """Write a step that shows something of some points alone."""
        count = self.less_than(self.distinct(chosen))
        if count >= 0:
            self.add(["labels", *chosen], [(self.points[n], self.points[n], count) for n in chosen], 0)

    def less_than(self, parts: int) -> int:
        return less_than(parts)

    def enough(self, shown: int, least: int) -> bool:
        """Return whether a step may be part of one that shows more than ``least``."""
        return shown >= least

    def done(self, depth: int) -> bool:
        return bool(self.boxes) and self.boxes[-1][2] >= depth - 1

    def distinct(self, chosen: list[int]) -> int:
        return len({tuple(self.labels[number]) for number in chosen})

    def add(self, hint: list[Any], parts: list[Box], more: int) -> None:
        lows, highs, depths = zip(*parts, strict=True)
        low = [self.least(column) for column in zip(*lows, strict=True)]
        high = [self.greatest(column) for column in zip(*highs, strict=True)]
        depth = self.depth(depths) + more
        if not any(shown >= depth and self.inside((a, b), (low, high)) for a, b, shown in self.boxes):
            self.hints.append(hint)
            self.boxes.append((low, high, depth))

    def inside(self, one: tuple[list[Fraction], list[Fraction]], two: tuple[list[Fraction], list[Fraction]]) -> bool:
        """Return whether the first box, from least to greatest, lies within the second."""
        return all([a >= b for a, b in zip(one[0], two[0], strict=True)]) and all(
            [a <= b for a, b in zip(one[1], two[1], strict=True)]
        )

    def least(self, values: tuple[Fraction, ...]) -> Fraction:
        return min(values)

    def greatest(self, values: tuple[Fraction, ...]) -> Fraction:
        return max(values)

    def depth(self, depths: tuple[int, ...]) -> int:
        return min(depths)

    def stuck(self, parts: list[Box]) -> bool:
        """Return whether every test of a coordinate leaves one of the parts whole on a side."""
        return all([self.blocked(parts, place) for place in range(len(self.points[0]))])

    def blocked(self, parts: list[Box], place: int) -> bool:
        return min([part[1][place] for part in parts]) <= max([part[0][place] for part in parts])


class AffineBoxes(Boxes):
    """Shows *depth needed with affine leaves*: sets that no affine function takes, then unions as before."""

    combined: Callable[[list[int]], list[Any] | None]

    def begin(self, chosen: list[int]) -> None:
        hint = self.combined(chosen)
        if hint is not None:
            self.add(hint, [(self.points[n], self.points[n], 0) for n in chosen], 0)


class Ranges(Boxes):
    """Shows *depth needed* by rows with too many labels on one side of any test, and by steps before."""

    def prove(self, depth: int) -> list[Any]:
        """Return the hints; raises ``Unprovable``."""
        for enough in range(depth):
            level = [number for number, box in enumerate(self.boxes) if self.enough(box[2], enough)][:6]
            for size in range(len(self.points) + 1):
                for rows in combinations(range(len(self.points)), size):
                    for steps in [(), *combinations(level, 1), *combinations(level, 2)]:
                        self.divide(enough, rows, steps)
                        if self.done(depth):
                            return self.hints
        raise Unprovable

    def divide(self, enough: int, rows: tuple[int, ...], steps: tuple[int, ...]) -> None:
        groups: dict[Any, list[int]] = {}
        for row in rows:
            groups.setdefault(self.kind(row), []).append(row)
        parts = [(*self.boxes[step][:2], enough) for step in steps]
        for place in range(len(self.points[0])):
            tops, bottoms = [part[1][place] for part in parts], [part[0][place] for part in parts]
            if len(groups) > 2**enough:
                least = [min([self.points[row][place] for row in group]) for group in groups.values()]
                greatest = [max([self.points[row][place] for row in group]) for group in groups.values()]
                tops.append(sorted(least)[self.most(enough)])
                bottoms.append(sorted(greatest, reverse=True)[self.most(enough)])
            if not tops or min(tops) > max(bottoms):
                return
        parts += [(self.points[row], self.points[row], enough) for row in rows if self.counted(steps)]
        self.add(["ranges", enough, len(rows), *rows, *steps], parts, 1)

    def kind(self, row: int) -> object:
        return tuple(self.labels[row])

    def most(self, enough: int) -> int:
        """Return how many labels a side may have."""
        return int(2**enough)

    def counted(self, steps: tuple[int, ...]) -> bool:
        """Return whether rows are in the set."""
        return True


class Steps:
    """Shows *comparisons needed*, of any leaves, and *depth needed* of data of a few points by whatever rule does."""

    tests: type[Tests] = Tests
    boxes: type[Boxes] = Boxes
    rules: tuple[str, ...] = ("pieces", "count", "every")
    prices: ClassVar = {"constant": 0, "input": 0, "shift": 1, "mirror": 1, "multiple": 1, "line": 2}
    """What a leaf of each kind costs on a line."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.points = [[Fraction(text) for text in point] for point, _, _ in rows]
        self.labels = [[Fraction(text) for text in label] for _, label, _ in rows]
        self.hints: list[Any] = []
        self.shown: list[tuple[int, int]] = []

    def prove(self, claim: dict[str, Any]) -> list[Any]:
        """Return the hints; raises ``Unprovable``."""
        if claim["kind"] == "depth needed":
            return self.boxes(self.points, self.labels).prove(claim["depth"])
        if claim["kind"].startswith("mean"):
            return self.by_totals(
                Fraction(claim["mean"]),
                "depth" in claim["kind"],
                claim["kind"].endswith(("constant leaves", "depth needed")),
            )
        if claim["kind"] == "operations needed":
            return self.by_operations(claim["operations"])
        if claim["kind"] == "units needed":
            return self.by_kinks(claim["units"])
        if claim["kind"] == "depth needed with affine leaves":
            boxes = AffineBoxes(self.points, self.labels)
            boxes.combined = self.combined
            return boxes.prove(claim["depth"])
        needed, self.constant = claim["comparisons"], claim["kind"].endswith("constant leaves")
        ways = {"labels": self.by_labels, "pieces": self.by_pieces, "count": self.by_count, "every": self.by_every}
        for rule in (*(["labels"] if self.constant else []), *self.rules):
            self.hints, self.shown = [], []
            ways[rule](needed - 1)
            if self.shown and self.shown[-1][1] >= needed - 1:
                return self.hints
        raise Unprovable

    def step(self, mask: int, count: int, *hint: Any) -> None:
        self.hints.append(list(hint))
        self.shown.append((mask, count))

    def less_than(self, parts: int) -> int:
        return less_than(parts)

    def by_kinks(self, wanted: int) -> list[Any]:
        """Return no hints, if a broken line has so many kinks, or one less and as many units are not enough."""
        line = [(self.points[number][0], self.labels[number][0]) for number in self.order()]
        kinks = self.kinks(line)
        if kinks + 1 < wanted or (kinks < wanted and self.attained(line, kinks)):
            raise Unprovable
        return []

    def attained(self, line: list[tuple[Fraction, Fraction]], units: int) -> bool:
        """Return whether so many units memorize; none do where a lie gives one point two labels."""
        rows = list(dict.fromkeys(line))
        return len({z for z, _ in rows}) == len(rows) and units_memorize(rows, units)

    def kinks(self, line: list[tuple[Fraction, Fraction]]) -> int:
        """Return the fewest kinks: what slopes are left open is an interval, None where it has no end."""
        count, low, high = 0, None, None
        for (z, y), (a, v) in pairwise(line):
            if a == z:
                continue
            slope = (v - y) / (a - z)
            if (low is None or low <= slope) and (high is None or slope <= high):
                low = high = slope
            else:
                count += 1
                low, high = self.turned(slope, low is not None and slope < low)
        return count

    def turned(self, slope: Fraction, falls: bool) -> tuple[Fraction | None, Fraction | None]:
        """Return which slopes one kink leaves open behind a chord that it has."""
        return (None, slope) if falls else (slope, None)

    def by_operations(self, wanted: int) -> list[Any]:
        """Return no hints, if so many operations are needed on a line."""
        line = [(self.points[number][0], self.labels[number][0]) for number in self.order()]
        if self.operations(line) < wanted:
            raise Unprovable
        return []

    def operations(self, line: list[tuple[Fraction, Fraction]]) -> int:
        """Return the operations of a leaf, or of the best test with those of its sides."""
        borders = range(1, len(line))
        return min([self.leaf(line), *[1 + self.sides(line[:at], line[at:]) for at in borders]])

    def sides(self, below: list[tuple[Fraction, Fraction]], above: list[tuple[Fraction, Fraction]]) -> int:
        return max(self.operations(below), self.operations(above))

    def leaf(self, line: list[tuple[Fraction, Fraction]]) -> int:
        """Return the least price of a leaf that fits; more than enough if none does."""
        fits = {
            "constant": len({y for _, y in line}) == 1,
            "input": all(y == z for z, y in line),
            "shift": len({y - z for z, y in line}) == 1,
            "mirror": len({y + z for z, y in line}) == 1,
            "multiple": len({y / z for z, y in line if z}) < 2 and all(y == 0 for z, y in line if not z),
            "line": all((y - line[0][1]) * (line[-1][0] - line[0][0]) == (line[-1][1] - line[0][1]) * (z - line[0][0])
                        for z, y in line),
        }  # fmt: skip
        return min([price for kind, price in self.prices.items() if fits[kind]], default=99)

    # all comparisons together

    def by_totals(self, mean: Fraction, axis: bool, constant: bool) -> list[Any]:
        """Show what each set needs in all, small sets before large ones, until one needs the mean of all rows."""
        wanted = self.total(mean)
        sides = self.thresholds() if axis else self.dichotomies()
        known = dict[int, int]()
        for mask in sorted(range(1, 1 << len(self.rows)), key=int.bit_count):
            numbers = self.chosen(range(len(self.rows)), mask)
            weight = self.weight(sum([self.rows[number][2] for number in numbers]))
            hint = None if constant else self.combined(numbers)
            if hint is not None:
                self.hints.append(hint)
                known[mask] = weight
            pairs = [(mask & side, mask & ~side) for side in sides]
            sums = [known.get(above, 0) + known.get(below, 0) for above, below in pairs if above and below]
            if known.get(mask, 0) < wanted and sums and self.unfit(self.least(sums), mask in known, constant, numbers):
                self.hints.append(["every", mask])
                known[mask] = weight + self.least(sums)
            if known.get(mask, 0) >= wanted:
                return self.hints
        raise Unprovable

    def chosen(self, items: Sequence[Any], mask: int) -> list[Any]:
        return [item for number, item in enumerate(items) if mask >> number & 1]

    def dichotomies(self) -> list[int]:
        """Write how tests divide the points that are looked at; return the sets of rows above them."""
        mask = self.divided()
        points = tuple([tuple(map(Fraction, point)) for point, _, _ in self.chosen(self.rows, mask)])
        hints, sides = divisions(self.tests, points)  # type: ignore[arg-type]
        self.hints += [["dichotomies", mask], *map(list, hints)]
        places = self.chosen(range(len(self.rows)), mask)
        return [sum([1 << row for place, row in enumerate(places) if side >> place & 1]) for side in sides]

    def total(self, mean: Fraction) -> int:
        """Return how many comparisons at all rows together are that mean, or more."""
        return ceil(mean * sum([int(count) for _, _, count in self.rows]))

    def weight(self, rows: int) -> int:
        """Return how many comparisons at least a gate makes at so many rows."""
        return rows

    def least(self, sums: list[int]) -> int:
        return min(sums)

    def unfit(self, least: int, shown: bool, constant: bool, numbers: list[int]) -> bool:
        """Return whether no leaf fits the rows of these numbers."""
        return shown or least > 0 or (constant and self.distinct(numbers) > 1)

    def thresholds(self) -> list[int]:
        """Return the sets above each value of each coordinate."""
        return [
            sum([1 << number for number, point in enumerate(self.points) if point[place] >= least])
            for place in self.coordinates()
            for least in sorted({point[place] for point in self.points})
        ]

    def coordinates(self) -> Sequence[int]:
        return range(len(self.points[0]))

    # one rule for all points

    def by_labels(self, wanted: int) -> None:
        rows = range(len(self.labels))
        if self.less_than(self.distinct(rows)) >= wanted:
            self.step((1 << len(rows)) - 1, self.less_than(self.distinct(rows)), "labels", *rows)

    def distinct(self, chosen: Iterable[int]) -> int:
        return len({tuple(self.labels[number]) for number in chosen})

    def by_pieces(self, wanted: int) -> None:
        if len(self.points[0]) == 1 and self.less_than(self.pieces(self.order())) >= wanted:
            self.step((1 << len(self.points)) - 1, self.less_than(self.pieces(self.order())), "pieces")

    def order(self) -> list[int]:
        return sorted(range(len(self.points)), key=lambda number: self.points[number])

    def pieces(self, order: list[int]) -> int:
        """Return the least number of affine pieces, or of runs of one label, each as long as it can be."""
        count, start = 0, 0
        while start < len(order):
            stop = start + 1
            while stop < len(order) and self.piece(order[start : stop + 1]):
                stop += 1
            count, start = count + 1, stop
        return count

    def piece(self, numbers: list[int]) -> bool:
        """Return whether one leaf takes the labels of some points."""
        return self.distinct(numbers) == 1 if self.constant else self.affine(numbers)

    def affine(self, numbers: list[int]) -> bool:
        """Return whether one affine function takes the labels of some points."""
        return self.combination(numbers) is None

    def by_count(self, wanted: int) -> None:
        everything = (1 << len(self.points)) - 1
        count = self.less_than(-(-len(self.points) // (len(self.points[0]) + 1)))
        if count >= wanted and self.general():
            self.step(everything, count, "count", everything)

    def general(self) -> bool:
        size = len(self.points[0]) + 2
        for chosen in combinations(range(len(self.points)), size):
            outputs = range(len(self.labels[0]))
            if not any(
                self.independent([[*self.points[n], self.labels[n][k], Fraction(1)] for n in chosen]) for k in outputs
            ):
                return False
        return True

    def independent(self, rows: list[list[Fraction]]) -> bool:
        return not self.kernel(rows)

    def kernel(self, rows: list[list[Fraction]]) -> list[list[Fraction]]:
        """Return combinations of the rows that are 0, a basis of them."""
        size = len(rows)
        table = [[*row, *[Fraction(n == k) for k in range(size)]] for n, row in enumerate(rows)]
        done = 0
        for column in range(len(rows[0])):
            pivot = next((n for n in range(done, size) if table[n][column]), None)
            if pivot is None:
                continue
            table[done], table[pivot] = table[pivot], table[done]
            head = table[done]
            for n in range(done + 1, size):
                factor = table[n][column] / head[column]
                table[n] = [a - factor * b for a, b in zip(table[n], head, strict=True)]
            done += 1
        return [row[len(rows[0]) :] for row in table[done:]]

    # sets of points, one comparison after the other

    def combination(self, numbers: list[int]) -> list[Fraction] | None:
        """Return factors of points whose combination is 0, that of the labels not."""
        for factors in self.kernel([self.cancelled(n) for n in numbers]):
            columns = zip(*[self.labels[n] for n in numbers], strict=True)
            if any([sum([f * y for f, y in zip(factors, column, strict=True)], Fraction(0)) for column in columns]):
                return factors
        return None

    def combined(self, numbers: list[int]) -> list[Any] | None:
        """Return the hint that no affine function takes the labels of some points, if none does."""
        factors = self.combination(numbers)
        if factors is None:
            return None
        scale = lcm(*[factor.denominator for factor in factors])
        return [
            "uninterpolable",
            sum([1 << number for number in numbers]),
            *[int(factor * scale) for factor in factors],
        ]

    def cancelled(self, number: int) -> list[Fraction]:
        """Return what of a point must cancel."""
        return [*self.points[number], Fraction(1)]

    def by_every(self, wanted: int) -> None:
        """Refute all sets without comparison, then all with one, and so on."""
        self.refuted()
        if wanted == 0:
            del self.hints[1:], self.shown[1:]
            return
        everything = (1 << len(self.points)) - 1
        sides = self.dichotomies()
        for count in range(1, wanted + 1):
            known = [(number, inner) for number, (inner, shown) in enumerate(self.shown) if self.enough(shown, count)]
            for mask in self.candidates(everything):
                used = self.parts(mask, sides, known)
                if used is not None:
                    self.step(mask, count, "every", mask, count, *used)
                    if count >= wanted:
                        return

    def enough(self, shown: int, count: int) -> bool:
        return shown >= count - 1

    def divided(self) -> int:
        """Return the set whose dichotomies are listed."""
        return (1 << len(self.points)) - 1

    def candidates(self, everything: int) -> list[int]:
        return [mask for mask in range(1, everything + 1) if mask.bit_count() > 1]

    def refuted(self) -> None:
        """Write a step for each set that no affine function takes, and that has no smaller one in it."""
        for size in range(2, len(self.points) + 1):
            for chosen in combinations(range(len(self.points)), size):
                mask = sum([1 << number for number in chosen])
                if any(not inner & ~mask for inner, _ in self.shown):
                    continue
                if self.constant:
                    if self.distinct(chosen) > 1:
                        self.step(mask, 0, "labels", *chosen)
                    continue
                hint = self.combined(list(chosen))
                if hint is not None:
                    self.step(mask, 0, *hint)

    def parts(self, mask: int, sides: list[int], known: list[tuple[int, int]]) -> list[int] | None:
        """Return steps of which one is within a side of every dichotomy, None if there are none."""
        used: set[int] = set()
        for side in sides:
            above, below = mask & side, mask & ~side
            if not above or not below:
                continue
            number = next((n for n, inner in known if self.within(inner, above) or self.within(inner, below)), None)
            if number is None:
                return None
            used.add(number)
        return sorted(used)

    def within(self, inner: int, side: int) -> bool:
        return not inner & ~side
