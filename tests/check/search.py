"""A prover for tiny networks: the checker's engine, each hint found by Fourier-Motzkin elimination when it is read.

It finds a certificate for every true claim, if the network is small enough; what it finds is in ``hints``.
"""

from fractions import Fraction
from math import lcm
from random import Random
from typing import Any

from verify.check.budget import Budget
from verify.check.engine import Engine
from verify.check.hints import Hints
from verify.check.values import CONSTANT, Constraint, multiple, primitive

Row = tuple[list[Fraction], Fraction, bool, dict[int, Fraction]]
"""Factors of the variables, a constant, whether it is > 0 or only >= 0, and what it combines of the constraints."""


def rows_of(constraints: list[Constraint], width: int) -> list[Row]:
    found: list[Row] = []
    for number, (value, relation) in enumerate(constraints):
        form = {CONSTANT: value} if isinstance(value, int) else value
        factors = [Fraction(form.get(place, 0)) for place in range(width)]
        constant = Fraction(form[CONSTANT])
        found.append((factors, constant, relation == ">", {number: Fraction(1)}))
        if relation == "=":
            found.append(([-factor for factor in factors], -constant, False, {number: Fraction(-1)}))
    return found


def eliminated(system: list[Row]) -> list[Row]:
    """Return rows without the first variable, which some value of it completes.

    Of rows with the same factors only the tightest counts.
    """
    rest: list[Row] = []
    sides: dict[bool, dict[Any, Row]] = {True: {}, False: {}}
    for factors, constant, strict, made in system:
        first, *others = factors
        if not first:
            rest.append((others, constant, strict, made))
            continue
        scale, side = abs(first), sides[first > 0]
        scaled, bound = [factor / scale for factor in others], constant / scale
        known = side.get(tuple(scaled))
        if known is None or (bound, not strict) < (known[1], not known[2]):
            combination = {number: weight / scale for number, weight in made.items()}
            side[tuple(scaled)] = (scaled, bound, strict, combination)
    for one, b, s, made in sides[True].values():
        for two, c, t, more in sides[False].values():
            both = {
                number: made.get(number, Fraction(0)) + more.get(number, Fraction(0)) for number in {**made, **more}
            }
            rest.append(([x + y for x, y in zip(one, two, strict=True)], b + c, s or t, both))
    return rest


def refutation(constraints: list[Constraint], width: int) -> list[int] | None:
    """Return an integer multiplier for each constraint that shows them contradictory, or None if they are not."""
    system = rows_of(constraints, width)
    for _ in range(width):
        system = eliminated(system)
    for _, constant, strict, made in system:
        if constant < 0 or (constant == 0 and strict):
            scale = lcm(*[weight.denominator for weight in made.values()])
            return [int(made.get(number, Fraction(0)) * scale) for number in range(len(constraints))]
    return None


def witness(constraints: list[Constraint], width: int) -> list[Fraction]:
    """Return a point that satisfies constraints which do not contradict each other."""
    stages = [rows_of(constraints, width)]
    for _ in range(width):
        stages.append(eliminated(stages[-1]))
    point: list[Fraction] = []
    for system in reversed(stages[:-1]):
        lower: list[Fraction] = []
        upper: list[Fraction] = []
        for (first, *others), constant, _, _ in system:
            if first:
                rest = constant + sum((f * v for f, v in zip(others, point, strict=True)), Fraction(0))
                (lower if first > 0 else upper).append(-rest / first)
        if lower and upper:
            value = (max(lower) + min(upper)) / 2
        else:
            value = max(lower) + 1 if lower else min(upper) - 1 if upper else Fraction(0)
        point = [value, *point]
    return point


class Found(Hints):
    """Hints that are found when they are asked for; their order and their kind are drawn where there is a choice."""

    def __init__(self, engine: "Searching", random: Random) -> None:
        super().__init__([])
        self.engine, self.random, self.asked = engine, random, "empty"

    def name(self) -> Any:
        empty = refutation(self.engine.region, self.engine.width) is not None
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
        if refutation([*engine.region, (form, ">=")], engine.width):
            return ["below", place]
        if refutation([*engine.region, (multiple(-1, form, Budget()), ">")], engine.width):
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

    def contradict(self, hint: list[Any], skip: int, *added: Constraint) -> None:
        multipliers = refutation([*added, *self.region], self.width) or [0] * (len(added) + len(self.region))
        hint += multipliers[: len(added)]
        for number, multiplier in enumerate(multipliers[len(added) :]):
            if multiplier:
                hint += [number, multiplier]
        super().contradict(hint, skip, *added)

    def to_a_path(self) -> list[Any]:
        point = witness(self.region, self.width)
        scale = lcm(*[value.denominator for value in point])
        return ["path", scale, *[int(value * scale) for value in point]]
