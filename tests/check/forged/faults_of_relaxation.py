"""Seeded faults of units, their bounds, and intervals of inputs; hints of the false claims are written by hand."""

from typing import Any

import lies as L  # noqa: N812
from instances import Instance, Z, about, affine, chain, limit, line, paths, within
from seeded import Fault, Patch

RELU = [["relu", 1]]
LONG = 2**130
BOTH_SIDES = [limit(">=", "-1"), limit("<=", "1")]
KINK = chain(["affine", 1, [[0, "1"], [0, "1"]], ["0", "1"]], ["relu", 2], affine([0, "1", 1, "-1/2"], "1/2", 2))
"""relu(z) - z/2 where z is at least -1."""

OFF = chain(["affine", 1, [[0, "1"], [0, "1"]], ["0", "1"]], ["relu", 2], affine([0, "1", 1, "-1"], "1", 2))
"""relu(z) - z where z is at least -1."""

TOO_STEEP = within(
    chain(affine([0, "1"], "8"), *RELU), [limit("<=", "0")], BOTH_SIDES, hints=[["relax", 1], ["goal*", 2**124]]
)
"""A slope that, times 8, is longer than a field."""

CANCELS = chain(["affine", 1, [[0, "1"], [0, "1"]], ["0", "0"]], ["relu", 2], affine([0, "1", 1, "-1"], "0", 2))
"""0, as the difference of two units with one form."""

THINNED = chain(
    ["affine", 1, [[0, "1"], [0, "-1"], [0, "1"]], ["0", "1", "1"]], ["relu", 3],
    affine([0, "-1", 1, "1"], "0", 3), *RELU,
)  # fmt: skip
"""1 - z where z is below 0, and there the first unit is 0."""


def fault(name: str, file: str, old: str, new: str, *instances: Instance) -> Fault:
    patches: tuple[Patch, ...] = ((file, old, new),)
    return Fault(name, patches, L.Shameless, instances)


def relu_at_most(bound: str, domain: list[Any], *hints: list[Any]) -> Instance:
    return within(RELU, [limit("<=", bound)], domain, hints=list(hints))


RELAXATION = (
    fault("0 is no end of an open unit", "units",
          "return -(-(max(most, 0) if low < 0 < high else most) // self.scale)", "return -(-most // self.scale)",
          within(KINK, [limit(">=", "1/2")], BOTH_SIDES, hints=[["relax", 1], ["goal*", 1, -1, -1]])),
    fault("what a unit adds is rounded down", "units",
          "return -(-(max(most, 0) if low < 0 < high else most) // self.scale)",
          "return (max(most, 0) if low < 0 < high else most) // self.scale",
          relu_at_most("0", [limit(">=", "-1/2"), limit("<=", "1/2")], ["relax", 2], ["goal*", 1, -1, 0])),
    fault("bounds of a unit are rounded inwards", "units",
          "return -(-total // (first * second * third))", "return total // (first * second * third)",
          relu_at_most("0", [limit(">=", "-1"), limit("<=", "1/2")], ["relax", 1])),
    fault("bounds of a unit are exchanged", "units", "return -ends[0], ends[1]", "return -ends[1], ends[0]",
          relu_at_most("1", [limit(">=", "-1"), limit("<=", "3")], ["relax", 1], ["goal*", 1, -1, 0])),
    fault("the denominator of a unit is lost", "units",
          "ends.append(rounded_up(total, below, finer, denominator, budget))",
          "ends.append(rounded_up(total, below, finer, 1, budget))",
          within(chain(affine([0, "1/2"]), *RELU), [limit(">=", "1")], [limit(">=", "1"), limit("<=", "2")],
                 hints=[["relax", 1], ["goal*", 1, -1, 0]])),
    fault("what a standard slope leaves is forgotten", "units",
          "constant -= (slope * below - factor) * top // scale\n", "pass\n",
          relu_at_most("0", BOTH_SIDES, ["relax", 1], ["goal*", 1])),
    fault("what a standard slope leaves is rounded down", "units",
          "constant -= (slope * below - factor) * top // scale\n",
          "constant += (factor - slope * below) * top // scale\n",
          relu_at_most("0", [limit(">=", "-1/2"), limit("<=", "1/2")], ["relax", 2], ["goal*", 1])),
    fault("a unit that may be off is on by its standard slope", "units",
          "slopes = high, high, below * (high - low), high > -low", "slopes = high, 1, below, True",
          within(OFF, [limit("<=", "0")], BOTH_SIDES, hints=[["relax", 1], ["goal*", 1]])),
    fault("the form behind a unit is forgotten", "units",
          "            for group, row in parts:\n", "            for group, row in ():\n",
          relu_at_most("0", [limit(">=", "0"), limit("<=", "1")], ["relax", 1], ["goal*", 1])),
    fault("what a slope adds is forgotten", "units",
          "sums[CONSTANT] += unit.greatest(factor, slope)\n", "unit.greatest(factor, slope)\n",
          relu_at_most("0", BOTH_SIDES, ["relax", 1], ["goal*", 1, -1, 0])),
    fault("the form behind a unit is forgotten where numbers are long", "units",
          "\n    if slope:\n", "\n    if False:\n",
          relu_at_most("0", [limit(">=", "0"), limit("<=", "1")], ["relax", 1], ["goal*", LONG])),
    Fault("sums grow beyond their fields",
          (("units", "while last and most < LIMIT:", "while last:"),
           ("units", "    if most >= LIMIT:\n", "    if False:\n")), L.Shameless,
          (TOO_STEEP,)),
    fault("a row seems to have no long digit", "packing", "1 << bits, sum", "0, sum", TOO_STEEP),
    fault("a row keeps the digits of units that have become 0", "relaxation",
          "            if thinner and unit.row and any", "            if False and unit.row and any",
          within(THINNED, [limit("<=", "1")], BOTH_SIDES,
                 hints=[["relax", 1], ["relax", 1], ["divide", 0, 0, 1], *[["own"], ["goal*", 1]] * 2])),
    fault("an input without end counts nothing", "units",
          "raise Rejected(f\"input {variable} has no {'greatest' if factor > 0 else 'least'} value in the region\")",
          "continue", within([Z], [limit(">=", "0")], hints=[["goal*", 1]])),
    fault("an end from below is a bound from above", "relaxation",
          "return unit.between(unit.low, end, budget) if sign > 0 else",
          "return unit.between(unit.low, end, budget) if True else",
          relu_at_most("1", [limit(">=", "-1"), limit("<=", "3")], ["relax", 1], ["own", 0, -1], ["goal*", 1, -1, 0])),
    fault("the sides of a unit are exchanged", "relaxation",
          "below, above = unit.between(unit.low, 0, budget), unit.between(0, unit.high, budget)",
          "above, below = unit.between(unit.low, 0, budget), unit.between(0, unit.high, budget)",
          relu_at_most("0", BOTH_SIDES, ["relax", 1], ["unit", 0], ["goal*", 1], ["goal*", 1])),
    fault("every end is strict", "intervals", 'max(value), relation == ">"', "max(value), True",
          within([Z], [limit(">", "0")], [limit(">=", "0")], hints=[["goal*", 1]])),
    fault("an end from below is one from above", "intervals", "else (factor < 0,):", "else (factor > 0,):",
          within([Z], [limit("<=", "0")], [limit(">=", "0")], hints=[["goal*", 1]])),
    fault("a positive bound contradicts", "relaxation",
          "    must_be_negative(total, strict)\n", "    must_be_negative(-abs(total), True)\n",
          relu_at_most("0", BOTH_SIDES, ["relax", 1], ["goal*", 1])),
    fault("bounds are kept on the other side", "engine",
          "self._beside, self._units = side.wires, side.operations, side.beside, side.units",
          "self._beside, _ = side.wires, side.operations, side.beside, side.units",
          relu_at_most("0", BOTH_SIDES, ["relax", 1], ["divide", 0, 0, 1], ["own"], ["goal*", 1], ["goal*", 1])),
    fault("a unit that may be off is off", "engine", "0 if unit.high <= 0 else made", "0 if unit.low <= 0 else made",
          relu_at_most("0", BOTH_SIDES, ["relax", 1])),
    fault("an end is not looked at again after a split", "engine",
          "more = self._again or self._resume()", "more = self._resume()",
          within(RELU, [limit(">=", "1/2")], BOTH_SIDES,
                 hints=[["relax", 1], ["divide", -1, 0, 2], ["own"], ["goal*", 1]])),
    fault("an input that cancels makes the bound strict", "units", "        if factor:\n", "        if True:\n",
          within(CANCELS, [limit(">", "0")], [limit(">", "0"), limit("<=", "1")],
                 hints=[["relax", 1], ["goal*", 1 << 130]])),  # too long for rows
    fault("intervals are kept from the ball before", "engine",
          "        self._domain = Box(network.inputs, {}, 1), 0\n",
          "        self._domain = getattr(self, '_domain', (Box(network.inputs, {}, 1), 0))\n",
          about("memorizes robustly", chain(affine([0, "1"], "-5"), *RELU), line("0", "0", places=("0", "10")),
                {"radius": "1"}, hints=[["relax", 1], ["relax", 1]])),
    fault("a relaxed end is a path", "engine", "            if not self._exact:\n", "            if True:\n",
          paths(RELU, 1, BOTH_SIDES, hints=[["relax", 1], ["path", 1, 0]]),
          paths(RELU, 3, BOTH_SIDES, hints=[["divide", -1, 0, 2], ["split", 0], ["path", 1, -1], ["path", 1, 0],
                                            ["above", 0, 2, 2, 1], ["path", 1, 1]])),
)  # fmt: skip
