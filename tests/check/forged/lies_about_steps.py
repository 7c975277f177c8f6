"""Lies about lower bounds: what a prover may believe of the steps of *comparisons needed* and *depth needed*."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any, ClassVar

from forged_claims import Forger
from forged_steps import Box, Boxes, Ranges, Steps, Tests
from forger import Unprovable


def about(steps: type[Steps]) -> type[Forger]:
    """Return the lie about claims that a lie about steps is."""
    return type(steps.__name__, (Forger,), {"steps": steps})


class TestsThroughZero(Tests):
    def test(self, point: Sequence[Fraction]) -> tuple[Fraction, ...]:
        form = super().test(point)
        return (*form[:-2], Fraction(0), Fraction(0))


class ThroughZero(Steps):
    """Tests have no constant."""

    tests = TestsThroughZero


class PowersReached(Steps):
    """2^c parts are not enough either."""

    def less_than(self, parts: int) -> int:
        return parts.bit_length() - 1


class Unsorted(Steps):
    """The points of a line are taken in the order of the file."""

    def order(self) -> list[int]:
        return list(range(len(self.points)))


class PiecesFromOne(Steps):
    """One more piece is counted."""

    def pieces(self, order: list[int]) -> int:
        return 1 + super().pieces(order)


class InputCosts(Steps):
    """A leaf that gives z costs an operation."""

    prices: ClassVar = {**Steps.prices, "input": 1}


class ShiftsCostTwo(Steps):
    """A leaf z + b costs two operations."""

    prices: ClassVar = {**Steps.prices, "shift": 2}


class MirrorsCostTwo(Steps):
    """A leaf b - z costs two operations."""

    prices: ClassVar = {**Steps.prices, "mirror": 2}


class MultiplesCostTwo(Steps):
    """A leaf s z costs two operations."""

    prices: ClassVar = {**Steps.prices, "multiple": 2}


class LinesCostFour(Steps):
    """A leaf s z + b costs four operations."""

    prices: ClassVar = {**Steps.prices, "line": 4}


class BothSides(Steps):
    """The operations of both sides of a test add up."""

    def sides(self, below: list[tuple[Fraction, Fraction]], above: list[tuple[Fraction, Fraction]]) -> int:
        return self.operations(below) + self.operations(above) + 1


class KinksFixSlopes(Steps):
    """Behind a kink the slope is that of the chord."""

    def turned(self, slope: Fraction, falls: bool) -> tuple[Fraction | None, Fraction | None]:
        return slope, slope


class KinksTurnBack(Steps):
    """Behind a kink slopes are on the other side."""

    def turned(self, slope: Fraction, falls: bool) -> tuple[Fraction | None, Fraction | None]:
        return super().turned(slope, not falls)


class KinksFromOne(Steps):
    """One more kink is counted."""

    def kinks(self, line: list[tuple[Fraction, Fraction]]) -> int:
        return 1 + super().kinks(line)


class NoKinksSuffice(Steps):
    """One unit more than kinks is always needed."""

    def attained(self, line: list[tuple[Fraction, Fraction]], units: int) -> bool:
        return False


class MeansRoundedDown(Steps):
    """A comparison less than the mean is enough."""

    def total(self, mean: Fraction) -> int:
        return floor(mean * sum([int(count) for _, _, count in self.rows]))


class RowsCountOnce(Steps):
    """The mean is that over the points."""

    def total(self, mean: Fraction) -> int:
        return ceil(mean * len(self.rows))


class TwoForEachRow(Steps):
    """A gate makes two comparisons."""

    def weight(self, rows: int) -> int:
        return 2 * rows


class WorstDivision(Steps):
    """A tree divides points as badly as it can."""

    def least(self, sums: list[int]) -> int:
        return max(sums)


class NothingFits(Steps):
    """No leaf ever fits."""

    def unfit(self, least: int, shown: bool, constant: bool, numbers: list[int]) -> bool:
        return True


class LeavesHaveOneLabel(Steps):
    """Affine leaves have one label."""

    def unfit(self, least: int, shown: bool, constant: bool, numbers: list[int]) -> bool:
        return super().unfit(least, shown, True, numbers)


class FirstCoordinateTested(Steps):
    """Only the first coordinate is tested."""

    def coordinates(self) -> Sequence[int]:
        return range(1)


class FirstSideAlone(Steps):
    """Tests divide points as the first end says, and in no other way."""

    class tests(Tests):  # noqa: N801
        def points(self, points: Sequence[Sequence[Fraction]]) -> tuple[list[Any], list[int]]:
            hints, sides = super().points(points)
            return hints, sides[:1]


class SpecialPosition(Steps):
    """Counting needs no general position."""

    def general(self) -> bool:
        return True


class LabelsOfRows(Steps):
    """Equal labels are counted twice."""

    def distinct(self, chosen: Iterable[int]) -> int:
        return len(list(chosen))


class PointsNotCancelled(Steps):
    """The combination of the points need not be 0."""

    rules = ("every",)

    def combination(self, numbers: list[int]) -> list[Fraction] | None:
        if any([self.labels[number][0] for number in numbers]):
            return [Fraction(bool(self.labels[number][0])) for number in numbers]
        return None


class SumNotCancelled(Steps):
    """The factors need not have the sum 0."""

    rules = ("every",)

    def cancelled(self, number: int) -> list[Fraction]:
        return self.points[number]


class LabelsCancelled(Steps):
    """The combination of the labels may be 0."""

    rules = ("every",)

    def combination(self, numbers: list[int]) -> list[Fraction] | None:
        return [Fraction(0)] * len(numbers)


class OutsideSets(Steps):
    """``every`` may speak of points whose dichotomies are not listed."""

    def divided(self) -> int:
        return 1


class BesideTwo(Steps):
    """Other points are divided as the first two are."""

    def divided(self) -> int:
        return 3


class SinglePoints(Steps):
    """``every`` may speak of one point, which nothing divides."""

    def candidates(self, everything: int) -> list[int]:
        return [1]


class TooLittle(Steps):
    """``every`` may use steps that show too little."""

    def enough(self, shown: int, count: int) -> bool:
        return True

    def by_every(self, wanted: int) -> None:
        super().by_every(min(wanted, 1))
        if self.hints and self.hints[-1][0] == "every":
            self.hints[-1][2] = wanted
            self.shown[-1] = (self.shown[-1][0], wanted)


class Touching(Steps):
    """A part need only touch one side."""

    def within(self, inner: int, side: int) -> bool:
        return bool(inner & side)


class OneLess(Steps):
    """The last step may show one less."""

    def prove(self, claim: dict[str, Any]) -> list[Any]:
        name = claim["kind"].split()[0]
        if name == "mean" or claim[name] < 2:
            raise Unprovable
        return super().prove({**claim, name: claim[name] - 1})


class Unscaled(Steps):
    """Numerators are taken for the numbers."""

    def __init__(self, rows: list[Any]) -> None:
        super().__init__(rows)
        self.points = [[Fraction(value.numerator) for value in point] for point in self.points]


class DeepestCounts(Boxes):
    """A union has the greatest depth of its parts."""

    def depth(self, depths: tuple[int, ...]) -> int:
        return max(depths)

    def enough(self, shown: int, least: int) -> bool:
        return True


class PowersAreLabels(Boxes):
    """2^c labels are too many for c tests."""

    def less_than(self, parts: int) -> int:
        return parts.bit_length() - 1


class TwoTests(Boxes):
    """A step ``sides`` shows two more."""

    def add(self, hint: list[Any], parts: list[Box], more: int) -> None:
        super().add(hint, parts, 2 * more)


class RowsCounted(Boxes):
    def distinct(self, chosen: list[int]) -> int:
        return len(chosen)


class FirstCoordinate(Boxes):
    def stuck(self, parts: list[Box]) -> bool:
        return self.blocked(parts, 0)


class SmallBoxes(Boxes):
    def greatest(self, values: tuple[Fraction, ...]) -> Fraction:
        return min(values)


class LargeBoxes(Boxes):
    def blocked(self, parts: list[Box], place: int) -> bool:
        return min([part[0][place] for part in parts]) <= max([part[1][place] for part in parts])


class PowersAreRanges(Ranges):
    """2^c labels on one side are too many for c tests."""

    def most(self, enough: int) -> int:
        return int(2**enough) - 1


class RangesOfRows(Ranges):
    def kind(self, row: int) -> object:
        return row


class ShallowSteps(Ranges):
    """Steps of ranges may show as little as they like."""

    def enough(self, shown: int, least: int) -> bool:
        return True


class RowsLeftOut(Ranges):
    """The rows of a step with other steps are not in its box."""

    def counted(self, steps: tuple[int, ...]) -> bool:
        return not steps


def boxed(boxes: type[Boxes]) -> type[Forger]:
    """Return the lie about claims of depth that a lie about boxes is."""
    return about(type(boxes.__name__, (Steps,), {"boxes": boxes}))
