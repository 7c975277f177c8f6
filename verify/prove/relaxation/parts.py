"""Parts of a region: how they are split at units and inputs, what bounds units have there, and how that is written."""

from collections.abc import Sequence as Items
from fractions import Fraction
from math import floor
from typing import NamedTuple

import numpy as np

from verify.certificate import Hint
from verify.check.intervals import Box
from verify.check.units import Unit
from verify.prove.integer_forms import CONSTANT, Bound, negative, primitive
from verify.prove.relaxation.floats import Ends, Floats, Sides
from verify.prove.relaxation.linear import Proposal
from verify.prove.relaxation.units import narrowed, refreshed, within

_WORTH = 3
"""Bounds are written anew before another split of an input if that decides one of so many units that are open."""


class Seed(NamedTuple):
    """A part that stands alone, so that it can be handed over: what a ``Part`` has, and bounds in integers.

    Attributes:
        left: how far it is from being shown.
        added: its constraints beyond those of the whole region.
        bounds: of every unit; those before they are found anew, if ``own``.
    """

    left: float
    added: list[Bound]
    rows: Items[int]
    inputs: Box
    ends: Ends
    bare: Ends
    own: bool
    bounds: list[tuple[int, int]]
    known: tuple[int, Proposal] | None
    gain: float
    mixes: dict[int, Floats]


class Half(NamedTuple):
    """One side of a split of an input: the constraint, and the intervals that it leaves."""

    added: Bound
    sides: Sides


class Part:
    """A part of the region: its constraints, the intervals of its inputs, bounds of units.

    After a split at an input bounds are found anew, in floats first; the exact ones come when hints are looked for.
    They are not written anew where an input is split again and they decide few units: that is done behind both splits.

    Attributes:
        region: the constraints; ``rows`` the numbers of those that are not about one input alone.
        ends: the bounds of units, in floats.
        bare: the same as they are if they are not found anew here.
        own: whether bounds are written anew here.
        split: the hint of the split here, and its sides.
        hints: what settles this part, if it is not split.
        known: a case, and what a linear program says of it here, if that is known.
        gain: how much better the last linear program on the way was than bounds.
        mixes: for a case the multipliers with which its constraints were added up last.
    """

    def __init__(
        self, region: list[Bound], rows: Items[int], inputs: Box, sides: Sides, ends: Ends, above: "Part | None"
    ) -> None:
        self.region, self.rows, self.inputs, self.sides = region, rows, inputs, sides
        self.ends, self.bare, self.own = ends, ends, False
        self.split: tuple[Hint, tuple[Part, Part]] | None = None
        self.hints: list[Hint] = []
        self.known: tuple[int, Proposal] | None = None
        self.gain: float = np.inf if above is None else above.gain
        self.mixes: dict[int, Floats] = {} if above is None else above.mixes
        self._above, self._side = above, (-1, False)
        self._units: tuple[Unit, ...] | None = None

    @classmethod
    def root(cls, units: Items[Unit], region: list[Bound], inputs: Box, ends: Ends) -> "Part":
        """Return the whole region."""
        rows = [place for place, bound in enumerate(region) if not on_one_input(bound, inputs.width)]
        part = cls(region, rows, inputs, Sides.of(inputs), ends, None)
        part._units = tuple(units)
        return part

    @classmethod
    def grown(cls, seed: Seed, region: Items[Bound], units: Items[Unit]) -> "Part":
        """Return a part that was handed over, with the constraints and the units of the whole region."""
        given = [*region, *seed.added], seed.rows, seed.inputs, Sides.of(seed.inputs)
        above = cls(*given, seed.bare, None)
        above._units = tuple([within(unit, *ends) for unit, ends in zip(units, seed.bounds, strict=True)])
        part = cls(*given, seed.ends, above)
        part.bare, part.own = seed.bare, seed.own
        part.known, part.gain, part.mixes = seed.known, seed.gain, seed.mixes
        return part

    def seed(self, left: float, whole: int) -> Seed:
        """Return what is to be handed over, where the whole region has so many constraints."""
        bare = self._above.units() if self.own and self._above is not None else self.units()
        bounds, added = [(unit.low, unit.high) for unit in bare], self.region[whole:]
        learnt = self.known, self.gain, self.mixes
        return Seed(left, added, self.rows, self.inputs, self.ends, self.bare, self.own, bounds, *learnt)

    @property
    def spares(self) -> bool:
        """Whether bounds are not written anew here if an input is split: both sides do it, for nearly as many units."""
        return self.own and _WORTH * (self.bare.open - self.ends.open) < self.bare.open

    def bared(self) -> "Part":
        """Return the same part with the bounds of units that it has if they are not found anew."""
        found = Part(self.region, self.rows, self.inputs, self.sides, self.bare, self._above)
        found._units = None if self.own else self._units
        return found

    def divided(self, split: "tuple[Hint, tuple[Part, Part]]") -> None:
        """Split the part."""
        if split[0][0] == "divide" and self.spares:
            self.own, self._units = False, None
        self.split = split

    @property
    def oblique(self) -> list[Bound]:
        """The constraints that are not about one input alone."""
        return [self.region[place] for place in self.rows]

    def units(self) -> tuple[Unit, ...]:
        """Return the units with their exact bounds, those written anew on the way here."""
        chain = [self]
        while chain[-1]._units is None:
            above = chain[-1]._above
            assert above is not None
            chain.append(above)
        found = chain.pop()._units
        assert found is not None
        for part in reversed(chain):
            number, is_above = part._side
            if number >= 0:
                unit = found[number]
                sided = within(unit, 0, unit.high) if is_above else within(unit, unit.low, 0)
                found = (*found[:number], sided, *found[number + 1 :])
            if part.own:
                found = refreshed(found, part.inputs)
                part._units = found
        return found

    def at_unit(self, number: int, form: dict[int, int]) -> "tuple[Hint, tuple[Part, Part]]":
        """Return the split at a unit, whose form is this."""
        short = primitive(form)
        sides = []
        for above in (False, True):
            added = (short, ">=") if above else (negative(short), ">")
            rows, inputs, box = [*self.rows, len(self.region)], self.inputs, self.sides
            if on_one_input(added, inputs.width):
                rows, inputs = list(self.rows), narrowed(inputs, added)
                box = Sides.of(inputs)
            part = Part([*self.region, added], rows, inputs, box, self.ends.sided(number, above), self)
            part._side = (number, above)
            sides.append(part)
        return ["unit", number], (sides[0], sides[1])

    def halved(self, variable: int) -> "tuple[Hint, tuple[Half, Half]]":
        """Return the split of an input in about halves, and the boxes on its sides."""
        ends, denominator = self.inputs.ends, self.inputs.denominator
        low, high = (Fraction(ends[variable, upper][0], denominator) for upper in (False, True))
        middle = short_between(low, high)
        form = primitive({variable: middle.denominator, CONSTANT: -middle.numerator})
        below = Half((negative(form), ">"), self.sides.cut(variable, middle, upper=True))
        above = Half((form, ">="), self.sides.cut(variable, middle, upper=False))
        return ["divide", form[CONSTANT], variable, form[variable]], (below, above)

    def at_halves(self, halves: "Items[Half]", ends: Items[Ends]) -> "tuple[Part, Part]":
        """Return the sides of a split of an input, with the bounds of units there."""
        sides = []
        for half, found in zip(halves, ends, strict=True):
            inputs = narrowed(self.inputs, half.added)
            part = Part([*self.region, half.added], self.rows, inputs, half.sides, found, self)
            part.own, part.bare = True, self.before_halves
            sides.append(part)
        return sides[0], sides[1]

    @property
    def before_halves(self) -> Ends:
        """The bounds of units from which those on both sides of a split of an input are found."""
        return self.bare if self.spares else self.ends

    def widths(self) -> Floats:
        """Return how long the inputs' intervals are."""
        return np.subtract(self.sides.greatest, self.sides.least)


def short_between(low: Fraction, high: Fraction) -> Fraction:
    """Return a short number near the middle of an interval.

    >>> short_between(Fraction(1, 3), Fraction(2, 3)), short_between(Fraction(1, 3), Fraction(5, 7))
    (Fraction(1, 2), Fraction(33, 64))
    """
    grid = 1
    while True:
        middle = Fraction(floor((low + high) * grid / 2), grid)
        if abs(2 * middle - low - high) * 16 <= high - low:
            return middle
        grid *= 2


def on_one_input(bound: Bound, width: int) -> bool:
    """Return whether a constraint is about one input alone."""
    return isinstance(bound[0], dict) and len(bound[0]) == 2 and all([variable < width for variable in bound[0]])


def written(root: Part) -> list[Hint | Part]:
    """Return the hints of a tree of parts, below before above; a part that is not settled stands in its place."""
    hints: list[Hint | Part] = []
    todo = [root]
    while todo:
        part = todo.pop()
        if part.own and (part.split is not None or part.hints):
            hints.append(["own"])
        if part.split is not None:
            hints.append(part.split[0])
            todo += reversed(part.split[1])
        elif part.hints:
            hints.extend(part.hints)
        else:
            hints.append(part)
    return hints
