"""Execution in which every relu with open coordinates is relaxed; gates and steps are decided by bounds, or split."""

from collections.abc import Iterable
from typing import Any

from constructions.model.network import Relu, Step
from verify.certificate import Hint
from verify.check.intervals import Box
from verify.check.units import Unit
from verify.prove.execution import Execution
from verify.prove.integer_forms import CONSTANT, Bound, Value, negative
from verify.prove.region import Numbers, Region
from verify.prove.relaxation.units import SCALE, bound, box, narrowed, relaxed_units


class Bounded(Region):
    """A region whose constraints may speak of units, and whose questions are answered by bounds.

    Attributes:
        units: the units on the way so far, in their order.
    """

    def __init__(self, width: int, bounds: Iterable[Bound] = ()) -> None:
        self.units: list[Unit] = []
        self._marks: list[int] = []
        self._equations: list[int] = []
        super().__init__(width, bounds)

    @property
    def is_box(self) -> bool:
        """True: no question takes a linear program."""
        return True

    def push(self, bound: Bound) -> None:
        """Add a constraint, and remember how many units there were."""
        value, relation = bound
        if relation == "=" and isinstance(value, dict) and len(value) == 2 and max(value) < self.width:
            self._equations.append(len(self.bounds))
        self._marks.append(len(self.units))
        self.points = []
        super().push(bound)

    def cut(self, length: int) -> None:
        """Remove the last constraints until ``length`` are left, and the units that came after them."""
        if len(self.bounds) > length:
            del self.units[self._marks[length] :]
            del self._marks[length:]
        while self._equations and self._equations[-1] >= length:
            self._equations.pop()
        super().cut(length)

    def inputs(self) -> Box:
        """Return the intervals of the inputs."""
        found = {
            (variable, not below): ((-constant if below else constant), size, strict)
            for (variable, below), (size, constant, strict, _) in self._tightest.items()
            if variable < self.width
        }
        inputs = box(self.width, found)
        for place in self._equations:
            inputs = narrowed(inputs, self.bounds[place])
        return inputs

    def decide(self, form: dict[int, int]) -> tuple[bool, Numbers] | None:
        """Return on which side of ``form >= 0`` the bounds put the region, with a multiplier; None if they do not."""
        inputs, factor = self.inputs(), finest(self.units)
        for above, sided in ((False, form), (True, negative(form))):
            most = bound(times(factor, sided), self.units, {}, inputs)
            if most is not None and (most[0] < 0 or (most[0] == 0 and (above or most[1]))):
                return above, [factor]
        return None

    def hint(self, name: str, place: list[int], numbers: Numbers) -> Hint:
        """Return the hint of a contradiction by bounds."""
        return [f"{name}*", *place, *numbers]


class Relaxing(Execution):
    """An execution over a ``Bounded`` region that makes units of the coordinates of relus."""

    region: Bounded

    def _layer(self, node: Relu | Step) -> None:
        forms, denominator = self.values[:-1], self.values[-1]
        if not isinstance(node, Relu) or not any([isinstance(value, dict) for value in forms]):
            super()._layer(node)
            return
        self.count += self.program.cost(node)
        region, before = self.region, len(self.region.units)
        self.hints.append(["relax", SCALE])
        new = relaxed_units(forms, denominator, region.units, region.inputs(), self.limits.check)
        if new is None:
            raise UnboundedError
        region.units.extend(new)
        numbered = iter(enumerate(new, region.width + before))
        found: list[Any] = []
        for value in forms:
            if isinstance(value, dict):
                variable, unit = next(numbered)
                found.append(0 if unit.high <= 0 else {variable: denominator, CONSTANT: 0})
            else:
                found.append(max(value, 0))
        self.values = [*found, denominator]


class UnboundedError(Exception):
    """An input without an end reaches a unit: there are no bounds to work with."""


def finest(units: Iterable[Unit]) -> int:
    """Return a multiplier large enough for slopes, which are integers, to be nearly any ratio."""
    return max([unit.denominator for unit in units], default=1) << 12


def times(factor: int, value: Value) -> Value:
    """Return a multiple of a form."""
    if isinstance(value, int):
        return factor * value
    return {variable: factor * weight for variable, weight in value.items()}
