"""A second reading of docs/reference/format.md, Relaxation, in fractions and by recursion: what a certificate shows.

It knows networks that are a sequence of affine maps, relus and steps, and the claim *output within*. Hints are read
from a list, or drawn one by one where the execution stands.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor, gcd, lcm
from random import Random
from typing import Any

Form = dict[Any, Fraction]
"""The factor of each variable, ``(0, i)`` for input i and ``(1, j)`` for unit j, and the constant under ``None``."""

Constraint = tuple[Form, str]
TURNED = {">=": (1, ">="), ">": (1, ">"), "=": (1, "="), "<=": (-1, ">="), "<": (-1, ">")}


class Refused(Exception):
    """The certificate does not show the claim."""


@dataclass(frozen=True)
class Unit:
    """f / q, D, l and u of the page."""

    form: Form
    over: int
    scale: int
    low: int
    high: int


@dataclass(frozen=True)
class State:
    """Where an execution stands: the wires, the stage, the outcomes of a relu that is open, region and units."""

    wires: tuple[Form, ...]
    stage: int
    given: tuple[Form | None, ...]
    region: tuple[Constraint, ...]
    units: tuple[Unit, ...] = ()


def total(*parts: tuple[Fraction | int, Form]) -> Form:
    """Return the sum of factor times form."""
    found: Form = {None: Fraction(0)}
    for factor, form in parts:
        for variable, weight in form.items():
            found[variable] = found.get(variable, Fraction(0)) + factor * weight
    return {variable: weight for variable, weight in found.items() if weight or variable is None}


def constant(value: Fraction | int | str) -> Form:
    return {None: Fraction(value)}


def is_constant(form: Form) -> bool:
    return len(form) == 1


def primitive(form: Form) -> Form:
    below = lcm(*[weight.denominator for weight in form.values()])
    above = gcd(*[int(weight * below) for weight in form.values()])
    return total((Fraction(below, above), form)) if above else form


def lowest(form: Form) -> tuple[Form, int]:
    """Return integers f and q > 0 in lowest terms with form = f / q."""
    below = lcm(*[weight.denominator for weight in form.values()])
    return total((below, form)), below


def interval(region: tuple[Constraint, ...], place: int, greatest: bool) -> tuple[Fraction, bool]:
    """Return an end of what constraints on one input alone leave of it, and whether some of them makes it strict."""
    ends = []
    for form, relation in region:
        if set(form) == {None, (0, place)}:
            factor = form[0, place]
            if relation == "=" or (factor < 0) == greatest:
                ends.append((-form[None] / factor, relation == ">"))
    if not ends:
        raise Refused("an input without end")
    best = max(end for end, _ in ends) if not greatest else min(end for end, _ in ends)
    return best, any(strict for end, strict in ends if end == best)


def standard(unit: Unit, a: Fraction) -> int:
    l, u, q = unit.low, unit.high, unit.over  # noqa: E741
    if u <= 0:
        return 0
    if l >= 0:
        return floor(a / q)
    if a > 0:
        return floor(a * u / (q * (u - l)))
    return floor(a / q) if u > -l else 0


def bound(form: Form, state: State, slopes: dict[int, int]) -> tuple[Fraction, bool]:
    """Return the bound of a form, and whether a strict end is among what it was made of."""
    for number in range(len(state.units) - 1, -1, -1):
        unit, a = state.units[number], form.get((1, number), Fraction(0))
        s = slopes.get(number, standard(unit, a))
        if a or s:
            ends = [unit.low, unit.high] + [0] * (unit.low < 0 < unit.high)
            most = max(Fraction(a * max(t, 0) - s * unit.over * t) / unit.scale for t in ends)
            rest = {variable: weight for variable, weight in form.items() if variable != (1, number)}
            form = total((1, rest), (s, unit.form), (1, constant(ceil(most))))
    value, strict = form[None], False
    for variable, factor in form.items():
        if variable is not None:
            end, tight = interval(state.region, variable[1], factor > 0)
            value, strict = value + factor * end, strict or tight
    return value, strict


@dataclass
class Reading:
    """One execution of a network on a domain, and what must hold of its outputs at its ends."""

    nodes: list[Any]
    domain: list[Any]
    outputs: list[Any]
    hints: list[Any] = field(default_factory=list)
    draw: Callable[["Reading", State, list[int] | None], list[Any]] | None = None
    seen: list[State] = field(default_factory=list)
    step: int = 0

    def run(self) -> None:
        """Raise ``Refused`` unless the hints show the claim."""
        width = self.nodes[0][1]
        wires = tuple([{None: Fraction(0), (0, place): Fraction(1)} for place in range(width)])
        region = tuple([self.constraint(item, wires) for item in self.domain])
        self.go(State(wires, 0, (), region))
        if self.step != len(self.hints):
            raise Refused("a hint is left over")

    def constraint(self, item: Any, forms: tuple[Form, ...]) -> Constraint:
        row, name, number = item
        sign, relation = TURNED[name]
        parts = [(Fraction(row[n + 1]), forms[row[n]]) for n in range(0, len(row), 2)]
        return primitive(total((sign, total(*parts, (-1, constant(number)))))), relation

    def take(self, state: State, opened: list[int] | None) -> list[Any]:
        """Return the next hint; ``opened`` are the places that are open, None at an end."""
        if self.draw is not None:
            self.hints.append(self.draw(self, state, opened))
        if self.step == len(self.hints):
            raise Refused("no hint is left")
        self.step += 1
        return list(self.hints[self.step - 1])

    def go(self, state: State) -> None:
        """Run from here to all ends."""
        self.seen.append(state)
        stages = self.nodes[-1][1]
        if state.stage == len(stages):
            self.end(state)
            return
        kind, _, *rest = self.nodes[stages[state.stage]]
        if kind == "affine":
            rows, biases = rest
            wires = [
                total(
                    *[(Fraction(row[n + 1]), state.wires[row[n]]) for n in range(0, len(row), 2)], (1, constant(bias))
                )
                for row, bias in zip(rows, biases, strict=True)
            ]
            self.go(replace(state, wires=tuple(wires), stage=state.stage + 1))
            return
        one = (lambda form: form) if kind == "relu" else (lambda form: constant(1))
        given = state.given or (None,) * len(state.wires)
        given = tuple(
            [
                (one(form) if form[None] >= 0 else constant(0)) if known is None and is_constant(form) else known
                for form, known in zip(state.wires, given, strict=True)
            ]
        )
        opened = [place for place, known in enumerate(given) if known is None]
        state = replace(state, given=given)
        if not opened:
            wires = [known for known in given if known is not None]
            self.go(replace(state, wires=tuple(wires), given=(), stage=state.stage + 1))
            return
        self.decide(state, opened, kind, one)

    def decide(self, state: State, opened: list[int], kind: str, one: Callable[[Form], Form]) -> None:
        hint = self.take(state, opened)
        if hint[0] in ("unit", "divide", "own"):
            for side in self.sides(hint, state):
                self.go(side)
            return
        if hint[0] == "relax" and kind == "relu":
            self.go(self.relaxed(hint, state, opened))
            return
        if hint[0] == "empty*":
            self.contradict(state, [], hint[1:])
            return
        place = hint[1]
        if place not in opened:
            raise Refused("that place is not open")
        form = primitive(state.wires[place])
        below = replace(state, given=(*state.given[:place], constant(0), *state.given[place + 1 :]))
        above = replace(state, given=(*state.given[:place], one(state.wires[place]), *state.given[place + 1 :]))
        if hint[0] == "split":
            self.go(replace(below, region=(*state.region, (total((-1, form)), ">"))))
            self.go(replace(above, region=(*state.region, (form, ">="))))
        elif hint[0] == "below*":
            self.contradict(state, [(form, ">=")], hint[2:])
            self.go(below)
        elif hint[0] == "above*":
            self.contradict(state, [(total((-1, form)), ">")], hint[2:])
            self.go(above)
        else:
            raise Refused("no such hint")

    def end(self, state: State) -> None:
        for item in self.outputs:
            form, relation = self.constraint(item, state.wires)
            if is_constant(form) and (form[None] > 0 or (form[None] == 0 and relation != ">")):
                continue
            hint = self.take(state, None)
            if hint[0] in ("unit", "divide", "own"):
                for side in self.sides(hint, state):
                    self.go(side)
            elif hint[0] == "empty*":
                self.contradict(state, [], hint[1:])
            elif hint[0] == "goal*":
                self.contradict(state, [(total((-1, form)), ">=" if relation == ">" else ">")], hint[1:])
                continue
            else:
                raise Refused("no such hint")
            return

    def contradict(self, state: State, added: list[Constraint], numbers: list[int]) -> None:
        value, strict = self.bounded(state, added, numbers)
        if value > 0 or (value == 0 and not strict):
            raise Refused("no contradiction")

    def bounded(self, state: State, added: list[Constraint], numbers: list[int]) -> tuple[Fraction, bool]:
        """Return the bound of a sum of multiples, and whether something in it is strict."""
        parts = [(number, item) for number, item in zip(numbers, added, strict=False)]
        pairs = list(zip(numbers[len(added) :: 2], numbers[len(added) + 1 :: 2], strict=True))
        if [key for key, _ in pairs] != sorted({key for key, _ in pairs}):
            raise Refused("out of order")
        slopes = {-1 - key: value for key, value in pairs if key < 0}
        if max(slopes, default=-1) >= len(state.units) or max([key for key, _ in pairs], default=-1) >= len(
            state.region
        ):
            raise Refused("not there")
        parts += [(value, state.region[key]) for key, value in pairs if key >= 0]
        if any(value < 0 and relation != "=" for value, (_, relation) in parts):
            raise Refused("a negative multiplier")
        value, strict = bound(total(*[(value, form) for value, (form, _) in parts]), state, slopes)
        return value, strict or any(value > 0 and relation == ">" for value, (_, relation) in parts)

    def between(self, form: Form, q: int, scale: int, state: State) -> tuple[int, int]:
        """Return the checker's own l and u."""
        r = ceil(Fraction(max([unit.over for unit in state.units], default=1), q))
        high, _ = bound(total((scale * r, form)), state, {})
        low, _ = bound(total((-scale * r, form)), state, {})
        return floor(-low / (r * q)), ceil(high / (r * q))

    def relaxed(self, hint: list[Any], state: State, opened: list[int]) -> State:
        scale, places = hint[1], hint[2:] or opened
        units, given = list(state.units), list(state.given)
        if scale < 1 or places != sorted(set(places)) or not set(places) <= set(opened):
            raise Refused("not open")
        for place in places:
            form, q = lowest(state.wires[place])
            low, high = self.between(form, q, scale, state)
            given[place] = constant(0) if high <= 0 else {None: Fraction(0), (1, len(units)): Fraction(1)}
            units.append(Unit(form, q, scale, low, high))
        return replace(state, units=tuple(units), given=tuple(given))

    def sides(self, hint: list[Any], state: State) -> Iterator[State]:
        """Yield the sides on which a hint on the region alone goes on."""
        name, *numbers = hint
        units = list(state.units)
        if name == "own":
            self.own(numbers, units, state)
            yield replace(state, units=tuple(units))
            return
        halves = [tuple(units), tuple(units)]
        if name == "unit":
            (number,) = numbers
            if not 0 <= number < len(units):
                raise Refused("no such unit")
            unit = units[number]
            form = primitive(unit.form)
            units[number] = replace(unit, high=min(unit.high, 0))
            halves[0] = tuple(units)
            units[number] = replace(unit, low=max(unit.low, 0))
            halves[1] = tuple(units)
        else:
            keys = numbers[1::2]
            if keys != sorted(set(keys)) or min(keys) < -len(units) or 0 in numbers[2::2]:
                raise Refused("no such form")
            pairs = zip(keys, numbers[2::2], strict=True)
            terms = {(0, key) if key >= 0 else (1, -1 - key): Fraction(factor) for key, factor in pairs}
            form = primitive({None: Fraction(numbers[0]), **terms})
        yield replace(state, units=halves[0], region=(*state.region, (total((-1, form)), ">")))
        yield replace(state, units=halves[1], region=(*state.region, (form, ">=")))

    def own(self, numbers: list[int], units: list[Unit], state: State) -> None:
        """Put better bounds into ``units``."""
        if len(numbers) > 1:
            number, m, *pairs = numbers
            unit = units[number]
            sign = 1 if m > 0 else -1
            value, _ = self.bounded(state, [(total((sign, unit.form)), ">=")], [abs(m), *pairs])
            if m > 0:
                units[number] = replace(unit, high=min(unit.high, ceil(unit.scale * value / (m * unit.over))))
            else:
                units[number] = replace(unit, low=max(unit.low, floor(unit.scale * value / (m * unit.over))))
            return
        chosen = numbers or [number for number, unit in enumerate(units) if unit.low < 0 < unit.high]
        for number in chosen:
            unit = units[number]
            low, high = self.between(unit.form, unit.over, unit.scale, replace(state, units=tuple(units)))
            units[number] = replace(unit, low=max(unit.low, low), high=min(unit.high, high))


def drawn(random: Random, patience: int) -> Callable[[Reading, State, list[int] | None], list[Any]]:
    """Return what draws hints: of all kinds that may come, fewer and fewer that split."""
    left = patience

    def pairs(state: State) -> list[int]:
        """Return slopes of some units, multipliers of some constraints."""
        found: list[int] = []
        for number in range(len(state.units) - 1, -1, -1):
            if random.random() < 0.2:
                found += [-1 - number, random.randint(-3, 3) * 16]
        for index, (_, relation) in enumerate(state.region):
            if random.random() < 0.15:
                found += [index, random.randint(-2, 3) if relation == "=" else random.randint(0, 3)]
        return found

    def finer(state: State) -> list[Any] | None:
        nonlocal left
        left -= 1
        kind = random.choice(["unit", "divide", "own", "own", "own", "own"])
        if left < 0 or (not state.units and kind != "divide"):
            return None
        number = random.randrange(len(state.units)) if state.units else 0
        if kind == "unit":
            return ["unit", number]
        if kind == "divide":
            inputs = [key for key in (0, 1) if random.random() < 0.7] or [0]
            keys = [*([-1 - number] if state.units and random.random() < 0.4 else []), *inputs]
            return ["divide", random.randint(-2, 2), *[n for key in keys for n in (key, random.choice([-2, -1, 1, 3]))]]
        m = random.choice([-32, -7, 5, 64])
        kinds: list[list[Any]] = [["own"], ["own", number], ["own", number, m, *pairs(state)]]
        return random.choice(kinds)

    def draw(reading: Reading, state: State, opened: list[int] | None) -> list[Any]:
        nonlocal left
        chosen = finer(state) if random.random() < 0.35 else None
        if chosen is not None:
            return chosen
        if opened is None:
            return ["goal*", random.choice([1, 16, 999]), *(pairs(state) if random.random() < 0.3 else [])]
        kind = reading.nodes[reading.nodes[-1][1][state.stage]][0]
        place = random.choice(opened)
        form = primitive(state.wires[place])
        for name, sign, relation in (("below*", 1, ">="), ("above*", -1, ">")):
            try:
                reading.contradict(state, [(total((sign, form)), relation)], [16])
            except Refused:
                continue
            if random.random() < 0.5:
                return [name, place, 16]
        left -= 1
        if kind == "relu" and (left < 0 or random.random() < 0.7):
            places = [place for place in opened if random.random() < 0.6]
            return ["relax", random.choice([1, 3, 16, 1024]), *random.choice([[], places])]
        return ["split", place]

    return draw
