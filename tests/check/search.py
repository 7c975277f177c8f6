"""A prover for tiny networks: the checker's engine, each hint found by Fourier-Motzkin elimination when it is read.

It finds a certificate for every true claim, if the network is small enough; what it finds is in ``hints``.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from random import Random
from typing import Any

from forger import Constraint as Read, Prover, witness

from verify.check.budget import Budget
from verify.check.engine import Engine
from verify.check.hints import Hints
from verify.check.values import CONSTANT, Constraint, multiple, primitive


def read(constraints: Sequence[Constraint], width: int) -> list[Read]:
    """Return the checker's constraints as the forger has them."""
    forms = [({CONSTANT: value} if isinstance(value, int) else value, relation) for value, relation in constraints]
    places = (*range(width), CONSTANT)
    return [(tuple([Fraction(form.get(place, 0)) for place in places]), relation) for form, relation in forms]


class Found(Hints):
    """Hints that are found when they are asked for; their order and their kind are drawn where there is a choice."""

    def __init__(self, engine: "Searching", random: Random) -> None:
        super().__init__([])
        self.engine, self.random, self.asked = engine, random, "empty"

    def name(self) -> Any:
        empty = self.engine.refuted() is not None
        hasty = self.engine.hasty and self.asked == "empty"
        return self.asked if empty and (hasty or self.random.random() < 0.7) else "goal"

    def take(self, *names: str) -> list[Any]:
        hint = self._next(names)
        self.hints.append(hint)
        self.step += 1
        return hint

    def _next(self, names: tuple[str, ...]) -> list[Any]:
        engine = self.engine
        if names[0] != "split":
            return engine.to_a_path() if names[0] == "path" else [names[0]]
        pending = engine._pending
        assert pending is not None
        place = self.random.choice([place for place, found in enumerate(pending.found) if found is None])
        form = primitive(pending.forms[place], Budget())
        if engine.refuted((form, ">=")):
            return ["below", place]
        if engine.refuted((multiple(-1, form, Budget()), ">")):
            return ["above", place]
        return ["split", place]


class Searching(Engine):
    """The checker's engine, with multipliers that are worked out when a contradiction is to be shown.

    A ``hasty`` one says that a region is empty as soon as it can; else it may show goals there, if there are goals.
    """

    def __init__(self, width: int, random: Random, hasty: bool, measure: int = 3, bound: int | None = None) -> None:
        super().__init__([], Budget(), measure, bound)
        self.width, self.hasty = width, hasty
        self.hints: Found = Found(self, random)

    def emptied(self, name: str = "empty") -> bool:
        self.hints.asked = name
        return super().emptied(name)

    def refuted(self, *added: Constraint) -> list[int] | None:
        """Return the numbers of a hint that shows region and added constraints contradictory, None if they are not."""
        return Prover(self.width).refutation(read(self.region, self.width), *read(added, self.width))

    def contradict(self, hint: list[Any], skip: int, *added: Constraint) -> None:
        hint += self.refuted(*added) or [0] * len(added)
        super().contradict(hint, skip, *added)

    def to_a_path(self) -> list[Any]:
        point = witness(read(self.region, self.width), self.width)
        assert point is not None
        scale = lcm(*[value.denominator for value in point])
        return ["path", scale, *[int(value * scale) for value in point]]
