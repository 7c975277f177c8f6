"""Counterexamples without a search of paths: floats propose, an exact run of the network decides."""

from collections.abc import Iterator, Sequence as Items
from fractions import Fraction
from itertools import islice

import numpy as np

from constructions.model.batch import Compiled
from constructions.model.network import Branch, Network, Relu, Step, distinct_nodes
from constructions.model.progress import Deadline
from constructions.model.rational import Point
from constructions.model.running.threads import one_thread
from verify.prove.counterexamples.attack import Attack, Planes, ball_field, field_of, nearest_fields
from verify.prove.counterexamples.floats import MAX_ENTRIES, Floats, float_entries
from verify.prove.counterexamples.shorten import roundings, shortened
from verify.prove.counterexamples.space import Nowhere, Space
from verify.prove.counterexamples.targets import Polyhedron, Target, which_refute

_TRIVIAL = 8
"""Decisions of a network whose paths are searched at once: they are at most 2 to this power."""

_EXACT = 20_000_000
"""Steps that exact runs for one claim may take, about: they are few where a visit of the network is long."""

LONG = 2_000_000
"""Steps of a visit beyond which no network is run: each exact run takes seconds."""

_RUNS = 2_000
"""Exact runs for one claim, at most."""

_BATCH = 64
"""Points that run together where floats propose nothing."""

_COARSE = 4
"""The rounding of those points, by its number."""

_SHORTENING = 240
"""Exact runs for the shortening of a counterexample, at most; where a visit of the network is long, an eighth."""

_BALLS = 256
"""Balls that are attacked, those first whose answer is nearest to another one."""


def decisions_of(network: Network) -> int:
    """Return how many units and gates a network has, shared parts once.

    >>> decisions_of(Relu(3))
    3
    """
    return sum(
        [
            1 if isinstance(node, Branch) else node.output_width
            for node in distinct_nodes(network)
            if isinstance(node, Branch | Relu | Step)
        ]
    )


def falsify(network: Network, targets: Items[Target], deadline: Deadline) -> tuple[int, Point] | None:
    """Return the number of a target with an input that refutes it, shortened; None if none was found.

    The same question has the same answer each time, unless the deadline passes.

    Args:
        network: what is run: one network, or what a claim speaks of side by side.
        targets: what would refute; one region, or balls.
        deadline: when it has to end.

    >>> from constructions.model.network import Affine, Sequence
    >>> from verify.prove.integer_forms import CONSTANT
    >>> wide = Sequence((Affine([[1]] * 9, range(-4, 5)), Relu(9), Affine([[1] * 9], [0])))
    >>> large = Target(((({1: 1, CONSTANT: -40}, ">="),),), (({0: -1, CONSTANT: 5}, ">="),))
    >>> falsify(wide, [large], Deadline())
    (0, (Fraction(5, 1),))
    """
    if not targets or network.work > LONG or decisions_of(network) <= _TRIVIAL:
        return None
    try:
        with one_thread():
            return _Falsifier(network, targets, deadline).found()
    except (Nowhere, OverflowError):  # nothing can refute; or numbers beyond floats, which the search of paths takes
        return None


class _Falsifier:
    """One search; exact runs are counted."""

    def __init__(self, network: Network, targets: Items[Target], deadline: Deadline) -> None:
        self._network, self._targets, self._deadline = network, targets, deadline
        self._left = min(_RUNS, max(60, _EXACT // max(1, network.work)))
        self._spaces: dict[int, Space] = {}
        self._compiled = Compiled()

    def found(self) -> tuple[int, Point] | None:
        """Return what refutes, shortened."""
        for number, points in self._tried():
            for point, refutes in zip(points, self._judged(number, points), strict=True):
                if refutes:
                    return number, self._short(number, point)
            if self._left <= 0 or self._deadline.passed:
                return None
        return None

    def _tried(self) -> Iterator[tuple[int, list[Point]]]:
        """Yield targets with points that may refute them."""
        most = min(self._left // 2, _EXACT // (20 * self._network.work))
        for number, target in islice(enumerate(self._targets), most):
            seeds = list(target.seeds[: most // len(self._targets) + 1])
            if seeds:
                yield number, seeds
        if float_entries(self._network) > MAX_ENTRIES:
            return
        if self._targets[0].more_than is not None:
            yield from self._drawn()
            return
        for number, values in self._proposed():
            space = self._space(number)
            points = [space.whole(part) for part in roundings(values[space.free].tolist(), space.intervals)]
            yield number, list(dict.fromkeys(points))

    def _drawn(self) -> Iterator[tuple[int, list[Point]]]:
        """Yield corners and random points, where what is counted has no gradient."""
        space = self._space(0)
        drawn = field_of(space, self._targets[0].seeds, ()).drawn(max(2, self._left // 4), np.random.default_rng(0))
        for start in range(0, len(drawn), _BATCH):
            rows = drawn[start : start + _BATCH].tolist()
            yield 0, [space.whole(next(islice(roundings(row, space.intervals), _COARSE, None))) for row in rows]

    def _proposed(self) -> Iterator[tuple[int, Floats]]:
        """Yield targets with inputs that floats propose."""
        numbers: dict[int, list[int]] = {}
        polyhedra: list[Polyhedron] = []
        for target in self._targets:
            if id(target.unsafe) not in numbers:
                numbers[id(target.unsafe)] = list(range(len(polyhedra), len(polyhedra) + len(target.unsafe)))
                polyhedra += target.unsafe
        if not polyhedra:
            return
        planes = Planes.of(polyhedra, self._network.input_width + self._network.output_width)
        pairs = [(target, numbers[id(target.unsafe)]) for target in self._targets]
        balls = [(target.ball, own) for target, own in pairs if target.ball is not None]
        if not balls:
            space = self._space(0)
            attack = Attack(
                self._network,
                [field_of(space, target.seeds, own) for target, own in pairs],
                planes,
                space,
                self._deadline,
            )
            yield from attack.proposals()
            return
        fields = [ball_field(ball, own) for ball, own in balls]
        chosen = nearest_fields(self._network, fields, planes)[:_BALLS]
        attack = Attack(self._network, [fields[number] for number in chosen], planes, None, self._deadline)
        for number, values in attack.proposals():
            yield chosen[number], values

    def _space(self, number: int) -> Space:
        if number not in self._spaces:
            self._spaces[number] = Space(self._network.input_width, self._targets[number].bounds)
        return self._spaces[number]

    def _judged(self, number: int, points: Items[Point]) -> list[bool]:
        self._left -= len(points)
        return which_refute(self._network, self._targets[number], points, self._compiled)

    def _short(self, number: int, point: Point) -> Point:
        """Return a point that refutes as this one does, with fewer digits if there is one."""
        space = self._space(number)
        if space.whole(space.part(point)) != point:
            return point

        def judge(tried: list[list[Fraction]]) -> list[bool]:
            return self._judged(number, [space.whole(part) for part in tried])

        tries = min(_SHORTENING, max(_SHORTENING // 8, _EXACT // (10 * self._network.work)))
        return space.whole(shortened(space.part(point), space.intervals, judge, tries))
