"""What would refute a claim: an input of a region at which outputs or operations are as they should not be."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from typing import TypeAlias

from constructions.model.batch import Compiled, evaluate_many
from constructions.model.cost import MEASURES
from constructions.model.network import Network
from constructions.model.rational import Point
from verify.prove.balls.radii import Radius
from verify.prove.goals import Cases
from verify.prove.integer_forms import CONSTANT, Bound, sample_of, satisfied

Polyhedron: TypeAlias = tuple[Bound, ...]
"""Constraints on the p inputs followed by the d outputs, all of which hold in it."""


@dataclass(frozen=True, slots=True)
class Target:
    """An input that satisfies ``bounds`` refutes the claim if, with its outputs, it lies in one of the polyhedra.

    Attributes:
        unsafe: the polyhedra.
        bounds: the inputs that are spoken of; of a ball, its bounds.
        ball: the centre, and what is claimed of its ball, if the inputs are a ball.
        more_than: a measure and a number of operations; then it refutes, too, if it takes more.
        seeds: points to begin with, such as those of the data.
    """

    unsafe: tuple[Polyhedron, ...] = ()
    region: tuple[Bound, ...] = ()
    ball: tuple[Point, Radius] | None = None
    more_than: tuple[str, int] | None = None
    seeds: tuple[Point, ...] = ()

    @property
    def bounds(self) -> Items[Bound]:
        """The constraints on inputs."""
        return self.region if self.ball is None else self.ball[1].bounds(self.ball[0])


def unsafe_of(cases: Cases, inputs: int, outputs: int) -> tuple[Polyhedron, ...]:
    """Return the polyhedra that outputs must not reach, over inputs and outputs side by side.

    >>> from verify.prove.goals import Wanted, refuting
    >>> unsafe_of(refuting(Wanted("exceeds", (1,)).goals()), 1, 2)
    ((({2: -1, 1: 1, -1: 0}, '>='),),)
    """
    values = [*[{inputs + place: 1, CONSTANT: 0} for place in range(outputs)], 1]
    return tuple([tuple(case) for case in cases(values)])


def which_refute(
    network: Network, target: Target, points: Items[Point], compiled: Compiled | None = None
) -> list[bool]:
    """Return which points refute the claim, after running the network there exactly (``batch.evaluate_many``).

    >>> from constructions.model.network import Relu
    >>> from fractions import Fraction
    >>> positive = Target(((({1: 1, CONSTANT: 0}, ">"),),), (({0: 1, CONSTANT: 0}, ">="),))
    >>> which_refute(Relu(1), positive, [(Fraction(0),), (Fraction(1),), (Fraction(-1),)])
    [False, True, False]
    """
    bounds = target.bounds
    samples = map(sample_of, points)  # one for all bounds: of many inputs they are thousands
    inside = [number for number, sample in enumerate(samples) if all([satisfied(bound, sample) for bound in bounds])]
    found = [False] * len(points)
    if inside:
        run = evaluate_many(network, [points[number] for number in inside], compiled=compiled)
        for place, number in enumerate(inside):
            sample = sample_of((*points[number], *run.outputs[place]))
            found[number] = any([all([satisfied(part, sample) for part in parts]) for parts in target.unsafe])
            if target.more_than is not None:
                measure, most = target.more_than
                found[number] = found[number] or MEASURES[measure](run.at(place)) > most
    return found
