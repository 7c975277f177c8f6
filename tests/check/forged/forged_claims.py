"""The certificate of a claim of any kind, written by a prover that is honest or lies."""

from collections.abc import Callable
from fractions import Fraction
from math import lcm
from typing import Any

from brute import counted, follow, inputs_of, run, variables
from forged_steps import Steps
from forger import Constraint, Form, Prover, State, Unprovable, constant, is_constant, plus, times, witness

Goals = Callable[[list[Form]], list[Constraint]]


class Forger(Prover):
    """Writes the hints of a whole claim; raises ``Unprovable`` if it sees no way."""

    steps: type[Steps] = Steps

    def prove(self, files: dict[str, Any], claim: dict[str, Any]) -> list[Any]:
        """Return the hints for a claim about network, other and dataset."""
        kind = claim["kind"]
        if " needed" in kind:
            return self.steps(files["dataset"]["rows"]).prove(claim)
        self.networks = [files[name]["nodes"] for name in ("network", "other") if name in files]
        if "dataset" in files:
            self.about_data(claim, files["dataset"]["rows"])
        elif kind == "operations at most":
            self.at_most(claim)
        elif kind == "paths":
            self.count_paths(claim)
        elif kind == "equivalent":
            self.must_hold(self.domain(claim["domain"]), self.same)
        elif kind == "within tolerance":
            most = Fraction(claim["tolerance"])
            self.must_hold(self.domain(claim["domain"]), lambda forms: self.tolerated(forms, most))
        elif kind == "avoids":
            self.must_avoid(self.domain(claim["domain"]), claim["unsafe"])
        else:
            wanted = claim["outputs"]
            self.must_hold(self.domain(claim["domain"]), lambda forms: [self.read(item, forms) for item in wanted])
        return self.hints

    def ends(self, region: tuple[Constraint, ...], then: Callable[[list[Form], State], None]) -> None:
        """Run the network, or both side by side, over a region, if nothing is said of it before."""
        numbers = self.refutation(region)
        if numbers is not None:
            self.hints.append(["vacuous", *numbers])
        elif self.bound is not None and self.structural(self.networks[0], len(self.networks[0]) - 1) <= self.bound:
            self.hints.append(["structure"])
        else:
            self.run_all(self.variables(), region, then)

    def run_all(
        self, inputs: list[Form], region: tuple[Constraint, ...], then: Callable[[list[Form], State], None]
    ) -> None:
        first, *others = self.networks

        def after(forms: list[Form], state: State) -> None:
            if not others:
                then(forms, state)
                return
            nodes = others[0]
            self.execute(nodes, len(nodes) - 1, inputs, state, lambda more, last: then([*forms, *more], last))

        self.execute(first, len(first) - 1, inputs, State(region), after)

    # goals

    def same(self, forms: list[Form]) -> list[Constraint]:
        half = len(forms) // 2
        return [(plus(one, times(-1, two)), "=") for one, two in zip(forms[:half], forms[half:], strict=True)]

    def tolerated(self, forms: list[Form], most: Fraction) -> list[Constraint]:
        """Return that no output of both networks differs by more than a number."""
        half, room = len(forms) // 2, constant(most, self.width)
        gaps = [plus(one, times(-1, two)) for one, two in zip(forms[:half], forms[half:], strict=True)]
        return [(plus(room, times(sign, gap)), ">=") for gap in gaps for sign in (-1, 1)]

    def one_class(self, point: list[Fraction]) -> Goals:
        """Return that both networks have the class of the other one at a point."""
        nodes = self.networks[1]
        answer, _ = run(nodes, len(nodes) - 1, point)
        right, width = answer.index(max(answer)), len(answer)

        def wanted(forms: list[Form]) -> list[Constraint]:
            halves = [(first, place) for first in (0, width) for place in range(width) if place != right]
            return [(plus(forms[first + right], times(-1, forms[first + place])), ">") for first, place in halves]

        return wanted

    def goals(self, claim: dict[str, Any], label: list[str]) -> Goals:
        """Return what a claim about data says of the outputs for one label."""
        if claim["kind"].startswith("equivalent"):
            return self.same

        def wanted(forms: list[Form]) -> list[Constraint]:
            width = len(forms[0]) - 1
            target = [Fraction(text) for text in label]
            if claim["kind"].startswith("classifies"):
                right, others = forms[int(label[0])], [n for n in range(len(forms)) if n != int(label[0])]
                return [(plus(right, times(-1, forms[n])), ">") for n in others]
            if claim["labels"] == "one-hot":
                target = [Fraction(place == target[0]) for place in range(len(forms))]
            pairs = zip(forms, target, strict=False)
            return [(plus(form, constant(-value, width)), "=") for form, value in pairs]

        return wanted

    def holds(self, value: Fraction, relation: str) -> bool:
        """Return whether a constant satisfies a relation."""
        return value > 0 if relation == ">" else value >= 0 if relation == ">=" else value == 0

    def unmet(self, goals: list[Constraint]) -> list[Constraint]:
        """Return the goals that need a hint."""
        return [
            (form, relation) for form, relation in goals if not is_constant(form) or not self.holds(form[-1], relation)
        ]

    def denied(self, form: Form, relation: str) -> list[Constraint]:
        """Return what each hint of a goal must contradict."""
        signs = (-1, 1) if relation == "=" else (-1,)
        return [(times(sign, self.primitive(form)), ">=" if relation == ">" else ">") for sign in signs]

    def must_avoid(self, region: tuple[Constraint, ...], unsafe: list[Any]) -> None:
        """Show at every end that the constraints of each polyhedron contradict the region."""

        def end(forms: list[Form], state: State) -> None:
            both = [*self.variables(), *forms]
            read = [[self.read(item, both) for item in polyhedron] for polyhedron in unsafe]
            left = [polyhedron for polyhedron in read if not self.missed(polyhedron)]
            if not left:
                return
            if self.emptied(state.region):
                return
            for polyhedron in left:
                if not polyhedron:
                    raise Unprovable
                first, *others = [(self.primitive(form), relation) for form, relation in polyhedron]
                self.show(State(self.behind(state.region, others)), first)

        self.ends(region, end)

    def missed(self, polyhedron: list[Constraint]) -> bool:
        """Return whether a constraint of a polyhedron is constant and does not hold."""
        return any([is_constant(form) and not self.holds(form[-1], relation) for form, relation in polyhedron])

    def behind(self, region: tuple[Constraint, ...], others: list[Constraint]) -> tuple[Constraint, ...]:
        """Return a region with the further constraints of a polyhedron behind its own."""
        return (*region, *others)

    def must_hold(self, region: tuple[Constraint, ...], goals: Goals) -> None:
        """Show the goals at every end of an execution on a region."""

        def end(forms: list[Form], state: State) -> None:
            unmet = self.unmet(goals(forms))
            if not unmet:
                return
            if self.emptied(state.region):
                return
            for form, relation in unmet:
                for added in self.denied(form, relation):
                    self.show(state, added)

        self.ends(region, end)

    def show(self, state: State, added: Constraint) -> None:
        """Write the hint that one goal holds."""
        numbers = self.refutation(state.region, added)
        if numbers is None:
            raise Unprovable
        self.hints.append(["goal", *numbers])

    # claims

    def about_data(self, claim: dict[str, Any], rows: list[Any]) -> None:
        radii = claim.get("radii", [["closed", claim.get("radius", "0"), None]] * len(rows))
        for (point, label, _), radius in zip(rows, radii, strict=False):
            center = [Fraction(text) for text in point]
            goals = self.one_class(center) if claim["kind"] == "same class on balls" else self.goals(claim, label)
            self.around(center, goals, radius)

    def around(self, point: list[Fraction], goals: Goals, radius: Any) -> None:
        """Show what a radius says of one point."""
        kind, least, most = radius if len(radius) == 3 else (radius[0], "0", None)
        if kind == "all":
            self.must_hold(self.everywhere(point), goals)
        elif kind == "wrong":
            self.not_right(point, goals)
        elif Fraction(least):
            self.must_hold(self.ball(point, Fraction(least), self.is_open(kind)), goals)
        else:
            self.right(point, goals)
        if most is not None:
            self.evidence(point, Fraction(most), goals)

    def everywhere(self, point: list[Fraction]) -> tuple[Constraint, ...]:
        return ()

    def is_open(self, kind: str) -> bool:
        return bool(kind == "open")

    def at_point(self, point: list[Fraction], goals: Goals) -> bool:
        """Return whether the goals hold at a point."""
        found: list[bool] = []
        inputs = [constant(value, self.width) for value in point]
        self.run_all(inputs, (), lambda forms, _: found.append(not self.unmet(goals(forms))))
        return all(found)

    def right(self, point: list[Fraction], goals: Goals) -> None:
        if not self.at_point(point, goals):
            raise Unprovable

    def not_right(self, point: list[Fraction], goals: Goals) -> None:
        if self.at_point(point, goals):
            raise Unprovable

    def evidence(self, point: list[Fraction], most: Fraction, goals: Goals) -> None:
        """Write a wrong point w, and b on its way and weakly wrong, so near as the radius says."""
        near = self.near(point, most)
        for part, failing in self.wrong_parts(goals):
            wrong = witness([*part, failing], self.width)
            close = witness(self.closure(part, failing, near), self.width)
            if wrong is not None and close is not None:
                scale = lcm(*[value.denominator for value in (*wrong, *close)])
                numbers = [int(value * scale) for value in (wrong if wrong == close else (*wrong, *close))]
                self.hints.append(["wrong", scale, *numbers])
                return
        raise Unprovable

    def near(self, point: list[Fraction], most: Fraction) -> tuple[Constraint, ...]:
        return self.ball(point, most, False)

    def closure(self, part: list[Constraint], failing: Constraint, near: tuple[Constraint, ...]) -> list[Constraint]:
        """Return what b must satisfy: the way of w and the failure, both weakly, and the distance."""
        return [*[(form, "=" if relation == "=" else ">=") for form, relation in (*part, failing)], *near]

    def wrong_parts(self, goals: Goals) -> list[tuple[list[Constraint], Constraint]]:
        """Return the regions of all paths, each with a goal that fails somewhere in it, as what then holds."""
        start = [(list(factors), bias) for factors, bias in variables(self.width)]
        ends = [(forms, region) for forms, _, region in follow(self.networks[0], len(self.networks[0]) - 1, start, [])]
        for nodes in self.networks[1:]:
            ends = [
                (forms + more, last)
                for forms, region in ends
                for more, _, last in follow(nodes, len(nodes) - 1, start, region)
            ]
        found: list[tuple[list[Constraint], Constraint]] = []
        for forms, region in ends:
            part = [((*factors, bias), ">" if strict else ">=") for factors, bias, strict in region]
            for form, relation in goals([(*factors, bias) for factors, bias in forms]):
                found += [(part, failing) for failing in self.failing(form, relation)]
        return found

    def failing(self, form: Form, relation: str) -> list[Constraint]:
        """Return the ways in which a goal fails."""
        if relation == "=":
            return [(form, ">"), (times(-1, form), ">")]
        return [(times(-1, form), ">=" if relation == ">" else ">")]

    def at_most(self, claim: dict[str, Any]) -> None:
        self.measure, self.bound = claim["measure"], claim["bound"]

        def end(_: list[Form], state: State) -> None:
            if state.count > claim["bound"]:
                self.too_many(state)

        self.ends(self.domain(claim["domain"]), end)
        if claim["attained"] is not None:
            self.attained(claim)

    def too_many(self, state: State) -> None:
        """Show that an end with too many operations is that of no point."""
        if not self.emptied(state.region):
            raise Unprovable

    def attained(self, claim: dict[str, Any]) -> None:
        """Look at the point that attains the bound; nothing is written for it."""
        point = [Fraction(text) for text in claim["attained"]]
        _, spent = run(self.networks[0], len(self.networks[0]) - 1, point)
        count = counted(spent, self.measure)
        exact = [
            (constant(self.at(form, point), self.width), relation) for form, relation in self.domain(claim["domain"])
        ]
        if count != claim["bound"] or self.unmet(exact):
            raise Unprovable

    def at(self, form: Form, point: list[Fraction]) -> Fraction:
        return form[-1] + sum([factor * value for factor, value in zip(form[:-1], point, strict=True)], Fraction(0))

    def count_paths(self, claim: dict[str, Any]) -> None:
        self.found = 0
        self.ends(self.domain(claim["domain"]), lambda _, state: self.path(state))
        if self.found != claim["count"]:
            raise Unprovable

    def path(self, state: State) -> None:
        """Write the hint of one end: a point of its region, or that there is none."""
        point = self.taken(state.region)
        if point is None:
            if not self.emptied(state.region):
                raise Unprovable
            return
        scale = lcm(*[value.denominator for value in point])
        self.pointed(scale, [int(value * scale) for value in point])

    def taken(self, region: tuple[Constraint, ...]) -> list[Fraction] | None:
        """Return a point that may stand for a path."""
        return witness(region, self.width)

    def pointed(self, scale: int, numbers: list[int]) -> None:
        self.hints.append(["path", scale, *numbers])
        self.found += 1


def forged(files: dict[str, Any], claim: dict[str, Any], prover: type[Forger] = Forger) -> list[Any] | None:
    """Return the hints that a prover writes for a claim, None if it sees no way."""
    width = 1
    if "network" in files:
        nodes = files["network"]["nodes"]
        width = inputs_of(nodes, len(nodes) - 1)
    try:
        return prover(width).prove(files, claim)
    except Unprovable:
        return None
