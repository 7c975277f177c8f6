"""What must hold of the outputs at the end of a path, for every claim that speaks of outputs."""

from collections.abc import Callable, Iterator, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import lcm
from typing import Any, Literal, TypeAlias

from constructions.model.evaluation import evaluate
from constructions.model.network import Network
from constructions.model.rational import Point
from verify.domain import Domain
from verify.prove.integer_forms import CONSTANT, Bound, Sample, linear, negative, primitive, sample_of, satisfied
from verify.prove.region import bounds_of

Goals: TypeAlias = Callable[[list[Any]], list[Bound]]
"""From the values at an end (numerators and, last, their denominator) to constraints on the input that must hold.

Those made here can be pickled, so that processes can share a proof.
"""


def equals(label: Items[Fraction], values: list[Any]) -> list[Bound]:
    """Return the goal of *memorizes*: every output is its number of the label.

    >>> equals([Fraction(1, 2)], [{0: 1, CONSTANT: 0}, 1])
    [({0: 2, -1: -1}, '=')]
    """
    return [
        (linear([(place, number.denominator), (-1, -number.numerator)], values, 0), "=")
        for place, number in enumerate(label)
    ]


def exceeds(right: int, values: list[Any]) -> list[Bound]:
    """Return the goal of *classifies*: output ``right`` is greater than every other.

    >>> exceeds(1, [0, {0: 1, CONSTANT: 0}, 1])
    [({0: 1, -1: 0}, '>')]
    """
    return _greater(right, range(len(values) - 1), values)


def halves_equal(values: list[Any]) -> list[Bound]:
    """Return the goal of *equivalent*, where the outputs of both networks stand side by side.

    >>> halves_equal([{0: 1, CONSTANT: 0}, 3, 1])
    [({0: 1, -1: -3}, '=')]
    """
    half = len(values) // 2
    return [(linear([(place, 1), (half + place, -1)], values, 0), "=") for place in range(half)]


def both_exceed(right: int, values: list[Any]) -> list[Bound]:
    """Return the goal of *same class*: output ``right`` of both networks, side by side, is greater than every other.

    >>> both_exceed(0, [1, 0, {0: 1, CONSTANT: 0}, 0, 1])
    [(1, '>'), ({0: 1, -1: 0}, '>')]
    """
    half = len(values) // 2
    return _greater(right, range(half), values) + _greater(half + right, range(half, 2 * half), values)


def within(outputs: Domain) -> Goals:
    """Return the goal of *output within*: every constraint on the outputs."""
    return partial(_within, bounds_of(outputs))


def near(tolerance: Fraction) -> Goals:
    """Return the goal of *within tolerance*: outputs of both networks, side by side, differ by so much at most.

    >>> near(Fraction(1, 2))([{0: 1, CONSTANT: 0}, 3, 1])
    [({0: -2, -1: 7}, '>='), ({0: 2, -1: -5}, '>=')]
    """
    return partial(_near, tolerance)


Cases: TypeAlias = Callable[[list[Any]], Iterator[list[Bound]]]
"""From the values at an end to lists of constraints on the input that no input may satisfy, all of one list."""


def case_of(cases: Cases, values: list[Any], sample: Sample) -> list[Bound] | None:
    """Return the first case at an end that a point is in; None if it is in none.

    >>> case_of(refuting(partial(exceeds, 1)), [{0: 1, CONSTANT: 0}, 3, 1], (4, 1))
    [({0: 1, -1: -3}, '>=')]
    """
    return next((case for case in cases(values) if all([satisfied(bound, sample) for bound in case])), None)


def refuted_at(cases: Cases, network: Network, point: Point) -> bool:
    """Return whether the answer at a point, where the network is run, is in a case."""
    return case_of(cases, list(sample_of(evaluate(network, point))), (1,)) is not None


def refuting(goals: Goals) -> Cases:
    """Return what must not hold where goals must: each negation alone."""
    return partial(_refuting, goals)


def avoided(unsafe: Items[Domain]) -> Cases:
    """Return the polyhedra of *avoids*, those left out of which a constraint is false as a constant."""
    return partial(_avoided, [bounds_of(polyhedron) for polyhedron in unsafe])


def negations(goal: Bound) -> list[Bound]:
    """Return the constraints that must each contradict the region, in the order of the hints; none if it just holds.

    >>> negations(({0: 2, CONSTANT: 0}, ">"))
    [({0: -1, -1: 0}, '>=')]
    >>> negations((1, ">"))
    []
    """
    value, relation = goal
    if isinstance(value, int):
        holds = value > 0 if relation == ">" else value >= 0 if relation == ">=" else value == 0
        return [] if holds else [(1, ">")]
    form = primitive(value)
    if relation == "=":
        return [(negative(form), ">"), (form, ">")]
    return [(negative(form), ">=" if relation == ">" else ">")]


def _greater(right: int, places: Items[int], values: list[Any]) -> list[Bound]:
    return [(linear([(right, 1), (place, -1)], values, 0), ">") for place in places if place != right]


def _near(tolerance: Fraction, values: list[Any]) -> list[Bound]:
    half, (above, below) = len(values) // 2, tolerance.as_integer_ratio()
    return [
        (linear([(place, sign), (half + place, -sign), (-1, above)], values, 0), ">=")
        for place in range(half)
        for sign in (-below, below)
    ]


def _refuting(goals: Goals, values: list[Any]) -> Iterator[list[Bound]]:
    return ([negation] for goal in goals(values) for negation in negations(goal))


def _avoided(unsafe: list[list[Bound]], values: list[Any]) -> Iterator[list[Bound]]:
    for polyhedron in unsafe:
        pulled = [
            (value if isinstance(value, int) else primitive(value), relation)
            for value, relation in _within(polyhedron, values)
        ]
        if all([satisfied(bound, (1,)) for bound in pulled if isinstance(bound[0], int)]):
            yield pulled


def _within(wanted: list[Bound], values: list[Any]) -> list[Bound]:
    found: list[Bound] = []
    for value, relation in wanted:
        pairs = [(CONSTANT, value)] if isinstance(value, int) else list(value.items())
        found.append((linear(pairs, values, 0), relation))  # CONSTANT is the place of the denominator
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """A goal as a value that can be handed to another process.

    Attributes:
        kind: ``"equals"`` a label, ``"exceeds"`` for a class; for two networks side by side, ``"halves"``: they agree,
            or ``"both"``: each has this class.
        label: the label or the class.
    """

    kind: Literal["equals", "exceeds", "halves", "both"]
    label: tuple[Fraction, ...] = ()

    def goals(self) -> Goals:
        """Return the goal itself."""
        if self.kind == "equals":
            return partial(equals, self.label)
        if self.kind == "halves":
            return halves_equal
        return partial(both_exceed if self.kind == "both" else exceeds, self.label[0].numerator)

    def holds(self, output: Items[Fraction]) -> bool:
        """Return whether the goal holds of an output.

        >>> Wanted("exceeds", (Fraction(1),)).holds((Fraction(0), Fraction(2)))
        True
        """
        scale = lcm(*[value.denominator for value in output])
        values = [*[int(value * scale) for value in output], scale]
        return not any([negations(goal) for goal in self.goals()(values)])
