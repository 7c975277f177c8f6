"""Symbolic execution of a network over a region: every feasible path, with the hints that let the checker follow."""

from collections.abc import Callable
from math import gcd, lcm
from typing import Any, Protocol, TypeAlias

from constructions.model.evaluation import MAX_STEPS
from constructions.model.network import (
    Affine,
    Branch,
    Concatenate,
    Identity,
    Network,
    Relu,
    Sequence,
    Step,
)
from constructions.model.rational import Point
from verify.certificate import Hint
from verify.prove.integer_forms import CONSTANT, Bound, Sample, Value, linear, plus, primitive, sample_of, satisfied
from verify.prove.limits import Limits, Stopped
from verify.prove.prepared import Compiled, Prepared
from verify.prove.region import Region, sign_bound

_NEXT, _JOIN = "next", "join"


class Fails(Exception):
    """The claim fails on all inputs that satisfy ``bounds``; there are some."""

    def __init__(self, region: Region, more: list[Bound]) -> None:
        super().__init__("the claim fails")
        self.bounds = [*region.bounds, *more]
        self._region, self._more = region, more

    @classmethod
    def at(cls, point: Point) -> "Fails":
        """Return a failure at this input."""
        sample = sample_of(point)
        below = sample[-1]
        bounds: list[Bound] = [({v: below, CONSTANT: -above}, "=") for v, above in enumerate(sample[:-1])]
        region = Region(len(point), bounds)
        region.points.append(sample)
        return cls(region, [])

    @property
    def point(self) -> Point:
        """An input on which the claim fails."""
        return self._region.point(*self._more)


Outcomes: TypeAlias = tuple[bool, ...]
"""The outcomes of the splits on a way, in their order; True is above."""

First: TypeAlias = "Callable[[Execution, Network, dict[int, int]], bool]"
"""Whether a split's side above is to be searched first; where hints are wanted it is always the one below."""


class Visitor(Protocol):
    """What a claim does on the way of an execution."""

    def closes(self, count: int, left: int) -> Hint | None:
        """Return a hint that settles all that is left at an open decision, or None."""
        ...

    def at_end(self, execution: "Execution") -> list[Hint]:
        """Return the hints that settle the claim at an end; ``execution`` has the values, the count and the region."""
        ...


class _Open:
    """Decisions that are still open at one node, in the order in which they will be tried."""

    __slots__ = ("columns", "forms", "node", "outputs", "places")

    def __init__(
        self, node: Network, forms: list[Any], places: list[int], outputs: list[Any], columns: list[Any] | None
    ) -> None:
        self.node, self.forms, self.places, self.outputs, self.columns = node, forms, places, outputs, columns

    def settle(self, place: int, above: bool) -> None:
        """Fold one outcome into what follows; the caller removes the place."""
        if isinstance(self.node, Branch):
            self.outputs = [self.node.above if above else self.node.below]
        elif above:
            value = self.forms[place] if isinstance(self.node, Relu) else 1
            if self.columns is None:
                self.outputs[place] = value
            else:
                for row, weight in self.columns[place]:
                    self.outputs[row] = plus(self.outputs[row], weight, value)


class Execution:
    """Runs a network over a region; ``hints`` let the checker follow (docs/reference/format.md, section 5).

    Part of the tree of splits can be run alone: what lies behind ``forced`` outcomes of the first splits, then the
    hints are of that part only; or what lies before the split number ``cut`` on every way, then both sides of those
    splits are left as ``stubs``. Which splits come on a way does not depend on how its outcomes were chosen.

    Attributes:
        values: at an end, the outputs as numerators and, last, their denominator.
        count: operations so far, in the measure.
        region: the constraints of the path.
        paths: how many ends were reached, those among them where the visitor closed what was left.
        stubs: where the execution was cut: how many hints come before, and the outcomes of all splits on the way.
    """

    def __init__(
        self,
        program: Prepared,
        region: Region,
        visitor: Visitor,
        limits: Limits | None = None,
        first: "First | None" = None,
        forced: Outcomes = (),
        cut: int | None = None,
    ) -> None:
        self.program, self.region, self.visitor = program, region, visitor
        self.limits = limits or Limits()
        self.hints: list[Hint] = []
        self.count = 0
        self.values: list[Any] = []
        self.paths = 0
        self.stubs: list[tuple[int, Outcomes]] = []
        self._first, self._forced, self._cut = first, forced, cut
        self._outcomes: Outcomes = ()

    def run(self) -> list[Hint]:
        """Run to every end and return the hints. The region must not be empty.

        Raises:
            Stopped: beyond the limits, or at once if a single visit of the network is too long to run.
        """
        if self.program.network.work > MAX_STEPS:
            raise Stopped(f"one visit of the network takes more than {MAX_STEPS:,} steps, which is not run")
        self.values = [*[{variable: 1, CONSTANT: 0} for variable in range(self.region.width)], 1]
        self._todo: Any = None
        self._saved: Any = None
        self._open: _Open | None = None
        self._push(self.program.network)
        self._waiting: list[Any] = []
        while True:
            if self._to_the_end():
                self._ended()
                self.hints.extend(self.visitor.at_end(self))
            if not self._resume():
                return self.hints

    def _ended(self) -> None:
        self.limits.reached()
        self.paths += 1

    def _push(self, item: Any) -> None:
        worst = 0 if isinstance(item, str) else self.program.structural(item)
        self._todo = (item, self._todo, worst + (self._todo[2] if self._todo else 0))

    def _resume(self) -> bool:
        """Go on with the other side of the last split, if it is feasible still; False if nothing waits."""
        while self._waiting:
            length, points, place, form, above, opened, registers = self._waiting.pop()
            self.region.cut(length)
            self.region.points = points
            self.region.push(sign_bound(form, above))
            self._todo, self.values, self.count, self._saved, self._outcomes = registers
            self._open = opened
            opened.settle(place, above)
            return True
        return False

    def _to_the_end(self) -> bool:
        while self._open is not None or self._todo is not None:
            if self._open is not None:
                if not self._settle(self._open):
                    return False
                continue
            self.limits.check()
            item, self._todo, _ = self._todo
            match item:
                case Affine():
                    compiled = self.program.rows(item, self.limits.check)
                    self.count += self.program.cost(item)
                    denominator = self.values[-1]
                    rows = self._mapped(compiled, self.values, denominator)
                    self.values = _lowest([*rows, denominator * compiled.scale])
                case Branch():
                    self._gate(item)
                case Sequence():
                    for stage in reversed(item.stages):
                        self._push(stage)
                case Relu() | Step():
                    self._layer(item)
                case Identity():
                    pass
                case Concatenate():
                    self._push(_JOIN)
                    for number in range(len(item.parts) - 1, -1, -1):
                        self._push(item.parts[number])
                        if number:
                            self._push(_NEXT)
                    self._saved = (self.values, None, self._saved)
                case _:
                    given, outputs, rest = self._saved
                    if item is _NEXT:
                        self._saved = (given, (self.values, outputs), rest)
                        self.values = given
                    else:
                        self._saved = rest
                        self._join(outputs)
        return True

    def _mapped(self, compiled: Compiled, values: list[Any], denominator: int) -> list[Value]:
        found: list[Value] = []
        for pairs, bias in compiled.rows:
            self.limits.check()
            found.append(linear(pairs, values, bias * denominator))
        return found

    def _join(self, linked: Any) -> None:
        parts = [self.values]
        while linked is not None:
            part, linked = linked
            parts.append(part)
        denominator = lcm(*[part[-1] for part in parts])
        joined: list[Value] = []
        for part in reversed(parts):
            factor = denominator // part[-1]
            joined += part[:-1] if factor == 1 else [linear([(0, factor)], [value], 0) for value in part[:-1]]
        self.values = [*joined, denominator]

    def _gate(self, node: Branch) -> None:
        self.count += self.program.cost(node)
        ((pairs, threshold),) = self.program.rows(node, self.limits.check).rows
        form = linear(pairs, self.values, threshold * self.values[-1])
        if isinstance(form, int):
            self._push(node.above if form >= 0 else node.below)
        else:
            self._open = _Open(node, [form], [0], [], None)

    def _layer(self, node: Relu | Step) -> None:
        self.count += self.program.cost(node)
        forms, denominator = self.values[:-1], self.values[-1]
        relu = isinstance(node, Relu)
        known = [0 if isinstance(value, dict) or value < 0 else value if relu else 1 for value in forms]
        places = [place for place, value in enumerate(forms) if isinstance(value, dict)]
        after = denominator if relu else 1
        if not places:
            self.values = [*known, after]
            return
        on_a_line = self.region.width == 1 and all([forms[place].keys() <= {0, CONSTANT} for place in places])
        if on_a_line:  # in the order of the kinks: the middle one halves what is open; units have no kink
            places.sort(key=lambda place: _Root(forms[place]))
        while self._todo is not None and isinstance(self._todo[0], Sequence):
            stages, self._todo, _ = self._todo
            for stage in reversed(stages.stages):
                self._push(stage)
        if self._todo is not None and isinstance(self._todo[0], Affine):
            affine, self._todo, _ = self._todo
            compiled = self.program.rows(affine, self.limits.check)
            self.count += self.program.cost(affine)
            outputs = self._mapped(compiled, known, after)
            self._open = _Open(node, forms, places, [*outputs, after * compiled.scale], compiled.columns)
        else:
            self._open = _Open(node, forms, places, [*known, after], None)

    def _settle(self, opened: _Open) -> bool:
        """Settle what is open at a node; False if the visitor closes the region, or it is cut off."""
        while opened.places:
            self.limits.check()
            closing = self.visitor.closes(self.count, self._left(opened))
            if closing is not None:
                self._ended()
                self.hints.append(closing)
                return False
            if not self._decide(opened):
                return False
        self._open = None
        if isinstance(opened.node, Branch):
            self._push(opened.outputs[0])
        else:
            self.values = _lowest(opened.outputs)
        return True

    def _left(self, opened: _Open) -> int:
        rest: int = self._todo[2] if self._todo is not None else 0
        if isinstance(opened.node, Branch):
            rest += max(self.program.structural(opened.node.below), self.program.structural(opened.node.above))
        return rest

    def _decide(self, opened: _Open) -> bool:
        """Decide the places that fall one way; split at the middle one of the others, the first if it takes an LP.

        Return False if both sides of the split are cut off.
        """
        both: list[int] = []
        for number, place in enumerate(opened.places):
            self.limits.check()
            form = primitive(opened.forms[place])
            found = self.region.decide(form)
            if found is None:
                both.append(place)
                if not self.region.is_box:
                    both += opened.places[number + 1 :]
                    break
                continue
            above, numbers = found
            self.hints.append(self.region.hint("above" if above else "below", [place], numbers))
            opened.settle(place, above)
        opened.places = both
        if not both:
            return True
        place = both[len(both) // 2 if self.region.is_box else 0]
        return self._split(opened, place, primitive(opened.forms[place]))

    def _split(self, opened: _Open, place: int, form: dict[int, int]) -> bool:
        depth, before = len(self._outcomes), self._outcomes
        above = self._first is not None and self._first(self, opened.node, form)
        opened.places = [other for other in opened.places if other != place]
        if depth < len(self._forced):
            above = self._forced[depth]
            self.hints.clear()  # they stand where the part was cut off
        else:
            self.hints.append(["split", place])
            if depth == self._cut:
                self.stubs += [(len(self.hints), (*before, side)) for side in (above, not above)]
                return False
            other = _Open(opened.node, opened.forms, list(opened.places), list(opened.outputs), opened.columns)
            registers = (self._todo, self.values, self.count, self._saved, (*before, not above))
            points = list(self.region.points)
            self._waiting.append((len(self.region.bounds), points, place, form, not above, other, registers))
        self._outcomes = (*before, above)
        self.region.push(sign_bound(form, above))
        opened.settle(place, above)
        return True


def dearer(execution: Execution, node: Network, _: dict[int, int]) -> bool:
    """Say whether the side above takes more operations by structure; for the search of the worst case."""
    return isinstance(node, Branch) and execution.program.structural(node.above) > execution.program.structural(
        node.below
    )


def towards(sample: Sample) -> First:
    """Return the order that searches the side of a point first, and so meets near regions before far ones."""
    return lambda _execution, _node, form: satisfied((form, ">="), sample)


class _Root:
    """The root of a form in one variable, compared without division."""

    __slots__ = ("constant", "factor")

    def __init__(self, form: dict[int, int]) -> None:
        factor = form[0]
        self.factor, self.constant = (factor, -form[CONSTANT]) if factor > 0 else (-factor, form[CONSTANT])

    def __lt__(self, other: "_Root") -> bool:
        return self.constant * other.factor < other.constant * self.factor


def _lowest(values: list[Any]) -> list[Any]:
    """Return the same values over their least denominator."""
    common = values[-1]
    for value in values:
        if common == 1:
            return values
        common = gcd(common, value) if isinstance(value, int) else gcd(common, *value.values())
    if common == 1:
        return values
    return [
        value // common if isinstance(value, int) else {variable: f // common for variable, f in value.items()}
        for value in values
    ]
