"""Claims about all inputs of a domain: proofs as hints for the checker, or exact counterexamples."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from math import lcm

from constructions.model.cost import structural_worst
from constructions.model.network import Network
from constructions.model.rational import Point
from verify.certificate import BOUND, STRUCTURE, Hint
from verify.prove.execution import Execution, Fails, First, dearer
from verify.prove.goals import Cases, Goals, refuting
from verify.prove.integer_forms import Bound
from verify.prove.limits import Limits, Stopped
from verify.prove.prepared import Prepared
from verify.prove.region import Region
from verify.prove.relaxation.branching import Unsuited
from verify.prove.relaxation.search import Few, at_most_relaxed, show_relaxed
from verify.prove.subtrees import Cores, explore
from verify.prove.work import ALONE

_PATHS, _WORK = 64, 400_000
"""Where few units are open, so many paths are run before relaxation is tried, or as many as make so many numbers."""

_ENDS = 4_000
"""Where operations are counted, relaxation gives way to paths after so many ends."""


@dataclass(frozen=True, slots=True)
class Show:
    """The visitor that shows at every end that no input is in a case that must not be, or raises Fails."""

    cases: Cases

    def closes(self, count: int, left: int) -> Hint | None:
        """Return None: whatever is left must run."""
        return None

    def at_end(self, execution: Execution) -> list[Hint]:
        """Return the hints of this end."""
        region, hints = execution.region, list[Hint]()
        for case in self.cases(execution.values):
            if not any([isinstance(value, dict) for value, _ in case]):
                raise Fails(region, [])
            numbers = region.apart(case)
            if numbers is None:
                raise Fails(region, case)
            hints.append(region.hint("goal", [], numbers))
        return hints


@dataclass(slots=True)
class Count:
    """The visitor that counts paths, each with a point that takes it."""

    def closes(self, count: int, left: int) -> Hint | None:
        """Return None: whatever is left must run."""
        return None

    def at_end(self, execution: Execution) -> list[Hint]:
        """Return the hint that holds a point of this path."""
        point = execution.region.point()
        denominator = lcm(*[value.denominator for value in point])
        return [["path", denominator, *[int(value * denominator) for value in point]]]


@dataclass(slots=True)
class AtMost:
    """The visitor that shows a bound on operations, or raises Fails; ``bound`` closes what is cheap enough anyway."""

    bound: int

    def closes(self, count: int, left: int) -> Hint | None:
        """Return ``bound`` if the structure of what is left is within it."""
        return BOUND if count + left <= self.bound else None

    def at_end(self, execution: Execution) -> list[Hint]:
        """Return no hint: the checker counts itself."""
        if execution.count > self.bound:
            raise Fails(execution.region, [])
        return []


@dataclass(slots=True)
class Dearest:
    """The visitor that looks for the path with the most operations; what cannot beat the best so far is not run."""

    best: int = -1
    point: Point = field(default=())

    def closes(self, count: int, left: int) -> Hint | None:
        """Return ``bound`` if nothing that is left takes more than the best so far."""
        return BOUND if count + left <= self.best else None

    def at_end(self, execution: Execution) -> list[Hint]:
        """Note the path if it is the dearest so far."""
        if execution.count > self.best:
            self.best, self.point = execution.count, execution.region.point()
        return []


def show(
    program: Prepared,
    bounds: list[Bound],
    goals: Goals,
    limits: Limits,
    first: "First | None" = None,
    cores: Cores | None = None,
) -> list[Hint]:
    """Return hints that prove the goals at every input that satisfies the bounds.

    With an order of one's own, ``first``, it is a search for a counterexample, and the hints are good for nothing.
    With ``cores`` processes share it; goals must be picklable then.

    Raises:
        Fails: with an input at which they do not hold.
        Stopped: if the limits are used up first.

    >>> from constructions.model.network import Relu
    >>> from verify.domain import box
    >>> from verify.prove.goals import within
    >>> from verify.prove.region import bounds_of
    >>> inside = bounds_of(box([-1], [1]))
    >>> show(Prepared(Relu(1)), inside, within(box([0], [1])), Limits())
    [['split', 0], ['goal*', 1], ['goal*', 1]]
    """
    return avoid(program, bounds, refuting(goals), limits, first, cores)


def avoid(
    program: Prepared,
    bounds: list[Bound],
    cases: Cases,
    limits: Limits,
    first: "First | None" = None,
    cores: Cores | None = None,
) -> list[Hint]:
    """Return hints that prove that no input that satisfies the bounds is in a case; the rest is as in ``show``.

    >>> from constructions.model.network import Relu
    >>> from verify.domain import box
    >>> from verify.prove.goals import avoided
    >>> avoid(Prepared(Relu(1)), [], avoided([box([None], [-1])]), Limits())
    [['split', 0], ['goal*', 1]]
    """
    region = Region(program.network.input_width, bounds)
    empty = _if_empty(region)
    if empty:
        return empty
    if first is None and limits.method != "paths":
        try:
            return _relaxed(program, bounds, cases, limits, cores)
        except Unsuited:
            if limits.method == "relaxation":
                raise
    return explore(program, region, Show(cases), limits, first, cores).hints


def _relaxed(program: Prepared, bounds: list[Bound], cases: Cases, limits: Limits, cores: Cores | None) -> list[Hint]:
    """Return hints by relaxation; or by paths, if those turn out to be few and each takes little work."""
    paths, workers = few_paths(program.network), ALONE if cores is None else cores.workers
    if paths > 1:
        try:
            return show_relaxed(program, bounds, cases, limits, workers=workers)
        except Few:
            few = replace(limits, paths=paths if limits.paths is None else min(paths, limits.paths))
            try:
                region = Region(program.network.input_width, bounds)
                return explore(program, region, Show(cases), few, cores=cores).hints
            except Stopped:
                limits.check()
    return show_relaxed(program, bounds, cases, limits, tried=True, workers=workers)


def few_paths(network: Network) -> int:
    """Return how many paths are run first: on each, an operation makes up to as many numbers as there are inputs.

    >>> from constructions.model.network import Relu
    >>> few_paths(Relu(3)), few_paths(Relu(500))
    (64, 1)
    """
    return min(_PATHS, _WORK // max(1, structural_worst(network).total * network.input_width))


def count_paths(
    network: Network, bounds: list[Bound], limits: Limits, cores: Cores | None = None
) -> tuple[int, list[Hint]]:
    """Return how many paths are feasible, with the hints that prove it. Raises Stopped.

    >>> from constructions.model.network import Affine, chain, Relu
    >>> count_paths(chain(Affine([[1], [-1]], [0, 0]), Relu(2)), [], Limits())[0]
    3
    """
    region = Region(network.input_width, bounds)
    empty = _if_empty(region)
    if empty:
        return 0, empty
    found = explore(Prepared(network), region, Count(), limits, cores=cores)
    return found.paths, found.hints


def at_most(
    network: Network, bounds: list[Bound], bound: int, measure: str, limits: Limits, cores: Cores | None = None
) -> list[Hint]:
    """Return hints that prove that no input takes more than ``bound`` operations.

    Raises:
        Fails: with an input that takes more.
        Stopped: if the limits are used up first.

    >>> from constructions.model.network import Relu
    >>> at_most(Relu(3), [], 3, "total", Limits())
    [['structure']]
    """
    if structural_worst(network).of(measure) <= bound:
        return [STRUCTURE]
    region = Region(network.input_width, bounds)
    empty = _if_empty(region)
    if empty:
        return empty
    program = Prepared(network, measure)
    if limits.method == "relaxation" or (limits.method == "auto" and program.decisions):
        hints = _at_most_relaxed(program, bounds, bound, limits, cores)
        if hints is not None:
            return hints
    return explore(program, region, AtMost(bound), limits, cores=cores).hints


def _at_most_relaxed(
    program: Prepared, bounds: list[Bound], bound: int, limits: Limits, cores: Cores | None
) -> list[Hint] | None:
    """Return hints by relaxation; or by paths, if those turn out to be few; None if all paths are to be tried."""
    workers = ALONE if cores is None else cores.workers
    if limits.method == "relaxation":
        return at_most_relaxed(program, bounds, bound, limits, workers)
    region = Region(program.network.input_width, bounds)
    with suppress(Stopped), _up_to(limits, _PATHS) as few:
        return explore(program, region, AtMost(bound), few, cores=cores).hints
    limits.check()
    with suppress(Stopped), _up_to(limits, _ENDS) as parts:
        return at_most_relaxed(program, bounds, bound, parts, workers)
    limits.check()
    return None


@contextmanager
def _up_to(limits: Limits, ends: int) -> Iterator[Limits]:
    """Give limits with so many more ends at most; those that are reached count."""
    most = limits.ends + ends
    closer = replace(limits, paths=most if limits.paths is None else min(most, limits.paths))
    try:
        yield closer
    finally:
        limits.ends = closer.ends


def worst_case(
    network: Network, bounds: list[Bound], measure: str, limits: Limits, cores: Cores | None = None
) -> tuple[int, Point] | None:
    """Return the most operations that an input takes, and such an input; None if no input satisfies the bounds.

    Raises:
        Stopped: if the limits are used up first.

    >>> from constructions.model.network import Affine, Branch
    >>> dear, cheap = Affine([[3]], [1]), Affine([[1]], [0])
    >>> worst_case(Branch([1], 0, cheap, Branch([1], -1, dear, cheap)), [], "total", Limits())
    (2, (Fraction(1, 1),))
    """
    region = Region(network.input_width, bounds)
    if _if_empty(region):
        return None
    found = explore(Prepared(network, measure), region, Dearest(), limits, dearer, cores)
    worst = max(found.visitors, key=lambda visitor: visitor.best)
    return worst.best, worst.point


def _if_empty(region: Region) -> list[Hint]:
    numbers = region.empty() if region.bounds else None
    return [] if numbers is None else [["vacuous", *numbers]]
