"""The range of every output over a polyhedron of inputs, with hints that prove that none goes beyond."""

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor

from constructions.model.rational import Point
from verify.certificate import Hint
from verify.domain import Domain, box
from verify.prove.execution import Fails
from verify.prove.feasibility import Feasibility
from verify.prove.goals import within
from verify.prove.integer_forms import CONSTANT, Bound, Value
from verify.prove.limits import Limits, Stopped
from verify.prove.lowest import lowest
from verify.prove.one_path import path_of
from verify.prove.prepared import Prepared
from verify.prove.region import Region
from verify.prove.relaxation.branching import Unsuited
from verify.prove.subtrees import Cores
from verify.prove.universal import show

Proposes = Callable[[Domain, float | None], Point | None]
"""From constraints on outputs to an input that violates one; None if none is found in so many seconds."""

_SHORT = 1_000
"""Ends that are known with no greater denominator stay as they are, others are rounded outwards."""

_SHARES = (1_000, 100, 10)
"""By one in so many of the range, at most: what is farther out is shown sooner, and tried where time is up."""


class Ranges:
    """The range of every output on the paths that are known, which grows until no input leads beyond it.

    On one path the outputs are affine and the inputs a polyhedron: two linear programs for each output say how far it
    goes there. An input beyond all that is known lies on a path that is not, so that the search ends.

    >>> from constructions.model.network import Relu
    >>> from verify.domain import box
    >>> from verify.prove.region import bounds_of
    >>> found = Ranges(Prepared(Relu(1)), Region(1, bounds_of(box([-1], [2]))))
    >>> found.search(lambda wanted, seconds: None)
    [['split', 0], ['goal*', 1], ['goal*', 1]]
    >>> [wanted.named("y") for wanted in found.wanted]
    ['y0 >= 0', 'y0 <= 2']
    """

    def __init__(
        self, program: Prepared, region: Region, limits: Limits | None = None, cores: Cores | None = None
    ) -> None:
        self.program, self.region, self.limits, self.cores = program, region, limits or Limits(), cores
        sides = [region.extent(variable) for variable in range(region.width)]
        self._is_bounded = all([low is not None and high is not None for low, high in sides])
        self._share = _SHARES[0]
        self._greatest: dict[tuple[int, int], Fraction | None] = {}  # of each output and its negative; None: no bound

    @property
    def wanted(self) -> Domain:
        """What all outputs satisfy as far as is known; nothing is said of an end that goes on for ever."""
        places = range(self.program.network.output_width)
        most = [(self._greatest.get((place, -1)), self._greatest.get((place, 1))) for place in places]
        lower = [None if low is None else -_beyond(low, high, self._share) for low, high in most]
        return box(lower, [None if high is None else _beyond(high, low, self._share) for low, high in most])

    def search(self, propose: Proposes) -> list[Hint]:
        """Find the ranges over the whole region, which has a point, and return hints that prove them.

        Raises:
            Stopped: if the limits are used up first; ``wanted`` is then what some inputs are known to reach.
        """
        self._widen(self.region.point(), self.limits)
        for self._share in _SHARES:
            limits = self.limits if self._share == _SHARES[-1] else self.limits.half()
            try:
                return self._shown(propose, limits)
            except Unsuited:
                raise
            except Stopped as stopped:
                self.limits.ends, last = limits.ends, stopped
        self._share = _SHARES[0]
        raise last

    def _shown(self, propose: Proposes, limits: Limits) -> list[Hint]:
        while wanted := self.wanted:
            limits.check()
            point = propose(wanted, limits.left)
            if point is None:
                try:
                    return show(self.program, self.region.bounds, within(wanted), limits, cores=self.cores)
                except Fails as failure:
                    point = failure.point
            self._widen(point, limits)
        return []

    def _widen(self, point: Point, limits: Limits) -> None:
        """Let the ranges reach as far as outputs do on a point's path; an end that goes on for ever stays so."""
        path = path_of(self.program, point, limits)
        *outputs, below = path.values
        bounds = [*self.region.bounds, *path.bounds]
        for place, output in enumerate(outputs):
            for sign in (1, -1):
                key = place, sign
                if key in self._greatest and self._greatest[key] is None:
                    continue
                limits.check()
                here = self._greatest_of(output, sign, below, bounds, limits)
                known = self._greatest.get(key, here)
                self._greatest[key] = None if here is None or known is None else max(here, known)

    def _greatest_of(
        self, output: Value, sign: int, below: int, bounds: list[Bound], limits: Limits
    ) -> Fraction | None:
        """Return the greatest value of an output, or of its negative, over a polyhedron; None if it has no bound."""
        if isinstance(output, int):
            return Fraction(sign * output, below)
        width = self.program.network.input_width
        if self._is_endless({variable: sign * factor for variable, factor in output.items()}, bounds):
            return None
        negative = {width: below, **{variable: sign * factor for variable, factor in output.items()}}
        point = lowest([*bounds, (negative, ">=")], width + 1, width, limits.left)
        if point is None:
            raise Stopped("the time is up before outputs are bounded on one path")
        return -point[width]

    def _is_endless(self, form: dict[int, int], bounds: list[Bound]) -> bool:
        """Return whether a form grows for ever in some direction that a polyhedron does not end in."""
        if self._is_bounded:
            return False
        ahead: list[Bound] = [(form | {CONSTANT: 0}, ">")]
        for value, relation in bounds:
            if isinstance(value, dict):
                ahead.append((value | {CONSTANT: 0}, "=" if relation == "=" else ">="))
        return isinstance(Feasibility(self.program.network.input_width).solve(ahead), tuple)


def _beyond(end: Fraction, other: Fraction | None, share: int) -> Fraction:
    """Return a decimal above a greatest value, by at most a share of the range; for the least share, itself if short.

    >>> _beyond(Fraction(7, 3), Fraction(1), 1000), _beyond(Fraction(7001, 3000), Fraction(1), 1000)
    (Fraction(7, 3), Fraction(1167, 500))
    >>> _beyond(Fraction(7), Fraction(1), 10)
    Fraction(15, 2)
    """
    length = abs(end) if other is None else end + other
    if not length or (share == _SHARES[0] and end.denominator <= _SHORT):
        return end
    grid = Fraction(1)
    while grid * share > length:
        grid /= 10
    while grid * 10 * share <= length:
        grid *= 10
    grid *= max([factor for factor in (1, 2, 5) if grid * factor * share <= length])
    return (ceil(end / grid) if share == _SHARES[0] else floor(end / grid) + 1) * grid
