"""Seeded faults of the rules of claims about networks."""

from typing import Any

import lies as L  # noqa: N812
from instances import (
    TWICE,
    Z,
    about,
    affine,
    at_most,
    beside,
    const,
    gate,
    limit,
    line,
    on_balls,
    paths,
    same,
    table,
    within,
)
from seeded import Fault, fault

ORIGIN = line("0")

FAR_STEP = gate("10", const("0"), const("1"))

TWO_GATES = [Z, const("0"), ["branch", 1, [0, "1"], "0", 1, 1], ["branch", 1, [0, "1"], "1", 0, 2]]
"""Below 1 it gives z; above, its inner gate z >= 0 can only fall above."""


def closed(least: str, most: str | None = None) -> dict[str, Any]:
    return {"radii": [["closed", least, most]]}


RULES = (
    fault("an equality is shown from one side", L.OneSign, "rules",
          '(-1, 1) if relation == "=" else (-1,)', "(-1,)",
          same([Z], [const("0")], [limit(">=", "0")])),
    fault("a strict goal is shown weakly", L.WeakGoals, "rules", '">=" if relation == ">" else ">"', '">"',
          about("classifies robustly", beside(Z, const("0")), line("0", places=("1",)), {"radius": "1"})),
    fault("forms hold", L.FormsHold, "rules", "isinstance(constraint[0], int) and holds",
          "not isinstance(constraint[0], int) or holds",
          within([Z], [limit(">=", "0")])),
    fault("a closed ball is open", L.OpenBalls, "rules",
          'ball(point, least, kind == "open", engine.budget)', "ball(point, least, True, engine.budget)",
          about("memorizes robustly", gate("1", const("0"), const("1")), ORIGIN, {"radius": "1"}),
          on_balls(gate("1", const("0"), const("1")), [const("0")], ORIGIN, "1")),
    fault("b may be anywhere", L.FarNear, "rules",
          "if not inside(ball(point, most, False, engine.budget), near, engine.budget):", "if False:",
          about("memorizes with radii", FAR_STEP, ORIGIN, closed("1", "1"))),
    fault("b may be right", L.NearRight, "rules", "far <= 0 and here <= 0)", "far <= 0)",
          about("classifies with radii", beside(const("0"), affine([0, "1"], "-5")), ORIGIN, closed("1", "1"))),
    fault("a right point is wrong", L.NothingWrong, "rules", " and far != 0)", ")",
          about("memorizes with radii", [const("0")], ORIGIN, closed("0", "0"))),
    fault("evidence is not asked for", L.Shameless, "rules", "if most is None:", "if True:",
          about("classifies with radii", beside(const("1"), const("0")), ORIGIN, closed("1", "2"))),
    fault("all is near", L.AllIsNear, "rules", "_must_hold(engine, network, [], goals)",
          "_must_hold(engine, network, ball(point, (1, 1), False, engine.budget), goals)",
          about("memorizes with radii", FAR_STEP, ORIGIN, {"radii": [["all"]]})),
    fault("wrong is not looked at", L.Shameless, "rules", "_must_be_wrong(engine, network, point, point, goals)",
          "pass",
          about("memorizes with radii", [Z], ORIGIN, {"radii": [["wrong"]]})),
    fault("points are not looked at", L.Shameless, "rules",
          "if not _true(goal):", "if False:",
          about("memorizes", [Z], line("1"))),
    fault("one operation more is allowed", L.Shameless, "rules",
          "if engine.count > bound and", "if engine.count > bound + 1 and", at_most([TWICE], 1)),
    fault("the point attains less", L.Shameless, "rules", "if engine.count != bound:", "if engine.count > bound:",
          at_most([TWICE], 3, attained=["0"])),
    fault("the point that attains lies outside", L.Shameless, "rules",
          "if not inside(_domain(claim, engine, network), point, engine.budget):", "if False:",
          at_most([TWICE], 2, domain=[limit(">=", "0")], attained=["-1"])),
    fault("the point of a path is not tested", L.WitnessAnywhere, "rules",
          "if not inside(engine.region, point, engine.budget):", "if False:", paths(TWO_GATES, 3)),
    fault("more paths are claimed than found", L.Shameless, "rules", "if found != count:", "if found > count:",
          paths([Z], 5)),
    fault("empty paths are counted", L.EmptyCounts, "rules",
          "        if engine.emptied():\n            continue\n",
          "        if engine.emptied():\n            yield\n            continue\n",
          paths(TWO_GATES, 3)),
    fault("only later outputs are compared", L.Shameless, "rules", "if place != right", "if place > (right or 0)",
          about("classifies", beside(const("5"), const("0")), line("1"))),
    fault("there may be more classes than outputs", L.Shameless, "rules",
          "if dataset.classes is not None and dataset.classes != outputs:", "if False:",
          about("classifies", beside(const("1"), const("0")), table((["0"], ["0"]), classes=["a", "b", "c"]),
                breach="as many classes as outputs")),
    fault("a label need not be a class", L.Shameless, "rules", "if found is None:", "if False:",
          about("memorizes", beside(const("0"), const("0")), line("2"), {"labels": "one-hot"},
          breach="labels are classes")),
    fault("one output is a class", L.Shameless, "rules", "if outputs < 2:", "if False:",
          about("classifies", [const("5")], ORIGIN, breach="at least two classes")),
    fault("points may have more coordinates than there are inputs", L.Shameless, "rules",
          "if len(dataset.points[0]) - 1 != network.inputs:", "if False:",
          about("memorizes", [Z], table((["0", "7"], ["0"])), breach="inputs and points fit")),
    fault("labels may be shorter than outputs", L.Shameless, "rules",
          "if len(dataset.labels[0]) - 1 != outputs:", "if False:",
          about("memorizes", beside(Z, const("9")), ORIGIN, breach="labels and outputs fit")),
    Fault("radii are cut to the shorter list",
          (("rules", "balls, strict=True)", "balls, strict=False)"),
          ("rules", ', "radii", size)', ', "radii")')),
          L.Shameless,
          (about("memorizes with radii", [Z], line("0", "7"), closed("0"), breach="one radius for each row"),)),
    fault("constraints on outputs lose their relation", L.EqualIsWeak, "rules",
          "values, budget), relation\n", 'values, budget), ">="\n',
          within([Z], [limit("=", "0")], [limit(">=", "0")])),
    fault("only first outputs are compared", L.Shameless, "rules", "for place in range(half))",
          "for place in range(1))",
          same(beside(Z, const("0")), beside(Z, const("1")), hints=[])),
    fault("networks may differ in their outputs", L.Shameless, "rules",
          "(network.inputs, network.outputs) != (other.inputs, other.outputs)", "network.inputs != other.inputs",
          same([Z], beside(const("0"), Z, const("0")), breach="as many outputs")),
    fault("radii may be negative", L.Shameless, "rules", "if least[0] < 0 or (most and", "if (most and",
          about("memorizes robustly", gate("1", Z, Z), line("5"), {"radius": "-1"}, breach="r >= 0")),
    fault("outputs may state nothing", L.Shameless, "rules", "if not wanted:", "if False:",
          within([Z], [], breach="at least one constraint")),
)  # fmt: skip
