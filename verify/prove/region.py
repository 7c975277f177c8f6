"""Regions of inputs: a growing list of constraints that knows its box, some of its points, and what contradicts it."""

from collections.abc import Iterable, Sequence as Items
from fractions import Fraction
from math import gcd, lcm

from constructions.model.rational import Point
from verify.certificate import Hint
from verify.domain import Domain
from verify.prove.feasibility import Feasibility, Multipliers
from verify.prove.integer_forms import (
    CONSTANT,
    Bound,
    Sample,
    Value,
    negative,
    over_integers,
    point_of,
    primitive,
    sample_of,
    satisfied,
)

Numbers = list[int]
"""What a hint says after its name and place: the added constraint's multiplier if there is one, then pairs."""

_TURNED = {">=": (1, ">="), ">": (1, ">"), "=": (1, "="), "<=": (-1, ">="), "<": (-1, ">")}


def bounds_of(domain: Domain) -> list[Bound]:
    """Return constraints as primitive forms, as the checker numbers them.

    >>> from verify.domain import box
    >>> bounds_of(box([Fraction(-1, 2)], [3]))
    [({0: 2, -1: 1}, '>='), ({0: -1, -1: 3}, '>=')]
    """
    found: list[Bound] = []
    for item in domain:
        sign, relation = _TURNED[item.relation]
        factors = {index: sign * weight for index, weight in zip(item.form.indices, item.form.weights, strict=True)}
        found.append((over_integers(factors, -sign * item.bound), relation))
    return found


def ball_bounds(center: Point, radius: Fraction, strict: bool = False) -> list[Bound]:
    """Return the ball around a point as primitive forms, as the checker numbers them.

    >>> ball_bounds((Fraction(1, 2),), Fraction(1))
    [({0: 2, -1: 1}, '>='), ({0: -2, -1: 3}, '>=')]
    """
    relation = ">" if strict else ">="
    found: list[Bound] = []
    for position, value in enumerate(center):
        unit = lcm(value.denominator, radius.denominator)
        middle = value.numerator * (unit // value.denominator)
        slack = radius.numerator * (unit // radius.denominator)
        found.append((primitive({position: unit, CONSTANT: slack - middle}), relation))
        found.append((primitive({position: -unit, CONSTANT: slack + middle}), relation))
    return found


class Region:
    """A list of constraints on ``width`` variables, grown at its end and cut back to a length.

    For each variable the tightest bound from below and from above is kept; a region whose constraints all bound a
    single variable is decided by these alone. Points that were found on the way answer half of the other questions.
    """

    def __init__(self, width: int, bounds: Iterable[Bound] = ()) -> None:
        self.width = width
        self.bounds: list[Bound] = []
        self.points: list[Sample] = []
        self._oracle: Feasibility | None = None
        self._tightest: dict[tuple[int, bool], tuple[int, int, bool, int]] = {}
        self._undo: list[tuple[tuple[int, bool], tuple[int, int, bool, int] | None] | None] = []
        self._oblique = 0
        for bound in bounds:
            self.push(bound)

    @property
    def oracle(self) -> Feasibility:
        """What decides where the box does not; made when it is first needed."""
        if self._oracle is None:
            self._oracle = Feasibility(self.width)
        return self._oracle

    @property
    def is_box(self) -> bool:
        """Whether every constraint bounds a single variable."""
        return not self._oblique

    def push(self, bound: Bound) -> None:
        """Add a constraint; the known points that violate it are dropped."""
        value, relation = bound
        undo = None
        if isinstance(value, int) or len(value) > 2 or relation == "=":
            self._oblique += 1
        else:
            (variable, factor), (_, constant) = sorted(value.items(), reverse=True)
            side, strict = (variable, factor > 0), relation == ">"
            old = self._tightest.get(side)
            # factor z + constant >= 0 bounds z by -constant / factor; a tighter bound has a smaller constant / |factor|
            size = abs(factor)
            if (
                old is None
                or constant * old[0] < old[1] * size
                or (constant * old[0] == old[1] * size and strict > old[2])
            ):
                undo = (side, old)
                self._tightest[side] = (size, constant, strict, len(self.bounds))
        self._undo.append(undo)
        self.bounds.append(bound)
        self.points = [point for point in self.points if satisfied(bound, point)]

    def cut(self, length: int) -> None:
        """Remove the last constraints until ``length`` are left; the caller restores the points."""
        while len(self.bounds) > length:
            value, relation = self.bounds.pop()
            if isinstance(value, int) or len(value) > 2 or relation == "=":
                self._oblique -= 1
            undo = self._undo.pop()
            if undo is not None:
                side, old = undo
                if old is None:
                    del self._tightest[side]
                else:
                    self._tightest[side] = old

    def decide(self, form: dict[int, int]) -> tuple[bool, Numbers] | None:
        """Return on which side of ``form >= 0`` the whole region lies, with multipliers; None if on both.

        The region must not be empty.
        """
        numbers = self.against((form, ">="))
        if numbers is not None:
            return False, numbers
        numbers = self.against((negative(form), ">"))
        return None if numbers is None else (True, numbers)

    def against(self, added: Bound) -> Numbers | None:
        """Return multipliers by which the added constraint contradicts the region; None if some point satisfies it.

        The region must not be empty.
        """
        numbers = self._against_box(added)
        if numbers is not None or (self.is_box and added[1] != "="):
            return numbers
        if any([satisfied(added, point) for point in self.points]):
            return None
        answer = self.oracle.solve([*self.bounds, added])
        if isinstance(answer, tuple):
            self.points.append(answer)
            return None
        return _numbers(answer, len(self.bounds))

    def apart(self, added: Items[Bound]) -> Numbers | None:
        """Return multipliers by which constraints that are added together contradict the region; None if a point is in.

        The first multiplier is that of the first one added; the others are numbered on from the region's. The region
        must not be empty.

        >>> Region(1, [({0: 1, CONSTANT: 0}, ">=")]).apart([(1, ">="), ({0: -1, CONSTANT: 0}, ">")])
        [0, 0, 1, 1, 1]
        """
        if len(added) == 1:
            return self.against(added[0])
        length = len(self.bounds)
        for place, bound in enumerate(added):
            numbers = self._against_box(bound)
            if numbers is not None:
                mine, *pairs = numbers
                return numbers if place == 0 else [0, *pairs, length + place - 1, mine]
        if any([all([satisfied(bound, point) for bound in added]) for point in self.points]):
            return None
        answer = self.oracle.solve([*self.bounds, *added])
        if isinstance(answer, tuple):
            self.points.append(answer)
            return None
        numbers = [answer.get(length, 0)]
        for index in sorted(answer):
            if index != length:
                numbers += [index - (index > length), answer[index]]
        return numbers

    def empty(self) -> Numbers | None:
        """Return multipliers by which the region contradicts itself; None if it has a point."""
        if self.points:
            return None
        if self.is_box:
            return self._empty_box()
        answer = self.oracle.solve(self.bounds)
        if isinstance(answer, tuple):
            self.points.append(answer)
            return None
        return _numbers(answer, None)

    def point(self, *added: Bound) -> Point:
        """Return a point of the region that satisfies the added constraints; there must be one."""
        for sample in self.points:
            if all([satisfied(bound, sample) for bound in added]):
                return point_of(sample)
        if not added and self.is_box:
            point = tuple([self._inside(variable) for variable in range(self.width)])
            self.points.append(sample_of(point))
            return point
        answer = self.oracle.solve([*self.bounds, *added])
        if not isinstance(answer, tuple):
            raise AssertionError("the region has no such point")
        self.points.append(answer)
        return point_of(answer)

    def extent(self, variable: int) -> tuple[Fraction | None, Fraction | None]:
        """Return the tightest bounds of one variable alone, from below and from above; None where there is none."""
        below, above = self._tightest.get((variable, True)), self._tightest.get((variable, False))
        return (
            None if below is None else Fraction(-below[1], below[0]),
            None if above is None else Fraction(above[1], above[0]),
        )

    def hint(self, name: str, place: list[int], numbers: Numbers) -> Hint:
        """Return the hint of a contradiction, without multipliers of constraints on one input: the checker finds them.

        The region must not be empty. Then what is left is bounded on its box by what the whole sum is.

        >>> region = Region(2, ball_bounds((Fraction(0), Fraction(0)), Fraction(1)))
        >>> region.hint("above", [3], [2, 0, 2, 2, 4])
        ['above*', 3, 1]
        """
        pairs = list(zip(numbers[1::2], numbers[2::2], strict=True))
        alone = [index < len(self.bounds) and _on_one_input(self.bounds[index]) for index, _ in pairs]
        kept = [pair for pair, dropped in zip(pairs, alone, strict=True) if not dropped]
        common = gcd(numbers[0], *[multiplier for _, multiplier in kept])
        if len(kept) == len(pairs) or not common:
            return [name, *place, *numbers]
        left = [number for index, multiplier in kept for number in (index, multiplier // common)]
        return [f"{name}*", *place, numbers[0] // common, *left]

    def _empty_box(self) -> Numbers | None:
        for (variable, below), (size, constant, strict, index) in self._tightest.items():
            other = self._tightest.get((variable, False)) if below else None
            if other is None:
                continue
            total = constant * other[0] + other[1] * size
            if total < 0 or (total == 0 and (strict or other[2])):
                common = gcd(size, other[0])
                pairs = sorted([(index, other[0] // common), (other[3], size // common)])
                return [number for pair in pairs for number in pair]
        return None

    def _against_box(self, added: Bound) -> Numbers | None:
        """Combine the added form with one bound for each of its variables; that is its maximum over the box."""
        form, relation = added
        if isinstance(form, int):
            return [1] if form < 0 or (form == 0 and relation == ">") else None
        own = 1
        used = []
        for variable, factor in form.items():
            if variable == CONSTANT:
                continue
            bound = self._tightest.get((variable, factor < 0))
            if bound is None:
                return None
            used.append((bound, abs(factor)))
            own = own * bound[0] // gcd(own, bound[0])
        total, strict = own * form[CONSTANT], relation == ">"
        pairs = []
        for (size, constant, tight, index), factor in used:
            multiplier = own * factor // size
            total += multiplier * constant
            strict = strict or tight
            pairs.append((index, multiplier))
        if total > 0 or (total == 0 and not strict):
            return None
        pairs.sort()
        common = gcd(own, *[multiplier for _, multiplier in pairs])
        return [own // common, *[number for index, m in pairs for number in (index, m // common)]]

    def _inside(self, variable: int) -> Fraction:
        below, above = self.extent(variable)
        if below is None or above is None:
            return above - 1 if above is not None else below + 1 if below is not None else Fraction(0)
        return (below + above) / 2


def _numbers(multipliers: Multipliers, added: int | None) -> Numbers:
    """Return the numbers of a hint: the added constraint's multiplier first, then pairs in the order of the region."""
    numbers = [] if added is None else [multipliers.get(added, 0)]
    for index in sorted(multipliers):
        if index != added:
            numbers += [index, multipliers[index]]
    return numbers


def _on_one_input(bound: Bound) -> bool:
    return not isinstance(bound[0], int) and len(bound[0]) == 2


def sign_bound(form: Value, above: bool) -> Bound:
    """Return the constraint of one side of a decision: form >= 0 above, -form > 0 below.

    >>> sign_bound({0: 1, CONSTANT: 0}, False)
    ({0: -1, -1: 0}, '>')
    """
    if isinstance(form, int):
        return (form, ">=") if above else (-form, ">")
    return (form, ">=") if above else (negative(form), ">")
