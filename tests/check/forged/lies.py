"""Lies: provers that believe one wrong thing of the checker, each for the faults that make it true."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Any, ClassVar

from forged_claims import Forger, Goals
from forger import Constraint, Form, State, constant, is_constant, times, witness


class Shameless(Forger):
    """Leaves out what it cannot show: a checker that does not ask for it accepts the rest."""

    def show(self, state: State, added: Constraint) -> None:
        numbers = self.refutation(state.region, added)
        if numbers is not None:
            self.hints.append(["goal", *numbers])

    def right(self, point: list[Fraction], goals: Goals) -> None:
        """Nothing is written for a point."""

    def not_right(self, point: list[Fraction], goals: Goals) -> None:
        """Nothing is written for a point."""

    def evidence(self, point: list[Fraction], most: Fraction, goals: Goals) -> None:
        """Evidence is left out."""

    def too_many(self, state: State) -> None:
        numbers = self.refutation(state.region)
        if numbers is not None:
            self.hints.append(["empty", *numbers])

    def attained(self, claim: dict[str, Any]) -> None:
        """Nothing is written for the point that attains the bound."""

    def count_paths(self, claim: dict[str, Any]) -> None:
        self.found = 0
        self.ends(self.domain(claim["domain"]), lambda _, state: self.path(state))


class NegativeMultipliers(Forger):
    """Inequalities may have negative multipliers."""

    def usable(self, constraint: Constraint) -> list[tuple[int, bool]]:
        return [(1, False), (-1, False)]


class ZeroIsEnough(Forger):
    """A sum that is 0 is a contradiction, strict or not."""

    def closes(self, total: Fraction, strict: bool) -> bool:
        return total <= 0


class PositiveIsEnough(Forger):
    """A sum that is positive is a contradiction."""

    def closes(self, total: Fraction, strict: bool) -> bool:
        return total != 0 or strict


class StrictWithoutMultiplier(Forger):
    """A strict constraint makes the sum strict with the multiplier 0."""

    def refutation(self, region: Sequence[Constraint], *added: Constraint) -> list[int] | None:
        honest = super().refutation(region, *added)
        if honest is not None:
            return honest
        if added and added[0][1] == ">":
            return [0]
        for number, (_, relation) in enumerate(region):
            if relation == ">":
                return [*[0] * len(added), number, 0]
        return None


class AnythingConstant(Forger):
    """A sum that depends on the input is a contradiction."""

    def refutation(self, region: Sequence[Constraint], *added: Constraint) -> list[int] | None:
        honest = super().refutation(region, *added)
        return [1] if honest is None and added and any(added[0][0][:-1]) else honest


class BiasLost(Forger):
    """A form that depends on the input loses the bias that is added to it."""

    def total(self, pairs: list[tuple[int, Fraction]], forms: list[Form], bias: Fraction) -> Form:
        found = super().total(pairs, forms, Fraction(0))
        return found if any(found[:-1]) else super().total(pairs, forms, bias)


class LeadingPositive(Forger):
    """Primitive forms begin with a positive number: the sign is lost."""

    def primitive(self, form: Form) -> Form:
        found = super().primitive(form)
        first = next((factor for factor in found if factor), Fraction(0))
        return times(-1, found) if first < 0 and any(form[:-1]) else found


class AbsoluteConstants(Forger):
    """The primitive form of a negative constant is 1."""

    def primitive(self, form: Form) -> Form:
        return super().primitive(form) if any(form[:-1]) else constant(form[-1] != 0, len(form) - 1)


class LooseConstants(Forger):
    """A constant that is 0 satisfies a strict goal."""

    def holds(self, value: Fraction, relation: str) -> bool:
        return value >= 0 if relation == ">" else super().holds(value, relation)


class EqualIsAtLeast(Forger):
    """A constant that is at least 0 satisfies an equality."""

    def holds(self, value: Fraction, relation: str) -> bool:
        return value >= 0 if relation == "=" else super().holds(value, relation)


class FormsHold(Forger):
    """A goal that depends on the input holds."""

    def unmet(self, goals: list[Constraint]) -> list[Constraint]:
        return [goal for goal in super().unmet(goals) if not any(goal[0][:-1])]


class PolyhedraStay(Forger):
    """The constraints of a polyhedron are still in the region when the next one is looked at."""

    def behind(self, region: tuple[Constraint, ...], others: list[Constraint]) -> tuple[Constraint, ...]:
        self.stay = (*getattr(self, "stay", region), *others)
        return self.stay


class HalfIsMissed(Forger):
    """A polyhedron is missed where a constraint of it holds."""

    def missed(self, polyhedron: list[Constraint]) -> bool:
        return any([is_constant(form) and self.holds(form[-1], relation) for form, relation in polyhedron])


class WitnessAnywhere(Forger):
    """The point of a path need not be in its region."""

    eager = False

    def taken(self, region: tuple[Constraint, ...]) -> list[Fraction] | None:
        return witness(region, self.width) or [Fraction(0)] * self.width


class NegativeDenominator(Forger):
    """The point of a path may have a negative denominator, which turns all inequalities round."""

    eager = False

    def path(self, state: State) -> None:
        turned = [(times(-1, form), relation) for form, relation in state.region]
        point = witness(turned, self.width)
        if witness(state.region, self.width) is not None or point is None:
            super().path(state)
            return
        scale = lcm(*[value.denominator for value in point])
        self.pointed(-scale, [-int(value * scale) for value in point])


class EmptyCounts(Forger):
    """An end that no point reaches is counted as a path."""

    eager = False

    def path(self, state: State) -> None:
        self.found += witness(state.region, self.width) is None
        super().path(state)


class EmptyIsBelieved(Forger):
    """No multipliers are asked for where a region is said to be empty, and only splits are not."""

    def refutation(self, region: Sequence[Constraint], *added: Constraint) -> list[int] | None:
        return super().refutation(region, *added) if added or not region else []


class BelowIsAbove(Forger):
    """The region below a split gets what belongs above."""

    def regions(self, region: tuple[Constraint, ...], form: Form) -> tuple[tuple[Constraint, ...], ...]:
        return (*region, (form, ">=")), (*region, (form, ">="))


class AboveIsBelow(Forger):
    """The region above a split gets what belongs below."""

    def regions(self, region: tuple[Constraint, ...], form: Form) -> tuple[tuple[Constraint, ...], ...]:
        return (*region, (times(-1, form), ">")), (*region, (times(-1, form), ">"))


class AboveIsStrict(Forger):
    """The region above a split leaves out its border."""

    def regions(self, region: tuple[Constraint, ...], form: Form) -> tuple[tuple[Constraint, ...], ...]:
        return (*region, (times(-1, form), ">")), (*region, (form, ">"))


class RegionKept(Forger):
    """The constraint of the side below is still there above."""

    def regions(self, region: tuple[Constraint, ...], form: Form) -> tuple[tuple[Constraint, ...], ...]:
        low = (*region, (times(-1, form), ">"))
        return low, (*low, (form, ">="))


class NothingAbove(Forger):
    """Sides above are never looked at."""

    def split(self, form: Form, state: State, below: Any, above: Any) -> None:
        below(State(self.regions(state.region, form)[0], state.count, state.left))


class BelowIsOpen(Forger):
    """``below`` need only contradict g > 0."""

    def if_above(self, form: Form) -> Constraint:
        return form, ">"


class AboveTurned(Forger):
    """``above`` contradicts g >= 0, as ``below`` does."""

    def if_below(self, form: Form) -> Constraint:
        return form, ">="


class SidesExchanged(Forger):
    """A branch on an open decision takes the other side."""

    def sides(self, below: int, above: int) -> tuple[int, int]:
        return above, below


class StepIsRelu(Forger):
    """An open coordinate of a step gives its input above."""

    def active(self, kind: str, form: Form) -> Form:
        return form


class OneSign(Forger):
    """Of an equality only one hint is asked for: at least."""

    def denied(self, form: Form, relation: str) -> list[Constraint]:
        return super().denied(form, relation)[:1]


class WeakGoals(Forger):
    """A strict goal is shown as a weak one."""

    def denied(self, form: Form, relation: str) -> list[Constraint]:
        return super().denied(form, ">=" if relation == ">" else relation)


class OpenBalls(Forger):
    """Closed balls are open."""

    def is_open(self, kind: str) -> bool:
        return True


class HalfBalls(Forger):
    """Balls reach up only."""

    def ball(self, center: list[Fraction], radius: Fraction, strict: bool) -> tuple[Constraint, ...]:
        whole = super().ball(center, radius, strict)
        low = super().ball(center, Fraction(0), strict)
        return tuple([low[n] if n % 2 == 0 else part for n, part in enumerate(whole)])


class AllIsNear(Forger):
    """``all`` is the ball of radius 1."""

    def everywhere(self, point: list[Fraction]) -> tuple[Constraint, ...]:
        return self.ball(point, Fraction(1), False)


class FarNear(Forger):
    """The point b may be at any distance."""

    def near(self, point: list[Fraction], most: Fraction) -> tuple[Constraint, ...]:
        return ()


class NearRight(Forger):
    """The point b need not be wrong, if only w is."""

    def closure(self, part: list[Constraint], failing: Constraint, near: tuple[Constraint, ...]) -> list[Constraint]:
        return super().closure(part, failing, near)[: len(part)] + list(near)


class NearElsewhere(Forger):
    """The point b need not be on the way of w."""

    def closure(self, part: list[Constraint], failing: Constraint, near: tuple[Constraint, ...]) -> list[Constraint]:
        return super().closure(part, failing, near)[len(part) :]


class NothingWrong(Forger):
    """A point where an equality holds is wrong."""

    def failing(self, form: Form, relation: str) -> list[Constraint]:
        return [(form, "=")] if relation == "=" else super().failing(form, relation)

    def not_right(self, point: list[Fraction], goals: Goals) -> None:
        """Points that are right are wrong."""


class OutputsRead(Forger):
    """Relations are read by a table of its own."""

    table: ClassVar[dict[str, tuple[int, str]]] = {}

    def relation(self, name: str) -> tuple[int, str]:
        return self.table.get(name, super().relation(name))


class LessIsWeak(OutputsRead):
    table: ClassVar = {"<": (-1, ">=")}


class GreaterIsWeak(OutputsRead):
    table: ClassVar = {">": (1, ">=")}


class EqualIsWeak(OutputsRead):
    table: ClassVar = {"=": (1, ">=")}


class AtMostIsAtLeast(OutputsRead):
    table: ClassVar = {"<=": (1, ">=")}


class BoundSign(Forger):
    """The bound of a constraint is read with the other sign."""

    def read(self, constraint: Any, forms: list[Form]) -> Constraint:
        row, name, bound = constraint
        return super().read([row, name, str(-Fraction(bound))], forms)


class BoundOfThePast(Forger):
    """``bound`` looks only at the operations so far."""

    def bounded(self, state: State, left: int) -> bool:
        return self.bound is not None and state.count <= self.bound


class BoundOfTheBranch(Forger):
    """``bound`` forgets what follows the branch."""

    def bounded(self, state: State, left: int) -> bool:
        return self.bound is not None and state.count + left <= self.bound


class BoundWithoutSides(Forger):
    """``bound`` forgets the sides of the branch."""

    def bounded(self, state: State, left: int) -> bool:
        return self.bound is not None and state.count + state.left <= self.bound


class CheaperSide(Forger):
    """``bound`` counts the cheaper side of a branch."""

    def dearer(self, below: int, above: int) -> int:
        return min(below, above)


class CheapMaximum(Forger):
    """The structural maximum of a branch is that of its cheaper side, that of a sequence the dearest part."""

    def structural(self, nodes: list[Any], index: int) -> int:
        kind, *rest = nodes[index]
        if kind == "branch":
            return self.own(nodes, index) + min(self.structural(nodes, rest[3]), self.structural(nodes, rest[4]))
        if kind in ("sequence", "concatenate"):
            return max([self.structural(nodes, child) for child in rest[0]])
        return self.own(nodes, index)
