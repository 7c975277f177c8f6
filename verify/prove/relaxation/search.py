"""Claims shown by relaxation: at every end of an execution whose relus stay open, a search by branch and bound."""

from itertools import pairwise

from constructions.model.cost import MEASURES
from constructions.model.evaluation import trace
from constructions.model.network import Network
from constructions.model.rational import Point
from verify.certificate import BOUND, Hint
from verify.prove.execution import Execution, Fails
from verify.prove.goals import Cases, refuted_at
from verify.prove.integer_forms import CONSTANT, Bound, negative, sample_of, satisfied
from verify.prove.limits import Limits
from verify.prove.prepared import Prepared
from verify.prove.relaxation.branching import Question, Search, Unsuited, contrary
from verify.prove.relaxation.parts import on_one_input
from verify.prove.relaxation.running import Bounded, Relaxing, UnboundedError
from verify.prove.relaxation.sharing import hints_of
from verify.prove.relaxation.splitting import FEW
from verify.prove.relaxation.units import is_open
from verify.prove.work import ALONE, Workers

FEW_UNITS = 24
"""With so many open units paths may be few: they are tried first, since they are exact, and known to every lane."""

NO_UNITS = "the network has no units, which are what is relaxed: --method paths takes gates and steps one by one"


class Few(Unsuited):
    """Few units are open, so that paths may be few."""


class ShowRelaxed:
    """The visitor that shows at every end that no input satisfies a list of constraints, or raises Fails."""

    def __init__(
        self, network: Network, domain: list[Bound], cases: Cases, limits: Limits, few: int, workers: Workers
    ) -> None:
        self.network, self.domain, self.cases = network, domain, cases
        self.limits, self.few, self.workers = limits, few, workers

    def closes(self, count: int, left: int) -> Hint | None:
        """Return None: whatever is left must run."""
        return None

    def at_end(self, execution: Execution) -> list[Hint]:
        """Return the hints of this end."""
        region = execution.region
        assert isinstance(region, Bounded)
        wanted = list(self.cases(execution.values))
        if not wanted:
            return []
        if self.few and sum([is_open(unit) for unit in region.units]) <= self.few:
            raise Few("few units are open")
        everywhere = any([all([isinstance(value, int) for value, _ in case]) for case in wanted])
        if everywhere:  # in such a case is every input: there must be none
            return self._emptied(region)
        if any([_opposite(one, other) for one, other in pairwise(wanted)]):
            raise Unsuited("bounds do not show equality")
        return self._searched(region, wanted)

    def _emptied(self, region: Bounded) -> list[Hint]:
        """Return hints that show that the region has no input: not all of its constraints can hold."""
        rows = [place for place, bound in enumerate(region.bounds) if not on_one_input(bound, region.width)]
        if not rows:  # any input of the box is one
            return self._searched(region, [[(1, ">")]])
        return self._searched(region, [[region.bounds[place] for place in rows]], rows)

    def _searched(self, region: Bounded, wanted: list[list[Bound]], rows: list[int] | None = None) -> list[Hint]:
        """Return hints that show that no input of the region is in a case; ``rows`` is as in ``Closing``."""
        units, bounds = tuple(region.units), tuple(region.bounds)
        question = Question(units, bounds, region.inputs(), tuple(wanted), None if rows is None else tuple(rows))
        single = all([len(case) == 1 and case[0][1] != "=" for case in wanted])
        try:
            if rows is None and single and len(wanted) > 1 and region.width > FEW:
                return self._case_by_case(question)
            return hints_of(question, self.limits, self.refuted, self.workers)
        except (OverflowError, FloatingPointError):
            raise Unsuited("its numbers are beyond floating point") from None

    def _case_by_case(self, question: Question) -> list[Hint]:
        """Return hints that split at each case that is not shown at once: its side is empty, and then that is known.

        So what is to be split for the one case is not split for the others as well. Where inputs are few they are
        halved, for all cases together.
        """
        hints, behind = list[Hint](), list[Hint]()
        for number in Search(question, self.limits, self.refuted).hard():
            bound = question.cases[number][0]
            tree = hints_of(question.emptied(number), self.limits, self.refuted, self.workers)
            question = question.within(contrary(bound))
            hints.append(_split_at(bound, question.inputs.width))
            if bound[1] == ">=":
                behind = [*tree, *behind]
            else:
                hints += tree
        return [*hints, *hints_of(question, self.limits, self.refuted, self.workers), *behind]

    def refuted(self, point: Point) -> None:
        """Run the network at a point, and raise Fails if it refutes the claim."""
        sample = sample_of(point)
        inside = all([satisfied(bound, sample) for bound in self.domain])
        if inside and refuted_at(self.cases, self.network, point):
            raise Fails.at(point)


class AtMostRelaxed(ShowRelaxed):
    """The visitor that shows that no input takes more than ``bound`` operations, or raises Fails."""

    def __init__(self, program: Prepared, domain: list[Bound], bound: int, limits: Limits, workers: Workers) -> None:
        super().__init__(program.network, domain, lambda _: iter(()), limits, 0, workers)
        self.measure, self.bound = MEASURES[program.measure], bound

    def closes(self, count: int, left: int) -> Hint | None:
        """Return ``bound`` if the structure of what is left is within it."""
        return BOUND if count + left <= self.bound else None

    def at_end(self, execution: Execution) -> list[Hint]:
        """Return hints that show that no input is here, where the operations are too many."""
        assert isinstance(execution.region, Bounded)
        return [] if execution.count <= self.bound else self._emptied(execution.region)

    def refuted(self, point: Point) -> None:
        """Run the network at a point, and raise Fails if it takes too many operations."""
        sample = sample_of(point)
        inside = all([satisfied(bound, sample) for bound in self.domain])
        if inside and self.measure(trace(self.network, point).operations) > self.bound:
            raise Fails.at(point)


def show_relaxed(
    program: Prepared, bounds: list[Bound], cases: Cases, limits: Limits, tried: bool = False, workers: Workers = ALONE
) -> list[Hint]:
    """Return hints that prove that no input within the bounds satisfies all constraints of one case, by bounds.

    Args:
        tried: whether paths were tried already.
        workers: who shares the search; neither the verdict nor the hints depend on it.

    Raises:
        Few: if paths should be tried first.
        Fails: with an input that does.
        Unsuited: if there is little to relax, or bounds cannot show it.
        Stopped: if the limits are used up first.
    """
    width = program.network.input_width
    few = 0 if tried or limits.method == "relaxation" else FEW_UNITS
    if not program.decisions:
        raise Unsuited(NO_UNITS)
    if limits.method == "auto" and width == 1:
        raise Unsuited("with one input paths are few")
    if program.decisions <= few:
        raise Few("few units are open")
    return _run(program, ShowRelaxed(program.network, bounds, cases, limits, few, workers))


def at_most_relaxed(
    program: Prepared, bounds: list[Bound], bound: int, limits: Limits, workers: Workers = ALONE
) -> list[Hint]:
    """Return hints that prove that no input within the bounds takes more than ``bound`` operations, by bounds.

    ``workers`` is as in ``show_relaxed``.

    Raises:
        Fails: with an input that does.
        Unsuited: if there is nothing to relax, or bounds cannot show it.
        Stopped: if the limits are used up first.
    """
    if not program.decisions:
        raise Unsuited(NO_UNITS)
    return _run(program, AtMostRelaxed(program, bounds, bound, limits, workers))


def _run(program: Prepared, visitor: ShowRelaxed) -> list[Hint]:
    region, limits = Bounded(program.network.input_width, visitor.domain), visitor.limits
    named, limits.ending = limits.ending, "part"
    try:
        return Relaxing(program, region, visitor, limits).run()
    except UnboundedError:
        raise Unsuited("an input has no bounds, which relaxation needs") from None
    finally:
        limits.ending = named


def _opposite(one: list[Bound], other: list[Bound]) -> bool:
    """Return whether two cases are f > 0 and -f > 0, which together say that f is 0."""
    (f, _), (g, _) = one[0], other[0]
    if len(one) > 1 or len(other) > 1 or isinstance(f, int) or isinstance(g, int):
        return False
    return f == negative(g)


def _split_at(bound: Bound, width: int) -> Hint:
    """Return the hint of the split between an inequality and its contrary.

    >>> _split_at(({0: 3, 2: 5, CONSTANT: -1}, ">="), 2), _split_at(({0: 3, 2: 5, CONSTANT: -1}, ">"), 2)
    (['divide', -1, -1, 5, 0, 3], ['divide', 1, -1, -5, 0, -3])
    """
    value, relation = bound
    assert isinstance(value, dict)
    form = value if relation == ">=" else negative(value)
    pairs = sorted(
        [(v if v < width else width - 1 - v, factor) for v, factor in form.items() if v != CONSTANT and factor]
    )
    return ["divide", form[CONSTANT], *[number for pair in pairs for number in pair]]
