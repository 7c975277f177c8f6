"""The checker and a second reading of the page agree on relaxed executions, bound for bound, and show nothing false."""

import json
from contextlib import suppress
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from brute import is_true
from hostile import bundle
from hypothesis import given, settings, strategies as st
from relaxed import Reading, Refused, drawn
from samples import examples
from strategies import networks

from constructions.files.canonical import network_bytes
from constructions.model.network import Network, Relu, Sequence
from verify.check.budget import Budget
from verify.check.bundle import Memory, check_claim
from verify.check.engine import Engine
from verify.check.hints import Hints
from verify.check.network import read_network
from verify.check.rules.table import RULES
from verify.check.state import Pending
from verify.check.values import multiple, primitive
from verify.check.verdict import Rejected

BOX = [[[place, "1"], relation, bound] for place in (0, 1) for relation, bound in ((">=", "-1"), ("<=", "3/2"))]


def deep(random: Random) -> list[Any]:
    """Return a random network of some layers of relus, now and then one of steps."""
    widths = [2, *[random.randint(1, 3) for _ in range(random.randint(1, 3))], random.randint(1, 2)]
    nodes: list[Any] = []
    for place, (inputs, outputs) in enumerate(pairwise(widths)):
        numbers = [0, 1, -1, Fraction(1, 2), Fraction(-2, 3), Fraction(5, 4), -3, 2]
        rows = [[[n, str(random.choice(numbers))] for n in range(inputs)] for _ in range(outputs)]
        flat = [[item for n, text in row if text != "0" for item in (n, text)] for row in rows]
        nodes.append(["affine", inputs, flat, [str(random.choice(numbers)) for _ in range(outputs)]])
        if place < len(widths) - 2:
            nodes.append(["step" if random.random() < 0.12 else "relu", outputs])
    return [*nodes, ["sequence", list(range(len(nodes)))]]


def claimed(nodes: list[Any], outputs: list[Any], hints: list[Any], domain: Any = BOX) -> dict[str, bytes]:
    return bundle(nodes, "output within", hints, domain=domain, outputs=outputs)


def accepts(reading: Reading, outputs: list[Any]) -> bool:
    try:
        Reading(reading.nodes, BOX, outputs, reading.hints).run()
    except Refused:
        return False
    return True


def least(reading: Reading) -> int | None:
    """Return the least number of quarters that the second reading shows to be a bound of output 0."""
    low, high = -4000, 4000
    if not accepts(reading, limit(high)):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if accepts(reading, limit(middle)) else (middle, high)
    return high


def limit(quarters: int, relation: str = "<=") -> list[Any]:
    return [[[0, "1"], relation, str(Fraction(quarters, 4))]]


@pytest.mark.parametrize("seed", range(examples(60)))
def test_both_readings_agree_at_the_border_and_what_is_accepted_is_true(seed: int) -> None:
    random = Random(seed)
    nodes = deep(random)
    reading = Reading(nodes, BOX, limit(10**6), draw=drawn(random, 14))
    try:
        reading.run()
    except Refused:
        reading.hints.append(["left over"])
    border = least(reading)
    checked = (-4000, 4000) if border is None else (border - 1, border, border + 1, border + 40)
    for quarters in checked:
        for relation in ("<=", "<"):
            outputs = limit(quarters, relation)
            files = claimed(nodes, outputs, reading.hints)
            result = check_claim(Memory(files), "a.claim.json")
            assert (result.verdict == "accepted") == accepts(reading, outputs), (reading.hints, result)
            if result.verdict == "accepted":
                assert is_true(files, "a.claim.json"), files


def test_thirty_hats_one_after_the_other_are_at_most_one_with_three_hints_each() -> None:
    """There are 2^30 paths. With the slope -1 for the falling half of a hat all older units cancel."""
    hats = 30
    first, later = [[0, "2"], [0, "4"]], [[0, "2", 1, "-2"], [0, "4", 1, "-4"]]
    nodes: list[Any] = [["affine", 1, first, ["0", "-2"]], ["relu", 2], ["affine", 2, later, ["0", "-2"]]]
    nodes += [["affine", 2, [[0, "1", 1, "-1"]], ["0"]], ["sequence", [0, 1, *[2, 1] * (hats - 1), 3]]]
    hints: list[Any] = [["relax", 1]]
    for unit in range(2, 2 * hats, 2):
        hints += [["relax", 1], ["own", unit, 1, -unit, -1], ["own", unit + 1, 1, -unit, -2]]
    hints.append(["goal*", 2, -2 * hats, -1])
    for relation, verdict in (("<=", "accepted"), ("<", "rejected")):
        files = claimed(nodes, limit(4, relation), hints, [[[0, "1"], ">=", "0"], [[0, "1"], "<=", "1"]])
        assert check_claim(Memory(files), "a.claim.json").verdict == verdict


class Drawn(Hints):
    """Hints that are drawn where the checker's engine asks for them, in networks of all forms."""

    def __init__(self, engine: "Drawing", random: Random) -> None:
        super().__init__([["relax", 1]])  # so that the engine looks for intervals from the start
        self.hints = []
        self.engine, self.random, self.patience = engine, random, 12

    def name(self) -> Any:
        engine = self.engine
        if self.step == len(self.hints):
            if engine._pending is None and engine._todo is not None:
                return None  # nothing runs yet
            self.hints.append(
                self.at_decision(engine._pending) if engine._pending else self.on_region() or ["goal*", 8]
            )
        return super().name()

    def on_region(self) -> list[Any] | None:
        self.patience -= 1
        units, kind = len(self.engine._units), self.random.random()
        if self.patience < 0 or kind < 0.5:
            return None
        if kind < 0.65 or not units:
            row = [item for place in (0, 1) for item in (place, self.random.choice([-2, -1, 1, 3]))]
            return ["divide", self.random.randint(-2, 2), *row]
        return ["unit", self.random.randrange(units)] if kind < 0.75 else ["own"]

    def at_decision(self, pending: Pending) -> list[Any]:
        finer = self.on_region() if self.random.random() < 0.3 else None
        if finer is not None:
            return finer
        place = self.random.choice([place for place, found in enumerate(pending.found) if found is None])
        form = primitive(pending.forms[place], Budget())
        for name, sign, relation in (("below*", 1, ">="), ("above*", -1, ">")):
            hint = [name, place, 8]
            try:
                self.engine.contradict(hint, 2, (multiple(sign, form, Budget()), relation))
            except Rejected:
                continue
            return hint
        self.patience -= 1
        if pending.node.kind == "relu" and self.random.random() < 0.7:
            return ["relax", self.random.choice([1, 64]), *self.random.choice([[], [place]])]
        return ["split", place]


class Drawing(Engine):
    """The checker's engine, with drawn hints."""

    def __init__(self, random: Random) -> None:
        super().__init__([], Budget())
        self.hints: Drawn = Drawn(self, random)


LAYERS = st.builds(
    lambda first, second, third: Sequence((first, Relu(3), second, Relu(2), third)),
    networks(2, 3, 1),
    networks(3, 2, 2),
    networks(2, 2, 1),
)


@settings(max_examples=examples(75))
@given(LAYERS, st.integers(0, 2**30), st.integers(-8, 400))
def test_what_is_shown_of_networks_of_all_forms_is_true(network: Network, seed: int, quarters: int) -> None:
    data = network_bytes(network)
    engine, outputs = Drawing(Random(seed)), limit(quarters)
    nodes = json.loads(data)["nodes"]
    claim = json.loads(claimed(nodes, outputs, [])["a.claim.json"])
    root = read_network(data, Budget())
    shown = True
    try:
        RULES["output within"].apply(claim, engine, {"network": root})
    except Rejected:
        shown = False
    files = claimed(nodes, outputs, engine.hints.hints)
    assert (check_claim(Memory(files), "a.claim.json").verdict == "accepted") == shown
    assert is_true(files, "a.claim.json") or not shown


class Watched(Engine):
    """The checker's engine, which notes its region and its units at each step."""

    def __init__(self, hints: list[Any]) -> None:
        super().__init__(hints, Budget())
        self.seen: list[Any] = []

    def _keep_units(self, units: Any, forms: int = 0) -> None:
        super()._keep_units(units, forms)
        self.seen.append((list(self.region), units))

    def _resume(self) -> bool:
        more = super()._resume()
        if more:
            self.seen.append((list(self.region), self._units))
        return more


def value(form: Any, point: list[Fraction]) -> Fraction:
    """Return what a form of the checker is where inputs and units have these values."""
    if isinstance(form, int):
        return Fraction(form)
    return sum([weight * (point[place] if place >= 0 else 1) for place, weight in form.items()], Fraction(0))


def holds(found: Fraction, relation: str) -> bool:
    return found > 0 if relation == ">" else found == 0 if relation == "=" else found >= 0


@pytest.mark.parametrize("seed", range(examples(40)))
def test_at_every_point_of_a_region_the_units_lie_between_their_bounds(seed: int) -> None:
    """Points are run by another evaluation; v is the relu of the form, and the form is within l and u."""
    random = Random(1000 + seed)
    nodes = deep(random)
    reading = Reading(nodes, BOX, limit(10**6), draw=drawn(random, 14))
    with suppress(Refused):  # the hints until then are read all the same
        reading.run()
    files = claimed(nodes, limit(10**6), reading.hints)
    engine, root = Watched(reading.hints), read_network(files["network.json"], Budget())
    with suppress(Rejected):
        RULES["output within"].apply(json.loads(files["a.claim.json"]), engine, {"network": root})
    within = 0
    for region, units in engine.seen:
        for _ in range(30):
            point = [Fraction(random.randint(-4, 6), 4) for _ in range(2)]
            for unit in units:
                point.append(max(Fraction(0), value(unit.form, point) / unit.denominator))
            if all(holds(value(form, point), relation) for form, relation in region):
                within += 1
                for unit in units:
                    assert unit.low <= unit.scale * value(unit.form, point) / unit.denominator <= unit.high
    assert within or not any([units for _, units in engine.seen])  # a region that no hint has closed may be empty
