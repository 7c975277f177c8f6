"""The largest ball around a point on which the answer is right, exact, with evidence that no larger one is."""

import json
from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Literal, TypeAlias, get_args

from constructions.model.errors import BadInput, of_kind, one_of
from constructions.model.rational import Point, long_integers
from verify.certificate import Hint
from verify.domain import checked_radius
from verify.prove.execution import Fails, First, towards
from verify.prove.feasibility import Feasibility
from verify.prove.goals import Wanted
from verify.prove.integer_forms import CONSTANT, Bound, point_of, sample_of, satisfied
from verify.prove.limits import Limits, Stopped
from verify.prove.lowest import lowest
from verify.prove.prepared import Prepared
from verify.prove.region import Region, ball_bounds
from verify.prove.subtrees import Cores
from verify.prove.universal import show

_HALVINGS = 6
"""How often a radius that cannot be decided in time is halved before only the point itself is claimed."""


RadiusKind: TypeAlias = Literal["all", "wrong", "closed", "open"]
"""What is known of the balls around a point (``Radius``)."""


@dataclass(frozen=True, slots=True)
class Radius:
    """What is known of the largest ball around a point on which the answer is right; balls in the maximum norm.

    Attributes:
        kind: ``"all"``: right everywhere; ``"wrong"``: wrong at the point itself; else the goal holds on the
            ``"closed"`` or ``"open"`` ball of radius ``least``.
        least: the radius of that ball; None for "all" and "wrong".
        most: the distance to wrong answers is at most this; None if nothing is known. The radius is exact if both are
            equal.

    Raises:
        BadInput: if there is no such kind, a number is below 0, missing or has no place, or an open ball is empty.
        TypeError: if a number is not exact.

    >>> Radius("open", Fraction(0))
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: radius: an open ball of radius 0 is empty
    """

    kind: RadiusKind
    least: Fraction | None = None
    most: Fraction | None = None

    def __post_init__(self) -> None:
        one_of("kind of radius", self.kind, get_args(RadiusKind))
        if self.kind in ("all", "wrong"):
            if self.least is not None or self.most is not None:
                raise BadInput(f"radius: {self.kind!r} stands alone, without a number")
            return
        if self.least is None:
            raise BadInput(f"radius: {self.kind!r} needs the radius of the ball")
        for number in (self.least, self.most):
            if number is not None:
                checked_radius(number, None)  # whoever computed a long one is told where it is written
        if self.kind == "open" and not self.least:
            raise BadInput("radius: an open ball of radius 0 is empty")

    def bounds(self, center: Point) -> list[Bound]:
        """Return the ball around a point as primitive forms, none for "all" of Q^p; not for "wrong".

        >>> Radius("open", Fraction(1)).bounds((Fraction(1, 2),))
        [({0: 2, -1: 1}, '>'), ({0: -2, -1: 3}, '>')]
        """
        return [] if self.least is None else ball_bounds(center, self.least, self.kind == "open")

    @classmethod
    def read(cls, parts: Items[Any]) -> "Radius":
        """Return the radius whose ``text`` is read as JSON; raises what the class does.

        >>> Radius.read(["closed", "1/2", None])
        Radius(kind='closed', least=Fraction(1, 2), most=None)
        """
        kind, *numbers = parts
        return cls(kind, *[None if number is None else Fraction(number) for number in numbers])

    @property
    def exact(self) -> bool:
        """Whether no larger radius is right."""
        return self.kind in ("all", "wrong") or self.least == self.most

    def parts(self) -> list[str | None]:
        """Return the radius for ``json.dumps``, as ``read`` takes it.

        >>> Radius("closed", Fraction(1, 2)).parts()
        ['closed', '1/2', None]
        """
        if self.kind in ("all", "wrong"):
            return [self.kind]
        return [self.kind, *[None if number is None else str(number) for number in (self.least, self.most)]]

    def text(self) -> str:
        """Return the radius as it stands in a claim's file.

        >>> Radius("closed", Fraction(1, 2)).text()
        '["closed","1/2",null]'
        """
        return json.dumps(self.parts(), separators=(",", ":"))


def check_radii(radii: Items[Radius]) -> None:
    """Refuse what is no radius in the place of one; raises ``TypeError``.

    >>> check_radii([Radius("all"), Fraction(1, 8)])
    Traceback (most recent call last):
        ...
    TypeError: radius 1 must be a Radius, as Radius("closed", Fraction(1, 8)) is, not Fraction (Fraction(1, 8))
    """
    for number, radius in enumerate(radii):
        of_kind(Radius, 'a Radius, as Radius("closed", Fraction(1, 8)) is', **{f"radius {number}": radius})


@dataclass(frozen=True, slots=True)
class Wrong:
    """Evidence that wrong answers come as near as ``distance``: ``wrong`` is one, and ``near`` lies at that distance.

    ``near`` satisfies weakly whatever ``wrong`` satisfies on its way; they are one point if the distance is attained.
    """

    distance: Fraction
    wrong: Point
    near: Point

    def hint(self) -> Hint:
        """Return the hint that holds both points over one denominator."""
        points = self.wrong if self.wrong == self.near else (*self.wrong, *self.near)
        denominator = lcm(*[value.denominator for value in points])
        return ["wrong", denominator, *[int(value * denominator) for value in points]]


@long_integers()
def balls_text(radii: Items[Radius]) -> str:
    """Return what to call the balls around data points x: by their radius, where it is the same for all.

    >>> quarter = Fraction(1, 4)
    >>> balls_text([Radius("closed", quarter), Radius("closed", quarter, Fraction(1))])
    'the closed ball of radius 1/4 around x'
    >>> balls_text([Radius("closed", quarter), Radius("open", quarter)]), balls_text([Radius("all")])
    ('the ball stated for x', 'the ball stated for x')
    """
    ends = [(radius.kind, radius.least) for radius in radii]
    if ends and ends[0][1] is not None and ends[1:] == ends[:-1]:
        return f"the {ends[0][0]} ball of radius {ends[0][1]} around x"
    return "the ball stated for x"


def evidence(hint: Hint, width: int) -> tuple[Point, Point]:
    """Return the points ``wrong`` and ``near`` of a hint.

    >>> evidence(Wrong(Fraction(1, 2), (Fraction(3, 2),), (Fraction(1, 2),)).hint(), 1)
    ((Fraction(3, 2),), (Fraction(1, 2),))
    """
    _, below, *numbers = hint
    values = tuple([Fraction(int(number), int(below)) for number in numbers])
    return values[:width], values[-width:]


def distance(one: Point, two: Point) -> Fraction:
    """Return the largest difference of two points in one coordinate.

    >>> distance((Fraction(1), Fraction(5)), (Fraction(0), Fraction(2)))
    Fraction(3, 1)
    """
    return max([abs(a - b) for a, b in zip(one, two, strict=True)])


@dataclass(frozen=True, slots=True)
class Around:
    """A question: on how large a ball around a point is the answer right?

    Attributes:
        program: the network, or two side by side, prepared for execution.
        center: the point; the answer there must be right.
        wanted: what makes an answer right.
        known: an input with a wrong answer, if one is at hand.
        enough: a radius that ends the search; nothing is said of larger ones.
        cores: who shares a proof, if it is not this process alone.
    """

    program: Prepared
    center: Point
    wanted: Wanted
    known: Point | None = None
    enough: Fraction | None = None
    cores: Cores | None = None

    def show(self, bounds: list[Bound], limits: Limits, first: "First | None" = None) -> list[Hint]:
        """Return hints that the answer is right wherever the bounds hold (``universal.show``)."""
        return show(self.program, bounds, self.wanted.goals(), limits, first, self.cores if first is None else None)


class Undecided(Stopped):
    """The limits are used up before a radius is known to be the largest; ``found`` is the nearest wrong answer then."""

    def __init__(self, message: str, found: Wrong | None) -> None:
        super().__init__(message)
        self.found = found


def exact_radius(around: Around, limits: Limits) -> tuple[Radius, list[Hint]]:
    """Return the largest radius on which the answer is right, and hints that prove it.

    The search goes through a ball, near regions first; where a goal fails on a path, the ball shrinks to the exact
    distance of that path, and so on until no goal fails; then the hints are written.

    Raises:
        Undecided: if the limits are used up first.

    >>> from constructions.model.network import Step
    >>> exact_radius(Around(Prepared(Step(1)), (Fraction(2),), Wanted("equals", (Fraction(1),))), Limits())
    (Radius(kind='closed', least=Fraction(2, 1), most=Fraction(2, 1)), [['above*', 0, 1], ['wrong', 1, -1, 0]])
    """
    center, known, enough = around.center, around.known, around.enough
    found = None if known is None else Wrong(distance(center, known), known, known)
    if found is not None and enough is not None and found.distance > enough:
        found = None
    order = towards(sample_of(center))
    while True:
        tried = Radius("all") if enough is None else Radius("closed", enough)
        if found is not None and found.distance:
            tried = Radius("open" if found.wrong == found.near else "closed", found.distance, found.distance)
        bounds = tried.bounds(center)
        try:
            if found is not None and not found.distance:
                return Radius("closed", Fraction(0), Fraction(0)), [found.hint()]
            if found is not None or enough is None:
                around.show(bounds, limits, order)
            hints = around.show(bounds, limits)
        except Fails as failure:
            found = nearest(center, failure.bounds, limits.left)
        except Stopped as stopped:
            raise Undecided(str(stopped), found) from stopped
        else:
            return tried, hints if found is None else [*hints, found.hint()]


def some_radius(around: Around, limits: Limits, found: Wrong | None) -> tuple[Radius, list[Hint]]:
    """Return the largest ball of a few that can be shown, each with as much time as was given to find the exact one.

    ``found`` is the nearest wrong answer so far, with which the radius is an interval.

    >>> from constructions.model.network import Relu
    >>> around = Around(Prepared(Relu(1)), (Fraction(-2),), Wanted("equals", (Fraction(0),)))
    >>> some_radius(around, Limits(), Wrong(Fraction(3), (Fraction(1),), (Fraction(1),)))[0].text()
    '["closed","3/2","3"]'
    """
    evidence = [] if found is None else [found.hint()]
    most = None if found is None else found.distance
    radius = (around.enough or Fraction(1)) if most is None else most
    for _ in range(_HALVINGS):
        radius /= 2
        try:
            hints = around.show(ball_bounds(around.center, radius), limits.again())
        except (Fails, Stopped):
            continue
        return Radius("closed", radius, most), [*hints, *evidence]
    return Radius("closed", Fraction(0), most), evidence


def nearest(center: Point, bounds: list[Bound], seconds: float | None = None) -> Wrong:
    """Return how near the points that satisfy the bounds come to ``center``; there is at least one.

    Where Z3 does not find that out in ``seconds``, it is just some such point; a search that goes on from there takes
    longer, and is right.

    >>> nearest((Fraction(0),), [({0: 2, -1: -1}, ">")])
    Wrong(distance=Fraction(1, 2), wrong=(Fraction(3, 2),), near=(Fraction(1, 2),))
    """
    region = Region(len(center), bounds)
    if region.is_box:
        return _nearest_in_box(center, region)
    closest = lowest([*_around(center), *bounds], region.width + 1, region.width, seconds)
    if closest is None:
        point = region.point()
        return Wrong(distance(center, point), point, point)
    *coordinates, least = closest
    near = tuple(coordinates)
    sample = sample_of(near)
    if all([satisfied(bound, sample) for bound in bounds]):
        return Wrong(least, near, near)
    attained = Feasibility(region.width).solve([*bounds, *ball_bounds(center, least)])
    if isinstance(attained, tuple):
        point = point_of(attained)
        return Wrong(least, point, point)
    return Wrong(least, region.point(), near)


def _nearest_in_box(center: Point, region: Region) -> Wrong:
    sides = [region.extent(variable) for variable in range(region.width)]
    near = [value if low is None or value >= low else low for value, (low, _) in zip(center, sides, strict=True)]
    near = [value if high is None or value <= high else high for value, (_, high) in zip(near, sides, strict=True)]
    least = distance(center, tuple(near))
    inside = Region(region.width, [*region.bounds, *ball_bounds(center, least)])
    if inside.empty() is None:
        point = inside.point()
        return Wrong(least, point, point)
    return Wrong(least, region.point(), tuple(near))


def _around(center: Point) -> list[Bound]:
    """Return that the variable behind the coordinates is at least their distance to ``center``."""
    radius = len(center)
    found: list[Bound] = []
    for variable, value in enumerate(center):
        below = value.denominator
        for sign in (1, -1):
            form = {radius: below, variable: sign * below, CONSTANT: -sign * value.numerator}
            found.append((form, ">="))
    return found
