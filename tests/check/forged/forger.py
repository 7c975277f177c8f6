"""A prover of its own, written from docs/reference/format.md in Fractions; its lies certify false claims.

It shares no line with the checker or the project's prover. Every method that a faulty checker could get wrong stands
alone, so that a lie is a subclass that believes one other thing about the checker.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from brute import linear, most, run

Form = tuple[Fraction, ...]
"""The factors of the p variables and, last, a constant."""

Constraint = tuple[Form, str]
"""A primitive form and how it stands to 0: ``">="``, ``">"`` or ``"="``."""

Inequality = tuple[Form, bool, dict[int, Fraction]]
"""A form that is > 0, or >= 0 if it is not strict, and what it combines of the numbered constraints."""

Then = Callable[[list[Form], "State"], None]
RELATIONS = {">=": (1, ">="), ">": (1, ">"), "=": (1, "="), "<=": (-1, ">="), "<": (-1, ">")}
MEASURES = ("additions", "multiplications", "comparisons")


class Unprovable(Exception):
    """The prover cannot show the claim, even with its lie."""


@dataclass(frozen=True)
class State:
    """Where an execution stands: its region, its operations so far, and the structural maximum of what is left."""

    region: tuple[Constraint, ...]
    count: int = 0
    left: int = 0


def times(weight: Fraction | int, form: Form) -> Form:
    return tuple([weight * factor for factor in form])


def plus(one: Form, two: Form) -> Form:
    return tuple([x + y for x, y in zip(one, two, strict=True)])


def constant(value: Fraction | int, width: int) -> Form:
    return (*[Fraction(0)] * width, Fraction(value))


def is_constant(form: Form) -> bool:
    return not any(form[:-1])


def eliminated(system: list[Inequality], place: int) -> list[Inequality]:
    """Return inequalities without one variable, which some value of it completes (Fourier and Motzkin).

    Of inequalities with the same factors only the tightest counts.
    """
    rest = [item for item in system if not item[0][place]]
    sides: dict[bool, dict[Form, Inequality]] = {True: {}, False: {}}
    for form, strict, made in system:
        if form[place]:
            side, scale = sides[form[place] > 0], 1 / abs(form[place])
            scaled = times(scale, form)
            known = side.get(scaled[:-1])
            if known is None or (scaled[-1], not strict) < (known[0][-1], not known[1]):
                side[scaled[:-1]] = (scaled, strict, {number: scale * weight for number, weight in made.items()})
    for one, strict, made in sides[True].values():
        for two, also, more in sides[False].values():
            both = {
                number: made.get(number, Fraction(0)) + more.get(number, Fraction(0)) for number in {**made, **more}
            }
            rest.append((plus(one, two), strict or also, both))
    return rest


def witness(constraints: Sequence[Constraint], width: int) -> list[Fraction] | None:
    """Return a point that satisfies the constraints, None if there is none."""
    system: list[Inequality] = []
    for form, relation in constraints:
        system.append((form, relation == ">", {}))
        if relation == "=":
            system.append((times(-1, form), False, {}))
    stages = [system]
    for place in range(width):
        stages.append(eliminated(stages[-1], place))
    if any(form[-1] < 0 or (strict and form[-1] == 0) for form, strict, _ in stages[-1]):
        return None
    point = [Fraction(0)] * width
    for place in range(width - 1, -1, -1):
        low: list[Fraction] = []
        high: list[Fraction] = []
        for form, _, _ in stages[place]:
            if form[place]:
                rest = form[-1] + sum([form[other] * point[other] for other in range(place + 1, width)], Fraction(0))
                (low if form[place] > 0 else high).append(-rest / form[place])
        if low and high:
            point[place] = (max(low) + min(high)) / 2
        elif low or high:
            point[place] = max(low) + 1 if low else min(high) - 1
    return point


class Prover:
    """Writes the hints of executions of networks on regions of Q^p; with nothing overridden it is honest."""

    def __init__(self, width: int, measure: str = "total", bound: int | None = None) -> None:
        self.width, self.measure, self.bound = width, measure, bound
        self.hints: list[Any] = []
        self.patience = 3000

    eager = True
    """Whether it closes a decision where it can, rather than split it."""

    # what the checker reads

    def primitive(self, form: Form) -> Form:
        """Return the positive multiple whose numbers are integers without a common factor."""
        scale = lcm(*[factor.denominator for factor in form])
        common = gcd(*[int(factor * scale) for factor in form])
        return times(Fraction(scale, common), form) if common else form

    def relation(self, name: str) -> tuple[int, str]:
        """Return the sign of the form and how it then stands to 0."""
        return RELATIONS[name]

    def read(self, constraint: Any, forms: list[Form]) -> Constraint:
        """Return ROW . forms RELATION bound as a constraint, not yet primitive."""
        row, name, bound = constraint
        sign, relation = self.relation(name)
        pairs = list(zip(row[0::2], [Fraction(text) for text in row[1::2]], strict=True))
        return times(sign, self.total(pairs, forms, -Fraction(bound))), relation

    def domain(self, constraints: list[Any]) -> tuple[Constraint, ...]:
        read = [self.read(constraint, self.variables()) for constraint in constraints]
        return tuple([(self.primitive(form), relation) for form, relation in read])

    def ball(self, center: list[Fraction], radius: Fraction, strict: bool) -> tuple[Constraint, ...]:
        """Return z_j - (x_j - r) and (x_j + r) - z_j, >= 0 or > 0."""
        found: list[Constraint] = []
        for variable, middle in zip(self.variables(), center, strict=True):
            for sign in (1, -1):
                form = plus(times(sign, variable), constant(radius - sign * middle, self.width))
                found.append((self.primitive(form), ">" if strict else ">="))
        return tuple(found)

    def variables(self) -> list[Form]:
        return [tuple([Fraction(n == place) for n in range(self.width + 1)]) for place in range(self.width)]

    def total(self, pairs: list[tuple[int, Fraction]], forms: list[Form], bias: Fraction) -> Form:
        """Return the sum of weight times form over pairs (position, weight), and the bias."""
        found = constant(bias, len(forms[0]) - 1)
        for place, weight in pairs:
            found = plus(found, times(weight, forms[place]))
        return found

    # the one rule

    def usable(self, constraint: Constraint) -> list[tuple[int, bool]]:
        """Return the signs that its multiplier may have, each with whether it then makes the sum strict."""
        relation = constraint[1]
        return [(1, False), (-1, False)] if relation == "=" else [(1, relation == ">")]

    def closes(self, total: Fraction, strict: bool) -> bool:
        """Return whether a constant sum of multiples is a contradiction."""
        return total < 0 or (total == 0 and strict)

    def emptied(self, region: Sequence[Constraint]) -> bool:
        """Write that a region holds no point, and return True, if that can be shown."""
        numbers = self.refutation(region)
        if numbers is not None:
            self.hints.append(["empty", *numbers])
        return numbers is not None

    def refutation(self, region: Sequence[Constraint], *added: Constraint) -> list[int] | None:
        """Return the numbers of a hint that shows region and added constraint contradictory, None if it cannot."""
        constraints = [*added, *region]
        system = [
            (times(sign, item[0]), strict, {number: Fraction(sign)})
            for number, item in enumerate(constraints)
            for sign, strict in self.usable(item)
        ]
        for place in range(self.width):
            system = eliminated(system, place)
        for form, strict, made in system:
            if self.closes(form[-1], strict):
                scale = lcm(*[weight.denominator for weight in made.values()])
                multipliers = {number: int(weight * scale) for number, weight in made.items()}
                return self.written(multipliers, len(added), constraints)
        return None

    def written(self, multipliers: dict[int, int], added: int, constraints: list[Constraint]) -> list[int]:
        """Return the multiplier of the added constraint, then number and multiplier of each other that has one."""
        numbers = [multipliers.get(number, 0) for number in range(added)]
        for number in range(added, len(constraints)):
            if multipliers.get(number):
                numbers += [number - added, multipliers[number]]
        return numbers

    # execution

    def above(self, kind: str, value: Fraction) -> bool:
        """Return how a decision with a constant form falls."""
        return value >= 0

    def active(self, kind: str, form: Form) -> Form:
        """Return what a coordinate of a relu or step gives above."""
        return form if kind == "relu" else constant(1, self.width)

    def structural(self, nodes: list[Any], index: int) -> int:
        return most(nodes, index, self.measure)

    def own(self, nodes: list[Any], index: int) -> int:
        """Return what the visit of one node costs in the measure, without its children."""
        kind, *rest = nodes[index]
        counts = (0, 0, 0)
        if kind in ("affine", "relu", "step"):
            _, counts = run(nodes, index, [Fraction(0)] * rest[0])
        elif kind == "branch":
            additions, multiplications = linear(rest[1], [Fraction(0)] * rest[0], Fraction(0))[1]
            negated = bool(rest[1]) and all(text == "-1" for text in rest[1][1::2])
            counts = (additions, multiplications - negated, 1)
        return sum(counts) if self.measure == "total" else counts[MEASURES.index(self.measure)]

    def execute(self, nodes: list[Any], index: int, forms: list[Form], state: State, then: Then) -> None:
        """Run a node and go on with ``then`` at each of its ends, writing the hints on the way."""
        self.patience -= 1
        if self.patience < 0:
            raise Unprovable
        kind, *rest = nodes[index]
        state = State(state.region, state.count + self.own(nodes, index), state.left)
        if kind == "affine":
            pairs = [list(zip(row[0::2], [Fraction(t) for t in row[1::2]], strict=True)) for row in rest[1]]
            values = [self.total(row, forms, Fraction(b)) for row, b in zip(pairs, rest[2], strict=True)]
            then(values, state)
        elif kind == "identity":
            then(forms, state)
        elif kind in ("relu", "step"):
            self.layer(kind, forms, [None] * len(forms), state, then)
        elif kind == "branch":
            self.branch(nodes, rest, forms, state, then)
        else:
            self.parts(kind, nodes, rest[0], forms, [], state, then)

    def parts(
        self, kind: str, nodes: list[Any], children: list[int], forms: list[Form], done: list[Form], state: State,
        then: Then,
    ) -> None:  # fmt: skip
        """Run the children of a sequence, one after the other, or of a concatenation, side by side."""
        first, *others = children
        left = sum([self.structural(nodes, child) for child in others])

        def after(values: list[Form], reached: State) -> None:
            back = State(reached.region, reached.count, reached.left - left)
            values = values if kind == "sequence" else [*done, *values]
            if not others:
                then(values, back)
            else:
                self.parts(kind, nodes, others, *((values, []) if kind == "sequence" else (forms, values)), back, then)

        self.execute(nodes, first, forms, State(state.region, state.count, state.left + left), after)

    def branch(self, nodes: list[Any], rest: list[Any], forms: list[Form], state: State, then: Then) -> None:
        _, row, threshold, below, above = rest
        pairs = list(zip(row[0::2], [Fraction(text) for text in row[1::2]], strict=True))
        form = self.total(pairs, forms, -Fraction(threshold))

        def side(taken: bool) -> Callable[[State], None]:
            return lambda reached: self.execute(nodes, self.sides(below, above)[taken], forms, reached, then)

        if is_constant(form):
            self.execute(nodes, above if self.above("branch", form[-1]) else below, forms, state, then)
            return
        left = self.dearer(self.structural(nodes, below), self.structural(nodes, above))
        self.decide(0, form, state, left, side(False), side(True))

    def sides(self, below: int, above: int) -> tuple[int, int]:
        return below, above

    def dearer(self, below: int, above: int) -> int:
        return max(below, above)

    def layer(self, kind: str, forms: list[Form], outputs: list[Form | None], state: State, then: Then) -> None:
        """Decide the coordinates of a relu or step in their order; an output that is None is not decided yet."""
        zero = constant(0, self.width)
        outputs = [
            (self.active(kind, form) if self.above(kind, form[-1]) else zero) if is_constant(form) else known
            for form, known in zip(forms, outputs, strict=True)
        ]
        place = next((place for place, known in enumerate(outputs) if known is None), None)
        if place is None:
            then([form for form in outputs if form is not None], state)
            return

        def side(value: Form) -> Callable[[State], None]:
            return lambda reached: self.layer(kind, forms, self.decided(outputs, place, value), reached, then)

        self.decide(place, forms[place], state, 0, side(zero), side(self.active(kind, forms[place])))

    def decided(self, outputs: list[Form | None], place: int, value: Form) -> list[Form | None]:
        return [value if number == place else known for number, known in enumerate(outputs)]

    def bounded(self, state: State, left: int) -> bool:
        """Return whether the hint ``bound`` may stand at an open decision."""
        return self.bound is not None and state.count + state.left + left <= self.bound

    def decide(
        self, place: int, form: Form, state: State, left: int, below: Callable[[State], None],
        above: Callable[[State], None],
    ) -> None:  # fmt: skip
        """Write the hint of an open decision, the first that leads to a proof."""
        if self.bounded(state, left):
            self.hints.append(["bound"])
            return
        if self.eager and self.emptied(state.region):
            return
        form = self.primitive(form)
        written = len(self.hints)
        for name, added, go in (("below", self.if_above(form), below), ("above", self.if_below(form), above)):
            numbers = self.refutation(state.region, added) if self.eager else None
            if numbers is not None:
                self.hints.append([name, place, *numbers])
                try:
                    go(state)
                except Unprovable:
                    del self.hints[written:]
                else:
                    return
        self.hints.append(["split", place])
        self.split(form, state, below, above)

    def if_above(self, form: Form) -> Constraint:
        """Return what ``below`` must contradict."""
        return form, ">="

    def if_below(self, form: Form) -> Constraint:
        """Return what ``above`` must contradict."""
        return times(-1, form), ">"

    def split(self, form: Form, state: State, below: Callable[[State], None], above: Callable[[State], None]) -> None:
        low, high = self.regions(state.region, form)
        below(State(low, state.count, state.left))
        above(State(high, state.count, state.left))

    def regions(self, region: tuple[Constraint, ...], form: Form) -> tuple[tuple[Constraint, ...], ...]:
        """Return the regions below and above a split."""
        return (*region, (times(-1, form), ">")), (*region, (form, ">="))
