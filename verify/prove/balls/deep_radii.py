"""The largest ball on which a deep network is right, from both sides: attacks from above, relaxation from below."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from constructions.model.batch import Compiled
from constructions.model.progress import Deadline
from constructions.model.rational import Point, nearest_float
from verify.certificate import Hint
from verify.prove.balls.radii import Around, Radius, Wrong, distance, nearest
from verify.prove.counterexamples.falsify import falsify
from verify.prove.counterexamples.floats import Floats
from verify.prove.counterexamples.nearest import Nearby
from verify.prove.counterexamples.targets import Target, unsafe_of, which_refute
from verify.prove.execution import Fails
from verify.prove.goals import case_of, refuted_at, refuting
from verify.prove.integer_forms import sample_of
from verify.prove.limits import Limits, Stopped
from verify.prove.one_path import path_of
from verify.prove.relaxation.branching import Unsuited
from verify.prove.relaxation.search import show_relaxed
from verify.prove.work import ALONE

_GRIDS = (1 << 24, 1 << 52)
"""The denominators of inputs that floats propose."""

_CLOSE = Fraction(1, 1024)
"""How far apart both ends may stay, where the exact radius is not shown."""

_FARTHEST = 64
"""How far away wrong answers are looked for where none is known."""

_NEARLY = Fraction(1023, 1024)
"""The share that is tried where the exact ball is not shown; it is at most ``_CLOSE`` smaller."""

_SHARES = (Fraction(1), _NEARLY, Fraction(7, 8), Fraction(3, 4), Fraction(1, 2), Fraction(1, 8))
"""The shares of the distance to wrong answers that are tried as radii; the first is exact."""


_SMALL = (Fraction(1, 8), Fraction(1, 64), Fraction(1, 512))
"""The shares of which one is shown first where there is an end: it takes little of the time, and most of it may not do
for a larger ball."""

_POINT: tuple[Radius, list[Hint]] = Radius("closed", Fraction(0)), []
"""What needs no proof: the point itself."""


def radius_by_bounds(around: Around, limits: Limits) -> tuple[Radius, list[Hint]]:
    """Return a radius on which the answer is right, as large as bounds show it, and hints that prove it.

    Wrong answers are looked for in floats, nearer and nearer; on the path of each the nearest is exact. The ball that
    reaches as far is then shown by relaxation: only the parts at the wrong answer are without a margin, and there all
    units are decided. What takes too long is tried for smaller balls, each with half of the time that is left; a much
    smaller one comes first, so that there is one.

    >>> from constructions.model.network import Affine, Relu, chain
    >>> from verify.prove.goals import Wanted
    >>> from verify.prove.prepared import Prepared
    >>> hat = chain(Affine([[1, 1], [1, 1]], [0, -1]), Relu(2), Affine([[1, -1], [0, 0]], [0, Fraction(1, 2)]))
    >>> around = Around(Prepared(hat), (Fraction(1), Fraction(1)), Wanted("exceeds", (Fraction(0),)))
    >>> radius_by_bounds(around, Limits())[0]
    Radius(kind='open', least=Fraction(3, 4), most=Fraction(3, 4))
    """
    return _Search(around, limits).found()


class _Search:
    """One search; ``wrong`` is the nearest wrong answer so far."""

    def __init__(self, around: Around, limits: Limits) -> None:
        self.around, self.limits = around, limits
        self.cases = refuting(around.wanted.goals())
        network = around.program.network
        self.unsafe = unsafe_of(self.cases, network.input_width, network.output_width)
        self.nearby = Nearby(network, self.unsafe, around.center)
        self.compiled = Compiled()
        self.wrong: Wrong | None = None

    def found(self) -> tuple[Radius, list[Hint]]:
        """Return the radius, and its hints."""
        center, known, enough = self.around.center, self.around.known, self.around.enough
        if known is not None and (enough is None or distance(center, known) <= enough):
            self.wrong = Wrong(distance(center, known), known, known)
        self._look_nearer()
        radius, hints = self._shown_first(self._shown_small())
        least, ceiling = radius.least or Fraction(0), self._most()
        while least < ceiling - _CLOSE and self.limits.deadline is not None and self._time_is_left():
            middle = (least + ceiling) / 2
            try:
                radius, hints = Radius("closed", middle), self._shown(Radius("closed", middle))
                least = middle
            except Fails as failure:
                before = self.wrong
                self._learn(failure.point)
                if self.wrong is not before:
                    radius, hints = self._shown_first((radius, hints))
                    least = radius.least or Fraction(0)
                ceiling = min(ceiling, self._most())
            except Stopped:
                ceiling = middle
        if self.wrong is None:
            return radius, hints
        return replace(radius, most=self.wrong.distance), [*hints, self.wrong.hint()]

    def _shown_small(self) -> tuple[Radius, list[Hint]]:
        """Return a small ball that is shown before time is spent on larger ones, if there is an end, and its hints."""
        for share in _SMALL if self.limits.deadline is not None else ():
            if not self._most() or not self._time_is_left():
                break
            radius = Radius("closed", share * self._most())
            try:
                return radius, self._shown(radius)
            except Fails as failure:
                self._learn(failure.point)
            except Stopped:
                continue
        return _POINT

    def _shown_first(self, small: tuple[Radius, list[Hint]]) -> tuple[Radius, list[Hint]]:
        """Return the first ball that is shown, beginning with the one that wrong answers bound, and its hints.

        ``small`` is what is shown already: it is returned if no larger ball is.
        """
        number = 0
        while number < len(_SHARES) and self._most() and self._time_is_left():
            radius, before = self._radius(_SHARES[number]), self.wrong
            if small[1] and radius.least is not None and small[0].least is not None and radius.least <= small[0].least:
                break
            try:
                return radius, self._shown(radius)
            except Fails as failure:
                self._learn(failure.point)
                number = 0 if self.wrong is not before else number + 1
            except Unsuited:
                number += 1
            except Stopped:
                number = max(2, number + 1)
        return small

    def _most(self) -> Fraction:
        """Return what the radius cannot be larger than, or need not be."""
        return (self.around.enough or Fraction(_FARTHEST)) if self.wrong is None else self.wrong.distance

    def _radius(self, share: Fraction) -> Radius:
        """Return the ball to be shown; the whole share of the distance is the ball that wrong answers bound."""
        attained, most = self.wrong is not None and self.wrong.wrong == self.wrong.near, self._most()
        least = max(share * most, most - _CLOSE) if share == _NEARLY else share * most
        return Radius("open" if attained and share == 1 else "closed", least)

    def _time_is_left(self) -> bool:
        left, seconds = self.limits.left, self.limits.seconds
        return left is None or seconds is None or left > seconds / 64

    def _shown(self, radius: Radius) -> list[Hint]:
        seconds = self.limits.left
        limits = replace(self.limits, deadline=None)
        if seconds is not None:
            limits = Limits.of(seconds / 2, self.limits.paths, None, self.limits.method)
        around, workers = self.around, ALONE if self.around.cores is None else self.around.cores.workers
        return show_relaxed(around.program, radius.bounds(around.center), self.cases, limits, True, workers)

    def _look_nearer(self) -> None:
        """Look for wrong answers that are nearer than what is known, or within larger and larger balls for the first.

        A third of the time that is left is enough: a nearer one bounds a radius, and only a proof gives one.
        """
        left, known = self.limits.left, self.wrong
        until = Deadline.after(None if left is None else left / 3)
        while True:  # another search, from what was found, may find what the last one missed
            before = self.wrong
            near = None if before is None else before.wrong
            self._learn_first(self.nearby.found(nearest_float(self._most()), near, until))
            if self.wrong is before or until.passed:
                break
        radius = min(Fraction(1), self._most())
        while self.wrong is None and radius <= self._most():
            ball = (self.around.center, Radius("closed", radius))
            found = falsify(self.around.program.network, [Target(self.unsafe, ball=ball)], until)
            if found is not None:
                self._learn(found[1])
            radius *= 2
        if known is not None and self.wrong is known:
            self._learn(known.wrong)

    def _learn_first(self, proposed: Iterator[Floats]) -> None:
        """Keep the first of some inputs that is a wrong answer, as an exact run says."""
        for values in proposed:
            tried = [tuple([Fraction(round(value * grid), grid) for value in values.tolist()]) for grid in _GRIDS]
            refutes = which_refute(self.around.program.network, Target(self.unsafe), tried, self.compiled)
            if any(refutes):
                self._keep(tried[refutes.index(True)])
                break

    def _learn(self, point: Point) -> None:
        """Keep what is wrong on the path of a wrong answer, or on one that is reached from there, if it is nearer."""
        before = self.wrong
        self._learn_first(self.nearby.beside(point))
        if self.wrong is before:
            self._keep(point)

    def _keep(self, point: Point) -> None:
        """Keep the nearest wrong answer on the path of a wrong one, if it is nearer than what is known."""
        path = path_of(self.around.program, point)
        case = case_of(self.cases, path.values, sample_of(point))
        if case is None:
            raise AssertionError("the point does not refute the claim")
        better = nearest(self.around.center, [*path.bounds, *case], self.limits.left)
        on_another_path = better.wrong != better.near
        if on_another_path and refuted_at(self.cases, self.around.program.network, better.near):
            better = replace(better, wrong=better.near)
        found = min(Wrong(distance(self.around.center, point), point, point), better, key=_farness)
        if self.around.enough is not None and found.distance > self.around.enough:
            return
        if self.wrong is None or _farness(found) < _farness(self.wrong):
            self.wrong = found


def _farness(wrong: Wrong) -> tuple[Fraction, bool]:
    """Return what is less for a nearer wrong answer; where two are as near, for one that is wrong there."""
    return wrong.distance, wrong.wrong != wrong.near
